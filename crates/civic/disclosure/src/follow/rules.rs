//! When a digest closes and when it is sent, and how long a link to confirm is good. Pure.

use jiff::{SignedDuration, Timestamp, civil::Date, civil::Time, civil::time};
use platform::clock::vietnam;

/// Until this time of day, what happens belongs to the digest of the day; afterwards to the next one's.
const CLOSES: Time = time(17, 0, 0, 0);
/// When the digest is sent. What was begun before it closed is recorded by then.
const SENT: Time = time(17, 30, 0, 0);
/// For how long a link to confirm is good.
pub const TO_CONFIRM: SignedDuration = SignedDuration::from_hours(48);

/// How often a follower gets mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rhythm {
    /// A mail for each notice, correction and withdrawal.
    Each,
    /// One in the evening, when there is anything to tell.
    Daily,
}

impl Rhythm {
    /// The key in the database and in forms.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::Daily => "daily",
        }
    }

    /// The rhythm with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Each, Self::Daily]
            .into_iter()
            .find(|rhythm| rhythm.key() == key)
    }
}

/// The day whose digest tells of what happens at `at`.
#[must_use]
pub fn digest_day(at: Timestamp) -> Date {
    let there = vietnam().to_datetime(at);
    if there.time() < CLOSES {
        there.date()
    } else {
        there.date().tomorrow().unwrap_or(Date::MAX)
    }
}

/// The last day whose digest has to be sent by now.
#[must_use]
pub fn digest_due(now: Timestamp) -> Date {
    let there = vietnam().to_datetime(now);
    if there.time() < SENT {
        there.date().yesterday().unwrap_or(Date::MIN)
    } else {
        there.date()
    }
}

/// Whether a link that was sent at `asked` still confirms.
#[must_use]
pub fn can_confirm(asked: Timestamp, now: Timestamp) -> bool {
    now.duration_since(asked) < TO_CONFIRM
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_digest_is_sent_after_it_closed_and_within_a_day_of_closing(seconds in 0..4_000_000_000_i64, later in 0..200_000_i64) {
            let at = Timestamp::from_second(seconds).unwrap();
            let day = digest_day(at);
            prop_assert!(digest_due(at) < day, "never before it closed");
            let now = Timestamp::from_second(seconds + later).unwrap();
            if later > 25 * 3_600 {
                prop_assert!(digest_due(now) >= day, "by the next evening");
            }
            if later < 1_800 {
                prop_assert!(digest_due(now) < day, "half an hour to be recorded in");
            }
        }
    }
}
