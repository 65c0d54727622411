//! What is public of a decision, as octets that anybody can hash.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use transparency::Subject;

use crate::{ids::MatterId, model::Dossier};

/// Kind of a decision in the public log.
pub const DECISION: &str = "community-decision";

/// The subject of entries on a decision.
#[must_use]
pub fn subject(id: MatterId) -> Subject {
    Subject::new(DECISION, id.to_string())
}

/// The public content. Its members and their order never change: logged hashes rest on them. Names of people stand in
/// it only where they stood for election.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    scope: &'a str,
    clause: &'a str,
    title: &'a str,
    number: i64,
    year: i16,
    form: &'a str,
    text: &'a str,
    decided_on: Date,
    published_at: Timestamp,
    votes: Vec<Vote<'a>>,
    candidates: Vec<&'a str>,
    sent_on: Option<Date>,
    received_on: Option<Date>,
    answer: Option<&'a str>,
    answered_on: Option<Date>,
    answer_reasons: Option<&'a str>,
    effect_set_for: Option<Date>,
    annulled_on: Option<Date>,
    annulled_reasons: Option<&'a str>,
}

/// The count of one hamlet.
#[derive(Debug, Serialize)]
struct Vote<'a> {
    hamlet: i64,
    form: &'a str,
    held_on: Date,
    households: u64,
    valid: u64,
    spoiled: u64,
    missing: u64,
    refused: u64,
    marks: &'a [u64],
    /// The frozen roll. Its digest is shown with the vote; neither names anybody.
    roll: Option<String>,
}

/// The public octets of a published decision: JSON in UTF-8 without white space; none of what is not public.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(unit_code: &str, dossier: &Dossier) -> Result<Option<Vec<u8>>, serde_json::Error> {
    let matter = &dossier.matter;
    let published = dossier
        .decision
        .as_ref()
        .and_then(|decision| Some((decision, decision.published_at?)));
    let Some((decision, published_at)) = published else {
        return Ok(None);
    };
    let votes = dossier
        .deciding()
        .iter()
        .filter_map(|round| {
            let count = &round.result.as_ref()?.count;
            Some(Vote {
                hamlet: round.hamlet.0,
                form: round.form.key(),
                held_on: round.day(),
                households: count.households,
                valid: count.valid,
                spoiled: count.spoiled,
                missing: count.missing,
                refused: count.refused,
                marks: &count.marks,
                roll: round.opened.map(|opened| opened.roll.to_string()),
            })
        })
        .collect();
    let answer = decision.answer.as_ref();
    let annulled = decision.annulled.as_ref();
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: matter.id.to_string(),
        scope: matter.scope().key(),
        clause: &matter.clause,
        title: &matter.title,
        number: decision.number,
        year: decision.year,
        form: decision.form.key(),
        text: &decision.text,
        decided_on: decision.decided_on,
        published_at,
        votes,
        candidates: dossier
            .candidates
            .iter()
            .map(|candidate| candidate.name.as_str())
            .collect(),
        sent_on: decision.sent_on,
        received_on: decision.received_on,
        answer: answer.map(|answer| answer.outcome.key()),
        answered_on: answer.map(|answer| answer.on),
        answer_reasons: answer.map(|answer| answer.reasons.as_str()),
        effect_set_for: decision.set_for,
        annulled_on: annulled.map(|annulled| annulled.on),
        annulled_reasons: annulled.map(|annulled| annulled.reasons.as_str()),
    })
    .map(Some)
}
