//! How wide the columns of a table should be: figures whole, words wrapped.

use unicode_normalization::char::is_combining_mark;

use crate::{Column, Row, Table};

/// Letters of body size that fit across the text of a page.
const PAGE: u32 = 80;
/// Width of the empty sides of a cell, in letters.
const SIDES: u32 = 3;
/// A column never asks for more letters than this.
const MOST_WANTED: u32 = 40;
/// Nor does it need more than this: longer words are broken.
const MOST_NEEDED: u32 = 20;
/// Units up to so many letters stay on one line.
const MOST_UNIT: u32 = 14;

/// Widths and letter size of a table.
#[derive(Debug, PartialEq, serde::Serialize)]
pub(crate) struct Columns {
    /// One width a column, in letters; only their ratio counts in print.
    pub widths: Vec<u32>,
    /// Size of the letters in half points, 16 to 24, so that the longest words fit.
    pub half_points: u32,
}

/// Finds widths for print.
pub(crate) fn columns(table: &Table) -> Columns {
    let columns: Vec<(u32, u32)> = (0..table.columns.len())
        .map(|index| measure(table, index))
        .collect();
    let needed: u32 = columns.iter().map(|(needed, _)| needed).sum();
    let wanted: u32 = columns.iter().map(|(_, wanted)| wanted).sum();
    let spare = PAGE.saturating_sub(needed);
    let widths = columns
        .iter()
        .map(|(need, want)| {
            if wanted <= PAGE {
                *want
            } else {
                // Every column gets what it needs, and its share of what is left.
                need + (want - need) * spare / (wanted - needed).max(1)
            }
        })
        .collect();
    let half_points = (24 * PAGE / needed.max(PAGE)).max(16);
    Columns { widths, half_points }
}

/// Letters of the longest word, and of the longest text, in a column; both within bounds, with the cell's sides.
fn measure(table: &Table, index: usize) -> (u32, u32) {
    let Column { header, unit, .. } = &table.columns[index];
    let unit = unit.as_deref().unwrap_or_default();
    let mut needed = longest_word(header).max(longest_word(unit));
    // A header may take two lines, which seldom break in the middle; its unit stays on one.
    let mut wanted = needed
        .max(letters(header).div_ceil(2) + 2)
        .max((letters(unit) + 2).min(MOST_UNIT));
    for row in &table.rows {
        let (Row::Data { cells } | Row::Total { cells }) = row else {
            continue;
        };
        let cell = &cells[index];
        let marks = letters(&cell.marks());
        needed = needed.max(longest_word(cell.shown()) + marks);
        wanted = wanted.max(letters(cell.shown()) + marks);
    }
    let needed = needed.clamp(2, MOST_NEEDED);
    (needed + SIDES, wanted.clamp(needed, MOST_WANTED) + SIDES)
}

fn longest_word(text: &str) -> u32 {
    text.split([' ', '\n', '-', '/']).map(letters).max().unwrap_or(0)
}

/// Letters that take room; marks above and below them do not.
pub(crate) fn letters(text: &str) -> u32 {
    let count = text.chars().filter(|c| !is_combining_mark(*c)).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Language};

    #[test]
    fn figures_stay_whole_beside_long_words() {
        let mut table = Table::new(
            "",
            [
                Column::text("Lĩnh vực"),
                Column::figures("Đăng ký"),
                Column::text("Nguồn"),
            ],
        );
        let long = "Tuyên truyền, vận động Nhân dân ".repeat(20);
        table.rows.push(Row::Data {
            cells: vec![
                Cell::text(&long),
                Cell::number(Language::Vi, 1_234_567.into()),
                Cell::text(long),
            ],
        });
        let Columns { widths, half_points } = columns(&table);
        assert!(widths[1] >= 9 + SIDES, "{widths:?}");
        assert!(widths.iter().sum::<u32>() <= PAGE);
        assert_eq!(half_points, 24);
    }

    #[test]
    fn many_columns_take_smaller_letters() {
        let table = Table::new("", vec![Column::figures("1.234.567"); 14]);
        let Columns { widths, half_points } = columns(&table);
        assert!(widths.iter().all(|width| *width == widths[0]));
        assert!((16..24).contains(&half_points));
    }
}
