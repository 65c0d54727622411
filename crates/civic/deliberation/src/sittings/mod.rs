//! Meetings held in parts (họp theo cụm dân cư): Law 10/2022, Điều 18 khoản 3; Decree 59/2023, Điều 3 khoản 6. Each
//! sitting has its place, time, door and count; together they are one vote over all households of the hamlet.

mod service;
pub mod store;

use jiff::Timestamp;

use crate::{
    ids::RoundId,
    model::{Act, Method, Outturn},
    rules::{Count, CountError, Hands, Question},
};

/// The most sittings of one meeting.
pub const MOST: usize = 20;

/// A sitting to be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSitting {
    /// Which part of the hamlet meets (cụm dân cư).
    pub name: String,
    /// Where.
    pub place: String,
    /// When.
    pub starts_at: Timestamp,
}

/// A sitting of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sitting {
    /// The vote.
    pub round: RoundId,
    /// From 1.
    pub number: u8,
    /// Which part of the hamlet meets.
    pub name: String,
    /// Where.
    pub place: String,
    /// When.
    pub starts_at: Timestamp,
    /// What its tellers counted.
    pub counted: Option<Counted>,
}

/// What the tellers of a sitting counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// How it was voted.
    pub method: Method,
    /// The figures.
    pub hands: Hands,
    /// Who recorded them, and when.
    pub act: Act,
}

impl Sitting {
    /// What it gave, over those who came to it; `None` before it is counted.
    #[must_use]
    pub fn outturn(&self, question: Question) -> Option<Outturn> {
        let Counted { method, hands, act } = self.counted.as_ref()?;
        Some(Outturn {
            method: Some(*method),
            attending: Some(hands.attending),
            count: hands.count(question, hands.attending).ok()?,
            counted: act.clone(),
        })
    }
}

/// The counts of all sittings as the one count of a hamlet: who came to none of them is missing.
///
/// # Errors
/// [`CountError`] when the figures of a sitting contradict each other, or more came to all of them than there are
/// households.
pub fn together(question: Question, households: u64, sittings: &[Hands]) -> Result<Count, CountError> {
    let attending: u64 = sittings.iter().map(|hands| hands.attending).sum();
    let absent = households.checked_sub(attending).ok_or(CountError::TooMany {
        votes: attending,
        households,
    })?;
    sittings
        .iter()
        .try_fold(Count::none(question, absent), |sum, hands| {
            Ok(sum.merge(&hands.count(question, hands.attending)?))
        })
}
