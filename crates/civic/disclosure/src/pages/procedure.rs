//! Administrative procedures: a commune's or province's catalogue and one procedure for everybody, and the form officers fill in.

use std::cmp::Reverse;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken},
    db::{DbResult, Read},
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Column, Control, Empty, ErrorSummary, Field, Notice, Pagination, Row, SummaryList,
            Table, Tag, TextKind, Tone,
        },
    },
};
use serde::Deserialize;
use units::{Level, Unit, UnitId};

use super::{
    Pages, by, committee,
    compose::{keeps, writing},
    home,
    item::{Found, find_any, proof},
    keeper, may, missing, or_failed, or_refused, read_key, refused, shell, words, write_key,
};
use crate::{
    catalogue::model::{Offer, Offered, Offers},
    content,
    ids::ItemId,
    model::{ItemState, Matter, Text, Version},
    procedures::{self, FIELDS, LONGEST_NAME, LONGEST_SUMMARY, MATTER, Procedure, Written},
    service::{ActError, Draft, Writing},
    store::{self, Filter, Listed, PAGE},
};

/// The longest reason, in letters.
const LONGEST_REASON: usize = 500;

/// The address of a commune's catalogue.
pub(super) fn catalogue(unit: &Unit) -> String {
    format!("/thu-tuc/{}", unit.code)
}

/// The address of a procedure among those of a unit.
pub(super) fn href(unit: &Unit, item: &Matter) -> String {
    format!("{}/{}", catalogue(unit), item.id)
}

/// A page of what can be done in a unit: its own procedures, and those its province has decided, the newest first: at
/// most `limit`.
pub(crate) async fn offered_in(
    pages: &Pages,
    read: &mut Read,
    unit: UnitId,
    filter: &Filter,
    limit: usize,
) -> DbResult<Vec<Listed>> {
    let mut listed = store::board(read, unit, filter, limit).await?;
    if let Some(province) = pages.desk.province_of(unit) {
        listed.extend(store::board(read, province, filter, limit).await?);
        listed.sort_by_key(|listed| Reverse((listed.item.published_at, listed.item.id)));
        listed.truncate(limit);
    }
    Ok(listed)
}

/// Which procedures are asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    linh_vuc: Option<String>,
    sau: Option<String>,
}

#[derive(Template)]
#[template(path = "disclosure/procedures.html")]
struct CataloguePage {
    shell: Shell,
    tools: Vec<(String, String)>,
    action: String,
    search: Field,
    field: Field,
    table: Option<Table>,
    empty: Option<Empty>,
    pagination: Pagination,
}

pub(super) async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    list_of(&reader, &pages, &xa, &asked).await
}

async fn list_of(reader: &Reader, pages: &Pages, xa: &str, asked: &Asked) -> Answer {
    let t = &reader.t;
    let unit = keeper(pages, xa).ok_or_else(|| missing(reader))?;
    let words = asked.q.clone().unwrap_or_default();
    let field = asked.linh_vuc.as_deref().filter(|field| FIELDS.contains(field));
    let filter = Filter {
        state: Some(ItemState::Published),
        mark: Some(procedures::mark(field)),
        words: words.clone(),
        before: asked.sau.as_deref().and_then(read_key),
        ..Filter::default()
    };
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let listed = offered_in(pages, &mut read, unit.id, &filter, PAGE + 1).await;
    let mut listed = or_failed(reader, listed)?;
    let offers = or_refused(reader, pages.desk.offers(&mut read, unit.id).await)?;
    drop(read);
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let query = format!(
        "q={}&linh_vuc={}",
        super::board::escaped(&words),
        field.unwrap_or_default()
    );
    let next = listed.last().filter(|_| more).and_then(|last| {
        Some(format!(
            "{}?{query}&sau={}",
            catalogue(&unit),
            write_key(&last.item)?
        ))
    });
    let filtered = field.is_some() || !words.trim().is_empty();
    let empty = listed.is_empty().then(|| nothing_listed(reader, &unit, filtered));
    let table = (!listed.is_empty()).then(|| table_of(t, &unit, &listed, &offers));
    let province = unit.level == Level::Province;
    let (title, lead) = if province {
        (
            "disclosure-procedures-of-province",
            "disclosure-procedures-province-lead",
        )
    } else {
        ("disclosure-procedures-of", "disclosure-procedures-lead")
    };
    let shell = shell(reader, &unit, t.with(title, "commune", unit.name.as_str())).lead(t.text(lead));
    Ok(page::html(&CataloguePage {
        shell,
        tools: tools(reader, &unit),
        action: catalogue(&unit),
        search: Field::new(
            "q",
            t.text("disclosure-procedures-search"),
            Control::Text {
                kind: TextKind::Search,
                value: words,
            },
        )
        .hint(t.text("disclosure-procedures-search-hint")),
        field: field_choice(reader, "linh_vuc", field.unwrap_or_default(), true),
        table,
        empty,
        pagination: Pagination::new(t, filter.before.map(|_| catalogue(&unit)), next),
    }))
}

