//! Accounts, sessions, codes and roles in the database.

pub(crate) mod cards;
pub(crate) mod means;

use jiff::{Timestamp, civil::Date};
use platform::{
    access::{Held, PersonId, Place, SessionId},
    db::{DbError, DbResult, Migration, Read, Row, Write},
    params,
};
use uuid::Uuid;

/// The schema of this room.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_501,
        name: "accounts, sessions, roles",
        sql: include_str!("../migrations/2026112501_identity.sql"),
    },
    Migration {
        version: 2_026_112_601,
        name: "passkeys",
        sql: include_str!("../migrations/2026112601_passkeys.sql"),
    },
    Migration {
        version: 2_026_112_602,
        name: "identities at providers",
        sql: include_str!("../migrations/2026112602_providers.sql"),
    },
    Migration {
        version: 2_026_112_603,
        name: "code cards",
        sql: include_str!("../migrations/2026112603_cards.sql"),
    },
];

pub(crate) fn uuid(row: &Row, index: usize) -> DbResult<Uuid> {
    as_uuid(&row.get::<Vec<u8>>(index)?)
}

fn as_uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| DbError::Damaged(format!("identifier of {} octets", octets.len())))
}

fn person_or_none(row: &Row, index: usize) -> DbResult<Option<PersonId>> {
    let octets: Option<Vec<u8>> = row.get(index)?;
    octets.map(|octets| as_uuid(&octets).map(PersonId)).transpose()
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its identifier.
    pub id: PersonId,
    /// What it signs in with.
    pub login: String,
    /// What the person is called.
    pub name: String,
    /// Whether a password was ever set: whether the person has enrolled.
    pub enrolled: bool,
    /// Whether it belongs to the demo world.
    pub demo: bool,
    pub(crate) password: Option<String>,
}

fn account(row: &Row) -> DbResult<Account> {
    let password: Option<String> = row.get(3)?;
    Ok(Account {
        id: PersonId(uuid(row, 0)?),
        login: row.get(1)?,
        name: row.get(2)?,
        enrolled: password.is_some(),
        password,
        demo: row.get(4)?,
    })
}

pub(crate) async fn account_by_login(read: &mut Read, login: &str) -> DbResult<Option<Account>> {
    let sql = "SELECT id, login, name, password, demo FROM account WHERE login = $1";
    read.one(sql, &params![login], account).await
}

pub(crate) async fn account_by_id(read: &mut Read, id: PersonId) -> DbResult<Option<Account>> {
    let sql = "SELECT id, login, name, password, demo FROM account WHERE id = $1";
    read.one(sql, &params![id], account).await
}

pub(crate) async fn insert_account(write: &mut Write, account: &Account, at: Timestamp) -> DbResult<()> {
    let sql =
        "INSERT INTO account (id, login, name, password, created_at, demo) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = params![
        account.id,
        account.login.as_str(),
        account.name.as_str(),
        account.password.clone(),
        at,
        account.demo
    ];
    write.execute(sql, &values).await.map(drop)
}

pub(crate) async fn set_password(write: &mut Write, id: PersonId, hash: &str, at: Timestamp) -> DbResult<()> {
    let sql = "UPDATE account SET password = $2, password_set_at = $3 WHERE id = $1";
    write.execute(sql, &params![id, hash, at]).await.map(drop)
}

/// A signed-in session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identifier.
    pub id: SessionId,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used; counted in minutes.
    pub used: Timestamp,
    /// When its owner last proved who that is.
    pub(crate) confirmed: Timestamp,
    /// Kind of device and browser, with a space between them.
    pub device: String,
    /// Where from, coarsely.
    pub network: String,
    /// By what it was begun.
    pub means: Means,
    /// Whether two factors were given in it: a passkey, which asks its owner's device for a finger, a face or a PIN; or
    /// a code of the owner's card.
    pub(crate) two_factors: bool,
}

/// By what somebody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Means {
    /// A password.
    Password,
    /// A printed code, with which a password was set.
    Code,
    /// A passkey.
    Passkey,
    /// An identity at a provider.
    Provider,
}

