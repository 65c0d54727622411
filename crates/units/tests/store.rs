//! The registry in both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use jiff::Timestamp;
use platform::testing::on_both;
use units::{Loaded, MIGRATIONS, Units, load_official, official_parts};

fn now() -> Timestamp {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

#[tokio::test]
async fn official_units_are_loaded_once_and_read_back_as_they_were() {
    on_both(&[MIGRATIONS], |db| async move {
        let first = std::time::Instant::now();
        assert_eq!(
            load_official(&db, now()).await.unwrap(),
            Loaded::Now {
                units: 1 + 63 + 696 + 10_035 + 34 + 3_321,
                successions: 10_597 + 5
            }
        );
        println!("{} load_official {:?}", db.engine(), first.elapsed());
        assert_eq!(load_official(&db, now()).await.unwrap(), Loaded::Already);
        let first = std::time::Instant::now();
        let stored = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        println!("{} load {:?}", db.engine(), first.elapsed());
        let shipped = Units::build(official_parts(now()).unwrap()).unwrap();
        assert_eq!(stored.all(), shipped.all());
        assert_eq!(stored.reorganisations(), shipped.reorganisations());
        assert_eq!(stored.sources(), shipped.sources());
        for unit in shipped.all() {
            assert_eq!(stored.predecessors(unit.id), shipped.predecessors(unit.id));
            assert_eq!(stored.successors(unit.id), shipped.successors(unit.id));
            assert!(stored.disputes(unit.id).eq(shipped.disputes(unit.id)));
        }
    })
    .await;
}

#[tokio::test]
async fn an_empty_database_says_what_to_do() {
    on_both(&[MIGRATIONS], |db| async move {
        let refused = Units::load(&mut db.read().await.unwrap()).await.unwrap_err();
        assert!(
            refused.to_string().contains("load the official units first"),
            "{refused}"
        );
    })
    .await;
}
