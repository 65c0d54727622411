//! Checks a log as a stranger does: from its files alone, trusting a key and what was remembered of an earlier check.
//!
//! The whole tree is computed again from the entries. So one pass shows that every entry is included, that every tile
//! is right, and that the log continues the remembered checkpoint and every handover of its key.

mod items;
mod source;
pub mod text;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use tlog::{
    Checkpoint, Hash, Note, VerifierKey,
    checkpoint::cosigned_at,
    merkle::{Edge, HASH_SIZE, leaf_hash},
    note::NoteError,
    tile::{self, TILE_WIDTH, TilePath},
};

pub use items::{AddressItems, Comparison, DatabaseItems, ItemNow, Items, Last, NoItems, Stands};
pub use source::{Address, DatabaseFiles, Files, Folder};

use crate::{
    entry::{Act, Commitment, Entry, Subject},
    sequencer::{KEY_DETAIL, KEY_KIND},
};

/// Why a log could not be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// What should answer does not.
    #[error("{0} can't be reached: {1}")]
    Unreachable(String, String),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] platform::db::DbError),
}

/// Something that does not hold. Written with its word, what it is about, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is no checkpoint.
    CheckpointMissing,
    /// The checkpoint is not one.
    CheckpointDamaged,
    /// No trusted key signed the checkpoint.
    CheckpointUnsigned {
        /// The trusted key.
        key: String,
    },
    /// A signature under the checkpoint is of another text.
    CheckpointForged {
        /// The key whose signature it claims to be.
        key: String,
    },
    /// No key was given, and the log shows none.
    KeyMissing,
    /// A key is not announced where its handover says.
    HandoverBroken {
        /// The key.
        key: String,
    },
    /// The remembered checkpoint is of another log, or not signed by a key of this one.
    OtherLog {
        /// The origin that was remembered.
        remembered: String,
    },
    /// The log has fewer entries than remembered.
    SetBack {
        /// Entries remembered.
        remembered: u64,
        /// Entries now.
        found: u64,
    },
    /// The log's first entries are not those remembered.
    Forked {
        /// How many were remembered.
        size: u64,
    },
    /// A file of the log is not there.
    TileMissing {
        /// Its path.
        path: String,
    },
    /// A hash tile does not hold the hashes of the entries.
    TileChanged {
        /// Its path.
        path: String,
    },
    /// A bundle of entries can't be read.
    BundleDamaged {
        /// Its path.
        path: String,
    },
    /// An entry is not the one that was logged.
    EntryChanged {
        /// Its place.
        index: u64,
    },
    /// The octets of an entry are not an entry.
    EntryUnreadable {
        /// Its place.
        index: u64,
    },
    /// The entries do not lead to the signed root.
    RootDiffers {
        /// How many entries.
        size: u64,
    },
    /// A witness that was asked for did not sign.
    WitnessMissing {
        /// Its name.
        witness: String,
    },
    /// A line claims to be of a witness and is not.
    WitnessForged {
        /// Its name.
        witness: String,
    },
    /// A public item is not as its last entry says: it was changed behind Đình's back.
    ItemChanged {
        /// The item.
        item: String,
        /// Its last entry.
        index: u64,
    },
    /// A posted item is no longer public, and no entry says that it was withdrawn.
    ItemGone {
        /// The item.
        item: String,
        /// Its last entry.
        index: u64,
    },
    /// A withdrawn item is still public.
    ItemStillPublic {
        /// The item.
        item: String,
        /// Its last entry.
        index: u64,
    },
    /// A public item was never logged.
    ItemUnlogged {
        /// The item.
        item: String,
    },
    /// An entry has been waiting for more than a day.
    EntryWaits {
        /// The item it is about.
        item: String,
    },
}

