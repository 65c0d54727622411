//! The books in `rulebooks/`: they load, cover what they should, and say what their values say.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use rulebook::{Comparison, Confidence, DayKind, Language, LookupError, Place, Rulebook, SHIPPED, Value};

fn book() -> Rulebook {
    Rulebook::embedded().unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

fn lines(problems: &[rulebook::Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn every_file_of_the_folder_is_shipped() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../rulebooks");
    let files: BTreeSet<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("rulebooks/{}", entry.unwrap().file_name().to_str().unwrap()))
        .collect();
    let shipped: BTreeSet<_> = SHIPPED.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(files, shipped);
}

#[test]
fn the_shipped_books_have_no_problem() {
    assert!(book().sources().count() >= 18);
}

#[test]
fn an_event_of_2022_is_judged_by_the_ordinance() {
    let book = book();
    let items = book
        .items("disclosure.items", Place::Commune, date(2022, 5, 10))
        .unwrap();
    assert_eq!(items.value.len(), 11);
    assert_eq!(items.because.citation.number, "34/2007/PL-UBTVQH11");
    assert_eq!(
        items.because.citation.to_string(),
        "Điều 5, Pháp lệnh Thực hiện dân chủ ở xã, phường, thị trấn (34/2007/PL-UBTVQH11)"
    );
    assert_eq!(items.because.validity.to_string(), "2007-07-01..2023-06-30");
    assert!(items.because.uncertain && items.because.note.is_some());
    let covenant = book
        .choice(
            "decision.village_covenant.takes_effect",
            Place::Hamlet,
            date(2022, 5, 10),
        )
        .unwrap();
    assert_eq!(covenant.value, "recognised_by_district_committee");
}

#[test]
fn an_event_of_the_first_of_july_2023_is_judged_by_the_law() {
    let book = book();
    let items = book
        .items("disclosure.items", Place::Commune, date(2023, 7, 1))
        .unwrap();
    assert_eq!(items.value.len(), 14);
    assert_eq!(items.because.citation.number, "10/2022/QH15");
    let conscription = items
        .value
        .iter()
        .find(|item| item.key == "conscription")
        .unwrap();
    assert_eq!(
        conscription.article.as_ref().unwrap().to_string(),
        "Điều 11, khoản 9"
    );
    let yesterday = book
        .items("disclosure.items", Place::Commune, date(2023, 6, 30))
        .unwrap();
    assert_eq!(yesterday.because.citation.number, "34/2007/PL-UBTVQH11");
    let threshold = book
        .explain(
            "decision.other_self_management.threshold",
            Place::Hamlet,
            date(2024, 1, 1),
        )
        .unwrap();
    assert_eq!(
        threshold.citation.to_string(),
        "Điều 21, khoản 1, Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15)"
    );
    assert_eq!(
        threshold.citation.in_language(Language::En),
        "Article 21, clause 1, Law on Implementation of Grassroots Democracy (10/2022/QH15)"
    );
}

#[test]
fn the_weeks_between_the_law_and_its_decree_are_answered_honestly() {
    let book = book();
    let error = book
        .days("meeting.notice", Place::Hamlet, date(2023, 7, 20))
        .unwrap_err();
    let LookupError::NotInForce(gap) = &error else {
        panic!("{error}")
    };
    assert_eq!(gap.before, None);
    assert_eq!(gap.after.as_ref().unwrap().validity.from, date(2023, 8, 15));
    assert_eq!(error.key(), "rulebook-lookup-before-first-rule");
    let said = error.in_language(Language::Vi);
    assert!(
        said.contains("2023-07-20") && said.contains("2023-08-15") && said.contains("59/2023/NĐ-CP"),
        "{said}"
    );
    assert!(
        book.days("meeting.notice", Place::Hamlet, date(2023, 8, 15))
            .is_ok()
    );

    let between = book
        .count("inspectorate.members", Place::Commune, date(2023, 7, 20))
        .unwrap_err();
    insta::assert_snapshot!(between, @"the rulebook holds no rule “inspectorate.members” for “commune” on 2023-07-20; before that, one was in force until 2023-06-30: Chưa xác định được điều, Nghị định về tổ chức và hoạt động của Ban Thanh tra nhân dân (159/2016/NĐ-CP); after that, one is in force from 2023-08-15: Điều 13, Nghị định quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở (59/2023/NĐ-CP)");
}

#[test]
fn the_law_prevails_over_the_decree_it_overtook() {
    let book = book();
    let agency = |day: Date| book.days("disclosure.deadline", Place::Agency, day).unwrap();
    let old = agency(date(2023, 6, 30));
    assert_eq!(
        (old.value.count, old.because.citation.number),
        (3, "04/2015/NĐ-CP")
    );
    assert_eq!(old.because.validity.to, Some(date(2023, 6, 30)));
    let new = agency(date(2023, 7, 1));
    assert_eq!(
        (new.value.count, new.because.citation.number),
        (5, "10/2022/QH15")
    );
}

#[test]
fn each_kind_of_place_has_its_own_deadline() {
    let book = book();
    let day = date(2024, 3, 1);
    let deadline = |place| book.days("disclosure.deadline", place, day).unwrap();
    let commune = deadline(Place::Commune);
    assert_eq!((commune.value.count, commune.value.kind), (5, DayKind::Working));
    assert_eq!(
        commune.because.citation.articles_in(Language::Vi),
        "Điều 12, khoản 3"
    );
    let agency = deadline(Place::Agency);
    assert_eq!((agency.value.count, agency.value.kind), (5, DayKind::Working));
    let enterprise = deadline(Place::StateEnterprise);
    assert_eq!(
        (enterprise.value.count, enterprise.value.kind),
        (15, DayKind::Calendar)
    );
    let hamlet = book.days("disclosure.deadline", Place::Hamlet, day).unwrap_err();
    insta::assert_snapshot!(hamlet, @"“disclosure.deadline” has no rule for “hamlet”, only for: commune, agency, state_enterprise");
}

#[test]
fn a_rule_for_any_place_answers_for_each() {
    let book = book();
    let day = date(2020, 1, 1);
    let commune = book
        .days("complaint.first.resolution", Place::Commune, day)
        .unwrap();
    assert_eq!((commune.value.count, commune.because.place), (30, Place::Any));
    assert_eq!(
        book.days("complaint.first.resolution", Place::Any, day).unwrap(),
        commune
    );
}

#[test]
fn doubtful_rules_say_so() {
    let book = book();
    let ballot = book
        .explain(
            "decision.contribution_level.ballot_condition",
            Place::Hamlet,
            date(2024, 1, 1),
        )
        .unwrap();
    assert!(ballot.uncertain && ballot.note.unwrap().vi.contains("59/2023"));
    let court = book
        .explain(
            "mediation.court_recognition.application",
            Place::MediationTeam,
            date(2024, 1, 1),
        )
        .unwrap();
    assert_eq!(court.confidence, Confidence::Recalled);
}

#[test]
fn a_slip_in_a_topic_names_the_topics_beside_it() {
    let error = book()
        .days("decision.recognition.deadlin", Place::Hamlet, date(2024, 1, 1))
        .unwrap_err();
    insta::assert_snapshot!(error, @"the rulebook has no topic “decision.recognition.deadlin”; topics with similar names: decision.recognition.deadline");
    let kind = book()
        .share("disclosure.deadline", Place::Commune, date(2024, 1, 1))
        .unwrap_err();
    insta::assert_snapshot!(kind, @"the rule “disclosure.deadline” has a value of kind “days”, not “share”");
}

/// The sentence shown to people must state the number that the program computes with.
#[test]
fn summaries_state_the_value() {
    let book = book();
    // Each source's first day and a day long after cover every rule.
    let days: BTreeSet<_> = book
        .sources()
        .map(|source| source.validity.from)
        .chain([date(2026, 11, 23)])
        .collect();
    for (topic, place) in book.topics() {
        for rule in days
            .iter()
            .filter_map(|day| book.explain(topic, place, *day).ok())
        {
            let numbers: Vec<String> = match rule.value {
                Value::Days(days) => vec![days.count.to_string()],
                Value::Hours(amount) | Value::Months(amount) | Value::Years(amount) => {
                    vec![amount.count.to_string()]
                }
                Value::Count(count) => [Some(count.min).filter(|min| *min > 0), count.max]
                    .into_iter()
                    .flatten()
                    .map(|number| number.to_string())
                    .collect(),
                _ => Vec::new(),
            };
            for language in Language::ALL {
                let summary = rule.summary.get(language).to_lowercase();
                let stated: BTreeSet<&str> = summary
                    .split(|c: char| !c.is_ascii_digit())
                    .map(|number| number.trim_start_matches('0'))
                    .collect();
                for number in &numbers {
                    assert!(
                        stated.contains(number.as_str()),
                        "{topic}: {number} is not in “{summary}”"
                    );
                }
                if let Value::Share(share) = rule.value {
                    let percent = format!("{}%", 100 * share.num / share.den);
                    let fraction = format!("{}/{}", share.num, share.den);
                    assert!(
                        summary.contains(&percent) || summary.contains(&fraction),
                        "{topic}: {share:?} “{summary}”"
                    );
                    let strict = ["trên", "more than", "លើសពី"][language as usize];
                    assert_eq!(
                        summary.contains(strict),
                        share.comparison == Comparison::MoreThan,
                        "{topic}: “{summary}”"
                    );
                }
            }
        }
    }
}
