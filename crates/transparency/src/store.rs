//! The log in the database: what a slice writes and asks.

use jiff::Timestamp;
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Write},
    params,
};
use tlog::{
    Checkpoint, Hash, Note, VerifierKey,
    merkle::{TileSet, inclusion_ranges, proves_inclusion},
    note::Signature,
    proof::Proof,
    tile::{self, TILE_WIDTH, TilePath},
};
use units::UnitId;

use crate::entry::{Act, Entry, EntryId, Subject};

/// The schema of this room.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2026112561,
    name: "the public log",
    sql: include_str!("../migrations/2026112561_log.sql"),
}];

/// Puts an entry into the outbox of the log, in the transaction of the record it speaks about: both are there, or
/// neither. The sequencer gives it its place soon after. The same entry again changes nothing.
///
/// Keep the name that is returned with the record; [`proof_of`] takes it.
///
/// # Errors
/// What the engine says.
pub async fn append(write: &mut Write, unit: UnitId, entry: &Entry) -> DbResult<EntryId> {
    let id = entry.id();
    let Subject { kind, id: subject } = entry.subject();
    let before = write
        .one(
            "SELECT MAX(ordered_at) FROM log_entry WHERE unit_id = $1 AND kind = $2 AND subject_id = $3",
            &params![unit, kind.as_str(), subject.as_str()],
            |row| row.get::<Option<i64>>(0),
        )
        .await?
        .flatten();
    let at = entry.at().as_microsecond();
    write
        .execute(
            "INSERT INTO log_entry (unit_id, entry_id, kind, subject_id, act, at, ordered_at, body, log_index) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL) ON CONFLICT (unit_id, entry_id) DO NOTHING",
            &params![
                unit,
                id,
                kind.as_str(),
                subject.as_str(),
                entry.act(),
                at,
                before.map_or(at, |before| at.max(before + 1)),
                entry.to_octets(),
            ],
        )
        .await?;
    Ok(id)
}

/// Where an entry stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In the outbox: recorded, but not yet in a signed checkpoint. It takes seconds while the server runs.
    Waiting,
    /// In the log.
    Logged(Box<Inclusion>),
}

/// An entry in the log, with what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inclusion {
    /// Its place in the log, from 0.
    pub index: u64,
    /// The newest checkpoint.
    pub checkpoint: SignedCheckpoint,
    /// From the leaf's sibling to the root's child, as RFC 6962 section 2.1.1 has it.
    pub hashes: Vec<Hash>,
    /// The octets of the entry.
    pub octets: Vec<u8>,
}

impl Inclusion {
    /// The proof as a file of its own (<https://c2sp.org/tlog-proof>).
    #[must_use]
    pub fn proof(&self) -> Proof {
        Proof {
            extra: Some(self.octets.clone()),
            index: self.index,
            hashes: self.hashes.clone(),
            checkpoint: self.checkpoint.note.clone(),
        }
    }
}

/// A checkpoint, and when it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// With its signatures.
    pub note: Note,
    /// When.
    pub signed_at: Timestamp,
}

/// Where an entry stands, with its proof: `None` when there is no such entry. For one entry; a list links to
/// [`crate::href`], which needs no place.
///
/// # Errors
/// [`DbError::Damaged`] when the stored log does not prove what it says it holds, and what the engine says.
pub async fn proof_of(read: &mut Read, unit: UnitId, entry: EntryId) -> DbResult<Option<Standing>> {
    let index = read
        .one(
            "SELECT log_index FROM log_entry WHERE unit_id = $1 AND entry_id = $2",
            &params![unit, entry],
            |row| row.get::<Option<i64>>(0),
        )
        .await?;
    match index {
        None => Ok(None),
        Some(None) => Ok(Some(Standing::Waiting)),
        Some(Some(index)) => {
            let inclusion = inclusion(read, unsigned(index)?).await?;
            let inclusion =
                inclusion.filter(|found| EntryId(tlog::merkle::leaf_hash(&found.octets)) == entry);
            let found = inclusion
                .ok_or_else(|| DbError::Damaged(format!("the log does not hold entry {entry} at {index}")))?;
            Ok(Some(Standing::Logged(Box::new(found))))
        }
    }
}

