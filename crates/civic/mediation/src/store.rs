//! Queries. Every one names its commune, but those by which the hourly job finds its work.

use std::collections::BTreeMap;

use facts::{Period, RecordId};
use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{CaseId, MemberId, NoteId, TeamId, UndertakingId},
    model::{
        Act, Case, Dispute, Election, End, Given, HamletKey, Kept, Member, NewMember, Note, NoteKind, State,
        Team, Trace, Undertaking,
    },
    suppression::Figure,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_641,
        name: "mediation",
        sql: include_str!("../migrations/2026112641_mediation.sql"),
    },
    Migration {
        version: 2_026_112_642,
        name: "case books of mediation on telephones",
        sql: include_str!("../migrations/2026112642_case_book.sql"),
    },
];

/// Cases on one page of a register.
pub const PAGE: usize = 50;
/// The most mediators of one team, and of what was given to them, that are read.
const MOST: i64 = 500;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("mediation: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an identifier"))
}

fn uuid_or_none(row: &Row, at: usize) -> DbResult<Option<Uuid>> {
    row.get::<Option<Vec<u8>>>(at)?
        .map(|octets| uuid(&octets))
        .transpose()
}

fn octets(id: Option<Uuid>) -> Value {
    Value::Bytes(id.map(bytes))
}

// Teams

/// A query for teams; a macro, because a statement must be a literal.
macro_rules! teams {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, hamlet_id, name, set_up_on, minority_area, reviewed_on, dissolved_on, record, \
             record_from FROM mediation_team WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn team_of(row: &Row) -> DbResult<Team> {
    let record = uuid_or_none(row, 8)?
        .map(|id| Ok::<_, DbError>((RecordId(id), row.date(9)?)))
        .transpose()?;
    Ok(Team {
        id: TeamId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        place: HamletKey {
            unit: UnitId(row.get(0)?),
            hamlet: UnitId(row.get(2)?),
        },
        name: row.get(3)?,
        set_up_on: row.date(4)?,
        minority_area: row.get(5)?,
        reviewed_on: row.date_or_none(6)?,
        dissolved_on: row.date_or_none(7)?,
        record,
    })
}

/// The team of a hamlet now.
///
/// # Errors
/// What the engine says.
pub async fn team(read: &mut Read, place: HamletKey) -> DbResult<Option<Team>> {
    read.one(
        teams!("AND hamlet_id = $2 AND dissolved_on IS NULL"),
        &params![place.unit, place.hamlet],
        team_of,
    )
    .await
}

/// The teams of a commune now.
///
/// # Errors
/// What the engine says.
pub async fn teams(read: &mut Read, unit: UnitId) -> DbResult<Vec<Team>> {
    read.all(
        teams!("AND dissolved_on IS NULL ORDER BY hamlet_id LIMIT $2"),
        &params![unit, MOST],
        team_of,
    )
    .await
}

/// The communes that have teams, by number: at most `limit` after the one given.
///
/// # Errors
/// What the engine says.
pub async fn communes(read: &mut Read, after: Option<UnitId>, limit: usize) -> DbResult<Vec<(UnitId, i64)>> {
    read.all(
        "SELECT unit_id, COUNT(*) FROM mediation_team WHERE dissolved_on IS NULL AND unit_id > $1 \
         GROUP BY unit_id ORDER BY unit_id LIMIT $2",
        &params![
            after.map_or(i64::MIN, |unit| unit.0),
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        |row| Ok((UnitId(row.get(0)?), row.get(1)?)),
    )
    .await
}

pub(crate) async fn insert_team(write: &mut Write, team: &Team) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO mediation_team (unit_id, id, hamlet_id, name, set_up_on, minority_area) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            &params![
                team.place.unit,
                team.id,
                team.place.hamlet,
                team.name.as_str(),
                team.set_up_on,
                team.minority_area
            ],
        )
        .await
        .map(drop)
}

pub(crate) async fn update_team(write: &mut Write, team: &Team) -> DbResult<()> {
    write
        .execute(
            "UPDATE mediation_team SET name = $3, minority_area = $4, reviewed_on = $5, dissolved_on = $6, \
             record = $7, record_from = $8 WHERE unit_id = $1 AND id = $2",
            &params![
                team.place.unit,
                team.id,
                team.name.as_str(),
                team.minority_area,
                team.reviewed_on,
                team.dissolved_on,
                octets(team.record.map(|(id, _)| id.0)),
                team.record.map(|(_, from)| from)
            ],
        )
        .await
        .map(drop)
}

