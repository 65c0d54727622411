//! Public investment projects: capital of a year, disbursement by month against plan.

use axum::{
    Form,
    extract::{Path, Query, State as Extract},
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{
            Cell, Chart, Choice, Column, Control, Empty, Field, Row, SummaryList, Table, Tag, Tone,
        },
        form::{FormPage, Sent, Wrong, digits},
        sheet::{Part, Sheet},
    },
    text::{read_day, read_whole, write_day},
};
use rulebook::Place;
use units::Unit;

use super::{
    Came, FUNCTION, LONGEST_LINE, LONGEST_TEXT, Pages, acting, at, drawing, home, may, missing, or_failed,
    or_refused, shell, then, words,
};
use crate::{
    model::{Project, ProjectId, Year},
    rules,
    service::{ActError, Plans},
    store,
};

/// Names of the fields for months.
const MONTHS: [&str; 12] = [
    "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12",
];

fn list_href(unit: &Unit) -> String {
    format!("{}/du-an", home(unit))
}

fn link(unit: &Unit, id: ProjectId) -> String {
    format!("{}/{id}", list_href(unit))
}

/// How much of a year's capital was disbursed, with what the law says is too little so far.
fn share(t: &Translator, desk: &Plans, year: &Year, today: Date) -> Result<Cell, ActError> {
    let (_, disbursed) = rules::so_far(year, 12);
    let percent = t.percent(disbursed, year.assigned).unwrap_or_default();
    let cell = Cell::text(percent);
    let passed = if year.year < today.year() {
        12
    } else if year.year > today.year() {
        0
    } else {
        today.month() - 1
    };
    let least = desk
        .rulebook
        .count("plans.disbursement.behind", Place::Any, today)?
        .value
        .min;
    let least = i64::try_from(least).unwrap_or(100);
    Ok(if rules::is_behind(year, passed, least) {
        cell.tag(Tag::new(Tone::Warning, t.text("plans-behind")))
    } else {
        cell
    })
}

pub(super) async fn list(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = at(&reader, &pages, &noi)?;
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let projects = or_failed(&reader, store::projects(&mut read, unit.id).await)?;
    let years = or_failed(&reader, store::years(&mut read, unit.id, None).await)?;
    drop(read);
    let title = t.with("plans-projects-of", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title)).done(words::done(t, &came.xong));
    if may(actor.as_ref(), "draft", unit.id) {
        sheet
            .buttons
            .push((t.text("plans-act-project"), format!("{}/them", list_href(&unit))));
    }
    let mut part = Part::new("du-an", "");
    let year = today.year();
    let mut rows = Vec::new();
    let (mut assigned, mut disbursed) = (0_i64, 0_i64);
    for project in &projects {
        let known = years
            .iter()
            .find(|(of, known)| *of == project.id && known.year == year)
            .map(|(_, known)| known);
        let mut title = Cell::text(project.title.as_str())
            .link(link(&unit, project.id))
            .note(project.investor.as_str());
        if let Some(on) = project.ended_on {
            title = title.tag(Tag::new(Tone::Info, t.with("plans-project-ended", "date", on)));
        }
        let (money, share) = match known {
            Some(known) => {
                let (_, spent) = rules::so_far(known, 12);
                assigned += known.assigned;
                disbursed += spent;
                let share = or_refused(&reader, share(t, desk, known, today))?;
                ([Cell::number(t, known.assigned), Cell::number(t, spent)], share)
            }
            None => ([Cell::missing(t), Cell::missing(t)], Cell::text("")),
        };
        let [first, second] = money;
        rows.push(Row::new(vec![title, first, second, share]));
    }
    if rows.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("plans-no-projects"),
            t.text("plans-no-projects-duty"),
        ));
    } else {
        rows.push(Row::total(vec![
            Cell::text(t.text("plans-sum")),
            Cell::number(t, assigned),
            Cell::number(t, disbursed),
            Cell::text(t.percent(disbursed, assigned).unwrap_or_default()),
        ]));
        part.table = Some(Table::new(
            t.with("plans-capital-of", "year", year.to_string()),
            vec![
                Column::text(t.text("plans-column-project")),
                Column::number(t.text("plans-column-assigned")),
                Column::number(t.text("plans-column-disbursed")),
                Column::text(t.text("plans-column-share")),
            ],
            rows,
        ));
    }
    (_, part.citations) = words::law(t, desk, today, &["plans.disbursement.behind"]);
    sheet.parts.push(part);
    Ok(sheet.show())
}

