//! A clinic and its people: a conference from its call to the printed resolution, a question that nobody's name stands at, a
//! regulation from its draft to the version adopted.

use jiff::civil::Date;
use platform::{
    clock::{Clock as _, SystemClock},
    text::write_day,
};

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::Server,
};

const PLACE: &str = "Trạm Y tế phường Bình Đức";
const QUESTION: &str = "Ai được cử đi học quý tới";
const OPINION: &str = "Điều 2 nên có mức trần";

fn today() -> Date {
    SystemClock.today()
}

/// To the page of the people of the place, on a telephone.
async fn inside(server: &Server, login: &str) -> (Browser, String) {
    let browser = Browser::open(server, Scripts::Off).await;
    browser.narrow().await;
    signs_in(&browser, login).await;
    browser.go("/noi-lam-viec").await;
    browser.follow("#cua-toi", PLACE).await;
    assert_eq!(browser.heading().await, "Trong đơn vị");
    let page = browser.path().await;
    let page = page.trim_end_matches("/trong").to_owned();
    (browser, page)
}

/// Fills in a field that something stands in.
async fn refill(browser: &Browser, selector: &str, words: &str) {
    browser.find(selector).await.clear().await.unwrap();
    browser.fill(selector, words).await;
}

const SEND: &str = "main form[method='post'] button";

#[tokio::test]
async fn a_conference_is_called_counted_decided_and_its_resolution_printed() {
    let server = Server::start();
    let (head, page) = inside(&server, "thu-truong").await;
    assert!(head.text("#trach-nhiem").await.contains("Hội nghị hằng năm"));
    head.follow(".dinh-tools", "Hội nghị").await;
    head.follow("main .dinh-buttons", "Triệu tập hội nghị").await;
    refill(&head, "#staff", "24").await;
    refill(&head, "#summoned", "20").await;
    head.choose("input[value='extraordinary']").await;
    head.fill("#held_on", &write_day(today())).await;
    head.fill("#place", "Hội trường, 14 giờ").await;
    head.fill("#agenda", "Bàn việc sửa nhà xe").await;
    head.fill("#items", "Sửa nhà xe trong tháng").await;
    head.click(SEND).await;
    let wrong = head.text(".govuk-error-summary").await;
    assert!(
        wrong.contains("Hội nghị toàn thể phải triệu tập tất cả mọi người"),
        "{wrong}"
    );
    refill(&head, "#summoned", "24").await;
    head.click(SEND).await;
    assert!(head.text("main").await.contains("ít nhất 16 người dự"));
    head.follow("main .dinh-buttons", "Đếm người có mặt").await;
    head.fill("#present", "16").await;
    head.click(SEND).await;
    head.follow("#bieu-quyet", "Sửa nhà xe trong tháng").await;
    head.fill("#for_it", "9").await;
    head.fill("#against", "4").await;
    head.fill("#blank", "3").await;
    head.click(SEND).await;
    assert!(head.text("#bieu-quyet").await.contains("được thông qua"));
    head.follow("main .dinh-buttons", "Ghi nghị quyết").await;
    head.fill("#resolution", "Sửa nhà xe trong tháng này").await;
    head.fill("#minutes", "Ba ý kiến phát biểu").await;
    head.click(SEND).await;
    let conference = head.path().await;
    let papers = head.links("main .dinh-buttons a").await;
    let paper = papers
        .iter()
        .find(|link| link.ends_with(".pdf"))
        .expect("a paper");

    // The staff reads it; the paper is there for them and for nobody outside.
    let (staff, _) = inside(&server, "nhan-vien").await;
    staff.go(&conference).await;
    assert!(
        staff
            .text("#nghi-quyet")
            .await
            .contains("Sửa nhà xe trong tháng này")
    );
    assert!(!staff.has("main .dinh-buttons a[href$='/lam/huy']").await);
    let stranger = server.get(paper).await;
    assert!(
        stranger.url().path().starts_with("/dang-nhap"),
        "{}",
        stranger.url()
    );
    let (other, theirs) = inside_of_another(&server).await;
    assert_ne!(theirs, page);
    other.go(&conference).await;
    assert_eq!(other.heading().await, "Chỉ dành cho người của đơn vị");
    assert!(!other.text("main").await.contains("nhà xe"));
}

