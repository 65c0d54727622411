//! What is kept of boards, their programme, visits, recommendations and observations.

use facts::RecordId;
use jiff::civil::Date;
use platform::keyed;
use serde::{Deserialize, Serialize};
use units::UnitId;

platform::typed_id!(
    /// A board.
    BoardId
);
platform::typed_id!(
    /// A member of a board.
    MemberId
);
platform::typed_id!(
    /// An entry of a yearly programme.
    PlanId
);
platform::typed_id!(
    /// A visit.
    VisitId
);
platform::typed_id!(
    /// A picture of a visit.
    PictureId
);
platform::typed_id!(
    /// A recommendation.
    RecommendationId
);
platform::typed_id!(
    /// An observation of a citizen.
    ObservationId
);

keyed!(
    /// Which board.
    Body {
        /// Ban Thanh tra nhân dân.
        Inspectorate = "inspectorate",
        /// Ban Giám sát đầu tư của cộng đồng.
        InvestmentBoard = "investment_board",
    }
);

keyed!(
    /// What a member is in a board.
    Office {
        /// Trưởng ban.
        Head = "head",
        /// Phó Trưởng ban.
        Deputy = "deputy",
        /// Ủy viên.
        Member = "member",
    }
);

keyed!(
    /// What a point of a checklist turned out to be.
    Seen {
        /// It is as it should be.
        Yes = "yes",
        /// It is not.
        No = "no",
        /// It could not be seen.
        Unseen = "unseen",
    }
);

keyed!(
    /// To whom a recommendation goes.
    Addressee {
        /// Ủy ban nhân dân cấp xã.
        Committee = "committee",
        /// Chủ đầu tư.
        Investor = "investor",
    }
);

keyed!(
    /// Where a recommendation stands.
    State {
        /// It waits for its answer.
        Waiting = "waiting",
        /// It was answered; the board follows what becomes of it.
        Answered = "answered",
        /// What it asked for is done.
        Done = "done",
        /// The board closed it undone, with its reason.
        Undone = "undone",
    }
);

keyed!(
    /// Where an observation stands.
    ObservationState {
        /// The board has it.
        Received = "received",
        /// The board looks into it.
        TakenUp = "taken_up",
        /// It belongs elsewhere, and its sender was told where.
        Referred = "referred",
        /// The board does not look into it, and said why.
        Declined = "declined",
    }
);

/// A board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: BoardId,
    /// Which one.
    pub body: Body,
    /// Its project, or its term in words.
    pub title: String,
    /// Who invests; empty for an inspectorate.
    pub investor: String,
    /// When the Fatherland Front recognised it.
    pub recognised_on: Date,
    /// The last day of its term.
    pub term_until: Option<Date>,
    /// When it ended.
    pub ended_on: Option<Date>,
    /// Why.
    pub ended_why: String,
    /// Its record.
    pub record: Option<RecordId>,
    /// Counts changes.
    pub revision: i64,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The commune.
    pub unit: UnitId,
    /// Identifier.
    pub id: MemberId,
    /// The board.
    pub board: BoardId,
    /// Name; public, since it is an elected office.
    pub name: String,
    /// What the member is in it.
    pub office: Office,
    /// The hamlet or organisation that the member stands for.
    pub stands_for: String,
    /// First day.
    pub since: Date,
    /// Last day; none while in office.
    pub until: Option<Date>,
}

impl Member {
    /// Whether in office on a day.
    #[must_use]
    pub fn serves(&self, on: Date) -> bool {
        self.since <= on && self.until.is_none_or(|until| on <= until)
    }
}

/// An entry of a yearly programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The commune.
    pub unit: UnitId,
    /// Identifier.
    pub id: PlanId,
    /// The board.
    pub board: BoardId,
    /// The year.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
    /// What is to be supervised.
    pub subject: String,
    /// Why it was struck out.
    pub dropped_why: Option<String>,
}

/// A point of a checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Key of the point.
    pub item: String,
    /// What it turned out to be.
    pub seen: Seen,
    /// A remark; may be empty.
    pub note: String,
}

/// A visit (cuộc giám sát).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: VisitId,
    /// The board.
    pub board: BoardId,
    /// What of the programme it carries out.
    pub plan: Option<PlanId>,
    /// What was supervised.
    pub subject: String,
    /// Where.
    pub place: String,
    /// When.
    pub held_on: Date,
    /// Key of the checklist.
    pub checklist: String,
    /// What was found.
    pub findings: String,
    /// When it was published; none for a draft.
    pub published_on: Option<Date>,
    /// Its record.
    pub record: Option<RecordId>,
    /// Counts changes.
    pub revision: i64,
    /// The points of the checklist.
    pub checks: Vec<Checked>,
}

/// What is known of a picture without its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictured {
    /// Identifier.
    pub id: PictureId,
    /// What it shows.
    pub caption: String,
    /// SHA-256 of its octets, in hexadecimal.
    pub hash: String,
}

/// A recommendation (kiến nghị).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: RecommendationId,
    /// The board.
    pub board: BoardId,
    /// The visit it comes from.
    pub visit: Option<VisitId>,
    /// To whom it goes.
    pub addressee: Addressee,
    /// What is asked for.
    pub words: String,
    /// When it was sent.
    pub sent_on: Date,
    /// The last day for the answer.
    pub due_on: Date,
    /// The answer.
    pub answer: String,
    /// When it was given.
    pub answered_on: Option<Date>,
    /// The day by which what was answered is to be done.
    pub promised_on: Option<Date>,
    /// Where it stands.
    pub state: State,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// What the board saw when it closed it.
    pub closed_why: String,
    /// Its record.
    pub record: Option<RecordId>,
    /// Counts changes.
    pub revision: i64,
}

/// What was seen of a recommendation on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub noted_on: Date,
    /// What.
    pub words: String,
}

/// What somebody says who hands an observation over. Kept sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// What was seen, and where.
    pub words: String,
    /// Name or address; may be empty.
    pub contact: String,
}

/// An observation of a citizen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ObservationId,
    /// The board it goes to; none for the inspectorate.
    pub board: Option<BoardId>,
    /// Where it stands.
    pub state: ObservationState,
    /// When it was sent.
    pub sent_on: Date,
    /// The last day for the answer.
    pub due_on: Date,
    /// When it was answered.
    pub answered_on: Option<Date>,
    /// What its sender is told.
    pub answer: String,
    /// What was said, sealed.
    pub sealed: Option<Vec<u8>>,
    /// The last day on which that is kept.
    pub kept_until: Option<Date>,
    /// Hash of the code that follows it.
    pub code_hash: Vec<u8>,
    /// Hash of what makes it this one.
    pub once_hash: Vec<u8>,
}
