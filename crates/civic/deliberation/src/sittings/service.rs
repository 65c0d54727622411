//! What people do about sittings.

use facts::Ledger;
use platform::db::Write;
use units::UnitId;

use super::{Counted, MOST, NewSitting, store, together};
use crate::{
    ids::RoundId,
    model::{By, Dossier, Duty, Method, Officer, Outturn, Round, RoundState},
    rules::{CountError, Form, Hands, Team},
    service::{ActError, Deliberations},
    store as votes,
};

impl Deliberations {
    /// Adds a sitting to a meeting that is to be held in parts. The meeting lasts from the first to the last of them.
    ///
    /// # Errors
    /// [`ActError::Stale`] unless the meeting is only planned, [`ActError::Day`] for a time in the past,
    /// [`ActError::Team`] for too many sittings.
    pub async fn add_sitting(&self, unit: UnitId, id: RoundId, new: &NewSitting) -> Result<u8, ActError> {
        if new.starts_at < self.now().0 {
            return Err(ActError::Day);
        }
        let mut write = self.db.write().await?;
        let (dossier, round) = self.planned_meeting(&mut write, unit, id).await?;
        let there: Vec<u8> = dossier.sittings_of(id).map(|sitting| sitting.number).collect();
        let number = there.last().map_or(1, |last| last + 1);
        if there.len() >= MOST || usize::from(number) > 2 * MOST {
            return Err(ActError::Team(there.len() as u64));
        }
        store::insert(&mut write, (unit, id, number), new).await?;
        self.span(&mut write, round).await?;
        write.commit().await?;
        Ok(number)
    }

    /// Takes a sitting out before the vote opens.
    ///
    /// # Errors
    /// [`ActError::Stale`] unless the meeting is only planned, [`ActError::Unknown`] without such a sitting.
    pub async fn remove_sitting(&self, unit: UnitId, id: RoundId, number: u8) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        let (_, round) = self.planned_meeting(&mut write, unit, id).await?;
        if !store::remove(&mut write, (unit, id, number)).await? {
            return Err(ActError::Unknown);
        }
        self.span(&mut write, round).await?;
        write.commit().await?;
        Ok(())
    }

    async fn planned_meeting(
        &self,
        write: &mut Write,
        unit: UnitId,
        id: RoundId,
    ) -> Result<(Dossier, Round), ActError> {
        let round = votes::round(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if round.form != Form::Meeting || round.state != RoundState::Planned {
            return Err(ActError::Stale);
        }
        Ok((self.known(write, unit, round.matter).await?, round))
    }

    /// Lets the meeting last from its first sitting to its last.
    async fn span(&self, write: &mut Write, mut round: Round) -> Result<(), ActError> {
        let sittings = store::of_matter(write, round.unit, round.matter).await?;
        let times = sittings
            .iter()
            .filter(|sitting| sitting.round == round.id)
            .map(|sitting| sitting.starts_at);
        if let (Some(first), Some(last)) = (times.clone().min(), times.max()) {
            (round.starts_at, round.ends_at) = (first, last);
        }
        if !votes::arrange(write, &round).await? {
            return Err(ActError::Stale);
        }
        let at = self.now().0;
        votes::touch(write, (round.unit, round.matter), at).await?;
        Ok(())
    }

    /// Records what the tellers of a sitting counted. With the last one, the whole meeting is counted.
    ///
    /// # Errors
    /// As [`Deliberations::count_meeting`]; [`ActError::Unknown`] without such a sitting, [`ActError::Stale`] when it was
    /// counted.
    pub async fn count_sitting(
        &self,
        unit: UnitId,
        (id, number): (RoundId, u8),
        (method, hands): (Method, &Hands),
        officers: &[Officer],
        by: By,
    ) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let write = ledger.write();
        let round = self.open_round(write, unit, id).await?;
        let mut dossier = self.known(write, unit, round.matter).await?;
        let question = dossier.question();
        let sitting = dossier
            .sittings
            .iter_mut()
            .find(|sitting| sitting.round == id && sitting.number == number)
            .ok_or(ActError::Unknown)?;
        if act.at < sitting.starts_at {
            return Err(ActError::Closed);
        }
        let attended = votes::slips(write, unit, id)
            .await?
            .iter()
            .filter(|slip| slip.sitting == Some(number))
            .count();
        // Where attendance was noted at the door, the tellers can't have counted more.
        let attended = u64::try_from(attended).unwrap_or(u64::MAX);
        if attended > 0 && hands.attending > attended {
            return Err(CountError::TooMany {
                votes: hands.attending,
                households: attended,
            }
            .into());
        }
        let counted = Counted {
            method,
            hands: hands.clone(),
            act: act.clone(),
        };
        hands.count(question, hands.attending)?;
        self.check_team(Team::Tellers, round.day(), officers, Duty::Teller)?;
        if !store::count(write, (unit, id, number), &counted).await? {
            return Err(ActError::Stale);
        }
        votes::set_officers(write, (unit, id), number, officers).await?;
        sitting.counted = Some(counted);

        let all: Vec<Option<&Hands>> = dossier
            .sittings_of(id)
            .map(|sitting| sitting.counted.as_ref().map(|counted| &counted.hands))
            .collect();
        let done: Vec<Hands> = all.iter().flatten().map(|hands| (*hands).clone()).collect();
        let households = round.opened.map_or(0, |opened| opened.households);
        // Figures that do not fit together are refused now, not when the last sitting is counted.
        let count = together(question, households, &done)?;
        if done.len() < all.len() {
            votes::touch(write, (unit, round.matter), act.at).await?;
            ledger.commit().await?;
            return Ok(());
        }
        let outturn = Outturn {
            method: Some(method),
            attending: Some(done.iter().map(|hands| hands.attending).sum()),
            count,
            counted: act,
        };
        self.conclude_round(&mut ledger, &dossier, round, outturn).await?;
        ledger.commit().await?;
        Ok(())
    }
}
