//! What every slice stands on: database and transactions, identifiers, clock and working calendar, who may do what,
//! translations, the page shell and its components, mail, short messages and web hooks, and text folding.

pub mod access;
pub mod assets;
pub mod calendar;
pub mod clock;
pub mod db;
pub mod feed;
pub mod files;
pub mod hooks;
pub mod i18n;
pub mod ics;
pub mod id;
pub mod mail;
pub mod messages;
pub mod once;
pub mod outbox;
pub mod page;
pub mod random;
pub mod secret;
pub mod testing;
pub mod text;
