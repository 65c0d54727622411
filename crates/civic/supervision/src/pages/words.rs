//! Words for states, faults and laws, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Locale, Translator},
    page::components::{Cell, Choice, Citation, Confirmation, Control, Field, Tag, Tone},
};
use rulebook::{Language, Place};
use transparency::Logged;

use crate::{
    model::{Addressee, Body, ObservationState, Recommendation, State},
    rules::{self, Lack, RuleError},
    service::{ActError, Supervision},
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
pub(super) fn law(
    t: &Translator,
    desk: &Supervision,
    on: Date,
    topics: &[&str],
) -> (Vec<String>, Vec<Citation>) {
    let mut lines = Vec::new();
    let mut cited: Vec<String> = Vec::new();
    for because in topics
        .iter()
        .filter_map(|topic| desk.rulebook.explain(topic, Place::Commune, on).ok())
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
        "lap-ban",
        "thanh-vien",
        "thoi-giu",
        "ket-thuc",
        "chuong-trinh",
        "bo-viec",
        "luu",
        "bo-nhap",
        "cong-bo",
        "kien-nghi",
        "tra-loi",
        "theo-doi",
        "khep",
        "phan-anh",
    ]
    .contains(&key)
    .then(|| Confirmation {
        title: t.text(&format!("supervision-done-{key}")),
        text: t.text(&format!("supervision-done-next-{key}")),
    })
}

/// What is wrong with what was written, when it can be written better.
pub(super) fn fault(t: &Translator, error: &ActError) -> Option<String> {
    Some(match error {
        ActError::Ended => t.text("supervision-error-ended"),
        ActError::Nothing => t.text("supervision-error-nothing"),
        ActError::Day(first, last) if *first == Date::MIN => t.with("supervision-error-until", "date", *last),
        ActError::Day(first, last) => t.format(
            "supervision-error-between",
            &[("first", (*first).into()), ("last", (*last).into())],
        ),
        ActError::Past(from) => t.with("supervision-error-past", "date", *from),
        ActError::Project => t.text("supervision-error-project"),
        ActError::Second => t.text("supervision-error-second"),
        ActError::Unchecked => t.text("supervision-error-unchecked"),
        ActError::Law(RuleError::Lookup(error)) => error.in_language(language(t)),
        ActError::Law(RuleError::Calendar(_)) => t.text("supervision-error-calendar"),
        ActError::Law(RuleError::Unknown(_)) => t.text("supervision-error-choose"),
        ActError::Unknown
        | ActError::Stale
        | ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Db(_) => return None,
    })
}

/// What a body is called.
pub(crate) fn body(t: &Translator, body: Body) -> String {
    t.text(&format!("supervision-body-{}", body.key().replace('_', "-")))
}

/// What an addressee is called.
pub(crate) fn addressee(t: &Translator, addressee: Addressee) -> String {
    t.text(&format!("supervision-to-{}", addressee.key()))
}

/// How a recommendation stands on a day.
pub(super) fn state(t: &Translator, one: &Recommendation, today: Date) -> Tag {
    if rules::is_overdue(one, today) {
        return Tag::new(Tone::Problem, t.text("supervision-state-overdue"));
    }
    if rules::is_unkept(one, today) {
        return Tag::new(Tone::Problem, t.text("supervision-state-unkept"));
    }
    let tone = match one.state {
        State::Waiting => Tone::Warning,
        State::Answered => Tone::Info,
        State::Done => Tone::Success,
        State::Undone => Tone::Problem,
    };
    Tag::new(tone, t.text(&format!("supervision-state-{}", one.state.key())))
}

/// How an observation stands.
pub(super) fn observation(t: &Translator, state: ObservationState) -> Tag {
    let tone = match state {
        ObservationState::Received => Tone::Warning,
        ObservationState::TakenUp => Tone::Success,
        ObservationState::Referred | ObservationState::Declined => Tone::Info,
    };
    let key = state.key().replace('_', "-");
    Tag::new(tone, t.text(&format!("supervision-observation-{key}")))
}

/// What a board lacks.
pub(super) fn lack(t: &Translator, lack: &Lack) -> String {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match lack {
        Lack::Fewer(least) => t.with("supervision-lack-fewer", "least", number(*least)),
        Lack::More(most) => t.with("supervision-lack-more", "most", number(*most)),
        Lack::Deputies(most) => t.with("supervision-lack-deputies", "most", number(*most)),
        Lack::Head => t.text("supervision-lack-head"),
        Lack::Term(until) => t.with("supervision-lack-term", "date", *until),
    }
}

/// The last entry of the public log, with its page; none before the first one.
pub(super) fn proof(t: &Translator, history: &[Logged]) -> Option<Cell> {
    let logged = history.last()?;
    Some(Cell::text(t.instant(logged.at)).link(transparency::href(logged.entry)))
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
    Field::words(name, label, value).hint(t.text("supervision-day-hint"))
}
