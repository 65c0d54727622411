//! The import pages: send a file, see what came of it, see what came in, take it back. They work without
//! JavaScript: what takes long runs as a job with a page that asks again by itself.

mod batch;
mod job;
mod jobs;
mod start;
mod upload;

use std::sync::Arc;

use axum::{
    extract::{FromRef, Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use facts::BatchId;
use platform::{
    access::{Mounted, Policy, Routes},
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
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice. Empty forms are everybody's; sending a file, and what came of it, is for who may import
/// somewhere.
pub fn routes(site: Arc<Site>, importer: Arc<Importer>) -> Mounted {
    let may = Policy::May("imports", "import");
    Routes::new()
        .get(HOME, may, start::show)
        .upload(HOME, may, upload::MOST_BYTES_OF_A_REQUEST, start::send)
        .get("/nhap/mau/{file}", Policy::Open, template)
        .get("/nhap/viec/{job}", may, job::show)
        .post("/nhap/viec/{job}", may, job::confirm)
        .get("/nhap/lan/{batch}", may, batch::show)
        .get("/nhap/lan/{batch}/huy", may, batch::ask)
        .post("/nhap/lan/{batch}/huy", may, batch::undo)
        .mount(Pages {
            site,
            importer,
            jobs: Arc::new(Jobs::default()),
        })
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

fn batch_href(batch: BatchId) -> String {
    format!("/nhap/lan/{batch}")
}
