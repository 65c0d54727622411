//! Democracy at agencies, public service units and state enterprises (cơ quan, đơn vị, doanh nghiệp nhà nước): Law
//! 10/2022, chapters III and IV.
//!
//! Conferences, dialogues, regulations put to the staff, questions and what follows from them are seen by a place's people
//! alone; who is no member is refused whether or not there is such a thing. What is said unnamed is kept without an account
//! and without a time but its day. Public are counts and the grade of a year; the public log speaks of a conference's
//! figures and of a grade, never of what was said. What must be published inside is disclosure's.

pub mod api;
pub mod content;
pub mod demo;
pub mod model;
mod pages;
pub mod papers;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use pages::routes;
pub use service::{ActError, Workplaces};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "workplace",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