async fn find(
    reader: &Reader,
    pages: &Pages,
    (noi, id): (&str, &str),
) -> Result<(Unit, Project, Vec<Year>), Instead> {
    let unit = at(reader, pages, noi)?;
    let id: ProjectId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::project(&mut read, unit.id, id).await)?;
    let found = found.ok_or_else(|| missing(reader))?;
    let years = or_failed(reader, store::years(&mut read, unit.id, Some(id)).await)?;
    Ok((unit, found, years.into_iter().map(|(_, year)| year).collect()))
}

/// A year month by month, as a table and a drawing.
fn year_part(t: &Translator, year: &Year) -> Part {
    let mut part = Part::new("nam", t.with("plans-capital-of", "year", year.year.to_string()));
    let mut rows = Vec::new();
    let mut drawn = Vec::new();
    for month in 1..=12_i8 {
        let known = year.months.iter().find(|known| known.month == month);
        let planned = known.map_or(0, |known| known.planned);
        let disbursed = known.and_then(|known| known.disbursed);
        let (so_planned, so_disbursed) = rules::so_far(year, month);
        let label = t.with("plans-month", "month", i64::from(month));
        drawn.push((label.clone(), planned, disbursed.unwrap_or_default()));
        rows.push(Row::new(vec![
            Cell::text(label),
            Cell::number(t, planned),
            disbursed.map_or_else(|| Cell::missing(t), |value| Cell::number(t, value)),
            Cell::number(t, so_planned),
            Cell::number(t, so_disbursed),
        ]));
    }
    let (planned, disbursed) = rules::so_far(year, 12);
    rows.push(Row::total(vec![
        Cell::text(t.text("plans-sum")),
        Cell::number(t, planned),
        Cell::number(t, disbursed),
        Cell::number(t, planned),
        Cell::number(t, disbursed),
    ]));
    let table = Table::new(
        t.with("plans-capital-of", "year", year.year.to_string()),
        vec![
            Column::text(t.text("plans-column-month")),
            Column::number(t.text("plans-column-planned-vnd")),
            Column::number(t.text("plans-column-disbursed")),
            Column::number(t.text("plans-column-so-planned")),
            Column::number(t.text("plans-column-so-disbursed")),
        ],
        rows,
    );
    let chart = Chart::new(
        t,
        t.with("plans-capital-of", "year", year.year.to_string()),
        drawing::months(&drawn),
        table.clone(),
    );
    part.chart = Some(chart.series(vec![
        t.text("plans-column-planned-vnd"),
        t.text("plans-column-disbursed"),
    ]));
    part.table = Some(table);
    part
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (unit, project, years) = find(&reader, &pages, (&noi, &id)).await?;
    let (_, today) = desk.now();
    let shell =
        shell(&reader, &unit, project.title.as_str()).crumb(t.text("plans-projects"), list_href(&unit));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(t, &came.xong));
    let here = link(&unit, project.id);
    let year = today.year();
    if project.ended_on.is_none() && may(actor.as_ref(), "draft", unit.id) {
        sheet.buttons.push((
            t.with("plans-act-assign", "year", year.to_string()),
            format!("{here}/von/{year}"),
        ));
    }
    if project.ended_on.is_none() && may(actor.as_ref(), "issue", unit.id) {
        sheet
            .buttons
            .push((t.text("plans-act-end-project"), format!("{here}/ket-thuc")));
    }
    let known = years.iter().find(|known| known.year == year);
    if project.ended_on.is_none() && known.is_some() && may(actor.as_ref(), "report", unit.id) {
        sheet
            .buttons
            .push((t.text("plans-act-disburse"), format!("{here}/giai-ngan/{year}")));
    }
    let mut facts = vec![
        (t.text("plans-investor"), Cell::text(project.investor.as_str())),
        (t.text("plans-begun"), Cell::text(write_day(project.begun_on))),
    ];
    if !project.basis.is_empty() {
        facts.push((t.text("plans-basis"), Cell::text(project.basis.as_str())));
    }
    if let Some(on) = project.ended_on {
        facts.push((t.text("plans-ended"), Cell::text(write_day(on))));
    }
    if let Some(known) = known {
        facts.push((t.text("plans-column-assigned"), Cell::number(t, known.assigned)));
        facts.push((
            t.text("plans-column-share"),
            or_refused(&reader, share(t, desk, known, today))?,
        ));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if years.is_empty() {
        let mut part = Part::new("nam", t.with("plans-capital-of", "year", year.to_string()));
        part.empty = Some(Empty::new(
            t,
            t.text("plans-no-capital"),
            t.text("plans-no-projects-duty"),
        ));
        sheet.parts.push(part);
    }
    sheet
        .parts
        .extend(years.iter().rev().map(|year| year_part(t, year)));
    Ok(sheet.show())
}

