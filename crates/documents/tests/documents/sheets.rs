//! Sheets for households: one each, with large boxes, a code, and no name.

use documents::{Choice, Corner, Language, Link, Sheet, Sheets, Sign};
use jiff::Timestamp;

fn ballot() -> Sheets {
    Sheets {
        language: Language::Vi,
        produced_at: Timestamp::UNIX_EPOCH,
        issuer: "Ấp Vĩnh Hưng".to_owned(),
        heading: "Phiếu lấy ý kiến hộ gia đình".to_owned(),
        title: "Đổ bê tông đường ấp".to_owned(),
        body: vec!["Mỗi hộ góp 500.000 đồng.".to_owned()],
        instruction: "Đánh dấu × vào một ô.".to_owned(),
        choices: [
            ("Đồng ý", Sign::Yes),
            ("Không đồng ý", Sign::No),
            ("Ý kiến khác", Sign::Other),
        ]
        .map(|(label, sign)| Choice {
            label: label.to_owned(),
            sign,
        })
        .to_vec(),
        mark: Some((Corner::BottomRight, "Chữ ký của Trưởng ấp".to_owned())),
        advisory: None,
        caption: "Mã phiếu:".to_owned(),
        sheets: (1..=3)
            .map(|number| Sheet {
                household: format!("Hộ số {number}"),
                address: String::new(),
                code: format!("ABCDE-FGHJ{number}"),
                link: Link::parse(format!("https://dinh.example/bieu-quyet/30352#ABCDEFGHJ{number}"))
                    .expect("an address"),
            })
            .collect(),
        demo_notice: None,
    }
}

#[test]
fn every_household_has_a_page_with_its_code() {
    let octets = documents::sheets(&ballot()).expect("a file");
    let file = lopdf::Document::load_mem(&octets).expect("a readable file");
    assert_eq!(file.get_pages().len(), 3);
    assert_eq!(octets, documents::sheets(&ballot()).expect("the same file"));
}

#[test]
fn ten_candidates_fit_on_one_page() {
    let mut sheets = ballot();
    sheets.mark = Some((Corner::TopLeft, "Dấu treo".to_owned()));
    sheets.choices = (1..=10)
        .map(|n| Choice {
            label: format!("Nguyễn Thị Thứ {n}"),
            sign: Sign::None,
        })
        .collect();
    sheets.sheets.truncate(1);
    let octets = documents::sheets(&sheets).expect("a file");
    let file = lopdf::Document::load_mem(&octets).expect("a readable file");
    assert_eq!(file.get_pages().len(), 1);
}
