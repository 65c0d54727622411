//! Queries on objections, each bounded by a vote.

use platform::{
    db::{DbResult, Read, Row, Write},
    params,
};
use units::UnitId;

use super::{Answered, Kind, Objection, Outcome};
use crate::{
    ids::{ObjectionId, RoundId},
    model::{Act, Channel},
    store::{act, bytes, damaged, instant_or_none, keyed},
};

fn objection(row: &Row) -> DbResult<Objection> {
    let answer = instant_or_none(row, 11)?
        .map(|at| {
            Ok::<_, platform::db::DbError>(Answered {
                outcome: keyed(row, 8, Outcome::from_key, "the answer to an objection")?,
                reason: row.get(9)?,
                role: row.get(10)?,
                at,
            })
        })
        .transpose()?;
    Ok(Objection {
        id: ObjectionId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        kind: keyed(row, 1, Kind::from_key, "the kind of an objection")?,
        words: row.get(2)?,
        channel: keyed(row, 3, Channel::from_key, "the channel of an objection")?,
        made: act(row, 4)?,
        due_on: row.date(7)?,
        answer,
    })
}

/// The objections made before a vote, the first one first.
///
/// # Errors
/// What the engine says.
pub async fn of_round(read: &mut Read, unit: UnitId, round: RoundId) -> DbResult<Vec<Objection>> {
    read.all(
        "SELECT id, kind, words, channel, made_by, made_role, made_at, due_on, outcome, reason, answered_role, \
         answered_at FROM deliberation_objection WHERE unit_id = $1 AND round_id = $2 ORDER BY made_at, id",
        &params![unit, round],
        objection,
    )
    .await
}

pub(super) async fn insert(
    write: &mut Write,
    (unit, round): (UnitId, RoundId),
    new: &Objection,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_objection (unit_id, round_id, id, kind, words, channel, made_by, made_role, \
             made_at, due_on, outcome, reason, answered_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '')",
            &params![
                unit,
                round,
                new.id,
                new.kind.key(),
                new.words.as_str(),
                new.channel.key(),
                bytes(new.made.by.account),
                new.made.by.role.as_str(),
                new.made.at,
                new.due_on
            ],
        )
        .await?;
    Ok(())
}

/// Answers an objection; `false` when it was answered before.
pub(super) async fn answer(
    write: &mut Write,
    (unit, round, id): (UnitId, RoundId, ObjectionId),
    (outcome, reason): (Outcome, &str),
    by: &Act,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE deliberation_objection SET outcome = $4, reason = $5, answered_by = $6, answered_role = $7, \
             answered_at = $8 WHERE unit_id = $1 AND round_id = $2 AND id = $3 AND outcome = ''",
            &params![
                unit,
                round,
                id,
                outcome.key(),
                reason,
                bytes(by.by.account),
                by.by.role.as_str(),
                by.at
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// How many objections to a vote's list are not answered.
///
/// # Errors
/// What the engine says.
pub async fn waiting(read: &mut Read, unit: UnitId, round: RoundId) -> DbResult<i64> {
    let count = read
        .one(
            "SELECT COUNT(*) FROM deliberation_objection WHERE unit_id = $1 AND round_id = $2 AND outcome = ''",
            &params![unit, round],
            |row| row.get::<i64>(0),
        )
        .await?;
    count.ok_or_else(|| damaged("a count of objections"))
}
