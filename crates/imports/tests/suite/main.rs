//! Imports from the file to both databases and to the page.

#![expect(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod bad_files;
mod pages;
mod store;
mod support;
