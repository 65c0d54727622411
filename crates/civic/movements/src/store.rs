//! Queries. Every one names its units, and every list has its limit.

use std::collections::BTreeSet;

use facts::RecordId;
use jiff::civil::Date;
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    files::NewFile,
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    model::{
        Ballot, By, Dossier, Event, EventKind, Key, Member, MemberId, Model, ModelId, Picture, PictureId,
    },
    rules::{State, Tally, Vote},
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_661,
    name: "movements",
    sql: include_str!("../migrations/2026112661_movements.sql"),
}];

/// Models on one page of a list.
pub const PAGE: usize = 24;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("movements: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn limited(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn account(row: &Row, index: usize) -> DbResult<Option<Uuid>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|octets| Uuid::from_slice(&octets).map_err(|_| damaged("an account")))
        .transpose()
}

/// A query for models; a macro, because a statement must be a literal.
macro_rules! models {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, movement, year, hamlet_id, group_key, field_key, holder, holder_name, consent_on, \
             title, aim, plan, plan_until, done, outcome, state, registered_on, carried_out_on, decided_on, number, \
             reasons, continued_from, kept_up, rounds, registered_by, registered_role, revision, changed_at, record_id \
             FROM movement_model ",
            $tail
        )
    };
}

/// A model without the fields it touches and its figures.
fn model_of(row: &Row) -> DbResult<Model> {
    let role: String = row.get(26)?;
    Ok(Model {
        unit: UnitId(row.get(0)?),
        id: ModelId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        movement: row.get(2)?,
        year: i16::try_from(row.get::<i64>(3)?).map_err(|_| damaged("a year"))?,
        hamlet: row.get::<Option<i64>>(4)?.map(UnitId),
        group: row.get(5)?,
        field: row.get(6)?,
        touched: Vec::new(),
        holder: row.get(7)?,
        holder_name: row.get(8)?,
        consent_on: row.date_or_none(9)?,
        title: row.get(10)?,
        aim: row.get(11)?,
        plan: row.get(12)?,
        plan_until: row.date_or_none(13)?,
        done: row.get(14)?,
        outcome: row.get(15)?,
        figures: Vec::new(),
        state: keyed(row, 16, State::from_key, "the state of a model")?,
        registered_on: row.date(17)?,
        carried_out_on: row.date_or_none(18)?,
        decided_on: row.date_or_none(19)?,
        number: row.get(20)?,
        reasons: row.get(21)?,
        continued_from: row
            .get::<Option<Vec<u8>>>(22)?
            .map(|id| ModelId::from_bytes(&id))
            .transpose()?,
        kept_up: row.get(23)?,
        rounds: row.get(24)?,
        registered: account(row, 25)?.map(|account| By { account, role }),
        revision: row.get(27)?,
        changed_at: row.instant(28)?,
        record: row
            .get::<Option<Vec<u8>>>(29)?
            .map(|id| RecordId::from_bytes(&id))
            .transpose()?,
    })
}

