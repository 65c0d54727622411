//! Teams and cases on both databases: who reads what, what is sealed, what comes out, what is erased.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::{Arc, OnceLock};

use facts::Catalogue;
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use mediation::{
    ActError, CaseId, Mediations, MemberId, Nobody, Refused,
    cases::{Assignment, Brought, Court, Ending, NewCase, Seen},
    model::{Act, Dispute, Election, HamletKey, Kept, NewMember, NoteKind, Party, State, Told, Words},
    seal::MasterKey,
    store,
    suppression::Figure,
};
use platform::{
    access::{By, Place, testing::Someone},
    calendar::WorkingCalendar,
    clock::SetClock,
    db::Database,
    testing::on_both,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] =
    &[units::MIGRATIONS, facts::MIGRATIONS, mediation::MIGRATIONS];
const HERE: HamletKey = HamletKey {
    unit: UnitId(30),
    hamlet: UnitId(301),
};
const BESIDE: HamletKey = HamletKey {
    unit: UnitId(30),
    hamlet: UnitId(302),
};
const DAY: Date = date(2026, 1, 12);
/// A name that stands nowhere but in a case.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const MEDIATOR: u128 = 7;

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

struct Room {
    all: Mediations,
    db: Database,
    clock: SetClock,
}

impl Room {
    fn open(db: Database, master: Option<MasterKey>) -> Self {
        let clock = SetClock::at(DAY, 9);
        let mut next = 0_u64;
        let all = Mediations::new(
            db.clone(),
            LiveUnits::new(units()),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            (
                Arc::new(clock.clone()),
                Box::new(move |octets| {
                    next += 1;
                    octets.fill(0);
                    let at = octets.len() - 8;
                    octets[at..].copy_from_slice(&next.to_be_bytes());
                }),
            ),
            (Arc::new(Nobody), master),
        );
        Self { all, db, clock }
    }

    async fn founded(db: Database) -> Self {
        let room = Self::open(db, Some(MasterKey::new([5; 32])));
        for (place, account) in [(HERE, Some(MEDIATOR)), (BESIDE, None)] {
            room.all
                .set_up(place, "Tổ hòa giải".to_owned(), DAY, false)
                .await
                .unwrap();
            for number in 0..3_u128 {
                let account = account.filter(|_| number == 0).map(Uuid::from_u128);
                let id = room
                    .all
                    .enter(place, member(number, account), Uuid::from_u128(1))
                    .await
                    .unwrap();
                room.all
                    .recognise(place, id, (DAY, number == 0), Uuid::from_u128(2))
                    .await
                    .unwrap();
            }
        }
        room
    }

    async fn first(&self, place: HamletKey) -> MemberId {
        let mut read = self.db.read().await.unwrap();
        self.all.team(&mut read, place).await.unwrap().1[0].id
    }

    async fn received(&self, place: HamletKey, day: Date) -> CaseId {
        self.clock.set(day, 9);
        self.all.receive(place, new(day), &mediator()).await.unwrap()
    }

    /// A case from its beginning to its end.
    async fn ended(&self, place: HamletKey, day: Date, ending: &str) -> CaseId {
        let id = self.received(place, day).await;
        let mut read = self.db.read().await.unwrap();
        let (team, members) = self.all.team(&mut read, place).await.unwrap();
        drop(read);
        let colleague = mediation::cases::Colleague {
            by: mediator(),
            me: members[0].id,
            team,
            members,
        };
        let assignment = Assignment {
            mediator: colleague.me,
            on: day,
            on_the_spot: true,
            agreed_day: None,
        };
        self.all
            .assign(seen(place, id, 1), assignment, &colleague)
            .await
            .unwrap();
        let ending = Ending {
            on: day,
            key: ending.to_owned(),
            words: Words {
                text: format!("{CANARY} bằng lòng"),
                agreed: "Mỗi bên nhường nửa mét".to_owned(),
            },
            undertakings: vec![(format!("{CANARY} dời rào"), Some(day.saturating_add(30.days())))],
            written: true,
        };
        self.all
            .end(seen(place, id, 2), ending, &mediator())
            .await
            .unwrap();
        id
    }
}

fn mediator() -> By {
    By {
        account: Uuid::from_u128(MEDIATOR),
        role: "mediator".to_owned(),
    }
}

