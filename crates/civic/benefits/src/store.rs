//! Queries. Every one names its unit but those that look for one person anywhere, or for what is due anywhere; every list
//! has its limit.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::{
    access::By,
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    i18n::Locale,
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::model::{
    About, Application, ApplicationId, Elsewhere, Means, Objection, ObjectionId, Outcome, Package, PackageId,
    Standing, State,
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_731,
    name: "benefits",
    sql: include_str!("../migrations/2026112731_benefits.sql"),
}];

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("benefits: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn some_bytes(id: Option<Uuid>) -> Value {
    Value::Bytes(id.map(bytes))
}

fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

fn keyed<T>(row: &Row, index: usize, read: impl Fn(&str) -> Option<T>, what: &str) -> DbResult<T> {
    read(&row.get::<String>(index)?).ok_or_else(|| damaged(what))
}

fn keyed_or_none<T>(
    row: &Row,
    index: usize,
    read: impl Fn(&str) -> Option<T>,
    what: &str,
) -> DbResult<Option<T>> {
    match row.get::<String>(index)?.as_str() {
        "" => Ok(None),
        key => read(key).map(Some).ok_or_else(|| damaged(what)),
    }
}

fn account(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an account"))
}

/// A query for packages; a macro, because a statement must be a literal.
macro_rules! packages {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, programme, period_from, period_until, budget_vnd, posting_days, state, opened_on, \
             opened_by, submitted_by, posted_on, posted_until, entries, approved_vnd, overridden, list_hash, list_salt, \
             ended_on, paid_vnd, returned_vnd, reason, revision, kept_until FROM benefit_package ",
            $tail
        )
    };
}

fn package_of(row: &Row) -> DbResult<Package> {
    Ok(Package {
        unit: UnitId(row.get(0)?),
        id: PackageId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        programme: row.get(2)?,
        from: row.date(3)?,
        until: row.date(4)?,
        budget: row.get(5)?,
        posting_days: row.get(6)?,
        state: keyed(row, 7, State::from_key, "a state")?,
        opened_on: row.date(8)?,
        opened_by: account(&row.get::<Vec<u8>>(9)?)?,
        submitted_by: row
            .get::<Option<Vec<u8>>>(10)?
            .map(|octets| account(&octets))
            .transpose()?,
        posted_on: row.date_or_none(11)?,
        posted_until: row.date_or_none(12)?,
        entries: row.get(13)?,
        approved: row.get(14)?,
        overridden: row.get(15)?,
        list_hash: row.get(16)?,
        list_salt: row.get(17)?,
        ended_on: row.date_or_none(18)?,
        paid: row.get(19)?,
        returned: row.get(20)?,
        reason: row.get(21)?,
        revision: row.get(22)?,
        kept_until: row.date_or_none(23)?,
    })
}

/// A package.
///
/// # Errors
/// What the engine says.
pub async fn package(read: &mut Read, unit: UnitId, id: PackageId) -> DbResult<Option<Package>> {
    read.one(
        packages!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        package_of,
    )
    .await
}

/// The packages of a unit, the latest first.
///
/// # Errors
/// What the engine says.
pub async fn packages(read: &mut Read, unit: UnitId, limit: usize) -> DbResult<Vec<Package>> {
    read.all(
        packages!("WHERE unit_id = $1 ORDER BY id DESC LIMIT $2"),
        &params![unit, most(limit)],
        package_of,
    )
    .await
}

/// Keys of all packages, in order, those after one.
///
/// # Errors
/// What the engine says.
pub async fn packages_after(
    read: &mut Read,
    after: Option<(UnitId, PackageId)>,
    limit: u32,
) -> DbResult<Vec<(UnitId, PackageId)>> {
    let (unit, id) = after.map_or((i64::MIN, Vec::new()), |(unit, id)| (unit.0, bytes(id.0)));
    read.all(
        "SELECT unit_id, id FROM benefit_package WHERE unit_id > $1 OR (unit_id = $1 AND id > $2) \
         ORDER BY unit_id, id LIMIT $3",
        &params![unit, id, i64::from(limit)],
        |row| {
            Ok((
                UnitId(row.get(0)?),
                PackageId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
            ))
        },
    )
    .await
}

