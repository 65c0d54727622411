//! The pages: what everybody reads, what hamlet heads, Front boards and the commune do.

mod board;
mod decide;
mod form;
mod matter;
mod propose;
mod support;
mod voting;
pub(crate) mod words;

use std::sync::Arc;

use axum::{
    extract::FromRef,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{SignedDuration, Timestamp};
use platform::{
    access::{Actor, Limiter, Mounted, Place, Policy, Routes},
    db::{DbError, Read},
    page::{self, Instead, Reader, Shell, Site},
};
use units::{Level, Unit, UnitId, hamlets::Hamlet};

use crate::{
    api,
    ids::{MatterId, RoundId},
    model::{By, Dossier, Matter, Round},
    service::{ActError, Deliberations},
};

/// Where the pages live.
const HOME: &str = "/dan-ban";
/// The function in the policy table.
const FUNCTION: &str = "deliberation";

/// Wrong codes of online votes by one line within the time; then it has to wait. Codes have 50 random bits.
const MOST_WRONG_CODES: usize = 20;
/// How long a wrong code counts.
const WRONG_CODES_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Deliberations>,
    /// Wrong codes of online votes.
    wrong_codes: Arc<Limiter>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Deliberations>) -> Mounted {
    let may = |action| Policy::May(FUNCTION, action);
    let propose = may("propose");
    let decide = may("decide");
    let carry_out = may("carry_out");
    let wrong_codes = Arc::new(Limiter::new(MOST_WRONG_CODES, WRONG_CODES_WITHIN, desk.octets()));
    Routes::new()
        .get(HOME, Policy::Open, board::index)
        .get("/dan-ban/{xa}", Policy::Open, board::board)
        .get("/dan-ban/{xa}/chuc-danh", Policy::Open, board::offices)
        .get("/dan-ban/{xa}/de-xuat", propose, propose::blank)
        .post("/dan-ban/{xa}/de-xuat", propose, propose::propose)
        .get("/dan-ban/{xa}/{id}", Policy::Open, matter::show)
        .get("/dan-ban/{xa}/{id}/noi-dung.json", Policy::Open, matter::content)
        .get("/dan-ban/{xa}/{id}/quyet-dinh.pdf", Policy::Open, decide::paper)
        .get("/dan-ban/{xa}/{id}/sua", propose, propose::ask_reword)
        .post("/dan-ban/{xa}/{id}/sua", propose, propose::reword)
        .get("/dan-ban/{xa}/{id}/dong-thuan", may("gather"), support::show)
        .post("/dan-ban/{xa}/{id}/dong-thuan", may("gather"), support::record)
        .post("/dan-ban/{xa}/{id}/ho-toi", Policy::SignedIn, support::toggle)
        .post("/dan-ban/{xa}/{id}/thong-nhat", may("agree"), propose::agree)
        .post("/dan-ban/{xa}/{id}/tong-hop", may("conclude"), propose::conclude)
        .get("/dan-ban/{xa}/{id}/rut", Policy::SignedIn, propose::ask_drop)
        .post("/dan-ban/{xa}/{id}/rut", Policy::SignedIn, propose::drop_matter)
        .get("/dan-ban/{xa}/{id}/ung-cu", may("call"), propose::ask_nominate)
        .post("/dan-ban/{xa}/{id}/ung-cu", may("call"), propose::nominate)
        .get("/dan-ban/{xa}/{id}/quyet-dinh", decide, decide::ask_write)
        .post("/dan-ban/{xa}/{id}/quyet-dinh", decide, decide::write)
        .get("/dan-ban/{xa}/{id}/ky", decide, decide::ask_sign)
        .post("/dan-ban/{xa}/{id}/ky", decide, decide::sign)
        .post("/dan-ban/{xa}/{id}/hoan-tat", decide, decide::finalise)
        .get(
            "/dan-ban/{xa}/{id}/theo-doi",
            Policy::SignedIn,
            decide::ask_follow,
        )
        .post("/dan-ban/{xa}/{id}/theo-doi", Policy::SignedIn, decide::follow)
        .get("/dan-ban/{xa}/{id}/viec", carry_out, decide::ask_task)
        .post("/dan-ban/{xa}/{id}/viec", carry_out, decide::plan_task)
        .get("/dan-ban/{xa}/{id}/viec/{viec}", carry_out, decide::ask_news)
        .post("/dan-ban/{xa}/{id}/viec/{viec}", carry_out, decide::tell_news)
        .merge(api::routes())
        .merge(voting::routes())
        .mount(Pages {
            site,
            desk,
            wrong_codes,
        })
}

