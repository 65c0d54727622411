//! Who is told of what happens to a petition, and by what: its asker by mail and by telephone, other programs by web hooks.
//! Nothing of what was written, and nothing of the answer, is told: only that something happened, and where to read it.

use std::sync::Arc;

use askama::Template;
use jiff::SignedDuration;
use platform::{
    db::Write,
    hooks::{self, Hooks},
    i18n::{Arg, Translations, Translator},
    mail::{Inbox, Letter, Mail, Post},
    messages::{Message, Messages, Phone},
};
use serde_json::json;
use units::Unit;
use uuid::Uuid;

use crate::{
    model::{Event, EventKind, Kind, Petition},
    service::{ActError, Sent},
    store::KeptContact,
    words,
};

/// For how long news about a petition are worth reading.
const NEWS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// The scope of web hooks about petitions.
pub(crate) const SCOPE: &str = "petitions";

/// By what people and programs are told and heard, as the installation has it set up.
#[derive(Debug, Clone)]
pub struct Telling {
    /// Mail to askers.
    pub post: Option<Arc<Post>>,
    /// Mail from askers.
    pub inbox: Option<Inbox>,
    /// Messages to their telephones.
    pub messages: Option<Arc<Messages>>,
    /// Web hooks.
    pub hooks: Option<Arc<Hooks>>,
    /// The words of all languages.
    pub translations: Translations,
}

/// Whether the asker is told.
fn tells_asker(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Received
            | EventKind::Released
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

/// Whether the asker's telephone is told: of what they wait for, and not of every step.
fn tells_phone(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Received
            | EventKind::Released
            | EventKind::Refused
            | EventKind::Answered
            | EventKind::LedComplaint
    )
}

/// Whether other programs are told. They never hear of what waits to be looked at, of denunciations, or of what only the
/// asker and the officers have between them.
fn tells_hooks(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Received
            | EventKind::Released
            | EventKind::Classified
            | EventKind::Assigned
            | EventKind::HandedOver
            | EventKind::HandedIn
            | EventKind::Merged
            | EventKind::Answered
            | EventKind::Accepted
            | EventKind::Reopened
            | EventKind::Elapsed
            | EventKind::Withdrawn
            | EventKind::LedComplaint
            | EventKind::Escalated
            | EventKind::Shown
            | EventKind::Corrected
            | EventKind::Hidden
    )
}

#[derive(Template)]
#[template(path = "petitions/letter.html")]
struct Html<'a> {
    t: &'a Translator,
    subject: &'a str,
    lines: &'a [String],
    href: &'a str,
    closing: &'a str,
}

#[derive(Template)]
#[template(path = "petitions/letter.txt", escape = "none")]
struct Plain<'a> {
    t: &'a Translator,
    lines: &'a [String],
    href: &'a str,
    closing: &'a str,
}

/// A mail that is being written.
struct Draft<'a> {
    once: String,
    about: &'a [u8],
    subject: String,
    lines: Vec<String>,
    closing: String,
    href: String,
    reply_to: Option<String>,
    answers: Option<&'a str>,
}

