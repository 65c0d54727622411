//! What is public of a petition, as octets that anybody can hash.

use jiff::civil::Date;
use serde::Serialize;
use transparency::Subject;

use crate::model::{Petition, PetitionId};

/// Kind of a petition in the public log.
pub const PETITION: &str = "petition";

/// The subject of entries on a petition.
#[must_use]
pub fn subject(id: PetitionId) -> Subject {
    Subject::new(PETITION, id.to_string())
}

/// The public content. Its members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    number: String,
    kind: &'a str,
    category: &'a str,
    hamlet: Option<i64>,
    received_on: Date,
    answered_on: Option<Date>,
    title: &'a str,
    words: &'a str,
    answer: &'a str,
}

/// The public octets: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(unit_code: &str, petition: &Petition) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: petition.id.to_string(),
        number: petition.number_text(),
        kind: petition.kind.key(),
        category: &petition.category,
        hamlet: petition.hamlet.map(|hamlet| hamlet.0),
        received_on: petition.received_on,
        answered_on: petition.first_answered_on,
        title: &petition.public.title,
        words: &petition.public.words,
        answer: &petition.public.answer,
    })
}
