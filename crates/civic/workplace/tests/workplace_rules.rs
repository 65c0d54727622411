//! What the law asks of a place of work, for any numbers and days.

use jiff::{ToSpan as _, civil::date};
use organisations::Kind;
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use rulebook::{Place, Rulebook};
use workplace::rules::{self, Attendance, ConferenceFault, Counted, Duty, Grade, Standing, Vote};

fn book() -> Rulebook {
    Rulebook::embedded().expect("the shipped rulebook reads")
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::embedded().expect("the shipped calendar reads")
}

const PLACES: [Place; 2] = [Place::Agency, Place::StateEnterprise];

#[test]
fn rule_two_thirds_make_a_conference_valid_and_more_than_half_of_those_present_decide() {
    let book = book();
    for place in PLACES {
        let quorum = rules::quorum(&book, place, date(2026, 3, 2)).unwrap().value;
        assert_eq!(rules::is_quorate(quorum, 20, 30), Ok(true));
        assert_eq!(rules::is_quorate(quorum, 19, 30), Ok(false));
        assert_eq!(rules::is_quorate(quorum, 31, 30), Err(ConferenceFault::Present));
        let threshold = rules::threshold(&book, place, date(2026, 3, 2)).unwrap().value;
        let vote = |for_it, against, blank| Vote {
            for_it,
            against,
            blank,
        };
        assert_eq!(rules::passes(threshold, vote(11, 9, 0), 20), Ok(true));
        assert_eq!(rules::passes(threshold, vote(10, 0, 0), 20), Ok(false));
        assert_eq!(
            rules::passes(threshold, vote(11, 10, 0), 20),
            Err(ConferenceFault::Votes)
        );
    }
}

#[test]
fn rule_delegates_are_sent_from_a_hundred_staff_on() {
    let (book, on) = (book(), date(2026, 3, 2));
    let called = |attendance, counts| rules::callable(&book, Place::Agency, attendance, counts, on).unwrap();
    assert_eq!(
        called(Attendance::Delegates, (99, 40)),
        Err(ConferenceFault::TooFewForDelegates(100))
    );
    assert_eq!(called(Attendance::Delegates, (100, 40)), Ok(()));
    assert_eq!(
        called(Attendance::Plenary, (30, 29)),
        Err(ConferenceFault::PlenaryIsEverybody)
    );
    assert_eq!(called(Attendance::Plenary, (30, 30)), Ok(()));
    assert_eq!(
        called(Attendance::Plenary, (0, 0)),
        Err(ConferenceFault::Summoned)
    );
    assert!(rules::is_optional(&book, Place::Agency, 7, on).unwrap());
    assert!(!rules::is_optional(&book, Place::Agency, 8, on).unwrap());
}

#[test]
fn rule_answers_are_due_in_working_days_and_tet_is_none() {
    // 2026-02-13 is the Friday before Tết Bính Ngọ (17 February).
    let (reckoning, because) =
        rules::answer_due(book_once(), calendar_once(), Place::Agency, date(2026, 2, 12)).unwrap();
    assert!(because.uncertain);
    assert!(reckoning.due > date(2026, 2, 26), "{}", reckoning.due);
    assert!(!reckoning.skipped.is_empty());
    let plain = rules::answer_due(book_once(), calendar_once(), Place::Agency, date(2026, 6, 1)).unwrap();
    assert_eq!(plain.0.due, date(2026, 6, 15));
}

#[test]
fn rule_a_yearly_conference_is_held_in_the_first_three_months_and_reviewed_after_six() {
    for place in PLACES {
        let due = rules::conference_due(&book(), &calendar(), place, 2026).unwrap();
        assert_eq!(due, date(2026, 3, 31));
        let review = rules::review_due(&book(), &calendar(), place, date(2026, 3, 2)).unwrap();
        assert!(
            review >= date(2026, 9, 2) && review <= date(2026, 9, 7),
            "{review}"
        );
    }
}

#[test]
fn rule_points_make_grades() {
    let (book, on) = (book(), date(2026, 12, 31));
    let grade = |points| rules::grade(&book, Place::Agency, points, on).unwrap();
    assert_eq!(
        [100, 90, 89, 70, 69, 50, 49, 0].map(grade),
        [
            Grade::Good,
            Grade::Good,
            Grade::Fair,
            Grade::Fair,
            Grade::Average,
            Grade::Average,
            Grade::Weak,
            Grade::Weak
        ]
    );
    let criteria = rules::criteria(&book, Place::StateEnterprise, on).unwrap();
    assert_eq!(criteria.iter().map(|criterion| criterion.most).sum::<u64>(), 100);
}

