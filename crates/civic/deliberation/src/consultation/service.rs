//! What people do about consultations. Every act is one transaction: what happened, its facts and its entry in the
//! public log.

use std::{collections::BTreeSet, fmt, sync::Arc};

use facts::{
    Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values,
    boards::{Boards, BoardsError},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::Limiter,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    i18n::Translator,
    random::{Fill, Random},
};
use rulebook::{Item, Place, Rulebook};
use sha2::{Digest as _, Sha256};
use transparency::{Commitment, Entry, EntryError};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use super::{
    content,
    model::{
        Act, By, Channel, Consultation, ConsultationId, Dossier, Event, EventKind, Group, GroupId, Opinion,
        OpinionId, Outcome, Passage, Stance, State,
    },
    rules as reckoning,
    store::{self, Key},
};
use crate::{
    hanging::Hanging,
    rules::{self, ConsultationKind, Opening, RuleError, Unanswered},
    service::{CODE_SIGNS, clean_code},
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such consultation, passage, opinion or group.
    #[error("there is no such thing in this commune")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// Who wrote the draft may not open it.
    #[error("who wrote the draft may not open it")]
    SamePerson,
    /// The law wants it open for longer.
    #[error("it may not close before {0}")]
    ClosesTooEarly(Date),
    /// A day before it was opened, after it closed, or in the future.
    #[error("that day can't be")]
    Day,
    /// Opinions are not taken now.
    #[error("opinions are not taken now")]
    Closed,
    /// What the law asks for before the answer or the decision is missing.
    #[error("something that the law asks for before is missing: {0:?}")]
    Unanswered(Unanswered),
    /// An acceptance that changes no word, or a text without passages.
    #[error("nothing is changed")]
    Nothing,
    /// The law of that day is not known.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The register of records does not take it.
    #[error("the register of consultations does not take it: {0}")]
    Form(String),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] EntryError),
    /// The public content can't be written.
    #[error(transparent)]
    Content(#[from] serde_json::Error),
    /// The commune's boards don't take it.
    #[error(transparent)]
    Boards(#[from] BoardsError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What an officer writes before a consultation is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The hamlet whose covenant it is; none for a matter of Article 25.
    pub hamlet: Option<UnitId>,
    /// Key of the entry in the law's list; empty for a covenant.
    pub matter: String,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub introduction: String,
    /// Whom it affects.
    pub affects: String,
    /// Keys of the law's forms.
    pub forms: Vec<String>,
    /// The text; its paragraphs become passages.
    pub text: String,
    /// The last day on which opinions are taken.
    pub closes_on: Date,
}

/// An opinion to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOpinion {
    /// The passage; 0 for the whole.
    pub passage: u32,
    /// What its giver thinks.
    pub stance: Stance,
    /// In which words.
    pub words: String,
    /// Who gave it; may be empty.
    pub name: String,
    /// Where its giver lives.
    pub hamlet: Option<UnitId>,
}

/// Into which group opinions are put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Into {
    /// A new one, with its summary.
    New(String),
    /// One that is there.
    Old(GroupId),
    /// None.
    Nowhere,
}

/// The decision after a consultation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    /// What becomes of each passage: its final words, empty when it is left out.
    pub passages: Vec<(u32, String)>,
    /// Passages that are new, in order.
    pub added: Vec<String>,
    /// What was decided, in plain sentences.
    pub text: String,
    /// Whether it differs from what most said, as far as the officer says so; the count may say it too.
    pub differs: bool,
    /// Why it differs.
    pub reasons: String,
}

/// Opinions by one line within the time: a family, a café, a hamlet head who helps his neighbours.
const MOST_OPINIONS: usize = 30;
/// How long an opinion counts against its line.
const OPINIONS_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Consultations in this installation.
pub struct Consultations {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    clock: Arc<dyn Clock>,
    random: Random,
    pub(crate) demo: bool,
    pub(crate) public_address: Option<String>,
    pub(super) limiter: Limiter,
    pub(crate) hanging: Hanging,
}

impl fmt::Debug for Consultations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Consultations").finish_non_exhaustive()
    }
}

