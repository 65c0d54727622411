//! Dialogues: called, topics proposed by the staff, held, answered, and what follows.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Empty, Field, Notice, Pagination, SummaryList, Tag, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    text::{paragraphs, write_day},
};

use super::{
    Came, Card, Inside, LONGEST_TEXT, LONGEST_TITLE, Pages, Part, Sheet, conference::task_fields, inside,
    inside::task_cards, leading, missing, next, or_failed, revision, then, words,
};
use crate::{
    model::{Dialogue, DialogueId, DialogueKind, DialogueState, TopicId},
    store,
};

fn title(reader: &Reader, dialogue: &Dialogue) -> String {
    let t = &reader.t;
    t.format(
        "workplace-dialogue-title",
        &[
            (
                "kind",
                t.text(&format!("workplace-dialogue-kind-{}", dialogue.kind.key()))
                    .into(),
            ),
            ("date", dialogue.held_on.into()),
        ],
    )
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
    let found = store::dialogues(&mut read, inside.of(), came.after()).await;
    let mut all = or_failed(&reader, found)?;
    drop(read);
    let more = all.len() > store::PAGE;
    all.truncate(store::PAGE);
    let base = inside.at("doi-thoai");
    let last = all.last().filter(|_| more).map(|last| (last.held_on, last.id.0));
    let mut sheet = Sheet::new(&reader, inside.shell(&reader, t.text("workplace-tool-doi-thoai")));
    if inside.who.is_head() {
        sheet
            .buttons
            .push((t.text("workplace-act-call-dialogue"), inside.at("doi-thoai/goi")));
    }
    let mut part = Part::new("danh-sach", t.text("workplace-dialogues"));
    (part.lead, part.citations, part.notices) = words::law(
        t,
        &pages.desk.rulebook,
        (inside.of().kind.place(), today),
        &["workplace.dialogue.yearly"],
    );
    part.cards = all
        .iter()
        .map(|one| Card {
            title: Some((title(&reader, one), inside.at(&format!("doi-thoai/{}", one.id)))),
            tags: vec![words::dialogue(t, one.state)],
            about: one.place.clone(),
            ..Card::default()
        })
        .collect();
    if all.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("workplace-dialogues-none"),
            t.text("workplace-dialogues-duty"),
        ));
    }
    sheet.parts.push(part);
    sheet.pagination = Pagination::new(t, came.after().map(|_| base.clone()), next(&base, last));
    Ok(sheet.private())
}

fn call_form(reader: &Reader, inside: &Inside, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let kinds = DialogueKind::ALL
        .iter()
        .map(|kind| {
            Choice::new(
                kind.key(),
                t.text(&format!("workplace-dialogue-kind-{}", kind.key())),
            )
        })
        .collect();
    inside
        .form(
            reader,
            (
                t.text("workplace-call-dialogue"),
                t.text("workplace-act-call-dialogue"),
            ),
            ("doi-thoai/goi", "doi-thoai"),
        )
        .field(words::radios(
            "kind",
            t.text("workplace-ask-dialogue-kind"),
            kinds,
            sent.get("kind"),
        ))
        .field(
            Field::words("held_on", t.text("workplace-ask-day"), sent.get("held_on"))
                .hint(t.text("workplace-ask-day-hint")),
        )
        .field(
            Field::words("place", t.text("workplace-ask-place"), sent.get("place"))
                .hint(t.text("workplace-ask-place-hint")),
        )
        .field(area(
            "agenda",
            t.text("workplace-ask-agenda"),
            &sent.get("agenda"),
        ))
}

pub(super) async fn ask_call(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let sent = Sent(vec![("kind".to_owned(), DialogueKind::Periodic.key().to_owned())]);
    Ok(page::private(
        call_form(&reader, &inside, &sent).show(&reader.t, &Wrong::default()),
    ))
}

