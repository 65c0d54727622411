//! Open data: the table of a movement, as JSON and as CSV.

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
use units::{Unit, Units};
use utoipa::{OpenApi, ToSchema};

use crate::{
    Movement,
    pages::Pages,
    table::{self, Counts, Table},
};

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(json, csv))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/movements/{movement}/{unit}/{year}", Policy::Open, json)
        .get(
            "/api/v1/movements/{movement}/{unit}/{year}/csv",
            Policy::Open,
            csv,
        )
}

/// How many models; null where nobody kept the register.
#[derive(Debug, Serialize, ToSchema)]
struct MovementCounts {
    /// Registered in the year.
    registered: Option<i64>,
    /// Carried out in the year.
    carried_out: Option<i64>,
    /// Recognised in the year.
    recognised: Option<i64>,
    /// Registered in the year and kept up from an earlier one.
    maintained: Option<i64>,
}

impl From<Counts> for MovementCounts {
    fn from([registered, carried_out, recognised, maintained]: Counts) -> Self {
        Self {
            registered,
            carried_out,
            recognised,
            maintained,
        }
    }
}

/// The counts of a title group and a main field.
#[derive(Debug, Serialize, ToSchema)]
struct MovementLine {
    /// Key of the title group; null for all.
    group: Option<String>,
    /// Key of the main field; null for all.
    field: Option<String>,
    /// How many.
    counts: MovementCounts,
}

/// The counts of a unit below.
#[derive(Debug, Serialize, ToSchema)]
struct MovementUnit {
    /// Code of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// How many.
    counts: MovementCounts,
}

/// How many models of a main field touch another field. They are in the sums of their main field alone.
#[derive(Debug, Serialize, ToSchema)]
struct MovementOverlap {
    /// Key of the main field.
    main: String,
    /// Key of the other field.
    touched: String,
    /// How many models.
    models: i64,
}

/// A figure that somebody reported, with what was counted.
#[derive(Debug, Serialize, ToSchema)]
struct MovementReported {
    /// Key of the indicator.
    indicator: String,
    /// As counted; null where nobody kept the register.
    counted: Option<i64>,
    /// As reported.
    reported: i64,
    /// `exact`, `about`, `at_least`, `more_than` or `at_most`.
    qualifier: String,
    /// Title of the source.
    source: String,
}

/// The table of a movement.
#[derive(Debug, Serialize, ToSchema)]
struct MovementTable {
    /// Key of the movement.
    movement: String,
    /// Code of the unit.
    unit: String,
    /// Its name.
    name: String,
    /// The year.
    year: i16,
    /// The day whose map it is drawn on.
    boundaries_of: String,
    /// Whether a figure is a lower bound, because a commune was split.
    lower_bound: bool,
    /// Title groups with their main fields, each group followed by its sum.
    lines: Vec<MovementLine>,
    /// All of them.
    total: MovementCounts,
    /// The units below.
    units: Vec<MovementUnit>,
    /// What models touch besides their main field.
    overlap: Vec<MovementOverlap>,
    /// What was reported.
    reported: Vec<MovementReported>,
}

/// Why there is no table.
#[derive(Debug, Serialize, ToSchema)]
struct MovementProblem {
    /// What is wrong and what to do.
    error: String,
}

struct Found<'a> {
    movement: &'a Movement,
    unit: Unit,
    units: std::sync::Arc<Units>,
    table: Table,
}

fn problem(status: StatusCode, error: String) -> Response {
    (status, Json(MovementProblem { error })).into_response()
}

async fn find<'a>(
    reader: &Reader,
    pages: &'a Pages,
    (movement, unit, year): (&str, &str, &str),
) -> Result<Found<'a>, Box<Response>> {
    let t = &reader.t;
    let unknown = |key: &str| Box::new(problem(StatusCode::NOT_FOUND, t.text(key)));
    let desk = &pages.desk;
    let movement = desk
        .all()
        .iter()
        .find(|known| known.slug == movement)
        .ok_or_else(|| unknown("movements-api-movement"))?;
    let (_, today) = desk.now();
    let year: i16 = year
        .parse()
        .ok()
        .filter(|year| (1945..=today.year()).contains(year))
        .ok_or_else(|| Box::new(problem(StatusCode::BAD_REQUEST, t.text("movements-api-year"))))?;
    let units = desk.units.current();
    let unit = units
        .resolve(unit, table::basis(year, today))
        .map_err(|_| unknown("movements-api-unit"))?
        .clone();
    let table = async {
        let mut read = desk.db.read().await?;
        desk.table(&mut read, &units, movement, (unit.id, year)).await
    };
    let table = table.await.map_err(|error| {
        tracing::error!(%error, "a table of a movement can't be made");
        Box::new(problem(
            StatusCode::INTERNAL_SERVER_ERROR,
            t.text("movements-api-failed"),
        ))
    })?;
    Ok(Found {
        movement,
        unit,
        units,
        table,
    })
}

