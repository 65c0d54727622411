//! Catalogues of procedures as files: sent, mended, shown what they would change, approved by somebody else, taken back.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Form,
    extract::{Multipart, Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use intake::Problems;
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken, PersonId, Refusal},
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Column, Confirmation, Control, Empty, ErrorSummary, Field, Notice, Pagination, Row,
            SummaryList, Table, Tag, Tone,
        },
    },
    text::{compose, slug},
};
use serde::Deserialize;
use units::Unit;

use super::{
    FUNCTION, Pages, by, compose::keeps, home, missing, or_failed, or_refused, procedure::catalogue, refused,
    shell, words,
};
use crate::{
    catalogue::{
        Outcome,
        file::{self, Change, Line, MOST_OCTETS, Plan, Sheet},
        model::{Catalogue, NewCatalogue, State as CatalogueState},
        store as catalogues,
    },
    ids::CatalogueId,
    procedures::{self, Written},
    service::ActError,
    store,
};

/// The largest form taken, in octets: a file and the answers.
pub(super) const MOST_OF_A_FORM: usize = MOST_OCTETS + (1 << 20);
/// The longest number of a decision, and the longest reason, in letters.
const LONGEST_DECISION: usize = 100;
const LONGEST_REASON: usize = 500;

/// The address of the page on which a unit's catalogues come in.
pub(super) fn desk(unit: &Unit) -> String {
    format!("{}/nhap", catalogue(unit))
}

fn frame(reader: &Reader, unit: &Unit, title: String) -> Shell {
    shell(reader, unit, title).crumb(reader.t.text("disclosure-procedures-title"), catalogue(unit))
}

/// What is to be said about places in a file, or about procedures.
#[derive(Template)]
#[template(path = "disclosure/remarks.html")]
struct Remarks {
    id: &'static str,
    title: String,
    list: SummaryList,
    /// How many more there are, in words; empty for none.
    more: String,
}

impl HtmlSafe for Remarks {}

impl Remarks {
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
                t.with("disclosure-catalogue-more", "count", more)
            } else {
                String::new()
            },
        })
    }

    fn about(t: &Translator, heading: (&'static str, &str), problems: &Problems) -> Option<Self> {
        let said = |key: &str, args: intake::Args| {
            let args: Vec<_> = args
                .into_iter()
                .map(|(name, value)| (name, Arg::Text(value)))
                .collect();
            t.format(key, &args)
        };
        let entries = problems.list().iter().map(|problem| {
            let (key, args) = problem.place.message();
            let place = said(key, args);
            let (key, args) = problem.message();
            let mut cell = Cell::text(said(key, args));
            if !problem.read.is_empty() {
                cell = cell.note(t.with("disclosure-catalogue-read", "read", problem.read.as_str()));
            }
            (place, cell)
        });
        Self::of(t, heading, entries.collect(), problems.more())
    }
}

/// A form as it was filled in.
#[derive(Debug, Clone, Default)]
struct Filled {
    decision: String,
    decided_on: String,
    file: Option<(String, Vec<u8>)>,
}

#[derive(Template)]
#[template(path = "disclosure/catalogue_start.html")]
struct StartPage {
    shell: Shell,
    token: FormToken,
    confirmation: Option<Confirmation>,
    notice: Option<Notice>,
    errors: ErrorSummary,
    fields: Vec<Field>,
    action: String,
    problems: Option<Remarks>,
    files: Vec<(String, String)>,
    unfinished: Option<Table>,
    trace: Option<Table>,
    nothing: Option<Empty>,
    pagination: Pagination,
}

/// What a page about sending says beside its form.
#[derive(Default)]
struct Said {
    confirmation: Option<Confirmation>,
    notice: Option<Notice>,
    problems: Option<Remarks>,
    /// Fields that are wrong, with what to say.
    wrong: Vec<(&'static str, String)>,
}

/// Which part of the list of catalogues is asked for, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    xong: Option<String>,
    sau: Option<String>,
}

pub(super) async fn start(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let t = &reader.t;
    let said = Said {
        confirmation: came
            .xong
            .as_deref()
            .filter(|done| *done == "bo")
            .map(|_| Confirmation {
                title: t.text("disclosure-catalogue-dropped"),
                text: t.text("disclosure-catalogue-dropped-next"),
            }),
        ..Said::default()
    };
    start_page(
        &reader,
        &pages,
        &unit,
        &Filled::default(),
        said,
        came.sau.as_deref(),
    )
    .await
}

