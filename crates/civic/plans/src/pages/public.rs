//! What everybody reads: a unit's plans and what is late, a plan with its targets, tasks and line of time, its board.

use axum::{
    extract::{Path, Query, State as Extract},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{Cell, Chart, Column, Empty, Notice, Pagination, Row, SummaryList, Table, Tag, Tone},
        sheet::{Card, Part, Sheet},
    },
    text::write_day,
};
use units::{CommuneFinder, Unit};
use uuid::Uuid;

use super::{
    Came, HOME, Pages, at, drawing, find, home, href, may, or_failed, or_refused, points, shell, words,
};
use crate::{
    content, ics,
    model::{Kind, Plan, Recurs, State, Target, Task},
    rules::{self, Risk, Standing},
    service::{ActError, Plans},
    store,
};

/// Plans on one page of a list.
const PAGE: u32 = 30;

pub(super) async fn index(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let shell = Shell::new(&reader, t.text("plans-title"))
        .lead(t.text("plans-lead"))
        .active(HOME);
    let mut sheet = Sheet::new(&reader, shell);
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &came.q), home);
    sheet.finder = Some(Box::new(finder));
    Ok(sheet.show())
}

/// The address of a task's page.
pub(super) fn task_href(unit: &Unit, task: &Task) -> String {
    format!("{}/viec/{}", home(unit), task.id)
}

fn task_rows(t: &Translator, unit: &Unit, tasks: &[(&Task, Standing)]) -> Vec<Row> {
    tasks
        .iter()
        .map(|(task, standing)| {
            Row::new(vec![
                Cell::text(task.title.as_str()).link(task_href(unit, task)),
                Cell::text(task.owner.as_str()),
                Cell::text(write_day(task.due_on)),
                Cell::text(t.with("plans-percent", "percent", task.percent)),
                Cell::default().tag(words::standing(t, *standing)),
            ])
        })
        .collect()
}

fn tasks_table(t: &Translator, unit: &Unit, caption: String, tasks: &[(&Task, Standing)]) -> Table {
    Table::new(
        caption,
        vec![
            Column::text(t.text("plans-column-task")),
            Column::text(t.text("plans-column-owner")),
            Column::text(t.text("plans-column-due")),
            Column::text(t.text("plans-column-progress")),
            Column::text(t.text("plans-column-state")),
        ],
        task_rows(t, unit, tasks),
    )
}

/// Tasks with how they stand, the most urgent first.
fn stood(tasks: &[Task], risk: Risk, today: Date) -> Vec<(&Task, Standing)> {
    let mut stood: Vec<(&Task, Standing)> = tasks
        .iter()
        .map(|task| (task, rules::standing(task, risk, today)))
        .collect();
    stood.sort_by_key(|(task, standing)| (*standing, task.due_on));
    stood
}

fn risk(desk: &Plans, on: Date) -> Result<Risk, ActError> {
    Ok(rules::risk(&desk.rulebook, on)?)
}

