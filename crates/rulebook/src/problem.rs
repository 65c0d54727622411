//! What is wrong with a rulebook file, and where.

use std::fmt;

use crate::message::{Args, Language, render};

/// The ways in which a rulebook can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// The file is not TOML.
    Syntax,
    /// A key that the format does not have, often a slip of the pen.
    UnknownKey,
    /// A key that must be there is not.
    MissingKey,
    /// Quoted text was expected.
    NotText,
    /// The text is empty.
    EmptyText,
    /// A whole number in a range was expected.
    NotNumber,
    /// A date such as 2023-07-01 was expected, of a day that exists.
    NotDate,
    /// `true` or `false` was expected.
    NotFlag,
    /// A table was expected.
    NotTable,
    /// A list was expected.
    NotList,
    /// The list must have an entry.
    EmptyList,
    /// One of a few words was expected.
    UnknownWord,
    /// A name is not written as names of its kind are.
    BadName,
    /// The source's id differs from the file's name.
    IdNotFileName,
    /// `valid_to` is before `valid_from`.
    EndsBeforeStart,
    /// A rule is in force on days when its source is not.
    OutsideSource,
    /// One of several keys must be there, and none is.
    NoneOf,
    /// Exactly one of several keys must be there, and more are.
    NotExactlyOne,
    /// The least allowed is above the most allowed.
    EmptyRange,
    /// A fraction such as "2/3" was expected.
    NotFraction,
    /// A fraction's denominator is zero.
    ZeroDenominator,
    /// A share that is always met or can never be met.
    ImpossibleShare,
    /// A rule cites nothing.
    MissingCitation,
    /// An uncertain rule must say what is uncertain.
    UncertainWithoutNote,
    /// A key appears twice in one list.
    DuplicateItem,
    /// Two rules of one book say something of the same topic and place on the same day.
    DuplicateRule,
    /// Two books have the same id.
    DuplicateSource,
    /// A book refers to a source that no book describes.
    UnknownSource,
    /// A source replaces one that is not older.
    ReplacesNewer,
    /// Sources prevail over one another in a circle.
    PrecedenceCircle,
    /// Two sources speak of the same topic and place on the same day and neither prevails.
    SourcesDisagree,
    /// A topic has values of different kinds.
    MixedKinds,
    /// A selection names a list that no rule states on those days.
    UnknownList,
    /// A selection names an entry that its list does not have.
    UnknownItem,
}

impl Fault {
    /// The stable message key, under which the locale files hold its text with the arguments `read` and `expected`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Syntax => "rulebook-problem-syntax",
            Self::UnknownKey => "rulebook-problem-unknown-key",
            Self::MissingKey => "rulebook-problem-missing-key",
            Self::NotText => "rulebook-problem-not-text",
            Self::EmptyText => "rulebook-problem-empty-text",
            Self::NotNumber => "rulebook-problem-not-number",
            Self::NotDate => "rulebook-problem-not-date",
            Self::NotFlag => "rulebook-problem-not-flag",
            Self::NotTable => "rulebook-problem-not-table",
            Self::NotList => "rulebook-problem-not-list",
            Self::EmptyList => "rulebook-problem-empty-list",
            Self::UnknownWord => "rulebook-problem-unknown-word",
            Self::BadName => "rulebook-problem-bad-name",
            Self::IdNotFileName => "rulebook-problem-id-not-file-name",
            Self::EndsBeforeStart => "rulebook-problem-ends-before-start",
            Self::OutsideSource => "rulebook-problem-outside-source",
            Self::NoneOf => "rulebook-problem-none-of",
            Self::NotExactlyOne => "rulebook-problem-not-exactly-one",
            Self::EmptyRange => "rulebook-problem-empty-range",
            Self::NotFraction => "rulebook-problem-not-fraction",
            Self::ZeroDenominator => "rulebook-problem-zero-denominator",
            Self::ImpossibleShare => "rulebook-problem-impossible-share",
            Self::MissingCitation => "rulebook-problem-missing-citation",
            Self::UncertainWithoutNote => "rulebook-problem-uncertain-without-note",
            Self::DuplicateItem => "rulebook-problem-duplicate-item",
            Self::DuplicateRule => "rulebook-problem-duplicate-rule",
            Self::DuplicateSource => "rulebook-problem-duplicate-source",
            Self::UnknownSource => "rulebook-problem-unknown-source",
            Self::ReplacesNewer => "rulebook-problem-replaces-newer",
            Self::PrecedenceCircle => "rulebook-problem-precedence-circle",
            Self::SourcesDisagree => "rulebook-problem-sources-disagree",
            Self::MixedKinds => "rulebook-problem-mixed-kinds",
            Self::UnknownList => "rulebook-problem-unknown-list",
            Self::UnknownItem => "rulebook-problem-unknown-item",
        }
    }
}

/// One thing wrong with a rulebook file. Prints as `rulebooks/x.toml:12:7: what is wrong` in English;
/// [`Problem::in_language`] says the same in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub fault: Fault,
    /// What was read.
    pub read: String,
    /// What was expected in its place: words of the format, dates or positions, the same in every language.
    pub expected: String,
}

impl Problem {
    /// The message's arguments, for whoever translates [`Fault::key`] by other means.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        Args::from([("read", self.read.clone()), ("expected", self.expected.clone())])
    }

    /// The whole line, position first, in one language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let text = render(language, self.fault.key(), &self.args());
        format!("{}:{}:{}: {text}", self.file, self.line, self.column)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::En))
    }
}

impl std::error::Error for Problem {}
