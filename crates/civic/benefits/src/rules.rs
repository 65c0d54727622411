//! What is decided and reckoned about packages. Pure: the law, the calendar and the day come from outside.

use std::collections::BTreeSet;

use jiff::civil::Date;
use platform::calendar::{CalendarError, LastDay, Term, WorkingCalendar};
use rulebook::{DayKind, LookupError, Place, Rulebook};
use units::UnitId;

use crate::model::{Elsewhere, Package, Standing, State};
use crate::programme::Programmes;

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

/// The fewest and the most working days for which a list is posted.
///
/// # Errors
/// [`RuleError`]
pub fn posting_days(book: &Rulebook, on: Date) -> Result<(i64, i64), RuleError> {
    let days = |topic| {
        book.days(topic, Place::Any, on)
            .map(|ruled| i64::from(ruled.value.count))
    };
    Ok((days("benefits.list.posted")?, days("benefits.list.shown")?))
}

/// The last day on which a list is posted that is hung on a day, which itself does not count.
///
/// # Errors
/// [`RuleError`]
pub fn posted_until(calendar: &WorkingCalendar, from: Date, working_days: i64) -> Result<Date, RuleError> {
    let days = u32::try_from(working_days).unwrap_or_default();
    Ok(calendar.deadline(from, Term::WorkingDays(days))?)
}

/// From how many on a hamlet's number is shown.
///
/// # Errors
/// [`RuleError`]
pub fn threshold(book: &Rulebook, on: Date) -> Result<i64, RuleError> {
    let least = book.count("benefits.public.threshold", Place::Any, on)?.value.min;
    Ok(i64::try_from(least).unwrap_or(i64::MAX))
}

/// Whether the list of a package is posted on a day: then everybody may read it and object.
#[must_use]
pub fn is_posted(package: &Package, today: Date) -> bool {
    package.state == State::Posted && package.posted_until.is_some_and(|until| today <= until)
}

/// What keeps a package from being paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// Its list was not approved, or it has ended.
    State,
    /// Its list is posted until this day.
    Posted(Date),
    /// So many objections wait for their answer.
    Objections(i64),
}

/// What keeps a package from being paid on a day; `None` when nothing does.
#[must_use]
pub fn hindrance(package: &Package, unanswered: i64, today: Date) -> Option<Hindrance> {
    match (package.state, package.posted_until) {
        (State::Posted, Some(until)) if today <= until => Some(Hindrance::Posted(until)),
        (State::Posted, Some(_)) if unanswered > 0 => Some(Hindrance::Objections(unanswered)),
        (State::Posted, Some(_)) => None,
        _ => Some(Hindrance::State),
    }
}

/// The money of a package, in đồng: what was approved is paid, went back to the budget, or is outstanding.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Applications on the list.
    pub entries: i64,
    /// What they are to be paid.
    pub approved: i64,
    /// Those paid.
    pub paid_entries: i64,
    /// What was paid.
    pub paid: i64,
    /// Those whose money went back.
    pub returned_entries: i64,
    /// What went back to the budget.
    pub returned: i64,
}

impl Totals {
    /// Sums what stands on the list: standings, with how many and how much.
    #[must_use]
    pub fn of(counted: &[(Standing, i64, i64)]) -> Self {
        let mut totals = Self::default();
        for (standing, count, amount) in counted {
            match standing {
                Standing::Waiting | Standing::Removed => continue,
                Standing::Listed => {}
                Standing::Paid => {
                    totals.paid_entries += count;
                    totals.paid += amount;
                }
                Standing::Returned => {
                    totals.returned_entries += count;
                    totals.returned += amount;
                }
            }
            totals.entries += count;
            totals.approved += amount;
        }
        totals
    }

    /// What is still to be paid.
    #[must_use]
    pub fn outstanding(&self) -> i64 {
        self.approved - self.paid - self.returned
    }
}

/// The most numbers that are named at once.
pub const MOST_NUMBERS: usize = 1_000;

/// Numbers of a list as people write them: `1-20, 23`. In order, each once. `None` for what is none, for numbers below one,
/// for a range that goes backwards, and for more than [`MOST_NUMBERS`] of them.
#[must_use]
pub fn numbers(written: &str) -> Option<Vec<i64>> {
    let mut numbers = BTreeSet::new();
    for part in written.split([',', ';', '\n']).map(str::trim) {
        if part.is_empty() {
            continue;
        }
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last): (i64, i64) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        let most = i64::try_from(MOST_NUMBERS).ok()?;
        if first < 1 || last < first || last - first >= most {
            return None;
        }
        numbers.extend(first..=last);
        if numbers.len() > MOST_NUMBERS {
            return None;
        }
    }
    Some(numbers.into_iter().collect())
}

