//! Paths and contents of the files that make a log (<https://c2sp.org/tlog-tiles>): hash tiles of height 8 and
//! entry bundles.

use std::{fmt, str::FromStr};

/// Hashes or entries in a full tile.
pub const TILE_WIDTH: u16 = 256;

/// The most octets an entry may have: its length is written in sixteen bits.
pub const MAX_ENTRY: usize = 0xffff;

/// The highest level a path may name.
const MAX_LEVEL: u8 = 63;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    Hashes(u8),
    Entries,
}

/// The path of a tile below the log's address: `tile/0/x001/234`, `tile/entries/000.p/17`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    kind: Kind,
    index: u64,
    width: u16,
}

impl TilePath {
    /// A tile of hashes of a level. A width outside 1 to 256 is brought inside.
    #[must_use]
    pub fn hashes(level: u8, index: u64, width: u16) -> Self {
        Self {
            kind: Kind::Hashes(level.min(MAX_LEVEL)),
            index,
            width: width.clamp(1, TILE_WIDTH),
        }
    }

    /// A bundle of entries. A width outside 1 to 256 is brought inside.
    #[must_use]
    pub fn entries(index: u64, width: u16) -> Self {
        Self {
            kind: Kind::Entries,
            index,
            width: width.clamp(1, TILE_WIDTH),
        }
    }

    /// A hash tile as wide as a tree of `size` entries has it; `None` when the tree has nothing there.
    #[must_use]
    pub fn in_tree(level: u8, index: u64, size: u64) -> Option<Self> {
        let width = width_in(level, index, size);
        (width > 0).then(|| Self::hashes(level, index, width))
    }

    /// An entry bundle as wide as a tree of `size` entries has it; `None` when the tree has nothing there.
    #[must_use]
    pub fn entries_in_tree(index: u64, size: u64) -> Option<Self> {
        let width = width_in(0, index, size);
        (width > 0).then(|| Self::entries(index, width))
    }

    /// The last hash tile of each level of a tree of `size` entries that has one, lowest level first. A level's last
    /// tile is full when the next entry begins a new one; levels whose tile is empty are left out.
    pub(crate) fn edge(size: u64) -> impl Iterator<Item = Self> {
        (0..8_u8).filter_map(move |level| {
            let hashes = size >> (8 * u32::from(level));
            let index = hashes / u64::from(TILE_WIDTH);
            Self::in_tree(level, index, size)
        })
    }

    /// Every file of a log of `size` entries besides the checkpoint: hash tiles and entry bundles.
    pub fn all(size: u64) -> impl Iterator<Item = Self> {
        let hashes = (0..8_u8).flat_map(move |level| {
            let tiles = (size >> (8 * u32::from(level))).div_ceil(u64::from(TILE_WIDTH));
            (0..tiles).filter_map(move |index| Self::in_tree(level, index, size))
        });
        let bundles = (0..size.div_ceil(u64::from(TILE_WIDTH)))
            .filter_map(move |index| Self::entries_in_tree(index, size));
        hashes.chain(bundles)
    }

    /// The level of a hash tile; `None` for an entry bundle.
    #[must_use]
    pub fn level(&self) -> Option<u8> {
        match self.kind {
            Kind::Hashes(level) => Some(level),
            Kind::Entries => None,
        }
    }

    /// Its place within the level, from 0.
    #[must_use]
    pub fn index(&self) -> u64 {
        self.index
    }

    /// How many hashes or entries it holds, 1 to 256.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Whether it holds 256, so that it never changes.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.width == TILE_WIDTH
    }

    /// The same tile once it is full.
    #[must_use]
    pub fn full(&self) -> Self {
        Self {
            width: TILE_WIDTH,
            ..*self
        }
    }
}

/// How many hashes tile `index` of `level` holds in a tree of `size` entries, 0 to 256.
fn width_in(level: u8, index: u64, size: u64) -> u16 {
    let hashes = size.checked_shr(8 * u32::from(level)).unwrap_or(0);
    let before = index.saturating_mul(u64::from(TILE_WIDTH));
    u16::try_from(hashes.saturating_sub(before).min(u64::from(TILE_WIDTH))).unwrap_or(TILE_WIDTH)
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Hashes(level) => write!(f, "tile/{level}/")?,
            Kind::Entries => f.write_str("tile/entries/")?,
        }
        let mut groups = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups.push(rest % 1000);
            rest /= 1000;
        }
        for group in groups[1..].iter().rev() {
            write!(f, "x{group:03}/")?;
        }
        write!(f, "{:03}", groups[0])?;
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)?;
        }
        Ok(())
    }
}

/// A text that is not the path of a tile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this is no path of a tile")]
pub struct NoTilePath;

impl FromStr for TilePath {
    type Err = NoTilePath;