pub(super) async fn call(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let form = call_form(&reader, &inside, &sent);
    let mut wrong = Wrong::default();
    let kind = DialogueKind::from_key(&sent.get("kind"));
    if kind.is_none() {
        wrong.add("kind", t.text("workplace-error-choose"));
    }
    let held_on = words::day(t, &mut wrong, ("held_on", &sent.get("held_on")));
    wrong.words(t, ("place", &sent.get("place")), LONGEST_TITLE);
    wrong.words(t, ("agenda", &sent.get("agenda")), LONGEST_TEXT);
    let (Some(kind), Some(held_on), true) = (kind, held_on, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let texts = (sent.get("place"), sent.get("agenda"));
    let done = pages
        .desk
        .call_dialogue(&inside.who, (kind, held_on), (&texts.0, &texts.1))
        .await;
    let href = |id: DialogueId| inside.at(&format!("doi-thoai/{id}?xong=goi"));
    Ok(then(&reader, done, href, (form, "agenda")))
}

async fn find(reader: &Reader, pages: &Pages, inside: &Inside, dt: &str) -> Result<Dialogue, Instead> {
    let id: DialogueId = dt.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::dialogue(&mut read, inside.of(), id).await)?;
    found.ok_or_else(|| missing(reader))
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, dt)): Path<(String, String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let found = find(&reader, &pages, &inside, &dt).await?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let tasks = or_failed(&reader, store::tasks_of(&mut read, inside.of(), found.id.0).await)?;
    drop(read);
    let base = format!("doi-thoai/{}", found.id);
    let shell = inside
        .shell(&reader, title(&reader, &found))
        .crumb(t.text("workplace-tool-doi-thoai"), inside.at("doi-thoai"));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(&reader.t, &came.xong));
    sheet.tags.push(words::dialogue(t, found.state));
    if found.state == DialogueState::Cancelled {
        sheet.notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with("workplace-cancelled", "reason", found.reason.as_str()),
        ));
    }
    let mut put = |key: &str, rest: &str| {
        sheet
            .buttons
            .push((t.text(key), inside.at(&format!("{base}/lam/{rest}"))));
    };
    let head = inside.who.is_head();
    if found.state == DialogueState::Called {
        put("workplace-act-propose", "de-xuat");
        if head && found.held_on <= today {
            put("workplace-act-hold", "ket-luan");
        }
    }
    if head && found.state == DialogueState::Held {
        put("workplace-act-task", "viec");
    }
    if head && found.state != DialogueState::Cancelled {
        put("workplace-act-cancel", "huy");
    }
    sheet.facts = Some(SummaryList::new(vec![
        (t.text("workplace-ask-day"), Cell::text(t.date(found.held_on))),
        (t.text("workplace-ask-place"), Cell::text(found.place.as_str())),
    ]));
    let mut part = Part::new("noi-dung", t.text("workplace-agenda"));
    part.words = paragraphs(&found.agenda);
    sheet.parts.push(part);
    let mut part = Part::new("y-kien", t.text("workplace-topics"));
    if found.topics.is_empty() {
        part.lead.push(t.text("workplace-topics-none"));
    }
    for topic in &found.topics {
        let mut card = Card {
            words: paragraphs(&topic.words),
            about: t.format(
                "workplace-said",
                &[
                    ("who", words::speaker(t, &topic.name).into()),
                    ("date", topic.said_on.into()),
                ],
            ),
            ..Card::default()
        };
        match topic.answered_on {
            Some(on) => {
                card.answer_name = t.with("workplace-answered-on", "date", on);
                card.answer = paragraphs(&topic.answer);
            }
            None => card
                .tags
                .push(Tag::new(Tone::Warning, t.text("workplace-unanswered"))),
        }
        if head && found.state != DialogueState::Cancelled {
            card.links.push((
                t.text("workplace-act-answer"),
                inside.at(&format!("{base}/lam/tra-loi-{}", topic.id)),
            ));
        }
        part.cards.push(card);
    }
    sheet.parts.push(part);
    if found.state == DialogueState::Held {
        let mut part = Part::new("bien-ban", t.text("workplace-minutes"));
        part.words = paragraphs(&found.minutes);
        sheet.parts.push(part);
        let mut part = Part::new("viec", t.text("workplace-conclusions"));
        if tasks.is_empty() {
            part.lead.push(t.text("workplace-conclusions-none"));
        }
        part.cards = task_cards(t, &inside, &tasks, today);
        sheet.parts.push(part);
    }
    Ok(sheet.private())
}

