//! Models from registration to recognition and back, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::sync::{Arc, OnceLock};

use facts::{
    Amount, Catalogue, ColumnValue, Ledger, NewRecord, NewReported, Period, RecordId, ReportedId, Source,
    SourceId, Values,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use movements::{
    ActError, Key, Movements, Public,
    definition::{self, Movement},
    model::{By, EventKind, Model},
    rules::{CouncilFault, DayFault, State, Vote},
    service::{Outcome, Registration, Review},
    store::{self, Narrowed},
    table::Table,
};
use platform::{clock::SetClock, db::Database, testing::on_both};
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    movements::MIGRATIONS,
];
const MOVEMENT: &str = "dan_van_kheo";
const HAMLET: UnitId = UnitId(900_001);

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

struct World {
    db: Database,
    clock: SetClock,
    desk: Movements,
    movements: Arc<[Movement]>,
    units: LiveUnits,
    unit: UnitId,
}

async fn world(db: &Database) -> World {
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let day = date(2026, 3, 2);
    let province = units().at("91", day).unwrap().id;
    let unit = units().children(province, day).next().unwrap().id;
    let clock = SetClock::at(day, 9);
    let catalogue = Arc::new(Catalogue::delivered().unwrap());
    let movements: Arc<[Movement]> = definition::delivered(&catalogue).unwrap().into();
    let units = LiveUnits::new(units());
    let mut next = 41_u64;
    let desk = Movements::new(
        db.clone(),
        units.clone(),
        (catalogue, Arc::clone(&movements)),
        Arc::new(clock.clone()),
        Box::new(move |octets| {
            for octet in octets {
                next = next
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *octet = next.to_be_bytes()[1];
            }
        }),
    );
    World {
        db: db.clone(),
        clock,
        desk,
        movements,
        units,
        unit,
    }
}

fn plain(title: &str, on: Date) -> Registration {
    Registration {
        hamlet: None,
        group: "new_rural".to_owned(),
        field: "culture_society".to_owned(),
        touched: vec!["economy".to_owned(), "culture_society".to_owned()],
        holder: "collective".to_owned(),
        holder_name: "Chi hội Phụ nữ".to_owned(),
        consent_on: None,
        title: title.to_owned(),
        aim: "Không còn điểm đổ rác bừa".to_owned(),
        registered_on: on,
        continued_from: None,
    }
}

fn outcome(on: Date) -> Outcome {
    Outcome {
        on,
        done: "Dọn sạch hai điểm rác".to_owned(),
        outcome: "Đường sạch".to_owned(),
        figures: vec![("households".to_owned(), 42)],
        pictures: Vec::new(),
    }
}

impl World {
    async fn model(&self, key: Key) -> Model {
        store::model(&mut self.db.read().await.unwrap(), key)
            .await
            .unwrap()
            .unwrap()
    }

    async fn revision(&self, key: Key) -> i64 {
        self.model(key).await.revision
    }

    async fn register(&self, new: &Registration) -> Result<Key, ActError> {
        let id = self.desk.register(self.unit, MOVEMENT, new, officer()).await?;
        Ok((self.unit, id))
    }

    async fn council(&self, hamlet: Option<UnitId>) {
        for (at, name) in ["A", "B", "C", "D", "E", "F"].into_iter().enumerate() {
            let speaks_for = hamlet.filter(|_| at == 5);
            self.desk
                .add_member(
                    self.unit,
                    MOVEMENT,
                    (name, "Thành viên"),
                    speaks_for,
                    date(2026, 1, 1),
                )
                .await
                .unwrap();
        }
    }

    async fn review(&self, key: Key, on: Date, votes: [Vote; 6]) -> Result<bool, ActError> {
        let model = self.model(key).await;
        let mut read = self.db.read().await.unwrap();
        let council = self.desk.council(&mut read, &model, on).await.unwrap();
        drop(read);
        // Members of one instant stand in no order that a test could know: each is told by its name.
        let votes = council
            .iter()
            .map(|(member, _)| {
                let at = ["A", "B", "C", "D", "E", "F"]
                    .iter()
                    .position(|name| *name == member.name);
                (member.id, votes[at.unwrap()])
            })
            .collect();
        let review = Review {
            on,
            number: "12/QĐ-UBND".to_owned(),
            votes,
            reasons: "Chưa thành nền nếp".to_owned(),
        };
        self.desk.review(key, model.revision, &review, &leader()).await
    }

