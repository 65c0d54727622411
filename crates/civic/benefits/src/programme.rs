//! A programme of support (chương trình hỗ trợ) as data: what is asked, who is entitled, to how much. The files are
//! `data/benefits/*.toml`; `data/benefits/README.md` describes them.

use std::fmt;

use jiff::civil::Date;
use platform::text::read_whole;
use serde::Deserialize;
use toml::Spanned;

use crate::expr::{self, Expr, ExprFault};

macro_rules! programme {
    ($name:literal) => {
        (
            concat!("data/benefits/", $name),
            include_str!(concat!("../../../../data/benefits/", $name)),
        )
    };
}

/// Name and text of every programme that Đình is delivered with.
pub const DELIVERED: &[(&str, &str)] = &[
    programme!("lao-dong-tu-do-dich-benh.toml"),
    programme!("qua-tet-ho-ngheo.toml"),
    programme!("sua-nha-ho-ngheo.toml"),
];

/// The most questions of a programme.
pub const MOST_QUESTIONS: usize = 20;
/// The most đồng and the highest count that an answer may state, and a rule may give.
pub const HIGHEST: i64 = 1_000_000_000_000;

/// The same words in the languages of Đình.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    vi: String,
    en: String,
    km: String,
}

impl Words {
    /// The words in a language (`vi`, `en`, `km`); Vietnamese for any other.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        match language {
            "en" => &self.en,
            "km" => &self.km,
            _ => &self.vi,
        }
    }
}

/// The paper a programme stands on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// Which it is.
    pub source: String,
    /// Whether the programme was compared with its text.
    pub certain: bool,
}

/// What one application is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of {
    /// A household.
    Household,
    /// A person.
    Person,
}

/// One of the answers to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Stable key.
    pub key: String,
    vi: String,
    en: String,
    km: String,
}

impl Item {
    /// What it is called in a language.
    #[must_use]
    pub fn label(&self, language: &str) -> &str {
        match language {
            "en" => &self.en,
            "km" => &self.km,
            _ => &self.vi,
        }
    }
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// A number from 0 to this one.
    Count(i64),
    /// đồng, from 0 to so many.
    Money(i64),
    /// One of these.
    Choice(Vec<Item>),
}

impl Kind {
    /// With what it is answered, for who writes programmes.
    #[must_use]
    pub const fn answered_with(&self) -> &'static str {
        match self {
            Self::YesNo => "yes or no",
            Self::Count(_) => "a count",
            Self::Money(_) => "đồng",
            Self::Choice(_) => "one of its items",
        }
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stable key; expressions call it so.
    pub key: String,
    /// How it is answered.
    pub kind: Kind,
    /// What is asked.
    pub ask: Words,
}

/// An answer to a question of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes or no.
    Flag(bool),
    /// A count, or đồng.
    Number(i64),
    /// The place of the item among those to choose from.
    Chosen(usize),
}

/// What must be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    when: Expr,
    /// What must be so, in words.
    pub needs: Words,
    /// What is said to whom it is not so.
    pub fails: Words,
    /// Where it stands.
    pub article: String,
    /// Whether it was compared with the text.
    pub certain: bool,
}

/// How much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    when: Option<Expr>,
    /// đồng.
    pub vnd: i64,
    times: Option<usize>,
    /// For whom, in words.
    pub says: Words,
    /// Whether it was compared with the text.
    pub certain: bool,
}

/// A programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Stable key, also in addresses.
    pub key: String,
    /// What it is called.
    pub name: Words,
    /// What it is about.
    pub about: Words,
    /// What an application is for.
    pub of: Of,
    /// Item of the catalogue's list `support_programme`.
    pub class: String,
    /// The paper it stands on.
    pub basis: Basis,
    /// First day on which packages are opened.
    pub from: Date,
    /// Last day; none until further notice.
    pub until: Option<Date>,
    /// Whether it was invented.
    pub example: bool,
    /// What is asked.
    pub questions: Vec<Question>,
    /// What must be so.
    pub conditions: Vec<Condition>,
    /// How much.
    pub amounts: Vec<Amount>,
    persons: Option<usize>,
    excludes: Vec<String>,
}

