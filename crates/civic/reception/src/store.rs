//! Queries. Every one names its unit but those that look for what is due anywhere, and every list has its limit.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    i18n::Locale,
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::model::{Manner, Matter, Receiver, Session, SessionId, State, Turn, TurnId, TurnState};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_671,
    name: "reception",
    sql: include_str!("../migrations/2026112671_reception.sql"),
}];

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("reception: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn record_or_none(row: &Row, index: usize) -> DbResult<Option<RecordId>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|id| RecordId::from_bytes(&id))
        .transpose()
}

fn record_value(record: Option<RecordId>) -> Value {
    Value::Bytes(record.map(|record| bytes(record.0)))
}

/// A query for sessions; a macro, because a statement must be a literal.
macro_rules! sessions {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, held_on, starts, turn_minutes, turns, receiver, manner, place, state, moved_from, \
             reason, announced_on, revision, record_id FROM reception_session ",
            $tail
        )
    };
}

fn session_of(row: &Row) -> DbResult<Session> {
    Ok(Session {
        unit: UnitId(row.get(0)?),
        id: SessionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        held_on: row.date(2)?,
        starts: row.get(3)?,
        turn_minutes: row.get(4)?,
        turns: row.get(5)?,
        receiver: keyed(row, 6, Receiver::from_key, "a receiver")?,
        manner: keyed(row, 7, Manner::from_key, "a manner")?,
        place: row.get(8)?,
        state: keyed(row, 9, State::from_key, "a state")?,
        moved_from: row.date_or_none(10)?,
        reason: row.get(11)?,
        announced_on: row.date(12)?,
        revision: row.get(13)?,
        record: record_or_none(row, 14)?,
    })
}

/// A session.
///
/// # Errors
/// What the engine says.
pub async fn session(read: &mut Read, unit: UnitId, id: SessionId) -> DbResult<Option<Session>> {
    read.one(
        sessions!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        session_of,
    )
    .await
}

/// A unit's sessions between two days, both counted, in their order.
///
/// # Errors
/// What the engine says.
pub async fn between(
    read: &mut Read,
    unit: UnitId,
    (first, last): (Date, Date),
    limit: usize,
) -> DbResult<Vec<Session>> {
    read.all(
        sessions!("WHERE unit_id = $1 AND held_on BETWEEN $2 AND $3 ORDER BY held_on, starts, id LIMIT $4"),
        &params![unit, first, last, most(limit)],
        session_of,
    )
    .await
}

/// Sessions of all units that are announced for days between two, both counted: those behind a key, in the order of keys.
///
/// # Errors
/// What the engine says.
pub async fn announced_between(
    read: &mut Read,
    (first, last): (Date, Date),
    after: Option<(UnitId, SessionId)>,
    limit: usize,
) -> DbResult<Vec<Session>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        sessions!(
            "WHERE state = 'announced' AND held_on BETWEEN $1 AND $2 AND (unit_id > $3 OR (unit_id = $3 AND id > $4)) \
             ORDER BY unit_id, id LIMIT $5"
        ),
        &params![first, last, unit, id, most(limit)],
        session_of,
    )
    .await
}

/// Keys of all sessions, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn sessions_after(
    read: &mut Read,
    after: Option<(UnitId, SessionId)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, SessionId)>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        "SELECT unit_id, id FROM reception_session WHERE unit_id > $1 OR (unit_id = $1 AND id > $2) \
         ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        |row| {
            Ok((
                UnitId(row.get(0)?),
                SessionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
            ))
        },
    )
    .await
}