/// A query for mediators; a macro, because a statement must be a literal.
macro_rules! members {
    ($tail:literal) => {
        concat!(
            "SELECT id, team_id, name, woman, minority, law_degree, account, elected_on, method, in_favour, \
             households, listed_on, entered_by, recognised_on, leader, ended_on, ended_why \
             FROM mediation_member WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn member_of(row: &Row) -> DbResult<Member> {
    let ended = row
        .date_or_none(15)?
        .map(|on| Ok::<_, DbError>((on, row.get(16)?)))
        .transpose()?;
    Ok(Member {
        id: MemberId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        team: TeamId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        entered: NewMember {
            name: row.get(2)?,
            woman: row.get(3)?,
            minority: row.get(4)?,
            law_degree: row.get(5)?,
            account: uuid_or_none(row, 6)?,
            election: Election {
                on: row.date(7)?,
                method: row.get(8)?,
                in_favour: row.get(9)?,
                households: row.get(10)?,
                listed_on: row.date(11)?,
            },
        },
        entered_by: uuid(&row.get::<Vec<u8>>(12)?)?,
        recognised_on: row.date_or_none(13)?,
        leader: row.get(14)?,
        ended,
    })
}

/// The mediators of a team, those who ended among them, in the order they were entered.
///
/// # Errors
/// What the engine says.
pub async fn members(read: &mut Read, unit: UnitId, team: TeamId) -> DbResult<Vec<Member>> {
    read.all(
        members!("AND team_id = $2 ORDER BY id LIMIT $3"),
        &params![unit, team, MOST],
        member_of,
    )
    .await
}

/// All mediators of a commune's teams of now, by team.
///
/// # Errors
/// What the engine says.
pub async fn all_members(read: &mut Read, unit: UnitId) -> DbResult<BTreeMap<TeamId, Vec<Member>>> {
    let all = read
        .all(
            members!(
                "AND team_id IN (SELECT id FROM mediation_team WHERE unit_id = $1 AND dissolved_on IS NULL) \
                 ORDER BY team_id, id"
            ),
            &params![unit],
            member_of,
        )
        .await?;
    let mut by_team: BTreeMap<TeamId, Vec<Member>> = BTreeMap::new();
    for member in all {
        by_team.entry(member.team).or_default().push(member);
    }
    Ok(by_team)
}

pub(crate) async fn insert_member(write: &mut Write, unit: UnitId, member: &Member) -> DbResult<()> {
    let entered = &member.entered;
    write
        .execute(
            "INSERT INTO mediation_member (unit_id, id, team_id, name, woman, minority, law_degree, account, \
             elected_on, method, in_favour, households, listed_on, entered_by, leader, ended_why) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, '')",
            &params![
                unit,
                member.id,
                member.team,
                entered.name.as_str(),
                entered.woman,
                entered.minority,
                entered.law_degree,
                octets(entered.account),
                entered.election.on,
                entered.election.method.as_str(),
                entered.election.in_favour,
                entered.election.households,
                entered.election.listed_on,
                bytes(member.entered_by),
                member.leader
            ],
        )
        .await
        .map(drop)
}

/// Recognises a mediator, once.
pub(crate) async fn recognise(
    write: &mut Write,
    (unit, id): (UnitId, MemberId),
    on: Date,
    by: Uuid,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE mediation_member SET recognised_on = $3, recognised_by = $4 \
             WHERE unit_id = $1 AND id = $2 AND recognised_on IS NULL AND ended_on IS NULL",
            &params![unit, id, on, bytes(by)],
        )
        .await?;
    Ok(touched == 1)
}

/// Makes a mediator the leader of the team, and nobody else.
pub(crate) async fn lead(write: &mut Write, unit: UnitId, team: TeamId, id: MemberId) -> DbResult<()> {
    write
        .execute(
            "UPDATE mediation_member SET leader = (id = $3) WHERE unit_id = $1 AND team_id = $2",
            &params![unit, team, id],
        )
        .await
        .map(drop)
}

pub(crate) async fn end_member(
    write: &mut Write,
    (unit, id): (UnitId, MemberId),
    on: Date,
    why: &str,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE mediation_member SET ended_on = $3, ended_why = $4, leader = $5 \
             WHERE unit_id = $1 AND id = $2 AND ended_on IS NULL",
            &params![unit, id, on, why, false],
        )
        .await?;
    Ok(touched == 1)
}

