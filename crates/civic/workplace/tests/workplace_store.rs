//! Conferences, dialogues, regulations, questions and assessments, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::sync::{Arc, OnceLock};

use disclosure::{Disclosures, internal};
use facts::Catalogue;
use jiff::{Timestamp, civil::date};
use organisations::{Kind, Membership, Role};
use platform::{calendar::WorkingCalendar, clock::SetClock, db::Database, params, testing::on_both};
use rulebook::Rulebook;
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;
use workplace::{
    ActError, Public, Workplaces,
    model::{Call, ConferenceId, ConferenceKind, ConferenceState, DialogueKind, Verdict},
    rules::{Attendance, ConferenceFault, Grade, Standing, Vote},
    store,
};

const MIGRATIONS: &[&[platform::db::Migration]] = &[
    platform::outbox::MIGRATIONS,
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
    workplace::MIGRATIONS,
];

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn random(mut next: u64) -> platform::random::Fill {
    Box::new(move |octets| {
        for octet in octets {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = next.to_be_bytes()[1];
        }
    })
}

struct World {
    db: Database,
    clock: SetClock,
    desk: Workplaces,
    units: LiveUnits,
    unit: UnitId,
    head: Membership,
    worker: Membership,
    /// Head of another place of the same unit.
    other: Membership,
}

async fn world(db: &Database) -> World {
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let day = date(2026, 3, 2);
    let province = units().at("91", day).unwrap().id;
    let unit = units().children(province, day).next().unwrap().id;
    let clock = SetClock::at(day, 9);
    let units = LiveUnits::new(units());
    let law = || {
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        )
    };
    let boards = Disclosures::new(
        db.clone(),
        units.clone(),
        law(),
        Arc::new(clock.clone()),
        random(11),
    );
    let mut members = Vec::new();
    for (at, (kind, name, roles)) in [
        (Kind::Agency, "Trạm Y tế", &[Role::Head, Role::Staff][..]),
        (Kind::StateEnterprise, "Xí nghiệp Thủy nông", &[Role::Head][..]),
    ]
    .into_iter()
    .enumerate()
    {
        let id = boards.internal().register(unit, kind, name).await.unwrap();
        let of = internal::store::organisation_of(&mut db.read().await.unwrap(), unit, id)
            .await
            .unwrap()
            .unwrap();
        for (number, role) in roles.iter().enumerate() {
            let account = Uuid::from_u128(u128::try_from(at * 10 + number + 1).unwrap());
            let code = boards.internal().code(&of, *role, account).await.unwrap();
            boards
                .internal()
                .join(&code, account, &format!("Người {at}{number}"))
                .await
                .unwrap();
            members.extend(boards.internal().of(account).await.unwrap());
        }
    }
    let desk = Workplaces::new(
        db.clone(),
        units.clone(),
        law(),
        Arc::new(clock.clone()),
        random(41),
    );
    let [head, worker, other] = <[Membership; 3]>::try_from(members).unwrap();
    World {
        db: db.clone(),
        clock,
        desk,
        units,
        unit,
        head,
        worker,
        other,
    }
}

fn plenary(staff: u64) -> Call {
    Call {
        kind: ConferenceKind::Yearly,
        attendance: Attendance::Plenary,
        held_on: date(2026, 3, 10),
        place: "Hội trường".to_owned(),
        agenda: "Kiểm điểm năm".to_owned(),
        staff,
        summoned: staff,
        items: vec![
            "Chỉ tiêu thi đua".to_owned(),
            "  ".to_owned(),
            "Quỹ phúc lợi".to_owned(),
        ],
        again_of: None,
    }
}

impl World {
    async fn read(&self, id: ConferenceId) -> (ConferenceId, i64) {
        let found = store::conference(&mut self.db.read().await.unwrap(), &self.head.organisation, id)
            .await
            .unwrap()
            .unwrap();
        (id, found.revision)
    }

    async fn series(&self) -> Vec<(String, i64)> {
        let mut all = self
            .db
            .read()
            .await
            .unwrap()
            .all(
                "SELECT series, quantity FROM fact WHERE unit_id = $1 AND NOT withdrawn ORDER BY series",
                &params![self.unit],
                |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
            )
            .await
            .unwrap();
        all.sort();
        all
    }
}

