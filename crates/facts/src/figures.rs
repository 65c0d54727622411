//! Figures of a unit and a period, drawn on the map of any day.
//!
//! Cells stay with the unit whose records they are. A figure of a province is summed from all units whose
//! records belong to it on the chosen map ([`units::Units::contributors`]). A commune that was split gives no
//! invented share: where only a part of it lies inside, its value is shown beside the sum, undivided.
//!
//! The number of queries does not depend on the number of units: which cells have changed, those of flows, those of
//! stocks (two for a quarter), whether records are invented, reported values.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use platform::{
    db::{DbResult, Read},
    params,
};
use serde::Serialize;
use units::{Level, Unit, UnitId, Units};

use crate::{
    amount::{Amount, Qualifier},
    catalogue::{Catalogue, Combine, Formula, Indicator, MeasureKind},
    period::Period,
    store::{self, ReportedId, Source, SourceId},
    tallies::{Counter, Tally},
};

/// A figure counted from records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// All of it is counted.
    Exact(i64),
    /// A commune was split and its records do not say which part they are about: the figure lies between
    /// `whole` and `whole` plus all that is undivided.
    AtLeast {
        /// What belongs to the unit without doubt.
        whole: i64,
        /// The split units with their values, not zero.
        undivided: Vec<(UnitId, i64)>,
    },
    /// A share: `part` of `whole`, both exact. There is no percentage when `whole` is 0.
    Ratio {
        /// The part.
        part: i64,
        /// The whole.
        whole: i64,
    },
    /// A share that can't be told, because these units were split.
    Indivisible(Vec<UnitId>),
}

/// A reported value as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reported {
    /// Its identifier.
    #[serde(skip)]
    pub id: ReportedId,
    /// The unit it is about.
    pub unit: UnitId,
    /// Key of the indicator.
    pub indicator: String,
    /// The period it is about.
    pub period: Period,
    /// What was stated.
    pub amount: Amount,
    /// How it was written in the source.
    pub as_written: String,
    /// A remark on it; may be empty.
    pub note: String,
    /// Who stated it; the source is in [`Figures::sources`].
    pub source: SourceId,
}

/// What the units reported that the unit was formed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FromPredecessors {
    /// Their values.
    pub parts: Vec<Reported>,
    /// Those of them that did not report.
    pub missing: Vec<UnitId>,
    /// Those of them that were split, so that their values can't be divided.
    pub split: Vec<UnitId>,
    /// The values as one, when each reported once, none was split, and the indicator can be combined.
    pub together: Option<Together>,
}

/// Values of several units as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// Their sum, or the value that replaced the others.
    Amount(Amount),
    /// Their weighted mean `total / weight`, in the indicator's own unit.
    Mean {
        /// Sum of value times weight.
        total: i64,
        /// Sum of the weights, above 0.
        weight: i64,
    },
}

/// One figure of a unit and a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Key of the indicator.
    pub indicator: String,
    /// As counted from records; `None` when nobody kept the register that it is counted from.
    pub counted: Option<Counted>,
    /// How many of those who could keep that register did ([`Figures::keepers`]).
    pub kept_by: usize,
    /// As reported about the unit itself, oldest first.
    pub reported: Vec<Reported>,
    /// As reported about the units it was formed from; `None` when none of them reported.
    pub predecessors: Option<FromPredecessors>,
}

/// The figures of a unit and a period.
#[derive(Debug, Clone)]
pub struct Figures {
    /// The unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// The day on whose map the figures are drawn.
    pub basis: Date,
    /// How many communes there were in the period whose records belong to the unit: who could keep a register.
    pub keepers: usize,
    /// Whether records invented for the demo world are among those of the unit: every page must say so.
    pub demo: bool,
    /// One figure for each indicator, in the order of the catalogue.
    pub figures: Vec<Figure>,
    /// The sources of all reported values.
    pub sources: BTreeMap<SourceId, Source>,
    /// What the units directly below reported for the period.
    pub reported_below: Vec<Reported>,
    /// The units directly below on the day of the map.
    pub below: Vec<UnitId>,
    /// What the unit itself reported for the period before.
    pub reported_before: Vec<Reported>,
    scope: Scope,
    tallies: HashMap<UnitId, Tally>,
}