fn member(number: u128, account: Option<Uuid>) -> NewMember {
    NewMember {
        name: format!("Hòa giải viên {number}"),
        woman: number == 1,
        minority: false,
        law_degree: false,
        account,
        election: Election {
            on: DAY,
            method: "open_vote".to_owned(),
            in_favour: 60,
            households: 100,
            listed_on: DAY,
        },
    }
}

fn new(day: Date) -> NewCase {
    NewCase {
        dispute: Dispute::Land,
        ground: "party_request".to_owned(),
        received_on: day,
        told: Told {
            parties: vec![
                Party {
                    name: CANARY.to_owned(),
                    contact: "0912345678".to_owned(),
                },
                Party {
                    name: "Ông Hai".to_owned(),
                    contact: String::new(),
                },
            ],
            matter: format!("{CANARY} nói rào lấn nửa mét"),
        },
    }
}

fn seen(place: HamletKey, id: CaseId, revision: i64) -> Seen {
    Seen { place, id, revision }
}

fn refused<T: std::fmt::Debug>(done: Result<T, ActError>) -> Refused {
    match done {
        Err(ActError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_mediator_is_elected_by_one_hand_and_recognised_by_another() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db).await;
        let mut few = member(9, None);
        few.election.in_favour = 50;
        let officer = Uuid::from_u128(1);
        assert_eq!(
            refused(room.all.enter(HERE, few, officer).await),
            Refused::NotElected
        );
        let taken = member(9, Some(Uuid::from_u128(MEDIATOR)));
        assert_eq!(
            refused(room.all.enter(HERE, taken, officer).await),
            Refused::AccountTaken
        );
        let id = room.all.enter(HERE, member(9, None), officer).await.unwrap();
        let own = room.all.recognise(HERE, id, (DAY, false), officer).await;
        assert_eq!(refused(own), Refused::SamePerson);
        let other = Uuid::from_u128(2);
        room.all.recognise(HERE, id, (DAY, true), other).await.unwrap();
        let again = room.all.recognise(HERE, id, (DAY, true), other).await;
        assert!(matches!(again, Err(ActError::Stale)));
        let mut read = room.db.read().await.unwrap();
        let (_, members) = room.all.team(&mut read, HERE).await.unwrap();
        let leaders: Vec<_> = members
            .iter()
            .filter(|one| one.leader)
            .map(|one| one.id)
            .collect();
        assert_eq!(leaders, [id], "one leader");
        drop(read);
        let second = room.all.set_up(HERE, "Tổ khác".to_owned(), DAY, false).await;
        assert_eq!(refused(second), Refused::HasTeam);
    })
    .await;
}

#[tokio::test]
async fn a_team_s_size_is_counted_from_the_day_it_changed() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db).await;
        let first = room.first(HERE).await;
        let later = date(2026, 5, 4);
        room.clock.set(later, 9);
        room.all.end_member(HERE, first, later, "own_wish").await.unwrap();
        let mut read = room.db.read().await.unwrap();
        let cells = read
            .all(
                "SELECT period, value FROM cell WHERE unit_id = 30 AND series = 'mediation.mediator' \
                 ORDER BY period",
                &[],
                |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)),
            )
            .await
            .unwrap();
        // Six in the first quarter, one less in the second; the year has both.
        assert_eq!(cells, [(20260, 5), (20261, 6), (20262, -1)]);
    })
    .await;
}

