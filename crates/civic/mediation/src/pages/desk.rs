//! Forms: how they are asked and read.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use platform::{
    i18n::Translator,
    page::{
        self, Shell,
        components::{Choice, Control, ErrorSummary, Field, Notice, TextKind},
    },
    text::{compose, read_day, write_day},
};

/// A form as it was filled in.
pub(super) type Sent = BTreeMap<String, String>;

/// The longest line, in letters.
pub(super) const LINE: usize = 200;
/// The longest text, in letters.
pub(super) const TEXT: usize = 10_000;

/// How a question is answered.
pub(super) enum Ask {
    /// A line.
    Line,
    /// Several lines.
    Text,
    /// A day.
    Day,
    /// A number.
    Number,
    /// A password that is being chosen, or asked for.
    Password { new: bool },
    /// One of few.
    One(Vec<Choice>),
    /// One of many.
    Pick(Vec<Choice>),
}

/// Questions that have a line of help.
const HINTS: [&str; 19] = [
    "account",
    "agreed",
    "agreed_day",
    "amount",
    "contact_1",
    "contact_2",
    "due_1",
    "elected_on",
    "listed_on",
    "matter",
    "minority_area",
    "on_the_spot",
    "others",
    "party_1",
    "pass_new",
    "refused",
    "undertaking_1",
    "words",
    "written",
];

/// Yes and no.
pub(super) fn yes_or_no(t: &Translator) -> Ask {
    Ask::One(vec![
        Choice::new("yes", t.text("mediation-yes")),
        Choice::new("no", t.text("mediation-no")),
    ])
}

