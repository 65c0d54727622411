//! The registry: every unit but the hamlets, of all times, with the successions between them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use platform::text::slug;

use crate::{
    Dispute, Level, Link, Reorganisation, ReorganisationId, Source, SourceId, Unit, UnitId, UnitKind,
    resolve::Names,
};

/// Position of a unit in [`Units::units`].
pub(crate) type Index = u32;

/// A succession as recorded: all or a part of `old` went into `new`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// The older unit.
    pub old: UnitId,
    /// The newer unit.
    pub new: UnitId,
    /// The older unit was split: only a part of it went into the newer one.
    pub partial: bool,
    /// Where the link was taken from.
    pub source: SourceId,
    /// The reorganisation that made it.
    pub reorganisation: ReorganisationId,
}

/// What a registry is built from.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The units in force, hamlets left out, the country among them.
    pub units: Vec<Unit>,
    /// The successions in force, between communes (links between provinces are derived from them).
    pub successions: Vec<Succession>,
    /// All reorganisations, the undone ones too.
    pub reorganisations: Vec<Reorganisation>,
    /// The sources that the others name.
    pub sources: Vec<Source>,
    /// What other sources say against the successions.
    pub disputes: Vec<Dispute>,
    /// Units opened only by reorganisations that were undone.
    pub undone: Vec<Unit>,
}

/// Why a registry can't be built: the stored map contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// Nothing is stored yet, or the country is missing.
    #[error("the country (unit 1) is missing: load the official units first")]
    NoCountry,
    /// Two units have the same number.
    #[error("unit {0} is there twice")]
    Twice(UnitId),
    /// A unit names a parent that does not stand above it on all of its days.
    #[error("unit {unit} stands under {}, which is not above it on all of its days",
        parent.map_or_else(|| "no unit".to_owned(), |parent| format!("unit {parent}")))]
    Parent {
        /// The unit.
        unit: UnitId,
        /// The parent it names.
        parent: Option<UnitId>,
    },
    /// A unit ends before it begins.
    #[error("unit {0} ends on or before its first day")]
    Days(UnitId),
    /// A link does not join a unit that ends with one that begins on the same day.
    #[error(
        "the link from unit {old} to unit {new} does not join a unit that ends to one that begins that day"
    )]
    Link {
        /// The older unit.
        old: UnitId,
        /// The newer unit.
        new: UnitId,
    },
}

/// What became of a unit and what it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct History<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// What it was formed from on its first day.
    pub formed_from: &'a [Link],
    /// What it became on the day after its last.
    pub became: &'a [Link],
    /// The unit that it goes on from unchanged: same name and kind, same territory, only its parent is another.
    pub continues: Option<UnitId>,
    /// The unit that goes on from it unchanged.
    pub continued_by: Option<UnitId>,
}

/// The registry of units. Immutable: an import builds a new one.
#[derive(Debug)]
pub struct Units {
    /// Sorted by number.
    units: Vec<Unit>,
    parents: Vec<Option<Index>>,
    /// Children of all times, by code and then by age.
    children: Vec<Vec<Index>>,
    predecessors: Vec<Vec<Link>>,
    successors: Vec<Vec<Link>>,
    /// Units that began or ended on a known day without a recorded link.
    unlinked: Vec<Index>,
    by_code: BTreeMap<String, Vec<Index>>,
    reorganisations: Vec<Reorganisation>,
    sources: Vec<Source>,
    disputes: Vec<Dispute>,
    undone: Vec<Unit>,
    pub(crate) names: Names,
}

