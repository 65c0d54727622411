//! Queries. Every one names its unit but those that find communes, and every list has its limit.

use std::collections::BTreeMap;

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbResult, Read, Row, Value, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use super::model::{
    Act, Channel, Consultation, ConsultationId, Dossier, Event, EventKind, Group, GroupId, Opinion,
    OpinionId, Outcome, Passage, Stance, State, Tally,
};
use crate::store::{act, act_or_none, bytes, damaged, keyed, natural, whole};

/// Consultations on one page of a list.
pub const PAGE: usize = 20;
/// Opinions on one page of an officer's list.
pub const OPINIONS: usize = 50;

/// A consultation's key.
pub type Key = (UnitId, ConsultationId);

fn small(number: i64, what: &str) -> DbResult<u32> {
    u32::try_from(number).map_err(|_| damaged(what))
}

fn numbers(text: &str) -> DbResult<Vec<u32>> {
    text.split_whitespace()
        .map(|number| number.parse().map_err(|_| damaged("numbers of passages")))
        .collect()
}

fn joined(numbers: &[u32]) -> String {
    numbers
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A query for consultations; a macro, because a statement must be a literal.
macro_rules! consultations {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, hamlet_id, matter, title, introduction, affects, forms, state, revision, closes_on, \
             drafted_by, drafted_role, drafted_at, opened_by, opened_role, opened_at, overview, summarised_at, \
             decision, against_majority, reasons, concluded_at, withdrawn_at, withdrawn_reason, changed_at, \
             record_id FROM consultation ",
            $tail
        )
    };
}

fn consultation_of(row: &Row) -> DbResult<Consultation> {
    Ok(Consultation {
        unit: UnitId(row.get(0)?),
        id: ConsultationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        hamlet: row.get::<Option<i64>>(2)?.map(UnitId),
        matter: row.get(3)?,
        title: row.get(4)?,
        introduction: row.get(5)?,
        affects: row.get(6)?,
        forms: row
            .get::<String>(7)?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        state: keyed(row, 8, State::from_key, "the state of a consultation")?,
        revision: row.get(9)?,
        closes_on: row.date(10)?,
        drafted: act(row, 11)?,
        opened: act_or_none(row, 14)?,
        overview: row.get(17)?,
        summarised_at: row.instant_or_none(18)?,
        decision: row.get(19)?,
        against_majority: row.get(20)?,
        reasons: row.get(21)?,
        concluded_at: row.instant_or_none(22)?,
        withdrawn: match row.instant_or_none(23)? {
            Some(at) => Some((at, row.get(24)?)),
            None => None,
        },
        changed_at: row.instant(25)?,
        record: row
            .get::<Option<Vec<u8>>>(26)?
            .map(|id| RecordId::from_bytes(&id))
            .transpose()?,
    })
}

/// A consultation by its key.
///
/// # Errors
/// What the engine says.
pub async fn consultation(read: &mut Read, (unit, id): Key) -> DbResult<Option<Consultation>> {
    read.one(
        consultations!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        consultation_of,
    )
    .await
}

/// A consultation with everything about it but the opinions.
///
/// # Errors
/// What the engine says.
pub async fn dossier(read: &mut Read, key: Key) -> DbResult<Option<Dossier>> {
    let Some(consultation) = consultation(read, key).await? else {
        return Ok(None);
    };
    let (by_group, tally, ungrouped) = tallies(read, key).await?;
    let mut groups = groups(read, key).await?;
    for group in &mut groups {
        group.tally = by_group.get(&group.id).copied().unwrap_or_default();
    }
    Ok(Some(Dossier {
        consultation,
        passages: passages(read, key).await?,
        events: events(read, key).await?,
        groups,
        tally,
        ungrouped,
    }))
}

