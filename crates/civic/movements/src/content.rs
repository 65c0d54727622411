//! What is public of a recognised model, as octets that anybody can hash.

use jiff::civil::Date;
use serde::Serialize;
use transparency::Subject;

use crate::{
    definition::Movement,
    model::{Dossier, ModelId},
    rules::State,
};

/// Kind of a recognised model in the public log.
pub const MODEL: &str = "movement-model";

/// The subject of entries on a model.
#[must_use]
pub fn subject(id: ModelId) -> Subject {
    Subject::new(MODEL, id.to_string())
}

/// The public content. Its members and their order never change: logged hashes rest on them. Who holds the model stands
/// in it only where that may be told.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    movement: &'a str,
    year: i16,
    title: &'a str,
    group: &'a str,
    field: &'a str,
    touched: &'a [String],
    holder: &'a str,
    holder_name: Option<&'a str>,
    hamlet: Option<i64>,
    registered_on: Date,
    carried_out_on: Option<Date>,
    recognised_on: Option<Date>,
    number: &'a str,
    kept_up: i64,
    done: &'a str,
    outcome: &'a str,
    figures: Vec<Figure<'a>>,
    votes: Votes,
}

#[derive(Debug, Serialize)]
struct Figure<'a> {
    key: &'a str,
    amount: i64,
}

#[derive(Debug, Serialize)]
struct Votes {
    r#for: u32,
    against: u32,
    blank: u32,
    absent: u32,
    related: u32,
}

/// The public octets of a recognised model: JSON in UTF-8 without white space; none while it is not recognised by a council
/// here.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(
    unit_code: &str,
    movement: &Movement,
    dossier: &Dossier,
) -> Result<Option<Vec<u8>>, serde_json::Error> {
    let model = &dossier.model;
    let Some(tally) = dossier.tally.filter(|_| model.state == State::Recognised) else {
        return Ok(None);
    };
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: model.id.to_string(),
        movement: &model.movement,
        year: model.year,
        title: &model.title,
        group: &model.group,
        field: &model.field,
        touched: &model.touched,
        holder: &model.holder,
        holder_name: model.public_holder(movement),
        hamlet: model.hamlet.map(|hamlet| hamlet.0),
        registered_on: model.registered_on,
        carried_out_on: model.carried_out_on,
        recognised_on: model.decided_on,
        number: &model.number,
        kept_up: model.kept_up,
        done: &model.done,
        outcome: &model.outcome,
        figures: model
            .figures
            .iter()
            .map(|(key, amount)| Figure { key, amount: *amount })
            .collect(),
        votes: Votes {
            r#for: tally.for_it,
            against: tally.against,
            blank: tally.blank,
            absent: tally.absent,
            related: tally.related,
        },
    })
    .map(Some)
}
