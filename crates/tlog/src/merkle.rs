//! RFC 6962 Merkle trees over SHA-256: hashes, the right edge of a growing tree, and proofs.
//!
//! A proof is planned first and made afterwards: [`inclusion_ranges`] and [`consistency_ranges`] say which ranges of
//! entries a proof speaks of, [`TileSet::needed`] which tiles they are made from, and [`TileSet::hash`] makes each
//! hash. So tiles can be read from anywhere, all at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Range,
    str::FromStr,
};

use sha2::{Digest as _, Sha256};

use crate::tile::{TILE_WIDTH, TilePath};

/// Octets of a hash.
pub const HASH_SIZE: usize = 32;

/// A SHA-256 hash in the tree. Written in lower-case hexadecimal for people, in base 64 in the formats.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; HASH_SIZE]);

impl Hash {
    /// The hash of thirty-two octets; `None` for any other number.
    #[must_use]
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// As the formats write it.
    #[must_use]
    pub fn to_base64(self) -> String {
        crate::to_base64(&self.0)
    }

    /// Reads what [`Hash::to_base64`] wrote.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        Self::from_slice(&crate::from_base64(text)?)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is no hash in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no SHA-256 hash in lower-case hexadecimal")]
pub struct NoHash;

impl FromStr for Hash {
    type Err = NoHash;

    fn from_str(text: &str) -> Result<Self, NoHash> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(NoHash),
        };
        if text.len() != 2 * HASH_SIZE {
            return Err(NoHash);
        }
        let mut hash = [0; HASH_SIZE];
        for (octet, pair) in hash.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *octet = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(hash))
    }
}

/// The hash of an entry: `SHA-256(0x00 || entry)`.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([0])
            .chain_update(entry)
            .finalize()
            .into(),
    )
}

/// The hash over two subtrees: `SHA-256(0x01 || left || right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// The root of a tree without entries: the hash of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

/// A subtree all of whose leaves are there: those from `index << height` on, `1 << height` many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Perfect {
    height: u8,
    index: u64,
}

/// The perfect subtrees that a subtree over `range` consists of, from left to right: one for each bit of its size.
fn perfect(range: &Range<u64>) -> impl DoubleEndedIterator<Item = Perfect> + use<> {
    let Range { start, end } = *range;
    let size = end - start;
    (0..64_u8)
        .rev()
        .filter(move |bit| size >> bit & 1 == 1)
        .map(move |height| {
            // What the larger subtrees to the left of this one cover.
            let before = size.checked_shr(u32::from(height) + 1).unwrap_or(0) << 1;
            Perfect {
                height,
                index: (start >> height) + before,
            }
        })
}

/// The root over hashes of subtrees given from left to right; `None` when there are none.
fn join(hashes: impl DoubleEndedIterator<Item = Hash>) -> Option<Hash> {
    hashes.rev().reduce(|right, left| node_hash(&left, &right))
}

/// The root over a power of two of hashes.
fn perfect_root(hashes: &[Hash]) -> Hash {
    let mut level = hashes.to_vec();
    while level.len() > 1 {
        level = level
            .chunks_exact(2)
            .map(|pair| node_hash(&pair[0], &pair[1]))
            .collect();
    }
    level[0]
}

/// The largest power of two smaller than `n`, which is at least 2.
fn split(n: u64) -> u64 {
    1 << (63 - (n - 1).leading_zeros())
}

/// The ranges of entries whose hashes prove that the entry `index` is in the tree of `size` entries, from the leaf's
/// sibling up (RFC 6962 section 2.1.1). Empty when `index` is not in the tree.
#[must_use]
pub fn inclusion_ranges(index: u64, size: u64) -> Vec<Range<u64>> {
    let mut ranges = Vec::new();
    if index < size {
        let mut range = 0..size;
        while range.end - range.start > 1 {
            let middle = range.start + split(range.end - range.start);
            if index < middle {
                ranges.push(middle..range.end);
                range.end = middle;
            } else {
                ranges.push(range.start..middle);
                range.start = middle;
            }
        }
        ranges.reverse();
    }
    ranges
}

