//! The registry on the real map.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use jiff::civil::{Date, date};
use units::{Level, Unit, UnitId, UnitKind, Units, Unresolved, official_parts};

static UNITS: LazyLock<Units> = LazyLock::new(|| {
    let at = "2026-11-23T00:00:00Z".parse().unwrap();
    Units::build(official_parts(at).unwrap()).unwrap()
});

const BEFORE: Date = date(2024, 12, 31);
const LAST: Date = date(2025, 6, 30);
const FIRST: Date = date(2025, 7, 1);
const TODAY: Date = date(2026, 11, 23);

fn at(code: &str, date: Date) -> &'static Unit {
    UNITS.at(code, date).unwrap()
}

fn count(date: Date, level: Level) -> usize {
    UNITS.descendants(UnitId::COUNTRY, date, level).len()
}

fn codes(ids: impl IntoIterator<Item = UnitId>) -> Vec<&'static str> {
    ids.into_iter()
        .map(|id| UNITS.get(id).unwrap().code.as_str())
        .collect()
}

#[test]
fn the_map_has_its_official_size_on_each_day() {
    assert_eq!(UNITS.country().id, UnitId(1));
    assert_eq!(UNITS.country().name, "Việt Nam");
    assert_eq!(count(LAST, Level::Province), 63);
    assert_eq!(count(LAST, Level::District), 696);
    assert_eq!(count(LAST, Level::Commune), 10_035);
    assert_eq!(count(FIRST, Level::Province), 34);
    assert_eq!(count(FIRST, Level::District), 0);
    assert_eq!(count(FIRST, Level::Commune), 3_321);
    let mut kinds: BTreeMap<UnitKind, usize> = BTreeMap::new();
    for unit in UNITS.descendants(UnitId::COUNTRY, TODAY, Level::Commune) {
        *kinds.entry(unit.kind).or_default() += 1;
    }
    assert_eq!(
        kinds,
        BTreeMap::from([
            (UnitKind::Commune, 2_621),
            (UnitKind::Ward, 687),
            (UnitKind::SpecialZone, 13)
        ])
    );
}

#[test]
fn cities_are_told_apart_by_what_they_lie_in() {
    assert_eq!(at("79", LAST).kind, UnitKind::CentralCity);
    assert_eq!(at("769", LAST).kind, UnitKind::MunicipalCity, "Thủ Đức");
    assert_eq!(at("883", LAST).kind, UnitKind::ProvincialCity, "Long Xuyên");
}

#[test]
fn names_are_written_as_in_law() {
    for unit in UNITS.all().iter().filter(|unit| unit.level != Level::Country) {
        let rest = unit
            .name
            .strip_prefix(unit.kind.prefix())
            .and_then(|rest| rest.strip_prefix(' '));
        assert!(
            rest.is_some_and(|rest| rest.trim() == rest && !rest.is_empty()),
            "{unit:?}"
        );
        assert!(
            !unit.name.contains("  ") && !unit.name.contains('\u{a0}'),
            "{unit:?}"
        );
    }
    assert_eq!(UNITS.search("thi tran oc eo", 1)[0].name, "Thị trấn Óc Eo");
}

#[test]
fn new_an_giang_is_old_an_giang_and_kien_giang() {
    let new = at("91", TODAY);
    assert_eq!(new.name, "Tỉnh An Giang");
    assert_eq!(
        UNITS.child_counts(new.id, TODAY),
        BTreeMap::from([
            (UnitKind::Commune, 85),
            (UnitKind::Ward, 14),
            (UnitKind::SpecialZone, 3)
        ])
    );
    let (an_giang, kien_giang) = (at("89", BEFORE), at("91", BEFORE));
    assert_eq!(
        (an_giang.name.as_str(), kien_giang.name.as_str()),
        ("Tỉnh An Giang", "Tỉnh Kiên Giang")
    );
    assert_eq!(UNITS.descendants(an_giang.id, BEFORE, Level::Commune).len(), 155);
    assert_eq!(
        UNITS.descendants(kien_giang.id, BEFORE, Level::Commune).len(),
        143
    );
    let links = UNITS.predecessors(new.id);
    assert_eq!(
        links.iter().map(|link| link.unit).collect::<Vec<_>>(),
        [an_giang.id, kien_giang.id]
    );
    assert!(links.iter().all(|link| link.derived && !link.partial));
    assert_eq!(UNITS.successors(an_giang.id).len(), 1);
    assert_eq!(UNITS.continues(new.id), None);
}

