//! Hamlets (thôn, ấp, khóm, tổ dân phố): the smallest places, under communes. A hundred thousand of them would
//! crowd the registry, so they are asked of the database, commune by commune.

use jiff::civil::Date;
use platform::{
    db::{DbResult, Read, Row, Value, Write},
    params,
};
use serde::Serialize;

use crate::{
    Level, SourceId, UnitId, UnitKind, UnknownKind,
    store::{damaged, insert_rows, next},
};

/// A hamlet with its days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hamlet {
    /// Number in this installation.
    pub id: UnitId,
    /// The commune it lies in. When a commune ends its hamlets end with it; those of the next are others.
    pub commune: UnitId,
    /// Code, where the province gives one.
    pub code: Option<String>,
    /// Full name: "Ấp Vĩnh Thành".
    pub name: String,
    /// What it is called in law.
    pub kind: UnitKind,
    /// First day; `None` when it is as old as its commune, or older than our data.
    pub valid_from: Option<Date>,
    /// First day on which it is no more; `None` while it exists.
    pub valid_to: Option<Date>,
    /// Where it was taken from.
    pub source: SourceId,
}

/// A hamlet to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHamlet {
    /// The commune it lies in.
    pub commune: UnitId,
    /// Code, where the province gives one.
    pub code: Option<String>,
    /// Full name: "Ấp Vĩnh Thành".
    pub name: String,
    /// What it is called in law.
    pub kind: UnitKind,
    /// First day; `None` when it is as old as its commune.
    pub valid_from: Option<Date>,
    /// First day on which it is no more; `None` while it exists.
    pub valid_to: Option<Date>,
    /// Where it was taken from.
    pub source: SourceId,
}

/// The hamlet with this number.
///
/// # Errors
/// What the engine says.
pub async fn get(read: &mut Read, id: UnitId) -> DbResult<Option<Hamlet>> {
    read.one(
        "SELECT id, parent_id, code, name, kind, valid_from, closed_on, source_id FROM unit \
         WHERE id = $1 AND level = 4",
        &params![id.0],
        hamlet,
    )
    .await
}

/// The hamlets of a commune on a day, in the order of recording: at most `limit` after the one given.
///
/// # Errors
/// What the engine says.
pub async fn page(
    read: &mut Read,
    commune: UnitId,
    date: Date,
    after: Option<UnitId>,
    limit: usize,
) -> DbResult<Vec<Hamlet>> {
    read.all(
        "SELECT id, parent_id, code, name, kind, valid_from, closed_on, source_id FROM unit \
         WHERE parent_id = $1 AND level = 4 AND id > $3 AND (valid_from IS NULL OR valid_from <= $2) \
         AND (closed_on IS NULL OR closed_on > $2) ORDER BY id LIMIT $4",
        &params![
            commune.0,
            date,
            after.map_or(0, |id| id.0),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        hamlet,
    )
    .await
}

/// All hamlets of a commune, of any day, in the order of recording.
///
/// # Errors
/// What the engine says.
pub async fn all(read: &mut Read, commune: UnitId) -> DbResult<Vec<Hamlet>> {
    read.all(
        "SELECT id, parent_id, code, name, kind, valid_from, closed_on, source_id FROM unit \
         WHERE parent_id = $1 AND level = 4 ORDER BY id",
        &params![commune.0],
        hamlet,
    )
    .await
}

/// How many hamlets a commune has on a day.
///
/// # Errors
/// What the engine says.
pub async fn count(read: &mut Read, commune: UnitId, date: Date) -> DbResult<i64> {
    let count = read
        .one(
            "SELECT COUNT(*) FROM unit WHERE parent_id = $1 AND level = 4 \
             AND (valid_from IS NULL OR valid_from <= $2) AND (closed_on IS NULL OR closed_on > $2)",
            &params![commune.0, date],
            |row| row.get(0),
        )
        .await?;
    Ok(count.unwrap_or(0))
}

/// Stores hamlets and gives their numbers, in the same order. Whether they fit together is the caller's care:
/// people's files go through [`crate::import::hamlets`].
///
/// # Errors
/// What the engine says, above all when a commune or source does not exist.
pub async fn insert(write: &mut Write, hamlets: &[NewHamlet]) -> DbResult<Vec<UnitId>> {
    let first = next(write, "SELECT MAX(id) FROM unit").await?;
    let rows: Vec<[Value; 9]> = (first..)
        .zip(hamlets)
        .map(|(id, hamlet)| {
            params![
                id,
                hamlet.code.clone(),
                hamlet.name.as_str(),
                hamlet.kind.key(),
                Level::Hamlet.number(),
                hamlet.commune.0,
                hamlet.valid_from,
                hamlet.valid_to,
                hamlet.source.0,
            ]
        })
        .collect();
    insert_rows(
        write,
        "INSERT INTO unit (id, code, name, kind, level, parent_id, valid_from, closed_on, source_id)",
        &rows,
    )
    .await?;
    Ok((first..).take(hamlets.len()).map(UnitId).collect())
}

fn hamlet(row: &Row) -> DbResult<Hamlet> {
    Ok(Hamlet {
        id: UnitId(row.get(0)?),
        commune: UnitId(row.get(1)?),
        code: row.get(2)?,
        name: row.get(3)?,
        kind: row
            .get::<String>(4)?
            .parse()
            .map_err(|unknown: UnknownKind| damaged(&unknown))?,
        valid_from: row.date_or_none(5)?,
        valid_to: row.date_or_none(6)?,
        source: SourceId(row.get(7)?),
    })
}
