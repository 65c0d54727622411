//! Movements (phong trào thi đua): models that people register, plan, carry out and have recognised.
//!
//! What a movement is, is data ([`definition`]). A model is one of one year and one main field, so every sum over main
//! fields is the total; what it touches besides is shown apart and never added. Its record in the register
//! (`data/facts/movements.toml`) is written in the same transaction, so the table counts what the pages show.

pub mod api;
pub mod content;
pub mod definition;
pub mod demo;
pub mod model;
mod pages;
pub mod papers;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;
pub mod table;

pub use definition::Movement;
pub use model::{Key, ModelId};
pub use pages::{path, routes};
pub use service::{ActError, Movements};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "movements",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
