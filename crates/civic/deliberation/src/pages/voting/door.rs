//! The list at the door of a meeting: which households have come. Made for a phone that may lose its network: the page
//! keeps taps and sends them later (`web/src/scripts/door.ts`), and works as a plain form as well.

use askama::Template;
use axum::{
    Json,
    extract::{Form, Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use households::HouseholdId;
use jiff::Timestamp;
use platform::{
    access::{Actor, FormToken},
    page::{self, Answer, Instead, Reader, Shell},
};
use serde::{Deserialize, Serialize};

use super::{
    super::{by, or_failed, or_refused, refused, round_place},
    Pages, Sent, Vote, find_vote, many, number,
};
use crate::{model::RoundState, rules::Form as VoteForm, service::ActError, sittings::Sitting, store};

#[derive(Template)]
#[template(path = "voting/door.html")]
struct DoorPage {
    shell: Shell,
    token: FormToken,
    action: String,
    back: String,
    search: String,
    households: Vec<AtDoor>,
    here: String,
    all: String,
}

/// A household at the door.
struct AtDoor {
    id: String,
    number: i64,
    name: String,
    /// Number and name without diacritics, for the search on the page.
    words: String,
    here: bool,
    /// Whether it came to another sitting.
    elsewhere: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Search {
    tim: Option<String>,
}

/// An open meeting in a hamlet of one's own.
async fn meeting(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str, &str),
) -> Result<Vote, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let vote = find_vote(reader, pages, &mut read, address).await?;
    by(reader, actor, "enter", round_place(&vote.round))?;
    if vote.round.form != VoteForm::Meeting || vote.round.state != RoundState::Open {
        or_refused(reader, Err::<(), ActError>(ActError::Closed))?;
    }
    Ok(vote)
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    Query(search): Query<Search>,
) -> Answer {
    show_of(&reader, &actor, &pages, ((&xa, &id, &lan), None), search).await
}

/// As [`show`], at the door of one sitting.
pub(super) async fn show_sitting(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
    Query(search): Query<Search>,
) -> Answer {
    show_of(&reader, &actor, &pages, ((&xa, &id, &lan), Some(&cum)), search).await
}

async fn show_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (address, cum): ((&str, &str, &str), Option<&str>),
    search: Search,
) -> Answer {
    let vote = meeting(reader, actor, pages, address).await?;
    let sitting = vote.sitting(reader, cum)?;
    let search = search.tim.unwrap_or_default();
    let mut households = at_door(reader, pages, (&vote, sitting)).await?;
    let here = households.iter().filter(|household| household.here).count();
    let all = households.len();
    let wanted = platform::text::fold(&search);
    if !wanted.is_empty() {
        households.retain(|household| household.words.contains(&wanted));
    }
    let t = &reader.t;
    let mut shell = vote.below(reader, t.text("voting-door-title"));
    if let Some(sitting) = sitting {
        shell = shell.lead(format!("{} · {}", sitting.name, sitting.place));
    }
    Ok(page::html(&DoorPage {
        shell,
        token: reader.form_token(),
        action: vote.at_sitting(sitting, "diem-danh"),
        back: vote.href(),
        search,
        households,
        here: number(t, many(here)),
        all: number(t, many(all)),
    }))
}

async fn at_door(
    reader: &Reader,
    pages: &Pages,
    (vote, sitting): (&Vote, Option<&Sitting>),
) -> Result<Vec<AtDoor>, Instead> {
    let number = sitting.map(|sitting| sitting.number);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let slips = or_failed(reader, store::slips(&mut read, vote.unit.id, vote.round.id).await)?;
    let roll = match vote.round.opened {
        Some(opened) => or_failed(
            reader,
            households::roll::read(&mut read, vote.unit.id, opened.roll).await,
        )?,
        None => None,
    };
    Ok(slips
        .into_iter()
        .map(|slip| {
            let entry = roll.as_ref().and_then(|roll| roll.entry(slip.household));
            let name = entry
                .and_then(|entry| entry.name.clone())
                .unwrap_or_else(|| reader.t.text("voting-name-erased"));
            AtDoor {
                id: slip.household.to_string(),
                number: slip.number,
                words: platform::text::fold(&format!("{} {name}", slip.number)),
                name,
                here: slip.attended_at.is_some() && slip.sitting == number,
                elsewhere: slip.attended_at.is_some() && slip.sitting != number,
            }
        })
        .collect())
}

