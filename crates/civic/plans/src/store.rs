//! Queries. Every one names its unit, and every list has its limit.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    files::NewFile,
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::model::{
    Entry, EntryKind, Kind, Month, PictureId, Plan, PlanId, Point, PointId, Project, ProjectId, Recurs,
    State, Step, Target, TargetId, Task, TaskId, TaskState, Verdict, Year,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_761,
    name: "plans",
    sql: include_str!("../migrations/2026112761_plans.sql"),
}];

/// The most of a list.
const MOST: i64 = 500;
/// The most entries that are reckoned with at once: half a year of ten points that report each hour.
const MOST_ENTRIES: i64 = 50_000;

/// Which rows of a list: those before a day and an identifier, the latest first.
pub type Before = Option<(Date, Uuid)>;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("plans: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn uuid_or_none(row: &Row, index: usize) -> DbResult<Option<Uuid>> {
    row.get::<Option<Vec<u8>>>(index)?
        .map(|id| Uuid::from_slice(&id).map_err(|_| damaged("an identifier")))
        .transpose()
}

fn uuid_value(id: Option<Uuid>) -> Value {
    Value::Bytes(id.map(bytes))
}

fn narrow<T: TryFrom<i64>>(row: &Row, index: usize, what: &str) -> DbResult<T> {
    T::try_from(row.get::<i64>(index)?).map_err(|_| damaged(what))
}

/// A query for plans; a macro, because a statement must be a literal.
macro_rules! plans {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, kind, title, basis, starts_on, ends_on, recurs, follows, state, issued_on, closed_on, \
             evaluation, revision FROM plan ",
            $tail
        )
    };
}

fn plan_of(row: &Row) -> DbResult<Plan> {
    Ok(Plan {
        unit: UnitId(row.get(0)?),
        id: PlanId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        kind: keyed(row, 2, Kind::from_key, "a kind")?,
        title: row.get(3)?,
        basis: row.get(4)?,
        starts_on: row.date(5)?,
        ends_on: row.date(6)?,
        recurs: keyed(row, 7, Recurs::from_key, "a recurrence")?,
        follows: uuid_or_none(row, 8)?.map(PlanId),
        state: keyed(row, 9, State::from_key, "a state")?,
        issued_on: row.date_or_none(10)?,
        closed_on: row.date_or_none(11)?,
        evaluation: row.get(12)?,
        revision: row.get(13)?,
    })
}

/// A plan.
///
/// # Errors
/// What the engine says.
pub async fn plan(read: &mut Read, unit: UnitId, id: PlanId) -> DbResult<Option<Plan>> {
    read.one(
        plans!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        plan_of,
    )
    .await
}

/// The plan of the period after one.
///
/// # Errors
/// What the engine says.
pub async fn next_of(read: &mut Read, unit: UnitId, id: PlanId) -> DbResult<Option<Plan>> {
    read.one(
        plans!("WHERE unit_id = $1 AND follows = $2"),
        &params![unit, id],
        plan_of,
    )
    .await
}

/// A unit's plans, the latest first, those before one; drafts among them.
///
/// # Errors
/// What the engine says.
pub async fn plans(read: &mut Read, unit: UnitId, before: Before, limit: u32) -> DbResult<Vec<Plan>> {
    let (day, id) = before.unwrap_or((Date::MAX, Uuid::max()));
    read.all(
        plans!(
            "WHERE unit_id = $1 AND (starts_on < $2 OR (starts_on = $2 AND id < $3)) \
             ORDER BY starts_on DESC, id DESC LIMIT $4"
        ),
        &params![unit, day, bytes(id), i64::from(limit)],
        plan_of,
    )
    .await
}

/// Keys of all plans that are public, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn public_after(
    read: &mut Read,
    after: Option<(UnitId, Uuid)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, Uuid)>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id)));
    read.all(
        "SELECT unit_id, id FROM plan WHERE state <> 'draft' \
         AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        |row| {
            let id = Uuid::from_slice(&row.get::<Vec<u8>>(1)?).map_err(|_| damaged("an identifier"))?;
            Ok((UnitId(row.get(0)?), id))
        },
    )
    .await
}

