//! XML as spreadsheets use it, and nothing more: no document types, no entities of their own, no deep nesting.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::meter::Metered;
use crate::problem::{Message, Stop};

/// Elements inside each other. Spreadsheets need about ten.
const DEEPEST: u32 = 64;

/// A part of the workbook, read tag by tag.
pub(super) struct Xml<'b, R> {
    reader: Reader<Metered<'b, R>>,
    buffer: Vec<u8>,
    depth: u32,
    most_text: usize,
}

impl<'b, R: Read> Xml<'b, R> {
    /// `most_text` is the most bytes of text one element may hold.
    pub(super) fn new(part: Metered<'b, R>, most_text: usize) -> Self {
        let mut reader = Reader::from_reader(part);
        reader.config_mut().expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
            most_text,
        }
    }

    /// The next tag or text; `Event::Eof` at the end. Empty elements come as a start and an end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Stop> {
        self.buffer.clear();
        self.reader.get_mut().begin_tag();
        let event = self.reader.read_event_into(&mut self.buffer).map_err(damaged)?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::DocType(_) => return Err(Stop::refuse(Message::new("intake-xml-doctype"))),
            Event::Eof if self.depth > 0 => {
                return Err(damaged_because("XML ends inside an element"));
            }
            _ => {}
        }
        if self.depth > DEEPEST {
            return Err(damaged_because("XML is nested too deeply"));
        }
        Ok(event)
    }

    /// Reads to the end of `element`, which has just begun, and gives the text in it: all of it, or only that of its
    /// `t` elements outside `rPh` when it is rich text (runs of different fonts, and the reading aids of East Asian
    /// text, which are not part of it).
    pub(super) fn text_of(&mut self, element: &str, rich: bool) -> Result<String, Stop> {
        let most = self.most_text;
        let mut text = String::new();
        let mut taking = !rich;
        let mut in_aid = false;
        loop {
            match self.next()? {
                Event::Start(start) if rich => match start.local_name().as_ref() {
                    "t" => taking = !in_aid,
                    "rPh" => in_aid = true,
                    _ => {}
                },
                Event::End(end) => match end.local_name().as_ref() {
                    name if name == element => return Ok(text),
                    "t" if rich => taking = false,
                    "rPh" => in_aid = false,
                    _ => {}
                },
                Event::Text(part) if taking => text.push_str(&part.xml10_content()),
                Event::CData(part) if taking => text.push_str(&part.xml10_content()),
                Event::GeneralRef(name) if taking => text.push(reference(&name)?),
                Event::Eof => return Err(damaged_because("XML ends inside a text")),
                _ => {}
            }
            if text.len() > most {
                return Err(Stop::refuse(
                    Message::new("intake-cell-too-long").with("max", most),
                ));
            }
        }
    }
}

/// The value of an attribute, whatever its namespace prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Stop> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| damaged(error.into()))?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(damaged)?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// The text of an entity or character reference.
fn reference(reference: &BytesRef<'_>) -> Result<char, Stop> {
    if let Some(c) = reference.resolve_char_ref().map_err(damaged)? {
        return Ok(c);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(damaged_because("XML uses an entity of its own")),
    }
}

/// Spreadsheets write characters that XML cannot hold as `_x0007_`.
pub(super) fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let (before, after) = rest.split_at(at);
        unescaped.push_str(before);
        match escaped(after) {
            Some(c) => {
                unescaped.push(c);
                rest = &after["_x0000_".len()..];
            }
            None => {
                unescaped.push_str("_x");
                rest = &after["_x".len()..];
            }
        }
    }
    unescaped.push_str(rest);
    unescaped
}

fn escaped(text: &str) -> Option<char> {
    let code = text.get(2..6).filter(|_| text.as_bytes().get(6) == Some(&b'_'))?;
    let code = code
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then_some(code)?;
    u32::from_str_radix(code, 16).ok().and_then(char::from_u32)
}

fn damaged(error: quick_xml::Error) -> Stop {
    match error {
        // The error is shared only while it is being cloned, which nobody does.
        quick_xml::Error::Io(error) => match std::sync::Arc::try_unwrap(error) {
            Ok(error) => error.into(),
            Err(error) => damaged_because(error),
        },
        error => damaged_because(error),
    }
}

pub(super) fn damaged_because(detail: impl ToString) -> Stop {
    Stop::refuse(Message::new("intake-file-damaged").with("detail", detail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_characters_come_back() {
        for (written, read) in [
            ("a_x000D_b", "a\rb"),
            ("_x0041__x0042_", "AB"),
            ("_x00", "_x00"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_xD800_", "_xD800_"),
            ("ă_xộộộ_", "ă_xộộộ_"),
        ] {
            assert_eq!(unescape(written.to_owned()), read);
        }
    }
}
