//! Contributions, what is spent from them, and support.

use crate::book::{Book, Form, Season};

/// The peak month of the fund for the poor is from 17 October to 18 November; the year before Tết is generous too.
const GIVING: Season = [3, 1, 1, 1, 1, 1, 2, 2, 2, 5, 5, 3];
const SUPPORT: Season = [5, 2, 1, 1, 1, 1, 3, 1, 1, 2, 2, 3];
/// đồng in the smallest amounts that are written down.
const STEP: i64 = 100_000;

pub(super) fn fill(book: &mut Book<'_>) {
    if !book.is_left_to_the_newspaper() {
        contributions(book);
    }
    support(book);
}

fn contributions(book: &mut Book<'_>) {
    for day in book.days(4.6, &GIVING) {
        let purpose = match day.month() {
            10 | 11 if book.dice.chance(50) => "poor_fund",
            _ => book.dice.weighted(&[
                (5, "social_security"),
                (4, "infrastructure"),
                (3, "new_rural"),
                (1, "disaster"),
                (1, "poor_fund"),
            ]),
        };
        let giver = book.dice.weighted(&[
            (6, "households"),
            (2, "organisation"),
            (3, "enterprise"),
            (1, "outside"),
        ]);
        let most = match giver {
            "enterprise" | "outside" => 1_800,
            "organisation" => 600,
            _ => 450,
        };
        let value = book.dice.between(40, most) * STEP;
        let in_kind = match book.dice.weighted(&[(7, 0), (2, 40), (1, 100)]) {
            0 => 0,
            percent => value / 100 * percent / STEP * STEP,
        };
        let hamlet = book.any_hamlet();
        let title = campaign(book, purpose, hamlet);
        let mut form = Form::new("contribution")
            .text("title", title.clone())
            .choice("purpose", purpose)
            .choice("giver", giver)
            .date("received_on", day);
        let cash = value - in_kind;
        if cash > 0 {
            form = form.number("cash_vnd", cash);
        }
        if in_kind > 0 {
            form = form.number("in_kind_vnd", in_kind);
        }
        if purpose == "infrastructure" {
            form = form.hamlet(hamlet);
            if giver == "households" {
                form = form.number("labour_days", book.dice.between(10, 120));
            }
        }
        book.write(form);
        spending(book, &title, purpose, day, cash);
    }
}

/// The register of campaigns that a commune opened.
pub(super) fn campaigns(book: &mut Book<'_>) {
    if book.is_left_to_the_newspaper() {
        return;
    }
    for day in book.days(1.4, &GIVING) {
        let (basis, purpose) = book.dice.weighted(&[
            (4, ("households", "infrastructure")),
            (2, ("appeal", "disaster")),
            (2, ("sponsorship", "social_security")),
            (2, ("poor_fund", "poor_fund")),
            (1, ("law", "disaster")),
        ]);
        let hamlet = book.any_hamlet();
        let title = campaign(book, purpose, hamlet);
        let form = Form::new("contribution_campaign")
            .text("title", title)
            .choice("purpose", purpose)
            .choice("basis", basis)
            .date("opened_on", day);
        book.write(form);
    }
}

/// What is spent comes from one contribution, later, in the same year, and is never more than it.
fn spending(book: &mut Book<'_>, title: &str, purpose: &str, received: jiff::civil::Date, cash: i64) {
    let share = book.dice.between(40, 96);
    let amount = cash / 100 * share / STEP * STEP;
    if amount == 0 || !book.dice.chance(55) {
        return;
    }
    let Some(day) = book.later_here(received, 7, 75) else {
        return;
    };
    let form = Form::new("contribution_spending")
        .text("title", format!("Chi: {title}"))
        .choice("purpose", purpose)
        .date("spent_on", day)
        .number("amount_vnd", amount);
    book.write(form);
}

fn campaign(book: &mut Book<'_>, purpose: &str, hamlet: usize) -> String {
    let hamlet = book
        .place
        .hamlets
        .get(hamlet)
        .map_or_else(String::new, |hamlet| hamlet.in_text());
    match purpose {
        "infrastructure" => {
            let work = book.dice.pick(&[
                "Nâng cấp đường giao thông nông thôn",
                "Xây cầu bê tông",
                "Lắp đèn chiếu sáng",
                "Nạo vét kênh nội đồng",
                "Sửa nhà sinh hoạt cộng đồng",
            ]);
            format!("{work} {hamlet}")
        }
        "new_rural" => {
            let work = book.dice.pick(&[
                "Tuyến đường hoa, cây xanh",
                "Cải tạo cảnh quan môi trường",
                "Hàng rào xanh, cổng chào",
            ]);
            format!("{work} {}", book.place.in_text())
        }
        "disaster" => "Khắc phục hậu quả dông lốc, sạt lở bờ sông".to_owned(),
        "poor_fund" => format!("Quỹ “Vì người nghèo” năm {}", book.year),
        _ => book
            .dice
            .pick(&[
                "Tặng quà Tết cho hộ khó khăn",
                "Học bổng tiếp bước đến trường",
                "Bếp ăn từ thiện",
                "Thẻ bảo hiểm y tế cho hộ cận nghèo",
                "Xe chuyển bệnh từ thiện",
            ])
            .to_owned(),
    }
}

fn support(book: &mut Book<'_>) {
    for day in book.days(2.0, &SUPPORT) {
        let (programme, title, least, most) = book.dice.weighted(&[
            (4, ("poor", "Hỗ trợ hộ nghèo, hộ cận nghèo", 3, 20)),
            (2, ("merit", "Thăm, tặng quà người có công", 5, 15)),
            (2, ("housing", "Hỗ trợ xây, sửa nhà ở", 300, 600)),
            (1, ("disaster", "Hỗ trợ hộ bị thiên tai", 20, 150)),
            (2, ("other", "Hỗ trợ người cao tuổi, người khuyết tật", 3, 12)),
        ]);
        let households = match programme {
            "housing" => book.dice.between(1, 6),
            _ => book.dice.between(8, 90),
        };
        let people = households * book.dice.between(10, 38) / 10;
        let form = Form::new("support")
            .text("title", format!("{title} {}", season_word(day.month())))
            .choice("programme", programme)
            .date("given_on", day)
            .number("households", households)
            .number("people", people.max(households))
            .number("value_vnd", households * book.dice.between(least, most) * STEP);
        book.write(form);
    }
}

fn season_word(month: i8) -> &'static str {
    match month {
        1 | 2 => "dịp Tết Nguyên đán",
        7 => "dịp tháng bảy",
        10 | 11 => "trong tháng cao điểm “Vì người nghèo”",
        _ => "thường xuyên",
    }
}
