//! Storing a world, once.

use facts::{Catalogue, Ledger, NewRecord};
use platform::{
    calendar::WorkingCalendar,
    db::{Database, DbResult, Migration, Read, Write},
    params,
};
use units::{NewSource, UnitId, Units, hamlets, hamlets::NewHamlet};

use crate::{
    DemoError, Place, World, places, records,
    reported::{self, Tally},
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_331,
    name: "the demo world",
    sql: include_str!("../migrations/2026112331_demo.sql"),
}];

/// Records that are written together. Few, because the time in which SQLite binds a statement with numbered
/// parameters grows with the square of their number: 100 are stored four times as fast as 2,000.
const CHUNK: usize = 100;

/// How far a preparation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Communes that are done.
    pub done: usize,
    /// All communes of the world, those until 2025-06-30 and those since.
    pub places: usize,
    /// Records drawn so far.
    pub records: usize,
}

/// A world that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prepared {
    /// It was stored now; otherwise it was there already.
    pub fresh: bool,
    /// How many hamlets.
    pub hamlets: usize,
    /// How many records.
    pub records: usize,
    /// How many facts followed from them.
    pub facts: usize,
    /// How many reported values, the real ones of 2020 among them.
    pub reported: usize,
}

/// The world that was prepared in this database: everything in it but the official units and the figures of 2020
/// is invented.
///
/// # Errors
/// What the engine says.
pub async fn stored(read: &mut Read) -> DbResult<Option<World>> {
    Ok(found(read).await?.map(|(world, _)| world))
}

async fn found(read: &mut Read) -> DbResult<Option<(World, Prepared)>> {
    let row: Option<[i64; 8]> = read
        .one(
            "SELECT communes, years, seed, density, hamlets, records, facts, reported FROM demo_world WHERE id = 1",
            &[],
            |row| {
                let mut numbers = [0; 8];
                for (column, number) in numbers.iter_mut().enumerate() {
                    *number = row.get(column)?;
                }
                Ok(numbers)
            },
        )
        .await?;
    Ok(row.map(
        |[communes, years, seed, density, hamlets, records, facts, reported]| {
            let count = |number| usize::try_from(number).unwrap_or(0);
            (
                World {
                    communes: count(communes),
                    years: count(years),
                    seed: seed.cast_unsigned(),
                    density: u32::try_from(density).unwrap_or(0),
                },
                Prepared {
                    fresh: false,
                    hamlets: count(hamlets),
                    records: count(records),
                    facts: count(facts),
                    reported: count(reported),
                },
            )
        },
    ))
}

/// What was stored, when it is the world that is wanted.
fn same(wanted: World, found: Option<(World, Prepared)>) -> Result<Option<Prepared>, DemoError> {
    match found {
        Some((stored, prepared)) if stored == wanted => Ok(Some(prepared)),
        Some((stored, _)) => Err(DemoError::OtherWorld { stored, wanted }),
        None => Ok(None),
    }
}

