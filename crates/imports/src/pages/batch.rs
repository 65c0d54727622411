//! What one import brought, and taking it back.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use facts::BatchId;
use platform::{
    access::Actor,
    db::DbResult,
    i18n::Translator,
    page::{
        self, Reader, Shell,
        components::{
            Cell, Column, Control, ErrorSummary, Field, Link, Notice, Pagination, Row, SummaryList, Table,
            Tag, Tone,
        },
    },
};
use serde::Deserialize;
use units::{UnitId, Units};

use super::{HOME, Pages, batch_href, failed, form_name, jobs::Work, shell, start::start};
use crate::history::{Brought, Entry, Import};

/// Entries on one page.
const PAGE: usize = 50;
/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

#[derive(Template)]
#[template(path = "imports/batch.html")]
struct BatchPage {
    shell: Shell,
    undone: Option<Notice>,
    summary: SummaryList,
    entries: Option<Table>,
    next: Pagination,
    undo: Option<Link>,
}

#[derive(Template)]
#[template(path = "imports/undo.html")]
struct UndoPage {
    shell: Shell,
    errors: ErrorSummary,
    warning: Notice,
    reason: Field,
    back: Link,
}

/// Where the list of entries goes on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Unit and identifier of the last entry seen, with a dot between them.
    sau: Option<String>,
}

