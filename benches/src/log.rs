//! The public log: how fast entries come into it, and how long a proof takes in a long one.

use std::{path::PathBuf, sync::Arc, time::Instant};

use anyhow::Context as _;
use clap::Args;
use platform::{
    clock::SystemClock,
    db::{Database, Value},
    params,
};
use serde_json::{Value as Json, json};
use tlog::{
    Checkpoint, Hash, SigningKey,
    merkle::{Edge, leaf_hash},
    note::Algorithm,
    tile::{TilePath, push_entry},
};
use transparency::{Act, Commitment, Entry, KeyFile, Outcome, Sequencer, Subject};
use units::UnitId;

const ORIGIN: &str = "bench.example/log";
/// Every so many bundles, one has entries; the others only hashes, as no proof asks for more.
const WITH_ENTRIES: u64 = 97;
/// Tiles written in one transaction.
const CHUNK: usize = 1_000;

/// How many records are posted.
#[derive(Args)]
pub struct Posting {
    /// An empty database: sqlite://PATH
    #[arg(long)]
    database: String,
    /// How many records
    #[arg(long)]
    records: u64,
    /// Where the key is made
    #[arg(long)]
    key: PathBuf,
}

/// A long log.
#[derive(Args)]
pub struct Tree {
    /// An empty database: sqlite://PATH
    #[arg(long)]
    database: String,
    /// A folder for the same tiles as files
    #[arg(long)]
    folder: PathBuf,
    /// How many entries
    #[arg(long)]
    entries: u64,
}

/// Proofs from a long log.
#[derive(Args)]
pub struct Proofs {
    /// The database
    #[arg(long)]
    database: String,
    /// How many
    #[arg(long)]
    rounds: u64,
}

fn entry(n: u64) -> anyhow::Result<Entry> {
    let at = jiff::Timestamp::from_second(1_795_572_000 + i64::try_from(n)?)?;
    let content = Commitment::to(&n.to_be_bytes());
    let entry = Entry::new(
        "30352",
        Act::Posted,
        Subject::new("notice", n.to_string()),
        content,
        at,
    )?;
    Ok(entry.detail("title", &format!("Thông báo số {n} về kế hoạch thu chi"))?)
}

/// Posts records one by one, each in a transaction of its own, first without the log and then with it, and then has
/// them signed.
pub async fn post(args: &Posting) -> anyhow::Result<Json> {
    let db = super::open(&args.database).await?;
    let mut seconds = [0.0, 0.0];
    let mut write = db.write().await?;
    write
        .execute(
            "CREATE TABLE bench_notice (unit_id BIGINT NOT NULL, id BIGINT NOT NULL, body TEXT NOT NULL, \
             PRIMARY KEY (unit_id, id))",
            &[],
        )
        .await?;
    write.commit().await?;
    for (round, taken) in seconds.iter_mut().enumerate() {
        let start = Instant::now();
        for n in 0..args.records {
            let entry = entry(n)?;
            let mut write = db.write().await?;
            write
                .execute(
                    "INSERT INTO bench_notice (unit_id, id, body) VALUES ($1, $2, $3)",
                    &params![
                        i64::try_from(round)?,
                        i64::try_from(n)?,
                        "Nội dung của thông báo ".repeat(20)
                    ],
                )
                .await?;
            if round == 1 {
                transparency::append(&mut write, UnitId(1), &entry).await?;
            }
            write.commit().await?;
        }
        *taken = start.elapsed().as_secs_f64();
    }
    let key = KeyFile::at(&args.key);
    key.create(ORIGIN, &[7; 32])?;
    let sequencer = Sequencer::new(db.clone(), Arc::new(SystemClock), key, "bench");
    let start = Instant::now();
    while sequencer.run_once().await? != Outcome::Idle {}
    let signing = start.elapsed().as_secs_f64();
    db.close().await;
    Ok(json!({
        "records": args.records, "without": seconds[0], "with": seconds[1], "signing": signing,
    }))
}

