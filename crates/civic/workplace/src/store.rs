//! Queries. Every one names its unit and its place, and every list has its limit.

use std::collections::BTreeMap;

use facts::RecordId;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use organisations::{Organisation, OrganisationId};
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Write, days_since_1970},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    model::{
        Assessment, AssessmentId, AssessmentState, Conference, ConferenceId, ConferenceKind, ConferenceState,
        Dialogue, DialogueId, DialogueKind, DialogueState, Item, Opinion, OpinionId, Question, QuestionId,
        Regulation, RegulationId, RegulationState, Score, Tally, Task, TaskId, Topic, TopicId, Verdict,
    },
    rules::{Attendance, Counted, DEMOCRACY, Grade, Vote},
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_701,
    name: "workplaces",
    sql: include_str!("../migrations/2026112701_workplace.sql"),
}];

/// Entries on one page of a list.
pub const PAGE: usize = 20;
/// The most entries that hang on one thing: topics of a dialogue, opinions on a draft, tasks of a conference.
const MOST: i64 = 500;

/// A place in a list: the day and identifier of the entry after which it goes on.
pub type After = Option<(Date, Uuid)>;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("workplace: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an identifier"))
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn whole(row: &Row, index: usize) -> DbResult<u64> {
    u64::try_from(row.get::<i64>(index)?).map_err(|_| damaged("a count"))
}

fn whole_or_none(row: &Row, index: usize) -> DbResult<Option<u64>> {
    row.get::<Option<i64>>(index)?
        .map(|value| u64::try_from(value).map_err(|_| damaged("a count")))
        .transpose()
}

fn stored(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn record(row: &Row, index: usize) -> DbResult<Option<RecordId>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|id| RecordId::from_bytes(&id))
        .transpose()
}

fn record_bytes(record: Option<RecordId>) -> platform::db::Value {
    platform::db::Value::Bytes(record.map(|id| bytes(id.0)))
}

fn account_bytes(account: Option<Uuid>) -> platform::db::Value {
    platform::db::Value::Bytes(account.map(bytes))
}

/// Where a list begins: before everything, or before an entry.
fn before(after: After) -> (i64, Vec<u8>) {
    match after {
        Some((day, id)) => (days_since_1970(day), bytes(id)),
        None => (i64::MAX, Vec::new()),
    }
}

fn limit() -> i64 {
    i64::try_from(PAGE + 1).unwrap_or(i64::MAX)
}

/// The record of a place in the list of places, and when its regulation on democracy was adopted.
pub(crate) async fn place(read: &mut Read, of: &Organisation) -> DbResult<Option<(RecordId, Option<Date>)>> {
    read.one(
        "SELECT record_id, regulation_on FROM workplace_place WHERE unit_id = $1 AND organisation_id = $2",
        &params![of.unit, of.id],
        |row| {
            let id = RecordId::from_bytes(&row.get::<Vec<u8>>(0)?)?;
            Ok((id, row.date_or_none(1)?))
        },
    )
    .await
}

pub(crate) async fn put_place(
    write: &mut Write,
    of: &Organisation,
    (record, regulation_on): (RecordId, Option<Date>),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_place (unit_id, organisation_id, record_id, regulation_on) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (unit_id, organisation_id) DO UPDATE SET record_id = $3, regulation_on = $4",
            &params![of.unit, of.id, bytes(record.0), regulation_on],
        )
        .await?;
    Ok(())
}

/// A query for conferences; a macro, because a statement must be a literal.
macro_rules! conferences {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, organisation_id, kind, attendance, state, held_on, meeting_place, agenda, staff, \
             summoned, present, call_number, again_of, resolution, minutes, concluded_on, reason, record_id, revision \
             FROM workplace_conference ",
            $tail
        )
    };
}

fn conference_of(row: &Row) -> DbResult<Conference> {
    Ok(Conference {
        unit: UnitId(row.get(0)?),
        id: ConferenceId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        organisation: OrganisationId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        kind: keyed(row, 3, ConferenceKind::from_key, "a kind of conference")?,
        attendance: keyed(row, 4, Attendance::from_key, "who attends")?,
        state: keyed(row, 5, ConferenceState::from_key, "the state of a conference")?,
        held_on: row.date(6)?,
        place: row.get(7)?,
        agenda: row.get(8)?,
        staff: whole(row, 9)?,
        summoned: whole(row, 10)?,
        present: whole_or_none(row, 11)?,
        call: row.get(12)?,
        again_of: row
            .get::<Option<Vec<u8>>>(13)?
            .map(|id| ConferenceId::from_bytes(&id))
            .transpose()?,
        resolution: row.get(14)?,
        minutes: row.get(15)?,
        concluded_on: row.date_or_none(16)?,
        reason: row.get(17)?,
        record: record(row, 18)?,
        revision: row.get(19)?,
        items: Vec::new(),
    })
}

