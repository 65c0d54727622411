//! From a cell as it stands in the file to the value the form asks for.

use crate::date::{FIRST_YEAR, LAST_YEAR, serial_date, text_date};
use crate::form::{Kind, Prepared};
use crate::legacy::Lettering;
use crate::number::{
    amount_text, decimal_number, decimal_text, fine_number, shown, whole_number, whole_text,
};
use crate::problem::Message;
use crate::raw::Raw;
use crate::text::{clean, fold, has_lost_letters};
use crate::value::{Amount, Qualifier, Value};

/// Whole numbers that a spreadsheet keeps exactly: identifiers beyond have already lost digits.
const MOST_EXACT_CODE: f64 = 1e15;

/// Reads a cell of the form's column `index`; an empty one gives nothing.
pub(crate) fn read(
    raw: &Raw,
    form: &Prepared<'_>,
    index: usize,
    lettering: Lettering,
) -> Result<Option<Value>, Message> {
    let Some(column) = form.form.columns.get(index) else {
        return Ok(None);
    };
    match raw {
        Raw::Error(error) => Err(Message::new("intake-cell-error").with("error", error)),
        Raw::NotCalculated => Err(Message::new("intake-formula-empty")),
        Raw::Text(text) => {
            let text = clean(&lettering.decode(text)).map_err(|control| {
                Message::new("intake-control-character").with("code", format!("{:04X}", u32::from(control)))
            })?;
            if text.is_empty() {
                Ok(None)
            } else {
                from_text(&text, form, index, &column.kind).map(Some)
            }
        }
        Raw::Number(number) => from_number(*number, form, index, &column.kind).map(Some),
        Raw::Percentage(number) => match column.kind {
            Kind::Text { .. } | Kind::Choice { .. } => {
                from_text(&raw.shown(), form, index, &column.kind).map(Some)
            }
            Kind::Amount { ref units, .. } if units.iter().any(|unit| unit == "%") => {
                from_text(&raw.shown(), form, index, &column.kind).map(Some)
            }
            // 12,5% is kept as 0,125: which of the two the column wants, only a person can say.
            _ => Err(Message::new("intake-number-percentage").with("kept", shown(*number))),
        },
        Raw::Serial(serial, epoch) => match column.kind {
            Kind::Date => serial_date(*serial, *epoch).map(|day| Some(Value::Date(day))),
            Kind::Text { .. } | Kind::Code { .. } | Kind::Choice { .. } => {
                Err(Message::new("intake-text-is-date").with("date", raw.shown()))
            }
            _ => Err(Message::new("intake-number-is-date").with("date", raw.shown())),
        },
    }
}

fn from_text(text: &str, form: &Prepared<'_>, index: usize, kind: &Kind) -> Result<Value, Message> {
    match kind {
        Kind::Text { max_len } => {
            let length = text.chars().count();
            if has_lost_letters(text) {
                return Err(Message::new("intake-letters-lost"));
            }
            if length > *max_len {
                return Err(Message::new("intake-text-too-long")
                    .with("max", max_len)
                    .with("length", length));
            }
            Ok(Value::Text(text.to_owned()))
        }
        Kind::Code { digits } => code(text, *digits).map(Value::Code),
        Kind::Whole { min, max } => whole_text(text)
            .and_then(|value| within(value, *min, *max))
            .map(Value::Whole),
        Kind::Decimal { places } => decimal_text(text, *places).map(|scaled| Value::Decimal {
            scaled,
            places: *places,
        }),
        Kind::Date => text_date(text).map(Value::Date),
        Kind::Year => {
            let folded = fold(text);
            let digits = folded.strip_prefix("nam ").unwrap_or(&folded);
            let plain = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let year = plain.then(|| digits.parse().ok()).flatten();
            year.map_or_else(|| Err(Message::new("intake-year-unreadable")), year_in_range)
        }
        Kind::Choice { .. } => choice(text, form, index, kind),
        Kind::Amount { units, places } => amount_text(text, units, *places).map(|amount| Value::Amount {
            amount,
            written: text.to_owned(),
        }),
    }
}

