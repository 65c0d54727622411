//! Writing records, facts, cells and reported values.
//!
//! A [`Ledger`] is a writing transaction. Facts are added to cells in memory and written when the ledger is
//! committed, so a record, its facts and its cells are stored together or not at all, and loading a million
//! facts touches each cell once. Nothing is deleted: what is retracted stays, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{Database, DbError, DbResult, Migration, Read, Row, Value, Write},
    params, typed_id,
};
use units::UnitId;

use crate::{
    amount::{Amount, Qualifier},
    entry::Entry,
    period::Period,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_311,
        name: "records, facts, cells and reported values",
        sql: include_str!("../migrations/2026112311_facts.sql"),
    },
    Migration {
        version: 2_026_112_511,
        name: "versions of cells",
        sql: include_str!("../migrations/2026112511_cell_version.sql"),
    },
];

typed_id!(
    /// A record.
    RecordId
);
typed_id!(
    /// A reported value.
    ReportedId
);
typed_id!(
    /// A source of reported values.
    SourceId
);
typed_id!(
    /// An import of one file.
    BatchId
);

impl serde::Serialize for SourceId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A record to be appended.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRecord {
    /// Made by the caller from its clock ([`platform::id::uuid_v7`]).
    pub id: RecordId,
    /// The unit whose record it is: a commune, or a province for its own bodies.
    pub unit: UnitId,
    /// The hamlet in which it happened, when known.
    pub hamlet: Option<UnitId>,
    /// The filled form.
    pub entry: Entry,
    /// Invented for the demo world.
    pub demo: bool,
    /// The import that brought it.
    pub batch: Option<BatchId>,
}

/// A record as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its identifier.
    pub id: RecordId,
    /// The unit whose record it is.
    pub unit: UnitId,
    /// The hamlet in which it happened, when known.
    pub hamlet: Option<UnitId>,
    /// Key of its record kind.
    pub kind: String,
    /// The day that dates it.
    pub date: Date,
    /// What it is called; empty when its form has no title.
    pub title: String,
    /// The filled columns.
    pub body: serde_json::Map<String, serde_json::Value>,
    /// Invented for the demo world.
    pub demo: bool,
    /// The import that brought it.
    pub batch: Option<BatchId>,
    /// When it was entered.
    pub recorded_at: Timestamp,
    /// Set when it was retracted.
    pub retracted: Option<Retraction>,
}

/// Why and when something was retracted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retraction {
    /// When.
    pub at: Timestamp,
    /// Why, in the words of who retracted it.
    pub reason: String,
}

/// What became of a wish to retract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retracted {
    /// It is retracted now.
    Done,
    /// It had been retracted before; nothing was changed.
    Already,
    /// There is no such thing.
    Unknown,
}

/// A publication, report or letter that states figures.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// Its identifier.
    pub id: SourceId,
    /// What it is called.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When it was published.
    pub published_on: Option<Date>,
    /// Where it is found: an address, a number, a file name; empty when unknown.
    pub locator: String,
    /// Anything else a reader should know; may be empty.
    pub note: String,
}

/// A value that somebody reported, to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReported {
    /// Made by the caller from its clock ([`platform::id::uuid_v7`]).
    pub id: ReportedId,
    /// The unit it is about.
    pub unit: UnitId,
    /// Key of the indicator.
    pub indicator: String,
    /// The period it is about.
    pub period: Period,
    /// What was stated.
    pub amount: Amount,
    /// How it was written in the source.
    pub as_written: String,
    /// A remark on it; may be empty.
    pub note: String,
    /// Who stated it.
    pub source: SourceId,
    /// The import that brought it.
    pub batch: Option<BatchId>,
}

/// An import to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// Made by the caller from its clock.
    pub id: BatchId,
    /// SHA-256 of the content, by which the same content is known again.
    pub content_hash: [u8; 32],
    /// Name of the file.
    pub name: String,
    /// The form it fills: key of a record kind, or `reported`.
    pub form: String,
}

/// An import that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Its identifier.
    pub id: BatchId,
    /// Name of the file.
    pub name: String,
    /// The form it filled.
    pub form: String,
    /// How many records or values it brought.
    pub entries: i64,
    /// When.
    pub imported_at: Timestamp,
}

/// Whether an import may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchState {
    /// The content is new.
    New,
    /// The same content was imported before; there is nothing to do.
    Same(Batch),
}

/// What facts add to a cell.
#[derive(Debug, Clone, Copy, Default)]
struct Delta {
    stock: bool,
    value: i64,
    facts: i64,
}

