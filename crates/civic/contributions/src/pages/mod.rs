//! The pages: campaigns and their ledgers, which everybody reads; checking a receipt; the desk of those who keep them.

mod forms;
mod ledger;
mod manage;
mod money;
mod promise;
mod public;
mod statement;

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::FromRef,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, By, Mounted, Place, Policy, Routes},
    db::DbError,
    files,
    i18n::Translator,
    page::{
        self, Instead, Reader, Shell, Site,
        components::{Citation, Confirmation, Empty, Field, Notice, Pagination, SummaryList, Table, Tag},
    },
};
use units::{CommuneFinder, Level, Unit};

use crate::{
    ActError, Contributions, api,
    ledger::Fault,
    model::{Campaign, CampaignId, Key},
    service::page_of,
    store, words,
};

/// The function in the policy table.
const FUNCTION: &str = "contributions";
/// The first page.
pub(crate) const HOME: &str = "/dong-gop";
/// The largest form with a file, in octets.
const MOST_OF_A_FORM: usize = files::MOST_OCTETS + (1 << 20);

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Contributions>,
    limits: Arc<promise::Limits>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Contributions>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let keep = Policy::May(FUNCTION, "keep");
    let open = Policy::May(FUNCTION, "open");
    let limits = Arc::new(promise::Limits::new(&desk));
    Routes::new()
        .get("/dong-gop", Policy::Open, public::index)
        .get("/dong-gop/{xa}", Policy::Open, public::commune_page)
        .get("/dong-gop/{xa}/viec", read, manage::desk)
        .get("/dong-gop/{xa}/lap", keep, forms::ask_draft)
        .post("/dong-gop/{xa}/lap", keep, forms::draft)
        .get("/dong-gop/{xa}/{id}", Policy::Open, public::show)
        .get("/dong-gop/{xa}/{id}/noi-dung.json", Policy::Open, public::content)
        .get("/dong-gop/{xa}/{id}/toi-hua", Policy::Open, promise::ask)
        .post("/dong-gop/{xa}/{id}/toi-hua", Policy::Open, promise::make)
        .get("/dong-gop/{xa}/{id}/so", Policy::Open, ledger::show)
        .get("/dong-gop/{xa}/{id}/so.json", Policy::Open, public::book)
        .get("/dong-gop/{xa}/{id}/quyet-toan.pdf", Policy::Open, public::pdf)
        .get("/dong-gop/{xa}/{id}/quyet-toan.xlsx", Policy::Open, public::xlsx)
        .get("/bien-nhan", Policy::Open, public::ask_code)
        .get("/bien-nhan/{ma}", Policy::Open, public::check)
        .get("/dong-gop/{xa}/{id}/viec", read, manage::show)
        .get("/dong-gop/{xa}/{id}/viec/so", read, ledger::private)
        .get("/dong-gop/{xa}/{id}/chung-tu/{so}", read, manage::file)
        .get("/dong-gop/{xa}/{id}/sua", keep, forms::ask_edit)
        .post("/dong-gop/{xa}/{id}/sua", keep, forms::edit)
        .get("/dong-gop/{xa}/{id}/don-gia", keep, forms::ask_rate)
        .post("/dong-gop/{xa}/{id}/don-gia", keep, forms::rate)
        .get("/dong-gop/{xa}/{id}/mo", open, forms::ask_open)
        .post("/dong-gop/{xa}/{id}/mo", open, forms::open)
        .get("/dong-gop/{xa}/{id}/dung", open, forms::ask_stop)
        .post("/dong-gop/{xa}/{id}/dung", open, forms::stop)
        .get("/dong-gop/{xa}/{id}/ket-thuc", open, forms::ask_close)
        .post("/dong-gop/{xa}/{id}/ket-thuc", open, forms::close)
        .get("/dong-gop/{xa}/{id}/thu", keep, money::ask_receive)
        .post("/dong-gop/{xa}/{id}/thu", keep, money::receive)
        .get("/dong-gop/{xa}/{id}/bien-nhan/{bn}", read, manage::receipt)
        .get(
            "/dong-gop/{xa}/{id}/bien-nhan/{bn}/in.pdf",
            read,
            manage::receipt_pdf,
        )
        .get("/dong-gop/{xa}/{id}/bien-nhan/{bn}/ten", keep, money::ask_name)
        .post("/dong-gop/{xa}/{id}/bien-nhan/{bn}/ten", keep, money::name)
        .get("/dong-gop/{xa}/{id}/bien-nhan/{bn}/hoan", keep, money::ask_refund)
        .post("/dong-gop/{xa}/{id}/bien-nhan/{bn}/hoan", keep, money::refund)
        .get("/dong-gop/{xa}/{id}/tra/{so}", keep, money::ask_pay_back)
        .post("/dong-gop/{xa}/{id}/tra/{so}", keep, money::pay_back)
        .get("/dong-gop/{xa}/{id}/huy/{so}", keep, money::ask_reverse)
        .post("/dong-gop/{xa}/{id}/huy/{so}", keep, money::reverse)
        .get("/dong-gop/{xa}/{id}/chi", keep, money::ask_spend)
        .upload("/dong-gop/{xa}/{id}/chi", keep, MOST_OF_A_FORM, money::spend)
        .get("/dong-gop/{xa}/{id}/doi", keep, money::ask_carry)
        .post("/dong-gop/{xa}/{id}/doi", keep, money::carry)
        .get("/dong-gop/{xa}/{id}/chuyen", keep, money::ask_transfer)
        .post("/dong-gop/{xa}/{id}/chuyen", keep, money::transfer)
        .get("/dong-gop/{xa}/{id}/hua", keep, money::ask_pledge)
        .post("/dong-gop/{xa}/{id}/hua", keep, money::pledge)
        .get("/dong-gop/{xa}/{id}/hua/{hua}/thoi", keep, money::ask_take_back)
        .post("/dong-gop/{xa}/{id}/hua/{hua}/thoi", keep, money::take_back)
        .get("/dong-gop/{xa}/{id}/sao-ke", keep, statement::ask)
        .upload(
            "/dong-gop/{xa}/{id}/sao-ke",
            keep,
            MOST_OF_A_FORM,
            statement::take,
        )
        .get("/dong-gop/{xa}/{id}/sao-ke/mau.xlsx", keep, statement::template)
        .get("/dong-gop/{xa}/{id}/sao-ke/{dong}", keep, statement::ask_line)
        .post("/dong-gop/{xa}/{id}/sao-ke/{dong}", keep, statement::line)
        .merge(api::routes())
        .mount(Pages { site, desk, limits })
}

