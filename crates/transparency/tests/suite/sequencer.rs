//! How entries come into the log, and what the writer of the log refuses to sign.

use std::fs;

use platform::testing::on_both;
use tlog::{Checkpoint, Hash, merkle::leaf_hash};
use transparency::{
    Act, EntryId, KeyFile, Outcome, SequencerError, Standing, Subject, inclusion, latest, proof_of,
    store::{self, keys},
};
use units::UnitId;

use crate::world::{Log, MIGRATIONS, ORIGIN};

#[tokio::test]
async fn an_entry_waits_and_is_then_proved() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        assert_eq!(log.sign().await, 0, "an empty log is signed too");
        let entry = log.act(Act::Posted, "1", "a");
        let id = log.append(UnitId(7), &entry).await;
        let mut read = log.db.read().await.unwrap();
        assert_eq!(
            proof_of(&mut read, UnitId(7), id).await.unwrap(),
            Some(Standing::Waiting)
        );
        assert_eq!(
            proof_of(&mut read, UnitId(8), id).await.unwrap(),
            None,
            "another unit's"
        );
        drop(read);

        log.post(100, 700).await;
        assert_eq!(log.sign().await, 701);
        let mut read = log.db.read().await.unwrap();
        let Some(Standing::Logged(found)) = proof_of(&mut read, UnitId(7), id).await.unwrap() else {
            panic!("the entry is logged");
        };
        assert_eq!(found.index, 0);
        assert_eq!(found.octets, entry.to_octets());
        let checkpoint = found.proof().verify(&found.octets, &log.vkey()).unwrap();
        assert_eq!(checkpoint, found.checkpoint.checkpoint);
        for index in [1, 255, 256, 511, 512, 700] {
            let found = inclusion(&mut read, index).await.unwrap().unwrap();
            found.proof().verify(&found.octets, &log.vkey()).unwrap();
        }
        assert_eq!(inclusion(&mut read, 701).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn the_log_is_the_same_however_it_was_cut_into_runs() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        for count in [1, 254, 1, 1, 255, 300, 3] {
            let size = log.sign().await;
            log.post(size, count).await;
        }
        let size = log.sign().await;
        assert_eq!(size, 815);
        let mut read = log.db.read().await.unwrap();
        let mut leaves = Vec::new();
        for n in 0..size {
            let octets = inclusion(&mut read, n).await.unwrap().unwrap().octets;
            assert!(
                String::from_utf8(octets.clone())
                    .unwrap()
                    .contains(&format!("\"id\":\"{n}\"")),
                "in order"
            );
            leaves.push(leaf_hash(&octets));
        }
        let mut edge = tlog::merkle::Edge::new();
        leaves.iter().for_each(|leaf| edge.push(*leaf, &mut |_, _| ()));
        assert_eq!(
            latest(&mut read).await.unwrap().unwrap().checkpoint.root,
            edge.root()
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_entry_is_logged_once_and_a_rolled_back_record_never() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        let entry = log.act(Act::Posted, "1", "a");
        let id = log.append(UnitId(7), &entry).await;
        assert_eq!(log.append(UnitId(7), &entry).await, id);
        assert_eq!(log.sign().await, 1);
        log.append(UnitId(7), &entry).await;
        assert_eq!(log.sign().await, 1, "also after it was integrated");

        let mut write = log.db.write().await.unwrap();
        let lost = log.act(Act::Posted, "2", "b");
        transparency::append(&mut write, UnitId(7), &lost).await.unwrap();
        drop(write);
        assert_eq!(log.sign().await, 1);
    })
    .await;
}

#[tokio::test]
async fn acts_on_one_item_keep_their_order_where_clocks_disagree() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        let (posted, withdrawn) = (log.act(Act::Posted, "1", "a"), log.act(Act::Withdrawn, "1", "a"));
        // The server that withdraws has a clock that is behind.
        let ids = [
            log.append(UnitId(7), &withdrawn).await,
            log.append(UnitId(7), &posted).await,
        ];
        log.sign().await;
        let mut read = log.db.read().await.unwrap();
        let history = store::history(&mut read, UnitId(7), &Subject::new("notice", "1"))
            .await
            .unwrap();
        assert_eq!(
            history
                .iter()
                .map(|logged| logged.entry)
                .collect::<Vec<EntryId>>(),
            ids
        );
        assert_eq!(
            history.iter().map(|logged| logged.index).collect::<Vec<_>>(),
            [Some(0), Some(1)]
        );
    })
    .await;
}