    async fn table(&self, unit: UnitId, year: i16) -> Table {
        let units = self.units.current();
        let mut read = self.db.read().await.unwrap();
        self.desk
            .table(&mut read, &units, &self.movements[0], (unit, year))
            .await
            .unwrap()
    }

    async fn public(&self) -> Vec<Vec<u8>> {
        let public = Public::new(self.units.clone(), Arc::clone(&self.movements));
        let mut read = self.db.read().await.unwrap();
        let items = public.items(&mut read, None, 100).await.unwrap();
        items.into_iter().map(|item| item.octets).collect()
    }
}

const ALL_FOR: [Vote; 6] = [Vote::For; 6];

#[tokio::test]
async fn a_model_is_registered_carried_out_and_recognised() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let day = date(2026, 3, 2);
        let key = world.register(&plain("Đường sạch", day)).await.unwrap();
        assert_eq!(
            world.model(key).await.touched,
            ["economy"],
            "never its main field"
        );
        assert_eq!(
            world.table(world.unit, 2026).await.total,
            [Some(1), Some(0), Some(0), Some(0)]
        );

        let again = world.register(&plain("ĐƯỜNG  sach", day)).await;
        assert!(
            matches!(again, Err(ActError::Twice(id)) if id == key.1),
            "once a year"
        );
        let stranger = world
            .desk
            .register(world.unit, MOVEMENT, &plain("Khác", day), leader())
            .await;
        assert!(matches!(stranger, Err(ActError::Role)));
        let tomorrow = world.register(&plain("Khác", date(2026, 3, 3))).await;
        assert!(matches!(tomorrow, Err(ActError::Day(DayFault::Future))));
        let unlisted = Registration {
            field: "sports".to_owned(),
            ..plain("Khác", day)
        };
        assert!(matches!(
            world.register(&unlisted).await,
            Err(ActError::NotListed(_))
        ));

        world.clock.set(day, 10);
        world
            .desk
            .plan(key, 1, ("Mỗi nhà một đoạn", date(2026, 9, 30)), &officer())
            .await
            .unwrap();
        let stale = world
            .desk
            .plan(key, 1, ("Lần nữa", date(2026, 9, 30)), &officer())
            .await;
        assert!(
            matches!(stale, Err(ActError::Stale)),
            "only what was read is changed"
        );
        world.clock.set(date(2026, 6, 20), 9);
        world
            .desk
            .carry_out(key, 2, &outcome(date(2026, 6, 20)), &officer())
            .await
            .unwrap();

        world.council(None).await;
        let mut few = [Vote::Absent; 6];
        few[0] = Vote::For;
        let refused = world.review(key, date(2026, 6, 20), few).await;
        assert!(matches!(
            refused,
            Err(ActError::Council(CouncilFault::TooFew { voted: 1, .. }))
        ));
        world.clock.set(date(2026, 6, 20), 10);
        assert!(world.review(key, date(2026, 6, 20), ALL_FOR).await.unwrap());
        assert_eq!(
            world.table(world.unit, 2026).await.total,
            [Some(1), Some(1), Some(1), Some(0)]
        );
        assert_eq!(world.public().await.len(), 1);
        let mut read = db.read().await.unwrap();
        let dossier = store::dossier(&mut read, key).await.unwrap().unwrap();
        drop(read);
        assert_eq!(dossier.model.figures, [("households".to_owned(), 42)]);
        assert_eq!(dossier.tally.unwrap().for_it, 6);
        let told: Vec<EventKind> = dossier.events.iter().map(|event| event.kind).collect();
        assert_eq!(
            told,
            [
                EventKind::Registered,
                EventKind::Planned,
                EventKind::CarriedOut,
                EventKind::Recognised
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_wrong_step_is_undone_and_stays_told() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let day = date(2026, 3, 2);
        let key = world.register(&plain("Đường sạch", day)).await.unwrap();
        world.council(None).await;
        world
            .desk
            .carry_out(key, 1, &outcome(day), &officer())
            .await
            .unwrap();
        assert!(world.review(key, day, ALL_FOR).await.unwrap());
        let silent = world
            .desk
            .undo(key, world.revision(key).await, " ", &leader())
            .await;
        assert!(matches!(silent, Err(ActError::Nothing)), "not without a reason");
        for (state, total) in [
            (State::CarriedOut, [Some(1), Some(1), Some(0), Some(0)]),
            (State::Registered, [Some(1), Some(0), Some(0), Some(0)]),
            // With its only model gone, the commune keeps no register any more.
            (State::Withdrawn, [None; 4]),
        ] {
            let revision = world.revision(key).await;
            let became = world.desk.undo(key, revision, "Nhầm", &leader()).await.unwrap();
            assert_eq!(became, state);
            assert_eq!(world.table(world.unit, 2026).await.total, total, "{state:?}");
            assert!(world.public().await.is_empty());
        }
        let mut read = db.read().await.unwrap();
        let events = store::dossier(&mut read, key).await.unwrap().unwrap().events;
        let none = store::list(
            &mut read,
            &[world.unit.0],
            MOVEMENT,
            &Narrowed::default(),
            None,
            9,
        )
        .await;
        drop(read);
        assert_eq!(events.len(), 6, "nothing is forgotten");
        assert!(none.unwrap().is_empty());
        // What counts nowhere is in nobody's way.
        world.register(&plain("Đường sạch", day)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nobody_decides_on_what_is_theirs() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let day = date(2026, 3, 2);
        let new = Registration {
            hamlet: Some(HAMLET),
            ..plain("Đường sạch", day)
        };
        let key = world.register(&new).await.unwrap();
        world
            .desk
            .carry_out(key, 1, &outcome(day), &officer())
            .await
            .unwrap();
        world.council(Some(HAMLET)).await;
        let own = world.review(key, day, ALL_FOR).await;
        assert!(matches!(own, Err(ActError::Council(CouncilFault::Related(name))) if name == "F"));
        let mut votes = ALL_FOR;
        votes[5] = Vote::Related;
        let model = world.model(key).await;
        let review = Review {
            on: day,
            number: "1".to_owned(),
            votes: Vec::new(),
            reasons: String::new(),
        };
        let same = world
            .desk
            .review(key, model.revision, &review, &by(1, "commune_leader"))
            .await;
        assert!(
            matches!(same, Err(ActError::SamePerson)),
            "who registered does not recognise"
        );
        let missing = world.desk.review(key, model.revision, &review, &leader()).await;
        assert!(matches!(missing, Err(ActError::Council(CouncilFault::Votes))));
        votes[..3].fill(Vote::Against);
        assert!(
            !world.review(key, day, votes).await.unwrap(),
            "two of five are no majority"
        );
        let model = world.model(key).await;
        assert_eq!(
            (model.state, model.reasons.as_str()),
            (State::NotRecognised, "Chưa thành nền nếp")
        );
        assert_eq!(
            world.table(world.unit, 2026).await.total,
            [Some(1), Some(1), Some(0), Some(0)]
        );
    })
    .await;
}

