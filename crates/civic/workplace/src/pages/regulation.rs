//! Rules and regulations: a draft put to the staff, their opinions, the head's answer to each, the version adopted.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Control, Empty, Field, Notice, Pagination, SummaryList, Tag, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    text::{paragraphs, write_day},
};

use super::{
    Came, Card, Inside, LONGEST_TEXT, LONGEST_TITLE, Pages, Part, Sheet, inside, leading, missing, next,
    or_failed, or_refused, revision, then, words,
};
use crate::{
    model::{OpinionId, Regulation, RegulationId, RegulationState, Verdict},
    rules, store,
};

/// What a kind of regulation is called.
fn kind(t: &Translator, pages: &Pages, inside: &Inside, (key, on): (&str, Date)) -> String {
    rules::regulation_kinds(&pages.desk.rulebook, inside.of().kind.place(), on)
        .ok()
        .and_then(|kinds| kinds.iter().find(|kind| kind.key == key))
        .map(|kind| kind.label.get(words::language(t)).to_owned())
        .unwrap_or_default()
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let found = store::regulations(&mut read, inside.of(), came.after()).await;
    let mut all = or_failed(&reader, found)?;
    drop(read);
    let more = all.len() > store::PAGE;
    all.truncate(store::PAGE);
    let base = inside.at("quy-che");
    let last = all
        .last()
        .filter(|_| more)
        .map(|last| (last.opened_on, last.id.0));
    let mut sheet = Sheet::new(&reader, inside.shell(&reader, t.text("workplace-tool-quy-che")));
    if inside.who.is_head() {
        sheet
            .buttons
            .push((t.text("workplace-act-draft"), inside.at("quy-che/moi")));
    }
    let mut part = Part::new("danh-sach", t.text("workplace-regulations"));
    (part.lead, part.citations, part.notices) = words::law(
        t,
        &pages.desk.rulebook,
        (inside.of().kind.place(), today),
        &["workplace.regulation.consultation"],
    );
    part.cards = all
        .iter()
        .map(|one| Card {
            title: Some((one.title.clone(), inside.at(&format!("quy-che/{}", one.id)))),
            tags: vec![words::regulation(t, one.state)],
            about: kind(t, &pages, &inside, (&one.kind, one.opened_on)),
            ..Card::default()
        })
        .collect();
    if all.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("workplace-regulations-none"),
            t.text("workplace-regulations-duty"),
        ));
    }
    sheet.parts.push(part);
    sheet.pagination = Pagination::new(t, came.after().map(|_| base.clone()), next(&base, last));
    Ok(sheet.private())
}

fn draft_form(reader: &Reader, pages: &Pages, inside: &Inside, sent: &Sent) -> Result<FormPage, Instead> {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let place = inside.of().kind.place();
    let kinds = rules::regulation_kinds(&pages.desk.rulebook, place, today);
    let choices = or_refused(reader, kinds.map_err(Into::into))?
        .iter()
        .map(|kind| Choice::new(kind.key.as_str(), kind.label.get(words::language(t))))
        .collect();
    let topics = ["workplace.regulation.consultation"];
    let (lines, citations, doubts) = words::law(t, &pages.desk.rulebook, (place, today), &topics);
    let mut form = inside.form(
        reader,
        (t.text("workplace-draft"), t.text("workplace-act-draft")),
        ("quy-che/moi", "quy-che"),
    );
    for line in lines {
        form = form.notice(Notice::new(t, Tone::Info, line));
    }
    for doubt in doubts {
        form = form.notice(doubt);
    }
    Ok(form
        .field(Field::new(
            "kind",
            t.text("workplace-ask-regulation-kind"),
            Control::Select {
                choices,
                chosen: sent.get("kind"),
            },
        ))
        .field(Field::words(
            "title",
            t.text("workplace-ask-title"),
            sent.get("title"),
        ))
        .field(area("draft", t.text("workplace-ask-draft"), &sent.get("draft")))
        .field(
            Field::words("until", t.text("workplace-ask-until"), sent.get("until"))
                .hint(t.text("workplace-ask-day-hint")),
        )
        .citations(citations))
}

