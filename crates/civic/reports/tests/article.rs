//! The figures that An Giang's newspaper printed about 2020: the report shows their contradictions, changes
//! none of them, and invents nothing. On both databases, with the same bytes.

#![expect(clippy::unwrap_used, reason = "what can't be prepared ends the test")]

use std::sync::{Arc, Mutex};

use axum::{body::Body, http::Request};
use facts::{Amount, Catalogue, Ledger, NewReported, Period, Qualifier, ReportedId, Source, SourceId};
use jiff::civil::date;
use platform::{
    clock::FixedClock,
    db::Database,
    i18n::{Locale, Translations},
    id::uuid_v7,
    page::Site,
    testing::on_both,
};
use reports::{Boundaries, Reports, export, plan::Plan};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, Units};

const FIGURES: [(&str, i64, Qualifier); 11] = [
    ("dan_van_kheo.registered.total", 2374, Qualifier::Exact),
    ("dan_van_kheo.carried_out.total", 1772, Qualifier::Exact),
    ("dan_van_kheo.registered.economy", 598, Qualifier::Exact),
    ("dan_van_kheo.carried_out.economy", 450, Qualifier::Exact),
    ("dan_van_kheo.registered.culture_society", 1546, Qualifier::Exact),
    ("dan_van_kheo.carried_out.culture_society", 1193, Qualifier::Exact),
    ("dan_van_kheo.registered.defence_security", 288, Qualifier::Exact),
    ("dan_van_kheo.carried_out.defence_security", 226, Qualifier::Exact),
    ("dan_van_kheo.registered.political_system", 274, Qualifier::Exact),
    ("dan_van_kheo.carried_out.political_system", 247, Qualifier::Exact),
    (
        "contributions.social_security_vnd",
        100_000_000_000,
        Qualifier::MoreThan,
    ),
];

fn now() -> FixedClock {
    FixedClock("2026-11-23T02:00:00Z".parse().unwrap())
}

fn translations() -> Translations {
    Translations::new(&[platform::i18n::TEXTS, facts::TEXTS, reports::TEXTS]).unwrap()
}

async fn reports_on_the_article(db: &Database) -> Reports {
    units::load_official(db, now().0).await.unwrap();
    let units = Units::load(&mut db.read().await.unwrap()).await.unwrap();
    let an_giang = units.resolve("an-giang", date(2020, 12, 31)).unwrap().id;
    let source = SourceId(uuid_v7(now().0, [1; 10]));
    let mut ledger = Ledger::open(db, now().0).await.unwrap();
    ledger
        .add_source(&Source {
            id: source,
            title: "An Giang: Thực hiện tốt Quy chế dân chủ ở cơ sở".into(),
            publisher: "Báo An Giang".into(),
            published_on: Some(date(2022, 10, 7)),
            locator: "baoangiang.com.vn".into(),
            note: String::new(),
        })
        .await
        .unwrap();
    let values: Vec<NewReported> = (2..)
        .zip(FIGURES)
        .map(|(number, (indicator, value, qualifier))| NewReported {
            id: ReportedId(uuid_v7(now().0, [number; 10])),
            unit: an_giang,
            indicator: indicator.into(),
            period: Period::year(2020),
            amount: Amount { value, qualifier },
            as_written: String::new(),
            note: String::new(),
            source,
            batch: None,
        })
        .collect();
    ledger.report(&values).await.unwrap();
    ledger.commit().await.unwrap();
    let catalogue = Catalogue::delivered().unwrap();
    let plan = Plan::delivered(&catalogue).unwrap();
    Reports::new(
        db.clone(),
        LiveUnits::new(Arc::new(units)),
        Arc::new(catalogue),
        Arc::new(Rulebook::embedded().unwrap()),
        plan,
        Arc::new(now()),
    )
}

