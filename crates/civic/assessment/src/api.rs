//! Open data: published results and commendations of a unit.

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
    model::{Assessment, Commendation, State, Value},
    pages::{self, Pages},
    store,
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new().get("/api/v1/assessments/{unit}", Policy::Open, list)
}

/// The most results and commendations of one answer.
const MOST: u32 = 200;

/// What a criterion was given.
#[derive(Debug, Serialize, ToSchema)]
struct AssessedCriterion {
    /// Key of the criterion in the set.
    criterion: String,
    /// Points by the commune.
    own: Option<i64>,
    /// Points by the level above.
    points: Option<i64>,
    /// Why they differ.
    reason: String,
}

/// A figure as it was counted when the assessment was sent in.
#[derive(Debug, Serialize, ToSchema)]
struct AssessedFigure {
    /// Key of the indicator, or `survey`.
    source: String,
    /// The number, or the part of a share.
    part: i64,
    /// The whole of a share.
    whole: Option<i64>,
}

/// A published result.
#[derive(Debug, Serialize, ToSchema)]
struct AssessedYear {
    /// Its identifier.
    id: String,
    /// Key of the criteria set.
    set: String,
    /// The year.
    year: i16,
    /// Key of the grade.
    grade: String,
    /// The day it was published, last.
    #[schema(value_type = Option<String>, format = Date)]
    published_on: Option<Date>,
    /// Counts published results: 2 after a first correction.
    version: i64,
    /// Why points were changed, or a remark.
    reason: String,
    /// Points by criterion.
    criteria: Vec<AssessedCriterion>,
    /// What it rests on.
    figures: Vec<AssessedFigure>,
}

impl AssessedYear {
    fn of(of: Assessment) -> Self {
        Self {
            id: of.id.to_string(),
            set: of.set,
            year: of.year,
            grade: of.grade.unwrap_or_default(),
            published_on: of.published_on,
            version: of.version,
            reason: of.reason,
            criteria: of
                .scores
                .into_iter()
                .map(|score| AssessedCriterion {
                    criterion: score.criterion,
                    own: score.own,
                    points: score.points,
                    reason: score.note,
                })
                .collect(),
            figures: of
                .evidence
                .into_iter()
                .map(|(source, value)| {
                    let (part, whole) = match value {
                        Value::Number(part) => (part, None),
                        Value::Share { part, whole } => (part, Some(whole)),
                    };
                    AssessedFigure { source, part, whole }
                })
                .collect(),
        }
    }
}

/// A commendation that stands. Individuals are a number.
#[derive(Debug, Serialize, ToSchema)]
struct CommendedItem {
    /// Its identifier.
    id: String,
    /// What it is called.
    title: String,
    /// The day of the decision.
    #[schema(value_type = String, format = Date)]
    decided_on: Date,
    /// Key of what is commended.
    commended_for: String,
    /// Collectives by name.
    collectives: Vec<String>,
    /// How many individuals.
    individuals: i64,
}

impl CommendedItem {
    fn of(of: Commendation) -> Self {
        Self {
            id: of.id.to_string(),
            title: of.title,
            decided_on: of.decided_on,
            commended_for: of.commended_for,
            collectives: of.collectives,
            individuals: of.individuals,
        }
    }
}

/// What is public of a unit's assessments.
#[derive(Debug, Serialize, ToSchema)]
struct AssessmentList {
    /// Code of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// Published results, the latest years first.
    results: Vec<AssessedYear>,
    /// Commendations that stand, the latest first.
    commendations: Vec<CommendedItem>,
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct AssessmentProblem {
    /// What is wrong.
    error: String,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(AssessmentProblem { error })).into_response()
}

/// Published results and commendations of a commune or province.
#[utoipa::path(
    get,
    path = "/api/v1/assessments/{unit}",
    params(("unit" = String, Path, description = "Code, name or short address of a commune or province", example = "30352")),
    responses(
        (status = 200, description = "What is public", body = AssessmentList),
        (status = 404, description = "No such unit today", body = AssessmentProblem),
    )
)]
async fn list(reader: Reader, Extract(pages): Extract<Pages>, Path(name): Path<String>) -> Response {
    let t = &reader.t;
    let Some(unit) = pages::place(&pages, &name) else {
        return problem(StatusCode::NOT_FOUND, t.text("assessment-api-missing"));
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let mut results = Vec::new();
        for one in store::of_unit(&mut read, unit.id).await? {
            if one.state == State::Published
                && let Some(whole) = store::assessment(&mut read, unit.id, one.id).await?
            {
                results.push(AssessedYear::of(whole));
            }
        }
        let commended = store::commendations(&mut read, unit.id, None, MOST).await?;
        Ok::<_, platform::db::DbError>((results, commended))
    };
    match found.await {
        Ok((results, commended)) => Json(AssessmentList {
            unit: unit.code,
            name: unit.name,
            results,
            commendations: commended
                .into_iter()
                .filter(|one| one.revoked_on.is_none())
                .map(CommendedItem::of)
                .collect(),
        })
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "results can't be read");
            problem(StatusCode::INTERNAL_SERVER_ERROR, t.text("assessment-api-failed"))
        }
    }
}
