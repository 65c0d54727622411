//! What the law asks of boards and of answers, and how a year is counted.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use rulebook::Rulebook;
use supervision::{
    model::{
        Addressee, Board, BoardId, Body, Member, MemberId, Office, Recommendation, RecommendationId, State,
    },
    rules::{self, Lack},
};
use units::UnitId;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 16);

fn law() -> (Rulebook, WorkingCalendar) {
    (
        Rulebook::embedded().unwrap(),
        WorkingCalendar::embedded().unwrap(),
    )
}

fn board(body: Body, term_until: Option<Date>) -> Board {
    Board {
        unit: UnitId(1),
        id: BoardId(Uuid::nil()),
        body,
        title: "Ban".to_owned(),
        investor: String::new(),
        recognised_on: date(2026, 1, 5),
        term_until,
        ended_on: None,
        ended_why: String::new(),
        record: None,
        revision: 1,
    }
}

fn members(head: usize, deputies: usize, others: usize) -> Vec<Member> {
    let offices = std::iter::repeat_n(Office::Head, head)
        .chain(std::iter::repeat_n(Office::Deputy, deputies))
        .chain(std::iter::repeat_n(Office::Member, others));
    offices
        .map(|office| Member {
            unit: UnitId(1),
            id: MemberId(Uuid::nil()),
            board: BoardId(Uuid::nil()),
            name: "A".to_owned(),
            office,
            stands_for: String::new(),
            since: date(2026, 1, 5),
            until: None,
        })
        .collect()
}

fn lacks(board: &Board, members: &[Member], hamlets: u64) -> Vec<Lack> {
    let (book, calendar) = law();
    rules::lacks((&book, &calendar), (board, members), (TODAY, hamlets))
}

#[test]
fn rule_an_inspectorate_has_five_members_one_head_and_two_deputies_at_most() {
    let of = board(Body::Inspectorate, None);
    assert_eq!(lacks(&of, &members(1, 1, 3), 8), []);
    assert_eq!(lacks(&of, &members(1, 1, 2), 8), [Lack::Fewer(5)]);
    assert_eq!(lacks(&of, &members(1, 3, 4), 8), [Lack::Deputies(2)]);
    assert_eq!(lacks(&of, &members(0, 1, 6), 8), [Lack::Head]);
    assert_eq!(lacks(&of, &members(2, 1, 6), 8), [Lack::Head]);
}

#[test]
fn rule_a_commune_of_three_hamlets_has_at_most_five_and_one_for_each_hamlet() {
    let of = board(Body::Inspectorate, None);
    assert_eq!(lacks(&of, &members(1, 0, 2), 3), []);
    assert_eq!(lacks(&of, &members(1, 0, 1), 3), [Lack::Fewer(3)]);
    assert_eq!(lacks(&of, &members(1, 1, 4), 3), [Lack::More(5)]);
}

#[test]
fn rule_an_investment_board_has_five_members_whatever_the_hamlets() {
    let of = board(Body::InvestmentBoard, None);
    assert_eq!(lacks(&of, &members(1, 1, 3), 2), []);
    assert_eq!(lacks(&of, &members(1, 1, 2), 2), [Lack::Fewer(5)]);
}

#[test]
fn the_end_of_a_term_is_reminded_of_and_who_left_is_not_counted() {
    let near = TODAY.saturating_add(60.days());
    let of = board(Body::Inspectorate, Some(near));
    assert_eq!(lacks(&of, &members(1, 1, 3), 8), [Lack::Term(near)]);
    let far = board(Body::Inspectorate, Some(near.saturating_add(1.day())));
    assert_eq!(lacks(&far, &members(1, 1, 3), 8), []);
    let mut left = members(1, 1, 3);
    left[4].until = Some(TODAY.saturating_sub(1.day()));
    assert_eq!(lacks(&far, &left, 8), [Lack::Fewer(5)]);
}

#[test]
fn rule_an_answer_is_owed_within_fifteen_days() {
    let (book, calendar) = law();
    for body in Body::ALL {
        let topic = rules::answer_topic(*body);
        let due = rules::last_day(&book, &calendar, topic, date(2026, 11, 16)).unwrap();
        assert_eq!(due, date(2026, 12, 1));
    }
    // Before the law of 2022 was in force the books know no such term.
    assert!(
        rules::last_day(
            &book,
            &calendar,
            rules::answer_topic(Body::Inspectorate),
            date(2020, 3, 2)
        )
        .is_err()
    );
}

#[test]
fn every_checklist_has_its_points() {
    let (book, _) = law();
    for item in rules::checklists(&book, TODAY).unwrap() {
        let points = rules::checklist(&book, &item.key, TODAY).unwrap();
        assert!((1..=12).contains(&points.len()), "{}", item.key);
    }
    assert!(rules::checklist(&book, "fame", TODAY).is_err());
}

fn recommendation(sent: i64, answered: Option<i64>, state: State) -> Recommendation {
    let sent_on = TODAY.saturating_sub(sent.days());
    Recommendation {
        unit: UnitId(1),
        id: RecommendationId(Uuid::nil()),
        board: BoardId(Uuid::nil()),
        visit: None,
        addressee: Addressee::Committee,
        words: String::new(),
        sent_on,
        due_on: sent_on.saturating_add(15.days()),
        answer: String::new(),
        answered_on: answered.map(|after| sent_on.saturating_add(after.days())),
        promised_on: None,
        state,
        closed_on: None,
        closed_why: String::new(),
        record: None,
        revision: 1,
    }
}

#[test]
fn the_last_day_is_in_time_and_the_next_one_is_not() {
    assert!(!rules::is_overdue(
        &recommendation(15, None, State::Waiting),
        TODAY
    ));
    assert!(rules::is_overdue(
        &recommendation(16, None, State::Waiting),
        TODAY
    ));
    let mut promised = recommendation(30, Some(3), State::Answered);
    promised.promised_on = Some(TODAY);
    assert!(!rules::is_unkept(&promised, TODAY));
    promised.promised_on = Some(TODAY.saturating_sub(1.day()));
    assert!(rules::is_unkept(&promised, TODAY));
}

proptest! {
    #[test]
    fn every_recommendation_is_counted_in_one_way_of_answering(
        all in prop::collection::vec((0_i64..60, prop::option::of(0_i64..40), 0_usize..4), 0..40),
    ) {
        let states = [State::Waiting, State::Answered, State::Done, State::Undone];
        let all: Vec<Recommendation> = all
            .into_iter()
            .map(|(sent, answered, state)| recommendation(sent, answered, states[state]))
            .collect();
        let done = rules::count(&all, TODAY);
        prop_assert_eq!(done.sent, i64::try_from(all.len()).unwrap());
        prop_assert_eq!(done.in_time + done.late + done.overdue + done.waiting, done.sent);
        prop_assert!(done.done + done.undone <= done.sent);
    }
}
