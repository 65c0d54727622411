//! Counting. Whatever the form, what is counted is the same: a number of households, and of each at most one vote. No
//! fractions, no order, nobody twice.

use std::collections::BTreeSet;

/// The options somebody marked, as a set: option 0 is the lowest bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Marks(pub u32);

impl Marks {
    /// One option.
    #[must_use]
    pub const fn one(option: u8) -> Self {
        Self(1 << option)
    }

    /// Several options.
    #[must_use]
    pub fn of(options: impl IntoIterator<Item = u8>) -> Self {
        Self(options.into_iter().fold(0, |marks, option| marks | (1 << option)))
    }

    /// The options, in order.
    pub fn options(self) -> impl Iterator<Item = u8> {
        (0..32).filter(move |option| self.0 & (1 << option) != 0)
    }
}

/// What is asked: how many options, and how many of them a valid vote marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Options to choose from; 1 to 32.
    pub options: u8,
    /// The fewest marks of a valid vote; at least 1.
    pub least: u8,
    /// The most marks of a valid vote.
    pub most: u8,
}

impl Question {
    /// In favour of a matter.
    pub const IN_FAVOUR: u8 = 0;
    /// Against it.
    pub const AGAINST: u8 = 1;
    /// Another opinion (ý kiến khác).
    pub const OTHER: u8 = 2;

    /// Whether a matter is adopted: in favour, against, another opinion; exactly one of them.
    pub const MATTER: Self = Self {
        options: 3,
        least: 1,
        most: 1,
    };

    /// Who of so many candidates is chosen for so many seats: at least one, at most as many as there are seats.
    #[must_use]
    pub fn election(candidates: u8, seats: u8) -> Self {
        Self {
            options: candidates,
            least: 1,
            most: seats.min(candidates),
        }
    }

    /// Whether these marks are a valid vote.
    #[must_use]
    pub fn admits(self, marks: Marks) -> bool {
        let known = u32::MAX.checked_shr(32 - u32::from(self.options)).unwrap_or(0);
        let marked = marks.0.count_ones();
        marks.0 & !known == 0 && marked >= u32::from(self.least) && marked <= u32::from(self.most)
    }
}

/// What became of a household's one vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// It came back with these marks; marks that are no valid vote make it spoiled.
    Marked(Marks),
    /// It came back and can't be read as a vote (phiếu không hợp lệ).
    Spoiled,
    /// It never came back (không thu về).
    Missing,
    /// The household did not want it (từ chối nhận).
    Refused,
}

/// The result of counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// All households: the whole that the law's shares are taken of.
    pub households: u64,
    /// Valid votes.
    pub valid: u64,
    /// Votes that came back and are not valid.
    pub spoiled: u64,
    /// Votes that did not come back, absent households among them.
    pub missing: u64,
    /// Households that did not want to vote.
    pub refused: u64,
    /// Marks for each option.
    pub marks: Vec<u64>,
}

/// Why something can't be counted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CountError {
    /// A household stands there twice.
    #[error("a household was to be counted twice")]
    Twice,
    /// More votes than there are households.
    #[error("{votes} votes, but {households} households")]
    TooMany {
        /// Votes.
        votes: u64,
        /// Households.
        households: u64,
    },
    /// The hands or papers of the options do not make what was said to be the whole.
    #[error("the parts make {parts}, the whole is {whole}")]
    PartsAndWhole {
        /// Sum of the parts.
        parts: u64,
        /// What it should be.
        whole: u64,
    },
    /// Not as many figures as options.
    #[error("{found} figures for {options} options")]
    Options {
        /// Figures.
        found: usize,
        /// Options.
        options: u8,
    },
}

impl Count {
    /// Nothing came back yet.
    #[must_use]
    pub fn none(question: Question, households: u64) -> Self {
        Self {
            households,
            valid: 0,
            spoiled: 0,
            missing: households,
            refused: 0,
            marks: vec![0; usize::from(question.options)],
        }
    }

    /// Marks for an option.
    #[must_use]
    pub fn of(&self, option: u8) -> u64 {
        self.marks.get(usize::from(option)).copied().unwrap_or(0)
    }

    /// Households that took part: whose vote came back, valid or not.
    #[must_use]
    pub fn took_part(&self) -> u64 {
        self.valid + self.spoiled
    }

    /// The counts of parts of a hamlet (cụm dân cư) as one.
    #[must_use]
    pub fn merge(mut self, other: &Self) -> Self {
        self.households += other.households;
        self.valid += other.valid;
        self.spoiled += other.spoiled;
        self.missing += other.missing;
        self.refused += other.refused;
        for (mine, theirs) in self.marks.iter_mut().zip(&other.marks) {
            *mine += theirs;
        }
        self
    }
}

