//! How often opinions come in from one network. Kept in memory for an hour as keyed hashes: no address is written
//! anywhere, and none can be had from here.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};

/// How long an opinion counts.
const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// Opinions from one network within that time: a family, a café, a hamlet head who helps his neighbours.
const MOST: usize = 30;
/// Networks that are remembered; beyond, those that were heard of longest ago are forgotten.
const NETWORKS: usize = 20_000;

#[derive(Debug)]
pub(super) struct Limiter {
    key: [u8; 32],
    heard: Mutex<HashMap<[u8; 32], Vec<Timestamp>>>,
}

impl Limiter {
    pub(super) fn new(key: [u8; 32]) -> Self {
        Self {
            key,
            heard: Mutex::new(HashMap::new()),
        }
    }

    /// Counts an opinion from an address, unless too many came from its network: then, how many minutes to wait.
    pub(super) fn admit(&self, address: Option<IpAddr>, now: Timestamp) -> Result<(), i64> {
        let network = self.network(address);
        let since = now - WINDOW;
        // A panic elsewhere leaves the counts as good as before.
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.len() >= NETWORKS {
            heard.retain(|_, times| times.last().is_some_and(|last| *last > since));
        }
        if heard.len() >= NETWORKS {
            heard.clear();
        }
        let times = heard.entry(network).or_default();
        times.retain(|at| *at > since);
        match times.first() {
            Some(first) if times.len() >= MOST => Err((*first + WINDOW).duration_since(now).as_mins() + 1),
            _ => {
                times.push(now);
                Ok(())
            }
        }
    }

    /// The keyed hash of a network: an address of version 4, the first half of one of version 6.
    fn network(&self, address: Option<IpAddr>) -> [u8; 32] {
        let mut hash = Sha256::new().chain_update(self.key);
        match address {
            Some(IpAddr::V4(address)) => hash.update(address.octets()),
            Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(address) => hash.update(address.octets()),
                None => hash.update(&address.octets()[..8]),
            },
            None => {}
        }
        hash.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_heard_so_often_an_hour_and_others_are_not_held_up() {
        let limiter = Limiter::new([7; 32]);
        let now: Timestamp = "2026-11-25T03:00:00Z".parse().unwrap();
        let address = |text: &str| text.parse::<IpAddr>().ok();
        for _ in 0..MOST {
            assert_eq!(limiter.admit(address("2001:db8::1"), now), Ok(()));
        }
        let later = now + SignedDuration::from_mins(50);
        assert_eq!(limiter.admit(address("2001:db8::2"), later), Err(11));
        assert_eq!(limiter.admit(address("192.0.2.1"), later), Ok(()));
        let next = now + SignedDuration::from_mins(61);
        assert_eq!(limiter.admit(address("2001:db8::1"), next), Ok(()));
    }
}