fn nothing_listed(reader: &Reader, unit: &Unit, filtered: bool) -> Empty {
    let t = &reader.t;
    if filtered {
        return Empty::new(
            t,
            t.text("disclosure-procedures-no-match"),
            t.text("disclosure-procedures-no-match-hint"),
        )
        .action(t.text("disclosure-procedures-all"), catalogue(unit));
    }
    let duty = match unit.level {
        Level::Province => "disclosure-procedures-province-duty",
        _ => "disclosure-procedures-empty-duty",
    };
    Empty::new(
        t,
        t.with("disclosure-procedures-empty", "commune", unit.name.as_str()),
        t.with(duty, "committee", committee(reader, unit)),
    )
}

/// Procedures as a table, each with whose it is and how it is offered here.
fn table_of(t: &Translator, unit: &Unit, listed: &[Listed], offers: &Offers) -> Table {
    let rows = listed
        .iter()
        .filter_map(|listed| {
            let procedure = listed.version.text.procedure.as_ref()?;
            let mut name = Cell::text(listed.version.text.title.as_str())
                .link(href(unit, &listed.item))
                .note(procedure.code.as_str());
            if unit.level == Level::Commune && listed.item.unit != unit.id {
                let here = offers.about(Some(listed.item.id));
                let (tone, key) = match here.map(|here| here.offer.offered) {
                    None => (Tone::Info, "disclosure-procedures-common"),
                    Some(true) => (Tone::Info, "disclosure-procedures-differs"),
                    Some(false) => (Tone::Warning, "disclosure-offer-not-here"),
                };
                name = name.tag(Tag::new(tone, t.text(key)));
            }
            Some(Row::new(vec![
                name,
                Cell::text(t.text(&format!("disclosure-field-{}", procedure.field))),
                Cell::text(procedures::time(t, procedure)),
                Cell::text(procedures::fee(t, procedure)),
            ]))
        })
        .collect();
    Table::new(
        t.text("disclosure-procedures-title"),
        vec![
            Column::text(t.text("disclosure-procedure-name")),
            Column::text(t.text("disclosure-procedure-field")),
            Column::text(t.text("disclosure-procedure-time")),
            Column::text(t.text("disclosure-procedure-fee")),
        ],
        rows,
    )
}

/// The ways on from a catalogue; officers have more.
fn tools(reader: &Reader, unit: &Unit) -> Vec<(String, String)> {
    let t = &reader.t;
    let mut tools = Vec::new();
    if may(reader.visitor.actor.as_ref(), "draft", unit.id) {
        tools.push((
            t.text("disclosure-tool-write-procedure"),
            format!("{}/soan-thu-tuc", home(unit)),
        ));
        tools.push((t.text("disclosure-catalogue-title"), super::catalogue::desk(unit)));
        if unit.level == Level::Commune {
            tools.push((
                t.text("disclosure-offer-title"),
                format!("{}/noi-nop", catalogue(unit)),
            ));
        }
    }
    tools.push((
        t.text("disclosure-procedures-print"),
        format!("{}/in", catalogue(unit)),
    ));
    tools.push((
        t.text("disclosure-tool-data"),
        format!("/api/v1/procedures/{}", unit.code),
    ));
    tools
}

