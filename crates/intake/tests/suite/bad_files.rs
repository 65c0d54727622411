//! Files that must be refused, and what is said about them. One test for each kind.

use std::io::{Cursor, Write as _};

use intake::{Limits, Options};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use zip::write::SimpleFileOptions;

use crate::support::{
    HEADERS, MAIN_RELATIONS, archive, csv, form, header_xml, keys, problems, read, read_with, rows_xml,
    transcript, workbook,
};

fn limited(limits: Limits) -> Options {
    Options { sheet: None, limits }
}

#[test]
fn other_formats_are_refused_with_advice() {
    let mut compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    compound.resize(70_000, 0);
    let mut encrypted = compound.clone();
    encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let ods = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "<x/>"),
        ("META-INF/manifest.xml", "<x/>"),
    ]);
    let word = archive(&[
        (
            "_rels/.rels",
            &MAIN_RELATIONS.replace("xl/workbook.xml", "word/document.xml"),
        ),
        ("word/document.xml", "<x/>"),
    ]);
    let binary = archive(&[
        (
            "_rels/.rels",
            &MAIN_RELATIONS.replace("workbook.xml", "workbook.bin"),
        ),
        ("xl/workbook.bin", ""),
    ]);
    let files: [(&[u8], &str); 16] = [
        (&compound, "intake-file-xls"),
        (b"\x09\x08\x10\x00\x00\x06", "intake-file-xls"),
        (&encrypted, "intake-file-password"),
        (&ods, "intake-file-ods"),
        (&word, "intake-file-word"),
        (&binary, "intake-file-xlsb"),
        (&archive(&[("a.txt", "a")]), "intake-file-zip"),
        (b"%PDF-1.7", "intake-file-pdf"),
        (b"{\\rtf1", "intake-file-word"),
        (b"<html><table>", "intake-file-html"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "intake-file-html"),
        (
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>",
            "intake-file-html",
        ),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "intake-file-binary"),
        (b"PK\x03\x04broken", "intake-file-damaged"),
        (b"", "intake-empty"),
        (b"\n\n  \n", "intake-empty"),
    ];
    for (file, key) in files {
        assert_eq!(
            problems(file),
            [key],
            "{:?}",
            String::from_utf8_lossy(&file[..file.len().min(20)])
        );
    }
}

#[test]
fn a_workbook_with_encrypted_parts_is_refused() {
    let mut file = workbook("<sheetData/>", "");
    // Bit 0 of the flags in each header of the archive's directory says that the part is encrypted.
    let mut at = 0;
    while let Some(found) = file[at..].windows(4).position(|bytes| bytes == b"PK\x01\x02") {
        at += found + 8;
        file[at] |= 1;
    }
    assert_eq!(problems(&file), ["intake-file-password"]);
}

#[test]
fn a_zip_bomb_is_stopped_while_unpacking() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let file = workbook("<sheetData/>", "");
    let mut source = zip::ZipArchive::new(Cursor::new(&file)).expect("our own archive");
    for index in 0..source.len() {
        let part = source.by_index_raw(index).expect("a part");
        if part.name().expect("a name") != "xl/worksheets/sheet1.xml" {
            zip.raw_copy_file(part).expect("copied");
        }
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default())
        .expect("started");
    zip.write_all(b"<worksheet><sheetData>").expect("written");
    let comment = format!("<!--{}-->", " ".repeat(100_000)).into_bytes();
    for _ in 0..400 {
        zip.write_all(&comment).expect("written");
    }
    zip.write_all(b"</sheetData></worksheet>").expect("written");
    let mut bomb = zip.finish().expect("finished").into_inner();
    assert!(bomb.len() < 300_000, "it is small: {}", bomb.len());
    assert_eq!(problems(&bomb), ["intake-zip-bomb"], "by its ratio");

    let generous = Limits {
        ratio: 10_000,
        unpacked_bytes: 50 << 20,
        ..Limits::default()
    };
    let (reading, _) = read_with(
        &bomb,
        &form(),
        &limited(Limits {
            unpacked_bytes: 10 << 20,
            ..generous.clone()
        }),
    );
    assert_eq!(
        keys(reading.problems.list()),
        ["intake-zip-bomb"],
        "by the size it declares"
    );

    // The directory may say anything: what counts is what comes out.
    let directory = bomb
        .windows(4)
        .rposition(|bytes| bytes == b"PK\x01\x02")
        .expect("a directory");
    bomb[directory + 24..directory + 28].copy_from_slice(&1000_u32.to_le_bytes());
    let (reading, _) = read_with(
        &bomb,
        &form(),
        &limited(Limits {
            unpacked_bytes: 10 << 20,
            ..generous
        }),
    );
    assert_ne!(keys(reading.problems.list()), Vec::<&str>::new());
    assert!(
        matches!(
            keys(reading.problems.list())[..],
            ["intake-zip-bomb" | "intake-file-damaged"]
        ),
        "by the size it has: {:?}",
        reading.problems
    );
}

