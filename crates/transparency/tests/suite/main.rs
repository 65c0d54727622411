//! The log over real databases.

mod board;
mod entries;
mod foreign;
mod pages;
mod sequencer;
mod verify;
mod world;
