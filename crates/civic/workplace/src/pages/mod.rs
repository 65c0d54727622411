//! The pages: what everybody may know of a place, and what its people do together.

mod assessment;
mod conference;
mod dialogue;
mod inside;
mod places;
mod question;
mod regulation;
mod words;

use std::sync::Arc;

use axum::{
    extract::FromRef,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use organisations::{Membership, Organisation, OrganisationId};
use platform::{
    access::{Actor, Mounted, Policy, Routes},
    db::DbError,
    page::{
        self, Instead, Reader, Shell, Site,
        components::{Notice, Tone},
        form::{FormPage, Sent, Wrong},
        sheet::{Card, Part, Sheet},
    },
};
use serde::Deserialize;
use units::{Level, Unit};
use uuid::Uuid;

use crate::{ActError, Workplaces, api, store};

/// Where the pages live.
pub(crate) const HOME: &str = "/noi-lam-viec";
/// The function in the policy table: what the level above does.
const FUNCTION: &str = "workplace";
/// Letters of a title, and of what is written at length.
const LONGEST_TITLE: usize = 300;
const LONGEST_TEXT: usize = 20_000;

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Workplaces>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice. Who belongs to a place is no role of the policy table: the handlers ask.
pub fn routes(site: Arc<Site>, desk: Arc<Workplaces>) -> Mounted {
    let inside = Policy::SignedIn;
    let confirm = Policy::May(FUNCTION, "confirm");
    Routes::new()
        .get(HOME, Policy::Open, places::index)
        .get("/noi-lam-viec/{noi}", Policy::Open, places::unit)
        .get("/noi-lam-viec/{noi}/xep-loai", confirm, assessment::waiting)
        .get("/noi-lam-viec/{noi}/{id}", Policy::Open, places::show)
        .get(
            "/noi-lam-viec/{noi}/{id}/xep-loai/{nam}",
            confirm,
            assessment::ask_confirm,
        )
        .post(
            "/noi-lam-viec/{noi}/{id}/xep-loai/{nam}",
            confirm,
            assessment::confirm,
        )
        .get(
            "/noi-lam-viec/{noi}/{id}/xep-loai/{nam}/tra-lai",
            confirm,
            assessment::ask_send_back,
        )
        .post(
            "/noi-lam-viec/{noi}/{id}/xep-loai/{nam}/tra-lai",
            confirm,
            assessment::send_back,
        )
        .get("/noi-lam-viec/{noi}/{id}/trong", inside, inside::show)
        .get(
            "/noi-lam-viec/{noi}/{id}/viec/{viec}",
            inside,
            inside::ask_end_task,
        )
        .post("/noi-lam-viec/{noi}/{id}/viec/{viec}", inside, inside::end_task)
        .get("/noi-lam-viec/{noi}/{id}/hoi-nghi", inside, conference::list)
        .get(
            "/noi-lam-viec/{noi}/{id}/hoi-nghi/goi",
            inside,
            conference::ask_call,
        )
        .post("/noi-lam-viec/{noi}/{id}/hoi-nghi/goi", inside, conference::call)
        .get("/noi-lam-viec/{noi}/{id}/hoi-nghi/{hn}", inside, conference::show)
        .get(
            "/noi-lam-viec/{noi}/{id}/hoi-nghi/{hn}/nghi-quyet.pdf",
            inside,
            conference::paper,
        )
        .get(
            "/noi-lam-viec/{noi}/{id}/hoi-nghi/{hn}/lam/{viec}",
            inside,
            conference::ask_act,
        )
        .post(
            "/noi-lam-viec/{noi}/{id}/hoi-nghi/{hn}/lam/{viec}",
            inside,
            conference::act,
        )
        .get("/noi-lam-viec/{noi}/{id}/doi-thoai", inside, dialogue::list)
        .get(
            "/noi-lam-viec/{noi}/{id}/doi-thoai/goi",
            inside,
            dialogue::ask_call,
        )
        .post("/noi-lam-viec/{noi}/{id}/doi-thoai/goi", inside, dialogue::call)
        .get("/noi-lam-viec/{noi}/{id}/doi-thoai/{dt}", inside, dialogue::show)
        .get(
            "/noi-lam-viec/{noi}/{id}/doi-thoai/{dt}/lam/{viec}",
            inside,
            dialogue::ask_act,
        )
        .post(
            "/noi-lam-viec/{noi}/{id}/doi-thoai/{dt}/lam/{viec}",
            inside,
            dialogue::act,
        )
        .get("/noi-lam-viec/{noi}/{id}/quy-che", inside, regulation::list)
        .get(
            "/noi-lam-viec/{noi}/{id}/quy-che/moi",
            inside,
            regulation::ask_draft,
        )
        .post("/noi-lam-viec/{noi}/{id}/quy-che/moi", inside, regulation::draft)
        .get("/noi-lam-viec/{noi}/{id}/quy-che/{qc}", inside, regulation::show)
        .get(
            "/noi-lam-viec/{noi}/{id}/quy-che/{qc}/lam/{viec}",
            inside,
            regulation::ask_act,
        )
        .post(
            "/noi-lam-viec/{noi}/{id}/quy-che/{qc}/lam/{viec}",
            inside,
            regulation::act,
        )
        .get("/noi-lam-viec/{noi}/{id}/hoi-dap", inside, question::list)
        .get(
            "/noi-lam-viec/{noi}/{id}/hoi-dap/hoi",
            inside,
            question::ask_question,
        )
        .post("/noi-lam-viec/{noi}/{id}/hoi-dap/hoi", inside, question::question)
        .get(
            "/noi-lam-viec/{noi}/{id}/hoi-dap/{ch}/tra-loi",
            inside,
            question::ask_answer,
        )
        .post(
            "/noi-lam-viec/{noi}/{id}/hoi-dap/{ch}/tra-loi",
            inside,
            question::answer,
        )
        .get("/noi-lam-viec/{noi}/{id}/danh-gia", inside, assessment::show)
        .get("/noi-lam-viec/{noi}/{id}/danh-gia/{nam}", inside, assessment::ask)
        .post(
            "/noi-lam-viec/{noi}/{id}/danh-gia/{nam}",
            inside,
            assessment::assess,
        )
        .merge(api::routes())
        .mount(Pages { site, desk })
}

/// What a list or a page is asked with.
#[derive(Debug, Default, Deserialize)]
struct Came {
    /// What was just done.
    #[serde(default)]
    xong: String,
    /// Day and identifier of the entry after which a list goes on.
    #[serde(default)]
    sau: String,
    /// The year.
    #[serde(default)]
    nam: String,
    /// What is searched.
    #[serde(default)]
    q: String,
    /// The failed conference that another is called in the place of.
    #[serde(default)]
    thay: String,
}

impl Came {
    fn after(&self) -> store::After {
        let (day, id) = self.sau.split_once('.')?;
        Some((day.parse().ok()?, Uuid::parse_str(id).ok()?))
    }
}

/// The address of the rest of a list.
fn next(base: &str, last: Option<(Date, Uuid)>) -> Option<String> {
    last.map(|(day, id)| format!("{base}?sau={day}.{id}"))
}

/// An open place and the unit of its seat.
struct Seat {
    unit: Unit,
    organisation: Organisation,
}

impl Seat {
    /// The address of what everybody may know of it.
    fn href(&self) -> String {
        href(&self.unit, self.organisation.id)
    }

    /// The frame of a page about it.
    fn shell(&self, reader: &Reader, title: impl Into<String>) -> Shell {
        frame(reader, &self.unit, title).crumb(self.organisation.name.as_str(), self.href())
    }
}

/// Somebody among a place's people.
struct Inside {
    seat: Seat,
    who: Membership,
}

impl Inside {
    fn of(&self) -> &Organisation {
        &self.seat.organisation
    }

    /// The address of a page for the place's people.
    fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.seat.href())
    }

    /// The frame of a page for the place's people.
    fn shell(&self, reader: &Reader, title: impl Into<String>) -> Shell {
        self.seat
            .shell(reader, title)
            .crumb(reader.t.text("workplace-inside"), self.at("trong"))
    }

    /// A form for the place's people, about what lives at `back`.
    fn form(
        &self,
        reader: &Reader,
        (title, button): (String, String),
        (action, back): (&str, &str),
    ) -> FormPage {
        FormPage::new(
            reader,
            self.shell(reader, title),
            self.at(action),
            self.at(back),
            button,
        )
    }
}

