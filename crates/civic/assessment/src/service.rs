//! What people do about assessments. Every act is one transaction: what happened, its record with its facts, and its entry in
//! the public log.

use std::{collections::BTreeMap, fmt, sync::Arc};

use facts::{Catalogue, ColumnValue, Counted, Counter, Ledger, NewRecord, Period, RecordId, Values};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::{By, Limiter},
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    once::{self, CODE_SIGNS},
    outbox::OutboxKey,
    random::{Fill, Random, clean_code},
};
use rulebook::Rulebook;
use transparency::{Act, Commitment, Entry, EntryError, Subject};
use units::{LiveUnits, Unit, UnitId};

use crate::{
    content,
    criteria::{CriteriaSet, SURVEY},
    model::{
        Assessment, AssessmentId, Commendation, CommendationId, Objection, ObjectionId, ObjectionState, Said,
        Score, State, Survey, SurveyId, Tally, Value,
    },
    rules::{self, RuleError, ScoreFault},
    store::{self, Slip},
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
    /// Who sent an assessment in may not check it.
    #[error("who sent an assessment in may not check it")]
    SamePerson,
    /// The year has not begun.
    #[error("the year {0} has not begun")]
    TooEarly(i16),
    /// Points that can't be taken.
    #[error(transparent)]
    Score(#[from] ScoreFault),
    /// Words that are needed are missing.
    #[error("words are missing")]
    Nothing,
    /// The time to object is over.
    #[error("objections were taken until {0}")]
    Over(Date),
    /// The survey ends before today, or is open for longer than the rulebook lets it be.
    #[error("a survey opened today can be open until {0}")]
    Closing(Date),
    /// So many slips can't be printed at once.
    #[error("between 1 and {MOST_SLIPS} slips are printed at once")]
    Slips,
    /// The code belongs to no slip of this survey.
    #[error("the code belongs to no slip of this survey")]
    Code,
    /// Somebody answered with this slip already.
    #[error("somebody answered with this slip already")]
    Used,
    /// Not every question is answered from 1 to 5.
    #[error("not every question is answered")]
    Unasked,
    /// Nobody is commended, or the day is to come.
    #[error("name who is commended, and a day that has come")]
    Commended,
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

/// The most slips printed at once.
pub const MOST_SLIPS: i64 = 500;
/// Signs of a slip's code: 40 bits, good within one survey only.
const SLIP_SIGNS: usize = 8;
/// Objections sent by one line within the time: a family, a café, a hamlet head who helps neighbours.
const MOST_SENT: usize = 20;
/// Those without a proof that a browser worked for them.
const MOST_UNPROVEN: usize = 3;
const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Wrong codes by one line within the time.
const MOST_WRONG: usize = 20;
const WRONG_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// Figures by source.
pub type Figures = BTreeMap<String, Value>;

/// Assessments in this installation.
pub struct Assessments {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) sets: Vec<CriteriaSet>,
    pub(crate) counter: Counter,
    pub(crate) rulebook: Arc<Rulebook>,
    calendar: WorkingCalendar,
    clock: Arc<dyn Clock>,
    random: Random,
    key: OutboxKey,
    pub(crate) demo: bool,
    pub(crate) sending: Limiter,
    pub(crate) unproven: Limiter,
    pub(crate) guessing: Limiter,
}

impl fmt::Debug for Assessments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assessments").finish_non_exhaustive()
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

impl Assessments {
    /// Assessments by these sets over `db`. What people say is sealed with `key`; identifiers are made from `clock` and
    /// `fill`.
    #[must_use]
    pub fn new(
        (db, units, sets): (Database, LiveUnits, Vec<CriteriaSet>),
        (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
        clock: Arc<dyn Clock>,
        (key, fill): (OutboxKey, Fill),
    ) -> Self {
        let random = Random::new(fill);
        let (sending, unproven, guessing) = (random.octets(), random.octets(), random.octets());
        Self {
            db,
            units,
            sets,
            counter: Counter::new(catalogue),
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

    /// The set of a key.
    #[must_use]
    pub fn set(&self, key: &str) -> Option<&CriteriaSet> {
        self.sets.iter().find(|set| set.key == key)
    }

    /// The set of an address.
    #[must_use]
    pub fn set_at(&self, slug: &str) -> Option<&CriteriaSet> {
        self.sets.iter().find(|set| set.slug == slug)
    }

    fn unit(&self, id: UnitId) -> Result<Unit, ActError> {
        let units = self.units.current();
        units.get(id).cloned().ok_or(ActError::Unknown)
    }

    fn set_of(&self, of: &Assessment) -> Result<&CriteriaSet, ActError> {
        self.set(&of.set).ok_or(ActError::Unknown)
    }

    /// What is counted today of the figures that speak for a set's criteria in a unit's year.
    ///
    /// # Errors
    /// [`ActError::Db`], [`ActError::Law`]
    pub async fn figures(
        &self,
        read: &mut Read,
        unit: UnitId,
        (set, year): (&CriteriaSet, i16),
    ) -> Result<Figures, ActError> {
        let (_, today) = self.now();
        let period = Period::year(year);
        let basis = period.last_day().min(today);
        let units = self.units.current();
        let counted = self.counter.figures(read, &units, unit, period, basis).await?;
        let mut figures = Figures::new();
        let evidence = set.criteria.iter().flat_map(|criterion| &criterion.evidence);
        for key in evidence.filter_map(|evidence| evidence.indicator.as_deref()) {
            let value = match counted.figure(key).and_then(|figure| figure.counted.as_ref()) {
                Some(Counted::Exact(value)) => Value::Number(*value),
                Some(Counted::AtLeast { whole, .. }) => Value::Number(*whole),
                Some(Counted::Ratio { part, whole }) if *whole > 0 => Value::Share {
                    part: *part,
                    whole: *whole,
                },
                _ => continue,
            };
            figures.insert(key.to_owned(), value);
        }
        if let Some(survey) = store::survey_of_year(read, unit, (&set.key, year)).await?
            && let Some(value) = self.content(read, &survey).await?
        {
            figures.insert(SURVEY.to_owned(), value);
        }
        Ok(figures)
    }

    /// The share of a survey's answers by people who are content; none while too few answered.
    ///
    /// # Errors
    /// [`ActError::Db`], [`ActError::Law`]
    pub async fn content(&self, read: &mut Read, survey: &Survey) -> Result<Option<Value>, ActError> {
        let tallies = self.shown(read, survey).await?;
        let content = rules::least(&self.rulebook, "assessment.survey.content", survey.opened_on)?;
        Ok(tallies.and_then(|tallies| rules::content_share(&tallies, survey.answered, (content, 0))))
    }

    /// How often each answer of a survey was given; none while it is open, or when too few answered.
    ///
    /// # Errors
    /// [`ActError::Db`], [`ActError::Law`]
    pub async fn shown(&self, read: &mut Read, survey: &Survey) -> Result<Option<Vec<Tally>>, ActError> {
        let least = rules::least(&self.rulebook, "assessment.survey.shown", survey.opened_on)?;
        // What an answer adds to a result that is already shown is what that answer was.
        if survey.is_open(self.now().1) || survey.answered < least {
            return Ok(None);
        }
        Ok(Some(store::tallies(read, survey).await?))
    }

    /// Keeps what a commune writes about its year: points and remarks by criterion, some of which may be missing yet.
    /// `read` is the revision that was read, 0 for a first one.
    ///
    /// # Errors
    /// [`ActError::Score`], [`ActError::TooEarly`], [`ActError::Stale`] when it is no longer the commune's to change.
    pub async fn draft(
        &self,
        (unit, set, year): (UnitId, &CriteriaSet, i16),
        read: i64,
        scores: &[Score],
        by: &By,
    ) -> Result<AssessmentId, ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let kept = self
            .write_down(&mut write, (unit, set, year), read, scores, by)
            .await?;
        if !store::save(&mut write, &kept, by, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(kept.id)
    }

    /// Sends a commune's assessment in, with what was counted for it today.
    ///
    /// # Errors
    /// As [`Assessments::draft`]; [`ActError::Score`] when points are missing.
    pub async fn submit(
        &self,
        (unit, set, year): (UnitId, &CriteriaSet, i16),
        read: i64,
        scores: &[Score],
        by: &By,
    ) -> Result<AssessmentId, ActError> {
        let (at, today) = self.now();
        rules::check_own(set, scores)?;
        let mut write = self.db.write().await?;
        let mut kept = self
            .write_down(&mut write, (unit, set, year), read, scores, by)
            .await?;
        let grade = rules::grade(set, kept.own_sum()).ok_or(ActError::Unknown)?;
        kept.own_grade.clone_from(&grade.key);
        kept.state = State::Submitted;
        kept.submitted_on = Some(today);
        kept.submitted_by = Some(by.account);
        kept.evidence = self
            .figures(&mut write, unit, (set, year))
            .await?
            .into_iter()
            .collect();
        if !store::save(&mut write, &kept, by, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(kept.id)
    }

    /// The assessment with what was written into it, begun when there is none.
    async fn write_down(
        &self,
        write: &mut Write,
        (unit, set, year): (UnitId, &CriteriaSet, i16),
        read: i64,
        scores: &[Score],
        by: &By,
    ) -> Result<Assessment, ActError> {
        let (at, today) = self.now();
        if year > today.year() {
            return Err(ActError::TooEarly(year));
        }
        if !set.is_for(self.unit(unit)?.kind, year) {
            return Err(ActError::Unknown);
        }
        rules::check_draft(set, scores)?;
        let known = store::of_year(write, unit, (&set.key, year)).await?;
        let mut kept = match known {
            Some(known) if known.revision == read && known.state.is_the_communes() => known,
            Some(_) => return Err(ActError::Stale),
            None if read == 0 => {
                let new = Assessment {
                    unit,
                    id: AssessmentId(self.random.uuid(at)),
                    set: set.key.clone(),
                    year,
                    state: State::Draft,
                    own_grade: String::new(),
                    submitted_on: None,
                    submitted_by: None,
                    grade: None,
                    published_on: None,
                    reason: String::new(),
                    version: 0,
                    revision: 1,
                    record: None,
                    scores: Vec::new(),
                    evidence: Vec::new(),
                };
                if !store::insert(write, &new, by, at).await? {
                    return Err(ActError::Stale);
                }
                new
            }
            None => return Err(ActError::Stale),
        };
        kept.scores = scores
            .iter()
            .map(|score| Score {
                criterion: score.criterion.clone(),
                own: score.own,
                own_note: score.own_note.trim().to_owned(),
                points: None,
                note: String::new(),
            })
            .collect();
        Ok(kept)
    }

    async fn at_revision(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, AssessmentId),
        revision: i64,
    ) -> Result<Assessment, ActError> {
        let found = store::assessment(write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if found.revision == revision {
            Ok(found)
        } else {
            Err(ActError::Stale)
        }
    }

    /// The level above sends an assessment back to the commune, with what is to be mended.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn send_back(
        &self,
        key: (UnitId, AssessmentId),
        revision: i64,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, _) = self.now();
        let reason = words(reason)?;
        let mut write = self.db.write().await?;
        let mut found = self.at_revision(&mut write, key, revision).await?;
        if found.state != State::Submitted {
            return Err(ActError::Stale);
        }
        found.state = State::Returned;
        found.reason = reason;
        if !store::save(&mut write, &found, by, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// The level above gives its own points, with the reason beside each that differs, and publishes the result. A published
    /// one is published anew, corrected: what was counted of it is taken back first.
    ///
    /// # Errors
    /// [`ActError::SamePerson`], [`ActError::Score`], [`ActError::Nothing`] for a correction without a reason,
    /// [`ActError::Stale`].
    pub async fn publish(
        &self,
        key: (UnitId, AssessmentId),
        revision: i64,
        (points, reason): (&[(String, i64, String)], &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = self.at_revision(ledger.write(), key, revision).await?;
        let corrected = match found.state {
            State::Submitted => false,
            State::Published => true,
            State::Draft | State::Returned => return Err(ActError::Stale),
        };
        if found.submitted_by == Some(by.account) {
            return Err(ActError::SamePerson);
        }
        let set = self.set_of(&found)?;
        if let Some((key, _, _)) = points.iter().find(|(key, _, _)| set.criterion(key).is_none()) {
            return Err(ScoreFault::Unknown(key.clone()).into());
        }
        for score in &mut found.scores {
            let given = points.iter().find(|(key, _, _)| *key == score.criterion);
            score.points = given.map(|(_, points, _)| *points);
            score.note = given
                .map(|(_, _, note)| note.trim().to_owned())
                .unwrap_or_default();
        }
        rules::check_points(set, &found.scores)?;
        found.reason = if corrected {
            words(reason)?
        } else {
            reason.trim().to_owned()
        };
        let grade = rules::grade(set, found.sum()).ok_or(ActError::Unknown)?;
        found.grade = Some(grade.key.clone());
        found.state = State::Published;
        found.published_on = Some(today);
        found.version += 1;
        if let Some(old) = found.record.take() {
            ledger.retract_record(found.unit, old, &found.reason).await?;
        }
        let unit = self.unit(found.unit)?;
        if let Some(form) = &set.record {
            let record = self.record(
                unit.id,
                form,
                [
                    ("title", ColumnValue::Text(unit.name.clone())),
                    ("place", ColumnValue::Choice("commune".to_owned())),
                    ("grade", ColumnValue::Choice(grade.key.clone())),
                    ("decided_on", ColumnValue::Date(today)),
                ],
            )?;
            ledger.append(std::slice::from_ref(&record)).await?;
            found.record = Some(record.id);
        }
        let octets = content::result(&unit.code, &found)?.ok_or(ActError::Stale)?;
        let act = if corrected { Act::Corrected } else { Act::Posted };
        let subject = content::result_subject(found.id);
        self.log(ledger.write(), &unit, (act, subject, &octets), at)
            .await?;
        if !store::save(ledger.write(), &found, by, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }

    fn record<const N: usize>(
        &self,
        unit: UnitId,
        form: &str,
        columns: [(&str, ColumnValue); N],
    ) -> Result<NewRecord, ActError> {
        let catalogue = self.counter.catalogue();
        let values: Values = columns
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
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
        unit: &Unit,
        (act, subject, octets): (Act, Subject, &[u8]),
        at: Timestamp,
    ) -> Result<(), ActError> {
        let entry = Entry::new(&unit.code, act, subject, Commitment::to(octets), at)?;
        transparency::append(write, unit.id, &entry).await?;
        Ok(())
    }

    /// The last day on which objections to a published result are taken.
    ///
    /// # Errors
    /// [`ActError::Law`]
    pub fn objections_until(&self, of: &Assessment) -> Result<Option<Date>, ActError> {
        let Some(published_on) = of.published_on else {
            return Ok(None);
        };
        let topic = "assessment.objection.open";
        Ok(Some(rules::last_day(
            &self.rulebook,
            &self.calendar,
            topic,
            published_on,
        )?))
    }

    /// Objects to a published result. `once` makes it this one: sent again, it is kept once and has the same code.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without words, [`ActError::Over`], [`ActError::Stale`] when nothing is published.
    pub async fn object(
        &self,
        (unit, id): (UnitId, AssessmentId),
        once: &str,
        said: &Said,
    ) -> Result<String, ActError> {
        let (at, today) = self.now();
        let said = Said {
            words: words(&said.words)?,
            contact: said.contact.trim().to_owned(),
        };
        let code = once::code("assessment-code", once);
        let mut write = self.db.write().await?;
        let of = store::assessment(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let until = self
            .objections_until(&of)?
            .filter(|_| of.state == State::Published)
            .ok_or(ActError::Stale)?;
        if today > until {
            return Err(ActError::Over(until));
        }
        let open = serde_json::to_vec(&said)?;
        let objection = Objection {
            unit,
            id: ObjectionId(self.random.uuid(at)),
            assessment: id,
            state: ObjectionState::Waiting,
            sent_on: today,
            due_on: rules::last_day(
                &self.rulebook,
                &self.calendar,
                "assessment.objection.answer",
                today,
            )?,
            answered_on: None,
            answer: String::new(),
            sealed: Some(self.key.seal(self.random.octets(), &open)),
            kept_until: None,
            code_hash: once::hashed("assessment-code", &code),
            once_hash: once::hashed("assessment-once", once),
        };
        store::insert_objection(&mut write, &objection, at).await?;
        write.commit().await?;
        Ok(code)
    }

    /// The objection a code leads to, with what it objects to.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the code leads nowhere.
    pub async fn by_code(
        &self,
        read: &mut Read,
        unit: UnitId,
        code: &str,
    ) -> Result<(Objection, Assessment), ActError> {
        let hash = once::hashed("assessment-code", &clean_code(code, CODE_SIGNS));
        let found = store::by_code(read, unit, &hash)
            .await?
            .ok_or(ActError::Unknown)?;
        let of = store::assessment(read, unit, found.assessment).await?;
        Ok((found, of.ok_or(ActError::Unknown)?))
    }

    /// What was said in an objection; nothing when it was erased, or can't be opened.
    #[must_use]
    pub fn said(&self, objection: &Objection) -> Said {
        objection
            .sealed
            .as_deref()
            .and_then(|sealed| self.key.open(sealed))
            .and_then(|open| serde_json::from_slice(&open).ok())
            .unwrap_or_default()
    }

    /// Answers an objection in public. One that is upheld leads to a correction of the result.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without an answer, [`ActError::Stale`] when it is answered.
    pub async fn answer(
        &self,
        (unit, id): (UnitId, ObjectionId),
        (upheld, answer): (bool, &str),
    ) -> Result<AssessmentId, ActError> {
        let (at, today) = self.now();
        let answer = words(answer)?;
        let mut write = self.db.write().await?;
        let mut objection = store::objection(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        objection.state = if upheld {
            ObjectionState::Upheld
        } else {
            ObjectionState::Refused
        };
        objection.answered_on = Some(today);
        objection.answer = answer;
        let topic = "assessment.objection.kept";
        objection.kept_until = Some(rules::last_day(&self.rulebook, &self.calendar, topic, today)?);
        if !store::save_answer(&mut write, &objection, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(objection.assessment)
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

    fn codes(&self, count: i64) -> Result<Vec<String>, ActError> {
        if !(1..=MOST_SLIPS).contains(&count) {
            return Err(ActError::Slips);
        }
        Ok((0..count).map(|_| self.random.code::<SLIP_SIGNS>()).collect())
    }

    fn closing(&self, from: Date, closes_on: Date) -> Result<(), ActError> {
        let last = rules::last_day(&self.rulebook, &self.calendar, "assessment.survey.open", from)?;
        if closes_on < self.now().1 || closes_on > last {
            return Err(ActError::Closing(last));
        }
        Ok(())
    }

    /// Opens the survey of a unit's year, with slips to hand out. Their codes are told this once; what is kept of them leads
    /// back to none.
    ///
    /// # Errors
    /// [`ActError::Closing`], [`ActError::Slips`], [`ActError::Stale`] when the year has a survey,
    /// [`ActError::Unknown`] for a set that asks nothing.
    pub async fn open_survey(
        &self,
        (unit, set, year): (UnitId, &CriteriaSet, i16),
        (closes_on, slips): (Date, i64),
        by: &By,
    ) -> Result<(SurveyId, Vec<String>), ActError> {
        let (at, today) = self.now();
        if year > today.year() {
            return Err(ActError::TooEarly(year));
        }
        if !set.has_survey() || !set.is_for(self.unit(unit)?.kind, year) {
            return Err(ActError::Unknown);
        }
        self.closing(today, closes_on)?;
        let codes = self.codes(slips)?;
        let survey = Survey {
            unit,
            id: SurveyId(self.random.uuid(at)),
            set: set.key.clone(),
            year,
            opened_on: today,
            closes_on,
            printed: slips,
            answered: 0,
            revision: 1,
        };
        let mut write = self.db.write().await?;
        if !store::insert_survey(&mut write, &survey, by, at).await? {
            return Err(ActError::Stale);
        }
        for code in &codes {
            store::insert_slip(&mut write, &survey, &once::hashed("assessment-slip", code)).await?;
        }
        write.commit().await?;
        Ok((survey.id, codes))
    }

    async fn open_at(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, SurveyId),
        revision: i64,
    ) -> Result<Survey, ActError> {
        let survey = store::survey(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if survey.revision == revision && survey.is_open(self.now().1) {
            Ok(survey)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Prints more slips of an open survey. Their codes are told this once.
    ///
    /// # Errors
    /// [`ActError::Slips`], [`ActError::Stale`]
    pub async fn more_slips(
        &self,
        key: (UnitId, SurveyId),
        revision: i64,
        slips: i64,
        by: &By,
    ) -> Result<Vec<String>, ActError> {
        let (at, _) = self.now();
        let codes = self.codes(slips)?;
        let mut write = self.db.write().await?;
        let mut survey = self.open_at(&mut write, key, revision).await?;
        survey.printed += slips;
        if !store::save_survey(&mut write, &survey, by, at).await? {
            return Err(ActError::Stale);
        }
        for code in &codes {
            store::insert_slip(&mut write, &survey, &once::hashed("assessment-slip", code)).await?;
        }
        write.commit().await?;
        Ok(codes)
    }

    /// Ends an open survey with the day before today, or with another last day.
    ///
    /// # Errors
    /// [`ActError::Closing`], [`ActError::Stale`]
    pub async fn close_survey(
        &self,
        key: (UnitId, SurveyId),
        revision: i64,
        closes_on: Option<Date>,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut write = self.db.write().await?;
        let mut survey = self.open_at(&mut write, key, revision).await?;
        match closes_on {
            Some(day) => {
                self.closing(survey.opened_on, day)?;
                survey.closes_on = day;
            }
            None => survey.closes_on = today.yesterday().map_err(|_| ActError::Stale)?,
        }
        if !store::save_survey(&mut write, &survey, by, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Answers an open survey with a slip: a question's key with a number from 1 to 5 each. What is answered is counted; that
    /// this slip was answered with is kept apart from it.
    ///
    /// # Errors
    /// [`ActError::Code`], [`ActError::Used`], [`ActError::Unasked`], [`ActError::Over`]
    pub async fn answer_survey(
        &self,
        (unit, id): (UnitId, SurveyId),
        code: &str,
        answers: &[(&str, i64)],
    ) -> Result<(), ActError> {
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let survey = store::survey(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if !survey.is_open(today) {
            return Err(ActError::Over(survey.closes_on));
        }
        let set = self.set(&survey.set).ok_or(ActError::Unknown)?;
        let complete = answers.len() == set.questions.len()
            && set.questions.iter().all(|question| {
                answers
                    .iter()
                    .any(|(key, answer)| *key == question.key && (1..=5).contains(answer))
            });
        if !complete {
            return Err(ActError::Unasked);
        }
        let hash = once::hashed("assessment-slip", &clean_code(code, SLIP_SIGNS));
        if !store::use_slip(&mut write, &survey, &hash).await? {
            return Err(match store::slip(&mut write, &survey, &hash).await? {
                Some(Slip::Used) => ActError::Used,
                Some(Slip::Fresh) => ActError::Stale,
                None => ActError::Code,
            });
        }
        store::count_answers(&mut write, &survey, answers).await?;
        write.commit().await?;
        Ok(())
    }

    /// Commends collectives and individuals by one decision. Names of individuals are sealed.
    ///
    /// # Errors
    /// [`ActError::Commended`] without anybody or for a day to come, [`ActError::Nothing`] without title or reason,
    /// [`ActError::Form`] for what is in no list.
    pub async fn commend(
        &self,
        mut new: Commendation,
        individuals: &[String],
        by: &By,
    ) -> Result<CommendationId, ActError> {
        let (at, today) = self.now();
        new.id = CommendationId(self.random.uuid(at));
        new.title = words(&new.title)?;
        new.reason = words(&new.reason)?;
        new.individuals = i64::try_from(individuals.len()).unwrap_or(i64::MAX);
        if new.commended() == 0 || new.decided_on > today {
            return Err(ActError::Commended);
        }
        new.sealed = (!individuals.is_empty()).then(|| {
            self.key
                .seal(self.random.octets(), individuals.join("\n").as_bytes())
        });
        let unit = self.unit(new.unit)?;
        let record = self.record(
            unit.id,
            "commendation",
            [
                ("title", ColumnValue::Text(new.title.clone())),
                ("for", ColumnValue::Choice(new.commended_for.clone())),
                ("decided_on", ColumnValue::Date(new.decided_on)),
                ("commended", ColumnValue::Number(new.commended())),
            ],
        )?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        ledger.append(std::slice::from_ref(&record)).await?;
        new.record = Some(record.id);
        store::insert_commendation(ledger.write(), &new, by, at).await?;
        let octets = content::commendation(&unit.code, &new)?.ok_or(ActError::Stale)?;
        let subject = content::commendation_subject(new.id);
        self.log(ledger.write(), &unit, (Act::Posted, subject, &octets), at)
            .await?;
        ledger.commit().await?;
        Ok(new.id)
    }

    /// Names of individuals of a commendation, for who may read them.
    #[must_use]
    pub fn names(&self, of: &Commendation) -> Vec<String> {
        of.sealed
            .as_deref()
            .and_then(|sealed| self.key.open(sealed))
            .and_then(|open| String::from_utf8(open).ok())
            .map(|names| names.lines().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Revokes a commendation, with its reason: what was counted is taken back, and names are erased.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a reason, [`ActError::Stale`].
    pub async fn revoke(
        &self,
        (unit, id): (UnitId, CommendationId),
        revision: i64,
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let reason = words(reason)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut found = store::commendation(ledger.write(), unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let place = self.unit(unit)?;
        let octets = content::commendation(&place.code, &found)?.ok_or(ActError::Stale)?;
        let subject = content::commendation_subject(found.id);
        self.log(ledger.write(), &place, (Act::Withdrawn, subject, &octets), at)
            .await?;
        if let Some(record) = found.record.take() {
            ledger.retract_record(unit, record, &reason).await?;
        }
        found.revision = revision;
        found.revoked_on = Some(today);
        found.revoked_why = reason;
        if !store::save_revoked(ledger.write(), &found, by, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(())
    }
}
