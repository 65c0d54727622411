//! The log over real databases.

mod entries;
mod sequencer;
mod world;
