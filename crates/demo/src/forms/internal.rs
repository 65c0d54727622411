//! What agencies and state enterprises publish to their own people, as counts. It follows from the calendar alone, so
//! that no other record of the world changes.

use jiff::civil::date;

use crate::book::{Book, Form};

/// Kind of workplace, working days that the law gives (Article 47; fifteen days of Article 65 hold about as many), and
/// working days until what was decided at the end of a half-year was published.
const TOLD: [(&str, u32, u32); 3] = [("agency", 5, 4), ("agency", 5, 8), ("enterprise", 10, 9)];
/// In this month an enterprise was late.
const LATE: i8 = 7;

pub(super) fn fill(book: &mut Book<'_>) {
    for month in book.months().filter(|month| month % 6 == 1) {
        for (day, (workplace, term, taken)) in (3_i8..).zip(TOLD) {
            let taken = if month == LATE && workplace == "enterprise" {
                term + 3
            } else {
                taken
            };
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
                let missed = Form::new("internal_missed")
                    .choice("workplace", workplace)
                    .date("due_on", due);
                book.write(missed);
            }
        }
    }
}
