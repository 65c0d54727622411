//! The one writer of the log: it gives waiting entries their places, writes tiles, and signs checkpoints.
//!
//! One run is one transaction: it takes the lease by a conditional update, checks that the stored log is the one last
//! signed, integrates waiting entries in their order, and stores tiles and checkpoint. A crash at any point leaves the
//! log as it was, or as it then is. What is about to be signed is recorded beside the key first, so that a database
//! that was set back is found before anything contradicting an earlier checkpoint is signed.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use jiff::Timestamp;
use platform::{
    clock::Clock,
    db::{Database, DbError, DbResult, Read, Value, Write},
    params,
};
use tlog::{
    Checkpoint, Hash, SigningKey,
    merkle::{Edge, TileError, TileSet, leaf_hash},
    note::{Algorithm, VerifierKey},
    tile::{self, TilePath},
};
use units::UnitId;

use crate::{
    entry::{Act, Commitment, Entry, EntryError, EntryId, Subject},
    keys::{KeyError, KeyFile, LastSigned, State},
    store::{self, BUNDLES, SignedCheckpoint, signed, unsigned},
};

/// The most entries one run integrates; further ones wait for the next.
const BATCH: i64 = 4_096;
/// How long a lease lasts: a server that vanished is replaced after so long.
const LEASE: Duration = Duration::from_secs(30);
/// How often the outbox is looked at.
const PAUSE: Duration = Duration::from_secs(1);
/// How long to wait after a run that failed.
const PAUSE_AFTER_FAULT: Duration = Duration::from_secs(30);
/// The kind of item of a key of the log.
pub const KEY_KIND: &str = "log-key";
/// The detail of an announcement that holds the announced key.
pub const KEY_DETAIL: &str = "vkey";
/// What concerns the log itself is the country's.
const LOG_UNIT: &str = "VN";

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SequencerError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The key or what stands beside it.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key file holds another key than the log's.
    #[error("the key file holds the key {found}, but the log's key is {wanted}")]
    OtherKey {
        /// The key in the file.
        found: String,
        /// The log's key, as the database has it.
        wanted: String,
    },
    /// The database is older than what was last signed.
    #[error(
        "the database was set back: a log of {signed} entries was signed, the database has {stored}. Nothing is signed \
         until the newer state is back (docs/src/log-keys.md)"
    )]
    SetBack {
        /// Entries of the last signed checkpoint.
        signed: u64,
        /// Entries in the database.
        stored: u64,
    },
    /// The database holds another log than what was last signed.
    #[error(
        "the log in the database forked: its first {size} entries are not those that were signed. Nothing is signed \
         (docs/src/log-keys.md)"
    )]
    Forked {
        /// Entries of the checkpoint that was signed.
        size: u64,
    },
    /// The tiles do not lead to the newest checkpoint.
    #[error("the stored tiles of the log do not lead to its checkpoint of {0} entries")]
    Tiles(u64),
    /// A tile is missing or too short.
    #[error("the stored log is damaged: {0}")]
    Tile(#[from] TileError),
    /// A waiting entry was changed after it was recorded.
    #[error("the waiting entry {0} was changed after it was recorded")]
    Changed(EntryId),
    /// An entry is too long for the log, or can't be written.
    #[error("the entry {0} can't be logged")]
    Unfit(EntryId),
    /// The announcement of a key can't be written.
    #[error(transparent)]
    Entry(#[from] EntryError),
    /// A new log needs a name of its own.
    #[error("the ended log was called {0:?} too: choose another log_origin for the new one")]
    SameOrigin(String),
    /// There is no log that could end.
    #[error("there is no log yet")]
    NoLog,
    /// Another server holds the lease.
    #[error("another server writes the log: stop it first, or wait half a minute after it has ended")]
    Held,
}

/// What a run did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was waiting.
    Idle,
    /// Another server holds the lease.
    Held,
    /// Entries got their places (none when the log was opened).
    Signed {
        /// How many entries.
        entries: u64,
        /// How many the log has now.
        size: u64,
    },
}

/// The writer of the log.
#[derive(Debug, Clone)]
pub struct Sequencer {
    db: Database,
    clock: Arc<dyn Clock>,
    key: KeyFile,
    holder: String,
}

/// How a run signs: with the key in use, or handing over to the next.
enum Signing<'k> {
    InUse,
    Rotating { next: &'k SigningKey, lost: bool },
}

