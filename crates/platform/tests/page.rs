//! The shell as a browser meets it: assets and their caching, the reader's language, headers, the frame itself.

#![expect(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
    middleware,
    response::Response,
    routing::get,
};
use platform::{
    access::Policy,
    assets,
    i18n::{TEXTS, Translations, unused_keys},
    page::{
        self, NavItem, Reader, Shell, Site,
        components::{Choice, Control, ErrorSummary, Field},
    },
};
use tower::ServiceExt as _;

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% extends "base.html" %}{% block content %}<p>Nội dung</p>{% endblock %}"#
)]
struct Page {
    shell: Shell,
}

async fn show(reader: Reader) -> Response {
    let shell = Shell::new(&reader, "An Giang & <2020>")
        .lead("Báo cáo năm")
        .crumb("Trang đầu", "/")
        .active("/bao-cao");
    page::html(&Page { shell })
}

fn app(demo: bool) -> Router {
    let site = Arc::new(Site {
        translations: Translations::new(&[TEXTS]).unwrap(),
        demo,
        navigation: vec![
            NavItem {
                href: "/bao-cao",
                label_key: "shell-name",
                policy: Policy::Open,
            },
            NavItem {
                href: "/don-vi",
                label_key: "shell-motto",
                policy: Policy::Open,
            },
        ],
    });
    Router::new()
        .nest("/bao-cao", Router::new().route("/trang", get(show)))
        .fallback(page::fallback)
        .with_state(Arc::clone(&site))
        .merge(assets::routes().mount(site).into_router())
        .layer(middleware::from_fn(page::remember_language))
        .layer(middleware::from_fn(page::secure))
}

async fn ask(path: &str, headers: &[(header::HeaderName, &str)]) -> (StatusCode, HeaderMap, String) {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = app(true)
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    (
        parts.status,
        parts.headers,
        String::from_utf8_lossy(&body).into_owned(),
    )
}

async fn language(path: &str, headers: &[(header::HeaderName, &str)]) -> String {
    let (_, _, page) = ask(path, headers).await;
    page.split("<html lang=\"").nth(1).unwrap()[..2].to_owned()
}

