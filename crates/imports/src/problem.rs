//! What is wrong with a file, in one shape, whoever found it: the reader of cells, the map of units, the
//! catalogue, or the rules of a form.

use facts::Catalogue;
use intake::Place;
use jiff::civil::Date;
use platform::i18n::{self, Translator};

use crate::forms::What;

/// The longest piece of a cell that a problem repeats, in characters.
const SHOWN: usize = 80;

/// Something that stops an import, or, as a notice, something the sender should know about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What stands there, shortened.
    pub read: String,
    /// What was expected instead, and what to do.
    pub expected: Expected,
}

/// What was expected, as a sentence to be said in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Said by the reader of cells.
    File(intake::Message),
    /// Said by a form of the catalogue.
    Form(facts::Message),
    /// Said here: key in the Fluent files and arguments.
    Import(&'static str, Vec<(&'static str, Arg)>),
}

/// An argument of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Words, as they are.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// Forms by key, named in the reader's language.
    Forms(Vec<String>),
    /// A unit of measure by key, named in the reader's language.
    Measured(String),
}

impl Arg {
    fn text(&self, t: &Translator, catalogue: &Catalogue) -> i18n::Arg {
        match self {
            Self::Text(text) => i18n::Arg::Text(text.clone()),
            Self::Number(number) => i18n::Arg::Number(*number),
            Self::Date(date) => i18n::Arg::Date(*date),
            Self::Measured(key) => {
                let unit = catalogue.unit_of_measure(key);
                i18n::Arg::Text(unit.map_or_else(|| key.clone(), |unit| unit.names.get(t.code()).to_owned()))
            }
            Self::Forms(keys) => {
                let name = |key: &String| match What::of(catalogue, key) {
                    Some(what) => format!("{} ({key})", what.name(t)),
                    None => key.clone(),
                };
                i18n::Arg::Text(keys.iter().map(name).collect::<Vec<_>>().join("; "))
            }
        }
    }
}

impl Problem {
    /// A problem at a place; `read` is shortened.
    #[must_use]
    pub fn new(place: Place, read: &str, expected: Expected) -> Self {
        let mut shown: String = read.chars().take(SHOWN).collect();
        if read.chars().nth(SHOWN).is_some() {
            shown.push('…');
        }
        Self {
            place,
            read: shown,
            expected,
        }
    }

    /// A problem of the file as a whole.
    #[must_use]
    pub fn of_file(key: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self::new(Place::default(), "", Expected::Import(key, args))
    }

    /// Where it stands, in words.
    #[must_use]
    pub fn place_text(&self, t: &Translator) -> String {
        let (key, args) = self.place.message();
        said(t, key, args)
    }

    /// What was expected and what to do, in words.
    #[must_use]
    pub fn text(&self, t: &Translator, catalogue: &Catalogue) -> String {
        match &self.expected {
            Expected::File(message) => {
                let whole = intake::Problem {
                    place: self.place.clone(),
                    read: self.read.clone(),
                    expected: message.clone(),
                };
                let (key, args) = whole.message();
                said(t, key, args)
            }
            Expected::Form(message) => message.text(t, catalogue),
            Expected::Import(key, args) => {
                let args: Vec<_> = args
                    .iter()
                    .map(|(name, arg)| (*name, arg.text(t, catalogue)))
                    .collect();
                t.format(key, &args)
            }
        }
    }
}

fn said(t: &Translator, key: &str, args: intake::Args) -> String {
    let args: Vec<_> = args
        .into_iter()
        .map(|(name, value)| (name, i18n::Arg::Text(value)))
        .collect();
    t.format(key, &args)
}

impl From<intake::Problem> for Problem {
    fn from(problem: intake::Problem) -> Self {
        Self {
            place: problem.place,
            read: problem.read,
            expected: Expected::File(problem.expected),
        }
    }
}

/// Problems that stop being kept at a cap but are counted on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    more: u64,
}

impl Problems {
    /// How many are kept.
    pub const KEPT: usize = 200;

    /// Adds one, or only counts it when the list is full.
    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < Self::KEPT {
            self.list.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Adds what the reader of cells found, and puts all in the order of the file.
    pub(crate) fn merge(&mut self, found: &intake::Problems) {
        self.list.extend(found.list().iter().cloned().map(Problem::from));
        self.list
            .sort_by_key(|problem| (problem.place.row, problem.place.column));
        self.more += found.more() + self.list.len().saturating_sub(Self::KEPT) as u64;
        self.list.truncate(Self::KEPT);
    }

    /// Those kept, in the order of the file.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// How many more there are.
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }

    /// How many there are in all.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.list.len() as u64 + self.more
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
