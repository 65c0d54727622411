//! Open data: the state of the log, its entries and their proofs, as JSON.

use axum::{
    Json, Router,
    extract::{Path, Query, State, rejection::QueryRejection},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;
use platform::{
    db::{DbError, DbResult},
    page::Reader,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use crate::{
    public::{Found, Served, place},
    store,
    verify::ItemNow,
};

/// The most entries one answer lists.
const MOST: u64 = 100;

/// The description of this room's open data.
#[derive(Debug, OpenApi)]
#[openapi(paths(state, list, entry, item, content))]
pub struct Api;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/api/v1/log", get(state))
        .route("/api/v1/log/entries", get(list))
        .route("/api/v1/log/entries/{index}", get(entry))
        .route("/api/v1/log/entries/{index}/item", get(item))
        .route("/api/v1/log/entries/{index}/content", get(content))
}

/// Why there is no answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LogProblem)]
struct Problem {
    /// What is wrong, in the language asked for.
    error: String,
}

/// An act on a public item, as slices tell of it in their open data.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoggedAct {
    /// The word of the act: `posted`, `corrected`, `withdrawn`, `archived`, `displayed`, `removed`.
    act: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Name of the entry: its leaf hash.
    entry: String,
    /// Its page.
    page: String,
    /// Its place in the log; left out while it waits for one.
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<u64>,
}

impl From<&store::Logged> for LoggedAct {
    fn from(logged: &store::Logged) -> Self {
        Self {
            act: logged.act.clone(),
            at: logged.at,
            entry: logged.entry.to_string(),
            page: crate::href(logged.entry),
            index: logged.index,
        }
    }
}

fn problem(reader: &Reader, status: StatusCode, key: &str) -> Response {
    let error = reader.t.text(key);
    (status, Json(Problem { error })).into_response()
}

fn missing(reader: &Reader) -> Response {
    problem(reader, StatusCode::NOT_FOUND, "transparency-no-entry")
}

fn failed(reader: &Reader, error: &DbError) -> Response {
    tracing::error!(%error, "open data of the log can't be made");
    problem(reader, StatusCode::INTERNAL_SERVER_ERROR, "transparency-failed")
}

/// The log now.
#[derive(Debug, Serialize, ToSchema)]
struct LogView {
    /// How many entries are in the signed log.
    size: u64,
    /// Root of their Merkle tree, in base 64.
    root: Option<String>,
    /// When the newest checkpoint was signed.
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_at: Option<Timestamp>,
    /// The log's public keys, as https://c2sp.org/signed-note writes them; the one in use first.
    keys: Vec<String>,
    /// How many entries wait for their place.
    waiting: i64,
    /// Witnesses whose cosignatures are taken.
    witnesses: Vec<WitnessView>,
}

/// Somebody who checks the log and signs what they saw.
#[derive(Debug, Serialize, ToSchema)]
struct WitnessView {
    /// Their public key.
    key: String,
    /// How many entries the newest checkpoint had that they signed.
    size: Option<u64>,
    /// When they signed it.
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_at: Option<Timestamp>,
}

/// The state of the log.
#[utoipa::path(
    get,
    path = "/api/v1/log",
    responses((status = 200, description = "The state of the log", body = LogView))
)]
async fn state(reader: Reader, State(served): State<Served>) -> Response {
    let now = async { served.log.now(&mut served.log.db.read().await?).await }.await;
    match now {
        Err(error) => failed(&reader, &error),
        Ok(now) => Json(LogView {
            size: now.size(),
            root: now
                .latest
                .as_ref()
                .map(|latest| latest.checkpoint.root.to_base64()),
            signed_at: now.latest.as_ref().map(|latest| latest.signed_at),
            keys: now.keys.iter().map(ToString::to_string).collect(),
            waiting: now.waiting.map_or(0, |backlog| backlog.entries),
            witnesses: now
                .witnesses
                .iter()
                .map(|witness| WitnessView {
                    key: witness.key.to_string(),
                    size: witness.signed.map(|(size, _)| size),
                    signed_at: witness.signed.map(|(_, at)| at),
                })
                .collect(),
        })
        .into_response(),
    }
}

/// What an entry says, read from its octets.
#[derive(Debug, Serialize, ToSchema)]
struct EntryBrief {
    /// Its place in the log, from 0.
    index: u64,
    /// Its octets: a JSON object, see the documentation of the log.
    entry: String,
}

/// Entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
struct EntryList {
    /// The entries.
    entries: Vec<EntryBrief>,
    /// The value of `before` for the next ones; absent when there are no more.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct ListQuery {
    before: Option<String>,
}

