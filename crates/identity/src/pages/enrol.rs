//! Enrolling, and recovering, with a printed code.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    access::ACCOUNT,
    page::{
        self, Reader, Shell,
        components::{Control, ErrorSummary, Field, TextKind},
    },
};
use serde::Deserialize;

use super::{Pages, failed, wait_text, weak_text, with_cookies, with_wait};
use crate::service::{SignIn, Whence};

#[derive(Template)]
#[template(path = "identity/form.html")]
struct EnrolPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    button: String,
    back: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The code, as the printed link has it.
    ma: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    code: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

/// What is wrong: with the code, or with the password, or with its repetition.
#[derive(Debug, Default)]
struct Wrong {
    code: Option<String>,
    password: Option<String>,
    again: Option<String>,
}

fn page_of(reader: &Reader, pages: &Pages, code: &str, wrong: Wrong) -> EnrolPage {
    let t = &reader.t;
    let kind = Control::Text {
        kind: TextKind::Code,
        value: code.to_owned(),
    };
    let mut code =
        Field::new("code", t.text("identity-ask-code"), kind).hint(t.text("identity-ask-code-hint"));
    let length = i64::try_from(pages.identity.settings.password_length).unwrap_or(i64::MAX);
    let mut password = Field::new(
        "password",
        t.text("identity-ask-new-password"),
        Control::Password { new: true },
    )
    .hint(t.with("identity-ask-new-password-hint", "length", length));
    let mut again = Field::new(
        "again",
        t.text("identity-ask-again"),
        Control::Password { new: true },
    );
    let is_wrong = wrong.code.is_some() || wrong.password.is_some() || wrong.again.is_some();
    if let Some(text) = wrong.code {
        code = code.error(t, text);
    }
    if let Some(text) = wrong.password {
        password = password.error(t, text);
    }
    if let Some(text) = wrong.again {
        again = again.error(t, text);
    }
    let mut shell = Shell::new(reader, t.text("identity-enrol-title")).lead(t.text("identity-enrol-lead"));
    if is_wrong {
        shell = shell.with_errors();
    }
    let fields = vec![code, password, again];
    EnrolPage {
        shell,
        errors: ErrorSummary::of(t, &fields),
        fields,
        button: t.text("identity-enrol"),
        back: String::new(),
    }
}

pub(super) async fn ask(reader: Reader, State(pages): State<Pages>, Query(asked): Query<Asked>) -> Response {
    let code = asked.ma.unwrap_or_default();
    page::html(&page_of(&reader, &pages, &code, Wrong::default()))
}

pub(super) async fn enrol(
    reader: Reader,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Form(sent): Form<Sent>,
) -> Response {
    let t = &reader.t;
    let again = |wrong| page::html(&page_of(&reader, &pages, &sent.code, wrong));
    let refused = |wrong| (StatusCode::UNPROCESSABLE_ENTITY, again(wrong)).into_response();
    if sent.password != sent.again {
        return refused(Wrong {
            again: Some(t.text("identity-not-the-same")),
            ..Wrong::default()
        });
    }
    match pages.identity.enrol(&sent.code, &sent.password, &whence).await {
        Ok(done @ SignIn::Done { .. }) => {
            let there = Redirect::to(&format!("{ACCOUNT}?moi=1")).into_response();
            with_cookies(&pages.identity, &done, there)
        }
        Ok(SignIn::Wrong) => refused(Wrong {
            code: Some(t.text("identity-wrong-code")),
            ..Wrong::default()
        }),
        Ok(SignIn::Weak(weak)) => refused(Wrong {
            password: Some(weak_text(t, weak, &pages.identity)),
            ..Wrong::default()
        }),
        Ok(SignIn::Wait(seconds)) => {
            let wrong = Wrong {
                code: Some(wait_text(t, seconds)),
                ..Wrong::default()
            };
            with_wait(seconds, again(wrong))
        }
        Err(error) => failed(&reader, &error),
    }
}
