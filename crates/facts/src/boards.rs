//! What one civic function makes public and another one hangs on the commune's boards. Civic functions know nothing of
//! each other: the one that decides speaks to [`Boards`], the one that keeps boards implements it, and the program
//! introduces them. Hanging is part of the act that is hung: it happens in the same ledger, or neither happens.

use std::{fmt, future::Future, pin::Pin};

use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, Read},
};
use units::UnitId;

use crate::Ledger;

/// What an implementation of [`Boards`] answers.
pub type BoardsAnswer<'a, T> = Pin<Box<dyn Future<Output = Result<T, BoardsError>> + Send + 'a>>;

/// Why nothing was hung.
#[derive(Debug, thiserror::Error)]
pub enum BoardsError {
    /// The boards don't take it.
    #[error("the boards do not take it: {0}")]
    Refused(String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What is to be hung.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The commune.
    pub unit: UnitId,
    /// The hamlet whose boards it hangs on, beside that of the office; none for those of all hamlets.
    pub hamlet: Option<UnitId>,
    /// The address of the page it tells of. No two postings of a commune tell of the same one.
    pub page: String,
    /// Key of the entry in the law's list of what must be published (Điều 11).
    pub matter: String,
    /// The day of the decision or document, from which the time to publish it is counted.
    pub decided_on: Date,
    /// What it is called.
    pub title: String,
    /// What it says, in a few plain sentences.
    pub summary: String,
    /// The whole text; paragraphs are separated by empty lines.
    pub body: String,
}

/// Where a posting hangs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hung {
    /// The address of its page on the boards.
    pub page: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// The last day for publishing it.
    pub due_on: Date,
    /// Each board it must hang on, and since when it was seen to hang there without a gap.
    pub boards: Vec<(String, Option<Date>)>,
    /// Whether it was taken down since.
    pub taken_down: bool,
}

/// The commune's boards.
pub trait Boards: fmt::Debug + Send + Sync {
    /// Hangs something. What hangs there of the same page is corrected, with the reason `correction`; what hangs there
    /// in the same words stays as it is.
    fn hang<'a>(
        &'a self,
        ledger: &'a mut Ledger,
        posting: &'a Posting,
        correction: &'a str,
        by: &'a By,
    ) -> BoardsAnswer<'a, ()>;

    /// Takes down what tells of a page, with the reason, which stays public. Does nothing when nothing hangs.
    fn take_down<'a>(
        &'a self,
        ledger: &'a mut Ledger,
        of: (UnitId, &'a str),
        reason: &'a str,
        by: &'a By,
    ) -> BoardsAnswer<'a, ()>;

    /// Where what tells of a page hangs; `None` when it never did.
    fn hung<'a>(&'a self, read: &'a mut Read, of: (UnitId, &'a str)) -> BoardsAnswer<'a, Option<Hung>>;
}