/// What scripts are told after they have sent what was tapped.
#[derive(Serialize)]
struct Here {
    here: Vec<String>,
    all: usize,
}

/// `household` or `household@milliseconds`.
fn read_tap(text: &str) -> Option<(HouseholdId, Option<Timestamp>)> {
    let (id, at) = match text.split_once('@') {
        Some((id, at)) => (id, Some(at.parse().ok()?)),
        None => (text, None),
    };
    let at = match at {
        Some(at) => Some(Timestamp::from_millisecond(at).ok()?),
        None => None,
    };
    Some((id.parse().ok()?, at))
}

pub(super) async fn tap(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    tap_at(
        &reader,
        &actor,
        &pages,
        ((&xa, &id, &lan), None),
        (&headers, form),
    )
    .await
}

/// As [`tap`], at the door of one sitting.
pub(super) async fn tap_sitting(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
    headers: HeaderMap,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let address = ((xa.as_str(), id.as_str(), lan.as_str()), Some(cum.as_str()));
    tap_at(&reader, &actor, &pages, address, (&headers, form)).await
}

async fn tap_at(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (address, cum): ((&str, &str, &str), Option<&str>),
    (headers, form): (&HeaderMap, Form<Vec<(String, String)>>),
) -> Answer {
    let from_script = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == "application/json");
    let sent = Sent::of(form);
    let done = tap_of(reader, actor, pages, (address, cum), &sent).await;
    let (vote, last) = match done {
        Ok(done) => done,
        // A script only needs to know that it was not taken.
        Err(_) if from_script => return Ok(StatusCode::CONFLICT.into_response()),
        Err(instead) => return Err(instead),
    };
    if from_script {
        let sitting = vote.sitting(reader, cum)?;
        let households = at_door(reader, pages, (&vote, sitting)).await?;
        return Ok(Json(Here {
            all: households.len(),
            here: households
                .into_iter()
                .filter(|household| household.here)
                .map(|household| household.id)
                .collect(),
        })
        .into_response());
    }
    let door = vote.at_sitting(vote.sitting(reader, cum)?, "diem-danh");
    Ok(back_to(&door, last))
}

/// The page again, at the household that was tapped.
fn back_to(door: &str, last: Option<HouseholdId>) -> Response {
    let anchor = last
        .map(|household| format!("#ho-{household}"))
        .unwrap_or_default();
    Redirect::to(&format!("{door}{anchor}")).into_response()
}

async fn tap_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (address, cum): ((&str, &str, &str), Option<&str>),
    sent: &Sent,
) -> Result<(Vote, Option<HouseholdId>), Instead> {
    let vote = meeting(reader, actor, pages, address).await?;
    let sitting = vote.sitting(reader, cum)?.map(|sitting| sitting.number);
    let (now, _) = pages.desk.now();
    let mut last = None;
    for (name, value) in &sent.0 {
        let Some((household, at)) = read_tap(value).filter(|_| name == "den" || name == "ve") else {
            continue;
        };
        let at = (name == "den").then(|| at.unwrap_or(now));
        match pages
            .desk
            .attend(vote.unit.id, (vote.round.id, sitting), household, at)
            .await
        {
            // One that is not of this hamlet must not keep the others from being counted.
            Ok(()) | Err(ActError::Unknown) => last = Some(household),
            Err(error) => return Err(Instead::from(refused(reader, &error))),
        }
    }
    Ok((vote, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_keeps_its_time() {
        let id = HouseholdId(uuid::Uuid::from_u128(5));
        assert_eq!(read_tap(&id.to_string()), Some((id, None)));
        let at = Timestamp::from_millisecond(1_700_000_000_123).expect("a time");
        assert_eq!(read_tap(&format!("{id}@1700000000123")), Some((id, Some(at))));
        assert_eq!(read_tap(&format!("{id}@soon")), None);
        assert_eq!(read_tap("5"), None);
    }
}