/// Keeps a new package.
///
/// # Errors
/// What the engine says.
pub async fn insert_package(write: &mut Write, package: &Package, by: &By, at: Timestamp) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO benefit_package (unit_id, id, programme, period_from, period_until, budget_vnd, posting_days, \
             state, opened_on, opened_by, entries, approved_vnd, overridden, paid_vnd, returned_vnd, reason, revision, \
             changed_at, changed_by, changed_role) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, 0, 0, '', $11, $12, $13, $14)",
            &params![
                package.unit,
                package.id,
                package.programme.as_str(),
                package.from,
                package.until,
                package.budget,
                package.posting_days,
                package.state.key(),
                package.opened_on,
                bytes(package.opened_by),
                package.revision,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(())
}

/// Saves a package that was read at its revision; `false` when it was changed since. `hashes_until` is the last day on
/// which its hashes are kept, once it ended.
///
/// # Errors
/// What the engine says.
pub async fn save_package(
    write: &mut Write,
    package: &Package,
    hashes_until: Option<Date>,
    by: &By,
    at: Timestamp,
) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE benefit_package SET state = $4, submitted_by = $5, posted_on = $6, posted_until = $7, entries = $8, \
             approved_vnd = $9, overridden = $10, list_hash = $11, list_salt = $12, ended_on = $13, paid_vnd = $14, \
             returned_vnd = $15, reason = $16, kept_until = $17, hashes_until = $18, changed_at = $19, \
             changed_by = $20, changed_role = $21, revision = $3 + 1 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                package.unit,
                package.id,
                package.revision,
                package.state.key(),
                some_bytes(package.submitted_by),
                package.posted_on,
                package.posted_until,
                package.entries,
                package.approved,
                package.overridden,
                Value::Bytes(package.list_hash.clone()),
                Value::Bytes(package.list_salt.clone()),
                package.ended_on,
                package.paid,
                package.returned,
                package.reason.as_str(),
                package.kept_until,
                hashes_until,
                at,
                bytes(by.account),
                by.role.as_str()
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Holds a package as it was read until the transaction ends; `false` when it was changed since.
///
/// # Errors
/// What the engine says.
pub async fn hold_still(write: &mut Write, package: &Package) -> DbResult<bool> {
    let held = write
        .execute(
            "UPDATE benefit_package SET revision = $3 WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![package.unit, package.id, package.revision],
        )
        .await?;
    Ok(held == 1)
}

/// A query for applications; a macro, because a statement must be a literal.
macro_rules! applications {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, package_id, number, hamlet_id, sealed, entitled, overridden, amount_vnd, persons, \
             standing, added_on, settled_on, means, signed, record_id, entered_by, revision FROM benefit_application ",
            $tail
        )
    };
}

fn application_of(row: &Row) -> DbResult<Application> {
    let record = row.get::<Option<Vec<u8>>>(15)?;
    Ok(Application {
        unit: UnitId(row.get(0)?),
        id: ApplicationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        package: PackageId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        number: row.get(3)?,
        hamlet: UnitId(row.get(4)?),
        sealed: row.get(5)?,
        entitled: row.get::<i64>(6)? != 0,
        overridden: row.get(7)?,
        amount: row.get(8)?,
        persons: row.get(9)?,
        standing: keyed(row, 10, Standing::from_key, "a standing")?,
        added_on: row.date_or_none(11)?,
        settled_on: row.date_or_none(12)?,
        means: keyed_or_none(row, 13, Means::from_key, "a way of paying")?,
        signed: row.get::<i64>(14)? != 0,
        record: record.map(|id| RecordId::from_bytes(&id)).transpose()?,
        entered_by: account(&row.get::<Vec<u8>>(16)?)?,
        revision: row.get(17)?,
    })
}

/// An application.
///
/// # Errors
/// What the engine says.
pub async fn application(read: &mut Read, unit: UnitId, id: ApplicationId) -> DbResult<Option<Application>> {
    read.one(
        applications!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        application_of,
    )
    .await
}

/// The application of a number in a package.
///
/// # Errors
/// What the engine says.
pub async fn numbered(
    read: &mut Read,
    (unit, package): (UnitId, PackageId),
    number: i64,
) -> DbResult<Option<Application>> {
    read.one(
        applications!("WHERE unit_id = $1 AND package_id = $2 AND number = $3"),
        &params![unit, package, number],
        application_of,
    )
    .await
}

