//! The catalogue that Đình is delivered with, and what is told about faulty ones.

use std::collections::BTreeSet;

use crate::world::{catalogue, choice, entry, model};
use facts::{Catalogue, ColumnFault, ColumnValue, TEXTS, Values, catalogue::Formula};
use jiff::civil::date;

#[test]
fn the_delivered_catalogue_has_no_problem() {
    let catalogue = catalogue();
    for key in [
        "total",
        "economy",
        "culture_society",
        "defence_security",
        "political_system",
    ] {
        assert!(
            catalogue
                .indicator(&format!("dan_van_kheo.registered.{key}"))
                .is_some(),
            "{key}"
        );
        assert!(
            catalogue
                .indicator(&format!("dan_van_kheo.carried_out.{key}"))
                .is_some(),
            "{key}"
        );
    }
    assert!(catalogue.indicator("contributions.social_security_vnd").is_some());
}

#[test]
fn every_section_has_indicators_and_every_measure_is_kept_and_shown() {
    let catalogue = catalogue();
    let sections: BTreeSet<_> = catalogue
        .indicators()
        .iter()
        .map(|indicator| indicator.section.as_str())
        .collect();
    let listed: BTreeSet<_> = catalogue
        .list("section")
        .unwrap()
        .items
        .iter()
        .map(|item| item.key.as_str())
        .collect();
    assert_eq!(sections, listed);

    let emitted: BTreeSet<_> = catalogue
        .record_kinds()
        .iter()
        .flat_map(|kind| &kind.emissions)
        .map(|e| e.measure.as_str())
        .collect();
    let shown: BTreeSet<_> = catalogue
        .indicators()
        .iter()
        .filter_map(|indicator| {
            if let Formula::Counts { measure, .. } = &indicator.formula {
                Some(measure.as_str())
            } else {
                None
            }
        })
        .collect();
    for measure in catalogue.measures() {
        assert!(
            emitted.contains(measure.key.as_str()),
            "no form gives {}",
            measure.key
        );
    }
    // What is asked for in a form, but not reported by itself.
    let unreported: BTreeSet<_> = emitted.difference(&shown).copied().collect();
    assert_eq!(
        unreported,
        BTreeSet::from(["consultation.in_favour", "internal.due"])
    );
}

#[test]
fn every_text_is_in_every_language() {
    assert_eq!(platform::i18n::incompleteness(TEXTS), Vec::<String>::new());
    let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert_eq!(
        platform::i18n::unused_keys(TEXTS, &[&sources]).unwrap(),
        [
            // Said by whoever shows an explanation.
            "facts-verdict-open",
            "facts-verdict-possible",
            "facts-verdict-ruled-out",
        ]
    );
}

#[test]
fn all_faults_are_told_at_once_with_their_places() {
    let first = r#"
[reconciliation]
about_permille = 2000

[[unit_of_measure]]
key = "model"
decimals = 0
vi = "mô hình"
en = "models"

[[list]]
key = "field"
vi = "Lĩnh vực"
en = "Field"
km = "វិស័យ"
item = [{ key = "economy", vi = "kinh tế", en = "economy", km = "សេដ្ឋកិច្ច" }]

[[measure]]
key = "model.registered"
unit = "modle"
kind = "flwo"
dimensions = { field = "field", group = "group" }

[[record]]
key = "model"
vi = "Sổ"
en = "Register"
km = "បញ្ជី"
date = "registered_on"
column = [
  { key = "field", kind = "choice", list = "field", vi = "Lĩnh vực", en = "Field", km = "វិស័យ" },
  { key = "registered_on", kind = "date", vi = "Ngày", en = "Day", km = "ថ្ងៃ", colour = "red" },
]
fact = [{ measure = "model.registered", by = { field = "field", subject = "field" }, minus = true }]
"#;
    let second = r#"
[[measure]]
key = "model.registered"
unit = "model"
kind = "flow"

[[indicator]]
key = "a"
section = "movements"
unit = "model"
combine = "sum"
sum = ["b", "c"]
vi = "a"
en = "a"
km = "a"
meaning = { vi = "a", en = "a", km = "a" }

[[indicator]]
key = "b"
section = "movements"
unit = "model"
combine = "latest"
sum = "a"
counts = "model.registered"
vi = "b"
en = "b"
km = "b"
meaning = { vi = "b", en = "b", km = "b" }
"#;
    let problems = Catalogue::parse(&[("first.toml", first), ("second.toml", second)]).unwrap_err();
    insta::assert_snapshot!(problems.to_string());
}

