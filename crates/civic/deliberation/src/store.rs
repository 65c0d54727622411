//! Queries. Every one names its unit, and every list has its limit or is bounded by a hamlet's households.

use facts::RecordId;
use households::{HouseholdId, RollId};
use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{MatterId, RoundId, TaskId, TermId},
    model::{
        Act, Annulment, Answer, By, Candidate, Channel, Decision, DecisionForm, Dossier, Duty, Ground,
        Matter, MatterState, Method, Office, OfficeTerm, Officer, Opened, Outturn, Progress, Proposer,
        Purpose, Reading, Round, RoundState, Signed, Slip, Task, fate_from_columns, fate_to_columns,
    },
    rules::{Consent, Count, Fate, Form, Late, Milestone, Outcome, Signature},
    sittings,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_611,
        name: "deliberation",
        sql: include_str!("../migrations/2026112611_deliberation.sql"),
    },
    Migration {
        version: 2_026_112_612,
        name: "consultation",
        sql: include_str!("../migrations/2026112612_consultation.sql"),
    },
    Migration {
        version: 2_026_112_622,
        name: "objections to lists of households",
        sql: include_str!("../migrations/2026112622_objections.sql"),
    },
    Migration {
        version: 2_026_112_623,
        name: "meetings held in parts",
        sql: include_str!("../migrations/2026112623_sittings.sql"),
    },
    Migration {
        version: 2_026_112_624,
        name: "erasing what one person said",
        sql: include_str!("../migrations/2026112624_erasure.sql"),
    },
];

/// Matters on one page of a list.
pub const PAGE: usize = 20;

pub(crate) fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("deliberation: {what}"))
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an account's identifier"))
}

pub(crate) fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

pub(crate) fn natural(number: i64, what: &str) -> DbResult<u64> {
    u64::try_from(number).map_err(|_| damaged(what))
}

pub(crate) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

/// An act from three columns: account, role, time.
pub(crate) fn act(row: &Row, from: usize) -> DbResult<Act> {
    Ok(Act {
        by: By {
            account: uuid(&row.get::<Vec<u8>>(from)?)?,
            role: row.get(from + 1)?,
        },
        at: row.instant(from + 2)?,
    })
}

pub(crate) fn act_or_none(row: &Row, from: usize) -> DbResult<Option<Act>> {
    match row.get::<Option<Vec<u8>>>(from)? {
        None => Ok(None),
        Some(_) => act(row, from).map(Some),
    }
}

fn fate(row: &Row, from: usize) -> DbResult<Option<Fate>> {
    fate_from_columns(&row.get::<String>(from)?, row.get(from + 1)?).ok_or_else(|| damaged("a vote"))
}

/// A query for matters; a macro, because a statement must be a literal.
macro_rules! matters {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, hamlet_id, clause, title, proposal, proposer, seats, state, proposed_by, \
             proposed_role, proposed_at, agreed_by, agreed_role, agreed_at, changed_at, dropped_reason, office, \
             record_id FROM deliberation_matter WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn matter_of(row: &Row) -> DbResult<Matter> {
    Ok(Matter {
        unit: UnitId(row.get(0)?),
        id: MatterId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        hamlet: row.get::<Option<i64>>(2)?.map(UnitId),
        clause: row.get(3)?,
        title: row.get(4)?,
        proposal: row.get(5)?,
        proposer: keyed(row, 6, Proposer::from_key, "a proposer")?,
        seats: u8::try_from(row.get::<i64>(7)?).map_err(|_| damaged("a number of seats"))?,
        state: keyed(row, 8, MatterState::from_key, "the state of a matter")?,
        proposed: act(row, 9)?,
        agreed: act_or_none(row, 12)?,
        changed_at: row.instant(15)?,
        dropped_reason: row.get(16)?,
        office: Office::from_key(&row.get::<String>(17)?),
        record: row
            .get::<Option<Vec<u8>>>(18)?
            .map(|id| RecordId::from_bytes(&id))
            .transpose()?,
    })
}

/// A matter by its key.
///
/// # Errors
/// What the engine says.
pub async fn matter(read: &mut Read, unit: UnitId, id: MatterId) -> DbResult<Option<Matter>> {
    read.one(matters!("AND id = $2"), &params![unit, id], matter_of)
        .await
}

/// Which matters of a commune are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of one hamlet, with those of the whole commune.
    pub hamlet: Option<UnitId>,
    /// Where they stand.
    pub state: Option<MatterState>,
    /// The matter after which the list goes on.
    pub before: Option<(Timestamp, MatterId)>,
}

/// A page of a commune's matters, what changed last first: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn matters(read: &mut Read, unit: UnitId, filter: &Filter, limit: usize) -> DbResult<Vec<Matter>> {
    let (at, id) = filter.before.map_or_else(
        || (i64::MAX, Vec::new()),
        |(at, id)| (at.as_microsecond(), bytes(id.0)),
    );
    read.all(
        matters!(
            "AND ($2 = 0 OR hamlet_id = $2 OR hamlet_id IS NULL) AND ($3 = '' OR state = $3) \
             AND (changed_at < $4 OR (changed_at = $4 AND id < $5)) ORDER BY changed_at DESC, id DESC LIMIT $6"
        ),
        &params![
            unit,
            filter.hamlet.map_or(0, |hamlet| hamlet.0),
            filter.state.map(MatterState::key).unwrap_or_default(),
            at,
            id,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        matter_of,
    )
    .await
}

/// Keeps a new matter.
///
/// # Errors
/// What the engine says.
pub async fn insert_matter(write: &mut Write, matter: &Matter) -> DbResult<()> {
    let act = &matter.proposed;
    write
        .execute(
            "INSERT INTO deliberation_matter (unit_id, id, hamlet_id, clause, title, proposal, proposer, seats, state, \
             proposed_by, proposed_role, proposed_at, agreed_by, agreed_role, agreed_at, changed_at, dropped_reason, \
             office) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, '', NULL, $12, '', $13)",
            &params![
                matter.unit,
                matter.id,
                matter.hamlet.map(|hamlet| hamlet.0),
                matter.clause.as_str(),
                matter.title.as_str(),
                matter.proposal.as_str(),
                matter.proposer.key(),
                i64::from(matter.seats),
                matter.state.key(),
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at,
                matter.office.map(Office::key).unwrap_or_default()
            ],
        )
        .await?;
    Ok(())
}

