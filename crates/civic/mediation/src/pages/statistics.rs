//! The Justice department's form, counted from records: exact figures, for those who have to report them.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse as _,
};
use jiff::civil::{Date, date};
use platform::{
    access::Actor,
    i18n::Arg,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Column, Link, Notice, Row, Table, Tone},
    },
};
use serde::Deserialize;
use units::Unit;

use super::{Pages, commune_of, home, or_failed, shell};
use crate::{
    cases::FUNCTION,
    model::Dispute,
    papers::{self, Line},
    store,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    nam: Option<i16>,
    /// `6` for the first half of the year.
    ky: Option<String>,
}

impl Asked {
    fn half(&self) -> bool {
        self.ky.as_deref() == Some("6")
    }
}

/// The form of a commune.
struct Counted {
    unit: Unit,
    year: i16,
    half: bool,
    span: (Date, Date),
    title: String,
    lines: Vec<Line>,
}

async fn counted(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, asked): (&str, &Asked),
) -> Result<Counted, Instead> {
    let t = &reader.t;
    let unit = commune_of(reader, pages, xa)?;
    if !actor.may(FUNCTION, "count", unit.id) {
        return Err(Instead::from(page::forbidden(
            reader,
            t.text("mediation-error-not-here"),
        )));
    }
    let today = pages.today();
    let year = asked
        .nam
        .filter(|year| (2014..=today.year()).contains(year))
        .unwrap_or(today.year());
    let half = asked.half();
    let to = if half {
        date(year, 6, 30)
    } else {
        date(year, 12, 31)
    };
    let span = (date(year, 1, 1), to);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let counts = or_failed(reader, store::statistics(&mut read, unit.id, span).await)?;
    let office = store::in_office(&mut read, unit.id, to.min(today)).await;
    let (teams, members) = or_failed(reader, office)?;
    drop(read);
    let mut lines = Vec::new();
    let mut add = |key: &str, value: i64, part: bool| {
        lines.push(Line {
            label: t.text(key),
            value,
            part,
        });
    };
    let among = |wanted: fn(&crate::model::Member) -> bool| {
        let count = members.iter().filter(|member| wanted(member)).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    };
    add("mediation-stat-teams", teams, false);
    add("mediation-stat-mediators", among(|_| true), false);
    add("mediation-stat-women", among(|one| one.entered.woman), true);
    add("mediation-stat-minority", among(|one| one.entered.minority), true);
    add("mediation-stat-law", among(|one| one.entered.law_degree), true);
    add("mediation-stat-trained", counts.trained, false);
    let sum = |column: usize| -> i64 { counts.by_dispute.values().map(|counts| counts[column]).sum() };
    let (received, settled, unsettled) = (sum(0), sum(1), sum(2));
    add("mediation-stat-opening", counts.opening, false);
    add("mediation-figure-received", received, false);
    add("mediation-stat-in-hand", counts.opening + received, false);
    add("mediation-figure-settled", settled, false);
    add("mediation-stat-written", counts.written, true);
    add("mediation-stat-recognised", counts.recognised, true);
    add("mediation-figure-unsettled", unsettled, false);
    add(
        "mediation-figure-pending",
        counts.opening + received - settled - unsettled,
        false,
    );
    add("mediation-stat-paid", counts.paid, false);
    for kind in Dispute::ALL {
        let [received, settled, unsettled] = counts.by_dispute.get(kind.key()).copied().unwrap_or_default();
        lines.push(Line {
            label: t.text(&format!("mediation-dispute-{}", kind.key())),
            value: received,
            part: false,
        });
        for (key, value) in [
            ("mediation-figure-settled", settled),
            ("mediation-figure-unsettled", unsettled),
        ] {
            lines.push(Line {
                label: t.text(key),
                value,
                part: true,
            });
        }
    }
    let key = if half {
        "mediation-statistics-half"
    } else {
        "mediation-statistics-year"
    };
    let title = t.format(
        key,
        &[
            ("unit", Arg::from(unit.name.as_str())),
            ("year", Arg::Text(year.to_string())),
        ],
    );
    Ok(Counted {
        unit,
        year,
        half,
        span,
        title,
        lines,
    })
}

#[derive(Template)]
#[template(path = "mediation/statistics.html")]
struct StatisticsPage {
    shell: Shell,
    notice: Notice,
    table: Table,
    file: String,
    others: Vec<Link>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let counted = counted(&reader, &actor, &pages, (&xa, &asked)).await?;
    let rows = counted.lines.iter().map(|line| {
        let label = if line.part {
            format!("– {}", line.label)
        } else {
            line.label.clone()
        };
        Row::new(vec![Cell::text(label), Cell::number(t, line.value)])
    });
    let columns = vec![
        Column::text(t.text("mediation-column-what")),
        Column::number(t.text("mediation-column-count")),
    ];
    let span = t.format(
        "mediation-statistics-span",
        &[
            ("from", Arg::Date(counted.span.0)),
            ("to", Arg::Date(counted.span.1)),
        ],
    );
    let page = format!("{}/thong-ke", home(&counted.unit));
    let query = |year: i16, half: bool| format!("?nam={year}{}", if half { "&ky=6" } else { "" });
    let this_year = pages.today().year();
    let mut others = Vec::new();
    for (year, half) in [
        (counted.year, !counted.half),
        (counted.year - 1, false),
        (counted.year + 1, false),
    ] {
        if year > this_year {
            continue;
        }
        let key = if half {
            "mediation-statistics-other-half"
        } else {
            "mediation-statistics-other-year"
        };
        let label = t.with(key, "year", year.to_string());
        others.push(Link::new(label, format!("{page}{}", query(year, half))));
    }
    let table = Table::new(span, columns, rows.collect()).note(t.text("mediation-statistics-note"));
    Ok(page::html(&StatisticsPage {
        shell: shell(&reader, &counted.unit, counted.title).lead(t.text("mediation-statistics-lead")),
        notice: Notice::new(t, Tone::Warning, t.text("mediation-statistics-exact")),
        table,
        file: format!("{page}.xlsx{}", query(counted.year, counted.half)),
        others,
    }))
}

pub(super) async fn file(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let counted = counted(&reader, &actor, &pages, (&xa, &asked)).await?;
    let committee = counted.unit.name.clone();
    let document = papers::statistics(
        &reader.t,
        counted.title,
        (committee, &counted.lines),
        counted.span,
        (pages.desk.clock.now(), pages.desk.demo),
    );
    let made = tokio::task::spawn_blocking(move || documents::xlsx(&document)).await;
    let made = or_failed(&reader, made)?;
    let octets = or_failed(&reader, made)?;
    let name = format!(
        "attachment; filename=\"hoa-giai-{}-{}.xlsx\"",
        counted.unit.code, counted.year
    );
    Ok((
        [
            (
                header::CONTENT_TYPE,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
            ),
            (header::CONTENT_DISPOSITION, name),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ],
        octets,
    )
        .into_response())
}
