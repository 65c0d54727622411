//! What officers do to teams, and what both halves of the slice stand on. Every act is one transaction.

use std::{collections::BTreeMap, fmt, future::Future, pin::Pin, sync::Arc};

use facts::{Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{Timestamp, civil::Date};
use platform::{
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, DbResult, Read},
    random::{Fill, Random},
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ids::{MemberId, TeamId},
    model::{HamletKey, Member, NewMember, Team},
    rules::{self, RuleError, Size},
    seal::MasterKey,
    store,
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such team, mediator or case here.
    #[error("there is no such thing here")]
    Unknown,
    /// Somebody else changed it in the meantime, or it was done already.
    #[error("it was changed in the meantime")]
    Stale,
    /// The law or the register does not allow it.
    #[error("{0:?} does not allow it")]
    Refused(Refused),
    /// The law could not be applied.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The form of a record is not as expected.
    #[error("the form of a record: {0}")]
    Form(String),
    /// The master key is missing, or is not the one that the unit's key was sealed with.
    #[error("the master key of mediation is missing or another one")]
    NoKey,
    /// What is written can't be sealed.
    #[error("what was written can't be sealed")]
    Seal,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What stands against an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The hamlet has a team.
    HasTeam,
    /// Too few household representatives were in favour.
    NotElected,
    /// Who entered an election does not recognise it.
    SamePerson,
    /// A day lies in the future.
    Future,
    /// A day lies before the one it follows.
    TooEarly,
    /// The mediator is not in office on that day.
    NotInOffice,
    /// Another mediator of the team has that account.
    AccountTaken,
    /// The case is not where this could be done.
    NotNow,
}

/// Accounts, found.
pub type Found<'a> = Pin<Box<dyn Future<Output = DbResult<Vec<(Uuid, String)>>> + Send + 'a>>;

/// Who has accounts; the room of identity knows.
pub trait People: fmt::Debug + Send + Sync {
    /// Accounts with the role of a mediator in a hamlet, by name.
    fn mediators<'a>(&'a self, read: &'a mut Read, place: HamletKey, day: Date) -> Found<'a>;
}

/// Nobody has an account.
#[derive(Debug, Clone, Copy)]
pub struct Nobody;

impl People for Nobody {
    fn mediators<'a>(&'a self, _: &'a mut Read, _: HamletKey, _: Date) -> Found<'a> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
}

/// What is counted, the law, and the working calendar.
pub type Law = (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar);

/// Mediation: teams and cases.
pub struct Mediations {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) people: Arc<dyn People>,
    pub(crate) master: Option<MasterKey>,
    pub(crate) demo: bool,
}

impl fmt::Debug for Mediations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mediations").finish_non_exhaustive()
    }
}

