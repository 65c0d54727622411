//! A posted list read and objected to on a telephone, the answer, and the way of a package from its opening to its list.

use jiff::ToSpan as _;
use platform::{
    clock::{Clock as _, SystemClock},
    text::write_day,
};

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    votes::says,
    world::Server,
};

const HOME: &str = "/ho-tro/30292";
/// The page of the package whose list is posted.
pub(crate) async fn posted(browser: &Browser) -> String {
    browser.go(HOME).await;
    let names = browser.texts("main table a").await;
    let links = browser.links("main table a").await;
    let of_gifts =
        |name: &String, link: &String| name.starts_with("Quà Tết") && !link.contains("/chuong-trinh/");
    names
        .iter()
        .zip(links)
        .find(|(name, link)| of_gifts(name, link))
        .map(|(_, link)| link)
        .expect("a package of gifts")
}

const SEND: &str = "main form .dinh-button";

#[tokio::test(flavor = "multi_thread")]
async fn a_posted_list_is_objected_to_on_a_telephone_and_answered() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::On).await;
    citizen.narrow().await;
    let page = posted(&citizen).await;
    citizen.go(&page).await;
    citizen.follow("main", "Danh sách đang niêm yết").await;
    says(&citizen, "main table", "Kim Thị Hoa").await;
    citizen.follow("main", "Gửi ý kiến về danh sách").await;
    citizen.wait_for("form[data-worked]").await;
    citizen.choose("label[for='about-1']").await;
    citizen.fill("#entry", "1").await;
    citizen.click(SEND).await;
    says(&citizen, ".govuk-error-summary", "Xin viết").await;
    citizen.wait_for("form[data-worked]").await;
    citizen.fill("#words", "Hộ này đã dọn lên Bình Dương").await;
    citizen.click(SEND).await;
    says(&citizen, "main", "Đã nhận ý kiến").await;
    let code = citizen.text(".dinh-code").await;

    let officer = Browser::open(&server, Scripts::Off).await;
    signs_in(&officer, "can-bo-xa").await;
    let desk = page.replacen(HOME, &format!("{HOME}/viec"), 1);
    officer.go(&desk).await;
    let objections = officer.links("main table a[href*='/y-kien/']").await;
    officer
        .go(objections.last().expect("an objection on the desk"))
        .await;
    assert!(officer.text("main").await.contains("Bình Dương"));
    officer.choose("label[for='outcome-2']").await;
    officer.fill("#answer", "Đã hỏi Trưởng ấp: hộ đã chuyển đi").await;
    officer.click(SEND).await;
    assert!(officer.text("main").await.contains("Đã trả lời ý kiến"));

    citizen.go(&format!("{HOME}/tra-cuu")).await;
    citizen.fill("#code", &code).await;
    citizen.click(SEND).await;
    says(&citizen, "main", "Đã hỏi Trưởng ấp").await;
    citizen.go(&format!("{page}/danh-sach")).await;
    assert!(!citizen.text("main table").await.contains("Kim Thị Hoa"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_package_is_opened_entered_and_approved_by_two_people() {
    let server = Server::start();
    let officer = Browser::open(&server, Scripts::Off).await;
    officer.narrow().await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go(&format!("{HOME}/viec/moi")).await;
    let today = SystemClock.today();
    officer
        .choose("#programme option[value='qua-tet-ho-ngheo']")
        .await;
    officer
        .fill("#from", &write_day(today.saturating_add(400.days())))
        .await;
    officer
        .fill("#until", &write_day(today.saturating_add(500.days())))
        .await;
    officer.click(SEND).await;
    assert!(
        officer
            .text(".govuk-error-summary")
            .await
            .contains("Ghi số tiền lớn hơn 0")
    );
    officer.fill("#budget", "5.000.000").await;
    officer.click(SEND).await;
    assert!(officer.text("main").await.contains("Đã mở gói hỗ trợ"));
    let desk = officer.path().await.split('?').next().unwrap().to_owned();
    officer.follow("main", "Nhập hồ sơ").await;
    officer.fill("#name", "Lê Thị Mận").await;
    officer.fill("#identifier", "091080123456").await;
    officer.choose("label[for='q1-1']").await;
    officer.choose("label[for='q2-1']").await;
    officer.fill("#q3", "4").await;
    officer.click(SEND).await;
    let told = officer.text("main").await;
    assert!(
        told.contains("Đã ghi hồ sơ") && told.contains("600.000 đồng"),
        "{told}"
    );
    officer.go(&desk).await;
    officer.choose("main details summary").await;
    officer.click("main details .dinh-button").await;
    assert!(officer.text("main").await.contains("Đã trình danh sách"));

    let leader = Browser::open(&server, Scripts::Off).await;
    signs_in(&leader, "lanh-dao-xa").await;
    leader.go(&desk).await;
    leader.choose("main details summary").await;
    leader.click("main details .dinh-button").await;
    assert!(
        leader
            .text("main")
            .await
            .contains("Đã duyệt và niêm yết danh sách")
    );
    let public = desk.replacen("/viec/", "/", 1);
    let stranger = Browser::open(&server, Scripts::Off).await;
    stranger.go(&format!("{public}/danh-sach")).await;
    assert!(stranger.text("main table").await.contains("Lê Thị Mận"));
}