async fn start_page(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    filled: &Filled,
    said: Said,
    after: Option<&str>,
) -> Answer {
    let t = &reader.t;
    let before = after.and_then(|key| {
        let (at, id) = key.split_once('.')?;
        let at = jiff::Timestamp::from_microsecond(at.parse().ok()?).ok()?;
        Some((at, id.parse().ok()?))
    });
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut listed = or_failed(reader, catalogues::catalogues(&mut read, unit.id, before).await)?;
    let unfinished = or_failed(reader, store::unfinished(&mut read, unit.id).await)?;
    drop(read);
    let most = usize::try_from(catalogues::PAGE).unwrap_or_default();
    let more = listed.len() > most;
    listed.truncate(most);
    let next = listed.last().filter(|_| more).map(|last| {
        let at = last.sent.at.as_microsecond();
        format!("{}?sau={at}.{}", desk(unit), last.id)
    });
    let megabytes = MOST_OCTETS >> 20;
    let accept = ".xlsx,.csv,.txt".to_owned();
    let fields = [
        Field::words(
            "decision",
            t.text("disclosure-catalogue-decision"),
            filled.decision.as_str(),
        )
        .hint(t.text("disclosure-catalogue-decision-hint")),
        Field::words(
            "decided_on",
            t.text("disclosure-ask-procedure-day"),
            filled.decided_on.as_str(),
        )
        .hint(t.text("disclosure-day-hint")),
        Field::new(
            "file",
            t.text("disclosure-catalogue-file"),
            Control::File { accept },
        )
        .hint(t.with("disclosure-catalogue-file-hint", "megabytes", megabytes)),
    ];
    let fields: Vec<Field> = fields
        .into_iter()
        .map(
            |field| match said.wrong.iter().find(|(name, _)| *name == field.name) {
                Some((_, text)) => field.error(t, text.as_str()),
                None => field,
            },
        )
        .collect();
    let errors = ErrorSummary::of(t, &fields);
    let failed = !errors.is_empty() || said.problems.is_some();
    let mut shell = frame(reader, unit, t.text("disclosure-catalogue-title")).lead(t.with(
        "disclosure-catalogue-lead",
        "unit",
        unit.name.as_str(),
    ));
    if failed {
        shell = shell.with_errors();
    }
    let page = page::html(&StartPage {
        shell,
        token: reader.form_token(),
        confirmation: said.confirmation,
        notice: said.notice,
        errors,
        fields,
        action: desk(unit),
        problems: said.problems,
        files: vec![
            (
                t.text("disclosure-catalogue-template-xlsx"),
                "/thu-tuc/mau.xlsx".to_owned(),
            ),
            (
                t.text("disclosure-catalogue-template-csv"),
                "/thu-tuc/mau.csv".to_owned(),
            ),
            (
                t.text("disclosure-catalogue-export"),
                format!("{}/danh-muc.xlsx", catalogue(unit)),
            ),
        ],
        unfinished: unfinished_table(t, unit, &unfinished),
        nothing: listed.is_empty().then(|| {
            Empty::new(
                t,
                t.text("disclosure-catalogue-none"),
                super::committee(reader, unit),
            )
        }),
        trace: (!listed.is_empty()).then(|| trace(t, unit, &listed)),
        pagination: Pagination::new(t, before.map(|_| desk(unit)), next),
    });
    Ok(if failed {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

/// Procedures that officers write one by one and that wait for something.
fn unfinished_table(t: &Translator, unit: &Unit, unfinished: &[store::Listed]) -> Option<Table> {
    let rows: Vec<Row> = unfinished
        .iter()
        .filter(|listed| listed.version.text.procedure.is_some())
        .map(|listed| {
            Row::new(vec![
                Cell::text(listed.version.text.title.as_str()).link(format!(
                    "{}/soan/{}",
                    home(unit),
                    listed.item.id
                )),
                Cell::text(String::new()).tag(super::compose::version_tag(t, &listed.version)),
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            t.text("disclosure-catalogue-unfinished"),
            vec![
                Column::text(t.text("disclosure-procedure-name")),
                Column::text(t.text("disclosure-catalogue-state")),
            ],
            rows,
        )
    })
}

fn state_tag(t: &Translator, state: CatalogueState) -> Tag {
    let tone = match state {
        CatalogueState::Sent => Tone::Warning,
        CatalogueState::Published => Tone::Success,
        CatalogueState::Dropped | CatalogueState::Undone => Tone::Info,
    };
    Tag::new(
        tone,
        t.text(&format!("disclosure-catalogue-state-{}", state.key())),
    )
}

/// The files that came in, the newest first.
fn trace(t: &Translator, unit: &Unit, listed: &[Catalogue]) -> Table {
    let rows = listed
        .iter()
        .map(|one| {
            Row::new(vec![
                Cell::text(one.name.as_str())
                    .link(format!("{}/{}", desk(unit), one.id))
                    .note(decision(t, one)),
                Cell::text(t.instant(one.sent.at)).note(words::role(t, &one.sent.by.role)),
                Cell::text(String::new()).tag(state_tag(t, one.state)),
            ])
        })
        .collect();
    Table::new(
        t.text("disclosure-catalogue-trace"),
        vec![
            Column::text(t.text("disclosure-catalogue-file")),
            Column::text(t.text("disclosure-catalogue-sent")),
            Column::text(t.text("disclosure-catalogue-state")),
        ],
        rows,
    )
}

fn decision(t: &Translator, one: &Catalogue) -> String {
    t.format(
        "disclosure-catalogue-by-decision",
        &[
            ("decision", one.decision.as_str().into()),
            ("date", Arg::Date(one.decided_on)),
        ],
    )
}

async fn take(mut form: Multipart) -> Result<Filled, axum::extract::multipart::MultipartError> {
    let mut filled = Filled::default();
    while let Some(mut field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "decision" => filled.decision = compose(field.text().await?.trim()),
            "decided_on" => filled.decided_on = compose(field.text().await?.trim()),
            "file" => {
                let sent = field.file_name().unwrap_or_default();
                let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
                let name: String = last.chars().filter(|c| !c.is_control()).take(100).collect();
                let mut octets = Vec::new();
                while let Some(chunk) = field.chunk().await? {
                    // One more than are taken, so that too many are known.
                    if octets.len() <= MOST_OCTETS {
                        octets.extend_from_slice(&chunk);
                    }
                }
                // A browser sends an empty, nameless file when none was chosen.
                filled.file = (!name.is_empty()).then(|| (compose(&name), octets));
            }
            _ => {}
        }
    }
    Ok(filled)
}

impl Filled {
    /// The catalogue, or every field that is wrong with the key of what to say.
    fn read(&self, today: Date) -> Result<NewCatalogue, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        if self.decision.is_empty() || self.decision.chars().count() > LONGEST_DECISION {
            wrong.push(("decision", "disclosure-catalogue-error-decision"));
        }
        let decided_on = platform::text::read_day(&self.decided_on);
        match decided_on {
            None => wrong.push(("decided_on", "disclosure-day-error")),
            Some(day) if day > today => wrong.push(("decided_on", "disclosure-error-future")),
            Some(_) => {}
        }
        match &self.file {
            None => wrong.push(("file", "disclosure-catalogue-error-no-file")),
            Some((_, octets)) if octets.len() > MOST_OCTETS => {
                wrong.push(("file", "disclosure-catalogue-error-too-large"));
            }
            Some(_) => {}
        }
        match (decided_on, &self.file, wrong.is_empty()) {
            (Some(decided_on), Some((name, octets)), true) => Ok(NewCatalogue {
                name: name.clone(),
                octets: octets.clone(),
                decision: self.decision.clone(),
                decided_on,
            }),
            _ => Err(wrong),
        }
    }
}

/// Reads a file; a large one takes a while and must not hold up other readers.
async fn understand(reader: &Reader, name: &str, octets: &[u8]) -> Result<Sheet, Instead> {
    let (name, octets) = (name.to_owned(), octets.to_vec());
    let site = reader.site.clone();
    let read = tokio::task::spawn_blocking(move || file::read(&octets, &name, &site.translations));
    let read = read
        .await
        .map_err(|error| Instead::from(super::failed(reader, &error)))?;
    read.map_err(|error| Instead::from(super::failed(reader, &error)))
}

/// What a file would change now.
async fn planned(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    sheet: &Sheet,
) -> Result<Result<Plan, Problems>, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let against = or_refused(reader, pages.desk.against(&mut read, unit.id).await)?;
    Ok(sheet.plan(&against))
}

pub(super) async fn send(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    form: Multipart,
) -> Answer {
    send_of(&reader, &actor, &pages, &xa, form).await
}

async fn send_of(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str, form: Multipart) -> Answer {
    let t = &reader.t;
    let unit = keeps(reader, pages, actor, xa, "draft")?;
    let filled = match take(form).await {
        Ok(filled) => filled,
        Err(error) => {
            tracing::debug!(%error, "a form can't be read");
            return Ok(page::bad_request(
                reader,
                t.text("disclosure-catalogue-error-broken"),
            ));
        }
    };
    let (_, today) = pages.desk.now();
    let new = match filled.read(today) {
        Ok(new) => new,
        Err(wrong) => {
            let megabytes = MOST_OCTETS >> 20;
            let wrong = wrong
                .into_iter()
                .map(|(field, key)| (field, t.with(key, "megabytes", megabytes)))
                .collect();
            let said = Said {
                wrong,
                ..Said::default()
            };
            return start_page(reader, pages, &unit, &filled, said, None).await;
        }
    };
    let sheet = understand(reader, &new.name, &new.octets).await?;
    let plan = match planned(reader, pages, &unit, &sheet).await? {
        Ok(plan) => plan,
        Err(problems) => {
            let text = t.with("disclosure-catalogue-wrong", "name", new.name.as_str());
            let said = Said {
                notice: Some(Notice::new(t, Tone::Problem, text)),
                problems: Remarks::about(t, PROBLEMS, &problems),
                ..Said::default()
            };
            return start_page(reader, pages, &unit, &filled, said, None).await;
        }
    };
    if plan.is_empty() {
        let said = Said {
            notice: Some(Notice::new(
                t,
                Tone::Info,
                t.with("disclosure-catalogue-same", "count", plan.same),
            )),
            ..Said::default()
        };
        return start_page(reader, pages, &unit, &filled, said, None).await;
    }
    let sent = pages
        .desk
        .send_catalogue(unit.id, &new, by(actor, "draft", unit.id))
        .await;
    let id = or_refused(reader, sent)?;
    Ok(Redirect::to(&format!("{}/{id}?xong=gui", desk(&unit))).into_response())
}

/// Id and heading of what has to be mended in a file.
const PROBLEMS: (&str, &str) = ("loi", "disclosure-catalogue-problems");

#[derive(Template)]
#[template(path = "disclosure/catalogue.html")]
struct CataloguePage {
    shell: Shell,
    token: FormToken,
    confirmation: Option<Confirmation>,
    notices: Vec<Notice>,
    facts: SummaryList,
    /// The fingerprint of what would be published, when this person may approve it.
    approve: Option<String>,
    may_drop: bool,
    /// The field for the reason, when this person may take it back.
    undo: Option<Field>,
    action: String,
    problems: Option<Remarks>,
    changes: Option<Remarks>,
    new: Option<Remarks>,
    remarks: Option<Remarks>,
    published: Option<Table>,
}

/// A catalogue that somebody sent, in its unit.
struct Found {
    unit: Unit,
    catalogue: Catalogue,
}

async fn find(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id, action): (&str, &str, &str),
) -> Result<Found, Instead> {
    let unit = keeps(reader, pages, actor, xa, action)?;
    let id: CatalogueId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, catalogues::by_id(&mut read, unit.id, id).await)?;
    let catalogue = found.ok_or_else(|| missing(reader))?;
    Ok(Found { unit, catalogue })
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let found = find(&reader, &pages, &actor, (&xa, &id, "draft")).await?;
    let done = came.xong.unwrap_or_default();
    show_of(&reader, &actor, &pages, &found, &done, None).await
}