/// A commune or province that an address names, as it is today.
fn resolve(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units.resolve(name, today).ok().cloned()
}

/// The commune that an address names, as it is today.
fn commune(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Instead> {
    resolve(pages, name)
        .filter(|unit| unit.level == Level::Commune)
        .ok_or_else(|| missing(reader))
}

/// The address of a commune's matters.
fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The address of a matter.
fn href(unit: &Unit, id: MatterId) -> String {
    format!("{}/{id}", home(unit))
}

/// The address of a vote.
fn round_href(unit: &Unit, round: &Round) -> String {
    format!("{}/lan/{}", href(unit, round.matter), round.id)
}

/// The frame of a page of a commune.
fn shell(reader: &Reader, unit: &Unit, title: String) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("deliberation-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

/// The frame of a page about a matter.
fn matter_shell(reader: &Reader, unit: &Unit, matter: &Matter, title: String) -> Shell {
    shell(reader, unit, title).crumb(matter.title.as_str(), href(unit, matter.id))
}

/// Where an act on a matter takes place: in its hamlet, or in the commune.
fn place(matter: &Matter) -> Place {
    match matter.hamlet {
        Some(hamlet) => Place::hamlet(matter.unit, hamlet),
        None => Place::from(matter.unit),
    }
}

/// Where an act on a vote takes place.
fn round_place(round: &Round) -> Place {
    Place::hamlet(round.unit, round.hamlet)
}

/// Whether somebody is signed in who may do something in a place.
fn may(actor: Option<&Actor>, action: &str, place: impl Into<Place>) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, place))
}

/// Who acts in a place, when that person may.
fn by(reader: &Reader, actor: &Actor, action: &str, place: impl Into<Place>) -> Result<By, Instead> {
    actor.by(FUNCTION, action, place).ok_or_else(|| {
        Instead::from(page::forbidden(
            reader,
            reader.t.text("deliberation-error-not-here"),
        ))
    })
}

/// A matter with everything about it, by its address.
async fn find(
    reader: &Reader,
    pages: &Pages,
    read: &mut Read,
    xa: &str,
    id: &str,
) -> Result<(Unit, Dossier), Instead> {
    let unit = commune(reader, pages, xa)?;
    let id: MatterId = id.parse().map_err(|_| missing(reader))?;
    let found = or_failed(reader, pages.desk.dossier(read, unit.id, id).await)?;
    found
        .map(|dossier| (unit, dossier))
        .ok_or_else(|| missing(reader))
}

/// A vote of a matter, by its address.
fn find_round<'d>(reader: &Reader, dossier: &'d Dossier, id: &str) -> Result<&'d Round, Instead> {
    let id: RoundId = id.parse().map_err(|_| missing(reader))?;
    dossier
        .rounds
        .iter()
        .find(|round| round.id == id)
        .ok_or_else(|| missing(reader))
}

/// The hamlets of a commune today, by number.
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

/// What a hamlet is called, of any day.
async fn hamlet_name(reader: &Reader, read: &mut Read, hamlet: UnitId) -> Result<String, Instead> {
    let found = or_failed(reader, units::hamlets::get(read, hamlet).await)?;
    Ok(found.map(|hamlet| hamlet.name).unwrap_or_default())
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("deliberation-error-stale")),
        ActError::SamePerson => page::forbidden(reader, t.text("deliberation-error-same-person")),
        ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Boards(_)
        | ActError::Db(_) => failed(reader, error),
        other => page::bad_request(reader, words::act_error(t, other)),
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of deliberation can't be shown");
    page::server_error(reader)
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

/// The place of a matter in a commune's list, as addresses write it: microseconds and identifier.
pub(crate) fn write_key(matter: &Matter) -> String {
    format!("{}.{}", matter.changed_at.as_microsecond(), matter.id)
}

/// Reads what [`write_key`] wrote.
pub(crate) fn read_key(text: &str) -> Option<(Timestamp, MatterId)> {
    let (at, id) = text.split_once('.')?;
    Some((
        Timestamp::from_microsecond(at.parse().ok()?).ok()?,
        id.parse().ok()?,
    ))
}
