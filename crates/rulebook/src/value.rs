//! What a rule says: a number of days, a share, a list, …

use crate::citation::Article;
use crate::message::LocalText;

/// Whether a number is a minimum, a maximum or the number itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// "không ít hơn": this many or more.
    AtLeast,
    /// "chậm nhất", "không quá": this many or fewer.
    AtMost,
    /// Just this many.
    Exactly,
}

/// How days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Ngày làm việc: weekends and holidays are skipped, make-up days count.
    Working,
    /// Every day of the calendar counts.
    Calendar,
}

/// A number of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Days {
    /// Minimum, maximum or exact.
    pub bound: Bound,
    /// How many; at least 1.
    pub count: u32,
    /// Working or calendar days.
    pub kind: DayKind,
    /// Liên tục: one after another, so that a gap starts the count again.
    pub consecutive: bool,
}

/// A number of hours, months or years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Minimum, maximum or exact.
    pub bound: Bound,
    /// How many; at least 1.
    pub count: u32,
}

/// How many people, households, copies, … there must or may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Count {
    /// The least allowed.
    pub min: u64,
    /// The most allowed, if there is a limit.
    pub max: Option<u64>,
}

impl Count {
    /// Whether so many are allowed.
    #[must_use]
    pub fn contains(self, number: u64) -> bool {
        self.min <= number && self.max.is_none_or(|max| number <= max)
    }
}

/// What a share is taken of: the denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// Representatives of every household of the hamlet, present or absent.
    AllHouseholdRepresentatives,
    /// Every household of the hamlet.
    AllHouseholds,
    /// Every hamlet (thôn, tổ dân phố) of the commune.
    HamletsOfCommune,
    /// Those attending the meeting.
    Attending,
    /// All staff of the body, or the delegates summoned where delegates are sent.
    StaffOrSummonedDelegates,
    /// All staff of the body.
    AllStaff,
    /// All voters, or all voters who represent households (ordinance of 2007).
    VotersOrHouseholdVoters,
}

impl Base {
    pub(crate) const WORDS: &[(&str, Self)] = &[
        ("all_household_representatives", Self::AllHouseholdRepresentatives),
        ("all_households", Self::AllHouseholds),
        ("hamlets_of_commune", Self::HamletsOfCommune),
        ("attending", Self::Attending),
        ("staff_or_summoned_delegates", Self::StaffOrSummonedDelegates),
        ("all_staff", Self::AllStaff),
        ("voters_or_household_voters", Self::VotersOrHouseholdVoters),
    ];

    /// The message key of this denominator's name in the locale files.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::AllHouseholdRepresentatives => "rulebook-base-all-household-representatives",
            Self::AllHouseholds => "rulebook-base-all-households",
            Self::HamletsOfCommune => "rulebook-base-hamlets-of-commune",
            Self::Attending => "rulebook-base-attending",
            Self::StaffOrSummonedDelegates => "rulebook-base-staff-or-summoned-delegates",
            Self::AllStaff => "rulebook-base-all-staff",
            Self::VotersOrHouseholdVoters => "rulebook-base-voters-or-household-voters",
        }
    }
}

/// Whether reaching the fraction itself is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// "từ 2/3 trở lên": the fraction itself is enough.
    AtLeast,
    /// "trên 50%": the fraction itself is not enough.
    MoreThan,
}

/// A fraction of a named whole that must be reached or passed. Judged by integers only: no rounding ever decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Share {
    /// Whether the fraction itself is enough.
    pub comparison: Comparison,
    /// Numerator, from 1 to `den`.
    pub num: u32,
    /// Denominator, at least 1.
    pub den: u32,
    /// What the whole consists of.
    pub of: Base,
}

impl Share {
    /// Whether `yes` out of `total` meets the share. A share of nothing is never met.
    ///
    /// `total` counts the whole that [`Share::of`] names: for household matters all households, absent ones included.
    #[must_use]
    pub fn is_met(self, yes: u64, total: u64) -> bool {
        if total == 0 {
            return false;
        }
        let have = u128::from(yes) * u128::from(self.den);
        let need = u128::from(total) * u128::from(self.num);
        match self.comparison {
            Comparison::AtLeast => have >= need,
            Comparison::MoreThan => have > need,
        }
    }

    /// The smallest number that meets the share of `total`; `None` when there is nothing to take a share of.
    #[must_use]
    pub fn needed(self, total: u64) -> Option<u64> {
        if total == 0 {
            return None;
        }
        let (need, den) = (u128::from(total) * u128::from(self.num), u128::from(self.den));
        let least = match self.comparison {
            Comparison::AtLeast => need.div_ceil(den),
            Comparison::MoreThan => need / den + 1,
        };
        u64::try_from(least).ok()
    }
}

