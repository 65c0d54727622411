//! Whose records belong to a unit when the map of another day is laid over them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::{Level, UnitId, Units, registry::Index};

/// The units of any time whose records belong to a target as the map stood on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contributors {
    /// All that the unit became (or came from) lies inside the target: its figures count fully.
    pub whole: BTreeSet<UnitId>,
    /// Only a part lies inside: its figures can't be divided. With each, the units outside the target that
    /// took (or gave) the rest.
    pub shared: BTreeMap<UnitId, Vec<UnitId>>,
}

impl Units {
    /// The communes of any time whose records belong to `target` as the map stood on `basis`. Empty when the
    /// target does not exist on that day.
    ///
    /// A commune is carried to `basis` along its successions. Where a succession is not recorded, its parent is
    /// carried instead, so that its records are not lost to the province.
    #[must_use]
    pub fn contributors(&self, target: UnitId, basis: Date) -> Contributors {
        self.contributors_of(Level::Commune, target, basis)
    }

    /// The provinces of any time whose values, recorded on the province itself, belong to `target` (a province
    /// or the country) as the map stood on `basis`.
    #[must_use]
    pub fn province_contributors(&self, target: UnitId, basis: Date) -> Contributors {
        self.contributors_of(Level::Province, target, basis)
    }

    /// The districts (cấp huyện) of any time whose values, recorded on the district itself, belong to `target` as
    /// the map stood on `basis`.
    ///
    /// Where no source says what a district became, it lies where the communes lie that it had on its last day (or
    /// on its first, for a map before it): wholly in a province when all of them went there.
    #[must_use]
    pub fn district_contributors(&self, target: UnitId, basis: Date) -> Contributors {
        self.contributors_of(Level::District, target, basis)
    }

    /// Into which of several units that lie side by side (as the children of one) each of `units` belongs as the map stood on
    /// `basis`: what [`Units::contributors`] and its sisters say of each target, asked of these units alone and of all targets
    /// at once.
    #[must_use]
    pub fn contributors_among(
        &self,
        units: impl IntoIterator<Item = UnitId>,
        targets: &BTreeSet<UnitId>,
        basis: Date,
    ) -> BTreeMap<UnitId, Contributors> {
        let sought: BTreeSet<Index> = targets
            .iter()
            .filter_map(|&target| self.index(target))
            .filter(|&index| self.unit(index).valid_on(basis))
            .collect();
        let mut among: BTreeMap<UnitId, Contributors> = BTreeMap::new();
        // A district is seen through its communes, which are asked about themselves too.
        let mut seen = vec![None; self.all().len()];
        let mut seen_of_districts = seen.clone();
        for candidate in units.into_iter().filter_map(|unit| self.index(unit)) {
            let image = if self.unit(candidate).level == Level::District {
                self.image_of_district(candidate, basis, &mut seen_of_districts)
            } else {
                self.image(candidate, basis, &mut seen)
            };
            let mut parts: BTreeMap<Option<Index>, BTreeSet<UnitId>> = BTreeMap::new();
            for index in image {
                let mut above = std::iter::successors(Some(index), |&index| self.parent_of(index));
                let target = above.find(|index| sought.contains(index));
                parts.entry(target).or_default().insert(self.unit(index).id);
            }
            let id = self.unit(candidate).id;
            for target in parts.keys().copied().flatten() {
                let contributors = among.entry(self.unit(target).id).or_default();
                if parts.len() == 1 {
                    contributors.whole.insert(id);
                    continue;
                }
                let takers = parts
                    .iter()
                    .filter(|(other, _)| **other != Some(target))
                    .flat_map(|(_, units)| units.iter().copied())
                    .collect();
                contributors.shared.insert(id, takers);
            }
        }
        among
    }

    /// Whether `above` exists on a day and all that `unit` is, or has become by then, lies in it. So who answers for a
    /// commune answers for the records of those it was formed from; what was split between two, only who answers for
    /// both.
    #[must_use]
    pub fn within(&self, unit: UnitId, above: UnitId, day: Date) -> bool {
        let (Some(unit), Some(above)) = (self.index(unit), self.index(above)) else {
            return false;
        };
        if !self.unit(above).valid_on(day) {
            return false;
        }
        if self.unit(unit).valid_on(day) {
            return self.lies_in(unit, above);
        }
        let image = self.image(unit, day, &mut vec![None; self.all().len()]);
        !image.is_empty() && image.into_iter().all(|index| self.lies_in(index, above))
    }