async fn with_items(read: &mut Read, mut conference: Conference) -> DbResult<Conference> {
    conference.items = read
        .all(
            "SELECT position, title, votes_for, votes_against, votes_blank, passed FROM workplace_item \
             WHERE unit_id = $1 AND conference_id = $2 ORDER BY position LIMIT $3",
            &params![conference.unit, conference.id, MOST],
            |row| {
                let result = match (whole_or_none(row, 2)?, row.get::<Option<i64>>(5)?) {
                    (Some(for_it), Some(passed)) => Some((
                        Vote {
                            for_it,
                            against: whole_or_none(row, 3)?.unwrap_or_default(),
                            blank: whole_or_none(row, 4)?.unwrap_or_default(),
                        },
                        passed != 0,
                    )),
                    _ => None,
                };
                Ok(Item {
                    position: row.get(0)?,
                    title: row.get(1)?,
                    result,
                })
            },
        )
        .await?;
    Ok(conference)
}

/// A conference of a place.
///
/// # Errors
/// What the engine says.
pub async fn conference(
    read: &mut Read,
    of: &Organisation,
    id: ConferenceId,
) -> DbResult<Option<Conference>> {
    let found = any_conference(read, of.unit, id).await?;
    Ok(found.filter(|found| found.organisation == of.id))
}

/// A conference of any place of a unit.
pub(crate) async fn any_conference(
    read: &mut Read,
    unit: UnitId,
    id: ConferenceId,
) -> DbResult<Option<Conference>> {
    let found = read
        .one(
            conferences!("WHERE unit_id = $1 AND id = $2"),
            &params![unit, id],
            conference_of,
        )
        .await?;
    match found {
        Some(found) => with_items(read, found).await.map(Some),
        None => Ok(None),
    }
}

/// A page of a place's conferences, the latest first, without what they decide; one more than [`PAGE`] when there are more.
///
/// # Errors
/// What the engine says.
pub async fn conferences(read: &mut Read, of: &Organisation, after: After) -> DbResult<Vec<Conference>> {
    let (day, id) = before(after);
    read.all(
        conferences!(
            "WHERE unit_id = $1 AND organisation_id = $2 AND (held_on < $3 OR (held_on = $3 AND id < $4)) \
             ORDER BY held_on DESC, id DESC LIMIT $5"
        ),
        &params![of.unit, of.id, day, id, limit()],
        conference_of,
    )
    .await
}

/// The conference that was called in the place of a failed one.
///
/// # Errors
/// What the engine says.
pub async fn called_again(
    read: &mut Read,
    unit: UnitId,
    failed: ConferenceId,
) -> DbResult<Option<ConferenceId>> {
    read.one(
        "SELECT id FROM workplace_conference WHERE unit_id = $1 AND again_of = $2 AND state <> 'cancelled'",
        &params![unit, failed],
        |row| ConferenceId::from_bytes(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

pub(crate) async fn insert_conference(
    write: &mut Write,
    new: &Conference,
    (by, at): (Uuid, Timestamp),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_conference (unit_id, id, organisation_id, kind, attendance, state, held_on, \
             meeting_place, agenda, staff, summoned, call_number, again_of, resolution, minutes, reason, called_by, \
             called_at, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', '', $14, $15, $16)",
            &params![
                new.unit,
                new.id,
                new.organisation,
                new.kind.key(),
                new.attendance.key(),
                new.state.key(),
                new.held_on,
                new.place.as_str(),
                new.agenda.as_str(),
                stored(new.staff),
                stored(new.summoned),
                new.call,
                account_bytes(new.again_of.map(|id| id.0)),
                bytes(by),
                at,
                new.revision
            ],
        )
        .await?;
    for item in &new.items {
        insert_item(write, (new.unit, new.id), item).await?;
    }
    Ok(())
}

pub(crate) async fn insert_item(
    write: &mut Write,
    (unit, id): (UnitId, ConferenceId),
    item: &Item,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_item (unit_id, conference_id, position, title) VALUES ($1, $2, $3, $4)",
            &params![unit, id, item.position, item.title.as_str()],
        )
        .await?;
    Ok(())
}

/// Saves a conference that was read at its revision, which is counted on.
pub(crate) async fn save_conference(write: &mut Write, changed: &Conference) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_conference SET state = $4, present = $5, resolution = $6, minutes = $7, concluded_on = $8, \
             reason = $9, record_id = $10, revision = revision + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.state.key(),
                changed.present.map(stored),
                changed.resolution.as_str(),
                changed.minutes.as_str(),
                changed.concluded_on,
                changed.reason.as_str(),
                record_bytes(changed.record)
            ],
        )
        .await?;
    if saved != 1 {
        return Ok(false);
    }
    for item in &changed.items {
        let vote = item.result.map(|(vote, _)| vote);
        write
            .execute(
                "UPDATE workplace_item SET votes_for = $4, votes_against = $5, votes_blank = $6, passed = $7 \
                 WHERE unit_id = $1 AND conference_id = $2 AND position = $3",
                &params![
                    changed.unit,
                    changed.id,
                    item.position,
                    vote.map(|vote| stored(vote.for_it)),
                    vote.map(|vote| stored(vote.against)),
                    vote.map(|vote| stored(vote.blank)),
                    item.result.map(|(_, passed)| i64::from(passed))
                ],
            )
            .await?;
    }
    Ok(true)
}

