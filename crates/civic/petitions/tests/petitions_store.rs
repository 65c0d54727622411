//! Lives of petitions, on both databases.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicI64, Ordering},
};

use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use petitions::{
    ActError, Key, Letters, Petitions, Public, Telling, content,
    model::{
        By, Channel, Contact, Dossier, Ending, EventKind, Kind, New, Petition, PetitionId, Rating, Shown,
        State,
    },
    rules::NotReopened,
    store,
};
use platform::{
    calendar::WorkingCalendar,
    clock::{Clock, SetClock},
    db::{Database, Migration},
    files::NewFile,
    hooks::{self, Hooks, Teller},
    i18n::{Locale, Translations},
    mail::{Inbox, InboxSettings, Post},
    messages::{Channel as ByPhone, Messages, Messenger, Parcel, Spool},
    outbox::{Carry as _, Courier, OutboxKey},
    params,
    random::Fill,
    testing::{HookReceiver, on_both},
};
use rulebook::Rulebook;
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[Migration]] = &[
    platform::outbox::MIGRATIONS,
    hooks::MIGRATIONS,
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    petitions::MIGRATIONS,
];
const MONDAY: Date = date(2026, 11, 16);

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

/// A clock that goes on by a microsecond whenever it is looked at, so that no two acts are at one instant.
#[derive(Debug)]
struct Ticking(SetClock, AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let ticks = self.1.fetch_add(1, Ordering::Relaxed);
        self.0.now() + jiff::SignedDuration::from_micros(ticks)
    }
}

struct World {
    db: Database,
    clock: SetClock,
    desk: Petitions,
    units: LiveUnits,
    unit: UnitId,
    other: UnitId,
    next: std::cell::Cell<u32>,
}

async fn world(db: &Database) -> World {
    let units = units();
    let province = units.at("91", MONDAY).unwrap().id;
    let communes: Vec<UnitId> = units
        .children(province, MONDAY)
        .map(|unit| unit.id)
        .take(2)
        .collect();
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let clock = SetClock::at(MONDAY, 9);
    let units = LiveUnits::new(units);
    let mut seed = 99_u64;
    let desk = Petitions::new(
        db.clone(),
        units.clone(),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        ),
        Arc::new(Ticking(clock.clone(), AtomicI64::new(0))),
        Box::new(move |octets| {
            for octet in octets {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *octet = seed.to_be_bytes()[1];
            }
        }),
    );
    World {
        db: db.clone(),
        clock,
        desk,
        units,
        unit: communes[0],
        other: communes[1],
        next: std::cell::Cell::new(0),
    }
}

fn new(title: &str) -> New {
    New {
        kind: Kind::Feedback,
        category: "drainage".to_owned(),
        title: title.to_owned(),
        words: "Cống đầu ấp nghẹt, mưa là ngập. Gọi tôi số 0912345678.".to_owned(),
        hamlet: None,
        place: "trước nhà văn hóa".to_owned(),
        pin: None,
        may_publish: true,
        channel: Channel::Web,
        contact: Some(Contact {
            name: "Nguyễn Văn An".to_owned(),
            phone: "0912345678".to_owned(),
            mail: None,
            language: Locale::Vi,
            tell_by: Vec::new(),
        }),
        photos: vec![NewFile {
            name: "anh.jpg".to_owned(),
            media_type: "image/jpeg".to_owned(),
            content: vec![1, 2, 3],
        }],
    }
}

impl World {
    async fn sent(&self, new: &New) -> (Key, String) {
        self.next.set(self.next.get() + 1);
        let once = format!("{:032x}", self.next.get());
        let sent = self.desk.submit(self.unit, &once, new, true).await.unwrap();
        (sent.key, sent.code)
    }

    async fn dossier(&self, key: Key) -> Dossier {
        store::dossier(&mut self.db.read().await.unwrap(), key)
            .await
            .unwrap()
            .unwrap()
    }

    async fn petition(&self, key: Key) -> Petition {
        self.dossier(key).await.petition
    }

    async fn revision(&self, key: Key) -> i64 {
        self.petition(key).await.revision
    }

    async fn assigned(&self, key: Key) {
        let desk = &self.desk;
        let how = (Kind::Feedback, "drainage");
        desk.classify(key, self.revision(key).await, how, &officer())
            .await
            .unwrap();
        desk.assign(key, self.revision(key).await, "economy", &officer())
            .await
            .unwrap();
    }

    async fn answered(&self, key: Key) {
        self.assigned(key).await;
        self.answer(key, "Đã thông cống.").await;
    }

    async fn answer(&self, key: Key, words: &str) {
        let desk = &self.desk;
        desk.draft(key, self.revision(key).await, words, &officer())
            .await
            .unwrap();
        desk.approve(key, self.revision(key).await, &leader())
            .await
            .unwrap();
    }

    async fn sum_of(&self, series: &str) -> i64 {
        let mut read = self.db.read().await.unwrap();
        read.one(
            "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM cell WHERE yearly AND series LIKE $1 AND unit_id = $2",
            &params![series, self.unit],
            |row| row.get(0),
        )
        .await
        .unwrap()
        .unwrap()
    }

    async fn contact(&self, key: Key) -> bool {
        store::contact(&mut self.db.read().await.unwrap(), key)
            .await
            .unwrap()
            .is_some()
    }

