//! The calendar that everybody reads: as a page, as a file for other programs, as a sheet for the wall.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    page::{
        self, Answer, Reader, Shell,
        components::{Cell, Column, Empty, Notice, Row, SummaryList, Table, Tone},
    },
};
use serde::Deserialize;
use units::CommuneFinder;

use super::{
    HOME, MOST, Pages, Sheet, ahead, failed, find, home, law, link, may, missed, missing, or_failed,
    or_refused, receiver, shell, standing, unit, when,
};
use crate::{ics, model::Session, papers, store};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    q: Option<String>,
}

pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let q = sought.q.unwrap_or_default();
    let shell = Shell::new(&reader, t.text("reception-title"))
        .lead(t.text("reception-lead"))
        .active(HOME);
    let mut sheet = Sheet::new(&reader, shell);
    sheet.finder = Some(CommuneFinder::new(t, (&units, today), (HOME, &q), home));
    sheet.rules = law(t, &pages.desk, today);
    Ok(page::html(&sheet))
}

pub(super) async fn list(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let sessions = or_failed(
        &reader,
        store::between(&mut read, unit.id, ahead(today), MOST).await,
    )?;
    let taken = or_failed(&reader, store::taken(&mut read, unit.id, today).await)?;
    drop(read);
    let title = t.with("reception-heading", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, title).lead(t.text("reception-lead")),
    );
    for monday in missed(&pages, &sessions, today) {
        sheet.notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with("reception-missed", "day", monday),
        ));
    }
    let base = home(&unit);
    sheet.buttons = vec![
        (t.text("reception-look-up"), format!("{base}/tra-cuu")),
        (t.text("reception-paper"), format!("{base}/lich.pdf")),
        (t.text("reception-ics"), format!("{base}/lich.ics")),
    ];
    if may(actor.as_ref(), "read", unit.id) {
        sheet
            .buttons
            .push((t.text("reception-desk"), format!("{base}/viec")));
    }
    let coming: Vec<&Session> = sessions
        .iter()
        .filter(|session| session.held_on >= today)
        .collect();
    if coming.is_empty() {
        sheet.empty = Some(Empty::new(
            t,
            t.text("reception-empty"),
            t.text("reception-empty-duty"),
        ));
    } else {
        let rows = coming
            .into_iter()
            .map(|session| {
                let free = match pages.desk.free_count(session, &taken) {
                    Some(free) => Cell::number(t, free),
                    None => Cell::missing(t),
                };
                Row::new(vec![
                    Cell::text(when(t, session)).link(link(&unit, session)),
                    Cell::text(receiver(t, session.receiver)).note(session.place.as_str()),
                    free,
                    Cell::text(standing(t, session)),
                ])
            })
            .collect();
        sheet.tables.push(Table::new(
            t.text("reception-table"),
            vec![
                Column::text(t.text("reception-column-when")),
                Column::text(t.text("reception-column-by")),
                Column::number(t.text("reception-column-free")),
                Column::text(t.text("reception-column-state")),
            ],
            rows,
        ));
    }
    sheet.rules = law(t, &pages.desk, today);
    Ok(page::html(&sheet))
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let free = or_refused(&reader, pages.desk.free(&mut read, &session).await)?;
    let next = or_refused(&reader, pages.desk.next_free(&mut read, unit.id).await)?;
    drop(read);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, when(t, &session)));
    sheet.facts = Some(SummaryList::new(vec![
        (
            t.text("reception-column-by"),
            Cell::text(receiver(t, session.receiver)),
        ),
        (
            t.text("reception-manner"),
            Cell::text(t.text(&format!("reception-manner-{}", session.manner.key()))),
        ),
        (t.text("reception-place"), Cell::text(session.place.as_str())),
        (
            t.text("reception-column-state"),
            Cell::text(standing(t, &session)),
        ),
    ]));
    if free.is_empty() {
        sheet
            .notices
            .push(Notice::new(t, Tone::Info, super::taken(t, next.as_ref())));
        if let Some(next) = next {
            sheet.buttons.push((t.text("reception-next"), link(&unit, &next)));
        }
    } else {
        sheet.buttons.push((
            t.text("reception-book"),
            format!("{}/dat/{}", home(&unit), session.id),
        ));
    }
    sheet.rules = law(t, &pages.desk, session.held_on);
    Ok(page::html(&sheet))
}

pub(super) async fn calendar(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let (at, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let sessions = or_failed(
        &reader,
        store::between(&mut read, unit.id, ahead(today), MOST).await,
    )?;
    drop(read);
    let origin = page::origin(pages.desk.public_address.as_deref(), &headers);
    let title = t.with("reception-heading", "unit", units::in_text(&unit.name));
    let text = ics::calendar(
        &title,
        &sessions,
        |session| format!("{title} · {}", receiver(t, session.receiver)),
        |session| format!("{origin}{}", link(&unit, session)),
        at,
    );
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Month {
    /// Year and month: `2026-12`.
    thang: Option<String>,
}

pub(super) async fn sheet(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(month): Query<Month>,
    headers: HeaderMap,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let (at, today) = pages.desk.now();
    let first = month
        .thang
        .and_then(|month| format!("{month}-01").parse::<Date>().ok())
        .unwrap_or_else(|| today.first_of_month());
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let sessions = or_failed(
        &reader,
        store::between(&mut read, unit.id, (first, first.last_of_month()), MOST).await,
    )?;
    drop(read);
    let origin = page::origin(pages.desk.public_address.as_deref(), &headers);
    let committee = t.with("reception-committee", "unit", units::in_text(&unit.name));
    let address = format!("{origin}{}", home(&unit));
    let poster = papers::month(t, &committee, (first, &sessions), (&address, pages.desk.demo, at));
    let poster = match poster {
        Ok(poster) => poster,
        Err(error) => return Ok(failed(&reader, &error)),
    };
    // Setting a sheet takes milliseconds of pure work: it must not hold up other readers.
    let octets = match tokio::task::spawn_blocking(move || documents::poster(&poster)).await {
        Ok(Ok(octets)) => octets,
        Ok(Err(error)) => return Ok(failed(&reader, &error)),
        Err(error) => return Ok(failed(&reader, &error)),
    };
    let name = "inline; filename=\"lich-tiep-cong-dan.pdf\"";
    Ok((
        [
            (header::CONTENT_TYPE, "application/pdf"),
            (header::CONTENT_DISPOSITION, name),
        ],
        octets,
    )
        .into_response())
}
