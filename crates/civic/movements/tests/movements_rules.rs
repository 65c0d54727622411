//! What may become of a model, and what its sums always are.

use jiff::civil::{Date, date};
use movements::{
    definition,
    rules::{
        self, CouncilFault, DayFault,
        State::{self, CarriedOut, NotCarriedOut, NotRecognised, Planned, Recognised, Registered, Withdrawn},
        Step, Tally, Tie, Vote,
    },
};
use proptest::prelude::*;

fn council() -> definition::Council {
    let catalogue = facts::Catalogue::delivered().expect("the delivered catalogue");
    let delivered = definition::delivered(&catalogue).expect("the delivered movements");
    delivered[0].council.clone()
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(prop::sample::select(Step::ALL.to_vec()), 0..20)
}

proptest! {
    /// Whatever is done in whatever order: what is recognised was carried out, what was carried out is registered.
    #[test]
    fn every_state_counts_at_most_what_the_one_before_counts(steps in steps()) {
        let (mut state, mut plan) = (Registered, false);
        for step in steps {
            if let Some(next) = rules::after(state, step, plan && state != Planned) {
                plan = match (state, step) {
                    (_, Step::Plan) => true,
                    (Planned, Step::Undo) => false,
                    _ => plan,
                };
                state = next;
            }
            prop_assert!(state != Recognised || state.is_carried_out());
            prop_assert!(!state.is_carried_out() || state.counts());
            prop_assert!(!state.can_be_continued() || state.is_carried_out());
            // A plan that was undone is not gone back to.
            prop_assert!(state != Planned || plan);
        }
    }

    /// Undoing leads back towards the start and ends, so no wrong step is final.
    #[test]
    fn everything_can_be_undone(steps in steps()) {
        let mut state = Registered;
        for step in steps {
            state = rules::after(state, step, false).unwrap_or(state);
        }
        for _ in 0..4 {
            state = rules::after(state, Step::Undo, false).unwrap_or(state);
        }
        prop_assert_eq!(state, Withdrawn);
    }

    /// Sums over main fields are the total, and the main field is never among those touched.
    #[test]
    fn a_model_is_counted_once(models in prop::collection::vec((0_usize..4, prop::collection::vec(0_usize..4, 0..6)), 0..50)) {
        let fields = ["economy", "culture_society", "defence_security", "political_system"];
        let mut sums = [0_usize; 4];
        for (main, ticked) in &models {
            sums[*main] += 1;
            let ticked: Vec<String> = ticked.iter().map(|field| fields[*field].to_owned()).collect();
            let touched = rules::touched(&fields, fields[*main], &ticked);
            prop_assert!(!touched.iter().any(|field| field == fields[*main]));
            let mut once = touched.clone();
            once.dedup();
            prop_assert_eq!(once, touched);
        }
        prop_assert_eq!(sums.iter().sum::<usize>(), models.len());
    }

    /// A majority of those who may vote is needed, whoever stays away; those with a part in the model change nothing.
    #[test]
    fn recognition_needs_a_majority(for_it in 0_u32..12, against in 0_u32..12, blank in 0_u32..12, absent in 0_u32..12, related in 0_u32..5) {
        let council = council();
        let tally = Tally { for_it, against, blank, absent, related };
        match rules::verdict(&council, &tally) {
            Err(CouncilFault::TooFew { voted, least }) => prop_assert!(voted < least),
            Err(other) => prop_assert!(false, "{other}"),
            Ok(recognised) => {
                prop_assert!(tally.voted() >= council.least);
                prop_assert_eq!(recognised, 2 * for_it > for_it + against + blank + absent);
                let alone = Tally { related: 0, ..tally };
                prop_assert_eq!(rules::verdict(&council, &alone), Ok(recognised));
                let more = Tally { for_it: for_it + 1, ..tally };
                prop_assert!(!recognised || rules::verdict(&council, &more) == Ok(true));
            }
        }
    }
}