/// Whose records belong to a unit, fully or in part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    whole: BTreeSet<UnitId>,
    shared: BTreeSet<UnitId>,
}

impl Scope {
    pub(crate) fn of(units: &Units, target: UnitId, basis: Date) -> Self {
        let communes = units.contributors(target, basis);
        let mut scope = Self {
            whole: communes.whole,
            shared: communes.shared.into_keys().collect(),
        };
        scope.whole.insert(target);
        let level = units.get(target).map(|unit| unit.level);
        let districts = units.district_contributors(target, basis);
        scope.whole.extend(districts.whole);
        // What a former district recorded is about the district: it makes nothing uncertain in its communes.
        if level.is_some_and(|level| level <= Level::District) {
            scope.shared.extend(districts.shared.into_keys());
        }
        if level.is_some_and(|level| level <= Level::Province) {
            let provinces = units.province_contributors(target, basis);
            scope.whole.extend(provinces.whole);
            scope.shared.extend(provinces.shared.into_keys());
        }
        scope
    }

    /// The scopes of units that lie side by side, of which only these units are asked whether they belong to them.
    fn among(
        units: &Units,
        asked: impl IntoIterator<Item = UnitId>,
        targets: &[UnitId],
        basis: Date,
    ) -> BTreeMap<UnitId, Self> {
        let level = |unit: UnitId| units.get(unit).map(|unit| unit.level);
        let mut scopes: BTreeMap<UnitId, Self> = BTreeMap::new();
        let sought = targets.iter().copied().collect();
        for (target, contributors) in units.contributors_among(asked, &sought, basis) {
            let scope = scopes.entry(target).or_default();
            let counts = |unit: &UnitId| adds_to(level(*unit), level(target));
            scope.whole = contributors.whole.into_iter().filter(counts).collect();
            scope.shared = contributors
                .shared
                .into_keys()
                .filter(|unit| counts(unit) && may_be_shared(level(*unit), level(target)))
                .collect();
        }
        for target in targets {
            scopes.entry(*target).or_default().whole.insert(*target);
        }
        scopes
    }

    /// The numbers of all of them, growing.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.whole.union(&self.shared).map(|unit| unit.0).collect()
    }

    /// The communes of the period among them: who could keep a register.
    fn keepers(&self, units: &Units, period: Period) -> Vec<UnitId> {
        let all = self.whole.union(&self.shared).filter_map(|unit| units.get(*unit));
        all.filter(|unit| unit.level == Level::Commune && existed(unit, period))
            .map(|unit| unit.id)
            .collect()
    }

    pub(crate) fn is_shared(&self, unit: UnitId) -> bool {
        self.shared.contains(&unit)
    }
}

/// Whether what units of a level record can belong to a unit of another: a province's own records, to provinces and above.
fn adds_to(level: Option<Level>, target: Option<Level>) -> bool {
    match level {
        Some(Level::Commune | Level::District) => true,
        Some(Level::Province) => target.is_some_and(|level| level <= Level::Province),
        _ => false,
    }
}

/// Whether what lies in a unit in part only makes its figures uncertain: what a former district recorded is about the
/// district, and makes nothing uncertain in its communes.
fn may_be_shared(level: Option<Level>, target: Option<Level>) -> bool {
    level != Some(Level::District) || target.is_some_and(|level| level <= Level::District)
}

/// A unit below with its figures; or the unit itself with what stands on no unit below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// The unit.
    pub unit: UnitId,
    /// Counted figures, in the order in which the indicators were asked for.
    pub counted: Vec<Option<Counted>>,
    /// What it reported on these indicators for the period.
    pub reported: Vec<Reported>,
}

impl Figures {
    /// The numbers of the units of any time whose records stand behind the figures, growing.
    #[must_use]
    pub fn members(&self) -> Vec<i64> {
        self.scope.numbers()
    }