/// A query for dialogues; a macro, because a statement must be a literal.
macro_rules! dialogues {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, organisation_id, kind, state, held_on, meeting_place, agenda, minutes, reason, record_id, \
             revision FROM workplace_dialogue ",
            $tail
        )
    };
}

fn dialogue_of(row: &Row) -> DbResult<Dialogue> {
    Ok(Dialogue {
        unit: UnitId(row.get(0)?),
        id: DialogueId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        organisation: OrganisationId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        kind: keyed(row, 3, DialogueKind::from_key, "a kind of dialogue")?,
        state: keyed(row, 4, DialogueState::from_key, "the state of a dialogue")?,
        held_on: row.date(5)?,
        place: row.get(6)?,
        agenda: row.get(7)?,
        minutes: row.get(8)?,
        reason: row.get(9)?,
        record: record(row, 10)?,
        revision: row.get(11)?,
        topics: Vec::new(),
    })
}

/// A dialogue of a place with its topics.
///
/// # Errors
/// What the engine says.
pub async fn dialogue(read: &mut Read, of: &Organisation, id: DialogueId) -> DbResult<Option<Dialogue>> {
    let found = read
        .one(
            dialogues!("WHERE unit_id = $1 AND organisation_id = $2 AND id = $3"),
            &params![of.unit, of.id, id],
            dialogue_of,
        )
        .await?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    found.topics = read
        .all(
            "SELECT id, said_on, name, words, answer, answered_on FROM workplace_topic \
             WHERE unit_id = $1 AND dialogue_id = $2 ORDER BY said_on, id LIMIT $3",
            &params![of.unit, id, MOST],
            |row| {
                Ok(Topic {
                    id: TopicId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    said_on: row.date(1)?,
                    name: row.get(2)?,
                    words: row.get(3)?,
                    answer: row.get(4)?,
                    answered_on: row.date_or_none(5)?,
                })
            },
        )
        .await?;
    Ok(Some(found))
}

/// A page of a place's dialogues, the latest first, without topics; one more than [`PAGE`] when there are more.
///
/// # Errors
/// What the engine says.
pub async fn dialogues(read: &mut Read, of: &Organisation, after: After) -> DbResult<Vec<Dialogue>> {
    let (day, id) = before(after);
    read.all(
        dialogues!(
            "WHERE unit_id = $1 AND organisation_id = $2 AND (held_on < $3 OR (held_on = $3 AND id < $4)) \
             ORDER BY held_on DESC, id DESC LIMIT $5"
        ),
        &params![of.unit, of.id, day, id, limit()],
        dialogue_of,
    )
    .await
}

pub(crate) async fn insert_dialogue(
    write: &mut Write,
    new: &Dialogue,
    (by, at): (Uuid, Timestamp),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_dialogue (unit_id, id, organisation_id, kind, state, held_on, meeting_place, agenda, \
             minutes, reason, called_by, called_at, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, $10, $11)",
            &params![
                new.unit,
                new.id,
                new.organisation,
                new.kind.key(),
                new.state.key(),
                new.held_on,
                new.place.as_str(),
                new.agenda.as_str(),
                bytes(by),
                at,
                new.revision
            ],
        )
        .await?;
    Ok(())
}

/// Saves a dialogue that was read at its revision, which is counted on.
pub(crate) async fn save_dialogue(write: &mut Write, changed: &Dialogue) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_dialogue SET state = $4, minutes = $5, reason = $6, record_id = $7, revision = revision + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.state.key(),
                changed.minutes.as_str(),
                changed.reason.as_str(),
                record_bytes(changed.record)
            ],
        )
        .await?;
    Ok(saved == 1)
}

/// Who says something: an account with its name, or somebody who is not named.
pub(crate) type Speaker<'a> = Option<(Uuid, &'a str)>;

