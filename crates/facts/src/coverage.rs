//! Which units have figures, and in which years.

use std::collections::BTreeSet;

use platform::db::{DbResult, Read};
use units::UnitId;

/// Units with the years in which something of theirs was counted or reported.
///
/// # Errors
/// What the engine says.
pub async fn coverage(read: &mut Read) -> DbResult<BTreeSet<(UnitId, i16)>> {
    let mut covered = BTreeSet::new();
    for sql in [
        "SELECT DISTINCT unit_id, period / 10 FROM cell WHERE facts > 0 AND yearly AND NOT stock",
        "SELECT DISTINCT unit_id, period / 10 FROM reported WHERE retracted_at IS NULL",
    ] {
        let rows = read
            .all(sql, &[], |row| Ok((UnitId(row.get(0)?), row.get::<i64>(1)?)))
            .await?;
        covered.extend(
            rows.into_iter()
                .filter_map(|(unit, year)| Some((unit, i16::try_from(year).ok()?))),
        );
    }
    Ok(covered)
}