/// Counts the fate of each household's vote; who does not occur is missing.
///
/// # Errors
/// [`CountError::Twice`] when a household occurs twice, [`CountError::TooMany`] when there are more votes than
/// households.
pub fn tally<H: Ord>(
    question: Question,
    households: u64,
    votes: impl IntoIterator<Item = (H, Fate)>,
) -> Result<Count, CountError> {
    let mut count = Count {
        missing: 0,
        ..Count::none(question, households)
    };
    let mut seen = BTreeSet::new();
    for (household, fate) in votes {
        if !seen.insert(household) {
            return Err(CountError::Twice);
        }
        match fate {
            Fate::Marked(marks) if question.admits(marks) => {
                count.valid += 1;
                for option in marks.options() {
                    count.marks[usize::from(option)] += 1;
                }
            }
            Fate::Marked(_) | Fate::Spoiled => count.spoiled += 1,
            Fate::Missing => {}
            Fate::Refused => count.refused += 1,
        }
    }
    let accounted = count.valid + count.spoiled + count.refused;
    count.missing = households.checked_sub(accounted).ok_or(CountError::TooMany {
        votes: accounted,
        households,
    })?;
    Ok(count)
}

/// What tellers counted at a meeting: raised hands, or papers from the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hands {
    /// Household representatives present when it was voted.
    pub attending: u64,
    /// Votes for each option.
    pub marks: Vec<u64>,
    /// Papers that are not valid; none with raised hands.
    pub spoiled: u64,
    /// Present, and raised no hand or gave no paper.
    pub abstained: u64,
}

impl Hands {
    /// The count over all households of the hamlet; who was absent or abstained is missing.
    ///
    /// # Errors
    /// [`CountError`] when the figures contradict each other.
    pub fn count(&self, question: Question, households: u64) -> Result<Count, CountError> {
        if self.marks.len() != usize::from(question.options) {
            return Err(CountError::Options {
                found: self.marks.len(),
                options: question.options,
            });
        }
        if self.attending > households {
            return Err(CountError::TooMany {
                votes: self.attending,
                households,
            });
        }
        let marks: u64 = self.marks.iter().sum();
        let gone = self.spoiled.saturating_add(self.abstained);
        let valid = self
            .attending
            .checked_sub(gone)
            .ok_or(CountError::PartsAndWhole {
                parts: gone,
                whole: self.attending,
            })?;
        // With one mark a vote the options make up the valid votes; with several, they lie between both bounds.
        let (least, most) = (
            valid * u64::from(question.least),
            valid * u64::from(question.most),
        );
        if marks < least || marks > most {
            return Err(CountError::PartsAndWhole {
                parts: marks + gone,
                whole: self.attending,
            });
        }
        if let Some(&over) = self.marks.iter().find(|&&marks| marks > valid) {
            return Err(CountError::PartsAndWhole {
                parts: over,
                whole: valid,
            });
        }
        Ok(Count {
            households,
            valid,
            spoiled: self.spoiled,
            missing: households - valid - self.spoiled,
            refused: 0,
            marks: self.marks.clone(),
        })
    }
}

/// A paper as one person read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entered<P> {
    /// Who read it.
    pub by: P,
    /// What was read.
    pub fate: Fate,
}

/// What two readings of a paper make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// Nobody has read it.
    Unread,
    /// One person has.
    Once(Fate),
    /// Two people read the same, or a third decided.
    Agreed(Fate),
    /// Two people read different things; a third has to look.
    Differ(Fate, Fate),
}

impl Settled {
    /// What counts.
    #[must_use]
    pub fn fate(self) -> Option<Fate> {
        match self {
            Self::Agreed(fate) => Some(fate),
            Self::Unread | Self::Once(_) | Self::Differ(..) => None,
        }
    }
}

/// What independent readings of one paper make: two people who agree, or what somebody decided who looked at a
/// mismatch. A second reading by the same person does not count as one.
#[must_use]
pub fn settle<P: PartialEq>(readings: &[Entered<P>], decided: Option<Fate>) -> Settled {
    if let Some(fate) = decided {
        return Settled::Agreed(fate);
    }
    let Some(first) = readings.first() else {
        return Settled::Unread;
    };
    match readings.iter().find(|reading| reading.by != first.by) {
        None => Settled::Once(first.fate),
        Some(second) if second.fate == first.fate => Settled::Agreed(first.fate),
        Some(second) => Settled::Differ(first.fate, second.fate),
    }
}
