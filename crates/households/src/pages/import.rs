//! A file brought in: sent, mended, shown what it would change, confirmed. A file taken away.

use std::collections::HashSet;

use askama::{Template, filters::HtmlSafe};
use axum::{
    extract::{Multipart, Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use intake::{ColumnText, Problems, TemplateText};
use platform::{
    access::{Actor, Place},
    i18n::{self, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Confirmation, Control, ErrorSummary, Field, Notice, SummaryList, Tone},
    },
    text::{compose, slug},
};
use units::{Unit, hamlets::Hamlet};

use super::{Came, FUNCTION, Pages, at, commune, hamlets, home, not_here, or_failed, refused, shell, words};
use crate::{
    file::{self, Against, COLUMNS, Change, Confirmed, MOST_OCTETS, Plan, Sheet},
    ids::UploadId,
    model::{By, HamletKey, NewHousehold},
    store,
};

/// The most households shown of each kind of change.
const SHOWN: usize = 200;

/// Id and heading of what has to be mended in a file.
const PROBLEMS: (&str, &str) = ("loi", "households-import-problems");

/// Where files are brought in: a commune, and those of its hamlets whose register the person keeps.
struct Desk {
    unit: Unit,
    all: Vec<Hamlet>,
    own: HashSet<units::UnitId>,
    by: By,
}

impl Desk {
    async fn open(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str) -> Result<Self, Instead> {
        let unit = commune(reader, pages, xa)?;
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        let all = hamlets(reader, pages, &mut read, unit.id).await?;
        let place = |hamlet: &Hamlet| Place::hamlet(unit.id, hamlet.id);
        let own: HashSet<_> = all
            .iter()
            .filter(|hamlet| actor.may(FUNCTION, "write", place(hamlet)))
            .map(|hamlet| hamlet.id)
            .collect();
        let writer = all
            .iter()
            .find_map(|hamlet| actor.by(FUNCTION, "write", place(hamlet)));
        match writer {
            Some(by) => Ok(Self { unit, all, own, by }),
            None => Err(Instead::from(not_here(reader))),
        }
    }

    fn home(&self) -> String {
        format!("{}/nhap", home(&self.unit))
    }

    fn against(&self, pages: &Pages) -> Against {
        Against {
            unit: self.unit.id,
            hamlets: self.all.clone(),
            own: self.own.clone(),
            register: Vec::new(),
            today: pages.today(),
        }
    }

    /// What a file would change now.
    async fn understand(
        &self,
        reader: &Reader,
        pages: &Pages,
        (name, octets): (&str, &[u8]),
    ) -> Result<Sheet, Instead> {
        let mut against = self.against(pages);
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        against.register = or_failed(reader, store::register(&mut read, self.unit.id, None).await)?;
        drop(read);
        let (name, octets) = (name.to_owned(), octets.to_vec());
        // A large file takes a while: it must not hold up other readers.
        let read = tokio::task::spawn_blocking(move || file::understand(&octets, &name, &against));
        let read = or_failed(reader, read.await)?;
        or_failed(reader, read)
    }

    fn hamlet(&self, place: HamletKey) -> &str {
        let found = self.all.iter().find(|hamlet| hamlet.id == place.hamlet);
        found.map_or("", |hamlet| hamlet.name.as_str())
    }
}

#[derive(Template)]
#[template(path = "households/import.html")]
struct StartPage {
    shell: Shell,
    done: Option<Confirmation>,
    notice: Option<Notice>,
    errors: ErrorSummary,
    file: Field,
    action: String,
    problems: Option<Remarks>,
}

/// What is to be said about places in a file or in the register.
#[derive(Template)]
#[template(path = "households/remarks.html")]
struct Remarks {
    id: &'static str,
    title: String,
    list: SummaryList,
    /// How many more there are, in words; empty for none.
    more: String,
}

impl HtmlSafe for Remarks {}

impl Remarks {
    /// What is said under a heading, with how many more there are; none when there is nothing to say.
    fn of(
        t: &Translator,
        (id, title): (&'static str, &str),
        entries: Vec<(String, Cell)>,
        more: u64,
    ) -> Option<Self> {
        let more = i64::try_from(more).unwrap_or(i64::MAX);
        (!entries.is_empty()).then(|| Self {
            id,
            title: t.text(title),
            list: SummaryList::new(entries),
            more: if more > 0 {
                t.with("households-import-more", "count", more)
            } else {
                String::new()
            },
        })
    }
}

pub(super) async fn start(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = Desk::open(&reader, &actor, &pages, &xa).await?;
    let counts = came.xong.as_deref().and_then(|xong| xong.split_once('-'));
    let counts = counts.and_then(|(new, changed)| Some((new.parse().ok()?, changed.parse().ok()?)));
    let done = counts.map(|(new, changed): (i64, i64)| Confirmation {
        title: t.text("households-import-done"),
        text: t.format(
            "households-import-done-text",
            &[("new", new.into()), ("changed", changed.into())],
        ),
    });
    Ok(start_page(&reader, &desk, (done, None, None), None))
}

fn start_page(
    reader: &Reader,
    desk: &Desk,
    (done, notice, problems): (Option<Confirmation>, Option<Notice>, Option<Remarks>),
    fault: Option<&str>,
) -> Response {
    let t = &reader.t;
    let accept = ".xlsx,.csv,.txt".to_owned();
    let megabytes = MOST_OCTETS >> 20;
    let mut file = Field::new("file", t.text("households-import-file"), Control::File { accept })
        .hint(t.with("households-import-file-hint", "megabytes", megabytes));
    if let Some(fault) = fault {
        file = file.error(t, t.with(fault, "megabytes", megabytes));
    }
    let wrong = fault.is_some() || problems.is_some();
    let mut shell =
        shell(reader, &desk.unit, t.text("households-import-title")).lead(t.text("households-import-lead"));
    if wrong {
        shell = shell.with_errors();
    }
    let page = page::html(&StartPage {
        shell,
        done,
        notice,
        errors: ErrorSummary::of(t, [&file]),
        file,
        action: desk.home(),
        problems,
    });
    if wrong {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    }
}

/// The file of a sent form: its name and its octets, one more than are taken when there are too many.
async fn take(
    mut form: Multipart,
) -> Result<Option<(String, Vec<u8>)>, axum::extract::multipart::MultipartError> {
    while let Some(mut field) = form.next_field().await? {
        if field.name() != Some("file") {
            continue;
        }
        let sent = field.file_name().unwrap_or_default();
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = last.chars().filter(|c| !c.is_control()).take(100).collect();
        let mut octets = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            if octets.len() <= MOST_OCTETS {
                octets.extend_from_slice(&chunk);
            }
        }
        // A browser sends an empty, nameless file when none was chosen.
        return Ok((!name.is_empty()).then(|| (compose(&name), octets)));
    }
    Ok(None)
}

pub(super) async fn send(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    form: Multipart,
) -> Answer {
    let t = &reader.t;
    let desk = Desk::open(&reader, &actor, &pages, &xa).await?;
    let none = (None, None, None);
    let (name, octets) = match take(form).await {
        Ok(Some((_, octets))) if octets.len() > MOST_OCTETS => {
            return Ok(start_page(
                &reader,
                &desk,
                none,
                Some("households-import-too-large"),
            ));
        }
        Ok(Some(file)) => file,
        Ok(None) => {
            return Ok(start_page(
                &reader,
                &desk,
                none,
                Some("households-import-no-file"),
            ));
        }
        Err(error) => {
            tracing::debug!(%error, "a form can't be read");
            return Ok(page::bad_request(&reader, t.text("households-import-broken")));
        }
    };
    let sheet = desk.understand(&reader, &pages, (&name, &octets)).await?;
    if !sheet.problems.is_empty() {
        let notice = Notice::new(t, Tone::Problem, t.with("households-import-wrong", "name", name));
        let problems = remarks(t, PROBLEMS, &sheet.problems);
        return Ok(start_page(&reader, &desk, (None, Some(notice), problems), None));
    }
    if sheet.plan.is_empty() {
        let same = t.with("households-import-same", "count", sheet.plan.same);
        let notice = Notice::new(t, Tone::Info, same);
        return Ok(start_page(&reader, &desk, (None, Some(notice), None), None));
    }
    let kept = pages.desk.keep(desk.unit.id, (name, octets), &desk.by).await;
    let id = kept.map_err(|error| refused(&reader, &error))?;
    Ok(Redirect::to(&format!("{}/{id}", desk.home())).into_response())
}

fn remarks(t: &Translator, heading: (&'static str, &str), problems: &Problems) -> Option<Remarks> {
    let said = |key: &str, args: intake::Args| {
        let args: Vec<_> = args
            .into_iter()
            .map(|(name, value)| (name, i18n::Arg::Text(value)))
            .collect();
        t.format(key, &args)
    };
    let entries = problems.list().iter().map(|problem| {
        let (key, args) = problem.place.message();
        let place = said(key, args);
        let (key, args) = problem.message();
        let mut cell = Cell::text(said(key, args));
        if !problem.read.is_empty() {
            cell = cell.note(t.with("households-import-read", "read", problem.read.as_str()));
        }
        (place, cell)
    });
    Remarks::of(t, heading, entries.collect(), problems.more())
}

#[derive(Template)]
#[template(path = "households/plan.html")]
struct PlanPage {
    shell: Shell,
    notice: Option<Notice>,
    summary: SummaryList,
    changes: Option<Remarks>,
    new: Option<Remarks>,
    notices: Option<Remarks>,
    action: String,
    shown: String,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, tep)): Path<(String, String)>,
) -> Answer {
    let desk = Desk::open(&reader, &actor, &pages, &xa).await?;
    plan_page(&reader, &pages, &desk, &tep, false).await
}