pub(crate) async fn insert_training(
    write: &mut Write,
    (unit, team): (UnitId, TeamId),
    rows: &[(Uuid, MemberId)],
    on: Date,
    title: &str,
) -> DbResult<()> {
    let rows: Vec<[Value; 6]> = rows
        .iter()
        .map(|(id, member)| params![unit, bytes(*id), team, *member, on, title])
        .collect();
    write
        .insert_many(
            "INSERT INTO mediation_training (unit_id, id, team_id, member_id, held_on, title)",
            &rows,
            "",
        )
        .await
        .map(drop)
}

/// Training given to a team's mediators, the latest first.
///
/// # Errors
/// What the engine says.
pub async fn training(read: &mut Read, unit: UnitId, team: TeamId) -> DbResult<Vec<Given<String>>> {
    read.all(
        "SELECT t.held_on, m.name, t.title FROM mediation_training t \
         JOIN mediation_member m ON m.unit_id = t.unit_id AND m.id = t.member_id \
         WHERE t.unit_id = $1 AND t.team_id = $2 ORDER BY t.held_on DESC, t.id DESC LIMIT $3",
        &params![unit, team, MOST],
        |row| {
            Ok(Given {
                on: row.date(0)?,
                name: row.get(1)?,
                what: row.get(2)?,
            })
        },
    )
    .await
}

pub(crate) async fn insert_allowance(
    write: &mut Write,
    (unit, team, member): (UnitId, TeamId, MemberId),
    id: Uuid,
    on: Date,
    amount: i64,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO mediation_allowance (unit_id, id, team_id, member_id, paid_on, amount) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            &params![unit, bytes(id), team, member, on, amount],
        )
        .await
        .map(drop)
}

/// Allowances paid to a team's mediators, the latest first.
///
/// # Errors
/// What the engine says.
pub async fn allowances(read: &mut Read, unit: UnitId, team: TeamId) -> DbResult<Vec<Given<i64>>> {
    read.all(
        "SELECT a.paid_on, m.name, a.amount FROM mediation_allowance a \
         JOIN mediation_member m ON m.unit_id = a.unit_id AND m.id = a.member_id \
         WHERE a.unit_id = $1 AND a.team_id = $2 ORDER BY a.paid_on DESC, a.id DESC LIMIT $3",
        &params![unit, team, MOST],
        |row| {
            Ok(Given {
                on: row.date(0)?,
                name: row.get(1)?,
                what: row.get(2)?,
            })
        },
    )
    .await
}

// Keys

/// The unit's key, sealed; none when it has none.
pub(crate) async fn key(read: &mut Read, unit: UnitId) -> DbResult<Option<Vec<u8>>> {
    read.one(
        "SELECT wrapped FROM mediation_key WHERE unit_id = $1 AND wrapped IS NOT NULL",
        &params![unit],
        |row| row.get(0),
    )
    .await
}

/// Whether any unit has a key.
///
/// # Errors
/// What the engine says.
pub async fn has_keys(read: &mut Read) -> DbResult<bool> {
    let found = read
        .one(
            "SELECT unit_id FROM mediation_key WHERE wrapped IS NOT NULL LIMIT 1",
            &[],
            |row| row.get::<i64>(0),
        )
        .await?;
    Ok(found.is_some())
}

pub(crate) async fn insert_key(
    write: &mut Write,
    (unit, id): (UnitId, Uuid),
    wrapped: Vec<u8>,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO mediation_key (unit_id, id, wrapped, made_at) VALUES ($1, $2, $3, $4)",
            &params![unit, bytes(id), wrapped, at],
        )
        .await
        .map(drop)
}

/// Destroys the unit's key and all that was sealed with it. Says how many cases that were.
pub(crate) async fn forget(write: &mut Write, unit: UnitId, at: Timestamp) -> DbResult<u64> {
    write
        .execute(
            "UPDATE mediation_key SET wrapped = NULL, destroyed_at = $2 WHERE unit_id = $1 AND wrapped IS NOT NULL",
            &params![unit, at],
        )
        .await?;
    let cases = write
        .execute(
            "UPDATE mediation_case SET sealed = NULL, erased_at = $2 WHERE unit_id = $1 AND sealed IS NOT NULL",
            &params![unit, at],
        )
        .await?;
    write
        .execute(
            "UPDATE mediation_note SET sealed = NULL WHERE unit_id = $1 AND sealed IS NOT NULL",
            &params![unit],
        )
        .await?;
    write
        .execute(
            "UPDATE mediation_undertaking SET sealed = NULL WHERE unit_id = $1 AND sealed IS NOT NULL",
            &params![unit],
        )
        .await?;
    Ok(cases)
}

// Cases

