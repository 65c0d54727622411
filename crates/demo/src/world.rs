//! How large the demo world is and which days it has.

use jiff::{Timestamp, civil::Date};

use crate::DemoError;

/// The last year of every world, complete to its last day. It is the year in which An Giang was formed anew, so
/// that every world shows both maps.
pub const LAST_YEAR: i16 = 2025;
/// Code of the province, before and after 2025-07-01 that of different units; the world takes the later one.
pub const PROVINCE: &str = "91";

/// The parameters of a demo world. The same parameters give the same world, octet by octet, on any machine and
/// either database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct World {
    /// How many communes of today's An Giang, the first by code: 1 to 102. The communes that they were formed
    /// from come with them.
    pub communes: usize,
    /// How many years, 1 to 10, the last being 2025.
    pub years: usize,
    /// What all chance is drawn from.
    pub seed: u64,
    /// How many times the usual number of records, 1 to 200; for measuring. Lists of what there is and monthly
    /// figures are not multiplied. All communes with density 24 have just over 1,000,000 facts in 2025.
    pub density: u32,
}

impl Default for World {
    /// What `dinh demo` prepares: all communes in the years 2024 and 2025.
    fn default() -> Self {
        Self {
            communes: 102,
            years: 2,
            seed: 1,
            density: 1,
        }
    }
}

impl World {
    /// The world itself when its parameters are in their ranges.
    ///
    /// # Errors
    /// [`DemoError::OutOfRange`] for the first that is not.
    pub fn checked(self) -> Result<Self, DemoError> {
        let out_of_range = |what, most| Err(DemoError::OutOfRange { what, most });
        match self {
            Self {
                communes: 0 | 103.., ..
            } => out_of_range("communes", 102),
            Self { years: 0 | 11.., .. } => out_of_range("years", 10),
            Self {
                density: 0 | 201.., ..
            } => out_of_range("density", 200),
            world => Ok(world),
        }
    }

    /// The first year.
    #[must_use]
    pub fn first_year(&self) -> i16 {
        LAST_YEAR + 1 - i16::try_from(self.years).unwrap_or(1)
    }

    /// The last day; nothing in the world is dated later.
    #[must_use]
    pub fn last_day(&self) -> Date {
        Date::constant(LAST_YEAR, 12, 31)
    }

    /// When everything is taken to have been entered: the morning of the first working Monday after the last day,
    /// in Vietnam. It stands for a clock, so that the same world is stored whenever it is prepared.
    #[must_use]
    pub fn entered_at(&self) -> Timestamp {
        Timestamp::constant(1_767_574_800, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_ends_with_2025_and_is_entered_just_after() {
        let world = World {
            years: 10,
            ..World::default()
        };
        assert_eq!((world.first_year(), world.last_day().year()), (2016, LAST_YEAR));
        assert_eq!(world.entered_at().to_string(), "2026-01-05T01:00:00Z");
    }

    #[test]
    fn parameters_out_of_range_are_refused_with_the_range() {
        let fine = World::default();
        assert!(fine.checked().is_ok());
        for (wrong, what) in [
            (World { communes: 0, ..fine }, "communes"),
            (
                World {
                    communes: 103,
                    ..fine
                },
                "communes",
            ),
            (World { years: 11, ..fine }, "years"),
            (World { density: 0, ..fine }, "density"),
        ] {
            let refused = wrong.checked().unwrap_err().to_string();
            assert!(refused.starts_with(what), "{refused}");
        }
    }
}
