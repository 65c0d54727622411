//! Words that several pages share.

use platform::{
    i18n::{Arg, Locale, Translator},
    page::{
        components::{Choice, Citation, Control, Field},
        form::{Sent, Wrong, digits},
    },
    text::write_day,
};
use rulebook::{Language, Place};

use crate::{
    model::{Application, Package, State},
    programme::{Answer, AnswerFault, Kind, Programme, Verdict},
    rules::{self, Hindrance, RuleError},
    service::{ActError, Benefits},
};

/// Names of the fields in which the questions of a programme are answered, in their order.
const FIELDS: [&str; crate::programme::MOST_QUESTIONS] = [
    "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9", "q10", "q11", "q12", "q13", "q14", "q15", "q16",
    "q17", "q18", "q19", "q20",
];

/// The rulebook's language for a reader.
pub(super) fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// đồng, in words.
pub(crate) fn vnd(t: &Translator, amount: i64) -> String {
    t.with("benefits-vnd", "amount", amount)
}

/// The rules behind a page, each in a sentence with its article.
pub(super) fn law(t: &Translator, desk: &Benefits) -> Vec<(String, Citation)> {
    let (_, today) = desk.now();
    [
        ("benefits.list.posted", Place::Any),
        ("benefits.list.shown", Place::Any),
        ("benefits.objection.answer", Place::Any),
        ("benefits.details.kept", Place::Any),
        ("benefits.duplicates.kept", Place::Any),
        ("benefits.public.threshold", Place::Any),
        ("disclosure.deadline", Place::Commune),
    ]
    .into_iter()
    .filter_map(|(topic, place)| {
        let because = desk.rulebook.explain(topic, place, today).ok()?;
        let cited = because.citation.in_language(language(t));
        let note = because
            .note
            .filter(|_| because.uncertain)
            .map(|note| note.get(language(t)));
        let cited = note.map_or_else(|| cited.clone(), |note| format!("{cited} ({note})"));
        Some((
            because.summary.get(language(t)).to_owned(),
            Citation::new(t, cited),
        ))
    })
    .collect()
}

/// Where a package stands, as everybody sees it.
pub(super) fn state(t: &Translator, package: &Package, today: jiff::civil::Date) -> String {
    match (package.state, package.posted_until) {
        (State::Posted, Some(until)) if rules::is_posted(package, today) => {
            t.with("benefits-state-posted-until", "until", until)
        }
        (state, _) => t.text(&format!("benefits-state-{}", state.key())),
    }
}

/// The period of a package.
pub(super) fn period(t: &Translator, package: &Package) -> String {
    t.format(
        "benefits-period-is",
        &[
            ("from", Arg::Date(package.from)),
            ("until", Arg::Date(package.until)),
        ],
    )
}

/// What keeps a package from being paid, in words.
pub(super) fn hindrance(t: &Translator, hindrance: Hindrance) -> String {
    match hindrance {
        Hindrance::State => t.text("benefits-error-stale"),
        Hindrance::Posted(until) => t.with("benefits-hindered-posted", "until", until),
        Hindrance::Objections(count) => t.with("benefits-hindered-objections", "count", count),
    }
}

/// Why an act was not done, in words.
pub(super) fn why(t: &Translator, error: &ActError) -> String {
    match error {
        ActError::SamePerson => t.text("benefits-error-same-person"),
        ActError::Nothing => t.text("benefits-error-nothing"),
        ActError::Day => t.text("benefits-error-day"),
        ActError::PostingDays(least, most) => t.format(
            "benefits-error-posting-days",
            &[("least", Arg::Number(*least)), ("most", Arg::Number(*most))],
        ),
        ActError::Identifier => t.text("benefits-error-identifier"),
        ActError::Twice => t.text("benefits-error-twice"),
        ActError::OverBudget(amount) => t.with("benefits-error-over-budget", "amount", *amount),
        ActError::Empty => t.text("benefits-error-empty"),
        ActError::NotPosted => t.text("benefits-error-not-posted"),
        ActError::NotReceived(from, until) => t.format(
            "benefits-error-not-received",
            &[
                ("from", Arg::Text(write_day(*from))),
                ("until", Arg::Text(write_day(*until))),
            ],
        ),
        ActError::NotPayable(number) => t.with("benefits-error-not-payable", "number", number.to_string()),
        ActError::NoEntry => t.text("benefits-error-no-entry"),
        ActError::Hindered(why) => hindrance(t, *why),
        ActError::Law(RuleError::Lookup(error)) => error.in_language(language(t)),
        _ => t.text("benefits-error-stale"),
    }
}

/// What a number that was not compared with the text is marked with.
fn doubt(t: &Translator, words: String, certain: bool) -> String {
    if certain {
        words
    } else {
        t.with("benefits-uncertain", "words", words)
    }
}

