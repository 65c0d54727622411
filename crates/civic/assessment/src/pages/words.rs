//! Words for states, faults, figures and laws, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Locale, Translator},
    page::components::{Cell, Choice, Citation, Confirmation, Control, Field, Tag, Tone},
};
use rulebook::{Language, Place};
use transparency::Logged;

use crate::{
    criteria::{CriteriaSet, Criterion, Evidence, SURVEY, Scale},
    model::{ObjectionState, State, Value},
    rules::{RuleError, ScoreFault},
    service::{ActError, Assessments},
};

/// Names of the fields for points, and for what is said beside them, in the order of the criteria: names are static, criteria
/// are data.
pub(super) const POINTS: [&str; crate::criteria::MOST] = [
    "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12", "p13", "p14", "p15", "p16",
    "p17", "p18", "p19", "p20", "p21", "p22", "p23", "p24",
];
pub(super) const NOTES: [&str; crate::criteria::MOST] = [
    "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12", "n13", "n14", "n15", "n16",
    "n17", "n18", "n19", "n20", "n21", "n22", "n23", "n24",
];

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
    desk: &Assessments,
    on: Date,
    topics: &[&str],
) -> (Vec<String>, Vec<Citation>) {
    let mut lines = Vec::new();
    let mut cited: Vec<String> = Vec::new();
    for because in topics
        .iter()
        .filter_map(|topic| desk.rulebook.explain(topic, Place::Any, on).ok())
    {
        lines.push(because.summary.get(language(t)).to_owned());
        let citation = because.citation.in_language(language(t));
        let note = because.note.filter(|_| because.uncertain);
        let citation = match note {
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
        "luu", "nop", "tra-lai", "cong-bo", "tra-loi", "mo", "dong", "doi", "khen", "huy-khen",
    ]
    .contains(&key)
    .then(|| Confirmation {
        title: t.text(&format!("assessment-done-{key}")),
        text: t.text(&format!("assessment-done-next-{key}")),
    })
}

/// What is wrong with what was written, when it can be written better.
pub(super) fn fault(t: &Translator, error: &ActError) -> Option<String> {
    Some(match error {
        ActError::TooEarly(year) => t.with("assessment-error-too-early", "year", year.to_string()),
        ActError::Score(fault) => t.text(match fault {
            ScoreFault::Missing(_) => "assessment-error-points-missing",
            ScoreFault::Points(_) | ScoreFault::Unknown(_) => "assessment-error-points",
            ScoreFault::Unexplained(_) => "assessment-error-unexplained",
        }),
        ActError::Nothing => t.text("assessment-error-nothing"),
        ActError::Over(until) => t.with("assessment-error-over", "date", *until),
        ActError::Closing(until) => t.with("assessment-error-closing", "date", *until),
        ActError::Slips => t.with("assessment-error-slips", "most", crate::service::MOST_SLIPS),
        ActError::Code => t.text("assessment-error-slip-code"),
        ActError::Used => t.text("assessment-error-slip-used"),
        ActError::Unasked => t.text("assessment-error-unasked"),
        ActError::Commended => t.text("assessment-error-commended"),
        ActError::Law(RuleError::Lookup(error)) => error.in_language(language(t)),
        ActError::Law(RuleError::Calendar(_)) => t.text("assessment-error-calendar"),
        ActError::Unknown
        | ActError::Stale
        | ActError::SamePerson
        | ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Db(_) => return None,
    })
}

/// The state of an assessment.
pub(super) fn state(t: &Translator, state: State) -> Tag {
    let tone = match state {
        State::Published => Tone::Success,
        State::Submitted => Tone::Warning,
        State::Returned => Tone::Problem,
        State::Draft => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("assessment-state-{}", state.key())))
}

/// The last entry of the public log, with its page; none before the first one.
pub(super) fn proof(t: &Translator, history: &[Logged]) -> Option<Cell> {
    let logged = history.last()?;
    Some(Cell::text(t.instant(logged.at)).link(transparency::href(logged.entry)))
}

/// The state of an objection.
pub(super) fn objection(t: &Translator, state: ObjectionState) -> Tag {
    let tone = match state {
        ObjectionState::Waiting => Tone::Warning,
        ObjectionState::Upheld => Tone::Success,
        ObjectionState::Refused => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("assessment-objection-{}", state.key())))
}

/// What a grade of a set is called; its key when the set has it no more.
pub(crate) fn grade(t: &Translator, set: &CriteriaSet, key: &str) -> String {
    set.grade(key)
        .map_or_else(|| key.to_owned(), |grade| grade.name.get(t.code()).to_owned())
}

/// A figure: a number, or a percentage with what it is of.
pub(super) fn value(t: &Translator, value: Value) -> String {
    match value {
        Value::Number(number) => t.number(number),
        Value::Share { part, whole } => t.format(
            "assessment-share",
            &[
                ("percent", t.percent(part, whole).unwrap_or_default().into()),
                ("part", t.number(part).into()),
                ("whole", t.number(whole).into()),
            ],
        ),
    }
}

/// What a figure is called.
pub(super) fn evidence(t: &Translator, desk: &Assessments, evidence: &Evidence) -> String {
    let Some(key) = evidence.indicator.as_deref() else {
        return t.text("assessment-survey-share");
    };
    desk.counter
        .catalogue()
        .indicator(key)
        .map_or_else(|| key.to_owned(), |found| found.names.get(t.code()).to_owned())
}

/// The address of what a figure is counted from.
pub(super) fn behind(
    desk: &Assessments,
    (unit, year): (units::UnitId, i16),
    evidence: &Evidence,
) -> Option<String> {
    let units = desk.units.current();
    let key = evidence.indicator.as_deref()?;
    Some(format!("/bao-cao/{}/{year}/chi-tieu/{key}", units.slug(unit)))
}

/// What a criterion's figures are, in one line; empty when none speaks for it.
pub(super) fn counted(
    t: &Translator,
    desk: &Assessments,
    criterion: &Criterion,
    known: impl Fn(&str) -> Option<Value>,
) -> String {
    let lines: Vec<String> = criterion
        .evidence
        .iter()
        .map(|one| {
            let figure = known(one.source()).map_or_else(
                || {
                    t.text(if one.source() == SURVEY {
                        "assessment-survey-unknown"
                    } else {
                        "assessment-not-counted"
                    })
                },
                |found| value(t, found),
            );
            t.format(
                "assessment-figure",
                &[("name", evidence(t, desk, one).into()), ("value", figure.into())],
            )
        })
        .collect();
    lines.join("; ")
}

/// Points as a reader of the set reads them: a number, or met and not met.
pub(super) fn points(t: &Translator, set: &CriteriaSet, points: Option<i64>) -> String {
    match (set.scale, points) {
        (_, None) => t.text("assessment-no-points"),
        (Scale::Points, Some(points)) => t.number(points),
        (Scale::Met, Some(0)) => t.text("assessment-not-met"),
        (Scale::Met, Some(_)) => t.text("assessment-met"),
    }
}

/// The question for a criterion's points.
pub(super) fn points_field(
    t: &Translator,
    set: &CriteriaSet,
    (name, label): (&str, String),
    chosen: &str,
) -> Field {
    match set.scale {
        Scale::Points => platform::page::form::digits(name, label, chosen),
        Scale::Met => {
            let choices = vec![
                Choice::new("1", t.text("assessment-met")),
                Choice::new("0", t.text("assessment-not-met")),
            ];
            radios(name, label, choices, chosen)
        }
    }
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
