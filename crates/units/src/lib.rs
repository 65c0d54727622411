//! Administrative units through time: the country, its provinces, districts (until 2025-06-30) and communes,
//! each with the days on which it existed, and the successions between them.
//!
//! [`Units`] is the registry held in memory: pure, immutable, replaced as a whole after an import. Hamlets are
//! too many for it and are asked of the database ([`hamlets`]). A reorganisation closes units, opens units
//! and links them; it moves and deletes nothing, so one recorded wrongly can be undone.

pub mod api;
mod finder;
pub mod hamlets;
pub mod import;
mod live;
mod model;
mod official;
mod pages;
mod registry;
mod resolve;
mod store;
mod territory;
pub mod view;

use platform::i18n::Texts;

pub use finder::CommuneFinder;
pub use live::LiveUnits;
pub use model::{
    Dispute, Level, Link, Reorganisation, ReorganisationId, Source, SourceId, Undoing, Unit, UnitId,
    UnitKind, UnknownKind, in_text,
};
pub use official::{LoadError, Loaded, TWO_LEVELS_FROM, load_official, official_parts};
pub use pages::routes;
pub use registry::{Damage, History, Parts, Succession, Units};
pub use resolve::{Candidate, Unresolved};
pub use store::{MIGRATIONS, NewSource, UndoError, source_id, undo};
pub use territory::Contributors;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "units",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
