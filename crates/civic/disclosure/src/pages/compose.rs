//! Writing, approving and publishing, and what can be done with a matter afterwards.

use askama::Template;
use axum::{
    Form,
    extract::{
        Multipart, Path, Query, State,
        multipart::{Field as Part, MultipartError},
    },
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken, PersonId, Refusal},
    files::{self, FileFault},
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Citation, Column, Confirmation, Control, ErrorSummary, Field, Notice, Row,
            SummaryList, Table, Tag, Tone,
        },
    },
};
use rulebook::Place;
use serde::Deserialize;
use units::{Level, Unit};

use super::item::{Found, TextPart, attachments, duty_words, find_any, served, stand};
use super::missing;
use super::{Pages, by, home, keeper, may, not_here, or_failed, or_refused, refused, shell, then, words};
use crate::{
    content,
    ids::ItemId,
    model::{Hash, ItemState, NewFile, Text, Version, VersionState},
    rules,
    service::{ActError, Draft, Writing},
    store,
};

/// The longest title, in letters: what a board and a list can hold.
pub(super) const LONGEST_TITLE: usize = 200;
/// The longest summary, in letters.
const LONGEST_SUMMARY: usize = 1_000;
/// The longest text, in letters.
pub(super) const LONGEST_BODY: usize = 50_000;
/// The longest reason, in letters: the public log keeps it.
pub(super) const LONGEST_REASON: usize = 500;

/// A form as it was filled in.
#[derive(Debug, Clone, Default)]
struct Written {
    matter: String,
    decided_on: String,
    text: Text,
    correction: String,
    revision: i64,
    kept: Vec<Hash>,
    added: Vec<NewFile>,
    fault: Option<FileFault>,
}

/// Reads a sent form; text beyond what a field takes is cut far behind its limit, and then refused there.
async fn take(mut form: Multipart) -> Result<Written, MultipartError> {
    let mut written = Written::default();
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "files" {
            take_file(part, &mut written).await?;
            continue;
        }
        let answer = platform::text::compose(part.text().await?.trim());
        match name.as_str() {
            "matter" => written.matter = answer,
            "decided_on" => written.decided_on = answer,
            "title" => written.text.title = answer,
            "summary" => written.text.summary = answer,
            "body" => written.text.body = answer.replace("\r\n", "\n"),
            "correction" => written.correction = answer,
            "revision" => written.revision = answer.parse().unwrap_or_default(),
            "keep" => written.kept.extend(content::from_hex(&answer)),
            _ => {}
        }
    }
    Ok(written)
}

/// The octets of a sent file, cut a little behind the most that a file may have: enough to know that it is too large.
pub(super) async fn octets(mut part: Part<'_>) -> Result<Vec<u8>, MultipartError> {
    let mut octets = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        if octets.len() <= files::MOST_OCTETS {
            octets.extend_from_slice(&chunk);
        }
    }
    Ok(octets)
}

async fn take_file(part: Part<'_>, written: &mut Written) -> Result<(), MultipartError> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let octets = octets(part).await?;
    // A browser sends an empty, nameless file when none was chosen.
    if name.is_empty() && octets.is_empty() {
        return Ok(());
    }
    if written.added.len() + written.kept.len() >= files::MOST_FILES {
        written.fault = Some(FileFault::TooMany);
        return Ok(());
    }
    // Drawing a picture anew takes a while: it must not hold up other readers.
    let taken = tokio::task::spawn_blocking(move || files::attachment(&name, octets)).await;
    match taken.unwrap_or(Err(FileFault::Damaged)) {
        Ok(file) => written.added.push(file),
        Err(fault) => written.fault = Some(fault),
    }
    Ok(())
}

