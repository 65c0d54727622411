//! Open data: the matters of a commune, how they were counted, and from when decisions have effect.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    access::{Policy, Routes},
    page::Reader,
};
use serde::{Deserialize, Serialize};
use transparency::api::LoggedAct;
use units::{Level, Unit};
use utoipa::{OpenApi, ToSchema};

use crate::{
    ids::MatterId,
    model::{Dossier, Matter, Round},
    pages::{self, Pages},
    rules::Effect,
    service::{ActError, Deliberations},
    store::{self, Filter, PAGE},
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, show))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/decisions/{unit}", Policy::Open, list)
        .get("/api/v1/decisions/{unit}/{id}", Policy::Open, show)
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionProblem {
    /// What is wrong, in the language asked for.
    error: String,
}

/// A page of a commune's matters.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionList {
    /// Code of the commune.
    unit: String,
    /// Its name.
    name: String,
    /// The matters, what changed last first.
    items: Vec<DecisionMatter>,
    /// What `after` has to say for the next page; left out on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A matter that people discuss and decide.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionMatter {
    /// Identifier within the commune.
    id: String,
    /// Address of its page.
    page: String,
    /// What it is called.
    title: String,
    /// Key of the entry in the law's list (Article 15).
    clause: String,
    /// `hamlet` or `commune`.
    scope: &'static str,
    /// Number of the hamlet; left out for a matter of the whole commune.
    #[serde(skip_serializing_if = "Option::is_none")]
    hamlet: Option<i64>,
    /// `proposed`, `tabled`, `adopted`, `not_adopted` or `dropped`.
    state: &'static str,
    /// When anything about it last changed.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
}

impl DecisionMatter {
    fn of(unit: &Unit, matter: &Matter) -> Self {
        Self {
            id: matter.id.to_string(),
            page: format!("/dan-ban/{}/{}", unit.code, matter.id),
            title: matter.title.clone(),
            clause: matter.clause.clone(),
            scope: matter.scope().key(),
            hamlet: matter.hamlet.map(|hamlet| hamlet.0),
            state: matter.state.key(),
            changed_at: matter.changed_at,
        }
    }
}

/// A matter with its votes and its decision.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionDetail {
    #[serde(flatten)]
    matter: DecisionMatter,
    /// What exactly was proposed.
    proposal: String,
    /// The options of an election, in the order of the ballot; empty for other matters.
    candidates: Vec<String>,
    /// The votes, the first one first.
    votes: Vec<DecisionVote>,
    /// The written decision, once it is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionText>,
    /// The acts on it in the public log, in order of time.
    log: Vec<LoggedAct>,
}

/// A vote of one hamlet's households.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionVote {
    /// Number of the hamlet.
    hamlet: i64,
    /// `meeting`, `household_ballot` or `online_vote`.
    form: &'static str,
    /// Whether it only tells what people think.
    advisory: bool,
    /// `planned`, `open`, `counted` or `cancelled`.
    state: &'static str,
    /// The day of the meeting, or on which collecting ends.
    #[schema(value_type = String, format = Date)]
    held_on: Date,
    /// The count, once it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<DecisionCount>,
}

/// A count of households.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionCount {
    /// All households: the whole that shares are taken of.
    households: u64,
    /// Valid votes.
    valid: u64,
    /// Votes that are not valid.
    spoiled: u64,
    /// Absent, or not returned.
    missing: u64,
    /// Households that did not want to vote.
    refused: u64,
    /// Marks for each option: in favour, against, another opinion; in an election, each candidate.
    marks: Vec<u64>,
    /// The smallest number that adopts, or that elects.
    #[serde(skip_serializing_if = "Option::is_none")]
    needed: Option<u64>,
    /// Whether the hamlet adopts, or somebody is elected.
    adopted: bool,
}

/// The written decision of a community.
#[derive(Debug, Serialize, ToSchema)]
struct DecisionText {
    /// Number within hamlet and year.
    number: i64,
    /// Year of the number.
    year: i16,
    /// What was decided.
    text: String,
    /// The day of adoption.
    #[schema(value_type = String, format = Date)]
    decided_on: Date,
    /// `in_effect`, `awaits_recognition`, `awaits_date`, `refused` or `annulled`.
    effect: &'static str,
    /// The first day of effect, or the day it was annulled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    since: Option<Date>,
    /// Address of the octets whose hash the log holds.
    content: String,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    after: Option<String>,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(DecisionProblem { error })).into_response()
}

fn failed(reader: &Reader, error: &ActError) -> Response {
    tracing::error!(%error, "open data could not be made");
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        reader.t.text("deliberation-api-failed"),
    )
}

fn commune(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Box<Response>> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    match units.resolve(name, today) {
        Ok(unit) if unit.level == Level::Commune => Ok(unit.clone()),
        _ => Err(Box::new(problem(
            StatusCode::NOT_FOUND,
            reader.t.with("deliberation-api-no-commune", "name", name),
        ))),
    }
}

