//! Queries. Every one names its unit, and every list has its limit.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    files::NewFile,
    params,
};
use transparency::EntryId;
use units::UnitId;
use uuid::Uuid;

use crate::{
    content,
    ledger::{self, Account, Books, Kind, Line, Purse},
    model::{
        By, Campaign, CampaignId, Counts, Donor, Entry, EntryKind, Key, Pledge, PledgeId, PledgeState,
        Receipt, ReceiptId, StatementLine, StatementLineId, Supported,
    },
    rules::{Basis, State},
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_681,
        name: "contributions",
        sql: include_str!("../migrations/2026112681_contributions.sql"),
    },
    Migration {
        version: 2_026_112_771,
        name: "promises",
        sql: include_str!("../migrations/2026112771_promises.sql"),
    },
];

/// Rows on one page of a list.
pub const PAGE: usize = 50;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("contributions: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn limited(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn id_or_none<T>(row: &Row, index: usize, read: impl Fn(&[u8]) -> DbResult<T>) -> DbResult<Option<T>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|octets| read(&octets))
        .transpose()
}

/// A query for campaigns; a macro, because a statement must be a literal.
macro_rules! campaigns {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, hamlet_id, basis, purpose, title, from_on, until_on, state, terms, reason, drafted_by, \
             drafted_role, opened_on, closed_on, last_entry, head, revision, changed_at, record_id \
             FROM contribution_campaign ",
            $tail
        )
    };
}

fn campaign_of(row: &Row) -> DbResult<Campaign> {
    let terms: String = row.get(9)?;
    Ok(Campaign {
        unit: UnitId(row.get(0)?),
        id: CampaignId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        hamlet: row.get::<Option<i64>>(2)?.map(UnitId),
        basis: keyed(row, 3, Basis::from_key, "a basis")?,
        purpose: row.get(4)?,
        title: row.get(5)?,
        from: row.date(6)?,
        until: row.date(7)?,
        state: keyed(row, 8, State::from_key, "the state of a campaign")?,
        terms: serde_json::from_str(&terms).map_err(|error| damaged(&format!("terms: {error}")))?,
        reason: row.get(10)?,
        drafted: By {
            account: Uuid::from_slice(&row.get::<Vec<u8>>(11)?).map_err(|_| damaged("an account"))?,
            role: row.get(12)?,
        },
        opened_on: row.date_or_none(13)?,
        closed_on: row.date_or_none(14)?,
        last_entry: row.get(15)?,
        head: row.get(16)?,
        revision: row.get(17)?,
        changed_at: row.instant(18)?,
        record: id_or_none(row, 19, facts::RecordId::from_bytes)?,
    })
}

/// A campaign by its key.
///
/// # Errors
/// What the engine says.
pub async fn campaign(read: &mut Read, (unit, id): Key) -> DbResult<Option<Campaign>> {
    read.one(
        campaigns!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        campaign_of,
    )
    .await
}

/// A page of a commune's campaigns, newest first, those before one; drafts only when they are asked for.
///
/// # Errors
/// What the engine says.
pub async fn campaigns(
    read: &mut Read,
    unit: UnitId,
    drafts: bool,
    before: Option<CampaignId>,
    limit: usize,
) -> DbResult<Vec<Campaign>> {
    let before = before.map_or_else(|| vec![0xff; 17], |id| bytes(id.0));
    read.all(
        campaigns!("WHERE unit_id = $1 AND id < $2 AND ($3 OR state <> 'draft') ORDER BY id DESC LIMIT $4"),
        &params![unit, before, drafts, limited(limit)],
        campaign_of,
    )
    .await
}

/// The public campaigns of all communes behind a key, by key.
///
/// # Errors
/// What the engine says.
pub async fn public_after(read: &mut Read, after: Option<Key>, limit: u32) -> DbResult<Vec<Campaign>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        campaigns!("WHERE (unit_id, id) > ($1, $2) AND state <> 'draft' ORDER BY unit_id, id LIMIT $3"),
        &params![unit, id, i64::from(limit)],
        campaign_of,
    )
    .await
}

fn terms_of(campaign: &Campaign) -> DbResult<String> {
    serde_json::to_string(&campaign.terms).map_err(|error| damaged(&format!("terms: {error}")))
}

fn columns(campaign: &Campaign) -> DbResult<[Value; 20]> {
    Ok(params![
        campaign.unit,
        campaign.id,
        campaign.hamlet.map(|hamlet| hamlet.0),
        campaign.basis.key(),
        campaign.purpose.as_str(),
        campaign.title.as_str(),
        crate::rules::account(&campaign.terms.account),
        campaign.from,
        campaign.until,
        campaign.state.key(),
        terms_of(campaign)?,
        campaign.reason.as_str(),
        bytes(campaign.drafted.account),
        campaign.drafted.role.as_str(),
        campaign.opened_on,
        campaign.closed_on,
        campaign.revision,
        campaign.changed_at,
        Value::Bytes(campaign.record.map(|id| bytes(id.0))),
        Vec::new(),
    ])
}

