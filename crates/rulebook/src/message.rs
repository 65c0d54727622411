//! Text in three languages, and the messages of this crate.
//!
//! The messages live in `locales/{vi,en,km}.ftl`, where pages load them through Fluent like any other text. This
//! crate prints its own errors from the same files, so that nothing is written twice. To stay free of a Fluent
//! interpreter the files keep to its plainest part: one line per message, `key = text with { $argument }`.

use std::fmt::Write as _;

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Vietnamese, the language of the law.
    Vi,
    /// English.
    En,
    /// Khmer.
    Km,
}

impl Language {
    /// All languages, Vietnamese first.
    pub const ALL: [Self; 3] = [Self::Vi, Self::En, Self::Km];

    /// The key under which a rulebook file writes this language.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Km => "km",
        }
    }

    const fn messages(self) -> &'static str {
        match self {
            Self::Vi => include_str!("../locales/vi.ftl"),
            Self::En => include_str!("../locales/en.ftl"),
            Self::Km => include_str!("../locales/km.ftl"),
        }
    }
}

/// One text in the three languages of the interface; none of them is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
    /// Khmer.
    pub km: String,
}

impl LocalText {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
            Language::Km => &self.km,
        }
    }
}

/// Named arguments of a message.
pub(crate) type Args = Vec<(&'static str, String)>;

/// The text of a message. A key that no file holds prints as itself, so that it is noticed and nothing fails.
pub(crate) fn render(language: Language, key: &str, args: &[(&'static str, String)]) -> String {
    let Some(pattern) = lines(language).find_map(|(name, text)| (name == key).then_some(text)) else {
        return key.to_owned();
    };
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("{ $") {
        let Some((name, tail)) = after.split_once(" }") else {
            break;
        };
        out.push_str(before);
        match args.iter().find(|(arg, _)| *arg == name) {
            Some((_, value)) => out.push_str(value),
            // As Fluent does: a missing argument shows its name.
            None => {
                let _ = write!(out, "{{${name}}}");
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn lines(language: Language) -> impl Iterator<Item = (&'static str, &'static str)> {
    language
        .messages()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn placeables(text: &str) -> BTreeSet<&str> {
        text.split("{ $")
            .skip(1)
            .filter_map(|part| part.split_once(" }"))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn languages_hold_the_same_messages_with_the_same_arguments() {
        for language in [Language::En, Language::Km] {
            let ours: Vec<_> = lines(language)
                .map(|(key, text)| (key, placeables(text)))
                .collect();
            let vietnamese: Vec<_> = lines(Language::Vi)
                .map(|(key, text)| (key, placeables(text)))
                .collect();
            assert_eq!(ours, vietnamese, "{language:?}");
        }
    }

    #[test]
    fn problems_need_no_other_arguments_than_they_carry() {
        let problems = lines(Language::Vi).filter(|(key, _)| key.starts_with("rulebook-problem-"));
        for (key, text) in problems {
            assert_eq!(placeables(text), BTreeSet::from(["read", "expected"]), "{key}");
        }
    }

    #[test]
    fn files_keep_to_the_plain_part_of_fluent() {
        for language in Language::ALL {
            for line in language.messages().lines() {
                let plain = line.is_empty() || line.starts_with('#') || line.contains(" = ");
                assert!(
                    plain && !line.contains("{\"") && !line.contains("->"),
                    "{language:?}: {line}"
                );
            }
        }
    }

    #[test]
    fn a_missing_key_or_argument_shows_its_name() {
        assert_eq!(render(Language::En, "no-such-key", &[]), "no-such-key");
        assert!(render(Language::En, "rulebook-cite-article", &[]).contains("{$number}"));
    }
}
