//! Questions of the staff, with answers; who asks is named only where they want it.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Empty, Notice, Pagination, Tag, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    text::paragraphs,
};

use super::{
    Came, Card, Inside, LONGEST_TEXT, Pages, Part, Sheet, inside, leading, missing, next, or_failed, then,
    words,
};
use crate::{
    model::{Question, QuestionId},
    store,
};

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
    let found = store::questions(&mut read, inside.of(), came.after()).await;
    let mut all = or_failed(&reader, found)?;
    drop(read);
    let more = all.len() > store::PAGE;
    all.truncate(store::PAGE);
    let base = inside.at("hoi-dap");
    let last = all.last().filter(|_| more).map(|last| (last.asked_on, last.id.0));
    let shell = inside.shell(&reader, t.text("workplace-tool-hoi-dap"));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(&reader.t, &came.xong));
    sheet
        .buttons
        .push((t.text("workplace-act-ask"), inside.at("hoi-dap/hoi")));
    let mut part = Part::new("danh-sach", t.text("workplace-questions"));
    (part.lead, part.citations, part.notices) = words::law(
        t,
        &pages.desk.rulebook,
        (inside.of().kind.place(), today),
        &["workplace.question.answer"],
    );
    for question in &all {
        let mut card = Card {
            words: paragraphs(&question.words),
            about: t.format(
                "workplace-said",
                &[
                    ("who", words::speaker(t, &question.name).into()),
                    ("date", question.asked_on.into()),
                ],
            ),
            ..Card::default()
        };
        match question.answered_on {
            Some(on) => {
                card.answer_name = t.with("workplace-answered-on", "date", on);
                card.answer = paragraphs(&question.answer);
                if question.is_late(today) {
                    card.tags
                        .push(Tag::new(Tone::Warning, t.text("workplace-answered-late")));
                }
            }
            None if question.is_late(today) => card.tags.push(Tag::new(
                Tone::Problem,
                t.with("workplace-answer-overdue", "date", question.due_on),
            )),
            None => card.tags.push(Tag::new(
                Tone::Info,
                t.with("workplace-answer-due", "date", question.due_on),
            )),
        }
        if inside.who.is_head() {
            card.links.push((
                t.text("workplace-act-answer"),
                inside.at(&format!("hoi-dap/{}/tra-loi", question.id)),
            ));
        }
        part.cards.push(card);
    }
    if all.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("workplace-questions-none"),
            t.text("workplace-questions-duty"),
        ));
    }
    sheet.parts.push(part);
    sheet.pagination = Pagination::new(t, came.after().map(|_| base.clone()), next(&base, last));
    Ok(sheet.private())
}

fn ask_form(reader: &Reader, inside: &Inside, sent: &Sent) -> FormPage {
    let t = &reader.t;
    inside
        .form(
            reader,
            (
                t.text("workplace-ask-title-question"),
                t.text("workplace-act-ask"),
            ),
            ("hoi-dap/hoi", "hoi-dap"),
        )
        .notice(Notice::new(t, Tone::Info, t.text("workplace-unnamed-promise")))
        .field(area(
            "question",
            t.text("workplace-ask-question"),
            &sent.get("question"),
        ))
        .field(words::naming(t, &sent.get("name")))
}

pub(super) async fn ask_question(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let form = ask_form(&reader, &inside, &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn question(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let form = ask_form(&reader, &inside, &sent);
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("question", &sent.get("question")), LONGEST_TEXT);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let named = sent.get("name") == "co";
    let done = pages.desk.ask(&inside.who, (&sent.get("question"), named)).await;
    let href = |_| inside.at("hoi-dap?xong=hoi");
    Ok(then(&reader, done, href, (form, "question")))
}

async fn find(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (noi, id, ch): (&str, &str, &str),
) -> Result<(Inside, Question), Instead> {
    let inside = leading(reader, actor, pages, (noi, id)).await?;
    let question: QuestionId = ch.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::question(&mut read, inside.of(), question).await)?;
    Ok((inside, found.ok_or_else(|| missing(reader))?))
}

fn answer_form(reader: &Reader, inside: &Inside, (question, answer): (&Question, &str)) -> FormPage {
    let t = &reader.t;
    inside
        .form(
            reader,
            (t.text("workplace-answer-title"), t.text("workplace-act-answer")),
            (&format!("hoi-dap/{}/tra-loi", question.id), "hoi-dap"),
        )
        .quote(t.text("workplace-question"), question.words.as_str())
        .field(area("answer", t.text("workplace-ask-answer"), answer))
}

pub(super) async fn ask_answer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, ch)): Path<(String, String, String)>,
) -> Answer {
    let (inside, found) = find(&reader, &actor, &pages, (&noi, &id, &ch)).await?;
    let form = answer_form(&reader, &inside, (&found, &found.answer));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn answer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, ch)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (inside, found) = find(&reader, &actor, &pages, (&noi, &id, &ch)).await?;
    let answer = Sent(sent).get("answer");
    let form = answer_form(&reader, &inside, (&found, &answer));
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("answer", &answer), LONGEST_TEXT);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let done = pages.desk.answer(&inside.who, found.id, &answer).await;
    let href = |()| inside.at("hoi-dap?xong=tra-loi");
    Ok(then(&reader, done, href, (form, "answer")))
}