#[derive(Template)]
#[template(path = "disclosure/procedures_print.html")]
struct PrintPage {
    shell: Shell,
    made: String,
    office: Option<SummaryList>,
    tables: Vec<Table>,
    empty: Option<Empty>,
}

/// All procedures of a unit on one page, by field, to be printed and hung at the office.
pub(super) async fn print(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    let t = &reader.t;
    let unit = keeper(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let mut listed = or_failed(&reader, store::procedures(&mut read, unit.id).await)?;
    if let Some(province) = pages.desk.province_of(unit.id) {
        listed.extend(or_failed(&reader, store::procedures(&mut read, province).await)?);
    }
    let offers = or_refused(&reader, pages.desk.offers(&mut read, unit.id).await)?;
    drop(read);
    let by_name = |listed: &Listed| platform::text::fold(&listed.version.text.title);
    listed.sort_by_cached_key(|listed| (by_name(listed), listed.item.id));
    let tables = FIELDS
        .iter()
        .filter_map(|field| print_table(t, (&unit, field), &listed, &offers))
        .collect();
    let office = offers
        .about(None)
        .map(|all| SummaryList::new(offer_facts(t, &all.offer)));
    let (_, today) = pages.desk.now();
    let shell = shell(
        &reader,
        &unit,
        t.with("disclosure-procedures-of", "commune", unit.name.as_str()),
    )
    .crumb(t.text("disclosure-procedures-title"), catalogue(&unit));
    Ok(page::html(&PrintPage {
        shell,
        made: t.with("disclosure-procedures-as-of", "date", today),
        office,
        tables,
        empty: listed.is_empty().then(|| nothing_listed(&reader, &unit, false)),
    }))
}

fn print_table(
    t: &Translator,
    (unit, field): (&Unit, &str),
    listed: &[Listed],
    offers: &Offers,
) -> Option<Table> {
    let rows: Vec<Row> = listed
        .iter()
        .filter_map(|listed| {
            let procedure = listed.version.text.procedure.as_ref()?;
            let papers = procedure
                .papers
                .iter()
                .map(|paper| format!("{} ({})", paper.name, procedures::copies(t, paper)))
                .collect::<Vec<_>>();
            let here = offers
                .of(listed.item.id)
                .filter(|_| listed.item.unit != unit.id)
                .map(|here| here.offer);
            let office = match here {
                Some(here) if !here.offered => {
                    format!("{} {}", t.text("disclosure-offer-not-here"), here.note)
                }
                Some(here) if !here.office.is_empty() => here.office,
                _ => procedure.office.clone(),
            };
            (procedure.field == field).then(|| {
                Row::new(vec![
                    Cell::text(listed.version.text.title.as_str()).note(procedure.code.as_str()),
                    Cell::text(if papers.is_empty() {
                        t.text("disclosure-procedure-no-papers")
                    } else {
                        papers.join("; ")
                    }),
                    Cell::text(office),
                    Cell::text(procedures::time(t, procedure)).note(procedures::fee(t, procedure)),
                ])
            })
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            t.text(&format!("disclosure-field-{field}")),
            vec![
                Column::text(t.text("disclosure-procedure-name")),
                Column::text(t.text("disclosure-procedure-papers")),
                Column::text(t.text("disclosure-procedure-office")),
                Column::text(t.text("disclosure-procedures-time-fee")),
            ],
            rows,
        )
    })
}

/// What a commune says of its own office.
fn offer_facts(t: &Translator, offer: &Offer) -> Vec<(String, Cell)> {
    [
        ("office", &offer.office),
        ("hours", &offer.hours),
        ("contact", &offer.contact),
        ("note", &offer.note),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(key, text)| {
        let label = t.text(&format!("disclosure-offer-{key}"));
        (label, Cell::text(text.as_str()))
    })
    .collect()
}

