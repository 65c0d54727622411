//! What may be done with a campaign, and on what it stands: pure functions of the rulebook and days.

use jiff::civil::Date;
use platform::keyed;
use rulebook::{Explanation, LookupError, Place, Rulebook, Ruled, Share};
use serde::{Deserialize, Serialize};

use crate::ledger::{Fault, Kind, MOST};

keyed! {
    /// What a campaign stands on.
    Basis {
        /// A fund that a law makes compulsory.
        Law = "law",
        /// Contributions that the households decided on (Luật 10/2022, Điều 15, khoản 1-2).
        Households = "households",
        /// An appeal for voluntary donations (Nghị định 93/2021).
        Appeal = "appeal",
        /// Sponsorship.
        Sponsorship = "sponsorship",
        /// Quỹ "Vì người nghèo".
        PoorFund = "poor_fund",
    }
}

keyed! {
    /// Where a campaign stands.
    State {
        /// It is being written; nobody sees it.
        Draft = "draft",
        /// It receives and spends.
        Open = "open",
        /// It receives no more, and spends what is there.
        Stopped = "stopped",
        /// It is settled.
        Closed = "closed",
    }
}

impl State {
    /// Whether everybody may see it.
    #[must_use]
    pub fn is_public(self) -> bool {
        self != Self::Draft
    }
}

keyed! {
    /// What a campaign must have before it opens, as the rulebook lists it.
    Need {
        /// Phạm vi.
        Scope = "scope",
        /// Phương thức.
        Method = "method",
        /// Tài khoản riêng.
        Account = "account",
        /// Địa điểm.
        Place = "place",
        /// Thời gian cam kết.
        Commitment = "commitment",
        /// Thông báo.
        Notice = "notice",
        /// Văn bản.
        Authority = "authority",
        /// Quyết định.
        Decision = "decision",
    }
}

/// What the households decided.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The address of its page; empty for one that was taken before there were pages.
    pub page: String,
    /// Its number.
    pub number: String,
    /// The day of the decision.
    pub on: Option<Date>,
    /// Households that agreed.
    pub yes: i64,
    /// All households, absent ones included.
    pub total: i64,
    /// Whether a decision of this address hung on the commune's boards when it was written down.
    pub found: bool,
}

/// The rate at which goods or a day of work are valued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Its key within the campaign.
    pub key: i64,
    /// Whether it values work; goods otherwise.
    pub labour: bool,
    /// What: "Xi măng PCB40".
    pub name: String,
    /// In what it is counted: "bao 50 kg".
    pub measure: String,
    /// Đồng for each.
    pub vnd: i64,
    /// Where the rate is stated.
    pub source: String,
}

/// What is written down of a campaign besides its title and days.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// What it is for, in a few sentences.
    pub aim: String,
    /// Who is asked, where.
    pub scope: String,
    /// How it is received and used.
    pub method: String,
    /// Where it is received.
    pub place: String,
    /// Who answers for it.
    pub manager: String,
    /// What is to be reached, in đồng; 0 for no goal.
    pub goal: i64,
    /// The bank.
    pub bank: String,
    /// Number of the account, as it is printed.
    pub account: String,
    /// In whose name the account is.
    pub account_name: String,
    /// The document of the authority.
    pub authority: String,
    /// The day of the written notice to the commune.
    pub notice_on: Option<Date>,
    /// Its number.
    pub notice_number: String,
    /// What the households decided.
    pub decision: Decision,
    /// Rates of goods and work.
    pub rates: Vec<Rate>,
}

impl Terms {
    /// A rate by its key.
    #[must_use]
    pub fn rate(&self, key: i64) -> Option<&Rate> {
        self.rates.iter().find(|rate| rate.key == key)
    }
}

/// The number of an account as it is compared: letters and digits alone; none without any.
#[must_use]
pub fn account(printed: &str) -> Option<String> {
    let plain: String = printed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    (!plain.is_empty()).then_some(plain)
}

/// What a day can't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// It is to come.
    #[error("the day is to come")]
    Future,
    /// It is before something it follows.
    #[error("the day is before {0}")]
    Before(Date),
    /// It is after the committed end.
    #[error("the day is after the committed end, {0}")]
    AfterEnd(Date),
}

