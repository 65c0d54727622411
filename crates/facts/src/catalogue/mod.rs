//! The catalogue: what is kept, what is counted, what figures mean and what must agree. It is data
//! (`data/facts/*.toml`), read and checked as a whole.
//!
//! - A **record kind** is a form that officers keep; its columns say what is written down and its
//!   emissions which facts follow from that.
//! - A **measure** is what facts count, broken down by dimensions whose values are items of a **list**.
//! - An **indicator** is a figure of a report: a count of facts, a sum or a ratio of other indicators, or
//!   something that is only ever reported.
//! - A **rule** says which figures must agree, and which readings to try when they do not.

mod check;
mod read;

use std::collections::HashMap;

use serde::Serialize;
use units::Level;

pub use read::{Fault, Position, Problem, Problems};

/// The same words in the languages of Đình.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Names {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
    /// Khmer.
    pub km: String,
}

impl Names {
    /// The words in a language (`vi`, `en`, `km`); Vietnamese for any other.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        match language {
            "en" => &self.en,
            "km" => &self.km,
            _ => &self.vi,
        }
    }

    /// Whether a written word is one of these, whatever its language, diacritics and capitals.
    #[must_use]
    pub fn matches(&self, written: &str) -> bool {
        let written = platform::text::fold(written);
        [&self.vi, &self.en, &self.km]
            .into_iter()
            .any(|name| platform::text::fold(name) == written)
    }
}

/// What a number counts: models, đồng, tenths of a percent.
#[derive(Debug, Clone)]
pub struct UnitOfMeasure {
    /// Stable key.
    pub key: String,
    /// Its names.
    pub names: Names,
    /// How many digits of a stored value stand behind the decimal point, 0 to 3.
    pub decimals: u8,
}

/// A closed list of values, for columns to choose from and for dimensions.
#[derive(Debug, Clone)]
pub struct List {
    /// Stable key.
    pub key: String,
    /// Its names.
    pub names: Names,
    /// Its items, in the order in which they are shown.
    pub items: Vec<Item>,
}

impl List {
    /// The item with this key.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key == key)
    }

    /// The item that somebody wrote by key or by name, with or without diacritics.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<&Item> {
        self.item(written.trim())
            .or_else(|| self.items.iter().find(|item| item.names.matches(written)))
    }
}

/// A value of a [`List`].
#[derive(Debug, Clone)]
pub struct Item {
    /// Stable key.
    pub key: String,
    /// Its names.
    pub names: Names,
}

/// Whether a measure counts what happened in a time or what there is at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasureKind {
    /// What happened: a year is the sum of its quarters.
    Flow,
    /// What there is: facts add and take away, and the value is the sum of all of them up to the end of the
    /// period.
    Stock,
}

/// What facts count.
#[derive(Debug, Clone)]
pub struct Measure {
    /// Stable key.
    pub key: String,
    /// Key of its unit of measure.
    pub unit: String,
    /// Flow or stock.
    pub kind: MeasureKind,
    /// Dimensions by name, each with the key of the list of its values; sorted by name.
    pub dimensions: Vec<(String, String)>,
    position: Position,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// A whole number, 0 or more.
    Count,
    /// đồng, 0 or more.
    Money,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// One item of the list with this key.
    Choice(String),
    /// Any items of the list with this key.
    Choices(String),
    /// An administrative unit.
    Unit,
    /// An indicator of the catalogue.
    Indicator,
    /// A number with its qualifier as written: `2.374`, `> 100`, `hơn 100 tỷ đồng`.
    Amount,
    /// A year, or a quarter as `2020-Q3`.
    Period,
}

/// A column of a form.
#[derive(Debug, Clone)]
pub struct Column {
    /// Stable key.
    pub key: String,
    /// Its names; the head of the column in a file that officers keep.
    pub names: Names,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// A date column: it can't lie before the date in this other column.
    pub not_before: Option<String>,
    /// A number: it can't be above the number in this other column.
    pub at_most: Option<String>,
    /// When it is filled in, this other column must be too.
    pub needs: Option<String>,
    position: Position,
}

/// A form that officers keep.
#[derive(Debug, Clone)]
pub struct RecordKind {
    /// Stable key.
    pub key: String,
    /// Its names.
    pub names: Names,
    /// The text column by which a record is called in lists; without it, records are called by the form.
    pub title: Option<String>,
    /// The date column that dates the record, and its facts unless they say otherwise.
    pub date: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The facts that follow from a record.
    pub emissions: Vec<Emission>,
    position: Position,
}

