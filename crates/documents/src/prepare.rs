//! What all three writers do first: check the model and clean its texts.

use unicode_normalization::UnicodeNormalization;

use crate::{Block, Cell, CellValue, Document, Error, Number, Row, Table};

/// Most digits a scale may ask for; an `i64` has no more.
const MAX_SCALE: u8 = 18;

/// A checked copy with clean texts, so that no writer need think of either.
pub(crate) fn prepare(document: &Document) -> Result<Document, Error> {
    let mut document = document.clone();
    document.for_each_text(&mut |text| *text = clean(text));
    document.svgs_mut().for_each(|svg| *svg = clean(svg));
    check(&document)?;
    Ok(document)
}

/// NFC, without the characters XML 1.0 cannot hold; tabs and carriage returns become spaces.
pub(crate) fn clean(text: &str) -> String {
    text.nfc()
        .filter_map(|c| match c {
            '\n' => Some('\n'),
            '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if c.is_control() => None,
            '\u{fffe}' | '\u{ffff}' => None,
            c => Some(c),
        })
        .collect()
}

fn check(document: &Document) -> Result<(), Error> {
    if document.title.trim().is_empty() {
        return Err(Error::NoTitle);
    }
    let mut level_before = 0;
    let mut charts = 0;
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } => {
                if text.trim().is_empty() {
                    return Err(Error::EmptyHeading);
                }
                if !(1..=4).contains(level) || *level > level_before + 1 {
                    return Err(Error::HeadingLevel {
                        text: text.clone(),
                        level: *level,
                        before: level_before,
                    });
                }
                level_before = *level;
            }
            Block::Chart(chart) => {
                charts += 1;
                if chart.alt.trim().is_empty() {
                    return Err(Error::NoAlternative { chart: charts });
                }
            }
            _ => {}
        }
    }
    for (index, table) in document.tables().enumerate() {
        check_table(index + 1, table)?;
    }
    Ok(())
}

fn check_table(number: usize, table: &Table) -> Result<(), Error> {
    let columns = table.columns.len();
    if columns == 0 {
        return Err(Error::NoColumns { table: number });
    }
    if !table.column_groups.is_empty() {
        let covered = table.column_groups.iter().map(|group| group.span).sum();
        if covered != columns || table.column_groups.iter().any(|group| group.span == 0) {
            return Err(Error::ColumnGroups {
                table: number,
                covered,
                columns,
            });
        }
    }
    for (index, row) in table.rows.iter().enumerate() {
        let (Row::Data { cells } | Row::Total { cells }) = row else {
            continue;
        };
        if cells.len() != columns {
            return Err(Error::CellCount {
                table: number,
                row: index + 1,
                cells: cells.len(),
                columns,
            });
        }
        for cell in cells {
            check_cell(number, index + 1, table, cell)?;
        }
    }
    Ok(())
}

fn check_cell(number: usize, row: usize, table: &Table, cell: &Cell) -> Result<(), Error> {
    if let Some(note) = cell.notes.iter().find(|note| note.number() > table.notes().len()) {
        return Err(Error::Note {
            table: number,
            row,
            note: note.number(),
        });
    }
    match cell.value {
        CellValue::Number {
            number: Number::Decimal { scale, .. } | Number::Percent { scale, .. },
            ..
        } if scale > MAX_SCALE => Err(Error::Scale {
            table: number,
            row,
            scale,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{Chart, Column, Language};

    fn document(blocks: Vec<Block>) -> Document {
        let mut document = Document::new(Language::Vi, Timestamp::UNIX_EPOCH, "a", "t");
        document.blocks = blocks;
        document
    }

    fn table(rows: Vec<Row>) -> Block {
        let mut table = Table::new("c", [Column::text("a"), Column::figures("b")]);
        table.rows = rows;
        Block::Table(table)
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            (document(vec![Block::heading(2, "Đầu")]), "level 2 after level 0"),
            (
                document(vec![Block::heading(1, "a"), Block::heading(3, "b")]),
                "level 3 after level 1",
            ),
            (
                document(vec![table(vec![Row::Data {
                    cells: vec![Cell::empty()],
                }])]),
                "1 cells for 2 columns",
            ),
            (document(vec![Block::Table(Table::new("c", []))]), "no columns"),
            (
                document(vec![Block::Chart(Chart {
                    svg: String::new(),
                    alt: " ".into(),
                    caption: String::new(),
                })]),
                "chart 1 has no text alternative",
            ),
        ];
        for (document, expected) in cases {
            let error = prepare(&document).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
        let mut other = Table::new("other", [Column::text("a")]);
        other.note("one");
        let second = other.note("two");
        let row = Row::Data {
            cells: vec![Cell::text("x").note(second), Cell::empty()],
        };
        let error = prepare(&document(vec![table(vec![row])]))
            .unwrap_err()
            .to_string();
        assert!(error.contains("refers to note 2"), "{error}");
    }

    #[test]
    fn texts_are_composed_and_free_of_controls() {
        assert_eq!(
            clean("Vi\u{65}\u{323}\u{302}t\u{0}\u{1b}[1m\tNam\u{ffff}"),
            "Việt[1m Nam"
        );
    }

    #[test]
    fn equal_notes_are_one_note() {
        let mut table = Table::new("c", [Column::text("a")]);
        let first = table.note("cận dưới");
        assert_eq!(table.note("ước tính").number(), 2);
        assert_eq!(table.note("cận dưới"), first);
        assert_eq!(table.notes().len(), 2);
    }
}
