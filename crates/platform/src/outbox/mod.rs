//! The outbox: what waits to be brought to somebody outside, by mail, as a short message or to a web hook. A slice puts
//! it in with the act it tells of, in one transaction; a carrier of its way brings it out.
//!
//! An item waits, is being sent from the moment it is handed over, and has one end; what it said and to whom is sealed
//! with a key that is not in the database, and erased at the end.

mod courier;
mod key;
pub mod rules;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub(crate) use self::courier::{OF_A_UNIT, UNITS};
pub use self::{
    courier::{Carry, Courier, Deliver, Delivery, Round},
    key::OutboxKey,
};
use crate::{
    db::{Database, DbResult, Migration, Read, Write},
    keyed, params, typed_id,
};
use rules::Allowance;

/// The schema of the outbox.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_571,
        name: "mail",
        sql: include_str!("../../migrations/2026112571_mail.sql"),
    },
    Migration {
        version: 2_026_112_691,
        name: "ways of the outbox",
        sql: include_str!("../../migrations/2026112691_outbox.sql"),
    },
];

typed_id!(
    /// What is sent; a mail's Message-ID is made of it.
    ItemId
);

keyed!(
    /// By what way something is sent.
    Way {
        /// Mail.
        Mail = "mail",
        /// A short message to a telephone.
        Sms = "sms",
        /// A message by Zalo.
        Zalo = "zalo",
        /// A web hook.
        Hook = "hook",
    }
);

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// The server took it.
    Sent,
    /// The server said that there is no such address.
    Unreachable,
    /// The server refused it for another reason.
    Refused,
    /// It was handed over and no answer came: it may have arrived, and is not sent again.
    Uncertain,
    /// It was tried until it was not worth reading any more.
    Expired,
    /// What it was about ended before it was sent.
    Dropped,
}

impl End {
    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Uncertain => "uncertain",
            Self::Expired => "expired",
            Self::Dropped => "dropped",
        }
    }
}

/// What is put into the outbox.
pub(crate) struct New<'a> {
    pub way: Way,
    pub unit: i64,
    pub id: Uuid,
    pub once: Vec<u8>,
    pub about: &'a [u8],
    pub content: Vec<u8>,
    pub give_up_at: Timestamp,
}

