//! What an installation sets about mail.

use std::path::PathBuf;

use lettre::message::Mailbox;
use serde::Deserialize;

use super::InboxSettings;

/// The part `[mail]` of the configuration file. Without it no mail is sent, and pages say so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the mail server that takes our mail, as `smtp.example.vn`.
    pub server: String,
    /// Its port; 587, or 465 with `security = "tls"`, unless said.
    pub port: Option<u16>,
    /// How the way to it is kept secret.
    #[serde(default)]
    pub security: Security,
    /// A file of certificates (PEM) to trust beside the public ones, for a server with a private one.
    pub ca_file: Option<PathBuf>,
    /// The name to sign in with, where the server asks for one.
    pub user: Option<String>,
    /// The file that holds the password, readable by its owner only.
    pub password_file: Option<PathBuf>,
    /// Who the mail is from: `Bảng công khai <thong-bao@example.vn>`.
    pub from: String,
    /// The file of the key that what waits in the outbox is sealed with. It is made when it is not there, beside the database
    /// unless named, and must never be in it.
    pub key_file: Option<PathBuf>,
    /// Mail that comes in; without it none does.
    pub inbox: Option<InboxSettings>,
}

/// How the way to the mail server is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// TLS begun after the greeting; a server without it gets no mail.
    #[default]
    StartTls,
    /// TLS from the beginning.
    Tls,
    /// None: for a server on this machine only.
    None,
}

impl Settings {
    /// What is wrong with the settings, for whoever wrote them.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn check(&self) -> Result<(), String> {
        self.mailbox()?;
        if let Some(inbox) = &self.inbox {
            inbox.check()?;
        }
        if self.user.is_some() != self.password_file.is_some() {
            return Err("user and password_file go together".to_owned());
        }
        let here = ["localhost", "127.0.0.1", "::1"].contains(&self.server.as_str());
        if self.security == Security::None && !here {
            return Err("security = \"none\" is for a server on this machine only".to_owned());
        }
        Ok(())
    }

    /// Who the mail is from.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn mailbox(&self) -> Result<Mailbox, String> {
        self.from.parse().map_err(|_| {
            format!(
                "from = {:?} is no address, as \"Tên <ten@example.vn>\"",
                self.from
            )
        })
    }

    pub(super) fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            Security::Tls => 465,
            Security::StartTls | Security::None => 587,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_settings_are_refused_by_name() {
        let read = |text: &str| toml::from_str::<Settings>(text).unwrap();
        let sound = read("server = \"smtp.example.vn\"\nfrom = \"Bảng công khai <a@example.vn>\"");
        assert_eq!(sound.check(), Ok(()));
        assert_eq!((sound.security, sound.port()), (Security::StartTls, 587));
        for (wrong, name) in [
            ("server = \"smtp.example.vn\"\nfrom = \"a\"", "from"),
            (
                "server = \"smtp.example.vn\"\nfrom = \"a@b.vn\"\nsecurity = \"none\"",
                "security",
            ),
            (
                "server = \"localhost\"\nfrom = \"a@b.vn\"\nuser = \"a\"",
                "password_file",
            ),
        ] {
            assert!(read(wrong).check().unwrap_err().contains(name), "{wrong}");
        }
    }
}
