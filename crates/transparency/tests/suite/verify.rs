//! What a stranger's check says of a good log, and of every way of tampering with one.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use platform::{clock::Clock as _, db::Database, params, testing::on_both};
use tlog::{Checkpoint, Note, SigningKey, VerifierKey, checkpoint::cosign, merkle::Edge, note::Algorithm};
use transparency::{
    Act, files,
    verify::{
        DatabaseFiles, DatabaseItems, Fault, Folder, KeySource, NoItems, Remembered, Report, Trust, verify,
    },
};

use crate::{
    board::{Board, MIGRATIONS},
    world::{Log, ORIGIN},
};

fn words(report: &Report) -> Vec<String> {
    let line = |fault: &Fault| format!("{} {}", fault.word(), fault.about()).trim().to_owned();
    report.faults.iter().map(line).collect()
}

fn given(log: &Log) -> Trust {
    Trust {
        key: Some(log.vkey()),
        ..Trust::default()
    }
}

/// The check of an operator: of the database, with all items.
async fn check(log: &Log, trust: Trust) -> Report {
    let runtime = tokio::runtime::Handle::current();
    let files = DatabaseFiles {
        db: log.db.clone(),
        runtime: runtime.clone(),
    };
    let mut items = DatabaseItems {
        db: log.db.clone(),
        runtime,
        subjects: vec![Arc::new(Board)],
    };
    let now = log.clock.now();
    tokio::task::spawn_blocking(move || verify(&files, &mut items, &trust, now).unwrap())
        .await
        .unwrap()
}

/// The check of anybody: of files alone.
fn check_folder(folder: &Path, trust: &Trust) -> Report {
    verify(
        &Folder(folder.to_owned()),
        &mut NoItems,
        trust,
        "2026-11-25T03:00:00Z".parse().unwrap(),
    )
    .unwrap()
}

async fn export(log: &Log, name: &str) -> PathBuf {
    let folder = log.folder().join(name);
    files::export(&log.db, &folder).await.unwrap();
    folder
}

/// A log with notices on the board: one corrected, one withdrawn, the rest as posted.
async fn board(db: Database) -> Log {
    let log = Log::new(db);
    for n in 0..300 {
        log.on_board(Act::Posted, &n.to_string(), &format!("Nội dung {n}"))
            .await;
    }
    log.on_board(Act::Corrected, "3", "Nội dung 3, đã đính chính")
        .await;
    log.on_board(Act::Withdrawn, "4", "Nội dung 4").await;
    log.sign().await;
    log
}

fn remembered(report: &Report) -> Option<Remembered> {
    let text = report.remember.as_ref().unwrap().to_text();
    Some(Remembered::parse(&text).unwrap())
}

#[tokio::test]
async fn a_good_log_holds_and_is_remembered() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let first = check(&log, given(&log)).await;
        assert_eq!(words(&first), Vec::<String>::new());
        assert_eq!(first.checkpoint.as_ref().unwrap().size, 302);
        assert_eq!(first.items, Some(300));
        assert!(first.unknown_kinds.is_empty());

        log.on_board(Act::Posted, "500", "thêm").await;
        // Posted a moment ago, not sealed yet: no fault.
        assert_eq!(words(&check(&log, given(&log)).await), Vec::<String>::new());
        log.sign().await;
        let trust = Trust {
            remembered: remembered(&first),
            ..Trust::default()
        };
        let second = check(&log, trust.clone()).await;
        assert_eq!(words(&second), Vec::<String>::new());
        assert_eq!(second.continues, Some(302));
        assert_eq!(second.key.as_ref().unwrap().1, KeySource::Remembered);

        let folder = export(&log, "copy").await;
        let third = check_folder(&folder, &trust);
        assert_eq!(words(&third), Vec::<String>::new());
        assert_eq!((third.continues, third.items), (Some(302), None));
        let stranger = check_folder(&folder, &Trust::default());
        assert_eq!(stranger.key.as_ref().unwrap().1, KeySource::Shown);
        // What `curl …/log/checkpoint` kept is remembered too.
        let note = first.remember.as_ref().unwrap().note.to_string();
        let plain = Trust {
            remembered: Remembered::parse(&note),
            ..Trust::default()
        };
        assert_eq!(check_folder(&folder, &plain).continues, Some(302));
    })
    .await;
}

