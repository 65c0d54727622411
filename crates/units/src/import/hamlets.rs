//! Hamlets of communes from a file.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbResult, Write},
    params,
    text::fold,
};
use serde::Serialize;

use super::{
    ImportError, Outcome, Problem, first_time,
    reading::{Problems, lines},
};
use crate::{
    Level, Unit, UnitId, UnitKind, Units,
    hamlets::{Hamlet, NewHamlet, all, insert},
    store::{NewSource, source_id},
};

/// Headings of the file; `code`, `valid_from` and `valid_to` may be left out.
pub const HAMLET_COLUMNS: &[&str] = &[
    "commune_code",
    "name",
    "kind",
    "code",
    "valid_from",
    "valid_to",
    "source",
];

/// A hamlet as a file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HamletRow {
    /// Line of the file.
    #[serde(skip)]
    pub line: u64,
    /// Code of the commune.
    pub commune_code: String,
    /// Name, with or without its kind.
    pub name: String,
    /// What it is called in law.
    pub kind: UnitKind,
    /// Code, where the province gives one.
    pub code: Option<String>,
    /// First day; `None` when it is as old as its commune.
    pub valid_from: Option<Date>,
    /// First day on which it is no more; `None` while it exists.
    pub valid_to: Option<Date>,
    /// Title of the source.
    pub source: String,
}

impl HamletRow {
    /// The name with its kind before it.
    fn full_name(&self) -> String {
        let (prefix, name) = (self.kind.prefix(), self.name.trim());
        let named = fold(name)
            .strip_prefix(&fold(prefix))
            .is_some_and(|rest| rest.starts_with(' '));
        if named {
            name.to_owned()
        } else {
            format!("{prefix} {name}")
        }
    }
}

/// Reads hamlets from CSV.
///
/// # Errors
/// All [`Problem`]s of the file.
pub fn read_hamlets(bytes: &[u8]) -> Result<Vec<HamletRow>, Vec<Problem>> {
    let lines = lines(bytes, HAMLET_COLUMNS, &["commune_code", "name", "kind", "source"])?;
    let mut problems = Problems::default();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let commune_code = problems.text(line, "commune_code");
        let name = problems.text(line, "name");
        let kind = UnitKind::on_level(Level::Hamlet, line.cell("kind"));
        if kind.is_err() {
            let kinds: Vec<&str> = UnitKind::ALL
                .iter()
                .filter(|k| k.level() == Level::Hamlet)
                .map(|k| k.prefix())
                .collect();
            problems.add(
                Problem::new(line.number, "kind", "units-import-choice")
                    .with("found", line.cell("kind"))
                    .with("expected", kinds.join(", ")),
            );
        }
        let valid_from = problems.date(line, "valid_from");
        let valid_to = problems.date(line, "valid_to");
        let source = problems.text(line, "source");
        if let (Some(commune_code), Some(name), Ok(kind), Some(valid_from), Some(valid_to), Some(source)) =
            (commune_code, name, kind, valid_from, valid_to, source)
        {
            let code = Some(line.cell("code"))
                .filter(|code| !code.is_empty())
                .map(str::to_owned);
            rows.push(HamletRow {
                line: line.number,
                commune_code,
                name,
                kind,
                code,
                valid_from,
                valid_to,
                source,
            });
        }
    }
    problems.or(rows)
}

/// Stores hamlets. One already there with the same name and first day is corrected (kind, code, last day).
///
/// # Errors
/// [`ImportError`]; then the transaction must not be kept.
pub async fn hamlets(write: &mut Write, rows: &[HamletRow], at: Timestamp) -> Result<Outcome, ImportError> {
    if !first_time(write, "hamlets", &rows, rows.len(), at).await? {
        return Ok(Outcome::Already);
    }
    let units = Units::load(write).await?;
    let communes = communes(&units, rows).map_err(ImportError::Problems)?;
    let mut there: BTreeMap<UnitId, Vec<Hamlet>> = BTreeMap::new();
    for commune in communes.iter().copied().collect::<BTreeSet<_>>() {
        there.insert(commune, all(write, commune).await?);
    }
    clashes(rows, &communes, &there).map_err(ImportError::Problems)?;
    store(write, rows, &communes, &there).await?;
    Ok(Outcome::Done { entries: rows.len() })
}

