//! Queries. Every one names its unit but those that look for what is due anywhere, and every list has its limit.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    files::NewFile,
    i18n::Locale,
    messages, params,
};
use units::UnitId;
use uuid::Uuid;

use crate::model::{
    ApiKey, ApiKeyId, By, Channel, Dossier, Ending, Event, EventKind, Key, Kind, Petition, PetitionId, Photo,
    Pin, Rating, Shown, State,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_614,
        name: "petitions",
        sql: include_str!("../migrations/2026112614_petitions.sql"),
    },
    Migration {
        version: 2_026_112_693,
        name: "channels of petitions",
        sql: include_str!("../migrations/2026112693_petition_channels.sql"),
    },
];

/// Petitions on one page of a list.
pub const PAGE: usize = 20;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("petitions: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_microsecond)
}

fn id_or_null(id: Option<PetitionId>) -> Value {
    Value::Bytes(id.map(|id| bytes(id.0)))
}

fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn id_or_none(row: &Row, index: usize) -> DbResult<Option<PetitionId>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|id| PetitionId::from_bytes(&id))
        .transpose()
}

/// A petition elsewhere, from two columns.
fn other(row: &Row, from: usize) -> DbResult<Option<Key>> {
    Ok(row
        .get::<Option<i64>>(from)?
        .map(UnitId)
        .zip(id_or_none(row, from + 1)?))
}

/// A query for petitions; a macro, because a statement must be a literal.
macro_rules! petitions {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, year, number, kind, category, title, words, hamlet_id, place, latitude, \
             longitude, may_publish, channel, code_hash, once_hash, state, ending, revision, received_on, \
             clock_from, due_on, office, draft, drafted_by, drafted_role, answer, answered_at, first_answered_on, \
             in_time, open_until, reopened, rating, merged_into, from_unit, from_id, to_unit, to_id, \
             escalated_on, public_title, public_words, public_answer, shown_at, hidden_at, hidden_reason, \
             hidden_note, appeal, appeal_decided_at, closed_at, contact_until, changed_at, record_id FROM \
             petition ",
            $tail
        )
    };
}

fn petition_of(row: &Row) -> DbResult<Petition> {
    let ending: String = row.get(17)?;
    let rating: String = row.get(32)?;
    let pin = match (row.get::<Option<f64>>(10)?, row.get::<Option<f64>>(11)?) {
        (Some(latitude), Some(longitude)) => Some(Pin { latitude, longitude }),
        _ => None,
    };
    let drafted = match row.get::<Option<Vec<u8>>>(24)? {
        None => None,
        Some(account) => Some(By {
            account: Uuid::from_slice(&account).map_err(|_| damaged("an account's identifier"))?,
            role: row.get(25)?,
        }),
    };
    Ok(Petition {
        unit: UnitId(row.get(0)?),
        id: PetitionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        number: (row.get(2)?, row.get(3)?),
        kind: keyed(row, 4, Kind::from_key, "a kind")?,
        category: row.get(5)?,
        title: row.get(6)?,
        words: row.get(7)?,
        hamlet: row.get::<Option<i64>>(8)?.map(UnitId),
        place: row.get(9)?,
        pin,
        may_publish: row.get(12)?,
        channel: keyed(row, 13, Channel::from_key, "a channel")?,
        code_hash: row.get(14)?,
        once_hash: row.get(15)?,
        state: keyed(row, 16, State::from_key, "a state")?,
        ending: Ending::from_key(&ending),
        revision: row.get(18)?,
        received_on: row.date(19)?,
        clock_from: row.date(20)?,
        due_on: row.date(21)?,
        office: row.get(22)?,
        draft: row.get(23)?,
        drafted,
        answer: row.get(26)?,
        answered_at: row.instant_or_none(27)?,
        first_answered_on: row.date_or_none(28)?,
        in_time: row.get(29)?,
        open_until: row.date_or_none(30)?,
        reopened: u64::try_from(row.get::<i64>(31)?).map_err(|_| damaged("a count"))?,
        rating: Rating::from_key(&rating),
        merged_into: id_or_none(row, 33)?,
        from: other(row, 34)?,
        to: other(row, 36)?,
        escalated_on: row.date_or_none(38)?,
        public: Shown {
            title: row.get(39)?,
            words: row.get(40)?,
            answer: row.get(41)?,
        },
        shown_at: row.instant_or_none(42)?,
        hidden_at: row.instant_or_none(43)?,
        hidden_reason: row.get(44)?,
        hidden_note: row.get(45)?,
        appeal: row.get(46)?,
        appeal_decided_at: row.instant_or_none(47)?,
        closed_at: row.instant_or_none(48)?,
        contact_until: row.date_or_none(49)?,
        changed_at: row.instant(50)?,
        record: row
            .get::<Option<Vec<u8>>>(51)?
            .map(|id| RecordId::from_bytes(&id))
            .transpose()?,
    })
}

