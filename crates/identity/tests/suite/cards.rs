//! Cards of codes through the pages, on both databases.

use std::sync::Arc;

use axum::http::StatusCode;
use identity::Settings;
use platform::{
    access::{SECOND_FACTOR, with_return},
    db::Database,
    testing::on_both,
};

use crate::{
    browser::Browser,
    store::{self, PASSWORD},
};

const MIGRATIONS: &[&[platform::db::Migration]] = &[units::MIGRATIONS, identity::MIGRATIONS];

/// The room where officers need a second factor, reached without `https://`, so that there are no passkeys.
fn room(db: &Database, time: &str) -> Arc<identity::Identity> {
    let settings = Settings {
        second_factor_roles: Some(vec!["commune_officer".to_owned()]),
        ..Settings::default()
    };
    let room = store::with_settings(db, time, settings).reached_at(Some("http://dinh.example"));
    Arc::new(room.unwrap())
}

/// The codes on a printed page, in order.
fn codes(page: &str) -> Vec<String> {
    let (_, card) = page.split_once("dinh-code-card").unwrap();
    card.split("<li>")
        .skip(1)
        .map(|code| code.split('<').next().unwrap().to_owned())
        .take(40)
        .collect()
}

#[tokio::test]
async fn the_codes_of_a_card_are_a_second_factor_each_once_in_order() {
    on_both(MIGRATIONS, |db| async move {
        let now = room(&db, "01:00:00");
        let (person, _) = store::enrolled(&now).await;
        let administrator = store::administrator();
        let sheet = now
            .card_for(administrator.actor().unwrap(), person)
            .await
            .unwrap();
        let card: Vec<String> = sheet.codes().collect();
        assert_eq!(card.len(), 40);
        let there = with_return(SECOND_FACTOR, "/quan-tri");

        let mut office = Browser::open(Arc::clone(&now));
        office.signs_in("le-tam", PASSWORD).await;
        assert_eq!(office.get("/quan-tri").await.location, there);
        let page = office.get(&there).await.body;
        assert!(
            page.contains("Mã số 1 trên thẻ") && page.contains("Thẻ còn 40 mã"),
            "{page}"
        );
        let second = office
            .post(SECOND_FACTOR, &[("code", &*card[1]), ("ve", "/quan-tri")])
            .await;
        assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "out of order");
        assert!(second.body.contains("Mã không đúng"), "{}", second.body);
        let typed = card[0].to_lowercase().replace('-', " ");
        let first = office
            .post(SECOND_FACTOR, &[("code", &typed), ("ve", "/quan-tri")])
            .await;
        assert_eq!(first.location, "/quan-tri", "{first:?}");
        assert_eq!(office.get("/quan-tri").await.status, StatusCode::OK);

        // Once: another session is asked for the next.
        let mut phone = Browser::open(room(&db, "02:00:00"));
        phone.signs_in("le-tam", PASSWORD).await;
        assert!(phone.get(&there).await.body.contains("Mã số 2 trên thẻ"));
        let again = phone.post(SECOND_FACTOR, &[("code", &*card[0])]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        // Who has only the password can neither print another card nor end this one.
        for path in ["/tai-khoan/the-ma", "/tai-khoan/the-ma/huy"] {
            assert!(
                phone.get(path).await.location.starts_with(SECOND_FACTOR),
                "{path}"
            );
            phone.get(&there).await;
            assert!(
                phone.post(path, &[]).await.location.starts_with(SECOND_FACTOR),
                "{path}"
            );
        }
        let next = phone.post(SECOND_FACTOR, &[("code", &*card[1])]).await;
        assert_eq!(next.location, "/tai-khoan");

        // A new card takes the place of the old one; then it is ended.
        let list = phone.get("/tai-khoan/cach-dang-nhap").await.body;
        assert!(list.contains("Lần tới dùng mã số 3; còn 38 mã"), "{list}");
        phone.get("/tai-khoan/the-ma").await;
        let printed = codes(&phone.post("/tai-khoan/the-ma", &[]).await.body);
        assert_eq!(printed.len(), 40);
        let mut third = Browser::open(room(&db, "03:00:00"));
        third.signs_in("le-tam", PASSWORD).await;
        third.get(&there).await;
        let old = third.post(SECOND_FACTOR, &[("code", &*card[2])]).await;
        assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            third
                .post(SECOND_FACTOR, &[("code", &*printed[0])])
                .await
                .location,
            "/tai-khoan"
        );
        third.get("/tai-khoan/the-ma/huy").await;
        let ended = third.post("/tai-khoan/the-ma/huy", &[]).await;
        assert_eq!(ended.location, "/tai-khoan/cach-dang-nhap?huy=1");
        let list = third.get(&ended.location).await.body;
        assert!(
            list.contains("Đã hủy thẻ mã") && list.contains("Chưa có thẻ"),
            "{list}"
        );
        let account = third.get("/tai-khoan").await.body;
        for event in ["In thẻ mã", "Hủy thẻ mã"] {
            assert!(account.contains(event), "{event}");
        }
    })
    .await;
}

#[tokio::test]
async fn wrong_codes_of_a_card_make_one_wait() {
    on_both(MIGRATIONS, |db| async move {
        let now = room(&db, "01:00:00");
        let (person, _) = store::enrolled(&now).await;
        let administrator = store::administrator();
        now.card_for(administrator.actor().unwrap(), person)
            .await
            .unwrap();
        let mut thief = Browser::open(Arc::clone(&now));
        thief.signs_in("le-tam", PASSWORD).await;
        thief.get(SECOND_FACTOR).await;
        let mut answers = Vec::new();
        for _ in 0..8 {
            answers.push(thief.post(SECOND_FACTOR, &[("code", "AAA-AAA")]).await.status);
        }
        assert_eq!(answers[0], StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(answers[7], StatusCode::TOO_MANY_REQUESTS);
    })
    .await;
}

#[tokio::test]
async fn a_card_is_printed_by_whoever_may_print_the_sheet_to_enrol_with() {
    on_both(MIGRATIONS, |db| async move {
        let now = room(&db, "01:00:00");
        let (person, _) = store::enrolled(&now).await;
        let colleague = platform::access::testing::Someone::within(
            "commune_officer",
            store::commune(),
            jiff::civil::date(2026, 11, 25),
            Arc::new(store::live()),
            9,
        );
        let refused = now.card_for(colleague.actor().unwrap(), person).await;
        assert!(matches!(refused, Err(identity::GrantError::NotPermitted)));
    })
    .await;
}
