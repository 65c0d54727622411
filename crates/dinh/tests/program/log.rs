//! The public log from the command line and over HTTP: the written procedures, step by step, and what checking says.

use std::{fs, path::Path, process::Output};

use platform::db::{Database, PoolSize};
use transparency::{Act, Commitment, Entry, EntryId, Subject};
use units::UnitId;

use crate::{
    browser::{Browser, Scripts},
    world::{Server, World, words},
};

const PROCEDURE: &str = include_str!("../../../../docs/src/log-keys.md");

#[track_caller]
fn ended(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{}", words(output));
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

/// A command that the written procedure shows.
#[track_caller]
fn written(command: &str) -> &str {
    assert!(
        PROCEDURE
            .lines()
            .any(|line| line.trim() == format!("dinh {command}")),
        "docs/src/log-keys.md does not say `dinh {command}`"
    );
    command
}

/// Puts an entry into the outbox of a database, as a slice does.
pub async fn posts(address: &str, id: &str, title: &str) -> EntryId {
    let db = Database::open(address, PoolSize { connections: 2 })
        .await
        .expect("the database opens");
    let entry = Entry::new(
        "30352",
        Act::Posted,
        // A kind of item that no slice holds, so that nothing is compared with it.
        Subject::new("test", id),
        Commitment::to(title.as_bytes()),
        "2026-11-25T02:00:00Z".parse().expect("an instant"),
    )
    .and_then(|entry| entry.detail("title", title))
    .expect("an entry");
    let mut write = db.write().await.expect("a transaction");
    let name = transparency::append(&mut write, UnitId(1), &entry)
        .await
        .expect("an entry");
    write.commit().await.expect("committed");
    db.close().await;
    name
}

/// How many entries the demo world comes with.
async fn entries(world: &World) -> i64 {
    let db = Database::open(&world.database(), PoolSize { connections: 2 })
        .await
        .expect("the database opens");
    let mut read = db.read().await.expect("a transaction");
    let count = read
        .one("SELECT COUNT(*) FROM log_entry", &[], |row| row.get(0))
        .await;
    drop(read);
    db.close().await;
    count.expect("an answer").expect("a count")
}

fn state(world: &World) -> std::path::PathBuf {
    world.folder().join("so.txt")
}

fn verify(world: &World, more: &str) -> Output {
    world.run(&format!(
        "verify --since {} --language en{more}",
        state(world).display()
    ))
}

#[tokio::test]
async fn changing_the_key_goes_as_written() {
    let world = World::small();
    let before = entries(&world).await;
    posts(&world.database(), "1", "Kế hoạch").await;
    assert!(ended(&world.run("log sign"), 0).contains(&format!("có {} mục", before + 1)));
    let old = ended(&world.run(written("log key")), 0);
    let said = ended(&verify(&world, ""), 0);
    assert!(
        said.contains("Everything holds") && said.contains("that the log itself shows"),
        "{said}"
    );

    let rotated = ended(&world.run(written("log rotate-key")), 0);
    let keys = ended(&world.run("log key"), 0);
    let new = keys.lines().next().expect("the new key");
    assert!(
        rotated.contains(new) && keys.contains(old.trim()) && new != old.trim(),
        "{rotated}{keys}"
    );
    posts(&world.database(), "2", "Dự toán").await;
    ended(&world.run("log sign"), 0);
    let said = ended(&verify(&world, ""), 0);
    assert!(
        said.contains(&format!("Continues the remembered log of {} entries", before + 1)),
        "{said}"
    );

    // The old key may be destroyed: everything goes on, and is still followed.
    let kept: Vec<_> = fs::read_dir(world.folder())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.display().to_string().contains(".log-key.old-"))
        .collect();
    assert_eq!(kept.len(), 1);
    fs::remove_file(&kept[0]).expect("removed");
    ended(&verify(&world, &format!(" --key {}", old.trim())), 0);
}

#[tokio::test]
async fn a_lost_key_is_replaced_as_written() {
    let world = World::small();
    let before = entries(&world).await;
    posts(&world.database(), "1", "Kế hoạch").await;
    ended(&world.run("log sign"), 0);
    ended(&verify(&world, ""), 0);
    fs::remove_file(world.folder().join("dinh.db.log-key")).expect("removed");
    posts(&world.database(), "2", "Dự toán").await;
    let refused = world.run("log sign");
    ended(&refused, 2);
    assert!(words(&refused).contains("is missing"), "{}", words(&refused));
    ended(&world.run("log rotate-key"), 2);

    ended(&world.run(written("log rotate-key --lost")), 0);
    let said = ended(&verify(&world, ""), 1);
    assert!(said.contains("checkpoint-unsigned"), "{said}");
    let keys = ended(&world.run("log key"), 0);
    let said = ended(
        &verify(&world, &format!(" --key {}", keys.lines().next().expect("a key"))),
        0,
    );
    assert!(
        said.contains(&format!("Continues the remembered log of {} entries", before + 1)),
        "{said}"
    );
}