fn field_choice(reader: &Reader, name: &str, chosen: &str, any: bool) -> Field {
    let t = &reader.t;
    let first = if any {
        "disclosure-filter-any"
    } else {
        "disclosure-procedure-choose"
    };
    let mut choices = vec![Choice::new("", t.text(first))];
    choices.extend(
        FIELDS
            .iter()
            .map(|field| Choice::new(*field, t.text(&format!("disclosure-field-{field}")))),
    );
    Field::new(
        name,
        t.text("disclosure-procedure-field"),
        Control::Select {
            choices,
            chosen: chosen.to_owned(),
        },
    )
}

#[derive(Template)]
#[template(path = "disclosure/procedure.html")]
struct ProcedurePage {
    shell: Shell,
    notices: Vec<Notice>,
    summary: String,
    facts: SummaryList,
    steps: Vec<String>,
    papers: Option<Table>,
    no_papers: String,
    tools: Vec<(String, String)>,
    officer: Vec<(String, String)>,
    posted: String,
    /// The acts on it in the public log; a commune's own has a page for that.
    proof: Option<SummaryList>,
    hash: String,
    content_href: String,
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, &pages, &xa, &id).await
}

/// A procedure that everybody sees in a unit: its own, or one its province has decided.
async fn find_here(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<(Unit, Found), Instead> {
    let here = keeper(pages, xa).ok_or_else(|| missing(reader))?;
    let units = pages.desk.units.current();
    let province = pages.desk.province_of(here.id).and_then(|id| units.get(id));
    let id: ItemId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    for unit in [Some(here.clone()), province.cloned()].into_iter().flatten() {
        let dossier = or_failed(reader, pages.desk.dossier(&mut read, unit.id, id).await)?;
        if let Some(dossier) = dossier.filter(|dossier| dossier.item.public_version > 0) {
            return Ok((here, Found { unit, dossier }));
        }
    }
    Err(missing(reader))
}

async fn show_of(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Answer {
    let t = &reader.t;
    let (here, found) = find_here(reader, pages, xa, id).await?;
    let Found { unit, dossier } = &found;
    let item = &dossier.item;
    if item.state == ItemState::Withdrawn {
        // What was withdrawn is shown in one place, with the reason and without its words.
        return Ok(Redirect::to(&found.href()).into_response());
    }
    let version = dossier.public().ok_or_else(|| missing(reader))?;
    let procedure = version.text.procedure.as_ref().ok_or_else(|| missing(reader))?;
    let common = unit.level == Level::Province;
    let offered = if common && here.level == Level::Commune {
        super::offer::of(reader, pages, &here, item.id).await?
    } else {
        None
    };
    let (proof, _) = if common {
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        let (acts, boards) = or_failed(reader, proof(t, &mut read, item).await)?;
        (Some(acts), boards)
    } else {
        (None, None)
    };
    let papers: Vec<Row> = procedure
        .papers
        .iter()
        .map(|paper| {
            Row::new(vec![
                Cell::text(paper.name.as_str()),
                Cell::text(procedures::copies(t, paper)),
            ])
        })
        .collect();
    Ok(page::html(&ProcedurePage {
        shell: shell(reader, &here, version.text.title.clone())
            .crumb(t.text("disclosure-procedures-title"), catalogue(&here)),
        notices: notices(t, (&here, &found), version, offered.as_ref()),
        summary: version.text.summary.clone(),
        facts: SummaryList::new(facts(t, procedure, offered.as_ref())),
        steps: procedure.steps.clone(),
        papers: (!papers.is_empty()).then(|| {
            Table::new(
                t.text("disclosure-procedure-each-paper"),
                vec![
                    Column::text(t.text("disclosure-procedure-paper")),
                    Column::text(t.text("disclosure-procedure-number")),
                ],
                papers,
            )
        }),
        no_papers: t.text("disclosure-procedure-no-papers"),
        tools: ways(t, &found),
        officer: officer(reader, &here, &found),
        posted: item
            .published_on()
            .map(|on| t.with("disclosure-posted-on", "date", on))
            .unwrap_or_default(),
        proof,
        hash: version
            .content_hash
            .map(|hash| content::hex(&hash))
            .unwrap_or_default(),
        content_href: format!("{}/ban/{}/noi-dung.json", found.href(), version.number),
    }))
}

/// Whose procedure it is, why it changed, and whether it is offered here.
fn notices(
    t: &Translator,
    (here, found): (&Unit, &Found),
    version: &Version,
    offered: Option<&Offered>,
) -> Vec<Notice> {
    let mut notices = Vec::new();
    if found.dossier.item.state == ItemState::Archived {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.text("disclosure-procedure-ended"),
        ));
    }
    if let Some(offered) = offered.filter(|offered| !offered.offer.offered) {
        let text = format!("{} {}", t.text("disclosure-offer-not-here"), offered.offer.note);
        notices.push(Notice::new(t, Tone::Warning, text));
    }
    if found.unit.id != here.id {
        let text = t.with(
            "disclosure-procedure-common",
            "province",
            found.unit.name.as_str(),
        );
        notices.push(Notice::new(t, Tone::Info, text));
    }
    if !version.correction.is_empty() {
        let when = version.published.as_ref().map(|(_, at)| t.instant(*at));
        let named = [
            ("when", Arg::Text(when.unwrap_or_default())),
            ("reason", Arg::Text(version.correction.clone())),
        ];
        let text = t.format("disclosure-corrected-notice", &named);
        notices.push(Notice::new(t, Tone::Info, text));
    }
    notices
}