/// Changes what is proposed, while it is only proposed; `false` when it is not.
///
/// # Errors
/// What the engine says.
pub async fn reword(
    write: &mut Write,
    (unit, id): (UnitId, MatterId),
    (title, proposal): (&str, &str),
    at: Timestamp,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE deliberation_matter SET title = $3, proposal = $4, changed_at = $5 \
             WHERE unit_id = $1 AND id = $2 AND state = 'proposed'",
            &params![unit, id, title, proposal, at],
        )
        .await?;
    Ok(changed == 1)
}

/// Moves a matter from one of `from` to `to`; `false` when it is in none of them.
///
/// # Errors
/// What the engine says.
pub async fn move_matter(
    write: &mut Write,
    (unit, id): (UnitId, MatterId),
    (from, to): ([MatterState; 2], MatterState),
    at: Timestamp,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE deliberation_matter SET state = $5, changed_at = $6 \
             WHERE unit_id = $1 AND id = $2 AND (state = $3 OR state = $4)",
            &params![unit, id, from[0].key(), from[1].key(), to.key(), at],
        )
        .await?;
    Ok(changed == 1)
}

/// Notes that something about a matter changed.
///
/// # Errors
/// What the engine says.
pub async fn touch(write: &mut Write, (unit, id): (UnitId, MatterId), at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "UPDATE deliberation_matter SET changed_at = $3 WHERE unit_id = $1 AND id = $2",
            &params![unit, id, at],
        )
        .await?;
    Ok(())
}

/// Notes who agreed to table a matter.
///
/// # Errors
/// What the engine says.
pub async fn agree(write: &mut Write, (unit, id): (UnitId, MatterId), act: &Act) -> DbResult<()> {
    write
        .execute(
            "UPDATE deliberation_matter SET agreed_by = $3, agreed_role = $4, agreed_at = $5 \
             WHERE unit_id = $1 AND id = $2",
            &params![unit, id, bytes(act.by.account), act.by.role.as_str(), act.at],
        )
        .await?;
    Ok(())
}

/// Notes why a matter was given up.
///
/// # Errors
/// What the engine says.
pub async fn set_dropped(write: &mut Write, (unit, id): (UnitId, MatterId), reason: &str) -> DbResult<()> {
    write
        .execute(
            "UPDATE deliberation_matter SET dropped_reason = $3 WHERE unit_id = $1 AND id = $2",
            &params![unit, id, reason],
        )
        .await?;
    Ok(())
}

/// Notes the matter's record in the register of decisions.
///
/// # Errors
/// What the engine says.
pub async fn set_record(write: &mut Write, (unit, id): (UnitId, MatterId), record: RecordId) -> DbResult<()> {
    write
        .execute(
            "UPDATE deliberation_matter SET record_id = $3 WHERE unit_id = $1 AND id = $2",
            &params![unit, id, record],
        )
        .await?;
    Ok(())
}

/// The consents to a matter, at most one a household and day.
///
/// # Errors
/// What the engine says.
pub async fn consents(
    read: &mut Read,
    (unit, id): (UnitId, MatterId),
    purpose: Purpose,
) -> DbResult<Vec<Consent<HouseholdId>>> {
    read.all(
        "SELECT household_id, given_on, withdrawn_on FROM deliberation_consent \
         WHERE unit_id = $1 AND matter_id = $2 AND purpose = $3 ORDER BY household_id, given_on",
        &params![unit, id, purpose.key()],
        |row| {
            Ok(Consent {
                household: HouseholdId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                given_on: row.date(1)?,
                withdrawn_on: row.date_or_none(2)?,
            })
        },
    )
    .await
}

/// Keeps a household's consent; given again on the same day, it counts once, and a withdrawal of that day is undone.
///
/// # Errors
/// What the engine says.
pub async fn insert_consent(
    write: &mut Write,
    (unit, id): (UnitId, MatterId),
    purpose: Purpose,
    household: HouseholdId,
    (on, channel): (Date, Channel),
    act: &Act,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_consent (unit_id, matter_id, purpose, household_id, given_on, withdrawn_on, \
             channel, recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, NULL, $6, $7, $8) \
             ON CONFLICT (unit_id, matter_id, purpose, household_id, given_on) DO UPDATE SET withdrawn_on = NULL",
            &params![
                unit,
                id,
                purpose.key(),
                household,
                on,
                channel.key(),
                bytes(act.by.account),
                act.at
            ],
        )
        .await?;
    Ok(())
}

/// Takes a household's standing consent back; `false` when it has none.
///
/// # Errors
/// What the engine says.
pub async fn withdraw_consent(
    write: &mut Write,
    (unit, id): (UnitId, MatterId),
    purpose: Purpose,
    household: HouseholdId,
    on: Date,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE deliberation_consent SET withdrawn_on = $5 WHERE unit_id = $1 AND matter_id = $2 \
             AND purpose = $3 AND household_id = $4 AND withdrawn_on IS NULL",
            &params![unit, id, purpose.key(), household, on],
        )
        .await?;
    Ok(changed > 0)
}

/// Who stands in an election, in the order of the ballot.
///
/// # Errors
/// What the engine says.
pub async fn candidates(read: &mut Read, unit: UnitId, id: MatterId) -> DbResult<Vec<Candidate>> {
    read.all(
        "SELECT option, name, about, self_nominated FROM deliberation_candidate \
         WHERE unit_id = $1 AND matter_id = $2 ORDER BY option",
        &params![unit, id],
        |row| {
            Ok(Candidate {
                option: u8::try_from(row.get::<i64>(0)?).map_err(|_| damaged("a place on a ballot"))?,
                name: row.get(1)?,
                about: row.get(2)?,
                self_nominated: row.get(3)?,
            })
        },
    )
    .await
}