/// A petition by its key.
///
/// # Errors
/// What the engine says.
pub async fn petition(read: &mut Read, (unit, id): Key) -> DbResult<Option<Petition>> {
    read.one(
        petitions!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        petition_of,
    )
    .await
}

/// A petition with what happened to it.
///
/// # Errors
/// What the engine says.
pub async fn dossier(read: &mut Read, key: Key) -> DbResult<Option<Dossier>> {
    let Some(petition) = petition(read, key).await? else {
        return Ok(None);
    };
    Ok(Some(Dossier {
        petition,
        events: events(read, key).await?,
        photos: photos(read, key).await?,
    }))
}

/// The petition of a unit that a code leads to, by its hash.
///
/// # Errors
/// What the engine says.
pub async fn by_code(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Petition>> {
    read.one(
        petitions!("WHERE unit_id = $1 AND code_hash = $2"),
        &params![unit, hash.to_vec()],
        petition_of,
    )
    .await
}

/// The petition of a unit that was sent once already.
///
/// # Errors
/// What the engine says.
pub async fn by_once(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Petition>> {
    read.one(
        petitions!("WHERE unit_id = $1 AND once_hash = $2"),
        &params![unit, hash.to_vec()],
        petition_of,
    )
    .await
}

/// The petition of a unit with a number.
///
/// # Errors
/// What the engine says.
pub async fn by_number(
    read: &mut Read,
    unit: UnitId,
    (year, number): (i64, i64),
) -> DbResult<Option<Petition>> {
    read.one(
        petitions!("WHERE unit_id = $1 AND year = $2 AND number = $3"),
        &params![unit, year, number],
        petition_of,
    )
    .await
}

/// A page of a unit's petitions in a state, in the order of their last days; `after` is the last one of the page before.
///
/// # Errors
/// What the engine says.
pub async fn queue(
    read: &mut Read,
    unit: UnitId,
    state: State,
    after: Option<(Date, PetitionId)>,
    limit: usize,
) -> DbResult<Vec<Petition>> {
    let (day, id) = after.map_or((i64::MIN, Vec::new()), |(day, id)| {
        (platform::db::days_since_1970(day), bytes(id.0))
    });
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND state = $2 AND (due_on > $3 OR (due_on = $3 AND id > $4)) \
             ORDER BY due_on, id LIMIT $5"
        ),
        &params![unit, state.key(), day, id, most(limit)],
        petition_of,
    )
    .await
}

/// How many petitions of a unit are in each state, of those that are not closed.
///
/// # Errors
/// What the engine says.
pub async fn in_states(read: &mut Read, unit: UnitId) -> DbResult<Vec<(State, i64)>> {
    read.all(
        "SELECT state, COUNT(*) FROM petition WHERE unit_id = $1 AND state <> 'closed' GROUP BY state ORDER BY state",
        &params![unit],
        |row| Ok((keyed(row, 0, State::from_key, "a state")?, row.get(1)?)),
    )
    .await
}

/// A page of what a unit shows everybody, newest first; `before` is the last one of the page before.
///
/// # Errors
/// What the engine says.
pub async fn shown(
    read: &mut Read,
    unit: UnitId,
    before: Option<(Timestamp, PetitionId)>,
    limit: usize,
) -> DbResult<Vec<Petition>> {
    let (at, id) = before.map_or((i64::MAX, Vec::new()), |(at, id)| {
        (at.as_microsecond(), bytes(id.0))
    });
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND hidden_at IS NULL AND (shown_at < $2 OR (shown_at = $2 AND id < $3)) \
             ORDER BY shown_at DESC, id DESC LIMIT $4"
        ),
        &params![unit, at, id, most(limit)],
        petition_of,
    )
    .await
}

