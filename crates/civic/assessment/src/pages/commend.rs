//! Commendations: the list everybody reads, the decision, and revoking it.

use axum::{
    Form,
    extract::{Path, Query, State as Extract},
    http::header,
    response::IntoResponse as _,
};
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{
            Cell, Choice, Column, Control, Empty, Field, Notice, Pagination, Row, SummaryList, Table, Tag,
            Tone,
        },
        form::{FormPage, Sent, Wrong, area},
        sheet::{Part, Sheet},
    },
    text::{read_day, write_day},
};
use units::Unit;
use uuid::Uuid;

use super::{
    Came, FUNCTION, LONGEST_LINE, LONGEST_TEXT, Pages, acting, at, failed, home, may, missing, or_failed,
    revision, shell, then, words,
};
use crate::{
    content,
    model::{Commendation, CommendationId},
    papers,
    service::Assessments,
    store,
};

/// Commendations on one page of the list.
const PAGE: u32 = 30;
/// The most names of one decision.
const MOST_NAMES: usize = 200;

fn list_href(unit: &Unit) -> String {
    format!("{}/khen-thuong", home(unit))
}

fn link(unit: &Unit, of: &Commendation) -> String {
    format!("{}/{}", list_href(unit), of.id)
}

/// What is commended, by the list of data/facts.
fn commended_for(t: &Translator, desk: &Assessments, key: &str) -> String {
    desk.counter
        .catalogue()
        .list("commended_for")
        .and_then(|list| list.item(key))
        .map_or_else(|| key.to_owned(), |item| item.names.get(t.code()).to_owned())
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
    let before = came
        .sau
        .split_once('.')
        .and_then(|(day, id)| Some((day.parse().ok()?, Uuid::parse_str(id).ok()?)));
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let mut found = or_failed(
        &reader,
        store::commendations(&mut read, unit.id, before, PAGE + 1).await,
    )?;
    drop(read);
    let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let title = t.with("assessment-commended-by", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title)).done(words::done(t, &came.xong));
    if may(actor.as_ref(), "commend", unit.id) {
        sheet.buttons.push((
            t.text("assessment-act-commend"),
            format!("{}/them", list_href(&unit)),
        ));
    }
    let mut part = Part::new("khen-thuong", "");
    if found.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("assessment-commended-empty"),
            t.text("assessment-commended-duty"),
        ));
    } else {
        let rows = found
            .iter()
            .map(|one| {
                let mut title = Cell::text(one.title.as_str()).link(link(&unit, one));
                if one.revoked_on.is_some() {
                    title = title.tag(Tag::new(Tone::Problem, t.text("assessment-revoked")));
                }
                Row::new(vec![
                    Cell::text(write_day(one.decided_on)),
                    title,
                    Cell::text(commended_for(t, desk, &one.commended_for)),
                    Cell::number(t, one.commended()),
                ])
            })
            .collect();
        part.table = Some(Table::new(
            t.text("assessment-commendations"),
            vec![
                Column::text(t.text("assessment-column-decided")),
                Column::text(t.text("assessment-column-decision")),
                Column::text(t.text("assessment-column-for")),
                Column::number(t.text("assessment-column-commended")),
            ],
            rows,
        ));
    }
    if let Some(last) = found.last().filter(|_| more) {
        let next = format!("{}?sau={}.{}", list_href(&unit), last.decided_on, last.id);
        sheet.pagination = Pagination::new(t, None, Some(next));
    }
    sheet.parts.push(part);
    Ok(sheet.show())
}