impl Units {
    /// Builds the registry and derives the links between provinces from those of their communes.
    ///
    /// # Errors
    /// [`Damage`] when the parts contradict each other.
    pub fn build(parts: Parts) -> Result<Self, Damage> {
        let Parts {
            mut units,
            mut successions,
            mut reorganisations,
            mut sources,
            disputes,
            mut undone,
        } = parts;
        units.sort_by_key(|unit| unit.id);
        undone.sort_by_key(|unit| unit.id);
        reorganisations.sort_by_key(|reorganisation| reorganisation.id);
        sources.sort_by_key(|source| source.id);
        successions.sort_by_key(|link| (link.old, link.new));
        if let Some(pair) = units.windows(2).find(|pair| pair[0].id == pair[1].id) {
            return Err(Damage::Twice(pair[0].id));
        }
        if !units.first().is_some_and(|unit| {
            unit.id == UnitId::COUNTRY
                && unit.level == Level::Country
                && unit.valid_from.is_none()
                && unit.valid_to.is_none()
        }) {
            return Err(Damage::NoCountry);
        }
        let parents = parents(&units)?;
        let mut children = vec![Vec::new(); units.len()];
        let mut by_code: BTreeMap<String, Vec<Index>> = BTreeMap::new();
        for (index, unit) in (0..).zip(&units) {
            if let Some(parent) = parents[index as usize] {
                children[parent as usize].push(index);
            }
            by_code.entry(unit.code.clone()).or_default().push(index);
        }
        for siblings in &mut children {
            siblings.sort_by_key(|&index| {
                let unit = &units[index as usize];
                (unit.code.as_str(), unit.valid_from, unit.id)
            });
        }
        let names = Names::build(&units);
        let mut registry = Self {
            predecessors: vec![Vec::new(); units.len()],
            successors: vec![Vec::new(); units.len()],
            unlinked: Vec::new(),
            units,
            parents,
            children,
            by_code,
            reorganisations,
            sources,
            disputes,
            undone,
            names,
        };
        for succession in &successions {
            registry.link(succession, false)?;
        }
        for succession in registry.province_successions(&successions) {
            registry.link(&succession, true)?;
        }
        registry.unlinked = (0..)
            .zip(
                registry
                    .units
                    .iter()
                    .zip(registry.predecessors.iter().zip(&registry.successors)),
            )
            .filter(|(_, (unit, (from, to)))| {
                unit.valid_from.is_some() && from.is_empty() || unit.valid_to.is_some() && to.is_empty()
            })
            .map(|(index, _)| index)
            .collect();
        Ok(registry)
    }

    fn link(&mut self, succession: &Succession, derived: bool) -> Result<(), Damage> {
        let Succession {
            old,
            new,
            partial,
            source,
            reorganisation,
        } = *succession;
        let wrong = Damage::Link { old, new };
        let (Some(from), Some(to)) = (self.index(old), self.index(new)) else {
            return Err(wrong);
        };
        let (ends, begins) = (self.unit(from).valid_to, self.unit(to).valid_from);
        if ends.is_none() || ends != begins {
            return Err(wrong);
        }
        let link = |unit| Link {
            unit,
            partial,
            derived,
            source,
            reorganisation,
        };
        self.successors[from as usize].push(link(new));
        self.predecessors[to as usize].push(link(old));
        Ok(())
    }

    /// A province went into another when a commune of it did; in parts when its communes went to several.
    fn province_successions(&self, successions: &[Succession]) -> Vec<Succession> {
        let province = |unit: UnitId| self.ancestor(unit, Level::Province);
        let mut pairs = BTreeMap::new();
        for link in successions {
            if let (Some(old), Some(new)) = (province(link.old), province(link.new))
                && old.id != new.id
                && old.valid_to.is_some()
                && old.valid_to == new.valid_from
            {
                // The link with the oldest source speaks for the others.
                let spoken = pairs.entry((old.id, new.id)).or_insert(link);
                if link.source < spoken.source {
                    *spoken = link;
                }
            }
        }
        let mut takers: BTreeMap<UnitId, usize> = BTreeMap::new();
        for (old, _) in pairs.keys() {
            *takers.entry(*old).or_default() += 1;
        }
        pairs
            .into_iter()
            .map(|((old, new), link)| Succession {
                old,
                new,
                partial: takers[&old] > 1,
                ..link.clone()
            })
            .collect()
    }

    pub(crate) fn index(&self, id: UnitId) -> Option<Index> {
        self.units
            .binary_search_by_key(&id, |unit| unit.id)
            .ok()
            .and_then(|found| Index::try_from(found).ok())
    }

