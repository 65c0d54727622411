//! Amounts as people state them: exactly, at least, more than, at most, about.
//!
//! An amount is an interval of whole numbers. Sums and comparisons are done on intervals, so "more than
//! 100 billion" contradicts only what can't be more than 100 billion.

use serde::Serialize;

/// How exactly a value was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// The value itself.
    Exact,
    /// That much or more ("ít nhất", "từ … trở lên").
    AtLeast,
    /// Above that much ("hơn", "trên").
    MoreThan,
    /// That much or less ("không quá", "tối đa").
    AtMost,
    /// Near that much ("khoảng", "gần"); how near is a setting of the catalogue.
    About,
}

impl Qualifier {
    /// Every qualifier, exact first.
    pub const ALL: [Self; 5] = [
        Self::Exact,
        Self::AtLeast,
        Self::MoreThan,
        Self::AtMost,
        Self::About,
    ];

    /// The stable word under which the qualifier is stored and exchanged.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::About => "about",
        }
    }

    /// The qualifier with this stable word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|qualifier| qualifier.key() == key)
    }

    /// Splits a written value into its qualifier and the number behind it: `">100"`, `"≥ 100"`,
    /// `"hơn 100 tỷ đồng"`, `"khoảng 50"`. Without a known first word the value is exact.
    #[must_use]
    pub fn split(written: &str) -> (Self, &str) {
        const SIGNS: [(&str, Qualifier); 7] = [
            (">=", Qualifier::AtLeast),
            ("≥", Qualifier::AtLeast),
            ("<=", Qualifier::AtMost),
            ("≤", Qualifier::AtMost),
            (">", Qualifier::MoreThan),
            ("~", Qualifier::About),
            ("≈", Qualifier::About),
        ];
        const WORDS: [(&str, Qualifier); 13] = [
            ("hơn", Qualifier::MoreThan),
            ("trên", Qualifier::MoreThan),
            ("more than", Qualifier::MoreThan),
            ("over", Qualifier::MoreThan),
            ("ít nhất", Qualifier::AtLeast),
            ("tối thiểu", Qualifier::AtLeast),
            ("at least", Qualifier::AtLeast),
            ("không quá", Qualifier::AtMost),
            ("tối đa", Qualifier::AtMost),
            ("at most", Qualifier::AtMost),
            ("khoảng", Qualifier::About),
            ("gần", Qualifier::About),
            ("about", Qualifier::About),
        ];
        let written = written.trim();
        for (sign, qualifier) in SIGNS {
            if let Some(rest) = written.strip_prefix(sign) {
                return (qualifier, rest.trim_start());
            }
        }
        let composed = platform::text::compose(written).to_lowercase();
        for (word, qualifier) in WORDS {
            // Composing and lowering may change lengths in octets, never the number of words.
            if composed
                .strip_prefix(word)
                .is_some_and(|rest| rest.starts_with(char::is_whitespace))
            {
                let words = word.split(' ').count();
                return (qualifier, after_words(written, words));
            }
        }
        (Self::Exact, written)
    }
}

fn after_words(text: &str, words: usize) -> &str {
    (0..words).fold(text, |rest, _| {
        rest.find(char::is_whitespace)
            .map_or("", |end| rest[end..].trim_start())
    })
}

/// A value with its qualifier, in the smallest unit of its indicator (đồng, models, tenths of a percent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Amount {
    /// The number that was stated.
    pub value: i64,
    /// How exactly it was stated.
    pub qualifier: Qualifier,
}

impl Amount {
    /// A value stated exactly.
    #[must_use]
    pub fn exact(value: i64) -> Self {
        Self {
            value,
            qualifier: Qualifier::Exact,
        }
    }

    /// The sum of several amounts, as far as it can be stated as one: exact amounts with one kind of bound, or
    /// with amounts "about".
    #[must_use]
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut sum = Self::exact(0);
        for amount in amounts {
            sum.value = sum.value.checked_add(amount.value)?;
            sum.qualifier = match (sum.qualifier, amount.qualifier) {
                (Qualifier::Exact, one) | (one, Qualifier::Exact) => one,
                (Qualifier::AtLeast | Qualifier::MoreThan, Qualifier::MoreThan)
                | (Qualifier::MoreThan, Qualifier::AtLeast) => Qualifier::MoreThan,
                (one, other) if one == other => one,
                _ => return None,
            };
        }
        Some(sum)
    }

    /// The values it may stand for. `about_permille` is how far "about" reaches, in thousandths of the value.
    #[must_use]
    pub fn interval(self, about_permille: i64) -> Interval {
        let value = i128::from(self.value);
        let reach = value.abs() * i128::from(about_permille) / 1000;
        match self.qualifier {
            Qualifier::Exact => Interval {
                low: value,
                high: Some(value),
            },
            Qualifier::AtLeast => Interval {
                low: value,
                high: None,
            },
            Qualifier::MoreThan => Interval {
                low: value + 1,
                high: None,
            },
            Qualifier::AtMost => Interval {
                low: 0.min(value),
                high: Some(value),
            },
            Qualifier::About => Interval {
                low: value - reach,
                high: Some(value + reach),
            },
        }
    }
}

