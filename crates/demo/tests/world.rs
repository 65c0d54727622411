//! The world as it is drawn, without a database.

#![expect(clippy::unwrap_used, reason = "for tests: what goes wrong ends them")]

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::LazyLock,
};

use demo::{Drawn, Place, World, places, records};
use facts::Catalogue;
use jiff::civil::{Date, date};
use platform::calendar::WorkingCalendar;
use units::{Level, Units, official_parts};

static UNITS: LazyLock<Units> =
    LazyLock::new(|| Units::build(official_parts(World::default().entered_at()).unwrap()).unwrap());
static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::delivered().unwrap_or_else(|problems| panic!("{problems}")));
static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(|| WorkingCalendar::embedded().unwrap());

fn draw(world: World) -> Vec<(Place, Vec<Drawn>)> {
    let places = places(&world, &UNITS).unwrap();
    let drawn = places.into_iter().map(|place| {
        let years = records(&world, &CATALOGUE, &CALENDAR, &place);
        let drawn = years
            .flat_map(|year| year.unwrap_or_else(|error| panic!("{error}")))
            .collect();
        (place, drawn)
    });
    drawn.collect()
}

fn small() -> World {
    World {
        communes: 12,
        years: 3,
        ..World::default()
    }
}

fn hash(drawn: &[(Place, Vec<Drawn>)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{drawn:?}").hash(&mut hasher);
    hasher.finish()
}

fn all(drawn: &[(Place, Vec<Drawn>)]) -> impl Iterator<Item = (&Place, &Drawn)> {
    drawn
        .iter()
        .flat_map(|(place, drawn)| drawn.iter().map(move |drawn| (place, drawn)))
}

fn number(drawn: &Drawn, column: &str) -> i64 {
    drawn.entry.body[column].as_i64().unwrap()
}

fn word<'a>(drawn: &'a Drawn, column: &str) -> &'a str {
    drawn.entry.body[column].as_str().unwrap()
}

fn day(drawn: &Drawn, column: &str) -> Option<Date> {
    Some(drawn.entry.body.get(column)?.as_str()?.parse().unwrap())
}

fn of<'a>(world: &'a [(Place, Vec<Drawn>)], kind: &str) -> Vec<&'a Drawn> {
    all(world)
        .map(|(_, drawn)| drawn)
        .filter(|drawn| drawn.entry.kind == kind)
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    let first = hash(&draw(small()));
    assert_eq!(first, hash(&draw(small())));
    assert_ne!(first, hash(&draw(World { seed: 2, ..small() })));
}

#[test]
fn a_commune_is_the_same_in_a_small_world_and_a_large_one() {
    let large = draw(small());
    for (place, drawn) in draw(World {
        communes: 4,
        ..small()
    }) {
        let same = large.iter().find(|(other, _)| other.unit == place.unit).unwrap();
        assert_eq!((&place, &drawn), (&same.0, &same.1));
    }
}

#[test]
fn every_form_of_the_catalogue_is_filled_in() {
    let world = draw(small());
    let kinds: BTreeSet<&str> = all(&world).map(|(_, drawn)| drawn.entry.kind.as_str()).collect();
    let known: BTreeSet<&str> = CATALOGUE
        .record_kinds()
        .iter()
        .map(|kind| kind.key.as_str())
        .collect();
    assert_eq!(kinds, known);
}

#[test]
fn every_item_of_every_list_that_is_counted_occurs() {
    let world = draw(World {
        communes: 40,
        ..small()
    });
    let counted: BTreeSet<&str> = all(&world)
        .flat_map(|(_, drawn)| drawn.entry.facts.iter().map(|fact| fact.series.as_str()))
        .collect();
    for indicator in CATALOGUE.indicators() {
        let series = CATALOGUE.series_of(&indicator.key);
        let occurs = series.is_empty() || series.iter().any(|series| counted.contains(series.as_str()));
        assert!(occurs, "{}", indicator.key);
    }
}

#[test]
fn the_usual_world_has_as_many_records_as_is_promised() {
    let world = draw(World::default());
    let records = all(&world).count();
    let facts: usize = all(&world).map(|(_, drawn)| drawn.entry.facts.len()).sum();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, drawn) in all(&world) {
        *kinds.entry(&drawn.entry.kind).or_default() += 1;
    }
    println!(
        "{} places, {records} records, {facts} facts: {kinds:#?}",
        world.len()
    );
    assert!((30_000..=75_000).contains(&records), "{records} records");
}