/// A writing transaction on records and reported values. Dropped without [`Ledger::commit`], it changes nothing.
#[derive(Debug)]
pub struct Ledger {
    write: Write,
    at: Timestamp,
    /// By unit and period, then by series: written in this order, so that ledgers never wait in a circle.
    cells: BTreeMap<(UnitId, Period), BTreeMap<String, Delta>>,
    batches: BTreeMap<BatchId, i64>,
}

impl Ledger {
    /// Opens a ledger whose entries are dated `at`.
    ///
    /// # Errors
    /// [`DbError::Engine`] when the database can't be reached.
    pub async fn open(db: &Database, at: Timestamp) -> DbResult<Self> {
        Ok(Self {
            write: db.write().await?,
            at,
            cells: BTreeMap::new(),
            batches: BTreeMap::new(),
        })
    }

    /// The transaction itself, for what else belongs to the same act.
    pub fn write(&mut self) -> &mut Write {
        &mut self.write
    }

    /// Begins an import, unless the same content was imported before.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn begin_batch(&mut self, batch: &NewBatch) -> DbResult<BatchState> {
        let touched = self
            .write
            .execute(
                "INSERT INTO import_batch (id, content_hash, name, form, entries, imported_at) \
                 VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (content_hash) DO NOTHING",
                &params![
                    batch.id,
                    batch.content_hash.to_vec(),
                    batch.name.as_str(),
                    batch.form.as_str(),
                    self.at
                ],
            )
            .await?;
        if touched == 1 {
            return Ok(BatchState::New);
        }
        let same = batch_with(&mut self.write, &batch.content_hash).await?;
        same.map(BatchState::Same)
            .ok_or_else(|| DbError::Damaged("an import that another one made impossible is gone".to_owned()))
    }

    /// Appends records with their facts.
    ///
    /// # Errors
    /// What the engine says; a record with an identifier that its unit has already is refused.
    pub async fn append(&mut self, records: &[NewRecord]) -> DbResult<()> {
        let mut rows = Vec::with_capacity(records.len());
        let mut facts = Vec::with_capacity(records.len() * 3);
        for record in records {
            let entry = &record.entry;
            rows.push(params![
                record.unit,
                record.id,
                entry.kind.as_str(),
                entry.date,
                record.hamlet.map(|hamlet| hamlet.0),
                entry.title.as_str(),
                serde_json::to_string(&entry.body).map_err(|error| DbError::Damaged(error.to_string()))?,
                record.demo,
                Value::Bytes(record.batch.map(|batch| batch.0.as_bytes().to_vec())),
                self.at,
            ]);
            for (line, fact) in (0_i64..).zip(&entry.facts) {
                let period = Period::of(fact.date);
                facts.push(params![
                    record.unit,
                    record.id,
                    line,
                    fact.series.as_str(),
                    fact.stock,
                    period,
                    fact.date,
                    fact.quantity,
                    false,
                ]);
                self.add(
                    record.unit,
                    period,
                    &fact.series,
                    Delta {
                        stock: fact.stock,
                        value: fact.quantity,
                        facts: 1,
                    },
                );
            }
            if let Some(batch) = record.batch {
                *self.batches.entry(batch).or_default() += 1;
            }
        }
        self.write
            .insert_many(
                "INSERT INTO record (unit_id, id, kind, day, hamlet_id, title, body, demo, batch_id, recorded_at)",
                &rows,
                "",
            )
            .await?;
        self.write
            .insert_many(
                "INSERT INTO fact (unit_id, record_id, line, series, stock, period, day, quantity, withdrawn)",
                &facts,
                "",
            )
            .await?;
        Ok(())
    }

    /// Adds to the cell of the quarter and to that of its year.
    fn add(&mut self, unit: UnitId, quarter: Period, series: &str, delta: Delta) {
        for period in [quarter, Period::year(quarter.calendar_year())] {
            let cells = self.cells.entry((unit, period)).or_default();
            match cells.get_mut(series) {
                Some(sum) => {
                    sum.value += delta.value;
                    sum.facts += delta.facts;
                }
                None => {
                    cells.insert(series.to_owned(), delta);
                }
            }
        }
    }

    /// Retracts a record: it stays with the reason, and its facts count no more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn retract_record(&mut self, unit: UnitId, id: RecordId, reason: &str) -> DbResult<Retracted> {
        let touched = self
            .write
            .execute(
                "UPDATE record SET retracted_at = $3, retracted_reason = $4 \
                 WHERE unit_id = $1 AND id = $2 AND retracted_at IS NULL",
                &params![unit, id, self.at, reason],
            )
            .await?;
        if touched == 0 {
            let sql = "SELECT 1 FROM record WHERE unit_id = $1 AND id = $2";
            let found = self.write.one(sql, &params![unit, id], |_| Ok(())).await?;
            return Ok(found.map_or(Retracted::Unknown, |()| Retracted::Already));
        }
        let facts = self
            .write
            .all(
                "SELECT period, series, stock, quantity FROM fact WHERE unit_id = $1 AND record_id = $2",
                &params![unit, id],
                |row| {
                    Ok((
                        period(row, 0)?,
                        row.get::<String>(1)?,
                        row.get(2)?,
                        row.get::<i64>(3)?,
                    ))
                },
            )
            .await?;
        for (period, series, stock, quantity) in facts {
            self.add(
                unit,
                period,
                &series,
                Delta {
                    stock,
                    value: -quantity,
                    facts: -1,
                },
            );
        }
        self.write
            .execute(
                "UPDATE fact SET withdrawn = $3 WHERE unit_id = $1 AND record_id = $2",
                &params![unit, id, true],
            )
            .await?;
        Ok(Retracted::Done)
    }

    /// Adds a source, unless it is there.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn add_source(&mut self, source: &Source) -> DbResult<()> {
        self.write
            .execute(
                "INSERT INTO report_source (id, title, publisher, published_on, locator, note) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
                &params![
                    source.id,
                    source.title.as_str(),
                    source.publisher.as_str(),
                    source.published_on,
                    source.locator.as_str(),
                    source.note.as_str()
                ],
            )
            .await?;
        Ok(())
    }

    /// Appends reported values; their sources must be there.
    ///
    /// # Errors
    /// What the engine says; an unknown source is refused.
    pub async fn report(&mut self, values: &[NewReported]) -> DbResult<()> {
        let rows: Vec<_> = values
            .iter()
            .map(|reported| {
                params![
                    reported.unit,
                    reported.id,
                    reported.period,
                    reported.indicator.as_str(),
                    reported.amount.qualifier.key(),
                    reported.amount.value,
                    reported.as_written.as_str(),
                    reported.note.as_str(),
                    reported.source,
                    Value::Bytes(reported.batch.map(|batch| batch.0.as_bytes().to_vec())),
                    self.at,
                ]
            })
            .collect();
        for batch in values.iter().filter_map(|reported| reported.batch) {
            *self.batches.entry(batch).or_default() += 1;
        }
        self.write
            .insert_many(
                "INSERT INTO reported (unit_id, id, period, indicator, qualifier, value, as_written, note, \
                 source_id, batch_id, recorded_at)",
                &rows,
                "",
            )
            .await?;
        Ok(())
    }

    /// Retracts a reported value: it stays with the reason, and is shown no more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn retract_reported(
        &mut self,
        unit: UnitId,
        id: ReportedId,
        reason: &str,
    ) -> DbResult<Retracted> {
        let touched = self
            .write
            .execute(
                "UPDATE reported SET retracted_at = $3, retracted_reason = $4 \
                 WHERE unit_id = $1 AND id = $2 AND retracted_at IS NULL",
                &params![unit, id, self.at, reason],
            )
            .await?;
        if touched == 1 {
            return Ok(Retracted::Done);
        }
        let sql = "SELECT 1 FROM reported WHERE unit_id = $1 AND id = $2";
        let found = self.write.one(sql, &params![unit, id], |_| Ok(())).await?;
        Ok(found.map_or(Retracted::Unknown, |()| Retracted::Already))
    }

    /// Writes the cells and makes everything lasting.
    ///
    /// # Errors
    /// What the engine says; then nothing was changed.
    pub async fn commit(mut self) -> DbResult<()> {
        let cells = std::mem::take(&mut self.cells);
        let touched: BTreeSet<UnitId> = cells.keys().map(|(unit, _)| *unit).collect();
        let rows: Vec<_> = cells
            .into_iter()
            .flat_map(|((unit, period), series)| {
                series.into_iter().map(move |(series, delta)| {
                    params![
                        unit,
                        delta.stock,
                        period.is_year(),
                        period,
                        series,
                        delta.value,
                        delta.facts
                    ]
                })
            })
            .collect();
        self.write
            .insert_many(
                "INSERT INTO cell (unit_id, stock, yearly, period, series, value, facts)",
                &rows,
                "ON CONFLICT (unit_id, stock, yearly, period, series) \
                 DO UPDATE SET value = cell.value + excluded.value, facts = cell.facts + excluded.facts",
            )
            .await?;
        let rows: Vec<_> = touched.into_iter().map(|unit| params![unit, 1]).collect();
        self.write
            .insert_many(
                "INSERT INTO cell_version (unit_id, version)",
                &rows,
                "ON CONFLICT (unit_id) DO UPDATE SET version = cell_version.version + 1",
            )
            .await?;
        for (batch, entries) in std::mem::take(&mut self.batches) {
            self.write
                .execute(
                    "UPDATE import_batch SET entries = entries + $2 WHERE id = $1",
                    &params![batch, entries],
                )
                .await?;
        }
        self.write.commit().await
    }
}

