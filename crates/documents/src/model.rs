//! What a document says, independent of the file it becomes.
//!
//! Texts are data: nothing in them is ever read as markup, formula or field code. They may hold any Unicode;
//! the writers normalise them to NFC (the form NĐ 30/2020 prescribes) and drop control characters.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use crate::{Error, format};

/// The language a document is written in; also decides how numbers and dates look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
    /// Khmer.
    Km,
}

/// A whole document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Language of the text.
    pub language: Language,
    /// When the document was produced; the only date that goes into file properties.
    pub produced_at: Timestamp,
    /// Who answers for it, for file properties; usually the issuing body.
    pub author: String,
    /// The head prescribed by NĐ 30/2020; `None` for a plain open-data report.
    pub letterhead: Option<Letterhead>,
    /// Type name (tên loại), as "Báo cáo"; printed in capitals above the title.
    pub type_name: Option<String>,
    /// What it is about (trích yếu). Must not be empty: PDF/UA asks for a title.
    pub title: String,
    /// Says that the figures are invented; shown on every page and every sheet.
    pub demo_notice: Option<String>,
    /// The content, in reading order.
    pub blocks: Vec<Block>,
    /// Who signs.
    pub signature: Option<Signature>,
    /// Recipients (nơi nhận), one a line, without dash and final sign.
    pub recipients: Vec<String>,
}

impl Document {
    /// A plain document without content.
    pub fn new(
        language: Language,
        produced_at: Timestamp,
        author: impl Into<String>,
        title: impl Into<String>,
    ) -> Self {
        Self {
            language,
            produced_at,
            author: author.into(),
            letterhead: None,
            type_name: None,
            title: title.into(),
            demo_notice: None,
            blocks: Vec::new(),
            signature: None,
            recipients: Vec::new(),
        }
    }

    /// Type name and title as one line, for file properties.
    pub(crate) fn full_title(&self) -> String {
        match &self.type_name {
            Some(name) => format!("{name} — {}", self.title),
            None => self.title.clone(),
        }
    }

    /// The tables, in reading order; the first is table 1.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Every drawing of the document, to be changed.
    pub(crate) fn svgs_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.blocks.iter_mut().filter_map(|block| match block {
            Block::Chart(chart) => Some(&mut chart.svg),
            _ => None,
        })
    }

    /// Gives every text of the document to `change`, so that what must hold of all texts is done in one place.
    pub(crate) fn for_each_text(&mut self, change: &mut impl FnMut(&mut String)) {
        change(&mut self.author);
        change(&mut self.title);
        self.type_name.iter_mut().for_each(&mut *change);
        self.demo_notice.iter_mut().for_each(&mut *change);
        if let Some(letterhead) = &mut self.letterhead {
            letterhead.superior.iter_mut().for_each(&mut *change);
            change(&mut letterhead.issuer);
            change(&mut letterhead.symbol);
            change(&mut letterhead.place);
        }
        if let Some(signature) = &mut self.signature {
            signature
                .capacity
                .iter_mut()
                .chain(&mut signature.name)
                .for_each(&mut *change);
        }
        self.recipients.iter_mut().for_each(&mut *change);
        for block in &mut self.blocks {
            match block {
                Block::Heading { text, .. } => change(text),
                Block::Paragraph { runs } => runs.iter_mut().for_each(|run| change(&mut run.text)),
                Block::List { items, .. } => {
                    items.iter_mut().flatten().for_each(|run| change(&mut run.text));
                }
                Block::Table(table) => table.for_each_text(change),
                Block::Chart(chart) => {
                    change(&mut chart.alt);
                    change(&mut chart.caption);
                }
                Block::Notice(notice) => {
                    change(&mut notice.title);
                    notice
                        .lines
                        .iter_mut()
                        .flatten()
                        .for_each(|run| change(&mut run.text));
                }
                Block::PageBreak => {}
            }
        }
    }
}

/// The head of an administrative document (NĐ 30/2020, elements 1 to 4). The national title and motto are
/// fixed by the decree, so they are not here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Letterhead {
    /// Superior body (cơ quan chủ quản trực tiếp), if it is printed.
    pub superior: Option<String>,
    /// Issuing body (cơ quan ban hành).
    pub issuer: String,
    /// Number of the document; `None` leaves room to write it in.
    pub number: Option<u32>,
    /// Symbol after the number, as "BC-UBND".
    pub symbol: String,
    /// Place of issue.
    pub place: String,
    /// Date of issue; `None` leaves room to write it in.
    pub date: Option<Date>,
}

/// Who signs, below the text on the right (NĐ 30/2020, element 7).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signature {
    /// Authority and title, one a line, as "TM. ỦY BAN NHÂN DÂN" and "CHỦ TỊCH".
    pub capacity: Vec<String>,
    /// Name of the signer; `None` leaves room for it.
    pub name: Option<String>,
}

