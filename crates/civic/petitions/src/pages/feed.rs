//! The feed of a unit (Atom, RFC 4287): petitions with their answers, as they are public.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use platform::{
    feed::{Entry, Feed},
    page::{Answer, Reader},
};

use super::{Pages, committee, home, missing, or_failed, origin, unit};
use crate::store;

/// Petitions in a feed.
const ENTRIES: usize = 50;

pub(super) async fn atom(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (reader, pages) = (&reader, &pages);
    let t = &reader.t;
    let unit = unit(pages, &xa).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let shown = or_failed(reader, store::shown(&mut read, unit.id, None, ENTRIES).await)?;
    drop(read);
    let updated = shown
        .iter()
        .map(|petition| petition.changed_at)
        .max()
        .unwrap_or_else(|| pages.desk.now().0);
    let entries = shown
        .iter()
        .map(|petition| Entry {
            id: petition.id.0,
            title: petition.public.title.clone(),
            summary: petition.public.answer.clone(),
            published: petition.shown_at.unwrap_or(petition.changed_at),
            updated: petition.changed_at,
            category: petition.category.as_str(),
        })
        .collect();
    let feed = Feed {
        language: t.code(),
        title: t.with("petitions-list-title", "unit", unit.name.as_str()),
        author: committee(reader, &unit),
        base: format!("{}{}", origin(pages, &headers), home(&unit)),
        updated,
        entries,
    };
    Ok(feed.answer())
}
