//! Points of an emergency: who is on duty as a number, what is left of supplies, the situation of the hour.

use axum::{
    Form,
    extract::{Path, State as Extract},
    http::HeaderMap,
};
use jiff::{SignedDuration, Timestamp};
use platform::{
    access::Actor,
    i18n::Translator,
    once,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Column, Empty, Field, Notice, Row, Table, Tag, Tone},
        form::{self, FormPage, Sent, Wrong, digits},
        sheet::Part,
    },
    text::read_whole,
};
use rulebook::Place;
use units::Unit;

use super::{
    FUNCTION, LONGEST_LINE, Pages, acting, find, href, missing, not_here, or_failed, or_refused, shell, then,
    words,
};
use crate::{
    model::{Entry, EntryKind, Kind, Plan, Point, PointId, State},
    rules,
    service::{ActError, Plans},
    store,
};

/// Situations of the last hours that a plan's page shows.
const LATEST: usize = 24;

/// What a plan's page shows of its points.
pub(super) fn parts(
    t: &Translator,
    desk: &Plans,
    (unit, plan, reports): (&Unit, &Plan, bool),
    (points, entries, at): (&[Point], &[Entry], Timestamp),
) -> Result<Vec<Part>, ActError> {
    let on = plan.starts_on;
    let figures = desk
        .rulebook
        .items("plans.situation.figures", Place::Any, on)?
        .value;
    let every = desk
        .rulebook
        .hours("plans.situation.every", Place::Any, on)?
        .value;
    let every = SignedDuration::from_hours(i64::from(every.count));
    let (duty, situation, stocks) = (
        rules::on_duty(entries),
        rules::situation(entries),
        rules::stocks(entries),
    );
    let mut part = Part::new("chot", t.text("plans-points"));
    if points.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("plans-no-points"),
            t.text("plans-no-points-duty"),
        ));
        return Ok(vec![part]);
    }
    let rows = points
        .iter()
        .map(|point| {
            let mut name = Cell::text(point.name.as_str()).note(point.place.as_str());
            if reports && point.closed_on.is_none() {
                name = name.link(format!("{}/chot/{}", href(unit, plan.id), point.id));
            }
            let latest = situation
                .iter()
                .filter(|((of, _), _)| *of == point.id)
                .map(|(_, (_, at))| *at)
                .max();
            let heard = match (point.closed_on, latest) {
                (Some(on), _) => Cell::text(t.with("plans-point-closed", "date", on)),
                (None, Some(last)) => {
                    let cell = Cell::text(t.instant(last));
                    if plan.state == State::Issued && at.duration_since(last) > every {
                        cell.tag(Tag::new(Tone::Warning, t.text("plans-point-silent")))
                    } else {
                        cell
                    }
                }
                (None, None) => Cell::text(t.text("plans-point-unheard")),
            };
            let people = duty
                .get(&point.id)
                .map_or_else(|| Cell::missing(t), |(people, _)| Cell::number(t, *people));
            Row::new(vec![name, people, heard])
        })
        .collect();
    part.table = Some(Table::new(
        t.text("plans-points"),
        vec![
            Column::text(t.text("plans-column-point")),
            Column::number(t.text("plans-column-duty")),
            Column::text(t.text("plans-column-heard")),
        ],
        rows,
    ));
    let mut all = vec![part];
    let name = |id: &PointId| {
        points
            .iter()
            .find(|point| point.id == *id)
            .map(|point| point.name.clone())
            .unwrap_or_default()
    };
    if !situation.is_empty() {
        let mut part = Part::new("tinh-hinh", t.text("plans-situation"));
        let rows = figures
            .iter()
            .filter(|figure| situation.keys().any(|(_, key)| *key == figure.key))
            .map(|figure| {
                let sum = situation
                    .iter()
                    .filter(|((_, key), _)| *key == figure.key)
                    .map(|(_, (amount, _))| amount)
                    .sum();
                Row::new(vec![
                    Cell::text(figure.label.get(words::language(t))),
                    Cell::number(t, sum),
                ])
            })
            .collect();
        part.table = Some(
            Table::new(
                t.text("plans-situation"),
                vec![
                    Column::text(t.text("plans-column-figure")),
                    Column::number(t.text("plans-column-all-points")),
                ],
                rows,
            )
            .note(t.text("plans-situation-note")),
        );
        all.push(part);
    }
    if !stocks.is_empty() {
        let mut part = Part::new("vat-tu", t.text("plans-supplies"));
        let rows = stocks
            .iter()
            .map(|((point, item), left)| {
                Row::new(vec![
                    Cell::text(item.as_str()),
                    Cell::text(name(point)),
                    Cell::number(t, *left),
                ])
            })
            .collect();
        part.table = Some(Table::new(
            t.text("plans-supplies"),
            vec![
                Column::text(t.text("plans-column-item")),
                Column::text(t.text("plans-column-point")),
                Column::number(t.text("plans-column-left")),
            ],
            rows,
        ));
        all.push(part);
    }
    let mut part = Part::new("theo-gio", t.text("plans-by-hour"));
    let rows: Vec<Row> = entries
        .iter()
        .rev()
        .take(LATEST)
        .map(|entry| {
            let what = match entry.kind {
                EntryKind::Shift => t.text("plans-entry-shift"),
                EntryKind::Supply => entry.item.clone(),
                EntryKind::Situation => figures
                    .iter()
                    .find(|figure| figure.key == entry.item)
                    .map(|figure| figure.label.get(words::language(t)).to_owned())
                    .unwrap_or_default(),
            };
            let mut what = Cell::text(what);
            if !entry.words.is_empty() {
                what = what.note(entry.words.as_str());
            }
            let amount = match entry.kind {
                EntryKind::Supply => Cell::text(t.signed(entry.amount)),
                EntryKind::Shift | EntryKind::Situation => Cell::number(t, entry.amount),
            };
            Row::new(vec![
                Cell::text(t.instant(entry.noted_at)),
                Cell::text(name(&entry.point)),
                what,
                amount,
            ])
        })
        .collect();
    if rows.is_empty() {
        part.lead.push(t.text("plans-no-entries"));
    } else {
        part.table = Some(Table::new(
            t.text("plans-by-hour"),
            vec![
                Column::text(t.text("plans-column-hour")),
                Column::text(t.text("plans-column-point")),
                Column::text(t.text("plans-column-what")),
                Column::text(t.text("plans-column-amount")),
            ],
            rows,
        ));
    }
    (_, part.citations) = words::law(t, desk, on, &["plans.situation.every"]);
    all.push(part);
    Ok(all)
}

