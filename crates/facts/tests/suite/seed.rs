//! The figures that the newspaper of An Giang printed for 2020.

use crate::world::catalogue;
use facts::{
    Amount, Evidence, Finding, Origin, Period, Qualifier, SourceId, Statement, TEXTS, Verdict, findings,
};
use platform::i18n::{Locale, Translations};
use units::UnitId;

const AN_GIANG: UnitId = UnitId(89);

fn article() -> SourceId {
    SourceId(platform::id::uuid_v7(
        "2022-10-07T00:00:00Z".parse().unwrap(),
        [7; 10],
    ))
}

/// Figures as printed: indicator and value as it is written in the data.
const PRINTED: [(&str, &str); 11] = [
    ("dan_van_kheo.registered.total", "2374"),
    ("dan_van_kheo.carried_out.total", "1772"),
    ("dan_van_kheo.registered.economy", "598"),
    ("dan_van_kheo.carried_out.economy", "450"),
    ("dan_van_kheo.registered.culture_society", "1546"),
    ("dan_van_kheo.carried_out.culture_society", "1193"),
    ("dan_van_kheo.registered.defence_security", "288"),
    ("dan_van_kheo.carried_out.defence_security", "226"),
    ("dan_van_kheo.registered.political_system", "274"),
    ("dan_van_kheo.carried_out.political_system", "247"),
    ("contributions.social_security_vnd", ">100000000000"),
];

fn evidence() -> Evidence {
    let statements = PRINTED.iter().map(|(indicator, written)| {
        let (qualifier, number) = Qualifier::split(written);
        Statement {
            unit: AN_GIANG,
            period: Period::year(2020),
            indicator: (*indicator).to_owned(),
            amount: Amount {
                value: number.parse().unwrap(),
                qualifier,
            },
            origin: Origin::Reported(article()),
        }
    });
    Evidence {
        unit: AN_GIANG,
        period: Period::year(2020),
        below: Vec::new(),
        statements: statements.collect(),
    }
}

/// The findings as a reader of `locale` sees them.
fn told(found: &[Finding], locale: Locale) -> String {
    let catalogue = catalogue();
    let reader = Translations::new(&[TEXTS]).unwrap().translator(locale);
    let mut lines = Vec::new();
    for finding in found {
        lines.push(
            catalogue
                .rule(&finding.rule)
                .unwrap()
                .names
                .get(locale.code())
                .to_owned(),
        );
        lines.push(format!("  {}", finding.arithmetic.text(&reader, catalogue)));
        for explanation in &finding.explanations {
            let verdict = match explanation.verdict {
                Verdict::RuledOut => "facts-verdict-ruled-out",
                Verdict::Possible => "facts-verdict-possible",
                Verdict::Open => "facts-verdict-open",
            };
            lines.push(format!(
                "  [{}] {}",
                reader.text(verdict),
                explanation.message.text(&reader, catalogue)
            ));
            lines.extend(
                explanation
                    .needs
                    .iter()
                    .map(|needs| format!("      {}", needs.text(&reader, catalogue))),
            );
        }
    }
    lines.join("\n")
}

#[test]
fn rule_19_reported_totals_are_evidence() {
    let evidence = evidence();
    let before = evidence.clone();
    let found = findings(catalogue(), &evidence);
    assert_eq!(evidence, before, "nothing is overwritten");

    let seen: Vec<_> = found
        .iter()
        .map(|finding| {
            (
                finding.left.indicator.as_str(),
                finding.left.amount.value,
                finding.right.least,
                finding.difference,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("dan_van_kheo.registered.total", 2374, 2706, 332),
            ("dan_van_kheo.carried_out.total", 1772, 2116, 344),
        ]
    );
    assert!(
        found
            .iter()
            .all(|finding| finding.exact && finding.left.origin == Origin::Reported(article()))
    );
    for finding in &found {
        let verdicts: Vec<_> = finding
            .explanations
            .iter()
            .map(|tried| (tried.reading, tried.verdict))
            .collect();
        assert_eq!(
            verdicts,
            [
                ("parts_left_out", Verdict::RuledOut),
                ("one_group_only", Verdict::RuledOut),
                ("digits", Verdict::RuledOut),
                ("several_parts", Verdict::Open),
            ]
        );
    }
}

#[test]
fn the_findings_are_told_in_every_language() {
    let found = findings(catalogue(), &evidence());
    for locale in Locale::ALL {
        insta::assert_snapshot!(format!("seed_findings_{}", locale.code()), told(&found, locale));
    }
}

#[test]
fn the_findings_are_the_same_data_in_every_language() {
    insta::assert_json_snapshot!("seed_findings", findings(catalogue(), &evidence()));
}

#[test]
fn more_than_a_hundred_billion_contradicts_only_what_is_not_more() {
    let counted = |value: i64| {
        let mut evidence = evidence();
        evidence
            .statements
            .retain(|statement| statement.indicator == "contributions.social_security_vnd");
        let counted = Statement {
            amount: Amount::exact(value),
            origin: Origin::Counted,
            ..evidence.statements[0].clone()
        };
        evidence.statements.push(counted);
        findings(catalogue(), &evidence)
    };
    assert_eq!(counted(100_000_000_001), []);
    assert_eq!(counted(250_000_000_000), []);
    let found = counted(99_000_000_000);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].rule.as_str(), found[0].difference, found[0].exact),
        ("reported_equals_counted", -1_000_000_001, false)
    );
}
