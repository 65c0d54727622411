//! A recommendation: sending it, the answer that is owed, and what becomes of it.

use axum::{
    Form,
    extract::{Path, Query, State as Extract},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Reader,
        components::{Cell, Choice, Notice, SummaryList, Tone},
        form::{FormPage, Sent, Wrong, area},
        sheet::{Card, Part, Sheet},
    },
    text::{read_day, write_day},
};
use units::Unit;

use super::{
    Came, FUNCTION, LONGEST_TEXT, Pages, acting, addressee, at, board_href, body, find_board,
    find_recommendation, find_visit, may, missing, or_failed, public, recommendation_href, revision, shell,
    then, visit_href, words,
};
use crate::{
    content,
    model::{Addressee, Board, Body, Recommendation, State, Visit},
    rules, store,
};

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = at(&reader, &pages, &xa)?;
    let one = find_recommendation(&reader, &pages, &unit, &id).await?;
    let board = find_board(&reader, &pages, &unit, &one.board.to_string()).await?;
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let notes = or_failed(&reader, store::notes(&mut read, unit.id, one.id).await)?;
    let subject = content::recommendation_subject(one.id);
    let history = or_failed(&reader, transparency::history(&mut read, unit.id, &subject).await)?;
    drop(read);
    let here = recommendation_href(&unit, one.id);
    let shell = shell(&reader, &unit, public::first_line(&one.words))
        .crumb(board.title.as_str(), board_href(&unit, board.id));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(t, &came.xong));
    sheet.tags.push(words::state(t, &one, today));
    let open = matches!(one.state, State::Waiting | State::Answered);
    if one.state == State::Waiting && may(actor.as_ref(), "answer", unit.id) {
        sheet
            .buttons
            .push((t.text("supervision-act-answer"), format!("{here}/tra-loi")));
    }
    if open && may(actor.as_ref(), "work", unit.id) {
        sheet
            .buttons
            .push((t.text("supervision-act-follow"), format!("{here}/theo-doi")));
    }
    let mut facts = vec![
        (
            t.text("supervision-column-board"),
            Cell::text(board.title.as_str())
                .link(board_href(&unit, board.id))
                .note(body(t, board.body)),
        ),
        (
            t.text("supervision-column-to"),
            Cell::text(addressee(t, one.addressee)),
        ),
        (
            t.text("supervision-column-sent"),
            Cell::text(write_day(one.sent_on)),
        ),
        (
            t.text("supervision-column-due"),
            Cell::text(write_day(one.due_on)),
        ),
    ];
    if let Some(on) = one.answered_on {
        let late = on > one.due_on;
        let note = if late {
            "supervision-answered-late"
        } else {
            "supervision-answered-in-time"
        };
        facts.push((
            t.text("supervision-answered"),
            Cell::text(write_day(on)).note(t.text(note)),
        ));
    }
    if let Some(on) = one.promised_on {
        facts.push((t.text("supervision-promised"), Cell::text(write_day(on))));
    }
    if let Some(visit) = one.visit {
        facts.push((
            t.text("supervision-from-visit"),
            Cell::text(t.text("supervision-see-visit")).link(visit_href(&unit, visit)),
        ));
    }
    if let Some(proof) = words::proof(t, &history) {
        facts.push((t.text("supervision-proof"), proof));
    }
    sheet.facts = Some(SummaryList::new(facts));
    let mut part = Part::new("noi-dung", t.text("supervision-column-recommendation"));
    part.words = platform::text::paragraphs(&one.words);
    sheet.parts.push(part);
    let mut part = Part::new("tra-loi", t.text("supervision-answer"));
    if one.answer.is_empty() {
        let key = if rules::is_overdue(&one, today) {
            "supervision-answer-overdue"
        } else {
            "supervision-answer-owed"
        };
        part.lead.push(t.with(key, "date", one.due_on));
    }
    part.words = platform::text::paragraphs(&one.answer);
    (_, part.citations) = words::law(t, desk, one.sent_on, &[rules::answer_topic(board.body)]);
    sheet.parts.push(part);
    if !notes.is_empty() || one.closed_on.is_some() {
        let mut part = Part::new("theo-doi", t.text("supervision-follow"));
        part.cards = notes
            .iter()
            .map(|note| Card {
                words: platform::text::paragraphs(&note.words),
                about: write_day(note.noted_on),
                ..Card::default()
            })
            .collect();
        if let Some(on) = one.closed_on {
            part.cards.push(Card {
                words: platform::text::paragraphs(&one.closed_why),
                tags: vec![words::state(t, &one, today)],
                about: write_day(on),
                ..Card::default()
            });
        }
        sheet.parts.push(part);
    }
    Ok(sheet.show())
}

