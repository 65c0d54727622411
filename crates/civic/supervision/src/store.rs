//! Queries. Every one names its unit but those that look for what is due anywhere, and every list has its limit.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    files::NewFile,
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::model::{
    Addressee, Board, BoardId, Body, Checked, Member, MemberId, Note, Observation, ObservationId,
    ObservationState, Office, PictureId, Pictured, Plan, PlanId, Recommendation, RecommendationId, Seen,
    State, Visit, VisitId,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_751,
    name: "supervision",
    sql: include_str!("../migrations/2026112751_supervision.sql"),
}];

/// The most of a list of a unit.
const MOST: i64 = 300;

/// Which rows of a list: those before a day and an identifier, the latest first.
pub type Before = Option<(Date, Uuid)>;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("supervision: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn uuid_or_none(row: &Row, index: usize) -> DbResult<Option<Uuid>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|id| Uuid::from_slice(&id).map_err(|_| damaged("an identifier")))
        .transpose()
}

fn uuid_value(id: Option<Uuid>) -> Value {
    Value::Bytes(id.map(bytes))
}

fn narrow<T: TryFrom<i64>>(row: &Row, index: usize, what: &str) -> DbResult<T> {
    T::try_from(row.get::<i64>(index)?).map_err(|_| damaged(what))
}

/// A query for boards; a macro, because a statement must be a literal.
macro_rules! boards {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, body, title, investor, recognised_on, term_until, ended_on, ended_why, record_id, \
             revision FROM supervision_board ",
            $tail
        )
    };
}

fn board_of(row: &Row) -> DbResult<Board> {
    Ok(Board {
        unit: UnitId(row.get(0)?),
        id: BoardId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        body: keyed(row, 2, Body::from_key, "a body")?,
        title: row.get(3)?,
        investor: row.get(4)?,
        recognised_on: row.date(5)?,
        term_until: row.date_or_none(6)?,
        ended_on: row.date_or_none(7)?,
        ended_why: row.get(8)?,
        record: uuid_or_none(row, 9)?.map(RecordId),
        revision: row.get(10)?,
    })
}

/// A board.
///
/// # Errors
/// What the engine says.
pub async fn board(read: &mut Read, unit: UnitId, id: BoardId) -> DbResult<Option<Board>> {
    read.one(
        boards!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        board_of,
    )
    .await
}

/// A unit's boards, those at work first, then the latest.
///
/// # Errors
/// What the engine says.
pub async fn boards(read: &mut Read, unit: UnitId) -> DbResult<Vec<Board>> {
    read.all(
        boards!(
            "WHERE unit_id = $1 ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, body, recognised_on DESC, id \
             LIMIT $2"
        ),
        &params![unit, MOST],
        board_of,
    )
    .await
}

