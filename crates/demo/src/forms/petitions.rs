//! Complaints, denunciations, petitions, feedback and information requests; receptions.

use crate::book::{Book, EVEN, Form, plus};

pub(super) fn fill(book: &mut Book<'_>) {
    petitions(book);
    for day in book.days(5.0, &EVEN) {
        let by = book.dice.weighted(&[(3, "chair"), (1, "other")]);
        let form = Form::new("reception")
            .choice("by", by)
            .date("held_on", day)
            .number("people", book.dice.between(1, 14));
        book.write(form);
    }
}

/// Receptions announced and cancelled, turns booked, outcomes notified.
pub(super) fn receptions(book: &mut Book<'_>) {
    for day in book.days(4.0, &EVEN) {
        book.write(Form::new("reception_announcement").date("session_on", day));
    }
    for day in book.days(0.1, &EVEN) {
        book.write(Form::new("reception_cancellation").date("cancelled_on", day));
    }
    for day in book.days(1.5, &EVEN) {
        book.write(Form::new("reception_booking").date("booked_on", day));
    }
    for day in book.days(1.0, &EVEN) {
        let due_on = book.term(day, 10);
        let late = book.dice.chance(8);
        let (first, last) = if late { (11, 20) } else { (1, 10) };
        if let Some(notified_on) = book.later_here(day, first, last) {
            let form = Form::new("reception_notice")
                .date("notified_on", notified_on)
                .date("due_on", due_on);
            book.write(form);
        }
    }
}

/// What askers think of the answers they got.
pub(super) fn opinions(book: &mut Book<'_>) {
    for day in book.days(0.2, &EVEN) {
        book.write(Form::new("petition_reopening").date("reopened_on", day));
    }
    for day in book.days(0.5, &EVEN) {
        let rating = book
            .dice
            .weighted(&[(60, "satisfied"), (27, "partly"), (13, "dissatisfied")]);
        let form = Form::new("petition_rating")
            .choice("rating", rating)
            .date("rated_on", day);
        book.write(form);
    }
}

fn petitions(book: &mut Book<'_>) {
    for day in book.days(4.2, &EVEN) {
        let kind = book.dice.weighted(&[
            (8, "complaint"),
            (1, "denunciation"),
            (30, "petition"),
            (50, "feedback"),
            (8, "information_request"),
        ]);
        // Complaints 30 days from acceptance within 10, denunciations 30 from acceptance within 7 working days;
        // petitions 10 working days; feedback as the commune has set; simple information requests 3 working days.
        let due = match kind {
            "complaint" => plus(day, 40),
            "denunciation" => plus(book.term(day, 7), 30),
            "petition" => book.term(day, 10),
            "feedback" => book.term(day, 5),
            _ => book.term(day, 3),
        };
        let answered = match book.dice.weighted(&[(89, "on time"), (8, "late"), (3, "never")]) {
            "on time" => {
                let days = i64::from((due - day).get_days());
                book.later(day, 0, days)
            }
            "late" => book.later(due, 1, 25),
            _ => None,
        };
        let title = subject(book, kind);
        let form = Form::new("petition")
            .text("title", title)
            .choice("kind", kind)
            .date("received_on", day)
            .date("due_on", due)
            .date_if("answered_on", answered);
        book.write(form);
    }
}

fn subject(book: &mut Book<'_>, kind: &str) -> String {
    match kind {
        "complaint" => book.dice.pick(&[
            "Khiếu nại mức bồi thường khi thu hồi đất",
            "Khiếu nại kết quả bình xét hộ nghèo",
            "Khiếu nại quyết định xử phạt vi phạm hành chính",
        ]),
        "denunciation" => book.dice.pick(&[
            "Tố cáo vi phạm trong quản lý quỹ đóng góp",
            "Tố cáo vi phạm trong xây dựng",
        ]),
        "petition" => book.dice.pick(&[
            "Kiến nghị sửa đường xuống cấp",
            "Kiến nghị kéo điện đến cụm dân cư",
            "Kiến nghị nạo vét kênh",
            "Kiến nghị bố trí lại giờ tiếp nhận hồ sơ",
        ]),
        "feedback" => book.dice.pick(&[
            "Phản ánh đổ rác không đúng nơi",
            "Phản ánh tiếng ồn ban đêm",
            "Phản ánh đèn chiếu sáng hỏng",
            "Phản ánh nước sinh hoạt yếu",
            "Phản ánh lấn chiếm vỉa hè",
        ]),
        _ => book.dice.pick(&[
            "Yêu cầu cung cấp thông tin quy hoạch",
            "Yêu cầu cung cấp thông tin thu, chi khoản đóng góp",
        ]),
    }
    .to_owned()
}
