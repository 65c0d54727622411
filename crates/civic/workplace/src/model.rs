//! What a place and its people do together.

use facts::RecordId;
use jiff::civil::Date;
use units::UnitId;
use uuid::Uuid;

use organisations::OrganisationId;

use crate::rules::{Attendance, Grade, Vote};

platform::typed_id!(
    /// A staff conference.
    ConferenceId
);
platform::typed_id!(
    /// A dialogue.
    DialogueId
);
platform::typed_id!(
    /// What somebody wants to talk about in a dialogue.
    TopicId
);
platform::typed_id!(
    /// A rule or regulation, from its draft.
    RegulationId
);
platform::typed_id!(
    /// What somebody thinks of a draft.
    OpinionId
);
platform::typed_id!(
    /// A question.
    QuestionId
);
platform::typed_id!(
    /// What is to be done after a conference or a dialogue.
    TaskId
);
platform::typed_id!(
    /// The assessment of a year.
    AssessmentId
);

platform::keyed!(
    /// Why a conference is held.
    ConferenceKind {
        /// Hội nghị hằng năm.
        Yearly = "yearly",
        /// Hội nghị bất thường.
        Extraordinary = "extraordinary",
    }
);

platform::keyed!(
    /// Where a conference stands.
    ConferenceState {
        /// It was called.
        Called = "called",
        /// Enough are there: it decides.
        Open = "open",
        /// Too few came: it is called again.
        Failed = "failed",
        /// It is over, with a resolution.
        Concluded = "concluded",
        /// It is not held, or was recorded by mistake.
        Cancelled = "cancelled",
    }
);

platform::keyed!(
    /// Why a dialogue is held.
    DialogueKind {
        /// Đối thoại định kỳ.
        Periodic = "periodic",
        /// Đối thoại khi có yêu cầu.
        Asked = "asked",
    }
);

platform::keyed!(
    /// Where a dialogue stands.
    DialogueState {
        /// It was called: topics can be proposed.
        Called = "called",
        /// It was held.
        Held = "held",
        /// It is not held, or was recorded by mistake.
        Cancelled = "cancelled",
    }
);

platform::keyed!(
    /// Where a regulation stands.
    RegulationState {
        /// The draft is put to the staff.
        Consulted = "consulted",
        /// It is in force.
        Adopted = "adopted",
        /// It was given up.
        Dropped = "dropped",
    }
);

platform::keyed!(
    /// What the head says to an opinion.
    Verdict {
        /// Tiếp thu.
        Accepted = "accepted",
        /// Tiếp thu một phần.
        Partly = "partly",
        /// Không tiếp thu.
        Refused = "refused",
    }
);

platform::keyed!(
    /// Where an assessment stands.
    AssessmentState {
        /// The place has assessed itself.
        Assessed = "assessed",
        /// The level above has confirmed it.
        Confirmed = "confirmed",
        /// The level above sent it back.
        Returned = "returned",
    }
);

/// A conference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conference {
    /// The unit of the place.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ConferenceId,
    /// The place.
    pub organisation: OrganisationId,
    /// Why it is held.
    pub kind: ConferenceKind,
    /// Who is to attend.
    pub attendance: Attendance,
    /// Where it stands.
    pub state: ConferenceState,
    /// The day it is called for.
    pub held_on: Date,
    /// Room and hour, in words.
    pub place: String,
    /// What it is about, in words.
    pub agenda: String,
    /// How many work there.
    pub staff: u64,
    /// How many of them are summoned.
    pub summoned: u64,
    /// How many came.
    pub present: Option<u64>,
    /// 1, or how often it was called by now.
    pub call: i64,
    /// The failed one that it takes the place of.
    pub again_of: Option<ConferenceId>,
    /// What it resolved.
    pub resolution: String,
    /// What was said.
    pub minutes: String,
    /// When it was concluded.
    pub concluded_on: Option<Date>,
    /// Why it was cancelled.
    pub reason: String,
    /// Its record in the facts.
    pub record: Option<RecordId>,
    /// How often it was changed.
    pub revision: i64,
    /// What it decides, in order.
    pub items: Vec<Item>,
}

/// What a conference decides by a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// From 1.
    pub position: i64,
    /// What is decided.
    pub title: String,
    /// How was voted, and whether it passed.
    pub result: Option<(Vote, bool)>,
}

/// What is written down when a conference is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Why it is held.
    pub kind: ConferenceKind,
    /// Who is to attend.
    pub attendance: Attendance,
    /// The day.
    pub held_on: Date,
    /// Room and hour.
    pub place: String,
    /// What it is about.
    pub agenda: String,
    /// How many work there.
    pub staff: u64,
    /// How many are summoned.
    pub summoned: u64,
    /// What it is to decide.
    pub items: Vec<String>,
    /// The failed one that it takes the place of.
    pub again_of: Option<ConferenceId>,
}

