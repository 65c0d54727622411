//! Settings, from weakest to strongest: built-in, the configuration file, the environment, flags.

use std::{ffi::OsString, net::SocketAddr, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use serde::Deserialize;
use tlog::{VerifierKey, note::Algorithm};

use crate::trouble::Trouble;

/// Where settings come from on the command line. Every command takes them.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Settings")]
pub struct SettingsArgs {
    /// Database: sqlite://PATH (one file, made when absent) or postgres://USER@HOST/NAME
    #[arg(long, global = true, env = "DINH_DATABASE", value_name = "ADDRESS")]
    pub database: Option<String>,
    /// Configuration file in TOML; ./dinh.toml is read when it exists
    #[arg(long, global = true, env = "DINH_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Language of what commands print
    #[arg(long, global = true, env = "DINH_LANGUAGE", value_name = "LANGUAGE")]
    pub language: Option<Language>,
    /// How logs are written to standard error
    #[arg(long, global = true, env = "DINH_LOG_FORMAT", value_name = "FORMAT")]
    pub log_format: Option<LogFormat>,
    /// Which logs are written, as "info" or "warn,dinh=debug"
    #[arg(long, global = true, env = "DINH_LOG", value_name = "FILTER")]
    pub log: Option<String>,
}

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese
    #[default]
    Vi,
    /// English
    En,
    /// Khmer
    Km,
}

impl From<Language> for platform::i18n::Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => Self::Vi,
            Language::En => Self::En,
            Language::Km => Self::Km,
        }
    }
}

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// A line for people
    Text,
    /// A JSON object a line, for programs
    Json,
}

/// What the configuration file may hold; unknown names are refused.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    connections: Option<u32>,
    language: Option<Language>,
    log: Option<String>,
    log_format: Option<LogFormat>,
    listen: Option<SocketAddr>,
    public_address: Option<String>,
    log_key_file: Option<PathBuf>,
    log_origin: Option<String>,
    #[serde(default)]
    log_witnesses: Vec<String>,
    #[serde(default)]
    identity: identity::Settings,
    mediation_key_file: Option<PathBuf>,
    mail: Option<platform::mail::Settings>,
    #[serde(default)]
    messages: platform::messages::Settings,
    #[serde(default)]
    hooks: platform::hooks::Settings,
    map: Option<platform::page::map::Settings>,
}

/// The settings in force.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Database address.
    pub database: String,
    /// Connections kept to the database, at least 2.
    pub connections: u32,
    /// Language of what commands print.
    pub language: Language,
    /// Which logs are written.
    pub log: String,
    /// How logs are written.
    pub log_format: LogFormat,
    /// Where the server listens unless its flag says otherwise.
    pub listen: SocketAddr,
    /// The address under which people reach the server, for links in documents; no slash at the end.
    pub public_address: Option<String>,
    /// The file of the public log's private key. It is made when the log is opened, beside the database unless named,
    /// and must never be in it.
    pub log_key_file: PathBuf,
    /// The name of the public log, which its key carries for ever: an address without scheme, as
    /// `dinh.example.vn/log`.
    pub log_origin: String,
    /// Public keys of the witnesses whose cosignatures the public log takes.
    pub log_witnesses: Vec<VerifierKey>,
    /// Passwords, sessions, attempts.
    pub identity: identity::Settings,
    /// The file of the key that keys of mediation are sealed with, beside the database unless named; it must never be in it.
    pub mediation_key_file: PathBuf,
    /// The mail server; without one no mail is sent.
    pub mail: Option<platform::mail::Settings>,
    /// Messages to telephones.
    pub messages: platform::messages::Settings,
    /// Web hooks.
    pub hooks: platform::hooks::Settings,
    /// The map; without one, pages show lists.
    pub map: Option<platform::page::map::Settings>,
    /// The file of the key that what waits in the outbox is sealed with, beside the database unless named; it must never be
    /// in it.
    pub outbox_key_file: PathBuf,
}

const DEFAULT_FILE: &str = "dinh.toml";