    async fn by_code(&self, code: &str) -> Option<Dossier> {
        self.desk
            .by_code(&mut self.db.read().await.unwrap(), self.unit, code)
            .await
            .unwrap()
    }
}

fn kinds(dossier: &Dossier) -> Vec<&'static str> {
    dossier.events.iter().map(|event| event.kind.key()).collect()
}

#[tokio::test]
async fn a_petition_lives_from_receipt_to_its_end() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (key, code) = world.sent(&new("Cống nghẹt")).await;
        assert_eq!(code.len(), 12);
        assert_eq!(
            world.petition(key).await.due_on,
            date(2026, 11, 25),
            "seven working days"
        );
        assert!(
            matches!(
                world.desk.assign(key, 1, "economy", &officer()).await,
                Err(ActError::Stale)
            ),
            "it is classified first"
        );
        world.assigned(key).await;
        world
            .desk
            .draft(key, world.revision(key).await, "Đã thông cống.", &officer())
            .await
            .unwrap();
        assert!(matches!(
            world
                .desk
                .approve(key, world.revision(key).await, &officer())
                .await,
            Err(ActError::SamePerson)
        ));
        assert!(
            matches!(world.desk.approve(key, 1, &leader()).await, Err(ActError::Stale)),
            "what was read is approved"
        );
        world.clock.set(date(2026, 11, 20), 9);
        world
            .desk
            .approve(key, world.revision(key).await, &leader())
            .await
            .unwrap();
        let found = world.by_code(&code.to_lowercase()).await.unwrap();
        assert_eq!(found.petition.answer, "Đã thông cống.");
        assert!(found.petition.in_time);
        world
            .desk
            .rate(world.unit, &code, Rating::Satisfied)
            .await
            .unwrap();
        assert!(
            matches!(
                world.desk.rate(world.unit, &code, Rating::Partly).await,
                Err(ActError::Stale)
            ),
            "asked once"
        );
        world.desk.accept(world.unit, &code).await.unwrap();
        let dossier = world.dossier(key).await;
        assert_eq!(dossier.petition.ending, Some(Ending::Accepted));
        assert_eq!(
            kinds(&dossier),
            [
                "received",
                "classified",
                "assigned",
                "drafted",
                "answered",
                "rated",
                "accepted"
            ]
        );
        assert!(dossier.events.iter().all(|event| !event.role.is_empty()));
        let counts = store::counts(
            &mut db.read().await.unwrap(),
            world.unit,
            MONDAY,
            date(2026, 11, 20),
        )
        .await
        .unwrap();
        assert_eq!((counts.received, counts.answered, counts.waiting), (1, [1, 0], 0));
        assert_eq!((counts.days, counts.ratings), (vec![(4, 1)], [1, 0, 0]));
    })
    .await;
}

#[tokio::test]
async fn what_is_sent_again_is_kept_once_and_has_the_same_code() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let once = "0123456789abcdef0123456789abcdef";
        let first = world
            .desk
            .submit(world.unit, once, &new("Cống nghẹt"), true)
            .await
            .unwrap();
        let again = world
            .desk
            .submit(world.unit, once, &new("Cống nghẹt"), true)
            .await
            .unwrap();
        assert_eq!(first, again);
        let waiting = store::waiting(&mut db.read().await.unwrap(), world.unit, 10)
            .await
            .unwrap();
        assert_eq!(waiting.len(), 1);
        // Neither the code nor what it is made of stands in the database.
        let kept = format!("{:?}", world.petition(first.key).await);
        assert!(!kept.contains(&first.code) && !kept.contains(once));
    })
    .await;
}

#[tokio::test]
async fn a_denouncer_is_never_kept() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let denounced = New {
            kind: Kind::Denunciation,
            ..new("Tố cáo")
        };
        let refused = world
            .desk
            .submit(world.unit, &"a".repeat(32), &denounced, true)
            .await;
        assert!(matches!(refused, Err(ActError::Law(_))));
        // Sent as feedback all the same: taken, without the contact, and never public.
        let hinted = New {
            words: "Tôi tố cáo cán bộ vòi vĩnh tiền.".to_owned(),
            ..new("Phản ánh")
        };
        let (key, code) = world.sent(&hinted).await;
        assert!(!world.contact(key).await);
        assert!(!world.petition(key).await.may_publish);
        // Recognised by an officer: everything that could tell who it was is erased.
        let (plain, _) = world.sent(&new("Việc ở ấp")).await;
        assert!(world.contact(plain).await);
        for key in [key, plain] {
            let how = (Kind::Denunciation, "other");
            world
                .desk
                .classify(key, world.revision(key).await, how, &officer())
                .await
                .unwrap();
            let dossier = world.dossier(key).await;
            let petition = &dossier.petition;
            assert_eq!(petition.ending, Some(Ending::Denunciation));
            assert!(petition.title.is_empty() && petition.words.is_empty() && petition.place.is_empty());
            assert!(dossier.photos.is_empty() && !world.contact(key).await);
        }
        assert_eq!(
            world.by_code(&code).await.unwrap().petition.ending,
            Some(Ending::Denunciation)
        );
        assert_eq!(world.sum_of("petition.received%").await, 0, "it is no petition");
        let (key, _) = world.sent(&new("Quyết định thu hồi")).await;
        world
            .desk
            .classify(
                key,
                world.revision(key).await,
                (Kind::Complaint, "land"),
                &officer(),
            )
            .await
            .unwrap();
        assert_eq!(world.petition(key).await.ending, Some(Ending::Complaint));
    })
    .await;
}

