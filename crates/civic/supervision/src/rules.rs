//! What is decided and reckoned about supervision. Pure: the law, the calendar and the day come from outside.

use jiff::civil::Date;
use platform::calendar::{CalendarError, LastDay, Term, WorkingCalendar};
use rulebook::{DayKind, Item, LookupError, Place, Rulebook};

use crate::model::{Board, Body, Member, Office, Recommendation, State};

/// Why the law could not be applied.
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

/// What a board lacks by the law of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// It has fewer members than this.
    Fewer(u64),
    /// It has more members than this.
    More(u64),
    /// It has more deputies than this.
    Deputies(u64),
    /// It has no head, or more than one.
    Head,
    /// Its term ends, or has ended, on that day.
    Term(Date),
}

/// The topic of the answer's term.
#[must_use]
pub fn answer_topic(body: Body) -> &'static str {
    match body {
        Body::Inspectorate => "inspectorate.answer.deadline",
        Body::InvestmentBoard => "investment_board.answer.deadline",
    }
}

/// The topics of how a board is made up.
#[must_use]
pub fn composition_topics(body: Body) -> &'static [&'static str] {
    match body {
        Body::Inspectorate => &[
            "inspectorate.members",
            "inspectorate.members_in_small_commune",
            "inspectorate.deputies",
            "inspectorate.excluded",
            "inspectorate.term.same_as_hamlet_head",
        ],
        Body::InvestmentBoard => &[
            "investment_board.members",
            "investment_board.composition",
            "investment_board.deputies",
            "investment_board.excluded",
            "investment_board.ends_with_project",
        ],
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
    let days = book.days(topic, Place::Commune, from)?.value;
    let term = match days.kind {
        DayKind::Working => Term::WorkingDays(days.count),
        DayKind::Calendar => Term::CalendarDays(days.count, LastDay::AsCounted),
    };
    Ok(calendar.deadline(from, term)?)
}

/// What a board lacks on a day, in a commune of so many hamlets. What the books do not know asks for nothing.
#[must_use]
pub fn lacks(
    (book, calendar): (&Rulebook, &WorkingCalendar),
    (board, members): (&Board, &[Member]),
    (on, hamlets): (Date, u64),
) -> Vec<Lack> {
    let serving: Vec<&Member> = members.iter().filter(|member| member.serves(on)).collect();
    let count = u64::try_from(serving.len()).unwrap_or(u64::MAX);
    let held = |office| {
        let held = serving.iter().filter(|member| member.office == office).count();
        u64::try_from(held).unwrap_or(u64::MAX)
    };
    let limits = |topic: &str| {
        book.count(topic, Place::Commune, on)
            .ok()
            .map(|ruled| ruled.value)
    };
    let mut lacks = Vec::new();
    let (members_topic, deputies_topic) = match board.body {
        Body::Inspectorate => ("inspectorate.members", "inspectorate.deputies"),
        Body::InvestmentBoard => ("investment_board.members", "investment_board.deputies"),
    };
    // A commune of few hamlets has another rule, where the books know one: at most so many, one for each hamlet.
    let small = (board.body == Body::Inspectorate)
        .then(|| limits("inspectorate.members_in_small_commune"))
        .flatten()
        .and_then(|limit| limit.max)
        .filter(|most| hamlets > 0 && hamlets < *most);
    match (small, limits(members_topic)) {
        (Some(most), _) if count > most => lacks.push(Lack::More(most)),
        (Some(_), _) if count < hamlets => lacks.push(Lack::Fewer(hamlets)),
        (None, Some(limit)) if count < limit.min => lacks.push(Lack::Fewer(limit.min)),
        (None, Some(limit)) => {
            if let Some(most) = limit.max.filter(|most| count > *most) {
                lacks.push(Lack::More(most));
            }
        }
        _ => {}
    }
    if let Some(most) = limits(deputies_topic).and_then(|limit| limit.max)
        && held(Office::Deputy) > most
    {
        lacks.push(Lack::Deputies(most));
    }
    if held(Office::Head) != 1 {
        lacks.push(Lack::Head);
    }
    if let Some(until) = board.term_until
        && last_day(book, calendar, "supervision.term.reminder", on).is_ok_and(|near| until <= near)
    {
        lacks.push(Lack::Term(until));
    }
    lacks
}

/// The checklists there are.
///
/// # Errors
/// [`RuleError`]
pub fn checklists(book: &Rulebook, on: Date) -> Result<&[Item], RuleError> {
    Ok(book.items("supervision.checklists", Place::Commune, on)?.value)
}

/// The points of a checklist.
///
/// # Errors
/// [`RuleError::Unknown`] for one that there is not.
pub fn checklist<'b>(book: &'b Rulebook, key: &str, on: Date) -> Result<&'b [Item], RuleError> {
    if !checklists(book, on)?.iter().any(|item| item.key == key) {
        return Err(RuleError::Unknown(key.to_owned()));
    }
    Ok(book
        .items(&format!("supervision.checklist.{key}"), Place::Commune, on)?
        .value)
}

/// Whether a recommendation's answer is owed and its day is over.
#[must_use]
pub fn is_overdue(one: &Recommendation, today: Date) -> bool {
    one.state == State::Waiting && one.due_on < today
}

/// Whether what was promised is not done and its day is over.
#[must_use]
pub fn is_unkept(one: &Recommendation, today: Date) -> bool {
    one.state == State::Answered && one.promised_on.is_some_and(|day| day < today)
}

/// What a board did in a span of days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    /// Visits published.
    pub visits: i64,
    /// Recommendations sent.
    pub sent: i64,
    /// Of those sent, answered by their day.
    pub in_time: i64,
    /// Of those sent, answered after it.
    pub late: i64,
    /// Of those sent, not answered though their day is over.
    pub overdue: i64,
    /// Of those sent, not answered, with their day to come.
    pub waiting: i64,
    /// Of those sent, done.
    pub done: i64,
    /// Of those sent, closed undone.
    pub undone: i64,
}

/// Counts recommendations that were sent, as they stand on a day.
#[must_use]
pub fn count<'r>(sent: impl IntoIterator<Item = &'r Recommendation>, today: Date) -> Done {
    let mut all = Done::default();
    for one in sent {
        all.sent += 1;
        match one.answered_on {
            Some(on) if on <= one.due_on => all.in_time += 1,
            Some(_) => all.late += 1,
            None if one.due_on < today => all.overdue += 1,
            None => all.waiting += 1,
        }
        match one.state {
            State::Done => all.done += 1,
            State::Undone => all.undone += 1,
            State::Waiting | State::Answered => {}
        }
    }
    all
}
