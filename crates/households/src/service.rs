//! What people do to the register. Every act is one transaction: the change and its trace.

use std::{fmt, sync::Arc};

use jiff::{Timestamp, civil::Date};
use platform::{
    clock::Clock,
    db::{Database, DbError, Read, Write},
    random::{Fill, Random},
};
use uuid::Uuid;

use crate::{
    ids::{HouseholdId, RepresentativeId},
    link,
    model::{By, HamletKey, Household, NewHousehold, Person, Representative, TraceKind},
    rules::{History, Refused, State},
    store::{self, First, Line},
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such household or representative in this hamlet.
    #[error("there is no such thing in this hamlet")]
    Unknown,
    /// Somebody else changed it in the meantime.
    #[error("it was changed in the meantime")]
    Stale,
    /// Another household of the hamlet has the number.
    #[error("another household of the hamlet has the number {0}")]
    NumberTaken(i64),
    /// The rules do not allow it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A stored history is not in order.
    #[error("the history of a household is damaged")]
    Damaged,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// A household as somebody read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Where it is registered.
    pub place: HamletKey,
    /// The household.
    pub id: HouseholdId,
    /// How many acts there had been on it.
    pub revision: i64,
}

impl From<&Household> for Seen {
    fn from(household: &Household) -> Self {
        Self {
            place: household.place,
            id: household.id,
            revision: household.revision,
        }
    }
}

/// What stands in the register rightly, in place of what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The number.
    pub number: i64,
    /// The address.
    pub address: String,
    /// The representative, who stays the same person. Not looked at when erased.
    pub person: Person,
}

/// The register of households.
pub struct Households {
    pub(crate) db: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
}

impl fmt::Debug for Households {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Households").finish_non_exhaustive()
    }
}

impl Households {
    /// The register kept in a database.
    #[must_use]
    pub fn new(db: Database, clock: Arc<dyn Clock>, fill: Fill) -> Self {
        Self {
            db,
            clock,
            random: Random::new(fill),
        }
    }

    /// A new identifier of that instant.
    pub(crate) fn uuid(&self, at: Timestamp) -> Uuid {
        self.random.uuid(at)
    }

    /// Lists a household, with its representative.
    ///
    /// # Errors
    /// [`ActError::NumberTaken`], [`Refused::InFuture`], or what the engine says.
    pub async fn list(&self, place: HamletKey, new: NewHousehold, by: &By) -> Result<HouseholdId, ActError> {
        let mut act = self.begin(TraceKind::Listed, String::new());
        if new.from > self.clock.today() {
            return Err(Refused::InFuture.into());
        }
        let mut write = self.db.write().await?;
        if store::is_taken(&mut write, place, new.number, None).await? {
            return Err(ActError::NumberTaken(new.number));
        }
        let first = self.first(place, new, act.at);
        let id = first.id;
        act.note(self, place, Some(id));
        store::insert(&mut write, &[first]).await?;
        act.commit(write, by).await?;
        Ok(id)
    }

    pub(crate) fn first(&self, place: HamletKey, new: NewHousehold, at: Timestamp) -> First {
        First {
            place,
            id: HouseholdId(self.uuid(at)),
            number: new.number,
            address: new.address,
            from: new.from,
            standing: self.uuid(at),
            representative: RepresentativeId(self.uuid(at)),
            person: new.person,
        }
    }

