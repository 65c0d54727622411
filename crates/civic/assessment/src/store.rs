//! Queries. Every one names its unit but those that look for what is due anywhere, or at all units of a province; every list
//! has its limit.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, DbResult, Migration, Read, Row, Value as Bound, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::model::{
    Assessment, AssessmentId, Commendation, CommendationId, Objection, ObjectionId, ObjectionState, Score,
    State, Survey, SurveyId, Tally, Value,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_741,
    name: "assessment",
    sql: include_str!("../migrations/2026112741_assessment.sql"),
}];

/// The most of a list of a unit.
const MOST: i64 = 200;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("assessment: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn record_or_none(row: &Row, index: usize) -> DbResult<Option<RecordId>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|id| RecordId::from_bytes(&id))
        .transpose()
}

fn record_value(record: Option<RecordId>) -> Bound {
    Bound::Bytes(record.map(|record| bytes(record.0)))
}

fn year(row: &Row, index: usize) -> DbResult<i16> {
    i16::try_from(row.get::<i64>(index)?).map_err(|_| damaged("a year"))
}

/// A query for assessments without their points; a macro, because a statement must be a literal.
macro_rules! assessments {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, criteria_set, year, state, own_grade, submitted_on, submitted_by, grade, published_on, \
             reason, version, revision, record_id FROM assessment ",
            $tail
        )
    };
}

fn assessment_of(row: &Row) -> DbResult<Assessment> {
    Ok(Assessment {
        unit: UnitId(row.get(0)?),
        id: AssessmentId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        set: row.get(2)?,
        year: year(row, 3)?,
        state: keyed(row, 4, State::from_key, "a state")?,
        own_grade: row.get(5)?,
        submitted_on: row.date_or_none(6)?,
        submitted_by: row
            .get::<Option<Vec<u8>>>(7)?
            .map(|id| Uuid::from_slice(&id).map_err(|_| damaged("an account")))
            .transpose()?,
        grade: row.get(8)?,
        published_on: row.date_or_none(9)?,
        reason: row.get(10)?,
        version: row.get(11)?,
        revision: row.get(12)?,
        record: record_or_none(row, 13)?,
        scores: Vec::new(),
        evidence: Vec::new(),
    })
}

async fn whole(read: &mut Read, found: Option<Assessment>) -> DbResult<Option<Assessment>> {
    let Some(mut found) = found else { return Ok(None) };
    found.scores = read
        .all(
            "SELECT criterion, own_points, own_note, points, note FROM assessment_score \
             WHERE unit_id = $1 AND assessment_id = $2 ORDER BY criterion",
            &params![found.unit, found.id],
            |row| {
                Ok(Score {
                    criterion: row.get(0)?,
                    own: row.get(1)?,
                    own_note: row.get(2)?,
                    points: row.get(3)?,
                    note: row.get(4)?,
                })
            },
        )
        .await?;
    found.evidence = read
        .all(
            "SELECT source, part, whole FROM assessment_evidence \
             WHERE unit_id = $1 AND assessment_id = $2 ORDER BY source",
            &params![found.unit, found.id],
            |row| {
                let part = row.get(1)?;
                let value = match row.get::<Option<i64>>(2)? {
                    Some(whole) => Value::Share { part, whole },
                    None => Value::Number(part),
                };
                Ok((row.get(0)?, value))
            },
        )
        .await?;
    Ok(Some(found))
}

/// An assessment.
///
/// # Errors
/// What the engine says.
pub async fn assessment(read: &mut Read, unit: UnitId, id: AssessmentId) -> DbResult<Option<Assessment>> {
    let found = read
        .one(
            assessments!("WHERE unit_id = $1 AND id = $2"),
            &params![unit, id],
            assessment_of,
        )
        .await?;
    whole(read, found).await
}

/// The assessment of a unit's year by a set.
///
/// # Errors
/// What the engine says.
pub async fn of_year(
    read: &mut Read,
    unit: UnitId,
    (set, year): (&str, i16),
) -> DbResult<Option<Assessment>> {
    let found = read
        .one(
            assessments!("WHERE unit_id = $1 AND criteria_set = $2 AND year = $3"),
            &params![unit, set, i64::from(year)],
            assessment_of,
        )
        .await?;
    whole(read, found).await
}

