//! A small country for tests: two provinces become one on 2025-07-01, one commune is split inside it and one
//! is split with a neighbour.

use std::sync::{Arc, LazyLock};

use facts::{BatchId, Catalogue, ColumnValue, Entry, NewRecord, RecordId, Values};
use jiff::{Timestamp, civil::Date, civil::date};
use units::{
    Parts, Reorganisation, ReorganisationId, Source, SourceId, Succession, Unit, UnitId, UnitKind, Units,
};

pub const TURN: Date = date(2025, 7, 1);
pub const BEFORE: Date = date(2025, 6, 30);

pub const WEST: UnitId = UnitId(2);
pub const EAST: UnitId = UnitId(3);
pub const JOINED: UnitId = UnitId(4);
pub const NEIGHBOUR: UnitId = UnitId(5);

/// Communes of the old provinces: 10 to 12 in the west, 20 and 21 in the east.
pub const OLD: [UnitId; 5] = [UnitId(10), UnitId(11), UnitId(12), UnitId(20), UnitId(21)];
/// Communes of today: 30 and 31 in the joined province, 40 in its neighbour.
pub const NEW: [UnitId; 3] = [UnitId(30), UnitId(31), UnitId(40)];

/// 10, 12 → 30; 11 → 30 and 31 (split inside the province); 20 → 31; 21 → 31 and 40 (split with the neighbour).
pub fn units() -> Units {
    Units::build(parts()).unwrap()
}

/// Districts of the old provinces: the first has communes 10 and 12, which went to 30; the second has 21, which was
/// split with the neighbour.
pub const DISTRICTS: [UnitId; 2] = [UnitId(50), UnitId(51)];

/// The same country with districts between the old provinces and some of their communes.
pub fn units_with_districts() -> Units {
    let mut parts = parts();
    for (id, parent) in DISTRICTS.into_iter().zip([WEST, EAST]) {
        let like = parts.units.iter().find(|unit| unit.id == parent).unwrap().clone();
        parts.units.push(Unit {
            id,
            code: format!("{:03}", id.0),
            name: format!("Huyện {}", id.0),
            kind: UnitKind::RuralDistrict,
            level: UnitKind::RuralDistrict.level(),
            parent: Some(parent),
            ..like
        });
    }
    for unit in &mut parts.units {
        match unit.id {
            UnitId(10 | 12) => unit.parent = Some(DISTRICTS[0]),
            UnitId(21) => unit.parent = Some(DISTRICTS[1]),
            _ => {}
        }
    }
    Units::build(parts).unwrap()
}

fn parts() -> Parts {
    let unit =
        |id: UnitId, kind: UnitKind, parent: Option<UnitId>, from: Option<Date>, to: Option<Date>| Unit {
            id,
            code: format!("{:05}", id.0),
            name: format!("{} {}", kind.prefix(), id.0),
            kind,
            level: kind.level(),
            parent,
            valid_from: from,
            valid_to: to,
            centre: None,
            area_km2: None,
            source: SourceId(1),
        };
    let mut all = vec![
        unit(UnitId::COUNTRY, UnitKind::Country, None, None, None),
        unit(WEST, UnitKind::Province, Some(UnitId::COUNTRY), None, Some(TURN)),
        unit(EAST, UnitKind::Province, Some(UnitId::COUNTRY), None, Some(TURN)),
        unit(
            JOINED,
            UnitKind::Province,
            Some(UnitId::COUNTRY),
            Some(TURN),
            None,
        ),
        unit(
            NEIGHBOUR,
            UnitKind::Province,
            Some(UnitId::COUNTRY),
            Some(TURN),
            None,
        ),
    ];
    all.extend(OLD.map(|id| {
        unit(
            id,
            UnitKind::Commune,
            Some(if id.0 < 20 { WEST } else { EAST }),
            None,
            Some(TURN),
        )
    }));
    all.extend(NEW.map(|id| {
        unit(
            id,
            UnitKind::Commune,
            Some(if id.0 < 40 { JOINED } else { NEIGHBOUR }),
            Some(TURN),
            None,
        )
    }));
    let links = [
        (10, 30, false),
        (12, 30, false),
        (11, 30, true),
        (11, 31, true),
        (20, 31, false),
        (21, 31, true),
        (21, 40, true),
    ];
    Parts {
        units: all,
        successions: links
            .map(|(old, new, partial)| Succession {
                old: UnitId(old),
                new: UnitId(new),
                partial,
                source: SourceId(1),
                reorganisation: ReorganisationId(1),
            })
            .to_vec(),
        reorganisations: vec![Reorganisation {
            id: ReorganisationId(1),
            title: "Sắp xếp".to_owned(),
            legal_document: "Nghị quyết".to_owned(),
            effective: TURN,
            source: SourceId(1),
            recorded_at: now(),
            undone: None,
        }],
        sources: vec![Source {
            id: SourceId(1),
            title: "thử".to_owned(),
            publisher: String::new(),
            licence: String::new(),
            locator: String::new(),
        }],
        ..Parts::default()
    }
}

pub fn catalogue() -> &'static Arc<Catalogue> {
    static DELIVERED: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
        Catalogue::delivered()
            .unwrap_or_else(|problems| panic!("{problems}"))
            .into()
    });
    &DELIVERED
}

pub fn now() -> Timestamp {
    "2026-11-23T02:00:00Z".parse().unwrap()
}

/// The n-th identifier of a test.
pub fn id(n: u64) -> uuid::Uuid {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&n.to_be_bytes());
    platform::id::uuid_v7(now(), random)
}

pub fn choice(item: &str) -> ColumnValue {
    ColumnValue::Choice(item.to_owned())
}

/// A filled form.
pub fn entry(catalogue: &Catalogue, kind: &str, values: &[(&str, ColumnValue)]) -> Entry {
    let values: Values = values
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()))
        .collect();
    catalogue
        .record_kind(kind)
        .unwrap()
        .enter(catalogue, &values)
        .unwrap()
}

/// A model registered and, when a day is given, carried out.
pub fn model(catalogue: &Catalogue, field: &str, registered: Date, carried_out: Option<Date>) -> Entry {
    let mut values = vec![
        ("title", ColumnValue::Text("Tuyến đường hoa".to_owned())),
        ("group", choice("general")),
        ("field", choice(field)),
        ("subject", choice("collective")),
        ("registered_on", ColumnValue::Date(registered)),
    ];
    values.extend(carried_out.map(|day| ("carried_out_on", ColumnValue::Date(day))));
    entry(catalogue, "dan_van_kheo_model", &values)
}

pub fn record(n: u64, unit: UnitId, entry: Entry) -> NewRecord {
    NewRecord {
        id: RecordId(id(n)),
        unit,
        hamlet: None,
        entry,
        demo: true,
        batch: None::<BatchId>,
    }
}
