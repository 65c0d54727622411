//! What people do about petitions. Every act is one transaction: what happened, its facts, its mail and its entry in the
//! public log.

use std::{fmt, sync::Arc};

use facts::{Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::Limiter,
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    mail::{MailError, Post},
    messages,
    once::{self, CODE_SIGNS},
    outbox,
    page::map,
    random::{Fill, Random, clean_code},
};
use rulebook::{Item, Language, Rulebook};
use transparency::{Act, Commitment, Entry, EntryError};
use units::{Level, LiveUnits, Unit, UnitId};
use uuid::Uuid;

use crate::{
    content,
    model::{
        ASKER, ApiKeyId, By, CITIZEN, Contact, Dossier, Ending, Event, EventKind, Key, Kind, New, Petition,
        PetitionId, Rating, SYSTEM, Shown, State, nobody,
    },
    rules::{self, Effect, NotReopened, RuleError},
    store,
    telling::Telling,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such petition, unit or code.
    #[error("there is no such thing")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// Who wrote the answer may not approve it.
    #[error("who wrote the answer may not approve it")]
    SamePerson,
    /// There is nothing in what was sent.
    #[error("nothing is said")]
    Nothing,
    /// It can't be handed to that unit, or merged with that petition.
    #[error("not with itself, and not with what has ended")]
    Itself,
    /// The asker cannot reopen it.
    #[error("it can't be reopened: {0:?}")]
    NotReopened(NotReopened),
    /// The law of that day is not known, or a key is in no list.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The register of records does not take it.
    #[error("the register of submissions does not take it: {0}")]
    Form(String),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] EntryError),
    /// The public content can't be written.
    #[error(transparent)]
    Content(#[from] serde_json::Error),
    /// A mail can't be written.
    #[error(transparent)]
    Mail(MailError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<MailError> for ActError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Db(error) => Self::Db(error),
            other => Self::Mail(other),
        }
    }
}

/// What was sent, as its sender is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its key.
    pub key: Key,
    /// The code that leads to it.
    pub code: String,
    /// Whether it waits to be looked at first.
    pub held: bool,
}

/// What the program did by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Overdue, brought to the level above.
    pub escalated: usize,
    /// Ended, because nobody said anything against the answer.
    pub closed: usize,
    /// Contacts erased.
    pub forgotten: usize,
}

/// Petitions by one line within the time: a family, a café, a hamlet head who helps his neighbours.
const MOST_SENT: usize = 20;
/// How long a petition counts against its line.
const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Wrong codes by one line within the time.
const MOST_WRONG: usize = 20;
/// How long a wrong code counts against its line.
const WRONG_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// Petitions tended in one round.
const ROUND: usize = 500;
/// Hand-overs that are followed to where a petition is now.
const MOST_HOPS: usize = 20;
/// For how many days back a unit's public page counts.
pub const COUNTED_DAYS: i64 = 365;

/// Petitions in this installation.
pub struct Petitions {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    clock: Arc<dyn Clock>,
    random: Random,
    pub(crate) demo: bool,
    pub(crate) public_address: Option<String>,
    telling: Option<Telling>,
    pub(crate) map: Option<map::Settings>,
    pub(crate) sending: Limiter,
    pub(crate) guessing: Limiter,
}

impl fmt::Debug for Petitions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Petitions").finish_non_exhaustive()
    }
}

