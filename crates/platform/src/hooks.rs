//! Web hooks: another program is told of what happens, at an address that an officer entered, by the conventions of the
//! Standard Webhooks specification (version 1.0.0): `webhook-id`, `webhook-timestamp`, `webhook-signature`.
//!
//! What is told is put into the outbox in the transaction of the act. It is told at least once; the same identifier is the
//! same event. The server sends it to public addresses only, so that nobody makes it knock at doors inside its own network.

use std::{
    fmt,
    future::Future,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use axum::http::Uri;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use ureq::{
    config::Config,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use uuid::Uuid;

use crate::{
    db::{Database, DbResult, Migration, Read, Row, Write},
    outbox::{self, Deliver, Delivery, OutboxKey, Way},
    params,
    random::{Fill, Random},
    typed_id,
};

/// The schema of web hooks.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_692,
    name: "web hooks",
    sql: include_str!("../migrations/2026112692_hooks.sql"),
}];

/// The most web hooks of a unit and scope.
pub const MOST: usize = 10;
/// The longest address, in octets.
const LONGEST: usize = 500;
/// How long a program may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// A hook that has failed for so long, with nothing taken in between, is ended: nobody is there any more.
const GIVEN_UP_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);

typed_id!(
    /// A web hook.
    HookId
);

/// The part `[hooks]` of the configuration file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Whether addresses of this machine and of private networks are told too, over plain HTTP as well: for trying things
    /// out, and where the other program stands in the same closed network.
    #[serde(default)]
    pub inside: bool,
}

/// What is wrong with an address for a web hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressFault {
    /// It is no address `https://…`.
    NoAddress,
    /// It holds a name or a password, which would stand in lists.
    Credentials,
    /// It is inside a private network.
    Inside,
}

impl AddressFault {
    /// Key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoAddress => "hooks-error-address",
            Self::Credentials => "hooks-error-credentials",
            Self::Inside => "hooks-error-inside",
        }
    }
}

/// A web hook as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// Its identifier.
    pub id: HookId,
    /// Where it is told.
    pub url: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// When it was last told, or tried to be.
    pub last_at: Option<Timestamp>,
    /// What it answered then: the number of HTTP, or a key.
    pub last_reply: String,
    /// Since when nothing was taken.
    pub failing_since: Option<Timestamp>,
}

/// What happened.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// What makes it this one event of its unit.
    pub once: &'a str,
    /// What kind: `petition.answered`.
    pub kind: &'a str,
    /// What is told of it; never personal data.
    pub data: serde_json::Value,
}

/// What is sent, before it is sealed.
#[derive(Debug, Serialize, Deserialize)]
struct Parcel {
    url: String,
    secret: Vec<u8>,
    body: String,
}

/// The body, as the specification lays it out.
#[derive(Debug, Serialize)]
struct Body<'a> {
    r#type: &'a str,
    timestamp: Timestamp,
    data: &'a serde_json::Value,
}

/// The web hooks of an installation.
pub struct Hooks {
    key: OutboxKey,
    random: Random,
    inside: bool,
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooks").finish_non_exhaustive()
    }
}

impl Hooks {
    /// Web hooks whose secrets are sealed with `key`.
    #[must_use]
    pub fn new(settings: Settings, key: OutboxKey, fill: Fill) -> Self {
        Self {
            key,
            random: Random::new(fill),
            inside: settings.inside,
        }
    }

    /// Reads an address as somebody types it.
    ///
    /// # Errors
    /// [`AddressFault`]. Where a name leads is looked up when it is told, not here.
    pub fn address(&self, typed: &str) -> Result<String, AddressFault> {
        let typed = typed.trim();
        let uri: Uri = typed.parse().map_err(|_| AddressFault::NoAddress)?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(AddressFault::NoAddress);
        };
        let known = scheme == "https" || (scheme == "http" && self.inside);
        if !known || typed.len() > LONGEST || authority.host().is_empty() {
            return Err(AddressFault::NoAddress);
        }
        if authority.as_str().contains('@') {
            return Err(AddressFault::Credentials);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        let literal = host.parse::<IpAddr>().ok();
        let inside = host.eq_ignore_ascii_case("localhost") || literal.is_some_and(|ip| !is_public(ip));
        if inside && !self.inside {
            return Err(AddressFault::Inside);
        }
        Ok(typed.to_owned())
    }

