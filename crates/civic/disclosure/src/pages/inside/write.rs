//! Writing, publishing, correcting, withdrawing and ending what an organisation publishes to its people.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Choice, Column, Control, ErrorSummary, Field, Notice, Row, Table, Tone},
    },
};
use serde::Deserialize;

use super::{
    Inside, RuleWords,
    board::{Found, find},
    inside, shell_inside,
};
use crate::{
    internal::{
        Writing,
        model::{Draft, Text, Version},
    },
    model::ItemState,
    pages::{
        Pages,
        compose::{LONGEST_BODY, LONGEST_REASON, LONGEST_TITLE, Reason},
        refused, then, words,
    },
    rules::{self, duty},
    service::ActError,
};

/// A form as it was filled in.
#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Written {
    #[serde(default)]
    matter: String,
    #[serde(default)]
    decided_on: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    correction: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    revision: i64,
}

type Wrong = Vec<(&'static str, String)>;

#[derive(Template)]
#[template(path = "organisations/write.html")]
struct WritePage {
    shell: Shell,
    token: FormToken,
    action: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
    version: i64,
    revision: i64,
    cancel: String,
    law: Option<Table>,
    doubt: Option<Notice>,
}

/// What the form is about: nothing yet, or a notice with the version being written.
type Editing<'f> = Option<(&'f Found, &'f Version)>;

fn is_correction(editing: Editing<'_>) -> bool {
    editing.is_some_and(|(found, _)| found.file.notice.state == ItemState::Published)
}

/// Checks a form; a correction has to say why.
fn check(
    t: &Translator,
    pages: &Pages,
    inside: &Inside,
    written: &Written,
    correction: bool,
) -> Result<Draft, Wrong> {
    let (_, today) = pages.desk.now();
    let mut wrong = Wrong::new();
    let mut fault = |field: &'static str, key: &str| wrong.push((field, t.text(key)));
    let decided_on = platform::text::read_day(written.decided_on.trim());
    match decided_on {
        None => fault("decided_on", "disclosure-day-error"),
        Some(day) if day > today => fault("decided_on", "disclosure-error-future"),
        Some(_) => {}
    }
    if written.matter.is_empty() {
        fault("matter", "disclosure-error-matter-missing");
    }
    let clean = |text: &str| platform::text::compose(text.trim()).replace("\r\n", "\n");
    let text = Text {
        title: clean(&written.title),
        body: clean(&written.body),
        correction: clean(&written.correction),
    };
    let within = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most;
    if !within(&text.title, LONGEST_TITLE) {
        fault("title", "disclosure-error-title");
    }
    if !within(&text.body, LONGEST_BODY) {
        fault("body", "disclosure-error-body");
    }
    if correction && !within(&text.correction, LONGEST_REASON) {
        fault("correction", "disclosure-error-correction");
    }
    if let Some(day) = decided_on
        && !written.matter.is_empty()
        && let Err(error) = duty(
            &pages.desk.rulebook,
            inside.seat.organisation.kind.place(),
            &written.matter,
            day,
        )
    {
        wrong.push(("decided_on", words::law_error(t, &error)));
    }
    match (decided_on, wrong.is_empty()) {
        (Some(decided_on), true) => Ok(Draft {
            matter: written.matter.clone(),
            decided_on,
            text,
        }),
        _ => Err(wrong),
    }
}

fn write_page(
    reader: &Reader,
    pages: &Pages,
    (inside, editing): (&Inside, Editing<'_>),
    written: &Written,
    wrong: &Wrong,
) -> Response {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let book = &pages.desk.rulebook;
    let place = inside.seat.organisation.kind.place();
    let list = rules::items(book, place, today).ok();
    let correction = is_correction(editing);
    let mut fields = Vec::new();
    // What is published keeps its matter and its day: a correction changes the text alone.
    if !correction {
        let mut matters = vec![Choice::new("", t.text("organisations-ask-matter-choose"))];
        for item in list.iter().flat_map(|list| list.value) {
            matters.push(Choice::new(item.key.as_str(), words::matter(t, item)));
        }
        fields.push(
            Field::new(
                "matter",
                t.text("disclosure-ask-matter"),
                Control::Select {
                    choices: matters,
                    chosen: written.matter.clone(),
                },
            )
            .hint(t.text("organisations-ask-matter-hint")),
        );
        fields.push(
            Field::words(
                "decided_on",
                t.text("disclosure-ask-day"),
                written.decided_on.as_str(),
            )
            .hint(t.text("disclosure-ask-day-hint")),
        );
    }
    fields.push(Field::words(
        "title",
        t.text("disclosure-ask-title-field"),
        written.title.as_str(),
    ));
    fields.push(
        Field::new(
            "body",
            t.text("disclosure-ask-body"),
            Control::TextArea {
                value: written.body.clone(),
            },
        )
        .hint(t.text("organisations-ask-body-hint")),
    );
    if correction {
        fields.push(
            Field::words(
                "correction",
                t.text("disclosure-ask-correction"),
                written.correction.as_str(),
            )
            .hint(t.text("organisations-ask-correction-hint")),
        );
    }
    let fields: Vec<Field> = fields
        .into_iter()
        .map(|field| match wrong.iter().find(|(name, _)| *name == field.name) {
            Some((_, text)) => field.error(t, text.as_str()),
            None => field,
        })
        .collect();
    let errors = ErrorSummary::of(t, &fields);
    let (action, cancel, key) = match editing {
        None => (
            format!("{}/soan", inside.seat.href()),
            inside.seat.board(),
            "disclosure-write-title",
        ),
        Some((found, _)) if correction => (
            format!("{}/sua", found.href()),
            found.href(),
            "disclosure-correct-title",
        ),
        Some((found, _)) => (
            format!("{}/sua", found.href()),
            found.href(),
            "disclosure-edit-title",
        ),
    };
    let law = list.as_ref().map(|list| {
        let rows = list
            .value
            .iter()
            .map(|item| {
                Row::new(vec![
                    Cell::text(words::matter(t, item)),
                    Cell::text(words::article(t, item)),
                ])
            })
            .collect();
        Table::new(
            t.text("disclosure-law-table"),
            vec![
                Column::text(t.text("disclosure-column-matter")),
                Column::text(t.text("disclosure-fact-article")),
            ],
            rows,
        )
    });
    let mut shell = shell_inside(reader, inside, t.text(key)).lead(t.text("organisations-write-lead"));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    page::html(&WritePage {
        shell,
        token: reader.form_token(),
        action,
        errors,
        fields,
        version: written.version,
        revision: written.revision,
        cancel,
        law: law.filter(|_| !correction),
        doubt: list
            .filter(|_| !correction)
            .and_then(|list| RuleWords::of(reader, &list.because).doubt),
    })
}

fn unprocessable(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

pub(in crate::pages) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    let about = (&inside, None);
    Ok(write_page(
        &reader,
        &pages,
        about,
        &Written::default(),
        &Wrong::new(),
    ))
}

pub(in crate::pages) async fn begin(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(written): Form<Written>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    let draft = match check(&reader.t, &pages, &inside, &written, false) {
        Ok(draft) => draft,
        Err(wrong) => {
            let page = write_page(&reader, &pages, (&inside, None), &written, &wrong);
            return Ok(unprocessable(page));
        }
    };
    match pages.desk.internal().begin(&inside.who, &draft).await {
        Ok(tin) => Ok(Redirect::to(&format!("{}/{tin}", inside.seat.board())).into_response()),
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// The version that is being written.
fn writing<'f>(reader: &Reader, found: &'f Found) -> Result<&'f Version, Instead> {
    found.file.draft().ok_or_else(|| {
        Instead::from(page::conflict(
            reader,
            reader.t.text("disclosure-error-nothing-written"),
        ))
    })
}

pub(in crate::pages) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let version = writing(&reader, &found)?;
    let notice = &found.file.notice;
    let written = Written {
        matter: notice.matter.clone(),
        decided_on: platform::text::write_day(notice.decided_on),
        title: version.text.title.clone(),
        body: version.text.body.clone(),
        correction: version.text.correction.clone(),
        version: version.number,
        revision: version.revision,
    };
    let about = (&found.inside, Some((&found, version)));
    Ok(write_page(&reader, &pages, about, &written, &Wrong::new()))
}

pub(in crate::pages) async fn save(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    save_of(&reader, &pages, &found, written).await
}

async fn save_of(reader: &Reader, pages: &Pages, found: &Found, mut written: Written) -> Answer {
    let version = writing(reader, found)?;
    let editing = Some((found, version));
    let correction = is_correction(editing);
    if correction {
        written.matter = found.file.notice.matter.clone();
        written.decided_on = platform::text::write_day(found.file.notice.decided_on);
    }
    let about = (&found.inside, editing);
    let draft = match check(&reader.t, pages, &found.inside, &written, correction) {
        Ok(draft) => draft,
        Err(wrong) => return Ok(unprocessable(write_page(reader, pages, about, &written, &wrong))),
    };
    let key = Writing {
        notice: found.file.notice.id,
        version: version.number,
        revision: written.revision,
    };
    match pages.desk.internal().save(&found.inside.who, key, &draft).await {
        Ok(()) => Ok(Redirect::to(&found.href()).into_response()),
        // Somebody else saved first: nothing typed here is lost, and the newer text is one click away.
        Err(ActError::Stale) => {
            let wrong = vec![("title", reader.t.text("disclosure-error-saved-by-other"))];
            let page = write_page(reader, pages, about, &written, &wrong);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}

/// The version and revision that the person has read.
#[derive(Debug, Deserialize)]
pub(in crate::pages) struct HasRead {
    version: i64,
    revision: i64,
}

pub(in crate::pages) async fn publish(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
    Form(read): Form<HasRead>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let writing = Writing {
        notice: found.file.notice.id,
        version: read.version,
        revision: read.revision,
    };
    let done = pages.desk.internal().publish(&found.inside.who, writing).await;
    Ok(then(&reader, done, &format!("{}?xong=cong-khai", found.href())))
}

pub(in crate::pages) async fn give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let notice = found.file.notice.id;
    let done = pages.desk.internal().give_up(&found.inside.who, notice).await;
    let board = found.inside.seat.board();
    Ok(then(&reader, done, &format!("{board}?xong=bo")))
}

pub(in crate::pages) async fn correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let notice = found.file.notice.id;
    let done = pages.desk.internal().correct(&found.inside.who, notice).await;
    Ok(then(&reader, done, &format!("{}/sua", found.href())))
}

pub(in crate::pages) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let notice = found.file.notice.id;
    let done = pages.desk.internal().end(&found.inside.who, notice).await;
    Ok(then(&reader, done, &format!("{}?xong=ket-thuc", found.href())))
}

