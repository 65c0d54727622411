//! Reads the spreadsheets that Vietnamese officers already keep, XLSX or CSV, into typed rows, or says clearly and
//! with its place what cannot be read.
//!
//! The caller describes what it wants as a [`Form`]; this crate knows nothing of units, indicators or databases.
//! [`read`] streams the rows to a callback, so a file of a million rows needs no more memory than a small one, apart
//! from an XLSX file's table of texts (see [`Limits::shared_text_bytes`]).
//!
//! # How a file is read
//!
//! 1. **What it is** is told by its content, never by its name. Old `.xls` files, web pages called `.xls`, PDF and
//!    other known formats are refused with advice.
//! 2. **The sheet** is the one asked for, else the only visible one, else the first whose headers fit the form.
//! 3. **The check** goes through the whole table once without keeping anything: it decides how the letters are to be
//!    understood (Unicode, Windows-1258, TCVN3 or VNI, once for the file) and collects merged ranges, which XLSX
//!    lists after the rows.
//! 4. **The header** is looked for among the first rows, since forms begin with titles.
//! 5. **The rows** are read in a second pass. Empty rows, rows of totals, the row that numbers the columns and the
//!    lines of signatures below the table are skipped; all but the first are mentioned as notices. A row in which
//!    every cell can be read is given to the callback; every other cell is a [`Problem`].
//!
//! An import that must be all or nothing calls [`read`] twice on the same file: once to collect problems, its own
//! among them, and once more to apply the rows. Both times it gets the same rows and the same [`ContentHash`].
//!
//! # How cells are read
//!
//! Nothing is guessed where two readings differ; the cell is refused and both are shown.
//!
//! - **Numbers** written as text: `2.374`, `2,374`, `2 374` and `2374` are the same whole number, `1.234,5` and
//!   `1,234.5` the same decimal. One mark before exactly three digits separates thousands, except in a decimal column
//!   of three or more places and before a scale word (`1.234 tỷ`), where it is refused. A fraction in a column of
//!   whole numbers is refused, above all when the spreadsheet itself keeps it: it may have taken `2.374` for a decimal.
//!   Brackets or a minus make it negative. Percentages are refused, because what they show is not what they keep.
//! - **Dates** are day/month/year, year-month-day, `ngày 7 tháng 10 năm 2022`, or kept as dates by the spreadsheet in
//!   either of its systems. Years have four digits and lie from 1900 to 2099. When the dates of a column look as if a
//!   program had swapped days and months, a notice says so.
//! - **Codes** get back the leading zeros that spreadsheets take away.
//! - **Formulas** count by the result stored in the file; a notice says how many there are.
//! - **Text** is composed (NFC), trimmed, with single spaces and nothing invisible. Control characters and letters lost
//!   on saving (`Vi?t Nam`) are problems.
//!
//! Problems and notices are data: keys of the Fluent files in `locales/`, and arguments.

mod cells;
mod csv;
mod date;
mod digest;
mod form;
mod header;
mod legacy;
mod limits;
mod number;
mod problem;
mod raw;
mod run;
mod sniff;
mod syllable;
mod template;
mod text;
mod value;
mod xlsx;

use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;

pub use crate::digest::ContentHash;
pub use crate::form::{Choice, Column, Form, Kind};
pub use crate::limits::Limits;
pub use crate::problem::{Args, Message, Notice, Place, Problem, Problems, column_letter};
pub use crate::template::{ColumnText, TemplateError, TemplateText, filled, template};
pub use crate::value::{Amount, Qualifier, Row, Value};

use crate::csv::CsvFile;
use crate::form::Prepared;
use crate::legacy::{Evidence, Lettering};
use crate::problem::Stop;
use crate::raw::{EachRow, Merge, Raw, RawRow};
use crate::run::{Plan, Run};
use crate::sniff::FileKind;
use crate::xlsx::Workbook;

/// How many rows go by between two reports of progress.
const PROGRESS_ROWS: u64 = 1_000;

/// The most sheets looked at to find the one that fits.
const MOST_SHEETS: usize = 50;

/// What to read of a file, and how much.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet to read, by name; without it the one that fits is chosen.
    pub sheet: Option<String>,
    /// When to give up.
    pub limits: Limits,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Rows gone through in this stage.
    pub rows: u64,
    /// Rows there are, once that is known.
    pub total: Option<u64>,
}

/// The two passes over a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Looking at the file as a whole.
    Checking,
    /// Reading its rows.
    Reading,
}

/// What came of reading a file.
#[derive(Debug)]
pub struct Reading {
    /// The sheet that was read; a CSV file has none.
    pub sheet: Option<String>,
    /// Rows given to the callback.
    pub rows: u64,
    /// Rows of the table with a cell that could not be read, which were not given to it.
    pub bad_rows: u64,
    /// What could not be read. An import should not go on unless there are none.
    pub problems: Problems,
    /// What was read in a way that the sender should know about.
    pub notices: Problems,
    /// The content's identity, if all of it was read: no problems, and not stopped by the callback.
    pub content: Option<ContentHash>,
}

