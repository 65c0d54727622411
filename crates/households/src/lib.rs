//! The register of households (sổ hộ gia đình) of hamlets: who has a vote where people decide by households, and who
//! speaks for each.
//!
//! * A household has exactly one representative (đại diện hộ) at a time: a history has one turn a day, the next one
//!   ends the one before, and the database lets no day have two ([`rules::History`]).
//! * What is recorded stays: a household leaves the register and comes back, and every act leaves who, when, what and
//!   why. Only what a person asks to have erased goes.
//! * Nothing of it is public. What stands on it is a [`roll`]: identifiers, a number, and a digest.

mod ids;
pub mod model;
pub mod roll;
pub mod rules;
mod service;
pub mod store;

pub use ids::{HouseholdId, RepresentativeId, RollId, UploadId};
pub use service::{ActError, Correction, Households, Random, Seen};
pub use store::MIGRATIONS;
