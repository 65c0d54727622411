//! Files as they come, through the whole path: read rightly, or refused clearly with nothing written.

use std::io::{Cursor, Write as _};

use platform::testing::on_both;
use rust_xlsxwriter::{Format, Workbook};

use crate::support::{Given, MIGRATIONS, article, count, importer, models, told, written};

/// A workbook whose cells hold these texts, numbers being numbers.
fn book(rows: &[&[&str]]) -> Workbook {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
    book
}

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().unwrap()
}

/// Text whose characters stand for bytes.
fn octets(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect()
}

#[tokio::test]
async fn decimals_are_read_where_the_unit_has_them() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let heading = "Đơn vị,Năm hoặc quý,Chỉ tiêu,Số liệu báo cáo";
        let good = format!(
            "{heading}\n\
             An Giang,2020,dan_van_kheo.carried_out_rate,\"98,5 %\"\n\
             An Giang,2021,dan_van_kheo.carried_out_rate,khoảng 97 %\n\
             An Giang,2022,dan_van_kheo.carried_out_rate,\"96,50\"\n"
        );
        let outcome = Given::new("ty-le.csv", good.as_bytes()).apply(&importer).await;
        assert_eq!(told(&importer, &outcome.problems), "");
        let mut read = db.read().await.unwrap();
        let stored = read
            .all(
                "SELECT value, as_written FROM reported ORDER BY period",
                &[],
                |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)),
            )
            .await
            .unwrap();
        drop(read);
        let expected = [(985, "98,5 %"), (970, "khoảng 97 %"), (965, "96,50")];
        assert_eq!(stored, expected.map(|(value, written)| (value, written.to_owned())));

        // What a spreadsheet shows as a percentage is read as it is shown.
        let mut shown = book(&[&["Unit", "Year or quarter", "Indicator", "Reported value"]]);
        let sheet = shown.worksheet_from_index(0).unwrap();
        let percent = Format::new().set_num_format("0.0%");
        for (column, text) in [(0, "89"), (1, "2019"), (2, "dan_van_kheo.carried_out_rate")] {
            sheet.write_string(1, column, text).unwrap();
        }
        sheet.write_number_with_format(1, 3, 0.985, &percent).unwrap();
        let outcome = Given::new("ty-le.xlsx", &saved(shown)).apply(&importer).await;
        assert_eq!(told(&importer, &outcome.problems), "");
        assert_eq!(
            count(&db, "SELECT value FROM reported WHERE period = 20190", &[]).await,
            985
        );

        let bad = format!(
            "{heading}\n\
             An Giang,2020,dan_van_kheo.carried_out_rate,\"98,55 %\"\n\
             An Giang,2020,dan_van_kheo.registered.total,\"2374,5\"\n\
             An Giang,2020,dan_van_kheo.carried_out.total,98 %\n\
             An Giang,2021,dan_van_kheo.carried_out_rate,\"98,5555\"\n\
             An Giang,2021,dan_van_kheo.registered.total,2.374\n"
        );
        let outcome = Given::new("sai.csv", bad.as_bytes()).apply(&importer).await;
        insta::allow_duplicates! { insta::assert_snapshot!("bad_decimals", told(&importer, &outcome.problems)) };
        assert_eq!((outcome.rows, outcome.accepted, outcome.bad_rows), (5, 1, 4));
        assert_eq!(outcome.batch, None);
    })
    .await;
}

#[tokio::test]
async fn odd_files_are_read_rightly() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        // A TCVN3 file with a title, a total and a signature; numbers with dots.
        let old = octets(
            "B¸o c¸o n¨m 2020\r\n§¬n vÞ;N¨m hoÆc quý;ChØ tiªu;Sè liÖu b¸o c¸o\r\n\
             An Giang;2020;dan_van_kheo.registered.total;2.374\r\n\
             An Giang;2020;dan_van_kheo.carried_out.total;1.772\r\n\
             Tæng céng;;;4.146\r\n\
             Ng\u{ad}êi lËp biÓu\r\n",
        );
        let outcome = Given::new("cu.csv", &old).apply(&importer).await;
        assert_eq!(told(&importer, &outcome.problems), "");
        assert_eq!(outcome.accepted, 2);
        insta::assert_snapshot!("old_file_notices", told(&importer, &outcome.notices));
        let sql = "SELECT CAST(SUM(value) AS BIGINT) FROM reported WHERE retracted_at IS NULL";
        assert_eq!(count(&db, sql, &[]).await, 2_374 + 1_772);

        // A workbook with English headers, numbers as numbers, a quarter, an amount in words.
        let english = book(&[
            &["Unit", "Year or quarter", "Indicator", "Reported value", "Note"],
            &[
                "Tỉnh An Giang",
                "Quý III/2021",
                "dan_van_kheo.registered.total",
                "600",
                "",
            ],
            &[
                "89",
                "2021",
                "contributions.social_security_vnd",
                "hơn 100 tỷ đồng",
                "báo",
            ],
        ]);
        let outcome = Given::new("en.xlsx", &saved(english)).apply(&importer).await;
        assert_eq!(told(&importer, &outcome.problems), "");
        let sql = "SELECT value FROM reported WHERE qualifier = 'more_than' AND period = 20210";
        assert_eq!(count(&db, sql, &[]).await, 100_000_000_000);
        assert_eq!(
            count(&db, "SELECT value FROM reported WHERE period = 20213", &[]).await,
            600
        );

        // The same rows as the article's CSV, in a workbook: the same content.
        let csv = Given::new("2020.csv", &article()).check(&importer).await;
        let text = String::from_utf8(article()).unwrap();
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let sheet = Given::new("2020.xlsx", &saved(book(&rows)))
            .check(&importer)
            .await;
        assert_eq!(csv.content, sheet.content);
        assert!(csv.content.is_some());
    })
    .await;
}

