//! XLSX for those who go on counting: the text on one sheet, each table on its own, numbers as numbers.

use std::collections::HashMap;

use jiff::{civil::Date, tz::TimeZone};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet,
    XlsxError,
};

use crate::{
    Align, Block, Cell, CellValue, Document, Error, Link, Number, Qualifier, Row, Run, Table,
    columns::{columns, letters},
    prepare::prepare,
    words::{self, LetterheadLines},
};

/// Excel keeps no more links on one sheet; it calls a file with more damaged.
const MOST_LINKS: usize = 65_530;
/// Excel keeps fifteen digits; a longer figure is written as text rather than changed.
const MOST_DIGITS: u64 = 999_999_999_999_999;
/// A4, in Excel's list of paper sizes.
const A4: u8 = 9;
/// From so many columns on, a table is printed across the long side of the paper.
const WIDE: usize = 7;
/// Width of the text, in characters.
const TEXT_WIDTH: u16 = 110;
/// Letters of one row of text: more would not fit the tallest row.
const LONGEST_TEXT: usize = 1_900;
/// Height of a line in points.
const LINE: u32 = 18;
/// Lines of the tallest row Excel takes (409 points).
const MOST_LINES: u32 = 22;

/// Writes a document as XLSX.
///
/// Equal documents give equal bytes. Texts are always text: one that begins with "=" is no formula, not even
/// after somebody edits the cell. Numbers carry their qualifier and note marks in the number format, so the
/// cell still holds the bare value. Beyond 65,530 links on a sheet (Excel's limit) cells keep their value and
/// lose their link.
///
/// # Errors
/// The faults of the model listed in [`Error`]; [`Error::Workbook`] for a table of more rows or a text of more
/// characters than a sheet holds (1,048,576 and 32,767).
pub fn xlsx(document: &Document) -> Result<Vec<u8>, Error> {
    let document = prepare(document)?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&document)?);
    text_sheet(workbook.add_worksheet(), &document)?;
    for (index, table) in document.tables().enumerate() {
        table_sheet(workbook.add_worksheet(), &document, index + 1, table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn properties(document: &Document) -> Result<DocProperties, XlsxError> {
    let produced = TimeZone::UTC.to_datetime(document.produced_at);
    let time = produced.time();
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    let created = excel_date(produced.date())?.and_hms(
        u16::from(part(time.hour())),
        part(time.minute()),
        part(time.second()),
    )?;
    Ok(DocProperties::new()
        .set_title(document.full_title())
        .set_author(&document.author)
        .set_creation_datetime(&created))
}

/// Fails for years before 1900, which Excel does not know.
fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    ExcelDateTime::from_ymd(
        u16::try_from(date.year()).unwrap_or_default(),
        part(date.month()),
        part(date.day()),
    )
}

/// A sheet being written from top to bottom.
struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    row: u32,
    links: usize,
}

impl Sheet<'_> {
    /// A text in column A of the next row, running over the cells beside it.
    fn line(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        let text = text.replace('\n', " ");
        self.sheet
            .write_string_with_format(self.row, 0, &text, &as_text(&text, format))?;
        self.row += 1;
        Ok(())
    }

    /// A text in column A, wrapped; a very long one goes on in the next row.
    fn paragraph(&mut self, text: &str, format: &Format) -> Result<(), XlsxError> {
        for piece in pieces(text) {
            self.sheet
                .write_string_with_format(self.row, 0, piece, &as_text(piece, format))?;
            // Wide letters fit worse than the width in characters says.
            let lines: u32 = piece
                .split('\n')
                .map(|line| letters(line).div_ceil(90).max(1))
                .sum();
            self.sheet
                .set_row_height(self.row, LINE * lines.min(MOST_LINES))?;
            self.row += 1;
        }
        Ok(())
    }

    /// A link over a cell that is written afterwards.
    fn link(&mut self, column: u16, link: Option<&Link>, format: &Format) -> Result<bool, XlsxError> {
        let Some(link) = link.filter(|_| self.links < MOST_LINKS) else {
            return Ok(false);
        };
        self.links += 1;
        self.sheet
            .write_url_with_format(self.row, column, Url::new(link.as_str()), format)?;
        Ok(true)
    }

    /// The notice that the figures are invented, on top of every sheet.
    fn demo_notice(&mut self, document: &Document) -> Result<(), XlsxError> {
        let Some(notice) = &document.demo_notice else {
            return Ok(());
        };
        let format = Format::new().set_bold().set_font_color(Color::RGB(0x9A_26_17));
        self.line(notice, &format.set_background_color(Color::RGB(0xFA_F4_F3)))
    }
}

