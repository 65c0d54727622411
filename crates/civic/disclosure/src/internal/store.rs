//! Queries. What is read of an organisation is read for a [`Membership`](super::model::Membership), which only
//! [`memberships`] gives.

use std::collections::BTreeMap;

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Read, Row, Write},
    params,
};
use transparency::EntryId;
use units::UnitId;
use uuid::Uuid;

pub use organisations::store::{
    any_organisation, members, memberships, organisation_of, organisations, units,
};

use super::model::{
    Draft, File, Kind, Member, Notice, Organisation, Published, Role, Seats, Showing, Tally, Text, Version,
};
use crate::{
    ids::{MembershipId, NoticeId, OrganisationId, ShowingId},
    model::{ItemState, VersionState},
};

/// The most notices that are told as overdue at once.
const MOST: i64 = 500;
/// Notices on one page of a board.
pub const PAGE: usize = 50;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("internal boards: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an account's identifier"))
}

pub(super) async fn insert_organisation(write: &mut Write, new: &Organisation) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO organisation (unit_id, id, kind, name, opened_on) VALUES ($1, $2, $3, $4, $5)",
            &params![new.unit, new.id, new.kind.key(), new.name.as_str(), new.opened_on],
        )
        .await?;
    Ok(())
}

/// Closes an organisation. Its people keep no way in; what was published stays for the archive.
pub(super) async fn close_organisation(
    write: &mut Write,
    (unit, id): (UnitId, OrganisationId),
    on: Date,
) -> DbResult<bool> {
    let closed = write
        .execute(
            "UPDATE organisation SET closed_on = $3 WHERE unit_id = $1 AND id = $2 AND closed_on IS NULL",
            &params![unit, id, on],
        )
        .await?;
    write
        .execute(
            "UPDATE organisation_member SET until_day = $3 \
             WHERE unit_id = $1 AND organisation_id = $2 AND until_day IS NULL",
            &params![unit, id, on],
        )
        .await?;
    write
        .execute(
            "DELETE FROM organisation_code WHERE unit_id = $1 AND organisation_id = $2",
            &params![unit, id],
        )
        .await?;
    Ok(closed == 1)
}

pub(super) async fn insert_member(write: &mut Write, of: &Organisation, new: &Member) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO organisation_member (unit_id, id, organisation_id, account, name, role, from_day) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                of.unit,
                new.id,
                of.id,
                bytes(new.account),
                new.name.as_str(),
                new.role.key(),
                new.from
            ],
        )
        .await?;
    Ok(())
}

pub(super) async fn end_member(
    write: &mut Write,
    of: &Organisation,
    id: MembershipId,
    on: Date,
) -> DbResult<bool> {
    let ended = write
        .execute(
            "UPDATE organisation_member SET until_day = $4 \
             WHERE unit_id = $1 AND organisation_id = $2 AND id = $3 AND until_day IS NULL",
            &params![of.unit, of.id, id, on],
        )
        .await?;
    Ok(ended == 1)
}

pub(super) async fn insert_code(
    write: &mut Write,
    of: &Organisation,
    (hash, role): ([u8; 32], Role),
    by: Uuid,
    expires_at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO organisation_code (unit_id, hash, organisation_id, role, made_by, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            &params![of.unit, hash.to_vec(), of.id, role.key(), bytes(by), expires_at],
        )
        .await?;
    Ok(())
}

