//! A turn at the chair's reception, booked on a telephone, and the day's desk.

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    votes::says,
    world::Server,
};

const HOME: &str = "/tiep-cong-dan/30292";

/// The address of the last session of the calendar, the only one of its day.
async fn last_session(browser: &Browser) -> String {
    browser.go(HOME).await;
    let all = browser.links("main table tbody tr:last-child a").await;
    all.into_iter().next().expect("a session in the calendar")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_turn_is_booked_on_a_telephone_moved_seen_and_given_up() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::On).await;
    citizen.narrow().await;
    let session = last_session(&citizen).await;
    citizen.go(&session).await;
    citizen.follow("main", "Đặt lượt").await;
    citizen.wait_for("form[data-worked]").await;
    citizen.click("main form .dinh-button").await;
    says(&citizen, ".govuk-error-summary", "Chọn loại việc").await;
    citizen.wait_for("form[data-worked]").await;
    citizen.choose("#number option[value='3']").await;
    citizen.choose("label[for='matter-3']").await;
    citizen.fill("#name", "Trần Thị Bé Ba").await;
    citizen.click("main form .dinh-button").await;
    says(&citizen, "main", "Đã đặt lượt").await;
    let code = citizen.text(".dinh-code").await;

    // The officer moves the session; its reason is public.
    let officer = Browser::open(&server, Scripts::On).await;
    signs_in(&officer, "can-bo-xa").await;
    let desk = session.replacen(HOME, &format!("{HOME}/viec"), 1);
    officer.go(&desk).await;
    says(&officer, "main table", "Trần Thị Bé Ba").await;
    officer.follow("main", "Dời hoặc hủy buổi tiếp").await;
    officer.find("#starts").await.clear().await.unwrap();
    officer.fill("#starts", "13:30").await;
    officer.click("main form .dinh-button").await;
    says(&officer, ".govuk-error-summary", "Ghi lý do").await;
    officer.fill("#reason", "Sáng có đoàn kiểm tra đê").await;
    officer.click("main form .dinh-button").await;
    says(&officer, "main", "Đã dời buổi tiếp").await;

    // Whoever booked sees it with the code, and gives the turn up.
    citizen.go(&format!("{HOME}/tra-cuu")).await;
    citizen.fill("#code", &code).await;
    citizen.click("main form .dinh-button").await;
    says(&citizen, "main", "13:30").await;
    says(&citizen, "main", "Sáng có đoàn kiểm tra đê").await;
    citizen.choose("main details summary").await;
    citizen.click("main details .dinh-button").await;
    says(&citizen, "main", "Đã hủy lượt").await;
    officer.go(&desk).await;
    assert!(
        !officer.text("main").await.contains("Trần Thị Bé Ba"),
        "what was said is erased at once"
    );
}

/// Without scripts a form is a form.
#[tokio::test(flavor = "multi_thread")]
async fn a_turn_is_booked_without_scripts() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::Off).await;
    browser.narrow().await;
    let session = last_session(&browser).await;
    browser.go(&session).await;
    browser.follow("main", "Đặt lượt").await;
    browser.choose("label[for='matter-2']").await;
    browser.click("main form .dinh-button").await;
    let told = browser.text("main").await;
    assert!(told.contains("Đã đặt lượt"), "{told}");
    assert!(told.contains("Danh tính người tố cáo được luật bảo vệ"), "{told}");
}
