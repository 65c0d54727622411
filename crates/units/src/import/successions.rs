//! Corrections of single links: which commune went into which.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbResult, Value, Write},
    params,
};
use serde::Serialize;

use super::{
    ImportError, Outcome, Problem, first_time,
    reading::{Problems, lines},
};
use crate::{
    Link, Unit, UnitId, Units,
    store::{INSERT_STATEMENT, NewSource, insert_rows, next, source_id},
};

/// Headings of the file; `partial` and `reason` may be left out.
pub const SUCCESSION_COLUMNS: &[&str] = &[
    "action",
    "old_code",
    "new_code",
    "effective",
    "partial",
    "source",
    "reason",
];

/// What a row says about a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The link is right (again, or now with another `partial`).
    Add,
    /// The link is wrong.
    Retract,
    /// A source says that the link is right, and the registry should go on without it.
    Claim,
    /// A source says that the link is wrong, and the registry should go on with it.
    Deny,
}

impl Action {
    const ALL: [Self; 4] = [Self::Add, Self::Retract, Self::Claim, Self::Deny];

    /// The word in files and in the database.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Retract => "retract",
            Self::Claim => "claim",
            Self::Deny => "deny",
        }
    }
}

/// What a source says about one link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuccessionRow {
    /// Line of the file.
    #[serde(skip)]
    pub line: u64,
    /// What is said.
    pub action: Action,
    /// Code of the unit that ended on the day.
    pub old_code: String,
    /// Code of the unit that began on the day.
    pub new_code: String,
    /// The day.
    pub effective: Date,
    /// Only a part of the old unit went into the new one.
    pub partial: bool,
    /// Title of the source.
    pub source: String,
    /// Why the correction is made.
    pub reason: String,
}

/// Reads corrections from CSV.
///
/// # Errors
/// All [`Problem`]s of the file.
pub fn read_successions(bytes: &[u8]) -> Result<Vec<SuccessionRow>, Vec<Problem>> {
    let required = &["action", "old_code", "new_code", "effective", "source"];
    let lines = lines(bytes, SUCCESSION_COLUMNS, required)?;
    let mut problems = Problems::default();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let word = line.cell("action").to_lowercase();
        let action = Action::ALL.into_iter().find(|action| action.key() == word);
        if action.is_none() {
            problems.add(
                Problem::new(line.number, "action", "units-import-choice")
                    .with("found", line.cell("action"))
                    .with("expected", Action::ALL.map(Action::key).join(", ")),
            );
        }
        let old_code = problems.text(line, "old_code");
        let new_code = problems.text(line, "new_code");
        let effective = problems.required_date(line, "effective");
        let partial = problems.flag(line, "partial");
        let source = problems.text(line, "source");
        if let (Some(action), Some(old_code), Some(new_code), Some(effective), Some(partial), Some(source)) =
            (action, old_code, new_code, effective, partial, source)
        {
            let reason = line.cell("reason").to_owned();
            rows.push(SuccessionRow {
                line: line.number,
                action,
                old_code,
                new_code,
                effective,
                partial,
                source,
                reason,
            });
        }
    }
    problems.or(rows)
}

/// Stores corrections of links. Nothing is deleted: the last word on a link counts.
///
/// # Errors
/// [`ImportError`]; then the transaction must not be kept.
pub async fn successions(
    write: &mut Write,
    rows: &[SuccessionRow],
    at: Timestamp,
) -> Result<Outcome, ImportError> {
    if !first_time(write, "successions", &rows, rows.len(), at).await? {
        return Ok(Outcome::Already);
    }
    let units = Units::load(write).await?;
    let ends = check(&units, rows).map_err(ImportError::Problems)?;
    store(write, rows, &ends, at).await?;
    // What can't be loaded again must not be kept.
    Units::load(write).await?;
    Ok(Outcome::Done { entries: rows.len() })
}

