//! Identities at OpenID Connect providers: the authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636).
//!
//! A provider says who somebody is; it never makes an account. An identity opens an account once the account's owner
//! has linked it, signed in or with a printed code in hand. Of what the provider says, its own address and its name
//! for the person are kept and nothing else is asked for.
//!
//! The provider's description and keys are fetched for each sign-in: that is rare, and a changed key needs no waiting.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, TokenResponse as _,
    core::{CoreAuthPrompt, CoreClient, CoreProviderMetadata, CoreResponseType},
};
use platform::{
    access::{Actor, PersonId},
    db::DbResult,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use crate::store::means::Linked;
use crate::{
    passkeys::MeansError,
    rules,
    secrets::hash,
    service::{Identity, SignIn, Whence},
    settings::{ProviderSettings, Settings},
    store::{self, Means, means},
};

/// How long a provider may take over one request.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most octets of a provider's answer.
const MOST_OCTETS: u64 = 1 << 20;
/// For so many minutes somebody may take over signing in at a provider, and then over typing a printed code.
const MINUTES: i64 = 10;
/// By how many seconds a provider's clock may differ from ours.
const CLOCKS_DIFFER: i64 = 60;

/// A provider by which people may sign in.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) key: String,
    pub(crate) name: String,
    issuer: IssuerUrl,
    client_id: ClientId,
    secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    /// The provider runs on this machine, to try things out.
    local: bool,
}

/// Whether an address is one of this very machine's.
fn is_local(issuer: &IssuerUrl) -> bool {
    matches!(issuer.url().host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

impl Provider {
    fn open(settings: &ProviderSettings, address: Option<&str>) -> Result<Self, String> {
        let wrong = |what: &str| format!("provider {:?}: {what}", settings.key);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if settings.key.is_empty() || !settings.key.chars().all(plain) {
            return Err(wrong(
                "key has other signs than small letters, digits and hyphens",
            ));
        }
        let address =
            address.ok_or_else(|| wrong("it needs public_address, to which it sends people back"))?;
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|_| wrong("issuer is no address"))?;
        let local = is_local(&issuer);
        if issuer.url().scheme() != "https" && !local {
            return Err(wrong("issuer is no https:// address"));
        }
        let secret = match (&settings.client_secret_file, &settings.client_secret_env) {
            (Some(_), Some(_)) => {
                return Err(wrong(
                    "client_secret_file and client_secret_env exclude each other",
                ));
            }
            (Some(file), None) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|error| wrong(&format!("client_secret_file {}: {error}", file.display())))?;
                Some(text)
            }
            (None, Some(name)) => {
                let text = std::env::var(name);
                Some(text.map_err(|_| wrong(&format!("the environment has no {name} (client_secret_env)")))?)
            }
            (None, None) => None,
        };
        let redirect = format!("{address}/dang-nhap/qua/{}/ve", settings.key);
        Ok(Self {
            key: settings.key.clone(),
            name: settings.name.clone(),
            issuer,
            client_id: ClientId::new(settings.client_id.clone()),
            secret: secret.map(|text| ClientSecret::new(text.trim().to_owned())),
            redirect: RedirectUrl::new(redirect).map_err(|_| wrong("public_address is no address"))?,
            local,
        })
    }

    /// All that the settings name.
    pub(crate) fn all(settings: &Settings, address: Option<&str>) -> Result<Vec<Arc<Self>>, String> {
        let mut providers: Vec<Arc<Self>> = Vec::new();
        for one in &settings.providers {
            let provider = Self::open(one, address)?;
            let twice = |other: &Arc<Self>| other.key == provider.key || other.issuer == provider.issuer;
            if providers.iter().any(twice) {
                return Err(format!("provider {:?} stands there twice", provider.key));
            }
            providers.push(Arc::new(provider));
        }
        Ok(providers)
    }

    /// Sends one request of the library's. Redirects are not followed: nobody sends this server elsewhere.
    fn send(&self, request: openidconnect::HttpRequest) -> Result<openidconnect::HttpResponse, ureq::Error> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .https_only(!self.local)
            .http_status_as_error(false)
            .build()
            .into();
        let (parts, body) = agent.run(request)?.into_parts();
        let octets = body.into_with_config().limit(MOST_OCTETS).read_to_vec()?;
        Ok(openidconnect::HttpResponse::from_parts(parts, octets))
    }

    fn describe(&self) -> Result<CoreProviderMetadata, MeansError> {
        CoreProviderMetadata::discover(&self.issuer, &|request| self.send(request)).map_err(|error| {
            tracing::warn!(provider = self.key, %error, "a provider does not answer");
            MeansError::Unreachable(self.name.clone())
        })
    }

    /// Where the browser is sent, to be asked who that is.
    fn address(&self, asked: &Asked) -> Result<String, MeansError> {
        let client =
            CoreClient::from_provider_metadata(self.describe()?, self.client_id.clone(), self.secret.clone())
                .set_redirect_uri(self.redirect.clone());
        let (state, nonce) = (asked.state.clone(), asked.nonce.clone());
        let verifier = PkceCodeVerifier::new(asked.verifier.clone());
        let mut request = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if asked.purpose == Purpose::Confirm {
            // To prove again who one is, one signs in there anew.
            request = request
                .add_prompt(CoreAuthPrompt::Login)
                .set_max_age(Duration::ZERO);
        }
        Ok(request.url().0.into())
    }

    /// Who that is, by the provider's name, from the code with which the browser came back.
    fn subject(&self, asked: &Asked, code: String) -> Result<String, MeansError> {
        let refused = |error: &dyn std::fmt::Display| {
            tracing::warn!(provider = self.key, %error, "a provider's answer is not taken");
            MeansError::Refused
        };
        let client =
            CoreClient::from_provider_metadata(self.describe()?, self.client_id.clone(), self.secret.clone())
                .set_redirect_uri(self.redirect.clone());
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| refused(&error))?
            .set_pkce_verifier(PkceCodeVerifier::new(asked.verifier.clone()))
            .request(&|request| self.send(request))
            .map_err(|error| refused(&error))?;
        let token = answer.id_token().ok_or_else(|| refused(&"no identity token"))?;
        let claims = token
            .claims(&client.id_token_verifier(), &Nonce::new(asked.nonce.clone()))
            .map_err(|error| refused(&error))?;
        if asked.purpose == Purpose::Confirm {
            let signed_in = claims.auth_time().map(|time| time.timestamp());
            if signed_in.is_none_or(|second| second < asked.at - CLOCKS_DIFFER) {
                return Err(refused(&"the person did not sign in anew"));
            }
        }
        Ok(claims.subject().to_string())
    }
}