/// Keeps a new board.
///
/// # Errors
/// What the engine says.
pub async fn insert_board(write: &mut Write, new: &Board, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_board (unit_id, id, body, title, investor, recognised_on, term_until, ended_why, \
             record_id, revision, changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $12)",
            &params![
                new.unit,
                new.id,
                new.body.key(),
                new.title.as_str(),
                new.investor.as_str(),
                new.recognised_on,
                new.term_until,
                uuid_value(new.record.map(|record| record.0)),
                new.revision,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Saves a board that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_board(write: &mut Write, changed: &Board, by: &By, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE supervision_board SET ended_on = $4, ended_why = $5, record_id = $6, changed_at = $7, \
             changed_by = $8, changed_role = $9, revision = $3 + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.ended_on,
                changed.ended_why.as_str(),
                uuid_value(changed.record.map(|record| record.0)),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(count == 1)
}

/// The members of a board, those in office first.
///
/// # Errors
/// What the engine says.
pub async fn members(read: &mut Read, unit: UnitId, board: BoardId) -> DbResult<Vec<Member>> {
    read.all(
        "SELECT unit_id, id, board_id, name, office, stands_for, since, until FROM supervision_member \
         WHERE unit_id = $1 AND board_id = $2 ORDER BY CASE WHEN until IS NULL THEN 0 ELSE 1 END, \
         CASE office WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, id LIMIT $3",
        &params![unit, board, MOST],
        |row| {
            Ok(Member {
                unit: UnitId(row.get(0)?),
                id: MemberId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                board: BoardId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
                name: row.get(3)?,
                office: keyed(row, 4, Office::from_key, "an office")?,
                stands_for: row.get(5)?,
                since: row.date(6)?,
                until: row.date_or_none(7)?,
            })
        },
    )
    .await
}

/// Keeps a new member.
///
/// # Errors
/// What the engine says.
pub async fn insert_member(write: &mut Write, new: &Member, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_member (unit_id, id, board_id, name, office, stands_for, since, until, changed_at, \
             changed_by, changed_role) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            &params![
                new.unit,
                new.id,
                new.board,
                new.name.as_str(),
                new.office.key(),
                new.stands_for.as_str(),
                new.since,
                new.until,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Ends a member's office; `false` when there is no such member in office.
///
/// # Errors
/// What the engine says.
pub async fn end_member(
    write: &mut Write,
    (unit, id): (UnitId, MemberId),
    until: Date,
    by: &By,
    at: Timestamp,
) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE supervision_member SET until = $3, changed_at = $4, changed_by = $5, changed_role = $6 \
             WHERE unit_id = $1 AND id = $2 AND until IS NULL",
            &params![unit, id, until, at, bytes(by.account), by.role.as_str()],
        )
        .await?;
    Ok(count == 1)
}

/// The programme of a board's year, by month.
///
/// # Errors
/// What the engine says.
pub async fn plans(read: &mut Read, unit: UnitId, board: BoardId, year: i16) -> DbResult<Vec<Plan>> {
    read.all(
        "SELECT unit_id, id, board_id, year, month, subject, dropped_why FROM supervision_plan \
         WHERE unit_id = $1 AND board_id = $2 AND year = $3 ORDER BY month, id LIMIT $4",
        &params![unit, board, i64::from(year), MOST],
        |row| {
            Ok(Plan {
                unit: UnitId(row.get(0)?),
                id: PlanId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                board: BoardId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
                year: narrow(row, 3, "a year")?,
                month: narrow(row, 4, "a month")?,
                subject: row.get(5)?,
                dropped_why: row.get(6)?,
            })
        },
    )
    .await
}

/// Keeps a new entry of a programme.
///
/// # Errors
/// What the engine says.
pub async fn insert_plan(write: &mut Write, new: &Plan, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_plan (unit_id, id, board_id, year, month, subject, changed_at, changed_by, \
             changed_role) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &params![
                new.unit,
                new.id,
                new.board,
                i64::from(new.year),
                i64::from(new.month),
                new.subject.as_str(),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Strikes an entry of a programme out; `false` when there is none that stands.
///
/// # Errors
/// What the engine says.
pub async fn drop_plan(
    write: &mut Write,
    (unit, id): (UnitId, PlanId),
    why: &str,
    by: &By,
    at: Timestamp,
) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE supervision_plan SET dropped_why = $3, changed_at = $4, changed_by = $5, changed_role = $6 \
             WHERE unit_id = $1 AND id = $2 AND dropped_why IS NULL",
            &params![unit, id, why, at, bytes(by.account), by.role.as_str()],
        )
        .await?;
    Ok(count == 1)
}

/// A query for visits without their checklists; a macro, because a statement must be a literal.
macro_rules! visits {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, board_id, plan_id, subject, place, held_on, checklist, findings, published_on, \
             record_id, revision FROM supervision_visit ",
            $tail
        )
    };
}

fn visit_of(row: &Row) -> DbResult<Visit> {
    Ok(Visit {
        unit: UnitId(row.get(0)?),
        id: VisitId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        board: BoardId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        plan: uuid_or_none(row, 3)?.map(PlanId),
        subject: row.get(4)?,
        place: row.get(5)?,
        held_on: row.date(6)?,
        checklist: row.get(7)?,
        findings: row.get(8)?,
        published_on: row.date_or_none(9)?,
        record: uuid_or_none(row, 10)?.map(RecordId),
        revision: row.get(11)?,
        checks: Vec::new(),
    })
}

