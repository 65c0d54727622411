//! What is public of a plan, as octets that anybody can hash: what was issued, and what came of it. Progress between the two
//! is shown and not logged.

use jiff::civil::Date;
use serde::Serialize;
use transparency::Subject;

use crate::model::{Plan, PlanId, State, Target, Task};

/// Kind of a plan in the public log.
pub const PLAN: &str = "plan";

/// The subject of entries on a plan.
#[must_use]
pub fn subject(id: PlanId) -> Subject {
    Subject::new(PLAN, id.to_string())
}

#[derive(Debug, Serialize)]
struct Aimed<'a> {
    title: &'a str,
    measure: &'a str,
    planned: i64,
    reached: Option<i64>,
    verdict: Option<&'a str>,
    why: &'a str,
}

#[derive(Debug, Serialize)]
struct Done<'a> {
    title: &'a str,
    state: &'a str,
    done_on: Option<Date>,
    why: &'a str,
}

/// The members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    kind: &'a str,
    title: &'a str,
    basis: &'a str,
    starts_on: Date,
    ends_on: Date,
    issued_on: Option<Date>,
    targets: Vec<Aimed<'a>>,
    closed_on: Option<Date>,
    evaluation: &'a str,
    /// How each task ended; none while the plan is in force.
    tasks: Vec<Done<'a>>,
}

/// The public octets: JSON in UTF-8 without white space; none for a draft.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(
    unit: &str,
    of: &Plan,
    (targets, tasks): (&[Target], &[Task]),
) -> Result<Option<Vec<u8>>, serde_json::Error> {
    if of.state == State::Draft {
        return Ok(None);
    }
    let closed = of.state == State::Closed;
    serde_json::to_vec(&Content {
        unit,
        id: of.id.to_string(),
        kind: of.kind.key(),
        title: &of.title,
        basis: &of.basis,
        starts_on: of.starts_on,
        ends_on: of.ends_on,
        issued_on: of.issued_on,
        targets: targets
            .iter()
            .map(|target| Aimed {
                title: &target.title,
                measure: &target.measure,
                planned: target.planned,
                reached: target.reached,
                verdict: target.verdict.map(crate::model::Verdict::key),
                why: &target.why,
            })
            .collect(),
        closed_on: of.closed_on,
        evaluation: &of.evaluation,
        tasks: tasks
            .iter()
            .filter(|_| closed)
            .map(|task| Done {
                title: &task.title,
                state: task.state.key(),
                done_on: task.done_on,
                why: &task.why,
            })
            .collect(),
    })
    .map(Some)
}