/// The newest petitions a unit shows that were received between two days, both counted: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn shown_between(
    read: &mut Read,
    unit: UnitId,
    (first, last): (Date, Date),
    limit: usize,
) -> DbResult<Vec<Petition>> {
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND shown_at IS NOT NULL AND hidden_at IS NULL AND received_on BETWEEN $2 AND $3 \
             ORDER BY received_on DESC, id DESC LIMIT $4"
        ),
        &params![unit, first, last, most(limit)],
        petition_of,
    )
    .await
}

/// What a unit showed and then hid, newest first.
///
/// # Errors
/// What the engine says.
pub async fn hidden(read: &mut Read, unit: UnitId, limit: usize) -> DbResult<Vec<Petition>> {
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND shown_at IS NOT NULL AND hidden_at IS NOT NULL ORDER BY shown_at DESC, id DESC LIMIT $2"
        ),
        &params![unit, most(limit)],
        petition_of,
    )
    .await
}

/// Keys of what is shown in all units, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn shown_after(read: &mut Read, after: Option<Key>, limit: u32) -> DbResult<Vec<Key>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        "SELECT unit_id, id FROM petition WHERE shown_at IS NOT NULL AND hidden_at IS NULL \
         AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        key_of,
    )
    .await
}

fn key_of(row: &Row) -> DbResult<Key> {
    Ok((
        UnitId(row.get(0)?),
        PetitionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
    ))
}

/// What is done that waits for being made public, because its asker allows it: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn to_show(read: &mut Read, unit: UnitId, limit: usize) -> DbResult<Vec<Petition>> {
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND may_publish AND shown_at IS NULL AND hidden_at IS NULL AND merged_into IS NULL \
             AND answered_at IS NOT NULL AND state IN ('answered', 'closed') ORDER BY answered_at, id LIMIT $2"
        ),
        &params![unit, most(limit)],
        petition_of,
    )
    .await
}

/// Objections that wait to be decided.
///
/// # Errors
/// What the engine says.
pub async fn appeals(read: &mut Read, unit: UnitId, limit: usize) -> DbResult<Vec<Petition>> {
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND appeal <> '' AND appeal_decided_at IS NULL ORDER BY changed_at, id LIMIT $2"
        ),
        &params![unit, most(limit)],
        petition_of,
    )
    .await
}

/// The newest petitions of a unit that wait for an answer, to look for duplicates among.
///
/// # Errors
/// What the engine says.
pub async fn waiting(read: &mut Read, unit: UnitId, limit: usize) -> DbResult<Vec<Petition>> {
    read.all(
        petitions!(
            "WHERE unit_id = $1 AND state IN ('received', 'classified', 'assigned') ORDER BY received_on DESC, id DESC LIMIT $2"
        ),
        &params![unit, most(limit)],
        petition_of,
    )
    .await
}

/// Those that are answered together with one.
///
/// # Errors
/// What the engine says.
pub async fn merged(read: &mut Read, (unit, id): Key) -> DbResult<Vec<Petition>> {
    read.all(
        petitions!("WHERE unit_id = $1 AND merged_into = $2 ORDER BY id"),
        &params![unit, id],
        petition_of,
    )
    .await
}

/// Overdue petitions that were brought above, of some units, longest overdue first: at most `limit` of each part of the
/// list.
///
/// # Errors
/// What the engine says.
pub async fn escalated(read: &mut Read, units: &[i64], limit: usize) -> DbResult<Vec<Petition>> {
    let mut found = read
        .all_among(
            petitions!(
                "WHERE escalated_on IS NOT NULL AND state IN ('received', 'classified', 'assigned') AND unit_id IN"
            ),
            units,
            "ORDER BY due_on, unit_id, id LIMIT $1",
            &params![most(limit)],
            petition_of,
        )
        .await?;
    found.sort_by_key(|petition| (petition.due_on, petition.unit, petition.id));
    found.truncate(limit);
    Ok(found)
}

/// Keys of what is overdue on a day and was not brought above: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn to_escalate(read: &mut Read, today: Date, limit: usize) -> DbResult<Vec<Key>> {
    read.all(
        "SELECT unit_id, id FROM petition WHERE state IN ('received', 'classified', 'assigned') AND due_on < $1 \
         AND escalated_on IS NULL ORDER BY unit_id, id LIMIT $2",
        &params![today, most(limit)],
        key_of,
    )
    .await
}

