//! Open data: what a commune has made public, with its proof.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::{Timestamp, civil::Date};
use platform::{
    access::{Policy, Routes},
    db::DbResult,
    page::Reader,
};
use serde::{Deserialize, Serialize};
use transparency::api::LoggedAct;
use units::{Level, Unit};
use utoipa::{OpenApi, ToSchema};

use crate::{
    catalogue::{
        self,
        model::{Offered, Offers},
    },
    content,
    ids::ItemId,
    internal,
    model::{ItemState, Matter, Version},
    pages::Pages,
    procedures::{self, Procedure},
    service::Dossier,
    store::{self, Filter, Listed, PAGE},
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, show, procedures, organisations))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/disclosures/{unit}", Policy::Open, list)
        .get("/api/v1/disclosures/{unit}/{id}", Policy::Open, show)
        .get("/api/v1/organisations/{unit}", Policy::Open, organisations)
        .get("/api/v1/procedures/{unit}", Policy::Open, procedures)
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct DisclosureProblem {
    /// What is wrong, in the language asked for.
    error: String,
}

/// A page of what a commune has made public.
#[derive(Debug, Serialize, ToSchema)]
struct DisclosureList {
    /// Code of the commune.
    unit: String,
    /// Its name.
    name: String,
    /// The matters, the newest first.
    items: Vec<DisclosureItem>,
    /// What `after` has to say for the next page; left out on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A matter that is or was public. Of a withdrawn one, only the reason and the hash.
#[derive(Debug, Serialize, ToSchema)]
struct DisclosureItem {
    /// Identifier within the commune.
    id: String,
    /// Address of its page.
    page: String,
    /// Key of the entry in the law's list (Article 11); empty for a register of disclosures.
    matter: String,
    /// The quarter of a register of disclosures, `2025-Q4`.
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<String>,
    /// `published`, `withdrawn` or `archived`.
    state: &'static str,
    /// Its title; left out when withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// Its summary; left out when withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    /// Number of the version shown.
    version: i64,
    /// SHA-256 of the public content of that version, which the log holds.
    sha256: String,
    /// The day of the decision or document.
    #[schema(value_type = String, format = Date)]
    decided_on: Date,
    /// The last day for publishing it.
    #[schema(value_type = String, format = Date)]
    due_on: Date,
    /// When it was first published.
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Timestamp>,
    /// Why it was withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_because: Option<String>,
}

impl DisclosureItem {
    fn of(unit: &Unit, item: &Matter, version: &Version) -> Self {
        let shown = item.state != ItemState::Withdrawn;
        Self {
            id: item.id.to_string(),
            page: format!("/cong-khai/{}/{}", unit.code, item.id),
            matter: item.matter.clone(),
            quarter: item.quarter.map(|quarter| quarter.to_string()),
            state: item.state.key(),
            title: shown.then(|| version.text.title.clone()),
            summary: shown.then(|| version.text.summary.clone()),
            version: version.number,
            sha256: version
                .content_hash
                .map(|hash| content::hex(&hash))
                .unwrap_or_default(),
            decided_on: item.decided_on,
            due_on: item.due_on,
            published_at: item.published_at,
            withdrawn_because: item
                .withdrawn
                .as_ref()
                .map(|withdrawal| withdrawal.reason.clone()),
        }
    }
}

/// A matter with its text, files, boards and every act on it in the public log.
#[derive(Debug, Serialize, ToSchema)]
struct DisclosureDetail {
    #[serde(flatten)]
    item: DisclosureItem,
    /// The whole text; left out when withdrawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    /// What hangs on the version shown; empty when withdrawn.
    files: Vec<DisclosureFile>,
    /// What was seen on boards, in order of time; what was recorded by mistake is left out.
    sightings: Vec<DisclosureSighting>,
    /// The acts, in order of time.
    log: Vec<LoggedAct>,
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
struct DisclosureFile {
    /// Its name.
    name: String,
    /// What it is.
    media_type: String,
    /// How large, in octets.
    size: i64,
    /// SHA-256 of its octets.
    sha256: String,
    /// Where it can be read.
    href: String,
}

/// What somebody saw at a board.
#[derive(Debug, Serialize, ToSchema)]
struct DisclosureSighting {
    /// The board.
    site: String,
    /// `posted` or `missing`.
    seen: &'static str,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    q: Option<String>,
    matter: Option<String>,
    after: Option<String>,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(DisclosureProblem { error })).into_response()
}

fn failed(reader: &Reader, error: &platform::db::DbError) -> Response {
    tracing::error!(%error, "open data could not be made");
    problem(
        StatusCode::INTERNAL_SERVER_ERROR,
        reader.t.text("disclosure-api-failed"),
    )
}

fn commune(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Box<Response>> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    match units.resolve(name, today) {
        Ok(unit) if unit.level == Level::Commune => Ok(unit.clone()),
        _ => Err(Box::new(problem(
            StatusCode::NOT_FOUND,
            reader.t.with("disclosure-api-no-commune", "name", name),
        ))),
    }
}

/// A page of a commune's board, and what `after` has to say for the next.
async fn page_of(
    reader: &Reader,
    pages: &Pages,
    unit: &str,
    after: Option<&str>,
    filter: Filter,
) -> Result<(Unit, Vec<Listed>, Option<String>), Box<Response>> {
    let unit = commune(reader, pages, unit)?;
    let before = match after.map(crate::pages::read_key) {
        Some(None) => {
            let wrong = reader.t.text("disclosure-api-after");
            return Err(Box::new(problem(StatusCode::BAD_REQUEST, wrong)));
        }
        other => other.flatten(),
    };
    let filter = Filter { before, ..filter };
    let listed = async {
        let mut read = pages.desk.db.read().await?;
        store::board(&mut read, unit.id, &filter, PAGE + 1).await
    };
    let mut listed = listed.await.map_err(|error| Box::new(failed(reader, &error)))?;
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let next = listed
        .last()
        .filter(|_| more)
        .and_then(|last| crate::pages::write_key(&last.item));
    Ok((unit, listed, next))
}

/// What a commune has made public, the newest first.
#[utoipa::path(
    get,
    path = "/api/v1/disclosures/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352"),
        ("q" = Option<String>, Query, description = "Words that must all occur; diacritics do not matter"),
        ("matter" = Option<String>, Query, description = "Key of an entry in the law's list, as `budget`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, description = "A page of matters", body = DisclosureList),
        (status = 400, description = "`after` is not understood", body = DisclosureProblem),
        (status = 404, description = "No such commune today", body = DisclosureProblem),
    )
)]
async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(unit): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let filter = Filter {
        matter: asked.matter.filter(|key| !key.is_empty()),
        words: asked.q.unwrap_or_default(),
        ..Filter::default()
    };
    let (unit, listed, next) = match page_of(&reader, &pages, &unit, asked.after.as_deref(), filter).await {
        Ok(page) => page,
        Err(problem) => return *problem,
    };
    Json(DisclosureList {
        items: listed
            .iter()
            .map(|listed| DisclosureItem::of(&unit, &listed.item, &listed.version))
            .collect(),
        unit: unit.code,
        name: unit.name,
        next,
    })
    .into_response()
}

