//! How often something may come by one line within a time.

use std::{
    collections::HashMap,
    fmt,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

use super::Line;

/// Lines that are remembered; beyond, those whose time is over are forgotten, and when there are none, all.
const LINES: usize = 20_000;

/// Counts what comes by each line. Kept in memory as keyed hashes: no address is written anywhere, and none can be had
/// from here. A restart forgives everything, so it is not for what must hold through one.
pub struct Limiter {
    key: [u8; 32],
    most: usize,
    within: SignedDuration,
    heard: Mutex<HashMap<[u8; 32], Vec<Timestamp>>>,
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter")
            .field("most", &self.most)
            .field("within", &self.within)
            .finish_non_exhaustive()
    }
}

impl Limiter {
    /// Lets so many come by a line within a time. `key` is random.
    #[must_use]
    pub fn new(most: usize, within: SignedDuration, key: [u8; 32]) -> Self {
        Self {
            key,
            most,
            within,
            heard: Mutex::default(),
        }
    }

    /// Whether a line is at its limit: then, how many minutes it has to wait.
    ///
    /// # Errors
    /// The minutes, at least 1.
    pub fn check(&self, line: &Line, now: Timestamp) -> Result<(), i64> {
        self.times(line, now, |times| self.free(times, now))
    }

    /// Counts one that came by a line, whether or not the line is at its limit.
    pub fn count(&self, line: &Line, now: Timestamp) {
        self.times(line, now, |times| times.push(now));
    }

    /// Counts one that came by a line, unless the line is at its limit.
    ///
    /// # Errors
    /// As [`Limiter::check`].
    pub fn admit(&self, line: &Line, now: Timestamp) -> Result<(), i64> {
        self.times(line, now, |times| {
            self.free(times, now)?;
            times.push(now);
            Ok(())
        })
    }

    fn free(&self, times: &[Timestamp], now: Timestamp) -> Result<(), i64> {
        match times.first() {
            Some(first) if times.len() >= self.most => {
                Err((*first + self.within).duration_since(now).as_mins() + 1)
            }
            _ => Ok(()),
        }
    }

    /// What a line did within the time.
    fn times<T>(&self, line: &Line, now: Timestamp, with: impl FnOnce(&mut Vec<Timestamp>) -> T) -> T {
        let since = now - self.within;
        let hash = Sha256::new()
            .chain_update(self.key)
            .chain_update(&line.0)
            .finalize();
        // A panic elsewhere leaves the counts as good as before.
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() >= LINES {
            heard.retain(|_, times| times.last().is_some_and(|last| *last > since));
        }
        if heard.len() >= LINES {
            heard.clear();
        }
        let times = heard.entry(hash.into()).or_default();
        times.retain(|at| *at > since);
        with(times)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line(text.to_owned())
    }

    #[test]
    fn a_line_is_heard_so_often_within_the_time_and_others_are_not_held_up() {
        let limiter = Limiter::new(30, SignedDuration::from_hours(1), [7; 32]);
        let now: Timestamp = "2026-11-25T03:00:00Z".parse().unwrap();
        for _ in 0..30 {
            assert_eq!(limiter.admit(&line("2001:db8:0:0"), now), Ok(()));
        }
        let later = now + SignedDuration::from_mins(50);
        assert_eq!(limiter.admit(&line("2001:db8:0:0"), later), Err(11));
        assert_eq!(limiter.admit(&line("192.0.2.1"), later), Ok(()));
        let next = now + SignedDuration::from_mins(61);
        assert_eq!(limiter.admit(&line("2001:db8:0:0"), next), Ok(()));
    }

    #[test]
    fn only_what_is_counted_makes_a_line_wait() {
        let kept = SignedDuration::from_mins(10);
        let limiter = Limiter::new(20, kept, [7; 32]);
        let start = Timestamp::UNIX_EPOCH;
        for _ in 0..20 {
            assert_eq!(limiter.check(&line("10.0.0.1"), start), Ok(()));
            limiter.count(&line("10.0.0.1"), start);
        }
        assert!(limiter.check(&line("10.0.0.1"), start).is_err());
        assert_eq!(limiter.check(&line("10.0.1.1"), start), Ok(()));
        assert_eq!(limiter.check(&line("10.0.0.1"), start + kept), Ok(()));
    }
}
