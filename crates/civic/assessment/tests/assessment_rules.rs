//! Criteria as data, and what is reckoned with them.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use assessment::{
    criteria::{self, CriteriaSet, Evidence, Fault},
    model::{Score, Tally, Value},
    rules::{self, ScoreFault},
};
use facts::Catalogue;
use jiff::civil::date;
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use rulebook::Rulebook;
use units::UnitKind;

fn catalogue() -> Catalogue {
    Catalogue::delivered().unwrap()
}

fn sets() -> Vec<CriteriaSet> {
    criteria::delivered(&catalogue()).unwrap()
}

fn set(key: &str) -> CriteriaSet {
    sets().into_iter().find(|set| set.key == key).unwrap()
}

fn evidence(none: i64, full: i64) -> Evidence {
    Evidence {
        indicator: Some("x".to_owned()),
        survey: false,
        none,
        full,
    }
}

#[test]
fn what_is_delivered_fits_the_catalogue_and_says_what_is_doubtful() {
    let sets = sets();
    let keys: Vec<(&str, usize, i64)> = sets
        .iter()
        .map(|set| (set.key.as_str(), set.criteria.len(), set.most()))
        .collect();
    assert_eq!(
        keys,
        [
            ("commune_democracy", 6, 100),
            ("new_rural_2021", 19, 19),
            ("new_rural_2026", 10, 10),
            ("civilised_ward", 9, 9),
        ]
    );
    assert!(sets.iter().all(|set| !set.basis.certain));
    assert!(set("new_rural_2021").is_for(UnitKind::Commune, 2025));
    assert!(!set("new_rural_2021").is_for(UnitKind::Commune, 2026));
    assert!(!set("new_rural_2026").is_for(UnitKind::Ward, 2026));
    assert!(set("civilised_ward").is_for(UnitKind::Ward, 2026));
}

#[test]
fn a_wrong_set_is_refused_whole_with_every_fault() {
    let right = include_str!("../../../../data/criteria/dan-chu-o-xa.toml");
    let parse = |text: &str| criteria::parse(&[("x.toml", text)], &catalogue()).unwrap_err().0;
    let faults = |text: &str| {
        parse(text)
            .into_iter()
            .map(|(_, fault)| fault)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        faults(&right.replacen("disclosure.on_time_rate", "disclosure.nothing", 1)),
        [Fault::Indicator("disclosure.nothing".to_owned())]
    );
    assert_eq!(
        faults(&right.replacen("none = 50, full = 95", "none = 95, full = 95", 1)),
        [Fault::Span("known".to_owned())]
    );
    assert_eq!(
        faults(&right.replacen("least = 90", "least = 101", 1)),
        [Fault::Grades(100)]
    );
    assert_eq!(
        faults(&right.replacen("key = \"weak\"", "key = \"poor\"", 1)),
        [Fault::RecordGrade("poor".to_owned())]
    );
    assert_eq!(
        faults(&right.replacen("key = \"decided\"", "key = \"known\"", 1)),
        [Fault::Twice("known".to_owned())]
    );
    assert_eq!(
        faults(&right.replace("scale = \"points\"", "scale = \"met\"")).len(),
        6,
        "each criterion gives more than one point"
    );
    assert!(matches!(
        faults(&right.replacen("most = 20", "most = \"20\"", 1))[..],
        [Fault::Syntax(_)]
    ));
    let twice = criteria::parse(&[("a.toml", right), ("b.toml", right)], &catalogue()).unwrap_err();
    assert_eq!(twice.0.len(), 2, "key and slug belong to the first one");
}

#[test]
fn points_are_suggested_in_proportion_and_rounded_down() {
    let rate = |part, whole| Value::Share { part, whole };
    let of = evidence(50, 95);
    assert_eq!(rules::suggested_by(20, &of, rate(95, 100)), Some(20));
    assert_eq!(rules::suggested_by(20, &of, rate(949, 1000)), Some(19));
    assert_eq!(rules::suggested_by(20, &of, rate(50, 100)), Some(0));
    assert_eq!(rules::suggested_by(20, &of, rate(0, 7)), Some(0));
    assert_eq!(rules::suggested_by(20, &of, rate(0, 0)), None);
    assert_eq!(
        rules::suggested_by(15, &evidence(0, 1), Value::Number(3)),
        Some(15)
    );
    let consulted = set("commune_democracy").criterion("consulted").unwrap().clone();
    let known = |source: &str| match source {
        "dialogues.held" => Some(Value::Number(2)),
        "dialogues.answered_rate" => Some(rate(1, 2)),
        _ => None,
    };
    assert_eq!(
        rules::suggested(&consulted, known),
        Some(7),
        "the mean of 15 and 0"
    );
    assert_eq!(
        rules::suggested(&consulted, |source| known(source)
            .filter(|_| source == "dialogues.held")),
        Some(15),
        "what is not counted does not pull down"
    );
    assert_eq!(rules::suggested(&consulted, |_| None), None);
}

