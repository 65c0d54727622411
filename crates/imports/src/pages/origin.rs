//! Only this site's own forms may send anything: a foreign page must not import or retract in a reader's name.

use axum::{
    extract::Request,
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use platform::page::{self, Reader};

/// Layer that refuses what another site's page sends.
pub(super) async fn only_from_here(reader: Reader, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || is_from_here(request.headers()) {
        return next.run(request).await;
    }
    let refused = page::bad_request(&reader, reader.t.text("imports-other-origin"));
    (StatusCode::FORBIDDEN, refused).into_response()
}

/// Browsers say themselves where a request comes from; older ones at least name the page's origin.
fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let origin = text(header::ORIGIN.as_str()).and_then(|origin| origin.split_once("://"));
    match (origin, text(header::HOST.as_str())) {
        (Some((_, origin)), Some(host)) => origin == host,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(headers: &[(&'static str, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| {
            (
                axum::http::HeaderName::from_static(name),
                axum::http::HeaderValue::from_static(value),
            )
        });
        is_from_here(&headers.collect())
    }

    #[test]
    fn only_pages_of_this_site_may_send() {
        assert!(asked(&[("sec-fetch-site", "same-origin")]));
        assert!(asked(&[
            ("origin", "https://dinh.example"),
            ("host", "dinh.example")
        ]));
        assert!(!asked(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://a"),
            ("host", "a")
        ]));
        assert!(!asked(&[("sec-fetch-site", "same-site")]));
        assert!(!asked(&[
            ("origin", "https://other.example"),
            ("host", "dinh.example")
        ]));
        assert!(!asked(&[("origin", "null"), ("host", "dinh.example")]));
        assert!(!asked(&[("host", "dinh.example")]));
    }
}
