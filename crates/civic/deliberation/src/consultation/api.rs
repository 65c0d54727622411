//! Open data: what a commune asks its people, what they answered in sum, what was decided.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    access::{Policy, Routes},
    db::DbError,
    page::Reader,
};
use serde::{Deserialize, Serialize};
use transparency::api::LoggedAct;
use units::Unit;
use utoipa::{OpenApi, ToSchema};

use super::{
    content,
    model::{Consultation, ConsultationId, Dossier, State as Stands, Tally},
    pages::{Pages, commune, read_key, write_key},
    store::{self, PAGE},
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, show))]
pub struct Api;

pub(super) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/consultations/{unit}", Policy::Open, list)
        .get("/api/v1/consultations/{unit}/{id}", Policy::Open, show)
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationProblem {
    /// What is wrong, in the language asked for.
    error: String,
}

/// A page of what a commune asks or asked.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationList {
    /// Code of the commune.
    unit: String,
    /// Its name.
    name: String,
    /// The consultations: of those asked for, the one that changed last first.
    items: Vec<ConsultationItem>,
    /// What `after` has to say for the next page; left out on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A consultation. Of a withdrawn one, only the reason.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationItem {
    /// Identifier within the commune.
    id: String,
    /// Address of its page.
    page: String,
    /// `open`, `answered`, `concluded` or `withdrawn`. An open one takes opinions up to `closes_on`.
    state: &'static str,
    /// Key of the entry in the law's list (Article 25); empty for a village covenant.
    matter: String,
    /// Number of the hamlet whose covenant it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    hamlet: Option<i64>,
    /// Its title; left out when withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The day on which it was opened.
    #[schema(value_type = Option<String>, format = Date)]
    opened_on: Option<Date>,
    /// The last day on which opinions are taken.
    #[schema(value_type = String, format = Date)]
    closes_on: Date,
    /// When the opinions were answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<Timestamp>,
    /// When the decision was published.
    #[schema(value_type = Option<String>, format = DateTime)]
    #[serde(skip_serializing_if = "Option::is_none")]
    concluded_at: Option<Timestamp>,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_because: Option<String>,
}

impl ConsultationItem {
    fn of(unit: &Unit, consultation: &Consultation) -> Self {
        Self {
            id: consultation.id.to_string(),
            page: format!("/lay-y-kien/{}/{}", unit.code, consultation.id),
            state: consultation.state.key(),
            matter: consultation.matter.clone(),
            hamlet: consultation.hamlet.map(|hamlet| hamlet.0),
            title: consultation.is_shown().then(|| consultation.title.clone()),
            opened_on: consultation.opened_on(),
            closes_on: consultation.closes_on,
            answered_at: consultation.summarised_at,
            concluded_at: consultation.concluded_at,
            withdrawn_because: consultation.withdrawn.as_ref().map(|(_, reason)| reason.clone()),
        }
    }
}

/// A consultation with its text and, once they are published, the groups of opinions with their answers.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationDetail {
    #[serde(flatten)]
    item: ConsultationItem,
    /// What it is about; left out when withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    introduction: Option<String>,
    /// The passages; empty when withdrawn.
    passages: Vec<ConsultationPassage>,
    /// How many people said what; left out until it is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    opinions: Option<ConsultationTally>,
    /// The groups; empty until they are answered.
    groups: Vec<ConsultationGroup>,
    /// What was decided, in plain sentences.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<String>,
    /// Why it differs from what most said.
    #[serde(skip_serializing_if = "Option::is_none")]
    reasons: Option<String>,
    /// The acts in the public log, in order of time.
    log: Vec<LoggedAct>,
}

/// A numbered passage.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationPassage {
    /// From 1.
    number: u32,
    /// As people were asked about it; empty for one that was added.
    draft: String,
    /// As it was decided, empty when it was left out; left out itself until then.
    #[serde(rename = "final", skip_serializing_if = "Option::is_none")]
    final_text: Option<String>,
}

/// How many people said what.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationTally {
    /// Agree.
    agree: u64,
    /// Disagree.
    disagree: u64,
    /// Say something else.
    other: u64,
}

impl From<Tally> for ConsultationTally {
    fn from(tally: Tally) -> Self {
        Self {
            agree: tally.agree,
            disagree: tally.disagree,
            other: tally.other,
        }
    }
}

/// Opinions that say the like, with their answer.
#[derive(Debug, Serialize, ToSchema)]
struct ConsultationGroup {
    /// Numbers of the passages; empty for the text as a whole.
    passages: Vec<u32>,
    /// What they say.
    summary: String,
    /// How many people said so.
    opinions: ConsultationTally,
    /// `accepted` or `explained`.
    outcome: &'static str,
    /// What becomes of it and why.
    answer: String,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    state: Option<String>,
    after: Option<String>,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(ConsultationProblem { error })).into_response()
}

