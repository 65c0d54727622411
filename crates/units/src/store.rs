//! The registry in the database: loading it, and undoing a reorganisation recorded wrongly.

use std::{
    collections::{BTreeMap, HashSet},
    str::FromStr,
};

use jiff::{Timestamp, civil::Date};
use platform::{
    clock::vietnam,
    db::{Database, DbError, DbResult, Migration, Read, Row, Value, Write, date_from_days},
    i18n::Translator,
    params,
};

use crate::{
    Dispute, Level, Parts, Reorganisation, ReorganisationId, Source, SourceId, Succession, Undoing, Unit,
    UnitId, UnitKind, Units,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2026112301,
    name: "administrative units",
    sql: include_str!("../migrations/2026112301_units.sql"),
}];

impl Units {
    /// Loads the registry.
    ///
    /// # Errors
    /// [`DbError::Damaged`] when nothing is loaded yet or what is stored contradicts itself, and what the engine
    /// says.
    pub async fn load(read: &mut Read) -> DbResult<Self> {
        Self::build(stored(read).await?).map_err(|damage| DbError::Damaged(damage.to_string()))
    }
}

/// Reads everything a registry is built from.
async fn stored(read: &mut Read) -> DbResult<Parts> {
    let sources = read
        .all(
            "SELECT id, title, publisher, licence, locator FROM unit_source",
            &[],
            |row| {
                Ok(Source {
                    id: SourceId(row.get(0)?),
                    title: row.get(1)?,
                    publisher: row.get(2)?,
                    licence: row.get(3)?,
                    locator: row.get(4)?,
                })
            },
        )
        .await?;
    let reorganisations = read
        .all(
            "SELECT id, title, legal_document, effective, source_id, recorded_at, undone_at, undone_reason \
             FROM reorganisation",
            &[],
            reorganisation,
        )
        .await?;
    let undone: HashSet<ReorganisationId> = reorganisations
        .iter()
        .filter(|r| r.undone.is_some())
        .map(|r| r.id)
        .collect();

    let units: Vec<_> = read
        .all(
            "SELECT STRING_AGG(CAST(u.id AS TEXT) || '\u{1f}' || u.code || '\u{1f}' || u.name || '\u{1f}' || u.kind || \
             '\u{1f}' || CAST(u.level AS TEXT) || '\u{1f}' || COALESCE(CAST(u.parent_id AS TEXT), '') || '\u{1f}' || \
             COALESCE(CAST(u.valid_from AS TEXT), '') || '\u{1f}' || COALESCE(CAST(u.latitude AS TEXT), '') || \
             '\u{1f}' || COALESCE(CAST(u.longitude AS TEXT), '') || '\u{1f}' || \
             COALESCE(CAST(u.area_km2 AS TEXT), '') || '\u{1f}' || CAST(u.source_id AS TEXT) || '\u{1f}' || \
             COALESCE(CAST(u.opened_by AS TEXT), '') || '\u{1f}' || COALESCE(CAST(closing.effective AS TEXT), ''), \
             '\u{1e}') \
             FROM unit u LEFT JOIN \
             (SELECT c.unit_id, MIN(r.effective) AS effective \
              FROM unit_closing c JOIN reorganisation r ON r.id = c.reorganisation_id \
              WHERE r.undone_at IS NULL GROUP BY c.unit_id) AS closing ON closing.unit_id = u.id \
             WHERE u.level < 4 GROUP BY u.id / 256",
            &[],
            |row| {
                let packed: String = row.get(0)?;
                packed
                    .split(BETWEEN_ROWS)
                    .map(|line| {
                        let row = Packed::new(line);
                        Ok((unit(&row)?, row.number_or_none(11)?.map(ReorganisationId)))
                    })
                    .collect::<DbResult<Vec<_>>>()
            },
        )
        .await?
        .into_iter()
        .flatten()
        .collect();
    let (undone_units, units): (Vec<_>, Vec<_>) = units
        .into_iter()
        .partition(|(_, opened)| opened.is_some_and(|by| undone.contains(&by)));

    let mut statements: Vec<(i64, Statement)> = read
        .all(
            "SELECT STRING_AGG(CAST(s.old_id AS TEXT) || '\u{1f}' || CAST(s.new_id AS TEXT) || '\u{1f}' || s.action || \
             '\u{1f}' || CASE WHEN s.partial THEN '1' ELSE '0' END || '\u{1f}' || \
             CAST(s.reorganisation_id AS TEXT) || '\u{1f}' || CAST(s.source_id AS TEXT) || '\u{1f}' || s.reason || \
             '\u{1f}' || CAST(s.id AS TEXT), '\u{1e}') \
             FROM unit_succession s JOIN reorganisation r ON r.id = s.reorganisation_id \
             WHERE r.undone_at IS NULL GROUP BY s.id / 256",
            &[],
            |row| {
                let packed: String = row.get(0)?;
                packed
                    .split(BETWEEN_ROWS)
                    .map(|line| {
                        let row = Packed::new(line);
                        Ok((row.number(7)?, statement(&row)?))
                    })
                    .collect::<DbResult<Vec<_>>>()
            },
        )
        .await?
        .into_iter()
        .flatten()
        .collect();
    statements.sort_by_key(|(id, _)| *id);
    let statements = statements.into_iter().map(|(_, statement)| statement).collect();
    let (successions, disputes) = settle(statements);
    Ok(Parts {
        units: units.into_iter().map(|(unit, _)| unit).collect(),
        successions,
        reorganisations,
        sources,
        disputes,
        undone: undone_units.into_iter().map(|(unit, _)| unit).collect(),
    })
}

