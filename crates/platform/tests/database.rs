//! One text of SQL behaves alike on both databases.

use jiff::civil::date;
use platform::{
    db::{Migration, Value, date_from_days, days_since_1970},
    params,
    testing::on_both,
};
use proptest::prelude::*;

const NOTES: &[Migration] = &[Migration {
    version: 1,
    name: "notes",
    sql: "CREATE TABLE note (unit_id BIGINT NOT NULL, id BYTEA NOT NULL, posted_on BIGINT, title TEXT NOT NULL, \
          area DOUBLE PRECISION, open BOOLEAN NOT NULL, PRIMARY KEY (unit_id, id))",
}];

fn note(n: u8) -> [Value; 6] {
    params![
        i64::from(n),
        vec![n; 16],
        Some(date(2025, 7, 1)),
        format!("Thông báo số {n}"),
        None::<f64>,
        n.is_multiple_of(2)
    ]
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    on_both(&[NOTES], |db| async move {
        let mut tx = db.write().await.unwrap();
        let rows: Vec<_> = (1..=200).map(note).collect();
        assert_eq!(
            tx.insert_many(
                "INSERT INTO note (unit_id, id, posted_on, title, area, open)",
                &rows,
                ""
            )
            .await
            .unwrap(),
            200
        );
        tx.commit().await.unwrap();

        let mut tx = db.read().await.unwrap();
        let found = tx
            .one(
                "SELECT id, posted_on, title, area, open FROM note WHERE unit_id = $1",
                &params![8],
                |row| {
                    Ok((
                        row.get::<Vec<u8>>(0)?,
                        row.date_or_none(1)?,
                        row.get::<String>(2)?,
                        row.get::<Option<f64>>(3)?,
                        row.get::<bool>(4)?,
                    ))
                },
            )
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            found,
            (
                vec![8; 16],
                Some(date(2025, 7, 1)),
                "Thông báo số 8".to_owned(),
                None,
                true
            )
        );
        let sum = tx
            .one(
                "SELECT CAST(SUM(unit_id) AS BIGINT) FROM note WHERE open",
                &[],
                |row| row.get::<i64>(0),
            )
            .await
            .unwrap();
        assert_eq!(sum, Some(10_100));
    })
    .await;
}

#[tokio::test]
async fn a_write_that_is_dropped_changes_nothing() {
    on_both(&[NOTES], |db| async move {
        let mut tx = db.write().await.unwrap();
        tx.insert_many(
            "INSERT INTO note (unit_id, id, posted_on, title, area, open)",
            &[note(1)],
            "",
        )
        .await
        .unwrap();
        drop(tx);
        let mut tx = db.read().await.unwrap();
        let count = tx
            .one("SELECT COUNT(*) FROM note", &[], |row| row.get::<i64>(0))
            .await
            .unwrap();
        assert_eq!(count, Some(0));
    })
    .await;
}

#[tokio::test]
async fn migrating_twice_is_harmless() {
    on_both(&[NOTES], |db| async move { db.migrate(&[NOTES]).await.unwrap() }).await;
}

proptest! {
    #[test]
    fn a_date_survives_storage(year in 1900i16..2300, day in 1i16..=365) {
        let date = date(year, 1, 1).checked_add(jiff::Span::new().days(day - 1)).unwrap();
        prop_assert_eq!(date_from_days(days_since_1970(date)).unwrap(), date);
    }
}
