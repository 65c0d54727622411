//! Boards, visits, recommendations and observations on both databases: who may do what when, what is counted, what is erased.

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
    files::NewFile,
    outbox::OutboxKey,
    testing::on_both,
};
use rulebook::Rulebook;
use supervision::{
    ActError, Supervision,
    model::{
        Addressee, Board, BoardId, Body, Checked, Member, MemberId, ObservationState, Office, Said, Seen,
        State, Visit, VisitId,
    },
    rules, store,
};
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    supervision::MIGRATIONS,
];
const MONDAY: Date = date(2026, 11, 16);
/// Words that stand nowhere but in what a citizen says.
const CANARY: &str = "Tiêu Thị Hoàng Yến";

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn by(role: &str, number: u128) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

struct World {
    db: Database,
    clock: SetClock,
    all: Supervision,
    live: LiveUnits,
    unit: UnitId,
}

async fn world(db: &Database) -> World {
    let units = units();
    let unit = units.at("30292", MONDAY).unwrap().id;
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let clock = SetClock::at(MONDAY, 9);
    let live = LiveUnits::new(units);
    let mut seed = 7_u64;
    let all = Supervision::new(
        db.clone(),
        live.clone(),
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
        live,
        unit,
    }
}

fn member(name: &str, office: Office) -> Member {
    Member {
        unit: UnitId(0),
        id: MemberId(Uuid::nil()),
        board: BoardId(Uuid::nil()),
        name: name.to_owned(),
        office,
        stands_for: "Ấp 1".to_owned(),
        since: date(2026, 3, 2),
        until: None,
    }
}

impl World {
    fn new_board(&self, body: Body) -> Board {
        let investor = if body == Body::InvestmentBoard {
            "Ban Quản lý dự án"
        } else {
            ""
        };
        Board {
            unit: self.unit,
            id: BoardId(Uuid::nil()),
            body,
            title: "Ban".to_owned(),
            investor: investor.to_owned(),
            recognised_on: date(2026, 3, 2),
            term_until: None,
            ended_on: None,
            ended_why: String::new(),
            record: None,
            revision: 0,
        }
    }

    async fn board(&self, body: Body) -> BoardId {
        let members = vec![member("A", Office::Head), member("B", Office::Member)];
        self.all
            .found(self.new_board(body), members, &by("front_officer", 1))
            .await
            .unwrap()
    }

    fn new_visit(&self, board: BoardId) -> Visit {
        let book = Rulebook::embedded().unwrap();
        let items = rules::checklist(&book, "disclosure", MONDAY).unwrap();
        let checks = items
            .iter()
            .map(|item| Checked {
                item: item.key.clone(),
                seen: Seen::Yes,
                note: String::new(),
            })
            .collect();
        Visit {
            unit: self.unit,
            id: VisitId(Uuid::nil()),
            board,
            plan: None,
            subject: "Niêm yết dự toán".to_owned(),
            place: "Nhà văn hóa ấp 1".to_owned(),
            held_on: date(2026, 11, 14),
            checklist: "disclosure".to_owned(),
            findings: "Đủ, đúng chỗ".to_owned(),
            published_on: None,
            record: None,
            revision: 0,
            checks,
        }
    }

    /// Values of an indicator's series, by kind of record that stands.
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

    /// Members as the register counts them today.
    async fn members_counted(&self) -> i64 {
        let mut read = self.db.read().await.unwrap();
        read.one(
            "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE NOT withdrawn AND series LIKE 'supervision.member%'",
            &[],
            |row| row.get(0),
        )
        .await
        .unwrap()
        .unwrap()
    }
}

