//! What one person said in this slice, for that person alone: to be read, taken along and erased as far as the law lets
//! it (Law 91/2025 on personal data). Opinions on drafts lead to nobody, so they are found by the codes their givers hold;
//! votes lead to nobody either, and are not here.

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbResult, Read},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    consultation::{
        ActError, Consultations,
        model::{Consultation, Opinion, State},
        store as consultations,
    },
    ids::{MatterId, ObjectionId, RoundId},
    model::{MatterState, Purpose},
    objections::{self, Objection},
    store::{bytes, keyed},
};

/// The most entries of one kind in one commune.
const MOST: i64 = 200;
/// The most consultations of a commune that a code is looked for in, the newest first.
const MOST_CONSULTATIONS: usize = 60;

/// What one person said in a commune.
#[derive(Debug, Clone, Default)]
pub struct Mine {
    /// Objections to lists of households.
    pub objections: Vec<Objected>,
    /// Consents given online for a household.
    pub consents: Vec<Consented>,
    /// Matters put forward.
    pub proposals: Vec<Proposed>,
    /// Opinions on drafts, with the codes that led to them.
    pub opinions: Vec<Said>,
}

/// An objection, and before which vote it was made.
#[derive(Debug, Clone)]
pub struct Objected {
    /// The commune.
    pub unit: UnitId,
    /// The matter that was voted on.
    pub matter: MatterId,
    /// The vote.
    pub round: RoundId,
    /// The objection.
    pub objection: Objection,
}

/// A consent given online.
#[derive(Debug, Clone)]
pub struct Consented {
    /// The commune.
    pub unit: UnitId,
    /// The matter.
    pub matter: MatterId,
    /// What it is called.
    pub title: String,
    /// To what.
    pub purpose: Purpose,
    /// When.
    pub given_on: Date,
    /// When it was taken back.
    pub withdrawn_on: Option<Date>,
}

/// A matter put forward.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The commune.
    pub unit: UnitId,
    /// The matter.
    pub matter: MatterId,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub state: MatterState,
    /// When.
    pub at: Timestamp,
}

/// An opinion on a draft.
#[derive(Debug, Clone)]
pub struct Said {
    /// The consultation.
    pub consultation: Consultation,
    /// The opinion.
    pub opinion: Opinion,
    /// The code that led to it.
    pub code: String,
}

impl Consultations {
    /// What an account said in a commune, and what codes lead to there.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn mine(
        &self,
        read: &mut Read,
        unit: UnitId,
        account: Uuid,
        codes: &[String],
    ) -> Result<Mine, ActError> {
        let mut mine = Mine {
            objections: objected(read, unit, account).await?,
            consents: consented(read, unit, account).await?,
            proposals: proposed(read, unit, account).await?,
            opinions: Vec::new(),
        };
        if !codes.is_empty() {
            let shown = [State::Open, State::Answered, State::Concluded];
            for consultation in consultations::list(read, unit, shown, None, MOST_CONSULTATIONS).await? {
                for code in codes {
                    let key = (unit, consultation.id);
                    if let Some(opinion) = self.by_code(read, key, code).await? {
                        mine.opinions.push(Said {
                            consultation: consultation.clone(),
                            opinion,
                            code: code.clone(),
                        });
                    }
                }
            }
        }
        Ok(mine)
    }

    /// Erases the words and the name of an opinion. While opinions are taken it is taken back whole; later its stance
    /// still counts, in the published sums and in the group it stands in.
    ///
    /// # Errors
    /// [`ActError::Unknown`] for a code that leads nowhere, [`ActError::Stale`] when it was erased or taken back.
    pub async fn erase_opinion(&self, key: consultations::Key, code: &str) -> Result<(), ActError> {
        let today = self.now().1;
        let mut write = self.db.write().await?;
        let consultation = consultations::consultation(&mut write, key)
            .await?
            .ok_or(ActError::Unknown)?;
        let opinion = self
            .by_code(&mut write, key, code)
            .await?
            .ok_or(ActError::Unknown)?;
        let done = if consultation.takes_opinions(today) {
            consultations::take_back(&mut write, key, opinion.id, today).await?
        } else {
            consultations::erase(&mut write, key, opinion.id, today).await?
        };
        if !done {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Erases the words of an objection of one's own that was answered. That there was one, and its answer, stay.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not answered yet, or not one's own.
    pub async fn erase_objection(
        &self,
        key: (UnitId, RoundId, ObjectionId),
        account: Uuid,
    ) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        if !objections::store::erase(&mut write, key, account).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }
}

async fn objected(read: &mut Read, unit: UnitId, account: Uuid) -> DbResult<Vec<Objected>> {
    let found = objections::store::of_person(read, unit, account, MOST).await?;
    Ok(found
        .into_iter()
        .map(|(matter, round, objection)| Objected {
            unit,
            matter,
            round,
            objection,
        })
        .collect())
}

async fn consented(read: &mut Read, unit: UnitId, account: Uuid) -> DbResult<Vec<Consented>> {
    read.all(
        "SELECT m.id, m.title, c.purpose, c.given_on, c.withdrawn_on FROM deliberation_consent c \
         JOIN deliberation_matter m ON m.unit_id = c.unit_id AND m.id = c.matter_id \
         WHERE c.unit_id = $1 AND c.recorded_by = $2 AND c.channel = 'online' \
         ORDER BY c.given_on DESC, c.matter_id LIMIT $3",
        &params![unit, bytes(account), MOST],
        |row| {
            Ok(Consented {
                unit,
                matter: MatterId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                title: row.get(1)?,
                purpose: keyed(row, 2, Purpose::from_key, "the purpose of a consent")?,
                given_on: row.date(3)?,
                withdrawn_on: row.date_or_none(4)?,
            })
        },
    )
    .await
}

async fn proposed(read: &mut Read, unit: UnitId, account: Uuid) -> DbResult<Vec<Proposed>> {
    read.all(
        "SELECT id, title, state, proposed_at FROM deliberation_matter WHERE unit_id = $1 AND proposed_by = $2 \
         ORDER BY proposed_at DESC, id LIMIT $3",
        &params![unit, bytes(account), MOST],
        |row| {
            Ok(Proposed {
                unit,
                matter: MatterId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                title: row.get(1)?,
                state: keyed(row, 2, MatterState::from_key, "the state of a matter")?,
                at: row.instant(3)?,
            })
        },
    )
    .await
}
