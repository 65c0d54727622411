//! A task: what was done of it with pictures, how far it is, giving it up, and adding one to a plan in force.

use axum::{
    Form,
    extract::{Multipart, Path, Query, State as Extract},
};
use platform::{
    access::{Actor, Place},
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Field, Notice, SummaryList, Tone},
        form::{Brought, FormPage, Sent, Wrong, area, digits},
        sheet::{Card, Part, Sheet},
    },
    text::{read_day, read_whole, write_day},
};
use units::Unit;

use super::{
    Came, FUNCTION, LONGEST_LINE, LONGEST_TEXT, Pages, acting, at, find, href, may, missing, not_here,
    or_failed, or_refused, public::task_href, revision, shell, then, words, write::assigned,
};
use crate::{
    model::{PictureId, Plan, PlanId, State, Task, TaskId, TaskState},
    rules,
    service::ActError,
    store,
};

/// The field for photographs.
const PICTURES: &str = "pictures";

/// A task of a plan that may be read.
async fn found(
    reader: &Reader,
    pages: &Pages,
    actor: Option<&Actor>,
    (noi, viec): (&str, &str),
) -> Result<(Unit, Plan, Task), Instead> {
    let unit = at(reader, pages, noi)?;
    let id: TaskId = viec.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let task = or_failed(reader, store::task(&mut read, unit.id, id).await)?;
    drop(read);
    let task = task.ok_or_else(|| missing(reader))?;
    let (unit, plan) = find(reader, pages, actor, (noi, &task.plan.to_string())).await?;
    Ok((unit, plan, task))
}

/// Whether somebody reports on a task: for the unit, or for the unit below that it was assigned to.
fn reports(actor: Option<&Actor>, unit: &Unit, task: &Task) -> bool {
    let below = task.assigned_to.is_some_and(|below| {
        actor.is_some_and(|actor| {
            actor.may(FUNCTION, "report", below)
                || actor.may(FUNCTION, "report", Place::hamlet(unit.id, below))
        })
    });
    below || may(actor, "report", unit.id)
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((noi, viec)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (unit, plan, task) = found(&reader, &pages, actor.as_ref(), (&noi, &viec)).await?;
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let steps = or_failed(&reader, store::steps(&mut read, &task).await)?;
    let pictures = or_failed(&reader, store::pictures(&mut read, &task).await)?;
    drop(read);
    let here = task_href(&unit, &task);
    let shell = shell(&reader, &unit, task.title.as_str()).crumb(plan.title.as_str(), href(&unit, plan.id));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(t, &came.xong));
    let risk = or_refused(
        &reader,
        rules::risk(&desk.rulebook, today).map_err(ActError::from),
    )?;
    sheet
        .tags
        .push(words::standing(t, rules::standing(&task, risk, today)));
    if plan.state == State::Issued && task.state == TaskState::Open {
        if reports(actor.as_ref(), &unit, &task) {
            sheet
                .buttons
                .push((t.text("plans-act-progress"), format!("{here}/tien-do")));
        }
        if may(actor.as_ref(), "issue", unit.id) {
            sheet
                .buttons
                .push((t.text("plans-act-cancel"), format!("{here}/bo")));
        }
    }
    let mut facts = vec![
        (t.text("plans-column-owner"), Cell::text(task.owner.as_str())),
        (
            t.text("plans-column-begins"),
            Cell::text(write_day(task.begins_on)),
        ),
        (t.text("plans-column-due"), Cell::text(write_day(task.due_on))),
        (
            t.text("plans-column-progress"),
            Cell::text(t.with("plans-percent", "percent", task.percent)),
        ),
    ];
    if let Some(on) = task.done_on {
        facts.push((t.text("plans-done-on"), Cell::text(write_day(on))));
    }
    if !task.why.is_empty() {
        facts.push((t.text("plans-cancelled-why"), Cell::text(task.why.as_str())));
    }
    sheet.facts = Some(SummaryList::new(facts));
    let mut part = Part::new("tien-do", t.text("plans-steps"));
    part.cards = steps
        .iter()
        .rev()
        .map(|step| Card {
            words: platform::text::paragraphs(&step.words),
            about: t.format(
                "plans-step",
                &[("date", step.noted_on.into()), ("percent", step.percent.into())],
            ),
            ..Card::default()
        })
        .collect();
    if part.cards.is_empty() {
        part.lead.push(t.text("plans-no-steps"));
    }
    sheet.parts.push(part);
    if !pictures.is_empty() {
        let mut part = Part::new("anh", t.text("plans-pictures"));
        part.pictures = pictures
            .into_iter()
            .map(|(id, caption)| (format!("{here}/anh/{id}"), caption))
            .collect();
        sheet.parts.push(part);
    }
    Ok(if plan.state == State::Draft || actor.is_some() {
        sheet.private()
    } else {
        sheet.show()
    })
}