    /// The figure of an indicator.
    #[must_use]
    pub fn figure(&self, indicator: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.indicator == indicator)
    }

    /// The same figures for each unit directly below, then what stands on the unit itself when there is
    /// anything. Counted sums add up to the figure of the unit, except for what is undivided.
    #[must_use]
    pub fn breakdown(&self, units: &Units, catalogue: &Catalogue, indicators: &[&str]) -> Vec<Breakdown> {
        let mut own = self.scope.clone();
        // Who recorded nothing adds nothing anywhere.
        let mut scopes = Scope::among(units, self.tallies.keys().copied(), &self.below, self.basis);
        let mut rows: Vec<_> = self
            .below
            .iter()
            .map(|&unit| {
                let scope = scopes.remove(&unit).unwrap_or_default();
                own.whole
                    .retain(|unit| !scope.whole.contains(unit) && !scope.shared.contains(unit));
                own.shared.retain(|unit| !scope.shared.contains(unit));
                self.row(catalogue, unit, &scope, indicators)
            })
            .collect();
        let row = self.row(catalogue, self.unit, &own, indicators);
        if row.counted.iter().any(Option::is_some) {
            rows.push(Breakdown {
                reported: Vec::new(),
                ..row
            });
        }
        rows
    }

    fn row(&self, catalogue: &Catalogue, unit: UnitId, scope: &Scope, indicators: &[&str]) -> Breakdown {
        let counted = indicators.iter().map(|key| {
            let at = catalogue.position_of(key)?;
            counted(catalogue, &self.tallies, scope, at)
        });
        let reported = self.reported_below.iter();
        let reported =
            reported.filter(|value| value.unit == unit && indicators.contains(&value.indicator.as_str()));
        Breakdown {
            unit,
            counted: counted.collect(),
            reported: reported.cloned().collect(),
        }
    }
}

/// [`Counter::figures`].
pub(crate) async fn figures(
    counter: &Counter,
    read: &mut Read,
    units: &Units,
    target: UnitId,
    period: Period,
    basis: Date,
) -> DbResult<Figures> {
    let catalogue = counter.catalogue();
    let scope = Scope::of(units, target, basis);
    let tallies = counter.tallies(read, &scope.numbers(), period).await?;
    let keepers = scope.keepers(units, period);
    let below: Vec<UnitId> = units.children(target, basis).map(|unit| unit.id).collect();
    let predecessors = Predecessors::of(units, target, period, basis);

    let mut asked: BTreeSet<UnitId> = below.iter().copied().collect();
    asked.extend(predecessors.whole.iter().chain(&predecessors.split));
    asked.insert(target);
    let (values, sources) = reported(read, &asked, period).await?;
    let (values, earlier): (Vec<_>, Vec<_>) = values.into_iter().partition(|value| value.period == period);

    let figure = |(at, indicator): (usize, &Indicator)| {
        let of_unit = |unit: UnitId| {
            let values = values.iter();
            values.filter(move |value| value.unit == unit && value.indicator == indicator.key)
        };
        let kept = |unit: &UnitId| {
            tallies
                .get(unit)
                .is_some_and(|values| kept(catalogue, values, at))
        };
        Figure {
            indicator: indicator.key.clone(),
            counted: counted(catalogue, &tallies, &scope, at),
            kept_by: keepers.iter().filter(|unit| kept(unit)).count(),
            reported: of_unit(target).cloned().collect(),
            predecessors: predecessors.figure(units, indicator, &values),
        }
    };
    Ok(Figures {
        unit: target,
        period,
        basis,
        keepers: keepers.len(),
        demo: demo(read, &scope).await?,
        figures: catalogue.indicators().iter().enumerate().map(figure).collect(),
        sources,
        reported_below: values
            .iter()
            .filter(|value| below.contains(&value.unit))
            .cloned()
            .collect(),
        below,
        reported_before: earlier.into_iter().filter(|value| value.unit == target).collect(),
        scope,
        tallies,
    })
}

async fn demo(read: &mut Read, scope: &Scope) -> DbResult<bool> {
    let sql = "SELECT unit_id FROM record WHERE demo AND retracted_at IS NULL AND unit_id IN";
    let found = read
        .all_among(sql, &scope.numbers(), "LIMIT 1", &[], |_| Ok(()))
        .await?;
    Ok(!found.is_empty())
}

/// Whether a unit kept the registers that an indicator is counted from.
fn kept(catalogue: &Catalogue, values: &[Option<i64>], at: usize) -> bool {
    match &catalogue.indicators()[at].formula {
        Formula::Ratio { of, to } => [of, to]
            .into_iter()
            .all(|key| catalogue.position_of(key).is_some_and(|at| values[at].is_some())),
        _ => values[at].is_some(),
    }
}