/// A visit.
///
/// # Errors
/// What the engine says.
pub async fn visit(read: &mut Read, unit: UnitId, id: VisitId) -> DbResult<Option<Visit>> {
    let found = read
        .one(
            visits!("WHERE unit_id = $1 AND id = $2"),
            &params![unit, id],
            visit_of,
        )
        .await?;
    let Some(mut found) = found else { return Ok(None) };
    found.checks = read
        .all(
            "SELECT item, answer, note FROM supervision_check WHERE unit_id = $1 AND visit_id = $2 ORDER BY item",
            &params![unit, id],
            |row| {
                Ok(Checked {
                    item: row.get(0)?,
                    seen: keyed(row, 1, Seen::from_key, "an answer")?,
                    note: row.get(2)?,
                })
            },
        )
        .await?;
    Ok(Some(found))
}

/// A unit's visits, drafts among them, the latest first, those before one; without their checklists.
///
/// # Errors
/// What the engine says.
pub async fn visits(read: &mut Read, unit: UnitId, before: Before, limit: u32) -> DbResult<Vec<Visit>> {
    let (day, id) = before.unwrap_or((Date::MAX, Uuid::max()));
    read.all(
        visits!(
            "WHERE unit_id = $1 AND (held_on < $2 OR (held_on = $2 AND id < $3)) \
             ORDER BY held_on DESC, id DESC LIMIT $4"
        ),
        &params![unit, day, bytes(id), i64::from(limit)],
        visit_of,
    )
    .await
}

/// A board's visits of a year, drafts among them, in their order; without their checklists.
///
/// # Errors
/// What the engine says.
pub async fn visits_of(
    read: &mut Read,
    unit: UnitId,
    board: BoardId,
    (first, last): (Date, Date),
) -> DbResult<Vec<Visit>> {
    read.all(
        visits!(
            "WHERE unit_id = $1 AND board_id = $2 AND held_on BETWEEN $3 AND $4 ORDER BY held_on, id LIMIT $5"
        ),
        &params![unit, board, first, last, MOST],
        visit_of,
    )
    .await
}

/// Keeps a new visit with its checklist.
///
/// # Errors
/// What the engine says.
pub async fn insert_visit(write: &mut Write, new: &Visit, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_visit (unit_id, id, board_id, plan_id, subject, place, held_on, checklist, findings, \
             revision, changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            &params![
                new.unit,
                new.id,
                new.board,
                uuid_value(new.plan.map(|plan| plan.0)),
                new.subject.as_str(),
                new.place.as_str(),
                new.held_on,
                new.checklist.as_str(),
                new.findings.as_str(),
                new.revision,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    put_checks(write, new).await
}

/// Saves a visit that was read at its revision, with its checklist; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_visit(write: &mut Write, changed: &Visit, by: &By, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE supervision_visit SET plan_id = $4, subject = $5, place = $6, held_on = $7, checklist = $8, \
             findings = $9, published_on = $10, record_id = $11, changed_at = $12, changed_by = $13, \
             changed_role = $14, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                uuid_value(changed.plan.map(|plan| plan.0)),
                changed.subject.as_str(),
                changed.place.as_str(),
                changed.held_on,
                changed.checklist.as_str(),
                changed.findings.as_str(),
                changed.published_on,
                uuid_value(changed.record.map(|record| record.0)),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    if count != 1 {
        return Ok(false);
    }
    put_checks(write, changed).await?;
    Ok(true)
}

async fn put_checks(write: &mut Write, of: &Visit) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM supervision_check WHERE unit_id = $1 AND visit_id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    for check in &of.checks {
        write
            .execute(
                "INSERT INTO supervision_check (unit_id, visit_id, item, answer, note) VALUES ($1, $2, $3, $4, $5)",
                &params![
                    of.unit,
                    of.id,
                    check.item.as_str(),
                    check.seen.key(),
                    check.note.as_str()
                ],
            )
            .await?;
    }
    Ok(())
}

/// Deletes a draft that was read at its revision, with all that belongs to it; `false` when it is none any more.
///
/// # Errors
/// What the engine says.
pub async fn delete_draft(write: &mut Write, of: &Visit) -> DbResult<bool> {
    let count = write
        .execute(
            "DELETE FROM supervision_visit WHERE unit_id = $1 AND id = $2 AND revision = $3 AND published_on IS NULL",
            &params![of.unit, of.id, of.revision],
        )
        .await?;
    if count != 1 {
        return Ok(false);
    }
    for statement in [
        "DELETE FROM supervision_check WHERE unit_id = $1 AND visit_id = $2",
        "DELETE FROM supervision_picture WHERE unit_id = $1 AND visit_id = $2",
    ] {
        write.execute(statement, &params![of.unit, of.id]).await?;
    }
    Ok(true)
}