/// A unit's assessments, the latest years first, without their points.
///
/// # Errors
/// What the engine says.
pub async fn of_unit(read: &mut Read, unit: UnitId) -> DbResult<Vec<Assessment>> {
    read.all(
        assessments!("WHERE unit_id = $1 ORDER BY year DESC, criteria_set, id LIMIT $2"),
        &params![unit, MOST],
        assessment_of,
    )
    .await
}

/// The assessments of a year by a set, among units, without their points.
///
/// # Errors
/// What the engine says.
pub async fn among(read: &mut Read, units: &[UnitId], (set, year): (&str, i16)) -> DbResult<Vec<Assessment>> {
    let numbers: Vec<i64> = units.iter().map(|unit| unit.0).collect();
    read.all_among(
        assessments!("WHERE criteria_set = $1 AND year = $2 AND unit_id IN"),
        &numbers,
        "ORDER BY unit_id",
        &params![set, i64::from(year)],
        assessment_of,
    )
    .await
}

/// Keys of all published assessments, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn published_after(
    read: &mut Read,
    after: Option<(UnitId, Uuid)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, Uuid)>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id)));
    read.all(
        "SELECT unit_id, id FROM assessment WHERE state = 'published' \
         AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        key_of,
    )
    .await
}

fn key_of(row: &Row) -> DbResult<(UnitId, Uuid)> {
    let id = Uuid::from_slice(&row.get::<Vec<u8>>(1)?).map_err(|_| damaged("an identifier"))?;
    Ok((UnitId(row.get(0)?), id))
}

/// Keeps a new assessment; `false` when that year has one already.
///
/// # Errors
/// What the engine says.
pub async fn insert(write: &mut Write, new: &Assessment, by: &By, at: Timestamp) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO assessment (unit_id, id, criteria_set, year, state, own_grade, reason, version, revision, \
             changed_at, changed_by, changed_role) VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, $11) \
             ON CONFLICT (unit_id, criteria_set, year) DO NOTHING",
            &params![
                new.unit,
                new.id,
                new.set.as_str(),
                i64::from(new.year),
                new.state.key(),
                new.own_grade.as_str(),
                new.version,
                new.revision,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    if kept == 1 {
        put_parts(write, new).await?;
    }
    Ok(kept == 1)
}

/// Saves an assessment that was read at its revision, with points and evidence; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save(write: &mut Write, changed: &Assessment, by: &By, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE assessment SET state = $4, own_grade = $5, submitted_on = $6, submitted_by = $7, grade = $8, \
             published_on = $9, reason = $10, version = $11, record_id = $12, changed_at = $13, changed_by = $14, \
             changed_role = $15, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.state.key(),
                changed.own_grade.as_str(),
                changed.submitted_on,
                Bound::Bytes(changed.submitted_by.map(bytes)),
                Bound::Text(changed.grade.clone()),
                changed.published_on,
                changed.reason.as_str(),
                changed.version,
                record_value(changed.record),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    if count != 1 {
        return Ok(false);
    }
    put_parts(write, changed).await?;
    Ok(true)
}

async fn put_parts(write: &mut Write, of: &Assessment) -> DbResult<()> {
    for score in &of.scores {
        write
            .execute(
                "INSERT INTO assessment_score (unit_id, assessment_id, criterion, own_points, own_note, points, note) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (unit_id, assessment_id, criterion) \
                 DO UPDATE SET own_points = $4, own_note = $5, points = $6, note = $7",
                &params![
                    of.unit,
                    of.id,
                    score.criterion.as_str(),
                    Bound::Int(score.own),
                    score.own_note.as_str(),
                    Bound::Int(score.points),
                    score.note.as_str()
                ],
            )
            .await?;
    }
    write
        .execute(
            "DELETE FROM assessment_evidence WHERE unit_id = $1 AND assessment_id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    for (source, value) in &of.evidence {
        let (part, whole) = match value {
            Value::Number(part) => (*part, None),
            Value::Share { part, whole } => (*part, Some(*whole)),
        };
        write
            .execute(
                "INSERT INTO assessment_evidence (unit_id, assessment_id, source, part, whole) \
                 VALUES ($1, $2, $3, $4, $5)",
                &params![of.unit, of.id, source.as_str(), part, Bound::Int(whole)],
            )
            .await?;
    }
    Ok(())
}