/// Marks a text that a spreadsheet would otherwise take for a formula once somebody edits it.
fn as_text(text: &str, format: &Format) -> Format {
    let format = format.clone();
    if text.starts_with(['=', '+', '-', '@']) {
        format.set_quote_prefix()
    } else {
        format
    }
}

/// A text in pieces a row can show, cut after a space where there is one.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((limit, _)) = rest.char_indices().nth(LONGEST_TEXT) {
        let cut = rest[..limit].rfind(' ').map_or(limit, |space| space + 1);
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

fn text_sheet(sheet: &mut Worksheet, document: &Document) -> Result<(), XlsxError> {
    let language = document.language;
    sheet.set_name(words::text_sheet(language))?;
    sheet
        .set_column_width(0, TEXT_WIDTH)?
        .set_column_range_width(1, 5, 24)?;
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    let plain = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let bold = plain.clone().set_bold();
    let title = bold.clone().set_font_size(14);
    let mut sheet = Sheet {
        sheet,
        row: 0,
        links: 0,
    };
    sheet.demo_notice(document)?;
    if sheet.row > 0 {
        sheet.sheet.set_freeze_panes(sheet.row, 0)?;
        sheet.sheet.set_repeat_rows(0, sheet.row - 1)?;
    }
    if let Some(head) = &document.letterhead {
        let head = LetterheadLines::new(language, head);
        for line in head
            .superior
            .iter()
            .chain([&head.issuer, &head.number, &head.place_and_date])
        {
            sheet.paragraph(line, &plain)?;
        }
    }
    if let Some(name) = &document.type_name {
        sheet.paragraph(&name.to_uppercase(), &title)?;
    }
    sheet.paragraph(&document.title, &title)?;
    let (mut tables, mut charts) = (0, 0);
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => sheet.paragraph(text, &bold)?,
            Block::Paragraph { runs } => runs_line(&mut sheet, "", runs, &plain)?,
            Block::List { ordered, items } => {
                for (index, item) in items.iter().enumerate() {
                    let mark = if *ordered {
                        format!("{}. ", index + 1)
                    } else {
                        "– ".to_owned()
                    };
                    runs_line(&mut sheet, &mark, item, &plain)?;
                }
            }
            Block::Table(table) => {
                tables += 1;
                let label = words::table_label(language, tables);
                let url = Url::new(format!("internal:'{label}'!A1"))
                    .set_text(format!("{label}. {}", table.caption));
                sheet.sheet.write_url(sheet.row, 0, url)?;
                sheet.row += 1;
            }
            Block::Chart(chart) => {
                charts += 1;
                let label = words::chart_label(language, charts);
                sheet.paragraph(&format!("{label}. {}", chart.caption), &bold)?;
                sheet.paragraph(&chart.alt, &plain)?;
            }
            Block::Notice(notice) => {
                sheet.paragraph(&notice.title, &bold)?;
                for line in &notice.lines {
                    runs_line(&mut sheet, "", line, &plain)?;
                }
            }
            Block::PageBreak => {}
        }
    }
    closing(&mut sheet, document, &plain, &bold)
}

fn closing(
    sheet: &mut Sheet<'_>,
    document: &Document,
    plain: &Format,
    bold: &Format,
) -> Result<(), XlsxError> {
    if let Some(signature) = &document.signature {
        for line in signature.capacity.iter().chain(&signature.name) {
            sheet.paragraph(line, bold)?;
        }
    }
    if !document.recipients.is_empty() {
        sheet.paragraph(&words::recipients(document.language), bold)?;
        document
            .recipients
            .iter()
            .try_for_each(|recipient| sheet.paragraph(recipient, plain))?;
    }
    Ok(())
}