/// What a code is for, when it is good still. The code is spent by it.
pub(super) async fn spend_code(
    write: &mut Write,
    hash: [u8; 32],
    now: Timestamp,
) -> DbResult<Option<(Organisation, Role)>> {
    let found = write
        .one(
            "SELECT o.unit_id, o.id, o.kind, o.name, o.opened_on, o.closed_on, c.role \
             FROM organisation_code c JOIN organisation o ON o.unit_id = c.unit_id AND o.id = c.organisation_id \
             WHERE c.hash = $1 AND c.expires_at > $2 AND o.closed_on IS NULL",
            &params![hash.to_vec(), now],
            |row| {
                let role = Role::from_key(&row.get::<String>(6)?).ok_or_else(|| damaged("a role"))?;
                Ok((organisations::store::organisation(row)?, role))
            },
        )
        .await?;
    let Some((organisation, role)) = found else {
        return Ok(None);
    };
    let spent = write
        .execute(
            "DELETE FROM organisation_code WHERE unit_id = $1 AND hash = $2",
            &params![organisation.unit, hash.to_vec()],
        )
        .await?;
    Ok((spent == 1).then_some((organisation, role)))
}

fn notice(row: &Row) -> DbResult<Notice> {
    let withdrawn = row
        .instant_or_none(8)?
        .map(|at| Ok::<_, DbError>((at, row.get(9)?)))
        .transpose()?;
    Ok(Notice {
        id: NoticeId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        matter: row.get(1)?,
        decided_on: row.date(2)?,
        due_on: row.date(3)?,
        state: ItemState::from_key(&row.get::<String>(4)?).ok_or_else(|| damaged("a state"))?,
        public_version: row.get(5)?,
        last_version: row.get(6)?,
        published_at: row.instant_or_none(7)?,
        withdrawn,
    })
}

fn version(row: &Row, from: usize) -> DbResult<Version> {
    let published = row
        .instant_or_none(from + 8)?
        .map(|at| {
            let octets =
                |index: usize| Ok::<_, DbError>(row.get::<Option<Vec<u8>>>(index)?.unwrap_or_default());
            Ok::<_, DbError>(Published {
                by: uuid(&octets(from + 7)?)?,
                at,
                salt: octets(from + 9)?.try_into().map_err(|_| damaged("a salt"))?,
                entry: EntryId::from_bytes(&octets(from + 10)?)?,
            })
        })
        .transpose()?;
    Ok(Version {
        number: row.get(from)?,
        state: VersionState::from_key(&row.get::<String>(from + 1)?)
            .ok_or_else(|| damaged("the state of a version"))?,
        revision: row.get(from + 2)?,
        text: Text {
            title: row.get(from + 3)?,
            body: row.get(from + 4)?,
            correction: row.get(from + 5)?,
        },
        drafted_by: uuid(&row.get::<Vec<u8>>(from + 6)?)?,
        published,
    })
}

/// A notice of an organisation with its versions.
///
/// # Errors
/// What the engine says.
pub async fn file(read: &mut Read, of: &Organisation, id: NoticeId) -> DbResult<Option<File>> {
    let found = read
        .one(
            "SELECT id, matter, decided_on, due_on, state, public_version, last_version, published_at, withdrawn_at, \
             withdrawn_reason FROM internal_notice WHERE unit_id = $1 AND organisation_id = $2 AND id = $3",
            &params![of.unit, of.id, id],
            notice,
        )
        .await?;
    let Some(notice) = found else {
        return Ok(None);
    };
    let versions = read
        .all(
            "SELECT version, state, revision, title, body, correction, drafted_by, published_by, published_at, salt, \
             entry FROM internal_version WHERE unit_id = $1 AND notice_id = $2 ORDER BY version",
            &params![of.unit, id],
            |row| version(row, 0),
        )
        .await?;
    Ok(Some(File { notice, versions }))
}

