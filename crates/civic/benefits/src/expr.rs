//! The expression in which programmes say what must be so: `members >= 3 and (class = poor or not helped_before)`. It
//! knows the questions of its programme and their kinds, and reads nothing else; its value rests on the answers alone.

use crate::programme::{Answer, Kind, Question};

/// How deep an expression may go.
pub const DEEPEST: usize = 32;

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `=`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

/// An expression. Questions are meant by their place among those of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All hold.
    All(Vec<Expr>),
    /// One holds at least.
    Any(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// A question was answered with yes.
    Yes(usize),
    /// A number compares so with another one.
    Number(usize, Order, i64),
    /// An item was chosen.
    Chosen(usize, usize),
}

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExprFault {
    /// A sign that nothing begins with.
    #[error("{0:?} can't stand here")]
    Sign(String),
    /// It ends too early.
    #[error("something is missing at the end")]
    End,
    /// There is no such question.
    #[error("there is no question {0:?}")]
    Question(String),
    /// The question has no such item.
    #[error("the question {0:?} has no item {1:?}")]
    Item(String, String),
    /// The question is of another kind.
    #[error("the question {0:?} can't be used so: it is answered with {1}")]
    Kind(String, &'static str),
    /// A number beyond what is counted.
    #[error("{0:?} is no number")]
    Number(String),
    /// It goes too deep.
    #[error("it goes deeper than {DEEPEST}")]
    Deep,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Digits(&'a str),
    Order(Order),
    Open,
    Close,
}

impl Token<'_> {
    fn shown(&self) -> String {
        match self {
            Self::Word(text) | Self::Digits(text) => (*text).to_owned(),
            Self::Order(_) => "a comparison".to_owned(),
            Self::Open => "(".to_owned(),
            Self::Close => ")".to_owned(),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<Token<'_>>, ExprFault> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let run = |is: fn(char) -> bool| rest.find(|sign: char| !is(sign)).unwrap_or(rest.len());
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            '=' => (Token::Order(Order::Equal), 1),
            '!' if rest.starts_with("!=") => (Token::Order(Order::Unequal), 2),
            '<' if rest.starts_with("<=") => (Token::Order(Order::AtMost), 2),
            '>' if rest.starts_with(">=") => (Token::Order(Order::AtLeast), 2),
            '<' => (Token::Order(Order::Less), 1),
            '>' => (Token::Order(Order::More), 1),
            '0'..='9' => {
                let length = run(|sign| sign.is_ascii_digit() || sign == '_');
                (Token::Digits(&rest[..length]), length)
            }
            'a'..='z' => {
                let length = run(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_');
                (Token::Word(&rest[..length]), length)
            }
            other => return Err(ExprFault::Sign(other.to_string())),
        };
        found.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(found)
}

struct Reading<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
    questions: &'a [Question],
}

impl<'a> Reading<'a> {
    fn next(&mut self) -> Option<&'a Token<'a>> {
        let token = self.tokens.get(self.at);
        self.at += 1;
        token
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = self.tokens.get(self.at) == Some(&Token::Word(word));
        self.at += usize::from(is);
        is
    }

    fn any(&mut self, depth: usize) -> Result<Expr, ExprFault> {
        if depth > DEEPEST {
            return Err(ExprFault::Deep);
        }
        let mut parts = vec![self.all(depth)?];
        while self.takes("or") {
            parts.push(self.all(depth)?);
        }
        Ok(single(parts, Expr::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Expr, ExprFault> {
        let mut parts = vec![self.part(depth)?];
        while self.takes("and") {
            parts.push(self.part(depth)?);
        }
        Ok(single(parts, Expr::All))
    }

    fn part(&mut self, depth: usize) -> Result<Expr, ExprFault> {
        if depth > DEEPEST {
            return Err(ExprFault::Deep);
        }
        if self.takes("not") {
            return Ok(Expr::Not(Box::new(self.part(depth + 1)?)));
        }
        match self.next().ok_or(ExprFault::End)? {
            Token::Open => {
                let inner = self.any(depth + 1)?;
                match self.next() {
                    Some(Token::Close) => Ok(inner),
                    Some(other) => Err(ExprFault::Sign(other.shown())),
                    None => Err(ExprFault::End),
                }
            }
            Token::Word(name) => self.about(name),
            other => Err(ExprFault::Sign(other.shown())),
        }
    }

    fn about(&mut self, name: &str) -> Result<Expr, ExprFault> {
        let at = self
            .questions
            .iter()
            .position(|question| question.key == name)
            .ok_or_else(|| ExprFault::Question(name.to_owned()))?;
        let order = match self.tokens.get(self.at) {
            Some(Token::Order(order)) => {
                self.at += 1;
                Some(*order)
            }
            _ => None,
        };
        let kind = &self.questions[at].kind;
        let unfit = || ExprFault::Kind(name.to_owned(), kind.answered_with());
        match (kind, order) {
            (Kind::YesNo, None) => Ok(Expr::Yes(at)),
            (Kind::Count(_) | Kind::Money(_), Some(order)) => match self.next().ok_or(ExprFault::End)? {
                Token::Digits(digits) => {
                    let number = digits.replace('_', "").parse();
                    let number = number.map_err(|_| ExprFault::Number((*digits).to_owned()))?;
                    Ok(Expr::Number(at, order, number))
                }
                other => Err(ExprFault::Sign(other.shown())),
            },
            (Kind::Choice(items), Some(order @ (Order::Equal | Order::Unequal))) => {
                let Token::Word(item) = self.next().ok_or(ExprFault::End)? else {
                    return Err(unfit());
                };
                let chosen = items
                    .iter()
                    .position(|there| there.key == *item)
                    .ok_or_else(|| ExprFault::Item(name.to_owned(), (*item).to_owned()))?;
                let chosen = Expr::Chosen(at, chosen);
                Ok(match order {
                    Order::Equal => chosen,
                    _ => Expr::Not(Box::new(chosen)),
                })
            }
            _ => Err(unfit()),
        }
    }
}

fn single(mut parts: Vec<Expr>, several: fn(Vec<Expr>) -> Expr) -> Expr {
    if parts.len() == 1 {
        parts.swap_remove(0)
    } else {
        several(parts)
    }
}

/// Reads an expression about `questions`.
///
/// # Errors
/// [`ExprFault`], to be told to whoever wrote the programme.
pub fn read(text: &str, questions: &[Question]) -> Result<Expr, ExprFault> {
    let tokens = tokens(text)?;
    let mut reading = Reading {
        tokens: &tokens,
        at: 0,
        questions,
    };
    let whole = reading.any(0)?;
    match reading.next() {
        None => Ok(whole),
        Some(other) => Err(ExprFault::Sign(other.shown())),
    }
}

impl Expr {
    /// Whether it holds for answers, which stand in the order of the questions. To a question that was not answered no
    /// item, no number and no yes is found.
    #[must_use]
    pub fn holds(&self, answers: &[Answer]) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answers)),
            Self::Not(part) => !part.holds(answers),
            Self::Yes(at) => answers.get(*at) == Some(&Answer::Flag(true)),
            Self::Chosen(at, item) => answers.get(*at) == Some(&Answer::Chosen(*item)),
            Self::Number(at, order, than) => match answers.get(*at) {
                Some(Answer::Number(number)) => match order {
                    Order::Equal => number == than,
                    Order::Unequal => number != than,
                    Order::Less => number < than,
                    Order::AtMost => number <= than,
                    Order::More => number > than,
                    Order::AtLeast => number >= than,
                },
                _ => false,
            },
        }
    }
}
