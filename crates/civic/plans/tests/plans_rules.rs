//! How tasks stand, how periods follow each other, what is left of supplies, and when money is behind.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use plans::{
    model::{
        Entry, EntryKind, Kind, Month, Plan, PlanId, PointId, Recurs, State, Task, TaskId, TaskState,
        Verdict, Year,
    },
    rules::{self, Risk, Standing},
};
use proptest::prelude::*;
use rulebook::Rulebook;
use units::UnitId;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 16);

fn risk() -> Risk {
    rules::risk(&Rulebook::embedded().unwrap(), TODAY).unwrap()
}

fn task(begins: i64, due: i64, percent: i64, state: TaskState) -> Task {
    Task {
        unit: UnitId(1),
        id: TaskId(Uuid::nil()),
        plan: PlanId(Uuid::nil()),
        title: String::new(),
        owner: String::new(),
        assigned_to: None,
        begins_on: TODAY.saturating_add(begins.days()),
        due_on: TODAY.saturating_add(due.days()),
        state,
        percent,
        done_on: None,
        why: String::new(),
        record: None,
        revision: 1,
    }
}

#[test]
fn a_task_is_at_risk_two_weeks_before_its_day_with_too_little_done() {
    assert_eq!((risk().days, risk().percent), (14, 70));
    let standing =
        |begins, due, percent| rules::standing(&task(begins, due, percent, TaskState::Open), risk(), TODAY);
    assert_eq!(standing(-30, -1, 99), Standing::Overdue);
    assert_eq!(standing(-30, 0, 69), Standing::AtRisk);
    assert_eq!(standing(-30, 14, 69), Standing::AtRisk);
    assert_eq!(standing(-30, 15, 0), Standing::OnTrack);
    assert_eq!(standing(-30, 3, 70), Standing::OnTrack);
    assert_eq!(
        standing(1, 5, 0),
        Standing::Ahead,
        "what has not begun is not late yet"
    );
    let done = task(-30, -10, 100, TaskState::Done);
    assert_eq!(rules::standing(&done, risk(), TODAY), Standing::Done);
    let cancelled = task(-30, -10, 0, TaskState::Cancelled);
    assert_eq!(rules::standing(&cancelled, risk(), TODAY), Standing::Cancelled);
}

#[test]
fn a_target_is_reached_in_part_or_missed() {
    assert_eq!(rules::verdict(250, 250), Verdict::Reached);
    assert_eq!(rules::verdict(250, 249), Verdict::Partly);
    assert_eq!(rules::verdict(250, 0), Verdict::Missed);
    assert_eq!(rules::verdict(0, 0), Verdict::Reached);
}

fn plan(recurs: Recurs) -> Plan {
    Plan {
        unit: UnitId(1),
        id: PlanId(Uuid::nil()),
        kind: Kind::Ordinary,
        title: String::new(),
        basis: String::new(),
        starts_on: date(2026, 1, 1),
        ends_on: date(2026, 1, 31),
        recurs,
        follows: None,
        state: State::Issued,
        issued_on: None,
        closed_on: None,
        evaluation: String::new(),
        revision: 1,
    }
}

#[test]
fn the_last_day_of_a_month_stays_one() {
    let month = rules::step(&plan(Recurs::Monthly)).unwrap();
    assert_eq!(rules::next(date(2026, 1, 31), month), date(2026, 2, 28));
    assert_eq!(rules::next(date(2026, 2, 28), month), date(2026, 3, 31));
    assert_eq!(rules::next(date(2026, 1, 15), month), date(2026, 2, 15));
    let year = rules::step(&plan(Recurs::Yearly)).unwrap();
    assert_eq!(rules::next(date(2028, 2, 29), year), date(2029, 2, 28));
    assert!(rules::step(&plan(Recurs::Never)).is_none());
}

fn entry(point: u128, kind: EntryKind, item: &str, amount: i64, second: i64) -> Entry {
    Entry {
        point: PointId(Uuid::from_u128(point)),
        kind,
        item: item.to_owned(),
        amount,
        words: String::new(),
        noted_at: Timestamp::from_second(second).unwrap(),
    }
}

#[test]
fn the_latest_hour_counts_whatever_the_order_of_arrival() {
    let entries = [
        entry(1, EntryKind::Situation, "need", 40, 300),
        entry(1, EntryKind::Situation, "need", 10, 100),
        entry(2, EntryKind::Situation, "need", 5, 200),
        entry(1, EntryKind::Shift, "", 6, 200),
        entry(1, EntryKind::Shift, "", 9, 100),
    ];
    let situation = rules::situation(&entries);
    let at = |point: u128| situation[&(PointId(Uuid::from_u128(point)), "need".to_owned())].0;
    assert_eq!((at(1), at(2)), (40, 5));
    assert_eq!(rules::on_duty(&entries)[&PointId(Uuid::from_u128(1))].0, 6);
}

fn year(months: &[(i64, Option<i64>)]) -> Year {
    Year {
        year: 2026,
        assigned: 1_000,
        record: None,
        months: (1_i8..)
            .zip(months)
            .map(|(month, (planned, disbursed))| Month {
                month,
                planned: *planned,
                disbursed: *disbursed,
                record: None,
            })
            .collect(),
    }
}

#[test]
fn money_is_behind_below_eighty_per_cent_of_what_was_planned_so_far() {
    let of = year(&[(100, Some(80)), (100, Some(80)), (100, None)]);
    assert_eq!(rules::so_far(&of, 2), (200, 160));
    assert!(!rules::is_behind(&of, 2, 80));
    assert!(rules::is_behind(&of, 3, 80));
    assert!(!rules::is_behind(&of, 0, 80), "nothing was to be disbursed yet");
}

proptest! {
    #[test]
    fn stocks_are_what_came_in_less_what_went_out(
        all in prop::collection::vec((0_u128..3, 0_usize..3, -50_i64..50), 0..60),
    ) {
        let items = ["gạo", "nước", "chăn"];
        let entries: Vec<Entry> = all
            .iter()
            .map(|(point, item, amount)| entry(*point, EntryKind::Supply, items[*item], *amount, 1))
            .collect();
        let stocks = rules::stocks(&entries);
        prop_assert_eq!(stocks.values().sum::<i64>(), all.iter().map(|(_, _, amount)| amount).sum::<i64>());
        let mut backwards = entries;
        backwards.reverse();
        prop_assert_eq!(rules::stocks(&backwards), stocks);
    }

    #[test]
    fn more_done_is_never_more_urgent(percent in 0_i64..=100, more in 0_i64..=100, due in -40_i64..40) {
        let of = |percent| rules::standing(&task(-60, due, percent, TaskState::Open), risk(), TODAY);
        prop_assert!(of((percent + more).min(100)) >= of(percent));
    }
}
