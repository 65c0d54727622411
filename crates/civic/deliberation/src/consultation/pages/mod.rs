//! The pages: what everybody reads and says, what officers write, group and answer.

mod answer;
mod comment;
mod compared;
mod desk;
mod feed;
mod mine;
mod public;
mod words;

pub(super) use public::{read_key, write_key};

use std::sync::Arc;

use axum::{
    extract::FromRef,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    access::{Actor, Mounted, Place, Policy, Routes},
    db::{DbError, Read},
    page::{self, Instead, Reader, Shell, Site, form},
};
use units::{Level, Unit, UnitId, hamlets::Hamlet};

use super::{
    api,
    model::{By, Consultation, ConsultationId, Dossier},
    service::{ActError, Consultations},
    store::{self, Key},
};

/// Where the pages live.
const HOME: &str = "/lay-y-kien";
/// The function in the policy table.
const FUNCTION: &str = "consultations";

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(super) struct Pages {
    site: Arc<Site>,
    pub(super) desk: Arc<Consultations>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Consultations>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let draft = Policy::May(FUNCTION, "draft");
    let open = Policy::May(FUNCTION, "open");
    let conclude = Policy::May(FUNCTION, "conclude");
    Routes::new()
        .get(HOME, Policy::Open, public::index)
        .get("/lay-y-kien/{xa}", Policy::Open, public::list)
        .get("/lay-y-kien/{xa}/tin.atom", Policy::Open, feed::atom)
        .get("/lay-y-kien/{xa}/{id}", Policy::Open, public::show)
        .get("/lay-y-kien/{xa}/{id}/gop-y", Policy::Open, comment::ask)
        .post("/lay-y-kien/{xa}/{id}/gop-y", Policy::Open, comment::take)
        .get("/lay-y-kien/{xa}/{id}/tra-cuu", Policy::Open, comment::ask_code)
        .post("/lay-y-kien/{xa}/{id}/tra-cuu", Policy::Open, comment::look_up)
        .post(
            "/lay-y-kien/{xa}/{id}/rut-y-kien",
            Policy::Open,
            comment::take_back,
        )
        .get("/lay-y-kien/{xa}/{id}/tong-hop", Policy::Open, public::summary)
        .get("/lay-y-kien/{xa}/{id}/ket-qua", Policy::Open, public::result)
        .get(
            "/lay-y-kien/{xa}/{id}/noi-dung.json",
            Policy::Open,
            public::content,
        )
        .get("/lay-y-kien/{xa}/{id}/to-dan.pdf", Policy::Open, public::poster)
        .get("/lay-y-kien/{xa}/{id}/ban-doc", Policy::Open, public::script)
        .get("/lay-y-kien/{xa}/viec", read, desk::show)
        .get("/lay-y-kien/{xa}/soan", draft, desk::blank)
        .post("/lay-y-kien/{xa}/soan", draft, desk::begin)
        .get("/lay-y-kien/{xa}/soan/{id}", read, desk::manage)
        .get("/lay-y-kien/{xa}/soan/{id}/sua", draft, desk::edit)
        .post("/lay-y-kien/{xa}/soan/{id}/sua", draft, desk::save)
        .post("/lay-y-kien/{xa}/soan/{id}/mo", open, desk::open)
        .post("/lay-y-kien/{xa}/soan/{id}/bo", draft, desk::give_up)
        .get("/lay-y-kien/{xa}/soan/{id}/gia-han", open, desk::ask_extend)
        .post("/lay-y-kien/{xa}/soan/{id}/gia-han", open, desk::extend)
        .get("/lay-y-kien/{xa}/soan/{id}/dinh-chinh", draft, desk::ask_correct)
        .post("/lay-y-kien/{xa}/soan/{id}/dinh-chinh", draft, desk::correct)
        .get("/lay-y-kien/{xa}/soan/{id}/rut", conclude, desk::ask_withdraw)
        .post("/lay-y-kien/{xa}/soan/{id}/rut", conclude, desk::withdraw)
        .get("/lay-y-kien/{xa}/soan/{id}/y-kien", read, answer::opinions)
        .post("/lay-y-kien/{xa}/soan/{id}/gom", draft, answer::group)
        .get("/lay-y-kien/{xa}/soan/{id}/nhap", draft, answer::ask_enter)
        .post("/lay-y-kien/{xa}/soan/{id}/nhap", draft, answer::enter)
        .get(
            "/lay-y-kien/{xa}/soan/{id}/nhom/{nhom}",
            draft,
            answer::ask_answer,
        )
        .post("/lay-y-kien/{xa}/soan/{id}/nhom/{nhom}", draft, answer::answer)
        .post(
            "/lay-y-kien/{xa}/soan/{id}/nhom/{nhom}/giai-tan",
            draft,
            answer::dissolve,
        )
        .get(
            "/lay-y-kien/{xa}/soan/{id}/tong-hop",
            conclude,
            answer::ask_summarise,
        )
        .post("/lay-y-kien/{xa}/soan/{id}/tong-hop", conclude, answer::summarise)
        .get(
            "/lay-y-kien/{xa}/soan/{id}/ket-luan",
            conclude,
            answer::ask_conclude,
        )
        .post("/lay-y-kien/{xa}/soan/{id}/ket-luan", conclude, answer::conclude)
        .get("/y-kien-cua-toi", Policy::SignedIn, mine::show)
        .post("/y-kien-cua-toi", Policy::SignedIn, mine::look_up)
        .post("/y-kien-cua-toi/tai-ve", Policy::SignedIn, mine::file)
        .post("/y-kien-cua-toi/xoa", Policy::SignedIn, mine::erase)
        .merge(api::routes())
        .mount(Pages { site, desk })
}

