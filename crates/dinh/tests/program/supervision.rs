//! People supervise on a telephone: a visit with its checklist and a photograph, a recommendation with its clock, the answer
//! of who owes it, and an observation that a citizen hands over.

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

const HOME: &str = "/giam-sat/30292";
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

/// A small photograph on the machine of who works with the browser.
fn photograph(server: &Server) -> String {
    // One pixel, red.
    const PNG: &[u8] = &[
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0,
        0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54, 8, 0xd7, 0x63,
        0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae,
        0x42, 0x60, 0x82,
    ];
    let path = server.folder().join("anh.png");
    std::fs::write(&path, PNG).unwrap();
    path.display().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_is_written_down_on_the_spot_and_followed_until_it_is_done() {
    let server = Server::start();
    let inspector = somebody(&server, "thanh-tra").await;
    inspector.go(HOME).await;
    inspector.follow("#ban", "Ban Thanh tra nhân dân").await;
    let board = inspector.path().await;
    inspector.follow("main .dinh-buttons", "Ghi cuộc giám sát").await;
    inspector.fill("#subject", "Biển công trình đường khóm 3").await;
    inspector.fill("#place", "Đầu hẻm khóm 3").await;
    inspector.choose("label[for='checklist-1']").await;
    inspector.click(SEND).await;
    says(&inspector, "main", "Làm đúng bản vẽ").await;
    for point in 1..=6 {
        let seen = if point == 1 { 2 } else { 1 };
        inspector.choose(&format!("label[for='d{point}-{seen}']")).await;
    }
    inspector.fill("#g1", "Biển thiếu ngày xong").await;
    inspector
        .fill("#findings", "Biển công trình thiếu ngày hoàn thành.")
        .await;
    inspector.fill("#pictures", &photograph(&server)).await;
    inspector.click(SEND).await;
    says(&inspector, ".govuk-error-summary", "Ghi chú thích cho ảnh").await;
    inspector.fill("#pictures", &photograph(&server)).await;
    inspector.fill("#caption", "Biển công trình ở đầu hẻm").await;
    inspector.click(SEND).await;
    says(&inspector, "main", "Đã lưu bản nháp").await;
    inspector.follow("main .dinh-buttons", "Công bố hoặc bỏ").await;
    inspector.click(SEND).await;
    says(&inspector, "main", "Đã công bố cuộc giám sát").await;
    let visit = inspector.path().await;
    let picture = inspector.links("#anh a").await.remove(0);
    assert_eq!(server.get(&picture).await.status(), 200);
    inspector.follow("main .dinh-buttons", "Gửi kiến nghị").await;
    inspector
        .fill("#words", "Ghi đủ ngày hoàn thành trên biển công trình.")
        .await;
    inspector.click(SEND).await;
    says(&inspector, "main", "Đã gửi kiến nghị").await;
    let due = write_day(today().saturating_add(15.days()));
    says(&inspector, "#tra-loi", &due).await;
    let one = inspector.path().await;

    let leader = somebody(&server, "lanh-dao-xa").await;
    leader.go(&one).await;
    leader.follow("main .dinh-buttons", "Trả lời kiến nghị").await;
    leader
        .fill("#answer", "Chủ đầu tư thay biển trong tuần này.")
        .await;
    leader
        .fill("#day", &write_day(today().saturating_add(5.days())))
        .await;
    leader.click(SEND).await;
    says(&leader, "main", "Đã trả lời kiến nghị").await;

    inspector.go(&one).await;
    inspector.follow("main .dinh-buttons", "Ghi theo dõi").await;
    inspector.choose("label[for='lam-2']").await;
    inspector.fill("#words", "Biển mới đã ghi đủ.").await;
    inspector.click(SEND).await;
    says(&inspector, "main", "Đã khép kiến nghị").await;

    // Everybody reads all of it without an account.
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go(&one).await;
    says(&citizen, "main", "Đã làm xong").await;
    says(&citizen, "#theo-doi", "Biển mới đã ghi đủ.").await;
    citizen.go(&visit).await;
    says(&citizen, "#bang-kiem", "Biển thiếu ngày xong").await;
    citizen.go(&board).await;
    says(&citizen, "#cuoc", "Biển công trình đường khóm 3").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_observation_is_handed_over_without_an_account_and_answered_for_its_sender_alone() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::On).await;
    citizen.narrow().await;
    citizen.go(&format!("{HOME}/gui")).await;
    citizen.wait_for("form[data-worked]").await;
    citizen.click(SEND).await;
    says(&citizen, ".govuk-error-summary", "Xin viết").await;
    citizen.wait_for("form[data-worked]").await;
    citizen
        .fill("#words", "Trần Thị Bé Ba thấy xe đổ cát lấp mương khóm 2")
        .await;
    citizen.click(SEND).await;
    says(&citizen, "main", "Ban đã nhận phản ánh").await;
    let code = citizen.texts("main dl dd").await.first().expect("a code").clone();

    let inspector = somebody(&server, "thanh-tra").await;
    inspector.go(&format!("{HOME}/viec")).await;
    inspector
        .follow("#phan-anh", "Trần Thị Bé Ba thấy xe đổ cát lấp mương khóm 2")
        .await;
    inspector.choose("label[for='state-1']").await;
    inspector
        .fill("#answer", "Ban đi xem sáng mai, cảm ơn bà con.")
        .await;
    inspector.click(SEND).await;
    says(&inspector, "main", "Đã báo lại cho người phản ánh").await;

    citizen.go(&format!("{HOME}/tra-cuu")).await;
    citizen.fill("#code", &code).await;
    citizen.click(SEND).await;
    says(&citizen, "#tra-loi", "Ban đi xem sáng mai").await;
    citizen.go(HOME).await;
    let page = citizen.text("main").await;
    assert!(!page.contains("Bé Ba") && !page.contains("lấp mương"), "{page}");
}
