//! Counting terms (thời hạn): when something that began on a day is due.
//!
//! The day of the event is not counted (Điều 147 khoản 2 Bộ luật Dân sự 2015), and a term ends with the end of
//! its last day (Điều 148).

use jiff::ToSpan;
use jiff::civil::Date;

use super::working::{Day, WorkingCalendar, YearBasis, days_later};
use super::{CalendarError, DayKind, is_covered};

/// A length of time in which the law wants something done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// So many working days (ngày làm việc).
    WorkingDays(u32),
    /// So many days, rest days counted (ngày).
    CalendarDays(u32, LastDay),
    /// So many months (tháng).
    Months(u32, LastDay),
}

impl Term {
    /// The key of the term in `locales-calendar`, whose argument `count` is [`Self::count`], as a number.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::WorkingDays(_) => "calendar-term-working-days",
            Self::CalendarDays(..) => "calendar-term-calendar-days",
            Self::Months(..) => "calendar-term-months",
        }
    }

    /// How many days or months.
    #[must_use]
    pub fn count(self) -> u32 {
        match self {
            Self::WorkingDays(count) | Self::CalendarDays(count, _) | Self::Months(count, _) => count,
        }
    }
}

/// What happens when the last day of a term is not worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LastDay {
    /// The term ends with the next working day: Điều 148 khoản 5 Bộ luật Dân sự 2015, the rule for anything
    /// that somebody has to *do* by a day, and therefore the default.
    #[default]
    NextWorkingDay,
    /// The term ends on the day counted, worked or not: for lengths of time that something must *last*, such
    /// as 30 days of posting, and where a law says so.
    AsCounted,
}

/// How a term was counted, for a reader who wants to check it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning {
    /// The day of the event, which is not counted.
    pub from: Date,
    /// The term.
    pub term: Term,
    /// The last day on which it can be done.
    pub due: Date,
    /// The days after `from` and before `due` that were passed over, in order, each with its reason: for
    /// working days every day not worked, for other terms the rest days at the end that moved it.
    pub skipped: Vec<Day>,
    /// The rest days that counted because they were worked to make up for others (ngày làm bù).
    pub made_up: Vec<Day>,
    /// The years touched whose days off are computed by the rule, because no announcement is in the data: the
    /// day may still move.
    pub computed_years: Vec<i16>,
}

impl Reckoning {
    /// Whether any day that mattered rests on a source that was not seen, or on a year not announced.
    #[must_use]
    pub fn needs_checking(&self) -> bool {
        !self.computed_years.is_empty() || self.skipped.iter().chain(&self.made_up).any(|day| !day.certain)
    }
}

impl WorkingCalendar {
    /// The `count`-th working day after `from`, which itself is not counted; `from` for a count of 0.
    ///
    /// # Errors
    /// If counting leaves the years the calendar covers.
    pub fn add_working_days(&self, from: Date, count: u32) -> Result<Date, CalendarError> {
        let mut date = covered(from, from)?;
        for _ in 0..count {
            date = self.next_working_day_from(days_later(date, 1), from)?;
        }
        Ok(date)
    }

    /// The day `count` days after `from`.
    ///
    /// # Errors
    /// If counting leaves the years the calendar covers.
    pub fn add_calendar_days(
        &self,
        from: Date,
        count: u32,
        last_day: LastDay,
    ) -> Result<Date, CalendarError> {
        let end = covered(days_later(covered(from, from)?, i64::from(count)), from)?;
        self.settle(end, from, last_day)
    }

    /// The day of the same number `count` months after `from`, or the last of that month where it has no such
    /// day (Điều 148 khoản 3).
    ///
    /// # Errors
    /// If counting leaves the years the calendar covers.
    pub fn add_months(&self, from: Date, count: u32, last_day: LastDay) -> Result<Date, CalendarError> {
        let out_of_range = CalendarError::OutOfRange { from };
        // Any count beyond the covered years is refused alike; this one still fits jiff's spans.
        let months = i64::from(count.min(100_000));
        let end = covered(from, from)?
            .checked_add(months.months())
            .map_err(|_| out_of_range)?;
        self.settle(covered(end, from)?, from, last_day)
    }

