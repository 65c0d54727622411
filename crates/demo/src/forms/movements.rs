//! “Dân vận khéo” models and commendations.

use crate::book::{Book, Form, Season};

/// Registration is for the first quarter; communes formed in the middle of a year register then.
const REGISTRATION: Season = [5, 8, 7, 0, 0, 0, 3, 1, 0, 0, 0, 0];

pub(super) fn fill(book: &mut Book<'_>) {
    if !book.is_left_to_the_newspaper() {
        models(book);
    }
    commendations(book);
}

fn models(book: &mut Book<'_>) {
    for day in book.days(5.5, &REGISTRATION) {
        let hamlet = book.any_hamlet();
        // The second title group is about the new countryside: communes, not wards.
        let new_rural = book.place.is_rural() && book.dice.chance(48);
        let group = if new_rural { "new_rural" } else { "general" };
        let field = book.dice.weighted(&[
            (22, "economy"),
            (57, "culture_society"),
            (11, "defence_security"),
            (10, "political_system"),
        ]);
        let subject = book.dice.weighted(&[(78, "collective"), (22, "individual")]);
        // In the year of registration, so that no year carries out more than it registered.
        let year_end = book.year_end();
        let carried_out = if book.dice.chance(86) {
            book.later(day, 20, 230)
        } else {
            None
        };
        let carried_out = carried_out.filter(|day| *day <= year_end);
        let recognised = match carried_out {
            Some(done) if book.dice.chance(72) => book.later(done, 15, 120).filter(|day| *day <= year_end),
            _ => None,
        };
        let title = model(book, field, hamlet);
        let form = Form::new("dan_van_kheo_model")
            .hamlet(hamlet)
            .text("title", title)
            .choice("group", group)
            .choice("field", field)
            .choice("subject", subject)
            .date("registered_on", day)
            .date_if("carried_out_on", carried_out)
            .date_if("recognised_on", recognised)
            .flag("maintained", book.dice.chance(27));
        book.write(form);
    }
}

fn model(book: &mut Book<'_>, field: &str, hamlet: usize) -> String {
    let what = match field {
        "economy" => book.dice.pick(&[
            "Tổ hợp tác trồng rau an toàn",
            "Chuyển đổi đất lúa kém hiệu quả sang cây ăn trái",
            "Nuôi lươn không bùn giảm nghèo",
            "Góp vốn xoay vòng giúp nhau làm kinh tế",
            "Liên kết tiêu thụ lúa chất lượng cao",
        ]),
        "culture_society" => book.dice.pick(&[
            "Tuyến đường hoa kiểu mẫu",
            "Không để trẻ em bỏ học",
            "Tủ sách cộng đồng",
            "Ấm lòng người già neo đơn",
            "Phân loại rác tại nguồn",
            "Vận động xây nhà Đại đoàn kết",
            "Bếp ăn nghĩa tình",
        ]),
        "defence_security" => book.dice.pick(&[
            "Camera an ninh",
            "Tổ tự quản đường biên, cột mốc",
            "Tiếng kẻng an ninh",
            "Vận động thanh niên lên đường nhập ngũ",
        ]),
        _ => book.dice.pick(&[
            "Chính quyền thân thiện, vì Nhân dân phục vụ",
            "Ngày thứ bảy nghe dân nói",
            "Hướng dẫn người dân nộp hồ sơ trực tuyến",
            "Chi bộ bốn tốt",
        ]),
    };
    let hamlet = book
        .place
        .hamlets
        .get(hamlet)
        .map_or_else(String::new, |hamlet| hamlet.in_text());
    format!("{what} {hamlet}")
}

fn commendations(book: &mut Book<'_>) {
    for day in book.days(1.0, &[1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 3, 5]) {
        let (about, title) = book.dice.weighted(&[
            (
                3,
                ("dan_van_kheo", "Khen thưởng phong trào thi đua “Dân vận khéo”"),
            ),
            (
                2,
                (
                    "grassroots_democracy",
                    "Khen thưởng thực hiện Quy chế dân chủ ở cơ sở",
                ),
            ),
        ]);
        let form = Form::new("commendation")
            .text("title", format!("{title} năm {}", book.year))
            .choice("for", about)
            .date("decided_on", day)
            .number("commended", book.dice.between(3, 24));
        book.write(form);
    }
}
