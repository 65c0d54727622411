//! A catalogue as a file: reading one that somebody sent, what it would change, and writing one to take away.
//!
//! A file is all or nothing. It is read when it is sent, and once more, against the catalogue as it stands then, when
//! somebody else approves it. A file read again after that changes nothing.

use std::{
    collections::{BTreeSet, HashMap},
    io::Cursor,
    ops::ControlFlow,
};

use intake::{Choice, Column, ColumnText, Form, Kind, Message, Problem, Problems, Row, TemplateText, Value};
use platform::{
    i18n::{Locale, Translations, Translator},
    text::{compose, fold},
};

use crate::{
    content,
    ids::ItemId,
    model::{Hash, Text},
    procedures::{self, FIELDS, LONGEST_LINE, LONGEST_NAME, LONGEST_SUMMARY, MOST_LINES, Procedure, Written},
    store::Listed,
};

/// The largest file taken, in octets: all procedures of a province fit many times.
pub const MOST_OCTETS: usize = 4 << 20;
/// The most rows of a file.
const MOST_ROWS: u32 = 1_000;

const CODE: &str = "code";
const NAME: &str = "name";
const FIELD: &str = "field";

/// The columns in the order of the template, each with whether it must be filled in.
const COLUMNS: [(&str, bool); 13] = [
    (CODE, false),
    (NAME, true),
    (FIELD, true),
    ("summary", true),
    ("office", true),
    ("papers", false),
    ("steps", true),
    ("working_days", true),
    ("fee", true),
    ("fee_basis", false),
    ("result", true),
    ("legal_basis", true),
    ("online", false),
];

/// The form that a file fills in. Its headings may be in any of our languages.
#[must_use]
pub fn form(translations: &Translations) -> Form {
    let in_all = |key: &str| -> Vec<String> {
        Locale::ALL
            .into_iter()
            .map(|locale| translations.translator(locale).text(key))
            .collect()
    };
    let line = Kind::Text {
        max_len: LONGEST_LINE,
    };
    let lines = Kind::Text {
        max_len: LONGEST_LINE * MOST_LINES,
    };
    let mut form = Form::new("procedures", in_all("disclosure-procedures-title").swap_remove(0));
    for (key, required) in COLUMNS {
        let kind = match key {
            CODE => Kind::Code { digits: None },
            NAME => Kind::Text {
                max_len: LONGEST_NAME,
            },
            "summary" => Kind::Text {
                max_len: LONGEST_SUMMARY,
            },
            FIELD => Kind::Choice {
                values: FIELDS
                    .iter()
                    .map(|field| Choice {
                        key: (*field).to_owned(),
                        spellings: in_all(&format!("disclosure-field-{field}")),
                    })
                    .collect(),
            },
            "working_days" => Kind::Whole {
                min: Some(0),
                max: Some(procedures::MOST_DAYS),
            },
            "fee" => Kind::Whole {
                min: Some(0),
                max: Some(procedures::MOST_FEE),
            },
            "papers" | "steps" => lines.clone(),
            _ => line.clone(),
        };
        form = form.column(Column {
            key: key.to_owned(),
            headers: in_all(&format!("disclosure-sheet-{key}")),
            required,
            kind,
        });
    }
    form
}

/// A row of a file, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub title: String,
    /// What it says, in a few plain sentences.
    pub summary: String,
    /// The procedure.
    pub procedure: Procedure,
}

impl Line {
    /// The text of its version; `t` is Vietnamese.
    #[must_use]
    pub fn text(&self, t: &Translator) -> Text {
        Text {
            title: self.title.clone(),
            summary: self.summary.clone(),
            body: procedures::body(t, &self.procedure),
            procedure: Some(self.procedure.clone()),
        }
    }

    fn says_the_same(&self, text: &Text) -> bool {
        text.title == self.title
            && text.summary == self.summary
            && text.procedure.as_ref() == Some(&self.procedure)
    }
}

/// By what a procedure is known: its code, else its name.
fn identity(code: &str, title: &str) -> String {
    if code.is_empty() {
        format!("name {}", fold(title))
    } else {
        format!("code {code}")
    }
}

/// A procedure in force.
fn known(listed: &Listed) -> Option<String> {
    let procedure = listed.version.text.procedure.as_ref()?;
    Some(identity(&procedure.code, &listed.version.text.title))
}

/// Whether a procedure of this code or name is among those in force.
pub(crate) fn holds(listed: &[Listed], code: &str, title: &str) -> bool {
    let wanted = identity(code, title);
    listed.iter().filter_map(known).any(|known| known == wanted)
}