/// Keeps a new campaign.
///
/// # Errors
/// What the engine says.
pub async fn insert(write: &mut Write, campaign: &Campaign) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO contribution_campaign (unit_id, id, hamlet_id, basis, purpose, title, account, from_on, until_on, \
             state, terms, reason, drafted_by, drafted_role, opened_on, closed_on, revision, changed_at, record_id, head, \
             last_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
             $20, 0)",
            &columns(campaign)?,
        )
        .await?;
    Ok(())
}

/// Saves what was written down of a campaign that was read at its revision; `false` when it was saved since. Its ledger is
/// left alone.
///
/// # Errors
/// What the engine says.
pub async fn save(write: &mut Write, campaign: &Campaign) -> DbResult<bool> {
    let columns = columns(campaign)?;
    let changed = write
        .execute(
            "UPDATE contribution_campaign SET hamlet_id = $3, basis = $4, purpose = $5, title = $6, account = $7, \
             from_on = $8, until_on = $9, state = $10, terms = $11, reason = $12, drafted_by = $13, drafted_role = $14, \
             opened_on = $15, closed_on = $16, revision = $17 + 1, changed_at = $18, record_id = $19 \
             WHERE unit_id = $1 AND id = $2 AND revision = $17",
            &columns[..19],
        )
        .await?;
    Ok(changed == 1)
}

