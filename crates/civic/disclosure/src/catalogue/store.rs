//! Queries about catalogues that came in, and about offers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use platform::{
    db::{DbError, DbResult, Read, Row, Value, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use super::model::{Catalogue, NewCatalogue, Offer, Offered, State};
use crate::{
    ids::{CatalogueId, ItemId},
    model::{Act, By, Hash},
};

/// Catalogues on one page of their list.
pub const PAGE: i64 = 20;
/// The most offers of one commune: one for each procedure that there may be.
const MOST_OFFERS: i64 = 2_000;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("disclosure: {what}"))
}

fn instant(row: &Row, index: usize) -> DbResult<Option<Timestamp>> {
    match row.get::<Option<i64>>(index)? {
        None => Ok(None),
        Some(_) => row.instant(index).map(Some),
    }
}

fn catalogue(row: &Row) -> DbResult<Catalogue> {
    let settled_role: String = row.get(9)?;
    let undone_role: String = row.get(11)?;
    let why: String = row.get(13)?;
    Ok(Catalogue {
        id: CatalogueId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        name: row.get(1)?,
        hash: row
            .get::<Vec<u8>>(2)?
            .try_into()
            .map_err(|_| damaged("a hash has not 32 octets"))?,
        decision: row.get(3)?,
        decided_on: row.date(4)?,
        state: State::from_key(&row.get::<String>(5)?).ok_or_else(|| damaged("the state of a catalogue"))?,
        sent: Act {
            by: By {
                account: Uuid::from_slice(&row.get::<Vec<u8>>(6)?)
                    .map_err(|_| damaged("an account's identifier"))?,
                role: row.get(7)?,
            },
            at: row.instant(8)?,
        },
        settled: instant(row, 10)?.map(|at| (settled_role, at)),
        undone: instant(row, 12)?.map(|at| (undone_role, at, why)),
    })
}

/// A page of a unit's catalogues, the newest first, after that of `before`.
///
/// # Errors
/// What the engine says.
pub async fn catalogues(
    read: &mut Read,
    unit: UnitId,
    before: Option<(Timestamp, CatalogueId)>,
) -> DbResult<Vec<Catalogue>> {
    let (at, id) = before.map_or_else(
        || (i64::MAX, Vec::new()),
        |(at, id)| (at.as_microsecond(), id.0.as_bytes().to_vec()),
    );
    read.all(
        "SELECT id, name, hash, decision, decided_on, state, sent_by, sent_role, sent_at, settled_role, settled_at, \
         undone_role, undone_at, undone_why FROM disclosure_catalogue \
         WHERE unit_id = $1 AND (sent_at < $2 OR (sent_at = $2 AND id < $3)) \
         ORDER BY sent_at DESC, id DESC LIMIT $4",
        &params![unit, at, id, PAGE + 1],
        catalogue,
    )
    .await
}

/// A catalogue by its key.
///
/// # Errors
/// What the engine says.
pub async fn by_id(read: &mut Read, unit: UnitId, id: CatalogueId) -> DbResult<Option<Catalogue>> {
    read.one(
        "SELECT id, name, hash, decision, decided_on, state, sent_by, sent_role, sent_at, settled_role, settled_at, \
         undone_role, undone_at, undone_why FROM disclosure_catalogue WHERE unit_id = $1 AND id = $2",
        &params![unit, id],
        catalogue,
    )
    .await
}

