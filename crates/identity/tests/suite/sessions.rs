//! Sessions through the pages: when their token changes, and what ends them.

use std::sync::Arc;

use axum::http::StatusCode;
use identity::NewGrant;
use platform::{access::Place, testing::on_both};

use crate::{
    browser::Browser,
    store::{self, PASSWORD},
};

const MIGRATIONS: &[&[platform::db::Migration]] = &[units::MIGRATIONS, identity::MIGRATIONS];
const COOKIE: &str = "__Host-dinh-phien";

async fn is_signed_in(browser: &mut Browser) -> bool {
    browser.get("/tai-khoan").await.status == StatusCode::OK
}

/// The account's page down to its history, which tells of ended roles too.
async fn roles_shown(browser: &mut Browser) -> String {
    let page = browser.get("/tai-khoan").await.body;
    let (roles, _) = page.split_once("id=\"lich-su\"").unwrap();
    roles.to_owned()
}

#[tokio::test]
async fn signing_in_and_proving_again_give_a_new_token_and_end_the_old_one() {
    on_both(MIGRATIONS, |db| async move {
        let now = Arc::new(store::identity(&db, "01:00:00"));
        store::enrolled(&now).await;
        let mut browser = Browser::open(now);
        browser.signs_in("le-tam", PASSWORD).await;
        let first = browser.cookie(COOKIE).unwrap().to_owned();

        let mut thief = browser.copy();
        assert!(is_signed_in(&mut thief).await);
        browser.get("/xac-nhan").await;
        let done = browser.post("/xac-nhan", &[("password", PASSWORD)]).await;
        assert_eq!(done.location, "/tai-khoan");
        let second = browser.cookie(COOKIE).unwrap().to_owned();
        assert_ne!(first, second);
        assert!(is_signed_in(&mut browser).await);
        assert!(!is_signed_in(&mut thief).await, "the token from before");

        // Signing in once more in the same browser ends the session it had.
        let mut thief = browser.copy();
        assert!(is_signed_in(&mut thief).await);
        let form = [("login", "le-tam"), ("password", PASSWORD)];
        browser.get("/tai-khoan/phien").await;
        browser.post("/dang-nhap", &form).await;
        assert_ne!(browser.cookie(COOKIE).unwrap(), second);
        assert!(is_signed_in(&mut browser).await);
        assert!(!is_signed_in(&mut thief).await, "the session from before");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions() {
    on_both(MIGRATIONS, |db| async move {
        let now = Arc::new(store::identity(&db, "01:00:00"));
        store::enrolled(&now).await;
        let mut office = Browser::open(Arc::clone(&now));
        office.signs_in("le-tam", PASSWORD).await;
        let mut thief = Browser::open(now);
        thief.signs_in("le-tam", PASSWORD).await;
        let mut copy = office.copy();

        office.get("/tai-khoan/mat-khau").await;
        let new = "hạt gạo làng ta ba mùa";
        let form = [("password", new), ("again", new)];
        let done = office.post("/tai-khoan/mat-khau", &form).await;
        assert_eq!(done.location, "/tai-khoan?doi=1");
        assert!(is_signed_in(&mut office).await);
        assert!(!is_signed_in(&mut thief).await);
        assert!(
            !is_signed_in(&mut copy).await,
            "this session's token is another one"
        );
    })
    .await;
}

#[tokio::test]
async fn a_role_given_or_ended_ends_the_person_s_sessions() {
    on_both(MIGRATIONS, |db| async move {
        let now = Arc::new(store::identity(&db, "01:00:00"));
        let (person, _) = store::enrolled(&now).await;
        let administrator = store::administrator();
        let actor = administrator.actor().unwrap();
        let mut browser = Browser::open(Arc::clone(&now));
        browser.signs_in("le-tam", PASSWORD).await;
        assert!(is_signed_in(&mut browser).await);
        let held = store::held("mediator", Place::from(store::commune()));
        let grant = NewGrant {
            account: person,
            held,
            reason: "QĐ 2".to_owned(),
        };
        now.grant(actor, grant).await.unwrap();
        assert!(!is_signed_in(&mut browser).await, "a role was given");

        browser.signs_in("le-tam", PASSWORD).await;
        assert!(roles_shown(&mut browser).await.contains("Hòa giải viên"));
        let mut grants = now.grants(person).await.unwrap();
        grants.retain(|grant| grant.held.role == "mediator");
        let given = grants.pop().unwrap();
        now.end_grant(actor, person, given.id, "hết nhiệm kỳ")
            .await
            .unwrap();
        assert!(!is_signed_in(&mut browser).await, "a role was ended");
        browser.signs_in("le-tam", PASSWORD).await;
        assert!(!roles_shown(&mut browser).await.contains("Hòa giải viên"));
    })
    .await;
}

#[tokio::test]
async fn an_administrator_of_the_country_signs_everybody_out() {
    on_both(MIGRATIONS, |db| async move {
        let now = Arc::new(store::identity(&db, "01:00:00"));
        store::enrolled(&now).await;
        let mut browser = Browser::open(Arc::clone(&now));
        browser.signs_in("le-tam", PASSWORD).await;
        let of_a_commune = store::administrator();
        let refused = now.sign_everybody_out(of_a_commune.actor().unwrap()).await;
        assert!(matches!(refused, Err(identity::GrantError::NotPermitted)));
        assert!(is_signed_in(&mut browser).await);
        let of_the_country = platform::access::testing::Someone::within(
            "administrator",
            units::UnitId::COUNTRY,
            jiff::civil::date(2026, 11, 25),
            Arc::new(store::live()),
            9,
        );
        now.sign_everybody_out(of_the_country.actor().unwrap())
            .await
            .unwrap();
        assert!(!is_signed_in(&mut browser).await);
        browser.signs_in("le-tam", PASSWORD).await;
        assert!(
            is_signed_in(&mut browser).await,
            "whoever knows the password comes back"
        );
    })
    .await;
}

#[tokio::test]
async fn an_administrator_signs_somebody_out_everywhere() {
    on_both(MIGRATIONS, |db| async move {
        let now = Arc::new(store::identity(&db, "01:00:00"));
        let (person, _) = store::enrolled(&now).await;
        let mut browsers = [Browser::open(Arc::clone(&now)), Browser::open(Arc::clone(&now))];
        for browser in &mut browsers {
            browser.signs_in("le-tam", PASSWORD).await;
            assert!(is_signed_in(browser).await);
        }
        let administrator = store::administrator();
        let actor = administrator.actor().unwrap();
        now.sign_out_everywhere(actor, person).await.unwrap();
        for browser in &mut browsers {
            assert!(!is_signed_in(browser).await);
        }
        // Who may not print a code for somebody may not do this either.
        let colleague = platform::access::testing::Someone::within(
            "commune_officer",
            store::commune(),
            jiff::civil::date(2026, 11, 25),
            Arc::new(store::live()),
            9,
        );
        let refused = now.sign_out_everywhere(colleague.actor().unwrap(), person).await;
        assert!(matches!(refused, Err(identity::GrantError::NotPermitted)));
    })
    .await;
}
