//! Agencies and state enterprises: what everybody may know of them, and the boards that only their people read.

mod board;
mod people;
mod places;
mod write;

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, Policy, Routes},
    page::{
        self, Instead, Reader, Shell,
        components::{Citation, Notice, Tone},
    },
};
use rulebook::Explanation;
use units::{Level, Unit};

use super::{Pages, missing, or_failed, or_refused, resolve, words};
use crate::{
    ids::OrganisationId,
    internal::{
        model::{Membership, Organisation},
        store,
    },
};

/// Where the pages live.
pub(super) const HOME: &str = "/co-quan";
/// The function in the policy table.
const FUNCTION: &str = "organisations";

/// The routes of the part. Who belongs to an organisation is no role of the policy table: the handlers ask.
pub(super) fn routes() -> Routes<Pages> {
    let inside = Policy::SignedIn;
    let register = Policy::May(FUNCTION, "register");
    let close = Policy::May(FUNCTION, "close");
    Routes::new()
        .get(HOME, Policy::Open, places::index)
        .get("/co-quan/tham-gia", inside, people::ask_join)
        .post("/co-quan/tham-gia", inside, people::join)
        .get("/co-quan/{noi}", Policy::Open, places::unit)
        .get("/co-quan/{noi}/dang-ky", register, people::ask_register)
        .post("/co-quan/{noi}/dang-ky", register, people::register)
        .get("/co-quan/{noi}/{id}", Policy::Open, places::show)
        .post("/co-quan/{noi}/{id}/ma", register, people::code_for_head)
        .get("/co-quan/{noi}/{id}/ket-thuc", close, people::ask_close)
        .post("/co-quan/{noi}/{id}/ket-thuc", close, people::close)
        .get("/co-quan/{noi}/{id}/nguoi", inside, people::list)
        .post("/co-quan/{noi}/{id}/nguoi/ma", inside, people::code)
        .get("/co-quan/{noi}/{id}/nguoi/{ai}/ket-thuc", inside, people::ask_end)
        .post("/co-quan/{noi}/{id}/nguoi/{ai}/ket-thuc", inside, people::end)
        .get("/co-quan/{noi}/{id}/bang", inside, board::board)
        .get("/co-quan/{noi}/{id}/bang/{tin}", inside, board::show)
        .get(
            "/co-quan/{noi}/{id}/bang/{tin}/ban/{so}/noi-dung.json",
            inside,
            board::content,
        )
        .post("/co-quan/{noi}/{id}/bang/{tin}/hinh-thuc", inside, board::record)
        .post(
            "/co-quan/{noi}/{id}/bang/{tin}/hinh-thuc/{lan}/go",
            inside,
            board::take_down,
        )
        .post(
            "/co-quan/{noi}/{id}/bang/{tin}/hinh-thuc/{lan}/huy",
            inside,
            board::void,
        )
        .get("/co-quan/{noi}/{id}/soan", inside, write::blank)
        .post("/co-quan/{noi}/{id}/soan", inside, write::begin)
        .get("/co-quan/{noi}/{id}/bang/{tin}/sua", inside, write::edit)
        .post("/co-quan/{noi}/{id}/bang/{tin}/sua", inside, write::save)
        .post("/co-quan/{noi}/{id}/bang/{tin}/cong-khai", inside, write::publish)
        .post("/co-quan/{noi}/{id}/bang/{tin}/bo", inside, write::give_up)
        .post(
            "/co-quan/{noi}/{id}/bang/{tin}/dinh-chinh",
            inside,
            write::correct,
        )
        .get(
            "/co-quan/{noi}/{id}/bang/{tin}/thu-hoi",
            inside,
            write::ask_withdraw,
        )
        .post("/co-quan/{noi}/{id}/bang/{tin}/thu-hoi", inside, write::withdraw)
        .post("/co-quan/{noi}/{id}/bang/{tin}/ket-thuc", inside, write::end)
}

/// An open organisation and the unit of its seat.
struct Seat {
    unit: Unit,
    organisation: Organisation,
}

