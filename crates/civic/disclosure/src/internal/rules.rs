//! What the law asks of publishing within an organisation. Pure: every number comes from the rulebook.

use jiff::{ToSpan as _, civil::Date};
use platform::calendar::WorkingCalendar;
use rulebook::{Days, Rulebook, Ruled};

use super::model::Kind;
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