/// A query for objections; a macro, because a statement must be a literal.
macro_rules! objections {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, assessment_id, state, sent_on, due_on, answered_on, answer, sealed, kept_until, \
             code_hash, once_hash FROM assessment_objection ",
            $tail
        )
    };
}

fn objection_of(row: &Row) -> DbResult<Objection> {
    Ok(Objection {
        unit: UnitId(row.get(0)?),
        id: ObjectionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        assessment: AssessmentId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        state: keyed(row, 3, ObjectionState::from_key, "the state of an objection")?,
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

/// Objections to an assessment, in the order they came.
///
/// # Errors
/// What the engine says.
pub async fn objections(read: &mut Read, unit: UnitId, of: AssessmentId) -> DbResult<Vec<Objection>> {
    read.all(
        objections!("WHERE unit_id = $1 AND assessment_id = $2 ORDER BY sent_on, id LIMIT $3"),
        &params![unit, of, MOST],
        objection_of,
    )
    .await
}

/// An objection.
///
/// # Errors
/// What the engine says.
pub async fn objection(read: &mut Read, unit: UnitId, id: ObjectionId) -> DbResult<Option<Objection>> {
    read.one(
        objections!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        objection_of,
    )
    .await
}

/// The objection that a code leads to, by its hash.
///
/// # Errors
/// What the engine says.
pub async fn by_code(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Objection>> {
    read.one(
        objections!("WHERE unit_id = $1 AND code_hash = $2"),
        &params![unit, hash.to_vec()],
        objection_of,
    )
    .await
}

/// Keeps a new objection; `false` when it was sent already.
///
/// # Errors
/// What the engine says.
pub async fn insert_objection(write: &mut Write, new: &Objection, at: Timestamp) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO assessment_objection (unit_id, id, assessment_id, state, sent_on, due_on, answer, sealed, \
             code_hash, once_hash, changed_at) VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10) \
             ON CONFLICT (unit_id, once_hash) DO NOTHING",
            &params![
                new.unit,
                new.id,
                new.assessment,
                new.state.key(),
                new.sent_on,
                new.due_on,
                Bound::Bytes(new.sealed.clone()),
                new.code_hash.clone(),
                new.once_hash.clone(),
                at
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// Saves the answer to an objection that waits for it; `false` when it no longer does.
///
/// # Errors
/// What the engine says.
pub async fn save_answer(write: &mut Write, answered: &Objection, at: Timestamp) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE assessment_objection SET state = $3, answered_on = $4, answer = $5, kept_until = $6, \
             changed_at = $7 WHERE unit_id = $1 AND id = $2 AND state = 'waiting'",
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
            "UPDATE assessment_objection SET sealed = NULL WHERE sealed IS NOT NULL AND kept_until < $1",
            &params![today],
        )
        .await
}

/// A query for surveys; a macro, because a statement must be a literal.
macro_rules! surveys {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, criteria_set, year, opened_on, closes_on, printed, answered, revision \
             FROM assessment_survey ",
            $tail
        )
    };
}

fn survey_of(row: &Row) -> DbResult<Survey> {
    Ok(Survey {
        unit: UnitId(row.get(0)?),
        id: SurveyId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        set: row.get(2)?,
        year: year(row, 3)?,
        opened_on: row.date(4)?,
        closes_on: row.date(5)?,
        printed: row.get(6)?,
        answered: row.get(7)?,
        revision: row.get(8)?,
    })
}

/// A survey.
///
/// # Errors
/// What the engine says.
pub async fn survey(read: &mut Read, unit: UnitId, id: SurveyId) -> DbResult<Option<Survey>> {
    read.one(
        surveys!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        survey_of,
    )
    .await
}