fn facts(t: &Translator, procedure: &Procedure, offered: Option<&Offered>) -> Vec<(String, Cell)> {
    let mut facts = Vec::new();
    match offered.filter(|offered| offered.offer.offered) {
        Some(Offered { offer, .. }) => {
            if offer.office.is_empty() {
                facts.push((
                    t.text("disclosure-procedure-office"),
                    Cell::text(procedure.office.as_str()),
                ));
            }
            facts.extend(offer_facts(t, offer));
        }
        None => facts.push((
            t.text("disclosure-procedure-office"),
            Cell::text(procedure.office.as_str()),
        )),
    }
    let mut fee = Cell::text(procedures::fee(t, procedure));
    if !procedure.fee_basis.is_empty() {
        fee = fee.note(procedure.fee_basis.as_str());
    }
    facts.extend([
        (
            t.text("disclosure-procedure-time"),
            Cell::text(procedures::time(t, procedure)),
        ),
        (t.text("disclosure-procedure-fee"), fee),
        (
            t.text("disclosure-procedure-result"),
            Cell::text(procedure.result.as_str()),
        ),
    ]);
    if !procedure.online.is_empty() {
        let online = Cell::text(procedure.online.as_str()).link(procedure.online.as_str());
        facts.push((t.text("disclosure-procedure-online"), online));
    }
    facts.push((
        t.text("disclosure-procedure-field"),
        Cell::text(t.text(&format!("disclosure-field-{}", procedure.field))),
    ));
    if !procedure.code.is_empty() {
        facts.push((
            t.text("disclosure-procedure-code"),
            Cell::text(procedure.code.as_str()),
        ));
    }
    facts.push((
        t.text("disclosure-procedure-legal-basis"),
        Cell::text(procedure.legal_basis.as_str()),
    ));
    facts
}

/// What everybody can do from a procedure's page.
fn ways(t: &Translator, found: &Found) -> Vec<(String, String)> {
    let poster = (
        t.text("disclosure-tool-poster"),
        format!("{}/to-dan.pdf", found.href()),
    );
    if found.unit.level == Level::Province {
        return vec![poster];
    }
    vec![
        poster,
        (t.text("disclosure-procedure-notice"), found.href()),
        (t.text("disclosure-ask-about"), format!("{}/hoi", found.href())),
    ]
}

