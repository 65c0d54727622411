//! Sessions and turns on both databases: who takes which turn, who is told, what is counted, what is erased.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::{Arc, OnceLock};

use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::By,
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, Migration},
    i18n::{Locale, Translations},
    mail::Post,
    outbox::OutboxKey,
    testing::on_both,
};
use reception::{
    ActError, Receptions, Telling,
    model::{Announcement, Manner, Matter, Receiver, Said, SessionId, State, TurnState, Wanted},
    rules::Unfit,
    store,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[Migration]] = &[
    platform::outbox::MIGRATIONS,
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    reception::MIGRATIONS,
];
const MONDAY: Date = date(2026, 11, 16);
const THURSDAY: Date = date(2026, 11, 19);
/// Words that stand nowhere but in a booking.
const CANARY: &str = "Tiêu Thị Hoàng Yến";

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn officer() -> By {
    By {
        account: Uuid::from_u128(1),
        role: "commune_officer".to_owned(),
    }
}

struct World {
    db: Database,
    clock: SetClock,
    all: Receptions,
    unit: UnitId,
}

async fn world(db: &Database) -> World {
    let units = units();
    let province = units.at("91", MONDAY).unwrap().id;
    let unit = units.children(province, MONDAY).next().unwrap().id;
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let clock = SetClock::at(MONDAY, 9);
    let mut seed = 7_u64;
    let all = Receptions::new(
        db.clone(),
        LiveUnits::new(units),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        ),
        Arc::new(clock.clone()),
        (
            OutboxKey::new([3; 32]),
            Box::new(move |octets| {
                for octet in octets {
                    seed = seed
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    *octet = seed.to_be_bytes()[1];
                }
            }),
        ),
    );
    World {
        db: db.clone(),
        clock,
        all,
        unit,
    }
}

fn announcement(days: &[Date], receiver: Receiver, manner: Manner) -> Announcement {
    Announcement {
        days: days.to_vec(),
        starts: 7 * 60 + 30,
        turn_minutes: 30,
        turns: 3,
        receiver,
        manner,
        place: "Phòng tiếp công dân".to_owned(),
    }
}

fn wanted(number: i64, matter: Matter) -> Wanted {
    Wanted {
        number,
        matter,
        said: Said {
            name: CANARY.to_owned(),
            mail: Some("yen@example.vn".to_owned()),
            words: format!("{CANARY} hỏi về sổ đỏ"),
        },
        language: Locale::Vi,
    }
}

/// What makes a booking this one.
fn once(number: u8) -> String {
    format!("{number:032x}")
}

impl World {
    async fn announced(&self) -> SessionId {
        let new = announcement(&[THURSDAY], Receiver::Chair, Manner::InPerson);
        self.all.announce(self.unit, &new, &officer()).await.unwrap()[0]
    }

    async fn book(
        &self,
        session: SessionId,
        number: i64,
        by: u8,
    ) -> Result<reception::service::Booked, ActError> {
        let wanted = wanted(number, Matter::Petition);
        self.all.book((self.unit, session), &once(by), &wanted).await
    }

    async fn free(&self, id: SessionId) -> Vec<i64> {
        let mut read = self.db.read().await.unwrap();
        let session = store::session(&mut read, self.unit, id).await.unwrap().unwrap();
        self.all.free(&mut read, &session).await.unwrap()
    }