#[test]
fn broken_syntax_is_told_with_its_line() {
    let problems = Catalogue::parse(&[("broken.toml", "[[list]]\nkey = \nvi = \"x\"\n")]).unwrap_err();
    assert!(
        problems.to_string().contains("broken.toml:2:7: this is not TOML"),
        "{problems}"
    );
}

#[test]
fn a_form_tells_every_column_with_a_fault() {
    let catalogue = catalogue();
    let values: Values = [
        ("clause", choice("clause_9")),
        ("scope", ColumnValue::Text("ấp".to_owned())),
        ("held_on", ColumnValue::Date(date(2024, 5, 2))),
        ("recognised_on", ColumnValue::Date(date(2024, 5, 1))),
        ("households", ColumnValue::Number(300)),
        ("present", ColumnValue::Number(301)),
        ("in_favour", ColumnValue::Number(-1)),
        ("colour", ColumnValue::Flag(true)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into();
    let problems = catalogue
        .record_kind("community_decision")
        .unwrap()
        .enter(catalogue, &values)
        .unwrap_err();
    let faults: Vec<_> = problems
        .into_iter()
        .map(|problem| (problem.column, problem.fault))
        .collect();
    let expected = [
        ("title", ColumnFault::Missing),
        ("clause", ColumnFault::NotInList("clause_9".to_owned())),
        ("scope", ColumnFault::WrongKind),
        ("form", ColumnFault::Missing),
        (
            "present",
            ColumnFault::Above {
                other: "households".to_owned(),
                number: 300,
            },
        ),
        ("in_favour", ColumnFault::Negative),
        ("result", ColumnFault::Missing),
        (
            "recognised_on",
            ColumnFault::Before {
                other: "held_on".to_owned(),
                date: date(2024, 5, 2),
            },
        ),
        ("colour", ColumnFault::Unknown),
    ];
    assert_eq!(faults, expected.map(|(column, fault)| (column.to_owned(), fault)));
}

#[test]
fn a_closed_case_needs_its_outcome() {
    let catalogue = catalogue();
    let values: Values = [
        ("dispute", choice("land")),
        ("received_on", ColumnValue::Date(date(2024, 5, 2))),
        ("closed_on", ColumnValue::Date(date(2024, 5, 3))),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into();
    let problems = catalogue
        .record_kind("mediation_case")
        .unwrap()
        .enter(catalogue, &values)
        .unwrap_err();
    assert_eq!(problems[0].fault, ColumnFault::Needs("outcome".to_owned()));
}

#[test]
fn records_give_the_facts_of_their_form() {
    let catalogue = catalogue();
    let facts = |entry: facts::Entry| -> Vec<_> {
        entry
            .facts
            .into_iter()
            .map(|fact| (fact.series, fact.date.to_string(), fact.quantity))
            .collect()
    };
    let made = model(catalogue, "economy", date(2020, 2, 1), Some(date(2020, 11, 30)));
    assert_eq!(
        facts(made),
        [
            (
                "dan_van_kheo.registered?field=economy&group=general&subject=collective".to_owned(),
                "2020-02-01".to_owned(),
                1
            ),
            (
                "dan_van_kheo.carried_out?field=economy&group=general&subject=collective".to_owned(),
                "2020-11-30".to_owned(),
                1
            ),
        ]
    );
    // On the day it is due is on time; without a day it is not posted.
    let posted = |posted_on: Option<jiff::civil::Date>| {
        let mut values = vec![
            ("title", ColumnValue::Text("Quyết toán ngân sách".to_owned())),
            ("item", choice("item_2")),
            ("due_on", ColumnValue::Date(date(2024, 3, 8))),
        ];
        values.extend(posted_on.map(|day| ("posted_on", ColumnValue::Date(day))));
        facts(entry(catalogue, "disclosure", &values))
            .into_iter()
            .map(|(series, ..)| series)
            .collect::<Vec<_>>()
    };
    let due = "disclosure.due?item=item_2";
    assert_eq!(posted(None), [due]);
    assert_eq!(
        posted(Some(date(2024, 3, 8))),
        [due, "disclosure.posted?item=item_2&timeliness=on_time"]
    );
    assert_eq!(
        posted(Some(date(2024, 3, 9))),
        [due, "disclosure.posted?item=item_2&timeliness=late"]
    );
}

#[test]
fn items_are_found_as_officers_write_them() {
    let catalogue = catalogue();
    let fields = catalogue.list("model_field").unwrap();
    for written in [
        "culture_society",
        "Văn hóa - xã hội",
        "van hoa - xa hoi",
        "CULTURE AND SOCIETY",
    ] {
        assert_eq!(
            fields.find(written).map(|item| item.key.as_str()),
            Some("culture_society"),
            "{written}"
        );
    }
    assert!(fields.find("thể thao").is_none());
}
