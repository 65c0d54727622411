//! What an entry of the log says, and the octets it is logged as.
//!
//! # The octets of an entry, version 1
//!
//! One JSON object in UTF-8, without white space, with these members in this order:
//!
//! ```json
//! {"v":1,"unit":"30352","act":"posted","kind":"notice","id":"0199","content":"9f86d0…","at":"2026-11-25T02:41:24.5Z","details":{"title":"Kế hoạch thu chi"}}
//! ```
//!
//! | Member | What it is |
//! | --- | --- |
//! | `v` | the number 1 |
//! | `unit` | the code of the unit as it was on the day of `at`: 1 to 20 ASCII letters, digits, `-` |
//! | `act` | what was done: a word of [`Act`] |
//! | `kind`, `id` | whom it was done to: a kind of public item and its public identifier, see [`Subject`] |
//! | `content` | SHA-256 of the item's public octets after the act, in lower-case hexadecimal; see [`Commitment`] |
//! | `at` | when, in UTC, to the microsecond; a fraction without trailing zeros |
//! | `details` | public facts about the act, sorted by name; left out when there are none |
//!
//! Strings are in NFC without control characters; only `"` and `\` are escaped. So one entry has one spelling, and
//! [`Entry::parse`] refuses every other. A later version of the format gets another `v`; entries already logged keep
//! theirs.
//!
//! An entry stays for ever and everybody reads it, so it holds no personal data: where an item's octets could be
//! guessed from a short list (a name, a yes or no), its commitment is salted.

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use tlog::{Hash, merkle::leaf_hash};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The version of the format that is written.
const VERSION: u8 = 1;
/// The most characters of a detail.
pub const MAX_DETAIL: usize = 1_000;
/// The most details of an entry.
const MAX_DETAILS: usize = 20;
/// The most characters of a name: of a kind, of a detail.
const MAX_NAME: usize = 40;
/// The most characters of an identifier.
const MAX_ID: usize = 100;

/// What is done to a public item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Đăng: the item became public.
    Posted,
    /// Đính chính: the item's public content was replaced.
    Corrected,
    /// Rút, gỡ trước hạn: the item was taken from the public; the reason is a detail.
    Withdrawn,
    /// Hết hạn, lưu trữ: the item's time of posting ended. It may still be shown, unchanged.
    Archived,
    /// Niêm yết tại điểm: somebody recorded that the item hangs at a place.
    Displayed,
    /// Gỡ tại điểm: somebody recorded that the item no longer hangs at a place.
    Removed,
    /// Công bố khóa: the log's next key was announced.
    KeyAnnounced,
}

impl Act {
    /// All acts.
    pub const ALL: [Self; 7] = [
        Self::Posted,
        Self::Corrected,
        Self::Withdrawn,
        Self::Archived,
        Self::Displayed,
        Self::Removed,
        Self::KeyAnnounced,
    ];

    /// The word in the entry.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Corrected => "corrected",
            Self::Withdrawn => "withdrawn",
            Self::Archived => "archived",
            Self::Displayed => "displayed",
            Self::Removed => "removed",
            Self::KeyAnnounced => "key-announced",
        }
    }

    /// Whether the item is public after the act; `None` where the law lets it be either.
    #[must_use]
    pub fn leaves_public(self) -> Option<bool> {
        match self {
            Self::Posted | Self::Corrected => Some(true),
            Self::Withdrawn => Some(false),
            Self::Archived | Self::Displayed | Self::Removed | Self::KeyAnnounced => None,
        }
    }

    /// The act of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }
}

/// A public item: what the log speaks about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind of item, a name that a slice owns: `notice`, `disclosure-register`. Lower-case ASCII letters, digits
    /// and `-`, at most 40.
    pub kind: String,
    /// The item's public identifier within its unit, as in its address: ASCII letters, digits, `.`, `_`, `-`, at
    /// most 100.
    pub id: String,
}

