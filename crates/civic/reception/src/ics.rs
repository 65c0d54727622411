//! The calendar as other programs take it in.

use jiff::Timestamp;
use platform::ics::{Calendar, Event, When};

use crate::{
    model::{Session, State},
    rules,
};

/// A calendar of sessions. `title` is what a session is called, and `at` when the calendar was made.
#[must_use]
pub fn calendar(
    name: &str,
    sessions: &[Session],
    title: impl Fn(&Session) -> String,
    href: impl Fn(&Session) -> String,
    at: Timestamp,
) -> String {
    let calendar = Calendar::new("reception", name, at);
    sessions
        .iter()
        .fold(calendar, |calendar, session| {
            calendar.event(&Event {
                id: &session.id.to_string(),
                sequence: session.revision,
                when: When::Minutes(session.held_on, session.starts, rules::ends(session)),
                title: &title(session),
                place: &session.place,
                words: &session.reason,
                href: &href(session),
                cancelled: session.state == State::Cancelled,
            })
        })
        .finish()
}