/// A piece of content.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading. Levels run 1 to 4 and never skip one downwards (PDF/UA-1, 7.4.2).
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Text, with its number if it has one ("I. …").
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// Its pieces.
        runs: Vec<Run>,
    },
    /// A list.
    List {
        /// Numbered, or with dashes.
        ordered: bool,
        /// The items.
        items: Vec<Vec<Run>>,
    },
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// Something the reader must not miss: a finding, a caution.
    Notice(Notice),
    /// What follows starts on a new page.
    PageBreak,
}

impl Block {
    /// A heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level,
            text: text.into(),
        }
    }

    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph {
            runs: vec![Run::new(text)],
        }
    }

    /// A paragraph of several runs.
    pub fn paragraph(runs: impl Into<Vec<Run>>) -> Self {
        Self::Paragraph { runs: runs.into() }
    }
}

/// A stretch of text in one style.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Run {
    /// The text, with its own spaces.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Where it leads.
    pub link: Option<Link>,
}

impl Run {
    /// Plain text.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same, bold.
    #[must_use]
    pub fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// The same, italic.
    #[must_use]
    pub fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    /// The same, leading to `link`.
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }
}

/// An address a document may point to: absolute, `https:`, `http:` or `mailto:`. A printed or forwarded file
/// has no site around it, so relative addresses are refused, and so is everything that could run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Link(String);

impl Link {
    /// Longest address Excel takes, in characters.
    const MAX_LENGTH: usize = 2_079;

    /// Checks an address.
    ///
    /// # Errors
    /// [`Error::Link`] when it is relative, of another scheme, longer than 2,079 characters, or holds white
    /// space or control characters.
    pub fn parse(address: impl Into<String>) -> Result<Self, Error> {
        let address = address.into();
        let allowed = ["https://", "http://", "mailto:"].iter().any(|scheme| {
            address
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
                && address.len() > scheme.len()
        });
        let clean = !address.chars().any(|c| c.is_whitespace() || c.is_control());
        if allowed && clean && address.chars().count() <= Self::MAX_LENGTH {
            Ok(Self(address))
        } else {
            Err(Error::Link { address })
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// What it shows; "Bảng 1." is set before it.
    pub caption: String,
    /// Unit of all figures, if they share one.
    pub unit: Option<String>,
    /// Headers spanning several columns, above the columns' own; empty, or covering all columns.
    pub column_groups: Vec<ColumnGroup>,
    /// The columns, at least one.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Notes beneath, in the order of their numbers. Add them with [`Table::note`].
    notes: Vec<String>,
}

impl Table {
    /// An empty table.
    pub fn new(caption: impl Into<String>, columns: impl Into<Vec<Column>>) -> Self {
        Self {
            caption: caption.into(),
            unit: None,
            column_groups: Vec::new(),
            columns: columns.into(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Puts a note beneath the table and gives the reference to hang on cells; equal notes are one note.
    pub fn note(&mut self, text: impl Into<String>) -> NoteRef {
        let text = text.into();
        if let Some(known) = self.notes.iter().position(|note| *note == text) {
            return NoteRef(known + 1);
        }
        self.notes.push(text);
        NoteRef(self.notes.len())
    }

    /// Notes, in the order of their numbers.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    fn for_each_text(&mut self, change: &mut impl FnMut(&mut String)) {
        change(&mut self.caption);
        self.unit.iter_mut().chain(&mut self.notes).for_each(&mut *change);
        self.column_groups
            .iter_mut()
            .for_each(|group| change(&mut group.header));
        for column in &mut self.columns {
            change(&mut column.header);
            column.unit.iter_mut().for_each(&mut *change);
        }
        for row in &mut self.rows {
            match row {
                Row::Group { text } => change(text),
                Row::Data { cells } | Row::Total { cells } => {
                    for cell in cells {
                        match &mut cell.value {
                            CellValue::Empty => {}
                            CellValue::Text { text } => change(text),
                            CellValue::Number { shown, .. } | CellValue::Date { shown, .. } => change(shown),
                        }
                    }
                }
            }
        }
    }
}

/// A reference to a note of the same table; shown as "(1)".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct NoteRef(usize);

impl NoteRef {
    /// Number of the note, from 1.
    pub fn number(self) -> usize {
        self.0
    }
}

/// A header over several columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnGroup {
    /// Its text; empty over columns that belong to no group.
    pub header: String,
    /// How many columns it covers, at least 1.
    pub span: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    /// Its header.
    pub header: String,
    /// Unit of the figures in it, set in brackets below the header.
    pub unit: Option<String>,
    /// Side its cells keep to.
    pub align: Align,
}

impl Column {
    /// A column of words.
    pub fn text(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            unit: None,
            align: Align::Left,
        }
    }

    /// A column of figures.
    pub fn figures(header: impl Into<String>) -> Self {
        Self {
            header: header.into(),
            unit: None,
            align: Align::Right,
        }
    }

    /// The same, with the unit of its figures.
    #[must_use]
    pub fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    /// Header, and its unit in a second line.
    pub(crate) fn label(&self) -> String {
        match &self.unit {
            Some(unit) => format!("{}\n({unit})", self.header),
            None => self.header.clone(),
        }
    }
}

/// Side a cell's content keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Words.
    Left,
    /// Short codes.
    Center,
    /// Figures.
    Right,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Row {
    /// A line across the whole table that names the rows below it.
    Group {
        /// Its text.
        text: String,
    },
    /// Ordinary figures.
    Data {
        /// As many as there are columns.
        cells: Vec<Cell>,
    },
    /// A sum or another closing line, set off from the rest.
    Total {
        /// As many as there are columns.
        cells: Vec<Cell>,
    },
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// What stands in it.
    pub value: CellValue,
    /// Where it leads.
    pub link: Option<Link>,
    /// Notes that qualify it.
    pub notes: Vec<NoteRef>,
}

/// Content of a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CellValue {
    /// Nothing.
    Empty,
    /// Words.
    Text {
        /// The text.
        text: String,
    },
    /// A figure.
    Number {
        /// Value, for programs.
        number: Number,
        /// How exact it is.
        qualifier: Qualifier,
        /// What people read, with qualifier; see [`crate::format`].
        shown: String,
    },
    /// A day.
    Date {
        /// Value, for programs.
        date: Date,
        /// What people read.
        shown: String,
    },
}

impl Cell {
    /// A cell without content.
    pub fn empty() -> Self {
        CellValue::Empty.into()
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        CellValue::Text { text: text.into() }.into()
    }

