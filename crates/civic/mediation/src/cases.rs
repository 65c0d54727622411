//! What a team does with a case. Everything in words is sealed; every reading and writing leaves a line in the trace.

use jiff::{Timestamp, civil::Date};
use platform::{
    access::{Actor, By, Place},
    db::{Read, Write},
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{CaseId, MemberId, NoteId, UndertakingId},
    model::{
        Act, Case, Dispute, End, HamletKey, Kept, Member, Note, NoteKind, State, Team, Told, Trace,
        Undertaking, Words,
    },
    rules,
    seal::UnitKey,
    service::{ActError, Mediations, Refused},
    store,
};

/// The function in the policy table.
pub(crate) const FUNCTION: &str = "mediation";
/// Lines of a case's trace that are shown.
const TRACES: usize = 30;

/// Somebody of a hamlet's team: who has one of these may read and write its cases.
#[derive(Debug, Clone)]
pub struct Colleague {
    /// Who, in which role.
    pub by: By,
    /// As which mediator.
    pub me: MemberId,
    /// The team.
    pub team: Team,
    /// All who are or were in it.
    pub members: Vec<Member>,
}

/// A case as somebody read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Where.
    pub place: HamletKey,
    /// Which.
    pub id: CaseId,
    /// How many acts there had been on it.
    pub revision: i64,
}

/// A case as it is taken down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCase {
    /// What it is about.
    pub dispute: Dispute,
    /// Key of what started it, in the law's list.
    pub ground: String,
    /// The day the team was told.
    pub received_on: Date,
    /// Parties and matter.
    pub told: Told,
}

/// How a mediator was given a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment {
    /// To whom.
    pub mediator: MemberId,
    /// When.
    pub on: Date,
    /// Settled where it happened.
    pub on_the_spot: bool,
    /// Another day to begin on, agreed by the parties.
    pub agreed_day: Option<Date>,
}

/// How a case ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The day.
    pub on: Date,
    /// Key of the ending in the law's list, or of what the law does not have mediated.
    pub key: String,
    /// What is written about it.
    pub words: Words,
    /// What the parties undertook, each with its day.
    pub undertakings: Vec<(String, Option<Date>)>,
    /// Whether they want it in writing.
    pub written: bool,
}

/// What the court was asked, or said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Court {
    /// It was asked.
    Asked(Date),
    /// It recognised the settlement.
    Recognised(Date),
    /// It did not.
    Refused(Date),
}

/// A case with its words, opened for somebody of its team.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The case.
    pub case: Case,
    /// Parties and matter; none once erased.
    pub told: Option<Told>,
    /// What was written, in order.
    pub notes: Vec<(Note, Option<Words>)>,
    /// What the parties undertook.
    pub undertakings: Vec<(Undertaking, Option<String>)>,
    /// Who read and wrote it, the newest first.
    pub traces: Vec<Trace>,
}

/// An open case as it is carried on a telephone.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The case.
    pub case: Case,
    /// Parties and matter.
    pub told: Option<Told>,
    /// What was written, in order.
    pub notes: Vec<(Note, Option<Words>)>,
}

/// What a mediator wrote on a telephone while it had no network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// A case taken down.
    Case(NewCase),
    /// Something about a case of the team.
    Note {
        /// Which case.
        case: CaseId,
        /// A meeting, or something to remember.
        kind: NoteKind,
        /// The day it is about.
        day: Date,
        /// What it says.
        text: String,
    },
}

impl Mediations {
    /// Whom a person is in a hamlet's team: the role alone is not enough, nor is the list of the team alone.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for everybody else.
    pub async fn colleague(
        &self,
        read: &mut Read,
        actor: &Actor,
        place: HamletKey,
    ) -> Result<Colleague, ActError> {
        let by = actor
            .by(FUNCTION, "work", Place::hamlet(place.unit, place.hamlet))
            .ok_or(ActError::Unknown)?;
        let (team, members) = self.team(read, place).await?;
        let today = self.clock.today();
        let me = members
            .iter()
            .find(|member| member.serves_on(today) && member.entered.account == Some(by.account))
            .ok_or(ActError::Unknown)?
            .id;
        Ok(Colleague {
            by,
            me,
            team,
            members,
        })
    }

