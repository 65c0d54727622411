//! Plans, emergencies and projects on both databases: who may do what when, what is counted, what is kept once.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::{Arc, OnceLock};

use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use plans::{
    ActError, Plans,
    model::{
        Entry, EntryKind, Kind, Plan, PlanId, PointId, Project, ProjectId, Recurs, State, Target, TargetId,
        Task, TaskId, TaskState, Verdict,
    },
    rules, store,
};
use platform::{
    access::By,
    clock::{SetClock, moment},
    db::{Database, Migration},
    files::NewFile,
    testing::on_both,
};
use rulebook::Rulebook;
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    plans::MIGRATIONS,
];
const MONDAY: Date = date(2026, 11, 16);

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
    all: Plans,
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
    let all = Plans::new(
        db.clone(),
        live.clone(),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
        ),
        Arc::new(clock.clone()),
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
        all,
        live,
        unit,
    }
}

impl World {
    fn plan(&self, kind: Kind, recurs: Recurs) -> Plan {
        Plan {
            unit: self.unit,
            id: PlanId(Uuid::nil()),
            kind,
            title: "Kế hoạch".to_owned(),
            basis: String::new(),
            starts_on: date(2026, 11, 1),
            ends_on: date(2026, 11, 30),
            recurs,
            follows: None,
            state: State::Draft,
            issued_on: None,
            closed_on: None,
            evaluation: String::new(),
            revision: 0,
        }
    }

    fn task(&self, title: &str, due_on: Date) -> Task {
        Task {
            unit: self.unit,
            id: TaskId(Uuid::nil()),
            plan: PlanId(Uuid::nil()),
            title: title.to_owned(),
            owner: "Văn phòng".to_owned(),
            assigned_to: None,
            begins_on: date(2026, 11, 1),
            due_on,
            state: TaskState::Open,
            percent: 0,
            done_on: None,
            why: String::new(),
            record: None,
            revision: 1,
        }
    }

    async fn found(&self, id: PlanId) -> (Plan, Vec<Target>, Vec<Task>) {
        let mut read = self.db.read().await.unwrap();
        let plan = store::plan(&mut read, self.unit, id).await.unwrap().unwrap();
        let targets = store::targets(&mut read, &plan).await.unwrap();
        let tasks = store::tasks(&mut read, &plan).await.unwrap();
        (plan, targets, tasks)
    }

    /// The sum of a series' facts that stand.
    async fn counted(&self, series: &str) -> i64 {
        let mut read = self.db.read().await.unwrap();
        read.one(
            "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE NOT withdrawn AND series LIKE $1",
            &platform::params![format!("{series}%")],
            |row| row.get(0),
        )
        .await
        .unwrap()
        .unwrap()
    }
}

fn target(title: &str, planned: i64) -> Target {
    Target {
        id: TargetId(Uuid::nil()),
        title: title.to_owned(),
        measure: "km".to_owned(),
        planned,
        reached: None,
        verdict: None,
        why: String::new(),
    }
}

