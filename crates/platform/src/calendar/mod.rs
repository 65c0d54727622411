//! The Vietnamese working calendar (lịch làm việc): which days are worked, and when a legal term ends.
//!
//! Three layers, all pure:
//!
//! - [`LunarDate`] converts between the solar and the Vietnamese lunar calendar (âm lịch), by astronomy.
//! - [`WorkingCalendar`] knows the weekly rest, the public holidays with their compensation, and what the
//!   Government decided for single years. All of it is data ([`WorkingCalendar::parse`]); the data shipped
//!   with the program are [`WorkingCalendar::embedded`].
//! - [`WorkingCalendar::deadline`] and its relatives count terms, and [`WorkingCalendar::explain`] says
//!   which days were skipped and why, so that a page can show it.
//!
//! Names and messages are keys into `locales-calendar/*.ftl`; nothing here is a text for a reader except
//! the `Display` of errors, which is for logs.

mod astronomy;
mod lunar;
mod source;
mod term;
mod working;

#[cfg(test)]
mod tests;

use jiff::civil::{Date, date};

pub use lunar::LunarDate;
pub use source::{CalendarFile, Problem, ProblemKind};
pub use term::{LastDay, Reckoning, Term};
pub use working::{Day, DayKind, WorkingCalendar, YearBasis};

/// The first day the calendar answers for.
pub const FIRST_DAY: Date = date(1900, 1, 1);
/// The last day the calendar answers for.
pub const LAST_DAY: Date = date(2199, 12, 31);

/// A date the calendar cannot answer for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The date, or a term counted from it, leaves the years the calendar covers.
    #[error("the calendar covers {FIRST_DAY} to {LAST_DAY}; counting from {from} leaves it: check the date")]
    OutOfRange {
        /// The date that was asked about or counted from.
        from: Date,
    },
    /// There is no such day in the lunar calendar.
    #[error(
        "the lunar calendar has no day {day} in {}month {month} of the year {year}: check the date",
        if *.leap { "leap " } else { "" }
    )]
    NoSuchLunarDate {
        /// Lunar year, named by the solar year in which it begins.
        year: i16,
        /// Month, 1 to 12.
        month: u8,
        /// Whether the leap month (tháng nhuận) of that number was meant.
        leap: bool,
        /// Day of the month, 1 to 30.
        day: u8,
    },
}

impl CalendarError {
    /// The key of the message in `locales-calendar`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::OutOfRange { .. } => "calendar-error-out-of-range",
            Self::NoSuchLunarDate { .. } => "calendar-error-no-such-lunar-date",
        }
    }

    /// The arguments of the message, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::OutOfRange { from } => vec![
                ("from", day_month_year(*from)),
                ("first", day_month_year(FIRST_DAY)),
                ("last", day_month_year(LAST_DAY)),
            ],
            Self::NoSuchLunarDate {
                year,
                month,
                leap,
                day,
            } => vec![
                ("day", day.to_string()),
                ("month", month.to_string()),
                ("leap", leap.to_string()),
                ("year", year.to_string()),
            ],
        }
    }
}

/// A date as it is written in Vietnam, 07/10/2022, for the arguments of messages.
fn day_month_year(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// The days from one end of the covered range to the other contain this date.
fn is_covered(date: Date) -> bool {
    (FIRST_DAY..=LAST_DAY).contains(&date)
}