    /// The unit's key; none while it has none.
    async fn key(&self, read: &mut Read, unit: UnitId) -> Result<Option<UnitKey>, ActError> {
        let Some(wrapped) = store::key(read, unit).await? else {
            return Ok(None);
        };
        let master = self.master.as_ref().ok_or(ActError::NoKey)?;
        master.unwrap(unit, &wrapped).map(Some).ok_or(ActError::NoKey)
    }

    /// The unit's key, made when it has none.
    async fn key_to_write(&self, write: &mut Write, unit: UnitId) -> Result<UnitKey, ActError> {
        if let Some(key) = self.key(write, unit).await? {
            return Ok(key);
        }
        let master = self.master.as_ref().ok_or(ActError::NoKey)?;
        let at = self.clock.instant();
        let key = UnitKey::new(unit, self.random.octets());
        let wrapped = master.wrap(self.random.octets(), &key);
        store::insert_key(write, (unit, self.uuid(at)), wrapped, at).await?;
        Ok(key)
    }

    fn sealed<T: serde::Serialize>(
        &self,
        key: &UnitKey,
        place: (&str, Uuid),
        words: &T,
    ) -> Result<Option<Vec<u8>>, ActError> {
        key.seal(self.random.octets(), place, words)
            .map(Some)
            .map_err(|_| ActError::Seal)
    }

    /// Parties and matter of a case; none once erased.
    fn told(key: Option<&UnitKey>, case: &Case) -> Result<Option<Told>, ActError> {
        let (Some(key), Some(sealed)) = (key, &case.sealed) else {
            return Ok(None);
        };
        key.open(("case", case.id.0), sealed)
            .map(Some)
            .ok_or(ActError::NoKey)
    }

    /// What a note says; none once erased.
    fn words(key: Option<&UnitKey>, note: &Note) -> Result<Option<Words>, ActError> {
        let (Some(key), Some(sealed)) = (key, &note.sealed) else {
            return Ok(None);
        };
        key.open(("note", note.id.0), sealed)
            .map(Some)
            .ok_or(ActError::NoKey)
    }

    /// The day by which something is counted: not in a quarter whose figures are out.
    async fn counted(&self, read: &mut Read, unit: UnitId, day: Date) -> Result<Date, ActError> {
        let out = store::last_period(read, unit).await?;
        let closed = out.is_some_and(|out| facts::Period::of(day) <= out);
        Ok(if closed { self.clock.today() } else { day })
    }

    /// Takes a case down: a mediator for the team, or a hamlet head who hands it to the team and does not see it again.
    ///
    /// # Errors
    /// [`Refused::Future`], [`ActError::Unknown`] where there is no team, [`ActError::NoKey`], or what the engine says.
    pub async fn receive(&self, place: HamletKey, new: NewCase, by: &By) -> Result<CaseId, ActError> {
        let mut write = self.db.write().await?;
        if store::team(&mut write, place).await?.is_none() {
            return Err(ActError::Unknown);
        }
        let id = self
            .take_down(&mut write, place, new, (None, by, self.clock.instant()))
            .await?;
        write.commit().await?;
        Ok(id)
    }

