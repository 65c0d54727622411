//! Open data: boards, visits and recommendations of a commune.

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
    model::{Board, Recommendation, Visit},
    pages::{self, Pages},
    store,
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new().get("/api/v1/supervision/{unit}", Policy::Open, list)
}

/// The most visits and recommendations of one answer: the latest.
const MOST: u32 = 200;

/// A board.
#[derive(Debug, Serialize, ToSchema)]
struct SupervisionBoard {
    /// Its identifier.
    id: String,
    /// `inspectorate` or `investment_board`.
    body: String,
    /// Its project, or its term in words.
    title: String,
    /// When it was recognised.
    #[schema(value_type = String, format = Date)]
    recognised_on: Date,
    /// The last day of its term, when one is known.
    #[schema(value_type = Option<String>, format = Date)]
    term_until: Option<Date>,
    /// When it ended.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
}

impl SupervisionBoard {
    fn of(of: Board) -> Self {
        Self {
            id: of.id.to_string(),
            body: of.body.key().to_owned(),
            title: of.title,
            recognised_on: of.recognised_on,
            term_until: of.term_until,
            ended_on: of.ended_on,
        }
    }
}

/// A published visit.
#[derive(Debug, Serialize, ToSchema)]
struct SupervisionVisit {
    /// Its identifier.
    id: String,
    /// The board.
    board: String,
    /// What was supervised.
    subject: String,
    /// Where.
    place: String,
    /// When.
    #[schema(value_type = String, format = Date)]
    held_on: Date,
    /// What was found.
    findings: String,
}

impl SupervisionVisit {
    fn of(of: Visit) -> Self {
        Self {
            id: of.id.to_string(),
            board: of.board.to_string(),
            subject: of.subject,
            place: of.place,
            held_on: of.held_on,
            findings: of.findings,
        }
    }
}

/// A recommendation.
#[derive(Debug, Serialize, ToSchema)]
struct SupervisionRecommendation {
    /// Its identifier.
    id: String,
    /// The board.
    board: String,
    /// `committee` or `investor`.
    addressee: String,
    /// What is asked for.
    words: String,
    /// When it was sent.
    #[schema(value_type = String, format = Date)]
    sent_on: Date,
    /// The last day for the answer.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// When it was answered.
    #[schema(value_type = Option<String>, format = Date)]
    answered_on: Option<Date>,
    /// The answer.
    answer: String,
    /// The day by which what was answered is to be done.
    #[schema(value_type = Option<String>, format = Date)]
    promised_on: Option<Date>,
    /// `waiting`, `answered`, `done` or `undone`.
    state: String,
}

impl SupervisionRecommendation {
    fn of(of: Recommendation) -> Self {
        Self {
            id: of.id.to_string(),
            board: of.board.to_string(),
            addressee: of.addressee.key().to_owned(),
            words: of.words,
            sent_on: of.sent_on,
            due_on: of.due_on,
            answered_on: of.answered_on,
            answer: of.answer,
            promised_on: of.promised_on,
            state: of.state.key().to_owned(),
        }
    }
}

/// What is public of a commune's supervision.
#[derive(Debug, Serialize, ToSchema)]
struct SupervisionList {
    /// Code of the commune.
    unit: String,
    /// Its name.
    name: String,
    /// Boards, those at work first.
    boards: Vec<SupervisionBoard>,
    /// Published visits, the latest first.
    visits: Vec<SupervisionVisit>,
    /// Recommendations, the latest first.
    recommendations: Vec<SupervisionRecommendation>,
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct SupervisionProblem {
    /// What is wrong.
    error: String,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(SupervisionProblem { error })).into_response()
}

/// Boards, visits and recommendations of a commune.
#[utoipa::path(
    get,
    path = "/api/v1/supervision/{unit}",
    params(("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352")),
    responses(
        (status = 200, description = "What is public", body = SupervisionList),
        (status = 404, description = "No such commune today", body = SupervisionProblem),
    )
)]
async fn list(reader: Reader, Extract(pages): Extract<Pages>, Path(name): Path<String>) -> Response {
    let t = &reader.t;
    let Some(unit) = pages::place(&pages, &name) else {
        return problem(StatusCode::NOT_FOUND, t.text("supervision-api-missing"));
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let boards = store::boards(&mut read, unit.id).await?;
        let visits = store::visits(&mut read, unit.id, None, MOST).await?;
        let sent = store::recommendations(&mut read, unit.id, None, MOST).await?;
        Ok::<_, platform::db::DbError>((boards, visits, sent))
    };
    match found.await {
        Ok((boards, visits, sent)) => Json(SupervisionList {
            unit: unit.code,
            name: unit.name,
            boards: boards.into_iter().map(SupervisionBoard::of).collect(),
            visits: visits
                .into_iter()
                .filter(|visit| visit.published_on.is_some())
                .map(SupervisionVisit::of)
                .collect(),
            recommendations: sent.into_iter().map(SupervisionRecommendation::of).collect(),
        })
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "supervision can't be read");
            problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                t.text("supervision-api-failed"),
            )
        }
    }
}
