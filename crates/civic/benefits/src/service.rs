//! What people do about packages of support. Every act is one transaction: what happened, its record with facts, what hangs
//! on the boards, and its entry in the public log.

use std::{fmt, sync::Arc};

use facts::{
    Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values,
    boards::{Boards, BoardsError, Posting},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::{By, Limiter},
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    i18n::{Arg, Translator},
    once::{self, CODE_SIGNS},
    outbox::OutboxKey,
    random::{Fill, Random, clean_code},
};
use rulebook::Rulebook;
use serde::{Serialize, de::DeserializeOwned};
use transparency::{Act, Commitment, Entry, EntryError};
use units::{LiveUnits, UnitId, hamlets::Hamlet};

use crate::{
    content,
    model::{
        About, Applicant, Application, ApplicationId, Elsewhere, Means, NewObjection, NewPackage, Objection,
        ObjectionId, Outcome, Package, PackageId, Said, Standing, State,
    },
    programme::{Answer, Of, Programme, Programmes, Verdict},
    rules::{self, Hindrance, RuleError, Totals},
    store,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such package, application, objection, programme or code.
    #[error("there is no such thing")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// Who entered, opened or submitted may not approve.
    #[error("who entered, opened or submitted may not approve")]
    SamePerson,
    /// A reason, or other words that are needed, are missing.
    #[error("words are missing")]
    Nothing,
    /// A day that can't be.
    #[error("the day can't be")]
    Day,
    /// The list is posted for so many working days, from the fewest to the most.
    #[error("a list is posted for {0} to {1} working days")]
    PostingDays(i64, i64),
    /// The identifier has not the form of one.
    #[error("this is no identifier")]
    Identifier,
    /// The same person stands in the package already.
    #[error("the same person stands in the package already")]
    Twice,
    /// The list comes to so many đồng more than the budget.
    #[error("the list comes to {0} đồng more than the budget")]
    OverBudget(i64),
    /// Nobody stands on the list.
    #[error("nobody stands on the list")]
    Empty,
    /// The list is not posted: nobody can object.
    #[error("the list is not posted")]
    NotPosted,
    /// An objection on paper came on a day on which the list was not posted, or that is still to come.
    #[error("the list was not posted from {0} to {1} on that day")]
    NotReceived(Date, Date),
    /// The application of that number does not wait to be paid.
    #[error("application {0} does not wait to be paid")]
    NotPayable(i64),
    /// There is no such entry on the list, or no such application that could be put on it.
    #[error("there is no such entry")]
    NoEntry,
    /// Something keeps the package from being paid.
    #[error("it can't be paid: {0:?}")]
    Hindered(Hindrance),
    /// The law of that day is not known.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// Names can't be opened: the key is another one, so no list of them is made.
    #[error("applications can't be opened: is the key in its place?")]
    Unreadable,
    /// The register of records does not take it.
    #[error("the register of support does not take it: {0}")]
    Form(String),
    /// The boards don't take it.
    #[error(transparent)]
    Boards(#[from] BoardsError),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] EntryError),
    /// The content can't be written.
    #[error(transparent)]
    Content(#[from] serde_json::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What somebody enters for an applicant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entering {
    /// The hamlet.
    pub hamlet: UnitId,
    /// Name of the person, or of the household's head.
    pub name: String,
    /// Number of the identity card, or of the household's book, as typed.
    pub identifier: String,
    /// Answers in the order of the programme's questions, all of them.
    pub answers: Vec<Answer>,
}

/// The application that is corrected, with the revision at which it was read.
pub type Correcting = Option<(ApplicationId, i64)>;

/// What was sent, as its sender is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// The objection.
    pub objection: Objection,
    /// The code that leads to it.
    pub code: String,
}

/// An answer to an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answering<'a> {
    /// What comes of it.
    pub outcome: Outcome,
    /// The number of the entry that is taken off, or of the application that is put on the list.
    pub number: Option<i64>,
    /// The reason, to the person who objected.
    pub words: &'a str,
}

/// What the program did by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Applications whose names, identifiers and answers were erased.
    pub forgotten: u64,
    /// Hashes erased.
    pub hashes: u64,
}

/// Objections sent by one line within the time.
const MOST_SENT: usize = 20;
/// Objections sent by one line within the time when no machine worked for them.
const MOST_UNPROVEN: usize = 3;
/// How long a sending counts against its line.
const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Wrong codes by one line within the time.
const MOST_WRONG: usize = 20;
/// How long a wrong code counts against its line.
const WRONG_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// The most entries of a list.
pub const MOST_ENTRIES: usize = 20_000;
/// What the code, and the form it was made of, are hashed for.
const CODE: &str = "benefits-code";
/// See [`CODE`].
const ONCE: &str = "benefits-once";