/// Stores a world in one transaction, unless it is there. The schema must be migrated and the official units
/// loaded. `progress` is told after each commune.
///
/// # Errors
/// [`DemoError`]; then nothing was changed.
pub async fn prepare(
    db: &Database,
    world: &World,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Prepared, DemoError> {
    let world = world.checked()?;
    let mut read = db.read().await?;
    if let Some(prepared) = same(world, found(&mut read).await?)? {
        return Ok(prepared);
    }
    let units = Units::load(&mut read).await?;
    drop(read);
    let data = |file, reason| DemoError::Data { file, reason };
    let catalogue = Catalogue::delivered().map_err(|problems| data("data/facts", problems.to_string()))?;
    let calendar = WorkingCalendar::embedded().map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        data("data/calendar", problems.join("; "))
    })?;
    let places = places(&world, &units)?;

    let mut ledger = Ledger::open(db, world.entered_at()).await?;
    if !claim(ledger.write(), &world).await? {
        // Somebody else has prepared a world since.
        let found = found(ledger.write()).await?;
        return same(world, found)?.ok_or(DemoError::RealRecords);
    }
    if holds_real_records(ledger.write()).await? {
        return Err(DemoError::RealRecords);
    }
    let mut prepared = Prepared {
        fresh: true,
        hamlets: places.iter().map(|place| place.hamlets.len()).sum(),
        records: 0,
        facts: 0,
        reported: 0,
    };
    let numbers = store_hamlets(ledger.write(), &units, &places).await?;
    let mut tally = Tally::default();
    let mut chunk = Vec::with_capacity(CHUNK);
    for (position, (place, hamlets)) in places.iter().zip(&numbers).enumerate() {
        for year in records(&world, &catalogue, &calendar, place) {
            for drawn in year? {
                tally.add(&drawn);
                prepared.records += 1;
                prepared.facts += drawn.entry.facts.len();
                chunk.push(NewRecord {
                    id: drawn.id,
                    unit: drawn.unit,
                    hamlet: drawn.hamlet.and_then(|hamlet| hamlets.get(hamlet)).copied(),
                    entry: drawn.entry,
                    demo: true,
                    batch: None,
                });
                if chunk.len() == CHUNK {
                    ledger.append(&chunk).await?;
                    chunk.clear();
                }
            }
        }
        progress(Progress {
            done: position + 1,
            places: places.len(),
            records: prepared.records,
        });
    }
    ledger.append(&chunk).await?;

    let mut reports = vec![reported::newspaper(&world, &units)?];
    reports.extend(reported::invented(&world, &units, &catalogue, &tally)?);
    for report in &reports {
        ledger.add_source(&report.source).await?;
        ledger.report(&report.values).await?;
        prepared.reported += report.values.len();
    }
    finish(ledger.write(), &prepared).await?;
    ledger.commit().await?;
    db.analyze().await?;
    Ok(prepared)
}

/// Takes the place of the world, unless it is taken. On PostgreSQL a second preparation waits here for the first.
async fn claim(write: &mut Write, world: &World) -> DbResult<bool> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let touched = write
        .execute(
            "INSERT INTO demo_world (id, communes, years, seed, density, hamlets, records, facts, reported) \
             VALUES (1, $1, $2, $3, $4, 0, 0, 0, 0) ON CONFLICT (id) DO NOTHING",
            &params![
                count(world.communes),
                count(world.years),
                world.seed.cast_signed(),
                i64::from(world.density)
            ],
        )
        .await?;
    Ok(touched == 1)
}

async fn finish(write: &mut Write, prepared: &Prepared) -> DbResult<()> {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    write
        .execute(
            "UPDATE demo_world SET hamlets = $1, records = $2, facts = $3, reported = $4 WHERE id = 1",
            &params![
                count(prepared.hamlets),
                count(prepared.records),
                count(prepared.facts),
                count(prepared.reported)
            ],
        )
        .await?;
    Ok(())
}

/// Whether people keep records here: invented ones are never mixed with theirs.
async fn holds_real_records(read: &mut Read) -> DbResult<bool> {
    let sql = "SELECT 1 FROM record WHERE demo = $1 LIMIT 1";
    Ok(read.one(sql, &params![false], |_| Ok(())).await?.is_some())
}

/// Stores the hamlets of all places and gives their numbers, place by place. They end with their commune.
async fn store_hamlets(write: &mut Write, units: &Units, places: &[Place]) -> DbResult<Vec<Vec<UnitId>>> {
    let source = NewSource {
        title: "Ấp, khóm, khu phố minh họa".to_owned(),
        publisher: "Đình, dữ liệu minh họa".to_owned(),
        ..NewSource::default()
    };
    let source = units::source_id(write, &source).await?;
    let new: Vec<NewHamlet> = places
        .iter()
        .flat_map(|place| place.hamlets.iter().map(move |hamlet| (place, hamlet)))
        .map(|(place, hamlet)| NewHamlet {
            commune: place.unit,
            code: None,
            name: hamlet.name.clone(),
            kind: hamlet.kind,
            valid_from: None,
            valid_to: units.get(place.unit).and_then(|unit| unit.valid_to),
            source,
        })
        .collect();
    let mut numbers = hamlets::insert(write, &new).await?.into_iter();
    Ok(places
        .iter()
        .map(|place| numbers.by_ref().take(place.hamlets.len()).collect())
        .collect())
}
