//! The register of households (sổ hộ gia đình) of hamlets: who has a vote where people decide by households, and who
//! speaks for each.
//!
//! * A household has exactly one representative (đại diện hộ) at a time: a history has one turn a day, the next one
//!   ends the one before, and the database lets no day have two ([`rules::History`]).
//! * What is recorded stays: a household leaves the register and comes back, and every act leaves who, when, what and
//!   why. Only what a person asks to have erased goes.
//! * Nothing of it is public. What stands on it is a [`roll`]: identifiers, a number, and a digest.

pub mod demo;
mod file;
mod ids;
pub mod link;
pub mod model;
mod pages;
pub mod roll;
pub mod rules;
mod service;
pub mod store;

pub use ids::{HouseholdId, LinkId, RepresentativeId, RollId, UploadId};
pub use pages::routes;
pub use service::{ActError, Correction, Households, Seen};
pub use store::MIGRATIONS;

use platform::i18n::Texts;

/// The texts of this room.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "households",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
