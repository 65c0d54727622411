//! Words for states, faults and laws, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Locale, Translator},
    page::{
        components::{Choice, Citation, Confirmation, Control, Field, Notice, Tag, Tone},
        form::Wrong,
    },
    text::{read_day, read_whole},
};
use rulebook::{Explanation, Language, Place, Rulebook};

use crate::{
    ActError,
    model::{AssessmentState, ConferenceState, DialogueState, RegulationState, Verdict},
    rules::{ConferenceFault, Grade, RuleError, Standing},
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
    book: &Rulebook,
    (place, on): (Place, Date),
    topics: &[&str],
) -> (Vec<String>, Vec<Citation>, Vec<Notice>) {
    let (mut lines, mut cited, mut doubts) = (Vec::new(), Vec::<String>::new(), Vec::<String>::new());
    for because in topics
        .iter()
        .filter_map(|topic| book.explain(topic, place, on).ok())
    {
        lines.push(because.summary.get(language(t)).to_owned());
        if let Some(note) = doubt(t, &because)
            && !doubts.contains(&note)
        {
            doubts.push(note);
        }
        let citation = because.citation.in_language(language(t));
        if !cited.contains(&citation) {
            cited.push(citation);
        }
    }
    let doubts = doubts
        .into_iter()
        .map(|note| Notice::new(t, Tone::Warning, t.with("workplace-doubt", "note", note)))
        .collect();
    let citations = cited
        .into_iter()
        .map(|citation| Citation::new(t, citation))
        .collect();
    (lines, citations, doubts)
}

fn doubt(t: &Translator, because: &Explanation<'_>) -> Option<String> {
    because
        .note
        .filter(|_| because.uncertain)
        .map(|note| note.get(language(t)).to_owned())
}

/// What was just done.
pub(super) fn done(t: &Translator, key: &str) -> Option<Confirmation> {
    [
        "goi",
        "co-mat",
        "noi-dung",
        "bieu-quyet",
        "nghi-quyet",
        "huy",
        "viec",
        "viec-xong",
        "de-xuat",
        "tra-loi",
        "ket-luan",
        "lay-y-kien",
        "gop-y",
        "ban-hanh",
        "bo",
        "hoi",
        "tu-cham",
        "xac-nhan",
        "tra-lai",
    ]
    .contains(&key)
    .then(|| Confirmation {
        title: t.text(&format!("workplace-done-{key}")),
        text: t.text(&format!("workplace-done-next-{key}")),
    })
}

/// What is wrong with what was written, when it can be written better.
pub(super) fn fault(t: &Translator, error: &ActError) -> Option<String> {
    Some(match error {
        ActError::TooEarly(on) => t.with("workplace-error-too-early", "date", *on),
        ActError::TooShort(until) => t.with("workplace-error-too-short", "date", *until),
        ActError::Over(until) => t.with("workplace-error-over", "date", *until),
        ActError::Unanswered(count) => t.with("workplace-error-unanswered", "count", *count),
        ActError::Points => t.text("workplace-error-points"),
        ActError::Nothing => t.text("workplace-error-nothing"),
        ActError::Conference(fault) => match fault {
            ConferenceFault::TooFewForDelegates(from) => t.with(
                "workplace-error-delegates",
                "from",
                i64::try_from(*from).unwrap_or(i64::MAX),
            ),
            ConferenceFault::PlenaryIsEverybody => t.text("workplace-error-plenary"),
            ConferenceFault::Summoned => t.text("workplace-error-summoned"),
            ConferenceFault::Present => t.text("workplace-error-present"),
            ConferenceFault::Votes => t.text("workplace-error-votes"),
        },
        ActError::Law(RuleError::Lookup(error)) => error.in_language(language(t)),
        ActError::Law(RuleError::Calendar(_)) => t.text("workplace-error-calendar"),
        ActError::Unknown
        | ActError::Stale
        | ActError::HeadsOnly
        | ActError::SamePerson
        | ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Db(_) => return None,
    })
}