/// What changes of a procedure that is in the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The procedure.
    pub item: ItemId,
    /// The version that is public.
    pub version: i64,
    /// What it says now.
    pub before: Text,
    /// What it will say.
    pub line: Line,
}

/// What a file would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Procedures that are added.
    pub new: Vec<Line>,
    /// Procedures that change.
    pub changes: Vec<Change>,
    /// Rows that say what stands in the catalogue already.
    pub same: usize,
    /// Names of procedures of which the file says nothing: they stay.
    pub unmentioned: Vec<String>,
}

impl Plan {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changes.is_empty()
    }

    /// The same for plans that change the same, so that what is done is what was shown.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let hash: Hash = content::hash(format!("{:?}", (&self.new, &self.changes)).as_bytes());
        content::hex(&hash)
    }
}

/// A file as it was read, before it is compared with a catalogue.
#[derive(Debug)]
pub struct Sheet {
    lines: Vec<(Row, Line)>,
    problems: Problems,
    /// What was read in a way that the sender should know about.
    pub notices: Problems,
    /// Rows of the file.
    pub rows: u64,
}

/// What a file is compared with.
#[derive(Debug, Clone, Default)]
pub struct Against {
    /// The unit's own procedures in force.
    pub own: Vec<Listed>,
    /// The own matters that somebody is writing just now.
    pub being_written: BTreeSet<ItemId>,
    /// The procedures that the province has decided for all its communes; empty for a province.
    pub common: Vec<Listed>,
}

/// Reads a file. Whatever is wrong with it is in the sheet.
///
/// # Errors
/// What the operating system says.
pub fn read(octets: &[u8], name: &str, translations: &Translations) -> std::io::Result<Sheet> {
    let mut limits = intake::Limits::default();
    let most = limits.problems;
    limits.file_bytes = MOST_OCTETS as u64;
    limits.unpacked_bytes = 128 << 20;
    limits.rows = MOST_ROWS;
    let examples = Locale::ALL.map(|locale| fold(&example(&translations.translator(locale), NAME)));
    let mut desk = Desk {
        examples,
        seen: HashMap::new(),
        lines: Vec::new(),
        problems: Problems::new(most),
    };
    let reading = intake::read(
        Cursor::new(octets),
        name,
        &form(translations),
        &intake::Options { sheet: None, limits },
        &mut |row| {
            desk.row(&row);
            ControlFlow::Continue(())
        },
        &mut |_| {},
    )?;
    let mut problems = reading.problems;
    problems.extend(desk.problems);
    Ok(Sheet {
        lines: desk.lines,
        problems,
        notices: reading.notices,
        rows: reading.rows + reading.bad_rows,
    })
}

struct Desk {
    /// What the example of the template is called.
    examples: [String; 3],
    /// Where each procedure stood in the file first.
    seen: HashMap<String, u32>,
    lines: Vec<(Row, Line)>,
    problems: Problems,
}

impl Desk {
    fn row(&mut self, row: &Row) {
        let text = |key: &str| row.text(key).unwrap_or_default().to_owned();
        let whole = |key: &str| row.whole(key).unwrap_or_default().to_string();
        let title = compose(&text(NAME)).replace('\n', " ");
        let written = Written {
            code: text(CODE),
            field: text(FIELD),
            steps: text("steps"),
            papers: text("papers"),
            fee: whole("fee"),
            fee_basis: text("fee_basis"),
            working_days: whole("working_days"),
            office: text("office"),
            result: text("result"),
            legal_basis: text("legal_basis"),
            online: text("online"),
        };
        let procedure = match procedures::read(&written) {
            Ok(procedure) => procedure,
            Err(wrong) => {
                for (field, key) in wrong {
                    self.problems.push(row.problem(field, Message::new(key)));
                }
                return;
            }
        };
        if self.examples.contains(&fold(&title)) {
            let message = Message::new("disclosure-catalogue-example");
            return self.problems.push(row.problem(NAME, message));
        }
        let identity = identity(&procedure.code, &title);
        if let Some(first) = self.seen.insert(identity, row.number()) {
            let column = if procedure.code.is_empty() { NAME } else { CODE };
            let message = Message::new("disclosure-catalogue-twice").with("first", first);
            self.problems.push(row.problem(column, message));
            return;
        }
        let line = Line {
            title,
            summary: compose(&text("summary")),
            procedure,
        };
        self.lines.push((row.clone(), line));
    }
}