#[test]
fn records_lie_on_days_on_which_their_commune_exists_in_the_world() {
    let world = small();
    let drawn = draw(world);
    let ids: BTreeSet<_> = all(&drawn).map(|(_, drawn)| (drawn.unit, drawn.id)).collect();
    assert_eq!(
        ids.len(),
        all(&drawn).count(),
        "every record has its own identifier"
    );
    for (place, drawn) in all(&drawn) {
        let unit = UNITS.get(drawn.unit).unwrap();
        assert_eq!((unit.level, unit.id), (Level::Commune, place.unit));
        assert!(
            unit.valid_on(drawn.entry.date),
            "{} on {}",
            unit.name,
            drawn.entry.date
        );
        assert!(drawn.hamlet.is_none_or(|hamlet| hamlet < place.hamlets.len()));
        for fact in &drawn.entry.facts {
            assert!(fact.date <= world.last_day(), "{fact:?}");
            assert!(
                fact.date.year() >= world.first_year() - i16::from(fact.stock),
                "{fact:?}"
            );
        }
    }
}

#[test]
fn old_communes_keep_records_until_they_end_and_new_ones_from_then_on() {
    let turn = date(2025, 7, 1);
    for (place, drawn) in draw(small()) {
        let last = drawn.iter().map(|drawn| drawn.entry.date).max().unwrap();
        let first = drawn.iter().map(|drawn| drawn.entry.date).min().unwrap();
        assert!(
            place.ends == (last < turn) && place.older == (first < turn),
            "{}",
            place.name
        );
        assert!((4..=10).contains(&place.hamlets.len()));
        let names: BTreeSet<&str> = place.hamlets.iter().map(|hamlet| hamlet.name.as_str()).collect();
        assert_eq!(names.len(), place.hamlets.len());
        let word = if place.name.starts_with("Xã ") {
            "Ấp "
        } else {
            "Kh"
        };
        assert!(
            names.iter().all(|name| name.starts_with(word)),
            "{} {names:?}",
            place.name
        );
    }
}

#[test]
fn decisions_have_the_result_that_the_law_gives_them() {
    let world = draw(World {
        communes: 40,
        years: 4,
        ..World::default()
    });
    let mut refused = 0;
    for drawn in of(&world, "community_decision") {
        let (households, yes) = (number(drawn, "households"), number(drawn, "in_favour"));
        let clause = word(drawn, "clause");
        let law = drawn.entry.date >= date(2023, 7, 1);
        let over_half = 2 * yes > households;
        let two_thirds = 3 * yes >= 2 * households;
        let adopted = word(drawn, "result") == "adopted";
        if matches!(clause, "clause_1" | "clause_2") {
            assert_eq!(adopted, two_thirds, "{drawn:?}");
            assert!(
                law || over_half == two_thirds,
                "either law gives the same result: {drawn:?}"
            );
        } else {
            assert_eq!(adopted, over_half, "{drawn:?}");
        }
        assert!(
            word(drawn, "form") != "online" || (clause == "clause_6" && law),
            "{drawn:?}"
        );
        if let Some(recognised) = day(drawn, "recognised_on") {
            assert!(adopted && (recognised - drawn.entry.date).get_days() <= 5);
            assert!(matches!(clause, "clause_3" | "clause_4" | "clause_5"));
        }
        assert!(drawn.hamlet.is_some());
        refused += i64::from(!adopted);
    }
    assert!(refused > 0, "some matters are not adopted");
}

#[test]
fn consultations_last_twenty_days_and_teams_have_a_woman() {
    let world = draw(small());
    for drawn in of(&world, "consultation") {
        let days = (day(drawn, "closed_on").unwrap() - drawn.entry.date).get_days();
        assert!(days >= 20, "{drawn:?}");
    }
    for drawn in of(&world, "mediation_team") {
        assert!(number(drawn, "mediators") >= 3 && number(drawn, "women") >= 1);
    }
    for drawn in of(&world, "supervision_board") {
        assert!(number(drawn, "members") >= 5);
    }
}

#[test]
fn disclosures_fall_due_five_working_days_after_the_decision_and_some_are_late_or_missing() {
    let world = draw(small());
    let (mut in_time, mut late, mut missing) = (0, 0, 0);
    for drawn in of(&world, "disclosure") {
        let decided = day(drawn, "decided_on").unwrap();
        assert_eq!(drawn.entry.date, CALENDAR.add_working_days(decided, 5).unwrap());
        match day(drawn, "posted_on") {
            Some(posted) if posted <= drawn.entry.date => in_time += 1,
            Some(_) => late += 1,
            None => missing += 1,
        }
    }
    assert!(
        in_time > 5 * late && late > missing && missing > 0,
        "{in_time} {late} {missing}"
    );
}