/// Keeps a new plan; `false` when the plan that it follows has a next one already.
///
/// # Errors
/// What the engine says.
pub async fn insert_plan(write: &mut Write, new: &Plan, by: &By, at: Timestamp) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO plan (unit_id, id, kind, title, basis, starts_on, ends_on, recurs, follows, state, evaluation, \
             revision, changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 1, $11, $12, $13) \
             ON CONFLICT (unit_id, follows) DO NOTHING",
            &params![
                new.unit,
                new.id,
                new.kind.key(),
                new.title.as_str(),
                new.basis.as_str(),
                new.starts_on,
                new.ends_on,
                new.recurs.key(),
                uuid_value(new.follows.map(|plan| plan.0)),
                new.state.key(),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// Saves a plan that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_plan(write: &mut Write, changed: &Plan, by: &By, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE plan SET title = $4, basis = $5, starts_on = $6, ends_on = $7, recurs = $8, state = $9, \
             issued_on = $10, closed_on = $11, evaluation = $12, changed_at = $13, changed_by = $14, \
             changed_role = $15, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.title.as_str(),
                changed.basis.as_str(),
                changed.starts_on,
                changed.ends_on,
                changed.recurs.key(),
                changed.state.key(),
                changed.issued_on,
                changed.closed_on,
                changed.evaluation.as_str(),
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(count == 1)
}

/// Deletes a draft that was read at its revision, with its targets and tasks; `false` when it is none any more.
///
/// # Errors
/// What the engine says.
pub async fn delete_draft(write: &mut Write, of: &Plan) -> DbResult<bool> {
    let count = write
        .execute(
            "DELETE FROM plan WHERE unit_id = $1 AND id = $2 AND revision = $3 AND state = 'draft'",
            &params![of.unit, of.id, of.revision],
        )
        .await?;
    if count != 1 {
        return Ok(false);
    }
    for statement in [
        "DELETE FROM plan_target WHERE unit_id = $1 AND plan_id = $2",
        "DELETE FROM plan_task WHERE unit_id = $1 AND plan_id = $2",
    ] {
        write.execute(statement, &params![of.unit, of.id]).await?;
    }
    Ok(true)
}

/// The targets of a plan.
///
/// # Errors
/// What the engine says.
pub async fn targets(read: &mut Read, of: &Plan) -> DbResult<Vec<Target>> {
    read.all(
        "SELECT id, title, measure, planned, reached, verdict, why FROM plan_target \
         WHERE unit_id = $1 AND plan_id = $2 ORDER BY id LIMIT $3",
        &params![of.unit, of.id, MOST],
        |row| {
            Ok(Target {
                id: TargetId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                title: row.get(1)?,
                measure: row.get(2)?,
                planned: row.get(3)?,
                reached: row.get(4)?,
                verdict: row
                    .get::<Option<String>>(5)?
                    .map(|key| Verdict::from_key(&key).ok_or_else(|| damaged("a verdict")))
                    .transpose()?,
                why: row.get(6)?,
            })
        },
    )
    .await
}

/// Keeps a target, new or changed.
///
/// # Errors
/// What the engine says.
pub async fn put_target(write: &mut Write, of: &Plan, target: &Target) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_target (unit_id, plan_id, id, title, measure, planned, reached, verdict, why) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (unit_id, plan_id, id) \
             DO UPDATE SET title = $4, measure = $5, planned = $6, reached = $7, verdict = $8, why = $9",
            &params![
                of.unit,
                of.id,
                target.id,
                target.title.as_str(),
                target.measure.as_str(),
                target.planned,
                Value::Int(target.reached),
                Value::Text(target.verdict.map(|verdict| verdict.key().to_owned())),
                target.why.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Takes the targets of a draft away.
///
/// # Errors
/// What the engine says.
pub async fn delete_targets(write: &mut Write, of: &Plan) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM plan_target WHERE unit_id = $1 AND plan_id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    Ok(())
}