fn form(reader: &Reader, unit: &Unit, sent: &Sent) -> FormPage {
    let t = &reader.t;
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-project")),
        format!("{}/them", list_href(unit)),
        list_href(unit),
        t.text("plans-act-project"),
    )
    .field(Field::words(
        "title",
        t.text("plans-column-project"),
        sent.get("title"),
    ))
    .field(Field::words(
        "investor",
        t.text("plans-investor"),
        sent.get("investor"),
    ))
    .field(Field::words("basis", t.text("plans-basis"), sent.get("basis")))
    .field(words::day_field(t, "day", t.text("plans-begun"), sent.get("day")))
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let form = form(&reader, &unit, &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn add(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    for name in ["title", "investor"] {
        wrong.words(t, (name, &sent.get(name)), LONGEST_LINE);
    }
    let basis = sent.get("basis");
    if basis.chars().count() > LONGEST_TEXT {
        wrong.words(t, ("basis", &basis), LONGEST_TEXT);
    }
    let day = read_day(&sent.get("day"));
    if day.is_none() {
        wrong.add("day", t.text("plans-error-day"));
    }
    let form = form(&reader, &unit, &sent);
    let (Some(begun_on), true) = (day, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let new = Project {
        unit: unit.id,
        id: ProjectId(uuid::Uuid::nil()),
        title: sent.get("title"),
        investor: sent.get("investor"),
        basis,
        begun_on,
        ended_on: None,
        revision: 1,
    };
    let by = actor.acting(FUNCTION, "draft", unit.id);
    let done = pages.desk.add_project(new, &by).await;
    let next = |id| format!("{}?xong=du-an", link(&unit, id));
    Ok(then(&reader, done, next, (form, "title")))
}

/// A year that money can be written down for.
fn year_of(reader: &Reader, pages: &Pages, project: &Project, nam: &str) -> Result<i16, Instead> {
    let (_, today) = pages.desk.now();
    nam.parse()
        .ok()
        .filter(|year| (project.begun_on.year()..=today.year() + 1).contains(year))
        .ok_or_else(|| missing(reader))
}

fn assign_form(
    reader: &Reader,
    (unit, project, year): (&Unit, &Project, i16),
    (known, sent): (Option<&Year>, &Sent),
) -> FormPage {
    let t = &reader.t;
    let here = link(unit, project.id);
    let typed = |name: &str, otherwise: Option<i64>| {
        Some(sent.get(name))
            .filter(|typed| !typed.is_empty())
            .or_else(|| otherwise.map(|value| t.number(value)))
            .unwrap_or_default()
    };
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.with("plans-act-assign", "year", year.to_string()))
            .crumb(project.title.as_str(), here.clone()),
        format!("{here}/von/{year}"),
        here,
        t.text("plans-button-keep"),
    )
    .field(
        digits(
            "assigned",
            t.text("plans-column-assigned"),
            &typed("assigned", known.map(|known| known.assigned)),
        )
        .hint(t.text("plans-vnd-hint")),
    );
    for (month, name) in (1_i8..).zip(MONTHS) {
        let planned = known
            .and_then(|known| known.months.iter().find(|known| known.month == month))
            .map(|known| known.planned);
        form = form.field(digits(
            name,
            t.with("plans-ask-month", "month", i64::from(month)),
            &typed(name, planned),
        ));
    }
    form
}

