//! The files beside the database that must not be in it: the log's private key, and what was last signed with it.
//!
//! For a key file `K`: `K` holds the key in use, as Go's `note` package writes it; `K.state` the last signed state;
//! `K.next` the next key while it is being announced; `K.old-ID` a key that was replaced, to be destroyed or locked
//! away. All are readable by their owner only.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use tlog::{
    Hash, SigningKey,
    note::{Algorithm, VerifierKey},
};

/// What is wrong with a file of keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no key file.
    #[error(
        "the log's key file {0} is missing: put it back from its copy, or follow the procedure for a lost key \
         (docs/src/log-keys.md)"
    )]
    Missing(PathBuf),
    /// A file can't be read or written.
    #[error("the log's key file {0}: {1}")]
    Io(PathBuf, io::Error),
    /// A file does not hold a key.
    #[error("{0} holds no key of a log")]
    NoKey(PathBuf),
    /// Others than its owner may read the key.
    #[error("others may read the log's key file {0}: make it 0600, and ask whether somebody has")]
    Open(PathBuf),
    /// The file of the last signed state is damaged.
    #[error("{0} does not hold the last signed state of the log: put it back from its copy")]
    State(PathBuf),
    /// A name that a key can't have.
    #[error("{0:?} can't be the origin of a log: it holds neither spaces nor a plus sign")]
    Origin(String),
}

/// A state of the log: how many entries, and their root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// Entries.
    pub size: u64,
    /// Root of their tree.
    pub root: Hash,
}

/// What was last signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSigned {
    /// The newest state known to be in the database, hence published.
    pub published: State,
    /// A state that was signed, and may or may not have reached the database.
    pub pending: Option<State>,
}

/// The key file and those beside it.
#[derive(Debug, Clone)]
pub struct KeyFile {
    path: PathBuf,
}

impl KeyFile {
    /// The key file at `path`, which need not exist yet.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.path.exists()
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    }

    /// Makes the first key of a log with this origin from thirty-two secret random octets. An existing file is left
    /// alone.
    ///
    /// # Errors
    /// [`KeyError::Origin`], [`KeyError::Io`]
    pub fn create(&self, origin: &str, seed: &[u8; 32]) -> Result<(), KeyError> {
        write_key(&self.path, Algorithm::Ed25519, origin, seed)
    }

    /// The key in use.
    ///
    /// # Errors
    /// [`KeyError::Missing`], [`KeyError::Open`], [`KeyError::NoKey`], [`KeyError::Io`]
    pub fn load(&self) -> Result<SigningKey, KeyError> {
        read_key(&self.path)
    }

    /// The next key: the one already begun, or a new one.
    ///
    /// # Errors
    /// As [`KeyFile::create`] and [`KeyFile::load`].
    pub fn next(&self, origin: &str, seed: &[u8; 32]) -> Result<SigningKey, KeyError> {
        let path = self.beside(".next");
        if !path.exists() {
            write_key(&path, Algorithm::Ed25519, origin, seed)?;
        }
        read_key(&path)
    }

    /// Puts the next key in the place of the one in use, when it is the key `wanted`; `None` when it is not. The key
    /// in use is kept under another name.
    ///
    /// # Errors
    /// As [`KeyFile::load`].
    pub fn promote(&self, wanted: &VerifierKey) -> Result<Option<SigningKey>, KeyError> {
        let next = self.beside(".next");
        let key = match read_key(&next) {
            Ok(key) if key.verifier() == wanted => key,
            Ok(_) | Err(KeyError::Missing(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        if let Ok(old) = read_key(&self.path) {
            let kept = self.beside(&format!(".old-{}", old.verifier().id()));
            fs::rename(&self.path, &kept).map_err(|error| KeyError::Io(kept, error))?;
        }
        fs::rename(&next, &self.path).map_err(|error| KeyError::Io(next, error))?;
        sync_folder(&self.path);
        Ok(Some(key))
    }

    /// Puts the key in use and what was signed with it away, for a log that has ended.
    ///
    /// # Errors
    /// As [`KeyFile::load`].
    pub fn retire(&self) -> Result<(), KeyError> {
        let ending = format!(".old-{}", read_key(&self.path)?.verifier().id());
        for (file, kept) in [
            (self.beside(".state"), self.beside(&format!("{ending}.state"))),
            (self.path.clone(), self.beside(&ending)),
        ] {
            if file.exists() {
                fs::rename(&file, &kept).map_err(|error| KeyError::Io(kept, error))?;
            }
        }
        sync_folder(&self.path);
        Ok(())
    }

    /// What was last signed; `None` when nothing was.
    ///
    /// # Errors
    /// [`KeyError::State`], [`KeyError::Io`]
    pub fn last_signed(&self) -> Result<Option<LastSigned>, KeyError> {
        let path = self.beside(".state");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(KeyError::Io(path, error)),
        };
        let state = |word: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(word))?;
            let (size, root) = line.trim().split_once(' ')?;
            Some(State {
                size: size.parse().ok()?,
                root: Hash::from_base64(root)?,
            })
        };
        let published = state("published ").ok_or(KeyError::State(path))?;
        Ok(Some(LastSigned {
            published,
            pending: state("pending "),
        }))
    }

    /// Records what was signed, before it is published and again after.
    ///
    /// # Errors
    /// [`KeyError::Io`]
    pub fn record(&self, signed: &LastSigned) -> Result<(), KeyError> {
        let line = |word: &str, state: &State| format!("{word} {} {}\n", state.size, state.root.to_base64());
        let mut text = line("published", &signed.published);
        if let Some(pending) = &signed.pending {
            text.push_str(&line("pending", pending));
        }
        let path = self.beside(".state");
        replace(&path, text.as_bytes(), true).map_err(|error| KeyError::Io(path, error))
    }
}

