//! Elections of hamlet heads and of the members of supervision bodies: Law 10/2022, Điều 15 khoản 4, 5 and Điều 21;
//! Decree 59/2023, Điều 6 to 9; Decree 185/2026.

use jiff::{ToSpan as _, civil::Date};
use rulebook::{Explanation, LookupError, Place, Rulebook, Share};

use super::{Count, RuleError, topic};

/// A step that the law wants done so many days before the election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// The plan of the election.
    Plan,
    /// The list of candidates goes to the committee.
    Candidates,
    /// The election team is formed.
    Team,
    /// The decisions are posted and announced.
    Announcement,
}

impl Milestone {
    /// All steps, the earliest first.
    pub const ALL: [Self; 4] = [Self::Plan, Self::Candidates, Self::Team, Self::Announcement];

    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Candidates => "candidates",
            Self::Team => "team_formed",
            Self::Announcement => "announcement",
        }
    }

    /// The step with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|milestone| milestone.key() == key)
    }
}

/// By when a step must be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule<'a> {
    /// The step.
    pub milestone: Milestone,
    /// The last day.
    pub by: Date,
    /// The rule.
    pub because: Explanation<'a>,
}

/// The steps before a hamlet head's election, the earliest first.
///
/// # Errors
/// [`RuleError`] when the law of that day is not in the books.
pub fn schedule(book: &Rulebook, held_on: Date) -> Result<Vec<Schedule<'_>>, RuleError> {
    Milestone::ALL
        .into_iter()
        .map(|milestone| {
            let topic = format!("hamlet_head.election.{}", milestone.key());
            let days = book.days(&topic, Place::Hamlet, held_on)?;
            Ok(Schedule {
                milestone,
                by: held_on.saturating_sub(i64::from(days.value.count).days()),
                because: days.because,
            })
        })
        .collect()
}

/// Who is elected.
#[derive(Debug, Clone, PartialEq)]
pub struct Elected<'a> {
    /// The options that are elected, the one with the most marks first.
    pub options: Vec<u8>,
    /// Options that would have enough marks, but are tied for the last seats; nobody of them is elected by lot.
    pub tied: Vec<u8>,
    /// Seats left empty.
    pub vacant: u8,
    /// The share that each must have.
    pub share: Share,
    /// The smallest number of marks that is enough; none where there is no household.
    pub needed: Option<u64>,
    /// The rule.
    pub because: Explanation<'a>,
}

/// Who of the candidates is elected: each who has the share of all households, in order of marks, as far as there are
/// seats.
///
/// # Errors
/// [`RuleError`] when the law of that day has no threshold for the matter.
pub fn elected<'a>(
    book: &'a Rulebook,
    clause: &str,
    on: Date,
    count: &Count,
    seats: u8,
) -> Result<Elected<'a>, RuleError> {
    let share = book.share(&topic(clause, "threshold"), Place::Hamlet, on)?;
    let mut able: Vec<(u8, u64)> = (0..)
        .zip(count.marks.iter().copied())
        .filter(|(_, marks)| share.value.is_met(*marks, count.households))
        .collect();
    able.sort_by_key(|(option, marks)| (std::cmp::Reverse(*marks), *option));
    let seats_there = usize::from(seats);
    let mut tied = Vec::new();
    if able.len() > seats_there {
        let last = able[seats_there - 1].1;
        if able[seats_there].1 == last {
            tied = able
                .iter()
                .filter(|(_, marks)| *marks == last)
                .map(|(option, _)| *option)
                .collect();
            able.retain(|(_, marks)| *marks > last);
        } else {
            able.truncate(seats_there);
        }
    }
    let taken = u8::try_from(able.len()).unwrap_or(u8::MAX);
    Ok(Elected {
        options: able.into_iter().map(|(option, _)| option).collect(),
        tied,
        vacant: seats.saturating_sub(taken),
        share: share.value,
        needed: share.value.needed(count.households),
        because: share.because,
    })
}

/// The first day on which a hamlet head's term that began on a day is over; none when the law of that day states no
/// term.
///
/// # Errors
/// [`RuleError::Lookup`] when what the books call a term is not a number of years.
pub fn term_ends(book: &Rulebook, begins: Date) -> Result<Option<(Date, Explanation<'_>)>, RuleError> {
    match book.years("hamlet_head.term", Place::Hamlet, begins) {
        Ok(term) => Ok(Some((
            begins.saturating_add(i64::from(term.value.count).years()),
            term.because,
        ))),
        Err(
            LookupError::UnknownTopic { .. }
            | LookupError::NoRuleForPlace { .. }
            | LookupError::NotInForce(_),
        ) => Ok(None),
        Err(error @ LookupError::WrongKind { .. }) => Err(error.into()),
    }
}