impl Telling {
    /// Tells of what happened to a petition.
    pub(crate) async fn tell(
        &self,
        write: &mut Write,
        (unit, petition, event): (&Unit, &Petition, &Event),
        contact: Option<&KeptContact>,
    ) -> Result<(), ActError> {
        if let Some(hooks) = &self.hooks
            && tells_hooks(event.kind)
        {
            let told = hooks::Event {
                once: &once(petition, event),
                kind: &format!("petition.{}", event.kind.key()),
                data: outline(unit, petition),
            };
            hooks
                .tell(write, (unit.id.0, SCOPE), None, &told, event.at)
                .await?;
        }
        let Some(contact) = contact.filter(|_| tells_asker(event.kind)) else {
            return Ok(());
        };
        let t = self.translations.translator(contact.language);
        if let Some(post) = &self.post {
            let address = contact
                .mail
                .as_deref()
                .and_then(|sealed| post.open(sealed))
                .and_then(|octets| String::from_utf8(octets).ok());
            if let Some(address) = address {
                let draft = self.news(post, &t, (unit, petition, event));
                put(write, post, &t, (unit, &draft), &address, event.at).await?;
            }
        }
        if let Some(messages) = &self.messages
            && tells_phone(event.kind)
            && let Some(to) = Phone::read(&contact.phone)
        {
            let text = t.format(
                "petitions-message",
                &[
                    ("number", Arg::Text(petition.number_text())),
                    ("unit", Arg::Text(units::in_text(&unit.name))),
                    ("what", Arg::Text(words::event(&t, None, event))),
                    ("href", Arg::Text(look_up(messages.public_address(), unit))),
                ],
            );
            for channel in &contact.tell_by {
                let message = Message {
                    once: &once(petition, event),
                    about: petition.id.0.as_bytes(),
                    channel: *channel,
                    to: &to,
                    text: &text,
                    good_for: NEWS,
                };
                messages.put(write, unit.id.0, &message, event.at).await?;
            }
        }
        Ok(())
    }

    fn news<'a>(
        &self,
        post: &Post,
        t: &Translator,
        (unit, petition, event): (&Unit, &'a Petition, &Event),
    ) -> Draft<'a> {
        let what = words::event(t, None, event);
        Draft {
            once: once(petition, event),
            about: petition.id.0.as_bytes(),
            subject: t.format(
                "petitions-mail-subject",
                &[
                    ("number", Arg::Text(petition.number_text())),
                    ("what", Arg::Text(what.clone())),
                ],
            ),
            lines: vec![
                t.format(
                    "petitions-mail-opening",
                    &[
                        ("number", Arg::Text(petition.number_text())),
                        ("unit", Arg::Text(unit.name.clone())),
                        ("day", Arg::Date(petition.received_on)),
                    ],
                ),
                what,
            ],
            closing: self.closing(t),
            href: look_up(post.public_address(), unit),
            reply_to: self.reply_to(post, unit, petition),
            answers: None,
        }
    }

    /// How a mail ends: with whether an answer to it is read.
    fn closing(&self, t: &Translator) -> String {
        t.text(if self.inbox.is_some() {
            "petitions-mail-closing-reply"
        } else {
            "petitions-mail-closing"
        })
    }

    /// The address at which an answer to a mail is known to be about its petition: with its number, and a secret that only
    /// who got the mail knows.
    fn reply_to(&self, post: &Post, unit: &Unit, petition: &Petition) -> Option<String> {
        let inbox = self.inbox.as_ref()?;
        let (year, number) = petition.number;
        let tag = format!("{}.{year}-{number}.{}", unit.code, reply_secret(post, petition));
        Some(inbox.address(&tag))
    }

    /// Tells who wrote a letter what became of it: taken, with number and code, and what else it may be.
    pub(crate) async fn confirm(
        &self,
        write: &mut Write,
        (unit, petition, sent): (&Unit, &Petition, &Sent),
        letter: &Letter,
        hint: Option<Kind>,
    ) -> Result<(), ActError> {
        let Some(post) = &self.post else {
            return Ok(());
        };
        let t = self.translations.translator(platform::i18n::Locale::Vi);
        let mut lines = vec![
            t.format(
                "petitions-letter-taken",
                &[
                    ("number", Arg::Text(petition.number_text())),
                    ("unit", Arg::Text(units::in_text(&unit.name))),
                ],
            ),
            t.with(
                "petitions-letter-code",
                "code",
                platform::random::grouped_code(&sent.code, 4),
            ),
            if sent.held {
                t.text("petitions-thanks-held")
            } else {
                t.with("petitions-thanks-due", "day", petition.due_on)
            },
        ];
        if let Some(kind) = hint {
            let href = crate::pages::procedure_href(unit, kind);
            lines.push(format!(
                "{} {}{href}",
                t.text(&format!("petitions-hint-{}", kind.key())),
                post.public_address()
            ));
        }
        let draft = Draft {
            once: format!("petitions/letter/{}", letter.id),
            about: petition.id.0.as_bytes(),
            subject: t.with("petitions-letter-subject", "number", petition.number_text()),
            lines,
            closing: self.closing(&t),
            href: look_up(post.public_address(), unit),
            reply_to: self.reply_to(post, unit, petition),
            answers: Some(&letter.id),
        };
        put(write, post, &t, (unit, &draft), &letter.from, petition.changed_at).await
    }

    /// Tells who wrote a letter that nobody can tell whom it is for, or what it is about.
    pub(crate) async fn puzzled(
        &self,
        write: &mut Write,
        unit: &Unit,
        (letter, key): (&Letter, &str),
        at: jiff::Timestamp,
    ) -> Result<(), ActError> {
        let (Some(post), Some(inbox)) = (&self.post, &self.inbox) else {
            return Ok(());
        };
        let t = self.translations.translator(platform::i18n::Locale::Vi);
        let draft = Draft {
            once: format!("petitions/letter/{}", letter.id),
            about: &[],
            subject: t.text("petitions-letter-puzzled"),
            lines: vec![t.with(key, "address", inbox.address("30292"))],
            closing: t.text("petitions-letter-automatic"),
            href: format!("{}{}", post.public_address(), crate::pages::HOME),
            reply_to: None,
            answers: Some(&letter.id),
        };
        put(write, post, &t, (unit, &draft), &letter.from, at).await
    }
}