fn from_number(number: f64, form: &Prepared<'_>, index: usize, kind: &Kind) -> Result<Value, Message> {
    match kind {
        Kind::Text { .. } | Kind::Choice { .. } => from_text(&shown(number), form, index, kind),
        Kind::Code { digits } => {
            if number.fract() != 0.0 || number < 0.0 {
                return Err(Message::new("intake-code-number"));
            }
            if number >= MOST_EXACT_CODE {
                return Err(Message::new("intake-code-precision"));
            }
            code(&number.to_string(), *digits).map(Value::Code)
        }
        Kind::Whole { min, max } => whole_number(number)
            .and_then(|value| within(value, *min, *max))
            .map(Value::Whole),
        Kind::Decimal { places } => decimal_number(number, *places).map(|scaled| Value::Decimal {
            scaled,
            places: *places,
        }),
        Kind::Date => Err(match serial_date(number, crate::date::Epoch::Windows1900) {
            Ok(day) => Message::new("intake-date-number").with("date", Value::Date(day)),
            Err(_) => Message::new("intake-date-unreadable"),
        }),
        Kind::Year => {
            let year = whole_number(number).map_err(|_| Message::new("intake-year-unreadable"))?;
            year_in_range(year)
        }
        Kind::Amount { places, .. } => {
            let (value, places) = fine_number(number, *places)?;
            Ok(Value::Amount {
                amount: Amount {
                    value,
                    places,
                    unit: None,
                    qualifier: Qualifier::Exact,
                },
                written: shown(number),
            })
        }
    }
}

/// A code gets back the zeros it was stripped of; one that was turned into a rounded number is beyond repair.
fn code(text: &str, digits: Option<usize>) -> Result<String, Message> {
    // The apostrophe that makes a spreadsheet keep digits as text is sometimes saved along.
    let text = text.trim_start_matches('\'');
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits && is_scientific(text) {
        return Err(Message::new("intake-code-precision"));
    }
    match digits {
        None => Ok(text.to_owned()),
        Some(width) if is_digits && text.len() <= width => Ok(format!("{text:0>width$}")),
        Some(width) => Err(Message::new("intake-code-width").with("digits", width)),
    }
}

/// `1,23E+11`: what remains of a long code in a CSV file that a spreadsheet saved.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    exponent.starts_with(['+', '-'])
        && exponent[1..].bytes().all(|byte| byte.is_ascii_digit())
        && mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

fn choice(text: &str, form: &Prepared<'_>, index: usize, kind: &Kind) -> Result<Value, Message> {
    if let Some(key) = form.choice(index, text) {
        return Ok(Value::Choice(key.to_owned()));
    }
    let Kind::Choice { values } = kind else {
        return Err(Message::new("intake-choice"));
    };
    let accepted: Vec<&str> = values
        .iter()
        .filter_map(|value| Some(value.spellings.first()?.as_str()))
        .collect();
    Err(Message::new("intake-choice").with("accepted", accepted.join("; ")))
}

fn within(value: i64, min: Option<i64>, max: Option<i64>) -> Result<i64, Message> {
    if let Some(min) = min.filter(|min| value < *min) {
        return Err(Message::new("intake-too-small").with("min", min));
    }
    if let Some(max) = max.filter(|max| value > *max) {
        return Err(Message::new("intake-too-large").with("max", max));
    }
    Ok(value)
}

