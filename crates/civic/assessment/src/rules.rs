//! What is reckoned about assessments. Pure: criteria, figures, the law and the day come from outside.

use jiff::civil::Date;
use platform::calendar::{CalendarError, LastDay, Term, WorkingCalendar};
use rulebook::{DayKind, LookupError, Place, Rulebook};

use crate::{
    criteria::{CriteriaSet, Criterion, Evidence, Grade},
    model::{Score, Tally, Value},
};

/// Why the law could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The books do not know.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The calendar does not reach so far.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
}

/// Why points can't be taken as they are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreFault {
    /// A criterion has no points yet.
    #[error("{0:?} has no points yet")]
    Missing(String),
    /// Points that the criterion does not give.
    #[error("{0:?} does not give so many points")]
    Points(String),
    /// Points for what is no criterion.
    #[error("{0:?} is no criterion")]
    Unknown(String),
    /// The level above gives other points than the commune, and does not say why.
    #[error("say why {0:?} is given other points")]
    Unexplained(String),
}

/// The last day of a term of the rulebook, counted from a day, which itself does not count.
///
/// # Errors
/// [`RuleError`]
pub fn last_day(
    book: &Rulebook,
    calendar: &WorkingCalendar,
    topic: &str,
    from: Date,
) -> Result<Date, RuleError> {
    let days = book.days(topic, Place::Any, from)?.value;
    let term = match days.kind {
        DayKind::Working => Term::WorkingDays(days.count),
        DayKind::Calendar => Term::CalendarDays(days.count, LastDay::AsCounted),
    };
    Ok(calendar.deadline(from, term)?)
}

/// The least number that a rule of the rulebook asks for.
///
/// # Errors
/// [`RuleError`]
pub fn least(book: &Rulebook, topic: &str, on: Date) -> Result<i64, RuleError> {
    let count = book.count(topic, Place::Any, on)?.value;
    Ok(i64::try_from(count.min).unwrap_or(i64::MAX))
}

/// Points that a figure suggests for a criterion: none at `none` or below, all at `full` or above, in proportion between,
/// rounded down. A share of nothing suggests nothing.
#[must_use]
pub fn suggested_by(most: i64, evidence: &Evidence, value: Value) -> Option<i64> {
    // Everything is brought over one denominator, so that 94.9 % is not 95 %.
    let (value, scale) = match value {
        Value::Number(value) => (i128::from(value), 1),
        Value::Share { whole, .. } if whole <= 0 => return None,
        Value::Share { part, whole } => (i128::from(part) * 100, i128::from(whole)),
    };
    let none = i128::from(evidence.none) * scale;
    let full = i128::from(evidence.full) * scale;
    let reached = (value - none).clamp(0, full - none);
    i64::try_from(i128::from(most) * reached / (full - none)).ok()
}

/// Points that what was counted suggests for a criterion: the mean of its figures, rounded down, over those that are known;
/// none when none is. A criterion that is met or not is met when every figure is full.
#[must_use]
pub fn suggested(criterion: &Criterion, value: impl Fn(&str) -> Option<Value>) -> Option<i64> {
    let known: Vec<i64> = criterion
        .evidence
        .iter()
        .filter_map(|evidence| suggested_by(criterion.most, evidence, value(evidence.source())?))
        .collect();
    let count = i64::try_from(known.len()).ok().filter(|count| *count > 0)?;
    Some(known.iter().sum::<i64>() / count)
}

/// The grade of a sum of points.
#[must_use]
pub fn grade(set: &CriteriaSet, sum: i64) -> Option<&Grade> {
    set.grades.iter().find(|grade| sum >= grade.least)
}

/// Whether a commune's own points are all there and within what criteria give.
///
/// # Errors
/// [`ScoreFault`], the first one.
pub fn check_own(set: &CriteriaSet, scores: &[Score]) -> Result<(), ScoreFault> {
    for criterion in &set.criteria {
        let score = scores.iter().find(|score| score.criterion == criterion.key);
        let own = score.and_then(|score| score.own);
        within(criterion, own)?;
    }
    known(set, scores)
}

/// Whether the points of the level above are all there, within what criteria give, and explained where they differ.
///
/// # Errors
/// [`ScoreFault`], the first one.
pub fn check_points(set: &CriteriaSet, scores: &[Score]) -> Result<(), ScoreFault> {
    for criterion in &set.criteria {
        let score = scores.iter().find(|score| score.criterion == criterion.key);
        within(criterion, score.and_then(|score| score.points))?;
        if score.is_some_and(|score| score.points != score.own && score.note.trim().is_empty()) {
            return Err(ScoreFault::Unexplained(criterion.key.clone()));
        }
    }
    known(set, scores)
}

/// Whether points that were given so far are within what criteria give; some may be missing.
///
/// # Errors
/// [`ScoreFault`], the first one.
pub fn check_draft(set: &CriteriaSet, scores: &[Score]) -> Result<(), ScoreFault> {
    for score in scores {
        if let (Some(criterion), Some(_)) = (set.criterion(&score.criterion), score.own) {
            within(criterion, score.own)?;
        }
    }
    known(set, scores)
}

fn within(criterion: &Criterion, points: Option<i64>) -> Result<(), ScoreFault> {
    match points {
        None => Err(ScoreFault::Missing(criterion.key.clone())),
        Some(points) if (0..=criterion.most).contains(&points) => Ok(()),
        Some(_) => Err(ScoreFault::Points(criterion.key.clone())),
    }
}

fn known(set: &CriteriaSet, scores: &[Score]) -> Result<(), ScoreFault> {
    match scores
        .iter()
        .find(|score| set.criterion(&score.criterion).is_none())
    {
        Some(score) => Err(ScoreFault::Unknown(score.criterion.clone())),
        None => Ok(()),
    }
}

/// The share of answers by people who are content: those of at least `content` among all, over all questions; none while
/// fewer than `shown` people answered, so that no answer points at who gave it.
#[must_use]
pub fn content_share(tallies: &[Tally], answered: i64, (content, shown): (i64, i64)) -> Option<Value> {
    if answered < shown {
        return None;
    }
    let all = tallies.iter().map(|tally| tally.people).sum();
    let part = tallies
        .iter()
        .filter(|tally| tally.answer >= content)
        .map(|tally| tally.people)
        .sum();
    (all > 0).then_some(Value::Share { part, whole: all })
}
