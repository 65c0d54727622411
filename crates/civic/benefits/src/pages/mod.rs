//! The pages: what a commune gives and to whom, lists while they are posted, objections followed with a code, the desk of
//! those who enter, approve and pay.

mod answer;
mod desk;
mod entry;
mod object;
mod public;
mod together;
mod words;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::FromRef,
    http::header,
    response::{IntoResponse as _, Response},
};
use documents::Document;
use platform::{
    access::{Actor, FormToken, Mounted, Place, Policy, Routes},
    db::DbError,
    page::{
        self, Instead, Reader, Shell, Site,
        components::{Citation, Confirmation, Empty, Field, Notice, Pagination, SummaryList, Table},
    },
};
use serde::Deserialize;
use units::{CommuneFinder, Level, Unit, UnitId, hamlets::Hamlet};

use crate::{
    api,
    model::{Package, PackageId},
    rules::RuleError,
    service::{ActError, Benefits},
    store,
};

/// Where the pages live.
pub(crate) const HOME: &str = "/ho-tro";
/// The function in the policy table.
const FUNCTION: &str = "benefits";
/// The most packages of a list.
pub(crate) const MOST: usize = 200;
/// Entries on a page.
const PAGE: usize = 100;
/// The most hamlets that are offered.
const MOST_HAMLETS: usize = 500;
/// The longest line, in letters.
const LONGEST_LINE: usize = 200;
/// The longest words, in letters.
const LONGEST_WORDS: usize = 2_000;

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Benefits>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Benefits>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let enter = Policy::May(FUNCTION, "enter");
    let keep = Policy::May(FUNCTION, "keep");
    let pay = Policy::May(FUNCTION, "pay");
    let approve = Policy::May(FUNCTION, "approve");
    let open = Policy::Open;
    Routes::new()
        .get(HOME, open, public::index)
        .get("/ho-tro/{xa}", open, public::list)
        .get("/ho-tro/{xa}/chuong-trinh/{key}", open, public::programme)
        .post("/ho-tro/{xa}/chuong-trinh/{key}", open, public::check)
        .get("/ho-tro/{xa}/tra-cuu", open, object::ask_code)
        .post("/ho-tro/{xa}/tra-cuu", open, object::look_up)
        .get("/ho-tro/{xa}/viec", read, desk::list)
        .get("/ho-tro/{xa}/viec/moi", keep, desk::blank)
        .post("/ho-tro/{xa}/viec/moi", keep, desk::open)
        .get("/ho-tro/{xa}/viec/{id}", read, desk::show)
        .post("/ho-tro/{xa}/viec/{id}/danh-sach", keep, desk::keep)
        .post("/ho-tro/{xa}/viec/{id}/duyet", approve, desk::approve)
        .get("/ho-tro/{xa}/viec/{id}/bang-chi.pdf", pay, desk::sheet)
        .get("/ho-tro/{xa}/viec/{id}/chi-tra", pay, together::blank)
        .post("/ho-tro/{xa}/viec/{id}/chi-tra", pay, together::pay)
        .get("/ho-tro/{xa}/viec/{id}/y-kien-giay", keep, object::blank_on_paper)
        .post("/ho-tro/{xa}/viec/{id}/y-kien-giay", keep, object::send_on_paper)
        .get("/ho-tro/{xa}/viec/{id}/ho-so", enter, entry::blank)
        .post("/ho-tro/{xa}/viec/{id}/ho-so", enter, entry::enter)
        .get("/ho-tro/{xa}/viec/{id}/ho-so/{ho}", read, entry::show)
        .get("/ho-tro/{xa}/viec/{id}/ho-so/{ho}/sua", enter, entry::edit)
        .post("/ho-tro/{xa}/viec/{id}/ho-so/{ho}/sua", enter, entry::correct)
        .post("/ho-tro/{xa}/viec/{id}/ho-so/{ho}/lam", enter, entry::act)
        .post("/ho-tro/{xa}/viec/{id}/ho-so/{ho}/chi", pay, entry::pay)
        .get("/ho-tro/{xa}/viec/{id}/y-kien/{yk}", keep, answer::form)
        .post("/ho-tro/{xa}/viec/{id}/y-kien/{yk}", keep, answer::send)
        .get("/ho-tro/{xa}/{id}", open, public::show)
        .get("/ho-tro/{xa}/{id}/danh-sach", open, public::posted)
        .get("/ho-tro/{xa}/{id}/danh-sach.pdf", open, public::paper)
        .get("/ho-tro/{xa}/{id}/y-kien", open, object::blank)
        .post("/ho-tro/{xa}/{id}/y-kien", open, object::send)
        .merge(api::routes())
        .mount(Pages { site, desk })
}

