//! What people do about supervision. Every act is one transaction: what happened, its record with its facts, and its entry in
//! the public log.

use std::{fmt, sync::Arc};

use facts::{Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::{By, Limiter},
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    files::NewFile,
    once::{self, CODE_SIGNS},
    outbox::OutboxKey,
    random::{Fill, Random, clean_code},
};
use rulebook::Rulebook;
use sha2::{Digest as _, Sha256};
use transparency::{Act, Commitment, Entry, EntryError, Subject};
use units::{LiveUnits, UnitId};

use crate::{
    content,
    model::{
        Addressee, Board, BoardId, Body, Member, MemberId, Note, Observation, ObservationId,
        ObservationState, PictureId, Plan, PlanId, Recommendation, RecommendationId, Said, State, Visit,
        VisitId,
    },
    rules::{self, Done, RuleError},
    store,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such thing.
    #[error("there is no such thing")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// The board has ended.
    #[error("the board has ended")]
    Ended,
    /// Words that are needed are missing.
    #[error("words are missing")]
    Nothing,
    /// The day is to come, or before the board was recognised.
    #[error("the day must lie between {0} and {1}")]
    Day(Date, Date),
    /// What is promised would have to be done before today.
    #[error("the day must be {0} or later")]
    Past(Date),
    /// An investment board has a project and an investor, an inspectorate has none.
    #[error("name the project and its investor")]
    Project,
    /// A commune has one inspectorate at work.
    #[error("there is an inspectorate at work")]
    Second,
    /// Not every point of the checklist is answered.
    #[error("not every point of the checklist is answered")]
    Unchecked,
    /// The law of the day is not known, or a key is in no list.
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

/// Observations sent by one line within the time: a family, a café, a hamlet head who helps neighbours.
const MOST_SENT: usize = 20;
/// Those without a proof that a browser worked for them.
const MOST_UNPROVEN: usize = 3;
const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Wrong codes by one line within the time.
const MOST_WRONG: usize = 20;
const WRONG_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// SHA-256 in hexadecimal, as pictures are named in the public log.
pub(crate) fn hash(octets: &[u8]) -> String {
    Sha256::digest(octets)
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect()
}

/// What a report says of a commune and a span of days, by body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// First and last day.
    pub span: (Date, Date),
    /// What each kind of board did.
    pub bodies: Vec<(Body, Done)>,
    /// Recommendations sent in the span.
    pub sent: Vec<Recommendation>,
}

/// Supervision in this installation.
pub struct Supervision {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    clock: Arc<dyn Clock>,
    random: Random,
    key: OutboxKey,
    pub(crate) demo: bool,
    pub(crate) sending: Limiter,
    pub(crate) unproven: Limiter,
    pub(crate) guessing: Limiter,
}

impl fmt::Debug for Supervision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Supervision").finish_non_exhaustive()
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

fn at_work(board: Board) -> Result<Board, ActError> {
    if board.ended_on.is_none() {
        Ok(board)
    } else {
        Err(ActError::Ended)
    }
}

fn body_choice(body: Body) -> ColumnValue {
    ColumnValue::Choice(body.key().to_owned())
}

impl Supervision {
    /// Supervision over `db`. What citizens say is sealed with `key`; identifiers are made from `clock` and `fill`.
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

    /// The instant, and the day in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    /// What makes a form this one: 128 random bits in hexadecimal.
    #[must_use]
    pub fn once(&self) -> String {
        self.random
            .octets::<16>()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
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
        columns: Vec<(&str, ColumnValue)>,
    ) -> Result<NewRecord, ActError> {
        let values: Values = columns
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect();
        let entry = self
            .catalogue
            .record_kind(form)
            .ok_or_else(|| ActError::Form(format!("no form {form}")))?
            .enter(&self.catalogue, &values)
            .map_err(|problems| {
                let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
                ActError::Form(problems.join("; "))
            })?;
        Ok(NewRecord {
            id: RecordId(self.random.uuid(self.now().0)),
            unit,
            hamlet: None,
            entry,
            demo: self.demo,
            batch: None,
        })
    }

