//! Reading CSV: cells with their line and column, and what is wrong with them.

use jiff::civil::Date;
use platform::text::{compose, read_day};

/// The most problems told at once: who has more has one cause for them.
const TOLD: usize = 100;

/// Something wrong, where it stands, and what was expected, to be said in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Line of the file, from 1; of rows given by a program, their number as it gives it.
    pub line: u64,
    /// Column by its heading, where the problem lies in one.
    pub column: Option<&'static str>,
    /// Key of the translated sentence.
    pub key: &'static str,
    /// Its arguments.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(super) fn new(line: u64, column: impl Into<Option<&'static str>>, key: &'static str) -> Self {
        Self {
            line,
            column: column.into(),
            key,
            args: Vec::new(),
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// A line of a file with its cells in the order of the expected columns; a missing one is empty.
pub(super) struct Line {
    pub number: u64,
    columns: &'static [&'static str],
    cells: Vec<String>,
}

/// Reads a file with the given columns, in any order; those not in `required` may be left out.
pub(super) fn lines(
    bytes: &[u8],
    columns: &'static [&'static str],
    required: &[&'static str],
) -> Result<Vec<Line>, Vec<Problem>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|&&octet| octet == b'\n').count() as u64;
        vec![Problem::new(line, None, "units-import-encoding")]
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let broken = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        vec![Problem::new(line, None, "units-import-csv").with("reason", error)]
    };
    let header = reader.headers().map_err(broken)?.clone();
    let mut problems = Vec::new();
    for column in required
        .iter()
        .filter(|column| !header.iter().any(|cell| cell == **column))
    {
        problems.push(
            Problem::new(1, None, "units-import-column-missing")
                .with("missing", column)
                .with("expected", columns.join(", ")),
        );
    }
    for cell in header.iter().filter(|cell| !columns.contains(cell)) {
        problems.push(
            Problem::new(1, None, "units-import-column-unknown")
                .with("found", cell)
                .with("expected", columns.join(", ")),
        );
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let places: Vec<Option<usize>> = columns
        .iter()
        .map(|column| header.iter().position(|cell| cell == *column))
        .collect();
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let number = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            problems.push(
                Problem::new(number, None, "units-import-cells")
                    .with("found", record.len())
                    .with("expected", header.len()),
            );
        }
        let cell = |place: &Option<usize>| compose(place.and_then(|at| record.get(at)).unwrap_or_default());
        lines.push(Line {
            number,
            columns,
            cells: places.iter().map(cell).collect(),
        });
    }
    if problems.is_empty() {
        Ok(lines)
    } else {
        Err(problems)
    }
}

/// Gathers what is wrong while lines are made into rows.
#[derive(Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    pub fn add(&mut self, problem: Problem) {
        if self.0.len() < TOLD {
            self.0.push(problem);
        }
    }

    /// The rows, when nothing was wrong.
    pub fn or<T>(mut self, rows: T) -> Result<T, Vec<Problem>> {
        self.0.sort_by_key(|problem| problem.line);
        if self.0.is_empty() { Ok(rows) } else { Err(self.0) }
    }

    /// A cell that must not be empty.
    pub fn text(&mut self, line: &Line, column: &'static str) -> Option<String> {
        let text = line.cell(column);
        if text.is_empty() {
            self.add(Problem::new(line.number, column, "units-import-empty"));
            return None;
        }
        Some(text.to_owned())
    }

    /// A day as 2025-07-01 or 01/07/2025; `None` inside for an empty cell.
    pub fn date(&mut self, line: &Line, column: &'static str) -> Option<Option<Date>> {
        let text = line.cell(column);
        if text.is_empty() {
            return Some(None);
        }
        let date = read_day(text);
        if date.is_none() {
            self.add(Problem::new(line.number, column, "units-import-date").with("found", text));
        }
        date.map(Some)
    }

    /// A day that must be given.
    pub fn required_date(&mut self, line: &Line, column: &'static str) -> Option<Date> {
        let date = self.date(line, column)?;
        if date.is_none() {
            self.add(Problem::new(line.number, column, "units-import-empty"));
        }
        date
    }

    /// 1 or 0; empty is 0.
    pub fn flag(&mut self, line: &Line, column: &'static str) -> Option<bool> {
        match line.cell(column) {
            "1" => Some(true),
            "0" | "" => Some(false),
            found => {
                self.add(
                    Problem::new(line.number, column, "units-import-choice")
                        .with("found", found)
                        .with("expected", "0, 1"),
                );
                None
            }
        }
    }

    /// A number with a decimal point; `None` inside for an empty cell.
    pub fn number(
        &mut self,
        line: &Line,
        column: &'static str,
        range: std::ops::RangeInclusive<f64>,
    ) -> Option<Option<f64>> {
        let text = line.cell(column);
        if text.is_empty() {
            return Some(None);
        }
        let number: Option<f64> = text.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.add(
                Problem::new(line.number, column, "units-import-number")
                    .with("found", text)
                    .with("from", range.start())
                    .with("to", range.end()),
            );
        }
        number.map(Some)
    }
}

impl Line {
    pub fn cell(&self, column: &str) -> &str {
        self.columns
            .iter()
            .position(|name| *name == column)
            .map_or("", |at| self.cells[at].as_str())
    }
}
