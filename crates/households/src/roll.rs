//! The roll of a hamlet: its households as they stood at an instant, for what is decided by households.
//!
//! A vote opens with [`freeze`], in the transaction that opens it, and keeps the roll's identifier. From then on
//! [`read`] gives the same households and representatives, whatever becomes of the register: the denominator is
//! [`Roll::total`], all households of the hamlet (Điều 21), and a vote counts once for each [`RollEntry::household`]
//! (Điều 19 khoản 3).
//!
//! The roll keeps no names. [`RollEntry::name`] is looked up when it is read, as it is written in the register by then,
//! and is gone when the person had it erased; [`Roll::digest`] stays what it was, and may stand in a public place.
//!
//! For thresholds without a roll (10 % of all households, Điều 16) [`count`] and [`counts`] say how many households
//! there were on a day, today or in the past.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use platform::{
    clock::vietnam,
    db::{DbResult, Read, Write},
};
use sha2::{Digest as _, Sha256};
use units::UnitId;

use crate::{
    ids::{HouseholdId, RepresentativeId, RollId},
    model::HamletKey,
    store,
};

/// A hamlet's households at an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    /// Its identifier.
    pub id: RollId,
    /// Whose households.
    pub place: HamletKey,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// The households, by number.
    pub entries: Vec<RollEntry>,
    /// Random octets that keep the digest from being guessed.
    pub salt: [u8; 16],
    /// SHA-256 of what the roll holds, without any name: see [`Roll::computed_digest`].
    pub digest: [u8; 32],
}

/// A household with its vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RollEntry {
    /// The household.
    pub household: HouseholdId,
    /// Its number in the register.
    pub number: i64,
    /// Who speaks for it.
    pub representative: RepresentativeId,
    /// What that person is called; `None` once erased at the person's request.
    pub name: Option<String>,
}

impl Roll {
    /// The number of households: what majorities are reckoned from.
    #[must_use]
    pub fn total(&self) -> usize {
        self.entries.len()
    }

    /// The entry of a household, unless it has no vote here.
    #[must_use]
    pub fn entry(&self, household: HouseholdId) -> Option<&RollEntry> {
        self.entries.iter().find(|entry| entry.household == household)
    }

    /// The digest of what the roll holds now; it equals [`Roll::digest`] as long as nobody has touched it.
    ///
    /// SHA-256 of `dinh household roll 1\n`, the salt, and as eight octets each (big-endian) the commune's number, the
    /// hamlet's, the instant in microseconds since 1970 and the number of households; then, in the order of their
    /// identifiers, the sixteen octets of each household and the sixteen of its representative.
    #[must_use]
    pub fn computed_digest(&self) -> [u8; 32] {
        let mut pairs: Vec<_> = self
            .entries
            .iter()
            .map(|entry| (entry.household, entry.representative))
            .collect();
        pairs.sort_unstable();
        let mut hash = Sha256::new();
        hash.update(b"dinh household roll 1\n");
        hash.update(self.salt);
        let count = i64::try_from(pairs.len()).unwrap_or(i64::MAX);
        let taken_at = self.taken_at.as_microsecond();
        for number in [self.place.unit.0, self.place.hamlet.0, taken_at, count] {
            hash.update(number.to_be_bytes());
        }
        for (household, representative) in pairs {
            hash.update(household.0.as_bytes());
            hash.update(representative.0.as_bytes());
        }
        hash.finalize().into()
    }
}

/// Takes the roll of a hamlet and keeps it. `id` and `salt` are the caller's chance; the day is that of `at` in
/// Vietnam. An empty register gives an empty roll: whoever decides on it sees to it that nothing is decided by nobody.
///
/// # Errors
/// What the engine says.
pub async fn freeze(
    write: &mut Write,
    place: HamletKey,
    at: Timestamp,
    (id, salt): (RollId, [u8; 16]),
) -> DbResult<Roll> {
    // As the database keeps it.
    let at = Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at);
    let day = vietnam().to_datetime(at).date();
    let mut roll = Roll {
        id,
        place,
        taken_at: at,
        entries: on(write, place, day).await?,
        salt,
        digest: [0; 32],
    };
    roll.digest = roll.computed_digest();
    store::insert_roll(write, &roll).await?;
    Ok(roll)
}

/// The roll with this identifier in a commune.
///
/// # Errors
/// What the engine says.
pub async fn read(read: &mut Read, unit: UnitId, id: RollId) -> DbResult<Option<Roll>> {
    store::roll(read, unit, id).await
}

/// The households of a hamlet on a day, by number, as the register now says it was, without keeping a roll.
///
/// # Errors
/// What the engine says.
pub async fn on(read: &mut Read, place: HamletKey, day: Date) -> DbResult<Vec<RollEntry>> {
    store::listed_on(read, place, day).await
}

/// How many households a hamlet has on a day, as the register now says it was.
///
/// # Errors
/// What the engine says.
pub async fn count(read: &mut Read, place: HamletKey, day: Date) -> DbResult<i64> {
    let counts = store::counts_on(read, place.unit, Some(place.hamlet), day).await?;
    Ok(counts.get(&place.hamlet).copied().unwrap_or(0))
}

/// How many households each hamlet of a commune has on a day. A hamlet without a register is not among them.
///
/// # Errors
/// What the engine says.
pub async fn counts(read: &mut Read, unit: UnitId, day: Date) -> DbResult<BTreeMap<UnitId, i64>> {
    store::counts_on(read, unit, None, day).await
}
