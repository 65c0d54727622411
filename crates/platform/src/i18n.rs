//! Translations: Fluent texts of every slice in Vietnamese, English and Khmer, and the way each language
//! writes numbers and dates.

use std::{borrow::Cow, collections::BTreeMap, collections::BTreeSet, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use intl_memoizer::concurrent::IntlLangMemoizer;
use jiff::{Timestamp, civil::Date};
use unic_langid::LanguageIdentifier;

use crate::clock::vietnam;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Locale {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
    /// Khmer.
    Km,
}

impl Locale {
    /// All languages, the default first.
    pub const ALL: [Self; 3] = [Self::Vi, Self::En, Self::Km];

    /// The code used in addresses, cookies and `lang` attributes.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Km => "km",
        }
    }

    /// What the language calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Vi => "Tiếng Việt",
            Self::En => "English",
            Self::Km => "ភាសាខ្មែរ",
        }
    }

    /// Reads `vi`, `vi-VN`, `en`, ….
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| locale.code().eq_ignore_ascii_case(language))
    }

    /// The best language for an `Accept-Language` header.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let (code, weight) = part.split_once(';').unwrap_or((part, "q=1"));
                let quality: f32 = weight.trim().strip_prefix("q=")?.trim().parse().ok()?;
                (quality > 0.0).then_some((quality, Self::from_code(code.trim())?))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map(|(_, locale)| *locale)
    }
}

/// The texts of one slice in every language, made with `include_str!`.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    /// Name of the slice, for error messages.
    pub slice: &'static str,
    /// Vietnamese.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
    /// Khmer.
    pub km: &'static str,
}

impl Texts {
    fn of(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Vi => self.vi,
            Locale::En => self.en,
            Locale::Km => self.km,
        }
    }
}

/// The shell's own texts.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "platform",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];

/// Why texts can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    /// A file is not valid Fluent.
    #[error("the {locale} texts of {slice} are not valid Fluent: {reason}")]
    Syntax {
        /// Whose texts.
        slice: &'static str,
        /// Language code.
        locale: &'static str,
        /// What the parser says.
        reason: String,
    },
    /// Two slices define the same key, or one does twice.
    #[error("the {locale} texts of {slice} define a key that is already defined: {keys}")]
    Duplicate {
        /// Whose texts.
        slice: &'static str,
        /// Language code.
        locale: &'static str,
        /// The keys.
        keys: String,
    },
}

type Bundle = FluentBundle<FluentResource>;

/// All texts, in all languages.
#[derive(Clone)]
pub struct Translations(Arc<BTreeMap<Locale, Bundle>>);

impl std::fmt::Debug for Translations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Translations")
    }
}

impl Translations {
    /// Puts the texts of all slices together.
    ///
    /// # Errors
    /// [`TextsError`] names the slice and what is wrong with its texts.
    pub fn new(slices: &[&[Texts]]) -> Result<Self, TextsError> {
        let mut bundles = BTreeMap::new();
        for locale in Locale::ALL {
            let identifier: LanguageIdentifier = locale.code().parse().unwrap_or_default();
            let mut bundle = Bundle::new_concurrent(vec![identifier]);
            // Isolation marks would end up in documents and snapshots; all our languages run left to right.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(match locale {
                Locale::Vi => |value: &FluentValue<'_>, _: &IntlLangMemoizer| whole_number(value, Locale::Vi),
                Locale::En => |value: &FluentValue<'_>, _: &IntlLangMemoizer| whole_number(value, Locale::En),
                Locale::Km => |value: &FluentValue<'_>, _: &IntlLangMemoizer| whole_number(value, Locale::Km),
            }));
            for texts in slices.iter().flat_map(|slice| slice.iter()) {
                let resource =
                    FluentResource::try_new(texts.of(locale).to_owned()).map_err(|(_, errors)| {
                        TextsError::Syntax {
                            slice: texts.slice,
                            locale: locale.code(),
                            reason: errors
                                .iter()
                                .map(ToString::to_string)
                                .collect::<Vec<_>>()
                                .join("; "),
                        }
                    })?;
                bundle
                    .add_resource(resource)
                    .map_err(|errors| TextsError::Duplicate {
                        slice: texts.slice,
                        locale: locale.code(),
                        keys: errors
                            .iter()
                            .map(ToString::to_string)
                            .collect::<Vec<_>>()
                            .join("; "),
                    })?;
            }
            bundles.insert(locale, bundle);
        }
        Ok(Self(Arc::new(bundles)))
    }

    /// The texts for a reader of `locale`.
    #[must_use]
    pub fn translator(&self, locale: Locale) -> Translator {
        Translator {
            translations: self.clone(),
            locale,
        }
    }

    fn pattern(&self, locale: Locale, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = self.0.get(&locale)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        for error in errors {
            tracing::error!(key, locale = locale.code(), %error, "text can't be put together");
        }
        Some(text)
    }
}