    fn contributors_of(&self, level: Level, target: UnitId, basis: Date) -> Contributors {
        let mut contributors = Contributors::default();
        let Some(target) = self
            .index(target)
            .filter(|&index| self.unit(index).valid_on(basis))
        else {
            return contributors;
        };
        let mut seen = vec![None; self.all().len()];
        for candidate in self.candidates(level, target, basis) {
            let image = if level == Level::District {
                self.image_of_district(candidate, basis, &mut seen)
            } else {
                self.image(candidate, basis, &mut seen)
            };
            let (inside, outside): (Vec<Index>, Vec<Index>) =
                image.into_iter().partition(|&index| self.lies_in(index, target));
            let id = self.unit(candidate).id;
            if !inside.is_empty() && outside.is_empty() {
                contributors.whole.insert(id);
            } else if !inside.is_empty() {
                let takers = outside.into_iter().map(|index| self.unit(index).id).collect();
                contributors.shared.insert(id, takers);
            }
        }
        contributors
    }

    /// The units of a level that may have something in the target: those that can be reached from what lies in
    /// it on the day, or from a unit whose links are missing. More are asked than belong, never fewer.
    fn candidates(&self, level: Level, target: Index, basis: Date) -> Vec<Index> {
        let mut starts = vec![target];
        let mut next = 0;
        while let Some(&index) = starts.get(next) {
            starts.extend(
                self.children_of(index)
                    .iter()
                    .filter(|&&child| self.unit(child).valid_on(basis)),
            );
            next += 1;
        }
        starts.extend(self.unlinked());
        let mut candidates = starts.clone();
        for step in [Units::predecessors, Units::successors] {
            let mut seen = vec![false; self.all().len()];
            let mut open = starts.clone();
            while let Some(index) = open.pop() {
                for link in step(self, self.unit(index).id) {
                    if let Some(next) = self.index(link.unit)
                        && !std::mem::replace(&mut seen[next as usize], true)
                    {
                        candidates.push(next);
                        open.push(next);
                    }
                }
            }
        }
        if level == Level::District {
            // Most ended districts are without links, so all are among the starts. Only those matter that exist, are
            // linked, have no known commune, or have one among the candidates.
            candidates.retain(|&index| {
                let unit = self.unit(index);
                let linked =
                    || !self.predecessors(unit.id).is_empty() || !self.successors(unit.id).is_empty();
                unit.level == Level::Commune
                    || unit.level == Level::District
                        && (unit.valid_on(basis) || linked() || self.children_of(index).is_empty())
            });
            for index in &mut candidates {
                if self.unit(*index).level == Level::Commune {
                    *index = self.parent_of(*index).unwrap_or(*index);
                }
            }
        }
        candidates.retain(|&index| self.unit(index).level == level);
        candidates.sort_unstable();
        candidates.dedup();
        candidates
    }

    /// Where a unit of any time lies on the map of a day: itself when it exists, else what it became or came
    /// from, else where its parent lies. The country exists always, so there is always an answer.
    /// `seen` remembers for which candidate a unit was visited last, so that it is visited once for each.
    fn image(&self, candidate: Index, basis: Date, seen: &mut [Option<Index>]) -> Vec<Index> {
        let mut image = Vec::new();
        let mut open = vec![candidate];
        while let Some(index) = open.pop() {
            if seen[index as usize].replace(candidate) == Some(candidate) {
                continue;
            }
            let unit = self.unit(index);
            if unit.valid_on(basis) {
                image.push(index);
                continue;
            }
            let ended = unit.valid_to.is_some_and(|to| to <= basis);
            let links = if ended {
                self.successors(unit.id)
            } else {
                self.predecessors(unit.id)
            };
            if links.is_empty() {
                open.extend(self.parent_of(index));
            } else {
                open.extend(links.iter().filter_map(|link| self.index(link.unit)));
            }
        }
        image.sort_unstable();
        image
    }

    /// Where a district of any time lies on the map of a day: where a unit without communes would, when it exists or
    /// its links are recorded, else where its communes lie.
    fn image_of_district(&self, district: Index, basis: Date, seen: &mut [Option<Index>]) -> Vec<Index> {
        let unit = self.unit(district);
        let (links, day) = match unit.valid_to.filter(|to| *to <= basis) {
            Some(to) => (self.successors(unit.id), to.yesterday().ok()),
            None => (self.predecessors(unit.id), unit.valid_from),
        };
        let Some(day) = day.filter(|_| !unit.valid_on(basis) && links.is_empty()) else {
            return self.image(district, basis, seen);
        };
        let communes = self.children_of(district).iter();
        let mut image: Vec<Index> = communes
            .filter(|&&commune| self.unit(commune).valid_on(day))
            .flat_map(|&commune| self.image(commune, basis, seen))
            .collect();
        if image.is_empty() {
            return self.image(district, basis, seen);
        }
        image.sort_unstable();
        image.dedup();
        image
    }

    fn lies_in(&self, index: Index, target: Index) -> bool {
        std::iter::successors(Some(index), |&index| self.parent_of(index)).any(|above| above == target)
    }
}
