//! Files built for the tests, and a short way to read them.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use intake::{Args, Choice, Column, Form, Kind, Options, Problem, Reading, Row};
use zip::write::SimpleFileOptions;

/// A form like those the importer will use.
pub fn form() -> Form {
    Form::new("households", "Hộ nghèo theo xã")
        .column(Column::new("code", &["Mã xã", "Commune code"], Kind::Code { digits: Some(5) }).required())
        .column(Column::new("name", &["Tên xã", "Commune"], Kind::Text { max_len: 60 }).required())
        .column(
            Column::new(
                "households",
                &["Số hộ", "Households"],
                Kind::Whole {
                    min: Some(0),
                    max: None,
                },
            )
            .required(),
        )
        .column(Column::new(
            "share",
            &["Tỷ lệ (%)", "Share"],
            Kind::Decimal { places: 2 },
        ))
        .column(Column::new("day", &["Ngày báo cáo", "Date"], Kind::Date))
        .column(Column::new(
            "kind",
            &["Loại", "Kind"],
            Kind::Choice {
                values: vec![
                    Choice::new("xa", &["Xã", "Commune"]),
                    Choice::new("phuong", &["Phường", "Ward"]),
                ],
            },
        ))
        .column(Column::new(
            "money",
            &["Kinh phí", "Money"],
            Kind::Amount {
                places: 0,
                units: vec!["đồng".to_owned()],
            },
        ))
}

/// The headers of [`form`] in its order.
pub const HEADERS: [&str; 7] = [
    "Mã xã",
    "Tên xã",
    "Số hộ",
    "Tỷ lệ (%)",
    "Ngày báo cáo",
    "Loại",
    "Kinh phí",
];

/// A CSV file with the headers of the form's required columns and some rows.
pub fn csv(rows: &[&str]) -> Vec<u8> {
    format!("Mã xã;Tên xã;Số hộ\n{}\n", rows.join("\n")).into_bytes()
}

pub fn read_with(bytes: &[u8], form: &Form, options: &Options) -> (Reading, Vec<Row>) {
    let mut rows = Vec::new();
    let mut each = |row| {
        rows.push(row);
        ControlFlow::Continue(())
    };
    let reading = intake::read(
        Cursor::new(bytes),
        "mẫu.xlsx",
        form,
        options,
        &mut each,
        &mut |_| {},
    )
    .expect("memory does not fail");
    // Whatever is said can be said in every language.
    for remark in reading.problems.list().iter().chain(reading.notices.list()) {
        say_everywhere(remark);
    }
    (reading, rows)
}

pub fn read(bytes: &[u8]) -> (Reading, Vec<Row>) {
    read_with(bytes, &form(), &Options::default())
}

/// Reads a file that must be sound.
pub fn rows(bytes: &[u8]) -> Vec<Row> {
    let (reading, rows) = read(bytes);
    assert!(reading.problems.is_empty(), "{}", transcript(&reading));
    assert!(reading.content.is_some());
    rows
}

/// The keys of a file's problems.
pub fn problems(bytes: &[u8]) -> Vec<&'static str> {
    keys(read(bytes).0.problems.list())
}

/// The keys of a file's notices.
pub fn notices(bytes: &[u8]) -> Vec<&'static str> {
    keys(read(bytes).0.notices.list())
}

pub fn keys(remarks: &[Problem]) -> Vec<&'static str> {
    remarks.iter().map(|remark| remark.expected.key).collect()
}

/// Every problem and notice as a Vietnamese reader sees it.
pub fn transcript(reading: &Reading) -> String {
    let mut transcript = String::new();
    for (title, remarks) in [("Lỗi", &reading.problems), ("Lưu ý", &reading.notices)] {
        writeln!(transcript, "{title}:").expect("strings take everything");
        for remark in remarks.list() {
            let (place, message) = say("vi", remark);
            writeln!(transcript, "- {place} | {} | {message}", remark.read).expect("strings take everything");
        }
        if remarks.more() > 0 {
            writeln!(transcript, "- +{}", remarks.more()).expect("strings take everything");
        }
    }
    transcript
}

pub const LANGUAGES: [(&str, &str); 3] = [
    ("vi", include_str!("../../locales/vi.ftl")),
    ("en", include_str!("../../locales/en.ftl")),
    ("km", include_str!("../../locales/km.ftl")),
];

fn bundle(language: &str) -> FluentBundle<FluentResource> {
    let (_, source) = LANGUAGES
        .iter()
        .find(|(name, _)| *name == language)
        .expect("a language we have");
    let mut bundle = FluentBundle::new(vec![language.parse().expect("a language tag")]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new((*source).to_owned()).expect("well-formed Fluent");
    bundle.add_resource(resource).expect("no key twice");
    bundle
}

thread_local! {
    static BUNDLES: Vec<(&'static str, FluentBundle<FluentResource>)> =
        LANGUAGES.iter().map(|(language, _)| (*language, bundle(language))).collect();
}

/// The place and the message of a problem in words.
pub fn say(language: &str, problem: &Problem) -> (String, String) {
    BUNDLES.with(|bundles| {
        let (_, bundle) = bundles
            .iter()
            .find(|(name, _)| *name == language)
            .expect("a language we have");
        say_with(bundle, language, problem)
    })
}

fn say_with(bundle: &FluentBundle<FluentResource>, language: &str, problem: &Problem) -> (String, String) {
    let format = |(key, args): (&'static str, Args)| {
        let mut arguments = FluentArgs::new();
        for (name, value) in &args {
            arguments.set(*name, value.as_str());
        }
        let message = bundle
            .get_message(key)
            .unwrap_or_else(|| panic!("{language} lacks {key}"));
        let mut errors = Vec::new();
        let said = bundle.format_pattern(message.value().expect("a text"), Some(&arguments), &mut errors);
        assert!(errors.is_empty(), "{language} {key}: {errors:?} with {args:?}");
        said.into_owned()
    };
    (format(problem.place.message()), format(problem.message()))
}

fn say_everywhere(problem: &Problem) {
    for (language, _) in LANGUAGES {
        say(language, problem);
    }
}

/// An XLSX file written part by part, for what a library would not write.
pub fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default())
            .expect("started");
        zip.write_all(content.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

pub const MAIN_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

/// A workbook with one sheet, given as the XML inside `worksheet`; `properties` are attributes of `workbookPr`.
pub fn workbook(sheet: &str, properties: &str) -> Vec<u8> {
    let book = format!(
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr {properties}/><sheets><sheet name="Dữ liệu" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{sheet}</worksheet>"#
    );
    archive(&[
        ("_rels/.rels", MAIN_RELATIONS),
        ("xl/workbook.xml", &book),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="/xl/styles.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

/// The header row of [`form`] as XML, in row 1.
pub fn header_xml() -> String {
    let cells: String = HEADERS
        .iter()
        .map(|header| format!("<c t=\"inlineStr\"><is><t>{header}</t></is></c>"))
        .collect();
    format!("<row r=\"1\">{cells}</row>")
}

/// A workbook whose data rows are given as XML below the header.
pub fn rows_xml(rows: &str) -> Vec<u8> {
    workbook(&format!("<sheetData>{}{rows}</sheetData>", header_xml()), "")
}
