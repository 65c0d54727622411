//! Objections to the list of households (đề nghị sửa danh sách hộ) before a vote freezes it: made by a household or for
//! it, answered with reasons by somebody else who keeps the register, and counted in public.

mod service;
pub mod store;

use jiff::{Timestamp, civil::Date};

use crate::{
    ids::ObjectionId,
    model::{Act, Channel, keyed},
};

keyed!(
    /// What is wrong with the list.
    Kind {
        /// A household is not on it.
        Missing = "missing",
        /// A household is on it that should not be, or twice.
        Extra = "extra",
        /// It names the wrong representative.
        Representative = "representative",
        /// Something else.
        Other = "other",
    }
);

keyed!(
    /// What became of an objection.
    Outcome {
        /// The register was corrected.
        Corrected = "corrected",
        /// The register stays as it is.
        Kept = "kept",
    }
);

/// An objection to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObjection {
    /// What is wrong.
    pub kind: Kind,
    /// In which words. They may name people.
    pub words: String,
    /// Whether the person makes it, or somebody enters it for a household.
    pub channel: Channel,
}

/// An objection. Only its numbers are public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its identifier.
    pub id: ObjectionId,
    /// What is wrong.
    pub kind: Kind,
    /// In which words; empty when its maker had them erased.
    pub words: String,
    /// How it came.
    pub channel: Channel,
    /// Who made or entered it, and when.
    pub made: Act,
    /// The last day for answering it.
    pub due_on: Date,
    /// The answer.
    pub answer: Option<Answered>,
}

/// The answer to an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// Key of the role that says so.
    pub role: String,
    /// When.
    pub at: Timestamp,
}

/// How many objections there are: all that is public of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The register was corrected.
    pub corrected: u64,
    /// The register stays, with reasons.
    pub kept: u64,
    /// Not answered yet.
    pub waiting: u64,
    /// Of those, the ones whose time is over.
    pub overdue: u64,
}

impl Numbers {
    /// Counts objections on a day.
    #[must_use]
    pub fn of(objections: &[Objection], today: Date) -> Self {
        let mut numbers = Self::default();
        for objection in objections {
            match objection.answer.as_ref().map(|answer| answer.outcome) {
                Some(Outcome::Corrected) => numbers.corrected += 1,
                Some(Outcome::Kept) => numbers.kept += 1,
                None => {
                    numbers.waiting += 1;
                    numbers.overdue += u64::from(objection.due_on < today);
                }
            }
        }
        numbers
    }

    /// All of them.
    #[must_use]
    pub const fn all(self) -> u64 {
        self.corrected + self.kept + self.waiting
    }
}
