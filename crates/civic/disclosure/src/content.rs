//! What is public of a version, as octets that anybody can hash, and the words under which acts on it are logged.

use facts::Period;
use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use transparency::{Commitment, Subject};

use crate::{
    model::{Attachment, Hash, Matter, Version},
    procedures::Procedure,
};

/// Kind of a notice in the public log.
pub const NOTICE: &str = "notice";
/// Kind of a register of disclosures in the public log.
pub const REGISTER: &str = "disclosure-register";

/// The public content of a version. Its members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    version: i64,
    matter: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quarter: Option<String>,
    decided_on: Date,
    due_on: Date,
    published_at: Timestamp,
    title: &'a str,
    summary: &'a str,
    body: &'a str,
    correction: &'a str,
    attachments: Vec<ContentFile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    procedure: Option<&'a Procedure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ContentFile<'a> {
    name: &'a str,
    sha256: String,
}

/// The public octets of a version: JSON in UTF-8 without white space. `attachments` may hold those of other versions.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(
    unit_code: &str,
    item: &Matter,
    version: &Version,
    published_at: Timestamp,
    attachments: &[Attachment],
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: item.id.to_string(),
        version: version.number,
        matter: &item.matter,
        quarter: item.quarter.map(|quarter: Period| quarter.to_string()),
        decided_on: item.decided_on,
        due_on: item.due_on,
        published_at,
        title: &version.text.title,
        summary: &version.text.summary,
        body: &version.text.body,
        correction: &version.correction,
        attachments: attachments
            .iter()
            .filter(|attachment| attachment.version == version.number)
            .map(|attachment| ContentFile {
                name: &attachment.name,
                sha256: hex(&attachment.hash),
            })
            .collect(),
        procedure: version.text.procedure.as_ref(),
        page: item.page.as_deref(),
    })
}

/// The matter as the public log names it.
#[must_use]
pub fn subject(item: &Matter) -> Subject {
    let kind = if item.quarter.is_some() { REGISTER } else { NOTICE };
    Subject::new(kind, item.id.to_string())
}

/// The hash of public octets as the log keeps it.
#[must_use]
pub fn hash(octets: &[u8]) -> Hash {
    Commitment::to(octets).0.0
}

/// Octets in lower-case hexadecimal.
#[must_use]
pub fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// Reads a hash written in hexadecimal.
#[must_use]
pub fn from_hex(text: &str) -> Option<Hash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (octet, pair) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
        *octet = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(hash)
}