/// What a provider is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Purpose {
    /// To sign a stranger in.
    SignIn,
    /// To link an identity to the account of somebody signed in.
    Link,
    /// To prove again who somebody signed in is.
    Confirm,
}

/// What a browser was sent to a provider with.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    provider: String,
    purpose: Purpose,
    state: String,
    nonce: String,
    verifier: String,
    /// The page to come back to.
    back: Option<String>,
    /// When, in seconds since 1970.
    at: i64,
}

/// An identity that opens no account yet.
#[derive(Debug, Serialize, Deserialize)]
struct Unlinked {
    issuer: String,
    subject: String,
}

/// What came of going to a provider.
#[derive(Debug)]
pub(crate) enum Returned {
    /// Signed in, or proved again; with the page to come back to.
    Done(SignIn, Option<String>),
    /// The identity now opens the account.
    Linked,
    /// The identity opens no account; it may be linked with a printed code.
    Unlinked,
}

fn key_of_asked(secret: &str) -> Vec<u8> {
    hash("asked at a provider", secret)
}

fn key_of_unlinked(secret: &str) -> Vec<u8> {
    hash("identity to be linked", secret)
}

impl Identity {
    /// The provider of this key.
    pub(crate) fn provider(&self, key: &str) -> Result<&Arc<Provider>, MeansError> {
        self.providers
            .iter()
            .find(|provider| provider.key == key)
            .ok_or(MeansError::Gone)
    }

    /// What people call the provider that calls itself so; `None` when it is no longer among the settings.
    pub(crate) fn provider_of(&self, issuer: &str) -> Option<&Arc<Provider>> {
        self.providers
            .iter()
            .find(|provider| provider.issuer.as_str() == issuer)
    }

    pub(crate) async fn links(&self, actor: &Actor) -> DbResult<Vec<Linked>> {
        means::links(&mut self.db.read().await?, actor.person()).await
    }

    /// Sends a browser to a provider: where to.
    pub(crate) async fn ask_provider(
        &self,
        key: &str,
        purpose: Purpose,
        secret: &str,
        back: Option<&str>,
        whence: &Whence,
    ) -> Result<String, MeansError> {
        let provider = Arc::clone(self.provider(key)?);
        if let Err(seconds) = self.begin_ceremony(whence).await? {
            return Err(MeansError::Wait(seconds));
        }
        let asked = Asked {
            provider: provider.key.clone(),
            purpose,
            state: self.random.token(),
            nonce: self.random.token(),
            verifier: self.random.token(),
            back: back.map(str::to_owned),
            at: self.clock.now().as_second(),
        };
        self.keep(key_of_asked(secret), &asked, MINUTES).await?;
        blocking(move || provider.address(&asked)).await
    }

