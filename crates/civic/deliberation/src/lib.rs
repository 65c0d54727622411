//! People discuss and decide: proposals, meetings, household votes, elections, consultations.
//!
//! A matter of the law's list is put forward and tabled, voted on by households in one of three forms, counted over all
//! households of the hamlet, written down as a decision, signed, sent, recognised, and followed until it is done.

pub mod api;
pub mod consultation;
pub mod content;
pub mod decision_paper;
pub mod demo;
mod hanging;
pub mod ics;
mod ids;
pub mod mine;
pub mod model;
pub mod objections;
mod pages;
pub mod papers;
pub mod rules;
pub mod service;
pub mod sittings;
pub mod store;
mod subjects;

pub use ids::{MatterId, ObjectionId, RoundId, TaskId, TermId};
pub use pages::routes;
pub use service::{ActError, Arrangements, Deliberations, NewMatter, NewRound};
pub use store::MIGRATIONS;
pub use subjects::Public;

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[
    Texts {
        slice: "deliberation",
        vi: include_str!("../locales/vi.ftl"),
        en: include_str!("../locales/en.ftl"),
        km: include_str!("../locales/km.ftl"),
    },
    Texts {
        slice: "consultation",
        vi: include_str!("../locales/consultation.vi.ftl"),
        en: include_str!("../locales/consultation.en.ftl"),
        km: include_str!("../locales/consultation.km.ftl"),
    },
    Texts {
        slice: "voting",
        vi: include_str!("../locales/voting.vi.ftl"),
        en: include_str!("../locales/voting.en.ftl"),
        km: include_str!("../locales/voting.km.ftl"),
    },
];
