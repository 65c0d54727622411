//! The rules of reception around weeks, holidays and hours.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday, date},
};
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use reception::{
    SessionId,
    model::{Manner, Receiver, Session, State},
    rules,
};
use rulebook::Rulebook;
use units::UnitId;
use uuid::Uuid;

fn session(held_on: Date, receiver: Receiver, state: State) -> Session {
    Session {
        unit: UnitId(1),
        id: SessionId(Uuid::from_u128(1)),
        held_on,
        starts: 450,
        turn_minutes: 30,
        turns: 4,
        receiver,
        manner: Manner::InPerson,
        place: "Phòng 1".to_owned(),
        state,
        moved_from: None,
        reason: String::new(),
        announced_on: held_on,
        revision: 1,
        record: None,
    }
}

#[test]
fn a_week_wants_its_day_unless_nobody_works_in_it() {
    let book = Rulebook::embedded().unwrap();
    let calendar = WorkingCalendar::embedded().unwrap();
    let missed = |sessions: &[Session], first, last| {
        rules::missed_weeks((&book, &calendar), sessions, (first, last)).unwrap()
    };
    let (first, last) = (date(2026, 11, 2), date(2026, 11, 22));
    let mondays = [date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16)];
    assert_eq!(missed(&[], first, last), mondays);
    let all = [
        session(date(2026, 11, 5), Receiver::Chair, State::Held),
        session(date(2026, 11, 12), Receiver::Chair, State::Cancelled),
        // From 01/07/2026 a deputy's day is not the chair's.
        session(date(2026, 11, 19), Receiver::Other, State::Announced),
    ];
    assert_eq!(missed(&all, first, last), mondays[1..]);
    // Before, it could be left to a deputy.
    let before = [session(date(2025, 11, 6), Receiver::Other, State::Held)];
    let week = (date(2025, 11, 3), date(2025, 11, 9));
    assert!(missed(&before, week.0, week.1).is_empty());
}

#[test]
fn hours_are_read_as_people_write_them() {
    for (typed, minutes) in [
        ("7:30", Some(450)),
        (" 07h30 ", Some(450)),
        ("7h", Some(420)),
        ("13 giờ", None),
        ("24:00", None),
        ("7:60", None),
        ("h30", None),
        ("", None),
    ] {
        assert_eq!(rules::read_clock(typed), minutes, "{typed:?}");
    }
}

proptest! {
    #[test]
    fn a_written_hour_is_read_back(minutes in 0_i64..1440) {
        prop_assert_eq!(rules::read_clock(&rules::clock_text(minutes)), Some(minutes));
    }

    #[test]
    fn a_pattern_has_its_weekday_and_working_days_alone(weeks in 1_i32..60, shift in 0_i32..300) {
        let calendar = WorkingCalendar::embedded().unwrap();
        let first = date(2026, 1, 1).saturating_add(shift.days());
        let last = first.saturating_add((weeks * 7 - 1).days());
        let days = rules::weekly(Weekday::Thursday, first, last, &calendar);
        prop_assert!(days.len() <= usize::try_from(weeks).unwrap().min(rules::MOST_DAYS));
        prop_assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        for day in &days {
            prop_assert_eq!(day.weekday(), Weekday::Thursday);
            prop_assert!(calendar.is_working_day(*day));
            prop_assert!((first..=last).contains(day));
        }
    }

    #[test]
    fn turns_follow_each_other_until_the_end(starts in 0_i64..1440, minutes in 1_i64..120, turns in 1_i64..60) {
        prop_assume!(rules::fits(starts, minutes, turns));
        let mut one = session(date(2026, 11, 19), Receiver::Chair, State::Announced);
        (one.starts, one.turn_minutes, one.turns) = (starts, minutes, turns);
        for number in 1..=turns {
            prop_assert_eq!(rules::turn_starts(&one, number), starts + (number - 1) * minutes);
        }
        prop_assert_eq!(rules::ends(&one), starts + turns * minutes);
        prop_assert!(rules::ends(&one) <= rules::DAY_MINUTES);
    }
}