#[test]
fn too_many_parts_are_refused_before_they_are_listed() {
    let names: Vec<String> = (0..3_000).map(|number| format!("{number}.xml")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(problems(&archive(&parts)), ["intake-zip-entries"]);
}

#[test]
fn ten_thousand_columns_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for column in 0..10_000 {
        sheet.write(0, column, format!("Cột {column}")).expect("written");
    }
    let (reading, _) = read(&book.save_to_buffer().expect("saved"));
    assert_eq!(keys(reading.problems.list()), ["intake-too-many-columns"]);
    assert_eq!(
        reading.problems.list()[0].place.column_letter().as_deref(),
        Some("IW")
    );

    let wide = vec!["a"; 10_000].join(";");
    assert_eq!(problems(&csv(&[&wide])), ["intake-too-many-columns"]);
}

#[test]
fn too_many_rows_are_refused() {
    let few = limited(Limits {
        rows: 3,
        ..Limits::default()
    });
    let file = csv(&["1;a;5", "2;b;6", "3;c;7"]);
    let (reading, rows) = read_with(&file, &form(), &few);
    assert_eq!(
        (keys(reading.problems.list()), rows.len()),
        (vec!["intake-too-many-rows"], 0)
    );
    let file = rows_xml("<row r=\"1048577\"><c><v>1</v></c></row>");
    assert_eq!(problems(&file), ["intake-too-many-rows"]);
}

#[test]
fn too_large_files_cells_and_tables_of_text_are_refused() {
    let limits = Limits {
        file_bytes: 10,
        ..Limits::default()
    };
    let (reading, _) = read_with(&csv(&[]), &form(), &limited(limits));
    assert_eq!(keys(reading.problems.list()), ["intake-file-too-large"]);

    let limits = Limits {
        cell_bytes: 1_000,
        ..Limits::default()
    };
    let long = "x".repeat(2_000);
    let (reading, _) = read_with(&csv(&[&format!("1;{long};5")]), &form(), &limited(limits.clone()));
    assert_eq!(keys(reading.problems.list()), ["intake-cell-too-long"]);
    let cell = format!(
        "<row r=\"2\"><c t=\"inlineStr\"><is><t>{}</t></is></c></row>",
        "<![CDATA[xxxxxxxxx]]>".repeat(200)
    );
    let (reading, _) = read_with(&rows_xml(&cell), &form(), &limited(limits.clone()));
    assert_eq!(keys(reading.problems.list()), ["intake-cell-too-long"]);
    let comment = format!("<!--{}-->", "x".repeat(100_000));
    let (reading, _) = read_with(&rows_xml(&comment), &form(), &limited(limits));
    assert_eq!(keys(reading.problems.list()), ["intake-cell-too-long"]);

    let mut book = Workbook::new();
    book.add_worksheet().write_row(0, 0, HEADERS).expect("written");
    let limits = Limits {
        shared_text_bytes: 50,
        ..Limits::default()
    };
    let (reading, _) = read_with(&book.save_to_buffer().expect("saved"), &form(), &limited(limits));
    assert_eq!(keys(reading.problems.list()), ["intake-too-much-text"]);
}

#[test]
fn document_types_and_own_entities_are_refused() {
    let bomb =
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    let file = archive(&[("_rels/.rels", &format!("{bomb}{MAIN_RELATIONS}"))]);
    assert_eq!(problems(&file), ["intake-xml-doctype"]);
    let file = rows_xml("<row r=\"2\"><c t=\"inlineStr\"><is><t>&f;</t></is></c></row>");
    assert_eq!(problems(&file), ["intake-file-damaged"]);
}