#[tokio::test]
async fn rule_19_reported_totals_are_evidence() {
    let seen: Mutex<Vec<Vec<u8>>> = Mutex::default();
    let noted = &seen;
    on_both(&[units::MIGRATIONS, facts::MIGRATIONS], |db| async move {
        let reports = reports_on_the_article(&db).await;
        let t = translations().translator(Locale::Vi);
        let wanted = reports.wanted("an-giang", "2020", Boundaries::OfTheYear).unwrap();
        let report = reports.report(&t, wanted).await.unwrap();

        let told: Vec<(i64, i64, i64)> = report
            .findings
            .iter()
            .map(|finding| (finding.left.value, finding.right.value, finding.difference))
            .collect();
        assert_eq!(told, [(2374, 2706, 332), (1772, 2116, 344)]);
        insta::assert_snapshot!("findings", reports::text::findings(&t, &report));

        let json = export::json(&report);
        insta::assert_snapshot!("report", String::from_utf8(json.clone()).unwrap());
        noted.lock().unwrap().push(json);
    })
    .await;
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len(), 2);
    assert!(seen[0] == seen[1], "both databases give the same bytes");
}

#[tokio::test]
async fn todays_an_giang_says_who_did_not_report() {
    on_both(&[units::MIGRATIONS, facts::MIGRATIONS], |db| async move {
        let reports = reports_on_the_article(&db).await;
        let t = translations().translator(Locale::Vi);
        let wanted = reports.wanted("an-giang", "2020", Boundaries::OfToday).unwrap();
        let report = reports.report(&t, wanted).await.unwrap();
        assert_eq!(report.unit.code, "91");
        let movements = report
            .sections
            .iter()
            .find(|section| section.key == "movements")
            .unwrap();
        let registered = movements
            .figures
            .iter()
            .find(|row| row.indicator == "dan_van_kheo.registered.total")
            .unwrap();
        assert_eq!(
            registered.reported[0].shown.text,
            "ít nhất 2.374 (chưa có Tỉnh Kiên Giang)"
        );
        assert_eq!(registered.reported[0].shown.qualifier, "at_least");
    })
    .await;
}

#[tokio::test]
async fn every_figure_of_the_page_opens() {
    on_both(&[units::MIGRATIONS, facts::MIGRATIONS], |db| async move {
        let reports = Arc::new(reports_on_the_article(&db).await);
        let site = Arc::new(Site {
            translations: translations(),
            demo: false,
            navigation: vec![],
        });
        let app = reports::routes(site, reports).into_router();
        let get = |path: String| {
            let app = app.clone();
            async move {
                let response = app
                    .oneshot(Request::get(&path).body(Body::empty()).unwrap())
                    .await
                    .unwrap();
                let status = response.status();
                let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
                    .await
                    .unwrap();
                (status.as_u16(), String::from_utf8(bytes.to_vec()).unwrap())
            }
        };
        let (status, page) = get("/bao-cao/an-giang/2020".into()).await;
        assert_eq!(status, 200);
        let links: std::collections::BTreeSet<&str> = page
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .filter(|href| href.contains("/chi-tieu/"))
            .collect();
        assert!(links.len() >= 11, "{links:?}");
        for link in links {
            let (status, figure) = get(link.into()).await;
            assert_eq!(status, 200, "{link}");
            assert!(figure.contains("Báo An Giang"), "{link} names its source");
        }
        for (path, expected) in [
            ("/", 200),
            ("/bao-cao", 200),
            ("/bao-cao/an-giang/2020?ranh-gioi=hien-nay", 200),
            ("/bao-cao/khong-co/2020", 404),
            ("/bao-cao/phu-huu/2020", 404),
            ("/bao-cao/an-giang/20x0", 400),
            ("/bao-cao/an-giang/2020.exe", 400),
            ("/bao-cao/an-giang/2020/chi-tieu/cheese", 404),
            ("/so/1/nothing", 404),
        ] {
            assert_eq!(get(path.into()).await.0, expected, "{path}");
        }
    })
    .await;
}
