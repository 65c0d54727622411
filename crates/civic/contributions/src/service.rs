//! What people do about contributions. Every act is one transaction: entries with their balances, receipts, records with
//! their facts, the boards, and the public log.

use std::{fmt, sync::Arc};

use facts::{
    Catalogue, ColumnValue, Counter, Ledger as Register, NewRecord, RecordId, Values,
    boards::{Boards, BoardsError, Posting},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::Limiter,
    clock::Clock,
    db::{Database, DbError, Read},
    i18n::{Arg, Translator},
    once,
    random::{Fill, Random},
};
use rulebook::{LookupError, Place, Rulebook};
use transparency::{Act as Logged, Commitment, Entry as LogEntry, EntryError, EntryId};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content::{self, Chained},
    ledger::{self, Account, Fault, Kind, Line, Operation, Purse, Use},
    model::{
        By, Campaign, CampaignId, Counts, Entry, EntryKind, Gift, Key, NewReceipt, NewSpending, Pledge,
        PledgeId, PledgeState, Receipt, ReceiptId, Supported,
    },
    rules::{self, Basis, DayFault, Need, Rate, State, Terms},
    store,
};

/// Signs of a receipt's code.
pub const CODE: usize = 10;
/// Signs of what the giver of a promise writes into the transfer.
const PLEDGE_CODE: usize = 8;
/// The list of purposes, and that of those who are supported.
pub const PURPOSES: &str = "contribution_purpose";
/// See [`PURPOSES`].
pub const CLASSES: &str = "support_programme";

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such campaign, entry, receipt, promise or line.
    #[error("there is no such thing in this commune")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// The same form was entered before, as this entry.
    #[error("the form was entered before, as entry {0}")]
    Before(i64, Option<ReceiptId>),
    /// Who drafted a campaign may not open it.
    #[error("who drafted a campaign may not open it")]
    SamePerson,
    /// What it lacks before it can open.
    #[error("the campaign lacks {0:?}")]
    Lacking(Vec<Need>),
    /// No decision hangs at the address that was written down.
    #[error("no decision hangs at that address")]
    NoDecision,
    /// Another campaign has this account.
    #[error("another campaign has this account")]
    AccountTaken(CampaignId),
    /// The campaign has no account.
    #[error("the campaign has no account")]
    NoAccount,
    /// Money or goods are left, or owed.
    #[error("something is left to be decided about")]
    NotSettled,
    /// An item that is not in its list.
    #[error("{0:?} is not in its list")]
    NotListed(String),
    /// Words that are needed are missing.
    #[error("words are missing")]
    Nothing,
    /// A day that can't be.
    #[error(transparent)]
    Day(#[from] DayFault),
    /// The ledger does not take it.
    #[error(transparent)]
    Ledger(#[from] Fault),
    /// The register of records does not take it.
    #[error("the register does not take it: {0}")]
    Form(String),
    /// The rulebook has no answer.
    #[error("{0}")]
    Rule(LookupError),
    /// The boards don't take it.
    #[error(transparent)]
    Boards(#[from] BoardsError),
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

impl From<LookupError> for ActError {
    fn from(error: LookupError) -> Self {
        Self::Rule(error)
    }
}

/// What is written down of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The hamlet, when it is one hamlet's.
    pub hamlet: Option<UnitId>,
    /// What it stands on.
    pub basis: Basis,
    /// Item of the list of purposes.
    pub purpose: String,
    /// What it is called.
    pub title: String,
    /// First day of receiving.
    pub from: Date,
    /// The committed end.
    pub until: Date,
    /// What else; rates and whether the decision was found are not read from here.
    pub terms: Terms,
}

/// An entry to be made.
struct Making {
    kind: EntryKind,
    lines: Vec<Line>,
    on: Date,
    text: String,
    document: String,
    file: Option<Vec<u8>>,
    receipt: Option<ReceiptId>,
    about: Option<i64>,
    other: Option<CampaignId>,
    supported: Supported,
    record: Option<RecordId>,
    support: Option<RecordId>,
}

impl Making {
    fn of(kind: EntryKind, operation: Operation, on: Date) -> Result<Self, Fault> {
        Ok(Self::with(kind, operation.lines()?.to_vec(), on))
    }

    fn with(kind: EntryKind, lines: Vec<Line>, on: Date) -> Self {
        Self {
            kind,
            lines,
            on,
            text: String::new(),
            document: String::new(),
            file: None,
            receipt: None,
            about: None,
            other: None,
            supported: Supported::default(),
            record: None,
            support: None,
        }
    }
}

/// A transaction on one campaign, which is held until its end.
pub(crate) struct Work<'a> {
    pub(crate) register: Register,
    pub(crate) campaign: Campaign,
    pub(crate) at: Timestamp,
    pub(crate) today: Date,
    once: &'a str,
    by: &'a By,
    /// How many entries were made in it.
    made: u32,
}

/// Contributions in this installation.
pub struct Contributions {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    counter: Counter,
    pub(crate) rulebook: Arc<Rulebook>,
    clock: Arc<dyn Clock>,
    random: Random,
    hanging: Option<(Arc<dyn Boards>, Translator)>,
    pub(crate) public_address: Option<String>,
    pub(crate) demo: bool,
}

impl fmt::Debug for Contributions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contributions").finish_non_exhaustive()
    }
}