/// Numbers in order as people write them, the other way round from [`numbers`].
#[must_use]
pub fn written(numbers: &[i64]) -> String {
    numbers
        .chunk_by(|one, next| one + 1 == *next)
        .map(|run| match run {
            [one] => one.to_string(),
            [first, .., last] => format!("{first}-{last}"),
            [] => String::new(),
        })
        .collect::<Vec<_>>()
        .join(", ")
}

/// Whether two periods have a day in common; first and last days count.
#[must_use]
pub fn overlap((from, until): (Date, Date), (other_from, other_until): (Date, Date)) -> bool {
    from <= other_until && other_from <= until
}

/// Whether somebody who stands elsewhere is not entitled here: by an excluding programme, in the same period, where the
/// other application is granted and was neither taken off nor given back.
#[must_use]
pub fn excluded(
    programmes: &Programmes,
    (programme, period): (&str, (Date, Date)),
    elsewhere: &Elsewhere,
) -> bool {
    let counts = match elsewhere.standing {
        Standing::Waiting => elsewhere.granted,
        Standing::Listed | Standing::Paid => true,
        Standing::Removed | Standing::Returned => false,
    };
    counts
        && programmes.exclude(programme, &elsewhere.programme)
        && overlap(period, (elsewhere.from, elsewhere.until))
}

/// Digits of an identity card today, and of the older one.
const CARD: [usize; 2] = [12, 9];

/// An identifier as it is compared: without what people put between its signs, in capitals. The number of an identity card
/// has nine or twelve digits; one of a household's book six to twenty letters and digits. `None` for anything else.
#[must_use]
pub fn identifier(typed: &str) -> Option<String> {
    let signs: String = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '.' | '-' | '/'))
        .map(|sign| sign.to_ascii_uppercase())
        .collect();
    let plain = signs.bytes().all(|octet| octet.is_ascii_alphanumeric());
    let digits = signs.bytes().all(|octet| octet.is_ascii_digit());
    let fits = if digits {
        CARD.contains(&signs.len())
    } else {
        (6..=20).contains(&signs.len())
    };
    (plain && fits).then_some(signs)
}

/// How far a hamlet is, as everybody sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The hamlet.
    pub hamlet: UnitId,
    /// Entries of the list; `None` when hidden.
    pub entries: Option<i64>,
    /// Those paid; `None` when hidden.
    pub paid: Option<i64>,
}

/// The numbers of hamlets (entries, and how many of them are paid) without those that are so small that they point at
/// somebody. A hamlet without entries is not among them. The whole is public, so what is hidden is hidden in twos at
/// least, and counts together no less than the threshold and more than one each: none can be had by subtraction. Where
/// that can't be, no hamlet is named at all.
#[must_use]
pub fn shown(hamlets: &[(UnitId, i64, i64)], threshold: i64) -> Vec<Shown> {
    let entries: Vec<i64> = hamlets.iter().map(|(_, entries, _)| *entries).collect();
    let paid: Vec<i64> = hamlets.iter().map(|(_, _, paid)| *paid).collect();
    let hidden_entries = hide(
        &entries,
        |at| entries[at] < threshold,
        |count, sum| sum >= threshold && sum > count,
    );
    let Some(hidden_entries) = hidden_entries.filter(|_| hamlets.len() > 1) else {
        return Vec::new();
    };
    let small = |number: i64| number > 0 && number < threshold;
    let hidden_paid = hide(
        &paid,
        |at| hidden_entries[at] || small(paid[at]) || small(entries[at] - paid[at]),
        |_, _| true,
    );
    hamlets
        .iter()
        .enumerate()
        .map(|(at, (hamlet, entries, paid))| Shown {
            hamlet: *hamlet,
            entries: (!hidden_entries[at]).then_some(*entries),
            paid: hidden_paid
                .as_ref()
                .is_some_and(|hidden| !hidden[at])
                .then_some(*paid),
        })
        .collect()
}

/// Hides what is small, and as much more, the least first, until two at least are hidden and they are `enough`: of so many,
/// coming to so much. `None` when all together are not.
fn hide(
    values: &[i64],
    is_small: impl Fn(usize) -> bool,
    enough: impl Fn(i64, i64) -> bool,
) -> Option<Vec<bool>> {
    let mut hidden: Vec<bool> = (0..values.len()).map(is_small).collect();
    loop {
        let (count, sum) = values
            .iter()
            .zip(&hidden)
            .filter(|(_, hidden)| **hidden)
            .fold((0, 0), |(count, sum), (value, _)| (count + 1, sum + value));
        if count == 0 || (count >= 2 && enough(count, sum)) {
            return Some(hidden);
        }
        // A zero hides nobody: it goes last.
        let next = (0..values.len())
            .filter(|at| !hidden[*at])
            .min_by_key(|at| (values[*at] == 0, values[*at]))?;
        hidden[next] = true;
    }
}
