//! What tells a reader where things stand.

use askama::{Template, filters::HtmlSafe};

use crate::i18n::Translator;

/// How a part speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Info,
    /// Something was done, or is in order.
    Success,
    /// Something needs attention.
    Warning,
    /// Something is wrong.
    Problem,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Problem => "problem",
        }
    }

    fn label_key(self) -> &'static str {
        match self {
            Self::Info => "component-notice-info",
            Self::Success => "component-notice-success",
            Self::Warning => "component-notice-warning",
            Self::Problem => "component-notice-problem",
        }
    }
}

/// Words that lead somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words.
    pub label: String,
    /// Where they lead.
    pub href: String,
}

impl Link {
    /// A link.
    #[must_use]
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
        }
    }
}

/// A word or two about the state of something. The words alone must carry the meaning, not the colour.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/tag.html")]
pub struct Tag {
    /// How it speaks.
    pub tone: Tone,
    /// The words.
    pub text: String,
}

impl Tag {
    /// A tag.
    #[must_use]
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }
}

/// A banner about the page or its figures.
#[derive(Debug, Clone, Template)]
#[template(path = "components/notice.html")]
pub struct Notice {
    t: Translator,
    tone: Tone,
    text: String,
    link: Option<Link>,
}

impl Notice {
    /// A banner.
    #[must_use]
    pub fn new(t: &Translator, tone: Tone, text: impl Into<String>) -> Self {
        Self {
            t: t.clone(),
            tone,
            text: text.into(),
            link: None,
        }
    }

    /// Adds where to read more.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.link = Some(Link::new(label, href));
        self
    }
}

/// What would stand here, and whose duty it is to put it here.
#[derive(Debug, Clone, Template)]
#[template(path = "components/empty.html")]
pub struct Empty {
    t: Translator,
    text: String,
    duty: String,
    action: Option<Link>,
}

impl Empty {
    /// `text` says what would be here, `duty` who must put it here and under which article.
    #[must_use]
    pub fn new(t: &Translator, text: impl Into<String>, duty: impl Into<String>) -> Self {
        Self {
            t: t.clone(),
            text: text.into(),
            duty: duty.into(),
            action: None,
        }
    }

    /// Adds what the reader can do.
    #[must_use]
    pub fn action(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.action = Some(Link::new(label, href));
        self
    }
}

/// What was done, on the page after it was done.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/confirmation.html")]
pub struct Confirmation {
    /// What was done.
    pub title: String,
    /// What happens next, or the number to keep; empty for none.
    pub text: String,
}

/// The article a figure, deadline or duty stands on.
#[derive(Debug, Clone, Template)]
#[template(path = "components/citation.html")]
pub struct Citation {
    t: Translator,
    text: String,
    href: Option<String>,
}

impl Citation {
    /// `text` names article, clause and law.
    #[must_use]
    pub fn new(t: &Translator, text: impl Into<String>) -> Self {
        Self {
            t: t.clone(),
            text: text.into(),
            href: None,
        }
    }

    /// Adds where the article can be read.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// The ways on from one page of a list. Lists page by key, so there are no page numbers.
#[derive(Debug, Clone, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    t: Translator,
    previous: Option<String>,
    next: Option<String>,
}

impl Pagination {
    /// Addresses of the page before and the page after, where there are such.
    #[must_use]
    pub fn new(t: &Translator, previous: Option<String>, next: Option<String>) -> Self {
        Self {
            t: t.clone(),
            previous,
            next,
        }
    }
}

impl HtmlSafe for Tag {}
impl HtmlSafe for Notice {}
impl HtmlSafe for Empty {}
impl HtmlSafe for Confirmation {}
impl HtmlSafe for Citation {}
impl HtmlSafe for Pagination {}
