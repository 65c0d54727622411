//! Tasks of the plan and public investment.

use jiff::civil::Date;

use crate::book::{Book, Form, Season, plus};

/// Tasks end with quarters, most with the year.
const DUE: Season = [0, 1, 3, 1, 1, 4, 1, 1, 3, 2, 3, 5];
const TASKS: [&str; 7] = [
    "Rà soát, cập nhật quy chế thực hiện dân chủ",
    "Niêm yết bộ thủ tục hành chính",
    "Củng cố tổ hòa giải",
    "Kiểm tra việc công khai thu, chi đóng góp",
    "Tổ chức hội nghị đối thoại với Nhân dân",
    "Tập huấn nghiệp vụ cho Ban Thanh tra nhân dân",
    "Sơ kết phong trào “Dân vận khéo”",
];
const OWNERS: [&str; 4] = [
    "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Bộ phận văn hóa - xã hội",
    "Bộ phận kinh tế",
];
const MILLION: i64 = 1_000_000;

pub(super) fn fill(book: &mut Book<'_>) {
    tasks(book);
    projects(book);
}

fn tasks(book: &mut Book<'_>) {
    let (first, year_end) = (book.span().0, book.year_end());
    for due in book.days(2.8, &DUE) {
        let done = match book.dice.weighted(&[(84, "on time"), (11, "late"), (5, "never")]) {
            "on time" => {
                let days = i32::try_from(book.dice.between(0, 14)).unwrap_or(0);
                Some(plus(due, -days).max(first))
            }
            "late" => book.later(due, 1, 30).filter(|day| *day <= year_end),
            _ => None,
        };
        let (title, owner) = (book.dice.pick(&TASKS), book.dice.pick(&OWNERS));
        let form = Form::new("plan_task")
            .text("title", title)
            .text("owner", owner)
            .date("due_on", due)
            .date_if("done_on", done);
        book.write(form);
    }
}

/// Capital is assigned when the year or the commune begins; what is disbursed stays below what was assigned.
fn projects(book: &mut Book<'_>) {
    let begin = book.span().0.month();
    let count = book.once(80) + book.once(25);
    for _ in 0..count {
        let work = book.dice.pick(&[
            "Nâng cấp đường trục",
            "Xây mới cầu",
            "Cải tạo trường học",
            "Kè chống sạt lở",
            "Nhà văn hóa cộng đồng",
        ]);
        let title = format!("{work} {}", book.place.in_text());
        let amount = book.dice.between(1_200, 14_000) * MILLION;
        let assigned = book.working_day(begin, 3, 25);
        book.write(entry(&title, "assigned", assigned, amount));
        let mut left = amount;
        let mut day = assigned;
        for _ in 0..3 {
            let Some(next) = book.later_here(day, 25, 95) else {
                break;
            };
            let part = left / 100 * book.dice.between(25, 70) / MILLION * MILLION;
            if part > 0 {
                book.write(entry(&title, "disbursed", next, part));
            }
            left -= part;
            day = next;
        }
    }
}

fn entry(title: &str, kind: &str, day: Date, amount: i64) -> Form {
    Form::new("capital_entry")
        .text("title", title)
        .choice("entry", kind)
        .date("entered_on", day)
        .number("amount_vnd", amount)
}
