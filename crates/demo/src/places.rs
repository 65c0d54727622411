//! The communes of a world with their days, hamlets and workplaces. The communes are real; what lies in them is
//! invented.

use std::collections::BTreeMap;

use jiff::civil::Date;
use units::{Level, Unit, UnitId, UnitKind, Units};

use crate::{DemoError, World, dice::Dice, world::PROVINCE};

/// A commune in which records are kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The commune.
    pub unit: UnitId,
    /// Its full name: "Xã Phú Hữu".
    pub name: String,
    /// The first day of the world on which it exists.
    pub first: Date,
    /// The last day of the world on which it exists.
    pub last: Date,
    /// It exists since before the world.
    pub older: bool,
    /// It ends within the world.
    pub ends: bool,
    /// How large it is beside a usual commune before 2025.
    pub size: f64,
    /// It was a commune of An Giang as it was until 2025-06-30.
    pub old_an_giang: bool,
    /// Its hamlets.
    pub hamlets: Vec<Hamlet>,
    /// Its agencies and enterprises.
    pub workplaces: Vec<Workplace>,
}

/// An invented hamlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hamlet {
    /// Full name: "Ấp Vĩnh Phú".
    pub name: String,
    /// Ấp in a xã, khóm or khu phố in a phường.
    pub kind: UnitKind,
    /// How many households it has.
    pub households: i64,
}

/// An invented place of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workplace {
    /// What it is called.
    pub name: String,
    /// Key of its kind, `agency` or `enterprise`, in the lists `place_kind` and `workplace_kind`.
    pub kind: &'static str,
    /// How many people work there.
    pub staff: i64,
}

impl Place {
    /// Whether it is a xã; its hamlets are ấp then.
    pub(crate) fn is_rural(&self) -> bool {
        self.hamlets.iter().all(|hamlet| hamlet.kind == UnitKind::Ap)
    }

    /// The name as it stands within a sentence: "xã Phú Hữu".
    pub(crate) fn in_text(&self) -> String {
        units::in_text(&self.name)
    }
}

impl Hamlet {
    /// The name as it stands within a sentence: "ấp Vĩnh Phú".
    pub(crate) fn in_text(&self) -> String {
        units::in_text(&self.name)
    }
}

/// The communes of a world by number: the first of today's An Giang, and those that became them.
///
/// # Errors
/// [`DemoError::NoProvince`] when the registry does not know An Giang of 2025.
pub fn places(world: &World, units: &Units) -> Result<Vec<Place>, DemoError> {
    let last_day = world.last_day();
    let province = units.at(PROVINCE, last_day).ok_or(DemoError::NoProvince)?;
    let mut chosen: BTreeMap<UnitId, &Unit> = BTreeMap::new();
    for unit in units.children(province.id, last_day).take(world.communes) {
        chosen.insert(unit.id, unit);
        for link in units.predecessors(unit.id) {
            if let Some(old) = units.get(link.unit).filter(|old| old.level == Level::Commune) {
                chosen.insert(old.id, old);
            }
        }
    }
    let first_day = Date::constant(world.first_year(), 1, 1);
    Ok(chosen
        .into_values()
        .map(|unit| place(world, units, unit, first_day, last_day))
        .collect())
}

fn place(world: &World, units: &Units, unit: &Unit, first_day: Date, last_day: Date) -> Place {
    let mut dice = Dice::new(world.seed, unit.id.0.unsigned_abs());
    let ended = unit.valid_to.and_then(|to| to.yesterday().ok());
    let origin = units
        .predecessors(unit.id)
        .first()
        .map_or(unit.id, |link| link.unit);
    let old_province = units.ancestor(origin, Level::Province);
    let kind = match unit.kind {
        UnitKind::Commune => UnitKind::Ap,
        // Wards of An Giang have khóm, those of Kiên Giang (code 91 before 2025-07-01 too) have khu phố.
        _ if old_province.is_some_and(|province| province.code == PROVINCE) => UnitKind::KhuPho,
        _ => UnitKind::Khom,
    };
    let count = hamlet_count(world, unit);
    Place {
        unit: unit.id,
        name: unit.name.clone(),
        first: unit.valid_from.map_or(first_day, |from| from.max(first_day)),
        last: ended.map_or(last_day, |last| last.min(last_day)),
        older: unit.valid_from.is_none_or(|from| from < first_day),
        ends: ended.is_some_and(|last| last < last_day),
        size: size(world, units, unit),
        old_an_giang: old_province.is_some_and(|province| province.code != PROVINCE)
            && unit.valid_to.is_some(),
        hamlets: hamlets(&mut dice, kind, count),
        workplaces: workplaces(&mut dice, unit),
    }
}

