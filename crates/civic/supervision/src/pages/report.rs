//! The report of a year: counted from records, as a page and as a paper.

use axum::{
    extract::{Path, State as Extract},
    http::header,
    response::IntoResponse as _,
};
use jiff::civil::date;
use platform::page::{
    Answer, Instead, Reader,
    components::{Cell, Column, Empty, Row, Table},
    sheet::{Part, Sheet},
};
use units::Unit;

use super::{Pages, at, body, failed, home, missing, or_refused, public, shell};
use crate::{papers, service::Report};

/// What is counted, with the key of its name.
pub(crate) fn lines(done: &crate::rules::Done) -> [(&'static str, i64); 8] {
    [
        ("supervision-count-visits", done.visits),
        ("supervision-count-sent", done.sent),
        ("supervision-count-in-time", done.in_time),
        ("supervision-count-late", done.late),
        ("supervision-count-overdue", done.overdue),
        ("supervision-count-waiting", done.waiting),
        ("supervision-count-done", done.done),
        ("supervision-count-undone", done.undone),
    ]
}

async fn found(
    reader: &Reader,
    pages: &Pages,
    (xa, nam): (&str, &str),
) -> Result<(Unit, i16, Report), Instead> {
    let unit = at(reader, pages, xa)?;
    let (_, today) = pages.desk.now();
    let year: i16 = nam
        .parse()
        .ok()
        .filter(|year| (2000..=today.year()).contains(year))
        .ok_or_else(|| missing(reader))?;
    let span = (date(year, 1, 1), date(year, 12, 31));
    let report = or_refused(reader, pages.desk.report(unit.id, span).await)?;
    Ok((unit, year, report))
}

pub(super) async fn show(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path((xa, nam)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let (unit, year, report) = found(&reader, &pages, (&xa, &nam)).await?;
    let (_, today) = pages.desk.now();
    let title = t.with("supervision-report-of", "year", year.to_string());
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, title.clone()).lead(t.text("supervision-report-lead")),
    );
    let here = format!("{}/bao-cao/{year}", home(&unit));
    sheet.buttons = vec![(t.text("supervision-report-pdf"), format!("{here}/bao-cao.pdf"))];
    for other in [year - 1, year + 1] {
        if (2000..=today.year()).contains(&other) {
            sheet.tools.push((
                t.with("supervision-to-year", "year", other.to_string()),
                format!("{}/bao-cao/{other}", home(&unit)),
            ));
        }
    }
    let mut part = Part::new("so", t.text("supervision-report-counts"));
    let mut columns = vec![Column::text(t.text("supervision-column-counted"))];
    columns.extend(
        report
            .bodies
            .iter()
            .map(|(kind, _)| Column::number(body(t, *kind))),
    );
    let rows = (0..8)
        .map(|index| {
            let mut cells = Vec::new();
            for (at, (_, done)) in report.bodies.iter().enumerate() {
                let (key, count) = lines(done)[index];
                if at == 0 {
                    cells.push(Cell::text(t.text(key)));
                }
                cells.push(Cell::number(t, count));
            }
            Row::new(cells)
        })
        .collect();
    part.table = Some(Table::new(title, columns, rows).note(t.text("supervision-report-note")));
    sheet.parts.push(part);
    let mut part = Part::new("kien-nghi", t.text("supervision-recommendations"));
    if report.sent.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-recommendations"),
            t.text("supervision-no-recommendations-duty"),
        ));
    } else {
        part.table = Some(public::recommendations_table(t, &unit, (&report.sent, today)));
    }
    sheet.parts.push(part);
    Ok(sheet.show())
}

pub(super) async fn paper(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path((xa, nam)): Path<(String, String)>,
) -> Answer {
    let (unit, year, report) = found(&reader, &pages, (&xa, &nam)).await?;
    let document = papers::report(
        &reader.t,
        &papers::Paper {
            unit: &unit,
            year,
            report: &report,
            today: pages.desk.now().1,
            demo: pages.desk.demo,
        },
    );
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    match made {
        Ok(Ok(octets)) => Ok(([(header::CONTENT_TYPE, "application/pdf")], octets).into_response()),
        Ok(Err(error)) => Ok(failed(&reader, &error)),
        Err(error) => Ok(failed(&reader, &error)),
    }
}