    async fn log(
        &self,
        write: &mut Write,
        unit: UnitId,
        (act, subject, octets): (Act, Subject, &[u8]),
        at: Timestamp,
    ) -> Result<(), ActError> {
        let entry = Entry::new(&self.code_of(unit)?, act, subject, Commitment::to(octets), at)?;
        transparency::append(write, unit, &entry).await?;
        Ok(())
    }

    async fn board(&self, read: &mut Read, (unit, id): (UnitId, BoardId)) -> Result<Board, ActError> {
        store::board(read, unit, id).await?.ok_or(ActError::Unknown)
    }

    fn board_record(&self, board: &Board, members: usize) -> Result<NewRecord, ActError> {
        let mut columns = vec![
            ("title", ColumnValue::Text(board.title.clone())),
            ("body", body_choice(board.body)),
            ("recognised_on", ColumnValue::Date(board.recognised_on)),
            (
                "members",
                ColumnValue::Number(i64::try_from(members).unwrap_or(i64::MAX)),
            ),
        ];
        columns.extend(board.ended_on.map(|on| ("ended_on", ColumnValue::Date(on))));
        self.record(board.unit, "supervision_board", columns)
    }

    /// Writes a board's record anew, with so many members as serve today.
    async fn recorded(&self, ledger: &mut Ledger, board: &mut Board) -> Result<(), ActError> {
        let (_, today) = self.now();
        if let Some(old) = board.record.take() {
            ledger
                .retract_record(board.unit, old, "Thành viên hoặc thời gian của ban thay đổi")
                .await?;
        }
        let members = store::members(ledger.write(), board.unit, board.id).await?;
        // A board that ends keeps the number that it ended with.
        let on = board.ended_on.unwrap_or(today);
        let serving = members.iter().filter(|member| member.serves(on)).count();
        let record = self.board_record(board, serving)?;
        ledger.append(std::slice::from_ref(&record)).await?;
        board.record = Some(record.id);
        Ok(())
    }

