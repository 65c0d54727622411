//! CSV files: text, with the encoding and the delimiter left for the reader to find out.
//!
//! A CSV library is not used here because it leaves out empty lines without counting them, so that its row numbers
//! are not those a spreadsheet shows, and because a quote that is never closed should be found where it was opened.

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::form::Prepared;
use crate::header;
use crate::limits::Limits;
use crate::problem::{Message, Place, Problem, Stop};
use crate::raw::{EachRow, Raw, RawCell, RawRow};

/// Bytes read at a time.
const CHUNK: usize = 64 << 10;

/// Delimiters looked for, in order of preference.
const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];

/// An open CSV file.
pub(crate) struct CsvFile<S> {
    source: S,
    encoding: &'static Encoding,
    /// Bytes of the mark that names the encoding.
    mark: u64,
    delimiter: char,
    /// Whether the first line only names the delimiter (`sep=;`), as Excel writes it. It is not a row.
    named: bool,
    limits: Limits,
}

impl<S: Read + Seek> CsvFile<S> {
    /// Finds out the encoding from all bytes and the delimiter from the first rows: the one with which they show
    /// most of the form's headers.
    pub(crate) fn open(mut source: S, form: &Prepared<'_>, limits: &Limits) -> Result<Self, Stop> {
        let (encoding, mark) = sniff_encoding(&mut source)?;
        let limits = limits.clone();
        let mut file = Self {
            source,
            encoding,
            mark,
            delimiter: ',',
            named: false,
            limits,
        };
        if let Some(delimiter) = file.named_delimiter()? {
            (file.delimiter, file.named) = (delimiter, true);
            return Ok(file);
        }
        let mut best = None;
        for delimiter in DELIMITERS {
            file.delimiter = delimiter;
            let rows = file.first_rows();
            let headers = header::find_in_any_lettering(&rows, form).map_or(0, |table| table.matched());
            let cells = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
            if best.is_none_or(|(score, _)| (headers, cells) > score) {
                best = Some(((headers, cells), delimiter));
            }
        }
        file.delimiter = best.map_or(',', |(_, delimiter)| delimiter);
        Ok(file)
    }

    /// Whether the bytes are not Unicode: then the text is given as if it were Windows-1252, which keeps every byte,
    /// and still has to be understood.
    pub(crate) fn is_legacy(&self) -> bool {
        self.encoding == WINDOWS_1252
    }

