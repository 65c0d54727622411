//! Which language a reader gets: the one asked for in the address, else the one chosen before, else the
//! browser's, else Vietnamese.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use crate::i18n::Locale;

/// Name of the query parameter and of the cookie.
const NAME: &str = "lang";
/// How long a choice is remembered: one year.
const COOKIE_ATTRIBUTES: &str = "Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly";

/// The page in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageLink {
    /// Code for `lang` and `hreflang`.
    pub code: &'static str,
    /// What the language calls itself.
    pub name: &'static str,
    /// Address of the page in that language.
    pub href: String,
    /// Whether the page is in that language now.
    pub current: bool,
}

fn asked_for(query: Option<&str>) -> Option<Locale> {
    query?
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(name, value)| (name == NAME).then(|| Locale::from_code(value)).flatten())
}

fn remembered(headers: &HeaderMap) -> Option<Locale> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == NAME).then(|| Locale::from_code(value)).flatten())
}

pub(super) fn negotiate(query: Option<&str>, headers: &HeaderMap) -> Locale {
    let accepted = || {
        let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Locale::from_accept_language(header)
    };
    asked_for(query)
        .or_else(|| remembered(headers))
        .or_else(accepted)
        .unwrap_or_default()
}

pub(super) fn links(path_and_query: &str, current: Locale) -> Vec<LanguageLink> {
    let (_, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
    let kept: String = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(NAME))
        .map(|pair| format!("{pair}&"))
        .collect();
    let link = |locale: Locale| LanguageLink {
        code: locale.code(),
        name: locale.own_name(),
        // Only the query: a path such as `//elsewhere.example/` would lead off the site.
        href: format!("?{kept}{NAME}={}", locale.code()),
        current: locale == current,
    };
    Locale::ALL.map(link).to_vec()
}

/// Layer (`axum::middleware::from_fn`) that remembers a language chosen with `?lang=` in a cookie, and tells
/// caches that pages differ by language.
pub async fn remember_language(request: Request, next: Next) -> Response {
    let chosen = asked_for(request.uri().query());
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page {
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
        let cookie = chosen.map(|locale| format!("{NAME}={}; {COOKIE_ATTRIBUTES}", locale.code()));
        if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
    response
}
