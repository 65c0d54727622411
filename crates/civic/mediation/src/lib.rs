//! Grassroots mediation (hòa giải ở cơ sở): quarrels are settled, in private.
//!
//! Of teams everybody may know that they exist, who mediates, and whether they are composed as the law wants. Of cases
//! everybody may know how many there are, unless that is few enough to point at somebody ([`suppression`]). What is
//! written about a case is sealed with a key of the unit ([`seal`]), read by the team alone, each reading noted, and
//! erased on its date.

pub mod cases;
pub mod demo;
pub mod guides;
mod ids;
pub mod model;
mod pages;
mod papers;
mod release;
pub mod rules;
pub mod seal;
mod service;
pub mod store;
pub mod suppression;

pub use ids::{CaseId, MemberId, NoteId, TeamId, UndertakingId};
pub use pages::routes;
pub use release::Tended;
pub use service::{ActError, Found, Law, Mediations, Nobody, People, Refused};
pub use store::MIGRATIONS;

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "mediation",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