    /// Keeps a board that the Fatherland Front recognised, with its members.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a name, [`ActError::Project`], [`ActError::Day`] for a day to come,
    /// [`ActError::Second`] where an inspectorate is at work.
    pub async fn found(&self, mut new: Board, members: Vec<Member>, by: &By) -> Result<BoardId, ActError> {
        let (at, today) = self.now();
        new.title = words(&new.title)?;
        new.investor = new.investor.trim().to_owned();
        if (new.body == Body::InvestmentBoard) == new.investor.is_empty() {
            return Err(ActError::Project);
        }
        if new.recognised_on > today {
            return Err(ActError::Day(Date::MIN, today));
        }
        if let Some(until) = new.term_until.filter(|until| *until < new.recognised_on) {
            return Err(ActError::Day(new.recognised_on, until));
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let known = store::boards(ledger.write(), new.unit).await?;
        let second = |board: &Board| board.body == Body::Inspectorate && board.ended_on.is_none();
        if new.body == Body::Inspectorate && known.iter().any(second) {
            return Err(ActError::Second);
        }
        new.id = BoardId(self.random.uuid(at));
        new.revision = 1;
        let record = self.board_record(&new, members.len())?;
        ledger.append(std::slice::from_ref(&record)).await?;
        new.record = Some(record.id);
        store::insert_board(ledger.write(), &new, by, at).await?;
        for mut member in members {
            member.id = MemberId(self.random.uuid(at));
            (member.unit, member.board, member.since) = (new.unit, new.id, new.recognised_on);
            member.name = words(&member.name)?;
            store::insert_member(ledger.write(), &member, by, at).await?;
        }
        ledger.commit().await?;
        Ok(new.id)
    }

    /// Adds a member to a board at work.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a name, [`ActError::Ended`], [`ActError::Day`]
    pub async fn add_member(&self, mut new: Member, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        new.name = words(&new.name)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut board = at_work(self.board(ledger.write(), (new.unit, new.board)).await?)?;
        if new.since < board.recognised_on || new.since > today {
            return Err(ActError::Day(board.recognised_on, today));
        }
        new.id = MemberId(self.random.uuid(at));
        store::insert_member(ledger.write(), &new, by, at).await?;
        self.changed(ledger, &mut board, by, at).await
    }

    /// Ends a member's office, with its last day.
    ///
    /// # Errors
    /// [`ActError::Day`], [`ActError::Ended`], [`ActError::Stale`] when the member is not in office.
    pub async fn end_member(
        &self,
        (unit, board, id): (UnitId, BoardId, MemberId),
        until: Date,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut board = at_work(self.board(ledger.write(), (unit, board)).await?)?;
        let members = store::members(ledger.write(), unit, board.id).await?;
        let member = members
            .iter()
            .find(|member| member.id == id)
            .ok_or(ActError::Unknown)?;
        if until < member.since || until > today {
            return Err(ActError::Day(member.since, today));
        }
        if !store::end_member(ledger.write(), (unit, id), until, by, at).await? {
            return Err(ActError::Stale);
        }
        self.changed(ledger, &mut board, by, at).await
    }

    async fn changed(
        &self,
        mut ledger: Ledger,
        board: &mut Board,
        by: &By,
        at: Timestamp,
    ) -> Result<(), ActError> {
        self.recorded(&mut ledger, board).await?;
        if !store::save_board(ledger.write(), board, by, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Ends a board: its term is over, or its project is. What it did stays.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Ended`], [`ActError::Day`], [`ActError::Stale`].
    pub async fn end_board(
        &self,
        key: (UnitId, BoardId),
        revision: i64,
        (on, why): (Date, &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let why = words(why)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut board = at_work(self.board(ledger.write(), key).await?)?;
        if on < board.recognised_on || on > today {
            return Err(ActError::Day(board.recognised_on, today));
        }
        board.revision = revision;
        board.ended_on = Some(on);
        board.ended_why = why;
        self.changed(ledger, &mut board, by, at).await
    }

    /// Adds entries to the programme of a year: months, 1 to 12, with subjects.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without an entry or with an empty subject, [`ActError::Ended`].
    pub async fn plan(
        &self,
        key: (UnitId, BoardId),
        year: i16,
        entries: &[(i8, String)],
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        if entries.is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let board = at_work(self.board(&mut write, key).await?)?;
        for (month, subject) in entries {
            let plan = Plan {
                unit: board.unit,
                id: PlanId(self.random.uuid(at)),
                board: board.id,
                year,
                month: (*month).clamp(1, 12),
                subject: words(subject)?,
                dropped_why: None,
            };
            store::insert_plan(&mut write, &plan, by, at).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Strikes an entry of a programme out, with its reason. It stays readable.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Stale`]
    pub async fn drop_plan(&self, key: (UnitId, PlanId), why: &str, by: &By) -> Result<(), ActError> {
        let (at, _) = self.now();
        let why = words(why)?;
        let mut write = self.db.write().await?;
        if !store::drop_plan(&mut write, key, &why, by, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Keeps a visit as a draft, new when it has no revision yet; pictures given replace those it has.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a subject or place, [`ActError::Day`], [`ActError::Law`] for a checklist that is none,
    /// [`ActError::Ended`], [`ActError::Stale`] when it is published.
    pub async fn draft(
        &self,
        mut visit: Visit,
        (pictures, caption): (&[NewFile], &str),
        by: &By,
    ) -> Result<VisitId, ActError> {
        let (at, today) = self.now();
        visit.subject = words(&visit.subject)?;
        visit.place = words(&visit.place)?;
        visit.findings = visit.findings.trim().to_owned();
        let known = rules::checklist(&self.rulebook, &visit.checklist, visit.held_on)?;
        visit
            .checks
            .retain(|check| known.iter().any(|item| item.key == check.item));
        if !pictures.is_empty() && caption.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let board = at_work(self.board(&mut write, (visit.unit, visit.board)).await?)?;
        if visit.held_on < board.recognised_on || visit.held_on > today {
            return Err(ActError::Day(board.recognised_on, today));
        }
        if visit.revision == 0 {
            visit.id = VisitId(self.random.uuid(at));
            visit.revision = 1;
            store::insert_visit(&mut write, &visit, by, at).await?;
        } else {
            let there = store::visit(&mut write, visit.unit, visit.id)
                .await?
                .ok_or(ActError::Unknown)?;
            if there.published_on.is_some() || !store::save_visit(&mut write, &visit, by, at).await? {
                return Err(ActError::Stale);
            }
        }
        if !pictures.is_empty() {
            store::delete_pictures(&mut write, &visit).await?;
        }
        for picture in pictures {
            let id = PictureId(self.random.uuid(at));
            store::insert_picture(&mut write, &visit, (id, caption.trim(), picture)).await?;
        }
        write.commit().await?;
        Ok(visit.id)
    }

    async fn visit_at(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, VisitId),
        revision: i64,
    ) -> Result<Visit, ActError> {
        let visit = store::visit(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if visit.revision == revision && visit.published_on.is_none() {
            Ok(visit)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is published or was changed.
    pub async fn discard(&self, key: (UnitId, VisitId), revision: i64) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let visit = self.visit_at(&mut write, key, revision).await?;
        if !store::delete_draft(&mut write, &visit).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Publishes a draft: what was found, each point of the checklist, the pictures.
    ///
    /// # Errors
    /// [`ActError::Unchecked`], [`ActError::Nothing`] without findings, [`ActError::Stale`].
    pub async fn publish(&self, key: (UnitId, VisitId), revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut visit = self.visit_at(ledger.write(), key, revision).await?;
        words(&visit.findings)?;
        let items = rules::checklist(&self.rulebook, &visit.checklist, visit.held_on)?;
        let answered = |key: &str| visit.checks.iter().any(|check| check.item == key);
        if !items.iter().all(|item| answered(&item.key)) {
            return Err(ActError::Unchecked);
        }
        let board = self.board(ledger.write(), (visit.unit, visit.board)).await?;
        let record = self.record(
            visit.unit,
            "supervision_session",
            vec![
                ("title", ColumnValue::Text(visit.subject.clone())),
                ("body", body_choice(board.body)),
                ("held_on", ColumnValue::Date(visit.held_on)),
            ],
        )?;
        ledger.append(std::slice::from_ref(&record)).await?;
        visit.record = Some(record.id);
        visit.published_on = Some(today);
        let pictures = store::pictures(ledger.write(), &visit, hash).await?;
        let octets = content::visit(&self.code_of(visit.unit)?, &visit, &pictures)?.ok_or(ActError::Stale)?;
        let subject = content::visit_subject(visit.id);
        self.log(ledger.write(), visit.unit, (Act::Posted, subject, &octets), at)
            .await?;
        if !store::save_visit(ledger.write(), &visit, by, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    fn recommendation_record(&self, body: Body, of: &Recommendation) -> Result<NewRecord, ActError> {
        // The register names the matter, not the words: what a board writes stands on its page.
        let title: String = of
            .words
            .lines()
            .next()
            .unwrap_or_default()
            .chars()
            .take(120)
            .collect();
        let mut columns = vec![
            ("title", ColumnValue::Text(title)),
            ("body", body_choice(body)),
            ("sent_on", ColumnValue::Date(of.sent_on)),
            ("due_on", ColumnValue::Date(of.due_on)),
        ];
        columns.extend(of.answered_on.map(|on| ("answered_on", ColumnValue::Date(on))));
        if of.state == State::Done && of.answered_on.is_some() {
            columns.extend(of.closed_on.map(|on| ("done_on", ColumnValue::Date(on))));
        }
        self.record(of.unit, "supervision_recommendation", columns)
    }

    /// Sends a recommendation, of which the answer is owed by the law of today.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words, [`ActError::Project`] to the investor by a board that has none,
    /// [`ActError::Ended`], [`ActError::Unknown`] for a visit that is not published.
    pub async fn recommend(
        &self,
        (unit, board): (UnitId, BoardId),
        (visit, addressee, text): (Option<VisitId>, Addressee, &str),
        by: &By,
    ) -> Result<RecommendationId, ActError> {
        let (at, today) = self.now();
        let text = words(text)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let board = at_work(self.board(ledger.write(), (unit, board)).await?)?;
        if addressee == Addressee::Investor && board.body == Body::Inspectorate {
            return Err(ActError::Project);
        }
        if let Some(id) = visit {
            let from = store::visit(ledger.write(), unit, id).await?;
            from.filter(|visit| visit.published_on.is_some() && visit.board == board.id)
                .ok_or(ActError::Unknown)?;
        }
        let topic = rules::answer_topic(board.body);
        let mut new = Recommendation {
            unit,
            id: RecommendationId(self.random.uuid(at)),
            board: board.id,
            visit,
            addressee,
            words: text,
            sent_on: today,
            due_on: rules::last_day(&self.rulebook, &self.calendar, topic, today)?,
            answer: String::new(),
            answered_on: None,
            promised_on: None,
            state: State::Waiting,
            closed_on: None,
            closed_why: String::new(),
            record: None,
            revision: 1,
        };
        let record = self.recommendation_record(board.body, &new)?;
        ledger.append(std::slice::from_ref(&record)).await?;
        new.record = Some(record.id);
        store::insert_recommendation(ledger.write(), &new, by, at).await?;
        let octets = content::recommendation(&self.code_of(unit)?, &new, &[])?;
        let subject = content::recommendation_subject(new.id);
        self.log(ledger.write(), unit, (Act::Posted, subject, &octets), at)
            .await?;
        ledger.commit().await?;
        Ok(new.id)
    }

    async fn recommendation_at(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, RecommendationId),
        revision: i64,
    ) -> Result<Recommendation, ActError> {
        let found = store::recommendation(write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision == revision {
            Ok(found)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Saves a recommendation with its record and its entry in the log.
    async fn moved(
        &self,
        mut ledger: Ledger,
        mut of: Recommendation,
        by: &By,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let board = self.board(ledger.write(), (of.unit, of.board)).await?;
        if let Some(old) = of.record.take() {
            ledger
                .retract_record(of.unit, old, "Kiến nghị được trả lời hoặc khép lại")
                .await?;
        }
        let record = self.recommendation_record(board.body, &of)?;
        ledger.append(std::slice::from_ref(&record)).await?;
        of.record = Some(record.id);
        if !store::save_recommendation(ledger.write(), &of, by, at).await? {
            return Err(ActError::Stale);
        }
        let notes = store::notes(ledger.write(), of.unit, of.id).await?;
        let octets = content::recommendation(&self.code_of(of.unit)?, &of, &notes)?;
        let subject = content::recommendation_subject(of.id);
        self.log(ledger.write(), of.unit, (Act::Corrected, subject, &octets), at)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Answers a recommendation: what will be done, and by which day.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Past`], [`ActError::Stale`] when it is answered or closed.
    pub async fn answer(
        &self,
        key: (UnitId, RecommendationId),
        revision: i64,
        (answer, promised_on): (&str, Option<Date>),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let answer = words(answer)?;
        if promised_on.is_some_and(|day| day < today) {
            return Err(ActError::Past(today));
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut of = self.recommendation_at(ledger.write(), key, revision).await?;
        if of.state != State::Waiting {
            return Err(ActError::Stale);
        }
        of.answer = answer;
        of.answered_on = Some(today);
        of.promised_on = promised_on;
        of.state = State::Answered;
        self.moved(ledger, of, by, at).await
    }

    /// Notes what the board saw of a recommendation; with `closing` it is done, or closed undone.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Stale`] when it is closed, or done without an answer.
    pub async fn follow(
        &self,
        key: (UnitId, RecommendationId),
        revision: i64,
        (text, closing): (&str, Option<bool>),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let text = words(text)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut of = self.recommendation_at(ledger.write(), key, revision).await?;
        let state = match (of.state, closing) {
            (State::Done | State::Undone, _) | (State::Waiting, Some(true)) => return Err(ActError::Stale),
            (state, None) => state,
            (_, Some(true)) => State::Done,
            (_, Some(false)) => State::Undone,
        };
        of.state = state;
        if closing.is_some() {
            of.closed_on = Some(today);
            of.closed_why = text;
        } else {
            let note = Note {
                noted_on: today,
                words: text,
            };
            store::insert_note(ledger.write(), &of, self.random.uuid(at), &note).await?;
        }
        self.moved(ledger, of, by, at).await
    }

    /// Takes an observation of a citizen. `once` makes it this one: sent again, it is kept once and has the same code.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words, [`ActError::Ended`] or [`ActError::Unknown`] for a board that is not at work.
    pub async fn observe(
        &self,
        unit: UnitId,
        board: Option<BoardId>,
        once: &str,
        said: &Said,
    ) -> Result<String, ActError> {
        let (at, today) = self.now();
        let said = Said {
            words: words(&said.words)?,
            contact: said.contact.trim().to_owned(),
        };
        let code = once::code("supervision-code", once);
        let mut write = self.db.write().await?;
        if let Some(board) = board {
            at_work(self.board(&mut write, (unit, board)).await?)?;
        }
        let open = serde_json::to_vec(&said)?;
        let topic = "supervision.observation.answer";
        let new = Observation {
            unit,
            id: ObservationId(self.random.uuid(at)),
            board,
            state: ObservationState::Received,
            sent_on: today,
            due_on: rules::last_day(&self.rulebook, &self.calendar, topic, today)?,
            answered_on: None,
            answer: String::new(),
            sealed: Some(self.key.seal(self.random.octets(), &open)),
            kept_until: None,
            code_hash: once::hashed("supervision-code", &code),
            once_hash: once::hashed("supervision-once", once),
        };
        store::insert_observation(&mut write, &new, at).await?;
        write.commit().await?;
        Ok(code)
    }

    /// The observation a code leads to.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the code leads nowhere.
    pub async fn by_code(&self, read: &mut Read, unit: UnitId, code: &str) -> Result<Observation, ActError> {
        let hash = once::hashed("supervision-code", &clean_code(code, CODE_SIGNS));
        store::by_code(read, unit, &hash).await?.ok_or(ActError::Unknown)
    }

    /// What was said in an observation; nothing when it was erased, or can't be opened.
    #[must_use]
    pub fn said(&self, observation: &Observation) -> Said {
        observation
            .sealed
            .as_deref()
            .and_then(|sealed| self.key.open(sealed))
            .and_then(|open| serde_json::from_slice(&open).ok())
            .unwrap_or_default()
    }

    /// Answers an observation: the board takes it up, refers it to where it belongs, or says why it does not.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without an answer, [`ActError::Stale`] when it was answered.
    pub async fn settle(
        &self,
        (unit, id): (UnitId, ObservationId),
        (state, answer): (ObservationState, &str),
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let answer = words(answer)?;
        if state == ObservationState::Received {
            return Err(ActError::Stale);
        }
        let mut write = self.db.write().await?;
        let mut found = store::observation(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        found.state = state;
        found.answer = answer;
        found.answered_on = Some(today);
        let topic = "supervision.observation.kept";
        found.kept_until = Some(rules::last_day(&self.rulebook, &self.calendar, topic, today)?);
        if !store::save_observation(&mut write, &found, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// What boards of a commune did in a span of days.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn report(&self, unit: UnitId, span: (Date, Date)) -> Result<Report, ActError> {
        let (_, today) = self.now();
        let mut read = self.db.read().await?;
        let boards = store::boards(&mut read, unit).await?;
        let sent = store::sent_between(&mut read, unit, span).await?;
        let mut bodies: Vec<(Body, Done)> = Vec::new();
        for body in Body::ALL {
            let of: Vec<&Board> = boards.iter().filter(|board| board.body == *body).collect();
            let theirs = sent
                .iter()
                .filter(|one| of.iter().any(|board| board.id == one.board));
            let mut done = rules::count(theirs, today);
            for board in of {
                let visits = store::visits_of(&mut read, unit, board.id, span).await?;
                let published = visits.iter().filter(|visit| visit.published_on.is_some()).count();
                done.visits += i64::try_from(published).unwrap_or(i64::MAX);
            }
            bodies.push((*body, done));
        }
        Ok(Report { span, bodies, sent })
    }

    /// Erases what is not to be kept any more; how often.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn tend(&self) -> Result<u64, ActError> {
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let forgotten = store::forget(&mut write, today).await?;
        write.commit().await?;
        Ok(forgotten)
    }
}