async fn batch_with(read: &mut Read, content_hash: &[u8; 32]) -> DbResult<Option<Batch>> {
    read.one(
        "SELECT id, name, form, entries, imported_at FROM import_batch WHERE content_hash = $1",
        &params![content_hash.to_vec()],
        |row| {
            Ok(Batch {
                id: BatchId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                name: row.get(1)?,
                form: row.get(2)?,
                entries: row.get(3)?,
                imported_at: row.instant(4)?,
            })
        },
    )
    .await
}

/// The import of this content, when there was one: for a dry run.
///
/// # Errors
/// What the engine says.
pub async fn same_batch(read: &mut Read, content_hash: &[u8; 32]) -> DbResult<Option<Batch>> {
    batch_with(read, content_hash).await
}

/// A record by its key; retracted ones too.
///
/// # Errors
/// What the engine says.
pub async fn record(read: &mut Read, unit: UnitId, id: RecordId) -> DbResult<Option<Record>> {
    read.one(
        "SELECT unit_id, id, kind, day, hamlet_id, title, body, demo, batch_id, recorded_at, retracted_at, \
         retracted_reason FROM record WHERE unit_id = $1 AND id = $2",
        &params![unit, id],
        |row| record_from(row, 0),
    )
    .await
}

/// Records of a kind that are not retracted, in the order of units and identifiers, those after one: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn records_of_kind(
    read: &mut Read,
    kind: &str,
    after: Option<(UnitId, RecordId)>,
    limit: usize,
) -> DbResult<Vec<Record>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| {
        (unit.0, id.0.as_bytes().to_vec())
    });
    read.all(
        "SELECT unit_id, id, kind, day, hamlet_id, title, body, demo, batch_id, recorded_at, retracted_at, \
         retracted_reason FROM record WHERE kind = $1 AND retracted_at IS NULL AND (unit_id, id) > ($2, $3) \
         ORDER BY unit_id, id LIMIT $4",
        &params![kind, unit, id, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| record_from(row, 0),
    )
    .await
}

