//! From raw rows to typed ones: what to skip, what to read, what to say about it.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cells;
use crate::digest::Hasher;
use crate::form::{Kind, Prepared};
use crate::header::{Table, is_numbering};
use crate::legacy::Lettering;
use crate::limits::Limits;
use crate::problem::{Message, Notice, Place, Problem, Problems};
use crate::raw::{Merge, Raw, RawCell, RawRow};
use crate::text::fold;
use crate::value::{Amount, LaidOut, Layout, Qualifier, Row, Value};

/// First words of a row that sums up the rows above.
const TOTALS: [&str; 9] = [
    "tong cong",
    "tong so",
    "tong",
    "cong",
    "cong chung",
    "tong chung",
    "total",
    "grand total",
    "totals",
];

/// How the lines below a table begin: who signs it, where and when.
const FOOTERS: [&str; 14] = [
    "nguoi lap",
    "nguoi tong hop",
    "nguoi bao cao",
    "thu truong",
    "chu tich",
    "pho chu tich",
    "tm uy ban",
    "tm ubnd",
    "tm ban",
    "kt chu tich",
    "ky ten",
    "noi nhan",
    "ghi chu",
    "xac nhan cua",
];

/// A header may be merged over this many rows at most.
const TALLEST_HEADER: u32 = 5;

/// Everything that is known about the table before its rows are read.
pub(crate) struct Plan<'p> {
    pub(crate) form: &'p Prepared<'p>,
    pub(crate) sheet: Option<String>,
    pub(crate) table: Table,
    pub(crate) merges: Vec<Merge>,
    pub(crate) lettering: Lettering,
}

/// The reading of a table's rows.
pub(crate) struct Run<'p> {
    form: &'p Prepared<'p>,
    lettering: Lettering,
    layout: Arc<Layout>,
    /// For each column of the file, what it is.
    columns: BTreeMap<u32, FileColumn>,
    /// The number of the last row of the header.
    header_end: u32,
    /// Merged ranges below the header, by their first row, and whether they have been complained about.
    merges: Vec<(Merge, bool)>,
    problems: Problems,
    notices: Problems,
    hasher: Hasher,
    totals: Totals,
    /// Totals above the rows they sum up.
    leading_total: Vec<WrittenTotal>,
    rows: u64,
    bad_rows: u64,
    /// The number of the last row seen; for finding out whether it is the first one.
    last_row: u32,
    hidden_rows: Remarks,
    below: Option<Below>,
    stopped: bool,
}

struct FileColumn {
    header: String,
    role: Role,
    formulas: Remarks,
    /// Dates kept as such and dates typed as text, by whether their day could be a month.
    native_days: DayCounts,
    written_days: DayCounts,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The form's column with this index.
    Known(usize),
    /// Skipped: it numbers the rows, or the form ignores what it does not know, or that has been said already.
    Skipped,
}

/// Something that happens over and over and is said once.
#[derive(Default)]
struct Remarks {
    count: u64,
    first: Option<Place>,
}

#[derive(Default)]
struct DayCounts {
    /// Days up to the 12th, which would also make sense with day and month swapped.
    could_be_swapped: u64,
    others: u64,
}

/// The lines below the table.
struct Below {
    first: u32,
    last: u32,
    text: String,
}

impl Remarks {
    fn add(&mut self, place: impl FnOnce() -> Place) {
        self.count += 1;
        self.first.get_or_insert_with(place);
    }
}

/// What reading gave.
pub(crate) struct Outcome {
    pub(crate) problems: Problems,
    pub(crate) notices: Problems,
    pub(crate) rows: u64,
    pub(crate) bad_rows: u64,
    pub(crate) hasher: Hasher,
    pub(crate) stopped: bool,
}