pub(crate) async fn insert_topic(
    write: &mut Write,
    (unit, dialogue): (UnitId, DialogueId),
    (id, said_on): (TopicId, Date),
    (speaker, words): (Speaker<'_>, &str),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_topic (unit_id, id, dialogue_id, said_on, account, name, words, answer) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, '')",
            &params![
                unit,
                id,
                dialogue,
                said_on,
                account_bytes(speaker.map(|(account, _)| account)),
                speaker.map(|(_, name)| name).unwrap_or_default(),
                words
            ],
        )
        .await?;
    Ok(())
}

pub(crate) async fn answer_topic(
    write: &mut Write,
    (unit, dialogue, id): (UnitId, DialogueId, TopicId),
    answer: &str,
    (by, on): (Uuid, Date),
) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_topic SET answer = $4, answered_on = $5, answered_by = $6 \
             WHERE unit_id = $1 AND dialogue_id = $2 AND id = $3",
            &params![unit, dialogue, id, answer, on, bytes(by)],
        )
        .await?;
    Ok(saved == 1)
}

/// A query for regulations; a macro, because a statement must be a literal.
macro_rules! regulations {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, organisation_id, kind, title, draft, state, opened_on, until_day, adopted, adopted_on, \
             number, reason, revision FROM workplace_regulation ",
            $tail
        )
    };
}

fn regulation_of(row: &Row) -> DbResult<Regulation> {
    Ok(Regulation {
        unit: UnitId(row.get(0)?),
        id: RegulationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        organisation: OrganisationId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        draft: row.get(5)?,
        state: keyed(row, 6, RegulationState::from_key, "the state of a regulation")?,
        opened_on: row.date(7)?,
        until: row.date(8)?,
        adopted: row.get(9)?,
        adopted_on: row.date_or_none(10)?,
        number: row.get(11)?,
        reason: row.get(12)?,
        revision: row.get(13)?,
        opinions: Vec::new(),
    })
}

/// A regulation of a place with the opinions on it.
///
/// # Errors
/// What the engine says.
pub async fn regulation(
    read: &mut Read,
    of: &Organisation,
    id: RegulationId,
) -> DbResult<Option<Regulation>> {
    let found = read
        .one(
            regulations!("WHERE unit_id = $1 AND organisation_id = $2 AND id = $3"),
            &params![of.unit, of.id, id],
            regulation_of,
        )
        .await?;
    let Some(mut found) = found else {
        return Ok(None);
    };
    found.opinions = read
        .all(
            "SELECT id, said_on, words, verdict, answer, answered_on FROM workplace_opinion \
             WHERE unit_id = $1 AND regulation_id = $2 ORDER BY said_on, id LIMIT $3",
            &params![of.unit, id, MOST],
            |row| {
                let answer = match (row.get::<Option<String>>(3)?, row.date_or_none(5)?) {
                    (Some(verdict), Some(on)) => {
                        let verdict = Verdict::from_key(&verdict).ok_or_else(|| damaged("a verdict"))?;
                        Some((verdict, row.get(4)?, on))
                    }
                    _ => None,
                };
                Ok(Opinion {
                    id: OpinionId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    said_on: row.date(1)?,
                    words: row.get(2)?,
                    answer,
                })
            },
        )
        .await?;
    Ok(Some(found))
}

/// A page of a place's regulations, the latest first, without opinions; one more than [`PAGE`] when there are more.
///
/// # Errors
/// What the engine says.
pub async fn regulations(read: &mut Read, of: &Organisation, after: After) -> DbResult<Vec<Regulation>> {
    let (day, id) = before(after);
    read.all(
        regulations!(
            "WHERE unit_id = $1 AND organisation_id = $2 AND (opened_on < $3 OR (opened_on = $3 AND id < $4)) \
             ORDER BY opened_on DESC, id DESC LIMIT $5"
        ),
        &params![of.unit, of.id, day, id, limit()],
        regulation_of,
    )
    .await
}

pub(crate) async fn insert_regulation(write: &mut Write, new: &Regulation, by: Uuid) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_regulation (unit_id, id, organisation_id, kind, title, draft, state, opened_on, until_day, \
             adopted, number, reason, opened_by, revision) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '', $10, $11)",
            &params![
                new.unit,
                new.id,
                new.organisation,
                new.kind.as_str(),
                new.title.as_str(),
                new.draft.as_str(),
                new.state.key(),
                new.opened_on,
                new.until,
                bytes(by),
                new.revision
            ],
        )
        .await?;
    Ok(())
}

