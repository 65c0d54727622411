//! What the caller wants to read: the columns of a form, what each may be called and what it holds.

use std::collections::HashMap;

use crate::text::fold;

/// A form: the columns a file must or may have. Their order in the file is free.
#[derive(Debug, Clone)]
pub struct Form {
    /// A stable name; it is part of the content's hash, so the same rows in two forms are two contents.
    pub key: String,
    /// What the form is called, for messages and the template.
    pub title: String,
    /// The columns, in the order in which a [`Row`](crate::Row) holds its values.
    pub columns: Vec<Column>,
    /// Whether columns that the form does not know are skipped instead of being a problem.
    pub ignore_unknown: bool,
}

impl Form {
    /// A form without columns that refuses unknown ones.
    #[must_use]
    pub fn new(key: impl Into<String>, title: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            title: title.into(),
            columns: Vec::new(),
            ignore_unknown: false,
        }
    }

    /// The same form with one more column.
    #[must_use]
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// The same form, skipping columns it does not know.
    #[must_use]
    pub fn ignoring_unknown(mut self) -> Self {
        self.ignore_unknown = true;
        self
    }
}

/// One column of a form.
#[derive(Debug, Clone)]
pub struct Column {
    /// A stable name by which a row gives its value.
    pub key: String,
    /// The headers it may have, in any language; the first is written into the template. They are compared
    /// without diacritics, case and punctuation, and `đ` counts as `d`.
    pub headers: Vec<String>,
    /// Whether the column and each of its cells must be there.
    pub required: bool,
    /// What its cells hold.
    pub kind: Kind,
}

impl Column {
    /// An optional column.
    #[must_use]
    pub fn new(key: impl Into<String>, headers: &[&str], kind: Kind) -> Self {
        Self {
            key: key.into(),
            headers: headers.iter().map(|&header| header.to_owned()).collect(),
            required: false,
            kind,
        }
    }

    /// The same column, required.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What messages call the column when the file has no header for it.
    pub(crate) fn name(&self) -> &str {
        self.headers.first().unwrap_or(&self.key)
    }
}

/// What the cells of a column hold.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Words, composed (NFC), trimmed and with single spaces.
    Text {
        /// The most characters a cell may hold.
        max_len: usize,
    },
    /// An identifier that looks like a number but is not one, such as a commune's code.
    Code {
        /// The number of digits, when it is fixed: shorter ones get back the leading zeros that spreadsheets
        /// take away. Without it any text is taken as it stands.
        digits: Option<usize>,
    },
    /// A whole number.
    Whole {
        /// The least value allowed.
        min: Option<i64>,
        /// The greatest value allowed.
        max: Option<i64>,
    },
    /// A number with a fixed number of decimal places, kept exactly as a scaled whole number.
    Decimal {
        /// Decimal places, at most 9: with 2, `1,5` is kept as 150.
        places: u8,
    },
    /// A day, written day/month/year or kept as a date by the spreadsheet.
    Date,
    /// A year from 1900 to 2099.
    Year,
    /// One of a few values.
    Choice {
        /// The values, the first spelling of each being written into the template.
        values: Vec<Choice>,
    },
    /// An amount that may be qualified or written with words: `>100000000000`, `khoảng 1.200`, `hơn 100 tỷ đồng`,
    /// `98,5 %`.
    Amount {
        /// The most decimal places, at most 2, so that a mark before three digits separates thousands; 0 for whole
        /// amounts.
        places: u8,
        /// Words allowed after the number because they only name its unit: `đồng`, `hộ`. With `%` among them, a
        /// cell that the spreadsheet shows as a percentage is read as it is shown.
        units: Vec<String>,
    },
}

/// One value of a [`Kind::Choice`].
#[derive(Debug, Clone)]
pub struct Choice {
    /// What a row gives.
    pub key: String,
    /// How it may be written, compared like headers.
    pub spellings: Vec<String>,
}

impl Choice {
    /// A value and its spellings.
    #[must_use]
    pub fn new(key: impl Into<String>, spellings: &[&str]) -> Self {
        Self {
            key: key.into(),
            spellings: spellings.iter().map(|&spelling| spelling.to_owned()).collect(),
        }
    }
}

/// A form with its spellings folded once, for fast comparison.
pub(crate) struct Prepared<'f> {
    pub(crate) form: &'f Form,
    headers: HashMap<String, usize>,
    choices: Vec<HashMap<String, String>>,
}

impl<'f> Prepared<'f> {
    pub(crate) fn new(form: &'f Form) -> Self {
        let mut headers = HashMap::new();
        for (index, column) in form.columns.iter().enumerate() {
            for header in &column.headers {
                headers.entry(fold(header)).or_insert(index);
            }
        }
        let choices = form
            .columns
            .iter()
            .map(|column| folded_choices(&column.kind))
            .collect();
        Self {
            form,
            headers,
            choices,
        }
    }

    /// The column that a folded header names.
    pub(crate) fn column_named(&self, folded: &str) -> Option<usize> {
        self.headers.get(folded).copied()
    }

    /// The key of the choice that a cell of column `index` spells.
    pub(crate) fn choice(&self, index: usize, text: &str) -> Option<&str> {
        self.choices.get(index)?.get(&fold(text)).map(String::as_str)
    }
}

fn folded_choices(kind: &Kind) -> HashMap<String, String> {
    let Kind::Choice { values } = kind else {
        return HashMap::new();
    };
    let mut folded = HashMap::new();
    for value in values {
        for spelling in &value.spellings {
            folded.entry(fold(spelling)).or_insert_with(|| value.key.clone());
        }
    }
    folded
}
