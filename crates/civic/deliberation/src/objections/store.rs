//! Queries on objections, each bounded by a vote.

use platform::{
    db::{DbResult, Read, Row, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use super::{Answered, Kind, Objection, Outcome};
use crate::{
    ids::{MatterId, ObjectionId, RoundId},
    model::{Act, Channel},
    store::{act, bytes, damaged, keyed},
};

fn objection(row: &Row) -> DbResult<Objection> {
    let answer = row
        .instant_or_none(11)?
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

/// The objections that an account made for itself, with the matter and the vote, the newest first: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn of_person(
    read: &mut Read,
    unit: UnitId,
    account: Uuid,
    limit: i64,
) -> DbResult<Vec<(MatterId, RoundId, Objection)>> {
    read.all(
        "SELECT o.id, o.kind, o.words, o.channel, o.made_by, o.made_role, o.made_at, o.due_on, o.outcome, o.reason, \
         o.answered_role, o.answered_at, r.matter_id, r.id FROM deliberation_objection o \
         JOIN deliberation_round r ON r.unit_id = o.unit_id AND r.id = o.round_id \
         WHERE o.unit_id = $1 AND o.made_by = $2 AND o.channel = 'online' ORDER BY o.made_at DESC, o.id LIMIT $3",
        &params![unit, bytes(account), limit],
        |row| {
            Ok((
                MatterId::from_bytes(&row.get::<Vec<u8>>(12)?)?,
                RoundId::from_bytes(&row.get::<Vec<u8>>(13)?)?,
                objection(row)?,
            ))
        },
    )
    .await
}

/// Erases the words of an answered objection of an account; `false` when there is none such.
pub(crate) async fn erase(
    write: &mut Write,
    (unit, round, id): (UnitId, RoundId, ObjectionId),
    account: Uuid,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE deliberation_objection SET words = '' WHERE unit_id = $1 AND round_id = $2 AND id = $3 \
             AND made_by = $4 AND outcome <> '' AND words <> ''",
            &params![unit, round, id, bytes(account)],
        )
        .await?;
    Ok(touched == 1)
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