/// What must be so to be entitled, each with its article.
pub(super) fn needs(t: &Translator, programme: &Programme) -> Vec<String> {
    programme
        .conditions
        .iter()
        .map(|condition| {
            let words = t.format(
                "benefits-with-article",
                &[
                    ("words", Arg::Text(condition.needs.get(t.code()).to_owned())),
                    ("article", Arg::Text(condition.article.clone())),
                ],
            );
            doubt(t, words, condition.certain)
        })
        .collect()
}

/// To how much who is entitled.
pub(super) fn amounts(t: &Translator, programme: &Programme) -> Vec<String> {
    programme
        .amounts
        .iter()
        .map(|amount| {
            let words = t.format(
                "benefits-amount-is",
                &[
                    ("amount", Arg::Number(amount.vnd)),
                    ("says", Arg::Text(amount.says.get(t.code()).to_owned())),
                ],
            );
            doubt(t, words, amount.certain)
        })
        .collect()
}

/// Why somebody is not entitled: each condition that fails, with its article.
pub(super) fn failed(t: &Translator, programme: &Programme, verdict: &Verdict) -> Vec<String> {
    verdict
        .failed
        .iter()
        .filter_map(|at| programme.conditions.get(*at))
        .map(|condition| {
            t.format(
                "benefits-with-article",
                &[
                    ("words", Arg::Text(condition.fails.get(t.code()).to_owned())),
                    ("article", Arg::Text(condition.article.clone())),
                ],
            )
        })
        .collect()
}

/// Whether an application is to be on the list, in words.
pub(super) fn verdict(t: &Translator, application: &Application) -> String {
    let word = match (application.entitled, application.overridden.is_empty()) {
        (true, true) => "entitled",
        (false, true) => "not-entitled",
        (true, false) => "denied",
        (false, false) => "granted",
    };
    t.text(&format!("benefits-verdict-{word}"))
}

/// The questions of a programme as fields, filled in with what was sent.
pub(super) fn questions(t: &Translator, programme: &Programme, sent: &Sent) -> Vec<Field> {
    programme
        .questions
        .iter()
        .zip(FIELDS)
        .map(|(question, name)| {
            let label = question.ask.get(t.code()).to_owned();
            let chosen = sent.get(name);
            match &question.kind {
                Kind::Count(_) | Kind::Money(_) => digits(name, label, &chosen),
                Kind::YesNo => Field::new(
                    name,
                    label,
                    Control::Radios {
                        choices: vec![
                            Choice::new("yes", t.text("benefits-yes")),
                            Choice::new("no", t.text("benefits-no")),
                        ],
                        chosen,
                    },
                ),
                Kind::Choice(items) => Field::new(
                    name,
                    label,
                    Control::Radios {
                        choices: items
                            .iter()
                            .map(|item| Choice::new(item.key.as_str(), item.label(t.code())))
                            .collect(),
                        chosen,
                    },
                ),
            }
        })
        .collect()
}

/// Reads the answers to all questions; what is wrong stands in `wrong`.
pub(super) fn answers(t: &Translator, programme: &Programme, sent: &Sent, wrong: &mut Wrong) -> Vec<Answer> {
    let mut read = Vec::new();
    for (at, name) in (0..programme.questions.len()).zip(FIELDS) {
        match programme.answer(at, &sent.get(name)) {
            Ok(answer) => read.push(answer),
            Err(AnswerFault::Choose) => wrong.add(name, t.text("benefits-error-choose")),
            Err(AnswerFault::Number(most)) => wrong.add(name, t.with("benefits-error-number", "most", most)),
        }
    }
    read
}

/// What was answered, as it stands in the fields.
pub(super) fn given(programme: &Programme, answers: &[(String, String)]) -> Vec<(String, String)> {
    programme
        .questions
        .iter()
        .zip(FIELDS)
        .filter_map(|(question, name)| {
            let (_, written) = answers.iter().find(|(key, _)| *key == question.key)?;
            Some((name.to_owned(), written.clone()))
        })
        .collect()
}

/// What was answered to a question, in words.
pub(super) fn answered(t: &Translator, programme: &Programme, at: usize, answer: Answer) -> String {
    match (answer, programme.questions.get(at).map(|question| &question.kind)) {
        (Answer::Flag(yes), _) => t.text(if yes { "benefits-yes" } else { "benefits-no" }),
        (Answer::Number(number), Some(Kind::Money(_))) => vnd(t, number),
        (Answer::Number(number), _) => t.number(number),
        (Answer::Chosen(item), Some(Kind::Choice(items))) => items
            .get(item)
            .map(|item| item.label(t.code()).to_owned())
            .unwrap_or_default(),
        (Answer::Chosen(_), _) => String::new(),
    }
}
