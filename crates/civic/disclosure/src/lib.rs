//! Public posting (công khai, niêm yết): people know.
//!
//! A commune's officer posts what the law lists, another one approves it, hamlet heads hang it on their boards, and
//! everybody sees what is posted, for how long, under which article, and what is overdue and whose duty it is.

pub mod api;
mod boards;
pub mod catalogue;
pub mod content;
pub mod demo;
pub mod follow;
mod ids;
pub mod internal;
pub mod jobs;
pub mod model;
mod pages;
pub mod papers;
pub mod procedures;
pub mod rules;
pub mod service;
pub mod standing;
pub mod store;
mod subjects;

pub use ids::{
    CatalogueId, FollowerId, ItemId, MembershipId, NoticeId, OrganisationId, ShowingId, SightingId, SiteId,
};
pub use pages::routes;
pub use service::{ActError, Disclosures, Dossier, Draft, NewSighting, Writing};
pub use store::MIGRATIONS;
pub use subjects::Public;

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[
    Texts {
        slice: "disclosure",
        vi: include_str!("../locales/vi.ftl"),
        en: include_str!("../locales/en.ftl"),
        km: include_str!("../locales/km.ftl"),
    },
    Texts {
        slice: "organisations",
        vi: include_str!("../locales/organisations/vi.ftl"),
        en: include_str!("../locales/organisations/en.ftl"),
        km: include_str!("../locales/organisations/km.ftl"),
    },
];