    /// What the register counts, by kind of record.
    async fn counted(&self) -> Vec<(String, i64)> {
        let mut read = self.db.read().await.unwrap();
        read.all(
            "SELECT kind, COUNT(*) FROM record WHERE retracted_at IS NULL GROUP BY kind ORDER BY kind",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await
        .unwrap()
    }
}

/// A world that writes mail, and what opens it.
async fn writing(db: &Database) -> (World, Arc<Post>) {
    let mut drawn = 0_u8;
    let post = Arc::new(Post::new(
        "Đình <dinh@example.vn>".parse().unwrap(),
        "https://dinh.example",
        OutboxKey::new([3; 32]),
        Box::new(move |octets| {
            drawn = drawn.wrapping_add(1);
            octets.fill(drawn);
        }),
    ));
    let mut world = world(db).await;
    world.all = world.all.tell_by(Some(Telling {
        post: Arc::clone(&post),
        translations: Translations::new(&[platform::i18n::TEXTS, reception::TEXTS]).unwrap(),
    }));
    (world, post)
}

/// The mail that waits, opened, lines broken for mail made whole again.
async fn mail(world: &World, post: &Post) -> Vec<String> {
    let mut read = world.db.read().await.unwrap();
    let sealed: Vec<Vec<u8>> = read
        .all(
            "SELECT content FROM outbox WHERE content IS NOT NULL ORDER BY queued_at, id",
            &[],
            |row| row.get(0),
        )
        .await
        .unwrap();
    sealed
        .iter()
        .map(|sealed| String::from_utf8(post.open(sealed).unwrap()).unwrap())
        .map(|mail| mail.replace("=\r\n", ""))
        .collect()
}

#[tokio::test]
async fn who_booked_is_written_to_once_for_each_change_and_the_day_before() {
    on_both(MIGRATIONS, |db| async move {
        let (world, post) = writing(&db).await;
        let session = world.announced().await;
        world.book(session, 2, 1).await.unwrap();
        let key = (world.unit, session);
        let silent = Wanted {
            said: Said::default(),
            ..wanted(3, Matter::Question)
        };
        world.all.book(key, &once(2), &silent).await.unwrap();
        let given_up = world.book(session, 1, 3).await.unwrap();
        world.all.give_up(world.unit, &given_up.code).await.unwrap();

        let friday = date(2026, 11, 20);
        let to = (friday, 8 * 60, "Họp bất thường");
        world.all.move_to(key, 1, to, &officer()).await.unwrap();
        let told = mail(&world, &post).await;
        assert_eq!(told.len(), 1, "one of three has an address and a turn");
        assert!(told[0].contains("yen@example.vn"));
        assert!(told[0].contains("20/11/2026"), "{}", told[0]);
        assert!(
            told[0].contains("08:30"),
            "the hour of the second turn: {}",
            told[0]
        );
        assert!(!told[0].contains(CANARY), "no name and no word of the matter");

        assert_eq!(world.all.tend().await.unwrap().reminded, 0, "four days before");
        world.clock.set(THURSDAY, 9);
        assert_eq!(world.all.tend().await.unwrap().reminded, 1, "the day before");
        assert_eq!(world.all.tend().await.unwrap().reminded, 0, "once");
        assert_eq!(mail(&world, &post).await.len(), 2);

        world.all.cancel(key, 2, "Bão số 13", &officer()).await.unwrap();
        assert_eq!(mail(&world, &post).await.len(), 3);
        let mut read = world.db.read().await.unwrap();
        let turns = store::turns(&mut read, world.unit, session).await.unwrap();
        assert!(
            turns.iter().all(|turn| turn.sealed.is_none()),
            "nobody needs it any more"
        );
    })
    .await;
}

#[tokio::test]
async fn all_sessions_of_a_day_are_reminded_of_however_many_there_are() {
    on_both(MIGRATIONS, |db| async move {
        let (world, _) = writing(&db).await;
        let many = 501;
        let mut write = world.db.write().await.unwrap();
        for number in 0..many {
            let mut session = reception::model::Session {
                unit: world.unit,
                id: SessionId(Uuid::from_u128(number + 1)),
                held_on: date(2026, 11, 17),
                starts: 480,
                turn_minutes: 20,
                turns: 3,
                receiver: Receiver::Chair,
                manner: Manner::InPerson,
                place: "Phòng tiếp công dân".to_owned(),
                state: State::Announced,
                moved_from: None,
                reason: String::new(),
                announced_on: MONDAY,
                revision: 1,
                record: None,
            };
            // The last in the order of keys has a turn.
            session.turns += i64::from(number + 1 == many);
            store::insert_session(&mut write, &session, &officer(), Timestamp::UNIX_EPOCH)
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        world.book(SessionId(Uuid::from_u128(many)), 4, 1).await.unwrap();
        assert_eq!(world.all.tend().await.unwrap().reminded, 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_officers_at_once_one_changes_a_session_and_the_other_is_told() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let session = world.announced().await;
        let key = (world.unit, session);
        let by = officer();
        let (moved, cancelled) = tokio::join!(
            world.all.move_to(key, 1, (date(2026, 11, 20), 480, "Họp"), &by),
            world.all.cancel(key, 1, "Bão", &by),
        );
        assert!(moved.is_ok() != cancelled.is_ok(), "{moved:?} {cancelled:?}");
        let other = if moved.is_ok() { cancelled } else { moved };
        assert!(matches!(other, Err(ActError::Stale)), "{other:?}");
    })
    .await;
}

#[tokio::test]
async fn a_turn_is_given_up_until_the_session_begins() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let session = world.announced().await;
        let booked = world.book(session, 1, 1).await.unwrap();
        world.clock.set(THURSDAY, 8);
        let begun = world.all.give_up(world.unit, &booked.code).await;
        assert!(matches!(begun, Err(ActError::Stale)), "it began at 07:30");
        world.clock.set(THURSDAY, 7);
        world.all.give_up(world.unit, &booked.code).await.unwrap();
        let again = world.book(session, 1, 1).await.unwrap();
        assert_eq!(
            again.turn.state,
            TurnState::GivenUp,
            "sent again, it stays given up"
        );
    })
    .await;
}

