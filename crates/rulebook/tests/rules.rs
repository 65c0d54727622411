//! The handbook's executable rules, as far as the rulebook alone decides them. Every number is read from the books.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use jiff::civil::{Date, date};
use rulebook::{Base, Bound, Comparison, Language, Place, Rulebook, Share};

/// An ordinary day under the law of 2022 and its decrees.
const DAY: Date = date(2024, 10, 20);

fn book() -> Rulebook {
    Rulebook::embedded().unwrap()
}

fn share(topic: &str, place: Place) -> Share {
    book().share(topic, place, DAY).unwrap().value
}

fn cited(topic: &str, place: Place) -> String {
    book()
        .explain(topic, place, DAY)
        .unwrap()
        .citation
        .articles_in(Language::Vi)
}

/// Luật 10/2022/QH15, Điều 21, khoản 1.
#[test]
fn rule_01_two_thirds_exactly() {
    for matter in ["contribution_level", "contribution_management"] {
        let topic = format!("decision.{matter}.threshold");
        let two_thirds = share(&topic, Place::Hamlet);
        assert!(two_thirds.is_met(200, 300));
        assert!(!two_thirds.is_met(199, 300));
        assert_eq!(two_thirds.needed(300), Some(200));
        assert_eq!(cited(&topic, Place::Hamlet), "Điều 21, khoản 1");
    }
}

/// Luật 10/2022/QH15, Điều 21, khoản 1.
#[test]
fn rule_02_more_than_half_strictly() {
    for matter in [
        "village_covenant",
        "hamlet_head",
        "supervision_members",
        "other_self_management",
    ] {
        let half = share(&format!("decision.{matter}.threshold"), Place::Hamlet);
        assert_eq!(half.comparison, Comparison::MoreThan);
        assert!(!half.is_met(4_159, 8_318));
        assert!(half.is_met(4_160, 8_318));
    }
}

/// Luật 10/2022/QH15, Điều 21, khoản 1: households that stayed away count against.
#[test]
fn rule_03_denominator_is_all_households() {
    let half = share("decision.other_self_management.threshold", Place::Hamlet);
    assert_eq!(half.of, Base::AllHouseholdRepresentatives);
    let (households, present) = (100, 40);
    assert!(!half.is_met(present, households));
}

/// Luật 10/2022/QH15, Điều 19, khoản 3.
#[test]
fn rule_04_one_household_one_vote() {
    let votes = book()
        .count("decision.votes_per_household", Place::Hamlet, DAY)
        .unwrap()
        .value;
    assert!(votes.contains(1) && !votes.contains(2));
}

/// Luật 10/2022/QH15, Điều 17, khoản 2.
#[test]
fn rule_05_online_only_for_other_self_management() {
    let book = book();
    let matters = book.items("decision.matters", Place::Hamlet, DAY).unwrap();
    let online: Vec<_> = matters
        .value
        .iter()
        .filter(|matter| {
            let forms = book
                .set(&format!("decision.{}.forms", matter.key), Place::Hamlet, DAY)
                .unwrap();
            assert_eq!(
                forms.because.citation.articles_in(Language::Vi),
                "Điều 17, khoản 2"
            );
            forms.value.contains("online_vote")
        })
        .map(|matter| (matter.key.as_str(), matter.article.as_ref().unwrap().to_string()))
        .collect();
    assert_eq!(online, [("other_self_management", "Điều 15, khoản 6".to_owned())]);
    for matter in ["contribution_level", "contribution_management"] {
        let commune = book
            .set(&format!("decision.{matter}.forms"), Place::Commune, DAY)
            .unwrap();
        assert!(!commune.value.contains("online_vote"));
    }
}

/// Nghị định 59/2023/NĐ-CP, Điều 5.
#[test]
fn rule_06_online_consent() {
    let consent = share("online.consent", Place::Hamlet);
    assert!(!consent.is_met(60, 120));
    assert!(consent.is_met(61, 120));
}

/// Luật 10/2022/QH15, Điều 21, khoản 1: a commune-wide matter counts hamlets, each judged by its own households.
#[test]
fn rule_07_two_stage_commune_matter() {
    let hamlets = share("decision.contribution_level.threshold", Place::Commune);
    let households = share("decision.contribution_level.threshold", Place::Hamlet);
    assert_eq!(
        (hamlets.of, households.of),
        (Base::HamletsOfCommune, Base::AllHouseholdRepresentatives)
    );
    assert!(hamlets.is_met(7, 10));
    assert!(!hamlets.is_met(6, 10));

    // Six large hamlets agree unanimously, four small ones not at all: 6 000 of 6 040 households, yet not adopted.
    let counts = [(1_000, 1_000); 6].into_iter().chain([(0, 10); 4]);
    let approving = counts
        .filter(|(yes, total)| households.is_met(*yes, *total))
        .count();
    assert!(!hamlets.is_met(approving as u64, 10));
}