impl Mediations {
    /// Mediation kept in a database. Without the master key, cases can't be read or written.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook, calendar): Law,
        (clock, fill): (Arc<dyn Clock>, Fill),
        (people, master): (Arc<dyn People>, Option<MasterKey>),
    ) -> Self {
        Self {
            db,
            units,
            catalogue,
            rulebook,
            calendar,
            clock,
            random: Random::new(fill),
            people,
            master,
            demo: false,
        }
    }

    /// The same in a demo world.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The law and the calendar, as rules take them.
    #[must_use]
    pub fn law(&self) -> (&Rulebook, &WorkingCalendar) {
        (&self.rulebook, &self.calendar)
    }

    /// A new identifier of that instant.
    pub(crate) fn uuid(&self, at: Timestamp) -> Uuid {
        self.random.uuid(at)
    }

    pub(crate) fn not_in_future(&self, day: Date) -> Result<(), ActError> {
        if day > self.clock.today() {
            return Err(ActError::Refused(Refused::Future));
        }
        Ok(())
    }

    /// Sets up a hamlet's team.
    ///
    /// # Errors
    /// [`Refused::HasTeam`], [`Refused::Future`], or what the engine says.
    pub async fn set_up(
        &self,
        place: HamletKey,
        name: String,
        on: Date,
        minority_area: bool,
    ) -> Result<TeamId, ActError> {
        self.not_in_future(on)?;
        let at = self.clock.instant();
        let mut ledger = Ledger::open(&self.db, at).await?;
        if store::team(ledger.write(), place).await?.is_some() {
            return Err(ActError::Refused(Refused::HasTeam));
        }
        let mut team = Team {
            id: TeamId(self.uuid(at)),
            place,
            name,
            set_up_on: on,
            minority_area,
            reviewed_on: None,
            dissolved_on: None,
            record: None,
        };
        store::insert_team(ledger.write(), &team).await?;
        self.count_team(&mut ledger, &mut team, on).await?;
        ledger.commit().await?;
        Ok(team.id)
    }

    /// A hamlet's team, with its mediators.
    ///
    /// # Errors
    /// [`ActError::Unknown`], or what the engine says.
    pub async fn team(&self, read: &mut Read, place: HamletKey) -> Result<(Team, Vec<Member>), ActError> {
        let team = store::team(read, place).await?.ok_or(ActError::Unknown)?;
        let members = store::members(read, place.unit, team.id).await?;
        Ok((team, members))
    }

    /// Enters somebody who was elected. The chair has yet to recognise it.
    ///
    /// # Errors
    /// [`Refused::NotElected`], [`Refused::AccountTaken`], [`Refused::Future`], or what the engine says.
    pub async fn enter(&self, place: HamletKey, new: NewMember, by: Uuid) -> Result<MemberId, ActError> {
        let election = &new.election;
        self.not_in_future(election.listed_on)?;
        if election.listed_on < election.on {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        let (elected, _) = rules::is_elected(
            &self.rulebook,
            election.in_favour,
            election.households,
            election.on,
        )?;
        if !elected {
            return Err(ActError::Refused(Refused::NotElected));
        }
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let (team, members) = self.team(&mut write, place).await?;
        let taken = members
            .iter()
            .any(|member| member.ended.is_none() && member.entered.account == new.account);
        if new.account.is_some() && taken {
            return Err(ActError::Refused(Refused::AccountTaken));
        }
        let member = Member {
            id: MemberId(self.uuid(at)),
            team: team.id,
            entered: new,
            entered_by: by,
            recognised_on: None,
            leader: false,
            ended: None,
        };
        store::insert_member(&mut write, place.unit, &member).await?;
        write.commit().await?;
        Ok(member.id)
    }

    /// The chair recognises a mediator, and perhaps as the team's leader.
    ///
    /// # Errors
    /// [`Refused::SamePerson`], [`Refused::TooEarly`], [`ActError::Stale`], or what the engine says.
    pub async fn recognise(
        &self,
        place: HamletKey,
        id: MemberId,
        (on, leader): (Date, bool),
        by: Uuid,
    ) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let mut ledger = Ledger::open(&self.db, self.clock.instant()).await?;
        let (mut team, members) = self.team(ledger.write(), place).await?;
        let member = find(&members, id)?;
        if member.entered_by == by {
            return Err(ActError::Refused(Refused::SamePerson));
        }
        if on < member.entered.election.on {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        if !store::recognise(ledger.write(), (place.unit, id), on, by).await? {
            return Err(ActError::Stale);
        }
        if leader {
            store::lead(ledger.write(), place.unit, team.id, id).await?;
        }
        self.count_team(&mut ledger, &mut team, on).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Ends somebody's time as a mediator.
    ///
    /// # Errors
    /// [`Refused::TooEarly`], [`ActError::Stale`], or what the engine says.
    pub async fn end_member(
        &self,
        place: HamletKey,
        id: MemberId,
        on: Date,
        why: &str,
    ) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let mut ledger = Ledger::open(&self.db, self.clock.instant()).await?;
        let (mut team, members) = self.team(ledger.write(), place).await?;
        let member = find(&members, id)?;
        if on < member.recognised_on.unwrap_or(member.entered.election.on) {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        if !store::end_member(ledger.write(), (place.unit, id), on, why).await? {
            return Err(ActError::Stale);
        }
        self.count_team(&mut ledger, &mut team, on).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Notes that a team was looked at, as the law wants each year.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::TooEarly`], or what the engine says.
    pub async fn review(&self, place: HamletKey, on: Date, minority_area: bool) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let mut write = self.db.write().await?;
        let (mut team, _) = self.team(&mut write, place).await?;
        if on < team.reviewed_on.unwrap_or(team.set_up_on) {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        team.reviewed_on = Some(on);
        team.minority_area = minority_area;
        store::update_team(&mut write, &team).await?;
        write.commit().await?;
        Ok(())
    }

    /// Dissolves a team. All of its mediators' times end with it, and its open cases wait for the next team.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::TooEarly`], or what the engine says.
    pub async fn dissolve(&self, place: HamletKey, on: Date, why: &str) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let mut ledger = Ledger::open(&self.db, self.clock.instant()).await?;
        let (mut team, members) = self.team(ledger.write(), place).await?;
        let counted = team.record.map_or(team.set_up_on, |(_, from)| from);
        if on < counted {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        for member in members.iter().filter(|member| member.ended.is_none()) {
            store::end_member(ledger.write(), (place.unit, member.id), on, why).await?;
        }
        team.dissolved_on = Some(on);
        self.count_team(&mut ledger, &mut team, on).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Notes training given to one mediator, or to all in office that day.
    ///
    /// # Errors
    /// [`Refused::NotInOffice`] when there is nobody, or what the engine says.
    pub async fn train(
        &self,
        place: HamletKey,
        only: Option<MemberId>,
        (on, title): (Date, &str),
    ) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let (team, members) = self.team(&mut write, place).await?;
        let rows: Vec<(Uuid, MemberId)> = members
            .iter()
            .filter(|member| member.serves_on(on) && only.is_none_or(|only| only == member.id))
            .map(|member| (self.uuid(at), member.id))
            .collect();
        if rows.is_empty() {
            return Err(ActError::Refused(Refused::NotInOffice));
        }
        store::insert_training(&mut write, (place.unit, team.id), &rows, on, title).await?;
        write.commit().await?;
        Ok(())
    }

    /// Notes an allowance paid to a mediator, in đồng.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`Refused::Future`], or what the engine says.
    pub async fn pay(&self, place: HamletKey, id: MemberId, on: Date, amount: i64) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let (team, members) = self.team(&mut write, place).await?;
        find(&members, id)?;
        store::insert_allowance(&mut write, (place.unit, team.id, id), self.uuid(at), on, amount).await?;
        write.commit().await?;
        Ok(())
    }

    /// Counts a team as it is from a day on. What it was before stays counted until that day.
    async fn count_team(&self, ledger: &mut Ledger, team: &mut Team, on: Date) -> Result<(), ActError> {
        const WHY: &str = "Thay bằng lần ghi sau";
        let unit = team.place.unit;
        let members = store::members(ledger.write(), unit, team.id).await?;
        let mut from = on;
        if let Some((old, since)) = team.record {
            ledger.retract_record(unit, old, WHY).await?;
            from = on.max(since);
            if since < from {
                let size = Size::on(&members, since);
                self.post_team(ledger, team, size, (since, Some(from))).await?;
            }
        }
        team.record = None;
        if team.dissolved_on.is_none() {
            let size = Size::on(&members, from);
            let record = self.post_team(ledger, team, size, (from, None)).await?;
            team.record = Some((record, from));
        }
        store::update_team(ledger.write(), team).await?;
        Ok(())
    }

    async fn post_team(
        &self,
        ledger: &mut Ledger,
        team: &Team,
        size: Size,
        (from, to): (Date, Option<Date>),
    ) -> Result<RecordId, ActError> {
        let number = |count: u64| ColumnValue::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let mut values = BTreeMap::from([
            ("title".to_owned(), ColumnValue::Text(team.name.clone())),
            ("set_up_on".to_owned(), ColumnValue::Date(from)),
            ("mediators".to_owned(), number(size.members)),
            ("women".to_owned(), number(size.women)),
            ("minority".to_owned(), number(size.minority)),
        ]);
        if let Some(to) = to {
            values.insert("dissolved_on".to_owned(), ColumnValue::Date(to));
        }
        self.post(
            ledger,
            ("mediation_team", values),
            team.place.unit,
            Some(team.place.hamlet),
        )
        .await
    }

    /// Adds a record with its facts.
    pub(crate) async fn post(
        &self,
        ledger: &mut Ledger,
        (form, values): (&str, Values),
        unit: UnitId,
        hamlet: Option<UnitId>,
    ) -> Result<RecordId, ActError> {
        let kind = self
            .catalogue
            .record_kind(form)
            .ok_or_else(|| ActError::Form(format!("no form {form}")))?;
        let entry = kind.enter(&self.catalogue, &values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        let record = NewRecord {
            id: RecordId(self.uuid(self.clock.instant())),
            unit,
            hamlet,
            entry,
            demo: self.demo,
            batch: None,
        };
        ledger.append(std::slice::from_ref(&record)).await?;
        Ok(record.id)
    }
}

fn find(members: &[Member], id: MemberId) -> Result<&Member, ActError> {
    members
        .iter()
        .find(|member| member.id == id)
        .ok_or(ActError::Unknown)
}