#[tokio::test]
async fn a_hand_over_is_followed_by_the_same_code() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (key, code) = world.sent(&new("Đường liên xã")).await;
        world.clock.set(date(2026, 11, 18), 9);
        let nowhere = world
            .desk
            .hand_over(key, 1, (world.unit, "Không thuộc xã"), &officer())
            .await;
        assert!(matches!(nowhere, Err(ActError::Itself)));
        let there = world
            .desk
            .hand_over(key, 1, (world.other, "Đường do xã bạn quản lý"), &officer())
            .await
            .unwrap();
        assert_eq!(there.0, world.other);
        let found = world.by_code(&code).await.unwrap();
        assert_eq!(found.petition.key(), there);
        assert_eq!(
            found.petition.received_on, MONDAY,
            "the first receipt stays visible"
        );
        assert_eq!(
            found.petition.clock_from,
            date(2026, 11, 18),
            "the clock began anew"
        );
        assert_eq!(found.petition.due_on, date(2026, 11, 27));
        assert_eq!(found.photos.len(), 1);
        assert!(world.contact(there).await && !world.contact(key).await);
        let here = world.petition(key).await;
        assert_eq!((here.ending, here.to), (Some(Ending::HandedOver), Some(there)));
        // And back, to be accepted from there.
        let back = world
            .desk
            .hand_over(there, 1, (world.unit, "Đã đổi ranh giới"), &officer())
            .await
            .unwrap();
        world.answered(back).await;
        world.desk.accept(world.unit, &code).await.unwrap();
        assert_eq!(world.petition(back).await.ending, Some(Ending::Accepted));
        assert_eq!(
            world.sum_of("petition.received%").await,
            1,
            "counted once, where it is"
        );
    })
    .await;
}

#[tokio::test]
async fn duplicates_are_answered_together_and_may_part() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (main, _) = world.sent(&new("Cống nghẹt đầu ấp")).await;
        let (same, same_code) = world.sent(&new("Cống đầu ấp bị nghẹt")).await;
        let (third, third_code) = world.sent(&new("Nghẹt cống")).await;
        let mut read = db.read().await.unwrap();
        let alike = world
            .desk
            .duplicates(&mut read, &world.petition(main).await)
            .await
            .unwrap();
        drop(read);
        assert_eq!(alike.len(), 2);
        assert!(matches!(
            world.desk.merge(main, 1, main.1, &officer()).await,
            Err(ActError::Itself)
        ));
        world.desk.merge(third, 1, same.1, &officer()).await.unwrap();
        world.desk.merge(same, 1, main.1, &officer()).await.unwrap();
        assert_eq!(
            world.petition(third).await.merged_into,
            Some(main.1),
            "what was merged goes along"
        );
        world.answered(main).await;
        for code in [&same_code, &third_code] {
            let found = world.by_code(code).await.unwrap();
            assert_eq!(found.petition.ending, Some(Ending::Merged));
            assert!(kinds(&found).contains(&"answered"), "each asker is told");
            assert!(found.petition.in_time);
        }
        world
            .desk
            .part(world.unit, &third_code, "Tôi nói cống khác")
            .await
            .unwrap();
        let parted = world.by_code(&third_code).await.unwrap().petition;
        assert_eq!((parted.state, parted.merged_into), (State::Classified, None));
        world
            .desk
            .merge(third, parted.revision, main.1, &officer())
            .await
            .unwrap();
        assert!(
            matches!(
                world.desk.part(world.unit, &third_code, "vẫn khác").await,
                Err(ActError::Stale)
            ),
            "once"
        );
    })
    .await;
}

/// Whatever becomes of the one, the others are not lost with it.
#[tokio::test]
async fn what_was_merged_stands_alone_when_the_other_one_goes() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        for way in ["withdrawn", "handed over", "led"] {
            let (main, main_code) = world.sent(&new("Cống nghẹt đầu ấp")).await;
            let (same, same_code) = world.sent(&new("Cống đầu ấp bị nghẹt")).await;
            world.desk.merge(same, 1, main.1, &officer()).await.unwrap();
            match way {
                "withdrawn" => world.desk.withdraw(world.unit, &main_code).await.unwrap(),
                "handed over" => {
                    let to = (world.other, "Không thuộc xã");
                    world.desk.hand_over(main, 1, to, &officer()).await.unwrap();
                }
                _ => {
                    let how = (Kind::Denunciation, "other");
                    world.desk.classify(main, 1, how, &officer()).await.unwrap();
                }
            }
            let found = world.by_code(&same_code).await.unwrap();
            assert_eq!(
                (found.petition.state, found.petition.merged_into),
                (State::Classified, None),
                "{way}"
            );
            assert_eq!(kinds(&found).last(), Some(&"parted"), "{way}");
            world.answered(same).await;
        }
    })
    .await;
}

