//! The first page of a place's people: what the head has to see to and how it stands, and what is to be done.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use jiff::civil::Date;
use organisations::Membership;
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        Answer, Instead, Reader,
        components::{Cell, Column, Row, Table, Tag, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
};

use super::{
    Came, Card, Inside, LONGEST_TEXT, Pages, Part, Sheet, inside, leading, missing, or_failed, or_refused,
    then, words,
};
use crate::{
    model::{Task, TaskId},
    rules::{Duty, Standing},
    service::Year,
    store,
};

/// The pages of a place, as a row of links.
pub(super) fn tools(t: &Translator, inside: &Inside) -> Vec<(String, String)> {
    let mut tools: Vec<(String, String)> = ["hoi-nghi", "doi-thoai", "quy-che", "hoi-dap", "danh-gia"]
        .into_iter()
        .map(|rest| (t.text(&format!("workplace-tool-{rest}")), inside.at(rest)))
        .collect();
    tools.push((
        t.text("workplace-tool-board"),
        format!("/co-quan/{}/{}/bang", inside.seat.unit.code, inside.of().id),
    ));
    tools
}

/// What of a duty was counted.
pub(super) fn counted(t: &Translator, year: &Year, duty: Duty) -> String {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let on = |key: &str, none: &str, day: Option<Date>| match day {
        Some(day) => t.with(key, "date", day),
        None => t.text(none),
    };
    let counted = &year.counted;
    match duty {
        Duty::Conference => match counted.conference_on {
            Some(day) => t.with("workplace-counted-conference", "date", day),
            None => t.with("workplace-counted-conference-due", "date", year.conference_due),
        },
        Duty::Dialogue => t.with("workplace-counted-dialogues", "count", number(counted.dialogues)),
        Duty::Regulation => on(
            "workplace-counted-regulation",
            "workplace-counted-regulation-none",
            counted.regulation_on,
        ),
        Duty::Questions => t.format(
            "workplace-counted-questions",
            &[
                ("asked", number(counted.questions).into()),
                ("overdue", number(counted.unanswered).into()),
                ("late", number(counted.answered_late).into()),
            ],
        ),
        Duty::FollowUp => t.format(
            "workplace-counted-tasks",
            &[
                ("tasks", number(counted.tasks).into()),
                ("overdue", number(counted.undone).into()),
                ("late", number(counted.done_late).into()),
            ],
        ),
    }
}

/// How the duties of a year stand, as a table.
pub(super) fn duties(t: &Translator, inside: Option<&Inside>, (number, year): (i16, &Year)) -> Table {
    let rows = year
        .duties
        .iter()
        .map(|(duty, standing): &(Duty, Standing)| {
            let mut name = Cell::text(t.text(&format!("workplace-duty-{}", duty.key())));
            if let Some(inside) = inside {
                name = name.link(inside.at(match duty {
                    Duty::Conference => "hoi-nghi",
                    Duty::Dialogue => "doi-thoai",
                    Duty::Regulation => "quy-che",
                    Duty::Questions => "hoi-dap",
                    Duty::FollowUp => "trong#viec",
                }));
            }
            Row::new(vec![
                name,
                Cell::default().tag(words::standing(t, *standing)),
                Cell::text(counted(t, year, *duty)),
            ])
        })
        .collect();
    Table::new(
        t.with("workplace-duties-caption", "year", number.to_string()),
        vec![
            Column::text(t.text("workplace-column-duty")),
            Column::text(t.text("workplace-column-standing")),
            Column::text(t.text("workplace-column-counted")),
        ],
        rows,
    )
}

