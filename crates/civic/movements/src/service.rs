//! What people do about models. Every act is one transaction: what happened, its record with its facts, and its entry in
//! the public log.

use std::{fmt, sync::Arc};

use facts::{Catalogue, ColumnValue, Counter, Ledger, NewRecord, Record, RecordId, Values};
use jiff::{Timestamp, civil::Date};
use platform::{
    clock::Clock,
    db::{Database, DbError, Read, Write},
    files::NewFile,
    random::{Fill, Random},
};
use transparency::{Act as Logged, Commitment, Entry, EntryError};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content,
    definition::Movement,
    model::{Ballot, By, Dossier, Event, EventKind, Key, Member, MemberId, Model, ModelId, PictureId},
    rules::{self, CouncilFault, DayFault, State, Step, Tally, Tie, Vote},
    store,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such movement, model, member or picture.
    #[error("there is no such thing in this commune")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// This role does not register models of this movement.
    #[error("models of this movement are not registered in this role")]
    Role,
    /// Who registered a model may not have it recognised.
    #[error("who registered a model may not have it recognised")]
    SamePerson,
    /// The commune has this model in this year already.
    #[error("the commune has this model in this year already")]
    Twice(ModelId),
    /// Last year's model can't be gone on from: it was not carried out, or another goes on from it.
    #[error("last year's model can't be gone on from")]
    NotContinued,
    /// An item that is not in its list.
    #[error("{0:?} is not in its list")]
    NotListed(String),
    /// Words that are needed are missing.
    #[error("words are missing")]
    Nothing,
    /// A day that can't be.
    #[error(transparent)]
    Day(#[from] DayFault),
    /// The council did not decide.
    #[error(transparent)]
    Council(#[from] CouncilFault),
    /// The register of records does not take it.
    #[error("the register of models does not take it: {0}")]
    Form(String),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] EntryError),
    /// The public content can't be written.
    #[error(transparent)]
    Content(#[from] serde_json::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What is written down when a model is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// Where it is, when it is in one hamlet.
    pub hamlet: Option<UnitId>,
    /// Title group.
    pub group: String,
    /// Main field.
    pub field: String,
    /// Fields that were ticked besides.
    pub touched: Vec<String>,
    /// Kind of holder.
    pub holder: String,
    /// Who holds it.
    pub holder_name: String,
    /// The day of a person's written consent to be named.
    pub consent_on: Option<Date>,
    /// What it is called.
    pub title: String,
    /// The problem and what is to be reached.
    pub aim: String,
    /// When it was registered.
    pub registered_on: Date,
    /// Last year's model that it goes on from.
    pub continued_from: Option<ModelId>,
}

/// What was done, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// When it was carried out.
    pub on: Date,
    /// What was done.
    pub done: String,
    /// What came of it.
    pub outcome: String,
    /// Figures by key.
    pub figures: Vec<(String, i64)>,
    /// Pictures with what they show.
    pub pictures: Vec<(NewFile, String)>,
}

/// What a council decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// When.
    pub on: Date,
    /// Number of the decision; needed when it is recognised.
    pub number: String,
    /// How every member voted.
    pub votes: Vec<Ballot>,
    /// Why it was not recognised.
    pub reasons: String,
}

/// Movements in this installation.
pub struct Movements {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) counter: Counter,
    movements: Arc<[Movement]>,
    clock: Arc<dyn Clock>,
    random: Random,
    pub(crate) demo: bool,
}

impl fmt::Debug for Movements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Movements").finish_non_exhaustive()
    }
}

