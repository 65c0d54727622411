//! What a form gives back: typed values in rows that remember where they stood.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use crate::problem::{Message, Place, Problem};

/// How exactly an amount is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// As written.
    Exact,
    /// That much or more: `>=`, `ít nhất`, `trở lên`.
    AtLeast,
    /// More than that: `>`, `trên`, `hơn`.
    MoreThan,
    /// That much or less: `<=`, `tối đa`, `không quá`.
    AtMost,
    /// Around that: `~`, `khoảng`, `gần`.
    About,
}

/// An amount and how exactly it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Amount {
    /// The figure times ten to the power of `places`, scale words multiplied in: `1,5 tỷ` is 1500000000.
    pub value: i64,
    /// The decimal places that it needs, no more than its column has: 1 for `98,5` and for `98,50`, 0 for `98`.
    pub places: u8,
    /// Which of the column's units was written behind it.
    pub unit: Option<usize>,
    /// What the words before or after the figure say of it.
    pub qualifier: Qualifier,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Words.
    Text(String),
    /// An identifier with its leading zeros.
    Code(String),
    /// A whole number.
    Whole(i64),
    /// A decimal number.
    Decimal {
        /// The number times ten to the power of `places`.
        scaled: i64,
        /// The decimal places of the column.
        places: u8,
    },
    /// A day.
    Date(Date),
    /// A year.
    Year(i16),
    /// The key of the value chosen.
    Choice(String),
    /// A qualified amount.
    Amount {
        /// What it means.
        amount: Amount,
        /// The cell's own words.
        written: String,
    },
}

impl fmt::Display for Value {
    /// The value in the notation that reads back unambiguously in any column of its kind. (Choices show their key.)
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Choice(text) => f.write_str(text),
            Self::Whole(value) => write!(f, "{value}"),
            Self::Decimal { scaled, places } => decimal(f, *scaled, *places),
            Self::Date(date) => write!(f, "{:02}/{:02}/{:04}", date.day(), date.month(), date.year()),
            Self::Year(year) => write!(f, "{year}"),
            Self::Amount { amount, .. } => {
                let sign = match amount.qualifier {
                    Qualifier::Exact => "",
                    Qualifier::AtLeast => ">=",
                    Qualifier::MoreThan => ">",
                    Qualifier::AtMost => "<=",
                    Qualifier::About => "~",
                };
                f.write_str(sign)?;
                decimal(f, amount.value, amount.places)
            }
        }
    }
}

fn decimal(f: &mut fmt::Formatter<'_>, scaled: i64, places: u8) -> fmt::Result {
    let places = usize::from(places);
    let digits = format!("{:0width$}", scaled.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    let sign = if scaled < 0 { "-" } else { "" };
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        write!(f, "{sign}{whole}")
    } else {
        write!(f, "{sign}{whole},{fraction}")
    }
}

/// Which column of the file holds which column of the form.
#[derive(Debug)]
pub(crate) struct Layout {
    /// The sheet's name; a CSV file has none.
    pub(crate) sheet: Option<String>,
    /// In the form's order; `column` is empty when the file does not have it.
    pub(crate) columns: Vec<LaidOut>,
}

#[derive(Debug)]
pub(crate) struct LaidOut {
    pub(crate) key: String,
    pub(crate) column: Option<u32>,
    pub(crate) header: String,
}

/// One row read from the file.
#[derive(Debug, Clone)]
pub struct Row {
    pub(crate) number: u32,
    pub(crate) values: Vec<Option<Value>>,
    pub(crate) layout: Arc<Layout>,
}

impl Row {
    /// The row as a spreadsheet program numbers it, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The sheet it stands on; a CSV file has none.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.layout.sheet.as_deref()
    }

    /// The values in the order of the form's columns; empty cells are `None`.
    #[must_use]
    pub fn values(&self) -> &[Option<Value>] {
        &self.values
    }

    /// The value of the column with this key; `None` when its cell is empty or the form has no such column.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(self.index(key)?)?.as_ref()
    }

    /// The words, code or choice in the column with this key.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Text(text) | Value::Code(text) | Value::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number or year in the column with this key.
    #[must_use]
    pub fn whole(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Value::Whole(value) => Some(*value),
            Value::Year(year) => Some(i64::from(*year)),
            _ => None,
        }
    }

    /// The day in the column with this key.
    #[must_use]
    pub fn date(&self, key: &str) -> Option<Date> {
        match self.get(key)? {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The amount in the column with this key.
    #[must_use]
    pub fn amount(&self, key: &str) -> Option<Amount> {
        match self.get(key)? {
            Value::Amount { amount, .. } => Some(*amount),
            _ => None,
        }
    }

    /// How the amount in the column with this key is written in its cell.
    #[must_use]
    pub fn amount_written(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Amount { written, .. } => Some(written),
            _ => None,
        }
    }

    /// Where the cell of the column with this key stands.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        let laid_out = self.index(key).and_then(|index| self.layout.columns.get(index));
        Place {
            sheet: self.layout.sheet.clone(),
            row: Some(self.number),
            column: laid_out.and_then(|column| column.column),
            header: laid_out.map(|column| column.header.clone()),
        }
    }

    /// A problem the caller has with the cell of this column: an unknown unit, a figure twice.
    #[must_use]
    pub fn problem(&self, key: &str, expected: Message) -> Problem {
        let read = self.get(key).map(ToString::to_string).unwrap_or_default();
        Problem::new(self.place(key), &read, expected)
    }

    fn index(&self, key: &str) -> Option<usize> {
        self.layout.columns.iter().position(|column| column.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_shown_with_a_comma() {
        for (scaled, places, shown) in [
            (150, 2, "1,5"),
            (-5, 2, "-0,05"),
            (0, 3, "0"),
            (1200, 2, "12"),
            (7, 0, "7"),
            (i64::MIN, 1, "-922337203685477580,8"),
        ] {
            assert_eq!(Value::Decimal { scaled, places }.to_string(), shown);
        }
    }
}
