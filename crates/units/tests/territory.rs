//! Whose records belong to whom, on invented maps that change at random.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use units::{
    Level, Parts, Reorganisation, ReorganisationId, SourceId, Succession, Unit, UnitId, UnitKind, Units,
};

/// Numbers drawn by the test framework, one after the other.
struct Draws(std::vec::IntoIter<u8>);

impl Draws {
    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % limit
    }
}

const DAYS: [Date; 3] = [date(2008, 8, 1), date(2020, 1, 1), date(2025, 7, 1)];
/// A day before, between and after the reorganisations, and their days themselves.
const BASES: [Date; 6] = [
    date(2000, 1, 1),
    DAYS[0],
    date(2012, 5, 5),
    DAYS[1],
    DAYS[2],
    date(2026, 11, 23),
];

/// A country whose provinces and districts last or are formed anew each time, and whose communes last, merge, split,
/// and sometimes end or begin without a recorded link. Some communes lie directly in their province.
fn country(draws: Vec<u8>, provinces_last: bool) -> Units {
    let mut draws = Draws(draws.into_iter());
    let unit = |id: usize, kind: UnitKind, parent: Option<UnitId>, from: Option<Date>| Unit {
        id: UnitId(i64::try_from(id).unwrap()),
        code: format!("{id:05}"),
        name: format!("{} {id}", kind.prefix()),
        kind,
        level: kind.level(),
        parent,
        valid_from: from,
        valid_to: None,
        centre: None,
        area_km2: None,
        source: SourceId(1),
    };
    let mut units = vec![unit(1, UnitKind::Country, None, None)];
    let mut successions = Vec::new();
    let (mut provinces, mut communes): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    let mut districts: Vec<usize> = Vec::new();
    for day in std::iter::once(None).chain(DAYS.map(Some)) {
        if day.is_none() || !provinces_last {
            for ended in std::mem::take(&mut provinces)
                .into_iter()
                .chain(std::mem::take(&mut districts))
            {
                units[ended].valid_to = day;
            }
            for _ in 0..=draws.below(3) {
                provinces.push(units.len());
                units.push(unit(
                    units.len() + 1,
                    UnitKind::Province,
                    Some(UnitId::COUNTRY),
                    day,
                ));
            }
            for _ in 0..draws.below(4) {
                let province = units[provinces[draws.below(provinces.len())]].id;
                districts.push(units.len());
                units.push(unit(
                    units.len() + 1,
                    UnitKind::RuralDistrict,
                    Some(province),
                    day,
                ));
            }
        }
        // Where provinces last, so may their communes.
        let (ended, lasting): (Vec<usize>, Vec<usize>) = communes
            .iter()
            .partition(|_| day.is_some() && (!provinces_last || draws.below(2) == 0));
        communes = lasting;
        let first = units.len();
        for _ in 0..=draws.below(5) {
            let above: Vec<usize> = provinces.iter().chain(&districts).copied().collect();
            let above = units[above[draws.below(above.len())]].id;
            communes.push(units.len());
            units.push(unit(units.len() + 1, UnitKind::Commune, Some(above), day));
        }
        for old in ended {
            units[old].valid_to = day;
            let heirs: BTreeSet<usize> = (0..draws.below(4))
                .map(|_| first + draws.below(units.len() - first))
                .collect();
            let partial = heirs.len() > 1;
            for heir in heirs {
                successions.push(Succession {
                    old: units[old].id,
                    new: units[heir].id,
                    partial,
                    source: SourceId(1),
                    reorganisation: ReorganisationId(1),
                });
            }
        }
    }
    Units::build(Parts {
        units,
        successions,
        ..Parts::default()
    })
    .unwrap()
}

/// Where a commune lies on the map of a day, said as plainly as can be.
fn image(units: &Units, id: UnitId, basis: Date) -> BTreeSet<UnitId> {
    let unit = units.get(id).unwrap();
    if unit.valid_on(basis) {
        return BTreeSet::from([id]);
    }
    let ended = unit.valid_to.is_some_and(|to| to <= basis);
    let links = if ended {
        units.successors(id)
    } else {
        units.predecessors(id)
    };
    if links.is_empty() {
        return image(units, unit.parent.unwrap(), basis);
    }
    links
        .iter()
        .flat_map(|link| image(units, link.unit, basis))
        .collect()
}

/// Where a district lies on the map of a day: where its communes of its last or first day lie.
fn image_of_district(units: &Units, id: UnitId, basis: Date) -> BTreeSet<UnitId> {
    let unit = units.get(id).unwrap();
    if unit.valid_on(basis) {
        return BTreeSet::from([id]);
    }
    let day = match unit.valid_to {
        Some(to) if to <= basis => to.yesterday().unwrap(),
        _ => unit.valid_from.unwrap(),
    };
    let communes: Vec<UnitId> = units.children(id, day).map(|commune| commune.id).collect();
    if communes.is_empty() {
        return image(units, id, basis);
    }
    communes
        .into_iter()
        .flat_map(|commune| image(units, commune, basis))
        .collect()
}

fn lies_in(units: &Units, id: UnitId, target: UnitId) -> bool {
    id == target || units.ancestors(id).any(|above| above.id == target)
}