/// Whether a campaign receives on a day.
#[must_use]
pub fn receives(state: State, until: Date, today: Date) -> bool {
    state == State::Open && today <= until
}

/// Whether something may be received on a day: between the first day and the committed end.
///
/// # Errors
/// [`DayFault`]
pub fn received_on(on: Date, (from, until): (Date, Date), today: Date) -> Result<(), DayFault> {
    if on > until {
        return Err(DayFault::AfterEnd(until));
    }
    happened_on(on, from, today)
}

/// Whether something else may have happened on a day.
///
/// # Errors
/// [`DayFault`]
pub fn happened_on(on: Date, from: Date, today: Date) -> Result<(), DayFault> {
    if on < from {
        Err(DayFault::Before(from))
    } else if on > today {
        Err(DayFault::Future)
    } else {
        Ok(())
    }
}

/// The value of so many of something.
///
/// # Errors
/// [`Fault::Amount`] for none, or a value that no entry takes.
pub fn value(quantity: i64, rate: &Rate) -> Result<i64, Fault> {
    quantity
        .checked_mul(rate.vnd)
        .filter(|value| quantity > 0 && (1..=MOST).contains(value))
        .ok_or(Fault::Amount)
}

/// Whether a rate values what is given.
#[must_use]
pub fn values(rate: &Rate, kind: Kind) -> bool {
    kind == if rate.labour { Kind::Labour } else { Kind::Goods }
}

/// The share of households by which a decision stands (Luật 10/2022, Điều 21, khoản 1).
///
/// # Errors
/// [`LookupError`]
pub fn threshold(rulebook: &Rulebook, on: Date) -> Result<Ruled<'_, Share>, LookupError> {
    rulebook.share("decision.contribution_management.threshold", Place::Hamlet, on)
}

/// Whether a decision carries contributions.
///
/// # Errors
/// [`LookupError`] when the rulebook has no answer for its day.
pub fn carries(rulebook: &Rulebook, decision: &Decision) -> Result<bool, LookupError> {
    let Some(on) = decision.on else { return Ok(false) };
    let (Ok(yes), Ok(total)) = (u64::try_from(decision.yes), u64::try_from(decision.total)) else {
        return Ok(false);
    };
    let share = threshold(rulebook, on)?.value;
    Ok(!decision.number.is_empty() && yes <= total && share.is_met(yes, total))
}

/// The rule that says what a campaign on this basis must have.
///
/// # Errors
/// [`LookupError`]
pub fn basis_rule(rulebook: &Rulebook, basis: Basis, on: Date) -> Result<Explanation<'_>, LookupError> {
    Ok(rulebook
        .set(&format!("contributions.{}.needs", basis.key()), Place::Any, on)?
        .because)
}

/// What a campaign lacks before it can open.
///
/// # Errors
/// [`LookupError`]
pub fn lacking(
    rulebook: &Rulebook,
    (basis, on): (Basis, Date),
    terms: &Terms,
) -> Result<Vec<Need>, LookupError> {
    let set = rulebook.set(&format!("contributions.{}.needs", basis.key()), Place::Any, on)?;
    let mut lacking = Vec::new();
    for need in set.value.keys.iter().filter_map(|key| Need::from_key(key)) {
        let there = match need {
            Need::Scope => !terms.scope.is_empty(),
            Need::Method => !terms.method.is_empty(),
            Need::Account => account(&terms.account).is_some() && !terms.bank.is_empty(),
            Need::Place => !terms.place.is_empty(),
            // A campaign can't be written down without its last day.
            Need::Commitment => true,
            Need::Notice => terms.notice_on.is_some() && !terms.notice_number.is_empty(),
            Need::Authority => !terms.authority.is_empty(),
            Need::Decision => carries(rulebook, &terms.decision)?,
        };
        if !there {
            lacking.push(need);
        }
    }
    Ok(lacking)
}

/// Under which entry of the law's list (Điều 11) a campaign hangs on the boards.
///
/// # Errors
/// [`LookupError`]
pub fn disclosed_as(rulebook: &Rulebook, basis: Basis, on: Date) -> Result<String, LookupError> {
    let topic = if basis == Basis::Appeal {
        "contributions.appeal.disclosed_as"
    } else {
        "contributions.disclosed_as"
    };
    Ok(rulebook.choice(topic, Place::Commune, on)?.value.to_owned())
}
