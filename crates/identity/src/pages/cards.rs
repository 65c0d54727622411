//! Code cards: one's own printed or ended, another person's printed, the next code given as a second factor.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Extension, Form,
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use platform::{
    access::{ACCOUNT, Actor, FormToken, SECOND_FACTOR, return_to},
    page::{
        self, Answer, Reader, Shell,
        components::{Control, ErrorSummary, Field, TextKind},
    },
};
use serde::Deserialize;

use super::{
    Pages, admin, failed,
    means::{self, MEANS},
    wait_text, with_cookies, with_wait,
};
use crate::{
    cards::{Card, Sheet},
    service::{GrantError, SignIn, Whence},
};

/// Where one prints a new card of one's own.
pub(super) const CARD: &str = "/tai-khoan/the-ma";

/// The form that takes a card's next code.
#[derive(Debug, Template)]
#[template(path = "identity/card_form.html")]
pub(super) struct CardForm {
    token: FormToken,
    /// Where the code is sent.
    action: &'static str,
    /// The page to come back to; empty for none.
    back: String,
    pub(super) code: Field,
    button: String,
}

impl HtmlSafe for CardForm {}

impl CardForm {
    pub(super) fn new(reader: &Reader, card: &Card, back: Option<&str>, wrong: Option<String>) -> Self {
        let t = &reader.t;
        let kind = Control::Text {
            kind: TextKind::Code,
            value: String::new(),
        };
        let mut code = Field::new(
            "code",
            t.with("identity-ask-card-code", "number", card.next),
            kind,
        )
        .hint(t.with("identity-ask-card-code-hint", "left", card.left));
        if let Some(text) = wrong {
            code = code.error(t, text);
        }
        Self {
            token: reader.form_token(),
            action: SECOND_FACTOR,
            back: back.unwrap_or_default().to_owned(),
            code,
            button: t.text("identity-card-confirm"),
        }
    }
}

/// A code as it was typed.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Typed {
    #[serde(default)]
    code: String,
    ve: Option<String>,
}

/// Takes the next code as the session's second factor.
pub(super) async fn confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Form(typed): Form<Typed>,
) -> Answer {
    let back = return_to(typed.ve.as_deref());
    let done = pages
        .identity
        .confirm_with_card(&actor, &typed.code, &whence)
        .await
        .map_err(|error| failed(&reader, &error))?;
    match done {
        SignIn::Done { .. } => {
            let there = Redirect::to(back.unwrap_or(ACCOUNT)).into_response();
            Ok(with_cookies(&pages.identity, &done, there))
        }
        SignIn::Wait(seconds) => {
            let wrong = wait_text(&reader.t, seconds);
            let page = means::second_factor_page(&reader, &actor, &pages, back, Some(wrong)).await?;
            Ok(with_wait(seconds, page))
        }
        SignIn::Wrong | SignIn::Weak(_) => {
            let wrong = reader.t.text("identity-wrong-card-code");
            let page = means::second_factor_page(&reader, &actor, &pages, back, Some(wrong)).await?;
            Ok(means::refused(page))
        }
    }
}

#[derive(Template)]
#[template(path = "identity/form.html")]
struct AskPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    button: String,
    back: String,
}

/// A page about one's own card that only asks whether to go on.
fn ask_page(reader: &Reader, (title, lead, button): (&str, &str, &str)) -> Response {
    let t = &reader.t;
    page::html(&AskPage {
        shell: Shell::new(reader, t.text(title))
            .lead(t.text(lead))
            .crumb(t.text("identity-account-title"), ACCOUNT)
            .crumb(t.text("identity-means-title"), MEANS),
        errors: ErrorSummary::of(t, []),
        fields: Vec::new(),
        button: t.text(button),
        back: MEANS.to_owned(),
    })
}

pub(super) async fn ask(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    let may = pages.identity.may_change_means(&actor).await;
    may.map_err(|error| means::instead(&reader, &error))?;
    let words = (
        "identity-card-new-title",
        "identity-card-new-lead",
        "identity-print-card",
    );
    Ok(ask_page(&reader, words))
}

#[derive(Template)]
#[template(path = "identity/card.html")]
struct SheetPage {
    shell: Shell,
    name: String,
    codes: Vec<String>,
    back: String,
}

pub(super) async fn print_own(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    let sheet = pages.identity.own_card(&actor).await;
    let sheet = sheet.map_err(|error| means::instead(&reader, &error))?;
    let shell = Shell::new(&reader, reader.t.text("identity-card"))
        .crumb(reader.t.text("identity-account-title"), ACCOUNT)
        .crumb(reader.t.text("identity-means-title"), MEANS);
    Ok(sheet_page(shell, actor.name(), &sheet, MEANS.to_owned()))
}

fn sheet_page(shell: Shell, name: &str, sheet: &Sheet, back: String) -> Response {
    page::html(&SheetPage {
        shell,
        name: name.to_owned(),
        codes: sheet.codes().collect(),
        back,
    })
}

pub(super) async fn ask_removal(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    let may = pages.identity.may_change_means(&actor).await;
    may.map_err(|error| means::instead(&reader, &error))?;
    let card = pages.identity.card(actor.person()).await;
    if card.map_err(|error| failed(&reader, &error))?.is_none() {
        return Ok(page::not_found(&reader));
    }
    let words = (
        "identity-card-remove-title",
        "identity-card-remove-lead",
        "identity-card-remove",
    );
    Ok(ask_page(&reader, words))
}

pub(super) async fn remove(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    let removed = pages.identity.remove_card(&actor).await;
    means::removed(&reader, &actor, &pages, (removed, "huy")).await
}

/// Prints a card for somebody else.
pub(super) async fn print_for(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(person): Path<String>,
) -> Answer {
    let found = admin::find(&pages, &actor, &person).await;
    let Some((account, _)) = found.map_err(|error| failed(&reader, &error))? else {
        return Ok(page::not_found(&reader));
    };
    match pages.identity.card_for(&actor, account.id).await {
        Ok(sheet) => {
            let back = admin::person_href(account.id);
            let shell = Shell::new(&reader, reader.t.text("identity-card"))
                .crumb(reader.t.text("identity-people-title"), admin::HOME)
                .crumb(account.name.as_str(), back.as_str());
            Ok(sheet_page(shell, &account.name, &sheet, back))
        }
        Err(GrantError::NotPermitted) => Ok(admin::forbidden(&reader)),
        Err(error) => Err(failed(&reader, &error).into()),
    }
}
