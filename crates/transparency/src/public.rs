//! The log before its readers: what pages, open data and files are made from.

use std::sync::Arc;

use jiff::Timestamp;
use platform::{
    clock::Clock,
    db::{Database, DbResult, Read},
    page::Site,
};
use tlog::VerifierKey;
use units::{LiveUnits, UnitId};

use crate::{
    entry::{Commitment, Entry, EntryId},
    store::{self, Inclusion, Logged, SignedCheckpoint},
    subjects::Subjects,
};

/// The log of an installation, to be read.
#[derive(Debug, Clone)]
pub struct PublicLog {
    /// Where it is kept.
    pub db: Database,
    /// What units are called.
    pub units: LiveUnits,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// The kinds of items it speaks about.
    pub subjects: Vec<Arc<dyn Subjects>>,
    /// Whose cosignatures are taken.
    pub witnesses: Vec<VerifierKey>,
    /// The address people reach the server under, for commands to copy; no slash at the end.
    pub address: Option<String>,
}

/// A witness and the newest checkpoint it signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Witness {
    pub key: VerifierKey,
    /// Entries of the checkpoint, and when it was signed.
    pub signed: Option<(u64, Timestamp)>,
}

/// The state of the log.
#[derive(Debug, Clone)]
pub(crate) struct Now {
    pub latest: Option<SignedCheckpoint>,
    pub keys: Vec<VerifierKey>,
    pub waiting: Option<Backlog>,
    pub witnesses: Vec<Witness>,
}

impl Now {
    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.latest.as_ref().map_or(0, |latest| latest.checkpoint.size)
    }
}

/// Entries that wait for their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Backlog {
    pub entries: i64,
    pub since: Timestamp,
}

/// An entry with all that is known about it.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub inclusion: Inclusion,
    pub entry: Entry,
    pub unit: UnitId,
    /// All acts on the same item, oldest first.
    pub history: Vec<Logged>,
    /// Whether the item's octets are to be had, and what they are now.
    pub item: Option<Item>,
}

/// An item as it is now.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub page: String,
    pub octets: Option<Vec<u8>>,
}

impl Found {
    /// Whether no later entry speaks about the item.
    pub fn is_last(&self) -> bool {
        self.history
            .last()
            .is_none_or(|last| last.entry == self.inclusion.entry_id())
    }

    /// Whether the item's octets now are those of this entry; `None` when it is not public or not held here.
    pub fn matches(&self) -> Option<bool> {
        let octets = self.item.as_ref()?.octets.as_ref()?;
        Some(Commitment::to(octets) == self.entry.content())
    }
}

impl PublicLog {
    /// The kind of items with this name.
    pub(crate) fn subjects_of(&self, kind: &str) -> Option<&Arc<dyn Subjects>> {
        self.subjects.iter().find(|subjects| subjects.kind() == kind)
    }

    pub(crate) async fn now(&self, read: &mut Read) -> DbResult<Now> {
        let mut witnesses = Vec::new();
        for key in &self.witnesses {
            witnesses.push(Witness {
                signed: store::last_cosigned(read, key).await?,
                key: key.clone(),
            });
        }
        Ok(Now {
            latest: store::latest(read).await?,
            keys: store::keys(read)
                .await?
                .into_iter()
                .rev()
                .map(|key| key.vkey)
                .collect(),
            waiting: store::backlog(read)
                .await?
                .map(|(entries, since)| Backlog { entries, since }),
            witnesses,
        })
    }

    /// The entry at a place; `None` when the log is not that long.
    pub(crate) async fn entry(&self, read: &mut Read, index: u64) -> DbResult<Option<Found>> {
        let Some(inclusion) = store::inclusion(read, index).await? else {
            return Ok(None);
        };
        let entry = Entry::parse(&inclusion.octets)
            .map_err(|_| platform::db::DbError::Damaged(format!("entry {index} of the log is none")))?;
        let unit = store::owner(read, entry.id())
            .await?
            .ok_or_else(|| platform::db::DbError::Damaged(format!("nobody knows whose entry {index} is")))?;
        let history = store::history(read, unit, entry.subject()).await?;
        let open = self
            .subjects_of(&entry.subject().kind)
            .filter(|subjects| !subjects.is_sealed());
        let item = match open {
            None => None,
            Some(subjects) => Some(Item {
                page: subjects.page(entry.unit(), &entry.subject().id),
                octets: subjects.octets(read, unit, &entry.subject().id).await?,
            }),
        };
        Ok(Some(Found {
            inclusion,
            entry,
            unit,
            history,
            item,
        }))
    }

    /// Up to `count` entries before a place, newest first, in a log of `size` entries.
    pub(crate) async fn before(
        &self,
        read: &mut Read,
        before: u64,
        count: u64,
        size: u64,
    ) -> DbResult<Vec<(u64, Entry)>> {
        let end = before.min(size);
        let first = end.saturating_sub(count);
        let octets = store::entries(read, first, end - first, size).await?;
        let mut entries = Vec::new();
        for (index, octets) in (first..).zip(octets) {
            let entry = Entry::parse(&octets)
                .map_err(|_| platform::db::DbError::Damaged(format!("entry {index} of the log is none")))?;
            entries.push((index, entry));
        }
        entries.reverse();
        Ok(entries)
    }
}

/// What the handlers hold.
#[derive(Debug, Clone)]
pub(crate) struct Served {
    pub site: Arc<Site>,
    pub log: Arc<PublicLog>,
}

impl axum::extract::FromRef<Served> for Arc<Site> {
    fn from_ref(served: &Served) -> Self {
        Arc::clone(&served.site)
    }
}

impl Inclusion {
    /// The entry's name.
    #[must_use]
    pub fn entry_id(&self) -> EntryId {
        EntryId(tlog::merkle::leaf_hash(&self.octets))
    }
}

/// The place that a text names, from 0; written as numbers are, without leading zeros.
pub(crate) fn place(text: &str) -> Option<u64> {
    text.parse::<u64>()
        .ok()
        .filter(|place| place.to_string() == text && i64::try_from(*place).is_ok())
}
