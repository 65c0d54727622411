//! What people decide, discuss and are consulted on.

use jiff::civil::{Date, date};

use crate::book::{Book, Form, Season};

/// Meetings are held between harvests, most of them before and after the new year.
const MEETINGS: Season = [2, 1, 3, 3, 2, 2, 2, 2, 2, 3, 4, 3];
const CONSULTATIONS: Season = [1, 1, 2, 2, 2, 1, 2, 2, 2, 3, 1, 0];
/// Since this day the Law on grassroots democracy stands in place of the ordinance of 2007: contributions need
/// two thirds of all households, and online votes are allowed on matters of self-management.
const LAW: Date = date(2023, 7, 1);

pub(super) fn fill(book: &mut Book<'_>) {
    decisions(book);
    conferences(book);
    consultations(book);
    dialogues(book);
}

fn decisions(book: &mut Book<'_>) {
    for day in book.days(4.5, &MEETINGS) {
        let at = book.any_hamlet();
        let Some(hamlet) = book.place.hamlets.get(at) else {
            return;
        };
        let (name, households) = (hamlet.in_text(), hamlet.households);
        let clause = book.dice.weighted(&[
            (4, "clause_1"),
            (3, "clause_2"),
            (1, "clause_3"),
            (1, "clause_4"),
            (1, "clause_5"),
            (4, "clause_6"),
        ]);
        let form = match clause {
            "clause_6" if day >= LAW => {
                book.dice
                    .weighted(&[(6, "meeting"), (1, "household_ballot"), (2, "online")])
            }
            _ => book.dice.weighted(&[(9, "meeting"), (1, "household_ballot")]),
        };
        let adopted = book.dice.chance(92);
        let (present, in_favour) = vote(book, clause, day, households, adopted);
        // Only elections, covenants and supervision boards wait for recognition, at most 5 working days.
        let waits = adopted && matches!(clause, "clause_3" | "clause_4" | "clause_5");
        let recognised = if waits { book.later(day, 1, 5) } else { None };
        let title = matter(book, clause, &name);
        let entry = Form::new("community_decision")
            .hamlet(at)
            .text("title", title)
            .choice("clause", clause)
            .choice("scope", "hamlet")
            .choice("form", form)
            .date("held_on", day)
            .number("households", households)
            .number("present", present)
            .number("in_favour", in_favour)
            .choice("result", if adopted { "adopted" } else { "not_adopted" })
            .date_if("recognised_on", recognised);
        book.write(entry);
    }
}

/// Households present and in favour, so that the result is the one that the law gives them: of all households,
/// those in favour must be two thirds for clauses 1 and 2, and more than half for the others. Before the law more
/// than half was enough, so no vote of that time lies between the two.
fn vote(book: &mut Book<'_>, clause: &str, day: Date, households: i64, adopted: bool) -> (i64, i64) {
    let two_thirds = (2 * households + 2) / 3;
    let over_half = households / 2 + 1;
    let contribution = matches!(clause, "clause_1" | "clause_2");
    let needed = if contribution { two_thirds } else { over_half };
    let in_favour = if adopted {
        book.dice.between(needed, households * 97 / 100)
    } else {
        let short_of = if day < LAW { over_half } else { needed };
        book.dice.between(short_of * 3 / 4, short_of - 1)
    };
    let present = book.dice.between(in_favour.max(over_half), households * 98 / 100);
    (present, in_favour)
}

