//! What a report says, already in the reader's language: pages, documents and JSON all print this.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::chart::Chart;

/// The yearly report of a unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Report {
    /// Heading.
    pub title: String,
    /// Code of the language the texts are in.
    pub language: &'static str,
    /// The unit reported on.
    pub unit: UnitRef,
    /// The year.
    pub year: i16,
    /// The map the figures are drawn on.
    pub boundary: Boundary,
    /// Whether the records are invented.
    pub demo: bool,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// What contradicts itself.
    pub findings: Vec<Finding>,
    /// What the figures suggest should be done.
    pub proposals: Vec<String>,
    /// Who reported what was reported.
    pub sources: Vec<Source>,
}

/// A unit, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UnitRef {
    /// Code of the General Statistics Office.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Name with the units it is part of.
    pub path: String,
    /// Its part of an address.
    pub slug: String,
}

/// Which map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, ToSchema)]
pub enum Boundaries {
    /// As boundaries were at the end of the year.
    #[default]
    #[serde(rename = "as_was")]
    OfTheYear,
    /// As they are today.
    #[serde(rename = "today")]
    OfToday,
}

impl Boundaries {
    /// Reads the word that addresses use.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "nam-bao-cao" => Some(Self::OfTheYear),
            "hien-nay" => Some(Self::OfToday),
            _ => None,
        }
    }

    /// What addresses add for it.
    #[must_use]
    pub fn query(self) -> &'static str {
        match self {
            Self::OfTheYear => "",
            Self::OfToday => "?ranh-gioi=hien-nay",
        }
    }
}

/// The map a report is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Boundary {
    /// Which map.
    pub basis: Boundaries,
    /// The day whose boundaries it shows.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
}

/// A section.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Section {
    /// Stable key.
    pub key: String,
    /// Heading.
    pub title: String,
    /// The articles it answers to.
    pub laws: Vec<String>,
    /// Sentences composed from figures.
    pub sentences: Vec<Sentence>,
    /// Its figures.
    pub figures: Vec<FigureRow>,
    /// Its figures broken down.
    pub tables: Vec<Breakdown>,
    /// What would stand here and whose duty it is, when nothing does.
    pub empty: Option<String>,
}

/// A sentence: words and figures in turn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sentence {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    /// The words, or the figure as written.
    pub text: String,
    /// The indicator, when the piece is a figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
}

/// Where a value is from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Counted from records.
    Counted,
    /// Stated by a source.
    Reported,
}

/// A value ready to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Shown {
    /// As the language writes it, with its qualifier.
    pub text: String,
    /// The number in the smallest unit; of a ratio, thousandths. `None` when it can't be one number.
    pub value: Option<i64>,
    /// Digits of `value` behind the decimal sign.
    pub decimals: u8,
    /// `exact`, `at_least`, `more_than`, `at_most` or `about`.
    pub qualifier: &'static str,
    /// Counted or reported.
    pub origin: Origin,
}

/// A value that a source stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Stated {
    /// The value.
    #[serde(flatten)]
    pub shown: Shown,
    /// The number of its source in [`Report::sources`], from 1.
    pub source: usize,
}

/// A line of a section's figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FigureRow {
    /// The indicator.
    pub indicator: String,
    /// Its name.
    pub name: String,
    /// What it counts.
    pub unit: String,
    /// Counted from records.
    pub counted: Option<Shown>,
    /// Reported.
    pub reported: Vec<Stated>,
    /// Whether a finding concerns it.
    pub contradicted: bool,
}

impl FigureRow {
    /// The value a sentence or a table prints: counted where there are records, reported otherwise.
    #[must_use]
    pub fn best(&self) -> Option<&Shown> {
        self.counted
            .as_ref()
            .or_else(|| self.reported.first().map(|stated| &stated.shown))
    }
}

/// Figures broken down by a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Breakdown {
    /// What it shows.
    pub caption: String,
    /// Heading of the first column.
    pub of: String,
    /// Headings of the columns of figures.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<BreakdownRow>,
    /// The same as bars.
    #[serde(skip)]
    pub chart: Option<Chart>,
    /// A line under the table.
    pub note: Option<String>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// Heads the rows below it.
    Block,
    /// One item.
    Item,
    /// The whole, as counted or reported: never computed from the rows.
    Total,
}

/// A row of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakdownRow {
    /// What it is.
    pub kind: RowKind,
    /// What it is about.
    pub label: String,
    /// A cell for each column; none for a block.
    pub cells: Vec<BreakdownCell>,
}

/// A cell of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct BreakdownCell {
    /// The value, when known.
    pub shown: Option<Shown>,
    /// The indicator it opens down to; none for a share.
    pub indicator: Option<String>,
    /// Whether a finding concerns it.
    pub contradicted: bool,
}

/// Two figures that should agree and do not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Finding {
    /// Anchor on the page: `mau-thuan-1`.
    pub id: String,
    /// Key of the rule that is broken.
    pub rule: String,
    /// What must agree.
    pub title: String,
    /// One side.
    pub left: Side,
    /// The other side.
    pub right: Side,
    /// `right - left`, in the smallest unit.
    pub difference: i64,
    /// The sum anyone can redo.
    pub arithmetic: String,
    /// What else a reader must know to judge it.
    pub notes: Vec<String>,
    /// What was tried as an explanation.
    pub explanations: Vec<Explanation>,
}

/// A side of a finding.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Side {
    /// What it is.
    pub label: String,
    /// The indicators it is made of.
    pub indicators: Vec<String>,
    /// The value as written.
    pub text: String,
    /// The value.
    pub value: i64,
    /// Where it is from.
    pub source: String,
    /// What it is the sum of; empty for a value of its own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// A summand of a side of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Part {
    /// What it is.
    pub label: String,
    /// The value as written.
    pub text: String,
    /// The value.
    pub value: i64,
    /// The indicator.
    pub indicator: String,
    /// The unit it is about, as its part of an address.
    pub unit: String,
    /// The year it is about.
    pub year: i16,
}

/// An explanation that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Explanation {
    /// Stable word for the reading: `parts_left_out`, `one_group_only`, `several_parts`, `digits`.
    pub reading: &'static str,
    /// `ruled_out`, `possible` or `hypothesis`: never a fact.
    pub verdict: &'static str,
    /// The reading and the arithmetic for or against it.
    pub text: String,
}

/// A source of reported values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Who made it public; empty when unknown.
    pub publisher: String,
    /// When it was made public.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// Where to find it; empty when unknown.
    pub locator: String,
}
