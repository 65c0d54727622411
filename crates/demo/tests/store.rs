//! The world as it is stored, in both databases.

#![expect(clippy::unwrap_used, reason = "for tests: what goes wrong ends them")]

use std::sync::Mutex;

use demo::{DemoError, Progress, World, prepare, stored};
use facts::{Catalogue, Counted, Counter, Evidence, Figures, Period, findings};
use platform::{db::Database, params, testing::on_both};
use units::{UnitId, Units, hamlets, load_official};

const SLICES: [&[platform::db::Migration]; 3] = [units::MIGRATIONS, facts::MIGRATIONS, demo::MIGRATIONS];

fn small() -> World {
    World {
        communes: 3,
        ..World::default()
    }
}

async fn loaded(db: &Database, world: &World) {
    load_official(db, world.entered_at()).await.unwrap();
}

async fn store(db: &Database, world: &World) -> Result<demo::Prepared, DemoError> {
    prepare(db, world, &mut |_| {}).await
}

async fn count(db: &Database, sql: &'static str) -> i64 {
    let mut read = db.read().await.unwrap();
    read.one(sql, &params![], |row| row.get(0))
        .await
        .unwrap()
        .unwrap()
}

/// Everything that a reader could see, as text.
async fn contents(db: &Database) -> Vec<String> {
    let mut read = db.read().await.unwrap();
    let mut lines = Vec::new();
    let cells = read
        .all(
            "SELECT unit_id, period, series, value, facts FROM cell",
            &[],
            |row| {
                Ok(format!(
                    "{} {} {} {} {}",
                    row.get::<i64>(0)?,
                    row.get::<i64>(1)?,
                    row.get::<String>(2)?,
                    row.get::<i64>(3)?,
                    row.get::<i64>(4)?
                ))
            },
        )
        .await
        .unwrap();
    let records = read
        .all(
            "SELECT unit_id, id, hamlet_id, title, body, recorded_at FROM record",
            &[],
            |row| {
                Ok(format!(
                    "{} {:?} {:?} {} {} {}",
                    row.get::<i64>(0)?,
                    row.get::<Vec<u8>>(1)?,
                    row.get::<Option<i64>>(2)?,
                    row.get::<String>(3)?,
                    row.get::<String>(4)?,
                    row.get::<i64>(5)?
                ))
            },
        )
        .await
        .unwrap();
    let reported = read
        .all(
            "SELECT unit_id, id, indicator, value, as_written, source_id FROM reported",
            &[],
            |row| {
                Ok(format!(
                    "{} {:?} {} {} {} {:?}",
                    row.get::<i64>(0)?,
                    row.get::<Vec<u8>>(1)?,
                    row.get::<String>(2)?,
                    row.get::<i64>(3)?,
                    row.get::<String>(4)?,
                    row.get::<Vec<u8>>(5)?
                ))
            },
        )
        .await
        .unwrap();
    for part in [cells, records, reported] {
        assert!(!part.is_empty());
        lines.extend(part);
    }
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn both_databases_hold_the_same_world_and_only_once() {
    let seen: Mutex<Vec<Vec<String>>> = Mutex::new(Vec::new());
    let seen = &seen;
    on_both(&SLICES, |db| async move {
        let world = small();
        loaded(&db, &world).await;
        assert_eq!(stored(&mut db.read().await.unwrap()).await.unwrap(), None);
        let mut told: Vec<Progress> = Vec::new();
        let first = prepare(&db, &world, &mut |progress| told.push(progress))
            .await
            .unwrap();
        assert!(first.fresh && first.records > 1_000 && first.hamlets > 20);
        let last = told.last().unwrap();
        assert_eq!((last.done, last.records), (last.places, first.records));
        let demo = "SELECT COUNT(*) FROM record WHERE demo";
        assert_eq!(count(&db, demo).await, i64::try_from(first.records).unwrap());
        assert_eq!(
            count(&db, "SELECT COUNT(*) FROM fact").await,
            i64::try_from(first.facts).unwrap()
        );
        assert_eq!(
            count(&db, "SELECT COUNT(*) FROM reported").await,
            i64::try_from(first.reported).unwrap()
        );

        let again = store(&db, &world).await.unwrap();
        assert_eq!(
            again,
            demo::Prepared {
                fresh: false,
                ..first
            }
        );
        assert_eq!(stored(&mut db.read().await.unwrap()).await.unwrap(), Some(world));
        let refused = store(&db, &World { seed: 5, ..world }).await.unwrap_err();
        assert!(refused.to_string().contains("another demo world"), "{refused}");
        let contents = contents(&db).await;
        seen.lock().unwrap().push(contents);
    })
    .await;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 2);
    assert!(seen[0] == seen[1], "both databases hold the same");
}

