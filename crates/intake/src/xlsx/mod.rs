//! XLSX files: a ZIP archive of XML parts.
//!
//! A general spreadsheet library is not used here because three things have to happen while the bytes stream past:
//! what is unpacked is counted, whatever the archive claims; a cell's value and whether a formula made it are read
//! together; and only one row is held at a time.

mod meter;
mod sheet;
mod strings;
mod styles;
mod xml;

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use quick_xml::events::Event;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use self::meter::{Budget, Metered};
use self::strings::Strings;
use self::styles::Shown;
use self::xml::{Xml, attribute, damaged_because};
use crate::date::Epoch;
use crate::limits::Limits;
use crate::problem::{Message, Stop};
use crate::raw::{EachRow, Merge};

/// The most sheets or relationships looked at.
const MOST_PARTS: usize = 10_000;

/// A sheet of the workbook.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) hidden: bool,
    part: usize,
}

/// An open workbook.
pub(crate) struct Workbook<S> {
    archive: ZipArchive<S>,
    budget: Budget,
    limits: Limits,
    sheets: Vec<Sheet>,
    strings: Strings,
    formats: Vec<Shown>,
    epoch: Epoch,
}

impl<S: Read + Seek> Workbook<S> {
    /// Opens a ZIP archive and reads everything but the sheets.
    pub(crate) fn open(mut source: S, limits: &Limits) -> Result<Self, Stop> {
        check_directory(&mut source, limits)?;
        let mut archive = ZipArchive::new(source).map_err(damaged_archive)?;
        if archive
            .decompressed_size()
            .is_some_and(|bytes| bytes > u128::from(limits.unpacked_bytes))
        {
            return Err(Stop::refuse(Message::new("intake-zip-bomb")));
        }
        let parts = Parts::of(&archive);
        let budget = Budget::new(limits.unpacked_bytes);
        let main = main_part(&mut archive, &budget, limits, &parts)?;
        let main_index = parts.find(&main).ok_or_else(|| not_a_workbook(&parts))?;
        let book = book(open(&mut archive, &budget, limits, main_index)?)?;

        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relations = match parts.find(&format!(
            "{folder}/_rels/{}.rels",
            &main[folder.len()..].trim_start_matches('/')
        )) {
            Some(index) => relations(open(&mut archive, &budget, limits, index)?)?,
            None => Vec::new(),
        };
        let related = |kind: &str| {
            let relation = relations.iter().find(|relation| relation.kind.ends_with(kind))?;
            parts.find(&resolve(folder, &relation.target))
        };
        let strings = match related("/sharedStrings") {
            Some(index) => Strings::read(
                open(&mut archive, &budget, limits, index)?,
                limits.shared_text_bytes,
            )?,
            None => Strings::default(),
        };
        let formats = match related("/styles") {
            Some(index) => styles::formats(open(&mut archive, &budget, limits, index)?)?,
            None => Vec::new(),
        };
        let mut sheets = Vec::new();
        for listed in book.sheets {
            let relation = relations.iter().find(|relation| relation.id == listed.relation);
            // Charts may have a sheet of their own, which holds no cells.
            let Some(relation) = relation.filter(|relation| relation.kind.ends_with("/worksheet")) else {
                continue;
            };
            let part = parts
                .find(&resolve(folder, &relation.target))
                .ok_or_else(|| damaged_because(format!("{} is missing", relation.target)))?;
            sheets.push(Sheet {
                name: listed.name,
                hidden: listed.hidden,
                part,
            });
        }
        Ok(Self {
            archive,
            budget,
            limits: limits.clone(),
            sheets,
            strings,
            formats,
            epoch: book.epoch,
        })
    }

    pub(crate) fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    /// Gives each row of a sheet to `each`, and then the merged ranges; none when `each` stopped early.
    pub(crate) fn scan(&mut self, sheet: usize, each: &mut EachRow<'_>) -> Result<Vec<Merge>, Stop> {
        let Some(sheet) = self.sheets.get(sheet) else {
            return Ok(Vec::new());
        };
        let xml = open(&mut self.archive, &self.budget, &self.limits, sheet.part)?;
        let context = sheet::Context {
            name: &sheet.name,
            strings: &self.strings,
            formats: &self.formats,
            epoch: self.epoch,
            limits: &self.limits,
        };
        sheet::scan(xml, &context, each)
    }
}

/// The parts of the archive by name. Names are compared without case, and some programs write backslashes.
struct Parts(HashMap<String, usize>);

impl Parts {
    fn of<S: Read + Seek>(archive: &ZipArchive<S>) -> Self {
        let names = archive.file_names().enumerate();
        Self(
            names
                .filter_map(|(index, name)| Some((normal(&name.ok()?), index)))
                .collect(),
        )
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.0.get(&normal(name)).copied()
    }
}

fn normal(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

/// Opens one part for metered reading.
fn open<'a, S: Read + Seek>(
    archive: &'a mut ZipArchive<S>,
    budget: &'a Budget,
    limits: &Limits,
    index: usize,
) -> Result<Xml<'a, ZipFile<'a, S>>, Stop> {
    let entry = archive.by_index_data(index).map_err(damaged_archive)?;
    if entry.encrypted() {
        return Err(Stop::refuse(Message::new("intake-file-password")));
    }
    let packed = entry.compressed_size();
    let part = archive.by_index(index).map_err(damaged_archive)?;
    let metered = Metered::new(part, budget, packed, limits.ratio, limits.cell_bytes);
    Ok(Xml::new(metered, limits.cell_bytes))
}