async fn sheet_of(reader: &Reader, pages: &Pages, found: &Found) -> Result<Sheet, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let octets = catalogues::octets(&mut read, found.unit.id, found.catalogue.id).await;
    let octets = or_failed(reader, octets)?.unwrap_or_default();
    drop(read);
    understand(reader, &found.catalogue.name, &octets).await
}

async fn show_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    found: &Found,
    done: &str,
    wrong: Option<(&str, String)>,
) -> Answer {
    let t = &reader.t;
    let Found { unit, catalogue: one } = found;
    let mut notices = Vec::new();
    let mut facts = facts(t, one);
    let (mut problems, mut changes, mut new, mut remarks) = (None, None, None, None);
    let (mut approve, mut may_drop, mut undo) = (None, false, None);
    if one.state == CatalogueState::Sent {
        let sheet = sheet_of(reader, pages, found).await?;
        may_drop = true;
        match planned(reader, pages, unit, &sheet).await? {
            Ok(plan) => {
                facts.extend(counts(t, &sheet, &plan));
                let written = [("draft", PersonId(one.sent.by.account))];
                match actor.may_after(FUNCTION, "approve", unit.id, written) {
                    _ if plan.is_empty() => {
                        notices.push(Notice::new(
                            t,
                            Tone::Info,
                            t.text("disclosure-catalogue-overtaken"),
                        ));
                    }
                    Ok(()) => approve = Some(plan.fingerprint()),
                    Err(refusal) => {
                        let key = match refusal {
                            Refusal::Separated(_) => "disclosure-wait-other",
                            Refusal::NoRole => "disclosure-catalogue-wait",
                        };
                        notices.push(Notice::new(t, Tone::Info, t.text(key)));
                    }
                }
                changes = changed(t, &plan.changes);
                new = added(t, &plan.new);
                remarks = Remarks::about(t, ("luu-y", "disclosure-catalogue-notices"), &sheet.notices);
            }
            Err(found) => {
                let text = t.text("disclosure-catalogue-overtaken");
                notices.push(Notice::new(t, Tone::Warning, text));
                problems = Remarks::about(t, PROBLEMS, &found);
            }
        }
    }
    if one.state == CatalogueState::Published && actor.may(FUNCTION, "withdraw", unit.id) {
        let (written, fault) = match &wrong {
            Some((written, fault)) => (*written, Some(fault.as_str())),
            None => ("", None),
        };
        let field = Field::words("reason", t.text("disclosure-ask-reason"), written)
            .hint(t.text("disclosure-catalogue-undo-hint"));
        undo = Some(match fault {
            Some(fault) => field.error(t, fault),
            None => field,
        });
    }
    let published = match one.state {
        CatalogueState::Published | CatalogueState::Undone => published(reader, pages, found).await?,
        CatalogueState::Sent | CatalogueState::Dropped => None,
    };
    let confirmation = ["gui", "duyet", "hoan-tac"]
        .contains(&done)
        .then(|| Confirmation {
            title: t.text(&format!("disclosure-catalogue-done-{done}")),
            text: t.text(&format!("disclosure-catalogue-done-{done}-next")),
        });
    if done == "khac" {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.text("disclosure-catalogue-otherwise"),
        ));
    }
    let mut shell = frame(reader, unit, one.name.clone())
        .lead(decision(t, one))
        .crumb(t.text("disclosure-catalogue-title"), desk(unit));
    if wrong.is_some() {
        shell = shell.with_errors();
    }
    let page = page::html(&CataloguePage {
        shell,
        token: reader.form_token(),
        confirmation,
        notices,
        facts: SummaryList::new(facts),
        approve,
        may_drop,
        undo,
        action: format!("{}/{}", desk(unit), one.id),
        problems,
        changes,
        new,
        remarks,
        published,
    });
    Ok(if wrong.is_some() {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

/// Who did what with a catalogue, and when.
fn facts(t: &Translator, one: &Catalogue) -> Vec<(String, Cell)> {
    let mut facts = vec![
        (
            t.text("disclosure-catalogue-state"),
            Cell::text(String::new()).tag(state_tag(t, one.state)),
        ),
        (
            t.text("disclosure-catalogue-sent"),
            Cell::text(t.instant(one.sent.at)).note(words::role(t, &one.sent.by.role)),
        ),
    ];
    if let Some((role, at)) = &one.settled {
        let key = match one.state {
            CatalogueState::Dropped => "disclosure-catalogue-dropped-at",
            _ => "disclosure-catalogue-published-at",
        };
        facts.push((t.text(key), Cell::text(t.instant(*at)).note(words::role(t, role))));
    }
    if let Some((role, at, why)) = &one.undone {
        let who = words::role(t, role);
        facts.push((
            t.text("disclosure-catalogue-undone-at"),
            Cell::text(t.instant(*at)).note(format!("{who}. {why}")),
        ));
    }
    facts
}

fn counts(t: &Translator, sheet: &Sheet, plan: &Plan) -> Vec<(String, Cell)> {
    let number = |count: usize| Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX));
    let rows = usize::try_from(sheet.rows).unwrap_or(usize::MAX);
    let mut unmentioned = number(plan.unmentioned.len());
    if !plan.unmentioned.is_empty() {
        unmentioned = unmentioned.note(t.with(
            "disclosure-catalogue-unmentioned-stay",
            "names",
            plan.unmentioned.join("; "),
        ));
    }
    vec![
        (t.text("disclosure-catalogue-rows"), number(rows)),
        (t.text("disclosure-catalogue-new"), number(plan.new.len())),
        (t.text("disclosure-catalogue-changes"), number(plan.changes.len())),
        (t.text("disclosure-catalogue-unchanged"), number(plan.same)),
        (t.text("disclosure-catalogue-unmentioned"), unmentioned),
    ]
}

