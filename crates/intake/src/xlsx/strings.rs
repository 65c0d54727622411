//! The table of texts that cells refer to by number.

use std::io::Read;

use quick_xml::events::Event;

use super::xml::{Xml, unescape};
use crate::problem::{Message, Stop};

/// All texts in one block of memory, with the end of each.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Reads the table, refusing one of more than `most` bytes.
    pub(super) fn read<R: Read>(mut xml: Xml<'_, R>, most: usize) -> Result<Self, Stop> {
        let mut strings = Self::default();
        loop {
            let item = match xml.next()? {
                Event::Start(element) => element.local_name().as_ref() == "si",
                Event::Eof => return Ok(strings),
                _ => false,
            };
            if item {
                strings.text.push_str(&unescape(xml.text_of("si", true)?));
                strings.ends.push(strings.text.len());
                if strings.text.len() + strings.ends.len() * size_of::<usize>() > most {
                    return Err(Stop::refuse(
                        Message::new("intake-too-much-text").with("megabytes", most >> 20),
                    ));
                }
            }
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.text.get(start..end)
    }
}
