//! Code cards in the database.

use jiff::Timestamp;
use platform::{
    access::PersonId,
    db::{DbResult, Read, Write},
    params,
};

/// The code of a card that is to be given next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Next {
    /// Its number on the card.
    pub number: i64,
    /// What is kept of it.
    pub code: String,
    /// When the card was made.
    pub made: Timestamp,
}

/// The next code of somebody's card, and how many are left with it; none when there is no card or it is used up.
pub(crate) async fn next(read: &mut Read, owner: PersonId) -> DbResult<Option<(Next, i64)>> {
    let left = "SELECT COUNT(*) FROM account_card WHERE account_id = $1 AND used_at IS NULL";
    let left = read
        .one(left, &params![owner], |row| row.get::<i64>(0))
        .await?
        .unwrap_or(0);
    let sql = "SELECT number, code, created_at FROM account_card \
               WHERE account_id = $1 AND used_at IS NULL ORDER BY number LIMIT 1";
    let next = read
        .one(sql, &params![owner], |row| {
            Ok(Next {
                number: row.get(0)?,
                code: row.get(1)?,
                made: row.instant(2)?,
            })
        })
        .await?;
    Ok(next.map(|next| (next, left)))
}

/// A new card takes the place of the one before it; `codes` are what is kept of each, in order.
pub(crate) async fn replace(
    write: &mut Write,
    owner: PersonId,
    codes: Vec<String>,
    at: Timestamp,
) -> DbResult<()> {
    remove(write, owner).await?;
    let rows: Vec<_> = (1_i64..)
        .zip(codes)
        .map(|(number, code)| params![owner, number, code, at])
        .collect();
    let sql = "INSERT INTO account_card (account_id, number, code, created_at)";
    write.insert_many(sql, &rows, "").await.map(drop)
}

/// Takes a card away; how many codes went with it.
pub(crate) async fn remove(write: &mut Write, owner: PersonId) -> DbResult<u64> {
    let sql = "DELETE FROM account_card WHERE account_id = $1";
    write.execute(sql, &params![owner]).await
}

/// Uses a code up; `false` when somebody else was faster, or the card is another one by now.
pub(crate) async fn use_up(write: &mut Write, owner: PersonId, code: &Next, at: Timestamp) -> DbResult<bool> {
    let sql = "UPDATE account_card SET used_at = $4 \
               WHERE account_id = $1 AND number = $2 AND code = $3 AND used_at IS NULL";
    let used = write
        .execute(sql, &params![owner, code.number, code.code.as_str(), at])
        .await?;
    Ok(used == 1)
}
