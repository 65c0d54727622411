//! Booking a turn, and following it with its code.

use axum::{
    Extension, Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::Line,
    i18n::{Arg, Translator},
    once,
    page::{
        self, Answer, Reader,
        components::{Cell, Choice, Confirmation, Control, Field, Notice, SummaryList, TextKind, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    random::grouped_code,
};
use units::Unit;

use super::{
    Doing, LONGEST_LINE, LONGEST_WORDS, Pages, Sheet, find, home, language, link, matter, missing, or_failed,
    or_refused, refused, shell, standing, taken, unit, when,
};
use crate::{
    model::{Matter, Said, Session, Turn, TurnState, Wanted},
    rules,
    service::ActError,
};

/// A turn with its time.
fn turn_text(t: &Translator, session: &Session, number: i64) -> String {
    t.format(
        "reception-turn",
        &[
            ("number", Arg::Text(number.to_string())),
            (
                "time",
                Arg::Text(rules::clock_text(rules::turn_starts(session, number))),
            ),
        ],
    )
}

async fn form(
    reader: &Reader,
    pages: &Pages,
    (unit, session): (&Unit, &Session),
    (sent, wrong): (&Sent, &Wrong),
    notice: Option<Notice>,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let free = or_refused(reader, pages.desk.free(&mut read, session).await)?;
    if free.is_empty() {
        let next = or_refused(reader, pages.desk.next_free(&mut read, unit.id).await)?;
        return Ok(page::conflict(reader, taken(t, next.as_ref())));
    }
    drop(read);
    let turns = free
        .iter()
        .map(|number| Choice::new(number.to_string(), turn_text(t, session, *number)))
        .collect();
    let matters = Matter::ALL
        .iter()
        .map(|kind| {
            let choice = Choice::new(kind.key(), matter(t, *kind));
            if *kind == Matter::Denunciation {
                choice.hint(t.text("reception-denunciation"))
            } else {
                choice
            }
        })
        .collect();
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once());
    let title = t.with("reception-book-title", "when", when(t, session));
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, title).lead(t.text("reception-book-lead")),
        format!("{}/dat/{}", home(unit), session.id),
        link(unit, session),
        t.text("reception-book"),
    )
    .hidden("once", once)
    .worked(&unit.code, pages.desk.now().1)
    .trap()
    .field(Field::new(
        "number",
        t.text("reception-ask-turn"),
        Control::Select {
            choices: turns,
            chosen: sent.get("number"),
        },
    ))
    .field(Field::new(
        "matter",
        t.text("reception-ask-matter"),
        Control::Radios {
            choices: matters,
            chosen: sent.get("matter"),
        },
    ))
    .field(
        area("words", t.text("reception-ask-words"), &sent.get("words"))
            .hint(t.text("reception-ask-words-hint")),
    )
    .field(
        Field::words("name", t.text("reception-ask-name"), sent.get("name"))
            .hint(t.text("reception-ask-name-hint")),
    );
    if pages.desk.sends_mail() {
        form = form.field(
            Field::new(
                "mail",
                t.text("reception-ask-mail"),
                Control::Text {
                    kind: TextKind::Email,
                    value: sent.get("mail"),
                },
            )
            .hint(t.text("reception-ask-mail-hint")),
        );
    }
    if let Some(notice) = notice {
        form = form.notice(notice);
    }
    Ok(page::private(form.show(t, wrong)))
}

pub(super) async fn blank(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    let (sent, wrong) = (Sent::default(), Wrong::default());
    form(&reader, &pages, (&unit, &session), (&sent, &wrong), None).await
}

/// Reads and checks a form. What is wrong stands in `wrong`.
fn read_form(t: &Translator, sent: &Sent, wrong: &mut Wrong) -> Option<Wanted> {
    let kind = Matter::from_key(&sent.get("matter"));
    if kind.is_none() {
        wrong.add("matter", t.text("reception-error-matter"));
    }
    let number = sent.get("number").parse::<i64>().ok();
    if number.is_none() {
        wrong.add("number", t.text("reception-error-turn"));
    }
    for (name, most) in [("name", LONGEST_LINE), ("words", LONGEST_WORDS)] {
        let value = sent.get(name);
        if value.chars().count() > most {
            wrong.words(t, (name, &value), most);
        }
    }
    let mail = match sent.get("mail").as_str() {
        "" => None,
        typed => match platform::mail::address(typed) {
            Ok(mail) => Some(mail),
            Err(_) => {
                wrong.add("mail", t.text("reception-error-mail"));
                None
            }
        },
    };
    Some(Wanted {
        number: number?,
        matter: kind?,
        said: Said {
            name: sent.get("name"),
            mail,
            words: sent.get("words"),
        },
        language: t.locale(),
    })
}