/// Reads a form, and notes what is wrong with it.
pub(super) struct Desk<'a> {
    t: &'a Translator,
    sent: &'a Sent,
    today: Date,
    faults: BTreeMap<&'static str, String>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(t: &'a Translator, sent: &'a Sent, today: Date) -> Self {
        Self {
            t,
            sent,
            today,
            faults: BTreeMap::new(),
        }
    }

    pub(super) fn fault(&mut self, name: &'static str, key: &str) {
        let text = self.t.text(key);
        self.faults.entry(name).or_insert(text);
    }

    /// Whether the form can be taken.
    pub(super) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// What is wrong, each with its question, on one line.
    pub(super) fn said(&self) -> String {
        let said = self.faults.iter().map(|(name, fault)| {
            let question = self.t.text(&format!("mediation-field-{name}"));
            format!("{question}: {fault}")
        });
        said.collect::<Vec<_>>().join(" ")
    }

    pub(super) fn raw(&self, name: &str) -> &str {
        self.sent.get(name).map_or("", |text| text.trim())
    }

    /// A text that may be empty, of at most so many letters.
    pub(super) fn maybe(&mut self, name: &'static str, most: usize) -> String {
        let text = compose(self.raw(name));
        if text.chars().count() > most {
            let said = self.t.with("mediation-fault-long", "most", most);
            self.faults.insert(name, said);
        }
        text
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, name: &'static str, most: usize) -> String {
        let text = self.maybe(name, most);
        if text.is_empty() {
            self.fault(name, "mediation-fault-empty");
        }
        text
    }

    /// A day, not after today.
    pub(super) fn day(&mut self, name: &'static str) -> Date {
        let day = read_day(self.raw(name));
        match day {
            None => self.fault(name, "mediation-fault-day"),
            Some(day) if day > self.today => self.fault(name, "mediation-fault-future"),
            Some(_) => {}
        }
        day.unwrap_or(self.today)
    }

    /// A day that may be empty, and may lie in the future.
    pub(super) fn maybe_day(&mut self, name: &'static str) -> Option<Date> {
        if self.raw(name).is_empty() {
            return None;
        }
        let day = read_day(self.raw(name));
        if day.is_none() {
            self.fault(name, "mediation-fault-day");
        }
        day
    }

    /// A whole number from 1 to `most`; people write it with dots.
    pub(super) fn number(&mut self, name: &'static str, most: i64) -> i64 {
        let digits: String = self
            .raw(name)
            .chars()
            .filter(|sign| !matches!(sign, '.' | ' ' | ','))
            .collect();
        let number = digits.parse().unwrap_or(0);
        if !(1..=most).contains(&number) {
            self.fault(name, "mediation-fault-number");
        }
        number
    }

    /// One of the answers that were offered.
    pub(super) fn one<T>(&mut self, name: &'static str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let found = read(self.raw(name));
        if found.is_none() {
            self.fault(name, "mediation-fault-choose");
        }
        found
    }

    /// Yes or no.
    pub(super) fn yes(&mut self, name: &'static str) -> bool {
        let answer = self.one(name, |answer| match answer {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        answer.unwrap_or(false)
    }

    /// How many acts there had been on the case when the form was made.
    pub(super) fn revision(&self) -> i64 {
        self.raw("revision").parse().unwrap_or(0)
    }
}

#[derive(Template)]
#[template(path = "mediation/form.html")]
struct FormPage {
    shell: Shell,
    errors: ErrorSummary,
    notice: Option<Notice>,
    fields: Vec<Field>,
    revision: i64,
    action: String,
    button: String,
    cancel: String,
}

/// A form to be shown.
pub(super) struct Sheet {
    /// Its frame.
    pub(super) shell: Shell,
    /// What stands above it.
    pub(super) notice: Option<Notice>,
    /// Its questions.
    pub(super) asked: Vec<(&'static str, Ask)>,
    /// Where it is sent.
    pub(super) action: String,
    /// Key of the words on its button.
    pub(super) button: &'static str,
    /// Where one goes without it.
    pub(super) cancel: String,
}

impl Sheet {
    /// Its questions as nobody has answered them yet, for a form on a telephone.
    pub(super) fn fields(
        t: &Translator,
        asked: Vec<(&'static str, Ask)>,
        sent: &Sent,
        today: Date,
    ) -> Vec<Field> {
        let desk = Desk::new(t, sent, today);
        asked
            .into_iter()
            .map(|(name, ask)| field(&desk, name, ask))
            .collect()
    }

    /// The page with what was filled in already.
    pub(super) fn page(self, desk: &Desk<'_>) -> Response {
        let t = desk.t;
        let fields: Vec<Field> = self
            .asked
            .into_iter()
            .map(|(name, ask)| field(desk, name, ask))
            .collect();
        let sound = desk.is_sound();
        let shell = if sound {
            self.shell
        } else {
            self.shell.with_errors()
        };
        let page = page::html(&FormPage {
            shell,
            errors: ErrorSummary::of(t, &fields),
            notice: self.notice,
            fields,
            revision: desk.revision(),
            action: self.action,
            button: t.text(self.button),
            cancel: self.cancel,
        });
        if sound {
            page
        } else {
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
    }
}

fn field(desk: &Desk<'_>, name: &'static str, ask: Ask) -> Field {
    let t = desk.t;
    let value = desk.sent.get(name).cloned();
    let chosen = value.clone().unwrap_or_default();
    let text = |kind, value: Option<String>| Control::Text {
        kind,
        value: value.unwrap_or_default(),
    };
    let control = match ask {
        Ask::Line => text(TextKind::Words, value),
        Ask::Text => Control::TextArea { value: chosen },
        Ask::Day => text(TextKind::Words, value),
        Ask::Number => text(TextKind::Digits, value),
        Ask::Password { new } => Control::Password { new },
        Ask::One(choices) => Control::Radios { choices, chosen },
        Ask::Pick(choices) => Control::Select { choices, chosen },
    };
    let mut field = Field::new(name, t.text(&format!("mediation-field-{name}")), control);
    if HINTS.contains(&name) {
        field = field.hint(t.text(&format!("mediation-hint-{name}")));
    } else if name.ends_with("on") || name == "day" {
        field = field.hint(t.text("mediation-hint-day"));
    }
    match desk.faults.get(name) {
        Some(fault) => field.error(t, fault.as_str()),
        None => field,
    }
}

/// What stands in a form that nobody has filled in yet.
pub(super) fn fresh<const N: usize>(values: [(&str, String); N]) -> Sent {
    values
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// A day as a form shows it.
pub(super) fn written(day: Date) -> String {
    write_day(day)
}
