//! Administrative procedures, one line of figures a month.

use jiff::civil::date;

use crate::book::{Book, Form};

pub(super) fn fill(book: &mut Book<'_>) {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a commune's size is below a hundred"
    )]
    let usual = (260.0 * book.place.size) as i64;
    let mut waiting = 0;
    for month in book.months() {
        let received = usual * book.dice.between(75, 125) / 100;
        let settled = (waiting + received) * book.dice.between(90, 99) / 100;
        waiting += received - settled;
        let late = settled * book.dice.between(0, 25) / 1000;
        let early = (settled - late) * book.dice.between(45, 75) / 100;
        let asked = settled * book.dice.between(8, 20) / 100;
        let first = date(book.year, month, 1);
        let form = Form::new("procedures_month")
            .date("month_end", first.last_of_month())
            .number("received", received)
            .number("early", early)
            .number("on_time", settled - late - early)
            .number("late", late)
            .number("asked", asked)
            .number("satisfied", asked * book.dice.between(91, 99) / 100);
        book.write(form);
    }
}
