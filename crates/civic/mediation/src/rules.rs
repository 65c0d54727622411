//! What the law asks of teams and cases: pure functions of the rulebook, the calendar, and days.

use jiff::{ToSpan as _, civil::Date};
use platform::calendar::{CalendarError, LastDay, Reckoning, Term, WorkingCalendar};
use rulebook::{Count, DayKind, Explanation, Item, LookupError, Place, Rulebook};

use crate::model::{Member, State};

/// Why the law could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The rulebook has no answer for that day.
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

const TEAM: Place = Place::MediationTeam;

/// What is asked of a team's composition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// Mediators in all.
    Members,
    /// Women among them.
    Women,
    /// Mediators of an ethnic minority.
    Minority,
}

impl Seat {
    /// The key in texts.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Members => "members",
            Self::Women => "women",
            Self::Minority => "minority",
        }
    }
}

/// How many mediators a team has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// In all.
    pub members: u64,
    /// Women among them.
    pub women: u64,
    /// Of an ethnic minority.
    pub minority: u64,
}

impl Size {
    /// Those in office on a day.
    #[must_use]
    pub fn on<'m>(members: impl IntoIterator<Item = &'m Member>, day: Date) -> Self {
        let mut size = Self::default();
        for member in members.into_iter().filter(|member| member.serves_on(day)) {
            size.members += 1;
            size.women += u64::from(member.entered.woman);
            size.minority += u64::from(member.entered.minority);
        }
        size
    }
}

/// One demand on a team's composition, and how the team stands to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Demand<'a> {
    /// What is asked.
    pub seat: Seat,
    /// How many there are.
    pub there: u64,
    /// How many there must be.
    pub wanted: Count,
    /// Where the law says so.
    pub because: Explanation<'a>,
}

impl Demand<'_> {
    /// Whether it is met.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.wanted.contains(self.there)
    }

    /// How many are lacking.
    #[must_use]
    pub fn lacking(&self) -> u64 {
        self.wanted.min.saturating_sub(self.there)
    }
}

/// What the law asks of a team's composition on a day (Law 35/2013, Article 12).
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn composition(
    book: &Rulebook,
    size: Size,
    minority_area: bool,
    day: Date,
) -> Result<Vec<Demand<'_>>, RuleError> {
    let mut demands = Vec::new();
    for (seat, topic, there) in [
        (Seat::Members, "mediation.team.members", size.members),
        (Seat::Women, "mediation.team.women", size.women),
        (Seat::Minority, "mediation.team.ethnic_minority", size.minority),
    ] {
        if seat == Seat::Minority && !minority_area {
            continue;
        }
        let ruled = book.count(topic, TEAM, day)?;
        demands.push(Demand {
            seat,
            there,
            wanted: ruled.value,
            because: ruled.because,
        });
    }
    Ok(demands)
}

/// Whether so many household representatives elect a mediator, and why.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn is_elected(
    book: &Rulebook,
    in_favour: i64,
    households: i64,
    on: Date,
) -> Result<(bool, Explanation<'_>), RuleError> {
    let share = book.share("mediation.mediator.election.threshold", TEAM, on)?;
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    Ok((
        in_favour <= households && share.value.is_met(number(in_favour), number(households)),
        share.because,
    ))
}

/// A last day, how it was counted, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline<'a> {
    /// How it was counted.
    pub reckoning: Reckoning,
    /// Where the law says so.
    pub because: Explanation<'a>,
}

impl Deadline<'_> {
    /// The last day.
    #[must_use]
    pub fn due(&self) -> Date {
        self.reckoning.due
    }
}

fn days<'a>(
    (book, calendar): (&'a Rulebook, &WorkingCalendar),
    topic: &str,
    from: Date,
) -> Result<Deadline<'a>, RuleError> {
    let ruled = book.days(topic, TEAM, from)?;
    let term = match ruled.value.kind {
        DayKind::Working => Term::WorkingDays(ruled.value.count),
        DayKind::Calendar => Term::CalendarDays(ruled.value.count, LastDay::NextWorkingDay),
    };
    Ok(Deadline {
        reckoning: calendar.explain(from, term)?,
        because: ruled.because,
    })
}

/// By when the chair has to recognise a mediator whose list came on a day.
///
/// # Errors
/// [`RuleError`].
pub fn recognise_by<'a>(
    law: (&'a Rulebook, &WorkingCalendar),
    listed_on: Date,
) -> Result<Deadline<'a>, RuleError> {
    days(law, "mediation.mediator.recognition.deadline", listed_on)
}

/// By when a case that the team was told of on a day has to have its mediator.
///
/// # Errors
/// [`RuleError`].
pub fn assign_by<'a>(
    law: (&'a Rulebook, &WorkingCalendar),
    received_on: Date,
) -> Result<Deadline<'a>, RuleError> {
    days(law, "mediation.assignment.deadline", received_on)
}

/// By when mediation has to begin that was assigned on a day (Article 20).
///
/// # Errors
/// [`RuleError`].
pub fn begin_by<'a>(
    law: (&'a Rulebook, &WorkingCalendar),
    assigned_on: Date,
) -> Result<Deadline<'a>, RuleError> {
    days(law, "mediation.start.deadline", assigned_on)
}

