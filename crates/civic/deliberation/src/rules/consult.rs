//! Consultations (lấy ý kiến Nhân dân): Law 10/2022, Điều 25 to 28; village covenants by Decree 61/2023.

use jiff::{ToSpan as _, civil::Date};
use rulebook::{Explanation, Place, Rulebook, Ruled};

use super::RuleError;

/// What is consulted on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConsultationKind {
    /// A matter of Điều 25, before an authority decides.
    Authority,
    /// The draft of a village covenant (hương ước, quy ước), before the hamlet decides.
    Covenant,
}

/// How long a consultation must be open.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening<'a> {
    /// The first day on which it may close.
    pub earliest: Date,
    /// The rule.
    pub because: Explanation<'a>,
}

/// The first day on which a consultation that opened on a day may close.
///
/// # Errors
/// [`RuleError`] when the law of that day is not in the books.
pub fn closing(book: &Rulebook, kind: ConsultationKind, opened_on: Date) -> Result<Opening<'_>, RuleError> {
    let days = match kind {
        ConsultationKind::Authority => book.days("consultation.duration", Place::Commune, opened_on)?,
        ConsultationKind::Covenant => book.days("covenant.draft.posting", Place::Hamlet, opened_on)?,
    };
    Ok(Opening {
        earliest: opened_on.saturating_add(i64::from(days.value.count).days()),
        because: days.because,
    })
}

/// Key of the entry in the law's list of what must be published (Điều 11) under which a consultation hangs on the boards.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn consultation_disclosed_as(book: &Rulebook, opened_on: Date) -> Result<Ruled<'_, &str>, RuleError> {
    Ok(book.choice("consultation.disclosed_as", Place::Commune, opened_on)?)
}

/// Why a final decision can't be published yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unanswered {
    /// The consultation is still open.
    Open,
    /// So many opinions stand in no group.
    Ungrouped(u64),
    /// So many groups have no public answer.
    Groups(u64),
    /// There is no summary.
    Summary,
    /// The decision goes against what most said, and no reasons are given.
    Reasons,
}

/// Whether the final decision after a consultation may be published: closed, summed up, and every group answered
/// (giải trình, tiếp thu).
///
/// # Errors
/// What stands against it.
pub fn may_conclude(
    closed: bool,
    ungrouped: u64,
    unanswered: u64,
    summed_up: bool,
    (against_majority, reasons): (bool, bool),
) -> Result<(), Unanswered> {
    if !closed {
        return Err(Unanswered::Open);
    }
    if ungrouped > 0 {
        return Err(Unanswered::Ungrouped(ungrouped));
    }
    if unanswered > 0 {
        return Err(Unanswered::Groups(unanswered));
    }
    if !summed_up {
        return Err(Unanswered::Summary);
    }
    if against_majority && !reasons {
        return Err(Unanswered::Reasons);
    }
    Ok(())
}