/// Reads a file as a form asks and gives each sound row to `each`, until that says to stop. `name` is only what
/// messages call the file. `progress` is called now and then.
///
/// # Errors
///
/// Only when the operating system could not read the file. Everything wrong with the file itself is among the
/// problems of the [`Reading`].
pub fn read<S: Read + Seek>(
    source: S,
    name: &str,
    form: &Form,
    options: &Options,
    each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    progress: &mut dyn FnMut(Progress),
) -> std::io::Result<Reading> {
    let mut reader = Reader {
        form: &Prepared::new(form),
        options,
        each,
        progress,
        sheet: None,
        notices: Problems::new(options.limits.problems),
    };
    let mut source = source;
    let mut refused = match reader.read(BufReader::new(&mut source as &mut dyn ReadSeek)) {
        Ok(reading) => return Ok(reading),
        Err(Stop::Io(error)) => return Err(error),
        Err(Stop::Refused(problem)) => *problem,
    };
    let mut problems = Problems::new(options.limits.problems);
    refused.expected.args.push(("file", name.to_owned()));
    problems.push(refused);
    Ok(Reading {
        sheet: reader.sheet,
        rows: 0,
        bad_rows: 0,
        problems,
        notices: reader.notices,
        content: None,
    })
}

/// What a file can do. Behind this the crate is compiled once, and not again for each kind of file in its callers.
trait ReadSeek: Read + Seek {}

impl<S: Read + Seek> ReadSeek for S {}

type Bytes<'s> = BufReader<&'s mut dyn ReadSeek>;

/// An open file of either kind.
enum Source<'s> {
    Workbook { book: Workbook<Bytes<'s>>, sheet: usize },
    Csv(CsvFile<Bytes<'s>>),
}

impl Source<'_> {
    fn scan(&mut self, each: &mut EachRow<'_>) -> Result<Vec<Merge>, Stop> {
        match self {
            Self::Workbook { book, sheet } => book.scan(*sheet, each),
            Self::Csv(file) => file.scan(each).map(|()| Vec::new()),
        }
    }
}

/// One call of [`read`].
struct Reader<'r> {
    form: &'r Prepared<'r>,
    options: &'r Options,
    each: &'r mut dyn FnMut(Row) -> ControlFlow<()>,
    progress: &'r mut dyn FnMut(Progress),
    sheet: Option<String>,
    notices: Problems,
}

