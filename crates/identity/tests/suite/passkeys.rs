//! Passkeys through the pages, on both databases.

use std::sync::Arc;

use axum::http::StatusCode;
use identity::{Identity, Settings};
use platform::{
    access::{SECOND_FACTOR, with_return},
    db::Database,
    testing::on_both,
};

use crate::{
    browser::{Browser, ORIGIN},
    device::Device,
    store::{self, PASSWORD},
};

const MIGRATIONS: &[&[platform::db::Migration]] = &[units::MIGRATIONS, identity::MIGRATIONS];

/// Hours of the day at which the room is opened; each draws other random numbers.
fn at(db: &Database, time: &str) -> Arc<Identity> {
    Arc::new(store::identity(db, time).reached_at(Some(ORIGIN)).unwrap())
}

/// Adds a passkey in the browser of somebody who has just signed in.
async fn adds(browser: &mut Browser, device: &mut Device) -> crate::browser::Answer {
    browser.get("/tai-khoan/khoa-truy-cap/moi").await;
    let asked = browser.asks("/tai-khoan/khoa-truy-cap/hoi").await.asked();
    let credential = device.creates(&asked, ORIGIN);
    browser
        .post(
            "/tai-khoan/khoa-truy-cap/moi",
            &[("name", "Máy  xã "), ("credential", &credential)],
        )
        .await
}

async fn signs_in_with(browser: &mut Browser, device: &mut Device) -> crate::browser::Answer {
    browser.get("/dang-nhap").await;
    let asked = browser.asks("/dang-nhap/khoa/hoi").await.asked();
    let credential = device.signs(&asked, ORIGIN);
    browser
        .post("/dang-nhap/khoa", &[("credential", &credential)])
        .await
}