#[tokio::test]
async fn what_the_law_and_the_calendar_do_not_let_be_is_not_announced() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let announce = async |days: &[Date], receiver, manner| {
            let new = announcement(days, receiver, manner);
            world.all.announce(world.unit, &new, &officer()).await
        };
        let sunday = announce(&[date(2026, 11, 22)], Receiver::Chair, Manner::InPerson).await;
        assert!(matches!(sunday, Err(ActError::Unfit(Unfit::Holiday(_)))));
        let past = announce(&[date(2026, 11, 13)], Receiver::Chair, Manner::InPerson).await;
        assert!(matches!(past, Err(ActError::Unfit(Unfit::Past(_)))));
        // From 01/07/2026 the chair's day is the chair's own.
        let deputy = announce(&[THURSDAY], Receiver::Other, Manner::InPerson).await;
        assert!(matches!(deputy, Err(ActError::NotDelegated(day)) if day == THURSDAY));
        let near = announce(&[date(2026, 11, 20)], Receiver::Chair, Manner::Online).await;
        assert!(matches!(near, Err(ActError::Unfit(Unfit::Near(_, 5)))));
        let far = announce(&[date(2026, 11, 23)], Receiver::Chair, Manner::Online).await;
        assert_eq!(far.unwrap().len(), 1);
        // One wrong day, and none is announced.
        let days = [THURSDAY, date(2026, 11, 22)];
        assert!(announce(&days, Receiver::Chair, Manner::InPerson).await.is_err());
        assert_eq!(world.counted().await, [("reception_announcement".to_owned(), 1)]);
    })
    .await;
}

