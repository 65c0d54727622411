//! Periods: quarters, and years that are four quarters.

use std::fmt;

use jiff::civil::Date;

/// A quarter or a year. As a number it is `year * 10 + quarter`, a year having quarter 0; so `2020-Q3`
/// is 20203, the year 2020 is 20200, and numbers of quarters grow with time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(i64);

/// A text or number that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no period: write a year as 2020, or a quarter as 2020-Q3")]
pub struct NoPeriod(pub String);

impl Period {
    /// A whole year.
    #[must_use]
    pub fn year(year: i16) -> Self {
        Self(i64::from(year) * 10)
    }

    /// The quarter 1 to 4 of a year; `None` for another number.
    #[must_use]
    pub fn quarter(year: i16, quarter: u8) -> Option<Self> {
        (1..=4)
            .contains(&quarter)
            .then(|| Self(i64::from(year) * 10 + i64::from(quarter)))
    }

    /// The quarter in which a day lies.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(i64::from(day.year()) * 10 + i64::from((day.month() - 1) / 3 + 1))
    }

    /// The number under which the period is stored.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The period of a stored number.
    ///
    /// # Errors
    /// [`NoPeriod`] when the last digit is above 4 or the year has more than four digits.
    pub fn from_number(number: i64) -> Result<Self, NoPeriod> {
        if (0..=99_999).contains(&number) && number % 10 <= 4 {
            Ok(Self(number))
        } else {
            Err(NoPeriod(number.to_string()))
        }
    }

    /// The year in which the period lies.
    #[must_use]
    pub fn calendar_year(self) -> i16 {
        i16::try_from(self.0 / 10).unwrap_or(i16::MAX)
    }

    /// Which quarter it is, 1 to 4; `None` for a year.
    #[must_use]
    pub fn quarter_of_year(self) -> Option<u8> {
        u8::try_from(self.0 % 10).ok().filter(|quarter| *quarter > 0)
    }

    /// Whether it is a whole year.
    #[must_use]
    pub fn is_year(self) -> bool {
        self.0 % 10 == 0
    }

    /// The first and the last quarter that lie in the period.
    #[must_use]
    pub fn quarters(self) -> (Self, Self) {
        if self.is_year() {
            (Self(self.0 + 1), Self(self.0 + 4))
        } else {
            (self, self)
        }
    }

    /// The period of the same length just before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(match self.0 % 10 {
            0 => self.0 - 10,
            1 => self.0 - 10 + 3,
            _ => self.0 - 1,
        })
    }

    /// The last day of the period.
    #[must_use]
    pub fn last_day(self) -> Date {
        let (month, day) = match self.0 % 10 {
            1 => (3, 31),
            2 => (6, 30),
            3 => (9, 30),
            _ => (12, 31),
        };
        jiff::civil::date(self.calendar_year(), month, day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.quarter_of_year() {
            None => write!(f, "{}", self.calendar_year()),
            Some(quarter) => write!(f, "{}-Q{quarter}", self.calendar_year()),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = NoPeriod;

    fn from_str(text: &str) -> Result<Self, NoPeriod> {
        let wrong = || NoPeriod(text.to_owned());
        let (year, quarter) = match text.split_once("-Q") {
            Some((year, quarter)) => (year, Some(quarter.parse().map_err(|_| wrong())?)),
            None => (text, None),
        };
        let year = year
            .parse()
            .ok()
            .filter(|year| (1000..=9999).contains(year))
            .ok_or_else(wrong)?;
        match quarter {
            None => Ok(Self::year(year)),
            Some(quarter) => Self::quarter(year, quarter).ok_or_else(wrong),
        }
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<Period> for platform::db::Value {
    fn from(period: Period) -> Self {
        Self::from(period.0)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_year_is_four_quarters() {
        let (first, last) = Period::year(2020).quarters();
        assert_eq!((first.number(), last.number()), (20201, 20204));
        assert_eq!(Period::of(date(2020, 3, 31)), first);
        assert_eq!(Period::of(date(2020, 10, 1)), last);
        assert_eq!(first.previous().to_string(), "2019-Q4");
        assert_eq!(Period::year(2020).previous(), Period::year(2019));
    }

    #[test]
    fn wrong_texts_are_refused() {
        for text in ["", "20", "2020-Q5", "2020-Q0", "2020Q1", "-5", "99999", "2020-Q"] {
            assert_eq!(text.parse::<Period>(), Err(NoPeriod(text.to_owned())));
        }
        assert!(Period::from_number(20205).is_err());
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_quarter_and_the_text_reads_back(days in -200_000i32..200_000) {
            let day = date(2020, 1, 1) + jiff::Span::new().days(days);
            let quarter = Period::of(day);
            prop_assert!(day <= quarter.last_day() && day > quarter.previous().last_day());
            prop_assert_eq!(quarter.to_string().parse::<Period>().unwrap(), quarter);
            prop_assert_eq!(Period::from_number(quarter.number()).unwrap(), quarter);
        }
    }
}
