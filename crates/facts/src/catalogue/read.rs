//! Reads the files of the catalogue. A fault does not stop the reading: all faults of all files are told
//! at once, each with its line and column. What the names refer to is checked afterwards, in `check`.

use std::{collections::HashMap, fmt, ops::RangeInclusive};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};
use units::Level;

use super::{
    Catalogue, Column, ColumnKind, Combine, Condition, DimensionValue, Emission, Formula, Indicator, Item,
    List, Measure, MeasureKind, Names, Reading, RecordKind, Rule, RuleKind, UnitOfMeasure,
};

/// A place in a file of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// What is wrong in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is not TOML.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// A key that must be there is not.
    #[error("`{0}` is missing: add it")]
    Missing(&'static str),
    /// A key holds another kind of value.
    #[error("`{key}` must be {expected}")]
    WrongKind {
        /// The key.
        key: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A key that means nothing here.
    #[error("`{0}` means nothing here: remove it or correct its spelling")]
    UnknownKey(String),
    /// A word out of a fixed set is misspelt.
    #[error("{given:?} is not known: write one of {known}")]
    UnknownWord {
        /// What was written.
        given: String,
        /// What may be written.
        known: String,
    },
    /// A key is given twice.
    #[error("the {what} {key:?} was already defined at {first}: give it another key")]
    Duplicate {
        /// Kind of thing.
        what: &'static str,
        /// Its key.
        key: String,
        /// Where it was defined first.
        first: Position,
    },
    /// A name refers to nothing.
    #[error("there is no {what} {key:?}")]
    UnknownReference {
        /// Kind of thing.
        what: &'static str,
        /// Its key.
        key: String,
    },
    /// A column is used for what its kind does not allow.
    #[error("the column {column:?} must be {expected}")]
    WrongColumn {
        /// The column.
        column: String,
        /// What it must be.
        expected: &'static str,
    },
    /// A measure has other dimensions.
    #[error("the measure {measure:?} has no dimension {dimension:?}")]
    UnknownDimension {
        /// The measure.
        measure: String,
        /// The dimension.
        dimension: String,
    },
    /// A fact leaves a dimension of its measure open.
    #[error(
        "the dimension {dimension:?} of the measure {measure:?} has no value here: give it in `by` or `fixed`"
    )]
    OpenDimension {
        /// The measure.
        measure: String,
        /// The dimension.
        dimension: String,
    },
    /// An indicator has no formula, or several.
    #[error("an indicator has exactly one of `counts`, `sum`, `ratio`, `reported_only`")]
    FormulaNotOne,
    /// Formulas go round in a circle.
    #[error("the formula leads back to itself: {0}")]
    Cycle(String),
    /// A setting is out of its range.
    #[error("`{key}` must be {expected}")]
    OutOfRange {
        /// The key.
        key: &'static str,
        /// The range.
        expected: &'static str,
    },
    /// A rule with readings about the surplus of another rule refers to one of another kind.
    #[error("the rule {0:?} must be of kind not_more and have the whole of this rule on one side")]
    ForeignRule(String),
}

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub position: Position,
    /// What.
    pub fault: Fault,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.fault)
    }
}

/// All problems of a catalogue, by file and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    pub(super) fn sorted(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| a.position.cmp(&b.position));
        Self(problems)
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if n == 0 { "" } else { "\n" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// What was read, before names are looked up.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) catalogue: Catalogue,
    /// For an indicator (by position), how it is to be split.
    pub(super) splits: HashMap<usize, Vec<Split>>,
}

/// An indicator is to be split by dimensions; the parts' keys start with `key`.
#[derive(Debug)]
pub(super) struct Split {
    pub(super) key: String,
    pub(super) by: Vec<String>,
}

pub(super) fn read(files: &[(&str, &str)]) -> (Raw, Vec<Problem>) {
    let mut reader = Reader::default();
    for (name, text) in files {
        reader.file(name, text);
    }
    (reader.raw, reader.problems)
}

