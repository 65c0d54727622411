//! Open data: the packages of a commune, with their totals. Nobody is named in it, while a list is posted or later.

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
    content,
    model::Package,
    pages::{self, Pages},
    store,
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new().get("/api/v1/benefits/{unit}", Policy::Open, list)
}

/// A package of support.
#[derive(Debug, Serialize, ToSchema)]
struct BenefitItem {
    /// Its identifier.
    id: String,
    /// Key of the programme.
    programme: String,
    /// First day of the period it is for.
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// Last day of the period.
    #[schema(value_type = String, format = Date)]
    until: Date,
    /// `open`, `submitted`, `posted`, `closed` or `cancelled`.
    state: String,
    /// đồng set aside.
    budget_vnd: i64,
    /// The day the list was posted for objection.
    #[schema(value_type = Option<String>, format = Date)]
    posted_on: Option<Date>,
    /// The last day on which it is posted.
    #[schema(value_type = Option<String>, format = Date)]
    posted_until: Option<Date>,
    /// Entries of the list.
    entries: i64,
    /// What they are to be paid, in đồng.
    approved_vnd: i64,
    /// Entries that stand on it against the verdict of the rules, by a written reason.
    overridden: i64,
    /// SHA-256 of the list with its salt, in hexadecimal.
    list_sha256: Option<String>,
    /// The day it was closed or cancelled.
    #[schema(value_type = Option<String>, format = Date)]
    ended_on: Option<Date>,
    /// What was paid when it was closed, in đồng.
    paid_vnd: i64,
    /// What went back to the budget when it was closed, in đồng.
    returned_vnd: i64,
}

impl From<&Package> for BenefitItem {
    fn from(package: &Package) -> Self {
        Self {
            id: package.id.to_string(),
            programme: package.programme.clone(),
            from: package.from,
            until: package.until,
            state: package.state.key().to_owned(),
            budget_vnd: package.budget,
            posted_on: package.posted_on,
            posted_until: package.posted_until,
            entries: package.entries,
            approved_vnd: package.approved,
            overridden: package.overridden,
            list_sha256: package.list_hash.as_deref().map(content::hex),
            ended_on: package.ended_on,
            paid_vnd: package.paid,
            returned_vnd: package.returned,
        }
    }
}

/// The packages of a commune.
#[derive(Debug, Serialize, ToSchema)]
struct BenefitList {
    /// Code of the commune.
    unit: String,
    /// Its name.
    name: String,
    /// Packages, the latest first; at most 200.
    items: Vec<BenefitItem>,
}

/// Why there is no list.
#[derive(Debug, Serialize, ToSchema)]
struct BenefitProblem {
    /// What is wrong.
    error: String,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(BenefitProblem { error })).into_response()
}

/// The packages of support of a commune.
#[utoipa::path(
    get,
    path = "/api/v1/benefits/{unit}",
    params(("unit" = String, Path, description = "Code, name or short address of a commune", example = "30352")),
    responses(
        (status = 200, description = "The packages", body = BenefitList),
        (status = 404, description = "No such commune today", body = BenefitProblem),
    )
)]
async fn list(reader: Reader, Extract(pages): Extract<Pages>, Path(name): Path<String>) -> Response {
    let t = &reader.t;
    let Some(unit) = pages::unit(&pages, &name) else {
        return problem(StatusCode::NOT_FOUND, t.text("benefits-api-missing"));
    };
    let found = async {
        let mut read = pages.desk.db.read().await?;
        store::packages(&mut read, unit.id, pages::MOST).await
    };
    match found.await {
        Ok(packages) => Json(BenefitList {
            unit: unit.code,
            name: unit.name,
            items: packages.iter().map(BenefitItem::from).collect(),
        })
        .into_response(),
        Err(error) => {
            tracing::error!(%error, "packages of support can't be read");
            problem(StatusCode::INTERNAL_SERVER_ERROR, t.text("benefits-api-failed"))
        }
    }
}
