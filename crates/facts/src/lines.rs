//! The records behind a figure, page by page.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use platform::{
    db::{DbResult, Read},
    params,
};
use units::{UnitId, Units};

use crate::{
    catalogue::Catalogue,
    figures::{Scope, series_behind},
    period::Period,
    store::{self, Record, RecordId},
};

/// A fact behind a figure with its record. The quantities of all lines of a figure add up to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Where it stands in the list.
    pub key: LineKey,
    /// The record.
    pub record: Record,
    /// The series that the fact is counted in.
    pub series: String,
    /// The day on which it counts.
    pub date: Date,
    /// How much it adds.
    pub quantity: i64,
    /// Only a part of the record's unit belongs to the figure's unit: it is undivided.
    pub undivided: bool,
}

/// The place of a line in the list behind a figure: after which to go on. Written as text it fits an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineKey {
    series: usize,
    unit: UnitId,
    period: i64,
    record: RecordId,
    line: i64,
}

/// A text that is no place in a list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no place in a list of records: start from the first page")]
pub struct NoLineKey(pub String);

impl fmt::Display for LineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}.{}.{}.{}.{}",
            self.series,
            self.unit.0,
            self.period,
            self.record.0.simple(),
            self.line
        )
    }
}

impl FromStr for LineKey {
    type Err = NoLineKey;

    fn from_str(text: &str) -> Result<Self, NoLineKey> {
        let parse = || {
            let mut words = text.split('.');
            let key = Self {
                series: words.next()?.parse().ok()?,
                unit: UnitId(words.next()?.parse().ok()?),
                period: words.next()?.parse().ok()?,
                record: words.next()?.parse().ok()?,
                line: words.next()?.parse().ok()?,
            };
            words.next().is_none().then_some(key)
        };
        parse().ok_or_else(|| NoLineKey(text.to_owned()))
    }
}

/// What to list.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'a> {
    /// Key of the indicator; a share and a reported-only indicator have no lines.
    pub indicator: &'a str,
    /// The unit of the figure.
    pub unit: UnitId,
    /// The period of the figure.
    pub period: Period,
    /// The day on whose map the figure is drawn.
    pub basis: Date,
}

/// At most `limit` lines behind a figure, after the line `after`. Lines are in the order of series, unit,
/// quarter and record, each page costing the same. There is one query for each series until the page is full.
///
/// # Errors
/// What the engine says.
pub async fn lines(
    read: &mut Read,
    units: &Units,
    catalogue: &Catalogue,
    behind: Behind<'_>,
    after: Option<LineKey>,
    limit: usize,
) -> DbResult<Vec<Line>> {
    let scope = Scope::of(units, behind.unit, behind.basis);
    let members = scope.numbers();
    let mut found: Vec<Line> = Vec::new();
    let start = after.map_or(0, |key| key.series);
    let series = series_behind(catalogue, behind.indicator, behind.period);
    for (at, (series, from, to)) in series.into_iter().enumerate().skip(start) {
        let missing = i64::try_from(limit - found.len()).unwrap_or(i64::MAX);
        // The first series goes on after the key, those that follow start anew.
        let after = after.filter(|key| key.series == at);
        let members = after.map_or(&members[..], |key| {
            &members[members.partition_point(|unit| *unit < key.unit.0)..]
        });
        let (unit, period, record, line) = match after {
            Some(key) => (key.unit.0, key.period, key.record.0.as_bytes().to_vec(), key.line),
            None => (i64::MIN, 0, Vec::new(), 0),
        };
        let mut rows = read
            .all_among(
                "SELECT r.unit_id, r.id, r.kind, r.day, r.hamlet_id, r.title, r.body, r.demo, r.batch_id, \
                 r.recorded_at, r.retracted_at, r.retracted_reason, f.period, f.line, f.day, f.quantity \
                 FROM fact f JOIN record r ON r.unit_id = f.unit_id AND r.id = f.record_id \
                 WHERE f.series = $1 AND f.period BETWEEN $2 AND $3 AND NOT f.withdrawn \
                 AND (f.unit_id, f.period, f.record_id, f.line) > ($4, $5, $6, $7) AND f.unit_id IN",
                members,
                "ORDER BY f.unit_id, f.period, f.record_id, f.line LIMIT $8",
                &params![series.as_str(), from, to, unit, period, record, line, missing],
                |row| {
                    let record = store::record_from(row, 0)?;
                    let key = LineKey {
                        series: at,
                        unit: record.unit,
                        period: row.get(12)?,
                        record: record.id,
                        line: row.get(13)?,
                    };
                    let undivided = scope.is_shared(record.unit);
                    let (date, quantity) = (row.date(14)?, row.get(15)?);
                    Ok(Line {
                        key,
                        record,
                        series: series.clone(),
                        date,
                        quantity,
                        undivided,
                    })
                },
            )
            .await?;
        rows.truncate(limit - found.len());
        found.append(&mut rows);
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}