fn set_up_form(reader: &Reader, (unit, plan): (&Unit, &Plan), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = href(unit, plan.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-point")).crumb(plan.title.as_str(), here.clone()),
        format!("{here}/chot"),
        here,
        t.text("plans-act-point"),
    )
    .field(Field::words(
        "name",
        t.text("plans-column-point"),
        sent.get("name"),
    ))
    .field(Field::words(
        "place",
        t.text("plans-ask-place"),
        sent.get("place"),
    ))
}

pub(super) async fn ask_set_up(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan) = find(&reader, &pages, Some(&actor), (&noi, &id)).await?;
    let form = set_up_form(&reader, (&unit, &plan), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn set_up(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan) = find(&reader, &pages, Some(&actor), (&noi, &id)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    for name in ["name", "place"] {
        wrong.words(&reader.t, (name, &sent.get(name)), LONGEST_LINE);
    }
    let form = set_up_form(&reader, (&unit, &plan), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let done = pages
        .desk
        .set_up((unit.id, plan.id), &sent.get("name"), &sent.get("place"))
        .await;
    let next = |_| format!("{}?xong=chot", href(&unit, plan.id));
    Ok(then(&reader, done, next, (form, "name")))
}

/// An open point of an emergency in force.
async fn open(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (noi, id, chot): (&str, &str, &str),
) -> Result<(Unit, Plan, Point), Instead> {
    let (unit, plan) = find(reader, pages, Some(actor), (noi, id)).await?;
    if !actor.may(FUNCTION, "report", unit.id) {
        return Err(not_here(reader));
    }
    let point: PointId = chot.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let points = or_failed(reader, store::points(&mut read, &plan).await)?;
    let point = points
        .into_iter()
        .find(|known| known.id == point && known.closed_on.is_none())
        .filter(|_| plan.kind == Kind::Emergency && plan.state == State::Issued);
    Ok((unit, plan, point.ok_or_else(|| missing(reader))?))
}

fn report_form(
    reader: &Reader,
    pages: &Pages,
    (unit, plan, point): (&Unit, &Plan, &Point),
    (sent, once): (&Sent, &str),
) -> Result<FormPage, ActError> {
    let t = &reader.t;
    let here = href(unit, plan.id);
    let on = plan.starts_on;
    let figures = pages
        .desk
        .rulebook
        .items("plans.situation.figures", Place::Any, on)?
        .value;
    let mut choices = vec![
        Choice::new("shift", t.text("plans-entry-shift")),
        Choice::new("in", t.text("plans-entry-in")),
        Choice::new("out", t.text("plans-entry-out")),
    ];
    choices.extend(
        figures
            .iter()
            .map(|figure| Choice::new(format!("s:{}", figure.key), figure.label.get(words::language(t)))),
    );
    let (_, citations) = words::law(t, &pages.desk, on, &["plans.situation.every"]);
    Ok(FormPage::new(
        reader,
        shell(
            reader,
            unit,
            t.with("plans-report-title", "point", point.name.as_str()),
        )
        .crumb(plan.title.as_str(), here.clone()),
        format!("{here}/chot/{}", point.id),
        here.clone(),
        t.text("plans-button-report"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("plans-report-lead")).link(
        t.text("plans-act-close-point"),
        format!("{here}/chot/{}/dong", point.id),
    ))
    .hidden("once", once)
    .kept("/ke-hoach/")
    .field(words::radios(
        "what",
        t.text("plans-ask-what"),
        choices,
        &sent.get("what"),
    ))
    .field(
        Field::words("item", t.text("plans-column-item"), sent.get("item")).hint(t.text("plans-item-hint")),
    )
    .field(digits(
        "amount",
        t.text("plans-column-amount"),
        &sent.get("amount"),
    ))
    .field(
        Field::words("words", t.text("plans-ask-remark"), sent.get("words"))
            .hint(t.text("plans-public-hint")),
    )
    .citations(citations))
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, chot)): Path<(String, String, String)>,
) -> Answer {
    let (unit, plan, point) = open(&reader, &pages, &actor, (&noi, &id, &chot)).await?;
    let once = pages.desk.once();
    let form = report_form(&reader, &pages, (&unit, &plan, &point), (&Sent::default(), &once));
    let form = or_refused(&reader, form)?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn report(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, chot)): Path<(String, String, String)>,
    headers: HeaderMap,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, plan, point) = open(&reader, &pages, &actor, (&noi, &id, &chot)).await?;
    let sent = Sent(sent);
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once());
    let mut wrong = Wrong::default();
    let what = sent.get("what");
    let kind = match what.as_str() {
        "shift" => Some((EntryKind::Shift, String::new(), 1)),
        "in" => Some((EntryKind::Supply, sent.get("item"), 1)),
        "out" => Some((EntryKind::Supply, sent.get("item"), -1)),
        figure => figure
            .strip_prefix("s:")
            .map(|key| (EntryKind::Situation, key.to_owned(), 1)),
    };
    if kind.is_none() {
        wrong.add("what", t.text("plans-error-choose"));
    }
    if kind
        .as_ref()
        .is_some_and(|(kind, item, _)| *kind == EntryKind::Supply && item.is_empty())
    {
        wrong.add("item", t.text("plans-error-item"));
    }
    let amount = read_whole(&sent.get("amount")).filter(|amount| *amount >= 0);
    if amount.is_none() {
        wrong.add("amount", t.text("plans-error-amount"));
    }
    for name in ["item", "words"] {
        let value = sent.get(name);
        if value.chars().count() > LONGEST_LINE {
            wrong.words(t, (name, &value), LONGEST_LINE);
        }
    }
    let asked = report_form(&reader, &pages, (&unit, &plan, &point), (&sent, &once));
    let asked = or_refused(&reader, asked)?;
    let by_script = form::is_kept(&headers);
    let (Some((kind, item, sign)), Some(amount), true) = (kind, amount, wrong.0.is_empty()) else {
        if by_script {
            let all: Vec<String> = wrong.0.into_iter().map(|(_, text)| text).collect();
            return Ok(form::not_kept(all.join(" ")));
        }
        return Ok(page::private(asked.show(t, &wrong)));
    };
    // A telephone that had no network says at which hour it was so.
    let hour = sent
        .get("at")
        .parse()
        .ok()
        .and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok());
    let entry = Entry {
        point: point.id,
        kind,
        item,
        amount: amount * sign,
        words: sent.get("words"),
        noted_at: hour.unwrap_or_else(|| pages.desk.now().0),
    };
    let by = actor.acting(FUNCTION, "report", unit.id);
    let done = pages.desk.report((unit.id, plan.id), &once, &entry, &by).await;
    if by_script {
        return Ok(match done {
            Ok(()) => form::kept(),
            Err(error) => match words::fault(t, &error) {
                Some(text) => form::not_kept(text),
                None => super::refused(&reader, &error),
            },
        });
    }
    let next = |()| format!("{}?xong=bao", href(&unit, plan.id));
    Ok(then(&reader, done, next, (asked, "amount")))
}

fn take_down_form(reader: &Reader, (unit, plan, point): (&Unit, &Plan, &Point)) -> FormPage {
    let t = &reader.t;
    let here = href(unit, plan.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-close-point")).crumb(plan.title.as_str(), here.clone()),
        format!("{here}/chot/{}/dong", point.id),
        here,
        t.text("plans-act-close-point"),
    )
    .quote(t.text("plans-column-point"), point.name.as_str())
    .notice(Notice::new(t, Tone::Warning, t.text("plans-close-point-lead")))
}

pub(super) async fn ask_take_down(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, chot)): Path<(String, String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan, point) = open(&reader, &pages, &actor, (&noi, &id, &chot)).await?;
    let form = take_down_form(&reader, (&unit, &plan, &point));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn take_down(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, chot)): Path<(String, String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan, point) = open(&reader, &pages, &actor, (&noi, &id, &chot)).await?;
    let done = pages.desk.take_down((unit.id, plan.id), point.id).await;
    let next = |()| format!("{}?xong=dong-chot", href(&unit, plan.id));
    Ok(then(
        &reader,
        done,
        next,
        (take_down_form(&reader, (&unit, &plan, &point)), "name"),
    ))
}
