//! What the public log speaks about, so that a campaign or a ledger that was changed behind Đình's back is found.

use platform::db::{DbError, DbResult, Read};
use transparency::{PublicItem, Subjects, subjects::Answer};
use units::{LiveUnits, UnitId};

use crate::{
    content::{self, BOOK, CAMPAIGN},
    model::{Campaign, CampaignId},
    service::page_of,
    store,
};

/// The campaigns of all communes, or their ledgers.
#[derive(Debug)]
pub struct Public {
    units: LiveUnits,
    books: bool,
}

impl Public {
    /// What is written down of campaigns.
    #[must_use]
    pub fn campaigns(units: LiveUnits) -> Self {
        Self { units, books: false }
    }

    /// Their ledgers.
    #[must_use]
    pub fn books(units: LiveUnits) -> Self {
        Self { units, books: true }
    }

    fn code(&self, unit: UnitId) -> DbResult<String> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or_else(|| DbError::Damaged(format!("a campaign of unit {unit}, which there is not")))
    }

    fn octets_of(&self, campaign: &Campaign) -> DbResult<Option<Vec<u8>>> {
        if !campaign.state.is_public() || (self.books && campaign.last_entry == 0) {
            return Ok(None);
        }
        let code = self.code(campaign.unit)?;
        let octets = if self.books {
            content::book(&code, campaign.id, campaign.last_entry, &campaign.head)
        } else {
            content::campaign(&code, campaign)
        };
        octets
            .map(Some)
            .map_err(|error| DbError::Damaged(error.to_string()))
    }
}

impl Subjects for Public {
    fn kind(&self) -> &'static str {
        if self.books { BOOK } else { CAMPAIGN }
    }

    fn label_key(&self) -> &'static str {
        if self.books {
            "contributions-log-book"
        } else {
            "contributions-log-campaign"
        }
    }

    fn page(&self, unit_code: &str, id: &str) -> String {
        let page = id
            .parse::<CampaignId>()
            .map(|id| page_of(unit_code, id))
            .unwrap_or_default();
        if self.books { format!("{page}/so") } else { page }
    }

    fn octets<'a>(&'a self, read: &'a mut Read, unit: UnitId, id: &'a str) -> Answer<'a, Option<Vec<u8>>> {
        Box::pin(async move {
            let Ok(id) = id.parse::<CampaignId>() else {
                return Ok(None);
            };
            match store::campaign(read, (unit, id)).await? {
                Some(campaign) => self.octets_of(&campaign),
                None => Ok(None),
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
            let mut after = after
                .map(|(unit, id)| {
                    id.parse()
                        .map(|id| (unit, id))
                        .map_err(|_| DbError::Damaged(format!("{id:?} names no campaign")))
                })
                .transpose()?;
            let mut items = Vec::new();
            // A ledger without entries is no item, and fewer items than asked for would mean that there are no more.
            while items.len() < limit as usize {
                let campaigns = store::public_after(read, after, limit).await?;
                let Some(last) = campaigns.last() else { break };
                after = Some(last.key());
                for campaign in campaigns {
                    if let Some(octets) = self.octets_of(&campaign)? {
                        items.push(PublicItem {
                            unit: campaign.unit,
                            unit_code: self.code(campaign.unit)?,
                            id: campaign.id.to_string(),
                            octets,
                        });
                    }
                }
            }
            items.truncate(limit as usize);
            Ok(items)
        })
    }
}