/// What stands between the columns of a packed row, and what between rows.
const BETWEEN_COLUMNS: char = '\u{1f}';
const BETWEEN_ROWS: char = '\u{1e}';

/// A row that came as text with many others: fetching one row of 256 lines is ten times as fast as fetching 256
/// rows, and the registry is read at every start.
struct Packed<'a>(Vec<&'a str>);

impl<'a> Packed<'a> {
    fn new(line: &'a str) -> Self {
        Self(line.split(BETWEEN_COLUMNS).collect())
    }

    fn text(&self, column: usize) -> DbResult<&'a str> {
        self.0
            .get(column)
            .copied()
            .ok_or_else(|| damaged(&format!("a packed row has {} columns", self.0.len())))
    }

    fn some<T: FromStr>(&self, column: usize) -> DbResult<Option<T>> {
        let text = self.text(column)?;
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(damaged(&format!("{text:?} is no number"))),
        }
    }

    fn number_or_none(&self, column: usize) -> DbResult<Option<i64>> {
        self.some(column)
    }

    fn number(&self, column: usize) -> DbResult<i64> {
        self.some(column)?.ok_or_else(|| damaged(&"a number is missing"))
    }

    fn date_or_none(&self, column: usize) -> DbResult<Option<Date>> {
        self.some(column)?.map(date_from_days).transpose()
    }
}

/// What a stored row says about the succession between two units.
enum Statement {
    Add(Succession),
    Retract { old: UnitId, new: UnitId },
    Dispute(Dispute),
}

fn statement(row: &Packed<'_>) -> DbResult<Statement> {
    let (old, new) = (UnitId(row.number(0)?), UnitId(row.number(1)?));
    let source = SourceId(row.number(5)?);
    let action = row.text(2)?;
    Ok(match action {
        "add" => Statement::Add(Succession {
            old,
            new,
            partial: row.text(3)? == "1",
            source,
            reorganisation: ReorganisationId(row.number(4)?),
        }),
        "retract" => Statement::Retract { old, new },
        _ => Statement::Dispute(Dispute {
            old,
            new,
            asserts: action == "claim",
            source,
            reason: row.text(6)?.to_owned(),
        }),
    })
}

/// The last word on each pair of units, and the disputes that still contradict it.
fn settle(statements: Vec<Statement>) -> (Vec<Succession>, Vec<Dispute>) {
    let mut links = BTreeMap::new();
    let mut disputes = Vec::new();
    for statement in statements {
        match statement {
            Statement::Add(link) => drop(links.insert((link.old, link.new), link)),
            Statement::Retract { old, new } => drop(links.remove(&(old, new))),
            Statement::Dispute(dispute) => disputes.push(dispute),
        }
    }
    disputes.retain(|dispute| dispute.asserts != links.contains_key(&(dispute.old, dispute.new)));
    (links.into_values().collect(), disputes)
}