/// The day from which an objection counts: today while the list is posted; for one on paper the day on which it came.
fn filed_on(package: &Package, received_on: Option<Date>, today: Date) -> Result<Date, ActError> {
    match (received_on, package.posted_on, package.posted_until) {
        (None, ..) if rules::is_posted(package, today) => Ok(today),
        (Some(on), Some(from), Some(until)) if on < from || on > until.min(today) => {
            Err(ActError::NotReceived(from, until.min(today)))
        }
        (Some(on), Some(_), Some(_)) => Ok(on),
        _ => Err(ActError::NotPosted),
    }
}

/// Packages of support in this installation.
pub struct Benefits {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) programmes: Programmes,
    catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    clock: Arc<dyn Clock>,
    random: Random,
    key: OutboxKey,
    hanging: Option<(Arc<dyn Boards>, Translator)>,
    pub(crate) demo: bool,
    pub(crate) public_address: Option<String>,
    pub(crate) sending: Limiter,
    pub(crate) unproven: Limiter,
    pub(crate) guessing: Limiter,
}

impl fmt::Debug for Benefits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Benefits").finish_non_exhaustive()
    }
}

/// The address of a package's page.
pub(crate) fn page_of(code: &str, id: PackageId) -> String {
    format!("/ho-tro/{code}/{id}")
}

impl Benefits {
    /// Packages over `db`. What people say is sealed with `key`, and who they are is hashed with it; identifiers are made
    /// from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        programmes: Programmes,
        (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
        clock: Arc<dyn Clock>,
        (key, fill): (OutboxKey, Fill),
    ) -> Self {
        let random = Random::new(fill);
        let (sending, unproven, guessing) = (random.octets(), random.octets(), random.octets());
        Self {
            db,
            units,
            programmes,
            catalogue,
            rulebook,
            calendar,
            clock,
            random,
            key,
            hanging: None,
            demo: false,
            public_address: None,
            sending: Limiter::new(MOST_SENT, SENT_WITHIN, sending),
            unproven: Limiter::new(MOST_UNPROVEN, SENT_WITHIN, unproven),
            guessing: Limiter::new(MOST_WRONG, WRONG_WITHIN, guessing),
        }
    }

