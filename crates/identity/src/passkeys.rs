//! Passkeys: what is asked of a browser, and what its answer proves (W3C Web Authentication, level 3).
//!
//! Every passkey is discoverable and verifies its owner, by a finger, a face or a PIN: nobody types a name to sign in
//! with one, no answer tells which accounts there are, and one passkey gives two factors. What was asked is kept here,
//! for minutes, and answered once, by the browser that it was asked of.

use jiff::{Timestamp, ToSpan as _};
use platform::{
    access::{Actor, SessionId},
    db::DbResult,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, RequestChallengeResponse, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

pub use crate::store::means::Key;
use crate::{
    rules,
    secrets::hash,
    service::{GrantError, Identity, SignIn, Whence, home},
    store::{self, Means, cards, means},
};

/// For so many minutes what was asked of a browser can be answered.
const MINUTES: i64 = 5;
/// The most passkeys of one account.
const MOST: usize = 20;
/// The name under which browsers show the site beside its host.
const SITE: &str = "Đình";

/// What a browser is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A new passkey.
    Add,
    /// A passkey to sign in with.
    SignIn,
    /// A passkey to prove again who one is.
    Confirm,
}

impl Purpose {
    fn key(self, secret: &str) -> Vec<u8> {
        let purpose = match self {
            Self::Add => "passkey to add",
            Self::SignIn => "passkey to sign in with",
            Self::Confirm => "passkey to confirm with",
        };
        hash(purpose, secret)
    }
}

/// Why means of sign-in were left as they were, or a passkey was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MeansError {
    /// The server has no address for which browsers make passkeys.
    #[error("public_address is no https:// address with a name, so there are no passkeys")]
    Unavailable,
    /// The answer is none to what was asked, came too late, or its passkey is unknown, suspended or another person's.
    #[error("the browser's answer is not taken")]
    Refused,
    /// Too many were asked for: so many seconds to wait.
    #[error("to be asked for again in {0} seconds")]
    Wait(i64),
    /// It opens an account already, or the account has as many as it may have.
    #[error("there is no room for it")]
    Taken,
    /// Nothing would be left to sign in with.
    #[error("it is the last means of sign-in")]
    Last,
    /// The account's second factor has to be given first, so that a stolen password can't replace it.
    #[error("the second factor has to be given first")]
    SecondFactorFirst,
    /// There is no such thing.
    #[error("there is no such means of sign-in")]
    Gone,
    /// The provider of this name does not answer.
    #[error("the provider {0} does not answer")]
    Unreachable(String),
    /// An account could not be read or written.
    #[error(transparent)]
    Account(#[from] GrantError),
}

impl From<platform::db::DbError> for MeansError {
    fn from(error: platform::db::DbError) -> Self {
        Self::Account(error.into())
    }
}

/// The site for which browsers make passkeys: `https://` with a name, on this very port; or `http://localhost`, on any
/// port, for trying things out. Addresses in numbers have none, by the standard.
pub(crate) fn site(address: &str) -> Option<Webauthn> {
    let url = Url::parse(address).ok()?;
    let host = url.domain()?.to_owned();
    let local = host == "localhost";
    if url.scheme() != "https" && !local {
        return None;
    }
    let builder = WebauthnBuilder::new(&host, &url)
        .ok()?
        .rp_name(SITE)
        .allow_any_port(local);
    builder.build().ok()
}

impl Identity {
    /// Whether browsers make passkeys for this site.
    #[must_use]
    pub fn has_passkeys(&self) -> bool {
        self.passkeys.is_some()
    }

    fn webauthn(&self) -> Result<&Webauthn, MeansError> {
        self.passkeys.as_ref().ok_or(MeansError::Unavailable)
    }

    pub(crate) async fn keys(&self, actor: &Actor) -> DbResult<Vec<Key>> {
        means::keys(&mut self.db.read().await?, actor.person()).await
    }

    /// Whether somebody may add or remove means of sign-in: who has a role that waits for a second factor, and has
    /// one, gives it first, or has just come with a printed code, which is how a lost one is replaced.
    pub(crate) async fn may_change_means(&self, actor: &Actor) -> Result<(), MeansError> {
        if actor.withheld().next().is_none() {
            return Ok(());
        }
        let mut read = self.db.read().await?;
        let usable = means::keys(&mut read, actor.person())
            .await?
            .iter()
            .any(|key| !key.suspended);
        let card = cards::next(&mut read, actor.person()).await?.is_some();
        let begun = store::session_means(&mut read, actor.session()).await?;
        if (usable || card) && begun != Some(Means::Code) {
            return Err(MeansError::SecondFactorFirst);
        }
        Ok(())
    }