#[tokio::test]
async fn a_published_row_changed_behind_dinhs_back_is_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        log.tamper("UPDATE board SET body = 'Nội dung khác' WHERE id = '7'")
            .await;
        log.tamper("UPDATE board SET body = 'Nội dung 3' WHERE id = '3'")
            .await;
        log.tamper("DELETE FROM board WHERE id = '8'").await;
        log.tamper("INSERT INTO board (unit_id, id, body) VALUES (7, '4', 'Nội dung 4')")
            .await;
        log.tamper("INSERT INTO board (unit_id, id, body) VALUES (7, 'lau', 'chưa ghi sổ')")
            .await;
        assert_eq!(
            words(&check(&log, given(&log)).await),
            [
                "item-changed notice/30352/3 (300)",
                "item-still-public notice/30352/4 (301)",
                "item-changed notice/30352/7 (7)",
                "item-gone notice/30352/8 (8)",
                "item-unlogged notice/30352/lau",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_dropped_tile_is_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let folder = export(&log, "copy").await;
        for path in [
            "tile/0/000",
            "tile/entries/000",
            "tile/0/001.p/46",
            "tile/1/000.p/1",
            "tile/entries/001.p/46",
        ] {
            let octets = fs::read(folder.join(path)).unwrap();
            fs::remove_file(folder.join(path)).unwrap();
            assert_eq!(
                words(&check_folder(&folder, &given(&log))),
                [format!("tile-missing {path}")]
            );
            fs::write(folder.join(path), octets).unwrap();
        }
        for path in ["tile/0/000", "tile/entries/000"] {
            fs::remove_file(folder.join(path)).unwrap();
        }
        assert_eq!(
            words(&check_folder(&folder, &given(&log))),
            ["tile-missing tile/entries/000", "tile-missing tile/0/000"],
            "nothing more can be said"
        );
        fs::remove_file(folder.join("checkpoint")).unwrap();
        assert_eq!(
            words(&check_folder(&folder, &given(&log))),
            ["checkpoint-missing"]
        );

        log.tamper("DELETE FROM log_tile WHERE level = 0 AND idx = 1")
            .await;
        let found = words(&check(&log, given(&log)).await);
        assert_eq!(found, ["tile-missing tile/0/001.p/46"]);
    })
    .await;
}

#[tokio::test]
async fn a_changed_file_is_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let folder = export(&log, "copy").await;
        let changed = |path: &str, change: &dyn Fn(&mut Vec<u8>)| {
            let kept = fs::read(folder.join(path)).unwrap();
            let mut octets = kept.clone();
            change(&mut octets);
            fs::write(folder.join(path), octets).unwrap();
            let report = check_folder(&folder, &given(&log));
            fs::write(folder.join(path), kept).unwrap();
            words(&report)
        };
        // The title of entry 5 becomes another, of the same length.
        let entry = |octets: &mut Vec<u8>| {
            let title = "\"Thông báo 5\"".as_bytes();
            let at = octets
                .windows(title.len())
                .position(|part| part == title)
                .unwrap();
            octets[at + title.len() - 2] = b'6';
        };
        assert_eq!(changed("tile/entries/000", &entry), ["entry-changed 5"]);
        assert_eq!(
            changed("tile/0/000", &|octets| octets[32 * 9] ^= 1),
            ["tile-changed tile/0/000"]
        );
        assert_eq!(
            changed("tile/1/000.p/1", &|octets| octets[0] ^= 1),
            ["tile-changed tile/1/000.p/1"]
        );
        assert_eq!(
            changed("tile/0/001.p/46", &|octets| octets.truncate(100)),
            ["tile-changed tile/0/001.p/46"]
        );
        assert_eq!(
            changed("tile/entries/001.p/46", &|octets| octets.truncate(100)),
            ["bundle-damaged tile/entries/001.p/46"]
        );
        assert_eq!(
            changed("checkpoint", &|octets| octets.clear()),
            ["checkpoint-damaged"]
        );
        let size = |octets: &mut Vec<u8>| {
            *octets = String::from_utf8(octets.clone())
                .unwrap()
                .replace("\n302\n", "\n301\n")
                .into_bytes();
        };
        assert_eq!(
            changed("checkpoint", &size).first().unwrap(),
            &format!("checkpoint-forged {}", log.vkey())
        );
        assert_eq!(
            changed("key", &|octets| octets.clear()),
            Vec::<String>::new(),
            "the given key is enough"
        );
    })
    .await;
}

