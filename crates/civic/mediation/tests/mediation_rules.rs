//! The rules, by example and by property.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::LazyLock;

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use mediation::{
    rules::{self, Size},
    suppression::{self, Cell, Figure},
};
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use rulebook::Rulebook;
use units::UnitId;

const DAY: Date = date(2026, 3, 2);

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());
static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(|| WorkingCalendar::embedded().unwrap());

fn book() -> &'static Rulebook {
    &BOOK
}

#[test]
fn a_team_needs_three_and_a_woman_and_where_it_applies_somebody_of_a_minority() {
    let book = book();
    let lacks = |members, women, minority, area| {
        let size = Size {
            members,
            women,
            minority,
        };
        let demands = rules::composition(book, size, area, DAY).unwrap();
        demands.iter().map(|demand| demand.lacking()).collect::<Vec<_>>()
    };
    assert_eq!(lacks(3, 1, 0, false), [0, 0]);
    assert_eq!(lacks(2, 1, 0, false), [1, 0]);
    assert_eq!(lacks(3, 0, 0, false), [0, 1]);
    assert_eq!(lacks(3, 1, 0, true), [0, 0, 1]);
    assert_eq!(lacks(4, 2, 1, true), [0, 0, 0]);
    let demands = rules::composition(book, Size::default(), true, DAY).unwrap();
    assert!(demands.iter().all(|demand| !demand.is_met()));
    let article = demands[0].because.citation.to_string();
    assert!(article.starts_with("Điều 12"), "{article}");
}

#[test]
fn a_mediator_is_elected_by_more_than_half_of_all_households() {
    let book = book();
    let elected = |in_favour, households| rules::is_elected(book, in_favour, households, DAY).unwrap().0;
    assert!(!elected(50, 100) && elected(51, 100));
    assert!(!elected(101, 100), "more than there are");
    assert!(!elected(0, 0));
}

#[test]
fn mediation_begins_within_three_days_and_a_last_day_that_is_no_working_day_moves() {
    let law = (book(), &*CALENDAR);
    // From a Monday to Thursday; from a Thursday, whose third day is a Sunday, to Monday.
    assert_eq!(
        rules::begin_by(law, date(2026, 3, 2)).unwrap().due(),
        date(2026, 3, 5)
    );
    assert_eq!(
        rules::begin_by(law, date(2026, 3, 5)).unwrap().due(),
        date(2026, 3, 9)
    );
    // 30 April and 1 May are holidays.
    assert!(rules::begin_by(law, date(2026, 4, 27)).unwrap().due() > date(2026, 5, 1));
}

#[test]
fn what_is_refused_names_its_office_and_its_article() {
    let book = book();
    let refusals = rules::refusals(book, DAY).unwrap();
    assert!(refusals.kinds.len() >= 8, "{}", refusals.kinds.len());
    let (what, office) = refusals.find("domestic_violence").unwrap();
    assert!(what.label.vi.contains("Bạo lực") && office.label.vi.contains("18001769"));
    assert!(refusals.law.citation.to_string().starts_with("Điều 3"));
    let kinds = book
        .items("mediation.refused", rulebook::Place::MediationTeam, DAY)
        .unwrap();
    assert_eq!(kinds.value.len(), refusals.kinds.len(), "each has an office");
}

/// Whether a hidden figure is the same in all tables of whole numbers up to `most` that obey the sums and agree with what
/// is shown: a slow and plain way to ask what [`suppression::is_safe`] asks.
fn computed_by_trying(cells: &[Cell], at: usize, most: i64) -> bool {
    let hidden: Vec<usize> = (0..cells.len()).filter(|at| cells[*at].hidden).collect();
    let mut values: Vec<i64> = cells.iter().map(|cell| cell.value).collect();
    let mut found = std::collections::BTreeSet::new();
    fn holds(cells: &[Cell], values: &[i64]) -> bool {
        let quarters = cells.iter().map(|cell| cell.quarter + 1).max().unwrap_or(0);
        let mut before = 0;
        (0..quarters).all(|quarter| {
            let sum = |wanted: fn(Figure) -> bool| -> i64 {
                cells
                    .iter()
                    .zip(values)
                    .filter(|(cell, _)| cell.quarter == quarter && wanted(cell.figure))
                    .map(|(_, value)| *value)
                    .sum()
            };
            let told = sum(|figure| matches!(figure, Figure::Hamlet(_)));
            let received = sum(|figure| figure == Figure::Received);
            let ended = sum(|figure| matches!(figure, Figure::Settled | Figure::Unsettled));
            let pending = sum(|figure| figure == Figure::Pending);
            let right = told == received && before + received == ended + pending;
            before = pending;
            right
        })
    }
    fn try_all(
        cells: &[Cell],
        hidden: &[usize],
        (values, most): (&mut Vec<i64>, i64),
        seen: &mut impl FnMut(&[i64]),
    ) {
        match hidden.split_first() {
            None if holds(cells, values) => seen(values),
            None => {}
            Some((first, rest)) => {
                for value in 0..=most {
                    values[*first] = value;
                    try_all(cells, rest, (values, most), seen);
                }
            }
        }
    }
    try_all(cells, &hidden, (&mut values, most), &mut |values| {
        found.insert(values[at]);
    });
    found.len() < 2
}

