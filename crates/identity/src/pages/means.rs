//! By what one signs in: passkeys added, used and removed, and the second factor of roles that ask for one.

use askama::{Template, filters::HtmlSafe};
use axum::{
    Extension, Form, Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use platform::{
    access::{ACCOUNT, Actor, FormToken, SECOND_FACTOR, return_to, with_return},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Confirmation, Control, ErrorSummary, Field, Link, Notice, Tag, TextKind, Tone},
    },
};
use serde::Deserialize;

use super::{
    Pages,
    cards::{CARD, CardForm},
    failed, place_name, role_name, sign_in, wait_text, with_cookies, with_wait,
};
use crate::{
    passkeys::{Key, MeansError, Purpose},
    providers::Linked,
    rules,
    service::{SignIn, Whence},
};

pub(super) const MEANS: &str = "/tai-khoan/cach-dang-nhap";
const NEW: &str = "/tai-khoan/khoa-truy-cap/moi";

/// A form that a passkey answers. It is shown by a script, where the browser has passkeys.
#[derive(Debug, Template)]
#[template(path = "identity/passkey_form.html")]
pub(super) struct PasskeyForm {
    token: FormToken,
    /// Where the answer is sent.
    action: &'static str,
    /// Where the script asks what to ask the browser for.
    ask: &'static str,
    /// Whether a passkey is made, rather than used.
    creates: bool,
    /// What a new one is called.
    name: Option<Field>,
    /// The page to come back to; empty for none.
    back: String,
    /// Said when no passkey came.
    trouble: String,
    button: String,
    /// Whether the page has a weightier button.
    quiet: bool,
}

impl HtmlSafe for PasskeyForm {}

impl PasskeyForm {
    fn new(reader: &Reader, action: &'static str, ask: &'static str, back: Option<&str>) -> Self {
        let t = &reader.t;
        Self {
            token: reader.form_token(),
            action,
            ask,
            creates: false,
            name: None,
            back: back.unwrap_or_default().to_owned(),
            trouble: t.text("identity-passkey-trouble"),
            button: t.text("identity-passkey-use"),
            quiet: false,
        }
    }

    /// To sign in with, beside the password.
    pub(super) fn to_sign_in(reader: &Reader, back: Option<&str>) -> Self {
        Self {
            button: reader.t.text("identity-passkey-sign-in"),
            quiet: true,
            ..Self::new(reader, "/dang-nhap/khoa", "/dang-nhap/khoa/hoi", back)
        }
    }

    /// To prove again who one is.
    pub(super) fn to_confirm(reader: &Reader, back: Option<&str>) -> Self {
        Self::new(reader, "/xac-nhan/khoa", "/xac-nhan/khoa/hoi", back)
    }

    /// Beside a weightier button.
    pub(super) fn quiet(self) -> Self {
        Self { quiet: true, ..self }
    }
}

/// What a passkey form sends.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Sent {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    name: String,
    ve: Option<String>,
}

/// The page that stands in the place of one that can't be had.
pub(super) fn instead(reader: &Reader, error: &MeansError) -> Instead {
    let t = &reader.t;
    match error {
        MeansError::Account(error) => failed(reader, error),
        MeansError::Gone => page::not_found(reader),
        MeansError::SecondFactorFirst => {
            Redirect::to(&with_return(SECOND_FACTOR, &reader.path_and_query)).into_response()
        }
        MeansError::Wait(seconds) => with_wait(*seconds, page::bad_request(reader, wait_text(t, *seconds))),
        other => page::bad_request(reader, words(t, other)),
    }
    .into()
}

pub(super) fn words(t: &Translator, error: &MeansError) -> String {
    t.text(match error {
        MeansError::Unavailable => "identity-passkeys-unavailable",
        MeansError::Taken => "identity-passkey-taken",
        MeansError::Last => "identity-last-means",
        _ => "identity-passkey-refused",
    })
}

pub(super) fn refused(page: Response) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

// Signing in and proving again.

