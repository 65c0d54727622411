//! What a person at the terminal can cause and mend, told in their language.

use std::{io, net::SocketAddr, path::PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use platform::{
    db::DbError,
    i18n::{Arg, Translator},
};
use reports::service::ReportError;

/// Trouble with what a command was given.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A file can't be read.
    #[error("can't read {}: {error}", file.display())]
    Read { file: PathBuf, error: io::Error },
    /// A file can't be written.
    #[error("can't write {}: {error}", file.display())]
    Write { file: PathBuf, error: io::Error },
    /// The database can't be opened. The address holds no password.
    #[error("can't open the database {address}: {error}")]
    Database { address: String, error: DbError },
    /// The server can't listen.
    #[error("can't listen on {address}: {error}")]
    Listen { address: SocketAddr, error: io::Error },
    /// The configuration file holds something that is no setting.
    #[error("in the configuration file {}: {reason}", file.display())]
    Settings { file: PathBuf, reason: String },
    /// There is no such kind of place.
    #[error("{found:?} is no kind of place: choose one of {known}")]
    Place { found: String, known: String },
}

impl Trouble {
    fn words(&self, t: &Translator) -> String {
        let told = |key: &str, name: &str, what: String, reason: String| {
            t.format(key, &[(name, what.into()), ("reason", reason.into())])
        };
        match self {
            Self::Read { file, error } => told(
                "dinh-trouble-read",
                "file",
                file.display().to_string(),
                cause(t, error),
            ),
            Self::Write { file, error } => told(
                "dinh-trouble-write",
                "file",
                file.display().to_string(),
                cause(t, error),
            ),
            Self::Database {
                address,
                error: DbError::Address(_),
            } => t.with("dinh-trouble-address", "address", address),
            Self::Database { address, error } => told(
                "dinh-trouble-database",
                "address",
                address.clone(),
                error.to_string(),
            ),
            Self::Listen { address, error } => told(
                "dinh-trouble-listen",
                "address",
                address.to_string(),
                cause(t, error),
            ),
            Self::Settings { file, reason } => told(
                "dinh-trouble-settings",
                "file",
                file.display().to_string(),
                reason.clone(),
            ),
            Self::Place { found, known } => t.format(
                "dinh-trouble-place",
                &[("found", found.into()), ("known", known.into())],
            ),
        }
    }
}

/// Why the machine would not: the usual reasons in words, others as it says them.
fn cause(t: &Translator, error: &io::Error) -> String {
    let key = match error.kind() {
        io::ErrorKind::NotFound => "dinh-trouble-not-found",
        io::ErrorKind::PermissionDenied => "dinh-trouble-denied",
        io::ErrorKind::IsADirectory => "dinh-trouble-folder",
        io::ErrorKind::AddrInUse => "dinh-trouble-in-use",
        _ => return error.to_string(),
    };
    t.text(key)
}

/// An error in the language of `t` where a person can mend it; others, with their causes, as they are.
pub fn words(t: &Translator, error: &anyhow::Error) -> String {
    error
        .chain()
        .find_map(|cause| known(t, cause))
        .unwrap_or_else(|| chain(error))
}