    /// Keeps what was asked of a browser.
    pub(crate) async fn keep(
        &self,
        key: Vec<u8>,
        state: &impl Serialize,
        minutes: i64,
    ) -> Result<(), MeansError> {
        let state = serde_json::to_string(state).map_err(|_| MeansError::Refused)?;
        let until = self
            .clock
            .now()
            .checked_add(minutes.minutes())
            .unwrap_or(Timestamp::MAX);
        let mut write = self.db.write().await?;
        means::ask(&mut write, key, &state, until).await?;
        Ok(write.commit().await?)
    }

    /// What was asked, which is forgotten by that.
    pub(crate) async fn take<State: DeserializeOwned>(&self, key: Vec<u8>) -> Result<State, MeansError> {
        let mut write = self.db.write().await?;
        let state = means::take_asked(&mut write, &key, self.clock.now()).await?;
        write.commit().await?;
        let state = state.and_then(|state| serde_json::from_str(&state).ok());
        state.ok_or(MeansError::Refused)
    }

    /// Asks a browser for a new passkey. `secret` is what only that browser has.
    pub(crate) async fn ask_new_passkey(
        &self,
        actor: &Actor,
        secret: &str,
    ) -> Result<CreationChallengeResponse, MeansError> {
        let webauthn = self.webauthn()?;
        self.may_change_means(actor).await?;
        let account = self.person(actor.person()).await?.ok_or(MeansError::Gone)?;
        let keys = self.keys(actor).await?;
        if keys.len() >= MOST {
            return Err(MeansError::Taken);
        }
        let there = keys.iter().map(|key| key.credential.cred_id().clone()).collect();
        let (mut options, state) = webauthn
            .start_passkey_registration(account.id.0, &account.login, &account.name, Some(there))
            .map_err(|_| MeansError::Refused)?;
        if let Some(selection) = &mut options.public_key.authenticator_selection {
            // The library leaves it to the device whether a passkey can be found without a name; here it must.
            selection.require_resident_key = true;
            selection.resident_key = serde_json::from_value("required".into()).ok();
        }
        self.keep(Purpose::Add.key(secret), &state, MINUTES).await?;
        Ok(options)
    }

    /// Adds the passkey that a browser has made. All other sessions end; this one gets another token, and has been
    /// given two factors.
    pub(crate) async fn add_passkey(
        &self,
        actor: &Actor,
        secret: &str,
        name: &str,
        sent: &str,
    ) -> Result<String, MeansError> {
        let webauthn = self.webauthn()?;
        self.may_change_means(actor).await?;
        let state: PasskeyRegistration = self.take(Purpose::Add.key(secret)).await?;
        let sent: RegisterPublicKeyCredential = understood(sent)?;
        let credential = webauthn
            .finish_passkey_registration(&sent, &state)
            .map_err(|error| {
                tracing::warn!(%error, "a new passkey is not taken");
                MeansError::Refused
            })?;
        let now = self.clock.now();
        let key = Key {
            id: self.id(now),
            owner: actor.person(),
            name: name.to_owned(),
            created: now,
            used: None,
            suspended: false,
            credential,
        };
        let mut write = self.db.write().await?;
        if !means::insert_key(&mut write, &key).await? {
            return Err(MeansError::Taken);
        }
        let token = self.random.token();
        store::end_sessions(&mut write, actor.person(), Some(actor.session())).await?;
        store::rotate_session(&mut write, actor.session(), hash("session", &token), now, true).await?;
        self.note(&mut write, actor.person(), ("passkey-added", &key.name), now)
            .await?;
        write.commit().await?;
        Ok(token)
    }

    /// Removes a passkey, unless nothing else would be left to sign in with. All other sessions end.
    pub(crate) async fn remove_passkey(&self, actor: &Actor, id: Uuid) -> Result<(), MeansError> {
        self.may_change_means(actor).await?;
        let now = self.clock.now();
        let account = self.person(actor.person()).await?.ok_or(MeansError::Gone)?;
        let mut write = self.db.write().await?;
        let keys = means::keys(&mut write, account.id).await?;
        let key = keys.iter().find(|key| key.id == id).ok_or(MeansError::Gone)?;
        let others = self.usable_means(&mut write, account.id, id).await?;
        if !rules::may_remove(account.enrolled, others) {
            return Err(MeansError::Last);
        }
        means::delete_key(&mut write, account.id, id).await?;
        store::end_sessions(&mut write, account.id, Some(actor.session())).await?;
        self.note(&mut write, account.id, ("passkey-removed", &key.name), now)
            .await?;
        Ok(write.commit().await?)
    }