/// The communes with open consultations on a day, with how many: at most `limit`, those after `after`.
///
/// # Errors
/// What the engine says.
pub async fn communes(
    read: &mut Read,
    today: Date,
    after: UnitId,
    limit: usize,
) -> DbResult<Vec<(UnitId, i64, Date)>> {
    read.all(
        "SELECT unit_id, COUNT(*), MIN(closes_on) FROM consultation WHERE state = 'open' AND closes_on >= $1 \
         AND unit_id > $2 GROUP BY unit_id ORDER BY unit_id LIMIT $3",
        &params![today, after, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| Ok((UnitId(row.get(0)?), row.get(1)?, row.date(2)?)),
    )
    .await
}

/// A page of a commune's consultations in some states, what changed last first.
///
/// # Errors
/// What the engine says.
pub async fn list(
    read: &mut Read,
    unit: UnitId,
    states: [State; 3],
    before: Option<(Timestamp, ConsultationId)>,
    limit: usize,
) -> DbResult<Vec<Consultation>> {
    let (at, id) = before.map_or_else(
        || (i64::MAX, Vec::new()),
        |(at, id)| (at.as_microsecond(), bytes(id.0)),
    );
    read.all(
        consultations!(
            "WHERE unit_id = $1 AND (state = $2 OR state = $3 OR state = $4) \
             AND (changed_at < $5 OR (changed_at = $5 AND id < $6)) ORDER BY changed_at DESC, id DESC LIMIT $7"
        ),
        &params![
            unit,
            states[0].key(),
            states[1].key(),
            states[2].key(),
            at,
            id,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        consultation_of,
    )
    .await
}

/// Keys of shown consultations of all communes in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn shown_after(read: &mut Read, after: Option<Key>, limit: u32) -> DbResult<Vec<Key>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        "SELECT unit_id, id FROM consultation WHERE state IN ('open', 'answered', 'concluded') \
         AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        |row| {
            Ok((
                UnitId(row.get(0)?),
                ConsultationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
            ))
        },
    )
    .await
}

/// Keeps a new draft.
///
/// # Errors
/// What the engine says.
pub async fn insert(write: &mut Write, consultation: &Consultation) -> DbResult<()> {
    let drafted = &consultation.drafted;
    write
        .execute(
            "INSERT INTO consultation (unit_id, id, hamlet_id, matter, title, introduction, affects, forms, state, \
             revision, closes_on, drafted_by, drafted_role, drafted_at, opened_role, overview, decision, \
             against_majority, reasons, withdrawn_reason, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', 1, $9, $10, $11, $12, '', '', '', FALSE, '', '', $12)",
            &params![
                consultation.unit,
                consultation.id,
                consultation.hamlet.map(|hamlet| hamlet.0),
                consultation.matter.as_str(),
                consultation.title.as_str(),
                consultation.introduction.as_str(),
                consultation.affects.as_str(),
                consultation.forms.join(" "),
                consultation.closes_on,
                bytes(drafted.by.account),
                drafted.by.role.as_str(),
                drafted.at
            ],
        )
        .await?;
    Ok(())
}

