//! Paying many at once, as they signed on the sheet.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Reader,
        components::Field,
        form::{FormPage, Sent, Wrong},
    },
    text::{read_day, write_day},
};
use units::Unit;

use super::{FUNCTION, Pages, allowed, desk_link, entry, find, or_failed, or_refused, refused, shell, words};
use crate::{
    model::{Means, Package, Standing},
    rules,
    service::{ActError, MOST_ENTRIES},
    store,
};

fn form(
    reader: &Reader,
    pages: &Pages,
    (unit, package): (&Unit, &Package),
    (sent, wrong): (&Sent, &Wrong),
) -> Response {
    let t = &reader.t;
    let desk = desk_link(unit, package);
    let [means, signed] = entry::how_paid(t, sent);
    let page = FormPage::new(
        reader,
        shell(reader, unit, t.text("benefits-together"))
            .crumb(pages.desk.title(t, package), desk.clone())
            .lead(t.text("benefits-together-lead")),
        format!("{desk}/chi-tra"),
        desk,
        t.text("benefits-pay-button"),
    )
    .field(
        Field::words("numbers", t.text("benefits-ask-numbers"), sent.get("numbers")).hint(t.with(
            "benefits-ask-numbers-hint",
            "most",
            rules::MOST_NUMBERS,
        )),
    )
    .field(
        Field::words("on", t.text("benefits-ask-paid-on"), sent.get("on")).hint(t.text("benefits-day-hint")),
    )
    .field(means)
    .field(signed);
    page::private(page.show(t, wrong))
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "pay", unit.id)?;
    let desk = &pages.desk;
    let mut read = or_failed(&reader, desk.db.read().await)?;
    if let Some(why) = or_refused(&reader, desk.hindrance(&mut read, &package).await)? {
        return Ok(refused(&reader, &ActError::Hindered(why)));
    }
    let listed = store::listed(&mut read, (unit.id, package.id), 0, MOST_ENTRIES).await;
    let waiting: Vec<i64> = or_failed(&reader, listed)?
        .iter()
        .filter(|application| application.standing == Standing::Listed)
        .map(|application| application.number)
        .take(rules::MOST_NUMBERS)
        .collect();
    drop(read);
    let sent = Sent(vec![
        ("numbers".to_owned(), rules::written(&waiting)),
        ("on".to_owned(), write_day(desk.now().1)),
    ]);
    Ok(form(
        &reader,
        &pages,
        (&unit, &package),
        (&sent, &Wrong::default()),
    ))
}

pub(super) async fn pay(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "pay", unit.id)?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let numbers = rules::numbers(&sent.get("numbers")).filter(|numbers| !numbers.is_empty());
    if numbers.is_none() {
        wrong.add("numbers", t.text("benefits-error-numbers"));
    }
    let on = read_day(&sent.get("on"));
    if on.is_none() {
        wrong.add("on", t.text("benefits-error-date"));
    }
    let means = Means::from_key(&sent.get("means"));
    if means.is_none() {
        wrong.add("means", t.text("benefits-error-choose"));
    }
    let place = (&unit, &package);
    let (Some(numbers), Some(on), Some(means)) = (numbers, on, means) else {
        return Ok(form(&reader, &pages, place, (&sent, &wrong)));
    };
    let by = actor.acting(FUNCTION, "pay", unit.id);
    let paid = (on, means, sent.get("signed") == "yes");
    match pages
        .desk
        .pay_together((unit.id, package.id), &numbers, paid, &by)
        .await
    {
        Ok(()) => {
            let to = format!("{}?xong=paid-together", desk_link(&unit, &package));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error @ ActError::NotPayable(_)) => {
            wrong.add("numbers", words::why(t, &error));
            Ok(form(&reader, &pages, place, (&sent, &wrong)))
        }
        Err(error @ ActError::Day) => {
            wrong.add("on", words::why(t, &error));
            Ok(form(&reader, &pages, place, (&sent, &wrong)))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}
