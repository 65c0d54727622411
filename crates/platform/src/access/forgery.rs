//! Forged requests: a form is taken only with the token of the page it stands on.
//!
//! The token is derived from a cookie that no foreign page can read: of the session, or for strangers one set for the
//! purpose. It comes in the form's field [`TOKEN_FIELD`], which in a `multipart/form-data` form must be the first, so
//! that a file of any size can be streamed on once it has been seen; or, from scripts, in the header [`TOKEN_HEADER`].

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
};

use askama::{Template, filters::HtmlSafe};
use axum::{
    body::{Body, Bytes, HttpBody},
    extract::Request,
    http::{HeaderMap, header},
};
use http_body::Frame;
use http_body_util::BodyExt as _;
use sha2::{Digest as _, Sha256};

use super::is_from_here;

/// Name of the form field.
pub const TOKEN_FIELD: &str = "csrf";
/// Name of the header that scripts send.
pub const TOKEN_HEADER: &str = "x-csrf-token";

/// The most octets of a plain form.
const MOST_OF_A_FORM: usize = 2 << 20;
/// Within so many octets the token's part of a multipart form ends.
const MOST_BEFORE_THE_TOKEN_ENDS: usize = 4 << 10;

/// The token of a page's forms; in a template it writes itself as a hidden field.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = r#"<input type="hidden" name="csrf" value="{{ self.value() }}">"#
)]
pub struct FormToken {
    value: Arc<str>,
    shown: Arc<AtomicBool>,
}

impl HtmlSafe for FormToken {}

impl FormToken {
    /// The token that belongs to a secret of the browser's; equal secrets have equal tokens.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        let hash = Sha256::new()
            .chain_update("form:")
            .chain_update(secret)
            .finalize();
        Self {
            value: hash
                .iter()
                .map(|octet| format!("{octet:02x}"))
                .collect::<String>()
                .into(),
            shown: Arc::default(),
        }
    }

    /// The token's text, for a page that needs it other than in a form.
    #[must_use]
    pub fn value(&self) -> &str {
        self.shown.store(true, Ordering::Relaxed);
        &self.value
    }

    /// Whether a page shows it, so that the browser must keep the secret.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.shown.load(Ordering::Relaxed)
    }

    fn is(&self, sent: &str) -> bool {
        // In constant time, and never for a visitor without a secret.
        !self.value.is_empty()
            && self.value.len() == sent.len()
            && self
                .value
                .bytes()
                .zip(sent.bytes())
                .fold(0, |different, (a, b)| different | (a ^ b))
                == 0
    }
}

/// Why a request that changes something is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forged {
    /// It comes from another site.
    Elsewhere,
    /// It has not the token of the page.
    NoToken,
    /// It is larger than a form may be.
    TooLarge,
}

/// Lets a request through that comes from a page of ours, with its body as it was.
pub(super) async fn check(request: Request, token: &FormToken) -> Result<Request, Forged> {
    if !is_from_here(request.headers()) {
        return Err(Forged::Elsewhere);
    }
    if let Some(sent) = request.headers().get(TOKEN_HEADER) {
        let right = sent.to_str().is_ok_and(|sent| token.is(sent));
        return if right { Ok(request) } else { Err(Forged::NoToken) };
    }
    let (parts, body) = request.into_parts();
    let (sent, body) = match boundary(&parts.headers) {
        Some(boundary) => {
            let (beginning, body) = peek(body, &boundary).await;
            (first_part(&beginning, &boundary), body)
        }
        None => {
            let octets = axum::body::to_bytes(body, MOST_OF_A_FORM)
                .await
                .map_err(|_| Forged::TooLarge)?;
            (plain_field(&octets), Body::from(octets))
        }
    };
    match sent {
        Some(sent) if token.is(&sent) => Ok(Request::from_parts(parts, body)),
        _ => Err(Forged::NoToken),
    }
}

fn plain_field(octets: &[u8]) -> Option<String> {
    // A token has nothing to be escaped.
    octets
        .split(|octet| *octet == b'&')
        .filter_map(|pair| std::str::from_utf8(pair).ok()?.split_once('='))
        .find(|(name, _)| *name == TOKEN_FIELD)
        .map(|(_, value)| value.to_owned())
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let rest = kind.strip_prefix("multipart/form-data")?;
    let value = rest
        .split(';')
        .find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(value.trim_matches('"').to_owned())
}

/// Reads on until the first part has ended; then what was read, and the body with it put back before the rest.
async fn peek(mut body: Body, boundary: &str) -> (Vec<u8>, Body) {
    let mut beginning = Vec::new();
    let end = format!("\r\n--{boundary}");
    while beginning.len() < MOST_BEFORE_THE_TOKEN_ENDS && find(&beginning, end.as_bytes()).is_none() {
        match body.frame().await {
            Some(Ok(frame)) => beginning.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data)),
            // A broken request is told to whoever reads it on.
            Some(Err(_)) | None => break,
        }
    }
    let whole = Body::new(Chain {
        first: Some(Bytes::from(beginning.clone())),
        rest: body,
    });
    (beginning, whole)
}

