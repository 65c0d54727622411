//! The law on discussing and deciding: the handbook's executable rules, and properties of counting.

use std::sync::LazyLock;

use deliberation::rules::{
    self, BallotCondition, Circumstances, Consent, ConsultationKind, Count, CountError, Effect, Entered,
    Fate, Form, Hands, Late, Marks, Milestone, Outcome, Question, Recogniser, Recognition, Refusal,
    RuleError, Scope, Settled, Signature, Team, Unanswered,
};
use jiff::civil::{Date, date};
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use rulebook::Rulebook;

static BOOK: LazyLock<Rulebook> =
    LazyLock::new(|| Rulebook::embedded().expect("the shipped books are tested"));
static CALENDAR: LazyLock<WorkingCalendar> =
    LazyLock::new(|| WorkingCalendar::embedded().expect("the shipped calendar is tested"));

const DAY: Date = date(2026, 10, 20);
const CONTRIBUTION: &str = "contribution_level";
const COVENANT: &str = "village_covenant";
const HEAD: &str = "hamlet_head";
const SUPERVISION: &str = "supervision_members";
const OTHER: &str = "other_self_management";

fn adopts(clause: &str, yes: u64, total: u64) -> bool {
    rules::hamlet_verdict(&BOOK, clause, DAY, yes, total)
        .expect("a threshold is there")
        .met
}

#[test]
fn rule_01_two_thirds_exactly() {
    assert!(adopts(CONTRIBUTION, 200, 300));
    assert!(!adopts(CONTRIBUTION, 199, 300));
    let verdict = rules::hamlet_verdict(&BOOK, CONTRIBUTION, DAY, 199, 300).expect("a threshold is there");
    assert_eq!(verdict.needed, Some(200));
    assert_eq!((verdict.sum().left, verdict.sum().right), (597, 600));
    assert_eq!(
        verdict.because.citation.to_string(),
        "Điều 21, khoản 1, Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15)"
    );
}

#[test]
fn rule_02_more_than_half_strictly() {
    assert!(!adopts(OTHER, 4_159, 8_318));
    assert!(adopts(OTHER, 4_160, 8_318));
}

#[test]
fn rule_03_denominator_is_all_households() {
    let hands = Hands {
        attending: 40,
        marks: vec![40, 0, 0],
        spoiled: 0,
        abstained: 0,
    };
    let count = hands
        .count(Question::MATTER, 100)
        .expect("the parts make the whole");
    assert_eq!(
        (count.households, count.missing, count.of(Question::IN_FAVOUR)),
        (100, 60, 40)
    );
    assert!(!adopts(OTHER, count.of(Question::IN_FAVOUR), count.households));
}

#[test]
fn rule_04_one_household_one_vote() {
    let votes = [(7, Fate::Marked(Marks::one(0))), (7, Fate::Marked(Marks::one(0)))];
    assert_eq!(rules::tally(Question::MATTER, 9, votes), Err(CountError::Twice));
}

fn open(
    form: Form,
    clause: &str,
    advisory: bool,
    circumstances: Circumstances,
) -> Result<(), Refusal<'static>> {
    rules::may_begin(&BOOK, (clause, Scope::Hamlet, form), advisory, DAY, circumstances)
        .expect("the law of the day is known")
}

#[test]
fn rule_05_online_only_for_other_self_management() {
    let all_done = Circumstances {
        failed_meeting: true,
        chosen_by_chair: true,
        head_and_front_agree: true,
        reported: true,
        online_accepted: (120, 120),
    };
    for item in rules::matters(&BOOK, DAY)
        .expect("the law of the day is known")
        .value
    {
        let opened = open(Form::OnlineVote, &item.key, false, all_done);
        if item.key == OTHER {
            assert_eq!(opened, Ok(()));
        } else {
            let Err(Refusal::OnlyAdvisory(because)) = opened else {
                panic!("{} was opened online: {opened:?}", item.key);
            };
            assert_eq!(
                because.citation.to_string(),
                "Điều 17, khoản 2, Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15)"
            );
            assert_eq!(
                open(Form::OnlineVote, &item.key, true, Circumstances::default()),
                Ok(())
            );
        }
    }
}