/// Saves a draft that was read at a revision; `false` when it was saved since, or is no draft any more.
///
/// # Errors
/// What the engine says.
pub async fn update_draft(write: &mut Write, consultation: &Consultation) -> DbResult<bool> {
    let drafted = &consultation.drafted;
    let changed = write
        .execute(
            "UPDATE consultation SET hamlet_id = $4, matter = $5, title = $6, introduction = $7, affects = $8, \
             forms = $9, closes_on = $10, drafted_by = $11, drafted_role = $12, drafted_at = $13, changed_at = $13, \
             revision = revision + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3 AND state = 'draft'",
            &params![
                consultation.unit,
                consultation.id,
                consultation.revision,
                consultation.hamlet.map(|hamlet| hamlet.0),
                consultation.matter.as_str(),
                consultation.title.as_str(),
                consultation.introduction.as_str(),
                consultation.affects.as_str(),
                consultation.forms.join(" "),
                consultation.closes_on,
                bytes(drafted.by.account),
                drafted.by.role.as_str(),
                drafted.at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Gives a draft up; `false` when it is none.
///
/// # Errors
/// What the engine says.
pub async fn delete_draft(write: &mut Write, (unit, id): Key) -> DbResult<bool> {
    set_passages(write, (unit, id), &[]).await?;
    let changed = write
        .execute(
            "DELETE FROM consultation WHERE unit_id = $1 AND id = $2 AND state = 'draft'",
            &params![unit, id],
        )
        .await?;
    Ok(changed == 1)
}

/// Saves where an opened consultation stands, when it still stands where it was read; `false` when it does not.
///
/// # Errors
/// What the engine says.
pub async fn save(write: &mut Write, was: State, consultation: &Consultation) -> DbResult<bool> {
    let opened = consultation.opened.as_ref();
    let withdrawn = consultation.withdrawn.as_ref();
    let instant = |at: Option<Timestamp>| at.map(|at| at.as_microsecond());
    let changed = write
        .execute(
            "UPDATE consultation SET state = $4, closes_on = $5, opened_by = $6, opened_role = $7, opened_at = $8, \
             introduction = $9, overview = $10, summarised_at = $11, decision = $12, against_majority = $13, \
             reasons = $14, concluded_at = $15, withdrawn_at = $16, withdrawn_reason = $17, changed_at = $18, \
             record_id = $19 WHERE unit_id = $1 AND id = $2 AND state = $3",
            &params![
                consultation.unit,
                consultation.id,
                was.key(),
                consultation.state.key(),
                consultation.closes_on,
                Value::Bytes(opened.map(|opened| bytes(opened.by.account))),
                opened.map(|opened| opened.by.role.clone()).unwrap_or_default(),
                instant(opened.map(|opened| opened.at)),
                consultation.introduction.as_str(),
                consultation.overview.as_str(),
                instant(consultation.summarised_at),
                consultation.decision.as_str(),
                consultation.against_majority,
                consultation.reasons.as_str(),
                instant(consultation.concluded_at),
                instant(withdrawn.map(|(at, _)| *at)),
                withdrawn.map(|(_, reason)| reason.clone()).unwrap_or_default(),
                consultation.changed_at,
                Value::Bytes(consultation.record.map(|record| bytes(record.0)))
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// The text, passage by passage.
///
/// # Errors
/// What the engine says.
pub async fn passages(read: &mut Read, (unit, id): Key) -> DbResult<Vec<Passage>> {
    read.all(
        "SELECT number, draft, final FROM consultation_passage WHERE unit_id = $1 AND consultation_id = $2 \
         ORDER BY number",
        &params![unit, id],
        |row| {
            Ok(Passage {
                number: small(row.get(0)?, "the number of a passage")?,
                draft: row.get(1)?,
                final_text: row.get(2)?,
            })
        },
    )
    .await
}

/// Replaces the text.
///
/// # Errors
/// What the engine says.
pub async fn set_passages(write: &mut Write, (unit, id): Key, passages: &[Passage]) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM consultation_passage WHERE unit_id = $1 AND consultation_id = $2",
            &params![unit, id],
        )
        .await?;
    let rows: Vec<[Value; 5]> = passages
        .iter()
        .map(|passage| {
            [
                Value::from(unit),
                Value::from(id),
                Value::from(i64::from(passage.number)),
                Value::from(passage.draft.as_str()),
                Value::from(passage.final_text.clone()),
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO consultation_passage (unit_id, consultation_id, number, draft, final)",
            &rows,
            "",
        )
        .await?;
    Ok(())
}

async fn events(read: &mut Read, (unit, id): Key) -> DbResult<Vec<Event>> {
    read.all(
        "SELECT kind, role, at, reason, passage, was, became FROM consultation_event \
         WHERE unit_id = $1 AND consultation_id = $2 ORDER BY at, id",
        &params![unit, id],
        |row| {
            Ok(Event {
                kind: keyed(row, 0, EventKind::from_key, "what happened to a consultation")?,
                role: row.get(1)?,
                at: row.instant(2)?,
                reason: row.get(3)?,
                passage: small(row.get(4)?, "the number of a passage")?,
                was: row.get(5)?,
                became: row.get(6)?,
            })
        },
    )
    .await
}

/// Notes what happened.
///
/// # Errors
/// What the engine says.
pub async fn insert_event(write: &mut Write, (unit, id): Key, event: Uuid, told: &Event) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO consultation_event (unit_id, consultation_id, id, kind, role, at, reason, passage, was, \
             became) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &params![
                unit,
                id,
                bytes(event),
                told.kind.key(),
                told.role.as_str(),
                told.at,
                told.reason.as_str(),
                i64::from(told.passage),
                told.was.as_str(),
                told.became.as_str()
            ],
        )
        .await?;
    Ok(())
}

async fn groups(read: &mut Read, (unit, id): Key) -> DbResult<Vec<Group>> {
    let mut groups = read
        .all(
            "SELECT id, passages, summary, outcome, answer FROM consultation_group \
             WHERE unit_id = $1 AND consultation_id = $2 ORDER BY made_at, id",
            &params![unit, id],
            |row| {
                let outcome = Outcome::from_key(&row.get::<String>(3)?);
                Ok(Group {
                    id: GroupId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    passages: numbers(&row.get::<String>(1)?)?,
                    summary: row.get(2)?,
                    tally: Tally::default(),
                    answer: match outcome {
                        Some(outcome) => Some((outcome, row.get(4)?)),
                        None => None,
                    },
                    changes: Vec::new(),
                })
            },
        )
        .await?;
    let changes = read
        .all(
            "SELECT group_id, passage, became FROM consultation_change \
             WHERE unit_id = $1 AND consultation_id = $2 ORDER BY passage",
            &params![unit, id],
            |row| {
                Ok((
                    GroupId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    small(row.get(1)?, "the number of a passage")?,
                    row.get::<String>(2)?,
                ))
            },
        )
        .await?;
    for (id, passage, became) in changes {
        if let Some(group) = groups.iter_mut().find(|group| group.id == id) {
            group.changes.push((passage, became));
        }
    }
    groups.sort_by_key(|group| group.passages.first().copied().unwrap_or(0));
    Ok(groups)
}

/// Makes a group.
///
/// # Errors
/// What the engine says.
pub async fn insert_group(write: &mut Write, (unit, id): Key, group: &Group, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO consultation_group (unit_id, consultation_id, id, passages, summary, outcome, answer, \
             made_at) VALUES ($1, $2, $3, $4, $5, '', '', $6)",
            &params![
                unit,
                id,
                group.id,
                joined(&group.passages),
                group.summary.as_str(),
                at
            ],
        )
        .await?;
    Ok(())
}

/// Saves a group's summary and its answer.
///
/// # Errors
/// What the engine says.
pub async fn update_group(write: &mut Write, (unit, id): Key, group: &Group) -> DbResult<()> {
    let (outcome, answer) = group
        .answer
        .as_ref()
        .map_or(("", ""), |(outcome, answer)| (outcome.key(), answer.as_str()));
    write
        .execute(
            "UPDATE consultation_group SET passages = $4, summary = $5, outcome = $6, answer = $7 \
             WHERE unit_id = $1 AND consultation_id = $2 AND id = $3",
            &params![
                unit,
                id,
                group.id,
                joined(&group.passages),
                group.summary.as_str(),
                outcome,
                answer
            ],
        )
        .await?;
    drop_changes(write, (unit, id), group.id).await?;
    for (passage, became) in &group.changes {
        write
            .execute(
                "INSERT INTO consultation_change (unit_id, consultation_id, group_id, passage, became) \
                 VALUES ($1, $2, $3, $4, $5)",
                &params![unit, id, group.id, i64::from(*passage), became.as_str()],
            )
            .await?;
    }
    Ok(())
}

async fn drop_changes(write: &mut Write, (unit, id): Key, group: GroupId) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM consultation_change WHERE unit_id = $1 AND consultation_id = $2 AND group_id = $3",
            &params![unit, id, group],
        )
        .await?;
    Ok(())
}

/// Dissolves a group; its opinions stand in none then.
///
/// # Errors
/// What the engine says.
pub async fn dissolve(write: &mut Write, (unit, id): Key, group: GroupId) -> DbResult<()> {
    drop_changes(write, (unit, id), group).await?;
    write
        .execute(
            "UPDATE consultation_opinion SET group_id = NULL \
             WHERE unit_id = $1 AND consultation_id = $2 AND group_id = $3",
            &params![unit, id, group],
        )
        .await?;
    write
        .execute(
            "DELETE FROM consultation_group WHERE unit_id = $1 AND consultation_id = $2 AND id = $3",
            &params![unit, id, group],
        )
        .await?;
    Ok(())
}

/// How many people said what, by group and in all, and how many opinions stand in no group.
async fn tallies(read: &mut Read, (unit, id): Key) -> DbResult<(BTreeMap<GroupId, Tally>, Tally, u64)> {
    let rows = read
        .all(
            "SELECT group_id, stance, CAST(SUM(people) AS BIGINT), COUNT(*) FROM consultation_opinion \
             WHERE unit_id = $1 AND consultation_id = $2 AND taken_back_on IS NULL GROUP BY group_id, stance",
            &params![unit, id],
            |row| {
                let group = row
                    .get::<Option<Vec<u8>>>(0)?
                    .map(|id| GroupId::from_bytes(&id))
                    .transpose()?;
                Ok((
                    group,
                    keyed(row, 1, Stance::from_key, "a stance")?,
                    natural(row.get(2)?, "a number of people")?,
                    natural(row.get(3)?, "a number of opinions")?,
                ))
            },
        )
        .await?;
    let (mut by_group, mut all, mut ungrouped) = (BTreeMap::<GroupId, Tally>::new(), Tally::default(), 0);
    for (group, stance, people, opinions) in rows {
        all.add(stance, people);
        match group {
            Some(group) => by_group.entry(group).or_default().add(stance, people),
            None => ungrouped += opinions,
        }
    }
    Ok((by_group, all, ungrouped))
}

/// A query for opinions; a macro, because a statement must be a literal.
macro_rules! opinions {
    ($tail:literal) => {
        concat!(
            "SELECT id, passage, stance, words, channel, people, name, hamlet_id, given_on, group_id, taken_back_on, \
             erased_on FROM consultation_opinion WHERE unit_id = $1 AND consultation_id = $2 ",
            $tail
        )
    };
}

fn opinion_of(row: &Row) -> DbResult<Opinion> {
    Ok(Opinion {
        id: OpinionId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        passage: small(row.get(1)?, "the number of a passage")?,
        stance: keyed(row, 2, Stance::from_key, "a stance")?,
        words: row.get(3)?,
        channel: keyed(row, 4, Channel::from_key, "how an opinion came in")?,
        people: natural(row.get(5)?, "a number of people")?,
        name: row.get(6)?,
        hamlet: row.get::<Option<i64>>(7)?.map(UnitId),
        given_on: row.date(8)?,
        group: row
            .get::<Option<Vec<u8>>>(9)?
            .map(|id| GroupId::from_bytes(&id))
            .transpose()?,
        taken_back_on: row.date_or_none(10)?,
        erased_on: row.date_or_none(11)?,
    })
}

/// Which opinions an officer asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// Those in no group.
    Ungrouped,
    /// Those in a group.
    Group(GroupId),
}

