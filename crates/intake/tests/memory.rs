//! A long file needs no more memory than a short one. In its own process, because what is measured is the most memory
//! the process ever had.

use std::fs::File;
use std::ops::ControlFlow;

use intake::{Column, Form, Kind, Options};
use rust_xlsxwriter::Workbook;

const ROWS: u32 = 200_000;

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
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().expect("a sheet");
    sheet.write_row(0, 0, ["Mã", "Tên", "Số"]).expect("written");
    for row in 1..=ROWS {
        sheet.write(row, 0, row % 99_999).expect("written");
        sheet
            .write(row, 1, format!("Hộ ông Nguyễn Văn {row}"))
            .expect("written");
        sheet.write(row, 2, row).expect("written");
    }
    book.save(&path).expect("saved");
    drop(book);
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
