//! The pages: what everybody may know, what officers keep about teams, and the register that a team alone reads.

mod book;
mod case;
mod commune;
mod desk;
mod guide;
mod phone;
mod statistics;
mod team;
mod words;

use std::sync::Arc;

use axum::{
    extract::FromRef,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, By, Mounted, Place, Policy, Routes},
    db::Read,
    page::{self, Instead, Reader, Shell, Site, components::Confirmation},
};
use serde::Deserialize;
use units::{Level, Unit, UnitId, hamlets::Hamlet};

use crate::{
    cases::{Colleague, FUNCTION},
    guides::Guides,
    model::HamletKey,
    service::{ActError, Mediations},
};

/// Where the pages live.
const HOME: &str = "/hoa-giai";

/// What the pages stand on.
#[derive(Debug, Clone)]
struct Pages {
    site: Arc<Site>,
    desk: Arc<Mediations>,
    guides: Arc<Guides>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
///
/// # Errors
/// When a delivered guide is damaged, which a test reads.
pub fn routes(site: Arc<Site>, desk: Arc<Mediations>) -> Result<Mounted, toml::de::Error> {
    let keep = Policy::May(FUNCTION, "keep");
    let recognise = Policy::May(FUNCTION, "recognise");
    let receive = Policy::May(FUNCTION, "receive");
    let work = Policy::May(FUNCTION, "work");
    let count = Policy::May(FUNCTION, "count");
    let pages = Pages {
        site,
        desk,
        guides: Arc::new(Guides::delivered()?),
    };
    Ok(Routes::new()
        .get(HOME, Policy::Open, commune::index)
        .get("/hoa-giai/cam-nang/{key}", Policy::Open, guide::show)
        .get("/hoa-giai/{xa}", Policy::Open, commune::show)
        .get("/hoa-giai/{xa}/thong-ke", count, statistics::show)
        .get("/hoa-giai/{xa}/thong-ke.xlsx", count, statistics::file)
        .get("/hoa-giai/{xa}/{ap}", Policy::Open, team::show)
        .get("/hoa-giai/{xa}/{ap}/lap", keep, team::ask_set_up)
        .post("/hoa-giai/{xa}/{ap}/lap", keep, team::set_up)
        .get("/hoa-giai/{xa}/{ap}/them", keep, team::ask_enter)
        .post("/hoa-giai/{xa}/{ap}/them", keep, team::enter)
        .get("/hoa-giai/{xa}/{ap}/ra-soat", keep, team::ask_review)
        .post("/hoa-giai/{xa}/{ap}/ra-soat", keep, team::review)
        .get("/hoa-giai/{xa}/{ap}/tap-huan", keep, team::ask_train)
        .post("/hoa-giai/{xa}/{ap}/tap-huan", keep, team::train)
        .get("/hoa-giai/{xa}/{ap}/thu-lao", keep, team::ask_pay)
        .post("/hoa-giai/{xa}/{ap}/thu-lao", keep, team::pay)
        .get("/hoa-giai/{xa}/{ap}/giai-the", keep, team::ask_dissolve)
        .post("/hoa-giai/{xa}/{ap}/giai-the", keep, team::dissolve)
        .get("/hoa-giai/{xa}/{ap}/thoi/{nguoi}", keep, team::ask_end)
        .post("/hoa-giai/{xa}/{ap}/thoi/{nguoi}", keep, team::end)
        .get(
            "/hoa-giai/{xa}/{ap}/cong-nhan/{nguoi}",
            recognise,
            team::ask_recognise,
        )
        .post(
            "/hoa-giai/{xa}/{ap}/cong-nhan/{nguoi}",
            recognise,
            team::recognise,
        )
        .get("/hoa-giai/{xa}/{ap}/nhan", receive, case::ask_receive)
        .post("/hoa-giai/{xa}/{ap}/nhan", receive, case::receive)
        .get("/hoa-giai/{xa}/{ap}/so", work, book::list)
        .get("/hoa-giai/{xa}/{ap}/so/moi", work, case::ask_new)
        .post("/hoa-giai/{xa}/{ap}/so/moi", work, case::add)
        .get("/hoa-giai/{xa}/{ap}/so/dien-thoai", work, phone::show)
        .post("/hoa-giai/{xa}/{ap}/so/dien-thoai", work, phone::bring)
        .get("/hoa-giai/{xa}/{ap}/so/dien-thoai/ban-sao", work, phone::copy)
        .get("/hoa-giai/{xa}/{ap}/so/{vu}", work, book::show)
        .get("/hoa-giai/{xa}/{ap}/so/{vu}/van-ban.pdf", work, book::paper)
        .get("/hoa-giai/{xa}/{ap}/so/{vu}/{viec}", work, case::ask)
        .post("/hoa-giai/{xa}/{ap}/so/{vu}/{viec}", work, case::act)
        .mount(pages))
}

/// What was just done, for the page that one comes back to.
#[derive(Debug, Default, Deserialize)]
struct Came {
    xong: Option<String>,
}

impl Came {
    /// The words for it, when it is one of `known`.
    fn said(&self, reader: &Reader, known: &[&str]) -> Option<Confirmation> {
        let what = self.xong.as_deref().filter(|what| known.contains(what))?;
        Some(Confirmation {
            title: reader.t.text(&format!("mediation-done-{what}")),
            text: String::new(),
        })
    }
}

impl Pages {
    fn today(&self) -> Date {
        self.desk.clock.today()
    }
}

/// The commune that an address names, as it is today.
fn commune_of(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Instead> {
    let units = pages.desk.units.current();
    let found = units.resolve(name, pages.today()).ok().cloned();
    found
        .filter(|unit| unit.level == Level::Commune)
        .ok_or_else(|| missing(reader))
}

/// A hamlet that an address names.
struct At {
    unit: Unit,
    hamlet: Hamlet,
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

    fn register(&self) -> String {
        format!("{}/so", self.home())
    }

    /// In which role somebody does something here.
    fn by(&self, reader: &Reader, actor: &Actor, action: &str) -> Result<By, Instead> {
        actor
            .by(FUNCTION, action, Place::hamlet(self.unit.id, self.hamlet.id))
            .ok_or_else(|| Instead::from(page::forbidden(reader, reader.t.text("mediation-error-not-here"))))
    }
}

async fn at(reader: &Reader, pages: &Pages, read: &mut Read, (xa, ap): (&str, &str)) -> Result<At, Instead> {
    let unit = commune_of(reader, pages, xa)?;
    let number = ap.parse().map_err(|_| missing(reader))?;
    let hamlet = or_failed(reader, units::hamlets::get(read, UnitId(number)).await)?;
    let hamlet = hamlet
        .filter(|hamlet| hamlet.commune == unit.id)
        .ok_or_else(|| missing(reader))?;
    Ok(At { unit, hamlet })
}

/// A hamlet in whose team the person is: nobody else gets any further, whatever their role.
async fn at_work(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, ap): (&str, &str),
) -> Result<(At, Colleague), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let at = at(reader, pages, &mut read, (xa, ap)).await?;
    match pages.desk.colleague(&mut read, actor, at.place()).await {
        Ok(colleague) => Ok((at, colleague)),
        Err(ActError::Unknown) => Err(Instead::from(page::forbidden(
            reader,
            reader.t.text("mediation-error-not-of-team"),
        ))),
        Err(error) => Err(refused(reader, &error)),
    }
}

