//! Objecting to a posted list, and following the objection with its code.

use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, Line},
    i18n::Translator,
    once,
    page::{
        self, Answer, Reader,
        components::{Cell, Choice, Confirmation, Control, Field, Notice, SummaryList, TextKind, Tone},
        form::{FormPage, Sent, Wrong, area, digits},
    },
    random::grouped_code,
    text::{read_day, write_day},
};
use serde::Deserialize;
use units::Unit;

use super::{
    LONGEST_LINE, LONGEST_WORDS, Pages, Sheet, allowed, desk_link, find, home, link, missing, or_failed,
    refused, shell, unit, words,
};
use crate::{
    model::{About, NewObjection, Objection, Package, Said, State as Stands},
    rules,
    service::ActError,
};

/// The entry that somebody came from.
#[derive(Debug, Default, Deserialize)]
pub(super) struct From {
    so: Option<i64>,
}

fn form(
    reader: &Reader,
    pages: &Pages,
    (unit, package): (&Unit, &Package),
    (sent, wrong): (&Sent, &Wrong),
    notice: Option<Notice>,
) -> Response {
    let t = &reader.t;
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once());
    let base = link(unit, package);
    let form = FormPage::new(
        reader,
        shell(reader, unit, t.text("benefits-object"))
            .crumb(pages.desk.title(t, package), base.clone())
            .lead(t.text("benefits-object-lead")),
        format!("{base}/y-kien"),
        base,
        t.text("benefits-object-send"),
    )
    .hidden("once", once)
    .worked(&unit.code, pages.desk.now().1)
    .trap();
    let mut form = asked(t, form, sent);
    if let Some(notice) = notice {
        form = form.notice(notice);
    }
    page::private(form.show(t, wrong))
}

/// What everybody is asked who objects, on a telephone and on paper.
fn asked(t: &Translator, form: FormPage, sent: &Sent) -> FormPage {
    let about = About::ALL
        .iter()
        .map(|about| Choice::new(about.key(), t.text(&format!("benefits-about-{}", about.key()))))
        .collect();
    form.field(Field::new(
        "about",
        t.text("benefits-ask-about"),
        Control::Radios {
            choices: about,
            chosen: sent.get("about"),
        },
    ))
    .field(
        digits("entry", t.text("benefits-ask-entry"), &sent.get("entry"))
            .hint(t.text("benefits-ask-entry-hint")),
    )
    .field(
        area("words", t.text("benefits-ask-words"), &sent.get("words"))
            .hint(t.text("benefits-ask-words-hint")),
    )
    .field(
        Field::words("contact", t.text("benefits-ask-contact"), sent.get("contact"))
            .hint(t.text("benefits-ask-contact-hint")),
    )
}

/// The form for what came on paper.
fn paper_form(
    reader: &Reader,
    pages: &Pages,
    (unit, package): (&Unit, &Package),
    (sent, wrong): (&Sent, &Wrong),
) -> Response {
    let t = &reader.t;
    let desk = desk_link(unit, package);
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once());
    let received = Some(sent.get("received"))
        .filter(|_| !sent.0.is_empty())
        .unwrap_or_else(|| write_day(pages.desk.now().1));
    let form = FormPage::new(
        reader,
        shell(reader, unit, t.text("benefits-on-paper"))
            .crumb(pages.desk.title(t, package), desk.clone())
            .lead(t.text("benefits-on-paper-lead")),
        format!("{desk}/y-kien-giay"),
        desk,
        t.text("benefits-on-paper-button"),
    )
    .hidden("once", once)
    .field(
        Field::words("received", t.text("benefits-ask-received"), received).hint(t.text("benefits-day-hint")),
    );
    page::private(asked(t, form, sent).show(t, wrong))
}

pub(super) async fn blank_on_paper(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "keep", unit.id)?;
    if package.state != Stands::Posted {
        return Ok(refused(&reader, &ActError::NotPosted));
    }
    let (sent, wrong) = (Sent::default(), Wrong::default());
    Ok(paper_form(&reader, &pages, (&unit, &package), (&sent, &wrong)))
}