#[test]
fn steps_lead_where_people_expect() {
    for (from, step, plan, to) in [
        (Registered, Step::Plan, false, Some(Planned)),
        (Registered, Step::CarryOut, false, Some(CarriedOut)),
        (Planned, Step::GiveUp, true, Some(NotCarriedOut)),
        (CarriedOut, Step::Recognise, false, Some(Recognised)),
        (CarriedOut, Step::Refuse, false, Some(NotRecognised)),
        (CarriedOut, Step::CarryOut, false, Some(CarriedOut)),
        (Registered, Step::Recognise, false, None),
        (Recognised, Step::CarryOut, false, None),
        (NotCarriedOut, Step::CarryOut, false, None),
        (Withdrawn, Step::Undo, false, None),
        (NotCarriedOut, Step::Undo, true, Some(Planned)),
        (CarriedOut, Step::Undo, false, Some(Registered)),
    ] {
        assert_eq!(rules::after(from, step, plan), to, "{from:?} {step:?}");
    }
    assert!(
        State::ALL
            .iter()
            .all(|state| State::from_key(state.key()) == Some(*state))
    );
}

#[test]
fn days_stand_in_order_and_in_the_models_year() {
    let today: Date = date(2026, 11, 25);
    assert_eq!(
        rules::registered_on(date(2026, 11, 26), today),
        Err(DayFault::Future)
    );
    let registered = date(2026, 3, 2);
    let carried_out = |day| rules::carried_out_on(day, registered, date(2027, 2, 1));
    assert_eq!(carried_out(date(2026, 3, 1)), Err(DayFault::Before(registered)));
    assert_eq!(carried_out(registered), Ok(()));
    assert_eq!(carried_out(date(2026, 12, 31)), Ok(()));
    assert_eq!(
        carried_out(date(2027, 1, 1)),
        Err(DayFault::After(date(2026, 12, 31)))
    );
    assert_eq!(
        rules::decided_on(date(2027, 1, 5), date(2026, 12, 20), date(2027, 2, 1)),
        Ok(())
    );
}

#[test]
fn nobody_votes_on_what_is_theirs() {
    let model = Tie {
        name: "Tổ phụ nữ",
        hamlet: Some(7),
    };
    assert!(rules::is_related(
        Tie {
            name: "A",
            hamlet: Some(7)
        },
        model,
        false
    ));
    assert!(!rules::is_related(
        Tie {
            name: "A",
            hamlet: Some(8)
        },
        model,
        false
    ));
    assert!(!rules::is_related(
        Tie {
            name: "A",
            hamlet: None
        },
        Tie {
            hamlet: None,
            ..model
        },
        false
    ));
    let person = Tie {
        name: "Nguyễn Thị Bảy",
        hamlet: Some(7),
    };
    assert!(rules::is_related(
        Tie {
            name: "NGUYEN THI BAY",
            hamlet: None
        },
        person,
        true
    ));
    // A neighbour of a person is no part of the person's model.
    assert!(!rules::is_related(
        Tie {
            name: "A",
            hamlet: Some(7)
        },
        person,
        true
    ));
    let votes = [Vote::For, Vote::Related, Vote::Absent];
    assert_eq!(
        Tally::of(votes),
        Tally {
            for_it: 1,
            absent: 1,
            related: 1,
            ..Tally::default()
        }
    );
}

#[test]
fn titles_alike_are_found_whatever_their_marks() {
    assert_eq!(
        rules::likeness(
            "Mô hình Phân loại rác tại nguồn",
            "phan loai rac tai nguon ấp Vĩnh Thạnh"
        ),
        100
    );
    assert_eq!(rules::likeness("Camera an ninh", "Tuyến đường hoa"), 0);
    assert_eq!(
        rules::likeness("Mô hình ấp", "Mô hình ấp"),
        0,
        "such words say nothing"
    );
    assert_eq!(
        rules::once(2026, Some(3), "Đường  HOA"),
        rules::once(2026, Some(3), "duong hoa")
    );
    assert_ne!(
        rules::once(2026, Some(3), "Đường hoa"),
        rules::once(2026, Some(4), "Đường hoa")
    );
}