#[test]
fn other_points_need_a_reason_and_no_criterion_is_left_out() {
    let set = set("commune_democracy");
    let full: Vec<Score> = set
        .criteria
        .iter()
        .map(|criterion| Score {
            criterion: criterion.key.clone(),
            own: Some(criterion.most),
            points: Some(criterion.most),
            ..Score::default()
        })
        .collect();
    rules::check_own(&set, &full).unwrap();
    rules::check_points(&set, &full).unwrap();
    let mut less = full.clone();
    less[2].points = Some(0);
    assert_eq!(
        rules::check_points(&set, &less),
        Err(ScoreFault::Unexplained("consulted".to_owned()))
    );
    less[2].note = "Không có biên bản".to_owned();
    rules::check_points(&set, &less).unwrap();
    let mut over = full.clone();
    over[0].own = Some(21);
    assert_eq!(
        rules::check_draft(&set, &over),
        Err(ScoreFault::Points("known".to_owned()))
    );
    let mut begun = full.clone();
    begun[0].own = None;
    rules::check_draft(&set, &begun).unwrap();
    assert_eq!(
        rules::check_own(&set, &begun),
        Err(ScoreFault::Missing("known".to_owned()))
    );
    begun[0].criterion = "fame".to_owned();
    assert_eq!(
        rules::check_draft(&set, &begun),
        Err(ScoreFault::Unknown("fame".to_owned()))
    );
}

#[test]
fn rule_a_commune_reaches_a_standard_with_all_criteria_and_not_with_one_less() {
    let set = set("new_rural_2021");
    assert_eq!(rules::grade(&set, 19).unwrap().key, "reached");
    assert_eq!(rules::grade(&set, 18).unwrap().key, "not_yet");
    let points = set_points();
    assert_eq!(points, ["good", "fair", "fair", "average", "weak"]);
}

fn set_points() -> Vec<String> {
    let set = set("commune_democracy");
    [90, 89, 70, 50, 49]
        .iter()
        .map(|sum| rules::grade(&set, *sum).unwrap().key.clone())
        .collect()
}

#[test]
fn rule_the_terms_of_objections_are_the_rulebooks() {
    let book = Rulebook::embedded().unwrap();
    let calendar = WorkingCalendar::embedded().unwrap();
    let monday = date(2026, 11, 16);
    let last = |topic| rules::last_day(&book, &calendar, topic, monday).unwrap();
    assert_eq!(last("assessment.objection.open"), date(2026, 12, 1));
    assert_eq!(last("assessment.objection.answer"), date(2026, 11, 30));
    assert_eq!(last("assessment.survey.open"), date(2026, 12, 16));
    assert_eq!(
        rules::least(&book, "assessment.survey.shown", monday).unwrap(),
        10
    );
    // Nine days of Tết are no working days.
    let before_tet = rules::last_day(&book, &calendar, "assessment.objection.answer", date(2026, 2, 12));
    assert!(before_tet.unwrap() > date(2026, 2, 27));
}

fn tally(question: &str, answer: i64, people: i64) -> Tally {
    Tally {
        question: question.to_owned(),
        answer,
        people,
    }
}

#[test]
fn a_result_that_could_point_at_somebody_is_not_shown() {
    let all = [tally("a", 5, 6), tally("a", 2, 3)];
    assert_eq!(rules::content_share(&all, 9, (4, 10)), None);
    let all = [tally("a", 5, 6), tally("a", 4, 2), tally("a", 3, 2)];
    assert_eq!(
        rules::content_share(&all, 10, (4, 10)),
        Some(Value::Share { part: 8, whole: 10 })
    );
    assert_eq!(rules::content_share(&[], 10, (4, 10)), None);
}

proptest! {
    #[test]
    fn a_better_figure_never_suggests_less(
        most in 1_i64..200, none in 0_i64..60, span in 1_i64..60, part in 0_i64..1000, more in 0_i64..1000, whole in 1_i64..2000,
    ) {
        let of = evidence(none, none + span);
        let share = |part| Value::Share { part, whole };
        let less = rules::suggested_by(most, &of, share(part)).unwrap();
        let better = rules::suggested_by(most, &of, share(part + more)).unwrap();
        prop_assert!((0..=most).contains(&less) && (0..=most).contains(&better));
        prop_assert!(less <= better);
        let number = rules::suggested_by(most, &of, Value::Number(part)).unwrap();
        prop_assert!((0..=most).contains(&number));
    }

    #[test]
    fn every_sum_has_one_grade_and_more_points_never_a_lower_one(sum in 0_i64..=100, more in 0_i64..100) {
        let set = set("commune_democracy");
        let place = |sum: i64| {
            let grade = rules::grade(&set, sum).unwrap();
            set.grades.iter().position(|one| one.key == grade.key).unwrap()
        };
        prop_assert!(place((sum + more).min(100)) <= place(sum));
    }

    #[test]
    fn no_text_makes_reading_a_set_panic(text in "\\PC{0,200}") {
        let _ = criteria::parse(&[("x.toml", &text)], &catalogue());
    }
}