/// Notices of an organisation, the latest decision first, after a place in that order; each with the version that is
/// shown, or the newest while none is. What was given up before it was published is left out.
///
/// # Errors
/// What the engine says.
pub async fn board(
    read: &mut Read,
    of: &Organisation,
    after: Option<(Date, NoticeId)>,
) -> DbResult<Vec<(Notice, Version)>> {
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let (day, id) = match after {
        Some((day, id)) => (platform::db::days_since_1970(day), id.0.as_bytes().to_vec()),
        None => (i64::MAX, Vec::new()),
    };
    read.all(
        "SELECT n.id, n.matter, n.decided_on, n.due_on, n.state, n.public_version, n.last_version, n.published_at, \
         n.withdrawn_at, n.withdrawn_reason, v.version, v.state, v.revision, v.title, v.body, v.correction, \
         v.drafted_by, v.published_by, v.published_at, v.salt, v.entry \
         FROM internal_notice n JOIN internal_version v ON v.unit_id = n.unit_id AND v.notice_id = n.id \
         AND v.version = CASE WHEN n.public_version = 0 THEN n.last_version ELSE n.public_version END \
         WHERE n.unit_id = $1 AND n.organisation_id = $2 AND v.state <> 'dropped' \
         AND (n.decided_on < $3 OR (n.decided_on = $3 AND n.id < $4)) \
         ORDER BY n.decided_on DESC, n.id DESC LIMIT $5",
        &params![of.unit, of.id, day, id, limit],
        |row| Ok((notice(row)?, version(row, 10)?)),
    )
    .await
}

/// What is past its last day and not published, the most overdue first.
///
/// # Errors
/// What the engine says.
pub async fn overdue(read: &mut Read, of: &Organisation, today: Date) -> DbResult<Vec<Notice>> {
    read.all(
        "SELECT n.id, n.matter, n.decided_on, n.due_on, n.state, n.public_version, n.last_version, n.published_at, \
         n.withdrawn_at, n.withdrawn_reason \
         FROM internal_notice n JOIN internal_version v ON v.unit_id = n.unit_id AND v.notice_id = n.id \
         AND v.version = n.last_version \
         WHERE n.unit_id = $1 AND n.organisation_id = $2 AND n.state = 'draft' AND v.state = 'draft' \
         AND n.due_on < $3 ORDER BY n.due_on, n.id LIMIT $4",
        &params![of.unit, of.id, today, MOST],
        notice,
    )
    .await
}

/// Key of a version: unit, notice, number.
pub(super) type VersionKey = (UnitId, NoticeId, i64);

pub(super) async fn insert_notice(
    write: &mut Write,
    of: &Organisation,
    (id, draft, due): (NoticeId, &Draft, Date),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO internal_notice (unit_id, id, organisation_id, matter, decided_on, due_on, state, \
             public_version, last_version, withdrawn_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, '')",
            &params![
                of.unit,
                id,
                of.id,
                draft.matter.as_str(),
                draft.decided_on,
                due,
                ItemState::Draft.key()
            ],
        )
        .await?;
    Ok(())
}

pub(super) async fn update_notice(
    write: &mut Write,
    unit: UnitId,
    (id, draft, due): (NoticeId, &Draft, Date),
) -> DbResult<bool> {
    let updated = write
        .execute(
            "UPDATE internal_notice SET matter = $3, decided_on = $4, due_on = $5 \
             WHERE unit_id = $1 AND id = $2 AND state = 'draft'",
            &params![unit, id, draft.matter.as_str(), draft.decided_on, due],
        )
        .await?;
    Ok(updated == 1)
}

/// Adds a version and makes it the newest.
pub(super) async fn insert_version(
    write: &mut Write,
    (unit, id, number): VersionKey,
    text: &Text,
    (by, at): (Uuid, Timestamp),
) -> DbResult<bool> {
    let newest = write
        .execute(
            "UPDATE internal_notice SET last_version = $3 WHERE unit_id = $1 AND id = $2 AND last_version = $4",
            &params![unit, id, number, number - 1],
        )
        .await?;
    if newest != 1 {
        return Ok(false);
    }
    write
        .execute(
            "INSERT INTO internal_version (unit_id, notice_id, version, state, revision, title, body, correction, \
             drafted_by, drafted_at) VALUES ($1, $2, $3, 'draft', 1, $4, $5, $6, $7, $8)",
            &params![
                unit,
                id,
                number,
                text.title.as_str(),
                text.body.as_str(),
                text.correction.as_str(),
                bytes(by),
                at
            ],
        )
        .await?;
    Ok(true)
}

