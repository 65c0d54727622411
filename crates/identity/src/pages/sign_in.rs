//! Signing in, proving again, signing out.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    access::{ACCOUNT, Actor, CONFIRM, SIGN_IN, return_to, with_return},
    db::DbResult,
    page::{
        self, Reader, Shell,
        components::{Cell, Column, Control, ErrorSummary, Field, Link, Notice, Row, Table, TextKind},
    },
};
use serde::Deserialize;

use super::{Pages, failed, means::PasskeyForm, role_name, wait_text, with_cookies, with_wait};
use crate::{
    demo,
    identify::SESSION,
    service::{SignIn, Whence},
};

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
pub(super) struct SignInPage {
    shell: Shell,
    errors: ErrorSummary,
    notice: Option<Notice>,
    action: &'static str,
    back: String,
    fields: Vec<Field>,
    button: String,
    /// Another way than the password.
    passkey: Option<PasskeyForm>,
    /// Others still, at providers.
    providers: Vec<Link>,
    /// Whether it also tells how to get an account.
    for_newcomers: bool,
    demo: Option<Table>,
    demo_password: String,
}

impl SignInPage {
    /// Says above the form what came of another way to sign in.
    pub(super) fn with_notice(mut self, notice: Notice) -> Self {
        self.notice = Some(notice);
        self
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The page to come back to.
    ve: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    ve: Option<String>,
}

pub(super) async fn ask(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
) -> Response {
    let back = return_to(asked.ve.as_deref());
    if actor.is_some() {
        return Redirect::to(back.unwrap_or(ACCOUNT)).into_response();
    }
    page::html(&sign_in_page(&reader, &pages, "", back, None))
}

pub(super) fn sign_in_page(
    reader: &Reader,
    pages: &Pages,
    login: &str,
    back: Option<&str>,
    wrong: Option<String>,
) -> SignInPage {
    let t = &reader.t;
    let kind = Control::Text {
        kind: TextKind::Login,
        value: login.to_owned(),
    };
    let mut name = Field::new("login", t.text("identity-ask-login"), kind);
    let mut shell = Shell::new(reader, t.text("identity-sign-in-title"));
    if let Some(text) = wrong {
        name = name.error(t, text);
        shell = shell.with_errors();
    } else if back.is_some() {
        shell = shell.lead(t.text("identity-sign-in-first"));
    }
    let password = Field::new(
        "password",
        t.text("identity-ask-password"),
        Control::Password { new: false },
    );
    let demo = pages.site.demo.then(|| {
        let rows = demo::PEOPLE
            .iter()
            .map(|(login, role, _)| (login, role_name(t, role)))
            .chain(
                demo::WORKERS
                    .iter()
                    .map(|(login, what, _)| (login, t.text(&format!("identity-demo-{what}")))),
            )
            .map(|(login, what)| Row::new(vec![Cell::text(*login), Cell::text(what)]));
        let columns = vec![
            Column::text(t.text("identity-ask-login")),
            Column::text(t.text("identity-column-role")),
        ];
        Table::new(t.text("identity-demo-accounts"), columns, rows.collect())
    });
    let errors = ErrorSummary::of(t, [&name]);
    SignInPage {
        shell,
        errors,
        notice: None,
        action: SIGN_IN,
        back: back.unwrap_or_default().to_owned(),
        fields: vec![name, password],
        button: t.text("shell-sign-in"),
        passkey: pages
            .identity
            .has_passkeys()
            .then(|| PasskeyForm::to_sign_in(reader, back)),
        providers: pages
            .identity
            .providers
            .iter()
            .map(|provider| {
                let label = t.with("identity-sign-in-at", "name", provider.name.as_str());
                let path = format!("/dang-nhap/qua/{}", provider.key);
                Link::new(label, back.map_or(path.clone(), |back| with_return(&path, back)))
            })
            .collect(),
        for_newcomers: true,
        demo,
        demo_password: t.with("identity-demo-password", "password", demo::PASSWORD),
    }
}

pub(super) async fn sign_in(
    reader: Reader,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    actor: Option<Actor>,
    Form(sent): Form<Sent>,
) -> Response {
    let back = return_to(sent.ve.as_deref());
    let before = actor.map(|actor| actor.session());
    let done = pages
        .identity
        .sign_in(&sent.login, &sent.password, &whence, before, pages.site.demo)
        .await;
    let again = |text| page::html(&sign_in_page(&reader, &pages, &sent.login, back, Some(text)));
    match done {
        Ok(done @ SignIn::Done { .. }) => {
            let there = Redirect::to(back.unwrap_or(ACCOUNT)).into_response();
            with_cookies(&pages.identity, &done, there)
        }
        Ok(SignIn::Wait(seconds)) => with_wait(seconds, again(wait_text(&reader.t, seconds))),
        Ok(SignIn::Wrong | SignIn::Weak(_)) => {
            let page = again(reader.t.text("identity-wrong"));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(error) => failed(&reader, &error),
    }
}

pub(super) async fn sign_out(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Response {
    if let Err(error) = pages.identity.end_session(&actor, actor.session()).await {
        return failed(&reader, &error);
    }
    let mut response = Redirect::to("/").into_response();
    if let Some(cookie) = pages.identity.cookies.forget(SESSION) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// By what else than a password somebody may prove who that is.
#[derive(Debug, Default)]
pub(super) struct Others {
    passkeys: bool,
    /// Keys and names of providers.
    providers: Vec<(String, String)>,
}

/// See [`Others`].
pub(super) async fn others(pages: &Pages, actor: &Actor) -> DbResult<Others> {
    let identity = &pages.identity;
    let keys = identity.keys(actor).await?;
    let links = identity.links(actor).await?;
    let providers = links.iter().filter_map(|link| identity.provider_of(&link.issuer));
    Ok(Others {
        passkeys: identity.has_passkeys() && keys.iter().any(|key| !key.suspended),
        providers: providers
            .map(|provider| (provider.key.clone(), provider.name.clone()))
            .collect(),
    })
}

pub(super) fn confirm_page(
    reader: &Reader,
    back: Option<&str>,
    wrong: Option<String>,
    others: &Others,
) -> SignInPage {
    let t = &reader.t;
    let mut password = Field::new(
        "password",
        t.text("identity-ask-password"),
        Control::Password { new: false },
    );
    let mut shell =
        Shell::new(reader, t.text("identity-confirm-title")).lead(t.text("identity-confirm-lead"));
    if let Some(text) = wrong {
        password = password.error(t, text);
        shell = shell.with_errors();
    }
    SignInPage {
        shell,
        errors: ErrorSummary::of(t, [&password]),
        notice: None,
        action: CONFIRM,
        back: back.unwrap_or_default().to_owned(),
        fields: vec![password],
        button: t.text("identity-confirm"),
        passkey: others
            .passkeys
            .then(|| PasskeyForm::to_confirm(reader, back).quiet()),
        providers: others
            .providers
            .iter()
            .map(|(key, name)| {
                let path = format!("/xac-nhan/qua/{key}");
                let label = t.with("identity-confirm-at", "name", name.as_str());
                Link::new(label, back.map_or(path.clone(), |back| with_return(&path, back)))
            })
            .collect(),
        for_newcomers: false,
        demo: None,
        demo_password: String::new(),
    }
}

pub(super) async fn ask_again(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
) -> Response {
    match others(&pages, &actor).await {
        Ok(others) => page::html(&confirm_page(
            &reader,
            return_to(asked.ve.as_deref()),
            None,
            &others,
        )),
        Err(error) => failed(&reader, &error),
    }
}

pub(super) async fn confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Form(sent): Form<Sent>,
) -> Response {
    let back = return_to(sent.ve.as_deref());
    let others = match others(&pages, &actor).await {
        Ok(others) => others,
        Err(error) => return failed(&reader, &error),
    };
    let again = |text| page::html(&confirm_page(&reader, back, Some(text), &others));
    match pages.identity.confirm(&actor, &sent.password, &whence).await {
        Ok(done @ SignIn::Done { .. }) => {
            let there = Redirect::to(back.unwrap_or(ACCOUNT)).into_response();
            with_cookies(&pages.identity, &done, there)
        }
        Ok(SignIn::Wait(seconds)) => with_wait(seconds, again(wait_text(&reader.t, seconds))),
        Ok(SignIn::Wrong | SignIn::Weak(_)) => {
            let page = again(reader.t.text("identity-wrong-password"));
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(error) => failed(&reader, &error),
    }
}
