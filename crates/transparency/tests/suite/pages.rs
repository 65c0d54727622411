//! The log as readers, programs and witnesses meet it over HTTP.

use std::sync::{Arc, OnceLock};

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use platform::{
    clock::Clock,
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
};
use serde_json::Value;
use tlog::{
    Note, SigningKey,
    checkpoint::{cosign, cosigned_at},
    note::Algorithm,
    proof::Proof,
};
use tower::ServiceExt as _;
use transparency::{
    Act, PublicLog,
    verify::{Address, AddressItems, Trust, text, verify},
};
use units::{LiveUnits, Units};

use crate::{
    board::{Board, MIGRATIONS, UNIT},
    world::Log,
};

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let at = "2026-11-23T01:30:00Z".parse().unwrap();
    let build = || Arc::new(Units::build(units::official_parts(at).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn witness() -> SigningKey {
    SigningKey::from_seed("mat-tran.example", Algorithm::Cosignature, &[5; 32]).unwrap()
}

struct Served {
    _folder: tempfile::TempDir,
    log: Log,
    app: Router,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn main(&self) -> String {
        let body = self.text();
        let (start, end) = (body.find("<main").unwrap(), body.find("</main>").unwrap());
        body[start..end].trim().to_owned()
    }

    fn header(&self, name: header::HeaderName) -> &str {
        self.headers[name].to_str().unwrap()
    }
}

impl Served {
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("test.db").display());
        let db = Database::open(&address, PoolSize { connections: 4 })
            .await
            .unwrap();
        db.migrate(MIGRATIONS).await.unwrap();
        let log = Log::new(db.clone());
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, transparency::TEXTS]).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        let public = PublicLog {
            db,
            units: LiveUnits::new(units()),
            clock: log.clock.clone(),
            subjects: vec![Arc::new(Board)],
            witnesses: vec![witness().verifier().clone()],
            address: Some("https://dinh.example".to_owned()),
        };
        Self {
            _folder: folder,
            log,
            app: transparency::routes(site, Arc::new(public)),
        }
    }

    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        Answer {
            status: response.status(),
            headers: response.headers().clone(),
            body: response.into_body().collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, body: String) -> Answer {
        self.ask(Request::post(path).body(Body::from(body)).unwrap())
            .await
    }

    /// Some acts, sealed.
    async fn acts(&self) {
        for (act, id, body) in [
            (Act::Posted, "kh-2026", "Kế hoạch thu chi"),
            (Act::Posted, "du-toan", "Dự toán"),
            (Act::Corrected, "kh-2026", "Kế hoạch thu chi, đã đính chính"),
            (Act::Withdrawn, "du-toan", "Dự toán"),
        ] {
            self.log.on_board(act, id, body).await;
        }
        self.log.sign().await;
    }
}

#[tokio::test]
async fn files_are_served_as_the_specification_says() {
    let served = Served::start().await;
    assert_eq!(
        served.get("/log/checkpoint").await.status,
        StatusCode::NOT_FOUND,
        "not opened yet"
    );
    served.log.post(0, 600).await;
    served.log.sign().await;

    let checkpoint = served.get("/log/checkpoint").await;
    assert_eq!(
        checkpoint.header(header::CONTENT_TYPE),
        "text/plain; charset=utf-8"
    );
    assert_eq!(checkpoint.header(header::CACHE_CONTROL), "no-cache");
    let key = served.get("/log/key").await.text();
    assert_eq!(key, format!("{}\n", served.log.vkey()));

    for (path, octets) in [
        ("/log/tile/0/000", Some(8_192)),
        ("/log/tile/0/001", Some(8_192)),
        ("/log/tile/0/002.p/88", Some(88 * 32)),
        ("/log/tile/1/000.p/2", Some(64)),
        ("/log/tile/1/000.p/1", Some(32)),
        ("/log/tile/entries/000", None),
        ("/log/tile/entries/002.p/1", None),
    ] {
        let tile = served.get(path).await;
        assert_eq!(tile.status, StatusCode::OK, "{path}");
        assert_eq!(tile.header(header::CONTENT_TYPE), "application/octet-stream");
        assert!(tile.header(header::CACHE_CONTROL).contains("immutable"), "{path}");
        assert_eq!(tile.header(header::ACCESS_CONTROL_ALLOW_ORIGIN), "*");
        if let Some(octets) = octets {
            assert_eq!(tile.body.len(), octets, "{path}");
        }
    }
    let one = served.get("/log/tile/entries/002.p/1").await.body;
    assert_eq!(tlog::tile::entries(&one).unwrap().len(), 1);
    for path in [
        "/log/tile/0/002",
        "/log/tile/0/002.p/89",
        "/log/tile/0/003.p/1",
        "/log/tile/2/000.p/1",
        "/log/tile/0/0",
        "/log/tile/0/000.p/256",
        "/log/tile/x/000",
        "/log/tile/0/..%2f..%2fetc",
        "/log/handover/00000000",
        "/log/proof/600",
        "/log/proof/-1",
    ] {
        let answer = served.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(
            answer.header(header::CACHE_CONTROL),
            "no-cache",
            "a file that comes later is found later"
        );
    }
    let proof = served.get("/log/proof/300").await;
    assert!(
        proof
            .header(header::CONTENT_DISPOSITION)
            .contains("dinh-300.tlog-proof")
    );
    let proof: Proof = proof.text().parse().unwrap();
    let entry = proof.extra.clone().unwrap();
    assert_eq!(proof.verify(&entry, &served.log.vkey()).unwrap().size, 600);
}