impl Seat {
    /// The address of what everybody may know of it.
    fn href(&self) -> String {
        href(&self.unit, self.organisation.id)
    }

    /// The address of its people's board.
    fn board(&self) -> String {
        format!("{}/bang", self.href())
    }
}

/// Somebody among an organisation's people.
struct Inside {
    seat: Seat,
    who: Membership,
}

fn href(unit: &Unit, id: OrganisationId) -> String {
    format!("{HOME}/{}/{id}", unit.code)
}

/// The address of the list of a unit's organisations.
fn list_of(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// A commune or province that an address names, as it is today.
fn place(pages: &Pages, name: &str) -> Option<Unit> {
    resolve(pages, name).filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
}

/// The organisation that an address names.
async fn seat(reader: &Reader, pages: &Pages, noi: &str, id: &str) -> Result<Seat, Instead> {
    let unit = place(pages, noi).ok_or_else(|| missing(reader))?;
    let id: OrganisationId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::organisation_of(&mut read, unit.id, id).await)?;
    Ok(Seat {
        unit,
        organisation: found.ok_or_else(|| missing(reader))?,
    })
}

/// The organisation that an address names, for one of its people. Others are told how to ask, whatever the rest of
/// the address names.
async fn inside(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    noi: &str,
    id: &str,
) -> Result<Inside, Instead> {
    let seat = seat(reader, pages, noi, id).await?;
    let mine = or_refused(reader, pages.desk.internal().of(actor.person().0).await)?;
    match mine
        .into_iter()
        .find(|mine| mine.organisation.id == seat.organisation.id && mine.organisation.unit == seat.unit.id)
    {
        Some(who) => Ok(Inside { seat, who }),
        None => Err(Instead::from(outside(reader, &seat))),
    }
}

#[derive(Template)]
#[template(path = "organisations/outside.html")]
struct OutsidePage {
    shell: Shell,
    notice: Notice,
    href: String,
}

/// The page for who is not among an organisation's people: why, and how to ask.
fn outside(reader: &Reader, seat: &Seat) -> Response {
    let t = &reader.t;
    let name = seat.organisation.name.as_str();
    let page = page::html(&OutsidePage {
        shell: shell(reader, seat, t.text("organisations-outside-title")),
        notice: Notice::new(t, Tone::Info, t.with("organisations-outside", "name", name)),
        href: seat.href(),
    });
    (StatusCode::FORBIDDEN, page).into_response()
}

/// The frame of a page about an organisation.
fn shell(reader: &Reader, seat: &Seat, title: impl Into<String>) -> Shell {
    frame(reader, &seat.unit, title).crumb(seat.organisation.name.as_str(), seat.href())
}

/// The frame of a page for an organisation's people.
fn shell_inside(reader: &Reader, inside: &Inside, title: impl Into<String>) -> Shell {
    shell(reader, &inside.seat, title).crumb(reader.t.text("organisations-board"), inside.seat.board())
}

/// The frame of a page about a unit's organisations.
fn frame(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("organisations-nav"), HOME)
        .crumb(unit.name.as_str(), list_of(unit))
}

/// What a kind of organisation is called.
fn kind_words(reader: &Reader, kind: crate::internal::model::Kind) -> String {
    reader
        .t
        .text(&format!("organisations-kind-{}", kind.key().replace('_', "-")))
}

/// A rule in a sentence, with its article, and what is doubtful about it.
struct RuleWords {
    text: String,
    citation: Citation,
    doubt: Option<Notice>,
}

impl RuleWords {
    fn of(reader: &Reader, because: &Explanation<'_>) -> Self {
        let t = &reader.t;
        let language = words::language(t);
        let note = because.note.filter(|_| because.uncertain);
        Self {
            text: because.summary.get(language).to_owned(),
            citation: words::citation(t, because),
            doubt: note.map(|note| {
                let note = note.get(language);
                Notice::new(t, Tone::Warning, t.with("organisations-doubt", "note", note))
            }),
        }
    }
}