    /// Gives each row that is not empty to `each`.
    pub(crate) fn scan(&mut self, each: &mut EachRow<'_>) -> Result<(), Stop> {
        let mut parser = Parser::new(self.delimiter, &self.limits, each);
        let mut skip_line = self.named;
        decode(&mut self.source, self.encoding, self.mark, &mut |text| {
            for c in text.chars() {
                if skip_line {
                    skip_line = c != '\n';
                } else if parser.push(c)? == ControlFlow::Break(()) {
                    return Ok(ControlFlow::Break(()));
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        parser.finish()
    }

    /// The rows among which the header must be. What is wrong with the file is left for the whole reading to say.
    fn first_rows(&mut self) -> Vec<RawRow> {
        let mut rows = Vec::new();
        let most = self.limits.header_rows;
        // An error here (an unclosed quote with the wrong delimiter) is one more reason to prefer another one.
        let _ = self.scan(&mut |row| header::collect(&mut rows, row, most));
        rows
    }

    fn named_delimiter(&mut self) -> Result<Option<char>, Stop> {
        let mut start = String::new();
        decode(&mut self.source, self.encoding, self.mark, &mut |text| {
            start.extend(text.chars().take(8));
            Ok(ControlFlow::Break(()))
        })?;
        let named = start.strip_prefix("sep=").or_else(|| start.strip_prefix("SEP="));
        let mut chars = named.unwrap_or_default().chars();
        let delimiter = chars.next().filter(|c| DELIMITERS.contains(c));
        Ok(delimiter.filter(|_| matches!(chars.next(), Some('\r' | '\n'))))
    }
}

/// Finds the encoding: by the mark at the start, or by whether all bytes are UTF-8. Gives the length of the mark.
fn sniff_encoding<S: Read + Seek>(source: &mut S) -> Result<(&'static Encoding, u64), Stop> {
    source.seek(SeekFrom::Start(0))?;
    let mut decoder = UTF_8.new_decoder_without_bom_handling();
    let mut bytes = vec![0; CHUNK];
    let mut text = String::with_capacity(CHUNK * 3 + 16);
    let mut first = true;
    let mut utf8 = true;
    loop {
        let read = read_full(source, &mut bytes)?;
        let chunk = &bytes[..read];
        if first {
            first = false;
            if let Some((encoding, mark)) =
                Encoding::for_bom(chunk).filter(|(encoding, _)| *encoding != UTF_8)
            {
                return Ok((encoding, mark as u64));
            }
        }
        if chunk.contains(&0) {
            return Err(Stop::refuse(Message::new("intake-file-binary")));
        }
        if utf8 {
            text.clear();
            let (_, _, malformed) = decoder.decode_to_string(chunk, &mut text, read == 0);
            utf8 = !malformed;
        }
        if read == 0 {
            break;
        }
    }
    if !utf8 {
        return Ok((WINDOWS_1252, 0));
    }
    source.seek(SeekFrom::Start(0))?;
    let mut mark = Vec::new();
    source.by_ref().take(3).read_to_end(&mut mark)?;
    Ok((UTF_8, if mark == [0xef, 0xbb, 0xbf] { 3 } else { 0 }))
}

/// Gives the file's text, piece by piece, to `each`.
fn decode<S: Read + Seek>(
    source: &mut S,
    encoding: &'static Encoding,
    mark: u64,
    each: &mut dyn FnMut(&str) -> Result<ControlFlow<()>, Stop>,
) -> Result<(), Stop> {
    debug_assert!([UTF_8, UTF_16LE, UTF_16BE, WINDOWS_1252].contains(&encoding));
    source.seek(SeekFrom::Start(mark))?;
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut bytes = vec![0; CHUNK];
    let mut text = String::with_capacity(CHUNK);
    loop {
        let read = read_full(source, &mut bytes)?;
        let mut chunk = &bytes[..read];
        loop {
            text.clear();
            let (result, used, malformed) = decoder.decode_to_string(chunk, &mut text, read == 0);
            if malformed {
                return Err(Stop::refuse(
                    Message::new("intake-encoding-damaged").with("encoding", encoding.name()),
                ));
            }
            if each(&text)? == ControlFlow::Break(()) {
                return Ok(());
            }
            chunk = &chunk[used..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if read == 0 {
            return Ok(());
        }
    }
}

/// Fills the buffer as far as the source reaches.
fn read_full<S: Read>(source: &mut S, buffer: &mut [u8]) -> Result<usize, Stop> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(filled)
}

/// Where in a field the parser is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or the first of two that stand for one.
    Quote,
}

/// Cuts text into rows and cells, as RFC 4180 describes and more leniently: quotes only count at the start of a field,
/// lines may end in any way, rows may be of any length.
struct Parser<'a, 'e> {
    delimiter: char,
    limits: &'a Limits,
    each: &'a mut EachRow<'e>,
    row: RawRow,
    field: String,
    column: u32,
    at: At,
    /// Whether the last character was a carriage return, so that a line feed now belongs to it.
    returned: bool,
    /// Where the last quote was opened: row and column.
    opened: (u32, u32),
    stopped: bool,
}

impl<'a, 'e> Parser<'a, 'e> {
    fn new(delimiter: char, limits: &'a Limits, each: &'a mut EachRow<'e>) -> Self {
        Self {
            delimiter,
            limits,
            each,
            row: RawRow {
                number: 1,
                ..RawRow::default()
            },
            field: String::new(),
            column: 0,
            at: At::Start,
            returned: false,
            opened: (0, 0),
            stopped: false,
        }
    }

    fn push(&mut self, c: char) -> Result<ControlFlow<()>, Stop> {
        let returned = std::mem::replace(&mut self.returned, c == '\r' && self.at != At::Quoted);
        match (self.at, c) {
            (At::Quoted, '"') => self.at = At::Quote,
            (At::Quoted, c) => self.take(c)?,
            (At::Quote, '"') => {
                self.at = At::Quoted;
                self.take('"')?;
            }
            (At::Start, '"') => {
                self.at = At::Quoted;
                self.opened = (self.row.number, self.column);
            }
            (_, '\n') if returned => {}
            (_, '\r' | '\n') => {
                self.end_field()?;
                return self.end_row();
            }
            (_, c) if c == self.delimiter => {
                self.end_field()?;
                self.column += 1;
            }
            (_, c) => {
                self.at = At::Plain;
                self.take(c)?;
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn take(&mut self, c: char) -> Result<(), Stop> {
        self.field.push(c);
        if self.field.len() <= self.limits.cell_bytes {
            return Ok(());
        }
        if self.at == At::Quoted {
            return Err(self.unclosed());
        }
        Err(self.refuse(
            Message::new("intake-cell-too-long").with("max", self.limits.cell_bytes),
            (self.row.number, self.column),
        ))
    }

    fn end_field(&mut self) -> Result<(), Stop> {
        self.at = At::Start;
        if !self.field.trim().is_empty() {
            let here = (self.row.number, self.column);
            if self.column >= self.limits.columns {
                return Err(self.refuse(
                    Message::new("intake-too-many-columns").with("max", self.limits.columns),
                    here,
                ));
            }
            if self.row.number > self.limits.rows {
                return Err(self.refuse(
                    Message::new("intake-too-many-rows").with("max", self.limits.rows),
                    here,
                ));
            }
            let value = Raw::Text(std::mem::take(&mut self.field));
            self.row.cells.push(RawCell {
                column: self.column,
                value,
                formula: false,
            });
        }
        self.field.clear();
        Ok(())
    }

    fn end_row(&mut self) -> Result<ControlFlow<()>, Stop> {
        let flow = if self.row.cells.is_empty() {
            ControlFlow::Continue(())
        } else {
            (self.each)(&self.row)
        };
        self.row.cells.clear();
        self.row.number = self.row.number.saturating_add(1);
        self.column = 0;
        self.stopped = flow.is_break();
        Ok(flow)
    }

    fn finish(mut self) -> Result<(), Stop> {
        if self.stopped {
            return Ok(());
        }
        if self.at == At::Quoted {
            return Err(self.unclosed());
        }
        self.end_field()?;
        self.end_row().map(|_| ())
    }

    fn unclosed(&self) -> Stop {
        self.refuse(Message::new("intake-csv-quote"), self.opened)
    }

    fn refuse(&self, message: Message, (row, column): (u32, u32)) -> Stop {
        let place = Place {
            sheet: None,
            row: Some(row),
            column: Some(column),
            header: None,
        };
        Stop::Refused(Box::new(Problem::new(place, &self.field, message)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A row's number and its cells with their columns.
    type Parsed = (u32, Vec<(u32, String)>);

    fn parse(text: &str, delimiter: char) -> Result<Vec<Parsed>, &'static str> {
        let mut rows = Vec::new();
        let mut each = |row: &RawRow| {
            let cells = row
                .cells
                .iter()
                .map(|cell| (cell.column, cell.value.shown()))
                .collect();
            rows.push((row.number, cells));
            ControlFlow::Continue(())
        };
        let limits = Limits {
            columns: 10_000,
            ..Limits::default()
        };
        let mut parser = Parser::new(delimiter, &limits, &mut each);
        let parsed = text
            .chars()
            .try_for_each(|c| parser.push(c).map(|_| ()))
            .and_then(|()| parser.finish());
        match parsed {
            Ok(()) => Ok(rows),
            Err(Stop::Refused(problem)) => Err(problem.expected.key),
            Err(Stop::Io(_)) => Err("io"),
        }
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        let rows = parse("a,b\r\n\r\n\"x\ny\",\"say \"\"no\"\"\"\rlast", ',').expect("parses");
        let cell = |column, text: &str| (column, text.to_owned());
        assert_eq!(
            rows,
            [
                (1, vec![cell(0, "a"), cell(1, "b")]),
                (3, vec![cell(0, "x\ny"), cell(1, "say \"no\"")]),
                (4, vec![cell(0, "last")]),
            ]
        );
    }

    #[test]
    fn an_unclosed_quote_is_refused() {
        assert_eq!(parse("a,b\nc,\"d\ne,f\n", ','), Err("intake-csv-quote"));
    }

    proptest! {
        #[test]
        fn what_a_csv_library_writes_reads_back(
            rows in prop::collection::vec(prop::collection::vec("[a-zâ\", ;\n\r']{1,6}", 1..6), 1..8),
            delimiter in prop::sample::select(vec![b',', b';', b'\t'])
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
            for row in &rows {
                writer.write_record(row).expect("written");
            }
            let text = String::from_utf8(writer.into_inner().expect("flushed")).expect("UTF-8");
            let filled = |row: &[String]| -> Vec<(u32, String)> {
                (0..).zip(row.iter().cloned()).filter(|(_, cell)| !cell.trim().is_empty()).collect()
            };
            let expected: Vec<_> = (1..)
                .zip(rows.iter().map(|row| filled(row)))
                .filter(|(_, cells)| !cells.is_empty())
                .collect();
            prop_assert_eq!(parse(&text, char::from(delimiter)), Ok(expected));
        }
    }
}