/// Applications to a package, in the order of their numbers, those after one.
///
/// # Errors
/// What the engine says.
pub async fn applications(
    read: &mut Read,
    (unit, package): (UnitId, PackageId),
    after: i64,
    limit: usize,
) -> DbResult<Vec<Application>> {
    read.all(
        applications!("WHERE unit_id = $1 AND package_id = $2 AND number > $3 ORDER BY number LIMIT $4"),
        &params![unit, package, after, most(limit)],
        application_of,
    )
    .await
}

/// Applications to a package that are of one hamlet, in the order of their numbers, those after one.
///
/// # Errors
/// What the engine says.
pub async fn of_hamlet(
    read: &mut Read,
    (unit, package): (UnitId, PackageId),
    hamlet: UnitId,
    after: i64,
    limit: usize,
) -> DbResult<Vec<Application>> {
    read.all(
        applications!(
            "WHERE unit_id = $1 AND package_id = $2 AND hamlet_id = $3 AND number > $4 ORDER BY number LIMIT $5"
        ),
        &params![unit, package, hamlet, after, most(limit)],
        application_of,
    )
    .await
}

/// The entries of a list, in their order, those after a number: what is on it, paid or given back.
///
/// # Errors
/// What the engine says.
pub async fn listed(
    read: &mut Read,
    (unit, package): (UnitId, PackageId),
    after: i64,
    limit: usize,
) -> DbResult<Vec<Application>> {
    read.all(
        applications!(
            "WHERE unit_id = $1 AND package_id = $2 AND standing IN ('listed', 'paid', 'returned') AND number > $3 \
             ORDER BY number LIMIT $4"
        ),
        &params![unit, package, after, most(limit)],
        application_of,
    )
    .await
}

/// How many applications of a package stand where in each hamlet, and what they come to.
///
/// # Errors
/// What the engine says.
pub async fn counted(
    read: &mut Read,
    (unit, package): (UnitId, PackageId),
) -> DbResult<Vec<(UnitId, Standing, i64, i64)>> {
    read.all(
        "SELECT hamlet_id, standing, COUNT(*), CAST(SUM(amount_vnd) AS BIGINT) FROM benefit_application \
         WHERE unit_id = $1 AND package_id = $2 GROUP BY hamlet_id, standing ORDER BY hamlet_id, standing",
        &params![unit, package],
        |row| {
            Ok((
                UnitId(row.get(0)?),
                keyed(row, 1, Standing::from_key, "a standing")?,
                row.get(2)?,
                row.get(3)?,
            ))
        },
    )
    .await
}