pub(super) async fn picture(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((noi, viec, anh)): Path<(String, String, String)>,
) -> Answer {
    let (unit, _, task) = found(&reader, &pages, actor.as_ref(), (&noi, &viec)).await?;
    let id: PictureId = anh.parse().map_err(|_| missing(&reader))?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let file = or_failed(&reader, store::picture(&mut read, (unit.id, task.id, id)).await)?;
    Ok(page::picture(file.ok_or_else(|| missing(&reader))?, true))
}

fn progress_form(reader: &Reader, (unit, task): (&Unit, &Task), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = task_href(unit, task);
    let percent = Some(sent.get("percent")).filter(|typed| !typed.is_empty());
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-progress")).crumb(task.title.as_str(), here.clone()),
        format!("{here}/tien-do"),
        here,
        t.text("plans-button-keep"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("plans-progress-lead")))
    .hidden("revision", task.revision)
    .field(
        digits(
            "percent",
            t.text("plans-ask-percent"),
            &percent.unwrap_or_else(|| task.percent.to_string()),
        )
        .hint(t.text("plans-ask-percent-hint")),
    )
    .field(area("words", t.text("plans-ask-words"), &sent.get("words")).hint(t.text("plans-public-hint")))
    .files(PICTURES, t.text("plans-pictures"), t.text("plans-pictures-hint"))
    .field(Field::words(
        "caption",
        t.text("plans-ask-caption"),
        sent.get("caption"),
    ))
}

async fn reporting(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    address: (&str, &str),
) -> Result<(Unit, Task), Instead> {
    let (unit, _, task) = found(reader, pages, Some(actor), address).await?;
    if reports(Some(actor), &unit, &task) {
        Ok((unit, task))
    } else {
        Err(not_here(reader))
    }
}

pub(super) async fn ask_progress(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, viec)): Path<(String, String)>,
) -> Answer {
    let (unit, task) = reporting(&reader, &pages, &actor, (&noi, &viec)).await?;
    let form = progress_form(&reader, (&unit, &task), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn progress(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, viec)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let t = &reader.t;
    let (unit, task) = reporting(&reader, &pages, &actor, (&noi, &viec)).await?;
    let brought = Brought::take(form, PICTURES).await.map_err(|error| {
        tracing::debug!(%error, "a form with photographs was not sent whole");
        Instead::from(page::bad_request(&reader, t.text("plans-error-upload")))
    })?;
    let sent = &brought.sent;
    let mut wrong = Wrong::default();
    let percent = read_whole(&sent.get("percent")).filter(|percent| (0..=100).contains(percent));
    if percent.is_none() {
        wrong.add("percent", t.text("plans-error-percent"));
    }
    let text = sent.get("words");
    wrong.words(t, ("words", &text), LONGEST_TEXT);
    if let Some(fault) = brought.fault {
        wrong.add(PICTURES, t.text(fault.key()));
    }
    let caption = sent.get("caption");
    if (!brought.pictures.is_empty() && caption.is_empty()) || caption.chars().count() > LONGEST_LINE {
        wrong.add("caption", t.text("plans-error-caption"));
    }
    let form = progress_form(&reader, (&unit, &task), sent);
    let (Some(percent), true) = (percent, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let done = pages
        .desk
        .progress(
            (unit.id, task.id),
            revision(sent),
            (percent, &text),
            (&brought.pictures, &caption),
        )
        .await;
    let next = |_| format!("{}?xong=tien-do", task_href(&unit, &task));
    Ok(then(&reader, done, next, (form, "words")))
}

fn cancel_form(reader: &Reader, (unit, task): (&Unit, &Task), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = task_href(unit, task);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-cancel")).crumb(task.title.as_str(), here.clone()),
        format!("{here}/bo"),
        here,
        t.text("plans-act-cancel"),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("plans-cancel-lead")))
    .hidden("revision", task.revision)
    .field(area("reason", t.text("plans-ask-reason"), &sent.get("reason")))
}