fn added(t: &Translator, new: &[Line]) -> Option<Remarks> {
    let entries = new.iter().map(|line| {
        let procedure = &line.procedure;
        let about = [
            procedure.code.clone(),
            t.text(&format!("disclosure-field-{}", procedure.field)),
            procedures::time(t, procedure),
            procedures::fee(t, procedure),
        ];
        let about: Vec<String> = about.into_iter().filter(|text| !text.is_empty()).collect();
        (
            line.title.clone(),
            Cell::text(about.join(" · ")).note(line.summary.as_str()),
        )
    });
    Remarks::of(t, ("them", "disclosure-catalogue-new"), entries.collect(), 0)
}

/// Each change of each procedure, before and after.
fn changed(t: &Translator, changes: &[Change]) -> Option<Remarks> {
    let entries = changes.iter().map(|change| {
        let after = &change.line;
        let before = change
            .before
            .procedure
            .as_ref()
            .map(Written::from)
            .unwrap_or_default();
        let written = Written::from(&after.procedure);
        let fields = [
            ("code", &before.code, &written.code),
            ("name", &change.before.title, &after.title),
            ("field", &before.field, &written.field),
            ("summary", &change.before.summary, &after.summary),
            ("office", &before.office, &written.office),
            ("papers", &before.papers, &written.papers),
            ("steps", &before.steps, &written.steps),
            ("working_days", &before.working_days, &written.working_days),
            ("fee", &before.fee, &written.fee),
            ("fee_basis", &before.fee_basis, &written.fee_basis),
            ("result", &before.result, &written.result),
            ("legal_basis", &before.legal_basis, &written.legal_basis),
            ("online", &before.online, &written.online),
        ];
        let said = |key: &str, value: &str| match key {
            "field" => t.text(&format!("disclosure-field-{value}")),
            _ => value.replace('\n', "; "),
        };
        let texts: Vec<String> = fields
            .into_iter()
            .filter(|(_, before, after)| before != after)
            .map(|(key, before, after)| {
                t.format(
                    "disclosure-catalogue-change",
                    &[
                        ("column", t.text(&format!("disclosure-sheet-{key}")).into()),
                        ("before", said(key, before).into()),
                        ("after", said(key, after).into()),
                    ],
                )
            })
            .collect();
        (after.title.clone(), Cell::text(texts.join(" ")))
    });
    Remarks::of(
        t,
        ("thay-doi", "disclosure-catalogue-changes"),
        entries.collect(),
        0,
    )
}