    /// Hangs on the commune's boards, in Vietnamese, that a list is posted, and what became of a package.
    #[must_use]
    pub fn boards(mut self, boards: Arc<dyn Boards>, vietnamese: Translator) -> Self {
        self.hanging = Some((boards, vietnamese));
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

    /// What makes a form this one: 128 random bits in hexadecimal.
    #[must_use]
    pub fn once(&self) -> String {
        content::hex(&self.random.octets::<16>())
    }

    fn code(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    fn programme(&self, key: &str) -> Result<&Programme, ActError> {
        self.programmes.get(key).ok_or(ActError::Unknown)
    }

    fn seal(&self, value: &impl Serialize) -> Result<Vec<u8>, ActError> {
        Ok(self.key.seal(self.random.octets(), &serde_json::to_vec(value)?))
    }

    fn open_sealed<T: DeserializeOwned + Default>(&self, sealed: Option<&[u8]>) -> T {
        sealed
            .and_then(|sealed| self.key.open(sealed))
            .and_then(|open| serde_json::from_slice(&open).ok())
            .unwrap_or_default()
    }

    /// Who applies; empty when it was erased, or can't be opened.
    #[must_use]
    pub fn applicant(&self, application: &Application) -> Applicant {
        self.open_sealed(application.sealed.as_deref())
    }

    /// What was said in an objection; empty when it was erased, or can't be opened.
    #[must_use]
    pub fn said(&self, objection: &Objection) -> Said {
        self.open_sealed(objection.sealed.as_deref())
    }

    /// The answers of an applicant in the order of a programme's questions; none when they can't be read any more.
    #[must_use]
    pub fn answers(programme: &Programme, applicant: &Applicant) -> Option<Vec<Answer>> {
        programme
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| {
                let given = applicant.answers.iter().find(|(key, _)| *key == question.key);
                given.and_then(|(_, written)| programme.answer(at, written).ok())
            })
            .collect()
    }

    async fn at_revision(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, PackageId),
        (revision, states): (i64, &[State]),
    ) -> Result<Package, ActError> {
        let package = store::package(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if package.revision == revision && states.contains(&package.state) {
            Ok(package)
        } else {
            Err(ActError::Stale)
        }
    }

    /// A package in one of these states, held until the transaction ends.
    async fn held(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, PackageId),
        states: &[State],
    ) -> Result<Package, ActError> {
        let package = store::package(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if states.contains(&package.state) && store::hold_still(write, &package).await? {
            Ok(package)
        } else {
            Err(ActError::Stale)
        }
    }

    async fn save(
        &self,
        write: &mut Write,
        package: &mut Package,
        by: &By,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let hashes = match package.ended_on {
            Some(on) => Some(self.last_day("benefits.duplicates.kept", on)?),
            None => None,
        };
        if !store::save_package(write, package, hashes, by, at).await? {
            return Err(ActError::Stale);
        }
        package.revision += 1;
        Ok(())
    }

    fn last_day(&self, topic: &str, from: Date) -> Result<Date, ActError> {
        Ok(rules::last_day(&self.rulebook, &self.calendar, topic, from)?)
    }

    async fn log(
        &self,
        write: &mut Write,
        package: &Package,
        act: Act,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let code = self.code(package.unit)?;
        let octets = content::octets(&code, package)?;
        let entry = Entry::new(
            &code,
            act,
            content::subject(package.id),
            Commitment::to(&octets),
            at,
        )?
        .detail("programme", &package.programme)?
        .detail("state", package.state.key())?;
        transparency::append(write, package.unit, &entry).await?;
        Ok(())
    }

    /// What a package is called on boards and in the register: its programme with its period.
    pub(crate) fn title(&self, t: &Translator, package: &Package) -> String {
        let name = self
            .programmes
            .get(&package.programme)
            .map_or(package.programme.as_str(), |programme| {
                programme.name.get(t.locale().code())
            });
        t.format(
            "benefits-title",
            &[
                ("programme", Arg::Text(name.to_owned())),
                ("from", Arg::Date(package.from)),
                ("until", Arg::Date(package.until)),
            ],
        )
    }

    /// Hangs on the boards how far a package is. Names hang on paper and stand on the package's own page, where they go
    /// with their time: what the boards keep, they keep for good.
    async fn hang(&self, ledger: &mut Ledger, package: &Package, why: &str, by: &By) -> Result<(), ActError> {
        let Some((boards, t)) = &self.hanging else {
            return Ok(());
        };
        let page = page_of(&self.code(package.unit)?, package.id);
        let ended = package.state == State::Closed;
        let word = if ended { "closed" } else { "posted" };
        let class = self
            .programmes
            .get(&package.programme)
            .map(|programme| programme.class.as_str());
        let args = [
            ("count", Arg::Number(package.entries)),
            ("amount", Arg::Number(package.approved)),
            ("paid", Arg::Number(package.paid)),
            ("returned", Arg::Number(package.returned)),
            ("until", Arg::Date(package.posted_until.unwrap_or(package.until))),
            ("page", Arg::Text(page.clone())),
        ];
        let posting = Posting {
            unit: package.unit,
            hamlet: None,
            page,
            matter: match class {
                Some("disaster") => "disaster_support",
                _ => "social_security_support",
            }
            .to_owned(),
            decided_on: package.posted_on.unwrap_or(package.opened_on),
            title: self.title(t, package),
            summary: t.format(&format!("benefits-board-{word}"), &args),
            body: t.format(&format!("benefits-board-{word}-body"), &args),
        };
        let correction = if why.is_empty() {
            String::new()
        } else {
            t.text(why)
        };
        boards.hang(ledger, &posting, &correction, by).await?;
        Ok(())
    }

    /// Opens a package.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a programme that is not open today, [`ActError::Day`] for a period that ends before it
    /// begins, [`ActError::PostingDays`], [`ActError::Nothing`] without a budget.
    pub async fn open(&self, unit: UnitId, new: &NewPackage, by: &By) -> Result<PackageId, ActError> {
        let (at, today) = self.now();
        if !self.programme(&new.programme)?.is_open(today) {
            return Err(ActError::Unknown);
        }
        if new.until < new.from {
            return Err(ActError::Day);
        }
        if new.budget <= 0 {
            return Err(ActError::Nothing);
        }
        let (least, most) = rules::posting_days(&self.rulebook, today)?;
        if !(least..=most).contains(&new.posting_days) {
            return Err(ActError::PostingDays(least, most));
        }
        let package = Package {
            unit,
            id: PackageId(self.random.uuid(at)),
            programme: new.programme.clone(),
            from: new.from,
            until: new.until,
            budget: new.budget,
            posting_days: new.posting_days,
            state: State::Open,
            opened_on: today,
            opened_by: by.account,
            submitted_by: None,
            posted_on: None,
            posted_until: None,
            entries: 0,
            approved: 0,
            overridden: 0,
            list_hash: None,
            list_salt: None,
            ended_on: None,
            paid: 0,
            returned: 0,
            reason: String::new(),
            revision: 1,
            kept_until: None,
        };
        let mut write = self.db.write().await?;
        store::insert_package(&mut write, &package, by, at).await?;
        self.log(&mut write, &package, Act::Posted, at).await?;
        write.commit().await?;
        Ok(package.id)
    }

    /// Enters an application, or corrects one that is on no list yet. The rules decide; who stands in an excluding
    /// programme in the same period, anywhere in this installation, is not entitled.
    ///
    /// # Errors
    /// [`ActError::Identifier`], [`ActError::Twice`], [`ActError::Nothing`] without a name or with too few answers,
    /// [`ActError::Stale`] when the package takes no applications any more.
    pub async fn enter(
        &self,
        key: (UnitId, PackageId),
        correcting: Correcting,
        entering: &Entering,
        by: &By,
    ) -> Result<ApplicationId, ActError> {
        let (at, _) = self.now();
        let identifier = rules::identifier(&entering.identifier).ok_or(ActError::Identifier)?;
        if entering.name.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let package = self.held(&mut write, key, &[State::Open, State::Posted]).await?;
        let programme = self.programme(&package.programme)?;
        if entering.answers.len() != programme.questions.len() {
            return Err(ActError::Nothing);
        }
        let verdict = programme.verdict(&entering.answers);
        let hash = self.key.blind("benefits-person", &identifier);
        let elsewhere = store::elsewhere(&mut write, &hash, key).await?;
        let entitled = verdict.entitled() && !self.is_excluded(&package, &elsewhere);
        let applicant = Applicant {
            name: entering.name.trim().to_owned(),
            identifier,
            answers: (programme.questions.iter().enumerate())
                .zip(&entering.answers)
                .map(|((at, question), answer)| (question.key.clone(), programme.written(at, *answer)))
                .collect(),
            reason: String::new(),
        };
        let before = match correcting {
            Some((id, revision)) => {
                let before = store::application(&mut write, key.0, id)
                    .await?
                    .ok_or(ActError::Unknown)?;
                if before.package != key.1
                    || before.revision != revision
                    || before.standing != Standing::Waiting
                {
                    return Err(ActError::Stale);
                }
                Some(before)
            }
            None => None,
        };
        let number = match &before {
            Some(before) => before.number,
            None => store::last_number(&mut write, key).await? + 1,
        };
        let application = Application {
            unit: key.0,
            id: before
                .as_ref()
                .map_or_else(|| ApplicationId(self.random.uuid(at)), |before| before.id),
            package: key.1,
            number,
            hamlet: entering.hamlet,
            sealed: Some(self.seal(&applicant)?),
            entitled,
            // A correction is decided by the rules again.
            overridden: String::new(),
            amount: verdict.amount,
            persons: verdict.persons,
            standing: Standing::Waiting,
            added_on: None,
            settled_on: None,
            means: None,
            signed: false,
            record: None,
            entered_by: by.account,
            revision: before.as_ref().map_or(1, |before| before.revision),
        };
        if before.is_some() {
            store::delete_person(&mut write, &application).await?;
        }
        if !store::insert_person(&mut write, &application, &hash).await? {
            return Err(ActError::Twice);
        }
        if before.is_some() {
            self.save_application(&mut write, &application, at).await?;
        } else {
            store::insert_application(&mut write, &application, by, at).await?;
        }
        write.commit().await?;
        Ok(application.id)
    }

    /// Whether somebody who stands elsewhere is kept out of a package by it.
    #[must_use]
    pub fn is_excluded(&self, package: &Package, elsewhere: &[Elsewhere]) -> bool {
        let here = (package.programme.as_str(), (package.from, package.until));
        elsewhere
            .iter()
            .any(|there| rules::excluded(&self.programmes, here, there))
    }

    /// Where else the person of an application stands in this installation.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn elsewhere(
        &self,
        read: &mut Read,
        application: &Application,
    ) -> Result<Vec<Elsewhere>, ActError> {
        match store::person(read, application.unit, application.id).await? {
            Some(hash) => Ok(store::elsewhere(read, &hash, (application.unit, application.package)).await?),
            None => Ok(Vec::new()),
        }
    }