fn href(unit: &Unit, id: OrganisationId) -> String {
    format!("{HOME}/{}/{id}", unit.code)
}

fn list_of(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The frame of a page about a unit's places.
fn frame(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("workplace-nav"), HOME)
        .crumb(unit.name.as_str(), list_of(unit))
}

/// A commune or province that an address names, as it is today.
fn place(pages: &Pages, reader: &Reader, name: &str) -> Result<Unit, Instead> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
        .cloned()
        .ok_or_else(|| missing(reader))
}

/// The place that an address names.
async fn seat(reader: &Reader, pages: &Pages, (noi, id): (&str, &str)) -> Result<Seat, Instead> {
    let unit = place(pages, reader, noi)?;
    let id: OrganisationId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = organisations::store::organisation_of(&mut read, unit.id, id).await;
    Ok(Seat {
        unit,
        organisation: or_failed(reader, found)?.ok_or_else(|| missing(reader))?,
    })
}

/// The place that an address names, for one of its people. Others are told how to ask, whatever the rest of the address
/// names.
async fn inside(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str),
) -> Result<Inside, Instead> {
    let seat = seat(reader, pages, address).await?;
    let mine = or_refused(reader, pages.desk.of(actor.person().0).await)?;
    let who = mine
        .into_iter()
        .find(|mine| mine.organisation.id == seat.organisation.id && mine.organisation.unit == seat.unit.id);
    match who {
        Some(who) => Ok(Inside { seat, who }),
        None => Err(Instead::from(outside(reader, &seat))),
    }
}

