//! What the public log speaks about, so that a package that was changed behind Đình's back is found.

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use crate::{
    content::{self, PACKAGE},
    model::PackageId,
    store,
};

/// The packages of all communes.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
}

impl Public {
    /// The packages of these units.
    #[must_use]
    pub fn new(units: LiveUnits) -> Self {
        Self { units }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a package of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, (unit, id): (UnitId, PackageId)) -> DbResult<Option<Vec<u8>>> {
        let Some(package) = store::package(read, unit, id).await? else {
            return Ok(None);
        };
        content::octets(&self.code(unit)?, &package)
            .map(Some)
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        PACKAGE
    }

    fn label_key(&self) -> &'static str {
        "benefits-log-kind"
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        format!("/ho-tro/{unit_code}/{id}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            match id.parse::<PackageId>() {
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
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no package")))
                })
                .transpose()?;
            let mut items = Vec::new();
            for key in store::packages_after(read, after, limit).await? {
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
