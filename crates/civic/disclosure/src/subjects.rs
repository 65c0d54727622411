//! What the public log speaks about, so that a published row that was changed behind Đình's back is found.

use platform::{
    db::{DbError, DbResult, Read},
    params,
};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use crate::{
    content::{self, NOTICE, REGISTER},
    ids::ItemId,
    model::{ItemState, Matter},
    store,
};

/// Notices, or registers of disclosures.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
    registers: bool,
}

impl Public {
    /// The notices of all communes.
    #[must_use]
    pub fn notices(units: LiveUnits) -> Self {
        Self {
            units,
            registers: false,
        }
    }

    /// The registers of all communes.
    #[must_use]
    pub fn registers(units: LiveUnits) -> Self {
        Self {
            units,
            registers: true,
        }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a matter of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, item: &Matter) -> DbResult<Option<Vec<u8>>> {
        if !matches!(item.state, ItemState::Published | ItemState::Archived) {
            return Ok(None);
        }
        let versions = store::versions(read, item.unit, item.id).await?;
        let public = versions
            .iter()
            .find(|version| version.number == item.public_version);
        let Some((version, published_at)) =
            public.and_then(|version| Some((version, version.published.as_ref()?.1)))
        else {
            return Ok(None);
        };
        let attachments = store::attachments(read, item.unit, item.id).await?;
        let code = self.code(item.unit)?;
        content::octets(&code, item, version, published_at, &attachments)
            .map(Some)
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        if self.registers { REGISTER } else { NOTICE }
    }

    fn label_key(&self) -> &'static str {
        if self.registers {
            "disclosure-registers-title"
        } else {
            "disclosure-notices-title"
        }
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        format!("/cong-khai/{unit_code}/{id}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let Ok(id) = id.parse::<ItemId>() else {
                return Ok(None);
            };
            match store::item(read, unit, id).await? {
                Some(item) if item.quarter.is_some() == self.registers => self.octets_of(read, &item).await,
                _ => Ok(None),
            }
        })
    }

    fn items<'a>(
        &'a self,
        read: &'a mut Read,
        after: Option<(UnitId, String)>,
        limit: u32,
    ) -> Answer<'a, Vec<PublicItem>> {
        Box::pin(async move {
            let (unit, id) = match after {
                Some((unit, id)) => {
                    let id: ItemId = id
                        .parse()
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no matter")))?;
                    (unit.0, id.0.as_bytes().to_vec())
                }
                None => (i64::MIN, Vec::new()),
            };
            let keys = read
                .all(
                    "SELECT unit_id, id FROM disclosure_item WHERE state IN ('published', 'archived') \
                     AND (quarter IS NOT NULL) = $1 AND (unit_id > $2 OR (unit_id = $2 AND id > $3)) \
                     ORDER BY unit_id, id LIMIT $4",
                    &params![self.registers, unit, id, i64::from(limit)],
                    |row| Ok((UnitId(row.get(0)?), ItemId::from_bytes(&row.get::<Vec<u8>>(1)?)?)),
                )
                .await?;
            let mut items = Vec::with_capacity(keys.len());
            for (unit, id) in keys {
                let Some(item) = store::item(read, unit, id).await? else {
                    continue;
                };
                if let Some(octets) = self.octets_of(read, &item).await? {
                    items.push(PublicItem {
                        unit,
                        unit_code: self.code(unit)?,
                        id: id.to_string(),
                        octets,
                    });
                }
            }
            Ok(items)
        })
    }
}