impl Subject {
    /// An item.
    #[must_use]
    pub fn new(kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// SHA-256 over the public octets of an item.
///
/// Whoever has the octets can compute it with `sha256sum`. Of content that could be guessed, the octets begin with
/// thirty-two random ones, the salt, which are kept with the item, published with it, and erased with it: afterwards
/// the commitment tells nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment(pub Hash);

impl Commitment {
    /// The commitment to the octets of an item.
    #[must_use]
    pub fn to(octets: &[u8]) -> Self {
        Self(Hash(Sha256::digest(octets).into()))
    }
}

impl fmt::Display for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The name of an entry: its leaf hash in the log's tree. Known before the entry has a place in the log, and the same
/// for the same entry, so that logging it twice logs it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub Hash);

impl EntryId {
    /// Reads the thirty-two octets stored in a database.
    ///
    /// # Errors
    /// [`platform::db::DbError::Damaged`] when there are not thirty-two.
    pub fn from_bytes(bytes: &[u8]) -> platform::db::DbResult<Self> {
        Hash::from_slice(bytes).map(Self).ok_or_else(|| {
            platform::db::DbError::Damaged(format!("name of a log entry of {} octets", bytes.len()))
        })
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for EntryId {
    type Err = tlog::merkle::NoHash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl From<EntryId> for platform::db::Value {
    fn from(id: EntryId) -> Self {
        Self::Bytes(Some(id.0.0.to_vec()))
    }
}

/// Why something is no entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The unit's code, the kind or the identifier is not written as an entry writes it.
    #[error("{0:?} can't stand in an entry of the log")]
    Name(String),
    /// A detail is longer than 1,000 characters, holds control characters, or there are more than twenty.
    #[error("the detail {0:?} can't stand in an entry of the log")]
    Detail(String),
    /// The octets are not an entry, or not in its one spelling.
    #[error("these octets are no entry of the log")]
    Octets,
}

/// An entry of the log. It can only be made valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    unit: String,
    act: String,
    subject: Subject,
    content: Commitment,
    at: Timestamp,
    details: BTreeMap<String, String>,
}

impl Entry {
    /// An entry: in the unit with this code `act` was done to `subject`, whose public octets are now those of
    /// `content` (after a withdrawal: those that were withdrawn).
    ///
    /// # Errors
    /// [`EntryError::Name`] for a code, kind or identifier that can't be written.
    pub fn new(
        unit_code: &str,
        act: Act,
        subject: Subject,
        content: Commitment,
        at: Timestamp,
    ) -> Result<Self, EntryError> {
        Self {
            unit: unit_code.to_owned(),
            act: act.word().to_owned(),
            subject,
            content,
            at: Timestamp::from_microsecond(at.as_microsecond()).map_err(|_| EntryError::Octets)?,
            details: BTreeMap::new(),
        }
        .checked()
    }

    /// Adds a public fact about the act, as `("title", "Kế hoạch thu chi 2026")`. Never personal data.
    ///
    /// # Errors
    /// [`EntryError::Detail`]
    pub fn detail(mut self, name: &str, value: &str) -> Result<Self, EntryError> {
        self.details.insert(name.to_owned(), value.nfc().collect());
        self.checked()
    }

    fn checked(self) -> Result<Self, EntryError> {
        let is_word = |word: &str, most: usize, others: &str, upper: bool| {
            (1..=most).contains(&word.len())
                && word.bytes().all(|byte| {
                    byte.is_ascii_lowercase()
                        || byte.is_ascii_digit()
                        || (upper && byte.is_ascii_uppercase())
                        || others.as_bytes().contains(&byte)
                })
        };
        for (word, fits) in [
            (&self.unit, is_word(&self.unit, 20, "-", true)),
            (&self.act, is_word(&self.act, MAX_NAME, "-", false)),
            (
                &self.subject.kind,
                is_word(&self.subject.kind, MAX_NAME, "-", false),
            ),
            (&self.subject.id, is_word(&self.subject.id, MAX_ID, "._-", true)),
        ] {
            if !fits {
                return Err(EntryError::Name(word.clone()));
            }
        }
        let too_many = self.details.len() > MAX_DETAILS;
        let wrong = self.details.iter().find(|(name, value)| {
            too_many
                || !is_word(name, MAX_NAME, "_", false)
                || value.chars().count() > MAX_DETAIL
                || value.chars().any(char::is_control)
                || !is_nfc(value)
        });
        match wrong {
            Some((name, _)) => Err(EntryError::Detail(name.clone())),
            None => Ok(self),
        }
    }

    /// The code of the unit.
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// The word of the act; of a later version of Đình perhaps one that [`Act`] does not know.
    #[must_use]
    pub fn act(&self) -> &str {
        &self.act
    }

    /// Whom it was done to.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The commitment to the item's public octets.
    #[must_use]
    pub fn content(&self) -> Commitment {
        self.content
    }

    /// When, to the microsecond.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Public facts about the act, sorted by name.
    #[must_use]
    pub fn details(&self) -> &BTreeMap<String, String> {
        &self.details
    }

    /// The octets that are logged.
    #[must_use]
    pub fn to_octets(&self) -> Vec<u8> {
        let mut json = format!(
            r#"{{"v":{VERSION},"unit":"{}","act":"{}","kind":"{}","id":"{}","content":"{}","at":"{}""#,
            self.unit, self.act, self.subject.kind, self.subject.id, self.content, self.at
        );
        if !self.details.is_empty() {
            json.push_str(r#","details":{"#);
            for (place, (name, value)) in self.details.iter().enumerate() {
                if place > 0 {
                    json.push(',');
                }
                let value = value.replace('\\', r"\\").replace('"', r#"\""#);
                json.push_str(&format!(r#""{name}":"{value}""#));
            }
            json.push('}');
        }
        json.push('}');
        json.into_bytes()
    }

    /// Reads the octets of an entry.
    ///
    /// # Errors
    /// [`EntryError::Octets`]
    pub fn parse(octets: &[u8]) -> Result<Self, EntryError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            v: u8,
            unit: String,
            act: String,
            kind: String,
            id: String,
            content: String,
            at: Timestamp,
            #[serde(default)]
            details: BTreeMap<String, String>,
        }
        let written: Written = serde_json::from_slice(octets).map_err(|_| EntryError::Octets)?;
        let entry = Self {
            unit: written.unit,
            act: written.act,
            subject: Subject::new(written.kind, written.id),
            content: Commitment(written.content.parse().map_err(|_| EntryError::Octets)?),
            at: written.at,
            details: written.details,
        };
        let entry = entry.checked().map_err(|_| EntryError::Octets)?;
        let whole_micros = entry.at.subsec_nanosecond() % 1_000 == 0;
        if written.v == VERSION && whole_micros && entry.to_octets() == octets {
            Ok(entry)
        } else {
            Err(EntryError::Octets)
        }
    }

    /// The entry's name.
    #[must_use]
    pub fn id(&self) -> EntryId {
        EntryId(leaf_hash(&self.to_octets()))
    }
}