#[test]
fn rule_06_online_consent() {
    let with = |accepted| Circumstances {
        head_and_front_agree: true,
        reported: true,
        online_accepted: (accepted, 120),
        ..Circumstances::default()
    };
    assert!(matches!(
        open(Form::OnlineVote, OTHER, false, with(60)),
        Err(Refusal::OnlineNotAccepted {
            accepted: 60,
            needed: Some(61),
            ..
        })
    ));
    assert_eq!(open(Form::OnlineVote, OTHER, false, with(61)), Ok(()));
    let unreported = Circumstances {
        reported: false,
        ..with(61)
    };
    assert!(matches!(
        open(Form::OnlineVote, OTHER, false, unreported),
        Err(Refusal::NotReported(_))
    ));
    let unagreed = Circumstances {
        head_and_front_agree: false,
        ..with(61)
    };
    assert!(matches!(
        open(Form::OnlineVote, OTHER, false, unagreed),
        Err(Refusal::NotAgreed(_))
    ));
}

#[test]
fn rule_07_two_stage_commune_matter() {
    let commune = |approving| {
        rules::commune_verdict(&BOOK, CONTRIBUTION, DAY, approving, 10).expect("a threshold is there")
    };
    assert!(commune(7).met);
    assert!(!commune(6).met);
    assert_eq!(commune(6).needed, Some(7));
    let clauses: Vec<&str> = rules::commune_matters(&BOOK, DAY)
        .expect("the law of the day is known")
        .iter()
        .map(|item| item.key.as_str())
        .collect();
    assert_eq!(clauses, [CONTRIBUTION, "contribution_management"]);
}

fn consent(household: u32, given_on: Date) -> Consent<u32> {
    Consent {
        household,
        given_on,
        withdrawn_on: None,
    }
}

#[test]
fn rule_08_ten_percent_initiative_with_expiry() {
    let today = date(2026, 10, 21);
    let nine: Vec<_> = (0..9).map(|household| consent(household, today)).collect();
    let support = rules::support(&BOOK, &nine, 95, today).expect("the law of the day is known");
    assert_eq!(
        (support.counted, support.needed, support.enough),
        (9, Some(10), false)
    );
    assert!(support.front_may_approve);

    let mut ten = nine.clone();
    ten.push(consent(9, date(2026, 7, 21)));
    assert!(
        rules::support(&BOOK, &ten, 95, today).expect("known").enough,
        "given 3 months ago to the day"
    );
    ten[9].given_on = date(2026, 7, 20);
    let lapsed = rules::support(&BOOK, &ten, 95, today).expect("known");
    assert_eq!((lapsed.counted, lapsed.lapsed, lapsed.enough), (9, 1, false));

    // Given again, it counts once.
    ten.push(consent(9, today));
    ten.push(consent(8, today));
    assert_eq!(rules::support(&BOOK, &ten, 95, today).expect("known").counted, 10);
    // Taken back, it counts no more from that day.
    ten[0].withdrawn_on = Some(today);
    assert_eq!(rules::support(&BOOK, &ten, 95, today).expect("known").counted, 9);
}

#[test]
fn rule_13_notice_and_documents() {
    let calling = rules::calling(&BOOK, &[CONTRIBUTION], false, date(2026, 10, 20)).expect("known");
    let (in_time, late) = (Some(date(2026, 10, 18)), Some(date(2026, 10, 19)));
    assert_eq!(calling.late(in_time, in_time), []);
    assert_eq!(calling.late(late, in_time), [Late::Notice]);
    assert_eq!(calling.late(in_time, late), [Late::Papers]);
    assert_eq!(calling.late(None, None), [Late::Notice, Late::Papers]);
    let without_papers = rules::calling(&BOOK, &[OTHER], false, date(2026, 10, 20)).expect("known");
    assert_eq!(without_papers.late(in_time, None), []);
    let annual = rules::calling(&BOOK, &[], true, date(2026, 10, 20)).expect("known");
    assert_eq!(annual.notice_by, date(2026, 10, 15));
    let steps: Vec<_> = rules::schedule(&BOOK, date(2026, 10, 25))
        .expect("known")
        .iter()
        .map(|step| (step.milestone, step.by))
        .collect();
    assert_eq!(
        steps,
        [
            (Milestone::Plan, date(2026, 10, 5)),
            (Milestone::Candidates, date(2026, 10, 10)),
            (Milestone::Team, date(2026, 10, 15)),
            (Milestone::Announcement, date(2026, 10, 18)),
        ]
    );
}

