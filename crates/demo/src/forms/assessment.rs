//! Documents of direction, publicity, inspections, places of democracy and their grades.

use crate::book::{Book, EVEN, Form, Season, plus};

/// Plans at the beginning of the year, reports in the middle and at the end.
const DOCUMENTS: Season = [4, 3, 3, 2, 1, 4, 2, 1, 2, 2, 3, 4];
const DIRECTION: [&str; 6] = [
    "thực hiện dân chủ ở cơ sở",
    "công tác dân vận chính quyền",
    "phổ biến Luật Thực hiện dân chủ ở cơ sở",
    "cải cách hành chính gắn với thực hành dân chủ",
    "công khai thông tin để Nhân dân biết",
    "phong trào thi đua “Dân vận khéo”",
];
const PUBLICITY: [&str; 6] = [
    "Phổ biến Luật Thực hiện dân chủ ở cơ sở",
    "Phổ biến quyền và nghĩa vụ của công dân trong thực hiện dân chủ",
    "Tuyên truyền phong trào “Dân vận khéo”",
    "Tuyên truyền hòa giải ở cơ sở",
    "Hướng dẫn nộp hồ sơ trực tuyến",
    "Tuyên truyền xây dựng nông thôn mới, đô thị văn minh",
];
const CONCLUSIONS: [&str; 3] = [
    "Thực hiện tốt, đề nghị phát huy",
    "Còn chậm niêm yết một số nội dung, đã khắc phục",
    "Cần cập nhật quy chế dân chủ theo quy định mới",
];

pub(super) fn fill(book: &mut Book<'_>) {
    documents(book);
    publicity(book);
    inspections(book);
    places(book);
    grades(book);
}

fn documents(book: &mut Book<'_>) {
    for (number, day) in (1..).zip(book.days(2.6, &DOCUMENTS)) {
        let (kind, word, symbol) = match day.month() {
            6 | 12 => ("report", "Báo cáo kết quả", "BC-UBND"),
            1..=3 => ("plan", "Kế hoạch", "KH-UBND"),
            _ => book.dice.weighted(&[
                (4, ("guidance", "Công văn về việc", "UBND")),
                (3, ("plan", "Kế hoạch", "KH-UBND")),
                (1, ("resolution", "Chỉ thị về", "CT-UBND")),
            ]),
        };
        let subject = book.dice.pick(&DIRECTION);
        let form = Form::new("direction_document")
            .text("title", format!("{word} {subject} năm {}", book.year))
            .text("number", format!("{number:02}/{symbol}"))
            .choice("kind", kind)
            .date("issued_on", day);
        book.write(form);
    }
}

fn publicity(book: &mut Book<'_>) {
    for day in book.days(2.6, &EVEN) {
        let form = book.dice.weighted(&[
            (5, "conference"),
            (3, "loudspeaker"),
            (1, "printed"),
            (2, "online"),
        ]);
        let (hamlet, title) = (book.any_hamlet(), book.dice.pick(&PUBLICITY));
        let entry = Form::new("publicity_session")
            .text("title", title)
            .choice("form", form)
            .date("held_on", day);
        // Only of meetings and of what is handed out is it known how many people were reached.
        let entry = match form {
            "conference" => entry
                .hamlet(hamlet)
                .number("attendance", book.dice.between(35, 160)),
            "printed" => entry.number("attendance", book.dice.between(100, 900)),
            _ => entry,
        };
        book.write(entry);
    }
}

fn inspections(book: &mut Book<'_>) {
    for day in book.days(1.0, &[0, 0, 1, 1, 2, 2, 1, 2, 3, 3, 2, 0]) {
        let (title, kind) = inspected(book);
        let conclusion = book.dice.pick(&CONCLUSIONS);
        let form = Form::new("democracy_inspection")
            .text("title", title)
            .choice("place", kind)
            .date("inspected_on", day)
            .text("conclusion", conclusion);
        book.write(form);
    }
}

/// The commune itself, or one of its workplaces.
fn inspected(book: &mut Book<'_>) -> (String, &'static str) {
    let position = book.dice.position(book.place.workplaces.len() + 2);
    match book.place.workplaces.get(position) {
        Some(workplace) => (workplace.name.clone(), workplace.kind),
        None => (book.place.name.clone(), "commune"),
    }
}

/// The commune itself and its workplaces.
fn all_places(book: &Book<'_>) -> Vec<(String, &'static str)> {
    let workplaces = book.place.workplaces.iter();
    std::iter::once((book.place.name.clone(), "commune"))
        .chain(workplaces.map(|workplace| (workplace.name.clone(), workplace.kind)))
        .collect()
}

fn places(book: &mut Book<'_>) {
    for (title, kind) in all_places(book) {
        let Some(since) = book.founding_day() else { return };
        let with_regulation = kind == "commune" || book.dice.chance(92);
        let regulation = if book.place.older {
            // Long enough before the world to be in force when it begins.
            Some(plus(since, 3))
        } else {
            book.later(since, 20, 75)
        };
        let form = Form::new("democracy_place")
            .text("title", title)
            .choice("place", kind)
            .date("since", since)
            .date_if("regulation_on", regulation.filter(|_| with_regulation))
            .date_if("closed_on", book.closing_day());
        book.write(form);
    }
}

fn grades(book: &mut Book<'_>) {
    if book.span().1 < book.year_end() {
        return;
    }
    for (title, kind) in all_places(book) {
        // A few are not graded: those graded stay within those that exist.
        if !book.dice.chance(93) {
            continue;
        }
        let grade = book
            .dice
            .weighted(&[(64, "good"), (28, "fair"), (7, "average"), (1, "weak")]);
        let form = Form::new("democracy_assessment")
            .text("title", title)
            .choice("place", kind)
            .choice("grade", grade)
            .date("decided_on", book.working_day(12, 4, 26));
        book.write(form);
    }
}
