//! Reads what a report needs and composes it. Everything a page, a command or the interface asks for comes
//! through here.

use std::sync::Arc;

use facts::{
    Catalogue, Counter, Period,
    figures::Figures,
    reconcile::{self, Evidence, Finding},
};
use jiff::civil::Date;
use platform::{
    clock::Clock,
    db::{Database, DbError},
    i18n::Translator,
};
use rulebook::Rulebook;
use units::{Level, LiveUnits, Unit, UnitId, Units, Unresolved};

use crate::{
    gather::Desk,
    model::{Boundaries, Report},
    plan::Plan,
};

/// A report that was asked for, with its unit found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The unit, as the chosen map has it.
    pub unit: UnitId,
    /// The year.
    pub year: i16,
    /// The chosen map.
    pub boundaries: Boundaries,
    /// The day whose boundaries that map shows.
    pub basis: Date,
}

impl Wanted {
    /// The period reported on.
    #[must_use]
    pub fn period(&self) -> Period {
        Period::year(self.year)
    }
}

/// Why a report can't be had.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The year is not one.
    #[error("{0:?} is no year: write four digits")]
    Year(String),
    /// There are no such boundaries.
    #[error("{0:?} are no boundaries: choose nam-bao-cao or hien-nay")]
    Boundaries(String),
    /// The unit is unknown, or several have that name.
    #[error(transparent)]
    Unit(#[from] Unresolved),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The document could not be set.
    #[error("the document could not be set: {0}")]
    Document(#[from] documents::Error),
}

/// The figures and contradictions of a report.
#[derive(Debug)]
pub struct Gathered {
    /// The figures.
    pub figures: Figures,
    /// What contradicts itself among them.
    pub findings: Vec<Finding>,
}

/// Makes reports.
#[derive(Debug)]
pub struct Reports {
    db: Database,
    units: LiveUnits,
    counter: Counter,
    rulebook: Arc<Rulebook>,
    plan: Plan,
    clock: Arc<dyn Clock>,
    demo: bool,
    public_address: Option<String>,
}

impl Reports {
    /// Reports on what `db` holds. `public_address` starts the links in documents (`https://dinh.example`).
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        catalogue: Arc<Catalogue>,
        rulebook: Arc<Rulebook>,
        plan: Plan,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            db,
            units,
            counter: Counter::new(catalogue),
            rulebook,
            plan,
            clock,
            demo: false,
            public_address: None,
        }
    }

    /// Says on every page and document whether the records are invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The address that links in documents start with.
    #[must_use]
    pub fn public_address(mut self, address: Option<String>) -> Self {
        self.public_address = address;
        self
    }

    /// The address that links in documents start with, when there is one.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.public_address.as_deref()
    }

    /// The units now. Take them once for one answer, so that the answer agrees with itself.
    #[must_use]
    pub fn units(&self) -> Arc<Units> {
        self.units.current()
    }

    /// What is counted.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        self.counter.catalogue()
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.db
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// What reports in a language are made with.
    #[must_use]
    pub fn desk<'a>(&'a self, t: &'a Translator, units: &'a Units) -> Desk<'a> {
        Desk {
            t,
            units,
            catalogue: self.catalogue(),
            rulebook: &self.rulebook,
            plan: &self.plan,
            demo: self.demo,
        }
    }

    /// Finds the unit of a report: names resolve among the units of the year, or among today's.
    ///
    /// # Errors
    /// [`ReportError::Year`], and [`ReportError::Unit`] with the units that may have been meant.
    pub fn wanted(&self, unit: &str, year: &str, boundaries: Boundaries) -> Result<Wanted, ReportError> {
        let number = year
            .parse::<i16>()
            .ok()
            .filter(|number| year.len() == 4 && (1945..=9998).contains(number));
        let year = number.ok_or_else(|| ReportError::Year(year.to_owned()))?;
        let basis = match boundaries {
            Boundaries::OfTheYear => Period::year(year).last_day(),
            Boundaries::OfToday => self.clock.today(),
        };
        let units = self.units();
        let unit = units.resolve(unit, basis)?.id;
        Ok(Wanted {
            unit,
            year,
            boundaries,
            basis,
        })
    }

    /// Reads the figures of a report and checks them.
    ///
    /// # Errors
    /// [`ReportError::Database`].
    pub async fn gather(&self, units: &Units, wanted: Wanted) -> Result<Gathered, ReportError> {
        let mut read = self.db.read().await?;
        let figures = self
            .counter
            .figures(&mut read, units, wanted.unit, wanted.period(), wanted.basis)
            .await?;
        let findings = reconcile::findings(self.catalogue(), &Evidence::of(&figures));
        Ok(Gathered { figures, findings })
    }

    /// A report in the language of `t`.
    ///
    /// # Errors
    /// [`ReportError::Database`].
    pub async fn report(&self, t: &Translator, wanted: Wanted) -> Result<Report, ReportError> {
        let units = self.units();
        let gathered = self.gather(&units, wanted).await?;
        Ok(self
            .desk(t, &units)
            .report(&gathered.figures, &gathered.findings, wanted.boundaries))
    }

    /// Which units have figures, and in which years: provinces and the country on the map of each year.
    ///
    /// # Errors
    /// [`ReportError::Database`].
    pub async fn covered(&self) -> Result<Vec<(Unit, Vec<i16>)>, ReportError> {
        let units = self.units();
        let mut read = self.db.read().await?;
        let mut years: std::collections::BTreeMap<UnitId, std::collections::BTreeSet<i16>> =
            Default::default();
        for (unit, year) in facts::coverage::coverage(&mut read).await? {
            let day = Period::year(year).last_day();
            for province in provinces_on(&units, unit, day) {
                years.entry(province).or_default().insert(year);
            }
        }
        let mut covered: Vec<(Unit, Vec<i16>)> = years
            .into_iter()
            .filter_map(|(unit, years)| Some((units.get(unit)?.clone(), years.into_iter().rev().collect())))
            .collect();
        // What exists today comes first.
        covered.sort_by(|(a, _), (b, _)| {
            (a.valid_to.is_some(), &a.code, a.valid_from).cmp(&(b.valid_to.is_some(), &b.code, b.valid_from))
        });
        Ok(covered)
    }
}

/// The provinces that hold a unit's records on a day: its own, or those of what it became.
fn provinces_on(units: &Units, unit: UnitId, day: Date) -> Vec<UnitId> {
    let mut provinces = Vec::new();
    let mut waiting = vec![unit];
    while let Some(id) = waiting.pop() {
        let Some(unit) = units.get(id) else { continue };
        if unit.valid_to.is_none_or(|to| day < to) {
            provinces.extend(units.ancestor(id, Level::Province).map(|province| province.id));
        } else {
            waiting.extend(units.successors(id).iter().map(|link| link.unit));
        }
    }
    provinces.sort_unstable();
    provinces.dedup();
    provinces
}