fn known(t: &Translator, error: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(trouble) = error.downcast_ref::<Trouble>() {
        return Some(trouble.words(t));
    }
    if let Some(unresolved) = error.downcast_ref::<units::Unresolved>() {
        return Some(units::view::unresolved_text(t, unresolved));
    }
    if let Some(error) = error.downcast_ref::<units::UndoError>() {
        return (!matches!(error, units::UndoError::Db(_))).then(|| error.words(t));
    }
    match error.downcast_ref::<ReportError>() {
        Some(ReportError::Unit(unresolved)) => return Some(units::view::unresolved_text(t, unresolved)),
        Some(ReportError::Year(year)) => return Some(t.with("reports-unknown-year", "year", year)),
        _ => {}
    }
    if let Some(imports::ImportError::UnknownForm(form, forms)) = error.downcast_ref() {
        return Some(t.format(
            "dinh-trouble-form",
            &[("form", form.into()), ("forms", forms.into())],
        ));
    }
    match error.downcast_ref::<demo::DemoError>()? {
        demo::DemoError::OtherWorld { stored, wanted } => {
            // Parameters are typed again as they stand, without separators.
            let number = |number: &dyn ToString| Arg::Text(number.to_string());
            Some(t.format(
                "dinh-trouble-other-world",
                &[
                    ("communes", number(&stored.communes)),
                    ("years", number(&stored.years)),
                    ("seed", number(&stored.seed)),
                    ("wanted-communes", number(&wanted.communes)),
                    ("wanted-years", number(&wanted.years)),
                    ("wanted-seed", number(&wanted.seed)),
                ],
            ))
        }
        demo::DemoError::RealRecords => Some(t.text("dinh-trouble-real-records")),
        _ => None,
    }
}

/// An error with its causes, each told once: some errors already name theirs.
fn chain(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

/// A command line that was not understood, in the language of `t`; `None` for help, the version, and faults that
/// are no usual ones.
pub fn misuse(t: &Translator, error: &clap::Error) -> Option<String> {
    let context = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = || context(ContextKind::InvalidArg).unwrap_or_default();
    let value = || context(ContextKind::InvalidValue).unwrap_or_default();
    let mut text = match error.kind() {
        ErrorKind::InvalidValue if value().is_empty() => {
            t.with("dinh-misuse-no-value", "argument", argument())
        }
        ErrorKind::InvalidValue => t.format(
            "dinh-misuse-choice",
            &[
                ("argument", argument().into()),
                ("value", value().into()),
                (
                    "known",
                    context(ContextKind::ValidValue).unwrap_or_default().into(),
                ),
            ],
        ),
        ErrorKind::ValueValidation => t.format(
            "dinh-misuse-value",
            &[
                ("argument", argument().into()),
                ("value", value().into()),
                (
                    "reason",
                    std::error::Error::source(error)
                        .map_or_else(String::new, ToString::to_string)
                        .into(),
                ),
            ],
        ),
        ErrorKind::MissingRequiredArgument => t.with("dinh-misuse-missing", "arguments", argument()),
        ErrorKind::UnknownArgument => t.with("dinh-misuse-argument", "argument", argument()),
        ErrorKind::InvalidSubcommand => t.with(
            "dinh-misuse-command",
            "command",
            context(ContextKind::InvalidSubcommand).unwrap_or_default(),
        ),
        _ => return None,
    };
    let meant = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ]
    .into_iter()
    .find_map(context);
    if let Some(meant) = meant {
        text.push(' ');
        text.push_str(&t.with("dinh-misuse-meant", "meant", meant));
    }
    text.push('\n');
    text.push_str(&t.text("dinh-misuse-help"));
    Some(text)
}

#[cfg(test)]
mod tests {
    use platform::i18n::Locale;

    use super::*;

    fn told(locale: Locale, error: &anyhow::Error) -> String {
        words(&crate::house::translations().unwrap().translator(locale), error)
    }

    #[test]
    fn a_cause_is_told_once() {
        let error = anyhow::anyhow!("no such table").context("can't read units: no such table");
        assert_eq!(told(Locale::Vi, &error), "can't read units: no such table");
        let error = anyhow::anyhow!("no such table").context("can't read units");
        assert_eq!(told(Locale::Vi, &error), "can't read units: no such table");
    }

    #[test]
    fn what_a_person_can_mend_is_told_in_their_language() {
        let missing = || {
            anyhow::Error::from(Trouble::Read {
                file: "x.csv".into(),
                error: io::ErrorKind::NotFound.into(),
            })
        };
        assert_eq!(
            told(Locale::En, &missing()),
            "Can’t read x.csv: there is no such file."
        );
        assert_eq!(
            told(Locale::Vi, &missing().context("wrapped")),
            "Không đọc được x.csv: không có tệp này."
        );
    }
}
