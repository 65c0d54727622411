//! Days as people write them in Vietnam (day, month, year) and as spreadsheets keep them (a serial number).

use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::problem::Message;
use crate::text::fold;

/// Where a workbook's serial numbers of days start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Epoch {
    /// Day 1 is 1 January 1900, and day 60 is a 29 February 1900 that never was.
    Windows1900,
    /// Day 0 is 1 January 1904.
    Mac1904,
}

/// Half a second, in days: what a spreadsheet may be off when it keeps midnight.
const HALF_SECOND: f64 = 0.5 / 86_400.0;

/// The first year a day or a year may lie in. Older ones are far likelier mistyped than meant.
pub(crate) const FIRST_YEAR: i16 = 1900;
/// The last year a day or a year may lie in.
pub(crate) const LAST_YEAR: i16 = 2099;

/// Reads a written day: `07/10/2022`, `7-10-2022`, `7.10.2022` (day, month, year), `2022-10-07` (year, month,
/// day) or `ngày 7 tháng 10 năm 2022`.
pub(crate) fn text_date(text: &str) -> Result<Date, Message> {
    let text = without_midnight(text.trim())?;
    if let Some(date) = words(text) {
        return date;
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let marks: Vec<char> = text.chars().filter(|c| matches!(c, '/' | '-' | '.')).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|part| number(part)).collect();
    match (numbers.as_deref(), marks.as_slice()) {
        (Some(&[first, second, third]), &[one, other]) if one == other => {
            match (parts[0].len(), parts[2].len()) {
                (4, 1 | 2) => day_of(first, second, third),
                (1 | 2, 4) => day_of(third, second, first),
                (1 | 2, 1..=3) => Err(Message::new("intake-date-short-year")),
                _ => Err(Message::new("intake-date-unreadable")),
            }
        }
        _ => Err(Message::new("intake-date-unreadable")),
    }
}

/// Reads a day that the spreadsheet keeps as a serial number.
pub(crate) fn serial_date(serial: f64, epoch: Epoch) -> Result<Date, Message> {
    let days = (serial + HALF_SECOND).floor();
    if !(0.0..3_000_000.0).contains(&days) {
        return Err(Message::new("intake-date-serial").with("serial", serial));
    }
    if serial - days > HALF_SECOND {
        return Err(Message::new("intake-date-with-time"));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked above to be below three million"
    )]
    let days = days as i32;
    let start = match epoch {
        Epoch::Mac1904 => date(1904, 1, 1),
        Epoch::Windows1900 => match days {
            0 => return Err(Message::new("intake-date-serial").with("serial", serial)),
            60 => return Err(Message::new("intake-date-leap-bug")),
            1..60 => date(1899, 12, 31),
            // The day that never was is counted, so everything after it is one day off.
            _ => date(1899, 12, 30),
        },
    };
    let day = start
        .checked_add(days.days())
        .map_err(|_| Message::new("intake-date-serial").with("serial", serial))?;
    in_range(day)
}

/// Cuts off the midnight that exports write after a day.
fn without_midnight(text: &str) -> Result<&str, Message> {
    let Some(at) = text.find(':') else { return Ok(text) };
    let start = text[..at]
        .rfind([' ', 'T'])
        .ok_or_else(|| Message::new("intake-date-unreadable"))?;
    if text[start + 1..]
        .chars()
        .all(|c| matches!(c, '0' | ':' | '.' | 'Z'))
    {
        Ok(text[..start].trim_end())
    } else {
        Err(Message::new("intake-date-with-time"))
    }
}

/// `ngày 7 tháng 10 năm 2022`; `None` when there is no month in words.
fn words(text: &str) -> Option<Result<Date, Message>> {
    let folded = fold(text);
    let mut words: Vec<&str> = folded.split(' ').collect();
    words.retain(|word| !matches!(*word, "ngay" | "nam"));
    let [day, "thang", month, year] = words[..] else {
        return None;
    };
    let (day, month, numeric_year) = (number(day)?, number(month)?, number(year)?);
    if year.len() == 4 {
        Some(day_of(numeric_year, month, day))
    } else {
        Some(Err(Message::new("intake-date-short-year")))
    }
}

