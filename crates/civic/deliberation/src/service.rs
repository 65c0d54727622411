//! What people do about matters. Every act is one transaction: what happened, its facts and its entry in the public log.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use facts::{
    Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values,
    boards::{Boards, BoardsError},
};
use households::{HouseholdId, RollId, model::HamletKey};
use jiff::{Timestamp, civil::Date};
use platform::{
    calendar::WorkingCalendar,
    clock::{Clock, vietnam},
    db::{Database, DbError, Read, Write},
    i18n::Translator,
    random::{Fill, Random},
};
use rulebook::Rulebook;
use transparency::{Commitment, Entry, EntryError};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content,
    hanging::Hanging,
    ids::{MatterId, RoundId, TaskId, TermId},
    model::{
        Act, Annulment, Answer, By, Candidate, Channel, Decision, DecisionForm, Dossier, Duty, Ground,
        Matter, MatterState, Method, Office, OfficeTerm, Officer, Opened, Outturn, Progress, Proposer,
        Purpose, Reading, Round, RoundState, Signed, Task,
    },
    objections,
    rules::{
        self, Circumstances, CountError, Effect, Elected, Entered, Fate, Form, Hands, Late, Marks, Milestone,
        Outcome, Recogniser, Refusal, RuleError, Scope, Settled, Signature, Support, Team, Verdict,
    },
    store,
};

/// Signs in a code: 50 random bits.
pub(crate) const CODE_SIGNS: usize = 10;

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such matter, vote, household or task.
    #[error("there is no such thing in this commune")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// The law wants another person to do this.
    #[error("who did the one may not do the other")]
    SamePerson,
    /// The hamlet has no household on its register, so there is nothing to take a share of.
    #[error("the register has no household")]
    NoHouseholds,
    /// What the law asks before is not done; the page says what.
    #[error("something that the law asks for before is missing")]
    NotYet,
    /// The vote is not open at this time.
    #[error("the vote is not open now")]
    Closed,
    /// The household has voted.
    #[error("the household has voted already")]
    Voted,
    /// The marks are no valid vote.
    #[error("these marks are no valid vote")]
    NoVote,
    /// Papers are unread, or two people read different things.
    #[error("{unread} papers are read by nobody or one person, {differ} differently by two")]
    Unsettled {
        /// Papers read by nobody or by one person, though collected.
        unread: u64,
        /// Papers read differently.
        differ: u64,
    },
    /// Signatures are missing.
    #[error("signatures are missing")]
    Unsigned(Vec<(Signature, u64)>),
    /// So many people, where the law states how many.
    #[error("a team of {0} people")]
    Team(u64),
    /// A refusal or annulment without reasons is none.
    #[error("reasons are missing")]
    Reasons,
    /// A day that lies before what it follows, or in the future.
    #[error("that day can't be")]
    Day,
    /// The law of that day is not known.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The figures contradict each other.
    #[error(transparent)]
    Count(#[from] CountError),
    /// The register of records does not take it.
    #[error("the register of decisions does not take it: {0}")]
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

/// A matter to be put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMatter {
    /// The hamlet; none for a matter of the whole commune.
    pub hamlet: Option<UnitId>,
    /// Key of the entry in the law's list.
    pub clause: String,
    /// What it is called.
    pub title: String,
    /// What exactly is to be decided.
    pub proposal: String,
    /// Who puts it forward.
    pub proposer: Proposer,
    /// The office that an election or a dismissal is about.
    pub office: Option<Office>,
    /// Seats of an election; 0 for everything else.
    pub seats: u8,
}

/// A vote to be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    /// The hamlet.
    pub hamlet: UnitId,
    /// The form.
    pub form: Form,
    /// Whether it only tells what people think.
    pub advisory: bool,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When collecting ends; of a meeting, when it begins.
    pub ends_at: Timestamp,
    /// Where a meeting is.
    pub place: String,
}

/// What was arranged for a vote before it opens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangements {
    /// The day the notice went out, and how.
    pub notice: Option<(Date, Vec<String>)>,
    /// The day the papers went to each household.
    pub papers_on: Option<Date>,
    /// The day committee and Front were told of it.
    pub reported_on: Option<Date>,
    /// The day hamlet head and Front board agreed on the form.
    pub agreed_on: Option<Date>,
    /// Whether the commune's chair chose household ballots.
    pub chosen_by_chair: bool,
    /// The day the committee approved the plan to meet in parts.
    pub clusters_approved_on: Option<Date>,
}

/// Deliberation in this installation.
pub struct Deliberations {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    pub(crate) clock: Arc<dyn Clock>,
    random: Random,
    pub(crate) demo: bool,
    pub(crate) public_address: Option<String>,
    pub(crate) hanging: Hanging,
}

impl fmt::Debug for Deliberations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deliberations").finish_non_exhaustive()
    }
}

