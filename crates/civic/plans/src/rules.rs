//! What is decided and reckoned about plans. Pure: the law and the day come from outside.

use std::collections::BTreeMap;

use jiff::{Span, Timestamp, ToSpan as _, civil::Date};
use rulebook::{LookupError, Place, Rulebook};

use crate::model::{Entry, EntryKind, Plan, PointId, Recurs, Task, TaskState, Verdict, Year};

/// How a task stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its day is over, and it is not done.
    Overdue,
    /// Its day is near, and too little of it is done.
    AtRisk,
    /// It is on its way.
    OnTrack,
    /// It has not begun.
    Ahead,
    /// It is done.
    Done,
    /// It was given up.
    Cancelled,
}

impl Standing {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 6] = [
        Self::Overdue,
        Self::AtRisk,
        Self::OnTrack,
        Self::Ahead,
        Self::Done,
        Self::Cancelled,
    ];

    /// The key of its words.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::AtRisk => "at-risk",
            Self::OnTrack => "on-track",
            Self::Ahead => "ahead",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }
}

/// When a task is at risk: so many days before its last one, with less than so many per cent done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Risk {
    /// Days.
    pub days: i64,
    /// Per cent.
    pub percent: i64,
}

/// The rule of a day.
///
/// # Errors
/// What the books do not know.
pub fn risk(book: &Rulebook, on: Date) -> Result<Risk, LookupError> {
    let days = book.days("plans.risk.near", Place::Any, on)?.value.count;
    let percent = book.count("plans.risk.percent", Place::Any, on)?.value.min;
    Ok(Risk {
        days: i64::from(days),
        percent: i64::try_from(percent).unwrap_or(100),
    })
}

/// How a task stands on a day.
#[must_use]
pub fn standing(task: &Task, risk: Risk, today: Date) -> Standing {
    match task.state {
        TaskState::Done => Standing::Done,
        TaskState::Cancelled => Standing::Cancelled,
        TaskState::Open if task.due_on < today => Standing::Overdue,
        TaskState::Open
            if task.begins_on <= today
                && task.percent < risk.percent
                && i64::from((task.due_on - today).get_days()) <= risk.days =>
        {
            Standing::AtRisk
        }
        TaskState::Open if task.begins_on > today => Standing::Ahead,
        TaskState::Open => Standing::OnTrack,
    }
}

/// The verdict that a figure speaks for: reached at what was planned or above, missed at nothing of it, in part between.
#[must_use]
pub fn verdict(planned: i64, reached: i64) -> Verdict {
    if reached >= planned {
        Verdict::Reached
    } else if reached <= 0 {
        Verdict::Missed
    } else {
        Verdict::Partly
    }
}

/// How far the next period of a plan lies behind this one; none for a plan that does not come again.
#[must_use]
pub fn step(plan: &Plan) -> Option<Span> {
    match plan.recurs {
        Recurs::Never => None,
        Recurs::Monthly => Some(1.month()),
        Recurs::Yearly => Some(1.year()),
    }
}

/// A day of the next period. The last day of a month stays the last day of a month.
#[must_use]
pub fn next(day: Date, step: Span) -> Date {
    let moved = day.saturating_add(step);
    if day == day.last_of_month() {
        moved.last_of_month()
    } else {
        moved
    }
}

/// What is left of each item at each point: what came in less what went out.
#[must_use]
pub fn stocks(entries: &[Entry]) -> BTreeMap<(PointId, String), i64> {
    let mut stocks = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Supply) {
        *stocks.entry((entry.point, entry.item.clone())).or_default() += entry.amount;
    }
    stocks
}

/// The latest figure of each kind at each point.
#[must_use]
pub fn situation(entries: &[Entry]) -> BTreeMap<(PointId, String), (i64, Timestamp)> {
    let mut latest: BTreeMap<(PointId, String), (i64, Timestamp)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Situation) {
        let key = (entry.point, entry.item.clone());
        let known = latest.get(&key).is_some_and(|(_, at)| *at > entry.noted_at);
        if !known {
            latest.insert(key, (entry.amount, entry.noted_at));
        }
    }
    latest
}

/// The latest number of people on duty at each point.
#[must_use]
pub fn on_duty(entries: &[Entry]) -> BTreeMap<PointId, (i64, Timestamp)> {
    let mut latest: BTreeMap<PointId, (i64, Timestamp)> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Shift) {
        let known = latest
            .get(&entry.point)
            .is_some_and(|(_, at)| *at > entry.noted_at);
        if !known {
            latest.insert(entry.point, (entry.amount, entry.noted_at));
        }
    }
    latest
}

/// A project's year up to a month, both counted: what was to be disbursed and what was, in đồng.
#[must_use]
pub fn so_far(year: &Year, month: i8) -> (i64, i64) {
    let months = year.months.iter().filter(|known| known.month <= month);
    months.fold((0_i64, 0_i64), |(planned, disbursed), known| {
        (
            planned.saturating_add(known.planned),
            disbursed.saturating_add(known.disbursed.unwrap_or_default()),
        )
    })
}

/// Whether a year is behind at the end of a month: less than `percent` of what was to be disbursed was.
#[must_use]
pub fn is_behind(year: &Year, month: i8, percent: i64) -> bool {
    let (planned, disbursed) = so_far(year, month);
    i128::from(disbursed) * 100 < i128::from(planned) * i128::from(percent)
}