#[tokio::test]
async fn an_asset_is_kept_for_ever_under_a_name_made_of_its_content() {
    for (logical, kind) in [
        ("dinh.css", "text/css; charset=utf-8"),
        ("dinh.js", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml"),
        ("be-vietnam-pro-vietnamese-400-normal.woff2", "font/woff2"),
    ] {
        let (status, headers, _) = ask(&assets::url(logical), &[]).await;
        assert_eq!(status, StatusCode::OK, "{logical}");
        assert_eq!(headers[header::CONTENT_TYPE], kind);
        assert_eq!(
            headers[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        assert_eq!(headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn an_asset_the_browser_has_is_not_sent_again() {
    let (_, headers, _) = ask(&assets::url("dinh.css"), &[]).await;
    let tag = headers[header::ETAG].to_str().unwrap().to_owned();
    let known = format!("\"other\", W/{tag}");
    let (status, headers, body) = ask(&assets::url("dinh.css"), &[(header::IF_NONE_MATCH, &known)]).await;
    assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
    assert_eq!(headers[header::ETAG], tag);
}

#[tokio::test]
async fn unknown_assets_are_not_found() {
    for name in ["dinh.css", "manifest.json", "%2e%2e%2fCargo.toml"] {
        let (status, ..) = ask(&format!("/assets/{name}"), &[]).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{name}");
    }
}

#[tokio::test]
async fn every_asset_the_style_sheet_names_is_served() {
    let (.., css) = ask(&assets::url("dinh.css"), &[]).await;
    let names: Vec<&str> = css
        .split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .collect();
    assert!(!names.is_empty());
    for name in names {
        let (status, ..) = ask(&format!("/assets/{name}"), &[]).await;
        assert_eq!(status, StatusCode::OK, "{name}");
    }
}

#[tokio::test]
async fn a_first_visit_stays_small() {
    // Octets on their way: texts are compressed by the server, fonts are already.
    let mut octets = 0;
    for logical in [
        "dinh.css",
        "dinh.js",
        "mark.svg",
        "be-vietnam-pro-latin-400-normal.woff2",
        "be-vietnam-pro-latin-600-normal.woff2",
        "be-vietnam-pro-vietnamese-400-normal.woff2",
        "be-vietnam-pro-vietnamese-600-normal.woff2",
    ] {
        let (_, headers, body) = ask(&assets::url(logical), &[]).await;
        octets += if logical.ends_with(".woff2") {
            headers[header::CONTENT_LENGTH].to_str().unwrap().parse().unwrap()
        } else {
            compressed(body.as_bytes())
        };
    }
    assert!(octets < 80 * 1024, "{octets} octets");
}

fn compressed(octets: &[u8]) -> usize {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut gzip, octets).unwrap();
    gzip.finish().unwrap().len()
}

#[tokio::test]
async fn the_reader_gets_the_language_asked_for_then_remembered_then_accepted() {
    let path = "/bao-cao/trang";
    let accept = (header::ACCEPT_LANGUAGE, "en-GB,vi;q=0.5");
    let cookie = (header::COOKIE, "theme=x; lang=km");
    assert_eq!(language(path, &[]).await, "vi");
    assert_eq!(language(path, std::slice::from_ref(&accept)).await, "en");
    assert_eq!(language(path, &[accept.clone(), cookie.clone()]).await, "km");
    assert_eq!(
        language("/bao-cao/trang?a=1&lang=vi", &[accept.clone(), cookie]).await,
        "vi"
    );
    assert_eq!(language("/bao-cao/trang?lang=tlh", &[accept]).await, "en");
}

#[tokio::test]
async fn a_language_chosen_in_the_address_is_remembered() {
    let (_, headers, _) = ask("/bao-cao/trang?lang=en", &[]).await;
    let cookie = headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("lang=en; Path=/;"), "{cookie}");
    for silent in ["/bao-cao/trang", "/bao-cao/trang?lang=tlh"] {
        let (_, headers, _) = ask(silent, &[]).await;
        assert!(!headers.contains_key(header::SET_COOKIE));
        assert_eq!(headers[header::VARY], "Accept-Language, Cookie");
    }
}

#[tokio::test]
async fn the_other_languages_keep_the_rest_of_the_address() {
    let (.., page) = ask("/bao-cao/trang?nam=2020&lang=vi&mo=a%26b", &[]).await;
    assert!(
        page.contains(r#"href="?nam=2020&#38;mo=a%26b&#38;lang=km""#),
        "{page}"
    );
}

#[tokio::test]
async fn a_page_runs_nothing_that_is_written_into_it() {
    let (_, headers, page) = ask("/bao-cao/trang", &[]).await;
    let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"));
    assert!(!page.contains("<style") && !page.contains(" style="));
    assert!(page.contains("An Giang &#38; &#60;2020&#62;"));
}

#[tokio::test]
async fn an_address_nothing_lives_at_answers_in_the_readers_language() {
    let (status, _, page) = ask("/khong-co?lang=en", &[]).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("There is no such page"));
}

#[tokio::test]
async fn only_the_demo_world_says_that_its_records_are_invented() {
    for demo in [true, false] {
        let request = Request::get("/khong-co").body(Body::empty()).unwrap();
        let response = app(demo).oneshot(request).await.unwrap();
        let page = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&page).contains("Bản trình diễn"), demo);
    }
}

#[tokio::test]
async fn the_frame() {
    let (.., page) = ask("/bao-cao/trang?nam=2020", &[]).await;
    // Assets are named by content: the frame doesn't change with them.
    let page = ["dinh.css", "dinh.js", "mark.svg"]
        .iter()
        .fold(page, |page, name| {
            page.replace(&assets::url(name), &format!("/assets/{name}"))
        });
    insta::assert_snapshot!(page);
}

#[test]
fn each_error_leads_to_the_field_it_is_about() {
    let t = Translations::new(&[TEXTS])
        .unwrap()
        .translator(platform::i18n::Locale::Vi);
    let choices = vec![Choice::new("a", "Một"), Choice::new("b", "Hai")];
    let fields = [
        Field::words("ten", "Tên", "\"><script>")
            .hint("Gợi ý")
            .error(&t, "Hãy ghi tên"),
        Field::words("dia-chi", "Địa chỉ", ""),
        Field::new(
            "loai",
            "Loại",
            Control::Radios {
                choices,
                chosen: String::new(),
            },
        )
        .error(&t, "Hãy chọn"),
    ];
    let page = format!(
        "{}{}",
        ErrorSummary::of(&t, &fields),
        fields.each_ref().map(ToString::to_string).concat()
    );
    for anchor in page
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
    {
        assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
    }
    assert!(page.contains(r#"aria-describedby="ten-hint ten-error""#));
    assert!(!page.contains("<script>"));
    assert!(ErrorSummary::of(&t, &fields[1..2]).is_empty());
    assert_eq!(ErrorSummary::of(&t, &fields[1..2]).to_string(), "");
}

#[test]
fn every_text_of_the_shell_is_used() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused = unused_keys(TEXTS, &[&root.join("src"), &root.join("templates")]).unwrap();
    assert_eq!(unused, Vec::<String>::new());
}