/// A page of opinions that count, by passage and time: those after one.
///
/// # Errors
/// What the engine says.
pub async fn opinions(
    read: &mut Read,
    (unit, id): Key,
    among: Among,
    after: Option<(u32, OpinionId)>,
    limit: usize,
) -> DbResult<Vec<Opinion>> {
    let (passage, opinion) = after.map_or((-1, Vec::new()), |(passage, id)| {
        (i64::from(passage), bytes(id.0))
    });
    let group = match among {
        Among::Ungrouped => Vec::new(),
        Among::Group(group) => bytes(group.0),
    };
    read.all(
        opinions!(
            "AND taken_back_on IS NULL AND (($6 AND group_id IS NULL) OR group_id = $3) \
             AND (passage > $4 OR (passage = $4 AND id > $5)) ORDER BY passage, id LIMIT $7"
        ),
        &params![
            unit,
            id,
            group,
            passage,
            opinion,
            among == Among::Ungrouped,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        opinion_of,
    )
    .await
}

/// The opinion that a code leads to.
///
/// # Errors
/// What the engine says.
pub async fn by_code(read: &mut Read, (unit, id): Key, code_hash: &[u8]) -> DbResult<Option<Opinion>> {
    read.one(
        opinions!("AND code_hash = $3"),
        &params![unit, id, code_hash.to_vec()],
        opinion_of,
    )
    .await
}

/// Keeps an opinion. No account goes with one that was given online.
///
/// # Errors
/// What the engine says.
pub async fn insert_opinion(
    write: &mut Write,
    (unit, id): Key,
    opinion: &Opinion,
    code_hash: &[u8],
    entered: Option<&Act>,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO consultation_opinion (unit_id, consultation_id, id, passage, stance, words, channel, people, \
             name, hamlet_id, given_on, code_hash, entered_by) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            &params![
                unit,
                id,
                opinion.id,
                i64::from(opinion.passage),
                opinion.stance.key(),
                opinion.words.as_str(),
                opinion.channel.key(),
                whole(opinion.people),
                opinion.name.as_str(),
                opinion.hamlet.map(|hamlet| hamlet.0),
                opinion.given_on,
                code_hash.to_vec(),
                Value::Bytes(entered.map(|act| bytes(act.by.account)))
            ],
        )
        .await?;
    Ok(())
}