/// What the people of a commune discuss and decide, what changed last first.
#[utoipa::path(
    get,
    path = "/api/v1/decisions/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune", example = "30292"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, description = "A page of matters", body = DecisionList),
        (status = 400, description = "`after` is not understood", body = DecisionProblem),
        (status = 404, description = "No such commune today", body = DecisionProblem),
    )
)]
async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let unit = match commune(&reader, &pages, &unit) {
        Ok(unit) => unit,
        Err(problem) => return *problem,
    };
    let before = match asked.after.as_deref().map(pages::read_key) {
        Some(None) => {
            return problem(StatusCode::BAD_REQUEST, reader.t.text("deliberation-api-after"));
        }
        other => other.flatten(),
    };
    let filter = Filter {
        before,
        ..Filter::default()
    };
    let listed = async {
        let mut read = pages.desk.db.read().await?;
        Ok(store::matters(&mut read, unit.id, &filter, PAGE + 1).await?)
    };
    let mut listed = match listed.await {
        Ok(listed) => listed,
        Err(error) => return failed(&reader, &error),
    };
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    Json(DecisionList {
        next: listed.last().filter(|_| more).map(pages::write_key),
        items: listed
            .iter()
            .map(|matter| DecisionMatter::of(&unit, matter))
            .collect(),
        unit: unit.code,
        name: unit.name,
    })
    .into_response()
}

/// One matter with its votes, its decision and its proof.
#[utoipa::path(
    get,
    path = "/api/v1/decisions/{unit}/{id}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune", example = "30292"),
        ("id" = String, Path, description = "Identifier of the matter"),
    ),
    responses(
        (status = 200, description = "The matter", body = DecisionDetail),
        (status = 404, description = "No such commune today, or no such matter", body = DecisionProblem),
    )
)]
async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, id)): Path<(String, String)>,
) -> Response {
    let unit = match commune(&reader, &pages, &unit) {
        Ok(unit) => unit,
        Err(problem) => return *problem,
    };
    let missing = || problem(StatusCode::NOT_FOUND, reader.t.text("deliberation-api-no-matter"));
    let Ok(id) = id.parse::<MatterId>() else {
        return missing();
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let Some(dossier) = pages.desk.dossier(&mut read, unit.id, id).await? else {
            return Ok(None);
        };
        let subject = crate::content::subject(id);
        let log = transparency::history(&mut read, unit.id, &subject).await?;
        detail(&unit, &pages.desk, &dossier, &log).map(Some)
    };
    match found.await {
        Ok(Some(detail)) => Json(detail).into_response(),
        Ok(None) => missing(),
        Err(error) => failed(&reader, &error),
    }
}

fn detail(
    unit: &Unit,
    desk: &Deliberations,
    dossier: &Dossier,
    log: &[transparency::Logged],
) -> Result<DecisionDetail, ActError> {
    let matter = DecisionMatter::of(unit, &dossier.matter);
    let effect = desk.effect(dossier)?;
    let decision = dossier
        .decision
        .as_ref()
        .filter(|decision| decision.published_at.is_some())
        .map(|decision| {
            let (effect, since) = match effect {
                Some(Effect::From(on)) => ("in_effect", Some(on)),
                Some(Effect::AwaitsDate) => ("awaits_date", None),
                Some(Effect::Refused(_)) => ("refused", None),
                Some(Effect::Annulled(on)) => ("annulled", Some(on)),
                Some(Effect::Awaits(_)) | None => ("awaits_recognition", None),
            };
            DecisionText {
                number: decision.number,
                year: decision.year,
                text: decision.text.clone(),
                decided_on: decision.decided_on,
                effect,
                since,
                content: format!("{}/noi-dung.json", matter.page),
            }
        });
    Ok(DecisionDetail {
        proposal: dossier.matter.proposal.clone(),
        candidates: dossier
            .candidates
            .iter()
            .map(|candidate| candidate.name.clone())
            .collect(),
        votes: dossier
            .rounds
            .iter()
            .map(|round| vote(desk, dossier, round))
            .collect::<Result<_, _>>()?,
        decision,
        log: log.iter().map(LoggedAct::from).collect(),
        matter,
    })
}

fn vote(desk: &Deliberations, dossier: &Dossier, round: &Round) -> Result<DecisionVote, ActError> {
    let count = match &round.result {
        None => None,
        Some(result) => {
            let needed = if dossier.matter.seats > 0 {
                desk.elected(dossier, round)?.and_then(|elected| elected.needed)
            } else {
                desk.verdict(dossier, round)?.and_then(|verdict| verdict.needed)
            };
            let count = &result.count;
            Some(DecisionCount {
                households: count.households,
                valid: count.valid,
                spoiled: count.spoiled,
                missing: count.missing,
                refused: count.refused,
                marks: count.marks.clone(),
                needed,
                adopted: desk.approves(dossier, round)?,
            })
        }
    };
    Ok(DecisionVote {
        hamlet: round.hamlet.0,
        form: round.form.key(),
        advisory: round.advisory,
        state: round.state.key(),
        held_on: round.day(),
        count,
    })
}
