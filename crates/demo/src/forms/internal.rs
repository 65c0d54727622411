//! What agencies and state enterprises publish to their own people, as counts. It follows from the calendar alone, so
//! that no other record of the world changes.

use jiff::civil::date;

use crate::book::{Book, Form};

/// Day of the month of the document, kind of workplace, working days until it was published in each quarter.
const TOLD: [(i8, &str, [u32; 4]); 3] = [
    (3, "agency", [4, 3, 5, 4]),
    (6, "enterprise", [9, 8, 10, 14]),
    (9, "agency", [5, 7, 4, 5]),
];
/// Working days within which an agency must publish (Article 47), and about as many as fifteen days hold (Article 65).
const TERMS: [(&str, u32); 2] = [("agency", 5), ("enterprise", 10)];

pub(super) fn fill(book: &mut Book<'_>) {
    for month in book.months().filter(|month| month % 3 == 1) {
        for (day, workplace, taken) in TOLD {
            let quarter = usize::try_from(month / 3).unwrap_or_default();
            let term = TERMS
                .iter()
                .find(|(kind, _)| *kind == workplace)
                .map_or(0, |(_, days)| *days);
            let taken = taken.get(quarter).copied().unwrap_or(term);
            let decided = date(book.year, month, day);
            let due = book.term(decided, term);
            book.write(
                Form::new("internal_disclosure")
                    .choice("workplace", workplace)
                    .date("decided_on", decided)
                    .date("due_on", due)
                    .date("posted_on", book.term(decided, taken)),
            );
            if taken > term {
                book.write(
                    Form::new("internal_missed")
                        .choice("workplace", workplace)
                        .date("due_on", due),
                );
            }
        }
    }
}
