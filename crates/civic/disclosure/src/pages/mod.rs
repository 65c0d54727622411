//! The pages: what everybody reads, what officers write, what hamlet heads hang.

mod board;
mod catalogue;
mod compose;
mod desk;
mod feed;
mod follow;
mod hang;
mod inside;
mod item;
mod offer;
mod procedure;
mod words;

pub(crate) use procedure::offered_in;

use std::sync::Arc;

use axum::{
    extract::FromRef,
    response::{IntoResponse, Redirect, Response},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    access::{Actor, Mounted, Place, Policy, Routes},
    db::DbError,
    files,
    i18n::{Locale, Translator},
    page::{self, Instead, Reader, Shell, Site},
};
use units::{Level, Unit, UnitId};

use crate::{
    api,
    ids::ItemId,
    model::{By, Matter},
    service::{ActError, Disclosures},
};

/// Where the pages live.
const HOME: &str = "/cong-khai";
/// The function in the policy table.
const FUNCTION: &str = "disclosure";
/// The largest form with files, in octets.
const MOST_OF_A_FORM: usize = files::MOST_FILES * files::MOST_OCTETS + (1 << 20);
/// The largest form with one photograph, in octets.
const MOST_OF_A_PHOTO_FORM: usize = files::MOST_OCTETS + (1 << 20);

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Disclosures>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Disclosures>) -> Mounted {
    let draft = Policy::May(FUNCTION, "draft");
    let hang = Policy::May(FUNCTION, "post");
    Routes::new()
        .get(HOME, Policy::Open, board::index)
        .get("/cong-khai/{xa}", Policy::Open, board::board)
        .get("/cong-khai/{xa}/tin.atom", Policy::Open, feed::atom)
        .get("/cong-khai/{xa}/ap/{ap}/tin.atom", Policy::Open, feed::of_hamlet)
        .get("/cong-khai/{xa}/theo-doi", Policy::Open, follow::ask)
        .post("/cong-khai/{xa}/theo-doi", Policy::Open, follow::send)
        .get("/theo-doi/{so}/{id}/{ma}", Policy::Open, follow::confirm_page)
        .post("/theo-doi/{so}/{id}/{ma}", Policy::Open, follow::confirm)
        .get("/theo-doi/{so}/{id}/{ma}/dung", Policy::Open, follow::stop_page)
        .post_by_link("/theo-doi/{so}/{id}/{ma}/dung", follow::stop)
        .get("/cong-khai/{xa}/danh-muc", Policy::Open, board::registers)
        .get("/cong-khai/{xa}/{id}", Policy::Open, item::show)
        .get("/cong-khai/{xa}/{id}/ban/{so}", Policy::Open, item::version)
        .get(
            "/cong-khai/{xa}/{id}/ban/{so}/noi-dung.json",
            Policy::Open,
            item::content,
        )
        .get("/cong-khai/{xa}/{id}/tep/{hash}", Policy::Open, item::file)
        .get("/cong-khai/{xa}/{id}/to-dan.pdf", Policy::Open, item::poster)
        .get("/cong-khai/{xa}/{id}/ban-doc", Policy::Open, item::script)
        .get("/cong-khai/{xa}/{id}/hoi", Policy::Open, item::ask)
        .get("/cong-khai/{xa}/viec", draft, desk::show)
        .get("/cong-khai/{xa}/soan", draft, compose::blank)
        .upload("/cong-khai/{xa}/soan", draft, MOST_OF_A_FORM, compose::begin)
        .get("/cong-khai/{xa}/soan/{id}", draft, compose::preview)
        .get("/cong-khai/{xa}/soan/{id}/sua", draft, compose::edit)
        .upload(
            "/cong-khai/{xa}/soan/{id}/sua",
            draft,
            MOST_OF_A_FORM,
            compose::save,
        )
        .get("/cong-khai/{xa}/soan/{id}/tep/{hash}", draft, compose::file)
        .post(
            "/cong-khai/{xa}/soan/{id}/duyet",
            Policy::May(FUNCTION, "approve"),
            compose::approve,
        )
        .post("/cong-khai/{xa}/soan/{id}/cong-bo", draft, compose::publish)
        .post("/cong-khai/{xa}/soan/{id}/bo", draft, compose::give_up)
        .post(
            "/cong-khai/{xa}/soan/{id}/dinh-chinh",
            Policy::May(FUNCTION, "correct"),
            compose::correct,
        )
        .get(
            "/cong-khai/{xa}/soan/{id}/thu-hoi",
            Policy::May(FUNCTION, "withdraw"),
            compose::ask_withdraw,
        )
        .post(
            "/cong-khai/{xa}/soan/{id}/thu-hoi",
            Policy::May(FUNCTION, "withdraw"),
            compose::withdraw,
        )
        .post("/cong-khai/{xa}/soan/{id}/luu-tru", draft, compose::archive)
        .get("/cong-khai/{xa}/soan-thu-tuc", draft, procedure::blank)
        .post("/cong-khai/{xa}/soan-thu-tuc", draft, procedure::begin)
        .get("/cong-khai/{xa}/soan/{id}/sua-thu-tuc", draft, procedure::edit)
        .post("/cong-khai/{xa}/soan/{id}/sua-thu-tuc", draft, procedure::save)
        .get("/thu-tuc/mau.xlsx", Policy::Open, catalogue::template)
        .get("/thu-tuc/mau.csv", Policy::Open, catalogue::template_csv)
        .get("/thu-tuc/{xa}", Policy::Open, procedure::list)
        .get("/thu-tuc/{xa}/in", Policy::Open, procedure::print)
        .get("/thu-tuc/{xa}/danh-muc.xlsx", Policy::Open, catalogue::export)
        .get("/thu-tuc/{xa}/nhap", draft, catalogue::start)
        .upload(
            "/thu-tuc/{xa}/nhap",
            draft,
            catalogue::MOST_OF_A_FORM,
            catalogue::send,
        )
        .get("/thu-tuc/{xa}/nhap/{tep}", draft, catalogue::show)
        .post("/thu-tuc/{xa}/nhap/{tep}/bo", draft, catalogue::give_up)
        .post(
            "/thu-tuc/{xa}/nhap/{tep}/duyet",
            Policy::May(FUNCTION, "approve"),
            catalogue::approve,
        )
        .post(
            "/thu-tuc/{xa}/nhap/{tep}/hoan-tac",
            Policy::May(FUNCTION, "withdraw"),
            catalogue::undo,
        )
        .get("/thu-tuc/{xa}/noi-nop", draft, offer::show_all)
        .post("/thu-tuc/{xa}/noi-nop", draft, offer::set_all)
        .get("/thu-tuc/{xa}/{id}", Policy::Open, procedure::show)
        .get("/thu-tuc/{xa}/{id}/noi-nop", draft, offer::show_one)
        .post("/thu-tuc/{xa}/{id}/noi-nop", draft, offer::set_one)
        .get("/cong-khai/{xa}/diem", hang, desk::sites)
        .post("/cong-khai/{xa}/diem", hang, desk::add_sites)
        .post("/cong-khai/{xa}/diem/{diem}/dong", hang, desk::close_site)
        .post("/cong-khai/{xa}/truyen-thanh", hang, desk::exempt)
        .get("/cong-khai/{xa}/dan", hang, hang::today)
        .get("/cong-khai/{xa}/dan/{id}/{diem}", hang, hang::ask)
        .upload(
            "/cong-khai/{xa}/dan/{id}/{diem}",
            hang,
            MOST_OF_A_PHOTO_FORM,
            hang::record,
        )
        .post("/cong-khai/{xa}/dan/{id}/{diem}/huy/{lan}", hang, hang::void)
        .post("/cong-khai/{xa}/phat/{id}", hang, hang::broadcast)
        .merge(inside::routes())
        .merge(api::routes())
        .mount(Pages { site, desk })
}

