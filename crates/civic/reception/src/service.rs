//! What people do about receptions. Every act is one transaction: what happened, its figures, its mail and its entry in the
//! public log.

use std::{fmt, sync::Arc};

use askama::Template;
use facts::{Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use platform::{
    access::{By, Limiter},
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    i18n::{Arg, Translations, Translator},
    mail::{Mail, MailError, Post},
    once::{self, CODE_SIGNS},
    outbox::OutboxKey,
    random::{Fill, Random, clean_code},
};
use rulebook::Rulebook;
use transparency::{Act, Commitment, Entry, EntryError};
use units::{LiveUnits, Unit, UnitId};

use crate::{
    content,
    model::{
        Announcement, Manner, Matter, Receiver, Said, Session, SessionId, State, Turn, TurnId, TurnState,
        Wanted,
    },
    rules::{self, RuleError, Unfit},
    store,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such session, turn, unit or code.
    #[error("there is no such thing")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// Somebody else took the turn, or the session is full, over or cancelled. The next session with a free turn is named.
    #[error("this turn is not free")]
    Taken(Option<Box<Session>>),
    /// The law of the day does not let the chair leave reception to a deputy.
    #[error("the chair may not leave reception to a deputy on {0}")]
    NotDelegated(Date),
    /// The session can't be on that day or at that hour.
    #[error("a session can't be so: {0:?}")]
    Unfit(Unfit),
    /// There is no reason.
    #[error("nothing is said")]
    Nothing,
    /// The law of that day is not known, or a key is in no list.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The register of records does not take it, or words can't be written.
    #[error("the register of receptions does not take it: {0}")]
    Form(String),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] EntryError),
    /// The public content can't be written.
    #[error(transparent)]
    Content(#[from] serde_json::Error),
    /// A mail can't be written.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// By what those who booked are told, as the installation has it set up.
#[derive(Debug, Clone)]
pub struct Telling {
    /// Mail.
    pub post: Arc<Post>,
    /// The words of all languages.
    pub translations: Translations,
}

/// What was booked, as its holder is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The turn.
    pub turn: Turn,
    /// The code that leads to it.
    pub code: String,
}

/// What the program did by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Reminders put into the outbox.
    pub reminded: u64,
    /// Turns whose name, contact and words were erased.
    pub forgotten: u64,
}

/// Turns booked by one line within the time: a family, a café, a hamlet head who helps neighbours.
const MOST_SENT: usize = 20;
/// Turns booked by one line within the time when no machine worked for them: somebody whose browser runs no scripts.
const MOST_UNPROVEN: usize = 3;
/// How long a booking counts against its line.
const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Wrong codes by one line within the time.
const MOST_WRONG: usize = 20;
/// How long a wrong code counts against its line.
const WRONG_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// Sessions tended in one round, and looked through for a free turn.
const ROUND: usize = 500;
/// For how long news about a session are worth reading.
const NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// For how many days ahead a free turn is looked for.
const AHEAD: i64 = 366;

/// Receptions in this installation.
pub struct Receptions {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    clock: Arc<dyn Clock>,
    random: Random,
    key: OutboxKey,
    pub(crate) demo: bool,
    pub(crate) public_address: Option<String>,
    telling: Option<Telling>,
    pub(crate) sending: Limiter,
    pub(crate) unproven: Limiter,
    pub(crate) guessing: Limiter,
}

impl fmt::Debug for Receptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receptions").finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "reception/letter.html")]
struct Html<'a> {
    t: &'a Translator,
    subject: &'a str,
    lines: &'a [String],
    href: &'a str,
}

#[derive(Template)]
#[template(path = "reception/letter.txt", escape = "none")]
struct Plain<'a> {
    t: &'a Translator,
    lines: &'a [String],
    href: &'a str,
}