pub(super) async fn ask_to_sign_in(
    reader: Reader,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
) -> Answer {
    let secret = reader.visitor.token.value();
    let asked = pages.identity.ask_passkey(Purpose::SignIn, secret, &whence).await;
    asked
        .map(|options| Json(options).into_response())
        .map_err(|error| instead(&reader, &error))
}

pub(super) async fn sign_in(
    reader: Reader,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    actor: Option<Actor>,
    Form(sent): Form<Sent>,
) -> Answer {
    let back = return_to(sent.ve.as_deref());
    let before = actor.map(|actor| actor.session());
    let secret = reader.visitor.token.value();
    let done = pages
        .identity
        .sign_in_with_passkey(secret, &sent.credential, &whence, before, pages.site.demo)
        .await;
    match done {
        Ok(done) => {
            let there = Redirect::to(back.unwrap_or(ACCOUNT)).into_response();
            Ok(with_cookies(&pages.identity, &done, there))
        }
        Err(error @ (MeansError::Refused | MeansError::Unavailable)) => {
            let notice = Notice::new(&reader.t, Tone::Problem, words(&reader.t, &error));
            let page = sign_in::sign_in_page(&reader, &pages, "", back, None).with_notice(notice);
            Ok(refused(page::html(&page)))
        }
        Err(error) => Err(instead(&reader, &error)),
    }
}

pub(super) async fn ask_to_confirm(
    reader: Reader,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
) -> Answer {
    let secret = reader.visitor.token.value();
    let asked = pages
        .identity
        .ask_passkey(Purpose::Confirm, secret, &whence)
        .await;
    asked
        .map(|options| Json(options).into_response())
        .map_err(|error| instead(&reader, &error))
}

pub(super) async fn confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<Sent>,
) -> Answer {
    let back = return_to(sent.ve.as_deref());
    let secret = reader.visitor.token.value();
    let done = pages
        .identity
        .confirm_with_passkey(&actor, secret, &sent.credential)
        .await;
    match done {
        Ok(done) => {
            let there = Redirect::to(back.unwrap_or(ACCOUNT)).into_response();
            Ok(with_cookies(&pages.identity, &done, there))
        }
        Err(error @ MeansError::Refused) => {
            let notice = Notice::new(&reader.t, Tone::Problem, words(&reader.t, &error));
            let others = sign_in::others(&pages, &actor).await;
            let others = others.map_err(|error| failed(&reader, &error))?;
            let page = sign_in::confirm_page(&reader, back, None, &others).with_notice(notice);
            Ok(refused(page::html(&page)))
        }
        Err(error) => Err(instead(&reader, &error)),
    }
}

// The second factor.

#[derive(Template)]
#[template(path = "identity/second_factor.html")]
struct SecondFactorPage {
    shell: Shell,
    errors: ErrorSummary,
    /// The roles that wait for it.
    roles: Vec<String>,
    /// Where it is given, by who has one.
    passkey: Option<PasskeyForm>,
    /// Where a card's next code is given.
    card: Option<CardForm>,
    /// Where one is made, by who has none.
    add: Vec<Link>,
}

/// The page to come back to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    ve: Option<String>,
}

pub(super) async fn second_factor(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
) -> Answer {
    let back = return_to(asked.ve.as_deref());
    if actor.withheld().next().is_none() {
        return Ok(Redirect::to(back.unwrap_or(ACCOUNT)).into_response());
    }
    second_factor_page(&reader, &actor, &pages, back, None).await
}

