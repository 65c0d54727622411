//! Web hooks: addresses of other programs that are told when something happens to a petition.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, FormToken},
    hooks::{self, Hook, HookId, Hooks},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Confirmation, Field},
        form::Sent,
    },
};
use serde_json::json;
use units::Unit;

use super::{Pages, home, missing, or_failed, shell, unit_for};
use crate::telling::SCOPE;

/// A web hook in the list.
struct Line {
    url: String,
    since: String,
    last: String,
    ended: String,
    try_it: String,
    end: String,
}

#[derive(Template)]
#[template(path = "petitions/hooks.html")]
struct HooksPage {
    shell: Shell,
    token: FormToken,
    done: Option<Confirmation>,
    secret: Option<String>,
    url: Field,
    may_add: bool,
    action: String,
    hooks: Vec<Line>,
}

fn hooks_of<'a>(reader: &Reader, pages: &'a Pages) -> Result<&'a Hooks, Instead> {
    pages
        .desk
        .telling()
        .and_then(|telling| telling.hooks.as_deref())
        .ok_or_else(|| missing(reader))
}

/// What came of the last time, in a sentence.
fn last(t: &Translator, hook: &Hook) -> String {
    let Some(at) = hook.last_at else {
        return t.text("petitions-hooks-never");
    };
    let key = match hook.last_reply.as_str() {
        "host" | "timeout" | "unreachable" => format!("petitions-hooks-reply-{}", hook.last_reply),
        _ => "petitions-hooks-reply".to_owned(),
    };
    let what = t.with(&key, "number", hook.last_reply.as_str());
    let mut said = format!("{}: {what}", t.instant(at));
    if let Some(since) = hook.failing_since {
        said = format!(
            "{said} {}",
            t.with("petitions-hooks-failing", "since", t.instant(since))
        );
    }
    said
}

async fn show(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    (secret, done): (Option<String>, Option<&str>),
    (typed, wrong): (&str, Option<String>),
) -> Answer {
    let t = &reader.t;
    hooks_of(reader, pages)?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let all = or_failed(reader, hooks::list(&mut read, unit.id.0, SCOPE).await)?;
    drop(read);
    let action = format!("{}/moc", home(unit));
    let mut url =
        Field::words("url", t.text("petitions-hooks-url"), typed).hint(t.text("petitions-hooks-url-hint"));
    let mut shell = shell(reader, unit, t.text("petitions-hooks-title"))
        .lead(t.text("petitions-hooks-lead"))
        .crumb(t.text("petitions-queue-title"), format!("{}/viec", home(unit)));
    let refused = wrong.is_some();
    if let Some(text) = wrong {
        url = url.error(t, text);
        shell = shell.with_errors();
    }
    let page = page::html(&HooksPage {
        shell,
        token: reader.form_token(),
        done: done.map(|key| Confirmation {
            title: t.text(key),
            text: t.text("petitions-hooks-did-next"),
        }),
        secret,
        url,
        may_add: all.iter().filter(|hook| hook.ended_at.is_none()).count() < hooks::MOST,
        hooks: all
            .into_iter()
            .map(|hook| Line {
                since: t.instant(hook.made_at),
                last: last(t, &hook),
                ended: hook.ended_at.map(|at| t.instant(at)).unwrap_or_default(),
                try_it: format!("{action}/{}/thu", hook.id),
                end: format!("{action}/{}/het", hook.id),
                url: hook.url,
            })
            .collect(),
        action,
    });
    if refused {
        let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page::private((status, page).into_response()));
    }
    Ok(page::private(page))
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    show(&reader, &pages, &unit, (None, None), ("", None)).await
}

pub(super) async fn make(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    let hooks = hooks_of(&reader, &pages)?;
    let typed = Sent(sent).get("url");
    let url = match hooks.address(&typed) {
        Ok(url) => url,
        Err(fault) => {
            let text = reader.t.text(&format!("petitions-{}", fault.key()));
            return show(&reader, &pages, &unit, (None, None), (&typed, Some(text))).await;
        }
    };
    let at = pages.desk.now().0;
    let mut write = or_failed(&reader, pages.desk.db.write().await)?;
    let all = or_failed(&reader, hooks::list(&mut write, unit.id.0, SCOPE).await)?;
    let in_force: Vec<&Hook> = all.iter().filter(|hook| hook.ended_at.is_none()).collect();
    let wrong = if in_force.iter().any(|hook| hook.url == url) {
        Some("petitions-hooks-error-twice")
    } else if in_force.len() >= hooks::MOST {
        Some("petitions-hooks-error-many")
    } else {
        None
    };
    if let Some(key) = wrong {
        drop(write);
        let text = reader.t.text(key);
        return show(&reader, &pages, &unit, (None, None), (&typed, Some(text))).await;
    }
    let made = hooks.make(&mut write, (unit.id.0, SCOPE), &url, at).await;
    let secret = or_failed(&reader, made)?;
    or_failed(&reader, write.commit().await)?;
    show(&reader, &pages, &unit, (Some(secret), None), ("", None)).await
}

/// Tells a hook something that has not happened, so that its owner sees whether it arrives.
pub(super) async fn try_it(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    let hooks = hooks_of(&reader, &pages)?;
    let id: HookId = id.parse().map_err(|_| missing(&reader))?;
    let at = pages.desk.now().0;
    let event = hooks::Event {
        once: &format!("petitions/try/{at}"),
        kind: "petition.test",
        data: json!({ "unit": unit.code }),
    };
    let mut write = or_failed(&reader, pages.desk.db.write().await)?;
    let told = hooks
        .tell(&mut write, (unit.id.0, SCOPE), Some(id), &event, at)
        .await;
    if or_failed(&reader, told)? == 0 {
        return Err(missing(&reader));
    }
    or_failed(&reader, write.commit().await)?;
    show(
        &reader,
        &pages,
        &unit,
        (None, Some("petitions-hooks-tried")),
        ("", None),
    )
    .await
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Result<Response, Instead> {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    let id: HookId = id.parse().map_err(|_| missing(&reader))?;
    let mut write = or_failed(&reader, pages.desk.db.write().await)?;
    let at = pages.desk.now().0;
    let ended = or_failed(&reader, hooks::end(&mut write, (unit.id.0, SCOPE), id, at).await)?;
    if !ended {
        return Err(missing(&reader));
    }
    or_failed(&reader, write.commit().await)?;
    show(
        &reader,
        &pages,
        &unit,
        (None, Some("petitions-hooks-did-end")),
        ("", None),
    )
    .await
}