#[derive(Default)]
struct Reader {
    raw: Raw,
    problems: Vec<Problem>,
    defined: HashMap<(&'static str, String), Position>,
}

/// One table of a file. Keys are taken out of it as they are read; what is left at the end is unknown.
struct Sheet<'r, 't, 'f> {
    reader: &'r mut Reader,
    text: &'f str,
    file: &'f str,
    at: usize,
    table: HashMap<&'t str, (usize, &'t Spanned<DeValue<'f>>)>,
}

impl Reader {
    fn file(&mut self, file: &str, text: &str) {
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let fault = Fault::Syntax(error.message().to_owned());
            self.problems.push(Problem {
                position: position(file, text, at),
                fault,
            });
        }
        let mut sheet = Sheet::new(self, file, text, 0, root.get_ref());
        sheet.each("unit_of_measure", |sheet| {
            let unit = UnitOfMeasure {
                key: sheet.defines("unit of measure"),
                names: sheet.names(),
                decimals: sheet
                    .number("decimals", "a number from 0 to 3", 0..=3)
                    .and_then(|n| u8::try_from(n).ok())
                    .unwrap_or(0),
            };
            sheet.reader.raw.catalogue.units_of_measure.push(unit);
        });
        sheet.each("list", |sheet| {
            let mut list = List {
                key: sheet.defines("list"),
                names: sheet.names(),
                items: Vec::new(),
            };
            sheet.each("item", |sheet| {
                let item = Item {
                    key: sheet.text("key").unwrap_or_default(),
                    names: sheet.names(),
                };
                if list.item(&item.key).is_some() {
                    sheet.report(Fault::Duplicate {
                        what: "item",
                        key: item.key,
                        first: sheet.position(),
                    });
                } else {
                    list.items.push(item);
                }
            });
            sheet.reader.raw.catalogue.lists.push(list);
        });
        sheet.each("measure", |sheet| {
            let measure = Measure {
                position: sheet.position(),
                key: sheet.defines("measure"),
                unit: sheet.text("unit").unwrap_or_default(),
                kind: sheet
                    .word(
                        "kind",
                        &[("flow", MeasureKind::Flow), ("stock", MeasureKind::Stock)],
                    )
                    .unwrap_or(MeasureKind::Flow),
                dimensions: sheet.pairs("dimensions"),
            };
            sheet.reader.raw.catalogue.measures.push(measure);
        });
        sheet.each("record", |sheet| {
            let kind = RecordKind {
                position: sheet.position(),
                key: sheet.defines("record kind"),
                names: sheet.names(),
                title: sheet.text_or_none("title"),
                date: sheet.text("date").unwrap_or_default(),
                columns: sheet.columns(),
                emissions: sheet.emissions(),
            };
            sheet.reader.raw.catalogue.record_kinds.push(kind);
        });
        sheet.each("indicator", |sheet| sheet.indicator());
        sheet.each("rule", |sheet| sheet.rule());
        sheet.child("place", |sheet| {
            sheet.reader.raw.catalogue.place_columns = sheet.columns()
        });
        sheet.child("reported", |sheet| {
            sheet.reader.raw.catalogue.reported_columns = sheet.columns()
        });
        sheet.child("reconciliation", |sheet| {
            let permille = sheet
                .number("about_permille", "a number from 0 to 1000", 0..=1000)
                .unwrap_or_default();
            sheet.reader.raw.catalogue.about_permille = permille;
        });
        sheet.finish();
    }
}

