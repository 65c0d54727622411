//! Randomness as a parameter, and what is made of it: identifiers, tokens, codes that people type.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use uuid::Uuid;

use crate::id::uuid_v7;

/// Fills a slice with random octets.
pub type Fill = Box<dyn FnMut(&mut [u8]) + Send>;

/// Signs of a code that people type: none that is easily taken for another. A sign has five random bits.
pub const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A source of random octets. The program gives one that nobody can foretell.
pub struct Random(Mutex<Fill>);

impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Random")
    }
}

impl Random {
    /// A source.
    #[must_use]
    pub fn new(fill: Fill) -> Self {
        Self(Mutex::new(fill))
    }

    /// So many random octets.
    #[must_use]
    pub fn octets<const N: usize>(&self) -> [u8; N] {
        let mut octets = [0; N];
        // A panic elsewhere while random octets were drawn has not spoilt them.
        (self.0.lock().unwrap_or_else(PoisonError::into_inner))(&mut octets);
        octets
    }

    /// A new identifier of an instant.
    #[must_use]
    pub fn uuid(&self, at: Timestamp) -> Uuid {
        uuid_v7(at, self.octets())
    }

    /// A token of 256 bits for a cookie.
    #[must_use]
    pub fn token(&self) -> String {
        self.octets::<32>()
            .iter()
            .map(|octet| format!("{octet:02x}"))
            .collect()
    }

    /// A code of so many [`SIGNS`].
    #[must_use]
    pub fn code<const N: usize>(&self) -> String {
        self.octets::<N>()
            .iter()
            .map(|octet| char::from(SIGNS[usize::from(octet % 32)]))
            .collect()
    }
}

/// A code as it is kept: without what people put between its signs, in capitals, and no longer than `most`.
#[must_use]
pub fn clean_code(typed: &str, most: usize) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .take(most)
        .collect()
}

/// A code as it is printed and typed: in groups of so many signs.
#[must_use]
pub fn grouped_code(code: &str, size: usize) -> String {
    let signs: Vec<char> = code.chars().collect();
    let groups: Vec<String> = signs
        .chunks(size.max(1))
        .map(|group| group.iter().collect())
        .collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_printed() {
        let mut next = 0_u8;
        let random = Random::new(Box::new(move |octets| {
            for octet in octets {
                next = next.wrapping_add(37);
                *octet = next;
            }
        }));
        let code = random.code::<10>();
        let printed = grouped_code(&code, 5);
        assert_eq!(printed.len(), 11);
        assert_eq!(clean_code(&printed.to_lowercase().replace('-', " - "), 20), code);
        assert_eq!(grouped_code("ABCDEFG", 4), "ABCD-EFG");
    }
}
