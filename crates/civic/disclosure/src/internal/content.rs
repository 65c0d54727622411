//! The octets that the public log commits to.

use jiff::civil::Date;
use serde::Serialize;

use super::model::{Notice, Organisation, Published, Version};
use crate::content::hex;

/// The kind of item in the public log. Its content is not public: members compare it, and who has the database.
pub const SUBJECT: &str = "internal-notice";

/// A version as it is committed to. The salt comes first, so that nobody finds the text by guessing.
#[derive(Serialize)]
struct Content<'a> {
    salt: String,
    organisation: String,
    id: String,
    version: i64,
    matter: &'a str,
    decided_on: Date,
    due_on: Date,
    published_at: jiff::Timestamp,
    title: &'a str,
    body: &'a str,
    correction: &'a str,
}

/// The octets of a published version: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(
    organisation: &Organisation,
    notice: &Notice,
    version: &Version,
    published: (jiff::Timestamp, &[u8; 32]),
) -> Result<Vec<u8>, serde_json::Error> {
    let (published_at, salt) = published;
    serde_json::to_vec(&Content {
        salt: hex(salt),
        organisation: organisation.id.to_string(),
        id: notice.id.to_string(),
        version: version.number,
        matter: &notice.matter,
        decided_on: notice.decided_on,
        due_on: notice.due_on,
        published_at,
        title: &version.text.title,
        body: &version.text.body,
        correction: &version.text.correction,
    })
}

/// The octets of a version that was published.
pub(super) fn of_published(
    organisation: &Organisation,
    notice: &Notice,
    version: &Version,
    published: &Published,
) -> Result<Vec<u8>, serde_json::Error> {
    octets(organisation, notice, version, (published.at, &published.salt))
}