fn failed(reader: &Reader, error: &DbError) -> Response {
    tracing::error!(%error, "open data could not be made");
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        reader.t.text("consultation-api-failed"),
    )
}

/// What a commune asks or asked its people.
#[utoipa::path(
    get,
    path = "/api/v1/consultations/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352"),
        ("state" = Option<String>, Query, description = "`open` (also when left out), `answered`, `concluded` or `withdrawn`", example = "open"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, description = "A page of consultations", body = ConsultationList),
        (status = 400, description = "`state` or `after` is not understood", body = ConsultationProblem),
        (status = 404, description = "No such commune today", body = ConsultationProblem),
    )
)]
async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let Some(unit) = commune(&pages, &name) else {
        return problem(
            StatusCode::NOT_FOUND,
            reader.t.with("consultation-api-no-commune", "name", name),
        );
    };
    let states = match asked.state.as_deref() {
        None | Some("" | "open") => Some([Stands::Open; 3]),
        Some(key) => Stands::from_key(key)
            .filter(|state| *state != Stands::Draft)
            .map(|state| [state; 3]),
    };
    let before = match asked.after.as_deref().map(read_key) {
        Some(None) => None,
        other => Some(other.flatten()),
    };
    let (Some(states), Some(before)) = (states, before) else {
        return problem(StatusCode::BAD_REQUEST, reader.t.text("consultation-api-asked"));
    };
    let listed = async {
        let mut read = pages.desk.db.read().await?;
        store::list(&mut read, unit.id, states, before, PAGE + 1).await
    };
    let mut listed = match listed.await {
        Ok(listed) => listed,
        Err(error) => return failed(&reader, &error),
    };
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let next = listed.last().filter(|_| more).map(write_key);
    Json(ConsultationList {
        items: listed
            .iter()
            .map(|consultation| ConsultationItem::of(&unit, consultation))
            .collect(),
        unit: unit.code,
        name: unit.name,
        next,
    })
    .into_response()
}

/// One consultation with its text, the answers and its proof.
#[utoipa::path(
    get,
    path = "/api/v1/consultations/{unit}/{id}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352"),
        ("id" = String, Path, description = "Identifier of the consultation"),
    ),
    responses(
        (status = 200, description = "The consultation", body = ConsultationDetail),
        (status = 404, description = "No such commune today, or nothing public of that name", body = ConsultationProblem),
    )
)]
async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((name, id)): Path<(String, String)>,
) -> Response {
    let missing = || problem(StatusCode::NOT_FOUND, reader.t.text("consultation-api-missing"));
    let (Some(unit), Ok(id)) = (commune(&pages, &name), id.parse::<ConsultationId>()) else {
        return missing();
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let Some(dossier) = store::dossier(&mut read, (unit.id, id)).await? else {
            return Ok(None);
        };
        let log = transparency::history(&mut read, unit.id, &content::subject(id)).await?;
        Ok(Some((dossier, log)))
    };
    match found.await {
        Ok(Some((dossier, log))) if dossier.consultation.is_public() => {
            Json(detail(&unit, &dossier, &log)).into_response()
        }
        Ok(_) => missing(),
        Err(error) => failed(&reader, &error),
    }
}

fn detail(unit: &Unit, dossier: &Dossier, log: &[transparency::Logged]) -> ConsultationDetail {
    let consultation = &dossier.consultation;
    let shown = consultation.is_shown();
    let answered = shown && consultation.summarised_at.is_some();
    let concluded = shown && consultation.concluded_at.is_some();
    ConsultationDetail {
        introduction: shown.then(|| consultation.introduction.clone()),
        passages: dossier
            .passages
            .iter()
            .filter(|_| shown)
            .map(|passage| ConsultationPassage {
                number: passage.number,
                draft: passage.draft.clone(),
                final_text: passage.final_text.clone(),
            })
            .collect(),
        opinions: answered.then(|| dossier.tally.into()),
        groups: dossier
            .groups
            .iter()
            .filter(|_| answered)
            .filter_map(|group| {
                let (outcome, answer) = group.answer.as_ref()?;
                Some(ConsultationGroup {
                    passages: group.passages.clone(),
                    summary: group.summary.clone(),
                    opinions: group.tally.into(),
                    outcome: outcome.key(),
                    answer: answer.clone(),
                })
            })
            .collect(),
        decision: concluded.then(|| consultation.decision.clone()),
        reasons: (concluded && consultation.against_majority).then(|| consultation.reasons.clone()),
        log: log.iter().map(LoggedAct::from).collect(),
        item: ConsultationItem::of(unit, consultation),
    }
}
