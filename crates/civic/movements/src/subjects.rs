//! What the public log speaks about, so that a recognised model that was changed behind Đình's back is found.

use std::sync::Arc;

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use crate::{
    content::{self, MODEL},
    definition::Movement,
    model::{Key, ModelId},
    store,
};

/// The recognised models of all communes.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
    movements: Arc<[Movement]>,
}

impl Public {
    /// The models of these movements.
    #[must_use]
    pub fn new(units: LiveUnits, movements: Arc<[Movement]>) -> Self {
        Self { units, movements }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a model of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, key: Key) -> DbResult<Option<Vec<u8>>> {
        let Some(dossier) = store::dossier(read, key).await? else {
            return Ok(None);
        };
        let movement = self
            .movements
            .iter()
            .find(|movement| movement.key == dossier.model.movement)
            .ok_or_else(|| DbError::Damaged(format!("no movement {:?}", dossier.model.movement)))?;
        content::octets(&self.code(key.0)?, movement, &dossier)
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        MODEL
    }

    fn label_key(&self) -> &'static str {
        "movements-log-kind"
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        format!("/mo-hinh/{unit_code}/{id}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            match id.parse::<ModelId>() {
                Ok(id) => self.octets_of(read, (unit, id)).await,
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
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no model")))
                })
                .transpose()?;
            let mut items = Vec::new();
            for key in store::recognised_after(read, after, limit).await? {
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