/// Entries of the log, newest first, up to 100 at once.
#[utoipa::path(
    get,
    path = "/api/v1/log/entries",
    params(("before" = Option<u64>, Query, description = "Only entries before this place", minimum = 0, maximum = 9_007_199_254_740_991_u64)),
    responses(
        (status = 200, description = "The entries", body = EntryList),
        (status = 400, description = "`before` is no place in a log", body = Problem),
    )
)]
async fn list(
    reader: Reader,
    State(served): State<Served>,
    query: Result<Query<ListQuery>, QueryRejection>,
) -> Response {
    let before = match query.map(|Query(query)| query.before) {
        Ok(None) => Some(u64::MAX),
        Ok(Some(before)) => place(&before),
        Err(_) => None,
    };
    let Some(before) = before else {
        return problem(&reader, StatusCode::BAD_REQUEST, "transparency-no-place");
    };
    let entries: DbResult<_> = async {
        let mut read = served.log.db.read().await?;
        let size = store::latest(&mut read)
            .await?
            .map_or(0, |latest| latest.checkpoint.size);
        served.log.before(&mut read, before, MOST, size).await
    }
    .await;
    match entries {
        Err(error) => failed(&reader, &error),
        Ok(entries) => Json(EntryList {
            next: entries.last().map(|(index, _)| *index).filter(|index| *index > 0),
            entries: entries
                .into_iter()
                .map(|(index, entry)| EntryBrief {
                    index,
                    entry: text(&entry.to_octets()),
                })
                .collect(),
        })
        .into_response(),
    }
}

/// An entry with its proof.
#[derive(Debug, Serialize, ToSchema)]
struct EntryView {
    /// Its place in the log, from 0.
    index: u64,
    /// Its name: the leaf hash, in hexadecimal.
    name: String,
    /// Its octets: a JSON object, see the documentation of the log.
    entry: String,
    /// The inclusion proof (RFC 6962 section 2.1.1): hashes in base 64, from the leaf's sibling up.
    proof: Vec<String>,
    /// The checkpoint that the proof leads to, as https://c2sp.org/tlog-checkpoint writes it.
    checkpoint: String,
    /// When it was signed.
    #[schema(value_type = String, format = DateTime)]
    signed_at: Timestamp,
    /// Whether the item's public octets now are those of this entry; absent when it is not public or not held here.
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<bool>,
    /// Places of all entries about the same item, oldest first; of one that waits, nothing.
    history: Vec<Option<u64>>,
}

fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

/// The entry that an address names, or the answer that says why not.
async fn found(reader: &Reader, served: &Served, index: &str) -> Result<Found, Response> {
    let Some(index) = place(index) else {
        return Err(missing(reader));
    };
    let found = async { served.log.entry(&mut served.log.db.read().await?, index).await }.await;
    match found {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(missing(reader)),
        Err(error) => Err(failed(reader, &error)),
    }
}

/// An entry of the log with the proof that it is there.
#[utoipa::path(
    get,
    path = "/api/v1/log/entries/{index}",
    params(("index" = u64, Path, description = "Place in the log, from 0", minimum = 0, example = 0)),
    responses(
        (status = 200, description = "The entry", body = EntryView),
        (status = 404, description = "The log has no such entry", body = Problem),
    )
)]
async fn entry(reader: Reader, State(served): State<Served>, Path(index): Path<String>) -> Response {
    match found(&reader, &served, &index).await {
        Err(answer) => answer,
        Ok(found) => Json(EntryView {
            index: found.inclusion.index,
            name: found.inclusion.entry_id().to_string(),
            entry: text(&found.inclusion.octets),
            proof: found
                .inclusion
                .hashes
                .iter()
                .map(|hash| hash.to_base64())
                .collect(),
            checkpoint: found.inclusion.checkpoint.note.to_string(),
            signed_at: found.inclusion.checkpoint.signed_at,
            matches: found.matches(),
            history: found.history.iter().map(|logged| logged.index).collect(),
        })
        .into_response(),
    }
}

/// The item that an entry is about, as it is now.
#[utoipa::path(
    get,
    path = "/api/v1/log/entries/{index}/item",
    params(("index" = u64, Path, description = "Place in the log, from 0", minimum = 0, example = 0)),
    responses(
        (status = 200, description = "The item", body = ItemNow),
        (status = 404, description = "The log has no such entry", body = Problem),
    )
)]
async fn item(reader: Reader, State(served): State<Served>, Path(index): Path<String>) -> Response {
    let found = match found(&reader, &served, &index).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    let waiting = async {
        let mut read = served.log.db.read().await?;
        store::waiting_for(&mut read, found.unit, found.entry.subject()).await
    };
    match waiting.await {
        Err(error) => failed(&reader, &error),
        Ok(waiting) => Json(ItemNow {
            known: found.item.is_some(),
            octets: found
                .item
                .and_then(|item| item.octets)
                .map(|octets| tlog::to_base64(&octets)),
            waiting: waiting.iter().map(|entry| text(&entry.to_octets())).collect(),
        })
        .into_response(),
    }
}

/// The public octets of the item that an entry is about, as they are now: their SHA-256 is the `content` of its last
/// entry.
#[utoipa::path(
    get,
    path = "/api/v1/log/entries/{index}/content",
    params(("index" = u64, Path, description = "Place in the log, from 0", minimum = 0, example = 0)),
    responses(
        (status = 200, description = "The octets", body = [u8], content_type = "application/octet-stream"),
        (status = 404, description = "The log has no such entry, or the item is not public", body = Problem),
    )
)]
async fn content(reader: Reader, State(served): State<Served>, Path(index): Path<String>) -> Response {
    let found = match found(&reader, &served, &index).await {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match found.item.and_then(|item| item.octets) {
        None => missing(&reader),
        Some(octets) => (
            [
                (header::CONTENT_TYPE, "application/octet-stream"),
                (header::CONTENT_DISPOSITION, "attachment"),
            ],
            octets,
        )
            .into_response(),
    }
}
