//! What is public of a session, as octets that anybody can hash.

use jiff::civil::Date;
use serde::Serialize;
use transparency::Subject;

use crate::model::{Session, SessionId, State};

/// Kind of a session in the public log.
pub const SESSION: &str = "reception";

/// The subject of entries on a session.
#[must_use]
pub fn subject(id: SessionId) -> Subject {
    Subject::new(SESSION, id.to_string())
}

/// The public content. Its members and their order never change: logged hashes rest on them. That a session was held is
/// not in it: it is counted in the register.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    held_on: Date,
    starts: i64,
    turn_minutes: i64,
    turns: i64,
    receiver: &'a str,
    manner: &'a str,
    place: &'a str,
    cancelled: bool,
    moved_from: Option<Date>,
    reason: &'a str,
    announced_on: Date,
}

/// The public octets: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(unit_code: &str, session: &Session) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: session.id.to_string(),
        held_on: session.held_on,
        starts: session.starts,
        turn_minutes: session.turn_minutes,
        turns: session.turns,
        receiver: session.receiver.key(),
        manner: session.manner.key(),
        place: &session.place,
        cancelled: session.state == State::Cancelled,
        moved_from: session.moved_from,
        reason: &session.reason,
        announced_on: session.announced_on,
    })
}