#[tokio::test]
async fn one_server_writes_and_another_takes_over_when_it_is_gone() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        let (one, two) = (log.sequencer("one"), log.sequencer("two"));
        log.post(0, 1).await;
        assert_eq!(
            one.run_once().await.unwrap(),
            Outcome::Signed { entries: 1, size: 1 }
        );
        log.post(1, 1).await;
        assert_eq!(two.run_once().await.unwrap(), Outcome::Held);
        log.clock.pass(60);
        assert_eq!(
            two.run_once().await.unwrap(),
            Outcome::Signed { entries: 1, size: 2 }
        );
        log.post(2, 1).await;
        assert_eq!(one.run_once().await.unwrap(), Outcome::Held);
        // Stopped politely, a server gives the lease back.
        two.run(std::future::ready(())).await;
        assert!(matches!(
            one.run_once().await.unwrap(),
            Outcome::Signed { .. } | Outcome::Idle
        ));
        assert_eq!(log.sign().await, 3);
    })
    .await;
}

#[tokio::test]
async fn servers_at_once_log_everything_once() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.sign().await;
        let sequencer = log.sequencer("test");
        let runs: Vec<_> = (0..4)
            .map(|_| {
                let sequencer = sequencer.clone();
                tokio::spawn(async move {
                    for _ in 0..10 {
                        sequencer.run_once().await.unwrap();
                    }
                })
            })
            .collect();
        for n in 0..20 {
            log.post(n, 1).await;
        }
        for run in runs {
            run.await.unwrap();
        }
        assert_eq!(log.sign().await, 20);
        let mut read = log.db.read().await.unwrap();
        let mut ids: Vec<String> = Vec::new();
        for n in 0..20 {
            ids.push(String::from_utf8(inclusion(&mut read, n).await.unwrap().unwrap().octets).unwrap());
        }
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 20);
    })
    .await;
}

/// The state file says what was about to be signed; the crash came before or after the commit.
#[tokio::test]
async fn a_crash_between_signing_and_storing_is_survived() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 3).await;
        log.sign().await;
        let before = fs::read_to_string(log.folder().join("log-key.state")).unwrap();
        log.post(3, 2).await;
        log.sign().await;
        let after = fs::read_to_string(log.folder().join("log-key.state")).unwrap();
        let pending = after.replace("published", "pending");

        // After the commit: what was pending is what the database has.
        fs::write(log.folder().join("log-key.state"), format!("{before}{pending}")).unwrap();
        assert_eq!(log.sign().await, 5);
        assert_eq!(
            fs::read_to_string(log.folder().join("log-key.state")).unwrap(),
            after
        );

        // Before the commit: the signed checkpoint never left the process.
        let lost = Hash([9; 32]).to_base64();
        fs::write(
            log.folder().join("log-key.state"),
            format!("{after}pending 7 {lost}\n"),
        )
        .unwrap();
        log.post(5, 1).await;
        assert_eq!(log.sign().await, 6);
    })
    .await;
}

#[tokio::test]
async fn a_database_set_back_is_not_signed() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 300).await;
        log.sign().await;
        log.post(300, 5).await;
        log.sign().await;
        // Yesterday's backup: the log as it was at 300.
        log.tamper("DELETE FROM log_checkpoint WHERE size > 300").await;
        let error = log.sequencer("test").run_once().await.unwrap_err();
        let SequencerError::SetBack { signed, stored } = error else {
            panic!("{error}")
        };
        assert_eq!((signed, stored), (305, 300));
    })
    .await;
}

