//! What the public log speaks about, so that a result or a commendation that was changed behind Đình's back is found.

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content,
    model::{AssessmentId, CommendationId},
    store,
};

/// Which of the two kinds.
#[derive(Debug, Clone, Copy)]
enum What {
    Results,
    Commendations,
}

/// The published results, or the commendations, of all units.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
    what: What,
}

impl Public {
    /// The published results.
    #[must_use]
    pub fn results(units: LiveUnits) -> Self {
        Self {
            units,
            what: What::Results,
        }
    }

    /// The commendations that stand.
    #[must_use]
    pub fn commendations(units: LiveUnits) -> Self {
        Self {
            units,
            what: What::Commendations,
        }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("an assessment of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, (unit, id): (UnitId, Uuid)) -> DbResult<Option<Vec<u8>>> {
        let code = self.code(unit)?;
        let octets = match self.what {
            What::Results => store::assessment(read, unit, AssessmentId(id))
                .await?
                .map(|found| content::result(&code, &found)),
            What::Commendations => store::commendation(read, unit, CommendationId(id))
                .await?
                .map(|found| content::commendation(&code, &found)),
        };
        octets
            .transpose()
            .map(Option::flatten)
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        match self.what {
            What::Results => content::RESULT,
            What::Commendations => content::COMMENDATION,
        }
    }

    fn label_key(&self) -> &'static str {
        match self.what {
            What::Results => "assessment-log-result",
            What::Commendations => "assessment-log-commendation",
        }
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        match self.what {
            What::Results => format!("/danh-gia/{unit_code}/{id}"),
            What::Commendations => format!("/danh-gia/{unit_code}/khen-thuong/{id}"),
        }
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            match Uuid::parse_str(id) {
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
                    Uuid::parse_str(&id)
                        .map(|id| (unit, id))
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no result or commendation")))
                })
                .transpose()?;
            let keys = match self.what {
                What::Results => store::published_after(read, after, limit).await?,
                What::Commendations => store::commendations_after(read, after, limit).await?,
            };
            let mut items = Vec::with_capacity(keys.len());
            for key in keys {
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
