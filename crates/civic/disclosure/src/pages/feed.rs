//! The feed of a commune (Atom, RFC 4287): what was published, corrected, withdrawn.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use platform::page::{Answer, Reader};

use super::missing;
use super::{Pages, committee, commune, home, item::origin, or_failed, words};
use crate::{
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
    atom_of(&reader, &pages, &xa, &headers).await
}

async fn atom_of(reader: &Reader, pages: &Pages, xa: &str, headers: &HeaderMap) -> Answer {
    let t = &reader.t;
    let unit = commune(pages, xa).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let listed = or_failed(
        reader,
        store::board(&mut read, unit.id, &Filter::default(), ENTRIES).await,
    )?;
    drop(read);
    let base = format!("{}{}", origin(pages, headers), home(&unit));
    let (now, _) = pages.desk.now();
    let updated = listed
        .iter()
        .map(|listed| listed.item.changed_at)
        .max()
        .unwrap_or(now);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{base}</id>\n<link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}/tin.atom\"/>\n\
         <updated>{updated}</updated>\n<author><name>{}</name></author>\n",
        t.code(),
        escaped(&t.with("disclosure-board-title", "commune", unit.name.as_str())),
        escaped(&committee(reader, &unit)),
    );
    for listed in &listed {
        let item = &listed.item;
        let summary = match &item.withdrawn {
            Some(withdrawal) => t.with(
                "disclosure-withdrawn-because",
                "reason",
                withdrawal.reason.as_str(),
            ),
            None => listed.version.text.summary.clone(),
        };
        let published = item.published_at.unwrap_or(item.changed_at);
        // Writing to a string does not fail.
        let _ = write!(
            xml,
            "<entry>\n<title>{}</title>\n<id>urn:uuid:{}</id>\n<link href=\"{base}/{}\"/>\n\
             <published>{published}</published>\n<updated>{}</updated>\n<summary>{}</summary>\n",
            escaped(&words::title(t, item, &listed.version.text.title)),
            item.id,
            item.id,
            item.changed_at,
            escaped(&summary),
        );
        let term = match (item.state, item.quarter) {
            (ItemState::Published, None) => item.matter.as_str(),
            (ItemState::Published, Some(_)) => "register",
            (state, _) => state.key(),
        };
        let _ = write!(xml, "<category term=\"{}\"/>\n</entry>\n", escaped(term));
    }
    xml.push_str("</feed>\n");
    Ok((
        [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")],
        xml,
    )
        .into_response())
}

/// Text within XML; what XML 1.0 can't hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
