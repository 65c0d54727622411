//! What may become of a model, and when: pure.

use std::collections::BTreeSet;

use jiff::civil::Date;
use platform::keyed;

use crate::definition::Council;

keyed! {
    /// Where a model stands.
    State {
        /// Đăng ký: it is registered.
        Registered = "registered",
        /// Có kế hoạch: it is written down who does what until when.
        Planned = "planned",
        /// Đã thực hiện: it was carried out, with evidence.
        CarriedOut = "carried_out",
        /// Được công nhận: the council recognised it.
        Recognised = "recognised",
        /// Không được công nhận, with reasons.
        NotRecognised = "not_recognised",
        /// Không thực hiện, with the reason.
        NotCarriedOut = "not_carried_out",
        /// Registered by mistake: it counts nowhere.
        Withdrawn = "withdrawn",
    }
}

impl State {
    /// Whether the model counts as registered.
    #[must_use]
    pub fn counts(self) -> bool {
        self != Self::Withdrawn
    }

    /// Whether the model counts as carried out.
    #[must_use]
    pub fn is_carried_out(self) -> bool {
        matches!(self, Self::CarriedOut | Self::Recognised | Self::NotRecognised)
    }

    /// Whether a next year's model may go on from it: something must have been done.
    #[must_use]
    pub fn can_be_continued(self) -> bool {
        matches!(self, Self::CarriedOut | Self::Recognised)
    }
}

keyed! {
    /// What is done with a model.
    Step {
        /// The plan is written, or written anew.
        Plan = "plan",
        /// It is recorded as carried out, or the record is bettered.
        CarryOut = "carry_out",
        /// It is recorded that it was not.
        GiveUp = "give_up",
        /// The council voted for it.
        Recognise = "recognise",
        /// The council did not.
        Refuse = "refuse",
        /// The last step was wrong.
        Undo = "undo",
    }
}

/// Where a model stands after a step; `None` when the step can't be taken there.
#[must_use]
pub fn after(state: State, step: Step, has_plan: bool) -> Option<State> {
    use State::{CarriedOut, NotCarriedOut, NotRecognised, Planned, Recognised, Registered, Withdrawn};
    match (state, step) {
        (Registered | Planned, Step::Plan) => Some(Planned),
        (Registered | Planned | CarriedOut, Step::CarryOut) => Some(CarriedOut),
        (Registered | Planned, Step::GiveUp) => Some(NotCarriedOut),
        (CarriedOut, Step::Recognise) => Some(Recognised),
        (CarriedOut, Step::Refuse) => Some(NotRecognised),
        (Recognised | NotRecognised, Step::Undo) => Some(CarriedOut),
        (CarriedOut | NotCarriedOut, Step::Undo) => Some(if has_plan { Planned } else { Registered }),
        (Planned, Step::Undo) => Some(Registered),
        (Registered, Step::Undo) => Some(Withdrawn),
        _ => None,
    }
}

/// Why a day can't be the day of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// It has not come yet.
    #[error("the day has not come yet")]
    Future,
    /// It lies before the step that comes first.
    #[error("the day lies before {0}")]
    Before(Date),
    /// It lies in another year than the model's: what goes on in the next year is continued there.
    #[error("the day lies after {0}")]
    After(Date),
}

/// A model is registered in its year, not in advance.
///
/// # Errors
/// [`DayFault::Future`]
pub fn registered_on(day: Date, today: Date) -> Result<(), DayFault> {
    if day > today {
        Err(DayFault::Future)
    } else {
        Ok(())
    }
}

/// A model is carried out after it was registered, in the same year.
///
/// # Errors
/// [`DayFault`]
pub fn carried_out_on(day: Date, registered: Date, today: Date) -> Result<(), DayFault> {
    let end = Date::constant(registered.year(), 12, 31);
    if day > today {
        Err(DayFault::Future)
    } else if day < registered {
        Err(DayFault::Before(registered))
    } else if day > end {
        Err(DayFault::After(end))
    } else {
        Ok(())
    }
}

/// A council decides after the model was carried out.
///
/// # Errors
/// [`DayFault`]
pub fn decided_on(day: Date, carried_out: Date, today: Date) -> Result<(), DayFault> {
    if day > today {
        Err(DayFault::Future)
    } else if day < carried_out {
        Err(DayFault::Before(carried_out))
    } else {
        Ok(())
    }
}

