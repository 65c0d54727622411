//! The commands of the public log: export, keys, and checking any log.

use std::{io::ErrorKind, path::Path};

use anyhow::{Context as _, bail};
use platform::clock::{Clock as _, SystemClock};
use tlog::{checkpoint::cosign, proof::Proof};
use transparency::{
    Outcome, keys,
    verify::{
        self, Address, AddressItems, DatabaseFiles, DatabaseItems, Folder, NoItems, Remembered, Report, Trust,
    },
};

use crate::{
    cli::{TextFormat, VerifyArgs, WitnessArgs},
    commands::{print, terminal},
    config::Settings,
    house::{House, secret},
};

pub async fn export(settings: &Settings, folder: &Path) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let size = transparency::files::export(&house.db, folder).await?;
    let args = [
        ("size", i64::try_from(size)?.into()),
        ("folder", folder.display().to_string().into()),
    ];
    print(&house.translator().format("dinh-log-exported", &args))?;
    house.db.close().await;
    Ok(true)
}

pub async fn sign(settings: &Settings) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    house.open_log().await?;
    let sequencer = house.sequencer();
    let mut held = false;
    loop {
        match sequencer.run_once().await? {
            Outcome::Signed { .. } => {}
            Outcome::Idle => break,
            Outcome::Held => {
                held = true;
                break;
            }
        }
    }
    sequencer.release().await?;
    let t = house.translator();
    if held {
        print(&t.text("dinh-log-held"))?;
    } else {
        let latest = transparency::latest(&mut house.db.read().await?).await?;
        let size = latest.map_or(0, |latest| latest.checkpoint.size);
        print(&t.with("dinh-log-signed", "size", i64::try_from(size)?))?;
    }
    house.db.close().await;
    Ok(!held)
}

pub async fn key(settings: &Settings) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let keys = transparency::store::keys(&mut house.db.read().await?).await?;
    for key in keys.iter().rev() {
        print(&key.vkey.to_string())?;
    }
    house.db.close().await;
    Ok(!keys.is_empty())
}

pub async fn rotate_key(settings: &Settings, lost: bool) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    let before = transparency::store::keys(&mut house.db.read().await?).await?;
    let sequencer = house.sequencer();
    let new = sequencer.rotate(&secret(), lost).await?;
    sequencer.release().await?;
    print(&t.with("dinh-log-rotated", "key", new.to_string()))?;
    if lost {
        print(&t.text("dinh-log-lost-next"))?;
    } else if let Some(old) = before.last() {
        let kept = format!("{}.old-{}", settings.log_key_file.display(), old.vkey.id());
        print(&t.with("dinh-log-rotated-next", "old", kept))?;
    }
    house.db.close().await;
    Ok(true)
}

pub async fn restart(settings: &Settings) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let sequencer = house.sequencer();
    let new = sequencer.restart(&settings.log_origin, &secret()).await?;
    sequencer.release().await?;
    print(
        &house
            .translator()
            .with("dinh-log-restarted", "key", new.to_string()),
    )?;
    house.db.close().await;
    Ok(true)
}

pub async fn verify(settings: &Settings, args: VerifyArgs) -> anyhow::Result<bool> {
    let t = terminal(settings)?;
    if let Some(file) = args
        .target
        .as_deref()
        .filter(|target| Path::new(target).is_file())
    {
        return proof(settings, file, &args);
    }
    let trust = Trust {
        key: args.key.clone(),
        remembered: args.since.as_deref().map(remembered).transpose()?.flatten(),
        witnesses: args.witnesses.clone(),
    };
    let report = check(settings, args.target.clone(), trust).await?;
    match args.format {
        TextFormat::Json => {
            print(&serde_json::to_string_pretty(&verify::text::json(&t, &report))?)?;
        }
        TextFormat::Text => {
            for line in verify::text::lines(&t, &report) {
                print(&line)?;
            }
        }
    }
    if let (Some(file), Some(remember)) = (&args.since, &report.remember) {
        remember_in(file, remember)?;
        if args.format == TextFormat::Text {
            print(&t.with(
                "transparency-verify-remembered",
                "file",
                file.display().to_string(),
            ))?;
        }
    }
    Ok(report.faults.is_empty())
}