    pub(crate) fn unit(&self, index: Index) -> &Unit {
        &self.units[index as usize]
    }

    pub(crate) fn parent_of(&self, index: Index) -> Option<Index> {
        self.parents[index as usize]
    }

    pub(crate) fn children_of(&self, index: Index) -> &[Index] {
        &self.children[index as usize]
    }

    pub(crate) fn unlinked(&self) -> &[Index] {
        &self.unlinked
    }

    pub(crate) fn with_code(&self, code: &str) -> impl Iterator<Item = &Unit> {
        self.by_code
            .get(code)
            .into_iter()
            .flatten()
            .map(|&index| self.unit(index))
    }

    /// All units of all times, by number.
    #[must_use]
    pub fn all(&self) -> &[Unit] {
        &self.units
    }

    /// The unit with this number, unless only an undone reorganisation made it ([`Units::undone`]).
    #[must_use]
    pub fn get(&self, id: UnitId) -> Option<&Unit> {
        self.index(id).map(|index| self.unit(index))
    }

    /// A unit that only an undone reorganisation made. Records may still be kept under it.
    #[must_use]
    pub fn undone(&self, id: UnitId) -> Option<&Unit> {
        self.undone
            .binary_search_by_key(&id, |unit| unit.id)
            .ok()
            .map(|found| &self.undone[found])
    }

    /// The country.
    #[must_use]
    pub fn country(&self) -> &Unit {
        &self.units[0]
    }

    /// The unit with this code on that day.
    #[must_use]
    pub fn at(&self, code: &str, date: Date) -> Option<&Unit> {
        self.with_code(code).find(|unit| unit.valid_on(date))
    }

    /// The units directly below on that day, by code.
    pub fn children(&self, id: UnitId, date: Date) -> impl Iterator<Item = &Unit> {
        self.index(id)
            .map_or(&[][..], |index| self.children_of(index))
            .iter()
            .map(|&index| self.unit(index))
            .filter(move |unit| unit.valid_on(date))
    }

    /// The units above, nearest first, up to the country.
    pub fn ancestors(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        let above = |index: &Index| self.parent_of(*index);
        std::iter::successors(self.index(id).as_ref().and_then(above), above).map(|index| self.unit(index))
    }

    /// The unit of that level in which a unit lies, itself included.
    #[must_use]
    pub fn ancestor(&self, id: UnitId, level: Level) -> Option<&Unit> {
        self.get(id)
            .into_iter()
            .chain(self.ancestors(id))
            .find(|unit| unit.level == level)
    }

    /// All units of a level below a unit on that day, by code of each step; the unit itself when it is of that
    /// level and exists on that day.
    #[must_use]
    pub fn descendants(&self, id: UnitId, date: Date, level: Level) -> Vec<&Unit> {
        let mut found = Vec::new();
        if let Some(index) = self.index(id) {
            self.collect(index, date, level, &mut found);
        }
        found
    }