/// Keeps a picture of a visit.
///
/// # Errors
/// What the engine says.
pub async fn insert_picture(
    write: &mut Write,
    of: &Visit,
    (id, caption, file): (PictureId, &str, &NewFile),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_picture (unit_id, visit_id, id, name, media_type, caption, content) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                of.unit,
                of.id,
                id,
                file.name.as_str(),
                file.media_type.as_str(),
                caption,
                file.content.clone()
            ],
        )
        .await?;
    Ok(())
}

/// Takes the pictures of a visit away, for better ones.
///
/// # Errors
/// What the engine says.
pub async fn delete_pictures(write: &mut Write, of: &Visit) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM supervision_picture WHERE unit_id = $1 AND visit_id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    Ok(())
}

/// The pictures of a visit without their octets: identifier, caption, octets' hash as `hash` makes it.
///
/// # Errors
/// What the engine says.
pub async fn pictures(
    read: &mut Read,
    of: &Visit,
    hash: impl Fn(&[u8]) -> String,
) -> DbResult<Vec<Pictured>> {
    read.all(
        "SELECT id, caption, content FROM supervision_picture WHERE unit_id = $1 AND visit_id = $2 ORDER BY id",
        &params![of.unit, of.id],
        |row| {
            Ok(Pictured {
                id: PictureId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                caption: row.get(1)?,
                hash: hash(&row.get::<Vec<u8>>(2)?),
            })
        },
    )
    .await
}

/// A picture of a visit.
///
/// # Errors
/// What the engine says.
pub async fn picture(
    read: &mut Read,
    (unit, visit, id): (UnitId, VisitId, PictureId),
) -> DbResult<Option<NewFile>> {
    read.one(
        "SELECT name, media_type, content FROM supervision_picture WHERE unit_id = $1 AND visit_id = $2 AND id = $3",
        &params![unit, visit, id],
        |row| {
            Ok(NewFile {
                name: row.get(0)?,
                media_type: row.get(1)?,
                content: row.get(2)?,
            })
        },
    )
    .await
}

/// A query for recommendations; a macro, because a statement must be a literal.
macro_rules! recommendations {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, board_id, visit_id, addressee, words, sent_on, due_on, answer, answered_on, \
             promised_on, state, closed_on, closed_why, record_id, revision FROM supervision_recommendation ",
            $tail
        )
    };
}

fn recommendation_of(row: &Row) -> DbResult<Recommendation> {
    Ok(Recommendation {
        unit: UnitId(row.get(0)?),
        id: RecommendationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        board: BoardId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        visit: uuid_or_none(row, 3)?.map(VisitId),
        addressee: keyed(row, 4, Addressee::from_key, "an addressee")?,
        words: row.get(5)?,
        sent_on: row.date(6)?,
        due_on: row.date(7)?,
        answer: row.get(8)?,
        answered_on: row.date_or_none(9)?,
        promised_on: row.date_or_none(10)?,
        state: keyed(row, 11, State::from_key, "a state")?,
        closed_on: row.date_or_none(12)?,
        closed_why: row.get(13)?,
        record: uuid_or_none(row, 14)?.map(RecordId),
        revision: row.get(15)?,
    })
}

/// A recommendation.
///
/// # Errors
/// What the engine says.
pub async fn recommendation(
    read: &mut Read,
    unit: UnitId,
    id: RecommendationId,
) -> DbResult<Option<Recommendation>> {
    read.one(
        recommendations!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        recommendation_of,
    )
    .await
}

/// A unit's recommendations, the latest first, those before one.
///
/// # Errors
/// What the engine says.
pub async fn recommendations(
    read: &mut Read,
    unit: UnitId,
    before: Before,
    limit: u32,
) -> DbResult<Vec<Recommendation>> {
    let (day, id) = before.unwrap_or((Date::MAX, Uuid::max()));
    read.all(
        recommendations!(
            "WHERE unit_id = $1 AND (sent_on < $2 OR (sent_on = $2 AND id < $3)) \
             ORDER BY sent_on DESC, id DESC LIMIT $4"
        ),
        &params![unit, day, bytes(id), i64::from(limit)],
        recommendation_of,
    )
    .await
}