/// A dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialogue {
    /// The unit of the place.
    pub unit: UnitId,
    /// Its identifier.
    pub id: DialogueId,
    /// The place.
    pub organisation: OrganisationId,
    /// Why it is held.
    pub kind: DialogueKind,
    /// Where it stands.
    pub state: DialogueState,
    /// The day it is called for.
    pub held_on: Date,
    /// Room and hour.
    pub place: String,
    /// What it is about.
    pub agenda: String,
    /// What was said.
    pub minutes: String,
    /// Why it was cancelled.
    pub reason: String,
    /// Its record in the facts.
    pub record: Option<RecordId>,
    /// How often it was changed.
    pub revision: i64,
    /// What the staff want to talk about.
    pub topics: Vec<Topic>,
}

/// What somebody wants to talk about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its identifier.
    pub id: TopicId,
    /// When it was proposed.
    pub said_on: Date,
    /// Who proposed it; empty for somebody who is not named.
    pub name: String,
    /// What it is.
    pub words: String,
    /// What the head answered.
    pub answer: String,
    /// When.
    pub answered_on: Option<Date>,
}

/// A rule or regulation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// The unit of the place.
    pub unit: UnitId,
    /// Its identifier.
    pub id: RegulationId,
    /// The place.
    pub organisation: OrganisationId,
    /// Key of its kind in the rulebook's `workplace.regulation.kinds`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// The text put to the staff.
    pub draft: String,
    /// Where it stands.
    pub state: RegulationState,
    /// When it was put to the staff.
    pub opened_on: Date,
    /// The last day on which they can say something.
    pub until: Date,
    /// The text adopted.
    pub adopted: String,
    /// When.
    pub adopted_on: Option<Date>,
    /// Number of the decision.
    pub number: String,
    /// Why it was given up.
    pub reason: String,
    /// How often it was changed.
    pub revision: i64,
    /// What the staff think of it.
    pub opinions: Vec<Opinion>,
}

/// What somebody thinks of a draft. Who it is, is kept nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its identifier.
    pub id: OpinionId,
    /// When it was given.
    pub said_on: Date,
    /// What it says.
    pub words: String,
    /// What the head says to it.
    pub answer: Option<(Verdict, String, Date)>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The unit of the place.
    pub unit: UnitId,
    /// Its identifier.
    pub id: QuestionId,
    /// When it was asked.
    pub asked_on: Date,
    /// The last day for an answer.
    pub due_on: Date,
    /// Who asked; empty for somebody who is not named.
    pub name: String,
    /// What was asked.
    pub words: String,
    /// What the head answered.
    pub answer: String,
    /// When.
    pub answered_on: Option<Date>,
}

impl Question {
    /// Whether it is past its last day without an answer, or was answered after it.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.answered_on.unwrap_or(today) > self.due_on
    }
}

/// What is to be done after a conference or a dialogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its identifier.
    pub id: TaskId,
    /// The conference or dialogue.
    pub source: Uuid,
    /// What is to be done.
    pub words: String,
    /// By when.
    pub due_on: Date,
    /// When it was done.
    pub done_on: Option<Date>,
    /// What came of it.
    pub outcome: String,
}

impl Task {
    /// Whether it is past its day and not done, or was done after it.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.done_on.unwrap_or(today) > self.due_on
    }
}

/// The assessment of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The unit of the place.
    pub unit: UnitId,
    /// Its identifier.
    pub id: AssessmentId,
    /// The place.
    pub organisation: OrganisationId,
    /// The year.
    pub year: i16,
    /// Where it stands.
    pub state: AssessmentState,
    /// The grade of the place's own points.
    pub own_grade: Grade,
    /// When the place assessed itself.
    pub assessed_on: Date,
    /// Who sent it in.
    pub assessed_by: Uuid,
    /// The grade that was confirmed.
    pub grade: Option<Grade>,
    /// When.
    pub confirmed_on: Option<Date>,
    /// Why it was sent back, or confirmed with other points.
    pub reason: String,
    /// Its record in the facts.
    pub record: Option<RecordId>,
    /// How often it was changed.
    pub revision: i64,
    /// Points by criterion.
    pub scores: Vec<Score>,
}

/// The points of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Key of the criterion.
    pub criterion: String,
    /// What the place gave itself.
    pub own: u64,
    /// What was confirmed.
    pub confirmed: Option<u64>,
    /// Why the place gave itself these.
    pub note: String,
}

/// What anybody may know of a place's year: counts, and no word of what was said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Conferences held.
    pub conferences: i64,
    /// Dialogues held.
    pub dialogues: i64,
    /// Regulations adopted.
    pub regulations: i64,
    /// Questions asked.
    pub questions: i64,
    /// Those of them that were answered.
    pub answered: i64,
    /// The grade confirmed for the year.
    pub grade: Option<Grade>,
}

impl Tally {
    /// Adds the counts of another place; a sum has no grade.
    pub fn add(&mut self, other: Self) {
        self.conferences += other.conferences;
        self.dialogues += other.dialogues;
        self.regulations += other.regulations;
        self.questions += other.questions;
        self.answered += other.answered;
        self.grade = None;
    }
}
