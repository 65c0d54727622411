//! A secret key of thirty-two octets in a file beside the database, in which it must not be.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// What is wrong with a key's file.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// It can't be read or written.
    #[error("the key file {0}: {1}")]
    Io(PathBuf, io::Error),
    /// It holds something else.
    #[error("{0} holds no key: 64 hexadecimal digits")]
    NoKey(PathBuf),
    /// Others than its owner may read it.
    #[error("others may read the key file {0}: make it 0600, and ask whether somebody has")]
    Open(PathBuf),
}

/// The key in a file; one is made of `fresh` when there is none. A key that is there is never overwritten.
///
/// # Errors
/// [`KeyError`]
pub fn load(path: &Path, fresh: [u8; 32]) -> Result<[u8; 32], KeyError> {
    let failed = |error| KeyError::Io(path.to_owned(), error);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    match options.open(path) {
        Ok(mut file) => {
            let text: String = fresh.iter().map(|octet| format!("{octet:02x}")).collect();
            file.write_all(format!("{text}\n").as_bytes()).map_err(failed)?;
            file.sync_all().map_err(failed)?;
            return Ok(fresh);
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(failed(error)),
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(KeyError::Open(path.to_owned()));
        }
    }
    let text = fs::read_to_string(path).map_err(failed)?;
    octets(text.trim()).ok_or_else(|| KeyError::NoKey(path.to_owned()))
}

fn octets(text: &str) -> Option<[u8; 32]> {
    let mut octets = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (octet, pair) in octets.iter_mut().zip(text.as_bytes().chunks(2)) {
        *octet = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_key_is_made_once_and_is_its_owner_s_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = load(&path, [1; 32]).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(load(&path, [2; 32]).unwrap(), made, "a key is never overwritten");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(load(&path, [2; 32]), Err(KeyError::Open(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "not a key").unwrap();
        assert!(matches!(load(&path, [2; 32]), Err(KeyError::NoKey(_))));
    }
}