/// A paragraph in column A, its links in the columns beside it: a cell takes one link only.
fn runs_line(sheet: &mut Sheet<'_>, mark: &str, runs: &[Run], format: &Format) -> Result<(), XlsxError> {
    let link_format = Format::new()
        .set_hyperlink()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (column, run) in (1_u16..).zip(runs.iter().filter(|run| run.link.is_some())) {
        if sheet.link(column, run.link.as_ref(), &link_format)? {
            let text = run.text.trim();
            sheet
                .sheet
                .write_string_with_format(sheet.row, column, text, &as_text(text, &link_format))?;
        }
    }
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    sheet.paragraph(&format!("{mark}{text}"), format)
}

fn table_sheet(
    sheet: &mut Worksheet,
    document: &Document,
    number: usize,
    table: &Table,
) -> Result<(), XlsxError> {
    let language = document.language;
    let label = words::table_label(language, number);
    sheet.set_name(&label)?;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if table.columns.len() >= WIDE {
        sheet.set_landscape();
    }
    let widths = columns(table).widths;
    for (index, width) in (0_u16..).zip(&widths) {
        sheet.set_column_width(index, width + 2)?;
    }
    let mut sheet = Sheet {
        sheet,
        row: 0,
        links: 0,
    };
    sheet.demo_notice(document)?;
    sheet.line(&format!("{label}. {}", table.caption), &Format::new().set_bold())?;
    if let Some(unit) = &table.unit {
        sheet.line(&words::unit_line(language, unit), &Format::new().set_italic())?;
    }
    header(&mut sheet, table, &widths)?;
    let first = sheet.row;
    sheet.sheet.set_freeze_panes(first, 0)?;
    sheet.sheet.set_repeat_rows(0, first - 1)?;
    let mut formats = Formats::default();
    for row in &table.rows {
        match row {
            Row::Group { text } => {
                let format = formats.get(Style {
                    bold: true,
                    ..Style::default()
                });
                sheet
                    .sheet
                    .write_string_with_format(sheet.row, 0, text, &as_text(text, format))?;
            }
            Row::Data { cells } => cells_line(&mut sheet, &mut formats, table, &widths, cells, false)?,
            Row::Total { cells } => cells_line(&mut sheet, &mut formats, table, &widths, cells, true)?,
        }
        sheet.row += 1;
    }
    let last_column = u16::try_from(table.columns.len() - 1).map_err(|_| XlsxError::RowColumnLimitError)?;
    sheet
        .sheet
        .autofilter(first - 1, 0, sheet.row.max(first + 1) - 1, last_column)?;
    if !table.notes().is_empty() {
        sheet.row += 1;
    }
    for (index, note) in table.notes().iter().enumerate() {
        sheet.line(&format!("({}) {note}", index + 1), &Format::new())?;
    }
    Ok(())
}

fn header(sheet: &mut Sheet<'_>, table: &Table, widths: &[u32]) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0xEC_EC_EC))
        .set_border(FormatBorder::Thin);
    if !table.column_groups.is_empty() {
        let mut column = 0_u16;
        for group in &table.column_groups {
            let end = column + u16::try_from(group.span).map_err(|_| XlsxError::RowColumnLimitError)?;
            if group.span > 1 && !group.header.is_empty() {
                sheet
                    .sheet
                    .merge_range(sheet.row, column, sheet.row, end - 1, &group.header, &format)?;
            } else {
                for column in column..end {
                    sheet
                        .sheet
                        .write_string_with_format(sheet.row, column, &group.header, &format)?;
                }
            }
            column = end;
        }
        sheet.row += 1;
    }
    let mut lines = 1;
    for ((index, column), width) in (0_u16..).zip(&table.columns).zip(widths) {
        let label = column.label().replace('\n', " ");
        lines = lines.max(letters(&label).div_ceil(*width));
        sheet
            .sheet
            .write_string_with_format(sheet.row, index, &label, &as_text(&label, &format))?;
    }
    sheet
        .sheet
        .set_row_height(sheet.row, LINE * lines.min(MOST_LINES))?;
    sheet.row += 1;
    Ok(())
}