/// The agencies and state enterprises with their seat in a unit, and how much of what the law has them publish to their
/// own people is done. Nothing of what they published.
#[derive(Debug, Serialize, ToSchema)]
struct OrganisationList {
    /// Code of the commune or province.
    unit: String,
    /// Its name.
    name: String,
    /// The organisations, by name; at most 500.
    organisations: Vec<OrganisationItem>,
}

/// An agency or state enterprise.
#[derive(Debug, Serialize, ToSchema)]
struct OrganisationItem {
    /// Identifier within the unit.
    id: String,
    /// Address of its page.
    page: String,
    /// `agency` or `state_enterprise`.
    kind: &'static str,
    /// What it is called.
    name: String,
    /// The matters of the law's list (Article 46 or 64) in which it has published or owes something, by key.
    matters: BTreeMap<String, OrganisationMatter>,
}

/// Counts of one matter of the law's list.
#[derive(Debug, Serialize, ToSchema)]
struct OrganisationMatter {
    /// Published inside now.
    standing: i64,
    /// Published once, past its time.
    ended: i64,
    /// Withdrawn.
    withdrawn: i64,
    /// Past the last day and not published.
    overdue: i64,
    /// The day on which one was last published, in Vietnam.
    #[schema(value_type = Option<String>, format = Date)]
    last_on: Option<Date>,
}

