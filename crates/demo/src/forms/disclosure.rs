//! What is made public, by item of Article 11, and the quarterly list of it.

use jiff::civil::Date;

use crate::book::{Book, Form};

/// What falls due in which month: item, title, forms.
const CALENDAR: [(i8, &str, &str, &[&str]); 20] = [
    (1, "item_1", "Kế hoạch phát triển kinh tế - xã hội", BOARD),
    (1, "item_2", "Dự toán ngân sách năm", BOARD),
    (1, "item_7", "Danh sách nhóm hộ được hỗ trợ Tết", LOUD),
    (2, "item_4", "Quy chế thực hiện dân chủ", BOARD),
    (2, "item_12", "Mức thu phí, lệ phí", LOUD),
    (3, "item_3", "Tiến độ dự án đầu tư trên địa bàn", BOARD),
    (4, "item_2", "Thực hiện ngân sách quý I", BOARD),
    (5, "item_11", "Kết quả tiếp thu ý kiến Nhân dân", LOUD),
    (6, "item_5", "Thu, chi các quỹ do Nhân dân đóng góp", BOARD),
    (6, "item_7", "Kết quả rà soát hộ nghèo giữa năm", LOUD),
    (7, "item_1", "Kết quả thực hiện kế hoạch 6 tháng", BOARD),
    (7, "item_2", "Thực hiện ngân sách 6 tháng", BOARD),
    (7, "item_13", "Danh mục thủ tục hành chính", BOARD),
    (8, "item_6", "Mua sắm, quản lý tài sản công", BOARD),
    (9, "item_14", "Lịch tiếp công dân", BOARD),
    (10, "item_2", "Thực hiện ngân sách quý III", BOARD),
    (10, "item_8", "Hỗ trợ khắc phục thiên tai", LOUD),
    (11, "item_9", "Chỉ tiêu, kế hoạch tuyển quân", LOUD),
    (12, "item_10", "Kết quả kiểm tra, lấy phiếu tín nhiệm", LOUD),
    (12, "item_5", "Thu, chi các quỹ do Nhân dân đóng góp", BOARD),
];
const BOARD: &[&str] = &["posting", "website"];
const LOUD: &[&str] = &["posting", "website", "loudspeaker", "hamlet_head"];
/// Working days within which a decision must be public (Article 12).
const TERM: u32 = 5;

pub(super) fn fill(book: &mut Book<'_>) {
    for month in book.months() {
        for (due, item, title, forms) in CALENDAR {
            if due == month {
                for _ in 0..book.once(46) {
                    disclosure(book, month, item, title, forms);
                }
            }
        }
        if month % 3 == 0 {
            register(book, month);
        }
    }
}

fn disclosure(book: &mut Book<'_>, month: i8, item: &str, title: &str, forms: &[&str]) {
    // Early enough for the term to end within the month: what falls due, falls due to this commune.
    let decided = book.working_day(month, 1, 16);
    let due = book.term(decided, TERM).min(book.span().1);
    let posted = match book.dice.weighted(&[(88, "on time"), (9, "late"), (3, "never")]) {
        "on time" => {
            let taken = u32::try_from(book.dice.between(0, i64::from(TERM))).unwrap_or(TERM);
            Some(book.term(decided, taken).min(due))
        }
        "late" => book.later(due, 1, 20),
        _ => None,
    };
    let form = Form::new("disclosure")
        .text("title", format!("{title} {}", book.year))
        .choice("item", item)
        .date("decided_on", decided)
        .date("due_on", due)
        .date_if("posted_on", posted);
    let form = if posted.is_some() {
        form.choices("forms", forms)
    } else {
        form
    };
    book.write(form);
    // What was missed besides follows from the days drawn above, so that no other record of the world changes.
    let day = decided.day();
    if posted.is_none_or(|posted| posted > due) {
        missed(book, "publication", item, due);
    } else if day == 3 && item == "item_2" {
        missed(book, "posting", item, due);
    } else if day == 4 && item == "item_2" {
        missed(book, "gap", item, due);
    } else if day == 5 && item == "item_7" {
        missed(book, "broadcast", item, due);
    }
}

/// A duty that was not done in time.
fn missed(book: &mut Book<'_>, duty: &str, item: &str, due: Date) {
    let form = Form::new("disclosure_missed")
        .choice("duty", duty)
        .choice("item", item)
        .date("due_on", due);
    book.write(form);
}

fn register(book: &mut Book<'_>, month: i8) {
    if !book.dice.chance(95) {
        return;
    }
    let quarter = month / 3;
    let form = Form::new("disclosure_register")
        .text(
            "title",
            format!("Danh mục thông tin công khai quý {quarter} năm {}", book.year),
        )
        .date("posted_on", book.working_day(month, 22, 28));
    book.write(form);
}