#[derive(Template)]
#[template(path = "disclosure/withdraw.html")]
struct WithdrawPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    warning: Notice,
    reason: Field,
    action: String,
    cancel: String,
}

fn withdraw_page(reader: &Reader, found: &Found, written: &str, wrong: bool) -> Response {
    let t = &reader.t;
    let mut reason = Field::new(
        "reason",
        t.text("disclosure-ask-reason"),
        Control::TextArea {
            value: written.to_owned(),
        },
    )
    .hint(t.text("organisations-ask-reason-hint"));
    if wrong {
        reason = reason.error(t, t.text("disclosure-error-reason"));
    }
    let errors = ErrorSummary::of(t, [&reason]);
    let mut shell = shell_inside(reader, &found.inside, t.text("disclosure-withdraw-title"));
    if wrong {
        shell = shell.with_errors();
    }
    page::html(&WithdrawPage {
        shell,
        token: reader.form_token(),
        errors,
        warning: Notice::new(t, Tone::Warning, t.text("organisations-withdraw-warning")),
        reason,
        action: format!("{}/thu-hoi", found.href()),
        cancel: found.href(),
    })
}

/// Only a head withdraws, and only what is published.
fn can_withdraw(reader: &Reader, found: &Found) -> Result<(), Instead> {
    if !found.inside.who.is_head() {
        return Err(Instead::from(refused(reader, &ActError::HeadsOnly)));
    }
    if found.file.notice.state != ItemState::Published {
        return Err(Instead::from(refused(reader, &ActError::Stale)));
    }
    Ok(())
}

pub(in crate::pages) async fn ask_withdraw(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    can_withdraw(&reader, &found)?;
    Ok(withdraw_page(&reader, &found, "", false))
}

pub(in crate::pages) async fn withdraw(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
    Form(reason): Form<Reason>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    can_withdraw(&reader, &found)?;
    let Some(line) = reason.line() else {
        return Ok(unprocessable(withdraw_page(
            &reader,
            &found,
            &reason.reason,
            true,
        )));
    };
    let notice = found.file.notice.id;
    let done = pages
        .desk
        .internal()
        .withdraw(&found.inside.who, notice, &line)
        .await;
    Ok(then(&reader, done, &format!("{}?xong=thu-hoi", found.href())))
}