fn reorganisation(row: &Row) -> DbResult<Reorganisation> {
    let undone = match (row.get::<Option<i64>>(6)?, row.get::<Option<String>>(7)?) {
        (Some(_), Some(reason)) => Some(Undoing {
            at: row.instant(6)?,
            reason,
        }),
        _ => None,
    };
    Ok(Reorganisation {
        id: ReorganisationId(row.get(0)?),
        title: row.get(1)?,
        legal_document: row.get(2)?,
        effective: row.date(3)?,
        source: SourceId(row.get(4)?),
        recorded_at: row.instant(5)?,
        undone,
    })
}

fn unit(row: &Packed<'_>) -> DbResult<Unit> {
    let kind: UnitKind = row
        .text(3)?
        .parse()
        .map_err(|unknown: crate::UnknownKind| damaged(&unknown))?;
    let level = row.number(4)?;
    Ok(Unit {
        id: UnitId(row.number(0)?),
        code: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        kind,
        level: Level::from_number(level).ok_or_else(|| damaged(&format!("{level} is no level of unit")))?,
        parent: row.number_or_none(5)?.map(UnitId),
        valid_from: row.date_or_none(6)?,
        valid_to: row.date_or_none(12)?,
        centre: row.some(7)?.zip(row.some(8)?),
        area_km2: row.some(9)?,
        source: SourceId(row.number(10)?),
    })
}

pub(crate) const INSERT_UNIT: &str = "INSERT INTO unit (id, code, name, kind, level, parent_id, valid_from, \
     opened_by, latitude, longitude, area_km2, source_id)";

/// The values of [`INSERT_UNIT`].
pub(crate) fn unit_row(unit: &Unit, opened_by: Option<i64>) -> [Value; 12] {
    params![
        unit.id.0,
        unit.code.as_str(),
        unit.name.as_str(),
        unit.kind.key(),
        unit.level.number(),
        unit.parent.map(|id| id.0),
        unit.valid_from,
        opened_by,
        unit.centre.map(|(latitude, _)| latitude),
        unit.centre.map(|(_, longitude)| longitude),
        unit.area_km2,
        unit.source.0,
    ]
}

/// Inserts rows in small statements: SQLite's effort to name the values of a statement grows with the square of
/// their number.
pub(crate) async fn insert_rows<const N: usize>(
    write: &mut Write,
    head: &'static str,
    rows: &[[Value; N]],
) -> DbResult<()> {
    for part in rows.chunks(40) {
        write.insert_many(head, part, "").await?;
    }
    Ok(())
}

pub(crate) const INSERT_CLOSING: &str = "INSERT INTO unit_closing (unit_id, reorganisation_id)";

pub(crate) const INSERT_STATEMENT: &str = "INSERT INTO unit_succession (id, old_id, new_id, action, partial, \
     reorganisation_id, source_id, reason, recorded_at)";

pub(crate) fn damaged(what: &dyn std::fmt::Display) -> DbError {
    DbError::Damaged(what.to_string())
}

/// A source to be named; one with the same words is stored once.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct NewSource {
    /// What it is called.
    pub title: String,
    /// Who made it public.
    pub publisher: String,
    /// Licence under which it may be used; empty when none is stated.
    pub licence: String,
    /// Address, file or number under which it is found; empty when none is known.
    pub locator: String,
}

/// The number of a source, stored when it is new.
///
/// # Errors
/// What the engine says.
pub async fn source_id(write: &mut Write, source: &NewSource) -> DbResult<SourceId> {
    let NewSource {
        title,
        publisher,
        licence,
        locator,
    } = source;
    let words = || {
        params![
            title.as_str(),
            publisher.as_str(),
            licence.as_str(),
            locator.as_str()
        ]
    };
    let find = "SELECT id FROM unit_source \
                WHERE title = $1 AND publisher = $2 AND licence = $3 AND locator = $4";
    if let Some(id) = write.one(find, &words(), |row| row.get(0)).await? {
        return Ok(SourceId(id));
    }
    let id = next(write, "SELECT MAX(id) FROM unit_source").await?;
    let [title, publisher, licence, locator] = words();
    write
        .execute(
            "INSERT INTO unit_source (id, title, publisher, licence, locator) VALUES ($1, $2, $3, $4, $5)",
            &[id.into(), title, publisher, licence, locator],
        )
        .await?;
    Ok(SourceId(id))
}

