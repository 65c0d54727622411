//! Compares public items with their last entries in the log.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use platform::db::Database;
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;

use super::{Address, Fault, VerifyError};
use crate::{
    entry::{Act, Commitment, Entry, Subject},
    store,
    subjects::Subjects,
};

/// An entry that waits longer than this is a fault: the log is not being written.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(24);
/// Items asked for at once.
const PAGE: u32 = 500;

/// What the log last says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// The place of the entry.
    pub index: u64,
    /// What was done; `None` for an act that this version of Đình does not know.
    pub act: Option<Act>,
    /// The commitment to the item's octets.
    pub content: Commitment,
}

/// An item as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stands {
    /// The commitment to its public octets; `None` when it is not public.
    pub content: Option<Commitment>,
    /// Entries about it that are not in the log yet, oldest first.
    pub waiting: Vec<Entry>,
}

/// What comparing found.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// How many items.
    pub compared: u64,
    /// Kinds of items that nobody could compare.
    pub unknown_kinds: BTreeSet<String>,
    /// What does not hold.
    pub faults: Vec<Fault>,
}

/// Last entries by item and code of its unit.
type LastEntries = BTreeMap<(Subject, String), Last>;

/// Where public items are found.
pub trait Items {
    /// Compares all items with their last entries; `None` when items are not to be had here.
    ///
    /// # Errors
    /// [`VerifyError::Unreachable`], [`VerifyError::Database`]
    fn compare(&mut self, last: &LastEntries, now: Timestamp) -> Result<Option<Comparison>, VerifyError>;
}

/// A folder of files has no items.
#[derive(Debug, Clone, Copy)]
pub struct NoItems;

impl Items for NoItems {
    fn compare(&mut self, _: &LastEntries, _: Timestamp) -> Result<Option<Comparison>, VerifyError> {
        Ok(None)
    }
}

fn name(subject: &Subject, unit: &str) -> String {
    format!("{}/{unit}/{}", subject.kind, subject.id)
}

/// What is wrong between an item and what the log last says of it.
fn fault(item: String, last: Option<&Last>, stands: &Stands, now: Timestamp) -> Option<Fault> {
    let (index, act, content) = match stands.waiting.last() {
        Some(entry) if now.duration_since(entry.at()) > LONGEST_WAIT => {
            return Some(Fault::EntryWaits { item });
        }
        Some(entry) => (
            last.map_or(0, |last| last.index),
            Act::from_word(entry.act()),
            entry.content(),
        ),
        None => match last {
            Some(last) => (last.index, last.act, last.content),
            None => return stands.content.map(|_| Fault::ItemUnlogged { item }),
        },
    };
    match (act.and_then(Act::leaves_public), stands.content) {
        (Some(true), None) => Some(Fault::ItemGone { item, index }),
        (Some(false), Some(_)) => Some(Fault::ItemStillPublic { item, index }),
        (_, Some(found)) if found != content => Some(Fault::ItemChanged { item, index }),
        _ => None,
    }
}

/// The items in the database, compared in both directions.
#[derive(Debug, Clone)]
pub struct DatabaseItems {
    /// The database.
    pub db: Database,
    /// The runtime that talks to it.
    pub runtime: Handle,
    /// The kinds of items.
    pub subjects: Vec<Arc<dyn Subjects>>,
}

impl Items for DatabaseItems {
    fn compare(&mut self, last: &LastEntries, now: Timestamp) -> Result<Option<Comparison>, VerifyError> {
        let runtime = self.runtime.clone();
        let stands = runtime.block_on(self.stands())?;
        let known: BTreeSet<&str> = self.subjects.iter().map(|subjects| subjects.kind()).collect();
        let mut comparison = Comparison::default();
        let keys: BTreeSet<&(Subject, String)> = last.keys().chain(stands.keys()).collect();
        let none = Stands::default();
        for key in keys {
            let (subject, unit) = key;
            if !known.contains(subject.kind.as_str()) {
                comparison.unknown_kinds.insert(subject.kind.clone());
                continue;
            }
            comparison.compared += 1;
            let found = fault(
                name(subject, unit),
                last.get(key),
                stands.get(key).unwrap_or(&none),
                now,
            );
            comparison.faults.extend(found);
        }
        Ok(Some(comparison))
    }
}

impl DatabaseItems {
    /// All public items, and all waiting entries.
    async fn stands(&self) -> Result<BTreeMap<(Subject, String), Stands>, VerifyError> {
        let mut read = self.db.read().await?;
        let mut all: BTreeMap<(Subject, String), Stands> = BTreeMap::new();
        for subjects in &self.subjects {
            let mut after = None;
            loop {
                let page = subjects.items(&mut read, after, PAGE).await?;
                let more = page.len() >= usize::try_from(PAGE).unwrap_or(usize::MAX);
                after = page.last().map(|item| (item.unit, item.id.clone()));
                for item in page {
                    let key = (Subject::new(subjects.kind(), item.id), item.unit_code);
                    all.entry(key).or_default().content = Some(Commitment::to(&item.octets));
                }
                if !more {
                    break;
                }
            }
        }
        for entry in store::all_waiting(&mut read).await? {
            if entry.subject().kind != crate::sequencer::KEY_KIND {
                let key = (entry.subject().clone(), entry.unit().to_owned());
                all.entry(key).or_default().waiting.push(entry);
            }
        }
        Ok(all)
    }
}

