//! What somebody wrote into a form, checked column by column and turned into facts. Pure: the same values
//! under the same catalogue always give the same facts.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    catalogue::{
        Catalogue, Column, ColumnKind, Condition, DimensionValue, Emission, MeasureKind, RecordKind,
        series_key,
    },
    message::{Arg, Message},
};

/// A value in a column of a form, already read into its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnValue {
    /// Words.
    Text(String),
    /// A count, or đồng.
    Number(i64),
    /// A day.
    Date(Date),
    /// Yes or no.
    Flag(bool),
    /// Key of an item.
    Choice(String),
    /// Keys of items.
    Choices(Vec<String>),
}

/// The filled columns of a form, by key. What is left empty is not in it.
pub type Values = BTreeMap<String, ColumnValue>;

/// Something that happened or changed, countable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Canonical series: measure and dimensions.
    pub series: String,
    /// Whether the measure is a stock.
    pub stock: bool,
    /// The day on which it counts.
    pub date: Date,
    /// How much; negative only for stocks.
    pub quantity: i64,
}

/// A form that was filled in rightly, with the facts that follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Key of the record kind.
    pub kind: String,
    /// The day that dates it.
    pub date: Date,
    /// What the record is called; empty when its form has no title.
    pub title: String,
    /// The filled columns, in the order of the form.
    pub body: serde_json::Map<String, serde_json::Value>,
    /// The facts that follow, in the order of the form.
    pub facts: Vec<Fact>,
}

/// The largest number in a column: a million billion đồng, so that sums stay far from the end of 64 bits.
pub const LARGEST: i64 = 1_000_000_000_000_000;

/// What is wrong with the value in a column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ColumnFault {
    /// It must be filled in.
    #[error("it must be filled in")]
    Missing,
    /// The form has no such column.
    #[error("the form has no such column")]
    Unknown,
    /// The value is of another kind.
    #[error("the value is not of the column's kind")]
    WrongKind,
    /// The value is no item of the column's list.
    #[error("{0:?} is no item of the list")]
    NotInList(String),
    /// Counts and money can't be negative.
    #[error("it can't be negative")]
    Negative,
    /// The number is above [`LARGEST`].
    #[error("it is too large: the largest number is {LARGEST}")]
    TooLarge,
    /// The date lies before the one in the other column.
    #[error("it lies before the date in {other:?}, {date}")]
    Before {
        /// The other column.
        other: String,
        /// Its date.
        date: Date,
    },
    /// The number is above the one in the other column.
    #[error("it is above the number in {other:?}, {number}")]
    Above {
        /// The other column.
        other: String,
        /// Its number.
        number: i64,
    },
    /// The other column must be filled in too.
    #[error("{0:?} must be filled in too")]
    Needs(String),
}

/// A fault with its column.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{column}: {fault}")]
pub struct ColumnProblem {
    /// Key of the record kind.
    pub record: String,
    /// Key of the column.
    pub column: String,
    /// What is wrong.
    pub fault: ColumnFault,
}

impl ColumnProblem {
    /// The fault as a sentence for the reader.
    #[must_use]
    pub fn message(&self) -> Message {
        let column = |key: &String| Arg::Column {
            record: self.record.clone(),
            column: key.clone(),
        };
        match &self.fault {
            ColumnFault::Missing => Message::new("facts-column-missing", []),
            ColumnFault::Unknown => Message::new(
                "facts-column-unknown",
                [("column", Arg::Text(self.column.clone()))],
            ),
            ColumnFault::WrongKind => Message::new("facts-column-wrong-kind", []),
            ColumnFault::NotInList(given) => {
                Message::new("facts-column-not-in-list", [("given", Arg::Text(given.clone()))])
            }
            ColumnFault::Negative => Message::new("facts-column-negative", []),
            ColumnFault::TooLarge => {
                Message::new("facts-column-too-large", [("limit", Arg::Number(LARGEST))])
            }
            ColumnFault::Before { other, date } => Message::new(
                "facts-column-before",
                [("other", column(other)), ("date", Arg::Date(*date))],
            ),
            ColumnFault::Above { other, number } => Message::new(
                "facts-column-above",
                [("other", column(other)), ("number", Arg::Number(*number))],
            ),
            ColumnFault::Needs(other) => Message::new("facts-column-needs", [("other", column(other))]),
        }
    }
}

impl RecordKind {
    /// Checks the values of a filled form and makes the facts that follow.
    ///
    /// # Errors
    /// Every column with a fault.
    pub fn enter(&self, catalogue: &Catalogue, values: &Values) -> Result<Entry, Vec<ColumnProblem>> {
        let mut problems = self.problems(catalogue, values);
        let Some(ColumnValue::Date(date)) = values.get(&self.date) else {
            if problems.is_empty() {
                problems.push(self.problem(&self.date, ColumnFault::Missing));
            }
            return Err(problems);
        };
        if !problems.is_empty() {
            return Err(problems);
        }
        let title = match self.title.as_ref().and_then(|column| values.get(column)) {
            Some(ColumnValue::Text(title)) => title.clone(),
            _ => String::new(),
        };
        let filled = self
            .columns
            .iter()
            .filter_map(|column| Some((column.key.clone(), json(values.get(&column.key)?))));
        Ok(Entry {
            kind: self.key.clone(),
            date: *date,
            title,
            body: filled.collect(),
            facts: self
                .emissions
                .iter()
                .filter_map(|emission| fact(catalogue, emission, *date, values))
                .collect(),
        })
    }

