//! Tables and lists of facts.

use askama::{Template, filters::HtmlSafe};

use super::Tag;
use crate::i18n::Translator;

/// What stands in one place of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    text: String,
    href: Option<String>,
    note: String,
    tag: Option<Tag>,
    missing: bool,
}

impl Cell {
    /// Words, or a figure already written.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A whole number, written as the reader's language does.
    #[must_use]
    pub fn number(t: &Translator, value: i64) -> Self {
        Self::text(t.number(value))
    }

    /// A place whose figure nobody gave. It is not zero, and says so.
    #[must_use]
    pub fn missing(t: &Translator) -> Self {
        Self {
            missing: true,
            ..Self::text(t.text("component-no-figure"))
        }
    }

    /// Adds where it opens down to.
    #[must_use]
    pub fn link(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// Adds a smaller line: a source, a qualifier.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Adds a tag behind the words.
    #[must_use]
    pub fn tag(mut self, tag: Tag) -> Self {
        self.tag = Some(tag);
        self
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && self.tag.is_none()
    }
}

/// A column's heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    label: String,
    numeric: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            numeric: false,
        }
    }

    /// A column of figures, set to the right.
    #[must_use]
    pub fn number(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            numeric: true,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    Plain,
    Group,
    Total,
}

/// A row. Its first cell names what the row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    kind: RowKind,
    cells: Vec<Cell>,
}

impl Row {
    /// A row of cells, as many as the table has columns.
    #[must_use]
    pub fn new(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Plain,
            cells,
        }
    }

    /// A row that heads those below it.
    #[must_use]
    pub fn group(label: impl Into<String>) -> Self {
        Self {
            kind: RowKind::Group,
            cells: vec![Cell::text(label)],
        }
    }

    /// The row of sums.
    #[must_use]
    pub fn total(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Total,
            cells,
        }
    }

    fn class(&self) -> &'static str {
        match self.kind {
            RowKind::Plain => "",
            RowKind::Group => "dinh-table__group",
            RowKind::Total => "dinh-table__total",
        }
    }
}

/// A table. On a phone, rows of more than three columns turn into cards that repeat the headings.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/table.html")]
pub struct Table {
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    note: String,
}

impl Table {
    /// A table. The caption says what, where and when.
    #[must_use]
    pub fn new(caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Row>) -> Self {
        Self {
            caption: caption.into(),
            columns,
            rows,
            note: String::new(),
        }
    }

    /// Adds a line under the table: the source, as a rule.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn stacks(&self) -> bool {
        self.columns.len() > 3
    }

    /// Each cell of `row` with its column.
    fn cells<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = (&'a Column, &'a Cell)> {
        self.columns.iter().zip(&row.cells)
    }
}

/// What is known about one thing: a name and a value on each line.
#[derive(Debug, Clone, PartialEq, Eq, Default, Template)]
#[template(path = "components/summary_list.html")]
pub struct SummaryList {
    entries: Vec<(String, Cell)>,
}

impl SummaryList {
    /// A list, in order.
    #[must_use]
    pub fn new(entries: Vec<(String, Cell)>) -> Self {
        Self { entries }
    }
}

impl HtmlSafe for Table {}
impl HtmlSafe for SummaryList {}