impl Sequencer {
    /// The writer of the log in `db` with the key in `key`. `holder` tells this process from others that write to
    /// the same database; no two have the same.
    #[must_use]
    pub fn new(db: Database, clock: Arc<dyn Clock>, key: KeyFile, holder: impl Into<String>) -> Self {
        Self {
            db,
            clock,
            key,
            holder: holder.into(),
        }
    }

    /// Integrates what waits, if anything does, and signs.
    ///
    /// # Errors
    /// [`SequencerError`]; then nothing was changed in the log.
    pub async fn run_once(&self) -> Result<Outcome, SequencerError> {
        if self.nothing_to_do().await? {
            return Ok(Outcome::Idle);
        }
        self.sign(&Signing::InUse).await
    }

    /// Runs until `stop` ends, then gives the lease back.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        tokio::pin!(stop);
        let mut told = String::new();
        loop {
            let pause = match self.run_once().await {
                Ok(Outcome::Signed { entries, .. }) if entries == unsigned(BATCH).unwrap_or(0) => {
                    Duration::ZERO
                }
                Ok(outcome) => {
                    told.clear();
                    if let Outcome::Signed { entries, size } = outcome {
                        tracing::info!(entries, size, "signed the log");
                    }
                    PAUSE
                }
                Err(error) => {
                    let text = error.to_string();
                    // A fault that stays is told once.
                    if told != text {
                        tracing::error!(%error, "the log is not being signed");
                        told = text;
                    }
                    PAUSE_AFTER_FAULT
                }
            };
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(pause) => {}
            }
        }
        if let Err(error) = self.release().await {
            tracing::warn!(%error, "the lease of the log was not given back; it expires by itself");
        }
    }

    /// Replaces the log's key by a new one made from thirty-two secret random octets, and answers with the new public
    /// key. The new key is announced in an entry of the log, whose checkpoint both keys sign. When the old one is
    /// `lost`, or others have it, only the new one signs, and whoever checks the log has to be told of it otherwise.
    ///
    /// # Errors
    /// [`SequencerError`]; calling again continues what was begun.
    pub async fn rotate(&self, seed: &[u8; 32], lost: bool) -> Result<VerifierKey, SequencerError> {
        let origin = {
            let keys = store::keys(&mut self.db.read().await?).await?;
            match keys.last() {
                Some(key) => key.vkey.name().to_owned(),
                None => self.key.load()?.verifier().name().to_owned(),
            }
        };
        let next = self.key.next(&origin, seed)?;
        match self.sign(&Signing::Rotating { next: &next, lost }).await? {
            Outcome::Held => return Err(SequencerError::Held),
            Outcome::Idle | Outcome::Signed { .. } => {}
        }
        self.key.promote(next.verifier())?;
        Ok(next.verifier().clone())
    }

    /// Ends the log in the database and opens another with this origin and a key made from thirty-two secret random
    /// octets: for a log that can't go on because its newest entries are lost. All entries that are left wait for
    /// their places in the new log, in their old order. Its first entry says which log ended, and where.
    ///
    /// # Errors
    /// [`SequencerError::SameOrigin`], [`SequencerError::NoLog`], [`SequencerError::Held`], and what the database and
    /// the files say.
    pub async fn restart(&self, origin: &str, seed: &[u8; 32]) -> Result<VerifierKey, SequencerError> {
        let now = self.clock.now();
        let mut write = self.db.write().await?;
        if !self.lease(&mut write, now).await? {
            return Err(SequencerError::Held);
        }
        let old = store::keys(&mut write)
            .await?
            .pop()
            .ok_or(SequencerError::NoLog)?
            .vkey;
        if old.name() == origin {
            return Err(SequencerError::SameOrigin(origin.to_owned()));
        }
        let new = SigningKey::from_seed(origin, Algorithm::Ed25519, seed)
            .map_err(|_| KeyError::Origin(origin.to_owned()))?;
        let ended = store::latest(&mut write)
            .await?
            .ok_or(SequencerError::NoLog)?
            .checkpoint;
        store::unplace(&mut write, ended.size, KEY_KIND).await?;
        let vkey = new.verifier().to_string();
        let said = format!("{} {} {}", ended.origin, ended.size, ended.root.to_base64());
        let entry = key_entry(&vkey, new.verifier(), now)?
            .detail("change", "restart")?
            .detail("ended", &said)?;
        store::append(&mut write, UnitId::COUNTRY, &entry).await?;
        self.key.retire()?;
        self.key.create(origin, seed)?;
        write.commit().await?;
        Ok(new.verifier().clone())
    }

    /// Whether nothing waits and the database is where the last signature left it.
    async fn nothing_to_do(&self) -> Result<bool, SequencerError> {
        let mut read = self.db.read().await?;
        let waits = read
            .one(
                "SELECT 1 FROM log_entry WHERE log_index IS NULL LIMIT 1",
                &[],
                |_| Ok(()),
            )
            .await?
            .is_some();
        let stored = store::latest(&mut read).await?.map(|latest| state_of(&latest));
        let last = self.key.last_signed()?;
        Ok(!waits
            && stored.is_some()
            && last.is_some_and(|last| Some(last.published) == stored && last.pending.is_none()))
    }

    /// Gives the lease back, so that another server need not wait until it expires.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn release(&self) -> DbResult<()> {
        let mut write = self.db.write().await?;
        write
            .execute(
                "UPDATE log_lease SET expires_at = 0 WHERE id = 1 AND holder = $1",
                &params![self.holder.as_str()],
            )
            .await?;
        write.commit().await
    }

    async fn lease(&self, write: &mut Write, now: Timestamp) -> DbResult<bool> {
        let until = now.as_microsecond() + i64::try_from(LEASE.as_micros()).unwrap_or(i64::MAX);
        let taken = write
            .execute(
                "UPDATE log_lease SET holder = $1, expires_at = $2 \
                 WHERE id = 1 AND (holder = $1 OR expires_at < $3)",
                &params![self.holder.as_str(), until, now],
            )
            .await?;
        Ok(taken == 1)
    }

    async fn sign(&self, how: &Signing<'_>) -> Result<Outcome, SequencerError> {
        let now = self.clock.now();
        let mut write = self.db.write().await?;
        if !self.lease(&mut write, now).await? {
            return Ok(Outcome::Held);
        }
        let Some(keys) = self.keys(&mut write, how, now).await? else {
            // The next key already took over; only its file was left behind.
            return Ok(Outcome::Idle);
        };
        let latest = store::latest(&mut write).await?;
        let mut edge = self.edge(&mut write, latest.as_ref()).await?;
        let before = edge.size();
        self.check(&mut write, latest.as_ref()).await?;
        if let Signing::Rotating { next, lost } = how {
            announce(&mut write, next.verifier(), keys.old.as_ref(), *lost, now).await?;
        }
        let entries = integrate(&mut write, &mut edge, matches!(how, Signing::Rotating { .. })).await?;
        let published = latest.as_ref().map(state_of);
        if entries == 0 && published.is_some() {
            // Another server did it, or only the note beside the key was behind.
            drop(write);
            self.record(published, None)?;
            return Ok(Outcome::Idle);
        }
        let checkpoint = Checkpoint::new(keys.origin(), edge.size(), edge.root());
        let note = checkpoint.sign(&keys.signing());
        write
            .execute(
                "INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, $4)",
                &params![
                    signed(edge.size())?,
                    edge.root().0.to_vec(),
                    note.to_string(),
                    now
                ],
            )
            .await?;
        if let Signing::Rotating { next, lost } = how {
            let handover = (!lost).then(|| note.to_string());
            store::add_key(&mut write, next.verifier(), handover, edge.size(), now).await?;
        }
        let state = State {
            size: edge.size(),
            root: edge.root(),
        };
        self.record(published, Some(state))?;
        write.commit().await?;
        self.record(Some(state), None)?;
        Ok(Outcome::Signed {
            entries: edge.size() - before,
            size: edge.size(),
        })
    }

    fn record(&self, published: Option<State>, pending: Option<State>) -> Result<(), KeyError> {
        let published = published.unwrap_or(State {
            size: 0,
            root: tlog::merkle::empty_root(),
        });
        self.key.record(&LastSigned { published, pending })
    }

    /// The keys to sign with. The first key of a log is noted; a key file that a rotation left behind is put in its
    /// place. `None` when the rotation asked for has already happened.
    async fn keys(
        &self,
        write: &mut Write,
        how: &Signing<'_>,
        now: Timestamp,
    ) -> Result<Option<Keys>, SequencerError> {
        let stored = store::keys(write).await?.pop().map(|key| key.vkey);
        if let (Some(wanted), Signing::Rotating { next, lost }) = (&stored, how) {
            if next.verifier() == wanted {
                return Ok(None);
            }
            if *lost {
                return Ok(Some(Keys {
                    old: None,
                    new: Some((*next).clone()),
                }));
            }
        }
        let old = match (self.key.load(), &stored) {
            (Ok(key), Some(wanted)) if key.verifier() == wanted => key,
            (Ok(key), None) => {
                store::add_key(write, key.verifier(), None, 0, now).await?;
                key
            }
            (loaded, Some(wanted)) => match (self.key.promote(wanted)?, loaded) {
                (Some(key), _) => key,
                (None, Ok(key)) => {
                    return Err(SequencerError::OtherKey {
                        found: key.verifier().to_string(),
                        wanted: wanted.to_string(),
                    });
                }
                (None, Err(error)) => return Err(error.into()),
            },
            (Err(error), None) => return Err(error.into()),
        };
        let new = match how {
            Signing::InUse => None,
            Signing::Rotating { next, .. } => Some((*next).clone()),
        };
        Ok(Some(Keys { old: Some(old), new }))
    }

    /// The right edge of the stored tree, when it leads to the newest checkpoint.
    async fn edge(&self, read: &mut Read, latest: Option<&SignedCheckpoint>) -> Result<Edge, SequencerError> {
        let Some(latest) = latest else {
            return Ok(Edge::new());
        };
        let Checkpoint { size, root, .. } = latest.checkpoint;
        let edge = Edge::from_tiles(size, &store::tiles(read, Edge::tiles(size)).await?)?;
        if edge.root() == root {
            Ok(edge)
        } else {
            Err(SequencerError::Tiles(size))
        }
    }

    /// Compares the stored log with what was last signed.
    async fn check(&self, read: &mut Read, latest: Option<&SignedCheckpoint>) -> Result<(), SequencerError> {
        let Some(last) = self.key.last_signed()? else {
            if latest.is_some_and(|latest| latest.checkpoint.size > 0) {
                tracing::warn!(
                    "what was last signed is not recorded beside the log's key; going by the database"
                );
            }
            return Ok(());
        };
        let stored = latest.map(state_of);
        if stored.is_some() && (stored == Some(last.published) || stored == last.pending) {
            return Ok(());
        }
        let (size, published) = (stored.map_or(0, |stored| stored.size), last.published);
        if size < published.size {
            return Err(SequencerError::SetBack {
                signed: published.size,
                stored: size,
            });
        }
        // Signed by another server with the same key: it must continue what this one signed.
        let range = 0..published.size;
        let root = store::tiles(read, TileSet::needed(std::slice::from_ref(&range), size))
            .await?
            .hash(&range, size)?;
        if root == published.root {
            Ok(())
        } else {
            Err(SequencerError::Forked { size: published.size })
        }
    }
}