/// A query for tasks; a macro, because a statement must be a literal.
macro_rules! tasks {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, plan_id, title, owner, assigned_to, begins_on, due_on, state, percent, done_on, why, \
             record_id, revision FROM plan_task ",
            $tail
        )
    };
}

fn task_of(row: &Row) -> DbResult<Task> {
    Ok(Task {
        unit: UnitId(row.get(0)?),
        id: TaskId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        plan: PlanId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        title: row.get(3)?,
        owner: row.get(4)?,
        assigned_to: row.get::<Option<i64>>(5)?.map(UnitId),
        begins_on: row.date(6)?,
        due_on: row.date(7)?,
        state: keyed(row, 8, TaskState::from_key, "the state of a task")?,
        percent: row.get(9)?,
        done_on: row.date_or_none(10)?,
        why: row.get(11)?,
        record: uuid_or_none(row, 12)?.map(RecordId),
        revision: row.get(13)?,
    })
}

/// A task.
///
/// # Errors
/// What the engine says.
pub async fn task(read: &mut Read, unit: UnitId, id: TaskId) -> DbResult<Option<Task>> {
    read.one(
        tasks!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        task_of,
    )
    .await
}

/// The tasks of a plan, by their last day.
///
/// # Errors
/// What the engine says.
pub async fn tasks(read: &mut Read, of: &Plan) -> DbResult<Vec<Task>> {
    read.all(
        tasks!("WHERE unit_id = $1 AND plan_id = $2 ORDER BY due_on, id LIMIT $3"),
        &params![of.unit, of.id, MOST],
        task_of,
    )
    .await
}

/// Open tasks of all issued plans of a unit, the nearest last day first.
///
/// # Errors
/// What the engine says.
pub async fn open_tasks(read: &mut Read, unit: UnitId) -> DbResult<Vec<Task>> {
    read.all(
        "SELECT plan_task.unit_id, plan_task.id, plan_id, plan_task.title, owner, assigned_to, begins_on, due_on, \
         plan_task.state, percent, done_on, why, record_id, plan_task.revision FROM plan_task \
         JOIN plan ON plan.unit_id = plan_task.unit_id AND plan.id = plan_task.plan_id \
         WHERE plan_task.unit_id = $1 AND plan_task.state = 'open' AND plan.state = 'issued' \
         ORDER BY due_on, plan_task.id LIMIT $2",
        &params![unit, MOST],
        task_of,
    )
    .await
}

/// Keeps a new task.
///
/// # Errors
/// What the engine says.
pub async fn insert_task(write: &mut Write, new: &Task, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_task (unit_id, id, plan_id, title, owner, assigned_to, begins_on, due_on, state, percent, \
             done_on, why, record_id, revision, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $14)",
            &params![
                new.unit,
                new.id,
                new.plan,
                new.title.as_str(),
                new.owner.as_str(),
                Value::Int(new.assigned_to.map(|unit| unit.0)),
                new.begins_on,
                new.due_on,
                new.state.key(),
                new.percent,
                new.done_on,
                new.why.as_str(),
                uuid_value(new.record.map(|record| record.0)),
                at
            ],
        )
        .await?;
    Ok(())
}

/// Saves a task that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_task(write: &mut Write, changed: &Task, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE plan_task SET title = $4, owner = $5, assigned_to = $6, begins_on = $7, due_on = $8, state = $9, \
             percent = $10, done_on = $11, why = $12, record_id = $13, changed_at = $14, revision = $3 + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.title.as_str(),
                changed.owner.as_str(),
                Value::Int(changed.assigned_to.map(|unit| unit.0)),
                changed.begins_on,
                changed.due_on,
                changed.state.key(),
                changed.percent,
                changed.done_on,
                changed.why.as_str(),
                uuid_value(changed.record.map(|record| record.0)),
                at
            ],
        )
        .await?;
    Ok(count == 1)
}