    fn problem(&self, column: &str, fault: ColumnFault) -> ColumnProblem {
        ColumnProblem {
            record: self.key.clone(),
            column: column.to_owned(),
            fault,
        }
    }

    fn problems(&self, catalogue: &Catalogue, values: &Values) -> Vec<ColumnProblem> {
        let mut problems = Vec::new();
        for column in &self.columns {
            let fault = match values.get(&column.key) {
                None if column.required => Some(ColumnFault::Missing),
                None => None,
                Some(value) => fault(catalogue, column, value, values),
            };
            problems.extend(fault.map(|fault| self.problem(&column.key, fault)));
        }
        let unknown = values.keys().filter(|key| self.column(key).is_none());
        problems.extend(unknown.map(|key| self.problem(key, ColumnFault::Unknown)));
        problems
    }
}

fn fault(
    catalogue: &Catalogue,
    column: &Column,
    value: &ColumnValue,
    values: &Values,
) -> Option<ColumnFault> {
    let not_in_list = |list: &str, items: &[String]| {
        let list = catalogue.list(list)?;
        let foreign = items.iter().find(|item| list.item(item).is_none())?;
        Some(ColumnFault::NotInList(foreign.clone()))
    };
    let of_its_own = match (&column.kind, value) {
        (ColumnKind::Text, ColumnValue::Text(text)) => {
            (column.required && text.trim().is_empty()).then_some(ColumnFault::Missing)
        }
        (ColumnKind::Count | ColumnKind::Money, ColumnValue::Number(number)) => match *number {
            ..0 => Some(ColumnFault::Negative),
            0..=LARGEST => None,
            _ => Some(ColumnFault::TooLarge),
        },
        (ColumnKind::Date, ColumnValue::Date(_)) | (ColumnKind::Flag, ColumnValue::Flag(_)) => None,
        (ColumnKind::Choice(list), ColumnValue::Choice(item)) => {
            not_in_list(list, std::slice::from_ref(item))
        }
        (ColumnKind::Choices(list), ColumnValue::Choices(items)) => not_in_list(list, items),
        _ => Some(ColumnFault::WrongKind),
    };
    if of_its_own.is_some() {
        return of_its_own;
    }
    if let (Some(other), ColumnValue::Date(date)) = (&column.not_before, value)
        && let Some(ColumnValue::Date(limit)) = values.get(other)
        && date < limit
    {
        return Some(ColumnFault::Before {
            other: other.clone(),
            date: *limit,
        });
    }
    if let (Some(other), ColumnValue::Number(number)) = (&column.at_most, value)
        && let Some(ColumnValue::Number(limit)) = values.get(other)
        && number > limit
    {
        return Some(ColumnFault::Above {
            other: other.clone(),
            number: *limit,
        });
    }
    column
        .needs
        .as_ref()
        .filter(|other| !values.contains_key(*other))
        .cloned()
        .map(ColumnFault::Needs)
}

fn fact(catalogue: &Catalogue, emission: &Emission, date: Date, values: &Values) -> Option<Fact> {
    if !emission.when.iter().all(|condition| holds(condition, values)) {
        return None;
    }
    let date = match &emission.on {
        None => date,
        Some(column) => date_in(values, column)?,
    };
    let quantity = match &emission.quantity {
        None => 1,
        Some(column) => match values.get(column) {
            Some(ColumnValue::Number(number)) if *number != 0 => *number,
            _ => return None,
        },
    };
    let mut dimensions = Vec::with_capacity(emission.dimensions.len());
    for (name, value) in &emission.dimensions {
        let item = match value {
            DimensionValue::Fixed(item) => item,
            DimensionValue::Column(column) => match values.get(column) {
                Some(ColumnValue::Choice(item)) => item,
                _ => return None,
            },
        };
        dimensions.push((name.as_str(), item.as_str()));
    }
    let measure = catalogue.measure(&emission.measure)?;
    Some(Fact {
        series: series_key(&measure.key, dimensions),
        stock: measure.kind == MeasureKind::Stock,
        date,
        quantity: if emission.minus { -quantity } else { quantity },
    })
}

fn date_in(values: &Values, column: &str) -> Option<Date> {
    match values.get(column) {
        Some(ColumnValue::Date(date)) => Some(*date),
        _ => None,
    }
}

fn holds(condition: &Condition, values: &Values) -> bool {
    let ordered = |column, limit| Some(date_in(values, column)? <= date_in(values, limit)?);
    match condition {
        Condition::Is { column, any_of } => {
            let item = match values.get(column) {
                Some(ColumnValue::Choice(item)) => item.as_str(),
                Some(ColumnValue::Flag(true)) => "yes",
                Some(ColumnValue::Flag(false)) => "no",
                _ => return false,
            };
            any_of.iter().any(|wanted| wanted == item)
        }
        Condition::NotAfter { column, limit } => ordered(column, limit) == Some(true),
        Condition::After { column, limit } => ordered(column, limit) == Some(false),
    }
}

fn json(value: &ColumnValue) -> serde_json::Value {
    match value {
        ColumnValue::Text(text) | ColumnValue::Choice(text) => text.as_str().into(),
        ColumnValue::Number(number) => (*number).into(),
        ColumnValue::Date(date) => date.to_string().into(),
        ColumnValue::Flag(flag) => (*flag).into(),
        ColumnValue::Choices(items) => items.clone().into(),
    }
}
