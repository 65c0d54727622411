//! Files as officers keep them.

use std::io::Cursor;
use std::ops::ControlFlow;

use intake::{Amount, Choice, Column, Form, Kind, Options, Qualifier, Stage, Value};
use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use crate::support::{
    HEADERS, csv, form, keys, notices, problems, read, read_with, rows, rows_xml, workbook,
};

/// The same table as an official form has it: titles above, columns in another order, numbered columns, a row of
/// totals, a signature.
fn official_form() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Biểu 01").expect("a name");
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let plain = Format::new();
    sheet
        .merge_range(0, 0, 0, 7, "ỦY BAN NHÂN DÂN TỈNH AN GIANG", &plain)
        .expect("merged");
    sheet
        .merge_range(1, 0, 1, 7, "Biểu tổng hợp hộ nghèo năm 2022", &plain)
        .expect("merged");
    for (column, header) in (0..).zip([
        "STT",
        "TÊN XÃ",
        "mã xã",
        "Số hộ",
        "Loại",
        "Ngày báo cáo",
        "Kinh phí",
        "Tỷ lệ (%)",
    ]) {
        sheet.write(3, column, header).expect("written");
        sheet
            .write(4, column, format!("({})", column + 1))
            .expect("written");
    }
    for (row, (code, name, households)) in (5..).zip([(30337, "Vĩnh Hậu", 2374), (89, "Phú Hữu", 598)])
    {
        sheet.write(row, 0, row - 4).expect("written");
        sheet.write(row, 1, name).expect("written");
        sheet.write(row, 2, code).expect("written");
        sheet.write(row, 3, households).expect("written");
        sheet.write(row, 4, "XÃ").expect("written");
        sheet
            .write_datetime_with_format(row, 5, ExcelDateTime::from_ymd(2022, 10, 7).expect("a day"), &day)
            .expect("written");
        sheet.write(row, 6, "hơn 100 tỷ đồng").expect("written");
        sheet.write(row, 7, 12.5).expect("written");
    }
    sheet
        .merge_range(7, 0, 7, 2, "Tổng cộng", &plain)
        .expect("merged");
    sheet
        .write_formula(7, 3, Formula::new("=SUM(D6:D7)").set_result("2972"))
        .expect("written");
    sheet
        .merge_range(9, 5, 9, 7, "An Giang, ngày 7 tháng 10 năm 2022", &plain)
        .expect("merged");
    sheet
        .merge_range(10, 5, 10, 7, "NGƯỜI LẬP BIỂU", &plain)
        .expect("merged");
    book.save_to_buffer().expect("saved")
}

#[test]
fn an_official_form_is_read_between_its_titles_and_its_signature() {
    let file = official_form();
    let read_rows = rows(&file);
    assert_eq!(read_rows.len(), 2);
    let row = &read_rows[1];
    assert_eq!((row.number(), row.sheet()), (7, Some("Biểu 01")));
    assert_eq!(row.text("code"), Some("00089"));
    assert_eq!(row.text("name"), Some("Phú Hữu"));
    assert_eq!(row.whole("households"), Some(598));
    assert_eq!(
        row.get("share"),
        Some(&Value::Decimal {
            scaled: 1250,
            places: 2
        })
    );
    assert_eq!(row.date("day"), Some(date(2022, 10, 7)));
    assert_eq!(row.text("kind"), Some("xa"));
    assert_eq!(
        row.amount("money"),
        Some(Amount {
            value: 100_000_000_000,
            places: 0,
            unit: row.amount("money").and_then(|amount| amount.unit),
            qualifier: Qualifier::MoreThan
        })
    );
    let place = row.place("households");
    assert_eq!(
        (
            place.row,
            place.column_letter().as_deref(),
            place.header.as_deref()
        ),
        (Some(7), Some("D"), Some("Số hộ"))
    );
    assert_eq!(
        notices(&file),
        ["intake-row-numbering", "intake-row-total", "intake-below-table"]
    );
}