    fn from_str(text: &str) -> Result<Self, NoTilePath> {
        let rest = text.strip_prefix("tile/").ok_or(NoTilePath)?;
        let (level, rest) = rest.split_once('/').ok_or(NoTilePath)?;
        let kind = if level == "entries" {
            Kind::Entries
        } else {
            let level = crate::decimal(level).filter(|level| *level <= u64::from(MAX_LEVEL));
            Kind::Hashes(u8::try_from(level.ok_or(NoTilePath)?).map_err(|_| NoTilePath)?)
        };
        let (place, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH),
            Some((place, width)) => {
                let width = crate::decimal(width).filter(|width| (1..256).contains(width));
                (
                    place,
                    u16::try_from(width.ok_or(NoTilePath)?).map_err(|_| NoTilePath)?,
                )
            }
        };
        let mut index = 0_u64;
        let mut groups = place.split('/').peekable();
        while let Some(group) = groups.next() {
            let digits = match (groups.peek(), group.strip_prefix('x')) {
                (Some(_), Some(digits)) => digits,
                (None, None) => group,
                _ => return Err(NoTilePath),
            };
            if digits.len() != 3 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(NoTilePath);
            }
            let value: u64 = digits.parse().map_err(|_| NoTilePath)?;
            index = index
                .checked_mul(1000)
                .and_then(|index| index.checked_add(value))
                .ok_or(NoTilePath)?;
        }
        let path = Self { kind, index, width };
        // `x000/001` would be a second name of `001`.
        if path.to_string() == text {
            Ok(path)
        } else {
            Err(NoTilePath)
        }
    }
}

/// What is wrong with the octets of an entry bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// It ends within an entry.
    #[error("the bundle ends within an entry")]
    Short,
    /// It holds more than 256 entries.
    #[error("the bundle holds more than 256 entries")]
    Full,
    /// An entry is longer than sixteen bits can say.
    #[error("an entry of {0} octets is longer than 65535")]
    Long(usize),
}

/// Appends an entry to the octets of a bundle.
///
/// # Errors
/// [`BundleError::Long`]
pub fn push_entry(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), BundleError> {
    let length = u16::try_from(entry.len()).map_err(|_| BundleError::Long(entry.len()))?;
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Ok(())
}

/// How many octets of a bundle its first `width` entries take; all of it when it has fewer.
#[must_use]
pub fn length_of(bundle: &[u8], width: u16) -> usize {
    let mut at = 0;
    for _ in 0..width {
        let Some(length) = bundle.get(at..at + 2) else {
            break;
        };
        at += 2 + usize::from(u16::from_be_bytes([length[0], length[1]]));
    }
    at.min(bundle.len())
}

/// The entries of a bundle, in order.
///
/// # Errors
/// [`BundleError::Short`], [`BundleError::Full`]
pub fn entries(bundle: &[u8]) -> Result<Vec<&[u8]>, BundleError> {
    let mut entries = Vec::new();
    let mut rest = bundle;
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>().ok_or(BundleError::Short)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (entry, after) = after.split_at_checked(length).ok_or(BundleError::Short)?;
        if entries.len() == usize::from(TILE_WIDTH) {
            return Err(BundleError::Full);
        }
        entries.push(entry);
        rest = after;
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_the_specification_shows() {
        for (path, text) in [
            (TilePath::hashes(0, 1_234_067, 256), "tile/0/x001/x234/067"),
            (TilePath::hashes(3, 0, 1), "tile/3/000.p/1"),
            (TilePath::entries(999, 256), "tile/entries/999"),
            (TilePath::entries(1000, 255), "tile/entries/x001/000.p/255"),
        ] {
            assert_eq!(path.to_string(), text);
            assert_eq!(text.parse(), Ok(path));
        }
    }

    #[test]
    fn there_is_one_way_to_write_a_path() {
        for text in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/x001",
            "tile/0/001/002",
            "tile/0/000/",
            "tile/0/000.p/0",
            "tile/0/000.p/01",
            "tile/0/000.p/256",
            "tile/0/000.p/",
            "tile/0/000.p/1.p/1",
            "tile/0/+01",
            "tile/0/x999/x999/x999/x999/x999/x999/999",
            "/tile/0/000",
            "tile/entries/../000",
        ] {
            assert_eq!(text.parse::<TilePath>(), Err(NoTilePath), "{text}");
        }
    }

    /// The example of the specification: a tree of 70,000.
    #[test]
    fn a_tree_has_the_tiles_of_the_specification() {
        let all: Vec<TilePath> = TilePath::all(70_000).collect();
        let of = |level: Option<u8>| -> Vec<&TilePath> {
            all.iter().filter(|path| path.level() == level).collect()
        };
        assert_eq!(of(Some(0)).len(), 274);
        assert_eq!(of(Some(0))[273].width(), 112);
        assert_eq!(
            of(Some(1)).iter().map(|p| p.width()).collect::<Vec<_>>(),
            [256, 17]
        );
        assert_eq!(of(Some(2)).iter().map(|p| p.width()).collect::<Vec<_>>(), [1]);
        assert_eq!(of(None).len(), 274);
        let small: Vec<String> = TilePath::all(256).map(|path| path.to_string()).collect();
        assert_eq!(small, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
        assert_eq!(TilePath::all(0).count(), 0);
    }

    #[test]
    fn a_bundle_gives_back_its_entries() {
        let mut bundle = Vec::new();
        for entry in [b"mot".as_slice(), b"", b"ba"] {
            push_entry(&mut bundle, entry).unwrap();
        }
        assert_eq!(entries(&bundle).unwrap(), [b"mot".as_slice(), b"", b"ba"]);
        assert_eq!(entries(&bundle[..bundle.len() - 1]), Err(BundleError::Short));
        assert_eq!(entries(&[0]), Err(BundleError::Short));
        assert_eq!(entries(&[0; 2 * 257]), Err(BundleError::Full));
        let long = vec![0; MAX_ENTRY + 1];
        assert_eq!(push_entry(&mut bundle, &long), Err(BundleError::Long(65536)));
    }
}
