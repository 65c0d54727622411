//! Whatever people type, they get their document, and their text is in it.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use documents::{Block, Cell, Column, Document, Language, Row, Table, docx, pdf, xlsx};
use docx_rs::{DocumentChild, TableChild, TableRowChild};
use jiff::Timestamp;
use proptest::prelude::*;

/// A document that has the text everywhere a text can stand.
fn document(text: &str) -> Document {
    let mut table = Table::new(text, [Column::text(text).unit(text)]);
    let note = table.note(text);
    table.unit = Some(text.to_owned());
    table.rows = vec![
        Row::Data {
            cells: vec![Cell::text(text).note(note)],
        },
        Row::Group {
            text: text.to_owned(),
        },
    ];
    let mut document = Document::new(Language::Vi, Timestamp::UNIX_EPOCH, text, "Thử nghiệm");
    document.demo_notice = Some(text.to_owned());
    document.blocks = vec![
        Block::heading(1, format!("I. {text}")),
        Block::text(text),
        Block::Table(table),
    ];
    document
}

/// Texts of Vietnamese, Khmer, signs that mean something in one of the formats, and anything else.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,60}",
        "[#$*_`@<>&\"'\\\\{}\\[\\]=+\\-/%\\n\\t a-z]{0,60}",
        "[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđĐ ]{0,60}",
        "[ក-៹\u{200b} ]{0,60}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_pdf_is_set(text in text()) {
        let error = pdf(&document(&text)).err();
        prop_assert!(error.is_none(), "{:?}", error);
    }

    #[test]
    fn a_docx_opens_with_its_table(text in text()) {
        let read = docx_rs::read_docx(&docx(&document(&text)).unwrap()).unwrap();
        let rows = read.document.children.iter().find_map(|child| match child {
            DocumentChild::Table(table) => Some(&table.rows),
            _ => None,
        });
        let rows = rows.unwrap();
        prop_assert_eq!(rows.len(), 3);
        for TableChild::TableRow(row) in rows {
            prop_assert!(matches!(row.cells.as_slice(), [TableRowChild::TableCell(_)]));
        }
    }

    #[test]
    fn an_xlsx_opens_without_formulas(text in text()) {
        let mut workbook = Xlsx::new(Cursor::new(xlsx(&document(&text)).unwrap())).unwrap();
        for name in workbook.sheet_names() {
            prop_assert!(workbook.worksheet_formula(&name).unwrap().is_empty());
            let range = workbook.worksheet_range(&name).unwrap();
            prop_assert!(range.rows().flatten().all(|cell| matches!(cell, Data::Empty | Data::String(_))));
        }
    }
}