    /// An exact figure, written as the language writes it.
    pub fn number(language: Language, number: Number) -> Self {
        Self::qualified(language, number, Qualifier::Exact)
    }

    /// A figure that is a bound or an approximation.
    pub fn qualified(language: Language, number: Number, qualifier: Qualifier) -> Self {
        let shown = format!("{}{}", qualifier.sign(), format::number(language, number));
        CellValue::Number {
            number,
            qualifier,
            shown,
        }
        .into()
    }

    /// A day.
    pub fn date(date: Date) -> Self {
        CellValue::Date {
            date,
            shown: format::date(date),
        }
        .into()
    }

    /// The same, leading to `link`.
    #[must_use]
    pub fn link(mut self, link: Link) -> Self {
        self.link = Some(link);
        self
    }

    /// The same, with a note of its table.
    #[must_use]
    pub fn note(mut self, note: NoteRef) -> Self {
        self.notes.push(note);
        self
    }

    /// What people read in it, without note marks.
    pub fn shown(&self) -> &str {
        match &self.value {
            CellValue::Empty => "",
            CellValue::Text { text } => text,
            CellValue::Number { shown, .. } | CellValue::Date { shown, .. } => shown,
        }
    }

    /// Marks of its notes, as "(1)(2)"; empty without notes.
    pub(crate) fn marks(&self) -> String {
        self.notes
            .iter()
            .map(|note| format!("({})", note.number()))
            .collect()
    }
}

impl From<CellValue> for Cell {
    fn from(value: CellValue) -> Self {
        Self {
            value,
            link: None,
            notes: Vec::new(),
        }
    }
}

/// A number as exact as it was recorded: no binary fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Number {
    /// A whole number.
    Integer {
        /// The value.
        value: i64,
    },
    /// `mantissa` × 10^-`scale`; 1,5 is 15 with scale 1.
    Decimal {
        /// The digits.
        mantissa: i64,
        /// Digits after the decimal sign, at most 18.
        scale: u8,
    },
    /// A share in hundredths: 1,5 % is mantissa 15 with scale 1.
    Percent {
        /// The digits.
        mantissa: i64,
        /// Digits after the decimal sign, at most 18.
        scale: u8,
    },
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self::Integer { value }
    }
}

/// How exact a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// As it stands.
    Exact,
    /// A lower bound ("trên 100 tỷ đồng").
    AtLeast,
    /// An approximation ("khoảng 100 tỷ đồng").
    About,
}

impl Qualifier {
    /// The sign set before the figure, the same in all languages.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::AtLeast => "≥\u{a0}",
            Self::About => "≈\u{a0}",
        }
    }
}

/// A chart, drawn by the caller.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// Complete SVG with its size; scripts and links in it have no effect. Its text is set in our fonts
    /// whatever family it names.
    pub svg: String,
    /// What a reader who does not see it must know. Must not be empty (PDF/UA-1, 7.3).
    pub alt: String,
    /// Text beneath.
    pub caption: String,
}

/// A box that stands out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Notice {
    /// How it is coloured. The title must say it too: colour alone tells nothing to many readers.
    pub tone: Tone,
    /// First line.
    pub title: String,
    /// Further lines.
    pub lines: Vec<Vec<Run>>,
}

/// Colour of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// Worth knowing.
    Info,
    /// A contradiction or a caution.
    Warning,
}