/// The last day on which a telephone keeps the copy of a case book that it took on a day.
///
/// # Errors
/// [`RuleError`].
pub fn phone_keeps_until(book: &Rulebook, taken_on: Date) -> Result<(Date, Explanation<'_>), RuleError> {
    let ruled = book.days("mediation.phone.retention", TEAM, taken_on)?;
    let last = taken_on
        .checked_add(i64::from(ruled.value.count).days())
        .map_err(|_| CalendarError::OutOfRange { from: taken_on })?;
    Ok((last, ruled.because))
}

/// By when the court can be asked to recognise what was agreed on a day.
///
/// # Errors
/// [`RuleError`].
pub fn court_by<'a>(
    (book, calendar): (&'a Rulebook, &WorkingCalendar),
    agreed_on: Date,
) -> Result<Deadline<'a>, RuleError> {
    let ruled = book.months("mediation.court_recognition.application", TEAM, agreed_on)?;
    let term = Term::Months(ruled.value.count, LastDay::NextWorkingDay);
    Ok(Deadline {
        reckoning: calendar.explain(agreed_on, term)?,
        because: ruled.because,
    })
}

/// When a team has to be looked at again that was set up or last reviewed on a day.
///
/// # Errors
/// [`RuleError`].
pub fn review_by(book: &Rulebook, last: Date) -> Result<(Date, Explanation<'_>), RuleError> {
    years_later(book, "mediation.team.review.interval", last)
}

/// When everything in words about a case that ended on a day is erased.
///
/// # Errors
/// [`RuleError`].
pub fn erase_on(book: &Rulebook, ended_on: Date) -> Result<(Date, Explanation<'_>), RuleError> {
    years_later(book, "mediation.retention", ended_on)
}

fn years_later<'a>(
    book: &'a Rulebook,
    topic: &str,
    from: Date,
) -> Result<(Date, Explanation<'a>), RuleError> {
    let ruled = book.years(topic, TEAM, from)?;
    let later = from
        .checked_add(i64::from(ruled.value.count).years())
        .map_err(|_| CalendarError::OutOfRange { from })?;
    Ok((later, ruled.because))
}

/// What the law does not have mediated, each with the office for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusals<'a> {
    /// Each with its office.
    pub kinds: Vec<(&'a Item, &'a Item)>,
    /// Where the law says what is refused.
    pub because: Explanation<'a>,
    /// Where it says that such things are not mediated at all.
    pub law: Explanation<'a>,
}

impl<'a> Refusals<'a> {
    /// The one with this key.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<(&'a Item, &'a Item)> {
        self.kinds.iter().find(|(kind, _)| kind.key == key).copied()
    }
}

/// What is refused on a day.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn refusals(book: &Rulebook, day: Date) -> Result<Refusals<'_>, RuleError> {
    let kinds = book.items("mediation.refused", TEAM, day)?;
    let offices = book.items("mediation.refused.office", TEAM, day)?;
    let law = book.items("mediation.excluded", TEAM, day)?;
    let pairs = kinds.value.iter().filter_map(|kind| {
        let office = offices.value.iter().find(|office| office.key == kind.key)?;
        Some((kind, office))
    });
    Ok(Refusals {
        kinds: pairs.collect(),
        because: kinds.because,
        law: law.because,
    })
}

/// A list of the law: what starts a mediation, how it ends, why somebody ceases to be a mediator, how one is elected.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn list<'a>(book: &'a Rulebook, topic: &str, day: Date) -> Result<&'a [Item], RuleError> {
    Ok(book.items(topic, TEAM, day)?.value)
}

/// Whether mediators' names are public.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn names_are_public(book: &Rulebook, day: Date) -> Result<bool, RuleError> {
    Ok(book.flag("mediation.mediators.public_names", TEAM, day)?.value)
}

/// From which number on a hamlet's, and a commune's, cases of a quarter are shown.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn thresholds(book: &Rulebook, day: Date) -> Result<Thresholds<'_>, RuleError> {
    let hamlet = book.count("mediation.public.threshold", Place::Hamlet, day)?;
    let commune = book.count("mediation.public.threshold", Place::Commune, day)?;
    let number = |count: Count| i64::try_from(count.min).unwrap_or(i64::MAX);
    Ok(Thresholds {
        hamlet: number(hamlet.value),
        commune: number(commune.value),
        because: hamlet.because,
    })
}

/// The least numbers, apart from zero, that are shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds<'a> {
    /// Of a hamlet.
    pub hamlet: i64,
    /// Of a commune.
    pub commune: i64,
    /// The rule about hamlets.
    pub because: Explanation<'a>,
}

/// The state in which a case goes on after what the law calls its ending; none when there is no such ending.
#[must_use]
pub fn after(ending: &str) -> Option<State> {
    match ending {
        "agreement" => Some(State::Settled),
        "party_stops" | "closed_as_hopeless" => Some(State::Unsettled),
        _ => None,
    }
}
