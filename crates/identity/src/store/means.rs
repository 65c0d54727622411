//! Passkeys, and what was asked of browsers and is not answered yet.

use jiff::Timestamp;
use platform::{
    access::PersonId,
    db::{DbError, DbResult, Read, Row, Write},
    params,
};
use uuid::Uuid;
use webauthn_rs::prelude::Passkey;

use super::uuid;

/// A passkey, as its owner sees it.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its identifier.
    pub id: Uuid,
    /// Whose it is.
    pub owner: PersonId,
    /// What the owner calls it.
    pub name: String,
    /// When it was added.
    pub created: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
    /// Whether it is taken no more, since its counter ran backwards.
    pub suspended: bool,
    pub(crate) credential: Passkey,
}

fn key(row: &Row) -> DbResult<Key> {
    let credential: String = row.get(3)?;
    let used: Option<i64> = row.get(5)?;
    let suspended: Option<i64> = row.get(6)?;
    Ok(Key {
        id: uuid(row, 0)?,
        owner: PersonId(uuid(row, 1)?),
        name: row.get(2)?,
        credential: serde_json::from_str(&credential)
            .map_err(|error| DbError::Damaged(format!("a passkey: {error}")))?,
        created: row.instant(4)?,
        used: used.map(|_| row.instant(5)).transpose()?,
        suspended: suspended.is_some(),
    })
}

fn written(credential: &Passkey) -> DbResult<String> {
    serde_json::to_string(credential).map_err(|error| DbError::Damaged(format!("a passkey: {error}")))
}

/// The passkeys of an account, oldest first.
pub(crate) async fn keys(read: &mut Read, owner: PersonId) -> DbResult<Vec<Key>> {
    const SQL: &str = "SELECT id, account_id, name, credential, created_at, used_at, suspended_at \
                       FROM account_passkey WHERE account_id = $1 ORDER BY id";
    read.all(SQL, &params![owner], key).await
}

/// The passkey with this number, by which browsers call it.
pub(crate) async fn key_by_credential(read: &mut Read, credential: &[u8]) -> DbResult<Option<Key>> {
    const SQL: &str = "SELECT id, account_id, name, credential, created_at, used_at, suspended_at \
                       FROM account_passkey WHERE credential_id = $1";
    read.one(SQL, &params![credential.to_vec()], key).await
}

/// Adds a passkey; `false` when it is there already.
pub(crate) async fn insert_key(write: &mut Write, key: &Key) -> DbResult<bool> {
    let sql = "INSERT INTO account_passkey (credential_id, id, account_id, name, credential, created_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING";
    let values = params![
        key.credential.cred_id().to_vec(),
        key.id.as_bytes().to_vec(),
        key.owner,
        key.name.as_str(),
        written(&key.credential)?,
        key.created
    ];
    Ok(write.execute(sql, &values).await? == 1)
}

/// Notes a use, with the counter as it now stands.
pub(crate) async fn use_key(write: &mut Write, key: &Key, at: Timestamp) -> DbResult<()> {
    let sql = "UPDATE account_passkey SET credential = $2, used_at = $3 WHERE credential_id = $1";
    let values = params![key.credential.cred_id().to_vec(), written(&key.credential)?, at];
    write.execute(sql, &values).await.map(drop)
}

/// Takes a passkey no more.
pub(crate) async fn suspend_key(write: &mut Write, key: &Key, at: Timestamp) -> DbResult<()> {
    let sql =
        "UPDATE account_passkey SET suspended_at = $2 WHERE credential_id = $1 AND suspended_at IS NULL";
    write
        .execute(sql, &params![key.credential.cred_id().to_vec(), at])
        .await
        .map(drop)
}

pub(crate) async fn delete_key(write: &mut Write, owner: PersonId, id: Uuid) -> DbResult<u64> {
    let sql = "DELETE FROM account_passkey WHERE account_id = $1 AND id = $2";
    write.execute(sql, &params![owner, id.as_bytes().to_vec()]).await
}

/// Keeps what was asked of a browser, in the place of what it was asked before for the same purpose.
pub(crate) async fn ask(write: &mut Write, key: Vec<u8>, state: &str, expires: Timestamp) -> DbResult<()> {
    let sql = "INSERT INTO account_ceremony (key_hash, state, expires_at) VALUES ($1, $2, $3) \
               ON CONFLICT (key_hash) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at";
    write.execute(sql, &params![key, state, expires]).await.map(drop)
}

/// What was asked, once: whoever takes it has it alone.
pub(crate) async fn take_asked(write: &mut Write, key: &[u8], now: Timestamp) -> DbResult<Option<String>> {
    let find = "SELECT state FROM account_ceremony WHERE key_hash = $1 AND expires_at > $2";
    let found: Option<String> = write
        .one(find, &params![key.to_vec(), now], |row| row.get(0))
        .await?;
    let gone = "DELETE FROM account_ceremony WHERE key_hash = $1";
    let taken = write.execute(gone, &params![key.to_vec()]).await? == 1;
    Ok(found.filter(|_| taken))
}
