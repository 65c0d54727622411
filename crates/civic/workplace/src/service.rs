//! What a place and its people do. Every act is one transaction: what happened, its record with its facts, and its entry in
//! the public log.

use std::{fmt, sync::Arc};

use facts::{Catalogue, ColumnValue, Counter, Ledger, NewRecord, RecordId, Values};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use organisations::{Membership, Organisation};
use platform::{
    calendar::WorkingCalendar,
    clock::{Clock, moment},
    db::{Database, DbError, Read, Write},
    random::{Fill, Random},
};
use rulebook::Rulebook;
use transparency::{Act as Logged, Commitment, Entry, EntryError, Subject};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content,
    model::{
        Assessment, AssessmentId, AssessmentState, Call, Conference, ConferenceId, ConferenceState, Dialogue,
        DialogueId, DialogueKind, DialogueState, Item, OpinionId, Question, QuestionId, Regulation,
        RegulationId, RegulationState, Score, Task, TaskId, TopicId, Verdict,
    },
    rules::{self, ConferenceFault, Counted, DEMOCRACY, Duty, RuleError, Standing, Vote},
    store,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// The place has no such thing.
    #[error("the place has no such thing")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// Only heads and deputies do this.
    #[error("only heads and deputies of the place do this")]
    HeadsOnly,
    /// Who assessed a place may not confirm it.
    #[error("who assessed a place may not confirm it")]
    SamePerson,
    /// The day has not come.
    #[error("this can be done from {0} on")]
    TooEarly(Date),
    /// The consultation would be too short.
    #[error("a consultation opened today lasts at least until {0}")]
    TooShort(Date),
    /// The time to say something is over.
    #[error("the consultation ended on {0}")]
    Over(Date),
    /// Something has not been answered or voted on yet.
    #[error("{0} are not answered or voted on yet")]
    Unanswered(usize),
    /// More points than a criterion gives, or points for something that is no criterion.
    #[error("points that can't be given")]
    Points,
    /// Words that are needed are missing.
    #[error("words are missing")]
    Nothing,
    /// How a conference is called or counted.
    #[error(transparent)]
    Conference(#[from] ConferenceFault),
    /// The law of the day is not known.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The register of records does not take it.
    #[error("the register does not take it: {0}")]
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

/// How the duties of a place's year stand, and what they were counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// What was counted.
    pub counted: Counted,
    /// How each duty stands.
    pub duties: Vec<(Duty, Standing)>,
    /// The last day of the yearly conference.
    pub conference_due: Date,
}

/// Workplaces in this installation.
pub struct Workplaces {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    counter: Counter,
    clock: Arc<dyn Clock>,
    random: Random,
    pub(crate) demo: bool,
}

impl fmt::Debug for Workplaces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workplaces").finish_non_exhaustive()
    }
}

fn words(text: &str) -> Result<String, ActError> {
    let text = text.trim();
    if text.is_empty() {
        Err(ActError::Nothing)
    } else {
        Ok(text.to_owned())
    }
}

fn head(who: &Membership) -> Result<&Organisation, ActError> {
    if who.is_head() {
        Ok(&who.organisation)
    } else {
        Err(ActError::HeadsOnly)
    }
}

impl Workplaces {
    /// Workplaces over `db`. Identifiers are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        Self {
            db,
            units,
            rulebook,
            calendar,
            counter: Counter::new(catalogue),
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

    /// The instant, and the day in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    /// An identifier that tells the day and no time within it: of what somebody may have said unnamed.
    fn of_the_day(&self, day: Date) -> Uuid {
        self.random.uuid(moment(day, 0))
    }

