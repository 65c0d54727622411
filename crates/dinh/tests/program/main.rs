//! The built program from outside: its commands, its server, and journeys through its pages in a browser.
//!
//! Everything here runs the binary itself on a small demo world, as an officer or a reader would.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

mod assessment;
mod benefits;
mod browser;
mod consultations;
mod contract;
mod contributions;
mod households;
mod journeys;
mod log;
mod looks;
mod mediation;
mod movements;
mod organisations;
mod petitions;
mod plans;
mod reception;
mod supervision;
mod votes;
mod workplace;
mod world;
