//! What is kept of a consultation.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::clock::vietnam;
use units::UnitId;

pub use crate::model::{Act, By};
use crate::{model::keyed, rules::ConsultationKind};

platform::typed_id!(
    /// A consultation.
    ConsultationId
);
platform::typed_id!(
    /// An opinion.
    OpinionId
);
platform::typed_id!(
    /// Opinions that say the like.
    GroupId
);

keyed!(
    /// Where a consultation stands. That its time is over follows from the day, not from here.
    State {
        /// Being written; nobody sees it but officers.
        Draft = "draft",
        /// Public.
        Open = "open",
        /// The opinions are summed up and answered.
        Answered = "answered",
        /// What was decided is public too.
        Concluded = "concluded",
        /// Taken back, with a reason that stays public.
        Withdrawn = "withdrawn",
    }
);

keyed!(
    /// What somebody thinks of a passage or of the whole.
    Stance {
        /// Agrees.
        Agree = "agree",
        /// Does not agree.
        Disagree = "disagree",
        /// Something else: asks, adds.
        Other = "other",
    }
);

keyed!(
    /// How an opinion came in.
    Channel {
        /// On these pages.
        Online = "online",
        /// On paper.
        Paper = "paper",
        /// Said in a meeting or dialogue.
        Meeting = "meeting",
        /// Through a letter box or by telephone.
        LetterBox = "letter_box",
        /// Through the Front or a union.
        Front = "front",
    }
);

keyed!(
    /// What becomes of a group's opinions.
    Outcome {
        /// Tiếp thu: the text takes them up.
        Accepted = "accepted",
        /// Giải trình: the text stays, and it is said why.
        Explained = "explained",
    }
);

keyed!(
    /// What happened to a consultation.
    EventKind {
        /// It was opened.
        Opened = "opened",
        /// It stays open for longer.
        Extended = "extended",
        /// Its words were corrected.
        Corrected = "corrected",
        /// The summary and the answers were published.
        Answered = "answered",
        /// The decision was published.
        Concluded = "concluded",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }
);

/// A consultation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consultation {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ConsultationId,
    /// The hamlet whose covenant is drafted; none for a matter of Article 25.
    pub hamlet: Option<UnitId>,
    /// Key of the entry in the law's list; empty for a covenant.
    pub matter: String,
    /// What it is called.
    pub title: String,
    /// What it is about, in plain sentences.
    pub introduction: String,
    /// Whom it affects.
    pub affects: String,
    /// Keys of the law's list of forms.
    pub forms: Vec<String>,
    /// Where it stands.
    pub state: State,
    /// Counts the times it was saved.
    pub revision: i64,
    /// The last day on which opinions are taken.
    pub closes_on: Date,
    /// Who saved the draft last.
    pub drafted: Act,
    /// Who opened it.
    pub opened: Option<Act>,
    /// What people said and what follows, in general; written with the answers.
    pub overview: String,
    /// When the summary was published.
    pub summarised_at: Option<Timestamp>,
    /// What was decided, in plain sentences.
    pub decision: String,
    /// Whether it differs from what most said.
    pub against_majority: bool,
    /// Why it does.
    pub reasons: String,
    /// When it was published.
    pub concluded_at: Option<Timestamp>,
    /// When and why it was withdrawn.
    pub withdrawn: Option<(Timestamp, String)>,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
    /// Its record in the register of consultations.
    pub record: Option<RecordId>,
}

impl Consultation {
    /// Under which law people are asked.
    #[must_use]
    pub fn kind(&self) -> ConsultationKind {
        if self.hamlet.is_some() {
            ConsultationKind::Covenant
        } else {
            ConsultationKind::Authority
        }
    }

    /// The day in Vietnam on which it was opened.
    #[must_use]
    pub fn opened_on(&self) -> Option<Date> {
        self.opened
            .as_ref()
            .map(|opened| vietnam().to_datetime(opened.at).date())
    }

    /// Whether opinions are taken on a day.
    #[must_use]
    pub fn takes_opinions(&self, today: Date) -> bool {
        self.state == State::Open && today <= self.closes_on
    }

    /// Whether its time is over and the people wait for an answer.
    #[must_use]
    pub fn awaits_answer(&self, today: Date) -> bool {
        self.state == State::Open && today > self.closes_on
    }