#[test]
fn rule_20_time_valid_geography() {
    let may_2022 = date(2022, 5, 10);
    let tri_ton = UNITS.resolve("huyện Tri Tôn", may_2022).unwrap();
    assert_eq!((tri_ton.code.as_str(), tri_ton.level), ("891", Level::District));
    assert_eq!(UNITS.path(tri_ton.id), "Huyện Tri Tôn, Tỉnh An Giang");
    let an_giang = UNITS.resolve("an-giang", may_2022).unwrap();
    assert_eq!(an_giang.code, "89");
    assert_eq!(
        UNITS.descendants(an_giang.id, may_2022, Level::District).len(),
        11
    );
    assert!(
        UNITS
            .children(an_giang.id, may_2022)
            .all(|unit| unit.level == Level::District)
    );

    let Err(Unresolved::Unknown { other_dates, .. }) = UNITS.resolve("huyện Tri Tôn", FIRST) else {
        panic!("there is no district since 2025-07-01")
    };
    assert_eq!(other_dates[0].id, tri_ton.id);
    assert_eq!(other_dates[0].valid_to, Some(FIRST));
    let an_giang = UNITS.resolve("an-giang", FIRST).unwrap();
    assert_eq!(an_giang.code, "91");
    assert!(UNITS.descendants(an_giang.id, FIRST, Level::District).is_empty());
    assert_eq!(UNITS.children(an_giang.id, FIRST).count(), 102);
}

#[test]
fn a_code_used_again_names_the_unit_of_the_day() {
    assert_eq!(at("00004", LAST).name, "Phường Trúc Bạch");
    assert_eq!(at("00004", FIRST).name, "Phường Ba Đình");
    assert_ne!(at("00004", LAST).id, at("00004", FIRST).id);
}

#[test]
fn split_communes_are_marked() {
    for (code, into) in [
        ("30355", vec!["30337", "30346"]),
        ("30358", vec!["30337", "30346", "30352"]),
    ] {
        let old = at(code, LAST);
        let links = UNITS.successors(old.id);
        assert!(
            links.iter().all(|link| link.partial && !link.derived),
            "{}",
            old.name
        );
        assert_eq!(codes(links.iter().map(|link| link.unit)), into, "{}", old.name);
    }
}

#[test]
fn an_unchanged_commune_continues_under_another_parent() {
    let (old, new) = (at("30313", LAST), at("30313", FIRST));
    assert_eq!(new.name, "Xã Mỹ Hòa Hưng");
    let history = UNITS.history(new.id).unwrap();
    assert_eq!(history.continues, Some(old.id));
    assert_eq!(UNITS.history(old.id).unwrap().continued_by, Some(new.id));
    assert_eq!(
        UNITS.path(old.id),
        "Xã Mỹ Hòa Hưng, Thành phố Long Xuyên, Tỉnh An Giang"
    );
    assert_eq!(UNITS.path(new.id), "Xã Mỹ Hòa Hưng, Tỉnh An Giang");
}

#[test]
fn six_communes_of_an_giang_were_left_unchanged() {
    let an_giang = at("91", TODAY).id;
    let unchanged: BTreeSet<&str> = UNITS
        .children(an_giang, TODAY)
        .filter(|unit| unit.kind == UnitKind::Commune && UNITS.continues(unit.id).is_some())
        .map(Unit::short_name)
        .collect();
    assert_eq!(
        unchanged,
        BTreeSet::from([
            "Mỹ Hòa Hưng",
            "Bình Giang",
            "Bình Sơn",
            "Hòn Nghệ",
            "Sơn Hải",
            "Tiên Hải"
        ])
    );
}

#[test]
fn eleven_provinces_were_left_unchanged() {
    let unchanged: Vec<&str> = UNITS
        .children(UnitId::COUNTRY, TODAY)
        .filter(|unit| UNITS.continues(unit.id).is_some())
        .map(Unit::short_name)
        .collect();
    assert_eq!(unchanged.len(), 11, "{unchanged:?}");
}

#[test]
fn repeated_names_ask_for_a_choice_and_a_place_makes_it() {
    let Err(Unresolved::Ambiguous { candidates, .. }) = UNITS.resolve("Phú Hữu", TODAY) else {
        panic!("two communes are called so")
    };
    assert_eq!(
        candidates.iter().map(|c| c.code.as_str()).collect::<Vec<_>>(),
        ["30352", "31378"]
    );
    for (typed, communes) in [("Phú Hữu", 5), ("phu huu", 6)] {
        let Err(Unresolved::Ambiguous { candidates, .. }) = UNITS.resolve(typed, BEFORE) else {
            panic!("several communes were called so")
        };
        assert_eq!(
            candidates.len(),
            communes,
            "without diacritics it may be Phú Hựu too"
        );
    }
    for text in [
        "an-giang/phu-huu",
        "Xã Phú Hữu, Tỉnh An Giang",
        "phu huu, an giang",
        "30352",
    ] {
        assert_eq!(UNITS.resolve(text, TODAY).unwrap().code, "30352", "{text}");
    }
    assert_eq!(
        UNITS
            .resolve("X. Phú Hữu, Huyện An Phú, An Giang", BEFORE)
            .unwrap()
            .code,
        "30352"
    );
}