impl RecordKind {
    /// The column with this key.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }
}

/// A fact that follows from a record.
#[derive(Debug, Clone)]
pub struct Emission {
    /// Key of the measure.
    pub measure: String,
    /// The date column that dates the fact; the record's date without it. No fact while it is empty.
    pub on: Option<String>,
    /// The number column that holds the quantity; 1 without it. No fact while it is empty or zero.
    pub quantity: Option<String>,
    /// The quantity is taken away (stock measures).
    pub minus: bool,
    /// A value for each dimension of the measure, sorted by dimension.
    pub dimensions: Vec<(String, DimensionValue)>,
    /// All must hold for the fact to follow.
    pub when: Vec<Condition>,
    position: Position,
}

/// Where a fact's value in a dimension comes from.
#[derive(Debug, Clone)]
pub enum DimensionValue {
    /// From the choice column with this key.
    Column(String),
    /// Always this item.
    Fixed(String),
}

/// A condition on the columns of a record.
#[derive(Debug, Clone)]
pub enum Condition {
    /// The choice column is one of these items; a flag column is `yes` or `no`.
    Is {
        /// The column.
        column: String,
        /// The items.
        any_of: Vec<String>,
    },
    /// The date in the column is not after the date in the other.
    NotAfter {
        /// The column.
        column: String,
        /// The other column.
        limit: String,
    },
    /// The date in the column is after the date in the other.
    After {
        /// The column.
        column: String,
        /// The other column.
        limit: String,
    },
}

/// How a figure is had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// Facts of a measure are counted.
    Counts {
        /// Key of the measure.
        measure: String,
        /// Only facts with one of these values in the dimension.
        only: Vec<(String, Vec<String>)>,
        /// A stock at the start of the period rather than at its end.
        at_start: bool,
    },
    /// Other indicators are added up.
    Sum(Vec<String>),
    /// One indicator as a share of another.
    Ratio {
        /// The part.
        of: String,
        /// The whole.
        to: String,
    },
    /// It is only ever reported.
    Reported,
}

/// How values of several units become one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Combine {
    /// They are added up.
    Sum,
    /// The value of the unit formed last counts.
    Latest,
    /// Their mean, weighted by the indicator with this key.
    Weighted(String),
    /// They can't be made into one.
    None,
}

/// An indicator that is a share of another by dimensions: the models of the field "economy".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartOf {
    /// Key of the whole.
    pub whole: String,
    /// The values that make the part: dimension, key of its list, key of the item.
    pub values: Vec<(String, String, String)>,
}

/// A figure of a report.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Stable key.
    pub key: String,
    /// Its names.
    pub names: Names,
    /// What it means and what is counted.
    pub meaning: Names,
    /// Key of its unit of measure.
    pub unit: String,
    /// Key of the section of the report, an item of the list `section`.
    pub section: String,
    /// How it is had.
    pub formula: Formula,
    /// How values of several units become one.
    pub combine: Combine,
    /// The level of the units that report it.
    pub reported_by: Level,
    /// When it was made by splitting another one by dimensions.
    pub part_of: Option<PartOf>,
    position: Position,
}

/// What must agree.
#[derive(Debug, Clone)]
pub enum RuleKind {
    /// The parts add up to the whole.
    PartsSum {
        /// Key of the whole.
        whole: String,
        /// Keys of the parts.
        parts: Vec<String>,
    },
    /// The lesser is not above the greater.
    NotMore {
        /// Key of the indicator that can't be above the other.
        lesser: String,
        /// Key of the other.
        greater: String,
    },
    /// What the units below report adds up to what the unit reports; for all indicators combined by sum.
    ChildrenSum,
    /// What is reported is what is counted from records; for all indicators that are counted.
    ReportedEqualsCounted,
    /// Two sources that report the same figure do not contradict each other; for all indicators.
    SourcesAgree,
    /// What a period opens with is what the one before closed with.
    OpeningEqualsClosing {
        /// Key of the opening figure.
        opening: String,
        /// Key of the closing figure.
        closing: String,
    },
}

impl RuleKind {
    /// Stable word for the kind, as in the files.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::PartsSum { .. } => "parts_sum",
            Self::NotMore { .. } => "not_more",
            Self::ChildrenSum => "children_sum",
            Self::ReportedEqualsCounted => "reported_equals_counted",
            Self::SourcesAgree => "sources_agree",
            Self::OpeningEqualsClosing { .. } => "opening_equals_closing",
        }
    }
}