pub(crate) async fn insert(write: &mut Write, new: &New<'_>, at: Timestamp) -> DbResult<bool> {
    let touched = write
        .execute(
            "INSERT INTO outbox (unit_id, id, once, about, state, content, queued_at, not_before, give_up_at, \
             attempts, holder, lease_until, reply, way) \
             VALUES ($1, $2, $3, $4, 'waiting', $5, $6, $6, $7, 0, '', 0, '', $8) \
             ON CONFLICT (unit_id, once) DO NOTHING",
            &params![
                new.unit,
                ItemId(new.id),
                new.once.clone(),
                new.about.to_vec(),
                new.content.clone(),
                at,
                new.give_up_at,
                new.way.key()
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// What has its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    pub unit: i64,
    pub id: ItemId,
    pub about: Vec<u8>,
    pub content: Vec<u8>,
    /// Tries so far, this one included.
    pub attempts: i64,
    pub give_up_at: Timestamp,
}

/// The units with something to send or to settle by a way, those waiting longest first.
pub(crate) async fn units(read: &mut Read, way: Way, now: Timestamp, limit: i64) -> DbResult<Vec<i64>> {
    read.all(
        "SELECT unit_id FROM outbox WHERE way = $1 AND state IN ('waiting', 'sending') AND not_before <= $2 \
         AND lease_until <= $2 GROUP BY unit_id ORDER BY MIN(not_before), unit_id LIMIT $3",
        &params![way.key(), now, limit],
        |row| row.get(0),
    )
    .await
}

/// Takes something of a unit for oneself until `lease`; nothing of it has been handed over yet, so that after a crash it
/// is taken again.
pub(crate) async fn claim(
    db: &Database,
    (way, unit): (Way, i64),
    holder: &str,
    now: Timestamp,
    lease: SignedDuration,
) -> DbResult<Option<Due>> {
    let mut write = db.write().await?;
    let until = now.saturating_add(lease).unwrap_or(now);
    let next = write
        .one(
            "SELECT id, content, attempts, give_up_at, about FROM outbox WHERE unit_id = $1 AND way = $3 \
             AND state = 'waiting' AND not_before <= $2 AND lease_until <= $2 ORDER BY not_before, id LIMIT 1",
            &params![unit, now, way.key()],
            |row| {
                Ok(Due {
                    unit,
                    id: ItemId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    content: row.get::<Option<Vec<u8>>>(1)?.unwrap_or_default(),
                    attempts: row.get::<i64>(2)? + 1,
                    give_up_at: row.instant(3)?,
                    about: row.get(4)?,
                })
            },
        )
        .await?;
    let Some(next) = next else {
        return Ok(None);
    };
    let touched = write
        .execute(
            "UPDATE outbox SET holder = $3, lease_until = $4, attempts = attempts + 1 \
             WHERE unit_id = $1 AND id = $2 AND state = 'waiting' AND lease_until <= $5",
            &params![unit, next.id, holder, until, now],
        )
        .await?;
    write.commit().await?;
    // Somebody else was faster: another round finds the next.
    Ok((touched == 1).then_some(next))
}

/// Marks that it is handed over from now on. `false` when it was dropped in the meantime, or is another's.
pub(crate) async fn hand_over(db: &Database, due: &Due, holder: &str) -> DbResult<bool> {
    let mut write = db.write().await?;
    let touched = write
        .execute(
            "UPDATE outbox SET state = 'sending' \
             WHERE unit_id = $1 AND id = $2 AND state = 'waiting' AND holder = $3",
            &params![due.unit, due.id, holder],
        )
        .await?;
    write.commit().await?;
    Ok(touched == 1)
}

/// Puts what was certainly not taken back to wait.
pub(crate) async fn postpone(
    db: &Database,
    due: &Due,
    holder: &str,
    next: Timestamp,
    reply: &str,
) -> DbResult<()> {
    let mut write = db.write().await?;
    write
        .execute(
            "UPDATE outbox SET state = 'waiting', not_before = $4, lease_until = 0, reply = $5 \
             WHERE unit_id = $1 AND id = $2 AND holder = $3 AND state IN ('waiting', 'sending')",
            &params![due.unit, due.id, holder, next, reply],
        )
        .await?;
    write.commit().await
}

/// Ends it and erases what it said and to whom.
pub(crate) async fn end(
    db: &Database,
    due: &Due,
    holder: &str,
    end: End,
    reply: &str,
    at: Timestamp,
) -> DbResult<()> {
    let mut write = db.write().await?;
    write
        .execute(
            "UPDATE outbox SET state = $4, content = NULL, ended_at = $5, reply = $6 \
             WHERE unit_id = $1 AND id = $2 AND holder = $3 AND state IN ('waiting', 'sending')",
            &params![due.unit, due.id, holder, end.key(), at, reply],
        )
        .await?;
    write.commit().await
}

/// Ends what a crash left half sent, and what was tried for too long. Gives how many of each.
pub(crate) async fn settle(db: &Database, (way, unit): (Way, i64), now: Timestamp) -> DbResult<(u64, u64)> {
    let mut write = db.write().await?;
    let uncertain = write
        .execute(
            "UPDATE outbox SET state = 'uncertain', content = NULL, ended_at = $2 \
             WHERE unit_id = $1 AND way = $3 AND state = 'sending' AND lease_until <= $2",
            &params![unit, now, way.key()],
        )
        .await?;
    let expired = write
        .execute(
            "UPDATE outbox SET state = 'expired', content = NULL, ended_at = $2 \
             WHERE unit_id = $1 AND way = $3 AND state = 'waiting' AND lease_until <= $2 AND give_up_at <= $2",
            &params![unit, now, way.key()],
        )
        .await?;
    write.commit().await?;
    Ok((uncertain, expired))
}

/// Forgets what ended before a day, and asking that was counted before it.
pub(crate) async fn sweep(db: &Database, before: Timestamp) -> DbResult<()> {
    let mut write = db.write().await?;
    write
        .execute("DELETE FROM outbox WHERE ended_at <= $1", &params![before])
        .await?;
    write
        .execute("DELETE FROM mail_allowance WHERE since <= $1", &params![before])
        .await?;
    write.commit().await
}

/// Drops all about something that has not been handed over yet, and erases what it said and to whom.
///
/// # Errors
/// What the engine says.
pub async fn forget(write: &mut Write, unit: i64, about: &[u8], at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "UPDATE outbox SET state = 'dropped', content = NULL, ended_at = $3 \
             WHERE unit_id = $1 AND about = $2 AND state = 'waiting'",
            &params![unit, about.to_vec(), at],
        )
        .await?;
    Ok(())
}

/// What a unit's mail was about whose addresses turned out not to exist, each told once.
///
/// # Errors
/// What the engine says.
pub async fn unreachable(write: &mut Write, unit: i64) -> DbResult<Vec<Vec<u8>>> {
    let about = write
        .all(
            "SELECT DISTINCT about FROM outbox WHERE unit_id = $1 AND state = 'unreachable' ORDER BY about",
            &params![unit],
            |row| row.get(0),
        )
        .await?;
    if !about.is_empty() {
        write
            .execute(
                "UPDATE outbox SET state = 'refused' WHERE unit_id = $1 AND state = 'unreachable'",
                &params![unit],
            )
            .await?;
    }
    Ok(about)
}

/// The units for which [`unreachable`] has something to tell.
///
/// # Errors
/// What the engine says.
pub async fn units_with_unreachable(read: &mut Read) -> DbResult<Vec<i64>> {
    read.all(
        "SELECT DISTINCT unit_id FROM outbox WHERE state = 'unreachable' ORDER BY unit_id",
        &[],
        |row| row.get(0),
    )
    .await
}

/// How many items of a unit stand in a state: `waiting`, `sending`, or the key of an [`End`].
///
/// # Errors
/// What the engine says.
pub async fn count(read: &mut Read, unit: i64, state: &str) -> DbResult<i64> {
    let count = read
        .one(
            "SELECT COUNT(*) FROM outbox WHERE unit_id = $1 AND state = $2",
            &params![unit, state],
            |row| row.get(0),
        )
        .await?;
    Ok(count.unwrap_or_default())
}

/// Counts that `key`, a keyed hash, asks for one more mail; `false` when that is too much.
///
/// # Errors
/// What the engine says.
pub async fn ask(write: &mut Write, key: &[u8], allowance: Allowance, now: Timestamp) -> DbResult<bool> {
    let counted = write
        .one(
            "SELECT asked, since FROM mail_allowance WHERE key_hash = $1",
            &params![key.to_vec()],
            |row| Ok((row.get(0)?, row.instant(1)?)),
        )
        .await?;
    let Some((asked, since)) = rules::one_more(counted, now, allowance) else {
        return Ok(false);
    };
    write
        .execute(
            "INSERT INTO mail_allowance (key_hash, asked, since) VALUES ($1, $2, $3) \
             ON CONFLICT (key_hash) DO UPDATE SET asked = $2, since = $3",
            &params![key.to_vec(), asked, since],
        )
        .await?;
    Ok(true)
}
