//! The officers' desk: announcing, moving and cancelling sessions, the turns of a day, the notices that wait.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::{Date, Weekday};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Column, Control, Empty, Field, Notice, Row, Table, Tag, Tone},
        form::{FormPage, Sent, Wrong, digits},
    },
    text::{read_day, write_day},
};
use units::Unit;

use super::{
    Asked, Doing, LONGEST_LINE, MOST, Pages, Sheet, ahead, book, find, home, language, law, matter, may,
    missed, missing, or_failed, or_refused, receiver, refused, shell, standing, unfit, unit, when,
};
use crate::{
    TurnId,
    model::{Announcement, Manner, Matter, Receiver, Session, State as Stands, Turn, TurnState},
    rules::{self, Unfit},
    service::ActError,
    store,
};

fn not_here(reader: &Reader) -> Instead {
    Instead::from(page::forbidden(reader, reader.t.text("reception-error-not-here")))
}

fn allowed(reader: &Reader, actor: &Actor, action: &str, unit: &Unit) -> Result<(), Instead> {
    if may(Some(actor), action, unit.id) {
        Ok(())
    } else {
        Err(not_here(reader))
    }
}

fn desk_link(unit: &Unit, session: &Session) -> String {
    format!("{}/viec/{}", home(unit), session.id)
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    allowed(&reader, &actor, "read", &unit)?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let sessions = or_failed(
        &reader,
        store::between(&mut read, unit.id, ahead(today), MOST).await,
    )?;
    let taken = or_failed(
        &reader,
        store::taken(&mut read, unit.id, rules::monday_of(today)).await,
    )?;
    let waiting = or_failed(&reader, store::waiting(&mut read, unit.id, MOST).await)?;
    drop(read);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, t.text("reception-desk")));
    sheet.done = asked.confirmation(t);
    for monday in missed(&pages, &sessions, today) {
        let text = t.with("reception-missed", "day", monday);
        sheet.notices.push(Notice::new(t, Tone::Warning, text));
    }
    if may(Some(&actor), "announce", unit.id) {
        sheet
            .buttons
            .push((t.text("reception-announce"), format!("{}/viec/moi", home(&unit))));
    }
    if sessions.is_empty() {
        sheet.empty = Some(Empty::new(
            t,
            t.text("reception-empty"),
            t.text("reception-empty-duty"),
        ));
    } else {
        let rows = sessions
            .iter()
            .map(|session| {
                let count = taken
                    .iter()
                    .find(|(id, _)| *id == session.id)
                    .map_or(0, |(_, count)| *count);
                Row::new(vec![
                    Cell::text(when(t, session)).link(desk_link(&unit, session)),
                    Cell::text(receiver(t, session.receiver)),
                    Cell::number(t, count),
                    Cell::text(standing(t, session)),
                ])
            })
            .collect();
        sheet.tables.push(Table::new(
            t.text("reception-table"),
            vec![
                Column::text(t.text("reception-column-when")),
                Column::text(t.text("reception-column-by")),
                Column::number(t.text("reception-column-booked")),
                Column::text(t.text("reception-column-state")),
            ],
            rows,
        ));
    }
    if !waiting.is_empty() {
        let rows = waiting
            .iter()
            .map(|turn| {
                let due = turn.due_on.map(write_day).unwrap_or_default();
                let mut cell = Cell::text(due);
                if rules::is_overdue(turn.due_on, turn.notified_on, today) {
                    cell = cell.tag(Tag::new(Tone::Problem, t.text("reception-overdue")));
                }
                Row::new(vec![
                    cell.link(format!("{}/viec/{}", home(&unit), turn.session)),
                    Cell::text(turn.number.to_string()),
                    Cell::text(matter(t, turn.matter)),
                ])
            })
            .collect();
        sheet.tables.push(Table::new(
            t.text("reception-waiting"),
            vec![
                Column::text(t.text("reception-due")),
                Column::text(t.text("reception-column-number")),
                Column::text(t.text("reception-ask-matter")),
            ],
            rows,
        ));
    }
    sheet.rules = law(t, &pages.desk, today);
    Ok(page::private(page::html(&sheet)))
}