/// What makes what happened this one event.
fn once(petition: &Petition, event: &Event) -> String {
    format!("petitions/{}/{}/{}", petition.id, event.kind.key(), event.at)
}

/// Where a petition is followed.
fn look_up(public_address: &str, unit: &Unit) -> String {
    format!("{public_address}{}/{}/tra-cuu", crate::pages::HOME, unit.code)
}

/// What only who got mail about a petition knows: 64 bits.
pub(crate) fn reply_secret(post: &Post, petition: &Petition) -> String {
    let mut secret = post.token("petition-reply", &[petition.id.0.as_bytes()]);
    secret.truncate(16);
    secret
}

/// What makes a letter this one petition, so that it is kept once however often it is delivered. Nobody else can reckon it,
/// since the code rests on it.
pub(crate) fn letter_once(post: &Post, letter: &Letter) -> String {
    post.token("petition-letter", &[letter.id.as_bytes(), letter.from.as_bytes()])
}

/// What programs are told of a petition: where it stands, and nothing of what it says.
fn outline(unit: &Unit, petition: &Petition) -> serde_json::Value {
    let id: &Uuid = &petition.id.0;
    json!({
        "unit": unit.code,
        "id": id.to_string(),
        "number": petition.number_text(),
        "kind": petition.kind.key(),
        "category": petition.category,
        "state": petition.state.key(),
        "ending": petition.ending.map(crate::model::Ending::key),
        "received_on": petition.received_on,
        "due_on": petition.due_on,
        "answered_on": petition.first_answered_on,
        "public": petition.is_shown().then(|| format!("{}/{}/{id}", crate::pages::HOME, unit.code)),
    })
}

async fn put(
    write: &mut Write,
    post: &Post,
    t: &Translator,
    (unit, draft): (&Unit, &Draft<'_>),
    to: &str,
    at: jiff::Timestamp,
) -> Result<(), ActError> {
    let unwritable = |error: askama::Error| ActError::Form(error.to_string());
    let html = Html {
        t,
        subject: &draft.subject,
        lines: &draft.lines,
        href: &draft.href,
        closing: &draft.closing,
    }
    .render()
    .map_err(unwritable)?;
    let text = Plain {
        t,
        lines: &draft.lines,
        href: &draft.href,
        closing: &draft.closing,
    }
    .render()
    .map_err(unwritable)?;
    let mail = Mail {
        once: &draft.once,
        about: draft.about,
        to,
        subject: &draft.subject,
        text: &text,
        html: &html,
        language: t.locale(),
        stop: None,
        reply_to: draft.reply_to.as_deref(),
        answers: draft.answers,
        good_for: NEWS,
    };
    post.put(write, unit.id.0, &mail, at).await?;
    Ok(())
}
