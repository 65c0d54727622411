//! The log as files, as they are served under `/log/` and exported: the same octets from the same place.

use std::{io, path::Path};

use platform::db::{Database, DbResult, Read};
use tlog::tile::TilePath;

use crate::{keys, store};

/// A file of the log, by its path below the log's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileName {
    /// `checkpoint`: the newest checkpoint with the signatures of log and witnesses.
    Checkpoint,
    /// `key`: the public keys of the log, one a line, the one in use first.
    Key,
    /// `handover/ID`: the checkpoint under which the key before announced the key with this identifier.
    Handover(String),
    /// `tile/…`
    Tile(TilePath),
}

impl FileName {
    /// The file with this path; `None` when the log has no such files.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        match path {
            "checkpoint" => Some(Self::Checkpoint),
            "key" => Some(Self::Key),
            _ => match path.strip_prefix("handover/") {
                Some(id) => Some(Self::Handover(id.to_owned())),
                None => path.parse().ok().map(Self::Tile),
            },
        }
    }

    /// The octets of the file; `None` when there is no such file now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn octets(&self, read: &mut Read) -> DbResult<Option<Vec<u8>>> {
        Ok(match self {
            Self::Checkpoint => match store::latest(read).await? {
                Some(latest) => Some(
                    store::with_cosignatures(read, latest)
                        .await?
                        .to_string()
                        .into_bytes(),
                ),
                None => None,
            },
            Self::Key => {
                let keys = store::keys(read).await?;
                let lines: String = keys.iter().rev().map(|key| format!("{}\n", key.vkey)).collect();
                (!lines.is_empty()).then(|| lines.into_bytes())
            }
            Self::Handover(id) => store::keys(read)
                .await?
                .into_iter()
                .find(|key| key.vkey.id().to_string() == *id)
                .and_then(|key| key.handover)
                .map(|note| note.to_string().into_bytes()),
            Self::Tile(path) => store::file(read, path).await?,
        })
    }
}

/// Why a log was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] platform::db::DbError),
    /// A file can't be written.
    #[error("can't write {0}: {1}")]
    Io(std::path::PathBuf, io::Error),
    /// No checkpoint was signed yet.
    #[error("the log has no checkpoint yet: it is signed by `dinh serve`")]
    Empty,
    /// A file of the log is gone.
    #[error("the log is damaged: {0} is missing")]
    Missing(TilePath),
}

/// Writes the log as a folder of files that any web server can serve at the log's address, and answers how many
/// entries it has. Full tiles that are there already are left alone, so that it can be repeated. The checkpoint comes
/// last: whoever reads it finds its tiles.
///
/// # Errors
/// [`ExportError`]
pub async fn export(db: &Database, folder: &Path) -> Result<u64, ExportError> {
    let mut read = db.read().await?;
    let size = store::latest(&mut read)
        .await?
        .ok_or(ExportError::Empty)?
        .checkpoint
        .size;
    for path in TilePath::all(size) {
        let target = folder.join(path.to_string());
        if path.is_full() && target.exists() {
            continue;
        }
        let octets = store::file(&mut read, &path)
            .await?
            .ok_or(ExportError::Missing(path))?;
        write(&target, &octets)?;
    }
    for key in store::keys(&mut read).await? {
        if let Some(note) = key.handover {
            write(
                &folder.join("handover").join(key.vkey.id().to_string()),
                note.to_string().as_bytes(),
            )?;
        }
    }
    for (name, file) in [("key", FileName::Key), ("checkpoint", FileName::Checkpoint)] {
        if let Some(octets) = file.octets(&mut read).await? {
            write(&folder.join(name), &octets)?;
        }
    }
    Ok(size)
}

fn write(path: &Path, octets: &[u8]) -> Result<(), ExportError> {
    let failed = |error| ExportError::Io(path.to_owned(), error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    keys::replace(path, octets, false).map_err(failed)
}