impl Fault {
    /// A stable word for the kind of fault, for programs; `transparency-fault-WORD` is its sentence.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::CheckpointMissing => "checkpoint-missing",
            Self::CheckpointDamaged => "checkpoint-damaged",
            Self::CheckpointUnsigned { .. } => "checkpoint-unsigned",
            Self::CheckpointForged { .. } => "checkpoint-forged",
            Self::KeyMissing => "key-missing",
            Self::HandoverBroken { .. } => "handover-broken",
            Self::OtherLog { .. } => "other-log",
            Self::SetBack { .. } => "set-back",
            Self::Forked { .. } => "forked",
            Self::TileMissing { .. } => "tile-missing",
            Self::TileChanged { .. } => "tile-changed",
            Self::BundleDamaged { .. } => "bundle-damaged",
            Self::EntryChanged { .. } => "entry-changed",
            Self::EntryUnreadable { .. } => "entry-unreadable",
            Self::RootDiffers { .. } => "root-differs",
            Self::WitnessMissing { .. } => "witness-missing",
            Self::WitnessForged { .. } => "witness-forged",
            Self::ItemChanged { .. } => "item-changed",
            Self::ItemGone { .. } => "item-gone",
            Self::ItemStillPublic { .. } => "item-still-public",
            Self::ItemUnlogged { .. } => "item-unlogged",
            Self::EntryWaits { .. } => "entry-waits",
        }
    }

    /// What it is about: a path, a place in the log, an item, a number of entries. Empty where the word says all.
    #[must_use]
    pub fn about(&self) -> String {
        match self {
            Self::CheckpointMissing | Self::CheckpointDamaged | Self::KeyMissing => String::new(),
            Self::CheckpointUnsigned { key }
            | Self::CheckpointForged { key }
            | Self::HandoverBroken { key } => key.clone(),
            Self::OtherLog { remembered } => remembered.clone(),
            Self::SetBack { remembered, found } => format!("{found} < {remembered}"),
            Self::Forked { size } | Self::RootDiffers { size } => size.to_string(),
            Self::TileMissing { path } | Self::TileChanged { path } | Self::BundleDamaged { path } => {
                path.clone()
            }
            Self::EntryChanged { index } | Self::EntryUnreadable { index } => index.to_string(),
            Self::WitnessMissing { witness } | Self::WitnessForged { witness } => witness.clone(),
            Self::ItemChanged { item, index }
            | Self::ItemGone { item, index }
            | Self::ItemStillPublic { item, index } => format!("{item} ({index})"),
            Self::ItemUnlogged { item } | Self::EntryWaits { item } => item.clone(),
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub fn text_key(&self) -> String {
        format!("transparency-fault-{}", self.word())
    }
}

/// Where the trusted key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeySource {
    /// Whoever checks gave it.
    Given,
    /// It was remembered from an earlier check.
    Remembered,
    /// The log itself shows it: a first acquaintance, which proves nothing about who keeps the log.
    Shown,
}

/// What whoever checks brings along.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// The key of the log, when it is known from elsewhere.
    pub key: Option<VerifierKey>,
    /// What was remembered of an earlier check.
    pub remembered: Option<Remembered>,
    /// Witnesses that must have signed.
    pub witnesses: Vec<VerifierKey>,
}

/// What is remembered of a check, for the next one: the trusted key, and the checkpoint. Written as the key, an empty
/// line, and the signed checkpoint. A checkpoint alone, as `curl …/log/checkpoint` keeps it, is read too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The key that was trusted.
    pub key: Option<VerifierKey>,
    /// The checkpoint that was found good.
    pub note: Note,
    checkpoint: Checkpoint,
}

impl Remembered {
    /// Reads what was remembered; `None` when the text is neither form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let with_key = text
            .split_once("\n\n")
            .and_then(|(key, note)| Some((key.parse().ok()?, note)));
        let (key, note) = match with_key {
            Some((key, note)) => (Some(key), note),
            None => (None, text),
        };
        let note: Note = note.parse().ok()?;
        let checkpoint = note.text.parse().ok()?;
        Some(Self {
            key,
            note,
            checkpoint,
        })
    }

    /// The text that [`Remembered::parse`] reads.
    #[must_use]
    pub fn to_text(&self) -> String {
        match &self.key {
            Some(key) => format!("{key}\n\n{}", self.note),
            None => self.note.to_string(),
        }
    }
}