/// What is wrong with a form, field by field.
#[derive(Debug, Default)]
struct Wrong(Vec<(&'static str, String)>);

impl Wrong {
    fn of(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(field, _)| *field == name)?;
        Some(&found.1)
    }
}

/// Checks a form; a correction has to say why.
fn check(t: &Translator, pages: &Pages, written: &Written, correction: bool) -> Result<Draft, Wrong> {
    let mut wrong = Wrong::default();
    let mut fault = |field: &'static str, key: &str| wrong.0.push((field, t.text(key)));
    let (_, today) = pages.desk.now();
    let decided_on = platform::text::read_day(&written.decided_on);
    match decided_on {
        None => fault("decided_on", "disclosure-day-error"),
        Some(day) if day > today => fault("decided_on", "disclosure-error-future"),
        Some(_) => {}
    }
    if written.matter.is_empty() {
        fault("matter", "disclosure-error-matter-missing");
    }
    let within = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most;
    if !within(&written.text.title, LONGEST_TITLE) {
        fault("title", "disclosure-error-title");
    }
    if !within(&written.text.summary, LONGEST_SUMMARY) {
        fault("summary", "disclosure-error-summary");
    }
    if !within(&written.text.body, LONGEST_BODY) {
        fault("body", "disclosure-error-body");
    }
    if correction && !within(&written.correction, LONGEST_REASON) {
        fault("correction", "disclosure-error-correction");
    }
    if let Some(file) = written.fault {
        fault("files", file.key());
    }
    if let Some(day) = decided_on
        && !written.matter.is_empty()
        && let Err(error) = rules::duty(&pages.desk.rulebook, Place::Commune, &written.matter, day)
    {
        wrong.0.push(("decided_on", words::law_error(t, &error)));
    }
    match (decided_on, wrong.0.is_empty()) {
        (Some(decided_on), true) => Ok(Draft {
            matter: written.matter.clone(),
            decided_on,
            text: written.text.clone(),
            correction: written.correction.clone(),
            kept: written.kept.clone(),
            added: written.added.clone(),
        }),
        _ => Err(wrong),
    }
}

/// A file that hangs on the version already.
struct Kept {
    hash: String,
    name: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "disclosure/form.html")]
struct FormPage {
    shell: Shell,
    token: FormToken,
    action: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
    kept: Vec<Kept>,
    files: Field,
    files_again: bool,
    correction: Option<Field>,
    revision: i64,
    law: Table,
    cancel: String,
}

/// Where a form leads and what it is about.
struct About<'f> {
    unit: &'f Unit,
    /// The matter being edited, with its version.
    editing: Option<(&'f Found, &'f Version)>,
}

impl About<'_> {
    fn is_correction(&self) -> bool {
        self.editing
            .is_some_and(|(found, _)| found.dossier.item.state == ItemState::Published)
    }
}