/// The form of an act, with the field beside which its fault stands; none for an act there is not.
fn act_form(
    reader: &Reader,
    inside: &Inside,
    (found, viec): (&Dialogue, &str),
    sent: &Sent,
) -> Option<(FormPage, &'static str)> {
    let t = &reader.t;
    let base = format!("doi-thoai/{}", found.id);
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
        "de-xuat" => (
            form("workplace-propose-title", "workplace-act-propose")
                .field(area("topic", t.text("workplace-ask-topic"), &sent.get("topic")))
                .field(words::naming(t, &sent.get("name"))),
            "topic",
        ),
        "ket-luan" => (
            form("workplace-hold-title", "workplace-act-hold").field(
                area("minutes", t.text("workplace-ask-minutes"), &sent.get("minutes"))
                    .hint(t.text("workplace-ask-minutes-hint")),
            ),
            "minutes",
        ),
        "huy" => (
            form("workplace-cancel-title", "workplace-act-cancel")
                .notice(Notice::new(t, Tone::Warning, t.text("workplace-cancel-warning")))
                .field(area(
                    "reason",
                    t.text("workplace-ask-reason"),
                    &sent.get("reason"),
                )),
            "reason",
        ),
        "viec" => (
            task_fields(reader, form("workplace-task-title", "workplace-act-task"), sent),
            "due_on",
        ),
        answering => {
            let id: TopicId = answering.strip_prefix("tra-loi-")?.parse().ok()?;
            let topic = found.topics.iter().find(|topic| topic.id == id)?;
            let written = sent.get("answer");
            let answer = if written.is_empty() {
                &topic.answer
            } else {
                &written
            };
            (
                form("workplace-answer-title", "workplace-act-answer")
                    .quote(t.text("workplace-topic"), topic.words.as_str())
                    .field(area("answer", t.text("workplace-ask-answer"), answer)),
                "answer",
            )
        }
    })
}

/// Somebody for an act: the staff propose, heads do the rest.
async fn acting(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (address, viec): ((&str, &str), &str),
) -> Result<Inside, Instead> {
    if viec == "de-xuat" {
        inside(reader, actor, pages, address).await
    } else {
        leading(reader, actor, pages, address).await
    }
}

pub(super) async fn ask_act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, dt, viec)): Path<(String, String, String, String)>,
) -> Answer {
    let inside = acting(&reader, &actor, &pages, ((&noi, &id), &viec)).await?;
    let found = find(&reader, &pages, &inside, &dt).await?;
    let (_, today) = pages.desk.now();
    let sent = if viec == "viec" {
        Sent(vec![("due_on".to_owned(), write_day(today))])
    } else {
        Sent::default()
    };
    let (form, _) = act_form(&reader, &inside, (&found, &viec), &sent).ok_or_else(|| missing(&reader))?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, dt, viec)): Path<(String, String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let inside = acting(&reader, &actor, &pages, ((&noi, &id), &viec)).await?;
    let found = find(&reader, &pages, &inside, &dt).await?;
    let sent = Sent(sent);
    let (form, field) = act_form(&reader, &inside, (&found, &viec), &sent).ok_or_else(|| missing(&reader))?;
    let read = (found.id, revision(&sent));
    let (desk, who) = (&pages.desk, &inside.who);
    let mut wrong = Wrong::default();
    if viec == "viec" {
        wrong.words(t, ("task", &sent.get("task")), LONGEST_TEXT);
    } else {
        wrong.words(t, (field, &sent.get(field)), LONGEST_TEXT);
    }
    let due = if viec == "viec" {
        words::day(t, &mut wrong, ("due_on", &sent.get("due_on")))
    } else {
        None
    };
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(t, &wrong)));
    }
    let (done, key) = match (viec.as_str(), due) {
        ("de-xuat", _) => {
            let named = sent.get("name") == "co";
            (
                desk.propose(who, found.id, (&sent.get("topic"), named)).await,
                "de-xuat",
            )
        }
        ("ket-luan", _) => (
            desk.hold_dialogue(who, read, &sent.get("minutes")).await,
            "ket-luan",
        ),
        ("huy", _) => (desk.cancel_dialogue(who, read, &sent.get("reason")).await, "huy"),
        ("viec", Some(due)) => {
            let done = desk.add_task(who, found.id.0, (&sent.get("task"), due)).await;
            (done.map(drop), "viec")
        }
        (answering, _) => {
            let topic: TopicId = answering
                .strip_prefix("tra-loi-")
                .and_then(|id| id.parse().ok())
                .ok_or_else(|| missing(&reader))?;
            let done = desk
                .answer_topic(who, (found.id, topic), &sent.get("answer"))
                .await;
            (done, "tra-loi")
        }
    };
    let href = |()| inside.at(&format!("doi-thoai/{}?xong={key}", found.id));
    Ok(then(&reader, done, href, (form, field)))
}