/// A part of a page.
#[derive(Default)]
struct Section {
    id: &'static str,
    heading: String,
    words: Vec<String>,
    facts: Option<SummaryList>,
    table: Option<Table>,
    empty: Option<Empty>,
    links: Vec<(String, String)>,
}

/// A question that a page asks.
struct Ask {
    action: String,
    field: Field,
    button: String,
}

/// A page of parts.
#[derive(Template)]
#[template(path = "contributions/page.html")]
struct PartsPage {
    shell: Shell,
    done: Option<Confirmation>,
    tag: Option<Tag>,
    notices: Vec<Notice>,
    buttons: Vec<(String, String)>,
    finder: Option<CommuneFinder>,
    ask: Option<Ask>,
    sections: Vec<Section>,
    pagination: Option<Pagination>,
    citations: Vec<Citation>,
}

impl PartsPage {
    fn new(shell: Shell) -> Self {
        Self {
            shell,
            done: None,
            tag: None,
            notices: Vec::new(),
            buttons: Vec::new(),
            finder: None,
            ask: None,
            sections: Vec::new(),
            pagination: None,
            citations: Vec::new(),
        }
    }
}

fn shell(reader: &Reader, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("contributions-nav"), HOME)
}

fn commune_home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

/// The commune of today that an address names.
fn commune(pages: &Pages, reader: &Reader, name: &str) -> Result<Unit, Instead> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| unit.level == Level::Commune)
        .cloned()
        .ok_or_else(|| missing(reader))
}

/// Where acts on a campaign take place.
fn place(campaign: &Campaign) -> Place {
    match campaign.hamlet {
        Some(hamlet) => Place::hamlet(campaign.unit, hamlet),
        None => campaign.unit.into(),
    }
}

/// Whether somebody may do something in a commune or in any of its hamlets.
fn somewhere(actor: &Actor, action: &str, unit: &Unit) -> bool {
    actor.may(FUNCTION, action, unit.id)
        || actor
            .places(FUNCTION, action)
            .iter()
            .any(|place| place.unit == unit.id.0)
}

/// A campaign with the commune whose it is.
struct Found {
    unit: Unit,
    campaign: Campaign,
    hamlet: Option<String>,
}

impl Found {
    fn key(&self) -> Key {
        self.campaign.key()
    }

    fn href(&self) -> String {
        page_of(&self.unit.code, self.campaign.id)
    }

    fn desk_href(&self) -> String {
        format!("{}/viec", self.href())
    }

    fn done_at(&self, word: &str) -> String {
        format!("{}?xong={word}", self.desk_href())
    }

    /// The frame of a page under the campaign's.
    fn shell(&self, reader: &Reader, title: impl Into<String>) -> Shell {
        shell(reader, title)
            .crumb(self.unit.name.as_str(), commune_home(&self.unit))
            .crumb(self.campaign.title.as_str(), self.href())
    }