/// Keeps a new session.
///
/// # Errors
/// What the engine says.
pub async fn insert_session(write: &mut Write, session: &Session, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO reception_session (unit_id, id, held_on, starts, turn_minutes, turns, receiver, manner, place, \
             state, moved_from, reason, announced_on, revision, record_id, changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
            &params![
                session.unit,
                session.id,
                session.held_on,
                session.starts,
                session.turn_minutes,
                session.turns,
                session.receiver.key(),
                session.manner.key(),
                session.place.as_str(),
                session.state.key(),
                session.moved_from,
                session.reason.as_str(),
                session.announced_on,
                session.revision,
                record_value(session.record),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Saves a session that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_session(write: &mut Write, session: &Session, by: &By, at: Timestamp) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE reception_session SET held_on = $4, starts = $5, place = $6, state = $7, moved_from = $8, \
             reason = $9, record_id = $10, changed_at = $11, changed_by = $12, changed_role = $13, revision = $3 + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                session.unit,
                session.id,
                session.revision,
                session.held_on,
                session.starts,
                session.place.as_str(),
                session.state.key(),
                session.moved_from,
                session.reason.as_str(),
                record_value(session.record),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Holds a session as it was read until the transaction ends, so that it is not moved or cancelled while a turn at it is
/// taken; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn hold_still(write: &mut Write, session: &Session) -> DbResult<bool> {
    let held = write
        .execute(
            "UPDATE reception_session SET revision = $3 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![session.unit, session.id, session.revision],
        )
        .await?;
    Ok(held == 1)
}

/// A query for turns; a macro, because a statement must be a literal.
macro_rules! turns {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, session_id, number, code_hash, once_hash, matter, state, language, sealed, outcome, \
             due_on, notified_on, kept_until, reminded_on, record_id FROM reception_turn ",
            $tail
        )
    };
}

fn turn_of(row: &Row) -> DbResult<Turn> {
    Ok(Turn {
        unit: UnitId(row.get(0)?),
        id: TurnId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        session: SessionId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        number: row.get(3)?,
        code_hash: row.get(4)?,
        once_hash: row.get(5)?,
        matter: keyed(row, 6, Matter::from_key, "a matter")?,
        state: keyed(row, 7, TurnState::from_key, "a turn's state")?,
        language: Locale::from_code(&row.get::<String>(8)?).unwrap_or(Locale::Vi),
        sealed: row.get(9)?,
        outcome: row.get(10)?,
        due_on: row.date_or_none(11)?,
        notified_on: row.date_or_none(12)?,
        kept_until: row.date(13)?,
        reminded_on: row.date_or_none(14)?,
        record: record_or_none(row, 15)?,
    })
}

/// The turns of a session, in their order.
///
/// # Errors
/// What the engine says.
pub async fn turns(read: &mut Read, unit: UnitId, session: SessionId) -> DbResult<Vec<Turn>> {
    const MOST: i64 = 500;
    read.all(
        turns!("WHERE unit_id = $1 AND session_id = $2 ORDER BY number, id LIMIT $3"),
        &params![unit, session, MOST],
        turn_of,
    )
    .await
}

/// A turn.
///
/// # Errors
/// What the engine says.
pub async fn turn(read: &mut Read, unit: UnitId, id: TurnId) -> DbResult<Option<Turn>> {
    read.one(
        turns!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        turn_of,
    )
    .await
}