pub(super) async fn update_version(
    write: &mut Write,
    ((unit, id, number), revision): (VersionKey, i64),
    text: &Text,
    (by, at): (Uuid, Timestamp),
) -> DbResult<bool> {
    let updated = write
        .execute(
            "UPDATE internal_version SET title = $5, body = $6, correction = $7, drafted_by = $8, drafted_at = $9, \
             revision = revision + 1 \
             WHERE unit_id = $1 AND notice_id = $2 AND version = $3 AND revision = $4 AND state = 'draft'",
            &params![
                unit,
                id,
                number,
                revision,
                text.title.as_str(),
                text.body.as_str(),
                text.correction.as_str(),
                bytes(by),
                at
            ],
        )
        .await?;
    Ok(updated == 1)
}

pub(super) async fn drop_version(write: &mut Write, (unit, id, number): VersionKey) -> DbResult<bool> {
    let dropped = write
        .execute(
            "UPDATE internal_version SET state = 'dropped' \
             WHERE unit_id = $1 AND notice_id = $2 AND version = $3 AND state = 'draft'",
            &params![unit, id, number],
        )
        .await?;
    Ok(dropped == 1)
}

/// Publishes a draft that was saved so many times.
pub(super) async fn publish(
    write: &mut Write,
    ((unit, id, number), revision): (VersionKey, i64),
    published: &Published,
) -> DbResult<bool> {
    let done = write
        .execute(
            "UPDATE internal_version SET state = 'published', published_by = $5, published_at = $6, salt = $7, \
             entry = $8 WHERE unit_id = $1 AND notice_id = $2 AND version = $3 AND revision = $4 AND state = 'draft'",
            &params![
                unit,
                id,
                number,
                revision,
                bytes(published.by),
                published.at,
                published.salt.to_vec(),
                published.entry.0.0.to_vec()
            ],
        )
        .await?;
    let shown = write
        .execute(
            "UPDATE internal_notice SET state = 'published', public_version = $3, \
             published_at = CASE WHEN published_at IS NULL THEN $4 ELSE published_at END \
             WHERE unit_id = $1 AND id = $2 AND state IN ('draft', 'published')",
            &params![unit, id, number, published.at],
        )
        .await?;
    Ok(done == 1 && shown == 1)
}

pub(super) async fn withdraw(
    write: &mut Write,
    (unit, id): (UnitId, NoticeId),
    reason: &str,
    at: Timestamp,
) -> DbResult<bool> {
    let done = write
        .execute(
            "UPDATE internal_notice SET state = 'withdrawn', withdrawn_at = $3, withdrawn_reason = $4 \
             WHERE unit_id = $1 AND id = $2 AND state = 'published'",
            &params![unit, id, at, reason],
        )
        .await?;
    Ok(done == 1)
}

pub(super) async fn end(write: &mut Write, (unit, id): (UnitId, NoticeId), at: Timestamp) -> DbResult<bool> {
    let done = write
        .execute(
            "UPDATE internal_notice SET state = 'archived', ended_at = $3 \
             WHERE unit_id = $1 AND id = $2 AND state = 'published'",
            &params![unit, id, at],
        )
        .await?;
    Ok(done == 1)
}