/// What a kept file would change; `otherwise` when that is not what was shown before.
async fn plan_page(reader: &Reader, pages: &Pages, desk: &Desk, tep: &str, otherwise: bool) -> Answer {
    let t = &reader.t;
    let id: UploadId = tep.parse().map_err(|_| super::missing(reader))?;
    let kept = pages.desk.kept(desk.unit.id, id, &desk.by).await;
    let upload = kept.map_err(|error| refused(reader, &error))?;
    let sheet = desk
        .understand(reader, pages, (&upload.name, &upload.octets))
        .await?;
    if !sheet.problems.is_empty() || sheet.plan.is_empty() {
        // The register has changed so that the file does not fit it any more, or says nothing new.
        let problems = remarks(t, PROBLEMS, &sheet.problems);
        let text = t.text("households-import-overtaken");
        let notice = Notice::new(t, Tone::Warning, text);
        return Ok(start_page(reader, desk, (None, Some(notice), problems), None));
    }
    let plan = &sheet.plan;
    let count = |count: usize| Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX));
    let summary = vec![
        (
            t.text("households-import-column-file"),
            Cell::text(upload.name.as_str()),
        ),
        (
            t.text("households-import-rows"),
            Cell::number(t, i64::try_from(sheet.rows).unwrap_or(i64::MAX)),
        ),
        (t.text("households-import-new"), count(plan.new.len())),
        (t.text("households-import-changes"), count(plan.changes.len())),
        (t.text("households-import-unchanged"), count(plan.same)),
        (
            t.text("households-import-unmentioned"),
            count(plan.unmentioned).note(t.text("households-import-unmentioned-stay")),
        ),
    ];
    let notice = otherwise.then(|| Notice::new(t, Tone::Warning, t.text("households-import-otherwise")));
    let (changes, new) = (changes(t, desk, plan), new(t, desk, plan));
    Ok(page::html(&PlanPage {
        shell: shell(reader, &desk.unit, t.text("households-plan-title"))
            .crumb(t.text("households-import-title"), desk.home())
            .lead(t.text("households-plan-lead")),
        notice,
        summary: SummaryList::new(summary),
        changes,
        new,
        notices: remarks(t, ("luu-y", "households-import-notices"), &sheet.notices),
        action: format!("{}/{id}", desk.home()),
        shown: plan.fingerprint(),
    }))
}