#[tokio::test]
async fn another_log_in_the_database_is_not_signed() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 5).await;
        log.sign().await;
        // Somebody with the key made another log of six entries elsewhere, and put it here.
        let state = log.folder().join("log-key.state");
        let (kept, other) = (fs::read_to_string(&state).unwrap(), Hash([3; 32]).to_base64());
        let root = kept.trim_end().rsplit(' ').next().unwrap().to_owned();
        fs::write(&state, kept.replace(&root, &other)).unwrap();
        log.post(5, 1).await;
        let error = log.sequencer("test").run_once().await.unwrap_err();
        assert!(matches!(error, SequencerError::Forked { size: 5 }), "{error}");
        assert!(error.to_string().contains("forked"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn damaged_tiles_and_changed_entries_are_not_signed_over() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 5).await;
        log.sign().await;
        log.post(5, 1).await;
        log.tamper(
            "UPDATE log_tile SET data = (SELECT body FROM log_entry WHERE log_index IS NULL) WHERE level = 0",
        )
        .await;
        let error = log.sequencer("test").run_once().await.unwrap_err();
        assert!(
            matches!(error, SequencerError::Tile(_) | SequencerError::Tiles(5)),
            "{error}"
        );
        log.tamper("DELETE FROM log_tile WHERE level = 0").await;
        let error = log.sequencer("test").run_once().await.unwrap_err();
        assert!(error.to_string().contains("tile/0/000.p/5 is missing"), "{error}");
    })
    .await;
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 2).await;
        log.tamper(
            "UPDATE log_entry SET body = (SELECT body FROM log_entry WHERE subject_id = '1') WHERE subject_id = '0'",
        )
        .await;
        let error = log.sequencer("test").run_once().await.unwrap_err();
        assert!(matches!(error, SequencerError::Changed(_)), "{error}");
    })
    .await;
}

#[tokio::test]
async fn the_key_is_neither_in_the_database_nor_replaced_by_another() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 1).await;
        log.sign().await;
        fs::rename(log.key().path(), log.folder().join("kept")).unwrap();
        log.post(1, 1).await;
        let error = log.sequencer("test").run_once().await.unwrap_err();
        assert!(
            matches!(error, SequencerError::Key(_)) && error.to_string().contains("missing"),
            "{error}"
        );
        log.key().create(ORIGIN, &[2; 32]).unwrap();
        let error = log.sequencer("test").run_once().await.unwrap_err();
        assert!(matches!(error, SequencerError::OtherKey { .. }), "{error}");
        fs::rename(log.folder().join("kept"), log.key().path()).unwrap();
        assert_eq!(log.sign().await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_handed_over_under_the_old_one() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 300).await;
        log.sign().await;
        let old = log.vkey();
        log.post(300, 2).await;
        let new = log.sequencer("test").rotate(&[2; 32], false).await.unwrap();
        assert_ne!(old, new);
        assert_eq!(log.vkey(), new, "the key file holds the new key");
        let kept = log.folder().join(format!("log-key.old-{}", old.id()));
        assert_eq!(KeyFile::at(kept).load().unwrap().verifier(), &old);

        let mut read = log.db.read().await.unwrap();
        let known = keys(&mut read).await.unwrap();
        assert_eq!(
            known.iter().map(|key| &key.vkey).collect::<Vec<_>>(),
            [&old, &new]
        );
        let handover = known[1].handover.as_ref().unwrap();
        for key in [&old, &new] {
            assert_eq!(Checkpoint::verified(handover, key).unwrap().size, 303);
        }
        let announced = inclusion(&mut read, 302).await.unwrap().unwrap().octets;
        assert!(String::from_utf8(announced).unwrap().contains(&new.to_string()));
        drop(read);

        log.post(302, 1).await;
        assert_eq!(log.sign().await, 304);
        let mut read = log.db.read().await.unwrap();
        let newest = latest(&mut read).await.unwrap().unwrap();
        assert!(Checkpoint::verified(&newest.note, &new).is_ok());
        assert!(Checkpoint::verified(&newest.note, &old).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_rotation_that_was_interrupted_goes_on() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 1).await;
        log.sign().await;
        let (old, text) = (log.vkey(), fs::read_to_string(log.key().path()).unwrap());
        // The computer stopped after the next key was made.
        let next = log.key().next(ORIGIN, &[2; 32]).unwrap();
        log.post(1, 1).await;
        assert_eq!(log.sign().await, 2);
        assert_eq!(log.vkey(), old);
        let new = log.sequencer("test").rotate(&[3; 32], false).await.unwrap();
        assert_eq!(&new, next.verifier(), "the key begun is the key announced");

        // It stopped after the announcement, before the files were renamed: the next run does it.
        fs::rename(log.key().path(), log.folder().join("log-key.next")).unwrap();
        fs::write(log.folder().join("old"), &text).unwrap();
        fs::rename(
            log.folder().join(format!("log-key.old-{}", old.id())),
            log.key().path(),
        )
        .unwrap();
        log.post(2, 1).await;
        assert_eq!(log.sign().await, 4);
        assert_eq!(log.vkey(), new);
    })
    .await;
}

