//! Thresholds: integers only, over the whole that the law names.

use jiff::civil::Date;
use rulebook::{Comparison, Explanation, Place, Rulebook, Ruled, Share};

use super::{RuleError, topic};

/// Whether enough were in favour, with all that is needed to say why.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict<'a> {
    /// In favour.
    pub yes: u64,
    /// The whole: all household representatives of the hamlet, absent ones too, or all hamlets of the commune.
    pub total: u64,
    /// The smallest number that is enough; none when the whole is empty.
    pub needed: Option<u64>,
    /// Whether it was enough.
    pub met: bool,
    /// The share that is asked.
    pub share: Share,
    /// The rule.
    pub because: Explanation<'a>,
}

/// The two products that decide: `left ≥ right`, or `left > right`. Anybody can multiply them again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// In favour times the share's denominator.
    pub left: u128,
    /// The whole times the share's numerator.
    pub right: u128,
    /// Whether equality is enough.
    pub comparison: Comparison,
}

impl Verdict<'_> {
    /// The products that decide.
    #[must_use]
    pub fn sum(&self) -> Sum {
        Sum {
            left: u128::from(self.yes) * u128::from(self.share.den),
            right: u128::from(self.total) * u128::from(self.share.num),
            comparison: self.share.comparison,
        }
    }
}

fn verdict<'a>(rule: Ruled<'a, Share>, yes: u64, total: u64) -> Result<Verdict<'a>, RuleError> {
    if yes > total {
        return Err(RuleError::MoreThanAll { yes, total });
    }
    let share = rule.value;
    Ok(Verdict {
        yes,
        total,
        needed: share.needed(total),
        met: share.is_met(yes, total),
        share,
        because: rule.because,
    })
}

/// Whether a hamlet adopts: Law 10/2022, Điều 21 khoản 1. `total` counts all its household representatives.
///
/// # Errors
/// [`RuleError`] when the law of that day has no threshold for the matter, or `yes` exceeds `total`.
pub fn hamlet_verdict<'a>(
    book: &'a Rulebook,
    clause: &str,
    on: Date,
    yes: u64,
    total: u64,
) -> Result<Verdict<'a>, RuleError> {
    verdict(
        book.share(&topic(clause, "threshold"), Place::Hamlet, on)?,
        yes,
        total,
    )
}

/// Whether a commune adopts: so many of all its hamlets did, each by [`hamlet_verdict`].
///
/// # Errors
/// As [`hamlet_verdict`].
pub fn commune_verdict<'a>(
    book: &'a Rulebook,
    clause: &str,
    on: Date,
    approving: u64,
    hamlets: u64,
) -> Result<Verdict<'a>, RuleError> {
    verdict(
        book.share(&topic(clause, "threshold"), Place::Commune, on)?,
        approving,
        hamlets,
    )
}

/// Whether the households accept to vote online: Decree 59/2023, Điều 5.
///
/// # Errors
/// As [`hamlet_verdict`].
pub fn online_consent(
    book: &Rulebook,
    on: Date,
    accepted: u64,
    total: u64,
) -> Result<Verdict<'_>, RuleError> {
    verdict(book.share("online.consent", Place::Hamlet, on)?, accepted, total)
}

/// Whether those who attend approve the secretary, the way of voting or the tellers: Decree 59/2023, Điều 3. Here, and
/// only here, the whole is who attends.
///
/// # Errors
/// As [`hamlet_verdict`].
pub fn officers_approved(
    book: &Rulebook,
    on: Date,
    hands: u64,
    attending: u64,
) -> Result<Verdict<'_>, RuleError> {
    verdict(
        book.share("meeting.officers.threshold", Place::Hamlet, on)?,
        hands,
        attending,
    )
}
