//! The feed of a commune (Atom, RFC 4287): what was published, corrected, withdrawn.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use platform::{
    feed::{Entry, Feed},
    page::{Answer, Reader},
};
use units::UnitId;

use super::missing;
use super::{Pages, committee, commune, home, item::origin, or_failed, words};
use crate::{
    follow::{board_name, hamlet_board_name},
    model::ItemState,
    store::{self, Filter},
};

/// Matters in a feed.
const ENTRIES: usize = 50;

pub(super) async fn atom(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    headers: HeaderMap,
) -> Answer {
    atom_of(&reader, &pages, (&xa, None), &headers).await
}

/// What hung at the boards of one hamlet.
pub(super) async fn of_hamlet(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    atom_of(&reader, &pages, (&xa, Some(&ap)), &headers).await
}

async fn atom_of(
    reader: &Reader,
    pages: &Pages,
    (xa, ap): (&str, Option<&str>),
    headers: &HeaderMap,
) -> Answer {
    let t = &reader.t;
    let unit = commune(pages, xa).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (listed, title) = match ap {
        None => {
            let listed = store::board(&mut read, unit.id, &Filter::default(), ENTRIES).await;
            (or_failed(reader, listed)?, board_name(t, &unit))
        }
        Some(ap) => {
            let id = UnitId(ap.parse().map_err(|_| missing(reader))?);
            let hamlet = or_failed(reader, units::hamlets::get(&mut read, id).await)?
                .filter(|hamlet| hamlet.commune == unit.id)
                .ok_or_else(|| missing(reader))?;
            let listed = store::hung_in(&mut read, unit.id, id, ENTRIES).await;
            let title = hamlet_board_name(t, &unit, &hamlet.name);
            (or_failed(reader, listed)?, title)
        }
    };
    drop(read);
    let base = format!("{}{}", origin(pages, headers), home(&unit));
    let (now, _) = pages.desk.now();
    let updated = listed
        .iter()
        .map(|listed| listed.item.changed_at)
        .max()
        .unwrap_or(now);
    let entries = listed
        .iter()
        .map(|listed| {
            let item = &listed.item;
            Entry {
                id: item.id.0,
                title: words::title(t, item, &listed.version.text.title),
                summary: match &item.withdrawn {
                    Some(withdrawal) => t.with(
                        "disclosure-withdrawn-because",
                        "reason",
                        withdrawal.reason.as_str(),
                    ),
                    None => listed.version.text.summary.clone(),
                },
                published: item.published_at.unwrap_or(item.changed_at),
                updated: item.changed_at,
                category: match (item.state, item.quarter) {
                    (ItemState::Published, None) => item.matter.as_str(),
                    (ItemState::Published, Some(_)) => "register",
                    (state, _) => state.key(),
                },
            }
        })
        .collect();
    let feed = Feed {
        language: t.code(),
        title,
        author: committee(reader, &unit),
        base,
        updated,
        entries,
    };
    Ok(feed.answer())
}
