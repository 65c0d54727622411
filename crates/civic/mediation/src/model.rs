//! Teams, mediators, cases.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use units::UnitId;
use uuid::Uuid;

use crate::ids::{CaseId, MemberId, NoteId, TeamId, UndertakingId};

/// A kind of thing with keys in the database and in texts.
macro_rules! keyed {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $key:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The key in the database and in texts.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),* }
            }

            /// The one with this key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.key() == key)
            }
        }
    };
}

/// A hamlet of a commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HamletKey {
    /// The commune.
    pub unit: UnitId,
    /// The hamlet.
    pub hamlet: UnitId,
}

/// A mediation team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its identifier.
    pub id: TeamId,
    /// Its hamlet.
    pub place: HamletKey,
    /// What it is called.
    pub name: String,
    /// The day it was set up.
    pub set_up_on: Date,
    /// Whether many people of ethnic minorities live here.
    pub minority_area: bool,
    /// When it was last reviewed.
    pub reviewed_on: Option<Date>,
    /// The day it was dissolved.
    pub dissolved_on: Option<Date>,
    /// The record of its size, and from which day on it counts.
    pub record: Option<(RecordId, Date)>,
}

/// How somebody was elected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// The day.
    pub on: Date,
    /// Key of the way in the law's list.
    pub method: String,
    /// Household representatives in favour.
    pub in_favour: i64,
    /// All household representatives of the hamlet.
    pub households: i64,
    /// The day the list reached the committee's chair.
    pub listed_on: Date,
}

/// A mediator as an officer enters one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// The name.
    pub name: String,
    /// Whether a woman.
    pub woman: bool,
    /// Whether of an ethnic minority.
    pub minority: bool,
    /// Whether with a qualification in law.
    pub law_degree: bool,
    /// The account that keeps the team's register, among those with the role of a mediator here.
    pub account: Option<Uuid>,
    /// How the person was elected.
    pub election: Election,
}

/// Somebody's time as a mediator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its identifier.
    pub id: MemberId,
    /// The team.
    pub team: TeamId,
    /// Who, and how elected.
    pub entered: NewMember,
    /// Who entered it.
    pub entered_by: Uuid,
    /// The day on which the chair recognised the election.
    pub recognised_on: Option<Date>,
    /// Whether it leads the team (tổ trưởng).
    pub leader: bool,
    /// The day it ended, and the key of why.
    pub ended: Option<(Date, String)>,
}

impl Member {
    /// Whether in office on a day: recognised, and not ended.
    #[must_use]
    pub fn serves_on(&self, day: Date) -> bool {
        self.recognised_on.is_some_and(|on| on <= day) && self.ended.as_ref().is_none_or(|(on, _)| day < *on)
    }
}

keyed! {
    /// What people quarrel about, as the Justice department counts it.
    Dispute {
        /// Hôn nhân và gia đình.
        Family = "family",
        /// Đất đai.
        Land = "land",
        /// Dân sự khác: vay nợ, thừa kế, hợp đồng.
        Civil = "civil",
        /// Sinh hoạt, xóm giềng.
        Neighbours = "neighbours",
        /// Việc khác.
        Other = "other",
    }
}

keyed! {
    /// Where a case stands.
    State {
        /// Told to the team.
        Received = "received",
        /// A mediator has it.
        Assigned = "assigned",
        /// The parties have met.
        Begun = "begun",
        /// Hòa giải thành.
        Settled = "settled",
        /// Hòa giải không thành.
        Unsettled = "unsettled",
        /// Stopped, since the law does not have it mediated.
        Excluded = "excluded",
    }
}

impl State {
    /// Whether work on it goes on.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Assigned | Self::Begun)
    }
}

keyed! {
    /// What was written down about a case.
    NoteKind {
        /// A meeting of the parties (buổi hòa giải).
        Session = "session",
        /// Something to remember.
        Note = "note",
        /// Why it ended as it did, or what was agreed.
        End = "end",
        /// How an undertaking was kept.
        FollowUp = "follow_up",
        /// What was asked of the court, and what it decided.
        Court = "court",
    }
}

