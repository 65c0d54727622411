//! What the law asks of a place of work. Pure: every number comes from the rulebook, every day from the caller.

use jiff::civil::{Date, date};
use organisations::Kind;
use platform::calendar::{CalendarError, LastDay, Reckoning, Term, WorkingCalendar};
use rulebook::{Count, DayKind, Explanation, Item, LookupError, Place, Rulebook, Ruled, Share};

platform::keyed!(
    /// Who is to attend a conference.
    Attendance {
        /// Hội nghị toàn thể.
        Plenary = "plenary",
        /// Hội nghị đại biểu.
        Delegates = "delegates",
    }
);

platform::keyed!(
    /// How a place is graded, best first.
    Grade {
        /// Tốt.
        Good = "good",
        /// Khá.
        Fair = "fair",
        /// Trung bình.
        Average = "average",
        /// Yếu.
        Weak = "weak",
    }
);

/// Why the law could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The rulebook has no answer for that day or place.
    #[error("{0}")]
    Lookup(LookupError),
    /// Counting leaves the years the calendar covers.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

impl From<LookupError> for RuleError {
    fn from(error: LookupError) -> Self {
        Self::Lookup(error)
    }
}

/// What is wrong with how a conference is called or counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConferenceFault {
    /// Delegates are sent only from so many staff on.
    #[error("delegates are sent from {0} staff on")]
    TooFewForDelegates(u64),
    /// A plenary summons everybody.
    #[error("a plenary summons everybody")]
    PlenaryIsEverybody,
    /// Nobody, or more than there are.
    #[error("nobody is summoned, or more than work there")]
    Summoned,
    /// More came than were summoned.
    #[error("more are present than were summoned")]
    Present,
    /// More voted than are present.
    #[error("more voted than are present")]
    Votes,
}

/// How was voted. Who is present and gave no vote is none of the three.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vote {
    /// For it.
    pub for_it: u64,
    /// Against it.
    pub against: u64,
    /// Neither.
    pub blank: u64,
}

impl Vote {
    /// All votes given; nothing when there are more than can be counted.
    #[must_use]
    pub fn cast(self) -> Option<u64> {
        self.for_it.checked_add(self.against)?.checked_add(self.blank)
    }
}

/// Whether so many can be summoned to a conference of a place with so many staff.
///
/// # Errors
/// [`ConferenceFault`] inside, [`RuleError`] outside, when the law of that day is not known.
pub fn callable(
    book: &Rulebook,
    place: Place,
    attendance: Attendance,
    (staff, summoned): (u64, u64),
    on: Date,
) -> Result<Result<(), ConferenceFault>, RuleError> {
    let from = book.count("conference.delegates_from", place, on)?.value;
    Ok(match attendance {
        _ if summoned == 0 || summoned > staff => Err(ConferenceFault::Summoned),
        Attendance::Plenary if summoned != staff => Err(ConferenceFault::PlenaryIsEverybody),
        Attendance::Delegates if !from.contains(staff) => Err(ConferenceFault::TooFewForDelegates(from.min)),
        Attendance::Plenary | Attendance::Delegates => Ok(()),
    })
}

/// The share of those summoned that has to be there.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known.
pub fn quorum(book: &Rulebook, place: Place, on: Date) -> Result<Ruled<'_, Share>, RuleError> {
    Ok(book.share("conference.quorum", place, on)?)
}

/// The share of those attending that has to agree.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known.
pub fn threshold(book: &Rulebook, place: Place, on: Date) -> Result<Ruled<'_, Share>, RuleError> {
    Ok(book.share("conference.threshold", place, on)?)
}

/// Whether enough are present.
///
/// # Errors
/// [`ConferenceFault::Present`]
pub fn is_quorate(share: Share, present: u64, summoned: u64) -> Result<bool, ConferenceFault> {
    if present > summoned {
        return Err(ConferenceFault::Present);
    }
    Ok(share.is_met(present, summoned))
}

