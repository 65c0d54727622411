//! Open data: reports, their contradictions and what is counted, as JSON.

use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use platform::{
    access::{Policy, Routes},
    page::Reader,
};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    export,
    model::{Finding, Report},
    pages::{Asked, Pages},
    service::ReportError,
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(report, check, indicators), components(schemas(Map, Language)))]
pub struct Api;

/// The words of `ranh-gioi`, for the description only: [`crate::Boundaries`] reads them.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "kebab-case")]
#[expect(dead_code, reason = "only described, never made")]
enum Map {
    NamBaoCao,
    HienNay,
}

/// The words of `lang`, for the description only: the page shell reads them.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "only described, never made")]
enum Language {
    Vi,
    En,
    Km,
}

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/reports/{unit}/{year}", Policy::Open, report)
        .get("/api/v1/reports/{unit}/{year}/findings", Policy::Open, check)
        .get("/api/v1/indicators", Policy::Open, indicators)
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What is wrong and what to do, in the language asked for.
    error: String,
    /// Codes of units that may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<String>,
}

fn failed(reader: &Reader, error: &ReportError, unit: &str, year: &str) -> Response {
    let (status, text, candidates) = match error {
        ReportError::Year(year) => (
            StatusCode::BAD_REQUEST,
            reader.t.with("reports-unknown-year", "year", year.as_str()),
            Vec::new(),
        ),
        ReportError::Boundaries(word) => (
            StatusCode::BAD_REQUEST,
            reader.t.with("reports-unknown-boundaries", "word", word.as_str()),
            Vec::new(),
        ),
        ReportError::Unit(unresolved) => {
            let text = reader.t.format(
                "reports-unknown-unit",
                &[("name", unit.into()), ("year", year.into())],
            );
            (
                StatusCode::NOT_FOUND,
                text,
                unresolved
                    .candidates()
                    .into_iter()
                    .map(|candidate| candidate.code.clone())
                    .collect(),
            )
        }
        ReportError::Database(_) | ReportError::Document(_) => {
            tracing::error!(%error, "open data could not be made");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                reader.t.text("reports-api-failed"),
                Vec::new(),
            )
        }
    };
    (
        status,
        Json(Problem {
            error: text,
            candidates,
        }),
    )
        .into_response()
}

/// The yearly report of a unit.
#[utoipa::path(
    get,
    path = "/api/v1/reports/{unit}/{year}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the unit: `89`, `an-giang`", example = "an-giang"),
        ("year" = String, Path, description = "Year, four digits from 1945", pattern = "^[0-9]{4}$", example = "2020"),
        ("ranh-gioi" = Option<Map>, Query, description = "`nam-bao-cao`: boundaries of that year; `hien-nay`: of today"),
        ("lang" = Option<Language>, Query, description = "Language of names and sentences"),
    ),
    responses(
        (status = 200, description = "The report", body = Report),
        (status = 400, description = "The year or the boundaries are not understood", body = Problem),
        (status = 404, description = "No such unit in that year", body = Problem),
    )
)]
async fn report(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, year)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    let wanted = match pages.wanted(&unit, &year, &asked) {
        Ok(wanted) => wanted,
        Err(error) => return failed(&reader, &error, &unit, &year),
    };
    match pages.reports.report(&reader.t, wanted).await {
        Ok(report) => (
            [(header::CONTENT_TYPE, "application/json")],
            export::json(&report),
        )
            .into_response(),
        Err(error) => failed(&reader, &error, &unit, &year),
    }
}

/// The contradictions in a unit's figures of a year.
#[utoipa::path(
    get,
    path = "/api/v1/reports/{unit}/{year}/findings",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the unit: `89`, `an-giang`", example = "an-giang"),
        ("year" = String, Path, description = "Year, four digits from 1945", pattern = "^[0-9]{4}$", example = "2020"),
        ("ranh-gioi" = Option<Map>, Query, description = "`nam-bao-cao`: boundaries of that year; `hien-nay`: of today"),
        ("lang" = Option<Language>, Query, description = "Language of names and sentences"),
    ),
    responses(
        (status = 200, description = "The findings, empty when there are none", body = [Finding]),
        (status = 400, description = "The year or the boundaries are not understood", body = Problem),
        (status = 404, description = "No such unit in that year", body = Problem),
    )
)]
async fn check(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, year)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    let wanted = match pages.wanted(&unit, &year, &asked) {
        Ok(wanted) => wanted,
        Err(error) => return failed(&reader, &error, &unit, &year),
    };
    match pages.reports.report(&reader.t, wanted).await {
        Ok(report) => Json::<Vec<Finding>>(report.findings).into_response(),
        Err(error) => failed(&reader, &error, &unit, &year),
    }
}

/// Something that is counted or reported.
#[derive(Debug, Serialize, ToSchema)]
struct IndicatorView {
    /// Stable key.
    key: String,
    /// Its name.
    name: String,
    /// What it counts.
    meaning: String,
    /// What it is counted in.
    unit: String,
    /// The section of the report it stands in.
    section: String,
}

/// Everything that is counted or reported.
#[utoipa::path(
    get,
    path = "/api/v1/indicators",
    params(("lang" = Option<Language>, Query, description = "Language of names and meanings")),
    responses((status = 200, description = "The indicators", body = [IndicatorView]))
)]
async fn indicators(reader: Reader, State(pages): State<Pages>) -> Response {
    let language = reader.t.code();
    let views: Vec<IndicatorView> = pages
        .reports
        .catalogue()
        .indicators()
        .iter()
        .map(|indicator| IndicatorView {
            key: indicator.key.clone(),
            name: indicator.names.get(language).to_owned(),
            meaning: indicator.meaning.get(language).to_owned(),
            unit: indicator.unit.clone(),
            section: indicator.section.clone(),
        })
        .collect();
    Json(views).into_response()
}
