//! People's inspectorates and community investment supervision boards.

use crate::book::{Book, EVEN, Form, plus};

const INSPECTED: [&str; 4] = [
    "Thu, chi các khoản Nhân dân đóng góp",
    "Bình xét hộ nghèo, hộ cận nghèo",
    "Công khai ngân sách",
    "Giải quyết đơn thư của Nhân dân",
];
const BUILT: [&str; 4] = [
    "Công trình đường giao thông",
    "Công trình cầu",
    "Công trình trường học",
    "Công trình nhà sinh hoạt cộng đồng",
];
/// Days within which the authority answers a recommendation (Articles 40 and 45).
const ANSWER: i32 = 15;

pub(super) fn fill(book: &mut Book<'_>) {
    boards(book);
    sessions(book);
    recommendations(book);
}

fn boards(book: &mut Book<'_>) {
    if let Some(day) = book.founding_day() {
        // One member for each hamlet, and never fewer than 5 (Decree 59/2023, Article 13).
        let members = i64::try_from(book.place.hamlets.len()).unwrap_or(5).max(5);
        let form = Form::new("supervision_board")
            .text(
                "title",
                format!("Ban Thanh tra nhân dân {}", book.place.in_text()),
            )
            .choice("body", "inspectorate")
            .date("recognised_on", day)
            .number("members", members)
            .date_if("ended_on", book.closing_day());
        book.write(form);
    }
    // A board for a project ends with the project.
    for day in book.days(0.6, &EVEN) {
        let ended = book.later(day, 90, 300);
        let ended = match (ended, book.closing_day()) {
            (Some(ended), Some(closing)) => Some(ended.min(closing)),
            (ended, closing) => ended.or(closing),
        };
        let project = book.dice.pick(&BUILT);
        let form = Form::new("supervision_board")
            .text("title", format!("Ban Giám sát đầu tư của cộng đồng: {project}"))
            .choice("body", "investment_board")
            .date("recognised_on", day)
            .number("members", book.dice.between(5, 9))
            .date_if("ended_on", ended);
        book.write(form);
    }
}

fn body(book: &mut Book<'_>) -> (&'static str, &'static str) {
    if book.dice.chance(60) {
        ("inspectorate", book.dice.pick(&INSPECTED))
    } else {
        ("investment_board", book.dice.pick(&BUILT))
    }
}

fn sessions(book: &mut Book<'_>) {
    for day in book.days(2.0, &EVEN) {
        let (body, subject) = body(book);
        let form = Form::new("supervision_session")
            .text("title", subject)
            .choice("body", body)
            .date("held_on", day);
        book.write(form);
    }
}

fn recommendations(book: &mut Book<'_>) {
    for day in book.days(1.5, &EVEN) {
        let (body, subject) = body(book);
        let due = plus(day, ANSWER);
        let answered = match book.dice.weighted(&[(87, "on time"), (9, "late"), (4, "never")]) {
            "on time" => book.later(day, 2, i64::from(ANSWER)),
            "late" => book.later(due, 1, 20),
            _ => None,
        };
        let form = Form::new("supervision_recommendation")
            .text("title", format!("Kiến nghị sau giám sát: {subject}"))
            .choice("body", body)
            .date("sent_on", day)
            .date("due_on", due)
            .date_if("answered_on", answered);
        book.write(form);
    }
}
