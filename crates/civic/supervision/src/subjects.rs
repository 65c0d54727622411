//! What the public log speaks about, so that a visit or a recommendation that was changed behind Đình's back is found.

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content,
    model::{RecommendationId, VisitId},
    service,
    store::{self, Listed},
};

/// Which of the two kinds.
#[derive(Debug, Clone, Copy)]
enum What {
    Visits,
    Recommendations,
}

/// The published visits, or the recommendations, of all communes.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
    what: What,
}

impl Public {
    /// The published visits.
    #[must_use]
    pub fn visits(units: LiveUnits) -> Self {
        Self {
            units,
            what: What::Visits,
        }
    }

    /// The recommendations.
    #[must_use]
    pub fn recommendations(units: LiveUnits) -> Self {
        Self {
            units,
            what: What::Recommendations,
        }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a board of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, (unit, id): (UnitId, Uuid)) -> DbResult<Option<Vec<u8>>> {
        let code = self.code(unit)?;
        let octets = match self.what {
            What::Visits => {
                let Some(found) = store::visit(read, unit, VisitId(id)).await? else {
                    return Ok(None);
                };
                let pictures = store::pictures(read, &found, service::hash).await?;
                content::visit(&code, &found, &pictures)
            }
            What::Recommendations => {
                let Some(found) = store::recommendation(read, unit, RecommendationId(id)).await? else {
                    return Ok(None);
                };
                let notes = store::notes(read, unit, found.id).await?;
                content::recommendation(&code, &found, &notes).map(Some)
            }
        };
        octets.map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        match self.what {
            What::Visits => content::VISIT,
            What::Recommendations => content::RECOMMENDATION,
        }
    }

    fn label_key(&self) -> &'static str {
        match self.what {
            What::Visits => "supervision-log-visit",
            What::Recommendations => "supervision-log-recommendation",
        }
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        match self.what {
            What::Visits => format!("/giam-sat/{unit_code}/cuoc/{id}"),
            What::Recommendations => format!("/giam-sat/{unit_code}/kien-nghi/{id}"),
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
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no visit or recommendation")))
                })
                .transpose()?;
            let what = match self.what {
                What::Visits => Listed::Visits,
                What::Recommendations => Listed::Recommendations,
            };
            let keys = store::public_after(read, what, after, limit).await?;
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