keyed! {
    /// Whether an undertaking was kept.
    Kept {
        /// Not yet known.
        Open = "open",
        /// It was.
        Kept = "kept",
        /// It was not.
        Broken = "broken",
    }
}

keyed! {
    /// What was done with a case, for its trace.
    Act {
        /// The list was read.
        Listed = "listed",
        /// The case was read.
        Read = "read",
        /// It was taken down for somebody.
        Received = "received",
        /// Something was written.
        Wrote = "wrote",
        /// It was carried away on a telephone.
        Carried = "carried",
        /// Its paper was made.
        Printed = "printed",
        /// What was written was erased on its date.
        Erased = "erased",
    }
}

/// One of those who quarrel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Where they live, and how they are reached.
    #[serde(default)]
    pub contact: String,
}

/// What is known about a case in words: sealed wherever it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The parties, two or more.
    pub parties: Vec<Party>,
    /// What it is about.
    pub matter: String,
}

/// How a settlement reads.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What was written.
    pub text: String,
    /// For a settlement: what the parties agreed.
    #[serde(default)]
    pub agreed: String,
}

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// The day.
    pub on: Date,
    /// Key of the ending in the law's list, or of what the law excludes.
    pub ending: String,
}

/// A case without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its identifier.
    pub id: CaseId,
    /// Its hamlet.
    pub place: HamletKey,
    /// Year and number in the hamlet's register.
    pub number: (i64, i64),
    /// What it is about.
    pub dispute: Dispute,
    /// Key of what started it, in the law's list.
    pub ground: String,
    /// Where it stands.
    pub state: State,
    /// The day the team was told.
    pub received_on: Date,
    /// The day by which it is counted.
    pub counted_on: Date,
    /// Who mediates, and since when.
    pub assigned: Option<(MemberId, Date)>,
    /// Whether it was settled where it happened.
    pub on_the_spot: bool,
    /// Another day to begin on, agreed by the parties.
    pub agreed_day: Option<Date>,
    /// The day on which the parties first met.
    pub begun_on: Option<Date>,
    /// How it ended.
    pub ended: Option<End>,
    /// The day by which its end is counted.
    pub counted_ended_on: Option<Date>,
    /// Whether the parties wanted the settlement in writing.
    pub written: bool,
    /// When the court was asked to recognise the settlement.
    pub court_asked_on: Option<Date>,
    /// When and how it answered: `recognised` or `refused`.
    pub court_ended: Option<(Date, String)>,
    /// The unsettled case that this one takes up again.
    pub continues: Option<CaseId>,
    /// The day on which its words are erased.
    pub erase_on: Option<Date>,
    /// When they were.
    pub erased_at: Option<Timestamp>,
    /// Parties and matter, sealed.
    pub sealed: Option<Vec<u8>>,
    /// Its record among the facts, and the kind of dispute it was posted under.
    pub posted: Option<(RecordId, String)>,
    /// How many acts there were on it.
    pub revision: i64,
}

/// Something written down about a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its identifier.
    pub id: NoteId,
    /// What it is.
    pub kind: NoteKind,
    /// The day it is about.
    pub day: Date,
    /// When it was written.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// What it says, sealed.
    pub sealed: Option<Vec<u8>>,
}

/// What a party undertook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undertaking {
    /// Its identifier.
    pub id: UndertakingId,
    /// By when.
    pub due_on: Option<Date>,
    /// Whether it was kept.
    pub state: Kept,
    /// When that was looked at.
    pub checked_on: Option<Date>,
    /// What it says, sealed.
    pub sealed: Option<Vec<u8>>,
}

/// A line of the trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// When.
    pub at: Timestamp,
    /// Which account.
    pub account: Uuid,
    /// In which role.
    pub role: String,
    /// What was done.
    pub act: Act,
}

/// Training given, or an allowance paid, with the mediator's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// The day.
    pub on: Date,
    /// To whom.
    pub name: String,
    /// What: the title of the training, or đồng.
    pub what: T,
}