#[tokio::test]
async fn a_plan_is_drafted_issued_worked_on_evaluated_and_comes_again() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let (officer, leader) = (by("commune_officer", 1), by("commune_leader", 2));
        let plan = world.plan(Kind::Ordinary, Recurs::Monthly);
        let late = world.task("Muộn", date(2026, 12, 1));
        assert!(matches!(
            world
                .all
                .draft(plan.clone(), (&[], std::slice::from_ref(&late)), &officer)
                .await,
            Err(ActError::Days(_, _))
        ));
        let targets = [target("Đường", 250), target("Cầu", 100)];
        let tasks = [
            world.task("Đổ bê tông", date(2026, 11, 20)),
            world.task("Sơn cầu", date(2026, 11, 10)),
            world.task("Trồng cây", date(2026, 11, 30)),
        ];
        let id = world.all.draft(plan, (&targets, &tasks), &officer).await.unwrap();
        let (kept, _, _) = world.found(id).await;
        // Changed: what it had is replaced, and who read it before is refused.
        let changed = Plan {
            title: "Kế hoạch tháng 11".to_owned(),
            ..kept.clone()
        };
        world
            .all
            .draft(changed.clone(), (&targets, &tasks), &officer)
            .await
            .unwrap();
        assert!(matches!(
            world.all.draft(changed, (&targets, &tasks), &officer).await,
            Err(ActError::Stale)
        ));
        assert_eq!(world.counted("plan.task_due").await, 0, "a draft is not counted");
        let key = (world.unit, id);
        assert!(matches!(
            world.all.issue(key, 1, &leader).await,
            Err(ActError::Stale)
        ));
        world.all.issue(key, 2, &leader).await.unwrap();
        assert_eq!(world.counted("plan.task_due").await, 3);
        assert!(matches!(world.all.discard(key, 3).await, Err(ActError::Stale)));
        let (_, targets, tasks) = world.found(id).await;
        assert_eq!(
            tasks.iter().map(|task| task.title.as_str()).collect::<Vec<_>>(),
            ["Sơn cầu", "Đổ bê tông", "Trồng cây"]
        );
        let task = |index: usize| (world.unit, tasks[index].id);
        let revision = tasks[0].revision;
        let picture = NewFile {
            name: "a.png".to_owned(),
            media_type: "image/png".to_owned(),
            content: vec![1, 2, 3],
        };
        let pictures = std::slice::from_ref(&picture);
        assert!(matches!(
            world
                .all
                .progress(task(0), revision, (50, "Sơn"), (pictures, ""))
                .await,
            Err(ActError::Nothing)
        ));
        assert!(matches!(
            world
                .all
                .progress(task(0), revision, (101, "Sơn"), (&[], ""))
                .await,
            Err(ActError::Percent)
        ));
        world
            .all
            .progress(task(0), revision, (50, "Sơn một bên"), (pictures, "Cầu"))
            .await
            .unwrap();
        assert!(matches!(
            world
                .all
                .progress(task(0), revision, (60, "Sơn"), (&[], ""))
                .await,
            Err(ActError::Stale)
        ));
        world
            .all
            .progress(task(0), revision + 1, (100, "Xong"), (&[], ""))
            .await
            .unwrap();
        assert_eq!(world.counted("plan.task_done").await, 1);
        world
            .all
            .progress(task(1), tasks[1].revision, (100, "Xong"), (&[], ""))
            .await
            .unwrap();
        world
            .all
            .cancel(task(2), tasks[2].revision, "Chưa có cây giống")
            .await
            .unwrap();
        assert_eq!(
            world.counted("plan.task_due").await,
            2,
            "what was given up is counted no more"
        );
        let mut read = db.read().await.unwrap();
        let done = store::task(&mut read, world.unit, tasks[0].id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((done.state, done.done_on), (TaskState::Done, Some(MONDAY)));
        assert_eq!(store::steps(&mut read, &done).await.unwrap().len(), 2);
        let kept = store::pictures(&mut read, &done).await.unwrap();
        let file = store::picture(&mut read, (world.unit, done.id, kept[0].0))
            .await
            .unwrap();
        assert_eq!(file, Some(picture));
        assert!(store::open_tasks(&mut read, world.unit).await.unwrap().is_empty());
        drop(read);
        let added = Task {
            plan: id,
            ..world.task("Dọn vệ sinh", date(2026, 11, 29))
        };
        world.all.add_task(added).await.unwrap();
        assert_eq!(world.counted("plan.task_due").await, 3);

        // Evaluated: each target has its figure, and its reason where it was missed.
        let reached = |why: &str| {
            vec![
                (targets[0].id, targets[0].planned, String::new()),
                (targets[1].id, 40, why.to_owned()),
            ]
        };
        assert!(matches!(
            world.all.close(key, 3, (&reached(""), "Khá"), &leader).await,
            Err(ActError::Targets)
        ));
        assert!(matches!(
            world
                .all
                .close(key, 3, (&reached("Thiếu vốn")[..1], "Khá"), &leader)
                .await,
            Err(ActError::Targets)
        ));
        world
            .all
            .close(key, 3, (&reached("Thiếu vốn"), "Khá"), &leader)
            .await
            .unwrap();
        let (closed, targets, _) = world.found(id).await;
        assert_eq!(closed.state, State::Closed);
        assert_eq!(targets[1].verdict, Some(Verdict::Partly));
        let mut read = db.read().await.unwrap();
        let history = transparency::history(&mut read, world.unit, &plans::content::subject(id)).await;
        assert_eq!(history.unwrap().len(), 2);
        let public = plans::Public::new(world.live.clone());
        let items = public.items(&mut read, None, 10).await.unwrap();
        let octets = String::from_utf8(items[0].octets.clone()).unwrap();
        assert!(octets.contains("\"verdict\":\"partly\"") && octets.contains("Chưa có cây giống"));
        drop(read);

        // The next month: what was given up is not carried on, and there is one next period.
        let next = world.all.renew(key, &officer).await.unwrap();
        let (fresh, targets, tasks) = world.found(next).await;
        assert_eq!(
            (fresh.starts_on, fresh.ends_on),
            (date(2026, 12, 1), date(2026, 12, 31))
        );
        assert_eq!(
            (fresh.state, targets[0].reached, tasks.len()),
            (State::Draft, None, 3)
        );
        assert!(
            tasks
                .iter()
                .all(|task| task.percent == 0 && task.due_on.month() == 12)
        );
        assert!(matches!(
            world.all.renew(key, &officer).await,
            Err(ActError::Stale)
        ));
        let mut read = db.read().await.unwrap();
        assert_eq!(
            store::next_of(&mut read, world.unit, id)
                .await
                .unwrap()
                .unwrap()
                .id,
            next
        );
        let listed = store::plans(&mut read, world.unit, None, 10).await.unwrap();
        assert_eq!(listed.len(), 2);
        let before = Some((listed[0].starts_on, listed[0].id.0));
        assert_eq!(
            store::plans(&mut read, world.unit, before, 10)
                .await
                .unwrap()
                .len(),
            1
        );
        assert_eq!(
            public.items(&mut read, None, 10).await.unwrap().len(),
            1,
            "a draft is nobody's to see"
        );
        drop(read);
        world.all.discard((world.unit, next), 1).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn points_report_once_however_often_it_is_sent_and_supplies_never_go_below_nothing() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let officer = by("commune_officer", 1);
        let id = world
            .all
            .draft(world.plan(Kind::Emergency, Recurs::Never), (&[], &[]), &officer)
            .await
            .unwrap();
        let key = (world.unit, id);
        assert!(matches!(
            world.all.set_up(key, "Chốt", "Cầu").await,
            Err(ActError::Stale)
        ));
        world.all.issue(key, 1, &by("commune_leader", 2)).await.unwrap();
        let point = world.all.set_up(key, "Chốt", "Cầu").await.unwrap();
        let entry = |kind, item: &str, amount| Entry {
            point,
            kind,
            item: item.to_owned(),
            amount,
            words: String::new(),
            noted_at: moment(MONDAY, 8),
        };
        let once = |number: u32| format!("{number:032x}");
        let rice = entry(EntryKind::Supply, "Gạo (kg)", 100);
        world.all.report(key, &once(1), &rice, &officer).await.unwrap();
        world.all.report(key, &once(1), &rice, &officer).await.unwrap();
        let out = entry(EntryKind::Supply, "Gạo (kg)", -60);
        world.all.report(key, &once(2), &out, &officer).await.unwrap();
        // A telephone sends it again though there would not be enough for another one.
        world.all.report(key, &once(2), &out, &officer).await.unwrap();
        assert!(matches!(
            world.all.report(key, &once(3), &out, &officer).await,
            Err(ActError::Stock(40))
        ));
        world
            .all
            .report(key, &once(4), &entry(EntryKind::Situation, "need", 12), &officer)
            .await
            .unwrap();
        world
            .all
            .report(key, &once(5), &entry(EntryKind::Shift, "", 4), &officer)
            .await
            .unwrap();
        assert!(matches!(
            world
                .all
                .report(key, &once(6), &entry(EntryKind::Situation, "fame", 12), &officer)
                .await,
            Err(ActError::Unknown)
        ));
        assert!(matches!(
            world
                .all
                .report(key, &once(6), &entry(EntryKind::Situation, "need", -1), &officer)
                .await,
            Err(ActError::Amount)
        ));
        let ahead = Entry {
            noted_at: moment(MONDAY, 11),
            ..entry(EntryKind::Shift, "", 4)
        };
        assert!(matches!(
            world.all.report(key, &once(6), &ahead, &officer).await,
            Err(ActError::Hour)
        ));
        let mut read = db.read().await.unwrap();
        let plan = store::plan(&mut read, world.unit, id).await.unwrap().unwrap();
        let entries = store::entries(&mut read, &plan).await.unwrap();
        assert_eq!(entries.len(), 4);
        assert_eq!(rules::stocks(&entries)[&(point, "Gạo (kg)".to_owned())], 40);
        drop(read);
        let elsewhere = Entry {
            point: PointId(Uuid::nil()),
            ..rice.clone()
        };
        assert!(matches!(
            world.all.report(key, &once(7), &elsewhere, &officer).await,
            Err(ActError::Unknown)
        ));
        world.all.take_down(key, point).await.unwrap();
        assert!(matches!(
            world.all.take_down(key, point).await,
            Err(ActError::Stale)
        ));
        assert!(matches!(
            world.all.report(key, &once(8), &rice, &officer).await,
            Err(ActError::Unknown)
        ));
    })
    .await;
}