/// The figures of a few quarters, each of so many cases by hamlet, so many of them settled and unsettled.
fn table(quarters: &[(Vec<i64>, i64, i64)], thresholds: (i64, i64)) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let mut pending = 0;
    for (quarter, (hamlets, settled, unsettled)) in quarters.iter().enumerate() {
        let received: i64 = hamlets.iter().sum();
        let settled = (*settled).min(pending + received);
        let unsettled = (*unsettled).min(pending + received - settled);
        pending = pending + received - settled - unsettled;
        let of_hamlets = (1_i64..)
            .zip(hamlets)
            .map(|(number, value)| (Figure::Hamlet(UnitId(number)), *value));
        let of_commune = [
            (Figure::Received, received),
            (Figure::Settled, settled),
            (Figure::Unsettled, unsettled),
            (Figure::Pending, pending),
        ];
        cells.extend(of_hamlets.chain(of_commune).map(|(figure, value)| Cell {
            quarter,
            figure,
            value,
            hidden: false,
        }));
        suppression::hide(&mut cells, thresholds);
    }
    cells
}

#[test]
fn a_lone_small_hamlet_is_not_the_rest_of_the_sum() {
    let cells = table(&[(vec![7, 1, 4], 6, 0)], (3, 1));
    let hidden: Vec<i64> = cells
        .iter()
        .filter(|cell| cell.hidden)
        .map(|cell| cell.value)
        .collect();
    assert_eq!(hidden, [1, 4], "another hamlet's number is hidden with it");
    // Where only one hamlet has a team, its number is the commune's.
    let cells = table(&[(vec![2], 1, 0)], (3, 1));
    let received = cells.iter().find(|cell| cell.figure == Figure::Received).unwrap();
    assert!(received.hidden);
}

proptest! {
    /// No hidden figure can be computed from those that are shown, whichever quarters came out before.
    #[test]
    fn no_hidden_figure_can_be_computed_from_the_others(
        quarters in prop::collection::vec((prop::collection::vec(0_i64..7, 1..7), 0_i64..9, 0_i64..5), 1..5),
        hamlet in 1_i64..6,
        commune in 1_i64..4,
    ) {
        let cells = table(&quarters, (hamlet, commune));
        for (at, cell) in cells.iter().enumerate() {
            let threshold = if cell.figure.is_of_commune() { commune } else { hamlet };
            prop_assert!(cell.hidden || cell.value == 0 || cell.value >= threshold, "{cell:?} is small and shown");
            prop_assert!(!cell.hidden || suppression::is_safe(&cells, at), "{cell:?} in {cells:?}");
        }
    }

    /// Looking for a way says the same as trying out all tables.
    #[test]
    fn looking_for_a_way_says_what_trying_says(
        hamlets in prop::collection::vec(0_i64..4, 1..4),
        settled in 0_i64..4,
        unsettled in 0_i64..3,
        hidden in prop::collection::vec(any::<bool>(), 7),
    ) {
        let mut cells = table(&[(hamlets, settled, unsettled)], (1, 1));
        for (cell, hide) in cells.iter_mut().zip(hidden) {
            cell.hidden = hide;
        }
        // At most five unknowns of at most ten each: the largest figure and one more.
        prop_assume!(cells.iter().filter(|cell| cell.hidden).count() <= 4);
        for at in 0..cells.len() {
            if cells[at].hidden {
                prop_assert_eq!(suppression::is_safe(&cells, at), !computed_by_trying(&cells, at, 10), "{:?} of {:?}", cells[at], cells);
            }
        }
    }

    /// The clock around holidays: never before the days of the law, never on a day off, never after the first working
    /// day that follows.
    #[test]
    fn the_clock_ends_on_the_first_working_day_from_the_third(offset in 0_i64..2_500) {
        let calendar = &*CALENDAR;
        let from = date(2020, 1, 1).saturating_add(offset.days());
        let due = rules::begin_by((book(), calendar), from).unwrap().due();
        let third = from.saturating_add(3.days());
        prop_assert!(due >= third);
        prop_assert!(calendar.is_working_day(due));
        let mut between = third;
        while between < due {
            prop_assert!(!calendar.is_working_day(between));
            between = between.saturating_add(1.day());
        }
    }
}
