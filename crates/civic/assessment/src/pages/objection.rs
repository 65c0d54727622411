//! Objecting to a result without an account, following it with its code, and the answer of the level above.

use axum::{
    Extension, Form,
    extract::{Path, State as Extract},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, Line},
    once,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Confirmation, Control, Field, Notice, SummaryList, TextKind, Tone},
        form::{FormPage, Sent, Wrong, area},
        sheet::{Part, Sheet},
    },
    random::grouped_code,
};
use units::Unit;

use super::{
    LONGEST_LINE, LONGEST_TEXT, Pages, at, find, home, href, may, missing, or_failed, or_refused, refused,
    shell, then, words,
};
use crate::{
    model::{Assessment, Objection, ObjectionId, ObjectionState, Said, State},
    service::ActError,
    store,
};

fn form(
    reader: &Reader,
    pages: &Pages,
    (unit, of): (&Unit, &Assessment),
    (sent, once): (&Sent, &str),
    notice: Option<Notice>,
) -> FormPage {
    let t = &reader.t;
    let here = href(unit, of);
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("assessment-object-title")).lead(t.text("assessment-object-lead")),
        format!("{here}/y-kien"),
        here,
        t.text("assessment-button-object"),
    )
    .hidden("once", once)
    .worked(&unit.code, pages.desk.now().1)
    .trap()
    .field(
        area("words", t.text("assessment-ask-words"), &sent.get("words"))
            .hint(t.text("assessment-ask-words-hint")),
    )
    .field(
        Field::words("contact", t.text("assessment-ask-contact"), sent.get("contact"))
            .hint(t.text("assessment-ask-contact-hint")),
    );
    if let Some(notice) = notice {
        form = form.notice(notice);
    }
    form
}

/// A result to which objections are taken today.
async fn open(reader: &Reader, pages: &Pages, address: (&str, &str)) -> Result<(Unit, Assessment), Instead> {
    let (unit, of) = find(reader, pages, address).await?;
    if of.state != State::Published {
        return Err(missing(reader));
    }
    let until = or_refused(reader, pages.desk.objections_until(&of))?;
    match until {
        Some(until) if pages.desk.now().1 > until => {
            Err(Instead::from(refused(reader, &ActError::Over(until))))
        }
        _ => Ok((unit, of)),
    }
}