/// Of the applications that are on the list, or that are granted while none is posted: how many, what they come to, and
/// how many stand there against the rules.
///
/// # Errors
/// What the engine says.
pub async fn granted(read: &mut Read, (unit, package): (UnitId, PackageId)) -> DbResult<(i64, i64, i64)> {
    let sums = read
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(amount_vnd), 0) AS BIGINT), \
             CAST(COALESCE(SUM(CASE WHEN overridden <> '' THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM benefit_application WHERE unit_id = $1 AND package_id = $2 AND standing = 'waiting' \
             AND ((entitled = 1 AND overridden = '') OR (entitled = 0 AND overridden <> ''))",
            &params![unit, package],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .await?;
    Ok(sums.unwrap_or_default())
}

/// The accounts that entered applications to a package, or decided about them.
///
/// # Errors
/// What the engine says.
pub async fn enterers(read: &mut Read, (unit, package): (UnitId, PackageId)) -> DbResult<Vec<Uuid>> {
    const MOST: i64 = 500;
    read.all(
        "SELECT DISTINCT entered_by FROM benefit_application WHERE unit_id = $1 AND package_id = $2 \
         ORDER BY entered_by LIMIT $3",
        &params![unit, package, MOST],
        |row| account(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

/// The highest number in a package; 0 when it has no application.
///
/// # Errors
/// What the engine says.
pub async fn last_number(read: &mut Read, (unit, package): (UnitId, PackageId)) -> DbResult<i64> {
    let last = read
        .one(
            "SELECT COALESCE(MAX(number), 0) FROM benefit_application WHERE unit_id = $1 AND package_id = $2",
            &params![unit, package],
            |row| row.get(0),
        )
        .await?;
    Ok(last.unwrap_or_default())
}

/// Keeps a new application.
///
/// # Errors
/// What the engine says.
pub async fn insert_application(
    write: &mut Write,
    application: &Application,
    by: &By,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO benefit_application (unit_id, id, package_id, number, hamlet_id, sealed, entitled, overridden, \
             amount_vnd, persons, standing, means, signed, entered_by, entered_role, revision, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', 0, $12, $13, $14, $15)",
            &params![
                application.unit,
                application.id,
                application.package,
                application.number,
                application.hamlet,
                Value::Bytes(application.sealed.clone()),
                i64::from(application.entitled),
                application.overridden.as_str(),
                application.amount,
                application.persons,
                application.standing.key(),
                bytes(by.account),
                by.role.as_str(),
                application.revision,
                at
            ],
        )
        .await?;
    Ok(())
}

/// Saves an application that was read at its revision; `false` when it was changed since. Who entered it, or decided
/// against the rules, stands in it.
///
/// # Errors
/// What the engine says.
pub async fn save_application(write: &mut Write, application: &Application, at: Timestamp) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE benefit_application SET hamlet_id = $4, sealed = $5, entitled = $6, overridden = $7, \
             amount_vnd = $8, persons = $9, standing = $10, added_on = $11, settled_on = $12, means = $13, \
             signed = $14, record_id = $15, entered_by = $16, changed_at = $17, revision = $3 + 1 \
             WHERE unit_id = $1 AND id = $2 AND revision = $3",
            &params![
                application.unit,
                application.id,
                application.revision,
                application.hamlet,
                Value::Bytes(application.sealed.clone()),
                i64::from(application.entitled),
                application.overridden.as_str(),
                application.amount,
                application.persons,
                application.standing.key(),
                application.added_on,
                application.settled_on,
                application.means.map_or("", Means::key),
                i64::from(application.signed),
                some_bytes(application.record.map(|record| record.0)),
                bytes(application.entered_by),
                at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Puts all granted applications of a package on its list.
///
/// # Errors
/// What the engine says.
pub async fn list_granted(
    write: &mut Write,
    (unit, package): (UnitId, PackageId),
    at: Timestamp,
) -> DbResult<u64> {
    write
        .execute(
            "UPDATE benefit_application SET standing = 'listed', changed_at = $3, revision = revision + 1 \
             WHERE unit_id = $1 AND package_id = $2 AND standing = 'waiting' \
             AND ((entitled = 1 AND overridden = '') OR (entitled = 0 AND overridden <> ''))",
            &params![unit, package, at],
        )
        .await
}

/// Gives back to the budget what was not collected.
///
/// # Errors
/// What the engine says.
pub async fn return_rest(
    write: &mut Write,
    (unit, package): (UnitId, PackageId),
    on: Date,
    at: Timestamp,
) -> DbResult<u64> {
    write
        .execute(
            "UPDATE benefit_application SET standing = 'returned', settled_on = $3, changed_at = $4, \
             revision = revision + 1 WHERE unit_id = $1 AND package_id = $2 AND standing = 'listed'",
            &params![unit, package, on, at],
        )
        .await
}

/// Keeps whose application it is; `false` when the same person stands in the package already.
///
/// # Errors
/// What the engine says.
pub async fn insert_person(write: &mut Write, application: &Application, hash: &[u8]) -> DbResult<bool> {
    let kept = write
        .execute(
            "INSERT INTO benefit_person (unit_id, application_id, package_id, person_hash) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (unit_id, package_id, person_hash) DO NOTHING",
            &params![application.unit, application.id, application.package, hash.to_vec()],
        )
        .await?;
    Ok(kept == 1)
}

/// Forgets whose application it is.
///
/// # Errors
/// What the engine says.
pub async fn delete_person(write: &mut Write, application: &Application) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM benefit_person WHERE unit_id = $1 AND application_id = $2",
            &params![application.unit, application.id],
        )
        .await?;
    Ok(())
}

/// Where else a person stands in this installation, in no package that is `but`, the latest first.
///
/// # Errors
/// What the engine says.
pub async fn elsewhere(read: &mut Read, hash: &[u8], but: (UnitId, PackageId)) -> DbResult<Vec<Elsewhere>> {
    const MOST: i64 = 50;
    read.all(
        "SELECT benefit_package.unit_id, programme, period_from, period_until, standing, entitled, \
         benefit_application.overridden FROM benefit_person \
         JOIN benefit_application ON benefit_application.unit_id = benefit_person.unit_id \
         AND benefit_application.id = benefit_person.application_id \
         JOIN benefit_package ON benefit_package.unit_id = benefit_person.unit_id \
         AND benefit_package.id = benefit_person.package_id \
         WHERE person_hash = $1 AND NOT (benefit_person.unit_id = $2 AND benefit_person.package_id = $3) \
         AND benefit_package.state <> 'cancelled' \
         ORDER BY benefit_person.package_id DESC, benefit_person.unit_id LIMIT $4",
        &params![hash.to_vec(), but.0, but.1, MOST],
        |row| {
            let entitled = row.get::<i64>(5)? != 0;
            Ok(Elsewhere {
                unit: UnitId(row.get(0)?),
                programme: row.get(1)?,
                from: row.date(2)?,
                until: row.date(3)?,
                standing: keyed(row, 4, Standing::from_key, "a standing")?,
                granted: entitled == row.get::<String>(6)?.is_empty(),
            })
        },
    )
    .await
}

/// The hash of whose application it is.
///
/// # Errors
/// What the engine says.
pub async fn person(read: &mut Read, unit: UnitId, id: ApplicationId) -> DbResult<Option<Vec<u8>>> {
    read.one(
        "SELECT person_hash FROM benefit_person WHERE unit_id = $1 AND application_id = $2",
        &params![unit, id],
        |row| row.get(0),
    )
    .await
}

/// How many applications of a package are of somebody who stands in another package of this installation too.
///
/// # Errors
/// What the engine says.
pub async fn doubled(read: &mut Read, (unit, package): (UnitId, PackageId)) -> DbResult<i64> {
    let count = read
        .one(
            "SELECT COUNT(*) FROM benefit_person WHERE unit_id = $1 AND package_id = $2 AND EXISTS \
             (SELECT 1 FROM benefit_person other WHERE other.person_hash = benefit_person.person_hash \
             AND NOT (other.unit_id = $1 AND other.package_id = $2))",
            &params![unit, package],
            |row| row.get(0),
        )
        .await?;
    Ok(count.unwrap_or_default())
}

/// A query for objections; a macro, because a statement must be a literal.
macro_rules! objections {
    ($tail:literal) => {
        concat!(
            "SELECT unit_id, id, package_id, code_hash, once_hash, about, entry, sealed, filed_on, due_on, outcome, \
             answered_on, answered_role FROM benefit_objection ",
            $tail
        )
    };
}

fn objection_of(row: &Row) -> DbResult<Objection> {
    Ok(Objection {
        unit: UnitId(row.get(0)?),
        id: ObjectionId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        package: PackageId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        code_hash: row.get(3)?,
        once_hash: row.get(4)?,
        about: keyed(row, 5, About::from_key, "what an objection is about")?,
        entry: row.get(6)?,
        sealed: row.get(7)?,
        filed_on: row.date(8)?,
        due_on: row.date(9)?,
        outcome: keyed_or_none(row, 10, Outcome::from_key, "an outcome")?,
        answered_on: row.date_or_none(11)?,
        answered_role: row.get(12)?,
    })
}

/// An objection.
///
/// # Errors
/// What the engine says.
pub async fn objection(read: &mut Read, unit: UnitId, id: ObjectionId) -> DbResult<Option<Objection>> {
    read.one(
        objections!("WHERE unit_id = $1 AND id = $2"),
        &params![unit, id],
        objection_of,
    )
    .await
}

/// The objection that a code leads to, by its hash.
///
/// # Errors
/// What the engine says.
pub async fn by_code(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Objection>> {
    read.one(
        objections!("WHERE unit_id = $1 AND code_hash = $2"),
        &params![unit, hash.to_vec()],
        objection_of,
    )
    .await
}

/// The objection that was sent once already.
///
/// # Errors
/// What the engine says.
pub async fn by_once(read: &mut Read, unit: UnitId, hash: &[u8]) -> DbResult<Option<Objection>> {
    read.one(
        objections!("WHERE unit_id = $1 AND once_hash = $2"),
        &params![unit, hash.to_vec()],
        objection_of,
    )
    .await
}

/// The objections to a package's list, in the order of their coming.
///
/// # Errors
/// What the engine says.
pub async fn objections(
    read: &mut Read,
    (unit, package): (UnitId, PackageId),
    limit: usize,
) -> DbResult<Vec<Objection>> {
    read.all(
        objections!("WHERE unit_id = $1 AND package_id = $2 ORDER BY filed_on, id LIMIT $3"),
        &params![unit, package, most(limit)],
        objection_of,
    )
    .await
}

/// How many objections to a package's list have come, and how many of them wait for their answer.
///
/// # Errors
/// What the engine says.
pub async fn objection_counts(read: &mut Read, (unit, package): (UnitId, PackageId)) -> DbResult<(i64, i64)> {
    let counts = read
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN outcome = '' THEN 1 ELSE 0 END), 0) AS BIGINT) \
             FROM benefit_objection WHERE unit_id = $1 AND package_id = $2",
            &params![unit, package],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await?;
    Ok(counts.unwrap_or_default())
}

/// Keeps a new objection.
///
/// # Errors
/// What the engine says.
pub async fn insert_objection(
    write: &mut Write,
    objection: &Objection,
    language: Locale,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO benefit_objection (unit_id, id, package_id, code_hash, once_hash, about, entry, sealed, \
             language, filed_on, due_on, outcome, answered_role, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', '', $12)",
            &params![
                objection.unit,
                objection.id,
                objection.package,
                objection.code_hash.clone(),
                objection.once_hash.clone(),
                objection.about.key(),
                objection.entry,
                Value::Bytes(objection.sealed.clone()),
                language.code(),
                objection.filed_on,
                objection.due_on,
                at
            ],
        )
        .await?;
    Ok(())
}

/// Keeps the answer to an objection that had none; `false` when it has one.
///
/// # Errors
/// What the engine says.
pub async fn save_answer(write: &mut Write, objection: &Objection, by: &By, at: Timestamp) -> DbResult<bool> {
    let changed = write
        .execute(
            "UPDATE benefit_objection SET outcome = $3, sealed = $4, answered_on = $5, answered_by = $6, \
             answered_role = $7, changed_at = $8 WHERE unit_id = $1 AND id = $2 AND outcome = ''",
            &params![
                objection.unit,
                objection.id,
                objection.outcome.map_or("", Outcome::key),
                Value::Bytes(objection.sealed.clone()),
                objection.answered_on,
                bytes(by.account),
                objection.answered_role.as_str(),
                at
            ],
        )
        .await?;
    Ok(changed == 1)
}

/// Erases what was sealed, and the salts of lists, of packages whose time is over on a day; of how many applications.
///
/// # Errors
/// What the engine says.
pub async fn forget(write: &mut Write, today: Date) -> DbResult<u64> {
    let erased = write
        .execute(
            "UPDATE benefit_application SET sealed = NULL WHERE sealed IS NOT NULL AND EXISTS \
             (SELECT 1 FROM benefit_package WHERE benefit_package.unit_id = benefit_application.unit_id \
             AND benefit_package.id = benefit_application.package_id AND kept_until < $1)",
            &params![today],
        )
        .await?;
    write
        .execute(
            "UPDATE benefit_objection SET sealed = NULL WHERE sealed IS NOT NULL AND EXISTS \
             (SELECT 1 FROM benefit_package WHERE benefit_package.unit_id = benefit_objection.unit_id \
             AND benefit_package.id = benefit_objection.package_id AND kept_until < $1)",
            &params![today],
        )
        .await?;
    write
        .execute(
            "UPDATE benefit_package SET list_salt = NULL WHERE list_salt IS NOT NULL AND kept_until < $1",
            &params![today],
        )
        .await?;
    Ok(erased)
}

/// Erases the hashes of packages whose time is over on a day; how many.
///
/// # Errors
/// What the engine says.
pub async fn forget_persons(write: &mut Write, today: Date) -> DbResult<u64> {
    write
        .execute(
            "DELETE FROM benefit_person WHERE EXISTS \
             (SELECT 1 FROM benefit_package WHERE benefit_package.unit_id = benefit_person.unit_id \
             AND benefit_package.id = benefit_person.package_id AND hashes_until < $1)",
            &params![today],
        )
        .await
}
