//! Countable events, indicators, roll-ups, reported values, reconciliation.
//!
//! Somebody fills in a form ([`catalogue::RecordKind`]); the record gives facts ([`entry`]); facts fill cells,
//! one for each unit, quarter and series ([`store`]); figures are read from cells in the boundaries of any day
//! ([`figures`]). What an older report or a newspaper stated is a reported value with its source: it stands
//! beside the counted figure and is never overwritten. [`reconcile`] says where figures contradict each other.

pub mod amount;
pub mod catalogue;
pub mod entry;
pub mod message;
pub mod period;

pub use amount::{Amount, Interval, Qualifier};
pub use catalogue::{Catalogue, Problems};
pub use entry::{ColumnFault, ColumnProblem, ColumnValue, Entry, Fact, Values};
pub use message::{Arg, Message};
pub use period::{NoPeriod, Period};