/// Keys of what is answered and cannot be reopened any more on a day: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn to_close(read: &mut Read, today: Date, limit: usize) -> DbResult<Vec<Key>> {
    read.all(
        "SELECT unit_id, id FROM petition WHERE state = 'answered' AND open_until < $1 ORDER BY unit_id, id LIMIT $2",
        &params![today, most(limit)],
        key_of,
    )
    .await
}

/// Keys of what is closed and still has a contact that is not to be kept any more on a day: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn to_forget(read: &mut Read, today: Date, limit: usize) -> DbResult<Vec<Key>> {
    read.all(
        "SELECT petition.unit_id, petition.id FROM petition JOIN petition_contact \
         ON petition_contact.unit_id = petition.unit_id AND petition_contact.petition_id = petition.id \
         WHERE petition.state = 'closed' AND petition.contact_until < $1 \
         ORDER BY petition.unit_id, petition.id LIMIT $2",
        &params![today, most(limit)],
        key_of,
    )
    .await
}

/// What is counted of a unit's petitions since a day, for its public page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Received.
    pub received: i64,
    /// Answered, in time and late.
    pub answered: [i64; 2],
    /// Those that wait now.
    pub waiting: i64,
    /// Those of them that are overdue.
    pub overdue: i64,
    /// How often askers reopened one.
    pub reopened: i64,
    /// Ratings: satisfied, partly, dissatisfied.
    pub ratings: [i64; 3],
    /// Days to the first answer, with how many took so long.
    pub days: Vec<(i64, i64)>,
}