#[tokio::test]
async fn two_who_hand_out_the_last_of_it_do_not_both() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let officer = by("commune_officer", 1);
        let id = world
            .all
            .draft(world.plan(Kind::Emergency, Recurs::Never), (&[], &[]), &officer)
            .await
            .unwrap();
        let key = (world.unit, id);
        world.all.issue(key, 1, &by("commune_leader", 2)).await.unwrap();
        let point = world.all.set_up(key, "Chốt", "Cầu").await.unwrap();
        let entry = |amount| Entry {
            point,
            kind: EntryKind::Supply,
            item: "Nước".to_owned(),
            amount,
            words: String::new(),
            noted_at: moment(MONDAY, 8),
        };
        world
            .all
            .report(key, &format!("{:032x}", 1), &entry(10), &officer)
            .await
            .unwrap();
        let (first, second) = (format!("{:032x}", 2), format!("{:032x}", 3));
        let out = entry(-10);
        let both = tokio::join!(
            world.all.report(key, &first, &out, &officer),
            world.all.report(key, &second, &out, &officer)
        );
        assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    })
    .await;
}

#[tokio::test]
async fn money_is_counted_in_its_month_and_never_above_what_was_assigned() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let officer = by("commune_officer", 1);
        let new = Project {
            unit: world.unit,
            id: ProjectId(Uuid::nil()),
            title: "Đường khóm 3".to_owned(),
            investor: "Ban Quản lý dự án".to_owned(),
            basis: String::new(),
            begun_on: date(2026, 1, 5),
            ended_on: None,
            revision: 1,
        };
        let id = world.all.add_project(new, &officer).await.unwrap();
        let key = (world.unit, id);
        let mut months = [0_i64; 12];
        months[2] = 600;
        months[5] = 500;
        assert!(matches!(
            world.all.assign(key, 2026, (1_000, &months)).await,
            Err(ActError::Capital(1_000))
        ));
        months[5] = 400;
        world.all.assign(key, 2026, (1_000, &months)).await.unwrap();
        world.all.disburse(key, (2026, 3), 500).await.unwrap();
        assert!(matches!(
            world.all.disburse(key, (2026, 6), 501).await,
            Err(ActError::Capital(500))
        ));
        assert!(matches!(
            world.all.disburse(key, (2026, 12), 1).await,
            Err(ActError::Hour)
        ));
        // Said again, it takes the place of what was said.
        world.all.disburse(key, (2026, 3), 550).await.unwrap();
        world.all.disburse(key, (2026, 6), 450).await.unwrap();
        assert!(matches!(
            world.all.assign(key, 2026, (900, &[0; 12])).await,
            Err(ActError::Capital(900))
        ));
        world.all.assign(key, 2026, (1_200, &months)).await.unwrap();
        let mut read = db.read().await.unwrap();
        let years = store::years(&mut read, world.unit, Some(id)).await.unwrap();
        assert_eq!(years.len(), 1);
        assert_eq!(rules::so_far(&years[0].1, 12), (1_000, 1_000));
        assert_eq!(store::years(&mut read, world.unit, None).await.unwrap().len(), 1);
        let catalogue: Vec<(String, i64)> = read
            .all(
                "SELECT series, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE NOT withdrawn GROUP BY series ORDER BY series",
                &[],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .await
            .unwrap();
        assert_eq!(
            catalogue.iter().map(|(_, sum)| *sum).collect::<Vec<_>>(),
            [1_200, 1_000],
            "{catalogue:?}"
        );
        drop(read);
        assert!(matches!(
            world.all.end_project(key, 1, date(2026, 11, 17), &officer).await,
            Err(ActError::Days(_, _))
        ));
        world.all.end_project(key, 1, MONDAY, &officer).await.unwrap();
        assert!(matches!(
            world.all.disburse(key, (2026, 11), 1).await,
            Err(ActError::Stale)
        ));
        world.clock.set(MONDAY, 10);
        let mut read = db.read().await.unwrap();
        assert_eq!(store::projects(&mut read, world.unit).await.unwrap()[0].ended_on, Some(MONDAY));
    })
    .await;
}