impl Means {
    /// The word by which it is stored and translated.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Provider => "provider",
        }
    }

    fn read(key: &str) -> DbResult<Self> {
        [Self::Password, Self::Code, Self::Passkey, Self::Provider]
            .into_iter()
            .find(|means| means.key() == key)
            .ok_or_else(|| DbError::Damaged(format!("means of sign-in {key:?}")))
    }
}

fn session(row: &Row) -> DbResult<Session> {
    Ok(Session {
        id: SessionId(uuid(row, 0)?),
        created: row.instant(1)?,
        used: row.instant(2)?,
        confirmed: row.instant(3)?,
        device: row.get(4)?,
        network: row.get(5)?,
        means: Means::read(&row.get::<String>(6)?)?,
        two_factors: row.get(7)?,
    })
}

/// The session of a token, with its account.
pub(crate) async fn session_of(
    read: &mut Read,
    token_hash: &[u8],
) -> DbResult<Option<(Session, PersonId, String)>> {
    let sql = "SELECT s.id, s.created_at, s.used_at, s.confirmed_at, s.device, s.network, s.means, \
               s.two_factors, a.id, a.name \
               FROM account_session s JOIN account a ON a.id = s.account_id WHERE s.token_hash = $1";
    read.one(sql, &params![token_hash.to_vec()], |row| {
        Ok((session(row)?, PersonId(uuid(row, 8)?), row.get(9)?))
    })
    .await
}

/// By what a session was begun.
pub(crate) async fn session_means(read: &mut Read, id: SessionId) -> DbResult<Option<Means>> {
    let sql = "SELECT means FROM account_session WHERE id = $1";
    let key: Option<String> = read.one(sql, &params![id], |row| row.get(0)).await?;
    key.map(|key| Means::read(&key)).transpose()
}

/// The sessions of an account, newest first.
pub(crate) async fn sessions(read: &mut Read, id: PersonId) -> DbResult<Vec<Session>> {
    let sql = "SELECT id, created_at, used_at, confirmed_at, device, network, means, two_factors FROM account_session \
               WHERE account_id = $1 ORDER BY id DESC LIMIT 100";
    read.all(sql, &params![id], session).await
}

pub(crate) async fn insert_session(
    write: &mut Write,
    token_hash: Vec<u8>,
    owner: PersonId,
    session: &Session,
) -> DbResult<()> {
    let sql = "INSERT INTO account_session (token_hash, id, account_id, created_at, used_at, confirmed_at, device, \
               network, means, two_factors) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        token_hash,
        session.id,
        owner,
        session.created,
        session.used,
        session.confirmed,
        session.device.as_str(),
        session.network.as_str(),
        session.means.key(),
        session.two_factors
    ];
    write.execute(sql, &values).await.map(drop)
}

pub(crate) async fn touch_session(
    write: &mut Write,
    id: SessionId,
    at: Timestamp,
    network: &str,
) -> DbResult<()> {
    let sql = "UPDATE account_session SET used_at = $2, network = $3 WHERE id = $1 AND used_at < $2";
    write.execute(sql, &params![id, at, network]).await.map(drop)
}

/// Gives a session another token, and notes that its owner has just proved who that is; by a second factor, if so.
pub(crate) async fn rotate_session(
    write: &mut Write,
    id: SessionId,
    token_hash: Vec<u8>,
    at: Timestamp,
    two_factors: bool,
) -> DbResult<()> {
    let sql = if two_factors {
        "UPDATE account_session SET token_hash = $2, confirmed_at = $3, two_factors = TRUE WHERE id = $1"
    } else {
        "UPDATE account_session SET token_hash = $2, confirmed_at = $3 WHERE id = $1"
    };
    write.execute(sql, &params![id, token_hash, at]).await.map(drop)
}