/// Communes until 2025 have 4 to 7 hamlets, those since 8 to 10. Drawn by itself, because the size of a commune
/// asks for that of others.
fn hamlet_count(world: &World, unit: &Unit) -> i64 {
    let mut dice = Dice::new(world.seed, (1 << 60) + unit.id.0.unsigned_abs());
    match unit.valid_from {
        None => dice.between(4, 7),
        Some(_) => dice.between(8, 10),
    }
}

/// An old commune is as large as its hamlets are many; a new one is what the old ones brought, a split one
/// bringing the same to each.
#[expect(clippy::cast_precision_loss, reason = "counts below a hundred")]
fn size(world: &World, units: &Units, unit: &Unit) -> f64 {
    let own = |unit: &Unit| hamlet_count(world, unit) as f64 / 5.5;
    let brought = units.predecessors(unit.id).iter().filter_map(|link| {
        let takers = units.successors(link.unit).len();
        Some(own(units.get(link.unit)?) / takers as f64)
    });
    let brought: f64 = brought.sum();
    if brought > 0.0 { brought } else { own(unit) }
}

const FIRST: [&str; 14] = [
    "Vĩnh", "Phú", "Bình", "Tân", "Long", "Hòa", "Mỹ", "An", "Thạnh", "Đông", "Tây", "Trung", "Phước", "Hưng",
];
const SECOND: [&str; 14] = [
    "Thành", "Lợi", "Hưng", "Phước", "Hòa", "An", "Quới", "Thới", "Thuận", "Lộc", "Phú", "Mỹ", "Khánh",
    "Bình",
];

fn hamlets(dice: &mut Dice, kind: UnitKind, count: i64) -> Vec<Hamlet> {
    let mut names: Vec<String> = Vec::new();
    // Khóm and khu phố are as often numbered as named.
    let numbered = kind != UnitKind::Ap && dice.chance(50);
    for number in 1..=count {
        let name = loop {
            let (first, second) = (dice.pick(&FIRST), dice.pick(&SECOND));
            let name = if numbered {
                format!("{} {number}", kind.prefix())
            } else {
                format!("{} {first} {second}", kind.prefix())
            };
            if first != second && !names.contains(&name) {
                break name;
            }
        };
        names.push(name);
    }
    names
        .into_iter()
        .map(|name| Hamlet {
            name,
            kind,
            households: dice.between(160, 620),
        })
        .collect()
}

const AGENCIES: [&str; 5] = [
    "Trường Mẫu giáo",
    "Trường Tiểu học",
    "Trường Trung học cơ sở",
    "Trạm Y tế",
    "Trung tâm Văn hóa và Học tập cộng đồng",
];
const ENTERPRISES: [&str; 6] = [
    "Doanh nghiệp xay xát lúa gạo",
    "Doanh nghiệp chế biến thủy sản",
    "Doanh nghiệp may mặc",
    "Doanh nghiệp vật liệu xây dựng",
    "Doanh nghiệp cấp nước",
    "Doanh nghiệp cơ khí nông nghiệp",
];

/// The office of the commune, three or four other agencies, one or two enterprises.
fn workplaces(dice: &mut Dice, unit: &Unit) -> Vec<Workplace> {
    let place = units::in_text(&unit.name);
    let (agencies, enterprises) = (dice.position(2) + 3, dice.position(2) + 1);
    let others = AGENCIES
        .iter()
        .cycle()
        .skip(dice.position(AGENCIES.len()))
        .take(agencies);
    let firms = ENTERPRISES
        .iter()
        .cycle()
        .skip(dice.position(ENTERPRISES.len()))
        .take(enterprises);
    let mut workplace = |name: &str, kind, least, most| Workplace {
        name: format!("{name} {place}"),
        kind,
        staff: dice.between(least, most),
    };
    let mut all = vec![workplace("Cơ quan Ủy ban nhân dân", "agency", 24, 60)];
    all.extend(others.map(|name| workplace(name, "agency", 9, 64)));
    all.extend(firms.map(|name| workplace(name, "enterprise", 25, 340)));
    all
}