/// One entry of a list in the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Stable name, unique within its list.
    pub key: String,
    /// What it is called.
    pub label: LocalText,
    /// Its own place in the law, where it is narrower than the rule's.
    pub article: Option<Article>,
}

/// Entries chosen from a list that another rule states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Topic of the rule that states the list.
    pub of: String,
    /// Keys of the chosen entries, in the file's order.
    pub keys: Vec<String>,
}

impl Selection {
    /// Whether this entry was chosen.
    #[must_use]
    pub fn contains(&self, key: &str) -> bool {
        self.keys.iter().any(|chosen| chosen == key)
    }
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A number of days.
    Days(Days),
    /// A number of hours.
    Hours(Amount),
    /// A number of months.
    Months(Amount),
    /// A number of years.
    Years(Amount),
    /// How many there must or may be.
    Count(Count),
    /// A share that must be reached.
    Share(Share),
    /// A list that the law states.
    Items(Vec<Item>),
    /// Entries of a list that apply.
    Set(Selection),
    /// The one entry of a list that applies; `keys` holds just it.
    Choice(Selection),
    /// Yes or no.
    Flag(bool),
    /// Words.
    Text(LocalText),
}

impl Value {
    /// Which kind of value this is.
    #[must_use]
    pub const fn kind(&self) -> ValueKind {
        match self {
            Self::Days(_) => ValueKind::Days,
            Self::Hours(_) => ValueKind::Hours,
            Self::Months(_) => ValueKind::Months,
            Self::Years(_) => ValueKind::Years,
            Self::Count(_) => ValueKind::Count,
            Self::Share(_) => ValueKind::Share,
            Self::Items(_) => ValueKind::Items,
            Self::Set(_) => ValueKind::Set,
            Self::Choice(_) => ValueKind::Choice,
            Self::Flag(_) => ValueKind::Flag,
            Self::Text(_) => ValueKind::Text,
        }
    }
}

/// The kinds of value, named as a rulebook file names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// A number of days.
    Days,
    /// A number of hours.
    Hours,
    /// A number of months.
    Months,
    /// A number of years.
    Years,
    /// How many there must or may be.
    Count,
    /// A share that must be reached.
    Share,
    /// A list that the law states.
    Items,
    /// Entries of a list that apply.
    Set,
    /// The one entry of a list that applies.
    Choice,
    /// Yes or no.
    Flag,
    /// Words.
    Text,
}

impl ValueKind {
    pub(crate) const ALL: [Self; 11] = [
        Self::Days,
        Self::Hours,
        Self::Months,
        Self::Years,
        Self::Count,
        Self::Share,
        Self::Items,
        Self::Set,
        Self::Choice,
        Self::Flag,
        Self::Text,
    ];

    /// The word for this kind in a rulebook file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Hours => "hours",
            Self::Months => "months",
            Self::Years => "years",
            Self::Count => "count",
            Self::Share => "share",
            Self::Items => "items",
            Self::Set => "set",
            Self::Choice => "choice",
            Self::Flag => "flag",
            Self::Text => "text",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_share() -> impl Strategy<Value = Share> {
        (1..=u32::MAX, 1..=u32::MAX, any::<bool>()).prop_map(|(one, other, strict)| Share {
            comparison: if strict && one != other {
                Comparison::MoreThan
            } else {
                Comparison::AtLeast
            },
            num: one.min(other),
            den: one.max(other),
            of: Base::AllHouseholds,
        })
    }

    proptest! {
        #[test]
        fn one_more_yes_never_loses(share in any_share(), yes in any::<u64>(), more in any::<u64>(), total in any::<u64>()) {
            prop_assert!(!share.is_met(yes, total) || share.is_met(yes.saturating_add(more), total));
        }

        #[test]
        fn one_more_absentee_never_helps(share in any_share(), yes in any::<u64>(), total in 1..=u64::MAX, more in any::<u64>()) {
            prop_assert!(share.is_met(yes, total) || !share.is_met(yes, total.saturating_add(more)));
        }

        #[test]
        fn needed_is_the_least_that_is_met(share in any_share(), total in 1..=u64::MAX) {
            let needed = share.needed(total).unwrap();
            prop_assert!(needed <= total);
            prop_assert!(share.is_met(needed, total));
            prop_assert!(!share.is_met(needed - 1, total));
        }
    }

    #[test]
    fn a_share_of_nothing_is_not_met() {
        let half = Share {
            comparison: Comparison::AtLeast,
            num: 1,
            den: 2,
            of: Base::Attending,
        };
        assert!(!half.is_met(0, 0));
        assert_eq!(half.needed(0), None);
    }

    #[test]
    fn a_count_includes_both_ends() {
        let team = Count { min: 3, max: Some(5) };
        assert_eq!(
            [2, 3, 5, 6].map(|number| team.contains(number)),
            [false, true, true, false]
        );
        assert!(Count { min: 5, max: None }.contains(u64::MAX));
    }
}