/// A query for cases; a macro, because a statement must be a literal.
macro_rules! cases {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, hamlet_id, year, number, dispute, ground, state, received_on, counted_on, \
             mediator_id, assigned_on, on_the_spot, agreed_day, begun_on, ended_on, ending, counted_ended_on, \
             written, court_asked_on, court_ended_on, court_result, continues, erase_on, erased_at, sealed, \
             record, posted_dispute, revision FROM mediation_case WHERE unit_id = $1 ",
            $tail
        )
    };
}

fn case_of(row: &Row) -> DbResult<Case> {
    let assigned = uuid_or_none(row, 10)?
        .map(|id| Ok::<_, DbError>((MemberId(id), row.date(11)?)))
        .transpose()?;
    let ended = row
        .date_or_none(15)?
        .map(|on| {
            Ok::<_, DbError>(End {
                on,
                ending: row.get(16)?,
            })
        })
        .transpose()?;
    let court_ended = row
        .date_or_none(20)?
        .map(|on| Ok::<_, DbError>((on, row.get(21)?)))
        .transpose()?;
    let erased_at = row
        .get::<Option<i64>>(24)?
        .map(|micros| Timestamp::from_microsecond(micros).map_err(|_| damaged("an instant")))
        .transpose()?;
    let posted = uuid_or_none(row, 26)?
        .map(|id| Ok::<_, DbError>((RecordId(id), row.get(27)?)))
        .transpose()?;
    Ok(Case {
        id: CaseId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        place: HamletKey {
            unit: UnitId(row.get(0)?),
            hamlet: UnitId(row.get(2)?),
        },
        number: (row.get(3)?, row.get(4)?),
        dispute: Dispute::from_key(&row.get::<String>(5)?).ok_or_else(|| damaged("a kind of dispute"))?,
        ground: row.get(6)?,
        state: State::from_key(&row.get::<String>(7)?).ok_or_else(|| damaged("a state"))?,
        received_on: row.date(8)?,
        counted_on: row.date(9)?,
        assigned,
        on_the_spot: row.get(12)?,
        agreed_day: row.date_or_none(13)?,
        begun_on: row.date_or_none(14)?,
        ended,
        counted_ended_on: row.date_or_none(17)?,
        written: row.get(18)?,
        court_asked_on: row.date_or_none(19)?,
        court_ended,
        continues: uuid_or_none(row, 22)?.map(CaseId),
        erase_on: row.date_or_none(23)?,
        erased_at,
        sealed: row.get(25)?,
        posted,
        revision: row.get(28)?,
    })
}

/// A case of a hamlet.
///
/// # Errors
/// What the engine says.
pub async fn case(read: &mut Read, place: HamletKey, id: CaseId) -> DbResult<Option<Case>> {
    read.one(
        cases!("AND hamlet_id = $2 AND id = $3"),
        &params![place.unit, place.hamlet, id],
        case_of,
    )
    .await
}

/// The open cases of a hamlet, the longest waiting first.
///
/// # Errors
/// What the engine says.
pub async fn open_cases(read: &mut Read, place: HamletKey) -> DbResult<Vec<Case>> {
    read.all(
        cases!(
            "AND hamlet_id = $2 AND state IN ('received', 'assigned', 'begun') \
             ORDER BY received_on, id LIMIT $3"
        ),
        &params![place.unit, place.hamlet, MOST],
        case_of,
    )
    .await
}

/// The ended cases of a hamlet, the last number first: at most `limit` before the one given.
///
/// # Errors
/// What the engine says.
pub async fn ended_cases(
    read: &mut Read,
    place: HamletKey,
    before: Option<(i64, i64)>,
    limit: usize,
) -> DbResult<Vec<Case>> {
    let (year, number) = before.unwrap_or((i64::MAX, 0));
    read.all(
        cases!(
            "AND hamlet_id = $2 AND state NOT IN ('received', 'assigned', 'begun') \
             AND (year < $3 OR (year = $3 AND number < $4)) ORDER BY year DESC, number DESC LIMIT $5"
        ),
        &params![
            place.unit,
            place.hamlet,
            year,
            number,
            i64::try_from(limit).unwrap_or(i64::MAX)
        ],
        case_of,
    )
    .await
}

/// The cases of a commune that count in a quarter, or ended in it.
pub(crate) async fn cases_of(read: &mut Read, unit: UnitId, quarter: (Date, Date)) -> DbResult<Vec<Case>> {
    read.all(
        cases!(
            "AND ((counted_on >= $2 AND counted_on <= $3) OR (counted_ended_on >= $2 AND counted_ended_on <= $3)) \
             ORDER BY id"
        ),
        &params![unit, quarter.0, quarter.1],
        case_of,
    )
    .await
}