pub(super) async fn ask_cancel(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, viec)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "issue"))?;
    let (unit, _, task) = found(&reader, &pages, Some(&actor), (&noi, &viec)).await?;
    let form = cancel_form(&reader, (&unit, &task), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn cancel(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, viec)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "issue"))?;
    let (unit, _, task) = found(&reader, &pages, Some(&actor), (&noi, &viec)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("reason", &sent.get("reason")), LONGEST_LINE);
    let form = cancel_form(&reader, (&unit, &task), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let done = pages
        .desk
        .cancel((unit.id, task.id), revision(&sent), &sent.get("reason"))
        .await;
    let next = |_| format!("{}?xong=bo-viec", task_href(&unit, &task));
    Ok(then(&reader, done, next, (form, "reason")))
}

fn add_form(reader: &Reader, (unit, plan): (&Unit, &Plan), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = href(unit, plan.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-add")).crumb(plan.title.as_str(), here.clone()),
        format!("{here}/them-viec"),
        here,
        t.text("plans-act-add"),
    )
    .field(Field::words(
        "title",
        t.text("plans-column-task"),
        sent.get("title"),
    ))
    .field(
        Field::words("owner", t.text("plans-column-owner"), sent.get("owner"))
            .hint(t.text("plans-owner-hint")),
    )
    .field(words::day_field(
        t,
        "begins",
        t.text("plans-column-begins"),
        sent.get("begins"),
    ))
    .field(words::day_field(
        t,
        "due",
        t.text("plans-column-due"),
        sent.get("due"),
    ))
}

pub(super) async fn ask_add(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan) = find(&reader, &pages, Some(&actor), (&noi, &id)).await?;
    let form = add_form(&reader, (&unit, &plan), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

/// A new task of a plan.
pub(super) fn fresh(unit: &Unit, plan: PlanId, title: String, owner: String) -> Task {
    Task {
        unit: unit.id,
        id: TaskId(uuid::Uuid::nil()),
        plan,
        title,
        owner,
        assigned_to: None,
        begins_on: jiff::civil::Date::ZERO,
        due_on: jiff::civil::Date::ZERO,
        state: TaskState::Open,
        percent: 0,
        done_on: None,
        why: String::new(),
        record: None,
        revision: 1,
    }
}

pub(super) async fn add(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan) = find(&reader, &pages, Some(&actor), (&noi, &id)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(t, ("title", &sent.get("title")), LONGEST_LINE);
    wrong.words(t, ("owner", &sent.get("owner")), LONGEST_LINE);
    let days = ["begins", "due"].map(|name| {
        let day = read_day(&sent.get(name));
        if day.is_none() {
            wrong.add(name, t.text("plans-error-day"));
        }
        day
    });
    let form = add_form(&reader, (&unit, &plan), &sent);
    let ([Some(begins_on), Some(due_on)], true) = (days, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let mut task = Task {
        begins_on,
        due_on,
        ..fresh(&unit, plan.id, sent.get("title"), sent.get("owner"))
    };
    task.assigned_to = assigned(&reader, &pages, &unit, &task.owner).await?;
    let done = pages.desk.add_task(task).await;
    let next = |_| format!("{}?xong=them-viec", href(&unit, plan.id));
    Ok(then(&reader, done, next, (form, "due")))
}
