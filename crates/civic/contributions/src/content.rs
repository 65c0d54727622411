//! What is public of a campaign and its ledger, as octets that anybody can hash.

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use transparency::Subject;

use crate::{
    ledger::Line,
    model::{Campaign, CampaignId, EntryKind, Supported},
    rules::Terms,
};

/// Kind of a campaign in the public log.
pub const CAMPAIGN: &str = "contribution-campaign";
/// Kind of a campaign's ledger in the public log.
pub const BOOK: &str = "contribution-book";

/// The subject of entries on a campaign.
#[must_use]
pub fn campaign_subject(id: CampaignId) -> Subject {
    Subject::new(CAMPAIGN, id.to_string())
}

/// The subject of entries on a campaign's ledger.
#[must_use]
pub fn book_subject(id: CampaignId) -> Subject {
    Subject::new(BOOK, id.to_string())
}

/// The public content of a campaign. Its members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    hamlet: Option<i64>,
    basis: &'a str,
    purpose: &'a str,
    title: &'a str,
    from: Date,
    until: Date,
    state: &'a str,
    opened_on: Option<Date>,
    closed_on: Option<Date>,
    reason: &'a str,
    terms: &'a Terms,
}

/// The public octets of a campaign: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn campaign(unit_code: &str, campaign: &Campaign) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: campaign.id.to_string(),
        hamlet: campaign.hamlet.map(|hamlet| hamlet.0),
        basis: campaign.basis.key(),
        purpose: &campaign.purpose,
        title: &campaign.title,
        from: campaign.from,
        until: campaign.until,
        state: campaign.state.key(),
        opened_on: campaign.opened_on,
        closed_on: campaign.closed_on,
        reason: &campaign.reason,
        terms: &campaign.terms,
    })
}

/// The ledger of a campaign as the log knows it: how many entries there are, and the hash that chains them.
#[derive(Debug, Serialize)]
struct Book<'a> {
    unit: &'a str,
    campaign: String,
    entries: i64,
    head: String,
}

/// The public octets of a ledger.
///
/// # Errors
/// As [`campaign`].
pub fn book(
    unit_code: &str,
    campaign: CampaignId,
    entries: i64,
    head: &[u8],
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Book {
        unit: unit_code,
        campaign: campaign.to_string(),
        entries,
        head: hex(head),
    })
}

/// What of an entry is chained.
#[derive(Debug)]
pub struct Chained<'a> {
    /// Its number.
    pub number: i64,
    /// What it is.
    pub kind: EntryKind,
    /// The day it is of.
    pub on: Date,
    /// Its public words.
    pub text: &'a str,
    /// The document behind it.
    pub document: &'a str,
    /// SHA-256 of its file.
    pub file: Option<&'a [u8]>,
    /// The entry it is about.
    pub about: Option<i64>,
    /// Who was supported.
    pub supported: &'a Supported,
    /// Its lines.
    pub lines: &'a [Line],
}

#[derive(Debug, Serialize)]
struct ChainedContent<'a> {
    before: String,
    number: i64,
    kind: &'a str,
    on: Date,
    text: &'a str,
    document: &'a str,
    file: Option<String>,
    about: Option<i64>,
    class: &'a str,
    households: i64,
    people: i64,
    lines: Vec<(String, i64)>,
}

/// The hash that chains an entry to those before it: SHA-256 of its JSON, of which the hash before is the first member. The
/// first entry stands behind the empty hash.
///
/// # Errors
/// As [`campaign`].
pub fn chain(before: &[u8], entry: &Chained<'_>) -> Result<Vec<u8>, serde_json::Error> {
    let octets = serde_json::to_vec(&ChainedContent {
        before: hex(before),
        number: entry.number,
        kind: entry.kind.key(),
        on: entry.on,
        text: entry.text,
        document: entry.document,
        file: entry.file.map(hex),
        about: entry.about,
        class: &entry.supported.class,
        households: entry.supported.households,
        people: entry.supported.people,
        lines: entry
            .lines
            .iter()
            .map(|line| (line.account.key(), line.amount))
            .collect(),
    })?;
    Ok(hash(&octets))
}

/// SHA-256.
#[must_use]
pub fn hash(octets: &[u8]) -> Vec<u8> {
    Sha256::digest(octets).to_vec()
}

/// Octets in lower-case hexadecimal.
#[must_use]
pub fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
