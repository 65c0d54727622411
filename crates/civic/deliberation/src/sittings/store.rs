//! Queries on sittings, each bounded by a matter or a vote.

use platform::{
    db::{DbResult, Read, Row, Write},
    params,
};
use units::UnitId;

use super::{Counted, NewSitting, Sitting};
use crate::{
    ids::{MatterId, RoundId},
    model::Method,
    rules::Hands,
    store::{act, bytes, damaged, keyed, natural, whole},
};

fn sitting(row: &Row) -> DbResult<Sitting> {
    let counted = match row.instant_or_none(12)? {
        None => None,
        Some(_) => Some(Counted {
            method: keyed(row, 5, Method::from_key, "the method of a sitting")?,
            hands: Hands {
                attending: natural(row.get(6)?, "a count")?,
                marks: row
                    .get::<String>(7)?
                    .split(',')
                    .filter(|marks| !marks.is_empty())
                    .map(|marks| marks.parse().map_err(|_| damaged("a count")))
                    .collect::<DbResult<_>>()?,
                spoiled: natural(row.get(8)?, "a count")?,
                abstained: natural(row.get(9)?, "a count")?,
            },
            act: act(row, 10)?,
        }),
    };
    Ok(Sitting {
        round: RoundId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        number: u8::try_from(row.get::<i64>(1)?).map_err(|_| damaged("the number of a sitting"))?,
        name: row.get(2)?,
        place: row.get(3)?,
        starts_at: row.instant(4)?,
        counted,
    })
}

/// The sittings of all votes on a matter, by vote and number.
///
/// # Errors
/// What the engine says.
pub async fn of_matter(read: &mut Read, unit: UnitId, matter: MatterId) -> DbResult<Vec<Sitting>> {
    read.all(
        "SELECT s.round_id, s.number, s.name, s.place, s.starts_at, s.method, s.attending, s.marks, s.spoiled, \
         s.abstained, s.counted_by, s.counted_role, s.counted_at FROM deliberation_round r \
         JOIN deliberation_sitting s ON s.unit_id = r.unit_id AND s.round_id = r.id \
         WHERE r.unit_id = $1 AND r.matter_id = $2 ORDER BY s.round_id, s.number",
        &params![unit, matter],
        sitting,
    )
    .await
}

pub(super) async fn insert(
    write: &mut Write,
    (unit, round, number): (UnitId, RoundId, u8),
    new: &NewSitting,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_sitting (unit_id, round_id, number, name, place, starts_at, method, attending, \
             marks, spoiled, abstained, counted_role) VALUES ($1, $2, $3, $4, $5, $6, '', 0, '', 0, 0, '')",
            &params![
                unit,
                round,
                i64::from(number),
                new.name.as_str(),
                new.place.as_str(),
                new.starts_at
            ],
        )
        .await?;
    Ok(())
}

/// Takes a planned sitting out; `false` when there is none.
pub(super) async fn remove(
    write: &mut Write,
    (unit, round, number): (UnitId, RoundId, u8),
) -> DbResult<bool> {
    let touched = write
        .execute(
            "DELETE FROM deliberation_sitting WHERE unit_id = $1 AND round_id = $2 AND number = $3 AND method = ''",
            &params![unit, round, i64::from(number)],
        )
        .await?;
    Ok(touched == 1)
}

/// Keeps what the tellers of a sitting counted; `false` when it was counted before.
pub(super) async fn count(
    write: &mut Write,
    (unit, round, number): (UnitId, RoundId, u8),
    counted: &Counted,
) -> DbResult<bool> {
    let Counted { method, hands, act } = counted;
    let marks: Vec<String> = hands.marks.iter().map(ToString::to_string).collect();
    let touched = write
        .execute(
            "UPDATE deliberation_sitting SET method = $4, attending = $5, marks = $6, spoiled = $7, abstained = $8, \
             counted_by = $9, counted_role = $10, counted_at = $11 \
             WHERE unit_id = $1 AND round_id = $2 AND number = $3 AND method = ''",
            &params![
                unit,
                round,
                i64::from(number),
                method.key(),
                whole(hands.attending),
                marks.join(","),
                whole(hands.spoiled),
                whole(hands.abstained),
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await?;
    Ok(touched == 1)
}
