//! Open data: provinces of a day, units found by name, and each unit with its history, as JSON.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use platform::page::Reader;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::{
    Candidate, UnitId, Unresolved,
    pages::{FOUND, Pages},
    view::{SearchView, UnitView},
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(list, unit))]
pub struct Api;

/// What an address asks for behind its question mark; the last of several with one name counts.
type Asked = Query<BTreeMap<String, String>>;

/// Why there is no answer about units.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnitProblem {
    /// What is wrong and what to do, in the language asked for.
    error: String,
    /// Units that may have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<Candidate>,
}

/// The provinces of a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvincesView {
    /// The day.
    on: Date,
    /// Provinces and cities under the central government, by code.
    units: Vec<UnitView>,
}

/// Units found for the words asked for, or the provinces of a day when none were.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
enum UnitList {
    Found(SearchView),
    Provinces(ProvincesView),
}

fn problem(status: StatusCode, error: String, candidates: Vec<Candidate>) -> Response {
    (status, Json(UnitProblem { error, candidates })).into_response()
}

/// The day asked for, or today; `Err` with the answer when it is no day.
fn day(reader: &Reader, asked: &Asked, today: Date) -> Result<Date, Box<Response>> {
    let written = asked.get("ngay").map_or("", |text| text.trim());
    if written.is_empty() {
        return Ok(today);
    }
    platform::text::read_day(written).ok_or_else(|| {
        let text = reader.t.with("units-no-day", "found", written);
        Box::new(problem(StatusCode::BAD_REQUEST, text, Vec::new()))
    })
}

/// Units found by name or code, of any day; without `q`, the provinces of a day.
#[utoipa::path(
    get,
    path = "/api/v1/units",
    params(
        ("q" = Option<String>, Query, description = "Name or code, with or without diacritics, old or new", example = "phu huu"),
        ("ngay" = Option<String>, Query, description = "The day, `2024-12-31` or `31/12/2024`; today without it", example = "2024-12-31"),
        ("lang" = Option<String>, Query, description = "Language of messages: `vi`, `en`, `km`"),
    ),
    responses(
        (status = 200, description = "The units", body = UnitList),
        (status = 400, description = "The day is not understood", body = UnitProblem),
    )
)]
pub(crate) async fn list(reader: Reader, State(pages): State<Pages>, asked: Asked) -> Response {
    let units = pages.units.current();
    let date = match day(&reader, &asked, pages.clock.today()) {
        Ok(date) => date,
        Err(answer) => return *answer,
    };
    let query = asked.get("q").map_or("", |text| text.trim());
    let list = if query.is_empty() {
        UnitList::Provinces(ProvincesView {
            on: date,
            units: units
                .children(UnitId::COUNTRY, date)
                .map(|unit| UnitView::of(&units, unit, date))
                .collect(),
        })
    } else {
        UnitList::Found(SearchView::of(&units, query, FOUND))
    };
    Json(list).into_response()
}

/// A unit as it was on a day, with its history.
#[utoipa::path(
    get,
    path = "/api/v1/units/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the unit: `30352`, `an-giang`", example = "30352"),
        ("ngay" = Option<String>, Query, description = "The day, `2024-12-31` or `31/12/2024`; today without it", example = "2024-12-31"),
        ("lang" = Option<String>, Query, description = "Language of messages: `vi`, `en`, `km`"),
    ),
    responses(
        (status = 200, description = "The unit", body = UnitView),
        (status = 300, description = "Several units of that day have the name", body = UnitProblem),
        (status = 400, description = "The day is not understood", body = UnitProblem),
        (status = 404, description = "No unit of that day has the name", body = UnitProblem),
    )
)]
pub(crate) async fn unit(
    reader: Reader,
    State(pages): State<Pages>,
    Path(text): Path<String>,
    asked: Asked,
) -> Response {
    let units = pages.units.current();
    let date = match day(&reader, &asked, pages.clock.today()) {
        Ok(date) => date,
        Err(answer) => return *answer,
    };
    match units.resolve(&text, date) {
        Ok(unit) => Json(UnitView::of(&units, unit, date)).into_response(),
        Err(unresolved) => {
            let error = unresolved.words(&reader.t);
            let (status, candidates) = match unresolved {
                Unresolved::Ambiguous { candidates, .. } => (StatusCode::MULTIPLE_CHOICES, candidates),
                Unresolved::Unknown {
                    near, other_dates, ..
                } => (StatusCode::NOT_FOUND, [other_dates, near].concat()),
            };
            problem(status, error, candidates)
        }
    }
}