/// What a check found.
#[derive(Debug, Clone)]
pub struct Report {
    /// The checkpoint, when there is one.
    pub checkpoint: Option<Checkpoint>,
    /// The key that signed it, and where trust in it comes from.
    pub key: Option<(VerifierKey, KeySource)>,
    /// Entries of the remembered checkpoint that this one continues.
    pub continues: Option<u64>,
    /// Witnesses asked for that signed, and when.
    pub witnesses: Vec<(String, Timestamp)>,
    /// Lines under the checkpoint by others than the log.
    pub other_signatures: usize,
    /// Items compared with their last entries; `None` when only files were at hand.
    pub items: Option<u64>,
    /// Kinds of items that nobody could compare.
    pub unknown_kinds: BTreeSet<String>,
    /// What does not hold.
    pub faults: Vec<Fault>,
    /// What to remember, when everything holds.
    pub remember: Option<Remembered>,
}

/// Faults beyond so many are not listed one by one: the log is broken, and the list would not end.
const MOST_FAULTS: usize = 1_000;

/// Checks a log.
///
/// # Errors
/// [`VerifyError`] when it can't be checked; what does not hold is in the report.
pub fn verify(
    files: &dyn Files,
    items: &mut dyn Items,
    trust: &Trust,
    now: Timestamp,
) -> Result<Report, VerifyError> {
    let mut report = Report {
        checkpoint: None,
        key: None,
        continues: None,
        witnesses: Vec::new(),
        other_signatures: 0,
        items: None,
        unknown_kinds: BTreeSet::new(),
        faults: Vec::new(),
        remember: None,
    };
    let Some(octets) = files.get("checkpoint")? else {
        report.faults.push(Fault::CheckpointMissing);
        return Ok(report);
    };
    let note = String::from_utf8(octets)
        .ok()
        .and_then(|text| text.parse::<Note>().ok());
    let Some((note, checkpoint)) = note.and_then(|note| {
        let checkpoint = note.text.parse::<Checkpoint>().ok()?;
        Some((note, checkpoint))
    }) else {
        report.faults.push(Fault::CheckpointDamaged);
        return Ok(report);
    };
    let shown = shown_keys(files)?;
    let handovers = signed_by(files, &mut report, trust, &shown, &note)?;
    witnessed(&mut report, trust, &note);
    let remembered = remembered(&mut report, trust, &shown, &checkpoint);
    let sizes = handovers.iter().map(|handover| handover.checkpoint.size);
    let sizes = sizes
        .chain(remembered.as_ref().map(|remembered| remembered.size))
        .collect();
    let mut sweep = Sweep::new(checkpoint.size, sizes);
    if sweep.run(files, &mut report.faults)? {
        let roots = sweep.finish(files, &checkpoint, &mut report.faults)?;
        for handover in &handovers {
            let Checkpoint { size, root, .. } = handover.checkpoint;
            let announced = sweep
                .announced
                .iter()
                .any(|(index, key)| *index < size && *key == handover.key.to_string());
            if !announced || roots.get(&size) != Some(&root) {
                let key = handover.key.to_string();
                report.faults.push(Fault::HandoverBroken { key });
            }
        }
        if let Some(remembered) = remembered {
            if roots.get(&remembered.size) == Some(&remembered.root) {
                report.continues = Some(remembered.size);
            } else {
                report.faults.push(Fault::Forked {
                    size: remembered.size,
                });
            }
        }
        if let Some(comparison) = items.compare(&sweep.last, now)? {
            report.items = Some(comparison.compared);
            report.unknown_kinds = comparison.unknown_kinds;
            report.faults.extend(comparison.faults);
        }
    }
    report.faults.truncate(MOST_FAULTS);
    if report.faults.is_empty() {
        report.remember = Some(Remembered {
            key: report.key.as_ref().map(|(key, _)| key.clone()),
            note,
            checkpoint: checkpoint.clone(),
        });
    }
    report.checkpoint = Some(checkpoint);
    Ok(report)
}