    /// Makes a web hook. Gives the secret that signs what it is told, as the specification writes it; it is shown once.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn make(
        &self,
        write: &mut Write,
        (unit, scope): (i64, &str),
        url: &str,
        at: Timestamp,
    ) -> DbResult<String> {
        let secret = self.random.octets::<32>();
        write
            .execute(
                "INSERT INTO web_hook (unit_id, id, scope, url, secret, made_at, last_reply) \
                 VALUES ($1, $2, $3, $4, $5, $6, '')",
                &params![
                    unit,
                    HookId(self.random.uuid(at)),
                    scope,
                    url,
                    self.key.seal(self.random.octets(), &secret),
                    at
                ],
            )
            .await?;
        Ok(format!("whsec_{}", BASE64.encode(secret)))
    }

    /// Tells all web hooks of a unit and scope, or only one of them. Gives how many are told.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn tell(
        &self,
        write: &mut Write,
        (unit, scope): (i64, &str),
        only: Option<HookId>,
        event: &Event<'_>,
        at: Timestamp,
    ) -> DbResult<usize> {
        let hooks = write
            .all(
                "SELECT id, url, secret FROM web_hook WHERE unit_id = $1 AND scope = $2 AND ended_at IS NULL ORDER BY id",
                &params![unit, scope],
                |row| {
                    let id = HookId::from_bytes(&row.get::<Vec<u8>>(0)?)?;
                    Ok((id, row.get::<String>(1)?, row.get::<Vec<u8>>(2)?))
                },
            )
            .await?;
        let mut told = 0;
        for (hook, url, sealed) in hooks {
            let Some(secret) = self.key.open(&sealed) else {
                tracing::error!(unit, "a web hook's secret was sealed with another key");
                continue;
            };
            if only.is_some_and(|only| only != hook) {
                continue;
            }
            let body = Body {
                r#type: event.kind,
                timestamp: at,
                data: &event.data,
            };
            let parcel = Parcel {
                url,
                secret,
                body: json(&body)?,
            };
            let about = hook.0.as_bytes();
            let new = outbox::New {
                way: Way::Hook,
                unit,
                id: self.random.uuid(at),
                once: self.key.mac("hook-once", &[about, event.once.as_bytes()]),
                about,
                content: self.key.seal(self.random.octets(), json(&parcel)?.as_bytes()),
                give_up_at: at.saturating_add(outbox::rules::PATIENCE).unwrap_or(at),
            };
            told += usize::from(outbox::insert(write, &new, at).await?);
        }
        Ok(told)
    }
}

fn json(value: &impl Serialize) -> DbResult<String> {
    serde_json::to_string(value)
        .map_err(|error| crate::db::DbError::Damaged(format!("what a web hook is told: {error}")))
}

/// The web hooks of a unit and scope: those in force first, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn list(read: &mut Read, unit: i64, scope: &str) -> DbResult<Vec<Hook>> {
    const LISTED: i64 = 50;
    read.all(
        "SELECT id, url, made_at, ended_at, last_at, last_reply, failing_since FROM web_hook \
         WHERE unit_id = $1 AND scope = $2 \
         ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, made_at DESC, id LIMIT $3",
        &params![unit, scope, LISTED],
        hook_of,
    )
    .await
}

fn hook_of(row: &Row) -> DbResult<Hook> {
    Ok(Hook {
        id: HookId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        url: row.get(1)?,
        made_at: row.instant(2)?,
        ended_at: row.instant_or_none(3)?,
        last_at: row.instant_or_none(4)?,
        last_reply: row.get(5)?,
        failing_since: row.instant_or_none(6)?,
    })
}

/// Ends a web hook, and drops what it has not been told yet; `false` when there is none in force.
///
/// # Errors
/// What the engine says.
pub async fn end(write: &mut Write, (unit, scope): (i64, &str), id: HookId, at: Timestamp) -> DbResult<bool> {
    let ended = write
        .execute(
            "UPDATE web_hook SET ended_at = $4 WHERE unit_id = $1 AND id = $2 AND scope = $3 AND ended_at IS NULL",
            &params![unit, id, scope, at],
        )
        .await?;
    outbox::forget(write, unit, id.0.as_bytes(), at).await?;
    Ok(ended == 1)
}

/// Whether an address is one of the public internet, and leads to nothing inside.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Registry of special-purpose addresses (RFC 6890 and its updates).
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, third, .., seventh, eighth] = ip.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    if let Some(mapped) = ip.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    match first {
        // Translated (RFC 6052) and tunnelled (RFC 3056) addresses lead to the one they hold.
        0x0064 if second == 0xff9b => embedded(seventh, eighth),
        0x2002 => embedded(second, third),
        // Only 2000::/3 is given out; of it, not documentation and not what tunnels hide (RFC 4380).
        _ => (0x2000..0x4000).contains(&first) && !(first == 0x2001 && (second == 0xdb8 || second == 0)),
    }
}

/// Looks names up, and gives public addresses only.
#[derive(Debug)]
struct PublicOnly;

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut public = self.empty();
        for address in found.iter().filter(|address| is_public(address.ip())) {
            public.push(*address);
        }
        if public.is_empty() {
            return Err(ureq::Error::HostNotFound);
        }
        Ok(public)
    }
}

/// The signature of a body, as `webhook-signature` carries it.
#[must_use]
#[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn signature(secret: &[u8], id: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("a key of any length");
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
}

/// Tells web hooks what waits for them.
#[derive(Debug)]
pub struct Teller {
    agent: ureq::Agent,
}

impl Teller {
    /// A teller.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .https_only(!settings.inside)
            .http_status_as_error(false)
            .proxy(None)
            .build();
        let agent = if settings.inside {
            ureq::Agent::new_with_config(config)
        } else {
            ureq::Agent::with_parts(config, DefaultConnector::default(), PublicOnly)
        };
        Self { agent }
    }
}

