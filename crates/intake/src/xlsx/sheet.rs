//! One sheet, row by row.

use std::io::Read;
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::strings::Strings;
use super::styles::Shown;
use super::xml::{Xml, attribute, damaged_because, unescape};
use crate::date::Epoch;
use crate::limits::Limits;
use crate::problem::{Message, Place, Problem, Stop};
use crate::raw::{EachRow, Merge, Raw, RawCell, RawRow};

/// What cells refer to outside their sheet.
pub(super) struct Context<'w> {
    pub(super) name: &'w str,
    pub(super) strings: &'w Strings,
    pub(super) formats: &'w [Shown],
    pub(super) epoch: Epoch,
    pub(super) limits: &'w Limits,
}

/// Gives each row that is not empty to `each`, and then the merged ranges, which a sheet lists after its rows; none
/// of them when `each` stopped early.
pub(super) fn scan<R: Read>(
    mut xml: Xml<'_, R>,
    context: &Context<'_>,
    each: &mut EachRow<'_>,
) -> Result<Vec<Merge>, Stop> {
    let mut merges = Vec::new();
    let mut row = RawRow::default();
    // The column after the last cell of the row: where a cell without an address of its own stands.
    let mut next_column = 0;
    let mut in_data = false;
    loop {
        let mut cell = None;
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "sheetData" => in_data = true,
                "row" if in_data => {
                    let number = match attribute(&element, "r")? {
                        Some(number) => number.parse().map_err(damaged_because)?,
                        None => row.number + 1,
                    };
                    if number <= row.number {
                        return Err(damaged_because("the rows are out of order"));
                    }
                    let hidden = attribute(&element, "hidden")?;
                    row.number = number;
                    row.hidden = hidden.is_some_and(|hidden| hidden == "1" || hidden == "true");
                    row.cells.clear();
                    next_column = 0;
                }
                "c" if in_data && row.number > 0 => cell = Some(CellHead::read(&element)?),
                "mergeCell" => {
                    if let Some(merge) = attribute(&element, "ref")?.as_deref().and_then(range) {
                        merges.push(merge);
                    }
                    if merges.len() > context.limits.merges {
                        return Err(Stop::refuse(
                            Message::new("intake-too-many-merges").with("max", context.limits.merges),
                        ));
                    }
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "sheetData" => in_data = false,
                "row" if in_data && !row.cells.is_empty() => {
                    if each(&row) == ControlFlow::Break(()) {
                        return Ok(Vec::new());
                    }
                    row.cells.clear();
                }
                _ => {}
            },
            Event::Eof => return Ok(merges),
            _ => {}
        }
        let Some(head) = cell else { continue };
        let column = head.column.unwrap_or(next_column);
        if column < next_column {
            return Err(damaged_because("the cells are out of order"));
        }
        next_column = column + 1;
        if let Some((value, formula)) = read_cell(&mut xml, &head, context)? {
            within_limits(context, row.number, column)?;
            row.cells.push(RawCell {
                column,
                value,
                formula,
            });
        }
    }
}

fn within_limits(context: &Context<'_>, row: u32, column: u32) -> Result<(), Stop> {
    let message = if column >= context.limits.columns {
        Message::new("intake-too-many-columns").with("max", context.limits.columns)
    } else if row > context.limits.rows {
        Message::new("intake-too-many-rows").with("max", context.limits.rows)
    } else {
        return Ok(());
    };
    let place = Place {
        sheet: Some(context.name.to_owned()),
        row: Some(row),
        column: Some(column),
        header: None,
    };
    Err(Stop::Refused(Box::new(Problem::new(place, "", message))))
}

/// What the tag of a cell says.
struct CellHead {
    column: Option<u32>,
    kind: CellKind,
    format: usize,
}

#[derive(Clone, Copy)]
enum CellKind {
    Number,
    SharedText,
    OwnText,
    Boolean,
    Error,
}

