//! What is kept of a petition.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
pub use platform::access::By;
use platform::{files::NewFile, i18n::Locale, keyed, messages};
use units::UnitId;
use uuid::Uuid;

platform::typed_id!(
    /// A petition.
    PetitionId
);
platform::typed_id!(
    /// A key with which another program sends petitions.
    ApiKeyId
);

/// A petition's key.
pub type Key = (UnitId, PetitionId);

keyed!(
    /// What somebody sends. The kind decides clock, secrecy and procedure.
    Kind {
        /// Phản ánh: something is not as it should be.
        Feedback = "feedback",
        /// Kiến nghị: something should be done.
        Petition = "petition",
        /// Yêu cầu cung cấp thông tin: a question for what the authority knows.
        InformationRequest = "information_request",
        /// Khiếu nại: against a decision or an act that touches one's own rights. It has its own procedure.
        Complaint = "complaint",
        /// Tố cáo: of somebody's breach of law. It has its own procedure, in which who denounces is kept secret.
        Denunciation = "denunciation",
    }
);

impl Kind {
    /// Whether it is answered here, rather than led to its own procedure.
    #[must_use]
    pub fn is_answered_here(self) -> bool {
        !matches!(self, Self::Complaint | Self::Denunciation)
    }
}

keyed!(
    /// Where a petition stands.
    State {
        /// It waits for somebody to look whether it is one at all.
        Held = "held",
        /// Tiếp nhận.
        Received = "received",
        /// Phân loại.
        Classified = "classified",
        /// Giao việc: an office writes the answer.
        Assigned = "assigned",
        /// Trả lời: the asker may accept or reopen it.
        Answered = "answered",
        /// Kết thúc.
        Closed = "closed",
    }
);

keyed!(
    /// How a petition ended.
    Ending {
        /// The asker accepts the answer.
        Accepted = "accepted",
        /// The asker said nothing against the answer in time.
        Elapsed = "elapsed",
        /// The asker took it back.
        Withdrawn = "withdrawn",
        /// It is answered together with another one.
        Merged = "merged",
        /// Another unit answers it.
        HandedOver = "handed_over",
        /// It is a complaint and was led to that procedure.
        Complaint = "complaint",
        /// It is a denunciation and was led to that procedure.
        Denunciation = "denunciation",
        /// It was not taken, for a reason.
        Refused = "refused",
    }
);

keyed!(
    /// How a petition came in.
    Channel {
        /// On these pages.
        Web = "web",
        /// From another program (Open311).
        Open311 = "open311",
        /// By mail.
        Mail = "mail",
        /// Told to an officer.
        Desk = "desk",
    }
);

keyed!(
    /// Whether the asker is content; asked once.
    Rating {
        /// Hài lòng.
        Satisfied = "satisfied",
        /// Tạm được.
        Partly = "partly",
        /// Không hài lòng.
        Dissatisfied = "dissatisfied",
    }
);

keyed!(
    /// What happened to a petition.
    EventKind {
        /// It came in.
        Received = "received",
        /// It came in and waits to be looked at.
        Held = "held",
        /// It was looked at and taken.
        Released = "released",
        /// It was looked at and not taken.
        Refused = "refused",
        /// The asker says more about it.
        Added = "added",
        /// Its kind and category were settled.
        Classified = "classified",
        /// An office was given it.
        Assigned = "assigned",
        /// Another unit was given it.
        HandedOver = "handed_over",
        /// It came from another unit.
        HandedIn = "handed_in",
        /// It is answered together with another one.
        Merged = "merged",
        /// The asker says that it is not the same as the other one.
        Parted = "parted",
        /// The answer was written and waits for approval.
        Drafted = "drafted",
        /// The written answer was given back to its writer.
        Returned = "returned",
        /// The answer was approved and given.
        Answered = "answered",
        /// The asker accepts the answer.
        Accepted = "accepted",
        /// The asker asks to look at it again.
        Reopened = "reopened",
        /// It ended because nobody said anything against the answer.
        Elapsed = "elapsed",
        /// The asker took it back.
        Withdrawn = "withdrawn",
        /// It was led to the procedure for complaints.
        LedComplaint = "led_complaint",
        /// It was led to the procedure for denunciations.
        LedDenunciation = "led_denunciation",
        /// It is overdue and was brought to the level above.
        Escalated = "escalated",
        /// The level above asks for an answer.
        Urged = "urged",
        /// It was made public.
        Shown = "shown",
        /// What is public of it was corrected.
        Corrected = "corrected",
        /// It was taken from the public.
        Hidden = "hidden",
        /// The asker objects to that, or to its refusal.
        Appealed = "appealed",
        /// The objection was heard: it is shown, or taken, again.
        Restored = "restored",
        /// The objection was not heard.
        Upheld = "upheld",
        /// The asker said whether the answer is good.
        Rated = "rated",
        /// The contact was erased.
        ContactErased = "contact_erased",
    }
);

