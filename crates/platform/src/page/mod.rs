//! The page shell: who reads, in which language, and the frame every page stands in.
//!
//! A slice's handler takes a [`Reader`], fills a [`Shell`], puts both its data and the shell into a template that
//! extends `base.html`, and answers with [`html`]. `templates/README.md` shows a whole page.

pub mod components;
pub mod form;
mod headers;
mod language;
pub mod map;
pub mod sheet;

use std::{convert::Infallible, sync::Arc};

use askama::Template;
use axum::{
    extract::{FromRef, FromRequestParts, OriginalUri},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

pub use headers::secure;
pub use language::{LanguageLink, remember_language};

use crate::{
    access::{self, Actor, FormToken, Policy, Visitor},
    assets,
    files::NewFile,
    i18n::{Translations, Translator},
};

/// An entry of the main navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavItem {
    /// Where it leads; [`Shell::active`] names it by this.
    pub href: &'static str,
    /// Key of its text.
    pub label_key: &'static str,
    /// Who sees it: whoever may ask for the page.
    pub policy: Policy,
}

/// What all pages of this installation have in common; held in an `Arc` in the application's state.
#[derive(Debug)]
pub struct Site {
    /// All texts.
    pub translations: Translations,
    /// Whether this is the demo world: every page then says that its records are invented.
    pub demo: bool,
    /// The main navigation, in order.
    pub navigation: Vec<NavItem>,
}

/// Who asked for the page: language, address, and the site. Extract it in every handler that answers with a page.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Texts, numbers and dates in the reader's language.
    pub t: Translator,
    /// The address asked for, from `/` on, with its query.
    pub path_and_query: String,
    /// Who that is.
    pub visitor: Visitor,
    /// The site.
    pub site: Arc<Site>,
}

impl Reader {
    /// The hidden field that every form with `method="post"` begins with.
    #[must_use]
    pub fn form_token(&self) -> FormToken {
        self.visitor.token.clone()
    }
}

impl<S> FromRequestParts<S> for Reader
where
    Arc<Site>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let site = Arc::<Site>::from_ref(state);
        // A nested router sees a shortened address; the reader's is the original one.
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        Ok(Self {
            t: site
                .translations
                .translator(language::negotiate(uri.query(), &parts.headers)),
            path_and_query: uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            visitor: Visitor::of(parts),
            site,
        })
    }
}

/// A step on the way to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// An entry of the main navigation, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavLink {
    /// Where it leads.
    pub href: &'static str,
    /// Its text in the reader's language.
    pub label: String,
    /// Whether the page belongs under it.
    pub current: bool,
}

/// The frame of one page. `base.html` reads it from the template's field `shell`.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The translator of the reader, for the page's own texts.
    pub t: Translator,
    /// The page's heading, also the window's title.
    pub title: String,
    /// A sentence or two under the heading; empty for none.
    pub lead: String,
    /// The way to this page, without the page itself.
    pub breadcrumbs: Vec<Crumb>,
    /// Whether the window's title says that the form on the page has errors.
    pub has_errors: bool,
    active: Option<&'static str>,
    path_and_query: String,
    visitor: Visitor,
    site: Arc<Site>,
}

impl Shell {
    /// The frame of a page headed `title`.
    #[must_use]
    pub fn new(reader: &Reader, title: impl Into<String>) -> Self {
        Self {
            t: reader.t.clone(),
            title: title.into(),
            lead: String::new(),
            breadcrumbs: Vec::new(),
            has_errors: false,
            active: None,
            path_and_query: reader.path_and_query.clone(),
            visitor: reader.visitor.clone(),
            site: Arc::clone(&reader.site),
        }
    }

    /// Adds a sentence or two under the heading.
    #[must_use]
    pub fn lead(mut self, lead: impl Into<String>) -> Self {
        self.lead = lead.into();
        self
    }

    /// Adds a step to the way here.
    #[must_use]
    pub fn crumb(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.breadcrumbs.push(Crumb {
            label: label.into(),
            href: href.into(),
        });
        self
    }

    /// Marks the navigation entry whose address is `href` as the one this page belongs to.
    #[must_use]
    pub fn active(mut self, href: &'static str) -> Self {
        self.active = Some(href);
        self
    }

    /// Says in the window's title that the form on the page has errors.
    #[must_use]
    pub fn with_errors(mut self) -> Self {
        self.has_errors = true;
        self
    }