#[tokio::test]
async fn the_team_alone_reads_and_each_reading_leaves_a_trace() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db).await;
        let place = Place::hamlet(HERE.unit, HERE.hamlet);
        let actor = |role: &str, place, number| {
            let flat = Arc::new(platform::access::testing::Flat);
            Someone::within(role, place, DAY, flat, number)
        };
        let mut read = room.db.read().await.unwrap();
        let found = actor("mediator", place, MEDIATOR);
        let colleague = room.all.colleague(&mut read, found.actor().unwrap(), HERE).await;
        let colleague = colleague.unwrap();
        // The role without the team's list, the list without the role, the team beside: none is enough.
        for (role, place, number) in [
            ("mediator", place, 8),
            ("commune_leader", Place::from(HERE.unit), MEDIATOR),
            ("administrator", Place::from(1), MEDIATOR),
            ("hamlet_head", place, MEDIATOR),
        ] {
            let found = actor(role, place, number);
            let colleague = room.all.colleague(&mut read, found.actor().unwrap(), HERE).await;
            assert!(matches!(colleague, Err(ActError::Unknown)), "{role} {number}");
        }
        let beside = room
            .all
            .colleague(&mut read, found.actor().unwrap(), BESIDE)
            .await;
        assert!(matches!(beside, Err(ActError::Unknown)));
        drop(read);

        let id = room.received(HERE, DAY).await;
        let opened = room.all.open(HERE, id, Act::Read, &colleague.by).await.unwrap();
        assert_eq!(opened.told.as_ref().unwrap().parties[0].name, CANARY);
        let acts: Vec<Act> = opened.traces.iter().map(|trace| trace.act).collect();
        assert_eq!(acts, [Act::Read, Act::Received]);
        assert!(matches!(
            room.all.open(BESIDE, id, Act::Read, &colleague.by).await,
            Err(ActError::Unknown)
        ));
        // Who ended reads no more, on that day.
        room.all
            .end_member(HERE, colleague.me, DAY, "own_wish")
            .await
            .unwrap();
        let mut read = room.db.read().await.unwrap();
        let colleague = room.all.colleague(&mut read, found.actor().unwrap(), HERE).await;
        assert!(matches!(colleague, Err(ActError::Unknown)));
    })
    .await;
}

#[tokio::test]
async fn a_case_goes_its_way_and_only_its_way() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db).await;
        let id = room.received(HERE, DAY).await;
        let by = mediator();
        let about = (NoteKind::Session, DAY);
        let early = room.all.write_down(seen(HERE, id, 1), about, "Gặp", &by).await;
        assert_eq!(refused(early), Refused::NotNow, "nobody was assigned");
        let end = |key: &str| Ending {
            on: DAY,
            key: key.to_owned(),
            words: Words::default(),
            undertakings: Vec::new(),
            written: false,
        };
        let early = room.all.end(seen(HERE, id, 1), end("agreement"), &by).await;
        assert_eq!(refused(early), Refused::NotNow, "the parties have not met");
        // What turns out not to be for mediation stops at once.
        room.all.end(seen(HERE, id, 1), end("crime"), &by).await.unwrap();
        let mut read = room.db.read().await.unwrap();
        let case = store::case(&mut read, HERE, id).await.unwrap().unwrap();
        assert_eq!(case.state, State::Excluded);
        drop(read);
        let stale = room.all.end(seen(HERE, id, 1), end("crime"), &by).await;
        assert!(matches!(stale, Err(ActError::Stale)));

        let id = room.ended(HERE, DAY, "agreement").await;
        let opened = room.all.open(HERE, id, Act::Read, &by).await.unwrap();
        assert_eq!(opened.case.number, (2026, 2));
        assert_eq!(opened.case.erase_on, Some(date(2031, 1, 12)));
        assert!(opened.case.written);
        let (undertaking, words) = &opened.undertakings[0];
        assert!(words.as_ref().unwrap().contains(CANARY));
        let kept = (Kept::Kept, DAY);
        room.all
            .follow_up(seen(HERE, id, 3), undertaking.id, kept, "Xong", &by)
            .await
            .unwrap();
        let answer = room
            .all
            .court(seen(HERE, id, 4), Court::Recognised(DAY), "", &by)
            .await;
        assert_eq!(refused(answer), Refused::NotNow, "the court was not asked");
        room.all
            .court(seen(HERE, id, 4), Court::Asked(DAY), "", &by)
            .await
            .unwrap();
        room.all
            .court(seen(HERE, id, 5), Court::Recognised(DAY), "", &by)
            .await
            .unwrap();

        let id = room.ended(HERE, DAY, "party_stops").await;
        let again = room.all.resume(seen(HERE, id, 3), DAY, &by).await.unwrap();
        let opened = room.all.open(HERE, again, Act::Read, &by).await.unwrap();
        assert_eq!(opened.case.continues, Some(id));
        assert_eq!(opened.told.unwrap().parties[0].name, CANARY);
        assert!(opened.notes.is_empty());
    })
    .await;
}

