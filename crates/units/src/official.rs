//! The official units of 2025, shipped with the program: 63 provinces with their districts and communes until
//! 2025-06-30, 34 provinces and their communes since 2025-07-01, and what became what. See
//! `data/units/README.md` for sources, licence and what is missing.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{Database, DbError, DbResult, Value, Write},
    params,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    Dispute, Level, Parts, Reorganisation, ReorganisationId, Source, SourceId, Succession, Unit, UnitId,
    UnitKind,
    store::{INSERT_CLOSING, INSERT_STATEMENT, INSERT_UNIT, damaged, insert_rows, unit_row},
};

const BEFORE: &str = include_str!("../../../data/units/units-before.csv");
const ISLANDS: &str = include_str!("../../../data/units/units-islands.csv");
const AFTER: &str = include_str!("../../../data/units/units-after.csv");
const SUCCESSION: &str = include_str!("../../../data/units/units-succession.csv");
const DISPUTED: &str = include_str!("../../../data/units/units-disputed.csv");

/// First day of the two-level government: districts end, provinces and communes are formed anew.
pub const TWO_LEVELS_FROM: Date = jiff::civil::date(2025, 7, 1);

/// The number of the reorganisation of 2025.
const REORGANISATION: ReorganisationId = ReorganisationId(1);

/// Units, and the links between communes.
const COMPILATION: SourceId = SourceId(1);
/// Island districts, and what contradicts the links.
const SECOND: SourceId = SourceId(2);

/// What loading the official units did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loaded {
    /// They were there already.
    Already,
    /// They were stored now.
    Now {
        /// Units, the country among them.
        units: usize,
        /// Successions.
        successions: usize,
    },
}