#[tokio::test]
async fn a_conference_goes_from_its_call_over_a_failed_one_to_its_resolution_and_back() {
    on_both(MIGRATIONS, |db| async move {
        let w = world(&db).await;
        let desk = &w.desk;
        assert!(matches!(
            desk.call(&w.worker, &plenary(30)).await,
            Err(ActError::HeadsOnly)
        ));
        let mut wrong = plenary(30);
        wrong.summoned = 20;
        assert!(matches!(
            desk.call(&w.head, &wrong).await,
            Err(ActError::Conference(ConferenceFault::PlenaryIsEverybody))
        ));
        let first = desk.call(&w.head, &plenary(30)).await.unwrap();
        let read = w.read(first).await;
        assert!(matches!(
            desk.count_present(&w.head, read, 25).await,
            Err(ActError::TooEarly(_))
        ));
        // A head of another place finds no such conference.
        assert!(matches!(
            desk.count_present(&w.other, read, 25).await,
            Err(ActError::Unknown)
        ));
        w.clock.set(date(2026, 3, 10), 9);
        assert_eq!(
            desk.count_present(&w.head, read, 19).await.unwrap(),
            ConferenceState::Failed
        );
        assert!(matches!(
            desk.count_present(&w.head, read, 30).await,
            Err(ActError::Stale)
        ));
        assert!(matches!(
            desk.count_votes(&w.head, w.read(first).await, (1, Vote::default()))
                .await,
            Err(ActError::Stale)
        ));
        let mut again = plenary(30);
        again.again_of = Some(first);
        again.held_on = date(2026, 3, 17);
        let second = desk.call(&w.head, &again).await.unwrap();
        assert!(matches!(desk.call(&w.head, &again).await, Err(ActError::Stale)));
        w.clock.set(date(2026, 3, 17), 9);
        let state = desk
            .count_present(&w.head, w.read(second).await, 20)
            .await
            .unwrap();
        assert_eq!(state, ConferenceState::Open);
        let vote = |for_it, against, blank| Vote {
            for_it,
            against,
            blank,
        };
        assert!(
            desk.count_votes(&w.head, w.read(second).await, (1, vote(11, 4, 5)))
                .await
                .unwrap()
        );
        let texts = ("Biên bản", "Nghị quyết", "Kiểm điểm");
        assert!(matches!(
            desk.conclude(&w.head, w.read(second).await, texts).await,
            Err(ActError::Unanswered(1))
        ));
        assert!(
            !desk
                .count_votes(&w.head, w.read(second).await, (2, vote(10, 0, 0)))
                .await
                .unwrap()
        );
        desk.conclude(&w.head, w.read(second).await, texts).await.unwrap();
        let subjects = Public::conferences(w.units.clone());
        let mut read = db.read().await.unwrap();
        let public = subjects.items(&mut read, None, 10).await.unwrap();
        assert_eq!(public.len(), 1);
        let octets = String::from_utf8(public[0].octets.clone()).unwrap();
        assert!(
            octets.contains(r#""summoned":30,"present":20,"items":2,"passed":1"#),
            "{octets}"
        );
        assert!(
            !octets.contains("Biên bản") && !octets.contains("thi đua"),
            "{octets}"
        );
        drop(read);
        let counted = w.series().await;
        assert!(
            counted
                .iter()
                .any(|(series, quantity)| series.starts_with("workplace.present") && *quantity == 20),
            "{counted:?}"
        );
        let year = desk.year(&w.head.organisation, 2026).await.unwrap();
        assert_eq!(year.counted.conference_on, Some(date(2026, 3, 17)));
        assert_eq!(year.duties[0].1, Standing::Done);
        let tasks = store::open_tasks(&mut db.read().await.unwrap(), &w.head.organisation)
            .await
            .unwrap();
        assert_eq!(tasks.len(), 1);
        assert!(tasks[0].due_on >= date(2026, 9, 17));
        desk.cancel_conference(&w.head, w.read(second).await, "Ghi nhầm")
            .await
            .unwrap();
        let mut read = db.read().await.unwrap();
        assert!(subjects.items(&mut read, None, 10).await.unwrap().is_empty());
        drop(read);
        let left: i64 = w
            .series()
            .await
            .iter()
            .filter(|(series, _)| series.starts_with("workplace.present"))
            .map(|(_, quantity)| quantity)
            .sum();
        assert_eq!(left, 0);
    })
    .await;
}

#[tokio::test]
async fn what_is_said_unnamed_has_no_account_and_no_time_but_its_day() {
    on_both(MIGRATIONS, |db| async move {
        let w = world(&db).await;
        let (desk, of) = (&w.desk, &w.head.organisation);
        let dialogue = desk
            .call_dialogue(
                &w.head,
                (DialogueKind::Periodic, date(2026, 3, 5)),
                ("Phòng họp", "Ca trực"),
            )
            .await
            .unwrap();
        let until = desk.earliest_end(of).unwrap();
        assert!(matches!(
            desk.consult(&w.head, ("democracy", "Quy chế", "Điều 1"), date(2026, 3, 10))
                .await,
            Err(ActError::TooShort(_))
        ));
        let regulation = desk
            .consult(&w.head, ("democracy", "Quy chế", "Điều 1"), until)
            .await
            .unwrap();
        w.clock.set(date(2026, 3, 3), 15);
        desk.ask(&w.worker, ("Bao giờ nâng lương?", false)).await.unwrap();
        desk.propose(&w.worker, dialogue, ("Hai người một ca", false))
            .await
            .unwrap();
        desk.opine(&w.worker, regulation, "Thêm thời hạn").await.unwrap();
        // Identifiers tell when they were made: of what was said unnamed, the beginning of the day in Vietnam.
        let midnight = platform::clock::moment(date(2026, 3, 3), 0).as_millisecond();
        let mut read = db.read().await.unwrap();
        let mut seen = 0;
        for sql in [
            "SELECT id, account, name FROM workplace_question",
            "SELECT id, account, name FROM workplace_topic",
        ] {
            let rows = read
                .all(sql, &[], |row| {
                    Ok((
                        row.get::<Vec<u8>>(0)?,
                        row.get::<Option<Vec<u8>>>(1)?,
                        row.get::<String>(2)?,
                    ))
                })
                .await
                .unwrap();
            for (id, account, name) in rows {
                let (seconds, nanos) = Uuid::from_slice(&id).unwrap().get_timestamp().unwrap().to_unix();
                let millis = i64::try_from(seconds).unwrap() * 1_000 + i64::from(nanos / 1_000_000);
                assert_eq!(millis, midnight);
                assert_eq!((account, name), (None, String::new()));
                seen += 1;
            }
        }
        assert_eq!(seen, 2);
        drop(read);
        desk.ask(&w.worker, ("Nhà xe dột", true)).await.unwrap();
        let questions = store::questions(&mut db.read().await.unwrap(), of, None)
            .await
            .unwrap();
        let names: Vec<&str> = questions.iter().map(|one| one.name.as_str()).collect();
        assert!(names.contains(&"Người 01") && names.contains(&""), "{names:?}");

        // Answered after its day, a question stays counted as late.
        let (id, due) = (questions[0].id, questions[0].due_on);
        w.clock.set(due.tomorrow().unwrap(), 9);
        assert_eq!(desk.year(of, 2026).await.unwrap().counted.unanswered, 2);
        assert!(matches!(
            desk.answer(&w.worker, id, "Tôi").await,
            Err(ActError::HeadsOnly)
        ));
        assert!(matches!(
            desk.answer(&w.other, id, "Ai đó").await,
            Err(ActError::Unknown)
        ));
        desk.answer(&w.head, id, "Tháng sau").await.unwrap();
        let counted = desk.year(of, 2026).await.unwrap().counted;
        assert_eq!(
            (counted.questions, counted.unanswered, counted.answered_late),
            (2, 1, 1)
        );
    })
    .await;
}

#[tokio::test]
async fn a_regulation_is_adopted_after_its_time_with_every_opinion_answered() {
    on_both(MIGRATIONS, |db| async move {
        let w = world(&db).await;
        let (desk, of) = (&w.desk, &w.head.organisation);
        let until = desk.earliest_end(of).unwrap();
        let id = desk
            .consult(&w.head, ("democracy", "Quy chế", "Điều 1"), until)
            .await
            .unwrap();
        desk.opine(&w.worker, id, "Thêm thời hạn").await.unwrap();
        assert!(matches!(
            desk.opine(&w.other, id, "Người ngoài").await,
            Err(ActError::Unknown)
        ));
        assert!(matches!(
            desk.adopt(&w.head, (id, 1), ("1/QĐ", "Điều 1 mới")).await,
            Err(ActError::TooEarly(_))
        ));
        w.clock.set(until.tomorrow().unwrap(), 9);
        assert!(matches!(
            desk.opine(&w.worker, id, "Muộn").await,
            Err(ActError::Over(_))
        ));
        assert!(matches!(
            desk.adopt(&w.head, (id, 1), ("1/QĐ", "Điều 1 mới")).await,
            Err(ActError::Unanswered(1))
        ));
        let found = store::regulation(&mut db.read().await.unwrap(), of, id)
            .await
            .unwrap()
            .unwrap();
        desk.answer_opinion(
            &w.head,
            (id, found.opinions[0].id),
            (Verdict::Accepted, "Đã thêm"),
        )
        .await
        .unwrap();
        desk.adopt(&w.head, (id, 1), ("1/QĐ", "Điều 1 mới"))
            .await
            .unwrap();
        let series = w.series().await;
        assert!(
            series
                .iter()
                .any(|(series, _)| series.starts_with("place.with_regulation")),
            "{series:?}"
        );
        assert!(matches!(
            desk.drop_draft(&w.head, (id, 2), "Thôi").await,
            Err(ActError::Stale)
        ));
    })
    .await;
}

#[tokio::test]
async fn an_assessment_is_confirmed_by_somebody_else_and_counted_once() {
    on_both(MIGRATIONS, |db| async move {
        let w = world(&db).await;
        let (desk, of) = (&w.desk, &w.head.organisation);
        let keys = [
            "publishing",
            "conference",
            "dialogue",
            "regulation",
            "questions",
            "follow_up",
        ];
        let own: Vec<(String, u64, String)> = keys
            .iter()
            .map(|key| ((*key).to_owned(), 14, String::new()))
            .collect();
        let points: Vec<(String, u64)> = keys.iter().map(|key| ((*key).to_owned(), 14)).collect();
        desk.assess(&w.head, (2025, 0), &own).await.unwrap();
        assert!(matches!(
            desk.assess(&w.head, (2025, 0), &own).await,
            Err(ActError::Stale)
        ));
        assert!(matches!(
            desk.confirm(of, (2025, 1), (&points, ""), w.head.member.account)
                .await,
            Err(ActError::SamePerson)
        ));
        let leader = Uuid::from_u128(99);
        let mut less = points.clone();
        less[0].1 = 0;
        assert!(matches!(
            desk.confirm(of, (2025, 1), (&less, " "), leader).await,
            Err(ActError::Nothing)
        ));
        less[0].1 = 21;
        assert!(matches!(
            desk.confirm(of, (2025, 1), (&less, "Cao"), leader).await,
            Err(ActError::Points)
        ));
        let grade = desk.confirm(of, (2025, 1), (&points, ""), leader).await.unwrap();
        assert_eq!(grade, Grade::Fair);
        let graded = |series: Vec<(String, i64)>| -> i64 {
            series
                .iter()
                .filter(|(series, _)| series.starts_with("assessment.place"))
                .map(|(_, quantity)| quantity)
                .sum()
        };
        assert_eq!(graded(w.series().await), 1);
        let subjects = Public::assessments(w.units.clone());
        let public = subjects
            .items(&mut db.read().await.unwrap(), None, 10)
            .await
            .unwrap();
        assert_eq!(public.len(), 1);
        desk.send_back(of, (2025, 2), "Thiếu minh chứng").await.unwrap();
        assert_eq!(graded(w.series().await), 0);
        let public = subjects
            .items(&mut db.read().await.unwrap(), None, 10)
            .await
            .unwrap();
        assert!(public.is_empty());
        desk.assess(&w.head, (2025, 3), &own).await.unwrap();
    })
    .await;
}