/// Saves a regulation that was read at its revision, which is counted on.
pub(crate) async fn save_regulation(write: &mut Write, changed: &Regulation) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_regulation SET state = $4, adopted = $5, adopted_on = $6, number = $7, reason = $8, \
             revision = revision + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.state.key(),
                changed.adopted.as_str(),
                changed.adopted_on,
                changed.number.as_str(),
                changed.reason.as_str()
            ],
        )
        .await?;
    Ok(saved == 1)
}

pub(crate) async fn insert_opinion(
    write: &mut Write,
    (unit, regulation): (UnitId, RegulationId),
    (id, said_on): (OpinionId, Date),
    words: &str,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_opinion (unit_id, id, regulation_id, said_on, words, answer) \
             VALUES ($1, $2, $3, $4, $5, '')",
            &params![unit, id, regulation, said_on, words],
        )
        .await?;
    Ok(())
}

pub(crate) async fn answer_opinion(
    write: &mut Write,
    (unit, regulation, id): (UnitId, RegulationId, OpinionId),
    (verdict, answer): (Verdict, &str),
    (by, on): (Uuid, Date),
) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_opinion SET verdict = $4, answer = $5, answered_on = $6, answered_by = $7 \
             WHERE unit_id = $1 AND regulation_id = $2 AND id = $3",
            &params![unit, regulation, id, verdict.key(), answer, on, bytes(by)],
        )
        .await?;
    Ok(saved == 1)
}

/// A query for questions; a macro, because a statement must be a literal.
macro_rules! questions {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, asked_on, due_on, name, words, answer, answered_on FROM workplace_question ",
            $tail
        )
    };
}

fn question_of(row: &Row) -> DbResult<Question> {
    Ok(Question {
        unit: UnitId(row.get(0)?),
        id: QuestionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        asked_on: row.date(2)?,
        due_on: row.date(3)?,
        name: row.get(4)?,
        words: row.get(5)?,
        answer: row.get(6)?,
        answered_on: row.date_or_none(7)?,
    })
}

/// A question asked in a place.
///
/// # Errors
/// What the engine says.
pub async fn question(read: &mut Read, of: &Organisation, id: QuestionId) -> DbResult<Option<Question>> {
    read.one(
        questions!("WHERE unit_id = $1 AND organisation_id = $2 AND id = $3"),
        &params![of.unit, of.id, id],
        question_of,
    )
    .await
}

/// A page of the questions asked in a place, the latest first; one more than [`PAGE`] when there are more.
///
/// # Errors
/// What the engine says.
pub async fn questions(read: &mut Read, of: &Organisation, after: After) -> DbResult<Vec<Question>> {
    let (day, id) = before(after);
    read.all(
        questions!(
            "WHERE unit_id = $1 AND organisation_id = $2 AND (asked_on < $3 OR (asked_on = $3 AND id < $4)) \
             ORDER BY asked_on DESC, id DESC LIMIT $5"
        ),
        &params![of.unit, of.id, day, id, limit()],
        question_of,
    )
    .await
}

pub(crate) async fn insert_question(
    write: &mut Write,
    of: &Organisation,
    new: &Question,
    speaker: Speaker<'_>,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_question (unit_id, id, organisation_id, asked_on, due_on, account, name, words, answer) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
            &params![
                of.unit,
                new.id,
                of.id,
                new.asked_on,
                new.due_on,
                account_bytes(speaker.map(|(account, _)| account)),
                speaker.map(|(_, name)| name).unwrap_or_default(),
                new.words.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Answers a question. A later answer replaces the earlier; the day of the first one stays.
pub(crate) async fn answer_question(
    write: &mut Write,
    of: &Organisation,
    (id, answer): (QuestionId, &str),
    (by, on): (Uuid, Date),
) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_question SET answer = $4, answered_on = COALESCE(answered_on, $5), answered_by = $6 \
             WHERE unit_id = $1 AND organisation_id = $2 AND id = $3",
            &params![of.unit, of.id, id, answer, on, bytes(by)],
        )
        .await?;
    Ok(saved == 1)
}

fn task_of(row: &Row) -> DbResult<Task> {
    Ok(Task {
        id: TaskId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        source: uuid(&row.get::<Vec<u8>>(1)?)?,
        words: row.get(2)?,
        due_on: row.date(3)?,
        done_on: row.date_or_none(4)?,
        outcome: row.get(5)?,
    })
}

/// What is to be done after a conference or dialogue, by its day.
///
/// # Errors
/// What the engine says.
pub async fn tasks_of(read: &mut Read, of: &Organisation, source: Uuid) -> DbResult<Vec<Task>> {
    read.all(
        "SELECT id, source_id, words, due_on, done_on, outcome FROM workplace_task \
         WHERE unit_id = $1 AND organisation_id = $2 AND source_id = $3 ORDER BY due_on, id LIMIT $4",
        &params![of.unit, of.id, bytes(source), MOST],
        task_of,
    )
    .await
}