fn effect(clause: &str, scope: Scope, since: Recognition) -> Effect {
    rules::effect(&BOOK, clause, scope, DAY, since)
        .expect("known")
        .value
}

#[test]
fn rule_14_effect_date_by_clause() {
    let nothing = Recognition::default();
    let recognised = Recognition {
        answered: Some((Outcome::Recognised, date(2026, 10, 27))),
        ..nothing
    };
    for clause in [CONTRIBUTION, "contribution_management", OTHER] {
        assert_eq!(effect(clause, Scope::Hamlet, nothing), Effect::From(DAY));
    }
    for clause in [COVENANT, HEAD] {
        assert_eq!(
            effect(clause, Scope::Hamlet, nothing),
            Effect::Awaits(Recogniser::Committee)
        );
        assert_eq!(
            effect(clause, Scope::Hamlet, recognised),
            Effect::From(date(2026, 10, 27))
        );
    }
    assert_eq!(
        effect(SUPERVISION, Scope::Hamlet, nothing),
        Effect::Awaits(Recogniser::Front)
    );
    assert_eq!(effect(CONTRIBUTION, Scope::Commune, nothing), Effect::AwaitsDate);
    let set = Recognition {
        set_for: Some(date(2026, 11, 1)),
        ..nothing
    };
    assert_eq!(
        effect(CONTRIBUTION, Scope::Commune, set),
        Effect::From(date(2026, 11, 1))
    );
    let refused = Recognition {
        answered: Some((Outcome::Refused, DAY)),
        ..nothing
    };
    assert_eq!(
        effect(HEAD, Scope::Hamlet, refused),
        Effect::Refused(Recogniser::Committee)
    );
    let annulled = Recognition {
        annulled_on: Some(date(2026, 12, 1)),
        ..recognised
    };
    assert_eq!(
        effect(HEAD, Scope::Hamlet, annulled),
        Effect::Annulled(date(2026, 12, 1))
    );
}

#[test]
fn rule_15_five_working_days_twice() {
    // Decided on a Friday, sent by the Friday after, answered by the Friday after that.
    let friday = date(2026, 10, 16);
    let sent = rules::delivery_due(&BOOK, &CALENDAR, friday)
        .expect("known")
        .due();
    assert_eq!(sent, date(2026, 10, 23));
    assert_eq!(
        rules::recognition_due(&BOOK, &CALENDAR, sent)
            .expect("known")
            .due(),
        date(2026, 10, 30)
    );
    for form in Form::ALL {
        assert_eq!(
            rules::decision_due(&BOOK, &CALENDAR, form, friday)
                .expect("known")
                .due(),
            date(2026, 10, 23)
        );
    }
}

#[test]
fn rule_16_signatures() {
    let lacks = |signed: &[Signature]| rules::unsigned(&BOOK, DAY, signed).expect("known").missing;
    let complete = [
        Signature::HamletHead,
        Signature::FrontBoardHead,
        Signature::Household,
        Signature::Household,
    ];
    assert_eq!(lacks(&complete), []);
    assert_eq!(lacks(&complete[..3]), [(Signature::Household, 1)]);
    assert_eq!(lacks(&complete[1..]), [(Signature::HamletHead, 1)]);
    assert_eq!(
        lacks(&[]),
        [
            (Signature::HamletHead, 1),
            (Signature::FrontBoardHead, 1),
            (Signature::Household, 2)
        ]
    );
}

