//! What the public log speaks about, for who has the database: a published row that was changed behind Đình's back is
//! found, and nobody else reads it.

use platform::{
    db::{DbError, DbResult, Read},
    params,
};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use super::{SUBJECT, content::of_published, store};
use crate::ids::{NoticeId, OrganisationId};

/// The notices of all organisations.
#[derive(Debug)]
pub struct Sealed(LiveUnits);

impl Sealed {
    /// The notices of all organisations.
    #[must_use]
    pub fn new(units: LiveUnits) -> Self {
        Self(units)
    }

    async fn octets_of(
        read: &mut Read,
        (unit, organisation, id): (UnitId, OrganisationId, NoticeId),
    ) -> DbResult<Option<Vec<u8>>> {
        let Some(of) = store::any_organisation(read, unit, organisation).await? else {
            return Ok(None);
        };
        let Some(file) = store::file(read, &of, id).await? else {
            return Ok(None);
        };
        let published = file
            .public()
            .and_then(|version| Some((version, version.published.as_ref()?)));
        published
            .map(|(version, published)| of_published(&of, &file.notice, version, published))
            .transpose()
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Sealed {
    fn kind(&self) -> &'static str {
        SUBJECT
    }

    fn label_key(&self) -> &'static str {
        "organisations-sealed"
    }

    fn page(&self, unit_code: &str, _: &str) -> String {
        format!("/co-quan/{unit_code}")
    }

    fn is_sealed(&self) -> bool {
        true
    }

    fn octets<'a>(&'a self, _: &'a mut Read, _: UnitId, _: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async { Ok(None) })
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
                    let id: NoticeId = id
                        .parse()
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no notice")))?;
                    (unit.0, id.0.as_bytes().to_vec())
                }
                None => (i64::MIN, Vec::new()),
            };
            let keys = read
                .all(
                    "SELECT unit_id, organisation_id, id FROM internal_notice \
                     WHERE state IN ('published', 'archived') AND (unit_id > $1 OR (unit_id = $1 AND id > $2)) \
                     ORDER BY unit_id, id LIMIT $3",
                    &params![unit, id, i64::from(limit)],
                    |row| {
                        Ok((
                            UnitId(row.get(0)?),
                            OrganisationId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
                            NoticeId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
                        ))
                    },
                )
                .await?;
            let units = self.0.current();
            let mut items = Vec::with_capacity(keys.len());
            for key in keys {
                let unit = units.get(key.0).ok_or_else(|| {
                    DbError::Damaged(format!("a notice of unit {}, which there is not", key.0))
                })?;
                if let Some(octets) = Self::octets_of(read, key).await? {
                    items.push(PublicItem {
                        unit: key.0,
                        unit_code: unit.code.clone(),
                        id: key.2.to_string(),
                        octets,
                    });
                }
            }
            Ok(items)
        })
    }
}
