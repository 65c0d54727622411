//! The consent of households to a citizens' proposal, as a hamlet head or Front board records it from a signed list.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    Form as Sent,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect},
};
use households::{HouseholdId, model::HamletKey};
use platform::{
    access::{Actor, FormToken},
    db::Read,
    i18n::Arg,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Citation, Empty, ErrorSummary, Field, Progress},
    },
};

use super::{
    Pages, by, find, form, href, matter_shell, missing, or_failed, or_refused, place, refused, then, words,
};
use crate::{
    model::{By, Channel, Dossier, MatterState, Proposer, Purpose, RoundState},
    rules, store,
};

/// A household in the list.
struct Home {
    id: String,
    label: String,
    given: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "deliberation/support.html")]
struct SupportPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    action: String,
    cancel: String,
    day: Field,
    progress: Progress,
    homes: Vec<Home>,
    empty: Option<Empty>,
    citations: Vec<Citation>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (_, today) = pages.desk.now();
    page(
        &reader,
        &actor,
        &pages,
        (&xa, &id),
        &platform::text::write_day(today),
        false,
    )
    .await
}

async fn page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
    day: &str,
    wrong_day: bool,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(reader, pages, &mut read, xa, id).await?;
    let matter = &dossier.matter;
    by(reader, actor, "gather", place(matter))?;
    let hamlet = matter.hamlet.ok_or_else(|| missing(reader))?;
    let key = HamletKey {
        unit: unit.id,
        hamlet,
    };
    let (_, today) = pages.desk.now();
    let listed = or_failed(reader, households::roll::on(&mut read, key, today).await)?;
    let consents = or_failed(
        reader,
        store::consents(&mut read, (unit.id, matter.id), Purpose::Support).await,
    )?;
    let support = or_refused(reader, pages.desk.support_of(&mut read, matter).await)?;
    drop(read);
    let given: BTreeMap<HouseholdId, jiff::civil::Date> = consents
        .iter()
        .filter(|consent| consent.withdrawn_on.is_none())
        .map(|consent| (consent.household, consent.given_on))
        .collect();
    let homes: Vec<Home> = listed
        .iter()
        .map(|entry| {
            let name = entry
                .name
                .clone()
                .unwrap_or_else(|| t.text("deliberation-name-erased"));
            Home {
                id: entry.household.to_string(),
                label: format!("{}. {name}", entry.number),
                given: given
                    .get(&entry.household)
                    .map(|on| t.with("deliberation-consent-given", "date", t.date(*on)))
                    .unwrap_or_default(),
                checked: given.contains_key(&entry.household),
            }
        })
        .collect();
    let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
    let written = t.format(
        "deliberation-support-written",
        &[
            ("counted", number(support.counted)),
            ("needed", number(support.needed.unwrap_or(0))),
            ("total", number(support.total)),
        ],
    );
    let fault = wrong_day.then(|| t.text("deliberation-error-past-day"));
    let day = form::faulty(
        t,
        form::digits("ngay", t.text("deliberation-field-consent-day"), day),
        fault.as_ref(),
    );
    let errors = ErrorSummary::of(t, [&day]);
    let base = href(&unit, matter.id);
    let shell = matter_shell(reader, &unit, matter, t.text("deliberation-tool-gather"))
        .lead(t.text("deliberation-gather-lead"));
    let page = page::html(&SupportPage {
        shell: if wrong_day { shell.with_errors() } else { shell },
        token: reader.form_token(),
        errors,
        action: format!("{base}/dong-thuan"),
        cancel: base,
        day,
        progress: Progress::new(
            "dong-thuan",
            t.text("deliberation-support"),
            written,
            support.counted,
            support.needed.unwrap_or(1),
        ),
        empty: homes.is_empty().then(|| {
            Empty::new(
                t,
                t.text("deliberation-error-no-households"),
                t.text("deliberation-board-empty-duty"),
            )
        }),
        homes,
        citations: vec![
            words::citation(t, &support.because),
            words::citation(t, &support.validity),
        ],
    });
    Ok(if wrong_day {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

pub(super) async fn record(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    // A box is sent once for each household, so the pairs are read one by one.
    Sent(sent): Sent<Vec<(String, String)>>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "gather", place(matter))?;
    let known: Vec<HouseholdId> = or_failed(
        &reader,
        store::consents(&mut read, (unit.id, matter.id), Purpose::Support).await,
    )?
    .iter()
    .filter(|consent| consent.withdrawn_on.is_none())
    .map(|consent| consent.household)
    .collect();
    drop(read);
    let (_, today) = pages.desk.now();
    let day = sent
        .iter()
        .find(|(name, _)| name == "ngay")
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default();
    let Some(on) = platform::text::read_day(&day).filter(|on| *on <= today) else {
        return page(&reader, &actor, &pages, (&xa, &id), &day, true).await;
    };
    let ticked: Vec<HouseholdId> = sent
        .iter()
        .filter(|(name, _)| name == "ho")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    // Consents end first: the last one that is given may table the matter.
    for household in known.iter().filter(|household| !ticked.contains(household)) {
        let purpose = (Purpose::Support, *household);
        if let Err(error) = pages.desk.take_back(unit.id, matter.id, purpose).await {
            return Ok(refused(&reader, &error));
        }
    }
    let new: Vec<HouseholdId> = ticked
        .into_iter()
        .filter(|household| !known.contains(household))
        .collect();
    let done = pages
        .desk
        .consent_all(
            unit.id,
            matter.id,
            (Purpose::Support, &new),
            (on, Channel::Paper),
            by,
        )
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&href(&unit, matter.id)).into_response()),
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// What the reader's own household may say of a matter.
pub(super) struct Own {
    /// What is gathered.
    pub(super) purpose: Purpose,
    /// The household that the reader's account speaks for in the hamlet, and whether it consents; none where the
    /// account is not linked to any.
    pub(super) household: Option<(HouseholdId, bool)>,
}