/// A value put into a text. Numbers and dates are written as the language writes them.
#[derive(Debug, Clone, PartialEq)]
pub enum Arg {
    /// Words, as they are.
    Text(String),
    /// A whole number; selects plural forms too. A year is text: it takes no thousands separator.
    Number(i64),
    /// A day.
    Date(Date),
}

impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Self::Text(v.to_owned())
    }
}
impl From<String> for Arg {
    fn from(v: String) -> Self {
        Self::Text(v)
    }
}
impl From<&String> for Arg {
    fn from(v: &String) -> Self {
        Self::Text(v.clone())
    }
}
impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Self::Number(v)
    }
}
impl From<usize> for Arg {
    fn from(v: usize) -> Self {
        Self::Number(i64::try_from(v).unwrap_or(i64::MAX))
    }
}
impl From<Date> for Arg {
    fn from(v: Date) -> Self {
        Self::Date(v)
    }
}

/// The texts in one reader's language.
#[derive(Debug, Clone)]
pub struct Translator {
    translations: Translations,
    locale: Locale,
}

impl Translator {
    /// The reader's language.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The code of the reader's language, for `lang` attributes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.locale.code()
    }

    /// A text without arguments. A missing one shows in Vietnamese, and at worst as its key.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.look_up(key, None)
    }

    /// A text with arguments.
    #[must_use]
    pub fn format(&self, key: &str, args: &[(&str, Arg)]) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            let value = match value {
                Arg::Text(text) => FluentValue::String(Cow::Owned(text.clone())),
                // Fluent's numbers are floating: beyond what they hold exactly, digits matter more than plurals.
                Arg::Number(number) if number.unsigned_abs() < 1 << 53 => FluentValue::from(*number),
                Arg::Number(number) => FluentValue::String(Cow::Owned(self.number(*number))),
                Arg::Date(date) => FluentValue::String(Cow::Owned(self.date(*date))),
            };
            fluent.set(*name, value);
        }
        self.look_up(key, Some(&fluent))
    }

    /// A text with one argument, short enough for templates.
    #[must_use]
    pub fn with(&self, key: &str, name: &str, value: impl Into<Arg>) -> String {
        self.format(key, &[(name, value.into())])
    }

    fn look_up(&self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        self.translations
            .pattern(self.locale, key, args)
            .unwrap_or_else(|| {
                tracing::error!(key, locale = self.code(), "text is missing");
                self.translations
                    .pattern(Locale::Vi, key, args)
                    .unwrap_or_else(|| key.to_owned())
            })
    }

    /// A whole number: `2.374` in Vietnamese, `2,374` in English and Khmer.
    #[must_use]
    pub fn number(&self, value: i64) -> String {
        group_digits(value, self.locale)
    }

    /// A number with `decimals` digits behind the decimal sign, stored without it: `decimal(785, 1)` is `78,5`.
    #[must_use]
    pub fn decimal(&self, value: i64, decimals: u8) -> String {
        if decimals == 0 {
            return self.number(value);
        }
        let scale = 10_u64.pow(u32::from(decimals.min(18)));
        let whole = i64::try_from(value.unsigned_abs() / scale).unwrap_or(i64::MAX);
        let rest = value.unsigned_abs() % scale;
        let sign = if value < 0 { "−" } else { "" };
        let mark = if self.locale == Locale::Vi { ',' } else { '.' };
        format!(
            "{sign}{}{mark}{rest:0width$}",
            self.number(whole),
            width = usize::from(decimals)
        )
    }

    /// A number with its sign, for differences: `+344`.
    #[must_use]
    pub fn signed(&self, value: i64) -> String {
        if value > 0 {
            format!("+{}", self.number(value))
        } else {
            self.number(value)
        }
    }

    /// A share as a percentage with one digit behind the decimal sign, rounded half up: `74,6 %`.
    /// `None` when there is nothing to take a share of.
    #[must_use]
    pub fn percent(&self, part: i64, whole: i64) -> Option<String> {
        let tenths = percent_tenths(part, whole)?;
        Some(format!("{}\u{a0}%", self.decimal(tenths, 1)))
    }

    /// An instant as the day and the time in Vietnam: `07/10/2022 07:05`.
    #[must_use]
    pub fn instant(&self, at: Timestamp) -> String {
        let there = vietnam().to_datetime(at);
        let (day, hour, minute) = (self.date(there.date()), there.hour(), there.minute());
        format!("{day} {hour:02}:{minute:02}")
    }

    /// A day: `07/10/2022` in Vietnamese and Khmer, `7 October 2022` in English.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        match self.locale {
            Locale::Vi | Locale::Km => {
                format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
            }
            Locale::En => date.strftime("%-d %B %Y").to_string(),
        }
    }
}

