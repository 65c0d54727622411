//! Looks up every name in what was read, splits indicators, and makes the index. Each fault is told.

use std::collections::HashMap;

use super::{
    Catalogue, Column, ColumnKind, Combine, Condition, DimensionValue, Emission, Fault, Feeds, Formula,
    Indicator, List, Measure, MeasureKind, Names, PartOf, Position, Problem, Reading, RecordKind, RuleKind,
    read::{Raw, Split},
    series_key,
};

pub(super) fn check(raw: Raw, problems: &mut Vec<Problem>) -> Catalogue {
    let Raw {
        mut catalogue,
        splits,
    } = raw;
    // Of two with the same key, which is told elsewhere, the first stands.
    let by_key = |keys: Vec<&String>| {
        let mut places = HashMap::new();
        for (place, key) in keys.into_iter().enumerate() {
            places.entry(key.clone()).or_insert(place);
        }
        places
    };
    catalogue.index.lists = by_key(catalogue.lists.iter().map(|list| &list.key).collect());
    catalogue.index.measures = by_key(catalogue.measures.iter().map(|measure| &measure.key).collect());
    catalogue.index.record_kinds = by_key(catalogue.record_kinds.iter().map(|kind| &kind.key).collect());

    let mut checker = Checker {
        catalogue: &catalogue,
        problems,
    };
    let indicators = checker.split(splits);
    catalogue.indicators = indicators;
    catalogue.index.indicators = by_key(
        catalogue
            .indicators
            .iter()
            .map(|indicator| &indicator.key)
            .collect(),
    );

    let mut checker = Checker {
        catalogue: &catalogue,
        problems,
    };
    checker.measures();
    checker.forms();
    checker.indicators();
    checker.rules();
    let order = checker.order();
    let series = series(&catalogue);
    catalogue.index.order = order;
    catalogue.index.kept_together = catalogue
        .record_kinds
        .iter()
        .map(|kind| {
            kind.emissions
                .iter()
                .filter_map(|emission| catalogue.position_of_measure(&emission.measure))
                .collect()
        })
        .collect();
    catalogue.index.series = series;
    catalogue
}

