//! What is kept of assessments, surveys, objections and commendations.

use facts::RecordId;
use jiff::civil::Date;
use platform::keyed;
use serde::{Deserialize, Serialize};
use units::UnitId;
use uuid::Uuid;

platform::typed_id!(
    /// An assessment.
    AssessmentId
);
platform::typed_id!(
    /// An objection to a result.
    ObjectionId
);
platform::typed_id!(
    /// A survey.
    SurveyId
);
platform::typed_id!(
    /// A commendation.
    CommendationId
);

keyed!(
    /// Where an assessment stands.
    State {
        /// The commune writes it.
        Draft = "draft",
        /// The level above has it.
        Submitted = "submitted",
        /// The level above sent it back.
        Returned = "returned",
        /// Its result is public.
        Published = "published",
    }
);

impl State {
    /// Whether the commune may change it.
    #[must_use]
    pub fn is_the_communes(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

keyed!(
    /// Where an objection stands.
    ObjectionState {
        /// It waits for its answer.
        Waiting = "waiting",
        /// It was right, in whole or in part.
        Upheld = "upheld",
        /// It was not.
        Refused = "refused",
    }
);

/// What a criterion was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Score {
    /// Key of the criterion.
    pub criterion: String,
    /// By the commune; none until it said.
    pub own: Option<i64>,
    /// What the commune says for it.
    pub own_note: String,
    /// By the level above.
    pub points: Option<i64>,
    /// Why the level above gives other points.
    pub note: String,
}

/// A figure as it was, or is, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A number.
    Number(i64),
    /// So many of so many.
    Share {
        /// The part.
        part: i64,
        /// The whole.
        whole: i64,
    },
}

/// An assessment of a commune's year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: AssessmentId,
    /// Key of the criteria set.
    pub set: String,
    /// The year.
    pub year: i16,
    /// Where it stands.
    pub state: State,
    /// Key of the grade by the commune's own points.
    pub own_grade: String,
    /// When it was sent in.
    pub submitted_on: Option<Date>,
    /// By whom. Never public.
    pub submitted_by: Option<Uuid>,
    /// Key of the grade by the points of the level above.
    pub grade: Option<String>,
    /// When that was published.
    pub published_on: Option<Date>,
    /// Why it was sent back, or why points differ.
    pub reason: String,
    /// Counts published results.
    pub version: i64,
    /// Counts changes.
    pub revision: i64,
    /// The record of its result.
    pub record: Option<RecordId>,
    /// What each criterion was given; by key, since a set may change the order of its criteria.
    pub scores: Vec<Score>,
    /// What was counted when it was sent in, by source.
    pub evidence: Vec<(String, Value)>,
}

impl Assessment {
    /// The sum of the points of the level above.
    #[must_use]
    pub fn sum(&self) -> i64 {
        self.scores.iter().filter_map(|score| score.points).sum()
    }

    /// The sum of the commune's own points.
    #[must_use]
    pub fn own_sum(&self) -> i64 {
        self.scores.iter().filter_map(|score| score.own).sum()
    }

    /// What was counted by a source when it was sent in.
    #[must_use]
    pub fn counted(&self, source: &str) -> Option<Value> {
        self.evidence
            .iter()
            .find(|(known, _)| known == source)
            .map(|(_, value)| *value)
    }
}

/// What somebody says who objects. Kept sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Why the result is wrong.
    pub words: String,
    /// Name or address; may be empty.
    pub contact: String,
}

/// An objection to a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ObjectionId,
    /// What it objects to.
    pub assessment: AssessmentId,
    /// Where it stands.
    pub state: ObjectionState,
    /// When it was sent.
    pub sent_on: Date,
    /// The last day for its answer.
    pub due_on: Date,
    /// When it was answered.
    pub answered_on: Option<Date>,
    /// The answer; public.
    pub answer: String,
    /// What was said, sealed.
    pub sealed: Option<Vec<u8>>,
    /// The last day on which that is kept; none before it is answered.
    pub kept_until: Option<Date>,
    /// Hash of the code that follows it.
    pub code_hash: Vec<u8>,
    /// Hash of what makes it this one.
    pub once_hash: Vec<u8>,
}

/// A survey of residents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: SurveyId,
    /// Key of the criteria set.
    pub set: String,
    /// The year.
    pub year: i16,
    /// When it was opened.
    pub opened_on: Date,
    /// The last day on which answers are taken.
    pub closes_on: Date,
    /// Slips printed.
    pub printed: i64,
    /// Slips answered with.
    pub answered: i64,
    /// Counts changes but answers.
    pub revision: i64,
}

impl Survey {
    /// Whether answers are taken on a day.
    #[must_use]
    pub fn is_open(&self, on: Date) -> bool {
        self.opened_on <= on && on <= self.closes_on
    }
}

/// How often an answer was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Key of the question.
    pub question: String,
    /// From 1 to 5.
    pub answer: i64,
    /// How many people gave it.
    pub people: i64,
}

/// A decision to commend (quyết định khen thưởng).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commendation {
    /// The unit that gives it.
    pub unit: UnitId,
    /// Its identifier.
    pub id: CommendationId,
    /// What it is called.
    pub title: String,
    /// Number and sign of the decision; may be empty.
    pub number: String,
    /// Item of the list of what is commended.
    pub commended_for: String,
    /// When it was decided.
    pub decided_on: Date,
    /// What for, in words.
    pub reason: String,
    /// Collectives by name.
    pub collectives: Vec<String>,
    /// How many individuals.
    pub individuals: i64,
    /// Their names, sealed; one in a line.
    pub sealed: Option<Vec<u8>>,
    /// When it was revoked.
    pub revoked_on: Option<Date>,
    /// Why.
    pub revoked_why: String,
    /// Its record.
    pub record: Option<RecordId>,
    /// Counts changes.
    pub revision: i64,
}

impl Commendation {
    /// How many are commended.
    #[must_use]
    pub fn commended(&self) -> i64 {
        i64::try_from(self.collectives.len()).unwrap_or(i64::MAX) + self.individuals
    }
}