impl EventKind {
    /// Whether only those who work on the petition see it.
    #[must_use]
    pub fn is_internal(self) -> bool {
        matches!(self, Self::Drafted | Self::Returned)
    }
}

/// A place on the map, in degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pin {
    /// North of the equator.
    pub latitude: f64,
    /// East of Greenwich.
    pub longitude: f64,
}

impl Pin {
    /// A place, when there is one of these numbers.
    #[must_use]
    pub fn new(latitude: f64, longitude: f64) -> Option<Self> {
        let sound = (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        sound.then_some(Self { latitude, longitude })
    }

    /// The place to three decimals, some hundred metres: near enough to find the street, too far to find the house.
    #[must_use]
    pub fn coarse(self) -> Self {
        let coarse = |degrees: f64| (degrees * 1_000.0).round() / 1_000.0;
        Self {
            latitude: coarse(self.latitude),
            longitude: coarse(self.longitude),
        }
    }
}

/// What somebody sends.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    /// What it is, in the asker's opinion.
    pub kind: Kind,
    /// Key of the rulebook's list of categories.
    pub category: String,
    /// In a line.
    pub title: String,
    /// In full.
    pub words: String,
    /// The hamlet it is about.
    pub hamlet: Option<UnitId>,
    /// The place, in words.
    pub place: String,
    /// The place on the map.
    pub pin: Option<Pin>,
    /// Whether it may be made public.
    pub may_publish: bool,
    /// How it came in.
    pub channel: Channel,
    /// How the asker can be reached.
    pub contact: Option<Contact>,
    /// Pictures, drawn anew.
    pub photos: Vec<NewFile>,
}

/// How the asker can be reached. Shown to nobody but those who answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Name, as given; may be empty.
    pub name: String,
    /// Telephone, as given; may be empty.
    pub phone: String,
    /// A sound address, for mail about what happens.
    pub mail: Option<String>,
    /// The language of what is written.
    pub language: Locale,
    /// By what the telephone is told about what happens.
    pub tell_by: Vec<messages::Channel>,
}

impl Contact {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.phone.is_empty() && self.mail.is_none()
    }
}

