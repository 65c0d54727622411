//! An agency tells its own people something, and outsiders learn only that it did.

use platform::clock::{Clock as _, SystemClock};

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::{Server, dinh, words},
};

const TITLE: &str = "Phân công trực lễ";
const BODY: &str = "Danh sách trực do phòng hành chính xếp";

/// To the board of the agency that the account works in.
async fn goes_to_work(browser: &Browser) -> String {
    browser.go("/co-quan").await;
    browser.follow("#cua-toi", "Trạm Y tế phường Bình Đức").await;
    assert_eq!(browser.heading().await, "Bảng nội bộ");
    browser.path().await
}

#[tokio::test]
async fn an_agency_publishes_inside_and_outsiders_learn_only_that_it_did() {
    let server = Server::start();
    // Somebody of the staff drafts on a phone, without scripts.
    let staff = Browser::open(&server, Scripts::Off).await;
    staff.narrow().await;
    signs_in(&staff, "nhan-vien").await;
    let board = goes_to_work(&staff).await;
    staff.follow(".dinh-tools", "Soạn thông báo").await;
    staff.click("main form[method='post'] button").await;
    let wrong = staff.text(".govuk-error-summary").await;
    assert!(wrong.contains("Xin chọn một nội dung."), "{wrong}");
    staff.choose("#matter option[value='work_plans']").await;
    let today = SystemClock.today();
    staff.fill("#decided_on", &platform::text::write_day(today)).await;
    staff.fill("#title", TITLE).await;
    staff.fill("#body", BODY).await;
    staff.click("main form[method='post'] button").await;
    assert_eq!(staff.heading().await, TITLE);
    let notice = staff.path().await;
    assert!(staff.text("main").await.contains("Chờ người đứng đầu"));
    assert!(!staff.has("form[action$='/cong-khai']").await);

    // The head approves and publishes, and records the meeting.
    let head = Browser::open(&server, Scripts::On).await;
    signs_in(&head, "thu-truong").await;
    goes_to_work(&head).await;
    head.follow("#dang-soan", TITLE).await;
    head.click("form[action$='/cong-khai'] button").await;
    assert!(head.text("main").await.contains("Đã công khai trong nội bộ"));
    head.choose("#hinh-thuc summary").await;
    head.choose("#hinh-thuc input[value='conference']").await;
    head.click("#hinh-thuc form[action$='/hinh-thuc'] button").await;
    let ways = head.text("#hinh-thuc").await;
    assert!(ways.contains("Thông báo tại hội nghị, cuộc họp"), "{ways}");

    // The staff reads it, with its proof in the public log.
    staff.go(&board).await;
    staff.follow("#thong-bao", TITLE).await;
    assert!(staff.text("#van-ban").await.contains(BODY));
    let entry = staff.links("#minh-chung dd a").await.remove(0);

    // An officer of the commune, and anybody, sees that there is something and not what.
    let officer = Browser::open(&server, Scripts::Off).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go(&notice).await;
    assert_eq!(officer.heading().await, "Chỉ dành cho người của nơi này");
    assert!(
        officer
            .text("main")
            .await
            .contains("xin người đứng đầu hoặc cấp phó một mã")
    );
    officer.click("main a.dinh-button").await;
    assert_eq!(officer.heading().await, "Trạm Y tế phường Bình Đức");
    let duties = officer.text("#phai-cong-khai").await;
    assert!(duties.contains("Kế hoạch công tác"), "{duties}");
    assert!(duties.contains("Chưa chắc chắn:"), "{duties}");
    let page = officer.path().await;
    for path in [
        entry.as_str(),
        page.as_str(),
        "/co-quan/30292",
        "/cong-khai/30292",
        "/cong-khai/30292/tin.atom",
        "/so-minh-bach",
        "/api/v1/organisations/30292",
        "/log/tile/entries/000.p/1",
    ] {
        let told = server.get(path).await.text().await.unwrap();
        for secret in [TITLE, BODY] {
            assert!(!told.contains(secret), "{secret} is on {path}");
        }
    }
    let stranger = server.get(&notice).await;
    assert!(
        stranger.url().path().starts_with("/dang-nhap"),
        "{}",
        stranger.url()
    );

    // The log holds, for who compares from outside and for who has the database; a row changed there is found.
    let database = server.database();
    let verify = |line: &str| {
        let mut command = dinh(server.folder());
        command
            .args(line.split(' '))
            .output()
            .expect("the program starts")
    };
    while server.get(&entry).await.status() != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let fine = verify(&format!("verify --database {database}"));
    assert!(fine.status.success(), "{}", words(&fine));
    let outside = verify(&format!("verify {}", server.origin()));
    assert!(outside.status.success(), "{}", words(&outside));
    let db = platform::db::Database::open(&database, platform::db::PoolSize::default())
        .await
        .unwrap();
    let mut write = db.write().await.unwrap();
    write
        .execute(
            "UPDATE internal_version SET body = 'Khác' WHERE title = $1",
            &platform::params![TITLE],
        )
        .await
        .unwrap();
    write.commit().await.unwrap();
    let changed = verify(&format!("verify --database {database}"));
    assert_eq!(changed.status.code(), Some(1), "{}", words(&changed));
    assert!(words(&changed).contains("internal-notice"), "{}", words(&changed));
}

#[tokio::test]
async fn an_officer_registers_an_enterprise_and_its_head_joins_with_the_printed_code() {
    let server = Server::start();
    let officer = Browser::open(&server, Scripts::Off).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go("/co-quan/30301").await;
    assert!(!officer.has("a[href$='/dang-ky']").await, "another commune");
    officer.go("/co-quan/30292").await;
    officer
        .follow(".dinh-tools", "Ghi tên cơ quan, doanh nghiệp")
        .await;
    officer.choose("input[value='state_enterprise']").await;
    officer.fill("#name", "Công ty Công ích Thử").await;
    officer.click("main form[method='post'] button").await;
    assert_eq!(officer.heading().await, "Tờ mã");
    let code = officer.text(".dinh-code-sheet__code").await;

    let head = Browser::open(&server, Scripts::Off).await;
    head.narrow().await;
    signs_in(&head, "cong-nhan").await;
    head.go("/co-quan/tham-gia").await;
    head.fill("#code", &code.to_lowercase().replace('-', " ")).await;
    head.click("main form[method='post'] button").await;
    assert_eq!(head.heading().await, "Bảng nội bộ");
    assert!(
        head.text("main")
            .await
            .contains("Chưa công khai nội dung nào trong nội bộ.")
    );
    head.follow(".dinh-tools", "Người trong cơ quan").await;
    assert!(head.text("main").await.contains("Mới có một người đứng đầu"));
    head.click("#them button").await;
    assert!(head.has(".dinh-code-sheet__code").await);
}
