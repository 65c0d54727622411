//! What is kept of a model, its council and what happened.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
pub use platform::access::By;
use platform::{keyed, typed_id};
use units::UnitId;
use uuid::Uuid;

use crate::{
    definition::Movement,
    rules::{State, Tally, Vote},
};

typed_id!(
    /// A model of one year.
    ModelId
);
typed_id!(
    /// A member of a council.
    MemberId
);
typed_id!(
    /// A picture.
    PictureId
);

/// A model's key.
pub type Key = (UnitId, ModelId);

/// A model (mô hình): what a collective or a person registered to do in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ModelId,
    /// Key of the movement.
    pub movement: String,
    /// The year in which it was registered.
    pub year: i16,
    /// Where it is, when it is in one hamlet.
    pub hamlet: Option<UnitId>,
    /// Title group.
    pub group: String,
    /// Main field.
    pub field: String,
    /// Fields it touches besides.
    pub touched: Vec<String>,
    /// Kind of holder.
    pub holder: String,
    /// Who holds it; empty when that is not known.
    pub holder_name: String,
    /// The day of a person's written consent to be named.
    pub consent_on: Option<Date>,
    /// What it is called.
    pub title: String,
    /// The problem and what is to be reached.
    pub aim: String,
    /// Who does what.
    pub plan: String,
    /// Until when.
    pub plan_until: Option<Date>,
    /// What was done.
    pub done: String,
    /// What came of it.
    pub outcome: String,
    /// Figures by key.
    pub figures: Vec<(String, i64)>,
    /// Where it stands.
    pub state: State,
    /// When it was registered.
    pub registered_on: Date,
    /// When it was carried out.
    pub carried_out_on: Option<Date>,
    /// When the council decided.
    pub decided_on: Option<Date>,
    /// Number of the decision of recognition.
    pub number: String,
    /// Why it was not recognised or not carried out.
    pub reasons: String,
    /// Last year's model.
    pub continued_from: Option<ModelId>,
    /// How many years it had been kept up before.
    pub kept_up: i64,
    /// How many times the council voted on it.
    pub rounds: i64,
    /// Who registered it; none for what came in with a file.
    pub registered: Option<By>,
    /// Counts the times it was saved.
    pub revision: i64,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Its record in the register.
    pub record: Option<RecordId>,
}

impl Model {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> Key {
        (self.unit, self.id)
    }

    /// Who holds it as the public may know it: a person only with written consent; none when that is not to be told or
    /// not known.
    #[must_use]
    pub fn public_holder(&self, movement: &Movement) -> Option<&str> {
        // A kind of holder that is not known is treated as a person.
        let person = movement.holder(&self.holder).is_none_or(|holder| holder.person);
        let told = !person || self.consent_on.is_some();
        Some(self.holder_name.as_str()).filter(|name| told && !name.is_empty())
    }

    /// The words it is found by. A person's name is not among them.
    #[must_use]
    pub fn folded(&self, movement: &Movement) -> String {
        let holder = self.public_holder(movement).unwrap_or_default();
        platform::text::fold(&format!(
            "{} {holder} {} {} {}",
            self.title, self.aim, self.done, self.outcome
        ))
    }
}

keyed! {
    /// What happened to a model.
    EventKind {
        /// It was registered.
        Registered = "registered",
        /// It came in with a file of the register.
        Adopted = "adopted",
        /// Its registration was bettered.
        Corrected = "corrected",
        /// The plan was written.
        Planned = "planned",
        /// It was recorded as carried out.
        CarriedOut = "carried_out",
        /// It was not carried out.
        NotCarriedOut = "not_carried_out",
        /// The council recognised it.
        Recognised = "recognised",
        /// The council did not.
        NotRecognised = "not_recognised",
        /// A person agreed in writing to be named, or took that back.
        Consent = "consent",
        /// A picture was taken away.
        PictureRemoved = "picture_removed",
        /// A wrong step was undone.
        Undone = "undone",
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// Who; none for the program.
    pub account: Option<Uuid>,
    /// In which role.
    pub role: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
    /// Where the model stood before.
    pub was: Option<State>,
    /// And after.
    pub became: State,
}

/// A picture, without its octets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its identifier.
    pub id: PictureId,
    /// What it shows.
    pub caption: String,
}

/// A member of the council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The identifier.
    pub id: MemberId,
    /// The name.
    pub name: String,
    /// The office held.
    pub office: String,
    /// The hamlet whose collectives the member speaks for.
    pub hamlet: Option<UnitId>,
    /// Since when.
    pub since: Date,
    /// The first day without.
    pub until: Option<Date>,
}

/// A model with everything about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The model.
    pub model: Model,
    /// Its pictures that are shown, oldest first.
    pub pictures: Vec<Picture>,
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// How the council voted last, when it did; votes that were undone do not count.
    pub tally: Option<Tally>,
}

/// A vote of a member.
pub type Ballot = (MemberId, Vote);