/// The value of the first part, when that is the token's field.
fn first_part(beginning: &[u8], boundary: &str) -> Option<String> {
    let start = format!("--{boundary}\r\n");
    let part = beginning.strip_prefix(start.as_bytes())?;
    let part = &part[..find(part, format!("\r\n--{boundary}").as_bytes())?];
    let at = find(part, b"\r\n\r\n")?;
    let (head, value) = (std::str::from_utf8(&part[..at]).ok()?, &part[at + 4..]);
    let named = format!("name=\"{TOKEN_FIELD}\"");
    head.lines()
        .any(|line| line.split(';').any(|piece| piece.trim() == named))
        .then(|| String::from_utf8(value.to_vec()).ok())
        .flatten()
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}

/// A body after what was already read of it.
struct Chain {
    first: Option<Bytes>,
    rest: Body,
}

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        match self.first.take() {
            Some(first) => Poll::Ready(Some(Ok(Frame::data(first)))),
            None => Pin::new(&mut self.rest).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_none() && self.rest.is_end_stream()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(kind: &str, body: impl Into<Body>) -> Request {
        Request::post("/x")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind)
            .body(body.into())
            .unwrap()
    }

    async fn checked(request: Request, token: &FormToken) -> Result<Vec<u8>, Forged> {
        let request = check(request, token).await?;
        let body = axum::body::to_bytes(request.into_body(), usize::MAX)
            .await
            .unwrap();
        Ok(body.to_vec())
    }

    #[tokio::test]
    async fn a_form_is_taken_with_its_page_s_token_only_and_comes_through_whole() {
        let token = FormToken::of("secret");
        let form = "application/x-www-form-urlencoded";
        let right = format!("a=1&csrf={}&b=2", token.value());
        assert_eq!(
            checked(request(form, right.clone()), &token).await.unwrap(),
            right.as_bytes()
        );
        for wrong in ["a=1", "csrf=", "csrf=0", &right.replace("csrf", "csrg")] {
            assert_eq!(
                checked(request(form, wrong.to_owned()), &token).await,
                Err(Forged::NoToken)
            );
        }
        let of_another = FormToken::of("another");
        assert_eq!(
            checked(request(form, right.clone()), &of_another).await,
            Err(Forged::NoToken)
        );
        assert_eq!(
            checked(request(form, "csrf="), &FormToken::default()).await,
            Err(Forged::NoToken)
        );
        let mut foreign = request(form, right);
        foreign
            .headers_mut()
            .insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(checked(foreign, &token).await, Err(Forged::Elsewhere));
    }

    #[tokio::test]
    async fn a_file_is_streamed_on_after_the_token_that_stands_before_it() {
        let token = FormToken::of("secret");
        let kind = "multipart/form-data; boundary=----x";
        let part = |name: &str, value: &str| {
            format!("------x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = part("file", &"đ".repeat(100_000));
        let right = format!("{}{file}------x--\r\n", part(TOKEN_FIELD, token.value()));
        // However the request is cut into pieces.
        for size in [1, 7, 60, 5000, right.len()] {
            let pieces = right
                .as_bytes()
                .chunks(size)
                .map(Bytes::copy_from_slice)
                .collect();
            let body = Body::new(Pieces(pieces));
            assert_eq!(
                checked(request(kind, body), &token).await.unwrap(),
                right.as_bytes(),
                "{size}"
            );
        }
        let late = format!("{file}{}------x--\r\n", part(TOKEN_FIELD, token.value()));
        assert_eq!(checked(request(kind, late), &token).await, Err(Forged::NoToken));
        let in_a_file = format!(
            "{}------x--\r\n",
            part("file", &format!("name=\"csrf\"\r\n\r\n{}", token.value()))
        );
        assert_eq!(
            checked(request(kind, in_a_file), &token).await,
            Err(Forged::NoToken)
        );
    }

    /// A body that comes in pieces.
    struct Pieces(std::collections::VecDeque<Bytes>);

    impl HttpBody for Pieces {
        type Data = Bytes;
        type Error = axum::Error;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
            Poll::Ready(self.0.pop_front().map(|piece| Ok(Frame::data(piece))))
        }
    }

    #[tokio::test]
    async fn a_script_sends_the_token_in_a_header() {
        let token = FormToken::of("secret");
        let mut json = request("application/json", "{}");
        assert_eq!(checked(json, &token).await, Err(Forged::NoToken));
        json = request("application/json", "{}");
        json.headers_mut()
            .insert(TOKEN_HEADER, token.value().parse().unwrap());
        assert_eq!(checked(json, &token).await.unwrap(), b"{}");
    }
}
