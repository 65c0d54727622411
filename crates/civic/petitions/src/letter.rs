//! The words of mail to askers: that something happened to their petition, and where to read what. Nothing of what they
//! wrote, and nothing of the answer, is in a mail.

use askama::Template;
use jiff::SignedDuration;
use platform::{
    db::Write,
    i18n::{Arg, Translator},
    mail::{Mail, Post},
};
use units::Unit;

use crate::{
    model::{Event, EventKind, Petition},
    service::ActError,
};

/// For how long a mail about a petition is worth reading.
const NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Whether the asker is told by mail.
pub(crate) fn tells(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Received
            | EventKind::Refused
            | EventKind::Assigned
            | EventKind::HandedOver
            | EventKind::Merged
            | EventKind::Answered
            | EventKind::LedComplaint
            | EventKind::Escalated
            | EventKind::Hidden
            | EventKind::Restored
            | EventKind::Upheld
    )
}

#[derive(Template)]
#[template(path = "petitions/letter.html")]
struct Html<'a> {
    t: &'a Translator,
    subject: &'a str,
    lines: &'a [String],
    href: &'a str,
}

#[derive(Template)]
#[template(path = "petitions/letter.txt", escape = "none")]
struct Plain<'a> {
    t: &'a Translator,
    lines: &'a [String],
    href: &'a str,
}

/// Puts a mail about what happened into the outbox.
pub(crate) async fn put(
    write: &mut Write,
    post: &Post,
    t: &Translator,
    (unit, petition, event): (&Unit, &Petition, &Event),
    to: &str,
) -> Result<(), ActError> {
    let what = crate::words::event(t, None, event);
    let subject = t.format(
        "petitions-mail-subject",
        &[
            ("number", Arg::Text(petition.number_text())),
            ("what", Arg::Text(what.clone())),
        ],
    );
    let lines = [
        t.format(
            "petitions-mail-opening",
            &[
                ("number", Arg::Text(petition.number_text())),
                ("unit", Arg::Text(unit.name.clone())),
                ("day", Arg::Date(petition.received_on)),
            ],
        ),
        what,
    ];
    let href = format!("{}/kien-nghi/{}/tra-cuu", post.public_address(), unit.code);
    let unwritable = |error: askama::Error| ActError::Form(error.to_string());
    let html = Html {
        t,
        subject: &subject,
        lines: &lines,
        href: &href,
    }
    .render()
    .map_err(unwritable)?;
    let text = Plain {
        t,
        lines: &lines,
        href: &href,
    }
    .render()
    .map_err(unwritable)?;
    let once = format!("petitions/{}/{}/{}", petition.id, event.kind.key(), event.at);
    let mail = Mail {
        once: &once,
        about: petition.id.0.as_bytes(),
        to,
        subject: &subject,
        text: &text,
        html: &html,
        language: t.locale(),
        stop: None,
        good_for: NEWS,
    };
    post.put(write, unit.id.0, &mail, event.at).await?;
    Ok(())
}
