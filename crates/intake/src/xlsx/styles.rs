//! Which cell formats show a number as something else: a date, a percentage.

use std::collections::HashMap;
use std::io::Read;

use quick_xml::events::Event;

use super::xml::{Xml, attribute, damaged_because};
use crate::problem::Stop;

/// Spreadsheet programs stop at 64,000.
const MOST_FORMATS: usize = 100_000;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Number,
    Percentage,
    Date,
}

/// Number formats that every spreadsheet program knows by number.
fn builtin(format: u32) -> Shown {
    match format {
        9 | 10 => Shown::Percentage,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Shown::Date,
        _ => Shown::Number,
    }
}

/// What a format of the file's own shows: a date when it has a letter for day, month, year, hour or second outside
/// quotes and brackets, a percentage when it has the sign for it.
pub(super) fn shown_by(code: &str) -> Shown {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.find(|c| *c == '"');
            }
            '[' => {
                // Elapsed hours, minutes, seconds stand in brackets; so do colours, conditions and currencies.
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty()
                    && inside
                        .chars()
                        .all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S'))
                {
                    return Shown::Date;
                }
            }
            // These show or skip the next character as it stands.
            '\\' | '_' | '*' => {
                chars.next();
            }
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return Shown::Date,
            '%' => return Shown::Percentage,
            // Only the first section is for ordinary numbers.
            ';' => return Shown::Number,
            _ => {}
        }
    }
    Shown::Number
}

/// For each cell format, in the order in which cells refer to them, what it shows.
pub(super) fn formats<R: Read>(mut xml: Xml<'_, R>) -> Result<Vec<Shown>, Stop> {
    let mut own = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId")?.and_then(|id| id.parse::<u32>().ok());
                    let code = attribute(&element, "formatCode")?;
                    if let (Some(id), Some(code)) = (id, code) {
                        own.insert(id, shown_by(&code));
                    }
                }
                "cellXfs" => in_cell_formats = true,
                "xf" if in_cell_formats => {
                    let id = attribute(&element, "numFmtId")?
                        .and_then(|id| id.parse::<u32>().ok())
                        .unwrap_or(0);
                    formats.push(own.get(&id).copied().unwrap_or_else(|| builtin(id)));
                }
                _ => {}
            },
            _ if formats.len() + own.len() > MOST_FORMATS => {
                return Err(damaged_because("too many cell formats"));
            }
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised() {
        assert_eq!(shown_by("0.00%"), Shown::Percentage);
        assert_eq!(shown_by("0\"%\""), Shown::Number);
        for code in [
            "dd/mm/yyyy",
            "[$-42A]d mmmm yyyy;@",
            "[h]:mm",
            "\"ngày\" d",
            "yyyy\\-mm",
        ] {
            assert_eq!(shown_by(code), Shown::Date, "{code}");
        }
        for code in [
            "General",
            "#,##0",
            "0.00E+00",
            "#,##0 \"đồng/day\"",
            "[Red]#,##0_d",
            "[$VND] #,##0",
            "0;d",
        ] {
            assert_eq!(shown_by(code), Shown::Number, "{code}");
        }
    }
}