/// What a catalogue published.
async fn published(reader: &Reader, pages: &Pages, found: &Found) -> Result<Option<Table>, Instead> {
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let items = catalogues::items(&mut read, found.unit.id, found.catalogue.id).await;
    let rows: Vec<Row> = or_failed(reader, items)?
        .into_iter()
        .map(|(item, version, title)| {
            let key = match version {
                1 => "disclosure-catalogue-added",
                _ => "disclosure-catalogue-changed",
            };
            Row::new(vec![
                Cell::text(title).link(format!("{}/{item}", catalogue(&found.unit))),
                Cell::text(t.text(key)),
            ])
        })
        .collect();
    Ok((!rows.is_empty()).then(|| {
        Table::new(
            t.text("disclosure-catalogue-published"),
            vec![
                Column::text(t.text("disclosure-procedure-name")),
                Column::text(t.text("disclosure-catalogue-what")),
            ],
            rows,
        )
    }))
}

#[derive(Debug, Deserialize)]
pub(super) struct Shown {
    shown: String,
}

pub(super) async fn approve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(form): Form<Shown>,
) -> Answer {
    let found = find(&reader, &pages, &actor, (&xa, &id, "approve")).await?;
    let sheet = sheet_of(&reader, &pages, &found).await?;
    let (unit, id) = (found.unit.id, found.catalogue.id);
    let acts = by(&actor, "approve", unit);
    let done = pages
        .desk
        .publish_catalogue(unit, id, (&sheet, &form.shown), acts, &pages.vietnamese())
        .await;
    let done = match or_refused(&reader, done)? {
        Outcome::Published => "duyet",
        Outcome::Otherwise => "khac",
    };
    Ok(Redirect::to(&format!("{}/{id}?xong={done}", desk(&found.unit))).into_response())
}

