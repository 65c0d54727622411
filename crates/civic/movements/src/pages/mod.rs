//! The pages: the table and the gallery that everybody reads, the desk of those who register, record and review.

mod desk;
mod gallery;
mod manage;
mod show;
mod table;
mod words;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::FromRef,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, Mounted, Place, Policy, Routes},
    db::DbError,
    page::{self, Instead, Reader, Shell, Site, form::Brought},
};
use units::{Level, Unit, UnitId};

use crate::{
    ActError, ModelId, Movement, Movements, api,
    model::{By, Dossier, Key, Model},
    store,
};

/// The function in the policy table.
const FUNCTION: &str = "movements";
/// The first step of a model's address.
const MODELS: &str = "/mo-hinh";

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Movements>,
    /// Which of the desk's movements the pages are about; the first for pages that find theirs by a model.
    which: usize,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The address `rest` of a movement's pages. Routes and navigation hold addresses for as long as the program runs, so each is
/// made once and kept.
#[must_use]
pub fn path(movement: &Movement, rest: &str) -> &'static str {
    static KNOWN: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let address = format!("/{}{rest}", movement.slug);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = known.get(address.as_str()) {
        return kept;
    }
    let kept: &'static str = address.leak();
    known.insert(kept);
    kept
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Movements>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let register = Policy::May(FUNCTION, "register");
    let carry_out = Policy::May(FUNCTION, "carry_out");
    let recognise = Policy::May(FUNCTION, "recognise");
    let models = Routes::new()
        .get("/mo-hinh/{xa}/{id}", Policy::Open, show::show)
        .get("/mo-hinh/{xa}/{id}/noi-dung.json", Policy::Open, show::content)
        .get("/mo-hinh/{xa}/{id}/anh/{anh}", Policy::Open, show::picture)
        .get("/mo-hinh/{xa}/{id}/viec", read, manage::show)
        .get("/mo-hinh/{xa}/{id}/sua", register, desk::edit)
        .post("/mo-hinh/{xa}/{id}/sua", register, desk::save)
        .get("/mo-hinh/{xa}/{id}/ke-hoach", register, manage::ask_plan)
        .post("/mo-hinh/{xa}/{id}/ke-hoach", register, manage::plan)
        .get("/mo-hinh/{xa}/{id}/thuc-hien", carry_out, manage::ask_carry_out)
        .upload(
            "/mo-hinh/{xa}/{id}/thuc-hien",
            carry_out,
            Brought::MOST_OCTETS,
            manage::carry_out,
        )
        .get("/mo-hinh/{xa}/{id}/anh/{anh}/go", carry_out, manage::ask_remove)
        .post("/mo-hinh/{xa}/{id}/anh/{anh}/go", carry_out, manage::remove)
        .get(
            "/mo-hinh/{xa}/{id}/khong-thuc-hien",
            register,
            manage::ask_give_up,
        )
        .post("/mo-hinh/{xa}/{id}/khong-thuc-hien", register, manage::give_up)
        .get("/mo-hinh/{xa}/{id}/dong-y", register, manage::ask_consent)
        .post("/mo-hinh/{xa}/{id}/dong-y", register, manage::consent)
        .get("/mo-hinh/{xa}/{id}/xet", recognise, manage::ask_review)
        .post("/mo-hinh/{xa}/{id}/xet", recognise, manage::review)
        .get("/mo-hinh/{xa}/{id}/hoan-tac", read, manage::ask_undo)
        .post("/mo-hinh/{xa}/{id}/hoan-tac", read, manage::undo)
        .get("/mo-hinh/{xa}/{id}/giay-khen.pdf", read, manage::commendation)
        .merge(api::routes())
        .mount(Pages {
            site: Arc::clone(&site),
            desk: Arc::clone(&desk),
            which: 0,
        });
    desk.all()
        .iter()
        .enumerate()
        .fold(models, |mounted, (which, movement)| {
            let path = |rest| path(movement, rest);
            mounted.merge(
                Routes::new()
                    .get(path(""), Policy::Open, table::index)
                    .get(path("/{noi}"), Policy::Open, gallery::show)
                    .get(path("/{noi}/bang"), Policy::Open, table::show)
                    .get(path("/{noi}/viec"), read, desk::show)
                    .get(path("/{noi}/dang-ky"), register, desk::ask)
                    .post(path("/{noi}/dang-ky"), register, desk::register)
                    .get(path("/{noi}/hoi-dong"), recognise, desk::council)
                    .post(path("/{noi}/hoi-dong"), recognise, desk::add_member)
                    .post(path("/{noi}/hoi-dong/{ai}/thoi"), recognise, desk::end_member)
                    .mount(Pages {
                        site: Arc::clone(&site),
                        desk: Arc::clone(&desk),
                        which,
                    }),
            )
        })
}

impl Pages {
    /// The movement that the pages are about.
    fn movement(&self, reader: &Reader) -> Result<&Movement, Instead> {
        self.desk.all().get(self.which).ok_or_else(|| missing(reader))
    }
}

/// The address of a movement's pages on a unit.
fn home(movement: &Movement, units: &units::Units, unit: UnitId) -> String {
    format!("/{}/{}", movement.slug, units.slug(unit))
}

/// The address of a commune's pages, by its code.
fn commune_home(movement: &Movement, unit: &Unit) -> String {
    format!("/{}/{}", movement.slug, unit.code)
}

