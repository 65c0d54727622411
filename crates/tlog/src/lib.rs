//! The formats and the mathematics of a public transparency log, as its specifications have them. Pure: no file,
//! database or socket, no clock, no randomness.
//!
//! | Module | Specification |
//! | --- | --- |
//! | [`merkle`] | RFC 6962 section 2.1 (hashes and proofs), RFC 9162 sections 2.1.3.2 and 2.1.4.2 (checking proofs) |
//! | [`tile`] | <https://c2sp.org/tlog-tiles>: paths, hash tiles, entry bundles |
//! | [`note`] | <https://c2sp.org/signed-note>: notes, verifier keys, Ed25519 signatures |
//! | [`checkpoint`] | <https://c2sp.org/tlog-checkpoint>, and <https://c2sp.org/tlog-cosignature> in Ed25519 |
//! | [`proof`] | <https://c2sp.org/tlog-proof>: an inclusion proof that stands alone in one file |
//!
//! Everything read here may come from an adversary: every parser refuses what its specification does not allow, and
//! what it accepts is written back octet for octet.

pub mod checkpoint;
pub mod merkle;
pub mod note;
pub mod proof;
pub mod tile;

pub use checkpoint::Checkpoint;
pub use merkle::Hash;
pub use note::{Note, SigningKey, VerifierKey};

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// Base 64 as RFC 4648 section 4 has it, with padding.
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads base 64; only the one canonical way of writing is accepted.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A decimal number as the specifications write it: digits only, no leading zero.
fn decimal(text: &str) -> Option<u64> {
    let canonical = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    canonical.then(|| text.parse().ok()).flatten()
}
