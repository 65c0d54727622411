//! The pages: what everybody reads of boards, visits and recommendations, what citizens hand over, what boards, the
//! Fatherland Front and the committee write.

mod board;
mod observe;
mod public;
mod recommend;
mod report;
mod visit;
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
        form::{Brought, FormPage, Sent, Wrong},
    },
};
use serde::Deserialize;
use units::{Level, Unit, UnitId};

use crate::{
    api,
    model::{Board, BoardId, Recommendation, RecommendationId, Visit, VisitId},
    service::{ActError, Supervision},
    store,
};

pub(crate) use report::lines;
pub(crate) use words::{addressee, body};

/// Where the pages live.
pub(crate) const HOME: &str = "/giam-sat";
/// The function in the policy table.
const FUNCTION: &str = "supervision";
/// Letters of a line, and of what is written at length.
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 8_000;

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Supervision>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Supervision>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let keep = Policy::May(FUNCTION, "keep");
    let work = Policy::May(FUNCTION, "work");
    let answer = Policy::May(FUNCTION, "answer");
    Routes::new()
        .get(HOME, Policy::Open, public::index)
        .get("/giam-sat/{xa}", Policy::Open, public::unit)
        .get("/giam-sat/{xa}/kien-nghi", Policy::Open, public::list)
        .get("/giam-sat/{xa}/bao-cao/{nam}", Policy::Open, report::show)
        .get(
            "/giam-sat/{xa}/bao-cao/{nam}/bao-cao.pdf",
            Policy::Open,
            report::paper,
        )
        .get("/giam-sat/{xa}/gui", Policy::Open, observe::blank)
        .post("/giam-sat/{xa}/gui", Policy::Open, observe::send)
        .get("/giam-sat/{xa}/tra-cuu", Policy::Open, observe::ask_code)
        .post("/giam-sat/{xa}/tra-cuu", Policy::Open, observe::look_up)
        .get("/giam-sat/{xa}/viec", read, public::desk)
        .get("/giam-sat/{xa}/viec/ban", keep, board::blank)
        .post("/giam-sat/{xa}/viec/ban", keep, board::found)
        .get("/giam-sat/{xa}/viec/phan-anh/{id}", work, observe::ask_settle)
        .post("/giam-sat/{xa}/viec/phan-anh/{id}", work, observe::settle)
        .get("/giam-sat/{xa}/ban/{id}", Policy::Open, board::show)
        .get("/giam-sat/{xa}/ban/{id}/thanh-vien", keep, board::ask_member)
        .post("/giam-sat/{xa}/ban/{id}/thanh-vien", keep, board::add_member)
        .get(
            "/giam-sat/{xa}/ban/{id}/thanh-vien/{tv}",
            keep,
            board::ask_end_member,
        )
        .post("/giam-sat/{xa}/ban/{id}/thanh-vien/{tv}", keep, board::end_member)
        .get("/giam-sat/{xa}/ban/{id}/ket-thuc", keep, board::ask_end)
        .post("/giam-sat/{xa}/ban/{id}/ket-thuc", keep, board::end)
        .get(
            "/giam-sat/{xa}/ban/{id}/chuong-trinh/{nam}",
            work,
            board::ask_plan,
        )
        .post("/giam-sat/{xa}/ban/{id}/chuong-trinh/{nam}", work, board::plan)
        .get("/giam-sat/{xa}/ban/{id}/bo-viec/{viec}", work, board::ask_drop)
        .post("/giam-sat/{xa}/ban/{id}/bo-viec/{viec}", work, board::drop_plan)
        .get("/giam-sat/{xa}/ban/{id}/cuoc", work, visit::blank)
        .upload(
            "/giam-sat/{xa}/ban/{id}/cuoc",
            work,
            Brought::MOST_OCTETS,
            visit::draft,
        )
        .get("/giam-sat/{xa}/cuoc/{id}", Policy::Open, visit::show)
        .get("/giam-sat/{xa}/cuoc/{id}/anh/{anh}", Policy::Open, visit::picture)
        .get("/giam-sat/{xa}/cuoc/{id}/sua", work, visit::ask_change)
        .upload(
            "/giam-sat/{xa}/cuoc/{id}/sua",
            work,
            Brought::MOST_OCTETS,
            visit::change,
        )
        .get("/giam-sat/{xa}/cuoc/{id}/cong-bo", work, visit::ask_publish)
        .post("/giam-sat/{xa}/cuoc/{id}/cong-bo", work, visit::publish)
        .get("/giam-sat/{xa}/ban/{id}/kien-nghi", work, recommend::blank)
        .post("/giam-sat/{xa}/ban/{id}/kien-nghi", work, recommend::send)
        .get("/giam-sat/{xa}/kien-nghi/{id}", Policy::Open, recommend::show)
        .get(
            "/giam-sat/{xa}/kien-nghi/{id}/tra-loi",
            answer,
            recommend::ask_answer,
        )
        .post("/giam-sat/{xa}/kien-nghi/{id}/tra-loi", answer, recommend::answer)
        .get(
            "/giam-sat/{xa}/kien-nghi/{id}/theo-doi",
            work,
            recommend::ask_follow,
        )
        .post("/giam-sat/{xa}/kien-nghi/{id}/theo-doi", work, recommend::follow)
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
    /// The year of a programme.
    #[serde(default)]
    nam: String,
    /// The entry of the programme that a visit carries out.
    #[serde(default)]
    viec: String,
    /// The visit that a recommendation comes from.
    #[serde(default)]
    cuoc: String,
}

/// A commune that an address names, as it is today.
pub(crate) fn place(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| unit.level == Level::Commune)
        .cloned()
}

fn at(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Instead> {
    place(pages, name).ok_or_else(|| missing(reader))
}

/// The address of a commune's supervision.
pub(crate) fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("supervision-nav"), HOME)
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
            reader.t.text("supervision-error-not-here"),
        )))
    }
}

async fn find_board(reader: &Reader, pages: &Pages, unit: &Unit, id: &str) -> Result<Board, Instead> {
    let id: BoardId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::board(&mut read, unit.id, id).await)?;
    found.ok_or_else(|| missing(reader))
}

async fn find_visit(reader: &Reader, pages: &Pages, unit: &Unit, id: &str) -> Result<Visit, Instead> {
    let id: VisitId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::visit(&mut read, unit.id, id).await)?;
    found.ok_or_else(|| missing(reader))
}

async fn find_recommendation(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    id: &str,
) -> Result<Recommendation, Instead> {
    let id: RecommendationId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::recommendation(&mut read, unit.id, id).await)?;
    found.ok_or_else(|| missing(reader))
}

pub(crate) fn board_href(unit: &Unit, id: BoardId) -> String {
    format!("{}/ban/{id}", home(unit))
}

pub(crate) fn visit_href(unit: &Unit, id: VisitId) -> String {
    format!("{}/cuoc/{id}", home(unit))
}

pub(crate) fn recommendation_href(unit: &Unit, id: RecommendationId) -> String {
    format!("{}/kien-nghi/{id}", home(unit))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("supervision-error-stale")),
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
    tracing::error!(%error, "a page of supervision can't be shown");
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