/// The page that takes a second factor; `wrong` is what was wrong with a card's code.
pub(super) async fn second_factor_page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    back: Option<&str>,
    wrong: Option<String>,
) -> Answer {
    let t = &reader.t;
    let keys = pages.identity.keys(actor).await;
    let keys = keys.map_err(|error| failed(reader, &error))?;
    let card = pages.identity.card(actor.person()).await;
    let card = card.map_err(|error| failed(reader, &error))?;
    let usable = pages.identity.has_passkeys() && keys.iter().any(|key| !key.suspended);
    let mut roles = Vec::new();
    for held in actor.withheld() {
        let place = place_name(&pages.identity, held.place).await;
        let place = place.map_err(|error| failed(reader, &error))?;
        roles.push(format!("{}: {place}", role_name(t, &held.role)));
    }
    let mut add = Vec::new();
    if !usable && card.is_none() {
        if pages.identity.has_passkeys() {
            let there = with_return(NEW, back.unwrap_or(ACCOUNT));
            add.push(Link::new(t.text("identity-passkey-new-title"), there));
        }
        add.push(Link::new(t.text("identity-card-new-title"), CARD));
    }
    let lead = if add.is_empty() {
        "identity-second-factor-lead"
    } else {
        "identity-second-factor-none"
    };
    let mut shell = Shell::new(reader, t.text("identity-second-factor-title"))
        .lead(t.text(lead))
        .crumb(t.text("identity-account-title"), ACCOUNT);
    if wrong.is_some() {
        shell = shell.with_errors();
    }
    let card = card.map(|card| CardForm::new(reader, &card, back, wrong));
    Ok(page::html(&SecondFactorPage {
        shell,
        errors: ErrorSummary::of(t, card.iter().map(|card| &card.code)),
        roles,
        passkey: usable.then(|| PasskeyForm::to_confirm(reader, back)),
        card,
        add,
    }))
}

// The list.

struct Shown {
    name: String,
    added: String,
    used: String,
    state: Option<Tag>,
    remove: String,
}

#[derive(Template)]
#[template(path = "identity/means.html")]
struct MeansPage {
    shell: Shell,
    confirmation: Option<Confirmation>,
    notice: Option<Notice>,
    password: String,
    keys: Vec<Shown>,
    /// Whether browsers make passkeys for this site.
    available: bool,
    /// How the card of codes stands.
    card: String,
    has_card: bool,
    links: Vec<Shown>,
    /// Providers at which an identity may be linked.
    providers: Vec<Link>,
}

/// What was just done: `them` added a passkey, `go` removed one, `huy` ended a card, `noi` linked an identity, `roi`
/// took one off, `lai` came back with a printed code.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    them: Option<String>,
    go: Option<String>,
    huy: Option<String>,
    noi: Option<String>,
    roi: Option<String>,
    lai: Option<String>,
}

/// What people call the provider that calls itself so.
pub(super) fn provider_name(pages: &Pages, issuer: &str) -> String {
    pages
        .identity
        .provider_of(issuer)
        .map_or_else(|| issuer.to_owned(), |provider| provider.name.clone())
}

/// When something was added and used.
fn times(t: &Translator, created: Timestamp, used: Option<Timestamp>) -> (String, String) {
    let used = match used {
        Some(at) => t.with("identity-passkey-used", "when", t.instant(at)),
        None => t.text("identity-passkey-unused"),
    };
    (t.with("identity-passkey-added", "when", t.instant(created)), used)
}

fn shown(t: &Translator, key: &Key) -> Shown {
    let (added, used) = times(t, key.created, key.used);
    Shown {
        name: key.name.clone(),
        added,
        used,
        state: key
            .suspended
            .then(|| Tag::new(Tone::Problem, t.text("identity-passkey-suspended"))),
        remove: format!("/tai-khoan/khoa-truy-cap/{}", key.id),
    }
}

fn shown_link(t: &Translator, pages: &Pages, link: &Linked) -> Shown {
    let (added, used) = times(t, link.created, link.used);
    let gone = pages.identity.provider_of(&link.issuer).is_none();
    Shown {
        name: provider_name(pages, &link.issuer),
        added,
        used,
        state: gone.then(|| Tag::new(Tone::Info, t.text("identity-provider-gone"))),
        remove: format!("/tai-khoan/dinh-danh/{}", link.id),
    }
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Query(done): Query<Done>,
) -> Answer {
    list_page(&reader, &actor, &pages, &done, None).await
}

/// The list, with what came of something done to it.
pub(super) async fn page_of(reader: &Reader, actor: &Actor, pages: &Pages, notice: Option<Notice>) -> Answer {
    list_page(reader, actor, pages, &Done::default(), notice).await
}

