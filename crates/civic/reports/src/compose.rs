//! Composes sections from figures: sentences, tables and charts. Pure: the same figures under the same plan
//! always give the same report. A sentence is never pasted; it is said when its figures are known.

use std::collections::BTreeMap;

use facts::{Catalogue, catalogue::PartOf};
use platform::i18n::{Arg, Translator, percent_tenths};

use crate::{
    chart::{Bar, Chart, Group},
    model::{Breakdown, BreakdownCell, BreakdownRow, FigureRow, Piece, RowKind, Section, Sentence, Shown},
    plan::{Plan, SectionPlan, SentencePlan, TablePlan},
};

/// Every figure of the report by indicator.
pub type Rows = BTreeMap<String, FigureRow>;

/// The articles of a section, by its key.
pub type Laws = BTreeMap<String, Vec<String>>;

struct Composer<'a> {
    t: &'a Translator,
    catalogue: &'a Catalogue,
    rows: &'a Rows,
}

/// Composes all sections of the plan.
#[must_use]
pub fn sections(
    t: &Translator,
    catalogue: &Catalogue,
    plan: &Plan,
    rows: &Rows,
    laws: &Laws,
) -> Vec<Section> {
    let composer = Composer { t, catalogue, rows };
    plan.section
        .iter()
        .map(|section| composer.section(section, laws))
        .collect()
}

