//! Finding the header row, below the titles that Vietnamese forms begin with.
//!
//! Each of the first rows is tried; the one that names the most required columns, then the most columns, is the
//! header. Forms often have headers of two rows, a group's name merged over its columns and the names below. So a
//! cell also counts as what its group and its own name say together (`Số hộ` over `nghèo`), and an empty cell as
//! what stands directly above it (a name merged over both rows).

use std::ops::ControlFlow;

use crate::form::Prepared;
use crate::legacy::Lettering;
use crate::raw::{Raw, RawCell, RawRow};
use crate::text::fold;

/// Headers that only number the rows; they are never a problem and never read unless the form asks.
const ORDINALS: [&str; 7] = ["stt", "tt", "so tt", "so thu tu", "no", "ord", "so th tu"];

/// A header row and what it names.
#[derive(Debug)]
pub(crate) struct Table {
    /// The row's number.
    pub(crate) row: u32,
    /// For each column of the form, the columns of the file that it was found in, with their headers.
    pub(crate) found: Vec<Vec<(u32, String)>>,
    /// Columns of the file that the form does not know, with their headers.
    pub(crate) unknown: Vec<(u32, String)>,
    /// Columns that only number the rows.
    pub(crate) ordinals: Vec<u32>,
    required: usize,
}

impl Table {
    /// How many of the form's columns were found.
    pub(crate) fn matched(&self) -> usize {
        self.found.iter().filter(|columns| !columns.is_empty()).count()
    }

    /// Whether all required columns were found.
    pub(crate) fn is_complete(&self, form: &Prepared<'_>) -> bool {
        self.required == form.form.columns.iter().filter(|column| column.required).count()
    }
}

/// Keeps a copy of the rows up to number `most`, among which the header must be.
pub(crate) fn collect(rows: &mut Vec<RawRow>, row: &RawRow, most: u32) -> ControlFlow<()> {
    if row.number > most {
        return ControlFlow::Break(());
    }
    rows.push(RawRow {
        number: row.number,
        hidden: row.hidden,
        cells: row.cells.clone(),
    });
    ControlFlow::Continue(())
}

/// Finds the header row, or nothing when no cell of any row is a header of the form.
pub(crate) fn find(rows: &[RawRow], form: &Prepared<'_>, lettering: Lettering) -> Option<Table> {
    let texts: Vec<Vec<(u32, String)>> = rows.iter().map(|row| texts(row, lettering)).collect();
    let mut best: Option<Table> = None;
    for (index, row) in rows.iter().enumerate() {
        let above = match index.checked_sub(1) {
            Some(index) if rows[index].number + 1 == row.number => texts[index].as_slice(),
            _ => &[],
        };
        let table = match_row(row.number, &texts[index], above, form);
        let score = |table: &Table| (table.required, table.matched());
        if table.matched() > 0 && best.as_ref().is_none_or(|best| score(&table) > score(best)) {
            best = Some(table);
        }
    }
    best
}

/// Finds the header row before it is known how the letters are to be understood.
pub(crate) fn find_in_any_lettering(rows: &[RawRow], form: &Prepared<'_>) -> Option<Table> {
    let tables = Lettering::ALL
        .into_iter()
        .filter_map(|lettering| find(rows, form, lettering));
    // The first of equals: `max_by_key` would take the last.
    tables.reduce(|best, table| {
        if table.matched() > best.matched() {
            table
        } else {
            best
        }
    })
}

fn match_row(number: u32, own: &[(u32, String)], above: &[(u32, String)], form: &Prepared<'_>) -> Table {
    let columns = &form.form.columns;
    let mut found = vec![Vec::new(); columns.len()];
    let (mut unknown, mut ordinals) = (Vec::new(), Vec::new());
    for (column, text) in own {
        let folded = fold(text);
        let group = above.iter().rev().find(|(group, _)| group <= column);
        let grouped = group.map(|(_, group)| format!("{group} {text}"));
        let in_group = grouped.and_then(|text| Some((form.column_named(&fold(&text))?, text)));
        if let Some((index, text)) = in_group {
            found[index].push((*column, text));
        } else if let Some(index) = form.column_named(&folded) {
            found[index].push((*column, text.clone()));
        } else if ORDINALS.contains(&folded.as_str()) {
            ordinals.push(*column);
        } else if !folded.is_empty() {
            unknown.push((*column, text.clone()));
        }
    }
    for (column, text) in above
        .iter()
        .filter(|(column, _)| own.iter().all(|(filled, _)| filled != column))
    {
        let folded = fold(text);
        if let Some(index) = form.column_named(&folded) {
            found[index].push((*column, text.clone()));
        } else if ORDINALS.contains(&folded.as_str()) {
            ordinals.push(*column);
        }
    }
    let required = columns
        .iter()
        .zip(&found)
        .filter(|(column, found)| column.required && !found.is_empty())
        .count();
    Table {
        row: number,
        found,
        unknown,
        ordinals,
        required,
    }
}

