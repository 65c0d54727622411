//! Brings out what waits: the loop that all carriers share, and a carrier for the ways on which a thing that is handed over
//! twice is known to be the same.

use std::{fmt, future::Future, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Due, End, OutboxKey, Way, claim, end, postpone, rules, settle, sweep, units};
use crate::{
    clock::Clock,
    db::{Database, DbResult},
};

/// Units served in one round.
pub(crate) const UNITS: i64 = 100;
/// Items of a unit served in one round.
pub(crate) const OF_A_UNIT: usize = 50;
/// Longer than bringing one can take, so that nobody else takes it in the meantime.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// For how long the ends of items are remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Round {
    /// Taken by whoever it was for.
    pub sent: usize,
    /// Put off, to be tried again.
    pub postponed: usize,
    /// Refused for good.
    pub refused: usize,
    /// Handed over without an answer; not sent again.
    pub uncertain: usize,
    /// Given up after days.
    pub expired: usize,
}

/// One that brings out what waits for a way.
pub trait Carry: Sync {
    /// Where it waits, whose clock is looked at, and the way.
    fn stands_on(&self) -> (&Database, &dyn Clock, Way);

    /// Brings out once what waits.
    ///
    /// # Errors
    /// What the database says; what the other side says decides about each item.
    fn round(&self) -> impl Future<Output = DbResult<Round>> + Send;

    /// Brings out what waits, every few seconds, until `stop`; what is being brought is finished first. What ended long
    /// ago is forgotten every hour.
    fn run(&self, stop: impl Future<Output = ()> + Send) -> impl Future<Output = ()> + Send {
        const PAUSE: Duration = Duration::from_secs(5);
        const BETWEEN_SWEEPS: SignedDuration = SignedDuration::from_hours(1);
        async move {
            let (db, clock, way) = self.stands_on();
            let way = way.key();
            tokio::pin!(stop);
            let mut swept = None;
            loop {
                let now = clock.now();
                if swept.is_none_or(|last| now.duration_since(last) >= BETWEEN_SWEEPS) {
                    swept = Some(now);
                    if let Err(error) = sweep(db, now.saturating_sub(REMEMBERED).unwrap_or(now)).await {
                        tracing::error!(%error, "what left the outbox can't be forgotten");
                    }
                }
                match self.round().await {
                    Ok(round) if round == Round::default() => {}
                    Ok(round) => tracing::info!(
                        way,
                        sent = round.sent,
                        postponed = round.postponed,
                        refused = round.refused,
                        uncertain = round.uncertain,
                        expired = round.expired,
                        "carried what was in the outbox"
                    ),
                    Err(error) => tracing::error!(way, %error, "the outbox can't be read"),
                }
                tokio::select! {
                    () = &mut stop => return,
                    () = tokio::time::sleep(PAUSE) => {}
                }
            }
        }
    }
}

/// What came of bringing something. The text is the answer's number, or a key; never words, which may repeat what was
/// sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// It was taken.
    Taken(String),
    /// Not now; it is tried again.
    Later(String),
    /// Not ever.
    Refused(String),
}

impl Delivery {
    /// The answer's number, or a key.
    #[must_use]
    pub fn reply(&self) -> &str {
        match self {
            Self::Taken(reply) | Self::Later(reply) | Self::Refused(reply) => reply,
        }
    }
}

/// One that brings things out by a way.
pub trait Deliver: Send + Sync + 'static {
    /// The way.
    fn way(&self) -> Way;

    /// Brings one; may take a while, and runs where waiting holds nobody up. After a crash the same may come again, with
    /// the same identifier, by which who takes it must know it.
    fn deliver(&self, id: Uuid, content: &[u8], at: Timestamp) -> Delivery;

    /// Notes elsewhere what came of it.
    fn note(
        &self,
        _db: &Database,
        (_unit, _about): (i64, &[u8]),
        _delivery: &Delivery,
        _at: Timestamp,
    ) -> impl Future<Output = DbResult<()>> + Send {
        async { Ok(()) }
    }
}

/// Brings out what waits for one way. Several may work on one database at once.
pub struct Courier<D> {
    db: Database,
    clock: Arc<dyn Clock>,
    key: OutboxKey,
    bringer: Arc<D>,
    holder: String,
}

impl<D> fmt::Debug for Courier<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Courier").finish_non_exhaustive()
    }
}

impl<D: Deliver> Courier<D> {
    /// A courier; `holder` is a name that no other has.
    #[must_use]
    pub fn new(db: Database, clock: Arc<dyn Clock>, key: OutboxKey, bringer: D, holder: String) -> Self {
        Self {
            db,
            clock,
            key,
            bringer: Arc::new(bringer),
            holder,
        }
    }

    async fn bring(&self, due: &Due, round: &mut Round) -> DbResult<()> {
        let Some(content) = self.key.open(&due.content) else {
            tracing::error!(
                unit = due.unit,
                "something in the outbox was sealed with another key and can't be sent"
            );
            round.refused += 1;
            return end(&self.db, due, &self.holder, End::Refused, "", self.clock.now()).await;
        };
        let (bringer, id, at) = (Arc::clone(&self.bringer), due.id.0, self.clock.now());
        let delivery = tokio::task::spawn_blocking(move || bringer.deliver(id, &content, at))
            .await
            .unwrap_or_else(|_| Delivery::Later("broken".to_owned()));
        let now = self.clock.now();
        self.bringer
            .note(&self.db, (due.unit, &due.about), &delivery, now)
            .await?;
        match &delivery {
            Delivery::Taken(reply) => {
                round.sent += 1;
                end(&self.db, due, &self.holder, End::Sent, reply, now).await
            }
            Delivery::Refused(reply) => {
                round.refused += 1;
                end(&self.db, due, &self.holder, End::Refused, reply, now).await
            }
            Delivery::Later(reply) => match rules::next_try(due.attempts, now, due.give_up_at) {
                Some(next) => {
                    round.postponed += 1;
                    postpone(&self.db, due, &self.holder, next, reply).await
                }
                None => {
                    round.expired += 1;
                    end(&self.db, due, &self.holder, End::Expired, reply, now).await
                }
            },
        }
    }
}

impl<D: Deliver> Carry for Courier<D> {
    fn stands_on(&self) -> (&Database, &dyn Clock, Way) {
        (&self.db, &*self.clock, self.bringer.way())
    }

    async fn round(&self) -> DbResult<Round> {
        let mut round = Round::default();
        let way = self.bringer.way();
        let now = self.clock.now();
        let units = units(&mut self.db.read().await?, way, now, UNITS).await?;
        for unit in units {
            let (_, expired) = settle(&self.db, (way, unit), now).await?;
            round.expired += usize::try_from(expired).unwrap_or(usize::MAX);
            for _ in 0..OF_A_UNIT {
                let Some(due) = claim(&self.db, (way, unit), &self.holder, self.clock.now(), LEASE).await?
                else {
                    break;
                };
                self.bring(&due, &mut round).await?;
            }
        }
        Ok(round)
    }
}