impl Settings {
    /// Puts the settings together.
    ///
    /// # Errors
    /// When a configuration file is named but can't be read, or holds something that is no setting.
    pub fn gather(args: &SettingsArgs) -> anyhow::Result<Self> {
        let path = args.config.clone().or_else(|| {
            let default = PathBuf::from(DEFAULT_FILE);
            default.exists().then_some(default)
        });
        let file: File = match path {
            None => File::default(),
            Some(path) => {
                let text = match std::fs::read_to_string(&path) {
                    Ok(text) => text,
                    Err(error) => return Err(Trouble::Read { file: path, error }.into()),
                };
                match toml::from_str(&text) {
                    Ok(file) => file,
                    Err(error) => {
                        let reason = error.to_string().trim_end().to_owned();
                        return Err(Trouble::Settings { file: path, reason }.into());
                    }
                }
            }
        };
        let database = args
            .database
            .clone()
            .or(file.database)
            .unwrap_or_else(|| "sqlite://dinh.db".to_owned());
        let public_address = file
            .public_address
            .map(|address| address.trim_end_matches('/').to_owned());
        let witnesses = file.log_witnesses.iter().map(|key| witness(key));
        if let Err(wrong) = file.identity.check() {
            anyhow::bail!("in the configuration file, part [identity]: {wrong}");
        }
        let mail = file.mail;
        if let Some(mail) = &mail {
            if let Err(wrong) = mail.check() {
                anyhow::bail!("in the configuration file, part [mail]: {wrong}");
            }
            anyhow::ensure!(
                public_address.is_some(),
                "in the configuration file, part [mail]: links in mail need public_address to be set"
            );
        }
        if let Some(Err(wrong)) = file.map.as_ref().map(platform::page::map::Settings::check) {
            anyhow::bail!("in the configuration file, part [map]: {wrong}");
        }
        anyhow::ensure!(
            public_address.is_some() || file.messages.channels().is_empty(),
            "in the configuration file, part [messages]: links in messages need public_address to be set"
        );
        let outbox_key_file = mail
            .as_ref()
            .and_then(|mail| mail.key_file.clone())
            .unwrap_or_else(|| beside(&database, "mail-key"));
        Ok(Self {
            log_key_file: file.log_key_file.unwrap_or_else(|| beside(&database, "log-key")),
            log_origin: file
                .log_origin
                .unwrap_or_else(|| origin(public_address.as_deref())),
            mediation_key_file: file
                .mediation_key_file
                .unwrap_or_else(|| beside(&database, "mediation-key")),
            log_witnesses: witnesses.collect::<anyhow::Result<_>>()?,
            database,
            connections: file.connections.unwrap_or(8),
            language: args.language.or(file.language).unwrap_or_default(),
            log: args
                .log
                .clone()
                .or(file.log)
                .unwrap_or_else(|| "info,sqlx=warn".to_owned()),
            log_format: args.log_format.or(file.log_format).unwrap_or(LogFormat::Text),
            listen: file
                .listen
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            public_address,
            identity: file.identity,
            mail,
            messages: file.messages,
            hooks: file.hooks,
            map: file.map,
            outbox_key_file,
        })
    }
}

/// The language asked for by a command line that is not understood: by its flag or the environment.
pub fn language_of(arguments: impl IntoIterator<Item = OsString>) -> Language {
    let mut asked = std::env::var("DINH_LANGUAGE").ok();
    let mut arguments = arguments
        .into_iter()
        .map(|text| text.to_string_lossy().into_owned());
    while let Some(argument) = arguments.next() {
        if argument == "--language" {
            asked = arguments.next();
        } else if let Some(word) = argument.strip_prefix("--language=") {
            asked = Some(word.to_owned());
        }
    }
    asked
        .and_then(|word| Language::from_str(&word, false).ok())
        .unwrap_or_default()
}

/// Where a key is kept unless named: beside the file of the database, or here for a database server.
fn beside(database: &str, what: &str) -> PathBuf {
    let path = database.strip_prefix("sqlite://").unwrap_or("dinh");
    PathBuf::from(format!("{path}.{what}"))
}