#[test]
fn rule_17_consultation_of_twenty_days_with_answer() {
    let closing = |kind| {
        rules::closing(&BOOK, kind, date(2026, 10, 1))
            .expect("known")
            .earliest
    };
    assert_eq!(closing(ConsultationKind::Authority), date(2026, 10, 21));
    assert_eq!(closing(ConsultationKind::Covenant), date(2026, 10, 31));
    let conclude = rules::may_conclude;
    assert_eq!(conclude(false, 0, 0, true, (false, false)), Err(Unanswered::Open));
    assert_eq!(
        conclude(true, 2, 0, true, (false, false)),
        Err(Unanswered::Ungrouped(2))
    );
    assert_eq!(
        conclude(true, 0, 1, true, (false, false)),
        Err(Unanswered::Groups(1))
    );
    assert_eq!(
        conclude(true, 0, 0, false, (false, false)),
        Err(Unanswered::Summary)
    );
    assert_eq!(
        conclude(true, 0, 0, true, (true, false)),
        Err(Unanswered::Reasons)
    );
    assert_eq!(conclude(true, 0, 0, true, (true, true)), Ok(()));
}

#[test]
fn asking_on_paper_needs_what_the_law_says() {
    let condition = |clause, scope| {
        rules::ballot_condition(&BOOK, clause, scope, DAY)
            .expect("known")
            .value
    };
    assert_eq!(
        condition(HEAD, Scope::Hamlet),
        BallotCondition::AfterFailedMeeting
    );
    assert_eq!(
        condition(OTHER, Scope::Hamlet),
        BallotCondition::AgreedByHeadAndFront
    );
    assert_eq!(
        condition(CONTRIBUTION, Scope::Commune),
        BallotCondition::ChosenByCommuneChair
    );
    let failed = Circumstances {
        failed_meeting: true,
        ..Circumstances::default()
    };
    assert!(matches!(
        open(Form::HouseholdBallot, HEAD, false, Circumstances::default()),
        Err(Refusal::Condition(BallotCondition::AfterFailedMeeting, _))
    ));
    assert_eq!(open(Form::HouseholdBallot, HEAD, false, failed), Ok(()));
    assert_eq!(open(Form::Meeting, HEAD, false, Circumstances::default()), Ok(()));
}

#[test]
fn teams_and_officers() {
    let fits = |team, people| rules::team_fits(&BOOK, team, DAY, people).expect("known").value;
    for team in [Team::Tellers, Team::Ballot, Team::Online] {
        assert!(!fits(team, 2));
        assert!(fits(team, 3) && fits(team, 5));
        assert!(!fits(team, 6));
    }
    let approved = |hands| {
        rules::officers_approved(&BOOK, DAY, hands, 40)
            .expect("known")
            .met
    };
    assert!(!approved(20));
    assert!(approved(21));
}

#[test]
fn a_hamlet_head_is_elected_by_more_than_half_of_all_households() {
    let count = |marks: Vec<u64>| Count {
        valid: 90,
        missing: 10,
        marks,
        ..Count::none(Question::election(2, 1), 100)
    };
    let elect = |marks, seats| rules::elected(&BOOK, HEAD, DAY, &count(marks), seats).expect("known");
    assert_eq!(elect(vec![51, 39], 1).options, [0]);
    let none = elect(vec![50, 40], 1);
    assert_eq!((none.options.len(), none.vacant, none.needed), (0, 1, Some(51)));
    // Two who both have enough for one seat, and as much as each other.
    let tied = elect(vec![60, 60], 1);
    assert_eq!((tied.options.len(), tied.tied, tied.vacant), (0, vec![0, 1], 1));
    assert_eq!(elect(vec![60, 70, 55], 2).options, [1, 0]);
    assert_eq!(elect(vec![60, 70, 60], 2).tied, [0, 2]);
}

#[test]
fn a_term_is_known_where_the_law_states_it() {
    let (ends, _) = rules::term_ends(&BOOK, date(2026, 6, 1))
        .expect("known")
        .expect("stated");
    assert_eq!(ends, date(2031, 6, 1));
    assert_eq!(rules::term_ends(&BOOK, date(2024, 6, 1)).expect("known"), None);
}