/// The commune of each row: the one that had the code on the hamlet's first day, or else on its last, or else the
/// one that has it now.
fn communes(units: &Units, rows: &[HamletRow]) -> Result<Vec<UnitId>, Vec<Problem>> {
    let mut problems = Problems::default();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let begins = |unit: &&Unit| match (row.valid_from, row.valid_to) {
            (Some(from), _) => unit.valid_on(from),
            (None, Some(to)) => to.yesterday().is_ok_and(|last| unit.valid_on(last)),
            (None, None) => unit.valid_to.is_none(),
        };
        let with_code = || {
            units
                .with_code(&row.commune_code)
                .filter(|unit| unit.level == Level::Commune)
        };
        let Some(commune) = with_code().find(begins) else {
            let days: Vec<String> = with_code()
                .map(|unit| {
                    let day =
                        |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |date| date.to_string());
                    format!("{} {}–{}", unit.name, day(unit.valid_from), day(unit.valid_to))
                })
                .collect();
            problems.add(
                Problem::new(row.line, "commune_code", "units-import-commune")
                    .with("found", &row.commune_code)
                    .with("expected", days.join("; ")),
            );
            continue;
        };
        if row.valid_to.is_some() && row.valid_to <= row.valid_from {
            problems.add(Problem::new(row.line, "valid_to", "units-import-days"));
        }
        if row
            .valid_to
            .is_some_and(|to| commune.valid_to.is_some_and(|end| to > end))
        {
            problems.add(
                Problem::new(row.line, "valid_to", "units-import-outlives")
                    .with("unit", &commune.name)
                    .with(
                        "date",
                        commune.valid_to.map_or_else(String::new, |date| date.to_string()),
                    ),
            );
        }
        found.push(commune.id);
    }
    problems.or(found)
}

/// First day, and first day after the last.
type Days = (Option<Date>, Option<Date>);

/// Two hamlets of one commune may have the same name only on different days.
fn clashes(
    rows: &[HamletRow],
    communes: &[UnitId],
    there: &BTreeMap<UnitId, Vec<Hamlet>>,
) -> Result<(), Vec<Problem>> {
    let mut problems = Problems::default();
    let mut days: BTreeMap<(UnitId, String), Vec<Days>> = BTreeMap::new();
    let own: BTreeSet<(UnitId, String, Option<Date>)> = rows
        .iter()
        .zip(communes)
        .map(|(row, id)| (*id, row.full_name(), row.valid_from))
        .collect();
    for hamlet in there.values().flatten() {
        // One that a row corrects is compared as the row has it.
        if !own.contains(&(hamlet.commune, hamlet.name.clone(), hamlet.valid_from)) {
            let days = days.entry((hamlet.commune, hamlet.name.clone())).or_default();
            days.push((hamlet.valid_from, hamlet.valid_to));
        }
    }
    for (row, commune) in rows.iter().zip(communes) {
        let days = days.entry((*commune, row.full_name())).or_default();
        let overlaps = days.iter().any(|(from, to)| {
            to.is_none_or(|to| row.valid_from.is_none_or(|first| first < to))
                && row.valid_to.is_none_or(|to| from.is_none_or(|from| from < to))
        });
        if overlaps {
            problems.add(
                Problem::new(row.line, "name", "units-import-hamlet-twice").with("found", row.full_name()),
            );
        }
        days.push((row.valid_from, row.valid_to));
    }
    problems.or(())
}

async fn store(
    write: &mut Write,
    rows: &[HamletRow],
    communes: &[UnitId],
    there: &BTreeMap<UnitId, Vec<Hamlet>>,
) -> DbResult<()> {
    let mut new = Vec::new();
    let mut sources = BTreeMap::new();
    for (row, commune) in rows.iter().zip(communes) {
        let source = match sources.get(&row.source) {
            Some(id) => *id,
            None => {
                let source = NewSource {
                    title: row.source.clone(),
                    ..NewSource::default()
                };
                let id = source_id(write, &source).await?;
                sources.insert(row.source.clone(), id);
                id
            }
        };
        let hamlet = NewHamlet {
            commune: *commune,
            code: row.code.clone(),
            name: row.full_name(),
            kind: row.kind,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            source,
        };
        let known = there.get(commune).and_then(|known| {
            known
                .iter()
                .find(|k| k.name == hamlet.name && k.valid_from == hamlet.valid_from)
        });
        match known {
            None => new.push(hamlet),
            Some(known) => {
                write
                    .execute(
                        "UPDATE unit SET kind = $2, code = $3, closed_on = $4, source_id = $5 WHERE id = $1",
                        &params![
                            known.id.0,
                            hamlet.kind.key(),
                            hamlet.code,
                            hamlet.valid_to,
                            source.0
                        ],
                    )
                    .await?;
            }
        }
    }
    insert(write, &new).await?;
    Ok(())
}
