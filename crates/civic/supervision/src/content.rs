//! What is public of a visit and of a recommendation, as octets that anybody can hash.

use jiff::civil::Date;
use serde::Serialize;
use transparency::Subject;

use crate::model::{Note, Pictured, Recommendation, RecommendationId, Visit, VisitId};

/// Kind of a published visit in the public log.
pub const VISIT: &str = "supervision-visit";
/// Kind of a recommendation in the public log.
pub const RECOMMENDATION: &str = "supervision-recommendation";

/// The subject of entries on a visit.
#[must_use]
pub fn visit_subject(id: VisitId) -> Subject {
    Subject::new(VISIT, id.to_string())
}

/// The subject of entries on a recommendation.
#[must_use]
pub fn recommendation_subject(id: RecommendationId) -> Subject {
    Subject::new(RECOMMENDATION, id.to_string())
}

#[derive(Debug, Serialize)]
struct Point<'a> {
    item: &'a str,
    seen: &'a str,
    note: &'a str,
}

#[derive(Debug, Serialize)]
struct Picture<'a> {
    caption: &'a str,
    sha256: &'a str,
}

/// The members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Visited<'a> {
    unit: &'a str,
    id: String,
    board: String,
    subject: &'a str,
    place: &'a str,
    held_on: Date,
    checklist: &'a str,
    points: Vec<Point<'a>>,
    findings: &'a str,
    pictures: Vec<Picture<'a>>,
    published_on: Date,
}

/// The public octets of a visit: JSON in UTF-8 without white space; none for a draft.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn visit(unit: &str, of: &Visit, pictures: &[Pictured]) -> Result<Option<Vec<u8>>, serde_json::Error> {
    let Some(published_on) = of.published_on else {
        return Ok(None);
    };
    let mut points: Vec<Point<'_>> = of
        .checks
        .iter()
        .map(|check| Point {
            item: &check.item,
            seen: check.seen.key(),
            note: &check.note,
        })
        .collect();
    points.sort_by_key(|point| point.item);
    serde_json::to_vec(&Visited {
        unit,
        id: of.id.to_string(),
        board: of.board.to_string(),
        subject: &of.subject,
        place: &of.place,
        held_on: of.held_on,
        checklist: &of.checklist,
        points,
        findings: &of.findings,
        pictures: pictures
            .iter()
            .map(|picture| Picture {
                caption: &picture.caption,
                sha256: &picture.hash,
            })
            .collect(),
        published_on,
    })
    .map(Some)
}

#[derive(Debug, Serialize)]
struct Noted<'a> {
    noted_on: Date,
    words: &'a str,
}

/// The members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Recommended<'a> {
    unit: &'a str,
    id: String,
    board: String,
    addressee: &'a str,
    words: &'a str,
    sent_on: Date,
    due_on: Date,
    answer: &'a str,
    answered_on: Option<Date>,
    promised_on: Option<Date>,
    state: &'a str,
    closed_on: Option<Date>,
    closed_why: &'a str,
    notes: Vec<Noted<'a>>,
}

/// The public octets of a recommendation: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn recommendation(unit: &str, of: &Recommendation, notes: &[Note]) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Recommended {
        unit,
        id: of.id.to_string(),
        board: of.board.to_string(),
        addressee: of.addressee.key(),
        words: &of.words,
        sent_on: of.sent_on,
        due_on: of.due_on,
        answer: &of.answer,
        answered_on: of.answered_on,
        promised_on: of.promised_on,
        state: of.state.key(),
        closed_on: of.closed_on,
        closed_why: &of.closed_why,
        notes: notes
            .iter()
            .map(|note| Noted {
                noted_on: note.noted_on,
                words: &note.words,
            })
            .collect(),
    })
}
