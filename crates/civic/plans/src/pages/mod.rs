//! The pages: what everybody reads of plans, emergencies and projects, and what offices write.

mod drawing;
mod points;
mod projects;
mod public;
mod tasks;
mod words;
mod write;

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
    model::{Plan, PlanId, State},
    service::{ActError, Plans},
    store,
};

/// Where the pages live.
pub(crate) const HOME: &str = "/ke-hoach";
/// The function in the policy table.
const FUNCTION: &str = "plans";
/// Letters of a line, and of what is written at length.
const LONGEST_LINE: usize = 300;
const LONGEST_TEXT: usize = 8_000;

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Plans>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Plans>) -> Mounted {
    let draft = Policy::May(FUNCTION, "draft");
    let report = Policy::May(FUNCTION, "report");
    let issue = Policy::May(FUNCTION, "issue");
    Routes::new()
        .get(HOME, Policy::Open, public::index)
        .get("/ke-hoach/{noi}", Policy::Open, public::unit)
        .get("/ke-hoach/{noi}/lich.ics", Policy::Open, public::calendar)
        .get("/ke-hoach/{noi}/soan", draft, write::blank)
        .post("/ke-hoach/{noi}/soan", draft, write::keep)
        .get("/ke-hoach/{noi}/du-an", Policy::Open, projects::list)
        .get("/ke-hoach/{noi}/du-an/them", draft, projects::blank)
        .post("/ke-hoach/{noi}/du-an/them", draft, projects::add)
        .get("/ke-hoach/{noi}/du-an/{id}", Policy::Open, projects::show)
        .get(
            "/ke-hoach/{noi}/du-an/{id}/von/{nam}",
            draft,
            projects::ask_assign,
        )
        .post("/ke-hoach/{noi}/du-an/{id}/von/{nam}", draft, projects::assign)
        .get(
            "/ke-hoach/{noi}/du-an/{id}/giai-ngan/{nam}",
            report,
            projects::ask_disburse,
        )
        .post(
            "/ke-hoach/{noi}/du-an/{id}/giai-ngan/{nam}",
            report,
            projects::disburse,
        )
        .get("/ke-hoach/{noi}/du-an/{id}/ket-thuc", issue, projects::ask_end)
        .post("/ke-hoach/{noi}/du-an/{id}/ket-thuc", issue, projects::end)
        .get("/ke-hoach/{noi}/viec/{viec}", Policy::Open, tasks::show)
        .get(
            "/ke-hoach/{noi}/viec/{viec}/anh/{anh}",
            Policy::Open,
            tasks::picture,
        )
        .get("/ke-hoach/{noi}/viec/{viec}/tien-do", report, tasks::ask_progress)
        .upload(
            "/ke-hoach/{noi}/viec/{viec}/tien-do",
            report,
            Brought::MOST_OCTETS,
            tasks::progress,
        )
        .get("/ke-hoach/{noi}/viec/{viec}/bo", issue, tasks::ask_cancel)
        .post("/ke-hoach/{noi}/viec/{viec}/bo", issue, tasks::cancel)
        .get("/ke-hoach/{noi}/{id}", Policy::Open, public::show)
        .get("/ke-hoach/{noi}/{id}/bang", Policy::Open, public::board)
        .get("/ke-hoach/{noi}/{id}/sua", draft, write::ask_change)
        .post("/ke-hoach/{noi}/{id}/sua", draft, write::change)
        .get("/ke-hoach/{noi}/{id}/ban-hanh", issue, write::ask_issue)
        .post("/ke-hoach/{noi}/{id}/ban-hanh", issue, write::issue)
        .get("/ke-hoach/{noi}/{id}/danh-gia", issue, write::ask_close)
        .post("/ke-hoach/{noi}/{id}/danh-gia", issue, write::close)
        .get("/ke-hoach/{noi}/{id}/ky-sau", draft, write::ask_renew)
        .post("/ke-hoach/{noi}/{id}/ky-sau", draft, write::renew)
        .get("/ke-hoach/{noi}/{id}/them-viec", draft, tasks::ask_add)
        .post("/ke-hoach/{noi}/{id}/them-viec", draft, tasks::add)
        .get("/ke-hoach/{noi}/{id}/chot", draft, points::ask_set_up)
        .post("/ke-hoach/{noi}/{id}/chot", draft, points::set_up)
        .get("/ke-hoach/{noi}/{id}/chot/{chot}", report, points::ask)
        .post("/ke-hoach/{noi}/{id}/chot/{chot}", report, points::report)
        .get(
            "/ke-hoach/{noi}/{id}/chot/{chot}/dong",
            draft,
            points::ask_take_down,
        )
        .post("/ke-hoach/{noi}/{id}/chot/{chot}/dong", draft, points::take_down)
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

/// The address of a unit's plans.
pub(crate) fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("plans-nav"), HOME)
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
        Err(not_here(reader))
    }
}

fn not_here(reader: &Reader) -> Instead {
    Instead::from(page::forbidden(reader, reader.t.text("plans-error-not-here")))
}

/// A plan of a unit; drafts only for who writes them.
async fn find(
    reader: &Reader,
    pages: &Pages,
    actor: Option<&Actor>,
    (name, id): (&str, &str),
) -> Result<(Unit, Plan), Instead> {
    let unit = at(reader, pages, name)?;
    let id: PlanId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::plan(&mut read, unit.id, id).await)?;
    let writes = may(actor, "draft", unit.id) || may(actor, "issue", unit.id);
    let found = found.filter(|plan| plan.state != State::Draft || writes);
    Ok((unit, found.ok_or_else(|| missing(reader))?))
}

fn href(unit: &Unit, id: PlanId) -> String {
    format!("{}/{id}", home(unit))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("plans-error-stale")),
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
    tracing::error!(%error, "a page of plans can't be shown");
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