#[tokio::test]
async fn a_database_set_back_is_answered_as_written() {
    let world = World::small();
    let before = entries(&world).await;
    let file = world.folder().join("dinh.db");
    let copy = |from: &Path, to: &Path| fs::copy(from, to).map(drop).expect("copied");
    posts(&world.database(), "1", "Kế hoạch").await;
    ended(&world.run("log sign"), 0);
    copy(&file, &world.folder().join("yesterday.db"));
    posts(&world.database(), "2", "Dự toán").await;
    ended(&world.run("log sign"), 0);
    ended(&verify(&world, ""), 0);
    copy(&file, &world.folder().join("today.db"));

    copy(&world.folder().join("yesterday.db"), &file);
    let said = ended(&verify(&world, ""), 1);
    let fault = format!("set-back: {} < {}", before + 1, before + 2);
    assert!(said.contains(&fault), "{said}");
    let refused = world.run("log sign");
    ended(&refused, 2);
    assert!(
        words(&refused).contains("the database was set back"),
        "{}",
        words(&refused)
    );

    // The newest copy is put back: the server signs again.
    copy(&world.folder().join("today.db"), &file);
    ended(&world.run("log sign"), 0);
    ended(&verify(&world, ""), 0);

    // There is none: the old log ends, another begins.
    copy(&world.folder().join("yesterday.db"), &file);
    let same = world.run(written("log restart"));
    ended(&same, 2);
    assert!(words(&same).contains("log_origin"), "{}", words(&same));
    fs::write(
        world.folder().join("dinh.toml"),
        "log_origin = \"dinh.example/log/2\"\n",
    )
    .expect("written");
    ended(&world.run("log restart"), 0);
    assert!(ended(&world.run("log sign"), 0).contains(&format!("có {} mục", before + 2)));
    assert!(ended(&verify(&world, ""), 1).contains("other-log: localhost/log"));
    fs::remove_file(state(&world)).expect("removed");
    assert!(ended(&verify(&world, ""), 0).contains("dinh.example/log/2"));
}

#[tokio::test]
async fn checking_says_what_it_could_not_do() {
    let world = World::small();
    assert!(
        ended(&verify(&world, ""), 1).contains("checkpoint-missing"),
        "nothing was signed yet"
    );
    for (line, help) in [
        ("verify khong-co", "neither an address"),
        ("verify http://127.0.0.1:9", "can't be reached"),
        ("verify --key sai", "no key"),
        ("verify --since dinh.db", "can't read"),
        ("verify dinh.db", "--key"),
        ("verify --database sqlite://khong-co.db", "there is no database"),
    ] {
        let output = world.run(line);
        ended(&output, 2);
        assert!(words(&output).contains(help), "{line}: {}", words(&output));
    }
    assert!(
        !world.folder().join("khong-co.db").exists(),
        "checking makes no database"
    );
    ended(&world.run("log export ban-sao"), 2);
}

/// A reader finds an entry, takes its proof home, and checks everything from another place.
#[tokio::test]
async fn a_reader_takes_the_proof_home() {
    let server = Server::start();
    let entry = posts(&server.database(), "kh-2026", "Kế hoạch thu chi năm 2026").await;
    let browser = Browser::open(&server, Scripts::Off).await;
    for _ in 0..100 {
        browser.go(&transparency::href(entry)).await;
        if !browser.path().await.contains("/muc/") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    let path = browser.path().await;
    let index = path.rsplit('/').next().expect("a place");
    assert_eq!(
        browser.heading().await,
        format!("Mục số {index}: Công khai"),
        "{path}"
    );
    let key = server.get("/log/key").await.text().await.expect("a key");
    let proof = server
        .get(&format!("/log/proof/{index}"))
        .await
        .text()
        .await
        .expect("a proof");
    let home = tempfile::tempdir().expect("a folder");
    fs::write(home.path().join("0.tlog-proof"), proof).expect("written");
    let run = |words: &[&str]| {
        crate::world::dinh(home.path())
            .args(words)
            .output()
            .expect("the program starts")
    };
    let said = ended(&run(&["verify", "0.tlog-proof", "--key", key.trim()]), 0);
    assert!(said.contains("Kế hoạch thu chi năm 2026"), "{said}");
    let other = key.trim().replace("localhost", "khac");
    assert!(run(&["verify", "0.tlog-proof", "--key", &other]).status.code() != Some(0));
    for _ in 0..2 {
        let said = ended(
            &run(&["verify", server.origin(), "--since", "so.txt", "--language", "en"]),
            0,
        );
        assert!(said.contains("Everything holds"), "{said}");
        assert!(
            said.contains("could not be compared: internal-notice, test"),
            "{said}"
        );
    }
    assert!(
        !home.path().join("dinh.db").exists(),
        "a reader needs no database"
    );
}

/// The Front checks the commune's log from its own computer and signs; its signature can then be asked for.
#[tokio::test]
async fn a_witness_checks_and_signs() {
    let world = World::small();
    let sign = |origin: &str| {
        crate::world::dinh(world.folder())
            .args([
                "log",
                "witness",
                origin,
                "--key-file",
                "mat-tran.key",
                "--since",
                "nho.txt",
            ])
            .args(["--name", "mat-tran.example", "--language", "en"])
            .output()
            .expect("the program starts")
    };
    let stranger = Server::start();
    let refused = sign(stranger.origin());
    ended(&refused, 2);
    assert!(
        words(&refused).contains("no known witness"),
        "{}",
        words(&refused)
    );
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    let key = said
        .split_once("The witness's key: ")
        .and_then(|(_, rest)| rest.split_once(". Send"))
        .expect("the public key")
        .0
        .to_owned();
    fs::remove_file(world.folder().join("nho.txt")).expect("what it remembers of the stranger");

    let server = Server::with_settings(&format!("log_witnesses = [\"{key}\"]"));
    let said = ended(&sign(server.origin()), 0);
    assert!(said.contains("mat-tran.example has signed"), "{said}");
    let verify = world.run(&format!(
        "verify {} --witness {key} --language en",
        server.origin()
    ));
    assert!(ended(&verify, 0).contains("Witness mat-tran.example signed at"));
    let page = server.get("/so-minh-bach").await.text().await.expect("a page");
    assert!(page.contains("mat-tran.example"));
    // It does not sign another log in the place of the one it knows.
    let other = sign(stranger.origin());
    assert!(ended(&other, 1).contains("checkpoint-"), "{}", words(&other));
}