/// Counts a unit's petitions: those that its clock began for since a day, and those that wait today.
///
/// # Errors
/// What the engine says.
pub async fn counts(read: &mut Read, unit: UnitId, since: Date, today: Date) -> DbResult<Counts> {
    let mut counts = Counts::default();
    // What was not taken, taken back, handed on or led elsewhere is answered by nobody here.
    let grouped = read
        .all(
            "SELECT first_answered_on IS NOT NULL, in_time, rating, COUNT(*), CAST(SUM(reopened) AS BIGINT) FROM petition \
             WHERE unit_id = $1 AND clock_from >= $2 AND state <> 'held' \
             AND ending NOT IN ('withdrawn', 'handed_over', 'complaint', 'denunciation', 'refused') \
             GROUP BY first_answered_on IS NOT NULL, in_time, rating",
            &params![unit, since],
            |row| {
                Ok((
                    row.get::<bool>(0)?,
                    row.get::<bool>(1)?,
                    row.get::<String>(2)?,
                    row.get::<i64>(3)?,
                    row.get::<i64>(4)?,
                ))
            },
        )
        .await?;
    for (answered, in_time, rating, count, reopened) in grouped {
        counts.received += count;
        counts.reopened += reopened;
        if answered {
            counts.answered[usize::from(!in_time)] += count;
        }
        if let Some(place) = Rating::ALL.iter().position(|one| one.key() == rating) {
            counts.ratings[place] += count;
        }
    }
    counts.days = read
        .all(
            "SELECT first_answered_on - clock_from, COUNT(*) FROM petition WHERE unit_id = $1 AND clock_from >= $2 \
             AND first_answered_on IS NOT NULL GROUP BY first_answered_on - clock_from ORDER BY 1",
            &params![unit, since],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await?;
    let waiting = read
        .one(
            "SELECT COUNT(*), COUNT(CASE WHEN due_on < $2 THEN 1 END) FROM petition WHERE unit_id = $1 \
             AND state IN ('received', 'classified', 'assigned')",
            &params![unit, today],
            |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
        )
        .await?;
    (counts.waiting, counts.overdue) = waiting.unwrap_or_default();
    Ok(counts)
}

/// The next number of a unit in a year.
///
/// # Errors
/// What the engine says.
pub async fn next_number(write: &mut Write, unit: UnitId, year: i64) -> DbResult<i64> {
    let number = write
        .one(
            "INSERT INTO petition_counter (unit_id, year, last) VALUES ($1, $2, 1) \
             ON CONFLICT (unit_id, year) DO UPDATE SET last = petition_counter.last + 1 RETURNING last",
            &params![unit, year],
            |row| row.get(0),
        )
        .await?;
    number.ok_or_else(|| damaged("a counter"))
}

/// What of a petition changes, in the order of the columns that [`insert`] and [`save`] name.
fn changing(petition: &Petition) -> [Value; 41] {
    params![
        petition.kind.key(),
        petition.category.as_str(),
        petition.title.as_str(),
        petition.words.as_str(),
        petition.hamlet.map(|hamlet| hamlet.0),
        petition.place.as_str(),
        petition.pin.map(|pin| pin.latitude),
        petition.pin.map(|pin| pin.longitude),
        petition.may_publish,
        petition.state.key(),
        petition.ending.map_or("", Ending::key),
        petition.clock_from,
        petition.due_on,
        petition.office.as_str(),
        petition.draft.as_str(),
        Value::Bytes(petition.drafted.as_ref().map(|by| bytes(by.account))),
        petition
            .drafted
            .as_ref()
            .map(|by| by.role.clone())
            .unwrap_or_default(),
        petition.answer.as_str(),
        micros(petition.answered_at),
        petition.first_answered_on,
        petition.in_time,
        petition.open_until,
        i64::try_from(petition.reopened).unwrap_or(i64::MAX),
        petition.rating.map_or("", Rating::key),
        id_or_null(petition.merged_into),
        petition.to.map(|(unit, _)| unit.0),
        id_or_null(petition.to.map(|(_, id)| id)),
        petition.escalated_on,
        petition.public.title.as_str(),
        petition.public.words.as_str(),
        petition.public.answer.as_str(),
        micros(petition.shown_at),
        micros(petition.hidden_at),
        petition.hidden_reason.as_str(),
        petition.hidden_note.as_str(),
        petition.appeal.as_str(),
        micros(petition.appeal_decided_at),
        micros(petition.closed_at),
        petition.contact_until,
        petition.changed_at,
        Value::Bytes(petition.record.map(|record| bytes(record.0)))
    ]
}

/// Keeps a new petition; `false` when it is there already, by what makes it this one.
///
/// # Errors
/// What the engine says.
pub async fn insert(write: &mut Write, petition: &Petition) -> DbResult<bool> {
    let mut values = params![
        petition.unit,
        petition.id,
        petition.revision,
        petition.number.0,
        petition.number.1,
        petition.channel.key(),
        petition.code_hash.clone(),
        petition.once_hash.clone(),
        petition.received_on,
        petition.from.map(|(unit, _)| unit.0),
        id_or_null(petition.from.map(|(_, id)| id))
    ]
    .to_vec();
    values.extend(changing(petition));
    let kept = write
        .execute(
            "INSERT INTO petition (unit_id, id, revision, year, number, channel, code_hash, once_hash, received_on, \
             from_unit, from_id, kind, category, title, words, hamlet_id, place, latitude, longitude, may_publish, \
             state, ending, clock_from, due_on, office, draft, drafted_by, drafted_role, answer, answered_at, \
             first_answered_on, in_time, open_until, reopened, rating, merged_into, to_unit, to_id, escalated_on, \
             public_title, public_words, public_answer, shown_at, hidden_at, hidden_reason, hidden_note, appeal, \
             appeal_decided_at, closed_at, contact_until, changed_at, record_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
             $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, \
             $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52) \
             ON CONFLICT (unit_id, once_hash) DO NOTHING",
            &values,
        )
        .await?;
    Ok(kept == 1)
}

/// Saves a petition that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save(write: &mut Write, petition: &Petition) -> DbResult<bool> {
    let mut values = params![petition.unit, petition.id, petition.revision].to_vec();
    values.extend(changing(petition));
    let changed = write
        .execute(
            "UPDATE petition SET kind = $4, category = $5, title = $6, words = $7, hamlet_id = $8, place = $9, \
             latitude = $10, longitude = $11, may_publish = $12, state = $13, ending = $14, clock_from = $15, \
             due_on = $16, office = $17, draft = $18, drafted_by = $19, drafted_role = $20, answer = $21, \
             answered_at = $22, first_answered_on = $23, in_time = $24, open_until = $25, reopened = $26, rating \
             = $27, merged_into = $28, to_unit = $29, to_id = $30, escalated_on = $31, public_title = $32, \
             public_words = $33, public_answer = $34, shown_at = $35, hidden_at = $36, hidden_reason = $37, \
             hidden_note = $38, appeal = $39, appeal_decided_at = $40, closed_at = $41, contact_until = $42, \
             changed_at = $43, record_id = $44, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = \
             $3",
            &values,
        )
        .await?;
    Ok(changed == 1)
}