fn matter(book: &mut Book<'_>, clause: &str, hamlet: &str) -> String {
    match clause {
        "clause_1" => {
            let work = book.dice.pick(&[
                "nâng cấp đường",
                "xây cầu",
                "lắp đèn chiếu sáng",
                "lắp camera an ninh",
                "sửa nhà sinh hoạt cộng đồng",
            ]);
            format!("Mức đóng góp {work} {hamlet}")
        }
        "clause_2" => {
            let money = book.dice.pick(&[
                "Thu, chi tiền điện chiếu sáng",
                "Quản lý quỹ nhà sinh hoạt cộng đồng",
                "Quyết toán khoản đóng góp làm đường",
                "Quản lý khoản tài trợ làm cầu",
            ]);
            format!("{money} {hamlet}")
        }
        "clause_3" => format!("Quy ước {hamlet}"),
        "clause_4" => format!("Bầu Trưởng {hamlet}"),
        "clause_5" => format!("Bầu thành viên Ban Thanh tra nhân dân tại {hamlet}"),
        _ => {
            let work = book.dice.pick(&[
                "Lịch thu gom rác",
                "Giờ bơm nước cho cánh đồng",
                "Tổ tự quản an ninh trật tự",
                "Chăm sóc tuyến đường hoa",
                "Giờ sử dụng loa, âm thanh",
            ]);
            format!("{work} {hamlet}")
        }
    }
}

/// Once a year each hamlet holds its conference, at the end of the year.
fn conferences(book: &mut Book<'_>) {
    let months: Vec<i8> = book.months().filter(|month| *month >= 11).collect();
    for (at, hamlet) in book.place.hamlets.iter().enumerate() {
        let Some(month) = months.get(book.dice.position(months.len())) else {
            return;
        };
        if !book.dice.chance(96) {
            continue;
        }
        let percent = book.dice.between(52, 94);
        let form = Form::new("hamlet_conference")
            .hamlet(at)
            .text("title", hamlet.name.clone())
            .date("held_on", book.working_day(*month, 1, 27))
            .number("households", hamlet.households)
            .number("present", hamlet.households * percent / 100);
        book.write(form);
    }
}

fn consultations(book: &mut Book<'_>) {
    for day in book.days(1.5, &CONSULTATIONS) {
        let (matter, title) = book.dice.weighted(&[
            (3, ("matter_1", "Dự thảo kế hoạch phát triển kinh tế - xã hội")),
            (2, ("matter_2", "Kế hoạch sử dụng đất")),
            (
                2,
                (
                    "matter_3",
                    "Phương án bồi thường, tái định cư dự án nâng cấp đường",
                ),
            ),
            (1, ("matter_4", "Đề án sắp xếp, đổi tên ấp, khóm")),
            (2, ("matter_5", "Dự thảo quy định quản lý chợ")),
            (1, ("matter_6", "Nhiệm vụ quy hoạch chung xây dựng")),
            (1, ("matter_7", "Dự thảo quy chế thực hiện dân chủ")),
            (
                1,
                (
                    "matter_8",
                    "Dự thảo quyết định áp dụng đối với hộ kinh doanh ven kênh",
                ),
            ),
            (1, ("matter_9", "Phương án đặt tên đường, công trình công cộng")),
        ]);
        // At least 20 days from publication; what can't end while the commune exists is not begun.
        let Some(closed) = book.later_here(day, 20, 31) else {
            continue;
        };
        let opinions = book.dice.between(40, 420);
        let answered = if book.dice.chance(92) {
            book.later(closed, 4, 25)
        } else {
            None
        };
        let form = Form::new("consultation")
            .text("title", format!("{title} {}", book.place.in_text()))
            .choice("matter", matter)
            .date("opened_on", day)
            .date("closed_on", closed)
            .number("opinions", opinions)
            .number("in_favour", opinions * book.dice.between(61, 98) / 100)
            .date_if("answered_on", answered);
        book.write(form);
    }
}

fn dialogues(book: &mut Book<'_>) {
    for day in book.days(1.2, &[0, 0, 1, 1, 2, 3, 1, 1, 2, 3, 3, 1]) {
        let questions = book.dice.between(6, 38);
        let left = book.dice.between(0, questions / 6);
        let form = Form::new("dialogue")
            .text(
                "title",
                format!(
                    "Hội nghị trao đổi, đối thoại với Nhân dân {}",
                    book.place.in_text()
                ),
            )
            .date("held_on", day)
            .number("attendance", book.dice.between(60, 240))
            .number("questions", questions)
            .number("answered", questions - left);
        book.write(form);
    }
}
