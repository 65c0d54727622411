//! Words for states, laws and people, in the reader's language.

use facts::Period;
use jiff::civil::Date;
use platform::{
    i18n::{Arg, Locale, Translator},
    page::components::{Choice, Citation, Notice, Tag, Tone},
};
use rulebook::{Explanation, Item, Language};

use crate::{
    model::{Case, Member, State},
    rules::{Deadline, Demand, Seat},
    service::Refused,
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
pub(super) fn citation(t: &Translator, because: &Explanation<'_>) -> Citation {
    Citation::new(t, article(t, because))
}

/// The article behind something, in words; with a remark where the rule is doubtful.
pub(super) fn article(t: &Translator, because: &Explanation<'_>) -> String {
    let article = because.citation.in_language(language(t));
    if because.uncertain {
        t.with("mediation-uncertain", "article", article)
    } else {
        article
    }
}

/// An entry of the law's list.
pub(super) fn item<'a>(t: &Translator, item: &'a Item) -> &'a str {
    item.label.get(language(t))
}

/// The entries of a list of the law as answers.
pub(super) fn choices<'a>(t: &Translator, items: impl IntoIterator<Item = &'a Item>) -> Vec<Choice> {
    items
        .into_iter()
        .map(|one| Choice::new(one.key.as_str(), item(t, one)))
        .collect()
}

/// What is lacking in a team, in one sentence.
pub(super) fn lacking(t: &Translator, demand: &Demand<'_>) -> String {
    let key = match demand.seat {
        Seat::Members => "mediation-lacks-members",
        Seat::Women => "mediation-lacks-women",
        Seat::Minority => "mediation-lacks-minority",
    };
    let number = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
    t.format(
        key,
        &[
            ("there", number(demand.there)),
            ("wanted", number(demand.wanted.min)),
            ("lacking", number(demand.lacking())),
        ],
    )
}

/// Whether a team is composed as the law wants, as a tag.
pub(super) fn composition_tag(t: &Translator, demands: &[Demand<'_>]) -> Tag {
    if demands.iter().all(Demand::is_met) {
        Tag::new(Tone::Success, t.text("mediation-complete"))
    } else {
        Tag::new(Tone::Warning, t.text("mediation-incomplete"))
    }
}

/// Where a case stands.
pub(super) fn state(t: &Translator, case: &Case) -> Tag {
    let tone = match case.state {
        State::Settled => Tone::Success,
        State::Received => Tone::Warning,
        State::Assigned | State::Begun | State::Unsettled | State::Excluded => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("mediation-state-{}", case.state.key())))
}

/// A last day: late, or by when, with its article.
pub(super) fn deadline(t: &Translator, key: &str, deadline: &Deadline<'_>, today: Date) -> Notice {
    let late = deadline.due() < today;
    let args = [
        ("due", Arg::Date(deadline.due())),
        ("article", Arg::Text(article(t, &deadline.because))),
    ];
    let which = if late { "late" } else { "due" };
    let tone = if late { Tone::Problem } else { Tone::Info };
    Notice::new(t, tone, t.format(&format!("mediation-{key}-{which}"), &args))
}

/// The number of a case: "Số 3/2026".
pub(super) fn number(t: &Translator, case: &Case) -> String {
    t.format(
        "mediation-case-number",
        &[
            ("number", Arg::Text(case.number.1.to_string())),
            ("year", Arg::Text(case.number.0.to_string())),
        ],
    )
}

/// A quarter in words.
pub(super) fn quarter(t: &Translator, quarter: Period) -> String {
    let number = quarter.quarter_of_year().unwrap_or_default();
    t.with("mediation-quarter", "quarter", i64::from(number))
}

/// What a mediator is called, for the team itself.
pub(super) fn name(members: &[Member], id: crate::ids::MemberId) -> String {
    members
        .iter()
        .find(|member| member.id == id)
        .map(|member| member.entered.name.clone())
        .unwrap_or_default()
}

/// Why something can't be done.
pub(super) const fn refusal_key(refused: Refused) -> &'static str {
    match refused {
        Refused::HasTeam => "mediation-refused-has-team",
        Refused::NotElected => "mediation-refused-not-elected",
        Refused::SamePerson => "mediation-refused-same-person",
        Refused::Future => "mediation-fault-future",
        Refused::TooEarly => "mediation-refused-too-early",
        Refused::NotInOffice => "mediation-refused-not-in-office",
        Refused::AccountTaken => "mediation-refused-account-taken",
        Refused::NotNow => "mediation-refused-not-now",
    }
}
