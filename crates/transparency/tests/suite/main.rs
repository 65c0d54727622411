//! The log over real databases.

#![expect(clippy::unwrap_used, reason = "a test ends where it can't go on")]

mod board;
mod entries;
mod foreign;
mod pages;
mod sequencer;
mod verify;
mod world;