/// What a place has to do still, by its day.
///
/// # Errors
/// What the engine says.
pub async fn open_tasks(read: &mut Read, of: &Organisation) -> DbResult<Vec<Task>> {
    read.all(
        "SELECT id, source_id, words, due_on, done_on, outcome FROM workplace_task \
         WHERE unit_id = $1 AND organisation_id = $2 AND done_on IS NULL ORDER BY due_on, id LIMIT $3",
        &params![of.unit, of.id, MOST],
        task_of,
    )
    .await
}

/// A task of a place.
///
/// # Errors
/// What the engine says.
pub async fn task(read: &mut Read, of: &Organisation, id: TaskId) -> DbResult<Option<Task>> {
    read.one(
        "SELECT id, source_id, words, due_on, done_on, outcome FROM workplace_task \
         WHERE unit_id = $1 AND organisation_id = $2 AND id = $3",
        &params![of.unit, of.id, id],
        task_of,
    )
    .await
}

pub(crate) async fn insert_task(write: &mut Write, of: &Organisation, new: &Task) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_task (unit_id, id, organisation_id, source_id, words, due_on, outcome) \
             VALUES ($1, $2, $3, $4, $5, $6, '')",
            &params![
                of.unit,
                new.id,
                of.id,
                bytes(new.source),
                new.words.as_str(),
                new.due_on
            ],
        )
        .await?;
    Ok(())
}

pub(crate) async fn end_task(
    write: &mut Write,
    of: &Organisation,
    (id, outcome): (TaskId, &str),
    (by, on): (Uuid, Date),
) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_task SET done_on = $4, outcome = $5, done_by = $6 \
             WHERE unit_id = $1 AND organisation_id = $2 AND id = $3 AND done_on IS NULL",
            &params![of.unit, of.id, id, on, outcome, bytes(by)],
        )
        .await?;
    Ok(saved == 1)
}

/// A query for assessments; a macro, because a statement must be a literal.
macro_rules! assessments {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, organisation_id, year, state, own_grade, assessed_on, assessed_by, grade, confirmed_on, \
             reason, record_id, revision FROM workplace_assessment ",
            $tail
        )
    };
}

fn assessment_of(row: &Row) -> DbResult<Assessment> {
    Ok(Assessment {
        unit: UnitId(row.get(0)?),
        id: AssessmentId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        organisation: OrganisationId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        year: i16::try_from(row.get::<i64>(3)?).map_err(|_| damaged("a year"))?,
        state: keyed(row, 4, AssessmentState::from_key, "the state of an assessment")?,
        own_grade: keyed(row, 5, Grade::from_key, "a grade")?,
        assessed_on: row.date(6)?,
        assessed_by: uuid(&row.get::<Vec<u8>>(7)?)?,
        grade: row
            .get::<Option<String>>(8)?
            .map(|key| Grade::from_key(&key).ok_or_else(|| damaged("a grade")))
            .transpose()?,
        confirmed_on: row.date_or_none(9)?,
        reason: row.get(10)?,
        record: record(row, 11)?,
        revision: row.get(12)?,
        scores: Vec::new(),
    })
}

async fn with_scores(read: &mut Read, mut assessment: Assessment) -> DbResult<Assessment> {
    assessment.scores = read
        .all(
            "SELECT criterion, own_points, points, note FROM workplace_score WHERE unit_id = $1 AND assessment_id = $2 \
             ORDER BY criterion",
            &params![assessment.unit, assessment.id],
            |row| {
                Ok(Score {
                    criterion: row.get(0)?,
                    own: whole(row, 1)?,
                    confirmed: whole_or_none(row, 2)?,
                    note: row.get(3)?,
                })
            },
        )
        .await?;
    Ok(assessment)
}

/// The assessment of a place's year.
///
/// # Errors
/// What the engine says.
pub async fn assessment(read: &mut Read, of: &Organisation, year: i16) -> DbResult<Option<Assessment>> {
    let found = read
        .one(
            assessments!("WHERE unit_id = $1 AND organisation_id = $2 AND year = $3"),
            &params![of.unit, of.id, i64::from(year)],
            assessment_of,
        )
        .await?;
    match found {
        Some(found) => with_scores(read, found).await.map(Some),
        None => Ok(None),
    }
}

/// An assessment of any place of a unit.
pub(crate) async fn any_assessment(
    read: &mut Read,
    unit: UnitId,
    id: AssessmentId,
) -> DbResult<Option<Assessment>> {
    read.one(
        assessments!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        assessment_of,
    )
    .await
}