/// The ranges of entries whose hashes prove that the tree of `size` entries continues the one of `old` entries
/// (RFC 6962 section 2.1.2). Empty when one of both is empty or they have the same size.
#[must_use]
pub fn consistency_ranges(old: u64, size: u64) -> Vec<Range<u64>> {
    let mut ranges = Vec::new();
    if old > 0 && old < size {
        let mut range = 0..size;
        let mut whole = true;
        while old < range.end {
            let middle = range.start + split(range.end - range.start);
            if old <= middle {
                ranges.push(middle..range.end);
                range.end = middle;
            } else {
                ranges.push(range.start..middle);
                range.start = middle;
                whole = false;
            }
        }
        if !whole {
            ranges.push(range);
        }
        ranges.reverse();
    }
    ranges
}

/// Whether `proof` shows that an entry with the hash `leaf` stands at `index` in the tree of `size` entries with
/// the root `root` (RFC 9162 section 2.1.3.2).
#[must_use]
pub fn proves_inclusion(proof: &[Hash], index: u64, leaf: Hash, size: u64, root: Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last, mut hash) = (index, size - 1, leaf);
    for other in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(other, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, other);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root
}

/// Whether `proof` shows that the tree `(size, root)` continues the tree `(old_size, old_root)`
/// (RFC 9162 section 2.1.4.2). Every tree continues the empty one, and itself.
#[must_use]
pub fn proves_consistency(proof: &[Hash], old: (u64, Hash), new: (u64, Hash)) -> bool {
    let ((old_size, old_root), (size, root)) = (old, new);
    if old_size == 0 {
        return proof.is_empty() && old_root == empty_root();
    }
    if old_size >= size {
        return old_size == size && proof.is_empty() && old_root == root;
    }
    let mut path = proof.iter().copied();
    let first = if old_size.is_power_of_two() {
        Some(old_root)
    } else {
        path.next()
    };
    let Some(first) = first else { return false };
    let (mut at, mut last) = (old_size - 1, size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old_hash, mut hash) = (first, first);
    for other in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(&other, &old_hash);
            hash = node_hash(&other, &hash);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, &other);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == old_root && hash == root
}

/// A tile whose octets are not what the tree needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// The tile is not there.
    #[error("{0} is missing")]
    Missing(TilePath),
    /// The tile holds another number of octets than hashes of its width take.
    #[error("{0} has the wrong length")]
    Length(TilePath),
}

/// The right edge of a growing tree: the hashes of the last, not yet full tile of each level. It is all that is
/// needed to append entries and to know the root.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// The edge of an empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The tiles that make the edge of a tree of `size` entries.
    pub fn tiles(size: u64) -> impl Iterator<Item = TilePath> {
        TilePath::edge(size).filter(|path| !path.is_full())
    }

    /// The edge of a tree of `size` entries from its tiles, as [`Edge::tiles`] names them. A tile may be wider than
    /// needed.
    ///
    /// # Errors
    /// When a tile is missing or too short.
    pub fn from_tiles(size: u64, tiles: &TileSet) -> Result<Self, TileError> {
        let mut edge = Self {
            size,
            levels: Vec::new(),
        };
        for path in Self::tiles(size) {
            let level = path.level().unwrap_or_default();
            edge.levels.resize(usize::from(level) + 1, Vec::new());
            edge.levels[usize::from(level)] = tiles.tile(&path)?.to_vec();
        }
        Ok(edge)
    }

    /// How many entries the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry by its hash. Each tile that becomes full is handed to `full`, lowest level first.
    pub fn push(&mut self, leaf: Hash, full: &mut impl FnMut(TilePath, &[Hash])) {
        self.size += 1;
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let tile = &mut self.levels[level];
            tile.push(hash);
            if tile.len() < usize::from(TILE_WIDTH) {
                break;
            }
            let level = u8::try_from(level).unwrap_or(u8::MAX);
            let index = (self.size >> (8 * u32::from(level) + 8)) - 1;
            full(TilePath::hashes(level, index, TILE_WIDTH), tile);
            hash = perfect_root(tile);
            tile.clear();
        }
    }

    /// The tiles of the edge that are not empty, lowest level first.
    pub fn partial(&self) -> impl Iterator<Item = (TilePath, &[Hash])> {
        Self::tiles(self.size).map(|path| {
            let level = usize::from(path.level().unwrap_or_default());
            (path, self.levels[level].as_slice())
        })
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        // From right to left: each level's tile holds one perfect subtree for each bit of its width.
        let mut root: Option<Hash> = None;
        for tile in &self.levels {
            let mut end = tile.len();
            for bit in 0..8 {
                let width = 1 << bit;
                if tile.len() & width != 0 {
                    let left = perfect_root(&tile[end - width..end]);
                    root = Some(root.map_or(left, |right| node_hash(&left, &right)));
                    end -= width;
                }
            }
        }
        root.unwrap_or_else(empty_root)
    }
}