/// What the reader's own household may say of a matter, when the reader is signed in and something is gathered.
pub(super) async fn own(reader: &Reader, read: &mut Read, dossier: &Dossier) -> Result<Option<Own>, Instead> {
    let matter = &dossier.matter;
    let online_called = dossier.rounds.iter().any(|round| {
        round.form == rules::Form::OnlineVote && !round.advisory && round.state == RoundState::Planned
    });
    let purpose = match (matter.state, matter.proposer) {
        (MatterState::Proposed, Proposer::Citizens) => Purpose::Support,
        (MatterState::Tabled | MatterState::NotAdopted, _) if online_called => Purpose::Online,
        _ => return Ok(None),
    };
    let (Some(actor), Some(hamlet)) = (&reader.visitor.actor, matter.hamlet) else {
        return Ok(None);
    };
    let links = or_failed(
        reader,
        households::link::of(read, matter.unit, actor.person().0).await,
    )?;
    let Some(link) = links.iter().find(|link| link.place.hamlet == hamlet) else {
        return Ok(Some(Own {
            purpose,
            household: None,
        }));
    };
    let given = or_failed(
        reader,
        store::consents(read, (matter.unit, matter.id), purpose).await,
    )?;
    let consents = given
        .iter()
        .any(|consent| consent.household == link.household && consent.withdrawn_on.is_none());
    Ok(Some(Own {
        purpose,
        household: Some((link.household, consents)),
    }))
}

/// Gives or takes back the consent of the reader's own household.
pub(super) async fn toggle(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    let matter = &dossier.matter;
    let own = own(&reader, &mut read, &dossier).await?;
    drop(read);
    let found = own.and_then(|own| Some((own.purpose, own.household?)));
    let (purpose, (household, consents)) = found.ok_or_else(|| missing(&reader))?;
    let (_, today) = pages.desk.now();
    let by = By {
        account: actor.person().0,
        role: "household_representative".to_owned(),
    };
    let done = if consents {
        pages
            .desk
            .take_back(unit.id, matter.id, (purpose, household))
            .await
    } else {
        let given = (today, Channel::Online);
        pages
            .desk
            .consent(unit.id, matter.id, (purpose, household), given, by)
            .await
    };
    Ok(then(&reader, done, &href(&unit, matter.id)))
}