struct Checker<'a> {
    catalogue: &'a Catalogue,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn report(&mut self, position: &Position, fault: Fault) {
        self.problems.push(Problem {
            position: position.clone(),
            fault,
        });
    }

    fn known<T>(
        &mut self,
        found: Option<T>,
        position: &Position,
        what: &'static str,
        key: &str,
    ) -> Option<T> {
        if found.is_none() {
            self.report(
                position,
                Fault::UnknownReference {
                    what,
                    key: key.to_owned(),
                },
            );
        }
        found
    }

    fn list(&mut self, position: &Position, key: &str) -> Option<&'a List> {
        let catalogue = self.catalogue;
        self.known(catalogue.list(key), position, "list", key)
    }

    fn measure(&mut self, position: &Position, key: &str) -> Option<&'a Measure> {
        let catalogue = self.catalogue;
        self.known(catalogue.measure(key), position, "measure", key)
    }

    fn indicator(&mut self, position: &Position, key: &str) {
        let found = self.catalogue.indicator(key).is_some();
        self.known(found.then_some(()), position, "indicator", key);
    }

    fn unit(&mut self, position: &Position, key: &str) {
        let found = self.catalogue.unit_of_measure(key).is_some();
        self.known(found.then_some(()), position, "unit of measure", key);
    }

    fn item(&mut self, position: &Position, list: &str, item: &str) {
        if let Some(list) = self.list(position, list) {
            self.known(list.item(item), position, "item", item);
        }
    }

    /// Puts the parts of split indicators behind their wholes.
    fn split(&mut self, mut splits: HashMap<usize, Vec<Split>>) -> Vec<Indicator> {
        let mut all = Vec::new();
        for (at, whole) in self.catalogue.indicators.iter().enumerate() {
            all.push(whole.clone());
            for split in splits.remove(&at).unwrap_or_default() {
                let parts = self.parts(whole, &split);
                for part in parts {
                    if let Some(first) = all
                        .iter()
                        .chain(&self.catalogue.indicators)
                        .find(|i| i.key == part.key)
                    {
                        let (key, first) = (part.key.clone(), first.position.clone());
                        self.report(
                            &whole.position,
                            Fault::Duplicate {
                                what: "indicator",
                                key,
                                first,
                            },
                        );
                    } else {
                        all.push(part);
                    }
                }
            }
        }
        all
    }

    fn parts(&mut self, whole: &Indicator, split: &Split) -> Vec<Indicator> {
        let Formula::Counts {
            measure: measure_key,
            only,
            at_start,
        } = &whole.formula
        else {
            self.report(
                &whole.position,
                Fault::WrongKind {
                    key: "split".to_owned(),
                    expected: "on an indicator that `counts`",
                },
            );
            return Vec::new();
        };
        let Some(measure) = self.measure(&whole.position, measure_key) else {
            return Vec::new();
        };
        let mut combinations: Vec<Vec<(&str, &List, usize)>> = vec![Vec::new()];
        for name in &split.by {
            let Some((name, list)) = measure.dimensions.iter().find(|(dimension, _)| dimension == name)
            else {
                let (measure, dimension) = (measure.key.clone(), name.clone());
                self.report(&whole.position, Fault::UnknownDimension { measure, dimension });
                return Vec::new();
            };
            let Some(list) = self.list(&measure.position, list) else {
                return Vec::new();
            };
            combinations = combinations
                .into_iter()
                .flat_map(|chosen| {
                    (0..list.items.len()).map(move |item| {
                        chosen
                            .iter()
                            .copied()
                            .chain([(name.as_str(), list, item)])
                            .collect()
                    })
                })
                .collect();
        }
        let part = |chosen: Vec<(&str, &List, usize)>| {
            let items: Vec<_> = chosen.iter().map(|(_, list, item)| &list.items[*item]).collect();
            let named = |whole: &Names| {
                let join = |language: &str| {
                    let names: Vec<_> = items.iter().map(|item| item.names.get(language)).collect();
                    format!(
                        "{}: {}",
                        whole.get(language).trim_end_matches('.'),
                        names.join(", ")
                    )
                };
                Names {
                    vi: join("vi"),
                    en: join("en"),
                    km: join("km"),
                }
            };
            let keys: Vec<_> = items.iter().map(|item| item.key.as_str()).collect();
            let mut only = only.clone();
            only.extend(
                chosen
                    .iter()
                    .zip(&keys)
                    .map(|((name, ..), key)| ((*name).to_owned(), vec![(*key).to_owned()])),
            );
            only.sort();
            let values = chosen.iter().zip(&keys);
            let values = values
                .map(|((name, list, _), key)| ((*name).to_owned(), list.key.clone(), (*key).to_owned()));
            Indicator {
                key: format!("{}.{}", split.key, keys.join(".")),
                names: named(&whole.names),
                meaning: named(&whole.meaning),
                formula: Formula::Counts {
                    measure: measure_key.clone(),
                    only,
                    at_start: *at_start,
                },
                part_of: Some(PartOf {
                    whole: whole.key.clone(),
                    values: values.collect(),
                }),
                ..whole.clone()
            }
        };
        combinations.into_iter().map(part).collect()
    }

    fn measures(&mut self) {
        for measure in &self.catalogue.measures {
            self.unit(&measure.position, &measure.unit);
            for (_, list) in &measure.dimensions {
                self.list(&measure.position, list);
            }
        }
    }

    fn forms(&mut self) {
        let catalogue = self.catalogue;
        self.columns(&catalogue.place_columns);
        self.columns(&catalogue.reported_columns);
        for kind in &catalogue.record_kinds {
            self.columns(&kind.columns);
            if let Some(title) = &kind.title {
                self.column(&kind.columns, &kind.position, title, "text", |kind| {
                    *kind == ColumnKind::Text
                });
            }
            if let Some(column) = self.date_column(&kind.columns, &kind.position, &kind.date)
                && !column.required
            {
                let (column, expected) = (column.key.clone(), "required, because it dates the record");
                self.report(&kind.position, Fault::WrongColumn { column, expected });
            }
            for emission in &kind.emissions {
                self.emission(kind, emission);
            }
        }
    }

    fn columns(&mut self, columns: &'a [Column]) {
        for column in columns {
            if let ColumnKind::Choice(list) | ColumnKind::Choices(list) = &column.kind {
                self.list(&column.position, list);
            }
            if let Some(other) = &column.not_before {
                self.date_column(columns, &column.position, &column.key);
                self.date_column(columns, &column.position, other);
            }
            if let Some(other) = &column.at_most {
                self.number_column(columns, &column.position, &column.key);
                self.number_column(columns, &column.position, other);
            }
            if let Some(other) = &column.needs {
                self.column(columns, &column.position, other, "a column", |_| true);
            }
        }
    }

    fn column(
        &mut self,
        columns: &'a [Column],
        position: &Position,
        key: &str,
        expected: &'static str,
        fits: impl FnOnce(&ColumnKind) -> bool,
    ) -> Option<&'a Column> {
        let found = columns.iter().find(|column| column.key == key);
        let column = self.known(found, position, "column", key)?;
        if fits(&column.kind) {
            return Some(column);
        }
        self.report(
            position,
            Fault::WrongColumn {
                column: key.to_owned(),
                expected,
            },
        );
        None
    }

    fn date_column(&mut self, columns: &'a [Column], position: &Position, key: &str) -> Option<&'a Column> {
        self.column(columns, position, key, "a date", |kind| *kind == ColumnKind::Date)
    }

    fn number_column(&mut self, columns: &'a [Column], position: &Position, key: &str) {
        let fits = |kind: &ColumnKind| matches!(kind, ColumnKind::Count | ColumnKind::Money);
        self.column(columns, position, key, "a count or money", fits);
    }

    fn emission(&mut self, kind: &'a RecordKind, emission: &Emission) {
        let (columns, position) = (&kind.columns, &emission.position);
        if let Some(on) = &emission.on {
            self.date_column(columns, position, on);
        }
        if let Some(quantity) = &emission.quantity {
            self.number_column(columns, position, quantity);
        }
        for condition in &emission.when {
            self.condition(columns, position, condition);
        }
        let Some(measure) = self.measure(position, &emission.measure) else {
            return;
        };
        if emission.minus && measure.kind == MeasureKind::Flow {
            let (key, expected) = ("minus".to_owned(), "on a stock measure");
            self.report(position, Fault::WrongKind { key, expected });
        }
        for (dimension, list) in &measure.dimensions {
            match emission.dimensions.iter().find(|(name, _)| name == dimension) {
                Some((_, DimensionValue::Fixed(item))) => self.item(position, list, item),
                Some((_, DimensionValue::Column(key))) => {
                    let fits = |kind: &ColumnKind| *kind == ColumnKind::Choice(list.clone());
                    let column =
                        self.column(columns, position, key, "a choice from the dimension's list", fits);
                    if column.is_some_and(|column| !column.required) {
                        let (column, expected) =
                            (key.clone(), "required, because facts are broken down by it");
                        self.report(position, Fault::WrongColumn { column, expected });
                    }
                }
                None => {
                    let (measure, dimension) = (measure.key.clone(), dimension.clone());
                    self.report(position, Fault::OpenDimension { measure, dimension });
                }
            }
        }
        for (dimension, _) in &emission.dimensions {
            self.dimension(position, measure, dimension);
        }
    }

    fn dimension(&mut self, position: &Position, measure: &'a Measure, dimension: &str) -> Option<&'a str> {
        let found = measure.dimensions.iter().find(|(name, _)| name == dimension);
        if found.is_none() {
            let (measure, dimension) = (measure.key.clone(), dimension.to_owned());
            self.report(position, Fault::UnknownDimension { measure, dimension });
        }
        found.map(|(_, list)| list.as_str())
    }

    fn condition(&mut self, columns: &'a [Column], position: &Position, condition: &Condition) {
        match condition {
            Condition::Is { column, any_of } => {
                let fits = |kind: &ColumnKind| matches!(kind, ColumnKind::Choice(_) | ColumnKind::Flag);
                let found = self.column(columns, position, column, "a choice or a flag", fits);
                for item in any_of {
                    match found.map(|column| &column.kind) {
                        Some(ColumnKind::Choice(list)) => self.item(position, list, item),
                        Some(ColumnKind::Flag) if !["yes", "no"].contains(&item.as_str()) => {
                            let (given, known) = (item.clone(), "yes, no".to_owned());
                            self.report(position, Fault::UnknownWord { given, known });
                        }
                        _ => {}
                    }
                }
            }
            Condition::NotAfter { column, limit } | Condition::After { column, limit } => {
                self.date_column(columns, position, column);
                self.date_column(columns, position, limit);
            }
        }
    }

    fn indicators(&mut self) {
        for indicator in &self.catalogue.indicators {
            let position = &indicator.position;
            self.unit(position, &indicator.unit);
            self.item(position, "section", &indicator.section);
            if let Combine::Weighted(weight) = &indicator.combine {
                self.indicator(position, weight);
            }
            match &indicator.formula {
                Formula::Counts {
                    measure,
                    only,
                    at_start,
                } => {
                    let Some(measure) = self.measure(position, measure) else {
                        continue;
                    };
                    for (dimension, items) in only {
                        let Some(list) = self.dimension(position, measure, dimension) else {
                            continue;
                        };
                        for item in items {
                            self.item(position, list, item);
                        }
                    }
                    if *at_start && measure.kind == MeasureKind::Flow {
                        let (key, expected) = ("at".to_owned(), "on a stock measure");
                        self.report(position, Fault::WrongKind { key, expected });
                    }
                }
                Formula::Sum(parts) => parts.iter().for_each(|part| self.indicator(position, part)),
                Formula::Ratio { of, to } => [of, to]
                    .into_iter()
                    .for_each(|part| self.indicator(position, part)),
                Formula::Reported => {}
            }
        }
    }

    fn rules(&mut self) {
        for rule in &self.catalogue.rules {
            let position = &rule.position;
            match &rule.kind {
                RuleKind::PartsSum { whole, parts } => {
                    self.indicator(position, whole);
                    parts.iter().for_each(|part| self.indicator(position, part));
                    // Readings try every set of parts.
                    if !(2..=16).contains(&parts.len()) {
                        self.report(
                            position,
                            Fault::OutOfRange {
                                key: "parts",
                                expected: "2 to 16 indicators",
                            },
                        );
                    }
                    for reading in &rule.readings {
                        self.reading(position, whole, reading);
                    }
                }
                RuleKind::NotMore {
                    lesser: a,
                    greater: b,
                }
                | RuleKind::OpeningEqualsClosing {
                    opening: a,
                    closing: b,
                } => {
                    self.indicator(position, a);
                    self.indicator(position, b);
                }
                RuleKind::ChildrenSum | RuleKind::ReportedEqualsCounted | RuleKind::SourcesAgree => {}
            }
            if !rule.readings.is_empty() && !matches!(rule.kind, RuleKind::PartsSum { .. }) {
                let (key, expected) = ("reading".to_owned(), "on a rule of kind parts_sum");
                self.report(position, Fault::WrongKind { key, expected });
            }
        }
    }

    fn reading(&mut self, position: &Position, whole: &str, reading: &Reading) {
        if let Reading::OneGroupOnly { groups, .. } = reading
            && let Some(list) = self.list(position, groups)
            && list.items.len() != 2
        {
            self.report(
                position,
                Fault::OutOfRange {
                    key: "groups",
                    expected: "a list of 2 items",
                },
            );
        }
        if let Reading::OneGroupOnly { within, .. } | Reading::SeveralParts { within } = reading {
            let fits = self.catalogue.rule(within).is_some_and(
                |rule| matches!(&rule.kind, RuleKind::NotMore { lesser, greater } if lesser == whole || greater == whole),
            );
            if !fits {
                self.report(position, Fault::ForeignRule(within.clone()));
            }
        }
    }

    /// Indicators ordered so that each comes after those that its formula names.
    fn order(&mut self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut state = vec![Visit::New; self.catalogue.indicators.len()];
        for at in 0..self.catalogue.indicators.len() {
            self.visit(at, &mut state, &mut Vec::new(), &mut order);
        }
        order
    }

    fn visit(&mut self, at: usize, state: &mut [Visit], path: &mut Vec<usize>, order: &mut Vec<usize>) {
        let indicator = &self.catalogue.indicators[at];
        match state[at] {
            Visit::Done => return,
            Visit::Open => {
                let from = path.iter().position(|step| *step == at).unwrap_or(0);
                let circle = path[from..].iter().chain([&at]);
                let keys: Vec<_> = circle
                    .map(|step| self.catalogue.indicators[*step].key.as_str())
                    .collect();
                self.report(&indicator.position, Fault::Cycle(keys.join(" → ")));
                return;
            }
            Visit::New => {}
        }
        state[at] = Visit::Open;
        path.push(at);
        let named: Vec<&String> = match &indicator.formula {
            Formula::Sum(parts) => parts.iter().collect(),
            Formula::Ratio { of, to } => vec![of, to],
            Formula::Counts { .. } | Formula::Reported => Vec::new(),
        };
        let weight = if let Combine::Weighted(weight) = &indicator.combine {
            Some(weight)
        } else {
            None
        };
        for key in named.into_iter().chain(weight) {
            if let Some(next) = self.catalogue.position_of(key) {
                self.visit(next, state, path, order);
            }
        }
        path.pop();
        state[at] = Visit::Done;
        order.push(at);
    }
}

#[derive(Debug, Clone, Copy)]
enum Visit {
    New,
    Open,
    Done,
}

/// Every series that a measure can have, with the indicators that count it.
fn series(catalogue: &Catalogue) -> HashMap<String, Feeds> {
    let mut all = HashMap::new();
    for (at, measure) in catalogue.measures.iter().enumerate() {
        let mut combinations: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
        for (dimension, list) in &measure.dimensions {
            let items = catalogue.list(list).map_or(&[][..], |list| &list.items);
            combinations = combinations
                .into_iter()
                .flat_map(|chosen| {
                    items.iter().map(move |item| {
                        chosen
                            .iter()
                            .copied()
                            .chain([(dimension.as_str(), item.key.as_str())])
                            .collect()
                    })
                })
                .collect();
        }
        for values in combinations {
            let counted = catalogue.indicators.iter().enumerate().filter(|(_, indicator)| {
                matches!(&indicator.formula, Formula::Counts { measure: counted, only, .. }
                    if *counted == measure.key && only.iter().all(|(dimension, items)| {
                        values.iter().any(|(name, value)| name == dimension && items.iter().any(|item| item == value))
                    }))
            });
            let feeds = Feeds {
                measure: at,
                indicators: counted.map(|(at, _)| at).collect(),
            };
            all.insert(series_key(&measure.key, values), feeds);
        }
    }
    all
}