/// A share in tenths of a percent, rounded half up; `None` when there is nothing to take a share of.
#[must_use]
pub fn percent_tenths(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let tenths = (i128::from(part) * 2000 + i128::from(whole)).div_euclid(2 * i128::from(whole));
    Some(i64::try_from(tenths).unwrap_or(i64::MAX))
}

fn group_digits(value: i64, locale: Locale) -> String {
    let digits = value.unsigned_abs().to_string();
    let separator = if locale == Locale::Vi { '.' } else { ',' };
    let mut written = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        written.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

fn whole_number(value: &FluentValue<'_>, locale: Locale) -> Option<String> {
    match value {
        // Only whole numbers below 2^53 are ever given as numbers.
        FluentValue::Number(number) => Some(group_digits(number.value as i64, locale)),
        _ => None,
    }
}

/// What a text file defines: its keys, each with the names of the arguments it uses.
fn definitions(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut defined: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in source.lines() {
        let starts_message = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if starts_message && let Some((key, _)) = line.split_once('=') {
            current = Some(key.trim().to_owned());
            defined.entry(key.trim().to_owned()).or_default();
        }
        if line.starts_with('#') {
            continue;
        }
        if let Some(args) = current.as_ref().and_then(|key| defined.get_mut(key)) {
            for part in line.split('$').skip(1) {
                args.insert(
                    part.chars()
                        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-')
                        .collect(),
                );
            }
        }
    }
    defined
}

/// For tests: the faults by which the languages of a slice differ: keys or arguments that one has and
/// another has not. Empty when they are complete.
#[must_use]
pub fn incompleteness(texts: &[Texts]) -> Vec<String> {
    let mut faults = Vec::new();
    for slice in texts {
        let vietnamese = definitions(slice.vi);
        for locale in [Locale::En, Locale::Km] {
            let other = definitions(slice.of(locale));
            let name = format!("{}/{}", slice.slice, locale.code());
            for (key, args) in &vietnamese {
                match other.get(key) {
                    None => faults.push(format!("{name}: {key} is missing")),
                    Some(others) if others != args => {
                        faults.push(format!("{name}: {key} uses {others:?}, Vietnamese uses {args:?}"));
                    }
                    Some(_) => {}
                }
            }
            let extra = other.keys().filter(|key| !vietnamese.contains_key(*key));
            faults.extend(extra.map(|key| format!("{name}: {key} is not in Vietnamese")));
        }
    }
    faults
}

/// For tests: keys of `texts` that no source below `folder` mentions, and so serve nobody. Keys put together
/// at run time are found by their written beginning (`"units-kind-{}"` uses all that start so).
///
/// # Errors
/// When a file can't be read.
pub fn unused_keys(texts: &[Texts], folders: &[&std::path::Path]) -> std::io::Result<Vec<String>> {
    let mut sources = String::new();
    let mut waiting: Vec<std::path::PathBuf> = folders.iter().map(|folder| folder.to_path_buf()).collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            for entry in std::fs::read_dir(&path)? {
                waiting.push(entry?.path());
            }
        } else if path
            .extension()
            .is_some_and(|end| ["rs", "html", "toml", "txt", "typ"].iter().any(|e| end == *e))
        {
            sources.push_str(&std::fs::read_to_string(&path)?);
        }
    }
    let used = |key: &str| {
        sources.contains(key)
            || key.match_indices('-').any(|(at, _)| {
                sources.contains(&format!("{}{{", &key[..=at]))
                    || sources.contains(&format!("\"{}\"", &key[..=at]))
            })
    };
    Ok(texts
        .iter()
        .flat_map(|slice| definitions(slice.vi).into_keys())
        .filter(|key| !used(key))
        .collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const SAMPLE: &[Texts] = &[Texts {
        slice: "sample",
        vi: "models = { $count } mô hình tính đến { $day }\nonly-vi = Đình",
        en: "models = { $count } models by { $day }",
        km: "models = គំរូ { $count } គិតត្រឹម { $day }",
    }];

    fn reader(locale: Locale) -> Translator {
        Translations::new(&[SAMPLE]).unwrap().translator(locale)
    }

    #[test]
    fn numbers_and_days_are_written_as_the_language_does() {
        let args = [
            ("count", Arg::Number(2374)),
            ("day", Arg::Date(date(2022, 10, 7))),
        ];
        assert_eq!(
            reader(Locale::Vi).format("models", &args),
            "2.374 mô hình tính đến 07/10/2022"
        );
        assert_eq!(
            reader(Locale::En).format("models", &args),
            "2,374 models by 7 October 2022"
        );
        assert_eq!(
            reader(Locale::Km).format("models", &args),
            "គំរូ 2,374 គិតត្រឹម 07/10/2022"
        );
        assert_eq!(reader(Locale::Vi).signed(344), "+344");
        assert_eq!(reader(Locale::Vi).number(-1_234_567), "−1.234.567");
        assert_eq!(reader(Locale::Vi).decimal(-785, 1), "−78,5");
        assert_eq!(reader(Locale::Vi).percent(1772, 2374).unwrap(), "74,6\u{a0}%");
        assert_eq!(reader(Locale::Vi).percent(1, 0), None);
    }

    #[test]
    fn a_text_missing_in_a_language_shows_in_vietnamese() {
        assert_eq!(reader(Locale::En).text("only-vi"), "Đình");
        assert_eq!(reader(Locale::En).text("nowhere"), "nowhere");
    }

    #[test]
    fn plurals_follow_the_number() {
        let texts: &[Texts] = &[Texts {
            slice: "sample",
            vi: "found = { $n ->\n    [0] không có { $n }\n   *[other] có { $n }\n}",
            en: "found = { $n ->\n    [one] { $n } model\n   *[other] { $n } models\n}",
            km: "found = { $n }",
        }];
        let translations = Translations::new(&[texts]).unwrap();
        let say = |locale, n: i64| translations.translator(locale).with("found", "n", n);
        assert_eq!(say(Locale::En, 1), "1 model");
        assert_eq!(say(Locale::En, 1234), "1,234 models");
        assert_eq!(say(Locale::Vi, 0), "không có 0");
        assert_eq!(say(Locale::Vi, 2374), "có 2.374");
        assert_eq!(say(Locale::En, i64::MAX), "9,223,372,036,854,775,807 models");
    }

    #[test]
    fn incomplete_languages_are_named() {
        assert_eq!(
            incompleteness(SAMPLE),
            ["sample/en: only-vi is missing", "sample/km: only-vi is missing"]
        );
    }

    #[test]
    fn the_shell_speaks_every_language() {
        assert_eq!(incompleteness(TEXTS), Vec::<String>::new());
    }

    #[test]
    fn the_reader_gets_the_language_asked_for() {
        assert_eq!(Locale::from_accept_language("km-KH,en;q=0.5"), Some(Locale::Km));
        assert_eq!(
            Locale::from_accept_language("fr, en;q=0.3, vi;q=0.8"),
            Some(Locale::Vi)
        );
        assert_eq!(
            Locale::from_accept_language("en; q=0.9, km; q=0.8"),
            Some(Locale::En)
        );
        assert_eq!(Locale::from_accept_language("fr"), None);
    }

    proptest! {
        #[test]
        fn a_written_number_keeps_its_digits(value in any::<i64>()) {
            let written: String = reader(Locale::Vi).number(value).chars().filter(|c| *c != '.').collect();
            prop_assert_eq!(written.replace('−', "-"), value.to_string());
        }
    }
}