    /// The frame of a page at the desk.
    fn desk_shell(&self, reader: &Reader, title: impl Into<String>) -> Shell {
        shell(reader, title)
            .crumb(self.unit.name.as_str(), commune_home(&self.unit))
            .crumb(self.campaign.title.as_str(), self.desk_href())
    }

    fn by(&self, actor: &Actor, action: &str) -> By {
        actor.acting(FUNCTION, action, place(&self.campaign))
    }
}

/// Finds a campaign, also of a commune that is no more: a campaign never changes its unit.
async fn find(reader: &Reader, pages: &Pages, (xa, id): (&str, &str)) -> Result<Found, Instead> {
    let id: CampaignId = id.parse().map_err(|_| missing(reader))?;
    let units = pages.desk.units.current();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    for unit in units.all().iter().filter(|unit| unit.code == xa) {
        let Some(campaign) = or_failed(reader, store::campaign(&mut read, (unit.id, id)).await)? else {
            continue;
        };
        let hamlet = match campaign.hamlet {
            Some(hamlet) => or_failed(reader, units::hamlets::get(&mut read, hamlet).await)?,
            None => None,
        };
        return Ok(Found {
            unit: unit.clone(),
            campaign,
            hamlet: hamlet.map(|hamlet| hamlet.name),
        });
    }
    Err(missing(reader))
}

/// Finds a campaign that everybody may see, or that the reader keeps.
async fn find_public(reader: &Reader, pages: &Pages, address: (&str, &str)) -> Result<Found, Instead> {
    let found = find(reader, pages, address).await?;
    let actor = reader.visitor.actor.as_ref();
    let keeps = actor.is_some_and(|actor| actor.may(FUNCTION, "read", place(&found.campaign)));
    if found.campaign.state.is_public() || keeps {
        Ok(found)
    } else {
        Err(missing(reader))
    }
}

/// Finds a campaign for somebody who may do something with it.
async fn find_for(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    address: (&str, &str),
    action: &str,
) -> Result<Found, Instead> {
    let found = find(reader, pages, address).await?;
    if actor.may(FUNCTION, action, place(&found.campaign)) {
        Ok(found)
    } else {
        Err(not_here(reader))
    }
}

fn not_here(reader: &Reader) -> Instead {
    Instead::from(page::forbidden(
        reader,
        reader.t.text("contributions-error-not-here"),
    ))
}

fn missing(reader: &Reader) -> Instead {
    Instead::from(page::not_found(reader))
}

/// What the ledger does not take, in words.
fn fault(t: &Translator, fault: Fault) -> String {
    match fault {
        Fault::Amount | Fault::Unbalanced => t.text("contributions-error-amount"),
        Fault::TooLittle(account) => t.with(
            "contributions-error-too-little",
            "account",
            words::account(t, account),
        ),
    }
}

/// Why an act was not done, when the reader can do something about it.
fn reason(t: &Translator, error: &ActError) -> Option<String> {
    Some(match error {
        ActError::Stale => t.text("contributions-error-stale"),
        ActError::Lacking(needs) => {
            let needs: Vec<String> = needs.iter().map(|need| words::need(t, *need)).collect();
            t.with("contributions-error-lacking", "needs", needs.join("; "))
        }
        ActError::NoDecision => t.text("contributions-error-no-decision"),
        ActError::AccountTaken(_) => t.text("contributions-error-account-taken"),
        ActError::NoAccount => t.text("contributions-error-no-account"),
        ActError::NotSettled => t.text("contributions-error-not-settled"),
        ActError::NotListed(_) => t.text("contributions-error-choose"),
        ActError::Nothing => t.text("contributions-error-nothing"),
        ActError::Day(fault) => words::day_fault(t, *fault),
        ActError::Ledger(what) => fault(t, *what),
        _ => return None,
    })
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match (error, reason(t, error)) {
        (ActError::Unknown, _) => page::not_found(reader),
        (ActError::SamePerson, _) => page::forbidden(reader, t.text("contributions-error-same-person")),
        (_, Some(reason)) => page::conflict(reader, reason),
        _ => failed(reader, error),
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of contributions can't be shown");
    page::server_error(reader)
}

/// After an act: on to a page, or the reason why it was not done. A form that was sent twice was done once.
fn then<T>(reader: &Reader, done: Result<T, ActError>, href: &str) -> Response {
    match done {
        Ok(_) | Err(ActError::Before(..)) => Redirect::to(href).into_response(),
        Err(error) => refused(reader, &error),
    }
}

fn or_failed<T>(reader: &Reader, result: Result<T, DbError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(failed(reader, &error)))
}

fn or_refused<T>(reader: &Reader, result: Result<T, ActError>) -> Result<T, Instead> {
    result.map_err(|error| Instead::from(refused(reader, &error)))
}

fn day_or_none(t: &Translator, day: Option<Date>) -> String {
    day.map(|day| t.date(day)).unwrap_or_default()
}
