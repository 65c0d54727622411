//! The feed of a commune (Atom, RFC 4287): what was opened, answered, decided, withdrawn.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use platform::{
    feed::{Entry, Feed},
    page::{Answer, Reader},
};

use super::{Pages, committee, commune, home, missing, or_failed, origin, public::title};
use crate::consultation::{
    model::{Consultation, State as Stands},
    store,
};

/// Consultations in a feed, open ones and others.
const ENTRIES: usize = 50;

pub(super) async fn atom(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let (reader, pages) = (&reader, &pages);
    let t = &reader.t;
    let unit = commune(pages, &xa).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut listed: Vec<Consultation> = Vec::new();
    for states in [
        [Stands::Open; 3],
        [Stands::Answered, Stands::Concluded, Stands::Withdrawn],
    ] {
        listed.extend(or_failed(
            reader,
            store::list(&mut read, unit.id, states, None, ENTRIES).await,
        )?);
    }
    drop(read);
    listed.sort_by_key(|consultation| std::cmp::Reverse(consultation.changed_at));
    let base = format!("{}{}", origin(pages, &headers), home(&unit));
    let updated = listed
        .first()
        .map_or_else(|| pages.desk.now().0, |consultation| consultation.changed_at);
    let entries = listed
        .iter()
        .map(|consultation| Entry {
            id: consultation.id.0,
            title: title(t, consultation),
            summary: match &consultation.withdrawn {
                Some((_, reason)) => t.with("consultation-withdrawn-because", "reason", reason.as_str()),
                None => consultation.introduction.clone(),
            },
            published: consultation
                .opened
                .as_ref()
                .map_or(consultation.changed_at, |opened| opened.at),
            updated: consultation.changed_at,
            category: consultation.state.key(),
        })
        .collect();
    let feed = Feed {
        language: t.code(),
        title: t.with("consultation-list-title", "commune", unit.name.as_str()),
        author: committee(reader, &unit),
        base,
        updated,
        entries,
    };
    Ok(feed.answer())
}