#[tokio::test]
async fn a_board_is_founded_changed_and_ended_and_counted_as_it_is() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let front = by("front_officer", 1);
        let mut early = world.new_board(Body::Inspectorate);
        early.recognised_on = date(2026, 11, 17);
        assert!(matches!(
            world
                .all
                .found(early, vec![member("A", Office::Head)], &front)
                .await,
            Err(ActError::Day(_, _))
        ));
        let mut odd = world.new_board(Body::InvestmentBoard);
        odd.investor.clear();
        assert!(matches!(
            world
                .all
                .found(odd, vec![member("A", Office::Head)], &front)
                .await,
            Err(ActError::Project)
        ));
        let id = world.board(Body::Inspectorate).await;
        assert!(matches!(
            world
                .all
                .found(world.new_board(Body::Inspectorate), Vec::new(), &front)
                .await,
            Err(ActError::Second)
        ));
        world.board(Body::InvestmentBoard).await;
        assert_eq!(world.members_counted().await, 4);
        let mut new = member("C", Office::Deputy);
        (new.unit, new.board) = (world.unit, id);
        world.all.add_member(new.clone(), &front).await.unwrap();
        assert_eq!(world.members_counted().await, 5);
        new.since = date(2026, 3, 1);
        assert!(matches!(
            world.all.add_member(new, &front).await,
            Err(ActError::Day(_, _))
        ));
        let mut read = db.read().await.unwrap();
        let members = store::members(&mut read, world.unit, id).await.unwrap();
        drop(read);
        assert_eq!(
            members.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
            ["A", "C", "B"]
        );
        let key = (world.unit, id, members[2].id);
        world
            .all
            .end_member(key, date(2026, 11, 1), &front)
            .await
            .unwrap();
        assert!(matches!(
            world.all.end_member(key, date(2026, 11, 1), &front).await,
            Err(ActError::Stale)
        ));
        assert_eq!(world.members_counted().await, 4);
        let mut read = db.read().await.unwrap();
        let board = store::board(&mut read, world.unit, id).await.unwrap().unwrap();
        drop(read);
        let end = (date(2026, 11, 15), "Hết nhiệm kỳ");
        assert!(matches!(
            world
                .all
                .end_board((world.unit, id), board.revision - 1, end, &front)
                .await,
            Err(ActError::Stale)
        ));
        world
            .all
            .end_board((world.unit, id), board.revision, end, &front)
            .await
            .unwrap();
        assert_eq!(
            world.members_counted().await,
            2,
            "what ended is taken off on its day"
        );
        let visit = world.new_visit(id);
        assert!(matches!(
            world
                .all
                .draft(visit, (&[], ""), &by("inspectorate_member", 2))
                .await,
            Err(ActError::Ended)
        ));
        // Another inspectorate may follow.
        world.board(Body::Inspectorate).await;
        assert_eq!(world.counted().await, [("supervision_board".to_owned(), 3)]);
    })
    .await;
}

