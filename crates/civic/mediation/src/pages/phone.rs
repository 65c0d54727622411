//! The case book on a telephone: the open cases as a mediator carries them, and what is brought back.
//!
//! The page itself holds no word of a case. Its script fetches the copy, seals it with a passphrase that never leaves the
//! telephone, keeps what is written without a network sealed in the same way, and sends it when there is one.

use askama::Template;
use axum::{
    Form, Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, FormToken},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Choice, Citation, Field, Notice, Tone},
    },
};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Pages, at_work,
    book::{parties, until},
    case::{NONE, list, questions, read_new},
    desk::{Ask, Desk, Sent, Sheet, TEXT, fresh, written},
    or_refused, refused, team_shell, words,
};
use crate::{
    cases::{Brought, Carried},
    ids::CaseId,
    model::NoteKind,
    rules,
    service::ActError,
};

#[derive(Template)]
#[template(path = "mediation/phone.html")]
struct PhonePage {
    shell: Shell,
    token: FormToken,
    no_script: Notice,
    /// Where the page is; the copy and what is brought hang on it.
    here: String,
    register: String,
    rule: Citation,
    keep: Vec<Field>,
    open: Vec<Field>,
    entry: Vec<Field>,
    case: Vec<Field>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let (at, _) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let today = pages.today();
    let (_, because) = rules::phone_keeps_until(&pages.desk.rulebook, today)
        .map_err(|error| refused(&reader, &error.into()))?;
    let kinds = [NoteKind::Session, NoteKind::Note]
        .map(|kind| Choice::new(kind.key(), t.text(&format!("mediation-kind-{}", kind.key()))));
    let day = written(today);
    let sent = fresh([
        ("day", day.clone()),
        ("received_on", day),
        ("kind", NoteKind::Session.key().to_owned()),
    ]);
    let fields = |asked| Sheet::fields(t, asked, &sent, today);
    Ok(page::private(page::html(&PhonePage {
        shell: team_shell(&reader, &at, t.text("mediation-phone-title"))
            .crumb(t.text("mediation-register"), at.register())
            .lead(t.text("mediation-phone-lead")),
        token: reader.form_token(),
        no_script: Notice::new(t, Tone::Warning, t.text("mediation-phone-no-script")),
        here: format!("{}/dien-thoai", at.register()),
        register: at.register(),
        rule: words::citation(t, &because),
        keep: fields(vec![
            ("pass_new", Ask::Password { new: true }),
            ("pass_again", Ask::Password { new: true }),
        ]),
        open: fields(vec![("pass", Ask::Password { new: false })]),
        entry: fields(vec![
            ("kind", Ask::One(kinds.into())),
            ("day", Ask::Day),
            ("words", Ask::Text),
        ]),
        case: fields(questions(&reader, &pages)?),
    })))
}

/// The copy of a case book.
#[derive(Serialize)]
struct Copy {
    /// When it was taken, in words.
    taken: String,
    /// The last day on which it is kept: `2026-12-10`.
    until: String,
    /// The same in words.
    kept: String,
    cases: Vec<CaseCopy>,
}

#[derive(Serialize)]
struct CaseCopy {
    id: String,
    /// "Việc số 3/2026".
    number: String,
    /// The parties, by name.
    title: String,
    /// Kind of dispute, state, and until when something has to be done.
    facts: Vec<String>,
    parties: Vec<[String; 2]>,
    matter: String,
    notes: Vec<NoteCopy>,
}

#[derive(Serialize)]
struct NoteCopy {
    title: String,
    day: String,
    text: String,
}

pub(super) async fn copy(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let (at, colleague) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let carried = pages.desk.carry(at.place(), &colleague.by).await;
    let cases = or_refused(&reader, carried)?
        .into_iter()
        .map(|carried| case_copy(&reader, &pages, carried))
        .collect::<Result<_, _>>()?;
    let (last, _) = rules::phone_keeps_until(&pages.desk.rulebook, pages.today())
        .map_err(|error| refused(&reader, &error.into()))?;
    Ok(page::private(
        Json(Copy {
            taken: t.with(
                "mediation-phone-taken",
                "when",
                t.instant(pages.desk.clock.instant()),
            ),
            until: last.to_string(),
            kept: t.with("mediation-phone-kept", "date", last),
            cases,
        })
        .into_response(),
    ))
}

fn case_copy(reader: &Reader, pages: &Pages, carried: Carried) -> Result<CaseCopy, Instead> {
    let t = &reader.t;
    let case = &carried.case;
    let mut facts = vec![
        t.text(&format!("mediation-dispute-{}", case.dispute.key())),
        t.text(&format!("mediation-state-{}", case.state.key())),
    ];
    facts.extend(until(reader, pages, case)?);
    let notes = carried.notes.into_iter().map(|(note, words)| NoteCopy {
        title: t.text(&format!("mediation-kind-{}", note.kind.key())),
        day: t.date(note.day),
        text: words.unwrap_or_default().text,
    });
    let title = parties(t, carried.told.as_ref());
    let told = carried.told.unwrap_or_default();
    let named = told.parties.into_iter().map(|party| [party.name, party.contact]);
    Ok(CaseCopy {
        id: case.id.to_string(),
        number: words::number(t, case),
        title,
        facts,
        parties: named.collect(),
        matter: told.matter,
        notes: notes.collect(),
    })
}

/// Why an entry was not taken in.
#[derive(Serialize)]
struct Fault {
    fault: String,
}

/// Takes in one entry: 204 when it is in the register, also when it was before; 422 with what is wrong with it.
pub(super) async fn bring(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Form(sent): Form<Sent>,
) -> Answer {
    let t = &reader.t;
    let (at, colleague) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let fault = |fault: String| -> Response {
        page::private((StatusCode::UNPROCESSABLE_ENTITY, Json(Fault { fault })).into_response())
    };
    let mut desk = Desk::new(t, &sent, pages.today());
    let Ok(id) = desk.raw("id").parse::<Uuid>() else {
        return Ok(fault(t.text("mediation-phone-fault-damaged")));
    };
    let Some(brought) = read(&reader, &pages, &mut desk)? else {
        return Ok(fault(desk.said()));
    };
    match pages.desk.bring(at.place(), id, brought, &colleague.by).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(ActError::Refused(refused)) => Ok(fault(t.text(words::refusal_key(refused)))),
        Err(ActError::Unknown) => Ok(fault(t.text("mediation-phone-fault-unknown"))),
        Err(error) => Err(refused(&reader, &error)),
    }
}

/// Reads an entry; none with its faults noted.
fn read(reader: &Reader, pages: &Pages, desk: &mut Desk<'_>) -> Result<Option<Brought>, Instead> {
    if desk.raw("case").is_empty() {
        let grounds = list(reader, pages, "mediation.grounds")?;
        // The telephone has said already who deals with what is not mediated.
        desk.one("refused", |key| (key == NONE).then_some(()));
        return Ok(read_new(desk, grounds).map(Brought::Case));
    }
    let case = desk.raw("case").parse::<CaseId>().ok();
    let kind = desk.one("kind", |key| {
        NoteKind::from_key(key).filter(|kind| matches!(kind, NoteKind::Session | NoteKind::Note))
    });
    let day = desk.day("day");
    let text = desk.text("words", TEXT);
    if case.is_none() {
        desk.fault("kind", "mediation-phone-fault-damaged");
    }
    let (Some(case), Some(kind), true) = (case, kind, desk.is_sound()) else {
        return Ok(None);
    };
    Ok(Some(Brought::Note {
        case,
        kind,
        day,
        text,
    }))
}