async fn inside_of_another(server: &Server) -> (Browser, String) {
    let browser = Browser::open(server, Scripts::Off).await;
    signs_in(&browser, "cong-nhan").await;
    browser.go("/noi-lam-viec").await;
    browser.click("#cua-toi h3 a").await;
    let page = browser.path().await;
    (browser, page.trim_end_matches("/trong").to_owned())
}

#[tokio::test]
async fn a_question_without_a_name_is_answered_and_a_draft_becomes_a_regulation() {
    let server = Server::start();
    let (staff, page) = inside(&server, "nhan-vien").await;
    staff.follow(".dinh-tools", "Hỏi đáp").await;
    staff.follow("main .dinh-buttons", "Đặt câu hỏi").await;
    staff.fill("#question", QUESTION).await;
    staff.click(SEND).await;
    let questions = staff.text("#danh-sach").await;
    assert!(questions.contains(QUESTION), "{questions}");

    let (head, _) = inside(&server, "thu-truong").await;
    head.go(&format!("{page}/hoi-dap")).await;
    let card = head.text("#danh-sach li:first-child").await;
    assert!(card.contains("Một người trong đơn vị"), "{card}");
    let answers = head.links("#danh-sach .dinh-buttons a").await;
    let mut answered = false;
    for answer in answers {
        head.go(&answer).await;
        if head.text("blockquote").await.contains(QUESTION) {
            head.fill("#answer", "Họp xét vào thứ Sáu").await;
            head.click(SEND).await;
            answered = true;
            break;
        }
    }
    assert!(answered);
    staff.go(&format!("{page}/hoi-dap")).await;
    assert!(staff.text("#danh-sach").await.contains("Họp xét vào thứ Sáu"));

    // A new draft is put to the staff; one of them says something, and is answered.
    head.go(&format!("{page}/quy-che/moi")).await;
    head.choose("#kind option[value='assets']").await;
    head.fill("#title", "Quy chế dùng xe chung").await;
    head.fill("#draft", "Điều 1. Ai được dùng. Điều 2. Mức khoán.")
        .await;
    head.click(SEND).await;
    assert_eq!(head.heading().await, "Quy chế dùng xe chung");
    let regulation = head.path().await;
    staff.go(&regulation).await;
    staff.follow("main > .dinh-buttons", "Góp ý").await;
    staff.fill("#opinion", OPINION).await;
    staff.click(SEND).await;
    head.go(&regulation).await;
    head.follow("#gop-y .dinh-buttons", "Trả lời").await;
    head.choose("input[value='partly']").await;
    head.fill("#answer", "Ghi mức trần cho xe chuyên dùng").await;
    head.click(SEND).await;
    staff.go(&regulation).await;
    let opinions = staff.text("#gop-y").await;
    assert!(
        opinions.contains(OPINION) && opinions.contains("Tiếp thu một phần"),
        "{opinions}"
    );

    // One whose time is over is adopted when its last opinion is answered.
    head.go(&format!("{page}/quy-che")).await;
    head.follow("#danh-sach", "Nội quy cơ quan").await;
    assert!(!head.has("main > .dinh-buttons a[href$='/lam/ban-hanh']").await);
    let ended = head.path().await;
    head.follow("#gop-y .dinh-buttons", "Trả lời").await;
    head.choose("input[value='accepted']").await;
    head.fill("#answer", "Mùa nước nổi bắt đầu muộn hơn nửa giờ")
        .await;
    head.click(SEND).await;
    head.follow("main > .dinh-buttons", "Ban hành").await;
    head.fill("#number", "15/QĐ").await;
    head.click(SEND).await;
    staff.go(&ended).await;
    assert!(staff.text("main").await.contains("đã ban hành"));
    for path in [
        "/noi-lam-viec",
        "/noi-lam-viec/30292",
        page.as_str(),
        "/so-minh-bach",
        "/api/v1/workplaces/30292/2026",
    ] {
        let told = server.get(path).await.text().await.unwrap();
        for secret in [QUESTION, OPINION, "Nội quy cơ quan"] {
            assert!(!told.contains(secret), "{secret} is on {path}");
        }
    }
}
