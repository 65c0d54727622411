//! What is published to the people of organisations.

use jiff::{Timestamp, civil::Date};
pub use organisations::{Kind, Member, Membership, Organisation, Role};
use uuid::Uuid;

use crate::{
    ids::{NoticeId, ShowingId},
    model::{ItemState, VersionState},
};

/// What the law wants known within an organisation, through all versions of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its identifier.
    pub id: NoticeId,
    /// Key of the entry in the law's list.
    pub matter: String,
    /// The day of the decision or document.
    pub decided_on: Date,
    /// The last day for publishing it.
    pub due_on: Date,
    /// Where it stands.
    pub state: ItemState,
    /// The version that is shown; 0 while none is published.
    pub public_version: i64,
    /// The newest version.
    pub last_version: i64,
    /// When it was first published.
    pub published_at: Option<Timestamp>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<(Timestamp, String)>,
}

impl Notice {
    /// The day on which it was first published, in Vietnam.
    #[must_use]
    pub fn published_on(&self) -> Option<Date> {
        self.published_at
            .map(|at| platform::clock::vietnam().to_datetime(at).date())
    }
}

/// A text as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What it is called.
    pub title: String,
    /// What it says; paragraphs are separated by empty lines.
    pub body: String,
    /// Why it replaces the version before; empty for the first.
    pub correction: String,
}

/// What is written about a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Key of the entry in the law's list.
    pub matter: String,
    /// The day of the decision or document.
    pub decided_on: Date,
    /// The text.
    pub text: Text,
}

/// A version of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// From 1.
    pub number: i64,
    /// Where it stands; never approved apart from being published.
    pub state: VersionState,
    /// Counts the times it was saved.
    pub revision: i64,
    /// What it says.
    pub text: Text,
    /// Who saved it last.
    pub drafted_by: Uuid,
    /// When and how it was published.
    pub published: Option<Published>,
}

/// How a version was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// By whom.
    pub by: Uuid,
    /// When.
    pub at: Timestamp,
    /// What its commitment in the public log is salted with.
    pub salt: [u8; 32],
    /// The name of its entry in the public log.
    pub entry: transparency::EntryId,
}

/// A notice with all its versions, the first one first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The notice.
    pub notice: Notice,
    /// Its versions.
    pub versions: Vec<Version>,
}

impl File {
    /// The version of this number.
    #[must_use]
    pub fn version(&self, number: i64) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// The version that is shown.
    #[must_use]
    pub fn public(&self) -> Option<&Version> {
        self.version(self.notice.public_version)
    }

    /// The version that is being written.
    #[must_use]
    pub fn draft(&self) -> Option<&Version> {
        self.version(self.notice.last_version)
            .filter(|version| version.state == VersionState::Draft)
    }
}

/// A way in which something was made known besides the board here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Showing {
    /// Its identifier.
    pub id: ShowingId,
    /// Key of the form in the rulebook's `disclosure.forms`.
    pub form: String,
    /// The day it happened, or the first on which it stood.
    pub from: Date,
    /// The last day of what stands for a while; none while it stands, and for what happens on one day.
    pub until: Option<Date>,
    /// A remark for the people of the organisation; may be empty.
    pub note: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

/// What anybody may know of a matter of the law's list within an organisation: counts, and no word of what was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Notices that stand now.
    pub standing: i64,
    /// Notices whose time is over.
    pub ended: i64,
    /// Notices that were withdrawn.
    pub withdrawn: i64,
    /// What is past its last day and not published.
    pub overdue: i64,
    /// When one was last published for the first time.
    pub last: Option<Timestamp>,
}

impl Tally {
    /// Adds the counts of another.
    pub fn add(&mut self, other: Self) {
        self.standing += other.standing;
        self.ended += other.ended;
        self.withdrawn += other.withdrawn;
        self.overdue += other.overdue;
        self.last = self.last.max(other.last);
    }

    /// The day on which one was last published, in Vietnam.
    #[must_use]
    pub fn last_on(&self) -> Option<Date> {
        self.last
            .map(|at| platform::clock::vietnam().to_datetime(at).date())
    }
}

/// The organisations with their seat in a unit, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seats {
    /// Agencies.
    pub agencies: i64,
    /// State enterprises.
    pub enterprises: i64,
    /// What they missed and have not made good.
    pub missed: i64,
}

impl Seats {
    /// Adds the counts of another unit.
    pub fn add(&mut self, other: Self) {
        self.agencies += other.agencies;
        self.enterprises += other.enterprises;
        self.missed += other.missed;
    }
}