/// An act on an item, in the log or on its way there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The entry's name.
    pub entry: EntryId,
    /// The word of the act, see [`Act`].
    pub act: String,
    /// When.
    pub at: Timestamp,
    /// Its place in the log; `None` while it waits.
    pub index: Option<u64>,
}

impl Logged {
    /// The act, when this version of Đình knows it.
    #[must_use]
    pub fn known_act(&self) -> Option<Act> {
        Act::from_word(&self.act)
    }
}

/// All acts on an item, oldest first.
///
/// # Errors
/// What the engine says.
pub async fn history(read: &mut Read, unit: UnitId, subject: &Subject) -> DbResult<Vec<Logged>> {
    read.all(
        "SELECT entry_id, act, at, log_index FROM log_entry \
         WHERE unit_id = $1 AND kind = $2 AND subject_id = $3 ORDER BY ordered_at, entry_id",
        &params![unit, subject.kind.as_str(), subject.id.as_str()],
        |row| {
            Ok(Logged {
                entry: EntryId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                act: row.get(1)?,
                at: row.instant(2)?,
                index: row.get::<Option<i64>>(3)?.map(unsigned).transpose()?,
            })
        },
    )
    .await
}

/// A number that the database keeps signed.
pub(crate) fn unsigned(number: i64) -> DbResult<u64> {
    u64::try_from(number).map_err(|_| DbError::Damaged(format!("{number} counts nothing")))
}

/// A number as the database keeps it.
pub(crate) fn signed(number: u64) -> DbResult<i64> {
    i64::try_from(number).map_err(|_| DbError::Damaged(format!("{number} is more than a database counts")))
}

/// The level under which entry bundles are stored.
pub(crate) const BUNDLES: i64 = -1;

fn level(path: &TilePath) -> i64 {
    path.level().map_or(BUNDLES, i64::from)
}

/// The newest checkpoint, without cosignatures; `None` before the log was opened.
///
/// # Errors
/// [`DbError::Damaged`] when what is stored is no checkpoint, and what the engine says.
pub async fn latest(read: &mut Read) -> DbResult<Option<SignedCheckpoint>> {
    read.one(
        "SELECT size, root, note, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1",
        &[],
        signed_checkpoint,
    )
    .await
}

fn signed_checkpoint(row: &Row) -> DbResult<SignedCheckpoint> {
    let damaged = || DbError::Damaged("a stored checkpoint of the log is none".to_owned());
    let note: Note = row.get::<String>(2)?.parse().map_err(|_| damaged())?;
    let checkpoint: Checkpoint = note.text.parse().map_err(|_| damaged())?;
    let size = unsigned(row.get(0)?)?;
    if checkpoint.size != size || checkpoint.root.0[..] != row.get::<Vec<u8>>(1)? {
        return Err(damaged());
    }
    Ok(SignedCheckpoint {
        checkpoint,
        note,
        signed_at: row.instant(3)?,
    })
}

/// The octets of a file of the log, as wide as its path says; `None` when the log is not that wide yet, or the file
/// is gone.
///
/// # Errors
/// [`DbError::Damaged`] when an entry bundle can't be cut to its width, and what the engine says.
pub async fn file(read: &mut Read, path: &TilePath) -> DbResult<Option<Vec<u8>>> {
    let stored = read
        .one(
            "SELECT width, data FROM log_tile WHERE level = $1 AND idx = $2",
            &params![level(path), signed(path.index())?],
            |row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?)),
        )
        .await?;
    let width = i64::from(path.width());
    Ok(stored
        .filter(|(stored, _)| *stored >= width)
        .map(|(stored, mut data)| {
            if stored > width {
                data.truncate(match path.level() {
                    Some(_) => usize::from(path.width()) * tlog::merkle::HASH_SIZE,
                    None => tile::length_of(&data, path.width()),
                });
            }
            data
        }))
}