pub(super) async fn send(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let wanted = read_form(t, &sent, &mut wrong);
    let place = (&unit, &session);
    let wanted = match wanted {
        Some(wanted) if wrong.0.is_empty() => wanted,
        _ => return form(&reader, &pages, place, (&sent, &wrong), None).await,
    };
    let desk = &pages.desk;
    // Machines fill in what people do not see.
    if !sent.get("website").is_empty() {
        return Ok(page::bad_request(&reader, t.text("reception-error-machine")));
    }
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| desk.once());
    let (at, today) = desk.now();
    let worked = once::proves(&unit.code, &once, &sent.get("work_day"), &sent.get("work"), today);
    let limiter = if worked { &desk.sending } else { &desk.unproven };
    if let Err(minutes) = limiter.admit(&line, at) {
        let notice = Notice::new(
            t,
            Tone::Warning,
            t.with("reception-error-often", "count", minutes),
        );
        let mut answer = form(&reader, &pages, place, (&sent, &wrong), Some(notice)).await?;
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(answer);
    }
    match desk.book((unit.id, session.id), &once, &wanted).await {
        Ok(booked) => {
            // Sent again after it was given up, it stays given up.
            let done = (booked.turn.state == TurnState::Booked).then_some("booked");
            let mut answer = show(
                &reader,
                &pages,
                &unit,
                (&booked.turn, &session, &booked.code),
                done,
            );
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(ActError::Taken(next)) => {
            let notice = Notice::new(t, Tone::Warning, taken(t, next.as_deref()));
            let mut answer = form(&reader, &pages, place, (&sent, &wrong), Some(notice)).await?;
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

fn code_form(reader: &Reader, unit: &Unit, code: &str, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let shell = shell(reader, unit, t.text("reception-look-up")).lead(t.text("reception-look-up-lead"));
    let field = Field::new(
        "code",
        t.text("reception-ask-code"),
        Control::Text {
            kind: TextKind::Code,
            value: code.to_owned(),
        },
    );
    FormPage::new(
        reader,
        shell,
        format!("{}/tra-cuu", home(unit)),
        home(unit),
        t.text("reception-button-look-up"),
    )
    .field(field)
    .show(t, wrong)
}

pub(super) async fn ask_code(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    Ok(code_form(&reader, &unit, "", &Wrong::default()))
}

pub(super) async fn look_up(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let sent = Sent(sent);
    let code = sent.get("code");
    let desk = &pages.desk;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(&line, now) {
        let page = page::bad_request(&reader, t.with("reception-error-often", "count", minutes));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let mut found = desk.by_code(&mut read, unit.id, &code).await;
    drop(read);
    let mut done = None;
    if found.is_ok() && sent.get("lam") == "huy" {
        if let Err(error) = desk.give_up(unit.id, &code).await {
            return Ok(refused(&reader, &error));
        }
        done = Some("given-up");
        let mut read = or_failed(&reader, desk.db.read().await)?;
        found = desk.by_code(&mut read, unit.id, &code).await;
    }
    match found {
        Ok((turn, session)) => Ok(show(&reader, &pages, &unit, (&turn, &session, &code), done)),
        Err(ActError::Unknown) => {
            desk.guessing.count(&line, now);
            let wrong = Wrong(vec![("code", t.text("reception-error-code"))]);
            Ok(page::private(code_form(&reader, &unit, &code, &wrong)))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// What became of a matter, in words.
pub(super) fn outcome(reader: &Reader, rulebook: &rulebook::Rulebook, turn: &Turn) -> String {
    let t = &reader.t;
    let Some(on) = turn.notified_on else {
        return String::new();
    };
    let label = rulebook
        .items("reception.handling_outcomes", rulebook::Place::Any, on)
        .ok()
        .and_then(|ruled| ruled.value.iter().find(|item| item.key == turn.outcome))
        .map_or_else(
            || turn.outcome.clone(),
            |item| item.label.get(language(t)).to_owned(),
        );
    t.format(
        "reception-outcome-on",
        &[("outcome", Arg::Text(label)), ("day", Arg::Date(on))],
    )
}

fn show(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    (turn, session, code): (&Turn, &Session, &str),
    done: Option<&str>,
) -> Response {
    let t = &reader.t;
    let mut sheet = Sheet::new(reader, shell(reader, unit, t.text("reception-your-turn")));
    sheet.done = done.map(|done| Confirmation {
        title: t.text(&format!("reception-done-{done}")),
        text: String::new(),
    });
    sheet.code = grouped_code(&platform::random::clean_code(code, once::CODE_SIGNS), 4);
    let mut facts = vec![
        (t.text("reception-column-when"), Cell::text(when(t, session))),
        (
            t.text("reception-ask-turn"),
            Cell::text(turn_text(t, session, turn.number)),
        ),
        (t.text("reception-place"), Cell::text(session.place.as_str())),
        (t.text("reception-column-state"), Cell::text(standing(t, session))),
        (
            t.text("reception-turn-state"),
            Cell::text(t.text(&format!("reception-turn-{}", turn.state.key()))),
        ),
    ];
    if let (Some(due), None) = (turn.due_on, turn.notified_on) {
        facts.push((
            t.text("reception-due"),
            Cell::text(platform::text::write_day(due)),
        ));
    }
    if let Some(on) = turn.notified_on {
        facts.push((
            t.text("reception-notified-on"),
            Cell::text(platform::text::write_day(on)),
        ));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if turn.matter == Matter::Denunciation {
        sheet
            .notices
            .push(Notice::new(t, Tone::Info, t.text("reception-denunciation")));
    }
    if turn.state == TurnState::Booked && pages.desk.is_bookable(session) {
        sheet.acts.push(Doing {
            action: format!("{}/tra-cuu", home(unit)),
            heading: t.text("reception-give-up"),
            lines: vec![t.text("reception-give-up-lead")],
            hidden: vec![("code", code.to_owned())],
            buttons: vec![("huy", t.text("reception-give-up"))],
            ..Doing::default()
        });
    }
    sheet.buttons.push((t.text("reception-back"), home(unit)));
    page::private(page::html(&sheet))
}