/// The table of a movement in a unit and a year.
#[utoipa::path(
    get,
    path = "/api/v1/movements/{movement}/{unit}/{year}",
    params(
        ("movement" = String, Path, description = "The movement", example = "dan-van-kheo"),
        ("unit" = String, Path, description = "Code, name or short address of the unit: `91`, `an-giang`", example = "an-giang"),
        ("year" = String, Path, description = "Year, four digits from 1945", pattern = "^[0-9]{4}$", example = "2025"),
    ),
    responses(
        (status = 200, description = "The table", body = MovementTable),
        (status = 400, description = "The year is not understood", body = MovementProblem),
        (status = 404, description = "No such movement or unit in that year", body = MovementProblem),
    )
)]
async fn json(
    reader: Reader,
    State(pages): State<Pages>,
    Path((movement, unit, year)): Path<(String, String, String)>,
) -> Response {
    let found = match find(&reader, &pages, (&movement, &unit, &year)).await {
        Ok(found) => found,
        Err(response) => return *response,
    };
    let catalogue = pages.desk.catalogue();
    let table = &found.table;
    let reported = table
        .reported(found.movement, catalogue)
        .into_iter()
        .map(|(indicator, counted, reported)| MovementReported {
            indicator: indicator.to_owned(),
            counted,
            reported: reported.amount.value,
            qualifier: reported.amount.qualifier.key().to_owned(),
            source: table
                .figures
                .sources
                .get(&reported.source)
                .map(|source| source.title.clone())
                .unwrap_or_default(),
        })
        .collect();
    Json(MovementTable {
        movement: found.movement.key.clone(),
        unit: found.unit.code.clone(),
        name: found.unit.name.clone(),
        year: table.year,
        boundaries_of: table.basis.to_string(),
        lower_bound: table.lower_bound,
        lines: table
            .lines
            .iter()
            .map(|line| MovementLine {
                group: line.group.clone(),
                field: line.field.clone(),
                counts: line.counts.into(),
            })
            .collect(),
        total: table.total.into(),
        units: table
            .below
            .iter()
            .filter_map(|below| {
                let unit = found.units.get(below.unit)?;
                Some(MovementUnit {
                    unit: unit.code.clone(),
                    name: unit.name.clone(),
                    counts: below.counts.into(),
                })
            })
            .collect(),
        overlap: table
            .overlap
            .iter()
            .map(|overlap| MovementOverlap {
                main: overlap.main.clone(),
                touched: overlap.touched.clone(),
                models: overlap.models,
            })
            .collect(),
        reported,
    })
    .into_response()
}

/// A text as a field of CSV; one that a spreadsheet would take for a formula begins with an apostrophe.
fn field(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// The table of a movement as CSV in UTF-8: one line for each title group and main field of the unit, then one for each unit
/// below over all groups and fields.
#[utoipa::path(
    get,
    path = "/api/v1/movements/{movement}/{unit}/{year}/csv",
    params(
        ("movement" = String, Path, description = "The movement", example = "dan-van-kheo"),
        ("unit" = String, Path, description = "Code, name or short address of the unit: `91`, `an-giang`", example = "an-giang"),
        ("year" = String, Path, description = "Year, four digits from 1945", pattern = "^[0-9]{4}$", example = "2025"),
    ),
    responses(
        (status = 200, description = "The table", content_type = "text/csv", body = String),
        (status = 400, description = "The year is not understood", body = MovementProblem),
        (status = 404, description = "No such movement or unit in that year", body = MovementProblem),
    )
)]
async fn csv(
    reader: Reader,
    State(pages): State<Pages>,
    Path((movement, unit, year)): Path<(String, String, String)>,
) -> Response {
    let found = match find(&reader, &pages, (&movement, &unit, &year)).await {
        Ok(found) => found,
        Err(response) => return *response,
    };
    let table = &found.table;
    let mut text =
        "unit_code,unit,year,group,field,registered,carried_out,recognised,maintained\r\n".to_owned();
    let mut line = |unit: &Unit, group: &str, key: &str, counts: &Counts| {
        let counts: Vec<String> = counts
            .iter()
            .map(|count| count.map(|count| count.to_string()).unwrap_or_default())
            .collect();
        text.push_str(&format!(
            "{},{},{},{group},{key},{}\r\n",
            field(&unit.code),
            field(&unit.name),
            table.year,
            counts.join(",")
        ));
    };
    for row in &table.lines {
        if let (Some(group), Some(key)) = (&row.group, &row.field) {
            line(&found.unit, group, key, &row.counts);
        }
    }
    line(&found.unit, "", "", &table.total);
    for below in table.below.iter().filter(|below| below.unit != found.unit.id) {
        if let Some(unit) = found.units.get(below.unit) {
            line(unit, "", "", &below.counts);
        }
    }
    let name = format!(
        "attachment; filename=\"{}-{}-{}.csv\"",
        found.movement.slug,
        found.units.slug(found.unit.id),
        table.year
    );
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        text,
    )
        .into_response()
}