/// The organisations of units, counted; units without any are not in it.
///
/// # Errors
/// What the engine says.
pub async fn seats(read: &mut Read, units: &[i64]) -> DbResult<BTreeMap<UnitId, Seats>> {
    let mut all: BTreeMap<UnitId, Seats> = BTreeMap::new();
    let kinds = read
        .all_among(
            "SELECT unit_id, kind, COUNT(*) FROM organisation WHERE closed_on IS NULL AND unit_id IN ",
            units,
            " GROUP BY unit_id, kind",
            &[],
            |row| Ok((UnitId(row.get(0)?), row.get::<String>(1)?, row.get::<i64>(2)?)),
        )
        .await?;
    for (unit, kind, count) in kinds {
        let seats = all.entry(unit).or_default();
        match Kind::from_key(&kind).ok_or_else(|| damaged("a kind of organisation"))? {
            Kind::Agency => seats.agencies = count,
            Kind::StateEnterprise => seats.enterprises = count,
        }
    }
    let missed = read
        .all_among(
            "SELECT unit_id, COUNT(*) FROM internal_missed WHERE resolved_at IS NULL AND unit_id IN ",
            units,
            " GROUP BY unit_id",
            &[],
            |row| Ok((UnitId(row.get(0)?), row.get::<i64>(1)?)),
        )
        .await?;
    for (unit, count) in missed {
        all.entry(unit).or_default().missed = count;
    }
    Ok(all)
}

/// What every open organisation of a unit has published, counted for each matter of the law's list.
///
/// # Errors
/// What the engine says.
pub async fn tallies(
    read: &mut Read,
    unit: UnitId,
    today: Date,
) -> DbResult<BTreeMap<OrganisationId, BTreeMap<String, Tally>>> {
    let rows = read
        .all(
            "SELECT n.organisation_id, n.matter, n.state, COUNT(*), MAX(n.published_at), \
             COUNT(CASE WHEN n.state = 'draft' AND n.due_on < $2 THEN 1 END) \
             FROM internal_notice n JOIN internal_version v ON v.unit_id = n.unit_id AND v.notice_id = n.id \
             AND v.version = n.last_version \
             WHERE n.unit_id = $1 AND NOT (n.state = 'draft' AND v.state = 'dropped') \
             GROUP BY n.organisation_id, n.matter, n.state",
            &params![unit, today],
            |row| {
                let state = ItemState::from_key(&row.get::<String>(2)?).ok_or_else(|| damaged("a state"))?;
                let count: i64 = row.get(3)?;
                let mut tally = Tally {
                    last: row.instant_or_none(4)?,
                    overdue: row.get(5)?,
                    ..Tally::default()
                };
                match state {
                    ItemState::Draft => {}
                    ItemState::Published => tally.standing = count,
                    ItemState::Archived => tally.ended = count,
                    ItemState::Withdrawn => tally.withdrawn = count,
                }
                let id = OrganisationId::from_bytes(&row.get::<Vec<u8>>(0)?)?;
                Ok((id, row.get::<String>(1)?, tally))
            },
        )
        .await?;
    let mut all: BTreeMap<OrganisationId, BTreeMap<String, Tally>> = BTreeMap::new();
    for (id, matter, tally) in rows {
        all.entry(id).or_default().entry(matter).or_default().add(tally);
    }
    Ok(all)
}

/// How a notice was made known besides the board here; what was recorded by mistake is left out.
///
/// # Errors
/// What the engine says.
pub async fn showings(read: &mut Read, unit: UnitId, id: NoticeId) -> DbResult<Vec<Showing>> {
    read.all(
        "SELECT id, form, from_day, until_day, note, recorded_at FROM internal_showing \
         WHERE unit_id = $1 AND notice_id = $2 AND voided_at IS NULL ORDER BY from_day, id LIMIT $3",
        &params![unit, id, MOST],
        |row| {
            Ok(Showing {
                id: ShowingId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                form: row.get(1)?,
                from: row.date(2)?,
                until: row.date_or_none(3)?,
                note: row.get(4)?,
                recorded_at: row.instant(5)?,
            })
        },
    )
    .await
}

pub(super) async fn insert_showing(
    write: &mut Write,
    (unit, id): (UnitId, NoticeId),
    new: &Showing,
    by: Uuid,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO internal_showing (unit_id, id, notice_id, form, from_day, until_day, note, recorded_by, \
             recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            &params![
                unit,
                new.id,
                id,
                new.form.as_str(),
                new.from,
                new.until,
                new.note.as_str(),
                bytes(by),
                new.recorded_at
            ],
        )
        .await?;
    Ok(())
}