/// A source by its key.
///
/// # Errors
/// What the engine says.
pub async fn source(read: &mut Read, id: SourceId) -> DbResult<Option<Source>> {
    read.one(
        "SELECT id, title, publisher, published_on, locator, note FROM report_source WHERE id = $1",
        &params![id],
        |row| source_from(row, 0),
    )
    .await
}

/// Reads a record from its twelve columns, starting at `from`.
pub(crate) fn record_from(row: &Row, from: usize) -> DbResult<Record> {
    let body: String = row.get(from + 6)?;
    let retracted_at: Option<i64> = row.get(from + 10)?;
    let retracted = match retracted_at {
        None => None,
        Some(_) => Some(Retraction {
            at: row.instant(from + 10)?,
            reason: row.get::<Option<String>>(from + 11)?.unwrap_or_default(),
        }),
    };
    Ok(Record {
        unit: UnitId(row.get(from)?),
        id: RecordId::from_bytes(&row.get::<Vec<u8>>(from + 1)?)?,
        kind: row.get(from + 2)?,
        date: row.date(from + 3)?,
        hamlet: row.get::<Option<i64>>(from + 4)?.map(UnitId),
        title: row.get(from + 5)?,
        body: serde_json::from_str(&body)
            .map_err(|error| DbError::Damaged(format!("body of a record: {error}")))?,
        demo: row.get(from + 7)?,
        batch: row
            .get::<Option<Vec<u8>>>(from + 8)?
            .map(|id| BatchId::from_bytes(&id))
            .transpose()?,
        recorded_at: row.instant(from + 9)?,
        retracted,
    })
}

/// Reads a source from its six columns, starting at `from`.
pub(crate) fn source_from(row: &Row, from: usize) -> DbResult<Source> {
    Ok(Source {
        id: SourceId::from_bytes(&row.get::<Vec<u8>>(from)?)?,
        title: row.get(from + 1)?,
        publisher: row.get(from + 2)?,
        published_on: row.date_or_none(from + 3)?,
        locator: row.get(from + 4)?,
        note: row.get(from + 5)?,
    })
}

pub(crate) fn period(row: &Row, index: usize) -> DbResult<Period> {
    Period::from_number(row.get(index)?).map_err(|error| DbError::Damaged(error.to_string()))
}

pub(crate) fn amount(qualifier: &str, value: i64) -> DbResult<Amount> {
    let qualifier = Qualifier::from_key(qualifier)
        .ok_or_else(|| DbError::Damaged(format!("{qualifier:?} is no qualifier")))?;
    Ok(Amount { value, qualifier })
}
