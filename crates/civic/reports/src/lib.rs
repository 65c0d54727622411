//! The yearly report on grassroots democracy (báo cáo thực hiện Quy chế dân chủ ở cơ sở): composed from figures,
//! with what contradicts itself in a section of its own, as pages, open data and documents.

pub mod address;
pub mod api;
pub mod chart;
pub mod compose;
pub mod export;
pub mod gather;
pub mod model;
mod pages;
pub mod plan;
pub mod service;
pub mod text;
mod words;

pub use gather::law_language;
pub use model::Boundaries;
pub use pages::routes;
pub use service::{Reports, Wanted};

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "reports",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
