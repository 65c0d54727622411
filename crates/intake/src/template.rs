//! An empty form to download: the headers, what each column holds, lists to choose from, and an example.

use rust_xlsxwriter::{
    DataValidation, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet, XlsxError, utility,
};

use crate::form::{Choice, Column, Form, Kind};
use crate::value::Value;

/// The last row of a sheet, counted from 0.
const LAST_ROW: u32 = 1_048_575;

/// The first column of the guide that holds lists to choose from, after a gap.
const LISTS_FROM: usize = 5;

/// What the template says, in the language of the person who asked for it.
#[derive(Debug, Clone)]
pub struct TemplateText {
    /// The name of the sheet to fill in: at most 31 characters, none of `[ ] : * ? / \`.
    pub data_sheet: String,
    /// The name of the sheet that explains: `Hướng dẫn`.
    pub guide_sheet: String,
    /// The guide's headings: column, required or not, what it holds, example.
    pub guide_headings: [String; 4],
    /// What the guide says of a required column.
    pub required: String,
    /// What the guide says of an optional column.
    pub optional: String,
    /// For each column of the form, in its order.
    pub columns: Vec<ColumnText>,
}

/// What the template says of a column.
#[derive(Debug, Clone)]
pub struct ColumnText {
    /// What it holds and how to write it; also shown when the pointer rests on the header.
    pub note: String,
    /// An example, shown in the guide.
    pub example: String,
}

/// The template could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// There must be a [`ColumnText`] for each column.
    #[error("the form has {columns} columns but texts were given for {texts}: give one text per column")]
    Texts {
        /// Columns of the form.
        columns: usize,
        /// Texts given.
        texts: usize,
    },
    /// A name or text that a spreadsheet cannot hold.
    #[error("the template cannot be written: {0}. Check the sheet names and the length of the texts")]
    Write(#[from] XlsxError),
}

/// Writes an XLSX file that [`read`](crate::read) reads back with the same form once it is filled in.
///
/// # Errors
///
/// When `text` does not fit the form, or holds something that a spreadsheet cannot.
pub fn template(form: &Form, text: &TemplateText) -> Result<Vec<u8>, TemplateError> {
    filled(form, text, &[])
}

/// As [`template`], filled in: [`read`](crate::read) gives the same rows back. Each row has a value, or none, for each
/// column of the form.
///
/// # Errors
///
/// As [`template`].
pub fn filled(
    form: &Form,
    text: &TemplateText,
    rows: &[Vec<Option<Value>>],
) -> Result<Vec<u8>, TemplateError> {
    if text.columns.len() != form.columns.len() {
        return Err(TemplateError::Texts {
            columns: form.columns.len(),
            texts: text.columns.len(),
        });
    }
    let mut workbook = Workbook::new();
    let data = workbook.add_worksheet();
    write_data_sheet(data, form, text)?;
    write_rows(data, form, rows)?;
    write_guide(workbook.add_worksheet(), form, text)?;
    Ok(workbook.save_to_buffer()?)
}

fn write_data_sheet(sheet: &mut Worksheet, form: &Form, text: &TemplateText) -> Result<(), TemplateError> {
    sheet.set_name(&text.data_sheet)?;
    let mut list = LISTS_FROM;
    for (index, (column, says)) in (0_u16..).zip(form.columns.iter().zip(&text.columns)) {
        let mut format = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_border_bottom(FormatBorder::Medium);
        if column.required {
            format = format.set_underline(rust_xlsxwriter::FormatUnderline::Single);
        }
        // The format of the column first: it would overwrite that of the header.
        sheet.set_column_format(index, &Format::new().set_num_format(number_format(&column.kind)))?;
        sheet.set_column_width(index, 22)?;
        sheet.write_with_format(0, index, column.name(), &format)?;
        if !says.note.is_empty() {
            sheet.insert_note(0, index, &Note::new(&says.note).add_author_prefix(false))?;
        }
        if let Kind::Choice { values } = &column.kind {
            let letters = utility::column_number_to_name(u16::try_from(list).unwrap_or(u16::MAX));
            let guide = utility::quote_sheet_name(&text.guide_sheet);
            let range = format!("={guide}!${letters}$2:${letters}${}", values.len() + 1);
            let validation = DataValidation::new().allow_list_formula(range.as_str().into());
            sheet.add_data_validation(1, index, LAST_ROW, index, &validation)?;
            list += 1;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn write_rows(sheet: &mut Worksheet, form: &Form, rows: &[Vec<Option<Value>>]) -> Result<(), TemplateError> {
    let formats: Vec<Format> = form
        .columns
        .iter()
        .map(|column| Format::new().set_num_format(number_format(&column.kind)))
        .collect();
    for (number, row) in (1_u32..).zip(rows) {
        for (index, (format, value)) in (0_u16..).zip(formats.iter().zip(row)) {
            match value {
                None => {}
                // Spreadsheets keep whole numbers as floating ones, exactly up to 2^53.
                #[expect(clippy::cast_precision_loss, reason = "what a spreadsheet can hold")]
                Some(Value::Whole(whole)) => {
                    sheet.write_number_with_format(number, index, *whole as f64, format)?;
                }
                Some(Value::Year(year)) => {
                    sheet.write_number_with_format(number, index, *year, format)?;
                }
                Some(other) => {
                    sheet.write_string_with_format(number, index, other.to_string(), format)?;
                }
            }
        }
    }
    Ok(())
}

/// How the cells of a column are shown. Most are text, so that the program keeps what was typed: it would take
/// away the zeros of a code and could take 07/10 for 10 July.
fn number_format(kind: &Kind) -> String {
    match kind {
        Kind::Whole { .. } => "#,##0".to_owned(),
        Kind::Decimal { places: 0 } | Kind::Year => "0".to_owned(),
        Kind::Decimal { places } => format!("#,##0.{}", "0".repeat(usize::from(*places))),
        Kind::Text { .. } | Kind::Code { .. } | Kind::Date | Kind::Choice { .. } | Kind::Amount { .. } => {
            "@".to_owned()
        }
    }
}

fn write_guide(sheet: &mut Worksheet, form: &Form, text: &TemplateText) -> Result<(), TemplateError> {
    sheet.set_name(&text.guide_sheet)?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (index, (heading, width)) in (0_u16..).zip(text.guide_headings.iter().zip([28, 12, 60, 28])) {
        sheet.set_column_width(index, width)?;
        sheet.write_with_format(0, index, heading, &bold)?;
    }
    let mut list = LISTS_FROM;
    for (row, (column, says)) in (1_u32..).zip(form.columns.iter().zip(&text.columns)) {
        let required = if column.required {
            &text.required
        } else {
            &text.optional
        };
        for (index, cell) in (0_u16..).zip([column.name(), required, &says.note, &says.example]) {
            sheet.write_with_format(row, index, cell, &wrapped)?;
        }
        if let Kind::Choice { values } = &column.kind {
            write_list(
                sheet,
                u16::try_from(list).unwrap_or(u16::MAX),
                column,
                values,
                &bold,
            )?;
            list += 1;
        }
    }
    Ok(())
}

fn write_list(
    sheet: &mut Worksheet,
    index: u16,
    column: &Column,
    values: &[Choice],
    bold: &Format,
) -> Result<(), TemplateError> {
    sheet.set_column_width(index, 22)?;
    sheet.write_with_format(0, index, column.name(), bold)?;
    for (row, value) in (1_u32..).zip(values) {
        let spelling = value.spellings.first().unwrap_or(&value.key);
        sheet.write_with_format(row, index, spelling, &Format::new().set_num_format("@"))?;
    }
    Ok(())
}