fn line(name: &str, label: String, sent: &Sent) -> Field {
    Field::words(name, label, sent.get(name))
}

fn form(reader: &Reader, pages: &Pages, unit: &Unit, (sent, wrong): (&Sent, &Wrong)) -> Response {
    let t = &reader.t;
    let mut weekdays = vec![Choice::new("", t.text("reception-weekday-once"))];
    for number in 1..=5 {
        weekdays.push(Choice::new(
            number.to_string(),
            t.text(&format!("reception-weekday-{number}")),
        ));
    }
    let or = |name: &str, usual: &str| match sent.get(name).as_str() {
        "" => usual.to_owned(),
        typed => typed.to_owned(),
    };
    let receivers = Receiver::ALL
        .iter()
        .map(|one| Choice::new(one.key(), receiver(t, *one)))
        .collect();
    let manners = Manner::ALL
        .iter()
        .map(|one| Choice::new(one.key(), t.text(&format!("reception-manner-{}", one.key()))))
        .collect();
    let base = home(unit);
    let (_, today) = pages.desk.now();
    let citations = law(t, &pages.desk, today)
        .into_iter()
        .map(|(_, citation)| citation)
        .take(2)
        .collect();
    let page = FormPage::new(
        reader,
        shell(reader, unit, t.text("reception-announce")).lead(t.text("reception-announce-lead")),
        format!("{base}/viec/moi"),
        format!("{base}/viec"),
        t.text("reception-announce"),
    )
    .field(line("first", t.text("reception-form-first"), sent).hint(t.text("reception-form-day-hint")))
    .field(Field::new(
        "weekday",
        t.text("reception-form-weekday"),
        Control::Select {
            choices: weekdays,
            chosen: sent.get("weekday"),
        },
    ))
    .field(line("last", t.text("reception-form-last"), sent).hint(t.text("reception-form-last-hint")))
    .field(Field::words(
        "starts",
        t.text("reception-form-starts"),
        or("starts", "07:30"),
    ))
    .field(digits(
        "minutes",
        t.text("reception-form-minutes"),
        &or("minutes", "20"),
    ))
    .field(digits("turns", t.text("reception-form-turns"), &or("turns", "9")))
    .field(Field::new(
        "receiver",
        t.text("reception-column-by"),
        Control::Radios {
            choices: receivers,
            chosen: or("receiver", "chair"),
        },
    ))
    .field(Field::new(
        "manner",
        t.text("reception-manner"),
        Control::Radios {
            choices: manners,
            chosen: or("manner", "in_person"),
        },
    ))
    .field(line("place", t.text("reception-place"), sent).hint(t.text("reception-place-hint")))
    .citations(citations);
    page::private(page.show(t, wrong))
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    allowed(&reader, &actor, "announce", &unit)?;
    Ok(form(
        &reader,
        &pages,
        &unit,
        (&Sent::default(), &Wrong::default()),
    ))
}

/// The days a form names: one, or one weekday of every week up to a last day.
fn days(pages: &Pages, sent: &Sent, first: Date) -> Vec<Date> {
    let weekday = sent
        .get("weekday")
        .parse::<i8>()
        .ok()
        .and_then(|number| Weekday::from_monday_one_offset(number).ok());
    match (weekday, read_day(&sent.get("last"))) {
        (Some(weekday), Some(last)) => rules::weekly(weekday, first, last, &pages.desk.calendar),
        _ => vec![first],
    }
}