/// Why the official units were not loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The database holds another edition of them, under which records may be kept.
    #[error("the database was loaded from another edition of the official units: import the differences")]
    OtherEdition,
    /// The shipped data contradict themselves.
    #[error("the shipped data/units are damaged: {0}")]
    Data(#[from] csv::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

#[derive(Deserialize)]
struct Before {
    code: String,
    name: String,
    district_code: String,
    district_name: String,
    province_code: String,
    province_name: String,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct Island {
    old_code: String,
    old_name: String,
    province_code: String,
    new_code: String,
}

#[derive(Deserialize)]
struct After {
    code: String,
    name: String,
    province_code: String,
    province_name: String,
    lat: f64,
    lon: f64,
    area_km2: Option<f64>,
}

#[derive(Deserialize)]
struct Succeeds {
    old_code: String,
    new_code: String,
    partial: u8,
}

#[derive(Deserialize)]
struct Disputed {
    old_code: String,
    new_code: String,
    says: String,
}

fn rows<T: serde::de::DeserializeOwned>(text: &str) -> Result<Vec<T>, csv::Error> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect()
}

/// Stores the official units, unless they are there already. `at` is written down as the time of recording.
///
/// # Errors
/// [`LoadError`]; then nothing was changed.
pub async fn load_official(db: &Database, at: Timestamp) -> Result<Loaded, LoadError> {
    let hash = {
        let mut hash = Sha256::new();
        for text in [BEFORE, ISLANDS, AFTER, SUCCESSION, DISPUTED] {
            hash.update(text);
        }
        hash.finalize().to_vec()
    };
    let mut write = db.write().await?;
    let stored: Option<Vec<u8>> = write
        .one(
            "SELECT hash FROM unit_import WHERE what = 'official'",
            &[],
            |row| row.get(0),
        )
        .await?;
    match stored {
        Some(stored) if stored == hash => return Ok(Loaded::Already),
        Some(_) => return Err(LoadError::OtherEdition),
        None => {}
    }
    let parts = official_parts(at)?;
    let (units, successions) = (parts.units.len(), parts.successions.len());
    store(&mut write, parts, at).await?;
    write
        .execute(
            "INSERT INTO unit_import (id, hash, what, entries, recorded_at) VALUES (1, $1, 'official', $2, $3)",
            &params![hash, i64::try_from(units).unwrap_or(i64::MAX), at],
        )
        .await?;
    write.commit().await?;
    db.analyze().await?;
    Ok(Loaded::Now { units, successions })
}

/// What the registry of the official units is built from, without a database: with the same numbers, so that
/// rules can be tried on the real map. `at` stands for the time of recording.
///
/// # Errors
/// [`LoadError::Data`] and [`LoadError::Db`] when the shipped data contradict themselves.
pub fn official_parts(at: Timestamp) -> Result<Parts, LoadError> {
    let source = |id, title: &str, licence: &str| Source {
        id,
        title: title.to_owned(),
        publisher: "PyPI".to_owned(),
        licence: licence.to_owned(),
        locator: "data/units/README.md".to_owned(),
    };
    let mut map = OldAndNew::default();
    map.read()?;
    Ok(Parts {
        units: map.units,
        successions: map.successions,
        disputes: map.disputes,
        sources: vec![
            source(COMPILATION, "vietnamadminunits 1.0.4", "MIT"),
            source(SECOND, "vietnam-provinces 2026.9.0", "GPL-3.0-or-later"),
        ],
        reorganisations: vec![Reorganisation {
            id: REORGANISATION,
            title: "Sắp xếp đơn vị hành chính cấp tỉnh và cấp xã năm 2025".to_owned(),
            legal_document:
                "Nghị quyết số 202/2025/QH15 và các nghị quyết của Ủy ban Thường vụ Quốc hội về sắp \
                             xếp đơn vị hành chính cấp xã năm 2025"
                    .to_owned(),
            effective: TWO_LEVELS_FROM,
            source: COMPILATION,
            recorded_at: at,
            undone: None,
        }],
        undone: Vec::new(),
    })
}

/// The map before and after, numbered in one fixed order: country; old provinces, districts, communes; new
/// provinces, communes; each by code.
#[derive(Default)]
struct OldAndNew {
    units: Vec<Unit>,
    numbers: BTreeMap<(bool, Level, String), UnitId>,
    successions: Vec<Succession>,
    disputes: Vec<Dispute>,
}

impl OldAndNew {
    fn read(&mut self) -> Result<(), LoadError> {
        let mut before: Vec<Before> = rows(BEFORE)?;
        let mut after: Vec<After> = rows(AFTER)?;
        let islands: Vec<Island> = rows(ISLANDS)?;
        before.sort_by(|a, b| a.code.cmp(&b.code));
        after.sort_by(|a, b| a.code.cmp(&b.code));

        self.add(Level::Country, "VN", "Việt Nam", None, false)?;
        let country = Some((Level::Country, "VN"));
        let provinces: BTreeMap<&str, &str> = before
            .iter()
            .map(|row| (row.province_code.as_str(), row.province_name.as_str()))
            .collect();
        for (code, name) in provinces {
            self.add(Level::Province, code, name, country, false)?;
        }
        let districts: BTreeMap<&str, (&str, &str, SourceId)> = before
            .iter()
            .map(|row| {
                (
                    &*row.district_code,
                    (&*row.district_name, &*row.province_code, COMPILATION),
                )
            })
            .chain(
                islands
                    .iter()
                    .map(|row| (&*row.old_code, (&*row.old_name, &*row.province_code, SECOND))),
            )
            .collect();
        for (code, (name, province, source)) in districts {
            self.add(
                Level::District,
                code,
                name,
                Some((Level::Province, province)),
                false,
            )?
            .source = source;
        }
        for row in &before {
            let district = Some((Level::District, &*row.district_code));
            let unit = self.add(Level::Commune, &row.code, &row.name, district, false)?;
            unit.centre = Some((row.lat, row.lon));
        }
        let provinces: BTreeMap<&str, &str> = after
            .iter()
            .map(|row| (row.province_code.as_str(), row.province_name.as_str()))
            .collect();
        for (code, name) in provinces {
            self.add(Level::Province, code, name, country, true)?;
        }
        for row in &after {
            let province = Some((Level::Province, &*row.province_code));
            let unit = self.add(Level::Commune, &row.code, &row.name, province, true)?;
            unit.centre = Some((row.lat, row.lon));
            unit.area_km2 = row.area_km2;
        }

        for row in rows::<Succeeds>(SUCCESSION)? {
            let (old, new) = self.pair(Level::Commune, &row.old_code, &row.new_code)?;
            self.succeeds(old, new, row.partial != 0, COMPILATION);
        }
        for row in &islands {
            let (old, new) = self.pair(Level::District, &row.old_code, &row.new_code)?;
            self.succeeds(old, new, false, SECOND);
        }
        for row in rows::<Disputed>(DISPUTED)? {
            let (old, new) = self.pair(Level::Commune, &row.old_code, &row.new_code)?;
            let asserts = row.says == "claim";
            self.disputes.push(Dispute {
                old,
                new,
                asserts,
                source: SECOND,
                reason: String::new(),
            });
        }
        Ok(())
    }

    /// The number of the unit with that code; the country is the same before and after.
    fn number(&self, new: bool, level: Level, code: &str) -> DbResult<UnitId> {
        let key = (new && level != Level::Country, level, code.to_owned());
        self.numbers
            .get(&key)
            .copied()
            .ok_or_else(|| damaged(&format!("no {} {code}", level.key())))
    }

    fn pair(&self, old_level: Level, old: &str, new: &str) -> DbResult<(UnitId, UnitId)> {
        Ok((
            self.number(false, old_level, old)?,
            self.number(true, Level::Commune, new)?,
        ))
    }

    fn add(
        &mut self,
        level: Level,
        code: &str,
        name: &str,
        parent: Option<(Level, &str)>,
        new: bool,
    ) -> DbResult<&mut Unit> {
        let parent = parent
            .map(|(level, code)| self.number(new, level, code))
            .transpose()?;
        // Numbers count from 1 in the order of the list.
        let parent_kind = parent
            .and_then(|id| usize::try_from(id.0 - 1).ok())
            .and_then(|position| self.units.get(position))
            .map(|unit| unit.kind);
        let (kind, name) = kind_and_name(level, name, parent_kind)
            .ok_or_else(|| damaged(&format!("{name:?} does not begin with a kind of {}", level.key())))?;
        let id = UnitId(
            i64::try_from(self.units.len())
                .unwrap_or(i64::MAX)
                .saturating_add(1),
        );
        self.numbers.insert((new, level, code.to_owned()), id);
        self.units.push(Unit {
            id,
            code: code.to_owned(),
            name,
            kind,
            level,
            parent,
            valid_from: new.then_some(TWO_LEVELS_FROM),
            valid_to: (!new && level != Level::Country).then_some(TWO_LEVELS_FROM),
            centre: None,
            area_km2: None,
            source: COMPILATION,
        });
        self.units.last_mut().ok_or_else(|| damaged(&"no unit"))
    }

    fn succeeds(&mut self, old: UnitId, new: UnitId, partial: bool, source: SourceId) {
        self.successions.push(Succession {
            old,
            new,
            partial,
            source,
            reorganisation: REORGANISATION,
        });
    }
}

/// The kind that a full name on a level begins with, and the name with that word written as in law.
/// `parent` tells a city in a province from one in a city under the central government.
pub(crate) fn kind_and_name(
    level: Level,
    name: &str,
    parent: Option<UnitKind>,
) -> Option<(UnitKind, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let name = platform::text::compose(&words.join(" "));
    if level == Level::Country {
        return Some((UnitKind::Country, name));
    }
    let lower = name.to_lowercase();
    let (kind, rest) = UnitKind::ALL
        .into_iter()
        .filter(|kind| kind.level() == level)
        .find_map(|kind| {
            let rest = lower.strip_prefix(&kind.prefix().to_lowercase())?;
            // Lower-casing Vietnamese keeps the number of octets, so the rest is as long in either spelling.
            let rest = name.get(name.len() - rest.len()..)?.strip_prefix(' ')?;
            Some((kind, rest))
        })?;
    let kind = match (kind, parent) {
        (UnitKind::ProvincialCity, Some(UnitKind::CentralCity)) => UnitKind::MunicipalCity,
        (kind, _) => kind,
    };
    Some((kind, format!("{} {rest}", kind.prefix())))
}

async fn store(write: &mut Write, parts: Parts, at: Timestamp) -> DbResult<()> {
    for source in &parts.sources {
        let Source {
            id,
            title,
            publisher,
            licence,
            locator,
        } = source;
        write
            .execute(
                "INSERT INTO unit_source (id, title, publisher, licence, locator) VALUES ($1, $2, $3, $4, $5)",
                &params![id.0, title.as_str(), publisher.as_str(), licence.as_str(), locator.as_str()],
            )
            .await?;
    }
    for reorganisation in &parts.reorganisations {
        write
            .execute(
                "INSERT INTO reorganisation (id, title, legal_document, effective, source_id, recorded_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &params![
                    reorganisation.id.0,
                    reorganisation.title.as_str(),
                    reorganisation.legal_document.as_str(),
                    reorganisation.effective,
                    reorganisation.source.0,
                    at,
                ],
            )
            .await?;
    }
    let opened = |unit: &Unit| unit.valid_from.map(|_| REORGANISATION.0);
    let rows: Vec<[Value; 12]> = parts
        .units
        .iter()
        .map(|unit| unit_row(unit, opened(unit)))
        .collect();
    insert_rows(write, INSERT_UNIT, &rows).await?;
    let closings: Vec<[Value; 2]> = parts
        .units
        .iter()
        .filter(|unit| unit.valid_to.is_some())
        .map(|unit| params![unit.id.0, REORGANISATION.0])
        .collect();
    insert_rows(write, INSERT_CLOSING, &closings).await?;
    let said = parts
        .successions
        .iter()
        .map(|link| (link.old, link.new, "add", link.partial, link.source))
        .chain(parts.disputes.iter().map(|dispute| {
            let action = if dispute.asserts { "claim" } else { "deny" };
            (dispute.old, dispute.new, action, false, dispute.source)
        }));
    let rows: Vec<[Value; 9]> = (1_i64..)
        .zip(said)
        .map(|(id, (old, new, action, partial, source))| {
            params![
                id,
                old.0,
                new.0,
                action,
                partial,
                REORGANISATION.0,
                source.0,
                "",
                at
            ]
        })
        .collect();
    insert_rows(write, INSERT_STATEMENT, &rows).await?;
    Ok(())
}