/// The address of a commune's page.
fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The frame of a page below a commune.
fn shell(reader: &Reader, unit: &Unit, title: String) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("mediation-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

/// The frame of a page below a hamlet's team.
fn team_shell(reader: &Reader, at: &At, title: String) -> Shell {
    shell(reader, &at.unit, title).crumb(at.hamlet.name.as_str(), at.home())
}

fn missing(reader: &Reader) -> Instead {
    Instead::from(page::not_found(reader))
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of mediation can't be shown");
    page::server_error(reader)
}

/// Turns an error of the database into its page.
fn or_failed<T, E: std::error::Error>(reader: &Reader, result: Result<T, E>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(failed(reader, &error)))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Instead {
    let conflict = |key: &str| page::conflict(reader, reader.t.text(key));
    let page = match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => conflict("mediation-error-stale"),
        ActError::Refused(refused) => conflict(words::refusal_key(*refused)),
        ActError::NoKey => {
            tracing::error!(%error, "cases can't be read");
            let page = page::bad_request(reader, reader.t.text("mediation-error-no-key"));
            (StatusCode::SERVICE_UNAVAILABLE, page).into_response()
        }
        ActError::Law(_) | ActError::Form(_) | ActError::Seal | ActError::Db(_) => failed(reader, error),
    };
    Instead::from(page)
}

fn or_refused<T>(reader: &Reader, result: Result<T, ActError>) -> Result<T, Instead> {
    result.map_err(|error| refused(reader, &error))
}

fn done(href: &str, what: &str) -> Response {
    Redirect::to(&format!("{href}?xong={what}")).into_response()
}