pub(super) async fn announce(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    allowed(&reader, &actor, "announce", &unit)?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let first = read_day(&sent.get("first"));
    if first.is_none() {
        wrong.add("first", t.text("reception-error-day"));
    }
    if !sent.get("weekday").is_empty() && read_day(&sent.get("last")).is_none() {
        wrong.add("last", t.text("reception-error-day"));
    }
    let starts = rules::read_clock(&sent.get("starts"));
    if starts.is_none() {
        wrong.add("starts", t.text("reception-error-time"));
    }
    let place = sent.get("place");
    wrong.words(t, ("place", &place), LONGEST_LINE);
    let (Some(first), Some(starts), true) = (first, starts, wrong.0.is_empty()) else {
        return Ok(form(&reader, &pages, &unit, (&sent, &wrong)));
    };
    let new = Announcement {
        days: days(&pages, &sent, first),
        starts,
        turn_minutes: sent.get("minutes").parse().unwrap_or_default(),
        turns: sent.get("turns").parse().unwrap_or_default(),
        receiver: Receiver::from_key(&sent.get("receiver")).unwrap_or(Receiver::Chair),
        manner: Manner::from_key(&sent.get("manner")).unwrap_or(Manner::InPerson),
        place,
    };
    let by = actor.acting("reception", "announce", unit.id);
    match pages.desk.announce(unit.id, &new, &by).await {
        Ok(_) => Ok(Redirect::to(&format!("{}/viec?xong=announced", home(&unit))).into_response()),
        Err(ActError::Unfit(why)) => {
            let field = match why {
                Unfit::Hours => "starts",
                Unfit::NoPlace => "place",
                _ => "first",
            };
            wrong.add(field, unfit(t, &why));
            Ok(form(&reader, &pages, &unit, (&sent, &wrong)))
        }
        Err(ActError::NotDelegated(day)) => {
            wrong.add("receiver", t.with("reception-error-deputy", "day", day));
            Ok(form(&reader, &pages, &unit, (&sent, &wrong)))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

pub(super) async fn day(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "read", &unit)?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let turns = or_failed(&reader, store::turns(&mut read, unit.id, session.id).await)?;
    drop(read);
    let (_, today) = pages.desk.now();
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, when(t, &session)).lead(standing(t, &session)),
    );
    sheet.done = asked.confirmation(t);
    let action = format!("{}/tiep", desk_link(&unit, &session));
    let open = session.state == Stands::Announced && session.held_on <= today;
    let receives = may(Some(&actor), "receive", unit.id);
    if turns.is_empty() {
        sheet.empty = Some(Empty::new(
            t,
            t.text("reception-no-turns"),
            t.text("reception-no-turns-duty"),
        ));
    } else {
        sheet
            .tables
            .push(turns_table(&reader, &pages, (&session, &turns), today, receives));
    }
    for turn in turns.iter().filter(|_| receives) {
        sheet.acts.extend(doings(&reader, &pages, (turn, open), &action));
    }
    if open && receives {
        let choices = Matter::ALL
            .iter()
            .map(|kind| Choice::new(kind.key(), matter(t, *kind)))
            .collect();
        sheet.acts.push(Doing {
            action: action.clone(),
            heading: t.text("reception-walk-in"),
            fields: vec![Field::new(
                "matter",
                t.text("reception-ask-matter"),
                Control::Select {
                    choices,
                    chosen: Matter::Feedback.key().to_owned(),
                },
            )],
            buttons: vec![("vang-lai", t.text("reception-walk-in"))],
            ..Doing::default()
        });
        sheet.acts.push(Doing {
            action,
            heading: t.text("reception-end-day"),
            lines: vec![t.text("reception-end-day-lead")],
            hidden: vec![("revision", session.revision.to_string())],
            buttons: vec![("xong", t.text("reception-end-day"))],
            ..Doing::default()
        });
    }
    if session.state == Stands::Announced && may(Some(&actor), "announce", unit.id) {
        let href = format!("{}/lich", desk_link(&unit, &session));
        sheet.buttons.push((t.text("reception-change"), href));
    }
    Ok(page::private(page::html(&sheet)))
}

