//! Parsers before strangers: they never panic, and what they accept they write back as it was.

#![expect(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use proptest::prelude::*;
use tlog::{
    Checkpoint, Note, SigningKey, VerifierKey,
    note::{Algorithm, Signature},
    proof::Proof,
    tile::{self, TilePath},
};

fn example() -> String {
    let key = SigningKey::from_seed("dinh.example/log", Algorithm::Ed25519, &[5; 32]).unwrap();
    let checkpoint = Checkpoint::new("dinh.example/log", 1_000, tlog::merkle::empty_root()).sign(&[&key]);
    let proof = Proof {
        extra: Some(b"xin ch\xc3\xa0o".to_vec()),
        index: 7,
        hashes: vec![tlog::merkle::leaf_hash(b"a"), tlog::merkle::leaf_hash(b"b")],
        checkpoint,
    };
    proof.to_string()
}

/// A valid text with a few characters changed, cut or doubled.
fn nearly() -> impl Strategy<Value = String> {
    (prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0..3_u8), 0..4)).prop_map(
        |changes| {
            let mut text: Vec<char> = example().chars().collect();
            for (place, c, what) in changes {
                let at = place.index(text.len());
                match what {
                    0 => text[at] = c,
                    1 => drop(text.remove(at)),
                    _ => text.insert(at, text[at]),
                }
            }
            text.into_iter().collect()
        },
    )
}

fn check(text: &str) -> Result<(), TestCaseError> {
    if let Ok(note) = text.parse::<Note>() {
        prop_assert_eq!(note.to_string(), text);
        if let Ok(checkpoint) = note.text.parse::<Checkpoint>() {
            prop_assert_eq!(checkpoint.to_string(), note.text);
        }
    }
    if let Ok(proof) = text.parse::<Proof>() {
        prop_assert_eq!(proof.to_string(), text);
    }
    if let Ok(path) = text.parse::<TilePath>() {
        prop_assert_eq!(path.to_string(), text);
    }
    if let Ok(key) = text.parse::<VerifierKey>() {
        prop_assert_eq!(key.to_string(), text);
    }
    if let Ok(key) = SigningKey::from_text(text) {
        prop_assert_eq!(key.to_text(), text);
    }
    if let Ok(line) = text.parse::<Signature>() {
        prop_assert_eq!(line.to_string(), text);
    }
    Ok(())
}

proptest! {
    #[test]
    fn nearly_right_texts_are_read_exactly_or_not_at_all(text in nearly()) {
        check(&text)?;
        if let Some((_, note)) = text.split_once("\n\n") {
            check(note)?;
        }
    }

    #[test]
    fn any_text_is_read_exactly_or_not_at_all(text in "\\PC{0,80}") {
        check(&text)?;
        check(&format!("{text}\n\n— a AAAAAAAA\n"))?;
    }

    #[test]
    fn any_path_is_read_exactly_or_not_at_all(text in "tile/([0-9]{1,3}|entries)/(x?[0-9]{1,4}/){0,3}[0-9]{1,4}(\\.p/[0-9]{1,3})?") {
        check(&text)?;
    }

    #[test]
    fn every_path_is_read_as_it_was_written(level in 0..64_u8, index in any::<u64>(), width in 1..=256_u16) {
        for path in [TilePath::hashes(level, index, width), TilePath::entries(index, width)] {
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }
    }

    #[test]
    fn any_octets_are_a_bundle_or_not(octets in prop::collection::vec(any::<u8>(), 0..600), width in 1..=256_u16) {
        let cut = tile::length_of(&octets, width);
        prop_assert!(cut <= octets.len());
        if let Ok(entries) = tile::entries(&octets) {
            let mut again = Vec::new();
            for entry in &entries {
                tile::push_entry(&mut again, entry).unwrap();
            }
            prop_assert_eq!(&again, &octets);
            let first = tile::entries(&octets[..cut]).unwrap();
            prop_assert_eq!(first.len(), entries.len().min(usize::from(width)));
        }
    }
}

#[test]
fn the_example_itself_is_read() {
    let proof: Proof = example().parse().unwrap();
    assert_eq!(proof.to_string(), example());
}