/// The key of a witness at `path`; one with this name is made from thirty-two secret random octets when there is none.
///
/// # Errors
/// [`KeyError`]
pub fn witness_key(path: &Path, name: &str, seed: &[u8; 32]) -> Result<SigningKey, KeyError> {
    if !path.exists() {
        write_key(path, Algorithm::Cosignature, name, seed)?;
    }
    load_key(path, Algorithm::Cosignature)
}

fn read_key(path: &Path) -> Result<SigningKey, KeyError> {
    load_key(path, Algorithm::Ed25519)
}

fn load_key(path: &Path, algorithm: Algorithm) -> Result<SigningKey, KeyError> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => KeyError::Missing(path.to_owned()),
        _ => KeyError::Io(path.to_owned(), error),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::Open(path.to_owned()));
        }
    }
    let text = fs::read_to_string(path).map_err(failed)?;
    SigningKey::from_text(text.trim_end())
        .ok()
        .filter(|key| key.verifier().algorithm() == algorithm)
        .ok_or_else(|| KeyError::NoKey(path.to_owned()))
}

fn write_key(path: &Path, algorithm: Algorithm, origin: &str, seed: &[u8; 32]) -> Result<(), KeyError> {
    let key =
        SigningKey::from_seed(origin, algorithm, seed).map_err(|_| KeyError::Origin(origin.to_owned()))?;
    let text = format!("{}\n", key.to_text());
    let written = secret(OpenOptions::new().write(true).create_new(true))
        .open(path)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()));
    written.map_err(|error| KeyError::Io(path.to_owned(), error))?;
    sync_folder(path);
    Ok(())
}

/// A new file is readable by its owner only.
fn secret(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Replaces a file so that a crash leaves the old content or the new. A `private` one is its owner's alone.
pub(crate) fn replace(path: &Path, content: &[u8], private: bool) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    let temporary = PathBuf::from(name);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    if private {
        secret(&mut options);
    }
    let mut file = options.open(&temporary)?;
    file.write_all(content)?;
    if private {
        file.sync_all()?;
    }
    fs::rename(&temporary, path)?;
    if private {
        sync_folder(path);
    }
    Ok(())
}

/// Makes a new name in a folder outlast a crash, where the system can.
fn sync_folder(path: &Path) {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Not every system lets a folder be opened; the file itself is synced.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_key_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("log-key"));
        assert!(matches!(file.load(), Err(KeyError::Missing(_))));
        file.create("dinh.example/log", &[1; 32]).unwrap();
        let mode = fs::metadata(file.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(
            file.create("dinh.example/log", &[2; 32]).is_err(),
            "a key is never overwritten"
        );
        assert_eq!(file.load().unwrap().verifier().name(), "dinh.example/log");
        fs::set_permissions(file.path(), fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(file.load(), Err(KeyError::Open(_))));
    }

    #[test]
    fn the_last_signed_state_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = KeyFile::at(folder.path().join("log-key"));
        assert_eq!(file.last_signed().unwrap(), None);
        let state = |size| State {
            size,
            root: Hash([7; 32]),
        };
        for signed in [
            LastSigned {
                published: state(0),
                pending: Some(state(3)),
            },
            LastSigned {
                published: state(3),
                pending: None,
            },
        ] {
            file.record(&signed).unwrap();
            assert_eq!(file.last_signed().unwrap(), Some(signed));
        }
        fs::write(folder.path().join("log-key.state"), "published 3").unwrap();
        assert!(matches!(file.last_signed(), Err(KeyError::State(_))));
    }
}
