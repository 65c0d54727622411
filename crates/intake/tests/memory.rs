//! A long file needs no more memory than a short one. In its own process, because what is measured is the most memory
//! the process ever had.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;

use intake::{Column, Form, Kind, Options};
use zip::write::SimpleFileOptions;

const ROWS: u32 = 200_000;

/// Writes a workbook of [`ROWS`] rows of three cells, each row with a text of its own.
fn write_workbook(path: &Path) {
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut zip = zip::ZipWriter::new(BufWriter::new(File::create(path).expect("created")));
    let mut part = |name: &str, content: &mut dyn Iterator<Item = String>| {
        zip.start_file(name, SimpleFileOptions::default())
            .expect("started");
        for text in content {
            zip.write_all(text.as_bytes()).expect("written");
        }
    };
    let relation = |kind: &str, target: &str| {
        format!("<R><Relationship Id=\"a\" Type=\"{RELATION}/{kind}\" Target=\"{target}\"/></R>")
    };
    part(
        "_rels/.rels",
        &mut std::iter::once(relation("officeDocument", "xl/workbook.xml")),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &mut std::iter::once(relation("worksheet", "sheet.xml")),
    );
    part(
        "xl/workbook.xml",
        &mut std::iter::once("<workbook><sheet name=\"a\" id=\"a\"/></workbook>".to_owned()),
    );
    let text = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let header = format!(
        "<worksheet><sheetData><row>{}{}{}</row>",
        text("Mã"),
        text("Tên"),
        text("Số")
    );
    let rows = (1..=ROWS).map(|row| {
        let name = text(&format!("Hộ ông Nguyễn Văn {row}"));
        format!(
            "<row><c><v>{}</v></c>{name}<c><v>{row}</v></c></row>",
            row % 99_999
        )
    });
    let end = std::iter::once("</sheetData></worksheet>".to_owned());
    part(
        "xl/sheet.xml",
        &mut std::iter::once(header).chain(rows).chain(end),
    );
    zip.finish().expect("finished");
}

/// Bytes that the process has taken at most so far, as Linux tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes << 10)
}

#[test]
fn two_hundred_thousand_rows_stream_by() {
    let path = std::env::temp_dir().join(format!("intake-memory-{}.xlsx", std::process::id()));
    write_workbook(&path);
    let form = Form::new("f", "F")
        .column(Column::new("code", &["Mã"], Kind::Code { digits: Some(5) }).required())
        .column(Column::new("name", &["Tên"], Kind::Text { max_len: 99 }).required())
        .column(Column::new("count", &["Số"], Kind::Whole { min: None, max: None }).required());

    let before = most_memory();
    let mut sum = 0;
    let mut each = |row: intake::Row| {
        sum += row.whole("count").unwrap_or(0);
        ControlFlow::Continue(())
    };
    let file = File::open(&path).expect("opened");
    let reading = intake::read(
        file,
        "lớn.xlsx",
        &form,
        &Options::default(),
        &mut each,
        &mut |_| {},
    )
    .expect("read");
    let after = most_memory();
    std::fs::remove_file(&path).expect("removed");

    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.rows, u64::from(ROWS));
    assert_eq!(sum, i64::from(ROWS) * i64::from(ROWS + 1) / 2);
    if let (Some(before), Some(after)) = (before, after) {
        let grown = after - before;
        assert!(grown < 16 << 20, "reading took {} MB more", grown >> 20);
    }
}