/// The turn that a code leads to, by its hash.
///
/// # Errors
/// What the engine says.
pub async fn by_code(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Turn>> {
    read.one(
        turns!("WHERE unit_id = $1 AND code_hash = $2"),
        &params![unit, hash.to_vec()],
        turn_of,
    )
    .await
}

/// The turn that was booked once already.
///
/// # Errors
/// What the engine says.
pub async fn by_once(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Turn>> {
    read.one(
        turns!("WHERE unit_id = $1 AND once_hash = $2"),
        &params![unit, hash.to_vec()],
        turn_of,
    )
    .await
}

/// How many turns of each session of a unit are taken, of sessions from a day on.
///
/// # Errors
/// What the engine says.
pub async fn taken(read: &mut Read, unit: UnitId, first: Date) -> DbResult<Vec<(SessionId, i64)>> {
    read.all(
        "SELECT reception_turn.session_id, COUNT(*) FROM reception_turn JOIN reception_session \
         ON reception_session.unit_id = reception_turn.unit_id AND reception_session.id = reception_turn.session_id \
         WHERE reception_turn.unit_id = $1 AND reception_session.held_on >= $2 AND slot <= reception_session.turns \
         GROUP BY reception_turn.session_id",
        &params![unit, first],
        |row| Ok((SessionId::from_bytes(&row.get::<Vec<u8>>(0)?)?, row.get(1)?)),
    )
    .await
}

/// Turns of a unit whose outcome waits to be notified, the nearest last day first.
///
/// # Errors
/// What the engine says.
pub async fn waiting(read: &mut Read, unit: UnitId, limit: usize) -> DbResult<Vec<Turn>> {
    read.all(
        turns!("WHERE unit_id = $1 AND state = 'came' AND notified_on IS NULL ORDER BY due_on, id LIMIT $2"),
        &params![unit, most(limit)],
        turn_of,
    )
    .await
}

/// Keeps a new turn; `false` when another has its number already.
///
/// # Errors
/// What the engine says.
pub async fn insert_turn(write: &mut Write, turn: &Turn, at: Timestamp) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO reception_turn (unit_id, id, session_id, number, slot, code_hash, once_hash, matter, state, \
             language, sealed, outcome, due_on, notified_on, kept_until, reminded_on, record_id, changed_at) \
             VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
             ON CONFLICT (unit_id, session_id, slot) DO NOTHING",
            &params![
                turn.unit,
                turn.id,
                turn.session,
                turn.number,
                Value::Bytes(turn.code_hash.clone()),
                Value::Bytes(turn.once_hash.clone()),
                turn.matter.key(),
                turn.state.key(),
                turn.language.code(),
                Value::Bytes(turn.sealed.clone()),
                turn.outcome.as_str(),
                turn.due_on,
                turn.notified_on,
                turn.kept_until,
                turn.reminded_on,
                record_value(turn.record),
                at
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// Saves a turn that was in a state; `false` when it no longer is. One that is given up frees its number.
///
/// # Errors
/// What the engine says.
pub async fn save_turn(write: &mut Write, turn: &Turn, was: TurnState, at: Timestamp) -> DbResult<bool> {
    let slot = (turn.state != TurnState::GivenUp).then_some(turn.number);
    let changed = write
        .execute(
            "UPDATE reception_turn SET state = $4, slot = $5, sealed = $6, outcome = $7, due_on = $8, \
             notified_on = $9, kept_until = $10, reminded_on = $11, record_id = $12, changed_at = $13 \
             WHERE unit_id = $1 AND id = $2 AND state = $3",
            &params![
                turn.unit,
                turn.id,
                was.key(),
                turn.state.key(),
                slot,
                Value::Bytes(turn.sealed.clone()),
                turn.outcome.as_str(),
                turn.due_on,
                turn.notified_on,
                turn.kept_until,
                turn.reminded_on,
                record_value(turn.record),
                at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Moves the last day on which what was said at booked turns of a session is kept.
///
/// # Errors
/// What the engine says.
pub async fn keep_until(write: &mut Write, session: &Session, until: Date) -> DbResult<()> {
    write
        .execute(
            "UPDATE reception_turn SET kept_until = $3, reminded_on = NULL \
             WHERE unit_id = $1 AND session_id = $2 AND state = 'booked'",
            &params![session.unit, session.id, until],
        )
        .await?;
    Ok(())
}

/// Erases what was said at booked turns of a session that will not be.
///
/// # Errors
/// What the engine says.
pub async fn erase_said(write: &mut Write, session: &Session) -> DbResult<u64> {
    write
        .execute(
            "UPDATE reception_turn SET sealed = NULL WHERE unit_id = $1 AND session_id = $2 AND state = 'booked'",
            &params![session.unit, session.id],
        )
        .await
}

/// Erases what was said and is not to be kept any more on a day; how often.
///
/// # Errors
/// What the engine says.
pub async fn forget(write: &mut Write, today: Date) -> DbResult<u64> {
    write
        .execute(
            "UPDATE reception_turn SET sealed = NULL WHERE sealed IS NOT NULL AND kept_until < $1 \
             AND NOT (state = 'came' AND notified_on IS NULL)",
            &params![today],
        )
        .await
}