pub(super) async fn give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find(&reader, &pages, &actor, (&xa, &id, "draft")).await?;
    let unit = found.unit.id;
    let acts = by(&actor, "draft", unit);
    let done = pages.desk.drop_catalogue(unit, found.catalogue.id, acts).await;
    or_refused(&reader, done)?;
    Ok(Redirect::to(&format!("{}?xong=bo", desk(&found.unit))).into_response())
}

#[derive(Debug, Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    reason: String,
}

pub(super) async fn undo(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(form): Form<Reason>,
) -> Answer {
    let found = find(&reader, &pages, &actor, (&xa, &id, "withdraw")).await?;
    let t = &reader.t;
    let reason = compose(form.reason.trim());
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        let wrong = (reason.as_str(), t.text("disclosure-error-reason"));
        return show_of(&reader, &actor, &pages, &found, "", Some(wrong)).await;
    }
    let (unit, id) = (found.unit.id, found.catalogue.id);
    let acts = by(&actor, "withdraw", unit);
    match pages.desk.undo_catalogue(unit, id, &reason, acts).await {
        Ok(()) => Ok(Redirect::to(&format!("{}/{id}?xong=hoan-tac", desk(&found.unit))).into_response()),
        Err(ActError::Stale) => Ok(page::conflict(&reader, t.text("disclosure-catalogue-undo-stale"))),
        Err(error) => Ok(refused(&reader, &error)),
    }
}