impl Petitions {
    /// Petitions over `db`. Identifiers are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        let random = Random::new(fill);
        let (sending, guessing) = (random.octets(), random.octets());
        Self {
            db,
            units,
            catalogue,
            rulebook,
            calendar,
            clock,
            random,
            demo: false,
            public_address: None,
            telling: None,
            map: None,
            sending: Limiter::new(MOST_SENT, SENT_WITHIN, sending),
            guessing: Limiter::new(MOST_WRONG, WRONG_WITHIN, guessing),
        }
    }

    /// Marks all that is recorded as invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The address that links on paper and in feeds start with (`https://dinh.example`).
    #[must_use]
    pub fn public_address(mut self, address: Option<String>) -> Self {
        self.public_address = address;
        self
    }

    /// The map that places are picked and shown on, when the installation has one.
    #[must_use]
    pub fn map(mut self, map: Option<map::Settings>) -> Self {
        self.map = map;
        self
    }

    /// By what people and programs are told of what happens, and heard.
    #[must_use]
    pub fn tell_by(mut self, telling: Telling) -> Self {
        self.telling = Some(telling);
        self
    }

    pub(crate) fn telling(&self) -> Option<&Telling> {
        self.telling.as_ref()
    }

    fn post(&self) -> Option<&Post> {
        self.telling()?.post.as_deref()
    }

    /// Whether askers can be told by mail.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        self.post().is_some()
    }

    /// By what else askers can be told.
    #[must_use]
    pub fn channels(&self) -> &[messages::Channel] {
        self.telling()
            .and_then(|telling| telling.messages.as_ref())
            .map_or(&[], |messages| messages.channels())
    }

    /// Whether mail is read.
    #[must_use]
    pub fn reads_mail(&self) -> bool {
        self.telling()
            .is_some_and(|telling| telling.inbox.is_some() && telling.post.is_some())
    }

    /// Whether other programs can be told.
    pub(crate) fn tells_hooks(&self) -> bool {
        self.telling().is_some_and(|telling| telling.hooks.is_some())
    }

    /// The address that mail to a unit is sent to, when mail is read.
    #[must_use]
    pub fn address(&self, unit: &Unit) -> Option<String> {
        let inbox = self.telling()?.inbox.as_ref()?;
        Some(inbox.address(&unit.code))
    }

    /// The instant to the microsecond, as the database keeps it, and the day in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    /// What makes a petition this one: 128 random bits in hexadecimal.
    #[must_use]
    pub fn once(&self) -> String {
        self.random
            .octets::<16>()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
    }

    /// A list of the rulebook, as it is today.
    ///
    /// # Errors
    /// [`ActError::Law`]
    pub fn items(&self, topic: &str) -> Result<&[Item], ActError> {
        Ok(rules::items(&self.rulebook, topic, self.now().1)?)
    }

    /// The kind that words hint at.
    #[must_use]
    pub fn hint(&self, words: &str) -> Option<Kind> {
        let complaint = self.items("petition.words.complaint").unwrap_or_default();
        let denunciation = self.items("petition.words.denunciation").unwrap_or_default();
        rules::hint(words, complaint, denunciation)
    }

    /// A unit as it is today.
    pub(crate) fn unit(&self, id: UnitId) -> Result<Unit, ActError> {
        let units = self.units.current();
        units.get(id).cloned().ok_or(ActError::Unknown)
    }

    fn due(&self, kind: Kind, from: Date) -> Result<Date, ActError> {
        Ok(rules::answer_clock(&self.rulebook, &self.calendar, kind, from)?.due())
    }

    fn last_day(&self, topic: &str, from: Date) -> Result<Date, ActError> {
        Ok(rules::clock(&self.rulebook, &self.calendar, topic, from)?.due())
    }

    fn event(&self, kind: EventKind, by: &By) -> Event {
        Event {
            kind,
            role: by.role.clone(),
            at: self.now().0,
            detail: String::new(),
            note: String::new(),
        }
    }

    /// Takes a petition. `once` makes it this one: sent again, it is kept once and has the same code. Without a proof
    /// that a person's machine worked for it, it waits to be looked at first.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without title or words, [`ActError::Law`] for a category that is in no list, and for
    /// complaints and denunciations, which have procedures of their own.
    pub async fn submit(&self, unit: UnitId, once: &str, new: &New, proven: bool) -> Result<Sent, ActError> {
        let (at, today) = self.now();
        if new.title.trim().is_empty() || new.words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        rules::listed(&self.rulebook, "petition.categories", &new.category, today)?;
        let due_on = self.due(new.kind, today)?;
        let code = once::code("dinh-code", once);
        let year = i64::from(today.year());
        // What sounds like a denunciation is taken as what its sender says it is, but never with its sender.
        let secret = self.hint(&format!("{} {}", new.title, new.words)) == Some(Kind::Denunciation);
        let mut ledger = Ledger::open(&self.db, at).await?;
        let once_hash = once::hashed("petition-once", once);
        if let Some(known) = store::by_once(ledger.write(), unit, &once_hash).await? {
            return Ok(Sent {
                key: known.key(),
                code,
                held: known.state == State::Held,
            });
        }
        let number = store::next_number(ledger.write(), unit, year).await?;
        let mut petition = Petition {
            unit,
            id: PetitionId(self.random.uuid(at)),
            number: (year, number),
            kind: new.kind,
            category: new.category.clone(),
            title: new.title.clone(),
            words: new.words.clone(),
            hamlet: new.hamlet,
            place: new.place.clone(),
            pin: new.pin,
            may_publish: new.may_publish && !secret,
            channel: new.channel,
            code_hash: once::hashed("petition-code", &code),
            once_hash,
            state: if proven { State::Received } else { State::Held },
            ending: None,
            revision: 1,
            received_on: today,
            clock_from: today,
            due_on,
            office: String::new(),
            draft: String::new(),
            drafted: None,
            answer: String::new(),
            answered_at: None,
            first_answered_on: None,
            in_time: false,
            open_until: None,
            reopened: 0,
            rating: None,
            merged_into: None,
            from: None,
            to: None,
            escalated_on: None,
            public: Shown::default(),
            shown_at: None,
            hidden_at: None,
            hidden_reason: String::new(),
            hidden_note: String::new(),
            appeal: String::new(),
            appeal_decided_at: None,
            closed_at: None,
            contact_until: None,
            changed_at: at,
            record: None,
        };
        if proven {
            self.enter_record(&mut ledger, &mut petition).await?;
        }
        if !store::insert(ledger.write(), &petition).await? {
            // The same was sent by another way at the same moment; what is begun here is dropped.
            drop(ledger);
            let known = store::by_once(&mut self.db.read().await?, unit, &petition.once_hash).await?;
            let known = known.ok_or(ActError::Stale)?;
            return Ok(Sent {
                key: known.key(),
                code,
                held: known.state == State::Held,
            });
        }
        let contact = new
            .contact
            .as_ref()
            .filter(|contact| !contact.is_empty() && !secret);
        if let Some(contact) = contact {
            store::insert_contact(ledger.write(), petition.key(), &self.sealed(contact)).await?;
        }
        store::insert_photos(ledger.write(), petition.key(), &new.photos).await?;
        let kind = if proven {
            EventKind::Received
        } else {
            EventKind::Held
        };
        let event = self.event(kind, &nobody(CITIZEN));
        self.note(ledger.write(), &petition, event).await?;
        ledger.commit().await?;
        Ok(Sent {
            key: petition.key(),
            code,
            held: !proven,
        })
    }

    fn sealed(&self, contact: &Contact) -> store::KeptContact {
        let post = self.post();
        store::KeptContact {
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            mail: post
                .zip(contact.mail.as_ref())
                .map(|(post, mail)| post.seal(mail.as_bytes())),
            language: contact.language,
            tell_by: contact.tell_by.clone(),
        }
    }

    /// Notes what happened, and tells those who should know.
    async fn note(&self, write: &mut Write, petition: &Petition, event: Event) -> Result<(), ActError> {
        let id = self.random.uuid(event.at);
        store::insert_event(write, petition.key(), id, &event).await?;
        let Some(telling) = &self.telling else {
            return Ok(());
        };
        let contact = store::contact(write, petition.key()).await?;
        let unit = self.unit(petition.unit)?;
        telling
            .tell(write, (&unit, petition, &event), contact.as_ref())
            .await
    }

    /// Puts a petition into the register of submissions, in the place of what stood there before. Nothing of its words
    /// is in it.
    async fn enter_record(&self, ledger: &mut Ledger, petition: &mut Petition) -> Result<(), ActError> {
        let category = rules::listed(
            &self.rulebook,
            "petition.categories",
            &petition.category,
            petition.clock_from,
        )?;
        let title = format!(
            "{} · {}",
            category.label.get(Language::Vi),
            petition.number_text()
        );
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        put("title", ColumnValue::Text(title));
        put("kind", ColumnValue::Choice(petition.kind.key().to_owned()));
        put("received_on", ColumnValue::Date(petition.clock_from));
        put("due_on", ColumnValue::Date(petition.due_on));
        if let Some(on) = petition.first_answered_on {
            put("answered_on", ColumnValue::Date(on));
        }
        self.retract_record(ledger, petition, "Thay bằng lần ghi sau")
            .await?;
        petition.record = Some(self.record(ledger, petition, "petition", &values).await?);
        Ok(())
    }

    async fn record(
        &self,
        ledger: &mut Ledger,
        petition: &Petition,
        kind: &str,
        values: &Values,
    ) -> Result<RecordId, ActError> {
        let form = self
            .catalogue
            .record_kind(kind)
            .ok_or_else(|| ActError::Form(format!("no form {kind}")))?;
        let entry = form.enter(&self.catalogue, values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        let record = NewRecord {
            id: RecordId(self.random.uuid(self.now().0)),
            unit: petition.unit,
            hamlet: petition.hamlet,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        Ok(record.id)
    }

    async fn retract_record(
        &self,
        ledger: &mut Ledger,
        petition: &mut Petition,
        reason: &str,
    ) -> Result<(), ActError> {
        if let Some(old) = petition.record.take() {
            ledger.retract_record(petition.unit, old, reason).await?;
        }
        Ok(())
    }

    /// A petition at a revision somebody has seen.
    async fn at_revision(&self, write: &mut Write, key: Key, revision: i64) -> Result<Petition, ActError> {
        let petition = store::petition(write, key).await?.ok_or(ActError::Unknown)?;
        if petition.revision == revision {
            Ok(petition)
        } else {
            Err(ActError::Stale)
        }
    }

    async fn save(&self, write: &mut Write, petition: &mut Petition) -> Result<(), ActError> {
        petition.changed_at = self.now().0;
        if !store::save(write, petition).await? {
            return Err(ActError::Stale);
        }
        petition.revision += 1;
        Ok(())
    }

    /// Ends a petition.
    fn end(&self, petition: &mut Petition, ending: Ending) -> Result<(), ActError> {
        let (at, today) = self.now();
        petition.state = State::Closed;
        petition.ending = Some(ending);
        petition.closed_at = Some(at);
        petition.contact_until = Some(self.last_day("petition.contact.kept", today)?);
        Ok(())
    }

    /// Takes what was held, after somebody looked at it.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not held.
    pub async fn release(&self, key: Key, revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.at_revision(ledger.write(), key, revision).await?;
        if petition.state != State::Held {
            return Err(ActError::Stale);
        }
        self.take_in(&mut ledger, &mut petition, today).await?;
        self.note(ledger.write(), &petition, self.event(EventKind::Released, by))
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Lets the clock of a petition begin.
    async fn take_in(
        &self,
        ledger: &mut Ledger,
        petition: &mut Petition,
        today: Date,
    ) -> Result<(), ActError> {
        petition.state = State::Received;
        petition.clock_from = today;
        petition.due_on = self.due(petition.kind, today)?;
        self.enter_record(ledger, petition).await?;
        self.save(ledger.write(), petition).await
    }

    /// Does not take what was held, with a reason of the list and in words; the asker may object.
    ///
    /// # Errors
    /// [`ActError::Law`] for a reason that is in no list, [`ActError::Stale`] when it is not held.
    pub async fn refuse(
        &self,
        key: Key,
        revision: i64,
        (reason, words): (&str, &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        rules::listed(&self.rulebook, "petition.moderation.reasons", reason, today)?;
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        if petition.state != State::Held {
            return Err(ActError::Stale);
        }
        self.end(&mut petition, Ending::Refused)?;
        petition.hidden_at = Some(at);
        reason.clone_into(&mut petition.hidden_reason);
        words.clone_into(&mut petition.hidden_note);
        self.save(&mut write, &mut petition).await?;
        let event = Event {
            detail: reason.to_owned(),
            note: words.to_owned(),
            ..self.event(EventKind::Refused, by)
        };
        self.note(&mut write, &petition, event).await?;
        write.commit().await?;
        Ok(())
    }

    /// Settles kind and category. A complaint or a denunciation ends here and is led to its procedure; of a denunciation,
    /// everything that could tell who sent it is erased.
    ///
    /// # Errors
    /// [`ActError::Law`] for a category that is in no list, [`ActError::Stale`] when it is not open.
    pub async fn classify(
        &self,
        key: Key,
        revision: i64,
        (kind, category): (Kind, &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        rules::listed(&self.rulebook, "petition.categories", category, today)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.at_revision(ledger.write(), key, revision).await?;
        if !petition.is_open() {
            return Err(ActError::Stale);
        }
        category.clone_into(&mut petition.category);
        petition.kind = kind;
        let event = if kind.is_answered_here() {
            if petition.state == State::Received {
                petition.state = State::Classified;
            }
            // What is answered again has a clock of its own, and its first answer is counted already.
            if petition.first_answered_on.is_none() {
                petition.due_on = self.due(kind, petition.clock_from)?;
                self.enter_record(&mut ledger, &mut petition).await?;
            }
            Event {
                detail: format!("{} {category}", kind.key()),
                ..self.event(EventKind::Classified, by)
            }
        } else {
            self.lead(&mut ledger, &mut petition).await?;
            self.event(
                if kind == Kind::Complaint {
                    EventKind::LedComplaint
                } else {
                    EventKind::LedDenunciation
                },
                by,
            )
        };
        self.save(ledger.write(), &mut petition).await?;
        self.note(ledger.write(), &petition, event).await?;
        if kind == Kind::Denunciation {
            // Who denounces is not known here from now on, not even by a mail that waits.
            outbox::forget(ledger.write(), key.0.0, key.1.0.as_bytes(), at).await?;
            store::erase_contact(ledger.write(), key).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    async fn lead(&self, ledger: &mut Ledger, petition: &mut Petition) -> Result<(), ActError> {
        self.release_merged(ledger, petition.key()).await?;
        self.retract_record(ledger, petition, "Theo trình tự khiếu nại, tố cáo")
            .await?;
        if petition.is_shown() {
            self.log(ledger.write(), petition, Act::Withdrawn, ASKER).await?;
            petition.hidden_at = Some(self.now().0);
            ASKER.clone_into(&mut petition.hidden_reason);
        }
        petition.may_publish = false;
        if petition.kind == Kind::Complaint {
            return self.end(petition, Ending::Complaint);
        }
        for words in [
            &mut petition.title,
            &mut petition.words,
            &mut petition.place,
            &mut petition.draft,
            &mut petition.answer,
            &mut petition.appeal,
        ] {
            words.clear();
        }
        petition.public = Shown::default();
        petition.pin = None;
        petition.hamlet = None;
        store::erase_notes(ledger.write(), petition.key()).await?;
        store::erase_photos(ledger.write(), petition.key()).await?;
        self.end(petition, Ending::Denunciation)
    }

    /// Lets those that were to be answered with a petition be matters of their own again, because it is not answered
    /// here any more.
    async fn release_merged(&self, ledger: &mut Ledger, key: Key) -> Result<(), ActError> {
        for mut along in store::merged(ledger.write(), key).await? {
            if along.first_answered_on.is_some() {
                continue;
            }
            stand_alone(&mut along);
            self.save(ledger.write(), &mut along).await?;
            let event = self.event(EventKind::Parted, &nobody(SYSTEM));
            self.note(ledger.write(), &along, event).await?;
        }
        Ok(())
    }

    /// Gives a petition to an office.
    ///
    /// # Errors
    /// [`ActError::Law`] for an office that is in no list, [`ActError::Stale`] when it is not classified.
    pub async fn assign(&self, key: Key, revision: i64, office: &str, by: &By) -> Result<(), ActError> {
        rules::listed(&self.rulebook, "petition.offices", office, self.now().1)?;
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        if !matches!(petition.state, State::Classified | State::Assigned) {
            return Err(ActError::Stale);
        }
        petition.state = State::Assigned;
        office.clone_into(&mut petition.office);
        self.save(&mut write, &mut petition).await?;
        let event = Event {
            detail: office.to_owned(),
            ..self.event(EventKind::Assigned, by)
        };
        self.note(&mut write, &petition, event).await?;
        write.commit().await?;
        Ok(())
    }

    /// Hands a petition over to another commune or a province, where it begins anew under the same code. What that does
    /// to the clock is the rulebook's.
    ///
    /// # Errors
    /// [`ActError::Itself`] for the unit it is in, [`ActError::Stale`] when it is not open, [`ActError::Nothing`] without a reason.
    pub async fn hand_over(
        &self,
        key: Key,
        revision: i64,
        (to, reason): (UnitId, &str),
        by: &By,
    ) -> Result<Key, ActError> {
        let (at, today) = self.now();
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let target = self.unit(to)?;
        if to == key.0 || !matches!(target.level, Level::Commune | Level::Province) {
            return Err(ActError::Itself);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.at_revision(ledger.write(), key, revision).await?;
        if !petition.is_open() {
            return Err(ActError::Stale);
        }
        let (effect, _) = rules::handover(&self.rulebook, true, today)?;
        let id = PetitionId(self.random.uuid(at));
        let year = i64::from(today.year());
        let number = store::next_number(ledger.write(), to, year).await?;
        let mut there = Petition {
            unit: to,
            id,
            number: (year, number),
            // The code leads to where it was sent first, and on from there.
            code_hash: once::hashed("petition-moved", &id.to_string()),
            once_hash: once::hashed("petition-moved", &id.to_string()),
            state: State::Received,
            revision: 1,
            hamlet: None,
            office: String::new(),
            draft: String::new(),
            drafted: None,
            from: Some(key),
            escalated_on: None,
            // What was answered and shown before stays where that was.
            first_answered_on: None,
            in_time: false,
            public: Shown::default(),
            shown_at: None,
            hidden_at: None,
            hidden_reason: String::new(),
            hidden_note: String::new(),
            appeal: String::new(),
            appeal_decided_at: None,
            changed_at: at,
            record: None,
            ..petition.clone()
        };
        if effect == Effect::Restarts {
            there.clock_from = today;
            there.due_on = self.due(there.kind, today)?;
        }
        self.enter_record(&mut ledger, &mut there).await?;
        store::insert(ledger.write(), &there).await?;
        let photos = self.copied_photos(ledger.write(), key).await?;
        store::insert_photos(ledger.write(), there.key(), &photos).await?;
        if let Some(contact) = store::contact(ledger.write(), key).await? {
            store::insert_contact(ledger.write(), there.key(), &contact).await?;
        }
        let from = self.unit(key.0)?;
        let handed_in = Event {
            detail: from.name,
            note: reason.to_owned(),
            ..self.event(EventKind::HandedIn, by)
        };
        store::insert_event(ledger.write(), there.key(), self.random.uuid(at), &handed_in).await?;

        self.release_merged(&mut ledger, key).await?;
        if petition.first_answered_on.is_none() {
            self.retract_record(&mut ledger, &mut petition, "Chuyển đơn vị khác")
                .await?;
        }
        self.end(&mut petition, Ending::HandedOver)?;
        petition.to = Some(there.key());
        self.save(ledger.write(), &mut petition).await?;
        let event = Event {
            detail: target.name,
            note: reason.to_owned(),
            ..self.event(EventKind::HandedOver, by)
        };
        self.note(ledger.write(), &petition, event).await?;
        // Only those who answer know the asker.
        store::erase_contact(ledger.write(), key).await?;
        ledger.commit().await?;
        Ok(there.key())
    }

    async fn copied_photos(
        &self,
        write: &mut Write,
        key: Key,
    ) -> Result<Vec<platform::files::NewFile>, ActError> {
        let dossier = store::dossier(write, key).await?.ok_or(ActError::Unknown)?;
        let mut photos = Vec::new();
        for photo in dossier.photos {
            photos.extend(
                store::photo(write, key, photo.number)
                    .await?
                    .map(|(file, _)| file),
            );
        }
        Ok(photos)
    }

    /// Has a petition answered together with another one of the same unit. Its asker is told, may say that it is not the
    /// same, and is told of the answer.
    ///
    /// # Errors
    /// [`ActError::Itself`] for itself and for one that has ended or is merged itself, [`ActError::Stale`] when it is not open.
    pub async fn merge(&self, key: Key, revision: i64, into: PetitionId, by: &By) -> Result<(), ActError> {
        let mut ledger = Ledger::open(&self.db, self.now().0).await?;
        let mut petition = self.at_revision(ledger.write(), key, revision).await?;
        if !petition.is_open() {
            return Err(ActError::Stale);
        }
        let main = store::petition(ledger.write(), (key.0, into))
            .await?
            .ok_or(ActError::Unknown)?;
        let answers = main.is_open() || main.state == State::Answered;
        if into == key.1 || !answers {
            return Err(ActError::Itself);
        }
        // Those that were merged into this one go along.
        for mut along in store::merged(ledger.write(), key).await? {
            along.merged_into = Some(into);
            self.save(ledger.write(), &mut along).await?;
        }
        petition.merged_into = Some(into);
        self.end(&mut petition, Ending::Merged)?;
        // As long as the other one is open, its asker has to be reached.
        petition.contact_until = None;
        if let Some(on) = main.first_answered_on {
            let on = on.max(petition.clock_from);
            if first_answer(&mut petition, on) {
                self.enter_record(&mut ledger, &mut petition).await?;
            }
        }
        self.save(ledger.write(), &mut petition).await?;
        let event = Event {
            detail: main.number_text(),
            ..self.event(EventKind::Merged, by)
        };
        self.note(ledger.write(), &petition, event).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Writes the answer, to be approved by somebody else.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words, [`ActError::Stale`] when it is not assigned.
    pub async fn draft(&self, key: Key, revision: i64, words: &str, by: &By) -> Result<(), ActError> {
        if words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        if petition.state != State::Assigned {
            return Err(ActError::Stale);
        }
        words.clone_into(&mut petition.draft);
        petition.drafted = Some(by.clone());
        self.save(&mut write, &mut petition).await?;
        self.note(&mut write, &petition, self.event(EventKind::Drafted, by))
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// Gives the written answer back to its writer.
    ///
    /// # Errors
    /// [`ActError::Stale`] when there is none.
    pub async fn give_back(&self, key: Key, revision: i64, why: &str, by: &By) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        if petition.state != State::Assigned || petition.drafted.take().is_none() {
            return Err(ActError::Stale);
        }
        self.save(&mut write, &mut petition).await?;
        let event = Event {
            note: why.to_owned(),
            ..self.event(EventKind::Returned, by)
        };
        self.note(&mut write, &petition, event).await?;
        write.commit().await?;
        Ok(())
    }

    /// Approves the written answer and gives it, to the asker and to all whose petitions were merged into this one.
    ///
    /// # Errors
    /// [`ActError::SamePerson`] for its writer, [`ActError::Stale`] when there is none.
    pub async fn approve(&self, key: Key, revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.at_revision(ledger.write(), key, revision).await?;
        let drafted = petition.drafted.clone().ok_or(ActError::Stale)?;
        if petition.state != State::Assigned {
            return Err(ActError::Stale);
        }
        if drafted.account == by.account {
            return Err(ActError::SamePerson);
        }
        petition.state = State::Answered;
        petition.answer = std::mem::take(&mut petition.draft);
        petition.drafted = None;
        petition.answered_at = Some(at);
        petition.open_until = Some(self.last_day("petition.reopen.within", today)?);
        if first_answer(&mut petition, today) {
            self.enter_record(&mut ledger, &mut petition).await?;
        }
        self.save(ledger.write(), &mut petition).await?;
        let event = self.event(EventKind::Answered, by);
        self.note(ledger.write(), &petition, event.clone()).await?;
        for mut along in store::merged(ledger.write(), key).await? {
            along.contact_until = Some(self.last_day("petition.contact.kept", today)?);
            if first_answer(&mut along, today) {
                self.enter_record(&mut ledger, &mut along).await?;
            }
            self.save(ledger.write(), &mut along).await?;
            self.note(ledger.write(), &along, event.clone()).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// The level above asks for an answer to what is overdue.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it was not brought above or is answered, [`ActError::Nothing`] without words.
    pub async fn urge(&self, key: Key, revision: i64, words: &str, by: &By) -> Result<(), ActError> {
        if words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        if !petition.is_open() || petition.escalated_on.is_none() {
            return Err(ActError::Stale);
        }
        self.save(&mut write, &mut petition).await?;
        let event = Event {
            note: words.to_owned(),
            ..self.event(EventKind::Urged, by)
        };
        self.note(&mut write, &petition, event).await?;
        write.commit().await?;
        Ok(())
    }

    /// The petition that a code leads to: where it was sent first, and where it is now.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn by_code(
        &self,
        read: &mut Read,
        unit: UnitId,
        code: &str,
    ) -> Result<Option<Dossier>, ActError> {
        let code = clean_code(code, CODE_SIGNS);
        let hash = once::hashed("petition-code", &code);
        let Some(mut petition) = store::by_code(read, unit, &hash).await? else {
            return Ok(None);
        };
        for _ in 0..MOST_HOPS {
            let Some(next) = petition.to else { break };
            petition = store::petition(read, next).await?.ok_or(ActError::Unknown)?;
        }
        Ok(store::dossier(read, petition.key()).await?)
    }

    /// What somebody's code leads to, to be changed.
    async fn asked(&self, write: &mut Write, unit: UnitId, code: &str) -> Result<Petition, ActError> {
        let found = self.by_code(write, unit, code).await?;
        found.map(|dossier| dossier.petition).ok_or(ActError::Unknown)
    }

    /// What a petition is followed as now, wherever it was handed.
    pub(crate) async fn at_its_end(&self, write: &mut Write, key: Key) -> Result<Petition, ActError> {
        let mut found = store::petition(write, key).await?.ok_or(ActError::Unknown)?;
        for _ in 0..MOST_HOPS {
            let Some(next) = found.to else { break };
            found = store::petition(write, next).await?.ok_or(ActError::Unknown)?;
        }
        Ok(found)
    }

    /// The asker says more about it, as long as it has not ended.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it has ended, [`ActError::Nothing`] without words.
    pub async fn say_more(&self, unit: UnitId, code: &str, words: &str) -> Result<(), ActError> {
        if words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let petition = self.asked(&mut write, unit, code).await?;
        if !petition.takes_more() {
            return Err(ActError::Stale);
        }
        self.add(&mut write, &petition, words).await?;
        write.commit().await?;
        Ok(())
    }

    /// Notes what the asker says more.
    pub(crate) async fn add(
        &self,
        write: &mut Write,
        petition: &Petition,
        words: &str,
    ) -> Result<(), ActError> {
        let event = Event {
            note: words.to_owned(),
            ..self.event(EventKind::Added, &nobody(CITIZEN))
        };
        self.note(write, petition, event).await
    }

    /// The asker accepts the answer.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not answered.
    pub async fn accept(&self, unit: UnitId, code: &str) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let mut petition = self.asked(&mut write, unit, code).await?;
        if petition.state != State::Answered {
            return Err(ActError::Stale);
        }
        self.end(&mut petition, Ending::Accepted)?;
        self.save(&mut write, &mut petition).await?;
        let event = self.event(EventKind::Accepted, &nobody(CITIZEN));
        self.note(&mut write, &petition, event).await?;
        write.commit().await?;
        Ok(())
    }

    /// The asker is not content: the office answers again, by a clock of its own.
    ///
    /// # Errors
    /// [`ActError::NotReopened`] with why not, [`ActError::Nothing`] without words.
    pub async fn reopen(&self, unit: UnitId, code: &str, why: &str) -> Result<(), ActError> {
        let (at, today) = self.now();
        if why.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.asked(ledger.write(), unit, code).await?;
        let most = rules::most_reopenings(&self.rulebook, today)?;
        rules::may_reopen(&petition, most, today).map_err(ActError::NotReopened)?;
        petition.state = State::Assigned;
        petition.ending = None;
        petition.closed_at = None;
        petition.contact_until = None;
        petition.open_until = None;
        petition.reopened += 1;
        petition.escalated_on = None;
        petition.draft = petition.answer.clone();
        petition.due_on = self.last_day("petition.reopen.answer", today)?;
        let mut values = Values::new();
        values.insert("reopened_on".to_owned(), ColumnValue::Date(today));
        self.record(&mut ledger, &petition, "petition_reopening", &values)
            .await?;
        self.save(ledger.write(), &mut petition).await?;
        let event = Event {
            note: why.to_owned(),
            ..self.event(EventKind::Reopened, &nobody(CITIZEN))
        };
        self.note(ledger.write(), &petition, event).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// The asker of a merged petition says that it is not the same as the other one; once.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not merged, or was parted before.
    pub async fn part(&self, unit: UnitId, code: &str, why: &str) -> Result<(), ActError> {
        let (at, today) = self.now();
        if why.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.asked(ledger.write(), unit, code).await?;
        let dossier = store::dossier(ledger.write(), petition.key())
            .await?
            .ok_or(ActError::Unknown)?;
        let before = dossier
            .events
            .iter()
            .any(|event| event.kind == EventKind::Parted && event.role == CITIZEN);
        if petition.ending != Some(Ending::Merged) || before {
            return Err(ActError::Stale);
        }
        stand_alone(&mut petition);
        petition.due_on = self.due(petition.kind, today)?;
        self.enter_record(&mut ledger, &mut petition).await?;
        self.save(ledger.write(), &mut petition).await?;
        let event = Event {
            note: why.to_owned(),
            ..self.event(EventKind::Parted, &nobody(CITIZEN))
        };
        self.note(ledger.write(), &petition, event).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// The asker says whether the answer is good; once.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not answered, or was said before.
    pub async fn rate(&self, unit: UnitId, code: &str, rating: Rating) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.asked(ledger.write(), unit, code).await?;
        let answered =
            matches!(petition.state, State::Answered | State::Closed) && petition.answered_at.is_some();
        if !answered || petition.rating.is_some() {
            return Err(ActError::Stale);
        }
        petition.rating = Some(rating);
        let mut values = Values::new();
        values.insert("rated_on".to_owned(), ColumnValue::Date(today));
        values.insert("rating".to_owned(), ColumnValue::Choice(rating.key().to_owned()));
        self.record(&mut ledger, &petition, "petition_rating", &values)
            .await?;
        self.save(ledger.write(), &mut petition).await?;
        let event = Event {
            detail: rating.key().to_owned(),
            ..self.event(EventKind::Rated, &nobody(CITIZEN))
        };
        self.note(ledger.write(), &petition, event).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// The asker takes it back before it is answered. Words, place, pictures and contact are erased.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is answered or has ended.
    pub async fn withdraw(&self, unit: UnitId, code: &str) -> Result<(), ActError> {
        let at = self.now().0;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.asked(ledger.write(), unit, code).await?;
        let before_answer =
            (petition.is_open() || petition.state == State::Held) && petition.answered_at.is_none();
        if !before_answer {
            return Err(ActError::Stale);
        }
        self.release_merged(&mut ledger, petition.key()).await?;
        self.retract_record(&mut ledger, &mut petition, "Người gửi rút")
            .await?;
        for words in [
            &mut petition.title,
            &mut petition.words,
            &mut petition.place,
            &mut petition.draft,
        ] {
            words.clear();
        }
        petition.pin = None;
        petition.may_publish = false;
        self.end(&mut petition, Ending::Withdrawn)?;
        self.save(ledger.write(), &mut petition).await?;
        let event = self.event(EventKind::Withdrawn, &nobody(CITIZEN));
        self.note(ledger.write(), &petition, event).await?;
        store::erase_notes(ledger.write(), petition.key()).await?;
        store::erase_photos(ledger.write(), petition.key()).await?;
        store::erase_contact(ledger.write(), petition.key()).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Makes a petition public, or corrects what is public of it: with these words and no others, and these pictures.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not answered, or its asker does not allow it; [`ActError::Nothing`] without words.
    pub async fn show(
        &self,
        key: Key,
        revision: i64,
        public: &Shown,
        photos: &[i64],
        by: &By,
    ) -> Result<(), ActError> {
        let at = self.now().0;
        if [&public.title, &public.words, &public.answer]
            .iter()
            .any(|words| words.trim().is_empty())
        {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        if !petition.may_publish
            || petition.answered_at.is_none()
            || petition.hidden_at.is_some()
            || petition.merged_into.is_some()
        {
            return Err(ActError::Stale);
        }
        let (act, kind) = if petition.is_shown() {
            (Act::Corrected, EventKind::Corrected)
        } else {
            (Act::Posted, EventKind::Shown)
        };
        petition.shown_at = petition.shown_at.or(Some(at));
        petition.public = public.clone();
        store::show_photos(&mut write, key, photos).await?;
        self.save(&mut write, &mut petition).await?;
        self.log(&mut write, &petition, act, "").await?;
        self.note(&mut write, &petition, self.event(kind, by)).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes a petition from the public, with a reason of the list and in words that stay public.
    ///
    /// # Errors
    /// [`ActError::Law`] for a reason that is in no list, [`ActError::Stale`] when it is not shown.
    pub async fn hide(
        &self,
        key: Key,
        revision: i64,
        (reason, words): (&str, &str),
        by: &By,
    ) -> Result<(), ActError> {
        rules::listed(
            &self.rulebook,
            "petition.moderation.reasons",
            reason,
            self.now().1,
        )?;
        let mut write = self.db.write().await?;
        let mut petition = self.at_revision(&mut write, key, revision).await?;
        self.take_down(&mut write, &mut petition, (reason, words), by)
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// The asker does not want it public any more, or not at all.
    ///
    /// # Errors
    /// [`ActError::Stale`] when nothing of it is or would be public.
    pub async fn keep_private(&self, unit: UnitId, code: &str) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let mut petition = self.asked(&mut write, unit, code).await?;
        if !petition.may_publish {
            return Err(ActError::Stale);
        }
        petition.may_publish = false;
        if petition.is_shown() {
            self.take_down(&mut write, &mut petition, (ASKER, ""), &nobody(CITIZEN))
                .await?;
        } else {
            self.save(&mut write, &mut petition).await?;
        }
        write.commit().await?;
        Ok(())
    }

    async fn take_down(
        &self,
        write: &mut Write,
        petition: &mut Petition,
        (reason, words): (&str, &str),
        by: &By,
    ) -> Result<(), ActError> {
        if !petition.is_shown() {
            return Err(ActError::Stale);
        }
        // The hash in the log stays that of what was public; here it is not any more.
        let octets = content::octets(&self.unit(petition.unit)?.code, petition)?;
        petition.hidden_at = Some(self.now().0);
        reason.clone_into(&mut petition.hidden_reason);
        words.clone_into(&mut petition.hidden_note);
        petition.appeal = String::new();
        petition.appeal_decided_at = None;
        self.save(write, petition).await?;
        self.log_octets(write, petition, Act::Withdrawn, reason, &octets)
            .await?;
        let event = Event {
            detail: reason.to_owned(),
            note: words.to_owned(),
            ..self.event(EventKind::Hidden, by)
        };
        self.note(write, petition, event).await
    }

    /// The asker objects to a moderation; once.
    ///
    /// # Errors
    /// [`ActError::Stale`] when there is nothing to object to, [`ActError::Nothing`] without words.
    pub async fn appeal(&self, unit: UnitId, code: &str, words: &str) -> Result<(), ActError> {
        if words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let mut petition = self.asked(&mut write, unit, code).await?;
        if !petition.may_appeal() {
            return Err(ActError::Stale);
        }
        words.clone_into(&mut petition.appeal);
        self.save(&mut write, &mut petition).await?;
        let event = Event {
            note: words.to_owned(),
            ..self.event(EventKind::Appealed, &nobody(CITIZEN))
        };
        self.note(&mut write, &petition, event).await?;
        write.commit().await?;
        Ok(())
    }

    /// Decides an objection: what was hidden is shown again, what was refused is taken; or not, and it is said why.
    ///
    /// # Errors
    /// [`ActError::Stale`] without an objection that waits, [`ActError::Nothing`] without words.
    pub async fn decide_appeal(
        &self,
        key: Key,
        revision: i64,
        (heard, words): (bool, &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        if words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut petition = self.at_revision(ledger.write(), key, revision).await?;
        if petition.appeal.is_empty() || petition.appeal_decided_at.is_some() {
            return Err(ActError::Stale);
        }
        petition.appeal_decided_at = Some(at);
        // Whoever keeps it private in the meantime is not overruled.
        if heard && petition.shown_at.is_some() && !petition.may_publish {
            ASKER.clone_into(&mut petition.hidden_reason);
            self.save(ledger.write(), &mut petition).await?;
        } else if heard {
            petition.hidden_at = None;
            petition.hidden_reason.clear();
            petition.hidden_note.clear();
            if petition.ending == Some(Ending::Refused) {
                petition.ending = None;
                petition.closed_at = None;
                petition.contact_until = None;
                self.take_in(&mut ledger, &mut petition, today).await?;
            } else {
                self.save(ledger.write(), &mut petition).await?;
                self.log(ledger.write(), &petition, Act::Posted, "").await?;
            }
        } else {
            self.save(ledger.write(), &mut petition).await?;
        }
        let event = Event {
            note: words.to_owned(),
            ..self.event(
                if heard {
                    EventKind::Restored
                } else {
                    EventKind::Upheld
                },
                by,
            )
        };
        self.note(ledger.write(), &petition, event).await?;
        ledger.commit().await?;
        Ok(())
    }

    async fn log(
        &self,
        write: &mut Write,
        petition: &Petition,
        act: Act,
        reason: &str,
    ) -> Result<(), ActError> {
        let octets = content::octets(&self.unit(petition.unit)?.code, petition)?;
        self.log_octets(write, petition, act, reason, &octets).await
    }

    async fn log_octets(
        &self,
        write: &mut Write,
        petition: &Petition,
        act: Act,
        reason: &str,
        octets: &[u8],
    ) -> Result<(), ActError> {
        let code = self.unit(petition.unit)?.code;
        let at = self.now().0;
        let mut entry = Entry::new(
            &code,
            act,
            content::subject(petition.id),
            Commitment::to(octets),
            at,
        )?
        .detail("number", &petition.number_text())?
        .detail("category", &petition.category)?;
        if !reason.is_empty() {
            entry = entry.detail("reason", reason)?;
        }
        transparency::append(write, petition.unit, &entry).await?;
        Ok(())
    }

    /// Does what has to be done by itself: brings what is overdue to the level above, ends what nobody said anything
    /// against, erases contacts whose time is over. Can be done again, and by several servers at once.
    ///
    /// # Errors
    /// What the engine says; what was done before stays done.
    pub async fn tend(&self) -> Result<Tended, ActError> {
        let today = self.now().1;
        let mut tended = Tended::default();
        let mut read = self.db.read().await?;
        let overdue = store::to_escalate(&mut read, today, ROUND).await?;
        let over = store::to_close(&mut read, today, ROUND).await?;
        let kept = store::to_forget(&mut read, today, ROUND).await?;
        drop(read);
        let system = nobody(SYSTEM);
        for key in overdue {
            let mut write = self.db.write().await?;
            let found = store::petition(&mut write, key).await?;
            let Some(mut petition) = found.filter(|petition| rules::escalates(petition, today)) else {
                continue;
            };
            petition.escalated_on = Some(today);
            self.save(&mut write, &mut petition).await?;
            let above = self.above(key.0).map(|unit| unit.name).unwrap_or_default();
            let event = Event {
                detail: above,
                ..self.event(EventKind::Escalated, &system)
            };
            self.note(&mut write, &petition, event).await?;
            write.commit().await?;
            tended.escalated += 1;
        }
        for key in over {
            let mut write = self.db.write().await?;
            let found = store::petition(&mut write, key).await?;
            let Some(mut petition) = found.filter(|petition| rules::elapses(petition, today)) else {
                continue;
            };
            self.end(&mut petition, Ending::Elapsed)?;
            self.save(&mut write, &mut petition).await?;
            let event = self.event(EventKind::Elapsed, &system);
            self.note(&mut write, &petition, event).await?;
            write.commit().await?;
            tended.closed += 1;
        }
        for key in kept {
            let mut write = self.db.write().await?;
            if store::erase_contact(&mut write, key).await? {
                let event = self.event(EventKind::ContactErased, &system);
                store::insert_event(&mut write, key, self.random.uuid(event.at), &event).await?;
                write.commit().await?;
                tended.forgotten += 1;
            }
        }
        Ok(tended)
    }

    /// The unit above.
    pub(crate) fn above(&self, unit: UnitId) -> Option<Unit> {
        let units = self.units.current();
        units.ancestors(unit).next().cloned()
    }

    /// Makes a key with which another program sends petitions to a unit; it is shown once.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a name.
    pub async fn make_api_key(&self, unit: UnitId, name: &str, by: &By) -> Result<String, ActError> {
        if name.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let at = self.now().0;
        let key = self.once();
        let mut write = self.db.write().await?;
        let id = ApiKeyId(self.random.uuid(at));
        let hash = once::hashed("petition-api-key", &key);
        store::insert_api_key(&mut write, unit, (id, name, hash), (&by.role, at)).await?;
        write.commit().await?;
        Ok(key)
    }

    /// Ends a key.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_api_key(&self, unit: UnitId, id: ApiKeyId) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        store::end_api_key(&mut write, unit, id, self.now().0).await?;
        write.commit().await?;
        Ok(())
    }

    /// Whether a key is one of a unit's that holds.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn knows_api_key(&self, read: &mut Read, unit: UnitId, key: &str) -> Result<bool, ActError> {
        Ok(store::knows_api_key(read, unit, &once::hashed("petition-api-key", key)).await?)
    }

    /// Public petitions of a unit that are like some words, likest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn similar(
        &self,
        read: &mut Read,
        unit: UnitId,
        words: &str,
    ) -> Result<Vec<Petition>, ActError> {
        const LOOKED_AT: usize = 300;
        const MOST: usize = 3;
        let shown = store::shown(read, unit, None, LOOKED_AT).await?;
        let found = rules::likest(
            words,
            &shown,
            |petition| format!("{} {}", petition.public.title, petition.public.words),
            MOST,
        );
        Ok(found.into_iter().cloned().collect())
    }

    /// Petitions of a unit that wait and are like one, likest first.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn duplicates(&self, read: &mut Read, petition: &Petition) -> Result<Vec<Petition>, ActError> {
        const LOOKED_AT: usize = 300;
        const MOST: usize = 5;
        let mut waiting = store::waiting(read, petition.unit, LOOKED_AT).await?;
        waiting.retain(|other| other.id != petition.id);
        let words = format!("{} {}", petition.title, petition.words);
        let found = rules::likest(
            &words,
            &waiting,
            |petition| format!("{} {}", petition.title, petition.words),
            MOST,
        );
        Ok(found.into_iter().cloned().collect())
    }
}

/// Notes the day of the first answer, and whether it came in time; whether this is the first.
fn first_answer(petition: &mut Petition, on: Date) -> bool {
    let first = petition.first_answered_on.is_none();
    if first {
        petition.first_answered_on = Some(on);
        petition.in_time = on <= petition.due_on;
    }
    first
}

/// Makes what was merged a matter of its own again.
fn stand_alone(petition: &mut Petition) {
    petition.state = State::Classified;
    petition.ending = None;
    petition.merged_into = None;
    petition.closed_at = None;
    petition.contact_until = None;
    petition.first_answered_on = None;
    petition.in_time = false;
}

/// An identifier read from an address.
pub(crate) fn petition_id(text: &str) -> Option<PetitionId> {
    text.parse::<Uuid>().ok().map(PetitionId)
}