/// The assessments of a unit's places of a year, by place, without points.
///
/// # Errors
/// What the engine says.
pub async fn assessments(read: &mut Read, unit: UnitId, year: i16) -> DbResult<Vec<Assessment>> {
    read.all(
        assessments!("WHERE unit_id = $1 AND year = $2 ORDER BY organisation_id LIMIT $3"),
        &params![unit, i64::from(year), MOST],
        assessment_of,
    )
    .await
}

pub(crate) async fn insert_assessment(write: &mut Write, new: &Assessment) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO workplace_assessment (unit_id, id, organisation_id, year, state, own_grade, assessed_on, \
             assessed_by, reason, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', $9)",
            &params![
                new.unit,
                new.id,
                new.organisation,
                i64::from(new.year),
                new.state.key(),
                new.own_grade.key(),
                new.assessed_on,
                bytes(new.assessed_by),
                new.revision
            ],
        )
        .await?;
    put_scores(write, new).await
}

/// Saves an assessment that was read at its revision, which is counted on.
pub(crate) async fn save_assessment(
    write: &mut Write,
    changed: &Assessment,
    confirmed_by: Option<Uuid>,
) -> DbResult<bool> {
    let saved = write
        .execute(
            "UPDATE workplace_assessment SET state = $4, own_grade = $5, assessed_on = $6, assessed_by = $7, grade = $8, \
             confirmed_on = $9, confirmed_by = $10, reason = $11, record_id = $12, revision = revision + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.state.key(),
                changed.own_grade.key(),
                changed.assessed_on,
                bytes(changed.assessed_by),
                changed.grade.map(|grade| grade.key().to_owned()),
                changed.confirmed_on,
                account_bytes(confirmed_by),
                changed.reason.as_str(),
                record_bytes(changed.record)
            ],
        )
        .await?;
    if saved != 1 {
        return Ok(false);
    }
    put_scores(write, changed).await?;
    Ok(true)
}

async fn put_scores(write: &mut Write, of: &Assessment) -> DbResult<()> {
    for score in &of.scores {
        write
            .execute(
                "INSERT INTO workplace_score (unit_id, assessment_id, criterion, own_points, points, note) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, assessment_id, criterion) \
                 DO UPDATE SET own_points = $4, points = $5, note = $6",
                &params![
                    of.unit,
                    of.id,
                    score.criterion.as_str(),
                    stored(score.own),
                    score.confirmed.map(stored),
                    score.note.as_str()
                ],
            )
            .await?;
    }
    Ok(())
}

async fn count(read: &mut Read, sql: &'static str, params: &[platform::db::Value]) -> DbResult<u64> {
    let found = read.one(sql, params, |row| row.get::<i64>(0)).await?;
    u64::try_from(found.unwrap_or_default()).map_err(|_| damaged("a count"))
}

/// What was counted of a place in a year, as it stands on a day.
///
/// # Errors
/// What the engine says.
pub async fn counted(read: &mut Read, of: &Organisation, (year, today): (i16, Date)) -> DbResult<Counted> {
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let conference_on = read
        .one(
            "SELECT MIN(held_on) FROM workplace_conference WHERE unit_id = $1 AND organisation_id = $2 \
             AND kind = 'yearly' AND state = 'concluded' AND held_on BETWEEN $3 AND $4",
            &params![of.unit, of.id, first, last],
            |row| row.date_or_none(0),
        )
        .await?
        .flatten();
    let regulation_on = read
        .one(
            "SELECT MIN(adopted_on) FROM workplace_regulation WHERE unit_id = $1 AND organisation_id = $2 \
             AND kind = $3 AND state = 'adopted' AND adopted_on <= $4",
            &params![of.unit, of.id, DEMOCRACY, last],
            |row| row.date_or_none(0),
        )
        .await?
        .flatten();
    let year_of = params![of.unit, of.id, first, last];
    let by = params![of.unit, of.id, first, last, today];
    Ok(Counted {
        conference_on,
        regulation_on,
        dialogues: count(
            read,
            "SELECT COUNT(*) FROM workplace_dialogue WHERE unit_id = $1 AND organisation_id = $2 \
             AND state = 'held' AND held_on BETWEEN $3 AND $4",
            &year_of,
        )
        .await?,
        questions: count(
            read,
            "SELECT COUNT(*) FROM workplace_question WHERE unit_id = $1 AND organisation_id = $2 \
             AND asked_on BETWEEN $3 AND $4",
            &year_of,
        )
        .await?,
        unanswered: count(
            read,
            "SELECT COUNT(*) FROM workplace_question WHERE unit_id = $1 AND organisation_id = $2 \
             AND asked_on BETWEEN $3 AND $4 AND answered_on IS NULL AND due_on < $5",
            &by,
        )
        .await?,
        answered_late: count(
            read,
            "SELECT COUNT(*) FROM workplace_question WHERE unit_id = $1 AND organisation_id = $2 \
             AND asked_on BETWEEN $3 AND $4 AND answered_on > due_on",
            &year_of,
        )
        .await?,
        tasks: count(
            read,
            "SELECT COUNT(*) FROM workplace_task WHERE unit_id = $1 AND organisation_id = $2 \
             AND due_on BETWEEN $3 AND $4",
            &year_of,
        )
        .await?,
        undone: count(
            read,
            "SELECT COUNT(*) FROM workplace_task WHERE unit_id = $1 AND organisation_id = $2 \
             AND due_on BETWEEN $3 AND $4 AND done_on IS NULL AND due_on < $5",
            &by,
        )
        .await?,
        done_late: count(
            read,
            "SELECT COUNT(*) FROM workplace_task WHERE unit_id = $1 AND organisation_id = $2 \
             AND due_on BETWEEN $3 AND $4 AND done_on > due_on",
            &year_of,
        )
        .await?,
    })
}

