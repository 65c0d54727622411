//! The key that addresses are sealed with: a file beside the database that must not be in it.

use std::{fmt, path::Path};

use aes_gcm::{
    Aes256Gcm,
    aead::{Aead as _, KeyInit as _},
};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::secret::{self, KeyError};

/// Octets of a nonce, which stands before what is sealed.
const NONCE: usize = 12;

/// The key. Whoever has it and the database can read addresses.
#[derive(Clone)]
pub struct OutboxKey([u8; 32]);

impl fmt::Debug for OutboxKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OutboxKey")
    }
}

impl OutboxKey {
    /// A key of thirty-two secret random octets.
    #[must_use]
    pub fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// The key in a file; one is made of `fresh` when there is none. Without the old key, the addresses sealed with it
    /// are lost, and their owners subscribe anew.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn load(path: &Path, fresh: [u8; 32]) -> Result<Self, KeyError> {
        secret::load(path, fresh).map(Self)
    }

    /// A keyed hash (HMAC-SHA-256) of parts for a purpose. Each part goes in with its length, so that no two lists of
    /// parts are alike.
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    pub(crate) fn mac(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }

    /// A keyed hash by which something is known again, for a purpose, without being told: whoever has the database alone
    /// can't try values out.
    #[must_use]
    pub fn blind(&self, purpose: &str, value: &str) -> Vec<u8> {
        self.mac("blind", &[purpose.as_bytes(), value.as_bytes()])
    }

    #[expect(
        clippy::expect_used,
        reason = "a hash of SHA-256 has the length of a key of AES-256"
    )]
    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new_from_slice(&self.mac("seal", &[])).expect("thirty-two octets")
    }

    /// Seals octets (AES-256-GCM) under a nonce that is never used again: twelve random octets.
    #[expect(clippy::expect_used, reason = "sealing fails for texts beyond 64 GiB only")]
    #[must_use]
    pub fn seal(&self, nonce: [u8; NONCE], open: &[u8]) -> Vec<u8> {
        let mut sealed = nonce.to_vec();
        sealed.extend(self.cipher().encrypt(&nonce.into(), open).expect("a short text"));
        sealed
    }

    /// Opens what was sealed with this key and not changed since; `None` for anything else.
    #[must_use]
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
        self.cipher().decrypt(&(*nonce).into(), sealed).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_own_key_only_and_unchanged_only() {
        let key = OutboxKey::new([7; 32]);
        let sealed = key.seal([1; NONCE], "dân@example.vn".as_bytes());
        assert!(!sealed.windows(7).any(|octets| octets == b"example"));
        assert_eq!(key.open(&sealed).as_deref(), Some("dân@example.vn".as_bytes()));
        assert_eq!(OutboxKey::new([8; 32]).open(&sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open(&changed), None, "octet {at}");
        }
        assert_eq!(key.open(&[]), None);
    }

    #[test]
    fn parts_run_not_together() {
        let key = OutboxKey::new([7; 32]);
        assert_ne!(key.mac("p", &[b"ab", b"c"]), key.mac("p", &[b"a", b"bc"]));
        assert_ne!(key.mac("p", &[b"a"]), key.mac("q", &[b"a"]));
    }

    #[test]
    fn what_is_blinded_is_known_again_by_its_purpose_and_key_only() {
        let key = OutboxKey::new([7; 32]);
        let known = key.blind("person", "091080000001");
        assert_eq!(known, key.blind("person", "091080000001"));
        assert_ne!(known, key.blind("person", "091080000002"));
        assert_ne!(known, key.blind("household", "091080000001"));
        assert_ne!(known, OutboxKey::new([8; 32]).blind("person", "091080000001"));
    }
}
