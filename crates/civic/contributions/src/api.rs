//! Open data: the campaigns of a commune, and a ledger entry by entry. Who gave is in none of it.

use axum::{
    Json,
    extract::{Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Policy, Routes},
    page::Reader,
};
use serde::{Deserialize, Serialize};
use units::Unit;
use utoipa::{OpenApi, ToSchema};

use crate::{
    content,
    ledger::{Books, Total},
    model::{Campaign, CampaignId, Counts, Entry},
    pages::Pages,
    store,
};

/// Campaigns, entries of JSON, and entries of CSV in one answer.
const CAMPAIGNS: usize = 100;
const ENTRIES: usize = 500;
const LINES: usize = 5_000;

/// The description of this slice's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(campaigns, campaign, entries, csv))]
pub struct Api;

pub(crate) fn routes() -> Routes<Pages> {
    Routes::new()
        .get("/api/v1/contributions/{unit}", Policy::Open, campaigns)
        .get("/api/v1/contributions/{unit}/{id}", Policy::Open, campaign)
        .get("/api/v1/contributions/{unit}/{id}/entries", Policy::Open, entries)
        .get("/api/v1/contributions/{unit}/{id}/entries/csv", Policy::Open, csv)
}

/// What was given, spent and is left of one kind, in đồng.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionTotal {
    /// Gifts that stand.
    gifts: i64,
    /// Given, without what went back.
    given: i64,
    /// Spent.
    spent: i64,
    /// There.
    left: i64,
}

/// A campaign. Money, goods and work are never added to each other.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionCampaign {
    /// Its identifier.
    id: String,
    /// The address of its page.
    page: String,
    /// What it is called.
    title: String,
    /// `law`, `households`, `appeal`, `sponsorship` or `poor_fund`.
    basis: String,
    /// Item of the list of purposes.
    purpose: String,
    /// `open`, `stopped` or `closed`.
    state: String,
    /// First day of receiving.
    from: String,
    /// The committed end.
    until: String,
    /// The goal in đồng; 0 for none.
    goal_vnd: i64,
    /// Money.
    money: ContributionTotal,
    /// Goods, at the rates stated.
    goods: ContributionTotal,
    /// Work, at the rates stated.
    labour: ContributionTotal,
    /// Days of work.
    labour_days: i64,
    /// Money that is there and must go back, in đồng.
    owed_vnd: i64,
    /// What came from other campaigns less what went to them, in đồng.
    came_vnd: i64,
    /// Whether it balances to the đồng.
    balances: bool,
    /// Entries of its ledger.
    entries: i64,
    /// The hash that chains them.
    head: String,
}

/// Campaigns, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionCampaigns {
    /// The campaigns.
    campaigns: Vec<ContributionCampaign>,
    /// Where the next answer begins; null on the last.
    next: Option<String>,
}

/// A line of an entry: a debit when it is positive.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionLine {
    /// Key of the account.
    account: String,
    /// In đồng.
    amount: i64,
}

/// An entry of a ledger.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionEntry {
    /// Its number, from 1.
    number: i64,
    /// What it is.
    kind: String,
    /// The day it is of.
    on: String,
    /// What it was for.
    text: String,
    /// Number and day of the document.
    document: String,
    /// SHA-256 of the document's file.
    file: Option<String>,
    /// The entry it reverses or pays back.
    about: Option<i64>,
    /// Class of those who were supported; empty for none.
    class: String,
    /// Households.
    households: i64,
    /// People.
    people: i64,
    /// Its lines, which come to nothing.
    lines: Vec<ContributionLine>,
    /// The hash that chains it to those before.
    chain: String,
    /// Its name in the public log.
    logged: String,
}

/// Entries, earliest first.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionEntries {
    /// The entries.
    entries: Vec<ContributionEntry>,
    /// After which number the next answer begins; null on the last.
    next: Option<i64>,
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
struct ContributionProblem {
    /// What is wrong and what to do.
    error: String,
}

#[derive(Debug, Default, Deserialize)]
struct Begin {
    after: Option<String>,
}

