//! What is decided and reckoned about receptions. Pure: the law, the calendar and the day come from outside.

use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};
use platform::calendar::{CalendarError, LastDay, Term, WorkingCalendar};
use rulebook::{DayKind, Days, LookupError, Place, Rulebook};

use crate::model::{Manner, Receiver, Session, State};

/// Why the law could not be applied, or what it does not let be.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The books do not know.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The calendar does not reach so far.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A key that is in no list.
    #[error("{0:?} is in no list")]
    Unknown(String),
}

/// Why a session cannot be announced, or moved to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// There is no day.
    NoDay,
    /// The day is over.
    Past(Date),
    /// The day is no working day.
    Holiday(Date),
    /// An online session must be noticed so many working days before, and this day is too near.
    Near(Date, u32),
    /// Hours, turns or minutes are none that a day holds.
    Hours,
    /// There is no place or link.
    NoPlace,
}

/// The most days announced at once: a year of weeks.
pub const MOST_DAYS: usize = 53;
/// The most turns of a session.
pub const MOST_TURNS: i64 = 60;
/// Minutes of a day.
pub const DAY_MINUTES: i64 = 24 * 60;

/// The working days of a pattern: one weekday of each week between two days, both counted.
#[must_use]
pub fn weekly(weekday: Weekday, first: Date, last: Date, calendar: &WorkingCalendar) -> Vec<Date> {
    first
        .series(1.day())
        .take_while(|day| *day <= last)
        .filter(|day| day.weekday() == weekday && calendar.is_working_day(*day))
        .take(MOST_DAYS)
        .collect()
}

/// Whether the chair's day of a week may be given to a deputy. A time of which the books say nothing allowed it.
#[must_use]
pub fn may_delegate(book: &Rulebook, on: Date) -> bool {
    book.flag("reception.chair.may_delegate", Place::Commune, on)
        .map_or(true, |ruled| ruled.value)
}

fn term(days: Days) -> Term {
    match days.kind {
        DayKind::Working => Term::WorkingDays(days.count),
        DayKind::Calendar => Term::CalendarDays(days.count, LastDay::AsCounted),
    }
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
    Ok(calendar.deadline(from, term(days))?)
}

/// How many days before a session its holders are reminded.
///
/// # Errors
/// [`RuleError`]
pub fn reminder_days(book: &Rulebook, on: Date) -> Result<u32, RuleError> {
    Ok(book
        .days("reception.booking.reminder", Place::Any, on)?
        .value
        .count)
}

/// Whether a session may be on a day, seen from another; `None` when it may.
///
/// # Errors
/// [`RuleError`]
pub fn unfit(
    (book, calendar): (&Rulebook, &WorkingCalendar),
    manner: Manner,
    day: Date,
    today: Date,
) -> Result<Option<Unfit>, RuleError> {
    if day < today {
        return Ok(Some(Unfit::Past(day)));
    }
    if !calendar.is_working_day(day) {
        return Ok(Some(Unfit::Holiday(day)));
    }
    if manner == Manner::Online
        && let Ok(notice) = book.days("reception.online.notice", Place::Any, day)
        && day < calendar.deadline(today, term(notice.value))?
    {
        return Ok(Some(Unfit::Near(day, notice.value.count)));
    }
    Ok(None)
}

/// Whether so many turns of so many minutes fit between a beginning and midnight.
#[must_use]
pub fn fits(starts: i64, turn_minutes: i64, turns: i64) -> bool {
    (0..DAY_MINUTES).contains(&starts)
        && (1..=DAY_MINUTES).contains(&turn_minutes)
        && (1..=MOST_TURNS).contains(&turns)
        && starts + turn_minutes * turns <= DAY_MINUTES
}

/// Minutes from midnight to the beginning of a turn, by its number from 1.
#[must_use]
pub fn turn_starts(session: &Session, number: i64) -> i64 {
    session.starts + (number - 1) * session.turn_minutes
}

/// Minutes from midnight to a session's end.
#[must_use]
pub fn ends(session: &Session) -> i64 {
    turn_starts(session, session.turns + 1)
}

/// A time of a day as people write it: `07:30`.
#[must_use]
pub fn clock_text(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Reads a time of a day: `7:30`, `07:30`, `7h30`, `7h`.
#[must_use]
pub fn read_clock(typed: &str) -> Option<i64> {
    let typed = typed.trim().to_lowercase();
    let (hours, minutes) = typed.split_once([':', 'h', 'g'])?;
    let number = |text: &str| match text.trim() {
        "" => Some(0),
        text if text.len() <= 2 && text.bytes().all(|octet| octet.is_ascii_digit()) => text.parse().ok(),
        _ => None,
    };
    if hours.trim().is_empty() {
        return None;
    }
    let (hours, minutes): (i64, i64) = (number(hours)?, number(minutes)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The first day of a week.
#[must_use]
pub fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// Mondays of the weeks between two days in which the chair receives on fewer days than the law asks. A week without a
/// working day asks for none; a session counts that is not cancelled, and in which the chair receives, or somebody to
/// whom the law of that day lets the chair leave it.
///
/// # Errors
/// [`RuleError`]
pub fn missed_weeks(
    (book, calendar): (&Rulebook, &WorkingCalendar),
    sessions: &[Session],
    (first, last): (Date, Date),
) -> Result<Vec<Date>, RuleError> {
    let mut missed = Vec::new();
    for monday in monday_of(first).series(7.days()).take_while(|day| *day <= last) {
        let sunday = monday.saturating_add(6.days());
        let working = monday
            .series(1.day())
            .take_while(|day| *day <= sunday)
            .any(|day| calendar.is_working_day(day));
        if !working {
            continue;
        }
        let asked = book
            .count("reception.chair.days_per_week", Place::Commune, sunday)?
            .value
            .min;
        let mut days: Vec<Date> = sessions
            .iter()
            .filter(|session| {
                (monday..=sunday).contains(&session.held_on)
                    && session.state != State::Cancelled
                    && (session.receiver == Receiver::Chair || may_delegate(book, session.held_on))
            })
            .map(|session| session.held_on)
            .collect();
        days.sort_unstable();
        days.dedup();
        if u64::try_from(days.len()).unwrap_or(u64::MAX) < asked {
            missed.push(monday);
        }
    }
    Ok(missed)
}

/// Whether a notice is overdue on a day.
#[must_use]
pub fn is_overdue(due_on: Option<Date>, notified_on: Option<Date>, today: Date) -> bool {
    notified_on.is_none() && due_on.is_some_and(|due| due < today)
}

/// Checks that an outcome stands in the rulebook's list.
///
/// # Errors
/// [`RuleError::Unknown`]
pub fn check_outcome(book: &Rulebook, key: &str, on: Date) -> Result<(), RuleError> {
    let items = book.items("reception.handling_outcomes", Place::Any, on)?.value;
    if items.iter().any(|item| item.key == key) {
        Ok(())
    } else {
        Err(RuleError::Unknown(key.to_owned()))
    }
}