fn counted(
    catalogue: &Catalogue,
    tallies: &HashMap<UnitId, Tally>,
    scope: &Scope,
    at: usize,
) -> Option<Counted> {
    match &catalogue.indicators()[at].formula {
        Formula::Reported => None,
        Formula::Ratio { of, to } => {
            let component = |key: &str| counted(catalogue, tallies, scope, catalogue.position_of(key)?);
            match (component(of)?, component(to)?) {
                (Counted::Exact(part), Counted::Exact(whole)) => Some(Counted::Ratio { part, whole }),
                (of, to) => {
                    let mut split = BTreeSet::new();
                    for component in [of, to] {
                        if let Counted::AtLeast { undivided, .. } = component {
                            split.extend(undivided.into_iter().map(|(unit, _)| unit));
                        }
                    }
                    Some(Counted::Indivisible(split.into_iter().collect()))
                }
            }
        }
        Formula::Counts { .. } | Formula::Sum(_) => {
            let value = |unit: &UnitId| tallies.get(unit).and_then(|values| values[at]);
            let whole: Vec<i64> = scope.whole.iter().filter_map(value).collect();
            let shared: Vec<_> = scope
                .shared
                .iter()
                .filter_map(|unit| Some((*unit, value(unit)?)))
                .collect();
            if whole.is_empty() && shared.is_empty() {
                return None;
            }
            let whole = whole.into_iter().sum();
            // Nothing is nothing, however it is divided.
            let undivided: Vec<_> = shared.into_iter().filter(|(_, value)| *value != 0).collect();
            Some(if undivided.is_empty() {
                Counted::Exact(whole)
            } else {
                Counted::AtLeast { whole, undivided }
            })
        }
    }
}

/// The reported values of some units for a period and the one before, with their sources.
async fn reported(
    read: &mut Read,
    units: &BTreeSet<UnitId>,
    period: Period,
) -> DbResult<(Vec<Reported>, BTreeMap<SourceId, Source>)> {
    let units: Vec<i64> = units.iter().map(|unit| unit.0).collect();
    let mut rows = read
        .all_among(
            "SELECT r.unit_id, r.id, r.indicator, r.period, r.qualifier, r.value, r.as_written, r.note, \
             s.id, s.title, s.publisher, s.published_on, s.locator, s.note \
             FROM reported r JOIN report_source s ON s.id = r.source_id \
             WHERE r.retracted_at IS NULL AND r.period IN ($1, $2) AND r.unit_id IN",
            &units,
            "",
            &params![period, period.previous()],
            |row| {
                let source = store::source_from(row, 8)?;
                let reported = Reported {
                    unit: UnitId(row.get(0)?),
                    id: ReportedId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                    indicator: row.get(2)?,
                    period: store::period(row, 3)?,
                    amount: store::amount(&row.get::<String>(4)?, row.get(5)?)?,
                    as_written: row.get(6)?,
                    note: row.get(7)?,
                    source: source.id,
                };
                Ok((reported, source))
            },
        )
        .await?;
    // Identifiers grow with time, so this is the order of entry on both databases.
    rows.sort_by_key(|(reported, _)| (reported.unit, reported.id));
    let mut sources = BTreeMap::new();
    let values = rows.into_iter().map(|(reported, source)| {
        sources.insert(source.id, source);
        reported
    });
    let values = values.collect();
    Ok((values, sources))
}

/// Whether a unit existed on any day of a period.
fn existed(unit: &Unit, period: Period) -> bool {
    let day_before = period.quarters().0.previous().last_day();
    unit.valid_from.is_none_or(|from| from <= period.last_day())
        && unit
            .valid_to
            .and_then(|to| to.yesterday().ok())
            .is_none_or(|last| last > day_before)
}

/// The units of the same level that the target was formed from and that existed in the period.
struct Predecessors {
    whole: BTreeSet<UnitId>,
    split: BTreeSet<UnitId>,
}

