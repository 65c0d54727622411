//! Where the files of a log are read from.

use std::{io, path::PathBuf, time::Duration};

use platform::db::Database;
use tlog::Note;
use tokio::runtime::Handle;

use super::VerifyError;
use crate::files::FileName;

/// The longest a file of a log is: a bundle of 256 entries of 65,535 octets.
const MAX_FILE: u64 = 256 * (2 + 65_535);

/// Files by their path below the log's address.
pub trait Files {
    /// The octets of a file; `None` when there is no such file.
    ///
    /// # Errors
    /// [`VerifyError::Unreachable`], [`VerifyError::Database`]
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, VerifyError>;
}

/// A folder, as `dinh log export` writes it.
#[derive(Debug, Clone)]
pub struct Folder(pub PathBuf);

impl Files for Folder {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, VerifyError> {
        let path = self.0.join(path);
        match std::fs::read(&path) {
            Ok(octets) => Ok(Some(octets)),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(VerifyError::Unreachable(
                path.display().to_string(),
                error.to_string(),
            )),
        }
    }
}

/// A server.
#[derive(Debug, Clone)]
pub struct Address {
    site: String,
    agent: ureq::Agent,
}

impl Address {
    /// The server at `url`: `https://dinh.example`, or the address of its log.
    #[must_use]
    pub fn new(url: &str) -> Self {
        let site = url.trim_end_matches('/');
        let site = site.strip_suffix("/log").unwrap_or(site).to_owned();
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(60)))
            .http_status_as_error(false)
            .build()
            .into();
        Self { site, agent }
    }

    /// What the server answers at a path below its own address.
    ///
    /// # Errors
    /// [`VerifyError::Unreachable`] when it does not answer, or neither with something nor with "not found".
    pub fn ask(&self, path: &str) -> Result<Option<Vec<u8>>, VerifyError> {
        let url = format!("{}{path}", self.site);
        let failed = |error: ureq::Error| VerifyError::Unreachable(url.clone(), error.to_string());
        let mut answer = self.agent.get(&url).call().map_err(failed)?;
        match answer.status().as_u16() {
            200 => answer
                .body_mut()
                .with_config()
                .limit(MAX_FILE)
                .read_to_vec()
                .map(Some)
                .map_err(failed),
            404 | 410 => Ok(None),
            status => Err(VerifyError::Unreachable(url, format!("HTTP {status}"))),
        }
    }
}

impl Address {
    /// Brings a note, with the line of a witness, to the server's log.
    ///
    /// # Errors
    /// [`VerifyError::Unreachable`] when it does not answer, or does not take it; then with what it says.
    pub fn bring(&self, note: &Note) -> Result<(), VerifyError> {
        let url = format!("{}/log/cosignature", self.site);
        let failed = |error: ureq::Error| VerifyError::Unreachable(url.clone(), error.to_string());
        let mut answer = self.agent.post(&url).send(note.to_string()).map_err(failed)?;
        if answer.status().is_success() {
            return Ok(());
        }
        let said = answer.body_mut().with_config().limit(1_000).read_to_string();
        Err(VerifyError::Unreachable(
            url.clone(),
            said.map_err(failed)?.trim_end().to_owned(),
        ))
    }
}

impl Files for Address {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, VerifyError> {
        self.ask(&format!("/log/{path}"))
    }
}

/// The database itself, for its operator. Used from a thread that may wait.
#[derive(Debug, Clone)]
pub struct DatabaseFiles {
    /// The database.
    pub db: Database,
    /// The runtime that talks to it.
    pub runtime: Handle,
}

impl Files for DatabaseFiles {
    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, VerifyError> {
        let Some(file) = FileName::parse(path) else {
            return Ok(None);
        };
        self.runtime.block_on(async {
            let mut read = self.db.read().await?;
            Ok(file.octets(&mut read).await?)
        })
    }
}