/// The first of many, under a heading.
fn first<'a, T: 'a>(
    t: &Translator,
    heading: (&'static str, &str),
    all: &'a [T],
    entry: impl Fn(&'a T) -> (String, Cell),
) -> Option<Remarks> {
    let more = all.len().saturating_sub(SHOWN) as u64;
    Remarks::of(t, heading, all.iter().take(SHOWN).map(entry).collect(), more)
}

fn who(t: &Translator, desk: &Desk, place: HamletKey, number: i64) -> String {
    let args = [
        ("number", number.to_string().into()),
        ("hamlet", desk.hamlet(place).into()),
    ];
    t.format("households-import-household", &args)
}

fn changes(t: &Translator, desk: &Desk, plan: &Plan) -> Option<Remarks> {
    let entry = |change: &Change| {
        let household = &change.household;
        let mut texts = Vec::new();
        if let Some(person) = &change.person {
            let args = [
                ("before", words::name(t, &household.representative).into()),
                ("after", person.name.as_str().into()),
            ];
            texts.push(t.format("households-import-represent", &args));
        }
        for (field, (before, after)) in &change.corrected {
            texts.push(words::change(t, field, before, after));
        }
        let text = Cell::text(texts.join(" "));
        (who(t, desk, household.place, household.number), text)
    };
    let heading = ("thay-doi", "households-import-changes");
    first(t, heading, &plan.changes, entry)
}

fn new(t: &Translator, desk: &Desk, plan: &Plan) -> Option<Remarks> {
    let entry = |(place, new): &(HamletKey, NewHousehold)| {
        let name = Cell::text(new.person.name.as_str()).note(new.address.as_str());
        (who(t, desk, *place, new.number), name)
    };
    first(t, ("them", "households-import-new"), &plan.new, entry)
}

#[derive(Debug, serde::Deserialize)]
pub(super) struct Shown {
    shown: String,
}

pub(super) async fn confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, tep)): Path<(String, String)>,
    axum::Form(form): axum::Form<Shown>,
) -> Answer {
    let desk = Desk::open(&reader, &actor, &pages, &xa).await?;
    let id: UploadId = tep.parse().map_err(|_| super::missing(&reader))?;
    let kept = pages.desk.kept(desk.unit.id, id, &desk.by).await;
    let upload = kept.map_err(|error| refused(&reader, &error))?;
    let against = desk.against(&pages);
    let confirmed = pages.desk.apply(upload, against, &form.shown, &desk.by).await;
    match confirmed.map_err(|error| refused(&reader, &error))? {
        Confirmed::Done { new, changed } => {
            Ok(Redirect::to(&format!("{}?xong={new}-{changed}", desk.home())).into_response())
        }
        Confirmed::Otherwise => plan_page(&reader, &pages, &desk, &tep, true).await,
    }
}

