//! The rules of the register, without any input or output: who speaks for a household on which day, and what may
//! follow what.

use jiff::civil::Date;

/// Whether a household belongs to its hamlet, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It belongs to the hamlet and has a vote.
    Listed,
    /// It moved away.
    Moved,
    /// It became part of another household.
    Merged,
    /// It is no more, or should not have been listed.
    Ended,
}

impl State {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Listed, Self::Moved, Self::Merged, Self::Ended];

    /// The key in the database and of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Moved => "moved",
            Self::Merged => "merged",
            Self::Ended => "ended",
        }
    }

    /// The state with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Whether `next` may follow: a household leaves the register, or comes back to it.
    ///
    /// # Errors
    /// [`Refused::NotListed`] or [`Refused::Listed`].
    pub fn may_become(self, next: Self) -> Result<(), Refused> {
        match (self, next) {
            (Self::Listed, Self::Listed) => Err(Refused::Listed),
            (Self::Listed, _) | (_, Self::Listed) => Ok(()),
            _ => Err(Refused::NotListed),
        }
    }
}

/// Why a person speaks for the household (Điều 18 khoản 2, Luật Thực hiện dân chủ ở cơ sở).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Basis {
    /// A member with full civil capacity (năng lực hành vi dân sự đầy đủ).
    #[default]
    FullCapacity,
    /// Nobody in the household has it; its members agreed on this person.
    Nominated,
}

impl Basis {
    /// Both.
    pub const ALL: [Self; 2] = [Self::FullCapacity, Self::Nominated];

    /// The key in the database and of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::FullCapacity => "full_capacity",
            Self::Nominated => "nominated",
        }
    }

    /// The basis with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.key() == key)
    }
}

/// Why an act is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The day lies before the last turn: what was counted since would change.
    #[error("nothing can be recorded for a day before {0}")]
    TooEarly(Date),
    /// The day has not come yet.
    #[error("the day lies in the future")]
    InFuture,
    /// The household is not in the register now.
    #[error("the household is not listed")]
    NotListed,
    /// The household is in the register already.
    #[error("the household is listed")]
    Listed,
}

/// What was so from which day on. Of each day there is one truth: the last turn not after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<T> {
    /// In order, each on a day of its own; never empty.
    turns: Vec<(Date, T)>,
}

impl<T> History<T> {
    /// Begins on a day.
    #[must_use]
    pub fn starting(from: Date, first: T) -> Self {
        Self {
            turns: vec![(from, first)],
        }
    }

    /// A history as it was kept: the earliest turn and the later ones, in order.
    #[must_use]
    pub fn of(turns: Vec<(Date, T)>) -> Option<Self> {
        let in_order = turns.is_sorted_by(|(a, _), (b, _)| a < b);
        (in_order && !turns.is_empty()).then_some(Self { turns })
    }

    /// From a day on, something else is so. A turn of the same day was a mistake, and is given back.
    ///
    /// # Errors
    /// [`Refused::TooEarly`], [`Refused::InFuture`].
    pub fn turn(&mut self, from: Date, next: T, today: Date) -> Result<Option<T>, Refused> {
        if from > today {
            return Err(Refused::InFuture);
        }
        match self.turns.last_mut() {
            Some((last, _)) if from < *last => Err(Refused::TooEarly(*last)),
            Some((last, what)) if from == *last => Ok(Some(std::mem::replace(what, next))),
            _ => {
                self.turns.push((from, next));
                Ok(None)
            }
        }
    }

    /// What is so on a day; `None` before the first.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&T> {
        let turned = self.turns.iter().take_while(|(from, _)| *from <= day);
        turned.last().map(|(_, what)| what)
    }

    /// Each with its first day and the first day on which it is so no more.
    pub fn spans(&self) -> impl DoubleEndedIterator<Item = (Date, Option<Date>, &T)> {
        let ends = (1..=self.turns.len()).map(|next| self.turns.get(next).map(|(from, _)| *from));
        let turns: Vec<_> = self.turns.iter().zip(ends).collect();
        turns
            .into_iter()
            .map(|((from, what), until)| (*from, until, what))
    }
}

/// A telephone number in Vietnam, read from the ways people write it: `0912 345 678`, `+84 912.345.678`, and
/// `912345678`, as spreadsheets leave it.
#[must_use]
pub fn read_phone(written: &str) -> Option<String> {
    let digits: String = written.chars().filter(|c| !" .-()".contains(*c)).collect();
    let national = match digits.strip_prefix("+84").or_else(|| digits.strip_prefix("84")) {
        Some(rest) if rest.len() >= 9 => format!("0{rest}"),
        _ if digits.len() == 9 && !digits.starts_with('0') => format!("0{digits}"),
        _ => digits,
    };
    let sound = (10..=11).contains(&national.len())
        && national.starts_with('0')
        && national.bytes().all(|digit| digit.is_ascii_digit());
    sound.then_some(national)
}

/// The earliest year of birth taken for one.
pub const EARLIEST_BIRTH: i64 = 1900;

/// Whether somebody can have been born in a year, seen from a day.
#[must_use]
pub fn is_birth_year(year: i64, today: Date) -> bool {
    (EARLIEST_BIRTH..=i64::from(today.year())).contains(&year)
}