/// What happened to a petition, in order.
///
/// # Errors
/// What the engine says.
pub async fn events(read: &mut Read, (unit, id): Key) -> DbResult<Vec<Event>> {
    read.all(
        "SELECT kind, role, at, detail, note FROM petition_event WHERE unit_id = $1 AND petition_id = $2 ORDER BY at, id",
        &params![unit, id],
        |row| {
            Ok(Event {
                kind: keyed(row, 0, EventKind::from_key, "what happened")?,
                role: row.get(1)?,
                at: row.instant(2)?,
                detail: row.get(3)?,
                note: row.get(4)?,
            })
        },
    )
    .await
}

/// Notes what happened.
///
/// # Errors
/// What the engine says.
pub async fn insert_event(write: &mut Write, (unit, petition): Key, id: Uuid, event: &Event) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO petition_event (unit_id, petition_id, id, kind, role, at, detail, note) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![
                unit,
                petition,
                bytes(id),
                event.kind.key(),
                event.role.as_str(),
                event.at,
                event.detail.as_str(),
                event.note.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Erases what was said about a petition, so that nothing of its words stays.
///
/// # Errors
/// What the engine says.
pub async fn erase_notes(write: &mut Write, (unit, id): Key) -> DbResult<()> {
    write
        .execute(
            "UPDATE petition_event SET note = '' WHERE unit_id = $1 AND petition_id = $2",
            &params![unit, id],
        )
        .await?;
    Ok(())
}

/// A contact as it is kept: the address sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptContact {
    /// Name; may be empty.
    pub name: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// The sealed address.
    pub mail: Option<Vec<u8>>,
    /// The language of what is written.
    pub language: Locale,
    /// By what the telephone is told.
    pub tell_by: Vec<messages::Channel>,
}

/// How the asker can be reached.
///
/// # Errors
/// What the engine says.
pub async fn contact(read: &mut Read, (unit, id): Key) -> DbResult<Option<KeptContact>> {
    read.one(
        "SELECT name, phone, mail, language, tell_by FROM petition_contact WHERE unit_id = $1 AND petition_id = $2",
        &params![unit, id],
        |row| {
            Ok(KeptContact {
                name: row.get(0)?,
                phone: row.get(1)?,
                mail: row.get(2)?,
                language: Locale::from_code(&row.get::<String>(3)?).unwrap_or(Locale::Vi),
                tell_by: row
                    .get::<String>(4)?
                    .split_whitespace()
                    .filter_map(messages::Channel::from_key)
                    .collect(),
            })
        },
    )
    .await
}

/// Keeps how the asker can be reached.
///
/// # Errors
/// What the engine says.
pub async fn insert_contact(write: &mut Write, (unit, id): Key, contact: &KeptContact) -> DbResult<()> {
    let channels: Vec<&str> = contact.tell_by.iter().map(|channel| channel.key()).collect();
    write
        .execute(
            "INSERT INTO petition_contact (unit_id, petition_id, name, phone, mail, language, tell_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                unit,
                id,
                contact.name.as_str(),
                contact.phone.as_str(),
                Value::Bytes(contact.mail.clone()),
                contact.language.code(),
                channels.join(" ")
            ],
        )
        .await?;
    Ok(())
}

/// Erases how the asker can be reached; whether there was anything.
///
/// # Errors
/// What the engine says.
pub async fn erase_contact(write: &mut Write, (unit, id): Key) -> DbResult<bool> {
    let gone = write
        .execute(
            "DELETE FROM petition_contact WHERE unit_id = $1 AND petition_id = $2",
            &params![unit, id],
        )
        .await?;
    Ok(gone > 0)
}