/// The name of the part that lists the sheets.
fn main_part<S: Read + Seek>(
    archive: &mut ZipArchive<S>,
    budget: &Budget,
    limits: &Limits,
    parts: &Parts,
) -> Result<String, Stop> {
    let Some(index) = parts.find("_rels/.rels") else {
        return Err(not_a_workbook(parts));
    };
    let relations = relations(open(archive, budget, limits, index)?)?;
    let main = relations
        .iter()
        .find(|relation| relation.kind.ends_with("/officeDocument"));
    let main = main
        .map(|relation| resolve("", &relation.target))
        .ok_or_else(|| not_a_workbook(parts))?;
    if normal(&main).ends_with(".bin")
        || normal(&main).starts_with("word/")
        || normal(&main).starts_with("ppt/")
    {
        return Err(not_a_workbook(parts));
    }
    Ok(main)
}

/// Says what the archive is instead of a workbook.
fn not_a_workbook(parts: &Parts) -> Stop {
    let key = if parts.find("xl/workbook.bin").is_some() {
        "intake-file-xlsb"
    } else if parts.find("content.xml").is_some() && parts.find("META-INF/manifest.xml").is_some() {
        "intake-file-ods"
    } else if parts.find("word/document.xml").is_some() {
        "intake-file-word"
    } else {
        "intake-file-zip"
    };
    Stop::refuse(Message::new(key))
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations<R: Read>(mut xml: Xml<'_, R>) -> Result<Vec<Relation>, Stop> {
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let (id, kind, target) = (
                    attribute(&element, "Id")?,
                    attribute(&element, "Type")?,
                    attribute(&element, "Target")?,
                );
                if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
                    relations.push(Relation { id, kind, target });
                }
                if relations.len() > MOST_PARTS {
                    return Err(damaged_because("too many relationships"));
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// A relationship's target seen from the folder of the part it belongs to.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

struct Book {
    epoch: Epoch,
    sheets: Vec<Listed>,
}

struct Listed {
    name: String,
    hidden: bool,
    relation: String,
}

fn book<R: Read>(mut xml: Xml<'_, R>) -> Result<Book, Stop> {
    let mut book = Book {
        epoch: Epoch::Windows1900,
        sheets: Vec::new(),
    };
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "workbookPr" => {
                    let mac = attribute(&element, "date1904")?;
                    if mac.is_some_and(|mac| mac == "1" || mac == "true") {
                        book.epoch = Epoch::Mac1904;
                    }
                }
                "sheet" => {
                    let hidden = attribute(&element, "state")?.is_some_and(|state| state != "visible");
                    let (name, relation) = (attribute(&element, "name")?, attribute(&element, "id")?);
                    if let (Some(name), Some(relation)) = (name, relation) {
                        book.sheets.push(Listed {
                            name,
                            hidden,
                            relation,
                        });
                    }
                    if book.sheets.len() > MOST_PARTS {
                        return Err(damaged_because("too many sheets"));
                    }
                }
                _ => {}
            },
            Event::Eof => return Ok(book),
            _ => {}
        }
    }
}

fn damaged_archive(error: ZipError) -> Stop {
    match error {
        ZipError::Io(error) => error.into(),
        error => damaged_because(error),
    }
}

/// Looks at the number of parts that the archive's directory announces, before a library sets memory aside for it.
/// An archive may hold several candidates for the end of its directory; each must stay within the limit.
fn check_directory<S: Read + Seek>(source: &mut S, limits: &Limits) -> Result<(), Stop> {
    const END: &[u8] = b"PK\x05\x06";
    const LARGE_END: &[u8] = b"PK\x06\x06";
    const LARGE_LOCATOR: &[u8] = b"PK\x06\x07";
    /// The end of the directory with the longest comment, and the two records for large archives before it.
    const TAIL: u64 = 22 + 65_535 + 20 + 56;

    let too_many = || Stop::refuse(Message::new("intake-zip-entries").with("max", limits.entries));
    let length = source.seek(SeekFrom::End(0))?;
    let tail_start = length.saturating_sub(TAIL);
    source.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    source.by_ref().take(TAIL).read_to_end(&mut tail)?;
    for at in 0..tail.len() {
        let record = &tail[at..];
        if record.starts_with(END) {
            let announced = little_endian(record, 10, 2).unwrap_or(0);
            // All ones: the number stands in the record for large archives.
            if announced != 0xffff && announced > limits.entries {
                return Err(too_many());
            }
        } else if record.starts_with(LARGE_LOCATOR) {
            let Some(offset) = little_endian(record, 8, 8) else {
                continue;
            };
            source.seek(SeekFrom::Start(offset))?;
            let mut large = Vec::new();
            source.by_ref().take(56).read_to_end(&mut large)?;
            let announced = little_endian(&large, 32, 8).unwrap_or(0);
            if large.starts_with(LARGE_END) && announced > limits.entries {
                return Err(too_many());
            }
        } else if record.starts_with(LARGE_END) && little_endian(record, 32, 8).unwrap_or(0) > limits.entries
        {
            return Err(too_many());
        }
    }
    source.seek(SeekFrom::Start(0))?;
    Ok(())
}

/// A number of `bytes` bytes, least significant first.
fn little_endian(record: &[u8], at: usize, bytes: usize) -> Option<u64> {
    let bytes = record.get(at..at + bytes)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved() {
        for (folder, target, path) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../data/s.xml", "data/s.xml"),
            ("", "xl/workbook.xml", "xl/workbook.xml"),
            ("", "../../etc/passwd", "etc/passwd"),
        ] {
            assert_eq!(resolve(folder, target), path);
        }
    }
}