#[test]
fn the_same_rows_in_any_format_are_the_same_content() {
    let as_csv = "Mã xã,Tên xã,Số hộ,Kinh phí,Ngày báo cáo,Loại,Tỷ lệ (%)\n\
        30337,Vĩnh Hậu,\"2,374\",>100000000000,7-10-2022,xã,\"12,50\"\n\
        89,Phu\u{301} Hu\u{31b}\u{303}u,598,trên 100 tỷ,2022-10-07,Commune,12.5\n";
    let (from_xlsx, _) = read(&official_form());
    let (from_csv, _) = read(as_csv.as_bytes());
    assert!(from_csv.content.is_some());
    assert_eq!(from_csv.content, from_xlsx.content);

    let (other, _) = read(as_csv.replace("598", "599").as_bytes());
    assert_ne!(other.content, from_csv.content);
    let lines: Vec<&str> = as_csv.lines().collect();
    let (swapped, _) = read([lines[0], lines[2], lines[1]].join("\n").as_bytes());
    assert_ne!(
        swapped.content, from_csv.content,
        "the order of rows is part of the content"
    );
}

#[test]
fn csv_in_every_unicode_encoding_and_with_every_delimiter() {
    let expected = rows(&csv(&["30337;Vĩnh Hậu;5"]));
    for delimiter in [",", ";", "\t", "|"] {
        for line_end in ["\n", "\r\n", "\r"] {
            let text = "Mã xã;Tên xã;Số hộ\n30337;\"Vĩnh Hậu\";5\n"
                .replace(';', delimiter)
                .replace('\n', line_end);
            let with_mark = format!("\u{feff}{text}");
            let utf16 =
                |bytes: fn(u16) -> [u8; 2]| with_mark.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
            for file in [
                text.clone().into_bytes(),
                with_mark.clone().into_bytes(),
                utf16(u16::to_le_bytes),
                utf16(u16::to_be_bytes),
            ] {
                let read_rows = rows(&file);
                assert_eq!(read_rows[0].values(), expected[0].values());
            }
        }
    }
    let named = "sep=|\r\nMã xã|Tên xã|Số hộ\r\n1|\"a;b,c\"|5";
    assert_eq!(rows(named.as_bytes())[0].text("name"), Some("a;b,c"));
}

#[test]
fn quoted_fields_may_hold_line_breaks_and_rows_keep_their_numbers() {
    let file = csv(&["1;\"Vĩnh\r\nHậu\";5", "", "2;Phú Hữu;6"]);
    let read_rows = rows(&file);
    assert_eq!(read_rows[0].text("name"), Some("Vĩnh\nHậu"));
    assert_eq!((read_rows[0].number(), read_rows[1].number()), (2, 4));
}

#[test]
fn whole_numbers_in_every_notation_a_file_may_use() {
    for written in ["2.374", "2,374", "2374", "2 374", "2\u{a0}374"] {
        assert_eq!(
            rows(&csv(&[&format!("1;a;{written}")]))[0].whole("households"),
            Some(2374),
            "{written}"
        );
    }
}

#[test]
fn dates_of_workbooks_that_count_from_1904() {
    let sheet = format!(
        "<sheetData>{}<row r=\"2\"><c t=\"inlineStr\"><is><t>1</t></is></c><c t=\"inlineStr\"><is><t>a</t></is></c><c><v>5</v></c><c r=\"E2\" s=\"1\"><v>43379</v></c></row></sheetData>",
        crate::support::header_xml()
    );
    assert_eq!(
        rows(&workbook(&sheet, "date1904=\"1\""))[0].date("day"),
        Some(date(2022, 10, 7))
    );
    assert_eq!(
        rows(&workbook(&sheet, ""))[0].date("day"),
        Some(date(2018, 10, 6))
    );
}

#[test]
fn text_in_runs_and_escapes_is_put_together() {
    let file = rows_xml(
        "<row r=\"2\"><c t=\"str\"><f>1</f><v>00001</v></c><c t=\"inlineStr\"><is><r><t>Ấp &amp; </t></r><r><t>kho&#769;m</t></r><rPh><t>x</t></rPh></is></c><c><f>2+3</f><v>5</v></c></row>",
    );
    let read_rows = rows(&file);
    assert_eq!(read_rows[0].text("name"), Some("Ấp & khóm"));
    assert_eq!(notices(&file), ["intake-formulas", "intake-formulas"]);
}