pub(crate) async fn end_session(write: &mut Write, owner: PersonId, id: SessionId) -> DbResult<u64> {
    let sql = "DELETE FROM account_session WHERE account_id = $1 AND id = $2";
    write.execute(sql, &params![owner, id]).await
}

/// Ends all sessions of an account, but for one.
pub(crate) async fn end_sessions(
    write: &mut Write,
    owner: PersonId,
    but: Option<SessionId>,
) -> DbResult<u64> {
    let kept = but.map_or_else(Uuid::nil, |id| id.0);
    let sql = "DELETE FROM account_session WHERE account_id = $1 AND id <> $2";
    write.execute(sql, &params![owner, SessionId(kept)]).await
}

/// Ends all sessions of all accounts.
pub(crate) async fn end_all_sessions(write: &mut Write) -> DbResult<u64> {
    write.execute("DELETE FROM account_session", &params![]).await
}

/// Forgets what is over: sessions, codes, attempts.
pub(crate) async fn sweep(
    write: &mut Write,
    now: Timestamp,
    unused_since: Timestamp,
    older_than: Timestamp,
    attempts_before: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM account_session WHERE used_at <= $1 OR created_at <= $2",
            &params![unused_since, older_than],
        )
        .await?;
    write
        .execute("DELETE FROM account_code WHERE expires_at <= $1", &params![now])
        .await?;
    write
        .execute(
            "DELETE FROM account_ceremony WHERE expires_at <= $1",
            &params![now],
        )
        .await?;
    write
        .execute(
            "DELETE FROM sign_in_attempt WHERE last_at <= $1",
            &params![attempts_before],
        )
        .await
        .map(drop)
}

pub(crate) async fn knows_device(read: &mut Read, mark_hash: &[u8], owner: PersonId) -> DbResult<bool> {
    let sql = "SELECT 1 FROM account_device WHERE mark_hash = $1 AND account_id = $2";
    let found = read
        .one(sql, &params![mark_hash.to_vec(), owner], |row| row.get::<i32>(0))
        .await?;
    Ok(found.is_some())
}

/// Whether anybody has signed in on this device before.
pub(crate) async fn knows_any_device(read: &mut Read, mark_hash: &[u8]) -> DbResult<bool> {
    let sql = "SELECT 1 FROM account_device WHERE mark_hash = $1 LIMIT 1";
    let found = read
        .one(sql, &params![mark_hash.to_vec()], |row| row.get::<i32>(0))
        .await?;
    Ok(found.is_some())
}

pub(crate) async fn insert_device(
    write: &mut Write,
    mark_hash: Vec<u8>,
    owner: PersonId,
    at: Timestamp,
) -> DbResult<()> {
    let sql = "INSERT INTO account_device (mark_hash, account_id, created_at) VALUES ($1, $2, $3) \
               ON CONFLICT (mark_hash, account_id) DO NOTHING";
    write.execute(sql, &params![mark_hash, owner, at]).await.map(drop)
}

pub(crate) async fn forget_devices(write: &mut Write, owner: PersonId) -> DbResult<()> {
    let sql = "DELETE FROM account_device WHERE account_id = $1";
    write.execute(sql, &params![owner]).await.map(drop)
}

/// Failed attempts of a kind, and the last of them.
pub(crate) async fn attempts(read: &mut Read, key: &[u8]) -> DbResult<Option<(i64, Timestamp)>> {
    let sql = "SELECT failures, last_at FROM sign_in_attempt WHERE key_hash = $1";
    read.one(sql, &params![key.to_vec()], |row| {
        Ok((row.get(0)?, row.instant(1)?))
    })
    .await
}

pub(crate) async fn count_attempt(
    write: &mut Write,
    key: &[u8],
    failures: i64,
    at: Timestamp,
) -> DbResult<()> {
    let sql = "INSERT INTO sign_in_attempt (key_hash, failures, last_at) VALUES ($1, $2, $3) \
               ON CONFLICT (key_hash) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at";
    write
        .execute(sql, &params![key.to_vec(), failures, at])
        .await
        .map(drop)
}