/// Tasks as cards; heads can say that one is done.
pub(super) fn task_cards(t: &Translator, inside: &Inside, tasks: &[Task], today: Date) -> Vec<Card> {
    tasks
        .iter()
        .map(|task| {
            let mut card = Card {
                words: platform::text::paragraphs(&task.words),
                about: t.with("workplace-task-due", "date", task.due_on),
                ..Card::default()
            };
            match task.done_on {
                Some(on) => {
                    card.tags
                        .push(Tag::new(Tone::Success, t.text("workplace-task-done")));
                    card.answer_name = t.with("workplace-task-done-on", "date", on);
                    card.answer = platform::text::paragraphs(&task.outcome);
                }
                None if inside.who.is_head() => {
                    card.links.push((
                        t.text("workplace-act-end-task"),
                        inside.at(&format!("viec/{}", task.id)),
                    ));
                }
                None => {}
            }
            if task.is_late(today) {
                card.tags
                    .push(Tag::new(Tone::Problem, t.text("workplace-task-late")));
            }
            card
        })
        .collect()
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let of = inside.of();
    let (_, today) = pages.desk.now();
    let year = or_refused(&reader, pages.desk.year(of, today.year()).await)?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let tasks = or_failed(&reader, store::open_tasks(&mut read, of).await)?;
    drop(read);
    let shell = inside
        .seat
        .shell(&reader, t.text("workplace-inside"))
        .lead(t.text("workplace-inside-lead"));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(&reader.t, &came.xong));
    sheet.tools = tools(t, &inside);
    let mut part = Part::new("trach-nhiem", t.text("workplace-duties"));
    part.lead.push(t.text("workplace-duties-lead"));
    part.table = Some(duties(t, Some(&inside), (today.year(), &year)));
    sheet.parts.push(part);
    let mut part = Part::new("viec", t.text("workplace-tasks"));
    if tasks.is_empty() {
        part.lead.push(t.text("workplace-tasks-none"));
    }
    part.cards = task_cards(t, &inside, &tasks, today);
    sheet.parts.push(part);
    let mut part = Part::new("phai-cong-khai", t.text("workplace-publish"));
    part.lead.push(t.text("workplace-publish-lead"));
    let items = pages
        .desk
        .rulebook
        .items("disclosure.items", of.kind.place(), today);
    if let Ok(items) = items {
        part.table = Some(Table::new(
            t.text("workplace-publish-caption"),
            vec![Column::text(t.text("workplace-column-matter"))],
            items
                .value
                .iter()
                .map(|item| Row::new(vec![Cell::text(item.label.get(words::language(t)))]))
                .collect(),
        ));
    }
    sheet.parts.push(part);
    Ok(sheet.private())
}

/// A task of a place, for one of its heads.
async fn task(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (noi, id, viec): (&str, &str, &str),
) -> Result<(Inside, Task), Instead> {
    let inside = leading(reader, actor, pages, (noi, id)).await?;
    let task: TaskId = viec.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::task(&mut read, inside.of(), task).await)?;
    Ok((inside, found.ok_or_else(|| missing(reader))?))
}

fn task_form(reader: &Reader, inside: &Inside, task: &Task, sent: &Sent) -> FormPage {
    let t = &reader.t;
    inside
        .form(
            reader,
            (t.text("workplace-end-task"), t.text("workplace-act-end-task")),
            (&format!("viec/{}", task.id), "trong"),
        )
        .quote(t.text("workplace-task"), task.words.as_str())
        .field(area(
            "outcome",
            t.text("workplace-ask-outcome"),
            &sent.get("outcome"),
        ))
}

pub(super) async fn ask_end_task(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, viec)): Path<(String, String, String)>,
) -> Answer {
    let (inside, task) = task(&reader, &actor, &pages, (&noi, &id, &viec)).await?;
    Ok(task_form(&reader, &inside, &task, &Sent::default()).show(&reader.t, &Wrong::default()))
}

pub(super) async fn end_task(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, viec)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (inside, task) = task(&reader, &actor, &pages, (&noi, &id, &viec)).await?;
    let sent = Sent(sent);
    let form = task_form(&reader, &inside, &task, &sent);
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("outcome", &sent.get("outcome")), LONGEST_TEXT);
    if !wrong.0.is_empty() {
        return Ok(form.show(&reader.t, &wrong));
    }
    let who: &Membership = &inside.who;
    let done = pages.desk.end_task(who, task.id, &sent.get("outcome")).await;
    let href = |()| inside.at("trong?xong=viec-xong#viec");
    Ok(then(&reader, done, href, (form, "outcome")))
}
