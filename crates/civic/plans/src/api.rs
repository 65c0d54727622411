//! Open data: plans with targets and tasks, and projects with their money, of a unit.

use axum::{
    Json,
    extract::{Path, State as Extract},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Policy, Routes},
    page::Reader,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    model::{Plan, Project, State, Target, Task, Verdict, Year},
    pages::{self, Pages},
    store,
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new().get("/api/v1/plans/{unit}", Policy::Open, list)
}

/// The most plans of one answer: the latest.
const MOST: u32 = 100;

/// A target.
#[derive(Debug, Serialize, ToSchema)]
struct PlannedTarget {
    /// What it is about.
    title: String,
    /// What it is measured in.
    measure: String,
    /// What is planned, in hundredths of the measure.
    planned: i64,
    /// What was reached, in hundredths.
    reached: Option<i64>,
    /// `reached`, `partly` or `missed`.
    verdict: Option<String>,
}

/// A task.
#[derive(Debug, Serialize, ToSchema)]
struct PlannedTask {
    /// Its identifier.
    id: String,
    /// What is to be done.
    title: String,
    /// Who carries it out.
    owner: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    begins_on: Date,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// `open`, `done` or `cancelled`.
    state: String,
    /// How much of it is done, 0 to 100.
    percent: i64,
    /// When it was done.
    #[schema(value_type = Option<String>, format = Date)]
    done_on: Option<Date>,
}

/// A plan that was issued.
#[derive(Debug, Serialize, ToSchema)]
struct PlanItem {
    /// Its identifier.
    id: String,
    /// `ordinary` or `emergency`.
    kind: String,
    /// What it is called.
    title: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    starts_on: Date,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    ends_on: Date,
    /// `issued` or `closed`.
    state: String,
    /// Its targets.
    targets: Vec<PlannedTarget>,
    /// Its tasks, by their last day.
    tasks: Vec<PlannedTask>,
}

impl PlanItem {
    fn of(plan: Plan, targets: Vec<Target>, tasks: Vec<Task>) -> Self {
        Self {
            id: plan.id.to_string(),
            kind: plan.kind.key().to_owned(),
            title: plan.title,
            starts_on: plan.starts_on,
            ends_on: plan.ends_on,
            state: plan.state.key().to_owned(),
            targets: targets
                .into_iter()
                .map(|target| PlannedTarget {
                    title: target.title,
                    measure: target.measure,
                    planned: target.planned,
                    reached: target.reached,
                    verdict: target.verdict.map(Verdict::key).map(str::to_owned),
                })
                .collect(),
            tasks: tasks
                .into_iter()
                .map(|task| PlannedTask {
                    id: task.id.to_string(),
                    title: task.title,
                    owner: task.owner,
                    begins_on: task.begins_on,
                    due_on: task.due_on,
                    state: task.state.key().to_owned(),
                    percent: task.percent,
                    done_on: task.done_on,
                })
                .collect(),
        }
    }
}

/// A project's month, in đồng.
#[derive(Debug, Serialize, ToSchema)]
struct ProjectMonth {
    /// 1 to 12.
    month: i8,
    /// To be disbursed.
    planned_vnd: i64,
    /// Disbursed; none while nobody said.
    disbursed_vnd: Option<i64>,
}

/// A project's year.
#[derive(Debug, Serialize, ToSchema)]
struct ProjectYear {
    /// The year.
    year: i16,
    /// Capital assigned, in đồng.
    assigned_vnd: i64,
    /// Its months, those of which something is known.
    months: Vec<ProjectMonth>,
}

/// A public investment project.
#[derive(Debug, Serialize, ToSchema)]
struct ProjectItem {
    /// Its identifier.
    id: String,
    /// What it is called.
    title: String,
    /// Who invests.
    investor: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    begun_on: Date,
    /// Last day.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// Its years.
    years: Vec<ProjectYear>,
}

impl ProjectItem {
    fn of<'y>(project: Project, years: impl Iterator<Item = &'y Year>) -> Self {
        Self {
            id: project.id.to_string(),
            title: project.title,
            investor: project.investor,
            begun_on: project.begun_on,
            ended_on: project.ended_on,
            years: years
                .map(|year| ProjectYear {
                    year: year.year,
                    assigned_vnd: year.assigned,
                    months: year
                        .months
                        .iter()
                        .map(|month| ProjectMonth {
                            month: month.month,
                            planned_vnd: month.planned,
                            disbursed_vnd: month.disbursed,
                        })
                        .collect(),
                })
                .collect(),
        }
    }
}

/// A unit's plans and projects.
#[derive(Debug, Serialize, ToSchema)]
struct PlanList {
    /// Code of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// Plans that were issued, the latest first.
    plans: Vec<PlanItem>,
    /// Projects, those at work first.
    projects: Vec<ProjectItem>,
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct PlanProblem {
    /// What is wrong.
    error: String,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(PlanProblem { error })).into_response()
}

/// Plans and public investment projects of a commune or province.
#[utoipa::path(
    get,
    path = "/api/v1/plans/{unit}",
    params(("unit" = String, Path, description = "Code, name or short address of a commune or province", example = "30352")),
    responses(
        (status = 200, description = "What is public", body = PlanList),
        (status = 404, description = "No such unit today", body = PlanProblem),
    )
)]
async fn list(reader: Reader, Extract(pages): Extract<Pages>, Path(name): Path<String>) -> Response {
    let t = &reader.t;
    let Some(unit) = pages::place(&pages, &name) else {
        return problem(StatusCode::NOT_FOUND, t.text("plans-api-missing"));
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let mut plans = Vec::new();
        for plan in store::plans(&mut read, unit.id, None, MOST).await? {
            if plan.state != State::Draft {
                let targets = store::targets(&mut read, &plan).await?;
                let tasks = store::tasks(&mut read, &plan).await?;
                plans.push(PlanItem::of(plan, targets, tasks));
            }
        }
        let projects = store::projects(&mut read, unit.id).await?;
        let years = store::years(&mut read, unit.id, None).await?;
        Ok::<_, platform::db::DbError>((plans, projects, years))
    };
    match found.await {
        Ok((plans, projects, years)) => Json(PlanList {
            unit: unit.code,
            name: unit.name,
            plans,
            projects: projects
                .into_iter()
                .map(|project| {
                    let id = project.id;
                    let theirs = years
                        .iter()
                        .filter(move |(of, _)| *of == id)
                        .map(|(_, year)| year);
                    ProjectItem::of(project, theirs)
                })
                .collect(),
        })
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "plans can't be read");
            problem(StatusCode::INTERNAL_SERVER_ERROR, t.text("plans-api-failed"))
        }
    }
}
