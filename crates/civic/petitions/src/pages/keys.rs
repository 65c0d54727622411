//! Keys with which other programs send petitions (Open311): made, shown once, ended.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, FormToken},
    page::{self, Answer, Reader, Shell, components::Field, form::Sent},
};
use units::Unit;

use super::{Pages, by, home, missing, or_failed, or_refused, shell, then, unit_for};
use crate::{model::ApiKeyId, store};

/// A key in the list: name, since when, until when, and where it is ended.
struct Line {
    name: String,
    since: String,
    ended: String,
    end: String,
}

#[derive(Template)]
#[template(path = "petitions/keys.html")]
struct KeysPage {
    shell: Shell,
    token: FormToken,
    made: Option<String>,
    name: Field,
    action: String,
    keys: Vec<Line>,
}

async fn show(reader: &Reader, pages: &Pages, unit: &Unit, made: Option<String>) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let keys = or_failed(reader, store::api_keys(&mut read, unit.id).await)?;
    drop(read);
    let action = format!("{}/khoa", home(unit));
    Ok(page::private(page::html(&KeysPage {
        shell: shell(reader, unit, t.text("petitions-keys-title"))
            .lead(t.text("petitions-keys-lead"))
            .crumb(t.text("petitions-queue-title"), format!("{}/viec", home(unit))),
        token: reader.form_token(),
        made,
        name: Field::words("name", t.text("petitions-keys-name"), "")
            .hint(t.text("petitions-keys-name-hint")),
        keys: keys
            .into_iter()
            .map(|key| Line {
                since: t.instant(key.made_at),
                ended: key.ended_at.map(|at| t.instant(at)).unwrap_or_default(),
                end: format!("{action}/{}/het", key.id),
                name: key.name,
            })
            .collect(),
        action,
    })))
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    show(&reader, &pages, &unit, None).await
}

pub(super) async fn make(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    let name: String = Sent(sent).get("name").chars().take(100).collect();
    let who = by(&actor, "approve", unit.id);
    let made = or_refused(&reader, pages.desk.make_api_key(unit.id, &name, &who).await)?;
    show(&reader, &pages, &unit, Some(made)).await
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Result<Response, page::Instead> {
    let unit = unit_for(&reader, &pages, &actor, &xa, "approve")?;
    let id: ApiKeyId = id.parse().map_err(|_| missing(&reader))?;
    let done = pages.desk.end_api_key(unit.id, id).await;
    Ok(then(&reader, done, &format!("{}/khoa", home(&unit))).into_response())
}
