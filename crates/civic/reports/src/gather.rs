//! From figures, findings and the law to a report in the reader's language. Pure.

use std::collections::{BTreeMap, BTreeSet};

use facts::{
    Amount, Catalogue, Qualifier,
    catalogue::Indicator,
    figures::{Counted, Figure, Figures, Together},
};
use jiff::civil::Date;
use platform::i18n::{Locale, Translator, percent_tenths};
use rulebook::{Language, Place, Rulebook};
use units::{UnitId, Units};

use crate::{
    compose::{self, Laws, Rows},
    model::{Boundaries, Boundary, FigureRow, Origin, Report, Shown, Source, Stated, UnitRef},
    plan::Plan,
    words,
};

/// What every report is made with.
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// The reader's language.
    pub t: &'a Translator,
    /// Units through time.
    pub units: &'a Units,
    /// What is counted.
    pub catalogue: &'a Catalogue,
    /// The law.
    pub rulebook: &'a Rulebook,
    /// Which sentences and tables stand where.
    pub plan: &'a Plan,
    /// Whether the records are invented.
    pub demo: bool,
}

impl Desk<'_> {
    /// The report on these figures, with the contradictions found among them.
    #[must_use]
    pub fn report(
        &self,
        figures: &Figures,
        findings: &[facts::reconcile::Finding],
        basis: Boundaries,
    ) -> Report {
        let year = figures.period.calendar_year();
        let sources: Vec<_> = figures.sources.values().collect();
        let contradicted: BTreeSet<&str> = findings.iter().flat_map(words::indicators).collect();
        let rows: Rows = figures
            .figures
            .iter()
            .filter_map(|figure| {
                let indicator = self.catalogue.indicator(&figure.indicator)?;
                let row = self.row(indicator, figure, &|id| {
                    sources
                        .iter()
                        .position(|source| source.id == id)
                        .map_or(0, |at| at + 1)
                });
                let contradicted = contradicted.contains(figure.indicator.as_str());
                Some((figure.indicator.clone(), FigureRow { contradicted, ..row }))
            })
            .collect();
        let laws = self.laws(figures.period.last_day());
        let sections = compose::sections(self.t, self.catalogue, self.plan, &rows, &laws);
        let unit = self.unit(figures.unit);
        let findings: Vec<_> = (1..)
            .zip(findings)
            .map(|(number, finding)| words::finding(self, figures, number, finding))
            .collect();
        Report {
            title: self.t.format(
                "reports-title-of",
                &[
                    ("unit", unit.name.as_str().into()),
                    ("year", year.to_string().into()),
                ],
            ),
            language: self.t.code(),
            unit,
            year,
            boundary: Boundary {
                basis,
                date: figures.basis,
            },
            demo: self.demo,
            proposals: self.proposals(&sections, &rows, findings.len()),
            sections,
            findings,
            sources: sources.into_iter().map(source).collect(),
        }
    }

    /// A unit with its path and its part of an address.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> UnitRef {
        UnitRef {
            code: self
                .units
                .get(id)
                .map(|unit| unit.code.clone())
                .unwrap_or_default(),
            name: self
                .units
                .get(id)
                .map(|unit| unit.name.clone())
                .unwrap_or_default(),
            path: self.units.path(id),
            slug: self.units.slug(id),
        }
    }

    /// The figure as a row; `number` gives the number of a source in the report.
    pub(crate) fn row(
        &self,
        indicator: &Indicator,
        figure: &Figure,
        number: &dyn Fn(facts::SourceId) -> usize,
    ) -> FigureRow {
        let reported = figure.reported.iter().map(|value| Stated {
            shown: self.amount(indicator, value.amount),
            source: number(value.source),
        });
        FigureRow {
            indicator: indicator.key.clone(),
            name: indicator.names.get(self.t.code()).to_owned(),
            unit: self.unit_of_measure(indicator),
            counted: figure
                .counted
                .as_ref()
                .and_then(|counted| self.counted(indicator, counted)),
            reported: reported
                .chain(self.of_predecessors(indicator, figure, number))
                .collect(),
            contradicted: false,
        }
    }

    /// What the units it was formed from reported, as one value where that can be said.
    fn of_predecessors(
        &self,
        indicator: &Indicator,
        figure: &Figure,
        number: &dyn Fn(facts::SourceId) -> usize,
    ) -> Option<Stated> {
        let predecessors = figure.predecessors.as_ref()?;
        let source = number(predecessors.parts.first()?.source);
        let shown = match predecessors.together.as_ref() {
            Some(Together::Amount(amount)) => self.amount(indicator, *amount),
            Some(Together::Mean { total, weight }) => {
                let mean = total.checked_add(weight / 2)?.div_euclid(*weight);
                self.amount(indicator, Amount::exact(mean))
            }
            None => {
                // Some did not report, or can't be divided: what is known is a lower bound, with who is missing.
                let whole: Vec<_> = predecessors
                    .parts
                    .iter()
                    .filter(|part| !predecessors.split.contains(&part.unit))
                    .collect();
                let adds_up = indicator.combine == facts::catalogue::Combine::Sum;
                let at_least = adds_up && !whole.is_empty() && predecessors.split.is_empty();
                let sum = Amount::sum(whole.iter().map(|part| part.amount)).filter(|_| at_least)?;
                let qualifier = match sum.qualifier {
                    Qualifier::Exact | Qualifier::AtLeast => Qualifier::AtLeast,
                    Qualifier::MoreThan => Qualifier::MoreThan,
                    Qualifier::AtMost | Qualifier::About => return None,
                };
                let mut shown = self.amount(
                    indicator,
                    Amount {
                        value: sum.value,
                        qualifier,
                    },
                );
                let missing: Vec<String> = predecessors
                    .missing
                    .iter()
                    .map(|unit| self.unit(*unit).name)
                    .collect();
                shown.text = self.t.format(
                    "reports-without",
                    &[
                        ("value", shown.text.as_str().into()),
                        ("missing", missing.join(", ").into()),
                    ],
                );
                shown
            }
        };
        Some(Stated { shown, source })
    }

    /// What an indicator is measured in, in words.
    #[must_use]
    pub fn unit_of_measure(&self, indicator: &Indicator) -> String {
        self.catalogue
            .unit_of_measure(&indicator.unit)
            .map(|unit| unit.names.get(self.t.code()).to_owned())
            .unwrap_or_default()
    }

    fn decimals(&self, indicator: &Indicator) -> u8 {
        self.catalogue
            .unit_of_measure(&indicator.unit)
            .map_or(0, |unit| unit.decimals)
    }

    /// A stated value.
    #[must_use]
    pub fn amount(&self, indicator: &Indicator, amount: Amount) -> Shown {
        let decimals = self.decimals(indicator);
        Shown {
            text: amount.text(self.t, decimals),
            value: Some(amount.value),
            decimals,
            qualifier: amount.qualifier.key(),
            origin: Origin::Reported,
        }
    }

    /// A counted value; `None` for a share of nothing.
    #[must_use]
    pub fn counted(&self, indicator: &Indicator, counted: &Counted) -> Option<Shown> {
        let decimals = self.decimals(indicator);
        let shown = |text, value, qualifier| Shown {
            text,
            value,
            decimals,
            qualifier,
            origin: Origin::Counted,
        };
        Some(match counted {
            Counted::Exact(value) => shown(self.t.decimal(*value, decimals), Some(*value), "exact"),
            Counted::AtLeast { whole, .. } => {
                let bound = Amount {
                    value: *whole,
                    qualifier: Qualifier::AtLeast,
                };
                shown(bound.text(self.t, decimals), Some(*whole), "at_least")
            }
            Counted::Ratio { part, whole } => {
                let tenths = percent_tenths(*part, *whole)?;
                Shown {
                    decimals: 1,
                    ..shown(self.t.percent(*part, *whole)?, Some(tenths), "exact")
                }
            }
            Counted::Indivisible(_) => shown(self.t.text("reports-indivisible"), None, "indivisible"),
        })
    }

    /// The articles of every section in force on `day`, each once.
    fn laws(&self, day: Date) -> Laws {
        let language = law_language(self.t.locale());
        let mut laws: Laws = BTreeMap::new();
        for section in &self.plan.section {
            for law in &section.law {
                let Some((topic, place)) = law.split_once('@') else {
                    continue;
                };
                let Some(place) = Place::from_word(place) else {
                    continue;
                };
                // Before a law was in force there is nothing to cite; the section stands without it.
                let Ok(because) = self.rulebook.explain(topic, place, day) else {
                    continue;
                };
                let cited = because.citation.in_language(language);
                let known = laws.entry(section.key.clone()).or_default();
                // A law whose article nobody has found yet says nothing beside its other articles.
                let vague = because.citation.articles.is_empty() && !known.is_empty();
                if !vague && !known.contains(&cited) {
                    known.push(cited);
                }
            }
        }
        laws
    }

    /// What the figures suggest should be done.
    fn proposals(&self, sections: &[crate::model::Section], rows: &Rows, findings: usize) -> Vec<String> {
        let mut proposals = Vec::new();
        if findings > 0 {
            proposals.push(self.t.with("reports-propose-findings", "count", findings));
        }
        for (key, row) in rows {
            let late = self.catalogue.indicator(key).and_then(|indicator| {
                let part = indicator.part_of.as_ref()?;
                let late = part.values.len() == 1
                    && part
                        .values
                        .iter()
                        .any(|(_, list, item)| list == "timeliness" && item == "late");
                late.then_some(part.whole.as_str())
            });
            let count = row
                .counted
                .as_ref()
                .and_then(|shown| shown.value)
                .filter(|count| *count > 0);
            if let (Some(whole), Some(count)) = (late, count) {
                let name = self
                    .catalogue
                    .indicator(whole)
                    .map_or(whole, |whole| whole.names.get(self.t.code()));
                proposals.push(self.t.format(
                    "reports-propose-late",
                    &[("count", count.into()), ("indicator", name.into())],
                ));
            }
        }
        let missing = sections.iter().filter(|section| section.empty.is_some()).count();
        if missing > 0 {
            proposals.push(self.t.with("reports-propose-missing", "count", missing));
        }
        if proposals.is_empty() {
            proposals.push(self.t.text("reports-propose-none"));
        }
        proposals
    }
}

/// The rulebook's name for a language of the interface.
#[must_use]
pub fn law_language(locale: Locale) -> Language {
    match locale {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

pub(crate) fn source(source: &facts::Source) -> Source {
    Source {
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        published_on: source.published_on,
        locator: source.locator.clone(),
    }
}