/// The campaign of a commune that has an account.
///
/// # Errors
/// What the engine says.
pub async fn with_account(read: &mut Read, unit: UnitId, account: &str) -> DbResult<Option<CampaignId>> {
    read.one(
        "SELECT id FROM contribution_campaign WHERE unit_id = $1 AND account = $2",
        &params![unit, account],
        |row| CampaignId::from_bytes(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

/// Holds a campaign until the end of the transaction, and reads it: entries of one ledger are made one after another.
///
/// # Errors
/// What the engine says.
pub async fn lock(write: &mut Write, key: Key) -> DbResult<Option<Campaign>> {
    write
        .execute(
            "UPDATE contribution_campaign SET last_entry = last_entry WHERE unit_id = $1 AND id = $2",
            &params![key.0, key.1],
        )
        .await?;
    campaign(write, key).await
}

/// Where a form that was sent before was entered.
///
/// # Errors
/// What the engine says.
pub async fn sent_before(
    read: &mut Read,
    unit: UnitId,
    once: &str,
) -> DbResult<Option<(CampaignId, i64, Option<ReceiptId>)>> {
    read.one(
        "SELECT campaign_id, number, receipt_id FROM contribution_entry WHERE unit_id = $1 AND once = $2",
        &params![unit, once],
        |row| {
            Ok((
                CampaignId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                row.get(1)?,
                id_or_none(row, 2, ReceiptId::from_bytes)?,
            ))
        },
    )
    .await
}

/// Changes the balances of a campaign by the lines of an entry; the account that would be overdrawn when there is one, and
/// then the transaction must be dropped. The condition stands in the statement itself, so that of two who spend the last đồng
/// one is refused.
///
/// # Errors
/// What the engine says.
pub async fn move_balances(
    write: &mut Write,
    (unit, id): Key,
    changes: &BTreeMap<Account, i64>,
) -> DbResult<Option<Account>> {
    for (account, change) in changes.iter().filter(|(_, change)| **change != 0) {
        let (key, side) = (account.key(), account.side());
        let changed = write
            .execute(
                "UPDATE contribution_balance SET balance = balance + $4 \
                 WHERE unit_id = $1 AND campaign_id = $2 AND account = $3 AND ($5 = 0 OR (balance + $4) * $5 >= 0)",
                &params![unit, id, key.as_str(), *change, side.sign()],
            )
            .await?;
        if changed == 1 {
            continue;
        }
        if !side.takes(*change) {
            return Ok(Some(*account));
        }
        let made = write
            .execute(
                "INSERT INTO contribution_balance (unit_id, campaign_id, account, balance) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (unit_id, campaign_id, account) DO NOTHING",
                &params![unit, id, key.as_str(), *change],
            )
            .await?;
        if made == 0 {
            return Ok(Some(*account));
        }
    }
    Ok(None)
}

/// The balances of a campaign.
///
/// # Errors
/// What the engine says.
pub async fn books(read: &mut Read, (unit, id): Key) -> DbResult<Books> {
    let rows = read
        .all(
            "SELECT account, balance FROM contribution_balance WHERE unit_id = $1 AND campaign_id = $2",
            &params![unit, id],
            |row| {
                Ok((
                    keyed(row, 0, Account::from_key, "an account of a ledger")?,
                    row.get(1)?,
                ))
            },
        )
        .await?;
    Ok(Books(rows.into_iter().collect()))
}

/// The balances of a commune's campaigns between two, both included.
///
/// # Errors
/// What the engine says.
pub async fn books_between(
    read: &mut Read,
    unit: UnitId,
    (least, most): (CampaignId, CampaignId),
) -> DbResult<BTreeMap<CampaignId, Books>> {
    let rows: Vec<(CampaignId, Account, i64)> = read
        .all(
            "SELECT campaign_id, account, balance FROM contribution_balance \
             WHERE unit_id = $1 AND campaign_id BETWEEN $2 AND $3",
            &params![unit, least, most],
            |row| {
                Ok((
                    CampaignId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    keyed(row, 1, Account::from_key, "an account of a ledger")?,
                    row.get(2)?,
                ))
            },
        )
        .await?;
    let mut books: BTreeMap<CampaignId, Books> = BTreeMap::new();
    for (id, account, balance) in rows {
        books.entry(id).or_default().0.insert(account, balance);
    }
    Ok(books)
}

/// An entry as it is kept: with who made it, what makes it one, and its records.
#[derive(Debug)]
pub struct Kept<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What a form that is sent twice has in common with itself.
    pub once: &'a str,
    /// Who made it.
    pub by: &'a By,
    /// Its record of spending.
    pub record: Option<facts::RecordId>,
    /// Its record of support.
    pub support: Option<facts::RecordId>,
}

/// Keeps an entry with its lines, as the last of its campaign.
///
/// # Errors
/// What the engine says.
pub async fn append(write: &mut Write, (unit, id): Key, kept: &Kept<'_>) -> DbResult<()> {
    let entry = kept.entry;
    write
        .execute(
            "INSERT INTO contribution_entry (unit_id, campaign_id, number, kind, on_day, at, text, document, file_hash, \
             receipt_id, about, other_campaign, class, households, people, cash_after, bank_after, goods_after, chain, \
             logged, once, account, role, record_id, support_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
             $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
            &params![
                unit,
                id,
                entry.number,
                entry.kind.key(),
                entry.on,
                entry.at,
                entry.text.as_str(),
                entry.document.as_str(),
                Value::Bytes(entry.file.clone()),
                Value::Bytes(entry.receipt.map(|id| bytes(id.0))),
                entry.about,
                Value::Bytes(entry.other.map(|id| bytes(id.0))),
                entry.supported.class.as_str(),
                entry.supported.households,
                entry.supported.people,
                entry.after[0],
                entry.after[1],
                entry.after[2],
                entry.chain.clone(),
                entry.logged,
                kept.once,
                bytes(kept.by.account),
                kept.by.role.as_str(),
                Value::Bytes(kept.record.map(|id| bytes(id.0))),
                Value::Bytes(kept.support.map(|id| bytes(id.0))),
            ],
        )
        .await?;
    let lines: Vec<[Value; 6]> = (0_i64..)
        .zip(&entry.lines)
        .map(|(at, line)| params![unit, id, entry.number, at, line.account.key(), line.amount])
        .collect();
    write
        .insert_many(
            "INSERT INTO contribution_line (unit_id, campaign_id, number, line, account, amount)",
            &lines,
            "",
        )
        .await?;
    write
        .execute(
            "UPDATE contribution_campaign SET last_entry = $3, head = $4 WHERE unit_id = $1 AND id = $2",
            &params![unit, id, entry.number, entry.chain.clone()],
        )
        .await?;
    Ok(())
}

/// A query for entries.
macro_rules! entries {
    ($tail:literal) => {
        concat!(
            "SELECT number, kind, on_day, at, text, document, file_hash, receipt_id, about, other_campaign, class, \
             households, people, cash_after, bank_after, goods_after, chain, logged FROM contribution_entry ",
            $tail
        )
    };
}

fn entry_of(row: &Row) -> DbResult<Entry> {
    Ok(Entry {
        number: row.get(0)?,
        kind: keyed(row, 1, EntryKind::from_key, "the kind of an entry")?,
        on: row.date(2)?,
        at: row.instant(3)?,
        text: row.get(4)?,
        document: row.get(5)?,
        file: row.get(6)?,
        receipt: id_or_none(row, 7, ReceiptId::from_bytes)?,
        about: row.get(8)?,
        other: id_or_none(row, 9, CampaignId::from_bytes)?,
        supported: Supported {
            class: row.get(10)?,
            households: row.get(11)?,
            people: row.get(12)?,
        },
        after: [row.get(13)?, row.get(14)?, row.get(15)?],
        chain: row.get(16)?,
        logged: EntryId::from_bytes(&row.get::<Vec<u8>>(17)?)?,
        lines: Vec::new(),
    })
}

async fn with_lines(read: &mut Read, (unit, id): Key, mut entries: Vec<Entry>) -> DbResult<Vec<Entry>> {
    let numbers = entries.iter().map(|entry| entry.number);
    let (Some(least), Some(most)) = (numbers.clone().min(), numbers.max()) else {
        return Ok(entries);
    };
    let lines: Vec<(i64, Line)> = read
        .all(
            "SELECT number, account, amount FROM contribution_line \
             WHERE unit_id = $1 AND campaign_id = $2 AND number BETWEEN $3 AND $4 ORDER BY number, line",
            &params![unit, id, least, most],
            |row| {
                Ok((
                    row.get(0)?,
                    Line {
                        account: keyed(row, 1, Account::from_key, "an account of a ledger")?,
                        amount: row.get(2)?,
                    },
                ))
            },
        )
        .await?;
    let mut by_number: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
    for (number, line) in lines {
        by_number.entry(number).or_default().push(line);
    }
    for entry in &mut entries {
        entry.lines = by_number.remove(&entry.number).unwrap_or_default();
    }
    Ok(entries)
}

/// A page of a ledger, latest entries first, those before a number.
///
/// # Errors
/// What the engine says.
pub async fn entries_before(read: &mut Read, key: Key, before: i64, limit: usize) -> DbResult<Vec<Entry>> {
    let found = read
        .all(
            entries!("WHERE unit_id = $1 AND campaign_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4"),
            &params![key.0, key.1, before, limited(limit)],
            entry_of,
        )
        .await?;
    with_lines(read, key, found).await
}

/// A page of a ledger, earliest entries first, those after a number.
///
/// # Errors
/// What the engine says.
pub async fn entries_after(read: &mut Read, key: Key, after: i64, limit: usize) -> DbResult<Vec<Entry>> {
    let found = read
        .all(
            entries!("WHERE unit_id = $1 AND campaign_id = $2 AND number > $3 ORDER BY number LIMIT $4"),
            &params![key.0, key.1, after, limited(limit)],
            entry_of,
        )
        .await?;
    with_lines(read, key, found).await
}

/// An entry by its number.
///
/// # Errors
/// What the engine says.
pub async fn entry(read: &mut Read, key: Key, number: i64) -> DbResult<Option<Entry>> {
    let found = entries_after(read, key, number - 1, 1).await?;
    Ok(found.into_iter().find(|entry| entry.number == number))
}

/// The records of an entry: of spending, and of support.
///
/// # Errors
/// What the engine says.
pub async fn records_of(
    read: &mut Read,
    (unit, id): Key,
    number: i64,
) -> DbResult<[Option<facts::RecordId>; 2]> {
    let found = read
        .one(
            "SELECT record_id, support_id FROM contribution_entry \
             WHERE unit_id = $1 AND campaign_id = $2 AND number = $3",
            &params![unit, id, number],
            |row| {
                Ok([
                    id_or_none(row, 0, facts::RecordId::from_bytes)?,
                    id_or_none(row, 1, facts::RecordId::from_bytes)?,
                ])
            },
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Which of some entries were reversed or paid back, each with the entry that did it.
///
/// # Errors
/// What the engine says.
pub async fn about(
    read: &mut Read,
    (unit, id): Key,
    (least, most): (i64, i64),
) -> DbResult<BTreeMap<i64, (EntryKind, i64)>> {
    let rows = read
        .all(
            "SELECT about, kind, number FROM contribution_entry \
             WHERE unit_id = $1 AND campaign_id = $2 AND about BETWEEN $3 AND $4",
            &params![unit, id, least, most],
            |row| {
                Ok((
                    row.get(0)?,
                    (
                        keyed(row, 1, EntryKind::from_key, "the kind of an entry")?,
                        row.get(2)?,
                    ),
                ))
            },
        )
        .await?;
    Ok(rows.into_iter().collect())
}

/// Entries that wait to be paid back, oldest first.
///
/// # Errors
/// What the engine says.
pub async fn to_be_paid_back(read: &mut Read, key: Key, limit: usize) -> DbResult<Vec<Entry>> {
    let found = read
        .all(
            entries!(
                "WHERE unit_id = $1 AND campaign_id = $2 AND kind IN ('held', 'owed') AND NOT EXISTS \
                 (SELECT 1 FROM contribution_entry r WHERE r.unit_id = $1 AND r.campaign_id = $2 \
                 AND r.about = contribution_entry.number) ORDER BY number LIMIT $3"
            ),
            &params![key.0, key.1, limited(limit)],
            entry_of,
        )
        .await?;
    let mut complete = Vec::new();
    for one in found {
        complete.extend(entry(read, key, one.number).await?);
    }
    Ok(complete)
}

/// Counts what happened besides the ledger.
///
/// # Errors
/// What the engine says.
pub async fn count(write: &mut Write, (unit, id): Key, what: &str, change: i64) -> DbResult<()> {
    if change != 0 {
        write
            .execute(
                "INSERT INTO contribution_count (unit_id, campaign_id, what, amount) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (unit_id, campaign_id, what) DO UPDATE SET amount = contribution_count.amount + $4",
                &params![unit, id, what, change],
            )
            .await?;
    }
    Ok(())
}

/// What was counted of a campaign besides its ledger.
///
/// # Errors
/// What the engine says.
pub async fn counts(read: &mut Read, (unit, id): Key) -> DbResult<Counts> {
    let rows = read
        .all(
            "SELECT what, amount FROM contribution_count WHERE unit_id = $1 AND campaign_id = $2 AND amount <> 0",
            &params![unit, id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await?;
    Ok(Counts(rows.into_iter().collect()))
}

/// The counts as they follow from receipts, entries and promises.
async fn counted_anew(read: &mut Read, (unit, id): Key) -> DbResult<Counts> {
    let mut counts = BTreeMap::new();
    let gifts: Vec<(String, i64, i64)> = read
        .all(
            "SELECT kind, COUNT(*), CAST(SUM(quantity) AS BIGINT) FROM contribution_receipt WHERE unit_id = $1 \
             AND campaign_id = $2 AND reversed_by IS NULL AND refunded < amount GROUP BY kind",
            &params![unit, id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .await?;
    for (kind, number, days) in gifts {
        if kind == Kind::Labour.key() {
            counts.insert(Counts::DAYS.to_owned(), days);
        }
        counts.insert(Counts::gifts(&kind), number);
    }
    let supported: Vec<(String, i64, i64)> = read
        .all(
            "SELECT class, CAST(SUM(households) AS BIGINT), CAST(SUM(people) AS BIGINT) FROM contribution_entry e \
             WHERE unit_id = $1 AND campaign_id = $2 AND class <> '' AND kind <> 'reversed' AND NOT EXISTS \
             (SELECT 1 FROM contribution_entry r WHERE r.unit_id = $1 AND r.campaign_id = $2 AND r.about = e.number) \
             GROUP BY class",
            &params![unit, id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .await?;
    for (class, households, people) in supported {
        counts.insert(Counts::households(&class), households);
        counts.insert(Counts::people(&class), people);
    }
    let promised: Option<(i64, i64)> = read
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM contribution_pledge \
             WHERE unit_id = $1 AND campaign_id = $2 AND state = 'made' AND counted",
            &params![unit, id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await?;
    let (promises, promised) = promised.unwrap_or_default();
    counts.insert(Counts::PROMISES.to_owned(), promises);
    counts.insert(Counts::PROMISED.to_owned(), promised);
    counts.retain(|_, amount| *amount != 0);
    Ok(Counts(counts))
}

/// The next number of a commune's receipts in a year. The counter is held until the transaction ends, so numbers have no gaps.
///
/// # Errors
/// What the engine says.
pub async fn next_number(write: &mut Write, unit: UnitId, year: i64) -> DbResult<i64> {
    let number = write
        .one(
            "INSERT INTO contribution_counter (unit_id, year, last) VALUES ($1, $2, 1) \
             ON CONFLICT (unit_id, year) DO UPDATE SET last = contribution_counter.last + 1 RETURNING last",
            &params![unit, year],
            |row| row.get(0),
        )
        .await?;
    number.ok_or_else(|| damaged("a counter"))
}

macro_rules! receipts {
    ($tail:literal) => {
        concat!(
            "SELECT id, campaign_id, entry, year, number, code, kind, giver, amount, refunded, quantity, what, on_day, named, \
             reversed_by, record_id FROM contribution_receipt ",
            $tail
        )
    };
}

fn receipt_of(row: &Row) -> DbResult<Receipt> {
    Ok(Receipt {
        id: ReceiptId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        campaign: CampaignId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        entry: row.get(2)?,
        year: row.get(3)?,
        number: row.get(4)?,
        code: row.get(5)?,
        kind: keyed(row, 6, Kind::from_key, "what was given")?,
        giver: keyed(row, 7, ledger::Giver::from_key, "a kind of giver")?,
        amount: row.get(8)?,
        refunded: row.get(9)?,
        quantity: row.get(10)?,
        what: row.get(11)?,
        on: row.date(12)?,
        named: row.get(13)?,
        reversed_by: row.get(14)?,
        record: id_or_none(row, 15, facts::RecordId::from_bytes)?,
    })
}

/// A receipt.
///
/// # Errors
/// What the engine says.
pub async fn receipt(read: &mut Read, unit: UnitId, id: ReceiptId) -> DbResult<Option<Receipt>> {
    read.one(
        receipts!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        receipt_of,
    )
    .await
}

/// The receipt with a code.
///
/// # Errors
/// What the engine says.
pub async fn receipt_with(read: &mut Read, unit: UnitId, code: &str) -> DbResult<Option<Receipt>> {
    read.one(
        receipts!("WHERE unit_id = $1 AND code = $2"),
        &params![unit, code],
        receipt_of,
    )
    .await
}

/// The receipts of entries between two, with who gave.
///
/// # Errors
/// What the engine says.
pub async fn receipts_between(
    read: &mut Read,
    (unit, campaign): Key,
    (least, most): (i64, i64),
) -> DbResult<BTreeMap<ReceiptId, (Receipt, Donor)>> {
    let receipts = read
        .all(
            receipts!("WHERE unit_id = $1 AND campaign_id = $2 AND entry BETWEEN $3 AND $4"),
            &params![unit, campaign, least, most],
            receipt_of,
        )
        .await?;
    let donors: BTreeMap<ReceiptId, Donor> = read
        .all(
            "SELECT d.receipt_id, d.name, d.address FROM contribution_donor d JOIN contribution_receipt r \
             ON r.unit_id = d.unit_id AND r.id = d.receipt_id \
             WHERE r.unit_id = $1 AND r.campaign_id = $2 AND r.entry BETWEEN $3 AND $4",
            &params![unit, campaign, least, most],
            |row| {
                Ok((
                    ReceiptId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    Donor {
                        name: row.get(1)?,
                        address: row.get(2)?,
                    },
                ))
            },
        )
        .await?
        .into_iter()
        .collect();
    Ok(receipts
        .into_iter()
        .map(|receipt| {
            let donor = donors.get(&receipt.id).cloned().unwrap_or_default();
            (receipt.id, (receipt, donor))
        })
        .collect())
}

/// Who gave.
///
/// # Errors
/// What the engine says.
pub async fn donor(read: &mut Read, unit: UnitId, id: ReceiptId) -> DbResult<Donor> {
    let found = read
        .one(
            "SELECT name, address FROM contribution_donor WHERE unit_id = $1 AND receipt_id = $2",
            &params![unit, id],
            |row| {
                Ok(Donor {
                    name: row.get(0)?,
                    address: row.get(1)?,
                })
            },
        )
        .await?;
    Ok(found.unwrap_or_default())
}

/// Keeps a receipt and who gave.
///
/// # Errors
/// What the engine says.
pub async fn insert_receipt(
    write: &mut Write,
    unit: UnitId,
    receipt: &Receipt,
    donor: &Donor,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO contribution_receipt (unit_id, id, campaign_id, entry, year, number, code, kind, giver, amount, \
             refunded, quantity, what, on_day, named, reversed_by, record_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
             $10, 0, $11, $12, $13, $14, NULL, $15)",
            &params![
                unit,
                receipt.id,
                receipt.campaign,
                receipt.entry,
                receipt.year,
                receipt.number,
                receipt.code.as_str(),
                receipt.kind.key(),
                receipt.giver.key(),
                receipt.amount,
                receipt.quantity,
                receipt.what.as_str(),
                receipt.on,
                receipt.named,
                Value::Bytes(receipt.record.map(|id| bytes(id.0))),
            ],
        )
        .await?;
    if !donor.name.is_empty() {
        write
            .execute(
                "INSERT INTO contribution_donor (unit_id, receipt_id, name, address) VALUES ($1, $2, $3, $4)",
                &params![unit, receipt.id, donor.name.as_str(), donor.address.as_str()],
            )
            .await?;
    }
    Ok(())
}

/// Notes what became of a receipt: what went back, what took it back, whether its giver is named, its record.
///
/// # Errors
/// What the engine says.
pub async fn save_receipt(write: &mut Write, unit: UnitId, receipt: &Receipt) -> DbResult<()> {
    write
        .execute(
            "UPDATE contribution_receipt SET refunded = $3, named = $4, reversed_by = $5, record_id = $6 \
             WHERE unit_id = $1 AND id = $2",
            &params![
                unit,
                receipt.id,
                receipt.refunded,
                receipt.named,
                receipt.reversed_by,
                Value::Bytes(receipt.record.map(|id| bytes(id.0))),
            ],
        )
        .await?;
    Ok(())
}

/// Keeps the file of a document.
///
/// # Errors
/// What the engine says.
pub async fn insert_file(write: &mut Write, (unit, id): Key, number: i64, file: &NewFile) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO contribution_file (unit_id, campaign_id, number, name, media_type, content) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            &params![
                unit,
                id,
                number,
                file.name.as_str(),
                file.media_type.as_str(),
                file.content.clone()
            ],
        )
        .await?;
    Ok(())
}

/// The file of an entry's document.
///
/// # Errors
/// What the engine says.
pub async fn file(read: &mut Read, (unit, id): Key, number: i64) -> DbResult<Option<NewFile>> {
    read.one(
        "SELECT name, media_type, content FROM contribution_file \
         WHERE unit_id = $1 AND campaign_id = $2 AND number = $3",
        &params![unit, id, number],
        |row| {
            Ok(NewFile {
                name: row.get(0)?,
                media_type: row.get(1)?,
                content: row.get(2)?,
            })
        },
    )
    .await
}

fn pledge_of(row: &Row) -> DbResult<Pledge> {
    Ok(Pledge {
        id: PledgeId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        code: row.get(1)?,
        amount: row.get(2)?,
        giver: keyed(row, 3, ledger::Giver::from_key, "a kind of giver")?,
        name: row.get(4)?,
        on: row.date(5)?,
        state: keyed(row, 6, PledgeState::from_key, "the state of a promise")?,
        counted: row.get(7)?,
    })
}

/// The promises of a campaign that stand, newest first, those before one.
///
/// # Errors
/// What the engine says.
pub async fn pledges(
    read: &mut Read,
    (unit, id): Key,
    before: Option<PledgeId>,
    limit: usize,
) -> DbResult<Vec<Pledge>> {
    let before = before.map_or_else(|| vec![0xff; 17], |id| bytes(id.0));
    read.all(
        "SELECT id, code, amount, giver, name, made_on, state, counted FROM contribution_pledge \
         WHERE unit_id = $1 AND campaign_id = $2 AND state = 'made' AND id < $3 ORDER BY id DESC LIMIT $4",
        &params![unit, id, before, limited(limit)],
        pledge_of,
    )
    .await
}

/// A promise.
///
/// # Errors
/// What the engine says.
pub async fn pledge(read: &mut Read, (unit, campaign): Key, id: PledgeId) -> DbResult<Option<Pledge>> {
    read.one(
        "SELECT id, code, amount, giver, name, made_on, state, counted FROM contribution_pledge \
         WHERE unit_id = $1 AND campaign_id = $2 AND id = $3",
        &params![unit, campaign, id],
        pledge_of,
    )
    .await
}

/// The promise of a campaign that a code stands for.
///
/// # Errors
/// What the engine says.
pub async fn pledge_of_code(read: &mut Read, (unit, campaign): Key, code: &str) -> DbResult<Option<Pledge>> {
    read.one(
        "SELECT id, code, amount, giver, name, made_on, state, counted FROM contribution_pledge \
         WHERE unit_id = $1 AND campaign_id = $2 AND code = $3",
        &params![unit, campaign, code],
        pledge_of,
    )
    .await
}

/// Keeps a promise.
///
/// # Errors
/// What the engine says.
pub async fn insert_pledge(write: &mut Write, (unit, campaign): Key, pledge: &Pledge) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO contribution_pledge (unit_id, id, campaign_id, code, amount, giver, name, made_on, state, receipt_id, counted) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10)",
            &params![
                unit,
                pledge.id,
                campaign,
                pledge.code.as_str(),
                pledge.amount,
                pledge.giver.key(),
                pledge.name.as_str(),
                pledge.on,
                pledge.state.key(),
                pledge.counted
            ],
        )
        .await?;
    Ok(())
}

/// Ends a promise that stands; `false` when it does not. The name of who took it back is not kept.
///
/// # Errors
/// What the engine says.
pub async fn end_pledge(
    write: &mut Write,
    (unit, campaign): Key,
    id: PledgeId,
    (state, receipt): (PledgeState, Option<ReceiptId>),
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE contribution_pledge SET state = $4, receipt_id = $5, name = '' \
             WHERE unit_id = $1 AND campaign_id = $2 AND id = $3 AND state = 'made'",
            &params![
                unit,
                campaign,
                id,
                state.key(),
                Value::Bytes(receipt.map(|id| bytes(id.0)))
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Ends the promises that still stand when a campaign is closed, and forgets who made them. How many of them were in the
/// sum that everybody sees, and how much they came to.
///
/// # Errors
/// What the engine says.
pub async fn lapse_pledges(write: &mut Write, (unit, campaign): Key) -> DbResult<(i64, i64)> {
    let counted = write
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM contribution_pledge \
             WHERE unit_id = $1 AND campaign_id = $2 AND state = 'made' AND counted",
            &params![unit, campaign],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await?;
    write
        .execute(
            "UPDATE contribution_pledge SET state = $3, name = '' \
             WHERE unit_id = $1 AND campaign_id = $2 AND state = 'made'",
            &params![unit, campaign, PledgeState::Lapsed.key()],
        )
        .await?;
    Ok(counted.unwrap_or_default())
}

/// Keeps a line of a statement, unless it is there; `false` when it is.
///
/// # Errors
/// What the engine says.
pub async fn insert_statement_line(
    write: &mut Write,
    (unit, campaign): Key,
    line: &StatementLine,
    once: &str,
) -> DbResult<bool> {
    let made = write
        .execute(
            "INSERT INTO contribution_statement_line (unit_id, campaign_id, id, on_day, amount, reference, text, once, entry) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL) ON CONFLICT (unit_id, campaign_id, once) DO NOTHING",
            &params![
                unit,
                campaign,
                line.id,
                line.on,
                line.amount,
                line.reference.as_str(),
                line.text.as_str(),
                once
            ],
        )
        .await?;
    Ok(made == 1)
}

fn statement_line_of(row: &Row) -> DbResult<StatementLine> {
    Ok(StatementLine {
        id: StatementLineId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        on: row.date(1)?,
        amount: row.get(2)?,
        reference: row.get(3)?,
        text: row.get(4)?,
        entry: row.get(5)?,
    })
}

/// Lines of a campaign's statements that nobody has said what they are, oldest first, those after one.
///
/// # Errors
/// What the engine says.
pub async fn unmatched(
    read: &mut Read,
    (unit, campaign): Key,
    after: Option<StatementLineId>,
    limit: usize,
) -> DbResult<Vec<StatementLine>> {
    let after = after.map_or_else(Vec::new, |id| bytes(id.0));
    read.all(
        "SELECT id, on_day, amount, reference, text, entry FROM contribution_statement_line \
         WHERE unit_id = $1 AND campaign_id = $2 AND id > $3 AND entry IS NULL ORDER BY id LIMIT $4",
        &params![unit, campaign, after, limited(limit)],
        statement_line_of,
    )
    .await
}

/// A line of a statement.
///
/// # Errors
/// What the engine says.
pub async fn statement_line(
    read: &mut Read,
    (unit, campaign): Key,
    id: StatementLineId,
) -> DbResult<Option<StatementLine>> {
    read.one(
        "SELECT id, on_day, amount, reference, text, entry FROM contribution_statement_line \
         WHERE unit_id = $1 AND campaign_id = $2 AND id = $3",
        &params![unit, campaign, id],
        statement_line_of,
    )
    .await
}

/// Receipts of money that came into the bank on days around one, of an amount, that no line of a statement is yet.
///
/// # Errors
/// What the engine says.
pub async fn receipts_like(
    read: &mut Read,
    (unit, campaign): Key,
    amount: i64,
    (first, last): (Date, Date),
) -> DbResult<Vec<Receipt>> {
    read.all(
        receipts!(
            "WHERE unit_id = $1 AND campaign_id = $2 AND kind = 'money' AND amount = $3 AND on_day BETWEEN $4 AND $5 \
             AND reversed_by IS NULL AND EXISTS (SELECT 1 FROM contribution_line l WHERE l.unit_id = $1 \
             AND l.campaign_id = $2 AND l.number = contribution_receipt.entry AND l.account = 'bank') \
             AND NOT EXISTS (SELECT 1 FROM contribution_statement_line s WHERE s.unit_id = $1 AND s.campaign_id = $2 \
             AND s.entry = contribution_receipt.entry) ORDER BY id LIMIT 20"
        ),
        &params![unit, campaign, amount, first, last],
        receipt_of,
    )
    .await
}

/// Says which entry a line of a statement is; `false` when that was said before.
///
/// # Errors
/// What the engine says; an entry that another line is, is refused.
pub async fn match_line(
    write: &mut Write,
    (unit, campaign): Key,
    id: StatementLineId,
    entry: i64,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE contribution_statement_line SET entry = $4 \
             WHERE unit_id = $1 AND campaign_id = $2 AND id = $3 AND entry IS NULL",
            &params![unit, campaign, id, entry],
        )
        .await?;
    Ok(changed == 1)
}

/// Forgets what line of a statement an entry was, because the entry was taken back.
///
/// # Errors
/// What the engine says.
pub async fn unmatch(write: &mut Write, (unit, campaign): Key, entry: i64) -> DbResult<()> {
    write
        .execute(
            "UPDATE contribution_statement_line SET entry = NULL WHERE unit_id = $1 AND campaign_id = $2 AND entry = $3",
            &params![unit, campaign, entry],
        )
        .await?;
    Ok(())
}

/// What is wrong with a ledger as it is stored; empty when every entry comes to nothing, the balances are the sums of the
/// lines, none is overdrawn, what stands behind each entry is what there was, and the chain is whole.
///
/// # Errors
/// What the engine says.
pub async fn verify(read: &mut Read, campaign: &Campaign) -> DbResult<Vec<String>> {
    const CHUNK: usize = 1_000;
    let key = campaign.key();
    let mut wrong = Vec::new();
    let (mut computed, mut head, mut number) = (Books::default(), Vec::new(), 0);
    loop {
        let entries = entries_after(read, key, number, CHUNK).await?;
        let last = entries.len() < CHUNK;
        for entry in entries {
            if entry.number != number + 1 {
                wrong.push(format!(
                    "entries between {number} and {} are missing",
                    entry.number
                ));
            }
            number = entry.number;
            if let Err(fault) = computed.post(&entry.lines) {
                wrong.push(format!("entry {number}: {fault}"));
            }
            let after = [
                computed.balance(Account::Purse(Purse::Cash)),
                computed.balance(Account::Purse(Purse::Bank)),
                computed.balance(Account::Goods),
            ];
            if after != entry.after {
                wrong.push(format!("entry {number}: what is there after it is another"));
            }
            let chained = content::Chained {
                number,
                kind: entry.kind,
                on: entry.on,
                text: &entry.text,
                document: &entry.document,
                file: entry.file.as_deref(),
                about: entry.about,
                supported: &entry.supported,
                lines: &entry.lines,
            };
            head = content::chain(&head, &chained).map_err(|error| damaged(&error.to_string()))?;
            if head != entry.chain {
                wrong.push(format!("entry {number}: it was changed, or one before it"));
                head.clone_from(&entry.chain);
            }
        }
        if last {
            break;
        }
    }
    if (number, &head) != (campaign.last_entry, &campaign.head) {
        wrong.push("the campaign says another last entry".to_owned());
    }
    let mut stored = books(read, key).await?;
    stored.0.retain(|_, balance| *balance != 0);
    computed.0.retain(|_, balance| *balance != 0);
    if stored != computed {
        wrong.push("balances are not the sums of the lines".to_owned());
    }
    if counts(read, key).await? != counted_anew(read, key).await? {
        wrong.push("what is counted is not what is there".to_owned());
    }
    if !computed.totals().balances() {
        wrong.push("the ledger does not balance".to_owned());
    }
    Ok(wrong)
}