/// Something to do on a page: a form.
#[derive(Default)]
struct Doing {
    action: String,
    heading: String,
    lines: Vec<String>,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    buttons: Vec<(&'static str, String)>,
    open: bool,
}

#[derive(Template)]
#[template(path = "benefits/page.html")]
struct Sheet {
    shell: Shell,
    token: FormToken,
    finder: Option<CommuneFinder>,
    done: Option<Confirmation>,
    notices: Vec<Notice>,
    code: String,
    facts: Option<SummaryList>,
    buttons: Vec<(String, String)>,
    empty: Option<Empty>,
    sections: Vec<(String, Vec<String>)>,
    tables: Vec<Table>,
    pagination: Option<Pagination>,
    acts: Vec<Doing>,
    rules: Vec<(String, Citation)>,
}

impl Sheet {
    fn new(reader: &Reader, shell: Shell) -> Self {
        Self {
            shell,
            token: reader.form_token(),
            finder: None,
            done: None,
            notices: Vec::new(),
            code: String::new(),
            facts: None,
            buttons: Vec::new(),
            empty: None,
            sections: Vec::new(),
            tables: Vec::new(),
            pagination: None,
            acts: Vec::new(),
            rules: Vec::new(),
        }
    }
}

/// The commune that an address names, as it is today.
pub(crate) fn unit(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| unit.level == Level::Commune)
        .cloned()
}

/// The address of a commune's packages.
pub(crate) fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

fn link(unit: &Unit, package: &Package) -> String {
    format!("{}/{}", home(unit), package.id)
}

fn desk_link(unit: &Unit, package: &Package) -> String {
    format!("{}/viec/{}", home(unit), package.id)
}

fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("benefits-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

fn may(actor: Option<&Actor>, action: &str, place: impl Into<Place>) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, place))
}

/// The hamlets of a commune for which somebody may do something; all of them for who may do it in the whole commune.
async fn hamlets(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (action, unit): (&str, &Unit),
) -> Result<Vec<Hamlet>, Instead> {
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let all = units::hamlets::page(&mut read, unit.id, today, None, MOST_HAMLETS).await;
    let mut all = or_failed(reader, all)?;
    all.retain(|hamlet| actor.may(FUNCTION, action, Place::hamlet(unit.id, hamlet.id)));
    Ok(all)
}

fn not_here(reader: &Reader) -> Instead {
    Instead::from(page::forbidden(reader, reader.t.text("benefits-error-not-here")))
}

fn allowed(reader: &Reader, actor: &Actor, action: &str, place: impl Into<Place>) -> Result<(), Instead> {
    if may(Some(actor), action, place) {
        Ok(())
    } else {
        Err(not_here(reader))
    }
}

/// Lets in who may read in a commune, or in one of its hamlets.
fn lets_in(reader: &Reader, actor: &Actor, unit: UnitId) -> Result<(), Instead> {
    let here = actor
        .places(FUNCTION, "read")
        .iter()
        .any(|place| place.unit == unit.0);
    if here || may(Some(actor), "read", unit) {
        Ok(())
    } else {
        Err(not_here(reader))
    }
}

async fn find(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<(Unit, Package), Instead> {
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    let id: PackageId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let package = or_failed(reader, store::package(&mut read, unit.id, id).await)?;
    Ok((unit, package.ok_or_else(|| missing(reader))?))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("benefits-error-stale")),
        ActError::NotPosted | ActError::Hindered(_) => page::conflict(reader, words::why(t, error)),
        ActError::Unreadable
        | ActError::Form(_)
        | ActError::Boards(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Db(_)
        | ActError::Law(RuleError::Calendar(_)) => failed(reader, error),
        _ => page::bad_request(reader, words::why(t, error)),
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of support packages can't be shown");
    page::server_error(reader)
}

fn missing(reader: &Reader) -> Instead {
    Instead::from(page::not_found(reader))
}

fn or_failed<T>(reader: &Reader, result: Result<T, DbError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(failed(reader, &error)))
}

fn or_refused<T>(reader: &Reader, result: Result<T, ActError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(refused(reader, &error)))
}

/// A document as PDF. Names may stand in it: nobody between keeps it.
async fn pdf(reader: &Reader, document: Document, name: &str) -> Response {
    // Setting a page takes milliseconds of pure work: it must not hold up other readers.
    match tokio::task::spawn_blocking(move || documents::pdf(&document)).await {
        Ok(Ok(octets)) => page::private(
            (
                [
                    (header::CONTENT_TYPE, "application/pdf".to_owned()),
                    (
                        header::CONTENT_DISPOSITION,
                        format!("inline; filename=\"{name}\""),
                    ),
                    (
                        header::HeaderName::from_static("x-robots-tag"),
                        "noindex".to_owned(),
                    ),
                ],
                octets,
            )
                .into_response(),
        ),
        Ok(Err(error)) => failed(reader, &error),
        Err(error) => failed(reader, &error),
    }
}

/// What was just done, named in the address that an act leads to; and behind which number a list goes on.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    xong: Option<String>,
    sau: Option<i64>,
}

impl Asked {
    /// Its confirmation; none for a word that is none of ours.
    fn confirmation(&self, t: &platform::i18n::Translator) -> Option<Confirmation> {
        let word = self.xong.as_deref()?;
        DONE.contains(&word).then(|| Confirmation {
            title: t.text(&format!("benefits-done-{word}")),
            text: String::new(),
        })
    }
}

/// What is confirmed on the desk.
const DONE: [&str; 16] = [
    "opened",
    "entered",
    "corrected",
    "decided",
    "undecided",
    "taken-out",
    "submitted",
    "sent-back",
    "approved",
    "answered",
    "paid",
    "paid-together",
    "returned",
    "undone",
    "closed",
    "cancelled",
];