fn spreadsheet(name: &str, octets: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    attachment(kind, &format!("{name}.xlsx"), octets)
}

fn attachment(kind: String, name: &str, octets: Vec<u8>) -> Response {
    // Names are plain words, so they need no quoting rules.
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    (headers, octets).into_response()
}

pub(super) async fn template(reader: Reader) -> Answer {
    let octets = file::workbook(&reader.site.translations, &reader.t, &[])
        .map_err(|error| Instead::from(super::failed(&reader, &error)))?;
    Ok(spreadsheet("thu-tuc", octets))
}

pub(super) async fn template_csv(reader: Reader) -> Answer {
    let octets = file::csv(&reader.t).into_bytes();
    Ok(attachment(
        "text/csv; charset=utf-8".to_owned(),
        "thu-tuc.csv",
        octets,
    ))
}

/// A unit's own procedures in force as a file that can be changed and sent again.
pub(super) async fn export(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    let unit = super::keeper(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let listed = or_failed(&reader, store::procedures(&mut read, unit.id).await)?;
    drop(read);
    let octets = file::workbook(&reader.site.translations, &reader.t, &listed)
        .map_err(|error| Instead::from(super::failed(&reader, &error)))?;
    let name: String = slug(&unit.name).chars().filter(char::is_ascii).collect();
    Ok(spreadsheet(&format!("thu-tuc-{name}"), octets))
}
