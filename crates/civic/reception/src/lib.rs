//! Reception of citizens (tiếp công dân): the public calendar of those who receive, turns booked without an account and
//! followed with a code, and the day's desk with the notice of what becomes of a matter.
//!
//! A session is a public act and stands in the public log. Who booked is nobody's business: name, contact and words are
//! sealed, and erased by the rulebook's time. Nothing of who denounces is taken at all.

pub mod api;
pub mod content;
pub mod demo;
pub mod ics;
pub mod model;
mod pages;
mod papers;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use model::{SessionId, TurnId};
pub use pages::routes;
pub use service::{ActError, Receptions, Telling, Tended};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "reception",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
