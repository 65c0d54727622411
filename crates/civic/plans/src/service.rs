//! What people do about plans. Every act is one transaction: what happened, its record with its facts, and its entry in the
//! public log.

use std::{fmt, sync::Arc};

use facts::{Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{SignedDuration, Timestamp, civil::Date};
use platform::{
    access::By,
    clock::Clock,
    db::{Database, DbError, Write},
    files::NewFile,
    once,
    random::{Fill, Random},
};
use rulebook::{LookupError, Place, Rulebook};
use transparency::{Act, Commitment, Entry as Logged, EntryError};
use units::{LiveUnits, UnitId};

use crate::{
    content,
    model::{
        Entry, EntryKind, Kind, Month, PictureId, Plan, PlanId, Point, PointId, Project, ProjectId, State,
        Step, Target, TargetId, Task, TaskId, TaskState, Verdict, Year,
    },
    rules, store,
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
    /// Words that are needed are missing.
    #[error("words are missing")]
    Nothing,
    /// The last day lies before the first, or outside the plan.
    #[error("the days must lie between {0} and {1}")]
    Days(Date, Date),
    /// A plan without a task can't be issued.
    #[error("a plan needs a task")]
    NoTask,
    /// Not every target has its figure, or a reason where it was not reached.
    #[error("say of every target what was reached, and why where it was not")]
    Targets,
    /// More than 100 per cent, or less than before without a reason.
    #[error("per cent go from 0 to 100")]
    Percent,
    /// More went out than there is.
    #[error("there are {0} left of it")]
    Stock(i64),
    /// An amount below nothing, or none.
    #[error("an amount must be above 0")]
    Amount,
    /// The hour is to come, or before the plan.
    #[error("the hour is to come, or before the plan")]
    Hour,
    /// More was disbursed than was assigned.
    #[error("only {0} đồng are assigned")]
    Capital(i64),
    /// The law of the day is not known.
    #[error(transparent)]
    Law(#[from] LookupError),
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

/// How far ahead of ours the clock of a telephone at a point may be.
const AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// Plans in this installation.
pub struct Plans {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    clock: Arc<dyn Clock>,
    random: Random,
    pub(crate) demo: bool,
}

impl fmt::Debug for Plans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plans").finish_non_exhaustive()
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

impl Plans {
    /// Plans over `db`. Identifiers are made from `clock` and `fill`.
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
            catalogue,
            rulebook,
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

    /// What makes an entry this one: 128 random bits in hexadecimal.
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

    async fn log(&self, write: &mut Write, of: &Plan, act: Act, at: Timestamp) -> Result<(), ActError> {
        let code = self.code_of(of.unit)?;
        let targets = store::targets(write, of).await?;
        let tasks = store::tasks(write, of).await?;
        let octets = content::octets(&code, of, (&targets, &tasks))?.ok_or(ActError::Stale)?;
        let entry = Logged::new(&code, act, content::subject(of.id), Commitment::to(&octets), at)?;
        transparency::append(write, of.unit, &entry).await?;
        Ok(())
    }

    async fn plan_at(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, PlanId),
        (revision, state): (i64, State),
    ) -> Result<Plan, ActError> {
        let plan = store::plan(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if plan.revision == revision && plan.state == state {
            Ok(plan)
        } else {
            Err(ActError::Stale)
        }
    }

    async fn put(&self, write: &mut Write, plan: &Plan, by: &By, at: Timestamp) -> Result<(), ActError> {
        if store::save_plan(write, plan, by, at).await? {
            Ok(())
        } else {
            Err(ActError::Stale)
        }
    }

    /// Keeps a draft with its targets and tasks, new when it has no revision yet; what it had is replaced.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a title, [`ActError::Days`], [`ActError::Stale`] when it is issued or was changed.
    pub async fn draft(
        &self,
        mut plan: Plan,
        (targets, tasks): (&[Target], &[Task]),
        by: &By,
    ) -> Result<PlanId, ActError> {
        let (at, _) = self.now();
        plan.title = words(&plan.title)?;
        if plan.ends_on < plan.starts_on {
            return Err(ActError::Days(plan.starts_on, Date::MAX));
        }
        let outside = |task: &Task| task.due_on < plan.starts_on || task.due_on > plan.ends_on;
        if tasks.iter().any(outside) {
            return Err(ActError::Days(plan.starts_on, plan.ends_on));
        }
        let mut write = self.db.write().await?;
        if plan.revision == 0 {
            plan.id = PlanId(self.random.uuid(at));
            if !store::insert_plan(&mut write, &plan, by, at).await? {
                return Err(ActError::Stale);
            }
        } else {
            let there = store::plan(&mut write, plan.unit, plan.id)
                .await?
                .ok_or(ActError::Unknown)?;
            if there.state != State::Draft {
                return Err(ActError::Stale);
            }
            self.put(&mut write, &plan, by, at).await?;
            store::delete_targets(&mut write, &plan).await?;
            store::delete_tasks(&mut write, &plan).await?;
        }
        for target in targets {
            let target = Target {
                id: TargetId(self.random.uuid(at)),
                title: words(&target.title)?,
                ..target.clone()
            };
            store::put_target(&mut write, &plan, &target).await?;
        }
        for task in tasks {
            let task = Task {
                unit: plan.unit,
                id: TaskId(self.random.uuid(at)),
                plan: plan.id,
                title: words(&task.title)?,
                ..task.clone()
            };
            store::insert_task(&mut write, &task, at).await?;
        }
        write.commit().await?;
        Ok(plan.id)
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is issued or was changed.
    pub async fn discard(&self, key: (UnitId, PlanId), revision: i64) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let plan = self.plan_at(&mut write, key, (revision, State::Draft)).await?;
        if !store::delete_draft(&mut write, &plan).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    fn task_record(&self, task: &Task) -> Result<NewRecord, ActError> {
        let mut columns = vec![
            ("title", ColumnValue::Text(task.title.clone())),
            ("owner", ColumnValue::Text(task.owner.clone())),
            ("due_on", ColumnValue::Date(task.due_on)),
        ];
        columns.extend(task.done_on.map(|on| ("done_on", ColumnValue::Date(on))));
        self.record(task.unit, "plan_task", columns)
    }

    /// Writes a task's record anew; a task that was given up has none.
    async fn recorded(&self, ledger: &mut Ledger, task: &mut Task) -> Result<(), ActError> {
        if let Some(old) = task.record.take() {
            ledger.retract_record(task.unit, old, "Nhiệm vụ thay đổi").await?;
        }
        if task.state != TaskState::Cancelled {
            let record = self.task_record(task)?;
            ledger.append(std::slice::from_ref(&record)).await?;
            task.record = Some(record.id);
        }
        Ok(())
    }

    /// Issues a draft: it is public, and its tasks are counted from now on.
    ///
    /// # Errors
    /// [`ActError::NoTask`], [`ActError::Stale`]
    pub async fn issue(&self, key: (UnitId, PlanId), revision: i64, by: &By) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut plan = self
            .plan_at(ledger.write(), key, (revision, State::Draft))
            .await?;
        let tasks = store::tasks(ledger.write(), &plan).await?;
        if tasks.is_empty() && plan.kind == Kind::Ordinary {
            return Err(ActError::NoTask);
        }
        for mut task in tasks {
            self.recorded(&mut ledger, &mut task).await?;
            if !store::save_task(ledger.write(), &task, at).await? {
                return Err(ActError::Stale);
            }
        }
        plan.state = State::Issued;
        plan.issued_on = Some(today);
        self.put(ledger.write(), &plan, by, at).await?;
        self.log(ledger.write(), &plan, Act::Posted, at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Adds a task to an issued plan.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Days`], [`ActError::Stale`] when the plan is not in force.
    pub async fn add_task(&self, mut task: Task) -> Result<TaskId, ActError> {
        let (at, _) = self.now();
        task.title = words(&task.title)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let plan = store::plan(ledger.write(), task.unit, task.plan)
            .await?
            .ok_or(ActError::Unknown)?;
        if plan.state != State::Issued {
            return Err(ActError::Stale);
        }
        if task.due_on < plan.starts_on || task.due_on > plan.ends_on {
            return Err(ActError::Days(plan.starts_on, plan.ends_on));
        }
        task.id = TaskId(self.random.uuid(at));
        self.recorded(&mut ledger, &mut task).await?;
        store::insert_task(ledger.write(), &task, at).await?;
        ledger.commit().await?;
        Ok(task.id)
    }

    async fn open_task(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, TaskId),
        revision: i64,
    ) -> Result<Task, ActError> {
        let task = store::task(write, unit, id).await?.ok_or(ActError::Unknown)?;
        let plan = store::plan(write, unit, task.plan)
            .await?
            .ok_or(ActError::Unknown)?;
        if task.revision == revision && task.state == TaskState::Open && plan.state == State::Issued {
            Ok(task)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Notes how far a task is, with pictures; at 100 per cent it is done today.
    ///
    /// # Errors
    /// [`ActError::Percent`], [`ActError::Nothing`] without words, or for pictures without a caption,
    /// [`ActError::Stale`] when it is done, given up, or was changed.
    pub async fn progress(
        &self,
        key: (UnitId, TaskId),
        revision: i64,
        (percent, text): (i64, &str),
        (pictures, caption): (&[NewFile], &str),
    ) -> Result<PlanId, ActError> {
        let (at, today) = self.now();
        let text = words(text)?;
        if !(0..=100).contains(&percent) {
            return Err(ActError::Percent);
        }
        if !pictures.is_empty() {
            words(caption)?;
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut task = self.open_task(ledger.write(), key, revision).await?;
        task.percent = percent;
        if percent == 100 {
            task.state = TaskState::Done;
            task.done_on = Some(today);
            self.recorded(&mut ledger, &mut task).await?;
        }
        let step = Step {
            noted_on: today,
            percent,
            words: text,
        };
        store::insert_step(ledger.write(), &task, self.random.uuid(at), &step).await?;
        for picture in pictures {
            let id = PictureId(self.random.uuid(at));
            store::insert_picture(ledger.write(), &task, (id, caption.trim(), picture)).await?;
        }
        if !store::save_task(ledger.write(), &task, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(task.plan)
    }

    /// Gives a task up, with its reason: it is counted no more.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Stale`]
    pub async fn cancel(&self, key: (UnitId, TaskId), revision: i64, why: &str) -> Result<PlanId, ActError> {
        let (at, _) = self.now();
        let why = words(why)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut task = self.open_task(ledger.write(), key, revision).await?;
        task.state = TaskState::Cancelled;
        task.why = why;
        self.recorded(&mut ledger, &mut task).await?;
        if !store::save_task(ledger.write(), &task, at).await? {
            return Err(ActError::Stale);
        }
        ledger.commit().await?;
        Ok(task.plan)
    }

    /// Closes a plan: what was reached of each target, and why where it was not, and what came of it in words.
    ///
    /// # Errors
    /// [`ActError::Nothing`], [`ActError::Targets`], [`ActError::Stale`]
    pub async fn close(
        &self,
        key: (UnitId, PlanId),
        revision: i64,
        (reached, evaluation): (&[(TargetId, i64, String)], &str),
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let evaluation = words(evaluation)?;
        let mut ledger = Ledger::open(&self.db, at).await?;
        let mut plan = self
            .plan_at(ledger.write(), key, (revision, State::Issued))
            .await?;
        for mut target in store::targets(ledger.write(), &plan).await? {
            let (_, value, why) = reached
                .iter()
                .find(|(id, _, _)| *id == target.id)
                .ok_or(ActError::Targets)?;
            let verdict = rules::verdict(target.planned, *value);
            if verdict != Verdict::Reached && why.trim().is_empty() {
                return Err(ActError::Targets);
            }
            target.reached = Some(*value);
            target.verdict = Some(verdict);
            target.why = why.trim().to_owned();
            store::put_target(ledger.write(), &plan, &target).await?;
        }
        plan.state = State::Closed;
        plan.closed_on = Some(today);
        plan.evaluation = evaluation;
        self.put(ledger.write(), &plan, by, at).await?;
        self.log(ledger.write(), &plan, Act::Corrected, at).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Drafts the next period of a plan that comes again: its targets and tasks, moved by its period.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it does not come again, is a draft, or has a next one.
    pub async fn renew(&self, (unit, id): (UnitId, PlanId), by: &By) -> Result<PlanId, ActError> {
        let mut read = self.db.read().await?;
        let plan = store::plan(&mut read, unit, id).await?.ok_or(ActError::Unknown)?;
        let targets = store::targets(&mut read, &plan).await?;
        let tasks = store::tasks(&mut read, &plan).await?;
        drop(read);
        let step = rules::step(&plan)
            .filter(|_| plan.state != State::Draft)
            .ok_or(ActError::Stale)?;
        let fresh: Vec<Target> = targets
            .into_iter()
            .map(|target| Target {
                reached: None,
                verdict: None,
                why: String::new(),
                ..target
            })
            .collect();
        let moved: Vec<Task> = tasks
            .into_iter()
            .filter(|task| task.state != TaskState::Cancelled)
            .map(|task| Task {
                begins_on: rules::next(task.begins_on, step),
                due_on: rules::next(task.due_on, step),
                state: TaskState::Open,
                percent: 0,
                done_on: None,
                record: None,
                ..task
            })
            .collect();
        let next = Plan {
            starts_on: rules::next(plan.starts_on, step),
            ends_on: rules::next(plan.ends_on, step),
            follows: Some(plan.id),
            state: State::Draft,
            issued_on: None,
            closed_on: None,
            evaluation: String::new(),
            revision: 0,
            ..plan
        };
        self.draft(next, (&fresh, &moved), by).await
    }

    async fn emergency(&self, write: &mut Write, (unit, id): (UnitId, PlanId)) -> Result<Plan, ActError> {
        let plan = store::plan(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if plan.kind == Kind::Emergency && plan.state == State::Issued {
            Ok(plan)
        } else {
            Err(ActError::Stale)
        }
    }

    /// Sets a point up.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without name or place, [`ActError::Stale`] when the plan is no emergency in force.
    pub async fn set_up(&self, key: (UnitId, PlanId), name: &str, place: &str) -> Result<PointId, ActError> {
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        let plan = self.emergency(&mut write, key).await?;
        let point = Point {
            id: PointId(self.random.uuid(at)),
            name: words(name)?,
            place: words(place)?,
            closed_on: None,
        };
        store::put_point(&mut write, &plan, &point).await?;
        write.commit().await?;
        Ok(point.id)
    }

    /// Closes a point.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is closed.
    pub async fn take_down(&self, key: (UnitId, PlanId), point: PointId) -> Result<(), ActError> {
        let (_, today) = self.now();
        let mut write = self.db.write().await?;
        let plan = self.emergency(&mut write, key).await?;
        let points = store::points(&mut write, &plan).await?;
        let mut found = points
            .into_iter()
            .find(|known| known.id == point)
            .ok_or(ActError::Unknown)?;
        if found.closed_on.is_some() {
            return Err(ActError::Stale);
        }
        found.closed_on = Some(today);
        store::put_point(&mut write, &plan, &found).await?;
        write.commit().await?;
        Ok(())
    }

    /// Keeps what a point reports. `once` makes it this one: sent again, by a telephone whose network came back, it is kept
    /// once. Supplies never go below nothing.
    ///
    /// # Errors
    /// [`ActError::Amount`], [`ActError::Stock`], [`ActError::Hour`], [`ActError::Nothing`] for a supply without an item,
    /// [`ActError::Unknown`] for a figure that is in no list or a point that is closed.
    pub async fn report(
        &self,
        key: (UnitId, PlanId),
        once: &str,
        entry: &Entry,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut entry = entry.clone();
        entry.item = entry.item.trim().to_owned();
        entry.words = entry.words.trim().to_owned();
        let mut write = self.db.write().await?;
        let plan = self.emergency(&mut write, key).await?;
        let points = store::points(&mut write, &plan).await?;
        if !points
            .iter()
            .any(|point| point.id == entry.point && point.closed_on.is_none())
        {
            return Err(ActError::Unknown);
        }
        let begun = platform::clock::moment(plan.starts_on, 0);
        if entry.noted_at > at + AHEAD || entry.noted_at < begun {
            return Err(ActError::Hour);
        }
        let hash = once::hashed("plans-once", once);
        match entry.kind {
            EntryKind::Shift => {
                entry.item.clear();
                if entry.amount < 0 {
                    return Err(ActError::Amount);
                }
            }
            EntryKind::Supply => {
                entry.item = words(&entry.item)?;
                if entry.amount == 0 {
                    return Err(ActError::Amount);
                }
                store::hold_plan(&mut write, &plan).await?;
                let entries = store::entries(&mut write, &plan).await?;
                let left = rules::stocks(&entries)
                    .get(&(entry.point, entry.item.clone()))
                    .copied()
                    .unwrap_or_default();
                if left + entry.amount < 0 && !store::is_kept(&mut write, plan.unit, &hash).await? {
                    return Err(ActError::Stock(left));
                }
            }
            EntryKind::Situation => {
                let figures = self
                    .rulebook
                    .items("plans.situation.figures", Place::Any, today)?
                    .value;
                if !figures.iter().any(|figure| figure.key == entry.item) {
                    return Err(ActError::Unknown);
                }
                if entry.amount < 0 {
                    return Err(ActError::Amount);
                }
            }
        }
        store::insert_entry(&mut write, &plan, (self.random.uuid(at), &entry, &hash), by, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Keeps a new project.
    ///
    /// # Errors
    /// [`ActError::Nothing`] without a title or an investor.
    pub async fn add_project(&self, mut new: Project, by: &By) -> Result<ProjectId, ActError> {
        let (at, _) = self.now();
        new.title = words(&new.title)?;
        new.investor = words(&new.investor)?;
        new.id = ProjectId(self.random.uuid(at));
        let mut write = self.db.write().await?;
        store::insert_project(&mut write, &new, by, at).await?;
        write.commit().await?;
        Ok(new.id)
    }

    fn capital(&self, of: &Project, (entry, on, amount): (&str, Date, i64)) -> Result<NewRecord, ActError> {
        let columns = vec![
            ("title", ColumnValue::Text(of.title.clone())),
            ("entry", ColumnValue::Choice(entry.to_owned())),
            ("entered_on", ColumnValue::Date(on)),
            ("amount_vnd", ColumnValue::Number(amount)),
        ];
        self.record(of.unit, "capital_entry", columns)
    }

    async fn project_year(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, ProjectId),
        year: i16,
    ) -> Result<(Project, Year), ActError> {
        let project = store::project(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if project.ended_on.is_some() {
            return Err(ActError::Stale);
        }
        store::hold_project(write, &project).await?;
        let years = store::years(write, unit, Some(id)).await?;
        let known = years
            .into_iter()
            .map(|(_, known)| known)
            .find(|known| known.year == year);
        Ok((
            project,
            known.unwrap_or(Year {
                year,
                assigned: 0,
                record: None,
                months: Vec::new(),
            }),
        ))
    }

    /// Sets what a project's year is assigned, and what is to be disbursed in each month (12 of them), in đồng.
    ///
    /// # Errors
    /// [`ActError::Amount`], [`ActError::Capital`] when months come to more than is assigned, or less is assigned than was
    /// disbursed.
    pub async fn assign(
        &self,
        key: (UnitId, ProjectId),
        year: i16,
        (assigned, months): (i64, &[i64; 12]),
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let planned: i64 = months.iter().sum();
        if assigned <= 0 || months.iter().any(|month| *month < 0) {
            return Err(ActError::Amount);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let (project, mut known) = self.project_year(ledger.write(), key, year).await?;
        let (_, disbursed) = rules::so_far(&known, 12);
        if planned > assigned || disbursed > assigned {
            return Err(ActError::Capital(assigned));
        }
        if known.assigned != assigned {
            if let Some(old) = known.record.take() {
                ledger
                    .retract_record(project.unit, old, "Vốn giao thay đổi")
                    .await?;
            }
            // Capital of a year counts in that year, whenever it is written down.
            let on = today.clamp(jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
            let record = self.capital(&project, ("assigned", on, assigned))?;
            ledger.append(std::slice::from_ref(&record)).await?;
            known.assigned = assigned;
            known.record = Some(record.id);
        }
        store::put_capital(ledger.write(), &project, &known).await?;
        for (index, planned) in (1_i8..).zip(months) {
            let before = known.months.iter().find(|month| month.month == index);
            let month = Month {
                month: index,
                planned: *planned,
                disbursed: before.and_then(|month| month.disbursed),
                record: before.and_then(|month| month.record),
            };
            store::put_month(ledger.write(), &project, (year, &month)).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Says what was disbursed in a month, in đồng; said again, it takes the place of what was said.
    ///
    /// # Errors
    /// [`ActError::Amount`], [`ActError::Capital`] when all months come to more than is assigned, [`ActError::Hour`] for a
    /// month to come.
    pub async fn disburse(
        &self,
        key: (UnitId, ProjectId),
        (year, month): (i16, i8),
        amount: i64,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let first = Date::new(year, month, 1).map_err(|_| ActError::Hour)?;
        if first > today {
            return Err(ActError::Hour);
        }
        if amount < 0 {
            return Err(ActError::Amount);
        }
        let mut ledger = Ledger::open(&self.db, at).await?;
        let (project, known) = self.project_year(ledger.write(), key, year).await?;
        let before = known.months.iter().find(|known| known.month == month).copied();
        let (_, all) = rules::so_far(&known, 12);
        let others = all - before.and_then(|month| month.disbursed).unwrap_or_default();
        if others + amount > known.assigned {
            return Err(ActError::Capital(known.assigned - others));
        }
        if let Some(old) = before.and_then(|month| month.record) {
            ledger
                .retract_record(project.unit, old, "Số giải ngân trong tháng được ghi lại")
                .await?;
        }
        let mut record = None;
        if amount > 0 {
            let on = first.last_of_month().min(today);
            let new = self.capital(&project, ("disbursed", on, amount))?;
            ledger.append(std::slice::from_ref(&new)).await?;
            record = Some(new.id);
        }
        let said = Month {
            month,
            planned: before.map_or(0, |month| month.planned),
            disbursed: Some(amount),
            record,
        };
        store::put_month(ledger.write(), &project, (year, &said)).await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Ends a project.
    ///
    /// # Errors
    /// [`ActError::Days`] for a day to come or before it began, [`ActError::Stale`].
    pub async fn end_project(
        &self,
        (unit, id): (UnitId, ProjectId),
        revision: i64,
        on: Date,
        by: &By,
    ) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut write = self.db.write().await?;
        let mut project = store::project(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if on < project.begun_on || on > today {
            return Err(ActError::Days(project.begun_on, today));
        }
        if project.ended_on.is_some() {
            return Err(ActError::Stale);
        }
        project.revision = revision;
        project.ended_on = Some(on);
        if !store::save_project(&mut write, &project, by, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }
}