/// Takes an opinion back: its words and whoever gave it are forgotten. `false` when it was taken back before.
///
/// # Errors
/// What the engine says.
pub async fn take_back(write: &mut Write, (unit, id): Key, opinion: OpinionId, on: Date) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE consultation_opinion SET taken_back_on = $4, words = '', name = '', hamlet_id = NULL, \
             group_id = NULL WHERE unit_id = $1 AND consultation_id = $2 AND id = $3 AND taken_back_on IS NULL",
            &params![unit, id, opinion, on],
        )
        .await?;
    Ok(changed == 1)
}

/// Erases the words of an opinion, and who gave it. What it says for or against still counts; `false` when nothing was
/// left to erase.
///
/// # Errors
/// What the engine says.
pub async fn erase(write: &mut Write, (unit, id): Key, opinion: OpinionId, on: Date) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE consultation_opinion SET erased_on = $4, words = '', name = '', hamlet_id = NULL \
             WHERE unit_id = $1 AND consultation_id = $2 AND id = $3 AND taken_back_on IS NULL AND erased_on IS NULL",
            &params![unit, id, opinion, on],
        )
        .await?;
    Ok(changed == 1)
}

/// Puts opinions into a group, or into none; gives how many there were.
///
/// # Errors
/// What the engine says.
pub async fn regroup(
    write: &mut Write,
    (unit, id): Key,
    opinions: &[OpinionId],
    group: Option<GroupId>,
) -> DbResult<u64> {
    let mut moved = 0;
    for opinion in opinions {
        moved += write
            .execute(
                "UPDATE consultation_opinion SET group_id = $4 WHERE unit_id = $1 AND consultation_id = $2 \
                 AND id = $3 AND taken_back_on IS NULL",
                &params![
                    unit,
                    id,
                    *opinion,
                    Value::Bytes(group.map(|group| bytes(group.0)))
                ],
            )
            .await?;
    }
    Ok(moved)
}

/// Holds a consultation until the transaction ends, so that nobody answers while an opinion is put in; `false` when it
/// is not in that state.
///
/// # Errors
/// What the engine says.
pub async fn hold(write: &mut Write, (unit, id): Key, state: State) -> DbResult<bool> {
    let held = write
        .execute(
            "UPDATE consultation SET state = state WHERE unit_id = $1 AND id = $2 AND state = $3",
            &params![unit, id, state.key()],
        )
        .await?;
    Ok(held == 1)
}
