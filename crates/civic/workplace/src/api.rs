//! Open data: what the places of a unit did in a year, as counts.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Policy, Routes},
    page::Reader,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{pages::Pages, store};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(places))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new().get("/api/v1/workplaces/{unit}/{year}", Policy::Open, places)
}

/// What a place did in a year.
#[derive(Debug, Serialize, ToSchema)]
struct Workplace {
    /// Its identifier.
    id: String,
    /// Its name.
    name: String,
    /// `agency` or `state_enterprise`.
    kind: String,
    /// Staff conferences concluded.
    conferences: i64,
    /// Dialogues held.
    dialogues: i64,
    /// Regulations adopted after consultation.
    regulations: i64,
    /// Questions the staff asked.
    questions: i64,
    /// Those of them that were answered.
    answered: i64,
    /// The grade confirmed for the year: `good`, `fair`, `average`, `weak`; null while none is.
    grade: Option<String>,
}

/// The places with their seat in a unit.
#[derive(Debug, Serialize, ToSchema)]
struct WorkplacesOfUnit {
    /// Code of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// The year.
    year: i16,
    /// Its places, by name.
    places: Vec<Workplace>,
}

/// Why there is nothing.
#[derive(Debug, Serialize, ToSchema)]
struct WorkplaceProblem {
    /// What is wrong and what to do.
    error: String,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(WorkplaceProblem { error })).into_response()
}

/// What the places with their seat in a unit did in a year: counts, no word of what was said.
#[utoipa::path(
    get,
    path = "/api/v1/workplaces/{unit}/{year}",
    params(
        ("unit" = String, Path, description = "Code or name of a commune or province", example = "30352"),
        ("year" = String, Path, description = "Year, four digits from 2023", pattern = "^[0-9]{4}$", example = "2026"),
    ),
    responses(
        (status = 200, description = "The places", body = WorkplacesOfUnit),
        (status = 400, description = "The year is not understood", body = WorkplaceProblem),
        (status = 404, description = "No such unit", body = WorkplaceProblem),
    )
)]
async fn places(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, year)): Path<(String, String)>,
) -> Response {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let year = year
        .parse()
        .ok()
        .filter(|year| (2023..=today.year()).contains(year));
    let Some(year) = year else {
        return problem(StatusCode::BAD_REQUEST, t.text("workplace-api-year"));
    };
    let units = desk.units.current();
    let Ok(unit) = units.resolve(&unit, today) else {
        return problem(StatusCode::NOT_FOUND, t.text("workplace-api-unit"));
    };
    let found = async {
        let mut read = desk.db.read().await?;
        let all = organisations::store::organisations(&mut read, unit.id).await?;
        let tallies = store::tallies(&mut read, &[unit.id.0], year).await?;
        Ok::<_, platform::db::DbError>((all, tallies))
    };
    let (all, tallies) = match found.await {
        Ok(found) => found,
        Err(error) => {
            tracing::error!(%error, "workplaces can't be told as data");
            return problem(StatusCode::INTERNAL_SERVER_ERROR, t.text("workplace-api-failed"));
        }
    };
    Json(WorkplacesOfUnit {
        unit: unit.code.clone(),
        name: unit.name.clone(),
        year,
        places: all
            .into_iter()
            .map(|one| {
                let tally = tallies.get(&(unit.id, one.id)).copied().unwrap_or_default();
                Workplace {
                    id: one.id.to_string(),
                    name: one.name,
                    kind: one.kind.key().to_owned(),
                    conferences: tally.conferences,
                    dialogues: tally.dialogues,
                    regulations: tally.regulations,
                    questions: tally.questions,
                    answered: tally.answered,
                    grade: tally.grade.map(|grade| grade.key().to_owned()),
                }
            })
            .collect(),
    })
    .into_response()
}
