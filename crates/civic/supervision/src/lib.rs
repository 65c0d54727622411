//! Supervision (dân kiểm tra, dân giám sát): people's inspectorates (Ban Thanh tra nhân dân) and community investment
//! supervision boards (Ban Giám sát đầu tư của cộng đồng), their members, programme, visits with checklists and photographs,
//! recommendations with the clock of their answer and what became of them, and observations that citizens hand over.
//!
//! Law 10/2022, Articles 30 to 45. Members' names are public: theirs is an elected office. Who hands an observation over is
//! sealed, and erased on its date.

pub mod api;
pub mod content;
pub mod demo;
pub mod model;
mod pages;
mod papers;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use pages::routes;
pub use service::{ActError, Supervision};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "supervision",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
