//! The public log (sổ minh bạch): an append-only Merkle log of what became public, when, and for how long, that
//! anybody can check without trusting Đình.
//!
//! # Logging from a slice
//!
//! ```ignore
//! // In the transaction that posts the item:
//! let entry = Entry::new(&unit.code, Act::Posted, Subject::new("notice", id), Commitment::to(&octets), now)?
//!     .detail("title", &notice.title)?;
//! let name = transparency::append(&mut write, unit.id, &entry).await?;
//! // Later, on the item's page:
//! match transparency::proof_of(&mut read, unit.id, name).await? { Some(Standing::Logged(inclusion)) => … }
//! // On paper, from the first moment on: the QR code of
//! transparency::href(name)
//! ```
//!
//! And implement [`Subjects`] for the kind of item, so that `dinh verify` compares every public item with its last
//! entry.

pub mod api;
pub mod entry;
pub mod files;
pub mod keys;
mod pages;
mod public;
pub mod sequencer;
mod serve;
pub mod store;
pub mod subjects;
pub mod verify;

use std::sync::Arc;

use axum::Router;
use platform::{i18n::Texts, page::Site};

pub use entry::{Act, Commitment, Entry, EntryError, EntryId, Subject};
pub use keys::KeyFile;
pub use pages::place_href;
pub use public::PublicLog;
pub use sequencer::{Outcome, Sequencer, SequencerError};
pub use store::{
    Inclusion, Logged, MIGRATIONS, SignedCheckpoint, Standing, append, history, inclusion, latest, proof_of,
};
pub use subjects::{PublicItem, Subjects};

/// The texts of this room.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "transparency",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];

/// The routes of the room: `/log/…`, `/so-minh-bach…`, `/api/v1/log…`.
pub fn routes(site: Arc<Site>, log: Arc<PublicLog>) -> Router {
    Router::new()
        .merge(serve::routes())
        .merge(pages::routes())
        .merge(api::routes())
        .with_state(public::Served { site, log })
}

/// The address of an entry's page by its name: it says that the entry waits, and later leads to its place. It never
/// changes, so it can be printed at once.
#[must_use]
pub fn href(entry: EntryId) -> String {
    format!("/so-minh-bach/muc/{entry}")
}