async fn find(
    reader: &Reader,
    pages: &Pages,
    (noi, id): (&str, &str),
) -> Result<(Unit, Commendation), Instead> {
    let unit = at(reader, pages, noi)?;
    let id: CommendationId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::commendation(&mut read, unit.id, id).await)?;
    Ok((unit, found.ok_or_else(|| missing(reader))?))
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
    let (unit, of) = find(&reader, &pages, (&noi, &id)).await?;
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let subject = content::commendation_subject(of.id);
    let history = or_failed(&reader, transparency::history(&mut read, unit.id, &subject).await)?;
    drop(read);
    let keeps = may(actor.as_ref(), "commend", unit.id);
    let shell =
        shell(&reader, &unit, of.title.as_str()).crumb(t.text("assessment-commendations"), list_href(&unit));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(t, &came.xong));
    if let Some(on) = of.revoked_on {
        sheet.notices.push(Notice::new(
            t,
            Tone::Problem,
            t.format(
                "assessment-revoked-on",
                &[("date", on.into()), ("reason", of.revoked_why.as_str().into())],
            ),
        ));
    } else if keeps {
        sheet.buttons = vec![
            (
                t.text("assessment-paper"),
                format!("{}/quyet-dinh.pdf", link(&unit, &of)),
            ),
            (
                t.text("assessment-act-revoke"),
                format!("{}/huy", link(&unit, &of)),
            ),
        ];
    }
    let mut facts = vec![(
        t.text("assessment-column-decided"),
        Cell::text(write_day(of.decided_on)),
    )];
    if !of.number.is_empty() {
        facts.push((t.text("assessment-number"), Cell::text(of.number.as_str())));
    }
    facts.push((
        t.text("assessment-column-for"),
        Cell::text(commended_for(t, desk, &of.commended_for)),
    ));
    facts.push((
        t.text("assessment-column-commended"),
        Cell::number(t, of.commended()),
    ));
    if let Some(proof) = words::proof(t, &history) {
        facts.push((t.text("assessment-proof"), proof));
    }
    sheet.facts = Some(SummaryList::new(facts));
    let mut part = Part::new("thanh-tich", t.text("assessment-merit"));
    part.words = platform::text::paragraphs(&of.reason);
    sheet.parts.push(part);
    let mut part = Part::new("duoc-khen", t.text("assessment-who"));
    part.words.clone_from(&of.collectives);
    if of.individuals > 0 {
        part.lead
            .push(t.with("assessment-individuals", "count", of.individuals));
        if keeps {
            part.words.extend(desk.names(&of));
        }
    }
    sheet.parts.push(part);
    Ok(if keeps { sheet.private() } else { sheet.show() })
}

/// Lines with something on them.
fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