impl Contributions {
    /// Contributions over `db`. Identifiers and codes are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook): (Arc<Catalogue>, Arc<Rulebook>),
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        Self {
            db,
            units,
            counter: Counter::new(catalogue),
            rulebook,
            clock,
            random: Random::new(fill),
            hanging: None,
            public_address: None,
            demo: false,
        }
    }

    /// Hangs campaigns on the commune's boards, in Vietnamese.
    #[must_use]
    pub fn boards(mut self, boards: Arc<dyn Boards>, vietnamese: Translator) -> Self {
        self.hanging = Some((boards, vietnamese));
        self
    }

    /// The address under which people reach the server, for printed codes.
    #[must_use]
    pub fn public_address(mut self, address: Option<String>) -> Self {
        self.public_address = address;
        self
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

    /// What is counted.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        self.counter.catalogue()
    }

    /// What makes a form one form, however often it is sent.
    #[must_use]
    pub fn once(&self) -> String {
        self.random.token()
    }

    /// What makes a form that anybody may send this one form.
    #[must_use]
    pub(crate) fn once_open(&self) -> String {
        self.random
            .octets::<16>()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
    }

    /// A limit on what anybody may send from one line.
    pub(crate) fn limiter(&self, most: usize, within: SignedDuration) -> Limiter {
        Limiter::new(most, within, self.random.octets())
    }

    pub(crate) fn uuid(&self, at: Timestamp) -> Uuid {
        self.random.uuid(at)
    }

    /// The code of a unit.
    pub(crate) fn code_of(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    fn listed(&self, list: &str, key: &str) -> Result<(), ActError> {
        self.catalogue()
            .list(list)
            .and_then(|list| list.item(key))
            .map(|_| ())
            .ok_or_else(|| ActError::NotListed(key.to_owned()))
    }

    /// What was written down, put into a campaign, when lists, days and accounts allow it.
    async fn fill(&self, read: &mut Read, campaign: &mut Campaign, draft: &Draft) -> Result<(), ActError> {
        self.listed(PURPOSES, &draft.purpose)?;
        if draft.title.trim().is_empty()
            || draft.terms.aim.trim().is_empty()
            || draft.terms.manager.trim().is_empty()
        {
            return Err(ActError::Nothing);
        }
        if draft.until < draft.from {
            return Err(DayFault::Before(draft.from).into());
        }
        let rates = std::mem::take(&mut campaign.terms.rates);
        campaign.hamlet = draft.hamlet;
        campaign.basis = draft.basis;
        campaign.purpose.clone_from(&draft.purpose);
        draft.title.trim().clone_into(&mut campaign.title);
        campaign.from = draft.from;
        campaign.until = draft.until;
        campaign.terms = draft.terms.clone();
        campaign.terms.rates = rates;
        campaign.terms.decision.found = false;
        let page = campaign.terms.decision.page.clone();
        if !page.is_empty()
            && let Some((boards, _)) = &self.hanging
        {
            let hung = boards.hung(read, (campaign.unit, &page)).await?;
            if hung.is_none_or(|hung| hung.taken_down) {
                return Err(ActError::NoDecision);
            }
            campaign.terms.decision.found = true;
        }
        if let Some(account) = rules::account(&campaign.terms.account)
            && let Some(other) = store::with_account(read, campaign.unit, &account).await?
            && other != campaign.id
        {
            return Err(ActError::AccountTaken(other));
        }
        Ok(())
    }

    /// Writes a campaign down.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::NotListed`], [`ActError::Day`], [`ActError::NoDecision`],
    /// [`ActError::AccountTaken`].
    pub async fn draft(&self, unit: UnitId, draft: &Draft, by: By) -> Result<CampaignId, ActError> {
        let (at, _) = self.now();
        let mut campaign = Campaign {
            unit,
            id: CampaignId(self.uuid(at)),
            hamlet: None,
            basis: draft.basis,
            purpose: String::new(),
            title: String::new(),
            from: draft.from,
            until: draft.until,
            state: State::Draft,
            terms: Terms::default(),
            reason: String::new(),
            drafted: by,
            opened_on: None,
            closed_on: None,
            last_entry: 0,
            head: Vec::new(),
            revision: 1,
            changed_at: at,
            record: None,
        };
        let mut write = self.db.write().await?;
        self.fill(&mut write, &mut campaign, draft).await?;
        store::insert(&mut write, &campaign).await?;
        write.commit().await?;
        Ok(campaign.id)
    }

    /// A campaign that was read at a revision, for somebody who changes it.
    async fn held(&self, register: &mut Register, key: Key, revision: i64) -> Result<Campaign, ActError> {
        let campaign = store::lock(register.write(), key)
            .await?
            .ok_or(ActError::Unknown)?;
        if campaign.revision == revision {
            Ok(campaign)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Saves a campaign; logs it when it is public.
    async fn keep(
        &self,
        register: &mut Register,
        campaign: &mut Campaign,
        act: Logged,
        at: Timestamp,
    ) -> Result<(), ActError> {
        campaign.changed_at = at;
        if !store::save(register.write(), campaign).await? {
            return Err(ActError::Stale);
        }
        if campaign.state.is_public() {
            let code = self.code_of(campaign.unit)?;
            let octets = content::campaign(&code, campaign)?;
            let subject = content::campaign_subject(campaign.id);
            let entry = LogEntry::new(&code, act, subject, Commitment::to(&octets), at)?
                .detail("title", &shortened(&campaign.title))?
                .detail("state", campaign.state.key())?;
            transparency::append(register.write(), campaign.unit, &entry).await?;
        }
        Ok(())
    }

    /// Betters a draft.
    ///
    /// # Errors
    /// As [`Contributions::draft`], and [`ActError::Stale`].
    pub async fn correct(&self, key: Key, revision: i64, draft: &Draft, by: &By) -> Result<(), ActError> {
        let (at, _) = self.now();
        let mut register = Register::open(&self.db, at).await?;
        let mut campaign = self.held(&mut register, key, revision).await?;
        if campaign.state != State::Draft {
            return Err(ActError::Stale);
        }
        self.fill(register.write(), &mut campaign, draft).await?;
        // Who wrote last is who may not open it.
        campaign.drafted = by.clone();
        self.keep(&mut register, &mut campaign, Logged::Corrected, at)
            .await?;
        register.commit().await?;
        Ok(())
    }

    /// States a rate at which goods or days of work are valued. A stated rate is never changed.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without name, measure or source, [`ActError::Ledger`], [`ActError::Stale`].
    pub async fn state_rate(&self, key: Key, revision: i64, rate: &Rate) -> Result<i64, ActError> {
        let (at, _) = self.now();
        if [&rate.name, &rate.measure, &rate.source]
            .iter()
            .any(|words| words.trim().is_empty())
        {
            return Err(ActError::Nothing);
        }
        rules::value(1, rate)?;
        let mut register = Register::open(&self.db, at).await?;
        let mut campaign = self.held(&mut register, key, revision).await?;
        if !matches!(campaign.state, State::Draft | State::Open) {
            return Err(ActError::Stale);
        }
        let last = campaign.terms.rates.iter().map(|rate| rate.key).max();
        let number = last.unwrap_or_default() + 1;
        campaign.terms.rates.push(Rate {
            key: number,
            ..rate.clone()
        });
        self.keep(&mut register, &mut campaign, Logged::Corrected, at)
            .await?;
        register.commit().await?;
        Ok(number)
    }

    /// Opens a campaign: everybody sees it, and it receives.
    ///
    /// # Errors
    /// [`ActError::SamePerson`], [`ActError::Lacking`], [`ActError::Stale`].
    pub async fn open(&self, key: Key, revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut register = Register::open(&self.db, at).await?;
        let mut campaign = self.held(&mut register, key, revision).await?;
        if campaign.state != State::Draft || campaign.until < today {
            return Err(ActError::Stale);
        }
        if campaign.drafted.account == by.account {
            return Err(ActError::SamePerson);
        }
        let lacking = rules::lacking(&self.rulebook, (campaign.basis, today), &campaign.terms)?;
        if !lacking.is_empty() {
            return Err(ActError::Lacking(lacking));
        }
        campaign.state = State::Open;
        campaign.opened_on = Some(today);
        let mut values = Values::new();
        put(&mut values, "title", ColumnValue::Text(campaign.title.clone()));
        put(
            &mut values,
            "purpose",
            ColumnValue::Choice(campaign.purpose.clone()),
        );
        put(
            &mut values,
            "basis",
            ColumnValue::Choice(campaign.basis.key().to_owned()),
        );
        put(&mut values, "opened_on", ColumnValue::Date(today));
        let place = (campaign.unit, campaign.hamlet);
        campaign.record = Some(
            self.enter(&mut register, place, "contribution_campaign", &values, at)
                .await?,
        );
        self.keep(&mut register, &mut campaign, Logged::Posted, at)
            .await?;
        self.hang(&mut register, &campaign, by).await?;
        register.commit().await?;
        Ok(())
    }

    /// Stops receiving before the committed end.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn stop(&self, key: Key, revision: i64, reason: &str, by: &By) -> Result<(), ActError> {
        self.end(key, revision, (State::Stopped, reason), by).await
    }

    /// Closes a campaign of which nothing is left, with what became of it.
    ///
    /// # Errors
    /// [`ActError::NotSettled`], [`ActError::Nothing`], [`ActError::Stale`].
    pub async fn close(&self, key: Key, revision: i64, outcome: &str, by: &By) -> Result<(), ActError> {
        self.end(key, revision, (State::Closed, outcome), by).await
    }

    async fn end(
        &self,
        key: Key,
        revision: i64,
        (state, words): (State, &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        if words.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut register = Register::open(&self.db, at).await?;
        let mut campaign = self.held(&mut register, key, revision).await?;
        let before: &[State] = if state == State::Stopped {
            &[State::Open]
        } else {
            &[State::Open, State::Stopped]
        };
        if !before.contains(&campaign.state) {
            return Err(ActError::Stale);
        }
        if state == State::Closed {
            let books = store::books(register.write(), key).await?;
            if !books.totals().is_settled() {
                return Err(ActError::NotSettled);
            }
            campaign.closed_on = Some(today);
            let (promises, promised) = store::lapse_pledges(register.write(), key).await?;
            store::count(register.write(), key, Counts::PROMISES, -promises).await?;
            store::count(register.write(), key, Counts::PROMISED, -promised).await?;
        }
        campaign.state = state;
        words.trim().clone_into(&mut campaign.reason);
        self.keep(&mut register, &mut campaign, Logged::Corrected, at)
            .await?;
        self.hang(&mut register, &campaign, by).await?;
        register.commit().await?;
        Ok(())
    }

    /// Hangs a campaign on the commune's boards, in its present words.
    async fn hang(&self, register: &mut Register, campaign: &Campaign, by: &By) -> Result<(), ActError> {
        let Some((boards, t)) = &self.hanging else {
            return Ok(());
        };
        let opened = campaign.opened_on.ok_or(ActError::Stale)?;
        let terms = &campaign.terms;
        let totals = store::books(register.write(), campaign.key()).await?.totals();
        let (summary, correction) = match campaign.state {
            State::Draft | State::Open => (
                t.format(
                    "contributions-posting-open",
                    &[
                        ("aim", Arg::Text(terms.aim.clone())),
                        ("from", Arg::Date(campaign.from)),
                        ("until", Arg::Date(campaign.until)),
                    ],
                ),
                String::new(),
            ),
            State::Stopped => (
                t.with(
                    "contributions-posting-stopped",
                    "reason",
                    campaign.reason.as_str(),
                ),
                campaign.reason.clone(),
            ),
            State::Closed => (
                t.format(
                    "contributions-posting-closed",
                    &[
                        ("given", Arg::Number(totals.money.given)),
                        ("goods", Arg::Number(totals.goods.given)),
                        ("spent", Arg::Number(totals.money.spent)),
                        ("outcome", Arg::Text(campaign.reason.clone())),
                    ],
                ),
                t.text("contributions-posting-correction"),
            ),
        };
        let posting = Posting {
            unit: campaign.unit,
            hamlet: campaign.hamlet,
            page: page_of(&self.code_of(campaign.unit)?, campaign.id),
            matter: rules::disclosed_as(&self.rulebook, campaign.basis, opened)?,
            decided_on: campaign.closed_on.unwrap_or(opened),
            title: t.with("contributions-posting-title", "title", campaign.title.as_str()),
            summary,
            body: [&terms.scope, &terms.method, &terms.place, &terms.manager]
                .iter()
                .filter(|text| !text.is_empty())
                .map(|text| text.as_str())
                .collect::<Vec<_>>()
                .join("\n\n"),
        };
        Ok(boards.hang(register, &posting, &correction, by).await?)
    }

    async fn enter(
        &self,
        register: &mut Register,
        (unit, hamlet): (UnitId, Option<UnitId>),
        kind: &str,
        values: &Values,
        at: Timestamp,
    ) -> Result<RecordId, ActError> {
        let catalogue = self.counter.catalogue();
        let form = catalogue
            .record_kind(kind)
            .ok_or_else(|| ActError::Form(format!("no form {kind}")))?;
        let entry = form.enter(catalogue, values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        let record = NewRecord {
            id: RecordId(self.uuid(at)),
            unit,
            hamlet,
            entry,
            demo: self.demo,
            batch: None,
        };
        register.append(std::slice::from_ref(&record)).await?;
        Ok(record.id)
    }

    /// Begins an act on a campaign's ledger; the same form is never entered twice.
    pub(crate) async fn begin<'a>(&self, key: Key, once: &'a str, by: &'a By) -> Result<Work<'a>, ActError> {
        let (at, today) = self.now();
        let mut register = Register::open(&self.db, at).await?;
        let campaign = store::lock(register.write(), key)
            .await?
            .ok_or(ActError::Unknown)?;
        if let Some((_, number, receipt)) = store::sent_before(register.write(), key.0, once).await? {
            return Err(ActError::Before(number, receipt));
        }
        Ok(Work {
            register,
            campaign,
            at,
            today,
            once,
            by,
            made: 0,
        })
    }

    /// Makes an entry: lines, balances, the chain and the log.
    async fn post(&self, work: &mut Work<'_>, making: Making) -> Result<i64, ActError> {
        let key = work.campaign.key();
        let write = work.register.write();
        let changes = ledger::changes(&making.lines)?;
        if let Some(account) = store::move_balances(write, key, &changes).await? {
            return Err(Fault::TooLittle(account).into());
        }
        let books = store::books(write, key).await?;
        let number = work.campaign.last_entry + 1;
        let chain = content::chain(
            &work.campaign.head,
            &Chained {
                number,
                kind: making.kind,
                on: making.on,
                text: &making.text,
                document: &making.document,
                file: making.file.as_deref(),
                about: making.about,
                supported: &making.supported,
                lines: &making.lines,
            },
        )?;
        let logged = self.log_book(work, number, &chain).await?;
        work.made += 1;
        let once = if work.made == 1 {
            work.once.to_owned()
        } else {
            format!("{}.{}", work.once, work.made)
        };
        let entry = Entry {
            number,
            kind: making.kind,
            on: making.on,
            at: work.at,
            text: making.text,
            document: making.document,
            file: making.file,
            receipt: making.receipt,
            about: making.about,
            other: making.other,
            supported: making.supported,
            after: [
                books.balance(Account::Purse(Purse::Cash)),
                books.balance(Account::Purse(Purse::Bank)),
                books.balance(Account::Goods),
            ],
            chain,
            logged,
            lines: making.lines,
        };
        let kept = store::Kept {
            entry: &entry,
            once: &once,
            by: work.by,
            record: making.record,
            support: making.support,
        };
        store::append(work.register.write(), key, &kept).await?;
        work.campaign.last_entry = number;
        work.campaign.head = entry.chain;
        Ok(number)
    }

    async fn log_book(&self, work: &mut Work<'_>, number: i64, chain: &[u8]) -> Result<EntryId, ActError> {
        let campaign = &work.campaign;
        let code = self.code_of(campaign.unit)?;
        let octets = content::book(&code, campaign.id, number, chain)?;
        let act = if number == 1 {
            Logged::Posted
        } else {
            Logged::Corrected
        };
        let subject = content::book_subject(campaign.id);
        let entry = LogEntry::new(&code, act, subject, Commitment::to(&octets), work.at)?
            .detail("entry", &number.to_string())?;
        Ok(transparency::append(work.register.write(), campaign.unit, &entry).await?)
    }

    /// Receives a gift and makes out its receipt.
    ///
    /// # Errors
    /// [`ActError::Stale`] while the campaign does not receive, [`ActError::Day`], [`ActError::Ledger`],
    /// [`ActError::NoAccount`], [`ActError::NotListed`] for a rate there is not, [`ActError::Before`].
    pub async fn receive(
        &self,
        key: Key,
        new: &NewReceipt,
        once: &str,
        by: &By,
    ) -> Result<Receipt, ActError> {
        let mut work = self.begin(key, once, by).await?;
        let receipt = self.receive_in(&mut work, new).await?;
        work.register.commit().await?;
        Ok(receipt)
    }

    pub(crate) async fn receive_in(
        &self,
        work: &mut Work<'_>,
        new: &NewReceipt,
    ) -> Result<Receipt, ActError> {
        let campaign = &work.campaign;
        let key = campaign.key();
        if campaign.state != State::Open {
            return Err(ActError::Stale);
        }
        // The rulebook may let receipts go on after the committed end; then the end bounds nothing.
        let late = self
            .rulebook
            .flag("contributions.receipts_after_end", Place::Any, new.on)?
            .value;
        let until = if late { Date::MAX } else { campaign.until };
        rules::received_on(new.on, (campaign.from, until), work.today)?;
        let mut what = String::new();
        let (kind, entry, operation, quantity) = match new.gift {
            Gift::Money(purse, amount) => {
                if purse == Purse::Bank && rules::account(&campaign.terms.account).is_none() {
                    return Err(ActError::NoAccount);
                }
                let operation = Operation::Receive(purse, new.giver, amount);
                (Kind::Money, EntryKind::Received, operation, 0)
            }
            Gift::InKind(rate, quantity) => {
                let rate = campaign
                    .terms
                    .rate(rate)
                    .ok_or_else(|| ActError::NotListed(rate.to_string()))?;
                let value = rules::value(quantity, rate)?;
                what = format!("{} ({})", rate.name, rate.measure);
                if rate.labour {
                    let operation = Operation::Work(new.giver, value);
                    (Kind::Labour, EntryKind::Worked, operation, quantity)
                } else {
                    let operation = Operation::ReceiveGoods(new.giver, value);
                    (Kind::Goods, EntryKind::ReceivedGoods, operation, quantity)
                }
            }
        };
        let id = ReceiptId(self.uuid(work.at));
        let mut making = Making::of(entry, operation, new.on)?;
        let amount = making.lines[0].amount;
        making.receipt = Some(id);
        making.text.clone_from(&what);
        let entry = self.post(work, making).await?;
        let year = i64::from(new.on.year());
        let mut receipt = Receipt {
            id,
            campaign: key.1,
            entry,
            year,
            number: store::next_number(work.register.write(), key.0, year).await?,
            code: self.random.code::<CODE>(),
            kind,
            giver: new.giver,
            amount,
            refunded: 0,
            quantity,
            what,
            on: new.on,
            named: new.named && !new.donor.name.is_empty(),
            reversed_by: None,
            record: None,
        };
        receipt.record = self.register_gift(work, &receipt).await?;
        store::insert_receipt(work.register.write(), key.0, &receipt, &new.donor).await?;
        store::count(work.register.write(), key, &Counts::gifts(kind.key()), 1).await?;
        if kind == Kind::Labour {
            store::count(work.register.write(), key, Counts::DAYS, quantity).await?;
        }
        if let Some(pledge) = new.pledge {
            self.end_pledge(work, pledge, (PledgeState::Given, Some(id)))
                .await?;
        }
        Ok(receipt)
    }

    /// Puts what stands of a gift into the register of contributions; nothing of one that went back.
    async fn register_gift(
        &self,
        work: &mut Work<'_>,
        receipt: &Receipt,
    ) -> Result<Option<RecordId>, ActError> {
        let left = receipt.amount - receipt.refunded;
        if left == 0 || receipt.reversed_by.is_some() {
            return Ok(None);
        }
        let campaign = &work.campaign;
        let mut values = Values::new();
        put(&mut values, "title", ColumnValue::Text(campaign.title.clone()));
        put(
            &mut values,
            "purpose",
            ColumnValue::Choice(campaign.purpose.clone()),
        );
        put(
            &mut values,
            "giver",
            ColumnValue::Choice(receipt.giver.key().to_owned()),
        );
        put(&mut values, "received_on", ColumnValue::Date(receipt.on));
        let (column, amount) = match receipt.kind {
            Kind::Money => ("cash_vnd", left),
            Kind::Goods => ("in_kind_vnd", left),
            // Work is counted in days: its value is stated by the campaign, and added to nothing.
            Kind::Labour => ("labour_days", receipt.quantity),
        };
        put(&mut values, column, ColumnValue::Number(amount));
        let place = (campaign.unit, campaign.hamlet);
        let at = work.at;
        let entered = self
            .enter(&mut work.register, place, "contribution", &values, at)
            .await?;
        Ok(Some(entered))
    }

    /// Notes what became of a receipt, also in the register of contributions.
    async fn settle(&self, work: &mut Work<'_>, receipt: &mut Receipt, reason: &str) -> Result<(), ActError> {
        let unit = work.campaign.unit;
        if let Some(old) = receipt.record.take() {
            work.register.retract_record(unit, old, reason).await?;
        }
        receipt.record = self.register_gift(work, receipt).await?;
        store::save_receipt(work.register.write(), unit, receipt).await?;
        if receipt.record.is_none() {
            let key = work.campaign.key();
            let write = work.register.write();
            store::count(write, key, &Counts::gifts(receipt.kind.key()), -1).await?;
            if receipt.kind == Kind::Labour {
                store::count(write, key, Counts::DAYS, -receipt.quantity).await?;
            }
        }
        Ok(())
    }

    /// Whether money and goods may still move.
    fn moves(work: &Work<'_>) -> Result<(), ActError> {
        match work.campaign.state {
            State::Open | State::Stopped => Ok(()),
            State::Draft | State::Closed => Err(ActError::Stale),
        }
    }

    /// Gives a gift back, wholly or in part: now, from a purse, or later. Goods go back as a whole, work does not.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Ledger`] for more than was given or is there,
    /// [`ActError::Stale`] for what was taken back, [`ActError::Before`].
    pub async fn refund(
        &self,
        key: Key,
        id: ReceiptId,
        (amount, from): (i64, Option<Purse>),
        reason: &str,
        (once, by): (&str, &By),
    ) -> Result<i64, ActError> {
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut work = self.begin(key, once, by).await?;
        Self::moves(&work)?;
        let mut receipt = self.receipt_of(&mut work, id).await?;
        if amount > receipt.amount - receipt.refunded {
            return Err(Fault::Amount.into());
        }
        let today = work.today;
        let mut making = match receipt.kind {
            Kind::Money => Making::of(EntryKind::Owed, Operation::Owe(receipt.giver, amount), today)?,
            Kind::Goods if amount == receipt.amount => {
                let operation = Operation::ReturnGoods(receipt.giver, amount);
                Making::of(EntryKind::ReturnedGoods, operation, today)?
            }
            Kind::Goods => return Err(Fault::Amount.into()),
            Kind::Labour => return Err(ActError::Stale),
        };
        making.receipt = Some(id);
        reason.trim().clone_into(&mut making.text);
        let owed = self.post(&mut work, making).await?;
        receipt.refunded += amount;
        self.settle(&mut work, &mut receipt, reason).await?;
        if let (Kind::Money, Some(from)) = (receipt.kind, from) {
            self.pay(&mut work, owed, (from, amount)).await?;
        }
        work.register.commit().await?;
        Ok(owed)
    }

    async fn receipt_of(&self, work: &mut Work<'_>, id: ReceiptId) -> Result<Receipt, ActError> {
        let (unit, campaign) = work.campaign.key();
        let receipt = store::receipt(work.register.write(), unit, id)
            .await?
            .filter(|receipt| receipt.campaign == campaign)
            .ok_or(ActError::Unknown)?;
        if receipt.reversed_by.is_some() {
            return Err(ActError::Stale);
        }
        Ok(receipt)
    }

    async fn pay(
        &self,
        work: &mut Work<'_>,
        owed: i64,
        (from, amount): (Purse, i64),
    ) -> Result<i64, ActError> {
        let mut making = Making::of(EntryKind::PaidBack, Operation::PayBack(from, amount), work.today)?;
        making.about = Some(owed);
        self.post(work, making).await
    }

    /// Pays back what an entry says is owed.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::Stale`] for what was paid back or taken back, [`ActError::Ledger`],
    /// [`ActError::Before`].
    pub async fn pay_back(
        &self,
        key: Key,
        number: i64,
        from: Purse,
        (once, by): (&str, &By),
    ) -> Result<i64, ActError> {
        let mut work = self.begin(key, once, by).await?;
        Self::moves(&work)?;
        let entry = self.entry_of(&mut work, number).await?;
        if !entry.kind.is_to_be_paid_back() {
            return Err(ActError::Stale);
        }
        let owed = entry.lines.iter().find(|line| line.account == Account::Owed);
        let amount = owed.map_or(0, |line| -line.amount);
        let paid = self.pay(&mut work, number, (from, amount)).await?;
        work.register.commit().await?;
        Ok(paid)
    }

    /// An entry that nothing was done about.
    async fn entry_of(&self, work: &mut Work<'_>, number: i64) -> Result<Entry, ActError> {
        let key = work.campaign.key();
        let write = work.register.write();
        let entry = store::entry(write, key, number).await?.ok_or(ActError::Unknown)?;
        if store::about(write, key, (number, number)).await?.is_empty() {
            Ok(entry)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Enters that money was spent, or goods used or handed out, with the document.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words or document, [`ActError::NotListed`], [`ActError::Day`],
    /// [`ActError::Ledger`] for more than is there, [`ActError::Stale`], [`ActError::Before`].
    pub async fn spend(&self, key: Key, new: &NewSpending, (once, by): (&str, &By)) -> Result<i64, ActError> {
        if new.text.trim().is_empty() || new.document.trim().is_empty() || new.file.content.is_empty() {
            return Err(ActError::Nothing);
        }
        let supported = match new.on {
            Use::Support => {
                self.listed(CLASSES, &new.supported.class)?;
                if new.supported.households < 0
                    || new.supported.people < 0
                    || new.supported.households + new.supported.people == 0
                {
                    return Err(ActError::Nothing);
                }
                new.supported.clone()
            }
            Use::Works | Use::Costs => Supported::default(),
        };
        let mut work = self.begin(key, once, by).await?;
        Self::moves(&work)?;
        rules::happened_on(new.day, work.campaign.from, work.today)?;
        let (kind, operation) = match new.from {
            Some(purse) => (EntryKind::Spent, Operation::Spend(purse, new.on, new.amount)),
            None => (EntryKind::HandedOut, Operation::HandOut(new.on, new.amount)),
        };
        let mut making = Making::of(kind, operation, new.day)?;
        new.text.trim().clone_into(&mut making.text);
        new.document.trim().clone_into(&mut making.document);
        making.file = Some(content::hash(&new.file.content));
        [making.record, making.support] = self.register_spending(&mut work, new, &supported).await?;
        making.supported = supported.clone();
        let number = self.post(&mut work, making).await?;
        store::insert_file(work.register.write(), key, number, &new.file).await?;
        self.count_supported(&mut work, &supported, 1).await?;
        work.register.commit().await?;
        Ok(number)
    }

    async fn count_supported(
        &self,
        work: &mut Work<'_>,
        supported: &Supported,
        sign: i64,
    ) -> Result<(), ActError> {
        if supported.class.is_empty() {
            return Ok(());
        }
        let key = work.campaign.key();
        for (what, amount) in [
            (Counts::households(&supported.class), supported.households),
            (Counts::people(&supported.class), supported.people),
        ] {
            store::count(work.register.write(), key, &what, sign * amount).await?;
        }
        Ok(())
    }

    async fn register_spending(
        &self,
        work: &mut Work<'_>,
        new: &NewSpending,
        supported: &Supported,
    ) -> Result<[Option<RecordId>; 2], ActError> {
        let campaign = work.campaign.clone();
        let (place, at) = ((campaign.unit, campaign.hamlet), work.at);
        let title = ColumnValue::Text(campaign.title.clone());
        let mut records = [None, None];
        if new.from.is_some() {
            let mut values = Values::new();
            put(&mut values, "title", title.clone());
            put(
                &mut values,
                "purpose",
                ColumnValue::Choice(campaign.purpose.clone()),
            );
            put(&mut values, "spent_on", ColumnValue::Date(new.day));
            put(&mut values, "amount_vnd", ColumnValue::Number(new.amount));
            records[0] = Some(
                self.enter(&mut work.register, place, "contribution_spending", &values, at)
                    .await?,
            );
        }
        if !supported.class.is_empty() {
            let mut values = Values::new();
            put(&mut values, "title", title);
            put(
                &mut values,
                "programme",
                ColumnValue::Choice(supported.class.clone()),
            );
            put(&mut values, "given_on", ColumnValue::Date(new.day));
            put(
                &mut values,
                "households",
                ColumnValue::Number(supported.households),
            );
            put(&mut values, "people", ColumnValue::Number(supported.people));
            put(&mut values, "value_vnd", ColumnValue::Number(new.amount));
            records[1] = Some(
                self.enter(&mut work.register, place, "support", &values, at)
                    .await?,
            );
        }
        Ok(records)
    }

    /// Enters that money went from one purse into the other one.
    ///
    /// # Errors
    /// [`ActError::NoAccount`], [`ActError::Ledger`], [`ActError::Stale`], [`ActError::Before`].
    pub async fn carry(
        &self,
        key: Key,
        (from, amount): (Purse, i64),
        (once, by): (&str, &By),
    ) -> Result<i64, ActError> {
        let mut work = self.begin(key, once, by).await?;
        Self::moves(&work)?;
        if rules::account(&work.campaign.terms.account).is_none() {
            return Err(ActError::NoAccount);
        }
        let making = Making::of(EntryKind::Carried, Operation::Carry(from, amount), work.today)?;
        let number = self.post(&mut work, making).await?;
        work.register.commit().await?;
        Ok(number)
    }

    /// Transfers money to another campaign of the commune: one entry in each ledger, or in neither.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason and a document, [`ActError::Unknown`], [`ActError::NoAccount`],
    /// [`ActError::Ledger`], [`ActError::Stale`], [`ActError::Before`].
    pub async fn transfer(
        &self,
        key: Key,
        to: CampaignId,
        (from, amount): (Purse, i64),
        (reason, document): (&str, &str),
        (once, by): (&str, &By),
    ) -> Result<i64, ActError> {
        if reason.trim().is_empty() || document.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        if to == key.1 {
            return Err(ActError::Unknown);
        }
        // Both are held in one order, so that two transfers never wait for each other.
        let first = (key.0, key.1.min(to));
        let mut work = self.begin(first, once, by).await?;
        let other = store::lock(work.register.write(), (key.0, key.1.max(to)))
            .await?
            .ok_or(ActError::Unknown)?;
        let (sender, taker) = if work.campaign.id == key.1 {
            (work.campaign.clone(), other)
        } else {
            (other, work.campaign.clone())
        };
        if from == Purse::Bank && rules::account(&taker.terms.account).is_none() {
            return Err(ActError::NoAccount);
        }
        let mut numbers = [0; 2];
        for (at, (kind, operation, own, other)) in [
            (EntryKind::Sent, Operation::Send(from, amount), &sender, &taker),
            (EntryKind::Taken, Operation::Take(from, amount), &taker, &sender),
        ]
        .into_iter()
        .enumerate()
        {
            work.campaign = own.clone();
            Self::moves(&work)?;
            let mut making = Making::of(kind, operation, work.today)?;
            reason.trim().clone_into(&mut making.text);
            document.trim().clone_into(&mut making.document);
            making.other = Some(other.id);
            numbers[at] = self.post(&mut work, making).await?;
        }
        work.register.commit().await?;
        Ok(numbers[0])
    }

    /// Takes a wrong entry back by one that names it.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`] for what can't be or was taken back, or of which something
    /// went back, [`ActError::Ledger`] when what it brought is spent, [`ActError::Before`].
    pub async fn reverse(
        &self,
        key: Key,
        number: i64,
        reason: &str,
        (once, by): (&str, &By),
    ) -> Result<i64, ActError> {
        if reason.trim().is_empty() {
            return Err(ActError::Nothing);
        }
        let mut work = self.begin(key, once, by).await?;
        Self::moves(&work)?;
        let entry = self.entry_of(&mut work, number).await?;
        if !entry.kind.can_be_reversed() {
            return Err(ActError::Stale);
        }
        let mut making = Making::with(EntryKind::Reversed, ledger::reversed(&entry.lines), work.today);
        reason.trim().clone_into(&mut making.text);
        making.about = Some(number);
        making.receipt = entry.receipt;
        let reversal = self.post(&mut work, making).await?;
        if let Some(id) = entry.receipt {
            let mut receipt = self.receipt_of(&mut work, id).await?;
            if receipt.refunded > 0 {
                return Err(ActError::Stale);
            }
            receipt.reversed_by = Some(reversal);
            self.settle(&mut work, &mut receipt, reason).await?;
        }
        let records = store::records_of(work.register.write(), key, number).await?;
        for record in records.into_iter().flatten() {
            work.register.retract_record(key.0, record, reason).await?;
        }
        self.count_supported(&mut work, &entry.supported, -1).await?;
        store::unmatch(work.register.write(), key, number).await?;
        work.register.commit().await?;
        Ok(reversal)
    }

    /// Enters money in the account that may not be kept, and is to go back.
    pub(crate) async fn hold_in(
        &self,
        work: &mut Work<'_>,
        (on, amount): (Date, i64),
        text: &str,
    ) -> Result<i64, ActError> {
        Self::moves(work)?;
        rules::happened_on(on, work.campaign.from, work.today)?;
        let mut making = Making::of(EntryKind::Held, Operation::Hold(amount), on)?;
        text.clone_into(&mut making.text);
        self.post(work, making).await
    }

    /// Names a giver in public who asked for it, or no more.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::Stale`] when no name is known or nothing changes.
    pub async fn name(&self, key: Key, id: ReceiptId, named: bool) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let mut receipt = store::receipt(&mut write, key.0, id)
            .await?
            .filter(|receipt| receipt.campaign == key.1)
            .ok_or(ActError::Unknown)?;
        let donor = store::donor(&mut write, key.0, id).await?;
        if receipt.named == named || donor.name.is_empty() {
            return Err(ActError::Stale);
        }
        receipt.named = named;
        store::save_receipt(&mut write, key.0, &receipt).await?;
        write.commit().await?;
        Ok(())
    }

    /// Notes a promise of money. It is in no ledger.
    ///
    /// # Errors
    /// [`ActError::Ledger`] for no amount, [`ActError::Stale`] while the campaign does not receive.
    pub async fn pledge(
        &self,
        key: Key,
        promised: (i64, ledger::Giver),
        name: &str,
    ) -> Result<Pledge, ActError> {
        let code = self.random.code::<PLEDGE_CODE>();
        self.note(key, promised, name, (code, true)).await
    }

    /// Takes a promise that somebody sends without an account. `once` makes it this one: sent again, it is kept once and has
    /// the same code. It is in no ledger, and in no public sum before money comes.
    ///
    /// # Errors
    /// As [`Contributions::pledge`].
    pub async fn promise(
        &self,
        key: Key,
        once: &str,
        promised: (i64, ledger::Giver),
        name: &str,
    ) -> Result<Pledge, ActError> {
        let code: String = once::code("contributions-pledge", once)
            .chars()
            .take(PLEDGE_CODE)
            .collect();
        self.note(key, promised, name, (code, false)).await
    }

    async fn note(
        &self,
        key: Key,
        (amount, giver): (i64, ledger::Giver),
        name: &str,
        (code, counted): (String, bool),
    ) -> Result<Pledge, ActError> {
        let (at, today) = self.now();
        if !(1..=ledger::MOST).contains(&amount) {
            return Err(Fault::Amount.into());
        }
        let mut write = self.db.write().await?;
        let campaign = store::lock(&mut write, key).await?.ok_or(ActError::Unknown)?;
        if !rules::receives(campaign.state, campaign.until, today) {
            return Err(ActError::Stale);
        }
        if let Some(pledge) = store::pledge_of_code(&mut write, key, &code).await? {
            return Ok(pledge);
        }
        let pledge = Pledge {
            id: PledgeId(self.uuid(at)),
            code,
            amount,
            giver,
            name: name.trim().to_owned(),
            on: today,
            state: PledgeState::Made,
            counted,
        };
        store::insert_pledge(&mut write, key, &pledge).await?;
        if counted {
            store::count(&mut write, key, Counts::PROMISES, 1).await?;
            store::count(&mut write, key, Counts::PROMISED, amount).await?;
        }
        write.commit().await?;
        Ok(pledge)
    }

    async fn end_pledge(
        &self,
        work: &mut Work<'_>,
        id: PledgeId,
        became: (PledgeState, Option<ReceiptId>),
    ) -> Result<(), ActError> {
        let key = work.campaign.key();
        let write = work.register.write();
        let pledge = store::pledge(write, key, id).await?.ok_or(ActError::Unknown)?;
        if !store::end_pledge(write, key, id, became).await? {
            return Err(ActError::Stale);
        }
        if pledge.counted {
            store::count(write, key, Counts::PROMISES, -1).await?;
            store::count(write, key, Counts::PROMISED, -pledge.amount).await?;
        }
        Ok(())
    }

    /// Notes that a promise was taken back. Nobody asks why, and the name is not kept.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::Stale`].
    pub async fn take_pledge_back(&self, key: Key, id: PledgeId, by: &By) -> Result<(), ActError> {
        let once = self.once();
        let mut work = self.begin(key, &once, by).await?;
        self.end_pledge(&mut work, id, (PledgeState::TakenBack, None))
            .await?;
        work.register.commit().await?;
        Ok(())
    }

    /// What is wrong with the ledgers of all communes; empty when every one balances to the đồng and none was changed.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn verify(&self) -> Result<(u64, Vec<String>), ActError> {
        let mut read = self.db.read().await?;
        let (mut after, mut checked, mut wrong) = (None, 0, Vec::new());
        loop {
            let campaigns = store::public_after(&mut read, after, 100).await?;
            let Some(last) = campaigns.last() else { break };
            after = Some(last.key());
            for campaign in campaigns {
                checked += 1;
                let code = self.code_of(campaign.unit)?;
                let found = store::verify(&mut read, &campaign).await?;
                wrong.extend(
                    found
                        .into_iter()
                        .map(|what| format!("{code} {}: {what}", campaign.id)),
                );
            }
        }
        Ok((checked, wrong))
    }
}

/// The address of a campaign's page.
#[must_use]
pub fn page_of(unit_code: &str, id: CampaignId) -> String {
    format!("/dong-gop/{unit_code}/{id}")
}

/// The code of a receipt as it is printed, and the last step of its address: the commune's code, then its own.
#[must_use]
pub fn printed_code(unit_code: &str, receipt: &Receipt) -> String {
    format!("{unit_code}-{}", receipt.code)
}

fn put(values: &mut Values, key: &str, value: ColumnValue) {
    values.insert(key.to_owned(), value);
}

/// A title that fits into an entry of the log.
fn shortened(title: &str) -> String {
    title
        .chars()
        .filter(|sign| !sign.is_control())
        .take(200)
        .collect()
}
