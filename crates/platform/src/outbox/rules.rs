//! When mail is tried again, when it is given up, and how much of it anybody may ask for. Pure.

use jiff::{SignedDuration, Timestamp};

/// For how long a mail is tried at most: RFC 5321, section 4.5.4.1, asks for four days and more.
pub const PATIENCE: SignedDuration = SignedDuration::from_hours(96);

/// How long the next try waits after so many have failed. The first wait is what greylisting servers ask for.
const WAITS: [SignedDuration; 6] = [
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(15),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(4),
];

/// When a mail that failed for the `attempts`th time is tried again; `None` when that would be too late.
#[must_use]
pub fn next_try(attempts: i64, now: Timestamp, give_up_at: Timestamp) -> Option<Timestamp> {
    let place = usize::try_from(attempts - 1).unwrap_or(0).min(WAITS.len() - 1);
    let next = now.checked_add(*WAITS.get(place)?).ok()?;
    (next < give_up_at).then_some(next)
}

/// How much mail may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// So much.
    pub most: i64,
    /// Within such a time.
    pub within: SignedDuration,
}

/// Counts one more in a window that began at `since` with so many asked: the new count and beginning, or `None` when
/// it is too much.
#[must_use]
pub fn one_more(
    counted: Option<(i64, Timestamp)>,
    now: Timestamp,
    allowance: Allowance,
) -> Option<(i64, Timestamp)> {
    match counted {
        Some((asked, since)) if now.duration_since(since) < allowance.within => {
            (asked < allowance.most).then_some((asked + 1, since))
        }
        _ => Some((1, now)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_wait_is_no_shorter_than_the_one_before_and_all_end(attempts in 1..200_i64) {
            let now = Timestamp::UNIX_EPOCH;
            let end = now + PATIENCE;
            let first = next_try(attempts, now, end);
            let second = next_try(attempts + 1, now, end);
            prop_assert!(first <= second);
            prop_assert!(first.is_some_and(|next| next > now && next < end));
            prop_assert_eq!(next_try(attempts, end, end), None);
        }

        #[test]
        fn nobody_gets_more_than_allowed_within_a_window(steps in proptest::collection::vec(0..40_i64, 1..80)) {
            let allowance = Allowance { most: 3, within: SignedDuration::from_mins(60) };
            let mut now = Timestamp::UNIX_EPOCH;
            let mut counted = None;
            let mut granted: Vec<(Timestamp, Timestamp)> = Vec::new();
            for step in steps {
                now += SignedDuration::from_mins(step);
                if let Some(next) = one_more(counted, now, allowance) {
                    counted = Some(next);
                    granted.push((next.1, now));
                    let in_window = granted.iter().filter(|(since, _)| *since == next.1).count();
                    prop_assert!(in_window <= 3);
                }
            }
        }
    }
}