#[tokio::test]
async fn last_years_model_goes_on_once_and_counts_as_kept_up() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        world.clock.set(date(2025, 9, 1), 9);
        let first = world
            .register(&plain("Đường sạch", date(2025, 9, 1)))
            .await
            .unwrap();
        let goes_on = |title: &str| Registration {
            continued_from: Some(first.1),
            ..plain(title, date(2026, 3, 2))
        };
        world.clock.set(date(2026, 3, 2), 9);
        let undone = world.register(&goes_on("Đường sạch")).await;
        assert!(
            matches!(undone, Err(ActError::NotContinued)),
            "nothing was done yet"
        );
        world
            .desk
            .carry_out(first, 1, &outcome(date(2025, 10, 1)), &officer())
            .await
            .unwrap();
        let second = world.register(&goes_on("Đường sạch")).await.unwrap();
        assert_eq!(world.model(second).await.kept_up, 1);
        let twice = world.register(&goes_on("Đường sạch hơn")).await;
        assert!(
            matches!(twice, Err(ActError::NotContinued)),
            "nobody goes on twice"
        );
        let table = world.table(world.unit, 2026).await;
        assert_eq!(table.total, [Some(1), Some(0), Some(0), Some(1)]);
        let before = world
            .desk
            .undo(first, world.revision(first).await, "Nhầm", &officer())
            .await;
        assert!(
            matches!(before, Err(ActError::NotContinued)),
            "another goes on from it"
        );
        let next_year = world
            .desk
            .carry_out(second, 1, &outcome(date(2027, 1, 2)), &officer())
            .await;
        assert!(matches!(next_year, Err(ActError::Day(_))));
    })
    .await;
}