#[tokio::test]
async fn a_lost_key_is_replaced_without_a_handover() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 1).await;
        log.sign().await;
        let old = log.vkey();
        fs::remove_file(log.key().path()).unwrap();
        assert!(
            log.sequencer("test").rotate(&[2; 32], false).await.is_err(),
            "not under the old key"
        );
        let new = log.sequencer("test").rotate(&[2; 32], true).await.unwrap();
        let mut read = log.db.read().await.unwrap();
        let newest = latest(&mut read).await.unwrap().unwrap();
        assert!(Checkpoint::verified(&newest.note, &new).is_ok());
        assert!(Checkpoint::verified(&newest.note, &old).is_err());
        let known = keys(&mut read).await.unwrap();
        assert_eq!((known.len(), known[1].handover.is_none()), (2, true));
        let announced = inclusion(&mut read, 1).await.unwrap().unwrap().octets;
        assert!(
            String::from_utf8(announced)
                .unwrap()
                .contains(r#""change":"lost""#)
        );
    })
    .await;
}

/// The newest entries are lost for good: the old log ends, and what is left goes on under another name.
#[tokio::test]
async fn a_log_that_cannot_go_on_is_followed_by_another() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 300).await;
        log.sign().await;
        log.sequencer("test").rotate(&[2; 32], false).await.unwrap();
        log.post(301, 2).await;
        log.sign().await;
        // Yesterday's backup.
        log.tamper("DELETE FROM log_checkpoint WHERE size > 301").await;
        log.tamper("DELETE FROM log_entry WHERE log_index > 300").await;
        log.post(400, 1).await;
        assert!(log.sequencer("test").run_once().await.is_err());
        let (old, ended) = (log.vkey(), "dinh.example/log 301 ");
        let same = log.sequencer("test").restart(ORIGIN, &[3; 32]).await.unwrap_err();
        assert!(matches!(same, SequencerError::SameOrigin(_)), "{same}");

        let new = log
            .sequencer("test")
            .restart("dinh.example/log/2", &[3; 32])
            .await
            .unwrap();
        assert_eq!(log.vkey(), new);
        assert!(
            log.folder()
                .join(format!("log-key.old-{}.state", old.id()))
                .exists()
        );
        assert_eq!(
            log.sign().await,
            302,
            "300 posted before, one after, and the end of the old log"
        );
        let mut read = log.db.read().await.unwrap();
        let newest = latest(&mut read).await.unwrap().unwrap();
        assert_eq!(
            Checkpoint::verified(&newest.note, &new).unwrap().origin,
            "dinh.example/log/2"
        );
        let mut octets = Vec::new();
        for index in 0..302 {
            octets
                .push(String::from_utf8(inclusion(&mut read, index).await.unwrap().unwrap().octets).unwrap());
        }
        for (n, entry) in octets[..300].iter().enumerate() {
            assert!(
                entry.contains(&format!(r#""id":"{n}""#)),
                "in their order: {entry}"
            );
        }
        assert_eq!(octets.iter().filter(|entry| entry.contains(ended)).count(), 1);
        assert_eq!(keys(&mut read).await.unwrap().len(), 1);
    })
    .await;
}
