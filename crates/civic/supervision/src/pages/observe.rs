//! An observation that a citizen hands over without an account, following it with its code, and the board's answer.

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
    LONGEST_LINE, LONGEST_TEXT, Pages, acting, at, home, missing, or_failed, refused, shell, then, words,
};
use crate::{
    model::{Board, BoardId, Observation, ObservationId, ObservationState, Said},
    service::ActError,
    store,
};

/// Boards at work that citizens can choose.
async fn choices(reader: &Reader, pages: &Pages, unit: &Unit) -> Result<Vec<Board>, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let boards = or_failed(reader, store::boards(&mut read, unit.id).await)?;
    Ok(boards
        .into_iter()
        .filter(|board| board.ended_on.is_none())
        .collect())
}

fn form(
    reader: &Reader,
    pages: &Pages,
    (unit, boards): (&Unit, &[Board]),
    (sent, once): (&Sent, &str),
    notice: Option<Notice>,
) -> FormPage {
    let t = &reader.t;
    let mut choices =
        vec![Choice::new("khac", t.text("supervision-any-board")).hint(t.text("supervision-any-board-hint"))];
    choices.extend(
        boards
            .iter()
            .map(|board| Choice::new(board.id.to_string(), board.title.as_str())),
    );
    let chosen = Some(sent.get("board")).filter(|chosen| !chosen.is_empty());
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-observe")).lead(t.text("supervision-observe-lead")),
        format!("{}/gui", home(unit)),
        home(unit),
        t.text("supervision-button-send"),
    )
    .hidden("once", once)
    .worked(&unit.code, pages.desk.now().1)
    .trap()
    .notice(
        Notice::new(t, Tone::Info, t.text("supervision-observe-other")).link(
            t.text("supervision-to-petitions"),
            format!("/kien-nghi/{}", unit.code),
        ),
    )
    .field(words::radios(
        "board",
        t.text("supervision-ask-board"),
        choices,
        chosen.as_deref().unwrap_or("khac"),
    ))
    .field(
        area("words", t.text("supervision-ask-words"), &sent.get("words"))
            .hint(t.text("supervision-ask-words-hint")),
    )
    .field(
        Field::words("contact", t.text("supervision-ask-contact"), sent.get("contact"))
            .hint(t.text("supervision-ask-contact-hint")),
    );
    if let Some(notice) = notice {
        form = form.notice(notice);
    }
    form
}

