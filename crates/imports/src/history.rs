//! What was imported, and taking an import back.

use facts::{
    Amount, BatchId, Ledger, Period, Qualifier, RecordId, ReportedId, Retracted,
    store::{self, Source},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Row, Write},
    params,
};
use units::UnitId;

use crate::importer::Importer;

/// How many entries are retracted between two queries for more.
const AT_ONCE: i64 = 500;

/// An import that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its identifier.
    pub id: BatchId,
    /// Name of the file.
    pub name: String,
    /// The form it filled.
    pub form: String,
    /// How many records or values it brought.
    pub entries: i64,
    /// When.
    pub at: Timestamp,
    /// When and why it was taken back.
    pub undone: Option<(Timestamp, String)>,
}

/// What an import brought: one record or value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The unit it belongs to.
    pub unit: UnitId,
    /// What it is.
    pub brought: Brought,
    /// Whether it was retracted.
    pub retracted: bool,
}

/// A record or a reported value.
#[derive(Debug, Clone, PartialEq)]
pub enum Brought {
    /// A record.
    Record {
        /// Its identifier.
        id: RecordId,
        /// The day that dates it.
        date: Date,
        /// What it is called; empty when its form has no title.
        title: String,
    },
    /// A reported value.
    Reported {
        /// Its identifier.
        id: ReportedId,
        /// The period it is about.
        period: Period,
        /// Key of the indicator.
        indicator: String,
        /// What was stated.
        amount: Amount,
    },
}

impl Brought {
    /// Its identifier, whichever it is.
    #[must_use]
    pub fn id(&self) -> uuid::Uuid {
        match self {
            Self::Record { id, .. } => id.0,
            Self::Reported { id, .. } => id.0,
        }
    }
}

/// What became of a wish to take an import back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undone {
    /// It was taken back.
    Done {
        /// How many records or values were retracted; those retracted before are not counted.
        entries: u64,
    },
    /// It had been taken back before; nothing was changed.
    Already,
    /// There is no such import.
    Unknown,
}

