//! What the records of one unit give for each indicator in a period, read from its cells and remembered until
//! they change.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use moka::sync::Cache;
use platform::{
    db::{DbResult, Read},
    params,
};
use units::{UnitId, Units};

use crate::{
    catalogue::{Catalogue, Formula},
    figures::{self, Figures},
    period::Period,
};

/// How many tallies are remembered, about 3 KiB each: two years of the largest province before 2025, some tens
/// of times.
const REMEMBERED: u64 = 16_384;

/// Values of a unit by position of the indicator: `None` where the unit did not keep the register, and for
/// ratios and reported-only indicators.
pub(crate) type Tally = Arc<[Option<i64>]>;

/// Counts figures as a catalogue defines them. Make one and keep it: it remembers the tallies of units whose
/// cells have not changed since, whoever changed them.
#[derive(Debug, Clone)]
pub struct Counter {
    catalogue: Arc<Catalogue>,
    /// With each tally, the version of the unit's cells that it was read from.
    remembered: Cache<(UnitId, Period), (i64, Tally)>,
}

impl Counter {
    /// A counter that remembers nothing yet.
    #[must_use]
    pub fn new(catalogue: Arc<Catalogue>) -> Self {
        Self {
            catalogue,
            remembered: Cache::new(REMEMBERED),
        }
    }

    /// What is counted.
    #[must_use]
    pub fn catalogue(&self) -> &Arc<Catalogue> {
        &self.catalogue
    }

    /// Reads the figures of a unit and a period, on the map of the day `basis`.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn figures(
        &self,
        read: &mut Read,
        units: &Units,
        target: UnitId,
        period: Period,
        basis: Date,
    ) -> DbResult<Figures> {
        figures::figures(self, read, units, target, period, basis).await
    }

    /// The tallies of those units that have cells, each of the same moment as the rest of the transaction.
    pub(crate) async fn tallies(
        &self,
        read: &mut Read,
        units: &[i64],
        period: Period,
    ) -> DbResult<HashMap<UnitId, Tally>> {
        let versions = read
            .all_among(
                "SELECT unit_id, version FROM cell_version WHERE unit_id IN",
                units,
                "",
                &[],
                |row| Ok((UnitId(row.get(0)?), row.get::<i64>(1)?)),
            )
            .await?;
        let mut tallies = HashMap::with_capacity(versions.len());
        let mut changed = BTreeMap::new();
        for (unit, version) in versions {
            match self.remembered.get(&(unit, period)) {
                Some((known, tally)) if known == version => drop(tallies.insert(unit, tally)),
                _ => drop(changed.insert(unit, version)),
            }
        }
        let numbers: Vec<i64> = changed.keys().map(|unit| unit.0).collect();
        let mut cells = cells(read, &numbers, period).await?;
        for (unit, version) in changed {
            let texts = cells.remove(&unit).unwrap_or_default();
            let tally: Tally = tally(&self.catalogue, &texts, period).into();
            self.remembered
                .insert((unit, period), (version, Arc::clone(&tally)));
            tallies.insert(unit, tally);
        }
        Ok(tallies)
    }
}

/// The cells that make the figures of a period, written as `period series value|…`.
async fn cells(read: &mut Read, units: &[i64], period: Period) -> DbResult<BTreeMap<UnitId, Vec<String>>> {
    let mut cells: BTreeMap<UnitId, Vec<String>> = BTreeMap::new();
    for (stock, yearly, from, to) in spans(period) {
        // One row for each unit: fetching a row costs more than reading a line of text.
        let rows = read
            .all_among(
                "SELECT unit_id, STRING_AGG(CAST(period AS TEXT) || ' ' || series || ' ' || CAST(value AS TEXT), '|') \
                 FROM cell WHERE stock = $1 AND yearly = $2 AND period BETWEEN $3 AND $4 AND facts > 0 AND unit_id IN",
                units,
                "GROUP BY unit_id",
                &params![stock, yearly, from, to],
                |row| Ok((UnitId(row.get(0)?), row.get::<String>(1)?)),
            )
            .await?;
        for (unit, text) in rows {
            cells.entry(unit).or_default().push(text);
        }
    }
    Ok(cells)
}

/// Which cells make the figures of a period: stock or flow, of years or of quarters, first and last. Stocks are
/// the sum of all years before and of the period's own year, up to its end.
fn spans(period: Period) -> Vec<(bool, bool, i64, i64)> {
    let year = Period::year(period.calendar_year()).number();
    let number = period.number();
    if period.is_year() {
        vec![(false, true, number, number), (true, true, 0, number)]
    } else {
        vec![
            (false, false, number, number),
            (true, true, 0, year - 1),
            (true, false, year, number),
        ]
    }
}

/// Adds up the cells of one unit, written as `period series value|…`.
fn tally(catalogue: &Catalogue, texts: &[String], period: Period) -> Vec<Option<i64>> {
    let indicators = catalogue.indicators();
    let mut sums = vec![0_i64; indicators.len()];
    let mut measures = vec![false; catalogue.measures().len()];
    for line in texts.iter().flat_map(|text| text.split('|')) {
        let mut words = line.split(' ');
        let (Some(when), Some(series), Some(value)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        // A series that the catalogue does not know any more feeds nothing.
        let (Some(feeds), Ok(value)) = (catalogue.feeds(series), value.parse::<i64>()) else {
            continue;
        };
        measures[feeds.measure] = true;
        let earlier = when.parse::<i64>().is_ok_and(|when| when < period.number());
        for &at in &feeds.indicators {
            if earlier || !matches!(indicators[at].formula, Formula::Counts { at_start: true, .. }) {
                sums[at] += value;
            }
        }
    }
    let kept = catalogue.kept_measures(&measures);
    let mut values = vec![None; indicators.len()];
    for &at in catalogue.evaluation_order() {
        values[at] = match &indicators[at].formula {
            Formula::Counts { measure, .. } => catalogue
                .position_of_measure(measure)
                .filter(|measure| kept[*measure])
                .map(|_| sums[at]),
            Formula::Sum(parts) => {
                let parts = parts
                    .iter()
                    .filter_map(|part| values[catalogue.position_of(part)?]);
                parts.reduce(|sum, part| sum + part)
            }
            Formula::Ratio { .. } | Formula::Reported => None,
        };
    }
    values
}
