//! What is kept, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Arg, Translator},
    page::components::{Citation, Tag, Tone},
};
use rulebook::{Explanation, Language};

use crate::{
    ledger::{Account, Giver, Kind, Purse, Use},
    model::{EntryKind, Receipt},
    rules::{Basis, DayFault, Need, State},
};

fn dashed(key: &str) -> String {
    key.replace('_', "-")
}

pub(crate) fn vnd(t: &Translator, amount: i64) -> String {
    t.with("contributions-vnd-amount", "amount", amount)
}

pub(crate) fn kind(t: &Translator, kind: Kind) -> String {
    t.text(&format!("contributions-kind-{}", kind.key()))
}

pub(crate) fn giver(t: &Translator, giver: Giver) -> String {
    t.text(&format!("contributions-giver-{}", giver.key()))
}

pub(crate) fn purse(t: &Translator, purse: Purse) -> String {
    t.text(&format!("contributions-purse-{}", purse.key()))
}

pub(crate) fn on(t: &Translator, on: Use) -> String {
    t.text(&format!("contributions-use-{}", on.key()))
}

pub(crate) fn basis(t: &Translator, basis: Basis) -> String {
    t.text(&format!("contributions-basis-{}", dashed(basis.key())))
}

pub(crate) fn state(t: &Translator, state: State) -> String {
    t.text(&format!("contributions-state-{}", state.key()))
}

pub(crate) fn tag(t: &Translator, of: State) -> Tag {
    let tone = match of {
        State::Open => Tone::Success,
        State::Stopped => Tone::Warning,
        State::Draft | State::Closed => Tone::Info,
    };
    Tag::new(tone, state(t, of))
}

pub(crate) fn need(t: &Translator, need: Need) -> String {
    t.text(&format!("contributions-need-{}", need.key()))
}

pub(crate) fn entry(t: &Translator, kind: EntryKind) -> String {
    t.text(&format!("contributions-entry-{}", dashed(kind.key())))
}

pub(crate) fn account(t: &Translator, of: Account) -> String {
    match of {
        Account::Purse(of) => purse(t, of),
        Account::Goods => t.text("contributions-account-goods"),
        Account::Owed => t.text("contributions-account-owed"),
        Account::Income(of, by) => t.format(
            "contributions-account-income",
            &[("kind", kind(t, of).into()), ("giver", giver(t, by).into())],
        ),
        Account::Spent(of, what) => t.format(
            "contributions-account-spent",
            &[("kind", kind(t, of).into()), ("use", on(t, what).into())],
        ),
        Account::Moved => t.text("contributions-account-moved"),
    }
}

pub(crate) fn period(t: &Translator, from: Date, until: Date) -> String {
    t.format(
        "contributions-period-days",
        &[("from", Arg::Date(from)), ("until", Arg::Date(until))],
    )
}

/// What was given in kind, how much of it, and at what rate it was valued.
pub(crate) fn valued(t: &Translator, receipt: &Receipt) -> String {
    let each = receipt.amount.checked_div(receipt.quantity);
    t.format(
        "contributions-valued",
        &[
            ("what", receipt.what.as_str().into()),
            ("quantity", receipt.quantity.into()),
            ("rate", each.unwrap_or_default().into()),
        ],
    )
}

pub(crate) fn receipt_state(t: &Translator, receipt: &Receipt) -> String {
    if receipt.reversed_by.is_some() {
        t.text("contributions-receipt-reversed")
    } else if receipt.refunded > 0 {
        t.with("contributions-receipt-refunded", "amount", receipt.refunded)
    } else {
        t.text("contributions-receipt-stands")
    }
}

pub(crate) fn day_fault(t: &Translator, fault: DayFault) -> String {
    match fault {
        DayFault::Future => t.text("contributions-error-future"),
        DayFault::Before(day) => t.with("contributions-error-before", "day", day),
        DayFault::AfterEnd(day) => t.with("contributions-error-after-end", "day", day),
    }
}

/// The rulebook's language for a reader.
pub(crate) fn language(t: &Translator) -> Language {
    match t.locale() {
        platform::i18n::Locale::Vi => Language::Vi,
        platform::i18n::Locale::En => Language::En,
        platform::i18n::Locale::Km => Language::Km,
    }
}

/// The rule behind something: what it says, where, and whether that is certain.
pub(crate) fn citation(t: &Translator, because: &Explanation<'_>) -> Citation {
    let language = language(t);
    let args = [
        ("summary", Arg::Text(because.summary.get(language).to_owned())),
        ("article", Arg::Text(because.citation.in_language(language))),
    ];
    let key = if because.uncertain {
        "contributions-rule-uncertain"
    } else {
        "contributions-rule"
    };
    Citation::new(t, t.format(key, &args))
}