/// The number for a hamlet's next case of a year.
pub(crate) async fn next_number(read: &mut Read, place: HamletKey, year: i64) -> DbResult<i64> {
    let last = read
        .one(
            "SELECT MAX(number) FROM mediation_case WHERE unit_id = $1 AND hamlet_id = $2 AND year = $3",
            &params![place.unit, place.hamlet, year],
            |row| row.get::<Option<i64>>(0),
        )
        .await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

fn case_values(case: &Case) -> [Value; 29] {
    params![
        case.place.unit,
        case.id,
        case.place.hamlet,
        case.number.0,
        case.number.1,
        case.dispute.key(),
        case.ground.as_str(),
        case.state.key(),
        case.received_on,
        case.counted_on,
        octets(case.assigned.map(|(id, _)| id.0)),
        case.assigned.map(|(_, on)| on),
        case.on_the_spot,
        case.agreed_day,
        case.begun_on,
        case.ended.as_ref().map(|end| end.on),
        case.ended
            .as_ref()
            .map_or(String::new(), |end| end.ending.clone()),
        case.counted_ended_on,
        case.written,
        case.court_asked_on,
        case.court_ended.as_ref().map(|(on, _)| *on),
        case.court_ended
            .as_ref()
            .map_or(String::new(), |(_, result)| result.clone()),
        octets(case.continues.map(|id| id.0)),
        case.erase_on,
        Value::Int(case.erased_at.map(|at| at.as_microsecond())),
        Value::Bytes(case.sealed.clone()),
        octets(case.posted.as_ref().map(|(id, _)| id.0)),
        case.posted
            .as_ref()
            .map_or(String::new(), |(_, dispute)| dispute.clone()),
        case.revision,
    ]
}

pub(crate) async fn insert_case(write: &mut Write, case: &Case) -> DbResult<()> {
    write
        .insert_many(
            "INSERT INTO mediation_case (unit_id, id, hamlet_id, year, number, dispute, ground, state, received_on, \
             counted_on, mediator_id, assigned_on, on_the_spot, agreed_day, begun_on, ended_on, ending, \
             counted_ended_on, written, court_asked_on, court_ended_on, court_result, continues, erase_on, \
             erased_at, sealed, record, posted_dispute, revision)",
            &[case_values(case)],
            "",
        )
        .await
        .map(drop)
}

/// Writes a case anew, unless somebody else has since `case.revision` was read. Says whether it was written.
pub(crate) async fn update_case(write: &mut Write, case: &Case) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE mediation_case SET dispute = $6, ground = $7, state = $8, received_on = $9, counted_on = $10, \
             mediator_id = $11, assigned_on = $12, on_the_spot = $13, agreed_day = $14, begun_on = $15, \
             ended_on = $16, ending = $17, counted_ended_on = $18, written = $19, court_asked_on = $20, \
             court_ended_on = $21, court_result = $22, continues = $23, erase_on = $24, erased_at = $25, \
             sealed = $26, record = $27, posted_dispute = $28, revision = $29 + 1 \
             WHERE unit_id = $1 AND id = $2 AND hamlet_id = $3 AND year = $4 AND number = $5 AND revision = $29",
            &case_values(case),
        )
        .await?;
    Ok(touched == 1)
}

/// Cases whose words are to be erased by a day: at most `limit`.
pub(crate) async fn to_erase(
    read: &mut Read,
    today: Date,
    limit: usize,
) -> DbResult<Vec<(HamletKey, CaseId)>> {
    read.all(
        "SELECT unit_id, hamlet_id, id FROM mediation_case WHERE sealed IS NOT NULL AND erase_on <= $1 \
         ORDER BY erase_on, unit_id, id LIMIT $2",
        &params![today, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            let place = HamletKey {
                unit: UnitId(row.get(0)?),
                hamlet: UnitId(row.get(1)?),
            };
            Ok((place, CaseId::from_bytes(&row.get::<Vec<u8>>(2)?)?))
        },
    )
    .await
}

/// Erases everything in words about a case.
pub(crate) async fn erase(write: &mut Write, unit: UnitId, id: CaseId, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "UPDATE mediation_case SET sealed = NULL, erased_at = $3, revision = revision + 1 \
             WHERE unit_id = $1 AND id = $2",
            &params![unit, id, at],
        )
        .await?;
    write
        .execute(
            "UPDATE mediation_note SET sealed = NULL WHERE unit_id = $1 AND case_id = $2",
            &params![unit, id],
        )
        .await?;
    write
        .execute(
            "UPDATE mediation_undertaking SET sealed = NULL WHERE unit_id = $1 AND case_id = $2",
            &params![unit, id],
        )
        .await
        .map(drop)
}