/// Notes the last day on which something hung that hangs still.
pub(super) async fn end_showing(
    write: &mut Write,
    (unit, notice, id): (UnitId, NoticeId, ShowingId),
    until: Date,
) -> DbResult<bool> {
    let done = write
        .execute(
            "UPDATE internal_showing SET until_day = $4 WHERE unit_id = $1 AND notice_id = $2 AND id = $3 \
             AND until_day IS NULL AND voided_at IS NULL AND from_day <= $4",
            &params![unit, notice, id, until],
        )
        .await?;
    Ok(done == 1)
}

pub(super) async fn void_showing(
    write: &mut Write,
    (unit, notice, id): (UnitId, NoticeId, ShowingId),
    at: Timestamp,
) -> DbResult<bool> {
    let done = write
        .execute(
            "UPDATE internal_showing SET voided_at = $4 \
             WHERE unit_id = $1 AND notice_id = $2 AND id = $3 AND voided_at IS NULL",
            &params![unit, notice, id, at],
        )
        .await?;
    Ok(done == 1)
}

pub(super) async fn record_of(read: &mut Read, unit: UnitId, id: NoticeId) -> DbResult<Option<RecordId>> {
    let found = read
        .one(
            "SELECT record_id FROM internal_notice WHERE unit_id = $1 AND id = $2",
            &params![unit, id],
            |row| row.get::<Option<Vec<u8>>>(0),
        )
        .await?;
    found
        .flatten()
        .map(|octets| RecordId::from_bytes(&octets))
        .transpose()
}

pub(super) async fn set_record(
    write: &mut Write,
    (unit, id): (UnitId, NoticeId),
    record: RecordId,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE internal_notice SET record_id = $3 WHERE unit_id = $1 AND id = $2",
            &params![unit, id, record],
        )
        .await?;
    Ok(())
}

/// What was missed in a unit and is not made good yet.
pub(super) async fn open_missed(read: &mut Read, unit: UnitId) -> DbResult<Vec<NoticeId>> {
    read.all(
        "SELECT notice_id FROM internal_missed WHERE unit_id = $1 AND resolved_at IS NULL",
        &params![unit],
        |row| NoticeId::from_bytes(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

/// Notes once that a notice was not published in time. `false` when it was noted before.
pub(super) async fn insert_missed(
    write: &mut Write,
    of: &Organisation,
    (id, due_on): (NoticeId, Date),
    record: RecordId,
    at: Timestamp,
) -> DbResult<bool> {
    let done = write
        .execute(
            "INSERT INTO internal_missed (unit_id, notice_id, organisation_id, due_on, record_id, noted_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, notice_id) DO NOTHING",
            &params![of.unit, id, of.id, due_on, record, at],
        )
        .await?;
    Ok(done == 1)
}

/// Notes that what was missed was made good or given up.
pub(super) async fn resolve_missed(
    write: &mut Write,
    (unit, id): (UnitId, NoticeId),
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE internal_missed SET resolved_at = $3 \
             WHERE unit_id = $1 AND notice_id = $2 AND resolved_at IS NULL",
            &params![unit, id, at],
        )
        .await
        .map(drop)
}

/// How many codes of an organisation wait to be used.
///
/// # Errors
/// What the engine says.
pub async fn codes(read: &mut Read, of: &Organisation, now: Timestamp) -> DbResult<i64> {
    let found = read
        .one(
            "SELECT COUNT(*) FROM organisation_code WHERE unit_id = $1 AND organisation_id = $2 AND expires_at > $3",
            &params![of.unit, of.id, now],
            |row| row.get(0),
        )
        .await?;
    Ok(found.unwrap_or_default())
}
