//! Which households accept that a matter be voted on online: ticked from the list they signed.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, Path, State},
    response::{IntoResponse as _, Redirect},
};
use households::{HouseholdId, model::HamletKey};
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Citation, Notice, Tone},
    },
};
use units::Unit;

use super::{
    super::{by, find, href, matter_shell, missing, or_failed, or_refused, place, refused},
    Pages, Sent, arg, words,
};
use crate::{
    model::{Channel, Dossier, Purpose},
    rules,
    service::ActError,
    store,
};

#[derive(Template)]
#[template(path = "voting/consent.html")]
struct ConsentPage {
    shell: Shell,
    token: FormToken,
    standing: Notice,
    citation: Citation,
    today: String,
    households: Vec<Asked>,
    back: String,
}

/// A household that was asked.
struct Asked {
    id: String,
    number: i64,
    name: String,
    given_on: Option<String>,
}

async fn found(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
) -> Result<(Unit, Dossier, HamletKey), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(reader, pages, &mut read, xa, id).await?;
    by(reader, actor, "gather", place(&dossier.matter))?;
    let hamlet = dossier.matter.hamlet.ok_or_else(|| missing(reader))?;
    let key = HamletKey {
        unit: unit.id,
        hamlet,
    };
    Ok((unit, dossier, key))
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, &actor, &pages, (&xa, &id)).await
}

async fn show_of(reader: &Reader, actor: &Actor, pages: &Pages, address: (&str, &str)) -> Answer {
    let t = &reader.t;
    let (unit, dossier, key) = found(reader, actor, pages, address).await?;
    let matter = &dossier.matter;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let listed = or_failed(reader, households::roll::on(&mut read, key, today).await)?;
    let consents = or_failed(
        reader,
        store::consents(&mut read, (unit.id, matter.id), Purpose::Online).await,
    )?;
    let (accepted, total) = or_refused(reader, pages.desk.online_accepted(&mut read, matter).await)?;
    drop(read);
    let given: BTreeMap<HouseholdId, Date> = consents
        .into_iter()
        .filter(|consent| consent.withdrawn_on.is_none())
        .map(|consent| (consent.household, consent.given_on))
        .collect();
    let verdict = rules::online_consent(&pages.desk.rulebook, today, accepted, total);
    let verdict = or_refused(reader, verdict.map_err(ActError::from))?;
    let tone = if verdict.met { Tone::Success } else { Tone::Info };
    let standing = Notice::new(
        t,
        tone,
        t.format(
            "voting-consent-standing",
            &[
                ("accepted", arg(accepted)),
                ("total", arg(total)),
                ("needed", arg(verdict.needed.unwrap_or(0))),
            ],
        ),
    );
    let households = listed
        .into_iter()
        .map(|entry| Asked {
            id: entry.household.to_string(),
            number: entry.number,
            name: entry.name.unwrap_or_else(|| t.text("voting-name-erased")),
            given_on: given
                .get(&entry.household)
                .map(|on| t.with("voting-consent-given", "date", *on)),
        })
        .collect();
    Ok(page::html(&ConsentPage {
        shell: matter_shell(reader, &unit, matter, t.text("voting-consent-title"))
            .lead(t.text("voting-consent-lead")),
        token: reader.form_token(),
        standing,
        citation: words::citation(t, &verdict.because),
        today: platform::text::write_day(today),
        households,
        back: href(&unit, matter.id),
    }))
}

pub(super) async fn tick(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let (unit, dossier, _) = found(&reader, &actor, &pages, (&xa, &id)).await?;
    let by = by(&reader, &actor, "gather", place(&dossier.matter))?;
    let key = (unit.id, dossier.matter.id);
    if let Some(household) = sent.household("rut") {
        or_refused(
            &reader,
            pages
                .desk
                .take_back(key.0, key.1, (Purpose::Online, household))
                .await,
        )?;
    } else {
        let Some(day) = sent.day("day") else {
            return Ok(refused(&reader, &ActError::Day));
        };
        let ticked: Vec<HouseholdId> = sent.all("ho").filter_map(|id| id.parse().ok()).collect();
        or_refused(
            &reader,
            pages
                .desk
                .consent_all(
                    key.0,
                    key.1,
                    (Purpose::Online, &ticked),
                    (day, Channel::Paper),
                    by,
                )
                .await,
        )?;
    }
    let to = format!("{}/dong-y-truc-tuyen", href(&unit, dossier.matter.id));
    Ok(Redirect::to(&to).into_response())
}