#[tokio::test]
async fn a_passkey_is_added_named_used_and_removed() {
    on_both(MIGRATIONS, |db| async move {
        let now = at(&db, "01:00:00");
        store::enrolled(&now).await;
        let mut office = Browser::open(Arc::clone(&now));
        office.signs_in("le-tam", PASSWORD).await;
        let list = office.get("/tai-khoan/cach-dang-nhap").await.body;
        assert!(list.contains("Chưa có khóa truy cập nào"), "{list}");
        let mut device = Device::new(1);
        let added = adds(&mut office, &mut device).await;
        assert_eq!(added.location, "/tai-khoan/cach-dang-nhap?them=1", "{added:?}");
        let list = office.get(&added.location).await.body;
        assert!(list.contains("<strong>Máy xã</strong>"), "{list}");
        assert!(list.contains("Chưa dùng lần nào"));
        let again = adds(&mut office, &mut device.clone()).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "added before");

        let mut phone = Browser::open(at(&db, "02:00:00"));
        let done = signs_in_with(&mut phone, &mut device).await;
        assert_eq!(done.location, "/tai-khoan", "{done:?}");
        let sessions = phone.get("/tai-khoan/phien").await.body;
        assert!(sessions.contains("bằng khóa truy cập"), "{sessions}");
        let list = phone.get("/tai-khoan/cach-dang-nhap").await.body;
        assert!(list.contains("Dùng lần cuối: 25/11/2026 09:00"), "{list}");

        // Removed: the other browser is signed out, the passkey opens nothing.
        let href = list.split("href=\"/tai-khoan/khoa-truy-cap/").nth(1).unwrap();
        let href = format!("/tai-khoan/khoa-truy-cap/{}", href.split('"').next().unwrap());
        let ask = phone.get(&href).await;
        assert!(ask.body.contains("Gỡ khóa “Máy xã”?"), "{}", ask.body);
        let gone = phone.post(&href, &[]).await;
        assert_eq!(gone.location, "/tai-khoan/cach-dang-nhap?go=1");
        assert_eq!(
            office.get("/tai-khoan").await.location,
            "/dang-nhap?ve=/tai-khoan"
        );
        let refused = signs_in_with(&mut office, &mut device).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let events = phone.get("/tai-khoan").await.body;
        for event in ["Thêm khóa truy cập", "Gỡ khóa truy cập"] {
            assert!(events.contains(event), "{event}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_is_answered_once_in_time_by_the_browser_that_was_asked() {
    on_both(MIGRATIONS, |db| async move {
        let now = at(&db, "01:00:00");
        store::enrolled(&now).await;
        let mut office = Browser::open(Arc::clone(&now));
        office.signs_in("le-tam", PASSWORD).await;
        let mut device = Device::new(1);
        assert_eq!(adds(&mut office, &mut device).await.status, StatusCode::SEE_OTHER);

        let mut phone = Browser::open(Arc::clone(&now));
        phone.get("/dang-nhap").await;
        let asked = phone.asks("/dang-nhap/khoa/hoi").await.asked();
        let credential = device.signs(&asked, ORIGIN);
        // Another browser has not been asked.
        let mut thief = Browser::open(Arc::clone(&now));
        thief.get("/dang-nhap").await;
        let form = [("credential", credential.as_str())];
        let stolen = thief.post("/dang-nhap/khoa", &form).await;
        assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(stolen.body.contains("không được chấp nhận"));
        assert_eq!(
            phone.post("/dang-nhap/khoa", &form).await.status,
            StatusCode::SEE_OTHER
        );
        // Once.
        let mut again = Browser::open(Arc::clone(&now));
        again.get("/dang-nhap").await;
        let asked = again.asks("/dang-nhap/khoa/hoi").await.asked();
        let wrong = device.signs(&asked, "https://dinh.example.evil");
        let form = [("credential", wrong.as_str())];
        assert_eq!(
            again.post("/dang-nhap/khoa", &form).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        let right = device.signs(&asked, ORIGIN);
        let form = [("credential", right.as_str())];
        assert_eq!(
            again.post("/dang-nhap/khoa", &form).await.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "the question was used up by the wrong answer"
        );
        // In time.
        again.get("/dang-nhap").await;
        let asked = again.asks("/dang-nhap/khoa/hoi").await.asked();
        let late = device.signs(&asked, ORIGIN);
        let mut again = again.at(at(&db, "01:05:00"));
        let form = [("credential", late.as_str())];
        assert_eq!(
            again.post("/dang-nhap/khoa", &form).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
        // Only whoever the device knows.
        device.verifies = false;
        let unverified = signs_in_with(&mut again, &mut device).await;
        assert_eq!(unverified.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_whose_counter_runs_backwards_is_taken_no_more() {
    on_both(MIGRATIONS, |db| async move {
        let now = at(&db, "01:00:00");
        store::enrolled(&now).await;
        let mut office = Browser::open(Arc::clone(&now));
        office.signs_in("le-tam", PASSWORD).await;
        let mut device = Device::new(1);
        adds(&mut office, &mut device).await;
        let mut copy = device.clone();
        for _ in 0..3 {
            let done = signs_in_with(&mut Browser::open(Arc::clone(&now)), &mut device).await;
            assert_eq!(done.status, StatusCode::SEE_OTHER);
        }
        let mut thief = Browser::open(Arc::clone(&now));
        let refused = signs_in_with(&mut thief, &mut copy).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let owner = signs_in_with(&mut thief, &mut device).await;
        assert_eq!(
            owner.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "nobody knows which is the copy"
        );
        let list = office.get("/tai-khoan/cach-dang-nhap").await.body;
        assert!(
            list.contains("bộ đếm của khóa chạy lùi") && list.contains("ngừng nhận"),
            "{list}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_role_counts_only_after_a_second_factor_where_one_is_asked() {
    on_both(MIGRATIONS, |db| async move {
        let now = at(&db, "01:00:00");
        // A commune officer may enrol people.
        let (person, _) = store::enrolled(&now).await;
        let mut office = Browser::open(Arc::clone(&now));
        office.signs_in("le-tam", PASSWORD).await;
        let there = with_return(SECOND_FACTOR, "/quan-tri");
        assert_eq!(office.get("/quan-tri").await.location, there);
        let page = office.get(&there).await.body;
        assert!(
            page.contains("Công chức xã") && page.contains("/tai-khoan/khoa-truy-cap/moi?ve="),
            "{page}"
        );
        // The first is made with the password alone, and gives the role at once.
        let mut device = Device::new(1);
        adds(&mut office, &mut device).await;
        assert_eq!(office.get("/quan-tri").await.status, StatusCode::OK);

        // With the password alone nothing of it can be replaced.
        let mut thief = Browser::open(Arc::clone(&now));
        thief.signs_in("le-tam", PASSWORD).await;
        assert_eq!(thief.get("/quan-tri").await.location, there);
        let refused = adds_nothing(&mut thief).await;
        assert!(refused.starts_with(SECOND_FACTOR), "{refused}");
        // With the passkey besides, it counts.
        thief.get(&there).await;
        let asked = thief.asks("/xac-nhan/khoa/hoi").await.asked();
        let credential = device.signs(&asked, ORIGIN);
        let form = [("credential", credential.as_str()), ("ve", "/quan-tri")];
        assert_eq!(thief.post("/xac-nhan/khoa", &form).await.location, "/quan-tri");
        assert_eq!(thief.get("/quan-tri").await.status, StatusCode::OK);

        // Who has lost it comes back with a printed code, is told what stands, and decides.
        let administrator = store::administrator();
        let (code, _) = now.code(administrator.actor().unwrap(), person).await.unwrap();
        let mut phone = Browser::open(at(&db, "03:00:00"));
        phone.get("/ghi-danh").await;
        let form = [
            ("code", &*code.grouped()),
            ("password", "hạt gạo làng ta ba mùa"),
            ("again", "hạt gạo làng ta ba mùa"),
        ];
        let done = phone.post("/ghi-danh", &form).await;
        let there = phone.get(&done.location).await.location;
        assert_eq!(there, "/tai-khoan/cach-dang-nhap?lai=1");
        let list = phone.get(&there).await.body;
        assert!(
            list.contains("vẫn mở được tài khoản") && list.contains("Máy xã"),
            "{list}"
        );
        assert!(phone.get("/quan-tri").await.location.starts_with(SECOND_FACTOR));
        let added = adds(&mut phone, &mut Device::new(2)).await;
        assert_eq!(added.location, "/tai-khoan/cach-dang-nhap?them=1");
        assert_eq!(phone.get("/quan-tri").await.status, StatusCode::OK);
    })
    .await;
}

async fn adds_nothing(browser: &mut Browser) -> String {
    browser.get("/tai-khoan/khoa-truy-cap/moi").await.location
}

#[tokio::test]
async fn a_second_factor_is_asked_where_the_settings_say_so() {
    on_both(MIGRATIONS, |db| async move {
        let asking = |roles: Option<&[&str]>, address: Option<&'static str>| {
            let settings = Settings {
                second_factor_roles: roles.map(|roles| roles.iter().map(|&role| role.to_owned()).collect()),
                ..Settings::default()
            };
            store::with_settings(&db, "01:00:00", settings)
                .reached_at(address)
                .map(drop)
        };
        assert_eq!(asking(None, None), Ok(()));
        assert_eq!(asking(Some(&[]), Some(ORIGIN)), Ok(()));
        assert_eq!(
            asking(Some(&["administrator"]), Some("http://dinh.example")),
            Ok(())
        );
        let wrong = asking(Some(&["quan-tri"]), Some(ORIGIN)).unwrap_err();
        assert!(wrong.contains("\"quan-tri\""), "{wrong}");
        // Without it the password is enough, and the pages say why there are no passkeys.
        let now = Arc::new(store::identity(&db, "01:00:00"));
        store::enrolled(&now).await;
        let mut office = Browser::open(now);
        office.signs_in("le-tam", PASSWORD).await;
        assert_eq!(office.get("/quan-tri").await.status, StatusCode::OK);
        let list = office.get("/tai-khoan/cach-dang-nhap").await.body;
        assert!(list.contains("public_address"), "{list}");
    })
    .await;
}