#[tokio::test]
async fn a_persons_name_is_public_with_consent_alone() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let day = date(2026, 3, 2);
        let new = Registration {
            holder: "individual".to_owned(),
            holder_name: "Nguyễn Thị Bảy".to_owned(),
            ..plain("Lớp học đêm", day)
        };
        let key = world.register(&new).await.unwrap();
        world
            .desk
            .carry_out(key, 1, &outcome(day), &officer())
            .await
            .unwrap();
        world.council(None).await;
        assert!(world.review(key, day, ALL_FOR).await.unwrap());
        let said = |octets: &[Vec<u8>]| String::from_utf8(octets[0].clone()).unwrap();
        assert!(!said(&world.public().await).contains("Bảy"));
        let by_name = Narrowed {
            words: vec!["bay".to_owned()],
            ..Narrowed::default()
        };
        let find = || async {
            let mut read = db.read().await.unwrap();
            store::list(&mut read, &[world.unit.0], MOVEMENT, &by_name, None, 9)
                .await
                .unwrap()
                .len()
        };
        assert_eq!(find().await, 0, "search does not tell it either");
        let revision = world.revision(key).await;
        world
            .desk
            .consent(key, revision, Some(day), &officer())
            .await
            .unwrap();
        assert!(said(&world.public().await).contains("Nguyễn Thị Bảy"));
        assert_eq!(find().await, 1);
        world
            .desk
            .consent(key, revision + 1, None, &officer())
            .await
            .unwrap();
        assert!(!said(&world.public().await).contains("Bảy"), "taken back");
    })
    .await;
}

fn record(catalogue: &Catalogue, unit: UnitId, number: u64, columns: &[(&str, ColumnValue)]) -> NewRecord {
    let values: Values = columns
        .iter()
        .map(|(column, value)| ((*column).to_owned(), value.clone()))
        .collect();
    let form = catalogue.record_kind("dan_van_kheo_model").unwrap();
    let mut octets = [0_u8; 10];
    octets[2..].copy_from_slice(&number.to_be_bytes());
    NewRecord {
        id: RecordId(platform::id::uuid_v7(Timestamp::UNIX_EPOCH, octets)),
        unit,
        hamlet: None,
        entry: form.enter(catalogue, &values).unwrap(),
        demo: false,
        batch: None,
    }
}

fn choice(item: &str) -> ColumnValue {
    ColumnValue::Choice(item.to_owned())
}

