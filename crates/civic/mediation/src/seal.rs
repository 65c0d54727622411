//! What is written about cases is sealed: with a key of the unit, which is sealed with the installation's master key. The
//! master key is a file beside the database that must not be in it.

use std::{fmt, path::Path};

use chacha20poly1305::{
    XChaCha20Poly1305,
    aead::{Aead as _, KeyInit as _, Payload},
};
use platform::secret::{self, KeyError};
use serde::{Serialize, de::DeserializeOwned};
use units::UnitId;

/// Octets of a nonce, which stands before what is sealed. So many can be drawn at random without two being alike.
pub const NONCE: usize = 24;

/// The key that keys of units are sealed with.
#[derive(Clone)]
pub struct MasterKey([u8; 32]);

/// The key that a unit's cases are sealed with.
#[derive(Clone)]
pub struct UnitKey {
    unit: UnitId,
    octets: [u8; 32],
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

impl fmt::Debug for UnitKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnitKey")
    }
}

impl MasterKey {
    /// A key of thirty-two secret random octets.
    #[must_use]
    pub const fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// The key in a file; one is made of `fresh` when there is none. Without the old key nothing can be read that was
    /// sealed under it: whoever opens an installation that has keys of units asks for the file first.
    ///
    /// # Errors
    /// [`KeyError`]
    pub fn load(path: &Path, fresh: [u8; 32]) -> Result<Self, KeyError> {
        secret::load(path, fresh).map(Self)
    }

    /// Seals a unit's key.
    #[must_use]
    pub fn wrap(&self, nonce: [u8; NONCE], key: &UnitKey) -> Vec<u8> {
        seal(&self.0, nonce, &bound("unit", key.unit, &[]), &key.octets)
    }

    /// Opens a unit's key; none when it was sealed under another master key, or for another unit.
    #[must_use]
    pub fn unwrap(&self, unit: UnitId, wrapped: &[u8]) -> Option<UnitKey> {
        let octets = open(&self.0, &bound("unit", unit, &[]), wrapped)?;
        Some(UnitKey {
            unit,
            octets: octets.try_into().ok()?,
        })
    }
}

impl UnitKey {
    /// A unit's key of thirty-two secret random octets.
    #[must_use]
    pub const fn new(unit: UnitId, octets: [u8; 32]) -> Self {
        Self { unit, octets }
    }

    /// Seals something for one place only: the sealed octets of one row do not open in another.
    ///
    /// # Errors
    /// When it can't be written as JSON.
    pub fn seal<T: Serialize>(
        &self,
        nonce: [u8; NONCE],
        (what, id): (&str, uuid::Uuid),
        value: &T,
    ) -> Result<Vec<u8>, serde_json::Error> {
        let mut words = serde_json::to_vec(value)?;
        // The length of what is sealed would tell who has told much; to a multiple, it tells less. JSON ends in spaces.
        words.resize(words.len().next_multiple_of(256), b' ');
        Ok(seal(
            &self.octets,
            nonce,
            &bound(what, self.unit, id.as_bytes()),
            &words,
        ))
    }

    /// Opens what was sealed with this key for this place, and not changed since.
    #[must_use]
    pub fn open<T: DeserializeOwned>(&self, (what, id): (&str, uuid::Uuid), sealed: &[u8]) -> Option<T> {
        let words = open(&self.octets, &bound(what, self.unit, id.as_bytes()), sealed)?;
        serde_json::from_slice(&words).ok()
    }
}

/// What sealed octets belong to: they open nowhere else.
fn bound(what: &str, unit: UnitId, id: &[u8]) -> Vec<u8> {
    let mut octets = format!("dinh mediation {what} {}\n", unit.0).into_bytes();
    octets.extend(id);
    octets
}

#[expect(clippy::expect_used, reason = "sealing fails for texts beyond 256 GiB only")]
fn seal(key: &[u8; 32], nonce: [u8; NONCE], bound: &[u8], words: &[u8]) -> Vec<u8> {
    let payload = Payload {
        msg: words,
        aad: bound,
    };
    let mut sealed = nonce.to_vec();
    let cipher = XChaCha20Poly1305::new(key.into());
    sealed.extend(cipher.encrypt(&nonce.into(), payload).expect("a short text"));
    sealed
}

fn open(key: &[u8; 32], bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload {
        msg: sealed,
        aad: bound,
    };
    XChaCha20Poly1305::new(key.into())
        .decrypt(&(*nonce).into(), payload)
        .ok()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const UNIT: UnitId = UnitId(7);

    #[test]
    fn what_is_sealed_opens_in_its_own_place_only_and_unchanged_only() {
        let key = UnitKey::new(UNIT, [7; 32]);
        let here = ("case", Uuid::from_u128(1));
        let words = "Bà Tiêu Thị Hoàng Yến".to_owned();
        let sealed = key.seal([1; NONCE], here, &words).expect("a text");
        assert_eq!(key.open::<String>(here, &sealed).as_ref(), Some(&words));
        assert_eq!(key.open::<String>(("case", Uuid::from_u128(2)), &sealed), None);
        assert_eq!(key.open::<String>(("note", Uuid::from_u128(1)), &sealed), None);
        assert_eq!(
            UnitKey::new(UnitId(8), [7; 32]).open::<String>(here, &sealed),
            None
        );
        assert_eq!(UnitKey::new(UNIT, [8; 32]).open::<String>(here, &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(key.open::<String>(here, &changed), None, "octet {at}");
        }
        assert_eq!(key.open::<String>(here, &[]), None);
        let longer = key.seal([1; NONCE], here, &words.repeat(3)).expect("a text");
        assert_eq!(sealed.len(), longer.len(), "the length tells nothing");
    }

    #[test]
    fn a_unit_s_key_opens_under_its_master_key_and_for_its_unit() {
        let master = MasterKey::new([1; 32]);
        let wrapped = master.wrap([2; NONCE], &UnitKey::new(UNIT, [9; 32]));
        assert_eq!(master.unwrap(UNIT, &wrapped).map(|key| key.octets), Some([9; 32]));
        assert!(master.unwrap(UnitId(8), &wrapped).is_none());
        assert!(MasterKey::new([3; 32]).unwrap(UNIT, &wrapped).is_none());
    }
}
