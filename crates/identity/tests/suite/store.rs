//! Accounts on both databases: who gets in, who has to wait, what a code does, who may give what.

use std::sync::{Arc, LazyLock};

use identity::{GrantError, Identity, NewGrant, Random, Settings, SignIn, Whence};
use jiff::civil::date;
use platform::{
    access::{Held, PersonId, Place, cookies::Cookies, testing::Someone},
    clock::FixedClock,
    db::Database,
    testing::on_both,
};
use units::{LiveUnits, UnitId, Units};

pub const PASSWORD: &str = "con trâu đi trước cái cày";

static UNITS: LazyLock<Arc<Units>> = LazyLock::new(|| {
    let parts = units::official_parts("2026-11-25T00:00:00Z".parse().unwrap()).unwrap();
    Arc::new(Units::build(parts).unwrap())
});

pub fn live() -> LiveUnits {
    LiveUnits::new(Arc::clone(&UNITS))
}

pub fn commune() -> UnitId {
    UNITS.at("30352", date(2026, 11, 25)).unwrap().id
}

/// The room at an instant of the day.
pub fn identity(db: &Database, time: &str) -> Identity {
    with_settings(db, time, Settings::default())
}

/// The same, set otherwise, with a quick hash.
pub fn with_settings(db: &Database, time: &str, settings: Settings) -> Identity {
    let mut next = time.bytes().map(u64::from).sum::<u64>() << 32;
    let random = Random::new(Box::new(move |octets| {
        for part in octets.chunks_mut(8) {
            next += 1;
            let hash = next.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            part.copy_from_slice(&hash[..part.len()]);
        }
    }));
    Identity::new(
        db.clone(),
        live(),
        Arc::new(FixedClock(format!("2026-11-25T{time}Z").parse().unwrap())),
        Settings {
            hash_memory: 7_168,
            hash_passes: 1,
            ..settings
        },
        Cookies { secure: true },
        random,
    )
    .unwrap()
}

pub fn administrator() -> Someone {
    Someone::within(
        "administrator",
        commune(),
        date(2026, 11, 25),
        Arc::new(live()),
        7,
    )
}

pub fn held(role: &str, place: impl Into<Place>) -> Held {
    Held {
        role: role.to_owned(),
        place: place.into(),
        from: date(2026, 11, 1),
        to: None,
    }
}

fn from(address: &str) -> Whence {
    Whence {
        address: Some(address.parse().unwrap()),
        device: None,
        user_agent: "Android Mobile Chrome".to_owned(),
    }
}

async fn try_to(identity: &Identity, password: &str, whence: &Whence) -> SignIn {
    identity
        .sign_in("le-tam", password, whence, None, false)
        .await
        .unwrap()
}