impl<'p> Run<'p> {
    /// Starts from a plan. What is wrong with the header is among the problems; `None` when the rows cannot be read
    /// at all because of it.
    pub(crate) fn start(plan: Plan<'p>, limits: &Limits, notices: Problems) -> Result<Self, Problems> {
        let Plan {
            form,
            sheet,
            table,
            merges,
            lettering,
        } = plan;
        let mut problems = Problems::new(limits.problems);
        let header_place = |column: Option<u32>, header: Option<String>| Place {
            sheet: sheet.clone(),
            row: Some(table.row),
            column,
            header,
        };
        let mut columns = BTreeMap::new();
        let mut laid_out = Vec::new();
        let mut readable = true;
        for (index, (column, found)) in form.form.columns.iter().zip(&table.found).enumerate() {
            if let [_, (again, header), ..] = found.as_slice() {
                let place = header_place(Some(*again), Some(header.clone()));
                let first = found[0].0;
                let message =
                    Message::new("intake-column-twice").with("first", crate::problem::column_letter(first));
                problems.push(Problem::new(place, header, message));
                readable = false;
            }
            match found.first() {
                Some((file_column, header)) => {
                    columns.insert(*file_column, FileColumn::new(header.clone(), Role::Known(index)));
                }
                None if column.required => {
                    let message = Message::new("intake-column-missing")
                        .with("name", column.name())
                        .with("accepted", column.headers.join("; "));
                    problems.push(Problem::new(header_place(None, None), "", message));
                    readable = false;
                }
                None => {}
            }
            laid_out.push(LaidOut {
                key: column.key.clone(),
                column: found.first().map(|(column, _)| *column),
                header: found
                    .first()
                    .map_or_else(|| column.name().to_owned(), |(_, header)| header.clone()),
            });
        }
        for column in &table.ordinals {
            columns
                .entry(*column)
                .or_insert_with(|| FileColumn::new(String::new(), Role::Skipped));
        }
        for (column, header) in &table.unknown {
            if !form.form.ignore_unknown {
                let known: Vec<&str> = form.form.columns.iter().map(|column| column.name()).collect();
                let message = Message::new("intake-column-unknown").with("known", known.join("; "));
                problems.push(Problem::new(
                    header_place(Some(*column), Some(header.clone())),
                    header,
                    message,
                ));
            }
            columns.insert(*column, FileColumn::new(header.clone(), Role::Skipped));
        }
        if !readable {
            return Err(problems);
        }
        let (header_end, merges) = below_header(table.row, merges);
        Ok(Self {
            form,
            lettering,
            layout: Arc::new(Layout {
                sheet,
                columns: laid_out,
            }),
            columns,
            header_end,
            merges,
            problems,
            notices,
            hasher: Hasher::new(form.form),
            totals: Totals::new(form.form.columns.len()),
            leading_total: Vec::new(),
            rows: 0,
            bad_rows: 0,
            last_row: 0,
            hidden_rows: Remarks::default(),
            below: None,
            stopped: false,
        })
    }

    /// Reads one row and gives it to `each`, unless there is something wrong with it or it is no record.
    pub(crate) fn row(
        &mut self,
        raw: &RawRow,
        each: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if raw.number <= self.header_end {
            return ControlFlow::Continue(());
        }
        let first = self.last_row == 0;
        self.last_row = raw.number;
        self.cells_without_header(raw);
        if !raw.cells.iter().any(|cell| self.is_known(cell)) {
            return self.below_the_table(raw);
        }
        if first && is_numbering(raw, self.words_expected(raw)) {
            self.notices.push(self.about_row(raw, "intake-row-numbering"));
            return ControlFlow::Continue(());
        }
        let first_text = self.first_text(raw);
        if self.is_total(raw, &first_text) {
            self.total(raw);
            return ControlFlow::Continue(());
        }
        if self.below.is_some() || self.is_footer(raw, &first_text) {
            return self.below_the_table(raw);
        }
        if raw.hidden {
            self.hidden_rows.add(|| self.layout.row(raw.number));
        }
        match self.values(raw) {
            Some(values) => {
                self.totals.add(&values);
                self.hasher.row(&values);
                self.rows += 1;
                let flow = each(Row {
                    number: raw.number,
                    values,
                    layout: Arc::clone(&self.layout),
                });
                self.stopped = flow.is_break();
                flow
            }
            None => {
                self.bad_rows += 1;
                self.totals.incomplete = true;
                ControlFlow::Continue(())
            }
        }
    }

    /// Says what can only be said at the end.
    pub(crate) fn finish(mut self) -> Outcome {
        let leading_total = std::mem::take(&mut self.leading_total);
        self.compare(&leading_total);
        for (column, file_column) in &self.columns {
            let place = self.layout.place(None, Some(*column), Some(&file_column.header));
            if let Some(first) = &file_column.formulas.first {
                let message = Message::new("intake-formulas")
                    .with("count", file_column.formulas.count)
                    .with("first", first.row.unwrap_or_default());
                self.notices.push(Notice::new(place.clone(), "", message));
            }
            if file_column.days_look_swapped() {
                let message = Message::new("intake-dates-maybe-swapped")
                    .with("native", file_column.native_days.could_be_swapped)
                    .with("written", file_column.written_days.others);
                self.notices.push(Notice::new(place, "", message));
            }
        }
        if let Some(first) = self.hidden_rows.first.take() {
            let message = Message::new("intake-hidden-rows").with("count", self.hidden_rows.count);
            self.notices.push(Notice::new(first, "", message));
        }
        if let Some(below) = &self.below {
            let message = Message::new("intake-below-table").with("last", below.last);
            self.notices
                .push(Notice::new(self.layout.row(below.first), &below.text, message));
        }
        if self.rows == 0 && self.problems.is_empty() && !self.stopped {
            let place = self.layout.place(None, None, None);
            self.problems
                .push(Problem::new(place, "", Message::new("intake-no-rows")));
        }
        Outcome {
            problems: self.problems,
            notices: self.notices,
            rows: self.rows,
            bad_rows: self.bad_rows,
            hasher: self.hasher,
            stopped: self.stopped,
        }
    }

