//! Notes, checkpoints, keys, proofs, paths and bundles of a transparency log: what is accepted is written back octet
//! for octet.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tlog::{
    Checkpoint, Hash, Note, SigningKey, VerifierKey,
    checkpoint::cosigned_at,
    note::{Algorithm, Signature},
    proof::Proof,
    tile::{self, TilePath},
};

fuzz_target!(|octets: &[u8]| {
    if let Ok(entries) = tile::entries(octets) {
        let mut again = Vec::new();
        for entry in entries {
            tile::push_entry(&mut again, entry).expect("what was read can be written");
        }
        assert_eq!(again, octets);
    }
    assert!(tile::length_of(octets, 256) <= octets.len());
    let Ok(text) = std::str::from_utf8(octets) else { return };
    if let Ok(note) = text.parse::<Note>() {
        assert_eq!(note.to_string(), text);
        for algorithm in [Algorithm::Ed25519, Algorithm::Cosignature] {
            let key = SigningKey::from_seed("a", algorithm, &[1; 32]).expect("a name");
            let _ = Checkpoint::verified(&note, key.verifier());
            let _ = cosigned_at(&note, key.verifier());
        }
    }
    if let Ok(checkpoint) = text.parse::<Checkpoint>() {
        assert_eq!(checkpoint.to_string(), text);
    }
    if let Ok(path) = text.parse::<TilePath>() {
        assert_eq!(path.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SigningKey::from_text(text) {
        assert_eq!(key.to_text(), text);
    }
    if let Ok(line) = text.parse::<Signature>() {
        assert_eq!(line.to_string(), text);
    }
    if let Ok(hash) = text.parse::<Hash>() {
        assert_eq!(hash.to_string(), text);
    }
    if let Ok(proof) = text.parse::<Proof>() {
        assert_eq!(proof.to_string(), text);
        let key = SigningKey::from_seed("a", Algorithm::Ed25519, &[1; 32]).expect("a name");
        let _ = proof.verify(b"entry", key.verifier());
    }
});