    async fn take_down(
        &self,
        write: &mut Write,
        place: HamletKey,
        new: NewCase,
        (continues, by, at): (Option<CaseId>, &By, Timestamp),
    ) -> Result<CaseId, ActError> {
        self.not_in_future(new.received_on)?;
        let key = self.key_to_write(write, place.unit).await?;
        let id = CaseId(self.uuid(at));
        let year = i64::from(new.received_on.year());
        let case = Case {
            id,
            place,
            number: (year, store::next_number(write, place, year).await?),
            dispute: new.dispute,
            ground: new.ground,
            state: State::Received,
            received_on: new.received_on,
            counted_on: self.counted(write, place.unit, new.received_on).await?,
            assigned: None,
            on_the_spot: false,
            agreed_day: None,
            begun_on: None,
            ended: None,
            counted_ended_on: None,
            written: false,
            court_asked_on: None,
            court_ended: None,
            continues,
            erase_on: None,
            erased_at: None,
            sealed: self.sealed(&key, ("case", id.0), &new.told)?,
            posted: None,
            revision: 1,
        };
        store::insert_case(write, &case).await?;
        store::trace(write, (place, Some(id)), (self.uuid(at), at), Act::Received, by).await?;
        Ok(id)
    }

    /// The cases of a hamlet with their parties, for the list: the open ones, or a page of those that ended.
    ///
    /// # Errors
    /// [`ActError::NoKey`], or what the engine says.
    pub async fn list(
        &self,
        place: HamletKey,
        ended_before: Option<Option<(i64, i64)>>,
        by: &By,
    ) -> Result<Vec<(Case, Option<Told>)>, ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let cases = match ended_before {
            None => store::open_cases(&mut write, place).await?,
            Some(before) => store::ended_cases(&mut write, place, before, store::PAGE + 1).await?,
        };
        let key = self.key(&mut write, place.unit).await?;
        let told = cases
            .into_iter()
            .map(|case| Ok((Self::told(key.as_ref(), &case)?, case)))
            .map(|found: Result<_, ActError>| found.map(|(told, case)| (case, told)))
            .collect::<Result<Vec<_>, ActError>>()?;
        store::trace(&mut write, (place, None), (self.uuid(at), at), Act::Listed, by).await?;
        write.commit().await?;
        Ok(told)
    }

    /// Opens a case for somebody of its team, and notes that it was read.
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::NoKey`], or what the engine says.
    pub async fn open(&self, place: HamletKey, id: CaseId, act: Act, by: &By) -> Result<Opened, ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let case = store::case(&mut write, place, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let key = self.key(&mut write, place.unit).await?;
        let told = Self::told(key.as_ref(), &case)?;
        let mut notes = Vec::new();
        for note in store::notes(&mut write, place.unit, id).await? {
            let words = Self::words(key.as_ref(), &note)?;
            notes.push((note, words));
        }
        let mut undertakings = Vec::new();
        for undertaking in store::undertakings(&mut write, place.unit, id).await? {
            let words = match (&key, &undertaking.sealed) {
                (Some(key), Some(sealed)) => Some(
                    key.open(("undertaking", undertaking.id.0), sealed)
                        .ok_or(ActError::NoKey)?,
                ),
                _ => None,
            };
            undertakings.push((undertaking, words));
        }
        store::trace(&mut write, (place, Some(id)), (self.uuid(at), at), act, by).await?;
        let traces = store::traces(&mut write, place.unit, id, TRACES).await?;
        write.commit().await?;
        Ok(Opened {
            case,
            told,
            notes,
            undertakings,
            traces,
        })
    }

    /// The open cases of a hamlet with all that was written about them, for a mediator's telephone. Each of them notes that
    /// it was carried away.
    ///
    /// # Errors
    /// [`ActError::NoKey`], or what the engine says.
    pub async fn carry(&self, place: HamletKey, by: &By) -> Result<Vec<Carried>, ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let key = self.key(&mut write, place.unit).await?;
        let mut notes = store::notes_of_open_cases(&mut write, place).await?;
        let mut carried = Vec::new();
        for case in store::open_cases(&mut write, place).await? {
            let told = Self::told(key.as_ref(), &case)?;
            let notes = notes
                .remove(&case.id)
                .unwrap_or_default()
                .into_iter()
                .map(|note| Ok((Self::words(key.as_ref(), &note)?, note)))
                .map(|read: Result<_, ActError>| read.map(|(words, note)| (note, words)))
                .collect::<Result<_, _>>()?;
            let line = (self.uuid(at), at);
            store::trace(&mut write, (place, Some(case.id)), line, Act::Carried, by).await?;
            carried.push(Carried { case, told, notes });
        }
        write.commit().await?;
        Ok(carried)
    }

    /// Takes in what was written on a telephone, once for each identifier that the telephone gave it. A meeting of a case
    /// that ended in the meantime, or that nobody was assigned to, is kept as a note: what was written is not lost.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::TooEarly`], [`Refused::NotNow`] for a case whose words were erased,
    /// [`ActError::Unknown`], or what the engine says.
    pub async fn bring(&self, place: HamletKey, id: Uuid, brought: Brought, by: &By) -> Result<(), ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        if !store::insert_brought(&mut write, place.unit, (id, at), by).await? {
            return Ok(());
        }
        match brought {
            Brought::Case(new) => {
                self.take_down(&mut write, place, new, (None, by, at)).await?;
            }
            Brought::Note {
                case,
                kind,
                day,
                text,
            } => {
                let case = store::case(&mut write, place, case)
                    .await?
                    .ok_or(ActError::Unknown)?;
                let kind = if case.state.is_open() && case.assigned.is_some() {
                    kind
                } else {
                    NoteKind::Note
                };
                self.put_down(&mut write, case, (kind, day), &text, (by, at))
                    .await?;
            }
        }
        write.commit().await?;
        Ok(())
    }

    /// Reads a case without its words, to be changed.
    async fn seen(&self, write: &mut Write, seen: Seen) -> Result<Case, ActError> {
        let case = store::case(write, seen.place, seen.id)
            .await?
            .ok_or(ActError::Unknown)?;
        if case.revision != seen.revision {
            return Err(ActError::Stale);
        }
        Ok(case)
    }

    async fn written(&self, mut write: Write, case: &Case, by: &By, at: Timestamp) -> Result<(), ActError> {
        self.save(&mut write, case, by, at).await?;
        write.commit().await?;
        Ok(())
    }

    async fn save(&self, write: &mut Write, case: &Case, by: &By, at: Timestamp) -> Result<(), ActError> {
        if !store::update_case(write, case).await? {
            return Err(ActError::Stale);
        }
        let line = (self.uuid(at), at);
        store::trace(write, (case.place, Some(case.id)), line, Act::Wrote, by).await?;
        Ok(())
    }

    async fn note(
        &self,
        write: &mut Write,
        case: &Case,
        (kind, day): (NoteKind, Date),
        words: &Words,
        (by, at): (&By, Timestamp),
    ) -> Result<(), ActError> {
        let id = NoteId(self.uuid(at));
        let key = self.key_to_write(write, case.place.unit).await?;
        let note = Note {
            id,
            kind,
            day,
            at,
            role: by.role.clone(),
            sealed: self.sealed(&key, ("note", id.0), words)?,
        };
        store::insert_note(write, (case.place.unit, case.id), &note, by).await?;
        Ok(())
    }

    /// Gives a case to a mediator of the team. Settled on the spot, it has begun with that.
    ///
    /// # Errors
    /// [`Refused::NotInOffice`], [`Refused::TooEarly`], [`Refused::NotNow`], [`ActError::Stale`], or what the engine says.
    pub async fn assign(
        &self,
        seen: Seen,
        assignment: Assignment,
        colleague: &Colleague,
    ) -> Result<(), ActError> {
        self.not_in_future(assignment.on)?;
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let mut case = self.seen(&mut write, seen).await?;
        if !case.state.is_open() {
            return Err(ActError::Refused(Refused::NotNow));
        }
        let wrong = |day: Date| day < case.received_on;
        if wrong(assignment.on) || assignment.agreed_day.is_some_and(|day| day < assignment.on) {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        let serves = colleague
            .members
            .iter()
            .any(|member| member.id == assignment.mediator && member.serves_on(assignment.on));
        if !serves {
            return Err(ActError::Refused(Refused::NotInOffice));
        }
        case.assigned = Some((assignment.mediator, assignment.on));
        case.on_the_spot = assignment.on_the_spot;
        case.agreed_day = assignment.agreed_day;
        if assignment.on_the_spot {
            case.begun_on.get_or_insert(assignment.on);
        }
        case.state = if case.begun_on.is_some() {
            State::Begun
        } else {
            State::Assigned
        };
        self.written(write, &case, &colleague.by, at).await
    }

    /// Writes down a meeting of the parties, or something to remember.
    ///
    /// # Errors
    /// [`Refused::TooEarly`], [`Refused::NotNow`] for a meeting nobody was assigned to, [`ActError::Stale`], or what the
    /// engine says.
    pub async fn write_down(
        &self,
        seen: Seen,
        (kind, day): (NoteKind, Date),
        text: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let case = self.seen(&mut write, seen).await?;
        self.put_down(&mut write, case, (kind, day), text, (by, at))
            .await?;
        write.commit().await?;
        Ok(())
    }

    async fn put_down(
        &self,
        write: &mut Write,
        mut case: Case,
        (kind, day): (NoteKind, Date),
        text: &str,
        (by, at): (&By, Timestamp),
    ) -> Result<(), ActError> {
        self.not_in_future(day)?;
        if case.erased_at.is_some() || kind == NoteKind::Session && !case.state.is_open() {
            return Err(ActError::Refused(Refused::NotNow));
        }
        if kind == NoteKind::Session {
            let Some((_, assigned_on)) = case.assigned else {
                return Err(ActError::Refused(Refused::NotNow));
            };
            if day < assigned_on {
                return Err(ActError::Refused(Refused::TooEarly));
            }
            case.begun_on = Some(case.begun_on.map_or(day, |begun| begun.min(day)));
            case.state = State::Begun;
        } else if day < case.received_on {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        let words = Words {
            text: text.to_owned(),
            agreed: String::new(),
        };
        self.note(write, &case, (kind, day), &words, (by, at)).await?;
        self.save(write, &case, by, at).await
    }

    /// Ends a case: settled, not settled, or stopped because the law does not have it mediated.
    ///
    /// # Errors
    /// [`Refused::NotNow`], [`Refused::TooEarly`], [`ActError::Stale`], or what the engine says.
    pub async fn end(&self, seen: Seen, ending: Ending, by: &By) -> Result<(), ActError> {
        self.not_in_future(ending.on)?;
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let mut case = self.seen(&mut write, seen).await?;
        let excluded = rules::refusals(&self.rulebook, case.received_on)?
            .find(&ending.key)
            .is_some();
        let state = if excluded {
            State::Excluded
        } else {
            rules::after(&ending.key).ok_or(ActError::Unknown)?
        };
        // What turns out not to be for mediation may stop at any time; the rest ends after it has begun.
        if !case.state.is_open() || (!excluded && case.state != State::Begun) {
            return Err(ActError::Refused(Refused::NotNow));
        }
        if ending.on < case.begun_on.unwrap_or(case.received_on) {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        let unit = case.place.unit;
        let about = (NoteKind::End, ending.on);
        self.note(&mut write, &case, about, &ending.words, (by, at))
            .await?;
        if state == State::Settled {
            let key = self.key_to_write(&mut write, unit).await?;
            for (text, due_on) in &ending.undertakings {
                let id = UndertakingId(self.uuid(at));
                let undertaking = Undertaking {
                    id,
                    due_on: *due_on,
                    state: Kept::Open,
                    checked_on: None,
                    sealed: self.sealed(&key, ("undertaking", id.0), text)?,
                };
                store::insert_undertaking(&mut write, (unit, case.id), &undertaking).await?;
            }
        }
        case.state = state;
        case.written = state == State::Settled && ending.written;
        case.counted_ended_on = Some(
            self.counted(&mut write, unit, ending.on)
                .await?
                .max(case.counted_on),
        );
        case.erase_on = Some(rules::erase_on(&self.rulebook, ending.on)?.0);
        case.ended = Some(End {
            on: ending.on,
            ending: ending.key,
        });
        self.written(write, &case, by, at).await
    }

    /// Takes an unsettled case up again, as another case of the register with the same parties.
    ///
    /// # Errors
    /// [`Refused::NotNow`], [`Refused::TooEarly`], [`ActError::Stale`], or what the engine says.
    pub async fn resume(&self, seen: Seen, on: Date, by: &By) -> Result<CaseId, ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let case = self.seen(&mut write, seen).await?;
        let Some(end) = case.ended.as_ref().filter(|_| case.state == State::Unsettled) else {
            return Err(ActError::Refused(Refused::NotNow));
        };
        if on < end.on {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        let key = self.key(&mut write, case.place.unit).await?;
        let told = Self::told(key.as_ref(), &case)?.ok_or(ActError::Refused(Refused::NotNow))?;
        let new = NewCase {
            dispute: case.dispute,
            ground: "party_request".to_owned(),
            received_on: on,
            told,
        };
        let id = self
            .take_down(&mut write, case.place, new, (Some(case.id), by, at))
            .await?;
        // Whoever has the old page open learns that it was taken up.
        self.written(write, &case, by, at).await?;
        Ok(id)
    }

    /// Notes what the court was asked about a settlement, or what it said.
    ///
    /// # Errors
    /// [`Refused::NotNow`], [`Refused::TooEarly`], [`ActError::Stale`], or what the engine says.
    pub async fn court(&self, seen: Seen, court: Court, text: &str, by: &By) -> Result<(), ActError> {
        let (Court::Asked(on) | Court::Recognised(on) | Court::Refused(on)) = court;
        self.not_in_future(on)?;
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let mut case = self.seen(&mut write, seen).await?;
        let settled = case.ended.as_ref().filter(|_| case.state == State::Settled);
        let earliest = match &court {
            Court::Asked(_) => settled.map(|end| end.on),
            Court::Recognised(_) | Court::Refused(_) => case.court_asked_on,
        };
        let earliest = earliest.ok_or(ActError::Refused(Refused::NotNow))?;
        if on < earliest {
            return Err(ActError::Refused(Refused::TooEarly));
        }
        match court {
            Court::Asked(on) => case.court_asked_on = Some(on),
            Court::Recognised(on) => case.court_ended = Some((on, "recognised".to_owned())),
            Court::Refused(on) => case.court_ended = Some((on, "refused".to_owned())),
        }
        let words = Words {
            text: text.to_owned(),
            agreed: String::new(),
        };
        self.note(&mut write, &case, (NoteKind::Court, on), &words, (by, at))
            .await?;
        self.written(write, &case, by, at).await
    }

    /// Notes whether an undertaking was kept (Article 26).
    ///
    /// # Errors
    /// [`ActError::Unknown`], [`ActError::Stale`], or what the engine says.
    pub async fn follow_up(
        &self,
        seen: Seen,
        id: UndertakingId,
        (kept, on): (Kept, Date),
        text: &str,
        by: &By,
    ) -> Result<(), ActError> {
        self.not_in_future(on)?;
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        let case = self.seen(&mut write, seen).await?;
        if case.erased_at.is_some() {
            return Err(ActError::Refused(Refused::NotNow));
        }
        let key = (case.place.unit, case.id, id);
        if !store::check_undertaking(&mut write, key, kept, on).await? {
            return Err(ActError::Unknown);
        }
        let words = Words {
            text: text.to_owned(),
            agreed: String::new(),
        };
        self.note(&mut write, &case, (NoteKind::FollowUp, on), &words, (by, at))
            .await?;
        self.written(write, &case, by, at).await
    }

    /// Destroys a unit's key, and with it everything in words about its cases, for good. Says how many cases that were.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn forget(&self, unit: UnitId) -> Result<u64, ActError> {
        let mut write = self.db.write().await?;
        let cases = store::forget(&mut write, unit, self.clock.instant()).await?;
        write.commit().await?;
        Ok(cases)
    }
}
