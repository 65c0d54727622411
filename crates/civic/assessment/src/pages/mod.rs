//! The pages: what everybody may read of criteria and results, the commune's desk, the desk of the level above.

mod check;
mod commend;
mod objection;
mod own;
mod public;
mod survey;
mod words;

use std::sync::Arc;

use axum::{
    extract::FromRef,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, Mounted, Policy, Routes},
    db::DbError,
    page::{
        self, Instead, Reader, Shell, Site,
        form::{FormPage, Sent, Wrong},
    },
};
use serde::Deserialize;
use units::{Level, Unit, UnitId};

use crate::{
    api,
    criteria::CriteriaSet,
    model::{Assessment, AssessmentId},
    service::{ActError, Assessments},
    store,
};

/// Where the pages live.
pub(crate) const HOME: &str = "/danh-gia";
/// The function in the policy table.
const FUNCTION: &str = "assessment";
/// Letters of a line, and of what is written at length.
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 4_000;

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Assessments>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Assessments>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let write = Policy::May(FUNCTION, "draft");
    let check = Policy::May(FUNCTION, "check");
    let commend = Policy::May(FUNCTION, "commend");
    Routes::new()
        .get(HOME, Policy::Open, public::index)
        .get("/danh-gia/bo-tieu-chi/{bo}", Policy::Open, public::set)
        .get("/danh-gia/{noi}", Policy::Open, public::unit)
        .get("/danh-gia/{noi}/bang/{bo}/{nam}", Policy::Open, public::table)
        .get("/danh-gia/{noi}/tra-cuu", Policy::Open, objection::ask_code)
        .post("/danh-gia/{noi}/tra-cuu", Policy::Open, objection::look_up)
        .get("/danh-gia/{noi}/khao-sat/{id}", Policy::Open, survey::ask)
        .post("/danh-gia/{noi}/khao-sat/{id}", Policy::Open, survey::answer)
        .get("/danh-gia/{noi}/khen-thuong", Policy::Open, commend::list)
        .get("/danh-gia/{noi}/khen-thuong/them", commend, commend::blank)
        .post("/danh-gia/{noi}/khen-thuong/them", commend, commend::give)
        .get("/danh-gia/{noi}/khen-thuong/{id}", Policy::Open, commend::show)
        .get(
            "/danh-gia/{noi}/khen-thuong/{id}/quyet-dinh.pdf",
            commend,
            commend::paper,
        )
        .get(
            "/danh-gia/{noi}/khen-thuong/{id}/huy",
            commend,
            commend::ask_revoke,
        )
        .post("/danh-gia/{noi}/khen-thuong/{id}/huy", commend, commend::revoke)
        .get("/danh-gia/{noi}/viec", read, own::desk)
        .get("/danh-gia/{noi}/viec/{bo}/{nam}", write, own::ask)
        .post("/danh-gia/{noi}/viec/{bo}/{nam}", write, own::keep)
        .get(
            "/danh-gia/{noi}/viec/{bo}/{nam}/khao-sat",
            write,
            survey::ask_open,
        )
        .post("/danh-gia/{noi}/viec/{bo}/{nam}/khao-sat", write, survey::open)
        .get("/danh-gia/{noi}/viec/phieu/{id}", read, survey::show)
        .post("/danh-gia/{noi}/viec/phieu/{id}", write, survey::act)
        .get("/danh-gia/{noi}/{id}", Policy::Open, public::show)
        .get("/danh-gia/{noi}/{id}/y-kien", Policy::Open, objection::blank)
        .post("/danh-gia/{noi}/{id}/y-kien", Policy::Open, objection::send)
        .get("/danh-gia/{noi}/{id}/xet", check, check::ask)
        .post("/danh-gia/{noi}/{id}/xet", check, check::publish)
        .get("/danh-gia/{noi}/{id}/tra-lai", check, check::ask_back)
        .post("/danh-gia/{noi}/{id}/tra-lai", check, check::send_back)
        .get("/danh-gia/{noi}/{id}/y-kien/{y}", check, objection::ask_answer)
        .post("/danh-gia/{noi}/{id}/y-kien/{y}", check, objection::answer)
        .merge(api::routes())
        .mount(Pages { site, desk })
}

/// What a page is asked with.
#[derive(Debug, Default, Deserialize)]
struct Came {
    /// What was just done.
    #[serde(default)]
    xong: String,
    /// What is searched.
    #[serde(default)]
    q: String,
    /// Day and identifier of the entry after which a list goes on.
    #[serde(default)]
    sau: String,
}

/// A commune or province that an address names, as it is today.
pub(crate) fn place(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
        .cloned()
}

fn at(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Instead> {
    place(pages, name).ok_or_else(|| missing(reader))
}

/// The address of a unit's results.
pub(crate) fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("assessment-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

fn may(actor: Option<&Actor>, action: &str, unit: UnitId) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, unit))
}

/// The unit that an address names, for who may do something in it.
fn acting(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (name, action): (&str, &str),
) -> Result<Unit, Instead> {
    let unit = at(reader, pages, name)?;
    if actor.may(FUNCTION, action, unit.id) {
        Ok(unit)
    } else {
        Err(Instead::from(page::forbidden(
            reader,
            reader.t.text("assessment-error-not-here"),
        )))
    }
}

/// The set and year that an address names, where the unit is assessed by it.
fn set_of_year<'p>(
    reader: &Reader,
    pages: &'p Pages,
    unit: &Unit,
    (set, year): (&str, &str),
) -> Result<(&'p CriteriaSet, i16), Instead> {
    let set = pages.desk.set_at(set).ok_or_else(|| missing(reader))?;
    let year: i16 = year.parse().map_err(|_| missing(reader))?;
    if set.is_for(unit.kind, year) && year <= pages.desk.now().1.year() {
        Ok((set, year))
    } else {
        Err(missing(reader))
    }
}

async fn find(
    reader: &Reader,
    pages: &Pages,
    (name, id): (&str, &str),
) -> Result<(Unit, Assessment), Instead> {
    let unit = at(reader, pages, name)?;
    let id: AssessmentId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::assessment(&mut read, unit.id, id).await)?;
    Ok((unit, found.ok_or_else(|| missing(reader))?))
}

fn href(unit: &Unit, of: &Assessment) -> String {
    format!("{}/{}", home(unit), of.id)
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("assessment-error-stale")),
        ActError::SamePerson => page::forbidden(reader, t.text("assessment-error-same-person")),
        error => match words::fault(t, error) {
            Some(text) => page::bad_request(reader, text),
            None => failed(reader, error),
        },
    }
}

/// After a form: on to a page, the form again with what is wrong beside `field`, or the reason why it was not done.
fn then<T>(
    reader: &Reader,
    done: Result<T, ActError>,
    href: impl FnOnce(T) -> String,
    (form, field): (FormPage, &'static str),
) -> Response {
    match done {
        Ok(made) => Redirect::to(&href(made)).into_response(),
        Err(error) => match words::fault(&reader.t, &error) {
            Some(text) => {
                let mut wrong = Wrong::default();
                wrong.add(field, text);
                page::private(form.show(&reader.t, &wrong))
            }
            None => refused(reader, &error),
        },
    }
}

/// The revision of what was read before the form was sent.
fn revision(sent: &Sent) -> i64 {
    sent.get("revision").parse().unwrap_or_default()
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of assessments can't be shown");
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