#[tokio::test]
async fn an_interrupted_preparation_leaves_nothing() {
    on_both(&SLICES, |db| async move {
        let world = small();
        loaded(&db, &world).await;
        let units = count(&db, "SELECT COUNT(*) FROM unit").await;
        let halfway = tokio::sync::Notify::new();
        let mut progress = |_| halfway.notify_one();
        tokio::select! {
            biased;
            () = halfway.notified() => {}
            _ = prepare(&db, &world, &mut progress) => panic!("it was to be interrupted"),
        }
        assert_eq!(stored(&mut db.read().await.unwrap()).await.unwrap(), None);
        for sql in [
            "SELECT COUNT(*) FROM record",
            "SELECT COUNT(*) FROM fact",
            "SELECT COUNT(*) FROM cell",
            "SELECT COUNT(*) FROM reported",
        ] {
            assert_eq!(count(&db, sql).await, 0, "{sql}");
        }
        assert_eq!(count(&db, "SELECT COUNT(*) FROM unit").await, units);
        assert!(store(&db, &world).await.unwrap().fresh);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_invented_among_records_that_people_keep() {
    on_both(&SLICES, |db| async move {
        let world = small();
        loaded(&db, &world).await;
        let mut write = db.write().await.unwrap();
        write
            .execute(
                "INSERT INTO record (unit_id, id, kind, day, title, body, demo, recorded_at) \
                 VALUES (1, $1, 'reception', 0, '', '{}', $2, 0)",
                &params![vec![0_u8; 16], false],
            )
            .await
            .unwrap();
        write.commit().await.unwrap();
        let refused = store(&db, &world).await.unwrap_err();
        assert!(matches!(refused, DemoError::RealRecords), "{refused}");
        assert_eq!(stored(&mut db.read().await.unwrap()).await.unwrap(), None);
    })
    .await;
}

async fn read_figures(db: &Database, units: &Units, code: &str, year: i16) -> Figures {
    let basis = Period::year(year).last_day();
    let unit = units.at(code, basis).unwrap().id;
    let catalogue = Catalogue::delivered().unwrap_or_else(|problems| panic!("{problems}"));
    let mut read = db.read().await.unwrap();
    Counter::new(catalogue.into())
        .figures(&mut read, units, unit, Period::year(year), basis)
        .await
        .unwrap()
}

/// Key of the rule, indicator on the left and difference of each finding.
fn found(figures: &Figures) -> Vec<(String, String, i64)> {
    let catalogue = Catalogue::delivered().unwrap_or_else(|problems| panic!("{problems}"));
    findings(&catalogue, &Evidence::of(figures))
        .into_iter()
        .map(|finding| (finding.rule, finding.left.indicator, finding.difference))
        .collect()
}

#[tokio::test]
async fn the_checks_find_what_the_newspaper_and_the_world_contradict_and_nothing_else() {
    on_both(&SLICES, |db| async move {
        let world = World {
            communes: 6,
            years: 1,
            ..World::default()
        };
        loaded(&db, &world).await;
        store(&db, &world).await.unwrap();
        let units = Units::load(&mut db.read().await.unwrap()).await.unwrap();

        let newspaper = found(&read_figures(&db, &units, "89", 2020).await);
        let expected = [("registered", 332), ("carried_out", 344)].map(|(stage, difference)| {
            (
                format!("dan_van_kheo.{stage}.fields"),
                format!("dan_van_kheo.{stage}.total"),
                difference,
            )
        });
        assert_eq!(newspaper, expected);

        let province = units.at("91", world.last_day()).unwrap().id;
        let communes: Vec<(UnitId, String)> = units
            .children(province, world.last_day())
            .take(world.communes)
            .map(|unit| (unit.id, unit.code.clone()))
            .collect();
        let mut faults = Vec::new();
        for (_, code) in &communes {
            let figures = read_figures(&db, &units, code, 2025).await;
            let found = found(&figures);
            match figures.figure("dan_van_kheo.registered.total").unwrap().counted {
                Some(Counted::Exact(1..)) => faults.push(found),
                // A commune that was split belongs to it in part: it reports nothing.
                Some(Counted::AtLeast { .. }) => assert_eq!(found, []),
                ref other => panic!("{other:?}"),
            }
        }
        let rules: Vec<Vec<&str>> = faults
            .iter()
            .map(|found| found.iter().map(|(rule, ..)| rule.as_str()).collect())
            .collect();
        assert_eq!(rules[0], ["reported_equals_counted"]);
        assert_eq!(
            rules[1],
            ["reported_equals_counted", "dan_van_kheo.registered.fields"]
        );
        assert_eq!(
            rules[2],
            [
                "reported_equals_counted",
                "dan_van_kheo.carried_out_within_registered"
            ]
        );
        assert!(rules[3..].iter().all(Vec::is_empty), "{rules:?}");
        assert_eq!(found(&read_figures(&db, &units, "91", 2025).await), []);

        let hamlets = hamlets::page(
            &mut db.read().await.unwrap(),
            communes[0].0,
            world.last_day(),
            None,
            99,
        )
        .await
        .unwrap();
        assert!((8..=10).contains(&hamlets.len()));
    })
    .await;
}

#[tokio::test]
async fn the_usual_world_contradicts_itself_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("world.db").display());
    let db = Database::open(&address, platform::db::PoolSize::default())
        .await
        .unwrap();
    db.migrate(&SLICES).await.unwrap();
    let world = World::default();
    loaded(&db, &world).await;
    let start = std::time::Instant::now();
    let prepared = store(&db, &world).await.unwrap();
    println!("{prepared:?} in {:?}", start.elapsed());
    let units = Units::load(&mut db.read().await.unwrap()).await.unwrap();
    for (code, year) in [("91", 2025), ("89", 2024), ("91", 2024)] {
        let figures = read_figures(&db, &units, code, year).await;
        assert_eq!(found(&figures), [], "{code} {year}");
        let every = figures
            .figures
            .iter()
            .filter(|figure| figure.counted.is_some() && figure.kept_by == figures.keepers);
        println!(
            "{code} {year}: {} of {} figures",
            every.count(),
            figures.figures.len()
        );
    }
}
