//! A plan from its draft to its evaluation, and an emergency's point that reports on a telephone.

use jiff::{ToSpan as _, civil::Date};
use platform::{
    clock::{Clock as _, SystemClock},
    text::write_day,
};

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    votes::{Line, says},
    world::Server,
};

const HOME: &str = "/ke-hoach/30292";
const SEND: &str = "main form[method='post'] button";

fn today() -> Date {
    SystemClock.today()
}

async fn somebody(server: &Server, login: &str) -> Browser {
    let browser = Browser::open(server, Scripts::Off).await;
    browser.narrow().await;
    signs_in(&browser, login).await;
    browser
}

/// An officer drafts a plan of this fortnight and a leader issues it; the address of its page.
async fn issued(server: &Server, (title, kind, tasks): (&str, &str, &str)) -> (Browser, String) {
    let officer = somebody(server, "can-bo-xa").await;
    officer.go(&format!("{HOME}/soan")).await;
    officer.fill("#title", title).await;
    officer.choose(&format!("input[value='{kind}']")).await;
    officer
        .fill("#from", &write_day(today().saturating_sub(2.days())))
        .await;
    officer
        .fill("#to", &write_day(today().saturating_add(12.days())))
        .await;
    if !tasks.is_empty() {
        officer.fill("#targets", "Đường được sửa; 1,5; km").await;
        officer.fill("#tasks", tasks).await;
    }
    officer.click(SEND).await;
    says(&officer, "main", "Đã lưu bản nháp").await;
    let plan = officer.path().await;
    let plan = plan.split('?').next().unwrap_or_default().to_owned();
    let leader = somebody(server, "lanh-dao-xa").await;
    leader.go(&plan).await;
    leader.follow("main .dinh-buttons", "Ban hành hoặc bỏ").await;
    leader.click(SEND).await;
    says(&leader, "main", "Đã ban hành").await;
    (leader, plan)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_issued_worked_on_by_a_hamlet_and_evaluated() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::On).await;
    citizen.narrow().await;
    citizen.go(HOME).await;
    // What the demo world has late stands on top.
    says(&citizen, "#gap", "Sửa cống thoát nước chợ").await;
    let due = write_day(today().saturating_add(5.days()));
    let tasks = format!("Vá ổ gà; Văn phòng; {due}");
    let (leader, plan) = issued(&server, ("Tuần lễ sửa đường", "ordinary", &tasks)).await;
    let officer = somebody(&server, "can-bo-xa").await;
    officer.go(&plan).await;
    officer.follow("#nhiem-vu", "Vá ổ gà").await;
    officer.follow("main .dinh-buttons", "Báo tiến độ").await;
    officer.find("#percent").await.clear().await.unwrap();
    officer.fill("#percent", "100").await;
    officer
        .fill("#words", "Đã vá hết các ổ gà trên đường chính.")
        .await;
    officer.click(SEND).await;
    says(&officer, "main", "Đã ghi tiến độ").await;
    leader.go(&plan).await;
    leader.follow("main .dinh-buttons", "Đánh giá, kết thúc").await;
    leader.fill("#r1", "1").await;
    leader
        .fill("#evaluation", "Làm xong việc chính, còn nửa cây số.")
        .await;
    leader.click(SEND).await;
    says(&leader, ".govuk-error-summary", "Chưa đạt thì ghi lý do").await;
    leader.fill("#w1", "Mưa ba ngày liền").await;
    leader.click(SEND).await;
    says(&leader, "main", "Đã đánh giá").await;
    citizen.go(&plan).await;
    says(&citizen, "#chi-tieu", "Đạt một phần").await;
    says(&citizen, "#chi-tieu", "Mưa ba ngày liền").await;
    citizen.follow(".dinh-tools", "Xem theo tình trạng").await;
    says(&citizen, "#xong", "Vá ổ gà").await;
}

/// At a point whose network fails, what is noted is kept on the phone and arrives once, with the hour it was noted at.
#[tokio::test(flavor = "multi_thread")]
async fn a_point_reports_without_a_network_and_it_arrives_once() {
    let server = Server::start();
    let (_, plan) = issued(&server, ("Chống dịch", "emergency", "")).await;
    let officer = somebody(&server, "can-bo-xa").await;
    officer.go(&format!("{plan}/chot")).await;
    officer.fill("#name", "Chốt chợ").await;
    officer.fill("#place", "Cổng chợ").await;
    officer.click(SEND).await;
    let point = officer.links("#chot table a").await.remove(0);

    let line = Line::to(&server).await;
    let guard = Browser::at(&line.origin, Scripts::On).await;
    guard.narrow().await;
    signs_in(&guard, "can-bo-xa").await;
    guard.go(&point).await;
    guard.wait_for("form[data-ready]").await;
    guard.kept_for_later().await;
    let report = async |what: &str, item: &str, amount: &str| {
        guard.choose(&format!("input[value='{what}']")).await;
        if !item.is_empty() {
            guard.fill("#item", item).await;
        }
        guard.fill("#amount", amount).await;
        guard.choose(SEND).await;
    };
    report("in", "Khẩu trang (hộp)", "30").await;
    says(&guard, "#tinh-trang", "Đã gửi hết").await;
    line.cut();
    report("out", "Khẩu trang (hộp)", "12").await;
    says(&guard, "#tinh-trang", "đã giữ trong máy: 1").await;
    guard.reload().await;
    guard.wait_for("form[data-ready]").await;
    report("s:passed", "", "140").await;
    says(&guard, "#tinh-trang", "đã giữ trong máy: 2").await;
    // More than there will be left: it is refused when it arrives, and nothing of it is lost.
    report("out", "Khẩu trang (hộp)", "99").await;
    says(&guard, "#tinh-trang", "đã giữ trong máy: 3").await;
    line.mend();
    guard.reload().await;
    says(&guard, "#chua-nhan", "Chỉ còn 18").await;
    guard.choose("#chua-nhan button").await;
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go(&plan).await;
    says(&citizen, "#vat-tu", "18").await;
    says(&citizen, "#tinh-hinh", "140").await;
    assert_eq!(citizen.texts("#theo-gio tbody tr").await.len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_point_of_an_emergency_reports_and_never_hands_out_what_it_has_not() {
    let server = Server::start();
    let (_, plan) = issued(&server, ("Chống bão", "emergency", "")).await;
    let officer = somebody(&server, "can-bo-xa").await;
    officer.go(&plan).await;
    officer.follow("main .dinh-buttons", "Lập chốt, điểm").await;
    officer.fill("#name", "Chốt cầu đúc").await;
    officer.fill("#place", "Đầu cầu, khóm 2").await;
    officer.click(SEND).await;
    officer.follow("#chot", "Chốt cầu đúc").await;
    officer.choose("input[value='out']").await;
    officer.fill("#item", "Áo phao (cái)").await;
    officer.fill("#amount", "20").await;
    officer.click(SEND).await;
    says(&officer, ".govuk-error-summary", "Chỉ còn 0").await;
    officer.choose("input[value='in']").await;
    officer.click(SEND).await;
    says(&officer, "main", "Đã nhận báo cáo").await;
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go(&plan).await;
    says(&citizen, "#vat-tu", "Áo phao (cái)").await;
    says(&citizen, "#vat-tu", "20").await;
}
