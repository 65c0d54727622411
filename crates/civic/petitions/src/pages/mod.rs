//! The pages: what everybody reads, what askers send and follow, what officers answer.

mod ask;
mod desk;
mod feed;
mod follow;
mod hooks;
mod keys;
mod procedure;
mod public;

pub(crate) use procedure::href as procedure_href;
pub(crate) use public::{read_key, write_key};

use std::sync::Arc;

use axum::{
    extract::FromRef,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    access::{Actor, Mounted, Policy, Routes},
    db::{DbError, Read},
    files,
    page::{
        self, Instead, Reader, Shell, Site,
        map::{Map, Mark},
    },
};
use units::{Level, Unit, UnitId, hamlets::Hamlet};

use crate::{
    api,
    model::{By, Dossier, Key, Petition},
    open311,
    service::{ActError, Petitions, petition_id},
    store, words,
};

/// Where the pages live.
pub(crate) const HOME: &str = "/kien-nghi";
/// The function in the policy table.
const FUNCTION: &str = "petitions";
/// The most pictures of one petition.
const MOST_PHOTOS: usize = 3;
/// The largest form with pictures, in octets.
const MOST_OF_A_FORM: usize = MOST_PHOTOS * files::MOST_OCTETS + (1 << 20);

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Petitions>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Petitions>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let handle = Policy::May(FUNCTION, "handle");
    let approve = Policy::May(FUNCTION, "approve");
    let urge = Policy::May(FUNCTION, "urge");
    Routes::new()
        .get(HOME, Policy::Open, public::index)
        .get("/kien-nghi/{xa}", Policy::Open, public::list)
        .get("/kien-nghi/{xa}/tin.atom", Policy::Open, feed::atom)
        .get("/kien-nghi/{xa}/gui", Policy::Open, ask::blank)
        .upload("/kien-nghi/{xa}/gui", Policy::Open, MOST_OF_A_FORM, ask::send)
        .post("/kien-nghi/{xa}/tuong-tu", Policy::Open, ask::similar)
        .get("/kien-nghi/{xa}/thu-tuc/{loai}", Policy::Open, procedure::show)
        .get("/kien-nghi/{xa}/tra-cuu", Policy::Open, follow::ask_code)
        .post("/kien-nghi/{xa}/tra-cuu", Policy::Open, follow::look_up)
        .post("/kien-nghi/{xa}/tra-cuu/{viec}", Policy::Open, follow::act)
        .get("/kien-nghi/{xa}/viec", read, desk::queue)
        .get("/kien-nghi/{xa}/viec/{id}", read, desk::show)
        .get("/kien-nghi/{xa}/viec/{id}/anh/{so}", read, desk::photo)
        .get("/kien-nghi/{xa}/viec/{id}/cong-khai", handle, desk::ask_show)
        .post("/kien-nghi/{xa}/viec/{id}/cong-khai", handle, desk::make_public)
        .post("/kien-nghi/{xa}/viec/{id}/xu-ly/{viec}", handle, desk::handle)
        .post("/kien-nghi/{xa}/viec/{id}/duyet/{viec}", approve, desk::approve)
        .post("/kien-nghi/{xa}/viec/{id}/nhac", urge, desk::urge)
        .get("/kien-nghi/{xa}/khoa", approve, keys::list)
        .post("/kien-nghi/{xa}/khoa", approve, keys::make)
        .post("/kien-nghi/{xa}/khoa/{id}/het", approve, keys::end)
        .get("/kien-nghi/{xa}/moc", approve, hooks::list)
        .post("/kien-nghi/{xa}/moc", approve, hooks::make)
        .post("/kien-nghi/{xa}/moc/{id}/thu", approve, hooks::try_it)
        .post("/kien-nghi/{xa}/moc/{id}/het", approve, hooks::end)
        .get("/kien-nghi/{xa}/{id}", Policy::Open, public::show)
        .get(
            "/kien-nghi/{xa}/{id}/noi-dung.json",
            Policy::Open,
            public::content,
        )
        .get("/kien-nghi/{xa}/{id}/anh/{so}", Policy::Open, public::photo)
        .merge(api::routes())
        .merge(open311::routes())
        .mount(Pages { site, desk })
}

/// The unit that an address names, as it is today: a commune, or a province for what was handed to it.
pub(crate) fn unit(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
        .cloned()
}

/// The address of a unit's petitions.
pub(crate) fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The frame of a page of a unit.
fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("petitions-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

/// Whether somebody is signed in who may do something in a unit.
fn may(actor: Option<&Actor>, action: &str, unit: UnitId) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, unit))
}

/// Who acts in a unit: the account with the role held there that allows it.
fn by(actor: &Actor, action: &str, unit: UnitId) -> By {
    actor.acting(FUNCTION, action, unit)
}

/// A petition with what happened to it.
struct Found {
    unit: Unit,
    dossier: Dossier,
}

impl Found {
    fn petition(&self) -> &Petition {
        &self.dossier.petition
    }

    fn key(&self) -> Key {
        self.petition().key()
    }