    /// Asks a browser for a passkey that its owner has here. Before sign-in, so many times for each network.
    pub(crate) async fn ask_passkey(
        &self,
        purpose: Purpose,
        secret: &str,
        whence: &Whence,
    ) -> Result<RequestChallengeResponse, MeansError> {
        let webauthn = self.webauthn()?;
        if purpose == Purpose::SignIn
            && let Err(seconds) = self.begin_ceremony(whence).await?
        {
            return Err(MeansError::Wait(seconds));
        }
        let (mut options, state) = webauthn
            .start_discoverable_authentication()
            .map_err(|_| MeansError::Refused)?;
        // It is asked for by a button, not offered while a name is being typed.
        options.mediation = None;
        self.keep(purpose.key(secret), &state, MINUTES).await?;
        Ok(options)
    }

    /// The passkey by which a browser has answered.
    async fn answered(&self, purpose: Purpose, secret: &str, sent: &str) -> Result<Key, MeansError> {
        let webauthn = self.webauthn()?;
        let state: DiscoverableAuthentication = self.take(purpose.key(secret)).await?;
        let sent: PublicKeyCredential = understood(sent)?;
        let (owner, credential) = webauthn
            .identify_discoverable_authentication(&sent)
            .map_err(|_| MeansError::Refused)?;
        let found = means::key_by_credential(&mut self.db.read().await?, credential).await?;
        let mut key = found
            .filter(|key| key.owner.0 == owner && !key.suspended)
            .ok_or(MeansError::Refused)?;
        match webauthn.finish_discoverable_authentication_v2(&sent, state, &key.credential) {
            Ok(result) => {
                key.credential.update_credential(&result);
                Ok(key)
            }
            Err(WebauthnError::CredentialPossibleCompromise) => {
                let now = self.clock.now();
                let mut write = self.db.write().await?;
                means::suspend_key(&mut write, &key, now).await?;
                self.note(&mut write, key.owner, ("passkey-suspended", &key.name), now)
                    .await?;
                write.commit().await?;
                Err(MeansError::Refused)
            }
            Err(error) => {
                tracing::warn!(%error, "a passkey is not taken");
                Err(MeansError::Refused)
            }
        }
    }

    /// Signs somebody in with a passkey. `before` is the session the browser had: it ends.
    pub(crate) async fn sign_in_with_passkey(
        &self,
        secret: &str,
        sent: &str,
        whence: &Whence,
        before: Option<SessionId>,
        demo: bool,
    ) -> Result<SignIn, MeansError> {
        let key = self.answered(Purpose::SignIn, secret, sent).await?;
        let account = self.person(key.owner).await?;
        let account = account.filter(|account| demo || !account.demo);
        let account = account.ok_or(MeansError::Refused)?;
        let now = self.clock.now();
        let mut write = self.db.write().await?;
        self.ceremony_was_good(&mut write, whence).await?;
        means::use_key(&mut write, &key, now).await?;
        let done = self
            .begin_session(&mut write, account.id, whence, before, (Means::Passkey, now))
            .await?;
        write.commit().await?;
        self.sweep(now).await?;
        Ok(done)
    }

    /// Proves again, with a passkey, who somebody is, and gives the session its second factor. The session gets
    /// another token.
    pub(crate) async fn confirm_with_passkey(
        &self,
        actor: &Actor,
        secret: &str,
        sent: &str,
    ) -> Result<SignIn, MeansError> {
        let key = self.answered(Purpose::Confirm, secret, sent).await?;
        if key.owner != actor.person() {
            return Err(MeansError::Refused);
        }
        let now = self.clock.now();
        let token = self.random.token();
        let mut write = self.db.write().await?;
        means::use_key(&mut write, &key, now).await?;
        store::rotate_session(&mut write, actor.session(), hash("session", &token), now, true).await?;
        write.commit().await?;
        Ok(SignIn::Done {
            session: token,
            device: String::new(),
        })
    }

    /// Puts into the trace what somebody did to the own account.
    pub(crate) async fn note(
        &self,
        write: &mut platform::db::Write,
        account: platform::access::PersonId,
        (what, detail): (&str, &str),
        now: Timestamp,
    ) -> DbResult<()> {
        let home = home(&store::grants(write, account).await?);
        let event = (home, self.id(now));
        store::insert_event(write, event, account, (what, detail), (now, Some(account))).await
    }
}

/// What a browser sent.
fn understood<Sent: DeserializeOwned>(sent: &str) -> Result<Sent, MeansError> {
    serde_json::from_str(sent).map_err(|_| MeansError::Refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_make_passkeys_for_names_over_https() {
        for address in [
            "https://dinh.example",
            "https://dinh.example:8443",
            "http://localhost",
            "http://localhost:8080",
        ] {
            assert!(site(address).is_some(), "{address}");
        }
        for address in [
            "http://dinh.example",
            "https://203.0.113.1",
            "http://127.0.0.1:8080",
            "dinh.example",
            "",
        ] {
            assert!(site(address).is_none(), "{address}");
        }
    }
}