fn officer(reader: &Reader, here: &Unit, found: &Found) -> Vec<(String, String)> {
    let t = &reader.t;
    let actor = reader.visitor.actor.as_ref();
    let id = found.dossier.item.id;
    let mut ways = Vec::new();
    if may(actor, "draft", found.unit.id) {
        let href = format!("{}/soan/{id}", home(&found.unit));
        ways.push((t.text("disclosure-tool-manage"), href));
    }
    if found.unit.id != here.id && may(actor, "draft", here.id) {
        let href = format!("{}/{id}/noi-nop", catalogue(here));
        ways.push((t.text("disclosure-offer-title"), href));
    }
    ways
}

/// A form as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filled {
    decided_on: String,
    name: String,
    summary: String,
    correction: String,
    revision: i64,
    code: String,
    field: String,
    steps: String,
    papers: String,
    fee: String,
    fee_basis: String,
    working_days: String,
    office: String,
    result: String,
    legal_basis: String,
    online: String,
}

impl Filled {
    fn of(version: &Version, procedure: &Procedure, decided_on: String) -> Self {
        let written = Written::from(procedure);
        Self {
            decided_on,
            name: version.text.title.clone(),
            summary: version.text.summary.clone(),
            correction: version.correction.clone(),
            revision: version.revision,
            code: written.code,
            field: written.field,
            steps: written.steps,
            papers: written.papers,
            fee: written.fee,
            fee_basis: written.fee_basis,
            working_days: written.working_days,
            office: written.office,
            result: written.result,
            legal_basis: written.legal_basis,
            online: written.online,
        }
    }

    fn written(&self) -> Written {
        Written {
            code: self.code.clone(),
            field: self.field.clone(),
            steps: self.steps.clone(),
            papers: self.papers.clone(),
            fee: self.fee.clone(),
            fee_basis: self.fee_basis.clone(),
            working_days: self.working_days.clone(),
            office: self.office.clone(),
            result: self.result.clone(),
            legal_basis: self.legal_basis.clone(),
            online: self.online.clone(),
        }
    }

    /// The draft, or every field that is wrong with what to say.
    fn draft(&self, pages: &Pages, correction: bool) -> Result<Draft, Vec<(&'static str, &'static str)>> {
        let (_, today) = pages.desk.now();
        let procedure = procedures::read(&self.written());
        let mut wrong = procedure.as_ref().err().cloned().unwrap_or_default();
        let text = |text: &str| platform::text::compose(text.trim());
        let within = |text: &str, most: usize| !text.is_empty() && text.chars().count() <= most;
        let (name, summary, reason) = (text(&self.name), text(&self.summary), text(&self.correction));
        if !within(&name, LONGEST_NAME) {
            wrong.push(("name", "disclosure-error-title"));
        }
        if !within(&summary, LONGEST_SUMMARY) {
            wrong.push(("summary", "disclosure-error-summary"));
        }
        if correction && !within(&reason, LONGEST_REASON) {
            wrong.push(("correction", "disclosure-error-correction"));
        }
        let decided_on = platform::text::read_day(&self.decided_on);
        match decided_on {
            None => wrong.push(("decided_on", "disclosure-day-error")),
            Some(day) if day > today => wrong.push(("decided_on", "disclosure-error-future")),
            Some(_) => {}
        }
        match (procedure, decided_on, wrong.is_empty()) {
            (Ok(procedure), Some(decided_on), true) => {
                let body = procedures::body(&pages.vietnamese(), &procedure);
                Ok(Draft {
                    matter: MATTER.to_owned(),
                    decided_on,
                    text: Text {
                        title: name,
                        summary,
                        body,
                        procedure: Some(procedure),
                    },
                    correction: if correction { reason } else { String::new() },
                    ..Draft::default()
                })
            }
            _ => Err(wrong),
        }
    }
}