impl Receptions {
    /// Receptions over `db`. What people say is sealed with `key`; identifiers are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
        clock: Arc<dyn Clock>,
        (key, fill): (OutboxKey, Fill),
    ) -> Self {
        let random = Random::new(fill);
        let (sending, unproven, guessing) = (random.octets(), random.octets(), random.octets());
        Self {
            db,
            units,
            catalogue,
            rulebook,
            calendar,
            clock,
            random,
            key,
            demo: false,
            public_address: None,
            telling: None,
            sending: Limiter::new(MOST_SENT, SENT_WITHIN, sending),
            unproven: Limiter::new(MOST_UNPROVEN, SENT_WITHIN, unproven),
            guessing: Limiter::new(MOST_WRONG, WRONG_WITHIN, guessing),
        }
    }

    /// Marks all that is recorded as invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The address that links on paper and in calendars start with (`https://dinh.example`).
    #[must_use]
    pub fn public_address(mut self, address: Option<String>) -> Self {
        self.public_address = address;
        self
    }

    /// By what those who booked are told.
    #[must_use]
    pub fn tell_by(mut self, telling: Option<Telling>) -> Self {
        self.telling = telling;
        self
    }

    /// Whether those who booked can be told by mail.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        self.telling.is_some()
    }

    /// The instant to the microsecond, as the database keeps it, and the day in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    /// What makes a booking this one: 128 random bits in hexadecimal.
    #[must_use]
    pub fn once(&self) -> String {
        self.random
            .octets::<16>()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
    }

    fn unit(&self, id: UnitId) -> Result<Unit, ActError> {
        let units = self.units.current();
        units.get(id).cloned().ok_or(ActError::Unknown)
    }

    fn fit(&self, manner: Manner, receiver: Receiver, day: Date) -> Result<(), ActError> {
        let today = self.now().1;
        let law = (&*self.rulebook, &self.calendar);
        if let Some(why) = rules::unfit(law, manner, day, today)? {
            return Err(ActError::Unfit(why));
        }
        if receiver == Receiver::Other && !rules::may_delegate(&self.rulebook, day) {
            return Err(ActError::NotDelegated(day));
        }
        Ok(())
    }

    fn last_kept(&self, from: Date) -> Result<Date, ActError> {
        let topic = "reception.booking.kept";
        Ok(rules::last_day(&self.rulebook, &self.calendar, topic, from)?)
    }

    /// Announces sessions.
    ///
    /// # Errors
    /// [`ActError::Unfit`] for a day, an hour or a place that can't be, [`ActError::NotDelegated`] for a deputy where the
    /// law of the day has the chair receive.
    pub async fn announce(
        &self,
        unit: UnitId,
        new: &Announcement,
        by: &By,
    ) -> Result<Vec<SessionId>, ActError> {
        let (at, today) = self.now();
        if new.days.is_empty() {
            return Err(ActError::Unfit(Unfit::NoDay));
        }
        if !rules::fits(new.starts, new.turn_minutes, new.turns) {
            return Err(ActError::Unfit(Unfit::Hours));
        }
        if new.place.trim().is_empty() {
            return Err(ActError::Unfit(Unfit::NoPlace));
        }
        for day in &new.days {
            self.fit(new.manner, new.receiver, *day)?;
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut made = Vec::new();
        for day in &new.days {
            let mut session = Session {
                unit,
                id: SessionId(self.random.uuid(at)),
                held_on: *day,
                starts: new.starts,
                turn_minutes: new.turn_minutes,
                turns: new.turns,
                receiver: new.receiver,
                manner: new.manner,
                place: new.place.trim().to_owned(),
                state: State::Announced,
                moved_from: None,
                reason: String::new(),
                announced_on: today,
                revision: 1,
                record: None,
            };
            session.record = Some(self.announced(&mut ledger, &session).await?);
            store::insert_session(ledger.write(), &session, by, at).await?;
            self.log(ledger.write(), &session, Act::Posted, at).await?;
            made.push(session.id);
        }
        ledger.commit().await?;
        Ok(made)
    }

    async fn announced(&self, ledger: &mut Ledger, session: &Session) -> Result<RecordId, ActError> {
        let values = [("session_on", ColumnValue::Date(session.held_on))];
        self.record(ledger, session.unit, "reception_announcement", values)
            .await
    }

    async fn record<const N: usize>(
        &self,
        ledger: &mut Ledger,
        unit: UnitId,
        kind: &str,
        columns: [(&str, ColumnValue); N],
    ) -> Result<RecordId, ActError> {
        let mut values = Values::new();
        for (key, value) in columns {
            values.insert(key.to_owned(), value);
        }
        let form = self
            .catalogue
            .record_kind(kind)
            .ok_or_else(|| ActError::Form(format!("no form {kind}")))?;
        let entry = form.enter(&self.catalogue, &values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        let record = NewRecord {
            id: RecordId(self.random.uuid(self.now().0)),
            unit,
            hamlet: None,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        Ok(record.id)
    }

    async fn log(
        &self,
        write: &mut Write,
        session: &Session,
        act: Act,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let code = self.unit(session.unit)?.code;
        let octets = content::octets(&code, session)?;
        let entry = Entry::new(
            &code,
            act,
            content::subject(session.id),
            Commitment::to(&octets),
            at,
        )?
        .detail("day", &session.held_on.to_string())?
        .detail("state", session.state.key())?;
        transparency::append(write, session.unit, &entry).await?;
        Ok(())
    }

    async fn at_revision(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, SessionId),
        revision: i64,
    ) -> Result<Session, ActError> {
        let session = store::session(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if session.revision == revision && session.state == State::Announced {
            Ok(session)
        } else {
            Err(ActError::Stale)
        }
    }

    async fn save(
        &self,
        write: &mut Write,
        session: &mut Session,
        by: &By,
        at: Timestamp,
    ) -> Result<(), ActError> {
        if !store::save_session(write, session, by, at).await? {
            return Err(ActError::Stale);
        }
        session.revision += 1;
        Ok(())
    }

    /// Moves a session to another day or hour, with its reason. Who booked keeps the turn and is told.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`], and as [`Receptions::announce`].
    pub async fn move_to(
        &self,
        key: (UnitId, SessionId),
        revision: i64,
        (day, starts, reason): (Date, i64, &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut session = self.at_revision(ledger.write(), key, revision).await?;
        self.fit(session.manner, session.receiver, day)?;
        if !rules::fits(starts, session.turn_minutes, session.turns) {
            return Err(ActError::Unfit(Unfit::Hours));
        }
        if day != session.held_on {
            session.moved_from = Some(session.held_on);
        }
        session.held_on = day;
        session.starts = starts;
        reason.trim().clone_into(&mut session.reason);
        if let Some(old) = session.record.take() {
            ledger.retract_record(session.unit, old, "Dời lịch").await?;
        }
        session.record = Some(self.announced(&mut ledger, &session).await?);
        self.save(ledger.write(), &mut session, by, at).await?;
        store::keep_until(ledger.write(), &session, self.last_kept(day)?).await?;
        self.log(ledger.write(), &session, Act::Corrected, at).await?;
        self.tell_all(ledger.write(), &session, "moved", at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Cancels a session, with its reason. Who booked is told, and what was said is erased: nobody needs it any more.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn cancel(
        &self,
        key: (UnitId, SessionId),
        revision: i64,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut session = self.at_revision(ledger.write(), key, revision).await?;
        session.state = State::Cancelled;
        reason.trim().clone_into(&mut session.reason);
        let values = [("cancelled_on", ColumnValue::Date(today))];
        self.record(&mut ledger, session.unit, "reception_cancellation", values)
            .await?;
        self.save(ledger.write(), &mut session, by, at).await?;
        self.log(ledger.write(), &session, Act::Corrected, at).await?;
        self.tell_all(ledger.write(), &session, "cancelled", at).await?;
        store::erase_said(ledger.write(), &session).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Ends a session's day: the people who came are counted.
    ///
    /// # Errors
    /// [`ActError::Stale`] before its day, or when it was ended already.
    pub async fn end_day(&self, key: (UnitId, SessionId), revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut session = self.at_revision(ledger.write(), key, revision).await?;
        if session.held_on > today {
            return Err(ActError::Stale);
        }
        // No turn is marked or taken any more once the session is saved, so the count stays true.
        session.state = State::Held;
        self.save(ledger.write(), &mut session, by, at).await?;
        let turns = store::turns(ledger.write(), session.unit, session.id).await?;
        let people = turns.iter().filter(|turn| turn.state == TurnState::Came).count();
        let values = [
            ("by", ColumnValue::Choice(session.receiver.key().to_owned())),
            ("held_on", ColumnValue::Date(session.held_on)),
            (
                "people",
                ColumnValue::Number(i64::try_from(people).unwrap_or(i64::MAX)),
            ),
        ];
        self.record(&mut ledger, session.unit, "reception", values)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Whether turns at a session are booked and given up: until it begins.
    #[must_use]
    pub fn is_bookable(&self, session: &Session) -> bool {
        let (at, today) = self.now();
        let minutes = platform::clock::vietnam().to_datetime(at).time();
        let minutes = i64::from(minutes.hour()) * 60 + i64::from(minutes.minute());
        session.state == State::Announced
            && (session.held_on > today || (session.held_on == today && session.starts > minutes))
    }

    /// How many turns of a session are free, by what is taken at its unit's sessions; `None` when none is booked any more.
    #[must_use]
    pub fn free_count(&self, session: &Session, taken: &[(SessionId, i64)]) -> Option<i64> {
        let taken = taken
            .iter()
            .find(|(id, _)| *id == session.id)
            .map_or(0, |(_, count)| *count);
        self.is_bookable(session).then_some(session.turns - taken)
    }

    /// Numbers of a session's turns that are free.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn free(&self, read: &mut Read, session: &Session) -> Result<Vec<i64>, ActError> {
        if !self.is_bookable(session) {
            return Ok(Vec::new());
        }
        let turns = store::turns(read, session.unit, session.id).await?;
        Ok((1..=session.turns)
            .filter(|number| {
                !turns
                    .iter()
                    .any(|turn| turn.number == *number && turn.state != TurnState::GivenUp)
            })
            .collect())
    }

    /// The next session of a unit with a free turn.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn next_free(&self, read: &mut Read, unit: UnitId) -> Result<Option<Session>, ActError> {
        let (_, today) = self.now();
        let last = today.saturating_add(AHEAD.days());
        let taken = store::taken(read, unit, today).await?;
        let sessions = store::between(read, unit, (today, last), ROUND).await?;
        Ok(sessions
            .into_iter()
            .find(|session| self.free_count(session, &taken).is_some_and(|free| free > 0)))
    }

    /// Takes a turn. `once` makes it this one booking: sent again, it is kept once and has the same code. Of who denounces
    /// nothing is kept.
    ///
    /// # Errors
    /// [`ActError::Taken`] when the turn is not free.
    pub async fn book(
        &self,
        (unit, id): (UnitId, SessionId),
        once: &str,
        wanted: &Wanted,
    ) -> Result<Booked, ActError> {
        let (at, today) = self.now();
        let code = once::code("reception-code", once);
        let once_hash = once::hashed("reception-once", once);
        let mut ledger = Ledger::open(&self.db, at).await?;
        let session = store::session(ledger.write(), unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let still = store::hold_still(ledger.write(), &session).await?;
        if let Some(turn) = store::by_once(ledger.write(), unit, &once_hash).await? {
            return Ok(Booked { turn, code });
        }
        let inside = (1..=session.turns).contains(&wanted.number);
        if !still || !inside || !self.is_bookable(&session) {
            let next = self.next_free(ledger.write(), unit).await?;
            return Err(ActError::Taken(next.map(Box::new)));
        }
        let secret = wanted.matter == Matter::Denunciation;
        let sealed = if secret || wanted.said.is_empty() {
            None
        } else {
            let open = serde_json::to_vec(&wanted.said)?;
            Some(self.key.seal(self.random.octets(), &open))
        };
        let mut turn = Turn {
            unit,
            id: TurnId(self.random.uuid(at)),
            session: id,
            number: wanted.number,
            code_hash: Some(once::hashed("reception-code", &code)),
            once_hash: Some(once_hash),
            matter: wanted.matter,
            state: TurnState::Booked,
            language: wanted.language,
            sealed,
            outcome: String::new(),
            due_on: None,
            notified_on: None,
            kept_until: self.last_kept(session.held_on)?,
            reminded_on: None,
            record: None,
        };
        let values = [("booked_on", ColumnValue::Date(today))];
        turn.record = Some(
            self.record(&mut ledger, unit, "reception_booking", values)
                .await?,
        );
        if !store::insert_turn(ledger.write(), &turn, at).await? {
            let next = self.next_free(ledger.write(), unit).await?;
            return Err(ActError::Taken(next.map(Box::new)));
        }
        ledger.commit().await?;
        Ok(Booked { turn, code })
    }

    /// The turn a code leads to, with its session.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the code leads nowhere.
    pub async fn by_code(
        &self,
        read: &mut Read,
        unit: UnitId,
        code: &str,
    ) -> Result<(Turn, Session), ActError> {
        let hash = once::hashed("reception-code", &clean_code(code, CODE_SIGNS));
        let turn = store::by_code(read, unit, &hash).await?;
        let turn = turn.ok_or(ActError::Unknown)?;
        let session = store::session(read, unit, turn.session).await?;
        Ok((turn, session.ok_or(ActError::Unknown)?))
    }

    /// What was said at a turn; nothing when it was erased, or can't be opened.
    #[must_use]
    pub fn said(&self, turn: &Turn) -> Said {
        turn.sealed
            .as_deref()
            .and_then(|sealed| self.key.open(sealed))
            .and_then(|open| serde_json::from_slice(&open).ok())
            .unwrap_or_default()
    }

    /// Gives a booked turn up: its number is free again, and what was said is erased at once.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a wrong code, [`ActError::Stale`] when the session has begun or is cancelled, or the turn is
    /// given up.
    pub async fn give_up(&self, unit: UnitId, code: &str) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let (mut turn, session) = self.by_code(ledger.write(), unit, code).await?;
        if turn.state != TurnState::Booked || !self.is_bookable(&session) {
            return Err(ActError::Stale);
        }
        turn.state = TurnState::GivenUp;
        turn.sealed = None;
        if let Some(record) = turn.record.take() {
            ledger.retract_record(unit, record, "Người đặt hủy lượt").await?;
        }
        self.save_turn(ledger.write(), &turn, TurnState::Booked, at)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    async fn save_turn(
        &self,
        write: &mut Write,
        turn: &Turn,
        was: TurnState,
        at: Timestamp,
    ) -> Result<(), ActError> {
        if store::save_turn(write, turn, was, at).await? {
            Ok(())
        } else {
            Err(ActError::Stale)
        }
    }

    fn notice_due(&self, from: Date) -> Result<Date, ActError> {
        let topic = "reception.handling_notice";
        Ok(rules::last_day(&self.rulebook, &self.calendar, topic, from)?)
    }

    /// The session of a turn, held still, on or after its day and not ended.
    async fn open_day(&self, write: &mut Write, unit: UnitId, id: SessionId) -> Result<Session, ActError> {
        let session = store::session(write, unit, id).await?.ok_or(ActError::Unknown)?;
        let open = session.state == State::Announced && session.held_on <= self.now().1;
        if open && store::hold_still(write, &session).await? {
            Ok(session)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Marks on the day whether who booked came. The clock of the notice begins when somebody did. Marked wrongly, it is
    /// marked again, until the day is ended.
    ///
    /// # Errors
    /// [`ActError::Stale`] before the day, after it was ended, and for a turn given up.
    pub async fn mark(&self, (unit, id): (UnitId, TurnId), came: bool) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let mut turn = store::turn(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let session = self.open_day(&mut write, unit, turn.session).await?;
        let was = turn.state;
        if was == TurnState::GivenUp || turn.notified_on.is_some() {
            return Err(ActError::Stale);
        }
        turn.state = if came { TurnState::Came } else { TurnState::Missed };
        turn.due_on = if came {
            Some(self.notice_due(session.held_on)?)
        } else {
            None
        };
        self.save_turn(&mut write, &turn, was, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes in somebody who came without booking: a turn behind those that can be booked.
    ///
    /// # Errors
    /// [`ActError::Stale`] before the day, or after it was ended.
    pub async fn walk_in(&self, (unit, id): (UnitId, SessionId), matter: Matter) -> Result<TurnId, ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let session = self.open_day(&mut write, unit, id).await?;
        let turns = store::turns(&mut write, unit, id).await?;
        let last = turns.iter().map(|turn| turn.number).max().unwrap_or_default();
        let turn = Turn {
            unit,
            id: TurnId(self.random.uuid(at)),
            session: id,
            number: last.max(session.turns) + 1,
            code_hash: None,
            once_hash: None,
            matter,
            state: TurnState::Came,
            language: platform::i18n::Locale::Vi,
            sealed: None,
            outcome: String::new(),
            due_on: Some(self.notice_due(session.held_on)?),
            notified_on: None,
            kept_until: self.last_kept(session.held_on)?,
            reminded_on: None,
            record: None,
        };
        if !store::insert_turn(&mut write, &turn, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(turn.id)
    }

    /// Records that a turn's holder was told today what becomes of the matter.
    ///
    /// # Errors
    /// [`ActError::Law`] for an outcome that is in no list, [`ActError::Stale`] for a turn nobody came to, or whose
    /// outcome is recorded.
    pub async fn notify(&self, (unit, id): (UnitId, TurnId), outcome: &str) -> Result<(), ActError> {
        let (at, today) = self.now();
        rules::check_outcome(&self.rulebook, outcome, today)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut turn = store::turn(ledger.write(), unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let (TurnState::Came, None, Some(due_on)) = (turn.state, turn.notified_on, turn.due_on) else {
            return Err(ActError::Stale);
        };
        outcome.clone_into(&mut turn.outcome);
        turn.notified_on = Some(today);
        turn.kept_until = self.last_kept(today)?;
        self.save_turn(ledger.write(), &turn, TurnState::Came, at).await?;
        let values = [
            ("notified_on", ColumnValue::Date(today)),
            ("due_on", ColumnValue::Date(due_on)),
        ];
        self.record(&mut ledger, unit, "reception_notice", values).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Reminds those whose session is near, and erases what is not to be kept any more.
    ///
    /// # Errors
    /// [`ActError`]
    pub async fn tend(&self) -> Result<Tended, ActError> {
        let (at, today) = self.now();
        let mut tended = Tended::default();
        let mut write = self.db.write().await?;
        tended.forgotten = store::forget(&mut write, today).await?;
        write.commit().await?;
        if self.telling.is_none() {
            return Ok(tended);
        }
        let until = today.saturating_add(i64::from(rules::reminder_days(&self.rulebook, today)?).days());
        let tomorrow = today.saturating_add(1.day());
        let mut after = None;
        loop {
            let mut read = self.db.read().await?;
            let near = store::announced_between(&mut read, (tomorrow, until), after, ROUND).await?;
            drop(read);
            let Some(last) = near.last() else {
                return Ok(tended);
            };
            after = Some((last.unit, last.id));
            for session in near {
                tended.reminded += self.remind(&session, at).await?;
            }
        }
    }

    /// Reminds those who booked at a session, once; how many were written to.
    async fn remind(&self, session: &Session, at: Timestamp) -> Result<u64, ActError> {
        let mut write = self.db.write().await?;
        if !store::hold_still(&mut write, session).await? {
            return Ok(0);
        }
        let mut reminded = 0;
        for mut turn in store::turns(&mut write, session.unit, session.id).await? {
            if turn.state != TurnState::Booked || turn.reminded_on.is_some() {
                continue;
            }
            if self.tell(&mut write, (session, &turn), "reminder", at).await? {
                reminded += 1;
            }
            turn.reminded_on = Some(self.now().1);
            self.save_turn(&mut write, &turn, TurnState::Booked, at).await?;
        }
        write.commit().await?;
        Ok(reminded)
    }

    async fn tell_all(
        &self,
        write: &mut Write,
        session: &Session,
        what: &str,
        at: Timestamp,
    ) -> Result<(), ActError> {
        for turn in store::turns(write, session.unit, session.id).await? {
            if turn.state == TurnState::Booked {
                self.tell(write, (session, &turn), what, at).await?;
            }
        }
        Ok(())
    }

    /// Writes to who booked, when there is an address. Nothing of the matter is in it.
    async fn tell(
        &self,
        write: &mut Write,
        (session, turn): (&Session, &Turn),
        what: &str,
        at: Timestamp,
    ) -> Result<bool, ActError> {
        let (Some(telling), Some(to)) = (&self.telling, self.said(turn).mail) else {
            return Ok(false);
        };
        let t = telling.translations.translator(turn.language);
        let unit = self.unit(session.unit)?;
        let mut lines = vec![t.format(
            &format!("reception-mail-{what}"),
            &[
                ("unit", Arg::Text(units::in_text(&unit.name))),
                ("day", Arg::Date(session.held_on)),
                (
                    "time",
                    Arg::Text(rules::clock_text(rules::turn_starts(session, turn.number))),
                ),
                ("number", Arg::Text(turn.number.to_string())),
            ],
        )];
        if !session.reason.is_empty() && what != "reminder" {
            lines.push(t.with("reception-reason-is", "reason", session.reason.as_str()));
        }
        let subject = t.text(&format!("reception-mail-{what}-subject"));
        let href = format!(
            "{}/tiep-cong-dan/{}/tra-cuu",
            telling.post.public_address(),
            unit.code
        );
        let unwritable = |error: askama::Error| ActError::Form(error.to_string());
        let html = Html {
            t: &t,
            subject: &subject,
            lines: &lines,
            href: &href,
        }
        .render()
        .map_err(unwritable)?;
        let text = Plain {
            t: &t,
            lines: &lines,
            href: &href,
        }
        .render()
        .map_err(unwritable)?;
        let mail = Mail {
            once: &format!("reception/{}/{what}/{}", turn.id, session.revision),
            about: turn.id.0.as_bytes(),
            to: &to,
            subject: &subject,
            text: &text,
            html: &html,
            language: turn.language,
            stop: None,
            reply_to: None,
            answers: None,
            good_for: NEWS,
        };
        Ok(telling.post.put(write, unit.id.0, &mail, at).await?)
    }
}