#[tokio::test]
async fn a_visit_is_drafted_published_once_and_proved() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let inspector = by("inspectorate_member", 2);
        let board = world.board(Body::Inspectorate).await;
        world
            .all
            .plan(
                (world.unit, board),
                2026,
                &[(11, "Niêm yết".to_owned()), (3, "Đường".to_owned())],
                &inspector,
            )
            .await
            .unwrap();
        let mut read = db.read().await.unwrap();
        let plans = store::plans(&mut read, world.unit, board, 2026).await.unwrap();
        drop(read);
        assert_eq!(plans.iter().map(|plan| plan.month).collect::<Vec<_>>(), [3, 11]);
        world
            .all
            .drop_plan((world.unit, plans[0].id), "Đường chưa làm", &inspector)
            .await
            .unwrap();
        assert!(matches!(
            world
                .all
                .drop_plan((world.unit, plans[0].id), "Lại", &inspector)
                .await,
            Err(ActError::Stale)
        ));
        let mut begun = world.new_visit(board);
        begun.plan = Some(plans[1].id);
        let last = begun.checks.pop().unwrap();
        let picture = NewFile {
            name: "a.png".to_owned(),
            media_type: "image/png".to_owned(),
            content: vec![1, 2, 3],
        };
        assert!(matches!(
            world
                .all
                .draft(begun.clone(), (std::slice::from_ref(&picture), " "), &inspector)
                .await,
            Err(ActError::Nothing)
        ));
        let id = world
            .all
            .draft(
                begun.clone(),
                (std::slice::from_ref(&picture), "Bảng niêm yết"),
                &inspector,
            )
            .await
            .unwrap();
        assert!(matches!(
            world.all.publish((world.unit, id), 1, &inspector).await,
            Err(ActError::Unchecked)
        ));
        let mut read = db.read().await.unwrap();
        let mut there = store::visit(&mut read, world.unit, id).await.unwrap().unwrap();
        drop(read);
        there.checks.push(last);
        world
            .all
            .draft(there.clone(), (&[], ""), &inspector)
            .await
            .unwrap();
        // Sent again by who had read it before.
        assert!(matches!(
            world.all.draft(there, (&[], ""), &inspector).await,
            Err(ActError::Stale)
        ));
        world.all.publish((world.unit, id), 2, &inspector).await.unwrap();
        assert!(matches!(
            world.all.publish((world.unit, id), 2, &inspector).await,
            Err(ActError::Stale)
        ));
        assert!(matches!(
            world.all.discard((world.unit, id), 3).await,
            Err(ActError::Stale)
        ));
        assert_eq!(
            world.counted().await,
            [
                ("supervision_board".to_owned(), 1),
                ("supervision_session".to_owned(), 1)
            ]
        );
        let mut read = db.read().await.unwrap();
        let public = supervision::Public::visits(world.live.clone());
        let items = public.items(&mut read, None, 10).await.unwrap();
        let octets = String::from_utf8(items[0].octets.clone()).unwrap();
        // SHA-256 of the picture's octets 1, 2, 3.
        assert!(octets.contains("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"));
        let file = {
            let visit = store::visit(&mut read, world.unit, id).await.unwrap().unwrap();
            let all = store::pictures(&mut read, &visit, |_| String::new())
                .await
                .unwrap();
            store::picture(&mut read, (world.unit, id, all[0].id))
                .await
                .unwrap()
        };
        assert_eq!(file, Some(picture));
        drop(read);
        // A draft that is thrown away leaves nothing.
        let other = world
            .all
            .draft(world.new_visit(board), (&[], ""), &inspector)
            .await
            .unwrap();
        world.all.discard((world.unit, other), 1).await.unwrap();
        let mut read = db.read().await.unwrap();
        assert!(
            store::visit(&mut read, world.unit, other)
                .await
                .unwrap()
                .is_none()
        );
        let listed = store::visits(&mut read, world.unit, None, 10).await.unwrap();
        assert_eq!(listed.len(), 1);
        let before = Some((listed[0].held_on, listed[0].id.0));
        assert!(
            store::visits(&mut read, world.unit, before, 10)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_recommendation_is_answered_late_followed_and_done_and_the_register_says_so() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let (inspector, leader) = (by("inspectorate_member", 2), by("commune_leader", 3));
        let board = world.board(Body::Inspectorate).await;
        let key = (world.unit, board);
        assert!(matches!(
            world
                .all
                .recommend(key, (None, Addressee::Investor, "Sửa"), &inspector)
                .await,
            Err(ActError::Project)
        ));
        let draft = world
            .all
            .draft(world.new_visit(board), (&[], ""), &inspector)
            .await
            .unwrap();
        assert!(matches!(
            world
                .all
                .recommend(key, (Some(draft), Addressee::Committee, "Sửa"), &inspector)
                .await,
            Err(ActError::Unknown)
        ));
        let id = world
            .all
            .recommend(
                key,
                (None, Addressee::Committee, "Niêm yết lại\nở ấp 2"),
                &inspector,
            )
            .await
            .unwrap();
        let of = (world.unit, id);
        assert!(matches!(
            world.all.follow(of, 1, ("Xong", Some(true)), &inspector).await,
            Err(ActError::Stale)
        ));
        world
            .all
            .follow(of, 1, ("Chưa thấy trả lời", None), &inspector)
            .await
            .unwrap();
        world.clock.set(date(2026, 12, 2), 9);
        let mut read = db.read().await.unwrap();
        let open = store::open_recommendations(&mut read, world.unit).await.unwrap();
        assert!(rules::is_overdue(&open[0], date(2026, 12, 2)));
        drop(read);
        assert!(matches!(
            world
                .all
                .answer(of, 2, ("Sẽ làm", Some(date(2026, 12, 1))), &leader)
                .await,
            Err(ActError::Past(_))
        ));
        assert!(matches!(
            world.all.answer(of, 1, ("Sẽ làm", None), &leader).await,
            Err(ActError::Stale)
        ));
        world
            .all
            .answer(of, 2, ("Sẽ làm", Some(date(2026, 12, 10))), &leader)
            .await
            .unwrap();
        assert!(matches!(
            world.all.answer(of, 3, ("Sẽ làm", None), &leader).await,
            Err(ActError::Stale)
        ));
        world
            .all
            .follow(of, 3, ("Đã niêm yết lại", Some(true)), &inspector)
            .await
            .unwrap();
        assert!(matches!(
            world.all.follow(of, 4, ("Lại", None), &inspector).await,
            Err(ActError::Stale)
        ));
        let mut read = db.read().await.unwrap();
        let one = store::recommendation(&mut read, world.unit, id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((one.state, one.closed_on), (State::Done, Some(date(2026, 12, 2))));
        let notes = store::notes(&mut read, world.unit, id).await.unwrap();
        assert_eq!(notes.len(), 1);
        let late: i64 = read
            .one(
                "SELECT COUNT(*) FROM fact WHERE NOT withdrawn AND series LIKE 'supervision.answered%late%'",
                &[],
                |row| row.get(0),
            )
            .await
            .unwrap()
            .unwrap();
        assert_eq!(late, 1);
        let subject = supervision::content::recommendation_subject(id);
        assert_eq!(
            transparency::history(&mut read, world.unit, &subject)
                .await
                .unwrap()
                .len(),
            4
        );
        let public = supervision::Public::recommendations(world.live.clone());
        let items = public.items(&mut read, None, 10).await.unwrap();
        let octets = String::from_utf8(items[0].octets.clone()).unwrap();
        assert!(octets.contains("\"state\":\"done\"") && octets.contains("Chưa thấy trả lời"));
        let listed = store::recommendations(&mut read, world.unit, None, 10)
            .await
            .unwrap();
        let before = Some((listed[0].sent_on, listed[0].id.0));
        assert!(
            store::recommendations(&mut read, world.unit, before, 10)
                .await
                .unwrap()
                .is_empty()
        );
        drop(read);
        let report = world
            .all
            .report(world.unit, (date(2026, 1, 1), date(2026, 12, 31)))
            .await
            .unwrap();
        let (_, done) = report.bodies[0];
        assert_eq!((done.sent, done.late, done.done, done.visits), (1, 1, 1, 0));
    })
    .await;
}

