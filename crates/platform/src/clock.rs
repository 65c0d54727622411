//! Time as a parameter: nothing in Đình asks the machine what time it is except through a [`Clock`].

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// A source of the present.
pub trait Clock: std::fmt::Debug + Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;

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
