//! Any bytes as a spreadsheet. The first byte chooses between CSV below a header the form knows, the sheet of a
//! workbook (so that the fuzzer works on XML instead of on packing), and a file as it is.
#![no_main]

use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use intake::{Choice, Column, Form, Kind, Limits, Options, Reading};
use libfuzzer_sys::fuzz_target;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A form with a column of every kind.
fn form() -> Form {
    let choices = vec![Choice::new("xa", &["Xã"]), Choice::new("phuong", &["Phường"])];
    Form::new("fuzz", "Fuzz")
        .column(Column::new("code", &["Mã"], Kind::Code { digits: Some(5) }).required())
        .column(Column::new("name", &["Tên"], Kind::Text { max_len: 20 }))
        .column(Column::new("whole", &["Số"], Kind::Whole { min: None, max: None }))
        .column(Column::new("share", &["Tỷ lệ"], Kind::Decimal { places: 3 }))
        .column(Column::new("day", &["Ngày"], Kind::Date))
        .column(Column::new("year", &["Năm"], Kind::Year))
        .column(Column::new("kind", &["Loại"], Kind::Choice { values: choices }))
        .column(Column::new("money", &["Tiền"], Kind::Amount { places: 2, units: vec!["đồng".to_owned()] }))
}

/// A workbook with these bytes as its only sheet, below the header.
fn workbook(sheet: &[u8]) -> Vec<u8> {
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let header: String = ["Mã", "Tên", "Số", "Tỷ lệ", "Ngày", "Năm", "Loại", "Tiền"]
        .iter()
        .map(|header| format!("<c t=\"str\"><v>{header}</v></c>"))
        .collect();
    let relations = |kind: &str, target: &str| {
        format!("<R><Relationship Id=\"a\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/></R>").into_bytes()
    };
    let mut data = format!("<worksheet><sheetData><row>{header}</row>").into_bytes();
    data.extend_from_slice(sheet);
    let parts = [
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", b"<workbook><sheet name=\"a\" id=\"a\"/></workbook>".to_vec()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "s.xml")),
        ("xl/s.xml", data),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(name, stored).expect("memory takes everything");
        zip.write_all(&content).expect("memory takes everything");
    }
    zip.finish().expect("memory takes everything").into_inner()
}

fn read(file: &[u8], form: &Form) -> Reading {
    let limits = Limits {
        unpacked_bytes: 16 << 20,
        shared_text_bytes: 1 << 20,
        cell_bytes: 64 << 10,
        ..Limits::default()
    };
    let options = Options { sheet: None, limits };
    let mut each = |row: intake::Row| {
        assert_eq!(row.values().len(), form.columns.len());
        assert!(row.get("code").is_some(), "a required cell is never empty");
        ControlFlow::Continue(())
    };
    intake::read(Cursor::new(file), "fuzz", form, &options, &mut each, &mut |_| {}).expect("memory does not fail")
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, rest)) = data.split_first() else { return };
    let file = match kind % 3 {
        0 => ["Mã;Tên;Số;Tỷ lệ;Ngày;Năm;Loại;Tiền\n".as_bytes(), rest].concat(),
        1 => workbook(rest),
        _ => rest.to_vec(),
    };
    let form = form();
    let first = read(&file, &form);
    let second = read(&file, &form);
    assert_eq!(first.content, second.content, "a dry run and the import after it must see the same");
    assert_eq!(first.problems, second.problems);
    assert_eq!(first.content.is_some(), first.problems.is_empty());
});