    /// The places that an account belongs to.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn of(&self, account: Uuid) -> Result<Vec<Membership>, ActError> {
        let mut read = self.db.read().await?;
        Ok(organisations::store::memberships(&mut read, account).await?)
    }

    /// How many people a place has here.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn staff(&self, read: &mut Read, of: &Organisation) -> Result<u64, ActError> {
        let members = organisations::store::members(read, of).await?;
        Ok(u64::try_from(members.len()).unwrap_or(u64::MAX))
    }

    /// How the duties of a place's year stand today.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the year is not known.
    pub async fn year(&self, of: &Organisation, year: i16) -> Result<Year, ActError> {
        let (_, today) = self.now();
        let mut read = self.db.read().await?;
        let counted = store::counted(&mut read, of, (year, today)).await?;
        let staff = self.staff(&mut read, of).await?;
        drop(read);
        let (book, calendar) = (&self.rulebook, &self.calendar);
        Ok(Year {
            counted,
            duties: rules::duties(
                book,
                calendar,
                (of.kind, of.opened_on, staff),
                (year, today),
                counted,
            )?,
            conference_due: rules::conference_due(book, calendar, of.kind.place(), year)?,
        })
    }

    fn code_of(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    fn record(
        &self,
        unit: UnitId,
        form: &str,
        values: &[(&str, ColumnValue)],
        at: Timestamp,
    ) -> Result<NewRecord, ActError> {
        let catalogue = self.counter.catalogue();
        let values: Values = values
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        let entry = catalogue
            .record_kind(form)
            .ok_or_else(|| ActError::Form(format!("no form {form}")))?
            .enter(catalogue, &values)
            .map_err(|problems| {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                ActError::Form(problems.join("; "))
            })?;
        Ok(NewRecord {
            id: RecordId(self.random.uuid(at)),
            unit,
            hamlet: None,
            entry,
            demo: self.demo,
            batch: None,
        })
    }

    /// Sees that a place is in the list of places, with the day of its regulation on democracy when there is a new one.
    async fn listed(
        &self,
        ledger: &mut Ledger,
        of: &Organisation,
        regulation_on: Option<Date>,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let known = store::place(ledger.write(), of).await?;
        let on = match known {
            Some((record, known_on)) => {
                if regulation_on.is_none() || known_on.is_some() {
                    return Ok(());
                }
                ledger
                    .retract_record(of.unit, record, "Nơi làm việc đã ban hành quy chế dân chủ")
                    .await?;
                regulation_on
            }
            None => regulation_on,
        };
        let mut values = vec![
            ("title", ColumnValue::Text(of.name.clone())),
            ("place", ColumnValue::Choice(of.kind.workplace().to_owned())),
            ("since", ColumnValue::Date(of.opened_on)),
        ];
        values.extend(on.map(|on| ("regulation_on", ColumnValue::Date(on.max(of.opened_on)))));
        let record = self.record(of.unit, "democracy_place", &values, at)?;
        ledger.append(std::slice::from_ref(&record)).await?;
        store::put_place(ledger.write(), of, (record.id, on)).await?;
        Ok(())
    }

    async fn log(
        &self,
        write: &mut Write,
        of: &Organisation,
        (act, subject, octets): (Logged, Subject, &[u8]),
        at: Timestamp,
    ) -> Result<(), ActError> {
        let code = self.code_of(of.unit)?;
        let entry =
            Entry::new(&code, act, subject, Commitment::to(octets), at)?.detail("organisation", &of.name)?;
        transparency::append(write, of.unit, &entry).await?;
        Ok(())
    }

    /// Calls a conference.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Conference`], [`ActError::Nothing`] without an agenda or anything to decide,
    /// [`ActError::Stale`] when what it takes the place of did not fail or was called again already.
    pub async fn call(&self, who: &Membership, call: &Call) -> Result<ConferenceId, ActError> {
        let of = head(who)?;
        let (at, _) = self.now();
        let place = of.kind.place();
        rules::callable(
            &self.rulebook,
            place,
            call.attendance,
            (call.staff, call.summoned),
            call.held_on,
        )??;
        let items: Vec<&str> = call
            .items
            .iter()
            .map(|item| item.trim())
            .filter(|item| !item.is_empty())
            .collect();
        if items.is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let mut number = 1;
        if let Some(failed) = call.again_of {
            let before = store::conference(&mut write, of, failed)
                .await?
                .ok_or(ActError::Unknown)?;
            let again = store::called_again(&mut write, of.unit, failed).await?;
            if before.state != ConferenceState::Failed || again.is_some() {
                return Err(ActError::Stale);
            }
            number = before.call + 1;
        }
        let new = Conference {
            unit: of.unit,
            id: ConferenceId(self.random.uuid(at)),
            organisation: of.id,
            kind: call.kind,
            attendance: call.attendance,
            state: ConferenceState::Called,
            held_on: call.held_on,
            place: words(&call.place)?,
            agenda: words(&call.agenda)?,
            staff: call.staff,
            summoned: call.summoned,
            present: None,
            call: number,
            again_of: call.again_of,
            resolution: String::new(),
            minutes: String::new(),
            concluded_on: None,
            reason: String::new(),
            record: None,
            revision: 1,
            items: (1..)
                .zip(items)
                .map(|(position, title)| Item {
                    position,
                    title: title.to_owned(),
                    result: None,
                })
                .collect(),
        };
        store::insert_conference(&mut write, &new, (who.member.account, at)).await?;
        write.commit().await?;
        Ok(new.id)
    }

    async fn held_conference(
        &self,
        read: &mut Read,
        of: &Organisation,
        (id, revision): (ConferenceId, i64),
    ) -> Result<Conference, ActError> {
        let found = store::conference(read, of, id).await?.ok_or(ActError::Unknown)?;
        if found.revision == revision {
            Ok(found)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Counts who is there: the conference decides, or has failed. Counted again, until something was voted on.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::TooEarly`], [`ActError::Conference`], [`ActError::Stale`].
    pub async fn count_present(
        &self,
        who: &Membership,
        read: (ConferenceId, i64),
        present: u64,
    ) -> Result<ConferenceState, ActError> {
        let of = head(who)?;
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let mut found = self.held_conference(&mut write, of, read).await?;
        let counts = matches!(
            found.state,
            ConferenceState::Called | ConferenceState::Open | ConferenceState::Failed
        );
        let again = store::called_again(&mut write, of.unit, found.id).await?;
        if !counts || again.is_some() || found.items.iter().any(|item| item.result.is_some()) {
            return Err(ActError::Stale);
        }
        if today < found.held_on {
            return Err(ActError::TooEarly(found.held_on));
        }
        let share = rules::quorum(&self.rulebook, of.kind.place(), found.held_on)?.value;
        found.state = if rules::is_quorate(share, present, found.summoned)? {
            ConferenceState::Open
        } else {
            ConferenceState::Failed
        };
        found.present = Some(present);
        if !store::save_conference(&mut write, &found).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(found.state)
    }

    /// Adds something to decide, while the conference is called or decides.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`], [`ActError::Stale`].
    pub async fn add_item(
        &self,
        who: &Membership,
        read: (ConferenceId, i64),
        title: &str,
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let mut write = self.db.write().await?;
        let found = self.held_conference(&mut write, of, read).await?;
        if !matches!(found.state, ConferenceState::Called | ConferenceState::Open) {
            return Err(ActError::Stale);
        }
        let last = found.items.last().map_or(0, |item| item.position);
        let item = Item {
            position: last + 1,
            title: words(title)?,
            result: None,
        };
        store::insert_item(&mut write, (of.unit, found.id), &item).await?;
        if !store::save_conference(&mut write, &found).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Counts a vote; counted again until the conference is concluded. Gives whether it passed.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Conference`], [`ActError::Unknown`], [`ActError::Stale`] while the conference
    /// does not decide.
    pub async fn count_votes(
        &self,
        who: &Membership,
        read: (ConferenceId, i64),
        (position, vote): (i64, Vote),
    ) -> Result<bool, ActError> {
        let of = head(who)?;
        let mut write = self.db.write().await?;
        let mut found = self.held_conference(&mut write, of, read).await?;
        let present = found
            .present
            .filter(|_| found.state == ConferenceState::Open)
            .ok_or(ActError::Stale)?;
        let share = rules::threshold(&self.rulebook, of.kind.place(), found.held_on)?.value;
        let passed = rules::passes(share, vote, present)?;
        let item = found
            .items
            .iter_mut()
            .find(|item| item.position == position)
            .ok_or(ActError::Unknown)?;
        item.result = Some((vote, passed));
        if !store::save_conference(&mut write, &found).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(passed)
    }

    /// Ends a conference with its minutes and resolution: it is counted, the log tells of it, and its first review becomes
    /// a task, `review` in words.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Unanswered`] while something was not voted on, [`ActError::Nothing`],
    /// [`ActError::Stale`].
    pub async fn conclude(
        &self,
        who: &Membership,
        read: (ConferenceId, i64),
        (minutes, resolution, review): (&str, &str, &str),
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = self.held_conference(ledger.write(), of, read).await?;
        let present = found
            .present
            .filter(|_| found.state == ConferenceState::Open)
            .ok_or(ActError::Stale)?;
        let open = found.items.iter().filter(|item| item.result.is_none()).count();
        if open > 0 {
            return Err(ActError::Unanswered(open));
        }
        found.minutes = words(minutes)?;
        found.resolution = words(resolution)?;
        found.state = ConferenceState::Concluded;
        found.concluded_on = Some(today);
        self.listed(&mut ledger, of, None, at).await?;
        let count = |value: u64| ColumnValue::Number(i64::try_from(value).unwrap_or(i64::MAX));
        let record = self.record(
            of.unit,
            "staff_conference",
            &[
                ("title", ColumnValue::Text(of.name.clone())),
                ("workplace", ColumnValue::Choice(of.kind.workplace().to_owned())),
                ("held_on", ColumnValue::Date(found.held_on)),
                ("staff", count(found.summoned)),
                ("present", count(present)),
            ],
            at,
        )?;
        ledger.append(std::slice::from_ref(&record)).await?;
        found.record = Some(record.id);
        let octets = content::conference(&self.code_of(of.unit)?, of, &found)?.ok_or(ActError::Stale)?;
        let subject = content::conference_subject(found.id);
        self.log(ledger.write(), of, (Logged::Posted, subject, &octets), at)
            .await?;
        let task = Task {
            id: TaskId(self.random.uuid(at)),
            source: found.id.0,
            words: words(review)?,
            due_on: rules::review_due(&self.rulebook, &self.calendar, of.kind.place(), today)?,
            done_on: None,
            outcome: String::new(),
        };
        store::insert_task(ledger.write(), of, &task).await?;
        if !store::save_conference(ledger.write(), &found).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Says that a conference is not held, or was recorded by mistake. What was counted is taken back.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn cancel_conference(
        &self,
        who: &Membership,
        read: (ConferenceId, i64),
        reason: &str,
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = self.held_conference(ledger.write(), of, read).await?;
        if found.state == ConferenceState::Cancelled {
            return Err(ActError::Stale);
        }
        let reason = words(reason)?;
        if let Some(octets) = content::conference(&self.code_of(of.unit)?, of, &found)? {
            let subject = content::conference_subject(found.id);
            self.log(ledger.write(), of, (Logged::Withdrawn, subject, &octets), at)
                .await?;
        }
        if let Some(record) = found.record.take() {
            ledger.retract_record(of.unit, record, &reason).await?;
        }
        found.state = ConferenceState::Cancelled;
        found.reason = reason;
        if !store::save_conference(ledger.write(), &found).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Calls a dialogue.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`].
    pub async fn call_dialogue(
        &self,
        who: &Membership,
        (kind, held_on): (DialogueKind, Date),
        (place, agenda): (&str, &str),
    ) -> Result<DialogueId, ActError> {
        let of = head(who)?;
        let (at, _) = self.now();
        let new = Dialogue {
            unit: of.unit,
            id: DialogueId(self.random.uuid(at)),
            organisation: of.id,
            kind,
            state: DialogueState::Called,
            held_on,
            place: words(place)?,
            agenda: words(agenda)?,
            minutes: String::new(),
            reason: String::new(),
            record: None,
            revision: 1,
            topics: Vec::new(),
        };
        let mut write = self.db.write().await?;
        store::insert_dialogue(&mut write, &new, (who.member.account, at)).await?;
        write.commit().await?;
        Ok(new.id)
    }

    /// Proposes a topic, named or not.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Stale`] when the dialogue is over.
    pub async fn propose(
        &self,
        who: &Membership,
        dialogue: DialogueId,
        (topic, named): (&str, bool),
    ) -> Result<(), ActError> {
        let of = &who.organisation;
        let (_, today) = self.now();
        let topic = words(topic)?;
        let mut write = self.db.write().await?;
        let found = store::dialogue(&mut write, of, dialogue)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.state != DialogueState::Called {
            return Err(ActError::Stale);
        }
        let id = TopicId(self.of_the_day(today));
        let speaker = named.then_some((who.member.account, who.member.name.as_str()));
        store::insert_topic(&mut write, (of.unit, dialogue), (id, today), (speaker, &topic)).await?;
        write.commit().await?;
        Ok(())
    }

    /// Answers a topic, at the dialogue or after it.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`], [`ActError::Unknown`], [`ActError::Stale`] for a dialogue that is
    /// not held.
    pub async fn answer_topic(
        &self,
        who: &Membership,
        (dialogue, topic): (DialogueId, TopicId),
        answer: &str,
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let found = store::dialogue(ledger.write(), of, dialogue)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.state == DialogueState::Cancelled {
            return Err(ActError::Stale);
        }
        let by = (who.member.account, today);
        if !store::answer_topic(ledger.write(), (of.unit, dialogue, topic), &words(answer)?, by).await? {
            return Err(ActError::Unknown);
        }
        if found.state == DialogueState::Held {
            self.count_dialogue(&mut ledger, of, dialogue, at).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Puts a held dialogue into its register, in the place of what stood there before.
    async fn count_dialogue(
        &self,
        ledger: &mut Ledger,
        of: &Organisation,
        id: DialogueId,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let mut found = store::dialogue(ledger.write(), of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if let Some(old) = found.record.take() {
            ledger
                .retract_record(of.unit, old, "Thay bằng lần ghi sau")
                .await?;
        }
        let count = |value: usize| ColumnValue::Number(i64::try_from(value).unwrap_or(i64::MAX));
        let answered = found
            .topics
            .iter()
            .filter(|topic| topic.answered_on.is_some())
            .count();
        let record = self.record(
            of.unit,
            "workplace_dialogue",
            &[
                ("title", ColumnValue::Text(of.name.clone())),
                ("workplace", ColumnValue::Choice(of.kind.workplace().to_owned())),
                ("held_on", ColumnValue::Date(found.held_on)),
                ("questions", count(found.topics.len())),
                ("answered", count(answered)),
            ],
            at,
        )?;
        ledger.append(std::slice::from_ref(&record)).await?;
        found.record = Some(record.id);
        if store::save_dialogue(ledger.write(), &found).await? {
            Ok(())
        } else {
            Err(ActError::Stale)
        }
    }

    /// Records that a dialogue was held, with what was said.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::TooEarly`], [`ActError::Nothing`], [`ActError::Stale`].
    pub async fn hold_dialogue(
        &self,
        who: &Membership,
        (id, revision): (DialogueId, i64),
        minutes: &str,
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = store::dialogue(ledger.write(), of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision != revision || found.state != DialogueState::Called {
            return Err(ActError::Stale);
        }
        if today < found.held_on {
            return Err(ActError::TooEarly(found.held_on));
        }
        found.state = DialogueState::Held;
        found.minutes = words(minutes)?;
        if !store::save_dialogue(ledger.write(), &found).await? {
            return Err(ActError::Stale);
        }
        self.listed(&mut ledger, of, None, at).await?;
        self.count_dialogue(&mut ledger, of, id, at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Says that a dialogue is not held, or was recorded by mistake. What was counted is taken back.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn cancel_dialogue(
        &self,
        who: &Membership,
        (id, revision): (DialogueId, i64),
        reason: &str,
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = store::dialogue(ledger.write(), of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision != revision || found.state == DialogueState::Cancelled {
            return Err(ActError::Stale);
        }
        found.state = DialogueState::Cancelled;
        found.reason = words(reason)?;
        if let Some(record) = found.record.take() {
            ledger.retract_record(of.unit, record, &found.reason).await?;
        }
        if !store::save_dialogue(ledger.write(), &found).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Writes down what is to be done after a conference or dialogue, and by when.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`], [`ActError::TooEarly`] for a day before today, [`ActError::Unknown`].
    pub async fn add_task(
        &self,
        who: &Membership,
        source: Uuid,
        (task, due_on): (&str, Date),
    ) -> Result<TaskId, ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        if due_on < today {
            return Err(ActError::TooEarly(today));
        }
        let mut write = self.db.write().await?;
        let conference = store::conference(&mut write, of, ConferenceId(source)).await?;
        let dialogue = store::dialogue(&mut write, of, DialogueId(source)).await?;
        let is_over = conference.is_some_and(|found| found.state == ConferenceState::Concluded)
            || dialogue.is_some_and(|found| found.state == DialogueState::Held);
        if !is_over {
            return Err(ActError::Unknown);
        }
        let new = Task {
            id: TaskId(self.random.uuid(at)),
            source,
            words: words(task)?,
            due_on,
            done_on: None,
            outcome: String::new(),
        };
        store::insert_task(&mut write, of, &new).await?;
        write.commit().await?;
        Ok(new.id)
    }

    /// Records that a task was done, and what came of it.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`], [`ActError::Stale`] when it is done or there is none.
    pub async fn end_task(&self, who: &Membership, id: TaskId, outcome: &str) -> Result<(), ActError> {
        let of = head(who)?;
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let by = (who.member.account, today);
        if !store::end_task(&mut write, of, (id, &words(outcome)?), by).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// The earliest last day of a consultation that opens today.
    ///
    /// # Errors
    /// [`ActError::Law`]
    pub fn earliest_end(&self, of: &Organisation) -> Result<Date, ActError> {
        let (_, today) = self.now();
        Ok(rules::consulted_until(
            &self.rulebook,
            &self.calendar,
            of.kind.place(),
            today,
        )?)
    }

    /// Puts a draft to the staff until a day.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::TooShort`], [`ActError::Nothing`], [`ActError::Unknown`] for a kind that is
    /// not in the list.
    pub async fn consult(
        &self,
        who: &Membership,
        (kind, title, draft): (&str, &str, &str),
        until: Date,
    ) -> Result<RegulationId, ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        let kinds = rules::regulation_kinds(&self.rulebook, of.kind.place(), today)?;
        if !kinds.iter().any(|known| known.key == kind) {
            return Err(ActError::Unknown);
        }
        let earliest = self.earliest_end(of)?;
        if until < earliest {
            return Err(ActError::TooShort(earliest));
        }
        let new = Regulation {
            unit: of.unit,
            id: RegulationId(self.random.uuid(at)),
            organisation: of.id,
            kind: kind.to_owned(),
            title: words(title)?,
            draft: words(draft)?,
            state: RegulationState::Consulted,
            opened_on: today,
            until,
            adopted: String::new(),
            adopted_on: None,
            number: String::new(),
            reason: String::new(),
            revision: 1,
            opinions: Vec::new(),
        };
        let mut write = self.db.write().await?;
        store::insert_regulation(&mut write, &new, who.member.account).await?;
        write.commit().await?;
        Ok(new.id)
    }

    /// Says what one of the place's people thinks of a draft. Who it was is kept nowhere.
    ///
    /// # Errors
    /// [`ActError::Over`], [`ActError::Nothing`], [`ActError::Unknown`], [`ActError::Stale`].
    pub async fn opine(&self, who: &Membership, id: RegulationId, opinion: &str) -> Result<(), ActError> {
        let of = &who.organisation;
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let found = store::regulation(&mut write, of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.state != RegulationState::Consulted {
            return Err(ActError::Stale);
        }
        if today > found.until {
            return Err(ActError::Over(found.until));
        }
        let new = OpinionId(self.of_the_day(today));
        store::insert_opinion(&mut write, (of.unit, id), (new, today), &words(opinion)?).await?;
        write.commit().await?;
        Ok(())
    }

    /// Says to an opinion whether it was accepted, and why.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`] without a reason, [`ActError::Unknown`], [`ActError::Stale`].
    pub async fn answer_opinion(
        &self,
        who: &Membership,
        (id, opinion): (RegulationId, OpinionId),
        (verdict, answer): (Verdict, &str),
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let found = store::regulation(&mut write, of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.state != RegulationState::Consulted {
            return Err(ActError::Stale);
        }
        let key = (of.unit, id, opinion);
        let by = (who.member.account, today);
        if !store::answer_opinion(&mut write, key, (verdict, &words(answer)?), by).await? {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(())
    }

    /// Adopts a regulation, once the consultation is over and every opinion was answered.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::TooEarly`], [`ActError::Unanswered`], [`ActError::Nothing`], [`ActError::Stale`].
    pub async fn adopt(
        &self,
        who: &Membership,
        (id, revision): (RegulationId, i64),
        (number, text): (&str, &str),
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = store::regulation(ledger.write(), of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision != revision || found.state != RegulationState::Consulted {
            return Err(ActError::Stale);
        }
        if today <= found.until {
            return Err(ActError::TooEarly(found.until.tomorrow().unwrap_or(found.until)));
        }
        let open = found
            .opinions
            .iter()
            .filter(|opinion| opinion.answer.is_none())
            .count();
        if open > 0 {
            return Err(ActError::Unanswered(open));
        }
        found.state = RegulationState::Adopted;
        found.adopted = words(text)?;
        found.number = words(number)?;
        found.adopted_on = Some(today);
        if !store::save_regulation(ledger.write(), &found).await? {
            return Err(ActError::Stale);
        }
        let regulation_on = found.adopted_on.filter(|_| found.kind == DEMOCRACY);
        self.listed(&mut ledger, of, regulation_on, at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Gives up a draft.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn drop_draft(
        &self,
        who: &Membership,
        (id, revision): (RegulationId, i64),
        reason: &str,
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let mut write = self.db.write().await?;
        let mut found = store::regulation(&mut write, of, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision != revision || found.state != RegulationState::Consulted {
            return Err(ActError::Stale);
        }
        found.state = RegulationState::Dropped;
        found.reason = words(reason)?;
        if !store::save_regulation(&mut write, &found).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Asks a question, named or not.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Law`].
    pub async fn ask(
        &self,
        who: &Membership,
        (question, named): (&str, bool),
    ) -> Result<QuestionId, ActError> {
        let of = &who.organisation;
        let (_, today) = self.now();
        let (reckoning, _) = rules::answer_due(&self.rulebook, &self.calendar, of.kind.place(), today)?;
        let new = Question {
            unit: of.unit,
            id: QuestionId(self.of_the_day(today)),
            asked_on: today,
            due_on: reckoning.due,
            name: String::new(),
            words: words(question)?,
            answer: String::new(),
            answered_on: None,
        };
        let speaker = named.then_some((who.member.account, who.member.name.as_str()));
        let mut write = self.db.write().await?;
        store::insert_question(&mut write, of, &new, speaker).await?;
        write.commit().await?;
        Ok(new.id)
    }

    /// Answers a question, or betters the answer.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Nothing`], [`ActError::Unknown`].
    pub async fn answer(&self, who: &Membership, id: QuestionId, answer: &str) -> Result<(), ActError> {
        let of = head(who)?;
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let by = (who.member.account, today);
        if !store::answer_question(&mut write, of, (id, &words(answer)?), by).await? {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(())
    }

    /// Points for a year's criteria, in their order, when none is too high.
    fn graded(
        &self,
        of: &Organisation,
        year: i16,
        points: &[(String, u64)],
    ) -> Result<rules::Grade, ActError> {
        let place = of.kind.place();
        let on = date(year, 12, 31);
        let criteria = rules::criteria(&self.rulebook, place, on)?;
        let fits = criteria.len() == points.len()
            && criteria.iter().all(|criterion| {
                points
                    .iter()
                    .any(|(key, points)| *key == criterion.item.key && *points <= criterion.most)
            });
        if !fits {
            return Err(ActError::Points);
        }
        let sum = points.iter().map(|(_, points)| points).sum();
        Ok(rules::grade(&self.rulebook, place, sum, on)?)
    }

    /// A place assesses its year: points and reasons by criterion. Sent in again after it was sent back, or before it was
    /// confirmed.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], [`ActError::Points`], [`ActError::TooEarly`] for a year to come, [`ActError::Stale`] when
    /// it is confirmed or was changed since revision `read` (0 for a first one).
    pub async fn assess(
        &self,
        who: &Membership,
        (year, read): (i16, i64),
        points: &[(String, u64, String)],
    ) -> Result<(), ActError> {
        let of = head(who)?;
        let (at, today) = self.now();
        if year > today.year() {
            return Err(ActError::TooEarly(date(year, 1, 1)));
        }
        let plain: Vec<(String, u64)> = points
            .iter()
            .map(|(key, points, _)| (key.clone(), *points))
            .collect();
        let own_grade = self.graded(of, year, &plain)?;
        let scores = points
            .iter()
            .map(|(key, own, note)| Score {
                criterion: key.clone(),
                own: *own,
                confirmed: None,
                note: note.trim().to_owned(),
            })
            .collect();
        let mut write = self.db.write().await?;
        match store::assessment(&mut write, of, year).await? {
            Some(mut known) => {
                if known.revision != read || known.state == AssessmentState::Confirmed {
                    return Err(ActError::Stale);
                }
                known.state = AssessmentState::Assessed;
                known.own_grade = own_grade;
                known.assessed_on = today;
                known.assessed_by = who.member.account;
                known.scores = scores;
                if !store::save_assessment(&mut write, &known, None).await? {
                    return Err(ActError::Stale);
                }
            }
            None => {
                if read != 0 {
                    return Err(ActError::Stale);
                }
                let new = Assessment {
                    unit: of.unit,
                    id: AssessmentId(self.random.uuid(at)),
                    organisation: of.id,
                    year,
                    state: AssessmentState::Assessed,
                    own_grade,
                    assessed_on: today,
                    assessed_by: who.member.account,
                    grade: None,
                    confirmed_on: None,
                    reason: String::new(),
                    record: None,
                    revision: 1,
                    scores,
                };
                store::insert_assessment(&mut write, &new).await?;
            }
        }
        write.commit().await?;
        Ok(())
    }

    /// The level above confirms a year's assessment, with its own points and the reason where they differ. It is counted,
    /// and the log tells of it.
    ///
    /// # Errors
    /// [`ActError::SamePerson`], [`ActError::Points`], [`ActError::Nothing`] for other points without a reason,
    /// [`ActError::Stale`].
    pub async fn confirm(
        &self,
        of: &Organisation,
        (year, read): (i16, i64),
        (points, reason): (&[(String, u64)], &str),
        by: Uuid,
    ) -> Result<rules::Grade, ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = store::assessment(ledger.write(), of, year)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision != read || found.state != AssessmentState::Assessed {
            return Err(ActError::Stale);
        }
        if found.assessed_by == by {
            return Err(ActError::SamePerson);
        }
        let grade = self.graded(of, year, points)?;
        for score in &mut found.scores {
            let given = points.iter().find(|(key, _)| *key == score.criterion);
            score.confirmed = given.map(|(_, points)| *points);
        }
        let differs = found
            .scores
            .iter()
            .any(|score| score.confirmed != Some(score.own));
        found.reason = if differs {
            words(reason)?
        } else {
            reason.trim().to_owned()
        };
        found.state = AssessmentState::Confirmed;
        found.grade = Some(grade);
        found.confirmed_on = Some(today);
        self.listed(&mut ledger, of, None, at).await?;
        let record = self.record(
            of.unit,
            "democracy_assessment",
            &[
                ("title", ColumnValue::Text(of.name.clone())),
                ("place", ColumnValue::Choice(of.kind.workplace().to_owned())),
                ("grade", ColumnValue::Choice(grade.key().to_owned())),
                ("decided_on", ColumnValue::Date(today)),
            ],
            at,
        )?;
        ledger.append(std::slice::from_ref(&record)).await?;
        found.record = Some(record.id);
        let octets = content::assessment(&self.code_of(of.unit)?, of, &found)?.ok_or(ActError::Stale)?;
        let subject = content::assessment_subject(found.id);
        self.log(ledger.write(), of, (Logged::Posted, subject, &octets), at)
            .await?;
        if !store::save_assessment(ledger.write(), &found, Some(by)).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(grade)
    }

    /// The level above sends an assessment back, also one that it confirmed: then what was counted is taken back.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn send_back(
        &self,
        of: &Organisation,
        (year, read): (i16, i64),
        reason: &str,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = store::assessment(ledger.write(), of, year)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision != read || found.state == AssessmentState::Returned {
            return Err(ActError::Stale);
        }
        let reason = words(reason)?;
        if let Some(octets) = content::assessment(&self.code_of(of.unit)?, of, &found)? {
            let subject = content::assessment_subject(found.id);
            self.log(ledger.write(), of, (Logged::Withdrawn, subject, &octets), at)
                .await?;
        }
        if let Some(record) = found.record.take() {
            ledger.retract_record(of.unit, record, &reason).await?;
        }
        found.state = AssessmentState::Returned;
        found.grade = None;
        found.confirmed_on = None;
        found.reason = reason;
        for score in &mut found.scores {
            score.confirmed = None;
        }
        if !store::save_assessment(ledger.write(), &found, None).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }
}
