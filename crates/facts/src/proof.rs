//! The proof that cells are what the facts add up to, and the rebuilding of cells from facts.

use platform::db::{Database, DbResult, Read};
use units::UnitId;

use crate::{period::Period, store};

/// A cell that is not what its facts add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The unit.
    pub unit: UnitId,
    /// The quarter or the year.
    pub period: Period,
    /// The series.
    pub series: String,
    /// Value and number of facts as the cell says; `None` when there is no cell.
    pub cell: Option<(i64, i64)>,
    /// Value and number of facts as the facts add up; `None` when there are none.
    pub facts: Option<(i64, i64)>,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many cells there are.
    pub cells: i64,
    /// How many facts they are rolled up from.
    pub facts: i64,
    /// The cells that differ.
    pub differences: Vec<Difference>,
}

/// Recomputes every cell from the facts and lists those that differ. Cells without facts must be zero.
///
/// # Errors
/// What the engine says.
pub async fn verify(db: &Database) -> DbResult<Verification> {
    let mut read = db.read().await?;
    // A cell and its recomputed value meet in one row; the one with the sign 1 is the cell.
    let differences = read
        .all(
            "SELECT unit_id, period, series, CAST(SUM(sign * value) AS BIGINT), CAST(SUM(sign * facts) AS BIGINT), \
             CAST(SUM((1 - sign) * value) AS BIGINT), CAST(SUM((1 - sign) * facts) AS BIGINT) \
             FROM (SELECT unit_id, stock, yearly, period, series, value, facts, 1 AS sign FROM cell \
                   UNION ALL \
                   SELECT unit_id, stock, FALSE, period, series, SUM(quantity), COUNT(*), 0 FROM fact \
                   WHERE NOT withdrawn GROUP BY unit_id, stock, period, series \
                   UNION ALL \
                   SELECT unit_id, stock, TRUE, period / 10 * 10, series, SUM(quantity), COUNT(*), 0 FROM fact \
                   WHERE NOT withdrawn GROUP BY unit_id, stock, period / 10, series) AS both_ways \
             GROUP BY unit_id, stock, yearly, period, series \
             HAVING SUM(sign * value) <> SUM((1 - sign) * value) OR SUM(sign * facts) <> SUM((1 - sign) * facts) \
             ORDER BY unit_id, period, series",
            &[],
            |row| {
                let some = |value: i64, facts: i64| (value != 0 || facts != 0).then_some((value, facts));
                Ok(Difference {
                    unit: UnitId(row.get(0)?),
                    period: store::period(row, 1)?,
                    series: row.get(2)?,
                    cell: some(row.get(3)?, row.get(4)?),
                    facts: some(row.get(5)?, row.get(6)?),
                })
            },
        )
        .await?;
    Ok(Verification {
        cells: count(&mut read, "SELECT COUNT(*) FROM cell").await?,
        facts: count(&mut read, "SELECT COUNT(*) FROM fact WHERE NOT withdrawn").await?,
        differences,
    })
}

/// Makes all cells anew from the facts.
///
/// # Errors
/// What the engine says; then nothing was changed.
pub async fn rebuild(db: &Database) -> DbResult<()> {
    let mut write = db.write().await?;
    write.execute("DELETE FROM cell", &[]).await?;
    write
        .execute(
            "INSERT INTO cell (unit_id, stock, yearly, period, series, value, facts) \
             SELECT unit_id, stock, FALSE, period, series, CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM fact \
             WHERE NOT withdrawn GROUP BY unit_id, stock, period, series \
             UNION ALL \
             SELECT unit_id, stock, TRUE, period / 10 * 10, series, CAST(SUM(quantity) AS BIGINT), COUNT(*) FROM fact \
             WHERE NOT withdrawn GROUP BY unit_id, stock, period / 10, series",
            &[],
        )
        .await?;
    // Whatever was read from the cells before is to be read again, also of units that have none any more.
    write
        .execute("UPDATE cell_version SET version = version + 1", &[])
        .await?;
    write
        .execute(
            "INSERT INTO cell_version (unit_id, version) SELECT DISTINCT unit_id, 1 FROM cell WHERE TRUE \
             ON CONFLICT (unit_id) DO NOTHING",
            &[],
        )
        .await?;
    write.commit().await
}

async fn count(read: &mut Read, sql: &'static str) -> DbResult<i64> {
    Ok(read.one(sql, &[], |row| row.get(0)).await?.unwrap_or(0))
}
