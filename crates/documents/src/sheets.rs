//! Sheets that go to each household: ballots to be marked, letters with a code for voting online.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    Error, Language, Link,
    pdf::{breakable, set, shown},
    poster::qr,
    prepare::clean,
};

/// One sheet of A5 for each household, all asking the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheets {
    /// Language of the text.
    pub language: Language,
    /// When the sheets were made; the only date that goes into file properties.
    pub produced_at: Timestamp,
    /// Who asks.
    pub issuer: String,
    /// What kind of sheet it is, above the title.
    pub heading: String,
    /// What is asked. Must not be empty: PDF/UA asks for a title.
    pub title: String,
    /// More about it, by paragraphs.
    pub body: Vec<String>,
    /// What the household does with the sheet.
    pub instruction: String,
    /// What can be chosen; none on a letter.
    pub choices: Vec<Choice>,
    /// Where the mark that makes a ballot genuine belongs, and what it is.
    pub mark: Option<(Corner, String)>,
    /// Says that the vote only tells what people think.
    pub advisory: Option<String>,
    /// What stands beside the code.
    pub caption: String,
    /// The households' sheets.
    pub sheets: Vec<Sheet>,
    /// Says that the vote is invented.
    pub demo_notice: Option<String>,
}

/// What can be chosen on a ballot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Its words.
    pub label: String,
    /// Its picture, for people who do not read easily.
    pub sign: Sign,
}

/// A picture beside the words of a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    /// A tick.
    Yes,
    /// A cross.
    No,
    /// Three dots.
    Other,
    /// None: a person's name.
    None,
}

/// A corner of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Corner {
    /// For a hanging seal (dấu treo).
    TopLeft,
    /// For a signature.
    BottomRight,
}

/// The sheet of one household. It bears no name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// Which household: its number, in words ("Hộ số 12").
    pub household: String,
    /// Where it lives; may be empty.
    pub address: String,
    /// The code as people type it.
    pub code: String,
    /// Where the code leads.
    pub link: Link,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    sheets: &'a Sheets,
    codes: Vec<String>,
}

/// Sets the sheets as PDF/A-2a and PDF/UA-1. Equal sheets give equal bytes. This is work for a processor, some
/// milliseconds a household: keep it off threads that serve requests.
///
/// # Errors
/// [`Error::NoTitle`], [`Error::Link`] for an address too long for a code, [`Error::Typesetting`].
pub fn sheets(sheets: &Sheets) -> Result<Vec<u8>, Error> {
    let mut sheets = sheets.clone();
    let texts = [
        &mut sheets.issuer,
        &mut sheets.heading,
        &mut sheets.title,
        &mut sheets.instruction,
        &mut sheets.caption,
    ]
    .into_iter()
    .chain(&mut sheets.body)
    .chain(sheets.choices.iter_mut().map(|choice| &mut choice.label))
    .chain(sheets.mark.iter_mut().map(|(_, text)| text))
    .chain(
        sheets
            .sheets
            .iter_mut()
            .flat_map(|sheet| [&mut sheet.household, &mut sheet.address, &mut sheet.code]),
    )
    .chain(&mut sheets.advisory)
    .chain(&mut sheets.demo_notice);
    for text in texts {
        *text = breakable(&shown(&clean(text)));
    }
    if sheets.title.trim().is_empty() {
        return Err(Error::NoTitle);
    }
    let codes = sheets
        .sheets
        .iter()
        .map(|sheet| qr(&sheet.link))
        .collect::<Result<_, _>>()?;
    let data = serde_json::to_vec(&View {
        sheets: &sheets,
        codes,
    })
    .map_err(|error| Error::Typesetting(error.to_string()))?;
    set(include_str!("../template/sheets.typ"), data, sheets.produced_at)
}
