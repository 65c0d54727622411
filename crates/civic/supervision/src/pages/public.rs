//! What everybody reads of a commune, and what waits on the desk.

use axum::extract::{Path, Query, State as Extract};
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        Answer, Reader, Shell,
        components::{Cell, Column, Empty, Notice, Pagination, Row, SummaryList, Table, Tag, Tone},
        sheet::{Part, Sheet},
    },
    text::write_day,
};
use units::{CommuneFinder, Unit};
use uuid::Uuid;

use super::{
    Came, HOME, Pages, acting, addressee, at, board_href, body, home, may, or_failed, recommendation_href,
    shell, visit_href, words,
};
use crate::{
    model::{Board, ObservationState, Recommendation, Visit},
    rules, store,
};

/// Rows on one page of a list, and on the commune's page.
const PAGE: u32 = 30;
const FEW: u32 = 8;

pub(super) async fn index(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let shell = Shell::new(&reader, t.text("supervision-title"))
        .lead(t.text("supervision-lead"))
        .active(HOME);
    let mut sheet = Sheet::new(&reader, shell);
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &came.q), home);
    sheet.finder = Some(Box::new(finder));
    let mut part = Part::new("luat", t.text("supervision-law"));
    let topics = [
        "inspectorate.members",
        "investment_board.members",
        "inspectorate.answer.deadline",
    ];
    (part.lead, part.citations) = words::law(t, &pages.desk, today, &topics);
    sheet.parts.push(part);
    Ok(sheet.show())
}

/// Boards as a table.
fn boards_table(t: &Translator, unit: &Unit, boards: &[Board]) -> Table {
    let rows = boards
        .iter()
        .map(|board| {
            let mut title = Cell::text(board.title.as_str()).link(board_href(unit, board.id));
            if let Some(on) = board.ended_on {
                title = title.tag(Tag::new(Tone::Info, t.with("supervision-ended-on", "date", on)));
            }
            Row::new(vec![
                title,
                Cell::text(body(t, board.body)),
                Cell::text(write_day(board.recognised_on)),
            ])
        })
        .collect();
    Table::new(
        t.text("supervision-boards"),
        vec![
            Column::text(t.text("supervision-column-board")),
            Column::text(t.text("supervision-column-body")),
            Column::text(t.text("supervision-column-recognised")),
        ],
        rows,
    )
}

/// The first line of what a board asks for.
pub(super) fn first_line(text: &str) -> String {
    const MOST: usize = 120;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() > MOST {
        let cut: String = line.chars().take(MOST).collect();
        format!("{cut}…")
    } else {
        line.to_owned()
    }
}

/// Recommendations as a table.
pub(super) fn recommendations_table(
    t: &Translator,
    unit: &Unit,
    (all, today): (&[Recommendation], Date),
) -> Table {
    let rows = all
        .iter()
        .map(|one| {
            Row::new(vec![
                Cell::text(first_line(&one.words)).link(recommendation_href(unit, one.id)),
                Cell::text(addressee(t, one.addressee)),
                Cell::text(write_day(one.sent_on)),
                Cell::text(write_day(one.due_on)),
                Cell::default().tag(words::state(t, one, today)),
            ])
        })
        .collect();
    Table::new(
        t.text("supervision-recommendations"),
        vec![
            Column::text(t.text("supervision-column-recommendation")),
            Column::text(t.text("supervision-column-to")),
            Column::text(t.text("supervision-column-sent")),
            Column::text(t.text("supervision-column-due")),
            Column::text(t.text("supervision-column-state")),
        ],
        rows,
    )
}

/// Visits as a table; drafts only for who works on them.
pub(super) fn visits_table(t: &Translator, unit: &Unit, all: &[&Visit]) -> Table {
    let rows = all
        .iter()
        .map(|one| {
            let mut subject = Cell::text(one.subject.as_str()).link(visit_href(unit, one.id));
            if one.published_on.is_none() {
                subject = subject.tag(Tag::new(Tone::Warning, t.text("supervision-draft")));
            }
            Row::new(vec![
                Cell::text(write_day(one.held_on)),
                subject,
                Cell::text(one.place.as_str()),
            ])
        })
        .collect();
    Table::new(
        t.text("supervision-visits"),
        vec![
            Column::text(t.text("supervision-column-day")),
            Column::text(t.text("supervision-column-subject")),
            Column::text(t.text("supervision-column-place")),
        ],
        rows,
    )
}

