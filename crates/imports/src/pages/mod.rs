//! The import pages: send a file, see what came of it, see what came in, take it back. They work without
//! JavaScript: what takes long runs as a job with a page that asks again by itself.

mod batch;
mod job;
mod jobs;
mod origin;
mod start;
mod upload;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, Path, State},
    http::header,
    middleware,
    response::{IntoResponse, Response},
    routing::get,
};
use facts::BatchId;
use jiff::Timestamp;
use platform::{
    clock::vietnam,
    i18n::Translator,
    page::{self, Reader, Shell, Site},
};

use crate::{
    forms::What,
    importer::{ImportError, Importer},
};

use jobs::Jobs;

/// Where the pages live.
const HOME: &str = "/nhap";

#[derive(Debug, Clone)]
struct Pages {
    site: Arc<Site>,
    importer: Arc<Importer>,
    jobs: Arc<Jobs>,
    enabled: bool,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice. Unless `enabled`, the page takes no files and says how to import with the command.
pub fn routes(site: Arc<Site>, importer: Arc<Importer>, enabled: bool) -> Router {
    let pages = Pages {
        site,
        importer,
        jobs: Arc::new(Jobs::default()),
        enabled,
    };
    let open = Router::new()
        .route(HOME, get(start::show))
        .route("/nhap/mau/{file}", get(template));
    let guarded = if enabled {
        Router::new()
            .route(HOME, axum::routing::post(start::send))
            .layer(DefaultBodyLimit::max(upload::MOST_BYTES_OF_A_REQUEST))
            .route("/nhap/viec/{job}", get(job::show).post(job::confirm))
            .route("/nhap/lan/{batch}", get(batch::show))
            .route("/nhap/lan/{batch}/huy", get(batch::ask).post(batch::undo))
            .layer(middleware::from_fn_with_state(
                pages.clone(),
                origin::only_from_here,
            ))
    } else {
        Router::new()
    };
    open.merge(guarded).with_state(pages)
}

async fn template(reader: Reader, State(pages): State<Pages>, Path(file): Path<String>) -> Response {
    let Some(form) = file.strip_suffix(".xlsx") else {
        return page::not_found(&reader);
    };
    match pages.importer.template(form, &reader.t) {
        Ok(bytes) => {
            // Keys of forms are plain words, so the name needs no quoting rules.
            let name = format!("attachment; filename=\"dinh-{form}.xlsx\"");
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
            (
                [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)],
                bytes,
            )
                .into_response()
        }
        Err(ImportError::UnknownForm(..)) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "an import page can't be shown");
    page::server_error(reader)
}

fn shell(reader: &Reader, title: String) -> Shell {
    Shell::new(reader, title).active(HOME)
}

fn form_name(pages: &Pages, t: &Translator, key: &str) -> String {
    What::of(pages.importer.catalogue(), key).map_or_else(|| key.to_owned(), |what| what.name(t))
}

/// An instant as the day and the time in Vietnam.
fn instant(t: &Translator, at: Timestamp) -> String {
    let there = vietnam().to_datetime(at);
    format!(
        "{} {:02}:{:02}",
        t.date(there.date()),
        there.hour(),
        there.minute()
    )
}

fn batch_href(batch: BatchId) -> String {
    format!("/nhap/lan/{batch}")
}
