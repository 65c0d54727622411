//! Corrections and additions to the registry from files that people keep: successions, reorganisations, hamlets.
//!
//! Each function takes rows, typed by the caller or read from CSV ([`read_successions`], [`read_changes`],
//! [`read_hamlets`]), and the caller's transaction: to commit it keeps everything, to drop it keeps nothing, which
//! makes a dry run. Every [`Problem`] is told with its line. The same content a second time does nothing.

mod hamlets;
mod reading;
mod reorganisation;
mod successions;

use jiff::Timestamp;
use platform::{
    db::{DbError, DbResult, Write},
    params,
};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::store::next;

pub use hamlets::{HAMLET_COLUMNS, HamletRow, hamlets, read_hamlets};
pub use reading::Problem;
pub use reorganisation::{
    CHANGE_COLUMNS, Change, ChangeRow, NewReorganisation, read_changes, reorganisation,
};
pub use successions::{Action, SUCCESSION_COLUMNS, SuccessionRow, read_successions, successions};

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The same content was imported before: nothing was changed.
    Already,
    /// Everything was stored. Once the transaction is committed, the registry in memory must be loaded again.
    Done {
        /// How many rows there were.
        entries: usize,
    },
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The rows are not right; all that is wrong with them, by line.
    #[error("nothing was imported: {} problems, the first on line {}", .0.len(), .0.first().map_or(0, |p| p.line))]
    Problems(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes down that content was imported; `false` when it was before.
async fn first_time(
    write: &mut Write,
    what: &'static str,
    content: &impl Serialize,
    entries: usize,
    at: Timestamp,
) -> DbResult<bool> {
    let text = serde_json::to_vec(content).map_err(|error| DbError::Damaged(error.to_string()))?;
    let hash = Sha256::new()
        .chain_update(what)
        .chain_update([0])
        .chain_update(text)
        .finalize()
        .to_vec();
    let known: Option<i64> = write
        .one(
            "SELECT id FROM unit_import WHERE hash = $1",
            &params![hash.clone()],
            |row| row.get(0),
        )
        .await?;
    if known.is_some() {
        return Ok(false);
    }
    let id = next(write, "SELECT MAX(id) FROM unit_import").await?;
    write
        .execute(
            "INSERT INTO unit_import (id, hash, what, entries, recorded_at) VALUES ($1, $2, $3, $4, $5)",
            &params![id, hash, what, i64::try_from(entries).unwrap_or(i64::MAX), at],
        )
        .await?;
    Ok(true)
}