#[tokio::test]
async fn nothing_that_was_told_is_in_the_database_and_without_the_key_nobody_reads_it() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db.clone()).await;
        let id = room.ended(HERE, DAY, "agreement").await;
        let mut read = db.read().await.unwrap();
        let mut sealed = Vec::new();
        for sql in [
            "SELECT sealed FROM mediation_case WHERE unit_id = 30",
            "SELECT sealed FROM mediation_note WHERE unit_id = 30",
            "SELECT sealed FROM mediation_undertaking WHERE unit_id = 30",
        ] {
            let found = read.all(sql, &[], |row| row.get::<Vec<u8>>(0)).await.unwrap();
            assert!(!found.is_empty(), "{sql}");
            sealed.extend(found);
        }
        for octets in &sealed {
            assert!(!octets.windows(CANARY.len()).any(|part| part == CANARY.as_bytes()));
        }
        drop(read);
        for master in [None, Some(MasterKey::new([6; 32]))] {
            let other = Room::open(db.clone(), master);
            let opened = other.all.open(HERE, id, Act::Read, &mediator()).await;
            assert!(matches!(opened, Err(ActError::NoKey)));
        }
        // With the unit's key everything in words is gone; figures stay.
        assert_eq!(room.all.forget(HERE.unit).await.unwrap(), 1);
        let opened = room.all.open(HERE, id, Act::Read, &mediator()).await.unwrap();
        assert_eq!(opened.told, None);
        assert!(opened.notes.iter().all(|(_, words)| words.is_none()));
        assert_eq!(opened.case.state, State::Settled);
    })
    .await;
}

#[tokio::test]
async fn figures_come_out_after_the_quarter_and_words_go_on_their_date() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db.clone()).await;
        for _ in 0..4 {
            room.ended(HERE, DAY, "agreement").await;
        }
        let lone = room.ended(BESIDE, DAY, "party_stops").await;
        assert_eq!(room.all.tend().await.unwrap().quarters, 0, "the quarter goes on");
        room.clock.set(date(2026, 4, 1), 9);
        assert_eq!(room.all.tend().await.unwrap().quarters, 1);
        assert_eq!(room.all.tend().await.unwrap().quarters, 0, "once");
        let mut read = db.read().await.unwrap();
        let shown = store::shown(&mut read, HERE.unit, 2026).await.unwrap();
        let quarter = shown.values().next().unwrap();
        let of = |figure| quarter.iter().find(|(other, _)| *other == figure).unwrap().1;
        assert_eq!(of(Figure::Received), Some(5));
        assert_eq!(of(Figure::Settled), Some(4));
        assert_eq!(
            of(Figure::Hamlet(BESIDE.hamlet)),
            None,
            "one case points at somebody"
        );
        assert_eq!(
            of(Figure::Hamlet(HERE.hamlet)),
            None,
            "and would be computed from the other"
        );
        // What is counted names neither hamlet nor day.
        let records = read
            .all(
                "SELECT hamlet_id, body FROM record WHERE unit_id = 30 AND kind = 'mediation_case' \
                 AND retracted_at IS NULL",
                &[],
                |row| Ok((row.get::<Option<i64>>(0)?, row.get::<String>(1)?)),
            )
            .await
            .unwrap();
        assert_eq!(records.len(), 5);
        for (hamlet, body) in records {
            assert_eq!(hamlet, None);
            assert!(
                body.contains("2026-03-31") && !body.contains("2026-01-12"),
                "{body}"
            );
        }
        let counts = store::statistics(&mut read, HERE.unit, (date(2026, 1, 1), date(2026, 6, 30))).await;
        let counts = counts.unwrap();
        assert_eq!(counts.by_dispute["land"], [5, 4, 1]);
        assert_eq!((counts.opening, counts.written), (0, 4));
        drop(read);
        // A case entered late counts in the quarter that goes on.
        room.clock.set(date(2026, 4, 2), 9);
        let late = room.all.receive(HERE, new(DAY), &mediator()).await.unwrap();
        let mut read = db.read().await.unwrap();
        let case = store::case(&mut read, HERE, late).await.unwrap().unwrap();
        assert_eq!((case.received_on, case.counted_on), (DAY, date(2026, 4, 2)));
        drop(read);

        room.clock.set(date(2031, 1, 11), 9);
        assert_eq!(room.all.tend().await.unwrap().erased, 0);
        room.clock.set(date(2031, 1, 12), 9);
        assert_eq!(room.all.tend().await.unwrap().erased, 5, "the open one stays");
        let opened = room.all.open(BESIDE, lone, Act::Read, &mediator()).await.unwrap();
        assert_eq!(opened.told, None);
        assert_eq!(opened.case.state, State::Unsettled);
        assert!(opened.traces.iter().any(|trace| trace.act == Act::Erased));
    })
    .await;
}