/// Somebody with the key and the database rewrites entry 5 and everything after it, consistently.
#[tokio::test]
async fn a_fork_of_the_log_is_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let honest = check(&log, given(&log)).await;
        let folder = export(&log, "honest").await;
        let bundles =
            ["tile/entries/000", "tile/entries/001.p/46"].map(|path| fs::read(folder.join(path)).unwrap());
        let mut edge = Edge::new();
        let forged = log.folder().join("forged");
        let write = |path: &str, octets: &[u8]| {
            let path = forged.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, octets).unwrap();
        };
        let octets = |hashes: &[tlog::Hash]| hashes.iter().flat_map(|hash| hash.0).collect::<Vec<u8>>();
        for (bundle, path) in bundles.iter().zip(["tile/entries/000", "tile/entries/001.p/46"]) {
            let mut other = Vec::new();
            for entry in tlog::tile::entries(bundle).unwrap() {
                let text = String::from_utf8(entry.to_vec())
                    .unwrap()
                    .replace("Thông báo 5\"", "Thông báo 5b\"");
                edge.push(tlog::merkle::leaf_hash(text.as_bytes()), &mut |path, hashes| {
                    write(&path.to_string(), &octets(hashes));
                });
                tlog::tile::push_entry(&mut other, text.as_bytes()).unwrap();
            }
            write(path, &other);
        }
        for (path, hashes) in edge.partial() {
            write(&path.to_string(), &octets(hashes));
        }
        let key = log.key().load().unwrap();
        let note = Checkpoint::new(ORIGIN, edge.size(), edge.root()).sign(&[&key]);
        write("checkpoint", note.to_string().as_bytes());
        write("key", format!("{}\n", log.vkey()).as_bytes());

        let alone = check_folder(&forged, &given(&log));
        assert_eq!(
            words(&alone),
            Vec::<String>::new(),
            "by itself, the other log looks good"
        );
        let trust = Trust {
            remembered: remembered(&honest),
            ..Trust::default()
        };
        assert_eq!(words(&check_folder(&forged, &trust)), ["forked 302"]);
        assert_eq!(words(&check_folder(&folder, &trust)), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn yesterdays_backup_is_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.on_board(Act::Posted, "1", "một").await;
        log.sign().await;
        let backup = export(&log, "backup").await;
        log.on_board(Act::Posted, "2", "hai").await;
        log.sign().await;
        let today = check(&log, given(&log)).await;
        let trust = Trust {
            remembered: remembered(&today),
            ..Trust::default()
        };
        assert_eq!(words(&check_folder(&backup, &trust)), ["set-back 1 < 2"]);

        // The database as it was, and the server starts on it.
        log.tamper("DELETE FROM log_checkpoint WHERE size = 2").await;
        log.tamper("DELETE FROM log_entry WHERE log_index = 1").await;
        log.tamper("DELETE FROM board WHERE id = '2'").await;
        let found = words(&check(&log, trust).await);
        assert_eq!(found.first().unwrap(), "set-back 1 < 2");
        let refused = log.sequencer("test").run_once().await.unwrap_err();
        assert!(refused.to_string().contains("set back"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn another_key_and_another_log_are_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let good = check(&log, given(&log)).await;
        let other = SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[9; 32]).unwrap();
        let trust = Trust {
            key: Some(other.verifier().clone()),
            ..Trust::default()
        };
        assert_eq!(
            words(&check(&log, trust).await),
            [format!("checkpoint-unsigned {}", other.verifier())]
        );

        let elsewhere = SigningKey::from_seed("khac.example/log", Algorithm::Ed25519, &[9; 32]).unwrap();
        let note = Checkpoint::new("khac.example/log", 1, tlog::Hash([1; 32])).sign(&[&elsewhere]);
        let trust = Trust {
            remembered: Remembered::parse(&note.to_string()),
            ..given(&log)
        };
        assert_eq!(words(&check(&log, trust).await), ["other-log khac.example/log"]);
        // Somebody edited the file that remembers: the signature no longer fits.
        let text = good
            .remember
            .as_ref()
            .unwrap()
            .to_text()
            .replace("\n302\n", "\n300\n");
        let trust = Trust {
            remembered: Remembered::parse(&text),
            ..given(&log)
        };
        assert_eq!(words(&check(&log, trust).await), [format!("other-log {ORIGIN}")]);
    })
    .await;
}

