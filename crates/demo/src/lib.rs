//! A demo world: believable records of the communes of An Giang, invented from a seed.
//!
//! Invented are hamlets, workplaces, records and the reports that some communes make of them; everything is
//! marked as demo. Real are the communes, and the figures that a newspaper printed about the An Giang of 2020.
//!
//! Drawing the world ([`places`], [`records`]) is pure and goes commune by commune, year by year; storing it
//! ([`prepare`]) is one transaction, so that an interrupted preparation leaves nothing. Records before 2025-07-01
//! are those of the communes that there were then, later ones of those formed on that day.

mod book;
mod dice;
mod forms;
mod places;
mod reported;
mod store;
mod world;

pub use book::{Drawn, records};
pub use places::{Hamlet, Place, Workplace, places};
pub use store::{MIGRATIONS, Prepared, Progress, prepare, stored};
pub use world::{LAST_YEAR, PROVINCE, World};

/// Why a demo world was not prepared. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A parameter is out of its range.
    #[error("{what}: give a number from 1 to {most}")]
    OutOfRange {
        /// Name of the parameter.
        what: &'static str,
        /// The largest it can be.
        most: u32,
    },
    /// Another world was prepared in this database.
    #[error(
        "this database holds another demo world ({}): ask for the same, or name an empty database for the new one \
         ({})", parameters(.stored), parameters(.wanted)
    )]
    OtherWorld {
        /// What was prepared.
        stored: World,
        /// What was asked for.
        wanted: World,
    },
    /// People keep records in this database.
    #[error("this database holds records that are not invented: name an empty database for the demo world")]
    RealRecords,
    /// The registry does not know An Giang of 2025.
    #[error("An Giang is not in the registry of units: load the official units first")]
    NoProvince,
    /// The catalogue does not take what the generator writes.
    #[error("the form {kind} of the catalogue does not take what the demo world writes: {reason}")]
    Form {
        /// Key of the record kind.
        kind: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A shipped file is damaged.
    #[error("{file} is damaged: {reason}")]
    Data {
        /// Which.
        file: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The database failed.
    #[error(transparent)]
    Db(#[from] platform::db::DbError),
}

fn parameters(world: &World) -> String {
    let World {
        communes,
        years,
        seed,
        density,
    } = world;
    format!("communes {communes}, years {years}, seed {seed}, density {density}")
}