/// An account that has enrolled; the mark of the device it did so on.
pub async fn enrolled(identity: &Identity) -> (PersonId, String) {
    let administrator = administrator();
    let actor = administrator.actor().unwrap();
    let role = held("commune_officer", commune());
    let person = identity
        .create(actor, "le-tam", "Lê Tám", role, "QĐ 1")
        .await
        .unwrap();
    let (code, _) = identity.code(actor, person).await.unwrap();
    match identity
        .enrol(&code.grouped(), PASSWORD, &from("10.0.0.1"))
        .await
        .unwrap()
    {
        SignIn::Done { device, .. } => (person, device),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_code_enrols_once_and_not_for_ever() {
    on_both(&[units::MIGRATIONS, identity::MIGRATIONS], |db| async move {
        let now = identity(&db, "01:00:00");
        let administrator = administrator();
        let actor = administrator.actor().unwrap();
        let role = held("commune_officer", commune());
        let person = now.create(actor, "le-tam", "Lê Tám", role, "QĐ 1").await.unwrap();
        let here = from("10.0.0.1");
        let (first, _) = now.code(actor, person).await.unwrap();
        let (code, _) = now.code(actor, person).await.unwrap();
        let enrol = |code: identity::Code, password: &'static str| {
            let (now, here) = (&now, &here);
            async move { now.enrol(&code.grouped(), password, here).await.unwrap() }
        };
        assert_eq!(enrol(first, PASSWORD).await, SignIn::Wrong, "an older sheet");
        let weak = enrol(code.clone(), "lê tám lê tám").await;
        assert_eq!(weak, SignIn::Weak(identity::rules::Weak::Common));
        assert!(matches!(enrol(code.clone(), PASSWORD).await, SignIn::Done { .. }));
        assert_eq!(enrol(code, PASSWORD).await, SignIn::Wrong, "used");

        let (old, expires) = now.code(actor, person).await.unwrap();
        assert_eq!(expires.to_string(), "2026-11-28T01:00:00Z");
        let short = Identity::new(
            db.clone(),
            live(),
            Arc::new(FixedClock(expires)),
            Settings::default(),
            Cookies { secure: true },
            Random::new(Box::new(|octets| octets.fill(3))),
        )
        .unwrap();
        assert_eq!(
            short.enrol(&old.grouped(), PASSWORD, &here).await.unwrap(),
            SignIn::Wrong
        );
    })
    .await;
}

#[tokio::test]
async fn strangers_wait_and_the_owner_does_not() {
    on_both(&[units::MIGRATIONS, identity::MIGRATIONS], |db| async move {
        let now = identity(&db, "01:00:00");
        let (_, device) = enrolled(&now).await;
        let attacker = from("203.0.113.9");
        for _ in 0..6 {
            assert_eq!(try_to(&now, "sai", &attacker).await, SignIn::Wrong);
        }
        assert_eq!(try_to(&now, PASSWORD, &attacker).await, SignIn::Wait(1));
        // One number further in the same network is no other place.
        assert_eq!(
            try_to(&now, PASSWORD, &from("203.0.113.10")).await,
            SignIn::Wait(1)
        );
        // The owner gets in from elsewhere, and from the attacker's own network on a device used before.
        assert!(matches!(
            try_to(&now, PASSWORD, &from("198.51.100.1")).await,
            SignIn::Done { .. }
        ));
        let known = Whence {
            device: Some(device),
            ..attacker.clone()
        };
        assert!(matches!(
            try_to(&now, PASSWORD, &known).await,
            SignIn::Done { .. }
        ));
        // An account that is not there has the same answers.
        for _ in 0..6 {
            let answer = now
                .sign_in("khong-co", "sai", &from("192.0.2.1"), None, false)
                .await;
            assert_eq!(answer.unwrap(), SignIn::Wrong);
        }
        let answer = now
            .sign_in("khong-co", "sai", &from("192.0.2.1"), None, false)
            .await;
        assert_eq!(answer.unwrap(), SignIn::Wait(1));
        // Waiting helps.
        let later = identity(&db, "01:00:05");
        assert!(matches!(
            try_to(&later, PASSWORD, &attacker).await,
            SignIn::Done { .. }
        ));
    })
    .await;
}

#[tokio::test]
async fn nobody_gives_what_is_not_theirs_to_give() {
    on_both(&[units::MIGRATIONS, identity::MIGRATIONS], |db| async move {
        let now = identity(&db, "01:00:00");
        let (person, _) = enrolled(&now).await;
        let administrator = administrator();
        let actor = administrator.actor().unwrap();
        let give = |account, role: &str, place: Place| {
            let grant = NewGrant {
                account,
                held: held(role, place),
                reason: "QĐ 2".to_owned(),
            };
            let now = &now;
            async move { now.grant(actor, grant).await }
        };
        let own = Place::from(commune());
        let province = Place::from(UNITS.ancestor(commune(), units::Level::Province).unwrap().id);
        assert!(matches!(
            give(person, "administrator", province).await,
            Err(GrantError::NotPermitted)
        ));
        assert!(matches!(
            give(actor.person(), "commune_leader", own).await,
            Err(GrantError::NotPermitted)
        ));
        assert!(matches!(
            give(person, "provincial_officer", own).await,
            Err(GrantError::Level)
        ));
        assert!(give(person, "commune_leader", own).await.is_ok());
        // What a person may do has changed: the old session is over.
        assert!(matches!(
            try_to(&now, PASSWORD, &from("10.0.0.1")).await,
            SignIn::Done { .. }
        ));

        // A hamlet head prints no sheet for an officer, whose account would then be his.
        let head = Someone::within(
            "hamlet_head",
            Place::hamlet(commune(), 99_i64),
            date(2026, 11, 25),
            Arc::new(live()),
            8,
        );
        let refused = now.code(head.actor().unwrap(), person).await;
        assert!(matches!(refused, Err(GrantError::NotPermitted)));
        let taken = now
            .create(actor, "le-tam", "Lê Tám", held("mediator", own), "QĐ 3")
            .await;
        assert!(matches!(taken, Err(GrantError::Taken)));
    })
    .await;
}
