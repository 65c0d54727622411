//! What a file brings in becomes records or reported values, or nothing does.
//!
//! [`intake`] reads the file's cells; this crate knows what they mean. A file is gone through twice. The first
//! pass ([`Importer::check`]) reads every row, finds its unit on the map of its day, enters it into its form and
//! collects what is wrong. Only when nothing is, the second pass ([`Importer::apply`]) writes the same rows in
//! one transaction. The same content is imported once; an import can be taken back as a whole
//! ([`Importer::undo`]), and then stays with the reason.

mod desk;
mod forms;
mod guess;
mod history;
mod importer;
mod names;
mod pages;
mod problem;
mod reader;
mod template;

pub use forms::REPORTED;
pub use history::{Brought, Entry, Import, Undone};
pub use importer::{ImportError, Importer, Options, Outcome, Progress, SourceText, Stage};
pub use pages::routes;
pub use problem::{Arg, Expected, Problem, Problems};

use platform::{db::Migration, i18n::Texts};

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "imports",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];

/// The schema of this slice; it stands on that of `facts`.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_341,
    name: "imports that were taken back",
    sql: include_str!("../migrations/2026112341_imports.sql"),
}];