/// Reads hash tiles.
pub(crate) async fn tiles(read: &mut Read, paths: impl IntoIterator<Item = TilePath>) -> DbResult<TileSet> {
    let mut tiles = TileSet::default();
    for path in paths {
        if let Some(data) = file(read, &path).await? {
            tiles.insert(path.level().unwrap_or_default(), path.index(), &data);
        }
    }
    Ok(tiles)
}

/// The entry at a place of the newest checkpoint, with its proof; `None` when the log is not that long.
///
/// # Errors
/// [`DbError::Damaged`] when a file of the log is missing or does not lead to the checkpoint, and what the engine
/// says.
pub async fn inclusion(read: &mut Read, index: u64) -> DbResult<Option<Inclusion>> {
    let Some(checkpoint) = latest(read).await? else {
        return Ok(None);
    };
    let Checkpoint { size, root, .. } = checkpoint.checkpoint;
    let Some(octets) = entries(read, index, 1, size).await?.pop() else {
        return Ok(None);
    };
    let damaged = |what: String| DbError::Damaged(format!("the log does not prove entry {index}: {what}"));
    let ranges = inclusion_ranges(index, size);
    let hashes = tiles(read, TileSet::needed(&ranges, size))
        .await?
        .proof(&ranges, size)
        .map_err(|error| damaged(error.to_string()))?;
    if !proves_inclusion(&hashes, index, tlog::merkle::leaf_hash(&octets), size, root) {
        return Err(damaged("its hashes do not lead to the checkpoint".to_owned()));
    }
    Ok(Some(Inclusion {
        index,
        checkpoint,
        hashes,
        octets,
    }))
}

/// The octets of up to `count` entries from `first` on, in a log of `size` entries.
///
/// # Errors
/// [`DbError::Damaged`] when a bundle is missing or is none, and what the engine says.
pub(crate) async fn entries(read: &mut Read, first: u64, count: u64, size: u64) -> DbResult<Vec<Vec<u8>>> {
    let wide = u64::from(TILE_WIDTH);
    let end = first.saturating_add(count).min(size);
    let mut found = Vec::new();
    let mut next = first;
    while next < end {
        let path = TilePath::entries_in_tree(next / wide, size)
            .ok_or_else(|| DbError::Damaged("the log is shorter than its checkpoint".to_owned()))?;
        let damaged = || DbError::Damaged(format!("{path} of the log is missing or damaged"));
        let data = file(read, &path).await?.ok_or_else(damaged)?;
        let bundle = tile::entries(&data).map_err(|_| damaged())?;
        let within = |place: u64| usize::try_from(place % wide).unwrap_or_default();
        let until = end.min((next / wide + 1) * wide);
        let last = within(until - 1);
        let part = bundle.get(within(next)..=last).ok_or_else(damaged)?;
        found.extend(part.iter().map(|entry| entry.to_vec()));
        next = until;
    }
    Ok(found)
}

/// All entries that wait for their place, in the order in which they get it.
///
/// # Errors
/// [`DbError::Damaged`] when what waits is no entry, and what the engine says.
pub(crate) async fn all_waiting(read: &mut Read) -> DbResult<Vec<Entry>> {
    read.all(
        "SELECT body FROM log_entry WHERE log_index IS NULL ORDER BY ordered_at, unit_id, entry_id",
        &[],
        waiting_entry,
    )
    .await
}

/// The entries about an item that wait for their place, oldest first.
///
/// # Errors
/// As [`all_waiting`].
pub(crate) async fn waiting_for(read: &mut Read, unit: UnitId, subject: &Subject) -> DbResult<Vec<Entry>> {
    read.all(
        "SELECT body FROM log_entry WHERE unit_id = $1 AND kind = $2 AND subject_id = $3 AND log_index IS NULL \
         ORDER BY ordered_at, entry_id",
        &params![unit, subject.kind.as_str(), subject.id.as_str()],
        waiting_entry,
    )
    .await
}