/// What answers come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Places of the conditions that do not hold.
    pub failed: Vec<usize>,
    /// What the amounts add up to, in đồng, whether entitled or not.
    pub amount: i64,
    /// People it is for.
    pub persons: i64,
}

impl Verdict {
    /// Whether all conditions hold.
    #[must_use]
    pub fn entitled(&self) -> bool {
        self.failed.is_empty() && self.amount > 0
    }
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFault {
    /// None was given, or none of those to choose from.
    Choose,
    /// No whole number from 0 to so many.
    Number(i64),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FileKind {
    YesNo,
    Count,
    Money,
    Choice,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQuestion {
    key: Spanned<String>,
    kind: FileKind,
    most: Option<i64>,
    ask: Words,
    #[serde(default)]
    item: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCondition {
    when: Spanned<String>,
    needs: Words,
    fails: Words,
    article: String,
    certain: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAmount {
    vnd: Spanned<i64>,
    when: Option<Spanned<String>>,
    times: Option<Spanned<String>>,
    says: Words,
    certain: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: Spanned<String>,
    name: Words,
    about: Words,
    of: Of,
    class: String,
    basis: Basis,
    from: Spanned<String>,
    until: Option<Spanned<String>>,
    example: bool,
    persons: Option<Spanned<String>>,
    #[serde(default)]
    excludes: Vec<Spanned<String>>,
    #[serde(rename = "question")]
    questions: Vec<FileQuestion>,
    #[serde(rename = "condition")]
    conditions: Vec<FileCondition>,
    #[serde(rename = "amount")]
    amounts: Vec<FileAmount>,
}

/// What is wrong in a programme's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not written as programmes are.
    #[error("it can't be read: {0}")]
    Syntax(String),
    /// A key with other signs than small letters, digits and its separator, or one that is taken.
    #[error(
        "{0:?} can't be a key: it is taken, or has other signs than small letters, digits and its separator"
    )]
    Key(String),
    /// No day.
    #[error("{0:?} is no day: write 2026-01-31")]
    Day(String),
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Ends,
    /// Too many questions, or none.
    #[error("a programme asks 1 to {MOST_QUESTIONS} questions")]
    Questions,
    /// A count or đồng without its limit, a choice of fewer than two items, or the one with what belongs to the other.
    #[error(
        "a count and đồng state `most`, from 1 to {HIGHEST}; a choice has at least two items; neither has the other's"
    )]
    Limits,
    /// The question counts nothing.
    #[error("{0:?} is no question that is answered with a count")]
    Counts(String),
    /// A programme without conditions or without amounts.
    #[error("a programme has conditions and amounts")]
    Empty,
    /// đồng below 1 or beyond what is counted.
    #[error("an amount is 1 to {HIGHEST} đồng")]
    Amount,
    /// There is no programme of this key.
    #[error("there is no programme {0:?}")]
    Programme(String),
    /// An expression.
    #[error("the expression {0:?}: {1}")]
    Expression(String, ExprFault),
}

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.fault)
    }
}

impl std::error::Error for Problem {}

fn is_key(text: &str, separator: char) -> bool {
    text.starts_with(|sign: char| sign.is_ascii_lowercase())
        && text.len() <= 60
        && text
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == separator)
}

/// The words of expressions, which no question is called by.
const RESERVED: [&str; 3] = ["and", "or", "not"];

struct Loading<'a> {
    name: &'a str,
    text: &'a str,
}