/// What was answered and shown, reopened, and then turns out to be another's, or a denunciation.
#[tokio::test]
async fn what_is_reopened_may_go_elsewhere_and_leaves_nothing_unsaid() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let public = Shown {
            title: "Cống nghẹt".to_owned(),
            words: "Cống nghẹt.".to_owned(),
            answer: "Đã thông cống.".to_owned(),
        };
        for denounced in [false, true] {
            let (key, code) = world.sent(&new("Cống nghẹt")).await;
            world.answered(key).await;
            world
                .desk
                .show(key, world.revision(key).await, &public, &[], &officer())
                .await
                .unwrap();
            world.desk.reopen(world.unit, &code, "Vẫn ngập").await.unwrap();
            let revision = world.revision(key).await;
            let subjects = Public::new(world.units.clone());
            if denounced {
                let how = (Kind::Denunciation, "other");
                world.desk.classify(key, revision, how, &officer()).await.unwrap();
                let mut read = db.read().await.unwrap();
                assert_eq!(
                    subjects
                        .octets(&mut read, key.0, &key.1.to_string())
                        .await
                        .unwrap(),
                    None
                );
                let history = transparency::history(&mut read, key.0, &content::subject(key.1))
                    .await
                    .unwrap();
                assert_eq!(history.last().unwrap().act, "withdrawn");
            } else {
                let to = (world.other, "Không thuộc xã");
                let there = world.desk.hand_over(key, revision, to, &officer()).await.unwrap();
                let mut read = db.read().await.unwrap();
                assert!(
                    subjects
                        .octets(&mut read, key.0, &key.1.to_string())
                        .await
                        .unwrap()
                        .is_some()
                );
                assert_eq!(
                    subjects
                        .octets(&mut read, there.0, &there.1.to_string())
                        .await
                        .unwrap(),
                    None
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_asker_reopens_twice_and_it_is_counted() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (key, code) = world.sent(&new("Cống nghẹt")).await;
        world.answered(key).await;
        for time in 1..=2 {
            world
                .desk
                .reopen(world.unit, &code, "Vẫn còn ngập")
                .await
                .unwrap();
            let petition = world.petition(key).await;
            assert_eq!((petition.state, petition.reopened), (State::Assigned, time));
            assert_eq!(petition.due_on, date(2026, 11, 23), "five working days");
            world.answer(key, "Đã nạo vét lại.").await;
        }
        let more = world.desk.reopen(world.unit, &code, "Vẫn còn").await;
        assert!(matches!(more, Err(ActError::NotReopened(NotReopened::Often(2)))));
        assert_eq!(world.sum_of("petition.reopened").await, 2);
        assert_eq!(
            world.sum_of("petition.answered%").await,
            1,
            "the first answer counts"
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_overdue_goes_up_what_is_settled_closes_and_contacts_are_erased() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (late, _) = world.sent(&new("Cống nghẹt")).await;
        let (quiet, _) = world.sent(&new("Đèn tắt")).await;
        world.answered(quiet).await;
        world.clock.set(date(2026, 11, 25), 23);
        assert_eq!(
            world.desk.tend().await.unwrap(),
            petitions::Tended::default(),
            "the last day is not over"
        );
        world.clock.set(date(2026, 11, 26), 1);
        let tended = world.desk.tend().await.unwrap();
        assert_eq!((tended.escalated, tended.closed), (1, 0));
        assert_eq!(world.desk.tend().await.unwrap().escalated, 0, "once");
        let province = world
            .units
            .current()
            .ancestors(world.unit)
            .next()
            .unwrap()
            .name
            .clone();
        let dossier = world.dossier(late).await;
        let event = dossier.events.last().unwrap();
        assert_eq!(
            (event.kind, event.role.as_str(), &event.detail),
            (EventKind::Escalated, "system", &province)
        );
        let seen = store::escalated(&mut db.read().await.unwrap(), &[world.unit.0, world.other.0], 10)
            .await
            .unwrap();
        assert_eq!(seen.len(), 1);
        world
            .desk
            .urge(
                late,
                world.revision(late).await,
                "Trả lời dân trước thứ Sáu",
                &by(5, "provincial_officer"),
            )
            .await
            .unwrap();
        world.clock.set(date(2026, 12, 2), 9);
        assert_eq!(world.desk.tend().await.unwrap().closed, 1);
        assert_eq!(world.petition(quiet).await.ending, Some(Ending::Elapsed));
        assert!(world.contact(quiet).await);
        world.clock.set(date(2027, 1, 10), 9);
        assert_eq!(world.desk.tend().await.unwrap().forgotten, 1);
        assert!(!world.contact(quiet).await && world.contact(late).await);
    })
    .await;
}

#[tokio::test]
async fn what_is_shown_stands_in_the_log_and_what_is_hidden_says_why() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (key, code) = world.sent(&new("Cống nghẹt")).await;
        let public = Shown {
            title: "Cống nghẹt".to_owned(),
            words: "Cống đầu ấp nghẹt. Gọi tôi số [số điện thoại].".to_owned(),
            answer: "Đã thông cống.".to_owned(),
        };
        assert!(
            matches!(
                world.desk.show(key, 1, &public, &[], &officer()).await,
                Err(ActError::Stale)
            ),
            "first the answer"
        );
        world.answered(key).await;
        world
            .desk
            .show(key, world.revision(key).await, &public, &[1], &officer())
            .await
            .unwrap();
        let subjects = Public::new(world.units.clone());
        let octets = |id: PetitionId| {
            let (db, subjects, unit) = (&db, &subjects, world.unit);
            async move {
                subjects
                    .octets(&mut db.read().await.unwrap(), unit, &id.to_string())
                    .await
                    .unwrap()
            }
        };
        let shown = String::from_utf8(octets(key.1).await.unwrap()).unwrap();
        assert!(
            shown.contains("[số điện thoại]") && !shown.contains("0912345678") && !shown.contains("văn hóa")
        );
        let acts = async || {
            let mut read = db.read().await.unwrap();
            let history = transparency::history(&mut read, world.unit, &content::subject(key.1))
                .await
                .unwrap();
            history.into_iter().map(|logged| logged.act).collect::<Vec<_>>()
        };
        assert_eq!(acts().await, ["posted"]);
        world
            .desk
            .hide(
                key,
                world.revision(key).await,
                ("insult", "Có lời xúc phạm"),
                &officer(),
            )
            .await
            .unwrap();
        assert_eq!(octets(key.1).await, None);
        assert_eq!(acts().await, ["posted", "withdrawn"]);
        world
            .desk
            .appeal(world.unit, &code, "Tôi không xúc phạm ai")
            .await
            .unwrap();
        assert!(matches!(
            world.desk.appeal(world.unit, &code, "Lần nữa").await,
            Err(ActError::Stale)
        ));
        let heard = (true, "Người gửi nói đúng");
        world
            .desk
            .decide_appeal(key, world.revision(key).await, heard, &leader())
            .await
            .unwrap();
        assert!(octets(key.1).await.is_some());
        world.desk.keep_private(world.unit, &code).await.unwrap();
        assert_eq!(octets(key.1).await, None);
        assert_eq!(acts().await, ["posted", "withdrawn", "posted", "withdrawn"]);
        assert!(matches!(
            world
                .desk
                .show(key, world.revision(key).await, &public, &[], &officer())
                .await,
            Err(ActError::Stale)
        ));
    })
    .await;
}

