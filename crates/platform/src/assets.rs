//! Embedded style sheets, scripts and fonts, served under names that change with their content.

use axum::{
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::access::{Policy, Routes};

/// A file of `web/dist`.
struct File {
    logical: &'static str,
    hashed: &'static str,
    content: &'static [u8],
}

/// All files; written by `build.rs` from `web/dist/manifest.json`.
static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// A name under `/assets/` never means other content, so a browser needn't ask again for a year.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The address of an asset by the name it has in `web/` (`dinh.css`). An unknown name is logged and given an
/// address that answers 404: a page without its picture is better than no page.
#[must_use]
pub fn url(logical: &str) -> String {
    let file = FILES.iter().find(|file| file.logical == logical);
    if file.is_none() {
        tracing::error!(logical, "asset is not embedded");
    }
    format!("/assets/{}", file.map_or(logical, |file| file.hashed))
}

/// The route that serves all assets.
#[must_use]
pub fn routes<S: Clone + Send + Sync + 'static>() -> Routes<S> {
    Routes::new().get("/assets/{file}", Policy::Open, serve)
}

async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = FILES.iter().find(|file| file.hashed == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{}\"", file.hashed);
    let known = headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim().trim_start_matches("W/") == tag);
    let caching = [
        (header::ETAG, HeaderValue::from_str(&tag).ok()),
        (header::CACHE_CONTROL, Some(FOR_EVER)),
        // A worker may look after pages outside its own folder only when told so.
        (
            HeaderName::from_static("service-worker-allowed"),
            file.logical
                .ends_with("-worker.js")
                .then(|| HeaderValue::from_static("/")),
        ),
    ];
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, content_type(file.hashed))], file.content).into_response()
    };
    response.headers_mut().extend(
        caching
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