#[tokio::test]
async fn what_a_telephone_brings_is_taken_once_and_nothing_written_is_lost() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db.clone()).await;
        let by = mediator();
        let id = Uuid::from_u128;
        for _ in 0..2 {
            let brought = Brought::Case(new(DAY));
            room.all.bring(HERE, id(1), brought, &by).await.unwrap();
        }
        let carried = room.all.carry(HERE, &by).await.unwrap();
        assert_eq!(carried.len(), 1, "sent twice, taken once");
        assert_eq!(carried[0].told.as_ref().unwrap().parties[0].name, CANARY);
        let case = carried[0].case.id;
        let note = |case, kind, day, text: &str| Brought::Note {
            case,
            kind,
            day,
            text: text.to_owned(),
        };
        let early = note(case, NoteKind::Note, date(2026, 1, 11), "Sớm");
        let early = room.all.bring(HERE, id(2), early, &by).await;
        assert_eq!(refused(early), Refused::TooEarly);
        let later = note(case, NoteKind::Note, date(2026, 1, 13), "Mai");
        assert_eq!(
            refused(room.all.bring(HERE, id(2), later, &by).await),
            Refused::Future
        );
        let beside = note(case, NoteKind::Note, DAY, "Tổ khác");
        let beside = room.all.bring(BESIDE, id(2), beside, &by).await;
        assert!(matches!(beside, Err(ActError::Unknown)));
        // What was refused may come again under the same identifier, mended.
        for _ in 0..2 {
            let mended = note(case, NoteKind::Session, DAY, "Gặp hai bên");
            room.all.bring(HERE, id(2), mended, &by).await.unwrap();
        }
        let opened = room.all.open(HERE, case, Act::Read, &by).await.unwrap();
        let [(kept, words)] = opened.notes.as_slice() else {
            panic!("{:?}", opened.notes);
        };
        assert_eq!(kept.kind, NoteKind::Note, "nobody was assigned to mediate");
        assert_eq!(words.as_ref().unwrap().text, "Gặp hai bên");
        assert_eq!(opened.case.state, State::Received);
        assert!(opened.traces.iter().any(|trace| trace.act == Act::Carried));

        // Two telephones, one case: both are kept, whichever comes first.
        let ended = room.ended(HERE, DAY, "agreement").await;
        let after = note(ended, NoteKind::Session, DAY, "Ghi lúc chưa biết là xong");
        room.all.bring(HERE, id(3), after, &by).await.unwrap();
        let opened = room.all.open(HERE, ended, Act::Read, &by).await.unwrap();
        assert_eq!(opened.case.state, State::Settled, "it stays settled");
        let last = opened.notes.last().unwrap();
        assert_eq!(
            (last.0.kind, last.1.as_ref().unwrap().text.as_str()),
            (NoteKind::Note, "Ghi lúc chưa biết là xong")
        );
        assert_eq!(
            room.all.carry(HERE, &by).await.unwrap().len(),
            1,
            "open cases alone"
        );
    })
    .await;
}

#[tokio::test]
async fn an_entry_that_comes_twice_at_once_is_taken_once() {
    on_both(MIGRATIONS, |db| async move {
        let room = Room::founded(db).await;
        let by = mediator();
        let bring = || {
            room.all
                .bring(HERE, Uuid::from_u128(5), Brought::Case(new(DAY)), &by)
        };
        let (one, two, three) = tokio::join!(bring(), bring(), bring());
        for done in [one, two, three] {
            done.unwrap();
        }
        assert_eq!(room.all.carry(HERE, &by).await.unwrap().len(), 1);
    })
    .await;
}