fn waiting_entry(row: &Row) -> DbResult<Entry> {
    Entry::parse(&row.get::<Vec<u8>>(0)?)
        .map_err(|_| DbError::Damaged("what waits for the log is no entry of it".to_owned()))
}

/// A public key of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogKey {
    /// The key.
    pub vkey: VerifierKey,
    /// The checkpoint signed by the key before it, whose log announces this one; `None` for the first key and for
    /// one made after a loss.
    pub handover: Option<Note>,
    /// How many entries the log had when the key came into use.
    pub since_size: u64,
    /// When it came into use.
    pub made_at: Timestamp,
}

/// The log's public keys, oldest first; the last is in use.
///
/// # Errors
/// [`DbError::Damaged`] when what is stored is no key, and what the engine says.
pub async fn keys(read: &mut Read) -> DbResult<Vec<LogKey>> {
    let damaged = || DbError::Damaged("a stored key of the log is none".to_owned());
    read.all(
        "SELECT vkey, handover, since_size, made_at FROM log_key ORDER BY generation",
        &[],
        |row| {
            let handover: Option<String> = row.get(1)?;
            Ok(LogKey {
                vkey: row.get::<String>(0)?.parse().map_err(|_| damaged())?,
                handover: handover
                    .map(|note| note.parse().map_err(|_| damaged()))
                    .transpose()?,
                since_size: unsigned(row.get(2)?)?,
                made_at: row.instant(3)?,
            })
        },
    )
    .await
}

pub(crate) async fn add_key(
    write: &mut Write,
    vkey: &VerifierKey,
    handover: Option<String>,
    since: u64,
    now: Timestamp,
) -> DbResult<()> {
    let before = write
        .one("SELECT COUNT(*) FROM log_key", &[], |row| row.get::<i64>(0))
        .await?
        .unwrap_or(0);
    write
        .execute(
            "INSERT INTO log_key (generation, vkey, handover, since_size, made_at) VALUES ($1, $2, $3, $4, $5)",
            &params![before + 1, vkey.to_string(), handover, signed(since)?, now],
        )
        .await?;
    Ok(())
}

/// The lines of witnesses under the checkpoint of `size` entries.
pub(crate) async fn cosignatures(read: &mut Read, size: u64) -> DbResult<Vec<Signature>> {
    read.all(
        "SELECT line FROM log_cosignature WHERE size = $1 ORDER BY witness",
        &params![signed(size)?],
        |row| {
            row.get::<String>(0)?
                .parse()
                .map_err(|_| DbError::Damaged("a stored cosignature of the log is none".to_owned()))
        },
    )
    .await
}

/// A checkpoint as it is served: with the lines of witnesses that signed it.
///
/// # Errors
/// [`DbError::Damaged`], and what the engine says.
pub(crate) async fn with_cosignatures(read: &mut Read, mut latest: SignedCheckpoint) -> DbResult<Note> {
    for line in cosignatures(read, latest.checkpoint.size).await? {
        latest.note.signatures.push(line);
    }
    Ok(latest.note)
}

/// Keeps a witness's line under a checkpoint with this text; `false` when the log signed none such. A later line of
/// the same witness replaces an earlier one.
pub(crate) async fn cosign(
    write: &mut Write,
    text: &str,
    witness: &VerifierKey,
    line: &Signature,
    time: u64,
) -> DbResult<bool> {
    let Ok(checkpoint) = text.parse::<Checkpoint>() else {
        return Ok(false);
    };
    let Ok(size) = signed(checkpoint.size) else {
        return Ok(false);
    };
    let ours = write
        .one(
            "SELECT size, root, note, signed_at FROM log_checkpoint WHERE size = $1",
            &params![size],
            signed_checkpoint,
        )
        .await?;
    if ours.is_none_or(|ours| ours.note.text != text) {
        return Ok(false);
    }
    let at = signed(time)?.saturating_mul(1_000_000);
    write
        .execute(
            "INSERT INTO log_cosignature (size, witness, line, cosigned_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, cosigned_at = excluded.cosigned_at \
             WHERE log_cosignature.cosigned_at < excluded.cosigned_at",
            &params![size, witness.to_string(), line.to_string(), at],
        )
        .await?;
    Ok(true)
}