/// An attempt counted before its outcome was known turns out to be a good one.
pub(crate) async fn uncount_attempt(write: &mut Write, key: &[u8], all: bool) -> DbResult<()> {
    let sql = if all {
        "DELETE FROM sign_in_attempt WHERE key_hash = $1"
    } else {
        "UPDATE sign_in_attempt SET failures = failures - 1 WHERE key_hash = $1 AND failures > 0"
    };
    write.execute(sql, &params![key.to_vec()]).await.map(drop)
}

/// A new code takes the place of those before it.
pub(crate) async fn insert_code(
    write: &mut Write,
    (place, secret): (Vec<u8>, &str),
    owner: PersonId,
    at: Timestamp,
    expires: Timestamp,
) -> DbResult<()> {
    drop_codes(write, owner).await?;
    let sql = "INSERT INTO account_code (code_hash, secret, account_id, created_at, expires_at) \
               VALUES ($1, $2, $3, $4, $5)";
    write
        .execute(sql, &params![place, secret, owner, at, expires])
        .await
        .map(drop)
}

pub(crate) async fn drop_codes(write: &mut Write, owner: PersonId) -> DbResult<()> {
    let sql = "DELETE FROM account_code WHERE account_id = $1";
    write.execute(sql, &params![owner]).await.map(drop)
}

/// Whose code is found there, while it can be used, and what is kept to prove it with.
pub(crate) async fn code_at(
    read: &mut Read,
    place: &[u8],
    now: Timestamp,
) -> DbResult<Option<(PersonId, String)>> {
    let sql = "SELECT account_id, secret FROM account_code WHERE code_hash = $1 AND expires_at > $2";
    read.one(sql, &params![place.to_vec(), now], |row| {
        Ok((PersonId(uuid(row, 0)?), row.get(1)?))
    })
    .await
}

/// Uses a code up; `false` when somebody else was faster.
pub(crate) async fn use_code(write: &mut Write, place: &[u8], now: Timestamp) -> DbResult<bool> {
    let sql = "DELETE FROM account_code WHERE code_hash = $1 AND expires_at > $2";
    Ok(write.execute(sql, &params![place.to_vec(), now]).await? == 1)
}

/// A role given to somebody, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is.
    pub account: PersonId,
    /// Which role, where, for which days.
    pub held: Held,
    /// Why it was given.
    pub reason: String,
    /// When.
    pub granted_at: Timestamp,
    /// By whom; `None` by the command on the server.
    pub granted_by: Option<PersonId>,
    /// When it was ended before its day, by whom, why.
    pub ended: Option<(Timestamp, Option<PersonId>, String)>,
}

const GRANT: &str = "SELECT unit_id, id, hamlet_id, account_id, role, valid_from, valid_to, reason, granted_at, \
                     granted_by, ended_at, ended_by, ended_reason FROM role_held WHERE account_id = $1 \
                     ORDER BY granted_at, id";

fn grant(row: &Row) -> DbResult<Grant> {
    let ended: Option<i64> = row.get(10)?;
    let ended = match ended {
        Some(_) => Some((row.instant(10)?, person_or_none(row, 11)?, row.get(12)?)),
        None => None,
    };
    Ok(Grant {
        id: uuid(row, 1)?,
        account: PersonId(uuid(row, 3)?),
        held: Held {
            role: row.get(4)?,
            place: Place {
                unit: row.get(0)?,
                hamlet: row.get(2)?,
            },
            from: row.date(5)?,
            to: row.date_or_none(6)?,
        },
        reason: row.get(7)?,
        granted_at: row.instant(8)?,
        granted_by: person_or_none(row, 9)?,
        ended,
    })
}

/// All roles that an account was ever given, in order.
pub(crate) async fn grants(read: &mut Read, id: PersonId) -> DbResult<Vec<Grant>> {
    read.all(GRANT, &params![id], grant).await
}

