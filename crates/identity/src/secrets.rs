//! Random secrets: what people hold in their hands or browsers, and the hash that is kept of it.

use std::fmt;

use platform::random::{Random, SIGNS, grouped_code};
use sha2::{Digest as _, Sha256};

/// Octets in hexadecimal.
pub(crate) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// What is kept of a secret. The secrets are random and long, so that a plain hash does.
pub(crate) fn hash(what: &str, secret: &str) -> Vec<u8> {
    let hash = Sha256::new()
        .chain_update(what)
        .chain_update(":")
        .chain_update(secret)
        .finalize();
    hash.to_vec()
}

/// How many signs a code has: 40 bits to find it by, and 40 to prove it with, far more than can be tried while it
/// lasts.
const CODE_SIGNS: usize = 16;
/// The signs by which a code is found. Of those that follow, a password hash is kept: half a code is short enough for
/// all of them to be tried by who has read the database.
const FOUND_BY: usize = 8;

/// A one-time code to enrol with, printed once and then forgotten.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

impl Code {
    pub(crate) fn draw(random: &Random) -> Self {
        Self(random.code::<CODE_SIGNS>())
    }

    /// Reads a code as typed: spaces and hyphens don't count, nor capitals; O and 0, I, l and 1 can't be meant.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        let signs: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        let sound = signs.len() == CODE_SIGNS && signs.bytes().all(|sign| SIGNS.contains(&sign));
        sound.then_some(Self(signs))
    }

    /// The code in groups of four, as it is printed and typed.
    #[must_use]
    pub fn grouped(&self) -> String {
        grouped_code(&self.0, 4)
    }

    /// What a code is found by.
    pub(crate) fn place(&self) -> Vec<u8> {
        hash("code", &self.0[..FOUND_BY])
    }

    /// What proves a code.
    pub(crate) fn secret(&self) -> &str {
        &self.0[FOUND_BY..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let mut next = 0_u8;
        let random = Random::new(Box::new(move |octets| {
            octets.fill_with(|| {
                next = next.wrapping_add(7);
                next
            });
        }));
        let code = Code::draw(&random);
        assert_eq!(code.grouped().len(), 19);
        assert_eq!(Code::read(&code.grouped()), Some(code.clone()));
        assert_eq!(
            Code::read(&code.grouped().to_lowercase().replace('-', " ")),
            Some(code.clone())
        );
        assert_eq!(Code::read("0000-0000-0000-0000"), None);
        assert_eq!(Code::read(""), None);
        assert!(!format!("{code:?}").contains(&code.0));
    }
}
