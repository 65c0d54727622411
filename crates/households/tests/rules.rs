//! The law of the register: one representative at a time, one vote a household, whatever the order of acts.

use households::rules::{History, Refused, State, read_phone};
use jiff::{ToSpan as _, civil::Date, civil::date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 3, 1);

fn day(number: i32) -> Date {
    date(2026, 1, 1).saturating_add(number.days())
}

proptest! {
    /// Điều 19 khoản 3: each household has one vote, so one representative a day.
    #[test]
    fn rule_at_most_one_representative_a_day(
        first in 0..40_i32,
        acts in prop::collection::vec((0..80_i32, 1..9_u8), 0..20),
    ) {
        let mut history = History::starting(day(first), 0);
        let mut taken = vec![(day(first), 0)];
        for (from, who) in acts {
            let from = day(from);
            match history.turn(from, who, TODAY) {
                Ok(replaced) => {
                    let mistaken = taken.pop_if(|(last, _)| *last == from).map(|(_, who)| who);
                    prop_assert_eq!(replaced, mistaken);
                    taken.push((from, who));
                }
                Err(Refused::InFuture) => prop_assert!(from > TODAY),
                Err(Refused::TooEarly(last)) => prop_assert!(from < last),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
        for number in -1..90 {
            let day = day(number);
            let speaking: Vec<u8> = history
                .spans()
                .filter(|(from, until, _)| *from <= day && until.is_none_or(|until| day < until))
                .map(|(_, _, who)| *who)
                .collect();
            prop_assert!(speaking.len() <= 1, "{speaking:?} on {day}");
            prop_assert_eq!(history.on(day), speaking.first());
            let expected = taken.iter().rfind(|(from, _)| *from <= day).map(|(_, who)| who);
            prop_assert_eq!(history.on(day), expected);
        }
    }
}

#[test]
fn the_new_one_begins_on_the_day_on_which_the_old_one_ends() {
    let mut history = History::starting(day(0), "bà Lan");
    assert_eq!(history.turn(day(10), "ông Tư", TODAY), Ok(None));
    let spans: Vec<_> = history.spans().collect();
    assert_eq!(
        spans,
        [(day(0), Some(day(10)), &"bà Lan"), (day(10), None, &"ông Tư")]
    );
    assert_eq!(history.turn(day(10), "ông Năm", TODAY), Ok(Some("ông Tư")));
    assert_eq!(history.on(day(10)), Some(&"ông Năm"));
}

#[test]
fn a_kept_history_out_of_order_is_refused() {
    assert!(History::of(vec![(day(1), 1), (day(2), 2)]).is_some());
    assert!(History::of(vec![(day(2), 1), (day(2), 2)]).is_none());
    assert!(History::<u8>::of(Vec::new()).is_none());
}

#[test]
fn a_household_leaves_and_comes_back_and_nothing_else() {
    for gone in [State::Moved, State::Merged, State::Ended] {
        assert_eq!(State::Listed.may_become(gone), Ok(()));
        assert_eq!(gone.may_become(State::Listed), Ok(()));
        assert_eq!(gone.may_become(State::Moved), Err(Refused::NotListed));
    }
    assert_eq!(State::Listed.may_become(State::Listed), Err(Refused::Listed));
}

#[test]
fn telephone_numbers_are_read_as_people_write_them() {
    let same = Some("0912345678".to_owned());
    for written in [
        "0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84 912 345 678",
        "84912345678",
        "912345678",
    ] {
        assert_eq!(read_phone(written), same, "{written}");
    }
    assert_eq!(read_phone("0296 3852 123").as_deref(), Some("02963852123"));
    for wrong in [
        "",
        "091234567",
        "1912345678",
        "0912345678a",
        "091234567890",
        "không có",
    ] {
        assert_eq!(read_phone(wrong), None, "{wrong}");
    }
}
