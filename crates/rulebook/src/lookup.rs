//! Why a rule could not be looked up.

use std::fmt;

use jiff::civil::Date;

use crate::book::Place;
use crate::message::{Args, Language, render};
use crate::validity::Validity;
use crate::value::ValueKind;

/// The rulebook has no answer. Prints in English; [`LookupError::in_language`] says the same in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookupError {
    /// No book has a rule of this topic.
    UnknownTopic {
        /// The topic asked for.
        topic: String,
        /// Topics whose names begin alike.
        near: Vec<String>,
    },
    /// The topic is ruled for other places only.
    NoRuleForPlace {
        /// The topic asked for.
        topic: String,
        /// The place asked for.
        place: Place,
        /// The places for which there is a rule.
        places: Vec<Place>,
    },
    /// There are rules, but the rulebook holds none for that day.
    NotInForce(Box<Gap>),
    /// The rule is there, but says something of another kind.
    WrongKind {
        /// The topic asked for.
        topic: String,
        /// What the caller wanted.
        wanted: ValueKind,
        /// What the rule says.
        found: ValueKind,
    },
}

/// A day for which the rulebook holds no rule, and the rules around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The topic asked for.
    pub topic: String,
    /// The place asked for.
    pub place: Place,
    /// The day of the event.
    pub date: Date,
    /// The last rule before that day.
    pub before: Option<Neighbour>,
    /// The first rule after that day.
    pub after: Option<Neighbour>,
}

/// A rule next to a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// When it is in force.
    pub validity: Validity,
    /// Its citation in the full form.
    pub citation: String,
}

impl LookupError {
    /// The stable message key, under which the locale files hold the text.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::UnknownTopic { .. } => "rulebook-lookup-unknown-topic",
            Self::NoRuleForPlace { .. } => "rulebook-lookup-no-rule-for-place",
            Self::NotInForce(gap) => match (&gap.before, &gap.after) {
                (Some(_), Some(_)) => "rulebook-lookup-between-rules",
                (Some(_), None) => "rulebook-lookup-after-last-rule",
                (None, _) => "rulebook-lookup-before-first-rule",
            },
            Self::WrongKind { .. } => "rulebook-lookup-wrong-kind",
        }
    }

    /// The message's arguments.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::UnknownTopic { topic, near } => {
                Args::from([("topic", topic.clone()), ("near", near.join(", "))])
            }
            Self::NoRuleForPlace { topic, place, places } => {
                let places: Vec<_> = places.iter().map(|place| place.word()).collect();
                Args::from([
                    ("topic", topic.clone()),
                    ("place", place.word().to_owned()),
                    ("places", places.join(", ")),
                ])
            }
            Self::NotInForce(gap) => gap.args(),
            Self::WrongKind { topic, wanted, found } => Args::from([
                ("topic", topic.clone()),
                ("wanted", wanted.word().to_owned()),
                ("found", found.word().to_owned()),
            ]),
        }
    }

    /// The message in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        render(language, self.key(), &self.args())
    }
}

impl Gap {
    fn args(&self) -> Args {
        let mut args = Args::from([
            ("topic", self.topic.clone()),
            ("place", self.place.word().to_owned()),
            ("date", self.date.to_string()),
        ]);
        if let Some(before) = &self.before {
            args.push(("last-day", before.validity.last().to_string()));
            args.push(("before", before.citation.clone()));
        }
        if let Some(after) = &self.after {
            args.push(("first-day", after.validity.from.to_string()));
            args.push(("after", after.citation.clone()));
        }
        args
    }
}

impl fmt::Display for LookupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::En))
    }
}

impl std::error::Error for LookupError {}