pub(super) async fn send_on_paper(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "keep", unit.id)?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let place = (&unit, &package);
    let received = read_day(&sent.get("received"));
    if received.is_none() {
        wrong.add("received", t.text("benefits-error-date"));
    }
    let mut new = match read_form(t, &sent, &mut wrong) {
        Some(new) if wrong.0.is_empty() => new,
        _ => return Ok(paper_form(&reader, &pages, place, (&sent, &wrong))),
    };
    new.received_on = received;
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once());
    match pages.desk.object((unit.id, package.id), &once, &new).await {
        Ok(filed) => {
            let shown = (&filed.objection, &package, filed.code.as_str());
            let mut answer = show(&reader, &pages, &unit, shown, true);
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(error @ ActError::NotReceived(..)) => {
            wrong.add("received", words::why(t, &error));
            Ok(paper_form(&reader, &pages, place, (&sent, &wrong)))
        }
        Err(ActError::NoEntry) => {
            wrong.add("entry", t.text("benefits-error-no-entry"));
            Ok(paper_form(&reader, &pages, place, (&sent, &wrong)))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

pub(super) async fn blank(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(from): Query<From>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    if !rules::is_posted(&package, pages.desk.now().1) {
        return Ok(refused(&reader, &ActError::NotPosted));
    }
    let sent = Sent(from.so.map_or_else(Vec::new, |number| {
        vec![
            ("about".to_owned(), About::Entry.key().to_owned()),
            ("entry".to_owned(), number.to_string()),
        ]
    }));
    Ok(form(
        &reader,
        &pages,
        (&unit, &package),
        (&sent, &Wrong::default()),
        None,
    ))
}

fn read_form(t: &Translator, sent: &Sent, wrong: &mut Wrong) -> Option<NewObjection> {
    let about = About::from_key(&sent.get("about"));
    if about.is_none() {
        wrong.add("about", t.text("benefits-error-choose"));
    }
    let entry = sent.get("entry").parse::<i64>().ok();
    if about == Some(About::Entry) && entry.is_none() {
        wrong.add("entry", t.text("benefits-error-no-entry"));
    }
    let words = sent.get("words");
    wrong.words(t, ("words", &words), LONGEST_WORDS);
    let contact = sent.get("contact");
    if contact.chars().count() > LONGEST_LINE {
        wrong.words(t, ("contact", &contact), LONGEST_LINE);
    }
    Some(NewObjection {
        about: about?,
        entry,
        said: Said {
            words,
            contact,
            answer: String::new(),
        },
        language: t.locale(),
        received_on: None,
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
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let place = (&unit, &package);
    let new = match read_form(t, &sent, &mut wrong) {
        Some(new) if wrong.0.is_empty() => new,
        _ => return Ok(form(&reader, &pages, place, (&sent, &wrong), None)),
    };
    let desk = &pages.desk;
    // Machines fill in what people do not see.
    if !sent.get("website").is_empty() {
        return Ok(page::bad_request(&reader, t.text("benefits-error-machine")));
    }
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| desk.once());
    let (at, today) = desk.now();
    let worked = once::proves(&unit.code, &once, &sent.get("work_day"), &sent.get("work"), today);
    let limiter = if worked { &desk.sending } else { &desk.unproven };
    if let Err(minutes) = limiter.admit(&line, at) {
        let notice = Notice::new(t, Tone::Warning, t.with("benefits-error-often", "count", minutes));
        let mut answer = form(&reader, &pages, place, (&sent, &wrong), Some(notice));
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(answer);
    }
    match desk.object((unit.id, package.id), &once, &new).await {
        Ok(filed) => {
            let mut answer = show(
                &reader,
                &pages,
                &unit,
                (&filed.objection, &package, &filed.code),
                true,
            );
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(ActError::NoEntry) => {
            wrong.add("entry", t.text("benefits-error-no-entry"));
            Ok(form(&reader, &pages, place, (&sent, &wrong), None))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

fn code_form(reader: &Reader, unit: &Unit, code: &str, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let shell = shell(reader, unit, t.text("benefits-look-up")).lead(t.text("benefits-look-up-lead"));
    let field = Field::new(
        "code",
        t.text("benefits-ask-code"),
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
        t.text("benefits-button-look-up"),
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
    let code = Sent(sent).get("code");
    let desk = &pages.desk;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(&line, now) {
        let page = page::bad_request(&reader, t.with("benefits-error-often", "count", minutes));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let found = desk.by_code(&mut read, unit.id, &code).await;
    drop(read);
    match found {
        Ok((objection, package)) => Ok(show(&reader, &pages, &unit, (&objection, &package, &code), false)),
        Err(ActError::Unknown) => {
            desk.guessing.count(&line, now);
            let wrong = Wrong(vec![("code", t.text("benefits-error-code"))]);
            Ok(page::private(code_form(&reader, &unit, &code, &wrong)))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// What an objection is about, in words.
pub(super) fn about(t: &Translator, objection: &Objection) -> String {
    match objection.entry {
        Some(number) => t.with("benefits-about-number", "number", number.to_string()),
        None => t.text("benefits-about-absence"),
    }
}

fn show(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    (objection, package, code): (&Objection, &Package, &str),
    filed: bool,
) -> Response {
    let t = &reader.t;
    let mut sheet = Sheet::new(reader, shell(reader, unit, t.text("benefits-your-objection")));
    sheet.done = filed.then(|| Confirmation {
        title: t.text("benefits-done-objected"),
        text: String::new(),
    });
    sheet.code = grouped_code(&platform::random::clean_code(code, once::CODE_SIGNS), 4);
    let said = pages.desk.said(objection);
    let mut facts = vec![
        (
            t.text("benefits-column-package"),
            Cell::text(pages.desk.title(t, package)).link(link(unit, package)),
        ),
        (t.text("benefits-ask-about"), Cell::text(about(t, objection))),
        (
            t.text("benefits-filed-on"),
            Cell::text(write_day(objection.filed_on)),
        ),
    ];
    match (objection.outcome, objection.answered_on) {
        (Some(outcome), Some(on)) => {
            facts.push((
                t.text("benefits-outcome"),
                Cell::text(t.text(&format!("benefits-outcome-{}", outcome.key()))).note(write_day(on)),
            ));
            let answer = if said.answer.is_empty() {
                t.text("benefits-erased")
            } else {
                said.answer
            };
            facts.push((t.text("benefits-answer"), Cell::text(answer)));
        }
        _ => facts.push((t.text("benefits-due"), Cell::text(write_day(objection.due_on)))),
    }
    sheet.facts = Some(SummaryList::new(facts));
    sheet.buttons.push((t.text("benefits-back"), home(unit)));
    sheet.rules = words::law(t, &pages.desk);
    page::private(page::html(&sheet))
}
