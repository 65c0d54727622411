//! Reconciliation: where figures contradict each other. Pure.
//!
//! Reported totals are evidence: a contradiction is shown with both sides, their sources and the arithmetic
//! that anyone can redo, and nothing is corrected. Bounds are taken as bounds: what is not stated is some
//! number from 0 on, "more than" begins above its number, so a finding is a contradiction however the open
//! parts are filled in.

use std::collections::BTreeSet;

use serde::Serialize;
use units::UnitId;

use crate::{
    amount::{Amount, Interval, Qualifier},
    catalogue::{Catalogue, Combine, Formula, Rule, RuleKind},
    figures::{Counted, Figures},
    message::{Arg, Message},
    period::Period,
    readings::{self, Explanation},
    store::SourceId,
};

/// One stated value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// The unit it is about.
    pub unit: UnitId,
    /// The period it is about.
    pub period: Period,
    /// Key of the indicator.
    pub indicator: String,
    /// What is stated.
    pub amount: Amount,
    /// Who states it.
    pub origin: Origin,
}

/// Who states a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It is counted from records.
    Counted,
    /// This source reports it.
    Reported(SourceId),
}

/// What is known about the figures of a unit and a period, its own and what they must agree with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// The units directly below, which report to it.
    pub below: Vec<UnitId>,
    /// Values of the unit for the period and the one before, and of the units below for the period.
    pub statements: Vec<Statement>,
}

/// A contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Key of the rule that is broken; its name says what must agree.
    pub rule: String,
    /// Kind of the rule.
    pub kind: &'static str,
    /// The unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// The whole, the lesser, the reported or the opening value.
    pub left: Statement,
    /// What it is held against.
    pub right: Right,
    /// The smallest difference right − left that the values allow.
    pub difference: i64,
    /// Whether it is the only one they allow.
    pub exact: bool,
    /// The arithmetic in one line.
    pub arithmetic: Message,
    /// What else a reader must know to judge it.
    pub notes: Vec<Message>,
    /// Readings that were tried.
    pub explanations: Vec<Explanation>,
}

/// The right side of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Right {
    /// The parts, or the one other value.
    pub parts: Vec<Statement>,
    /// How many parts nobody stated.
    pub unstated: usize,
    /// The least that they add up to.
    pub least: i64,
    /// The most that they add up to; `None` without bound.
    pub most: Option<i64>,
}

/// All contradictions in the evidence, in the order of the rules.
#[must_use]
pub fn findings(catalogue: &Catalogue, evidence: &Evidence) -> Vec<Finding> {
    let mut check = Check {
        catalogue,
        evidence,
        findings: Vec::new(),
    };
    for rule in catalogue.rules() {
        check.rule(rule);
    }
    check.findings
}