#[test]
fn the_sheet_that_fits_is_read_and_named() {
    let mut book = Workbook::new();
    book.add_worksheet()
        .set_name("Bìa")
        .expect("a name")
        .write(0, 0, "Báo cáo")
        .expect("written");
    for name in ["Số liệu", "Bản sao"] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        sheet.write_row(0, 0, HEADERS).expect("written");
        sheet.write_row(1, 0, ["1", "Vĩnh Hậu", "5"]).expect("written");
    }
    let hidden = book.add_worksheet().set_name("Ẩn").expect("a name");
    hidden.set_hidden(true).write_row(0, 0, HEADERS).expect("written");
    let file = book.save_to_buffer().expect("saved");

    let (reading, read_rows) = read(&file);
    assert_eq!((reading.sheet.as_deref(), read_rows.len()), (Some("Số liệu"), 1));
    assert_eq!(
        keys(reading.notices.list()),
        ["intake-sheets-hidden", "intake-sheet-also-fits"]
    );

    let named = |name: &str| Options {
        sheet: Some(name.to_owned()),
        ..Options::default()
    };
    let (reading, _) = read_with(&file, &form(), &named("bản sao"));
    assert_eq!(reading.sheet.as_deref(), Some("Bản sao"));
    let (reading, _) = read_with(&file, &form(), &named("Ẩn"));
    assert_eq!(keys(reading.problems.list()), ["intake-sheet-missing"]);
}

#[test]
fn headers_merged_over_two_rows_are_understood() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 1, 0, "Mã xã", &plain).expect("merged");
    sheet.merge_range(0, 1, 1, 1, "Tên xã", &plain).expect("merged");
    sheet.merge_range(0, 2, 0, 3, "Số hộ", &plain).expect("merged");
    sheet.write_row(1, 2, ["nghèo", "cận nghèo"]).expect("written");
    sheet
        .write_row(2, 0, ["1", "Vĩnh Hậu", "5", "6"])
        .expect("written");
    let whole = || Kind::Whole { min: None, max: None };
    let form = Form::new("f", "F")
        .column(Column::new("code", &["Mã xã"], Kind::Code { digits: None }).required())
        .column(Column::new("name", &["Tên xã"], Kind::Text { max_len: 20 }).required())
        .column(Column::new("poor", &["Số hộ nghèo"], whole()).required())
        .column(Column::new("near", &["Số hộ cận nghèo"], whole()).required());
    let (reading, read_rows) = read_with(&book.save_to_buffer().expect("saved"), &form, &Options::default());
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(
        (read_rows[0].whole("poor"), read_rows[0].whole("near")),
        (Some(5), Some(6))
    );
}

#[test]
fn totals_are_checked_and_differences_shown() {
    let file = csv(&["1;a;5", "2;b;6", "Cộng;;11", "3;c;7", "Cộng;;8", "Tổng cộng:;;18"]);
    let (reading, read_rows) = read(&file);
    assert!(reading.problems.is_empty());
    assert_eq!(read_rows.len(), 3);
    let differences: Vec<_> = reading
        .notices
        .list()
        .iter()
        .filter(|notice| notice.expected.key == "intake-total-differs")
        .collect();
    let [difference] = differences[..] else {
        panic!("one difference: {differences:?}")
    };
    assert_eq!(difference.place.row, Some(6));
    let args = &difference.expected.args;
    assert_eq!(args[0], ("written", "8".to_owned()));
    assert_eq!(args[1], ("counted", "18".to_owned()));
}

#[test]
fn totals_above_their_rows_are_checked_at_the_end() {
    let good = csv(&["Tổng số;;11", "1;a;5", "2;b;6"]);
    assert_eq!((rows(&good).len(), notices(&good)), (2, vec!["intake-row-total"]));
    let bad = csv(&["Tổng số;;12", "1;a;5", "2;b;6"]);
    assert_eq!(notices(&bad), ["intake-row-total", "intake-total-differs"]);
}

#[test]
fn a_choice_that_reads_like_a_total_is_a_record() {
    let form = Form::new("f", "F")
        .column(Column::new(
            "field",
            &["Lĩnh vực"],
            Kind::Choice {
                values: vec![Choice::new("all", &["Tổng số"]), Choice::new("one", &["Kinh tế"])],
            },
        ))
        .column(Column::new(
            "count",
            &["Số"],
            Kind::Whole { min: None, max: None },
        ));
    let file = "Lĩnh vực;Số\nTổng số;5\nKinh tế;3\nCộng;8\n";
    let (reading, read_rows) = read_with(file.as_bytes(), &form, &Options::default());
    assert!(reading.problems.is_empty());
    assert_eq!(read_rows.len(), 2);
}