impl Reader<'_> {
    fn read(&mut self, source: Bytes<'_>) -> Result<Reading, Stop> {
        let mut source = self.open(source)?;
        let Checked {
            merges,
            first_rows,
            lettering,
            rows: total,
        } = self.check(&mut source)?;
        let place = || Place {
            sheet: self.sheet.clone(),
            ..Place::default()
        };
        if total == 0 {
            return Err(refuse_at(place(), Message::new("intake-empty")));
        }
        let Some(table) = header::find(&first_rows, self.form, lettering) else {
            let required = self.form.form.columns.iter().filter(|column| column.required);
            let message = Message::new("intake-no-header")
                .with("rows", self.options.limits.header_rows)
                .with(
                    "expected",
                    required
                        .map(|column| column.name())
                        .collect::<Vec<_>>()
                        .join("; "),
                );
            return Err(refuse_at(place(), message));
        };
        let notices = std::mem::take(&mut self.notices);
        let plan = Plan {
            form: self.form,
            sheet: self.sheet.clone(),
            table,
            merges,
            lettering,
        };
        let mut run = match Run::start(plan, &self.options.limits, notices.clone()) {
            Ok(run) => run,
            Err(problems) => {
                return Ok(Reading {
                    sheet: self.sheet.clone(),
                    rows: 0,
                    bad_rows: 0,
                    problems,
                    notices,
                    content: None,
                });
            }
        };
        let mut rows = 0;
        source.scan(&mut |raw| {
            self.report(Stage::Reading, &mut rows, Some(total));
            run.row(raw, self.each)
        })?;
        let outcome = run.finish();
        let sound = outcome.problems.is_empty() && !outcome.stopped;
        Ok(Reading {
            sheet: self.sheet.clone(),
            rows: outcome.rows,
            bad_rows: outcome.bad_rows,
            content: sound.then(|| outcome.hasher.finish()),
            problems: outcome.problems,
            notices: outcome.notices,
        })
    }

    fn open<'s>(&mut self, mut source: Bytes<'s>) -> Result<Source<'s>, Stop> {
        let limits = &self.options.limits;
        if source.seek(SeekFrom::End(0))? > limits.file_bytes {
            return Err(Stop::refuse(
                Message::new("intake-file-too-large").with("megabytes", limits.file_bytes >> 20),
            ));
        }
        match sniff::kind_of(&mut source)? {
            FileKind::Text => Ok(Source::Csv(CsvFile::open(source, self.form, limits)?)),
            FileKind::Zip => {
                let mut book = Workbook::open(source, limits)?;
                let sheet = self.choose_sheet(&mut book)?;
                self.sheet = book.sheets().get(sheet).map(|sheet| sheet.name.clone());
                Ok(Source::Workbook { book, sheet })
            }
        }
    }

    fn choose_sheet(&mut self, book: &mut Workbook<Bytes<'_>>) -> Result<usize, Stop> {
        let visible: Vec<usize> = (0..book.sheets().len())
            .filter(|&index| !book.sheets()[index].hidden)
            .collect();
        let names = |indexes: &[usize]| {
            indexes
                .iter()
                .map(|&index| book.sheets()[index].name.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        };
        if let Some(wanted) = &self.options.sheet {
            let named = |index: &&usize| text::fold(&book.sheets()[**index].name) == text::fold(wanted);
            return visible.iter().find(named).copied().ok_or_else(|| {
                Stop::refuse(
                    Message::new("intake-sheet-missing")
                        .with("wanted", wanted)
                        .with("sheets", names(&visible)),
                )
            });
        }
        let hidden: Vec<usize> = (0..book.sheets().len())
            .filter(|index| !visible.contains(index))
            .collect();
        if !hidden.is_empty() {
            let message = Message::new("intake-sheets-hidden").with("sheets", names(&hidden));
            self.notices.push(Problem::of_file(message));
        }
        match visible[..] {
            [] => return Err(Stop::refuse(Message::new("intake-empty"))),
            [only] => return Ok(only),
            _ => {}
        }
        let mut complete = Vec::new();
        let mut best = (0, visible[0]);
        for &index in visible.iter().take(MOST_SHEETS) {
            let mut rows = Vec::new();
            let most = self.options.limits.header_rows;
            book.scan(index, &mut |row| header::collect(&mut rows, row, most))?;
            let Some(table) = header::find_in_any_lettering(&rows, self.form) else {
                continue;
            };
            if table.is_complete(self.form) {
                complete.push(index);
            }
            if table.matched() > best.0 {
                best = (table.matched(), index);
            }
        }
        let chosen = complete.first().copied().unwrap_or(best.1);
        let sheets = book.sheets();
        let others = complete.get(1..).unwrap_or_default();
        let others = others
            .iter()
            .map(|&index| sheets[index].name.as_str())
            .collect::<Vec<_>>()
            .join("; ");
        let message = if others.is_empty() {
            Message::new("intake-sheet-chosen")
        } else {
            Message::new("intake-sheet-also-fits").with("others", others)
        };
        let place = Place {
            sheet: Some(sheets[chosen].name.clone()),
            ..Place::default()
        };
        self.notices.push(Problem::new(place, "", message));
        Ok(chosen)
    }

    /// Goes through the whole table once, keeping nothing but what has to be known before the first row is read.
    fn check(&mut self, source: &mut Source<'_>) -> Result<Checked, Stop> {
        let legacy = matches!(source, Source::Csv(file) if file.is_legacy());
        let candidates: &[Lettering] = if legacy {
            &[Lettering::Windows1258, Lettering::Tcvn3, Lettering::Vni]
        } else {
            &[Lettering::Unicode, Lettering::Tcvn3, Lettering::Vni]
        };
        let mut evidence = Evidence::default();
        let mut first_rows = Vec::new();
        let mut rows = 0;
        let sheet = self.sheet.clone();
        let header_rows = self.options.limits.header_rows;
        let merges = source.scan(&mut |row: &RawRow| {
            self.report(Stage::Checking, &mut rows, None);
            let _ = header::collect(&mut first_rows, row, header_rows);
            for cell in &row.cells {
                if let Raw::Text(text) = &cell.value {
                    evidence.weigh(text, candidates, || Place {
                        sheet: sheet.clone(),
                        row: Some(row.number),
                        column: Some(cell.column),
                        header: None,
                    });
                }
            }
            ControlFlow::Continue(())
        })?;
        let decided = if legacy {
            evidence.decide_bytes()
        } else {
            evidence.decide_text()
        };
        let (lettering, notice) = decided.map_err(Stop::Refused)?;
        if let Some(notice) = notice {
            self.notices.push(notice);
        }
        Ok(Checked {
            merges,
            first_rows,
            lettering,
            rows,
        })
    }

    fn report(&mut self, stage: Stage, rows: &mut u64, total: Option<u64>) {
        *rows += 1;
        if rows.is_multiple_of(PROGRESS_ROWS) {
            (self.progress)(Progress {
                stage,
                rows: *rows,
                total,
            });
        }
    }
}

/// What the first pass found out.
struct Checked {
    merges: Vec<Merge>,
    first_rows: Vec<RawRow>,
    lettering: Lettering,
    rows: u64,
}

fn refuse_at(place: Place, message: Message) -> Stop {
    Stop::Refused(Box::new(Problem::new(place, "", message)))
}