proptest! {
    #[test]
    fn records_are_given_to_whom_they_belong(
        draws in proptest::collection::vec(any::<u8>(), 0..200),
        provinces_last: bool,
    ) {
        let units = country(draws, provinces_last);
        let communes: BTreeSet<UnitId> =
            units.all().iter().filter(|unit| unit.level == Level::Commune).map(|unit| unit.id).collect();
        for basis in BASES {
            let whole_country = units.contributors(UnitId::COUNTRY, basis);
            prop_assert_eq!(&whole_country.whole, &communes, "nothing is lost to the country");
            prop_assert!(whole_country.shared.is_empty());
            let mut home: BTreeMap<UnitId, UnitId> = BTreeMap::new();
            for target in units.all().iter().filter(|unit| unit.level > Level::Country) {
                let found = units.contributors(target.id, basis);
                if !target.valid_on(basis) {
                    prop_assert!(found.whole.is_empty() && found.shared.is_empty());
                    continue;
                }
                for commune in &communes {
                    let (inside, outside): (Vec<UnitId>, Vec<UnitId>) =
                        image(&units, *commune, basis).into_iter().partition(|id| lies_in(&units, *id, target.id));
                    prop_assert_eq!(found.whole.contains(commune), !inside.is_empty() && outside.is_empty());
                    let rest = (!inside.is_empty() && !outside.is_empty()).then_some(&outside);
                    prop_assert_eq!(found.shared.get(commune), rest);
                }
                if target.level == Level::Commune {
                    prop_assert!(found.whole.contains(&target.id));
                    let above = units.contributors(target.parent.unwrap(), basis);
                    prop_assert!(found.whole.is_subset(&above.whole), "whole in the child, whole in the parent");
                    prop_assert!(
                        found.shared.keys().all(|id| above.whole.contains(id) || above.shared.contains_key(id)),
                        "shared in the child, at least shared in the parent"
                    );
                } else if target.level == Level::Province {
                    for commune in found.whole {
                        prop_assert_eq!(home.insert(commune, target.id), None, "whole in one province only");
                    }
                }
            }
        }
    }

    #[test]
    fn values_of_provinces_belong_wholly_to_the_country(
        draws in proptest::collection::vec(any::<u8>(), 0..200),
        provinces_last: bool,
    ) {
        let units = country(draws, provinces_last);
        let provinces: BTreeSet<UnitId> =
            units.all().iter().filter(|unit| unit.level == Level::Province).map(|unit| unit.id).collect();
        for basis in BASES {
            prop_assert_eq!(&units.province_contributors(UnitId::COUNTRY, basis).whole, &provinces);
            for province in units.children(UnitId::COUNTRY, basis) {
                prop_assert!(units.province_contributors(province.id, basis).whole.contains(&province.id));
            }
        }
    }

    #[test]
    fn values_of_districts_go_where_all_their_communes_went(
        draws in proptest::collection::vec(any::<u8>(), 0..200),
        provinces_last: bool,
    ) {
        let units = country(draws, provinces_last);
        let districts: BTreeSet<UnitId> =
            units.all().iter().filter(|unit| unit.level == Level::District).map(|unit| unit.id).collect();
        for basis in BASES {
            let whole_country = units.district_contributors(UnitId::COUNTRY, basis);
            prop_assert_eq!(&whole_country.whole, &districts, "nothing is lost to the country");
            prop_assert!(whole_country.shared.is_empty());
            let mut home: BTreeMap<UnitId, UnitId> = BTreeMap::new();
            for target in units.all().iter().filter(|unit| unit.level > Level::Country && unit.valid_on(basis)) {
                let found = units.district_contributors(target.id, basis);
                for district in &districts {
                    let (inside, outside): (Vec<UnitId>, Vec<UnitId>) = image_of_district(&units, *district, basis)
                        .into_iter()
                        .partition(|id| lies_in(&units, *id, target.id));
                    prop_assert_eq!(found.whole.contains(district), !inside.is_empty() && outside.is_empty());
                    let rest = (!inside.is_empty() && !outside.is_empty()).then_some(&outside);
                    prop_assert_eq!(found.shared.get(district), rest);
                }
                if target.level == Level::Province {
                    for district in found.whole {
                        prop_assert_eq!(home.insert(district, target.id), None, "whole in one province only");
                    }
                }
            }
        }
    }

    #[test]
    fn no_text_breaks_the_search(text in ".{0,40}", words in "[ađ /,.-]{0,12}") {
        let units = country(vec![3; 80], false);
        for text in [text, words] {
            let _ = units.resolve(&text, BASES[5]);
            prop_assert!(units.search(&text, 3).len() <= 3);
        }
    }
}

#[test]
fn a_map_that_contradicts_itself_is_refused() {
    let good = country(vec![7; 200], false);
    let parts = || Parts {
        units: good.all().to_vec(),
        reorganisations: vec![Reorganisation {
            id: ReorganisationId(1),
            title: "Sắp xếp".to_owned(),
            legal_document: String::new(),
            effective: DAYS[2],
            source: SourceId(1),
            recorded_at: "2026-11-23T00:00:00Z".parse().unwrap(),
            undone: None,
        }],
        ..Parts::default()
    };
    let refused = |parts: Parts| Units::build(parts).unwrap_err().to_string();
    assert!(Units::build(parts()).is_ok());

    let mut without_country = parts();
    without_country.units.remove(0);
    let mut twice = parts();
    twice.units.push(twice.units[1].clone());
    let mut orphan = parts();
    orphan.units[1].parent = Some(UnitId(9_999));
    let mut backwards = parts();
    backwards.units[1].valid_from = Some(DAYS[1]);
    backwards.units[1].valid_to = Some(DAYS[0]);
    let mut unjoined = parts();
    unjoined.successions.push(Succession {
        old: UnitId(2),
        new: UnitId(2),
        partial: false,
        source: SourceId(1),
        reorganisation: ReorganisationId(1),
    });
    insta::assert_snapshot!(
        [without_country, twice, orphan, backwards, unjoined].map(refused).join("\n"),
        @r#"
    the country (unit 1) is missing: load the official units first
    unit 2 is there twice
    unit 2 stands under unit 9999, which is not above it on all of its days
    unit 2 ends on or before its first day
    the link from unit 2 to unit 2 does not join a unit that ends to one that begins that day
    "#
    );
}
