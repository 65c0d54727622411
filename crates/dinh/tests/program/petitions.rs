//! A petition from a telephone whose network fails, from the form to the officer's queue.

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    votes::{Line, says},
    world::Server,
};

const FORM: &str = "/kien-nghi/30292/gui";

#[tokio::test(flavor = "multi_thread")]
async fn a_petition_is_written_without_a_network_and_sent_once_when_there_is_one() {
    let server = Server::start();
    let line = Line::to(&server).await;
    let browser = Browser::at(&line.origin, Scripts::On).await;
    browser.narrow().await;
    browser.go(FORM).await;
    browser.wait_for("#petition[data-ready]").await;
    // The worker has the page before the network goes.
    browser.kept_for_later().await;
    line.cut();
    browser.reload().await;
    browser.wait_for("#petition[data-worked]").await;
    browser.choose("label[for='kind-1']").await;
    browser.choose("#category option[value='lighting']").await;
    browser.fill("#title", "Đèn đường trước trạm y tế tắt").await;
    browser
        .fill("#words", "Ba hôm nay đèn trước trạm y tế không sáng.")
        .await;
    browser
        .choose("#petition .dinh-buttons:last-child .dinh-button")
        .await;
    says(&browser, "#kept", "Không có mạng").await;
    let code = browser
        .text("#kept")
        .await
        .split_whitespace()
        .last()
        .unwrap_or_default()
        .to_owned();
    line.mend();
    says(&browser, "#kept", "Đã gửi").await;
    assert!(
        browser.text("#kept").await.ends_with(&code),
        "the code is the one that was shown"
    );

    // Followed with the code, and once in the queue.
    browser.go("/kien-nghi/30292/tra-cuu").await;
    browser.fill("#code", &code).await;
    browser.click("main form .dinh-button").await;
    assert_eq!(browser.heading().await, "Đèn đường trước trạm y tế tắt");
    signs_in(&browser, "can-bo-xa").await;
    browser.go("/kien-nghi/30292/viec?phan=received").await;
    let queue = browser.text("main table").await;
    assert_eq!(
        queue.matches("Đèn đường trước trạm y tế tắt").count(),
        1,
        "{queue}"
    );
}

/// Without scripts the form is a form; what it sends is looked at first.
#[tokio::test(flavor = "multi_thread")]
async fn a_petition_is_sent_without_scripts() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::Off).await;
    browser.narrow().await;
    browser.go("/kien-nghi/30292").await;
    browser.follow("main", "Gửi phản ánh, kiến nghị").await;
    browser.choose("label[for='kind-2']").await;
    browser.choose("#category option[value='waste']").await;
    browser.fill("#title", "Xin thêm thùng rác ở bến đò").await;
    browser
        .fill("#words", "Bến đò đông khách mà không có thùng rác.")
        .await;
    browser
        .click("#petition .dinh-buttons:last-child .dinh-button")
        .await;
    assert_eq!(browser.heading().await, "Đã nhận");
    assert!(browser.text("main").await.contains("có người xem qua trước"));
}
