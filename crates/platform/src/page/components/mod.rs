//! Parts that pages are put together from. Each writes itself as HTML: put it into a template as `{{ part }}`,
//! without a filter. Words come ready in the reader's language; only the parts' own words are theirs.
//!
//! `cargo run -p platform --example gallery` shows them all.

mod figures;
mod forms;
mod notices;
mod table;

pub use figures::{Chart, Explanation, Figure, Finding, Part, Progress, Side, Verdict};
pub use forms::{Choice, Control, ErrorSummary, Field, FieldError, TextKind};
pub use notices::{Citation, Confirmation, Empty, Link, Notice, Pagination, Tag, Tone};
pub use table::{Cell, Column, Row, SummaryList, Table};