fn problem(reader: &Reader, status: StatusCode, key: &str) -> Box<Response> {
    let error = reader.t.text(key);
    Box::new((status, Json(ContributionProblem { error })).into_response())
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Box<Response> {
    tracing::error!(%error, "open data on contributions can't be given");
    problem(
        reader,
        StatusCode::INTERNAL_SERVER_ERROR,
        "contributions-api-failed",
    )
}

fn unit_of(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Box<Response>> {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let found = units.resolve(name, today).ok().cloned();
    // A commune that is no more keeps its campaigns under its code.
    found
        .or_else(|| units.all().iter().find(|unit| unit.code == name).cloned())
        .ok_or_else(|| problem(reader, StatusCode::NOT_FOUND, "contributions-api-unit"))
}

fn described(unit: &Unit, campaign: &Campaign, books: &Books, counts: &Counts) -> ContributionCampaign {
    let totals = books.totals();
    let total = |kind: &str, total: Total| ContributionTotal {
        gifts: counts.get(&Counts::gifts(kind)),
        given: total.given,
        spent: total.spent,
        left: total.left,
    };
    let day = |day: Date| day.to_string();
    ContributionCampaign {
        id: campaign.id.to_string(),
        page: crate::service::page_of(&unit.code, campaign.id),
        title: campaign.title.clone(),
        basis: campaign.basis.key().to_owned(),
        purpose: campaign.purpose.clone(),
        state: campaign.state.key().to_owned(),
        from: day(campaign.from),
        until: day(campaign.until),
        goal_vnd: campaign.terms.goal,
        money: total("money", totals.money),
        goods: total("goods", totals.goods),
        labour: total("labour", totals.labour),
        labour_days: counts.get(Counts::DAYS),
        owed_vnd: totals.owed,
        came_vnd: totals.came,
        balances: totals.balances(),
        entries: campaign.last_entry,
        head: content::hex(&campaign.head),
    }
}

/// The campaigns of a commune.
#[utoipa::path(
    get,
    path = "/api/v1/contributions/{unit}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the commune", example = "30292"),
        ("after" = Option<String>, Query, description = "What the answer before named as `next`"),
    ),
    responses(
        (status = 200, description = "The campaigns", body = ContributionCampaigns),
        (status = 404, description = "No such unit", body = ContributionProblem),
    )
)]
async fn campaigns(
    reader: Reader,
    State(pages): State<Pages>,
    Path(unit): Path<String>,
    Query(from): Query<Begin>,
) -> Response {
    let answer = async {
        let unit = unit_of(&reader, &pages, &unit)?;
        let after = from.after.and_then(|id| id.parse::<CampaignId>().ok());
        let asked = async {
            let mut read = pages.desk.db.read().await?;
            let mut found = store::campaigns(&mut read, unit.id, false, after, CAMPAIGNS + 1).await?;
            let more = found.len() > CAMPAIGNS;
            found.truncate(CAMPAIGNS);
            let mut campaigns = Vec::with_capacity(found.len());
            for campaign in &found {
                let books = store::books(&mut read, campaign.key()).await?;
                let counts = store::counts(&mut read, campaign.key()).await?;
                campaigns.push(described(&unit, campaign, &books, &counts));
            }
            let next = found.last().filter(|_| more).map(|last| last.id.to_string());
            Ok::<_, platform::db::DbError>(ContributionCampaigns { campaigns, next })
        };
        asked.await.map_err(|error| failed(&reader, &error))
    };
    match answer.await {
        Ok(found) => Json(found).into_response(),
        Err(response) => *response,
    }
}

async fn found(
    reader: &Reader,
    pages: &Pages,
    (unit, id): (&str, &str),
) -> Result<(Unit, Campaign), Box<Response>> {
    let unit = unit_of(reader, pages, unit)?;
    let unknown = || problem(reader, StatusCode::NOT_FOUND, "contributions-api-campaign");
    let id: CampaignId = id.parse().map_err(|_| unknown())?;
    let asked = async { store::campaign(&mut pages.desk.db.read().await?, (unit.id, id)).await };
    let campaign = asked
        .await
        .map_err(|error: platform::db::DbError| failed(reader, &error))?
        .filter(|campaign| campaign.state.is_public())
        .ok_or_else(unknown)?;
    Ok((unit, campaign))
}

/// A campaign.
#[utoipa::path(
    get,
    path = "/api/v1/contributions/{unit}/{id}",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the commune", example = "30292"),
        ("id" = String, Path, description = "Its identifier"),
    ),
    responses(
        (status = 200, description = "The campaign", body = ContributionCampaign),
        (status = 404, description = "No such unit or campaign", body = ContributionProblem),
    )
)]
async fn campaign(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, id)): Path<(String, String)>,
) -> Response {
    let answer = async {
        let (unit, campaign) = found(&reader, &pages, (&unit, &id)).await?;
        let asked = async {
            let mut read = pages.desk.db.read().await?;
            let books = store::books(&mut read, campaign.key()).await?;
            let counts = store::counts(&mut read, campaign.key()).await?;
            Ok::<_, platform::db::DbError>(described(&unit, &campaign, &books, &counts))
        };
        asked.await.map_err(|error| failed(&reader, &error))
    };
    match answer.await {
        Ok(found) => Json(found).into_response(),
        Err(response) => *response,
    }
}