fn shown_keys(files: &dyn Files) -> Result<Vec<VerifierKey>, VerifyError> {
    let text = files
        .get("key")?
        .and_then(|octets| String::from_utf8(octets).ok());
    Ok(text
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.parse().ok())
        .collect())
}

/// A checkpoint under which a key announced the next one.
struct Handover {
    checkpoint: Checkpoint,
    key: VerifierKey,
}

/// Follows the handovers from the trusted key to the one that signed the checkpoint.
fn signed_by(
    files: &dyn Files,
    report: &mut Report,
    trust: &Trust,
    shown: &[VerifierKey],
    note: &Note,
) -> Result<Vec<Handover>, VerifyError> {
    let remembered = trust
        .remembered
        .as_ref()
        .and_then(|remembered| remembered.key.as_ref());
    let trusted = match (&trust.key, remembered, shown.first()) {
        (Some(key), _, _) => (key, KeySource::Given),
        (None, Some(key), _) => (key, KeySource::Remembered),
        (None, None, Some(key)) => (key, KeySource::Shown),
        (None, None, None) => {
            report.faults.push(Fault::KeyMissing);
            return Ok(Vec::new());
        }
    };
    let mut key = trusted.0.clone();
    let mut handovers: Vec<Handover> = Vec::new();
    loop {
        match Checkpoint::verified(note, &key) {
            Ok(_) => break,
            Err(NoteError::Unsigned) => {}
            Err(_) => {
                let key = key.to_string();
                report.faults.push(Fault::CheckpointForged { key });
                return Ok(handovers);
            }
        }
        let Some(handover) = next_key(files, shown, &key, &handovers)? else {
            let key = trusted.0.to_string();
            report.faults.push(Fault::CheckpointUnsigned { key });
            return Ok(handovers);
        };
        key = handover.key.clone();
        handovers.push(handover);
    }
    report.key = Some((key, trusted.1));
    Ok(handovers)
}

/// A key that the log shows and that `key` announced.
fn next_key(
    files: &dyn Files,
    shown: &[VerifierKey],
    key: &VerifierKey,
    before: &[Handover],
) -> Result<Option<Handover>, VerifyError> {
    for next in shown {
        if next == key || before.iter().any(|handover| handover.key == *next) {
            continue;
        }
        let octets = files.get(&format!("handover/{}", next.id()))?;
        let note = octets
            .and_then(|octets| String::from_utf8(octets).ok())
            .and_then(|text| text.parse::<Note>().ok());
        if let Some(checkpoint) = note.and_then(|note| Checkpoint::verified(&note, key).ok()) {
            return Ok(Some(Handover {
                checkpoint,
                key: next.clone(),
            }));
        }
    }
    Ok(None)
}

fn witnessed(report: &mut Report, trust: &Trust, note: &Note) {
    let logs = report.key.as_ref().map(|(key, _)| key.name());
    report.other_signatures = note
        .signatures
        .iter()
        .filter(|line| Some(line.name.as_str()) != logs)
        .count();
    for witness in &trust.witnesses {
        let name = witness.name().to_owned();
        match cosigned_at(note, witness) {
            Ok(time) => {
                let time = i64::try_from(time)
                    .ok()
                    .and_then(|time| Timestamp::from_second(time).ok());
                report.witnesses.push((name, time.unwrap_or(Timestamp::MAX)));
            }
            Err(NoteError::Unsigned) => report.faults.push(Fault::WitnessMissing { witness: name }),
            Err(_) => report.faults.push(Fault::WitnessForged { witness: name }),
        }
    }
}

