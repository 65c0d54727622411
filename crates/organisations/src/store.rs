//! Queries. What is read of an organisation's own affairs is read for a [`Membership`], which only [`memberships`] gives.

use platform::{
    db::{DbError, DbResult, Read, Row},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{Kind, Member, Membership, MembershipId, Organisation, OrganisationId, Role};

/// The most organisations of one unit or one person, and people of one organisation, on a page.
const MOST: i64 = 500;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("organisations: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an account's identifier"))
}

/// An organisation from the columns `unit_id, id, kind, name, opened_on, closed_on` of a row, in this order.
///
/// # Errors
/// [`DbError::Damaged`] when they say something else.
pub fn organisation(row: &Row) -> DbResult<Organisation> {
    Ok(Organisation {
        unit: UnitId(row.get(0)?),
        id: OrganisationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        kind: Kind::from_key(&row.get::<String>(2)?).ok_or_else(|| damaged("a kind of organisation"))?,
        name: row.get(3)?,
        opened_on: row.date(4)?,
        closed_on: row.date_or_none(5)?,
    })
}

fn member(row: &Row, from: usize) -> DbResult<Member> {
    Ok(Member {
        id: MembershipId::from_bytes(&row.get::<Vec<u8>>(from)?)?,
        account: uuid(&row.get::<Vec<u8>>(from + 1)?)?,
        name: row.get(from + 2)?,
        role: Role::from_key(&row.get::<String>(from + 3)?).ok_or_else(|| damaged("a role"))?,
        from: row.date(from + 4)?,
    })
}

/// The open organisations of a unit, by name.
///
/// # Errors
/// What the engine says.
pub async fn organisations(read: &mut Read, unit: UnitId) -> DbResult<Vec<Organisation>> {
    read.all(
        "SELECT unit_id, id, kind, name, opened_on, closed_on FROM organisation \
         WHERE unit_id = $1 AND closed_on IS NULL ORDER BY name, id LIMIT $2",
        &params![unit, MOST],
        organisation,
    )
    .await
}

/// An open organisation of a unit.
///
/// # Errors
/// What the engine says.
pub async fn organisation_of(
    read: &mut Read,
    unit: UnitId,
    id: OrganisationId,
) -> DbResult<Option<Organisation>> {
    read.one(
        "SELECT unit_id, id, kind, name, opened_on, closed_on FROM organisation \
         WHERE unit_id = $1 AND id = $2 AND closed_on IS NULL",
        &params![unit, id],
        organisation,
    )
    .await
}

/// An organisation of a unit, open or closed.
///
/// # Errors
/// What the engine says.
pub async fn any_organisation(
    read: &mut Read,
    unit: UnitId,
    id: OrganisationId,
) -> DbResult<Option<Organisation>> {
    read.one(
        "SELECT unit_id, id, kind, name, opened_on, closed_on FROM organisation WHERE unit_id = $1 AND id = $2",
        &params![unit, id],
        organisation,
    )
    .await
}

/// The open organisations that an account belongs to now, by name.
///
/// # Errors
/// What the engine says.
pub async fn memberships(read: &mut Read, account: Uuid) -> DbResult<Vec<Membership>> {
    read.all(
        "SELECT o.unit_id, o.id, o.kind, o.name, o.opened_on, o.closed_on, m.id, m.account, m.name, m.role, m.from_day \
         FROM organisation_member m JOIN organisation o ON o.unit_id = m.unit_id AND o.id = m.organisation_id \
         WHERE m.account = $1 AND m.until_day IS NULL AND o.closed_on IS NULL ORDER BY o.name, o.id LIMIT $2",
        &params![bytes(account), MOST],
        |row| {
            Ok(Membership {
                organisation: organisation(row)?,
                member: member(row, 6)?,
            })
        },
    )
    .await
}

/// The people of an organisation now, heads first.
///
/// # Errors
/// What the engine says.
pub async fn members(read: &mut Read, of: &Organisation) -> DbResult<Vec<Member>> {
    read.all(
        "SELECT id, account, name, role, from_day FROM organisation_member \
         WHERE unit_id = $1 AND organisation_id = $2 AND until_day IS NULL ORDER BY role, from_day, id LIMIT $3",
        &params![of.unit, of.id, MOST],
        |row| member(row, 0),
    )
    .await
}

/// The units in which open organisations have their seat.
///
/// # Errors
/// What the engine says.
pub async fn units(read: &mut Read) -> DbResult<Vec<UnitId>> {
    read.all(
        "SELECT DISTINCT unit_id FROM organisation WHERE closed_on IS NULL ORDER BY unit_id",
        &[],
        |row| row.get(0).map(UnitId),
    )
    .await
}