    /// The address of its public page.
    fn href(&self) -> String {
        format!("{}/{}", home(&self.unit), self.petition().id)
    }

    /// The address of its page at the officers' desk.
    fn desk_href(&self) -> String {
        format!("{}/viec/{}", home(&self.unit), self.petition().id)
    }
}

async fn find_any(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<Found, Instead> {
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    let id = petition_id(id).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let dossier = or_failed(reader, store::dossier(&mut read, (unit.id, id)).await)?;
    let dossier = dossier.ok_or_else(|| missing(reader))?;
    Ok(Found { unit, dossier })
}

/// Finds a petition for somebody who may do something with it.
async fn find_for(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id): (&str, &str),
    action: &str,
) -> Result<Found, Instead> {
    let found = find_any(reader, pages, xa, id).await?;
    if may(Some(actor), action, found.unit.id) {
        Ok(found)
    } else {
        Err(Instead::from(not_here(reader)))
    }
}

/// Finds a unit for somebody who may do something in it.
fn unit_for(reader: &Reader, pages: &Pages, actor: &Actor, xa: &str, action: &str) -> Result<Unit, Instead> {
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    if may(Some(actor), action, unit.id) {
        Ok(unit)
    } else {
        Err(Instead::from(not_here(reader)))
    }
}

/// The hamlets of a commune today.
async fn hamlets(
    reader: &Reader,
    pages: &Pages,
    read: &mut Read,
    unit: UnitId,
) -> Result<Vec<Hamlet>, Instead> {
    const MOST: usize = 500;
    let (_, today) = pages.desk.now();
    or_failed(reader, units::hamlets::page(read, unit, today, None, MOST).await)
}

/// What a hamlet is called.
async fn hamlet_name(
    reader: &Reader,
    read: &mut Read,
    petition: &Petition,
) -> Result<Option<String>, Instead> {
    let Some(id) = petition.hamlet else {
        return Ok(None);
    };
    let hamlet = or_failed(reader, units::hamlets::get(read, id).await)?;
    Ok(hamlet.map(|hamlet| hamlet.name))
}

/// Places of what a unit shows, near enough to find the street and too far to find the house.
async fn marks(reader: &Reader, read: &mut Read, unit: &Unit) -> Result<Vec<Mark>, Instead> {
    const MOST: usize = 200;
    let shown = or_failed(reader, store::shown(read, unit.id, None, MOST).await)?;
    let mark = |petition: Petition| {
        let pin = petition.pin?.coarse();
        Some(Mark {
            latitude: pin.latitude,
            longitude: pin.longitude,
            href: format!("{}/{}", home(unit), petition.id),
            title: petition.public.title,
        })
    };
    Ok(shown.into_iter().filter_map(mark).collect())
}

/// Lets a page load the pictures of its map, when there is one.
fn with_map(pages: &Pages, shown: Response) -> Response {
    match &pages.desk.map {
        Some(settings) => Map::allowed(settings, shown),
        None => shown,
    }
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::SamePerson => page::forbidden(reader, t.text("petitions-error-same-person")),
        ActError::Stale => page::conflict(reader, t.text("petitions-error-stale")),
        ActError::Nothing => page::bad_request(reader, t.text("petitions-error-nothing")),
        ActError::Itself => page::bad_request(reader, t.text("petitions-error-itself")),
        ActError::NotReopened(why) => page::conflict(reader, follow::not_reopened(t, *why)),
        ActError::Law(crate::rules::RuleError::Lookup(error)) => {
            page::bad_request(reader, error.in_language(words::language(t)))
        }
        ActError::Law(_) => page::bad_request(reader, t.text("petitions-error-list")),
        ActError::Form(_) | ActError::Log(_) | ActError::Content(_) | ActError::Mail(_) | ActError::Db(_) => {
            failed(reader, error)
        }
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of petitions can't be shown");
    page::server_error(reader)
}

fn not_here(reader: &Reader) -> Response {
    page::forbidden(reader, reader.t.text("petitions-error-not-here"))
}

/// After an act: on to a page, or the reason why it was not done.
fn then<T>(reader: &Reader, done: Result<T, ActError>, href: &str) -> Response {
    match done {
        Ok(_) => Redirect::to(href).into_response(),
        Err(error) => refused(reader, &error),
    }
}

/// The page for an address that nothing lives at.
fn missing(reader: &Reader) -> Instead {
    Instead::from(page::not_found(reader))
}

/// Turns a database error into its page.
fn or_failed<T>(reader: &Reader, result: Result<T, DbError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(failed(reader, &error)))
}

/// Turns an act's error into its page.
fn or_refused<T>(reader: &Reader, result: Result<T, ActError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(refused(reader, &error)))
}

/// The unit in whose name answers are given: "Ủy ban nhân dân xã Vĩnh Hậu".
fn committee(reader: &Reader, unit: &Unit) -> String {
    reader
        .t
        .with("petitions-committee", "unit", units::in_text(&unit.name))
}

/// The address that links on paper and in feeds start with.
pub(crate) fn origin(pages: &Pages, headers: &HeaderMap) -> String {
    page::origin(pages.desk.public_address.as_deref(), headers)
}