/// The remembered checkpoint, when the log can be compared with it.
fn remembered(
    report: &mut Report,
    trust: &Trust,
    shown: &[VerifierKey],
    checkpoint: &Checkpoint,
) -> Option<Checkpoint> {
    let remembered = trust.remembered.as_ref()?;
    let keys = remembered
        .key
        .iter()
        .chain(&trust.key)
        .chain(report.key.as_ref().map(|(key, _)| key))
        .chain(shown);
    let signed = keys
        .into_iter()
        .any(|key| Checkpoint::verified(&remembered.note, key).is_ok());
    let before = &remembered.checkpoint;
    if !signed || before.origin != checkpoint.origin {
        report.faults.push(Fault::OtherLog {
            remembered: before.origin.clone(),
        });
        return None;
    }
    if before.size > checkpoint.size {
        report.faults.push(Fault::SetBack {
            remembered: before.size,
            found: checkpoint.size,
        });
        return None;
    }
    Some(before.clone())
}

/// Two trees grown side by side: one from the entries, one from the hash tiles of level 0. Where they differ, the one
/// that leads to the signed root tells which file was changed.
struct Sweep {
    size: u64,
    sizes: BTreeSet<u64>,
    by_entries: Tree,
    by_tiles: Tree,
    differing: Vec<u64>,
    announced: Vec<(u64, String)>,
    last: BTreeMap<(Subject, String), Last>,
}

#[derive(Default)]
struct Tree {
    edge: Edge,
    /// Full tiles above level 0.
    tiles: BTreeMap<TilePath, Vec<u8>>,
    roots: BTreeMap<u64, Hash>,
}

impl Tree {
    fn push(&mut self, leaf: Hash) {
        let tiles = &mut self.tiles;
        self.edge.push(leaf, &mut |path, hashes| {
            if path.level() != Some(0) {
                tiles.insert(path, octets(hashes));
            }
        });
    }

    fn note_root(&mut self, sizes: &BTreeSet<u64>) {
        if sizes.contains(&self.edge.size()) {
            self.roots.insert(self.edge.size(), self.edge.root());
        }
    }
}