#[tokio::test]
async fn an_observation_is_sealed_settled_and_forgotten() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let board = world.board(Body::Inspectorate).await;
        let said = Said {
            words: format!("{CANARY} thấy cống đặt cao"),
            contact: CANARY.to_owned(),
        };
        let once = format!("{:032x}", 1);
        assert!(matches!(
            world.all.observe(world.unit, None, &once, &Said::default()).await,
            Err(ActError::Nothing)
        ));
        assert!(matches!(
            world
                .all
                .observe(world.unit, Some(BoardId(Uuid::nil())), &once, &said)
                .await,
            Err(ActError::Unknown)
        ));
        let code = world
            .all
            .observe(world.unit, Some(board), &once, &said)
            .await
            .unwrap();
        assert_eq!(
            world
                .all
                .observe(world.unit, Some(board), &once, &said)
                .await
                .unwrap(),
            code
        );
        let mut read = db.read().await.unwrap();
        let waiting = store::waiting(&mut read, world.unit).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].due_on), (1, date(2026, 11, 30)));
        assert!(!String::from_utf8_lossy(waiting[0].sealed.as_ref().unwrap()).contains("Hoàng"));
        assert_eq!(world.all.said(&waiting[0]), said);
        drop(read);
        let key = (world.unit, waiting[0].id);
        assert!(matches!(
            world.all.settle(key, (ObservationState::TakenUp, " ")).await,
            Err(ActError::Nothing)
        ));
        world
            .all
            .settle(key, (ObservationState::TakenUp, "Thứ Năm ban đi xem"))
            .await
            .unwrap();
        assert!(matches!(
            world.all.settle(key, (ObservationState::Declined, "Thôi")).await,
            Err(ActError::Stale)
        ));
        let mut read = db.read().await.unwrap();
        let found = world.all.by_code(&mut read, world.unit, &code).await.unwrap();
        assert_eq!(
            (found.state, found.answer.as_str()),
            (ObservationState::TakenUp, "Thứ Năm ban đi xem")
        );
        let observed = store::observed(&mut read, world.unit).await.unwrap();
        assert_eq!(observed, [(ObservationState::TakenUp, 1)]);
        drop(read);
        world.clock.set(date(2027, 1, 15), 9);
        assert_eq!(world.all.tend().await.unwrap(), 0);
        world.clock.set(date(2027, 1, 16), 9);
        assert_eq!(world.all.tend().await.unwrap(), 1);
        let mut read = db.read().await.unwrap();
        let found = world.all.by_code(&mut read, world.unit, &code).await.unwrap();
        assert_eq!(world.all.said(&found), Said::default());
    })
    .await;
}
