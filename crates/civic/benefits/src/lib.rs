//! Support packages (gói hỗ trợ, chính sách an sinh): programmes as data, applications with a verdict by rule, lists posted
//! for objection before anybody is paid, payments followed to the last đồng, and who stands twice found without being shown.
//!
//! A package is a public act and stands in the public log, its list as a salted hash. Who applies is sealed, named in
//! public only while the list is posted, and erased by the rulebook's time.

pub mod api;
pub mod content;
pub mod demo;
pub mod expr;
pub mod model;
mod pages;
mod papers;
pub mod programme;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use model::{ApplicationId, ObjectionId, PackageId};
pub use pages::routes;
pub use service::{ActError, Benefits, Tended};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "benefits",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
