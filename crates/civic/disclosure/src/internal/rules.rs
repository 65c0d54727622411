//! What the law asks of publishing within an organisation. Pure: every number comes from the rulebook.

use jiff::{ToSpan as _, civil::Date};
use platform::calendar::WorkingCalendar;
use rulebook::{Days, Item, Rulebook, Ruled};

use super::model::{Kind, Showing};
use crate::rules::{Deadline, RuleError, agency_deadline, duty, state_enterprise_deadline};

/// When an organisation must have published what was decided on a day.
///
/// # Errors
/// [`RuleError`] when the law of that day or the calendar is not known.
pub fn deadline<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    kind: Kind,
    decided: Date,
) -> Result<Deadline<'a>, RuleError> {
    match kind {
        Kind::Agency => agency_deadline(book, calendar, decided),
        Kind::StateEnterprise => state_enterprise_deadline(book, calendar, decided),
    }
}

/// For how many consecutive days a matter must stand on the internal network; `None` where the law of that day asks
/// for none.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known or its list has no such matter.
pub fn stands<'a>(
    book: &'a Rulebook,
    kind: Kind,
    matter: &str,
    decided: Date,
) -> Result<Option<Ruled<'a, Days>>, RuleError> {
    Ok(duty(book, kind.place(), matter, decided)?.intranet)
}

/// The last day through which it must stand. The day of publishing is not counted (Civil Code, Điều 147 khoản 2), and
/// the last day runs to its end (Điều 148).
#[must_use]
pub fn last_day(published: Date, days: Days) -> Date {
    published.saturating_add(i64::from(days.count).days())
}

/// The form of hanging a sheet at the seat (niêm yết), as the rulebook names it.
pub const POSTING: &str = "posting";
/// The form of standing on the internal network.
pub const INTRANET: &str = "intranet";
/// The form of writing to everybody, which takes the place of hanging a sheet.
pub const WRITTEN: &str = "written_notice";

/// Whether what is made known in this form stands for a while rather than happens on a day.
#[must_use]
pub fn lasts(form: &str) -> bool {
    form == POSTING || form == INTRANET
}

/// The forms in which an organisation makes things known.
///
/// # Errors
/// [`RuleError`] when the law of that day is not known.
pub fn forms(book: &Rulebook, kind: Kind, on: Date) -> Result<Ruled<'_, &[Item]>, RuleError> {
    Ok(book.items("disclosure.forms", kind.place(), on)?)
}

/// Where a time stands that something must be seen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stretch {
    /// It has been seen long enough, through this day.
    Enough {
        /// The last day through which it had to be seen.
        through: Date,
    },
    /// It must still be seen.
    Running {
        /// The last day through which it must be seen.
        through: Date,
        /// Days after today up to then; 0 on the last day itself.
        days_left: i32,
    },
    /// It was taken away before its time.
    Short {
        /// The last day through which it should have been seen.
        through: Date,
    },
}

/// Where something stands that is seen from a day on, until a last day or still.
#[must_use]
pub fn stretch(from: Date, until: Option<Date>, days: Days, today: Date) -> Stretch {
    let through = last_day(from, days);
    match until {
        Some(until) if until < through => Stretch::Short { through },
        Some(_) => Stretch::Enough { through },
        None if through < today => Stretch::Enough { through },
        None => Stretch::Running {
            through,
            days_left: (through - today).get_days(),
        },
    }
}

/// Whether somebody wrote to everybody: then no sheet has to hang (Điều 48, Điều 66).
#[must_use]
pub fn told_in_writing(showings: &[Showing]) -> bool {
    showings.iter().any(|showing| showing.form == WRITTEN)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use rulebook::{Bound, DayKind};

    use super::*;

    const TWENTY: Days = Days {
        bound: Bound::AtLeast,
        count: 20,
        kind: DayKind::Calendar,
        consecutive: true,
    };

    #[test]
    fn the_day_of_publishing_is_not_counted_and_the_last_day_runs_to_its_end() {
        let from = date(2025, 10, 3);
        let through = date(2025, 10, 23);
        let on = |until, today| stretch(from, until, TWENTY, today);
        assert_eq!(
            on(None, from),
            Stretch::Running {
                through,
                days_left: 20
            }
        );
        assert_eq!(
            on(None, through),
            Stretch::Running {
                through,
                days_left: 0
            }
        );
        assert_eq!(on(None, date(2025, 10, 24)), Stretch::Enough { through });
        assert_eq!(
            on(Some(date(2025, 10, 22)), date(2025, 12, 1)),
            Stretch::Short { through }
        );
        assert_eq!(on(Some(through), date(2025, 12, 1)), Stretch::Enough { through });
    }
}