/// Whether what was voted on passed. The whole is everybody present, whether they voted or not.
///
/// # Errors
/// [`ConferenceFault::Votes`]
pub fn passes(share: Share, vote: Vote, present: u64) -> Result<bool, ConferenceFault> {
    if vote.cast().is_none_or(|cast| cast > present) {
        return Err(ConferenceFault::Votes);
    }
    Ok(share.is_met(vote.for_it, present))
}

/// Whether so few work there that no conference has to be held.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known.
pub fn is_optional(book: &Rulebook, place: Place, staff: u64, on: Date) -> Result<bool, RuleError> {
    Ok(book
        .count("conference.optional_up_to", place, on)?
        .value
        .contains(staff))
}

/// The last day of a year's conference: so many months into the year, counted from the end of the year it looks back on.
///
/// # Errors
/// [`RuleError`] when the law of that day or the calendar is not known.
pub fn conference_due(
    book: &Rulebook,
    calendar: &WorkingCalendar,
    place: Place,
    year: i16,
) -> Result<Date, RuleError> {
    let first = date(year, 1, 1);
    let months = book.months("conference.deadline", place, first)?.value;
    let end = date(year - 1, 12, 31);
    Ok(calendar.add_months(end, months.count, LastDay::AsCounted)?)
}

/// When a resolution has to be looked back on for the first time.
///
/// # Errors
/// As [`conference_due`].
pub fn review_due(
    book: &Rulebook,
    calendar: &WorkingCalendar,
    place: Place,
    concluded: Date,
) -> Result<Date, RuleError> {
    let months = book.months("conference.review.interval", place, concluded)?.value;
    Ok(calendar.add_months(concluded, months.count, LastDay::NextWorkingDay)?)
}

/// The last day for answering a question.
///
/// # Errors
/// As [`conference_due`].
pub fn answer_due<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    place: Place,
    asked: Date,
) -> Result<(Reckoning, Explanation<'a>), RuleError> {
    let Ruled { value, because } = book.days("workplace.question.answer", place, asked)?;
    let term = match value.kind {
        DayKind::Working => Term::WorkingDays(value.count),
        DayKind::Calendar => Term::CalendarDays(value.count, LastDay::NextWorkingDay),
    };
    Ok((calendar.explain(asked, term)?, because))
}

/// The earliest last day of a consultation opened on a day. It is a time that must last, so a day of rest does not move it.
///
/// # Errors
/// As [`conference_due`].
pub fn consulted_until(
    book: &Rulebook,
    calendar: &WorkingCalendar,
    place: Place,
    opened: Date,
) -> Result<Date, RuleError> {
    let days = book
        .days("workplace.regulation.consultation", place, opened)?
        .value;
    Ok(match days.kind {
        DayKind::Working => calendar.add_working_days(opened, days.count)?,
        DayKind::Calendar => calendar.add_calendar_days(opened, days.count, LastDay::AsCounted)?,
    })
}

/// How many dialogues a year has.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known.
pub fn dialogues(book: &Rulebook, place: Place, on: Date) -> Result<Ruled<'_, Count>, RuleError> {
    Ok(book.count("workplace.dialogue.yearly", place, on)?)
}

/// Kinds of regulations.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known.
pub fn regulation_kinds(book: &Rulebook, place: Place, on: Date) -> Result<&[Item], RuleError> {
    Ok(book.items("workplace.regulation.kinds", place, on)?.value)
}

/// The kind of regulation that the list of places asks about.
pub const DEMOCRACY: &str = "democracy";

/// A criterion with the most points it gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion<'a> {
    /// What it is.
    pub item: &'a Item,
    /// The most points.
    pub most: u64,
}

/// The criteria of a year's assessment.
///
/// # Errors
/// [`RuleError`] when the rules of that day are not known.
pub fn criteria(book: &Rulebook, place: Place, on: Date) -> Result<Vec<Criterion<'_>>, RuleError> {
    let items = book.items("workplace.assessment.criteria", place, on)?.value;
    items
        .iter()
        .map(|item| {
            let topic = format!("workplace.assessment.points.{}", item.key);
            let points = book.count(&topic, place, on)?.value;
            Ok(Criterion {
                item,
                most: points.max.unwrap_or(points.min),
            })
        })
        .collect()
}

