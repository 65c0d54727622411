//! Words for states, stances, roles and the law, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Arg, Locale, Translator},
    page::components::{Citation, Tag, Tone},
};
use rulebook::{Explanation, Language, Place};

use super::{super::service::Consultations, Found};
use crate::{
    consultation::model::{Consultation, Event, EventKind, Group, Outcome, State, Tally},
    rules::{RuleError, Unanswered},
};

/// The rulebook's language for a reader.
pub(super) fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// The article behind something, as a component.
pub(super) fn citation(t: &Translator, because: &Explanation<'_>) -> Citation {
    Citation::new(t, because.citation.in_language(language(t)))
}

/// The articles that want a summary, answers, and reasons for what differs from the majority.
pub(super) fn answer_citations(t: &Translator, desk: &Consultations, on: Date) -> Vec<Citation> {
    [
        "consultation.answer_published",
        "consultation.reasons_if_against_majority",
    ]
    .into_iter()
    .filter_map(|topic| desk.rulebook.explain(topic, Place::Commune, on).ok())
    .map(|because| citation(t, &because))
    .collect()
}

/// As [`answer_citations`], for one consultation. Where a hamlet drafts its covenant, no authority decides.
pub(super) fn answer_citations_of(
    t: &Translator,
    desk: &Consultations,
    consultation: &Consultation,
) -> Vec<Citation> {
    if consultation.hamlet.is_some() {
        return Vec::new();
    }
    let on = consultation.opened_on().unwrap_or_else(|| desk.now().1);
    answer_citations(t, desk, on)
}

/// What a role is called.
pub(super) fn role(t: &Translator, role: &str) -> String {
    t.text(&format!("consultation-role-{role}"))
}

/// Why the law could not be applied.
pub(super) fn law_error(t: &Translator, error: &RuleError) -> String {
    match error {
        RuleError::Lookup(error) => error.in_language(language(t)),
        _ => t.text("consultation-error-matter"),
    }
}

/// What is still missing before an answer or a decision.
pub(super) fn unanswered(t: &Translator, missing: Unanswered) -> String {
    let count = |key: &str, number: u64| t.with(key, "count", i64::try_from(number).unwrap_or(i64::MAX));
    match missing {
        Unanswered::Open => t.text("consultation-missing-open"),
        Unanswered::Ungrouped(number) => count("consultation-missing-ungrouped", number),
        Unanswered::Groups(number) => count("consultation-missing-groups", number),
        Unanswered::Summary => t.text("consultation-missing-summary"),
        Unanswered::Reasons => t.text("consultation-missing-reasons"),
    }
}

/// Days from one to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Where a consultation stands, as a tag.
pub(super) fn state_tag(t: &Translator, consultation: &Consultation, today: Date) -> Tag {
    match consultation.state {
        State::Draft => Tag::new(Tone::Info, t.text("consultation-state-draft")),
        State::Open if consultation.takes_opinions(today) => {
            let left = days(today, consultation.closes_on);
            if left == 0 {
                Tag::new(Tone::Warning, t.text("consultation-state-last-day"))
            } else {
                Tag::new(Tone::Success, t.with("consultation-state-open", "count", left))
            }
        }
        State::Open => Tag::new(
            Tone::Warning,
            t.with(
                "consultation-state-awaits",
                "count",
                days(consultation.closes_on, today),
            ),
        ),
        State::Answered => Tag::new(Tone::Info, t.text("consultation-state-answered")),
        State::Concluded => Tag::new(Tone::Success, t.text("consultation-state-concluded")),
        State::Withdrawn => Tag::new(Tone::Problem, t.text("consultation-state-withdrawn")),
    }
}

/// The matter in the law's words, with its article.
pub(super) fn matter(t: &Translator, desk: &Consultations, found: &Found) -> (String, String) {
    let consultation = found.consultation();
    if let Some(hamlet) = &found.hamlet {
        return (
            t.with("consultation-matter-covenant", "hamlet", hamlet.as_str()),
            String::new(),
        );
    }
    let on = consultation.opened_on().unwrap_or_else(|| desk.now().1);
    let listed = desk.matters(on).ok().and_then(|items| {
        items
            .iter()
            .find(|item| item.key == consultation.matter)
            .map(|item| {
                (
                    item.label.get(language(t)).to_owned(),
                    item.article
                        .as_ref()
                        .map(|article| article.in_language(language(t)))
                        .unwrap_or_default(),
                )
            })
    });
    listed.unwrap_or_default()
}

/// The forms in the law's words.
pub(super) fn forms(t: &Translator, desk: &Consultations, consultation: &Consultation) -> String {
    let on = consultation.opened_on().unwrap_or_else(|| desk.now().1);
    let listed = desk.forms(on).unwrap_or_default();
    let names: Vec<&str> = listed
        .iter()
        .filter(|item| consultation.forms.contains(&item.key))
        .map(|item| item.label.get(language(t)))
        .collect();
    names.join("; ")
}

/// How many people said what: "12 ý kiến: 3 đồng ý, 8 không đồng ý, 1 ý kiến khác".
pub(super) fn tally(t: &Translator, tally: Tally) -> String {
    let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
    t.format(
        "consultation-tally",
        &[
            ("total", number(tally.total())),
            ("agree", number(tally.agree)),
            ("disagree", number(tally.disagree)),
            ("other", number(tally.other)),
        ],
    )
}

/// The passages a group is about.
pub(super) fn about(t: &Translator, group: &Group) -> String {
    if group.passages.is_empty() {
        return t.text("consultation-about-whole");
    }
    let numbers: Vec<String> = group.passages.iter().map(ToString::to_string).collect();
    t.with("consultation-about-passages", "numbers", numbers.join(", "))
}

/// A passage's name; 0 is the whole.
pub(super) fn passage(t: &Translator, number: u32) -> String {
    if number == 0 {
        t.text("consultation-about-whole")
    } else {
        t.with("consultation-passage", "number", i64::from(number))
    }
}

/// What becomes of a group, as a tag.
pub(super) fn outcome(t: &Translator, outcome: Outcome) -> Tag {
    match outcome {
        Outcome::Accepted => Tag::new(Tone::Success, t.text("consultation-outcome-accepted")),
        Outcome::Explained => Tag::new(Tone::Info, t.text("consultation-outcome-explained")),
    }
}

/// What happened, in a sentence.
pub(super) fn event(t: &Translator, event: &Event) -> String {
    match event.kind {
        EventKind::Extended => t.format(
            "consultation-event-extended",
            &[("was", day(t, &event.was)), ("became", day(t, &event.became))],
        ),
        EventKind::Corrected if event.passage == 0 => t.text("consultation-event-corrected-introduction"),
        EventKind::Corrected => t.with("consultation-event-corrected", "number", i64::from(event.passage)),
        kind => t.text(&format!("consultation-event-{}", kind.key())),
    }
}

fn day(t: &Translator, written: &str) -> Arg {
    Arg::Text(
        written
            .parse::<Date>()
            .map_or_else(|_| written.to_owned(), |day| t.date(day)),
    )
}