fn form(reader: &Reader, pages: &Pages, unit: &Unit, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let list = pages.desk.counter.catalogue().list("commended_for");
    let choices = list
        .map(|list| {
            list.items
                .iter()
                .map(|item| Choice::new(item.key.as_str(), item.names.get(t.code())))
                .collect()
        })
        .unwrap_or_default();
    let back = list_href(unit);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("assessment-act-commend")),
        format!("{back}/them"),
        back,
        t.text("assessment-act-commend"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("assessment-commend-lead")))
    .field(Field::words(
        "title",
        t.text("assessment-ask-title"),
        sent.get("title"),
    ))
    .field(
        Field::words("number", t.text("assessment-number"), sent.get("number"))
            .hint(t.text("assessment-number-hint")),
    )
    .field(
        Field::words("day", t.text("assessment-column-decided"), sent.get("day"))
            .hint(t.text("assessment-day-hint")),
    )
    .field(Field::new(
        "for",
        t.text("assessment-column-for"),
        Control::Radios {
            choices,
            chosen: sent.get("for"),
        },
    ))
    .field(area("reason", t.text("assessment-merit"), &sent.get("reason")))
    .field(
        area(
            "collectives",
            t.text("assessment-ask-collectives"),
            &sent.get("collectives"),
        )
        .hint(t.text("assessment-ask-collectives-hint")),
    )
    .field(
        area(
            "individuals",
            t.text("assessment-ask-individuals"),
            &sent.get("individuals"),
        )
        .hint(t.text("assessment-ask-individuals-hint")),
    )
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "commend"))?;
    let form = form(&reader, &pages, &unit, &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn give(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&noi, "commend"))?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(t, ("title", &sent.get("title")), LONGEST_LINE);
    wrong.words(t, ("reason", &sent.get("reason")), LONGEST_TEXT);
    let number = sent.get("number");
    if number.chars().count() > LONGEST_LINE {
        wrong.words(t, ("number", &number), LONGEST_LINE);
    }
    let day = read_day(&sent.get("day"));
    if day.is_none() {
        wrong.add("day", t.text("assessment-error-day"));
    }
    let list = pages.desk.counter.catalogue().list("commended_for");
    if list.is_none_or(|list| list.item(&sent.get("for")).is_none()) {
        wrong.add("for", t.text("assessment-error-choose"));
    }
    let (collectives, individuals) = (lines(&sent.get("collectives")), lines(&sent.get("individuals")));
    if collectives.is_empty() && individuals.is_empty() {
        wrong.add("collectives", t.text("assessment-error-commended"));
    }
    for (name, all) in [("collectives", &collectives), ("individuals", &individuals)] {
        if all.len() > MOST_NAMES || all.iter().any(|line| line.chars().count() > LONGEST_LINE) {
            wrong.add(
                name,
                t.with(
                    "assessment-error-names",
                    "most",
                    i64::try_from(MOST_NAMES).unwrap_or(i64::MAX),
                ),
            );
        }
    }
    let form = form(&reader, &pages, &unit, &sent);
    let (Some(decided_on), true) = (day, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let new = Commendation {
        unit: unit.id,
        id: CommendationId(Uuid::nil()),
        title: sent.get("title"),
        number,
        commended_for: sent.get("for"),
        decided_on,
        reason: sent.get("reason"),
        collectives,
        individuals: 0,
        sealed: None,
        revoked_on: None,
        revoked_why: String::new(),
        record: None,
        revision: 1,
    };
    let by = actor.acting(FUNCTION, "commend", unit.id);
    let done = pages.desk.commend(new, &individuals, &by).await;
    let next = |id| format!("{}/{id}?xong=khen", list_href(&unit));
    Ok(then(&reader, done, next, (form, "day")))
}

pub(super) async fn paper(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    acting(&reader, &pages, &actor, (&noi, "commend"))?;
    let (unit, of) = find(&reader, &pages, (&noi, &id)).await?;
    if of.revoked_on.is_some() {
        return Err(missing(&reader));
    }
    let document = papers::decision(
        t,
        &papers::Paper {
            unit: &unit,
            commendation: &of,
            names: &desk.names(&of),
            what: &commended_for(t, desk, &of.commended_for),
            demo: desk.demo,
        },
    );
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    match made {
        Ok(Ok(pdf)) => Ok(page::private(
            ([(header::CONTENT_TYPE, "application/pdf")], pdf).into_response(),
        )),
        Ok(Err(error)) => Ok(failed(&reader, &error)),
        Err(error) => Ok(failed(&reader, &error)),
    }
}

fn revoke_form(reader: &Reader, (unit, of): (&Unit, &Commendation), sent: &Sent) -> FormPage {
    let t = &reader.t;
    FormPage::new(
        reader,
        shell(reader, unit, t.text("assessment-act-revoke")),
        format!("{}/huy", link(unit, of)),
        link(unit, of),
        t.text("assessment-act-revoke"),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("assessment-revoke-lead")))
    .quote(t.text("assessment-column-decision"), of.title.as_str())
    .hidden("revision", of.revision)
    .field(area(
        "reason",
        t.text("assessment-ask-reason"),
        &sent.get("reason"),
    ))
}

pub(super) async fn ask_revoke(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "commend"))?;
    let (unit, of) = find(&reader, &pages, (&noi, &id)).await?;
    let form = revoke_form(&reader, (&unit, &of), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn revoke(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "commend"))?;
    let (unit, of) = find(&reader, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("reason", &sent.get("reason")), LONGEST_TEXT);
    let form = revoke_form(&reader, (&unit, &of), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "commend", unit.id);
    let done = pages
        .desk
        .revoke((unit.id, of.id), revision(&sent), &sent.get("reason"), &by)
        .await;
    let next = |()| format!("{}?xong=huy-khen", link(&unit, &of));
    Ok(then(&reader, done, next, (form, "reason")))
}
