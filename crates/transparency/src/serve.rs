//! The log's files under `/log/`, as <https://c2sp.org/tlog-tiles> has them, and the door for witnesses.

use axum::{
    Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use platform::db::DbResult;
use tlog::{Note, checkpoint::cosigned_at, note::MAX_NOTE};

use crate::{
    files::FileName,
    public::{Served, place},
    store,
};

/// Files that change.
const FRESH: HeaderValue = HeaderValue::from_static("no-cache");
/// Files that never change once they are there.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const TEXT: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");
/// How far a witness's clock may be ahead of ours, in seconds.
const CLOCKS_DIFFER: u64 = 300;

pub(crate) fn routes() -> Router<Served> {
    Router::new()
        .route("/log/checkpoint", get(checkpoint))
        .route("/log/key", get(key))
        .route("/log/handover/{id}", get(handover))
        .route("/log/tile/{*path}", get(tile))
        .route("/log/proof/{index}", get(proof))
        .route(
            "/log/cosignature",
            post(cosignature).layer(DefaultBodyLimit::max(MAX_NOTE)),
        )
}

async fn file(served: &Served, file: &FileName) -> Response {
    let octets = async { file.octets(&mut served.log.db.read().await?).await }.await;
    let (kind, caching) = match file {
        FileName::Tile(_) => (OCTETS, FOR_EVER),
        FileName::Checkpoint | FileName::Key | FileName::Handover(_) => (TEXT, FRESH),
    };
    answer(octets, kind, caching)
}

/// Anybody may read the log, also a script of another site.
const FROM_ANYWHERE: (HeaderName, HeaderValue) =
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));

fn answer(octets: DbResult<Option<Vec<u8>>>, kind: HeaderValue, caching: HeaderValue) -> Response {
    match octets {
        Ok(Some(octets)) => (
            [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, caching),
                FROM_ANYWHERE,
            ],
            octets,
        )
            .into_response(),
        Ok(None) => plain(StatusCode::NOT_FOUND, "not in the log"),
        Err(error) => {
            tracing::error!(%error, "a file of the log can't be read");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "the log can't be read now")
        }
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (
        status,
        [
            (header::CACHE_CONTROL, FRESH),
            (header::CONTENT_TYPE, TEXT),
            FROM_ANYWHERE,
        ],
        format!("{text}\n"),
    )
        .into_response()
}

async fn checkpoint(State(served): State<Served>) -> Response {
    file(&served, &FileName::Checkpoint).await
}

async fn key(State(served): State<Served>) -> Response {
    file(&served, &FileName::Key).await
}

async fn handover(State(served): State<Served>, Path(id): Path<String>) -> Response {
    file(&served, &FileName::Handover(id)).await
}

async fn tile(State(served): State<Served>, Path(path): Path<String>) -> Response {
    match format!("tile/{path}").parse() {
        Ok(path) => file(&served, &FileName::Tile(path)).await,
        Err(_) => plain(StatusCode::NOT_FOUND, "no path of a tile"),
    }
}

async fn proof(State(served): State<Served>, Path(index): Path<String>) -> Response {
    let Some(index) = place(&index) else {
        return plain(StatusCode::NOT_FOUND, "not in the log");
    };
    let found = async { store::inclusion(&mut served.log.db.read().await?, index).await }.await;
    let mut response = answer(
        found.map(|found| found.map(|found| found.proof().to_string().into_bytes())),
        TEXT,
        FRESH,
    );
    let name = format!("attachment; filename=\"dinh-{index}.tlog-proof\"");
    if let (StatusCode::OK, Ok(name)) = (response.status(), HeaderValue::from_str(&name)) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

/// Takes a checkpoint of this log with the cosignature of a witness that the operator knows.
async fn cosignature(State(served): State<Served>, body: String) -> Response {
    let Ok(note) = body.parse::<Note>() else {
        return plain(StatusCode::BAD_REQUEST, "this is no signed note");
    };
    let now = u64::try_from(served.log.clock.now().as_second()).unwrap_or(0);
    let lines: Vec<_> = served
        .log
        .witnesses
        .iter()
        .filter_map(|witness| {
            let time = cosigned_at(&note, witness).ok()?;
            let line = note.signatures.iter().find(|line| {
                line.name == witness.name()
                    && line.id == witness.id()
                    && line.octets[..8] == time.to_be_bytes()
            })?;
            (time <= now + CLOCKS_DIFFER).then_some((witness, line, time))
        })
        .collect();
    if lines.is_empty() {
        return plain(StatusCode::FORBIDDEN, "no known witness signed this checkpoint");
    }
    let taken: DbResult<bool> = async {
        let mut write = served.log.db.write().await?;
        let mut ours = true;
        for (witness, line, time) in lines {
            ours &= store::cosign(&mut write, &note.text, witness, line, time).await?;
        }
        write.commit().await?;
        Ok(ours)
    }
    .await;
    match taken {
        Ok(true) => plain(StatusCode::OK, "thank you"),
        Ok(false) => plain(StatusCode::NOT_FOUND, "this log never signed such a checkpoint"),
        Err(error) => {
            tracing::error!(%error, "a cosignature can't be kept");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "the log can't be written now")
        }
    }
}