#[test]
fn duties_are_counted_not_typed_in() {
    let (book, calendar) = (book(), calendar());
    let on = |today, opened, staff, counted| {
        rules::duties(
            &book,
            &calendar,
            (Kind::Agency, opened, staff),
            (2026, today),
            counted,
        )
        .unwrap()
    };
    let old = date(2020, 1, 1);
    let of = |duties: &[(Duty, Standing)], duty| duties.iter().find(|(known, _)| *known == duty).unwrap().1;
    let before = on(date(2026, 3, 31), old, 20, Counted::default());
    assert_eq!(of(&before, Duty::Conference), Standing::Waiting);
    assert_eq!(of(&before, Duty::Questions), Standing::Done);
    let after = on(date(2026, 4, 1), old, 20, Counted::default());
    assert_eq!(of(&after, Duty::Conference), Standing::Overdue);
    assert_eq!(of(&after, Duty::Dialogue), Standing::Waiting);
    let small = on(date(2026, 4, 1), old, 7, Counted::default());
    assert_eq!(of(&small, Duty::Conference), Standing::Optional);
    let new = on(date(2026, 6, 1), date(2026, 5, 1), 20, Counted::default());
    assert_eq!(of(&new, Duty::Conference), Standing::Optional);
    let late = Counted {
        conference_on: Some(date(2026, 4, 20)),
        dialogues: 1,
        regulation_on: Some(date(2025, 1, 1)),
        unanswered: 1,
        undone: 0,
        done_late: 1,
        ..Counted::default()
    };
    let late = on(date(2026, 5, 1), old, 20, late);
    assert_eq!(
        late.iter().map(|(_, standing)| *standing).collect::<Vec<_>>(),
        [
            Standing::Late,
            Standing::Done,
            Standing::Done,
            Standing::Overdue,
            Standing::Late
        ]
    );
}

proptest! {
    #[test]
    fn one_more_present_never_makes_a_conference_invalid(summoned in 1_u64..100_000, present in 0_u64..100_000) {
        let book = book_once();
        let share = rules::quorum(book, Place::Agency, date(2026, 3, 2)).unwrap().value;
        match (rules::is_quorate(share, present, summoned), rules::is_quorate(share, present + 1, summoned)) {
            (Ok(true), Ok(more)) => prop_assert!(more),
            (Err(_), more) => prop_assert!(more.is_err()),
            _ => {}
        }
        if present <= summoned {
            prop_assert_eq!(rules::is_quorate(share, present, summoned).unwrap(), present * 3 >= summoned * 2);
        }
    }

    #[test]
    fn no_vote_counts_more_than_those_present(for_it in 0_u64..2_000, against in 0_u64..2_000, blank in 0_u64..2_000, present in 0_u64..3_000) {
        let share = rules::threshold(book_once(), Place::StateEnterprise, date(2026, 3, 2)).unwrap().value;
        let vote = Vote { for_it, against, blank };
        match rules::passes(share, vote, present) {
            Ok(passed) => {
                prop_assert!(for_it + against + blank <= present);
                prop_assert_eq!(passed, for_it * 2 > present);
            }
            Err(_) => prop_assert!(for_it + against + blank > present),
        }
    }

    #[test]
    fn a_consultation_lasts_its_days_and_an_answer_is_due_on_a_working_day(days in 0_i64..1_000) {
        let opened = date(2024, 1, 1).saturating_add(days.days());
        let calendar = calendar_once();
        let until = rules::consulted_until(book_once(), calendar, Place::Agency, opened).unwrap();
        prop_assert_eq!((until - opened).get_days(), 15);
        let (reckoning, _) = rules::answer_due(book_once(), calendar, Place::Agency, opened).unwrap();
        prop_assert!(calendar.is_working_day(reckoning.due));
        prop_assert_eq!(calendar.working_days_between(opened, reckoning.due).unwrap(), 10);
    }
}

fn book_once() -> &'static Rulebook {
    static BOOK: std::sync::OnceLock<Rulebook> = std::sync::OnceLock::new();
    BOOK.get_or_init(book)
}

fn calendar_once() -> &'static WorkingCalendar {
    static CALENDAR: std::sync::OnceLock<WorkingCalendar> = std::sync::OnceLock::new();
    CALENDAR.get_or_init(calendar)
}