impl Sheet {
    /// What the file would change.
    ///
    /// # Errors
    /// All that is wrong with it, each with its place.
    pub fn plan(&self, against: &Against) -> Result<Plan, Problems> {
        let mut problems = self.problems.clone();
        let mut own: HashMap<String, &Listed> = against
            .own
            .iter()
            .filter_map(|listed| Some((known(listed)?, listed)))
            .collect();
        let common: BTreeSet<String> = against.common.iter().filter_map(known).collect();
        let mut plan = Plan::default();
        for (row, line) in &self.lines {
            let identity = identity(&line.procedure.code, &line.title);
            let column = if line.procedure.code.is_empty() {
                NAME
            } else {
                CODE
            };
            let wrong = |key| -> Problem { row.problem(column, Message::new(key)) };
            let Some(listed) = own.remove(&identity) else {
                if common.contains(&identity) {
                    problems.push(wrong("disclosure-catalogue-common"));
                }
                plan.new.push(line.clone());
                continue;
            };
            if line.says_the_same(&listed.version.text) {
                plan.same += 1;
                continue;
            }
            if against.being_written.contains(&listed.item.id) {
                problems.push(wrong("disclosure-catalogue-being-written"));
            }
            plan.changes.push(Change {
                item: listed.item.id,
                version: listed.version.number,
                before: listed.version.text.clone(),
                line: line.clone(),
            });
        }
        plan.unmentioned = own
            .into_values()
            .map(|listed| listed.version.text.title.clone())
            .collect();
        plan.unmentioned.sort();
        if problems.is_empty() {
            Ok(plan)
        } else {
            Err(problems)
        }
    }
}

/// The texts of the template in a language.
fn sheet_text(t: &Translator) -> TemplateText {
    TemplateText {
        data_sheet: t.text("disclosure-sheet-data"),
        guide_sheet: t.text("disclosure-sheet-guide"),
        guide_headings: [
            t.text("disclosure-sheet-column"),
            t.text("disclosure-sheet-needed"),
            t.text("disclosure-sheet-holds"),
            t.text("disclosure-sheet-example"),
        ],
        required: t.text("disclosure-sheet-required"),
        optional: t.text("disclosure-sheet-optional"),
        columns: COLUMNS
            .iter()
            .map(|(column, _)| ColumnText {
                note: t.text(&format!("disclosure-sheet-note-{column}")),
                example: example(t, column),
            })
            .collect(),
    }
}

fn example(t: &Translator, column: &str) -> String {
    match column {
        FIELD => t.text("disclosure-field-certification"),
        _ => t.text(&format!("disclosure-sheet-example-{column}")),
    }
}

/// An empty spreadsheet to fill in: headings, what each column holds, an example of each; and filled in with what is
/// in force.
///
/// # Errors
/// What the writer of spreadsheets says.
pub fn workbook(
    translations: &Translations,
    t: &Translator,
    listed: &[Listed],
) -> Result<Vec<u8>, intake::TemplateError> {
    let rows: Vec<Vec<Option<Value>>> = listed.iter().filter_map(|listed| row_of(t, listed)).collect();
    intake::filled(&form(translations), &sheet_text(t), &rows)
}

fn row_of(t: &Translator, listed: &Listed) -> Option<Vec<Option<Value>>> {
    let text = &listed.version.text;
    let procedure = text.procedure.as_ref()?;
    let written = Written::from(procedure);
    let words = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
    let cell = |(key, _): (&str, bool)| match key {
        CODE => (!written.code.is_empty()).then(|| Value::Code(written.code.clone())),
        NAME => words(&text.title),
        FIELD => words(&t.text(&format!("disclosure-field-{}", written.field))),
        "summary" => words(&text.summary),
        "office" => words(&written.office),
        "papers" => words(&written.papers),
        "steps" => words(&written.steps),
        "working_days" => Some(Value::Whole(procedure.working_days)),
        "fee" => Some(Value::Whole(procedure.fee)),
        "fee_basis" => words(&written.fee_basis),
        "result" => words(&written.result),
        "legal_basis" => words(&written.legal_basis),
        _ => words(&written.online),
    };
    Some(COLUMNS.map(cell).to_vec())
}

/// As an empty [`workbook`], in the form of CSV with the example as its only row, to be written over.
#[must_use]
pub fn csv(t: &Translator) -> String {
    let quoted = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let row = |cells: [String; COLUMNS.len()]| cells.map(quoted).join(",");
    let headings = COLUMNS.map(|(column, _)| t.text(&format!("disclosure-sheet-{column}")));
    let examples = COLUMNS.map(|(column, _)| example(t, column));
    // Without the mark, spreadsheet programs take the letters for others.
    format!("\u{feff}{}\r\n{}\r\n", row(headings), row(examples))
}