/// What anybody may know of the places of some units in a year; places without anything are not in it.
///
/// # Errors
/// What the engine says.
pub async fn tallies(
    read: &mut Read,
    units: &[i64],
    year: i16,
) -> DbResult<BTreeMap<(UnitId, OrganisationId), Tally>> {
    let mut all: BTreeMap<(UnitId, OrganisationId), Tally> = BTreeMap::new();
    let within = params![date(year, 1, 1), date(year, 12, 31)];
    let key = |row: &Row| {
        let id = OrganisationId::from_bytes(&row.get::<Vec<u8>>(1)?)?;
        Ok::<_, DbError>((UnitId(row.get(0)?), id))
    };
    let held = read
        .all_among(
            "SELECT unit_id, organisation_id, COUNT(*) FROM workplace_conference WHERE state = 'concluded' \
             AND held_on BETWEEN $1 AND $2 AND unit_id IN ",
            units,
            " GROUP BY unit_id, organisation_id",
            &within,
            |row| Ok((key(row)?, row.get::<i64>(2)?)),
        )
        .await?;
    for (key, count) in held {
        all.entry(key).or_default().conferences = count;
    }
    let talked = read
        .all_among(
            "SELECT unit_id, organisation_id, COUNT(*) FROM workplace_dialogue WHERE state = 'held' \
             AND held_on BETWEEN $1 AND $2 AND unit_id IN ",
            units,
            " GROUP BY unit_id, organisation_id",
            &within,
            |row| Ok((key(row)?, row.get::<i64>(2)?)),
        )
        .await?;
    for (key, count) in talked {
        all.entry(key).or_default().dialogues = count;
    }
    let adopted = read
        .all_among(
            "SELECT unit_id, organisation_id, COUNT(*) FROM workplace_regulation WHERE state = 'adopted' \
             AND adopted_on BETWEEN $1 AND $2 AND unit_id IN ",
            units,
            " GROUP BY unit_id, organisation_id",
            &within,
            |row| Ok((key(row)?, row.get::<i64>(2)?)),
        )
        .await?;
    for (key, count) in adopted {
        all.entry(key).or_default().regulations = count;
    }
    let asked = read
        .all_among(
            "SELECT unit_id, organisation_id, COUNT(*), COUNT(answered_on) FROM workplace_question \
             WHERE asked_on BETWEEN $1 AND $2 AND unit_id IN ",
            units,
            " GROUP BY unit_id, organisation_id",
            &within,
            |row| Ok((key(row)?, row.get::<i64>(2)?, row.get::<i64>(3)?)),
        )
        .await?;
    for (key, count, answered) in asked {
        let tally = all.entry(key).or_default();
        (tally.questions, tally.answered) = (count, answered);
    }
    let graded = read
        .all_among(
            "SELECT unit_id, organisation_id, grade FROM workplace_assessment WHERE grade IS NOT NULL AND year = $1 \
             AND unit_id IN ",
            units,
            "",
            &params![i64::from(year)],
            |row| Ok((key(row)?, keyed(row, 2, Grade::from_key, "a grade")?)),
        )
        .await?;
    for (key, grade) in graded {
        all.entry(key).or_default().grade = Some(grade);
    }
    Ok(all)
}

/// Whether anything was done by any place; for stories that are told once.
pub(crate) async fn is_begun(read: &mut Read) -> DbResult<bool> {
    let found = read
        .one("SELECT 1 FROM workplace_conference LIMIT 1", &[], |row| {
            row.get::<i32>(0)
        })
        .await?;
    Ok(found.is_some())
}