/// What was written about a case, in order.
///
/// # Errors
/// What the engine says.
pub async fn notes(read: &mut Read, unit: UnitId, case: CaseId) -> DbResult<Vec<Note>> {
    read.all(
        "SELECT id, kind, day, at, role, sealed FROM mediation_note WHERE unit_id = $1 AND case_id = $2 \
         ORDER BY id LIMIT $3",
        &params![unit, case, MOST],
        |row| note_of(row, 0),
    )
    .await
}

fn note_of(row: &Row, first: usize) -> DbResult<Note> {
    Ok(Note {
        id: NoteId::from_bytes(&row.get::<Vec<u8>>(first)?)?,
        kind: NoteKind::from_key(&row.get::<String>(first + 1)?).ok_or_else(|| damaged("a kind of note"))?,
        day: row.date(first + 2)?,
        at: row.instant(first + 3)?,
        role: row.get(first + 4)?,
        sealed: row.get(first + 5)?,
    })
}

/// What was written about the open cases of a hamlet, each in order.
///
/// # Errors
/// What the engine says.
pub async fn notes_of_open_cases(read: &mut Read, place: HamletKey) -> DbResult<BTreeMap<CaseId, Vec<Note>>> {
    let found = read
        .all(
            "SELECT n.case_id, n.id, n.kind, n.day, n.at, n.role, n.sealed FROM mediation_case c \
             JOIN mediation_note n ON n.unit_id = c.unit_id AND n.case_id = c.id \
             WHERE c.unit_id = $1 AND c.hamlet_id = $2 AND c.state IN ('received', 'assigned', 'begun') \
             ORDER BY n.case_id, n.id LIMIT $3",
            &params![place.unit, place.hamlet, MOST],
            |row| Ok((CaseId::from_bytes(&row.get::<Vec<u8>>(0)?)?, note_of(row, 1)?)),
        )
        .await?;
    let mut notes: BTreeMap<CaseId, Vec<Note>> = BTreeMap::new();
    for (case, note) in found {
        notes.entry(case).or_default().push(note);
    }
    Ok(notes)
}

/// Notes that an entry of a telephone was taken in; false when it was before.
pub(crate) async fn insert_brought(
    write: &mut Write,
    unit: UnitId,
    (id, at): (Uuid, Timestamp),
    by: &By,
) -> DbResult<bool> {
    let inserted = write
        .execute(
            "INSERT INTO mediation_brought (unit_id, id, account, at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (unit_id, id) DO NOTHING",
            &params![unit, bytes(id), bytes(by.account), at],
        )
        .await?;
    Ok(inserted == 1)
}

pub(crate) async fn insert_note(
    write: &mut Write,
    (unit, case): (UnitId, CaseId),
    note: &Note,
    by: &By,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO mediation_note (unit_id, id, case_id, kind, day, at, account, role, sealed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &params![
                unit,
                note.id,
                case,
                note.kind.key(),
                note.day,
                note.at,
                bytes(by.account),
                by.role.as_str(),
                Value::Bytes(note.sealed.clone())
            ],
        )
        .await
        .map(drop)
}

/// What parties undertook, in order.
///
/// # Errors
/// What the engine says.
pub async fn undertakings(read: &mut Read, unit: UnitId, case: CaseId) -> DbResult<Vec<Undertaking>> {
    read.all(
        "SELECT id, due_on, state, checked_on, sealed FROM mediation_undertaking \
         WHERE unit_id = $1 AND case_id = $2 ORDER BY id LIMIT $3",
        &params![unit, case, MOST],
        |row| {
            Ok(Undertaking {
                id: UndertakingId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                due_on: row.date_or_none(1)?,
                state: Kept::from_key(&row.get::<String>(2)?).ok_or_else(|| damaged("an undertaking"))?,
                checked_on: row.date_or_none(3)?,
                sealed: row.get(4)?,
            })
        },
    )
    .await
}

pub(crate) async fn insert_undertaking(
    write: &mut Write,
    (unit, case): (UnitId, CaseId),
    undertaking: &Undertaking,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO mediation_undertaking (unit_id, id, case_id, due_on, state, checked_on, sealed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                unit,
                undertaking.id,
                case,
                undertaking.due_on,
                undertaking.state.key(),
                undertaking.checked_on,
                Value::Bytes(undertaking.sealed.clone())
            ],
        )
        .await
        .map(drop)
}