fn form_page(
    reader: &Reader,
    pages: &Pages,
    about: &About<'_>,
    written: &Written,
    wrong: &Wrong,
) -> Response {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let with_error = |field: Field| match wrong.of(&field.name) {
        Some(text) => field.clone().error(t, text),
        None => field,
    };
    let mut matters = vec![Choice::new("", t.text("disclosure-ask-matter-choose"))];
    let mut law_rows = Vec::new();
    if let Ok(list) = rules::items(&pages.desk.rulebook, Place::Commune, today) {
        for item in list.value {
            matters.push(Choice::new(item.key.as_str(), words::matter(t, item)));
            if let Ok(duty) = rules::duty(&pages.desk.rulebook, Place::Commune, &item.key, today) {
                let asks: Vec<String> = duty_words(t, &duty).into_iter().map(|(text, _)| text).collect();
                law_rows.push(Row::new(vec![
                    Cell::text(words::matter(t, item)).note(words::article(t, item)),
                    Cell::text(asks.join(" ")),
                ]));
            }
        }
    }
    let is_correction = about.is_correction();
    let mut fields = Vec::new();
    // What is public keeps its matter and its day: a correction changes the text alone.
    if !is_correction {
        fields.push(with_error(
            Field::new(
                "matter",
                t.text("disclosure-ask-matter"),
                Control::Select {
                    choices: matters,
                    chosen: written.matter.clone(),
                },
            )
            .hint(t.text("disclosure-ask-matter-hint")),
        ));
        fields.push(with_error(
            Field::words(
                "decided_on",
                t.text("disclosure-ask-day"),
                written.decided_on.as_str(),
            )
            .hint(t.text("disclosure-ask-day-hint")),
        ));
    }
    fields.push(with_error(
        Field::words(
            "title",
            t.text("disclosure-ask-title-field"),
            written.text.title.as_str(),
        )
        .hint(t.text("disclosure-ask-title-hint")),
    ));
    let area = |value: &str| Control::TextArea {
        value: value.to_owned(),
    };
    fields.push(with_error(
        Field::new(
            "summary",
            t.text("disclosure-ask-summary"),
            area(&written.text.summary),
        )
        .hint(t.text("disclosure-ask-summary-hint")),
    ));
    fields.push(with_error(
        Field::new("body", t.text("disclosure-ask-body"), area(&written.text.body))
            .hint(t.text("disclosure-ask-body-hint")),
    ));
    let accept = ".pdf,.docx,.xlsx,.odt,.ods,.jpg,.jpeg,.png,.webp".to_owned();
    let files_field = with_error(
        Field::new("files", t.text("disclosure-ask-files"), Control::Files { accept }).hint(t.format(
            "disclosure-ask-files-hint",
            &[
                ("count", Arg::from(files::MOST_FILES)),
                ("megabytes", Arg::from(files::MOST_OCTETS >> 20)),
            ],
        )),
    );
    let correction = is_correction.then(|| {
        with_error(
            Field::words(
                "correction",
                t.text("disclosure-ask-correction"),
                written.correction.as_str(),
            )
            .hint(t.text("disclosure-ask-correction-hint")),
        )
    });
    let errors = ErrorSummary::of(t, fields.iter().chain([&files_field]).chain(&correction));
    let base = home(about.unit);
    let (action, cancel, title) = match about.editing {
        None => (
            format!("{base}/soan"),
            format!("{base}/viec"),
            t.text("disclosure-write-title"),
        ),
        Some((found, _)) => {
            let page = format!("{base}/soan/{}", found.dossier.item.id);
            let key = if is_correction {
                "disclosure-correct-title"
            } else {
                "disclosure-edit-title"
            };
            (format!("{page}/sua"), page, t.text(key))
        }
    };
    let kept = about
        .editing
        .map(|(found, version)| {
            found
                .dossier
                .attached(version.number)
                .map(|attachment| Kept {
                    hash: content::hex(&attachment.hash),
                    name: attachment.name.clone(),
                    checked: written.kept.contains(&attachment.hash),
                })
                .collect()
        })
        .unwrap_or_default();
    let mut shell = shell(reader, about.unit, title).lead(t.text("disclosure-write-lead"));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    page::html(&FormPage {
        shell,
        token: reader.form_token(),
        action,
        files_again: !errors.is_empty() && !written.added.is_empty(),
        errors,
        fields,
        kept,
        files: files_field,
        correction,
        revision: written.revision,
        law: Table::new(
            t.text("disclosure-law-table"),
            vec![
                Column::text(t.text("disclosure-column-matter")),
                Column::text(t.text("disclosure-column-asks")),
            ],
            law_rows,
        ),
        cancel,
    })
}

/// The commune of an address, when the person may do something there.
pub(super) fn allowed(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    xa: &str,
    action: &str,
) -> Result<Unit, Instead> {
    let unit = keeps(reader, pages, actor, xa, action)?;
    if unit.level == Level::Commune {
        Ok(unit)
    } else {
        Err(missing(reader))
    }
}

/// The page of what officers of a unit have to do.
fn work(unit: &Unit) -> String {
    match unit.level {
        Level::Province => super::catalogue::desk(unit),
        _ => format!("{}/viec", home(unit)),
    }
}

/// As [`allowed`], or the province that keeps a catalogue of procedures.
pub(super) fn keeps(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    xa: &str,
    action: &str,
) -> Result<Unit, Instead> {
    let unit = keeper(pages, xa).ok_or_else(|| missing(reader))?;
    if may(Some(actor), action, unit.id) {
        Ok(unit)
    } else {
        Err(Instead::from(not_here(reader)))
    }
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = allowed(&reader, &pages, &actor, &xa, "draft")?;
    let about = About {
        unit: &unit,
        editing: None,
    };
    Ok(form_page(
        &reader,
        &pages,
        &about,
        &Written::default(),
        &Wrong::default(),
    ))
}