pub(super) async fn ask_draft(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let earliest = or_refused(&reader, pages.desk.earliest_end(inside.of()))?;
    let sent = Sent(vec![("until".to_owned(), write_day(earliest))]);
    let form = draft_form(&reader, &pages, &inside, &sent)?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn draft(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let form = draft_form(&reader, &pages, &inside, &sent)?;
    let mut wrong = Wrong::default();
    wrong.words(t, ("title", &sent.get("title")), LONGEST_TITLE);
    wrong.words(t, ("draft", &sent.get("draft")), LONGEST_TEXT);
    let until = words::day(t, &mut wrong, ("until", &sent.get("until")));
    let Some(until) = until.filter(|_| wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let texts = (sent.get("kind"), sent.get("title"), sent.get("draft"));
    let done = pages
        .desk
        .consult(&inside.who, (&texts.0, &texts.1, &texts.2), until)
        .await;
    let href = |id: RegulationId| inside.at(&format!("quy-che/{id}?xong=lay-y-kien"));
    Ok(then(&reader, done, href, (form, "until")))
}

async fn find(reader: &Reader, pages: &Pages, inside: &Inside, qc: &str) -> Result<Regulation, Instead> {
    let id: RegulationId = qc.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::regulation(&mut read, inside.of(), id).await)?;
    found.ok_or_else(|| missing(reader))
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, qc)): Path<(String, String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let found = find(&reader, &pages, &inside, &qc).await?;
    let (_, today) = pages.desk.now();
    let base = format!("quy-che/{}", found.id);
    let shell = inside
        .shell(&reader, found.title.as_str())
        .crumb(t.text("workplace-tool-quy-che"), inside.at("quy-che"));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(&reader.t, &came.xong));
    sheet.tags.push(words::regulation(t, found.state));
    let mut put = |key: &str, rest: &str| {
        sheet
            .buttons
            .push((t.text(key), inside.at(&format!("{base}/lam/{rest}"))));
    };
    let head = inside.who.is_head();
    let open = found.opinions.iter().filter(|one| one.answer.is_none()).count();
    if found.state == RegulationState::Consulted {
        if today <= found.until {
            put("workplace-act-opine", "gop-y");
        } else if head && open == 0 {
            put("workplace-act-adopt", "ban-hanh");
        }
        if head {
            put("workplace-act-drop", "bo");
        }
        let text = if today <= found.until {
            t.with("workplace-consulted-until", "date", found.until)
        } else if open > 0 {
            t.with("workplace-error-unanswered", "count", open)
        } else {
            t.text("workplace-ready-to-adopt")
        };
        sheet.notices.push(Notice::new(t, Tone::Info, text));
    }
    if found.state == RegulationState::Dropped {
        sheet.notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with("workplace-dropped", "reason", found.reason.as_str()),
        ));
    }
    let mut facts = vec![
        (
            t.text("workplace-ask-regulation-kind"),
            Cell::text(kind(t, &pages, &inside, (&found.kind, found.opened_on))),
        ),
        (t.text("workplace-opened-on"), Cell::text(t.date(found.opened_on))),
        (t.text("workplace-ask-until"), Cell::text(t.date(found.until))),
    ];
    if let Some(on) = found.adopted_on {
        facts.push((t.text("workplace-adopted-on"), Cell::text(t.date(on))));
        facts.push((t.text("workplace-ask-number"), Cell::text(found.number.as_str())));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if found.state == RegulationState::Adopted {
        let mut part = Part::new("ban-hanh", t.text("workplace-adopted"));
        part.words = paragraphs(&found.adopted);
        sheet.parts.push(part);
    }
    let mut part = Part::new("du-thao", t.text("workplace-draft-text"));
    part.words = paragraphs(&found.draft);
    sheet.parts.push(part);
    let mut part = Part::new("gop-y", t.text("workplace-opinions"));
    part.lead.push(t.text("workplace-opinions-lead"));
    if found.opinions.is_empty() {
        part.lead.push(t.text("workplace-opinions-none"));
    }
    for opinion in &found.opinions {
        let mut card = Card {
            words: paragraphs(&opinion.words),
            about: t.with("workplace-opinion-on", "date", opinion.said_on),
            ..Card::default()
        };
        match &opinion.answer {
            Some((verdict, answer, _)) => {
                card.answer_name = words::verdict(t, *verdict);
                card.answer = paragraphs(answer);
            }
            None => card
                .tags
                .push(Tag::new(Tone::Warning, t.text("workplace-unanswered"))),
        }
        if head && found.state == RegulationState::Consulted {
            card.links.push((
                t.text("workplace-act-answer"),
                inside.at(&format!("{base}/lam/tra-loi-{}", opinion.id)),
            ));
        }
        part.cards.push(card);
    }
    sheet.parts.push(part);
    Ok(sheet.private())
}