/// The turns of a day. Who booked is named to those who receive, and to nobody else.
fn turns_table(
    reader: &Reader,
    pages: &Pages,
    (session, turns): (&Session, &[Turn]),
    today: Date,
    receives: bool,
) -> Table {
    let t = &reader.t;
    let rows = turns
        .iter()
        .map(|turn| {
            let time = if turn.number <= session.turns {
                rules::clock_text(rules::turn_starts(session, turn.number))
            } else {
                t.text("reception-walk-in")
            };
            let mut notice = Cell::text(book::outcome(reader, &pages.desk.rulebook, turn));
            if rules::is_overdue(turn.due_on, turn.notified_on, today) {
                notice = notice.tag(Tag::new(Tone::Problem, t.text("reception-overdue")));
            } else if let (Some(due), None) = (turn.due_on, turn.notified_on) {
                notice = notice.note(t.with("reception-due-on", "day", due));
            }
            let mut about = Cell::text(matter(t, turn.matter));
            if receives {
                about = about.note(pages.desk.said(turn).name);
            }
            Row::new(vec![
                Cell::text(turn.number.to_string()).note(time),
                about,
                Cell::text(t.text(&format!("reception-turn-{}", turn.state.key()))),
                notice,
            ])
        })
        .collect();
    Table::new(
        t.text("reception-turns"),
        vec![
            Column::text(t.text("reception-column-number")),
            Column::text(t.text("reception-ask-matter")),
            Column::text(t.text("reception-turn-state")),
            Column::text(t.text("reception-outcome")),
        ],
        rows,
    )
}

/// What can be done with a turn: marked on the day, its outcome recorded.
fn doings(reader: &Reader, pages: &Pages, (turn, open): (&Turn, bool), action: &str) -> Option<Doing> {
    let t = &reader.t;
    let mut doing = Doing {
        action: action.to_owned(),
        heading: t.with("reception-turn-heading", "number", turn.number.to_string()),
        hidden: vec![("turn", turn.id.to_string())],
        ..Doing::default()
    };
    let words = pages.desk.said(turn).words;
    if !words.is_empty() {
        doing.lines.push(words);
    }
    if open && turn.state != TurnState::GivenUp && turn.notified_on.is_none() {
        if turn.state != TurnState::Came {
            doing.buttons.push(("den", t.text("reception-mark-came")));
        }
        if turn.state != TurnState::Missed {
            doing.buttons.push(("khong-den", t.text("reception-mark-missed")));
        }
    }
    if turn.state == TurnState::Came && turn.notified_on.is_none() {
        let (_, today) = pages.desk.now();
        let choices = pages
            .desk
            .rulebook
            .items("reception.handling_outcomes", rulebook::Place::Any, today)
            .map(|ruled| {
                ruled
                    .value
                    .iter()
                    .map(|item| Choice::new(item.key.as_str(), item.label.get(language(t))))
                    .collect()
            })
            .unwrap_or_default();
        doing.fields.push(Field::new(
            format!("outcome-{}", turn.number),
            t.text("reception-outcome"),
            Control::Select {
                choices,
                chosen: String::new(),
            },
        ));
        doing.hidden.push(("field", format!("outcome-{}", turn.number)));
        doing.buttons.insert(0, ("ket-qua", t.text("reception-notify")));
    }
    (!doing.buttons.is_empty() || !doing.lines.is_empty()).then_some(doing)
}

pub(super) async fn receive(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "receive", &unit)?;
    let sent = Sent(sent);
    let desk = &pages.desk;
    let key = (unit.id, session.id);
    let turn = sent.get("turn").parse::<TurnId>().map_err(|_| ActError::Unknown);
    let (word, done) = match sent.get("lam").as_str() {
        came @ ("den" | "khong-den") => {
            let word = if came == "den" { "came" } else { "missed" };
            let done = match turn {
                Ok(turn) => desk.mark((unit.id, turn), came == "den").await,
                Err(error) => Err(error),
            };
            (word, done)
        }
        "ket-qua" => {
            let done = match turn {
                Ok(turn) => desk.notify((unit.id, turn), &sent.get(&sent.get("field"))).await,
                Err(error) => Err(error),
            };
            ("notified", done)
        }
        "vang-lai" => {
            let done = match Matter::from_key(&sent.get("matter")) {
                Some(kind) => desk.walk_in(key, kind).await.map(|_| ()),
                None => Err(ActError::Unknown),
            };
            ("walked-in", done)
        }
        "xong" => {
            let by = actor.acting("reception", "receive", unit.id);
            let revision = sent.get("revision").parse().unwrap_or_default();
            ("ended", desk.end_day(key, revision, &by).await)
        }
        _ => ("", Err(ActError::Unknown)),
    };
    or_refused(&reader, done)?;
    let to = format!("{}?xong={word}", desk_link(&unit, &session));
    Ok(Redirect::to(&to).into_response())
}

