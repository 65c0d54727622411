//! The catalogue of administrative procedures as a whole: a province decides what its communes offer in common, a
//! commune says where and when it offers it, and both bring a catalogue in as a file.
//!
//! A province announces the procedures that its communes settle (Decree 63/2010, Điều 15); they are matters under the
//! province, shown in each of its communes. A commune adds only what stands in no catalogue of its province: it may not
//! make procedures of its own but where a law lets it, which the procedure has to name as its basis.

pub mod file;
pub mod model;
mod service;
pub mod store;

pub use service::Outcome;