    fn collect<'a>(&'a self, index: Index, date: Date, level: Level, found: &mut Vec<&'a Unit>) {
        let unit = self.unit(index);
        if !unit.valid_on(date) {
            return;
        }
        if unit.level == level {
            found.push(unit);
        } else if unit.level < level {
            for &child in self.children_of(index) {
                self.collect(child, date, level, found);
            }
        }
    }

    /// How many units of each kind stand directly below on that day.
    #[must_use]
    pub fn child_counts(&self, id: UnitId, date: Date) -> BTreeMap<UnitKind, usize> {
        let mut counts = BTreeMap::new();
        for child in self.children(id, date) {
            *counts.entry(child.kind).or_default() += 1;
        }
        counts
    }

    /// The name with those above it, as in an address: "Xã Phú Hữu, Huyện An Phú, Tỉnh An Giang". The country
    /// is left out, except for itself. Empty for an unknown number.
    #[must_use]
    pub fn path(&self, id: UnitId) -> String {
        let names: Vec<&str> = self
            .get(id)
            .into_iter()
            .chain(self.ancestors(id).filter(|unit| unit.level != Level::Country))
            .map(|unit| unit.name.as_str())
            .collect();
        names.join(", ")
    }

    /// The short text under which [`Units::resolve`] finds the unit again on any of its days, for addresses:
    /// "an-giang" for the country and provinces, the code for those below.
    #[must_use]
    pub fn slug(&self, id: UnitId) -> String {
        match self.get(id) {
            Some(unit) if unit.level <= Level::Province => slug(unit.short_name()),
            Some(unit) => unit.code.clone(),
            None => String::new(),
        }
    }

    /// What a unit was formed from. Links between provinces are derived from those of their communes.
    #[must_use]
    pub fn predecessors(&self, id: UnitId) -> &[Link] {
        self.index(id)
            .map_or(&[], |index| &self.predecessors[index as usize])
    }

    /// What a unit became.
    #[must_use]
    pub fn successors(&self, id: UnitId) -> &[Link] {
        self.index(id)
            .map_or(&[], |index| &self.successors[index as usize])
    }

    /// What became of a unit and what it came from.
    #[must_use]
    pub fn history(&self, id: UnitId) -> Option<History<'_>> {
        Some(History {
            unit: self.get(id)?,
            formed_from: self.predecessors(id),
            became: self.successors(id),
            continues: self.continues(id),
            continued_by: match self.successors(id) {
                [only] if self.continues(only.unit) == Some(id) => Some(only.unit),
                _ => None,
            },
        })
    }

    /// The unit that this one goes on from unchanged: the same name and kind, and nothing joined or left it.
    #[must_use]
    pub fn continues(&self, id: UnitId) -> Option<UnitId> {
        let [only] = self.predecessors(id) else {
            return None;
        };
        let (new, old) = (self.get(id)?, self.get(only.unit)?);
        let alone = self.successors(old.id).len() == 1 && !only.partial;
        (alone && old.kind == new.kind && old.name == new.name).then_some(old.id)
    }

    /// All reorganisations by number, the undone ones too.
    #[must_use]
    pub fn reorganisations(&self) -> &[Reorganisation] {
        &self.reorganisations
    }

    /// The reorganisation with this number.
    #[must_use]
    pub fn reorganisation(&self, id: ReorganisationId) -> Option<&Reorganisation> {
        self.reorganisations
            .iter()
            .find(|reorganisation| reorganisation.id == id)
    }

    /// The source with this number.
    #[must_use]
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// All sources by number.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// What other sources say against the successions of a unit.
    pub fn disputes(&self, id: UnitId) -> impl Iterator<Item = &Dispute> {
        self.disputes
            .iter()
            .filter(move |dispute| dispute.old == id || dispute.new == id)
    }

    /// The days on which the map changed, from the oldest to the newest.
    #[must_use]
    pub fn turning_days(&self) -> BTreeSet<Date> {
        self.reorganisations
            .iter()
            .filter(|r| r.undone.is_none())
            .map(|r| r.effective)
            .collect()
    }
}

/// Finds each unit's parent and checks that it stands above.
fn parents(units: &[Unit]) -> Result<Vec<Option<Index>>, Damage> {
    units
        .iter()
        .map(|unit| {
            if unit.valid_to.is_some() && unit.valid_to <= unit.valid_from {
                return Err(Damage::Days(unit.id));
            }
            if unit.id == UnitId::COUNTRY {
                return Ok(None);
            }
            unit.parent
                .and_then(|parent| units.binary_search_by_key(&parent, |unit| unit.id).ok())
                .filter(|&found| stands_above(&units[found], unit))
                .and_then(|found| Index::try_from(found).ok())
                .map(Some)
                .ok_or(Damage::Parent {
                    unit: unit.id,
                    parent: unit.parent,
                })
        })
        .collect()
}

fn stands_above(parent: &Unit, unit: &Unit) -> bool {
    parent.level < unit.level
        && parent
            .valid_from
            .is_none_or(|from| unit.valid_from.is_some_and(|first| from <= first))
        && parent
            .valid_to
            .is_none_or(|to| unit.valid_to.is_some_and(|last| last <= to))
}
