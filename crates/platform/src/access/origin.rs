//! Only this site's own pages may send anything: a foreign page must not act in a reader's name.

use axum::http::{HeaderMap, header};

/// Whether a request comes from a page of this site. Browsers say themselves where it comes from; older ones at
/// least name the page's origin.
#[must_use]
pub fn is_from_here(headers: &HeaderMap) -> bool {
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