#[tokio::test]
async fn what_nobody_worked_for_is_looked_at_first() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let sent = world
            .desk
            .submit(world.unit, &"b".repeat(32), &new("Mua đất"), false)
            .await
            .unwrap();
        assert!(sent.held);
        assert_eq!(world.sum_of("petition.received%").await, 0);
        let why = ("insult", "Quảng cáo");
        world.desk.refuse(sent.key, 1, why, &officer()).await.unwrap();
        world
            .desk
            .appeal(world.unit, &sent.code, "Tôi hỏi thật")
            .await
            .unwrap();
        let heard = (true, "Nhận");
        world.clock.set(date(2026, 11, 18), 9);
        world
            .desk
            .decide_appeal(sent.key, 3, heard, &leader())
            .await
            .unwrap();
        let petition = world.petition(sent.key).await;
        assert_eq!(
            (petition.state, petition.clock_from),
            (State::Received, date(2026, 11, 18))
        );
        assert_eq!(world.sum_of("petition.received%").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_takes_it_back_takes_all_of_it_back() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (key, code) = world.sent(&new("Cống nghẹt")).await;
        world.desk.withdraw(world.unit, &code).await.unwrap();
        let dossier = world.dossier(key).await;
        assert_eq!(dossier.petition.ending, Some(Ending::Withdrawn));
        assert!(dossier.petition.words.is_empty() && dossier.photos.is_empty() && !world.contact(key).await);
        assert_eq!(world.sum_of("petition.received%").await, 0);
        assert!(world.by_code("XXXXXXXXXXXX").await.is_none());
    })
    .await;
}

/// A mail says that something happened, to whom it concerns, and nothing of what was written.
#[tokio::test]
async fn askers_are_told_by_mail_what_happens_and_nothing_else() {
    on_both(MIGRATIONS, |db| async move {
        let (post, telling) = telling(None);
        let mut world = world(&db).await;
        world.desk = world.desk.tell_by(telling);
        let mut new = new("Cống nghẹt");
        if let Some(contact) = &mut new.contact {
            contact.mail = Some("an@example.vn".to_owned());
        }
        let (key, code) = world.sent(&new).await;
        let (same, _) = world.sent(&new).await;
        world.desk.merge(same, 1, key.1, &officer()).await.unwrap();
        world.answered(key).await;
        let mut read = db.read().await.unwrap();
        let mails = outbox(&db, &post).await;
        // Received twice, merged, assigned, and the answer to both.
        assert_eq!(mails.len(), 6);
        for mail in &mails {
            assert!(mail.starts_with("an@example.vn\n"), "{mail}");
            for secret in [code.as_str(), "0912345678", "ngh=E1", "th=C3=B4ng c=E1=BB=91ng"] {
                assert!(!mail.contains(secret), "{secret} is in {mail}");
            }
            assert!(mail.contains("/tra-cuu"), "{mail}");
        }
        let kept = store::contact(&mut read, key).await.unwrap().unwrap();
        assert!(
            !kept.mail.unwrap().windows(2).any(|pair| pair == b"an"),
            "the address is sealed"
        );
    })
    .await;
}

/// Octets that never repeat.
fn counted() -> Fill {
    let mut next = 0_u64;
    Box::new(move |octets| {
        next += 1;
        octets.fill(0);
        let end = octets.len().min(8);
        octets[..end].copy_from_slice(&next.to_be_bytes()[8 - end..]);
    })
}

