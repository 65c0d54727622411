//! A long file needs little more memory than a short one. In its own process, because what is measured is the most
//! memory the process ever had.

use std::{
    io::Write as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use facts::Catalogue;
use imports::{Importer, Options, Progress, Stage};
use platform::{
    clock::FixedClock,
    db::{Database, PoolSize},
};
use units::{LiveUnits, Units};

const ROWS: u64 = 60_000;

/// Bytes that the process has taken at most so far, as Linux tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes << 10)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_rows_come_in_within_bounds() {
    let at = "2026-11-23T01:30:00Z".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("test.db").display());
    let db = Database::open(&address, PoolSize { connections: 2 })
        .await
        .unwrap();
    db.migrate(&[units::MIGRATIONS, facts::MIGRATIONS, imports::MIGRATIONS])
        .await
        .unwrap();
    let units = Units::build(units::official_parts(at).unwrap()).unwrap();
    let mut next = 0_u64;
    let random = Box::new(move |octets: &mut [u8]| {
        next += 1;
        octets[2..].copy_from_slice(&next.to_be_bytes());
    });
    let importer = Importer::new(
        db.clone(),
        LiveUnits::new(Arc::new(units)),
        Arc::new(Catalogue::delivered().unwrap()),
        Arc::new(FixedClock(at)),
        random,
    );

    let path = folder.path().join("lớn.csv");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(file, "unit,title,group,field,subject,registered_on").unwrap();
    for row in 0..ROWS {
        let (day, month) = (row % 28 + 1, row % 12 + 1);
        writeln!(
            file,
            "30367,Mô hình trồng nấm rơm trên đất lúa số {row},general,economy,collective,{day}/{month}/2026"
        )
        .unwrap();
    }
    file.into_inner().unwrap().sync_all().unwrap();

    let furthest = Arc::new(AtomicU64::new(0));
    let seen = Arc::clone(&furthest);
    let progress: Arc<dyn Fn(Progress) + Send + Sync> = Arc::new(move |progress| {
        if progress.stage == Stage::Writing {
            seen.fetch_max(progress.rows, Ordering::Relaxed);
        }
    });
    let options = Options {
        name: "lớn.csv".to_owned(),
        form: Some("dan_van_kheo_model".to_owned()),
        ..Options::default()
    };
    let before = most_memory();
    let outcome = importer.apply(&path, &options, &progress).await.unwrap();
    let after = most_memory();

    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    assert_eq!(
        (outcome.rows, outcome.accepted, outcome.batch.is_some()),
        (ROWS, ROWS, true)
    );
    assert!(
        furthest.load(Ordering::Relaxed) >= ROWS - 1_000,
        "progress is told"
    );
    let stored = db
        .read()
        .await
        .unwrap()
        .one("SELECT COUNT(*) FROM record", &[], |row| row.get::<i64>(0))
        .await
        .unwrap();
    assert_eq!(stored, Some(i64::try_from(ROWS).unwrap()));
    // The database keeps its own cache of pages, which is bounded too.
    if let (Some(before), Some(after)) = (before, after) {
        let grown = after - before;
        assert!(grown < 128 << 20, "the import took {} MB more", grown >> 20);
    }
}