impl CellHead {
    fn read(element: &BytesStart<'_>) -> Result<Self, Stop> {
        let mut head = Self {
            column: None,
            kind: CellKind::Number,
            format: 0,
        };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(damaged_because)?;
            match attribute.key.local_name().as_ref() {
                "r" => {
                    let (column, _) = address(&attribute.value)
                        .ok_or_else(|| damaged_because("a cell has no proper address"))?;
                    head.column = Some(column);
                }
                "s" => head.format = attribute.value.parse().map_err(damaged_because)?,
                "t" => {
                    head.kind = match &*attribute.value {
                        "n" => CellKind::Number,
                        "s" => CellKind::SharedText,
                        "b" => CellKind::Boolean,
                        "e" => CellKind::Error,
                        // "d" is a date as ISO 8601 text, which is read like one that was typed.
                        "str" | "inlineStr" | "d" => CellKind::OwnText,
                        _ => return Err(damaged_because("a cell has an unknown type")),
                    };
                }
                _ => {}
            }
        }
        Ok(head)
    }
}

/// Reads to the end of the cell; gives its value and whether it is a formula's, or nothing when it is empty.
fn read_cell<R: Read>(
    xml: &mut Xml<'_, R>,
    head: &CellHead,
    context: &Context<'_>,
) -> Result<Option<(Raw, bool)>, Stop> {
    let mut formula = false;
    let mut written = None;
    loop {
        let text = match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "f" => {
                    formula = true;
                    None
                }
                "v" => Some(("v", false)),
                "is" => Some(("is", true)),
                _ => None,
            },
            Event::End(element) if element.local_name().as_ref() == "c" => break,
            Event::Eof => return Err(damaged_because("XML ends inside a cell")),
            _ => None,
        };
        if let Some((element, rich)) = text {
            written = Some(xml.text_of(element, rich)?);
        }
    }
    let Some(written) = written else {
        return Ok(formula.then_some((Raw::NotCalculated, true)));
    };
    let value = match head.kind {
        CellKind::Number => match written.trim() {
            "" => return Ok(formula.then_some((Raw::NotCalculated, true))),
            digits => {
                let number: f64 = digits.parse().map_err(damaged_because)?;
                if !number.is_finite() {
                    return Err(damaged_because("a cell holds an impossible number"));
                }
                match context.formats.get(head.format) {
                    Some(Shown::Date) => Raw::Serial(number, context.epoch),
                    Some(Shown::Percentage) => Raw::Percentage(number),
                    Some(Shown::Number) | None => Raw::Number(number),
                }
            }
        },
        CellKind::SharedText => {
            let index = written.trim().parse().map_err(damaged_because)?;
            let text = context
                .strings
                .get(index)
                .ok_or_else(|| damaged_because("a cell's text is missing"))?;
            Raw::Text(text.to_owned())
        }
        CellKind::OwnText => Raw::Text(unescape(written)),
        CellKind::Boolean => Raw::Text(if written.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
        CellKind::Error => Raw::Error(written),
    };
    Ok(match value {
        Raw::Text(text) if text.is_empty() => None,
        value => Some((value, formula)),
    })
}

/// `A3:B5`.
fn range(text: &str) -> Option<Merge> {
    let (first, last) = text.split_once(':')?;
    let ((first_column, first_row), (last_column, last_row)) = (address(first)?, address(last)?);
    let merge = Merge {
        first_row: first_row?,
        last_row: last_row?,
        first_column,
        last_column,
    };
    (merge.first_row <= merge.last_row && first_column <= last_column).then_some(merge)
}

/// `B5` as column and row, both counted from 0; the row may be missing.
fn address(text: &str) -> Option<(u32, Option<u32>)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let (letters, digits) = text.split_at(letters);
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    let row = if digits.is_empty() {
        None
    } else {
        Some(digits.parse::<u32>().ok()?.checked_sub(1)?)
    };
    Some((column - 1, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_ranges() {
        assert_eq!(address("A1"), Some((0, Some(0))));
        assert_eq!(address("XFD1048576"), Some((16_383, Some(1_048_575))));
        assert_eq!(address("AB"), Some((27, None)));
        for wrong in ["", "1", "AAAA1", "A0", "A-1", "ộ1", "A99999999999"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
        assert_eq!(
            range("A3:C4").map(|merge| merge.to_string()).as_deref(),
            Some("A3:C4")
        );
        assert_eq!(range("C4:A3"), None);
    }
}