pub(super) async fn blank(reader: Reader, Extract(pages): Extract<Pages>, Path(xa): Path<String>) -> Answer {
    let unit = at(&reader, &pages, &xa)?;
    let boards = choices(&reader, &pages, &unit).await?;
    let once = pages.desk.once();
    let form = form(&reader, &pages, (&unit, &boards), (&Sent::default(), &once), None);
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn send(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let unit = at(&reader, &pages, &xa)?;
    let boards = choices(&reader, &pages, &unit).await?;
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
    let chosen: Option<BoardId> = sent.get("board").parse().ok();
    if chosen.is_some_and(|chosen| boards.iter().all(|board| board.id != chosen)) {
        wrong.add("board", t.text("supervision-error-choose"));
    }
    let place = (&unit, boards.as_slice());
    if !wrong.0.is_empty() {
        let form = form(&reader, &pages, place, (&sent, &once), None);
        return Ok(page::private(form.show(t, &wrong)));
    }
    // Machines fill in what people do not see.
    if !sent.get("website").is_empty() {
        return Ok(page::bad_request(&reader, t.text("supervision-error-machine")));
    }
    let (now, today) = desk.now();
    let worked = once::proves(&unit.code, &once, &sent.get("work_day"), &sent.get("work"), today);
    let limiter = if worked { &desk.sending } else { &desk.unproven };
    if let Err(minutes) = limiter.admit(&line, now) {
        let notice = Notice::new(
            t,
            Tone::Warning,
            t.with("supervision-error-often", "count", minutes),
        );
        let form = form(&reader, &pages, place, (&sent, &once), Some(notice));
        let mut answer = page::private(form.show(t, &wrong));
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(answer);
    }
    match desk.observe(unit.id, chosen, &once, &said).await {
        Ok(code) => {
            let mut read = or_failed(&reader, desk.db.read().await)?;
            let found = desk.by_code(&mut read, unit.id, &code).await;
            drop(read);
            let found = super::or_refused(&reader, found)?;
            let mut answer = follow(&reader, &unit, &found, Some(&code));
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// How an observation stands, for who holds its code. The code itself is shown once, when it was made.
fn follow(reader: &Reader, unit: &Unit, found: &Observation, code: Option<&str>) -> Response {
    let t = &reader.t;
    let mut sheet = Sheet::new(
        reader,
        shell(reader, unit, t.text("supervision-your-observation")),
    );
    let mut facts = Vec::new();
    if let Some(code) = code {
        sheet.done = Some(Confirmation {
            title: t.text("supervision-done-gui"),
            text: t.text("supervision-done-next-gui"),
        });
        facts.push((t.text("supervision-code"), Cell::text(grouped_code(code, 4))));
    }
    sheet.tags.push(words::observation(t, found.state));
    facts.push((
        t.text("supervision-column-sent"),
        Cell::text(t.date(found.sent_on)),
    ));
    match found.answered_on {
        Some(on) => facts.push((t.text("supervision-answered"), Cell::text(t.date(on)))),
        None => facts.push((t.text("supervision-column-due"), Cell::text(t.date(found.due_on)))),
    }
    sheet.facts = Some(SummaryList::new(facts));
    if !found.answer.is_empty() {
        let mut part = Part::new("tra-loi", t.text("supervision-answer"));
        part.words = platform::text::paragraphs(&found.answer);
        sheet.parts.push(part);
    }
    sheet.buttons.push((t.text("supervision-back"), home(unit)));
    sheet.private()
}

fn code_form(reader: &Reader, unit: &Unit, code: &str, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let form = FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-look-up")).lead(t.text("supervision-look-up-lead")),
        format!("{}/tra-cuu", home(unit)),
        home(unit),
        t.text("supervision-button-look-up"),
    )
    .field(Field::new(
        "code",
        t.text("supervision-code"),
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
    Path(xa): Path<String>,
) -> Answer {
    let unit = at(&reader, &pages, &xa)?;
    Ok(code_form(&reader, &unit, "", &Wrong::default()))
}

pub(super) async fn look_up(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let unit = at(&reader, &pages, &xa)?;
    let code = Sent(sent).get("code");
    let desk = &pages.desk;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(&line, now) {
        let page = page::bad_request(&reader, t.with("supervision-error-often", "count", minutes));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    match desk.by_code(&mut read, unit.id, &code).await {
        Ok(found) => Ok(follow(&reader, &unit, &found, None)),
        Err(ActError::Unknown) => {
            desk.guessing.count(&line, now);
            let wrong = Wrong(vec![("code", t.text("supervision-error-code"))]);
            Ok(code_form(&reader, &unit, &code, &wrong))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

async fn settling(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id): (&str, &str),
) -> Result<(Unit, Observation), Instead> {
    let unit = acting(reader, pages, actor, (xa, "work"))?;
    let id: ObservationId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::observation(&mut read, unit.id, id).await)?;
    let found = found.ok_or_else(|| missing(reader))?;
    if found.state == ObservationState::Received {
        Ok((unit, found))
    } else {
        Err(Instead::from(refused(reader, &ActError::Stale)))
    }
}

fn settle_form(
    reader: &Reader,
    pages: &Pages,
    (unit, found): (&Unit, &Observation),
    sent: &Sent,
) -> FormPage {
    let t = &reader.t;
    let desk = format!("{}/viec", home(unit));
    let said = pages.desk.said(found);
    let choices = [
        ObservationState::TakenUp,
        ObservationState::Referred,
        ObservationState::Declined,
    ]
    .map(|state| {
        let key = state.key().replace('_', "-");
        Choice::new(state.key(), t.text(&format!("supervision-settle-{key}")))
            .hint(t.text(&format!("supervision-settle-hint-{key}")))
    })
    .to_vec();
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-settle-title"))
            .crumb(t.text("supervision-desk"), desk.clone()),
        format!("{desk}/phan-anh/{}", found.id),
        desk,
        t.text("supervision-button-send"),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("supervision-settle-lead")))
    .quote(t.text("supervision-ask-words"), said.words);
    if !said.contact.is_empty() {
        form = form.quote(t.text("supervision-ask-contact"), said.contact);
    }
    form.field(words::radios(
        "state",
        t.text("supervision-settle-ask"),
        choices,
        &sent.get("state"),
    ))
    .field(
        area("answer", t.text("supervision-settle-answer"), &sent.get("answer"))
            .hint(t.text("supervision-settle-answer-hint")),
    )
}

pub(super) async fn ask_settle(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, found) = settling(&reader, &pages, &actor, (&xa, &id)).await?;
    let form = settle_form(&reader, &pages, (&unit, &found), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn settle(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, found) = settling(&reader, &pages, &actor, (&xa, &id)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let state =
        ObservationState::from_key(&sent.get("state")).filter(|state| *state != ObservationState::Received);
    if state.is_none() {
        wrong.add("state", t.text("supervision-error-choose"));
    }
    let text = sent.get("answer");
    wrong.words(t, ("answer", &text), LONGEST_TEXT);
    let form = settle_form(&reader, &pages, (&unit, &found), &sent);
    let (Some(state), true) = (state, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let done = pages.desk.settle((unit.id, found.id), (state, &text)).await;
    let next = |()| format!("{}/viec?xong=phan-anh", home(&unit));
    Ok(then(&reader, done, next, (form, "answer")))
}