pub(super) async fn unit(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = at(&reader, &pages, &xa)?;
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let boards = or_failed(&reader, store::boards(&mut read, unit.id).await)?;
    let sent = or_failed(
        &reader,
        store::recommendations(&mut read, unit.id, None, PAGE + 1).await,
    )?;
    let visits = or_failed(&reader, store::visits(&mut read, unit.id, None, PAGE).await)?;
    let observed = or_failed(&reader, store::observed(&mut read, unit.id).await)?;
    drop(read);
    let title = t.with("supervision-heading", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, title).lead(t.text("supervision-lead")),
    )
    .done(words::done(t, &came.xong));
    let base = home(&unit);
    sheet.buttons = vec![
        (t.text("supervision-act-observe"), format!("{base}/gui")),
        (t.text("supervision-look-up"), format!("{base}/tra-cuu")),
        (
            t.with("supervision-report-of", "year", today.year().to_string()),
            format!("{base}/bao-cao/{}", today.year()),
        ),
    ];
    if may(actor.as_ref(), "read", unit.id) {
        sheet
            .buttons
            .push((t.text("supervision-desk"), format!("{base}/viec")));
    }
    let overdue = sent.iter().filter(|one| rules::is_overdue(one, today)).count();
    if overdue > 0 {
        let count = i64::try_from(overdue).unwrap_or(i64::MAX);
        sheet.notices.push(Notice::new(
            t,
            Tone::Problem,
            t.with("supervision-overdue-count", "count", count),
        ));
    }
    let mut part = Part::new("ban", t.text("supervision-boards"));
    if boards.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-boards"),
            t.text("supervision-no-boards-duty"),
        ));
    } else {
        part.table = Some(boards_table(t, &unit, &boards));
    }
    sheet.parts.push(part);
    let mut part = Part::new("kien-nghi", t.text("supervision-recommendations"));
    if sent.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-recommendations"),
            t.text("supervision-no-recommendations-duty"),
        ));
    } else {
        let few = sent.len().min(usize::try_from(FEW).unwrap_or(usize::MAX));
        part.table = Some(recommendations_table(t, &unit, (&sent[..few], today)));
        if sent.len() > few {
            sheet.tools.push((
                t.text("supervision-all-recommendations"),
                format!("{base}/kien-nghi"),
            ));
        }
    }
    let topics = ["inspectorate.answer.deadline", "investment_board.answer.deadline"];
    (_, part.citations) = words::law(t, desk, today, &topics);
    sheet.parts.push(part);
    let published: Vec<&Visit> = visits
        .iter()
        .filter(|visit| visit.published_on.is_some())
        .collect();
    let mut part = Part::new("cuoc", t.text("supervision-visits"));
    if published.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-visits"),
            t.text("supervision-no-visits-duty"),
        ));
    } else {
        part.table = Some(visits_table(t, &unit, &published));
    }
    sheet.parts.push(part);
    // What citizens hand over is a number here, and nothing else.
    let all: i64 = observed.iter().map(|(_, count)| count).sum();
    let taken = observed
        .iter()
        .find(|(state, _)| *state == ObservationState::TakenUp)
        .map_or(0, |(_, count)| *count);
    sheet.facts = Some(SummaryList::new(vec![
        (t.text("supervision-observed"), Cell::number(t, all)),
        (t.text("supervision-observed-taken"), Cell::number(t, taken)),
    ]));
    Ok(sheet.show())
}