    /// A text in the reader's language.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.t.text(key)
    }

    /// The address of an asset (`dinh.css`).
    #[must_use]
    pub fn asset(&self, logical: &str) -> String {
        assets::url(logical)
    }

    /// Whether the records are invented.
    #[must_use]
    pub fn demo(&self) -> bool {
        self.site.demo
    }

    /// The hidden field that every form with `method="post"` begins with.
    #[must_use]
    pub fn form_token(&self) -> FormToken {
        self.visitor.token.clone()
    }

    /// What the person signed in is called.
    #[must_use]
    pub fn person(&self) -> Option<&str> {
        self.visitor.actor.as_ref().map(Actor::name)
    }

    /// Where one signs in, to come back to this page.
    #[must_use]
    pub fn sign_in(&self) -> String {
        if self.path_and_query.starts_with(access::SIGN_IN) {
            return access::SIGN_IN.to_owned();
        }
        access::with_return(access::SIGN_IN, &self.path_and_query)
    }

    /// The main navigation, without what this visitor may not ask for.
    #[must_use]
    pub fn navigation(&self) -> Vec<NavLink> {
        let link = |item: &NavItem| NavLink {
            href: item.href,
            label: self.t.text(item.label_key),
            current: self.active == Some(item.href),
        };
        let actor = self.visitor.actor.as_ref();
        let seen = |item: &&NavItem| match item.policy.permission() {
            Some((function, action)) => actor.is_some_and(|actor| actor.may_somewhere(function, action)),
            None => item.policy == Policy::Open || actor.is_some(),
        };
        self.site.navigation.iter().filter(seen).map(link).collect()
    }

    /// This page in each language.
    #[must_use]
    pub fn languages(&self) -> Vec<LanguageLink> {
        language::links(&self.path_and_query, self.t.locale())
    }
}

/// Answers with a page. A template that can't be written is logged and answered with status 500.
pub fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(text) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "page can't be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    shell: Shell,
    explanation: String,
}

fn message(reader: &Reader, status: StatusCode, title_key: &str, explanation: String) -> Response {
    let shell = Shell::new(reader, reader.t.text(title_key));
    (status, html(&Message { shell, explanation })).into_response()
}

/// The page for an address that nothing lives at (status 404).
#[must_use]
pub fn not_found(reader: &Reader) -> Response {
    message(
        reader,
        StatusCode::NOT_FOUND,
        "shell-not-found-title",
        reader.t.text("shell-not-found-explanation"),
    )
}

/// The page for a request that can't be understood (status 400); `explanation` says in the reader's language
/// what is wrong and what to do.
#[must_use]
pub fn bad_request(reader: &Reader, explanation: impl Into<String>) -> Response {
    message(
        reader,
        StatusCode::BAD_REQUEST,
        "shell-bad-request-title",
        explanation.into(),
    )
}

/// The page for what this visitor may not do (status 403); `explanation` says in the reader's language why, and what
/// to do.
#[must_use]
pub fn forbidden(reader: &Reader, explanation: impl Into<String>) -> Response {
    message(
        reader,
        StatusCode::FORBIDDEN,
        "shell-forbidden-title",
        explanation.into(),
    )
}

/// The page for a fault of ours (status 500). The caller logs the cause; the reader isn't told it.
#[must_use]
pub fn server_error(reader: &Reader) -> Response {
    message(
        reader,
        StatusCode::INTERNAL_SERVER_ERROR,
        "shell-server-error-title",
        reader.t.text("shell-server-error-explanation"),
    )
}

/// The page for what can't be done because it was changed in the meantime (status 409); `explanation` says in the
/// reader's language why, and what to do.
#[must_use]
pub fn conflict(reader: &Reader, explanation: impl Into<String>) -> Response {
    (StatusCode::CONFLICT, bad_request(reader, explanation)).into_response()
}

/// The same page, kept by no browser and nothing between: it shows what one person may see, or a code.
#[must_use]
pub fn private(mut page: Response) -> Response {
    page.headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    page
}

/// A picture, served so that nothing in it can run in a reader's browser under our name; what is not for all is kept by no
/// browser.
#[must_use]
pub fn picture(file: NewFile, for_all: bool) -> Response {
    let kind = if file.media_type == "image/png" {
        "image/png"
    } else {
        "image/jpeg"
    };
    let cache = if for_all {
        "public, max-age=300"
    } else {
        "no-store"
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, cache),
    ];
    (headers, file.content).into_response()
}

/// The address under which this server is reached, without a slash at its end: the configured one, or the one asked.
#[must_use]
pub fn origin(configured: Option<&str>, headers: &HeaderMap) -> String {
    configured.map_or_else(
        || {
            let host = headers
                .get(header::HOST)
                .and_then(|host| host.to_str().ok())
                .unwrap_or("localhost");
            format!("http://{host}")
        },
        str::to_owned,
    )
}

/// What a handler answers with: the page asked for, or the one that stands in its place and says why.
pub type Answer = Result<Response, Instead>;

/// The page that stands in the place of the one asked for. Carried as an error, so that `?` ends a handler with it.
#[derive(Debug)]
pub struct Instead(Box<Response>);

impl From<Response> for Instead {
    fn from(page: Response) -> Self {
        Self(Box::new(page))
    }
}

impl IntoResponse for Instead {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// Handler for `Router::fallback`: the page for an address that nothing lives at.
pub async fn fallback(reader: Reader) -> Response {
    not_found(&reader)
}
