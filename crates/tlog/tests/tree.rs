//! Trees grown by tiles against the definitions of RFC 6962, written down naively.

#![expect(clippy::unwrap_used, reason = "a test ends where it can't go on")]

use proptest::prelude::*;
use tlog::{
    Hash,
    merkle::{
        Edge, TileSet, consistency_ranges, empty_root, inclusion_ranges, leaf_hash, node_hash,
        proves_consistency, proves_inclusion,
    },
    tile::TilePath,
};

/// `MTH(D[n])` of RFC 6962 section 2.1, as the text defines it.
fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            node_hash(&mth(&leaves[..k]), &mth(&leaves[k..]))
        }
    }
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
}

/// A tree grown leaf by leaf, with all its tiles as wide as they are now.
fn grow(leaves: &[Hash]) -> (Edge, TileSet) {
    let (mut edge, mut tiles) = (Edge::new(), TileSet::default());
    let octets = |hashes: &[Hash]| hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>();
    for leaf in leaves {
        edge.push(*leaf, &mut |path: TilePath, hashes: &[Hash]| {
            tiles.insert(path.level().unwrap(), path.index(), &octets(hashes));
        });
    }
    for (path, hashes) in edge.partial() {
        tiles.insert(path.level().unwrap(), path.index(), &octets(hashes));
    }
    (edge, tiles)
}

fn inclusion(tiles: &TileSet, index: u64, size: u64) -> Vec<Hash> {
    let ranges = inclusion_ranges(index, size);
    tiles.proof(&ranges, size).unwrap()
}

fn consistency(tiles: &TileSet, old: u64, size: u64) -> Vec<Hash> {
    let ranges = consistency_ranges(old, size);
    tiles.proof(&ranges, size).unwrap()
}

/// Sizes around the turns of tiles and of powers of two, and any others.
fn size() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..40_u64,
        250..262_u64,
        500..520_u64,
        65_530..65_545_u64,
        0..3_000_u64,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_tree_of_tiles_has_the_root_of_the_definition(size in size()) {
        let leaves = leaves(size);
        let (edge, tiles) = grow(&leaves);
        prop_assert_eq!(edge.root(), mth(&leaves));
        prop_assert_eq!(edge.size(), size);
        prop_assert_eq!(&Edge::from_tiles(size, &tiles).unwrap(), &edge);
        prop_assert_eq!(tiles.hash(&(0..size), size).unwrap(), edge.root());
    }

    #[test]
    fn every_entry_is_proved_and_no_other(size in size(), place in any::<prop::sample::Index>(), wrong in any::<u8>()) {
        prop_assume!(size > 0);
        let leaves = leaves(size);
        let (edge, tiles) = grow(&leaves);
        let index = place.index(usize::try_from(size).unwrap()) as u64;
        let leaf = leaves[usize::try_from(index).unwrap()];
        let proof = inclusion(&tiles, index, size);
        prop_assert!(proves_inclusion(&proof, index, leaf, size, edge.root()));
        prop_assert!(!proves_inclusion(&proof, index, leaf_hash(b"other"), size, edge.root()));
        prop_assert!(!proves_inclusion(&proof, index, leaf, size, leaf_hash(b"other root")));
        prop_assert!(!proves_inclusion(&proof, index + 1, leaf, size, edge.root()));
        prop_assert!(!proves_inclusion(&proof, size, leaf, size, edge.root()));
        let mut longer = proof.clone();
        longer.push(leaf);
        prop_assert!(!proves_inclusion(&longer, index, leaf, size, edge.root()));
        if !proof.is_empty() {
            prop_assert!(!proves_inclusion(&proof[1..], index, leaf, size, edge.root()));
            let mut changed = proof.clone();
            let at = usize::from(wrong) % changed.len();
            changed[at].0[usize::from(wrong) % 32] ^= 1;
            prop_assert!(!proves_inclusion(&changed, index, leaf, size, edge.root()));
        }
    }

    #[test]
    fn every_earlier_tree_is_continued_and_no_other(size in size(), place in any::<prop::sample::Index>()) {
        let leaves = leaves(size);
        let (edge, tiles) = grow(&leaves);
        let old = place.index(usize::try_from(size).unwrap() + 1) as u64;
        let old_root = mth(&leaves[..usize::try_from(old).unwrap()]);
        let proof = consistency(&tiles, old, size);
        prop_assert!(proves_consistency(&proof, (old, old_root), (size, edge.root())));
        let forked = leaf_hash(b"fork");
        prop_assert!(!proves_consistency(&proof, (old, forked), (size, edge.root())));
        if old > 0 && old < size {
            prop_assert!(!proves_consistency(&proof, (old, old_root), (size, forked)));
            prop_assert!(!proves_consistency(&proof[1..], (old, old_root), (size, edge.root())));
            prop_assert!(!proves_consistency(&proof, (size, edge.root()), (old, old_root)), "a tree never shrinks");
        }
    }

    /// A proof needs only the tiles it says it needs, each as wide as the tree has it.
    #[test]
    fn a_proof_is_made_from_the_tiles_it_names(size in 1..70_000_u64, place in any::<prop::sample::Index>()) {
        let index = place.index(usize::try_from(size).unwrap()) as u64;
        let needed = TileSet::needed(&inclusion_ranges(index, size), size);
        prop_assert!(needed.len() <= 6, "{} tiles", needed.len());
        for path in &needed {
            let level = path.level().unwrap();
            prop_assert_eq!(Some(*path), TilePath::in_tree(level, path.index(), size));
        }
    }

    #[test]
    fn ranges_of_any_tree_end(index in any::<u64>(), size in any::<u64>()) {
        prop_assert!(inclusion_ranges(index, size).len() <= 64);
        prop_assert!(consistency_ranges(index, size).len() <= 65);
    }

    #[test]
    fn proofs_from_strangers_are_refused_not_followed(
        hashes in prop::collection::vec(any::<[u8; 32]>(), 0..70), index in any::<u64>(), size in any::<u64>(),
    ) {
        let proof: Vec<Hash> = hashes.into_iter().map(Hash).collect();
        let leaf = leaf_hash(b"a");
        let other = leaf_hash(b"b");
        prop_assert!(!proves_inclusion(&proof, index, leaf, size, other));
        prop_assert!(!proves_consistency(&proof, (index, leaf), (size, other)));
    }
}

#[test]
fn a_missing_or_short_tile_is_named() {
    let (_, mut tiles) = grow(&leaves(600));
    let ranges = inclusion_ranges(300, 600);
    assert!(tiles.proof(&ranges, 600).is_ok());
    tiles.insert(0, 1, &[0; 255 * 32]);
    let error = tiles.proof(&ranges, 600).unwrap_err();
    assert_eq!(error.to_string(), "tile/0/001 has the wrong length");
    let error = TileSet::default().proof(&ranges, 600).unwrap_err();
    assert!(error.to_string().ends_with(" is missing"), "{error}");
}

/// RFC 6962 has no vectors; these are the reference implementation's (certificate-transparency-go), widely used.
#[test]
fn the_reference_tree_has_the_reference_roots() {
    let data: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut edge = Edge::new();
    assert_eq!(edge.root(), empty_root());
    for (entry, root) in data.iter().zip(roots) {
        edge.push(leaf_hash(entry), &mut |_, _| ());
        assert_eq!(edge.root().to_string(), root);
    }
}
