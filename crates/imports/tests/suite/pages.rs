//! The pages as a browser without JavaScript meets them.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use jiff::civil::date;
use platform::{
    access::{TOKEN_FIELD, testing::Someone},
    db::{Database, PoolSize},
    page::Site,
};
use tower::ServiceExt as _;
use units::LiveUnits;

use crate::support::{MIGRATIONS, article, importer, models, translations, units};

struct Served {
    _folder: tempfile::TempDir,
    db: Database,
    app: Router,
}

async fn serve() -> Served {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("test.db").display());
    let db = Database::open(&address, PoolSize { connections: 2 })
        .await
        .unwrap();
    db.migrate(MIGRATIONS).await.unwrap();
    let site = Arc::new(Site {
        translations: translations(),
        demo: false,
        navigation: Vec::new(),
    });
    let app = imports::routes(site, Arc::new(importer(&db))).into_router();
    Served {
        _folder: folder,
        db,
        app,
    }
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl Answer {
    /// What stands between `<main …>` and `</main>`, without what differs between runs.
    fn main(&self) -> &str {
        let start = self.body.find("<main").unwrap();
        let end = self.body.find("</main>").unwrap();
        self.body[start..end].trim()
    }
}

impl Served {
    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response
            .headers()
            .get(header::LOCATION)
            .map(|to| to.to_str().unwrap().to_owned());
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Answer {
            status,
            location: location.unwrap_or_default(),
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(officer().get(path)).await
    }

    /// Sends the form from this site's own page.
    async fn send(&self, answers: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        self.ask(multipart(&officer(), answers, file)).await
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.ask(officer().post(path, body)).await
    }

    /// Asks for the page of a job until it has ended.
    async fn ended(&self, sent: &Answer) -> Answer {
        self.ended_for(&officer(), sent).await
    }