/// The commune that an address names, as it is today.
pub(super) fn commune(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| unit.level == Level::Commune)
        .cloned()
}

/// The address of a commune's consultations.
fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The frame of a page of a commune.
fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("consultation-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

/// Where acts on a consultation take place: in the hamlet whose covenant it is, or in the commune.
fn place(consultation: &Consultation) -> Place {
    match consultation.hamlet {
        Some(hamlet) => Place::hamlet(consultation.unit, hamlet),
        None => consultation.unit.into(),
    }
}

/// Whether somebody is signed in who may do something in a place.
fn may(actor: Option<&Actor>, action: &str, place: Place) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, place))
}

/// Who acts in a place: the account with the role held there that allows it.
fn by(actor: &Actor, action: &str, place: Place) -> By {
    actor.acting(FUNCTION, action, place)
}

/// A consultation with everything about it but the opinions.
struct Found {
    unit: Unit,
    dossier: Dossier,
    /// The name of the hamlet whose covenant it is.
    hamlet: Option<String>,
}

impl Found {
    fn consultation(&self) -> &Consultation {
        &self.dossier.consultation
    }

    fn key(&self) -> Key {
        (self.unit.id, self.consultation().id)
    }

    /// The address of its page.
    fn href(&self) -> String {
        format!("{}/{}", home(&self.unit), self.consultation().id)
    }

    /// The address of its page at the officers' desk.
    fn desk_href(&self) -> String {
        format!("{}/soan/{}", home(&self.unit), self.consultation().id)
    }
}

async fn find_any(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<Found, Instead> {
    let unit = commune(pages, xa).ok_or_else(|| missing(reader))?;
    let id: ConsultationId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let dossier = or_failed(reader, store::dossier(&mut read, (unit.id, id)).await)?;
    let dossier = dossier.ok_or_else(|| missing(reader))?;
    let hamlet = match dossier.consultation.hamlet {
        Some(hamlet) => or_failed(reader, units::hamlets::get(&mut read, hamlet).await)?,
        None => None,
    };
    Ok(Found {
        unit,
        dossier,
        hamlet: hamlet.map(|hamlet| hamlet.name),
    })
}

/// Finds a public consultation; a draft is not there.
async fn find(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<Found, Instead> {
    let found = find_any(reader, pages, xa, id).await?;
    if found.consultation().is_public() {
        Ok(found)
    } else {
        Err(missing(reader))
    }
}

/// Finds a consultation for somebody who may do something with it.
async fn find_for(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id): (&str, &str),
    action: &str,
) -> Result<Found, Instead> {
    let found = find_any(reader, pages, xa, id).await?;
    if may(Some(actor), action, place(found.consultation())) {
        Ok(found)
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

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::SamePerson => page::forbidden(reader, t.text("consultation-error-same-person")),
        ActError::Stale => page::conflict(reader, t.text("consultation-error-stale")),
        ActError::Closed => page::conflict(reader, t.text("consultation-error-closed")),
        ActError::ClosesTooEarly(day) => {
            page::conflict(reader, t.with("consultation-error-too-early", "day", *day))
        }
        ActError::Day => page::bad_request(reader, t.text("consultation-error-day")),
        ActError::Nothing => page::bad_request(reader, t.text("consultation-error-nothing")),
        ActError::Unanswered(missing) => page::conflict(reader, words::unanswered(t, *missing)),
        ActError::Law(error) => page::bad_request(reader, words::law_error(t, error)),
        ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Boards(_)
        | ActError::Db(_) => failed(reader, error),
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of consultations can't be shown");
    page::server_error(reader)
}

/// The page for what a person may not do in this commune.
fn not_here(reader: &Reader) -> Response {
    page::forbidden(reader, reader.t.text("consultation-error-not-here"))
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

/// The unit in whose name the commune speaks: "Ủy ban nhân dân xã Vĩnh Hậu".
fn committee(reader: &Reader, unit: &Unit) -> String {
    reader
        .t
        .with("consultation-committee", "commune", units::in_text(&unit.name))
}

/// The address that links on paper and in feeds start with.
fn origin(pages: &Pages, headers: &HeaderMap) -> String {
    page::origin(pages.desk.public_address.as_deref(), headers)
}