/// The agencies and state enterprises with their seat in a commune or province.
#[utoipa::path(
    get,
    path = "/api/v1/organisations/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune or province", example = "30292"),
    ),
    responses(
        (status = 200, description = "The organisations", body = OrganisationList),
        (status = 404, description = "No such unit today", body = DisclosureProblem),
    )
)]
async fn organisations(reader: Reader, State(pages): State<Pages>, Path(unit): Path<String>) -> Response {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let Ok(unit) = units.resolve(&unit, today).cloned() else {
        let name = unit.as_str();
        let wrong = reader.t.with("disclosure-api-no-commune", "name", name);
        return problem(StatusCode::NOT_FOUND, wrong);
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let all = internal::store::organisations(&mut read, unit.id).await?;
        let tallies = internal::store::tallies(&mut read, unit.id, today).await?;
        Ok::<_, platform::db::DbError>((all, tallies))
    };
    let (all, mut tallies) = match found.await {
        Ok(found) => found,
        Err(error) => return failed(&reader, &error),
    };
    Json(OrganisationList {
        organisations: all
            .into_iter()
            .map(|one| OrganisationItem {
                id: one.id.to_string(),
                page: format!("/co-quan/{}/{}", unit.code, one.id),
                kind: one.kind.key(),
                name: one.name,
                matters: tallies
                    .remove(&one.id)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|(matter, tally)| {
                        let counted = OrganisationMatter {
                            standing: tally.standing,
                            ended: tally.ended,
                            withdrawn: tally.withdrawn,
                            overdue: tally.overdue,
                            last_on: tally.last_on(),
                        };
                        (matter, counted)
                    })
                    .collect(),
            })
            .collect(),
        unit: unit.code,
        name: unit.name,
    })
    .into_response()
}

