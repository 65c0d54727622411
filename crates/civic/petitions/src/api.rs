//! Open data: how a unit answers, and its public petitions.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::{ToSpan as _, civil::Date};
use platform::{
    access::{Policy, Routes},
    db::DbError,
    page::Reader,
};
use serde::{Deserialize, Serialize};
use transparency::api::LoggedAct;
use units::Unit;
use utoipa::{OpenApi, ToSchema};

use crate::{
    content,
    model::Petition,
    pages::{Pages, home, read_key, unit, write_key},
    rules,
    service::{COUNTED_DAYS, petition_id},
    store::{self, PAGE},
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, show))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/petitions/{unit}", Policy::Open, list)
        .get("/api/v1/petitions/{unit}/{id}", Policy::Open, show)
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct PetitionProblem {
    /// What is wrong, in the language asked for.
    error: String,
}

/// How a unit answers, with a page of its public petitions.
#[derive(Debug, Serialize, ToSchema)]
struct PetitionList {
    /// Code of the commune or province.
    unit: String,
    /// Its name.
    name: String,
    /// What is counted.
    figures: PetitionFigures,
    /// Public petitions, the one that became public last first.
    items: Vec<PetitionItem>,
    /// What `after` has to say for the next page; left out on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What is counted of a unit's petitions, public or not.
#[derive(Debug, Serialize, ToSchema)]
struct PetitionFigures {
    /// First day of what is counted; the last is today.
    #[schema(value_type = String, format = Date)]
    since: Date,
    /// Received.
    received: i64,
    /// Answered in time.
    answered_in_time: i64,
    /// Answered late.
    answered_late: i64,
    /// Days to the first answer, half took no longer; left out without answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    median_days: Option<i64>,
    /// How often askers asked to look at an answer again.
    reopened: i64,
    /// Ratings: satisfied.
    satisfied: i64,
    /// Ratings: partly satisfied.
    partly_satisfied: i64,
    /// Ratings: not satisfied.
    dissatisfied: i64,
    /// Waiting today.
    waiting: i64,
    /// Of these, overdue.
    overdue: i64,
}

/// A public petition, personal data removed.
#[derive(Debug, Serialize, ToSchema)]
struct PetitionItem {
    /// Identifier within the unit.
    id: String,
    /// Address of its page.
    page: String,
    /// Number in its year.
    number: String,
    /// `feedback`, `petition` or `information_request`.
    kind: &'static str,
    /// Key of the category.
    category: String,
    /// `received`, `classified`, `assigned`, `answered` or `closed`.
    state: &'static str,
    /// The day of its first receipt.
    #[schema(value_type = String, format = Date)]
    received_on: Date,
    /// The day of the first answer.
    #[schema(value_type = Option<String>, format = Date)]
    answered_on: Option<Date>,
    /// Whether that was in time.
    in_time: bool,
    /// How often it was reopened.
    reopened: u64,
    /// In a line.
    title: String,
    /// In full.
    words: String,
    /// The answer.
    answer: String,
}

impl PetitionItem {
    fn of(unit: &Unit, petition: &Petition) -> Self {
        Self {
            id: petition.id.to_string(),
            page: format!("{}/{}", home(unit), petition.id),
            number: petition.number_text(),
            kind: petition.kind.key(),
            category: petition.category.clone(),
            state: petition.state.key(),
            received_on: petition.received_on,
            answered_on: petition.first_answered_on,
            in_time: petition.in_time,
            reopened: petition.reopened,
            title: petition.public.title.clone(),
            words: petition.public.words.clone(),
            answer: petition.public.answer.clone(),
        }
    }
}

/// A public petition with its acts in the public log.
#[derive(Debug, Serialize, ToSchema)]
struct PetitionDetail {
    #[serde(flatten)]
    item: PetitionItem,
    /// The acts, in order of time.
    log: Vec<LoggedAct>,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    after: Option<String>,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(PetitionProblem { error })).into_response()
}

fn failed(reader: &Reader, error: &DbError) -> Response {
    tracing::error!(%error, "open data could not be made");
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        reader.t.text("petitions-api-failed"),
    )
}

/// How a unit answers, and its public petitions.
#[utoipa::path(
    get,
    path = "/api/v1/petitions/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune or province", example = "30352"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, description = "Figures and a page of public petitions", body = PetitionList),
        (status = 400, description = "`after` is not understood", body = PetitionProblem),
        (status = 404, description = "No such unit today", body = PetitionProblem),
    )
)]
async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(unit) = unit(&pages, &name) else {
        return problem(
            StatusCode::NOT_FOUND,
            reader.t.with("petitions-api-no-unit", "name", name),
        );
    };
    let before = match asked.after.as_deref().map(read_key) {
        Some(None) => return problem(StatusCode::BAD_REQUEST, reader.t.text("petitions-api-asked")),
        other => other.flatten(),
    };
    let (_, today) = pages.desk.now();
    let since = today.saturating_sub(COUNTED_DAYS.days());
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let counts = store::counts(&mut read, unit.id, since, today).await?;
        let shown = store::shown(&mut read, unit.id, before, PAGE + 1).await?;
        Ok((counts, shown))
    };
    let (counts, mut shown) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(&reader, &error),
    };
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let [answered_in_time, answered_late] = counts.answered;
    let [satisfied, partly_satisfied, dissatisfied] = counts.ratings;
    Json(PetitionList {
        figures: PetitionFigures {
            since,
            received: counts.received,
            answered_in_time,
            answered_late,
            median_days: rules::median(&counts.days),
            reopened: counts.reopened,
            satisfied,
            partly_satisfied,
            dissatisfied,
            waiting: counts.waiting,
            overdue: counts.overdue,
        },
        items: shown
            .iter()
            .map(|petition| PetitionItem::of(&unit, petition))
            .collect(),
        next: shown.last().filter(|_| more).map(write_key),
        unit: unit.code,
        name: unit.name,
    })
    .into_response()
}

/// One public petition with its answer and its proof.
#[utoipa::path(
    get,
    path = "/api/v1/petitions/{unit}/{id}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune or province", example = "30352"),
        ("id" = String, Path, description = "Identifier of the petition"),
    ),
    responses(
        (status = 200, description = "The petition", body = PetitionDetail),
        (status = 404, description = "No such unit today, or nothing public of that name", body = PetitionProblem),
    )
)]
async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((name, id)): Path<(String, String)>,
) -> Response {
    let missing = || problem(StatusCode::NOT_FOUND, reader.t.text("petitions-api-missing"));
    let (Some(unit), Some(id)) = (unit(&pages, &name), petition_id(&id)) else {
        return missing();
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let Some(petition) = store::petition(&mut read, (unit.id, id)).await? else {
            return Ok(None);
        };
        let log = transparency::history(&mut read, unit.id, &content::subject(id)).await?;
        Ok(Some((petition, log)))
    };
    match found.await {
        Ok(Some((petition, log))) if petition.is_shown() => Json(PetitionDetail {
            item: PetitionItem::of(&unit, &petition),
            log: log.iter().map(LoggedAct::from).collect(),
        })
        .into_response(),
        Ok(_) => missing(),
        Err(error) => failed(&reader, &error),
    }
}
