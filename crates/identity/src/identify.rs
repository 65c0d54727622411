//! The layer that knows who sent a request.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};
use platform::access::{FormToken, Line, Network, Visitor};

use crate::service::{Identity, Whence};

/// Cookie of a session.
pub(crate) const SESSION: &str = "dinh-phien";
/// Cookie of a device on which its owner has signed in before.
pub(crate) const DEVICE: &str = "dinh-may";
/// Cookie to which a stranger's forms are bound.
const FORM: &str = "dinh-bieu-mau";

/// Layer (`axum::middleware::from_fn_with_state`) that puts the visitor into every request, binds a stranger's forms to
/// a cookie when a page shows one, and keeps pages of somebody signed in out of every cache.
pub async fn identify(State(identity): State<Arc<Identity>>, mut request: Request, next: Next) -> Response {
    let cookies = identity.cookies;
    let whence = whence(&identity, &request);
    let token = cookies.read(request.headers(), SESSION).map(str::to_owned);
    let mut actor = None;
    if let Some(token) = &token {
        match identity.actor(token, &whence).await {
            Ok(found) => actor = found,
            Err(error) => tracing::error!(%error, "a session can't be read"),
        }
    }
    let mut fresh = None;
    let form = match (&actor, &token) {
        (Some(_), Some(token)) => FormToken::of(token),
        _ => match cookies
            .read(request.headers(), FORM)
            .filter(|secret| secret.len() == 64)
        {
            Some(secret) => FormToken::of(secret),
            None => FormToken::of(fresh.insert(identity.random.token())),
        },
    };
    let signed_in = actor.is_some();
    request.extensions_mut().insert(Network(whence.network()));
    request.extensions_mut().insert(Line(whence.line()));
    request.extensions_mut().insert(whence);
    request.extensions_mut().insert(Visitor {
        actor,
        token: form.clone(),
    });
    let mut response = next.run(request).await;
    if let Some(secret) = fresh.filter(|_| form.is_shown())
        && let Some(cookie) = cookies.write(FORM, &secret, None)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if signed_in || form.is_shown() {
        response
            .headers_mut()
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

fn whence(identity: &Identity, request: &Request) -> Whence {
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(peer)| peer.ip());
    Whence {
        address: if identity.settings.behind_proxy {
            forwarded(request.headers()).or(peer)
        } else {
            peer
        },
        device: identity
            .cookies
            .read(request.headers(), DEVICE)
            .filter(|mark| mark.len() == 64)
            .map(str::to_owned),
        user_agent: text(header::USER_AGENT).unwrap_or_default().to_owned(),
    }
}

/// The last entry: what our own proxy has seen, not what somebody before it has written.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxy_s_word_counts() {
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", HeaderValue::from_static("1.2.3.4, 10.0.0.7"));
        assert_eq!(forwarded(&headers), Some("10.0.0.7".parse().unwrap()));
    }
}