    /// What comes of a browser's return from a provider.
    pub(crate) async fn returned(
        &self,
        key: &str,
        (state, code): (&str, &str),
        (secret, actor): (&str, Option<&Actor>),
        whence: &Whence,
        demo: bool,
    ) -> Result<Returned, MeansError> {
        let provider = Arc::clone(self.provider(key)?);
        let asked: Asked = self.take(key_of_asked(secret)).await?;
        if asked.provider != key || asked.state != state || code.is_empty() {
            return Err(MeansError::Refused);
        }
        let (purpose, back, code) = (asked.purpose, asked.back.clone(), code.to_owned());
        let issuer = provider.issuer.as_str().to_owned();
        let subject = blocking(move || provider.subject(&asked, code)).await?;
        let now = self.clock.now();
        let found = means::link_of(&mut self.db.read().await?, &issuer, &subject).await?;
        match (purpose, actor, found) {
            (Purpose::SignIn, _, Some(link)) => {
                let account = self.person(link.owner).await?;
                let account = account.filter(|account| demo || !account.demo);
                let account = account.ok_or(MeansError::Refused)?;
                let mut write = self.db.write().await?;
                self.ceremony_was_good(&mut write, whence).await?;
                means::use_link(&mut write, &link, now).await?;
                let before = actor.map(Actor::session);
                let done = self
                    .begin_session(&mut write, account.id, whence, before, (Means::Provider, now))
                    .await?;
                write.commit().await?;
                self.sweep(now).await?;
                Ok(Returned::Done(done, back))
            }
            (Purpose::SignIn, _, None) => {
                let unlinked = Unlinked { issuer, subject };
                self.keep(key_of_unlinked(secret), &unlinked, MINUTES).await?;
                Ok(Returned::Unlinked)
            }
            (Purpose::Confirm, Some(actor), Some(link)) if link.owner == actor.person() => {
                let token = self.random.token();
                let mut write = self.db.write().await?;
                self.ceremony_was_good(&mut write, whence).await?;
                means::use_link(&mut write, &link, now).await?;
                store::rotate_session(&mut write, actor.session(), hash("session", &token), now, false)
                    .await?;
                write.commit().await?;
                let device = String::new();
                Ok(Returned::Done(
                    SignIn::Done {
                        session: token,
                        device,
                    },
                    back,
                ))
            }
            (Purpose::Link, Some(actor), None) => {
                self.may_change_means(actor).await?;
                let mut write = self.db.write().await?;
                self.ceremony_was_good(&mut write, whence).await?;
                self.link(&mut write, actor.person(), Unlinked { issuer, subject }, now)
                    .await?;
                store::end_sessions(&mut write, actor.person(), Some(actor.session())).await?;
                write.commit().await?;
                Ok(Returned::Linked)
            }
            (Purpose::Link, Some(_), Some(_)) => Err(MeansError::Taken),
            (Purpose::Link | Purpose::Confirm, ..) => Err(MeansError::Refused),
        }
    }

    async fn link(
        &self,
        write: &mut platform::db::Write,
        owner: PersonId,
        unlinked: Unlinked,
        now: Timestamp,
    ) -> Result<(), MeansError> {
        let name = self
            .provider_of(&unlinked.issuer)
            .map_or_else(|| unlinked.issuer.clone(), |provider| provider.name.clone());
        let link = Linked {
            id: self.id(now),
            owner,
            issuer: unlinked.issuer,
            subject: unlinked.subject,
            created: now,
            used: Some(now),
        };
        if !means::insert_link(write, &link).await? {
            return Err(MeansError::Taken);
        }
        Ok(self.note(write, owner, ("provider-linked", &name), now).await?)
    }

    /// Links the identity with which a browser came back from a provider to the account of a printed code, and signs
    /// in. The code is used up; the account's other sessions end. A code that is unknown, used or over gets one
    /// answer, and may be typed again.
    pub(crate) async fn link_with_code(
        &self,
        secret: &str,
        typed: &str,
        whence: &Whence,
        demo: bool,
    ) -> Result<SignIn, MeansError> {
        let now = self.clock.now();
        let unlinked: Unlinked = self.take(key_of_unlinked(secret)).await?;
        self.keep(key_of_unlinked(secret), &unlinked, MINUTES).await?;
        let keys = match self.begin_attempt("", None, whence, now).await? {
            Ok(keys) => keys,
            Err(seconds) => return Ok(SignIn::Wait(seconds)),
        };
        let Some((code, owner)) = self.proved_code(typed, now).await? else {
            return Ok(SignIn::Wrong);
        };
        let mut write = self.db.write().await?;
        let account = store::account_by_id(&mut write, owner).await?;
        let fits = account.is_some_and(|account| demo || !account.demo);
        if !fits || !store::use_code(&mut write, &code.place(), now).await? {
            return Ok(SignIn::Wrong);
        }
        Self::attempt_was_good(&mut write, &keys).await?;
        means::take_asked(&mut write, &key_of_unlinked(secret), now).await?;
        self.link(&mut write, owner, unlinked, now).await?;
        store::end_sessions(&mut write, owner, None).await?;
        store::forget_devices(&mut write, owner).await?;
        let done = self
            .begin_session(&mut write, owner, whence, None, (Means::Code, now))
            .await?;
        write.commit().await?;
        Ok(done)
    }

