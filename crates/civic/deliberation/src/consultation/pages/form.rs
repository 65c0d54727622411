//! A form with its errors, as all pages of the slice show one, and what was sent with it.

use std::fmt::Display;

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::FormToken,
    i18n::Translator,
    page::{
        self, Reader, Shell,
        components::{Citation, Control, ErrorSummary, Field, Notice, TextKind},
    },
};

/// What was sent: names with their values.
#[derive(Debug, Default)]
pub(super) struct Sent(pub(super) Vec<(String, String)>);

impl Sent {
    /// The answer to a question, composed and trimmed; empty when there is none.
    pub(super) fn get(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(sent, _)| sent == name)
            .map(|(_, value)| platform::text::compose(value.trim()).replace("\r\n", "\n"))
            .unwrap_or_default()
    }

    /// All answers to a question with several.
    pub(super) fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(sent, _)| sent == name)
            .map(|(_, value)| value.clone())
            .collect()
    }
}

/// Boxes to tick.
#[derive(Debug)]
pub(super) struct Checks {
    pub(super) name: &'static str,
    pub(super) legend: String,
    pub(super) hint: String,
    /// Value, label, and whether it is ticked.
    pub(super) items: Vec<(String, String, bool)>,
}

/// A form.
#[derive(Template)]
#[template(path = "consultation/form.html")]
pub(super) struct FormPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notices: Vec<Notice>,
    quotes: Vec<(String, String)>,
    action: String,
    hidden: Vec<(String, String)>,
    fields: Vec<Field>,
    checks: Vec<Checks>,
    after: Vec<Field>,
    citations: Vec<Citation>,
    trap: bool,
    button: String,
    cancel: String,
}

impl FormPage {
    pub(super) fn new(reader: &Reader, shell: Shell, action: String, cancel: String, button: String) -> Self {
        Self {
            shell,
            token: reader.form_token(),
            errors: ErrorSummary::of(&reader.t, []),
            notices: Vec::new(),
            quotes: Vec::new(),
            action,
            hidden: Vec::new(),
            fields: Vec::new(),
            checks: Vec::new(),
            after: Vec::new(),
            citations: Vec::new(),
            trap: false,
            button,
            cancel,
        }
    }

    pub(super) fn notice(mut self, notice: Notice) -> Self {
        self.notices.push(notice);
        self
    }

    /// Words that the form is about, under a name.
    pub(super) fn quote(mut self, name: impl Into<String>, words: impl Into<String>) -> Self {
        self.quotes.push((name.into(), words.into()));
        self
    }

    pub(super) fn hidden(mut self, name: &str, value: impl Display) -> Self {
        self.hidden.push((name.to_owned(), value.to_string()));
        self
    }

    pub(super) fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    pub(super) fn checks(mut self, checks: Checks) -> Self {
        self.checks.push(checks);
        self
    }

    /// A field behind the boxes.
    pub(super) fn after(mut self, field: Field) -> Self {
        self.after.push(field);
        self
    }

    pub(super) fn citations(mut self, citations: Vec<Citation>) -> Self {
        self.citations.extend(citations);
        self
    }

    /// Adds a field that people do not see and machines fill in.
    pub(super) fn trap(mut self) -> Self {
        self.trap = true;
        self
    }

    /// The page, with what is wrong beside its fields.
    pub(super) fn show(mut self, t: &Translator, wrong: &Wrong) -> Response {
        for field in self.fields.iter_mut().chain(&mut self.after) {
            if let Some((_, text)) = wrong.0.iter().find(|(name, _)| *name == field.name) {
                *field = field.clone().error(t, text.as_str());
            }
        }
        self.errors = ErrorSummary::of(t, self.fields.iter().chain(&self.after));
        if wrong.0.is_empty() {
            return page::html(&self);
        }
        self.shell = self.shell.with_errors();
        (StatusCode::UNPROCESSABLE_ENTITY, page::html(&self)).into_response()
    }
}

/// What is wrong with a form: names of fields with what to do.
#[derive(Debug, Default)]
pub(super) struct Wrong(pub(super) Vec<(&'static str, String)>);

impl Wrong {
    pub(super) fn add(&mut self, field: &'static str, text: String) {
        self.0.push((field, text));
    }

    /// Asks for words, and for at most so many letters of them.
    pub(super) fn words(&mut self, t: &Translator, (field, value): (&'static str, &str), most: usize) {
        let letters = value.chars().count();
        if letters == 0 || letters > most {
            self.add(
                field,
                t.with(
                    "consultation-error-words",
                    "most",
                    i64::try_from(most).unwrap_or(i64::MAX),
                ),
            );
        }
    }
}

pub(super) fn area(name: &str, label: String, value: &str) -> Field {
    Field::new(
        name,
        label,
        Control::TextArea {
            value: value.to_owned(),
        },
    )
}

pub(super) fn digits(name: &str, label: String, value: &str) -> Field {
    Field::new(
        name,
        label,
        Control::Text {
            kind: TextKind::Digits,
            value: value.to_owned(),
        },
    )
}