/// Luật 10/2022/QH15, Điều 16.
#[test]
fn rule_08_ten_percent_initiative() {
    let book = book();
    let initiative = share("decision.proposal.citizens", Place::Hamlet);
    assert!(!initiative.is_met(9, 95));
    assert!(initiative.is_met(10, 95));
    assert!(
        book.flag(
            "decision.proposal.below_share_with_front_approval",
            Place::Hamlet,
            DAY
        )
        .unwrap()
        .value
    );
    let validity = book
        .months("decision.proposal.consent_validity", Place::Hamlet, DAY)
        .unwrap();
    assert_eq!((validity.value.bound, validity.value.count), (Bound::AtMost, 3));
    assert_eq!(
        validity.because.citation.articles_in(Language::Vi),
        "Điều 16, khoản 3"
    );
}

/// Luật 10/2022/QH15, Điều 13, khoản 2: which matters are posted for a time and which for good.
#[test]
fn rule_10_posting_for_thirty_consecutive_days() {
    let book = book();
    let duration = book
        .days("disclosure.posting.duration", Place::Commune, DAY)
        .unwrap()
        .value;
    assert_eq!(
        (duration.bound, duration.count, duration.consecutive),
        (Bound::AtLeast, 30, true)
    );
    let clauses = |topic: &str| clauses_of_disclosure(&book, topic);
    assert_eq!(clauses("disclosure.posting.permanent.items"), ["4", "13"]);
    assert_eq!(
        clauses("disclosure.posting.timed.items"),
        ["1", "2", "3", "5", "6", "7", "8", "9", "10", "11", "12"]
    );
    assert_eq!(clauses("disclosure.website.items").len(), 14);
    let sites = book
        .set("disclosure.posting.timed.sites", Place::Commune, DAY)
        .unwrap();
    assert_eq!(sites.value.keys, ["office", "culture_house", "community_point"]);
}

/// Luật 10/2022/QH15, Điều 13, khoản 3.
#[test]
fn rule_11_loudspeaker() {
    let book = book();
    let duration = book
        .days("disclosure.loudspeaker.duration", Place::Commune, DAY)
        .unwrap()
        .value;
    assert_eq!(
        (duration.bound, duration.count, duration.consecutive),
        (Bound::AtLeast, 3, true)
    );
    assert_eq!(
        clauses_of_disclosure(&book, "disclosure.loudspeaker.items"),
        ["7", "8", "9", "10", "11", "12"]
    );
    assert!(
        book.flag("disclosure.loudspeaker.only_with_system", Place::Commune, DAY)
            .unwrap()
            .value
    );
}

fn clauses_of_disclosure(book: &Rulebook, topic: &str) -> Vec<String> {
    let items = book.items("disclosure.items", Place::Commune, DAY).unwrap().value;
    let chosen = book.set(topic, Place::Commune, DAY).unwrap().value;
    items
        .iter()
        .filter(|item| chosen.contains(&item.key))
        .map(|item| item.article.as_ref().unwrap().clause.clone().unwrap())
        .collect()
}

/// Luật 10/2022/QH15, Điều 13, khoản 2.
#[test]
fn rule_12_quarterly_register() {
    let interval = book()
        .months("disclosure.register.interval", Place::Commune, DAY)
        .unwrap()
        .value;
    assert_eq!((interval.bound, interval.count), (Bound::Exactly, 3));
}

/// Nghị định 59/2023/NĐ-CP, Điều 3, Điều 6-9 and Điều 11.
#[test]
fn rule_13_notice_and_documents() {
    let book = book();
    let least = |topic: &str| {
        let days = book.days(topic, Place::Hamlet, DAY).unwrap().value;
        assert_eq!(days.bound, Bound::AtLeast);
        days.count
    };
    assert_eq!(
        [
            least("meeting.notice"),
            least("meeting.documents"),
            least("annual_conference.notice")
        ],
        [2, 2, 5]
    );
    let election = ["plan", "candidates", "team_formed", "announcement"];
    assert_eq!(
        election.map(|step| least(&format!("hamlet_head.election.{step}"))),
        [20, 15, 10, 7]
    );
}

/// Luật 10/2022/QH15, Điều 21, khoản 2.
#[test]
fn rule_14_effect_date_by_clause() {
    let book = book();
    let moment = |matter: &str, place| {
        let choice = book
            .choice(&format!("decision.{matter}.takes_effect"), place, DAY)
            .unwrap();
        assert_eq!(
            choice.because.citation.articles_in(Language::Vi),
            "Điều 21, khoản 2"
        );
        choice.value
    };
    for matter in [
        "contribution_level",
        "contribution_management",
        "other_self_management",
    ] {
        assert_eq!(moment(matter, Place::Hamlet), "adoption_day");
    }
    for matter in ["village_covenant", "hamlet_head"] {
        assert_eq!(moment(matter, Place::Hamlet), "recognised_by_commune_committee");
    }
    assert_eq!(
        moment("supervision_members", Place::Hamlet),
        "recognised_by_front_committee"
    );
    for matter in ["contribution_level", "contribution_management"] {
        assert_eq!(moment(matter, Place::Commune), "set_by_commune_committee");
    }
}