pub(super) async fn blank(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let (unit, of) = open(&reader, &pages, (&noi, &id)).await?;
    let once = pages.desk.once();
    let form = form(&reader, &pages, (&unit, &of), (&Sent::default(), &once), None);
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn send(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let (unit, of) = open(&reader, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let desk = &pages.desk;
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| desk.once());
    let said = Said {
        words: sent.get("words"),
        contact: sent.get("contact"),
    };
    let mut wrong = Wrong::default();
    wrong.words(t, ("words", &said.words), LONGEST_TEXT);
    if said.contact.chars().count() > LONGEST_LINE {
        wrong.words(t, ("contact", &said.contact), LONGEST_LINE);
    }
    if !wrong.0.is_empty() {
        let form = form(&reader, &pages, (&unit, &of), (&sent, &once), None);
        return Ok(page::private(form.show(t, &wrong)));
    }
    // Machines fill in what people do not see.
    if !sent.get("website").is_empty() {
        return Ok(page::bad_request(&reader, t.text("assessment-error-machine")));
    }
    let (now, today) = desk.now();
    let worked = once::proves(&unit.code, &once, &sent.get("work_day"), &sent.get("work"), today);
    let limiter = if worked { &desk.sending } else { &desk.unproven };
    if let Err(minutes) = limiter.admit(&line, now) {
        let notice = Notice::new(
            t,
            Tone::Warning,
            t.with("assessment-error-often", "count", minutes),
        );
        let form = form(&reader, &pages, (&unit, &of), (&sent, &once), Some(notice));
        let mut answer = page::private(form.show(t, &wrong));
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(answer);
    }
    match desk.object((unit.id, of.id), &once, &said).await {
        Ok(code) => {
            let mut read = or_failed(&reader, desk.db.read().await)?;
            let (objection, of) = or_refused(&reader, desk.by_code(&mut read, unit.id, &code).await)?;
            drop(read);
            let mut answer = follow(&reader, &unit, (&objection, &of), Some(&code));
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// How an objection stands, for who holds its code. The code itself is shown once, when it was made.
fn follow(
    reader: &Reader,
    unit: &Unit,
    (objection, of): (&Objection, &Assessment),
    code: Option<&str>,
) -> Response {
    let t = &reader.t;
    let mut sheet = Sheet::new(reader, shell(reader, unit, t.text("assessment-your-objection")));
    let mut facts = Vec::new();
    if let Some(code) = code {
        sheet.done = Some(Confirmation {
            title: t.text("assessment-done-y-kien"),
            text: t.text("assessment-done-next-y-kien"),
        });
        facts.push((t.text("assessment-code"), Cell::text(grouped_code(code, 4))));
    }
    sheet.tags.push(words::objection(t, objection.state));
    facts.push((
        t.text("assessment-sent-on"),
        Cell::text(t.date(objection.sent_on)),
    ));
    match objection.answered_on {
        Some(on) => facts.push((t.text("assessment-answer"), Cell::text(t.date(on)))),
        None => facts.push((t.text("assessment-due"), Cell::text(t.date(objection.due_on)))),
    }
    sheet.facts = Some(SummaryList::new(facts));
    if objection.state != ObjectionState::Waiting {
        let mut part = Part::new("tra-loi", t.text("assessment-answer"));
        part.words = platform::text::paragraphs(&objection.answer);
        sheet.parts.push(part);
    }
    sheet
        .buttons
        .push((t.text("assessment-to-result"), href(unit, of)));
    sheet.private()
}

fn code_form(reader: &Reader, unit: &Unit, code: &str, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let form = FormPage::new(
        reader,
        shell(reader, unit, t.text("assessment-look-up")).lead(t.text("assessment-look-up-lead")),
        format!("{}/tra-cuu", home(unit)),
        home(unit),
        t.text("assessment-button-look-up"),
    )
    .field(Field::new(
        "code",
        t.text("assessment-code"),
        Control::Text {
            kind: TextKind::Code,
            value: code.to_owned(),
        },
    ));
    page::private(form.show(t, wrong))
}

pub(super) async fn ask_code(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let unit = at(&reader, &pages, &noi)?;
    Ok(code_form(&reader, &unit, "", &Wrong::default()))
}

pub(super) async fn look_up(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let unit = at(&reader, &pages, &noi)?;
    let code = Sent(sent).get("code");
    let desk = &pages.desk;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(&line, now) {
        let page = page::bad_request(&reader, t.with("assessment-error-often", "count", minutes));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    match desk.by_code(&mut read, unit.id, &code).await {
        Ok((objection, of)) => Ok(follow(&reader, &unit, (&objection, &of), None)),
        Err(ActError::Unknown) => {
            desk.guessing.count(&line, now);
            let wrong = Wrong(vec![("code", t.text("assessment-error-code"))]);
            Ok(code_form(&reader, &unit, &code, &wrong))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// An objection for who answers it.
async fn answering(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (noi, id, y): (&str, &str, &str),
) -> Result<(Unit, Assessment, Objection), Instead> {
    let (unit, of) = find(reader, pages, (noi, id)).await?;
    if !may(Some(actor), "check", unit.id) {
        return Err(Instead::from(page::forbidden(
            reader,
            reader.t.text("assessment-error-not-here"),
        )));
    }
    let y: ObjectionId = y.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::objection(&mut read, unit.id, y).await)?;
    let found = found
        .filter(|objection| objection.assessment == of.id)
        .ok_or_else(|| missing(reader))?;
    Ok((unit, of, found))
}

fn answer_form(
    reader: &Reader,
    pages: &Pages,
    (unit, of, objection): (&Unit, &Assessment, &Objection),
    sent: &Sent,
) -> FormPage {
    let t = &reader.t;
    let here = href(unit, of);
    let said = pages.desk.said(objection);
    let choices = ["dung", "khong"]
        .map(|key| {
            Choice::new(key, t.text(&format!("assessment-verdict-{key}")))
                .hint(t.text(&format!("assessment-verdict-hint-{key}")))
        })
        .to_vec();
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("assessment-answer-title")),
        format!("{here}/y-kien/{}", objection.id),
        here,
        t.text("assessment-act-answer"),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("assessment-answer-public")))
    .quote(t.text("assessment-ask-words"), said.words);
    if !said.contact.is_empty() {
        form = form.quote(t.text("assessment-ask-contact"), said.contact);
    }
    form.field(words::radios(
        "verdict",
        t.text("assessment-verdict"),
        choices,
        &sent.get("verdict"),
    ))
    .field(area("answer", t.text("assessment-answer"), &sent.get("answer")))
}

pub(super) async fn ask_answer(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, y)): Path<(String, String, String)>,
) -> Answer {
    let (unit, of, objection) = answering(&reader, &pages, &actor, (&noi, &id, &y)).await?;
    if objection.state != ObjectionState::Waiting {
        return Ok(refused(&reader, &ActError::Stale));
    }
    let form = answer_form(&reader, &pages, (&unit, &of, &objection), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn answer(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id, y)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, of, objection) = answering(&reader, &pages, &actor, (&noi, &id, &y)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let upheld = match sent.get("verdict").as_str() {
        "dung" => Some(true),
        "khong" => Some(false),
        _ => {
            wrong.add("verdict", t.text("assessment-error-choose"));
            None
        }
    };
    let text = sent.get("answer");
    wrong.words(t, ("answer", &text), LONGEST_TEXT);
    let form = answer_form(&reader, &pages, (&unit, &of, &objection), &sent);
    let (Some(upheld), true) = (upheld, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let done = pages.desk.answer((unit.id, objection.id), (upheld, &text)).await;
    // What was upheld is mended at once, while it is in mind.
    let next = |_| {
        if upheld {
            format!("{}/xet", href(&unit, &of))
        } else {
            format!("{}?xong=tra-loi", href(&unit, &of))
        }
    };
    Ok(then(&reader, done, next, (form, "answer")))
}
