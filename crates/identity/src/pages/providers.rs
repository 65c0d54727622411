//! Signing in through a provider, and linking an identity there to an account.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    access::{ACCOUNT, Actor, SIGN_IN, return_to},
    page::{
        self, Answer, Reader, Shell,
        components::{Control, ErrorSummary, Field, Notice, TextKind, Tone},
    },
};
use serde::Deserialize;

use super::{
    Pages, failed,
    means::{MEANS, instead, refused, removal_page, removed},
    sign_in, wait_text, with_cookies, with_wait,
};
use crate::{
    passkeys::MeansError,
    providers::{Purpose, Returned},
    service::{SignIn, Whence},
};

const LINK: &str = "/lien-ket";

/// The page to come back to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    ve: Option<String>,
}

/// The page from which somebody went to a provider, saying why it came to nothing.
async fn in_vain(
    reader: &Reader,
    pages: &Pages,
    actor: Option<&Actor>,
    error: &MeansError,
) -> Result<Response, page::Instead> {
    let (status, text) = match error {
        MeansError::Unreachable(name) => {
            let text = reader
                .t
                .with("identity-provider-unreachable", "name", name.as_str());
            (StatusCode::SERVICE_UNAVAILABLE, text)
        }
        MeansError::Refused => (
            StatusCode::UNPROCESSABLE_ENTITY,
            reader.t.text("identity-provider-refused"),
        ),
        MeansError::Taken => (
            StatusCode::UNPROCESSABLE_ENTITY,
            reader.t.text("identity-provider-taken"),
        ),
        other => return Err(instead(reader, other)),
    };
    let notice = Notice::new(&reader.t, Tone::Problem, text);
    let page = match actor {
        Some(actor) => super::means::page_of(reader, actor, pages, Some(notice)).await?,
        None => page::html(&sign_in::sign_in_page(reader, pages, "", None, None).with_notice(notice)),
    };
    Ok((status, page).into_response())
}

/// Whether another site's page has sent the browser here: it must not make somebody sign in, or link an identity to
/// the account, unasked.
fn is_sent_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    site.is_some_and(|site| site != "same-origin" && site != "none")
}

async fn go(
    reader: &Reader,
    pages: &Pages,
    (provider, purpose): (&str, Purpose),
    actor: Option<&Actor>,
    back: Option<&str>,
    (whence, headers): (&Whence, &HeaderMap),
) -> Answer {
    if is_sent_from_elsewhere(headers) {
        return Ok(Redirect::to(actor.map_or(SIGN_IN, |_| MEANS)).into_response());
    }
    let secret = reader.visitor.token.value();
    let asked = pages
        .identity
        .ask_provider(provider, purpose, secret, back, whence);
    match asked.await {
        Ok(address) => Ok(Redirect::to(&address).into_response()),
        Err(error) => in_vain(reader, pages, actor, &error).await,
    }
}

pub(super) async fn go_to_sign_in(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Path(provider): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let back = return_to(asked.ve.as_deref());
    if actor.is_some() {
        return Ok(Redirect::to(back.unwrap_or(ACCOUNT)).into_response());
    }
    go(
        &reader,
        &pages,
        (&provider, Purpose::SignIn),
        None,
        back,
        (&whence, &headers),
    )
    .await
}

pub(super) async fn go_to_confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Path(provider): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    let back = return_to(asked.ve.as_deref());
    let what = (provider.as_str(), Purpose::Confirm);
    go(&reader, &pages, what, Some(&actor), back, (&whence, &headers)).await
}

pub(super) async fn go_to_link(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Path(provider): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let may = pages.identity.may_change_means(&actor).await;
    may.map_err(|error| instead(&reader, &error))?;
    let what = (provider.as_str(), Purpose::Link);
    go(&reader, &pages, what, Some(&actor), None, (&whence, &headers)).await
}

/// What a provider sends a browser back with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    state: String,
    #[serde(default)]
    code: String,
}