pub(crate) async fn check_undertaking(
    write: &mut Write,
    (unit, case, id): (UnitId, CaseId, UndertakingId),
    state: Kept,
    on: Date,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE mediation_undertaking SET state = $4, checked_on = $5 \
             WHERE unit_id = $1 AND case_id = $2 AND id = $3",
            &params![unit, case, id, state.key(), on],
        )
        .await?;
    Ok(touched == 1)
}

/// Adds a line to the trace.
pub(crate) async fn trace(
    write: &mut Write,
    (place, case): (HamletKey, Option<CaseId>),
    (id, at): (Uuid, Timestamp),
    act: Act,
    by: &By,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO mediation_trace (unit_id, id, hamlet_id, case_id, at, account, role, act) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            &params![
                place.unit,
                bytes(id),
                place.hamlet,
                octets(case.map(|id| id.0)),
                at,
                bytes(by.account),
                by.role.as_str(),
                act.key()
            ],
        )
        .await
        .map(drop)
}

/// The last lines of a case's trace, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn traces(read: &mut Read, unit: UnitId, case: CaseId, limit: usize) -> DbResult<Vec<Trace>> {
    read.all(
        "SELECT at, account, role, act FROM mediation_trace WHERE unit_id = $1 AND case_id = $2 \
         ORDER BY id DESC LIMIT $3",
        &params![unit, case, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            Ok(Trace {
                at: row.instant(0)?,
                account: uuid(&row.get::<Vec<u8>>(1)?)?,
                role: row.get(2)?,
                act: Act::from_key(&row.get::<String>(3)?).ok_or_else(|| damaged("an act"))?,
            })
        },
    )
    .await
}

// Figures

/// The figures of a commune that are out, by quarter: of each what it counts, how many, whether hidden.
pub(crate) async fn counts(
    read: &mut Read,
    unit: UnitId,
) -> DbResult<BTreeMap<Period, Vec<(Figure, i64, bool)>>> {
    let rows = read
        .all(
            "SELECT period, cell, hamlet_id, value, hidden FROM mediation_count WHERE unit_id = $1 \
             ORDER BY period, cell, hamlet_id",
            &params![unit],
            |row| {
                let period = Period::from_number(row.get(0)?).map_err(|_| damaged("a period"))?;
                let figure = Figure::from_key(&row.get::<String>(1)?, row.get(2)?)
                    .ok_or_else(|| damaged("a figure"))?;
                Ok((period, (figure, row.get(3)?, row.get(4)?)))
            },
        )
        .await?;
    let mut counts: BTreeMap<Period, Vec<(Figure, i64, bool)>> = BTreeMap::new();
    for (period, count) in rows {
        counts.entry(period).or_default().push(count);
    }
    Ok(counts)
}

/// A figure as everybody may see it: none where it is hidden.
pub type Shown = (Figure, Option<i64>);

/// The figures of a commune that are out, of a year.
///
/// # Errors
/// What the engine says.
pub async fn shown(read: &mut Read, unit: UnitId, year: i16) -> DbResult<BTreeMap<Period, Vec<Shown>>> {
    let counts = counts(read, unit).await?;
    let of_year = counts
        .into_iter()
        .filter(|(period, _)| period.calendar_year() == year);
    Ok(of_year
        .map(|(period, counts)| {
            let shown = counts
                .into_iter()
                .map(|(figure, value, hidden)| (figure, (!hidden).then_some(value)));
            (period, shown.collect())
        })
        .collect())
}

/// The last quarter whose figures are out.
pub(crate) async fn last_period(read: &mut Read, unit: UnitId) -> DbResult<Option<Period>> {
    let last = read
        .one(
            "SELECT MAX(period) FROM mediation_count WHERE unit_id = $1",
            &params![unit],
            |row| row.get::<Option<i64>>(0),
        )
        .await?;
    last.flatten()
        .map(|number| Period::from_number(number).map_err(|_| damaged("a period")))
        .transpose()
}

/// The first day by which a commune has anything to count: of a team or a case.
pub(crate) async fn first_day(read: &mut Read, unit: UnitId) -> DbResult<Option<Date>> {
    let first = read
        .one(
            "SELECT MIN(day) FROM (SELECT MIN(set_up_on) AS day FROM mediation_team WHERE unit_id = $1 \
             UNION ALL SELECT MIN(counted_on) AS day FROM mediation_case WHERE unit_id = $1) AS days",
            &params![unit],
            |row| row.get::<Option<i64>>(0),
        )
        .await?;
    first.flatten().map(platform::db::date_from_days).transpose()
}