impl Pages {
    /// The language of what is written for boards and loudspeakers.
    fn vietnamese(&self) -> Translator {
        self.site.translations.translator(Locale::Vi)
    }
}

/// A commune or province that an address names, as it is today.
fn resolve(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units.resolve(name, today).ok().cloned()
}

/// The commune that an address names, as it is today.
fn commune(pages: &Pages, name: &str) -> Option<Unit> {
    resolve(pages, name).filter(|unit| unit.level == Level::Commune)
}

/// The commune, or the province with its catalogue of procedures, that an address names, as it is today.
pub(crate) fn keeper(pages: &Pages, name: &str) -> Option<Unit> {
    resolve(pages, name).filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
}

/// The address of a commune's board.
fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The frame of a page of a commune.
fn shell(reader: &Reader, unit: &Unit, title: String) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("disclosure-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

/// Whether somebody is signed in who may do something in a place.
fn may(actor: Option<&Actor>, action: &str, place: impl Into<Place>) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, place))
}

/// Who acts in a place: the account with the role held there that allows it.
fn by(actor: &Actor, action: &str, place: impl Into<Place>) -> By {
    actor.acting(FUNCTION, action, place)
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("disclosure-error-stale")),
        ActError::SamePerson => page::forbidden(reader, t.text("disclosure-error-same-person")),
        ActError::HeadsOnly => page::forbidden(reader, t.text("disclosure-error-heads-only")),
        ActError::Law(error) => page::bad_request(reader, words::law_error(t, error)),
        ActError::Form(_) | ActError::Log(_) | ActError::Content(_) | ActError::Mail(_) | ActError::Db(_) => {
            failed(reader, error)
        }
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of public posting can't be shown");
    page::server_error(reader)
}

/// The page for what a person may not do in this commune.
fn not_here(reader: &Reader) -> Response {
    page::forbidden(reader, reader.t.text("disclosure-error-not-here"))
}

/// After an act: on to a page, or the reason why it was not done.
fn then(reader: &Reader, done: Result<(), ActError>, href: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(href).into_response(),
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

/// The unit in whose name the commune speaks: "UBND xã Vĩnh Hậu".
fn committee(reader: &Reader, unit: &Unit) -> String {
    reader
        .t
        .with("disclosure-committee", "commune", units::in_text(&unit.name))
}

/// The hamlets' names of a commune, by number, on a day.
async fn hamlets(
    reader: &Reader,
    read: &mut platform::db::Read,
    commune: UnitId,
    today: Date,
) -> Result<Vec<units::hamlets::Hamlet>, Instead> {
    const MOST: usize = 500;
    or_failed(
        reader,
        units::hamlets::page(read, commune, today, None, MOST).await,
    )
}

/// The place of a matter in a commune's list, as addresses write it: microseconds and identifier.
pub(crate) fn write_key(item: &Matter) -> Option<String> {
    Some(format!("{}.{}", item.published_at?.as_microsecond(), item.id))
}

/// Reads what [`write_key`] wrote.
pub(crate) fn read_key(text: &str) -> Option<(Timestamp, ItemId)> {
    let (at, id) = text.split_once('.')?;
    Some((
        Timestamp::from_microsecond(at.parse().ok()?).ok()?,
        id.parse().ok()?,
    ))
}
