//! Government acts, and people see how far it is: plans (kế hoạch) with targets and tasks, their progress with evidence and
//! their evaluation; emergencies with points, shifts, supplies and the situation by the hour; public investment projects with
//! disbursement by month against plan.
//!
//! Who serves at a point, and who needs help, is a number here and never a name.

pub mod api;
pub mod content;
pub mod demo;
pub mod ics;
pub mod model;
mod pages;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use pages::routes;
pub use service::{ActError, Plans};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "plans",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