async fn list_page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    done: &Done,
    notice: Option<Notice>,
) -> Answer {
    let t = &reader.t;
    let identity = &pages.identity;
    let keys = identity.keys(actor).await;
    let keys = keys.map_err(|error| failed(reader, &error))?;
    let card = identity.card(actor.person()).await;
    let card = card.map_err(|error| failed(reader, &error))?;
    let links = identity.links(actor).await;
    let links = links.map_err(|error| failed(reader, &error))?;
    let account = identity.person(actor.person()).await;
    let account = account.map_err(|error| failed(reader, &error))?;
    let key = [
        (&done.them, "identity-passkey-was-added"),
        (&done.go, "identity-passkey-was-removed"),
        (&done.huy, "identity-card-was-removed"),
        (&done.noi, "identity-was-linked"),
        (&done.roi, "identity-was-unlinked"),
    ]
    .into_iter()
    .find_map(|(asked, key)| asked.is_some().then_some(key));
    let warned = || {
        if done.lai.is_some() {
            Some(Notice::new(t, Tone::Warning, t.text("identity-recovered")))
        } else if keys.iter().any(|key| key.suspended) {
            let why = t.text("identity-passkey-suspended-why");
            Some(Notice::new(t, Tone::Problem, why))
        } else {
            None
        }
    };
    let unlinked = identity
        .providers
        .iter()
        .filter(|provider| {
            !links
                .iter()
                .any(|link| provider_name(pages, &link.issuer) == provider.name)
        })
        .map(|provider| {
            Link::new(
                t.with("identity-link-provider", "name", provider.name.as_str()),
                format!("/tai-khoan/lien-ket/{}", provider.key),
            )
        });
    Ok(page::html(&MeansPage {
        shell: Shell::new(reader, t.text("identity-means-title"))
            .lead(t.text("identity-means-lead"))
            .crumb(t.text("identity-account-title"), ACCOUNT),
        confirmation: key.map(|key| Confirmation {
            title: t.text(key),
            text: t.text("identity-means-changed"),
        }),
        notice: notice.or_else(warned),
        password: t.text(if account.is_some_and(|account| account.enrolled) {
            "identity-password-set"
        } else {
            "identity-password-none"
        }),
        available: identity.has_passkeys(),
        has_card: card.is_some(),
        card: match &card {
            Some(card) => t.format(
                "identity-card-state",
                &[
                    ("when", t.instant(card.made).into()),
                    ("next", card.next.into()),
                    ("left", card.left.into()),
                ],
            ),
            None => t.text("identity-card-none"),
        },
        links: links.iter().map(|link| shown_link(t, pages, link)).collect(),
        providers: unlinked.collect(),
        keys: keys.iter().map(|key| shown(t, key)).collect(),
    }))
}

// Adding.

#[derive(Template)]
#[template(path = "identity/passkey_new.html")]
struct NewPage {
    shell: Shell,
    errors: ErrorSummary,
    passkey: PasskeyForm,
}

fn new_page(reader: &Reader, name: &str, back: Option<&str>, wrong: Option<String>) -> NewPage {
    let t = &reader.t;
    let mut field = Field::new(
        "name",
        t.text("identity-passkey-name"),
        Control::Text {
            kind: TextKind::Words,
            value: name.to_owned(),
        },
    )
    .hint(t.text("identity-passkey-name-hint"));
    let mut shell = Shell::new(reader, t.text("identity-passkey-new-title"))
        .lead(t.text("identity-passkey-new-lead"))
        .crumb(t.text("identity-account-title"), ACCOUNT)
        .crumb(t.text("identity-means-title"), MEANS);
    if let Some(text) = wrong {
        field = field.error(t, text);
        shell = shell.with_errors();
    }
    NewPage {
        shell,
        errors: ErrorSummary::of(t, [&field]),
        passkey: PasskeyForm {
            creates: true,
            name: Some(field),
            button: t.text("identity-passkey-create"),
            ..PasskeyForm::new(reader, NEW, "/tai-khoan/khoa-truy-cap/hoi", back)
        },
    }
}