pub(super) async fn begin(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    form: Multipart,
) -> Answer {
    begin_of(&reader, &actor, &pages, &xa, form).await
}

fn broken(reader: &Reader, error: &MultipartError) -> Response {
    tracing::debug!(%error, "a form can't be read");
    let key = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        FileFault::TooLarge.key()
    } else {
        "disclosure-error-broken"
    };
    page::bad_request(reader, reader.t.text(key))
}

fn unprocessable(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

async fn begin_of(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str, form: Multipart) -> Answer {
    let unit = allowed(reader, pages, actor, xa, "draft")?;
    let written = take(form)
        .await
        .map_err(|error| Instead::from(broken(reader, &error)))?;
    let about = About {
        unit: &unit,
        editing: None,
    };
    let draft = check(&reader.t, pages, &written, false)
        .map_err(|wrong| Instead::from(unprocessable(form_page(reader, pages, &about, &written, &wrong))))?;
    let id = or_refused(
        reader,
        pages
            .desk
            .begin(unit.id, &draft, by(actor, "draft", unit.id))
            .await,
    )?;
    Ok(Redirect::to(&format!("{}/soan/{id}", home(&unit))).into_response())
}

/// The version that is being written.
pub(super) fn writing<'f>(reader: &Reader, found: &'f Found) -> Result<&'f Version, Instead> {
    found
        .dossier
        .last()
        .filter(|version| matches!(version.state, VersionState::Draft | VersionState::Approved))
        .ok_or_else(|| {
            Instead::from(page::conflict(
                reader,
                reader.t.text("disclosure-error-nothing-written"),
            ))
        })
}

pub(super) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    edit_of(&reader, &actor, &pages, &xa, &id).await
}

async fn edit_of(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str, id: &str) -> Answer {
    keeps(reader, pages, actor, xa, "draft")?;
    let found = find_any(reader, pages, xa, id).await?;
    let version = writing(reader, &found)?;
    let item = &found.dossier.item;
    if version.text.procedure.is_some() {
        let form = format!("{}/soan/{id}/sua-thu-tuc", home(&found.unit));
        return Ok(Redirect::to(&form).into_response());
    }
    let written = Written {
        matter: item.matter.clone(),
        decided_on: platform::text::write_day(item.decided_on),
        text: version.text.clone(),
        correction: version.correction.clone(),
        revision: version.revision,
        kept: found
            .dossier
            .attached(version.number)
            .map(|attachment| attachment.hash)
            .collect(),
        ..Written::default()
    };
    let about = About {
        unit: &found.unit,
        editing: Some((&found, version)),
    };
    Ok(form_page(reader, pages, &about, &written, &Wrong::default()))
}

pub(super) async fn save(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    save_of(&reader, &actor, &pages, (&xa, &id), form).await
}