/// The grade of so many points.
///
/// # Errors
/// [`RuleError`] when the rules of that day are not known.
pub fn grade(book: &Rulebook, place: Place, points: u64, on: Date) -> Result<Grade, RuleError> {
    for grade in [Grade::Good, Grade::Fair, Grade::Average] {
        let topic = format!("workplace.assessment.grade.{}", grade.key());
        if book.count(&topic, place, on)?.value.contains(points) {
            return Ok(grade);
        }
    }
    Ok(Grade::Weak)
}

platform::keyed!(
    /// What the head of a place has to see to.
    Duty {
        /// The yearly conference.
        Conference = "conference",
        /// Dialogues.
        Dialogue = "dialogue",
        /// A regulation on democracy.
        Regulation = "regulation",
        /// Answers to questions, opinions on drafts and topics.
        Questions = "questions",
        /// What conferences and dialogues decided.
        FollowUp = "follow_up",
    }
);

platform::keyed!(
    /// Whether it is done.
    Standing {
        /// It is done.
        Done = "done",
        /// It is done, after its day.
        Late = "late",
        /// Its day is still to come.
        Waiting = "waiting",
        /// Its day has passed.
        Overdue = "overdue",
        /// It need not be done.
        Optional = "optional",
    }
);

/// What was counted of a place in a year.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// The first yearly conference concluded in the year.
    pub conference_on: Option<Date>,
    /// Dialogues held in the year.
    pub dialogues: u64,
    /// When the regulation on democracy was adopted, in this year or before.
    pub regulation_on: Option<Date>,
    /// Questions asked in the year.
    pub questions: u64,
    /// Of these, past their day without an answer.
    pub unanswered: u64,
    /// Of these, answered after their day.
    pub answered_late: u64,
    /// Tasks due in the year.
    pub tasks: u64,
    /// Of these, past their day and not done.
    pub undone: u64,
    /// Of these, done after their day.
    pub done_late: u64,
}

/// How the duties of a year stand on a day.
///
/// # Errors
/// [`RuleError`] when the law of the year or the calendar is not known.
pub fn duties(
    book: &Rulebook,
    calendar: &WorkingCalendar,
    (kind, opened_on, staff): (Kind, Date, u64),
    (year, today): (i16, Date),
    counted: Counted,
) -> Result<Vec<(Duty, Standing)>, RuleError> {
    let place = kind.place();
    let due = conference_due(book, calendar, place, year)?;
    let end = date(year, 12, 31);
    let open = |due: Date| {
        if today > due {
            Standing::Overdue
        } else {
            Standing::Waiting
        }
    };
    let conference = match counted.conference_on {
        Some(on) if on <= due => Standing::Done,
        // A place that came to be after the day could not hold it by then.
        Some(_) if opened_on > due => Standing::Done,
        Some(_) => Standing::Late,
        None if opened_on > due || is_optional(book, place, staff, date(year, 1, 1))? => Standing::Optional,
        None => open(due),
    };
    let wanted = dialogues(book, place, date(year, 1, 1))?.value;
    let dialogue = if wanted.contains(counted.dialogues) {
        Standing::Done
    } else {
        open(end)
    };
    let regulation = match counted.regulation_on {
        Some(_) => Standing::Done,
        None => open(end),
    };
    let kept = |undone: u64, late: u64| match (undone, late) {
        (0, 0) => Standing::Done,
        (0, _) => Standing::Late,
        _ => Standing::Overdue,
    };
    Ok(vec![
        (Duty::Conference, conference),
        (Duty::Dialogue, dialogue),
        (Duty::Regulation, regulation),
        (Duty::Questions, kept(counted.unanswered, counted.answered_late)),
        (Duty::FollowUp, kept(counted.undone, counted.done_late)),
    ])
}