/// The state of a conference.
pub(super) fn conference(t: &Translator, state: ConferenceState) -> Tag {
    let tone = match state {
        ConferenceState::Concluded => Tone::Success,
        ConferenceState::Failed => Tone::Problem,
        ConferenceState::Open => Tone::Warning,
        ConferenceState::Called | ConferenceState::Cancelled => Tone::Info,
    };
    Tag::new(
        tone,
        t.text(&format!("workplace-conference-state-{}", state.key())),
    )
}

/// The state of a dialogue.
pub(super) fn dialogue(t: &Translator, state: DialogueState) -> Tag {
    let tone = if state == DialogueState::Held {
        Tone::Success
    } else {
        Tone::Info
    };
    Tag::new(tone, t.text(&format!("workplace-dialogue-state-{}", state.key())))
}

/// The state of a regulation.
pub(super) fn regulation(t: &Translator, state: RegulationState) -> Tag {
    let tone = match state {
        RegulationState::Adopted => Tone::Success,
        RegulationState::Consulted => Tone::Warning,
        RegulationState::Dropped => Tone::Info,
    };
    Tag::new(
        tone,
        t.text(&format!("workplace-regulation-state-{}", state.key())),
    )
}

/// The state of an assessment.
pub(super) fn assessment(t: &Translator, state: AssessmentState) -> Tag {
    let tone = match state {
        AssessmentState::Confirmed => Tone::Success,
        AssessmentState::Assessed => Tone::Warning,
        AssessmentState::Returned => Tone::Problem,
    };
    Tag::new(
        tone,
        t.text(&format!("workplace-assessment-state-{}", state.key())),
    )
}

/// How a duty stands.
pub(super) fn standing(t: &Translator, standing: Standing) -> Tag {
    let tone = match standing {
        Standing::Done => Tone::Success,
        Standing::Late | Standing::Waiting => Tone::Warning,
        Standing::Overdue => Tone::Problem,
        Standing::Optional => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("workplace-standing-{}", standing.key())))
}

/// What the head says to an opinion.
pub(super) fn verdict(t: &Translator, verdict: Verdict) -> String {
    t.text(&format!("workplace-verdict-{}", verdict.key()))
}

/// What a grade is called.
pub(super) fn grade(t: &Translator, grade: Grade) -> String {
    t.text(&format!("workplace-grade-{}", grade.key()))
}

/// Who said something.
pub(super) fn speaker(t: &Translator, name: &str) -> String {
    if name.is_empty() {
        t.text("workplace-unnamed")
    } else {
        name.to_owned()
    }
}

/// A choice among few.
pub(super) fn radios(name: &str, label: String, choices: Vec<Choice>, chosen: String) -> Field {
    Field::new(name, label, Control::Radios { choices, chosen })
}

/// Whether somebody wants to be named.
pub(super) fn naming(t: &Translator, chosen: &str) -> Field {
    let choices = ["khong", "co"]
        .map(|key| {
            Choice::new(key, t.text(&format!("workplace-named-{key}")))
                .hint(t.text(&format!("workplace-named-hint-{key}")))
        })
        .to_vec();
    let chosen = if chosen.is_empty() { "khong" } else { chosen };
    radios("name", t.text("workplace-named"), choices, chosen.to_owned())
}

/// Reads a day; asks for one otherwise.
pub(super) fn day(t: &Translator, wrong: &mut Wrong, (field, value): (&'static str, &str)) -> Option<Date> {
    let day = read_day(value);
    if day.is_none() {
        wrong.add(field, t.text("workplace-error-day"));
    }
    day
}

/// Reads a whole number; asks for one otherwise.
pub(super) fn whole(t: &Translator, wrong: &mut Wrong, (field, value): (&'static str, &str)) -> Option<u64> {
    let number = read_whole(value).and_then(|number| u64::try_from(number).ok());
    if number.is_none() {
        wrong.add(field, t.text("workplace-error-number"));
    }
    number
}
