//! Queries about followers and what there is to tell them.

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Read, Row, Write},
    i18n::Locale,
    params,
};
use units::UnitId;

use super::rules::Rhythm;
use crate::ids::{FollowerId, ItemId};

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("disclosure: {what}"))
}

/// What is followed: the board of a commune or province, or what hangs at the boards of one hamlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Followed {
    /// The commune or province.
    pub unit: UnitId,
    /// The hamlet; none for the whole board.
    pub hamlet: Option<UnitId>,
}

impl Followed {
    fn hamlet(self) -> i64 {
        self.hamlet.map_or(0, |hamlet| hamlet.0)
    }

    fn of(row: &Row) -> DbResult<Self> {
        Ok(Self {
            unit: UnitId(row.get(0)?),
            hamlet: hamlet(row, 1)?,
        })
    }
}

impl From<UnitId> for Followed {
    fn from(unit: UnitId) -> Self {
        Self { unit, hamlet: None }
    }
}

fn hamlet(row: &Row, index: usize) -> DbResult<Option<UnitId>> {
    let number: i64 = row.get(index)?;
    Ok((number != 0).then_some(UnitId(number)))
}

/// Somebody who gets mail about a board, or has asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// Its identifier.
    pub id: FollowerId,
    /// The address, sealed.
    pub address: Vec<u8>,
    /// The language of the mail.
    pub language: Locale,
    /// How often.
    pub rhythm: Rhythm,
    /// When mail was last asked for.
    pub asked_at: Timestamp,
    /// How often it was asked for then.
    pub asked_rhythm: Rhythm,
    /// Since when it is confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// The last day whose digest this follower has got.
    pub digested_on: Date,
    /// The hamlet whose boards are followed; none for the whole board.
    pub hamlet: Option<UnitId>,
}

fn follower(row: &Row) -> DbResult<Follower> {
    let rhythm = |index| {
        Rhythm::from_key(&row.get::<String>(index)?).ok_or_else(|| damaged("the rhythm of a follower"))
    };
    Ok(Follower {
        id: FollowerId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        address: row.get(1)?,
        language: Locale::from_code(&row.get::<String>(2)?).unwrap_or_default(),
        rhythm: rhythm(3)?,
        asked_at: row.instant(4)?,
        asked_rhythm: rhythm(5)?,
        confirmed_at: match row.get::<Option<i64>>(6)? {
            None => None,
            Some(_) => Some(row.instant(6)?),
        },
        digested_on: row.date(7)?,
        hamlet: hamlet(row, 8)?,
    })
}

/// What happened to a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It was published.
    Posted,
    /// It was corrected.
    Corrected,
    /// It was withdrawn.
    Withdrawn,
    /// It was hung at a board of a hamlet.
    Hung,
}

impl Happened {
    const ALL: [Self; 4] = [Self::Posted, Self::Corrected, Self::Withdrawn, Self::Hung];

    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
            Self::Hung => "hung",
        }
    }
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The unit on whose board it happened.
    pub unit: UnitId,
    /// The matter.
    pub item: ItemId,
    /// The version that became public, or the one that was.
    pub version: i64,
    /// What happened to it.
    pub act: Happened,
    /// When.
    pub at: Timestamp,
    /// The day whose digest it belongs to.
    pub digest_on: Date,
    /// The hamlet whose followers are told; none for those of the whole board.
    pub hamlet: Option<UnitId>,
}

fn event(row: &Row) -> DbResult<Event> {
    let act: String = row.get(3)?;
    Ok(Event {
        unit: UnitId(row.get(0)?),
        item: ItemId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        version: row.get(2)?,
        act: Happened::ALL
            .into_iter()
            .find(|happened| happened.key() == act)
            .ok_or_else(|| damaged("what happened"))?,
        at: row.instant(4)?,
        digest_on: row.date(5)?,
        hamlet: hamlet(row, 6)?,
    })
}

/// Notes something to tell, in the transaction of the act; `told` when it is for digests alone.
pub(crate) async fn insert_event(write: &mut Write, event: &Event, told: bool) -> DbResult<()> {
    if let Some(hamlet) = event.hamlet {
        // A matter that hangs at two boards of a hamlet is told once.
        return write
            .execute(
                "INSERT INTO disclosure_hamlet_event (unit_id, hamlet_id, item_id, version, act, at, digest_on, told) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                 ON CONFLICT (unit_id, hamlet_id, item_id, version, act) DO NOTHING",
                &params![
                    event.unit,
                    hamlet,
                    event.item,
                    event.version,
                    event.act.key(),
                    event.at,
                    event.digest_on,
                    told
                ],
            )
            .await
            .map(drop);
    }
    write
        .execute(
            "INSERT INTO disclosure_event (unit_id, item_id, version, act, at, digest_on, told) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                event.unit,
                event.item,
                event.version,
                event.act.key(),
                event.at,
                event.digest_on,
                told
            ],
        )
        .await?;
    Ok(())
}