impl Movements {
    /// Movements over `db`. Identifiers are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, movements): (Arc<Catalogue>, Arc<[Movement]>),
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        Self {
            db,
            units,
            counter: Counter::new(catalogue),
            movements,
            clock,
            random: Random::new(fill),
            demo: false,
        }
    }

    /// Marks all that is recorded as invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// All movements.
    #[must_use]
    pub fn all(&self) -> &[Movement] {
        &self.movements
    }

    /// A movement by its key.
    #[must_use]
    pub fn movement(&self, key: &str) -> Option<&Movement> {
        self.movements.iter().find(|movement| movement.key == key)
    }

    /// What is counted.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        self.counter.catalogue()
    }

    /// The instant, and the day in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    fn uuid(&self, at: Timestamp) -> Uuid {
        self.random.uuid(at)
    }

    fn known(&self, key: &str) -> Result<&Movement, ActError> {
        self.movement(key).ok_or(ActError::Unknown)
    }

    /// The code of a unit.
    pub(crate) fn code_of(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    /// What a registration says, put into a model, when lists and days allow it.
    async fn fill(
        &self,
        read: &mut Read,
        movement: &Movement,
        mut model: Model,
        new: &Registration,
    ) -> Result<Model, ActError> {
        let catalogue = self.catalogue();
        let listed = |items: &[facts::catalogue::Item], key: &str| {
            if items.iter().any(|item| item.key == key) {
                Ok(())
            } else {
                Err(ActError::NotListed(key.to_owned()))
            }
        };
        let fields = movement.fields(catalogue);
        listed(movement.groups(catalogue), &new.group)?;
        listed(fields, &new.field)?;
        let holder = movement
            .holder(&new.holder)
            .ok_or_else(|| ActError::NotListed(new.holder.clone()))?;
        if new.title.trim().is_empty() || new.aim.trim().is_empty() || new.holder_name.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let today = self.now().1;
        rules::registered_on(new.registered_on, today)?;
        if new.consent_on.is_some_and(|day| day > today) {
            return Err(DayFault::Future.into());
        }
        model.year = new.registered_on.year();
        model.hamlet = new.hamlet;
        model.group.clone_from(&new.group);
        model.field.clone_from(&new.field);
        let known: Vec<&str> = fields.iter().map(|field| field.key.as_str()).collect();
        model.touched = rules::touched(&known, &new.field, &new.touched);
        model.holder.clone_from(&new.holder);
        model.holder_name = new.holder_name.trim().to_owned();
        model.consent_on = new.consent_on.filter(|_| holder.person);
        model.title = new.title.trim().to_owned();
        model.aim = new.aim.trim().to_owned();
        model.registered_on = new.registered_on;
        model.kept_up = 0;
        model.continued_from = None;
        if let Some(before) = new.continued_from {
            let before = store::model(read, (model.unit, before))
                .await?
                .ok_or(ActError::Unknown)?;
            let next = store::next_of(read, before.key()).await?;
            let free = next.is_none_or(|next| next.id == model.id);
            if before.movement != movement.key
                || before.year + 1 != model.year
                || !before.state.can_be_continued()
                || !free
            {
                return Err(ActError::NotContinued);
            }
            model.continued_from = Some(before.id);
            model.kept_up = before.kept_up + 1;
        }
        let once = rules::once(model.year, model.hamlet.map(|hamlet| hamlet.0), &model.title);
        if let Some(other) = store::has_once(read, model.unit, &movement.key, &once).await?
            && other != model.id
        {
            return Err(ActError::Twice(other));
        }
        Ok(model)
    }

    /// Registers a model.
    ///
    /// # Errors
    /// [`ActError::Role`], [`ActError::Twice`], [`ActError::NotContinued`], [`ActError::NotListed`], [`ActError::Nothing`],
    /// [`ActError::Day`].
    pub async fn register(
        &self,
        unit: UnitId,
        movement: &str,
        new: &Registration,
        by: By,
    ) -> Result<ModelId, ActError> {
        let movement = self.known(movement)?;
        if !movement.registration.roles.contains(&by.role) {
            return Err(ActError::Role);
        }
        let (at, _) = self.now();
        let blank = Model {
            unit,
            id: ModelId(self.uuid(at)),
            movement: movement.key.clone(),
            year: 0,
            hamlet: None,
            group: String::new(),
            field: String::new(),
            touched: Vec::new(),
            holder: String::new(),
            holder_name: String::new(),
            consent_on: None,
            title: String::new(),
            aim: String::new(),
            plan: String::new(),
            plan_until: None,
            done: String::new(),
            outcome: String::new(),
            figures: Vec::new(),
            state: State::Registered,
            registered_on: new.registered_on,
            carried_out_on: None,
            decided_on: None,
            number: String::new(),
            reasons: String::new(),
            continued_from: None,
            kept_up: 0,
            rounds: 0,
            registered: Some(by.clone()),
            revision: 1,
            changed_at: at,
            record: None,
        };
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.fill(ledger.write(), movement, blank, new).await?;
        self.enter(&mut ledger, movement, &mut model, at).await?;
        let row = (model.clone(), model.folded(movement), once(&model));
        store::insert(ledger.write(), std::slice::from_ref(&row)).await?;
        let told = event(EventKind::Registered, &by, at, None, State::Registered);
        self.tell(ledger.write(), model.key(), told).await?;
        ledger.commit().await?;
        Ok(model.id)
    }

    /// A model that was read at a revision, for somebody who changes it.
    async fn held(&self, write: &mut Write, key: Key, revision: i64) -> Result<Model, ActError> {
        let model = store::model(write, key).await?.ok_or(ActError::Unknown)?;
        if model.revision == revision {
            Ok(model)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Saves a model with its record, and notes what happened.
    async fn keep(&self, ledger: &mut Ledger, model: &mut Model, told: Event) -> Result<(), ActError> {
        let movement = self.known(&model.movement)?;
        model.changed_at = told.at;
        if model.state.counts() {
            self.enter(ledger, movement, model, told.at).await?;
        } else {
            self.strike(ledger, model, &told.reason).await?;
        }
        let folded = model.folded(movement);
        if !store::save(ledger.write(), model, &folded, &once(model)).await? {
            return Err(ActError::Stale);
        }
        self.tell(ledger.write(), model.key(), told).await
    }

    async fn tell(&self, write: &mut Write, key: Key, told: Event) -> Result<(), ActError> {
        let id = self.uuid(told.at);
        Ok(store::insert_events(write, &[(key, id, told)]).await?)
    }

    async fn strike(&self, ledger: &mut Ledger, model: &mut Model, reason: &str) -> Result<(), ActError> {
        if let Some(old) = model.record.take() {
            ledger.retract_record(model.unit, old, reason).await?;
        }
        Ok(())
    }

    /// What a model's record says.
    fn values(movement: &Movement, model: &Model) -> Values {
        let columns = &movement.columns;
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        put(&columns.title, ColumnValue::Text(model.title.clone()));
        put(&columns.group, ColumnValue::Choice(model.group.clone()));
        put(&columns.field, ColumnValue::Choice(model.field.clone()));
        put(&columns.holder, ColumnValue::Choice(model.holder.clone()));
        put(&columns.registered_on, ColumnValue::Date(model.registered_on));
        if let Some(on) = model.carried_out_on.filter(|_| model.state.is_carried_out()) {
            put(&columns.carried_out_on, ColumnValue::Date(on));
        }
        if let Some(on) = model.decided_on.filter(|_| model.state == State::Recognised) {
            put(&columns.recognised_on, ColumnValue::Date(on));
        }
        put(&columns.maintained, ColumnValue::Flag(model.kept_up > 0));
        values
    }

    /// Puts a model into its register, in the place of what stood there before. Nothing is written when the record would
    /// say the same.
    async fn enter(
        &self,
        ledger: &mut Ledger,
        movement: &Movement,
        model: &mut Model,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let catalogue = self.counter.catalogue();
        let form = catalogue
            .record_kind(&movement.record)
            .ok_or_else(|| ActError::Form(format!("no form {}", movement.record)))?;
        let entry = form
            .enter(catalogue, &Self::values(movement, model))
            .map_err(|problems| {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                ActError::Form(problems.join("; "))
            })?;
        if let Some(old) = model.record {
            let stands = facts::store::record(ledger.write(), model.unit, old).await?;
            let same = stands.is_some_and(|stands| {
                stands.retracted.is_none() && stands.body == entry.body && stands.hamlet == model.hamlet
            });
            if same {
                return Ok(());
            }
            ledger
                .retract_record(model.unit, old, "Thay bằng lần ghi sau")
                .await?;
        }
        let record = NewRecord {
            id: RecordId(self.uuid(at)),
            unit: model.unit,
            hamlet: model.hamlet,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        model.record = Some(record.id);
        Ok(())
    }

    /// Betters a registration, before the model is carried out.
    ///
    /// # Errors
    /// As [`Movements::register`], and [`ActError::Stale`].
    pub async fn correct(
        &self,
        key: Key,
        revision: i64,
        new: &Registration,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let model = self.held(ledger.write(), key, revision).await?;
        if !matches!(model.state, State::Registered | State::Planned) {
            return Err(ActError::Stale);
        }
        let movement = self.known(&model.movement)?;
        let state = model.state;
        let mut model = self.fill(ledger.write(), movement, model, new).await?;
        let told = event(EventKind::Corrected, by, at, Some(state), state);
        self.keep(&mut ledger, &mut model, told).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Writes down who does what until when.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words, [`ActError::Day`] for an end before the registration or after the year,
    /// [`ActError::Stale`].
    pub async fn plan(
        &self,
        key: Key,
        revision: i64,
        (plan, until): (&str, Date),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.held(ledger.write(), key, revision).await?;
        let was = model.state;
        model.state = rules::after(was, Step::Plan, true).ok_or(ActError::Stale)?;
        if plan.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        // A plan may end later than today, never later than the model's year.
        let end = Date::constant(model.year, 12, 31);
        rules::carried_out_on(until, model.registered_on, end.max(until))?;
        plan.trim().clone_into(&mut model.plan);
        model.plan_until = Some(until);
        let told = event(EventKind::Planned, by, at, Some(was), model.state);
        self.keep(&mut ledger, &mut model, told).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Records that a model was carried out, with its evidence; said again, it betters what was recorded and adds pictures.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words, [`ActError::Day`], [`ActError::NotListed`] for a figure there is not,
    /// [`ActError::Stale`].
    pub async fn carry_out(
        &self,
        key: Key,
        revision: i64,
        outcome: &Outcome,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.held(ledger.write(), key, revision).await?;
        let movement = self.known(&model.movement)?;
        let was = model.state;
        model.state = rules::after(was, Step::CarryOut, false).ok_or(ActError::Stale)?;
        if outcome.done.trim().is_empty() || outcome.outcome.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        rules::carried_out_on(outcome.on, model.registered_on, today)?;
        for (figure, amount) in &outcome.figures {
            if movement.figure(figure).is_none() || *amount < 0 {
                return Err(ActError::NotListed(figure.clone()));
            }
        }
        model.carried_out_on = Some(outcome.on);
        outcome.done.trim().clone_into(&mut model.done);
        outcome.outcome.trim().clone_into(&mut model.outcome);
        model.figures.clone_from(&outcome.figures);
        for (file, caption) in &outcome.pictures {
            let id = PictureId(self.uuid(at));
            store::insert_picture(ledger.write(), key, (id, caption), file, at).await?;
        }
        let told = event(EventKind::CarriedOut, by, at, Some(was), model.state);
        self.keep(&mut ledger, &mut model, told).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Takes a picture away; it stays with the reason, and is shown no more.
    ///
    /// # Errors
    /// [`ActError::Unknown`] without such a picture, [`ActError::Nothing`] without a reason.
    pub async fn remove_picture(
        &self,
        key: Key,
        picture: PictureId,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let model = store::model(&mut write, key).await?.ok_or(ActError::Unknown)?;
        if !store::remove_picture(&mut write, key, picture, reason, at).await? {
            return Err(ActError::Unknown);
        }
        let mut told = event(EventKind::PictureRemoved, by, at, Some(model.state), model.state);
        reason.trim().clone_into(&mut told.reason);
        self.tell(&mut write, key, told).await?;
        write.commit().await?;
        Ok(())
    }

    /// Records that a model was not carried out.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn give_up(&self, key: Key, revision: i64, reason: &str, by: &By) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.held(ledger.write(), key, revision).await?;
        let was = model.state;
        model.state = rules::after(was, Step::GiveUp, false).ok_or(ActError::Stale)?;
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        reason.trim().clone_into(&mut model.reasons);
        let mut told = event(EventKind::NotCarriedOut, by, at, Some(was), model.state);
        told.reason.clone_from(&model.reasons);
        self.keep(&mut ledger, &mut model, told).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// The members of a council on a day, each with whether they have a part in a model and so do not vote on it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn council(
        &self,
        read: &mut Read,
        model: &Model,
        day: Date,
    ) -> Result<Vec<(Member, bool)>, ActError> {
        let movement = self.known(&model.movement)?;
        let person = movement.holder(&model.holder).is_some_and(|holder| holder.person);
        let holder = Tie {
            name: &model.holder_name,
            hamlet: model.hamlet.map(|hamlet| hamlet.0),
        };
        let members = store::members(read, model.unit, &movement.key, day).await?;
        Ok(members
            .into_iter()
            .map(|member| {
                let tie = Tie {
                    name: &member.name,
                    hamlet: member.hamlet.map(|hamlet| hamlet.0),
                };
                let related = rules::is_related(tie, holder, person);
                (member, related)
            })
            .collect())
    }

    /// Records how the council voted on a model. What follows is counted: recognised, or not with reasons.
    ///
    /// # Errors
    /// [`ActError::SamePerson`], [`ActError::Day`], [`ActError::Council`], [`ActError::Nothing`] without the number of the
    /// decision or without reasons, [`ActError::Stale`].
    pub async fn review(&self, key: Key, revision: i64, review: &Review, by: &By) -> Result<bool, ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.held(ledger.write(), key, revision).await?;
        let movement = self.known(&model.movement)?;
        if model
            .registered
            .as_ref()
            .is_some_and(|registered| registered.account == by.account)
        {
            return Err(ActError::SamePerson);
        }
        let was = model.state;
        let carried_out = model.carried_out_on.filter(|_| was == State::CarriedOut);
        rules::decided_on(review.on, carried_out.ok_or(ActError::Stale)?, today)?;
        let council = self.council(ledger.write(), &model, review.on).await?;
        let tally = counted(&council, &review.votes)?;
        let recognised = rules::verdict(&movement.council, &tally)?;
        let step = if recognised { Step::Recognise } else { Step::Refuse };
        model.state = rules::after(was, step, false).ok_or(ActError::Stale)?;
        let (number, reasons) = (review.number.trim(), review.reasons.trim());
        if (recognised && number.is_empty()) || (!recognised && reasons.is_empty()) {
            return Err(ActError::Nothing);
        }
        model.decided_on = Some(review.on);
        model.rounds += 1;
        if recognised {
            number.clone_into(&mut model.number);
        } else {
            reasons.clone_into(&mut model.reasons);
        }
        store::insert_ballots(ledger.write(), key, model.rounds, &review.votes).await?;
        let kind = if recognised {
            EventKind::Recognised
        } else {
            EventKind::NotRecognised
        };
        let mut told = event(kind, by, at, Some(was), model.state);
        told.reason.clone_from(&model.reasons);
        self.keep(&mut ledger, &mut model, told).await?;
        if recognised {
            self.log(ledger.write(), key, Logged::Posted, at).await?;
        }
        ledger.commit().await?;
        Ok(recognised)
    }

    /// Puts what is public of a recognised model into the log.
    async fn log(&self, write: &mut Write, key: Key, act: Logged, at: Timestamp) -> Result<(), ActError> {
        let dossier = store::dossier(write, key).await?.ok_or(ActError::Unknown)?;
        let Some(octets) = self.public_octets(&dossier)? else {
            return Ok(());
        };
        let model = &dossier.model;
        let entry = Entry::new(
            &self.code_of(key.0)?,
            act,
            content::subject(key.1),
            Commitment::to(&octets),
            at,
        )?
        .detail("title", &shortened(&model.title))?
        .detail("year", &model.year.to_string())?;
        transparency::append(write, key.0, &entry).await?;
        Ok(())
    }

    /// The public octets of a recognised model; none of another.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when its unit or movement is gone.
    pub fn public_octets(&self, dossier: &Dossier) -> Result<Option<Vec<u8>>, ActError> {
        let movement = self.known(&dossier.model.movement)?;
        Ok(content::octets(
            &self.code_of(dossier.model.unit)?,
            movement,
            dossier,
        )?)
    }

    /// Undoes the last step of a model, with its reason. What happened stays told; undone at the start, the model counts
    /// nowhere.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`], [`ActError::NotContinued`] when another model goes on
    /// from it.
    pub async fn undo(&self, key: Key, revision: i64, reason: &str, by: &By) -> Result<State, ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.held(ledger.write(), key, revision).await?;
        let was = model.state;
        let became = rules::after(was, Step::Undo, !model.plan.is_empty() && was != State::Planned)
            .ok_or(ActError::Stale)?;
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        if !became.can_be_continued() && store::next_of(ledger.write(), key).await?.is_some() {
            return Err(ActError::NotContinued);
        }
        if was == State::Recognised {
            self.log(ledger.write(), key, Logged::Withdrawn, at).await?;
        }
        match was {
            State::Recognised | State::NotRecognised => {
                model.decided_on = None;
                model.number.clear();
                model.reasons.clear();
            }
            State::CarriedOut => model.carried_out_on = None,
            State::NotCarriedOut => model.reasons.clear(),
            State::Planned => {
                model.plan.clear();
                model.plan_until = None;
            }
            State::Registered => model.continued_from = None,
            State::Withdrawn => {}
        }
        model.state = became;
        let mut told = event(EventKind::Undone, by, at, Some(was), became);
        reason.trim().clone_into(&mut told.reason);
        self.keep(&mut ledger, &mut model, told).await?;
        ledger.commit().await?;
        Ok(became)
    }

    /// Records that a person agreed in writing to be named, or with none that they took that back.
    ///
    /// # Errors
    /// [`ActError::Day`] for a day to come, [`ActError::Stale`] when no person holds it or nothing changes.
    pub async fn consent(&self, key: Key, revision: i64, on: Option<Date>, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut model = self.held(ledger.write(), key, revision).await?;
        let movement = self.known(&model.movement)?;
        let person = movement.holder(&model.holder).is_some_and(|holder| holder.person);
        if !person || model.consent_on == on || !model.state.counts() {
            return Err(ActError::Stale);
        }
        if on.is_some_and(|day| day > today) {
            return Err(DayFault::Future.into());
        }
        model.consent_on = on;
        let told = event(EventKind::Consent, by, at, Some(model.state), model.state);
        self.keep(&mut ledger, &mut model, told).await?;
        self.log(ledger.write(), key, Logged::Corrected, at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Adds a member to a commune's council.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without name or office, [`ActError::Day`] for a day to come.
    pub async fn add_member(
        &self,
        unit: UnitId,
        movement: &str,
        (name, office): (&str, &str),
        hamlet: Option<UnitId>,
        since: Date,
    ) -> Result<MemberId, ActError> {
        let movement = self.known(movement)?;
        let (at, today) = self.now();
        if name.trim().is_empty() || office.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        if since > today {
            return Err(DayFault::Future.into());
        }
        let member = Member {
            id: MemberId(self.uuid(at)),
            name: name.trim().to_owned(),
            office: office.trim().to_owned(),
            hamlet,
            since,
            until: None,
        };
        let mut write = self.db.write().await?;
        store::insert_member(&mut write, unit, &movement.key, &member).await?;
        write.commit().await?;
        Ok(member.id)
    }

    /// Ends a membership today.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it has ended.
    pub async fn end_member(&self, unit: UnitId, member: MemberId) -> Result<(), ActError> {
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        if !store::end_member(&mut write, unit, member, today).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Models of a commune that are like a title, best first, with how alike they are.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn similar(
        &self,
        read: &mut Read,
        unit: UnitId,
        movement: &str,
        (title, without): (&str, Option<ModelId>),
    ) -> Result<Vec<Model>, ActError> {
        /// From which likeness on, models of how many are looked at, and how many are shown.
        const ALIKE: u32 = 60;
        const LOOKED_AT: usize = 2_000;
        const SHOWN: usize = 5;
        let all = store::list(
            read,
            &[unit.0],
            movement,
            &store::Narrowed::default(),
            None,
            LOOKED_AT,
        )
        .await?;
        let mut alike: Vec<(u32, Model)> = all
            .into_iter()
            .filter(|model| Some(model.id) != without)
            .map(|model| (rules::likeness(title, &model.title), model))
            .filter(|(likeness, _)| *likeness >= ALIKE)
            .collect();
        alike.sort_by_key(|(likeness, model)| (std::cmp::Reverse(*likeness), std::cmp::Reverse(model.id)));
        Ok(alike.into_iter().take(SHOWN).map(|(_, model)| model).collect())
    }

    /// Gives a page to every model that came into a register with a file, and takes that page away when the file was taken
    /// back. Done again, it changes nothing. Returns how many pages came and went.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn adopt(&self) -> Result<(usize, usize), ActError> {
        /// Records looked at in one transaction.
        const AT_ONCE: usize = 1_000;
        let mut adopted = 0;
        for movement in self.movements.iter() {
            let mut after = None;
            loop {
                let mut read = self.db.read().await?;
                let records =
                    facts::store::records_of_kind(&mut read, &movement.record, after, AT_ONCE).await?;
                let (Some(first), Some(last)) = (records.first(), records.last()) else {
                    break;
                };
                after = Some((last.unit, last.id));
                let known = store::records_between(&mut read, (first.unit, last.unit)).await?;
                drop(read);
                let (at, _) = self.now();
                let new: Vec<Model> = records
                    .iter()
                    .filter(|record| !known.contains(&(record.unit, record.id)))
                    .filter_map(|record| model_of(movement, record, at))
                    .collect();
                adopted += new.len();
                if !new.is_empty() {
                    self.take_in(movement, new, at).await?;
                }
            }
        }
        let mut read = self.db.read().await?;
        let orphaned = store::orphans(&mut read, usize::MAX).await?;
        drop(read);
        let struck = orphaned.len();
        for key in orphaned {
            let (at, _) = self.now();
            let mut ledger = Ledger::open(&self.db, at).await?;
            let mut model = store::model(ledger.write(), key)
                .await?
                .ok_or(ActError::Unknown)?;
            let was = model.state;
            if was == State::Recognised {
                self.log(ledger.write(), key, Logged::Withdrawn, at).await?;
            }
            model.state = State::Withdrawn;
            model.continued_from = None;
            model.record = None;
            let told = Event {
                account: None,
                ..event(EventKind::Undone, &nobody(), at, Some(was), State::Withdrawn)
            };
            self.keep(&mut ledger, &mut model, told).await?;
            ledger.commit().await?;
        }
        Ok((adopted, struck))
    }

    async fn take_in(&self, movement: &Movement, new: Vec<Model>, at: Timestamp) -> Result<(), ActError> {
        let told: Vec<(Key, Uuid, Event)> = new
            .iter()
            .map(|model| {
                let told = Event {
                    account: None,
                    ..event(EventKind::Adopted, &nobody(), at, None, model.state)
                };
                (model.key(), self.uuid(at), told)
            })
            .collect();
        let rows: Vec<(Model, String, String)> = new
            .into_iter()
            .map(|model| {
                let folded = model.folded(movement);
                // A file may name two models alike; what it counts stays counted.
                let once = model.id.to_string();
                (model, folded, once)
            })
            .collect();
        let mut write = self.db.write().await?;
        store::insert(&mut write, &rows).await?;
        store::insert_events(&mut write, &told).await?;
        write.commit().await?;
        Ok(())
    }
}

fn nobody() -> By {
    By {
        account: Uuid::nil(),
        role: String::new(),
    }
}

/// What makes a model one. One that came with a file, and one that counts nowhere, is its own.
fn once(model: &Model) -> String {
    if model.state.counts() && model.registered.is_some() {
        rules::once(model.year, model.hamlet.map(|hamlet| hamlet.0), &model.title)
    } else {
        model.id.to_string()
    }
}

/// A title as the log takes it.
fn shortened(title: &str) -> String {
    const MOST: usize = 200;
    title.chars().take(MOST).collect()
}

/// Counts votes when every member has one, and whoever has a part in the model has none.
fn counted(council: &[(Member, bool)], votes: &[Ballot]) -> Result<Tally, CouncilFault> {
    if votes.len() != council.len() {
        return Err(CouncilFault::Votes);
    }
    for (member, related) in council {
        let mut theirs = votes.iter().filter(|(id, _)| *id == member.id);
        match (theirs.next(), theirs.next()) {
            (Some((_, vote)), None) => {
                if *related && *vote != Vote::Related {
                    return Err(CouncilFault::Related(member.name.clone()));
                }
            }
            _ => return Err(CouncilFault::Votes),
        }
    }
    Ok(Tally::of(votes.iter().map(|(_, vote)| *vote)))
}

fn event(kind: EventKind, by: &By, at: Timestamp, was: Option<State>, became: State) -> Event {
    Event {
        kind,
        account: Some(by.account),
        role: by.role.clone(),
        at,
        reason: String::new(),
        was,
        became,
    }
}

/// The model that a record of the register tells of; none for a record that does not say enough.
fn model_of(movement: &Movement, record: &Record, at: Timestamp) -> Option<Model> {
    let columns = &movement.columns;
    let text = |column: &str| record.body.get(column)?.as_str().map(str::to_owned);
    let day = |column: &str| text(column)?.parse::<Date>().ok();
    let registered_on = day(&columns.registered_on)?;
    let carried_out_on = day(&columns.carried_out_on);
    let recognised_on = day(&columns.recognised_on);
    let kept = record
        .body
        .get(&columns.maintained)
        .and_then(serde_json::Value::as_bool);
    Some(Model {
        unit: record.unit,
        // The same for the same record, so that nothing is taken in twice.
        id: ModelId(record.id.0),
        movement: movement.key.clone(),
        year: registered_on.year(),
        hamlet: record.hamlet,
        group: text(&columns.group)?,
        field: text(&columns.field)?,
        touched: Vec::new(),
        holder: text(&columns.holder)?,
        holder_name: String::new(),
        consent_on: None,
        title: text(&columns.title)?,
        aim: String::new(),
        plan: String::new(),
        plan_until: None,
        done: String::new(),
        outcome: String::new(),
        figures: Vec::new(),
        state: match (carried_out_on, recognised_on) {
            (_, Some(_)) => State::Recognised,
            (Some(_), None) => State::CarriedOut,
            (None, None) => State::Registered,
        },
        registered_on,
        carried_out_on,
        decided_on: recognised_on,
        number: String::new(),
        reasons: String::new(),
        continued_from: None,
        kept_up: i64::from(kept == Some(true)),
        rounds: 0,
        registered: None,
        revision: 1,
        changed_at: at,
        record: Some(record.id),
    })
}