pub async fn witness(settings: &Settings, args: WitnessArgs) -> anyhow::Result<bool> {
    let t = terminal(settings)?;
    let new = !args.key_file.exists();
    let name = args.name.as_deref().unwrap_or_default();
    if new && name.is_empty() {
        bail!(
            "there is no key {}: give the witness a --name",
            args.key_file.display()
        );
    }
    let key = keys::witness_key(&args.key_file, name, &secret())?;
    if new {
        print(&t.with("dinh-log-witness-key", "key", key.verifier().to_string()))?;
    }
    let trust = Trust {
        key: args.key,
        remembered: remembered(&args.since)?,
        witnesses: Vec::new(),
    };
    let report = check(settings, Some(args.address.clone()), trust).await?;
    for line in verify::text::lines(&t, &report) {
        print(&line)?;
    }
    let Some(remember) = &report.remember else {
        return Ok(false);
    };
    // Remembered before it is signed: a witness never signs two logs, whatever happens in between.
    remember_in(&args.since, remember)?;
    let time = u64::try_from(SystemClock.now().as_second())?;
    let mut note = remember.note.clone();
    note.signatures = vec![cosign(&note.text, &key, time)?];
    let address = Address::new(&args.address);
    tokio::task::spawn_blocking(move || address.bring(&note)).await??;
    print(&t.with("dinh-log-witnessed", "witness", key.verifier().name()))?;
    Ok(true)
}

/// Checks a server, a folder, or the database of the settings.
async fn check(settings: &Settings, target: Option<String>, trust: Trust) -> anyhow::Result<Report> {
    let now = SystemClock.now();
    let runtime = tokio::runtime::Handle::current();
    let Some(target) = target else {
        if let Some(path) = settings.database.strip_prefix("sqlite://")
            && !Path::new(path).exists()
        {
            bail!("there is no database {path}: name the address or folder of a log, or a --database");
        }
        let house = House::open(settings).await?;
        let files = DatabaseFiles {
            db: house.db.clone(),
            runtime: runtime.clone(),
        };
        let mut items = DatabaseItems {
            db: house.db.clone(),
            runtime,
            subjects: house.subjects(),
        };
        let checked =
            tokio::task::spawn_blocking(move || verify::verify(&files, &mut items, &trust, now)).await?;
        house.db.close().await;
        return Ok(checked?);
    };
    let checked = tokio::task::spawn_blocking(move || {
        if target.starts_with("http://") || target.starts_with("https://") {
            let address = Address::new(&target);
            verify::verify(&address, &mut AddressItems(address.clone()), &trust, now)
                .map_err(anyhow::Error::from)
        } else if Path::new(&target).is_dir() {
            verify::verify(&Folder(target.into()), &mut NoItems, &trust, now).map_err(anyhow::Error::from)
        } else {
            bail!("{target} is neither an address (http://, https://) nor a folder nor a file with a proof");
        }
    });
    checked.await?
}

/// What was remembered in a file; `None` when there is no such file yet.
fn remembered(file: &Path) -> anyhow::Result<Option<Remembered>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("can't read {}", file.display())),
    };
    let remembered = Remembered::parse(&text);
    Ok(Some(remembered.with_context(|| {
        format!("{} holds no checkpoint", file.display())
    })?))
}

fn remember_in(file: &Path, remember: &Remembered) -> anyhow::Result<()> {
    // The old one is lost only once the new one is there.
    let mut new = file.as_os_str().to_owned();
    new.push(".new");
    std::fs::write(&new, remember.to_text())
        .and_then(|()| std::fs::rename(&new, file))
        .with_context(|| format!("can't write {}", file.display()))
}

/// Checks a proof that somebody kept.
fn proof(settings: &Settings, file: &str, args: &VerifyArgs) -> anyhow::Result<bool> {
    let t = terminal(settings)?;
    let Some(key) = &args.key else {
        bail!("a proof alone says nothing: give the log's key with --key");
    };
    let text = std::fs::read_to_string(file).with_context(|| format!("can't read {file}"))?;
    let proof: Proof = text.parse().with_context(|| format!("{file} holds no proof"))?;
    let entry = proof.extra.clone().unwrap_or_default();
    let proved = proof.verify(&entry, key);
    let words = String::from_utf8_lossy(&entry).into_owned();
    match (&proved, args.format) {
        (Ok(checkpoint), TextFormat::Text) => print(&t.format(
            "transparency-verify-proof",
            &[
                ("index", i64::try_from(proof.index)?.into()),
                ("origin", checkpoint.origin.as_str().into()),
                ("size", i64::try_from(checkpoint.size)?.into()),
                ("entry", words.into()),
            ],
        ))?,
        (Err(error), TextFormat::Text) => {
            print(&format!(
                "proof: {file}: {} ({error})",
                t.text("transparency-fault-proof")
            ))?;
        }
        (_, TextFormat::Json) => print(&serde_json::to_string_pretty(&serde_json::json!({
            "holds": proved.is_ok(),
            "index": proof.index,
            "origin": proved.as_ref().ok().map(|checkpoint| &checkpoint.origin),
            "size": proved.as_ref().ok().map(|checkpoint| checkpoint.size),
            "entry": words,
        }))?)?,
    }
    Ok(proved.is_ok())
}