    async fn ended_for(&self, someone: &Someone, sent: &Answer) -> Answer {
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        for _ in 0..400 {
            let page = self.ask(someone.get(&sent.location)).await;
            assert_eq!(page.status, StatusCode::OK);
            if !page.body.contains("http-equiv=\"refresh\"") {
                return page;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the job does not end");
    }
}

/// Who may import for the whole province.
fn officer() -> Someone {
    let units = units();
    let province = units.resolve("an-giang", date(2026, 11, 23)).unwrap().id;
    let units = Arc::new(LiveUnits::new(units));
    Someone::within("provincial_officer", province, date(2026, 11, 23), units, 1)
}

fn multipart(sender: &Someone, answers: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Request<Body> {
    const BOUNDARY: &str = "----ranh-gioi";
    let mut body = Vec::new();
    for (name, value) in [&(TOKEN_FIELD, sender.token())].into_iter().chain(answers) {
        let part =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let (name, content) = file.unwrap_or(("", b""));
    let part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend_from_slice(part.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    sender.send(Request::post("/nhap").header(header::CONTENT_TYPE, kind), body)
}

/// Job and import numbers are drawn in order, so pages are the same every time.
fn snapshot(name: &str, page: &Answer) {
    insta::assert_snapshot!(name, page.main());
}

#[tokio::test]
async fn a_file_is_checked_then_imported_then_taken_back() {
    let served = serve().await;
    let first = served.get("/nhap?mau=reported").await;
    snapshot("start", &first);

    let answers = [
        ("form", ""),
        ("publisher", "Báo An Giang"),
        ("published_on", "07/10/2022"),
        ("mode", "check"),
    ];
    let sent = served
        .send(&answers, Some(("so-lieu-2020.csv", &article())))
        .await;
    let checked = served.ended(&sent).await;
    snapshot("checked", &checked);

    let done = served.ended(&served.post(&sent.location, "").await).await;
    snapshot("done", &done);
    let href = between(&done.body, "href=\"/nhap/lan/", "\"");
    let brought = served.get(&format!("/nhap/lan/{href}")).await;
    snapshot("brought", &brought);

    let ask = served.get(&format!("/nhap/lan/{href}/huy")).await;
    snapshot("ask_undo", &ask);
    let unreasoned = served.post(&format!("/nhap/lan/{href}/huy"), "reason=+").await;
    assert_eq!(unreasoned.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unreasoned.body.contains("Hãy ghi lý do hủy"));
    let undone = served
        .post(
            &format!("/nhap/lan/{href}/huy"),
            "reason=nh%E1%BA%A7m+t%E1%BB%87p",
        )
        .await;
    let undone = served.ended(&undone).await;
    assert!(undone.body.contains("Đã hủy 11 dòng"), "{}", undone.body);
    let brought = served.get(&format!("/nhap/lan/{href}")).await;
    assert!(brought.body.contains("Lý do: nhầm tệp"));
    assert!(!brought.body.contains("Hủy lần nhập này"));
    assert!(served.get("/nhap").await.body.contains("đã hủy"));
}

#[tokio::test]
async fn what_is_wrong_is_shown_with_its_place_and_the_form_comes_back_filled_in() {
    let served = serve().await;
    let rows = [
        "30367,,Đúng,general,economy,collective,05/03/2026,",
        "Xã Phú Hữu,,Trùng tên,general,economy,collective,05/03/2026,",
        "30367,,Sai ngày,general,economy,collective,31/02/2026,",
        "30367,,Trước khi đăng ký,general,economy,collective,05/03/2026,01/01/2026",
    ];
    let answers = [
        ("form", "dan_van_kheo_model"),
        ("locator", "12/BC-UBND"),
        ("mode", "import"),
    ];
    let sent = served.send(&answers, Some(("sổ.csv", &models(&rows)))).await;
    let page = served.ended(&sent).await;
    snapshot("wrong", &page);
    assert_eq!(crate::support::written(&served.db).await, 0);

    // The file kept on the server is used again when none is chosen.
    let kept = between(&page.body, "name=\"kept\" value=\"", "\"");
    let again = served
        .send(&[("kept", kept), ("form", ""), ("mode", "check")], None)
        .await;
    let again = served.ended(&again).await;
    assert!(again.body.contains("Tệp có chỗ cần sửa"));
}

#[tokio::test]
async fn a_form_with_faults_comes_back_and_keeps_its_file() {
    let served = serve().await;
    let answers = [
        ("form", "nonsense"),
        ("title", "Báo cáo <2020>"),
        ("published_on", "hôm qua"),
        ("mode", "import"),
    ];
    let back = served.send(&answers, Some(("so-lieu.csv", &article()))).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for shown in [
        "Lỗi:",
        "hôm qua",
        "Báo cáo &#60;2020&#62;",
        "Tệp “so-lieu.csv” đã được nhận",
        "Không có biểu mẫu này",
    ] {
        assert!(back.body.contains(shown), "{shown}: {}", back.main());
    }
    let kept = between(&back.body, "name=\"kept\" value=\"", "\"");
    let sent = served
        .send(
            &[("kept", kept), ("published_on", "2022-10-07"), ("mode", "import")],
            None,
        )
        .await;
    assert!(served.ended(&sent).await.body.contains("Đã nhập 11 dòng"));
    // Once more: nothing is added.
    let sent = served
        .send(&[("mode", "import")], Some(("lần hai.csv", &article())))
        .await;
    let already = served.ended(&sent).await;
    assert!(
        already
            .body
            .contains("được nhập lúc 23/11/2026 08:30, từ tệp “so-lieu.csv”"),
        "{}",
        already.main()
    );

    let empty = served.send(&[("mode", "check")], None).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.contains("Chưa có tệp"));
}

#[tokio::test]
async fn an_officer_brings_in_and_takes_back_the_rows_of_own_units_only() {
    let served = serve().await;
    let day = date(2026, 11, 23);
    let commune = units().at("30367", day).unwrap().id;
    let of_the_commune = Someone::within(
        "commune_officer",
        commune,
        day,
        Arc::new(LiveUnits::new(units())),
        2,
    );
    let rows = [
        "30367,,Của xã,general,economy,collective,05/03/2026,",
        "30352,,Của xã khác,general,economy,collective,05/03/2026,",
        "91,,Của tỉnh,general,economy,collective,05/03/2026,",
    ];
    let answers = [("form", "dan_van_kheo_model"), ("mode", "import")];
    let file = models(&rows);
    let sent = multipart(&of_the_commune, &answers, Some(("sổ.csv", &file)));
    let sent = served.ask(sent).await;
    // What was sent is its sender's: another officer does not see the job, or use its file.
    assert_eq!(served.get(&sent.location).await.status, StatusCode::NOT_FOUND);
    let page = served.ended_for(&of_the_commune, &sent).await;
    assert!(
        !page.body.contains("Ô A2"),
        "the commune's own row: {}",
        page.main()
    );
    for place in ["Ô A3", "Ô A4"] {
        assert!(page.body.contains(place), "{place}: {}", page.main());
    }
    assert!(page.body.contains("Vai trò của người gửi không được nhập"));
    assert_eq!(crate::support::written(&served.db).await, 0, "all or nothing");

    // For the province all of it may come in; then the commune can't take it back.
    let sent = served.send(&answers, Some(("sổ.csv", &file))).await;
    let done = served.ended(&sent).await;
    let href = format!("/nhap/lan/{}", between(&done.body, "href=\"/nhap/lan/", "\""));
    let shown = served.ask(of_the_commune.get(&href)).await;
    assert!(!shown.body.contains("/huy\""), "{}", shown.main());
    let undo = format!("{href}/huy");
    for request in [of_the_commune.get(&undo), of_the_commune.post(&undo, "reason=a")] {
        assert_eq!(served.ask(request).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(served.get(&undo).await.status, StatusCode::OK);
}

#[tokio::test]
async fn only_who_may_import_gets_at_files() {
    let served = serve().await;
    let day = date(2026, 11, 23);
    for (someone, status) in [
        (Someone::stranger(), StatusCode::SEE_OTHER),
        (Someone::with("mediator", 1, day), StatusCode::FORBIDDEN),
    ] {
        let answer = served.ask(someone.get("/nhap")).await;
        assert_eq!(answer.status, status);
        let sent = multipart(&someone, &[("mode", "import")], Some(("a.csv", &article())));
        assert_eq!(served.ask(sent).await.status, status);
    }
    assert_eq!(crate::support::written(&served.db).await, 0);
    let stranger = Someone::stranger();
    let template = served.ask(stranger.get("/nhap/mau/reported.xlsx")).await;
    assert_eq!(template.status, StatusCode::OK);
    assert!(template.body.starts_with("PK"));
    let unknown = served.ask(stranger.get("/nhap/mau/nonsense.xlsx")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let start = text.find(before).unwrap() + before.len();
    let end = text[start..].find(after).unwrap();
    &text[start..start + end]
}