fn number(text: &str) -> Option<i16> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn day_of(year: i16, month: i16, day: i16) -> Result<Date, Message> {
    let message = |key| {
        Message::new(key)
            .with("day", day)
            .with("month", month)
            .with("year", year)
    };
    let (Ok(small_month), Ok(small_day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err(message("intake-date-no-month"));
    };
    if !(1..=12).contains(&month) {
        // 10/25/2022: the only sense it makes is American, and then its neighbours are suspect as well.
        let american = (1..=12).contains(&day) && (13..=31).contains(&month);
        return Err(message(if american {
            "intake-date-month-first"
        } else {
            "intake-date-no-month"
        }));
    }
    match Date::new(year, small_month, small_day) {
        Ok(date) => in_range(date),
        Err(_) => Err(message("intake-date-no-day")),
    }
}

fn in_range(day: Date) -> Result<Date, Message> {
    if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) {
        Ok(day)
    } else {
        Err(Message::new("intake-year-range")
            .with("min", FIRST_YEAR)
            .with("max", LAST_YEAR))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn days_in_every_notation() {
        for text in [
            "07/10/2022",
            "7/10/2022",
            "7-10-2022",
            "7.10.2022",
            "07 / 10 / 2022",
            "2022-10-07",
            "2022/10/7",
            "2022-10-07T00:00:00",
            "07/10/2022 0:00",
            "ngày 7 tháng 10 năm 2022",
            "Ngày 07 tháng 10 năm 2022",
            "7 tháng 10, 2022",
        ] {
            assert_eq!(text_date(text), Ok(date(2022, 10, 7)), "{text:?}");
        }
    }

    #[test]
    fn days_that_are_not() {
        for (text, key) in [
            ("13/25/2022", "intake-date-no-month"),
            ("10/25/2022", "intake-date-month-first"),
            ("31/02/2022", "intake-date-no-day"),
            ("29/02/2023", "intake-date-no-day"),
            ("00/10/2022", "intake-date-no-day"),
            ("07/10/22", "intake-date-short-year"),
            ("ngày 7 tháng 10 năm 22", "intake-date-short-year"),
            ("07/10", "intake-date-unreadable"),
            ("07/10-2022", "intake-date-unreadable"),
            ("20221007", "intake-date-unreadable"),
            ("hôm qua", "intake-date-unreadable"),
            ("07/10/0202", "intake-year-range"),
            ("07/10/2022 14:30", "intake-date-with-time"),
            (":", "intake-date-unreadable"),
            ("2022-10-200", "intake-date-unreadable"),
        ] {
            assert_eq!(text_date(text).expect_err(text).key, key, "{text:?}");
        }
    }

    #[test]
    fn serial_days_of_both_systems() {
        for (serial, epoch, day) in [
            (1.0, Epoch::Windows1900, date(1900, 1, 1)),
            (59.0, Epoch::Windows1900, date(1900, 2, 28)),
            (61.0, Epoch::Windows1900, date(1900, 3, 1)),
            (44_841.0, Epoch::Windows1900, date(2022, 10, 7)),
            (44_840.999_999_9, Epoch::Windows1900, date(2022, 10, 7)),
            (0.0, Epoch::Mac1904, date(1904, 1, 1)),
            (43_379.0, Epoch::Mac1904, date(2022, 10, 7)),
        ] {
            assert_eq!(serial_date(serial, epoch), Ok(day), "{serial}");
        }
        for (serial, key) in [
            (60.0, "intake-date-leap-bug"),
            (0.0, "intake-date-serial"),
            (-1.0, "intake-date-serial"),
            (1e300, "intake-date-serial"),
            (44_841.6, "intake-date-with-time"),
            (2_900_000.0, "intake-year-range"),
        ] {
            assert_eq!(
                serial_date(serial, Epoch::Windows1900)
                    .expect_err("not a day")
                    .key,
                key,
                "{serial}"
            );
        }
    }

    proptest! {
        #[test]
        fn a_day_reads_back(days in 61_i32..73_000) {
            let day = serial_date(f64::from(days), Epoch::Windows1900).expect("a day");
            let written = crate::value::Value::Date(day).to_string();
            prop_assert_eq!(text_date(&written), Ok(day));
            prop_assert_eq!(text_date(&day.to_string()), Ok(day));
            prop_assert_eq!(text_date(&format!("ngày {} tháng {} năm {}", day.day(), day.month(), day.year())), Ok(day));
        }

        #[test]
        fn nothing_makes_the_reader_panic(text in "\\PC{0,30}", serial: f64) {
            let _ = (text_date(&text), serial_date(serial, Epoch::Windows1900), serial_date(serial, Epoch::Mac1904));
        }
    }
}
