//! A consultation as a citizen with a phone, an officer and a leader live through it, in a real browser.

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::Server,
};

const COMMUNE: &str = "/lay-y-kien/30292";
/// The land-use plan, which the demo world leaves answered and not decided.
const LAND: &str = "019cf428-2e80-7a73-b5b8-63d672183c0d";

#[tokio::test]
async fn a_citizen_with_a_phone_says_something_and_finds_it_answered_by_officers() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go("/lay-y-kien").await;
    citizen.click("main table tbody th a").await;
    assert_eq!(citizen.path().await, COMMUNE);
    citizen.click("#dang-mo li:first-child h3 a").await;
    let page = citizen.path().await;
    assert_eq!(
        citizen.heading().await,
        "Dự thảo kế hoạch phát triển kinh tế - xã hội năm tới"
    );

    // Who objects without a word is asked for one, and nothing chosen is lost.
    citizen.click("#doan-2 a").await;
    assert_eq!(citizen.heading().await, "Góp ý đoạn 2");
    citizen.choose("#stance-3").await;
    citizen.click("main form button").await;
    assert!(citizen.has(".govuk-error-summary").await);
    assert!(citizen.has("#stance-3:checked").await);
    citizen.fill("#words", "Xin thêm bác sĩ nhi.").await;
    citizen.fill("#name", "Trần Thị Bưởi").await;
    citizen.click("main form button").await;
    let code = citizen.text(".dinh-code").await;
    assert_eq!(code.len(), 11, "{code}");
    let found = async |wanted: &str| {
        citizen.go(&format!("{page}/tra-cuu")).await;
        citizen.fill("#code", &code.to_lowercase()).await;
        citizen.click("main form button").await;
        let notice = citizen.text(".dinh-notice").await;
        assert!(notice.contains(wanted), "{notice}");
        assert!(citizen.text("blockquote").await.contains("bác sĩ nhi"));
    };
    found("đang chờ tổng hợp").await;
    citizen.go(&page).await;
    let seen = citizen.text("main").await;
    assert!(!seen.contains("bác sĩ nhi") && !seen.contains("Bưởi"), "{seen}");

    // The officer reads it, groups it and answers the group.
    let officer = Browser::open(&server, Scripts::On).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go(&page).await;
    officer.click(&format!("a[href^='{COMMUNE}/soan/']")).await;
    officer.click("main a[href$='/y-kien']").await;
    let heard = officer.texts(".dinh-heard").await;
    let at = heard
        .iter()
        .position(|heard| heard.contains("bác sĩ nhi"))
        .expect("the opinion is on the desk");
    officer.choose(&format!("#opinion-{}", at + 1)).await;
    officer.fill("#summary", "Đề nghị có bác sĩ nhi.").await;
    officer.click("form[action$='/gom'] button").await;
    officer.click("#nhom a[href*='/nhom/']").await;
    officer.choose("#outcome-1").await;
    officer
        .fill("#answer", "Xã sẽ mời bác sĩ nhi mỗi tháng một lần.")
        .await;
    officer.fill("#doan-2", " Mỗi tháng có bác sĩ nhi.").await;
    officer.click("main form button").await;
    assert!(officer.text("#nhom").await.contains("Tiếp thu"));
    found("đang chờ trả lời công khai").await;

    // Where everything is answered, the leader publishes what was decided.
    let leader = Browser::open(&server, Scripts::On).await;
    signs_in(&leader, "lanh-dao-xa").await;
    leader.go(&format!("{COMMUNE}/soan/{LAND}/ket-luan")).await;
    leader.fill("#decision", "Nghị quyết số 12/NQ-HĐND.").await;
    leader.click("main form button").await;
    assert!(
        leader
            .text(".dinh-confirmation")
            .await
            .contains("Đã công bố quyết định")
    );
    citizen.go(&format!("{COMMUNE}/{LAND}")).await;
    citizen.click("main a[href$='/ket-qua']").await;
    let result = citizen.text("main").await;
    assert!(
        result.contains("Nghị quyết số 12") && result.contains("Kênh Ranh"),
        "{result}"
    );
    assert!(citizen.has("ins").await, "what changed is marked");
}