    /// What the rules say of an application, when its answers can still be read.
    #[must_use]
    pub fn verdict(&self, package: &Package, application: &Application) -> Option<Verdict> {
        let programme = self.programmes.get(&package.programme)?;
        let answers = Self::answers(programme, &self.applicant(application))?;
        Some(programme.verdict(&answers))
    }

    async fn save_application(
        &self,
        write: &mut Write,
        application: &Application,
        at: Timestamp,
    ) -> Result<(), ActError> {
        if store::save_application(write, application, at).await? {
            Ok(())
        } else {
            Err(ActError::Stale)
        }
    }

    /// An application that waits, with its package held.
    async fn waiting(
        &self,
        write: &mut Write,
        (unit, id, revision): (UnitId, ApplicationId, i64),
    ) -> Result<Application, ActError> {
        let application = store::application(write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let key = (unit, application.package);
        self.held(write, key, &[State::Open, State::Posted]).await?;
        if application.standing == Standing::Waiting && application.revision == revision {
            Ok(application)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Decides against the rules, with a written reason, or takes such a decision back. The role stands with it, and how
    /// many such decisions a list has is public.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn decide(
        &self,
        key: (UnitId, ApplicationId, i64),
        against: bool,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        if against && reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let mut application = self.waiting(&mut write, key).await?;
        let mut applicant = self.applicant(&application);
        if against && application.amount == 0 {
            // There is nothing to be paid: no reason makes it something.
            return Err(ActError::Stale);
        }
        application.overridden = if against { by.role.clone() } else { String::new() };
        applicant.reason = if against {
            reason.trim().to_owned()
        } else {
            String::new()
        };
        application.sealed = Some(self.seal(&applicant)?);
        application.entered_by = by.account;
        self.save_application(&mut write, &application, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes out an application that was entered by mistake or withdrawn: what was said is erased at once.
    ///
    /// # Errors
    /// [`ActError::Stale`] once it is on a list.
    pub async fn take_out(&self, key: (UnitId, ApplicationId, i64), by: &By) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let mut application = self.waiting(&mut write, key).await?;
        application.standing = Standing::Removed;
        application.sealed = None;
        application.entered_by = by.account;
        store::delete_person(&mut write, &application).await?;
        self.save_application(&mut write, &application, at).await?;
        write.commit().await?;
        Ok(())
    }

    fn within_budget(package: &Package, approved: i64) -> Result<(), ActError> {
        if approved > package.budget {
            Err(ActError::OverBudget(approved - package.budget))
        } else {
            Ok(())
        }
    }

    /// Puts the list before who approves it.
    ///
    /// # Errors
    /// [`ActError::Empty`], [`ActError::OverBudget`], [`ActError::Stale`].
    pub async fn submit(&self, key: (UnitId, PackageId), revision: i64, by: &By) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let mut package = self
            .at_revision(&mut write, key, (revision, &[State::Open]))
            .await?;
        let (entries, approved, _) = store::granted(&mut write, key).await?;
        if entries == 0 {
            return Err(ActError::Empty);
        }
        Self::within_budget(&package, approved)?;
        package.state = State::Submitted;
        package.submitted_by = Some(by.account);
        package.reason.clear();
        self.save(&mut write, &mut package, by, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Sends a list back to who entered it, with a reason.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn send_back(
        &self,
        key: (UnitId, PackageId),
        revision: i64,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut write = self.db.write().await?;
        let states = [State::Submitted];
        let mut package = self.at_revision(&mut write, key, (revision, &states)).await?;
        package.state = State::Open;
        reason.trim().clone_into(&mut package.reason);
        self.save(&mut write, &mut package, by, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Approves a list and posts it for objection.
    ///
    /// # Errors
    /// [`ActError::SamePerson`], [`ActError::Stale`], and as [`Benefits::submit`].
    pub async fn approve(&self, key: (UnitId, PackageId), revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let states = [State::Submitted];
        let mut package = self.at_revision(ledger.write(), key, (revision, &states)).await?;
        let enterers = store::enterers(ledger.write(), key).await?;
        if package.opened_by == by.account
            || package.submitted_by == Some(by.account)
            || enterers.contains(&by.account)
        {
            return Err(ActError::SamePerson);
        }
        store::list_granted(ledger.write(), key, at).await?;
        package.state = State::Posted;
        package.posted_on = Some(today);
        package.posted_until = Some(rules::posted_until(&self.calendar, today, package.posting_days)?);
        package.list_salt = Some(self.random.octets::<32>().to_vec());
        self.relist(ledger.write(), &mut package).await?;
        if package.entries == 0 {
            return Err(ActError::Empty);
        }
        self.save(ledger.write(), &mut package, by, at).await?;
        self.log(ledger.write(), &package, Act::Corrected, at).await?;
        self.hang(&mut ledger, &package, "", by).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Reckons anew what is public of a list: its entries, what they come to, its hash.
    async fn relist(&self, write: &mut Write, package: &mut Package) -> Result<(), ActError> {
        let key = (package.unit, package.id);
        let hamlets = units::hamlets::all(write, package.unit).await?;
        let entries = store::listed(write, key, 0, MOST_ENTRIES).await?;
        let names: Vec<String> = entries.iter().map(|entry| self.applicant(entry).name).collect();
        if names.iter().any(String::is_empty) {
            return Err(ActError::Unreadable);
        }
        package.entries = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        package.approved = entries.iter().map(|entry| entry.amount).sum();
        let against = entries
            .iter()
            .filter(|entry| !entry.overridden.is_empty())
            .count();
        package.overridden = i64::try_from(against).unwrap_or(i64::MAX);
        let salt = package.list_salt.clone().unwrap_or_default();
        let lines = entries
            .iter()
            .zip(&names)
            .map(|(entry, name)| (entry.number, name.as_str(), hamlet_name(&hamlets, entry.hamlet)));
        package.list_hash = Some(content::list_hash(&salt, lines));
        Self::within_budget(package, package.approved)
    }

    /// Takes an objection to a posted list. `once` makes it this one: sent again, it is kept once and has the same code.
    /// One on paper counts from the day on which it came, and may be entered after the posting ended.
    ///
    /// # Errors
    /// [`ActError::NotPosted`], [`ActError::NotReceived`], [`ActError::NoEntry`] for an entry that is not on the list, [`ActError::Nothing`] without
    /// words.
    pub async fn object(
        &self,
        (unit, id): (UnitId, PackageId),
        once: &str,
        new: &NewObjection,
    ) -> Result<Filed, ActError> {
        let (at, today) = self.now();
        if new.said.words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let code = once::code(CODE, once);
        let once_hash = once::hashed(ONCE, once);
        let mut write = self.db.write().await?;
        let package = self.held(&mut write, (unit, id), &[State::Posted]).await;
        if let Some(objection) = store::by_once(&mut write, unit, &once_hash).await? {
            return Ok(Filed { objection, code });
        }
        let package = match package {
            Err(ActError::Stale) => return Err(ActError::NotPosted),
            other => other?,
        };
        let filed_on = filed_on(&package, new.received_on, today)?;
        let entry = match (new.about, new.entry) {
            (About::Entry, Some(number)) => {
                let entry = store::numbered(&mut write, (unit, id), number).await?;
                entry
                    .filter(|entry| entry.standing == Standing::Listed)
                    .ok_or(ActError::NoEntry)?;
                Some(number)
            }
            (About::Entry, None) => return Err(ActError::NoEntry),
            (About::Absence, _) => None,
        };
        let objection = Objection {
            unit,
            id: ObjectionId(self.random.uuid(at)),
            package: id,
            code_hash: once::hashed(CODE, &code),
            once_hash,
            about: new.about,
            entry,
            sealed: Some(self.seal(&new.said)?),
            filed_on,
            due_on: self.last_day("benefits.objection.answer", filed_on)?,
            outcome: None,
            answered_on: None,
            answered_role: String::new(),
        };
        store::insert_objection(&mut write, &objection, new.language, at).await?;
        write.commit().await?;
        Ok(Filed { objection, code })
    }

    /// The objection a code leads to, with its package.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the code leads nowhere.
    pub async fn by_code(
        &self,
        read: &mut Read,
        unit: UnitId,
        code: &str,
    ) -> Result<(Objection, Package), ActError> {
        let hash = once::hashed(CODE, &clean_code(code, CODE_SIGNS));
        let objection = store::by_code(read, unit, &hash)
            .await?
            .ok_or(ActError::Unknown)?;
        let package = store::package(read, unit, objection.package).await?;
        Ok((objection, package.ok_or(ActError::Unknown)?))
    }

    /// Answers an objection, with a reason. What is taken off or put on the list by it is public at once; who is put on it
    /// is posted for as long as the others were.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::NoEntry`], [`ActError::OverBudget`], [`ActError::Stale`] when it
    /// has its answer.
    pub async fn answer(
        &self,
        (unit, id): (UnitId, ObjectionId),
        answering: Answering<'_>,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        if answering.words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut objection = store::objection(ledger.write(), unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let key = (unit, objection.package);
        let mut package = self.held(ledger.write(), key, &[State::Posted]).await?;
        if answering.outcome != Outcome::Kept {
            let number = objection.entry.or(answering.number).ok_or(ActError::NoEntry)?;
            let mut application = store::numbered(ledger.write(), key, number)
                .await?
                .ok_or(ActError::NoEntry)?;
            match (answering.outcome, application.standing) {
                (Outcome::Removed, Standing::Listed) => application.standing = Standing::Removed,
                (Outcome::Added, Standing::Waiting) if application.granted() => {
                    application.standing = Standing::Listed;
                    application.added_on = Some(today);
                    let until = rules::posted_until(&self.calendar, today, package.posting_days)?;
                    package.posted_until = package.posted_until.max(Some(until));
                }
                _ => return Err(ActError::NoEntry),
            }
            self.save_application(ledger.write(), &application, at).await?;
            self.relist(ledger.write(), &mut package).await?;
            self.save(ledger.write(), &mut package, by, at).await?;
            self.log(ledger.write(), &package, Act::Corrected, at).await?;
            self.hang(&mut ledger, &package, "benefits-board-changed", by)
                .await?;
        }
        let mut said = self.said(&objection);
        answering.words.trim().clone_into(&mut said.answer);
        objection.sealed = Some(self.seal(&said)?);
        objection.outcome = Some(answering.outcome);
        objection.answered_on = Some(today);
        objection.answered_role.clone_from(&by.role);
        if !store::save_answer(ledger.write(), &objection, by, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    /// What keeps a package from being paid today.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn hindrance(&self, read: &mut Read, package: &Package) -> Result<Option<Hindrance>, ActError> {
        let (_, unanswered) = store::objection_counts(read, (package.unit, package.id)).await?;
        Ok(rules::hindrance(package, unanswered, self.now().1))
    }

    /// An application with its package, held, when the package may be paid.
    async fn payable(
        &self,
        write: &mut Write,
        (unit, id, revision): (UnitId, ApplicationId, i64),
        standing: &[Standing],
    ) -> Result<(Application, Package), ActError> {
        let application = store::application(write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let package = self
            .held(write, (unit, application.package), &[State::Posted])
            .await?;
        if let Some(hindrance) = self.hindrance(write, &package).await? {
            return Err(ActError::Hindered(hindrance));
        }
        if application.revision != revision || !standing.contains(&application.standing) {
            return Err(ActError::Stale);
        }
        Ok((application, package))
    }

    async fn record(
        &self,
        ledger: &mut Ledger,
        (package, application): (&Package, &Application),
        on: Date,
    ) -> Result<RecordId, ActError> {
        let programme = self.programme(&package.programme)?;
        let form = self
            .catalogue
            .record_kind("support")
            .ok_or_else(|| ActError::Form("no form support".to_owned()))?;
        // The register names the package and nobody: one line for each payment, of no hamlet.
        let title = format!("{} ({})", programme.name.get("vi"), package.id);
        let mut values = Values::new();
        values.insert("title".to_owned(), ColumnValue::Text(title));
        values.insert(
            "programme".to_owned(),
            ColumnValue::Choice(programme.class.clone()),
        );
        values.insert("given_on".to_owned(), ColumnValue::Date(on));
        if programme.of == Of::Household {
            values.insert("households".to_owned(), ColumnValue::Number(1));
        }
        values.insert("people".to_owned(), ColumnValue::Number(application.persons));
        values.insert("value_vnd".to_owned(), ColumnValue::Number(application.amount));
        let entry = form.enter(&self.catalogue, &values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        let record = NewRecord {
            id: RecordId(self.random.uuid(self.now().0)),
            unit: package.unit,
            hamlet: None,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        Ok(record.id)
    }

    /// Pays an application that is on the list: the whole amount, by one way, on a day after the posting ended.
    ///
    /// # Errors
    /// [`ActError::Hindered`] while the list is posted or an objection waits, [`ActError::Day`], [`ActError::Stale`].
    pub async fn pay(
        &self,
        key: (UnitId, ApplicationId, i64),
        (on, means, signed): (Date, Means, bool),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let listed = [Standing::Listed];
        let (application, package) = self.payable(ledger.write(), key, &listed).await?;
        self.paid(&mut ledger, (&package, application), (on, means, signed), by)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Pays the applications of these numbers together: all of them, or none.
    ///
    /// # Errors
    /// As [`Benefits::pay`]; [`ActError::Nothing`] without numbers, [`ActError::NotPayable`] with the first number that does
    /// not wait to be paid.
    pub async fn pay_together(
        &self,
        key: (UnitId, PackageId),
        numbers: &[i64],
        paid: (Date, Means, bool),
        by: &By,
    ) -> Result<(), ActError> {
        if numbers.is_empty() {
            return Err(ActError::Nothing);
        }
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let package = self.held(ledger.write(), key, &[State::Posted]).await?;
        if let Some(hindrance) = self.hindrance(ledger.write(), &package).await? {
            return Err(ActError::Hindered(hindrance));
        }
        for number in numbers {
            let application = store::numbered(ledger.write(), key, *number)
                .await?
                .filter(|application| application.standing == Standing::Listed)
                .ok_or(ActError::NotPayable(*number))?;
            self.paid(&mut ledger, (&package, application), paid, by).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    async fn paid(
        &self,
        ledger: &mut Ledger,
        (package, mut application): (&Package, Application),
        (on, means, signed): (Date, Means, bool),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        if on > today || package.posted_until.is_none_or(|until| on <= until) {
            return Err(ActError::Day);
        }
        application.record = Some(self.record(ledger, (package, &application), on).await?);
        application.standing = Standing::Paid;
        application.settled_on = Some(on);
        application.means = Some(means);
        application.signed = signed;
        application.entered_by = by.account;
        self.save_application(ledger.write(), &application, at).await
    }

    /// Gives the money of an application that nobody collects back to the budget.
    ///
    /// # Errors
    /// As [`Benefits::pay`].
    pub async fn give_back(&self, key: (UnitId, ApplicationId, i64), by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut write = self.db.write().await?;
        let (mut application, _) = self.payable(&mut write, key, &[Standing::Listed]).await?;
        application.standing = Standing::Returned;
        application.settled_on = Some(today);
        application.entered_by = by.account;
        self.save_application(&mut write, &application, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Undoes a payment or a return that was entered wrongly, until the package is closed.
    ///
    /// # Errors
    /// [`ActError::Stale`]
    pub async fn undo(&self, key: (UnitId, ApplicationId, i64), by: &By) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let settled = [Standing::Paid, Standing::Returned];
        let (mut application, _) = self.payable(ledger.write(), key, &settled).await?;
        if let Some(record) = application.record.take() {
            ledger
                .retract_record(application.unit, record, "Ghi nhầm chi trả")
                .await?;
        }
        application.standing = Standing::Listed;
        application.settled_on = None;
        application.means = None;
        application.signed = false;
        application.entered_by = by.account;
        self.save_application(ledger.write(), &application, at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// How the money of a package stands.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn totals(&self, read: &mut Read, package: &Package) -> Result<Totals, ActError> {
        let counted = store::counted(read, (package.unit, package.id)).await?;
        let counted: Vec<_> = counted
            .into_iter()
            .map(|(_, standing, count, amount)| (standing, count, amount))
            .collect();
        Ok(Totals::of(&counted))
    }

    fn end(&self, package: &mut Package, state: State, today: Date) -> Result<(), ActError> {
        package.state = state;
        package.ended_on = Some(today);
        package.kept_until = Some(self.last_day("benefits.details.kept", today)?);
        Ok(())
    }

    /// Closes a package: what was not collected goes back to the budget, and its totals become public for good.
    ///
    /// # Errors
    /// [`ActError::Hindered`], [`ActError::Stale`].
    pub async fn close(&self, key: (UnitId, PackageId), revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let states = [State::Posted];
        let mut package = self.at_revision(ledger.write(), key, (revision, &states)).await?;
        if let Some(hindrance) = self.hindrance(ledger.write(), &package).await? {
            return Err(ActError::Hindered(hindrance));
        }
        // Nothing is paid any more once the package is saved, so the totals stay true.
        self.end(&mut package, State::Closed, today)?;
        store::return_rest(ledger.write(), key, today, at).await?;
        let totals = self.totals(ledger.write(), &package).await?;
        package.paid = totals.paid;
        package.returned = totals.returned;
        self.save(ledger.write(), &mut package, by, at).await?;
        self.log(ledger.write(), &package, Act::Corrected, at).await?;
        self.hang(&mut ledger, &package, "benefits-board-ended", by)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Cancels a package of which nothing was paid, with a reason, which is public.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`] when something was paid.
    pub async fn cancel(
        &self,
        key: (UnitId, PackageId),
        revision: i64,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let states = [State::Open, State::Submitted, State::Posted];
        let mut package = self.at_revision(ledger.write(), key, (revision, &states)).await?;
        if self.totals(ledger.write(), &package).await?.paid_entries > 0 {
            return Err(ActError::Stale);
        }
        self.end(&mut package, State::Cancelled, today)?;
        reason.trim().clone_into(&mut package.reason);
        self.save(ledger.write(), &mut package, by, at).await?;
        self.log(ledger.write(), &package, Act::Corrected, at).await?;
        if let Some((boards, _)) = &self.hanging {
            let page = page_of(&self.code(package.unit)?, package.id);
            boards
                .take_down(&mut ledger, (package.unit, &page), &package.reason, by)
                .await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Erases what is not to be kept any more.
    ///
    /// # Errors
    /// [`ActError::Db`]
    pub async fn tend(&self) -> Result<Tended, ActError> {
        let today = self.now().1;
        let mut write = self.db.write().await?;
        let tended = Tended {
            forgotten: store::forget(&mut write, today).await?,
            hashes: store::forget_persons(&mut write, today).await?,
        };
        write.commit().await?;
        Ok(tended)
    }
}

/// The name of a hamlet of a commune; empty for none of it.
pub(crate) fn hamlet_name(hamlets: &[Hamlet], id: UnitId) -> &str {
    hamlets
        .iter()
        .find(|hamlet| hamlet.id == id)
        .map_or("", |hamlet| hamlet.name.as_str())
}