#[test]
fn hidden_rows_are_read_and_mentioned() {
    let row = |number: u32, hidden: &str| {
        format!(
            "<row r=\"{number}\" {hidden}><c t=\"str\"><v>1</v></c><c t=\"str\"><v>a</v></c><c><v>5</v></c></row>"
        )
    };
    let file = rows_xml(&format!("{}{}", row(2, "hidden=\"1\""), row(3, "")));
    assert_eq!(rows(&file).len(), 2);
    assert_eq!(notices(&file), ["intake-hidden-rows"]);
}

#[test]
fn rows_prepared_with_their_numbers_and_left_empty_are_skipped() {
    let file = "STT;Mã xã;Tên xã;Số hộ\n1;1;a;5\n2;;;\n3;;;\n".as_bytes();
    assert_eq!(rows(file).len(), 1);
    assert_eq!(notices(file), Vec::<&str>::new());
}

#[test]
fn unknown_columns_are_skipped_when_the_form_says_so() {
    let file = "Mã xã;Tên xã;Số hộ;Ghi chú\n1;a;5;gì đó\n".as_bytes();
    assert_eq!(problems(file), ["intake-column-unknown"]);
    let (reading, read_rows) = read_with(file, &form().ignoring_unknown(), &Options::default());
    assert!(reading.problems.is_empty());
    assert_eq!(read_rows.len(), 1);
}

#[test]
fn a_caller_adds_its_own_problems_in_the_same_shape() {
    let file = csv(&["30337;Vĩnh Hậu;5"]);
    let row = &rows(&file)[0];
    let problem = row.problem("code", intake::Message::new("units-unknown"));
    assert_eq!(
        (problem.read.as_str(), problem.place.column_letter().as_deref()),
        ("30337", Some("A"))
    );
}

#[test]
fn the_callback_can_stop_and_progress_is_reported() {
    let lines: Vec<String> = (0..2_500).map(|row| format!("{row};a;5")).collect();
    let file = csv(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let mut stages = Vec::new();
    let mut progress =
        |progress: intake::Progress| stages.push((progress.stage, progress.rows, progress.total));
    let form = form();
    let mut all = |_| ControlFlow::Continue(());
    let reading = intake::read(
        Cursor::new(&file),
        "a.csv",
        &form,
        &Options::default(),
        &mut all,
        &mut progress,
    );
    assert_eq!(reading.expect("read").rows, 2_500);
    assert_eq!(
        stages,
        [
            (Stage::Checking, 1000, None),
            (Stage::Checking, 2000, None),
            (Stage::Reading, 1000, Some(2_501)),
            (Stage::Reading, 2000, Some(2_501)),
        ]
    );
    let mut first = |_| ControlFlow::Break(());
    let reading = intake::read(
        Cursor::new(&file),
        "a.csv",
        &form,
        &Options::default(),
        &mut first,
        &mut |_| {},
    );
    let reading = reading.expect("read");
    assert_eq!((reading.rows, reading.content), (1, None));
}

#[test]
fn cells_read_as_another_library_reads_them() {
    use calamine::{Data, Reader as _};

    let file = official_form();
    let mut other: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&file)).expect("opened");
    let range = other.worksheet_range("Biểu 01").expect("a sheet");
    for row in rows(&file) {
        let cell = |key: &str| {
            let place = row.place(key);
            range
                .get_value((place.row.expect("a row") - 1, place.column.expect("a column")))
                .cloned()
        };
        assert_eq!(
            cell("name"),
            row.text("name").map(|text| Data::String(text.to_owned()))
        );
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let households = row.whole("households").map(|value| Data::Float(value as f64));
        assert_eq!(cell("households"), households);
        let Some(Data::DateTime(day)) = cell("day") else {
            panic!("a date")
        };
        assert!((day.as_f64() - 44_841.0).abs() < f64::EPSILON);
    }
}
