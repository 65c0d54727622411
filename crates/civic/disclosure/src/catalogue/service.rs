//! What people do with catalogues. Every act is one transaction: all procedures of a file, or none.

use facts::Ledger;
use jiff::Timestamp;
use platform::{db::Read, i18n::Translator};
use units::{Level, UnitId};

use super::{
    file::{Against, Plan, Sheet},
    model::{Catalogue, NewCatalogue, Offer, Offers, State},
    store as catalogues,
};
use crate::{
    content,
    follow::Telling,
    ids::{CatalogueId, ItemId},
    model::{Act, By, ItemState, Text, VersionState},
    procedures::MATTER,
    service::{ActError, Disclosures, Draft, new_matter},
    store::{self, NewMatter},
};

/// What came of approving a catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its procedures are public.
    Published,
    /// It would change something else by now than what was shown; nothing was done.
    Otherwise,
}

impl Disclosures {
    /// The province whose catalogue a commune shows.
    #[must_use]
    pub fn province_of(&self, unit: UnitId) -> Option<UnitId> {
        let units = self.units.current();
        let province = units.ancestor(unit, Level::Province)?.id;
        (province != unit).then_some(province)
    }

    /// What a file is compared with: a unit's own procedures, and those that its province has decided.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn against(&self, read: &mut Read, unit: UnitId) -> Result<Against, ActError> {
        Ok(Against {
            own: store::procedures(read, unit).await?,
            being_written: catalogues::being_written(read, unit).await?,
            common: match self.province_of(unit) {
                None => Vec::new(),
                Some(province) => store::procedures(read, province).await?,
            },
        })
    }

    /// Whether a commune's province has decided a procedure of this code or name, which the commune then does not
    /// write itself.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn is_common(&self, unit: UnitId, code: &str, title: &str) -> Result<bool, ActError> {
        let Some(province) = self.province_of(unit) else {
            return Ok(false);
        };
        let common = store::procedures(&mut self.db.read().await?, province).await?;
        Ok(super::file::holds(&common, code, title))
    }

    /// Keeps a file until somebody else approves it. The same file sent again is the one that waits.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn send_catalogue(
        &self,
        unit: UnitId,
        new: &NewCatalogue,
        by: By,
    ) -> Result<CatalogueId, ActError> {
        let act = self.act(by);
        let hash = content::hash(&new.octets);
        let mut write = self.db.write().await?;
        if let Some(waiting) = catalogues::waiting(&mut write, unit, &hash).await? {
            return Ok(waiting);
        }
        let id = CatalogueId(self.uuid(act.at));
        catalogues::insert(&mut write, unit, id, (new, &hash), &act).await?;
        write.commit().await?;
        Ok(id)
    }

    /// Gives up a file that waits.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it does not wait any more.
    pub async fn drop_catalogue(&self, unit: UnitId, id: CatalogueId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        if !catalogues::settle(&mut write, (unit, id), State::Dropped, &act).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Approves a file and makes all its procedures public. `shown` is the fingerprint of the plan that was read; `t`
    /// is Vietnamese, the language of the procedures.
    ///
    /// # Errors
    /// [`ActError::SamePerson`] for who sent it, [`ActError::Stale`] when it does not wait any more.
    pub async fn publish_catalogue(
        &self,
        unit: UnitId,
        id: CatalogueId,
        (sheet, shown): (&Sheet, &str),
        by: By,
        t: &Translator,
    ) -> Result<Outcome, ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let catalogue = catalogues::by_id(ledger.write(), unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if catalogue.sent.by.account == act.by.account {
            return Err(ActError::SamePerson);
        }
        let against = self.against(ledger.write(), unit).await?;
        let plan = match sheet.plan(&against) {
            Ok(plan) if plan.fingerprint() == shown => plan,
            _ => return Ok(Outcome::Otherwise),
        };
        if !catalogues::settle(ledger.write(), (unit, id), State::Published, &act).await? {
            return Err(ActError::Stale);
        }
        let published = self
            .publish_plan(&mut ledger, unit, (&catalogue, &plan), &act, t)
            .await?;
        catalogues::insert_items(ledger.write(), (unit, id), &published).await?;
        ledger.commit().await?;
        Ok(Outcome::Published)
    }

    async fn publish_plan(
        &self,
        ledger: &mut Ledger,
        unit: UnitId,
        (catalogue, plan): (&Catalogue, &Plan),
        act: &Act,
        t: &Translator,
    ) -> Result<Vec<(ItemId, i64)>, ActError> {
        let draft = Draft {
            matter: MATTER.to_owned(),
            decided_on: catalogue.decided_on,
            ..Draft::default()
        };
        let due_on = self.due(&draft)?;
        let written = &catalogue.sent;
        let mut published = Vec::new();
        for line in &plan.new {
            let new = NewMatter {
                id: ItemId(self.uuid(act.at)),
                due_on,
                ..new_matter(unit, &draft)
            };
            store::insert_item(ledger.write(), &new, act.at).await?;
            let number = self
                .publish_text(ledger, (unit, new.id), (&line.text(t), ""), (written, act))
                .await?;
            published.push((new.id, number));
        }
        let named = [
            ("decision", catalogue.decision.as_str().into()),
            ("date", platform::i18n::Arg::Date(catalogue.decided_on)),
        ];
        let why = t.format("disclosure-catalogue-correction", &named);
        for change in &plan.changes {
            let number = self
                .publish_text(
                    ledger,
                    (unit, change.item),
                    (&change.line.text(t), &why),
                    (written, act),
                )
                .await?;
            published.push((change.item, number));
        }
        Ok(published)
    }

    /// Makes a text the public one of a matter, written by one person and approved and published by another. The files
    /// of the version before stay.
    async fn publish_text(
        &self,
        ledger: &mut Ledger,
        (unit, id): (UnitId, ItemId),
        (text, why): (&Text, &str),
        (written, act): (&Act, &Act),
    ) -> Result<i64, ActError> {
        let write = ledger.write();
        let number = store::insert_version(write, (unit, id), text, why, written).await?;
        store::approve(write, (unit, id, number, 1), act).await?;
        let mut dossier = self.dossier(write, unit, id).await?.ok_or(ActError::Unknown)?;
        let files: Vec<_> = dossier
            .attached(dossier.item.public_version)
            .map(|file| (file.hash, file.name.clone()))
            .collect();
        if !files.is_empty() {
            store::set_attachments(write, (unit, id, number), &files).await?;
            dossier.attachments = store::attachments(write, unit, id).await?;
        }
        let chosen = dossier.version(number).ok_or(ActError::Unknown)?;
        self.publish_within(ledger, &dossier, chosen, act, Telling::Together)
            .await?;
        Ok(number)
    }

    /// Takes a catalogue back as a whole: what it added is withdrawn, what it changed says again what it said before.
    /// All versions and their entries in the log stay.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not public, or something of it was changed since or is being written;
    /// [`ActError::SamePerson`] when who takes it back wrote what would be public again.
    pub async fn undo_catalogue(
        &self,
        unit: UnitId,
        id: CatalogueId,
        why: &str,
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        if !catalogues::undo(ledger.write(), (unit, id), &act, why).await? {
            return Err(ActError::Stale);
        }
        for (item, version, _) in catalogues::items(ledger.write(), unit, id).await? {
            let dossier = self
                .dossier(ledger.write(), unit, item)
                .await?
                .ok_or(ActError::Unknown)?;
            if dossier.item.state != ItemState::Published || dossier.item.last_version != version {
                return Err(ActError::Stale);
            }
            let before = dossier
                .versions
                .iter()
                .rev()
                .find(|known| known.number < version && known.state == VersionState::Published);
            let Some(before) = before else {
                self.withdraw_within(ledger.write(), (unit, item), why, &act, Telling::Together)
                    .await?;
                continue;
            };
            if before.drafted.by.account == act.by.account {
                return Err(ActError::SamePerson);
            }
            let written = Act {
                by: before.drafted.by.clone(),
                at: act.at,
            };
            self.publish_text(&mut ledger, (unit, item), (&before.text, why), (&written, &act))
                .await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// How a commune offers what its province decided.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn offers(&self, read: &mut Read, unit: UnitId) -> Result<Offers, ActError> {
        Ok(Offers(catalogues::offers(read, unit).await?))
    }

    /// Says how a procedure of the province is offered in a commune from now on; without a procedure, how all are that
    /// say nothing of their own. `seen` is the revision that was read.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the province has no such procedure in force, [`ActError::Stale`] when somebody else
    /// said so just now.
    pub async fn offer(
        &self,
        unit: UnitId,
        (item, seen): (Option<ItemId>, i64),
        offer: &Offer,
        by: By,
    ) -> Result<Timestamp, ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        if let Some(item) = item {
            let province = self.province_of(unit).ok_or(ActError::Unknown)?;
            store::item(&mut write, province, item)
                .await?
                .filter(|found| found.state == ItemState::Published)
                .ok_or(ActError::Unknown)?;
        }
        if !catalogues::insert_offer(&mut write, unit, (item, seen + 1), offer, &act).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(act.at)
    }
}