/// By what a world tells and hears: mail, and what else a test adds.
fn telling(inbox: Option<Inbox>) -> (Arc<Post>, Telling) {
    let post = Arc::new(Post::new(
        "Đình <dinh@example.vn>".parse().unwrap(),
        "https://dinh.example",
        OutboxKey::new([7; 32]),
        counted(),
    ));
    let telling = Telling {
        post: Some(Arc::clone(&post)),
        inbox,
        messages: None,
        hooks: None,
        translations: Translations::new(&[platform::i18n::TEXTS, petitions::TEXTS]).unwrap(),
    };
    (post, telling)
}

/// What waits in the outbox, opened, in order.
async fn outbox(db: &Database, post: &Post) -> Vec<String> {
    let sealed: Vec<Vec<u8>> = db
        .read()
        .await
        .unwrap()
        .all(
            "SELECT content FROM outbox WHERE content IS NOT NULL ORDER BY queued_at, id",
            &[],
            |row| row.get(0),
        )
        .await
        .unwrap();
    let text = |sealed: &Vec<u8>| String::from_utf8(post.open(sealed).unwrap()).unwrap();
    // Lines broken for mail are whole again.
    sealed
        .iter()
        .map(|sealed| text(sealed).replace("=\r\n", ""))
        .collect()
}

/// The line of a mail's head.
fn head<'a>(mail: &'a str, name: &str) -> &'a str {
    mail.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .unwrap_or_else(|| panic!("no {name} in {mail}"))
}

struct Letterbox {
    folder: tempfile::TempDir,
    world: World,
    post: Arc<Post>,
    sent: std::cell::Cell<u32>,
}

impl Letterbox {
    async fn open(db: &Database) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(&InboxSettings {
            address: "kien-nghi@dinh.example".to_owned(),
            folder: folder.path().to_owned(),
        })
        .unwrap();
        let (post, telling) = telling(Some(inbox));
        let mut world = world(db).await;
        world.desk = world.desk.tell_by(telling);
        Self {
            folder,
            world,
            post,
            sent: std::cell::Cell::new(0),
        }
    }

    /// Delivers a letter; its number is its Message-ID.
    fn deliver(&self, to: &str, head: &str, words: &str) -> u32 {
        let number = self.sent.get() + 1;
        self.sent.set(number);
        self.deliver_as(number, to, head, words);
        number
    }

    fn deliver_as(&self, number: u32, to: &str, head: &str, words: &str) {
        let text = format!(
            "Message-ID: <{number}@example.vn>\r\nFrom: Nguyen Van An <an@example.vn>\r\nTo: {to}\r\n{head}\
             MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
        );
        std::fs::write(self.folder.path().join(format!("new/{number}")), text).unwrap();
    }

    async fn read(&self) -> Letters {
        self.world.desk.read_letters().await.unwrap()
    }

    async fn number(&self, number: i64) -> Petition {
        let mut read = self.world.db.read().await.unwrap();
        store::by_number(&mut read, self.world.unit, (2026, number))
            .await
            .unwrap()
            .unwrap()
    }

    fn address(&self) -> String {
        let unit = self.world.units.current().get(self.world.unit).unwrap().clone();
        self.world.desk.address(&unit).unwrap()
    }
}