/// The unit that an address names on a day.
fn unit_on(pages: &Pages, reader: &Reader, name: &str, day: Date) -> Result<Unit, Instead> {
    let units = pages.desk.units.current();
    let found = units.resolve(name, day).ok().cloned();
    found.ok_or_else(|| missing(reader))
}

/// The commune of today that an address names.
fn commune(pages: &Pages, reader: &Reader, name: &str) -> Result<Unit, Instead> {
    let (_, today) = pages.desk.now();
    unit_on(pages, reader, name, today).and_then(|unit| {
        if unit.level == Level::Commune {
            Ok(unit)
        } else {
            Err(missing(reader))
        }
    })
}

/// The frame of a movement's page.
fn shell(reader: &Reader, movement: &Movement, title: impl Into<String>) -> Shell {
    let home = path(movement, "");
    Shell::new(reader, title)
        .active(home)
        .crumb(movement.name.get(reader.t.code()), home)
}

/// Where acts on a model take place.
fn place(model: &Model) -> Place {
    match model.hamlet {
        Some(hamlet) => Place::hamlet(model.unit, hamlet),
        None => model.unit.into(),
    }
}

fn may(actor: Option<&Actor>, action: &str, place: Place) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, place))
}

/// Who acts in a place: the account with the role held there that allows it.
fn by(actor: &Actor, action: &str, place: Place) -> By {
    actor.by(FUNCTION, action, place).unwrap_or_else(|| By {
        account: actor.person().0,
        role: String::new(),
    })
}

/// A model with everything about it.
struct Found<'a> {
    unit: Unit,
    movement: &'a Movement,
    dossier: Dossier,
    /// The name of its hamlet.
    hamlet: Option<String>,
}

impl Found<'_> {
    fn model(&self) -> &Model {
        &self.dossier.model
    }

    fn key(&self) -> Key {
        self.dossier.model.key()
    }

    /// The address of its page.
    fn href(&self) -> String {
        href(&self.unit, self.model())
    }

    /// The address of its page at the officers' desk.
    fn desk_href(&self) -> String {
        format!("{}/viec", self.href())
    }

    /// Who holds it, as the public may know it: "một cá nhân ở ấp Vĩnh Thạnh".
    fn holder(&self, reader: &Reader) -> String {
        words::holder(&reader.t, self.movement, self.model(), self.hamlet.as_deref())
    }
}

fn href(unit: &Unit, model: &Model) -> String {
    format!("{MODELS}/{}/{}", unit.code, model.id)
}

/// Finds a model, also of a commune that is no more: a model never changes its unit.
async fn find<'a>(reader: &Reader, pages: &'a Pages, (xa, id): (&str, &str)) -> Result<Found<'a>, Instead> {
    let id: ModelId = id.parse().map_err(|_| missing(reader))?;
    let units = pages.desk.units.current();
    let named: Vec<&Unit> = units.all().iter().filter(|unit| unit.code == xa).collect();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    for unit in named {
        let Some(dossier) = or_failed(reader, store::dossier(&mut read, (unit.id, id)).await)? else {
            continue;
        };
        let movement = pages.desk.movement(&dossier.model.movement);
        let hamlet = match dossier.model.hamlet {
            Some(hamlet) => or_failed(reader, units::hamlets::get(&mut read, hamlet).await)?,
            None => None,
        };
        return Ok(Found {
            unit: unit.clone(),
            movement: movement.ok_or_else(|| missing(reader))?,
            dossier,
            hamlet: hamlet.map(|hamlet| hamlet.name),
        });
    }
    Err(missing(reader))
}

/// Finds a model for somebody who may do something with it.
async fn find_for<'a>(
    reader: &Reader,
    pages: &'a Pages,
    actor: &Actor,
    address: (&str, &str),
    action: &str,
) -> Result<Found<'a>, Instead> {
    let found = find(reader, pages, address).await?;
    if may(Some(actor), action, place(found.model())) {
        Ok(found)
    } else {
        Err(not_here(reader))
    }
}

/// The page for what a person may not do in this place.
fn not_here(reader: &Reader) -> Instead {
    Instead::from(page::forbidden(reader, reader.t.text("movements-error-not-here")))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::SamePerson => page::forbidden(reader, t.text("movements-error-same-person")),
        ActError::Role => page::forbidden(reader, t.text("movements-error-role")),
        ActError::Stale => conflict(reader, t.text("movements-error-stale")),
        ActError::NotContinued => conflict(reader, t.text("movements-error-not-continued")),
        ActError::Twice(_) => conflict(reader, t.text("movements-error-twice")),
        ActError::Day(fault) => page::bad_request(reader, words::day_fault(t, *fault)),
        ActError::Council(fault) => page::bad_request(reader, words::council_fault(t, fault)),
        ActError::NotListed(_) => page::bad_request(reader, t.text("movements-error-not-listed")),
        ActError::Nothing => page::bad_request(reader, t.text("movements-error-nothing")),
        ActError::Form(_) | ActError::Log(_) | ActError::Content(_) | ActError::Db(_) => {
            failed(reader, error)
        }
    }
}

fn conflict(reader: &Reader, explanation: String) -> Response {
    (StatusCode::CONFLICT, page::bad_request(reader, explanation)).into_response()
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of movements can't be shown");
    page::server_error(reader)
}

/// After an act: on to a page, or the reason why it was not done.
fn then<T>(reader: &Reader, done: Result<T, ActError>, href: &str) -> Response {
    match done {
        Ok(_) => Redirect::to(href).into_response(),
        Err(error) => refused(reader, &error),
    }
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
