//! What is kept, in the reader's language.

use facts::catalogue::Item;
use jiff::civil::Date;
use platform::{
    i18n::{Arg, Translator},
    page::components::{Tag, Tone},
};

use crate::{
    Movement,
    definition::Basis,
    model::Model,
    rules::{CouncilFault, DayFault, State, Tally},
};

/// The name of an item, or its key when the list has it no more.
pub(super) fn item(t: &Translator, items: &[Item], key: &str) -> String {
    items
        .iter()
        .find(|item| item.key == key)
        .map_or_else(|| key.to_owned(), |item| item.names.get(t.code()).to_owned())
}

/// A name in a list, with a capital: lists are written as they stand in a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub(super) fn state(t: &Translator, state: State) -> String {
    t.text(&format!("movements-state-{}", state.key()))
}

pub(super) fn tag(t: &Translator, of: State) -> Tag {
    let tone = match of {
        State::Recognised => Tone::Success,
        State::NotRecognised | State::NotCarriedOut => Tone::Warning,
        State::Withdrawn => Tone::Problem,
        State::Registered | State::Planned | State::CarriedOut => Tone::Info,
    };
    Tag::new(tone, state(t, of))
}

/// Who holds a model, as the public may know it.
pub(super) fn holder(t: &Translator, movement: &Movement, model: &Model, hamlet: Option<&str>) -> String {
    if let Some(name) = model.public_holder(movement) {
        return name.to_owned();
    }
    let person = movement.holder(&model.holder).is_none_or(|holder| holder.person);
    let kind = if person { "person" } else { "collective" };
    match hamlet {
        Some(hamlet) => t.with(&format!("movements-holder-{kind}-in"), "hamlet", hamlet),
        None => t.text(&format!("movements-holder-{kind}")),
    }
}

pub(super) fn day_fault(t: &Translator, fault: DayFault) -> String {
    match fault {
        DayFault::Future => t.text("movements-error-future"),
        DayFault::Before(day) => t.with("movements-error-before", "day", day),
        DayFault::After(day) => t.with("movements-error-after", "day", day),
    }
}

pub(super) fn council_fault(t: &Translator, fault: &CouncilFault) -> String {
    match fault {
        CouncilFault::Votes => t.text("movements-error-votes"),
        CouncilFault::Related(name) => t.with("movements-error-related", "name", name.as_str()),
        CouncilFault::TooFew { voted, least } => t.format(
            "movements-error-too-few",
            &[
                ("voted", Arg::from(i64::from(*voted))),
                ("least", Arg::from(i64::from(*least))),
            ],
        ),
    }
}

pub(super) fn tally(t: &Translator, tally: &Tally) -> String {
    let number = |count: u32| Arg::from(i64::from(count));
    t.format(
        "movements-tally",
        &[
            ("for", number(tally.for_it)),
            ("against", number(tally.against)),
            ("blank", number(tally.blank)),
            ("absent", number(tally.absent)),
            ("related", number(tally.related)),
        ],
    )
}

/// What a number of the movement stands on, and whether that is certain.
pub(super) fn basis(t: &Translator, basis: &Basis) -> String {
    let key = if basis.certain {
        "movements-basis"
    } else {
        "movements-basis-uncertain"
    };
    t.with(key, "source", basis.source.as_str())
}

pub(super) fn day_or_none(t: &Translator, day: Option<Date>) -> String {
    day.map(|day| t.date(day)).unwrap_or_default()
}