impl Consultations {
    /// Consultations over `db`. Identifiers and codes are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook): (Arc<Catalogue>, Arc<Rulebook>),
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        let random = Random::new(fill);
        let key = random.octets();
        Self {
            db,
            units,
            catalogue,
            rulebook,
            clock,
            random,
            demo: false,
            public_address: None,
            limiter: Limiter::new(MOST_OPINIONS, OPINIONS_WITHIN, key),
            hanging: Hanging::default(),
        }
    }

    /// Consultations and the answers hang on these boards, in Vietnamese.
    #[must_use]
    pub fn boards(mut self, boards: Arc<dyn Boards>, vietnamese: Translator) -> Self {
        self.hanging = Hanging::on(boards, vietnamese);
        self
    }

    /// Marks all that is recorded as invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The address that links on paper start with (`https://dinh.example`).
    #[must_use]
    pub fn public_address(mut self, address: Option<String>) -> Self {
        self.public_address = address;
        self
    }

    /// The instant to the microsecond, as the database keeps it, and the day in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    fn uuid(&self, at: Timestamp) -> Uuid {
        self.random.uuid(at)
    }

    fn act(&self, by: By) -> Act {
        Act { by, at: self.now().0 }
    }

    /// The code of a unit.
    pub(crate) fn code_of(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    /// The matters on which the law asks people first: Điều 25.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of that day is not known.
    pub fn matters(&self, on: Date) -> Result<&[Item], ActError> {
        let list = self.rulebook.items("consultation.matters", Place::Commune, on);
        Ok(list.map_err(RuleError::from)?.value)
    }

    /// The forms in which people are asked: Điều 26.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of that day is not known.
    pub fn forms(&self, on: Date) -> Result<&[Item], ActError> {
        let list = self.rulebook.items("consultation.forms", Place::Commune, on);
        Ok(list.map_err(RuleError::from)?.value)
    }

    /// When a consultation that opens on a day may close.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of that day is not known.
    pub fn closing(&self, hamlet: Option<UnitId>, opened_on: Date) -> Result<Opening<'_>, ActError> {
        let kind = if hamlet.is_some() {
            ConsultationKind::Covenant
        } else {
            ConsultationKind::Authority
        };
        Ok(rules::closing(&self.rulebook, kind, opened_on)?)
    }

    async fn known(&self, read: &mut Read, key: Key) -> Result<Dossier, ActError> {
        store::dossier(read, key).await?.ok_or(ActError::Unknown)
    }

    /// A consultation in a state, held until the transaction ends.
    async fn held(&self, write: &mut Write, key: Key, state: State) -> Result<Dossier, ActError> {
        if !store::hold(write, key, state).await? {
            return Err(ActError::Stale);
        }
        self.known(write, key).await
    }

    fn drafted(
        &self,
        unit: UnitId,
        id: ConsultationId,
        draft: &Draft,
        act: Act,
    ) -> Result<(Consultation, Vec<Passage>), ActError> {
        let today = self.now().1;
        if draft.hamlet.is_none() && !self.matters(today)?.iter().any(|item| item.key == draft.matter) {
            return Err(RuleError::Unknown(draft.matter.clone()).into());
        }
        for form in &draft.forms {
            if !self.forms(today)?.iter().any(|item| item.key == *form) {
                return Err(RuleError::Unknown(form.clone()).into());
            }
        }
        let earliest = self.closing(draft.hamlet, today)?.earliest;
        if draft.closes_on < earliest {
            return Err(ActError::ClosesTooEarly(earliest));
        }
        let passages = numbered(reckoning::passages(&draft.text), 1);
        if passages.is_empty() {
            return Err(ActError::Nothing);
        }
        let consultation = Consultation {
            unit,
            id,
            hamlet: draft.hamlet,
            matter: if draft.hamlet.is_some() {
                String::new()
            } else {
                draft.matter.clone()
            },
            title: draft.title.clone(),
            introduction: draft.introduction.clone(),
            affects: draft.affects.clone(),
            forms: draft.forms.clone(),
            state: State::Draft,
            revision: 1,
            closes_on: draft.closes_on,
            changed_at: act.at,
            drafted: act,
            opened: None,
            overview: String::new(),
            summarised_at: None,
            decision: String::new(),
            against_majority: false,
            reasons: String::new(),
            concluded_at: None,
            withdrawn: None,
            record: None,
        };
        Ok((consultation, passages))
    }

    /// Begins a consultation with its draft.
    ///
    /// # Errors
    /// [`ActError::Law`] for a matter or form that the law does not list, [`ActError::ClosesTooEarly`],
    /// [`ActError::Nothing`] for an empty text.
    pub async fn begin(&self, unit: UnitId, draft: &Draft, by: By) -> Result<ConsultationId, ActError> {
        let act = self.act(by);
        let id = ConsultationId(self.uuid(act.at));
        let (consultation, passages) = self.drafted(unit, id, draft, act)?;
        let mut write = self.db.write().await?;
        store::insert(&mut write, &consultation).await?;
        store::set_passages(&mut write, (unit, id), &passages).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Saves a draft that was read at a revision.
    ///
    /// # Errors
    /// As [`Consultations::begin`]; [`ActError::Stale`] when it was saved since, or is open.
    pub async fn save(&self, (unit, id): Key, revision: i64, draft: &Draft, by: By) -> Result<(), ActError> {
        let (mut consultation, passages) = self.drafted(unit, id, draft, self.act(by))?;
        consultation.revision = revision;
        let mut write = self.db.write().await?;
        if !store::update_draft(&mut write, &consultation).await? {
            return Err(ActError::Stale);
        }
        store::set_passages(&mut write, (unit, id), &passages).await?;
        write.commit().await?;
        Ok(())
    }

    /// Gives a draft up.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is open.
    pub async fn give_up(&self, key: Key) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        if !store::delete_draft(&mut write, key).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Opens a consultation as it was read: everybody sees it, and its hash stands in the public log.
    ///
    /// # Errors
    /// [`ActError::SamePerson`] for who wrote it, [`ActError::ClosesTooEarly`] when it waited so long that too few days
    /// are left, [`ActError::Stale`] when it changed since it was read.
    pub async fn open(&self, key: Key, revision: i64, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let mut dossier = self.held(ledger.write(), key, State::Draft).await?;
        let consultation = &mut dossier.consultation;
        if consultation.revision != revision {
            return Err(ActError::Stale);
        }
        if consultation.drafted.by.account == act.by.account {
            return Err(ActError::SamePerson);
        }
        let earliest = self.closing(consultation.hamlet, today)?.earliest;
        if consultation.closes_on < earliest {
            return Err(ActError::ClosesTooEarly(earliest));
        }
        consultation.state = State::Open;
        consultation.opened = Some(act.clone());
        self.enter_record(&mut ledger, &mut dossier, act.at).await?;
        let told = event(EventKind::Opened, &act);
        self.publish(ledger.write(), &mut dossier, State::Draft, told)
            .await?;
        self.hang_question(&mut ledger, &dossier, "", &act).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Saves a public consultation, notes what happened and logs what is public of it now.
    async fn publish(
        &self,
        write: &mut Write,
        dossier: &mut Dossier,
        was: State,
        event: Event,
    ) -> Result<(), ActError> {
        let key = (dossier.consultation.unit, dossier.consultation.id);
        dossier.consultation.changed_at = event.at;
        if !store::save(write, was, &dossier.consultation).await? {
            return Err(ActError::Stale);
        }
        store::insert_event(write, key, self.uuid(event.at), &event).await?;
        let (at, kind, reason) = (event.at, event.kind, event.reason.clone());
        dossier.events.push(event);
        let what = match kind {
            EventKind::Opened => transparency::Act::Posted,
            EventKind::Withdrawn => transparency::Act::Withdrawn,
            _ => transparency::Act::Corrected,
        };
        let code = self.code_of(key.0)?;
        let octets = content::octets(&code, dossier)?;
        let mut entry = Entry::new(&code, what, content::subject(key.1), Commitment::to(&octets), at)?
            .detail("event", kind.key())?
            .detail("closes_on", &dossier.consultation.closes_on.to_string())?;
        if !reason.is_empty() {
            entry = entry.detail("reason", &reason)?;
        }
        transparency::append(write, key.0, &entry).await?;
        Ok(())
    }

    /// Puts a consultation into the register, in the place of what stood there before.
    async fn enter_record(
        &self,
        ledger: &mut Ledger,
        dossier: &mut Dossier,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let consultation = &dossier.consultation;
        let opened_on = consultation.opened_on().ok_or(ActError::Stale)?;
        // The register knows the clauses of Article 25 alone. What other laws want asked is its last one.
        let matters = self.matters(opened_on)?;
        let item = if consultation.hamlet.is_some() {
            matters.last()
        } else {
            matters.iter().find(|item| item.key == consultation.matter)
        };
        let clause = item
            .and_then(|item| item.article.as_ref()?.clause.clone())
            .ok_or_else(|| ActError::Form(format!("{:?} has no clause", consultation.matter)))?;
        let number = |value: u64| ColumnValue::Number(i64::try_from(value).unwrap_or(i64::MAX));
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        put("title", ColumnValue::Text(consultation.title.clone()));
        put("matter", ColumnValue::Choice(format!("matter_{clause}")));
        put("opened_on", ColumnValue::Date(opened_on));
        if let Some(answered) = consultation.summarised_at {
            put("closed_on", ColumnValue::Date(consultation.closes_on));
            put("opinions", number(dossier.tally.total()));
            put("in_favour", number(dossier.tally.agree));
            put(
                "answered_on",
                ColumnValue::Date(platform::clock::vietnam().to_datetime(answered).date()),
            );
        }
        let form = self
            .catalogue
            .record_kind("consultation")
            .ok_or_else(|| ActError::Form("no form consultation".to_owned()))?;
        let entry = form.enter(&self.catalogue, &values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        if let Some(old) = consultation.record {
            ledger
                .retract_record(consultation.unit, old, "Thay bằng lần ghi sau")
                .await?;
        }
        let record = NewRecord {
            id: RecordId(self.uuid(at)),
            unit: consultation.unit,
            hamlet: consultation.hamlet,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        dossier.consultation.record = Some(record.id);
        Ok(())
    }

    /// Keeps a consultation open for longer.
    ///
    /// # Errors
    /// [`ActError::Day`] unless the day is later than the present one and than yesterday, [`ActError::Stale`] when it is
    /// answered or withdrawn.
    pub async fn extend(&self, key: Key, on: Date, reason: &str, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let mut dossier = self.held(ledger.write(), key, State::Open).await?;
        let was = dossier.consultation.closes_on;
        if on <= was || on < self.now().1 {
            return Err(ActError::Day);
        }
        dossier.consultation.closes_on = on;
        let told = Event {
            reason: reason.to_owned(),
            was: was.to_string(),
            became: on.to_string(),
            ..event(EventKind::Extended, &act)
        };
        self.publish(ledger.write(), &mut dossier, State::Open, told)
            .await?;
        self.hang_question(&mut ledger, &dossier, reason, &act).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Corrects the words of a passage, or with 0 of the introduction. What stood there stays public.
    ///
    /// # Errors
    /// [`ActError::Nothing`] when no word changes, [`ActError::Unknown`] without such a passage, [`ActError::Closed`] when
    /// opinions are not taken any more.
    pub async fn correct(
        &self,
        key: Key,
        passage: u32,
        text: &str,
        reason: &str,
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let mut dossier = self.held(ledger.write(), key, State::Open).await?;
        if !dossier.consultation.takes_opinions(self.now().1) {
            return Err(ActError::Closed);
        }
        let place = if passage == 0 {
            &mut dossier.consultation.introduction
        } else {
            dossier
                .passages
                .iter_mut()
                .find(|there| there.number == passage)
                .map(|there| &mut there.draft)
                .ok_or(ActError::Unknown)?
        };
        let text = reckoning::passages(text).join(" ");
        if text.is_empty() || text == *place {
            return Err(ActError::Nothing);
        }
        let was = std::mem::replace(place, text.clone());
        store::set_passages(ledger.write(), key, &dossier.passages).await?;
        let told = Event {
            reason: reason.to_owned(),
            passage,
            was,
            became: text,
            ..event(EventKind::Corrected, &act)
        };
        self.publish(ledger.write(), &mut dossier, State::Open, told)
            .await?;
        self.hang_question(&mut ledger, &dossier, reason, &act).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Withdraws a consultation that is not concluded. Its reason stays public; it counts no more.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is a draft, concluded or withdrawn.
    pub async fn withdraw(&self, key: Key, reason: &str, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let was = store::consultation(ledger.write(), key)
            .await?
            .ok_or(ActError::Unknown)?
            .state;
        if !matches!(was, State::Open | State::Answered) {
            return Err(ActError::Stale);
        }
        let mut dossier = self.held(ledger.write(), key, was).await?;
        if let Some(record) = dossier.consultation.record.take() {
            ledger.retract_record(key.0, record, reason).await?;
        }
        dossier.consultation.state = State::Withdrawn;
        dossier.consultation.withdrawn = Some((act.at, reason.to_owned()));
        let told = Event {
            reason: reason.to_owned(),
            ..event(EventKind::Withdrawn, &act)
        };
        self.publish(ledger.write(), &mut dossier, was, told).await?;
        self.take_consultation_down(&mut ledger, &dossier.consultation, reason, &act)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    fn code(&self) -> String {
        self.random.code::<CODE_SIGNS>()
    }

    async fn keep(
        &self,
        key: Key,
        new: &NewOpinion,
        (channel, people, given_on): (Channel, u64, Option<Date>),
        entered: Option<&Act>,
    ) -> Result<String, ActError> {
        let (at, today) = self.now();
        let mut write = self.db.write().await?;
        let dossier = self.held(&mut write, key, State::Open).await?;
        let consultation = &dossier.consultation;
        match given_on {
            None if !consultation.takes_opinions(today) => return Err(ActError::Closed),
            Some(on) => {
                let opened_on = consultation.opened_on().ok_or(ActError::Stale)?;
                if on < opened_on || on > consultation.closes_on || on > today {
                    return Err(ActError::Day);
                }
            }
            None => {}
        }
        if new.passage > 0 && dossier.passage(new.passage).is_none() {
            return Err(ActError::Unknown);
        }
        if people == 0 || (new.words.is_empty() && new.stance != Stance::Agree) {
            return Err(ActError::Nothing);
        }
        let opinion = Opinion {
            id: OpinionId(self.uuid(at)),
            passage: new.passage,
            stance: new.stance,
            words: new.words.clone(),
            channel,
            people,
            name: new.name.clone(),
            hamlet: new.hamlet,
            given_on: given_on.unwrap_or(today),
            group: None,
            taken_back_on: None,
            erased_on: None,
        };
        let code = self.code();
        store::insert_opinion(&mut write, key, &opinion, &hashed(key.1, &code), entered).await?;
        write.commit().await?;
        Ok(code)
    }

    /// Keeps what somebody says online, and gives the code under which its giver finds it again. Who that is, is
    /// neither asked nor kept, but for the name that may have been written.
    ///
    /// # Errors
    /// [`ActError::Closed`] when opinions are not taken, [`ActError::Unknown`] for a passage there is not,
    /// [`ActError::Nothing`] for an objection without words.
    pub async fn opine(&self, key: Key, new: &NewOpinion) -> Result<String, ActError> {
        self.keep(key, new, (Channel::Online, 1, None), None).await
    }

    /// Enters an opinion from paper, a meeting or a letter box, with how many people share it.
    ///
    /// # Errors
    /// [`ActError::Day`] for a day on which the consultation was not open, otherwise as [`Consultations::opine`].
    pub async fn enter(
        &self,
        key: Key,
        new: &NewOpinion,
        (channel, people, given_on): (Channel, u64, Date),
        by: By,
    ) -> Result<String, ActError> {
        let act = self.act(by);
        self.keep(key, new, (channel, people, Some(given_on)), Some(&act))
            .await
    }

    /// The opinion that a code leads to.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn by_code(&self, read: &mut Read, key: Key, code: &str) -> Result<Option<Opinion>, ActError> {
        Ok(store::by_code(read, key, &hashed(key.1, &clean_code(code))).await?)
    }

    /// Takes an opinion back while the consultation is open: its words and its giver's name are forgotten.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a code that leads nowhere, [`ActError::Closed`] when it is not open any more.
    pub async fn take_back(&self, key: Key, code: &str) -> Result<(), ActError> {
        let today = self.now().1;
        let mut write = self.db.write().await?;
        let dossier = self.held(&mut write, key, State::Open).await?;
        if !dossier.consultation.takes_opinions(today) {
            return Err(ActError::Closed);
        }
        let opinion = self
            .by_code(&mut write, key, code)
            .await?
            .ok_or(ActError::Unknown)?;
        if !store::take_back(&mut write, key, opinion.id, today).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Puts opinions into a group. A group is about the passages its opinions are about.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without opinions, [`ActError::Unknown`] without such a group.
    pub async fn group(
        &self,
        key: Key,
        opinions: &[(OpinionId, u32)],
        into: &Into,
    ) -> Result<Option<GroupId>, ActError> {
        if opinions.is_empty() {
            return Err(ActError::Nothing);
        }
        let at = self.now().0;
        let mut write = self.db.write().await?;
        let dossier = self.held(&mut write, key, State::Open).await?;
        let mut passages: BTreeSet<u32> = opinions
            .iter()
            .map(|(_, passage)| *passage)
            .filter(|passage| *passage > 0)
            .collect();
        let group = match into {
            Into::New(summary) => {
                let group = Group {
                    id: GroupId(self.uuid(at)),
                    passages: passages.into_iter().collect(),
                    summary: summary.clone(),
                    tally: super::model::Tally::default(),
                    answer: None,
                    changes: Vec::new(),
                };
                store::insert_group(&mut write, key, &group, at).await?;
                Some(group.id)
            }
            Into::Old(id) => {
                let group = dossier
                    .groups
                    .iter()
                    .find(|group| group.id == *id)
                    .ok_or(ActError::Unknown)?;
                passages.extend(&group.passages);
                let group = Group {
                    passages: passages.into_iter().collect(),
                    ..group.clone()
                };
                store::update_group(&mut write, key, &group).await?;
                Some(group.id)
            }
            Into::Nowhere => None,
        };
        let ids: Vec<OpinionId> = opinions.iter().map(|(id, _)| *id).collect();
        if store::regroup(&mut write, key, &ids, group).await? == 0 {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(group)
    }

    /// Writes a group's summary and its answer. Accepting changes words of its passages, if it is about any.
    ///
    /// # Errors
    /// [`ActError::Nothing`] when an acceptance changes no word, [`ActError::Unknown`] without such a group.
    pub async fn answer(
        &self,
        key: Key,
        id: GroupId,
        summary: &str,
        answer: Option<(Outcome, String)>,
        changes: &[(u32, String)],
    ) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let dossier = self.held(&mut write, key, State::Open).await?;
        let group = dossier
            .groups
            .iter()
            .find(|group| group.id == id)
            .ok_or(ActError::Unknown)?;
        let accepted = matches!(answer, Some((Outcome::Accepted, _)));
        let changes: Vec<(u32, String)> = changes
            .iter()
            .filter(|(number, became)| {
                accepted
                    && group.passages.contains(number)
                    && dossier
                        .passage(*number)
                        .is_some_and(|passage| passage.draft != *became)
            })
            .cloned()
            .collect();
        if accepted && changes.is_empty() && !group.passages.is_empty() {
            return Err(ActError::Nothing);
        }
        let group = Group {
            summary: summary.to_owned(),
            answer,
            changes,
            ..group.clone()
        };
        store::update_group(&mut write, key, &group).await?;
        write.commit().await?;
        Ok(())
    }

    /// Dissolves a group; its opinions have to be grouped again.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the consultation is answered.
    pub async fn dissolve(&self, key: Key, id: GroupId) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        self.held(&mut write, key, State::Open).await?;
        store::dissolve(&mut write, key, id).await?;
        write.commit().await?;
        Ok(())
    }

    /// What stands against publishing the answers.
    #[must_use]
    pub fn before_answer(&self, dossier: &Dossier) -> Option<Unanswered> {
        let closed = !dossier.consultation.takes_opinions(self.now().1);
        rules::may_conclude(
            closed,
            dossier.ungrouped,
            dossier.unanswered(),
            true,
            (false, false),
        )
        .err()
    }

    /// Publishes the summary of all opinions with the answer to each group. Nothing of them changes any more.
    ///
    /// # Errors
    /// [`ActError::Unanswered`] with what is missing.
    pub async fn summarise(&self, key: Key, overview: &str, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let mut dossier = self.held(ledger.write(), key, State::Open).await?;
        if let Some(missing) = self.before_answer(&dossier) {
            return Err(ActError::Unanswered(missing));
        }
        dossier.consultation.state = State::Answered;
        dossier.consultation.overview = overview.to_owned();
        dossier.consultation.summarised_at = Some(act.at);
        self.enter_record(&mut ledger, &mut dossier, act.at).await?;
        let told = event(EventKind::Answered, &act);
        self.publish(ledger.write(), &mut dossier, State::Open, told)
            .await?;
        self.hang_answers(&mut ledger, &dossier, &act).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// What stands against publishing a decision that differs from what most said or not, with reasons or without.
    #[must_use]
    pub fn before_conclusion(&self, dossier: &Dossier, differs: bool, reasons: &str) -> Option<Unanswered> {
        let consultation = &dossier.consultation;
        let against = differs
            || reckoning::against_majority(reckoning::unheeded(&dossier.groups), dossier.tally.total());
        rules::may_conclude(
            !consultation.takes_opinions(self.now().1),
            dossier.ungrouped,
            dossier.unanswered(),
            consultation.summarised_at.is_some(),
            (against, !reasons.trim().is_empty()),
        )
        .err()
    }

    /// Publishes what was decided, with the final text.
    ///
    /// # Errors
    /// [`ActError::Unanswered`] with what the law asks for before, [`ActError::Stale`] when it is concluded or withdrawn.
    pub async fn conclude(&self, key: Key, decision: &Decision, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let dossier = self.known(&mut write, key).await?;
        let was = dossier.consultation.state;
        if !matches!(was, State::Open | State::Answered) {
            return Err(ActError::Stale);
        }
        let mut dossier = self.held(&mut write, key, was).await?;
        if let Some(missing) = self.before_conclusion(&dossier, decision.differs, &decision.reasons) {
            return Err(ActError::Unanswered(missing));
        }
        for passage in &mut dossier.passages {
            let words = decision
                .passages
                .iter()
                .find(|(number, _)| *number == passage.number)
                .map_or(passage.draft.as_str(), |(_, words)| words.as_str());
            passage.final_text = Some(reckoning::passages(words).join(" "));
        }
        let next = dossier.passages.len() + 1;
        for mut passage in numbered(decision.added.clone(), next) {
            passage.final_text = Some(std::mem::take(&mut passage.draft));
            dossier.passages.push(passage);
        }
        if dossier
            .passages
            .iter()
            .all(|passage| passage.final_text.as_deref().unwrap_or_default().is_empty())
        {
            return Err(ActError::Nothing);
        }
        store::set_passages(&mut write, key, &dossier.passages).await?;
        let against = decision.differs
            || reckoning::against_majority(reckoning::unheeded(&dossier.groups), dossier.tally.total());
        let consultation = &mut dossier.consultation;
        consultation.state = State::Concluded;
        consultation.decision = decision.text.clone();
        consultation.against_majority = against;
        consultation.reasons = decision.reasons.trim().to_owned();
        consultation.concluded_at = Some(act.at);
        let told = event(EventKind::Concluded, &act);
        self.publish(&mut write, &mut dossier, was, told).await?;
        write.commit().await?;
        Ok(())
    }

    /// The public octets of a consultation that is shown.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not shown.
    pub fn public_octets(&self, dossier: &Dossier) -> Result<Vec<u8>, ActError> {
        if !dossier.consultation.is_shown() {
            return Err(ActError::Stale);
        }
        Ok(content::octets(
            &self.code_of(dossier.consultation.unit)?,
            dossier,
        )?)
    }
}

fn event(kind: EventKind, act: &Act) -> Event {
    Event {
        kind,
        role: act.by.role.clone(),
        at: act.at,
        reason: String::new(),
        passage: 0,
        was: String::new(),
        became: String::new(),
    }
}

fn numbered(texts: Vec<String>, from: usize) -> Vec<Passage> {
    texts
        .into_iter()
        .zip(from..)
        .map(|(draft, number)| Passage {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            draft,
            final_text: None,
        })
        .collect()
}

/// What is kept of a code: enough to find the opinion again, and no way back to the code.
fn hashed(id: ConsultationId, code: &str) -> Vec<u8> {
    Sha256::new()
        .chain_update(id.0.as_bytes())
        .chain_update(code)
        .finalize()
        .to_vec()
}