fn form(reader: &Reader, (unit, board, visit): (&Unit, &Board, Option<&Visit>), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = board_href(unit, board.id);
    let to: &[Addressee] = match board.body {
        Body::Inspectorate => &[Addressee::Committee],
        Body::InvestmentBoard => Addressee::ALL,
    };
    let choices = to
        .iter()
        .map(|to| Choice::new(to.key(), addressee(t, *to)))
        .collect();
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-recommend")).crumb(board.title.as_str(), here.clone()),
        format!("{here}/kien-nghi"),
        here,
        t.text("supervision-button-send"),
    )
    .notice(Notice::new(
        t,
        Tone::Warning,
        t.text("supervision-recommend-lead"),
    ));
    if let Some(visit) = visit {
        form = form
            .quote(t.text("supervision-from-visit"), visit.subject.as_str())
            .hidden("cuoc", visit.id);
    }
    let chosen = Some(sent.get("to")).filter(|chosen| !chosen.is_empty());
    form.field(words::radios(
        "to",
        t.text("supervision-column-to"),
        choices,
        chosen.as_deref().unwrap_or(Addressee::Committee.key()),
    ))
    .field(
        area(
            "words",
            t.text("supervision-column-recommendation"),
            &sent.get("words"),
        )
        .hint(t.text("supervision-recommend-hint")),
    )
}

/// A published visit that an address names, when it names one.
async fn from_visit(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    id: &str,
) -> Result<Option<Visit>, page::Instead> {
    if id.is_empty() {
        return Ok(None);
    }
    let visit = find_visit(reader, pages, unit, id).await?;
    if visit.published_on.is_some() {
        Ok(Some(visit))
    } else {
        Err(missing(reader))
    }
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&xa, "work"))?;
    let board = find_board(&reader, &pages, &unit, &id).await?;
    let visit = from_visit(&reader, &pages, &unit, &came.cuoc).await?;
    let form = form(&reader, (&unit, &board, visit.as_ref()), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn send(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&xa, "work"))?;
    let board = find_board(&reader, &pages, &unit, &id).await?;
    let sent = Sent(sent);
    let visit = from_visit(&reader, &pages, &unit, &sent.get("cuoc")).await?;
    let mut wrong = Wrong::default();
    let text = sent.get("words");
    wrong.words(t, ("words", &text), LONGEST_TEXT);
    let to = Addressee::from_key(&sent.get("to"));
    if to.is_none() {
        wrong.add("to", t.text("supervision-error-choose"));
    }
    let form = form(&reader, (&unit, &board, visit.as_ref()), &sent);
    let (Some(to), true) = (to, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let by = actor.acting(FUNCTION, "work", unit.id);
    let from = visit.map(|visit| visit.id);
    let done = pages
        .desk
        .recommend((unit.id, board.id), (from, to, &text), &by)
        .await;
    let next = |id| format!("{}?xong=kien-nghi", recommendation_href(&unit, id));
    Ok(then(&reader, done, next, (form, "to")))
}

