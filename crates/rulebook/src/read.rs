//! Reading TOML with a position for every complaint.
//!
//! Nothing here stops at the first mistake: a function that cannot read its value reports why and returns `None`,
//! and the caller goes on with the next key.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::message::LocalText;
use crate::problem::{Fault, Problem};
use crate::value::ValueKind;

/// A value with its place in the file.
pub(crate) type Node<'t> = Spanned<DeValue<'t>>;

/// Where something stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Position {
    pub file: String,
    pub line: usize,
    pub column: usize,
}

impl Position {
    /// A problem found here.
    pub fn problem(&self, fault: Fault, read: impl Into<String>, expected: impl Into<String>) -> Problem {
        let Self { file, line, column } = self.clone();
        Problem {
            file,
            line,
            column,
            fault,
            read: read.into(),
            expected: expected.into(),
        }
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Collects problems while a file is read.
pub(crate) struct Reader<'t> {
    file: &'t str,
    text: &'t str,
    line_starts: Vec<usize>,
    pub problems: Vec<Problem>,
}

/// The keys of one table.
pub(crate) struct Fields<'t> {
    table: &'t DeTable<'t>,
    /// Where the table stands.
    pub span: Range<usize>,
    /// What the table is called in messages.
    name: &'static str,
}

impl<'t> Fields<'t> {
    pub fn new(table: &'t DeTable<'t>, span: Range<usize>, name: &'static str) -> Self {
        Self { table, span, name }
    }

    pub fn get(&self, key: &str) -> Option<&'t Node<'t>> {
        self.table.get(key)
    }
}