struct Check<'a> {
    catalogue: &'a Catalogue,
    evidence: &'a Evidence,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn rule(&mut self, rule: &'a Rule) {
        match &rule.kind {
            RuleKind::PartsSum { whole, parts } => self.parts_sum(rule, whole, parts),
            RuleKind::NotMore { lesser, greater } => self.not_more(rule, lesser, greater),
            RuleKind::OpeningEqualsClosing { opening, closing } => {
                let before = self.evidence.period.previous();
                for left in self.own(opening) {
                    if let Some(right) = self
                        .evidence
                        .find(left.origin, self.evidence.unit, before, closing)
                    {
                        self.equal(rule, left, right);
                    }
                }
            }
            RuleKind::ChildrenSum => {
                for indicator in self.catalogue.indicators() {
                    if indicator.combine == Combine::Sum
                        && !matches!(indicator.formula, Formula::Ratio { .. })
                    {
                        self.children_sum(rule, &indicator.key);
                    }
                }
            }
            RuleKind::ReportedEqualsCounted => {
                for indicator in self.catalogue.indicators() {
                    let (counted, reported): (Vec<_>, Vec<_>) = self
                        .own(&indicator.key)
                        .into_iter()
                        .partition(|value| value.origin == Origin::Counted);
                    for right in counted {
                        for &left in &reported {
                            self.equal(rule, left, right);
                        }
                    }
                }
            }
            RuleKind::SourcesAgree => {
                for indicator in self.catalogue.indicators() {
                    let mut values = self.own(&indicator.key);
                    values.retain(|value| value.origin != Origin::Counted);
                    for (at, &left) in values.iter().enumerate() {
                        for &right in &values[at + 1..] {
                            self.equal(rule, left, right);
                        }
                    }
                }
            }
        }
    }

    /// What is stated about an indicator of the unit and the period.
    fn own(&self, indicator: &str) -> Vec<&'a Statement> {
        let (unit, period) = (self.evidence.unit, self.evidence.period);
        self.evidence.about(unit, period, indicator).collect()
    }

    fn parts_sum(&mut self, rule: &'a Rule, whole: &str, parts: &[String]) {
        for left in self.own(whole) {
            let found = |part: &String| self.evidence.find(left.origin, left.unit, left.period, part);
            let right: Vec<_> = parts.iter().map(found).collect();
            self.sum(rule, left, &right);
        }
    }

    fn children_sum(&mut self, rule: &'a Rule, indicator: &str) {
        for left in self.own(indicator) {
            if left.origin == Origin::Counted {
                continue;
            }
            let below = self.evidence.below.iter();
            let right: Vec<_> = below
                .map(|child| self.evidence.find(left.origin, *child, left.period, indicator))
                .collect();
            self.sum(rule, left, &right);
        }
    }

    /// The parts, as far as they are stated, must add up to the left value.
    fn sum(&mut self, rule: &'a Rule, left: &'a Statement, right: &[Option<&'a Statement>]) {
        let sum = right
            .iter()
            .map(|part| part.map_or(Interval::UNKNOWN, |part| self.interval(part)))
            .sum::<Interval>();
        let whole = self.interval(left);
        let stated: Vec<_> = right.iter().flatten().copied().collect();
        if stated.is_empty() {
            return;
        }
        let Some(difference) = whole.gap_to(sum) else {
            return;
        };
        let unstated = right.len() - stated.len();
        let exact = whole.is_exact() && sum.is_exact();
        let unit = self.unit_of(&left.indicator);
        let parts = Arg::Amounts {
            amounts: stated.iter().map(|part| part.amount).collect(),
            unit: unit.clone(),
        };
        let parts = if stated.len() > LONGEST_SUM {
            Arg::Number(count(stated.len()))
        } else {
            parts
        };
        let key = match (stated.len() > LONGEST_SUM, exact, unstated) {
            (false, true, _) => "facts-arithmetic-sum",
            (false, false, 0) => "facts-arithmetic-sum-bounds",
            (false, false, _) => "facts-arithmetic-sum-unstated",
            (true, true, _) => "facts-arithmetic-long-sum",
            (true, false, _) => "facts-arithmetic-long-sum-bounds",
        };
        let least = clamp(sum.low);
        let mut args = vec![
            ("parts", parts),
            (
                "sum",
                Arg::Amounts {
                    amounts: vec![Amount::exact(least)],
                    unit: unit.clone(),
                },
            ),
            (
                "whole",
                Arg::Amounts {
                    amounts: vec![left.amount],
                    unit: unit.clone(),
                },
            ),
            (
                "difference",
                Arg::Difference {
                    value: clamp(difference),
                    unit,
                },
            ),
        ];
        if key == "facts-arithmetic-sum-unstated" {
            args.push(("unstated", Arg::Number(count(unstated))));
        }
        let explanations = readings::explain(self.catalogue, self.evidence, rule, left, right);
        self.push(
            rule,
            left,
            &stated,
            (unstated, sum, difference, exact),
            Message::new(key, args),
            explanations,
        );
    }

    fn equal(&mut self, rule: &'a Rule, left: &'a Statement, right: &'a Statement) {
        let (a, b) = (self.interval(left), self.interval(right));
        let Some(difference) = a.gap_to(b) else { return };
        let exact = a.is_exact() && b.is_exact();
        let key = if exact {
            "facts-arithmetic-differ"
        } else {
            "facts-arithmetic-differ-bounds"
        };
        let arithmetic = self.two_sides(key, left, right, difference);
        self.push(
            rule,
            left,
            &[right],
            (0, b, difference, exact),
            arithmetic,
            Vec::new(),
        );
    }

    fn not_more(&mut self, rule: &'a Rule, lesser: &str, greater: &str) {
        for left in self.own(lesser) {
            let Some(right) = self.evidence.find(left.origin, left.unit, left.period, greater) else {
                continue;
            };
            let (a, b) = (self.interval(left), self.interval(right));
            let Some(difference) = b
                .high
                .map(|high| high - a.low)
                .filter(|difference| *difference < 0)
            else {
                continue;
            };
            let exact = a.is_exact() && b.is_exact();
            let key = if exact {
                "facts-arithmetic-more"
            } else {
                "facts-arithmetic-more-bounds"
            };
            let arithmetic = self.two_sides(key, left, right, -difference);
            self.push(
                rule,
                left,
                &[right],
                (0, b, difference, exact),
                arithmetic,
                Vec::new(),
            );
        }
    }

    fn two_sides(&self, key: &'static str, left: &Statement, right: &Statement, difference: i128) -> Message {
        let unit = self.unit_of(&left.indicator);
        let side = |value: &Statement| Arg::Amounts {
            amounts: vec![value.amount],
            unit: unit.clone(),
        };
        let difference = Arg::Difference {
            value: clamp(difference),
            unit: unit.clone(),
        };
        Message::new(
            key,
            [
                ("left", side(left)),
                ("right", side(right)),
                ("difference", difference),
            ],
        )
    }

    fn push(
        &mut self,
        rule: &Rule,
        left: &Statement,
        parts: &[&Statement],
        (unstated, sum, difference, exact): (usize, Interval, i128, bool),
        arithmetic: Message,
        explanations: Vec<Explanation>,
    ) {
        // Several sources may state the same values: the contradiction is one.
        let amounts = |left: &Statement, parts: &[Statement]| -> Vec<_> {
            std::iter::once(left)
                .chain(parts)
                .map(|value| (value.indicator.clone(), value.unit, value.amount))
                .collect()
        };
        let right = Right {
            parts: parts.iter().map(|part| (*part).clone()).collect(),
            unstated,
            least: clamp(sum.low),
            most: sum.high.map(clamp),
        };
        let same = |other: &&Finding| {
            other.rule == rule.key && amounts(&other.left, &other.right.parts) == amounts(left, &right.parts)
        };
        if self.findings.iter().any(|other| same(&other)) {
            return;
        }
        let about = std::iter::once(left)
            .chain(parts.iter().copied())
            .any(|value| value.amount.qualifier == Qualifier::About);
        let permille = self.catalogue.about_permille();
        let notes = about.then(|| Message::new("facts-note-about", [("permille", Arg::Number(permille))]));
        self.findings.push(Finding {
            rule: rule.key.clone(),
            kind: rule.kind.key(),
            unit: self.evidence.unit,
            period: self.evidence.period,
            left: left.clone(),
            right,
            difference: clamp(difference),
            exact,
            arithmetic,
            notes: notes.into_iter().collect(),
            explanations,
        });
    }

    fn interval(&self, value: &Statement) -> Interval {
        value.amount.interval(self.catalogue.about_permille())
    }

    fn unit_of(&self, indicator: &str) -> String {
        self.catalogue
            .indicator(indicator)
            .map(|indicator| indicator.unit.clone())
            .unwrap_or_default()
    }
}

