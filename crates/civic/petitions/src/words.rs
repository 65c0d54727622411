//! Words for states, roles and the law, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Arg, Locale, Translator},
    page::components::{Citation, Tag, Tone},
};
use rulebook::{Explanation, Language, Place};

use crate::{
    model::{ASKER, Event, EventKind, Kind, Petition, State},
    rules::{self, Standing},
    service::Petitions,
};

/// The rulebook's language for a reader.
pub(crate) fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// The article behind something, as a component.
pub(crate) fn citation(t: &Translator, because: &Explanation<'_>) -> Citation {
    let cited = because.citation.in_language(language(t));
    // A doubtful rule says so, and why.
    let note = because
        .note
        .filter(|_| because.uncertain)
        .map(|note| note.get(language(t)));
    Citation::new(
        t,
        note.map_or_else(|| cited.clone(), |note| format!("{cited} ({note})")),
    )
}

/// The terms in which answers are given, each in a sentence with its article.
pub(crate) fn clocks(t: &Translator, desk: &Petitions, today: Date) -> Vec<(String, Citation)> {
    [
        "petition.answer.feedback",
        "petition.answer.petition",
        "information.request.complex",
    ]
    .into_iter()
    .filter_map(|topic| desk.rulebook.explain(topic, Place::Any, today).ok())
    .map(|because| (because.summary.get(language(t)).to_owned(), citation(t, &because)))
    .collect()
}

/// What an entry of one of the rulebook's lists is called.
pub(crate) fn item(t: &Translator, desk: &Petitions, topic: &str, key: &str) -> String {
    desk.items(topic)
        .ok()
        .and_then(|items| items.iter().find(|item| item.key == key))
        .map_or_else(|| key.to_owned(), |item| item.label.get(language(t)).to_owned())
}

/// What a category is called.
pub(crate) fn category(t: &Translator, desk: &Petitions, key: &str) -> String {
    item(t, desk, "petition.categories", key)
}

/// A key as the texts write it.
fn dashed(key: &str) -> String {
    key.replace('_', "-")
}

/// What a kind is called.
pub(crate) fn kind(t: &Translator, kind: Kind) -> String {
    t.text(&format!("petitions-kind-{}", dashed(kind.key())))
}

/// What a role is called.
pub(crate) fn role(t: &Translator, role: &str) -> String {
    t.text(&format!("petitions-role-{}", dashed(role)))
}

/// What happened, in a sentence.
pub(crate) fn event(t: &Translator, desk: Option<&Petitions>, event: &Event) -> String {
    let detail = match (desk, event.kind) {
        (Some(desk), EventKind::Assigned) => item(t, desk, "petition.offices", &event.detail),
        (Some(desk), EventKind::Classified) => event
            .detail
            .split_once(' ')
            .map(|(_, key)| category(t, desk, key))
            .unwrap_or_default(),
        (Some(desk), EventKind::Hidden | EventKind::Refused) => reason(t, desk, &event.detail),
        (_, EventKind::Rated) => t.text(&format!("petitions-rating-{}", event.detail)),
        _ => event.detail.clone(),
    };
    t.with(
        &format!("petitions-event-{}", dashed(event.kind.key())),
        "detail",
        detail,
    )
}

/// Why something is not shown or was not taken.
pub(crate) fn reason(t: &Translator, desk: &Petitions, key: &str) -> String {
    if key == ASKER {
        t.text("petitions-reason-asker")
    } else {
        item(t, desk, "petition.moderation.reasons", key)
    }
}

/// Where a petition stands, as a tag.
pub(crate) fn state_tag(t: &Translator, petition: &Petition) -> Tag {
    let (tone, key) = match (petition.state, petition.ending) {
        (State::Closed, Some(ending)) => (Tone::Info, format!("petitions-ending-{}", dashed(ending.key()))),
        (State::Answered, _) => (Tone::Success, "petitions-state-answered".to_owned()),
        (State::Held, _) => (Tone::Warning, "petitions-state-held".to_owned()),
        (state, _) if petition.reopened > 0 && state == State::Assigned => {
            (Tone::Warning, "petitions-state-reopened".to_owned())
        }
        (state, _) => (Tone::Info, format!("petitions-state-{}", state.key())),
    };
    Tag::new(tone, t.text(&key))
}

/// How a petition stands against its clock, as a tag.
pub(crate) fn clock_tag(t: &Translator, petition: &Petition, today: Date) -> Option<Tag> {
    match rules::standing(petition, today) {
        Standing::Still => None,
        Standing::Left(days) => {
            let tone = if days <= 1 { Tone::Warning } else { Tone::Info };
            Some(Tag::new(tone, t.with("petitions-clock-left", "count", days)))
        }
        Standing::Over(days) => Some(Tag::new(
            Tone::Problem,
            t.with("petitions-clock-over", "count", days),
        )),
    }
}

/// A petition's number as a heading: "Số 12/2026".
pub(crate) fn number(t: &Translator, petition: &Petition) -> String {
    t.with("petitions-number", "number", petition.number_text())
}

/// A share, in percent, of a whole that may be nothing.
pub(crate) fn percent(t: &Translator, part: i64, whole: i64) -> Option<String> {
    (whole > 0).then(|| {
        let share = (part * 100 + whole / 2) / whole;
        t.format("petitions-percent", &[("share", Arg::Number(share))])
    })
}

/// What a picture is called.
pub(crate) fn photo(t: &Translator, number: i64) -> String {
    t.with("petitions-photo", "number", number)
}
