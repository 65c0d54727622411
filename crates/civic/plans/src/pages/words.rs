//! Words for states, faults and figures, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Locale, Translator},
    page::components::{Choice, Citation, Confirmation, Control, Field, Tag, Tone},
};
use rulebook::{Language, Place};

use crate::{
    model::{State, Verdict},
    rules::Standing,
    service::{ActError, Plans},
};

/// The rulebook's language for a reader.
pub(super) fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// Rules in sentences with their articles, and what is doubtful about them.
pub(super) fn law(t: &Translator, desk: &Plans, on: Date, topics: &[&str]) -> (Vec<String>, Vec<Citation>) {
    let mut lines = Vec::new();
    let mut cited: Vec<String> = Vec::new();
    for because in topics
        .iter()
        .filter_map(|topic| desk.rulebook.explain(topic, Place::Any, on).ok())
    {
        lines.push(because.summary.get(language(t)).to_owned());
        let citation = because.citation.in_language(language(t));
        let citation = match because.note.filter(|_| because.uncertain) {
            Some(note) => format!("{citation} ({})", note.get(language(t))),
            None => citation,
        };
        if !cited.contains(&citation) {
            cited.push(citation);
        }
    }
    let cited = cited
        .into_iter()
        .map(|citation| Citation::new(t, citation))
        .collect();
    (lines, cited)
}

/// What was just done.
pub(super) fn done(t: &Translator, key: &str) -> Option<Confirmation> {
    [
        "luu",
        "bo-nhap",
        "ban-hanh",
        "danh-gia",
        "ky-sau",
        "them-viec",
        "tien-do",
        "bo-viec",
        "chot",
        "dong-chot",
        "bao",
        "du-an",
        "von",
        "giai-ngan",
        "het-du-an",
    ]
    .contains(&key)
    .then(|| Confirmation {
        title: t.text(&format!("plans-done-{key}")),
        text: t.text(&format!("plans-done-next-{key}")),
    })
}

/// What is wrong with what was written, when it can be written better.
pub(super) fn fault(t: &Translator, error: &ActError) -> Option<String> {
    Some(match error {
        ActError::Nothing => t.text("plans-error-nothing"),
        ActError::Days(first, last) if *last == Date::MAX => t.with("plans-error-after", "date", *first),
        ActError::Days(first, last) => t.format(
            "plans-error-days",
            &[("first", (*first).into()), ("last", (*last).into())],
        ),
        ActError::NoTask => t.text("plans-error-no-task"),
        ActError::Targets => t.text("plans-error-targets"),
        ActError::Percent => t.text("plans-error-percent"),
        ActError::Stock(left) => t.with("plans-error-stock", "left", *left),
        ActError::Amount => t.text("plans-error-amount"),
        ActError::Hour => t.text("plans-error-hour"),
        ActError::Capital(left) => t.with("plans-error-capital", "left", *left),
        ActError::Law(error) => error.in_language(language(t)),
        ActError::Unknown
        | ActError::Stale
        | ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Db(_) => return None,
    })
}

/// The state of a plan.
pub(super) fn state(t: &Translator, state: State) -> Tag {
    let tone = match state {
        State::Draft => Tone::Warning,
        State::Issued => Tone::Info,
        State::Closed => Tone::Success,
    };
    Tag::new(tone, t.text(&format!("plans-state-{}", state.key())))
}

/// How a task stands.
pub(super) fn standing(t: &Translator, standing: Standing) -> Tag {
    let tone = match standing {
        Standing::Overdue => Tone::Problem,
        Standing::AtRisk => Tone::Warning,
        Standing::Done => Tone::Success,
        Standing::OnTrack | Standing::Ahead | Standing::Cancelled => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("plans-standing-{}", standing.key())))
}

/// Whether a target was reached.
pub(super) fn verdict(t: &Translator, verdict: Verdict) -> Tag {
    let tone = match verdict {
        Verdict::Reached => Tone::Success,
        Verdict::Partly => Tone::Warning,
        Verdict::Missed => Tone::Problem,
    };
    Tag::new(tone, t.text(&format!("plans-verdict-{}", verdict.key())))
}

/// A figure in hundredths as the reader's language writes it: without what is nothing behind its sign.
pub(super) fn hundredths(t: &Translator, value: i64) -> String {
    match (value % 100, value % 10) {
        (0, _) => t.number(value / 100),
        (_, 0) => t.decimal(value / 10, 1),
        _ => t.decimal(value, 2),
    }
}

/// Reads a figure with at most two digits behind its sign, as Vietnamese or English write it, into hundredths.
pub(crate) fn read_hundredths(text: &str) -> Option<i64> {
    let text = text.trim();
    let sign = text.rfind([',', '.']);
    let (whole, rest) = match sign {
        // Three digits behind a sign are thousands.
        Some(at) if text.len() - at - 1 <= 2 => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    if !rest.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    let whole = platform::text::read_whole(whole)?;
    let rest: i64 = format!("{rest:0<2}").parse().ok()?;
    (whole >= 0).then(|| whole.checked_mul(100)?.checked_add(rest))?
}

/// A choice among few.
pub(super) fn radios(name: &str, label: String, choices: Vec<Choice>, chosen: &str) -> Field {
    Field::new(
        name,
        label,
        Control::Radios {
            choices,
            chosen: chosen.to_owned(),
        },
    )
}

/// A line for a day, as people write it.
pub(super) fn day_field(t: &Translator, name: &str, label: String, value: String) -> Field {
    Field::words(name, label, value).hint(t.text("plans-day-hint"))
}

#[cfg(test)]
mod tests {
    use super::read_hundredths;

    #[test]
    fn figures_are_read_as_people_write_them() {
        assert_eq!(read_hundredths("12"), Some(1_200));
        assert_eq!(read_hundredths("12,5"), Some(1_250));
        assert_eq!(read_hundredths("12.55"), Some(1_255));
        assert_eq!(read_hundredths("1.200"), Some(120_000));
        assert_eq!(read_hundredths("1.200,5"), Some(120_050));
        for wrong in ["", "nhiều", "12,x", "-3", "12,5,5x"] {
            assert_eq!(read_hundredths(wrong), None, "{wrong}");
        }
    }
}