/// More terms than this are counted rather than written out.
const LONGEST_SUM: usize = 12;

fn clamp(value: i128) -> i64 {
    i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX })
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Evidence {
    /// What is known about a unit and a period from its figures.
    #[must_use]
    pub fn of(figures: &Figures) -> Self {
        let mut statements = Vec::new();
        for figure in &figures.figures {
            let amount = match &figure.counted {
                // What not every unit has kept is counted in part.
                Some(Counted::Exact(value)) if figure.kept_by < figures.keepers => Amount {
                    value: *value,
                    qualifier: Qualifier::AtLeast,
                },
                Some(Counted::Exact(value)) => Amount::exact(*value),
                Some(Counted::AtLeast { whole, .. }) => Amount {
                    value: *whole,
                    qualifier: Qualifier::AtLeast,
                },
                Some(Counted::Ratio { .. } | Counted::Indivisible(_)) | None => continue,
            };
            let (unit, period, indicator) = (figures.unit, figures.period, figure.indicator.clone());
            statements.push(Statement {
                unit,
                period,
                indicator,
                amount,
                origin: Origin::Counted,
            });
        }
        let own = figures.figures.iter().flat_map(|figure| &figure.reported);
        let all = own.chain(&figures.reported_below).chain(&figures.reported_before);
        statements.extend(all.map(|value| Statement {
            unit: value.unit,
            period: value.period,
            indicator: value.indicator.clone(),
            amount: value.amount,
            origin: Origin::Reported(value.source),
        }));
        Self {
            unit: figures.unit,
            period: figures.period,
            below: figures.below.clone(),
            statements,
        }
    }

    fn about(&self, unit: UnitId, period: Period, indicator: &str) -> impl Iterator<Item = &Statement> {
        let all = self.statements.iter();
        all.filter(move |value| value.unit == unit && value.period == period && value.indicator == indicator)
    }

    /// What an origin states, or else the first other report. Counted values are only held against counted ones.
    pub(crate) fn find(
        &self,
        origin: Origin,
        unit: UnitId,
        period: Period,
        indicator: &str,
    ) -> Option<&Statement> {
        let found = self
            .about(unit, period, indicator)
            .find(|value| value.origin == origin);
        let other = || {
            self.about(unit, period, indicator)
                .find(|value| value.origin != Origin::Counted)
        };
        found.or_else(|| if origin == Origin::Counted { None } else { other() })
    }

    /// The sources that state anything here.
    #[must_use]
    pub fn sources(&self) -> BTreeSet<SourceId> {
        let origins = self.statements.iter().map(|value| value.origin);
        origins
            .filter_map(|origin| {
                if let Origin::Reported(source) = origin {
                    Some(source)
                } else {
                    None
                }
            })
            .collect()
    }
}