    /// Puts right what was written wrongly about a household or its representative. Nothing happens when nothing is
    /// wrong.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn correct(
        &self,
        seen: Seen,
        correction: Correction,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let mut act = self.begin(TraceKind::Corrected, reason.to_owned());
        let mut write = self.db.write().await?;
        let household = find(&mut write, seen).await?;
        self.correct_in(&mut write, &mut act, household, correction)
            .await?;
        if !act.lines.is_empty() {
            act.commit(write, by).await?;
        }
        Ok(())
    }

    pub(crate) async fn correct_in(
        &self,
        write: &mut Write,
        act: &mut Act,
        mut household: Household,
        correction: Correction,
    ) -> Result<(), ActError> {
        let key = (household.place, household.id);
        let before = act.lines.len();
        if household.number != correction.number {
            if store::is_taken(write, key.0, correction.number, Some(key.1)).await? {
                return Err(ActError::NumberTaken(correction.number));
            }
            let (old, new) = (household.number.to_string(), correction.number.to_string());
            act.change(self, key, None, "number", (old, new));
            household.number = correction.number;
        }
        if household.address != correction.address {
            let old = std::mem::replace(&mut household.address, correction.address.clone());
            act.change(self, key, None, "address", (old, correction.address));
        }
        if let Some(person) = &mut household.representative.person
            && *person != correction.person
        {
            let id = household.representative.id;
            let changes = differences(person, &correction.person);
            for (field, values) in changes {
                act.change(self, key, Some(id), field, values);
            }
            *person = correction.person;
            store::update_person(write, key, id, person).await?;
        }
        if act.lines.len() > before && !store::update(write, &household).await? {
            return Err(ActError::Stale);
        }
        Ok(())
    }

    /// From a day on, another person speaks for the household. Whoever did before does so no more on that day.
    ///
    /// # Errors
    /// [`ActError`]; a household that left the register has nobody to speak for it.
    pub async fn represent(
        &self,
        seen: Seen,
        person: Person,
        from: Date,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let mut act = self.begin(TraceKind::Represented, reason.to_owned());
        let mut write = self.db.write().await?;
        let household = find(&mut write, seen).await?;
        self.represent_in(&mut write, &mut act, household, (person, from))
            .await?;
        act.commit(write, by).await
    }

    pub(crate) async fn represent_in(
        &self,
        write: &mut Write,
        act: &mut Act,
        mut household: Household,
        (person, from): (Person, Date),
    ) -> Result<(), ActError> {
        let key = (household.place, household.id);
        if household.state != State::Listed {
            return Err(Refused::NotListed.into());
        }
        let turns = store::representatives(write, key.0, key.1).await?;
        let turns = turns.into_iter().filter(|one| !one.mistaken);
        let turns = turns.map(|one| (one.from, one.id)).collect();
        let mut history = History::of(turns).ok_or(ActError::Damaged)?;
        let id = RepresentativeId(self.uuid(act.at));
        let replaced = history.turn(from, id, self.clock.today())?;
        store::add_representative(write, key, (id, from, &person), replaced).await?;
        // The account was of who spoke for the household before.
        link::end(write, key.0, key.1, act.at).await?;
        let old = household.representative;
        let old_name = old.person.map(|person| person.name).unwrap_or_default();
        act.change(self, key, Some(old.id), "name", (old_name, String::new()));
        act.change(self, key, Some(id), "name", (String::new(), person.name.clone()));
        household.representative = Representative {
            id,
            from,
            mistaken: false,
            person: Some(person),
        };
        if store::update(write, &household).await? {
            Ok(())
        } else {
            Err(ActError::Stale)
        }
    }

    /// From a day on, the household left the register, or is back in it: the one undoes the other, and nothing is
    /// deleted. On the day of the last such act, that act was a mistake and never counted.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn stand(
        &self,
        seen: Seen,
        next: State,
        from: Date,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let mut act = self.begin(TraceKind::Stood, reason.to_owned());
        let mut write = self.db.write().await?;
        let mut household = find(&mut write, seen).await?;
        let key = (household.place, household.id);
        household.state.may_become(next)?;
        let turns = store::standings(&mut write, key.0, key.1).await?;
        let mut history = History::of(turns).ok_or(ActError::Damaged)?;
        let id = self.uuid(act.at);
        let replaced = history.turn(from, (id, next), self.clock.today())?;
        store::add_standing(
            &mut write,
            key,
            (id, from, next),
            replaced.map(|(replaced, _)| replaced),
        )
        .await?;
        let values = (household.state.key().to_owned(), next.key().to_owned());
        act.change(self, key, None, "state", values);
        household.state = next;
        household.since = from;
        if !store::update(&mut write, &household).await? {
            return Err(ActError::Stale);
        }
        act.commit(write, by).await
    }

    /// Erases what is known about a person who asked for it, from the register and from its trace. The household, its
    /// history and its vote stay.
    ///
    /// # Errors
    /// [`ActError`]; [`ActError::Unknown`] when it was erased before.
    pub async fn erase(
        &self,
        seen: Seen,
        representative: RepresentativeId,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let mut act = self.begin(TraceKind::Erased, reason.to_owned());
        let mut write = self.db.write().await?;
        let mut household = find(&mut write, seen).await?;
        let key = (household.place, household.id);
        let all = store::representatives(&mut write, key.0, key.1).await?;
        let known = all
            .iter()
            .any(|one| one.id == representative && one.person.is_some());
        if !known {
            return Err(ActError::Unknown);
        }
        store::erase(&mut write, key, representative).await?;
        link::end(&mut write, key.0, key.1, act.at).await?;
        if household.representative.id == representative {
            household.representative.person = None;
        }
        if !store::update(&mut write, &household).await? {
            return Err(ActError::Stale);
        }
        // Not of that person: its reason says only that it was asked for, and stays.
        act.note(self, key.0, Some(key.1));
        act.commit(write, by).await
    }

    /// The whole register of a hamlet, to be taken away; that it was leaves a trace.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn export(&self, place: HamletKey, by: &By) -> Result<Vec<Household>, ActError> {
        let mut act = self.begin(TraceKind::Exported, String::new());
        let mut write = self.db.write().await?;
        let all = store::register(&mut write, place.unit, Some(place.hamlet)).await?;
        act.note(self, place, None);
        act.commit(write, by).await?;
        Ok(all)
    }

    pub(crate) fn begin(&self, kind: TraceKind, reason: String) -> Act {
        let at = self.clock.now();
        Act {
            id: self.uuid(at),
            at,
            kind,
            reason,
            lines: Vec::new(),
        }
    }
}