struct Keys {
    old: Option<SigningKey>,
    new: Option<SigningKey>,
}

impl Keys {
    fn signing(&self) -> Vec<&SigningKey> {
        self.new.iter().chain(&self.old).collect()
    }

    fn origin(&self) -> &str {
        self.signing().first().map_or("", |key| key.verifier().name())
    }
}

fn state_of(latest: &SignedCheckpoint) -> State {
    State {
        size: latest.checkpoint.size,
        root: latest.checkpoint.root,
    }
}

/// Puts the announcement of the next key into the outbox.
async fn announce(
    write: &mut Write,
    next: &VerifierKey,
    old: Option<&SigningKey>,
    lost: bool,
    now: Timestamp,
) -> Result<(), SequencerError> {
    let change = if lost { "lost" } else { "rotation" };
    let mut entry = key_entry(&next.to_string(), next, now)?.detail("change", change)?;
    if let Some(old) = old {
        entry = entry.detail("previous", &old.verifier().id().to_string())?;
    }
    store::append(write, UnitId::COUNTRY, &entry).await?;
    Ok(())
}

fn key_entry(vkey: &str, key: &VerifierKey, now: Timestamp) -> Result<Entry, EntryError> {
    let subject = Subject::new(KEY_KIND, key.id().to_string());
    let content = Commitment::to(vkey.as_bytes());
    Entry::new(LOG_UNIT, Act::KeyAnnounced, subject, content, now)?.detail(KEY_DETAIL, vkey)
}