/// Grows a log and stores its tiles both in the database and as files.
pub async fn tree(args: &Tree) -> anyhow::Result<Json> {
    let db = super::open(&args.database).await?;
    let start = Instant::now();
    let mut edge = Edge::new();
    let mut rows: Vec<[Value; 4]> = Vec::new();
    let octets = |hashes: &[Hash]| hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>();
    let mut bundle = Vec::new();
    for n in 0..args.entries {
        let real = n / 256 % WITH_ENTRIES == 0;
        let leaf = if real {
            let entry = entry(n)?.to_octets();
            push_entry(&mut bundle, &entry)?;
            leaf_hash(&entry)
        } else {
            leaf_hash(&n.to_be_bytes())
        };
        let mut full: Vec<(TilePath, Vec<u8>)> = Vec::new();
        edge.push(leaf, &mut |path, hashes| full.push((path, octets(hashes))));
        for (path, hashes) in full {
            keep(&args.folder, &mut rows, path, hashes)?;
        }
        if real && (n % 256 == 255 || n + 1 == args.entries) {
            rows.push(params![
                -1_i64,
                i64::try_from(n / 256)?,
                i64::try_from(n % 256 + 1)?,
                std::mem::take(&mut bundle)
            ]);
        }
        if rows.len() >= CHUNK {
            store(&db, &mut rows).await?;
        }
    }
    for (path, hashes) in edge.partial() {
        keep(&args.folder, &mut rows, path, octets(hashes))?;
    }
    store(&db, &mut rows).await?;
    let key = SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[7; 32])?;
    let note = Checkpoint::new(ORIGIN, edge.size(), edge.root())
        .sign(&[&key])
        .to_string();
    std::fs::write(args.folder.join("checkpoint"), &note)?;
    let mut write = db.write().await?;
    write
        .execute(
            "INSERT INTO log_checkpoint (size, root, note, signed_at) VALUES ($1, $2, $3, 0)",
            &params![i64::try_from(edge.size())?, edge.root().0.to_vec(), note],
        )
        .await?;
    write.commit().await?;
    db.close().await;
    Ok(json!({
        "entries": args.entries, "seconds": start.elapsed().as_secs_f64(), "key": key.verifier().to_string(),
    }))
}

fn keep(
    folder: &std::path::Path,
    rows: &mut Vec<[Value; 4]>,
    path: TilePath,
    hashes: Vec<u8>,
) -> anyhow::Result<()> {
    let target = folder.join(path.to_string());
    std::fs::create_dir_all(target.parent().context("a tile has a folder")?)?;
    std::fs::write(target, &hashes)?;
    let level = i64::from(path.level().context("a hash tile has a level")?);
    rows.push(params![
        level,
        i64::try_from(path.index())?,
        i64::from(path.width()),
        hashes
    ]);
    Ok(())
}

async fn store(db: &Database, rows: &mut Vec<[Value; 4]>) -> anyhow::Result<()> {
    let mut write = db.write().await?;
    write
        .insert_many("INSERT INTO log_tile (level, idx, width, data)", rows, "")
        .await?;
    write.commit().await?;
    rows.clear();
    Ok(())
}

/// Makes proofs of entries spread over the log, each read, made and checked as a page does it.
pub async fn proofs(args: &Proofs) -> anyhow::Result<Json> {
    let db = super::open(&args.database).await?;
    let size = transparency::latest(&mut db.read().await?)
        .await?
        .context("the log has a checkpoint")?
        .checkpoint
        .size;
    let bundles = size.div_ceil(256).div_ceil(WITH_ENTRIES);
    let mut times = Vec::new();
    let mut places = Vec::new();
    for round in 0..args.rounds {
        // Spread by a step that has no factor in common with most sizes.
        let bundle = round * 7_919 % bundles * WITH_ENTRIES;
        let index = (bundle * 256 + round * 31 % 256).min(size - 1);
        let start = Instant::now();
        let found = transparency::inclusion(&mut db.read().await?, index).await?;
        times.push(super::milliseconds(start.elapsed()));
        anyhow::ensure!(found.is_some(), "the log has the entry");
        places.push(index);
    }
    db.close().await;
    Ok(json!({ "milliseconds": times, "places": places, "size": size }))
}