#[test]
fn every_way_to_write_a_province_finds_it() {
    for text in [
        "91",
        "An Giang",
        "an-giang",
        "tinh-an-giang",
        "TỈNH AN GIANG",
        "An Giang",
        " an  giang ",
    ] {
        assert_eq!(UNITS.resolve(text, TODAY).unwrap().code, "91", "{text}");
    }
    for (text, code) in [
        ("ha-noi", "01"),
        ("hue", "46"),
        ("TP Hồ Chí Minh", "79"),
        ("tp.ho chi minh", "79"),
        ("VN", "VN"),
    ] {
        assert_eq!(UNITS.resolve(text, TODAY).unwrap().code, code, "{text}");
    }
    assert_eq!(UNITS.resolve("Quận 10", BEFORE).unwrap().code, "771");
}

#[test]
fn the_short_address_of_a_unit_leads_back_to_it() {
    for unit in UNITS.all() {
        let day = unit.valid_from.unwrap_or(LAST);
        assert_eq!(
            UNITS.resolve(&UNITS.slug(unit.id), day).unwrap().id,
            unit.id,
            "{}",
            unit.name
        );
    }
    assert_eq!(UNITS.slug(at("01", TODAY).id), "ha-noi");
    assert_eq!(UNITS.slug(at("46", TODAY).id), "hue");
    assert_eq!(UNITS.slug(at("77", LAST).id), "ba-ria-vung-tau");
    assert_eq!(UNITS.slug(at("30352", TODAY).id), "30352");
}