    /// Whether everybody may read it.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.state != State::Draft
    }

    /// Whether its words are shown: what was withdrawn leaves its reason alone.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        matches!(self.state, State::Open | State::Answered | State::Concluded)
    }
}

/// A numbered passage of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// From 1.
    pub number: u32,
    /// As people were asked about it; empty for a passage that the final text adds.
    pub draft: String,
    /// As it was decided; none until then, empty when it was left out.
    pub final_text: Option<String>,
}

/// What happened to a consultation since it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Key of the role that did it.
    pub role: String,
    /// When.
    pub at: Timestamp,
    /// Why, for what needs a reason.
    pub reason: String,
    /// Of a correction: the passage, 0 for the introduction.
    pub passage: u32,
    /// What stood there before: words of a correction, the day of an extension.
    pub was: String,
    /// What stands there since.
    pub became: String,
}

/// An opinion. No page shows one to anybody but officers and its giver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Its identifier.
    pub id: OpinionId,
    /// The passage; 0 for the whole.
    pub passage: u32,
    /// What its giver thinks.
    pub stance: Stance,
    /// In which words; may be empty.
    pub words: String,
    /// How it came in.
    pub channel: Channel,
    /// How many people share it.
    pub people: u64,
    /// Who gave it; may be empty.
    pub name: String,
    /// Where its giver lives, if told.
    pub hamlet: Option<UnitId>,
    /// When it was given.
    pub given_on: Date,
    /// The group it was put into.
    pub group: Option<GroupId>,
    /// When it was taken back. Its words and name are gone then.
    pub taken_back_on: Option<Date>,
    /// When its words were erased on its giver's request, after the consultation had closed; it still counts.
    pub erased_on: Option<Date>,
}

/// How many people said what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Agree.
    pub agree: u64,
    /// Disagree.
    pub disagree: u64,
    /// Something else.
    pub other: u64,
}

impl Tally {
    /// All of them.
    #[must_use]
    pub const fn total(self) -> u64 {
        self.agree + self.disagree + self.other
    }

    /// Adds so many people of a stance.
    pub fn add(&mut self, stance: Stance, people: u64) {
        match stance {
            Stance::Agree => self.agree += people,
            Stance::Disagree => self.disagree += people,
            Stance::Other => self.other += people,
        }
    }
}

/// Opinions that say the like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its identifier.
    pub id: GroupId,
    /// The passages it is about; empty for the text as a whole.
    pub passages: Vec<u32>,
    /// What its opinions say, in neutral words.
    pub summary: String,
    /// How many people said so.
    pub tally: Tally,
    /// What becomes of them, and why.
    pub answer: Option<(Outcome, String)>,
    /// The words that passages get, by number.
    pub changes: Vec<(u32, String)>,
}

/// A consultation with everything about it but the opinions.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The consultation.
    pub consultation: Consultation,
    /// Its text.
    pub passages: Vec<Passage>,
    /// What happened, in order of time.
    pub events: Vec<Event>,
    /// The groups, in order of passages.
    pub groups: Vec<Group>,
    /// All opinions that count.
    pub tally: Tally,
    /// How many opinions stand in no group.
    pub ungrouped: u64,
}

impl Dossier {
    /// The passage of a number.
    #[must_use]
    pub fn passage(&self, number: u32) -> Option<&Passage> {
        self.passages.iter().find(|passage| passage.number == number)
    }

    /// The passages that people were asked about.
    pub fn asked(&self) -> impl Iterator<Item = &Passage> {
        self.passages.iter().filter(|passage| !passage.draft.is_empty())
    }

    /// How many groups have no answer.
    #[must_use]
    pub fn unanswered(&self) -> u64 {
        self.groups.iter().filter(|group| group.answer.is_none()).count() as u64
    }

    /// The words of a passage after all changes that answers promise: what the final text starts from.
    #[must_use]
    pub fn promised(&self, passage: &Passage) -> String {
        self.groups
            .iter()
            .flat_map(|group| &group.changes)
            .rfind(|(number, _)| *number == passage.number)
            .map_or_else(|| passage.draft.clone(), |(_, became)| became.clone())
    }
}
