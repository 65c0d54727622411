//! Form fields, their errors, and the summary of errors above a form.

use askama::{Template, filters::HtmlSafe};

use crate::i18n::Translator;

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A smaller line under a radio button; empty for none.
    pub hint: String,
}

impl Choice {
    /// An answer without a hint.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    /// Adds a smaller line (radio buttons only).
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// What is written into a line of text; phones choose their keyboard by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextKind {
    /// Words.
    #[default]
    Words,
    /// Digits, such as a year.
    Digits,
    /// A search.
    Search,
    /// The name one signs in with; browsers offer those they keep.
    Login,
    /// A printed code.
    Code,
    /// An address for mail.
    Email,
}

/// What the reader answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// A line of text.
    Text {
        /// What is written.
        kind: TextKind,
        /// What stands in it already.
        value: String,
    },
    /// A password; it never stands in the field already.
    Password {
        /// Whether it is being chosen, rather than asked for.
        new: bool,
    },
    /// Several lines of text.
    TextArea {
        /// What stands in it already.
        value: String,
    },
    /// One of many, folded.
    Select {
        /// The answers.
        choices: Vec<Choice>,
        /// The value chosen already.
        chosen: String,
    },
    /// One of few, open.
    Radios {
        /// The answers.
        choices: Vec<Choice>,
        /// The value chosen already; empty for none.
        chosen: String,
    },
    /// Several files from the reader's machine.
    Files {
        /// Kinds of file the browser offers (`.pdf,.jpg`).
        accept: String,
    },
    /// A file from the reader's machine.
    File {
        /// Kinds of file the browser offers (`.xlsx,.csv`).
        accept: String,
    },
}

/// A question of a form.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/field.html")]
pub struct Field {
    /// Name under which the answer is sent; also the field's id.
    pub name: String,
    /// The question.
    pub label: String,
    /// Help under the question; empty for none.
    pub hint: String,
    /// What is wrong with the answer and how to mend it.
    pub error: Option<FieldError>,
    /// What the reader answers with.
    pub control: Control,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// "Error:", read out before the text.
    prefix: String,
    /// What is wrong and how to mend it.
    text: String,
}

impl Field {
    /// A question without hint or error.
    #[must_use]
    pub fn new(name: impl Into<String>, label: impl Into<String>, control: Control) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: String::new(),
            error: None,
            control,
        }
    }

    /// A question answered with a line of words.
    #[must_use]
    pub fn words(name: impl Into<String>, label: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(
            name,
            label,
            Control::Text {
                kind: TextKind::Words,
                value: value.into(),
            },
        )
    }

    /// Adds help.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Says what is wrong with the answer and how to mend it.
    #[must_use]
    pub fn error(mut self, t: &Translator, text: impl Into<String>) -> Self {
        self.error = Some(FieldError {
            prefix: t.text("shell-error-prefix"),
            text: text.into(),
        });
        self
    }

    /// The ids that describe the field, for `aria-describedby`; empty for none.
    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// Where a link from the summary of errors leads: the first thing that takes the focus.
    fn anchor(&self) -> String {
        match &self.control {
            Control::Radios { choices, .. } if !choices.is_empty() => format!("{}-1", self.name),
            _ => self.name.clone(),
        }
    }
}

/// All errors of a form, above it, each leading to its field. Nothing is written when there are none.
#[derive(Debug, Clone, Template)]
#[template(path = "components/error_summary.html")]
pub struct ErrorSummary {
    t: Translator,
    errors: Vec<(String, String)>,
}

impl ErrorSummary {
    /// The errors of `fields`, in order.
    #[must_use]
    pub fn of<'a>(t: &Translator, fields: impl IntoIterator<Item = &'a Field>) -> Self {
        let errors = fields
            .into_iter()
            .filter_map(|field| Some((field.anchor(), field.error.as_ref()?.text.clone())))
            .collect();
        Self { t: t.clone(), errors }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }
}

impl HtmlSafe for Field {}
impl HtmlSafe for ErrorSummary {}
