//! Planning a meeting that is held in parts: which part of the hamlet meets where and when.

use askama::Template;
use axum::{
    extract::{Form, Path, State},
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, FormToken},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Citation, ErrorSummary, Field, Notice, Tone},
    },
};

use super::{
    super::{by, missing, or_failed, or_refused, refused, round_place},
    Pages, Sent, Vote, Wrong, answered, arg, digits, find_vote, moment, read_time,
    vote::at,
    with_errors, words,
};
use crate::{
    model::RoundState,
    rules::{self, Form as VoteForm, RuleError},
    service::ActError,
    sittings::NewSitting,
};

#[derive(Template)]
#[template(path = "voting/sittings.html")]
struct SittingsPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notice: Notice,
    citations: Vec<Citation>,
    sittings: Vec<Planned>,
    action: String,
    fields: Vec<Field>,
    back: String,
}

struct Planned {
    name: String,
    when: String,
    place: String,
    remove: String,
}

/// A meeting that is only planned, in a hamlet of one's own.
async fn planned(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str, &str),
) -> Result<Vote, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let vote = find_vote(reader, pages, &mut read, address).await?;
    by(reader, actor, "call", round_place(&vote.round))?;
    if vote.round.form != VoteForm::Meeting || vote.round.state != RoundState::Planned {
        or_refused(reader, Err::<(), ActError>(ActError::Stale))?;
    }
    Ok(vote)
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    let vote = planned(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let sent = Sent::default()
        .set("day", platform::text::write_day(vote.round.first_day()))
        .set("hour", super::clock_time(vote.round.starts_at));
    sittings_page(&reader, &pages, &vote, &sent, &Wrong::new())
}

fn sittings_page(reader: &Reader, pages: &Pages, vote: &Vote, sent: &Sent, wrong: &Wrong) -> Answer {
    let t = &reader.t;
    let on = vote.round.first_day();
    let law = |rule: Result<_, RuleError>| or_refused(reader, rule.map_err(ActError::from));
    let from = law(rules::clusters_from(&pages.desk.rulebook, on).map(|rule| (rule.value, rule.because)))?;
    let approval =
        law(rules::clusters_need_approval(&pages.desk.rulebook, on).map(|rule| (0, rule.because)))?;
    let fields = vec![
        Field::words("name", t.text("voting-sitting-name"), sent.get("name"))
            .hint(t.text("voting-sitting-name-hint")),
        digits("day", t.text("voting-ask-day"), sent.get("day")).hint(t.text("voting-day-hint")),
        digits("hour", t.text("voting-ask-hour"), sent.get("hour")).hint(t.text("voting-hour-hint")),
        Field::words("place", t.text("voting-ask-place"), sent.get("place")),
    ];
    let (fields, errors) = with_errors(t, fields, wrong);
    let mut shell = vote.below(reader, t.text("voting-sittings-title"));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let sittings = vote
        .dossier
        .sittings_of(vote.round.id)
        .map(|sitting| Planned {
            name: sitting.name.clone(),
            when: at(t, sitting.starts_at),
            place: sitting.place.clone(),
            remove: vote.at(&format!("cum/{}/bo", sitting.number)),
        })
        .collect();
    let page = page::html(&SittingsPage {
        shell,
        token: reader.form_token(),
        errors,
        notice: Notice::new(
            t,
            Tone::Info,
            t.format("voting-sittings-lead", &[("count", arg(from.0))]),
        ),
        citations: vec![words::citation(t, &from.1), words::citation(t, &approval.1)],
        sittings,
        action: vote.at("cum"),
        fields,
        back: vote.href(),
    });
    Ok(answered(page, wrong))
}

pub(super) async fn add(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let sent = Sent::of(form);
    let vote = planned(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let mut wrong = Wrong::new();
    for (field, key) in [
        ("name", "voting-error-sitting-name"),
        ("place", "voting-error-place"),
    ] {
        let length = sent.get(field).chars().count();
        if length == 0 || length > crate::pages::form::LONGEST_NAME {
            wrong.push((field, t.text(key)));
        }
    }
    let (day, hour) = (sent.day("day"), read_time(sent.get("hour")));
    if day.is_none() {
        wrong.push(("day", t.text("voting-error-day")));
    }
    if hour.is_none() {
        wrong.push(("hour", t.text("voting-error-hour")));
    }
    let starts_at = day.zip(hour).and_then(|(day, hour)| moment(day, hour));
    let (Some(starts_at), true) = (starts_at, wrong.is_empty()) else {
        return sittings_page(&reader, &pages, &vote, &sent, &wrong);
    };
    let new = NewSitting {
        name: sent.get("name").to_owned(),
        place: sent.get("place").to_owned(),
        starts_at,
    };
    match pages.desk.add_sitting(vote.unit.id, vote.round.id, &new).await {
        Ok(_) => Ok(Redirect::to(&vote.at("cum")).into_response()),
        Err(ActError::Day) => {
            let wrong = vec![("day", t.text("voting-error-past"))];
            sittings_page(&reader, &pages, &vote, &sent, &wrong)
        }
        Err(ActError::Team(_)) => {
            let wrong = vec![("name", t.text("voting-error-sittings"))];
            sittings_page(&reader, &pages, &vote, &sent, &wrong)
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

pub(super) async fn remove(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
) -> Answer {
    let vote = planned(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let number: u8 = cum.parse().map_err(|_| missing(&reader))?;
    let done = pages
        .desk
        .remove_sitting(vote.unit.id, vote.round.id, number)
        .await;
    or_refused(&reader, done)?;
    Ok(Redirect::to(&vote.at("cum")).into_response())
}
