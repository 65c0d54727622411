//! Assessment of communes (đánh giá, xếp loại) and commendation (khen thưởng): criteria are data, a commune gives itself
//! points beside what its records count, the level above looks at each of them again and publishes the result with its
//! reasons, and anybody may object to it.
//!
//! Residents answer a survey with slips that say that somebody answered, and nothing that says what: answers are counted at
//! once. Who objects is sealed and erased on its date; individuals who are commended are public as a number.

pub mod api;
pub mod content;
pub mod criteria;
pub mod demo;
pub mod model;
mod pages;
pub mod papers;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use pages::routes;
pub use service::{ActError, Assessments};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "assessment",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