/// Hash tiles read from somewhere, to make proofs from.
#[derive(Debug, Clone, Default)]
pub struct TileSet {
    tiles: BTreeMap<(u8, u64), Vec<Hash>>,
}

impl TileSet {
    /// Adds a tile. Octets beyond the last whole hash are left out, so a damaged tile is found too short.
    pub fn insert(&mut self, level: u8, index: u64, octets: &[u8]) {
        let hashes = octets
            .chunks_exact(HASH_SIZE)
            .filter_map(Hash::from_slice)
            .collect();
        self.tiles.insert((level, index), hashes);
    }

    /// The tiles from which the hashes of `ranges` are made in a tree of `size` entries, each once.
    pub fn needed(ranges: &[Range<u64>], size: u64) -> BTreeSet<TilePath> {
        let tile = |part: Perfect| {
            let level = part.height / 8;
            let first = part.index << (part.height % 8);
            TilePath::in_tree(level, first / u64::from(TILE_WIDTH), size)
        };
        ranges.iter().flat_map(perfect).filter_map(tile).collect()
    }

    fn tile(&self, path: &TilePath) -> Result<&[Hash], TileError> {
        let level = path.level().unwrap_or_default();
        let hashes = self
            .tiles
            .get(&(level, path.index()))
            .ok_or(TileError::Missing(*path))?;
        hashes
            .get(..usize::from(path.width()))
            .ok_or(TileError::Length(*path))
    }

    /// The hash over a range of entries that is a subtree of a tree of `size` entries.
    ///
    /// # Errors
    /// When a tile that it is made from is missing or too short.
    pub fn hash(&self, range: &Range<u64>, size: u64) -> Result<Hash, TileError> {
        let parts: Vec<Hash> = perfect(range)
            .map(|part| self.perfect(part, size))
            .collect::<Result<_, _>>()?;
        Ok(join(parts.into_iter()).unwrap_or_else(empty_root))
    }

    fn perfect(&self, part: Perfect, size: u64) -> Result<Hash, TileError> {
        let level = part.height / 8;
        let count = 1_usize << (part.height % 8);
        let first = part.index << (part.height % 8);
        let index = first / u64::from(TILE_WIDTH);
        let missing = TileError::Missing(TilePath::hashes(level, index, TILE_WIDTH));
        let path = TilePath::in_tree(level, index, size).ok_or(missing)?;
        let from = usize::try_from(first % u64::from(TILE_WIDTH)).unwrap_or_default();
        let hashes = self
            .tile(&path)?
            .get(from..from + count)
            .ok_or(TileError::Length(path))?;
        Ok(perfect_root(hashes))
    }

    /// The hashes of a proof, from its ranges.
    ///
    /// # Errors
    /// As [`TileSet::hash`].
    pub fn proof(&self, ranges: &[Range<u64>], size: u64) -> Result<Vec<Hash>, TileError> {
        ranges.iter().map(|range| self.hash(range, size)).collect()
    }
}
