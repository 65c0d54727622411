//! What the public log speaks about, so that a published decision that was changed behind Đình's back is found.

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use crate::{
    content::{self, DECISION},
    ids::MatterId,
    store,
};

/// The published decisions of all communities.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
}

impl Public {
    /// The decisions of the units of this installation.
    #[must_use]
    pub fn new(units: LiveUnits) -> Self {
        Self { units }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a matter of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, unit: UnitId, id: MatterId) -> DbResult<Option<Vec<u8>>> {
        let Some(dossier) = store::dossier(read, unit, id).await? else {
            return Ok(None);
        };
        content::octets(&self.code(unit)?, &dossier).map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        DECISION
    }

    fn label_key(&self) -> &'static str {
        "deliberation-decisions"
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        format!("/dan-ban/{unit_code}/{id}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            match id.parse::<MatterId>() {
                Ok(id) => self.octets_of(read, unit, id).await,
                Err(_) => Ok(None),
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
            let after = after
                .map(|(unit, id)| {
                    id.parse()
                        .map(|id| (unit, id))
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no decision")))
                })
                .transpose()?;
            let mut items = Vec::new();
            for (unit, id) in store::published(read, after, limit).await? {
                if let Some(octets) = self.octets_of(read, unit, id).await? {
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