/// A petition.
#[derive(Debug, Clone, PartialEq)]
pub struct Petition {
    /// Whose matter it is.
    pub unit: UnitId,
    /// Its identifier.
    pub id: PetitionId,
    /// Its year and number in that year.
    pub number: (i64, i64),
    /// What it is.
    pub kind: Kind,
    /// Key of the rulebook's list of categories.
    pub category: String,
    /// In a line.
    pub title: String,
    /// In full.
    pub words: String,
    /// The hamlet it is about.
    pub hamlet: Option<UnitId>,
    /// The place, in words.
    pub place: String,
    /// The place on the map.
    pub pin: Option<Pin>,
    /// Whether the asker lets it be made public.
    pub may_publish: bool,
    /// How it came in.
    pub channel: Channel,
    /// SHA-256 of the code the asker holds.
    pub code_hash: Vec<u8>,
    /// SHA-256 of what makes it this one petition.
    pub once_hash: Vec<u8>,
    /// Where it stands.
    pub state: State,
    /// How it ended.
    pub ending: Option<Ending>,
    /// Counts the times it was changed.
    pub revision: i64,
    /// The day of its first receipt anywhere.
    pub received_on: Date,
    /// The day this unit's clock began.
    pub clock_from: Date,
    /// The last day for the answer.
    pub due_on: Date,
    /// Key of the office that answers; empty until it is assigned.
    pub office: String,
    /// The answer as it is being written.
    pub draft: String,
    /// Who wrote it.
    pub drafted: Option<By>,
    /// The answer given.
    pub answer: String,
    /// When it was given.
    pub answered_at: Option<Timestamp>,
    /// The day of the first answer.
    pub first_answered_on: Option<Date>,
    /// Whether that was in time.
    pub in_time: bool,
    /// The last day on which the asker may reopen it.
    pub open_until: Option<Date>,
    /// How often it was reopened.
    pub reopened: u64,
    /// Whether the asker is content.
    pub rating: Option<Rating>,
    /// The petition with which it is answered.
    pub merged_into: Option<PetitionId>,
    /// Where it came from.
    pub from: Option<Key>,
    /// Where it went.
    pub to: Option<Key>,
    /// When it was brought to the level above.
    pub escalated_on: Option<Date>,
    /// What is public of it.
    pub public: Shown,
    /// When it was made public.
    pub shown_at: Option<Timestamp>,
    /// When it was taken from the public, or not taken at all.
    pub hidden_at: Option<Timestamp>,
    /// Key of the reason.
    pub hidden_reason: String,
    /// The reason in words.
    pub hidden_note: String,
    /// What the asker says against it.
    pub appeal: String,
    /// When that was decided.
    pub appeal_decided_at: Option<Timestamp>,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// The last day on which the contact is kept.
    pub contact_until: Option<Date>,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
    /// Its record in the register of submissions.
    pub record: Option<RecordId>,
}

impl Petition {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> Key {
        (self.unit, self.id)
    }

    /// Its number as people write it: `12/2026`.
    #[must_use]
    pub fn number_text(&self) -> String {
        format!("{}/{}", self.number.1, self.number.0)
    }

    /// Whether everybody may read what is public of it.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.shown_at.is_some() && self.hidden_at.is_none()
    }

    /// Whether people wait for an answer.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Received | State::Classified | State::Assigned)
    }

    /// Whether the asker may still say more about it.
    #[must_use]
    pub fn takes_more(&self) -> bool {
        self.state != State::Closed
    }

    /// Whether the asker may still object to a moderation.
    #[must_use]
    pub fn may_appeal(&self) -> bool {
        self.hidden_at.is_some()
            && self.appeal.is_empty()
            && self.hidden_reason != ASKER
            && (self.shown_at.is_some() || self.ending == Some(Ending::Refused))
    }
}

/// The reason when it is the asker who no longer wants it public.
pub const ASKER: &str = "asker";
/// The role under which the program itself acts.
pub const SYSTEM: &str = "system";
/// The role under which the asker acts.
pub const CITIZEN: &str = "asker";

/// What is public of a petition, personal data removed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// In a line.
    pub title: String,
    /// In full.
    pub words: String,
    /// The answer.
    pub answer: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Key of the role that did it.
    pub role: String,
    /// When.
    pub at: Timestamp,
    /// What it was done to or with.
    pub detail: String,
    /// Why, for the asker.
    pub note: String,
}

/// A picture, without its octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Photo {
    /// From 1.
    pub number: i64,
    /// Whether everybody may see it, while the petition is shown.
    pub is_public: bool,
}

/// A petition with what happened to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Dossier {
    /// The petition.
    pub petition: Petition,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Its pictures.
    pub photos: Vec<Photo>,
}

/// A key with which another program sends petitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its identifier.
    pub id: ApiKeyId,
    /// Whose it is, as the officer named it.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

/// An account that stands for nobody: the program's, or the asker's.
#[must_use]
pub fn nobody(role: &str) -> By {
    By {
        account: Uuid::nil(),
        role: role.to_owned(),
    }
}