/// Whole numbers from `low` to `high`, both included; `None` is without end. What is counted is never
/// negative, so nothing needs a lower end without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least value.
    pub low: i128,
    /// The greatest value, when there is one.
    pub high: Option<i128>,
}

impl Interval {
    /// Nothing is known, except that counts are not negative.
    pub const UNKNOWN: Self = Self { low: 0, high: None };
    /// Exactly zero, from which sums start.
    pub const ZERO: Self = Self {
        low: 0,
        high: Some(0),
    };

    /// What is left between `self` and `other` when they can't be equal: the smallest difference
    /// `other - self`. `None` when some value lies in both.
    #[must_use]
    pub fn gap_to(self, other: Self) -> Option<i128> {
        match (self.high, other.high) {
            (Some(high), _) if other.low > high => Some(other.low - high),
            (_, Some(high)) if high < self.low => Some(high - self.low),
            _ => None,
        }
    }

    /// True when it holds a single value.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.high == Some(self.low)
    }
}

impl std::ops::Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            low: self.low + other.low,
            high: self.high.zip(other.high).map(|(a, b)| a + b),
        }
    }
}

impl std::iter::Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(intervals: I) -> Self {
        intervals.fold(Self::ZERO, |sum, next| sum + next)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(qualifier: Qualifier, value: i64) -> Interval {
        Amount { value, qualifier }.interval(50)
    }

    #[test]
    fn more_than_is_contradicted_only_by_what_cannot_be_more() {
        let stated = of(Qualifier::MoreThan, 100);
        assert_eq!(stated.gap_to(of(Qualifier::Exact, 101)), None);
        assert_eq!(stated.gap_to(of(Qualifier::Exact, 100)), Some(-1));
        assert_eq!(stated.gap_to(of(Qualifier::MoreThan, 5)), None);
        assert_eq!(stated.gap_to(of(Qualifier::AtMost, 90)), Some(-11));
    }

    #[test]
    fn about_reaches_as_far_as_the_setting_says() {
        assert_eq!(
            of(Qualifier::About, 1000).gap_to(of(Qualifier::Exact, 1050)),
            None
        );
        assert_eq!(
            of(Qualifier::About, 1000).gap_to(of(Qualifier::Exact, 1051)),
            Some(1)
        );
    }

    #[test]
    fn words_and_signs_are_read() {
        for (written, qualifier, rest) in [
            ("2374", Qualifier::Exact, "2374"),
            (">100000000000", Qualifier::MoreThan, "100000000000"),
            (" ≥ 5", Qualifier::AtLeast, "5"),
            ("Hơn 100 tỷ đồng", Qualifier::MoreThan, "100 tỷ đồng"),
            ("ho\u{31b}n 5", Qualifier::MoreThan, "5"),
            ("ít nhất 12", Qualifier::AtLeast, "12"),
            ("gần 40", Qualifier::About, "40"),
            ("hơnnữa", Qualifier::Exact, "hơnnữa"),
        ] {
            assert_eq!(Qualifier::split(written), (qualifier, rest), "{written:?}");
        }
    }

    proptest! {
        #[test]
        fn intervals_of_sums_hold_the_sums_of_their_values(
            values in prop::collection::vec((0i64..1_000_000, 0usize..5, 0i64..1000), 1..8),
        ) {
            let mut sum = 0;
            let mut whole = Interval::ZERO;
            for (value, qualifier, step) in values {
                let interval = of(Qualifier::ALL[qualifier], value);
                let within = (interval.low + i128::from(step)).min(interval.high.unwrap_or(i128::MAX));
                sum += within;
                whole = whole + interval;
            }
            prop_assert_eq!(whole.gap_to(Interval { low: sum, high: Some(sum) }), None);
        }
    }
}