/// Takes the tasks of a draft away.
///
/// # Errors
/// What the engine says.
pub async fn delete_tasks(write: &mut Write, of: &Plan) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM plan_task WHERE unit_id = $1 AND plan_id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    Ok(())
}

/// Keeps what was done of a task.
///
/// # Errors
/// What the engine says.
pub async fn insert_step(write: &mut Write, of: &Task, id: Uuid, step: &Step) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_step (unit_id, task_id, id, noted_on, percent, words) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![
                of.unit,
                of.id,
                bytes(id),
                step.noted_on,
                step.percent,
                step.words.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// What was done of a task, in its order.
///
/// # Errors
/// What the engine says.
pub async fn steps(read: &mut Read, of: &Task) -> DbResult<Vec<Step>> {
    read.all(
        "SELECT noted_on, percent, words FROM plan_step WHERE unit_id = $1 AND task_id = $2 \
         ORDER BY noted_on, id LIMIT $3",
        &params![of.unit, of.id, MOST],
        |row| {
            Ok(Step {
                noted_on: row.date(0)?,
                percent: row.get(1)?,
                words: row.get(2)?,
            })
        },
    )
    .await
}

/// Keeps a picture of a task.
///
/// # Errors
/// What the engine says.
pub async fn insert_picture(
    write: &mut Write,
    of: &Task,
    (id, caption, file): (PictureId, &str, &NewFile),
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_picture (unit_id, task_id, id, name, media_type, caption, content) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                of.unit,
                of.id,
                id,
                file.name.as_str(),
                file.media_type.as_str(),
                caption,
                file.content.clone()
            ],
        )
        .await?;
    Ok(())
}

/// Identifiers and captions of a task's pictures.
///
/// # Errors
/// What the engine says.
pub async fn pictures(read: &mut Read, of: &Task) -> DbResult<Vec<(PictureId, String)>> {
    read.all(
        "SELECT id, caption FROM plan_picture WHERE unit_id = $1 AND task_id = $2 ORDER BY id LIMIT $3",
        &params![of.unit, of.id, MOST],
        |row| Ok((PictureId::from_bytes(&row.get::<Vec<u8>>(0)?)?, row.get(1)?)),
    )
    .await
}

/// A picture of a task.
///
/// # Errors
/// What the engine says.
pub async fn picture(
    read: &mut Read,
    (unit, task, id): (UnitId, TaskId, PictureId),
) -> DbResult<Option<NewFile>> {
    read.one(
        "SELECT name, media_type, content FROM plan_picture WHERE unit_id = $1 AND task_id = $2 AND id = $3",
        &params![unit, task, id],
        |row| {
            Ok(NewFile {
                name: row.get(0)?,
                media_type: row.get(1)?,
                content: row.get(2)?,
            })
        },
    )
    .await
}

/// The points of an emergency.
///
/// # Errors
/// What the engine says.
pub async fn points(read: &mut Read, of: &Plan) -> DbResult<Vec<Point>> {
    read.all(
        "SELECT id, name, place, closed_on FROM plan_point WHERE unit_id = $1 AND plan_id = $2 ORDER BY id LIMIT $3",
        &params![of.unit, of.id, MOST],
        |row| {
            Ok(Point {
                id: PointId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                name: row.get(1)?,
                place: row.get(2)?,
                closed_on: row.date_or_none(3)?,
            })
        },
    )
    .await
}

/// Keeps a point, new or closed.
///
/// # Errors
/// What the engine says.
pub async fn put_point(write: &mut Write, of: &Plan, point: &Point) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_point (unit_id, plan_id, id, name, place, closed_on) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (unit_id, plan_id, id) DO UPDATE SET closed_on = $6",
            &params![
                of.unit,
                of.id,
                point.id,
                point.name.as_str(),
                point.place.as_str(),
                point.closed_on
            ],
        )
        .await?;
    Ok(())
}

