//! The pages, for hamlet heads and the commune's officers; nobody else sees any of them.

mod household;
mod import;
mod link;
mod register;
mod words;

use std::{collections::BTreeMap, sync::Arc};

use axum::{extract::FromRef, response::Response};
use jiff::civil::Date;
use platform::{
    access::{Actor, Mounted, Place, Policy, Routes},
    db::Read,
    page::{self, Instead, Reader, Shell, Site},
};
use serde::Deserialize;
use units::{Level, LiveUnits, Unit, UnitId, hamlets::Hamlet};

use crate::{
    file,
    model::{By, HamletKey},
    rules::Refused,
    service::{ActError, Households},
};

/// Where the pages live.
const HOME: &str = "/ho";
/// The function in the policy table.
const FUNCTION: &str = "households";
/// The largest form with a file, in octets.
const MOST_OF_A_FORM: usize = file::MOST_OCTETS + (1 << 16);

/// What the pages stand on.
#[derive(Debug, Clone)]
struct Pages {
    site: Arc<Site>,
    desk: Arc<Households>,
    units: LiveUnits,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the register.
pub fn routes(site: Arc<Site>, units: LiveUnits, desk: Arc<Households>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let write = Policy::May(FUNCTION, "write");
    let again = Policy::MayAgain(FUNCTION, "write");
    Routes::new()
        .get(HOME, read, register::index)
        .get("/ho/mau.xlsx", write, import::template)
        .get("/ho/{xa}", read, register::commune)
        .get("/ho/{xa}/nhap", write, import::start)
        .upload("/ho/{xa}/nhap", write, MOST_OF_A_FORM, import::send)
        .get("/ho/{xa}/nhap/{tep}", write, import::show)
        .post("/ho/{xa}/nhap/{tep}", write, import::confirm)
        .post("/ho/{xa}/nhap/{tep}/bo", write, import::give_up)
        .get("/ho/{xa}/{ap}", read, register::list)
        .get("/ho/{xa}/{ap}/in", read, register::print)
        .get("/ho/{xa}/{ap}/dau-vet", read, register::trace)
        .post("/ho/{xa}/{ap}/tai-ve", write, import::export)
        .get("/ho/{xa}/{ap}/them", write, household::ask_new)
        .post("/ho/{xa}/{ap}/them", write, household::list)
        .get("/ho/{xa}/{ap}/{ho}", read, household::show)
        .get("/ho/{xa}/{ap}/{ho}/sua", write, household::ask_correct)
        .post("/ho/{xa}/{ap}/{ho}/sua", write, household::correct)
        .get("/ho/{xa}/{ap}/{ho}/dai-dien", write, household::ask_represent)
        .post("/ho/{xa}/{ap}/{ho}/dai-dien", write, household::represent)
        .get("/ho/{xa}/{ap}/{ho}/roi-so", write, household::ask_leave)
        .post("/ho/{xa}/{ap}/{ho}/roi-so", write, household::leave)
        .get("/ho/{xa}/{ap}/{ho}/ghi-lai", write, household::ask_return)
        .post("/ho/{xa}/{ap}/{ho}/ghi-lai", write, household::come_back)
        .get("/ho/{xa}/{ap}/{ho}/xoa/{nguoi}", again, household::ask_erase)
        .post("/ho/{xa}/{ap}/{ho}/xoa/{nguoi}", again, household::erase)
        .post("/ho/{xa}/{ap}/{ho}/lien-ket", write, link::offer)
        .get("/ho-cua-toi", Policy::SignedIn, link::mine)
        .post("/ho-cua-toi", Policy::SignedIn, link::take)
        .post("/ho-cua-toi/{xa}/{id}/bo", Policy::SignedIn, link::end)
        .mount(Pages { site, desk, units })
}

/// What was just done, for the page that one comes back to.
#[derive(Debug, Default, Deserialize)]
struct Came {
    xong: Option<String>,
}

impl Pages {
    fn today(&self) -> Date {
        self.desk.clock.today()
    }
}

/// The commune that an address names, as it is today.
fn commune(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Instead> {
    let units = pages.units.current();
    let found = units.resolve(name, pages.today()).ok().cloned();
    found
        .filter(|unit| unit.level == Level::Commune)
        .ok_or_else(|| missing(reader))
}

/// A hamlet in which somebody may do what is asked.
struct At {
    unit: Unit,
    hamlet: Hamlet,
    by: By,
}

impl At {
    fn place(&self) -> HamletKey {
        HamletKey {
            unit: self.unit.id,
            hamlet: self.hamlet.id,
        }
    }

    fn home(&self) -> String {
        format!("{}/{}", home(&self.unit), self.hamlet.id)
    }
}

/// The hamlet that an address names, where the person may do something.
async fn at(
    reader: &Reader,
    (actor, action): (&Actor, &str),
    pages: &Pages,
    read: &mut Read,
    (xa, ap): (&str, &str),
) -> Result<At, Instead> {
    let unit = commune(reader, pages, xa)?;
    let number = ap.parse().map_err(|_| missing(reader))?;
    let hamlet = or_failed(reader, units::hamlets::get(read, UnitId(number)).await)?;
    let hamlet = hamlet
        .filter(|hamlet| hamlet.commune == unit.id)
        .ok_or_else(|| missing(reader))?;
    match actor.by(FUNCTION, action, Place::hamlet(unit.id, hamlet.id)) {
        Some(by) => Ok(At { unit, hamlet, by }),
        None => Err(Instead::from(not_here(reader))),
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
    or_failed(
        reader,
        units::hamlets::page(read, unit, pages.today(), None, MOST).await,
    )
}

/// The address of a commune's register.
fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The frame of a page of a commune.
fn shell(reader: &Reader, unit: &Unit, title: String) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("households-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

/// The frame of a page of a hamlet.
fn hamlet_shell(reader: &Reader, at: &At, title: String) -> Shell {
    shell(reader, &at.unit, title).crumb(at.hamlet.name.as_str(), at.home())
}

fn missing(reader: &Reader) -> Instead {
    Instead::from(page::not_found(reader))
}

fn not_here(reader: &Reader) -> Response {
    page::forbidden(reader, reader.t.text("households-error-not-here"))
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of the register of households can't be shown");
    page::server_error(reader)
}

/// Turns an error of the database or the disk into its page.
fn or_failed<T, E: std::error::Error>(reader: &Reader, result: Result<T, E>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(failed(reader, &error)))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Instead {
    let page = match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale | ActError::Refused(Refused::Listed | Refused::NotListed) => {
            page::conflict(reader, reader.t.text("households-error-stale"))
        }
        ActError::NumberTaken(_) | ActError::Refused(_) | ActError::Damaged | ActError::Db(_) => {
            failed(reader, error)
        }
    };
    Instead::from(page)
}

/// What is wrong with a form, by field.
type Faults = BTreeMap<&'static str, String>;