    fn is_known(&self, cell: &RawCell) -> bool {
        matches!(
            self.columns.get(&cell.column),
            Some(FileColumn {
                role: Role::Known(_),
                ..
            })
        )
    }

    /// The row's values; `None` when one of them has a problem.
    fn values(&mut self, raw: &RawRow) -> Option<Vec<Option<Value>>> {
        let merged = self.merged(raw);
        let mut values = vec![None; self.form.form.columns.len()];
        let mut refused = Vec::new();
        for cell in &raw.cells {
            let Some(column) = self.columns.get_mut(&cell.column) else {
                continue;
            };
            let Role::Known(index) = column.role else { continue };
            if cell.formula {
                column
                    .formulas
                    .add(|| self.layout.cell(raw.number, cell.column, &column.header));
            }
            match cells::read(&cell.value, self.form, index, self.lettering) {
                Ok(value) => {
                    if let Some(Value::Date(day)) = &value {
                        let native = matches!(cell.value, Raw::Serial(..));
                        let days = if native {
                            &mut column.native_days
                        } else {
                            &mut column.written_days
                        };
                        if day.day() <= 12 {
                            days.could_be_swapped += 1;
                        } else {
                            days.others += 1;
                        }
                    }
                    values[index] = value;
                }
                Err(message) => {
                    let place = self.layout.cell(raw.number, cell.column, &column.header);
                    let read = self.lettering.decode(&cell.value.shown()).into_owned();
                    self.problems.push(Problem::new(place, &read, message));
                    refused.push(Some(cell.column));
                }
            }
        }
        let mut sound = refused.is_empty() && !merged;
        for (index, column) in self.form.form.columns.iter().enumerate() {
            let laid_out = &self.layout.columns[index];
            // A cell that is there but could not be read has its problem already.
            let refused = refused.contains(&laid_out.column);
            if !column.required || values[index].is_some() || refused {
                continue;
            }
            let place = self
                .layout
                .place(Some(raw.number), laid_out.column, Some(&laid_out.header));
            self.problems
                .push(Problem::new(place, "", Message::new("intake-cell-empty")));
            sound = false;
        }
        sound.then_some(values)
    }

    /// Cells in columns without a header: said once per column.
    fn cells_without_header(&mut self, raw: &RawRow) {
        for cell in &raw.cells {
            if self.columns.contains_key(&cell.column) {
                continue;
            }
            if !self.form.form.ignore_unknown && self.below.is_none() && !self.is_loose_line(raw) {
                let place = self.layout.place(Some(raw.number), Some(cell.column), None);
                let read = self.lettering.decode(&cell.value.shown()).into_owned();
                self.problems.push(Problem::new(
                    place,
                    &read,
                    Message::new("intake-cell-without-header"),
                ));
                self.columns
                    .insert(cell.column, FileColumn::new(String::new(), Role::Skipped));
            }
        }
    }

    /// A row without any value in a required column: a signature, a date, a note below the table.
    fn is_loose_line(&self, raw: &RawRow) -> bool {
        !self.form.form.columns.iter().enumerate().any(|(index, column)| {
            let place = self.layout.columns[index].column;
            column.required && raw.cells.iter().any(|cell| Some(cell.column) == place)
        })
    }

    /// Whether the row is the first line below the table: it begins like one, and does not fill the required columns.
    fn is_footer(&self, raw: &RawRow, first_text: &str) -> bool {
        let begins = FOOTERS.iter().any(|footer| first_text.starts_with(footer))
            || (raw.cells.len() == 1
                && ["ngay ", " thang ", " nam "]
                    .iter()
                    .all(|word| first_text.contains(word)));
        begins && !self.fills_required(raw)
    }

