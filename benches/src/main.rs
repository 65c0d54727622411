//! What the benchmarks need from inside the house: a dense demo world, and the time of one call without HTTP
//! around it. `benches/measure.py` runs it, measures what can be seen from outside, and asks the peers.
//!
//! Every command takes a database that `dinh migrate` has brought up to date, and prints one JSON object.

mod ledger;
mod log;
mod models;
mod votes;

use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use demo::{Place, World};
use facts::{Catalogue, Counter, Ledger, NewRecord, Period, proof};
use platform::{
    calendar::WorkingCalendar,
    db::{Database, PoolSize},
};
use serde_json::{Value, json};
use units::{Units, official_parts};

/// Records that are appended together, as the demo world and imports do.
const CHUNK: usize = 2_000;

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Store a demo world of one year, unless it is there
    Prepare(WorldArgs),
    /// Read the figures of An Giang's year, the first time with the opening of the database
    Figures(Rounds),
    /// Prove every cell from the facts
    Prove(Rounds),
    /// Draw the records of a demo world, then write them through a ledger into an empty database
    Load(WorldArgs),
    /// Post records one by one, without the log and with it, and sign them
    LogPost(log::Posting),
    /// Grow a long log, in the database and as files
    LogTree(log::Tree),
    /// Make proofs from a long log
    LogProofs(log::Proofs),
    /// Ask for pages over long ledgers of contributions
    Ledger(ledger::Ledgers),
    /// Ask for pages over many models of a movement
    Models(models::Models),
    /// Count the households of a province, and bring some hamlets' votes through the database
    VoteDay(votes::Day),
}

#[derive(Args)]
struct WorldArgs {
    /// Database: sqlite://PATH or postgres://USER@HOST/NAME
    #[arg(long)]
    database: String,
    /// How many of An Giang's communes, 1 to 102
    #[arg(long)]
    communes: usize,
    /// How many times as many records as a commune really keeps, 1 to 200
    #[arg(long)]
    density: u32,
}

#[derive(Args)]
struct Rounds {
    /// Database: sqlite://PATH or postgres://USER@HOST/NAME
    #[arg(long)]
    database: String,
    /// How many times
    #[arg(long)]
    rounds: usize,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let measured = match Cli::parse().command {
        Command::Prepare(args) => prepare(&args).await?,
        Command::Figures(args) => read_figures(&args).await?,
        Command::Prove(args) => prove(&args).await?,
        Command::Load(args) => load(&args).await?,
        Command::Ledger(args) => ledger::pages(&args).await?,
        Command::LogPost(args) => log::post(&args).await?,
        Command::LogTree(args) => log::tree(&args).await?,
        Command::LogProofs(args) => log::proofs(&args).await?,
        Command::Models(args) => models::pages(&args).await?,
        Command::VoteDay(args) => votes::day(&args).await?,
    };
    println!("{measured}");
    Ok(())
}

impl WorldArgs {
    fn world(&self) -> World {
        World {
            communes: self.communes,
            years: 1,
            density: self.density,
            ..World::default()
        }
    }
}

async fn open(address: &str) -> anyhow::Result<Database> {
    Database::open(address, PoolSize::default())
        .await
        .with_context(|| format!("can't open {address}"))
}

fn catalogue() -> anyhow::Result<Catalogue> {
    Catalogue::delivered().map_err(|problems| anyhow::anyhow!("the delivered catalogue: {problems}"))
}

/// The official units, from the program and not from the database, so that what is measured opens it first.
fn official_units() -> anyhow::Result<Units> {
    Ok(Units::build(official_parts(World::default().entered_at())?)?)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

async fn prepare(args: &WorldArgs) -> anyhow::Result<Value> {
    let db = open(&args.database).await?;
    let prepared = demo::prepare(&db, &args.world(), &mut |_| {}).await?;
    db.close().await;
    Ok(json!({ "records": prepared.records, "facts": prepared.facts }))
}

async fn read_figures(args: &Rounds) -> anyhow::Result<Value> {
    let (units, counter) = (official_units()?, Counter::new(catalogue()?.into()));
    let period = Period::year(demo::LAST_YEAR);
    let basis = period.last_day();
    let province = units.resolve("an-giang", basis)?.id;
    let mut times = Vec::with_capacity(args.rounds);
    let mut start = Instant::now();
    let db = open(&args.database).await?;
    let mut counted = 0;
    for _ in 0..args.rounds {
        let mut read = db.read().await?;
        let figures = counter
            .figures(&mut read, &units, province, period, basis)
            .await?;
        times.push(milliseconds(start.elapsed()));
        counted = figures
            .figures
            .iter()
            .filter(|figure| figure.counted.is_some())
            .count();
        drop(read);
        start = Instant::now();
    }
    db.close().await;
    Ok(json!({ "figures": counted, "milliseconds": times }))
}

async fn prove(args: &Rounds) -> anyhow::Result<Value> {
    let db = open(&args.database).await?;
    let mut times = Vec::with_capacity(args.rounds);
    let mut seen = (0, 0);
    for _ in 0..args.rounds {
        let start = Instant::now();
        let verified = proof::verify(&db).await?;
        times.push(milliseconds(start.elapsed()));
        anyhow::ensure!(verified.differences.is_empty(), "cells differ from their facts");
        seen = (verified.cells, verified.facts);
    }
    db.close().await;
    Ok(json!({ "cells": seen.0, "facts": seen.1, "milliseconds": times }))
}

async fn load(args: &WorldArgs) -> anyhow::Result<Value> {
    let world = args.world().checked()?;
    let (units, catalogue) = (official_units()?, catalogue()?);
    let mut records = Vec::new();
    let calendar = calendar()?;
    for place in demo::places(&world, &units)? {
        draw(&world, &catalogue, &calendar, &place, &mut records)?;
    }
    let facts: usize = records.iter().map(|record| record.entry.facts.len()).sum();
    let db = open(&args.database).await?;
    let start = Instant::now();
    let mut ledger = Ledger::open(&db, world.entered_at()).await?;
    for chunk in records.chunks(CHUNK) {
        ledger.append(chunk).await?;
    }
    ledger.commit().await?;
    let seconds = start.elapsed().as_secs_f64();
    db.close().await;
    Ok(json!({ "records": records.len(), "facts": facts, "seconds": seconds }))
}

fn calendar() -> anyhow::Result<WorkingCalendar> {
    WorkingCalendar::embedded().map_err(|problems| {
        anyhow::anyhow!(
            "the delivered calendar: {}",
            problems.first().map(ToString::to_string).unwrap_or_default()
        )
    })
}

fn draw(
    world: &World,
    catalogue: &Catalogue,
    calendar: &WorkingCalendar,
    place: &Place,
    records: &mut Vec<NewRecord>,
) -> anyhow::Result<()> {
    for year in demo::records(world, catalogue, calendar, place) {
        records.extend(year?.into_iter().map(|drawn| NewRecord {
            id: drawn.id,
            unit: drawn.unit,
            hamlet: None,
            entry: drawn.entry,
            demo: true,
            batch: None,
        }));
    }
    Ok(())
}