async fn with_parts(read: &mut Read, mut model: Model) -> DbResult<Model> {
    model.touched = read
        .all(
            "SELECT field FROM movement_touched WHERE unit_id = $1 AND model_id = $2 ORDER BY field",
            &params![model.unit, model.id],
            |row| row.get(0),
        )
        .await?;
    model.figures = read
        .all(
            "SELECT figure, amount FROM movement_figure WHERE unit_id = $1 AND model_id = $2 ORDER BY figure",
            &params![model.unit, model.id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await?;
    Ok(model)
}

/// A model by its key.
///
/// # Errors
/// What the engine says.
pub async fn model(read: &mut Read, (unit, id): Key) -> DbResult<Option<Model>> {
    let found = read
        .one(
            models!("WHERE unit_id = $1 AND id = $2"),
            &params![unit, id],
            model_of,
        )
        .await?;
    match found {
        Some(model) => with_parts(read, model).await.map(Some),
        None => Ok(None),
    }
}

/// A model with everything about it.
///
/// # Errors
/// What the engine says.
pub async fn dossier(read: &mut Read, key: Key) -> DbResult<Option<Dossier>> {
    let Some(model) = model(read, key).await? else {
        return Ok(None);
    };
    let (unit, id) = key;
    let pictures = read
        .all(
            "SELECT id, caption FROM movement_picture WHERE unit_id = $1 AND model_id = $2 AND removed_at IS NULL \
             ORDER BY id",
            &params![unit, id],
            |row| {
                Ok(Picture {
                    id: PictureId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    caption: row.get(1)?,
                })
            },
        )
        .await?;
    let events = read
        .all(
            "SELECT kind, account, role, at, reason, was, became FROM movement_event \
             WHERE unit_id = $1 AND model_id = $2 ORDER BY at, id",
            &params![unit, id],
            |row| {
                Ok(Event {
                    kind: keyed(row, 0, EventKind::from_key, "what happened to a model")?,
                    account: account(row, 1)?,
                    role: row.get(2)?,
                    at: row.instant(3)?,
                    reason: row.get(4)?,
                    was: State::from_key(&row.get::<String>(5)?),
                    became: keyed(row, 6, State::from_key, "the state of a model")?,
                })
            },
        )
        .await?;
    let tally = match model.decided_on {
        Some(_) => Some(Tally::of(
            ballots(read, key, model.rounds)
                .await?
                .into_iter()
                .map(|(_, vote)| vote),
        ))
        .filter(|tally| *tally != Tally::default()),
        None => None,
    };
    Ok(Some(Dossier {
        model,
        pictures,
        events,
        tally,
    }))
}

/// How members voted in a round.
///
/// # Errors
/// What the engine says.
pub async fn ballots(read: &mut Read, (unit, id): Key, round: i64) -> DbResult<Vec<Ballot>> {
    read.all(
        "SELECT member_id, vote FROM movement_ballot WHERE unit_id = $1 AND model_id = $2 AND round = $3 \
         ORDER BY member_id",
        &params![unit, id, round],
        |row| {
            Ok((
                MemberId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                keyed(row, 1, Vote::from_key, "a vote")?,
            ))
        },
    )
    .await
}

/// What a list of models is narrowed to; empty texts and 0 narrow nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// Main field.
    pub field: String,
    /// Title group.
    pub group: String,
    /// Year.
    pub year: i16,
    /// States, at most three; none for all that count.
    pub states: Vec<State>,
    /// Whether only models kept up from earlier years are wanted.
    pub maintained: bool,
    /// Words that must all be there, folded.
    pub words: Vec<String>,
}

/// The most words that a search takes into account.
const MOST_WORDS: usize = 4;

/// A page of the models of some units, newest first, those before one.
///
/// # Errors
/// What the engine says.
pub async fn list(
    read: &mut Read,
    units: &[i64],
    movement: &str,
    narrowed: &Narrowed,
    before: Option<(ModelId, UnitId)>,
    limit: usize,
) -> DbResult<Vec<Model>> {
    let (id, unit) = before.map_or((vec![0xff; 17], i64::MAX), |(id, unit)| (bytes(id.0), unit.0));
    let mut words: Vec<String> = narrowed
        .words
        .iter()
        .take(MOST_WORDS)
        .map(|word| format!("%{}%", word.replace(['%', '_'], "")))
        .collect();
    words.resize(MOST_WORDS, "%".to_owned());
    let state = |at: usize| narrowed.states.get(at).map_or("", |state| state.key());
    let mut models = read
        .all_among(
            models!(
                "WHERE movement = $1 AND state <> 'withdrawn' AND ($2 = '' OR field_key = $2) \
                 AND ($3 = '' OR group_key = $3) AND ($4 = 0 OR year = $4) AND ($5 = '' OR state IN ($5, $6, $7)) \
                 AND (NOT $8 OR kept_up > 0) \
                 AND folded LIKE $9 AND folded LIKE $10 AND folded LIKE $11 AND folded LIKE $12 \
                 AND (id, unit_id) < ($13, $14) AND unit_id IN"
            ),
            units,
            "ORDER BY id DESC, unit_id DESC LIMIT $15",
            &params![
                movement,
                narrowed.field.as_str(),
                narrowed.group.as_str(),
                i64::from(narrowed.year),
                state(0),
                state(1),
                state(2),
                narrowed.maintained,
                words[0].as_str(),
                words[1].as_str(),
                words[2].as_str(),
                words[3].as_str(),
                id,
                unit,
                limited(limit)
            ],
            model_of,
        )
        .await?;
    models.sort_by_key(|model| std::cmp::Reverse((model.id, model.unit)));
    models.truncate(limit);
    Ok(models)
}

/// The years in which units have models, latest first.
///
/// # Errors
/// What the engine says.
pub async fn years(read: &mut Read, units: &[i64], movement: &str) -> DbResult<Vec<i16>> {
    let years: Vec<i64> = read
        .all_among(
            "SELECT DISTINCT year FROM movement_model WHERE movement = $1 AND state <> 'withdrawn' AND unit_id IN",
            units,
            "",
            &params![movement],
            |row| row.get(0),
        )
        .await?;
    let years: BTreeSet<i16> = years
        .into_iter()
        .filter_map(|year| i16::try_from(year).ok())
        .collect();
    Ok(years.into_iter().rev().collect())
}

/// The first picture of each of some models.
///
/// # Errors
/// What the engine says.
pub async fn covers(read: &mut Read, models: &[Model]) -> DbResult<Vec<(Key, PictureId)>> {
    let units: BTreeSet<i64> = models.iter().map(|model| model.unit.0).collect();
    let (Some(least), Some(most)) = (
        models.iter().map(|model| model.id).min(),
        models.iter().map(|model| model.id).max(),
    ) else {
        return Ok(Vec::new());
    };
    let mut found = read
        .all_among(
            "SELECT unit_id, model_id, id FROM movement_picture \
             WHERE removed_at IS NULL AND model_id BETWEEN $1 AND $2 AND unit_id IN",
            &units.into_iter().collect::<Vec<_>>(),
            "ORDER BY unit_id, model_id, id",
            &params![least, most],
            |row| {
                Ok((
                    (UnitId(row.get(0)?), ModelId::from_bytes(&row.get::<Vec<u8>>(1)?)?),
                    PictureId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
                ))
            },
        )
        .await?;
    found.dedup_by_key(|(key, _)| *key);
    Ok(found)
}

/// Models by group and main field: all, and those kept up from earlier years.
///
/// # Errors
/// What the engine says.
pub async fn kept_up(
    read: &mut Read,
    units: &[i64],
    movement: &str,
    year: i16,
) -> DbResult<Vec<(String, String, i64)>> {
    read.all_among(
        "SELECT group_key, field_key, COUNT(*) FROM movement_model WHERE movement = $1 AND year = $2 \
         AND state <> 'withdrawn' AND kept_up > 0 AND unit_id IN",
        units,
        "GROUP BY group_key, field_key",
        &params![movement, i64::from(year)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
    .await
}

/// How many models of a main field touch another field: main field, other field, models.
///
/// # Errors
/// What the engine says.
pub async fn overlap(
    read: &mut Read,
    units: &[i64],
    movement: &str,
    year: i16,
) -> DbResult<Vec<(String, String, i64)>> {
    read.all_among(
        "SELECT m.field_key, t.field, COUNT(*) FROM movement_model m \
         JOIN movement_touched t ON t.unit_id = m.unit_id AND t.model_id = m.id \
         WHERE m.movement = $1 AND m.year = $2 AND m.state <> 'withdrawn' AND m.unit_id IN",
        units,
        "GROUP BY m.field_key, t.field",
        &params![movement, i64::from(year)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
    .await
}

/// How many models of a commune stand where, by state.
///
/// # Errors
/// What the engine says.
pub async fn by_state(
    read: &mut Read,
    unit: UnitId,
    movement: &str,
    year: i16,
) -> DbResult<Vec<(State, i64)>> {
    read.all(
        "SELECT state, COUNT(*) FROM movement_model WHERE unit_id = $1 AND movement = $2 AND year = $3 GROUP BY state",
        &params![unit, movement, i64::from(year)],
        |row| Ok((keyed(row, 0, State::from_key, "the state of a model")?, row.get(1)?)),
    )
    .await
}

/// The identifiers of recognised models of all movements in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn recognised_after(read: &mut Read, after: Option<Key>, limit: u32) -> DbResult<Vec<Key>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        "SELECT unit_id, id FROM movement_model WHERE state = 'recognised' AND rounds > 0 \
         AND (unit_id, id) > ($1, $2) ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        |row| Ok((UnitId(row.get(0)?), ModelId::from_bytes(&row.get::<Vec<u8>>(1)?)?)),
    )
    .await
}

/// Last year's models of a commune that another may go on from: those that nobody goes on from yet.
///
/// # Errors
/// What the engine says.
pub async fn continuable(
    read: &mut Read,
    unit: UnitId,
    movement: &str,
    year: i16,
    limit: usize,
) -> DbResult<Vec<Model>> {
    read.all(
        models!(
            "WHERE unit_id = $1 AND movement = $2 AND year = $3 AND state IN ('carried_out', 'recognised') \
             AND NOT EXISTS (SELECT 1 FROM movement_model next WHERE next.unit_id = movement_model.unit_id \
             AND next.continued_from = movement_model.id) ORDER BY id DESC LIMIT $4"
        ),
        &params![unit, movement, i64::from(year), limited(limit)],
        model_of,
    )
    .await
}

/// The model that goes on from one in the next year.
///
/// # Errors
/// What the engine says.
pub async fn next_of(read: &mut Read, (unit, id): Key) -> DbResult<Option<Model>> {
    read.one(
        models!("WHERE unit_id = $1 AND continued_from = $2"),
        &params![unit, id],
        model_of,
    )
    .await
}

/// Whether another model of a commune has what makes it one.
///
/// # Errors
/// What the engine says.
pub async fn has_once(
    read: &mut Read,
    unit: UnitId,
    movement: &str,
    once: &str,
) -> DbResult<Option<ModelId>> {
    read.one(
        "SELECT id FROM movement_model WHERE unit_id = $1 AND movement = $2 AND once = $3",
        &params![unit, movement, once],
        |row| ModelId::from_bytes(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

fn columns(model: &Model, folded: &str, once: &str) -> [Value; 32] {
    let registered = model.registered.as_ref();
    [
        Value::from(model.unit),
        Value::from(model.id),
        Value::from(model.movement.as_str()),
        Value::from(i64::from(model.year)),
        Value::from(model.hamlet.map(|hamlet| hamlet.0)),
        Value::from(model.group.as_str()),
        Value::from(model.field.as_str()),
        Value::from(model.holder.as_str()),
        Value::from(model.holder_name.as_str()),
        Value::from(model.consent_on),
        Value::from(model.title.as_str()),
        Value::from(model.aim.as_str()),
        Value::from(model.plan.as_str()),
        Value::from(model.plan_until),
        Value::from(model.done.as_str()),
        Value::from(model.outcome.as_str()),
        Value::from(folded),
        Value::from(once),
        Value::from(model.state.key()),
        Value::from(model.registered_on),
        Value::from(model.carried_out_on),
        Value::from(model.decided_on),
        Value::from(model.number.as_str()),
        Value::from(model.reasons.as_str()),
        Value::Bytes(model.continued_from.map(|id| bytes(id.0))),
        Value::from(model.kept_up),
        Value::from(model.rounds),
        Value::Bytes(registered.map(|by| bytes(by.account))),
        Value::from(registered.map(|by| by.role.clone()).unwrap_or_default()),
        Value::from(model.revision),
        Value::from(model.changed_at),
        Value::Bytes(model.record.map(|id| bytes(id.0))),
    ]
}

const INSERT: &str = "INSERT INTO movement_model (unit_id, id, movement, year, hamlet_id, group_key, field_key, holder, \
                      holder_name, consent_on, title, aim, plan, plan_until, done, outcome, folded, once, state, \
                      registered_on, carried_out_on, decided_on, number, reasons, continued_from, kept_up, rounds, \
                      registered_by, registered_role, revision, changed_at, record_id)";

/// Keeps new models, each with the words it is found by and what makes it one.
///
/// # Errors
/// What the engine says; a model that is there already is refused.
pub async fn insert(write: &mut Write, models: &[(Model, String, String)]) -> DbResult<()> {
    let rows: Vec<[Value; 32]> = models
        .iter()
        .map(|(model, folded, once)| columns(model, folded, once))
        .collect();
    write.insert_many(INSERT, &rows, "").await?;
    for (model, _, _) in models {
        set_parts(write, model, false).await?;
    }
    Ok(())
}

/// Saves a model that was read at its revision; `false` when it was saved since.
///
/// # Errors
/// What the engine says.
pub async fn save(write: &mut Write, model: &Model, folded: &str, once: &str) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE movement_model SET movement = $3, year = $4, hamlet_id = $5, group_key = $6, field_key = $7, \
             holder = $8, holder_name = $9, consent_on = $10, title = $11, aim = $12, plan = $13, plan_until = $14, \
             done = $15, outcome = $16, folded = $17, once = $18, state = $19, registered_on = $20, \
             carried_out_on = $21, decided_on = $22, number = $23, reasons = $24, continued_from = $25, kept_up = $26, \
             rounds = $27, registered_by = $28, registered_role = $29, revision = $30 + 1, changed_at = $31, \
             record_id = $32 WHERE unit_id = $1 AND id = $2 AND revision = $30",
            &columns(model, folded, once),
        )
        .await?;
    if changed == 1 {
        set_parts(write, model, true).await?;
    }
    Ok(changed == 1)
}

async fn set_parts(write: &mut Write, model: &Model, anew: bool) -> DbResult<()> {
    let key = params![model.unit, model.id];
    if anew {
        write
            .execute(
                "DELETE FROM movement_touched WHERE unit_id = $1 AND model_id = $2",
                &key,
            )
            .await?;
        write
            .execute(
                "DELETE FROM movement_figure WHERE unit_id = $1 AND model_id = $2",
                &key,
            )
            .await?;
    }
    let touched: Vec<[Value; 3]> = model
        .touched
        .iter()
        .map(|field| {
            [
                Value::from(model.unit),
                Value::from(model.id),
                Value::from(field.as_str()),
            ]
        })
        .collect();
    if !touched.is_empty() {
        write
            .insert_many(
                "INSERT INTO movement_touched (unit_id, model_id, field)",
                &touched,
                "",
            )
            .await?;
    }
    let figures: Vec<[Value; 4]> = model
        .figures
        .iter()
        .map(|(figure, amount)| {
            [
                Value::from(model.unit),
                Value::from(model.id),
                Value::from(figure.as_str()),
                Value::from(*amount),
            ]
        })
        .collect();
    if !figures.is_empty() {
        write
            .insert_many(
                "INSERT INTO movement_figure (unit_id, model_id, figure, amount)",
                &figures,
                "",
            )
            .await?;
    }
    Ok(())
}

/// Notes what happened to models.
///
/// # Errors
/// What the engine says.
pub async fn insert_events(write: &mut Write, events: &[(Key, Uuid, Event)]) -> DbResult<()> {
    let rows: Vec<[Value; 10]> = events
        .iter()
        .map(|((unit, model), id, event)| {
            [
                Value::from(*unit),
                Value::from(*model),
                Value::from(bytes(*id)),
                Value::from(event.kind.key()),
                Value::Bytes(event.account.map(bytes)),
                Value::from(event.role.as_str()),
                Value::from(event.at),
                Value::from(event.reason.as_str()),
                Value::from(event.was.map(State::key).unwrap_or_default()),
                Value::from(event.became.key()),
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO movement_event (unit_id, model_id, id, kind, account, role, at, reason, was, became)",
            &rows,
            "",
        )
        .await?;
    Ok(())
}

/// Keeps a picture.
///
/// # Errors
/// What the engine says.
pub async fn insert_picture(
    write: &mut Write,
    (unit, model): Key,
    (id, caption): (PictureId, &str),
    file: &NewFile,
    at: jiff::Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO movement_picture (unit_id, model_id, id, name, media_type, caption, content, added_at, \
             removed_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')",
            &params![
                unit,
                model,
                id,
                file.name.as_str(),
                file.media_type.as_str(),
                caption,
                file.content.clone(),
                at
            ],
        )
        .await?;
    Ok(())
}

/// Takes a picture away; `false` when it is not shown.
///
/// # Errors
/// What the engine says.
pub async fn remove_picture(
    write: &mut Write,
    (unit, model): Key,
    id: PictureId,
    reason: &str,
    at: jiff::Timestamp,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE movement_picture SET removed_at = $4, removed_reason = $5 \
             WHERE unit_id = $1 AND model_id = $2 AND id = $3 AND removed_at IS NULL",
            &params![unit, model, id, at, reason],
        )
        .await?;
    Ok(changed == 1)
}

/// A picture that is shown.
///
/// # Errors
/// What the engine says.
pub async fn picture(read: &mut Read, (unit, model): Key, id: PictureId) -> DbResult<Option<NewFile>> {
    read.one(
        "SELECT p.name, p.media_type, p.content FROM movement_picture p \
         JOIN movement_model m ON m.unit_id = p.unit_id AND m.id = p.model_id \
         WHERE p.unit_id = $1 AND p.model_id = $2 AND p.id = $3 AND p.removed_at IS NULL AND m.state <> 'withdrawn'",
        &params![unit, model, id],
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

/// The members of a council on a day.
///
/// # Errors
/// What the engine says.
pub async fn members(read: &mut Read, unit: UnitId, movement: &str, day: Date) -> DbResult<Vec<Member>> {
    read.all(
        "SELECT id, name, office, hamlet_id, since, until FROM movement_member WHERE unit_id = $1 AND movement = $2 \
         AND since <= $3 AND (until IS NULL OR until > $3) ORDER BY id LIMIT 99",
        &params![unit, movement, day],
        |row| {
            Ok(Member {
                id: MemberId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                name: row.get(1)?,
                office: row.get(2)?,
                hamlet: row.get::<Option<i64>>(3)?.map(UnitId),
                since: row.date(4)?,
                until: row.date_or_none(5)?,
            })
        },
    )
    .await
}

/// Adds a member.
///
/// # Errors
/// What the engine says.
pub async fn insert_member(write: &mut Write, unit: UnitId, movement: &str, member: &Member) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO movement_member (unit_id, id, movement, name, office, hamlet_id, since, until) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
            &params![
                unit,
                member.id,
                movement,
                member.name.as_str(),
                member.office.as_str(),
                member.hamlet.map(|hamlet| hamlet.0),
                member.since
            ],
        )
        .await?;
    Ok(())
}

/// Ends a membership; `false` when it has ended.
///
/// # Errors
/// What the engine says.
pub async fn end_member(write: &mut Write, unit: UnitId, id: MemberId, day: Date) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE movement_member SET until = $3 WHERE unit_id = $1 AND id = $2 AND until IS NULL",
            &params![unit, id, day],
        )
        .await?;
    Ok(changed == 1)
}

/// Keeps the votes of a round.
///
/// # Errors
/// What the engine says.
pub async fn insert_ballots(
    write: &mut Write,
    (unit, id): Key,
    round: i64,
    ballots: &[Ballot],
) -> DbResult<()> {
    let rows: Vec<[Value; 5]> = ballots
        .iter()
        .map(|(member, vote)| {
            [
                Value::from(unit),
                Value::from(id),
                Value::from(round),
                Value::from(*member),
                Value::from(vote.key()),
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO movement_ballot (unit_id, model_id, round, member_id, vote)",
            &rows,
            "",
        )
        .await?;
    Ok(())
}

/// The records of units in a range that models stand on.
///
/// # Errors
/// What the engine says.
pub async fn records_between(
    read: &mut Read,
    (first, last): (UnitId, UnitId),
) -> DbResult<BTreeSet<(UnitId, RecordId)>> {
    let records: Vec<(UnitId, RecordId)> = read
        .all(
            "SELECT unit_id, record_id FROM movement_model WHERE unit_id BETWEEN $1 AND $2 AND record_id IS NOT NULL",
            &params![first, last],
            |row| {
                Ok((
                    UnitId(row.get(0)?),
                    RecordId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                ))
            },
        )
        .await?;
    Ok(records.into_iter().collect())
}

/// Models whose record was retracted elsewhere, as when the file that brought it is taken back: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn orphans(read: &mut Read, limit: usize) -> DbResult<Vec<Key>> {
    read.all(
        "SELECT m.unit_id, m.id FROM movement_model m JOIN record r ON r.unit_id = m.unit_id AND r.id = m.record_id \
         WHERE r.retracted_at IS NOT NULL AND m.state <> 'withdrawn' LIMIT $1",
        &params![limited(limit)],
        |row| {
            Ok((
                UnitId(row.get(0)?),
                ModelId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
            ))
        },
    )
    .await
}
