//! A log of its own for each test.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::Timestamp;
use platform::{
    clock::Clock,
    db::{Database, Migration},
};
use tlog::VerifierKey;
use transparency::{Act, Commitment, Entry, EntryId, KeyFile, Outcome, Sequencer, Subject};
use units::UnitId;

pub const ORIGIN: &str = "dinh.example/log";
pub const MIGRATIONS: &[&[Migration]] = &[transparency::MIGRATIONS];
/// 2026-11-25 09:00 in Vietnam, in microseconds.
const START: i64 = 1_795_572_000_000_000;

/// A clock that a second passes on whenever somebody looks.
#[derive(Debug)]
pub struct Ticking(AtomicI64);

impl Ticking {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(START)))
    }

    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let now = self.0.fetch_add(1_000_000, Ordering::Relaxed);
        Timestamp::from_microsecond(now).unwrap()
    }
}

/// A log with its key.
pub struct Log {
    pub db: Database,
    pub clock: Arc<Ticking>,
    folder: tempfile::TempDir,
}

impl Log {
    /// An empty log with a key.
    pub fn new(db: Database) -> Self {
        let log = Self {
            db,
            clock: Ticking::new(),
            folder: tempfile::tempdir().unwrap(),
        };
        log.key().create(ORIGIN, &[1; 32]).unwrap();
        log
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn key(&self) -> KeyFile {
        KeyFile::at(self.folder().join("log-key"))
    }

    pub fn vkey(&self) -> VerifierKey {
        self.key().load().unwrap().verifier().clone()
    }

    /// A server that writes the log.
    pub fn sequencer(&self, holder: &str) -> Sequencer {
        Sequencer::new(self.db.clone(), self.clock.clone(), self.key(), holder)
    }

    /// Integrates what waits; answers how many entries the log has then.
    pub async fn sign(&self) -> u64 {
        let sequencer = self.sequencer("test");
        sequencer.run_once().await.unwrap();
        while sequencer.run_once().await.unwrap() != Outcome::Idle {}
        let mut read = self.db.read().await.unwrap();
        transparency::latest(&mut read)
            .await
            .unwrap()
            .unwrap()
            .checkpoint
            .size
    }

    /// An act on a notice of a unit.
    pub fn act(&self, act: Act, id: &str, content: &str) -> Entry {
        Entry::new(
            "30352",
            act,
            Subject::new("notice", id),
            Commitment::to(content.as_bytes()),
            self.clock.now(),
        )
        .unwrap()
    }

    pub async fn append(&self, unit: UnitId, entry: &Entry) -> EntryId {
        let mut write = self.db.write().await.unwrap();
        let id = transparency::append(&mut write, unit, entry).await.unwrap();
        write.commit().await.unwrap();
        id
    }

    /// Posts notices `first..first + count`, one each.
    pub async fn post(&self, first: u64, count: u64) {
        let mut write = self.db.write().await.unwrap();
        for n in first..first + count {
            let entry = self.act(Act::Posted, &n.to_string(), &format!("content of {n}"));
            transparency::append(&mut write, UnitId(7), &entry).await.unwrap();
        }
        write.commit().await.unwrap();
    }

    /// Runs a statement behind Đình's back.
    pub async fn tamper(&self, sql: &'static str) -> u64 {
        let mut write = self.db.write().await.unwrap();
        let touched = write.execute(sql, &[]).await.unwrap();
        write.commit().await.unwrap();
        touched
    }
}
