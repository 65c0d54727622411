//! The template that officers download reads back once it is filled in.

use std::io::Cursor;

use calamine::Reader as _;
use intake::{ColumnText, TemplateText, template};
use jiff::civil::date;

use crate::support::{HEADERS, form, keys, read};

fn text() -> TemplateText {
    TemplateText {
        data_sheet: "Dữ liệu".to_owned(),
        guide_sheet: "Hướng dẫn".to_owned(),
        guide_headings: ["Cột", "Bắt buộc", "Nội dung", "Ví dụ"].map(str::to_owned),
        required: "Bắt buộc".to_owned(),
        optional: "Không bắt buộc".to_owned(),
        columns: [
            "30337",
            "Vĩnh Hậu",
            "2374",
            "12,5",
            "07/10/2022",
            "Xã",
            "hơn 100 tỷ đồng",
        ]
        .map(|example| ColumnText {
            note: "Ghi như ví dụ.".to_owned(),
            example: example.to_owned(),
        })
        .to_vec(),
    }
}

#[test]
fn a_template_filled_with_its_own_examples_reads_back() {
    let form = form();
    let blank = template(&form, &text()).expect("a template");
    let (reading, _) = read(&blank);
    assert_eq!(
        (reading.sheet.as_deref(), keys(reading.problems.list())),
        (Some("Dữ liệu"), vec!["intake-no-rows"])
    );

    // Fill it in as a person would: below the headers that the template has.
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&blank)).expect("opened");
    let headers = book.worksheet_range("Dữ liệu").expect("the sheet");
    let headers: Vec<String> = headers
        .rows()
        .next()
        .expect("a row")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(headers, HEADERS);
    let mut filled = rust_xlsxwriter::Workbook::new();
    let sheet = filled.add_worksheet();
    sheet.write_row(0, 0, headers).expect("written");
    sheet
        .write_row(1, 0, text().columns.iter().map(|column| column.example.clone()))
        .expect("written");
    let (reading, rows) = read(&filled.save_to_buffer().expect("saved"));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(
        (rows[0].whole("households"), rows[0].date("day")),
        (Some(2374), Some(date(2022, 10, 7)))
    );
}

#[test]
fn the_guide_holds_notes_examples_and_lists() {
    let blank = template(&form(), &text()).expect("a template");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&blank)).expect("opened");
    let guide = book.worksheet_range("Hướng dẫn").expect("the guide");
    let cell = |row, column| guide.get_value((row, column)).map(ToString::to_string);
    assert_eq!(cell(1, 0).as_deref(), Some("Mã xã"));
    assert_eq!(cell(1, 3).as_deref(), Some("30337"));
    assert_eq!(
        (cell(1, 5).as_deref(), cell(2, 5).as_deref()),
        (Some("Xã"), Some("Phường"))
    );

    let mut archive = zip::ZipArchive::new(Cursor::new(&blank)).expect("an archive");
    let sheet = archive.by_name("xl/worksheets/sheet1.xml").expect("the sheet");
    let sheet = std::io::read_to_string(sheet).expect("XML");
    assert!(
        sheet.contains("'Hướng dẫn'!$F$2:$F$3"),
        "the list of choices is offered in the cells"
    );
}

#[test]
fn a_template_needs_a_text_for_each_column() {
    let mut text = text();
    text.columns.pop();
    let error = template(&form(), &text).expect_err("a text is missing");
    assert_eq!(
        error.to_string(),
        "the form has 7 columns but texts were given for 6: give one text per column"
    );
}