/// The name of the log unless given: where people reach it.
fn origin(public_address: Option<&str>) -> String {
    let address = public_address.unwrap_or("http://localhost");
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    format!("{host}/log")
}

fn witness(key: &str) -> anyhow::Result<VerifierKey> {
    key.parse::<VerifierKey>()
        .ok()
        .filter(|key| key.algorithm() == Algorithm::Cosignature)
        .with_context(|| format!("log_witnesses: {key:?} is no key of a witness (name+id+key, type 4)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_stronger_than_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        std::fs::write(
            &path,
            "database = \"sqlite://a.db\"\nconnections = 3\nlanguage = \"km\"",
        )
        .unwrap();
        let args = SettingsArgs {
            config: Some(path),
            database: Some("sqlite://b.db".into()),
            ..SettingsArgs::default()
        };
        let settings = Settings::gather(&args).unwrap();
        assert_eq!(
            (settings.database.as_str(), settings.connections),
            ("sqlite://b.db", 3)
        );
        assert_eq!(settings.language, Language::Km);
    }

    #[test]
    fn the_log_is_named_after_the_address_and_its_key_stands_beside_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let gathered = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Settings::gather(&SettingsArgs {
                config: Some(path.clone()),
                ..SettingsArgs::default()
            })
        };
        let settings =
            gathered("database = \"sqlite://data/a.db\"\npublic_address = \"https://dinh.example/\"")
                .unwrap();
        assert_eq!(settings.log_origin, "dinh.example/log");
        assert_eq!(settings.log_key_file, PathBuf::from("data/a.db.log-key"));
        let settings = gathered("log_origin = \"x/2\"\nlog_key_file = \"/k\"").unwrap();
        assert_eq!(
            (settings.log_origin.as_str(), settings.log_key_file),
            ("x/2", PathBuf::from("/k"))
        );
        let message = gathered("log_witnesses = [\"ai+do\"]").unwrap_err().to_string();
        assert!(message.contains("ai+do"), "{message}");
    }

    #[test]
    fn mail_needs_an_address_for_its_links_and_keeps_its_key_beside_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let gathered = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Settings::gather(&SettingsArgs {
                config: Some(path.clone()),
                ..SettingsArgs::default()
            })
        };
        let mail = "[mail]\nserver = \"smtp.example.vn\"\nfrom = \"a@example.vn\"";
        let message = gathered(mail).unwrap_err().to_string();
        assert!(message.contains("public_address"), "{message}");
        let settings = gathered(&format!(
            "database = \"sqlite://a.db\"\npublic_address = \"https://dinh.example\"\n{mail}"
        ));
        assert_eq!(settings.unwrap().outbox_key_file, PathBuf::from("a.db.mail-key"));
        let named = gathered(&format!(
            "public_address = \"https://dinh.example\"\n{mail}\nkey_file = \"/k\""
        ));
        assert_eq!(named.unwrap().outbox_key_file, PathBuf::from("/k"));
        assert_eq!(gathered("").unwrap().mail, None);
    }

    #[test]
    fn messages_need_an_address_for_their_links() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        let gathered = |text: &str| {
            std::fs::write(&path, text).unwrap();
            Settings::gather(&SettingsArgs {
                config: Some(path.clone()),
                ..SettingsArgs::default()
            })
        };
        let messages = "[messages]\nsms = \"/tin\"";
        let message = gathered(messages).unwrap_err().to_string();
        assert!(message.contains("public_address"), "{message}");
        let settings = gathered(&format!("public_address = \"https://dinh.example\"\n{messages}"));
        assert_eq!(settings.unwrap().messages.channels().len(), 1);
    }

    #[test]
    fn a_misspelt_setting_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.toml");
        std::fs::write(&path, "databse = \"sqlite://a.db\"").unwrap();
        let args = SettingsArgs {
            config: Some(path),
            ..SettingsArgs::default()
        };
        let message = format!("{:#}", Settings::gather(&args).unwrap_err());
        assert!(message.contains("databse"), "{message}");
    }
}
