//! Feeds: what is new in a place, as Atom (RFC 4287).

use std::fmt::Write as _;

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use uuid::Uuid;

/// A feed. Its address is its identifier, followed by `/tin.atom` for itself.
#[derive(Debug)]
pub struct Feed<'a> {
    /// Code of its language.
    pub language: &'a str,
    /// What it is called.
    pub title: String,
    /// Who answers for it.
    pub author: String,
    /// Address of the page it belongs to.
    pub base: String,
    /// When anything in it last changed.
    pub updated: Timestamp,
    /// What is in it, the newest first.
    pub entries: Vec<Entry<'a>>,
}

/// An entry of a feed; its page is the feed's, followed by its identifier.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its identifier.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// What it says, in short.
    pub summary: String,
    /// When it was first published.
    pub published: Timestamp,
    /// When it last changed.
    pub updated: Timestamp,
    /// A key by which readers sort.
    pub category: &'a str,
}

impl Feed<'_> {
    /// The octets.
    #[must_use]
    pub fn xml(&self) -> String {
        let Self { base, updated, .. } = self;
        let mut xml = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
             <title>{}</title>\n<id>{base}</id>\n<link href=\"{base}\"/>\n<link rel=\"self\" href=\"{base}/tin.atom\"/>\n\
             <updated>{updated}</updated>\n<author><name>{}</name></author>\n",
            self.language,
            escaped(&self.title),
            escaped(&self.author),
        );
        for entry in &self.entries {
            // Writing to a string does not fail.
            let _ = write!(
                xml,
                "<entry>\n<title>{}</title>\n<id>urn:uuid:{}</id>\n<link href=\"{base}/{}\"/>\n\
                 <published>{}</published>\n<updated>{}</updated>\n<summary>{}</summary>\n\
                 <category term=\"{}\"/>\n</entry>\n",
                escaped(&entry.title),
                entry.id,
                entry.id,
                entry.published,
                entry.updated,
                escaped(&entry.summary),
                escaped(entry.category),
            );
        }
        xml.push_str("</feed>\n");
        xml
    }

    /// The answer to who asks for it.
    #[must_use]
    pub fn answer(&self) -> Response {
        let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
        (kind, self.xml()).into_response()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_wrote_stays_text() {
        let feed = Feed {
            language: "vi",
            title: "Bảng & tin".to_owned(),
            author: "UBND".to_owned(),
            base: "https://dinh.example/cong-khai/30292".to_owned(),
            updated: Timestamp::UNIX_EPOCH,
            entries: vec![Entry {
                id: Uuid::from_u128(7),
                title: "<script>\u{1}".to_owned(),
                summary: String::new(),
                published: Timestamp::UNIX_EPOCH,
                updated: Timestamp::UNIX_EPOCH,
                category: "fees",
            }],
        };
        let xml = feed.xml();
        assert!(xml.contains("<title>Bảng &amp; tin</title>"), "{xml}");
        assert!(xml.contains("<title>&lt;script&gt;</title>"), "{xml}");
        assert!(xml.contains(
            "<link href=\"https://dinh.example/cong-khai/30292/00000000-0000-0000-0000-000000000007\"/>"
        ));
    }
}
