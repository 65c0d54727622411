//! Files from before Unicode.

use rust_xlsxwriter::Workbook;

use crate::support::{keys, notices, problems, read, rows};

/// A workbook whose cells hold these texts.
fn sheet(rows: &[[&str; 3]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, *cells).expect("written");
    }
    book.save_to_buffer().expect("saved")
}

/// Text whose characters stand for bytes.
fn bytes(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).expect("a byte"))
        .collect()
}

const TCVN3: [[&str; 3]; 3] = [
    ["M· x·", "Tªn x·", "Sè hé"],
    ["1", "VÜnh HËu", "5"],
    ["2", "Phó H÷u", "6"],
];
const VNI: [[&str; 3]; 3] = [
    ["Maõ xaõ", "Teân xaõ", "Soá hoä"],
    ["1", "Vónh Haäu", "5"],
    ["2", "Phuù Höõu", "6"],
];

#[test]
fn tcvn3_and_vni_workbooks_are_converted_and_say_so() {
    for table in [TCVN3, VNI] {
        let file = sheet(&table);
        let names: Vec<String> = rows(&file)
            .iter()
            .filter_map(|row| row.text("name").map(str::to_owned))
            .collect();
        assert_eq!(names, ["Vĩnh Hậu", "Phú Hữu"]);
        assert_eq!(notices(&file), ["intake-converted"]);
    }
}

#[test]
fn csv_in_any_old_encoding_is_converted_and_says_so() {
    let joined = |table: [[&str; 3]; 3]| bytes(&table.map(|row| row.join(";")).join("\r\n"));
    // Windows-1258 writes some letters as one byte (ê) and others as a letter and its tone (ã, ộ, ữ).
    let windows_1258 =
        b"Ma\xde xa\xde;T\xean xa\xde;S\xf4\xec h\xf4\xf2\r\n1;Vi\xdenh H\xe2\xf2u;5\r\n2;Ph\xfa H\xfd\xdeu;6"
            .to_vec();
    for file in [joined(TCVN3), joined(VNI), windows_1258] {
        let names: Vec<String> = rows(&file)
            .iter()
            .filter_map(|row| row.text("name").map(str::to_owned))
            .collect();
        assert_eq!(names, ["Vĩnh Hậu", "Phú Hữu"]);
        assert_eq!(notices(&file), ["intake-converted"]);
    }
}

#[test]
fn unicode_headers_over_old_text_are_refused_at_the_first_old_cell() {
    let file = sheet(&[
        ["Mã xã", "Tên xã", "Số hộ"],
        ["1", "VÜnh HËu", "5"],
        ["2", "Phó H÷u", "6"],
    ]);
    let (reading, _) = read(&file);
    assert_eq!(keys(reading.problems.list()), ["intake-encoding-mixed"]);
    let problem = &reading.problems.list()[0];
    assert_eq!(
        (problem.place.row, problem.place.column_letter().as_deref()),
        (Some(2), Some("B"))
    );
    assert_eq!(problem.expected.args[1], ("result", "Vĩnh Hậu".to_owned()));
}

#[test]
fn bytes_that_are_no_vietnamese_in_any_encoding_are_refused() {
    assert_eq!(
        problems(&bytes("Mã;Größe;Straße\n1;Müller;Ü\n")),
        ["intake-encoding-unknown"]
    );
    // UTF-8 cut in the middle of a letter.
    let whole = "Mã xã;Tên xã;Số hộ\n1;a;ộ".as_bytes();
    assert_eq!(problems(&whole[..whole.len() - 1]), ["intake-encoding-unknown"]);
}

#[test]
fn letters_lost_on_saving_are_problems() {
    let file = sheet(&[
        ["Mã xã", "Tên xã", "Số hộ"],
        ["1", "V?nh H?u", "5"],
        ["2", "Ph\u{fffd}", "5"],
    ]);
    assert_eq!(problems(&file), ["intake-letters-lost", "intake-letters-lost"]);
}

#[test]
fn a_unicode_file_with_odd_signs_is_left_alone() {
    let file = sheet(&[
        ["Mã xã", "Tên xã", "Số hộ"],
        ["1", "Khu «Bờ Nam» 25°C, 3m² (2×3)", "5"],
        ["2", "Ấp Citroën", "6"],
    ]);
    assert_eq!(rows(&file).len(), 2);
    assert_eq!(notices(&file), Vec::<&str>::new());
}