async fn photos(read: &mut Read, (unit, id): Key) -> DbResult<Vec<Photo>> {
    read.all(
        "SELECT number, is_public FROM petition_photo WHERE unit_id = $1 AND petition_id = $2 ORDER BY number",
        &params![unit, id],
        |row| {
            Ok(Photo {
                number: row.get(0)?,
                is_public: row.get(1)?,
            })
        },
    )
    .await
}

/// A picture.
///
/// # Errors
/// What the engine says.
pub async fn photo(read: &mut Read, (unit, id): Key, number: i64) -> DbResult<Option<(NewFile, bool)>> {
    read.one(
        "SELECT media_type, content, is_public FROM petition_photo \
         WHERE unit_id = $1 AND petition_id = $2 AND number = $3",
        &params![unit, id, number],
        |row| {
            let file = NewFile {
                name: String::new(),
                media_type: row.get(0)?,
                content: row.get(1)?,
            };
            Ok((file, row.get(2)?))
        },
    )
    .await
}

/// Keeps pictures.
///
/// # Errors
/// What the engine says.
pub async fn insert_photos(write: &mut Write, (unit, id): Key, photos: &[NewFile]) -> DbResult<()> {
    let rows: Vec<[Value; 6]> = photos
        .iter()
        .zip(1_i64..)
        .map(|(photo, number)| {
            params![
                unit,
                id,
                number,
                photo.media_type.as_str(),
                photo.content.clone(),
                false
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO petition_photo (unit_id, petition_id, number, media_type, content, is_public)",
            &rows,
            "",
        )
        .await?;
    Ok(())
}

/// Says which pictures everybody may see.
///
/// # Errors
/// What the engine says.
pub async fn show_photos(write: &mut Write, (unit, id): Key, numbers: &[i64]) -> DbResult<()> {
    write
        .execute(
            "UPDATE petition_photo SET is_public = FALSE WHERE unit_id = $1 AND petition_id = $2",
            &params![unit, id],
        )
        .await?;
    for number in numbers {
        write
            .execute(
                "UPDATE petition_photo SET is_public = TRUE WHERE unit_id = $1 AND petition_id = $2 AND number = $3",
                &params![unit, id, *number],
            )
            .await?;
    }
    Ok(())
}

/// Erases all pictures of a petition.
///
/// # Errors
/// What the engine says.
pub async fn erase_photos(write: &mut Write, (unit, id): Key) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM petition_photo WHERE unit_id = $1 AND petition_id = $2",
            &params![unit, id],
        )
        .await?;
    Ok(())
}

/// The keys with which other programs send petitions to a unit, newest first.
///
/// # Errors
/// What the engine says.
pub async fn api_keys(read: &mut Read, unit: UnitId) -> DbResult<Vec<ApiKey>> {
    read.all(
        "SELECT id, name, made_at, ended_at FROM petition_api_key WHERE unit_id = $1 ORDER BY id DESC LIMIT 100",
        &params![unit],
        |row| {
            Ok(ApiKey {
                id: ApiKeyId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                name: row.get(1)?,
                made_at: row.instant(2)?,
                ended_at: row.instant_or_none(3)?,
            })
        },
    )
    .await
}

/// Whether a key is one of a unit's that holds.
///
/// # Errors
/// What the engine says.
pub async fn knows_api_key(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<bool> {
    let found = read
        .one(
            "SELECT 1 FROM petition_api_key WHERE unit_id = $1 AND key_hash = $2 AND ended_at IS NULL",
            &params![unit, hash.to_vec()],
            |row| row.get::<i32>(0),
        )
        .await?;
    Ok(found.is_some())
}

/// Keeps a key's hash.
///
/// # Errors
/// What the engine says.
pub async fn insert_api_key(
    write: &mut Write,
    unit: UnitId,
    (id, name, hash): (ApiKeyId, &str, Vec<u8>),
    (role, at): (&str, Timestamp),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO petition_api_key (unit_id, id, name, key_hash, made_role, made_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![unit, id, name, hash, role, at],
        )
        .await?;
    Ok(())
}

/// Ends a key.
///
/// # Errors
/// What the engine says.
pub async fn end_api_key(write: &mut Write, unit: UnitId, id: ApiKeyId, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "UPDATE petition_api_key SET ended_at = $3 WHERE unit_id = $1 AND id = $2 AND ended_at IS NULL",
            &params![unit, id, at],
        )
        .await?;
    Ok(())
}
