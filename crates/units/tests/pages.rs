//! The pages and the open data about units, on the real map.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use platform::{
    clock::FixedClock,
    db::Database,
    i18n::{self, Locale, Translations, Translator},
    page::Site,
    testing::on_both,
};
use tower::ServiceExt as _;
use units::{
    LiveUnits, MIGRATIONS, TEXTS, Units,
    import::{self, HamletRow},
    load_official, view,
};

fn clock() -> FixedClock {
    FixedClock("2026-11-23T01:00:00Z".parse().unwrap())
}

fn translations() -> Translations {
    Translations::new(&[i18n::TEXTS, TEXTS]).unwrap()
}

fn vietnamese() -> Translator {
    translations().translator(Locale::Vi)
}

async fn app(db: &Database) -> Router {
    load_official(db, clock().0).await.unwrap();
    let units = Units::load(&mut db.read().await.unwrap()).await.unwrap();
    let site = Arc::new(Site {
        translations: translations(),
        demo: false,
        navigation: Vec::new(),
    });
    units::routes(
        site,
        LiveUnits::new(Arc::new(units)),
        db.clone(),
        Arc::new(clock()),
    )
    .into_router()
}

async fn get(app: &Router, address: &str) -> (StatusCode, String, String) {
    let request = Request::get(address).body(Body::empty()).unwrap();
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let location = response
        .headers()
        .get(header::LOCATION)
        .map_or("", |value| value.to_str().unwrap());
    let location = location.to_owned();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, location, String::from_utf8(body.to_vec()).unwrap())
}

