//! The pages of the log: what it is, its entries, and one entry with its proof.

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    clock::vietnam,
    db::{DbError, DbResult, Read},
    i18n::Translator,
    page::{
        self, Reader, Shell,
        components::{
            Cell, Column, Control, Empty, ErrorSummary, Field, Notice, Pagination, Row, SummaryList, Table,
            TextKind, Tone,
        },
    },
};
use serde::Deserialize;
use units::Units;

use crate::{
    entry::{Act, Entry, EntryId},
    public::{Found, Now, PublicLog, Served, place},
    sequencer::KEY_KIND,
    store,
};

const HOME: &str = "/so-minh-bach";
/// Entries on one page.
const ENTRIES: u64 = 20;
/// Entries that wait longer than this are pointed out.
const LONG: SignedDuration = SignedDuration::from_mins(10);

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route(HOME, get(index))
        .route("/so-minh-bach/{index}", get(entry))
        .route("/so-minh-bach/muc/{entry}", get(by_name))
}

/// The address of an entry's page by its place.
#[must_use]
pub fn place_href(index: u64) -> String {
    format!("{HOME}/{index}")
}

fn failed(reader: &Reader, error: &DbError) -> Response {
    tracing::error!(%error, "the log can't be shown");
    page::server_error(reader)
}

fn day(at: Timestamp) -> Date {
    vietnam().to_datetime(at).date()
}

