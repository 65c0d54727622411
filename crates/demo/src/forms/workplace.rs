//! Staff conferences and dialogues in agencies and enterprises.

use crate::{
    book::{Book, Form, Season},
    places::Workplace,
};

/// Within three months of the new working year; schools begin theirs in September.
const CONFERENCES: Season = [5, 5, 3, 0, 0, 0, 0, 0, 3, 4, 1, 2];
const DIALOGUES: Season = [0, 0, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1];

pub(super) fn fill(book: &mut Book<'_>) {
    for day in book.days(2.0, &CONFERENCES) {
        let Some(workplace) = any(book) else { return };
        // Valid with two thirds of those who were summoned.
        let least = (2 * workplace.staff + 2) / 3;
        let form = Form::new("staff_conference")
            .text("title", workplace.name.clone())
            .choice("workplace", workplace.kind)
            .date("held_on", day)
            .number("staff", workplace.staff)
            .number("present", book.dice.between(least, workplace.staff));
        book.write(form);
    }
    for day in book.days(1.0, &DIALOGUES) {
        let Some(workplace) = any(book) else { return };
        let questions = book.dice.between(3, 20);
        let left = book.dice.between(0, questions / 5);
        let form = Form::new("workplace_dialogue")
            .text("title", workplace.name.clone())
            .choice("workplace", workplace.kind)
            .date("held_on", day)
            .number("questions", questions)
            .number("answered", questions - left);
        book.write(form);
    }
}

fn any<'a>(book: &mut Book<'a>) -> Option<&'a Workplace> {
    let workplaces = &book.place.workplaces;
    workplaces.get(book.dice.position(workplaces.len()))
}