/// The survey of a unit's year for a set.
///
/// # Errors
/// What the engine says.
pub async fn survey_of_year(
    read: &mut Read,
    unit: UnitId,
    (set, year): (&str, i16),
) -> DbResult<Option<Survey>> {
    read.one(
        surveys!("WHERE unit_id = $1 AND criteria_set = $2 AND year = $3"),
        &params![unit, set, i64::from(year)],
        survey_of,
    )
    .await
}

/// A unit's surveys, the latest first.
///
/// # Errors
/// What the engine says.
pub async fn surveys(read: &mut Read, unit: UnitId) -> DbResult<Vec<Survey>> {
    read.all(
        surveys!("WHERE unit_id = $1 ORDER BY opened_on DESC, id LIMIT $2"),
        &params![unit, MOST],
        survey_of,
    )
    .await
}

/// Keeps a new survey; `false` when that year has one already.
///
/// # Errors
/// What the engine says.
pub async fn insert_survey(write: &mut Write, new: &Survey, by: &By, at: Timestamp) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO assessment_survey (unit_id, id, criteria_set, year, opened_on, closes_on, printed, answered, \
             revision, changed_at, changed_by, changed_role) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 1, $8, $9, $10) \
             ON CONFLICT (unit_id, criteria_set, year) DO NOTHING",
            &params![
                new.unit,
                new.id,
                new.set.as_str(),
                i64::from(new.year),
                new.opened_on,
                new.closes_on,
                new.printed,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// Saves the last day and the number of slips of a survey that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_survey(write: &mut Write, changed: &Survey, by: &By, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE assessment_survey SET closes_on = $4, printed = $5, changed_at = $6, changed_by = $7, \
             changed_role = $8, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.closes_on,
                changed.printed,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(count == 1)
}

/// Keeps a slip of a survey by the hash of its code.
///
/// # Errors
/// What the engine says.
pub async fn insert_slip(write: &mut Write, of: &Survey, hash: &[u8]) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO assessment_slip (unit_id, survey_id, code_hash, used) VALUES ($1, $2, $3, FALSE)",
            &params![of.unit, of.id, hash.to_vec()],
        )
        .await?;
    Ok(())
}

/// What a slip's code is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// It was not answered with yet.
    Fresh,
    /// It was.
    Used,
}

/// How a slip stands; none for a code that belongs to none.
///
/// # Errors
/// What the engine says.
pub async fn slip(read: &mut Read, of: &Survey, hash: &[u8]) -> DbResult<Option<Slip>> {
    read.one(
        "SELECT used FROM assessment_slip WHERE unit_id = $1 AND survey_id = $2 AND code_hash = $3",
        &params![of.unit, of.id, hash.to_vec()],
        |row| Ok(if row.get(0)? { Slip::Used } else { Slip::Fresh }),
    )
    .await
}

/// Uses a slip; `false` when there is no such one that is fresh.
///
/// # Errors
/// What the engine says.
pub async fn use_slip(write: &mut Write, of: &Survey, hash: &[u8]) -> DbResult<bool> {
    let used = write
        .execute(
            "UPDATE assessment_slip SET used = TRUE WHERE unit_id = $1 AND survey_id = $2 AND code_hash = $3 \
             AND used = FALSE",
            &params![of.unit, of.id, hash.to_vec()],
        )
        .await?;
    Ok(used == 1)
}

/// Counts one person's answers: a question's key with a number from 1 to 5 each.
///
/// # Errors
/// What the engine says.
pub async fn count_answers(write: &mut Write, of: &Survey, answers: &[(&str, i64)]) -> DbResult<()> {
    write
        .execute(
            "UPDATE assessment_survey SET answered = answered + 1 WHERE unit_id = $1 AND id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    for (question, answer) in answers {
        write
            .execute(
                "INSERT INTO assessment_answer (unit_id, survey_id, question, answer, people) \
                 VALUES ($1, $2, $3, $4, 1) ON CONFLICT (unit_id, survey_id, question, answer) \
                 DO UPDATE SET people = assessment_answer.people + 1",
                &params![of.unit, of.id, *question, *answer],
            )
            .await?;
    }
    Ok(())
}