/// Nghị định 59/2023/NĐ-CP, Điều 3; Luật 10/2022/QH15, Điều 21, khoản 2.
#[test]
fn rule_15_five_working_days_twice() {
    let book = book();
    let there = book
        .days("meeting.decision.delivery", Place::Hamlet, DAY)
        .unwrap();
    let back = book
        .days("decision.recognition.deadline", Place::Hamlet, DAY)
        .unwrap();
    assert_eq!(there.value, back.value);
    assert_eq!((back.value.bound, back.value.count), (Bound::AtMost, 5));
    assert!(
        book.flag("decision.refusal.written_with_reasons", Place::Hamlet, DAY)
            .unwrap()
            .value
    );
}

/// Luật 10/2022/QH15, Điều 20, khoản 2, điểm g.
#[test]
fn rule_16_signatures() {
    let book = book();
    let signatories = book
        .items("decision.document.signatories", Place::Hamlet, DAY)
        .unwrap();
    let keys: Vec<_> = signatories.value.iter().map(|item| item.key.as_str()).collect();
    assert_eq!(
        keys,
        ["hamlet_head", "front_board_head", "household_representatives"]
    );
    let households = book
        .count("decision.document.household_signatures", Place::Hamlet, DAY)
        .unwrap();
    assert!(!households.value.contains(1) && households.value.contains(2));
    assert_eq!(
        households.because.citation.articles_in(Language::Vi),
        "Điều 20, khoản 2, điểm g"
    );
}

/// Luật 10/2022/QH15, Điều 28; Nghị định 61/2023/NĐ-CP.
#[test]
fn rule_17_consultation_of_twenty_days_with_answer() {
    let book = book();
    let duration = book
        .days("consultation.duration", Place::Commune, DAY)
        .unwrap()
        .value;
    assert_eq!((duration.bound, duration.count), (Bound::AtLeast, 20));
    assert!(
        book.flag("consultation.answer_published", Place::Commune, DAY)
            .unwrap()
            .value
    );
    let covenant = book
        .days("covenant.draft.posting", Place::Hamlet, DAY)
        .unwrap()
        .value;
    assert_eq!((covenant.bound, covenant.count), (Bound::AtLeast, 30));
}

/// Luật 35/2013/QH13, Điều 12 and Điều 20.
#[test]
fn rule_18_mediation_team_and_clock() {
    let book = book();
    let count = |topic: &str| book.count(topic, Place::MediationTeam, DAY).unwrap().value;
    assert!(!count("mediation.team.members").contains(2) && count("mediation.team.members").contains(3));
    assert!(!count("mediation.team.women").contains(0));
    let start = book
        .days("mediation.start.deadline", Place::MediationTeam, DAY)
        .unwrap()
        .value;
    assert_eq!((start.bound, start.count), (Bound::AtMost, 3));
    assert!(
        book.flag("mediation.written_record_optional", Place::MediationTeam, DAY)
            .unwrap()
            .value
    );
    assert!(
        book.flag("mediation.unsettled.may_continue", Place::MediationTeam, DAY)
            .unwrap()
            .value
    );
}

/// Luật 02/2011/QH13, Điều 28; Luật 25/2018/QH14, Điều 30; and the law of an event's own day.
#[test]
fn rule_20_time_valid_law_and_clocks() {
    let book = book();
    let source = |day| {
        book.explain("disclosure.items", Place::Commune, day)
            .unwrap()
            .citation
            .number
    };
    assert_eq!(source(date(2022, 5, 10)), "34/2007/PL-UBTVQH11");
    assert_eq!(source(date(2025, 7, 1)), "10/2022/QH15");

    let clock = |topic: &str| book.days(topic, Place::Commune, DAY).unwrap();
    let complaint = ["", ".complex", ".remote", ".remote_complex"];
    let complaint = complaint.map(|kind| clock(&format!("complaint.first.resolution{kind}")).value.count);
    assert_eq!(complaint, [30, 45, 45, 60]);
    let denunciation = clock("denunciation.resolution");
    let extension = clock("denunciation.extension").value.count;
    assert_eq!((denunciation.value.count, extension), (30, 30));
    assert_eq!(denunciation.because.citation.number, "25/2018/QH14");
    let extensions = |kind: &str| {
        book.count(&format!("denunciation.extensions.{kind}"), Place::Any, DAY)
            .unwrap()
            .value
            .max
    };
    assert_eq!(
        (extensions("complex"), extensions("very_complex")),
        (Some(1), Some(2))
    );
}
