//! Mediation teams and cases.

use crate::book::{Book, EVEN, Form};

pub(super) fn fill(book: &mut Book<'_>) {
    teams(book);
    for day in book.days(3.6, &EVEN) {
        let hamlet = book.any_hamlet();
        let dispute = book.dice.weighted(&[
            (3, "family"),
            (4, "land"),
            (3, "civil"),
            (4, "neighbours"),
            (1, "other"),
        ]);
        // Some cases are never closed; others are still open when the world ends.
        let closed = if book.dice.chance(96) {
            book.later(day, 2, 40)
        } else {
            None
        };
        let settled = book.dice.chance(86);
        let form = Form::new("mediation_case")
            .hamlet(hamlet)
            .choice("dispute", dispute)
            .date("received_on", day)
            .date_if("closed_on", closed);
        let form = match (closed, settled) {
            (None, _) => form,
            (Some(_), true) => form.choice("outcome", "settled"),
            (Some(_), false) => form.choice("outcome", "unsettled"),
        };
        book.write(form);
    }
}

/// One team in each hamlet, of 3 mediators or more with at least one woman (Law 35/2013, Article 12).
fn teams(book: &mut Book<'_>) {
    let mixed = book.dice.chance(25);
    for (at, hamlet) in book.place.hamlets.iter().enumerate() {
        let Some(day) = book.founding_day() else { return };
        let mediators = book.dice.between(3, 8);
        let women = book.dice.between(1, mediators / 2);
        let minority = if mixed { book.dice.between(1, 2) } else { 0 };
        let form = Form::new("mediation_team")
            .hamlet(at)
            .text("title", format!("Tổ hòa giải {}", hamlet.in_text()))
            .date("set_up_on", day)
            .number("mediators", mediators)
            .number("women", women)
            .number("minority", minority)
            .date_if("dissolved_on", book.closing_day());
        book.write(form);
    }
}