impl<'r, 't, 'f> Sheet<'r, 't, 'f> {
    fn new(reader: &'r mut Reader, file: &'f str, text: &'f str, at: usize, table: &'t DeTable<'f>) -> Self {
        let table = table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), (key.span().start, value)))
            .collect();
        Self {
            reader,
            text,
            file,
            at,
            table,
        }
    }

    fn position(&self) -> Position {
        position(self.file, self.text, self.at)
    }

    fn report(&mut self, fault: Fault) {
        self.report_at(self.at, fault);
    }

    fn report_at(&mut self, at: usize, fault: Fault) {
        let position = position(self.file, self.text, at);
        self.reader.problems.push(Problem { position, fault });
    }

    /// Reports every key that nobody asked for.
    fn finish(mut self) {
        let unknown: Vec<_> = self
            .table
            .drain()
            .map(|(key, (at, _))| (at, key.to_owned()))
            .collect();
        for (at, key) in unknown {
            self.report_at(at, Fault::UnknownKey(key));
        }
    }

    /// Takes a key out of the table, made into what is wanted; a value of another kind is reported.
    fn take<T>(
        &mut self,
        key: &str,
        expected: &'static str,
        make: impl FnOnce(&'t DeValue<'f>) -> Option<T>,
    ) -> Option<(usize, T)> {
        let (_, value) = self.table.remove(key)?;
        let at = value.span().start;
        let made = make(value.get_ref());
        if made.is_none() {
            self.report_at(
                at,
                Fault::WrongKind {
                    key: key.to_owned(),
                    expected,
                },
            );
        }
        made.map(|made| (at, made))
    }

    fn text_or_none(&mut self, key: &str) -> Option<String> {
        let text = self.take(key, "text", |value| value.as_str().map(str::to_owned));
        text.map(|(_, text)| text)
    }

    fn text(&mut self, key: &'static str) -> Option<String> {
        if !self.table.contains_key(key) {
            self.report(Fault::Missing(key));
        }
        self.text_or_none(key)
    }

    fn flag(&mut self, key: &str) -> bool {
        self.take(key, "true or false", DeValue::as_bool)
            .is_some_and(|(_, flag)| flag)
    }

    fn number(&mut self, key: &str, expected: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        self.take(key, expected, |value| {
            let number = value.as_integer()?;
            let number = i64::from_str_radix(number.as_str(), number.radix()).ok()?;
            range.contains(&number).then_some(number)
        })
        .map(|(_, number)| number)
    }

    fn word_or_none<T: Clone>(&mut self, key: &str, known: &[(&str, T)]) -> Option<T> {
        let (at, word) = self.take(key, "a word", DeValue::as_str)?;
        let found = known
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, meant)| meant.clone());
        if found.is_none() {
            let known = known.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            self.report_at(
                at,
                Fault::UnknownWord {
                    given: word.to_owned(),
                    known,
                },
            );
        }
        found
    }

    fn word<T: Clone>(&mut self, key: &'static str, known: &[(&str, T)]) -> Option<T> {
        if !self.table.contains_key(key) {
            self.report(Fault::Missing(key));
        }
        self.word_or_none(key, known)
    }

    /// A list of texts; a single text is a list of one.
    fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        self.take(key, "a list of texts", texts).map(|(_, texts)| texts)
    }

    /// A table of texts, sorted by key.
    fn pairs(&mut self, key: &str) -> Vec<(String, String)> {
        self.take(key, "a table of texts", |value| {
            let table = value.as_table()?.iter();
            table
                .map(|(k, v)| Some((k.get_ref().to_string(), v.get_ref().as_str()?.to_owned())))
                .collect()
        })
        .map_or_else(Vec::new, |(_, mut pairs): (_, Vec<_>)| {
            pairs.sort();
            pairs
        })
    }

    fn names(&mut self) -> Names {
        Names {
            vi: self.text("vi").unwrap_or_default(),
            en: self.text("en").unwrap_or_default(),
            km: self.text("km").unwrap_or_default(),
        }
    }

    /// The key of the thing that this table defines; told when another one has it.
    fn defines(&mut self, what: &'static str) -> String {
        let key = self.text("key").unwrap_or_default();
        let here = self.position();
        if let Some(first) = self.reader.defined.insert((what, key.clone()), here) {
            self.report(Fault::Duplicate {
                what,
                key: key.clone(),
                first,
            });
        }
        key
    }

    fn child(&mut self, key: &str, read: impl FnOnce(&mut Sheet<'_, 't, 'f>)) {
        if let Some((at, table)) = self.take(key, "a table", DeValue::as_table) {
            let mut sheet = Sheet::new(self.reader, self.file, self.text, at, table);
            read(&mut sheet);
            sheet.finish();
        }
    }

    fn each(&mut self, key: &'static str, mut read: impl FnMut(&mut Sheet<'_, 't, 'f>)) {
        let Some((_, entries)) = self.take(key, "a list of tables", DeValue::as_array) else {
            return;
        };
        for entry in entries.iter() {
            let at = entry.span().start;
            let Some(table) = entry.get_ref().as_table() else {
                self.report_at(
                    at,
                    Fault::WrongKind {
                        key: key.to_owned(),
                        expected: "a list of tables",
                    },
                );
                continue;
            };
            let mut sheet = Sheet::new(self.reader, self.file, self.text, at, table);
            read(&mut sheet);
            sheet.finish();
        }
    }

    fn columns(&mut self) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        self.each("column", |sheet| {
            let list = sheet.text_or_none("list").unwrap_or_default();
            let column = Column {
                position: sheet.position(),
                key: sheet.text("key").unwrap_or_default(),
                names: sheet.names(),
                kind: sheet
                    .word(
                        "kind",
                        &[
                            ("text", ColumnKind::Text),
                            ("count", ColumnKind::Count),
                            ("money", ColumnKind::Money),
                            ("date", ColumnKind::Date),
                            ("flag", ColumnKind::Flag),
                            ("choice", ColumnKind::Choice(list.clone())),
                            ("choices", ColumnKind::Choices(list)),
                            ("unit", ColumnKind::Unit),
                            ("indicator", ColumnKind::Indicator),
                            ("amount", ColumnKind::Amount),
                            ("period", ColumnKind::Period),
                        ],
                    )
                    .unwrap_or(ColumnKind::Text),
                required: sheet.flag("required"),
                not_before: sheet.text_or_none("not_before"),
                at_most: sheet.text_or_none("at_most"),
                needs: sheet.text_or_none("needs"),
            };
            if let Some(first) = columns.iter().find(|other| other.key == column.key) {
                let first = first.position.clone();
                sheet.report(Fault::Duplicate {
                    what: "column",
                    key: column.key,
                    first,
                });
            } else {
                columns.push(column);
            }
        });
        columns
    }

    fn emissions(&mut self) -> Vec<Emission> {
        let mut emissions = Vec::new();
        self.each("fact", |sheet| {
            let by = sheet
                .pairs("by")
                .into_iter()
                .map(|(name, column)| (name, DimensionValue::Column(column)));
            let mut dimensions: Vec<_> = by.collect();
            let fixed = sheet.pairs("fixed").into_iter();
            dimensions.extend(fixed.map(|(name, item)| (name, DimensionValue::Fixed(item))));
            dimensions.sort_by(|a, b| a.0.cmp(&b.0));
            let mut when = Vec::new();
            sheet.each("when", |sheet| when.extend(sheet.condition()));
            emissions.push(Emission {
                position: sheet.position(),
                measure: sheet.text("measure").unwrap_or_default(),
                on: sheet.text_or_none("on"),
                quantity: sheet.text_or_none("quantity"),
                minus: sheet.flag("minus"),
                dimensions,
                when,
            });
        });
        emissions
    }

    fn condition(&mut self) -> Option<Condition> {
        let column = self.text("column")?;
        if let Some(any_of) = self.texts("is") {
            return Some(Condition::Is { column, any_of });
        }
        if let Some(limit) = self.text_or_none("not_after") {
            return Some(Condition::NotAfter { column, limit });
        }
        if let Some(limit) = self.text_or_none("after") {
            return Some(Condition::After { column, limit });
        }
        self.report(Fault::Missing("is"));
        None
    }

    fn indicator(&mut self) {
        let position = self.position();
        let key = self.defines("indicator");
        let names = self.names();
        let mut meaning = Names::default();
        if !self.table.contains_key("meaning") {
            self.report(Fault::Missing("meaning"));
        }
        self.child("meaning", |sheet| meaning = sheet.names());
        let mut splits = Vec::new();
        self.each("split", |sheet| {
            splits.push(Split {
                key: sheet.text("key").unwrap_or_default(),
                by: sheet.texts("by").unwrap_or_default(),
            });
        });
        let weight = self.text_or_none("weight").unwrap_or_default();
        let indicator = Indicator {
            key,
            names,
            meaning,
            unit: self.text("unit").unwrap_or_default(),
            section: self.text("section").unwrap_or_default(),
            formula: self.formula(),
            combine: self
                .word(
                    "combine",
                    &[
                        ("sum", Combine::Sum),
                        ("latest", Combine::Latest),
                        ("weighted", Combine::Weighted(weight)),
                        ("none", Combine::None),
                    ],
                )
                .unwrap_or(Combine::None),
            reported_by: self
                .word_or_none(
                    "reported_by",
                    &[
                        ("country", Level::Country),
                        ("province", Level::Province),
                        ("district", Level::District),
                        ("commune", Level::Commune),
                        ("hamlet", Level::Hamlet),
                    ],
                )
                .unwrap_or(Level::Commune),
            part_of: None,
            position,
        };
        let raw = &mut self.reader.raw;
        if !splits.is_empty() {
            raw.splits.insert(raw.catalogue.indicators.len(), splits);
        }
        raw.catalogue.indicators.push(indicator);
    }

    fn formula(&mut self) -> Formula {
        let mut only = Vec::new();
        if let Some((_, pairs)) = self.take("only", "a table of texts or lists of texts", |value| {
            let table = value.as_table()?.iter();
            table
                .map(|(k, v)| Some((k.get_ref().to_string(), texts(v.get_ref())?)))
                .collect::<Option<Vec<_>>>()
        }) {
            only = pairs;
            only.sort();
        }
        let at_start = self
            .word_or_none("at", &[("start", true), ("end", false)])
            .unwrap_or(false);
        let mut formulas = Vec::new();
        if let Some(measure) = self.text_or_none("counts") {
            formulas.push(Formula::Counts {
                measure,
                only,
                at_start,
            });
        }
        if let Some(parts) = self.texts("sum") {
            formulas.push(Formula::Sum(parts));
        }
        self.child("ratio", |sheet| {
            let of = sheet.text("of").unwrap_or_default();
            formulas.push(Formula::Ratio {
                of,
                to: sheet.text("to").unwrap_or_default(),
            });
        });
        if self.flag("reported_only") {
            formulas.push(Formula::Reported);
        }
        if formulas.len() != 1 {
            self.report(Fault::FormulaNotOne);
        }
        formulas.pop().unwrap_or(Formula::Reported)
    }

    fn rule(&mut self) {
        let position = self.position();
        let key = self.defines("rule");
        let names = self.names();
        let mut readings = Vec::new();
        self.each("reading", |sheet| {
            let within = sheet.text_or_none("within").unwrap_or_default();
            let groups = sheet.text_or_none("groups").unwrap_or_default();
            readings.extend(sheet.word(
                "kind",
                &[
                    ("parts_left_out", Reading::PartsLeftOut),
                    (
                        "one_group_only",
                        Reading::OneGroupOnly {
                            groups,
                            within: within.clone(),
                        },
                    ),
                    ("several_parts", Reading::SeveralParts { within }),
                    ("digits", Reading::Digits),
                ],
            ));
        });
        let kind = self.word(
            "kind",
            &[
                "parts_sum",
                "not_more",
                "children_sum",
                "reported_equals_counted",
                "sources_agree",
                "opening_equals_closing",
            ]
            .map(|word| (word, word)),
        );
        let kind = match kind {
            Some("parts_sum") => RuleKind::PartsSum {
                whole: self.text("whole").unwrap_or_default(),
                parts: self.texts("parts").unwrap_or_default(),
            },
            Some("not_more") => RuleKind::NotMore {
                lesser: self.text("lesser").unwrap_or_default(),
                greater: self.text("greater").unwrap_or_default(),
            },
            Some("children_sum") => RuleKind::ChildrenSum,
            Some("reported_equals_counted") => RuleKind::ReportedEqualsCounted,
            Some("opening_equals_closing") => RuleKind::OpeningEqualsClosing {
                opening: self.text("opening").unwrap_or_default(),
                closing: self.text("closing").unwrap_or_default(),
            },
            _ => RuleKind::SourcesAgree,
        };
        self.reader.raw.catalogue.rules.push(Rule {
            key,
            names,
            kind,
            readings,
            position,
        });
    }
}

fn texts(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(entries) => entries
            .iter()
            .map(|entry| Some(entry.get_ref().as_str()?.to_owned()))
            .collect(),
        _ => None,
    }
}

fn position(file: &str, text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}
