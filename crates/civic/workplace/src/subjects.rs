//! What the public log speaks about, so that a figure or a grade that was changed behind Đình's back is found.

use platform::{
    db::{DbError, DbResult, Read},
    params,
};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    content,
    model::{AssessmentId, ConferenceId},
    store,
};

/// Which of the two kinds.
#[derive(Debug, Clone, Copy)]
enum What {
    Conferences,
    Assessments,
}

/// The concluded conferences, or the confirmed assessments, of all places.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
    what: What,
}

impl Public {
    /// The concluded conferences.
    #[must_use]
    pub fn conferences(units: LiveUnits) -> Self {
        Self {
            units,
            what: What::Conferences,
        }
    }

    /// The confirmed assessments.
    #[must_use]
    pub fn assessments(units: LiveUnits) -> Self {
        Self {
            units,
            what: What::Assessments,
        }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a workplace of unit {unit}, which there is not")))
    }

    async fn octets_of(&self, read: &mut Read, unit: UnitId, id: Uuid) -> DbResult<Option<Vec<u8>>> {
        let code = self.code(unit)?;
        let octets = match self.what {
            What::Conferences => {
                let Some(found) = store::any_conference(read, unit, ConferenceId(id)).await? else {
                    return Ok(None);
                };
                let of = organisations::store::any_organisation(read, unit, found.organisation).await?;
                of.map(|of| content::conference(&code, &of, &found))
            }
            What::Assessments => {
                let Some(found) = store::any_assessment(read, unit, AssessmentId(id)).await? else {
                    return Ok(None);
                };
                let of = organisations::store::any_organisation(read, unit, found.organisation).await?;
                of.map(|of| content::assessment(&code, &of, &found))
            }
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
            What::Conferences => content::CONFERENCE,
            What::Assessments => content::ASSESSMENT,
        }
    }

    fn label_key(&self) -> &'static str {
        match self.what {
            What::Conferences => "workplace-log-conference",
            What::Assessments => "workplace-log-assessment",
        }
    }

    fn page(&self, unit_code: &str, _: &str) -> String {
        format!("/noi-lam-viec/{unit_code}")
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            match Uuid::parse_str(id) {
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
            let (unit, id) = match after {
                Some((unit, id)) => {
                    let id = Uuid::parse_str(&id)
                        .map_err(|_| DbError::Damaged(format!("{id:?} names nothing of a workplace")))?;
                    (unit.0, id.as_bytes().to_vec())
                }
                None => (i64::MIN, Vec::new()),
            };
            let statement = match self.what {
                What::Conferences => {
                    "SELECT unit_id, id FROM workplace_conference WHERE state = 'concluded' \
                     AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3"
                }
                What::Assessments => {
                    "SELECT unit_id, id FROM workplace_assessment WHERE grade IS NOT NULL \
                     AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) ORDER BY unit_id, id LIMIT $3"
                }
            };
            let keys = read
                .all(statement, &params![unit, id, i64::from(limit)], |row| {
                    let id = row.get::<Vec<u8>>(1)?;
                    let id = Uuid::from_slice(&id)
                        .map_err(|_| DbError::Damaged("an identifier of a workplace".to_owned()))?;
                    Ok((UnitId(row.get(0)?), id))
                })
                .await?;
            let mut items = Vec::with_capacity(keys.len());
            for (unit, id) in keys {
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
