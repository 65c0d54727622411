//! Journeys of those who keep the registers of households, on a phone.

use std::path::PathBuf;

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::Server,
};

/// The commune of the demo accounts, its hamlet whose head has one, and the hamlet whose register is still empty.
const COMMUNE: &str = "/ho/30292";
const HAMLET: &str = "/ho/30292/14210";
const EMPTY: &str = "/ho/30292/14218";
/// A file with a fault in its second row: a hamlet that is not there.
pub const FAULTY: &str = "Thôn/ấp,Số hộ,Họ và tên đại diện,Năm sinh,Địa chỉ,Điện thoại\n\
                          Khóm Mỹ Thành,1,Ngô Thị Thắm,1961,Số 1,0100 111 222\n\
                          Khóm Mỹ Thanhh,2,Ngô Văn Tròn,1958,Số 2,\n";

/// The same file, mended.
pub fn mended() -> String {
    FAULTY.replace("Thanhh", "Thành")
}

/// Sends a file on the page that brings in households.
pub async fn sends(browser: &Browser, server: &Server, name: &str, content: &str) {
    let file: PathBuf = server.folder().join(name);
    std::fs::write(&file, content).expect("a file");
    browser.go(&format!("{COMMUNE}/nhap")).await;
    browser.fill("#file", &file.display().to_string()).await;
    browser.click("main form button").await;
}

#[tokio::test]
async fn a_hamlet_head_keeps_the_register_by_phone() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::Off).await;
    browser.narrow().await;
    signs_in(&browser, "truong-ap").await;
    browser.follow(".dinh-navigation", "Hộ gia đình").await;
    assert_eq!(browser.path().await, HAMLET);
    browser.follow("main", "Thêm hộ").await;
    browser.fill("#name", "Ngô Thị Thắm").await;
    browser.fill("#phone", "12").await;
    browser.fill("#address", "Số 9, hẻm 3").await;
    browser.click("main form button").await;
    let wrong = browser.text(".govuk-error-summary").await;
    assert!(wrong.contains("Ghi số điện thoại 10 hoặc 11 chữ số"), "{wrong}");
    browser.find("#phone").await.clear().await.unwrap();
    browser.click("main form button").await;
    assert_eq!(browser.heading().await, "Hộ số 126");
    let done = browser.text(".dinh-confirmation").await;
    assert!(done.contains("Đã ghi hộ vào sổ"), "{done}");

    browser.follow("main", "Đổi người đại diện").await;
    browser.fill("#name", "Ngô Văn Tròn").await;
    browser.choose("label[for='basis-2']").await;
    browser.fill("#reason", "Bà Thắm đi làm xa").await;
    browser.click("main form button").await;
    let known = browser.text("main .dinh-summary").await;
    assert!(
        known.contains("Ngô Văn Tròn") && !known.contains("Thắm"),
        "{known}"
    );
    let trace = browser.text("#dau-vet").await;
    for words in [
        "Trưởng ấp, tổ trưởng tổ dân phố",
        "“Ngô Thị Thắm” thành “trống”",
        "Lý do: Bà Thắm đi làm xa",
        "Ghi hộ vào sổ",
    ] {
        assert!(trace.contains(words), "{words:?} is not in {trace}");
    }

    // Found without diacritics; no name in what the server logs, and none for who is not signed in.
    browser.go(HAMLET).await;
    browser.fill("#q", "ngo van tron").await;
    browser.click("form[role='search'] button").await;
    assert_eq!(browser.texts("tbody a").await, ["Ngô Văn Tròn"]);
    for page in [HAMLET, COMMUNE, "/ho", "/", "/cong-khai/30292"] {
        let text = server.get(page).await.text().await.expect("a page");
        assert!(!text.contains("Ngô Văn Tròn"), "{page} shows a name");
    }
    let log = server.log();
    assert!(
        !log.contains("Tròn") && !log.contains("tron") && !log.contains("Thắm"),
        "{log}"
    );
}

#[tokio::test]
async fn an_officer_mends_a_file_and_confirms_what_it_changes() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    browser.narrow().await;
    signs_in(&browser, "can-bo-xa").await;
    browser.follow(".dinh-navigation", "Hộ gia đình").await;
    assert_eq!(browser.path().await, COMMUNE);
    browser.go(EMPTY).await;
    let empty = browser.text(".dinh-empty").await;
    assert!(empty.contains("Sổ chưa có hộ nào"), "{empty}");
    sends(&browser, &server, "sai.csv", FAULTY).await;
    let faults = browser.text("#loi").await;
    assert!(
        faults.contains("Ô A3") && faults.contains("Khóm Mỹ Thanhh"),
        "{faults}"
    );
    sends(&browser, &server, "dung.csv", &mended()).await;
    assert_eq!(browser.heading().await, "Những gì sẽ ghi vào sổ");
    let new = browser.text("#them").await;
    assert!(new.contains("Hộ số 2, Khóm Mỹ Thành"), "{new}");
    browser.click("main form button").await;
    let done = browser.text(".dinh-confirmation").await;
    assert!(done.contains("Ghi mới 2 hộ, sửa 0 hộ"), "{done}");
    browser.go(EMPTY).await;
    assert_eq!(browser.texts("tbody a").await, ["Ngô Thị Thắm", "Ngô Văn Tròn"]);
    sends(&browser, &server, "dung.csv", &mended()).await;
    let same = browser.text(".dinh-notice").await;
    assert!(same.contains("Tệp không có gì mới: 2 hộ"), "{same}");
}