#[test]
fn damaged_xml_is_refused() {
    for rows in [
        "<row r=\"2\"><c t=\"s\"><v>7</v></c></row>",
        "<row r=\"2\"><c t=\"q\"><v>7</v></c></row>",
        "<row r=\"2\"><c><v>seven</v></c></row>",
        "<row r=\"2\"><c><v>inf</v></c></row>",
        "<row r=\"2\"><c r=\"5\"><v>7</v></c></row>",
        "<row r=\"2\"><c r=\"B2\"><v>7</v></c><c r=\"A2\"><v>7</v></c></row>",
        "<row r=\"3\"><c><v>7</v></c></row><row r=\"3\"><c><v>7</v></c></row>",
        "<row r=\"-1\"/>",
        "<row r=\"2\"><c><v>7</v>",
        "</wrong>",
        &"<a>".repeat(100),
    ] {
        assert_eq!(problems(&rows_xml(rows)), ["intake-file-damaged"], "{rows}");
    }
}

#[test]
fn merged_cells_in_the_data_are_refused_with_their_range() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.write_row(0, 0, HEADERS).expect("written");
    sheet.write_row(1, 0, ["1", "Vĩnh Hậu", "5"]).expect("written");
    sheet.write_row(2, 0, ["2", "Phú Hữu", "6"]).expect("written");
    sheet.merge_range(1, 3, 2, 3, "12,5", &plain).expect("merged");
    let (reading, rows) = read(&book.save_to_buffer().expect("saved"));
    assert_eq!(keys(reading.problems.list()), ["intake-merged"]);
    assert_eq!(
        reading.problems.list()[0].expected.args,
        [("range", "D2:D3".to_owned())]
    );
    assert_eq!((rows.len(), reading.content), (0, None));
}

#[test]
fn formulas_without_a_result_and_errors_are_problems() {
    let row = |cell: &str| {
        rows_xml(&format!(
            "<row r=\"2\"><c t=\"str\"><v>1</v></c><c t=\"str\"><v>a</v></c>{cell}</row>"
        ))
    };
    assert_eq!(problems(&row("<c><f>1+1</f></c>")), ["intake-formula-empty"]);
    assert_eq!(
        problems(&row("<c><f>1+1</f><v></v></c>")),
        ["intake-formula-empty"]
    );
    assert_eq!(
        problems(&row("<c t=\"e\"><f>A9</f><v>#REF!</v></c>")),
        ["intake-cell-error"]
    );
}

#[test]
fn a_number_taken_for_a_decimal_is_explained() {
    let file = rows_xml(
        "<row r=\"2\"><c t=\"str\"><v>1</v></c><c t=\"str\"><v>a</v></c><c><v>2.3740000000000001</v></c></row>",
    );
    let (reading, _) = read(&file);
    let (place, message) = crate::support::say("vi", &reading.problems.list()[0]);
    assert_eq!(place, "Trang tính “Dữ liệu”, ô C2, cột “Số hộ”");
    assert!(message.contains("2,374") && message.contains("2374"), "{message}");
    let (_, message) = crate::support::say("en", &reading.problems.list()[0]);
    assert!(message.contains("2.374") && message.contains("2374"), "{message}");
}

#[test]
fn percentages_show_what_they_keep() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, HEADERS).expect("written");
    sheet.write_row(1, 0, ["1", "a", "5"]).expect("written");
    sheet
        .write_with_format(1, 3, 0.125, &Format::new().set_num_format("0.0%"))
        .expect("written");
    let (reading, _) = read(&book.save_to_buffer().expect("saved"));
    let problem = &reading.problems.list()[0];
    assert_eq!(
        (problem.expected.key, problem.read.as_str()),
        ("intake-number-percentage", "12,5%")
    );
}

#[test]
fn missing_and_repeated_columns_are_named() {
    assert_eq!(
        problems("Mã xã;Số hộ\n1;5\n".as_bytes()),
        ["intake-column-missing"]
    );
    assert_eq!(
        problems("Mã xã;Tên xã;Số hộ;Households\n1;a;5;5\n".as_bytes()),
        ["intake-column-twice"]
    );
    assert_eq!(problems("một;hai;ba\n1;2;3\n".as_bytes()), ["intake-no-header"]);
    let low = format!("{}Mã xã;Tên xã;Số hộ\n1;a;5\n", "tiêu đề\n".repeat(20));
    assert_eq!(problems(low.as_bytes()), ["intake-no-header"]);
    assert_eq!(problems("Mã xã;Tên xã;Số hộ\n".as_bytes()), ["intake-no-rows"]);
    assert_eq!(
        problems("Mã xã;Tên xã;Số hộ\n1;a;5;6\n".as_bytes()),
        ["intake-cell-without-header"]
    );
}