    fn fills_required(&self, raw: &RawRow) -> bool {
        let mut required = self
            .form
            .form
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.required);
        required.all(|(index, _)| {
            let place = self.layout.columns[index].column;
            raw.cells.iter().any(|cell| Some(cell.column) == place)
        })
    }

    fn below_the_table(&mut self, raw: &RawRow) -> ControlFlow<()> {
        let text = raw
            .cells
            .first()
            .map(|cell| self.lettering.decode(&cell.value.shown()).into_owned());
        if self.below.is_some() && self.fills_required(raw) {
            let place = self.layout.row(raw.number);
            let message = Message::new("intake-data-below-table");
            self.problems
                .push(Problem::new(place, &text.unwrap_or_default(), message));
            return ControlFlow::Continue(());
        }
        // Rows that hold nothing but their number, prepared and left empty, are neither above nor below.
        let only_skipped = raw
            .cells
            .iter()
            .all(|cell| self.columns.contains_key(&cell.column) && !self.is_known(cell));
        if only_skipped && self.below.is_none() {
            return ControlFlow::Continue(());
        }
        match &mut self.below {
            Some(below) => below.last = raw.number,
            None => {
                self.below = Some(Below {
                    first: raw.number,
                    last: raw.number,
                    text: text.unwrap_or_default(),
                });
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether cells of the row are merged: nobody can know for which rows or columns their value is meant. Said once
    /// per range.
    fn merged(&mut self, raw: &RawRow) -> bool {
        let row = raw.number - 1;
        // Rows come in order, so ranges that end above are over.
        self.merges.retain(|(merge, _)| merge.last_row >= row);
        let mut merged = false;
        for (merge, said) in self
            .merges
            .iter_mut()
            .take_while(|(merge, _)| merge.first_row <= row)
        {
            merged = true;
            if !std::mem::replace(said, true) {
                let header = self
                    .columns
                    .get(&merge.first_column)
                    .map(|column| column.header.as_str());
                let place = self
                    .layout
                    .place(Some(merge.first_row + 1), Some(merge.first_column), header);
                let message = Message::new("intake-merged").with("range", *merge);
                self.problems.push(Problem::new(place, "", message));
            }
        }
        merged
    }

    /// The first words in the row, folded.
    fn first_text(&self, raw: &RawRow) -> String {
        let mut texts = raw.cells.iter().filter_map(|cell| match &cell.value {
            Raw::Text(text) => Some(fold(&self.lettering.decode(text))),
            _ => None,
        });
        texts.find(|text| !text.is_empty()).unwrap_or_default()
    }

    /// Whether the row sums up others: its first words say so, and are not a value that the form offers to choose.
    fn is_total(&self, raw: &RawRow, first_text: &str) -> bool {
        let says_so = TOTALS.contains(&first_text) || first_text.starts_with("tong cong ");
        let chosen = raw
            .cells
            .iter()
            .any(|cell| match (self.columns.get(&cell.column), &cell.value) {
                (
                    Some(FileColumn {
                        role: Role::Known(index),
                        ..
                    }),
                    Raw::Text(text),
                ) => self
                    .form
                    .choice(*index, &self.lettering.decode(text))
                    .is_some_and(|_| fold(text) == first_text),
                _ => false,
            });
        says_so && !chosen
    }

    /// A row of totals: not a record, but a chance to check the sums.
    fn total(&mut self, raw: &RawRow) {
        self.notices.push(self.about_row(raw, "intake-row-total"));
        let mut written = Vec::new();
        for cell in &raw.cells {
            let Some(FileColumn {
                role: Role::Known(index),
                header,
                ..
            }) = self.columns.get(&cell.column)
            else {
                continue;
            };
            if let Ok(Some(value)) = cells::read(&cell.value, self.form, *index, self.lettering) {
                let place = self.layout.cell(raw.number, cell.column, header);
                written.push(WrittenTotal {
                    index: *index,
                    value,
                    place,
                });
            }
        }
        // Statistical tables begin with their totals: there the rows to compare with are still to come.
        if self.rows == 0 && !self.totals.incomplete {
            self.leading_total.extend(written);
        } else {
            self.compare(&written);
            self.totals.begin_part();
        }
    }

    /// Says where written totals are neither the sum of all rows nor that of the rows since the last totals.
    fn compare(&mut self, written: &[WrittenTotal]) {
        for total in written {
            let Some(figure) = countable(&total.value) else {
                continue;
            };
            let Some((all, since)) = self.totals.sums(total.index) else {
                continue;
            };
            if figure == all || figure == since {
                continue;
            }
            let shown = |sum| shown_like(&total.value, sum);
            let message = Message::new("intake-total-differs")
                .with("written", shown(figure))
                .with("counted", shown(all))
                .with("difference", shown(figure.saturating_sub(all)));
            self.notices.push(Notice::new(
                total.place.clone(),
                &total.value.to_string(),
                message,
            ));
        }
    }

    fn about_row(&self, raw: &RawRow, key: &'static str) -> Notice {
        let texts: Vec<String> = raw
            .cells
            .iter()
            .map(|cell| self.lettering.decode(&cell.value.shown()).into_owned())
            .collect();
        Notice::new(self.layout.row(raw.number), &texts.join(" | "), Message::new(key))
    }

    /// Whether a cell of the row stands in a column in which a bare number makes no sense.
    fn words_expected(&self, raw: &RawRow) -> bool {
        raw.cells.iter().any(|cell| match self.columns.get(&cell.column) {
            Some(FileColumn {
                role: Role::Known(index),
                ..
            }) => matches!(
                self.form.form.columns[*index].kind,
                Kind::Text { .. } | Kind::Choice { .. } | Kind::Date | Kind::Year
            ),
            _ => false,
        })
    }
}

impl FileColumn {
    fn new(header: String, role: Role) -> Self {
        Self {
            header,
            role,
            formulas: Remarks::default(),
            native_days: DayCounts::default(),
            written_days: DayCounts::default(),
        }
    }

    /// A program set to American dates keeps 07/10 as 10 July and leaves 13/10, of which it can make no date, as
    /// text. Then every date it keeps has a day up to 12, and every one it left has a later day.
    fn days_look_swapped(&self) -> bool {
        self.native_days.could_be_swapped > 0
            && self.native_days.others == 0
            && self.written_days.others > 0
            && self.written_days.could_be_swapped == 0
    }
}

impl Layout {
    fn place(&self, row: Option<u32>, column: Option<u32>, header: Option<&str>) -> Place {
        Place {
            sheet: self.sheet.clone(),
            row,
            column,
            header: header.map(str::to_owned),
        }
    }

    fn row(&self, row: u32) -> Place {
        self.place(Some(row), None, None)
    }

    fn cell(&self, row: u32, column: u32, header: &str) -> Place {
        self.place(Some(row), Some(column), Some(header))
    }
}

/// The last row of a header whose cells may be merged downwards, and the merged ranges that lie below it.
fn below_header(row: u32, mut merges: Vec<Merge>) -> (u32, Vec<(Merge, bool)>) {
    let index = row - 1;
    let is_header = |merge: &Merge| {
        merge.first_row <= index && index <= merge.last_row && merge.last_row - index < TALLEST_HEADER
    };
    let end = merges
        .iter()
        .filter(|merge| is_header(merge))
        .map(|merge| merge.last_row)
        .max()
        .unwrap_or(index);
    merges.retain(|merge| merge.last_row > end);
    merges.sort_unstable();
    (end + 1, merges.into_iter().map(|merge| (merge, false)).collect())
}

/// A figure in a row of totals.
struct WrittenTotal {
    /// The form's column.
    index: usize,
    value: Value,
    place: Place,
}

/// Sums of the columns that can be added up.
struct Totals {
    all: Vec<Option<i128>>,
    since: Vec<Option<i128>>,
    /// Whether a row was left out, so that the sums say nothing.
    incomplete: bool,
}

impl Totals {
    fn new(columns: usize) -> Self {
        Self {
            all: vec![Some(0); columns],
            since: vec![Some(0); columns],
            incomplete: false,
        }
    }

    fn add(&mut self, values: &[Option<Value>]) {
        for (index, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let summand = countable(value).map(i128::from);
            for sums in [&mut self.all, &mut self.since] {
                sums[index] = sums[index].zip(summand).map(|(sum, summand)| sum + summand);
            }
        }
    }

    /// The sum of all rows and of those since the last totals, where they can be known.
    fn sums(&self, index: usize) -> Option<(i64, i64)> {
        let known = |sums: &[Option<i128>]| sums[index].and_then(|sum| i64::try_from(sum).ok());
        if self.incomplete {
            None
        } else {
            Some((known(&self.all)?, known(&self.since)?))
        }
    }

    fn begin_part(&mut self) {
        self.since.fill(Some(0));
    }
}

/// What a value adds to a sum; a bound or an estimate adds nothing that could be compared.
fn countable(value: &Value) -> Option<i64> {
    match value {
        Value::Whole(value) => Some(*value),
        Value::Decimal { scaled, .. } => Some(*scaled),
        Value::Amount {
            amount:
                Amount {
                    value,
                    places: 0,
                    qualifier: Qualifier::Exact,
                    ..
                },
            ..
        } => Some(*value),
        _ => None,
    }
}

fn shown_like(value: &Value, sum: i64) -> String {
    match value {
        Value::Decimal { places, .. } => Value::Decimal {
            scaled: sum,
            places: *places,
        }
        .to_string(),
        _ => sum.to_string(),
    }
}