/// A unit's recommendations sent between two days, both counted.
///
/// # Errors
/// What the engine says.
pub async fn sent_between(
    read: &mut Read,
    unit: UnitId,
    (first, last): (Date, Date),
) -> DbResult<Vec<Recommendation>> {
    /// A report of a year that has more is one of a city.
    const MOST: i64 = 5_000;
    read.all(
        recommendations!("WHERE unit_id = $1 AND sent_on BETWEEN $2 AND $3 ORDER BY sent_on, id LIMIT $4"),
        &params![unit, first, last, MOST],
        recommendation_of,
    )
    .await
}

/// A unit's recommendations that are not closed, the nearest last day first.
///
/// # Errors
/// What the engine says.
pub async fn open_recommendations(read: &mut Read, unit: UnitId) -> DbResult<Vec<Recommendation>> {
    read.all(
        recommendations!(
            "WHERE unit_id = $1 AND state IN ('waiting', 'answered') ORDER BY due_on, id LIMIT $2"
        ),
        &params![unit, MOST],
        recommendation_of,
    )
    .await
}

/// Keeps a new recommendation.
///
/// # Errors
/// What the engine says.
pub async fn insert_recommendation(
    write: &mut Write,
    new: &Recommendation,
    by: &By,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_recommendation (unit_id, id, board_id, visit_id, addressee, words, sent_on, due_on, \
             answer, state, closed_why, record_id, revision, changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9, '', $10, 1, $11, $12, $13)",
            &params![
                new.unit,
                new.id,
                new.board,
                uuid_value(new.visit.map(|visit| visit.0)),
                new.addressee.key(),
                new.words.as_str(),
                new.sent_on,
                new.due_on,
                new.state.key(),
                uuid_value(new.record.map(|record| record.0)),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Saves a recommendation that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_recommendation(
    write: &mut Write,
    changed: &Recommendation,
    by: &By,
    at: Timestamp,
) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE supervision_recommendation SET answer = $4, answered_on = $5, promised_on = $6, state = $7, \
             closed_on = $8, closed_why = $9, record_id = $10, changed_at = $11, changed_by = $12, \
             changed_role = $13, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.answer.as_str(),
                changed.answered_on,
                changed.promised_on,
                changed.state.key(),
                changed.closed_on,
                changed.closed_why.as_str(),
                uuid_value(changed.record.map(|record| record.0)),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(count == 1)
}

/// Keeps a note on a recommendation.
///
/// # Errors
/// What the engine says.
pub async fn insert_note(write: &mut Write, of: &Recommendation, id: Uuid, note: &Note) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO supervision_note (unit_id, recommendation_id, id, noted_on, words) VALUES ($1, $2, $3, $4, $5)",
            &params![of.unit, of.id, bytes(id), note.noted_on, note.words.as_str()],
        )
        .await?;
    Ok(())
}

/// The notes on a recommendation, in their order.
///
/// # Errors
/// What the engine says.
pub async fn notes(read: &mut Read, unit: UnitId, of: RecommendationId) -> DbResult<Vec<Note>> {
    read.all(
        "SELECT noted_on, words FROM supervision_note WHERE unit_id = $1 AND recommendation_id = $2 \
         ORDER BY noted_on, id LIMIT $3",
        &params![unit, of, MOST],
        |row| {
            Ok(Note {
                noted_on: row.date(0)?,
                words: row.get(1)?,
            })
        },
    )
    .await
}

/// What is public of a kind and can be listed for the log.
#[derive(Debug, Clone, Copy)]
pub enum Listed {
    /// Published visits.
    Visits,
    /// Recommendations.
    Recommendations,
}

/// Keys of all that is public of a kind, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn public_after(
    read: &mut Read,
    what: Listed,
    after: Option<(UnitId, Uuid)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, Uuid)>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id)));
    let statement = match what {
        Listed::Visits => {
            "SELECT unit_id, id FROM supervision_visit WHERE published_on IS NOT NULL \
             AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3"
        }
        Listed::Recommendations => {
            "SELECT unit_id, id FROM supervision_recommendation \
             WHERE unit_id > $1 OR (unit_id = $1 AND id > $2) ORDER BY unit_id, id LIMIT $3"
        }
    };
    read.all(statement, &params![unit, id, i64::from(limit)], |row| {
        let id = Uuid::from_slice(&row.get::<Vec<u8>>(1)?).map_err(|_| damaged("an identifier"))?;
        Ok((UnitId(row.get(0)?), id))
    })
    .await
}