    /// The last day of a term that began with an event on `from`.
    ///
    /// # Errors
    /// If counting leaves the years the calendar covers.
    pub fn deadline(&self, from: Date, term: Term) -> Result<Date, CalendarError> {
        match term {
            Term::WorkingDays(count) => self.add_working_days(from, count),
            Term::CalendarDays(count, last_day) => self.add_calendar_days(from, count, last_day),
            Term::Months(count, last_day) => self.add_months(from, count, last_day),
        }
    }

    /// [`Self::deadline`], with the days that were skipped and why.
    ///
    /// # Errors
    /// If counting leaves the years the calendar covers.
    pub fn explain(&self, from: Date, term: Term) -> Result<Reckoning, CalendarError> {
        let due = self.deadline(from, term)?;
        // Where the days counted were not working days, the calendar had a say only in the end that was moved.
        let consulted_from = match term {
            Term::WorkingDays(_) => Some(days_later(from, 1)),
            Term::CalendarDays(count, LastDay::NextWorkingDay) => {
                Some(self.add_calendar_days(from, count, LastDay::AsCounted)?)
            }
            Term::Months(count, LastDay::NextWorkingDay) => {
                Some(self.add_months(from, count, LastDay::AsCounted)?)
            }
            Term::CalendarDays(_, LastDay::AsCounted) | Term::Months(_, LastDay::AsCounted) => None,
        };
        let consulted = || consulted_from.into_iter().flat_map(|first| days_from(first, due));
        let skipped = consulted()
            .filter(|date| !self.is_working_day(*date))
            .map(|date| self.day(date))
            .collect();
        let made_up = consulted()
            .map(|date| self.day(date))
            .filter(|day| matches!(day.kind, DayKind::MadeUpWorking { .. }))
            .collect();
        let mut computed_years: Vec<i16> = consulted()
            .map(Date::year)
            .filter(|year| self.year_basis(*year) == YearBasis::Computed)
            .collect();
        computed_years.dedup();
        Ok(Reckoning {
            from,
            term,
            due,
            skipped,
            made_up,
            computed_years,
        })
    }

    /// How many working days lie after `from` up to and including `until`; negative if `until` is earlier, so
    /// that the two arguments exchanged give the opposite number.
    ///
    /// # Errors
    /// If one of the days is outside the years the calendar covers.
    pub fn working_days_between(&self, from: Date, until: Date) -> Result<i32, CalendarError> {
        covered(from, from)?;
        covered(until, until)?;
        if until < from {
            return self.working_days_between(until, from).map(|days| -days);
        }
        let worked = days_from(days_later(from, 1), until).filter(|date| self.is_working_day(*date));
        // 300 years of days fit many times over.
        Ok(worked.fold(0, |count, _| count + 1))
    }

    /// `date` if it is worked, or else the next day that is.
    ///
    /// # Errors
    /// If that leaves the years the calendar covers.
    pub fn next_working_day(&self, date: Date) -> Result<Date, CalendarError> {
        self.next_working_day_from(covered(date, date)?, date)
    }

    fn next_working_day_from(&self, mut date: Date, counted_from: Date) -> Result<Date, CalendarError> {
        while !self.is_working_day(covered(date, counted_from)?) {
            date = days_later(date, 1);
        }
        Ok(date)
    }

    fn settle(&self, end: Date, from: Date, last_day: LastDay) -> Result<Date, CalendarError> {
        match last_day {
            LastDay::AsCounted => Ok(end),
            LastDay::NextWorkingDay => self.next_working_day_from(end, from),
        }
    }
}

/// The date, if the calendar covers it; `from` is what the reader is told to check.
fn covered(date: Date, from: Date) -> Result<Date, CalendarError> {
    if is_covered(date) {
        Ok(date)
    } else {
        Err(CalendarError::OutOfRange { from })
    }
}

/// The days from `first` to `last`, both included.
fn days_from(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take_while(move |date| *date <= last)
}