#[tokio::test]
async fn a_known_witness_signs_and_others_do_not() {
    let served = Served::start().await;
    served.log.post(0, 3).await;
    served.log.sign().await;
    let note: Note = served.get("/log/checkpoint").await.text().parse().unwrap();
    let now = u64::try_from(served.log.clock.now().as_second()).unwrap();
    let with = |key: &SigningKey, text: &str, time: u64| Note {
        text: text.to_owned(),
        signatures: vec![cosign(text, key, time).unwrap()],
    };
    let stranger = SigningKey::from_seed("mat-tran.example", Algorithm::Cosignature, &[6; 32]).unwrap();
    for (body, status) in [
        ("chào".to_owned(), StatusCode::BAD_REQUEST),
        (note.to_string(), StatusCode::FORBIDDEN),
        (
            with(&stranger, &note.text, now).to_string(),
            StatusCode::FORBIDDEN,
        ),
        (
            with(&witness(), &note.text, now + 3_600).to_string(),
            StatusCode::FORBIDDEN,
        ),
        (
            with(&witness(), &note.text.replace("\n3\n", "\n2\n"), now).to_string(),
            StatusCode::NOT_FOUND,
        ),
        (
            with(&witness(), "dinh.example/log\nkhông\n", now).to_string(),
            StatusCode::NOT_FOUND,
        ),
    ] {
        let answer = served.post("/log/cosignature", body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.text());
    }
    assert_eq!(served.get("/log/checkpoint").await.text(), note.to_string());

    let mut own = note.clone();
    own.signatures
        .extend(with(&witness(), &note.text, now).signatures);
    assert_eq!(
        served.post("/log/cosignature", own.to_string()).await.status,
        StatusCode::OK
    );
    // Again, and once more with an older time: nothing is lost, nothing doubled.
    served.post("/log/cosignature", own.to_string()).await;
    served
        .post(
            "/log/cosignature",
            with(&witness(), &note.text, now - 60).to_string(),
        )
        .await;
    let cosigned: Note = served.get("/log/checkpoint").await.text().parse().unwrap();
    assert_eq!(cosigned.signatures.len(), 2);
    assert_eq!(cosigned_at(&cosigned, witness().verifier()), Ok(now));
    let page = served.get("/so-minh-bach").await.main();
    assert!(page.contains("mat-tran.example"), "{page}");
    let huge = "x".repeat(70_000);
    assert_eq!(
        served.post("/log/cosignature", huge).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn the_pages_say_what_is_in_the_log() {
    let served = Served::start().await;
    insta::assert_snapshot!("empty", served.get("/so-minh-bach").await.main());
    served.acts().await;
    insta::assert_snapshot!("index", served.get("/so-minh-bach").await.main());
    insta::assert_snapshot!("corrected", served.get("/so-minh-bach/2").await.main());
    let older = served.get("/so-minh-bach/0").await.main();
    assert!(
        older.contains("Sau mục này đã có mục mới hơn") && older.contains("href=\"/so-minh-bach/2\""),
        "{older}"
    );
    let withdrawn = served.get("/so-minh-bach/3").await.main();
    assert!(withdrawn.contains("mã băm của nó ở lại trong sổ"), "{withdrawn}");

    served
        .log
        .tamper("UPDATE board SET body = 'khác' WHERE id = 'kh-2026'")
        .await;
    let changed = served.get("/so-minh-bach/2").await.main();
    assert!(changed.contains("đã bị sửa mà không ghi sổ"), "{changed}");
    served.log.tamper("DELETE FROM board WHERE id = 'kh-2026'").await;
    let gone = served.get("/so-minh-bach/2").await.main();
    assert!(gone.contains("sổ không ghi lần gỡ nào"), "{gone}");
    for path in [
        "/so-minh-bach/4",
        "/so-minh-bach/-1",
        "/so-minh-bach/01",
        "/so-minh-bach/muc/abc",
    ] {
        assert_eq!(served.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn every_entry_is_paged_to_and_none_twice() {
    let served = Served::start().await;
    served.log.post(0, 75).await;
    served.log.sign().await;
    let mut path = "/so-minh-bach".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = served.get(&path).await.main();
        seen.extend(
            page.split("href=\"/so-minh-bach/")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().parse::<u64>().unwrap()),
        );
        let Some(next) = page.split("rel=\"next\" href=\"").nth(1) else {
            break;
        };
        path = next.split(['"', '#']).next().unwrap().to_owned();
    }
    assert_eq!(seen, (0..75).rev().collect::<Vec<u64>>());
    let second = served.get("/so-minh-bach?truoc=60").await.main();
    assert!(
        second.contains("rel=\"prev\" href=\"/so-minh-bach#cac-muc\""),
        "{second}"
    );
    assert_eq!(
        served.get("/so-minh-bach?truoc=1&truoc=2").await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(
        served.get("/so-minh-bach?truoc=x").await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_code_on_paper_leads_to_its_entry_from_the_first_moment_on() {
    let served = Served::start().await;
    served.log.sign().await;
    let entry = served.log.act(Act::Posted, "1", "a");
    let name = served.log.append(UNIT, &entry).await;
    let waiting = served.get(&transparency::href(name)).await;
    assert_eq!(waiting.status, StatusCode::OK);
    assert!(waiting.main().contains("chờ niêm phong"), "{}", waiting.main());
    served.log.sign().await;
    let found = served.get(&transparency::href(name)).await;
    assert_eq!(
        (found.status, found.header(header::LOCATION)),
        (StatusCode::SEE_OTHER, "/so-minh-bach/0")
    );
    for (typed, location) in [
        ("0", "/so-minh-bach/0".to_owned()),
        (" 0 ", "/so-minh-bach/0".to_owned()),
        (name.to_string().as_str(), transparency::href(name)),
    ] {
        let found = served
            .get(&format!("/so-minh-bach?muc={}", typed.replace(' ', "+")))
            .await;
        assert_eq!(found.header(header::LOCATION), location);
    }
    for typed in ["abc", "1", &"0".repeat(64)] {
        let page = served.get(&format!("/so-minh-bach?muc={typed}")).await.main();
        assert!(page.contains("Không có mục nào như vậy"), "{page}");
        assert!(
            page.contains(&format!("value=\"{typed}\"")),
            "what was typed is kept"
        );
    }
    assert_eq!(served.get("/so-minh-bach?muc=").await.status, StatusCode::OK);
}

/// A log that nobody signs says so to its readers.
#[tokio::test]
async fn a_backlog_is_shown() {
    let served = Served::start().await;
    served.log.sign().await;
    served.log.post(0, 2).await;
    assert!(
        !served
            .get("/so-minh-bach")
            .await
            .main()
            .contains("dinh-notice--warning")
    );
    served.log.clock.pass(3_600);
    let page = served.get("/so-minh-bach").await.main();
    assert!(page.contains("Có 2 mục chờ niêm phong"), "{page}");
}

#[tokio::test]
async fn open_data_says_the_same() {
    let served = Served::start().await;
    let empty = served.get("/api/v1/log").await.json();
    assert_eq!((&empty["size"], &empty["root"]), (&Value::from(0), &Value::Null));
    served.acts().await;
    let state = served.get("/api/v1/log").await.json();
    assert_eq!(
        (&state["size"], &state["waiting"]),
        (&Value::from(4), &Value::from(0))
    );
    assert_eq!(state["keys"][0], served.log.vkey().to_string());
    let list = served.get("/api/v1/log/entries?before=3").await.json();
    let places: Vec<u64> = list["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["index"].as_u64().unwrap())
        .collect();
    assert_eq!((places, &list["next"]), (vec![2, 1, 0], &Value::Null));

    let entry = served.get("/api/v1/log/entries/2").await.json();
    assert_eq!(entry["matches"], true);
    assert_eq!(entry["history"], serde_json::json!([0, 2]));
    let octets = entry["entry"].as_str().unwrap();
    let said: Value = serde_json::from_str(octets).unwrap();
    assert_eq!(
        (&said["act"], &said["id"]),
        (&"corrected".into(), &"kh-2026".into())
    );
    let hashes = entry["proof"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| tlog::Hash::from_base64(h.as_str().unwrap()).unwrap());
    let proof = Proof {
        extra: None,
        index: 2,
        hashes: hashes.collect(),
        checkpoint: entry["checkpoint"].as_str().unwrap().parse().unwrap(),
    };
    proof.verify(octets.as_bytes(), &served.log.vkey()).unwrap();

    let content = served.get("/api/v1/log/entries/2/content").await;
    assert_eq!(content.text(), "Kế hoạch thu chi, đã đính chính");
    assert_eq!(
        served.get("/api/v1/log/entries/3/content").await.status,
        StatusCode::NOT_FOUND,
        "withdrawn"
    );
    for path in [
        "/api/v1/log/entries/4",
        "/api/v1/log/entries/x",
        "/api/v1/log/entries/00/item",
    ] {
        let answer = served.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.json()["error"].is_string());
    }
    for query in ["before=x", "before=1&before=2"] {
        let answer = served.get(&format!("/api/v1/log/entries?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert!(answer.json()["error"].is_string());
    }
}

/// The check of anybody over the network: files and items.
#[tokio::test]
async fn a_stranger_checks_over_http() {
    let served = Served::start().await;
    served.acts().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = served.app.clone();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let check = |ending: &'static str| {
        let (address, now) = (
            Address::new(&format!("{address}{ending}")),
            served.log.clock.now(),
        );
        let trust = Trust {
            key: Some(served.log.vkey()),
            ..Trust::default()
        };
        tokio::task::spawn_blocking(move || verify(&address, &mut AddressItems(address.clone()), &trust, now))
    };
    let t = Translations::new(&[platform::i18n::TEXTS, transparency::TEXTS])
        .unwrap()
        .translator(platform::i18n::Locale::Vi);
    let report = check("").await.unwrap().unwrap();
    assert_eq!(report.items, Some(2), "{:?}", report.faults);
    let lines = text::lines(&t, &report);
    assert_eq!(lines.last().unwrap(), "Mọi điều đều khớp.");

    // Corrected a moment ago: the entry waits, and counts.
    served.log.on_board(Act::Corrected, "kh-2026", "lần ba").await;
    assert!(check("/log/").await.unwrap().unwrap().faults.is_empty());
    served.log.sign().await;
    served.log.tamper("UPDATE board SET body = 'khác'").await;
    let report = check("").await.unwrap().unwrap();
    let lines = text::lines(&t, &report);
    assert!(
        lines
            .iter()
            .any(|line| line
                .starts_with("item-changed: notice/30352/kh-2026 (4): nội dung đang đăng không khớp")),
        "{lines:?}"
    );
    assert_eq!(text::json(&t, &report)["faults"][0]["fault"], "item-changed");
    server.abort();
    let _ = server.await;
    assert!(check("").await.unwrap().is_err(), "nobody answers");
}

#[tokio::test]
async fn go_finds_every_entry_of_a_served_log() {
    let served = Served::start().await;
    served.log.post(0, 260).await;
    served.log.sign().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/log", listener.local_addr().unwrap());
    let app = served.app.clone();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let vkey = served.log.vkey().to_string();
    let output = tokio::task::spawn_blocking(move || crate::foreign::verify(&address, &vkey, 7))
        .await
        .unwrap();
    server.abort();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && said.contains("size 260 root "),
        "{output:?}"
    );
}

#[test]
fn no_text_is_left_unused() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused = platform::i18n::unused_keys(
        transparency::TEXTS,
        &[
            &root.join("src"),
            &root.join("templates"),
            &root.join("../dinh/src"),
        ],
    );
    assert_eq!(unused.unwrap(), Vec::<String>::new());
    assert_eq!(
        platform::i18n::incompleteness(transparency::TEXTS),
        Vec::<String>::new()
    );
}
