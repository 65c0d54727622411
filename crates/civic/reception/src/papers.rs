//! The month's calendar to hang on a wall, with a code that leads to the living one.

use documents::{Code, Error, Language, Link, Poster};
use jiff::{Timestamp, civil::Date};
use platform::i18n::{Arg, Locale, Translator};

use crate::{
    model::{Session, State},
    pages::{receiver, when},
};

/// The sheet of a month.
///
/// # Errors
/// [`Error::Link`] for an address that is none.
pub(crate) fn month(
    t: &Translator,
    committee: &str,
    (first, sessions): (Date, &[Session]),
    (address, demo, at): (&str, bool, Timestamp),
) -> Result<Poster, Error> {
    let mut body: Vec<String> = sessions
        .iter()
        .map(|session| {
            let line = t.format(
                "reception-paper-line",
                &[
                    ("when", Arg::Text(when(t, session))),
                    ("receiver", Arg::Text(receiver(t, session.receiver))),
                    ("place", Arg::Text(session.place.clone())),
                ],
            );
            if session.state == State::Cancelled {
                format!("{} — {}", t.text("reception-state-cancelled"), line)
            } else {
                line
            }
        })
        .collect();
    if body.is_empty() {
        body.push(t.text("reception-empty"));
    }
    Ok(Poster {
        language: match t.locale() {
            Locale::Vi => Language::Vi,
            Locale::En => Language::En,
            Locale::Km => Language::Km,
        },
        produced_at: at,
        issuer: committee.to_owned(),
        heading: t.text("reception-nav"),
        title: t.with(
            "reception-paper-title",
            "month",
            format!("{}/{}", first.month(), first.year()),
        ),
        summary: t.text("reception-paper-lead"),
        body,
        facts: Vec::new(),
        codes: vec![Code {
            link: Link::parse(address)?,
            caption: t.text("reception-paper-code"),
        }],
        demo_notice: demo.then(|| t.text("shell-demo-label")),
    })
}