keyed! {
    /// How a member of the council voted on a model.
    Vote {
        /// Tán thành.
        For = "for",
        /// Không tán thành.
        Against = "against",
        /// Phiếu trắng.
        Blank = "blank",
        /// Vắng mặt.
        Absent = "absent",
        /// Có liên quan: who has a part in the model does not vote on it.
        Related = "related",
    }
}

/// What tells whether a member has a part in a model.
#[derive(Debug, Clone, Copy)]
pub struct Tie<'a> {
    /// A name.
    pub name: &'a str,
    /// The hamlet whose collectives the member speaks for, or where the model is.
    pub hamlet: Option<i64>,
}

/// Whether a member of the council may not vote on a model: it is the member's own, or that of the hamlet the member
/// speaks for.
#[must_use]
pub fn is_related(member: Tie<'_>, holder: Tie<'_>, held_by_person: bool) -> bool {
    let named = platform::text::fold(member.name);
    let same_name = !named.is_empty() && named == platform::text::fold(holder.name);
    let same_hamlet = !held_by_person && member.hamlet.is_some() && member.hamlet == holder.hamlet;
    same_name || same_hamlet
}

/// The votes of a council on a model.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// For it.
    pub for_it: u32,
    /// Against it.
    pub against: u32,
    /// Blank.
    pub blank: u32,
    /// Members who were not there.
    pub absent: u32,
    /// Members who may not vote on it.
    pub related: u32,
}

impl Tally {
    /// Counts votes.
    #[must_use]
    pub fn of(votes: impl IntoIterator<Item = Vote>) -> Self {
        let mut tally = Self::default();
        for vote in votes {
            let count = match vote {
                Vote::For => &mut tally.for_it,
                Vote::Against => &mut tally.against,
                Vote::Blank => &mut tally.blank,
                Vote::Absent => &mut tally.absent,
                Vote::Related => &mut tally.related,
            };
            *count += 1;
        }
        tally
    }

    /// Members who voted.
    #[must_use]
    pub fn voted(&self) -> u32 {
        self.for_it + self.against + self.blank
    }

    /// Members who could have voted: all but those who have a part in the model.
    #[must_use]
    pub fn entitled(&self) -> u32 {
        self.voted() + self.absent
    }
}

/// Why a council did not decide.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CouncilFault {
    /// A member's vote is missing, or somebody else's stands there.
    #[error("not every member has one vote")]
    Votes,
    /// Somebody voted on a model that is partly their own.
    #[error("{0} may not vote on this model")]
    Related(String),
    /// Too few voted.
    #[error("{voted} voted, at least {least} must")]
    TooFew {
        /// How many voted.
        voted: u32,
        /// How many must.
        least: u32,
    },
}

/// Whether a council recognised a model: enough members voted, and more than the majority of all who may vote on it are
/// for it.
///
/// # Errors
/// [`CouncilFault::TooFew`]
pub fn verdict(council: &Council, tally: &Tally) -> Result<bool, CouncilFault> {
    if tally.voted() < council.least {
        return Err(CouncilFault::TooFew {
            voted: tally.voted(),
            least: council.least,
        });
    }
    let (for_it, entitled) = (u64::from(tally.for_it), u64::from(tally.entitled()));
    Ok(for_it * u64::from(council.whole) > entitled * u64::from(council.part))
}

/// The fields a model touches besides its main field: each once, the main field never, in the order of `known`.
#[must_use]
pub fn touched(known: &[&str], main: &str, ticked: &[String]) -> Vec<String> {
    let ticked: BTreeSet<&str> = ticked.iter().map(String::as_str).collect();
    known
        .iter()
        .filter(|field| **field != main && ticked.contains(**field))
        .map(|field| (*field).to_owned())
        .collect()
}

/// What tells a model from every other of its commune and year, so that it is counted once.
#[must_use]
pub fn once(year: i16, hamlet: Option<i64>, title: &str) -> String {
    format!(
        "{year}/{}/{}",
        hamlet.map(|hamlet| hamlet.to_string()).unwrap_or_default(),
        platform::text::slug(title)
    )
}

/// How much two titles have in common, from 0 to 100: words of the shorter one that the longer one has too. Words that
/// nearly every title has say nothing.
#[must_use]
pub fn likeness(a: &str, b: &str) -> u32 {
    const EVERYWHERE: [&str; 8] = ["mo", "hinh", "ap", "khom", "xa", "phuong", "o", "va"];
    let words = |text: &str| -> BTreeSet<String> {
        platform::text::fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !EVERYWHERE.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let least = a.len().min(b.len());
    if least == 0 {
        return 0;
    }
    let common = a.intersection(&b).count();
    u32::try_from(common * 100 / least).unwrap_or(0)
}
