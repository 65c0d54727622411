//! What the public log speaks about, so that a petition that was changed behind Đình's back is found.

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use crate::{
    content::{self, PETITION},
    model::{Key, Petition, PetitionId},
    store,
};

/// The petitions that are shown.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
}

impl Public {
    /// The petitions that are shown.
    #[must_use]
    pub fn new(units: LiveUnits) -> Self {
        Self { units }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a petition of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, key: Key) -> DbResult<Option<Vec<u8>>> {
        let petition = store::petition(read, key).await?;
        let Some(petition) = petition.filter(Petition::is_shown) else {
            return Ok(None);
        };
        content::octets(&self.code(key.0)?, &petition)
            .map(Some)
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        PETITION
    }

    fn label_key(&self) -> &'static str {
        "petitions-nav"
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        format!("/kien-nghi/{unit_code}/{id}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let Ok(id) = id.parse::<PetitionId>() else {
                return Ok(None);
            };
            self.octets_of(read, (unit, id)).await
        })
    }

    fn items<'a>(
        &'a self,
        read: &'a mut Read,
        after: Option<(UnitId, String)>,
        limit: u32,
    ) -> Answer<'a, Vec<PublicItem>> {
        Box::pin(async move {
            let after = match after {
                Some((unit, id)) => {
                    let id = id
                        .parse()
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no petition")))?;
                    Some((unit, id))
                }
                None => None,
            };
            let mut items = Vec::new();
            for key in store::shown_after(read, after, limit).await? {
                if let Some(octets) = self.octets_of(read, key).await? {
                    items.push(PublicItem {
                        unit: key.0,
                        unit_code: self.code(key.0)?,
                        id: key.1.to_string(),
                        octets,
                    });
                }
            }
            Ok(items)
        })
    }
}
