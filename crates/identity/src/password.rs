//! Passwords as they are kept: argon2id, computed away from the threads that serve others, a few at a time.

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::phc::PasswordHash,
};
use tokio::sync::Semaphore;

use crate::Settings;

/// How many hashes are computed at once: each takes tens of megabytes.
const AT_ONCE: usize = 4;

/// Makes and compares password hashes.
pub(crate) struct Passwords {
    argon2: Argon2<'static>,
    turns: Semaphore,
    /// A hash that no password has, for accounts that are not there: they take as long as others to be refused.
    nobody: String,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

/// The hash could not be computed.
#[derive(Debug, thiserror::Error)]
#[error("a password hash can't be computed: {0}")]
pub struct HashError(String);

impl Passwords {
    pub(crate) fn new(settings: &Settings, salt: [u8; 16]) -> Result<Self, HashError> {
        let params = Params::new(settings.hash_memory, settings.hash_passes, 1, None)
            .map_err(|error| HashError(error.to_string()))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = made(&argon2, &crate::secrets::hex(&salt), salt)?;
        Ok(Self {
            argon2,
            turns: Semaphore::new(AT_ONCE),
            nobody,
        })
    }

    pub(crate) async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, HashError> {
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        self.turn(move || made(&argon2, &password, salt)).await?
    }

    /// Whether a password is the one kept; as slow, and never, for an account that is not there or has none.
    pub(crate) async fn is(&self, kept: Option<String>, password: &str) -> Result<bool, HashError> {
        let known = kept.is_some();
        let (argon2, password) = (self.argon2.clone(), password.to_owned());
        let kept = kept.unwrap_or_else(|| self.nobody.clone());
        let right = self
            .turn(move || {
                PasswordHash::new(&kept)
                    .is_ok_and(|kept| argon2.verify_password(password.as_bytes(), &kept).is_ok())
            })
            .await?;
        Ok(right && known)
    }

    async fn turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = self.turns.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        drop(turn);
        done.map_err(|error| HashError(error.to_string()))
    }
}

fn made(argon2: &Argon2<'_>, password: &str, salt: [u8; 16]) -> Result<String, HashError> {
    argon2
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|error| HashError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_kept_as_argon2id_with_the_parameters_set() {
        let passwords = Passwords::new(&Settings::default(), [1; 16]).unwrap();
        let kept = passwords.hash("con trâu đi trước", [2; 16]).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(
            passwords
                .is(Some(kept.clone()), "con trâu đi trước")
                .await
                .unwrap()
        );
        assert!(!passwords.is(Some(kept), "con trâu đi sau").await.unwrap());
        assert!(!passwords.is(None, "con trâu đi trước").await.unwrap());
    }
}