/// What has something to tell to those who want a mail for each.
pub(crate) async fn with_untold(read: &mut Read) -> DbResult<Vec<Followed>> {
    read.all(
        "SELECT unit_id, CAST(0 AS BIGINT) FROM disclosure_event WHERE NOT told \
         UNION SELECT unit_id, hamlet_id FROM disclosure_hamlet_event WHERE NOT told ORDER BY 1, 2",
        &[],
        Followed::of,
    )
    .await
}

/// The most events of one unit taken at a time.
const MOST_EVENTS: i64 = 200;

/// What a board or hamlet has to tell, the oldest first.
pub(crate) async fn untold(read: &mut Read, followed: Followed) -> DbResult<Vec<Event>> {
    let sql = match followed.hamlet {
        None => {
            "SELECT unit_id, item_id, version, act, at, digest_on, CAST(0 AS BIGINT) FROM disclosure_event \
             WHERE unit_id = $1 AND CAST(0 AS BIGINT) = $3 AND NOT told ORDER BY at, item_id LIMIT $2"
        }
        Some(_) => {
            "SELECT unit_id, item_id, version, act, at, digest_on, hamlet_id FROM disclosure_hamlet_event \
             WHERE unit_id = $1 AND hamlet_id = $3 AND NOT told ORDER BY at, item_id LIMIT $2"
        }
    };
    read.all(
        sql,
        &params![followed.unit, MOST_EVENTS, followed.hamlet()],
        event,
    )
    .await
}

/// Marks that all who want a mail for each have theirs in the outbox.
pub(crate) async fn set_told(write: &mut Write, event: &Event) -> DbResult<()> {
    let sql = match event.hamlet {
        None => {
            "UPDATE disclosure_event SET told = $5 \
             WHERE unit_id = $1 AND item_id = $2 AND version = $3 AND act = $4 AND CAST(0 AS BIGINT) = $6"
        }
        Some(_) => {
            "UPDATE disclosure_hamlet_event SET told = $5 \
             WHERE unit_id = $1 AND item_id = $2 AND version = $3 AND act = $4 AND hamlet_id = $6"
        }
    };
    let hamlet = event.hamlet.map_or(0, |hamlet| hamlet.0);
    let values = params![
        event.unit,
        event.item,
        event.version,
        event.act.key(),
        true,
        hamlet
    ];
    write.execute(sql, &values).await.map(drop)
}

/// What happened in units after the digest of a day, until that of another, in order of time.
pub(crate) async fn events_between(
    read: &mut Read,
    units: &[i64],
    after: Date,
    until: Date,
) -> DbResult<Vec<Event>> {
    let mut events = read
        .all_among(
            "SELECT unit_id, item_id, version, act, at, digest_on, CAST(0 AS BIGINT) FROM disclosure_event \
             WHERE digest_on > $1 AND digest_on <= $2 AND unit_id IN ",
            units,
            "",
            &params![after, until],
            event,
        )
        .await?;
    events.sort_by_key(|event| (event.at, event.item));
    Ok(events)
}

/// What happened at the boards of a hamlet after the digest of a day, until that of another, in order of time.
pub(crate) async fn hamlet_events_between(
    read: &mut Read,
    (unit, hamlet): (UnitId, UnitId),
    after: Date,
    until: Date,
) -> DbResult<Vec<Event>> {
    read.all(
        "SELECT unit_id, item_id, version, act, at, digest_on, hamlet_id FROM disclosure_hamlet_event \
         WHERE unit_id = $1 AND hamlet_id = $2 AND digest_on > $3 AND digest_on <= $4 ORDER BY at, item_id",
        &params![unit, hamlet, after, until],
        event,
    )
    .await
}

/// Forgets what every follower has been told.
pub(crate) async fn forget_told(write: &mut Write, before: Date) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM disclosure_event WHERE told AND digest_on < $1",
            &params![before],
        )
        .await?;
    write
        .execute(
            "DELETE FROM disclosure_hamlet_event WHERE told AND digest_on < $1",
            &params![before],
        )
        .await?;
    Ok(())
}

/// A follower by identifier.
///
/// # Errors
/// What the engine says.
pub async fn by_id(read: &mut Read, unit: UnitId, id: FollowerId) -> DbResult<Option<Follower>> {
    read.one(
        "SELECT id, address, language, rhythm, asked_at, asked_rhythm, confirmed_at, digested_on, \
         hamlet_id FROM disclosure_follower WHERE unit_id = $1 AND id = $2",
        &params![unit, id],
        follower,
    )
    .await
}

/// A follower of a board or hamlet by the keyed hash of the address.
///
/// # Errors
/// What the engine says.
pub async fn by_address(
    read: &mut Read,
    followed: Followed,
    fingerprint: &[u8],
) -> DbResult<Option<Follower>> {
    read.one(
        "SELECT id, address, language, rhythm, asked_at, asked_rhythm, confirmed_at, digested_on, \
         hamlet_id FROM disclosure_follower WHERE unit_id = $1 AND fingerprint = $2 AND hamlet_id = $3",
        &params![followed.unit, fingerprint.to_vec(), followed.hamlet()],
        follower,
    )
    .await
}

