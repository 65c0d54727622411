//! Words for states, acts and people, in the reader's language.

use jiff::civil::Date;
use platform::{
    i18n::{Arg, Translator},
    page::components::{Cell, SummaryList, Tag, Tone},
};

use crate::{
    model::{Household, Person, Representative, Trace, TraceKind},
    rules::State,
};

/// Where a household stands.
pub(super) fn state(t: &Translator, household: &Household) -> Tag {
    let tone = match household.state {
        State::Listed => Tone::Success,
        State::Moved | State::Merged | State::Ended => Tone::Warning,
    };
    let key = format!("households-state-{}", household.state.key());
    Tag::new(tone, t.text(&key))
}

/// What a representative is called, or that the name was erased.
pub(super) fn name(t: &Translator, representative: &Representative) -> String {
    representative
        .person
        .as_ref()
        .map_or_else(|| t.text("households-erased"), |person| person.name.clone())
}

/// What is known about a person, field by field.
pub(super) fn person(t: &Translator, person: &Person) -> Vec<(String, Cell)> {
    let missing = || Cell::missing(t);
    let year = person
        .birth_year
        .map_or_else(missing, |year| Cell::text(year.to_string()));
    let phone = if person.phone.is_empty() {
        missing()
    } else {
        Cell::text(person.phone.as_str())
    };
    vec![
        (t.text("households-field-birth_year"), year),
        (
            t.text("households-field-basis"),
            Cell::text(t.text(&format!("households-basis-{}", person.basis.key()))),
        ),
        (t.text("households-field-phone"), phone),
    ]
}

/// "từ … đến …".
pub(super) fn span(t: &Translator, from: Date, until: Option<Date>) -> String {
    match until {
        None => t.with("households-span-open", "from", from),
        Some(until) => t.format(
            "households-span",
            &[("from", Arg::from(from)), ("until", Arg::from(until))],
        ),
    }
}

/// The trace: when and who, what and why.
pub(super) fn traces(t: &Translator, traces: &[Trace], with_household: bool) -> SummaryList {
    let entries = traces.iter().map(|trace| {
        let account = trace.by.account.simple().to_string();
        let who = t.format(
            "households-trace-who",
            &[
                ("when", Arg::from(t.instant(trace.at))),
                (
                    "role",
                    Arg::from(t.text(&format!("households-role-{}", trace.by.role))),
                ),
                ("account", Arg::from(account.get(24..).unwrap_or_default())),
            ],
        );
        let mut text = what(t, trace);
        if let Some((_, number)) = trace.household.filter(|_| with_household) {
            let args = [
                ("number", Arg::Text(number.to_string())),
                ("what", Arg::from(text)),
            ];
            text = t.format("households-trace-of", &args);
        }
        let mut cell = Cell::text(text);
        if trace.erased {
            cell = cell.note(t.text("households-trace-blank"));
        } else if !trace.reason.is_empty() {
            let key = if trace.kind == TraceKind::Imported {
                "households-trace-file"
            } else {
                "households-trace-reason"
            };
            cell = cell.note(t.with(key, "reason", trace.reason.as_str()));
        }
        (who, cell)
    });
    SummaryList::new(entries.collect())
}

fn what(t: &Translator, trace: &Trace) -> String {
    let done = t.text(&format!("households-trace-{}", trace.kind.key()));
    if trace.field.is_empty() || trace.before.is_empty() && trace.after.is_empty() {
        return done;
    }
    let change = change(t, &trace.field, &trace.before, &trace.after);
    format!("{done}. {change}")
}

/// "Địa chỉ: “…” thành “…”".
pub(super) fn change(t: &Translator, field: &str, before: &str, after: &str) -> String {
    let value = |value: &str| match field {
        _ if value.is_empty() => t.text("households-empty-value"),
        "state" => t.text(&format!("households-state-{value}")),
        "basis" => t.text(&format!("households-basis-{value}")),
        _ => value.to_owned(),
    };
    let args = [
        ("field", Arg::from(t.text(&format!("households-field-{field}")))),
        ("before", Arg::from(value(before))),
        ("after", Arg::from(value(after))),
    ];
    t.format("households-change", &args)
}
