//! What the two kinds of file have in common once unpacked: rows of cells that are not understood yet.

use std::ops::ControlFlow;

use crate::date::Epoch;
use crate::number::shown;

/// A row with at least one cell that is not empty.
#[derive(Debug, Default)]
pub(crate) struct RawRow {
    /// Counted from 1, as a spreadsheet shows it.
    pub(crate) number: u32,
    /// Whether the spreadsheet hides it.
    pub(crate) hidden: bool,
    /// In the order of their columns; empty cells are left out.
    pub(crate) cells: Vec<RawCell>,
}

#[derive(Debug, Clone)]
pub(crate) struct RawCell {
    /// Counted from 0.
    pub(crate) column: u32,
    pub(crate) value: Raw,
    /// Whether the value is the stored result of a formula.
    pub(crate) formula: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Raw {
    Text(String),
    Number(f64),
    /// A number that the spreadsheet shows as a percentage, a hundred times as large.
    Percentage(f64),
    /// A number that the spreadsheet shows as a date or a time.
    Serial(f64, Epoch),
    /// An error such as `#REF!`.
    Error(String),
    /// A formula without a stored result.
    NotCalculated,
}

impl Raw {
    /// The value as a message repeats it.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(value) => shown(*value),
            Self::Percentage(value) => format!("{}%", shown(value * 100.0)),
            Self::Serial(serial, epoch) => crate::date::serial_date(*serial, *epoch).map_or_else(
                |_| serial.to_string(),
                |day| crate::value::Value::Date(day).to_string(),
            ),
            Self::NotCalculated => String::new(),
        }
    }
}

/// Takes rows one after the other until it has had enough.
pub(crate) type EachRow<'a> = dyn FnMut(&RawRow) -> ControlFlow<()> + 'a;

/// Merged cells, all four corners counted from 0 and included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merge {
    pub(crate) first_row: u32,
    pub(crate) last_row: u32,
    pub(crate) first_column: u32,
    pub(crate) last_column: u32,
}

impl std::fmt::Display for Merge {
    /// As a spreadsheet names the range: `A3:B5`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let letter = crate::problem::column_letter;
        write!(
            f,
            "{}{}:{}{}",
            letter(self.first_column),
            self.first_row + 1,
            letter(self.last_column),
            self.last_row + 1
        )
    }
}
