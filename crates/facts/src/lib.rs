//! Countable events, indicators, roll-ups, reported values, reconciliation.
//!
//! Somebody fills in a form ([`catalogue::RecordKind`]); the record gives facts ([`entry`]); facts fill cells,
//! one for each unit, quarter and year, and series ([`store`]); figures are read from cells in the boundaries of any day
//! ([`Counter::figures`]). What an older report or a newspaper stated is a reported value with its source: it stands
//! beside the counted figure and is never overwritten. [`reconcile`] says where figures contradict each other.

pub mod amount;
pub mod boards;
pub mod catalogue;
pub mod coverage;
pub mod entry;
pub mod figures;
pub mod lines;
pub mod message;
pub mod period;
pub mod proof;
pub mod readings;
pub mod reconcile;
pub mod store;
mod tallies;

pub use amount::{Amount, Interval, Qualifier};
pub use catalogue::{Catalogue, Problems};
pub use entry::{ColumnFault, ColumnProblem, ColumnValue, Entry, Fact, Values};
pub use figures::{Counted, Figure, Figures, FromPredecessors, Reported, Together};
pub use lines::{Behind, Line, LineKey, lines};
pub use message::{Arg, Message};
pub use period::{NoPeriod, Period};
pub use readings::{Explanation, Verdict};
pub use reconcile::{Evidence, Finding, Origin, Right, Statement, findings};
pub use store::{
    BatchId, BatchState, Ledger, MIGRATIONS, NewBatch, NewRecord, NewReported, Record, RecordId, ReportedId,
    Retracted, Source, SourceId,
};
pub use tallies::Counter;

/// The texts of this slice.
pub const TEXTS: &[platform::i18n::Texts] = &[platform::i18n::Texts {
    slice: "facts",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
