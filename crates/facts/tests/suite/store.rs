//! Records, facts, cells and figures on both databases.

use std::sync::Arc;

use crate::world::{
    BEFORE, DISTRICTS, EAST, JOINED, NEIGHBOUR, NEW, OLD, WEST, catalogue, choice, entry, id, model, now,
    record, units, units_with_districts,
};
use facts::{
    Amount, BatchId, BatchState, Behind, Catalogue, ColumnValue, Counted, Counter, Evidence, Figures, Ledger,
    MIGRATIONS, NewBatch, NewRecord, NewReported, Period, Qualifier, RecordId, ReportedId, Retracted, Source,
    SourceId, findings, lines, proof, store,
};
use jiff::civil::{Date, date};
use platform::{db::Database, params, testing::on_both};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use units::UnitId;

const TODAY: Date = date(2026, 11, 23);

async fn append(db: &Database, records: &[NewRecord]) {
    let mut ledger = Ledger::open(db, now()).await.unwrap();
    ledger.append(records).await.unwrap();
    ledger.commit().await.unwrap();
}

async fn read(db: &Database, unit: UnitId, period: Period, basis: Date) -> Figures {
    read_with(&Counter::new(Arc::clone(catalogue())), db, unit, period, basis).await
}

async fn read_with(counter: &Counter, db: &Database, unit: UnitId, period: Period, basis: Date) -> Figures {
    let mut read = db.read().await.unwrap();
    counter
        .figures(&mut read, &units(), unit, period, basis)
        .await
        .unwrap()
}

fn counted(figures: &Figures, indicator: &str) -> Option<Counted> {
    figures.figure(indicator).unwrap().counted.clone()
}

fn models(catalogue: &Catalogue) -> Vec<NewRecord> {
    let each = OLD
        .iter()
        .zip([3, 4, 5, 6, 7])
        .flat_map(|(unit, count)| std::iter::repeat_n(*unit, count));
    let entry = |n: u64| {
        model(
            catalogue,
            "economy",
            date(2020, 2, 1),
            n.is_multiple_of(2).then(|| date(2020, 8, 1)),
        )
    };
    each.zip(0..).map(|(unit, n)| record(n, unit, entry(n))).collect()
}

#[tokio::test]
async fn figures_follow_the_map_and_split_communes_are_not_divided() {
    on_both(&[MIGRATIONS], |db| async move {
        let registered = "dan_van_kheo.registered.total";
        append(&db, &models(catalogue())).await;
        let year = Period::year(2020);

        let west = read(&db, WEST, year, BEFORE).await;
        assert_eq!(counted(&west, registered), Some(Counted::Exact(12)));
        assert_eq!((west.figure(registered).unwrap().kept_by, west.keepers), (3, 3));
        assert_eq!(
            counted(&read(&db, EAST, year, BEFORE).await, registered),
            Some(Counted::Exact(13))
        );
        assert!(west.demo && !read(&db, NEIGHBOUR, year, BEFORE).await.demo);
        // The west does not exist on today's map.
        assert_eq!(counted(&read(&db, WEST, year, TODAY).await, registered), None);

        // Commune 11 was split inside the joined province: whole there. Commune 21 was split with the neighbour.
        let joined = read(&db, JOINED, year, TODAY).await;
        let undivided = vec![(OLD[4], 7)];
        assert_eq!(
            counted(&joined, registered),
            Some(Counted::AtLeast {
                whole: 18,
                undivided: undivided.clone()
            })
        );
        let neighbour = read(&db, NEIGHBOUR, year, TODAY).await;
        assert_eq!(
            counted(&neighbour, registered),
            Some(Counted::AtLeast { whole: 0, undivided })
        );
        // A share of figures that can't be divided is not told.
        assert_eq!(
            counted(&joined, "dan_van_kheo.carried_out_rate"),
            Some(Counted::Indivisible(vec![OLD[4]]))
        );
        assert_eq!(
            counted(&west, "dan_van_kheo.carried_out_rate"),
            Some(Counted::Ratio { part: 6, whole: 12 })
        );

        // Below the joined province, commune 11 belongs to neither commune alone.
        let rows = joined.breakdown(&units(), catalogue(), &[registered]);
        let rows: Vec<_> = rows.into_iter().map(|row| (row.unit, row.counted)).collect();
        assert_eq!(
            rows,
            [
                (
                    NEW[0],
                    vec![Some(Counted::AtLeast {
                        whole: 8,
                        undivided: vec![(OLD[1], 4)]
                    })]
                ),
                (
                    NEW[1],
                    vec![Some(Counted::AtLeast {
                        whole: 6,
                        undivided: vec![(OLD[1], 4), (OLD[4], 7)]
                    })]
                ),
            ]
        );

        // Nobody kept the register of mediation.
        assert_eq!(counted(&joined, "mediation.received"), None);
        // What the register holds and does not mention is zero.
        assert_eq!(
            counted(&west, "dan_van_kheo.registered.political_system"),
            Some(Counted::Exact(0))
        );
        assert_eq!(
            counted(&west, "dan_van_kheo.recognised.total"),
            Some(Counted::Exact(0))
        );
    })
    .await;
}

