//! PDF by Typst: PDF/A-2a for the archive and PDF/UA-1 for readers who do not see the page.

use std::sync::LazyLock;

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic, Warned},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::{
    Block, Document, Error, Language, Table, chart,
    columns::{Columns, columns},
    fonts,
    prepare::prepare,
    words::{self, LetterheadLines},
};

/// Longest stretch of Latin letters and digits without a place to break the line.
const LONGEST_WORD: usize = 30;

/// Sets a document as PDF/A-2a and PDF/UA-1.
///
/// Equal documents give equal bytes. This is work for a processor, about a millisecond a row of a table when
/// optimised: keep it off threads that serve requests. A character that none of the embedded fonts has (they have Latin with all
/// of Vietnamese, Greek, Cyrillic and Khmer) is shown as "�": a PDF/A may not name a glyph it does not hold.
///
/// # Errors
/// The faults of the model listed in [`Error`]; [`Error::Chart`] for a chart that is not SVG.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Error> {
    let mut document = prepare(document)?;
    chart::check(&document)?;
    document.for_each_text(&mut |text| *text = breakable(&shown(text)));
    document.svgs_mut().for_each(|svg| *svg = shown(svg));
    let data =
        serde_json::to_vec(&View::new(&document)).map_err(|error| Error::Typesetting(error.to_string()))?;
    set(
        include_str!("../template/document.typ"),
        data,
        document.produced_at,
    )
}

/// Sets data, as JSON, with a template of ours.
pub(crate) fn set(template: &str, data: Vec<u8>, produced_at: Timestamp) -> Result<Vec<u8>, Error> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|error| Error::Typesetting(error.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Đình".to_owned())),
        timestamp: pdf_time(produced_at),
        standards,
        ..PdfOptions::default()
    };
    let sandbox = Sandbox::new(template, data)?;
    let bytes = typeset(&sandbox, &options);
    // The typesetter remembers layouts for the next run of the same document. Here the next one is another, and
    // a long table is remembered in hundreds of megabytes.
    typst::comemo::evict(0);
    bytes
}

fn typeset(sandbox: &Sandbox, options: &PdfOptions) -> Result<Vec<u8>, Error> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(sandbox);
    let pages = output.map_err(|errors| refused(&errors))?;
    if !warnings.is_empty() {
        // The template gives no cause for any; what is left is a font that does not fit the text.
        return Err(refused(&warnings));
    }
    typst_pdf::pdf(&pages, options).map_err(|errors| refused(&errors))
}

/// Puts the typesetter's complaints into one error.
fn refused(complaints: &[SourceDiagnostic]) -> Error {
    let texts: Vec<&str> = complaints
        .iter()
        .map(|complaint| complaint.message.as_str())
        .collect();
    Error::Typesetting(texts.join("; "))
}

fn pdf_time(instant: Timestamp) -> Option<typst_pdf::Timestamp> {
    let time = TimeZone::UTC.to_datetime(instant);
    let (month, day) = (u8::try_from(time.month()).ok()?, u8::try_from(time.day()).ok()?);
    let (hour, minute) = (u8::try_from(time.hour()).ok()?, u8::try_from(time.minute()).ok()?);
    let second = u8::try_from(time.second()).ok()?;
    let datetime = Datetime::from_ymd_hms(i32::from(time.year()), month, day, hour, minute, second)?;
    Some(typst_pdf::Timestamp::new_utc(datetime))
}

/// The text as our fonts can show it.
pub(crate) fn shown(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        text.chars().filter_map(printable).collect()
    }
}

/// The character as our fonts can show it; `None` for invisible ones they do not have.
fn printable(c: char) -> Option<char> {
    let covered = || {
        TYPESETTER
            .fonts
            .iter()
            .any(|font| font.info().coverage.contains(c.into()))
    };
    match c {
        '\n' => Some(c),
        // What a private character means is known to one font only; PDF/A-2a forbids it.
        '\u{e000}'..='\u{f8ff}' => Some(char::REPLACEMENT_CHARACTER),
        _ if covered() => Some(c),
        // Joiners, direction marks, variation selectors, byte order mark.
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        _ => Some(char::REPLACEMENT_CHARACTER),
    }
}

/// Lets a line break inside what has no spaces, as an address of a page.
pub(crate) fn breakable(text: &str) -> String {
    let mut unbroken = 0;
    let mut broken = String::with_capacity(text.len());
    for c in text.chars() {
        unbroken = if c.is_ascii_graphic() { unbroken + 1 } else { 0 };
        broken.push(c);
        if unbroken == LONGEST_WORD {
            broken.push('\u{200b}');
            unbroken = 0;
        }
    }
    broken
}

/// What the template reads.
#[derive(Serialize)]
struct View<'a> {
    document: &'a Document,
    /// Type name and title as one line, for the file's properties.
    title: String,
    letterhead: Option<LetterheadLines>,
    recipients_label: String,
    tables: Vec<TableView>,
    charts: Vec<String>,
}

/// What the template must know of a table besides its content.
#[derive(Serialize)]
struct TableView {
    label: String,
    unit_line: Option<String>,
    layout: Columns,
}

impl<'a> View<'a> {
    fn new(document: &'a Document) -> Self {
        let language = document.language;
        let charts = document
            .blocks
            .iter()
            .filter(|block| matches!(block, Block::Chart(_)))
            .count();
        Self {
            document,
            title: document.full_title(),
            letterhead: document
                .letterhead
                .as_ref()
                .map(|head| LetterheadLines::new(language, head)),
            recipients_label: words::recipients(language),
            tables: document
                .tables()
                .enumerate()
                .map(|(index, table)| TableView::new(language, index, table))
                .collect(),
            charts: (1..=charts)
                .map(|number| words::chart_label(language, number))
                .collect(),
        }
    }
}

impl TableView {
    fn new(language: Language, index: usize, table: &Table) -> Self {
        Self {
            label: words::table_label(language, index + 1),
            unit_line: table.unit.as_deref().map(|unit| words::unit_line(language, unit)),
            layout: columns(table),
        }
    }
}

/// The parts of the typesetter that are the same for every document.
struct Typesetter {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| {
    let fonts: Vec<Font> = fonts::FACES
        .iter()
        .flat_map(|face| Font::iter(Bytes::new(*face)))
        .collect();
    Typesetter {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(&fonts)),
        fonts,
    }
});

/// All the typesetter can see: the template and the data of one document. No file system, no network, no clock.
struct Sandbox {
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl Sandbox {
    fn new(template: &str, data: Vec<u8>) -> Result<Self, Error> {
        Ok(Self {
            template: Source::new(file("main.typ")?, template.to_owned()),
            data_id: file("data.json")?,
            data: Bytes::new(data),
        })
    }
}

fn file(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name).map_err(|error| Error::Typesetting(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Sandbox {
    fn library(&self) -> &LazyHash<Library> {
        &TYPESETTER.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &TYPESETTER.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        TYPESETTER.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_character_of_the_fonts_can_be_set() {
        let mut document = Document::new(Language::Vi, Timestamp::UNIX_EPOCH, "Đình", "Chữ");
        let covered: BTreeSet<u32> = TYPESETTER
            .fonts
            .iter()
            .flat_map(|font| font.info().coverage.iter())
            .collect();
        let characters: Vec<char> = covered.into_iter().filter_map(char::from_u32).collect();
        // Short paragraphs, with spaces, so that no character joins or hides another.
        for some in characters.chunks(40) {
            document.blocks.push(Block::text(
                some.iter().flat_map(|c| [*c, ' ']).collect::<String>(),
            ));
        }
        pdf(&document).unwrap();
    }
}