/// What stands in the page's own part, without the shell and without empty lines.
fn main_part(page: &str) -> String {
    let from = page.find("<main").unwrap();
    let to = page.find("</main>").unwrap();
    let lines = page[from..to]
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn pages_tell_a_unit_s_history() {
    on_both(&[MIGRATIONS], |db| async move {
        let app = app(&db).await;
        for (name, address, status) in [
            ("split_commune", "/don-vi/30355?ngay=2025-06-30", StatusCode::OK),
            ("commune_of_today", "/don-vi/30352", StatusCode::OK),
            ("unchanged_commune", "/don-vi/30313", StatusCode::OK),
            (
                "disputed_commune",
                "/don-vi/31378?ngay=31/12/2024",
                StatusCode::OK,
            ),
            ("district", "/don-vi/891?ngay=2022-05-10", StatusCode::OK),
            ("same_name", "/don-vi/phu-huu", StatusCode::MULTIPLE_CHOICES),
            ("near_names", "/don-vi/an-gaing", StatusCode::NOT_FOUND),
            ("search", "/don-vi?q=phu+huu+an+giang", StatusCode::OK),
        ] {
            let (answered, _, page) = get(&app, address).await;
            assert_eq!(answered, status, "{address}");
            let page = main_part(&page);
            // The list of provinces is looked at elsewhere.
            let page = page
                .split("<section class=\"dinh-section\" id=\"cap-tinh\">")
                .next()
                .unwrap();
            insta::allow_duplicates! { insta::assert_snapshot!(name, page) };
        }
    })
    .await;
}

#[tokio::test]
async fn the_list_of_provinces_is_that_of_the_day() {
    on_both(&[MIGRATIONS], |db| async move {
        let app = app(&db).await;
        let (_, _, today) = get(&app, "/don-vi").await;
        assert!(today.contains("Cả nước: 34 tỉnh, thành phố") && today.contains("3.321"));
        assert!(!today.contains("Cấp huyện") && !today.contains("Kiên Giang"));
        assert!(
            today.contains("href=\"/don-vi?ngay=2025-06-30#cap-tinh\""),
            "the way to the map before"
        );
        let (_, _, before) = get(&app, "/don-vi?ngay=2024-12-31").await;
        assert!(before.contains("Cả nước: 63 tỉnh, thành phố"));
        assert!(before.contains("Cấp huyện") && before.contains("696") && before.contains("10.035"));
        assert!(before.contains("href=\"/don-vi/91?ngay=2025-06-30\">Tỉnh Kiên Giang"));
        assert!(
            before.contains("name=\"ngay\" value=\"2024-12-31\""),
            "a search keeps the day"
        );
    })
    .await;
}

#[tokio::test]
async fn old_and_wrong_addresses_lead_on() {
    on_both(&[MIGRATIONS], |db| async move {
        let app = app(&db).await;
        assert_eq!(get(&app, "/units").await.1, "/don-vi");
        assert_eq!(get(&app, "/units/30352").await.1, "/don-vi/30352");
        assert_eq!(get(&app, "/units/%2F%2Fexample.org").await.1, "/don-vi");
        let (status, location, _) = get(&app, "/don-vi/891").await;
        assert_eq!(
            (status, location.as_str()),
            (StatusCode::SEE_OTHER, "/don-vi/891?ngay=2025-06-30")
        );
        let (status, _, page) = get(&app, "/don-vi/91?ngay=hôm-qua".replace('ô', "%C3%B4").as_str()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(page.contains("không phải là một ngày"));
        let (status, _, page) = get(&app, "/don-vi?q=%3Cscript%3E").await;
        assert_eq!(status, StatusCode::OK);
        assert!(!page.contains("<script>") && page.contains("khớp với"));
    })
    .await;
}

#[tokio::test]
async fn hamlets_are_paged_by_key() {
    on_both(&[MIGRATIONS], |db| async move {
        let app = app(&db).await;
        let rows: Vec<HamletRow> = (1..=150)
            .map(|number| HamletRow {
                line: number,
                commune_code: "30352".to_owned(),
                name: format!("Số {number}"),
                kind: units::UnitKind::Ap,
                code: None,
                valid_from: None,
                valid_to: None,
                source: "Thử".to_owned(),
            })
            .collect();
        let mut write = db.write().await.unwrap();
        import::hamlets(&mut write, &rows, clock().0).await.unwrap();
        write.commit().await.unwrap();
        let (_, _, first) = get(&app, "/don-vi/30352").await;
        assert!(first.contains("Ấp Số 100<") && !first.contains("Ấp Số 101<"));
        let next = first
            .split("/don-vi/30352?sau=")
            .nth(1)
            .unwrap()
            .split('#')
            .next()
            .unwrap();
        let (_, _, second) = get(&app, &format!("/don-vi/30352?sau={next}")).await;
        assert!(second.contains("Ấp Số 101<") && second.contains("Ấp Số 150<"));
        assert!(!second.contains("Ấp Số 100<") && !second.contains("#thon-to"));
    })
    .await;
}

#[tokio::test]
async fn open_data_has_stable_names() {
    on_both(&[MIGRATIONS], |db| async move {
        let app = app(&db).await;
        for (name, address, status) in [
            ("api_commune", "/api/v1/units/30352", StatusCode::OK),
            (
                "api_province",
                "/api/v1/units/an-giang?ngay=2024-12-31",
                StatusCode::OK,
            ),
            (
                "api_ambiguous",
                "/api/v1/units/phu-huu",
                StatusCode::MULTIPLE_CHOICES,
            ),
            ("api_unknown", "/api/v1/units/886", StatusCode::NOT_FOUND),
            ("api_no_day", "/api/v1/units/91?ngay=32", StatusCode::BAD_REQUEST),
            ("api_search", "/api/v1/units?q=my+hoa+hung", StatusCode::OK),
        ] {
            let (answered, _, body) = get(&app, address).await;
            assert_eq!(answered, status, "{address}");
            let value: serde_json::Value = serde_json::from_str(&body).unwrap();
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            insta::allow_duplicates! { insta::assert_snapshot!(name, pretty) };
        }
        let (_, _, all) = get(&app, "/api/v1/units?ngay=2024-12-31").await;
        let all: serde_json::Value = serde_json::from_str(&all).unwrap();
        assert_eq!(all["units"].as_array().unwrap().len(), 63);
        assert_eq!(all["on"], "2024-12-31");
    })
    .await;
}

#[test]
fn a_terminal_reads_the_same() {
    let units = Units::build(units::official_parts(clock().0).unwrap()).unwrap();
    let day = jiff::civil::date(2025, 6, 30);
    let unit = units.at("31378", day).unwrap();
    let view = view::UnitView::of(&units, unit, day);
    insta::assert_snapshot!("terminal_vi", view::text(&vietnamese(), &view));
    insta::assert_snapshot!(
        "terminal_en",
        view::text(&translations().translator(Locale::En), &view)
    );
}

#[test]
fn problems_are_told_in_words() {
    let rows = import::read_successions(b"action,old_code,new_code,effective,source\nadd,,2,1/7/25,x\n");
    let t = vietnamese();
    let words: Vec<String> = rows
        .unwrap_err()
        .iter()
        .map(|p| view::problem_words(&t, p))
        .collect();
    insta::assert_snapshot!("problems_vi", words.join("\n"));
}

#[test]
fn every_language_says_everything_and_nothing_too_much() {
    assert_eq!(i18n::incompleteness(TEXTS), Vec::<String>::new());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused = i18n::unused_keys(TEXTS, &[&folder.join("src"), &folder.join("templates")]).unwrap();
    // The program's main navigation names it.
    assert_eq!(unused, ["units-nav"]);
}
