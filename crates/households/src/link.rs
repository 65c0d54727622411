//! The account that speaks for a household online, linked by a code that the representative gets on paper. Without a
//! link nothing is lost: everything can be done on paper too.

use jiff::{Timestamp, ToSpan as _};
use platform::{
    db::{DbError, DbResult, Read, Row, Write},
    params,
    random::{clean_code, grouped_code},
};
use sha2::{Digest as _, Sha256};
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{HouseholdId, LinkId},
    model::{By, HamletKey},
    service::{ActError, Households, Seen},
    store,
};

/// Signs in a code: 60 random bits.
const SIGNS: usize = 12;
/// For how many hours a code can be taken.
const HOURS: i64 = 24 * 30;

/// A household that an account speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Its identifier.
    pub id: LinkId,
    /// Where the household is registered.
    pub place: HamletKey,
    /// The household.
    pub household: HouseholdId,
    /// Its number in the register.
    pub number: i64,
}

fn hash(code: &str) -> Vec<u8> {
    Sha256::digest(clean_code(code, 2 * SIGNS)).to_vec()
}

impl Households {
    /// Offers a code to the representative of a household. It is shown once, and counts for thirty days; codes offered
    /// before and not taken count no more.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when there is no such household.
    pub async fn offer_link(&self, seen: Seen, by: &By) -> Result<String, ActError> {
        let at = self.clock.now();
        let code = self.random.code::<SIGNS>();
        let mut write = self.db.write().await?;
        let place = seen.place;
        store::household(&mut write, place, seen.id)
            .await?
            .ok_or(ActError::Unknown)?;
        write
            .execute(
                "UPDATE household_link SET ended_at = $4 WHERE unit_id = $1 AND hamlet_id = $2 \
                 AND household_id = $3 AND account IS NULL AND ended_at IS NULL",
                &params![place.unit, place.hamlet, seen.id, at],
            )
            .await?;
        write
            .execute(
                "INSERT INTO household_link (unit_id, id, hamlet_id, household_id, code_hash, offered_at, offered_by, \
                 offered_role, account, taken_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, NULL, NULL)",
                &params![
                    place.unit,
                    LinkId(self.uuid(at)),
                    place.hamlet,
                    seen.id,
                    hash(&code),
                    at,
                    by.account.as_bytes().to_vec(),
                    by.role.as_str()
                ],
            )
            .await?;
        write.commit().await?;
        Ok(grouped_code(&code, 4))
    }

    /// Takes a code in a commune: from now on the account speaks for the household, and no other one.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a code that there is not, that was taken or is too old: which of them is not told.
    pub async fn take_link(&self, unit: UnitId, code: &str, account: Uuid) -> Result<(), ActError> {
        let at = self.clock.now();
        let oldest = at.checked_sub(HOURS.hours()).unwrap_or(Timestamp::MIN);
        let mut write = self.db.write().await?;
        let found = write
            .one(
                "SELECT id, hamlet_id, household_id FROM household_link WHERE unit_id = $1 AND code_hash = $2 \
                 AND account IS NULL AND ended_at IS NULL AND offered_at >= $3",
                &params![unit, hash(code), oldest],
                |row| {
                    Ok((
                        LinkId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                        UnitId(row.get(1)?),
                        HouseholdId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
                    ))
                },
            )
            .await?;
        let (id, hamlet, household) = found.ok_or(ActError::Unknown)?;
        end(&mut write, HamletKey { unit, hamlet }, household, at).await?;
        write
            .execute(
                "UPDATE household_link SET account = $3, taken_at = $4, ended_at = NULL WHERE unit_id = $1 AND id = $2",
                &params![unit, id, account.as_bytes().to_vec(), at],
            )
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends a link of one's own account.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the account has no such link.
    pub async fn end_link(&self, unit: UnitId, id: LinkId, account: Uuid) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let ended = write
            .execute(
                "UPDATE household_link SET ended_at = $4 WHERE unit_id = $1 AND id = $2 AND account = $3 \
                 AND ended_at IS NULL",
                &params![unit, id, account.as_bytes().to_vec(), self.clock.now()],
            )
            .await?;
        if ended != 1 {
            return Err(ActError::Unknown);
        }
        write.commit().await?;
        Ok(())
    }
}

/// Ends what links accounts to a household, offered codes among it: its representative changed.
pub(crate) async fn end(
    write: &mut Write,
    place: HamletKey,
    household: HouseholdId,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE household_link SET ended_at = $4 WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 \
             AND ended_at IS NULL",
            &params![place.unit, place.hamlet, household, at],
        )
        .await?;
    Ok(())
}

/// The households of a commune that an account speaks for now, by number. Those that left the register are not among
/// them.
///
/// # Errors
/// What the engine says.
pub async fn of(read: &mut Read, unit: UnitId, account: Uuid) -> DbResult<Vec<Link>> {
    fn link(row: &Row) -> Result<Link, DbError> {
        Ok(Link {
            id: LinkId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
            place: HamletKey {
                unit: UnitId(row.get(1)?),
                hamlet: UnitId(row.get(2)?),
            },
            household: HouseholdId::from_bytes(&row.get::<Vec<u8>>(3)?)?,
            number: row.get(4)?,
        })
    }
    read.all(
        "SELECT l.id, l.unit_id, l.hamlet_id, l.household_id, h.number FROM household_link l \
         JOIN household h ON h.unit_id = l.unit_id AND h.hamlet_id = l.hamlet_id AND h.id = l.household_id \
         WHERE l.unit_id = $1 AND l.account = $2 AND l.ended_at IS NULL AND h.state = 'listed' \
         ORDER BY h.number, l.id",
        &params![unit, account.as_bytes().to_vec()],
        link,
    )
    .await
}
