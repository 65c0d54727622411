//! When a rule is in force.

use std::fmt;

use jiff::civil::Date;

/// The days on which a source or rule is in force, both ends included. Without `to` it is in force until replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Validity {
    /// First day in force.
    pub from: Date,
    /// Last day in force, if known.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether the rule was in force on that day.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.last()
    }

    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.from <= other.last() && other.from <= self.last()
    }

    /// The last day, with the end of the calendar standing for "until replaced".
    pub(crate) fn last(self) -> Date {
        self.to.unwrap_or(Date::MAX)
    }

    /// This period cut so that it ends on the day before `date`; `None` if nothing is left.
    pub(crate) fn before(self, date: Date) -> Option<Self> {
        let eve = date.yesterday().ok()?;
        (self.from <= eve).then(|| Self {
            from: self.from,
            to: Some(self.last().min(eve)),
        })
    }

    /// This period cut so that it begins on the day after `date`; `None` if nothing is left.
    fn after(self, date: Date) -> Option<Self> {
        let morrow = date.tomorrow().ok()?;
        (morrow <= self.last()).then(|| Self {
            from: self.from.max(morrow),
            to: self.to,
        })
    }

    /// What is left of this period outside `other`: nothing, one part, or the part before and the part after.
    pub(crate) fn without(self, other: Self) -> Vec<Self> {
        if !self.overlaps(other) {
            return vec![self];
        }
        let after = other.to.and_then(|last| self.after(last));
        self.before(other.from).into_iter().chain(after).collect()
    }
}

impl fmt::Display for Validity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}..{to}", self.from),
            None => write!(f, "{}..", self.from),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const JUNE: Validity = Validity {
        from: date(2023, 6, 1),
        to: Some(date(2023, 6, 30)),
    };

    #[test]
    fn both_ends_are_in_force() {
        assert!(JUNE.contains(date(2023, 6, 1)) && JUNE.contains(date(2023, 6, 30)));
        assert!(!JUNE.contains(date(2023, 5, 31)) && !JUNE.contains(date(2023, 7, 1)));
    }

    #[test]
    fn a_hole_leaves_the_days_around_it() {
        let hole = Validity {
            from: date(2023, 6, 10),
            to: Some(date(2023, 6, 20)),
        };
        let parts: Vec<_> = JUNE.without(hole).iter().map(ToString::to_string).collect();
        assert_eq!(parts, ["2023-06-01..2023-06-09", "2023-06-21..2023-06-30"]);
        let open = Validity {
            from: date(2023, 6, 1),
            to: None,
        };
        assert!(JUNE.without(open).is_empty());
    }
}