/// An entry in the outbox.
struct Waiting {
    unit: i64,
    id: EntryId,
    kind: String,
    subject: String,
    act: String,
    at: i64,
    ordered_at: i64,
    body: Vec<u8>,
}

async fn waiting(read: &mut Read) -> DbResult<Vec<Waiting>> {
    read.all(
        "SELECT unit_id, entry_id, kind, subject_id, act, at, ordered_at, body FROM log_entry \
         WHERE log_index IS NULL ORDER BY ordered_at, unit_id, entry_id LIMIT $1",
        &params![BATCH],
        |row| {
            Ok(Waiting {
                unit: row.get(0)?,
                id: EntryId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                kind: row.get(2)?,
                subject: row.get(3)?,
                act: row.get(4)?,
                at: row.get(5)?,
                ordered_at: row.get(6)?,
                body: row.get(7)?,
            })
        },
    )
    .await
}

/// Gives waiting entries their places: one batch, or all of them. Answers how many.
async fn integrate(write: &mut Write, edge: &mut Edge, all: bool) -> Result<u64, SequencerError> {
    let before = edge.size();
    loop {
        let batch = waiting(write).await?;
        let last = batch.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        place(write, edge, batch).await?;
        if last || !all {
            return Ok(edge.size() - before);
        }
    }
}

