//! What is kept of sessions and of turns at them.

use facts::RecordId;
use jiff::civil::Date;
use platform::{i18n::Locale, keyed};
use serde::{Deserialize, Serialize};
use units::UnitId;

platform::typed_id!(
    /// A session.
    SessionId
);
platform::typed_id!(
    /// A turn at a session.
    TurnId
);

keyed!(
    /// The office that receives.
    Receiver {
        /// Chủ tịch Ủy ban nhân dân.
        Chair = "chair",
        /// A deputy or another official; no substitute for the chair.
        Other = "other",
    }
);

keyed!(
    /// How people and the office meet.
    Manner {
        /// At a place.
        InPerson = "in_person",
        /// By a link.
        Online = "online",
    }
);

keyed!(
    /// Where a session stands.
    State {
        /// It is to be.
        Announced = "announced",
        /// It was held, and its people are counted.
        Held = "held",
        /// It will not be.
        Cancelled = "cancelled",
    }
);

keyed!(
    /// What somebody comes about.
    Matter {
        /// Khiếu nại.
        Complaint = "complaint",
        /// Tố cáo: who denounces is kept secret.
        Denunciation = "denunciation",
        /// Kiến nghị.
        Petition = "petition",
        /// Phản ánh.
        Feedback = "feedback",
        /// Câu hỏi.
        Question = "question",
    }
);

keyed!(
    /// Where a turn stands.
    TurnState {
        /// Somebody means to come.
        Booked = "booked",
        /// Somebody came.
        Came = "came",
        /// Nobody came.
        Missed = "missed",
        /// Its holder gave it up.
        GivenUp = "given_up",
    }
);

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: SessionId,
    /// The day.
    pub held_on: Date,
    /// Minutes from midnight to its beginning.
    pub starts: i64,
    /// Minutes of a turn.
    pub turn_minutes: i64,
    /// Turns that can be booked.
    pub turns: i64,
    /// Who receives.
    pub receiver: Receiver,
    /// How.
    pub manner: Manner,
    /// A room, or the public link.
    pub place: String,
    /// Where it stands.
    pub state: State,
    /// The day it was announced for before it was moved.
    pub moved_from: Option<Date>,
    /// Why it was moved or cancelled.
    pub reason: String,
    /// The day it was announced.
    pub announced_on: Date,
    /// Counts the times it was changed.
    pub revision: i64,
    /// Its record of announcement.
    pub record: Option<RecordId>,
}

/// What is announced: sessions alike on some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// The days.
    pub days: Vec<Date>,
    /// Minutes from midnight to the beginning.
    pub starts: i64,
    /// Minutes of a turn.
    pub turn_minutes: i64,
    /// Turns that can be booked.
    pub turns: i64,
    /// Who receives.
    pub receiver: Receiver,
    /// How.
    pub manner: Manner,
    /// A room, or the public link.
    pub place: String,
}

/// What somebody says who books. Kept sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Name; may be empty.
    pub name: String,
    /// Address for mail.
    pub mail: Option<String>,
    /// What it is about; may be empty.
    pub words: String,
}

impl Said {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.mail.is_none() && self.words.is_empty()
    }
}

/// A turn somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its number at the session, from 1.
    pub number: i64,
    /// What it is about.
    pub matter: Matter,
    /// What is said besides.
    pub said: Said,
    /// The language of what is written.
    pub language: Locale,
}

/// A turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: TurnId,
    /// The session.
    pub session: SessionId,
    /// Its number, from 1.
    pub number: i64,
    /// Hash of the code; none for who came without booking.
    pub code_hash: Option<Vec<u8>>,
    /// Hash of what makes it this one booking.
    pub once_hash: Option<Vec<u8>>,
    /// What it is about.
    pub matter: Matter,
    /// Where it stands.
    pub state: TurnState,
    /// The language of what is written.
    pub language: Locale,
    /// What was said, sealed.
    pub sealed: Option<Vec<u8>>,
    /// Key of the rulebook's list of outcomes; empty until one is notified.
    pub outcome: String,
    /// The last day for the notice.
    pub due_on: Option<Date>,
    /// The day of the notice.
    pub notified_on: Option<Date>,
    /// The last day on which what is sealed is kept.
    pub kept_until: Date,
    /// The day a reminder was sent.
    pub reminded_on: Option<Date>,
    /// Its record of booking.
    pub record: Option<RecordId>,
}
