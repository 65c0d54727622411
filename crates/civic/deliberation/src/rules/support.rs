//! Support for a citizens' proposal: Law 10/2022, Điều 16.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use rulebook::{Explanation, Place, Rulebook};

use super::RuleError;

/// A household's consent to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent<H> {
    /// The household.
    pub household: H,
    /// The day on which it was given.
    pub given_on: Date,
    /// The day on which it was taken back.
    pub withdrawn_on: Option<Date>,
}

/// How much support a proposal has on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Support<'a> {
    /// Households whose consent counts.
    pub counted: u64,
    /// Households whose consent has lapsed.
    pub lapsed: u64,
    /// All households of the hamlet.
    pub total: u64,
    /// The smallest number that is enough; none when there is no household.
    pub needed: Option<u64>,
    /// Whether the proposal must be tabled.
    pub enough: bool,
    /// Whether it may be tabled all the same if the Front board approves.
    pub front_may_approve: bool,
    /// The first day on which one of the counted consents counts no more.
    pub next_lapse: Option<Date>,
    /// The rule on the share.
    pub because: Explanation<'a>,
    /// The rule on how long a consent holds.
    pub validity: Explanation<'a>,
}

/// Counts the consents that hold on a day, each household once, by its latest consent.
///
/// # Errors
/// [`RuleError`] when the law of that day is not in the books, or more consent than there are households.
pub fn support<'a, H: Ord + Copy>(
    book: &'a Rulebook,
    consents: &[Consent<H>],
    total: u64,
    today: Date,
) -> Result<Support<'a>, RuleError> {
    let share = book.share("decision.proposal.citizens", Place::Hamlet, today)?;
    let months = book.months("decision.proposal.consent_validity", Place::Hamlet, today)?;
    let below = book.flag(
        "decision.proposal.below_share_with_front_approval",
        Place::Hamlet,
        today,
    )?;
    let mut latest: BTreeMap<H, Consent<H>> = BTreeMap::new();
    for consent in consents.iter().filter(|consent| consent.given_on <= today) {
        latest
            .entry(consent.household)
            .and_modify(|known| {
                if consent.given_on > known.given_on {
                    *known = *consent;
                }
            })
            .or_insert(*consent);
    }
    let last_day = |consent: &Consent<H>| {
        consent
            .given_on
            .checked_add(i64::from(months.value.count).months())
            .unwrap_or(Date::MAX)
    };
    let standing = latest
        .values()
        .filter(|consent| consent.withdrawn_on.is_none_or(|on| on > today));
    let (mut counted, mut lapsed, mut next_lapse) = (0, 0, None::<Date>);
    for consent in standing {
        let last = last_day(consent);
        if last < today {
            lapsed += 1;
        } else {
            counted += 1;
            let lapse = last.tomorrow().unwrap_or(Date::MAX);
            next_lapse = Some(next_lapse.map_or(lapse, |known| known.min(lapse)));
        }
    }
    if counted > total {
        return Err(RuleError::MoreThanAll { yes: counted, total });
    }
    Ok(Support {
        counted,
        lapsed,
        total,
        needed: share.value.needed(total),
        enough: share.value.is_met(counted, total),
        front_may_approve: below.value,
        next_lapse,
        because: share.because,
        validity: months.because,
    })
}