impl Composer<'_> {
    fn section(&self, plan: &SectionPlan, laws: &Laws) -> Section {
        // Parts by dimensions stand in tables, where they can be compared with their whole.
        let figures: Vec<FigureRow> = self
            .catalogue
            .indicators()
            .iter()
            .filter(|indicator| indicator.section == plan.key && indicator.part_of.is_none())
            .filter_map(|indicator| self.rows.get(&indicator.key))
            .filter(|row| row.best().is_some())
            .cloned()
            .collect();
        let tables: Vec<Breakdown> = plan.table.iter().filter_map(|table| self.table(table)).collect();
        let empty = (figures.is_empty() && tables.is_empty()).then(|| {
            self.t
                .with("reports-section-empty", "forms", self.forms(&plan.key))
        });
        Section {
            key: plan.key.clone(),
            title: self
                .catalogue
                .list("section")
                .and_then(|list| list.item(&plan.key))
                .map_or_else(
                    || plan.key.clone(),
                    |item| item.names.get(self.t.code()).to_owned(),
                ),
            laws: laws.get(&plan.key).cloned().unwrap_or_default(),
            sentences: plan
                .sentence
                .iter()
                .filter_map(|sentence| self.sentence(sentence))
                .collect(),
            figures,
            tables,
            empty,
        }
    }

    /// The forms from which the section's figures would be counted.
    fn forms(&self, section: &str) -> String {
        let names: Vec<&str> = self
            .catalogue
            .record_kinds()
            .iter()
            .filter(|kind| {
                self.catalogue
                    .indicators()
                    .iter()
                    .filter(|indicator| indicator.section == section)
                    .any(|indicator| {
                        let counted = self.catalogue.series_of(&indicator.key);
                        kind.emissions.iter().any(|emission| {
                            counted
                                .iter()
                                .any(|series| series.split('?').next() == Some(emission.measure.as_str()))
                        })
                    })
            })
            .map(|kind| kind.names.get(self.t.code()))
            .collect();
        names.join("; ")
    }

    fn value(&self, indicator: &str) -> Option<&Shown> {
        self.rows.get(indicator)?.best()
    }

    fn is_money(&self, indicator: &str) -> bool {
        self.catalogue
            .indicator(indicator)
            .is_some_and(|indicator| indicator.unit == "vnd")
    }

    /// A share of two known, exact values.
    fn share(&self, of: &str, to: &str) -> Option<Shown> {
        let (of, to) = (self.value(of)?, self.value(to)?);
        if of.qualifier != "exact" || to.qualifier != "exact" || of.origin != to.origin {
            return None;
        }
        let (part, whole) = (of.value?, to.value?);
        Some(Shown {
            text: self.t.percent(part, whole)?,
            value: percent_tenths(part, whole),
            decimals: 1,
            qualifier: "exact",
            origin: of.origin,
        })
    }

    /// The sentence with its figures marked off, so that pages can link them; `None` while one is unknown.
    fn sentence(&self, plan: &SentencePlan) -> Option<Sentence> {
        // Two letters of Unicode's private area hold a figure's place: no text contains them.
        const OPEN: char = '\u{e000}';
        const CLOSE: char = '\u{e001}';
        let mut args = Vec::new();
        let mut figures: Vec<(String, Option<String>)> = Vec::new();
        let mut hold = |name: &str, text: String, indicator: Option<String>| {
            args.push((
                name.to_owned(),
                Arg::Text(format!("{OPEN}{}{CLOSE}", figures.len())),
            ));
            figures.push((text, indicator));
        };
        for (name, indicator) in &plan.figure {
            let shown = self.value(indicator)?;
            let text = if self.is_money(indicator) {
                self.t.with("reports-vnd", "value", shown.text.as_str())
            } else {
                shown.text.clone()
            };
            hold(name, text, Some(indicator.clone()));
        }
        for (name, [of, to]) in &plan.share {
            hold(name, self.share(of, to)?.text, None);
        }
        let args: Vec<(&str, Arg)> = args
            .iter()
            .map(|(name, arg)| (name.as_str(), arg.clone()))
            .collect();
        let text = self.t.format(&plan.key, &args);
        let mut pieces = Vec::new();
        for part in text.split(OPEN) {
            let (place, words) = part
                .split_once(CLOSE)
                .map_or((None, part), |(place, words)| (Some(place), words));
            if let Some((text, indicator)) = place.and_then(|place| figures.get(place.parse::<usize>().ok()?))
            {
                pieces.push(Piece {
                    text: text.clone(),
                    indicator: indicator.clone(),
                });
            }
            if !words.is_empty() {
                pieces.push(Piece {
                    text: words.to_owned(),
                    indicator: None,
                });
            }
        }
        Some(Sentence { pieces })
    }

    fn table(&self, plan: &TablePlan) -> Option<Breakdown> {
        let list = self.catalogue.list(&plan.list)?;
        let blocks = plan.blocks.as_ref().and_then(|list| self.catalogue.list(list));
        let mut rows = Vec::new();
        let mut groups = Vec::new();
        let mut any = false;
        for block in plan.blocks(self.catalogue) {
            let block = block.as_deref();
            if let Some(item) = block.and_then(|key| blocks?.item(key)) {
                let label = item.names.get(self.t.code()).to_owned();
                rows.push(BreakdownRow {
                    kind: RowKind::Block,
                    label,
                    cells: Vec::new(),
                });
            }
            for item in &list.items {
                let keys: Vec<String> = plan
                    .column
                    .iter()
                    .map(|column| column.of(block, &item.key))
                    .collect();
                let row = self.row(RowKind::Item, item.names.get(self.t.code()), &keys, plan.share);
                any |= row.cells.iter().any(|cell| cell.shown.is_some());
                groups.push(Group {
                    label: row.label.clone(),
                    bars: row.cells[..keys.len()]
                        .iter()
                        .map(|cell| bar(cell.shown.as_ref()))
                        .collect(),
                });
                rows.push(row);
            }
            let wholes: Vec<String> = plan.column.iter().map(|column| column.whole(block)).collect();
            rows.push(self.row(RowKind::Total, &self.t.text("reports-total"), &wholes, plan.share));
        }
        if !any {
            return None;
        }
        let names: Vec<String> = plan
            .column
            .iter()
            .map(|column| self.column_name(&column.whole(None), plan))
            .collect();
        let mut columns = names.clone();
        columns.extend(plan.share.map(|_| self.t.text("reports-column-share")));
        let chart = Chart {
            series: names,
            groups,
        };
        Some(Breakdown {
            caption: self.t.text(&plan.caption),
            of: list.names.get(self.t.code()).to_owned(),
            columns,
            rows,
            chart: (plan.chart && !chart.is_empty()).then_some(chart),
            note: None,
        })
    }

    /// The name over a column: that of its whole, or of the whole's whole where blocks divide it.
    fn column_name(&self, whole: &str, plan: &TablePlan) -> String {
        let indicator = self.catalogue.indicator(whole).or_else(|| {
            let block = plan.blocks(self.catalogue).into_iter().flatten().next()?;
            let first = plan.column.iter().find(|column| column.whole(None) == whole)?;
            let part = self.catalogue.indicator(&first.whole(Some(&block)))?;
            let PartOf { whole, .. } = part.part_of.as_ref()?;
            self.catalogue.indicator(whole)
        });
        indicator.map_or_else(
            || whole.to_owned(),
            |indicator| indicator.names.get(self.t.code()).to_owned(),
        )
    }

    fn row(&self, kind: RowKind, label: &str, keys: &[String], share: Option<[usize; 2]>) -> BreakdownRow {
        let mut cells: Vec<BreakdownCell> = keys
            .iter()
            .map(|key| {
                let row = self.rows.get(key);
                BreakdownCell {
                    shown: row.and_then(FigureRow::best).cloned(),
                    indicator: Some(key.clone()),
                    contradicted: row.is_some_and(|row| row.contradicted),
                }
            })
            .collect();
        if let Some([of, to]) = share {
            let shown = self.share(&keys[of], &keys[to]);
            cells.push(BreakdownCell {
                shown,
                indicator: None,
                contradicted: false,
            });
        }
        BreakdownRow {
            kind,
            label: label.to_owned(),
            cells,
        }
    }
}

fn bar(shown: Option<&Shown>) -> Option<Bar> {
    let shown = shown?;
    Some(Bar {
        value: shown.value?,
        shown: shown.text.clone(),
    })
}