async fn save_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
    form: Multipart,
) -> Answer {
    let unit = allowed(reader, pages, actor, xa, "draft")?;
    let found = find_any(reader, pages, xa, id).await?;
    let version = writing(reader, &found)?;
    // A procedure has a form of its own, without which it would cease to be one.
    if version.text.procedure.is_some() {
        return Err(missing(reader));
    }
    let about = About {
        unit: &unit,
        editing: Some((&found, version)),
    };
    let mut written = take(form)
        .await
        .map_err(|error| Instead::from(broken(reader, &error)))?;
    if about.is_correction() {
        written.matter = found.dossier.item.matter.clone();
        written.decided_on = platform::text::write_day(found.dossier.item.decided_on);
    }
    let draft = check(&reader.t, pages, &written, about.is_correction())
        .map_err(|wrong| Instead::from(unprocessable(form_page(reader, pages, &about, &written, &wrong))))?;
    let writing = Writing {
        item: found.dossier.item.id,
        version: version.number,
        revision: written.revision,
    };
    match pages
        .desk
        .save(unit.id, writing, &draft, by(actor, "draft", unit.id))
        .await
    {
        Ok(()) => Ok(Redirect::to(&format!("{}/soan/{id}", home(&unit))).into_response()),
        // Somebody else saved first: nothing typed here is lost, and the newer text is one click away.
        Err(ActError::Stale) => {
            let wrong = Wrong(vec![("title", reader.t.text("disclosure-error-saved-by-other"))]);
            let page = form_page(reader, pages, &about, &written, &wrong);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}

/// A button that sends a form.
struct Button {
    label: String,
    action: String,
    /// Version and revision that the person has read.
    read: Option<(i64, i64)>,
    quiet: bool,
}

#[derive(Template)]
#[template(path = "disclosure/preview.html")]
struct PreviewPage {
    shell: Shell,
    token: FormToken,
    done: Option<Confirmation>,
    tag: Tag,
    notices: Vec<Notice>,
    facts: SummaryList,
    asks: Vec<(String, Citation)>,
    deadline: Option<Citation>,
    skipped: String,
    text: TextPart,
    title: String,
    attachments: Option<SummaryList>,
    buttons: Vec<Button>,
    links: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    /// What was just done.
    xong: Option<String>,
}

pub(super) async fn preview(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    preview_of(&reader, &actor, &pages, (&xa, &id), &came).await
}

async fn preview_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
    came: &Came,
) -> Answer {
    let t = &reader.t;
    keeps(reader, pages, actor, xa, "draft")?;
    let found = find_any(reader, pages, xa, id).await?;
    let item = &found.dossier.item;
    let version = found.dossier.last().ok_or_else(|| missing(reader))?;
    let standing = stand(reader, pages, &found.dossier)?;
    let desk = &pages.desk;
    // A commune's duties are none of a province's.
    let in_commune = found.unit.level == Level::Commune;
    let deadline = rules::commune_deadline(&desk.rulebook, &desk.calendar, item.decided_on)
        .ok()
        .filter(|_| item.quarter.is_none() && in_commune);
    let skipped = deadline
        .as_ref()
        .map(|deadline| {
            let days: Vec<String> = deadline
                .reckoning
                .skipped
                .iter()
                .map(|day| t.date(day.date))
                .collect();
            days.join(", ")
        })
        .filter(|days| !days.is_empty())
        .map(|days| t.with("disclosure-deadline-skipped", "days", days))
        .unwrap_or_default();
    let mut facts = vec![
        (
            t.text("disclosure-fact-matter"),
            Cell::text(
                standing
                    .duty
                    .as_ref()
                    .map(|duty| words::matter(t, duty.item))
                    .or_else(|| item.quarter.map(|quarter| words::quarter(t, quarter)))
                    .unwrap_or_default(),
            ),
        ),
        if in_commune {
            let due = Cell::text(t.date(item.due_on));
            let decided = t.with("disclosure-fact-decided", "date", item.decided_on);
            (t.text("disclosure-fact-due"), due.note(decided))
        } else {
            let decided = Cell::text(t.date(item.decided_on));
            (t.text("disclosure-ask-procedure-day"), decided)
        },
        (
            t.text("disclosure-fact-written"),
            Cell::text(t.instant(version.drafted.at)).note(words::role(t, &version.drafted.by.role)),
        ),
    ];
    if let Some(approved) = &version.approved {
        facts.push((
            t.text("disclosure-fact-approved"),
            Cell::text(t.instant(approved.at)).note(words::role(t, &approved.by.role)),
        ));
    }
    let (buttons, notices) = ways(reader, actor, &found, version);
    let base = format!("{}/soan/{}", home(&found.unit), item.id);
    let mut links = Vec::new();
    let is_written = matches!(version.state, VersionState::Draft | VersionState::Approved);
    if is_written {
        links.push((t.text("disclosure-link-edit"), format!("{base}/sua")));
    }
    if item.public_version > 0 {
        links.push((t.text("disclosure-link-public"), found.href()));
    }
    if matches!(item.state, ItemState::Published | ItemState::Archived)
        && actor.may(super::FUNCTION, "withdraw", found.unit.id)
    {
        links.push((t.text("disclosure-link-withdraw"), format!("{base}/thu-hoi")));
    }
    links.push((t.text("disclosure-tool-desk"), work(&found.unit)));
    let done = came
        .xong
        .as_deref()
        .filter(|done| ["cong-bo", "duyet"].contains(done))
        .map(|done| Confirmation {
            title: t.text(&format!("disclosure-done-{done}")),
            text: t.text(&format!("disclosure-done-{done}-next")),
        });
    Ok(page::html(&PreviewPage {
        shell: shell(reader, &found.unit, t.text("disclosure-preview-title"))
            .crumb(t.text("disclosure-tool-desk"), work(&found.unit)),
        token: reader.form_token(),
        done,
        tag: if is_written {
            version_tag(t, version)
        } else {
            words::state_tag(t, item.state)
        },
        notices,
        facts: SummaryList::new(facts),
        asks: standing
            .duty
            .as_ref()
            .filter(|_| in_commune)
            .map(|duty| duty_words(t, duty))
            .unwrap_or_default(),
        deadline: deadline
            .as_ref()
            .map(|deadline| words::citation(t, &deadline.because)),
        skipped,
        text: TextPart::of(version),
        title: version.text.title.clone(),
        attachments: attachments(t, &found.dossier, version.number, &format!("{base}/tep")),
        buttons,
        links,
    }))
}

/// The state of a version that is being written.
pub(super) fn version_tag(t: &Translator, version: &Version) -> Tag {
    match version.state {
        VersionState::Approved => Tag::new(Tone::Success, t.text("disclosure-version-approved")),
        VersionState::Draft => Tag::new(Tone::Warning, t.text("disclosure-version-draft")),
        VersionState::Published => Tag::new(Tone::Success, t.text("disclosure-state-published")),
        VersionState::Dropped => Tag::new(Tone::Info, t.text("disclosure-version-dropped")),
    }
}

/// Who wrote the version, as the rule that separates the two asks.
fn done_before(version: &Version) -> [(&'static str, PersonId); 1] {
    [("draft", PersonId(version.drafted.by.account))]
}

/// What this person may do with the matter now, and why not more.
fn ways(reader: &Reader, actor: &Actor, found: &Found, version: &Version) -> (Vec<Button>, Vec<Notice>) {
    let t = &reader.t;
    let item = &found.dossier.item;
    let base = format!("{}/soan/{}", home(&found.unit), item.id);
    let mut buttons = Vec::new();
    let mut notices = Vec::new();
    let mut button = |key: &str, way: &str, read: Option<(i64, i64)>, quiet: bool| {
        buttons.push(Button {
            label: t.text(key),
            action: format!("{base}/{way}"),
            read,
            quiet,
        });
    };
    let read = Some((version.number, version.revision));
    match version.state {
        VersionState::Draft => {
            match actor.may_after(super::FUNCTION, "approve", found.unit.id, done_before(version)) {
                Ok(()) => button("disclosure-button-approve", "duyet", read, false),
                Err(Refusal::Separated(_)) => {
                    notices.push(Notice::new(t, Tone::Info, t.text("disclosure-wait-other")));
                }
                Err(Refusal::NoRole) => {
                    notices.push(Notice::new(t, Tone::Info, t.text("disclosure-wait-leader")));
                }
            }
            button("disclosure-button-give-up", "bo", read, true);
        }
        VersionState::Approved => {
            button("disclosure-button-publish", "cong-bo", read, false);
            button("disclosure-button-give-up", "bo", read, true);
        }
        VersionState::Published | VersionState::Dropped => {
            let notice = item.is_written_here();
            if item.state == ItemState::Published {
                if notice && actor.may(super::FUNCTION, "correct", found.unit.id) {
                    button("disclosure-button-correct", "dinh-chinh", None, true);
                }
                button("disclosure-button-archive", "luu-tru", None, true);
            }
        }
    }
    (buttons, notices)
}

/// The version and revision that the person has read.
#[derive(Debug, Deserialize)]
pub(super) struct Read {
    version: i64,
    #[serde(default)]
    revision: i64,
}

fn parse(reader: &Reader, id: &str) -> Result<ItemId, Instead> {
    id.parse().map_err(|_| missing(reader))
}

pub(super) async fn approve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(read): Form<Read>,
) -> Answer {
    approve_of(&reader, &actor, &pages, (&xa, &id), &read).await
}

async fn approve_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
    read: &Read,
) -> Answer {
    let unit = keeps(reader, pages, actor, xa, "approve")?;
    let writing = Writing {
        item: parse(reader, id)?,
        version: read.version,
        revision: read.revision,
    };
    let done = pages
        .desk
        .approve(unit.id, writing, by(actor, "approve", unit.id))
        .await;
    Ok(then(
        reader,
        done,
        &format!("{}/soan/{id}?xong=duyet", home(&unit)),
    ))
}

