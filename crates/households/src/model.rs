//! What the register keeps.

use jiff::{Timestamp, civil::Date};
pub use platform::access::By;
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{HouseholdId, RepresentativeId},
    rules::{Basis, State},
};

/// A hamlet with the commune it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HamletKey {
    /// The commune.
    pub unit: UnitId,
    /// The hamlet.
    pub hamlet: UnitId,
}

/// A household as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Household {
    /// Where it is registered.
    pub place: HamletKey,
    /// Its identifier.
    pub id: HouseholdId,
    /// Its number in the hamlet's register, from 1.
    pub number: i64,
    /// Where it lives, in words; may be empty.
    pub address: String,
    /// Whether it belongs to the hamlet, and if not, why.
    pub state: State,
    /// Since which day.
    pub since: Date,
    /// Counts the acts on it.
    pub revision: i64,
    /// Who speaks for it now.
    pub representative: Representative,
}

/// A representative of a household (đại diện hộ), from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representative {
    /// Its identifier.
    pub id: RepresentativeId,
    /// The first day.
    pub from: Date,
    /// Whether this was recorded by mistake and another one took the same day: then it never counted.
    pub mistaken: bool,
    /// Who that is; `None` once erased at the person's request.
    pub person: Option<Person>,
}

/// What is known about a person: as little as a vote of households needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// Full name.
    pub name: String,
    /// Year of birth, which tells people of one name apart.
    pub birth_year: Option<i64>,
    /// Why this person speaks for the household.
    pub basis: Basis,
    /// Telephone number for messages; may be empty.
    pub phone: String,
}

/// A household to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHousehold {
    /// Its number in the hamlet's register, from 1.
    pub number: i64,
    /// Where it lives, in words; may be empty.
    pub address: String,
    /// Who speaks for it.
    pub person: Person,
    /// The first day on which it belongs to the hamlet.
    pub from: Date,
}

/// What kind of act left a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TraceKind {
    /// A household was listed.
    Listed,
    /// A household was brought in by a file.
    Imported,
    /// Something written wrongly was put right.
    Corrected,
    /// Another person speaks for the household.
    Represented,
    /// The household left the register, or came back.
    Stood,
    /// A person's data was erased at that person's request.
    Erased,
    /// The hamlet's register was taken away as a file.
    Exported,
}

impl TraceKind {
    const ALL: [Self; 7] = [
        Self::Listed,
        Self::Imported,
        Self::Corrected,
        Self::Represented,
        Self::Stood,
        Self::Erased,
        Self::Exported,
    ];

    /// The key in the database and of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Imported => "imported",
            Self::Corrected => "corrected",
            Self::Represented => "represented",
            Self::Stood => "stood",
            Self::Erased => "erased",
            Self::Exported => "exported",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// A line of the trace that every act leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// Its identifier, growing with time.
    pub id: Uuid,
    /// The household, with its number; none for what was done to the whole register.
    pub household: Option<(HouseholdId, i64)>,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: By,
    /// What kind of act.
    pub kind: TraceKind,
    /// Key of what was changed; empty for none.
    pub field: String,
    /// What stood there before.
    pub before: String,
    /// What stands there since.
    pub after: String,
    /// Why.
    pub reason: String,
    /// Whether its values and reason were erased at a person's request.
    pub erased: bool,
}