/// The roles given within a unit itself and its hamlets, that hold on a day or later: at most `limit` after the one
/// given, by their identifiers; each with the account's name.
pub(crate) async fn grants_in(
    read: &mut Read,
    unit: i64,
    day: Date,
    after: Uuid,
    limit: usize,
) -> DbResult<Vec<(Grant, String)>> {
    let sql = "SELECT r.unit_id, r.id, r.hamlet_id, r.account_id, r.role, r.valid_from, r.valid_to, r.reason, \
               r.granted_at, r.granted_by, r.ended_at, r.ended_by, r.ended_reason, a.name \
               FROM role_held r JOIN account a ON a.id = r.account_id \
               WHERE r.unit_id = $1 AND r.id > $3 AND (r.valid_to IS NULL OR r.valid_to > $2) ORDER BY r.id LIMIT $4";
    let after = after.as_bytes().to_vec();
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    read.all(sql, &params![unit, day, after, limit], |row| {
        Ok((grant(row)?, row.get(13)?))
    })
    .await
}

pub(crate) async fn insert_grant(write: &mut Write, grant: &Grant) -> DbResult<()> {
    let sql = "INSERT INTO role_held (unit_id, id, hamlet_id, account_id, role, valid_from, valid_to, reason, \
               granted_at, granted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = params![
        grant.held.place.unit,
        grant.id.as_bytes().to_vec(),
        grant.held.place.hamlet,
        grant.account,
        grant.held.role.as_str(),
        grant.held.from,
        grant.held.to,
        grant.reason.as_str(),
        grant.granted_at,
        octets(grant.granted_by)
    ];
    write.execute(sql, &values).await.map(drop)
}

fn octets(person: Option<PersonId>) -> platform::db::Value {
    platform::db::Value::Bytes(person.map(|id| id.0.as_bytes().to_vec()))
}

/// Ends a role on a day, unless it was ended before; `false` then.
pub(crate) async fn end_grant(
    write: &mut Write,
    (unit, id): (i64, Uuid),
    day: Date,
    at: Timestamp,
    by: PersonId,
    reason: &str,
) -> DbResult<bool> {
    let sql = "UPDATE role_held SET valid_to = $3, ended_at = $4, ended_by = $5, ended_reason = $6 \
               WHERE unit_id = $1 AND id = $2 AND ended_at IS NULL";
    let values = params![unit, id.as_bytes().to_vec(), day, at, by, reason];
    Ok(write.execute(sql, &values).await? == 1)
}

/// Something done to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What, as the end of a translation key.
    pub what: String,
    /// When.
    pub at: Timestamp,
    /// By whom; `None` by the command on the server.
    pub by: Option<PersonId>,
    /// Name of whom.
    pub by_name: String,
    /// More about it.
    pub detail: String,
}

pub(crate) async fn insert_event(
    write: &mut Write,
    (unit, id): (i64, Uuid),
    account: PersonId,
    (what, detail): (&str, &str),
    (at, by): (Timestamp, Option<PersonId>),
) -> DbResult<()> {
    let sql = "INSERT INTO account_event (unit_id, id, account_id, what, at, by_id, detail) \
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = params![
        unit,
        id.as_bytes().to_vec(),
        account,
        what,
        at,
        octets(by),
        detail
    ];
    write.execute(sql, &values).await.map(drop)
}

/// The latest of what was done to an account, newest first.
pub(crate) async fn events(read: &mut Read, id: PersonId, limit: usize) -> DbResult<Vec<Event>> {
    let sql = "SELECT e.what, e.at, e.by_id, COALESCE(a.name, ''), e.detail FROM account_event e \
               LEFT JOIN account a ON a.id = e.by_id WHERE e.account_id = $1 ORDER BY e.id DESC LIMIT $2";
    read.all(
        sql,
        &params![id, i64::try_from(limit).unwrap_or(i64::MAX)],
        |row| {
            Ok(Event {
                what: row.get(0)?,
                at: row.instant(1)?,
                by: person_or_none(row, 2)?,
                by_name: row.get(3)?,
                detail: row.get(4)?,
            })
        },
    )
    .await
}