impl Asked {
    fn after(&self) -> Option<(UnitId, uuid::Uuid)> {
        let (unit, id) = self.sau.as_deref()?.split_once('.')?;
        Some((UnitId(unit.parse().ok()?), id.parse().ok()?))
    }
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(batch): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let Ok(batch) = batch.parse::<BatchId>() else {
        return page::not_found(&reader);
    };
    match batch_page(&reader, &actor, &pages, batch, &asked).await {
        Ok(Some(page)) => page::html(&page),
        Ok(None) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

async fn batch_page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    id: BatchId,
    asked: &Asked,
) -> DbResult<Option<BatchPage>> {
    let t = &reader.t;
    let Some(import) = pages.importer.import(id).await? else {
        return Ok(None);
    };
    let mut summary = vec![
        (
            t.text("imports-column-form"),
            Cell::text(form_name(pages, t, &import.form)),
        ),
        (t.text("imports-column-entries"), Cell::number(t, import.entries)),
        (t.text("imports-column-when"), Cell::text(t.instant(import.at))),
    ];
    if let Some(source) = pages.importer.source_of(id).await? {
        let mut cell = Cell::text(source.title);
        let published = source.published_on.map(|day| t.date(day));
        let known = [Some(source.publisher), published, Some(source.locator)]
            .into_iter()
            .flatten();
        let known: Vec<String> = known.filter(|text| !text.is_empty()).collect();
        if !known.is_empty() {
            cell = cell.note(known.join(", "));
        }
        summary.push((t.text("imports-column-source"), cell));
    }
    let mut entries = pages.importer.entries(id, asked.after(), PAGE + 1).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let next = entries.last().filter(|_| more);
    let next = next.map(|last| format!("{}?sau={}.{}", batch_href(id), last.unit.0, last.brought.id()));
    let units = pages.importer.units.current();
    let rows: Vec<Row> = entries
        .iter()
        .map(|entry| entry_row(pages, t, &units, &import, entry))
        .collect();
    let first = asked.sau.as_ref().map(|_| batch_href(id));
    let undoable = import.undone.is_none() && may_undo(pages, actor, id).await?;
    Ok(Some(BatchPage {
        shell: shell(reader, import.name.clone()).crumb(t.text("imports-title"), HOME),
        undone: import.undone.as_ref().map(|(at, reason)| {
            let args = [("when", t.instant(*at).into()), ("reason", reason.into())];
            Notice::new(t, Tone::Warning, t.format("imports-was-undone", &args))
        }),
        summary: SummaryList::new(summary),
        entries: entries_table(t, rows),
        next: Pagination::new(t, first, next),
        undo: undoable.then(|| Link::new(t.text("imports-ask-undo"), format!("{}/huy", batch_href(id)))),
    }))
}

fn entries_table(t: &Translator, rows: Vec<Row>) -> Option<Table> {
    let columns = vec![
        Column::text(t.text("imports-column-what")),
        Column::text(t.text("imports-column-unit")),
        Column::text(t.text("imports-column-period")),
        Column::number(t.text("imports-column-value")),
    ];
    (!rows.is_empty()).then(|| Table::new(t.text("imports-brought"), columns, rows))
}

fn entry_row(pages: &Pages, t: &Translator, units: &Units, import: &Import, entry: &Entry) -> Row {
    let catalogue = pages.importer.catalogue();
    let (mut what, when, value) = match &entry.brought {
        Brought::Record { id, date, title } => {
            let name = if title.is_empty() {
                form_name(pages, t, &import.form)
            } else {
                title.clone()
            };
            let href = format!("/so/{}/{id}", entry.unit.0);
            (Cell::text(name).link(href), t.date(*date), Cell::default())
        }
        Brought::Reported {
            period,
            indicator,
            amount,
            ..
        } => {
            let found = catalogue.indicator(indicator);
            let name = found.map_or(indicator.as_str(), |found| found.names.get(t.code()));
            let decimals = found
                .and_then(|found| catalogue.unit_of_measure(&found.unit))
                .map_or(0, |u| u.decimals);
            let year = period.calendar_year();
            let slug = units.slug(entry.unit);
            let href = format!("/bao-cao/{slug}/{year}/chi-tieu/{indicator}");
            let when = match period.quarter_of_year() {
                None => year.to_string(),
                Some(quarter) => format!("Q{quarter}/{year}"),
            };
            (
                Cell::text(name).link(href),
                when,
                Cell::text(amount.text(t, decimals)),
            )
        }
    };
    if entry.retracted {
        what = what.tag(Tag::new(Tone::Warning, t.text("imports-state-retracted")));
    }
    Row::new(vec![
        what,
        Cell::text(units.path(entry.unit)),
        Cell::text(when),
        value,
    ])
}

fn undo_form(reader: &Reader, import: &Import, written: &str, missing: bool) -> UndoPage {
    let t = &reader.t;
    let control = Control::TextArea {
        value: written.to_owned(),
    };
    let mut reason =
        Field::new("reason", t.text("imports-ask-reason"), control).hint(t.text("imports-ask-reason-hint"));
    let mut shell = shell(reader, t.text("imports-undo-title"))
        .crumb(t.text("imports-title"), HOME)
        .crumb(import.name.as_str(), batch_href(import.id));
    if missing {
        reason = reason.error(t, t.text("imports-error-reason"));
        shell = shell.with_errors();
    }
    let args = [
        ("name", import.name.as_str().into()),
        ("count", import.entries.into()),
    ];
    UndoPage {
        shell,
        errors: ErrorSummary::of(t, [&reason]),
        warning: Notice::new(t, Tone::Warning, t.format("imports-undo-warning", &args)),
        reason,
        back: Link::new(t.text("imports-keep"), batch_href(import.id)),
    }
}

/// Whether somebody may import for every unit that an import is about, and so may take it back.
async fn may_undo(pages: &Pages, actor: &Actor, id: BatchId) -> DbResult<bool> {
    let units = pages.importer.units_of(id).await?;
    Ok(units.into_iter().all(|unit| actor.may("imports", "import", unit)))
}

/// The import that an address names, unless it was taken back.
async fn standing(reader: &Reader, actor: &Actor, pages: &Pages, batch: &str) -> Result<Import, Response> {
    let Ok(id) = batch.parse::<BatchId>() else {
        return Err(page::not_found(reader));
    };
    match pages.importer.import(id).await {
        Ok(Some(import)) if import.undone.is_none() => match may_undo(pages, actor, id).await {
            Ok(true) => Ok(import),
            Ok(false) => Err(page::forbidden(reader, reader.t.text("imports-undo-not-yours"))),
            Err(error) => Err(failed(reader, &error)),
        },
        Ok(_) => Err(page::not_found(reader)),
        Err(error) => Err(failed(reader, &error)),
    }
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(batch): Path<String>,
) -> Response {
    match standing(&reader, &actor, &pages, &batch).await {
        Ok(import) => page::html(&undo_form(&reader, &import, "", false)),
        Err(response) => response,
    }
}

/// The confirmation that an import be taken back.
#[derive(Debug, Deserialize)]
pub(super) struct Confirmed {
    #[serde(default)]
    reason: String,
}

pub(super) async fn undo(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(batch): Path<String>,
    Form(confirmed): Form<Confirmed>,
) -> Response {
    let import = match standing(&reader, &actor, &pages, &batch).await {
        Ok(import) => import,
        Err(response) => return response,
    };
    let reason: String = platform::text::compose(confirmed.reason.trim())
        .chars()
        .take(LONGEST_REASON)
        .collect();
    if reason.is_empty() {
        let form = page::html(&undo_form(&reader, &import, "", true));
        return (StatusCode::UNPROCESSABLE_ENTITY, form).into_response();
    }
    start(
        &reader,
        &pages,
        Work::Undo {
            batch: import.id,
            reason,
            sender: actor,
        },
    )
}