impl Importer {
    /// The latest imports, newest first: at most `limit` of those before the one given.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn history(&self, before: Option<BatchId>, limit: usize) -> DbResult<Vec<Import>> {
        let before = before.map_or(uuid::Uuid::max(), |batch| batch.0);
        self.db
            .read()
            .await?
            .all(
                "SELECT b.id, b.name, b.form, b.entries, b.imported_at, u.undone_at, u.reason FROM import_batch b \
                 LEFT JOIN import_undone u ON u.batch_id = b.id WHERE b.id < $1 ORDER BY b.id DESC LIMIT $2",
                &params![BatchId(before), i64::try_from(limit).unwrap_or(i64::MAX)],
                import,
            )
            .await
    }

    /// An import by its key.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn import(&self, id: BatchId) -> DbResult<Option<Import>> {
        self.db
            .read()
            .await?
            .one(
                "SELECT b.id, b.name, b.form, b.entries, b.imported_at, u.undone_at, u.reason FROM import_batch b \
                 LEFT JOIN import_undone u ON u.batch_id = b.id WHERE b.id = $1",
                &params![id],
                import,
            )
            .await
    }

    /// What an import brought, by unit and identifier: at most `limit` entries after the one given.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn entries(
        &self,
        batch: BatchId,
        after: Option<(UnitId, uuid::Uuid)>,
        limit: usize,
    ) -> DbResult<Vec<Entry>> {
        let (unit, id) = after.unwrap_or((UnitId(i64::MIN), uuid::Uuid::nil()));
        let params = params![
            batch,
            unit.0,
            id.as_bytes().to_vec(),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ];
        let mut read = self.db.read().await?;
        let records = read
            .all(
                "SELECT unit_id, id, day, title, retracted_at FROM record \
                 WHERE batch_id = $1 AND (unit_id, id) > ($2, $3) ORDER BY unit_id, id LIMIT $4",
                &params,
                |row| {
                    Ok(Entry {
                        unit: UnitId(row.get(0)?),
                        brought: Brought::Record {
                            id: RecordId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                            date: row.date(2)?,
                            title: row.get(3)?,
                        },
                        retracted: row.get::<Option<i64>>(4)?.is_some(),
                    })
                },
            )
            .await?;
        // An import fills one form, so it brought either records or values.
        if !records.is_empty() {
            return Ok(records);
        }
        read.all(
            "SELECT unit_id, id, period, indicator, qualifier, value, retracted_at FROM reported \
             WHERE batch_id = $1 AND (unit_id, id) > ($2, $3) ORDER BY unit_id, id LIMIT $4",
            &params,
            |row| {
                Ok(Entry {
                    unit: UnitId(row.get(0)?),
                    brought: Brought::Reported {
                        id: ReportedId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                        period: Period::from_number(row.get(2)?).map_err(|error| damaged(&error))?,
                        indicator: row.get(3)?,
                        amount: amount(&row.get::<String>(4)?, row.get(5)?)?,
                    },
                    retracted: row.get::<Option<i64>>(6)?.is_some(),
                })
            },
        )
        .await
    }

    /// The units that an import is about.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn units_of(&self, batch: BatchId) -> DbResult<Vec<UnitId>> {
        let sql = "SELECT unit_id FROM record WHERE batch_id = $1 UNION SELECT unit_id FROM reported WHERE batch_id = $1";
        let mut read = self.db.read().await?;
        read.all(sql, &params![batch], |row| Ok(UnitId(row.get(0)?)))
            .await
    }

    /// The source of the values that an import brought; an import of records has none.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn source_of(&self, batch: BatchId) -> DbResult<Option<Source>> {
        let mut read = self.db.read().await?;
        let id = read
            .one(
                "SELECT source_id FROM reported WHERE batch_id = $1 ORDER BY unit_id, id LIMIT 1",
                &params![batch],
                |row| facts::SourceId::from_bytes(&row.get::<Vec<u8>>(0)?),
            )
            .await?;
        match id {
            None => Ok(None),
            Some(id) => store::source(&mut read, id).await,
        }
    }

    /// Takes an import back: everything it brought is retracted with the reason, in one transaction. The file may
    /// be imported again after that.
    ///
    /// # Errors
    /// What the engine says; then nothing was changed.
    pub async fn undo(&self, batch: BatchId, reason: &str) -> DbResult<Undone> {
        let at = self.clock.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let hash = ledger
            .write()
            .one(
                "SELECT content_hash FROM import_batch WHERE id = $1",
                &params![batch],
                |row| row.get::<Vec<u8>>(0),
            )
            .await?;
        let Some(hash) = hash else {
            return Ok(Undone::Unknown);
        };
        let marked = ledger
            .write()
            .execute(
                "INSERT INTO import_undone (batch_id, content_hash, undone_at, reason) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (batch_id) DO NOTHING",
                &params![batch, hash, at, reason],
            )
            .await?;
        if marked == 0 {
            return Ok(Undone::Already);
        }
        let mut entries = 0;
        loop {
            let records = kept(
                ledger.write(),
                "SELECT unit_id, id FROM record WHERE batch_id = $1 AND retracted_at IS NULL LIMIT $2",
                batch,
            )
            .await?;
            for (unit, id) in &records {
                let done = ledger
                    .retract_record(*unit, RecordId::from_bytes(id)?, reason)
                    .await?;
                entries += u64::from(done == Retracted::Done);
            }
            let values = kept(
                ledger.write(),
                "SELECT unit_id, id FROM reported WHERE batch_id = $1 AND retracted_at IS NULL LIMIT $2",
                batch,
            )
            .await?;
            for (unit, id) in &values {
                let done = ledger
                    .retract_reported(*unit, ReportedId::from_bytes(id)?, reason)
                    .await?;
                entries += u64::from(done == Retracted::Done);
            }
            if records.is_empty() && values.is_empty() {
                break;
            }
        }
        // The hash of a content has 32 octets, an identifier 16: the content is free to be imported again.
        ledger
            .write()
            .execute(
                "UPDATE import_batch SET content_hash = $2 WHERE id = $1",
                &params![batch, batch.0.as_bytes().to_vec()],
            )
            .await?;
        ledger.commit().await?;
        Ok(Undone::Done { entries })
    }
}

/// Entries of an import that are not retracted yet: the first few.
async fn kept(write: &mut Write, sql: &'static str, batch: BatchId) -> DbResult<Vec<(UnitId, Vec<u8>)>> {
    write
        .all(sql, &params![batch, AT_ONCE], |row| {
            Ok((UnitId(row.get(0)?), row.get(1)?))
        })
        .await
}

fn import(row: &Row) -> DbResult<Import> {
    let undone = match row.get::<Option<i64>>(5)? {
        None => None,
        Some(_) => Some((row.instant(5)?, row.get::<Option<String>>(6)?.unwrap_or_default())),
    };
    Ok(Import {
        id: BatchId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        name: row.get(1)?,
        form: row.get(2)?,
        entries: row.get(3)?,
        at: row.instant(4)?,
        undone,
    })
}

fn damaged(error: &dyn std::error::Error) -> DbError {
    DbError::Damaged(error.to_string())
}

fn amount(qualifier: &str, value: i64) -> DbResult<Amount> {
    let qualifier = Qualifier::from_key(qualifier)
        .ok_or_else(|| DbError::Damaged(format!("{qualifier:?} is no qualifier")))?;
    Ok(Amount { value, qualifier })
}
