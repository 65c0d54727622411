//! Findings in the reader's language.

use facts::{
    Amount, Qualifier,
    figures::Figures,
    readings::Verdict,
    reconcile::{Finding, Origin, Statement},
};

use crate::{
    gather::Desk,
    model::{Explanation, Finding as Told, Part, Side},
};

/// The indicators that a finding concerns.
pub(crate) fn indicators(finding: &Finding) -> impl Iterator<Item = &str> {
    // Values of units below concern their own reports.
    std::iter::once(&finding.left)
        .chain(&finding.right.parts)
        .filter(|statement| statement.unit == finding.unit && statement.period == finding.period)
        .map(|statement| statement.indicator.as_str())
}

/// A finding as it is told: both sides, both sources, the sum, and the readings that were tried.
pub(crate) fn finding(desk: &Desk<'_>, figures: &Figures, number: usize, finding: &Finding) -> Told {
    let rule = desk.catalogue.rule(&finding.rule);
    let parts = &finding.right.parts;
    let right = match parts.as_slice() {
        [only] => side(desk, figures, only),
        _ => {
            let qualifier = if finding.right.most == Some(finding.right.least) {
                Qualifier::Exact
            } else {
                Qualifier::AtLeast
            };
            let total = Amount {
                value: finding.right.least,
                qualifier,
            };
            let mut origins: Vec<String> = parts
                .iter()
                .map(|part| origin(desk, figures, part.origin))
                .collect();
            origins.dedup();
            Side {
                label: desk.t.with("reports-finding-sum-of", "count", parts.len()),
                indicators: parts.iter().map(|part| part.indicator.clone()).collect(),
                text: total.text(desk.t, decimals(desk, &finding.left.indicator)),
                value: finding.right.least,
                source: origins.join("; "),
                parts: parts
                    .iter()
                    .map(|statement| part(desk, figures, statement))
                    .collect(),
            }
        }
    };
    let explanations = finding.explanations.iter().map(|tried| {
        let mut text = tried.message.text(desk.t, desk.catalogue);
        if let Some(needs) = &tried.needs {
            text = format!("{text} {}", needs.text(desk.t, desk.catalogue));
        }
        Explanation {
            verdict: match tried.verdict {
                Verdict::RuledOut => "ruled_out",
                Verdict::Possible => "possible",
                Verdict::Open => "hypothesis",
            },
            reading: tried.reading,
            text,
        }
    });
    Told {
        id: format!("mau-thuan-{number}"),
        rule: finding.rule.clone(),
        title: desk.t.with(
            "reports-finding-title",
            "rule",
            rule.map_or(finding.rule.as_str(), |rule| rule.names.get(desk.t.code())),
        ),
        left: side(desk, figures, &finding.left),
        right,
        difference: finding.difference,
        arithmetic: finding.arithmetic.text(desk.t, desk.catalogue),
        notes: finding
            .notes
            .iter()
            .map(|note| note.text(desk.t, desk.catalogue))
            .collect(),
        explanations: explanations.collect(),
    }
}

fn decimals(desk: &Desk<'_>, indicator: &str) -> u8 {
    let unit = desk
        .catalogue
        .indicator(indicator)
        .and_then(|known| desk.catalogue.unit_of_measure(&known.unit));
    unit.map_or(0, |unit| unit.decimals)
}

fn side(desk: &Desk<'_>, figures: &Figures, statement: &Statement) -> Side {
    let name = desk.catalogue.indicator(&statement.indicator).map_or_else(
        || statement.indicator.clone(),
        |indicator| indicator.names.get(desk.t.code()).to_owned(),
    );
    let label = if statement.unit == figures.unit {
        name
    } else {
        format!("{name}, {}", desk.unit(statement.unit).name)
    };
    Side {
        label,
        indicators: vec![statement.indicator.clone()],
        text: statement
            .amount
            .text(desk.t, decimals(desk, &statement.indicator)),
        value: statement.amount.value,
        source: origin(desk, figures, statement.origin),
        parts: Vec::new(),
    }
}

fn part(desk: &Desk<'_>, figures: &Figures, statement: &Statement) -> Part {
    let side = side(desk, figures, statement);
    Part {
        label: side.label,
        text: side.text,
        value: side.value,
        indicator: statement.indicator.clone(),
        unit: desk.unit(statement.unit).slug,
        year: statement.period.calendar_year(),
    }
}

fn origin(desk: &Desk<'_>, figures: &Figures, origin: Origin) -> String {
    match origin {
        Origin::Counted => desk.t.text("reports-column-counted"),
        Origin::Reported(id) => figures.sources.get(&id).map_or_else(String::new, |source| {
            let published = source
                .published_on
                .map(|day| format!(", {}", desk.t.date(day)))
                .unwrap_or_default();
            if source.publisher.is_empty() {
                format!("{}{published}", source.title)
            } else {
                format!("{}: {}{published}", source.publisher, source.title)
            }
        }),
    }
}
