//! What people do about objections.

use units::UnitId;

use super::{NewObjection, Objection, Outcome, store};
use crate::{
    ids::{ObjectionId, RoundId},
    model::{By, RoundState},
    rules,
    service::{ActError, Deliberations},
    store as votes,
};

impl Deliberations {
    /// Objects to the list of households before a vote freezes it.
    ///
    /// # Errors
    /// [`ActError::Reasons`] without words, [`ActError::Stale`] when the list is frozen or the vote called off.
    pub async fn object(
        &self,
        unit: UnitId,
        round: RoundId,
        new: &NewObjection,
        by: By,
    ) -> Result<ObjectionId, ActError> {
        if new.words.trim().is_empty() {
            return Err(ActError::Reasons);
        }
        let made = self.act(by);
        let today = self.now().1;
        let mut write = self.db.write().await?;
        let vote = votes::round(&mut write, unit, round)
            .await?
            .ok_or(ActError::Unknown)?;
        if vote.state != RoundState::Planned {
            return Err(ActError::Stale);
        }
        let objection = Objection {
            id: ObjectionId(self.uuid(made.at)),
            kind: new.kind,
            words: new.words.trim().to_owned(),
            channel: new.channel,
            due_on: rules::objection_due(&self.rulebook, &self.calendar, today)?.due(),
            made,
            answer: None,
        };
        store::insert(&mut write, (unit, round), &objection).await?;
        write.commit().await?;
        Ok(objection.id)
    }

    /// Answers an objection, with the reason: the register was corrected, or stays as it is.
    ///
    /// # Errors
    /// [`ActError::Reasons`] without one, [`ActError::SamePerson`] for who made or entered it, [`ActError::Stale`] when
    /// it was answered.
    pub async fn answer_objection(
        &self,
        unit: UnitId,
        (round, id): (RoundId, ObjectionId),
        (outcome, reason): (Outcome, &str),
        by: By,
    ) -> Result<(), ActError> {
        if reason.trim().is_empty() {
            return Err(ActError::Reasons);
        }
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let objections = store::of_round(&mut write, unit, round).await?;
        let objection = objections
            .iter()
            .find(|objection| objection.id == id)
            .ok_or(ActError::Unknown)?;
        if objection.made.by.account == act.by.account {
            return Err(ActError::SamePerson);
        }
        if !store::answer(&mut write, (unit, round, id), (outcome, reason.trim()), &act).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }
}
