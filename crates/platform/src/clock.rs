//! Time as a parameter: nothing in Đình asks the machine what time it is except through a [`Clock`].

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A source of the present.
pub trait Clock: std::fmt::Debug + Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// The present instant to the microsecond, as the database keeps it: what is hashed with an instant must be the same
    /// when it is read again.
    fn instant(&self) -> Timestamp {
        let now = self.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }

    /// Today's date in Vietnam.
    fn today(&self) -> Date {
        vietnam().to_datetime(self.now()).date()
    }
}

/// Vietnam's civil time: UTC+7 without summer time since 1975.
#[must_use]
pub fn vietnam() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(7))
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still, for tests and for the demo world.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// A clock that stands where it was set last, for tests and for the demo world. Its copies move together.
#[derive(Debug, Clone, Default)]
pub struct SetClock(Arc<Mutex<Timestamp>>);

impl SetClock {
    /// A clock that stands at an hour of a day in Vietnam.
    #[must_use]
    pub fn at(day: Date, hour: i8) -> Self {
        let clock = Self::default();
        clock.set(day, hour);
        clock
    }

    /// Moves it to an hour of a day in Vietnam.
    pub fn set(&self, day: Date, hour: i8) {
        self.turn(moment(day, hour));
    }

    /// Moves it to an instant.
    pub fn turn(&self, at: Timestamp) {
        // A panic elsewhere leaves the time as good as before.
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }
}

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The instant at which an hour of a day begins in Vietnam; 1970 for a day that no instant has.
#[must_use]
pub fn moment(day: Date, hour: i8) -> Timestamp {
    vietnam().to_timestamp(day.at(hour, 0, 0, 0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_vietnam() {
        let before: Timestamp = "2025-06-30T16:59:59Z".parse().unwrap();
        let after: Timestamp = "2025-06-30T17:00:00Z".parse().unwrap();
        assert_eq!(FixedClock(before).today(), jiff::civil::date(2025, 6, 30));
        assert_eq!(FixedClock(after).today(), jiff::civil::date(2025, 7, 1));
    }
}