#[tokio::test]
async fn records_of_former_districts_reach_the_province_that_took_all_their_communes() {
    on_both(&[MIGRATIONS], |db| async move {
        let units = units_with_districts();
        let registered = "dan_van_kheo.registered.total";
        let [taken, split] = DISTRICTS;
        let records: Vec<NewRecord> = [taken, taken, split, split, split, OLD[1]]
            .into_iter()
            .zip(0..)
            .map(|(unit, n)| record(n, unit, model(catalogue(), "economy", date(2020, 2, 1), None)))
            .collect();
        append(&db, &records).await;
        let figures = async |unit: UnitId, basis: Date| {
            let mut read = db.read().await.unwrap();
            let year = Period::year(2020);
            Counter::new(Arc::clone(catalogue()))
                .figures(&mut read, &units, unit, year, basis)
                .await
                .unwrap()
        };
        let west = figures(WEST, BEFORE).await;
        assert_eq!(
            (west.figure(registered).unwrap().kept_by, west.keepers),
            (1, 3),
            "of its communes one kept the register; a district is none of them"
        );
        for (unit, value) in [(WEST, 3), (EAST, 3), (taken, 2), (split, 3)] {
            assert_eq!(
                counted(&figures(unit, BEFORE).await, registered),
                Some(Counted::Exact(value)),
                "{unit} on the map of the year"
            );
        }
        let undivided = |unit, value| vec![(unit, value)];
        let joined = figures(JOINED, TODAY).await;
        for (figures, whole) in [(&joined, 3), (&figures(NEIGHBOUR, TODAY).await, 0)] {
            assert_eq!(
                counted(figures, registered),
                Some(Counted::AtLeast {
                    whole,
                    undivided: undivided(split, 3)
                }),
                "the district whose commune was split with the neighbour is not divided"
            );
        }
        // The first district lies wholly in one commune of today; the second makes none of its communes uncertain.
        let rows = joined.breakdown(&units, catalogue(), &[registered]);
        let rows: Vec<_> = rows
            .into_iter()
            .map(|mut row| (row.unit, row.counted.pop().flatten()))
            .collect();
        let at_least = |whole, undivided| Some(Counted::AtLeast { whole, undivided });
        assert_eq!(
            rows,
            [
                (NEW[0], at_least(2, undivided(OLD[1], 1))),
                (NEW[1], at_least(0, undivided(OLD[1], 1))),
                (JOINED, at_least(0, undivided(split, 3))),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn years_are_their_quarters_and_stocks_last() {
    on_both(&[MIGRATIONS], |db| async move {
        let catalogue = catalogue();
        let case = |received: Date, closed: Option<Date>| {
            let mut values = vec![
                ("dispute", choice("land")),
                ("received_on", ColumnValue::Date(received)),
            ];
            values.extend(closed.map(|day| ("closed_on", ColumnValue::Date(day))));
            values.extend(closed.map(|_| ("outcome", choice("settled"))));
            entry(catalogue, "mediation_case", &values)
        };
        append(
            &db,
            &[
                record(1, OLD[0], case(date(2019, 11, 5), Some(date(2020, 1, 10)))),
                record(2, OLD[0], case(date(2020, 3, 1), Some(date(2020, 3, 2)))),
                record(3, OLD[0], case(date(2020, 5, 1), None)),
            ],
        )
        .await;
        let value = |figures: &Figures, indicator: &str| counted(figures, indicator);
        let year = read(&db, WEST, Period::year(2020), BEFORE).await;
        for (indicator, expected) in [
            ("mediation.opening", 1),
            ("mediation.received", 2),
            ("mediation.to_settle", 3),
            ("mediation.settled", 2),
            ("mediation.unsettled", 0),
            ("mediation.pending", 1),
        ] {
            assert_eq!(
                value(&year, indicator),
                Some(Counted::Exact(expected)),
                "{indicator}"
            );
        }
        let quarter = read(&db, WEST, Period::quarter(2020, 2).unwrap(), BEFORE).await;
        assert_eq!(value(&quarter, "mediation.received"), Some(Counted::Exact(1)));
        assert_eq!(value(&quarter, "mediation.opening"), Some(Counted::Exact(0)));
        assert_eq!(value(&quarter, "mediation.pending"), Some(Counted::Exact(1)));
        // Counted figures agree with each other by construction.
        assert_eq!(findings(catalogue, &Evidence::of(&year)), []);
    })
    .await;
}

#[tokio::test]
async fn a_figure_opens_down_to_its_records_page_by_page() {
    on_both(&[MIGRATIONS], |db| async move {
        let (units, catalogue) = (units(), catalogue());
        append(&db, &models(catalogue)).await;
        let behind = |unit, basis| Behind {
            indicator: "dan_van_kheo.carried_out.total",
            unit,
            period: Period::year(2020),
            basis,
        };
        let mut read = db.read().await.unwrap();
        let all = lines(&mut read, &units, catalogue, behind(JOINED, TODAY), None, 1000)
            .await
            .unwrap();
        assert_eq!(all.iter().map(|line| line.quantity).sum::<i64>(), 13);
        assert!(
            all.iter()
                .all(|line| line.undivided == (line.record.unit == OLD[4]))
        );
        assert!(
            all.iter()
                .all(|line| line.date == date(2020, 8, 1) && line.record.title == "Tuyến đường hoa")
        );

        let mut paged = Vec::new();
        let mut after = None;
        loop {
            let page = lines(&mut read, &units, catalogue, behind(JOINED, TODAY), after, 3)
                .await
                .unwrap();
            after = page.last().map(|line| line.key.to_string().parse().unwrap());
            if page.is_empty() {
                break;
            }
            paged.extend(page);
        }
        assert_eq!(paged, all);
        let none = lines(&mut read, &units, catalogue, behind(WEST, TODAY), None, 10)
            .await
            .unwrap();
        assert_eq!(none.len(), 0, "the west is not on today's map");
    })
    .await;
}

#[tokio::test]
async fn a_retracted_record_counts_no_more_and_stays() {
    on_both(&[MIGRATIONS], |db| async move {
        let catalogue = catalogue();
        append(&db, &models(catalogue)).await;
        let before = cells(&db).await;
        append(
            &db,
            &[record(
                99,
                OLD[0],
                model(catalogue, "economy", date(2020, 2, 1), Some(date(2021, 1, 1))),
            )],
        )
        .await;
        assert_ne!(cells(&db).await, before);

        let mut ledger = Ledger::open(&db, now()).await.unwrap();
        let known = RecordId(id(99));
        assert_eq!(
            ledger.retract_record(OLD[0], known, "ghi nhầm").await.unwrap(),
            Retracted::Done
        );
        assert_eq!(
            ledger.retract_record(OLD[0], known, "ghi nhầm").await.unwrap(),
            Retracted::Already
        );
        assert_eq!(
            ledger.retract_record(OLD[1], known, "ghi nhầm").await.unwrap(),
            Retracted::Unknown
        );
        ledger.commit().await.unwrap();

        assert_eq!(cells(&db).await, before);
        assert_eq!(proof::verify(&db).await.unwrap().differences, []);
        let mut read = db.read().await.unwrap();
        let kept = store::record(&mut read, OLD[0], known).await.unwrap().unwrap();
        assert_eq!(kept.retracted.unwrap().reason, "ghi nhầm");
        let behind = Behind {
            indicator: "dan_van_kheo.registered.total",
            unit: WEST,
            period: Period::year(2020),
            basis: BEFORE,
        };
        let listed = lines(&mut read, &units(), catalogue, behind, None, 1000)
            .await
            .unwrap();
        assert!(listed.iter().all(|line| line.record.id != known));
    })
    .await;
}

#[tokio::test]
async fn a_counter_that_is_kept_counts_what_was_written_since() {
    on_both(&[MIGRATIONS], |db| async move {
        let catalogue = catalogue();
        let counter = Counter::new(Arc::clone(catalogue));
        let registered = async || {
            let figures = read_with(&counter, &db, WEST, Period::year(2020), BEFORE).await;
            counted(&figures, "dan_van_kheo.registered.total")
        };
        let one_more = |n, unit| record(n, unit, model(catalogue, "economy", date(2020, 2, 1), None));

        assert_eq!(registered().await, None);
        append(&db, &[one_more(1, OLD[0])]).await;
        assert_eq!(registered().await, Some(Counted::Exact(1)));
        append(&db, &[one_more(2, OLD[0]), one_more(3, OLD[1])]).await;
        assert_eq!(registered().await, Some(Counted::Exact(3)));

        let mut ledger = Ledger::open(&db, now()).await.unwrap();
        ledger
            .retract_record(OLD[1], RecordId(id(3)), "ghi nhầm")
            .await
            .unwrap();
        // Not before it is lasting.
        assert_eq!(registered().await, Some(Counted::Exact(3)));
        ledger.commit().await.unwrap();
        assert_eq!(registered().await, Some(Counted::Exact(2)));

        let mut write = db.write().await.unwrap();
        write
            .execute(
                "UPDATE fact SET withdrawn = $1 WHERE record_id = $2",
                &params![true, RecordId(id(2))],
            )
            .await
            .unwrap();
        write.commit().await.unwrap();
        proof::rebuild(&db).await.unwrap();
        assert_eq!(registered().await, Some(Counted::Exact(1)));
    })
    .await;
}

#[tokio::test]
async fn the_same_content_is_imported_once() {
    on_both(&[MIGRATIONS], |db| async move {
        let catalogue = catalogue();
        let batch = |n: u64, content: u8| NewBatch {
            id: BatchId(id(n)),
            content_hash: [content; 32],
            name: "mô hình.xlsx".to_owned(),
            form: "dan_van_kheo_model".to_owned(),
        };
        let mut ledger = Ledger::open(&db, now()).await.unwrap();
        assert_eq!(ledger.begin_batch(&batch(1, 7)).await.unwrap(), BatchState::New);
        let mut records = models(catalogue);
        records
            .iter_mut()
            .for_each(|record| record.batch = Some(BatchId(id(1))));
        ledger.append(&records).await.unwrap();
        ledger.commit().await.unwrap();

        let mut ledger = Ledger::open(&db, now()).await.unwrap();
        let BatchState::Same(same) = ledger.begin_batch(&batch(2, 7)).await.unwrap() else {
            panic!("imported twice")
        };
        assert_eq!((same.id, same.entries), (BatchId(id(1)), 25));
        assert_eq!(ledger.begin_batch(&batch(3, 8)).await.unwrap(), BatchState::New);
        drop(ledger);
        let mut read = db.read().await.unwrap();
        assert!(store::same_batch(&mut read, &[7; 32]).await.unwrap().is_some());
        assert!(
            store::same_batch(&mut read, &[8; 32]).await.unwrap().is_none(),
            "dropped without commit"
        );
    })
    .await;
}

fn source(n: u64) -> Source {
    Source {
        id: SourceId(id(n)),
        title: "Báo An Giang".to_owned(),
        publisher: "Báo An Giang".to_owned(),
        published_on: Some(date(2022, 10, 7)),
        locator: String::new(),
        note: String::new(),
    }
}

fn reported(n: u64, unit: UnitId, indicator: &str, amount: Amount) -> NewReported {
    NewReported {
        id: ReportedId(id(n)),
        unit,
        indicator: indicator.to_owned(),
        period: Period::year(2020),
        amount,
        as_written: amount.value.to_string(),
        note: String::new(),
        source: SourceId(id(1000)),
        batch: None,
    }
}

#[tokio::test]
async fn reported_values_stand_beside_counted_ones() {
    on_both(&[MIGRATIONS], |db| async move {
        let registered = "dan_van_kheo.registered.total";
        append(&db, &models(catalogue())).await;
        let mut ledger = Ledger::open(&db, now()).await.unwrap();
        ledger.add_source(&source(1000)).await.unwrap();
        ledger
            .report(&[
                reported(1, WEST, registered, Amount::exact(15)),
                reported(
                    2,
                    WEST,
                    "contributions.social_security_vnd",
                    Amount {
                        value: 100,
                        qualifier: Qualifier::MoreThan,
                    },
                ),
                reported(3, EAST, "contributions.social_security_vnd", Amount::exact(5)),
                reported(4, WEST, "leadership.documents", Amount::exact(4)),
            ])
            .await
            .unwrap();
        ledger.commit().await.unwrap();

        let west = read(&db, WEST, Period::year(2020), BEFORE).await;
        let figure = west.figure(registered).unwrap();
        assert_eq!(figure.counted, Some(Counted::Exact(12)));
        assert_eq!(
            figure
                .reported
                .iter()
                .map(|value| value.amount.value)
                .collect::<Vec<_>>(),
            [15]
        );
        assert_eq!(west.sources[&figure.reported[0].source].title, "Báo An Giang");
        let found = findings(catalogue(), &Evidence::of(&west));
        let found: Vec<_> = found
            .iter()
            .map(|finding| (finding.rule.as_str(), finding.difference))
            .collect();
        assert_eq!(found, [("reported_equals_counted", -3)]);

        // The joined province did not exist: what it was formed from speaks for it, as far as both have spoken.
        let joined = read(&db, JOINED, Period::year(2020), TODAY).await;
        assert_eq!(
            joined.figure("leadership.inspections").unwrap().predecessors,
            None
        );
        let documents = joined
            .figure("leadership.documents")
            .unwrap()
            .predecessors
            .clone()
            .unwrap();
        assert_eq!(
            (documents.missing, documents.together.is_some()),
            (vec![EAST], false)
        );
        let mut reader = db.read().await.unwrap();
        let covered: Vec<_> = facts::coverage::coverage(&mut reader)
            .await
            .unwrap()
            .into_iter()
            .collect();
        let years = [WEST, EAST].into_iter().chain(OLD).map(|unit| (unit, 2020));
        assert_eq!(covered, years.collect::<Vec<_>>());
        drop(reader);
        let social = joined
            .figure("contributions.social_security_vnd")
            .unwrap()
            .predecessors
            .clone()
            .unwrap();
        assert_eq!(social.parts.len(), 2);

        let mut ledger = Ledger::open(&db, now()).await.unwrap();
        assert_eq!(
            ledger
                .retract_reported(WEST, ReportedId(id(1)), "sai nguồn")
                .await
                .unwrap(),
            Retracted::Done
        );
        assert_eq!(
            ledger
                .retract_reported(WEST, ReportedId(id(1)), "sai nguồn")
                .await
                .unwrap(),
            Retracted::Already
        );
        assert_eq!(
            ledger
                .retract_reported(WEST, ReportedId(id(9)), "sai nguồn")
                .await
                .unwrap(),
            Retracted::Unknown
        );
        ledger.commit().await.unwrap();
        let west = read(&db, WEST, Period::year(2020), BEFORE).await;
        assert_eq!(west.figure(registered).unwrap().reported, []);
    })
    .await;
}

#[tokio::test]
async fn tampered_cells_are_found_and_rebuilt() {
    on_both(&[MIGRATIONS], |db| async move {
        append(&db, &models(catalogue())).await;
        let proved = proof::verify(&db).await.unwrap();
        assert_eq!((proved.differences.len(), proved.facts), (0, 38));
        let before = cells(&db).await;

        let mut write = db.write().await.unwrap();
        write
            .execute(
                "UPDATE cell SET value = value + 1 WHERE unit_id = $1 AND NOT yearly",
                &params![OLD[0]],
            )
            .await
            .unwrap();
        write
            .execute("DELETE FROM cell WHERE unit_id = $1 AND yearly", &params![OLD[1]])
            .await
            .unwrap();
        write.commit().await.unwrap();
        let differences = proof::verify(&db).await.unwrap().differences;
        let seen: Vec<_> = differences
            .iter()
            .map(|cell| (cell.unit, cell.cell.is_some(), cell.facts.is_some()))
            .collect();
        assert_eq!(
            seen,
            [
                (OLD[0], true, true),
                (OLD[0], true, true),
                (OLD[1], false, true),
                (OLD[1], false, true)
            ]
        );

        proof::rebuild(&db).await.unwrap();
        assert_eq!(cells(&db).await, before);
        assert_eq!(proof::verify(&db).await.unwrap().differences, []);
    })
    .await;
}

/// Cells that hold facts: unit, quarter, series, value, number of facts.
async fn cells(db: &Database) -> Vec<(i64, i64, String, i64, i64)> {
    let sql = "SELECT unit_id, period, series, value, facts FROM cell WHERE facts <> 0 OR value <> 0";
    let mut read = db.read().await.unwrap();
    let cell =
        |row: &platform::db::Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let mut cells = read.all(sql, &[], cell).await.unwrap();
    cells.sort();
    cells
}

/// A record of a random kind on a random day in a random unit.
fn any_record() -> impl Strategy<Value = (usize, u8, u32, u32, i64)> {
    (
        0..OLD.len(),
        0_u8..4,
        0_u32..1400,
        0_u32..500,
        0_i64..3_000_000_000,
    )
}

fn made(
    catalogue: &Catalogue,
    n: u64,
    (unit, kind, day, later, amount): (usize, u8, u32, u32, i64),
) -> NewRecord {
    let day = date(2018, 1, 1) + jiff::Span::new().days(day);
    let later = day + jiff::Span::new().days(later);
    let entry = match kind {
        0 => model(catalogue, "culture_society", day, Some(later)),
        1 => entry(
            catalogue,
            "mediation_case",
            &[
                ("dispute", choice("family")),
                ("received_on", ColumnValue::Date(day)),
                ("outcome", choice("unsettled")),
                ("closed_on", ColumnValue::Date(later)),
            ],
        ),
        2 => entry(
            catalogue,
            "contribution",
            &[
                ("title", ColumnValue::Text("Tết vì người nghèo".to_owned())),
                ("purpose", choice("social_security")),
                ("giver", choice("enterprise")),
                ("received_on", ColumnValue::Date(day)),
                ("cash_vnd", ColumnValue::Number(amount)),
                ("in_kind_vnd", ColumnValue::Number(amount / 3)),
            ],
        ),
        _ => entry(
            catalogue,
            "mediation_team",
            &[
                ("title", ColumnValue::Text("Tổ hòa giải".to_owned())),
                ("set_up_on", ColumnValue::Date(day)),
                ("mediators", ColumnValue::Number(5)),
                ("dissolved_on", ColumnValue::Date(later)),
            ],
        ),
    };
    record(n, OLD[unit], entry)
}

#[tokio::test]
async fn any_order_of_facts_gives_the_same_cells_and_a_rebuild_changes_none() {
    on_both(&[MIGRATIONS], |db| async move {
        let catalogue = catalogue();
        let mut runner = TestRunner::deterministic();
        let cases = (
            prop::collection::vec((any_record(), any::<bool>()), 1..40),
            any::<prop::sample::Index>(),
            1_usize..7,
        );
        for _ in 0..12 {
            let (drawn, turn, size) = cases.new_tree(&mut runner).unwrap().current();
            let drawn: Vec<_> = drawn
                .into_iter()
                .zip(0..)
                .map(|((drawn, kept), n)| (made(catalogue, n, drawn), kept))
                .collect();
            let kept: Vec<_> = drawn
                .iter()
                .filter(|(_, kept)| *kept)
                .map(|(record, _)| record.clone())
                .collect();

            // Only those that are kept, in one go.
            empty(&db).await;
            append(&db, &kept).await;
            let straight = cells(&db).await;

            // All of them in another order and in small pieces, and those not kept retracted.
            empty(&db).await;
            let mut records: Vec<_> = drawn.iter().map(|(record, _)| record.clone()).collect();
            records.rotate_left(turn.index(drawn.len()));
            records.reverse();
            for piece in records.chunks(size) {
                append(&db, piece).await;
            }
            let mut ledger = Ledger::open(&db, now()).await.unwrap();
            for (record, _) in drawn.iter().filter(|(_, kept)| !kept) {
                assert_eq!(
                    ledger
                        .retract_record(record.unit, record.id, "thử")
                        .await
                        .unwrap(),
                    Retracted::Done
                );
            }
            ledger.commit().await.unwrap();
            assert_eq!(cells(&db).await, straight);
            assert_eq!(proof::verify(&db).await.unwrap().differences, []);

            proof::rebuild(&db).await.unwrap();
            assert_eq!(cells(&db).await, straight);

            let figures = read(&db, WEST, Period::year(2019), BEFORE).await;
            let rows = figures.breakdown(&units(), catalogue, &sums(catalogue));
            for (at, indicator) in sums(catalogue).into_iter().enumerate() {
                let below =
                    rows.iter()
                        .filter_map(|row| row.counted[at].clone())
                        .map(|counted| match counted {
                            Counted::Exact(value) => value,
                            other => panic!("{other:?}"),
                        });
                let whole = counted(&figures, indicator);
                assert_eq!(
                    whole,
                    (!rows.iter().all(|row| row.counted[at].is_none())).then(|| Counted::Exact(below.sum())),
                    "{indicator}"
                );
            }
            assert_eq!(findings(catalogue, &Evidence::of(&figures)), []);
        }
    })
    .await;
}

/// The counted indicators that add up.
fn sums(catalogue: &Catalogue) -> Vec<&str> {
    use facts::catalogue::Formula;
    let indicators = catalogue.indicators().iter();
    let sums =
        indicators.filter(|indicator| matches!(indicator.formula, Formula::Counts { .. } | Formula::Sum(_)));
    sums.map(|indicator| indicator.key.as_str()).collect()
}

async fn empty(db: &Database) {
    let mut write = db.write().await.unwrap();
    for sql in ["DELETE FROM cell", "DELETE FROM fact", "DELETE FROM record"] {
        write.execute(sql, &[]).await.unwrap();
    }
    write.commit().await.unwrap();
}
