//! The Vietnamese lunar calendar (âm lịch), 1900 to 2199.
//!
//! The rules: days and months begin at midnight in Vietnam (UTC+7); a month begins on the day of the new
//! moon; the month with the December solstice is the eleventh; when thirteen months lie between two
//! eleventh months, the first of them without a principal term (trung khí) is the leap month (tháng nhuận)
//! and repeats the number before it.
//!
//! Every year is computed by today's rule. Before 1968 the printed calendars were reckoned at UTC+8, so a
//! few of their dates differ by a day or, rarely, a month. A new moon within seconds of midnight is beyond
//! any series of this size: the only one in the past is that of 1967-07-07. Every new year and leap month of
//! the range was compared with a calendar built on another ephemeris, and the new years of 1901 to 2100 with a
//! published table, without a difference.

use std::sync::LazyLock;

use jiff::civil::{Date, date};

use super::astronomy::{
    DayNumber, approximate_new_moon_index, december_solstice_day, new_moon_day, sun_sector_at_start_of,
};
use super::{CalendarError, FIRST_DAY, LAST_DAY, is_covered};

/// A day in the Vietnamese lunar calendar; only days that exist can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LunarDate {
    // The order of the fields is the order of the calendar: a leap month follows the month it repeats.
    year: i16,
    month: u8,
    leap: bool,
    day: u8,
    solar: Date,
}

impl LunarDate {
    /// The lunar date with these parts. `year` is named by the solar year in which it begins; `leap` asks
    /// for the leap month that follows the ordinary month of the same number.
    ///
    /// # Errors
    /// If that year has no such day, or the day lies outside the calendar's range.
    pub fn new(year: i16, month: u8, leap: bool, day: u8) -> Result<Self, CalendarError> {
        let missing = CalendarError::NoSuchLunarDate {
            year,
            month,
            leap,
            day,
        };
        let found = MONTHS
            .binary_search_by_key(&(year, month, leap), |month| {
                (month.year, month.number, month.leap)
            })
            .map_err(|_| missing)?;
        let start = MONTHS[found].start + DayNumber::from(day) - 1;
        Some(start)
            .filter(|solar| day >= 1 && *solar < MONTHS[found].end)
            .and_then(solar_day)
            .filter(|solar| is_covered(*solar))
            .map(|solar| Self {
                year,
                month,
                leap,
                day,
                solar,
            })
            .ok_or(missing)
    }

    /// The lunar date of a solar day.
    ///
    /// # Errors
    /// If the day lies outside the calendar's range.
    pub fn from_solar(solar: Date) -> Result<Self, CalendarError> {
        let out_of_range = CalendarError::OutOfRange { from: solar };
        if !is_covered(solar) {
            return Err(out_of_range);
        }
        let day = day_number(solar);
        let index = MONTHS.partition_point(|month| month.end <= day);
        let month = MONTHS.get(index).ok_or(out_of_range)?;
        let day = u8::try_from(day - month.start + 1).map_err(|_| out_of_range)?;
        Ok(Self {
            year: month.year,
            month: month.number,
            leap: month.leap,
            day,
            solar,
        })
    }

    /// The first day of a lunar year (mùng một Tết).
    ///
    /// # Errors
    /// If the year lies outside the calendar's range.
    pub fn new_year(year: i16) -> Result<Self, CalendarError> {
        Self::new(year, 1, false, 1)
    }

    /// The solar day of this lunar date.
    #[must_use]
    pub fn to_solar(self) -> Date {
        self.solar
    }

    /// The lunar year, named by the solar year in which it begins.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Whether the month is a leap month (tháng nhuận).
    #[must_use]
    pub fn is_leap_month(self) -> bool {
        self.leap
    }

    /// The day of the month, 1 to 30.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// The number of the leap month of a lunar year, if it has one.
    #[must_use]
    pub fn leap_month_of(year: i16) -> Option<u8> {
        MONTHS
            .iter()
            .find(|month| month.year == year && month.leap)
            .map(|month| month.number)
    }
}

/// One lunar month: its days are `start..end`.
struct Month {
    year: i16,
    number: u8,
    leap: bool,
    start: DayNumber,
    end: DayNumber,
}

/// All months of the covered range, in order: computed once, in a few milliseconds, when first needed.
static MONTHS: LazyLock<Vec<Month>> = LazyLock::new(|| {
    let years = FIRST_DAY.year() - 2..=LAST_DAY.year() + 1;
    let elevenths: Vec<(i16, i32)> = years.map(|year| (year, eleventh_month_index(year))).collect();
    elevenths
        .windows(2)
        .flat_map(|pair| months_between(pair[0].0, pair[0].1, pair[1].1))
        .collect()
});

/// The months from the eleventh of a lunar year, opened by the new moon `first`, to the one before the next
/// eleventh, opened by the new moon `next`.
fn months_between(year: i16, first: i32, next: i32) -> Vec<Month> {
    let starts: Vec<DayNumber> = (first..=next).map(new_moon_day).collect();
    let spans = starts.windows(2).map(|pair| (pair[0], pair[1]));
    let is_long = next - first == 13;
    let lacks_term = |start, end| sun_sector_at_start_of(start) == sun_sector_at_start_of(end);
    let leap_at = spans
        .clone()
        .position(|(start, end)| is_long && lacks_term(start, end));

    let mut year = year;
    let mut number = 10;
    let mut months = Vec::with_capacity(13);
    for (index, (start, end)) in spans.enumerate() {
        let leap = leap_at == Some(index);
        if !leap {
            number = number % 12 + 1;
            year += i16::from(number == 1);
        }
        months.push(Month {
            year,
            number,
            leap,
            start,
            end,
        });
    }
    months
}