fn answer_form(reader: &Reader, (unit, one): (&Unit, &Recommendation), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = recommendation_href(unit, one.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-answer")),
        format!("{here}/tra-loi"),
        here,
        t.text("supervision-act-answer"),
    )
    .notice(Notice::new(
        t,
        Tone::Warning,
        t.with("supervision-answer-lead", "date", one.due_on),
    ))
    .quote(t.text("supervision-column-recommendation"), one.words.as_str())
    .hidden("revision", one.revision)
    .field(
        area("answer", t.text("supervision-answer"), &sent.get("answer"))
            .hint(t.text("supervision-answer-hint")),
    )
    .field(words::day_field(
        t,
        "day",
        t.text("supervision-ask-promised"),
        sent.get("day"),
    ))
}

pub(super) async fn ask_answer(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&xa, "answer"))?;
    let one = find_recommendation(&reader, &pages, &unit, &id).await?;
    let form = answer_form(&reader, (&unit, &one), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn answer(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&xa, "answer"))?;
    let one = find_recommendation(&reader, &pages, &unit, &id).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let text = sent.get("answer");
    wrong.words(t, ("answer", &text), LONGEST_TEXT);
    let typed = sent.get("day");
    let day = read_day(&typed);
    if !typed.is_empty() && day.is_none() {
        wrong.add("day", t.text("supervision-error-day"));
    }
    let form = answer_form(&reader, (&unit, &one), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "answer", unit.id);
    let done = pages
        .desk
        .answer((unit.id, one.id), revision(&sent), (&text, day), &by)
        .await;
    let next = |()| format!("{}?xong=tra-loi", recommendation_href(&unit, one.id));
    Ok(then(&reader, done, next, (form, "day")))
}

fn follow_form(reader: &Reader, (unit, one): (&Unit, &Recommendation), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = recommendation_href(unit, one.id);
    let acts: &[&str] = if one.state == State::Answered {
        &["ghi", "xong", "khong"]
    } else {
        &["ghi", "khong"]
    };
    let choices = acts
        .iter()
        .map(|key| {
            Choice::new(*key, t.text(&format!("supervision-follow-{key}")))
                .hint(t.text(&format!("supervision-follow-hint-{key}")))
        })
        .collect();
    let chosen = Some(sent.get("lam")).filter(|chosen| !chosen.is_empty());
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-follow")),
        format!("{here}/theo-doi"),
        here,
        t.text("supervision-button-keep"),
    )
    .quote(t.text("supervision-column-recommendation"), one.words.as_str())
    .hidden("revision", one.revision)
    .field(words::radios(
        "lam",
        t.text("supervision-follow-ask"),
        choices,
        chosen.as_deref().unwrap_or("ghi"),
    ))
    .field(
        area("words", t.text("supervision-follow-words"), &sent.get("words"))
            .hint(t.text("supervision-public-hint")),
    )
}

pub(super) async fn ask_follow(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&xa, "work"))?;
    let one = find_recommendation(&reader, &pages, &unit, &id).await?;
    let form = follow_form(&reader, (&unit, &one), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn follow(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&xa, "work"))?;
    let one = find_recommendation(&reader, &pages, &unit, &id).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let text = sent.get("words");
    wrong.words(t, ("words", &text), LONGEST_TEXT);
    let (word, closing) = match sent.get("lam").as_str() {
        "ghi" => ("theo-doi", None),
        "xong" => ("khep", Some(true)),
        "khong" => ("khep", Some(false)),
        _ => {
            wrong.add("lam", t.text("supervision-error-choose"));
            ("theo-doi", None)
        }
    };
    let form = follow_form(&reader, (&unit, &one), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "work", unit.id);
    let done = pages
        .desk
        .follow((unit.id, one.id), revision(&sent), (&text, closing), &by)
        .await;
    let next = |()| format!("{}?xong={word}", recommendation_href(&unit, one.id));
    Ok(then(&reader, done, next, (form, "words")))
}