impl Predecessors {
    fn of(units: &Units, target: UnitId, period: Period, basis: Date) -> Self {
        let contributors = match units.get(target).map(|unit| unit.level) {
            Some(Level::Province) => units.province_contributors(target, basis),
            Some(Level::Commune) => units.contributors(target, basis),
            _ => units::Contributors::default(),
        };
        let older = |id: &UnitId| *id != target && units.get(*id).is_some_and(|unit| existed(unit, period));
        Self {
            whole: contributors.whole.into_iter().filter(older).collect(),
            split: contributors.shared.into_keys().filter(older).collect(),
        }
    }

    fn figure(&self, units: &Units, indicator: &Indicator, values: &[Reported]) -> Option<FromPredecessors> {
        let all = || self.whole.iter().chain(&self.split);
        let of = |unit: &UnitId, key: &str| -> Vec<&Reported> {
            values
                .iter()
                .filter(|value| value.unit == *unit && value.indicator == key)
                .collect()
        };
        let parts: Vec<Reported> = all().flat_map(|unit| of(unit, &indicator.key)).cloned().collect();
        if parts.is_empty() {
            return None;
        }
        let missing: Vec<UnitId> = all()
            .filter(|unit| of(unit, &indicator.key).is_empty())
            .copied()
            .collect();
        let split: Vec<UnitId> = self
            .split
            .iter()
            .filter(|unit| !of(unit, &indicator.key).is_empty())
            .copied()
            .collect();
        let once = parts.len() + missing.len() == self.whole.len() + self.split.len();
        let together = (missing.is_empty() && split.is_empty() && once)
            .then(|| {
                together(units, indicator, &parts, |unit, key| {
                    of(unit, key).first().map(|value| value.amount)
                })
            })
            .flatten();
        Some(FromPredecessors {
            parts,
            missing,
            split,
            together,
        })
    }
}

fn together(
    units: &Units,
    indicator: &Indicator,
    parts: &[Reported],
    stated: impl Fn(&UnitId, &str) -> Option<Amount>,
) -> Option<Together> {
    match &indicator.combine {
        Combine::Sum if indicator_adds_up(indicator) => {
            Amount::sum(parts.iter().map(|part| part.amount)).map(Together::Amount)
        }
        Combine::Sum | Combine::None => None,
        Combine::Latest => {
            let formed = |part: &&Reported| units.get(part.unit).and_then(|unit| unit.valid_from);
            let latest = parts.iter().map(|part| formed(&part)).max()?;
            let mut of_latest = parts.iter().filter(|part| formed(part) == latest);
            let only = of_latest.next()?;
            of_latest
                .next()
                .is_none()
                .then_some(Together::Amount(only.amount))
        }
        Combine::Weighted(by) => {
            let (mut total, mut weight) = (0_i64, 0_i64);
            for part in parts {
                let by = stated(&part.unit, by)?;
                if part.amount.qualifier != Qualifier::Exact || by.qualifier != Qualifier::Exact {
                    return None;
                }
                total = total.checked_add(part.amount.value.checked_mul(by.value)?)?;
                weight = weight.checked_add(by.value)?;
            }
            (weight > 0).then_some(Together::Mean { total, weight })
        }
    }
}

/// Shares are combined from their components, never added up.
fn indicator_adds_up(indicator: &Indicator) -> bool {
    !matches!(indicator.formula, Formula::Ratio { .. })
}

/// Which facts stand behind an indicator: series with the first and last quarter to be counted.
pub(crate) fn series_behind(
    catalogue: &Catalogue,
    indicator: &str,
    period: Period,
) -> Vec<(String, i64, i64)> {
    let Some(indicator) = catalogue.indicator(indicator) else {
        return Vec::new();
    };
    let (first, last) = period.quarters();
    match &indicator.formula {
        Formula::Counts {
            measure, at_start, ..
        } => {
            let stock = catalogue
                .measure(measure)
                .is_some_and(|measure| measure.kind == MeasureKind::Stock);
            let (from, to) = match (stock, at_start) {
                (false, _) => (first.number(), last.number()),
                (true, false) => (0, last.number()),
                (true, true) => (0, first.number() - 1),
            };
            catalogue
                .series_of(&indicator.key)
                .into_iter()
                .map(|series| (series, from, to))
                .collect()
        }
        Formula::Sum(parts) => parts
            .iter()
            .flat_map(|part| series_behind(catalogue, part, period))
            .collect(),
        Formula::Ratio { .. } | Formula::Reported => Vec::new(),
    }
}