/// How often each answer was given.
///
/// # Errors
/// What the engine says.
pub async fn tallies(read: &mut Read, of: &Survey) -> DbResult<Vec<Tally>> {
    read.all(
        "SELECT question, answer, people FROM assessment_answer WHERE unit_id = $1 AND survey_id = $2 \
         ORDER BY question, answer",
        &params![of.unit, of.id],
        |row| {
            Ok(Tally {
                question: row.get(0)?,
                answer: row.get(1)?,
                people: row.get(2)?,
            })
        },
    )
    .await
}

/// A query for commendations; a macro, because a statement must be a literal.
macro_rules! commendations {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, title, number, commended_for, decided_on, reason, collectives, individuals, sealed, \
             revoked_on, revoked_why, record_id, revision FROM assessment_commendation ",
            $tail
        )
    };
}

fn commendation_of(row: &Row) -> DbResult<Commendation> {
    let collectives: String = row.get(7)?;
    Ok(Commendation {
        unit: UnitId(row.get(0)?),
        id: CommendationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        title: row.get(2)?,
        number: row.get(3)?,
        commended_for: row.get(4)?,
        decided_on: row.date(5)?,
        reason: row.get(6)?,
        collectives: collectives.lines().map(str::to_owned).collect(),
        individuals: row.get(8)?,
        sealed: row.get(9)?,
        revoked_on: row.date_or_none(10)?,
        revoked_why: row.get(11)?,
        record: record_or_none(row, 12)?,
        revision: row.get(13)?,
    })
}

/// A commendation.
///
/// # Errors
/// What the engine says.
pub async fn commendation(
    read: &mut Read,
    unit: UnitId,
    id: CommendationId,
) -> DbResult<Option<Commendation>> {
    read.one(
        commendations!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        commendation_of,
    )
    .await
}

/// A unit's commendations, the latest first: those decided before one, by its day and identifier.
///
/// # Errors
/// What the engine says.
pub async fn commendations(
    read: &mut Read,
    unit: UnitId,
    before: Option<(Date, Uuid)>,
    limit: u32,
) -> DbResult<Vec<Commendation>> {
    let (day, id) = before.map_or((Date::MAX, Uuid::max()), |before| before);
    read.all(
        commendations!(
            "WHERE unit_id = $1 AND (decided_on < $2 OR (decided_on = $2 AND id < $3)) \
             ORDER BY decided_on DESC, id DESC LIMIT $4"
        ),
        &params![unit, day, bytes(id), i64::from(limit)],
        commendation_of,
    )
    .await
}

/// Keys of all commendations that stand, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn commendations_after(
    read: &mut Read,
    after: Option<(UnitId, Uuid)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, Uuid)>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id)));
    read.all(
        "SELECT unit_id, id FROM assessment_commendation WHERE revoked_on IS NULL \
         AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        key_of,
    )
    .await
}

/// Keeps a new commendation.
///
/// # Errors
/// What the engine says.
pub async fn insert_commendation(
    write: &mut Write,
    new: &Commendation,
    by: &By,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO assessment_commendation (unit_id, id, title, number, commended_for, decided_on, reason, \
             collectives, individuals, sealed, revoked_why, record_id, revision, changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, 1, $12, $13, $14)",
            &params![
                new.unit,
                new.id,
                new.title.as_str(),
                new.number.as_str(),
                new.commended_for.as_str(),
                new.decided_on,
                new.reason.as_str(),
                new.collectives.join("\n"),
                new.individuals,
                Bound::Bytes(new.sealed.clone()),
                record_value(new.record),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Saves that a commendation was revoked, read at its revision; `false` when it was changed since. Names are erased with it.
///
/// # Errors
/// What the engine says.
pub async fn save_revoked(
    write: &mut Write,
    revoked: &Commendation,
    by: &By,
    at: Timestamp,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE assessment_commendation SET revoked_on = $4, revoked_why = $5, sealed = NULL, record_id = NULL, \
             changed_at = $6, changed_by = $7, changed_role = $8, revision = $3 + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3 AND revoked_on IS NULL",
            &params![
                revoked.unit,
                revoked.id,
                revoked.revision,
                revoked.revoked_on,
                revoked.revoked_why.as_str(),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(changed == 1)
}
