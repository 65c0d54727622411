//! Guessing codes is made slow: after so many wrong ones from a network, it has to wait.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};

/// Wrong codes that a network may send within the time.
const FREE: u32 = 20;
/// How long wrong codes are remembered.
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// Networks remembered at once; beyond that, those that are over are forgotten.
const MOST: usize = 10_000;

/// Counts wrong codes by network. Kept in memory: a code has 50 random bits, so what a restart forgives is nothing.
#[derive(Debug, Default)]
pub struct Throttle {
    wrong: Mutex<HashMap<String, (u32, Timestamp)>>,
}

impl Throttle {
    /// Whether a network has to wait.
    #[must_use]
    pub fn must_wait(&self, network: &str, now: Timestamp) -> bool {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong
            .get(network)
            .is_some_and(|(count, since)| *count >= FREE && now.duration_since(*since) < KEPT)
    }

    /// Notes a wrong code.
    pub fn note_wrong(&self, network: &str, now: Timestamp) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        if wrong.len() >= MOST {
            wrong.retain(|_, (_, since)| now.duration_since(*since) < KEPT);
        }
        let entry = wrong.entry(network.to_owned()).or_insert((0, now));
        if now.duration_since(entry.1) >= KEPT {
            *entry = (0, now);
        }
        entry.0 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_waits_after_twenty_wrong_codes_and_no_other_does() {
        let throttle = Throttle::default();
        let start = Timestamp::UNIX_EPOCH;
        for _ in 0..FREE {
            assert!(!throttle.must_wait("10.0.0.*", start));
            throttle.note_wrong("10.0.0.*", start);
        }
        assert!(throttle.must_wait("10.0.0.*", start));
        assert!(!throttle.must_wait("10.0.1.*", start));
        assert!(!throttle.must_wait("10.0.0.*", start + KEPT));
    }
}