#[tokio::test]
async fn a_letter_becomes_a_petition_once_and_its_writer_gets_the_code() {
    on_both(MIGRATIONS, |db| async move {
        let letterbox = Letterbox::open(&db).await;
        let number = letterbox.deliver(
            &letterbox.address(),
            "Subject: Den duong tat\r\n",
            "Đèn tắt ba tuần nay.",
        );
        assert_eq!(
            letterbox.read().await,
            Letters {
                taken: 1,
                ..Letters::default()
            }
        );
        // Delivered again, as after a crash: the same petition, and no second mail.
        letterbox.deliver_as(
            number,
            &letterbox.address(),
            "Subject: Den duong tat\r\n",
            "Đèn tắt ba tuần nay.",
        );
        letterbox.read().await;
        let petition = letterbox.number(1).await;
        assert_eq!(
            (petition.title.as_str(), petition.words.as_str()),
            ("Den duong tat", "Đèn tắt ba tuần nay.")
        );
        assert_eq!((petition.state, petition.channel), (State::Held, Channel::Mail));
        assert!(!petition.may_publish, "nobody was asked");
        let mails = outbox(&db, &letterbox.post).await;
        assert_eq!(mails.len(), 1, "{mails:#?}");
        assert!(mails[0].starts_with("an@example.vn\n"));
        assert_eq!(head(&mails[0], "In-Reply-To"), "<1@example.vn>");
        let code = mails[0].split("Mã theo dõi: ").nth(1);
        let quoted = mails[0].split("theo d=C3=B5i: ").nth(1);
        let code: String = code.or(quoted).unwrap().chars().take(14).collect();
        let found = letterbox.world.by_code(&code).await.unwrap();
        assert_eq!(found.petition.key(), petition.key());
        assert_eq!(
            std::fs::read_dir(letterbox.folder.path().join("new"))
                .unwrap()
                .count(),
            0
        );
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_mail_is_added_to_its_petition_and_nobody_else_s() {
    on_both(MIGRATIONS, |db| async move {
        let letterbox = Letterbox::open(&db).await;
        letterbox.deliver(&letterbox.address(), "Subject: Den tat\r\n", "Đèn tắt.");
        letterbox.read().await;
        let reply_to = head(&outbox(&db, &letterbox.post).await[0], "Reply-To").to_owned();
        let number = letterbox.deliver(&reply_to, "", "Thêm: ở đoạn cầu sắt.\r\n\r\n> Đã nhận thư.");
        assert_eq!(
            letterbox.read().await,
            Letters {
                added: 1,
                ..Letters::default()
            }
        );
        letterbox.deliver_as(
            number,
            &reply_to,
            "",
            "Thêm: ở đoạn cầu sắt.\r\n\r\n> Đã nhận thư.",
        );
        letterbox.read().await;
        let petition = letterbox.number(1).await;
        let dossier = letterbox.world.dossier(petition.key()).await;
        let added: Vec<&str> = dossier
            .events
            .iter()
            .filter(|event| event.kind == EventKind::Added)
            .map(|event| event.note.as_str())
            .collect();
        assert_eq!(added, ["Thêm: ở đoạn cầu sắt."]);
        // Who guesses the secret starts a matter of his own.
        let (front, _) = reply_to.rsplit_once('@').unwrap();
        let guessed = format!("{}0000000000000000@dinh.example", &front[..front.len() - 16]);
        letterbox.deliver(&guessed, "Subject: x\r\n", "Xóa đi.");
        assert_eq!(
            letterbox.read().await,
            Letters {
                taken: 1,
                ..Letters::default()
            }
        );
        let desk = &letterbox.world.desk;
        let why = ("insult", "Không rõ việc gì.");
        desk.refuse(petition.key(), petition.revision, why, &officer())
            .await
            .unwrap();
        letterbox.deliver(&reply_to, "", "Còn nữa.");
        assert_eq!(
            letterbox.read().await,
            Letters {
                puzzling: 1,
                ..Letters::default()
            },
            "it has ended"
        );
    })
    .await;
}

#[tokio::test]
async fn letters_for_nobody_are_asked_back_and_those_of_programs_never() {
    on_both(MIGRATIONS, |db| async move {
        let letterbox = Letterbox::open(&db).await;
        letterbox.deliver("kien-nghi@dinh.example", "Subject: x\r\n", "Đèn tắt.");
        letterbox.deliver(
            &letterbox.address(),
            "Auto-Submitted: auto-replied\r\n",
            "Tôi đi vắng.",
        );
        letterbox.deliver(&letterbox.address(), "", "");
        std::fs::write(letterbox.folder.path().join("new/9"), "rác").unwrap();
        let read = Letters {
            puzzling: 2,
            automatic: 1,
            aside: 1,
            ..Letters::default()
        };
        assert_eq!(letterbox.read().await, read);
        assert!(letterbox.folder.path().join("cur/9:2,F").exists());
        let mails = outbox(&db, &letterbox.post).await;
        assert_eq!(mails.len(), 2);
        assert!(mails[0].contains("kien-nghi+30292@dinh.example"), "{}", mails[0]);
    })
    .await;
}

#[tokio::test]
async fn who_denounces_by_mail_is_kept_nowhere_and_told_the_procedure() {
    on_both(MIGRATIONS, |db| async move {
        let letterbox = Letterbox::open(&db).await;
        letterbox.deliver(
            &letterbox.address(),
            "Subject: To cao\r\n",
            "Tôi tố cáo cán bộ nhận hối lộ.",
        );
        letterbox.read().await;
        let petition = letterbox.number(1).await;
        assert!(!letterbox.world.contact(petition.key()).await);
        let mails = outbox(&db, &letterbox.post).await;
        assert!(mails[0].contains("/thu-tuc/to-cao"), "{}", mails[0]);
    })
    .await;
}

#[tokio::test]
async fn one_address_can_t_flood_the_queue() {
    on_both(MIGRATIONS, |db| async move {
        let letterbox = Letterbox::open(&db).await;
        for number in 0..25 {
            letterbox.deliver(
                &letterbox.address(),
                &format!("Subject: {number}\r\n"),
                "Đèn tắt.",
            );
        }
        assert_eq!(
            letterbox.read().await,
            Letters {
                taken: 20,
                aside: 5,
                ..Letters::default()
            }
        );
    })
    .await;
}

#[tokio::test]
async fn a_telephone_is_told_that_there_is_an_answer_and_nothing_of_it() {
    on_both(MIGRATIONS, |db| async move {
        let folder = tempfile::tempdir().unwrap();
        let key = OutboxKey::new([7; 32]);
        let (_, mut telling) = telling(None);
        let messages = Messages::new(vec![ByPhone::Sms], "https://dinh.example", key.clone(), counted());
        telling.messages = Some(Arc::new(messages));
        let mut world = world(&db).await;
        world.desk = world.desk.tell_by(telling);
        let mut asked = new("Cống nghẹt");
        if let Some(contact) = &mut asked.contact {
            contact.tell_by = vec![ByPhone::Sms, ByPhone::Zalo];
        }
        let (id, _) = world.sent(&asked).await;
        world.answered(id).await;
        let messenger = Messenger::new(ByPhone::Sms, Arc::new(Spool::open(folder.path()).unwrap()));
        world.clock.set(MONDAY, 10);
        let clock = Arc::new(world.clock.clone());
        Courier::new(db.clone(), clock, key, messenger, "one".to_owned())
            .round()
            .await
            .unwrap();
        let mut told: Vec<String> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|file| {
                serde_json::from_slice::<Parcel>(&std::fs::read(file.unwrap().path()).unwrap()).unwrap()
            })
            .map(|parcel| format!("{} {}", parcel.to, parcel.text))
            .collect();
        told.sort();
        let code = world.units.current().get(world.unit).unwrap().code.clone();
        assert_eq!(told.len(), 2, "received and answered: {told:#?}");
        for message in &told {
            assert!(message.starts_with("+84912345678 Việc số 1/2026, "), "{message}");
            assert!(
                message.ends_with(&format!("https://dinh.example/kien-nghi/{code}/tra-cuu")),
                "{message}"
            );
            assert!(
                !message.contains("Cống") && !message.contains("thông"),
                "{message}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn programs_are_told_where_a_petition_stands_and_nothing_it_says() {
    on_both(MIGRATIONS, |db| async move {
        let receiver = HookReceiver::start();
        let key = OutboxKey::new([7; 32]);
        let inside = hooks::Settings { inside: true };
        let (_, mut telling) = telling(None);
        let hooks = Arc::new(Hooks::new(inside, key.clone(), counted()));
        telling.hooks = Some(Arc::clone(&hooks));
        let mut world = world(&db).await;
        world.desk = world.desk.tell_by(telling);
        let mut write = db.write().await.unwrap();
        let at = world.clock.now();
        hooks
            .make(&mut write, (world.unit.0, "petitions"), &receiver.url("hook"), at)
            .await
            .unwrap();
        write.commit().await.unwrap();
        // What waits to be looked at, and what is denounced, is nobody else's matter.
        let held = world
            .desk
            .submit(world.unit, &"a".repeat(32), &new("Chờ xem"), false)
            .await
            .unwrap();
        let (id, code) = world.sent(&new("Cống nghẹt")).await;
        world
            .desk
            .say_more(world.unit, &code, "Thêm: gần nhà bà Sáu.")
            .await
            .unwrap();
        world.answered(id).await;
        let revision = world.revision(held.key).await;
        world
            .desk
            .refuse(held.key, revision, ("insult", "Rác."), &officer())
            .await
            .unwrap();
        world.clock.set(MONDAY, 10);
        let clock = Arc::new(world.clock.clone());
        let teller = Teller::new(inside);
        Courier::new(db.clone(), clock, key, teller, "one".to_owned())
            .round()
            .await
            .unwrap();
        let told = receiver.told();
        let kinds: Vec<&str> = told
            .iter()
            .filter_map(|told| told.body["type"].as_str())
            .collect();
        assert_eq!(
            kinds,
            [
                "petition.received",
                "petition.classified",
                "petition.assigned",
                "petition.answered"
            ]
        );
        for told in &told {
            let text = told.body.to_string();
            for secret in ["Cống", "ngập", "0912345678", "Nguyễn", "Sáu", "thông cống"] {
                assert!(!text.contains(secret), "{secret} is in {text}");
            }
            assert_eq!(told.body["data"]["number"], "2/2026");
        }
        assert_eq!(told[3].body["data"]["state"], "answered");
    })
    .await;
}

#[tokio::test]
async fn what_an_asker_says_more_is_erased_when_it_is_taken_back() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let (key, code) = world.sent(&new("Cống nghẹt")).await;
        let desk = &world.desk;
        assert!(matches!(
            desk.say_more(world.unit, &code, " ").await,
            Err(ActError::Nothing)
        ));
        desk.say_more(world.unit, &code, "Gần nhà bà Sáu.").await.unwrap();
        let dossier = world.dossier(key).await;
        assert!(dossier.events.iter().any(|event| event.note == "Gần nhà bà Sáu."));
        desk.withdraw(world.unit, &code).await.unwrap();
        assert!(matches!(
            desk.say_more(world.unit, &code, "Thêm.").await,
            Err(ActError::Stale)
        ));
        let dossier = world.dossier(key).await;
        assert!(
            dossier.events.iter().all(|event| event.note.is_empty()),
            "{:#?}",
            dossier.events
        );
    })
    .await;
}

#[tokio::test]
async fn lists_go_on_by_key() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        for number in 0..5 {
            let (key, _) = world.sent(&new(&format!("Việc {number}"))).await;
            world.answered(key).await;
            world.clock.set(MONDAY, 10 + i8::try_from(number).unwrap());
            let public = Shown {
                title: format!("Việc {number}"),
                words: "a".to_owned(),
                answer: "b".to_owned(),
            };
            world
                .desk
                .show(key, world.revision(key).await, &public, &[], &officer())
                .await
                .unwrap();
        }
        let mut read = db.read().await.unwrap();
        let first = store::shown(&mut read, world.unit, None, 3).await.unwrap();
        let last = first.last().unwrap();
        let rest = store::shown(&mut read, world.unit, last.shown_at.map(|at| (at, last.id)), 3)
            .await
            .unwrap();
        let titles: Vec<&str> = first
            .iter()
            .chain(&rest)
            .map(|petition| petition.public.title.as_str())
            .collect();
        assert_eq!(titles, ["Việc 4", "Việc 3", "Việc 2", "Việc 1", "Việc 0"]);
        let queue = store::queue(&mut read, world.unit, State::Answered, None, 3)
            .await
            .unwrap();
        let end = queue.last().unwrap();
        let more = store::queue(
            &mut read,
            world.unit,
            State::Answered,
            Some((end.due_on, end.id)),
            3,
        )
        .await
        .unwrap();
        assert_eq!(queue.len() + more.len(), 5);
    })
    .await;
}
