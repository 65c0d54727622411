//! What the slice keeps: matters made public, their versions, files, boards and sightings.

use facts::Period;
use jiff::{Timestamp, civil::Date};
pub use platform::{access::By, files::NewFile};
use units::UnitId;

use crate::{
    ids::{ItemId, SightingId, SiteId},
    procedures::Procedure,
    rules::{Seen, SiteKind},
};

/// SHA-256 of octets.
pub type Hash = [u8; 32];

/// Where a matter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemState {
    /// Nothing of it is public yet.
    Draft,
    /// It is public.
    Published,
    /// It was public and was taken back, with a reason that stays public.
    Withdrawn,
    /// Its time is over; it can still be read.
    Archived,
}

impl ItemState {
    /// All states, in the order of a matter's life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Published, Self::Withdrawn, Self::Archived];

    /// The key in the database and in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Archived => "archived",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Where a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionState {
    /// Being written.
    Draft,
    /// Approved by another person than the one who wrote it.
    Approved,
    /// Public, or public until a later version replaced it.
    Published,
    /// Given up before it was public.
    Dropped,
}

impl VersionState {
    const ALL: [Self; 4] = [Self::Draft, Self::Approved, Self::Published, Self::Dropped];

    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Dropped => "dropped",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// A matter: what the law wants known, through all versions of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ItemId,
    /// Key of the entry in the law's list; empty for a register.
    pub matter: String,
    /// The quarter of a register of disclosures (danh mục công khai); none for a notice.
    pub quarter: Option<Period>,
    /// The day of the decision or document.
    pub decided_on: Date,
    /// The last day for publishing it.
    pub due_on: Date,
    /// Where it stands.
    pub state: ItemState,
    /// The version that is shown; 0 while nothing is public.
    pub public_version: i64,
    /// The newest version.
    pub last_version: i64,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// When anything public about it last changed.
    pub changed_at: Timestamp,
    /// When, by which role and why it was withdrawn.
    pub withdrawn: Option<Withdrawal>,
    /// When its time was declared over.
    pub archived_at: Option<Timestamp>,
    /// The hamlet whose boards it hangs on, beside that of the office; none for those of all hamlets.
    pub hamlet: Option<UnitId>,
    /// The address of the page it tells of, when another civic function hung it here. It is corrected there alone.
    pub page: Option<String>,
}

impl Matter {
    /// Whether officers write it here: registers write themselves, and what other civic functions hung is corrected
    /// there.
    #[must_use]
    pub fn is_written_here(&self) -> bool {
        self.quarter.is_none() && self.page.is_none()
    }

    /// The day on which it was first published, in Vietnam.
    #[must_use]
    pub fn published_on(&self) -> Option<Date> {
        self.published_at
            .map(|at| platform::clock::vietnam().to_datetime(at).date())
    }
}

/// Why a matter was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// When.
    pub at: Timestamp,
    /// Key of the role that did it.
    pub role: String,
    /// Why.
    pub reason: String,
}

/// The text of a version as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What it is called.
    pub title: String,
    /// What it says, in a few plain sentences.
    pub summary: String,
    /// The whole text; paragraphs are separated by empty lines.
    pub body: String,
    /// What makes it an administrative procedure; the body says the same in running words.
    pub procedure: Option<Procedure>,
}

/// A version of a matter's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// Where it stands.
    pub state: VersionState,
    /// Counts the times it was saved.
    pub revision: i64,
    /// What it says.
    pub text: Text,
    /// Why it replaces the version before; empty for the first.
    pub correction: String,
    /// Who saved it last.
    pub drafted: Act,
    /// Who approved it.
    pub approved: Option<Act>,
    /// Key of the role that published it, and when.
    pub published: Option<(String, Timestamp)>,
    /// SHA-256 of its canonical content, once published.
    pub content_hash: Option<Hash>,
}

/// Who did something and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub by: By,
    /// When.
    pub at: Timestamp,
}

/// A file that hangs on a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The version.
    pub version: i64,
    /// SHA-256 of the file.
    pub hash: Hash,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// How large, in octets.
    pub size: i64,
}

/// A place at which notices hang.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its identifier.
    pub id: SiteId,
    /// Its kind.
    pub kind: SiteKind,
    /// The hamlet it serves; none for the office.
    pub hamlet: Option<UnitId>,
    /// What it is called.
    pub name: String,
    /// The first day on which notices hang there.
    pub opened_on: Date,
    /// The first day on which it is no more.
    pub closed_on: Option<Date>,
}

impl Site {
    /// Whether what is published on `day`, for all hamlets or for one, must hang here too, still today.
    #[must_use]
    pub fn counts_for(&self, kinds: &[SiteKind], hamlet: Option<UnitId>, day: Date, today: Date) -> bool {
        let serves = hamlet.is_none() || self.hamlet.is_none() || self.hamlet == hamlet;
        serves
            && kinds.contains(&self.kind)
            && self.opened_on <= day
            && self.closed_on.is_none_or(|closed| today < closed)
    }
}

/// What somebody saw at a site, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its identifier.
    pub id: SightingId,
    /// The matter.
    pub item: ItemId,
    /// Where.
    pub site: SiteId,
    /// What.
    pub seen: Seen,
    /// When it was so.
    pub at: Timestamp,
    /// SHA-256 of the photograph.
    pub photo: Option<Hash>,
    /// A remark; may be empty.
    pub note: String,
    /// Key of the role that recorded it.
    pub role: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Why it counts no more, when it was recorded by mistake.
    pub voided: Option<String>,
}

/// A time in which a commune has no loudspeaker system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// Its first day.
    pub from: Date,
    /// The first day on which there is a system again.
    pub until: Option<Date>,
    /// Why.
    pub reason: String,
    /// Key of the role that recorded it.
    pub role: String,
}

impl Exemption {
    /// Whether it covers a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}
