//! The feed of a commune (Atom, RFC 4287): what was opened, answered, decided, withdrawn.

use std::fmt::Write as _;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use platform::page::{Answer, Reader};

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
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{base}</id>\n<link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}/tin.atom\"/>\n\
         <updated>{updated}</updated>\n<author><name>{}</name></author>\n",
        t.code(),
        escaped(&t.with("consultation-list-title", "commune", unit.name.as_str())),
        escaped(&committee(reader, &unit)),
    );
    for consultation in &listed {
        let summary = match &consultation.withdrawn {
            Some((_, reason)) => t.with("consultation-withdrawn-because", "reason", reason.as_str()),
            None => consultation.introduction.clone(),
        };
        let published = consultation
            .opened
            .as_ref()
            .map_or(consultation.changed_at, |opened| opened.at);
        // Writing to a string does not fail.
        let _ = write!(
            xml,
            "<entry>\n<title>{}</title>\n<id>urn:uuid:{}</id>\n<link href=\"{base}/{}\"/>\n\
             <published>{published}</published>\n<updated>{}</updated>\n<summary>{}</summary>\n\
             <category term=\"{}\"/>\n</entry>\n",
            escaped(&title(t, consultation)),
            consultation.id,
            consultation.id,
            consultation.changed_at,
            escaped(&summary),
            consultation.state.key(),
        );
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