fn year_in_range(year: i64) -> Result<Value, Message> {
    i16::try_from(year)
        .ok()
        .filter(|year| (FIRST_YEAR..=LAST_YEAR).contains(year))
        .map(Value::Year)
        .ok_or_else(|| {
            Message::new("intake-year-range")
                .with("min", FIRST_YEAR)
                .with("max", LAST_YEAR)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Choice, Column, Form};

    fn read_as(kind: Kind, raw: &Raw) -> Result<Option<Value>, &'static str> {
        let form = Form::new("f", "F").column(Column::new("c", &["C"], kind));
        read(raw, &Prepared::new(&form), 0, Lettering::Unicode).map_err(|message| message.key)
    }

    fn text(text: &str) -> Raw {
        Raw::Text(text.to_owned())
    }

    #[test]
    fn codes_keep_their_zeros() {
        let five = || Kind::Code { digits: Some(5) };
        let free = || Kind::Code { digits: None };
        let code = |code: &str| Ok(Some(Value::Code(code.to_owned())));
        assert_eq!(read_as(five(), &Raw::Number(89.0)), code("00089"));
        assert_eq!(read_as(five(), &text("00089")), code("00089"));
        assert_eq!(read_as(five(), &text("'89")), code("00089"));
        assert_eq!(read_as(free(), &text("12/NQ-CĐDC")), code("12/NQ-CĐDC"));
        assert_eq!(
            read_as(free(), &Raw::Number(123_456_789_012.0)),
            code("123456789012")
        );
        assert_eq!(read_as(five(), &text("123456")), Err("intake-code-width"));
        assert_eq!(read_as(five(), &text("12a")), Err("intake-code-width"));
        assert_eq!(read_as(free(), &text("1,23E+11")), Err("intake-code-precision"));
        assert_eq!(read_as(free(), &Raw::Number(1e17)), Err("intake-code-precision"));
        assert_eq!(read_as(free(), &Raw::Number(1.5)), Err("intake-code-number"));
    }

    #[test]
    fn text_is_limited_and_whole() {
        let words = || Kind::Text { max_len: 5 };
        assert_eq!(read_as(words(), &text("  ")), Ok(None));
        assert_eq!(
            read_as(words(), &text("ấp 12 ")),
            Ok(Some(Value::Text("ấp 12".to_owned())))
        );
        assert_eq!(
            read_as(words(), &Raw::Number(12.5)),
            Ok(Some(Value::Text("12,5".to_owned())))
        );
        assert_eq!(read_as(words(), &text("ấp 123")), Err("intake-text-too-long"));
        assert_eq!(read_as(words(), &text("V?n")), Err("intake-letters-lost"));
        assert_eq!(read_as(words(), &text("a\u{1}")), Err("intake-control-character"));
        assert_eq!(
            read_as(words(), &Raw::Error("#REF!".to_owned())),
            Err("intake-cell-error")
        );
        assert_eq!(read_as(words(), &Raw::NotCalculated), Err("intake-formula-empty"));
        assert_eq!(
            read_as(words(), &Raw::Serial(44_841.0, crate::date::Epoch::Windows1900)),
            Err("intake-text-is-date")
        );
    }

    #[test]
    fn percentages_are_not_guessed_at() {
        let half = Raw::Percentage(0.125);
        assert_eq!(
            read_as(Kind::Decimal { places: 3 }, &half),
            Err("intake-number-percentage")
        );
        let words = Kind::Text { max_len: 9 };
        assert_eq!(read_as(words, &half), Ok(Some(Value::Text("12,5%".to_owned()))));
    }

    #[test]
    fn years_dates_and_numbers_are_not_mixed_up() {
        let day = Raw::Serial(44_841.0, crate::date::Epoch::Windows1900);
        let whole = || Kind::Whole {
            min: Some(0),
            max: Some(9),
        };
        assert_eq!(
            read_as(Kind::Year, &text("Năm 2020")),
            Ok(Some(Value::Year(2020)))
        );
        assert_eq!(
            read_as(Kind::Year, &Raw::Number(2020.0)),
            Ok(Some(Value::Year(2020)))
        );
        assert_eq!(read_as(Kind::Year, &text("2.020")), Err("intake-year-unreadable"));
        assert_eq!(read_as(Kind::Year, &text("1820")), Err("intake-year-range"));
        assert_eq!(read_as(Kind::Year, &day), Err("intake-number-is-date"));
        assert_eq!(
            read_as(Kind::Date, &Raw::Number(44_841.0)),
            Err("intake-date-number")
        );
        assert_eq!(read_as(whole(), &text("-1")), Err("intake-too-small"));
        assert_eq!(read_as(whole(), &Raw::Number(10.0)), Err("intake-too-large"));
    }

    #[test]
    fn choices_are_spelled_in_many_ways() {
        let kind = || Kind::Choice {
            values: vec![
                Choice::new("yes", &["Có", "x", "1"]),
                Choice::new("no", &["Không"]),
            ],
        };
        let chosen = |key: &str| Ok(Some(Value::Choice(key.to_owned())));
        assert_eq!(read_as(kind(), &text("CÓ")), chosen("yes"));
        assert_eq!(read_as(kind(), &text("khong.")), chosen("no"));
        assert_eq!(read_as(kind(), &Raw::Number(1.0)), chosen("yes"));
        assert_eq!(read_as(kind(), &text("có lẽ")), Err("intake-choice"));
    }
}