fn octets(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

impl Sweep {
    fn new(size: u64, sizes: BTreeSet<u64>) -> Self {
        let mut sweep = Self {
            size,
            sizes,
            by_entries: Tree::default(),
            by_tiles: Tree::default(),
            differing: Vec::new(),
            announced: Vec::new(),
            last: BTreeMap::new(),
        };
        sweep.by_entries.note_root(&sweep.sizes);
        sweep.by_tiles.note_root(&sweep.sizes);
        sweep
    }

    /// Reads all entries and the hash tiles of level 0; `false` when the log ends before its checkpoint does, so that
    /// the rest can't be known.
    fn run(&mut self, files: &dyn Files, faults: &mut Vec<Fault>) -> Result<bool, VerifyError> {
        for index in 0..self.size.div_ceil(u64::from(TILE_WIDTH)) {
            let (Some(bundle_path), Some(tile_path)) = (
                TilePath::entries_in_tree(index, self.size),
                TilePath::in_tree(0, index, self.size),
            ) else {
                break;
            };
            let width = usize::from(tile_path.width());
            let bundle = read(files, &bundle_path, faults)?;
            let tile = read(files, &tile_path, faults)?;
            let entries = bundle.as_ref().and_then(|octets| {
                let entries = tile::entries(octets)
                    .ok()
                    .filter(|entries| entries.len() == width);
                if entries.is_none() {
                    let path = bundle_path.to_string();
                    faults.push(Fault::BundleDamaged { path });
                }
                entries
            });
            let hashes: Option<Vec<Hash>> = tile.as_ref().and_then(|octets| {
                let fits = octets.len() == width * HASH_SIZE;
                if !fits {
                    let path = tile_path.to_string();
                    faults.push(Fault::TileChanged { path });
                }
                fits.then(|| {
                    octets
                        .chunks_exact(HASH_SIZE)
                        .filter_map(Hash::from_slice)
                        .collect()
                })
            });
            let first = index * u64::from(TILE_WIDTH);
            let leaves: Option<Vec<Hash>> = entries.as_ref().map(|entries| {
                for (index, entry) in (first..).zip(entries) {
                    self.read_entry(index, entry, faults);
                }
                entries.iter().map(|entry| leaf_hash(entry)).collect()
            });
            let (by_entries, by_tiles) = match (&leaves, &hashes) {
                (Some(leaves), Some(hashes)) => (leaves, hashes),
                (Some(leaves), None) => (leaves, leaves),
                (None, Some(hashes)) => (hashes, hashes),
                (None, None) => return Ok(false),
            };
            for (index, (leaf, hash)) in (first..).zip(by_entries.iter().zip(by_tiles)) {
                if leaf != hash && self.differing.len() < MOST_FAULTS {
                    self.differing.push(index);
                }
                self.by_entries.push(*leaf);
                self.by_entries.note_root(&self.sizes);
                self.by_tiles.push(*hash);
                self.by_tiles.note_root(&self.sizes);
            }
        }
        Ok(true)
    }

    fn read_entry(&mut self, index: u64, octets: &[u8], faults: &mut Vec<Fault>) {
        let Ok(entry) = Entry::parse(octets) else {
            if faults.len() < MOST_FAULTS {
                faults.push(Fault::EntryUnreadable { index });
            }
            return;
        };
        if entry.subject().kind == KEY_KIND {
            if let Some(vkey) = entry.details().get(KEY_DETAIL)
                && entry.act() == Act::KeyAnnounced.word()
                && entry.content() == Commitment::to(vkey.as_bytes())
            {
                self.announced.push((index, vkey.clone()));
            }
            return;
        }
        let key = (entry.subject().clone(), entry.unit().to_owned());
        let last = Last {
            index,
            act: Act::from_word(entry.act()),
            content: entry.content(),
        };
        self.last.insert(key, last);
    }

    /// Compares what was computed with the signed root and with the tiles above; answers the roots that were asked
    /// for.
    fn finish(
        &mut self,
        files: &dyn Files,
        checkpoint: &Checkpoint,
        faults: &mut Vec<Fault>,
    ) -> Result<BTreeMap<u64, Hash>, VerifyError> {
        let entries_hold = self.by_entries.edge.root() == checkpoint.root;
        let tiles_hold = self.by_tiles.edge.root() == checkpoint.root;
        let good = if entries_hold || !tiles_hold {
            &self.by_entries
        } else {
            &self.by_tiles
        };
        if entries_hold {
            let tiles: BTreeSet<u64> = self
                .differing
                .iter()
                .map(|index| index / u64::from(TILE_WIDTH))
                .collect();
            faults.extend(tiles.into_iter().filter_map(|index| {
                let path = TilePath::in_tree(0, index, self.size)?.to_string();
                Some(Fault::TileChanged { path })
            }));
        } else {
            faults.extend(
                self.differing
                    .iter()
                    .map(|index| Fault::EntryChanged { index: *index }),
            );
        }
        if !entries_hold && !tiles_hold {
            faults.push(Fault::RootDiffers {
                size: checkpoint.size,
            });
        }
        let partial = good
            .edge
            .partial()
            .filter(|(path, _)| path.level() != Some(0))
            .map(|(path, hashes)| (path, octets(hashes)));
        for (path, computed) in good.tiles.clone().into_iter().chain(partial) {
            if read(files, &path, faults)?.is_some_and(|found| found != computed) {
                let path = path.to_string();
                faults.push(Fault::TileChanged { path });
            }
        }
        Ok(good.roots.clone())
    }
}

/// A file of the log; the full tile where a partial one is gone.
fn read(files: &dyn Files, path: &TilePath, faults: &mut Vec<Fault>) -> Result<Option<Vec<u8>>, VerifyError> {
    if let Some(octets) = files.get(&path.to_string())? {
        return Ok(Some(octets));
    }
    if !path.is_full()
        && let Some(mut octets) = files.get(&path.full().to_string())?
    {
        octets.truncate(match path.level() {
            Some(_) => usize::from(path.width()) * HASH_SIZE,
            None => tile::length_of(&octets, path.width()),
        });
        return Ok(Some(octets));
    }
    let path = path.to_string();
    faults.push(Fault::TileMissing { path });
    Ok(None)
}