/// The household as it was seen, unless somebody has changed it since.
async fn find(read: &mut Read, seen: Seen) -> Result<Household, ActError> {
    let household = store::household(read, seen.place, seen.id).await?;
    let household = household.ok_or(ActError::Unknown)?;
    if household.revision == seen.revision {
        Ok(household)
    } else {
        Err(ActError::Stale)
    }
}

/// What differs between two descriptions of a person: field, before, after.
pub(crate) fn differences(old: &Person, new: &Person) -> Vec<(&'static str, (String, String))> {
    let year = |year: Option<i64>| year.map(|year| year.to_string()).unwrap_or_default();
    let all = [
        ("name", (old.name.clone(), new.name.clone())),
        ("birth_year", (year(old.birth_year), year(new.birth_year))),
        ("basis", (old.basis.key().to_owned(), new.basis.key().to_owned())),
        ("phone", (old.phone.clone(), new.phone.clone())),
    ];
    let differs = |(_, (before, after)): &(_, (String, String))| before != after;
    all.into_iter().filter(differs).collect()
}

/// An act in progress: the lines it leaves in the trace.
pub(crate) struct Act {
    id: Uuid,
    pub(crate) at: Timestamp,
    kind: TraceKind,
    reason: String,
    lines: Vec<Line>,
}

impl Act {
    /// That something was done, without values.
    pub(crate) fn note(&mut self, desk: &Households, place: HamletKey, household: Option<HouseholdId>) {
        self.line(desk, (place, household), None, "", (String::new(), String::new()));
    }

    /// That something changed; `whose` is the person that the values tell about.
    fn change(
        &mut self,
        desk: &Households,
        (place, household): (HamletKey, HouseholdId),
        whose: Option<RepresentativeId>,
        field: &'static str,
        values: (String, String),
    ) {
        self.line(desk, (place, Some(household)), whose, field, values);
    }

    fn line(
        &mut self,
        desk: &Households,
        (place, household): (HamletKey, Option<HouseholdId>),
        representative: Option<RepresentativeId>,
        field: &'static str,
        (before, after): (String, String),
    ) {
        self.lines.push(Line {
            place,
            id: desk.uuid(self.at),
            act: self.id,
            household,
            representative,
            at: self.at,
            kind: self.kind,
            field,
            before,
            after,
            reason: self.reason.clone(),
        });
    }

    /// From here on, what is done is of another kind.
    pub(crate) fn goes_on(&mut self, kind: TraceKind) {
        self.kind = kind;
    }

    /// Stores the trace and makes everything lasting.
    pub(crate) async fn commit(self, mut write: Write, by: &By) -> Result<(), ActError> {
        store::insert_traces(&mut write, by, &self.lines).await?;
        write.commit().await?;
        Ok(())
    }
}