pub(super) async fn come_back(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Path(provider): Path<String>,
    Query(sent): Query<Sent>,
) -> Answer {
    let who = (reader.visitor.token.value(), actor.as_ref());
    let came = pages
        .identity
        .returned(
            &provider,
            (&sent.state, &sent.code),
            who,
            &whence,
            pages.site.demo,
        )
        .await;
    match came {
        Ok(Returned::Done(done, back)) => {
            let back = return_to(back.as_deref()).unwrap_or(ACCOUNT);
            Ok(with_cookies(
                &pages.identity,
                &done,
                Redirect::to(back).into_response(),
            ))
        }
        Ok(Returned::Linked) => Ok(Redirect::to(&format!("{MEANS}?noi=1")).into_response()),
        Ok(Returned::Unlinked) => Ok(Redirect::to(LINK).into_response()),
        Err(error) => in_vain(&reader, &pages, actor.as_ref(), &error).await,
    }
}

// Linking with a printed code.

#[derive(Template)]
#[template(path = "identity/link.html")]
struct LinkPage {
    shell: Shell,
    errors: ErrorSummary,
    code: Field,
}

fn link_page(reader: &Reader, typed: &str, wrong: Option<String>) -> LinkPage {
    let t = &reader.t;
    let kind = Control::Text {
        kind: TextKind::Code,
        value: typed.to_owned(),
    };
    let mut code =
        Field::new("code", t.text("identity-ask-code"), kind).hint(t.text("identity-ask-code-hint"));
    let mut shell = Shell::new(reader, t.text("identity-link-title")).lead(t.text("identity-link-lead"));
    if let Some(text) = wrong {
        code = code.error(t, text);
        shell = shell.with_errors();
    }
    LinkPage {
        shell,
        errors: ErrorSummary::of(t, [&code]),
        code,
    }
}

pub(super) async fn ask_code(reader: Reader, State(pages): State<Pages>) -> Answer {
    let there = pages.identity.has_unlinked(reader.visitor.token.value()).await;
    if there.map_err(|error| failed(&reader, &error))? {
        Ok(page::html(&link_page(&reader, "", None)))
    } else {
        Ok(Redirect::to(SIGN_IN).into_response())
    }
}

/// A printed code.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
}

pub(super) async fn link(
    reader: Reader,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Form(typed): Form<Typed>,
) -> Answer {
    let t = &reader.t;
    let secret = reader.visitor.token.value();
    let again = |text| page::html(&link_page(&reader, &typed.code, Some(text)));
    let done = pages
        .identity
        .link_with_code(secret, &typed.code, &whence, pages.site.demo)
        .await;
    match done {
        Ok(done @ SignIn::Done { .. }) => Ok(with_cookies(
            &pages.identity,
            &done,
            Redirect::to(&format!("{MEANS}?lai=1")).into_response(),
        )),
        Ok(SignIn::Wait(seconds)) => Ok(with_wait(seconds, again(wait_text(t, seconds)))),
        Ok(SignIn::Wrong | SignIn::Weak(_)) => Ok(refused(again(t.text("identity-wrong-code")))),
        Err(error) => in_vain(&reader, &pages, None, &error).await,
    }
}

// Taking an identity off the account.

pub(super) async fn ask_removal(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(id): Path<String>,
) -> Answer {
    let t = &reader.t;
    let may = pages.identity.may_change_means(&actor).await;
    may.map_err(|error| instead(&reader, &error))?;
    let links = pages.identity.links(&actor).await;
    let links = links.map_err(|error| failed(&reader, &error))?;
    let Some(link) = links.iter().find(|link| link.id.to_string() == id) else {
        return Ok(page::not_found(&reader));
    };
    let name = super::means::provider_name(&pages, &link.issuer);
    let title = t.with("identity-unlink-title", "name", name);
    Ok(removal_page(&reader, title, t.text("identity-unlink-lead")))
}

pub(super) async fn remove(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(id): Path<String>,
) -> Answer {
    let Ok(id) = id.parse() else {
        return Ok(page::not_found(&reader));
    };
    let done = pages.identity.unlink(&actor, id).await;
    removed(&reader, &actor, &pages, (done, "roi")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_site_starts_nothing_at_a_provider() {
        let sent = |site: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            if let Some(site) = site {
                headers.insert("sec-fetch-site", site.parse().unwrap());
            }
            is_sent_from_elsewhere(&headers)
        };
        assert!(sent(Some("cross-site")) && sent(Some("same-site")));
        assert!(!sent(Some("same-origin")) && !sent(Some("none")) && !sent(None));
    }
}