/// Keeps what a point reports; `false` when it was sent already.
///
/// # Errors
/// What the engine says.
pub async fn insert_entry(
    write: &mut Write,
    of: &Plan,
    (id, entry, once_hash): (Uuid, &Entry, &[u8]),
    by: &By,
    at: Timestamp,
) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO plan_entry (unit_id, plan_id, id, point_id, kind, item, amount, words, noted_at, kept_at, \
             once_hash, kept_by, kept_role) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (unit_id, once_hash) DO NOTHING",
            &params![
                of.unit,
                of.id,
                bytes(id),
                entry.point,
                entry.kind.key(),
                entry.item.as_str(),
                entry.amount,
                entry.words.as_str(),
                entry.noted_at,
                at,
                once_hash.to_vec(),
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(kept == 1)
}

/// Holds a plan until the transaction ends, so that two who report at once do not both take the last of a supply.
///
/// # Errors
/// What the engine says.
pub async fn hold_plan(write: &mut Write, of: &Plan) -> DbResult<()> {
    write
        .execute(
            "UPDATE plan SET revision = revision WHERE unit_id = $1 AND id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    Ok(())
}

/// Holds a project until the transaction ends, so that two months said at once do not both fit into what is left.
///
/// # Errors
/// What the engine says.
pub async fn hold_project(write: &mut Write, of: &Project) -> DbResult<()> {
    write
        .execute(
            "UPDATE plan_project SET revision = revision WHERE unit_id = $1 AND id = $2",
            &params![of.unit, of.id],
        )
        .await?;
    Ok(())
}

/// Whether an entry was sent already.
///
/// # Errors
/// What the engine says.
pub async fn is_kept(read: &mut Read, unit: UnitId, once_hash: &[u8]) -> DbResult<bool> {
    let found = read
        .one(
            "SELECT kept_at FROM plan_entry WHERE unit_id = $1 AND once_hash = $2",
            &params![unit, once_hash.to_vec()],
            |row| row.get::<i64>(0),
        )
        .await?;
    Ok(found.is_some())
}

/// What points of an emergency reported, in the order of their hours.
///
/// # Errors
/// What the engine says.
pub async fn entries(read: &mut Read, of: &Plan) -> DbResult<Vec<Entry>> {
    read.all(
        "SELECT point_id, kind, item, amount, words, noted_at FROM plan_entry \
         WHERE unit_id = $1 AND plan_id = $2 ORDER BY noted_at, id LIMIT $3",
        &params![of.unit, of.id, MOST_ENTRIES],
        |row| {
            Ok(Entry {
                point: PointId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                kind: keyed(row, 1, EntryKind::from_key, "the kind of an entry")?,
                item: row.get(2)?,
                amount: row.get(3)?,
                words: row.get(4)?,
                noted_at: row.instant(5)?,
            })
        },
    )
    .await
}

/// A query for projects; a macro, because a statement must be a literal.
macro_rules! projects {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, title, investor, basis, begun_on, ended_on, revision FROM plan_project ",
            $tail
        )
    };
}

fn project_of(row: &Row) -> DbResult<Project> {
    Ok(Project {
        unit: UnitId(row.get(0)?),
        id: ProjectId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        title: row.get(2)?,
        investor: row.get(3)?,
        basis: row.get(4)?,
        begun_on: row.date(5)?,
        ended_on: row.date_or_none(6)?,
        revision: row.get(7)?,
    })
}

/// A project.
///
/// # Errors
/// What the engine says.
pub async fn project(read: &mut Read, unit: UnitId, id: ProjectId) -> DbResult<Option<Project>> {
    read.one(
        projects!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        project_of,
    )
    .await
}

/// A unit's projects, those at work first.
///
/// # Errors
/// What the engine says.
pub async fn projects(read: &mut Read, unit: UnitId) -> DbResult<Vec<Project>> {
    read.all(
        projects!(
            "WHERE unit_id = $1 ORDER BY CASE WHEN ended_on IS NULL THEN 0 ELSE 1 END, begun_on DESC, id LIMIT $2"
        ),
        &params![unit, MOST],
        project_of,
    )
    .await
}

