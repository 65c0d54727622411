//! A commune's year, from its own points on a telephone to the province's result, an objection and a survey's answer.

use jiff::{ToSpan as _, civil::Date};
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

const HOME: &str = "/danh-gia/30292";
const SEND: &str = "main form[method='post'] button";

fn today() -> Date {
    SystemClock.today()
}

async fn somebody(server: &Server, login: &str) -> Browser {
    let browser = Browser::open(server, Scripts::On).await;
    browser.narrow().await;
    signs_in(&browser, login).await;
    browser
}

/// Fills in a field that something may stand in.
async fn refill(browser: &Browser, selector: &str, words: &str) {
    browser.find(selector).await.clear().await.unwrap();
    browser.fill(selector, words).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_assessed_on_a_telephone_checked_objected_to_and_corrected() {
    let server = Server::start();
    let year = today().year();
    let leader = somebody(&server, "lanh-dao-xa").await;
    leader.go(&format!("{HOME}/viec/dan-chu-o-xa/{year}")).await;
    // Points are there already where something is counted; the rest is the commune's to say.
    for field in ["#p1", "#p2", "#p3", "#p4", "#p5"] {
        refill(&leader, field, "10").await;
    }
    refill(&leader, "#p6", "11").await;
    leader.choose("label[for='lam-2']").await;
    leader.click(SEND).await;
    says(&leader, ".govuk-error-summary", "Chấm từ 0 đến 10").await;
    refill(&leader, "#p6", "8").await;
    leader.fill("#n1", "Sổ niêm yết của các khóm").await;
    leader.click(SEND).await;
    says(&leader, "main", "Đã nộp lên tỉnh").await;

    let province = somebody(&server, "can-bo-tinh").await;
    province
        .go(&format!("/danh-gia/91/bang/dan-chu-o-xa/{year}"))
        .await;
    province.follow("main table", "Phường Bình Đức").await;
    says(&province, "main", "Sổ niêm yết của các khóm").await;
    refill(&province, "#p1", "6").await;
    province.click(SEND).await;
    says(&province, ".govuk-error-summary", "ghi lý do").await;
    province.fill("#n1", "Thiếu biên bản quý III").await;
    province.click(SEND).await;
    says(&province, "main", "Đã công bố kết quả").await;
    let result = province.path().await;

    let citizen = Browser::open(&server, Scripts::On).await;
    citizen.narrow().await;
    citizen.go(HOME).await;
    citizen.go(&result).await;
    says(&citizen, "#diem", "Thiếu biên bản quý III").await;
    citizen.follow("main .dinh-buttons", "Góp ý về kết quả").await;
    citizen.wait_for("form[data-worked]").await;
    citizen
        .fill("#words", "Biên bản quý III treo ở nhà văn hóa khóm")
        .await;
    citizen.click(SEND).await;
    says(&citizen, "main", "Đã nhận ý kiến").await;
    let facts = citizen.texts("main dl dd").await;
    let code = facts.first().expect("a code").clone();

    province.go(&result).await;
    province.follow("#y-kien", "Trả lời ý kiến").await;
    says(&province, "blockquote", "treo ở nhà văn hóa khóm").await;
    province.choose("label[for='verdict-1']").await;
    province.fill("#answer", "Đã đối chiếu, biên bản có đủ").await;
    province.click(SEND).await;
    // What was upheld is mended at once.
    refill(&province, "#p1", "10").await;
    refill(&province, "#n1", "").await;
    province.fill("#reason", "Đã đối chiếu biên bản quý III").await;
    province.click(SEND).await;
    says(&province, "main", "Lần 2, đã sửa").await;

    citizen.go(&format!("{HOME}/tra-cuu")).await;
    citizen.fill("#code", &code).await;
    citizen.click(SEND).await;
    says(&citizen, "main", "Được tiếp thu").await;
    says(&citizen, "main", "Đã đối chiếu, biên bản có đủ").await;
    citizen.go(&result).await;
    assert!(
        !citizen.text("main").await.contains("treo ở nhà văn hóa"),
        "what was said is nobody else's to read"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slip_is_answered_with_once_and_the_survey_shows_nothing_before_its_end() {
    let server = Server::start();
    let year = today().year();
    let officer = somebody(&server, "can-bo-xa").await;
    officer
        .go(&format!("{HOME}/viec/do-thi-van-minh/{year}/khao-sat"))
        .await;
    officer
        .fill("#closes", &write_day(today().saturating_add(7.days())))
        .await;
    officer.fill("#slips", "4").await;
    officer.click(SEND).await;
    says(&officer, "main", "Hãy in trang này ngay").await;
    let codes = officer.texts("#phieu tbody td, #phieu tbody th").await;
    let slips = officer.text("#phieu").await;
    let survey = slips.split("/khao-sat/").nth(1).expect("an address");
    let survey = format!("{HOME}/khao-sat/{}", &survey[..36]);

    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go(&survey).await;
    for question in ["p1", "p2", "p3", "p4"] {
        citizen.choose(&format!("label[for='{question}-2']")).await;
    }
    citizen.fill("#code", "AAAA AAAA").await;
    citizen.click(SEND).await;
    says(&citizen, ".govuk-error-summary", "Không có phiếu nào").await;
    refill(&citizen, "#code", &codes[0].to_lowercase()).await;
    citizen.click(SEND).await;
    says(&citizen, "main", "Cảm ơn bạn đã trả lời").await;
    says(&citizen, "#ket-qua", "Kết quả hiện ra khi khảo sát đã kết thúc").await;
    assert!(!citizen.has("#ket-qua table").await);
}