#[tokio::test]
async fn a_turn_is_one_person_s() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let session = world.announced().await;
        // Five at once for one turn: one has it, the others learn which session is next.
        let (a, b, c, d, e) = tokio::join!(
            world.book(session, 2, 1),
            world.book(session, 2, 2),
            world.book(session, 2, 3),
            world.book(session, 2, 4),
            world.book(session, 2, 5),
        );
        let all = [a, b, c, d, e];
        let taken = all.iter().filter(|booked| booked.is_ok()).count();
        assert_eq!(taken, 1, "{all:?}");
        for refused in all.iter().filter_map(|booked| booked.as_ref().err()) {
            assert!(
                matches!(refused, ActError::Taken(Some(next)) if next.id == session),
                "{refused:?}"
            );
        }
        assert_eq!(world.free(session).await, [1, 3]);
        // Sent again, it is the same booking with the same code.
        let first = world.book(session, 1, 9).await.unwrap();
        let again = world.book(session, 1, 9).await.unwrap();
        assert_eq!((first.turn.id, &first.code), (again.turn.id, &again.code));
        world.book(session, 3, 10).await.unwrap();
        let full = world.book(session, 3, 11).await;
        assert!(matches!(full, Err(ActError::Taken(None))), "{full:?}");

        // Given up, it is free again, what was said is gone, and it is not counted.
        world.all.give_up(world.unit, &first.code).await.unwrap();
        assert_eq!(world.free(session).await, [1]);
        let mut read = world.db.read().await.unwrap();
        let (turn, _) = world
            .all
            .by_code(&mut read, world.unit, &first.code)
            .await
            .unwrap();
        assert_eq!((turn.state, turn.sealed), (TurnState::GivenUp, None));
        drop(read);
        let twice = world.all.give_up(world.unit, &first.code).await;
        assert!(matches!(twice, Err(ActError::Stale)));
        let counted = world.counted().await;
        assert!(
            counted.contains(&("reception_booking".to_owned(), 2)),
            "{counted:?}"
        );
        world.book(session, 1, 12).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_was_said_is_sealed_and_of_who_denounces_nothing_is_kept() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let session = world.announced().await;
        let booked = world.book(session, 1, 1).await.unwrap();
        assert_eq!(world.all.said(&booked.turn).name, CANARY);
        let denounced = wanted(2, Matter::Denunciation);
        let key = (world.unit, session);
        let denounced = world.all.book(key, &once(2), &denounced).await.unwrap();
        assert_eq!(denounced.turn.sealed, None);
        let mut read = world.db.read().await.unwrap();
        let sealed = read
            .all(
                "SELECT sealed FROM reception_turn WHERE sealed IS NOT NULL",
                &[],
                |row| row.get::<Vec<u8>>(0),
            )
            .await
            .unwrap();
        assert_eq!(sealed.len(), 1);
        assert!(
            !sealed[0]
                .windows(CANARY.len())
                .any(|part| part == CANARY.as_bytes())
        );
        drop(read);
        // Thirty days after the session it is erased.
        world.clock.set(date(2026, 12, 19), 9);
        assert_eq!(world.all.tend().await.unwrap().forgotten, 0);
        world.clock.set(date(2026, 12, 20), 9);
        assert_eq!(world.all.tend().await.unwrap().forgotten, 1);
        let mut read = world.db.read().await.unwrap();
        let found = world.all.by_code(&mut read, world.unit, &booked.code).await;
        assert!(world.all.said(&found.unwrap().0).is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_day_goes_its_way_and_its_people_and_notices_are_counted() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let session = world.announced().await;
        let came = world.book(session, 1, 1).await.unwrap().turn.id;
        let missed = world.book(session, 2, 2).await.unwrap().turn.id;
        let early = world.all.mark((world.unit, came), true).await;
        assert!(matches!(early, Err(ActError::Stale)), "the day has not come");
        world.clock.set(THURSDAY, 8);
        world.all.mark((world.unit, came), false).await.unwrap();
        world.all.mark((world.unit, came), true).await.unwrap();
        world.all.mark((world.unit, missed), false).await.unwrap();
        let walked = world
            .all
            .walk_in((world.unit, session), Matter::Question)
            .await
            .unwrap();
        let mut read = world.db.read().await.unwrap();
        let turn = store::turn(&mut read, world.unit, walked).await.unwrap().unwrap();
        // Behind the three that can be booked; ten working days from the 19th.
        assert_eq!((turn.number, turn.due_on), (4, Some(date(2026, 12, 3))));
        drop(read);
        let key = (world.unit, session);
        world.all.end_day(key, 1, &officer()).await.unwrap();
        let again = world.all.end_day(key, 1, &officer()).await;
        assert!(matches!(again, Err(ActError::Stale)));
        let late = world.all.mark((world.unit, missed), true).await;
        assert!(matches!(late, Err(ActError::Stale)), "the day was counted");
        let unknown = world.all.notify((world.unit, came), "ignored").await;
        assert!(matches!(unknown, Err(ActError::Law(_))));
        world.all.notify((world.unit, came), "accepted").await.unwrap();
        let twice = world.all.notify((world.unit, came), "accepted").await;
        assert!(matches!(twice, Err(ActError::Stale)));
        let nobody = world.all.notify((world.unit, missed), "accepted").await;
        assert!(matches!(nobody, Err(ActError::Stale)), "nobody came");
        let kinds: Vec<(String, i64)> = world.counted().await;
        assert_eq!(
            kinds,
            [
                ("reception".to_owned(), 1),
                ("reception_announcement".to_owned(), 1),
                ("reception_booking".to_owned(), 2),
                ("reception_notice".to_owned(), 1),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn moving_and_cancelling_say_why_and_are_public_acts() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let session = world.announced().await;
        let booked = world.book(session, 1, 1).await.unwrap();
        let key = (world.unit, session);
        let friday = date(2026, 11, 20);
        let why = "Chủ tịch dự họp bất thường";
        let silent = world.all.move_to(key, 1, (friday, 480, " "), &officer()).await;
        assert!(matches!(silent, Err(ActError::Nothing)));
        world
            .all
            .move_to(key, 1, (friday, 480, why), &officer())
            .await
            .unwrap();
        let stale = world.all.move_to(key, 1, (friday, 480, why), &officer()).await;
        assert!(matches!(stale, Err(ActError::Stale)));
        let mut read = world.db.read().await.unwrap();
        let (turn, moved) = world
            .all
            .by_code(&mut read, world.unit, &booked.code)
            .await
            .unwrap();
        assert_eq!(turn.state, TurnState::Booked, "the turn is kept");
        assert_eq!((moved.held_on, moved.moved_from), (friday, Some(THURSDAY)));
        drop(read);
        world.all.cancel(key, 2, why, &officer()).await.unwrap();
        let mut read = world.db.read().await.unwrap();
        let (_, gone) = world
            .all
            .by_code(&mut read, world.unit, &booked.code)
            .await
            .unwrap();
        assert_eq!(gone.state, State::Cancelled);
        let waiting = read
            .one("SELECT COUNT(*) FROM log_entry", &[], |row| row.get::<i64>(0))
            .await
            .unwrap();
        assert_eq!(waiting, Some(3), "announced, moved, cancelled");
        drop(read);
        assert!(world.free(session).await.is_empty());
    })
    .await;
}