/// Keeps a new project.
///
/// # Errors
/// What the engine says.
pub async fn insert_project(write: &mut Write, new: &Project, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_project (unit_id, id, title, investor, basis, begun_on, revision, changed_at, changed_by, \
             changed_role) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9)",
            &params![
                new.unit,
                new.id,
                new.title.as_str(),
                new.investor.as_str(),
                new.basis.as_str(),
                new.begun_on,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Saves a project that was read at its revision; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn save_project(write: &mut Write, changed: &Project, by: &By, at: Timestamp) -> DbResult<bool> {
    let count = write
        .execute(
            "UPDATE plan_project SET ended_on = $4, changed_at = $5, changed_by = $6, changed_role = $7, \
             revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                changed.unit,
                changed.id,
                changed.revision,
                changed.ended_on,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(count == 1)
}

/// The years of all projects of a unit, of one project when one is named, with their months.
///
/// # Errors
/// What the engine says.
pub async fn years(
    read: &mut Read,
    unit: UnitId,
    project: Option<ProjectId>,
) -> DbResult<Vec<(ProjectId, Year)>> {
    let one = project.map(|project| bytes(project.0)).unwrap_or_default();
    let mut years: Vec<(ProjectId, Year)> = read
        .all(
            "SELECT project_id, year, assigned_vnd, record_id FROM plan_capital \
             WHERE unit_id = $1 AND ($2 OR project_id = $3) ORDER BY project_id, year",
            &params![unit, project.is_none(), one.clone()],
            |row| {
                Ok((
                    ProjectId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    Year {
                        year: narrow(row, 1, "a year")?,
                        assigned: row.get(2)?,
                        record: uuid_or_none(row, 3)?.map(RecordId),
                        months: Vec::new(),
                    },
                ))
            },
        )
        .await?;
    let months: Vec<(ProjectId, i16, Month)> = read
        .all(
            "SELECT project_id, year, month, planned_vnd, disbursed_vnd, record_id FROM plan_month \
             WHERE unit_id = $1 AND ($2 OR project_id = $3) ORDER BY project_id, year, month",
            &params![unit, project.is_none(), one],
            |row| {
                Ok((
                    ProjectId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    narrow(row, 1, "a year")?,
                    Month {
                        month: narrow(row, 2, "a month")?,
                        planned: row.get(3)?,
                        disbursed: row.get(4)?,
                        record: uuid_or_none(row, 5)?.map(RecordId),
                    },
                ))
            },
        )
        .await?;
    for (project, year, month) in months {
        if let Some((_, known)) = years
            .iter_mut()
            .find(|(of, known)| *of == project && known.year == year)
        {
            known.months.push(month);
        }
    }
    Ok(years)
}

/// Keeps the capital of a project's year.
///
/// # Errors
/// What the engine says.
pub async fn put_capital(write: &mut Write, of: &Project, year: &Year) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_capital (unit_id, project_id, year, assigned_vnd, record_id) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (unit_id, project_id, year) DO UPDATE SET assigned_vnd = $4, record_id = $5",
            &params![
                of.unit,
                of.id,
                i64::from(year.year),
                year.assigned,
                uuid_value(year.record.map(|record| record.0))
            ],
        )
        .await?;
    Ok(())
}

/// Keeps a project's month.
///
/// # Errors
/// What the engine says.
pub async fn put_month(write: &mut Write, of: &Project, (year, month): (i16, &Month)) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO plan_month (unit_id, project_id, year, month, planned_vnd, disbursed_vnd, record_id) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (unit_id, project_id, year, month) \
             DO UPDATE SET planned_vnd = $5, disbursed_vnd = $6, record_id = $7",
            &params![
                of.unit,
                of.id,
                i64::from(year),
                i64::from(month.month),
                month.planned,
                Value::Int(month.disbursed),
                uuid_value(month.record.map(|record| record.0))
            ],
        )
        .await?;
    Ok(())
}