/// Finds the two units of each row and whether the links fit together.
fn check(units: &Units, rows: &[SuccessionRow]) -> Result<Vec<(UnitId, UnitId)>, Vec<Problem>> {
    let mut problems = Problems::default();
    let mut ends = Vec::with_capacity(rows.len());
    let mut said = BTreeSet::new();
    let mut after: BTreeMap<UnitId, (u64, BTreeMap<UnitId, bool>)> = BTreeMap::new();
    for row in rows {
        let old = units
            .with_code(&row.old_code)
            .find(|unit| unit.valid_to == Some(row.effective));
        let new = units
            .with_code(&row.new_code)
            .find(|unit| unit.valid_from == Some(row.effective));
        if old.is_none() {
            problems.add(no_unit(units, row, "old_code", &row.old_code, |unit| {
                unit.valid_to
            }));
        }
        if new.is_none() {
            problems.add(no_unit(units, row, "new_code", &row.new_code, |unit| {
                unit.valid_from
            }));
        }
        let (Some(old), Some(new)) = (old, new) else {
            continue;
        };
        ends.push((old.id, new.id));
        if !said.insert((old.id, new.id)) {
            problems.add(
                Problem::new(row.line, None, "units-import-link-twice")
                    .with("old", &row.old_code)
                    .with("new", &row.new_code),
            );
        }
        let (_, links) = after
            .entry(old.id)
            .or_insert_with(|| (row.line, stated(units.successors(old.id))));
        let there = links.contains_key(&new.id);
        match row.action {
            Action::Add => drop(links.insert(new.id, row.partial)),
            Action::Retract if there => drop(links.remove(&new.id)),
            Action::Deny if there => {}
            Action::Claim if !there => {}
            _ => problems.add(
                Problem::new(
                    row.line,
                    "action",
                    if there {
                        "units-import-link-there"
                    } else {
                        "units-import-link-absent"
                    },
                )
                .with("old", &row.old_code)
                .with("new", &row.new_code),
            ),
        }
    }
    for (old, (line, links)) in &after {
        if let Some(problem) = unfit(units.get(*old), *line, links) {
            problems.add(problem);
        }
    }
    problems.or(ends)
}

fn stated(links: &[Link]) -> BTreeMap<UnitId, bool> {
    links
        .iter()
        .filter(|link| !link.derived)
        .map(|link| (link.unit, link.partial))
        .collect()
}

/// A unit that went into one other went there wholly; one that went into several was split.
pub(super) fn unfit(old: Option<&Unit>, line: u64, links: &BTreeMap<UnitId, bool>) -> Option<Problem> {
    let split = links.len() > 1;
    links.values().any(|partial| *partial != split).then(|| {
        Problem::new(line, "partial", "units-import-partial")
            .with("code", old.map_or("", |unit| unit.code.as_str()))
            .with("count", links.len())
            .with("expected", u8::from(split))
    })
}

fn no_unit(
    units: &Units,
    row: &SuccessionRow,
    column: &'static str,
    code: &str,
    day: impl Fn(&Unit) -> Option<Date>,
) -> Problem {
    let days: Vec<String> = units
        .with_code(code)
        .filter_map(day)
        .map(|date| date.to_string())
        .collect();
    let key = match column {
        "old_code" => "units-import-no-unit-ends",
        _ => "units-import-no-unit-begins",
    };
    Problem::new(row.line, column, key)
        .with("found", code)
        .with("date", row.effective)
        .with("expected", days.join(", "))
}

async fn store(
    write: &mut Write,
    rows: &[SuccessionRow],
    ends: &[(UnitId, UnitId)],
    at: Timestamp,
) -> DbResult<()> {
    let first = next(write, "SELECT MAX(id) FROM unit_succession").await?;
    let mut statements: Vec<[Value; 9]> = Vec::with_capacity(rows.len());
    for (id, (row, (old, new))) in (first..).zip(rows.iter().zip(ends)) {
        let source = NewSource {
            title: row.source.clone(),
            ..NewSource::default()
        };
        let source = source_id(write, &source).await?;
        let opened_by: Option<i64> = write
            .one(
                "SELECT opened_by FROM unit WHERE id = $1",
                &params![new.0],
                |row| row.get(0),
            )
            .await?
            .flatten();
        statements.push(params![
            id,
            old.0,
            new.0,
            row.action.key(),
            row.partial,
            opened_by,
            source.0,
            row.reason.as_str(),
            at,
        ]);
    }
    insert_rows(write, INSERT_STATEMENT, &statements).await
}