/// Replaces the list of candidates.
///
/// # Errors
/// What the engine says.
pub async fn set_candidates(
    write: &mut Write,
    (unit, id): (UnitId, MatterId),
    candidates: &[Candidate],
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM deliberation_candidate WHERE unit_id = $1 AND matter_id = $2",
            &params![unit, id],
        )
        .await?;
    for candidate in candidates {
        write
            .execute(
                "INSERT INTO deliberation_candidate (unit_id, matter_id, option, name, about, self_nominated, \
                 added_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                &params![
                    unit,
                    id,
                    i64::from(candidate.option),
                    candidate.name.as_str(),
                    candidate.about.as_str(),
                    candidate.self_nominated,
                    at
                ],
            )
            .await?;
    }
    Ok(())
}

/// The steps before an election that were done.
///
/// # Errors
/// What the engine says.
pub async fn milestones(read: &mut Read, unit: UnitId, id: MatterId) -> DbResult<Vec<(Milestone, Date)>> {
    read.all(
        "SELECT milestone, done_on FROM deliberation_milestone WHERE unit_id = $1 AND matter_id = $2",
        &params![unit, id],
        |row| {
            Ok((
                keyed(row, 0, Milestone::from_key, "a step of an election")?,
                row.date(1)?,
            ))
        },
    )
    .await
}

/// Notes that a step before an election was done; noted again, the later day replaces the earlier.
///
/// # Errors
/// What the engine says.
pub async fn set_milestone(
    write: &mut Write,
    (unit, id): (UnitId, MatterId),
    (milestone, on): (Milestone, Date),
    act: &Act,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_milestone (unit_id, matter_id, milestone, done_on, recorded_by, recorded_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, matter_id, milestone) \
             DO UPDATE SET done_on = excluded.done_on, recorded_by = excluded.recorded_by, \
             recorded_at = excluded.recorded_at",
            &params![unit, id, milestone.key(), on, bytes(act.by.account), act.at],
        )
        .await?;
    Ok(())
}

