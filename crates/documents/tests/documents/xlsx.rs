use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use documents::{Block, Cell, Column, Document, Language, Link, Number, Row, Run, Table, xlsx};
use jiff::Timestamp;

use crate::sample;

fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

fn sheet(bytes: Vec<u8>, name: &str) -> calamine::Range<Data> {
    read(bytes).worksheet_range(name).expect("the sheet")
}

/// All sheets as another library reads them: a line a row, texts in quotation marks, numbers bare.
fn contents(bytes: Vec<u8>) -> String {
    let mut workbook = read(bytes);
    let mut lines = Vec::new();
    for name in workbook.sheet_names() {
        lines.push(format!("## {name}"));
        for row in workbook.worksheet_range(&name).expect("the sheet").rows() {
            let cells: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Data::Empty => "·".to_owned(),
                    Data::String(text) => format!("{text:?}"),
                    Data::Float(value) => value.to_string(),
                    Data::DateTime(day) => format!("day {}", day.as_f64()),
                    other => format!("{other:?}"),
                })
                .collect();
            lines.push(cells.join(" | "));
        }
    }
    lines.join("\n")
}

fn small(blocks: Vec<Block>) -> Document {
    let mut document = Document::new(Language::Vi, Timestamp::UNIX_EPOCH, "Đình", "Thử nghiệm");
    document.blocks = blocks;
    document
}

#[test]
fn the_report_reads_as_written() {
    insta::assert_snapshot!(contents(xlsx(&sample::report()).unwrap()));
}

#[test]
fn equal_documents_are_equal_files() {
    assert_eq!(xlsx(&sample::report()).unwrap(), xlsx(&sample::report()).unwrap());
}

#[test]
fn every_sheet_says_it_is_a_demo() {
    let report = sample::report();
    let mut workbook = read(xlsx(&report).unwrap());
    let notice = Data::String(report.demo_notice.unwrap());
    for name in workbook.sheet_names() {
        assert_eq!(
            workbook.worksheet_range(&name).unwrap().get((0, 0)),
            Some(&notice),
            "{name}"
        );
    }
}

#[test]
fn texts_are_never_formulas() {
    let texts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "'quoted",
        "\u{0}=1",
    ];
    let mut table = Table::new("=1+1", [Column::text("=A1")]);
    table.rows = texts
        .iter()
        .map(|text| Row::Data {
            cells: vec![Cell::text(*text)],
        })
        .collect();
    table.rows.push(Row::Group {
        text: "=2".to_owned(),
    });
    let mut blocks: Vec<Block> = texts.iter().map(|text| Block::text(*text)).collect();
    blocks.push(Block::Table(table));
    let bytes = xlsx(&small(blocks)).unwrap();
    let mut workbook = read(bytes);
    for name in workbook.sheet_names() {
        assert!(workbook.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    let table = workbook.worksheet_range("Bảng 1").unwrap();
    assert_eq!(table.get((2, 0)), Some(&Data::String("=1+1".to_owned())));
    assert_eq!(
        table.get((8, 0)),
        Some(&Data::String("=1".to_owned())),
        "control characters are dropped"
    );
}

#[test]
fn numbers_are_numbers_and_keep_their_digits() {
    let numbers = [
        (Number::from(2_374), Data::Float(2_374.0)),
        (
            Number::Decimal {
                mantissa: -15,
                scale: 1,
            },
            Data::Float(-1.5),
        ),
        (
            Number::Percent {
                mantissa: 746,
                scale: 1,
            },
            Data::Float(0.746),
        ),
        // Excel would change the last digits.
        (
            Number::from(9_007_199_254_740_993),
            Data::String("9.007.199.254.740.993".to_owned()),
        ),
    ];
    let mut table = Table::new("Số", [Column::figures("Số")]);
    table.rows = numbers
        .iter()
        .map(|(number, _)| Row::Data {
            cells: vec![Cell::number(Language::Vi, *number)],
        })
        .collect();
    let sheet = sheet(xlsx(&small(vec![Block::Table(table)])).unwrap(), "Bảng 1");
    for (row, (number, expected)) in (2..).zip(&numbers) {
        assert_eq!(sheet.get((row, 0)), Some(expected), "{number:?}");
    }
}

#[test]
fn a_linked_number_stays_a_number() {
    let mut table = Table::new("Số", [Column::figures("Số")]);
    let link = Link::parse("https://dinh.example/so-lieu").unwrap();
    table.rows.push(Row::Data {
        cells: vec![Cell::number(Language::Vi, 332.into()).link(link)],
    });
    let sheet = sheet(xlsx(&small(vec![Block::Table(table)])).unwrap(), "Bảng 1");
    assert_eq!(sheet.get((2, 0)), Some(&Data::Float(332.0)));
}

#[test]
fn a_paragraph_longer_than_a_cell_goes_on_below() {
    let text = "ệ".repeat(40_000);
    let sheet = sheet(
        xlsx(&small(vec![Block::paragraph([Run::new(&text)])])).unwrap(),
        "Nội dung",
    );
    let read: String = sheet.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(read, text);
}

#[test]
fn a_long_table_loses_no_row() {
    let sheet = sheet(xlsx(&sample::long(5_000)).unwrap(), "Bảng 1");
    assert_eq!(sheet.get((5_001, 0)), Some(&Data::Float(5_000.0)));
    assert_eq!(sheet.get_size().0, 5_002);
}