/// The communes that have or had teams or cases.
pub(crate) async fn counting_communes(read: &mut Read) -> DbResult<Vec<UnitId>> {
    read.all(
        "SELECT unit_id FROM mediation_team UNION SELECT unit_id FROM mediation_case ORDER BY unit_id",
        &[],
        |row| Ok(UnitId(row.get(0)?)),
    )
    .await
}

pub(crate) async fn insert_counts(
    write: &mut Write,
    unit: UnitId,
    period: Period,
    counts: &[(Figure, i64, bool)],
) -> DbResult<()> {
    let rows: Vec<[Value; 6]> = counts
        .iter()
        .map(|(figure, value, hidden)| {
            let (cell, hamlet) = figure.key();
            params![unit, period.number(), cell, hamlet, *value, *hidden]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO mediation_count (unit_id, period, cell, hamlet_id, value, hidden)",
            &rows,
            "",
        )
        .await
        .map(drop)
}

/// What the Justice department's form counts, of a commune and between two days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Cases open before the first day.
    pub opening: i64,
    /// By kind of dispute: received, settled, unsettled.
    pub by_dispute: BTreeMap<String, [i64; 3]>,
    /// Of those settled: in writing.
    pub written: i64,
    /// Of those settled: recognised by the court.
    pub recognised: i64,
    /// Mediators trained, each once.
    pub trained: i64,
    /// Allowances paid, in đồng.
    pub paid: i64,
}

/// Counts a commune's records for the Justice department's form.
///
/// # Errors
/// What the engine says.
pub async fn statistics(read: &mut Read, unit: UnitId, (from, to): (Date, Date)) -> DbResult<Statistics> {
    let span = params![unit, from, to];
    let opening = read
        .one(
            "SELECT COUNT(*) FROM mediation_case WHERE unit_id = $1 AND received_on < $2 \
             AND (ended_on IS NULL OR ended_on >= $2)",
            &params![unit, from],
            |row| row.get(0),
        )
        .await?;
    let received = read
        .all(
            "SELECT dispute, COUNT(*) FROM mediation_case WHERE unit_id = $1 AND received_on >= $2 \
             AND received_on <= $3 GROUP BY dispute",
            &span,
            |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
        )
        .await?;
    let ended = read
        .all(
            "SELECT dispute, state, COUNT(*) FROM mediation_case WHERE unit_id = $1 AND ended_on >= $2 \
             AND ended_on <= $3 GROUP BY dispute, state",
            &span,
            |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?)),
        )
        .await?;
    let settled = read
        .one(
            "SELECT CAST(COALESCE(SUM(CASE WHEN written THEN 1 ELSE 0 END), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN court_result = 'recognised' THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM mediation_case WHERE unit_id = $1 AND state = 'settled' AND ended_on >= $2 AND ended_on <= $3",
            &span,
            |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
        )
        .await?
        .unwrap_or_default();
    let trained = read
        .one(
            "SELECT COUNT(DISTINCT member_id) FROM mediation_training WHERE unit_id = $1 AND held_on >= $2 \
             AND held_on <= $3",
            &span,
            |row| row.get(0),
        )
        .await?;
    let paid = read
        .one(
            "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM mediation_allowance WHERE unit_id = $1 \
             AND paid_on >= $2 AND paid_on <= $3",
            &span,
            |row| row.get(0),
        )
        .await?;
    let mut by_dispute: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    for (dispute, count) in received {
        by_dispute.entry(dispute).or_default()[0] += count;
    }
    for (dispute, state, count) in ended {
        let column = if state == State::Settled.key() { 1 } else { 2 };
        by_dispute.entry(dispute).or_default()[column] += count;
    }
    Ok(Statistics {
        opening: opening.unwrap_or(0),
        by_dispute,
        written: settled.0,
        recognised: settled.1,
        trained: trained.unwrap_or(0),
        paid: paid.unwrap_or(0),
    })
}

/// All mediators of a commune who were in office on a day, and how many teams there were.
///
/// # Errors
/// What the engine says.
pub async fn in_office(read: &mut Read, unit: UnitId, day: Date) -> DbResult<(i64, Vec<Member>)> {
    let teams = read
        .one(
            "SELECT COUNT(*) FROM mediation_team WHERE unit_id = $1 AND set_up_on <= $2 \
             AND (dissolved_on IS NULL OR dissolved_on > $2)",
            &params![unit, day],
            |row| row.get(0),
        )
        .await?;
    let members = read
        .all(
            members!("AND recognised_on <= $2 AND (ended_on IS NULL OR ended_on > $2) ORDER BY id"),
            &params![unit, day],
            member_of,
        )
        .await?;
    Ok((teams.unwrap_or(0), members))
}