impl Loading<'_> {
    fn problem(&self, at: usize, fault: Fault) -> Problem {
        let before = self.text.get(..at).unwrap_or(self.text);
        Problem {
            file: self.name.to_owned(),
            line: before.matches('\n').count() + 1,
            fault,
        }
    }

    fn at<T>(&self, there: &Spanned<T>, fault: Fault) -> Problem {
        self.problem(there.span().start, fault)
    }

    fn day(&self, written: &Spanned<String>) -> Result<Date, Problem> {
        let wrong = |_| self.at(written, Fault::Day(written.get_ref().clone()));
        written.get_ref().parse().map_err(wrong)
    }

    fn question(&self, file: FileQuestion, before: &[Question]) -> Result<Question, Problem> {
        let key = file.key.get_ref();
        let taken = before.iter().any(|question| question.key == *key);
        if taken || !is_key(key, '_') || RESERVED.contains(&key.as_str()) {
            return Err(self.at(&file.key, Fault::Key(key.clone())));
        }
        for (at, item) in file.item.iter().enumerate() {
            let taken = file.item[..at].iter().any(|other| other.key == item.key);
            if taken || !is_key(&item.key, '_') || RESERVED.contains(&item.key.as_str()) {
                return Err(self.at(&file.key, Fault::Key(item.key.clone())));
            }
        }
        let items = file.item.len();
        let kind = match (file.kind, file.most) {
            (FileKind::YesNo, None) if items == 0 => Kind::YesNo,
            (FileKind::Count, Some(most @ 1..=HIGHEST)) if items == 0 => Kind::Count(most),
            (FileKind::Money, Some(most @ 1..=HIGHEST)) if items == 0 => Kind::Money(most),
            (FileKind::Choice, None) if items >= 2 => Kind::Choice(file.item),
            _ => return Err(self.at(&file.key, Fault::Limits)),
        };
        Ok(Question {
            key: file.key.into_inner(),
            kind,
            ask: file.ask,
        })
    }

    fn counting(&self, key: &Spanned<String>, questions: &[Question]) -> Result<usize, Problem> {
        questions
            .iter()
            .position(|question| question.key == *key.get_ref() && matches!(question.kind, Kind::Count(_)))
            .ok_or_else(|| self.at(key, Fault::Counts(key.get_ref().clone())))
    }

    fn expression(&self, written: &Spanned<String>, questions: &[Question]) -> Result<Expr, Problem> {
        let text = written.get_ref();
        expr::read(text, questions).map_err(|fault| self.at(written, Fault::Expression(text.clone(), fault)))
    }

    fn programme(&self) -> Result<(Programme, Vec<Spanned<String>>), Problem> {
        let file: File = toml::from_str(self.text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            self.problem(at, Fault::Syntax(error.message().to_owned()))
        })?;
        if !is_key(file.key.get_ref(), '-') {
            return Err(self.at(&file.key, Fault::Key(file.key.get_ref().clone())));
        }
        let from = self.day(&file.from)?;
        let until = file.until.as_ref().map(|day| self.day(day)).transpose()?;
        if let (Some(written), Some(until)) = (&file.until, until)
            && until < from
        {
            return Err(self.at(written, Fault::Ends));
        }
        if file.questions.is_empty() || file.questions.len() > MOST_QUESTIONS {
            return Err(self.at(&file.key, Fault::Questions));
        }
        if file.conditions.is_empty() || file.amounts.is_empty() {
            return Err(self.at(&file.key, Fault::Empty));
        }
        let mut questions = Vec::new();
        for question in file.questions {
            let question = self.question(question, &questions)?;
            questions.push(question);
        }
        let mut conditions = Vec::new();
        for condition in file.conditions {
            conditions.push(Condition {
                when: self.expression(&condition.when, &questions)?,
                needs: condition.needs,
                fails: condition.fails,
                article: condition.article,
                certain: condition.certain,
            });
        }
        let mut amounts = Vec::new();
        for amount in file.amounts {
            if !(1..=HIGHEST).contains(amount.vnd.get_ref()) {
                return Err(self.at(&amount.vnd, Fault::Amount));
            }
            let when = amount.when.as_ref();
            let times = amount.times.as_ref();
            amounts.push(Amount {
                when: when.map(|when| self.expression(when, &questions)).transpose()?,
                vnd: amount.vnd.into_inner(),
                times: times.map(|key| self.counting(key, &questions)).transpose()?,
                says: amount.says,
                certain: amount.certain,
            });
        }
        let persons = file.persons.as_ref();
        let programme = Programme {
            key: file.key.into_inner(),
            name: file.name,
            about: file.about,
            of: file.of,
            class: file.class,
            basis: file.basis,
            from,
            until,
            example: file.example,
            persons: persons.map(|key| self.counting(key, &questions)).transpose()?,
            questions,
            conditions,
            amounts,
            excludes: file.excludes.iter().map(|key| key.get_ref().clone()).collect(),
        };
        Ok((programme, file.excludes))
    }
}

/// The programmes of an installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programmes(Vec<Programme>);

