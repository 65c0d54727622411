//! A page put together of parts, where a slice needs no markup of its own.

use askama::{Template, filters::HtmlSafe};
use axum::response::Response;

use super::{
    Reader, Shell,
    components::{Chart, Citation, Confirmation, Empty, Notice, Pagination, SummaryList, Table, Tag},
};

/// Something on a list.
#[derive(Debug, Default)]
pub struct Card {
    /// Its title with its address.
    pub title: Option<(String, String)>,
    /// What it says, in paragraphs.
    pub words: Vec<String>,
    /// How it stands.
    pub tags: Vec<Tag>,
    /// Who and when; empty for none.
    pub about: String,
    /// What the answer is called; shown with an answer only.
    pub answer_name: String,
    /// The answer, in paragraphs.
    pub answer: Vec<String>,
    /// What can be done: labels with addresses.
    pub links: Vec<(String, String)>,
}

/// A part of a page.
#[derive(Debug, Default)]
pub struct Part {
    /// What addresses lead to (`#id`).
    pub id: &'static str,
    /// Its heading; empty for none.
    pub heading: String,
    /// What to know first, in paragraphs of the reader's language.
    pub lead: Vec<String>,
    /// What to be told.
    pub notices: Vec<Notice>,
    /// What somebody wrote, in Vietnamese, in paragraphs.
    pub words: Vec<String>,
    /// Pictures: addresses with captions.
    pub pictures: Vec<(String, String)>,
    /// A drawing with its figures.
    pub chart: Option<Chart>,
    /// A table.
    pub table: Option<Table>,
    /// A list.
    pub cards: Vec<Card>,
    /// What stands here when there is nothing.
    pub empty: Option<Empty>,
    /// The articles it stands on.
    pub citations: Vec<Citation>,
}

impl Part {
    /// An empty part.
    #[must_use]
    pub fn new(id: &'static str, heading: impl Into<String>) -> Self {
        Self {
            id,
            heading: heading.into(),
            ..Self::default()
        }
    }
}

/// A page put together of parts.
#[derive(Template)]
#[template(path = "sheet.html")]
pub struct Sheet {
    /// The frame.
    pub shell: Shell,
    /// What was just done.
    pub done: Option<Confirmation>,
    /// How what it is about stands.
    pub tags: Vec<Tag>,
    /// What to be told first.
    pub notices: Vec<Notice>,
    /// Other pages: labels with addresses.
    pub tools: Vec<(String, String)>,
    /// What finds a unit; a component, since rooms above this one know units.
    pub finder: Option<Box<dyn HtmlSafe + Send>>,
    /// What can be done: labels with addresses, the first one most likely.
    pub buttons: Vec<(String, String)>,
    /// What there is to know in short.
    pub facts: Option<SummaryList>,
    /// The parts, in their order.
    pub parts: Vec<Part>,
    /// Whether parts stand side by side where there is room, as on a board.
    pub side_by_side: bool,
    /// The rest of a list.
    pub pagination: Pagination,
}

impl Sheet {
    /// An empty page.
    #[must_use]
    pub fn new(reader: &Reader, shell: Shell) -> Self {
        Self {
            shell,
            done: None,
            tags: Vec::new(),
            notices: Vec::new(),
            tools: Vec::new(),
            finder: None,
            buttons: Vec::new(),
            facts: None,
            parts: Vec::new(),
            side_by_side: false,
            pagination: Pagination::new(&reader.t, None, None),
        }
    }

    /// Says what was just done.
    #[must_use]
    pub fn done(mut self, done: Option<Confirmation>) -> Self {
        self.done = done;
        self
    }

    /// The page as anybody sees it.
    #[must_use]
    pub fn show(&self) -> Response {
        super::html(self)
    }

    /// The page as those see it who may: kept by no browser.
    #[must_use]
    pub fn private(&self) -> Response {
        super::private(super::html(self))
    }
}