fn texts(row: &RawRow, lettering: Lettering) -> Vec<(u32, String)> {
    row.cells
        .iter()
        .map(|cell| (cell.column, text(cell, lettering)))
        .collect()
}

/// A cell as a header: a year or a number may be one, too.
fn text(cell: &RawCell, lettering: Lettering) -> String {
    match &cell.value {
        Raw::Text(text) => lettering
            .decode(text)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" "),
        value => value.shown(),
    }
}

/// Whether a row only numbers the columns, as the row below the header of an official form does: `(1) (2) (3)`,
/// `A B 1 2`, `1 2 3`. Bare numbers could be figures, so they only count when `words_expected`: some of them stand
/// in columns that hold no numbers.
pub(crate) fn is_numbering(row: &RawRow, words_expected: bool) -> bool {
    let mut next = None;
    let mut marked = false;
    for cell in &row.cells {
        let text = match &cell.value {
            Raw::Text(text) => text.trim().to_owned(),
            Raw::Number(value) => value.to_string(),
            _ => return false,
        };
        if let [letter @ b'A'..=b'Z'] = text.as_bytes() {
            marked = true;
            if next.is_some() || !letter.is_ascii_uppercase() {
                return false;
            }
            continue;
        }
        // (5)=(3)+(4) and 5=3+4 say how a column is calculated.
        let first = text.split('=').next().unwrap_or_default().trim();
        let inner = first.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        marked |= inner.is_some() || text.contains('=');
        let Ok(number) = inner.unwrap_or(first).trim().parse::<u32>() else {
            return false;
        };
        if next.is_some_and(|next| next != number)
            || number > row.cells.last().map_or(0, |cell| cell.column + 1)
        {
            return false;
        }
        next = Some(number + 1);
    }
    row.cells.len() >= 2 && next.is_some() && (marked || words_expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Column, Form, Kind};

    fn row(number: u32, cells: &[&str]) -> RawRow {
        let cells = (0..)
            .zip(cells)
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| RawCell {
                column,
                value: Raw::Text((*text).to_owned()),
                formula: false,
            })
            .collect();
        RawRow {
            number,
            hidden: false,
            cells,
        }
    }

    fn form() -> Form {
        let whole = || Kind::Whole { min: None, max: None };
        Form::new("f", "F")
            .column(Column::new("name", &["Tên xã", "Commune"], Kind::Text { max_len: 99 }).required())
            .column(Column::new("all", &["Số hộ: tổng số"], whole()).required())
            .column(Column::new("poor", &["Số hộ nghèo", "Hộ nghèo"], whole()))
    }

    #[test]
    fn the_header_is_found_below_titles() {
        let form = form();
        let form = Prepared::new(&form);
        let rows = [
            row(1, &["ỦY BAN NHÂN DÂN"]),
            row(2, &["Danh sách xã", "", "Hộ nghèo"]),
            row(4, &["STT", "TÊN XÃ", "Hộ nghèo", "Số hộ - tổng số", "Ghi chú"]),
            row(5, &["1", "Vĩnh Hậu", "3", "5"]),
        ];
        let table = find(&rows, &form, Lettering::Unicode).expect("found");
        assert_eq!(
            (table.row, table.matched(), table.is_complete(&form)),
            (4, 3, true)
        );
        assert_eq!((table.found[1][0].0, table.found[2][0].0), (3, 2));
        assert_eq!(
            (table.ordinals, table.unknown),
            (vec![0], vec![(4, "Ghi chú".to_owned())])
        );
    }

    #[test]
    fn headers_of_two_rows_are_put_together() {
        let form = form();
        let form = Prepared::new(&form);
        let rows = [
            row(1, &["Tên xã", "Số hộ", ""]),
            row(2, &["", "Tổng số", "Nghèo"]),
        ];
        let table = find(&rows, &form, Lettering::Unicode).expect("found");
        assert_eq!((table.row, table.is_complete(&form)), (2, true));
        assert_eq!(table.found[2], [(2, "Số hộ Nghèo".to_owned())]);
    }

    #[test]
    fn rows_that_number_columns_are_recognised() {
        assert!(is_numbering(&row(5, &["(1)", "(2)", "(3)=(1)+(2)"]), false));
        assert!(is_numbering(&row(5, &["A", "B", "1", "2"]), false));
        assert!(is_numbering(&row(5, &["1", "2", "3"]), true));
        assert!(!is_numbering(&row(5, &["1", "2", "3"]), false));
        assert!(!is_numbering(&row(5, &["1", "Vĩnh Hậu", "3"]), true));
        assert!(!is_numbering(&row(5, &["1", "3", "4"]), true));
        assert!(!is_numbering(&row(5, &["A"]), true));
    }
}
