//! A model as a hamlet's head, an officer, a leader and a citizen with a phone live through it, in a real browser.

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::Server,
};

const COMMUNE: &str = "/dan-van-kheo/30292";
const TITLE: &str = "Bến nước an toàn cho trẻ em";

/// A picture of two points, as PNG.
const PICTURE: &[u8] =
    b"\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x01\
    \x08\x02\x00\x00\x00\x7b\x40\xe8\xdd\x00\x00\x00\x0d\x49\x44\x41\x54\x78\x9c\x63\x88\xea\x59\x00\
    \x44\x00\x0a\x25\x03\x0d\x82\x2e\x77\xb1\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";

#[tokio::test]
async fn a_hamlets_collective_is_recognised_and_counted() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    let total = async || {
        citizen.go("/dan-van-kheo/an-giang/bang?nam=2026").await;
        let cells = citizen.texts("#bang tbody tr:last-child td").await;
        cells
            .iter()
            .filter_map(|cell| cell.parse::<u32>().ok())
            .collect::<Vec<_>>()
    };
    let before = total().await;

    let head = Browser::open(&server, Scripts::On).await;
    signs_in(&head, "truong-ap").await;
    head.go(&format!("{COMMUNE}/dang-ky")).await;
    head.fill("#title", TITLE).await;
    head.click("main form button").await;
    assert!(head.has(".govuk-error-summary").await, "what is missing is said");
    head.fill("#aim", "Bến sông trơn, hai em suýt ngã; muốn có rào và phao.")
        .await;
    head.choose("#group-2").await;
    head.choose("#field-2").await;
    head.choose("#holder-1").await;
    head.fill("#holder_name", "Chi đoàn ấp").await;
    head.choose("#touched-3").await;
    head.click("main form button").await;
    assert!(head.text(".dinh-confirmation").await.contains("Đã đăng ký"));
    let desk = head.path().await;
    let model = desk.split("/viec").next().unwrap().to_owned();

    let officer = Browser::open(&server, Scripts::On).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go(&format!("{model}/thuc-hien")).await;
    officer
        .fill("#done", "Đóng 12 cọc, căng dây phao, trực mỗi chiều.")
        .await;
    officer
        .fill("#outcome", "Cả mùa nước không em nào gặp nạn.")
        .await;
    officer.fill("#figure-households", "28").await;
    let picture = server.folder().join("ben-nuoc.png");
    std::fs::write(&picture, PICTURE).unwrap();
    officer.fill("#pictures", &picture.display().to_string()).await;
    officer.fill("#caption", "Bến nước có rào và phao").await;
    officer.click("main form button").await;
    assert!(
        officer
            .text(".dinh-confirmation")
            .await
            .contains("Đã lưu kết quả")
    );

    let leader = Browser::open(&server, Scripts::On).await;
    signs_in(&leader, "lanh-dao-xa").await;
    leader.go(&format!("{model}/xet")).await;
    // The council's six members stand behind the day; who speaks for the hamlet has no vote to give.
    let mut voters = 0;
    for place in 2..=7 {
        let yes = format!("main form > .govuk-form-group:nth-of-type({place}) input[value='for']");
        if leader.has(&yes).await {
            leader.choose(&yes).await;
            voters += 1;
        }
    }
    assert_eq!(voters, 5);
    leader.fill("#number", "77/QĐ-UBND").await;
    leader.click("main form button").await;
    assert!(leader.text(".dinh-confirmation").await.contains("được công nhận"));

    citizen.go(&format!("{COMMUNE}?q=ben+nuoc+an+toan")).await;
    citizen.click("#mo-hinh li:first-child h3 a").await;
    assert_eq!(citizen.heading().await, TITLE);
    let page = citizen.text("main").await;
    assert!(
        page.contains("không em nào gặp nạn") && page.contains("77/QĐ-UBND"),
        "{page}"
    );
    assert!(citizen.has(".dinh-pictures img").await);
    let after = total().await;
    let more: Vec<u32> = after
        .iter()
        .zip(&before)
        .map(|(after, before)| after - before)
        .collect();
    assert_eq!(
        more,
        [1, 1, 1, 0],
        "registered, carried out, recognised, and nothing kept up"
    );
}