    /// Whether this browser has come back with an identity that opens no account yet.
    pub(crate) async fn has_unlinked(&self, secret: &str) -> DbResult<bool> {
        let mut read = self.db.read().await?;
        means::is_asked(&mut read, &key_of_unlinked(secret), self.clock.now()).await
    }

    /// Takes an identity off an account, unless nothing else would be left to sign in with. All other sessions end.
    pub(crate) async fn unlink(&self, actor: &Actor, id: Uuid) -> Result<(), MeansError> {
        self.may_change_means(actor).await?;
        let now = self.clock.now();
        let account = self.person(actor.person()).await?.ok_or(MeansError::Gone)?;
        let mut write = self.db.write().await?;
        let links = means::links(&mut write, account.id).await?;
        let link = links.iter().find(|link| link.id == id).ok_or(MeansError::Gone)?;
        let others = self.usable_means(&mut write, account.id, id).await?;
        if !rules::may_remove(account.enrolled, others) {
            return Err(MeansError::Last);
        }
        let name = self
            .provider_of(&link.issuer)
            .map_or_else(|| link.issuer.clone(), |provider| provider.name.clone());
        means::delete_link(&mut write, account.id, id).await?;
        store::end_sessions(&mut write, account.id, Some(actor.session())).await?;
        self.note(&mut write, account.id, ("provider-unlinked", &name), now)
            .await?;
        Ok(write.commit().await?)
    }

    /// How many passkeys and identities, but for one, open an account today.
    pub(crate) async fn usable_means(
        &self,
        read: &mut platform::db::Read,
        owner: PersonId,
        but: Uuid,
    ) -> DbResult<usize> {
        let keys = means::keys(read, owner).await?;
        let keys = keys
            .iter()
            .filter(|key| !key.suspended && key.id != but && self.has_passkeys());
        let links = means::links(read, owner).await?;
        let links = links
            .iter()
            .filter(|link| link.id != but && self.provider_of(&link.issuer).is_some());
        Ok(keys.count() + links.count())
    }
}

/// Waits for a provider without holding up others.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, MeansError> + Send + 'static,
) -> Result<T, MeansError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| {
        tracing::error!(%error, "waiting for a provider failed");
        Err(MeansError::Refused)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provider() -> ProviderSettings {
        ProviderSettings {
            key: "tinh".to_owned(),
            name: "Cổng định danh tỉnh".to_owned(),
            issuer: "https://sso.example".to_owned(),
            client_id: "dinh".to_owned(),
            client_secret_file: None,
            client_secret_env: None,
        }
    }

    #[test]
    fn providers_that_can_t_work_are_refused_by_name() {
        let opened = |provider| Provider::open(&provider, Some("https://dinh.example")).map(drop);
        assert_eq!(opened(provider()), Ok(()));
        for (wrong, word) in [
            (
                ProviderSettings {
                    issuer: "http://sso.example".to_owned(),
                    ..provider()
                },
                "https://",
            ),
            (
                ProviderSettings {
                    key: "Tỉnh".to_owned(),
                    ..provider()
                },
                "key",
            ),
            (
                ProviderSettings {
                    client_secret_file: Some("/khong/co".into()),
                    ..provider()
                },
                "/khong/co",
            ),
            (
                ProviderSettings {
                    client_secret_env: Some("DINH_KHONG_CO".to_owned()),
                    ..provider()
                },
                "DINH_KHONG_CO",
            ),
        ] {
            let message = opened(wrong).unwrap_err();
            assert!(message.contains(word), "{message}");
        }
        let message = Provider::open(&provider(), None).map(drop).unwrap_err();
        assert!(message.contains("public_address"), "{message}");
        let twice = Settings {
            providers: vec![provider(), provider()],
            ..Settings::default()
        };
        assert!(Provider::all(&twice, Some("https://dinh.example")).is_err());
    }
}
