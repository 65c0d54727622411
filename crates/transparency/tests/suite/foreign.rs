//! Another implementation, Go's `golang.org/x/mod/sumdb`, reads the log: `tests/log/verify.go`. A missing Go fails the
//! test: skipping would prove nothing (`make tools` installs it).

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use platform::testing::on_both;
use tlog::{SigningKey, note::Algorithm};
use transparency::{files, latest};

use crate::world::{Log, MIGRATIONS, ORIGIN};

/// The program, built once for each run of the tests.
fn program() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/log");
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("log-verify");
    let output = Command::new("go")
        .args(["build", "-o"])
        .arg(&built)
        .arg(root.join("verify.go"))
        // Debian's golang-golang-x-mod-dev puts the sources here; nothing is fetched.
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .output()
        .expect("Go is installed");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    built
}

/// What the other implementation says of a log in a folder or at an address.
pub fn verify(log: &str, vkey: &str, old: u64) -> Output {
    Command::new(program())
        .args([log, vkey, &old.to_string()])
        .output()
        .expect("the program starts")
}

#[track_caller]
fn refused(output: &Output, why: &str) {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(why), "{said}");
}

#[tokio::test]
async fn go_finds_every_entry_of_an_exported_log() {
    on_both(MIGRATIONS, |db| async move {
        let log = Log::new(db);
        log.post(0, 300).await;
        log.sign().await;
        let before = latest(&mut log.db.read().await.unwrap())
            .await
            .unwrap()
            .unwrap()
            .checkpoint;
        log.post(300, 470).await;
        log.sign().await;
        let after = latest(&mut log.db.read().await.unwrap())
            .await
            .unwrap()
            .unwrap()
            .checkpoint;
        let folder = log.folder().join("copy");
        files::export(&log.db, &folder).await.unwrap();
        let (place, vkey) = (folder.display().to_string(), log.vkey().to_string());

        let output = verify(&place, &vkey, before.size);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(
            said,
            format!(
                "before 300 {}\nsize 770 root {}\n",
                before.root.to_base64(),
                after.root.to_base64()
            )
        );

        let other = SigningKey::from_seed(ORIGIN, Algorithm::Ed25519, &[9; 32]).unwrap();
        refused(
            &verify(&place, &other.verifier().to_string(), 0),
            "no verifiable signatures",
        );
        let bundle = folder.join("tile/entries/001");
        let kept = fs::read(&bundle).unwrap();
        let mut changed = kept.clone();
        changed[100] ^= 1;
        fs::write(&bundle, changed).unwrap();
        refused(&verify(&place, &vkey, 0), "entry 256");
        fs::write(&bundle, kept).unwrap();
        fs::remove_file(folder.join("tile/0/001")).unwrap();
        refused(&verify(&place, &vkey, 0), "tile/0/001");
    })
    .await;
}