impl Programmes {
    /// Reads files, each a name with its text.
    ///
    /// # Errors
    /// The first [`Problem`], with file, line and reason.
    pub fn load(files: &[(&str, &str)]) -> Result<Self, Problem> {
        let mut all: Vec<Programme> = Vec::new();
        let mut excluded = Vec::new();
        for (name, text) in files {
            let loading = Loading { name, text };
            let (programme, excludes) = loading.programme()?;
            if all.iter().any(|other| other.key == programme.key) {
                return Err(loading.problem(0, Fault::Key(programme.key)));
            }
            all.push(programme);
            excluded.push((loading, excludes));
        }
        for (loading, excludes) in &excluded {
            for key in excludes {
                if !all.iter().any(|programme| programme.key == *key.get_ref()) {
                    return Err(loading.at(key, Fault::Programme(key.get_ref().clone())));
                }
            }
        }
        Ok(Self(all))
    }

    /// Those that Đình is delivered with.
    ///
    /// # Errors
    /// As [`Programmes::load`].
    pub fn delivered() -> Result<Self, Problem> {
        Self::load(DELIVERED)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Programme> {
        self.0.iter()
    }

    /// The one with this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Programme> {
        self.0.iter().find(|programme| programme.key == key)
    }

    /// Whether who receives by the one is not entitled by the other in the same period. It counts both ways, and nobody
    /// receives twice by one programme.
    #[must_use]
    pub fn exclude(&self, one: &str, other: &str) -> bool {
        let named = |of: &str, key: &str| {
            self.get(of)
                .is_some_and(|programme| programme.excludes.iter().any(|excluded| excluded == key))
        };
        one == other || named(one, other) || named(other, one)
    }
}

impl Programme {
    /// Whether packages are opened on a day.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Reads what was written in answer to a question: `yes` or `no`, digits, the key of an item.
    ///
    /// # Errors
    /// [`AnswerFault`]
    pub fn answer(&self, at: usize, written: &str) -> Result<Answer, AnswerFault> {
        let question = self.questions.get(at).ok_or(AnswerFault::Choose)?;
        match &question.kind {
            Kind::YesNo => match written {
                "yes" => Ok(Answer::Flag(true)),
                "no" => Ok(Answer::Flag(false)),
                _ => Err(AnswerFault::Choose),
            },
            Kind::Count(most) | Kind::Money(most) => read_whole(written)
                .filter(|number| !written.trim().is_empty() && (0..=*most).contains(number))
                .map(Answer::Number)
                .ok_or(AnswerFault::Number(*most)),
            Kind::Choice(items) => items
                .iter()
                .position(|item| item.key == written)
                .map(Answer::Chosen)
                .ok_or(AnswerFault::Choose),
        }
    }

    /// An answer as it is kept, so that [`Programme::answer`] reads it again.
    #[must_use]
    pub fn written(&self, at: usize, answer: Answer) -> String {
        match (answer, self.questions.get(at).map(|question| &question.kind)) {
            (Answer::Flag(true), _) => "yes".to_owned(),
            (Answer::Flag(false), _) => "no".to_owned(),
            (Answer::Number(number), _) => number.to_string(),
            (Answer::Chosen(item), Some(Kind::Choice(items))) => {
                items.get(item).map(|item| item.key.clone()).unwrap_or_default()
            }
            (Answer::Chosen(_), _) => String::new(),
        }
    }

    /// What answers come to. They stand in the order of the questions.
    #[must_use]
    pub fn verdict(&self, answers: &[Answer]) -> Verdict {
        let failed = (0..self.conditions.len())
            .filter(|at| !self.conditions[*at].when.holds(answers))
            .collect();
        let number = |at: usize| match answers.get(at) {
            Some(Answer::Number(number)) => *number,
            _ => 0,
        };
        let amount = self
            .amounts
            .iter()
            .filter(|amount| amount.when.as_ref().is_none_or(|when| when.holds(answers)))
            .map(|amount| amount.vnd.saturating_mul(amount.times.map_or(1, number)))
            .fold(0, i64::saturating_add)
            .min(HIGHEST);
        Verdict {
            failed,
            amount,
            persons: self.persons.map_or(1, number).max(1),
        }
    }
}
