//! What is wrong with a file, where, and what would have been right: as data, so that a page or a terminal can
//! say it in the reader's language.

use serde::Serialize;

/// The named arguments of a message.
pub type Args = Vec<(&'static str, String)>;

/// The longest piece of a cell that a problem repeats, in characters.
const SHOWN: usize = 80;

/// A sentence to be said in the reader's language: a stable key of the Fluent files and its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// The key, for example `intake-date-no-month`.
    pub key: &'static str,
    /// The arguments the sentence needs.
    pub args: Args,
}

impl Message {
    /// A message without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Where in a file something stands. Whatever is not set does not narrow the place down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The sheet's name; a CSV file has none.
    pub sheet: Option<String>,
    /// The row as a spreadsheet program numbers it, from 1.
    pub row: Option<u32>,
    /// The column counted from 0; see [`column_letter`].
    pub column: Option<u32>,
    /// What stands at the head of that column.
    pub header: Option<String>,
}

impl Place {
    /// The column as a spreadsheet program names it.
    #[must_use]
    pub fn column_letter(&self) -> Option<String> {
        self.column.map(column_letter)
    }

    /// The place in words. `insheet` and `headed` are `yes` or `no`, because Fluent cannot ask whether an argument
    /// is empty.
    #[must_use]
    pub fn message(&self) -> (&'static str, Args) {
        let key = match (self.row, self.column) {
            (Some(_), Some(_)) => "intake-place-cell",
            (Some(_), None) => "intake-place-row",
            (None, Some(_)) => "intake-place-column",
            (None, None) => "intake-place-file",
        };
        (key, self.args())
    }

    fn args(&self) -> Args {
        let yes = |set: bool| if set { "yes" } else { "no" }.to_owned();
        let headed = self.header.as_ref().is_some_and(|header| !header.is_empty());
        vec![
            ("insheet", yes(self.sheet.is_some())),
            ("headed", yes(headed)),
            ("sheet", self.sheet.clone().unwrap_or_default()),
            ("row", self.row.map(|row| row.to_string()).unwrap_or_default()),
            ("column", self.column_letter().unwrap_or_default()),
            ("header", self.header.clone().unwrap_or_default()),
        ]
    }
}

/// The name of a column counted from 0: `A`, `Z`, `AA`, … `XFD`.
#[must_use]
pub fn column_letter(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// Something in the file that cannot be read as the form asks, or (as a [`Notice`]) that was read in a way the
/// person who sent the file should know about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What stands there, shortened.
    pub read: String,
    /// What was expected instead, and what to do.
    pub expected: Message,
}

/// A remark that does not stop an import. It has the shape of a problem.
pub type Notice = Problem;

impl Problem {
    /// A problem at a place. `read` is shortened and made printable.
    #[must_use]
    pub fn new(place: Place, read: &str, expected: Message) -> Self {
        Self {
            place,
            read: shown(read),
            expected,
        }
    }

    /// A problem of the file as a whole.
    #[must_use]
    pub(crate) fn of_file(expected: Message) -> Self {
        Self {
            place: Place::default(),
            read: String::new(),
            expected,
        }
    }

    /// The sentence to say: the key, and the arguments of the message, of the place (see [`Place::message`]) and
    /// `read`.
    #[must_use]
    pub fn message(&self) -> (&'static str, Args) {
        let mut args = self.expected.args.clone();
        args.push(("read", self.read.clone()));
        args.extend(self.place.args());
        (self.expected.key, args)
    }
}

/// Shortens a cell's text for a message and replaces what a terminal or a page could not show.
fn shown(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        short.push('…');
    }
    short
}

/// A list of problems that stops growing at a cap but keeps counting.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    list: Vec<Problem>,
    cap: usize,
    more: u64,
}

impl Problems {
    /// An empty list that keeps at most `cap` problems.
    #[must_use]
    pub fn new(cap: usize) -> Self {
        Self {
            list: Vec::new(),
            cap,
            more: 0,
        }
    }

    /// Adds a problem, or only counts it when the list is full.
    pub fn push(&mut self, problem: Problem) {
        if self.list.len() < self.cap {
            self.list.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// Adds another list, for example the caller's own problems with the rows that were read.
    pub fn extend(&mut self, other: Problems) {
        self.more += other.more;
        for problem in other.list {
            self.push(problem);
        }
    }

    /// The problems kept, in the order in which they were met.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// How many were met after the list was full: "and N more".
    #[must_use]
    pub fn more(&self) -> u64 {
        self.more
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.more == 0
    }
}

/// Why reading stopped before the end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The operating system could not read the file.
    Io(std::io::Error),
    /// The file cannot be read as what it claims to be.
    Refused(Box<Problem>),
}

impl Stop {
    pub(crate) fn refuse(message: Message) -> Self {
        Self::Refused(Box::new(Problem::of_file(message)))
    }
}

impl From<std::io::Error> for Stop {
    /// A failing disk carries the operating system's error number; anything else was made up by a decoder that
    /// met damaged data, or is one of our own limits on the way out.
    fn from(error: std::io::Error) -> Self {
        if error.raw_os_error().is_some() {
            return Self::Io(error);
        }
        match error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<LimitReached>())
        {
            Some(limit) => Self::refuse(limit.0.clone()),
            None => Self::refuse(Message::new("intake-file-damaged").with("detail", error)),
        }
    }
}

/// A limit that was reached inside a reader, on its way through `std::io::Error`.
#[derive(Debug)]
pub(crate) struct LimitReached(pub(crate) Message);

impl std::fmt::Display for LimitReached {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.key)
    }
}

impl std::error::Error for LimitReached {}

impl From<LimitReached> for std::io::Error {
    fn from(limit: LimitReached) -> Self {
        Self::other(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        for (column, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (51, "AZ"),
            (52, "BA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letter(column), letters);
        }
    }

    #[test]
    fn a_full_list_keeps_counting() {
        let mut problems = Problems::new(2);
        for _ in 0..5 {
            problems.push(Problem::of_file(Message::new("intake-empty")));
        }
        let mut own = Problems::new(2);
        own.push(Problem::of_file(Message::new("intake-empty")));
        problems.extend(own);
        assert_eq!((problems.list().len(), problems.more()), (2, 4));
    }

    #[test]
    fn what_was_read_is_short_and_printable() {
        let problem = Problem::new(
            Place::default(),
            &"a\u{7}".repeat(100),
            Message::new("intake-empty"),
        );
        assert_eq!(problem.read.chars().count(), 81);
        assert!(!problem.read.contains('\u{7}'));
    }
}