impl Deliberations {
    /// Deliberation over `db`. Identifiers and codes are made from `clock` and `fill`.
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
            catalogue,
            rulebook,
            calendar,
            clock,
            random: Random::new(fill),
            demo: false,
            public_address: None,
            hanging: Hanging::default(),
        }
    }

    /// Decisions hang on these boards, in Vietnamese.
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

    /// So many random octets.
    pub(crate) fn octets<const N: usize>(&self) -> [u8; N] {
        self.random.octets()
    }

    pub(crate) fn uuid(&self, at: Timestamp) -> Uuid {
        self.random.uuid(at)
    }

    pub(crate) fn act(&self, by: By) -> Act {
        Act { by, at: self.now().0 }
    }

    fn codes(&self, count: usize) -> BTreeSet<String> {
        let mut codes = BTreeSet::new();
        while codes.len() < count {
            codes.insert(self.random.code::<CODE_SIGNS>());
        }
        codes
    }

    /// Reads a matter with everything about it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn dossier(
        &self,
        read: &mut Read,
        unit: UnitId,
        id: MatterId,
    ) -> Result<Option<Dossier>, DbError> {
        store::dossier(read, unit, id).await
    }

    pub(crate) async fn known(
        &self,
        read: &mut Read,
        unit: UnitId,
        id: MatterId,
    ) -> Result<Dossier, ActError> {
        self.dossier(read, unit, id).await?.ok_or(ActError::Unknown)
    }

    /// Puts a matter forward. What a hamlet head or the commune's chair proposes awaits the agreement of the Front;
    /// what citizens propose gathers the consent of households.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law has no such matter, [`ActError::NotYet`] when a whole commune can't decide it or
    /// an election names no seats.
    pub async fn propose(&self, unit: UnitId, new: &NewMatter, by: By) -> Result<MatterId, ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let listed = rules::matters(&self.rulebook, today)?
            .value
            .iter()
            .any(|item| item.key == new.clause);
        if !listed {
            return Err(RuleError::Unknown(new.clause.clone()).into());
        }
        if new.hamlet.is_none()
            && !rules::commune_matters(&self.rulebook, today)?
                .iter()
                .any(|item| item.key == new.clause)
        {
            return Err(ActError::NotYet);
        }
        let elects = rules::elects(&self.rulebook, &new.clause, today)?;
        if elects != new.office.is_some() || (!elects && new.seats > 0) {
            return Err(ActError::NotYet);
        }
        let matter = Matter {
            unit,
            id: MatterId(self.uuid(act.at)),
            hamlet: new.hamlet,
            clause: new.clause.clone(),
            title: new.title.clone(),
            proposal: new.proposal.clone(),
            proposer: new.proposer,
            office: new.office,
            seats: new.seats,
            state: MatterState::Proposed,
            agreed: None,
            changed_at: act.at,
            proposed: act,
            dropped_reason: String::new(),
            record: None,
        };
        let mut write = self.db.write().await?;
        store::insert_matter(&mut write, &matter).await?;
        write.commit().await?;
        Ok(matter.id)
    }

    /// Changes the wording of what is only proposed. Consents already given were given to other words, so they end.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is tabled already.
    pub async fn reword(
        &self,
        unit: UnitId,
        id: MatterId,
        title: &str,
        proposal: &str,
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let mut write = self.db.write().await?;
        if !store::reword(&mut write, (unit, id), (title, proposal), act.at).await? {
            return Err(ActError::Stale);
        }
        let given = store::consents(&mut write, (unit, id), Purpose::Support).await?;
        for consent in given.iter().filter(|consent| consent.withdrawn_on.is_none()) {
            store::withdraw_consent(&mut write, (unit, id), Purpose::Support, consent.household, today)
                .await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Records a household's consent, to the proposal or to voting online. Enough support tables a citizens' proposal.
    ///
    /// # Errors
    /// As [`Deliberations::consent_all`].
    pub async fn consent(
        &self,
        unit: UnitId,
        id: MatterId,
        (purpose, household): (Purpose, HouseholdId),
        given: (Date, Channel),
        by: By,
    ) -> Result<(), ActError> {
        self.consent_all(unit, id, (purpose, &[household]), given, by)
            .await
    }

    /// Records the consents of a signed list, all of them or none.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a household that is not of the hamlet, [`ActError::Day`] for a day to come,
    /// [`ActError::Stale`] when nothing is gathered any more.
    pub async fn consent_all(
        &self,
        unit: UnitId,
        id: MatterId,
        (purpose, households): (Purpose, &[HouseholdId]),
        given: (Date, Channel),
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        if given.0 > today {
            return Err(ActError::Day);
        }
        let mut write = self.db.write().await?;
        let matter = store::matter(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let hamlet = matter.hamlet.ok_or(ActError::Stale)?;
        let gathers = match purpose {
            Purpose::Support => {
                matter.state == MatterState::Proposed && matter.proposer == Proposer::Citizens
            }
            Purpose::Online => matches!(matter.state, MatterState::Tabled | MatterState::NotAdopted),
        };
        if !gathers {
            return Err(ActError::Stale);
        }
        let place = HamletKey { unit, hamlet };
        let listed: BTreeSet<HouseholdId> = households::roll::on(&mut write, place, today)
            .await?
            .into_iter()
            .map(|entry| entry.household)
            .collect();
        for household in households {
            if !listed.contains(household) {
                return Err(ActError::Unknown);
            }
            store::insert_consent(&mut write, (unit, id), purpose, *household, given, &act).await?;
        }
        if purpose == Purpose::Support && self.support_of(&mut write, &matter).await?.enough {
            let from = [MatterState::Proposed, MatterState::Proposed];
            store::move_matter(&mut write, (unit, id), (from, MatterState::Tabled), act.at).await?;
        } else {
            store::touch(&mut write, (unit, id), act.at).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Takes a household's consent back.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when it has none.
    pub async fn take_back(
        &self,
        unit: UnitId,
        id: MatterId,
        (purpose, household): (Purpose, HouseholdId),
    ) -> Result<(), ActError> {
        let today = self.now().1;
        let mut write = self.db.write().await?;
        if !store::withdraw_consent(&mut write, (unit, id), purpose, household, today).await? {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(())
    }

    /// How much support a hamlet's proposal has today.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day is not known.
    pub async fn support_of(&self, read: &mut Read, matter: &Matter) -> Result<Support<'_>, ActError> {
        let (total, consents) = self.consents(read, matter, Purpose::Support).await?;
        Ok(rules::support(&self.rulebook, &consents, total, self.now().1)?)
    }

    /// Households of the hamlet today, and the consents of those among them.
    async fn consents(
        &self,
        read: &mut Read,
        matter: &Matter,
        purpose: Purpose,
    ) -> Result<(u64, Vec<rules::Consent<HouseholdId>>), ActError> {
        let hamlet = matter.hamlet.ok_or(ActError::Stale)?;
        let place = HamletKey {
            unit: matter.unit,
            hamlet,
        };
        let listed: BTreeSet<HouseholdId> = households::roll::on(read, place, self.now().1)
            .await?
            .into_iter()
            .map(|entry| entry.household)
            .collect();
        let consents = store::consents(read, (matter.unit, matter.id), purpose)
            .await?
            .into_iter()
            .filter(|consent| listed.contains(&consent.household))
            .collect();
        Ok((u64::try_from(listed.len()).unwrap_or(u64::MAX), consents))
    }

    /// How many households accept to vote online, and how many there are. These consents do not lapse; one taken back
    /// does not count.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn online_accepted(&self, read: &mut Read, matter: &Matter) -> Result<(u64, u64), ActError> {
        let (total, consents) = self.consents(read, matter, Purpose::Online).await?;
        let accepted: BTreeSet<HouseholdId> = consents
            .iter()
            .filter(|consent| consent.withdrawn_on.is_none())
            .map(|consent| consent.household)
            .collect();
        Ok((u64::try_from(accepted.len()).unwrap_or(u64::MAX), total))
    }

    /// Agrees that a matter be tabled: the head of the Front board for the hamlet head's, the Front for the chair's,
    /// and for a citizens' proposal below the share, where the law allows it.
    ///
    /// # Errors
    /// [`ActError::SamePerson`] for who put it forward, [`ActError::Stale`] when it is not only proposed.
    pub async fn agree(&self, unit: UnitId, id: MatterId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let matter = store::matter(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if matter.proposed.by.account == act.by.account {
            return Err(ActError::SamePerson);
        }
        if matter.proposer == Proposer::Citizens
            && !self.support_of(&mut write, &matter).await?.front_may_approve
        {
            return Err(ActError::NotYet);
        }
        let from = [MatterState::Proposed, MatterState::Proposed];
        if !store::move_matter(&mut write, (unit, id), (from, MatterState::Tabled), act.at).await? {
            return Err(ActError::Stale);
        }
        store::agree(&mut write, (unit, id), &act).await?;
        write.commit().await?;
        Ok(())
    }

    /// Gives a matter up, with a reason that stays.
    ///
    /// # Errors
    /// [`ActError::Reasons`] without one, [`ActError::Stale`] once it was voted on.
    pub async fn drop_matter(
        &self,
        unit: UnitId,
        id: MatterId,
        reason: &str,
        by: By,
    ) -> Result<(), ActError> {
        if reason.trim().is_empty() {
            return Err(ActError::Reasons);
        }
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let from = [MatterState::Proposed, MatterState::Tabled];
        if !store::move_matter(&mut write, (unit, id), (from, MatterState::Dropped), act.at).await? {
            return Err(ActError::Stale);
        }
        store::set_dropped(&mut write, (unit, id), reason.trim()).await?;
        write.commit().await?;
        Ok(())
    }

    /// Puts the list of candidates down. Options are given in the order of the list.
    ///
    /// # Errors
    /// [`ActError::Stale`] once a vote is open, or when the matter is no election.
    pub async fn nominate(
        &self,
        unit: UnitId,
        id: MatterId,
        list: &[(String, String, bool)],
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let dossier = self.known(&mut write, unit, id).await?;
        let voting = dossier
            .rounds
            .iter()
            .any(|round| matches!(round.state, RoundState::Open | RoundState::Counted));
        if dossier.matter.seats == 0 || voting || list.is_empty() || list.len() > 32 {
            return Err(ActError::Stale);
        }
        let candidates: Vec<Candidate> = (0..)
            .zip(list)
            .map(|(option, (name, about, self_nominated))| Candidate {
                option,
                name: name.clone(),
                about: about.clone(),
                self_nominated: *self_nominated,
            })
            .collect();
        store::set_candidates(&mut write, (unit, id), &candidates, act.at).await?;
        store::touch(&mut write, (unit, id), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Notes that a step before an election was done.
    ///
    /// # Errors
    /// [`ActError::Day`] for a day to come.
    pub async fn milestone(
        &self,
        unit: UnitId,
        id: MatterId,
        (milestone, on): (Milestone, Date),
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        if on > self.now().1 {
            return Err(ActError::Day);
        }
        let mut write = self.db.write().await?;
        store::matter(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        store::set_milestone(&mut write, (unit, id), (milestone, on), &act).await?;
        store::touch(&mut write, (unit, id), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Calls a vote on a tabled matter. It opens later, by [`Deliberations::open`].
    ///
    /// # Errors
    /// [`ActError::Stale`] when the matter is not tabled or a vote of the hamlet is under way, [`ActError::Day`] when
    /// it would end before it begins or begin in the past, [`ActError::NotYet`] when only an advisory vote is possible
    /// in that form.
    pub async fn call(
        &self,
        unit: UnitId,
        id: MatterId,
        new: &NewRound,
        by: By,
    ) -> Result<RoundId, ActError> {
        let act = self.act(by);
        if new.starts_at < act.at || new.ends_at < new.starts_at {
            return Err(ActError::Day);
        }
        let mut write = self.db.write().await?;
        let dossier = self.known(&mut write, unit, id).await?;
        let matter = &dossier.matter;
        let votable = matches!(matter.state, MatterState::Tabled | MatterState::NotAdopted);
        let mut under_way = false;
        for round in dossier.rounds.iter().filter(|round| round.hamlet == new.hamlet) {
            under_way |= match round.state {
                RoundState::Planned | RoundState::Open => true,
                // A hamlet that approved a matter of the commune is not asked again.
                RoundState::Counted => {
                    matter.scope() == Scope::Commune
                        && !new.advisory
                        && !round.advisory
                        && self.approves(&dossier, round)?
                }
                RoundState::Cancelled => false,
            };
        }
        if !votable || under_way || matter.hamlet.is_some_and(|hamlet| hamlet != new.hamlet) {
            return Err(ActError::Stale);
        }
        let round = Round {
            unit,
            id: RoundId(self.uuid(act.at)),
            matter: id,
            hamlet: new.hamlet,
            form: new.form,
            advisory: new.advisory,
            state: RoundState::Planned,
            starts_at: new.starts_at,
            ends_at: new.ends_at,
            place: new.place.clone(),
            notice: None,
            papers_on: None,
            reported_on: None,
            agreed_on: None,
            chosen_by_chair: false,
            clusters_approved_on: None,
            opened: None,
            defects: Vec::new(),
            result: None,
            cancelled_reason: String::new(),
            planned: act,
        };
        let weight = rules::weight(
            &self.rulebook,
            &matter.clause,
            matter.scope(),
            new.form,
            round.day(),
        )?;
        if !new.advisory && !weight.binds() {
            return Err(ActError::NotYet);
        }
        store::insert_round(&mut write, &round).await?;
        store::touch(&mut write, (unit, id), round.planned.at).await?;
        write.commit().await?;
        Ok(round.id)
    }

    /// Keeps what was arranged for a vote before it opens.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is open, [`ActError::Day`] for days to come.
    pub async fn arrange(
        &self,
        unit: UnitId,
        id: RoundId,
        arrangements: &Arrangements,
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let days = [
            arrangements.notice.as_ref().map(|(on, _)| *on),
            arrangements.papers_on,
            arrangements.reported_on,
            arrangements.agreed_on,
            arrangements.clusters_approved_on,
        ];
        if days.into_iter().flatten().any(|on| on > today) {
            return Err(ActError::Day);
        }
        let mut write = self.db.write().await?;
        let mut round = store::round(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        round.notice.clone_from(&arrangements.notice);
        round.papers_on = arrangements.papers_on;
        round.reported_on = arrangements.reported_on;
        round.agreed_on = arrangements.agreed_on;
        round.chosen_by_chair = arrangements.chosen_by_chair;
        round.clusters_approved_on = arrangements.clusters_approved_on;
        if !store::arrange(&mut write, &round).await? {
            return Err(ActError::Stale);
        }
        store::touch(&mut write, (unit, round.matter), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    /// What stands against opening a vote, if anything.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day is not known.
    pub async fn obstacle(
        &self,
        read: &mut Read,
        dossier: &Dossier,
        round: &Round,
    ) -> Result<Option<Refusal<'_>>, ActError> {
        let matter = &dossier.matter;
        let failed_meeting = dossier.rounds.iter().any(|other| {
            other.hamlet == round.hamlet
                && other.form == Form::Meeting
                && !other.advisory
                && matches!(other.state, RoundState::Counted | RoundState::Cancelled)
        });
        let online_accepted = if round.form == Form::OnlineVote && !round.advisory {
            self.online_accepted(read, matter).await?
        } else {
            (0, 0)
        };
        let circumstances = Circumstances {
            failed_meeting,
            chosen_by_chair: round.chosen_by_chair,
            head_and_front_agree: round.agreed_on.is_some(),
            reported: round.reported_on.is_some(),
            online_accepted,
        };
        let answer = rules::may_begin(
            &self.rulebook,
            (&matter.clause, matter.scope(), round.form),
            round.advisory,
            round.day(),
            circumstances,
        )?;
        Ok(answer.err())
    }

    /// What went out too late for a meeting, or not at all.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day is not known.
    pub fn late(&self, matter: &Matter, round: &Round) -> Result<Vec<Late>, ActError> {
        if round.form != Form::Meeting || round.advisory {
            return Ok(Vec::new());
        }
        let calling = rules::calling(&self.rulebook, &[&matter.clause], false, round.first_day())?;
        Ok(calling.late(round.notice.as_ref().map(|(on, _)| *on), round.papers_on))
    }

    /// Opens a vote: freezes the roll and gives each household its slip. A meeting called too late is opened all the
    /// same, and the defect stays visible.
    ///
    /// # Errors
    /// [`ActError::NotYet`] when [`Deliberations::obstacle`] names something, an election has no candidates, an
    /// objection to the list of households is not answered or the plan to meet in parts is not approved, [`ActError::NoHouseholds`] for an empty register, [`ActError::Closed`] before its day, [`ActError::Stale`] when
    /// it was opened already.
    pub async fn open(&self, unit: UnitId, id: RoundId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let mut write = self.db.write().await?;
        let round = store::round(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let dossier = self.known(&mut write, unit, round.matter).await?;
        let starts_on = vietnam().to_datetime(round.starts_at).date();
        if today < starts_on {
            return Err(ActError::Closed);
        }
        let no_candidates = dossier.matter.seats > 0 && dossier.candidates.is_empty();
        let unanswered = objections::store::waiting(&mut write, unit, id).await? > 0;
        let unapproved = dossier.sittings_of(id).next().is_some()
            && round.clusters_approved_on.is_none()
            && rules::clusters_need_approval(&self.rulebook, round.first_day())?.value;
        if no_candidates
            || unanswered
            || unapproved
            || self.obstacle(&mut write, &dossier, &round).await?.is_some()
        {
            return Err(ActError::NotYet);
        }
        let defects = self.late(&dossier.matter, &round)?;
        let place = HamletKey {
            unit,
            hamlet: round.hamlet,
        };
        let salt = self.octets();
        let roll_id = RollId(self.uuid(act.at));
        let roll = households::roll::freeze(&mut write, place, act.at, (roll_id, salt)).await?;
        if roll.entries.is_empty() {
            return Err(ActError::NoHouseholds);
        }
        let opened = Opened {
            roll: roll_id,
            households: u64::try_from(roll.total()).unwrap_or(u64::MAX),
            at: act.at,
        };
        if !store::open(&mut write, (unit, id), &opened, &defects).await? {
            return Err(ActError::Stale);
        }
        // Sorted codes handed out in the order of a random draw would tell the order; a shuffle by the codes' own
        // randomness does not.
        let codes = self.codes(roll.entries.len());
        let mut shuffled: Vec<String> = codes.into_iter().collect();
        shuffled.sort_by(|a, b| a.bytes().rev().cmp(b.bytes().rev()));
        let slips: Vec<(HouseholdId, i64, String)> = roll
            .entries
            .iter()
            .zip(shuffled)
            .map(|(entry, code)| (entry.household, entry.number, code))
            .collect();
        store::insert_slips(&mut write, (unit, id), &slips).await?;
        store::touch(&mut write, (unit, round.matter), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Calls a vote off, or says that a meeting could not be held, with the reason.
    ///
    /// # Errors
    /// [`ActError::Reasons`] without one, [`ActError::Stale`] when it was counted.
    pub async fn cancel(&self, unit: UnitId, id: RoundId, reason: &str, by: By) -> Result<(), ActError> {
        if reason.trim().is_empty() {
            return Err(ActError::Reasons);
        }
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let round = store::round(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if !store::cancel(&mut write, (unit, id), reason.trim()).await? {
            return Err(ActError::Stale);
        }
        store::touch(&mut write, (unit, round.matter), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    pub(crate) async fn open_round(
        &self,
        read: &mut Read,
        unit: UnitId,
        id: RoundId,
    ) -> Result<Round, ActError> {
        let round = store::round(read, unit, id).await?.ok_or(ActError::Unknown)?;
        if round.state == RoundState::Open {
            Ok(round)
        } else {
            Err(ActError::Closed)
        }
    }

    /// Notes that a household's representative came to the meeting, or to one of its sittings, at a time not later than
    /// now; `None` undoes it. Noted twice, it counts once, where it came first.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a household without a slip, [`ActError::Closed`] when the vote is not open.
    pub async fn attend(
        &self,
        unit: UnitId,
        (id, sitting): (RoundId, Option<u8>),
        household: HouseholdId,
        at: Option<Timestamp>,
    ) -> Result<(), ActError> {
        let now = self.now().0;
        let mut write = self.db.write().await?;
        self.open_round(&mut write, unit, id).await?;
        let at = at.map(|at| at.min(now));
        if !store::attend(&mut write, (unit, id, household), sitting, at).await? {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(())
    }

    /// Notes the days on which a household's paper was handed out and collected.
    ///
    /// # Errors
    /// [`ActError::Day`] for days to come or in the wrong order; else as [`Deliberations::attend`].
    pub async fn carry(
        &self,
        unit: UnitId,
        id: RoundId,
        household: HouseholdId,
        (handed_on, collected_on): (Option<Date>, Option<Date>),
    ) -> Result<(), ActError> {
        let today = self.now().1;
        let in_order = match (handed_on, collected_on) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(handed), Some(collected)) => handed <= collected,
        };
        if !in_order || handed_on.max(collected_on).is_some_and(|on| on > today) {
            return Err(ActError::Day);
        }
        let mut write = self.db.write().await?;
        self.open_round(&mut write, unit, id).await?;
        if !store::carry(&mut write, (unit, id, household), (handed_on, collected_on)).await? {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(())
    }

    /// Keeps what one person read on a household's paper. When a second person reads the same, it counts.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a household without a slip, [`ActError::Closed`] when the vote is not open,
    /// [`ActError::Voted`] when it counts already.
    pub async fn read_paper(
        &self,
        unit: UnitId,
        id: RoundId,
        household: HouseholdId,
        fate: Fate,
        by: By,
    ) -> Result<Settled, ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let round = self.open_round(&mut write, unit, id).await?;
        let slip = store::slip(&mut write, unit, id, household)
            .await?
            .ok_or(ActError::Unknown)?;
        if slip.fate.is_some() {
            return Err(ActError::Voted);
        }
        let dossier = self.known(&mut write, unit, round.matter).await?;
        let fate = match fate {
            Fate::Marked(marks) if !dossier.question().admits(marks) => Fate::Spoiled,
            other => other,
        };
        let reading = Reading {
            household,
            account: act.by.account,
            fate,
        };
        store::set_reading(&mut write, (unit, id), &reading, act.at).await?;
        let readings = store::readings_of(&mut write, unit, id, household).await?;
        let settled = rules::settle(&entered(&readings), None);
        if let Some(fate) = settled.fate() {
            store::set_fate(&mut write, (unit, id, household), Some(fate), act.at).await?;
        }
        write.commit().await?;
        Ok(settled)
    }

    /// Decides a paper that two people read differently; a third person does it.
    ///
    /// # Errors
    /// [`ActError::SamePerson`] for one of the two, [`ActError::Stale`] when the readings do not differ.
    pub async fn decide_paper(
        &self,
        unit: UnitId,
        id: RoundId,
        household: HouseholdId,
        fate: Fate,
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        self.open_round(&mut write, unit, id).await?;
        let readings = store::readings_of(&mut write, unit, id, household).await?;
        if readings.iter().any(|reading| reading.account == act.by.account) {
            return Err(ActError::SamePerson);
        }
        if !matches!(rules::settle(&entered(&readings), None), Settled::Differ(..)) {
            return Err(ActError::Stale);
        }
        store::set_fate(&mut write, (unit, id, household), Some(fate), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Casts a household's online vote by the code on its paper.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a code that there is not, [`ActError::Closed`] outside its time,
    /// [`ActError::NoVote`] for marks that are no vote, [`ActError::Voted`] when the household has voted.
    pub async fn cast(&self, unit: UnitId, code: &str, marks: Marks, opinion: &str) -> Result<(), ActError> {
        let now = self.now().0;
        let mut write = self.db.write().await?;
        let (id, slip) = store::slip_by_code(&mut write, unit, &clean_code(code))
            .await?
            .ok_or(ActError::Unknown)?;
        let round = self.open_round(&mut write, unit, id).await?;
        if round.form != Form::OnlineVote || now < round.starts_at || now >= round.ends_at {
            return Err(ActError::Closed);
        }
        let dossier = self.known(&mut write, unit, round.matter).await?;
        if !dossier.question().admits(marks) {
            return Err(ActError::NoVote);
        }
        let key = (unit, id, slip.household);
        if !store::cast(&mut write, key, Fate::Marked(marks), opinion, now).await? {
            return Err(ActError::Voted);
        }
        write.commit().await?;
        Ok(())
    }

    /// Records what tellers counted at a meeting, and what follows from it.
    ///
    /// # Errors
    /// [`ActError::Count`] when the figures contradict each other, [`ActError::Team`] when the law wants more or fewer
    /// tellers, [`ActError::Closed`] when the vote is not open.
    pub async fn count_meeting(
        &self,
        unit: UnitId,
        id: RoundId,
        (method, hands): (Method, &Hands),
        officers: &[Officer],
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let write = ledger.write();
        let round = self.open_round(write, unit, id).await?;
        if round.form != Form::Meeting {
            return Err(ActError::Stale);
        }
        let dossier = self.known(write, unit, round.matter).await?;
        // What is held in parts is counted in parts.
        if dossier.sittings_of(id).next().is_some() {
            return Err(ActError::Stale);
        }
        let attended = store::slips(write, unit, id)
            .await?
            .iter()
            .filter(|slip| slip.attended_at.is_some())
            .count();
        // Where attendance was noted at the door, the tellers can't have counted more.
        let attended = u64::try_from(attended).unwrap_or(u64::MAX);
        if attended > 0 && hands.attending > attended {
            return Err(CountError::TooMany {
                votes: hands.attending,
                households: attended,
            }
            .into());
        }
        let households = round.opened.map_or(0, |opened| opened.households);
        let count = hands.count(dossier.question(), households)?;
        self.check_team(Team::Tellers, round.day(), officers, Duty::Teller)?;
        let outturn = Outturn {
            method: Some(method),
            attending: Some(hands.attending),
            count,
            counted: act,
        };
        store::set_officers(ledger.write(), (unit, id), 0, officers).await?;
        self.conclude_round(&mut ledger, &dossier, round, outturn).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Counts household papers or online votes after their time, and what follows from it.
    ///
    /// # Errors
    /// [`ActError::Closed`] before the end of collecting, [`ActError::Unsettled`] when collected papers are not read by
    /// two people who agree; else as [`Deliberations::count_meeting`].
    pub async fn count_votes(
        &self,
        unit: UnitId,
        id: RoundId,
        officers: &[Officer],
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let write = ledger.write();
        let round = self.open_round(write, unit, id).await?;
        let team = match round.form {
            Form::Meeting => return Err(ActError::Stale),
            Form::HouseholdBallot => Team::Ballot,
            Form::OnlineVote => Team::Online,
        };
        if act.at < round.ends_at {
            return Err(ActError::Closed);
        }
        let dossier = self.known(write, unit, round.matter).await?;
        let slips = store::slips(write, unit, id).await?;
        let readings = store::readings(write, unit, id).await?;
        let mut of: BTreeMap<HouseholdId, Vec<Reading>> = BTreeMap::new();
        for reading in readings {
            of.entry(reading.household).or_default().push(reading);
        }
        let (mut unread, mut differ) = (0, 0);
        for slip in slips.iter().filter(|slip| slip.fate.is_none()) {
            let readings = of.get(&slip.household).map_or(&[][..], Vec::as_slice);
            match rules::settle(&entered(readings), None) {
                Settled::Differ(..) => differ += 1,
                Settled::Once(_) => unread += 1,
                Settled::Unread if slip.collected_on.is_some() => unread += 1,
                Settled::Unread | Settled::Agreed(_) => {}
            }
        }
        if unread + differ > 0 {
            return Err(ActError::Unsettled { unread, differ });
        }
        self.check_team(team, round.day(), officers, Duty::Team)?;
        let households = round.opened.map_or(0, |opened| opened.households);
        let votes = slips
            .iter()
            .map(|slip| (slip.household, slip.fate.unwrap_or(Fate::Missing)));
        let count = rules::tally(dossier.question(), households, votes)?;
        let outturn = Outturn {
            method: None,
            attending: None,
            count,
            counted: act,
        };
        store::set_officers(ledger.write(), (unit, id), 0, officers).await?;
        self.conclude_round(&mut ledger, &dossier, round, outturn).await?;
        ledger.commit().await?;
        Ok(())
    }

    pub(crate) fn check_team(
        &self,
        team: Team,
        on: Date,
        officers: &[Officer],
        duty: Duty,
    ) -> Result<(), ActError> {
        let people: BTreeSet<&str> = officers
            .iter()
            .filter(|officer| officer.duty == duty)
            .map(|officer| officer.name.as_str())
            .collect();
        let people = u64::try_from(people.len()).unwrap_or(u64::MAX);
        if rules::team_fits(&self.rulebook, team, on, people)?.value {
            Ok(())
        } else {
            Err(ActError::Team(people))
        }
    }

    pub(crate) async fn conclude_round(
        &self,
        ledger: &mut Ledger,
        dossier: &Dossier,
        mut round: Round,
        outturn: Outturn,
    ) -> Result<(), ActError> {
        let matter = &dossier.matter;
        let key = (matter.unit, matter.id);
        let at = outturn.counted.at;
        let write = ledger.write();
        if !store::set_count(write, (round.unit, round.id), &outturn).await? {
            return Err(ActError::Stale);
        }
        round.result = Some(outturn);
        if round.advisory || matter.scope() == Scope::Commune {
            store::touch(write, key, at).await?;
            return Ok(());
        }
        let adopted = self.approves(dossier, &round)?;
        let to = if adopted {
            MatterState::Adopted
        } else {
            MatterState::NotAdopted
        };
        let from = [MatterState::Tabled, MatterState::NotAdopted];
        if !store::move_matter(write, key, (from, to), at).await? {
            return Err(ActError::Stale);
        }
        self.enter_record(ledger, matter, &[&round], adopted, None, at)
            .await
    }

    /// Whether a counted vote of a hamlet approves the matter: by the threshold, or, in an election, when at least one
    /// seat is filled.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day is not known.
    pub fn approves(&self, dossier: &Dossier, round: &Round) -> Result<bool, ActError> {
        if dossier.matter.seats > 0 {
            return Ok(self
                .elected(dossier, round)?
                .is_some_and(|elected| !elected.options.is_empty()));
        }
        Ok(self.verdict(dossier, round)?.is_some_and(|verdict| verdict.met))
    }

    /// The verdict of a counted vote on a matter that is no election.
    ///
    /// # Errors
    /// As [`Deliberations::approves`].
    pub fn verdict(&self, dossier: &Dossier, round: &Round) -> Result<Option<Verdict<'_>>, ActError> {
        let Some(result) = &round.result else {
            return Ok(None);
        };
        Ok(Some(rules::hamlet_verdict(
            &self.rulebook,
            &dossier.matter.clause,
            round.day(),
            result.count.of(rules::Question::IN_FAVOUR),
            result.count.households,
        )?))
    }

    /// Who is elected by a counted vote.
    ///
    /// # Errors
    /// As [`Deliberations::approves`].
    pub fn elected(&self, dossier: &Dossier, round: &Round) -> Result<Option<Elected<'_>>, ActError> {
        let Some(result) = &round.result else {
            return Ok(None);
        };
        Ok(Some(rules::elected(
            &self.rulebook,
            &dossier.matter.clause,
            round.day(),
            &result.count,
            dossier.matter.seats,
        )?))
    }

    /// The verdict on a matter of the whole commune: over all its hamlets of the day, those without a counted vote
    /// among them.
    ///
    /// # Errors
    /// As [`Deliberations::approves`].
    pub async fn commune_verdict(&self, read: &mut Read, dossier: &Dossier) -> Result<Verdict<'_>, ActError> {
        let rounds = dossier.deciding();
        let today = self.now().1;
        let day = rounds.iter().map(|round| round.day()).max().unwrap_or(today);
        let hamlets = units::hamlets::count(read, dossier.matter.unit, day).await?;
        let mut approving = 0;
        for round in &rounds {
            approving += u64::from(self.approves(dossier, round)?);
        }
        Ok(rules::commune_verdict(
            &self.rulebook,
            &dossier.matter.clause,
            day,
            approving,
            u64::try_from(hamlets).unwrap_or(0),
        )?)
    }

    /// Draws the result of a matter of the whole commune, when no hamlet's vote is under way.
    ///
    /// # Errors
    /// [`ActError::Stale`] when one is, or nothing was counted.
    pub async fn conclude_commune(&self, unit: UnitId, id: MatterId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let write = ledger.write();
        let dossier = self.known(write, unit, id).await?;
        let under_way = dossier
            .rounds
            .iter()
            .any(|round| !round.advisory && matches!(round.state, RoundState::Planned | RoundState::Open));
        let rounds = dossier.deciding();
        if under_way || rounds.is_empty() || dossier.matter.scope() != Scope::Commune {
            return Err(ActError::Stale);
        }
        let adopted = self.commune_verdict(write, &dossier).await?.met;
        let to = if adopted {
            MatterState::Adopted
        } else {
            MatterState::NotAdopted
        };
        let from = [MatterState::Tabled, MatterState::NotAdopted];
        if !store::move_matter(write, (unit, id), (from, to), act.at).await? {
            return Err(ActError::Stale);
        }
        self.enter_record(&mut ledger, &dossier.matter, &rounds, adopted, None, act.at)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Puts a matter into the register of decisions, in the place of what stood there before.
    async fn enter_record(
        &self,
        ledger: &mut Ledger,
        matter: &Matter,
        rounds: &[&Round],
        adopted: bool,
        recognised_on: Option<Date>,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let (mut households, mut present, mut in_favour) = (0, 0, 0);
        for result in rounds.iter().filter_map(|round| round.result.as_ref()) {
            households += result.count.households;
            present += result.attending.unwrap_or_else(|| result.count.took_part());
            in_favour += if matter.seats == 0 {
                result.count.of(rules::Question::IN_FAVOUR)
            } else {
                result.count.marks.iter().copied().max().unwrap_or(0)
            };
        }
        let Some(last) = rounds.last() else {
            return Ok(());
        };
        let day = last.day();
        let list = rules::matters(&self.rulebook, day)?;
        let clause = list
            .value
            .iter()
            .find(|item| item.key == matter.clause)
            .and_then(|item| item.article.as_ref()?.clause.clone())
            .ok_or_else(|| ActError::Form(format!("{} has no clause", matter.clause)))?;
        let number = |value: u64| ColumnValue::Number(i64::try_from(value).unwrap_or(i64::MAX));
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        put("title", ColumnValue::Text(matter.title.clone()));
        put("clause", ColumnValue::Choice(format!("clause_{clause}")));
        put("scope", ColumnValue::Choice(matter.scope().key().to_owned()));
        let form = match last.form {
            Form::Meeting | Form::HouseholdBallot => last.form.key(),
            Form::OnlineVote => "online",
        };
        put("form", ColumnValue::Choice(form.to_owned()));
        put("held_on", ColumnValue::Date(day));
        put("households", number(households));
        put("present", number(present));
        put("in_favour", number(in_favour));
        let result = if adopted { "adopted" } else { "not_adopted" };
        put("result", ColumnValue::Choice(result.to_owned()));
        if let Some(on) = recognised_on {
            put("recognised_on", ColumnValue::Date(on));
        }
        let form = self
            .catalogue
            .record_kind("community_decision")
            .ok_or_else(|| ActError::Form("no form community_decision".to_owned()))?;
        let entry = form.enter(&self.catalogue, &values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        if let Some(old) = matter.record {
            ledger
                .retract_record(matter.unit, old, "Thay bằng lần ghi sau")
                .await?;
        }
        let record = NewRecord {
            id: RecordId(self.uuid(at)),
            unit: matter.unit,
            hamlet: matter.hamlet,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        store::set_record(ledger.write(), (matter.unit, matter.id), record.id).await?;
        Ok(())
    }

    /// Writes the decision of an adopted matter, or changes it before it is final. Signatures below older words end.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the matter is not adopted, or the decision is final.
    pub async fn write_decision(
        &self,
        unit: UnitId,
        id: MatterId,
        form: DecisionForm,
        text: &str,
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let dossier = self.known(&mut write, unit, id).await?;
        if dossier.matter.state != MatterState::Adopted {
            return Err(ActError::Stale);
        }
        let decision = match dossier.decision {
            Some(decision) if decision.final_at.is_some() => return Err(ActError::Stale),
            Some(decision) => {
                if decision.text != text || decision.form != form {
                    store::clear_signatures(&mut write, unit, id).await?;
                }
                Decision {
                    form,
                    text: text.to_owned(),
                    written: act,
                    ..decision
                }
            }
            None => {
                let decided_on = dossier
                    .deciding()
                    .iter()
                    .map(|round| round.day())
                    .max()
                    .ok_or(ActError::Stale)?;
                let year = decided_on.year();
                Decision {
                    matter: id,
                    number: store::next_number(&mut write, unit, dossier.matter.hamlet, year).await?,
                    year,
                    form,
                    text: text.to_owned(),
                    decided_on,
                    written: act,
                    final_at: None,
                    published_at: None,
                    sent_on: None,
                    received_on: None,
                    answer: None,
                    set_for: None,
                    annulled: None,
                }
            }
        };
        let at = decision.written.at;
        store::save_decision(&mut write, unit, &decision).await?;
        store::touch(&mut write, (unit, id), at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Records that somebody signed the decision on paper.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is final, or a person or household signed already; [`ActError::Day`] for a day
    /// before the decision or to come.
    pub async fn sign(&self, unit: UnitId, id: MatterId, signed: &Signed, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let mut write = self.db.write().await?;
        let decision = store::decision(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let there = store::signatures(&mut write, unit, id).await?;
        let again = there.iter().any(|other| {
            (signed.household.is_some() && other.household == signed.household)
                || (signed.kind != Signature::Household && other.kind == signed.kind)
        });
        if decision.final_at.is_some() || again {
            return Err(ActError::Stale);
        }
        if signed.on < decision.decided_on || signed.on > today {
            return Err(ActError::Day);
        }
        store::insert_signature(&mut write, (unit, id), there.len(), signed, act.by.account).await?;
        store::touch(&mut write, (unit, id), act.at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Finishes the decision and makes it public: from now on nobody changes it, and its hash stands in the public log.
    ///
    /// # Errors
    /// [`ActError::Unsigned`] when signatures that the law asks for are missing, [`ActError::Stale`] when it is final.
    pub async fn finalise(&self, unit: UnitId, id: MatterId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let write = ledger.write();
        let mut dossier = self.known(write, unit, id).await?;
        let decision = dossier.decision.as_mut().ok_or(ActError::Unknown)?;
        if decision.final_at.is_some() {
            return Err(ActError::Stale);
        }
        let kinds: Vec<Signature> = dossier.signatures.iter().map(|signed| signed.kind).collect();
        let unsigned = rules::unsigned(&self.rulebook, decision.decided_on, &kinds)?;
        if !unsigned.missing.is_empty() {
            return Err(ActError::Unsigned(unsigned.missing));
        }
        decision.final_at = Some(act.at);
        decision.published_at = Some(act.at);
        store::save_decision(write, unit, decision).await?;
        self.log(write, &dossier, transparency::Act::Posted, act.at, None)
            .await?;
        store::touch(write, (unit, id), act.at).await?;
        let effect = self.effect(&dossier)?;
        self.hang_decision(&mut ledger, &dossier, (None, effect), &act)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// The code of a unit.
    pub(crate) fn code(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    /// The public octets of a published decision.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not public.
    pub fn public_octets(&self, dossier: &Dossier) -> Result<Vec<u8>, ActError> {
        let code = self.code(dossier.matter.unit)?;
        content::octets(&code, dossier)?.ok_or(ActError::Stale)
    }

    async fn log(
        &self,
        write: &mut Write,
        dossier: &Dossier,
        what: transparency::Act,
        at: Timestamp,
        event: Option<(&str, &str)>,
    ) -> Result<(), ActError> {
        let unit = dossier.matter.unit;
        let octets = self.public_octets(dossier)?;
        let mut entry = Entry::new(
            &self.code(unit)?,
            what,
            content::subject(dossier.matter.id),
            Commitment::to(&octets),
            at,
        )?;
        if let Some((name, value)) = event {
            entry = entry.detail(name, value)?;
        }
        transparency::append(write, unit, &entry).await?;
        Ok(())
    }

    /// Changes a final decision's later life, and logs what of it is public.
    async fn later(
        &self,
        unit: UnitId,
        id: MatterId,
        by: By,
        event: &str,
        change: impl FnOnce(&mut Decision, &Act, Date) -> Result<(), ActError>,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.now().1;
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let write = ledger.write();
        let mut dossier = self.known(write, unit, id).await?;
        let before = self.effect(&dossier)?;
        let decision = dossier.decision.as_mut().ok_or(ActError::Unknown)?;
        if decision.final_at.is_none() || decision.annulled.is_some() {
            return Err(ActError::Stale);
        }
        change(decision, &act, today)?;
        store::save_decision(write, unit, decision).await?;
        let day = today.to_string();
        self.log(
            write,
            &dossier,
            transparency::Act::Corrected,
            act.at,
            Some((event, &day)),
        )
        .await?;
        store::touch(write, (unit, id), act.at).await?;
        let after = self.effect(&dossier)?;
        if after != before {
            self.take_effect(&mut ledger, &dossier, after, act.at).await?;
            self.hang_decision(&mut ledger, &dossier, (before, after), &act)
                .await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// What follows from a decision's effect: people enter or leave their offices, and recognition is counted.
    async fn take_effect(
        &self,
        ledger: &mut Ledger,
        dossier: &Dossier,
        effect: Option<Effect>,
        at: Timestamp,
    ) -> Result<(), ActError> {
        let Some(Effect::From(on)) = effect else {
            return Ok(());
        };
        let matter = &dossier.matter;
        let rounds = dossier.deciding();
        let recognised = dossier
            .decision
            .as_ref()
            .and_then(|decision| decision.answer.as_ref())
            .filter(|answer| answer.outcome == Outcome::Recognised)
            .map(|answer| answer.on);
        if recognised.is_some() {
            self.enter_record(ledger, matter, &rounds, true, recognised, at)
                .await?;
        }
        let write = ledger.write();
        let (Some(office), Some(hamlet), Some(round)) = (matter.office, matter.hamlet, rounds.last()) else {
            return Ok(());
        };
        if matter.seats == 0 || office == Office::HamletHead {
            store::end_terms(write, (matter.unit, hamlet, office), on, &matter.title).await?;
        }
        let Some(elected) = self.elected(dossier, round)?.filter(|_| matter.seats > 0) else {
            return Ok(());
        };
        let ends_on = match office {
            Office::InvestmentBoard => None,
            Office::HamletHead | Office::Inspectorate => {
                rules::term_ends(&self.rulebook, on)?.map(|(ends, _)| ends)
            }
        };
        for candidate in &dossier.candidates {
            if elected.options.contains(&candidate.option) {
                let term = OfficeTerm {
                    id: TermId(self.uuid(at)),
                    hamlet: Some(hamlet),
                    office,
                    name: candidate.name.clone(),
                    begins_on: on,
                    ends_on,
                    matter: Some(matter.id),
                    ended: None,
                };
                store::insert_term(write, matter.unit, &term).await?;
            }
        }
        Ok(())
    }

    /// From when the decision has effect.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day is not known.
    pub fn effect(&self, dossier: &Dossier) -> Result<Option<Effect>, ActError> {
        let Some(decision) = &dossier.decision else {
            return Ok(None);
        };
        let matter = &dossier.matter;
        Ok(Some(
            rules::effect(
                &self.rulebook,
                &matter.clause,
                matter.scope(),
                decision.decided_on,
                decision.since(),
            )?
            .value,
        ))
    }

    /// Notes the day the decision was sent to committee and Front.
    ///
    /// # Errors
    /// [`ActError::Day`] before the decision or in the future, [`ActError::Stale`] when it is not final.
    pub async fn send(&self, unit: UnitId, id: MatterId, on: Date, by: By) -> Result<(), ActError> {
        self.later(unit, id, by, "sent", |decision, _, today| {
            if on < decision.decided_on || on > today {
                return Err(ActError::Day);
            }
            decision.sent_on = Some(on);
            Ok(())
        })
        .await
    }

    /// Notes the day it arrived; the authority's clock runs from there.
    ///
    /// # Errors
    /// [`ActError::Day`] before it was sent or in the future.
    pub async fn receive(&self, unit: UnitId, id: MatterId, on: Date, by: By) -> Result<(), ActError> {
        self.later(unit, id, by, "received", |decision, _, today| {
            if decision.sent_on.is_none_or(|sent| on < sent) || on > today {
                return Err(ActError::Day);
            }
            decision.received_on = Some(on);
            Ok(())
        })
        .await
    }

    /// Who has to recognise a decision by its clause, if anybody.
    ///
    /// # Errors
    /// As [`Deliberations::effect`].
    pub fn recogniser(&self, dossier: &Dossier) -> Result<Option<Recogniser>, ActError> {
        let Some(decision) = &dossier.decision else {
            return Ok(None);
        };
        let matter = &dossier.matter;
        let blank = rules::effect(
            &self.rulebook,
            &matter.clause,
            matter.scope(),
            decision.decided_on,
            rules::Recognition::default(),
        )?;
        Ok(match blank.value {
            Effect::Awaits(who) => Some(who),
            _ => None,
        })
    }

    /// Recognises a decision, or refuses it in writing with reasons.
    ///
    /// # Errors
    /// [`ActError::Reasons`] for a refusal without any, [`ActError::SamePerson`] for who wrote the decision,
    /// [`ActError::Day`] when it has not arrived, [`ActError::Stale`] when it was answered, or needs no recognition.
    pub async fn answer(
        &self,
        unit: UnitId,
        id: MatterId,
        outcome: Outcome,
        reasons: &str,
        by: By,
    ) -> Result<(), ActError> {
        if outcome == Outcome::Refused && reasons.trim().is_empty() {
            return Err(ActError::Reasons);
        }
        let mut read = self.db.read().await?;
        let dossier = self.known(&mut read, unit, id).await?;
        drop(read);
        if self.recogniser(&dossier)?.is_none() {
            return Err(ActError::Stale);
        }
        let event = match outcome {
            Outcome::Recognised => "recognised",
            Outcome::Refused => "refused",
        };
        self.later(unit, id, by, event, |decision, act, today| {
            if decision.answer.is_some() {
                return Err(ActError::Stale);
            }
            if decision.written.by.account == act.by.account {
                return Err(ActError::SamePerson);
            }
            if decision.received_on.is_none() {
                return Err(ActError::Day);
            }
            decision.answer = Some(Answer {
                outcome,
                on: today,
                reasons: reasons.trim().to_owned(),
                role: act.by.role.clone(),
            });
            Ok(())
        })
        .await
    }

    /// Sets the date of effect of a commune-wide decision.
    ///
    /// # Errors
    /// [`ActError::Day`] before the decision, [`ActError::Stale`] for a hamlet's matter.
    pub async fn set_effect(&self, unit: UnitId, id: MatterId, on: Date, by: By) -> Result<(), ActError> {
        let mut read = self.db.read().await?;
        let matter = store::matter(&mut read, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        drop(read);
        if matter.scope() != Scope::Commune {
            return Err(ActError::Stale);
        }
        self.later(unit, id, by, "effect_set", |decision, _, _| {
            if on < decision.decided_on {
                return Err(ActError::Day);
            }
            decision.set_for = Some(on);
            Ok(())
        })
        .await
    }

    /// Annuls a decision, on a ground of the law and with reasons.
    ///
    /// # Errors
    /// [`ActError::Reasons`] without any.
    pub async fn annul(
        &self,
        unit: UnitId,
        id: MatterId,
        ground: Ground,
        reasons: &str,
        by: By,
    ) -> Result<(), ActError> {
        if reasons.trim().is_empty() {
            return Err(ActError::Reasons);
        }
        self.later(unit, id, by, "annulled", |decision, act, today| {
            decision.annulled = Some(Annulment {
                on: today,
                ground,
                reasons: reasons.trim().to_owned(),
                role: act.by.role.clone(),
            });
            Ok(())
        })
        .await
    }

    /// Adds something to be done to carry a decision out.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the decision has no effect.
    pub async fn plan_task(
        &self,
        unit: UnitId,
        id: MatterId,
        (what, who, due_on, money): (&str, &str, Date, i64),
        by: By,
    ) -> Result<TaskId, ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let dossier = self.known(&mut write, unit, id).await?;
        if !matches!(self.effect(&dossier)?, Some(Effect::From(_))) {
            return Err(ActError::Stale);
        }
        let task = Task {
            id: TaskId(self.uuid(act.at)),
            what: what.to_owned(),
            who: who.to_owned(),
            due_on,
            money: money.max(0),
            done_on: None,
            progress: Vec::new(),
        };
        store::insert_task(&mut write, (unit, id), &task).await?;
        store::touch(&mut write, (unit, id), act.at).await?;
        write.commit().await?;
        Ok(task.id)
    }

    /// Adds news of a task.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when there is no such task.
    pub async fn progress(
        &self,
        unit: UnitId,
        id: MatterId,
        task: TaskId,
        (note, spent, done): (&str, i64, bool),
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let progress = Progress {
            on: self.now().1,
            note: note.to_owned(),
            spent,
            role: act.by.role.clone(),
        };
        let mut write = self.db.write().await?;
        let key = (unit, id, task);
        if !store::insert_progress(&mut write, key, self.uuid(act.at), &progress, done).await? {
            return Err(ActError::Unknown);
        }
        store::touch(&mut write, (unit, id), act.at).await?;
        write.commit().await?;
        Ok(())
    }
}

fn entered(readings: &[Reading]) -> Vec<Entered<Uuid>> {
    readings
        .iter()
        .map(|reading| Entered {
            by: reading.account,
            fate: reading.fate,
        })
        .collect()
}

/// A code as it is kept: without what people put between its signs, in capitals.
#[must_use]
pub fn clean_code(code: &str) -> String {
    platform::random::clean_code(code, 2 * CODE_SIGNS)
}

/// A code as it is printed: in two groups.
#[must_use]
pub fn printed_code(code: &str) -> String {
    platform::random::grouped_code(code, CODE_SIGNS / 2)
}