fn count(t: &Translator, count: u64) -> String {
    t.number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn act_words(t: &Translator, word: &str) -> String {
    match Act::from_word(word) {
        Some(act) => t.text(&format!("transparency-act-{}", act.word())),
        None => word.to_owned(),
    }
}

fn kind_words(t: &Translator, log: &PublicLog, kind: &str) -> String {
    match log.subjects_of(kind) {
        Some(subjects) => t.text(subjects.label_key()),
        None if kind == KEY_KIND => t.text("transparency-kind-key"),
        None => kind.to_owned(),
    }
}

/// What an entry is about, in words: its title where it has one.
fn subject_words(t: &Translator, log: &PublicLog, entry: &Entry) -> String {
    let kind = kind_words(t, log, &entry.subject().kind);
    match entry.details().get("title") {
        Some(title) => title.clone(),
        None => format!("{kind} {}", entry.subject().id),
    }
}

fn unit_cell(units: &Units, entry: &Entry) -> Cell {
    let date = day(entry.at());
    match units.at(entry.unit(), date) {
        Some(unit) if unit.id == units::UnitId::COUNTRY => Cell::text(&unit.name),
        Some(unit) => Cell::text(units.path(unit.id)).link(format!("/don-vi/{}?ngay={date}", unit.code)),
        None => Cell::text(entry.unit()),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// Only entries before this place.
    truoc: Option<String>,
    /// The place or the name of an entry.
    muc: Option<String>,
}

#[derive(Template)]
#[template(path = "transparency/index.html")]
struct IndexPage {
    shell: Shell,
    errors: ErrorSummary,
    notice: Option<Notice>,
    summary: SummaryList,
    find: Field,
    entries: Option<Table>,
    none: Option<Empty>,
    pagination: Pagination,
    newest: bool,
    keys: Vec<String>,
    witnesses: Option<Table>,
    no_witnesses: Option<Empty>,
    commands: Vec<Command>,
}

/// A command to copy, and what it does.
struct Command {
    does: String,
    line: String,
}

async fn index(
    State(served): State<Served>,
    reader: Reader,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| (asked.truoc.as_deref().map(place), asked.muc.unwrap_or_default()));
    let (before, wanted) = match asked {
        Ok((None, wanted)) => (None, wanted),
        Ok((Some(Some(before)), wanted)) => (Some(before), wanted),
        Ok((Some(None), _)) | Err(_) => {
            return page::bad_request(&reader, reader.t.text("transparency-no-place"));
        }
    };
    let wanted = wanted.trim();
    let read: DbResult<_> = async {
        let mut read = served.log.db.read().await?;
        let now = served.log.now(&mut read).await?;
        let found = find(&mut read, wanted, now.size()).await?;
        let from = before.unwrap_or(u64::MAX);
        let entries = served.log.before(&mut read, from, ENTRIES, now.size()).await?;
        Ok((now, found, entries))
    }
    .await;
    match read {
        Ok((_, Some(href), _)) => Redirect::to(&href).into_response(),
        Ok((now, None, entries)) => {
            page::html(&index_page(&served, &reader, &now, (before, wanted), &entries))
        }
        Err(error) => failed(&reader, &error),
    }
}

/// The address of the entry that a reader typed, by its place or by the name on a paper.
async fn find(read: &mut Read, wanted: &str, size: u64) -> DbResult<Option<String>> {
    let is_gap = |c: &char| matches!(c, '.' | ',' | ' ' | '\u{a0}');
    let digits: String = wanted.chars().filter(|c| !is_gap(c)).collect();
    if let Some(index) = place(&digits).filter(|index| *index < size) {
        return Ok(Some(place_href(index)));
    }
    let Ok(name) = wanted.to_lowercase().parse::<EntryId>() else {
        return Ok(None);
    };
    let known = store::standing(read, name).await?.is_some();
    Ok(known.then(|| crate::href(name)))
}

fn index_page(
    served: &Served,
    reader: &Reader,
    now: &Now,
    (before, wanted): (Option<u64>, &str),
    entries: &[(u64, Entry)],
) -> IndexPage {
    let (t, log) = (&reader.t, &served.log);
    let kind = Control::Text {
        kind: TextKind::Search,
        value: wanted.to_owned(),
    };
    let mut field =
        Field::new("muc", t.text("transparency-find"), kind).hint(t.text("transparency-find-hint"));
    let mut shell = Shell::new(reader, t.text("transparency-title"))
        .lead(t.text("transparency-lead"))
        .active(HOME);
    if !wanted.is_empty() {
        field = field.error(t, t.text("transparency-find-nothing"));
        shell = shell.with_errors();
    }
    let last = entries.last().map_or(0, |(index, _)| *index);
    let newer = before.filter(|before| *before < now.size()).map(|before| {
        let newer = before + ENTRIES;
        if newer >= now.size() {
            format!("{HOME}#cac-muc")
        } else {
            format!("{HOME}?truoc={newer}#cac-muc")
        }
    });
    let older = (last > 0).then(|| format!("{HOME}?truoc={last}#cac-muc"));
    let none = Empty::new(t, t.text("transparency-empty"), t.text("transparency-empty-duty"));
    let no_witnesses = Empty::new(
        t,
        t.text("transparency-no-witness"),
        t.text("transparency-no-witness-duty"),
    );
    IndexPage {
        shell,
        errors: ErrorSummary::of(t, [&field]),
        notice: state_notice(t, log, now),
        summary: summary(t, now),
        find: field,
        entries: (!entries.is_empty()).then(|| entries_table(t, log, entries)),
        none: entries.is_empty().then_some(none),
        pagination: Pagination::new(t, newer, older),
        newest: before.is_none(),
        keys: now.keys.iter().map(ToString::to_string).collect(),
        witnesses: (!now.witnesses.is_empty()).then(|| witnesses_table(t, now)),
        no_witnesses: now.witnesses.is_empty().then_some(no_witnesses),
        commands: commands(t, log, now),
    }
}

/// What a reader has to know before trusting the page: that nothing is signed, or not for a while.
fn state_notice(t: &Translator, log: &PublicLog, now: &Now) -> Option<Notice> {
    if let Some(backlog) = now.waiting
        && log.clock.now().duration_since(backlog.since) > LONG
    {
        let text = t.format(
            "transparency-waits-long",
            &[
                ("count", backlog.entries.into()),
                ("since", t.instant(backlog.since).into()),
            ],
        );
        return Some(Notice::new(t, Tone::Warning, text));
    }
    now.latest
        .is_none()
        .then(|| Notice::new(t, Tone::Warning, t.text("transparency-unsigned")))
}

fn summary(t: &Translator, now: &Now) -> SummaryList {
    let mut list = vec![(t.text("transparency-size"), Cell::text(count(t, now.size())))];
    if let Some(latest) = &now.latest {
        list.push((
            t.text("transparency-signed-at"),
            Cell::text(t.instant(latest.signed_at)),
        ));
        list.push((
            t.text("transparency-origin"),
            Cell::text(&latest.checkpoint.origin),
        ));
        let root = Cell::text(latest.checkpoint.root.to_base64()).note(t.text("transparency-root-meaning"));
        list.push((t.text("transparency-root"), root));
    }
    if let Some(backlog) = now.waiting {
        list.push((t.text("transparency-waiting"), Cell::number(t, backlog.entries)));
    }
    SummaryList::new(list)
}

fn entries_table(t: &Translator, log: &PublicLog, entries: &[(u64, Entry)]) -> Table {
    let units = log.units.current();
    let rows = entries.iter().map(|(index, entry)| {
        Row::new(vec![
            Cell::text(subject_words(t, log, entry))
                .link(place_href(*index))
                .note(t.format(
                    "transparency-place-and-kind",
                    &[
                        ("index", count(t, *index).into()),
                        ("kind", kind_words(t, log, &entry.subject().kind).into()),
                    ],
                )),
            Cell::text(act_words(t, entry.act())),
            unit_cell(&units, entry),
            Cell::text(t.instant(entry.at())),
        ])
    });
    Table::new(
        t.text("transparency-entries-caption"),
        ["item", "act", "unit", "at"]
            .map(|column| Column::text(t.text(&format!("transparency-column-{column}"))))
            .to_vec(),
        rows.collect(),
    )
}

fn witnesses_table(t: &Translator, now: &Now) -> Table {
    let rows = now.witnesses.iter().map(|witness| {
        let (size, at) = match witness.signed {
            Some((size, at)) => (Cell::text(count(t, size)), Cell::text(t.instant(at))),
            None => (Cell::text(t.text("transparency-witness-not-yet")), Cell::text("")),
        };
        Row::new(vec![
            Cell::text(witness.key.name()).note(witness.key.to_string()),
            size,
            at,
        ])
    });
    Table::new(
        t.text("transparency-witnesses-caption"),
        ["witness", "witnessed-size", "at"]
            .map(|column| Column::text(t.text(&format!("transparency-column-{column}"))))
            .to_vec(),
        rows.collect(),
    )
}

fn address(log: &PublicLog) -> String {
    log.address
        .clone()
        .unwrap_or_else(|| "http://127.0.0.1:8080".to_owned())
}

fn commands(t: &Translator, log: &PublicLog, now: &Now) -> Vec<Command> {
    let address = address(log);
    let key = now
        .keys
        .first()
        .map(|key| format!(" --key '{key}'"))
        .unwrap_or_default();
    vec![
        Command {
            does: t.text("transparency-do-verify"),
            line: format!("dinh verify {address}{key} --since so-minh-bach.txt"),
        },
        Command {
            does: t.text("transparency-do-checkpoint"),
            line: format!("curl {address}/log/checkpoint"),
        },
    ]
}

#[derive(Template)]
#[template(path = "transparency/entry.html")]
struct EntryPage {
    shell: Shell,
    notice: Option<Notice>,
    summary: SummaryList,
    history: Option<Table>,
    proof: SummaryList,
    hashes: Vec<String>,
    download: String,
    json: String,
    octets: String,
    commands: Vec<Command>,
}

async fn entry(State(served): State<Served>, reader: Reader, Path(index): Path<String>) -> Response {
    let Some(index) = place(&index) else {
        return page::not_found(&reader);
    };
    let read: DbResult<_> = async {
        let mut read = served.log.db.read().await?;
        let found = served.log.entry(&mut read, index).await?;
        let keys = store::keys(&mut read).await?;
        Ok(found.map(|found| (found, keys)))
    }
    .await;
    match read {
        Ok(Some((found, keys))) => {
            let key = keys.last().map(|key| key.vkey.to_string()).unwrap_or_default();
            page::html(&entry_page(&served.log, &reader, &found, &key))
        }
        Ok(None) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

fn entry_page(log: &PublicLog, reader: &Reader, found: &Found, key: &str) -> EntryPage {
    let t = &reader.t;
    let (entry, inclusion) = (&found.entry, &found.inclusion);
    let index = inclusion.index;
    let title = t.format(
        "transparency-entry-title",
        &[
            ("index", count(t, index).into()),
            ("act", act_words(t, entry.act()).into()),
        ],
    );
    let latest = &inclusion.checkpoint;
    let lead = t.format(
        "transparency-entry-lead",
        &[
            ("at", t.instant(entry.at()).into()),
            ("size", count(t, latest.checkpoint.size).into()),
            ("signed", t.instant(latest.signed_at).into()),
        ],
    );
    EntryPage {
        shell: Shell::new(reader, title)
            .lead(lead)
            .crumb(t.text("transparency-title"), HOME)
            .active(HOME),
        notice: match_notice(t, found),
        summary: entry_summary(t, log, found),
        history: (found.history.len() > 1).then(|| history_table(t, found)),
        proof: SummaryList::new(vec![
            (
                t.text("transparency-size"),
                Cell::text(count(t, latest.checkpoint.size)),
            ),
            (
                t.text("transparency-signed-at"),
                Cell::text(t.instant(latest.signed_at)),
            ),
            (
                t.text("transparency-root"),
                Cell::text(latest.checkpoint.root.to_base64()),
            ),
            (
                t.text("transparency-entry-name"),
                Cell::text(inclusion.entry_id().to_string()).note(t.text("transparency-entry-name-meaning")),
            ),
        ]),
        hashes: inclusion.hashes.iter().map(|hash| hash.to_base64()).collect(),
        download: format!("/log/proof/{index}"),
        json: format!("/api/v1/log/entries/{index}"),
        octets: String::from_utf8_lossy(&inclusion.octets).into_owned(),
        commands: entry_commands(t, log, found, key),
    }
}

/// Whether the item is still as this entry says.
fn match_notice(t: &Translator, found: &Found) -> Option<Notice> {
    if !found.is_last() {
        let newer = found.history.last()?;
        let notice = Notice::new(t, Tone::Info, t.text("transparency-newer"));
        return Some(match newer.index {
            Some(index) => notice.link(t.text("transparency-newer-link"), place_href(index)),
            None => notice,
        });
    }
    let leaves = Act::from_word(found.entry.act()).and_then(Act::leaves_public);
    let (tone, key) = match (found.matches(), leaves) {
        (Some(_), Some(false)) => (Tone::Problem, "transparency-still-public"),
        (Some(true), _) => (Tone::Success, "transparency-matches"),
        (Some(false), _) => (Tone::Problem, "transparency-differs"),
        (None, Some(true)) if found.item.is_some() => (Tone::Problem, "transparency-gone"),
        (None, Some(false)) => (Tone::Info, "transparency-withdrawn"),
        (None, _) => return None,
    };
    Some(Notice::new(t, tone, t.text(key)))
}

fn entry_summary(t: &Translator, log: &PublicLog, found: &Found) -> SummaryList {
    let entry = &found.entry;
    let mut item = Cell::text(subject_words(t, log, entry)).note(kind_words(t, log, &entry.subject().kind));
    if let Some(held) = &found.item {
        item = item.link(&held.page);
    }
    let mut list = vec![
        (t.text("transparency-column-item"), item),
        (
            t.text("transparency-column-act"),
            Cell::text(act_words(t, entry.act())),
        ),
        (
            t.text("transparency-column-unit"),
            unit_cell(&log.units.current(), entry),
        ),
        (
            t.text("transparency-column-at"),
            Cell::text(t.instant(entry.at())),
        ),
    ];
    if let Some(reason) = entry.details().get("reason") {
        list.push((t.text("transparency-reason"), Cell::text(reason)));
    }
    list.push((
        t.text("transparency-content"),
        Cell::text(entry.content().to_string()).note(t.text("transparency-content-meaning")),
    ));
    SummaryList::new(list)
}

fn history_table(t: &Translator, found: &Found) -> Table {
    let rows = found.history.iter().map(|logged| {
        let act = Cell::text(act_words(t, &logged.act));
        let (act, place) = match logged.index {
            Some(index) if index == found.inclusion.index => (act, t.text("transparency-this-entry")),
            Some(index) => (
                act.link(place_href(index)),
                t.with("transparency-place", "index", count(t, index)),
            ),
            None => (act.link(crate::href(logged.entry)), t.text("transparency-waits")),
        };
        Row::new(vec![act, Cell::text(t.instant(logged.at)), Cell::text(place)])
    });
    Table::new(
        t.text("transparency-history-caption"),
        ["act", "at", "place"]
            .map(|column| Column::text(t.text(&format!("transparency-column-{column}"))))
            .to_vec(),
        rows.collect(),
    )
}

fn entry_commands(t: &Translator, log: &PublicLog, found: &Found, key: &str) -> Vec<Command> {
    let (address, index) = (address(log), found.inclusion.index);
    let mut commands = vec![
        Command {
            does: t.text("transparency-do-proof"),
            line: format!("curl -o dinh-{index}.tlog-proof {address}/log/proof/{index}"),
        },
        Command {
            does: t.text("transparency-do-verify-proof"),
            line: format!("dinh verify dinh-{index}.tlog-proof --key '{key}'"),
        },
    ];
    if found.is_last() && found.item.as_ref().is_some_and(|item| item.octets.is_some()) {
        commands.push(Command {
            does: t.text("transparency-do-content"),
            line: format!("curl -s {address}/api/v1/log/entries/{index}/content | sha256sum"),
        });
    }
    commands
}

#[derive(Template)]
#[template(path = "transparency/waiting.html")]
struct WaitingPage {
    shell: Shell,
    notice: Notice,
    summary: SummaryList,
}

/// An entry by its name, as printed on paper.
async fn by_name(State(served): State<Served>, reader: Reader, Path(name): Path<String>) -> Response {
    let Ok(name) = name.parse::<EntryId>() else {
        return page::not_found(&reader);
    };
    let read: DbResult<_> = async {
        let mut read = served.log.db.read().await?;
        store::standing(&mut read, name).await
    }
    .await;
    let t = &reader.t;
    match read {
        Err(error) => failed(&reader, &error),
        Ok(None) => page::not_found(&reader),
        Ok(Some(store::Place::Logged(index))) => Redirect::to(&place_href(index)).into_response(),
        Ok(Some(store::Place::Waiting(entry))) => {
            let page = WaitingPage {
                shell: Shell::new(&reader, t.text("transparency-waiting-title"))
                    .crumb(t.text("transparency-title"), HOME)
                    .active(HOME),
                notice: Notice::new(t, Tone::Info, t.text("transparency-waiting-explanation")),
                summary: SummaryList::new(vec![
                    (
                        t.text("transparency-column-item"),
                        Cell::text(subject_words(t, &served.log, &entry)).note(kind_words(
                            t,
                            &served.log,
                            &entry.subject().kind,
                        )),
                    ),
                    (
                        t.text("transparency-column-act"),
                        Cell::text(act_words(t, entry.act())),
                    ),
                    (
                        t.text("transparency-column-unit"),
                        unit_cell(&served.log.units.current(), &entry),
                    ),
                    (
                        t.text("transparency-column-at"),
                        Cell::text(t.instant(entry.at())),
                    ),
                    (t.text("transparency-entry-name"), Cell::text(name.to_string())),
                ]),
            };
            (StatusCode::OK, page::html(&page)).into_response()
        }
    }
}