/// A query for votes; a macro, because a statement must be a literal.
macro_rules! rounds {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, matter_id, hamlet_id, form, advisory, state, starts_at, ends_at, place, planned_by, \
             planned_role, planned_at, notice_on, notice_channels, papers_on, reported_on, agreed_on, \
             chosen_by_chair, roll_id, households, opened_at, defects, method, attending, valid, spoiled, missing, \
             refused, marks, counted_by, counted_role, counted_at, cancelled_reason, \
             clusters_approved_on FROM deliberation_round WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn round_of(row: &Row) -> DbResult<Round> {
    let words = |index: usize| -> DbResult<Vec<String>> {
        let text: String = row.get(index)?;
        Ok(text
            .split(',')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect())
    };
    let opened = match row.get::<Option<Vec<u8>>>(19)? {
        None => None,
        Some(roll) => Some(Opened {
            roll: RollId::from_bytes(&roll)?,
            households: natural(row.get::<Option<i64>>(20)?.unwrap_or(0), "a number of households")?,
            at: row.instant(21)?,
        }),
    };
    let number =
        |index: usize| -> DbResult<u64> { natural(row.get::<Option<i64>>(index)?.unwrap_or(0), "a count") };
    let result = match act_or_none(row, 30)? {
        None => None,
        Some(counted) => Some(Outturn {
            method: Method::from_key(&row.get::<String>(23)?),
            attending: row
                .get::<Option<i64>>(24)?
                .map(|attending| natural(attending, "a count"))
                .transpose()?,
            count: Count {
                households: opened.map_or(0, |opened| opened.households),
                valid: number(25)?,
                spoiled: number(26)?,
                missing: number(27)?,
                refused: number(28)?,
                marks: words(29)?
                    .iter()
                    .map(|marks| marks.parse().map_err(|_| damaged("a count")))
                    .collect::<DbResult<_>>()?,
            },
            counted,
        }),
    };
    let notice = match row.date_or_none(13)? {
        None => None,
        Some(on) => Some((on, words(14)?)),
    };
    Ok(Round {
        unit: UnitId(row.get(0)?),
        id: RoundId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        matter: MatterId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        hamlet: UnitId(row.get(3)?),
        form: keyed(row, 4, Form::from_key, "a form")?,
        advisory: row.get(5)?,
        state: keyed(row, 6, RoundState::from_key, "the state of a vote")?,
        starts_at: row.instant(7)?,
        ends_at: row.instant(8)?,
        place: row.get(9)?,
        planned: act(row, 10)?,
        notice,
        papers_on: row.date_or_none(15)?,
        reported_on: row.date_or_none(16)?,
        agreed_on: row.date_or_none(17)?,
        chosen_by_chair: row.get(18)?,
        opened,
        defects: words(22)?
            .iter()
            .filter_map(|word| Late::from_key(word))
            .collect(),
        result,
        cancelled_reason: row.get(33)?,
        clusters_approved_on: row.date_or_none(34)?,
    })
}

/// The votes on a matter, the first one first.
///
/// # Errors
/// What the engine says.
pub async fn rounds(read: &mut Read, unit: UnitId, matter: MatterId) -> DbResult<Vec<Round>> {
    read.all(
        rounds!("AND matter_id = $2 ORDER BY id"),
        &params![unit, matter],
        round_of,
    )
    .await
}

/// A vote by its key.
///
/// # Errors
/// What the engine says.
pub async fn round(read: &mut Read, unit: UnitId, id: RoundId) -> DbResult<Option<Round>> {
    read.one(rounds!("AND id = $2"), &params![unit, id], round_of)
        .await
}

/// Keeps a new vote.
///
/// # Errors
/// What the engine says.
pub async fn insert_round(write: &mut Write, round: &Round) -> DbResult<()> {
    let (notice_on, channels) = notice_columns(round);
    let act = &round.planned;
    write
        .execute(
            "INSERT INTO deliberation_round (unit_id, id, matter_id, hamlet_id, form, advisory, state, starts_at, \
             ends_at, place, planned_by, planned_role, planned_at, notice_on, notice_channels, papers_on, reported_on, \
             agreed_on, chosen_by_chair, defects, method, marks, counted_role, cancelled_reason) VALUES ($1, $2, $3, \
             $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, '', '', '', '', '')",
            &params![
                round.unit,
                round.id,
                round.matter,
                round.hamlet,
                round.form.key(),
                round.advisory,
                round.state.key(),
                round.starts_at,
                round.ends_at,
                round.place.as_str(),
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at,
                notice_on,
                channels,
                round.papers_on,
                round.reported_on,
                round.agreed_on,
                round.chosen_by_chair
            ],
        )
        .await?;
    Ok(())
}

fn notice_columns(round: &Round) -> (Option<Date>, String) {
    round
        .notice
        .as_ref()
        .map_or((None, String::new()), |(on, channels)| {
            (Some(*on), channels.join(","))
        })
}

/// Keeps what was arranged for a vote that is not open yet; `false` when it is.
///
/// # Errors
/// What the engine says.
pub async fn arrange(write: &mut Write, round: &Round) -> DbResult<bool> {
    let (notice_on, channels) = notice_columns(round);
    let changed = write
        .execute(
            "UPDATE deliberation_round SET starts_at = $3, ends_at = $4, place = $5, notice_on = $6, \
             notice_channels = $7, papers_on = $8, reported_on = $9, agreed_on = $10, chosen_by_chair = $11, \
             clusters_approved_on = $12 WHERE unit_id = $1 AND id = $2 AND state = 'planned'",
            &params![
                round.unit,
                round.id,
                round.starts_at,
                round.ends_at,
                round.place.as_str(),
                notice_on,
                channels,
                round.papers_on,
                round.reported_on,
                round.agreed_on,
                round.chosen_by_chair,
                round.clusters_approved_on
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Opens a vote over a roll; `false` when it was not merely planned.
///
/// # Errors
/// What the engine says.
pub async fn open(
    write: &mut Write,
    (unit, id): (UnitId, RoundId),
    opened: &Opened,
    defects: &[Late],
) -> DbResult<bool> {
    let words: Vec<&str> = defects.iter().map(|late| late.key()).collect();
    let changed = write
        .execute(
            "UPDATE deliberation_round SET state = 'open', roll_id = $3, households = $4, opened_at = $5, \
             defects = $6 WHERE unit_id = $1 AND id = $2 AND state = 'planned'",
            &params![
                unit,
                id,
                opened.roll,
                whole(opened.households),
                opened.at,
                words.join(",")
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Calls a vote off; `false` when it was counted or called off already.
///
/// # Errors
/// What the engine says.
pub async fn cancel(write: &mut Write, (unit, id): (UnitId, RoundId), reason: &str) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE deliberation_round SET state = 'cancelled', cancelled_reason = $3 \
             WHERE unit_id = $1 AND id = $2 AND (state = 'planned' OR state = 'open')",
            &params![unit, id, reason],
        )
        .await?;
    Ok(changed == 1)
}

/// Keeps the count of an open vote; `false` when it is not open.
///
/// # Errors
/// What the engine says.
pub async fn set_count(
    write: &mut Write,
    (unit, id): (UnitId, RoundId),
    outturn: &Outturn,
) -> DbResult<bool> {
    let count = &outturn.count;
    let marks: Vec<String> = count.marks.iter().map(ToString::to_string).collect();
    let act = &outturn.counted;
    let changed = write
        .execute(
            "UPDATE deliberation_round SET state = 'counted', method = $3, attending = $4, valid = $5, spoiled = $6, \
             missing = $7, refused = $8, marks = $9, counted_by = $10, counted_role = $11, counted_at = $12 \
             WHERE unit_id = $1 AND id = $2 AND state = 'open'",
            &params![
                unit,
                id,
                outturn.method.map(Method::key).unwrap_or_default(),
                outturn.attending.map(whole),
                whole(count.valid),
                whole(count.spoiled),
                whole(count.missing),
                whole(count.refused),
                marks.join(","),
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// The people with a duty in a vote: at a sitting, or with 0 at a meeting held in one.
///
/// # Errors
/// What the engine says.
pub async fn officers(
    read: &mut Read,
    (unit, round): (UnitId, RoundId),
    sitting: u8,
) -> DbResult<Vec<Officer>> {
    read.all(
        "SELECT duty, name FROM deliberation_officer WHERE unit_id = $1 AND round_id = $2 AND sitting = $3 \
         ORDER BY position",
        &params![unit, round, i64::from(sitting)],
        |row| {
            Ok(Officer {
                duty: keyed(row, 0, Duty::from_key, "a duty")?,
                name: row.get(1)?,
            })
        },
    )
    .await
}

/// Replaces the people with a duty in a vote: at a sitting, or with 0 at a meeting held in one.
///
/// # Errors
/// What the engine says.
pub async fn set_officers(
    write: &mut Write,
    (unit, round): (UnitId, RoundId),
    sitting: u8,
    officers: &[Officer],
) -> DbResult<()> {
    /// Positions kept for the people of one sitting.
    const EACH: i64 = 100;
    let sitting = i64::from(sitting);
    write
        .execute(
            "DELETE FROM deliberation_officer WHERE unit_id = $1 AND round_id = $2 AND sitting = $3",
            &params![unit, round, sitting],
        )
        .await?;
    for (position, officer) in (sitting * EACH..).zip(officers) {
        write
            .execute(
                "INSERT INTO deliberation_officer (unit_id, round_id, position, duty, name, sitting) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &params![
                    unit,
                    round,
                    position,
                    officer.duty.key(),
                    officer.name.as_str(),
                    sitting
                ],
            )
            .await?;
    }
    Ok(())
}

/// A query for slips; a macro, because a statement must be a literal.
macro_rules! slips {
    ($tail:literal) => {
        concat!(
            "SELECT household_id, number, code, attended_at, handed_on, collected_on, fate, marks, opinion, \
             sitting FROM deliberation_slip WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn slip_of(row: &Row) -> DbResult<Slip> {
    Ok(Slip {
        household: HouseholdId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        number: row.get(1)?,
        code: row.get(2)?,
        attended_at: row.instant_or_none(3)?,
        handed_on: row.date_or_none(4)?,
        collected_on: row.date_or_none(5)?,
        fate: fate(row, 6)?,
        opinion: row.get(8)?,
        sitting: row
            .get::<Option<i64>>(9)?
            .map(u8::try_from)
            .transpose()
            .map_err(|_| damaged("the number of a sitting"))?,
    })
}

/// The slips of a vote, by the households' numbers: as many as the hamlet has households.
///
/// # Errors
/// What the engine says.
pub async fn slips(read: &mut Read, unit: UnitId, round: RoundId) -> DbResult<Vec<Slip>> {
    read.all(
        slips!("AND round_id = $2 ORDER BY number, household_id"),
        &params![unit, round],
        slip_of,
    )
    .await
}

/// A household's slip in a vote.
///
/// # Errors
/// What the engine says.
pub async fn slip(
    read: &mut Read,
    unit: UnitId,
    round: RoundId,
    household: HouseholdId,
) -> DbResult<Option<Slip>> {
    read.one(
        slips!("AND round_id = $2 AND household_id = $3"),
        &params![unit, round, household],
        slip_of,
    )
    .await
}

/// The vote and the slip that a code belongs to.
///
/// # Errors
/// What the engine says.
pub async fn slip_by_code(read: &mut Read, unit: UnitId, code: &str) -> DbResult<Option<(RoundId, Slip)>> {
    let found = read
        .one(
            "SELECT round_id, household_id FROM deliberation_slip WHERE unit_id = $1 AND code = $2",
            &params![unit, code],
            |row| {
                Ok((
                    RoundId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    HouseholdId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                ))
            },
        )
        .await?;
    let Some((round, household)) = found else {
        return Ok(None);
    };
    Ok(slip(read, unit, round, household)
        .await?
        .map(|slip| (round, slip)))
}

/// Keeps a slip for each household of a roll.
///
/// # Errors
/// What the engine says.
pub async fn insert_slips(
    write: &mut Write,
    (unit, round): (UnitId, RoundId),
    slips: &[(HouseholdId, i64, String)],
) -> DbResult<()> {
    let rows: Vec<[Value; 8]> = slips
        .iter()
        .map(|(household, number, code)| {
            params![unit, round, *household, *number, code.as_str(), "", 0_i64, ""]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO deliberation_slip (unit_id, round_id, household_id, number, code, fate, marks, opinion)",
            &rows,
            "",
        )
        .await?;
    Ok(())
}

/// Notes that a household came to the meeting, at a sitting where it is held in parts, or that it was noted by mistake.
/// Coming twice counts once, from the first time on and at the first sitting.
///
/// # Errors
/// What the engine says.
pub async fn attend(
    write: &mut Write,
    (unit, round, household): (UnitId, RoundId, HouseholdId),
    sitting: Option<u8>,
    at: Option<Timestamp>,
) -> DbResult<bool> {
    let sitting = sitting.map(i64::from);
    let changed = match at {
        Some(at) => {
            write
                .execute(
                    "UPDATE deliberation_slip SET \
                     sitting = CASE WHEN attended_at IS NULL THEN $5 ELSE sitting END, \
                     attended_at = COALESCE(attended_at, $4) \
                     WHERE unit_id = $1 AND round_id = $2 AND household_id = $3",
                    &params![unit, round, household, at, sitting],
                )
                .await?
        }
        None => {
            write
                .execute(
                    "UPDATE deliberation_slip SET \
                     attended_at = CASE WHEN COALESCE(sitting, 0) = $4 THEN NULL ELSE attended_at END, \
                     sitting = CASE WHEN COALESCE(sitting, 0) = $4 THEN NULL ELSE sitting END \
                     WHERE unit_id = $1 AND round_id = $2 AND household_id = $3",
                    &params![unit, round, household, sitting.unwrap_or(0)],
                )
                .await?
        }
    };
    Ok(changed == 1)
}

/// Notes the days on which a household's paper was handed out and collected.
///
/// # Errors
/// What the engine says.
pub async fn carry(
    write: &mut Write,
    (unit, round, household): (UnitId, RoundId, HouseholdId),
    (handed_on, collected_on): (Option<Date>, Option<Date>),
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE deliberation_slip SET handed_on = $4, collected_on = $5 \
             WHERE unit_id = $1 AND round_id = $2 AND household_id = $3",
            &params![unit, round, household, handed_on, collected_on],
        )
        .await?;
    Ok(changed == 1)
}

/// The readings of a vote's papers, in order of time.
///
/// # Errors
/// What the engine says.
pub async fn readings(read: &mut Read, unit: UnitId, round: RoundId) -> DbResult<Vec<Reading>> {
    read.all(
        "SELECT household_id, account, fate, marks FROM deliberation_reading \
         WHERE unit_id = $1 AND round_id = $2 ORDER BY at, household_id, account",
        &params![unit, round],
        reading_of,
    )
    .await
}

/// The readings of one paper, in order of time.
///
/// # Errors
/// What the engine says.
pub async fn readings_of(
    read: &mut Read,
    unit: UnitId,
    round: RoundId,
    household: HouseholdId,
) -> DbResult<Vec<Reading>> {
    read.all(
        "SELECT household_id, account, fate, marks FROM deliberation_reading \
         WHERE unit_id = $1 AND round_id = $2 AND household_id = $3 ORDER BY at, account",
        &params![unit, round, household],
        reading_of,
    )
    .await
}

fn reading_of(row: &Row) -> DbResult<Reading> {
    Ok(Reading {
        household: HouseholdId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        account: uuid(&row.get::<Vec<u8>>(1)?)?,
        fate: fate(row, 2)?.ok_or_else(|| damaged("a reading without what was read"))?,
    })
}

/// Keeps what somebody read on a paper; read again by the same person, the last reading counts.
///
/// # Errors
/// What the engine says.
pub async fn set_reading(
    write: &mut Write,
    (unit, round): (UnitId, RoundId),
    reading: &Reading,
    at: Timestamp,
) -> DbResult<()> {
    let (word, marks) = fate_to_columns(Some(reading.fate));
    write
        .execute(
            "INSERT INTO deliberation_reading (unit_id, round_id, household_id, account, fate, marks, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (unit_id, round_id, household_id, account) \
             DO UPDATE SET fate = excluded.fate, marks = excluded.marks",
            &params![
                unit,
                round,
                reading.household,
                bytes(reading.account),
                word,
                marks,
                at
            ],
        )
        .await?;
    Ok(())
}

/// Keeps what counts of a household's vote; `None` undoes it.
///
/// # Errors
/// What the engine says.
pub async fn set_fate(
    write: &mut Write,
    (unit, round, household): (UnitId, RoundId, HouseholdId),
    fate: Option<Fate>,
    at: Timestamp,
) -> DbResult<()> {
    let (word, marks) = fate_to_columns(fate);
    write
        .execute(
            "UPDATE deliberation_slip SET fate = $4, marks = $5, settled_at = $6 \
             WHERE unit_id = $1 AND round_id = $2 AND household_id = $3",
            &params![unit, round, household, word, marks, at],
        )
        .await?;
    Ok(())
}

/// Casts a household's online vote; `false` when it has voted already, so that no vote ever replaces another.
///
/// # Errors
/// What the engine says.
pub async fn cast(
    write: &mut Write,
    (unit, round, household): (UnitId, RoundId, HouseholdId),
    fate: Fate,
    opinion: &str,
    at: Timestamp,
) -> DbResult<bool> {
    let (word, marks) = fate_to_columns(Some(fate));
    let changed = write
        .execute(
            "UPDATE deliberation_slip SET fate = $4, marks = $5, opinion = $6, settled_at = $7 \
             WHERE unit_id = $1 AND round_id = $2 AND household_id = $3 AND fate = ''",
            &params![unit, round, household, word, marks, opinion, at],
        )
        .await?;
    Ok(changed == 1)
}

/// The next number of a decision in a hamlet (none: of the commune) and year. Numbers have no gaps.
///
/// # Errors
/// What the engine says.
pub async fn next_number(
    write: &mut Write,
    unit: UnitId,
    hamlet: Option<UnitId>,
    year: i16,
) -> DbResult<i64> {
    let hamlet = hamlet.map_or(0, |hamlet| hamlet.0);
    write
        .execute(
            "INSERT INTO deliberation_number (unit_id, hamlet_id, year, last) VALUES ($1, $2, $3, 1) \
             ON CONFLICT (unit_id, hamlet_id, year) DO UPDATE SET last = deliberation_number.last + 1",
            &params![unit, hamlet, i64::from(year)],
        )
        .await?;
    let last = write
        .one(
            "SELECT last FROM deliberation_number WHERE unit_id = $1 AND hamlet_id = $2 AND year = $3",
            &params![unit, hamlet, i64::from(year)],
            |row| row.get::<i64>(0),
        )
        .await?;
    last.ok_or_else(|| damaged("a number that was just made"))
}

/// A query for decisions; a macro, because a statement must be a literal.
macro_rules! decisions {
    ($tail:literal) => {
        concat!(
            "SELECT matter_id, number, year, form, text, decided_on, written_by, written_role, written_at, final_at, \
             published_at, sent_on, received_on, answer, answered_on, answer_reasons, answered_role, set_for, \
             annulled_on, annulled_ground, annulled_reasons, annulled_role \
             FROM deliberation_decision WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn decision_of(row: &Row) -> DbResult<Decision> {
    let answer = match row.date_or_none(14)? {
        None => None,
        Some(on) => Some(Answer {
            outcome: keyed(row, 13, Outcome::from_key, "an answer")?,
            on,
            reasons: row.get(15)?,
            role: row.get(16)?,
        }),
    };
    let annulled = match row.date_or_none(18)? {
        None => None,
        Some(on) => Some(Annulment {
            on,
            ground: keyed(row, 19, Ground::from_key, "a ground")?,
            reasons: row.get(20)?,
            role: row.get(21)?,
        }),
    };
    Ok(Decision {
        matter: MatterId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        number: row.get(1)?,
        year: i16::try_from(row.get::<i64>(2)?).map_err(|_| damaged("a year"))?,
        form: keyed(row, 3, DecisionForm::from_key, "a kind of decision")?,
        text: row.get(4)?,
        decided_on: row.date(5)?,
        written: act(row, 6)?,
        final_at: row.instant_or_none(9)?,
        published_at: row.instant_or_none(10)?,
        sent_on: row.date_or_none(11)?,
        received_on: row.date_or_none(12)?,
        answer,
        set_for: row.date_or_none(17)?,
        annulled,
    })
}

/// The written decision on a matter.
///
/// # Errors
/// What the engine says.
pub async fn decision(read: &mut Read, unit: UnitId, matter: MatterId) -> DbResult<Option<Decision>> {
    read.one(
        decisions!("AND matter_id = $2"),
        &params![unit, matter],
        decision_of,
    )
    .await
}

/// Keys of what is public of decisions, in their order, after one of them: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn published(
    read: &mut Read,
    after: Option<(UnitId, MatterId)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, MatterId)>> {
    let (unit, id) = after.map_or_else(|| (i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        "SELECT unit_id, matter_id FROM deliberation_decision WHERE published_at IS NOT NULL \
         AND (unit_id > $1 OR (unit_id = $1 AND matter_id > $2)) ORDER BY unit_id, matter_id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        |row| {
            Ok((
                UnitId(row.get(0)?),
                MatterId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
            ))
        },
    )
    .await
}

/// Keeps a decision, new or changed.
///
/// # Errors
/// What the engine says.
pub async fn save_decision(write: &mut Write, unit: UnitId, decision: &Decision) -> DbResult<()> {
    let answer = decision.answer.as_ref();
    let annulled = decision.annulled.as_ref();
    let act = &decision.written;
    write
        .execute(
            "INSERT INTO deliberation_decision (unit_id, matter_id, number, year, form, text, decided_on, written_by, \
             written_role, written_at, final_at, published_at, sent_on, received_on, answer, answered_on, \
             answer_reasons, answered_role, set_for, annulled_on, annulled_ground, annulled_reasons, annulled_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
             $22, $23) ON CONFLICT (unit_id, matter_id) DO UPDATE SET form = excluded.form, text = excluded.text, \
             written_by = excluded.written_by, written_role = excluded.written_role, \
             written_at = excluded.written_at, final_at = excluded.final_at, published_at = excluded.published_at, \
             sent_on = excluded.sent_on, received_on = excluded.received_on, answer = excluded.answer, \
             answered_on = excluded.answered_on, answer_reasons = excluded.answer_reasons, \
             answered_role = excluded.answered_role, set_for = excluded.set_for, annulled_on = excluded.annulled_on, \
             annulled_ground = excluded.annulled_ground, annulled_reasons = excluded.annulled_reasons, \
             annulled_role = excluded.annulled_role",
            &params![
                unit,
                decision.matter,
                decision.number,
                i64::from(decision.year),
                decision.form.key(),
                decision.text.as_str(),
                decision.decided_on,
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at,
                decision.final_at.map(Timestamp::as_microsecond),
                decision.published_at.map(Timestamp::as_microsecond),
                decision.sent_on,
                decision.received_on,
                answer.map(|answer| answer.outcome.key()).unwrap_or_default(),
                answer.map(|answer| answer.on),
                answer.map(|answer| answer.reasons.as_str()).unwrap_or_default(),
                answer.map(|answer| answer.role.as_str()).unwrap_or_default(),
                decision.set_for,
                annulled.map(|annulled| annulled.on),
                annulled.map(|annulled| annulled.ground.key()).unwrap_or_default(),
                annulled.map(|annulled| annulled.reasons.as_str()).unwrap_or_default(),
                annulled.map(|annulled| annulled.role.as_str()).unwrap_or_default()
            ],
        )
        .await?;
    Ok(())
}

/// The signatures below a decision, in the order in which they were given.
///
/// # Errors
/// What the engine says.
pub async fn signatures(read: &mut Read, unit: UnitId, matter: MatterId) -> DbResult<Vec<Signed>> {
    read.all(
        "SELECT kind, name, household_id, signed_on FROM deliberation_signature \
         WHERE unit_id = $1 AND matter_id = $2 ORDER BY position",
        &params![unit, matter],
        |row| {
            Ok(Signed {
                kind: keyed(row, 0, Signature::from_key, "a signature")?,
                name: row.get(1)?,
                household: row
                    .get::<Option<Vec<u8>>>(2)?
                    .map(|id| HouseholdId::from_bytes(&id))
                    .transpose()?,
                on: row.date(3)?,
            })
        },
    )
    .await
}

/// Keeps a signature at a position.
///
/// # Errors
/// What the engine says.
pub async fn insert_signature(
    write: &mut Write,
    (unit, matter): (UnitId, MatterId),
    position: usize,
    signed: &Signed,
    by: Uuid,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_signature (unit_id, matter_id, position, kind, name, household_id, signed_on, \
             recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![
                unit,
                matter,
                i64::try_from(position).unwrap_or(i64::MAX),
                signed.kind.key(),
                signed.name.as_str(),
                Value::Bytes(signed.household.map(|id| bytes(id.0))),
                signed.on,
                bytes(by)
            ],
        )
        .await?;
    Ok(())
}

/// Removes all signatures: what they stood below was changed.
///
/// # Errors
/// What the engine says.
pub async fn clear_signatures(write: &mut Write, unit: UnitId, matter: MatterId) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM deliberation_signature WHERE unit_id = $1 AND matter_id = $2",
            &params![unit, matter],
        )
        .await?;
    Ok(())
}

/// What is done to carry a decision out, by deadline, with its progress.
///
/// # Errors
/// What the engine says.
pub async fn tasks(read: &mut Read, unit: UnitId, matter: MatterId) -> DbResult<Vec<Task>> {
    let mut tasks = read
        .all(
            "SELECT id, what, who, due_on, money, done_on FROM deliberation_task \
             WHERE unit_id = $1 AND matter_id = $2 ORDER BY due_on, id",
            &params![unit, matter],
            |row| {
                Ok(Task {
                    id: TaskId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    what: row.get(1)?,
                    who: row.get(2)?,
                    due_on: row.date(3)?,
                    money: row.get(4)?,
                    done_on: row.date_or_none(5)?,
                    progress: Vec::new(),
                })
            },
        )
        .await?;
    let news = read
        .all(
            "SELECT task_id, on_day, note, spent, role FROM deliberation_progress \
             WHERE unit_id = $1 AND matter_id = $2 ORDER BY id",
            &params![unit, matter],
            |row| {
                Ok((
                    TaskId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    Progress {
                        on: row.date(1)?,
                        note: row.get(2)?,
                        spent: row.get(3)?,
                        role: row.get(4)?,
                    },
                ))
            },
        )
        .await?;
    for (id, progress) in news {
        if let Some(task) = tasks.iter_mut().find(|task| task.id == id) {
            task.progress.push(progress);
        }
    }
    Ok(tasks)
}

/// Keeps a new task.
///
/// # Errors
/// What the engine says.
pub async fn insert_task(write: &mut Write, (unit, matter): (UnitId, MatterId), task: &Task) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_task (unit_id, matter_id, id, what, who, due_on, money, done_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![
                unit,
                matter,
                task.id,
                task.what.as_str(),
                task.who.as_str(),
                task.due_on,
                task.money,
                task.done_on
            ],
        )
        .await?;
    Ok(())
}

/// Keeps news of a task, and whether it is done with it.
///
/// # Errors
/// What the engine says.
pub async fn insert_progress(
    write: &mut Write,
    (unit, matter, task): (UnitId, MatterId, TaskId),
    id: Uuid,
    progress: &Progress,
    done: bool,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE deliberation_task SET done_on = $4 WHERE unit_id = $1 AND matter_id = $2 AND id = $3",
            &params![unit, matter, task, done.then_some(progress.on)],
        )
        .await?;
    if changed != 1 {
        return Ok(false);
    }
    write
        .execute(
            "INSERT INTO deliberation_progress (unit_id, matter_id, task_id, id, on_day, note, spent, role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![
                unit,
                matter,
                task,
                bytes(id),
                progress.on,
                progress.note.as_str(),
                progress.spent,
                progress.role.as_str()
            ],
        )
        .await?;
    Ok(true)
}

/// Who holds or held an office in a commune, who began last first: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn terms(
    read: &mut Read,
    unit: UnitId,
    hamlet: Option<UnitId>,
    limit: usize,
) -> DbResult<Vec<OfficeTerm>> {
    read.all(
        "SELECT id, hamlet_id, office, name, begins_on, ends_on, matter_id, ended_on, ended_reason \
         FROM deliberation_term WHERE unit_id = $1 AND ($2 = 0 OR hamlet_id = $2) \
         ORDER BY begins_on DESC, id DESC LIMIT $3",
        &params![
            unit,
            hamlet.map_or(0, |hamlet| hamlet.0),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        |row| {
            let ended = match row.date_or_none(7)? {
                None => None,
                Some(on) => Some((on, row.get(8)?)),
            };
            Ok(OfficeTerm {
                id: TermId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                hamlet: row.get::<Option<i64>>(1)?.map(UnitId),
                office: keyed(row, 2, Office::from_key, "an office")?,
                name: row.get(3)?,
                begins_on: row.date(4)?,
                ends_on: row.date_or_none(5)?,
                matter: row
                    .get::<Option<Vec<u8>>>(6)?
                    .map(|id| MatterId::from_bytes(&id))
                    .transpose()?,
                ended,
            })
        },
    )
    .await
}

/// How many people are still in an office whose term is over.
///
/// # Errors
/// What the engine says.
pub async fn overstaying(read: &mut Read, unit: UnitId, today: Date) -> DbResult<i64> {
    let count = read
        .one(
            "SELECT COUNT(*) FROM deliberation_term WHERE unit_id = $1 AND ended_on IS NULL AND ends_on <= $2",
            &params![unit, today],
            |row| row.get::<i64>(0),
        )
        .await?;
    count.ok_or_else(|| damaged("a count of terms"))
}

/// Keeps a new term.
///
/// # Errors
/// What the engine says.
pub async fn insert_term(write: &mut Write, unit: UnitId, term: &OfficeTerm) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO deliberation_term (unit_id, id, hamlet_id, office, name, begins_on, ends_on, matter_id, \
             ended_on, ended_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, '')",
            &params![
                unit,
                term.id,
                term.hamlet.map(|hamlet| hamlet.0),
                term.office.key(),
                term.name.as_str(),
                term.begins_on,
                term.ends_on,
                Value::Bytes(term.matter.map(|id| bytes(id.0)))
            ],
        )
        .await?;
    Ok(())
}

/// Ends the terms of an office of a hamlet that are still running; a new head follows an old one.
///
/// # Errors
/// What the engine says.
pub async fn end_terms(
    write: &mut Write,
    (unit, hamlet, office): (UnitId, UnitId, Office),
    on: Date,
    reason: &str,
) -> DbResult<u64> {
    write
        .execute(
            "UPDATE deliberation_term SET ended_on = $4, ended_reason = $5 \
             WHERE unit_id = $1 AND hamlet_id = $2 AND office = $3 AND ended_on IS NULL",
            &params![unit, hamlet, office.key(), on, reason],
        )
        .await
}

/// The communes in which matters changed last, with how many there are and how many were adopted: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn communes(read: &mut Read, limit: usize) -> DbResult<Vec<(UnitId, (i64, i64))>> {
    read.all(
        "SELECT unit_id, COUNT(*), SUM(CASE WHEN state = 'adopted' THEN 1 ELSE 0 END) FROM deliberation_matter \
         GROUP BY unit_id ORDER BY MAX(changed_at) DESC, unit_id LIMIT $1",
        &params![i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| Ok((UnitId(row.get(0)?), (row.get(1)?, row.get(2)?))),
    )
    .await
}

/// A matter with everything about it.
///
/// # Errors
/// What the engine says.
pub async fn dossier(read: &mut Read, unit: UnitId, id: MatterId) -> DbResult<Option<Dossier>> {
    let Some(matter) = matter(read, unit, id).await? else {
        return Ok(None);
    };
    let decision = decision(read, unit, id).await?;
    let (signatures, tasks) = if decision.is_some() {
        (signatures(read, unit, id).await?, tasks(read, unit, id).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    Ok(Some(Dossier {
        candidates: if matter.seats > 0 {
            candidates(read, unit, id).await?
        } else {
            Vec::new()
        },
        milestones: if matter.office.is_some() {
            milestones(read, unit, id).await?
        } else {
            Vec::new()
        },
        rounds: rounds(read, unit, id).await?,
        sittings: sittings::store::of_matter(read, unit, id).await?,
        matter,
        decision,
        signatures,
        tasks,
    }))
}
