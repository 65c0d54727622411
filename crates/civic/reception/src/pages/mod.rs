//! The pages: the calendar everybody reads, the turn somebody books and follows, the desk of the day.

mod book;
mod desk;
mod public;

use std::sync::Arc;

use askama::Template;
use axum::{extract::FromRef, response::Response};
use jiff::{ToSpan as _, civil::Date};
use platform::{
    access::{Actor, FormToken, Mounted, Policy, Routes},
    db::DbError,
    i18n::{Arg, Locale, Translator},
    page::{
        self, Instead, Reader, Shell, Site,
        components::{Citation, Confirmation, Empty, Field, Notice, SummaryList, Table},
    },
};
use rulebook::{Language, Place};
use serde::Deserialize;
use units::{CommuneFinder, Level, Unit, UnitId};

use crate::{
    api,
    model::{Matter, Receiver, Session, SessionId, State as Stands},
    rules::{self, RuleError, Unfit},
    service::{ActError, Receptions},
    store,
};

/// Where the pages live.
pub(crate) const HOME: &str = "/tiep-cong-dan";
/// The function in the policy table.
const FUNCTION: &str = "reception";
/// The most sessions of a list.
pub(crate) const MOST: usize = 300;
/// For how many weeks ahead the duty of a weekly day is looked at.
const WEEKS_AHEAD: i64 = 4;
/// The longest line, in letters.
const LONGEST_LINE: usize = 200;
/// The longest words, in letters.
const LONGEST_WORDS: usize = 1_000;

/// What the pages stand on.
#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) desk: Arc<Receptions>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, desk: Arc<Receptions>) -> Mounted {
    let read = Policy::May(FUNCTION, "read");
    let announce = Policy::May(FUNCTION, "announce");
    let receive = Policy::May(FUNCTION, "receive");
    Routes::new()
        .get(HOME, Policy::Open, public::index)
        .get("/tiep-cong-dan/{xa}", Policy::Open, public::list)
        .get("/tiep-cong-dan/{xa}/lich.ics", Policy::Open, public::calendar)
        .get("/tiep-cong-dan/{xa}/lich.pdf", Policy::Open, public::sheet)
        .get("/tiep-cong-dan/{xa}/dat/{id}", Policy::Open, book::blank)
        .post("/tiep-cong-dan/{xa}/dat/{id}", Policy::Open, book::send)
        .get("/tiep-cong-dan/{xa}/tra-cuu", Policy::Open, book::ask_code)
        .post("/tiep-cong-dan/{xa}/tra-cuu", Policy::Open, book::look_up)
        .get("/tiep-cong-dan/{xa}/viec", read, desk::list)
        .get("/tiep-cong-dan/{xa}/viec/moi", announce, desk::blank)
        .post("/tiep-cong-dan/{xa}/viec/moi", announce, desk::announce)
        .get("/tiep-cong-dan/{xa}/viec/{id}", read, desk::day)
        .get("/tiep-cong-dan/{xa}/viec/{id}/lich", announce, desk::change_form)
        .post("/tiep-cong-dan/{xa}/viec/{id}/lich", announce, desk::change)
        .post("/tiep-cong-dan/{xa}/viec/{id}/tiep", receive, desk::receive)
        .get("/tiep-cong-dan/{xa}/{id}", Policy::Open, public::show)
        .merge(api::routes())
        .mount(Pages { site, desk })
}