pub(super) async fn unit(
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
    let before = came
        .sau
        .split_once('.')
        .and_then(|(day, id)| Some((day.parse().ok()?, Uuid::parse_str(id).ok()?)));
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let mut found = or_failed(&reader, store::plans(&mut read, unit.id, before, PAGE + 1).await)?;
    let open = or_failed(&reader, store::open_tasks(&mut read, unit.id).await)?;
    drop(read);
    let writes = may(actor.as_ref(), "draft", unit.id);
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > page;
    found.truncate(page);
    let last = found.last().map(|plan| (plan.starts_on, plan.id));
    found.retain(|plan| writes || plan.state != State::Draft);
    let base = home(&unit);
    let title = t.with("plans-heading", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title).lead(t.text("plans-lead")))
        .done(words::done(t, &came.xong));
    sheet.buttons = vec![
        (t.text("plans-projects"), format!("{base}/du-an")),
        (t.text("plans-ics"), format!("{base}/lich.ics")),
    ];
    if writes {
        sheet
            .buttons
            .insert(0, (t.text("plans-act-draft"), format!("{base}/soan")));
    }
    let risk = or_refused(&reader, risk(desk, today))?;
    let urgent: Vec<(&Task, Standing)> = stood(&open, risk, today)
        .into_iter()
        .filter(|(_, standing)| matches!(standing, Standing::Overdue | Standing::AtRisk))
        .collect();
    let mut part = Part::new("gap", t.text("plans-urgent"));
    if urgent.is_empty() {
        part.lead.push(t.text("plans-urgent-none"));
    } else {
        part.table = Some(tasks_table(t, &unit, t.text("plans-urgent"), &urgent));
    }
    (_, part.citations) = words::law(t, desk, today, &["plans.risk.near"]);
    sheet.parts.push(part);
    let mut part = Part::new("ke-hoach", t.text("plans-all"));
    if found.is_empty() {
        part.empty = Some(Empty::new(t, t.text("plans-empty"), t.text("plans-empty-duty")));
    } else {
        let rows = found
            .iter()
            .map(|plan| {
                let mut title = Cell::text(plan.title.as_str()).link(href(&unit, plan.id));
                if plan.kind == Kind::Emergency {
                    title = title.tag(Tag::new(Tone::Problem, t.text("plans-kind-emergency")));
                }
                Row::new(vec![
                    title,
                    Cell::text(write_day(plan.starts_on)),
                    Cell::text(write_day(plan.ends_on)),
                    Cell::default().tag(words::state(t, plan.state)),
                ])
            })
            .collect();
        part.table = Some(Table::new(
            t.text("plans-all"),
            vec![
                Column::text(t.text("plans-column-plan")),
                Column::text(t.text("plans-column-from")),
                Column::text(t.text("plans-column-to")),
                Column::text(t.text("plans-column-state")),
            ],
            rows,
        ));
    }
    if let Some((day, id)) = last.filter(|_| more) {
        sheet.pagination = Pagination::new(t, None, Some(format!("{base}?sau={day}.{id}")));
    }
    sheet.parts.push(part);
    Ok(if writes { sheet.private() } else { sheet.show() })
}

