//! One's own account: roles, password, sessions.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;
use platform::{
    access::{ACCOUNT, Actor, SECOND_FACTOR, SessionId, with_return},
    db::DbResult,
    i18n::Translator,
    page::{
        self, Reader, Shell,
        components::{
            Cell, Column, Confirmation, Control, ErrorSummary, Field, Link, Notice, Row, SummaryList, Table,
            Tag, Tone,
        },
    },
};
use serde::Deserialize;

use super::{Pages, failed, period, place_name, role_name, weak_text, with_cookies};
use crate::{
    service::{GrantError, Session, SignIn},
    store::Event,
};

const SESSIONS: &str = "/tai-khoan/phien";
const PASSWORD: &str = "/tai-khoan/mat-khau";
/// Entries of the trace that the owner sees.
const EVENTS: usize = 20;

#[derive(Template)]
#[template(path = "identity/account.html")]
struct AccountPage {
    shell: Shell,
    confirmation: Option<Confirmation>,
    /// Roles that wait for a second factor.
    waiting: Option<Notice>,
    summary: SummaryList,
    roles: Option<Table>,
    links: Vec<Link>,
    events: Option<Table>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// What was just done: `moi` enrolled, `doi` password changed.
    moi: Option<String>,
    doi: Option<String>,
    ket: Option<String>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
) -> Response {
    // Whoever comes back with a printed code is shown what still opens the account, and decides.
    let keys = match pages.identity.keys(&actor).await {
        Ok(keys) => keys,
        Err(error) => return failed(&reader, &error),
    };
    let links = match pages.identity.links(&actor).await {
        Ok(links) => links,
        Err(error) => return failed(&reader, &error),
    };
    if asked.moi.is_some() && (!keys.is_empty() || !links.is_empty()) {
        return Redirect::to(&format!("{}?lai=1", super::means::MEANS)).into_response();
    }
    match account_page(&reader, &actor, &pages, &asked).await {
        Ok(page) => page::html(&page),
        Err(error) => failed(&reader, &error),
    }
}

async fn account_page(reader: &Reader, actor: &Actor, pages: &Pages, asked: &Asked) -> DbResult<AccountPage> {
    let t = &reader.t;
    let identity = &pages.identity;
    let login = identity
        .person(actor.person())
        .await?
        .map(|account| account.login);
    let mut rows = Vec::new();
    for (held, waits) in actor
        .held()
        .map(|held| (held, false))
        .chain(actor.withheld().map(|held| (held, true)))
    {
        let mut role = Cell::text(role_name(t, &held.role));
        if waits {
            role = role.tag(Tag::new(Tone::Warning, t.text("identity-role-waits")));
        }
        rows.push(Row::new(vec![
            role,
            Cell::text(place_name(identity, held.place).await?),
            Cell::text(period(t, held.from, held.to)),
        ]));
    }
    let columns = vec![
        Column::text(t.text("identity-column-role")),
        Column::text(t.text("identity-column-place")),
        Column::text(t.text("identity-column-period")),
    ];
    let done = if asked.moi.is_some() {
        Some("identity-enrolled")
    } else if asked.doi.is_some() {
        Some("identity-password-changed")
    } else {
        None
    };
    let mut links = vec![
        Link::new(t.text("identity-sessions-title"), SESSIONS),
        Link::new(t.text("identity-means-title"), super::means::MEANS),
        Link::new(t.text("identity-password-title"), PASSWORD),
    ];
    if actor.may_somewhere("people", "enrol") {
        links.push(Link::new(t.text("identity-people-title"), "/quan-tri"));
    }
    links.push(Link::new(t.text("identity-matrix-title"), "/quyen-han"));
    let events = identity.events(actor.person(), EVENTS).await?;
    Ok(AccountPage {
        shell: Shell::new(reader, t.text("identity-account-title")),
        confirmation: done.map(|key| Confirmation {
            title: t.text(key),
            text: t.text(&format!("{key}-next")),
        }),
        waiting: actor.withheld().next().map(|_| {
            let link = t.text("identity-second-factor-title");
            Notice::new(t, Tone::Warning, t.text("identity-roles-wait"))
                .link(link, with_return(SECOND_FACTOR, ACCOUNT))
        }),
        summary: SummaryList::new(vec![
            (t.text("identity-ask-name"), Cell::text(actor.name())),
            (
                t.text("identity-ask-login"),
                Cell::text(login.unwrap_or_default()),
            ),
        ]),
        roles: (!rows.is_empty()).then(|| Table::new(t.text("identity-roles"), columns, rows)),
        links,
        events: events_table(t, &events),
    })
}

/// The trace of an account.
pub(super) fn events_table(t: &Translator, events: &[Event]) -> Option<Table> {
    let row = |event: &Event| {
        let by = if event.by.is_none() {
            t.text("identity-by-command")
        } else {
            event.by_name.clone()
        };
        let of_a_role = ["granted", "ended"].contains(&event.what.as_str());
        let parts = event.detail.split_once(": ").filter(|_| of_a_role);
        let (role, reason) = parts.unwrap_or(("", event.detail.as_str()));
        let what = t.text(&format!("identity-event-{}", event.what));
        let what = if role.is_empty() {
            what
        } else {
            format!("{what}: {}", role_name(t, role))
        };
        Row::new(vec![
            Cell::text(what).note(reason),
            Cell::text(by),
            Cell::text(t.instant(event.at)),
        ])
    };
    let columns = vec![
        Column::text(t.text("identity-column-what")),
        Column::text(t.text("identity-column-by")),
        Column::text(t.text("identity-column-when")),
    ];
    let rows: Vec<Row> = events.iter().map(row).collect();
    (!rows.is_empty()).then(|| Table::new(t.text("identity-events"), columns, rows))
}

