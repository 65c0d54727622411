//! The sheet that hangs on a board: a notice in letters large enough to be read standing, with codes for telephones.

use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

use crate::{
    Error, Language, Link,
    pdf::{breakable, set, shown},
    prepare::clean,
};

/// A notice to be hung.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Poster {
    /// Language of the text.
    pub language: Language,
    /// When the sheet was made; the only date that goes into file properties.
    pub produced_at: Timestamp,
    /// Who posts it.
    pub issuer: String,
    /// What kind of sheet it is, above the title.
    pub heading: String,
    /// What it is about. Must not be empty: PDF/UA asks for a title.
    pub title: String,
    /// What it says, in a few plain sentences.
    pub summary: String,
    /// The whole text, by paragraphs.
    pub body: Vec<String>,
    /// What a reader of the board has to know: since when, until when, under which article.
    pub facts: Vec<(String, String)>,
    /// Codes for telephones.
    pub codes: Vec<Code>,
    /// Says that the notice is invented.
    pub demo_notice: Option<String>,
}

/// An address as a code to be photographed, with what it leads to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Code {
    /// Where it leads.
    pub link: Link,
    /// What is there.
    pub caption: String,
}

/// A code as the template takes it.
#[derive(Debug, Serialize)]
struct Drawn {
    svg: String,
    link: String,
    caption: String,
}

#[derive(Debug, Serialize)]
struct View<'a> {
    poster: &'a Poster,
    codes: Vec<Drawn>,
}

/// Sets a sheet of A4 as PDF/A-2a and PDF/UA-1; a long text goes on over further sheets. Equal sheets give equal
/// bytes. This is work for a processor: keep it off threads that serve requests.
///
/// # Errors
/// [`Error::NoTitle`], [`Error::Link`] for an address too long for a code, [`Error::Typesetting`].
pub fn poster(poster: &Poster) -> Result<Vec<u8>, Error> {
    let mut sheet = poster.clone();
    let texts = [
        &mut sheet.issuer,
        &mut sheet.heading,
        &mut sheet.title,
        &mut sheet.summary,
    ]
    .into_iter()
    .chain(&mut sheet.body)
    .chain(sheet.facts.iter_mut().flat_map(|(name, value)| [name, value]))
    .chain(sheet.codes.iter_mut().map(|code| &mut code.caption))
    .chain(&mut sheet.demo_notice);
    for text in texts {
        *text = breakable(&shown(&clean(text)));
    }
    if sheet.title.trim().is_empty() {
        return Err(Error::NoTitle);
    }
    let codes = sheet.codes.iter().map(drawn).collect::<Result<_, _>>()?;
    let data = serde_json::to_vec(&View {
        poster: &sheet,
        codes,
    })
    .map_err(|error| Error::Typesetting(error.to_string()))?;
    set(include_str!("../template/poster.typ"), data, sheet.produced_at)
}

fn drawn(code: &Code) -> Result<Drawn, Error> {
    Ok(Drawn {
        svg: qr(&code.link)?,
        link: code.link.as_str().to_owned(),
        caption: code.caption.clone(),
    })
}

/// Draws the code of an address: one path of unit squares, with the quiet zone of four that readers ask for.
///
/// # Errors
/// [`Error::Link`] for an address too long for a code.
pub fn qr(link: &Link) -> Result<String, Error> {
    const QUIET: usize = 4;
    let address = link.as_str();
    let qr = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| Error::Link {
        address: address.to_owned(),
    })?;
    let width = qr.width();
    let mut path = String::new();
    for (index, color) in qr.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + QUIET, index / width + QUIET);
            path.push_str(&format!("M{x} {y}h1v1h-1z"));
        }
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    ))
}
