//! Passkeys, identities at providers, and what was asked of browsers and is not answered yet.

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

/// An identity at a provider that opens an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// Its identifier.
    pub id: Uuid,
    /// Whose account it opens.
    pub owner: PersonId,
    /// The address by which the provider calls itself.
    pub issuer: String,
    /// The provider's own name for the person.
    pub(crate) subject: String,
    /// When it was linked.
    pub created: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

fn linked(row: &Row) -> DbResult<Linked> {
    let used: Option<i64> = row.get(5)?;
    Ok(Linked {
        id: uuid(row, 0)?,
        owner: PersonId(uuid(row, 1)?),
        issuer: row.get(2)?,
        subject: row.get(3)?,
        created: row.instant(4)?,
        used: used.map(|_| row.instant(5)).transpose()?,
    })
}

/// The identities that open an account, oldest first.
pub(crate) async fn links(read: &mut Read, owner: PersonId) -> DbResult<Vec<Linked>> {
    let sql = "SELECT id, account_id, issuer, subject, created_at, used_at FROM account_identity \
               WHERE account_id = $1 ORDER BY id";
    read.all(sql, &params![owner], linked).await
}

/// The identity of this name at this provider, if it opens an account.
pub(crate) async fn link_of(read: &mut Read, issuer: &str, subject: &str) -> DbResult<Option<Linked>> {
    let sql = "SELECT id, account_id, issuer, subject, created_at, used_at FROM account_identity \
               WHERE issuer = $1 AND subject = $2";
    read.one(sql, &params![issuer, subject], linked).await
}

/// Links an identity; `false` when it opens an account already, or the account has one at this provider.
pub(crate) async fn insert_link(write: &mut Write, link: &Linked) -> DbResult<bool> {
    let sql = "INSERT INTO account_identity (issuer, subject, id, account_id, created_at, used_at) \
               VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let values = params![
        link.issuer.as_str(),
        link.subject.as_str(),
        link.id.as_bytes().to_vec(),
        link.owner,
        link.created,
        link.created
    ];
    Ok(write.execute(sql, &values).await? == 1)
}

pub(crate) async fn use_link(write: &mut Write, link: &Linked, at: Timestamp) -> DbResult<()> {
    let sql = "UPDATE account_identity SET used_at = $3 WHERE issuer = $1 AND subject = $2";
    let values = params![link.issuer.as_str(), link.subject.as_str(), at];
    write.execute(sql, &values).await.map(drop)
}

pub(crate) async fn delete_link(write: &mut Write, owner: PersonId, id: Uuid) -> DbResult<u64> {
    let sql = "DELETE FROM account_identity WHERE account_id = $1 AND id = $2";
    write.execute(sql, &params![owner, id.as_bytes().to_vec()]).await
}

/// Keeps what was asked of a browser, in the place of what it was asked before for the same purpose.
pub(crate) async fn ask(write: &mut Write, key: Vec<u8>, state: &str, expires: Timestamp) -> DbResult<()> {
    let sql = "INSERT INTO account_ceremony (key_hash, state, expires_at) VALUES ($1, $2, $3) \
               ON CONFLICT (key_hash) DO UPDATE SET state = excluded.state, expires_at = excluded.expires_at";
    write.execute(sql, &params![key, state, expires]).await.map(drop)
}

/// Whether something was asked and can still be answered.
pub(crate) async fn is_asked(read: &mut Read, key: &[u8], now: Timestamp) -> DbResult<bool> {
    let sql = "SELECT 1 FROM account_ceremony WHERE key_hash = $1 AND expires_at > $2";
    let found = read
        .one(sql, &params![key.to_vec(), now], |row| row.get::<i32>(0))
        .await?;
    Ok(found.is_some())
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

#[cfg(test)]
mod tests {
    use platform::testing::on_both;

    use super::*;
    use crate::store::{Account, insert_account};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn an_identity_opens_one_account_and_an_account_has_one_at_each_provider() {
        on_both(&[units::MIGRATIONS, crate::MIGRATIONS], |db| async move {
            let now = at("2026-11-25T01:00:00Z");
            let mut write = db.write().await.unwrap();
            let people = [1, 2].map(|number| PersonId(Uuid::from_u128(number)));
            for id in people {
                let account = Account {
                    id,
                    login: id.to_string(),
                    name: "A".to_owned(),
                    enrolled: false,
                    demo: false,
                    password: None,
                };
                insert_account(&mut write, &account, now).await.unwrap();
            }
            let link = |number: u128, owner, issuer: &str, subject: &str| Linked {
                id: Uuid::from_u128(number),
                owner,
                issuer: issuer.to_owned(),
                subject: subject.to_owned(),
                created: now,
                used: Some(now),
            };
            let first = link(1, people[0], "https://a", "x");
            assert!(insert_link(&mut write, &first).await.unwrap());
            for (again, why) in [
                (link(2, people[1], "https://a", "x"), "it opens another account"),
                (link(3, people[0], "https://a", "y"), "the account has one there"),
            ] {
                assert!(!insert_link(&mut write, &again).await.unwrap(), "{why}");
            }
            let second = link(4, people[0], "https://b", "x");
            assert!(insert_link(&mut write, &second).await.unwrap());
            let later = at("2026-11-26T01:00:00Z");
            use_link(&mut write, &second, later).await.unwrap();
            write.commit().await.unwrap();

            let mut read = db.read().await.unwrap();
            let found = link_of(&mut read, "https://b", "x").await.unwrap().unwrap();
            assert_eq!(found.used, Some(later));
            assert_eq!(link_of(&mut read, "https://a", "y").await.unwrap(), None);
            assert_eq!(links(&mut read, people[0]).await.unwrap(), [first, found]);
            drop(read);

            let mut write = db.write().await.unwrap();
            let taken = delete_link(&mut write, people[1], second.id).await.unwrap();
            assert_eq!(taken, 0, "another's");
            assert_eq!(delete_link(&mut write, people[0], second.id).await.unwrap(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn what_was_asked_last_is_answered_once() {
        on_both(&[units::MIGRATIONS, crate::MIGRATIONS], |db| async move {
            let (now, end) = (at("2026-11-25T01:00:00Z"), at("2026-11-25T01:05:00Z"));
            let mut write = db.write().await.unwrap();
            for state in ["first", "second"] {
                ask(&mut write, vec![1], state, end).await.unwrap();
            }
            assert!(is_asked(&mut write, &[1], now).await.unwrap());
            assert!(!is_asked(&mut write, &[1], end).await.unwrap());
            let taken = take_asked(&mut write, &[1], now).await.unwrap();
            assert_eq!(taken.as_deref(), Some("second"));
            assert_eq!(take_asked(&mut write, &[1], now).await.unwrap(), None);
            ask(&mut write, vec![1], "third", end).await.unwrap();
            assert_eq!(take_asked(&mut write, &[1], end).await.unwrap(), None, "too late");
        })
        .await;
    }
}