/// The sum of a measure in each commune and year.
fn yearly(world: &[(Place, Vec<Drawn>)], measure: &str) -> BTreeMap<(units::UnitId, i16), i64> {
    let mut sums = BTreeMap::new();
    for (_, drawn) in all(world) {
        for fact in &drawn.entry.facts {
            let name = fact.series.split('?').next();
            if name.is_some_and(|name| name == measure) || fact.series == measure {
                *sums.entry((drawn.unit, fact.date.year())).or_default() += fact.quantity;
            }
        }
    }
    sums
}

#[test]
fn nothing_exceeds_what_it_is_taken_from() {
    let world = draw(small());
    for (lesser, greater) in [
        ("contribution.spent_vnd", "contribution.value_vnd"),
        (
            "capital.entry_vnd?entry=disbursed",
            "capital.entry_vnd?entry=assigned",
        ),
        ("dan_van_kheo.carried_out", "dan_van_kheo.registered"),
        ("dan_van_kheo.recognised", "dan_van_kheo.carried_out"),
        ("procedures.settled", "procedures.received"),
        ("assessment.place", "place.existing"),
    ] {
        let (lesser_sums, mut greater_sums) = (yearly(&world, lesser), yearly(&world, greater));
        assert!(
            !lesser_sums.is_empty() && !greater_sums.is_empty(),
            "{lesser} {greater}"
        );
        if greater == "place.existing" {
            // A stock: what was opened before stays.
            for (unit, year) in lesser_sums.keys() {
                let before: i64 = yearly(&world, greater)
                    .iter()
                    .filter(|((other, opened), _)| other == unit && opened < year)
                    .map(|(_, value)| *value)
                    .sum();
                *greater_sums.entry((*unit, *year)).or_default() += before;
            }
        }
        for (key, value) in lesser_sums {
            let limit = greater_sums.get(&key).copied().unwrap_or(0);
            assert!(value <= limit, "{lesser} {value} > {greater} {limit} in {key:?}");
        }
    }
}

#[test]
fn stocks_end_with_their_commune() {
    for (place, drawn) in draw(small()) {
        let mut stocks: BTreeMap<&str, i64> = BTreeMap::new();
        for fact in drawn
            .iter()
            .flat_map(|drawn| &drawn.entry.facts)
            .filter(|fact| fact.stock)
        {
            let name = fact.series.split('?').next().unwrap();
            *stocks.entry(name).or_default() += fact.quantity;
        }
        for (measure, left) in stocks {
            // Open cases are carried on in the old book; bodies and lists are set up anew.
            if measure.ends_with(".pending") {
                assert!(left >= 0);
            } else {
                assert_eq!(left == 0, place.ends, "{measure} {left} in {}", place.name);
            }
        }
    }
}

#[test]
fn the_registers_that_the_newspaper_reported_on_stay_empty_there() {
    let world = draw(World {
        communes: 3,
        years: 7,
        ..World::default()
    });
    let empty = |kind: &str, year: i16| {
        let mut records = of(&world, kind).into_iter();
        !records.any(|drawn| drawn.entry.date.year() == year)
    };
    for kind in ["dan_van_kheo_model", "contribution", "contribution_spending"] {
        assert!(
            empty(kind, 2020) && !empty(kind, 2019) && !empty(kind, 2021),
            "{kind}"
        );
    }
    assert!(!empty("mediation_case", 2020));
}

#[test]
fn titles_hold_nothing_that_could_be_a_number_of_a_person() {
    let world = draw(World {
        years: 1,
        ..World::default()
    });
    for (_, drawn) in all(&world) {
        let texts = drawn.entry.body.values().filter_map(serde_json::Value::as_str);
        for text in texts.filter(|text| text.parse::<Date>().is_err()) {
            let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
            assert!(longest.unwrap_or(0) <= 4, "{text:?}");
            assert!(text.chars().filter(char::is_ascii_digit).count() <= 6, "{text:?}");
        }
    }
}

#[test]
fn density_multiplies_what_is_done_but_not_what_there_is() {
    let count = |density, kind: &str| {
        of(
            &draw(World {
                communes: 3,
                years: 1,
                density,
                ..World::default()
            }),
            kind,
        )
        .len()
    };
    for kind in ["contribution", "disclosure", "community_decision"] {
        let (one, ten) = (count(1, kind), count(10, kind));
        assert!(ten > 6 * one && ten < 16 * one, "{kind}: {one} {ten}");
    }
    for kind in ["mediation_team", "procedures_month"] {
        assert_eq!(count(1, kind), count(10, kind), "{kind}");
    }
}
