//! The few words typesetting needs of its own, from `locales/`.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use jiff::civil::Date;
use serde::Serialize;

use crate::{Language, Letterhead};

type Bundle = FluentBundle<FluentResource>;

static VI: LazyLock<Bundle> = LazyLock::new(|| bundle("vi", include_str!("../locales/vi.ftl")));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle("en", include_str!("../locales/en.ftl")));
static KM: LazyLock<Bundle> = LazyLock::new(|| bundle("km", include_str!("../locales/km.ftl")));

/// Reads one of our own files. A faulty message is left out here and shows as its key; the tests below fail then.
fn bundle(language: &str, source: &str) -> Bundle {
    let mut bundle = Bundle::new_concurrent(language.parse().into_iter().collect());
    // Isolation marks are for mixed writing directions; none of the three languages runs right to left.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(readable, _)| readable);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The message `key` with its arguments.
fn word(language: Language, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
    let bundle = match language {
        Language::Vi => &VI,
        Language::En => &EN,
        Language::Km => &KM,
    };
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let arguments: FluentArgs<'_> = arguments
        .iter()
        .map(|(name, value)| (*name, value.clone()))
        .collect();
    bundle
        .format_pattern(pattern, Some(&arguments), &mut Vec::new())
        .into_owned()
}

/// The letterhead of NĐ 30/2020 as the lines to be set.
#[derive(Debug, Serialize)]
pub(crate) struct LetterheadLines {
    pub national_title: String,
    pub national_motto: String,
    pub superior: Option<String>,
    pub issuer: String,
    pub number: String,
    pub place_and_date: String,
}

impl LetterheadLines {
    pub(crate) fn new(language: Language, letterhead: &Letterhead) -> Self {
        let number = match letterhead.number {
            // Two digits at least, so that nobody can write one in before it.
            Some(number) => format!("{number:02}"),
            None => "\u{a0}".repeat(8),
        };
        let date = match letterhead.date {
            Some(date) => long_date(language, date),
            None => word(language, "date-blank", &[]).replace("  ", "\u{a0}\u{a0}"),
        };
        Self {
            national_title: word(language, "national-title", &[]),
            national_motto: word(language, "national-motto", &[]),
            superior: letterhead.superior.clone(),
            issuer: letterhead.issuer.clone(),
            number: word(
                language,
                "number-line",
                &[
                    ("number", number.into()),
                    ("symbol", letterhead.symbol.as_str().into()),
                ],
            ),
            place_and_date: word(
                language,
                "place-and-date",
                &[("place", letterhead.place.as_str().into()), ("date", date.into())],
            ),
        }
    }
}

pub(crate) fn long_date(language: Language, date: Date) -> String {
    let (day, month) = (date.day(), date.month());
    let (day, month): (FluentValue<'_>, FluentValue<'_>) = match language {
        Language::Vi if month < 3 => (format!("{day:02}").into(), format!("{month:02}").into()),
        Language::Vi => (format!("{day:02}").into(), month.to_string().into()),
        // Numbers, so that the file can choose the name of the month.
        Language::En | Language::Km => (day.into(), month.into()),
    };
    // Years are words here: 2026, never 2.026.
    let year = date.year().to_string().into();
    word(
        language,
        "date-long",
        &[("day", day), ("month", month), ("year", year)],
    )
}

pub(crate) fn recipients(language: Language) -> String {
    word(language, "recipients", &[])
}

/// "Bảng 1"; also the name of the table's sheet.
pub(crate) fn table_label(language: Language, number: usize) -> String {
    word(language, "table-label", &[("number", number.to_string().into())])
}

pub(crate) fn chart_label(language: Language, number: usize) -> String {
    word(language, "chart-label", &[("number", number.to_string().into())])
}

pub(crate) fn unit_line(language: Language, unit: &str) -> String {
    word(language, "unit-line", &[("unit", unit.into())])
}

/// Name of the sheet that holds the text.
pub(crate) fn text_sheet(language: Language) -> String {
    word(language, "sheet-text", &[])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split(" =").next())
            .collect()
    }

    #[test]
    fn every_language_has_every_word() {
        let files = [
            include_str!("../locales/vi.ftl"),
            include_str!("../locales/en.ftl"),
            include_str!("../locales/km.ftl"),
        ];
        for file in files {
            FluentResource::try_new(file.to_owned()).expect("no faults in the file");
            assert_eq!(keys(file), keys(files[0]));
        }
    }
}