async fn place(write: &mut Write, edge: &mut Edge, batch: Vec<Waiting>) -> Result<(), SequencerError> {
    let first = edge.size();
    let mut bundles = BTreeMap::new();
    if let Some(path) = TilePath::entries_in_tree(first / 256, first) {
        let octets = store::file(write, &path).await?.ok_or(TileError::Missing(path))?;
        bundles.insert(path.index(), octets);
    }
    let mut tiles: Vec<[Value; 4]> = Vec::new();
    let row = |level: i64, index: u64, width: u16, octets: Vec<u8>| -> DbResult<[Value; 4]> {
        Ok(params![level, signed(index)?, i64::from(width), octets])
    };
    let octets = |hashes: &[Hash]| hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>();
    let mut rows: Vec<[Value; 8]> = Vec::with_capacity(batch.len());
    let mut full: Vec<(TilePath, Vec<u8>)> = Vec::new();
    for entry in batch {
        let leaf = leaf_hash(&entry.body);
        if leaf != entry.id.0 {
            return Err(SequencerError::Changed(entry.id));
        }
        let index = edge.size();
        let bundle = bundles.entry(index / 256).or_default();
        tile::push_entry(bundle, &entry.body).map_err(|_| SequencerError::Unfit(entry.id))?;
        edge.push(leaf, &mut |path, hashes| full.push((path, octets(hashes))));
        rows.push(params![
            entry.unit,
            entry.id,
            entry.kind,
            entry.subject,
            entry.act,
            entry.at,
            entry.ordered_at,
            signed(index)?,
        ]);
    }
    if rows.is_empty() {
        return Ok(());
    }
    for (path, octets) in full {
        tiles.push(row(
            i64::from(path.level().unwrap_or_default()),
            path.index(),
            path.width(),
            octets,
        )?);
    }
    for (path, hashes) in edge.partial() {
        let level = i64::from(path.level().unwrap_or_default());
        tiles.push(row(level, path.index(), path.width(), octets(hashes))?);
    }
    for (index, octets) in bundles {
        // A full bundle from before is not written again.
        if let Some(path) = TilePath::entries_in_tree(index, edge.size()) {
            tiles.push(row(BUNDLES, index, path.width(), octets)?);
        }
    }
    write
        .insert_many(
            "INSERT INTO log_tile (level, idx, width, data)",
            &tiles,
            "ON CONFLICT (level, idx) DO UPDATE SET width = excluded.width, data = excluded.data",
        )
        .await?;
    write
        .insert_many(
            "INSERT INTO log_entry (unit_id, entry_id, kind, subject_id, act, at, ordered_at, log_index)",
            &rows,
            "ON CONFLICT (unit_id, entry_id) DO UPDATE SET log_index = excluded.log_index, body = NULL",
        )
        .await?;
    Ok(())
}