/// The form of an act, with the field beside which its fault stands; none for an act there is not.
fn act_form(
    reader: &Reader,
    inside: &Inside,
    (found, viec): (&Regulation, &str),
    sent: &Sent,
) -> Option<(FormPage, &'static str)> {
    let t = &reader.t;
    let base = format!("quy-che/{}", found.id);
    let form = |title: &str, button: &str| {
        inside
            .form(
                reader,
                (t.text(title), t.text(button)),
                (&format!("{base}/lam/{viec}"), &base),
            )
            .hidden("revision", found.revision)
    };
    Some(match viec {
        "gop-y" => (
            form("workplace-opine-title", "workplace-act-opine")
                .notice(Notice::new(t, Tone::Info, t.text("workplace-opinions-lead")))
                .field(area(
                    "opinion",
                    t.text("workplace-ask-opinion"),
                    &sent.get("opinion"),
                )),
            "opinion",
        ),
        "ban-hanh" => {
            let written = sent.get("text");
            let text = if written.is_empty() {
                &found.draft
            } else {
                &written
            };
            (
                form("workplace-adopt-title", "workplace-act-adopt")
                    .field(
                        Field::words("number", t.text("workplace-ask-number"), sent.get("number"))
                            .hint(t.text("workplace-ask-number-hint")),
                    )
                    .field(
                        area("text", t.text("workplace-ask-adopted"), text)
                            .hint(t.text("workplace-ask-adopted-hint")),
                    ),
                "text",
            )
        }
        "bo" => (
            form("workplace-drop-title", "workplace-act-drop").field(area(
                "reason",
                t.text("workplace-ask-reason"),
                &sent.get("reason"),
            )),
            "reason",
        ),
        answering => {
            let id: OpinionId = answering.strip_prefix("tra-loi-")?.parse().ok()?;
            let opinion = found.opinions.iter().find(|opinion| opinion.id == id)?;
            let known = opinion.answer.as_ref();
            let or = |name: &str, known: Option<&str>| {
                let sent = sent.get(name);
                if sent.is_empty() {
                    known.unwrap_or_default().to_owned()
                } else {
                    sent
                }
            };
            let choices = Verdict::ALL
                .iter()
                .map(|verdict| Choice::new(verdict.key(), words::verdict(t, *verdict)))
                .collect();
            (
                form("workplace-answer-title", "workplace-act-answer")
                    .quote(t.text("workplace-opinion"), opinion.words.as_str())
                    .field(words::radios(
                        "verdict",
                        t.text("workplace-ask-verdict"),
                        choices,
                        or("verdict", known.map(|(verdict, _, _)| verdict.key())),
                    ))
                    .field(area(
                        "answer",
                        t.text("workplace-ask-verdict-reason"),
                        &or("answer", known.map(|(_, answer, _)| answer.as_str())),
                    )),
                "answer",
            )
        }
    })
}

async fn acting(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (address, viec): ((&str, &str), &str),
) -> Result<Inside, Instead> {
    if viec == "gop-y" {
        inside(reader, actor, pages, address).await
    } else {
        leading(reader, actor, pages, address).await
    }
}

pub(super) async fn ask_act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, qc, viec)): Path<(String, String, String, String)>,
) -> Answer {
    let inside = acting(&reader, &actor, &pages, ((&noi, &id), &viec)).await?;
    let found = find(&reader, &pages, &inside, &qc).await?;
    let (form, _) =
        act_form(&reader, &inside, (&found, &viec), &Sent::default()).ok_or_else(|| missing(&reader))?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, qc, viec)): Path<(String, String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let inside = acting(&reader, &actor, &pages, ((&noi, &id), &viec)).await?;
    let found = find(&reader, &pages, &inside, &qc).await?;
    let sent = Sent(sent);
    let (form, field) = act_form(&reader, &inside, (&found, &viec), &sent).ok_or_else(|| missing(&reader))?;
    let read = (found.id, revision(&sent));
    let (desk, who) = (&pages.desk, &inside.who);
    let mut wrong = Wrong::default();
    wrong.words(t, (field, &sent.get(field)), LONGEST_TEXT);
    let verdict = Verdict::from_key(&sent.get("verdict"));
    if viec.starts_with("tra-loi-") && verdict.is_none() {
        wrong.add("verdict", t.text("workplace-error-choose"));
    }
    if viec == "ban-hanh" {
        wrong.words(t, ("number", &sent.get("number")), LONGEST_TITLE);
    }
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(t, &wrong)));
    }
    let (done, key) = match (viec.as_str(), verdict) {
        ("gop-y", _) => (desk.opine(who, found.id, &sent.get("opinion")).await, "gop-y"),
        ("ban-hanh", _) => {
            let texts = (sent.get("number"), sent.get("text"));
            (desk.adopt(who, read, (&texts.0, &texts.1)).await, "ban-hanh")
        }
        ("bo", _) => (desk.drop_draft(who, read, &sent.get("reason")).await, "bo"),
        (answering, Some(verdict)) => {
            let opinion: OpinionId = answering
                .strip_prefix("tra-loi-")
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| missing(&reader))?;
            let done = desk
                .answer_opinion(who, (found.id, opinion), (verdict, &sent.get("answer")))
                .await;
            (done, "tra-loi")
        }
        (_, None) => return Err(missing(&reader)),
    };
    let href = |()| inside.at(&format!("quy-che/{}?xong={key}", found.id));
    Ok(then(&reader, done, href, (form, field)))
}
