//! People discuss and decide: proposals, meetings, household votes, elections, consultations.
//!
//! A matter of the law's list is put forward and tabled, voted on by households in one of three forms, counted over all
//! households of the hamlet, written down as a decision, signed, sent, recognised, and followed until it is done.

pub mod consultation;
pub mod content;
mod ids;
pub mod model;
pub mod rules;
pub mod service;
pub mod store;

pub use ids::{MatterId, RoundId, TaskId, TermId};
pub use service::{ActError, Arrangements, Deliberations, NewMatter, NewRound, Random};
pub use store::MIGRATIONS;

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "consultation",
    vi: include_str!("../locales/consultation.vi.ftl"),
    en: include_str!("../locales/consultation.en.ftl"),
    km: include_str!("../locales/consultation.km.ftl"),
}];