/// How many followers of a unit have confirmed.
///
/// # Errors
/// What the engine says.
pub async fn count(read: &mut Read, unit: UnitId) -> DbResult<i64> {
    let count = read
        .one(
            "SELECT COUNT(*) FROM disclosure_follower WHERE unit_id = $1 AND confirmed_at IS NOT NULL",
            &params![unit],
            |row| row.get(0),
        )
        .await?;
    Ok(count.unwrap_or_default())
}

/// Followers taken at a time.
const PAGE: i64 = 200;

/// Those who want a mail for each and had confirmed when something happened, by identifier, after `after`.
pub(crate) async fn each(
    read: &mut Read,
    followed: Followed,
    since: Timestamp,
    after: Option<FollowerId>,
) -> DbResult<Vec<Follower>> {
    let after = after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
    read.all(
        "SELECT id, address, language, rhythm, asked_at, asked_rhythm, confirmed_at, digested_on, \
         hamlet_id FROM disclosure_follower WHERE unit_id = $1 AND rhythm = 'each' AND confirmed_at <= $2 AND id > $3 \
         AND hamlet_id = $5 ORDER BY id LIMIT $4",
        &params![followed.unit, since, after, PAGE, followed.hamlet()],
        follower,
    )
    .await
}

/// The boards and hamlets whose followers wait for the digest of a day.
pub(crate) async fn with_digests(read: &mut Read, due: Date) -> DbResult<Vec<Followed>> {
    read.all(
        "SELECT DISTINCT unit_id, hamlet_id FROM disclosure_follower WHERE rhythm = 'daily' \
         AND confirmed_at IS NOT NULL AND digested_on < $1 ORDER BY unit_id, hamlet_id",
        &params![due],
        Followed::of,
    )
    .await
}

/// A page of those who wait for the digest of a day.
pub(crate) async fn to_digest(read: &mut Read, followed: Followed, due: Date) -> DbResult<Vec<Follower>> {
    read.all(
        "SELECT id, address, language, rhythm, asked_at, asked_rhythm, confirmed_at, digested_on, \
         hamlet_id FROM disclosure_follower WHERE unit_id = $1 AND rhythm = 'daily' AND confirmed_at IS NOT NULL \
         AND digested_on < $2 AND hamlet_id = $4 ORDER BY id LIMIT $3",
        &params![followed.unit, due, PAGE, followed.hamlet()],
        follower,
    )
    .await
}

/// Notes the last digest that a follower has got.
pub(crate) async fn set_digested(
    write: &mut Write,
    unit: UnitId,
    follower: FollowerId,
    on: Date,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE disclosure_follower SET digested_on = $3 WHERE unit_id = $1 AND id = $2",
            &params![unit, follower, on],
        )
        .await?;
    Ok(())
}

/// Somebody asks for the first time.
pub(crate) async fn insert(
    write: &mut Write,
    unit: UnitId,
    new: &Follower,
    fingerprint: &[u8],
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO disclosure_follower (unit_id, id, fingerprint, address, language, rhythm, asked_at, \
             asked_rhythm, digested_on, hamlet_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &params![
                unit,
                new.id,
                fingerprint.to_vec(),
                new.address.clone(),
                new.language.code(),
                new.rhythm.key(),
                new.asked_at,
                new.asked_rhythm.key(),
                new.digested_on,
                new.hamlet.map_or(0, |hamlet| hamlet.0)
            ],
        )
        .await?;
    Ok(())
}

/// Somebody asks again: only the newest link confirms.
pub(crate) async fn ask_again(
    write: &mut Write,
    unit: UnitId,
    id: FollowerId,
    (rhythm, language): (Rhythm, Locale),
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE disclosure_follower SET asked_rhythm = $3, language = $4, asked_at = $5 \
             WHERE unit_id = $1 AND id = $2",
            &params![unit, id, rhythm.key(), language.code(), at],
        )
        .await?;
    Ok(())
}

/// Confirms what was asked for last. Who had confirmed before keeps the day.
pub(crate) async fn confirm(
    write: &mut Write,
    unit: UnitId,
    id: FollowerId,
    at: Timestamp,
    digested_on: Date,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE disclosure_follower SET digested_on = CASE WHEN confirmed_at IS NULL OR rhythm = 'each' \
             THEN $4 ELSE digested_on END, rhythm = asked_rhythm, confirmed_at = COALESCE(confirmed_at, $3) \
             WHERE unit_id = $1 AND id = $2",
            &params![unit, id, at, digested_on],
        )
        .await?;
    Ok(())
}

/// Erases a follower.
pub(crate) async fn delete(write: &mut Write, unit: UnitId, id: FollowerId) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM disclosure_follower WHERE unit_id = $1 AND id = $2",
            &params![unit, id],
        )
        .await?;
    Ok(())
}

/// Erases those who asked before an instant and never confirmed.
pub(crate) async fn delete_unconfirmed(write: &mut Write, before: Timestamp) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM disclosure_follower WHERE confirmed_at IS NULL AND asked_at < $1",
            &params![before],
        )
        .await?;
    Ok(())
}