/// The catalogue that waits and holds the same octets.
pub(super) async fn waiting(read: &mut Read, unit: UnitId, hash: &Hash) -> DbResult<Option<CatalogueId>> {
    read.one(
        "SELECT id FROM disclosure_catalogue WHERE unit_id = $1 AND hash = $2 AND state = 'sent'",
        &params![unit, hash.to_vec()],
        |row| CatalogueId::from_bytes(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

/// The file of a catalogue.
///
/// # Errors
/// What the engine says.
pub async fn octets(read: &mut Read, unit: UnitId, id: CatalogueId) -> DbResult<Option<Vec<u8>>> {
    read.one(
        "SELECT octets FROM disclosure_catalogue WHERE unit_id = $1 AND id = $2",
        &params![unit, id],
        |row| row.get(0),
    )
    .await
}

pub(super) async fn insert(
    write: &mut Write,
    unit: UnitId,
    id: CatalogueId,
    (new, hash): (&NewCatalogue, &Hash),
    act: &Act,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO disclosure_catalogue (unit_id, id, name, octets, hash, decision, decided_on, state, sent_by, \
             sent_role, sent_at, settled_role, undone_role, undone_why) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 'sent', $8, $9, $10, '', '', '')",
            &params![
                unit,
                id,
                new.name.as_str(),
                new.octets.clone(),
                hash.to_vec(),
                new.decision.as_str(),
                new.decided_on,
                act.by.account.as_bytes().to_vec(),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await
        .map(drop)
}

/// Publishes or drops a catalogue that waits; `false` when it does not wait any more.
pub(super) async fn settle(
    write: &mut Write,
    (unit, id): (UnitId, CatalogueId),
    state: State,
    act: &Act,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_catalogue SET state = $3, settled_role = $4, settled_at = $5 \
             WHERE unit_id = $1 AND id = $2 AND state = 'sent'",
            &params![unit, id, state.key(), act.by.role.as_str(), act.at],
        )
        .await?;
    Ok(touched == 1)
}

/// Takes a published catalogue back; `false` when it is not public.
pub(super) async fn undo(
    write: &mut Write,
    (unit, id): (UnitId, CatalogueId),
    act: &Act,
    why: &str,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_catalogue SET state = 'undone', undone_role = $3, undone_at = $4, undone_why = $5 \
             WHERE unit_id = $1 AND id = $2 AND state = 'published'",
            &params![unit, id, act.by.role.as_str(), act.at, why],
        )
        .await?;
    Ok(touched == 1)
}

pub(super) async fn insert_items(
    write: &mut Write,
    (unit, id): (UnitId, CatalogueId),
    items: &[(ItemId, i64)],
) -> DbResult<()> {
    let rows: Vec<[Value; 4]> = items
        .iter()
        .map(|(item, version)| params![unit, id, *item, *version])
        .collect();
    write
        .insert_many(
            "INSERT INTO disclosure_catalogue_item (unit_id, catalogue_id, item_id, version)",
            &rows,
            "",
        )
        .await
        .map(drop)
}

/// The versions that a catalogue published, each with its title.
///
/// # Errors
/// What the engine says.
pub async fn items(read: &mut Read, unit: UnitId, id: CatalogueId) -> DbResult<Vec<(ItemId, i64, String)>> {
    read.all(
        "SELECT c.item_id, c.version, v.title FROM disclosure_catalogue_item c JOIN disclosure_version v \
         ON v.unit_id = c.unit_id AND v.item_id = c.item_id AND v.version = c.version \
         WHERE c.unit_id = $1 AND c.catalogue_id = $2 ORDER BY c.version, v.title, c.item_id",
        &params![unit, id],
        |row| {
            Ok((
                ItemId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                row.get(1)?,
                row.get(2)?,
            ))
        },
    )
    .await
}

/// The matters of a unit that somebody is writing.
pub(super) async fn being_written(read: &mut Read, unit: UnitId) -> DbResult<BTreeSet<ItemId>> {
    let items = read
        .all(
            "SELECT DISTINCT item_id FROM disclosure_version WHERE unit_id = $1 AND state IN ('draft', 'approved')",
            &params![unit],
            |row| ItemId::from_bytes(&row.get::<Vec<u8>>(0)?),
        )
        .await?;
    Ok(items.into_iter().collect())
}

/// How a commune offers procedures, as it stands.
///
/// # Errors
/// What the engine says.
pub async fn offers(read: &mut Read, unit: UnitId) -> DbResult<Vec<Offered>> {
    read.all(
        "SELECT o.item_id, o.revision, o.offered, o.office, o.hours, o.contact, o.note, o.set_role, o.set_at \
         FROM disclosure_offer o WHERE o.unit_id = $1 AND o.revision = (SELECT MAX(n.revision) \
         FROM disclosure_offer n WHERE n.unit_id = o.unit_id AND n.item_id = o.item_id) \
         ORDER BY o.item_id LIMIT $2",
        &params![unit, MOST_OFFERS],
        offered,
    )
    .await
}

/// All that a commune has said of a procedure, or of all, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn offer_history(read: &mut Read, unit: UnitId, item: Option<ItemId>) -> DbResult<Vec<Offered>> {
    read.all(
        "SELECT item_id, revision, offered, office, hours, contact, note, set_role, set_at FROM disclosure_offer \
         WHERE unit_id = $1 AND item_id = $2 ORDER BY revision DESC LIMIT $3",
        &params![unit, item.unwrap_or(ALL), PAGE],
        offered,
    )
    .await
}

/// Stands for all procedures that say nothing of their own.
const ALL: ItemId = ItemId(Uuid::nil());

fn offered(row: &Row) -> DbResult<Offered> {
    let item = ItemId::from_bytes(&row.get::<Vec<u8>>(0)?)?;
    Ok(Offered {
        item: (item != ALL).then_some(item),
        revision: row.get(1)?,
        offer: Offer {
            offered: row.get(2)?,
            office: row.get(3)?,
            hours: row.get(4)?,
            contact: row.get(5)?,
            note: row.get(6)?,
        },
        role: row.get(7)?,
        at: row.instant(8)?,
    })
}

/// Says how a procedure is offered from now on; `false` when somebody else said so just now.
pub(super) async fn insert_offer(
    write: &mut Write,
    unit: UnitId,
    (item, revision): (Option<ItemId>, i64),
    offer: &Offer,
    act: &Act,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "INSERT INTO disclosure_offer (unit_id, item_id, revision, offered, office, hours, contact, note, set_by, \
             set_role, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
             ON CONFLICT (unit_id, item_id, revision) DO NOTHING",
            &params![
                unit,
                item.unwrap_or(ALL),
                revision,
                offer.offered,
                offer.office.as_str(),
                offer.hours.as_str(),
                offer.contact.as_str(),
                offer.note.as_str(),
                act.by.account.as_bytes().to_vec(),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await?;
    Ok(touched == 1)
}