#[tokio::test]
async fn hostile_and_broken_files_are_refused_with_their_place() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let header: &[&str] = &["Đơn vị", "Năm hoặc quý", "Chỉ tiêu", "Số liệu báo cáo"];
        let registered = "dan_van_kheo.registered.total";

        let mut merged = book(&[header, &["An Giang", "2020", registered, "5"]]);
        let sheet = merged.worksheet_from_index(0).unwrap();
        sheet.merge_range(2, 0, 3, 0, "An Giang", &Format::new()).unwrap();
        for (row, year) in [(2, 2021.0), (3, 2022.0)] {
            sheet.write_number(row, 1, year).unwrap();
            sheet.write_string(row, 2, registered).unwrap();
            sheet.write_number(row, 3, 7.0).unwrap();
        }
        let half = book(&[
            header,
            &["An Giang", "2020", registered, "2.374"],
            &["An Giang", "2020.5", "mô hình dân vận khéo đăng kí", "-5"],
            &["An Giang", "2020", "places.regulation_rate", "khoảng 78,5"],
            &["An Giang", "2019", registered, "5"],
            &["An Giang", "2019", registered, "6"],
        ]);
        let columns: Vec<String> = (0..10_000).map(|number| format!("cột {number}")).collect();
        let wide = columns.join(",") + "\n" + &"1,".repeat(10_000);
        let dates = models(&[
            "30367,,A,general,economy,collective,2026-03-05,07/10/2025",
            "30367,,B,general,kinh tế biển,collective,31/02/2026,",
            "30367,,,general,economy,collective,05/03/26,",
        ]);
        let files: [(&str, Vec<u8>); 7] = [
            ("gop-o.xlsx", saved(merged)),
            ("so-sai.xlsx", saved(half)),
            ("ngay-sai.csv", dates),
            ("bom.xlsx", bomb()),
            ("rong.csv", wide.into_bytes()),
            ("trong.csv", Vec::new()),
            ("khac.csv", b"ten,tuoi\nAn,5\n".to_vec()),
        ];
        let mut transcript = String::new();
        for (name, content) in files {
            let outcome = Given::new(name, &content).apply(&importer).await;
            assert_eq!(outcome.batch, None, "{name}");
            transcript += &format!("# {name}\n{}\n\n", told(&importer, &outcome.problems));
        }
        insta::assert_snapshot!("refused_files", transcript);
        assert_eq!(written(&db).await, 0);
    })
    .await;
}

#[tokio::test]
async fn headers_that_fit_no_form_or_several_are_told() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let none = "Đơn vị,Số hộ,Ghi chú\nAn Giang,5,\n";
        let outcome = Given::new("la.csv", none.as_bytes()).apply(&importer).await;
        insta::assert_snapshot!("no_form", told(&importer, &outcome.problems));
        let named = Given::new("la.csv", none.as_bytes()).form("nonsense");
        let refused = importer
            .check(&named.path, &named.options, &crate::support::quiet())
            .await;
        assert!(refused.unwrap_err().to_string().contains("dan_van_kheo_model"));
    })
    .await;
}

#[tokio::test]
async fn reading_stops_when_no_unit_is_known() {
    on_both(MIGRATIONS, |db| async move {
        // What names mean does not depend on the database, and looking for near ones takes its time.
        if db.engine() != "sqlite" {
            return;
        }
        let importer = importer(&db);
        let rows: Vec<String> = (0..2_000)
            .map(|number| format!("Xứ {number} không có thật,,A,general,economy,collective,05/03/2026,"))
            .collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let outcome = Given::new("so.csv", &models(&rows)).apply(&importer).await;
        assert_eq!(outcome.problems.count(), 51);
        let said = told(&importer, &outcome.problems);
        assert!(
            said.ends_with("Hãy xem lại cột đơn vị và biểu mẫu đã chọn."),
            "{said}"
        );
        assert_eq!(written(&db).await, 0);
    })
    .await;
}

/// A workbook of a few kilobytes that unpacks to many megabytes.
fn bomb() -> Vec<u8> {
    let plain = saved(book(&[&["unit"]]));
    let mut source = zip::ZipArchive::new(Cursor::new(&plain)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let part = source.by_index_raw(index).unwrap();
        if part.name().unwrap() != "xl/worksheets/sheet1.xml" {
            zip.raw_copy_file(part).unwrap();
        }
    }
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    zip.write_all(b"<worksheet><sheetData>").unwrap();
    let comment = format!("<!--{}-->", " ".repeat(100_000));
    for _ in 0..400 {
        zip.write_all(comment.as_bytes()).unwrap();
    }
    zip.write_all(b"</sheetData></worksheet>").unwrap();
    zip.finish().unwrap().into_inner()
}