#[test]
fn data_below_the_signature_is_not_lost() {
    assert_eq!(
        problems(&csv(&["1;a;5", "", "Người lập biểu", "", "2;b;6"])),
        ["intake-data-below-table"]
    );
}

#[test]
fn quotes_that_never_close_are_found_where_they_open() {
    let (reading, _) = read(&csv(&["1;a;5", "2;\"b;6", "3;c;7"]));
    let problem = &reading.problems.list()[0];
    assert_eq!(
        (problem.expected.key, problem.place.row, problem.place.column),
        ("intake-csv-quote", Some(3), Some(1))
    );
}

#[test]
fn dates_a_program_may_have_swapped_are_mentioned() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write_row(0, 0, HEADERS).expect("written");
    for (row, written) in (1..).zip(["", "13/10/2022", "", "25/10/2022"]) {
        sheet.write_row(row, 0, ["1", "a", "5"]).expect("written");
        if written.is_empty() {
            let kept = ExcelDateTime::from_ymd(2022, 7, 10).expect("a day");
            sheet
                .write_datetime_with_format(row, 4, kept, &day)
                .expect("written");
        } else {
            sheet.write(row, 4, written).expect("written");
        }
    }
    let (reading, rows) = read(&book.save_to_buffer().expect("saved"));
    assert_eq!(
        (rows.len(), keys(reading.notices.list())),
        (4, vec!["intake-dates-maybe-swapped"])
    );
}

#[test]
fn problems_stop_being_listed_but_not_counted() {
    let lines: Vec<String> = (0..500).map(|row| format!("{row};a;nhiều")).collect();
    let (reading, _) = read(&csv(&lines.iter().map(String::as_str).collect::<Vec<_>>()));
    assert_eq!(
        (reading.problems.list().len(), reading.problems.more()),
        (200, 300)
    );
}

#[test]
fn a_very_bad_file_is_described_row_by_row() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Phụ lục").expect("a name");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 7, "PHỤ LỤC SỐ LIỆU", &plain)
        .expect("merged");
    sheet.write_row(2, 0, HEADERS).expect("written");
    sheet.write(2, 7, "Ghi chú").expect("written");
    let texts: [[&str; 7]; 9] = [
        [
            "123456",
            "Vĩnh Hậu",
            "2.37",
            "150,125",
            "13/25/2022",
            "Làng",
            "1.200 tỷ",
        ],
        ["1,2E+11", "", "-", "1.2.3", "10/25/2022", "xã", "dưới 5"],
        ["1", "Vi?t Nam", "hai trăm", "12,5", "07/10/22", "xã", "5 con bò"],
        ["2", "a\u{7}b", "-3", "", "31/02/2022", "phường", ""],
        [
            "3",
            "Một tên rất dài, dài hơn sáu mươi ký tự, không vừa với cột này chút nào cả",
            "1.23.456",
            "",
            "hôm qua",
            "",
            "",
        ],
        ["4", "Phú Hữu", "", "", "07/10/2022 14:30", "", ""],
        ["5", "Gộp", "7", "", "", "", ""],
        ["6", "Gộp", "8", "", "", "", ""],
        ["Tổng số", "", "15", "", "", "", ""],
    ];
    for (row, cells) in (3..).zip(texts) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write(row, column, cell).expect("written");
        }
    }
    sheet.write(8, 2, 2.374).expect("written");
    sheet.write(8, 3, 44_841).expect("written");
    sheet
        .write_with_format(7, 1, ExcelDateTime::from_ymd(2022, 4, 3).expect("a day"), &day)
        .expect("written");
    sheet.write(4, 4, 44_841).expect("written");
    sheet.merge_range(9, 5, 10, 5, "xã", &plain).expect("merged");
    sheet.write(9, 9, "lạc").expect("written");
    let (reading, rows) = read(&book.save_to_buffer().expect("saved"));
    assert_eq!(rows.len(), 0);
    insta::assert_snapshot!(transcript(&reading));
}

#[test]
fn header_xml_is_what_the_form_reads() {
    let file = workbook(&format!("<sheetData>{}</sheetData>", header_xml()), "");
    assert_eq!(problems(&file), ["intake-no-rows"]);
}