/// All recommendations of a commune, page by page.
pub(super) async fn list(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let unit = at(&reader, &pages, &xa)?;
    let (_, today) = pages.desk.now();
    let before = came
        .sau
        .split_once('.')
        .and_then(|(day, id)| Some((day.parse().ok()?, Uuid::parse_str(id).ok()?)));
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let found = store::recommendations(&mut read, unit.id, before, PAGE + 1).await;
    let mut found = or_failed(&reader, found)?;
    drop(read);
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, t.text("supervision-all-recommendations")),
    );
    let mut part = Part::new("kien-nghi", "");
    if found.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-recommendations"),
            t.text("supervision-no-recommendations-duty"),
        ));
    } else {
        part.table = Some(recommendations_table(t, &unit, (&found, today)));
    }
    if let Some(last) = found.last().filter(|_| more) {
        let next = format!("{}/kien-nghi?sau={}.{}", home(&unit), last.sent_on, last.id);
        sheet.pagination = Pagination::new(t, None, Some(next));
    }
    sheet.parts.push(part);
    Ok(sheet.show())
}

/// What waits: observations, drafts, answers, promises.
pub(super) async fn desk(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = acting(&reader, &pages, &actor, (&xa, "read"))?;
    let (_, today) = desk.now();
    let works = may(Some(&actor), "work", unit.id);
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let waiting = or_failed(&reader, store::waiting(&mut read, unit.id).await)?;
    let open = or_failed(&reader, store::open_recommendations(&mut read, unit.id).await)?;
    let visits = or_failed(&reader, store::visits(&mut read, unit.id, None, PAGE).await)?;
    let boards = or_failed(&reader, store::boards(&mut read, unit.id).await)?;
    drop(read);
    let base = home(&unit);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, t.text("supervision-desk")))
        .done(words::done(t, &came.xong));
    if may(Some(&actor), "keep", unit.id) {
        sheet
            .buttons
            .push((t.text("supervision-act-found"), format!("{base}/viec/ban")));
    }
    let mut part = Part::new("kien-nghi", t.text("supervision-open"));
    if open.is_empty() {
        part.lead.push(t.text("supervision-open-none"));
    } else {
        part.table = Some(recommendations_table(t, &unit, (&open, today)));
    }
    sheet.parts.push(part);
    if works {
        let mut part = Part::new("phan-anh", t.text("supervision-observations"));
        if waiting.is_empty() {
            part.lead.push(t.text("supervision-observations-none"));
        } else {
            let rows = waiting
                .iter()
                .map(|one| {
                    let said = Some(first_line(&desk.said(one).words)).filter(|line| !line.is_empty());
                    let said = said.unwrap_or_else(|| t.text("supervision-unreadable"));
                    let late = one.due_on < today;
                    let mut due = Cell::text(write_day(one.due_on));
                    if late {
                        due = due.tag(Tag::new(Tone::Problem, t.text("supervision-late")));
                    }
                    Row::new(vec![
                        Cell::text(said).link(format!("{base}/viec/phan-anh/{}", one.id)),
                        Cell::text(write_day(one.sent_on)),
                        due,
                    ])
                })
                .collect();
            part.table = Some(Table::new(
                t.text("supervision-observations"),
                vec![
                    Column::text(t.text("supervision-column-observation")),
                    Column::text(t.text("supervision-column-sent")),
                    Column::text(t.text("supervision-column-due")),
                ],
                rows,
            ));
        }
        sheet.parts.push(part);
        let drafts: Vec<&Visit> = visits
            .iter()
            .filter(|visit| visit.published_on.is_none())
            .collect();
        let mut part = Part::new("nhap", t.text("supervision-drafts"));
        if drafts.is_empty() {
            part.lead.push(t.text("supervision-drafts-none"));
        } else {
            part.table = Some(visits_table(t, &unit, &drafts));
        }
        sheet.parts.push(part);
    }
    let mut part = Part::new("ban", t.text("supervision-boards"));
    if boards.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-boards"),
            t.text("supervision-no-boards-duty"),
        ));
    } else {
        part.table = Some(boards_table(t, &unit, &boards));
    }
    sheet.parts.push(part);
    Ok(sheet.private())
}