/// A page of the administrative procedures of a commune, with those its province has decided for all, or of a province.
#[derive(Debug, Serialize, ToSchema)]
struct ProcedureList {
    /// Code of the commune or province.
    unit: String,
    /// Its name.
    name: String,
    /// The procedures in force, the newest first.
    procedures: Vec<ProcedureItem>,
    /// What `after` has to say for the next page; left out on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An administrative procedure.
#[derive(Debug, Serialize, ToSchema)]
struct ProcedureItem {
    /// The notice that makes it public, with its proof.
    notice: DisclosureItem,
    /// Address of its page.
    page: String,
    /// Code of the province that decided it for all its communes; left out for a commune's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
    /// What to hand in, where, at what fee, and how long it takes.
    procedure: Procedure,
    /// How the commune offers it, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    offer: Option<ProcedureOffer>,
}

/// How a commune offers a procedure of its province. What is empty is as the procedure says.
#[derive(Debug, Serialize, ToSchema)]
struct ProcedureOffer {
    /// Whether it can be handed in here.
    offered: bool,
    /// Where.
    office: String,
    /// When the office is open.
    hours: String,
    /// Whom to ask.
    contact: String,
    /// What is different here, or where to go instead.
    note: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

impl From<Offered> for ProcedureOffer {
    fn from(offered: Offered) -> Self {
        let offer = offered.offer;
        Self {
            offered: offer.offered,
            office: offer.office,
            hours: offer.hours,
            contact: offer.contact,
            note: offer.note,
            since: offered.at,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct AskedProcedures {
    q: Option<String>,
    field: Option<String>,
    after: Option<String>,
}

/// The administrative procedures in force of a commune or province, the newest first. A commune's are its own and those
/// that its province has decided for all its communes.
#[utoipa::path(
    get,
    path = "/api/v1/procedures/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune or province", example = "30352"),
        ("q" = Option<String>, Query, description = "Words that must all occur; diacritics do not matter"),
        ("field" = Option<String>, Query, description = "Key of a field, as `civil_status`"),
        ("after" = Option<String>, Query, description = "`next` of the page before"),
    ),
    responses(
        (status = 200, description = "A page of procedures", body = ProcedureList),
        (status = 400, description = "`after` is not understood", body = DisclosureProblem),
        (status = 404, description = "No such commune or province today", body = DisclosureProblem),
    )
)]
async fn procedures(
    reader: Reader,
    State(pages): State<Pages>,
    Path(name): Path<String>,
    Query(asked): Query<AskedProcedures>,
) -> Response {
    let Some(unit) = crate::pages::keeper(&pages, &name) else {
        let missing = reader.t.with("disclosure-api-no-commune", "name", name);
        return problem(StatusCode::NOT_FOUND, missing);
    };
    let before = match asked.after.as_deref().map(crate::pages::read_key) {
        Some(None) => return problem(StatusCode::BAD_REQUEST, reader.t.text("disclosure-api-after")),
        other => other.flatten(),
    };
    let filter = Filter {
        state: Some(ItemState::Published),
        mark: Some(procedures::mark(
            asked.field.as_deref().filter(|key| !key.is_empty()),
        )),
        words: asked.q.unwrap_or_default(),
        before,
        ..Filter::default()
    };
    match procedures_of(&pages, unit, &filter).await {
        Ok(list) => Json(list).into_response(),
        Err(error) => failed(&reader, &error),
    }
}

async fn procedures_of(pages: &Pages, unit: Unit, filter: &Filter) -> DbResult<ProcedureList> {
    let mut read = pages.desk.db.read().await?;
    let mut listed = crate::pages::offered_in(pages, &mut read, unit.id, filter, PAGE + 1).await?;
    let offers = Offers(catalogue::store::offers(&mut read, unit.id).await?);
    drop(read);
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let next = listed
        .last()
        .filter(|_| more)
        .and_then(|last| crate::pages::write_key(&last.item));
    let units = pages.desk.units.current();
    let item = |listed: Listed| {
        let id = listed.item.id;
        let keeper = units.get(listed.item.unit)?;
        let common = keeper.level == Level::Province;
        let here = (common && keeper.id != unit.id).then(|| offers.of(id)).flatten();
        Some(ProcedureItem {
            notice: DisclosureItem::of(keeper, &listed.item, &listed.version),
            page: format!("/thu-tuc/{}/{id}", unit.code),
            decided_by: common.then(|| keeper.code.clone()),
            offer: here.map(ProcedureOffer::from),
            procedure: listed.version.text.procedure?,
        })
    };
    Ok(ProcedureList {
        procedures: listed.into_iter().filter_map(item).collect(),
        unit: unit.code,
        name: unit.name,
        next,
    })
}

/// One matter with its text, its boards and its proof.
#[utoipa::path(
    get,
    path = "/api/v1/disclosures/{unit}/{id}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352"),
        ("id" = String, Path, description = "Identifier of the matter"),
    ),
    responses(
        (status = 200, description = "The matter", body = DisclosureDetail),
        (status = 404, description = "No such commune today, or nothing public of that name", body = DisclosureProblem),
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
    let missing = || problem(StatusCode::NOT_FOUND, reader.t.text("disclosure-api-no-item"));
    let Ok(id) = id.parse::<ItemId>() else {
        return missing();
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        let Some(dossier) = pages.desk.dossier(&mut read, unit.id, id).await? else {
            return Ok(None);
        };
        let subject = content::subject(&dossier.item);
        let log = transparency::history(&mut read, unit.id, &subject).await?;
        Ok(Some((dossier, log)))
    };
    match found.await {
        Ok(Some((dossier, log))) => match dossier.public() {
            Some(version) => Json(detail(&unit, &dossier, version, &log)).into_response(),
            None => missing(),
        },
        Ok(None) => missing(),
        Err(error) => failed(&reader, &error),
    }
}

fn detail(
    unit: &Unit,
    dossier: &Dossier,
    version: &Version,
    log: &[transparency::Logged],
) -> DisclosureDetail {
    let item = DisclosureItem::of(unit, &dossier.item, version);
    let shown = dossier.item.state != ItemState::Withdrawn;
    let site = |id| {
        dossier
            .sites
            .iter()
            .find(|site| site.id == id)
            .map(|site| site.name.clone())
            .unwrap_or_default()
    };
    DisclosureDetail {
        body: shown.then(|| version.text.body.clone()),
        files: dossier
            .attached(version.number)
            .filter(|_| shown)
            .map(|file| DisclosureFile {
                name: file.name.clone(),
                media_type: file.media_type.clone(),
                size: file.size,
                sha256: content::hex(&file.hash),
                href: format!("{}/tep/{}", item.page, content::hex(&file.hash)),
            })
            .collect(),
        sightings: dossier
            .sightings
            .iter()
            .filter(|sighting| sighting.voided.is_none())
            .map(|sighting| DisclosureSighting {
                site: site(sighting.site),
                seen: sighting.seen.key(),
                at: sighting.at,
            })
            .collect(),
        log: log.iter().map(LoggedAct::from).collect(),
        item,
    }
}