#[tokio::test]
async fn what_a_file_brought_gets_its_page_once_and_loses_it_with_the_file() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let own = world.register(&plain("Của xã", date(2026, 3, 2))).await.unwrap();
        let columns = [
            ("title", ColumnValue::Text("Từ sổ".to_owned())),
            ("group", choice("general")),
            ("field", choice("economy")),
            ("subject", choice("collective")),
            ("registered_on", ColumnValue::Date(date(2026, 1, 5))),
            ("carried_out_on", ColumnValue::Date(date(2026, 2, 5))),
            ("maintained", ColumnValue::Flag(true)),
        ];
        let brought = record(world.desk.catalogue(), world.unit, 7, &columns);
        let mut ledger = Ledger::open(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        ledger.append(std::slice::from_ref(&brought)).await.unwrap();
        ledger.commit().await.unwrap();
        assert_eq!(world.desk.adopt().await.unwrap(), (1, 0));
        assert_eq!(world.desk.adopt().await.unwrap(), (0, 0), "once");
        let table = world.table(world.unit, 2026).await;
        assert_eq!(
            table.total,
            [Some(2), Some(1), Some(0), Some(1)],
            "nothing is counted twice"
        );
        let list = || async {
            let mut read = db.read().await.unwrap();
            let all = store::list(
                &mut read,
                &[world.unit.0],
                MOVEMENT,
                &Narrowed::default(),
                None,
                9,
            )
            .await;
            all.unwrap()
        };
        assert_eq!(list().await.len(), 2);
        let mut ledger = Ledger::open(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        ledger
            .retract_record(world.unit, brought.id, "Nhập nhầm")
            .await
            .unwrap();
        ledger.commit().await.unwrap();
        assert_eq!(world.desk.adopt().await.unwrap(), (0, 1));
        assert_eq!(world.desk.adopt().await.unwrap(), (0, 0));
        assert_eq!(list().await.iter().map(Model::key).collect::<Vec<_>>(), [own]);
    })
    .await;
}

/// The figures of the article: registered, carried out, by main field.
const ARTICLE: [(&str, i64, i64); 4] = [
    ("economy", 598, 450),
    ("culture_society", 1_546, 1_193),
    ("defence_security", 288, 226),
    ("political_system", 274, 247),
];

#[tokio::test]
async fn the_articles_table_balances_from_records_and_its_contradiction_stands_beside_it() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let catalogue = world.desk.catalogue();
        let day = date(2020, 12, 31);
        let units = world.units.current();
        let province = units.resolve("an-giang", day).unwrap().id;
        let communes: Vec<UnitId> = units
            .descendants(province, day, units::Level::Commune)
            .into_iter()
            .map(|unit| unit.id)
            .collect();
        assert!(communes.len() > 100);
        let mut records = Vec::new();
        for (field, registered, carried_out) in ARTICLE {
            for at in 0..registered {
                let number = u64::try_from(records.len()).unwrap();
                let unit = communes[records.len() % communes.len()];
                let mut columns = vec![
                    ("title", ColumnValue::Text(format!("Mô hình {number}"))),
                    ("group", choice(if at % 3 == 0 { "new_rural" } else { "general" })),
                    ("field", choice(field)),
                    ("subject", choice("collective")),
                    ("registered_on", ColumnValue::Date(date(2020, 2, 3))),
                ];
                if at < carried_out {
                    columns.push(("carried_out_on", ColumnValue::Date(date(2020, 8, 3))));
                }
                if at % 4 == 0 {
                    columns.push(("maintained", ColumnValue::Flag(true)));
                }
                records.push(record(catalogue, unit, number, &columns));
            }
        }
        let source = Source {
            id: SourceId(Uuid::from_u128(1)),
            title: "An Giang: Thực hiện tốt Quy chế dân chủ ở cơ sở".to_owned(),
            publisher: "Báo An Giang".to_owned(),
            published_on: Some(date(2022, 10, 7)),
            locator: "baoangiang.com.vn".to_owned(),
            note: String::new(),
        };
        let reported = |number: u128, indicator: &str, value: i64| NewReported {
            id: ReportedId(Uuid::from_u128(number)),
            unit: province,
            indicator: indicator.to_owned(),
            period: Period::year(2020),
            amount: Amount::exact(value),
            as_written: value.to_string(),
            note: String::new(),
            source: source.id,
            batch: None,
        };
        let mut ledger = Ledger::open(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        ledger.append(&records).await.unwrap();
        ledger.add_source(&source).await.unwrap();
        ledger
            .report(&[
                reported(2, "dan_van_kheo.registered.total", 2_374),
                reported(3, "dan_van_kheo.carried_out.total", 1_772),
            ])
            .await
            .unwrap();
        ledger.commit().await.unwrap();
        world.desk.adopt().await.unwrap();

        let table = world.table(province, 2020).await;
        for (line, (field, registered, carried_out)) in table.fields.iter().zip(ARTICLE) {
            assert_eq!(line.field.as_deref(), Some(field));
            assert_eq!(line.counts[..2], [Some(registered), Some(carried_out)]);
        }
        assert_eq!(
            table.total[..2],
            [Some(2_706), Some(2_116)],
            "the sums that the fields have"
        );
        // Each column: fields add up to groups, groups to the total, units below to the total.
        for column in 0..4 {
            let total = table.total[column].unwrap();
            let sum = |lines: &mut dyn Iterator<Item = i64>| lines.sum::<i64>();
            let of = |with_group: bool, with_field: bool| {
                table
                    .lines
                    .iter()
                    .filter(move |line| {
                        line.group.is_some() == with_group && line.field.is_some() == with_field
                    })
                    .filter_map(move |line| line.counts[column])
            };
            assert_eq!(sum(&mut of(true, true)), total, "cells of column {column}");
            assert_eq!(sum(&mut of(true, false)), total, "groups of column {column}");
            assert_eq!(
                sum(&mut table.fields.iter().filter_map(|line| line.counts[column])),
                total
            );
            assert_eq!(
                sum(&mut table.below.iter().filter_map(|row| row.counts[column])),
                total
            );
        }
        assert!(table.total[3] <= table.total[0], "kept up is among registered");
        let told: Vec<(&str, Option<i64>, i64)> = table
            .reported(&world.movements[0], catalogue)
            .into_iter()
            .map(|(indicator, counted, reported)| (indicator, counted, reported.amount.value))
            .collect();
        assert_eq!(
            told,
            [
                ("dan_van_kheo.registered.total", Some(2_706), 2_374),
                ("dan_van_kheo.carried_out.total", Some(2_116), 1_772),
            ]
        );
        assert!(!table.findings.is_empty(), "the contradiction is found");
    })
    .await;
}

