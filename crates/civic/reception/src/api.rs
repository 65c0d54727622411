//! Open data: the calendar of a commune's receptions.

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
    model::Session,
    pages::{self, Pages},
    rules, store,
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new().get("/api/v1/receptions/{unit}", Policy::Open, list)
}

/// A session.
#[derive(Debug, Serialize, ToSchema)]
struct ReceptionItem {
    /// Its identifier.
    id: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// When it begins, in Vietnam: `07:30`.
    starts: String,
    /// When it ends.
    ends: String,
    /// `chair` or `other`.
    receiver: String,
    /// `in_person` or `online`.
    manner: String,
    /// The room, or the public link.
    place: String,
    /// `announced`, `held` or `cancelled`.
    state: String,
    /// The day it was announced for before it was moved.
    #[schema(value_type = Option<String>, format = Date)]
    moved_from: Option<Date>,
    /// Why it was moved or cancelled.
    reason: String,
    /// Turns that can be booked.
    turns: i64,
    /// Turns that are still free; 0 once it began or was cancelled.
    free: i64,
}

impl ReceptionItem {
    fn of(session: &Session, free: i64) -> Self {
        Self {
            id: session.id.to_string(),
            day: session.held_on,
            starts: rules::clock_text(session.starts),
            ends: rules::clock_text(rules::ends(session)),
            receiver: session.receiver.key().to_owned(),
            manner: session.manner.key().to_owned(),
            place: session.place.clone(),
            state: session.state.key().to_owned(),
            moved_from: session.moved_from,
            reason: session.reason.clone(),
            turns: session.turns,
            free,
        }
    }
}

/// The sessions of a commune.
#[derive(Debug, Serialize, ToSchema)]
struct ReceptionList {
    /// Code of the commune.
    unit: String,
    /// Its name.
    name: String,
    /// Mondays of weeks to come in which the chair does not receive, though the law asks for a day.
    #[schema(value_type = Vec<String>)]
    weeks_without: Vec<Date>,
    /// Sessions from today on, in their order.
    items: Vec<ReceptionItem>,
}

/// Why there is no calendar.
#[derive(Debug, Serialize, ToSchema)]
struct ReceptionProblem {
    /// What is wrong.
    error: String,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(ReceptionProblem { error })).into_response()
}

/// The receptions of a commune from today on.
#[utoipa::path(
    get,
    path = "/api/v1/receptions/{unit}",
    params(("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352")),
    responses(
        (status = 200, description = "The calendar", body = ReceptionList),
        (status = 404, description = "No such commune today", body = ReceptionProblem),
    )
)]
async fn list(reader: Reader, Extract(pages): Extract<Pages>, Path(name): Path<String>) -> Response {
    let t = &reader.t;
    let Some(unit) = pages::unit(&pages, &name) else {
        return problem(StatusCode::NOT_FOUND, t.text("reception-api-missing"));
    };
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let found = async {
        let mut read = desk.db.read().await?;
        let sessions = store::between(&mut read, unit.id, pages::ahead(today), pages::MOST).await?;
        let taken = store::taken(&mut read, unit.id, today).await?;
        Ok::<_, platform::db::DbError>((sessions, taken))
    };
    match found.await {
        Ok((sessions, taken)) => Json(ReceptionList {
            unit: unit.code,
            name: unit.name,
            weeks_without: pages::missed(&pages, &sessions, today),
            items: sessions
                .iter()
                .filter(|session| session.held_on >= today)
                .map(|session| {
                    ReceptionItem::of(session, desk.free_count(session, &taken).unwrap_or_default())
                })
                .collect(),
        })
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "a calendar of receptions can't be read");
            problem(StatusCode::INTERNAL_SERVER_ERROR, t.text("reception-api-failed"))
        }
    }
}