fn cells_line(
    sheet: &mut Sheet<'_>,
    formats: &mut Formats,
    table: &Table,
    widths: &[u32],
    cells: &[Cell],
    total: bool,
) -> Result<(), XlsxError> {
    let lines = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| letters(cell.shown()).div_ceil(*width))
        .max();
    if let Some(lines) = lines.filter(|lines| *lines > 1) {
        sheet
            .sheet
            .set_row_height(sheet.row, LINE * lines.min(MOST_LINES))?;
    }
    for ((index, cell), column) in (0_u16..).zip(cells).zip(&table.columns) {
        let marks = cell.marks();
        let style = Style {
            bold: total,
            link: cell.link.is_some(),
            align: Some(column.align),
            number_format: number_format(&cell.value, &marks),
        };
        let format = formats.get(style);
        sheet.link(index, cell.link.as_ref(), format)?;
        let row = sheet.row;
        match &cell.value {
            CellValue::Number { number, .. } if value(*number).is_some() => {
                let value = value(*number).unwrap_or_default();
                sheet.sheet.write_number_with_format(row, index, value, format)?;
            }
            CellValue::Date { date, .. } if excel_date(*date).is_ok() => {
                sheet
                    .sheet
                    .write_datetime_with_format(row, index, excel_date(*date)?, format)?;
            }
            _ => {
                let text = if marks.is_empty() {
                    cell.shown().to_owned()
                } else {
                    format!("{} {marks}", cell.shown())
                };
                if text.is_empty() {
                    sheet.sheet.write_blank(row, index, format)?;
                } else {
                    sheet
                        .sheet
                        .write_string_with_format(row, index, &text, &as_text(&text, format))?;
                }
            }
        }
    }
    Ok(())
}

/// The value as Excel keeps it; `None` when it would lose digits.
fn value(number: Number) -> Option<f64> {
    let (mantissa, scale) = match number {
        Number::Integer { value } => (value, 0),
        Number::Decimal { mantissa, scale } => (mantissa, scale),
        Number::Percent { mantissa, scale } => (mantissa, scale + 2),
    };
    if mantissa.unsigned_abs() > MOST_DIGITS {
        return None;
    }
    // Read from its decimal digits, as Excel would: the nearest value there is.
    format!("{mantissa}e-{scale}").parse().ok()
}

/// Excel's format for a figure or a day, with qualifier and note marks; empty for words.
fn number_format(value: &CellValue, marks: &str) -> String {
    let (digits, qualifier) = match value {
        CellValue::Empty | CellValue::Text { .. } => return String::new(),
        CellValue::Date { .. } => ("dd/mm/yyyy".to_owned(), Qualifier::Exact),
        CellValue::Number {
            number, qualifier, ..
        } => {
            let (scale, sign) = match *number {
                Number::Integer { .. } => (0, ""),
                Number::Decimal { scale, .. } => (scale, ""),
                Number::Percent { scale, .. } => (scale, "%"),
            };
            let fraction = if scale == 0 {
                String::new()
            } else {
                format!(".{}", "0".repeat(scale.into()))
            };
            (format!("#,##0{fraction}{sign}"), *qualifier)
        }
    };
    let before = match qualifier {
        Qualifier::Exact => String::new(),
        other => format!("\"{}\"", other.sign()),
    };
    let after = if marks.is_empty() {
        String::new()
    } else {
        format!("\" {marks}\"")
    };
    format!("{before}{digits}{after}")
}

/// What makes one cell look different from another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Style {
    bold: bool,
    link: bool,
    align: Option<Align>,
    number_format: String,
}

/// Formats made so far.
#[derive(Default)]
struct Formats(HashMap<Style, Format>);

impl Formats {
    fn get(&mut self, style: Style) -> &Format {
        self.0.entry(style.clone()).or_insert_with(|| {
            let mut format = if style.link {
                Format::new().set_hyperlink()
            } else {
                Format::new()
            };
            format = format.set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
            if style.bold {
                format = format.set_bold();
            }
            format = match style.align {
                Some(Align::Right) => format.set_align(FormatAlign::Right),
                Some(Align::Center) => format.set_align(FormatAlign::Center).set_text_wrap(),
                Some(Align::Left) => format.set_align(FormatAlign::Left).set_text_wrap(),
                None => format,
            };
            if style.number_format.is_empty() {
                format
            } else {
                format.set_num_format(&style.number_format)
            }
        })
    }
}
