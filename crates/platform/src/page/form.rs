//! A form with its errors, as a page shows one, and what was sent with it.

use std::fmt::Display;

use super::{
    Reader, Shell,
    components::{Citation, Control, ErrorSummary, Field, Notice, TextKind},
};
use crate::{
    access::FormToken,
    files::{self, FileFault, NewFile},
    i18n::Translator,
};
use askama::Template;
use axum::{
    Json,
    extract::{
        Multipart,
        multipart::{Field as SentPart, MultipartError},
    },
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use serde::Serialize;

/// What was sent: names with their values.
#[derive(Debug, Default)]
pub struct Sent(
    /// Names with their values, in the order sent.
    pub Vec<(String, String)>,
);

impl Sent {
    /// The answer to a question, composed and trimmed; empty when there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        self.0
            .iter()
            .find(|(sent, _)| sent == name)
            .map(|(_, value)| crate::text::compose(value.trim()).replace("\r\n", "\n"))
            .unwrap_or_default()
    }

    /// All answers to a question with several.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(sent, _)| sent == name)
            .map(|(_, value)| value.clone())
            .collect()
    }
}

/// Boxes to tick.
#[derive(Debug)]
pub struct Checks {
    /// Name under which what is ticked is sent.
    pub name: &'static str,
    /// The question.
    pub legend: String,
    /// Help under the question; empty for none.
    pub hint: String,
    /// Value, label, and whether it is ticked.
    pub items: Vec<(String, String, bool)>,
}

/// A form.
#[derive(Debug, Template)]
#[template(path = "form_page.html")]
pub struct FormPage {
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
    files: bool,
    kept: Option<&'static str>,
    work: Option<(String, Date)>,
    button: String,
    cancel: String,
}

impl FormPage {
    /// A form sent to `action`; `cancel` is where giving it up leads.
    #[must_use]
    pub fn new(reader: &Reader, shell: Shell, action: String, cancel: String, button: String) -> Self {
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
            files: false,
            kept: None,
            work: None,
            button,
            cancel,
        }
    }

    /// Something to know before filling it in.
    #[must_use]
    pub fn notice(mut self, notice: Notice) -> Self {
        self.notices.push(notice);
        self
    }

    /// Words that the form is about, under a name.
    #[must_use]
    pub fn quote(mut self, name: impl Into<String>, words: impl Into<String>) -> Self {
        self.quotes.push((name.into(), words.into()));
        self
    }

    /// What is sent along unseen.
    #[must_use]
    pub fn hidden(mut self, name: &str, value: impl Display) -> Self {
        self.hidden.push((name.to_owned(), value.to_string()));
        self
    }

    /// A question.
    #[must_use]
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }

    /// Boxes to tick, behind the questions.
    #[must_use]
    pub fn checks(mut self, checks: Checks) -> Self {
        self.checks.push(checks);
        self
    }

    /// A question behind the boxes.
    #[must_use]
    pub fn after(mut self, field: Field) -> Self {
        self.after.push(field);
        self
    }

    /// The articles the form stands on.
    #[must_use]
    pub fn citations(mut self, citations: Vec<Citation>) -> Self {
        self.citations.extend(citations);
        self
    }

    /// Adds a field that people do not see and machines fill in: `website`.
    #[must_use]
    pub fn trap(mut self) -> Self {
        self.trap = true;
        self
    }

    /// A question answered with files, sent under `name`: the form is one that [`Brought::take`] reads.
    #[must_use]
    pub fn files(self, name: &str, label: String, hint: String) -> Self {
        let accept = ".jpg,.jpeg,.png,.webp".to_owned();
        self.in_parts()
            .field(Field::new(name, label, Control::Files { accept }).hint(hint))
    }

    /// Is sent as [`Brought::take`] reads it, though it asks for no file yet.
    #[must_use]
    pub fn in_parts(mut self) -> Self {
        self.files = true;
        self
    }

    /// Keeps what is sent on the phone until there is a network (`web/src/scripts/kept-form.ts`), and the page itself, by a
    /// worker that looks after the pages below `scope`. The handler takes `at` (milliseconds since 1970) for the hour and
    /// `once` for what makes it this one, and answers who asks for JSON with [`kept`] or [`not_kept`].
    #[must_use]
    pub fn kept(mut self, scope: &'static str) -> Self {
        self.kept = Some(scope);
        self
    }

    /// Lets the browser work for the form, as [`crate::once::proves`] checks: fields `work_day` and `work`. Without scripts
    /// they prove nothing.
    #[must_use]
    pub fn worked(mut self, unit_code: &str, today: Date) -> Self {
        self.work = Some((unit_code.to_owned(), today));
        self
    }

    /// The page (status 422 when something is wrong), with what is wrong beside its fields.
    pub fn show(mut self, t: &Translator, wrong: &Wrong) -> Response {
        for field in self.fields.iter_mut().chain(&mut self.after) {
            if let Some((_, text)) = wrong.0.iter().find(|(name, _)| *name == field.name) {
                *field = field.clone().error(t, text.as_str());
            }
        }
        self.errors = ErrorSummary::of(t, self.fields.iter().chain(&self.after));
        if wrong.0.is_empty() {
            return super::html(&self);
        }
        self.shell = self.shell.with_errors();
        (StatusCode::UNPROCESSABLE_ENTITY, super::html(&self)).into_response()
    }
}

