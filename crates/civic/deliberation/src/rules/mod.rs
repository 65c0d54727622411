//! The law on discussing and deciding, applied. Pure: every number comes from the rulebook, every day and figure from
//! the caller.

mod after;
mod consult;
mod count;
mod elect;
mod form;
mod support;
mod timing;
mod verdict;

pub use after::{
    Delivery, Effect, Outcome, Recogniser, Recognition, Signature, Unsigned, decision_due, delivery_due,
    disclosed_as, effect, objection_due, recognition_due, unsigned,
};
pub use consult::{ConsultationKind, Opening, Unanswered, closing, consultation_disclosed_as, may_conclude};
pub use count::{Count, CountError, Entered, Fate, Hands, Marks, Question, Settled, settle, tally};
pub use elect::{Elected, Milestone, Schedule, elected, schedule, term_ends};
pub use form::{BallotCondition, Circumstances, Form, Refusal, Weight, ballot_condition, may_begin, weight};
pub use support::{Consent, Support, support};
pub use timing::{Calling, Late, Team, calling, clusters_from, clusters_need_approval, team_fits};
pub use verdict::{Sum, Verdict, commune_verdict, hamlet_verdict, officers_approved, online_consent};

use jiff::civil::Date;
use platform::calendar::CalendarError;
use rulebook::{Item, LookupError, Place, Rulebook, Ruled};

/// Why the law could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The rulebook has no answer for that day or place.
    #[error("{0}")]
    Lookup(LookupError),
    /// Counting leaves the years the calendar covers.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The law's list has no such entry, or the code knows no such moment, condition or signatory.
    #[error("the law has no {0:?}")]
    Unknown(String),
    /// More in favour than there are households.
    #[error("{yes} of {total} is more than the whole")]
    MoreThanAll {
        /// In favour.
        yes: u64,
        /// The whole.
        total: u64,
    },
}

impl From<LookupError> for RuleError {
    fn from(error: LookupError) -> Self {
        Self::Lookup(error)
    }
}

/// Whose matter it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// One hamlet (thôn, ấp; tổ dân phố, khóm): its households decide.
    Hamlet,
    /// The whole commune: its hamlets decide, each by its households.
    Commune,
}

impl Scope {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Hamlet, Self::Commune];

    /// The key in the database and in the register of decisions.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Hamlet => "hamlet",
            Self::Commune => "commune",
        }
    }

    /// The scope with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.key() == key)
    }

    /// The place of its rules.
    #[must_use]
    pub const fn place(self) -> Place {
        match self {
            Self::Hamlet => Place::Hamlet,
            Self::Commune => Place::Commune,
        }
    }
}

/// The matters that people decide on a day: Law 10/2022, Điều 15.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn matters(book: &Rulebook, on: Date) -> Result<Ruled<'_, &[Item]>, RuleError> {
    Ok(book.items("decision.matters", Place::Hamlet, on)?)
}

/// The matters that a whole commune can decide: those whose clause has a threshold among hamlets.
///
/// # Errors
/// As [`matters`].
pub fn commune_matters(book: &Rulebook, on: Date) -> Result<Vec<&Item>, RuleError> {
    Ok(matters(book, on)?
        .value
        .iter()
        .filter(|item| {
            book.share(&topic(&item.key, "threshold"), Place::Commune, on)
                .is_ok()
        })
        .collect())
}

/// Whether a matter is the election or dismissal of people: its question is who, not whether.
///
/// # Errors
/// As [`matters`].
pub fn elects(book: &Rulebook, clause: &str, on: Date) -> Result<bool, RuleError> {
    Ok(book
        .set("decision.elections", Place::Hamlet, on)?
        .value
        .contains(clause))
}

fn topic(clause: &str, what: &str) -> String {
    format!("decision.{clause}.{what}")
}
