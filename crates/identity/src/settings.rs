//! What an installation may set about signing in.

use std::path::PathBuf;

use serde::Deserialize;

/// The part `[identity]` of the configuration file. Defaults follow OWASP ASVS 5.0 and its cheat sheets.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The fewest characters of a password; 8 or more.
    pub password_length: usize,
    /// A password that can be guessed within ten to the power of this many tries is refused as common.
    pub password_guesses: u8,
    /// Memory of the password hash, in KiB. OWASP asks for 19,456 with two passes.
    pub hash_memory: u32,
    /// Passes of the password hash.
    pub hash_passes: u32,
    /// After so many minutes without use a session ends.
    pub idle_minutes: i64,
    /// After so many hours a session ends, used or not.
    pub session_hours: i64,
    /// For so many minutes after proving who one is, grave acts don't ask again.
    pub confirmed_minutes: i64,
    /// For so many hours a printed code can be used.
    pub code_hours: i64,
    /// Failed attempts at one account from one place before waiting begins; it doubles with each further one.
    pub free_attempts: i64,
    /// Failed attempts from one place, at whatever accounts, before waiting begins.
    pub free_attempts_of_origin: i64,
    /// The longest wait, in seconds.
    pub longest_wait: i64,
    /// After so many hours without another, failed attempts are forgotten.
    pub attempts_kept_hours: i64,
    /// Keys of the roles that count only after a second factor. Without it, those that the policy table marks, where
    /// people reach the server at an `https://` address; an empty list asks nobody.
    pub second_factor_roles: Option<Vec<String>>,
    /// OpenID Connect providers by which people may sign in, each a part `[[identity.provider]]`.
    #[serde(rename = "provider")]
    pub providers: Vec<ProviderSettings>,
    /// Whether a proxy in front tells where requests come from (`X-Forwarded-For`, its last entry).
    pub behind_proxy: bool,
}

/// An OpenID Connect provider.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Short word for it in addresses: small letters, digits, hyphens.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// Its address, exactly as it calls itself: `https://`, or a loopback address for trying things out.
    pub issuer: String,
    /// By which name it knows this site.
    pub client_id: String,
    /// File that holds the secret it has given this site; without a secret, the site is a public client.
    pub client_secret_file: Option<PathBuf>,
    /// The same as the name of an environment variable.
    pub client_secret_env: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            password_length: 8,
            password_guesses: 6,
            hash_memory: 19_456,
            hash_passes: 2,
            idle_minutes: 12 * 60,
            session_hours: 7 * 24,
            confirmed_minutes: 10,
            code_hours: 72,
            free_attempts: 5,
            free_attempts_of_origin: 50,
            longest_wait: 15 * 60,
            attempts_kept_hours: 24,
            second_factor_roles: None,
            providers: Vec::new(),
            behind_proxy: false,
        }
    }
}

impl Settings {
    /// What is wrong with the settings, for whoever wrote them.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn check(&self) -> Result<(), String> {
        if self.password_length < 8 {
            return Err("password_length is below 8".to_owned());
        }
        if argon2::Params::new(self.hash_memory, self.hash_passes, 1, None).is_err()
            || self.hash_memory < 7_168
        {
            return Err("hash_memory is below 7168 KiB or hash_passes below 1".to_owned());
        }
        let positive = [
            ("idle_minutes", self.idle_minutes),
            ("session_hours", self.session_hours),
            ("confirmed_minutes", self.confirmed_minutes),
            ("code_hours", self.code_hours),
            ("free_attempts", self.free_attempts),
            ("free_attempts_of_origin", self.free_attempts_of_origin),
            ("longest_wait", self.longest_wait),
            ("attempts_kept_hours", self.attempts_kept_hours),
        ];
        match positive
            .into_iter()
            .find(|(_, value)| !(1..=1_000_000).contains(value))
        {
            Some((name, _)) => Err(format!("{name} is not between 1 and 1000000")),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_settings_are_refused_by_name() {
        assert_eq!(Settings::default().check(), Ok(()));
        for (weak, name) in [
            (
                Settings {
                    password_length: 6,
                    ..Settings::default()
                },
                "password_length",
            ),
            (
                Settings {
                    hash_memory: 64,
                    ..Settings::default()
                },
                "hash_memory",
            ),
            (
                Settings {
                    code_hours: 0,
                    ..Settings::default()
                },
                "code_hours",
            ),
        ] {
            assert!(weak.check().unwrap_err().contains(name));
        }
    }
}