async fn page_of_entries(
    reader: &Reader,
    pages: &Pages,
    address: (&str, &str),
    (after, limit): (Option<String>, usize),
) -> Result<(Vec<Entry>, Option<i64>), Box<Response>> {
    let (_, campaign) = found(reader, pages, address).await?;
    let after = match after.as_deref().map(str::parse::<i64>) {
        None => 0,
        Some(Ok(number)) => number,
        Some(Err(_)) => {
            return Err(problem(
                reader,
                StatusCode::BAD_REQUEST,
                "contributions-api-after",
            ));
        }
    };
    let asked = async {
        let mut read = pages.desk.db.read().await?;
        store::entries_after(&mut read, campaign.key(), after, limit).await
    };
    let entries = asked.await.map_err(|error| failed(reader, &error))?;
    let last = entries.last().map(|entry| entry.number);
    let next = last.filter(|number| *number < campaign.last_entry);
    Ok((entries, next))
}

/// The ledger of a campaign, entry by entry.
#[utoipa::path(
    get,
    path = "/api/v1/contributions/{unit}/{id}/entries",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the commune", example = "30292"),
        ("id" = String, Path, description = "Identifier of the campaign"),
        ("after" = Option<String>, Query, description = "What the answer before named as `next`"),
    ),
    responses(
        (status = 200, description = "Entries", body = ContributionEntries),
        (status = 400, description = "Where to begin is not understood", body = ContributionProblem),
        (status = 404, description = "No such unit or campaign", body = ContributionProblem),
    )
)]
async fn entries(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, id)): Path<(String, String)>,
    Query(from): Query<Begin>,
) -> Response {
    let answer = page_of_entries(&reader, &pages, (&unit, &id), (from.after, ENTRIES)).await;
    let (entries, next) = match answer {
        Ok(found) => found,
        Err(response) => return *response,
    };
    let entries = entries
        .into_iter()
        .map(|entry| ContributionEntry {
            number: entry.number,
            kind: entry.kind.key().to_owned(),
            on: entry.on.to_string(),
            text: entry.text,
            document: entry.document,
            file: entry.file.as_deref().map(content::hex),
            about: entry.about,
            class: entry.supported.class,
            households: entry.supported.households,
            people: entry.supported.people,
            lines: entry
                .lines
                .iter()
                .map(|line| ContributionLine {
                    account: line.account.key(),
                    amount: line.amount,
                })
                .collect(),
            chain: content::hex(&entry.chain),
            logged: entry.logged.to_string(),
        })
        .collect();
    Json(ContributionEntries { entries, next }).into_response()
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

/// The ledger of a campaign as CSV in UTF-8, one row for each line of each entry; a long one in parts, of which the header
/// `Link` names the next.
#[utoipa::path(
    get,
    path = "/api/v1/contributions/{unit}/{id}/entries/csv",
    params(
        ("unit" = String, Path, description = "Code, name or short address of the commune", example = "30292"),
        ("id" = String, Path, description = "Identifier of the campaign"),
        ("after" = Option<String>, Query, description = "What the answer before named as `next`"),
    ),
    responses(
        (status = 200, description = "Lines", content_type = "text/csv", body = String),
        (status = 400, description = "Where to begin is not understood", body = ContributionProblem),
        (status = 404, description = "No such unit or campaign", body = ContributionProblem),
    )
)]
async fn csv(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, id)): Path<(String, String)>,
    Query(from): Query<Begin>,
) -> Response {
    let answer = page_of_entries(&reader, &pages, (&unit, &id), (from.after, LINES)).await;
    let (entries, next) = match answer {
        Ok(found) => found,
        Err(response) => return *response,
    };
    let mut text =
        "entry,kind,on,about,account,debit_vnd,credit_vnd,document,class,households,people,text\r\n"
            .to_owned();
    for entry in &entries {
        for line in &entry.lines {
            text.push_str(&format!(
                "{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
                entry.number,
                entry.kind.key(),
                entry.on,
                entry.about.map(|about| about.to_string()).unwrap_or_default(),
                line.account.key(),
                line.amount.max(0),
                (-line.amount).max(0),
                field(&entry.document),
                entry.supported.class,
                entry.supported.households,
                entry.supported.people,
                field(&entry.text),
            ));
        }
    }
    let mut response = (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"so-dong-gop-{id}.csv\""),
            ),
        ],
        text,
    )
        .into_response();
    if let Some(next) = next {
        let link = format!("</api/v1/contributions/{unit}/{id}/entries/csv?after={next}>; rel=\"next\"");
        if let Ok(link) = link.parse() {
            response.headers_mut().insert(header::LINK, link);
        }
    }
    response
}
