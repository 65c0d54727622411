//! What is public of a result and of a commendation, as octets that anybody can hash.

use jiff::civil::Date;
use serde::Serialize;
use transparency::Subject;

use crate::model::{Assessment, AssessmentId, Commendation, CommendationId, State};

/// Kind of a published result in the public log.
pub const RESULT: &str = "assessment";
/// Kind of a commendation in the public log.
pub const COMMENDATION: &str = "commendation";

/// The subject of entries on a result.
#[must_use]
pub fn result_subject(id: AssessmentId) -> Subject {
    Subject::new(RESULT, id.to_string())
}

/// The subject of entries on a commendation.
#[must_use]
pub fn commendation_subject(id: CommendationId) -> Subject {
    Subject::new(COMMENDATION, id.to_string())
}

#[derive(Debug, Serialize)]
struct Points<'a> {
    criterion: &'a str,
    own: Option<i64>,
    own_note: &'a str,
    points: Option<i64>,
    note: &'a str,
}

/// The members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Graded<'a> {
    unit: &'a str,
    id: String,
    set: &'a str,
    year: i16,
    grade: &'a str,
    published_on: Date,
    reason: &'a str,
    version: i64,
    scores: Vec<Points<'a>>,
}

/// The public octets of a result: JSON in UTF-8 without white space; none while it is not published.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn result(unit: &str, of: &Assessment) -> Result<Option<Vec<u8>>, serde_json::Error> {
    let (State::Published, Some(grade), Some(published_on)) = (of.state, &of.grade, of.published_on) else {
        return Ok(None);
    };
    // By key, whatever the order in the set, which a later version of it may change.
    let mut scores: Vec<Points<'_>> = of
        .scores
        .iter()
        .map(|score| Points {
            criterion: &score.criterion,
            own: score.own,
            own_note: &score.own_note,
            points: score.points,
            note: &score.note,
        })
        .collect();
    scores.sort_by_key(|score| score.criterion);
    serde_json::to_vec(&Graded {
        unit,
        id: of.id.to_string(),
        set: &of.set,
        year: of.year,
        grade,
        published_on,
        reason: &of.reason,
        version: of.version,
        scores,
    })
    .map(Some)
}

/// The members and their order never change: logged hashes rest on them. Names of individuals are not in it.
#[derive(Debug, Serialize)]
struct Commended<'a> {
    unit: &'a str,
    id: String,
    title: &'a str,
    number: &'a str,
    commended_for: &'a str,
    decided_on: Date,
    reason: &'a str,
    collectives: &'a [String],
    individuals: i64,
}

/// The public octets of a commendation: JSON in UTF-8 without white space; none once it was revoked.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn commendation(unit: &str, of: &Commendation) -> Result<Option<Vec<u8>>, serde_json::Error> {
    if of.revoked_on.is_some() {
        return Ok(None);
    }
    serde_json::to_vec(&Commended {
        unit,
        id: of.id.to_string(),
        title: &of.title,
        number: &of.number,
        commended_for: &of.commended_for,
        decided_on: of.decided_on,
        reason: &of.reason,
        collectives: &of.collectives,
        individuals: of.individuals,
    })
    .map(Some)
}
