//! Contributions (đóng góp, ủng hộ, tài trợ): people give, and see where it went.
//!
//! A campaign has a lawful basis and a double-entry [`ledger`] of its own that balances to the đồng at every entry. Entries
//! are never changed: a mistake is reversed by an entry that names it. Everybody reads the ledger; who gave is known to those
//! who keep it, and to everybody only when the giver asked for that. Giving is never a debt: there is no list of who has not
//! given.

pub mod api;
pub mod content;
pub mod demo;
pub mod ledger;
pub mod model;
mod pages;
pub mod papers;
pub mod rules;
pub mod service;
pub mod statement;
pub mod store;
mod subjects;
mod words;

pub use model::{CampaignId, Key, ReceiptId};
pub use pages::routes;
pub use service::{ActError, Contributions};
pub use store::MIGRATIONS;
pub use subjects::Public;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "contributions",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
