//! A petition from a telephone whose network fails, from the form to the officer's queue.

use std::time::Duration;

use platform::testing::MailServer;

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    votes::{Line, says},
    world::{Server, Tiles, free_port, settings_of_a_map},
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

/// A whole matter by mail: written, confirmed, added to, and told of, through a real mail server both ways.
#[tokio::test(flavor = "multi_thread")]
async fn a_letter_to_the_commune_is_answered_and_added_to_by_mail() {
    let mail = MailServer::start();
    let server = Server::with_settings(&format!(
        "public_address = \"http://dinh.example\"\n[mail]\nserver = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
         from = \"Đình <dinh@dinh.example>\"\n[mail.inbox]\naddress = \"kien-nghi@dinh.example\"\nfolder = \"{}\"\n",
        mail.port(),
        mail.inbox().display()
    ));
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go(FORM).await;
    assert!(
        citizen
            .text("main")
            .await
            .contains("kien-nghi+30292@dinh.example"),
        "the form says where to write"
    );
    mail.send(
        "an.nguyen@example.vn",
        "kien-nghi+30292@dinh.example",
        (
            "Message-ID: <m1@example.vn>\nSubject: Den duong tat\n",
            "Đèn đường ở bến đò tắt ba hôm nay.",
        ),
    );
    let confirmed = mail.wait_for(1).await.remove(0);
    let (envelope, message) = confirmed.split_once('\n').unwrap();
    assert!(envelope.ends_with("-> an.nguyen@example.vn"), "{envelope}");
    assert!(message.contains("In-Reply-To: <m1@example.vn>"), "{message}");
    let words = message.replace("=\r\n", "").replace("=\n", "");
    let code = words.split(": ").find_map(|rest| {
        let code: String = rest.chars().take(14).collect();
        let sound = code.len() == 14 && code.matches('-').count() == 2;
        (sound
            && code
                .chars()
                .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit() || sign == '-'))
        .then_some(code)
    });
    let code = code.unwrap_or_else(|| panic!("no code in {words}"));
    let reply_to = words
        .lines()
        .find_map(|line| line.strip_prefix("Reply-To: "))
        .unwrap()
        .trim()
        .to_owned();

    mail.send(
        "an.nguyen@example.vn",
        &reply_to,
        ("Subject: Re: x\n", "Thêm: cả đoạn trước chợ."),
    );
    let mut tries = 0;
    loop {
        citizen.go("/kien-nghi/30292/tra-cuu").await;
        citizen.fill("#code", &code).await;
        citizen.click("main form .dinh-button").await;
        if citizen.text("main").await.contains("cả đoạn trước chợ") {
            break;
        }
        tries += 1;
        assert!(tries < 40, "the answer never came:\n{}", server.log());
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(citizen.heading().await, "Den duong tat");

    // The officer looks at it first, and takes it; the writer is told by mail.
    let officer = Browser::open(&server, Scripts::Off).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go("/kien-nghi/30292/viec?phan=held").await;
    officer.follow("main", "Den duong tat").await;
    officer.click("main form[action$='/nhan'] .dinh-button").await;
    let told = mail.wait_for(2).await.remove(1);
    assert!(told.contains("-> an.nguyen@example.vn"), "{told}");
    for secret in ["bến đò", "trước chợ"] {
        assert!(!told.contains(secret), "{told}");
    }
    assert!(
        !server.log().contains("an.nguyen"),
        "an address stands in the log:\n{}",
        server.log()
    );
}

/// A place is pinned with fingers or keys, kept when the form comes back, and stands on the officer's page.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_pinned_on_a_map_where_there_is_one() {
    let tiles = Tiles::start();
    let server = Server::with_settings(&tiles.settings());
    let browser = Browser::open(&server, Scripts::On).await;
    browser.narrow().await;
    browser.go(FORM).await;
    browser.wait_for(".dinh-map .leaflet-tile-loaded").await;
    assert_eq!(browser.text(".leaflet-control-attribution").await, "© Bản đồ thử");
    browser.choose("[data-pin]").await;
    says(&browser, ".dinh-map [role=status]", "Đã ghim vị trí.").await;
    browser.choose("[data-unpin]").await;
    says(&browser, ".dinh-map [role=status]", "Đã bỏ ghim.").await;
    browser.choose(".dinh-map__frame").await;
    browser.wait_for(".dinh-map__pin").await;
    // Something is missing: the form comes back with its pin.
    browser.fill("#title", "Đèn đường tắt").await;
    browser.wait_for("#petition[data-worked]").await;
    browser
        .click("#petition .dinh-buttons:last-child .dinh-button")
        .await;
    browser.wait_for(".govuk-error-summary").await;
    browser.wait_for(".dinh-map__pin").await;
    browser.choose("label[for='kind-1']").await;
    browser.choose("#category option[value='lighting']").await;
    browser.fill("#words", "Đèn trước trạm y tế tắt.").await;
    browser.wait_for("#petition[data-worked]").await;
    browser
        .click("#petition .dinh-buttons:last-child .dinh-button")
        .await;
    signs_in(&browser, "can-bo-xa").await;
    browser.go("/kien-nghi/30292/viec?phan=received").await;
    browser.follow("main", "Đèn đường tắt").await;
    let page = browser.text("main").await;
    assert!(page.contains(", 105."), "the officer sees the pin: {page}");
    // What is public of others stands on the map with a link.
    browser.go("/kien-nghi/30292").await;
    browser.choose(".dinh-map__mark").await;
    browser.wait_for(".leaflet-popup-content a").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_pictures_a_map_goes_away_and_says_so() {
    let server = Server::with_settings(&settings_of_a_map(free_port()));
    let browser = Browser::open(&server, Scripts::On).await;
    browser.narrow().await;
    browser.go(FORM).await;
    says(&browser, ".dinh-map [role=status]", "Bản đồ không tải được").await;
    assert!(browser.has(".dinh-map__frame[hidden]").await);
    assert!(browser.has("#hamlet").await, "the list is there");
}