/// Something to do on a page: a form.
#[derive(Default)]
struct Doing {
    action: String,
    heading: String,
    lines: Vec<String>,
    hidden: Vec<(&'static str, String)>,
    fields: Vec<Field>,
    buttons: Vec<(&'static str, String)>,
    open: bool,
}

#[derive(Template)]
#[template(path = "reception/page.html")]
struct Sheet {
    shell: Shell,
    token: FormToken,
    finder: Option<CommuneFinder>,
    done: Option<Confirmation>,
    notices: Vec<Notice>,
    code: String,
    facts: Option<SummaryList>,
    buttons: Vec<(String, String)>,
    empty: Option<Empty>,
    tables: Vec<Table>,
    acts: Vec<Doing>,
    rules: Vec<(String, Citation)>,
}

impl Sheet {
    fn new(reader: &Reader, shell: Shell) -> Self {
        Self {
            shell,
            token: reader.form_token(),
            finder: None,
            done: None,
            notices: Vec::new(),
            code: String::new(),
            facts: None,
            buttons: Vec::new(),
            empty: None,
            tables: Vec::new(),
            acts: Vec::new(),
            rules: Vec::new(),
        }
    }
}

/// The commune that an address names, as it is today.
pub(crate) fn unit(pages: &Pages, name: &str) -> Option<Unit> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    units
        .resolve(name, today)
        .ok()
        .filter(|unit| unit.level == Level::Commune)
        .cloned()
}

/// The address of a commune's calendar.
pub(crate) fn home(unit: &Unit) -> String {
    format!("{HOME}/{}", unit.code)
}

fn shell(reader: &Reader, unit: &Unit, title: impl Into<String>) -> Shell {
    Shell::new(reader, title)
        .active(HOME)
        .crumb(reader.t.text("reception-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit))
}

fn may(actor: Option<&Actor>, action: &str, unit: UnitId) -> bool {
    actor.is_some_and(|actor| actor.may(FUNCTION, action, unit))
}

/// The days a calendar shows: from the beginning of this week on.
pub(crate) fn ahead(today: Date) -> (Date, Date) {
    (rules::monday_of(today), today.saturating_add(366.days()))
}

/// Mondays of the weeks ahead without the chair's day; none where the law of that time is not known.
pub(crate) fn missed(pages: &Pages, sessions: &[Session], today: Date) -> Vec<Date> {
    let desk = &pages.desk;
    let last = today.saturating_add((WEEKS_AHEAD * 7 - 1).days());
    rules::missed_weeks((&desk.rulebook, &desk.calendar), sessions, (today, last)).unwrap_or_else(|error| {
        tracing::error!(%error, "the duty to receive can't be looked up");
        Vec::new()
    })
}

/// The rulebook's language for a reader.
fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// The rules behind a page, each in a sentence with its article.
fn law(t: &Translator, desk: &Receptions, on: Date) -> Vec<(String, Citation)> {
    [
        "reception.chair.days_per_week",
        "reception.chair.may_delegate",
        "reception.online.notice",
        "reception.online.test",
        "reception.online.link_open",
        "reception.online.recorded",
        "reception.handling_notice",
        "reception.booking.kept",
    ]
    .into_iter()
    .filter_map(|topic| {
        let because = desk.rulebook.explain(topic, Place::Commune, on).ok()?;
        let cited = because.citation.in_language(language(t));
        let note = because
            .note
            .filter(|_| because.uncertain)
            .map(|note| note.get(language(t)));
        let cited = note.map_or_else(|| cited.clone(), |note| format!("{cited} ({note})"));
        Some((
            because.summary.get(language(t)).to_owned(),
            Citation::new(t, cited),
        ))
    })
    .collect()
}

/// What the office that receives is called.
pub(crate) fn receiver(t: &Translator, receiver: Receiver) -> String {
    t.text(&format!("reception-by-{}", receiver.key()))
}

fn matter(t: &Translator, matter: Matter) -> String {
    t.text(&format!("reception-matter-{}", matter.key()))
}

/// Day and hours of a session.
pub(crate) fn when(t: &Translator, session: &Session) -> String {
    t.format(
        "reception-when",
        &[
            (
                "weekday",
                Arg::Text(t.text(&format!(
                    "reception-weekday-{}",
                    session.held_on.weekday().to_monday_one_offset()
                ))),
            ),
            ("day", Arg::Date(session.held_on)),
            ("from", Arg::Text(rules::clock_text(session.starts))),
            ("to", Arg::Text(rules::clock_text(rules::ends(session)))),
        ],
    )
}

/// Where a session stands, with what was changed and why.
fn standing(t: &Translator, session: &Session) -> String {
    let state = t.text(&format!("reception-state-{}", session.state.key()));
    let state = match session.moved_from {
        Some(day) if session.state != Stands::Cancelled => t.with("reception-moved-from", "day", day),
        _ => state,
    };
    if session.reason.is_empty() {
        state
    } else {
        format!(
            "{state} {}",
            t.with("reception-reason-is", "reason", session.reason.as_str())
        )
    }
}

fn link(unit: &Unit, session: &Session) -> String {
    format!("{}/{}", home(unit), session.id)
}

async fn find(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<(Unit, Session), Instead> {
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    let id: SessionId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let session = or_failed(reader, store::session(&mut read, unit.id, id).await)?;
    Ok((unit, session.ok_or_else(|| missing(reader))?))
}

/// Why a session can't be so, in words.
fn unfit(t: &Translator, why: &Unfit) -> String {
    match why {
        Unfit::NoDay => t.text("reception-error-no-day"),
        Unfit::Past(day) => t.with("reception-error-past", "day", *day),
        Unfit::Holiday(day) => t.with("reception-error-holiday", "day", *day),
        Unfit::Near(day, count) => t.format(
            "reception-error-near",
            &[("day", Arg::Date(*day)), ("count", Arg::Text(count.to_string()))],
        ),
        Unfit::Hours => t.text("reception-error-hours"),
        Unfit::NoPlace => t.text("reception-error-place"),
    }
}

/// Why a turn is not free, and which session is.
fn taken(t: &Translator, next: Option<&Session>) -> String {
    match next {
        Some(session) => t.with("reception-error-taken", "when", when(t, session)),
        None => t.text("reception-error-none-free"),
    }
}

/// The page for an act that was not done.
fn refused(reader: &Reader, error: &ActError) -> Response {
    let t = &reader.t;
    match error {
        ActError::Unknown => page::not_found(reader),
        ActError::Stale => page::conflict(reader, t.text("reception-error-stale")),
        ActError::Taken(next) => page::conflict(reader, taken(t, next.as_deref())),
        ActError::NotDelegated(day) => {
            page::bad_request(reader, t.with("reception-error-deputy", "day", *day))
        }
        ActError::Unfit(why) => page::bad_request(reader, unfit(t, why)),
        ActError::Nothing => page::bad_request(reader, t.text("reception-error-reason")),
        ActError::Law(RuleError::Lookup(error)) => page::bad_request(reader, error.in_language(language(t))),
        ActError::Law(_) => page::bad_request(reader, t.text("reception-error-list")),
        ActError::Form(_) | ActError::Log(_) | ActError::Content(_) | ActError::Mail(_) | ActError::Db(_) => {
            failed(reader, error)
        }
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of receptions can't be shown");
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

/// What was just done, named in the address that an act leads to.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    xong: Option<String>,
}

impl Asked {
    /// Its confirmation; none for a word that is none of ours.
    fn confirmation(self, t: &Translator) -> Option<Confirmation> {
        let word = self.xong?;
        DONE.contains(&word.as_str()).then(|| Confirmation {
            title: t.text(&format!("reception-done-{word}")),
            text: String::new(),
        })
    }
}

/// What is confirmed on the desk.
const DONE: [&str; 8] = [
    "announced",
    "moved",
    "cancelled",
    "came",
    "missed",
    "notified",
    "walked-in",
    "ended",
];