#[tokio::test]
async fn models_are_found_narrowed_and_paged() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let day = date(2026, 3, 2);
        for number in 0..9 {
            let new = Registration {
                group: if number % 2 == 0 { "general" } else { "new_rural" }.to_owned(),
                ..plain(&format!("Phân loại rác tổ {number}"), day)
            };
            world.register(&new).await.unwrap();
        }
        let mut read = db.read().await.unwrap();
        let words = |text: &str| Narrowed {
            words: text.split(' ').map(str::to_owned).collect(),
            ..Narrowed::default()
        };
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let page = store::list(
                &mut read,
                &[world.unit.0],
                MOVEMENT,
                &words("rac phan"),
                before,
                4,
            )
            .await
            .unwrap();
            let Some(last) = page.last() else { break };
            before = Some((last.id, last.unit));
            seen.extend(page.iter().map(|model| model.id));
        }
        let mut once = seen.clone();
        once.dedup();
        assert_eq!((seen.len(), once.len()), (9, 9));
        let group = Narrowed {
            group: "general".to_owned(),
            year: 2026,
            ..Narrowed::default()
        };
        let found = store::list(&mut read, &[world.unit.0], MOVEMENT, &group, None, 99)
            .await
            .unwrap();
        assert_eq!(found.len(), 5);
        for none in [
            words("rac 100%"),
            Narrowed {
                year: 2025,
                ..Narrowed::default()
            },
            Narrowed {
                states: vec![State::CarriedOut, State::Recognised],
                ..Narrowed::default()
            },
            Narrowed {
                maintained: true,
                ..Narrowed::default()
            },
        ] {
            let found = store::list(&mut read, &[world.unit.0], MOVEMENT, &none, None, 99)
                .await
                .unwrap();
            assert!(found.is_empty(), "{none:?}");
        }
        let like = world
            .desk
            .similar(&mut read, world.unit, MOVEMENT, ("phan loai rac", None))
            .await
            .unwrap();
        assert_eq!(like.len(), 5, "the five most alike");
    })
    .await;
}