impl Deliver for Teller {
    fn way(&self) -> Way {
        Way::Hook
    }

    fn deliver(&self, id: Uuid, content: &[u8], at: Timestamp) -> Delivery {
        let Ok(parcel) = serde_json::from_slice::<Parcel>(content) else {
            return Delivery::Refused("unreadable".to_owned());
        };
        let id = format!("msg_{}", id.simple());
        let seconds = at.as_second();
        let answer = self
            .agent
            .post(&parcel.url)
            .header("content-type", "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", seconds.to_string())
            .header(
                "webhook-signature",
                signature(&parcel.secret, &id, seconds, &parcel.body),
            )
            .send(&parcel.body);
        match answer.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Delivery::Taken(status.as_u16().to_string()),
            // "Gone": whoever was there wants to hear no more.
            Ok(status) if status.as_u16() == 410 => Delivery::Refused("410".to_owned()),
            Ok(status) => Delivery::Later(status.as_u16().to_string()),
            Err(ureq::Error::HostNotFound) => Delivery::Later("host".to_owned()),
            Err(ureq::Error::Timeout(_)) => Delivery::Later("timeout".to_owned()),
            Err(_) => Delivery::Later("unreachable".to_owned()),
        }
    }

    fn note(
        &self,
        db: &Database,
        (unit, about): (i64, &[u8]),
        delivery: &Delivery,
        at: Timestamp,
    ) -> impl Future<Output = DbResult<()>> + Send {
        let (db, hook, reply) = (db.clone(), HookId::from_bytes(about), delivery.reply().to_owned());
        let (taken, gone) = (
            matches!(delivery, Delivery::Taken(_)),
            matches!(delivery, Delivery::Refused(_)),
        );
        async move {
            let hook = hook?;
            let mut write = db.write().await?;
            let since = write
                .one(
                    "SELECT failing_since FROM web_hook WHERE unit_id = $1 AND id = $2 AND ended_at IS NULL",
                    &params![unit, hook],
                    |row| row.instant_or_none(0),
                )
                .await?;
            let Some(since) = since else {
                return Ok(());
            };
            let since = (!taken).then(|| since.unwrap_or(at));
            let over = gone || since.is_some_and(|since| at.duration_since(since) >= GIVEN_UP_AFTER);
            write
                .execute(
                    "UPDATE web_hook SET last_at = $3, last_reply = $4, failing_since = $5, ended_at = $6 \
                     WHERE unit_id = $1 AND id = $2",
                    &params![
                        unit,
                        hook,
                        at,
                        reply,
                        since.map(Timestamp::as_microsecond),
                        over.then_some(at.as_microsecond())
                    ],
                )
                .await?;
            if over {
                outbox::forget(&mut write, unit, hook.0.as_bytes(), at).await?;
            }
            write.commit().await
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_inside_a_network_are_not_taken() {
        let key = OutboxKey::new([7; 32]);
        let hooks = Hooks::new(Settings::default(), key, Box::new(|octets| octets.fill(1)));
        for sound in ["https://cdc.example.vn/hook?x=1", " https://8.8.8.8:8443/ "] {
            assert_eq!(hooks.address(sound).as_deref(), Ok(sound.trim()));
        }
        for (wrong, fault) in [
            ("", AddressFault::NoAddress),
            ("cdc.example.vn/hook", AddressFault::NoAddress),
            ("http://cdc.example.vn/hook", AddressFault::NoAddress),
            ("ftp://cdc.example.vn", AddressFault::NoAddress),
            ("https://", AddressFault::NoAddress),
            ("https://an:matkhau@cdc.example.vn", AddressFault::Credentials),
            ("https://localhost/hook", AddressFault::Inside),
            ("https://127.0.0.1/hook", AddressFault::Inside),
            ("https://10.1.2.3/", AddressFault::Inside),
            ("https://169.254.169.254/latest", AddressFault::Inside),
            ("https://[::1]/", AddressFault::Inside),
            ("https://[::ffff:192.168.1.1]/", AddressFault::Inside),
            ("https://[64:ff9b::a00:1]/", AddressFault::Inside),
            ("https://[fd00::1]/", AddressFault::Inside),
        ] {
            assert_eq!(hooks.address(wrong), Err(fault), "{wrong}");
        }
        let inside = Hooks::new(
            Settings { inside: true },
            OutboxKey::new([7; 32]),
            Box::new(|octets| octets.fill(1)),
        );
        assert_eq!(
            inside.address("http://127.0.0.1:9/x").as_deref(),
            Ok("http://127.0.0.1:9/x")
        );
    }

    #[test]
    fn a_name_that_leads_inside_is_not_followed() {
        let parcel = Parcel {
            url: "https://localhost:9/hook".to_owned(),
            secret: vec![1; 32],
            body: "{}".to_owned(),
        };
        let content = serde_json::to_vec(&parcel).unwrap();
        let told = Teller::new(Settings::default()).deliver(Uuid::nil(), &content, Timestamp::UNIX_EPOCH);
        assert_eq!(told, Delivery::Later("host".to_owned()));
    }
}
