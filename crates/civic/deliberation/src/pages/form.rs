//! The frame of a page with one form, and how its fields are read.

use std::collections::BTreeMap;

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
        components::{Choice, Citation, Control, ErrorSummary, Field, Notice, Table, TextKind},
    },
};

/// The longest title, in letters: what a list can hold.
pub(super) const LONGEST_TITLE: usize = 200;
/// The longest text, in letters.
pub(super) const LONGEST_TEXT: usize = 20_000;
/// The longest reason, in letters.
pub(super) const LONGEST_REASON: usize = 1_000;
/// The longest name, in letters.
pub(super) const LONGEST_NAME: usize = 120;

#[derive(Template)]
#[template(path = "deliberation/form.html")]
struct FormPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notices: Vec<Notice>,
    table: Option<Table>,
    action: String,
    fields: Vec<Field>,
    submit: String,
    cancel: String,
    /// Forms of one button below: label, address.
    others: Vec<(String, String)>,
    citations: Vec<Citation>,
}

/// A page with one form.
pub(super) struct Form {
    pub(super) shell: Shell,
    pub(super) notices: Vec<Notice>,
    pub(super) table: Option<Table>,
    pub(super) action: String,
    pub(super) fields: Vec<Field>,
    pub(super) submit: String,
    pub(super) cancel: String,
    pub(super) others: Vec<(String, String)>,
    pub(super) citations: Vec<Citation>,
}

impl Form {
    /// A form that answers to `action` and leads back to `cancel`.
    pub(super) fn new(
        shell: Shell,
        submit: String,
        action: String,
        cancel: String,
        fields: Vec<Field>,
    ) -> Self {
        Self {
            shell,
            notices: Vec::new(),
            table: None,
            action,
            fields,
            submit,
            cancel,
            others: Vec::new(),
            citations: Vec::new(),
        }
    }

    /// The page; with faults it says what to mend, and nothing that was typed is lost.
    pub(super) fn page(self, reader: &Reader) -> Response {
        let errors = ErrorSummary::of(&reader.t, &self.fields);
        let faulty = !errors.is_empty();
        let page = page::html(&FormPage {
            shell: if faulty {
                self.shell.with_errors()
            } else {
                self.shell
            },
            token: reader.form_token(),
            errors,
            notices: self.notices,
            table: self.table,
            action: self.action,
            fields: self.fields,
            submit: self.submit,
            cancel: self.cancel,
            others: self.others,
            citations: self.citations,
        });
        if faulty {
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        } else {
            page
        }
    }
}

/// Fields, each with its fault if it has one.
pub(super) fn with_faults(t: &Translator, fields: Vec<Field>, faults: &BTreeMap<&str, String>) -> Vec<Field> {
    fields
        .into_iter()
        .map(|field| {
            let fault = faults.get(field.name.as_str());
            faulty(t, field, fault)
        })
        .collect()
}

/// A field with its fault, if it has one.
pub(super) fn faulty(t: &Translator, field: Field, fault: Option<&String>) -> Field {
    match fault {
        Some(fault) => field.error(t, fault.as_str()),
        None => field,
    }
}

/// A field of several lines.
pub(super) fn area(name: &str, label: String, value: &str) -> Field {
    Field::new(
        name,
        label,
        Control::TextArea {
            value: value.to_owned(),
        },
    )
}

/// A field of digits.
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

/// A choice among a few.
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

/// A choice among many.
pub(super) fn select(name: &str, label: String, choices: Vec<Choice>, chosen: &str) -> Field {
    Field::new(
        name,
        label,
        Control::Select {
            choices,
            chosen: chosen.to_owned(),
        },
    )
}

/// Words of one line, in NFC, without what a keyboard leaves around them.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    platform::text::compose(&words.join(" "))
}

/// A text of several lines, in NFC.
pub(super) fn lines(text: &str) -> String {
    platform::text::compose(text.trim()).replace("\r\n", "\n")
}

/// Whether a text says something and is not too long.
pub(super) fn within(text: &str, most: usize) -> bool {
    !text.is_empty() && text.chars().count() <= most
}

/// A number of đồng as people write it: "1.500.000".
pub(super) fn dong(text: &str) -> Option<i64> {
    let digits: String = text
        .chars()
        .filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | 'đ'))
        .collect();
    if digits.is_empty() {
        return Some(0);
    }
    digits.parse().ok().filter(|amount| *amount >= 0)
}