#[tokio::test]
async fn a_handed_over_key_is_followed_and_a_lost_one_is_not() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let before = check(&log, given(&log)).await;
        let trust = Trust {
            remembered: remembered(&before),
            ..Trust::default()
        };
        // Twice: both handovers are followed.
        let first = log.sequencer("test").rotate(&[2; 32], false).await.unwrap();
        log.on_board(Act::Posted, "600", "sau khi đổi khóa").await;
        let second = log.sequencer("test").rotate(&[3; 32], false).await.unwrap();
        log.on_board(Act::Posted, "601", "sau khi đổi khóa lần nữa").await;
        log.sign().await;
        let folder = export(&log, "copy").await;
        let shown = fs::read_to_string(folder.join("key")).unwrap();
        assert_eq!(shown.lines().count(), 3);
        assert_eq!(shown.lines().next().unwrap(), second.to_string());
        for report in [check(&log, trust.clone()).await, check_folder(&folder, &trust)] {
            assert_eq!(words(&report), Vec::<String>::new());
            assert_eq!(report.key.as_ref().unwrap().0, second);
            assert_eq!(report.continues, Some(302));
            assert_eq!(report.remember.as_ref().unwrap().key.as_ref(), Some(&second));
        }
        // A handover of a key that the log does not announce.
        let handover = folder.join("handover").join(first.id().to_string());
        let old: VerifierKey = shown.lines().last().unwrap().parse().unwrap();
        let kept = fs::read(&handover).unwrap();
        let key = transparency::KeyFile::at(log.folder().join(format!("log-key.old-{}", old.id())))
            .load()
            .unwrap();
        let forged = before.checkpoint.as_ref().unwrap().sign(&[&key]);
        fs::write(&handover, forged.to_string()).unwrap();
        assert_eq!(
            words(&check_folder(&folder, &trust)),
            [format!("handover-broken {first}")]
        );
        fs::write(&handover, kept).unwrap();

        let lost = log.sequencer("test").rotate(&[4; 32], true).await.unwrap();
        let report = check(&log, trust).await;
        assert_eq!(
            words(&report),
            [format!("checkpoint-unsigned {}", before.key.as_ref().unwrap().0)]
        );
        // Told of the new key on paper, the log still continues what was remembered.
        let told = Trust {
            key: Some(lost),
            remembered: remembered(&before),
            ..Trust::default()
        };
        let report = check(&log, told).await;
        assert_eq!(words(&report), Vec::<String>::new());
        assert_eq!(report.continues, Some(302));
    })
    .await;
}

#[tokio::test]
async fn witnesses_are_asked_for_and_forgeries_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let folder = export(&log, "copy").await;
        let witness = SigningKey::from_seed("mat-tran.example", Algorithm::Cosignature, &[5; 32]).unwrap();
        let trust = Trust {
            witnesses: vec![witness.verifier().clone()],
            ..given(&log)
        };
        assert_eq!(
            words(&check_folder(&folder, &trust)),
            ["witness-missing mat-tran.example"]
        );
        let mut note: Note = fs::read_to_string(folder.join("checkpoint"))
            .unwrap()
            .parse()
            .unwrap();
        note.signatures
            .push(cosign(&note.text, &witness, 1_795_572_900).unwrap());
        fs::write(folder.join("checkpoint"), note.to_string()).unwrap();
        let report = check_folder(&folder, &trust);
        assert_eq!(words(&report), Vec::<String>::new());
        assert_eq!(report.witnesses[0].0, "mat-tran.example");
        note.signatures[1].octets[20] ^= 1;
        fs::write(folder.join("checkpoint"), note.to_string()).unwrap();
        assert_eq!(
            words(&check_folder(&folder, &trust)),
            ["witness-forged mat-tran.example"]
        );
    })
    .await;
}

/// Entries that nobody integrates are a fault after a day, not before.
#[tokio::test]
async fn a_log_that_is_not_written_is_named() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        log.on_board(Act::Posted, "700", "chờ").await;
        assert_eq!(words(&check(&log, given(&log)).await), Vec::<String>::new());
        log.clock.pass(2 * 24 * 3600);
        assert_eq!(
            words(&check(&log, given(&log)).await),
            ["entry-waits notice/30352/700"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_export_is_repeated_and_grows() {
    on_both(MIGRATIONS, |db| async move {
        let log = board(db).await;
        let folder = export(&log, "copy").await;
        for n in 400..700 {
            log.on_board(Act::Posted, &n.to_string(), "x").await;
        }
        log.sign().await;
        let again = export(&log, "copy").await;
        assert_eq!(folder, again);
        let report = check_folder(&folder, &given(&log));
        assert_eq!(words(&report), Vec::<String>::new());
        assert_eq!(report.checkpoint.unwrap().size, 602);
        let mut read = log.db.read().await.unwrap();
        let tiles = read
            .one(
                "SELECT COUNT(*) FROM log_tile WHERE level >= $1",
                &params![-1_i64],
                |row| row.get::<i64>(0),
            )
            .await
            .unwrap();
        assert_eq!(
            tiles,
            Some(3 + 1 + 3),
            "one row for each tile, however often it grew"
        );
    })
    .await;
}
