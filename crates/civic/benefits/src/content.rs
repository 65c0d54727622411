//! What is public of a package, as octets that anybody can hash; and what the hash of its list is made of.

use jiff::civil::Date;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use transparency::Subject;

use crate::model::{Package, PackageId};

/// Kind of a package in the public log.
pub const PACKAGE: &str = "benefit-package";

/// The subject of entries on a package.
#[must_use]
pub fn subject(id: PackageId) -> Subject {
    Subject::new(PACKAGE, id.to_string())
}

/// The public content. Its members and their order never change: logged hashes rest on them. What was paid is in it once
/// the package is closed; until then it is counted in the register.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    programme: &'a str,
    from: Date,
    until: Date,
    budget_vnd: i64,
    posting_days: i64,
    opened_on: Date,
    posted_on: Option<Date>,
    posted_until: Option<Date>,
    entries: i64,
    approved_vnd: i64,
    overridden: i64,
    list: Option<String>,
    ended_on: Option<Date>,
    cancelled: bool,
    paid_vnd: i64,
    returned_vnd: i64,
    reason: &'a str,
}

/// Octets in hexadecimal.
#[must_use]
pub fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

/// The public octets: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(unit_code: &str, package: &Package) -> Result<Vec<u8>, serde_json::Error> {
    let cancelled = package.state == crate::model::State::Cancelled;
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: package.id.to_string(),
        programme: &package.programme,
        from: package.from,
        until: package.until,
        budget_vnd: package.budget,
        posting_days: package.posting_days,
        opened_on: package.opened_on,
        posted_on: package.posted_on,
        posted_until: package.posted_until,
        entries: package.entries,
        approved_vnd: package.approved,
        overridden: package.overridden,
        list: package.list_hash.as_deref().map(hex),
        ended_on: package.ended_on,
        cancelled,
        paid_vnd: package.paid,
        returned_vnd: package.returned,
        reason: if cancelled { &package.reason } else { "" },
    })
}

/// The hash of a list: SHA-256 of the salt in hexadecimal and of each entry in its order, a line each, as number, name and
/// hamlet with tabs between. Whoever has the printed list, which states the salt, can make it again; from the hash alone
/// nobody learns a name, and once the salt is erased nobody can try names out.
#[must_use]
pub fn list_hash<'a>(salt: &[u8], entries: impl IntoIterator<Item = (i64, &'a str, &'a str)>) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(format!("{}\n", hex(salt)));
    for (number, name, hamlet) in entries {
        hash.update(format!("{number}\t{name}\t{hamlet}\n"));
    }
    hash.finalize().to_vec()
}
