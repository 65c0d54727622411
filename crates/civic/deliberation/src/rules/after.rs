//! What follows a vote: the document, who signs it, to whom it goes, who recognises it, from when it has effect. Law
//! 10/2022, Điều 20 to 22; Decree 59/2023, Điều 3 to 5.

use jiff::civil::Date;
use platform::calendar::{LastDay, Reckoning, Term, WorkingCalendar};
use rulebook::{DayKind, Days, Explanation, Place, Rulebook, Ruled};

use super::{Form, RuleError, Scope, topic};

fn reckon<'a>(
    calendar: &WorkingCalendar,
    rule: Ruled<'a, Days>,
    from: Date,
) -> Result<Delivery<'a>, RuleError> {
    let term = match rule.value.kind {
        DayKind::Working => Term::WorkingDays(rule.value.count),
        DayKind::Calendar => Term::CalendarDays(rule.value.count, LastDay::NextWorkingDay),
    };
    Ok(Delivery {
        reckoning: calendar.explain(from, term)?,
        because: rule.because,
    })
}

/// A deadline, how it was counted, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery<'a> {
    /// How it was counted.
    pub reckoning: Reckoning,
    /// The rule.
    pub because: Explanation<'a>,
}

impl Delivery<'_> {
    /// The last day.
    #[must_use]
    pub fn due(&self) -> Date {
        self.reckoning.due
    }
}

/// By when the decision must be written after a household ballot or an online vote ended.
///
/// # Errors
/// [`RuleError`] when the law of that day or the calendar is not known.
pub fn decision_due<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    form: Form,
    ended_on: Date,
) -> Result<Delivery<'a>, RuleError> {
    let topic = match form {
        Form::Meeting => "meeting.decision.delivery",
        Form::HouseholdBallot => "ballot.decision.deadline",
        Form::OnlineVote => "online.decision.deadline",
    };
    reckon(calendar, book.days(topic, Place::Hamlet, ended_on)?, ended_on)
}

/// By when a decision must be with the commune's committee and the Front.
///
/// # Errors
/// As [`decision_due`].
pub fn delivery_due<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    decided_on: Date,
) -> Result<Delivery<'a>, RuleError> {
    reckon(
        calendar,
        book.days("meeting.decision.delivery", Place::Hamlet, decided_on)?,
        decided_on,
    )
}

/// By when committee or Front must recognise a decision or refuse it.
///
/// # Errors
/// As [`decision_due`].
pub fn recognition_due<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    received_on: Date,
) -> Result<Delivery<'a>, RuleError> {
    reckon(
        calendar,
        book.days("decision.recognition.deadline", Place::Hamlet, received_on)?,
        received_on,
    )
}

/// By when an objection to the list of households must be answered.
///
/// # Errors
/// As [`decision_due`].
pub fn objection_due<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    made_on: Date,
) -> Result<Delivery<'a>, RuleError> {
    reckon(
        calendar,
        book.days("decision.roll.objection.answer", Place::Hamlet, made_on)?,
        made_on,
    )
}

/// Who recognises a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recogniser {
    /// The commune's People's Committee (UBND cấp xã).
    Committee,
    /// The commune's Fatherland Front Committee (UBMTTQ cấp xã).
    Front,
}

impl Recogniser {
    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Committee => "committee",
            Self::Front => "front",
        }
    }
}

/// What an authority said of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It recognises it.
    Recognised,
    /// It refuses, in writing and with reasons.
    Refused,
}

impl Outcome {
    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Recognised => "recognised",
            Self::Refused => "refused",
        }
    }

    /// The one with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Recognised, Self::Refused]
            .into_iter()
            .find(|outcome| outcome.key() == key)
    }
}

/// What happened to an adopted decision since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recognition {
    /// What the committee or the Front said, and when.
    pub answered: Option<(Outcome, Date)>,
    /// The date of effect that the committee set for a commune-wide matter.
    pub set_for: Option<Date>,
    /// The day on which the community or the committee annulled it.
    pub annulled_on: Option<Date>,
}

