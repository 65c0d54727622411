//! What other civic functions make public hangs on the commune's boards like any notice: with its deadline, its sites,
//! its sheet and its script. It is approved already where it was decided, so it is published at once.

use std::fmt::Display;

use facts::{
    Ledger,
    boards::{Boards, BoardsAnswer, BoardsError, Hung, Posting},
};
use platform::{access::By, db::Read};
use rulebook::Place;
use units::UnitId;
use uuid::Uuid;

use crate::{
    follow::Telling,
    ids::ItemId,
    jobs::SYSTEM_ROLE,
    model::{Act, ItemState, Text},
    rules,
    service::{ActError, Disclosures, counting},
    standing::{Recorded, standing},
    store::{self, NewMatter},
};

fn refused(error: impl Display) -> BoardsError {
    BoardsError::Refused(error.to_string())
}

impl From<ActError> for BoardsError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Db(error) => Self::Db(error),
            other => refused(other),
        }
    }
}

impl Disclosures {
    async fn hang_posting(
        &self,
        ledger: &mut Ledger,
        posting: &Posting,
        correction: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let act = self.act(by.clone());
        let approval = Act {
            by: By {
                account: Uuid::nil(),
                role: SYSTEM_ROLE.to_owned(),
            },
            at: act.at,
        };
        let unit = posting.unit;
        let text = Text {
            title: posting.title.clone(),
            summary: posting.summary.clone(),
            body: posting.body.clone(),
            procedure: None,
        };
        let write = ledger.write();
        let (id, reason) = match store::item_of_page(write, unit, &posting.page).await? {
            Some(id) => {
                let dossier = self.dossier(write, unit, id).await?.ok_or(ActError::Unknown)?;
                // What was taken down stays down: its reason is public.
                let hangs = dossier.item.state == ItemState::Published;
                if !hangs || dossier.public().is_some_and(|public| public.text == text) {
                    return Ok(());
                }
                (id, correction)
            }
            None => {
                let (book, on) = (&self.rulebook, posting.decided_on);
                rules::duty(book, Place::Commune, &posting.matter, on)?;
                let new = NewMatter {
                    unit,
                    id: ItemId(self.uuid(act.at)),
                    matter: &posting.matter,
                    quarter: None,
                    decided_on: on,
                    due_on: rules::commune_deadline(book, &self.calendar, on)?.due(),
                    hamlet: posting.hamlet,
                    page: Some(&posting.page),
                };
                store::insert_item(write, &new, act.at).await?;
                (new.id, "")
            }
        };
        let number = store::insert_version(write, (unit, id), &text, reason, &act).await?;
        store::approve(write, (unit, id, number, 1), &approval).await?;
        let dossier = self.dossier(write, unit, id).await?.ok_or(ActError::Unknown)?;
        let version = dossier.last().ok_or(ActError::Unknown)?;
        self.publish_within(ledger, &dossier, version, &act, Telling::Each)
            .await
    }

    async fn take_posting_down(
        &self,
        ledger: &mut Ledger,
        (unit, page): (UnitId, &str),
        reason: &str,
        by: &By,
    ) -> Result<(), ActError> {
        let act = self.act(by.clone());
        let write = ledger.write();
        let Some(id) = store::item_of_page(write, unit, page).await? else {
            return Ok(());
        };
        match self
            .withdraw_within(write, (unit, id), reason, &act, Telling::Each)
            .await
        {
            // Officers took it down before.
            Err(ActError::Stale) | Ok(()) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn where_hung(
        &self,
        read: &mut Read,
        (unit, page): (UnitId, &str),
    ) -> Result<Option<Hung>, ActError> {
        let Some(id) = store::item_of_page(read, unit, page).await? else {
            return Ok(None);
        };
        let dossier = self.dossier(read, unit, id).await?.ok_or(ActError::Unknown)?;
        let item = &dossier.item;
        let recorded = Recorded {
            sites: &dossier.sites,
            sightings: &counting(&dossier.sightings),
            broadcast_on: &dossier.broadcast_on,
            exemptions: &dossier.exemptions,
        };
        let standing = standing(&self.rulebook, item, recorded, self.now().1)?;
        let code = self.code(unit)?;
        let boards = standing
            .clock
            .iter()
            .flat_map(|clock| &clock.sites)
            .filter_map(|clock| {
                let site = dossier.sites.iter().find(|site| site.id == clock.site)?;
                Some((site.name.clone(), clock.since))
            })
            .collect();
        Ok(item.published_at.map(|published_at| Hung {
            page: format!("/cong-khai/{code}/{id}"),
            published_at,
            due_on: item.due_on,
            boards,
            taken_down: item.state == ItemState::Withdrawn,
        }))
    }
}

impl Boards for Disclosures {
    fn hang<'a>(
        &'a self,
        ledger: &'a mut Ledger,
        posting: &'a Posting,
        correction: &'a str,
        by: &'a By,
    ) -> BoardsAnswer<'a, ()> {
        Box::pin(async move { Ok(self.hang_posting(ledger, posting, correction, by).await?) })
    }

    fn take_down<'a>(
        &'a self,
        ledger: &'a mut Ledger,
        of: (UnitId, &'a str),
        reason: &'a str,
        by: &'a By,
    ) -> BoardsAnswer<'a, ()> {
        Box::pin(async move { Ok(self.take_posting_down(ledger, of, reason, by).await?) })
    }

    fn hung<'a>(&'a self, read: &'a mut Read, of: (UnitId, &'a str)) -> BoardsAnswer<'a, Option<Hung>> {
        Box::pin(async move { Ok(self.where_hung(read, of).await?) })
    }
}