/// A rule of consistency with its name and the readings to try when it is broken.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Stable key.
    pub key: String,
    /// Its names: one sentence that says what must agree.
    pub names: Names,
    /// What must agree.
    pub kind: RuleKind,
    /// Explanations to try on a contradiction.
    pub readings: Vec<Reading>,
    position: Position,
}

/// An explanation of a contradiction between a whole and its parts, to be tried by arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// One or more parts were left out of the whole.
    PartsLeftOut,
    /// The whole counts one of two groups only.
    OneGroupOnly {
        /// Key of the list of the two groups.
        groups: String,
        /// Key of the rule (lesser, greater) between this whole and another, which must hold in each group.
        within: String,
    },
    /// A thing may stand in several parts: parts count entries, the whole counts things.
    SeveralParts {
        /// Key of the rule (lesser, greater) between this whole and another, for the comparison of surpluses.
        within: String,
    },
    /// One digit was mistyped, or two neighbours swapped.
    Digits,
}

/// What is kept, counted and checked.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    units_of_measure: Vec<UnitOfMeasure>,
    lists: Vec<List>,
    measures: Vec<Measure>,
    record_kinds: Vec<RecordKind>,
    indicators: Vec<Indicator>,
    rules: Vec<Rule>,
    place_columns: Vec<Column>,
    reported_columns: Vec<Column>,
    about_permille: i64,
    index: Index,
}

/// Positions by key, and what each series feeds.
#[derive(Debug, Clone, Default)]
struct Index {
    lists: HashMap<String, usize>,
    measures: HashMap<String, usize>,
    record_kinds: HashMap<String, usize>,
    indicators: HashMap<String, usize>,
    series: HashMap<String, Feeds>,
    /// For each record kind, the measures that its facts are counted in.
    kept_together: Vec<Vec<usize>>,
    /// Indicators in an order in which each comes after those its formula names.
    order: Vec<usize>,
}

/// What a series feeds.
#[derive(Debug, Clone)]
pub(crate) struct Feeds {
    /// Position of its measure.
    pub(crate) measure: usize,
    /// Positions of the indicators that count it.
    pub(crate) indicators: Vec<usize>,
}

/// The files of the catalogue that Đình is delivered with.
const FILES: [(&str, &str); 13] = [
    ("common.toml", include_str!("../../../../data/facts/common.toml")),
    (
        "assessment.toml",
        include_str!("../../../../data/facts/assessment.toml"),
    ),
    (
        "contributions.toml",
        include_str!("../../../../data/facts/contributions.toml"),
    ),
    (
        "deliberation.toml",
        include_str!("../../../../data/facts/deliberation.toml"),
    ),
    (
        "disclosure.toml",
        include_str!("../../../../data/facts/disclosure.toml"),
    ),
    (
        "internal.toml",
        include_str!("../../../../data/facts/internal.toml"),
    ),
    (
        "mediation.toml",
        include_str!("../../../../data/facts/mediation.toml"),
    ),
    (
        "movements.toml",
        include_str!("../../../../data/facts/movements.toml"),
    ),
    (
        "petitions.toml",
        include_str!("../../../../data/facts/petitions.toml"),
    ),
    ("plans.toml", include_str!("../../../../data/facts/plans.toml")),
    (
        "procedures.toml",
        include_str!("../../../../data/facts/procedures.toml"),
    ),
    (
        "supervision.toml",
        include_str!("../../../../data/facts/supervision.toml"),
    ),
    (
        "workplace.toml",
        include_str!("../../../../data/facts/workplace.toml"),
    ),
];

impl Catalogue {
    /// The catalogue that Đình is delivered with.
    ///
    /// # Errors
    /// All problems of its files; a test keeps it free of them.
    pub fn delivered() -> Result<Self, Problems> {
        Self::parse(&FILES)
    }

    /// Reads a catalogue from files, given as name and text.
    ///
    /// # Errors
    /// Every problem of every file, with file, line and column.
    pub fn parse(files: &[(&str, &str)]) -> Result<Self, Problems> {
        let (raw, mut problems) = read::read(files);
        let catalogue = check::check(raw, &mut problems);
        if problems.is_empty() {
            Ok(catalogue)
        } else {
            Err(Problems::sorted(problems))
        }
    }