pub(super) async fn publish(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(read): Form<Read>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let item = parse(&reader, &id)?;
    let done = pages
        .desk
        .publish(unit.id, item, read.version, by(&actor, "draft", unit.id))
        .await;
    Ok(then(
        &reader,
        done,
        &format!("{}/soan/{id}?xong=cong-bo", home(&unit)),
    ))
}

pub(super) async fn give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(read): Form<Read>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let item = parse(&reader, &id)?;
    let done = pages.desk.give_up(unit.id, item, read.version).await;
    Ok(then(&reader, done, &work(&unit)))
}

pub(super) async fn correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "correct")?;
    let item = parse(&reader, &id)?;
    let done = pages
        .desk
        .correct(unit.id, item, by(&actor, "correct", unit.id))
        .await;
    Ok(then(&reader, done, &format!("{}/soan/{id}/sua", home(&unit))))
}

pub(super) async fn archive(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let item = parse(&reader, &id)?;
    let done = pages
        .desk
        .archive(unit.id, item, by(&actor, "draft", unit.id))
        .await;
    Ok(then(&reader, done, &format!("{}/{id}", home(&unit))))
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
    .hint(t.text("disclosure-ask-reason-hint"));
    if wrong {
        reason = reason.error(t, t.text("disclosure-error-reason"));
    }
    let base = format!("{}/soan/{}", home(&found.unit), found.dossier.item.id);
    let errors = ErrorSummary::of(t, [&reason]);
    let mut shell = shell(reader, &found.unit, t.text("disclosure-withdraw-title"));
    if wrong {
        shell = shell.with_errors();
    }
    page::html(&WithdrawPage {
        shell,
        token: reader.form_token(),
        errors,
        warning: Notice::new(t, Tone::Warning, t.text("disclosure-withdraw-warning")),
        reason,
        action: format!("{base}/thu-hoi"),
        cancel: base,
    })
}