#[test]
fn more_in_favour_than_there_are_households_is_refused() {
    assert_eq!(
        rules::hamlet_verdict(&BOOK, OTHER, DAY, 11, 10).map(|verdict| verdict.met),
        Err(RuleError::MoreThanAll { yes: 11, total: 10 })
    );
}

#[test]
fn hands_must_make_those_who_attend() {
    let hands = |marks: [u64; 3], spoiled, abstained| Hands {
        attending: 40,
        marks: marks.to_vec(),
        spoiled,
        abstained,
    };
    assert!(hands([30, 6, 0], 1, 3).count(Question::MATTER, 100).is_ok());
    assert_eq!(
        hands([30, 6, 0], 1, 2).count(Question::MATTER, 100),
        Err(CountError::PartsAndWhole { parts: 39, whole: 40 })
    );
    assert_eq!(
        hands([30, 6, 0], 1, 3).count(Question::MATTER, 39),
        Err(CountError::TooMany {
            votes: 40,
            households: 39
        })
    );
    let of = |marks: Vec<u64>| Hands {
        attending: 10,
        marks,
        spoiled: 0,
        abstained: 0,
    };
    assert!(of(vec![10, 8, 2]).count(Question::election(3, 2), 20).is_ok());
    assert!(
        of(vec![11, 8, 1]).count(Question::election(3, 2), 20).is_err(),
        "a candidate has more than one mark a paper"
    );
    assert!(
        of(vec![10, 10, 1]).count(Question::election(3, 2), 20).is_err(),
        "more marks than two a paper"
    );
}

#[test]
fn two_people_read_each_paper() {
    let yes = Fate::Marked(Marks::one(0));
    let read = |by, fate| Entered { by, fate };
    assert_eq!(rules::settle::<u8>(&[], None), Settled::Unread);
    assert_eq!(rules::settle(&[read(1, yes)], None), Settled::Once(yes));
    assert_eq!(
        rules::settle(&[read(1, yes), read(1, yes)], None),
        Settled::Once(yes),
        "the same person twice"
    );
    assert_eq!(
        rules::settle(&[read(1, yes), read(2, yes)], None),
        Settled::Agreed(yes)
    );
    assert_eq!(
        rules::settle(&[read(1, yes), read(2, Fate::Spoiled)], None),
        Settled::Differ(yes, Fate::Spoiled)
    );
    assert_eq!(
        rules::settle(&[read(1, yes), read(2, Fate::Spoiled)], Some(yes)),
        Settled::Agreed(yes)
    );
}

fn fates() -> impl Strategy<Value = Vec<Fate>> {
    let fate = prop_oneof![
        (0u32..16).prop_map(|marks| Fate::Marked(Marks(marks))),
        Just(Fate::Spoiled),
        Just(Fate::Missing),
        Just(Fate::Refused),
    ];
    prop::collection::vec(fate, 0..200)
}