/// From when a decision has effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// From this day.
    From(Date),
    /// It has none yet: somebody has to recognise it (chưa có hiệu lực).
    Awaits(Recogniser),
    /// It has none yet: the committee has to set the date.
    AwaitsDate,
    /// Recognition was refused.
    Refused(Recogniser),
    /// It was annulled.
    Annulled(Date),
}

/// From when an adopted decision has effect, by its clause.
///
/// # Errors
/// [`RuleError`] when the law of that day has no moment for the matter.
pub fn effect<'a>(
    book: &'a Rulebook,
    clause: &str,
    scope: Scope,
    adopted_on: Date,
    since: Recognition,
) -> Result<Ruled<'a, Effect>, RuleError> {
    let Ruled { value, because } = book.choice(&topic(clause, "takes_effect"), scope.place(), adopted_on)?;
    let recognised_by = |who: Recogniser| match since.answered {
        None => Effect::Awaits(who),
        Some((Outcome::Recognised, on)) => Effect::From(on),
        Some((Outcome::Refused, _)) => Effect::Refused(who),
    };
    let effect = match value {
        "adoption_day" => Effect::From(adopted_on),
        "recognised_by_commune_committee" => recognised_by(Recogniser::Committee),
        "recognised_by_front_committee" => recognised_by(Recogniser::Front),
        "set_by_commune_committee" => since.set_for.map_or(Effect::AwaitsDate, Effect::From),
        other => return Err(RuleError::Unknown(other.to_owned())),
    };
    Ok(Ruled {
        value: since.annulled_on.map_or(effect, Effect::Annulled),
        because,
    })
}

/// Key of the entry in the law's list of what must be published (Điều 11) under which a decision hangs on the boards.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn disclosed_as<'a>(
    book: &'a Rulebook,
    clause: &str,
    decided_on: Date,
) -> Result<Ruled<'a, &'a str>, RuleError> {
    Ok(book.choice(&topic(clause, "disclosed_as"), Place::Commune, decided_on)?)
}

/// A signature below a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signature {
    /// Trưởng thôn, Tổ trưởng tổ dân phố.
    HamletHead,
    /// Trưởng ban công tác Mặt trận.
    FrontBoardHead,
    /// Đại diện hộ gia đình.
    Household,
}

impl Signature {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::HamletHead, Self::FrontBoardHead, Self::Household];

    /// The key in the rulebook's list of signatories and in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::HamletHead => "hamlet_head",
            Self::FrontBoardHead => "front_board_head",
            Self::Household => "household_representatives",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signature| signature.key() == key)
    }
}

/// What a document lacks before it is final.
#[derive(Debug, Clone, PartialEq)]
pub struct Unsigned<'a> {
    /// How many signatures of each kind are missing; kinds that are complete are left out.
    pub missing: Vec<(Signature, u64)>,
    /// The rule.
    pub because: Explanation<'a>,
}

/// Which of the signatures that the law asks for a decision lacks. `signed` holds one entry for each person.
///
/// # Errors
/// [`RuleError`] when the law of that day names no signatories, or one that is not known here.
pub fn unsigned<'a>(
    book: &'a Rulebook,
    decided_on: Date,
    signed: &[Signature],
) -> Result<Unsigned<'a>, RuleError> {
    let Ruled { value, because } = book.items("decision.document.signatories", Place::Hamlet, decided_on)?;
    let households = book.count(
        "decision.document.household_signatures",
        Place::Hamlet,
        decided_on,
    )?;
    let mut missing = Vec::new();
    for item in value {
        let kind = Signature::from_key(&item.key).ok_or_else(|| RuleError::Unknown(item.key.clone()))?;
        let asked = if kind == Signature::Household {
            households.value.min
        } else {
            1
        };
        let there = signed.iter().filter(|signature| **signature == kind).count();
        let lacking = asked.saturating_sub(u64::try_from(there).unwrap_or(u64::MAX));
        if lacking > 0 {
            missing.push((kind, lacking));
        }
    }
    Ok(Unsigned { missing, because })
}