/// The number after the greatest. Numbers are given in the order of recording, so that the same data get the same
/// numbers on either database.
pub(crate) async fn next(read: &mut Read, greatest: &'static str) -> DbResult<i64> {
    let greatest: Option<Option<i64>> = read.one(greatest, &[], |row| row.get(0)).await?;
    Ok(greatest.flatten().unwrap_or(0) + 1)
}

/// Why a reorganisation was not undone.
#[derive(Debug, thiserror::Error)]
pub enum UndoError {
    /// There is none with this number.
    #[error("there is no reorganisation {}: see the list of reorganisations", .0.0)]
    Unknown(ReorganisationId),
    /// It was undone before; once is enough.
    #[error("{title:?} was already undone on {} because: {}", undone.at, undone.reason)]
    Already {
        /// Its title.
        title: String,
        /// When and why.
        undone: Undoing,
    },
    /// Later reorganisations build on its units.
    #[error("undo first what was built on it: {}", .0.join("; "))]
    BuiltOn(Vec<String>),
    /// No reason was given.
    #[error("say why it is undone: the reason is kept and shown")]
    NoReason,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl UndoError {
    /// The reason and what to do, in the reader's language.
    #[must_use]
    pub fn words(&self, t: &Translator) -> String {
        match self {
            Self::Unknown(id) => t.with("units-undo-unknown", "number", id.0.to_string()),
            Self::Already { title, undone } => t.format(
                "units-undo-already",
                &[
                    ("title", title.into()),
                    ("date", vietnam().to_datetime(undone.at).date().into()),
                    ("reason", (&undone.reason).into()),
                ],
            ),
            Self::BuiltOn(titles) => t.with("units-undo-built-on", "titles", titles.join("; ")),
            Self::NoReason => t.text("units-undo-no-reason"),
            Self::Db(_) => t.text("units-undo-failed"),
        }
    }
}

/// Undoes a reorganisation that was recorded wrongly: the registry, loaded again, is as if it had not been.
/// Nothing is deleted: the reorganisation stays listed with the reason, and records kept under its units stay
/// where they are.
///
/// # Errors
/// [`UndoError`]; then nothing was changed.
pub async fn undo(db: &Database, id: ReorganisationId, at: Timestamp, reason: &str) -> Result<(), UndoError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(UndoError::NoReason);
    }
    let mut write = db.write().await?;
    let before = write
        .one(
            "SELECT id, title, legal_document, effective, source_id, recorded_at, undone_at, undone_reason \
             FROM reorganisation WHERE id = $1",
            &params![id.0],
            reorganisation,
        )
        .await?
        .ok_or(UndoError::Unknown(id))?;
    if let Some(undone) = before.undone {
        return Err(UndoError::Already {
            title: before.title,
            undone,
        });
    }
    let built_on: Vec<String> = write
        .all(
            "SELECT r.title FROM reorganisation r WHERE r.undone_at IS NULL AND r.id <> $1 AND (\
             EXISTS (SELECT 1 FROM unit_closing c JOIN unit u ON u.id = c.unit_id \
                     WHERE c.reorganisation_id = r.id AND u.opened_by = $1) OR \
             EXISTS (SELECT 1 FROM unit u JOIN unit p ON p.id = u.parent_id \
                     WHERE u.opened_by = r.id AND p.opened_by = $1)) ORDER BY r.id",
            &params![id.0],
            |row| row.get(0),
        )
        .await?;
    if !built_on.is_empty() {
        return Err(UndoError::BuiltOn(built_on));
    }
    write
        .execute(
            "UPDATE reorganisation SET undone_at = $2, undone_reason = $3 WHERE id = $1 AND undone_at IS NULL",
            &params![id.0, at, reason],
        )
        .await?;
    // What can't be loaded again must not be kept.
    Units::load(&mut write).await?;
    write.commit().await?;
    Ok(())
}
