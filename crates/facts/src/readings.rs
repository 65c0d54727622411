//! Readings of a contradiction between a whole and its parts, tried by arithmetic. A reading is never a fact:
//! it is ruled out, or possible, or open because figures alone can't decide it.

use serde::Serialize;

use crate::{
    amount::Qualifier,
    catalogue::{Catalogue, Reading, Rule, RuleKind},
    message::{Arg, Message},
    reconcile::{Evidence, Statement},
};

/// A reading that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Stable word for the reading: `parts_left_out`, `one_group_only`, `several_parts`, `digits`.
    pub reading: &'static str,
    /// What became of it.
    pub verdict: Verdict,
    /// The reading and why, in a sentence.
    pub message: Message,
    /// What it would need besides.
    pub needs: Option<Message>,
}

/// What the trial of a reading gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Arithmetic excludes it.
    RuledOut,
    /// The figures fit it.
    Possible,
    /// A hypothesis that these figures can't decide.
    Open,
}

/// A whole and its parts, all stated exactly.
struct Sums<'a> {
    whole: (&'a str, i64),
    parts: Vec<(&'a str, i64)>,
    /// What the parts have more than the whole.
    surplus: i64,
}

/// Tries the readings of a rule. Only exact figures can be tried.
pub(crate) fn explain(
    catalogue: &Catalogue,
    evidence: &Evidence,
    rule: &Rule,
    left: &Statement,
    right: &[Option<&Statement>],
) -> Vec<Explanation> {
    let Some(sums) = sums(left, right) else {
        return Vec::new();
    };
    let tried = rule.readings.iter().flat_map(|reading| match reading {
        Reading::PartsLeftOut => vec![parts_left_out(&sums)],
        Reading::Digits => digits(&sums),
        Reading::OneGroupOnly { groups, within } => {
            vec![one_group_only(
                &sums,
                groups,
                other_surplus(catalogue, evidence, left, within).as_ref(),
            )]
        }
        Reading::SeveralParts { within } => {
            vec![several_parts(
                &sums,
                other_surplus(catalogue, evidence, left, within).as_ref(),
            )]
        }
    });
    tried.collect()
}

fn sums<'a>(left: &'a Statement, right: &[Option<&'a Statement>]) -> Option<Sums<'a>> {
    let exact = |value: &'a Statement| {
        (value.amount.qualifier == Qualifier::Exact).then_some((value.indicator.as_str(), value.amount.value))
    };
    let whole = exact(left)?;
    let parts = right
        .iter()
        .map(|part| exact((*part)?))
        .collect::<Option<Vec<_>>>()?;
    let sum = parts
        .iter()
        .try_fold(0_i64, |sum, (_, value)| sum.checked_add(*value))?;
    Some(Sums {
        whole,
        surplus: sum.checked_sub(whole.1)?,
        parts,
    })
}

/// The surpluses of the two wholes that a rule compares.
struct Surpluses {
    lesser: i64,
    greater: i64,
}

/// The surplus of this whole and of the one that the rule `within` compares it with, in the same origin.
fn other_surplus(
    catalogue: &Catalogue,
    evidence: &Evidence,
    left: &Statement,
    within: &str,
) -> Option<Surpluses> {
    let RuleKind::NotMore { lesser, greater } = &catalogue.rule(within)?.kind else {
        return None;
    };
    let surplus = |indicator: &String| {
        let parts = catalogue.rules().iter().find_map(|rule| match &rule.kind {
            RuleKind::PartsSum { whole, parts } if whole == indicator && rule.compares_within(within) => {
                Some(parts)
            }
            _ => None,
        })?;
        let find = |key: &String| evidence.find(left.origin, left.unit, left.period, key);
        let parts: Vec<_> = parts.iter().map(find).collect();
        Some(sums(find(indicator)?, &parts)?.surplus)
    };
    Some(Surpluses {
        lesser: surplus(lesser)?,
        greater: surplus(greater)?,
    })
}

impl Rule {
    fn compares_within(&self, rule: &str) -> bool {
        self.readings.iter().any(|reading| {
            matches!(reading, Reading::OneGroupOnly { within, .. } | Reading::SeveralParts { within } if within == rule)
        })
    }
}

fn explanation(
    reading: &'static str,
    verdict: Verdict,
    key: &'static str,
    args: impl IntoIterator<Item = (&'static str, Arg)>,
) -> Explanation {
    Explanation {
        reading,
        verdict,
        message: Message::new(key, args),
        needs: None,
    }
}

/// The parts that were left out would add up to the surplus.
fn parts_left_out(sums: &Sums<'_>) -> Explanation {
    let tried = |verdict, key, more: Option<(&'static str, Arg)>| {
        let parts = Arg::Numbers(sums.parts.iter().map(|(_, value)| *value).collect());
        let args = [("surplus", Arg::Number(sums.surplus)), ("parts", parts)];
        explanation("parts_left_out", verdict, key, args.into_iter().chain(more))
    };
    if sums.surplus < 0 {
        return tried(Verdict::RuledOut, "facts-reading-left-out-smaller", None);
    }
    // The catalogue allows 16 parts, so this tries 65,534 sets at most.
    let sets = 1_u32..(1 << sums.parts.len()) - 1;
    let of = |set: u32| {
        sums.parts
            .iter()
            .enumerate()
            .filter(move |(at, _)| set >> at & 1 == 1)
            .map(|(_, part)| part)
    };
    let fitting = sets
        .into_iter()
        .find(|set| of(*set).map(|(_, value)| value).sum::<i64>() == sums.surplus);
    match fitting {
        None => tried(Verdict::RuledOut, "facts-reading-left-out-none", None),
        Some(set) => {
            let names = of(set).map(|(key, _)| (*key).to_owned()).collect();
            tried(
                Verdict::Possible,
                "facts-reading-left-out-some",
                Some(("left_out", Arg::Indicators(names))),
            )
        }
    }
}

/// The other group would hold the surplus of each whole, and in it too the lesser can't be above the greater.
fn one_group_only(sums: &Sums<'_>, groups: &str, surpluses: Option<&Surpluses>) -> Explanation {
    let groups = ("groups", Arg::List(groups.to_owned()));
    let surplus = ("surplus", Arg::Number(sums.surplus));
    if sums.surplus < 0 {
        return explanation(
            "one_group_only",
            Verdict::RuledOut,
            "facts-reading-one-group-smaller",
            [groups, surplus],
        );
    }
    match surpluses {
        None => explanation(
            "one_group_only",
            Verdict::Possible,
            "facts-reading-one-group-unchecked",
            [groups, surplus],
        ),
        Some(Surpluses { lesser, greater }) => {
            let (verdict, key) = if lesser > greater {
                (Verdict::RuledOut, "facts-reading-one-group-impossible")
            } else {
                (Verdict::Possible, "facts-reading-one-group-possible")
            };
            let args = [
                groups,
                ("lesser", Arg::Number(*lesser)),
                ("greater", Arg::Number(*greater)),
            ];
            explanation("one_group_only", verdict, key, args)
        }
    }
}

/// Parts would count entries and the whole things, each thing standing in at least one part and at most once
/// in each.
fn several_parts(sums: &Sums<'_>, surpluses: Option<&Surpluses>) -> Explanation {
    let largest = sums.parts.iter().map(|(_, value)| *value).max().unwrap_or(0);
    let args = [
        ("surplus", Arg::Number(sums.surplus)),
        ("whole", Arg::Number(sums.whole.1)),
    ];
    let copies = i64::try_from(sums.parts.len()).unwrap_or(i64::MAX) - 1;
    if sums.surplus < 0 || largest > sums.whole.1 || sums.surplus > sums.whole.1.saturating_mul(copies) {
        return explanation(
            "several_parts",
            Verdict::RuledOut,
            "facts-reading-several-impossible",
            args,
        );
    }
    let needs = surpluses
        .filter(|surpluses| surpluses.lesser > surpluses.greater)
        .map(|surpluses| {
            let args = [
                ("lesser", Arg::Number(surpluses.lesser)),
                ("greater", Arg::Number(surpluses.greater)),
            ];
            Message::new("facts-reading-several-needs", args)
        });
    Explanation {
        needs,
        ..explanation("several_parts", Verdict::Open, "facts-reading-several-open", args)
    }
}

/// One figure with one digit mistyped or two neighbours swapped would close the gap.
fn digits(sums: &Sums<'_>) -> Vec<Explanation> {
    let whole = std::iter::once((sums.whole, sums.whole.1.checked_add(sums.surplus)));
    let parts = sums
        .parts
        .iter()
        .map(|part| (*part, part.1.checked_sub(sums.surplus)));
    let slips: Vec<_> = whole
        .chain(parts)
        .filter_map(|((key, written), meant)| {
            Some((key, written, meant.filter(|meant| slip(written, *meant))?))
        })
        .collect();
    if slips.is_empty() {
        let args = [("difference", Arg::Number(sums.surplus.saturating_abs()))];
        return vec![explanation(
            "digits",
            Verdict::RuledOut,
            "facts-reading-digits-none",
            args,
        )];
    }
    let possible = |(key, written, meant): (&str, i64, i64)| {
        let args = [
            ("indicator", Arg::Indicator(key.to_owned())),
            ("written", Arg::Number(written)),
            ("meant", Arg::Number(meant)),
        ];
        explanation("digits", Verdict::Possible, "facts-reading-digits-some", args)
    };
    slips.into_iter().map(possible).collect()
}

/// Whether a number becomes another by one wrong digit, or by two neighbouring digits swapped.
fn slip(written: i64, meant: i64) -> bool {
    if written < 0 || meant < 0 {
        return false;
    }
    let (written, meant) = (written.to_string().into_bytes(), meant.to_string().into_bytes());
    if written.len() != meant.len() {
        return false;
    }
    let differing: Vec<usize> = (0..written.len())
        .filter(|at| written[*at] != meant[*at])
        .collect();
    match differing[..] {
        [_] => true,
        [a, b] => b == a + 1 && written[a] == meant[b] && written[b] == meant[a],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_pen_are_one_digit_or_two_neighbours() {
        assert!(slip(2374, 2375) && slip(2374, 2734) && slip(9, 8));
        assert!(
            !slip(2374, 4372) && !slip(2374, 2374) && !slip(99, 100) && !slip(2374, 2706) && !slip(1, -1)
        );
    }
}