pub(super) async fn give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, tep)): Path<(String, String)>,
) -> Answer {
    let desk = Desk::open(&reader, &actor, &pages, &xa).await?;
    let id: UploadId = tep.parse().map_err(|_| super::missing(&reader))?;
    let kept = pages.desk.kept(desk.unit.id, id, &desk.by).await;
    kept.map_err(|error| refused(&reader, &error))?;
    let given_up = pages.desk.give_up(desk.unit.id, id).await;
    given_up.map_err(|error| refused(&reader, &error))?;
    Ok(Redirect::to(&desk.home()).into_response())
}

fn sheet_text(t: &Translator) -> TemplateText {
    TemplateText {
        data_sheet: t.text("households-sheet-data"),
        guide_sheet: t.text("households-sheet-guide"),
        guide_headings: [
            t.text("households-sheet-column"),
            t.text("households-sheet-needed"),
            t.text("households-sheet-holds"),
            t.text("households-sheet-example"),
        ],
        required: t.text("households-sheet-required"),
        optional: t.text("households-sheet-optional"),
        columns: COLUMNS
            .iter()
            .map(|column| ColumnText {
                note: t.text(&format!("households-sheet-note-{column}")),
                example: t.text(&format!("households-sheet-example-{column}")),
            })
            .collect(),
    }
}

fn spreadsheet(name: &str, octets: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    // A slug is plain words, so the name needs no quoting rules.
    let name = format!("attachment; filename=\"{name}.xlsx\"");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    (headers, octets).into_response()
}

pub(super) async fn template(reader: Reader) -> Answer {
    let octets = or_failed(&reader, intake::template(&file::form(), &sheet_text(&reader.t)))?;
    Ok(spreadsheet("so-ho", octets))
}

pub(super) async fn export(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, (&actor, "write"), &pages, &mut read, (&xa, &ap)).await?;
    drop(read);
    let all = pages.desk.export(at.place(), &at.by).await;
    let all = all.map_err(|error| refused(&reader, &error))?;
    let rows = file::rows(&at.hamlet.name, &all);
    let octets = or_failed(
        &reader,
        intake::filled(&file::form(), &sheet_text(&reader.t), &rows),
    )?;
    let name: String = slug(&at.hamlet.name).chars().filter(char::is_ascii).collect();
    Ok(spreadsheet(&format!("so-ho-{name}"), octets))
}