    /// All units of measure.
    #[must_use]
    pub fn units_of_measure(&self) -> &[UnitOfMeasure] {
        &self.units_of_measure
    }

    /// The unit of measure with this key.
    #[must_use]
    pub fn unit_of_measure(&self, key: &str) -> Option<&UnitOfMeasure> {
        self.units_of_measure.iter().find(|unit| unit.key == key)
    }

    /// All lists.
    #[must_use]
    pub fn lists(&self) -> &[List] {
        &self.lists
    }

    /// The list with this key.
    #[must_use]
    pub fn list(&self, key: &str) -> Option<&List> {
        self.index.lists.get(key).map(|at| &self.lists[*at])
    }

    /// All measures.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The measure with this key.
    #[must_use]
    pub fn measure(&self, key: &str) -> Option<&Measure> {
        self.index.measures.get(key).map(|at| &self.measures[*at])
    }

    /// All record kinds.
    #[must_use]
    pub fn record_kinds(&self) -> &[RecordKind] {
        &self.record_kinds
    }

    /// The record kind with this key.
    #[must_use]
    pub fn record_kind(&self, key: &str) -> Option<&RecordKind> {
        self.index.record_kinds.get(key).map(|at| &self.record_kinds[*at])
    }

    /// All indicators, in the order of the files; parts follow their whole.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.indicators
    }

    /// The indicator with this key.
    #[must_use]
    pub fn indicator(&self, key: &str) -> Option<&Indicator> {
        self.index.indicators.get(key).map(|at| &self.indicators[*at])
    }

    /// All rules of consistency.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule with this key.
    #[must_use]
    pub fn rule(&self, key: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.key == key)
    }

    /// The columns that say where a record belongs; they stand before those of every record kind.
    #[must_use]
    pub fn place_columns(&self) -> &[Column] {
        &self.place_columns
    }

    /// The columns of a file of reported values.
    #[must_use]
    pub fn reported_columns(&self) -> &[Column] {
        &self.reported_columns
    }

    /// How far "about" reaches, in thousandths of the value.
    #[must_use]
    pub fn about_permille(&self) -> i64 {
        self.about_permille
    }

    /// The series that an indicator counts, directly or through a sum, in order. A ratio counts none itself.
    #[must_use]
    pub fn series_of(&self, indicator: &str) -> Vec<String> {
        let mut series = std::collections::BTreeSet::new();
        self.collect_series(indicator, &mut series);
        series.into_iter().collect()
    }

    fn collect_series(&self, indicator: &str, series: &mut std::collections::BTreeSet<String>) {
        let Some(at) = self.index.indicators.get(indicator) else {
            return;
        };
        match &self.indicators[*at].formula {
            Formula::Counts { .. } => series.extend(
                self.index
                    .series
                    .iter()
                    .filter(|(_, feeds)| feeds.indicators.contains(at))
                    .map(|(key, _)| key.clone()),
            ),
            Formula::Sum(parts) => parts.iter().for_each(|part| self.collect_series(part, series)),
            Formula::Ratio { .. } | Formula::Reported => {}
        }
    }

    pub(crate) fn feeds(&self, series: &str) -> Option<&Feeds> {
        self.index.series.get(series)
    }

    pub(crate) fn position_of(&self, indicator: &str) -> Option<usize> {
        self.index.indicators.get(indicator).copied()
    }

    pub(crate) fn position_of_measure(&self, measure: &str) -> Option<usize> {
        self.index.measures.get(measure).copied()
    }

    /// Which measures were kept, when facts of some were found: a register that gave one fact was kept, so its
    /// other measures are zero rather than unknown.
    pub(crate) fn kept_measures(&self, found: &[bool]) -> Vec<bool> {
        let mut kept = found.to_vec();
        for together in &self.index.kept_together {
            if together.iter().any(|measure| found[*measure]) {
                together.iter().for_each(|measure| kept[*measure] = true);
            }
        }
        kept
    }

    pub(crate) fn evaluation_order(&self) -> &[usize] {
        &self.index.order
    }
}

/// The canonical name of a series: `measure?dimension=value&dimension=value`, dimensions sorted.
pub(crate) fn series_key<'a>(measure: &str, values: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut key = measure.to_owned();
    for (n, (dimension, value)) in values.into_iter().enumerate() {
        key.push(if n == 0 { '?' } else { '&' });
        key.push_str(dimension);
        key.push('=');
        key.push_str(value);
    }
    key
}