/// A query for observations; a macro, because a statement must be a literal.
macro_rules! observations {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, board_id, state, sent_on, due_on, answered_on, answer, sealed, kept_until, code_hash, \
             once_hash FROM supervision_observation ",
            $tail
        )
    };
}

fn observation_of(row: &Row) -> DbResult<Observation> {
    Ok(Observation {
        unit: UnitId(row.get(0)?),
        id: ObservationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        board: uuid_or_none(row, 2)?.map(BoardId),
        state: keyed(row, 3, ObservationState::from_key, "the state of an observation")?,
        sent_on: row.date(4)?,
        due_on: row.date(5)?,
        answered_on: row.date_or_none(6)?,
        answer: row.get(7)?,
        sealed: row.get(8)?,
        kept_until: row.date_or_none(9)?,
        code_hash: row.get(10)?,
        once_hash: row.get(11)?,
    })
}

/// An observation.
///
/// # Errors
/// What the engine says.
pub async fn observation(read: &mut Read, unit: UnitId, id: ObservationId) -> DbResult<Option<Observation>> {
    read.one(
        observations!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        observation_of,
    )
    .await
}

/// The observation that a code leads to, by its hash.
///
/// # Errors
/// What the engine says.
pub async fn by_code(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Observation>> {
    read.one(
        observations!("WHERE unit_id = $1 AND code_hash = $2"),
        &params![unit, hash.to_vec()],
        observation_of,
    )
    .await
}

/// A unit's observations that wait for the board, in the order they came.
///
/// # Errors
/// What the engine says.
pub async fn waiting(read: &mut Read, unit: UnitId) -> DbResult<Vec<Observation>> {
    read.all(
        observations!("WHERE unit_id = $1 AND state = 'received' ORDER BY sent_on, id LIMIT $2"),
        &params![unit, MOST],
        observation_of,
    )
    .await
}

/// How many observations of a unit there are, by state.
///
/// # Errors
/// What the engine says.
pub async fn observed(read: &mut Read, unit: UnitId) -> DbResult<Vec<(ObservationState, i64)>> {
    read.all(
        "SELECT state, COUNT(*) FROM supervision_observation WHERE unit_id = $1 GROUP BY state",
        &params![unit],
        |row| {
            Ok((
                keyed(row, 0, ObservationState::from_key, "the state of an observation")?,
                row.get(1)?,
            ))
        },
    )
    .await
}

/// Keeps a new observation; `false` when it was sent already.
///
/// # Errors
/// What the engine says.
pub async fn insert_observation(write: &mut Write, new: &Observation, at: Timestamp) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO supervision_observation (unit_id, id, board_id, state, sent_on, due_on, answer, sealed, \
             code_hash, once_hash, changed_at) VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10) \
             ON CONFLICT (unit_id, once_hash) DO NOTHING",
            &params![
                new.unit,
                new.id,
                uuid_value(new.board.map(|board| board.0)),
                new.state.key(),
                new.sent_on,
                new.due_on,
                Value::Bytes(new.sealed.clone()),
                new.code_hash.clone(),
                new.once_hash.clone(),
                at
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// Saves what the board answered to an observation that waits; `false` when it no longer does.
///
/// # Errors
/// What the engine says.
pub async fn save_observation(write: &mut Write, answered: &Observation, at: Timestamp) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE supervision_observation SET state = $3, answered_on = $4, answer = $5, kept_until = $6, \
             changed_at = $7 WHERE unit_id = $1 AND id = $2 AND state = 'received'",
            &params![
                answered.unit,
                answered.id,
                answered.state.key(),
                answered.answered_on,
                answered.answer.as_str(),
                answered.kept_until,
                at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Erases what was said and is not to be kept any more on a day; how often.
///
/// # Errors
/// What the engine says.
pub async fn forget(write: &mut Write, today: Date) -> DbResult<u64> {
    write
        .execute(
            "UPDATE supervision_observation SET sealed = NULL WHERE sealed IS NOT NULL AND kept_until < $1",
            &params![today],
        )
        .await
}