impl<'t> Reader<'t> {
    pub fn new(file: &'t str, text: &'t str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Self {
            file,
            text,
            line_starts,
            problems: Vec::new(),
        }
    }

    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        // The first line starts at 0, so at least one start is not after the offset.
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self
            .text
            .get(start..offset)
            .map_or(0, |before| before.chars().count())
            + 1;
        Position {
            file: self.file.to_owned(),
            line,
            column,
        }
    }

    pub fn report(
        &mut self,
        span: &Range<usize>,
        fault: Fault,
        read: impl Into<String>,
        expected: impl Into<String>,
    ) {
        let problem = self.position(span.start).problem(fault, read, expected);
        self.problems.push(problem);
    }

    /// The piece of the file that a message quotes: its first line, cut when long; the whole line if it is blank.
    pub fn quote(&self, span: &Range<usize>) -> String {
        const LONGEST: usize = 40;
        let text = self.text.get(span.clone()).unwrap_or_default();
        let text = if text.trim().is_empty() {
            self.line_at(span.start)
        } else {
            text
        };
        let line = text.lines().next().unwrap_or_default().trim();
        if line.chars().count() <= LONGEST && line.len() == text.trim().len() {
            return line.to_owned();
        }
        line.chars().take(LONGEST).chain(std::iter::once('…')).collect()
    }

    fn line_at(&self, offset: usize) -> &'t str {
        let (before, after) = self.text.split_at(self.text.floor_char_boundary(offset));
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| before.len() + at);
        self.text.get(start..end).unwrap_or_default()
    }

    fn refuse(&mut self, node: &Node<'t>, fault: Fault, expected: impl Into<String>) {
        let read = self.quote(&node.span());
        self.report(&node.span(), fault, read, expected);
    }

    /// A table whose keys are all known; unknown ones are reported.
    pub fn table(&mut self, node: &'t Node<'t>, name: &'static str, known: &[&str]) -> Option<Fields<'t>> {
        let Some(table) = node.get_ref().as_table() else {
            self.refuse(node, Fault::NotTable, known.join(", "));
            return None;
        };
        let fields = Fields::new(table, node.span(), name);
        self.only_known(&fields, known);
        Some(fields)
    }

    pub fn only_known(&mut self, fields: &Fields<'t>, known: &[&str]) {
        for key in fields
            .table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            self.report(
                &key.span(),
                Fault::UnknownKey,
                key.get_ref().as_ref(),
                known.join(", "),
            );
        }
    }

    pub fn required(&mut self, fields: &Fields<'t>, key: &str) -> Option<&'t Node<'t>> {
        let node = fields.get(key);
        if node.is_none() {
            self.report(&fields.span, Fault::MissingKey, fields.name, key);
        }
        node
    }

    /// A key that may be absent: `Some(None)` if it is, `None` if it is there and cannot be read.
    pub fn optional<T>(
        &mut self,
        fields: &Fields<'t>,
        key: &str,
        read: impl FnOnce(&mut Self, &'t Node<'t>) -> Option<T>,
    ) -> Option<Option<T>> {
        match fields.get(key) {
            Some(node) => read(self, node).map(Some),
            None => Some(None),
        }
    }

    /// The only key present out of several of which there must be exactly one.
    pub fn exactly_one<'k>(
        &mut self,
        fields: &Fields<'t>,
        keys: &[&'k str],
    ) -> Option<(&'k str, &'t Node<'t>)> {
        let found: Vec<_> = keys
            .iter()
            .filter_map(|key| fields.get(key).map(|node| (*key, node)))
            .collect();
        if let [only] = found[..] {
            return Some(only);
        }
        let read: Vec<_> = found.iter().map(|(key, _)| *key).collect();
        let read = if read.is_empty() {
            fields.name.to_owned()
        } else {
            read.join(", ")
        };
        self.report(&fields.span, Fault::NotExactlyOne, read, keys.join(", "));
        None
    }

    pub fn text(&mut self, node: &Node<'t>) -> Option<String> {
        let Some(text) = node.get_ref().as_str() else {
            self.refuse(node, Fault::NotText, "\"…\"");
            return None;
        };
        if text.trim().is_empty() {
            self.refuse(node, Fault::EmptyText, "\"…\"");
            return None;
        }
        Some(text.to_owned())
    }

    pub fn required_text(&mut self, fields: &Fields<'t>, key: &str) -> Option<String> {
        let node = self.required(fields, key)?;
        self.text(node)
    }

    pub fn local_text(&mut self, node: &'t Node<'t>, name: &'static str) -> Option<LocalText> {
        let fields = self.table(node, name, &["vi", "en", "km"])?;
        self.languages(&fields)
    }

    /// The three languages as keys of a table that may hold other keys as well.
    pub fn languages(&mut self, fields: &Fields<'t>) -> Option<LocalText> {
        let [vi, en, km] = ["vi", "en", "km"].map(|key| self.required_text(fields, key));
        Some(LocalText {
            vi: vi?,
            en: en?,
            km: km?,
        })
    }

    pub fn number(&mut self, node: &Node<'t>, range: Range<u32>) -> Option<u32> {
        let number = node
            .get_ref()
            .as_integer()
            .and_then(|integer| u32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .filter(|number| range.contains(number));
        if number.is_none() {
            self.refuse(
                node,
                Fault::NotNumber,
                format!("{}..{}", range.start, range.end - 1),
            );
        }
        number
    }

    pub fn flag(&mut self, node: &'t Node<'t>) -> Option<bool> {
        let flag = node.get_ref().as_bool();
        if flag.is_none() {
            self.refuse(node, Fault::NotFlag, "true, false");
        }
        flag
    }

    pub fn date(&mut self, node: &'t Node<'t>) -> Option<Date> {
        let date = node
            .get_ref()
            .as_datetime()
            .filter(|moment| moment.time.is_none() && moment.offset.is_none())
            .and_then(|moment| moment.date)
            .and_then(|date| {
                let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
                Date::new(i16::try_from(date.year).ok()?, month, day).ok()
            });
        if date.is_none() {
            self.refuse(node, Fault::NotDate, "2023-07-01");
        }
        date
    }

    pub fn list(&mut self, node: &'t Node<'t>) -> Option<&'t [Node<'t>]> {
        let Some(list) = node.get_ref().as_array() else {
            self.refuse(node, Fault::NotList, "[…]");
            return None;
        };
        if list.is_empty() {
            self.refuse(node, Fault::EmptyList, "[…]");
            return None;
        }
        Some(list)
    }

    pub fn word<T: Copy>(&mut self, node: &Node<'t>, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node)?;
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, meaning)| *meaning);
        if found.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            self.refuse(node, Fault::UnknownWord, known.join(", "));
        }
        found
    }

    /// A name of a prescribed form, such as `disclosure.deadline`; `form` shows one to the reader.
    pub fn name(&mut self, node: &Node<'t>, form: &str, is_right: fn(&str) -> bool) -> Option<String> {
        let name = self.text(node)?;
        if is_right(&name) {
            return Some(name);
        }
        self.refuse(node, Fault::BadName, form);
        None
    }

    /// The kind of value a rule carries, and the value.
    pub fn value_kind(&mut self, rule: &Fields<'t>) -> Option<(ValueKind, &'t Node<'t>)> {
        let words = ValueKind::ALL.map(ValueKind::word);
        let (word, node) = self.exactly_one(rule, &words)?;
        let kind = ValueKind::ALL.into_iter().find(|kind| kind.word() == word)?;
        Some((kind, node))
    }
}

/// `disclosure.deadline`: two or more words joined by dots.
pub(crate) fn is_topic(name: &str) -> bool {
    name.contains('.') && name.split('.').all(is_key)
}

/// `land_use`: small letters, digits and `_`, beginning with a letter.
pub(crate) fn is_key(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// `2022-luat-10`: small letters, digits and `-`.
pub(crate) fn is_source_id(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