/// As [`inside`], for a head.
async fn leading(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str),
) -> Result<Inside, Instead> {
    let inside = inside(reader, actor, pages, address).await?;
    if inside.who.is_head() {
        Ok(inside)
    } else {
        Err(Instead::from(refused(reader, &ActError::HeadsOnly)))
    }
}

/// The page for who is not among a place's people: why, and how to ask.
fn outside(reader: &Reader, seat: &Seat) -> Response {
    let t = &reader.t;
    let name = seat.organisation.name.as_str();
    let mut sheet = Sheet::new(reader, seat.shell(reader, t.text("workplace-outside-title")));
    sheet.notices.push(Notice::new(
        t,
        Tone::Info,
        t.with("workplace-outside", "name", name),
    ));
    sheet
        .buttons
        .push((t.text("workplace-join"), "/co-quan/tham-gia".to_owned()));
    sheet.buttons.push((t.text("workplace-to-public"), seat.href()));
    (StatusCode::FORBIDDEN, sheet.private()).into_response()
}

/// The page for what a person may not do in this place.
fn not_here(reader: &Reader) -> Instead {
    Instead::from(page::forbidden(reader, reader.t.text("workplace-error-not-here")))
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::HeadsOnly => page::forbidden(reader, t.text("workplace-error-heads-only")),
        ActError::SamePerson => page::forbidden(reader, t.text("workplace-error-same-person")),
        ActError::Stale => page::conflict(reader, t.text("workplace-error-stale")),
        error => match words::fault(t, error) {
            Some(text) => page::bad_request(reader, text),
            None => failed(reader, error),
        },
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of a workplace can't be shown");
    page::server_error(reader)
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

fn missing(reader: &Reader) -> Instead {
    Instead::from(page::not_found(reader))
}

fn or_failed<T>(reader: &Reader, result: Result<T, DbError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(failed(reader, &error)))
}

fn or_refused<T>(reader: &Reader, result: Result<T, ActError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(refused(reader, &error)))
}
