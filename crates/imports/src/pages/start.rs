//! Sending a file: the form, what was imported so far, and the templates.

use askama::Template;
use axum::{
    extract::{Multipart, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use facts::BatchId;
use platform::{
    access::{Actor, FormToken},
    db::DbResult,
    i18n::Translator,
    page::{
        self, Reader, Shell,
        components::{Cell, Choice, Column, Control, ErrorSummary, Field, Pagination, Row, Table, Tag, Tone},
    },
};
use serde::Deserialize;

use super::{
    HOME, Pages, batch_href, failed, form_name,
    jobs::{Sent, Work},
    shell,
    upload::{Choices, MOST_BYTES, NotTaken, take},
};
use crate::forms::What;

/// Imports on one page of the history.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "imports/start.html")]
struct StartPage {
    shell: Shell,
    form: SendForm,
    history: Option<Table>,
    older: Pagination,
    templates: Vec<(String, String)>,
}

/// The form that a file is sent with, also shown again under what came of a file.
#[derive(Debug, Template)]
#[template(path = "imports/form.html")]
pub(super) struct SendForm {
    t: Translator,
    token: FormToken,
    errors: ErrorSummary,
    form: Field,
    file: Field,
    kept: Option<String>,
    source: Vec<Field>,
    /// Whether the questions about the source stand open.
    source_open: bool,
    mode: Field,
}

impl askama::filters::HtmlSafe for SendForm {}

/// What is wrong with a sent form.
#[derive(Debug, Default)]
struct Wrong {
    file: Option<&'static str>,
    form: bool,
    day: bool,
}

impl Wrong {
    fn is_nothing(&self) -> bool {
        self.file.is_none() && !self.form && !self.day
    }
}

impl SendForm {
    /// The form with the choices made before; `kept` is the job whose file may be used again, and that file's
    /// name.
    pub(super) fn again(
        pages: &Pages,
        reader: &Reader,
        choices: &Choices,
        kept: Option<(String, &str)>,
    ) -> Self {
        Self::new(pages, reader, choices, kept, &Wrong::default())
    }

    fn new(
        pages: &Pages,
        reader: &Reader,
        choices: &Choices,
        kept: Option<(String, &str)>,
        wrong: &Wrong,
    ) -> Self {
        let t = &reader.t;
        let mut forms = vec![Choice::new("", t.text("imports-form-guess"))];
        let all = pages.importer.forms(t).into_iter();
        forms.extend(all.map(|(key, name)| Choice::new(key, name)));
        let select = Control::Select {
            choices: forms,
            chosen: choices.form.clone(),
        };
        let mut form =
            Field::new("form", t.text("imports-ask-form"), select).hint(t.text("imports-ask-form-hint"));
        if wrong.form {
            form = form.error(t, t.text("imports-error-form"));
        }
        let accept = ".xlsx,.csv,.txt".to_owned();
        let mut file = Field::new("file", t.text("imports-ask-file"), Control::File { accept });
        file = file.hint(match &kept {
            Some((_, name)) => t.with("imports-ask-file-kept", "name", *name),
            None => t.with("imports-ask-file-hint", "megabytes", megabytes()),
        });
        if let Some(key) = wrong.file {
            file = file.error(t, t.with(key, "megabytes", megabytes()));
        }
        let mut day = Field::words(
            "published_on",
            t.text("imports-ask-day"),
            choices.published_on.as_str(),
        )
        .hint(t.text("imports-ask-day-hint"));
        if wrong.day {
            day = day.error(t, t.text("imports-error-day"));
        }
        let source = vec![
            Field::words("title", t.text("imports-ask-title"), choices.title.as_str())
                .hint(t.text("imports-ask-title-hint")),
            Field::words(
                "publisher",
                t.text("imports-ask-publisher"),
                choices.publisher.as_str(),
            ),
            day,
            Field::words("locator", t.text("imports-ask-locator"), choices.locator.as_str())
                .hint(t.text("imports-ask-locator-hint")),
        ];
        let modes = vec![
            Choice::new("check", t.text("imports-mode-check")).hint(t.text("imports-mode-check-hint")),
            Choice::new("import", t.text("imports-mode-import")).hint(t.text("imports-mode-import-hint")),
        ];
        let mode = Control::Radios {
            choices: modes,
            chosen: if choices.import { "import" } else { "check" }.to_owned(),
        };
        let mode = Field::new("mode", t.text("imports-ask-mode"), mode);
        let untouched = Choices {
            form: choices.form.clone(),
            import: choices.import,
            ..Choices::default()
        };
        Self {
            t: t.clone(),
            token: reader.form_token(),
            errors: ErrorSummary::of(t, [&form, &file].into_iter().chain(&source).chain([&mode])),
            form,
            file,
            kept: kept.map(|(job, _)| job),
            source_open: choices.form == crate::REPORTED || *choices != untouched,
            source,
            mode,
        }
    }
}

fn megabytes() -> i64 {
    i64::try_from(MOST_BYTES >> 20).unwrap_or(i64::MAX)
}

/// Which part of the history is asked for, and which form is chosen already.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The import before which the history goes on.
    truoc: Option<String>,
    /// Key of the form to choose.
    mau: Option<String>,
}

pub(super) async fn show(reader: Reader, State(pages): State<Pages>, Query(asked): Query<Asked>) -> Response {
    let choices = Choices {
        form: asked.mau.unwrap_or_default(),
        ..Choices::default()
    };
    let form = SendForm::again(&pages, &reader, &choices, None);
    let before = asked.truoc.and_then(|batch| batch.parse().ok());
    answer(&reader, &pages, form, before).await
}

async fn answer(reader: &Reader, pages: &Pages, form: SendForm, before: Option<BatchId>) -> Response {
    let t = &reader.t;
    let templates = pages
        .importer
        .forms(t)
        .into_iter()
        .map(|(key, name)| (format!("/nhap/mau/{key}.xlsx"), name))
        .collect();
    let mut shell = shell(reader, t.text("imports-title")).lead(t.text("imports-lead"));
    if !form.errors.is_empty() {
        shell = shell.with_errors();
    }
    match history(pages, t, before).await {
        Ok((history, older)) => page::html(&StartPage {
            shell,
            form,
            history,
            older,
            templates,
        }),
        Err(error) => failed(reader, &error),
    }
}

async fn history(
    pages: &Pages,
    t: &Translator,
    before: Option<BatchId>,
) -> DbResult<(Option<Table>, Pagination)> {
    let mut imports = pages.importer.history(before, PAGE + 1).await?;
    let more = imports.len() > PAGE;
    imports.truncate(PAGE);
    let older = imports
        .last()
        .filter(|_| more)
        .map(|last| format!("{HOME}?truoc={}", last.id));
    let rows: Vec<Row> = imports
        .iter()
        .map(|import| {
            let state = if import.undone.is_some() {
                Tag::new(Tone::Warning, t.text("imports-state-undone"))
            } else {
                Tag::new(Tone::Success, t.text("imports-state-done"))
            };
            Row::new(vec![
                Cell::text(import.name.as_str())
                    .link(batch_href(import.id))
                    .tag(state),
                Cell::text(form_name(pages, t, &import.form)),
                Cell::number(t, import.entries),
                Cell::text(t.instant(import.at)),
            ])
        })
        .collect();
    let columns = vec![
        Column::text(t.text("imports-column-file")),
        Column::text(t.text("imports-column-form")),
        Column::number(t.text("imports-column-entries")),
        Column::text(t.text("imports-column-when")),
    ];
    let table = (!rows.is_empty()).then(|| Table::new(t.text("imports-history"), columns, rows));
    Ok((table, Pagination::new(t, before.map(|_| HOME.to_owned()), older)))
}

pub(super) async fn send(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    form: Multipart,
) -> Response {
    let t = &reader.t;
    let mut wrong = Wrong::default();
    let sent = match take(form).await {
        Ok(sent) => sent,
        Err(NotTaken::TooLarge) => {
            wrong.file = Some("imports-error-too-large");
            super::upload::Sent::default()
        }
        Err(NotTaken::Broken(error)) => {
            tracing::debug!(%error, "a form can't be read");
            return page::bad_request(&reader, t.text("imports-error-broken"));
        }
        Err(error @ NotTaken::Disk(_)) => return failed(&reader, &error),
    };
    let kept = sent.kept.and_then(|job| pages.jobs.get(job, &actor));
    let file = sent
        .file
        .or_else(|| kept.as_ref()?.sent().map(|sent| sent.file.clone()));
    if file.is_none() && wrong.file.is_none() {
        wrong.file = Some("imports-error-no-file");
    }
    let choices = sent.choices;
    wrong.day = choices.day().is_err();
    wrong.form = !choices.form.is_empty() && What::of(pages.importer.catalogue(), &choices.form).is_none();
    if wrong.is_nothing()
        && let Some(file) = file
    {
        let import = choices.import;
        let sender = actor;
        let sent = Sent {
            file,
            choices,
            sender,
        };
        let work = if import {
            Work::Import(sent)
        } else {
            Work::Check(sent)
        };
        return start(&reader, &pages, work);
    }
    // The file stays here, so that it need not be sent again.
    let kept = file.and_then(|file| {
        let name = file.name.clone();
        let sent = Sent {
            file,
            choices: choices.clone(),
            sender: actor,
        };
        let job = pages.jobs.start(&pages.importer, Work::Keep(sent)).ok()?;
        Some((job.to_string(), name))
    });
    let kept = kept.as_ref().map(|(job, name)| (job.clone(), name.as_str()));
    let form = SendForm::new(&pages, &reader, &choices, kept, &wrong);
    (
        StatusCode::UNPROCESSABLE_ENTITY,
        answer(&reader, &pages, form, None).await,
    )
        .into_response()
}

/// Starts a job and leads to its page.
pub(super) fn start(reader: &Reader, pages: &Pages, work: Work) -> Response {
    match pages.jobs.start(&pages.importer, work) {
        Ok(job) => Redirect::to(&format!("/nhap/viec/{job}")).into_response(),
        Err(super::jobs::Busy) => {
            let busy = page::bad_request(reader, reader.t.text("imports-busy"));
            (StatusCode::SERVICE_UNAVAILABLE, busy).into_response()
        }
    }
}