#[derive(Template)]
#[template(path = "disclosure/procedure_form.html")]
struct FormPage {
    shell: Shell,
    token: FormToken,
    action: String,
    errors: ErrorSummary,
    fields: Vec<Field>,
    revision: i64,
    cancel: String,
}

fn form_page(
    reader: &Reader,
    unit: &Unit,
    editing: Option<&Found>,
    filled: &Filled,
    wrong: &[(&'static str, String)],
) -> Response {
    let t = &reader.t;
    let is_correction = editing.is_some_and(|found| found.dossier.item.state == ItemState::Published);
    let line = |name: &'static str, label: &str, value: &str| Field::words(name, t.text(label), value);
    let area = |name: &'static str, label: &str, value: &str| {
        let value = value.to_owned();
        Field::new(name, t.text(label), Control::TextArea { value })
    };
    let digits = |name: &'static str, label: &str, value: &str| {
        let value = value.to_owned();
        let kind = TextKind::Digits;
        Field::new(name, t.text(label), Control::Text { kind, value })
    };
    let mut fields = vec![
        line("name", "disclosure-procedure-name", &filled.name)
            .hint(t.text("disclosure-ask-procedure-name-hint")),
        area("summary", "disclosure-ask-summary", &filled.summary)
            .hint(t.text("disclosure-ask-procedure-summary-hint")),
        field_choice(reader, "field", &filled.field, false),
        line("code", "disclosure-procedure-code", &filled.code)
            .hint(t.text("disclosure-ask-procedure-code-hint")),
        line("office", "disclosure-procedure-office", &filled.office),
        area("papers", "disclosure-procedure-papers", &filled.papers)
            .hint(t.text("disclosure-ask-procedure-papers-hint")),
        area("steps", "disclosure-procedure-steps", &filled.steps)
            .hint(t.text("disclosure-ask-procedure-steps-hint")),
        digits(
            "working_days",
            "disclosure-ask-procedure-days",
            &filled.working_days,
        )
        .hint(t.text("disclosure-ask-procedure-days-hint")),
        digits("fee", "disclosure-ask-procedure-fee", &filled.fee)
            .hint(t.text("disclosure-ask-procedure-fee-hint")),
        line(
            "fee_basis",
            "disclosure-ask-procedure-fee-basis",
            &filled.fee_basis,
        ),
        line("result", "disclosure-procedure-result", &filled.result),
        line(
            "legal_basis",
            "disclosure-procedure-legal-basis",
            &filled.legal_basis,
        )
        .hint(t.text("disclosure-ask-procedure-legal-hint")),
        line("online", "disclosure-procedure-online", &filled.online)
            .hint(t.text("disclosure-ask-procedure-online-hint")),
    ];
    if is_correction {
        fields.push(
            line("correction", "disclosure-ask-correction", &filled.correction)
                .hint(t.text("disclosure-ask-correction-hint")),
        );
    } else {
        fields.push(
            line("decided_on", "disclosure-ask-procedure-day", &filled.decided_on)
                .hint(t.text("disclosure-ask-day-hint")),
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
    let base = home(unit);
    let (title, action, cancel) = match editing {
        None => (
            "disclosure-tool-write-procedure",
            format!("{base}/soan-thu-tuc"),
            catalogue(unit),
        ),
        Some(found) => {
            let page = format!("{base}/soan/{}", found.dossier.item.id);
            let title = if is_correction {
                "disclosure-correct-title"
            } else {
                "disclosure-edit-title"
            };
            (title, format!("{page}/sua-thu-tuc"), page)
        }
    };
    let mut shell = shell(reader, unit, t.text(title))
        .lead(t.text("disclosure-write-lead"))
        .crumb(t.text("disclosure-procedures-title"), catalogue(unit));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    page::html(&FormPage {
        shell,
        token: reader.form_token(),
        action,
        errors,
        fields,
        revision: filled.revision,
        cancel,
    })
}

fn unprocessable(
    reader: &Reader,
    unit: &Unit,
    editing: Option<&Found>,
    filled: &Filled,
    wrong: Vec<(&'static str, &'static str)>,
) -> Instead {
    let wrong: Vec<(&str, String)> = wrong
        .into_iter()
        .map(|(field, key)| (field, reader.t.text(key)))
        .collect();
    let page = form_page(reader, unit, editing, filled, &wrong);
    Instead::from((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// A commune does not write what its province has decided for all.
async fn refuse_common(
    reader: &Reader,
    pages: &Pages,
    (unit, editing): (&Unit, Option<&Found>),
    filled: &Filled,
    draft: &Draft,
) -> Result<(), Instead> {
    let code = draft
        .text
        .procedure
        .as_ref()
        .map_or("", |written| written.code.as_str());
    let common = pages.desk.is_common(unit.id, code, &draft.text.title).await;
    if or_refused(reader, common)? {
        let field = if code.is_empty() { "name" } else { "code" };
        let wrong = vec![(field, "disclosure-catalogue-common")];
        return Err(unprocessable(reader, unit, editing, filled, wrong));
    }
    Ok(())
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    Ok(form_page(&reader, &unit, None, &Filled::default(), &[]))
}

pub(super) async fn begin(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(filled): Form<Filled>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let draft = filled
        .draft(&pages, false)
        .map_err(|wrong| unprocessable(&reader, &unit, None, &filled, wrong))?;
    refuse_common(&reader, &pages, (&unit, None), &filled, &draft).await?;
    match pages
        .desk
        .begin(unit.id, &draft, by(&actor, "draft", unit.id))
        .await
    {
        Err(ActError::Law(error)) => {
            let wrong = [("decided_on", words::law_error(&reader.t, &error))];
            let page = form_page(&reader, &unit, None, &filled, &wrong);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        begun => {
            let id = or_refused(&reader, begun)?;
            Ok(Redirect::to(&format!("{}/soan/{id}", home(&unit))).into_response())
        }
    }
}

pub(super) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = keeps(&reader, &pages, &actor, &xa, "draft")?;
    let found = find_any(&reader, &pages, &xa, &id).await?;
    let version = writing(&reader, &found)?;
    let procedure = version.text.procedure.as_ref().ok_or_else(|| missing(&reader))?;
    let filled = Filled::of(
        version,
        procedure,
        platform::text::write_day(found.dossier.item.decided_on),
    );
    Ok(form_page(&reader, &unit, Some(&found), &filled, &[]))
}

pub(super) async fn save(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(filled): Form<Filled>,
) -> Answer {
    save_of(&reader, &actor, &pages, (&xa, &id), filled).await
}

async fn save_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
    mut filled: Filled,
) -> Answer {
    let unit = keeps(reader, pages, actor, xa, "draft")?;
    let found = find_any(reader, pages, xa, id).await?;
    let version = writing(reader, &found)?;
    if version.text.procedure.is_none() {
        return Err(missing(reader));
    }
    let correction = found.dossier.item.state == ItemState::Published;
    if correction {
        filled.decided_on = platform::text::write_day(found.dossier.item.decided_on);
    }
    let mut draft = filled
        .draft(pages, correction)
        .map_err(|wrong| unprocessable(reader, &unit, Some(&found), &filled, wrong))?;
    refuse_common(reader, pages, (&unit, Some(&found)), &filled, &draft).await?;
    draft.kept = found
        .dossier
        .attached(version.number)
        .map(|file| file.hash)
        .collect();
    let writing = Writing {
        item: found.dossier.item.id,
        version: version.number,
        revision: filled.revision,
    };
    match pages
        .desk
        .save(unit.id, writing, &draft, by(actor, "draft", unit.id))
        .await
    {
        Ok(()) => Ok(Redirect::to(&format!("{}/soan/{id}", home(&unit))).into_response()),
        Err(ActError::Stale) => {
            let wrong = [("name", reader.t.text("disclosure-error-saved-by-other"))];
            let page = form_page(reader, &unit, Some(&found), &filled, &wrong);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}