#[test]
fn an_unknown_name_is_answered_with_near_ones() {
    let Err(unresolved) = UNITS.resolve("an gaing", TODAY) else {
        panic!("a slip of the finger")
    };
    insta::assert_snapshot!(unresolved, @r#""an gaing" names no unit on 2026-11-23; near to it: 91 Tỉnh An Giang; 01288 Phường Tân Giang, Tỉnh Cao Bằng; 12019 Xã Văn Giang, Tỉnh Hưng Yên"#);
    let Err(Unresolved::Unknown { other_dates, .. }) = UNITS.resolve("Kiên Giang", TODAY) else {
        panic!("Kiên Giang is no more")
    };
    assert_eq!(other_dates[0].path, "Tỉnh Kiên Giang");
    for nonsense in ["", " ", "/", ",", "🙂", "zzzzzzzz", "99999"] {
        assert!(
            matches!(UNITS.resolve(nonsense, TODAY), Err(Unresolved::Unknown { .. })),
            "{nonsense}"
        );
    }
}

#[test]
fn search_ignores_diacritics_and_puts_the_best_first() {
    let found = |query| -> Vec<(String, bool)> {
        let found = UNITS.search(query, 5);
        found
            .iter()
            .map(|unit| (UNITS.path(unit.id), unit.valid_to.is_none()))
            .collect()
    };
    assert_eq!(found("an giang")[0], ("Tỉnh An Giang".to_owned(), true));
    assert_eq!(found("an giang")[1], ("Tỉnh An Giang".to_owned(), false));
    assert_eq!(
        found("phú hữu an giang")[0],
        ("Xã Phú Hữu, Tỉnh An Giang".to_owned(), true)
    );
    assert_eq!(
        found("Phú Hữu")[0],
        ("Xã Phú Hữu, Tỉnh An Giang".to_owned(), true)
    );
    assert_eq!(
        found("phu huu")[0],
        ("Xã Phú Hựu, Tỉnh Đồng Tháp".to_owned(), true)
    );
    assert_eq!(found("30352")[0], ("Xã Phú Hữu, Tỉnh An Giang".to_owned(), true));
    assert_eq!(found("dak lak")[0], ("Tỉnh Đắk Lắk".to_owned(), true));
    assert_eq!(found("ea h leo")[0].0, "Xã Ea H'Leo, Tỉnh Đắk Lắk");
    assert!(found("").is_empty());
    assert!(found("qqqq").is_empty());
}

#[test]
fn records_of_both_old_provinces_belong_to_the_new_one() {
    let new = at("91", TODAY).id;
    let today = UNITS.contributors(new, TODAY);
    assert_eq!(today.whole.len(), 102 + 155 + 143);
    assert_eq!(
        today.shared,
        BTreeMap::new(),
        "no commune was split across the border of the province"
    );
    let provinces = UNITS.province_contributors(new, TODAY);
    assert_eq!(codes(provinces.whole), ["89", "91", "91"]);
    assert!(provinces.shared.is_empty());
    let districts = UNITS.district_contributors(new, TODAY);
    assert_eq!(districts.whole.len(), 11 + 15);
    assert!(districts.shared.is_empty());
}

#[test]
fn a_former_district_belongs_to_the_province_that_took_all_its_communes() {
    let (an_phu, kien_hai) = (at("886", LAST), at("912", LAST));
    assert_eq!(
        (an_phu.name.as_str(), kien_hai.name.as_str()),
        ("Huyện An Phú", "Huyện Kiên Hải")
    );
    let (old, new) = (at("89", LAST).id, at("91", TODAY).id);
    let whole = |target: UnitId, basis: Date| UNITS.district_contributors(target, basis).whole;
    assert!(whole(old, LAST).contains(&an_phu.id) && !whole(old, LAST).contains(&kien_hai.id));
    assert!(whole(new, TODAY).is_superset(&BTreeSet::from([an_phu.id, kien_hai.id])));
    assert_eq!(whole(an_phu.id, LAST), BTreeSet::from([an_phu.id]));

    let commune = UNITS.district_contributors(at("30337", TODAY).id, TODAY);
    assert_eq!(commune.whole, BTreeSet::new());
    assert!(
        commune.shared.contains_key(&an_phu.id),
        "only a part of the district"
    );

    let everything: BTreeSet<UnitId> = UNITS
        .all()
        .iter()
        .filter(|unit| unit.level == Level::District)
        .map(|unit| unit.id)
        .collect();
    for basis in [BEFORE, TODAY] {
        assert_eq!(whole(UnitId::COUNTRY, basis), everything);
    }
}

#[test]
fn records_of_the_new_province_are_divided_where_the_old_map_allows() {
    let old = at("89", BEFORE).id;
    let then = UNITS.contributors(old, BEFORE);
    assert_eq!(then.whole.len(), 155 + 54);
    assert!(then.shared.is_empty());
    let provinces = UNITS.province_contributors(old, BEFORE);
    assert_eq!(provinces.whole, BTreeSet::from([old]));
    assert_eq!(
        codes(
            provinces
                .shared
                .iter()
                .flat_map(|(new, rest)| std::iter::once(*new).chain(rest.clone()))
        ),
        ["91", "91"],
        "what the new province counted of itself belongs to An Giang and Kiên Giang, and can't be divided"
    );
}

#[test]
fn records_of_a_split_commune_are_shared_between_its_heirs_and_whole_in_the_province() {
    let (phu_hoi, an_phu, nhon_hoi) = (at("30355", LAST).id, at("30337", TODAY).id, at("30346", TODAY).id);
    let to_an_phu = UNITS.contributors(an_phu, TODAY);
    assert!(!to_an_phu.whole.contains(&phu_hoi));
    assert_eq!(to_an_phu.shared[&phu_hoi], [nhon_hoi]);
    assert!(
        UNITS
            .contributors(at("91", TODAY).id, TODAY)
            .whole
            .contains(&phu_hoi)
    );
    let in_the_past = UNITS.contributors(phu_hoi, BEFORE);
    assert_eq!(in_the_past.whole, BTreeSet::from([phu_hoi]));
    assert_eq!(
        in_the_past.shared.keys().copied().collect::<Vec<_>>(),
        [an_phu, nhon_hoi]
    );
}

#[test]
fn island_districts_without_communes_are_linked_to_their_zones() {
    let hai_phong = at("31", BEFORE).id;
    let zone = at("11948", TODAY);
    assert_eq!(zone.name, "Đặc khu Bạch Long Vĩ");
    assert_eq!(
        codes(UNITS.predecessors(zone.id).iter().map(|link| link.unit)),
        ["318"]
    );
    assert!(UNITS.contributors(hai_phong, BEFORE).whole.contains(&zone.id));
}

#[test]
fn every_commune_belongs_wholly_to_the_country_and_wholly_or_in_part_to_provinces() {
    let communes: BTreeSet<UnitId> = UNITS
        .all()
        .iter()
        .filter(|unit| unit.level == Level::Commune)
        .map(|unit| unit.id)
        .collect();
    for basis in [BEFORE, TODAY] {
        let country = UNITS.contributors(UnitId::COUNTRY, basis);
        assert_eq!(country.whole, communes);
        assert!(country.shared.is_empty());
        let (mut whole, mut shared) = (BTreeSet::new(), BTreeSet::new());
        for province in UNITS.children(UnitId::COUNTRY, basis) {
            let contributors = UNITS.contributors(province.id, basis);
            for commune in contributors.whole {
                assert!(whole.insert(commune), "whole in one province only");
            }
            shared.extend(contributors.shared.into_keys());
        }
        assert!(whole.is_disjoint(&shared));
        assert_eq!(whole.len() + shared.len(), communes.len());
    }
}

#[test]
fn a_unit_of_another_day_has_no_contributors() {
    let old = at("89", BEFORE).id;
    assert_eq!(UNITS.contributors(old, TODAY), units::Contributors::default());
    assert_eq!(
        UNITS.contributors(UnitId(999_999), TODAY),
        units::Contributors::default()
    );
}

#[test]
fn what_a_second_compilation_contradicts_is_known() {
    let phu_huu = at("31378", LAST).id;
    let disputes: Vec<_> = UNITS.disputes(phu_huu).collect();
    assert_eq!(disputes.len(), 1);
    assert!(!disputes[0].asserts);
    assert_eq!(codes([disputes[0].new]), ["31654"]);
    assert_eq!(
        UNITS.source(disputes[0].source).unwrap().title,
        "vietnam-provinces 2026.9.0"
    );
}

#[test]
fn who_answers_for_a_unit_answers_for_what_it_was_formed_from() {
    let today = at("30352", TODAY);
    let province = UNITS.ancestor(today.id, Level::Province).unwrap();
    assert!(UNITS.within(today.id, today.id, TODAY));
    assert!(UNITS.within(today.id, province.id, TODAY));
    assert!(UNITS.within(today.id, UnitId::COUNTRY, TODAY));
    assert!(!UNITS.within(province.id, today.id, TODAY));
    for link in UNITS.predecessors(today.id) {
        assert_eq!(
            UNITS.within(link.unit, today.id, TODAY),
            !link.partial,
            "{}",
            link.unit
        );
        assert!(UNITS.within(link.unit, province.id, TODAY));
        // The old unit is no more: nobody holds anything in it.
        assert!(!UNITS.within(link.unit, link.unit, TODAY));
        assert!(UNITS.within(link.unit, link.unit, LAST));
    }
    // A commune that went to several lies in none of them, but in the province of all.
    let split = at("30355", LAST);
    let takers = UNITS.successors(split.id);
    assert!(takers.len() > 1);
    for taker in takers {
        assert!(!UNITS.within(split.id, taker.unit, TODAY));
    }
    assert!(!UNITS.within(UnitId(-1), UnitId::COUNTRY, TODAY));
}

#[test]
fn asked_of_all_targets_at_once_units_belong_where_each_target_says() {
    for (above, basis) in [("91", TODAY), ("89", BEFORE), ("VN", TODAY)] {
        let children: Vec<UnitId> = UNITS
            .children(at(above, basis).id, basis)
            .map(|unit| unit.id)
            .collect();
        let all = UNITS.all().iter().map(|unit| unit.id);
        let among = UNITS.contributors_among(all, &children.iter().copied().collect(), basis);
        // Asking each target walks the whole map, so only some are.
        for child in children.iter().step_by(children.len().div_ceil(4)) {
            let mut one_by_one = units::Contributors::default();
            for part in [
                UNITS.contributors(*child, basis),
                UNITS.district_contributors(*child, basis),
                UNITS.province_contributors(*child, basis),
            ] {
                one_by_one.whole.extend(part.whole);
                one_by_one.shared.extend(part.shared);
            }
            let mut together = among.get(child).cloned().unwrap_or_default();
            let counted = |unit: &UnitId| {
                let level = UNITS.get(*unit).map(|unit| unit.level);
                matches!(level, Some(Level::Commune | Level::District | Level::Province))
            };
            together.whole.retain(counted);
            together.shared.retain(|unit, _| counted(unit));
            let sorted = |shared: BTreeMap<UnitId, Vec<UnitId>>| -> Vec<_> {
                let sort = |(unit, mut takers): (UnitId, Vec<UnitId>)| {
                    takers.sort_unstable();
                    (unit, takers)
                };
                shared.into_iter().map(sort).collect()
            };
            assert_eq!(together.whole, one_by_one.whole, "{above}: {child:?}");
            assert_eq!(
                sorted(together.shared),
                sorted(one_by_one.shared),
                "{above}: {child:?}"
            );
        }
    }
}
