//! In which form a matter may be decided, and with what weight: Law 10/2022, Điều 17 and 19; Decree 59/2023, Điều 4, 5.

use jiff::civil::Date;
use rulebook::{Explanation, Place, Rulebook, Ruled};

use super::{RuleError, Scope, online_consent, topic};

/// A form of deciding (hình thức bàn và quyết định).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Cuộc họp của cộng đồng dân cư.
    Meeting,
    /// Phát phiếu lấy ý kiến từng hộ gia đình.
    HouseholdBallot,
    /// Biểu quyết trực tuyến.
    OnlineVote,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 3] = [Self::Meeting, Self::HouseholdBallot, Self::OnlineVote];

    /// The key in the rulebook and in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Meeting => "meeting",
            Self::HouseholdBallot => "household_ballot",
            Self::OnlineVote => "online_vote",
        }
    }

    /// The form with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.key() == key)
    }
}

/// What the result of a vote is worth.
#[derive(Debug, Clone, PartialEq)]
pub enum Weight<'a> {
    /// It decides.
    Binding(Explanation<'a>),
    /// It only tells what people think (lấy ý kiến tham khảo); the law wants another form for a decision.
    Advisory(Explanation<'a>),
}

impl Weight<'_> {
    /// Whether the result decides.
    #[must_use]
    pub fn binds(&self) -> bool {
        matches!(self, Self::Binding(_))
    }
}

/// What a vote in a form is worth for a matter.
///
/// # Errors
/// [`RuleError`] when the law of that day names no forms for the matter.
pub fn weight<'a>(
    book: &'a Rulebook,
    clause: &str,
    scope: Scope,
    form: Form,
    on: Date,
) -> Result<Weight<'a>, RuleError> {
    let Ruled { value, because } = book.set(&topic(clause, "forms"), scope.place(), on)?;
    Ok(if value.contains(form.key()) {
        Weight::Binding(because)
    } else {
        Weight::Advisory(because)
    })
}

/// When households may be asked on paper instead of at a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotCondition {
    /// The commune's chair chose it.
    ChosenByCommuneChair,
    /// A meeting could not reach the threshold.
    AfterFailedMeeting,
    /// The hamlet head and the Front board agree on it.
    AgreedByHeadAndFront,
}

impl BallotCondition {
    const ALL: [Self; 3] = [
        Self::ChosenByCommuneChair,
        Self::AfterFailedMeeting,
        Self::AgreedByHeadAndFront,
    ];

    /// The key in the rulebook.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ChosenByCommuneChair => "chosen_by_commune_chair",
            Self::AfterFailedMeeting => "after_failed_meeting",
            Self::AgreedByHeadAndFront => "agreed_by_head_and_front",
        }
    }
}

/// The condition under which households may be asked on paper about a matter.
///
/// # Errors
/// [`RuleError`] when the law of that day has none for the matter.
pub fn ballot_condition<'a>(
    book: &'a Rulebook,
    clause: &str,
    scope: Scope,
    on: Date,
) -> Result<Ruled<'a, BallotCondition>, RuleError> {
    let Ruled { value, because } = book.choice(&topic(clause, "ballot_condition"), scope.place(), on)?;
    let value = BallotCondition::ALL
        .into_iter()
        .find(|condition| condition.key() == value)
        .ok_or_else(|| RuleError::Unknown(value.to_owned()))?;
    Ok(Ruled { value, because })
}

/// What had happened before a vote is opened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// A meeting on the matter was held and its result did not reach the threshold, or it could not be held.
    pub failed_meeting: bool,
    /// The commune's chair chose household ballots.
    pub chosen_by_chair: bool,
    /// The hamlet head and the head of the Front board agreed on the form.
    pub head_and_front_agree: bool,
    /// The committee and the Front were told of an online vote beforehand.
    pub reported: bool,
    /// Households that accepted to vote online, and all households.
    pub online_accepted: (u64, u64),
}

/// Why a vote can't be opened.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal<'a> {
    /// The condition for asking on paper is not met.
    Condition(BallotCondition, Explanation<'a>),
    /// The committee and the Front have to be told first.
    NotReported(Explanation<'a>),
    /// Hamlet head and Front board have to agree on an online vote.
    NotAgreed(Explanation<'a>),
    /// Too few households accepted to vote online.
    OnlineNotAccepted {
        /// Who accepted.
        accepted: u64,
        /// The smallest number that is enough; none where there is no household.
        needed: Option<u64>,
        /// The rule.
        because: Explanation<'a>,
    },
    /// Only an advisory vote is possible in this form.
    OnlyAdvisory(Explanation<'a>),
}

/// Whether a vote may be opened. An advisory vote may be, always; it decides nothing.
///
/// # Errors
/// The outer error: the law of that day is not known. The inner one: what stands against it.
pub fn may_begin<'a>(
    book: &'a Rulebook,
    (clause, scope, form): (&str, Scope, Form),
    advisory: bool,
    on: Date,
    circumstances: Circumstances,
) -> Result<Result<(), Refusal<'a>>, RuleError> {
    if advisory {
        return Ok(Ok(()));
    }
    if let Weight::Advisory(because) = weight(book, clause, scope, form, on)? {
        return Ok(Err(Refusal::OnlyAdvisory(because)));
    }
    Ok(match form {
        Form::Meeting => Ok(()),
        Form::HouseholdBallot => {
            let condition = ballot_condition(book, clause, scope, on)?;
            let met = match condition.value {
                BallotCondition::ChosenByCommuneChair => circumstances.chosen_by_chair,
                BallotCondition::AfterFailedMeeting => circumstances.failed_meeting,
                BallotCondition::AgreedByHeadAndFront => circumstances.head_and_front_agree,
            };
            if met {
                Ok(())
            } else {
                Err(Refusal::Condition(condition.value, condition.because))
            }
        }
        Form::OnlineVote => online(book, on, circumstances)?,
    })
}

fn online(
    book: &Rulebook,
    on: Date,
    circumstances: Circumstances,
) -> Result<Result<(), Refusal<'_>>, RuleError> {
    let reported = book.flag("online.reported_first", Place::Hamlet, on)?;
    if reported.value && !circumstances.reported {
        return Ok(Err(Refusal::NotReported(reported.because)));
    }
    if !circumstances.head_and_front_agree {
        let matters = book.set("online.matters", Place::Hamlet, on)?;
        return Ok(Err(Refusal::NotAgreed(matters.because)));
    }
    let (accepted, total) = circumstances.online_accepted;
    let consent = online_consent(book, on, accepted, total)?;
    Ok(if consent.met {
        Ok(())
    } else {
        Err(Refusal::OnlineNotAccepted {
            accepted,
            needed: consent.needed,
            because: consent.because,
        })
    })
}