#[derive(Template)]
#[template(path = "identity/form.html")]
struct PasswordPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    button: String,
    back: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct NewPassword {
    #[serde(default)]
    password: String,
    #[serde(default)]
    again: String,
}

fn password_page(
    reader: &Reader,
    pages: &Pages,
    password_error: Option<String>,
    again_error: Option<String>,
) -> PasswordPage {
    let t = &reader.t;
    let length = i64::try_from(pages.identity.settings.password_length).unwrap_or(i64::MAX);
    let mut shell = Shell::new(reader, t.text("identity-password-title"))
        .lead(t.text("identity-password-lead"))
        .crumb(t.text("identity-account-title"), ACCOUNT);
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
    if password_error.is_some() || again_error.is_some() {
        shell = shell.with_errors();
    }
    if let Some(text) = password_error {
        password = password.error(t, text);
    }
    if let Some(text) = again_error {
        again = again.error(t, text);
    }
    let fields = vec![password, again];
    PasswordPage {
        shell,
        errors: ErrorSummary::of(t, &fields),
        fields,
        button: t.text("identity-change-password"),
        back: ACCOUNT.to_owned(),
    }
}

pub(super) async fn ask_password(reader: Reader, State(pages): State<Pages>) -> Response {
    page::html(&password_page(&reader, &pages, None, None))
}

pub(super) async fn change_password(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<NewPassword>,
) -> Response {
    let t = &reader.t;
    let refused = |page| (StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)).into_response();
    if sent.password != sent.again {
        let text = t.text("identity-not-the-same");
        return refused(password_page(&reader, &pages, None, Some(text)));
    }
    match pages.identity.change_password(&actor, &sent.password).await {
        Ok(Ok(session)) => {
            let device = String::new();
            let there = Redirect::to(&format!("{ACCOUNT}?doi=1")).into_response();
            with_cookies(&pages.identity, &SignIn::Done { session, device }, there)
        }
        Ok(Err(weak)) => {
            let text = weak_text(t, weak, &pages.identity);
            refused(password_page(&reader, &pages, Some(text), None))
        }
        Err(GrantError::Gone) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

struct Shown {
    device: String,
    began: String,
    used: String,
    means: String,
    here: Option<Tag>,
    end: String,
}

#[derive(Template)]
#[template(path = "identity/sessions.html")]
struct SessionsPage {
    shell: Shell,
    confirmation: Option<Confirmation>,
    sessions: Vec<Shown>,
}

/// The kind of device, the browser, and the network, in words.
fn device_words(t: &Translator, session: &Session) -> String {
    let (kind, browser) = session.device.split_once(' ').unwrap_or((&session.device, ""));
    let kind = t.text(&format!("identity-device-{kind}"));
    let mut words = vec![kind];
    if !browser.is_empty() {
        words.push(browser.to_owned());
    }
    words.push(match session.network.as_str() {
        "" => t.text("identity-network-unknown"),
        own if own.starts_with("127.") || own.starts_with("0:0:0:") => t.text("identity-network-here"),
        other => t.with("identity-network", "network", other),
    });
    words.join(", ")
}

/// How long ago, in words, as coarse as it need be.
fn ago(t: &Translator, at: Timestamp, now: Timestamp) -> String {
    let minutes = (now.as_second() - at.as_second()) / 60;
    match minutes {
        ..=1 => t.text("identity-ago-now"),
        2..60 => t.with("identity-ago-minutes", "count", minutes),
        60..1440 => t.with("identity-ago-hours", "count", minutes / 60),
        _ => t.with("identity-ago-days", "count", minutes / 1440),
    }
}

pub(super) async fn sessions(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
) -> Response {
    let t = &reader.t;
    let now = pages.identity.clock.now();
    let sessions = match pages.identity.sessions(&actor).await {
        Ok(sessions) => sessions,
        Err(error) => return failed(&reader, &error),
    };
    let shown = sessions.iter().map(|session| Shown {
        device: device_words(t, session),
        began: t.with("identity-session-began", "when", t.instant(session.created)),
        used: t.with("identity-session-used", "ago", ago(t, session.used, now)),
        means: t.text(&format!("identity-means-{}", session.means.key())),
        here: (session.id == actor.session())
            .then(|| Tag::new(Tone::Success, t.text("identity-session-here"))),
        end: format!("{SESSIONS}/{}", session.id.0),
    });
    page::html(&SessionsPage {
        shell: Shell::new(&reader, t.text("identity-sessions-title"))
            .lead(t.text("identity-sessions-lead"))
            .crumb(t.text("identity-account-title"), ACCOUNT),
        confirmation: asked.ket.map(|_| Confirmation {
            title: t.text("identity-session-ended"),
            text: String::new(),
        }),
        sessions: shown.collect(),
    })
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(session): Path<String>,
) -> Response {
    let Ok(session) = session.parse().map(SessionId) else {
        return page::not_found(&reader);
    };
    match pages.identity.end_session(&actor, session).await {
        Ok(0) => page::not_found(&reader),
        Ok(_) => Redirect::to(&format!("{SESSIONS}?ket=1")).into_response(),
        Err(error) => failed(&reader, &error),
    }
}

pub(super) async fn end_others(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Response {
    match pages.identity.end_other_sessions(&actor).await {
        Ok(_) => Redirect::to(&format!("{SESSIONS}?ket=1")).into_response(),
        Err(error) => failed(&reader, &error),
    }
}