/// The last days of what is open, for other programs.
pub(super) async fn calendar(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let t = &reader.t;
    let unit = at(&reader, &pages, &noi)?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let open = or_failed(&reader, store::open_tasks(&mut read, unit.id).await)?;
    drop(read);
    let origin = page::origin(None, &headers);
    let text = ics::calendar(
        &t.with("plans-heading", "unit", units::in_text(&unit.name)),
        &open,
        |task| format!("{origin}{}", task_href(&unit, task)),
        pages.desk.now().0,
    );
    Ok(([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response())
}

fn about(t: &Translator, plan: &Plan) -> Vec<(String, Cell)> {
    let mut facts = vec![(
        t.text("plans-period"),
        Cell::text(t.format(
            "plans-period-is",
            &[("from", plan.starts_on.into()), ("to", plan.ends_on.into())],
        )),
    )];
    if !plan.basis.is_empty() {
        facts.push((t.text("plans-basis"), Cell::text(plan.basis.as_str())));
    }
    if plan.recurs != Recurs::Never {
        facts.push((
            t.text("plans-recurs"),
            Cell::text(t.text(&format!("plans-recurs-{}", plan.recurs.key()))),
        ));
    }
    if let Some(on) = plan.issued_on {
        facts.push((t.text("plans-issued"), Cell::text(write_day(on))));
    }
    if let Some(on) = plan.closed_on {
        facts.push((t.text("plans-closed"), Cell::text(write_day(on))));
    }
    facts
}

fn targets_part(t: &Translator, targets: &[Target]) -> Part {
    let mut part = Part::new("chi-tieu", t.text("plans-targets"));
    let rows = targets
        .iter()
        .map(|target| {
            let mut reached = match target.reached {
                Some(value) => Cell::text(words::hundredths(t, value)),
                None => Cell::missing(t),
            };
            if let Some(verdict) = target.verdict {
                reached = reached.tag(words::verdict(t, verdict));
            }
            if !target.why.is_empty() {
                reached = reached.note(target.why.as_str());
            }
            Row::new(vec![
                Cell::text(target.title.as_str()),
                Cell::text(words::hundredths(t, target.planned)),
                Cell::text(target.measure.as_str()),
                reached,
            ])
        })
        .collect();
    part.table = Some(Table::new(
        t.text("plans-targets"),
        vec![
            Column::text(t.text("plans-column-target")),
            Column::text(t.text("plans-column-planned")),
            Column::text(t.text("plans-column-measure")),
            Column::text(t.text("plans-column-reached")),
        ],
        rows,
    ));
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
    let (unit, plan) = find(&reader, &pages, actor.as_ref(), (&noi, &id)).await?;
    let (at, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let targets = or_failed(&reader, store::targets(&mut read, &plan).await)?;
    let tasks = or_failed(&reader, store::tasks(&mut read, &plan).await)?;
    let next = or_failed(&reader, store::next_of(&mut read, unit.id, plan.id).await)?;
    let history = transparency::history(&mut read, unit.id, &content::subject(plan.id)).await;
    let history = or_failed(&reader, history)?;
    let points = or_failed(&reader, store::points(&mut read, &plan).await)?;
    let entries = if points.is_empty() {
        Vec::new()
    } else {
        or_failed(&reader, store::entries(&mut read, &plan).await)?
    };
    drop(read);
    let (writes, issues) = (
        may(actor.as_ref(), "draft", unit.id),
        may(actor.as_ref(), "issue", unit.id),
    );
    let reports = may(actor.as_ref(), "report", unit.id);
    let here = href(&unit, plan.id);
    let mut sheet =
        Sheet::new(&reader, shell(&reader, &unit, plan.title.as_str())).done(words::done(t, &came.xong));
    sheet.tags.push(words::state(t, plan.state));
    if plan.kind == Kind::Emergency {
        sheet
            .tags
            .push(Tag::new(Tone::Problem, t.text("plans-kind-emergency")));
    }
    match plan.state {
        State::Draft => {
            sheet
                .notices
                .push(Notice::new(t, Tone::Warning, t.text("plans-draft-notice")));
            if issues {
                sheet
                    .buttons
                    .push((t.text("plans-act-issue"), format!("{here}/ban-hanh")));
            }
            if writes {
                sheet
                    .buttons
                    .push((t.text("plans-act-change"), format!("{here}/sua")));
            }
        }
        State::Issued => {
            if writes {
                sheet
                    .buttons
                    .push((t.text("plans-act-add"), format!("{here}/them-viec")));
                if plan.kind == Kind::Emergency {
                    sheet
                        .buttons
                        .push((t.text("plans-act-point"), format!("{here}/chot")));
                }
            }
            if issues {
                sheet
                    .buttons
                    .push((t.text("plans-act-close"), format!("{here}/danh-gia")));
            }
        }
        State::Closed => {}
    }
    if plan.state != State::Draft && plan.recurs != Recurs::Never && next.is_none() && writes {
        sheet
            .buttons
            .push((t.text("plans-act-renew"), format!("{here}/ky-sau")));
    }
    sheet.tools.push((t.text("plans-board"), format!("{here}/bang")));
    if let Some(before) = plan.follows {
        sheet.tools.push((t.text("plans-before"), href(&unit, before)));
    }
    if let Some(next) = next.filter(|next| writes || next.state != State::Draft) {
        sheet.tools.push((t.text("plans-next"), href(&unit, next.id)));
    }
    let mut facts = about(t, &plan);
    if let Some(logged) = history.last() {
        let proof = Cell::text(t.instant(logged.at)).link(transparency::href(logged.entry));
        facts.push((t.text("plans-proof"), proof));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if !plan.evaluation.is_empty() {
        let mut part = Part::new("danh-gia", t.text("plans-evaluation"));
        part.words = platform::text::paragraphs(&plan.evaluation);
        sheet.parts.push(part);
    }
    if plan.kind == Kind::Emergency {
        let shown = (&unit, &plan, reports && plan.state == State::Issued);
        let parts = points::parts(t, desk, shown, (&points, &entries, at));
        sheet.parts.extend(or_refused(&reader, parts)?);
    }
    if !targets.is_empty() {
        sheet.parts.push(targets_part(t, &targets));
    }
    let risk = or_refused(&reader, risk(desk, today))?;
    let stood = stood(&tasks, risk, today);
    let mut part = Part::new("nhiem-vu", t.text("plans-tasks"));
    if stood.is_empty() {
        part.lead.push(t.text("plans-no-tasks"));
    } else {
        let table = tasks_table(t, &unit, t.text("plans-tasks"), &stood);
        let mut drawn: Vec<(&Task, Standing)> = stood
            .iter()
            .filter(|(_, standing)| *standing != Standing::Cancelled)
            .copied()
            .collect();
        drawn.sort_by_key(|(task, _)| (task.begins_on, task.due_on));
        let svg = drawing::timeline(&drawn, (plan.starts_on, plan.ends_on), today);
        part.table = Some(table.clone());
        let mut line = Part::new("thoi-gian", t.text("plans-timeline"));
        line.chart = Some(Chart::new(t, t.text("plans-timeline"), svg, table).series(vec![
            t.text("plans-standing-done"),
            t.text("plans-standing-on-track"),
            t.text("plans-standing-at-risk"),
            t.text("plans-standing-overdue"),
        ]));
        sheet.parts.push(part);
        part = line;
    }
    sheet.parts.push(part);
    let private = plan.state == State::Draft || writes || issues || reports;
    Ok(if private { sheet.private() } else { sheet.show() })
}

/// Tasks side by side by how they stand.
pub(super) async fn board(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (unit, plan) = find(&reader, &pages, actor.as_ref(), (&noi, &id)).await?;
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let tasks = or_failed(&reader, store::tasks(&mut read, &plan).await)?;
    drop(read);
    let risk = or_refused(&reader, risk(desk, today))?;
    let stood = stood(&tasks, risk, today);
    let shell = shell(&reader, &unit, t.text("plans-board")).crumb(plan.title.as_str(), href(&unit, plan.id));
    let mut sheet = Sheet::new(&reader, shell);
    sheet.side_by_side = true;
    for (standing, id) in Standing::ALL
        .into_iter()
        .zip(["qua-han", "nguy-co", "dang-lam", "sap-lam", "xong", "thoi"])
    {
        let of: Vec<&Task> = stood
            .iter()
            .filter(|(_, known)| *known == standing)
            .map(|(task, _)| *task)
            .collect();
        let heading = t.format(
            "plans-board-column",
            &[
                (
                    "name",
                    t.text(&format!("plans-standing-{}", standing.key())).into(),
                ),
                ("count", i64::try_from(of.len()).unwrap_or(i64::MAX).into()),
            ],
        );
        let mut part = Part::new(id, heading);
        part.cards = of
            .into_iter()
            .map(|task| Card {
                title: Some((task.title.clone(), task_href(&unit, task))),
                about: t.format(
                    "plans-board-card",
                    &[
                        ("owner", task.owner.as_str().into()),
                        ("date", task.due_on.into()),
                        ("percent", task.percent.into()),
                    ],
                ),
                ..Card::default()
            })
            .collect();
        if part.cards.is_empty() {
            part.lead.push(t.text("plans-board-none"));
        }
        sheet.parts.push(part);
    }
    Ok(if plan.state == State::Draft {
        sheet.private()
    } else {
        sheet.show()
    })
}