pub(super) async fn ask_withdraw(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    keeps(&reader, &pages, &actor, &xa, "withdraw")?;
    let found = super::item::find(&reader, &pages, &xa, &id).await?;
    Ok(withdraw_page(&reader, &found, "", false))
}

#[derive(Debug, Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    pub(super) reason: String,
}

impl Reason {
    /// The reason in one line, as the log takes it; none when it is empty or too long.
    pub(super) fn line(&self) -> Option<String> {
        let words: Vec<&str> = self.reason.split_whitespace().collect();
        let line: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
        let line = platform::text::compose(&line);
        (!line.is_empty() && line.chars().count() <= LONGEST_REASON).then_some(line)
    }
}

pub(super) async fn withdraw(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(reason): Form<Reason>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "withdraw")?;
    let found = super::item::find(&reader, &pages, &xa, &id).await?;
    let Some(line) = reason.line() else {
        return Ok(unprocessable(withdraw_page(
            &reader,
            &found,
            &reason.reason,
            true,
        )));
    };
    let done = pages
        .desk
        .withdraw(
            unit.id,
            found.dossier.item.id,
            &line,
            by(&actor, "withdraw", unit.id),
        )
        .await;
    Ok(then(&reader, done, &found.href()))
}

/// A file of a version that is not public yet.
pub(super) async fn file(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, hash)): Path<(String, String, String)>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let item = parse(&reader, &id)?;
    let hash = content::from_hex(&hash).ok_or_else(|| missing(&reader))?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let file = or_failed(&reader, store::any_file(&mut read, unit.id, item, &hash).await)?;
    file.map(served).ok_or_else(|| missing(&reader))
}