fn moving(
    reader: &Reader,
    (unit, session): (&Unit, &Session),
    (sent, wrong): (&Sent, &Wrong),
    notice: Option<Notice>,
) -> Response {
    let t = &reader.t;
    let or = |name: &str, usual: String| match sent.get(name) {
        typed if typed.is_empty() && sent.0.is_empty() => usual,
        typed => typed,
    };
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("reception-change"))
            .crumb(when(t, session), desk_link(unit, session))
            .lead(t.text("reception-change-lead")),
        format!("{}/lich", desk_link(unit, session)),
        desk_link(unit, session),
        t.text("reception-change-button"),
    )
    .hidden("revision", or("revision", session.revision.to_string()))
    .field(Field::new(
        "lam",
        t.text("reception-change-what"),
        Control::Radios {
            choices: vec![
                Choice::new("doi", t.text("reception-move")),
                Choice::new("huy", t.text("reception-cancel")),
            ],
            chosen: or("lam", "doi".to_owned()),
        },
    ))
    .field(
        Field::words(
            "day",
            t.text("reception-form-new-day"),
            or("day", write_day(session.held_on)),
        )
        .hint(t.text("reception-form-moved-hint")),
    )
    .field(Field::words(
        "starts",
        t.text("reception-form-starts"),
        or("starts", rules::clock_text(session.starts)),
    ))
    .field(
        Field::words("reason", t.text("reception-form-reason"), sent.get("reason"))
            .hint(t.text("reception-form-reason-hint")),
    );
    if let Some(notice) = notice {
        form = form.notice(notice);
    }
    page::private(form.show(t, wrong))
}

pub(super) async fn change_form(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "announce", &unit)?;
    if session.state != Stands::Announced {
        return Ok(refused(&reader, &ActError::Stale));
    }
    let (sent, wrong) = (Sent::default(), Wrong::default());
    Ok(moving(&reader, (&unit, &session), (&sent, &wrong), None))
}

pub(super) async fn change(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, session) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "announce", &unit)?;
    let sent = Sent(sent);
    let by = actor.acting("reception", "announce", unit.id);
    let key = (unit.id, session.id);
    let revision = sent.get("revision").parse().unwrap_or_default();
    let reason = sent.get("reason");
    let mut wrong = Wrong::default();
    if reason.is_empty() {
        wrong.add("reason", t.text("reception-error-reason"));
    } else {
        wrong.words(t, ("reason", &reason), LONGEST_LINE);
    }
    let cancels = sent.get("lam") == "huy";
    let day = read_day(&sent.get("day"));
    let starts = rules::read_clock(&sent.get("starts"));
    if !cancels && day.is_none() {
        wrong.add("day", t.text("reception-error-day"));
    }
    if !cancels && starts.is_none() {
        wrong.add("starts", t.text("reception-error-time"));
    }
    let at = (&unit, &session);
    if !wrong.0.is_empty() {
        return Ok(moving(&reader, at, (&sent, &wrong), None));
    }
    let (word, done) = match (cancels, day, starts) {
        (false, Some(day), Some(starts)) => {
            let to = (day, starts, reason.as_str());
            ("moved", pages.desk.move_to(key, revision, to, &by).await)
        }
        _ => ("cancelled", pages.desk.cancel(key, revision, &reason, &by).await),
    };
    match done {
        Ok(()) => {
            let to = format!("{}?xong={word}", desk_link(&unit, &session));
            Ok(Redirect::to(&to).into_response())
        }
        Err(ActError::Unfit(why)) => {
            let field = if why == Unfit::Hours { "starts" } else { "day" };
            wrong.add(field, unfit(t, &why));
            Ok(moving(&reader, at, (&sent, &wrong), None))
        }
        Err(ActError::NotDelegated(day)) => {
            wrong.add("day", t.with("reception-error-deputy", "day", day));
            Ok(moving(&reader, at, (&sent, &wrong), None))
        }
        Err(ActError::Stale) => {
            let notice = Notice::new(t, Tone::Warning, t.text("reception-error-stale"));
            let mut answer = moving(&reader, at, (&sent, &wrong), Some(notice));
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}