/// The new moon that opens the eleventh lunar month of a solar year: the last one on or before the day of
/// the December solstice.
fn eleventh_month_index(year: i16) -> i32 {
    let solstice = december_solstice_day(year);
    let mut index = approximate_new_moon_index(solstice) + 1;
    while new_moon_day(index) > solstice {
        index -= 1;
    }
    index
}

fn day_number(date: Date) -> DayNumber {
    date.duration_since(UNIX_EPOCH).as_hours() / 24
}

fn solar_day(day: DayNumber) -> Option<Date> {
    UNIX_EPOCH
        .checked_add(jiff::SignedDuration::from_hours(day * 24))
        .ok()
}

const UNIX_EPOCH: Date = date(1970, 1, 1);

#[cfg(test)]
mod tests {
    use super::*;

    fn solar(year: i16, month: u8, day: u8) -> Date {
        LunarDate::new(year, month, false, day).unwrap().to_solar()
    }

    #[test]
    fn tet_falls_on_the_published_days() {
        let published = [
            date(1985, 1, 21), // China: 20 February
            date(2007, 2, 17), // China: 18 February
            date(2018, 2, 16),
            date(2019, 2, 5),
            date(2020, 1, 25),
            date(2021, 2, 12),
            date(2022, 2, 1),
            date(2023, 1, 22),
            date(2024, 2, 10),
            date(2025, 1, 29),
            date(2026, 2, 17),
            date(2027, 2, 6),
            date(2030, 2, 2), // China: 3 February
        ];
        for tet in published {
            assert_eq!(LunarDate::new_year(tet.year()).unwrap().to_solar(), tet);
        }
    }

    #[test]
    fn hung_kings_day_falls_on_the_published_days() {
        assert_eq!(solar(2024, 3, 10), date(2024, 4, 18));
        assert_eq!(solar(2025, 3, 10), date(2025, 4, 7));
        assert_eq!(solar(2026, 3, 10), date(2026, 4, 26));
    }

    #[test]
    fn leap_months_are_the_published_ones() {
        for (year, leap) in [
            (2020, Some(4)),
            (2023, Some(2)),
            (2025, Some(6)),
            (2028, Some(5)),
            (2026, None),
        ] {
            assert_eq!(LunarDate::leap_month_of(year), leap, "in {year}");
        }
        // The year in which two months lack a principal term: only the eleventh is repeated.
        assert_eq!(LunarDate::leap_month_of(2033), Some(11));
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        assert!(
            LunarDate::new(2026, 6, true, 1).is_err(),
            "2026 has no leap month"
        );
        assert!(LunarDate::new(2024, 13, false, 1).is_err());
        assert!(
            LunarDate::new(2024, 12, false, 30).is_err(),
            "the last month of 2024 has 29 days"
        );
        assert!(LunarDate::new(2024, 1, false, 0).is_err());
        assert!(LunarDate::new(2200, 1, false, 1).is_err());
        assert!(LunarDate::from_solar(date(2200, 1, 1)).is_err());
    }

    /// Every solar day of the range is the next lunar one, and the parts of its date lead back to it.
    #[test]
    fn days_follow_each_other_and_convert_back() {
        let mut yesterday = LunarDate::from_solar(FIRST_DAY).unwrap();
        for solar in FIRST_DAY
            .tomorrow()
            .unwrap()
            .series(jiff::ToSpan::day(1))
            .take_while(|day| *day <= LAST_DAY)
        {
            let today = LunarDate::from_solar(solar).unwrap();
            assert!(today > yesterday);
            assert!(today.day() == yesterday.day() + 1 || (today.day() == 1 && yesterday.day() >= 29));
            assert_eq!(
                LunarDate::new(today.year(), today.month(), today.is_leap_month(), today.day()),
                Ok(today)
            );
            assert_eq!(today.to_solar(), solar);
            yesterday = today;
        }
    }

    /// Over the whole range: months follow each other without a gap, have 29 or 30 days and the right number.
    #[test]
    fn months_follow_each_other_through_three_centuries() {
        for pair in MONTHS.windows(2) {
            let (month, next) = (&pair[0], &pair[1]);
            assert!(matches!(month.end - month.start, 29 | 30));
            assert_eq!(month.end, next.start);
            let expected = if next.leap {
                month.number
            } else {
                month.number % 12 + 1
            };
            assert_eq!(next.number, expected);
        }
        assert!(MONTHS[0].start <= day_number(FIRST_DAY));
        assert!(MONTHS[MONTHS.len() - 1].end > day_number(LAST_DAY));
    }

    #[test]
    fn tet_is_between_20_january_and_21_february() {
        for year in FIRST_DAY.year()..=LAST_DAY.year() {
            let tet = LunarDate::new_year(year).unwrap().to_solar();
            assert!((date(year, 1, 20)..=date(year, 2, 21)).contains(&tet), "{tet}");
        }
    }
}
