//! The words of mail to followers, in their language, as plain text and as HTML.

use askama::Template;
use jiff::{Timestamp, civil::Date};
use platform::i18n::{Arg, Translator};
use units::{Level, Unit};

use super::{rules::Rhythm, store::Happened};
use crate::model::Text;

/// The most notices one digest names; the board has the others.
const MOST: usize = 50;

/// What there is to tell about one thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// What the unit is called on whose board it happened.
    pub unit: String,
    pub act: Happened,
    pub at: Timestamp,
    pub href: String,
    pub text: Text,
    /// Why the version replaces another; empty for a first one.
    pub correction: String,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
}

/// A part of a letter.
struct Part {
    title: String,
    lines: Vec<String>,
    href: String,
}

/// A letter without the way to stop it, which is each follower's own.
pub(super) struct Letter {
    pub t: Translator,
    pub subject: String,
    opening: String,
    parts: Vec<Part>,
    closing: String,
}

#[derive(Template)]
#[template(path = "disclosure/letter.html")]
struct Html<'a> {
    letter: &'a Letter,
    stop: Option<&'a str>,
}

#[derive(Template)]
#[template(path = "disclosure/letter.txt", escape = "none")]
struct Plain<'a> {
    letter: &'a Letter,
    stop: Option<&'a str>,
}

impl Letter {
    /// Asks whether it was the owner of the address who asked for mail.
    pub fn to_confirm(t: &Translator, board: &str, rhythm: Rhythm, href: &str) -> Self {
        Self {
            t: t.clone(),
            subject: t.with("disclosure-mail-confirm-subject", "board", board),
            opening: t.with("disclosure-mail-confirm-opening", "board", board),
            parts: vec![Part {
                title: t.text("disclosure-mail-confirm-link"),
                lines: vec![t.text(&format!("disclosure-follow-{}", rhythm.key()))],
                href: href.to_owned(),
            }],
            closing: t.text("disclosure-mail-confirm-closing"),
        }
    }

    /// Tells of one thing.
    pub fn about_one(t: &Translator, name: &str, told: Vec<&Told>) -> Self {
        let subject = told.first().map(|told| subject(t, told)).unwrap_or_default();
        Self::news(t, subject, String::new(), name, told)
    }

    /// Tells of what happened until the evening of a day.
    pub fn digest(t: &Translator, name: &str, day: Date, told: Vec<&Told>) -> Self {
        let named = [
            ("unit", Arg::Text(name.to_owned())),
            ("count", Arg::from(told.len())),
            ("date", Arg::Date(day)),
        ];
        let subject = t.format("disclosure-mail-digest-subject", &named);
        let opening = if told.len() > MOST {
            t.with(
                "disclosure-mail-digest-more",
                "count",
                told.len().saturating_sub(MOST),
            )
        } else {
            String::new()
        };
        Self::news(t, subject, opening, name, told)
    }

    fn news(t: &Translator, subject: String, opening: String, name: &str, told: Vec<&Told>) -> Self {
        Self {
            t: t.clone(),
            subject,
            opening,
            parts: told.into_iter().take(MOST).map(|told| part(t, told)).collect(),
            closing: t.with("disclosure-mail-why", "unit", name),
        }
    }

    /// The letter as plain text and as HTML.
    pub fn written(&self, stop: Option<&str>) -> Result<(String, String), askama::Error> {
        let text = Plain { letter: self, stop }.render()?;
        Ok((text, Html { letter: self, stop }.render()?))
    }

    fn stop_words(&self) -> String {
        self.t.text("disclosure-mail-stop")
    }
}

/// What a board is called: of a province, its communes' boards.
pub(crate) fn board_name(t: &Translator, unit: &Unit) -> String {
    let key = match unit.level {
        Level::Province => "disclosure-follow-boards-of",
        _ => "disclosure-board-title",
    };
    let name = if unit.level == Level::Province {
        "province"
    } else {
        "commune"
    };
    t.with(key, name, unit.name.as_str())
}

/// What the boards of a hamlet are called.
pub(crate) fn hamlet_board_name(t: &Translator, unit: &Unit, hamlet: &str) -> String {
    t.format(
        "disclosure-follow-hamlet-board",
        &[("hamlet", hamlet.into()), ("commune", unit.name.as_str().into())],
    )
}

fn subject(t: &Translator, told: &Told) -> String {
    let key = format!("disclosure-mail-{}-subject", told.act.key());
    t.format(
        &key,
        &[
            ("unit", Arg::Text(told.unit.clone())),
            ("title", Arg::Text(told.text.title.clone())),
        ],
    )
}

fn part(t: &Translator, told: &Told) -> Part {
    let when = t.instant(told.at);
    let happened = format!("disclosure-mail-{}", told.act.key());
    let mut lines = vec![t.format(
        &happened,
        &[("unit", Arg::Text(told.unit.clone())), ("when", Arg::Text(when))],
    )];
    let title = match &told.withdrawn {
        Some(reason) => {
            lines.push(t.with("disclosure-withdrawn-because", "reason", reason.as_str()));
            t.text("disclosure-withdrawn-title")
        }
        None => {
            if !told.correction.is_empty() {
                lines.push(told.correction.clone());
            }
            lines.push(told.text.summary.clone());
            told.text.title.clone()
        }
    };
    Part {
        title,
        lines,
        href: told.href.clone(),
    }
}
