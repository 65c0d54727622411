//! Answering an objection: what comes of it, and why.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Choice, Control, Field, Notice, Tone},
        form::{FormPage, Sent, Wrong, area, digits},
    },
    text::write_day,
};
use units::Unit;

use super::{
    FUNCTION, LONGEST_WORDS, Pages, allowed, desk_link, find, missing, object, or_failed, refused, shell,
    words,
};
use crate::{
    model::{About, Objection, ObjectionId, Outcome, Package},
    service::{ActError, Answering},
    store,
};

struct Found {
    unit: Unit,
    package: Package,
    objection: Objection,
}

async fn find_one(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id, yk): (&str, &str, &str),
) -> Result<Found, Instead> {
    let (unit, package) = find(reader, pages, xa, id).await?;
    allowed(reader, actor, "keep", unit.id)?;
    let yk: ObjectionId = yk.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let objection = or_failed(reader, store::objection(&mut read, unit.id, yk).await)?;
    let objection = objection
        .filter(|objection| objection.package == package.id)
        .ok_or_else(|| missing(reader))?;
    Ok(Found {
        unit,
        package,
        objection,
    })
}

fn page(reader: &Reader, pages: &Pages, found: &Found, (sent, wrong): (&Sent, &Wrong)) -> Response {
    let t = &reader.t;
    let Found {
        unit,
        package,
        objection,
    } = found;
    let back = desk_link(unit, package);
    let said = pages.desk.said(objection);
    let outcomes = Outcome::ALL
        .iter()
        .filter(|outcome| match objection.about {
            About::Entry => **outcome != Outcome::Added,
            About::Absence => **outcome != Outcome::Removed,
        })
        .map(|outcome| {
            Choice::new(
                outcome.key(),
                t.text(&format!("benefits-outcome-{}", outcome.key())),
            )
        })
        .collect();
    let erased = |words: &str| {
        if words.is_empty() {
            t.text("benefits-erased")
        } else {
            words.to_owned()
        }
    };
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("benefits-answer-title"))
            .crumb(pages.desk.title(t, package), back.clone())
            .lead(object::about(t, objection)),
        format!("{back}/y-kien/{}", objection.id),
        back,
        t.text("benefits-answer-button"),
    )
    .quote(
        t.with("benefits-filed-by", "day", write_day(objection.filed_on)),
        erased(&said.words),
    );
    if !said.contact.is_empty() {
        form = form.quote(t.text("benefits-ask-contact"), said.contact);
    }
    if let Some(outcome) = objection.outcome {
        let text = t.text(&format!("benefits-outcome-{}", outcome.key()));
        form = form
            .notice(Notice::new(
                t,
                Tone::Info,
                t.with("benefits-answered-already", "outcome", text),
            ))
            .quote(t.text("benefits-answer"), erased(&said.answer));
    }
    form = form.field(Field::new(
        "outcome",
        t.text("benefits-outcome"),
        Control::Radios {
            choices: outcomes,
            chosen: sent.get("outcome"),
        },
    ));
    if objection.about == About::Absence {
        form = form.field(
            digits("number", t.text("benefits-ask-application"), &sent.get("number"))
                .hint(t.text("benefits-ask-application-hint")),
        );
    }
    form = form.field(
        area("answer", t.text("benefits-answer"), &sent.get("answer")).hint(t.text("benefits-answer-hint")),
    );
    page::private(form.show(t, wrong))
}

pub(super) async fn form(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, yk)): Path<(String, String, String)>,
) -> Answer {
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &yk)).await?;
    let (sent, wrong) = (Sent::default(), Wrong::default());
    Ok(page(&reader, &pages, &found, (&sent, &wrong)))
}

pub(super) async fn send(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, yk)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &yk)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let outcome = Outcome::from_key(&sent.get("outcome"));
    if outcome.is_none() {
        wrong.add("outcome", t.text("benefits-error-choose"));
    }
    let answer = sent.get("answer");
    wrong.words(t, ("answer", &answer), LONGEST_WORDS);
    let (Some(outcome), true) = (outcome, wrong.0.is_empty()) else {
        return Ok(page(&reader, &pages, &found, (&sent, &wrong)));
    };
    let answering = Answering {
        outcome,
        number: sent.get("number").parse().ok(),
        words: &answer,
    };
    let by = actor.acting(FUNCTION, "keep", found.unit.id);
    let key = (found.unit.id, found.objection.id);
    match pages.desk.answer(key, answering, &by).await {
        Ok(()) => {
            let to = format!("{}?xong=answered", desk_link(&found.unit, &found.package));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error @ ActError::NoEntry) if found.objection.about == About::Absence => {
            wrong.add("number", words::why(t, &error));
            Ok(page(&reader, &pages, &found, (&sent, &wrong)))
        }
        Err(error @ (ActError::Stale | ActError::NoEntry | ActError::OverBudget(_))) => {
            wrong.add("outcome", words::why(t, &error));
            let mut shown = page(&reader, &pages, &found, (&sent, &wrong));
            *shown.status_mut() = StatusCode::CONFLICT;
            Ok(shown)
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}