proptest! {
    #[test]
    fn every_household_is_counted_once_and_the_order_does_not_matter(
        fates in fates(), absent in 0u64..50, turn in 0usize..200,
    ) {
        let votes: Vec<_> = fates.iter().copied().enumerate().collect();
        let households = votes.len() as u64 + absent;
        let count = rules::tally(Question::MATTER, households, votes.clone()).expect("nobody is there twice");
        prop_assert_eq!(count.valid + count.spoiled + count.missing + count.refused, households);
        prop_assert_eq!(count.marks.iter().sum::<u64>(), count.valid);
        let mut turned = votes;
        let by = turn % turned.len().max(1);
        turned.rotate_left(by);
        turned.reverse();
        prop_assert_eq!(rules::tally(Question::MATTER, households, turned).expect("as before"), count);
    }

    #[test]
    fn one_more_in_favour_never_turns_adopted_into_not_adopted(yes in 0u64..100_000, more in 0u64..100_000) {
        let total = yes + more + 1;
        for item in rules::matters(&BOOK, DAY).expect("known").value {
            let before = rules::hamlet_verdict(&BOOK, &item.key, DAY, yes, total).expect("known");
            let after = rules::hamlet_verdict(&BOOK, &item.key, DAY, yes + 1, total).expect("known");
            prop_assert!(after.met || !before.met);
            let wider = rules::hamlet_verdict(&BOOK, &item.key, DAY, yes, total + 1).expect("known");
            prop_assert!(before.met || !wider.met, "one more absent household never adopts");
            prop_assert_eq!(before.met, before.needed.is_some_and(|needed| yes >= needed));
        }
    }

    #[test]
    fn a_household_that_joins_only_adds_what_it_marked(fates in fates(), new in 0u32..16) {
        let households = fates.len() as u64 + 1;
        let votes: Vec<_> = fates.iter().copied().enumerate().collect();
        let before = rules::tally(Question::MATTER, households, votes.clone()).expect("nobody is there twice");
        let mut more = votes;
        more.push((usize::MAX, Fate::Marked(Marks(new))));
        let after = rules::tally(Question::MATTER, households, more).expect("nobody is there twice");
        for option in 0..3 {
            let added = u64::from(Question::MATTER.admits(Marks(new)) && new & (1 << option) != 0);
            prop_assert_eq!(after.of(option), before.of(option) + added);
        }
        prop_assert_eq!(after.took_part(), before.took_part() + 1);
    }

    #[test]
    fn clusters_together_count_as_one_hamlet(fates in fates(), cut in 0usize..200) {
        let cut = cut.min(fates.len());
        let count = |part: &[Fate], from: usize| {
            let votes = part.iter().copied().enumerate().map(|(n, fate)| (n + from, fate));
            rules::tally(Question::MATTER, part.len() as u64, votes).expect("nobody is there twice")
        };
        let merged = count(&fates[..cut], 0).merge(&count(&fates[cut..], cut));
        prop_assert_eq!(merged, count(&fates, 0));
    }

    #[test]
    fn sittings_together_count_as_one_meeting(
        parts in prop::collection::vec((0u64..40, 0u64..40, 0u64..10, 0u64..10, 0u64..10), 1..6), absent in 0u64..50
    ) {
        let sittings: Vec<Hands> = parts
            .iter()
            .map(|(yes, no, other, spoiled, abstained)| Hands {
                attending: yes + no + other + spoiled + abstained,
                marks: vec![*yes, *no, *other],
                spoiled: *spoiled,
                abstained: *abstained,
            })
            .collect();
        let sum = |figure: fn(&Hands) -> u64| sittings.iter().map(figure).sum::<u64>();
        let whole = Hands {
            attending: sum(|hands| hands.attending),
            marks: (0..3).map(|n| sittings.iter().map(|hands| hands.marks[n]).sum()).collect(),
            spoiled: sum(|hands| hands.spoiled),
            abstained: sum(|hands| hands.abstained),
        };
        let households = whole.attending + absent;
        prop_assert_eq!(
            deliberation::sittings::together(Question::MATTER, households, &sittings),
            whole.count(Question::MATTER, households)
        );
        if whole.attending > 0 {
            let few = whole.attending - 1;
            prop_assert!(deliberation::sittings::together(Question::MATTER, few, &sittings).is_err());
        }
    }

    #[test]
    fn elected_are_never_more_than_seats_and_all_have_the_share(
        marks in prop::collection::vec(0u64..=100, 1..8), seats in 1u8..5,
    ) {
        let candidates = u8::try_from(marks.len()).expect("few");
        let count = Count { marks: marks.clone(), ..Count::none(Question::election(candidates, seats), 100) };
        let result = rules::elected(&BOOK, SUPERVISION, DAY, &count, seats).expect("known");
        prop_assert!(result.options.len() <= usize::from(seats));
        prop_assert_eq!(usize::from(result.vacant) + result.options.len(), usize::from(seats));
        for option in &result.options {
            prop_assert!(marks[usize::from(*option)] > 50);
            for (other, its) in marks.iter().enumerate() {
                let chosen = result.options.iter().any(|chosen| usize::from(*chosen) == other);
                prop_assert!(chosen || *its < marks[usize::from(*option)]);
            }
        }
    }
}