/// What a server answers about the item of an entry.
#[derive(Debug, Clone, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ItemNow {
    /// Whether the server holds items of this kind.
    pub known: bool,
    /// The item's public octets in base 64; absent when it is not public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub octets: Option<String>,
    /// Entries about the item that are not in the log yet, oldest first.
    #[serde(default)]
    pub waiting: Vec<String>,
}

/// The items that a server shows, asked for one by one. What was never logged is not asked for.
#[derive(Debug, Clone)]
pub struct AddressItems(pub Address);

impl Items for AddressItems {
    fn compare(&mut self, last: &LastEntries, now: Timestamp) -> Result<Option<Comparison>, VerifyError> {
        let mut comparison = Comparison::default();
        for ((subject, unit), last) in last {
            if comparison.unknown_kinds.contains(&subject.kind) {
                continue;
            }
            let answer = self.0.ask(&format!("/api/v1/log/entries/{}/item", last.index))?;
            let item: Option<ItemNow> = answer.and_then(|octets| serde_json::from_slice(&octets).ok());
            let Some(item) = item.filter(|item| item.known) else {
                comparison.unknown_kinds.insert(subject.kind.clone());
                continue;
            };
            let stands = Stands {
                content: item
                    .octets
                    .and_then(|octets| tlog::from_base64(&octets))
                    .map(|octets| Commitment::to(&octets)),
                waiting: item
                    .waiting
                    .iter()
                    .filter_map(|entry| Entry::parse(entry.as_bytes()).ok())
                    .filter(|entry| entry.subject() == subject && entry.unit() == unit)
                    .collect(),
            };
            comparison.compared += 1;
            comparison
                .faults
                .extend(fault(name(subject, unit), Some(last), &stands, now));
        }
        Ok(Some(comparison))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-25T02:00:00Z";

    fn word(act: Act, logged: &str, now: Option<&str>) -> Option<&'static str> {
        let last = Last {
            index: 7,
            act: Some(act),
            content: Commitment::to(logged.as_bytes()),
        };
        let stands = Stands {
            content: now.map(|now| Commitment::to(now.as_bytes())),
            waiting: Vec::new(),
        };
        fault("x".to_owned(), Some(&last), &stands, NOW.parse().unwrap()).map(|fault| fault.word())
    }

    #[test]
    fn an_item_is_as_its_last_entry_says() {
        for act in [Act::Posted, Act::Corrected] {
            assert_eq!(word(act, "a", Some("a")), None);
            assert_eq!(word(act, "a", Some("b")), Some("item-changed"));
            assert_eq!(word(act, "a", None), Some("item-gone"));
        }
        assert_eq!(word(Act::Withdrawn, "a", None), None);
        assert_eq!(word(Act::Withdrawn, "a", Some("a")), Some("item-still-public"));
        assert_eq!(word(Act::Archived, "a", None), None);
        assert_eq!(word(Act::Archived, "a", Some("a")), None);
        assert_eq!(word(Act::Archived, "a", Some("b")), Some("item-changed"));
    }

    #[test]
    fn an_entry_on_its_way_counts_for_a_day() {
        let entry = |at: &str| {
            let content = Commitment::to(b"b");
            Entry::new(
                "1",
                Act::Corrected,
                Subject::new("x", "1"),
                content,
                at.parse().unwrap(),
            )
            .unwrap()
        };
        let last = Last {
            index: 7,
            act: Some(Act::Posted),
            content: Commitment::to(b"a"),
        };
        let found = |at: &str, now: &str| {
            let stands = Stands {
                content: Some(Commitment::to(now.as_bytes())),
                waiting: vec![entry(at)],
            };
            fault("x".to_owned(), Some(&last), &stands, NOW.parse().unwrap()).map(|fault| fault.word())
        };
        assert_eq!(found("2026-11-25T01:59:00Z", "b"), None);
        assert_eq!(found("2026-11-25T01:59:00Z", "a"), Some("item-changed"));
        assert_eq!(found("2026-11-23T01:59:00Z", "b"), Some("entry-waits"));
        let unlogged = Stands {
            content: Some(Commitment::to(b"a")),
            waiting: Vec::new(),
        };
        let fault = fault("x".to_owned(), None, &unlogged, NOW.parse().unwrap()).unwrap();
        assert_eq!(fault.word(), "item-unlogged");
    }
}
