//! Accounts on both databases, below the pages and through them.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

mod browser;
mod cards;
mod device;
mod passkeys;
mod sessions;
mod store;