pub(super) async fn ask_name(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Extension(whence): Extension<Whence>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    if !pages.identity.has_passkeys() {
        return Err(instead(&reader, &MeansError::Unavailable));
    }
    let may = pages.identity.may_change_means(&actor).await;
    may.map_err(|error| instead(&reader, &error))?;
    let (kind, browser) = rules::device(&whence.user_agent);
    let device = t.text(&format!("identity-device-{kind}"));
    let name = [device.as_str(), browser]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>();
    let back = return_to(asked.ve.as_deref());
    Ok(page::html(&new_page(&reader, &name.join(", "), back, None)))
}

pub(super) async fn ask_new(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    let secret = reader.visitor.token.value();
    let asked = pages.identity.ask_new_passkey(&actor, secret).await;
    asked
        .map(|options| Json(options).into_response())
        .map_err(|error| instead(&reader, &error))
}

pub(super) async fn add(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<Sent>,
) -> Answer {
    let back = return_to(sent.ve.as_deref());
    let again = |wrong| refused(page::html(&new_page(&reader, &sent.name, back, Some(wrong))));
    let Some(name) = rules::key_name(&sent.name) else {
        return Ok(again(reader.t.text("identity-passkey-no-name")));
    };
    let secret = reader.visitor.token.value();
    let added = pages
        .identity
        .add_passkey(&actor, secret, &name, &sent.credential)
        .await;
    match added {
        Ok(session) => {
            let there = back.map_or_else(|| format!("{MEANS}?them=1"), str::to_owned);
            let device = String::new();
            let done = SignIn::Done { session, device };
            Ok(with_cookies(
                &pages.identity,
                &done,
                Redirect::to(&there).into_response(),
            ))
        }
        Err(error @ (MeansError::Refused | MeansError::Taken)) => Ok(again(words(&reader.t, &error))),
        Err(error) => Err(instead(&reader, &error)),
    }
}

// Removing.

#[derive(Template)]
#[template(path = "identity/form.html")]
struct RemovePage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    button: String,
    back: String,
}

/// The page that asks whether one of the means is to be removed.
pub(super) fn removal_page(reader: &Reader, title: String, lead: String) -> Response {
    let t = &reader.t;
    page::html(&RemovePage {
        shell: Shell::new(reader, title)
            .lead(lead)
            .crumb(t.text("identity-account-title"), ACCOUNT)
            .crumb(t.text("identity-means-title"), MEANS),
        errors: ErrorSummary::of(t, []),
        fields: Vec::new(),
        button: t.text("identity-remove"),
        back: MEANS.to_owned(),
    })
}

/// What came of removing one of the means; the last can't be.
pub(super) async fn removed(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (removed, key): (Result<(), MeansError>, &str),
) -> Answer {
    match removed {
        Ok(()) => Ok(Redirect::to(&format!("{MEANS}?{key}=1")).into_response()),
        Err(error @ MeansError::Last) => {
            let notice = Notice::new(&reader.t, Tone::Problem, words(&reader.t, &error));
            Ok(refused(page_of(reader, actor, pages, Some(notice)).await?))
        }
        Err(error) => Err(instead(reader, &error)),
    }
}

pub(super) async fn ask_removal(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(id): Path<String>,
) -> Answer {
    let t = &reader.t;
    let may = pages.identity.may_change_means(&actor).await;
    may.map_err(|error| instead(&reader, &error))?;
    let keys = pages.identity.keys(&actor).await;
    let keys = keys.map_err(|error| failed(&reader, &error))?;
    let Some(key) = keys.iter().find(|key| key.id.to_string() == id) else {
        return Ok(page::not_found(&reader));
    };
    let title = t.with("identity-passkey-remove-title", "name", key.name.as_str());
    Ok(removal_page(
        &reader,
        title,
        t.text("identity-passkey-remove-lead"),
    ))
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
    let done = pages.identity.remove_passkey(&actor, id).await;
    removed(&reader, &actor, &pages, (done, "go")).await
}