/// A form with photographs as it was sent.
#[derive(Debug, Default)]
pub struct Brought {
    /// The answers.
    pub sent: Sent,
    /// The photographs, drawn anew.
    pub pictures: Vec<NewFile>,
    /// Why one of them was not taken.
    pub fault: Option<FileFault>,
}

impl Brought {
    /// The largest form of this kind, in octets.
    pub const MOST_OCTETS: usize = files::MOST_FILES * files::MOST_OCTETS + (1 << 20);

    /// Reads a form whose photographs are sent under `name`.
    ///
    /// # Errors
    /// What is wrong with how it was sent.
    pub async fn take(mut form: Multipart, name: &str) -> Result<Self, MultipartError> {
        let mut brought = Self::default();
        while let Some(part) = form.next_field().await? {
            let field = part.name().unwrap_or_default().to_owned();
            if field != name {
                brought.sent.0.push((field, part.text().await?));
                continue;
            }
            let octets = octets(part).await?;
            if octets.is_empty() {
                continue;
            }
            if brought.pictures.len() >= files::MOST_FILES {
                brought.fault = Some(FileFault::TooMany);
                continue;
            }
            // Drawing a picture anew takes a while: it must not hold up other readers.
            let taken = tokio::task::spawn_blocking(move || files::photograph(&octets)).await;
            match taken.unwrap_or(Err(FileFault::Damaged)) {
                Ok(picture) => brought.pictures.push(picture),
                Err(fault) => brought.fault = Some(fault),
            }
        }
        Ok(brought)
    }
}

async fn octets(mut part: SentPart<'_>) -> Result<Vec<u8>, MultipartError> {
    let mut octets = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        // A little behind the most is enough to know that it is too large.
        if octets.len() <= files::MOST_OCTETS {
            octets.extend_from_slice(&chunk);
        }
    }
    Ok(octets)
}

/// Whether a form was sent by a script that keeps it.
#[must_use]
pub fn is_kept(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"))
}

/// The answer to a script that keeps a form: it was taken.
#[must_use]
pub fn kept() -> Response {
    Json(Taken {}).into_response()
}

/// The answer to a script that keeps a form: why it was not taken.
#[must_use]
pub fn not_kept(error: String) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Json(NotTaken { error })).into_response()
}

#[derive(Debug, Serialize)]
struct Taken {}

#[derive(Debug, Serialize)]
struct NotTaken {
    error: String,
}

/// What is wrong with a form: names of fields with what to do.
#[derive(Debug, Default)]
pub struct Wrong(
    /// In the order found.
    pub Vec<(&'static str, String)>,
);

impl Wrong {
    /// Adds one.
    pub fn add(&mut self, field: &'static str, text: String) {
        self.0.push((field, text));
    }

    /// Asks for words, and for at most so many letters of them.
    pub fn words(&mut self, t: &Translator, (field, value): (&'static str, &str), most: usize) {
        let letters = value.chars().count();
        if letters == 0 || letters > most {
            self.add(
                field,
                t.with(
                    "shell-form-words",
                    "most",
                    i64::try_from(most).unwrap_or(i64::MAX),
                ),
            );
        }
    }
}

/// A question answered with several lines.
#[must_use]
pub fn area(name: &str, label: String, value: &str) -> Field {
    Field::new(
        name,
        label,
        Control::TextArea {
            value: value.to_owned(),
        },
    )
}

/// A question answered with a number.
#[must_use]
pub fn digits(name: &str, label: String, value: &str) -> Field {
    Field::new(
        name,
        label,
        Control::Text {
            kind: TextKind::Digits,
            value: value.to_owned(),
        },
    )
}
