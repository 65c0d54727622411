//! The table of a movement (bảng tổng hợp): registered, carried out, recognised and kept up, by title group and main field,
//! counted from the register; what was reported stands beside it.

use facts::{
    Catalogue, Counted, Period, Reported,
    figures::Figures,
    reconcile::{self, Evidence, Finding},
};
use jiff::civil::Date;
use platform::db::{DbResult, Read};
use units::{UnitId, Units};

use crate::{Movements, definition::Movement, store};

/// Registered, carried out, recognised, kept up; `None` where nobody kept the register.
pub type Counts = [Option<i64>; 4];

/// The counts of a title group and a main field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Key of the title group; none for all.
    pub group: Option<String>,
    /// Key of the main field; none for all.
    pub field: Option<String>,
    /// How many.
    pub counts: Counts,
}

/// A unit below, with its counts and whether any of its figures is only a lower bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Below {
    /// The unit.
    pub unit: UnitId,
    /// How many.
    pub counts: Counts,
}

/// How many models of a main field touch another field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// Key of the main field.
    pub main: String,
    /// Key of the other field.
    pub touched: String,
    /// How many models.
    pub models: i64,
}

/// A table.
#[derive(Debug)]
pub struct Table {
    /// The unit.
    pub unit: UnitId,
    /// The year.
    pub year: i16,
    /// The day whose map it is drawn on.
    pub basis: Date,
    /// Each title group with its fields, each group followed by its sum.
    pub lines: Vec<Line>,
    /// Each main field over all groups.
    pub fields: Vec<Line>,
    /// All of them.
    pub total: Counts,
    /// Whether a figure is a lower bound, because a commune was split.
    pub lower_bound: bool,
    /// The units below.
    pub below: Vec<Below>,
    /// What models touch besides their main field. Models that touch several fields stand in several of these.
    pub overlap: Vec<Overlap>,
    /// What contradicts itself among the movement's figures.
    pub findings: Vec<Finding>,
    /// All figures of the unit and year.
    pub figures: Figures,
}

impl Table {
    /// What was reported on the movement's figures, with what was counted: key of the indicator, counted, reported.
    #[must_use]
    pub fn reported(
        &self,
        movement: &Movement,
        catalogue: &Catalogue,
    ) -> Vec<(&str, Option<i64>, &Reported)> {
        self.figures
            .figures
            .iter()
            .filter(|figure| concerns(movement, catalogue, &figure.indicator))
            .flat_map(|figure| {
                let counted = figure.counted.as_ref().and_then(value);
                figure
                    .reported
                    .iter()
                    .map(move |reported| (figure.indicator.as_str(), counted, reported))
            })
            .collect()
    }
}

/// Whether an indicator is one of a movement's or a part of one.
#[must_use]
pub fn concerns(movement: &Movement, catalogue: &Catalogue, indicator: &str) -> bool {
    let wholes = movement.indicators.all();
    wholes.contains(&indicator)
        || catalogue
            .indicator(indicator)
            .and_then(|indicator| indicator.part_of.as_ref())
            .is_some_and(|part| wholes.contains(&part.whole.as_str()))
}

fn value(counted: &Counted) -> Option<i64> {
    match counted {
        Counted::Exact(value) => Some(*value),
        Counted::AtLeast { whole, .. } => Some(*whole),
        Counted::Ratio { .. } | Counted::Indivisible(_) => None,
    }
}

/// The day whose map the table of a year is drawn on: the last of the year, or today.
#[must_use]
pub fn basis(year: i16, today: Date) -> Date {
    Period::year(year).last_day().min(today)
}

impl Movements {
    /// The table of a unit and a year, on the map of that year.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn table(
        &self,
        read: &mut Read,
        units: &Units,
        movement: &Movement,
        (unit, year): (UnitId, i16),
    ) -> DbResult<Table> {
        let catalogue = self.catalogue();
        let (_, today) = self.now();
        let basis = basis(year, today);
        let figures = self
            .counter
            .figures(read, units, unit, Period::year(year), basis)
            .await?;
        let members = figures.members();
        let kept = store::kept_up(read, &members, &movement.key, year).await?;
        let mut overlap: Vec<Overlap> = Vec::new();
        for (main, touched, models) in store::overlap(read, &members, &movement.key, year).await? {
            match overlap
                .iter_mut()
                .find(|there| there.main == main && there.touched == touched)
            {
                Some(there) => there.models += models,
                None => overlap.push(Overlap {
                    main,
                    touched,
                    models,
                }),
            }
        }
        overlap.sort_by(|a, b| (&a.main, &a.touched).cmp(&(&b.main, &b.touched)));
        let [registered, carried_out, recognised, maintained] = movement.indicators.all();
        let mut lower_bound = false;
        let mut counted = |key: Option<&str>| {
            let counted = figures.figure(key?)?.counted.as_ref()?;
            lower_bound |= matches!(counted, Counted::AtLeast { .. } | Counted::Indivisible(_));
            value(counted)
        };
        let mut line = |group: Option<&str>, field: Option<&str>| {
            let part = (group, field);
            let register = counted(movement.part(catalogue, registered, part));
            let kept: i64 = kept
                .iter()
                .filter(|(in_group, in_field, _)| {
                    group.is_none_or(|group| group == in_group) && field.is_none_or(|field| field == in_field)
                })
                .map(|(_, _, models)| models)
                .sum();
            Line {
                group: group.map(str::to_owned),
                field: field.map(str::to_owned),
                counts: [
                    register,
                    counted(movement.part(catalogue, carried_out, part)),
                    counted(movement.part(catalogue, recognised, part)),
                    // Where nobody kept the register, nothing is known about what was kept up either.
                    register.map(|_| kept),
                ],
            }
        };
        let fields = movement.fields(catalogue);
        let mut lines = Vec::new();
        for group in movement.groups(catalogue) {
            for field in fields {
                lines.push(line(Some(&group.key), Some(&field.key)));
            }
            lines.push(line(Some(&group.key), None));
        }
        let of_fields = fields.iter().map(|field| line(None, Some(&field.key))).collect();
        let mut total = line(None, None).counts;
        total[3] = counted(Some(maintained));
        let keys = movement.indicators.all();
        let below = figures
            .breakdown(units, catalogue, &keys)
            .into_iter()
            .map(|row| {
                let mut counts = [None; 4];
                for (count, counted) in counts.iter_mut().zip(&row.counted) {
                    *count = counted.as_ref().and_then(value);
                }
                Below {
                    unit: row.unit,
                    counts,
                }
            })
            .collect();
        let findings = reconcile::findings(catalogue, &Evidence::of(&figures))
            .into_iter()
            .filter(|finding| {
                std::iter::once(&finding.left)
                    .chain(&finding.right.parts)
                    .any(|statement| concerns(movement, catalogue, &statement.indicator))
            })
            .collect();
        Ok(Table {
            unit,
            year,
            basis,
            lines,
            fields: of_fields,
            total,
            lower_bound,
            below,
            overlap,
            findings,
            figures,
        })
    }
}