/// The newest checkpoint that a witness signed: how many entries, and when.
pub(crate) async fn last_cosigned(
    read: &mut Read,
    witness: &VerifierKey,
) -> DbResult<Option<(u64, Timestamp)>> {
    read.one(
        "SELECT size, cosigned_at FROM log_cosignature WHERE witness = $1 ORDER BY size DESC LIMIT 1",
        &params![witness.to_string()],
        |row| Ok((unsigned(row.get(0)?)?, row.instant(1)?)),
    )
    .await
}

/// How many entries wait, and since when the first does.
pub(crate) async fn backlog(read: &mut Read) -> DbResult<Option<(i64, Timestamp)>> {
    let first = read
        .one(
            "SELECT ordered_at FROM log_entry WHERE log_index IS NULL ORDER BY ordered_at LIMIT 1",
            &[],
            |row| row.instant(0),
        )
        .await?;
    let Some(since) = first else { return Ok(None) };
    let entries = read
        .one(
            "SELECT COUNT(*) FROM log_entry WHERE log_index IS NULL",
            &[],
            |row| row.get::<i64>(0),
        )
        .await?;
    Ok(entries.map(|entries| (entries, since)))
}

/// Whose record an entry is.
pub(crate) async fn owner(read: &mut Read, entry: EntryId) -> DbResult<Option<UnitId>> {
    read.one(
        "SELECT unit_id FROM log_entry WHERE entry_id = $1 LIMIT 1",
        &params![entry],
        |row| row.get(0).map(UnitId),
    )
    .await
}

/// Where an entry is, asked by its name alone.
pub(crate) enum Place {
    Waiting(Box<Entry>),
    Logged(u64),
}

pub(crate) async fn standing(read: &mut Read, entry: EntryId) -> DbResult<Option<Place>> {
    read.one(
        "SELECT body, log_index FROM log_entry WHERE entry_id = $1 LIMIT 1",
        &params![entry],
        |row| match row.get::<Option<i64>>(1)? {
            Some(index) => unsigned(index).map(Place::Logged),
            None => waiting_entry(row).map(|entry| Place::Waiting(Box::new(entry))),
        },
    )
    .await
}

/// Takes every entry of a log of `size` entries out of it again and lets it wait, in the order of the log, and removes
/// the log's files, checkpoints and keys. Entries about keys of the log, which are of `key_kind`, end with it.
pub(crate) async fn unplace(write: &mut Write, size: u64, key_kind: &str) -> DbResult<()> {
    let mut first = 0;
    let mut order = i64::MIN;
    while first < size {
        let batch = entries(write, first, u64::from(TILE_WIDTH), size).await?;
        first += batch.len() as u64;
        for octets in batch {
            let entry = Entry::parse(&octets)
                .map_err(|_| DbError::Damaged("an entry of the log is none".to_owned()))?;
            order = entry.at().as_microsecond().max(order.saturating_add(1));
            write
                .execute(
                    "UPDATE log_entry SET body = $1, log_index = NULL, ordered_at = $2 WHERE entry_id = $3",
                    &params![octets, order, entry.id()],
                )
                .await?;
        }
    }
    write
        .execute("DELETE FROM log_entry WHERE kind = $1", &params![key_kind])
        .await?;
    for table in [
        "DELETE FROM log_tile",
        "DELETE FROM log_checkpoint",
        "DELETE FROM log_cosignature",
        "DELETE FROM log_key",
    ] {
        write.execute(table, &[]).await?;
    }
    Ok(())
}
