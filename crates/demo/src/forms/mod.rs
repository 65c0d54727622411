//! The forms that a commune fills in in a year, one file for each file of the catalogue (`data/facts`).

mod assessment;
mod contributions;
mod deliberation;
mod disclosure;
mod internal;
mod mediation;
mod movements;
mod petitions;
mod plans;
mod procedures;
mod supervision;
mod workplace;

use crate::book::Book;

/// Fills in all forms of a year.
pub(crate) fn fill(book: &mut Book<'_>) {
    assessment::fill(book);
    contributions::fill(book);
    deliberation::fill(book);
    disclosure::fill(book);
    mediation::fill(book);
    movements::fill(book);
    petitions::fill(book);
    plans::fill(book);
    procedures::fill(book);
    supervision::fill(book);
    workplace::fill(book);
    // Last, so that the records before it keep their identifiers.
    internal::fill(book);
    // Last, so that worlds drawn before there were these forms stay the same but for them.
    petitions::opinions(book);
    contributions::campaigns(book);
    petitions::receptions(book);
}