pub(super) async fn ask_assign(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, project, years) = find(&reader, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &project, &nam)?;
    let known = years.iter().find(|known| known.year == year);
    let form = assign_form(&reader, (&unit, &project, year), (known, &Sent::default()));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn assign(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, project, _) = find(&reader, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &project, &nam)?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let assigned = read_whole(&sent.get("assigned")).filter(|assigned| *assigned > 0);
    if assigned.is_none() {
        wrong.add("assigned", t.text("plans-error-amount"));
    }
    let mut months = [0_i64; 12];
    for (month, name) in months.iter_mut().zip(MONTHS) {
        let typed = sent.get(name);
        match read_whole(&typed).filter(|value| *value >= 0) {
            Some(value) => *month = value,
            None if typed.is_empty() => {}
            None => wrong.add(name, t.text("plans-error-amount")),
        }
    }
    let form = assign_form(&reader, (&unit, &project, year), (None, &sent));
    let (Some(assigned), true) = (assigned, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let done = pages
        .desk
        .assign((unit.id, project.id), year, (assigned, &months))
        .await;
    let next = |()| format!("{}?xong=von", link(&unit, project.id));
    Ok(then(&reader, done, next, (form, "assigned")))
}

fn disburse_form(
    reader: &Reader,
    (unit, project, year): (&Unit, &Project, i16),
    (today, sent): (Date, &Sent),
) -> FormPage {
    let t = &reader.t;
    let here = link(unit, project.id);
    let last = if year == today.year() { today.month() } else { 12 };
    let choices = (1..=last)
        .map(|month| {
            Choice::new(
                month.to_string(),
                t.with("plans-month", "month", i64::from(month)),
            )
        })
        .collect();
    let chosen = Some(sent.get("month"))
        .filter(|chosen| !chosen.is_empty())
        .unwrap_or_else(|| last.to_string());
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-disburse")).crumb(project.title.as_str(), here.clone()),
        format!("{here}/giai-ngan/{year}"),
        here,
        t.text("plans-button-keep"),
    )
    .field(Field::new(
        "month",
        t.text("plans-column-month"),
        Control::Select { choices, chosen },
    ))
    .field(
        digits("amount", t.text("plans-column-disbursed"), &sent.get("amount"))
            .hint(t.text("plans-disburse-hint")),
    )
}

pub(super) async fn ask_disburse(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "report"))?;
    let (unit, project, _) = find(&reader, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &project, &nam)?;
    let (_, today) = pages.desk.now();
    let form = disburse_form(&reader, (&unit, &project, year), (today, &Sent::default()));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn disburse(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    acting(&reader, &pages, &actor, (&noi, "report"))?;
    let (unit, project, _) = find(&reader, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &project, &nam)?;
    let (_, today) = pages.desk.now();
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let month: Option<i8> = sent
        .get("month")
        .parse()
        .ok()
        .filter(|month| (1..=12).contains(month));
    if month.is_none() {
        wrong.add("month", t.text("plans-error-choose"));
    }
    let amount = read_whole(&sent.get("amount")).filter(|amount| *amount >= 0);
    if amount.is_none() {
        wrong.add("amount", t.text("plans-error-amount"));
    }
    let form = disburse_form(&reader, (&unit, &project, year), (today, &sent));
    let (Some(month), Some(amount)) = (month, amount) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let done = pages
        .desk
        .disburse((unit.id, project.id), (year, month), amount)
        .await;
    let next = |()| format!("{}?xong=giai-ngan", link(&unit, project.id));
    Ok(then(&reader, done, next, (form, "amount")))
}

fn end_form(reader: &Reader, (unit, project): (&Unit, &Project), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = link(unit, project.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-end-project")).crumb(project.title.as_str(), here.clone()),
        format!("{here}/ket-thuc"),
        here,
        t.text("plans-act-end-project"),
    )
    .hidden("revision", project.revision)
    .field(words::day_field(t, "day", t.text("plans-ended"), sent.get("day")))
}

pub(super) async fn ask_end(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "issue"))?;
    let (unit, project, _) = find(&reader, &pages, (&noi, &id)).await?;
    let form = end_form(&reader, (&unit, &project), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    acting(&reader, &pages, &actor, (&noi, "issue"))?;
    let (unit, project, _) = find(&reader, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let form = end_form(&reader, (&unit, &project), &sent);
    let Some(day) = read_day(&sent.get("day")) else {
        let wrong = Wrong(vec![("day", t.text("plans-error-day"))]);
        return Ok(page::private(form.show(t, &wrong)));
    };
    let by = actor.acting(FUNCTION, "issue", unit.id);
    let done = pages
        .desk
        .end_project((unit.id, project.id), super::revision(&sent), day, &by)
        .await;
    let next = |()| format!("{}?xong=het-du-an", link(&unit, project.id));
    Ok(then(&reader, done, next, (form, "day")))
}
