//! Reading the calendar's two data files, with the line and column of everything that is wrong.

use std::ops::Range;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use super::{day_month_year, is_covered};

/// The holidays that have a name in the translations; a file may use no other.
pub(super) const HOLIDAY_KEYS: [&str; 7] = [
    "new-year",
    "lunar-new-year",
    "hung-kings",
    "victory-day",
    "labour-day",
    "national-day",
    "culture-day",
];

/// The key of a day off that was decreed once and is no yearly holiday.
pub(super) const SPECIAL_DAY_KEY: &str = "special";

/// One of the two files the calendar is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarFile {
    /// `holidays.toml`: what the law says, with its validity in time.
    Holidays,
    /// `years.toml`: what was decided for single years.
    Years,
}

impl CalendarFile {
    /// The file's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Holidays => "holidays.toml",
            Self::Years => "years.toml",
        }
    }
}

/// Something wrong in a calendar file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}:{column}: {kind}", .file.name())]
pub struct Problem {
    /// The file.
    pub file: CalendarFile,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What can be wrong in a calendar file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProblemKind {
    /// Not TOML, a field missing, unknown, or of the wrong type.
    #[error("cannot be read: {message}")]
    Unreadable {
        /// What the TOML reader says, in English.
        message: String,
    },
    /// A holiday without a name in the translations.
    #[error("unknown holiday \"{key}\": use one of {}", HOLIDAY_KEYS.join(", "))]
    UnknownHoliday {
        /// The key that was read.
        key: String,
    },
    /// A month and day that do not come every year.
    #[error(
        "day {day} of month {month} does not come every year: give a month from 1 to 12 and a day it has"
    )]
    NoSuchDay {
        /// Month that was read.
        month: u8,
        /// Day that was read.
        day: u8,
    },
    /// A length of holiday that makes no sense.
    #[error(
        "a holiday lasts 1 to 10 days, fewer of them before its date than in all: got {days} and {before}"
    )]
    BadLength {
        /// Days in all.
        days: u8,
        /// Days before the holiday's date.
        before: u8,
    },
    /// A time of day where a date was expected, or a date out of range.
    #[error("expected a date from 1900-01-01 to 2199-12-31 without a time, got {found}")]
    BadDate {
        /// What was read.
        found: String,
    },
    /// A validity that ends before it begins.
    #[error("the validity ends on {to}, before it begins: correct valid_from or valid_to")]
    EndsBeforeStart {
        /// The last day of validity that was read.
        to: Date,
    },
    /// Two rules for one thing at one time.
    #[error("an earlier rule for this is still in force on {on}: give that rule a valid_to before it")]
    Overlap {
        /// The first day on which both would hold.
        on: Date,
    },
    /// No weekly rest at all.
    #[error("no weekly_rest is given: say which days of the week are not worked")]
    NoWeeklyRest,
    /// A figure without its source.
    #[error("the source is empty: name the law or announcement, with its number and date")]
    NoSource,
    /// A year given twice.
    #[error("the year {year} is given twice: put its decisions together")]
    YearTwice {
        /// The year.
        year: i16,
    },
    /// A decision on a holiday that is not decided yearly, or not in force in that year, or given twice.
    #[error("nothing is to be decided about \"{key}\" in {year}, or it is decided twice: remove this entry")]
    NothingToDecide {
        /// The holiday.
        key: String,
        /// The year.
        year: i16,
    },
    /// Decided days off that do not contain the holiday.
    #[error("{days} days off from {from} do not contain the holiday itself, {anchor}: correct from")]
    MissesHoliday {
        /// First day off that was read.
        from: Date,
        /// Days off under the law.
        days: u8,
        /// The holiday itself.
        anchor: Date,
    },
    /// The last day off in the announcement is not the one the law leads to.
    #[error(
        "the days off end on {computed} with the compensation under the law, not on {to}: check from and to"
    )]
    EndsElsewhere {
        /// Last day off that was read.
        to: Date,
        /// Last day off by the rule.
        computed: Date,
    },
    /// An entry of one year about a day of another.
    #[error("{date} is not in {year}: move the entry to its year")]
    WrongYear {
        /// The date that was read.
        date: Date,
        /// The year of the entry.
        year: i16,
    },
    /// A day that should be worked by the rules and is not.
    #[error("{date} is not a working day by the rules, so it cannot be given off: check the date")]
    NotWorked {
        /// The date that was read.
        date: Date,
    },
    /// A day that should be a weekly rest by the rules and is not.
    #[error("{date} is not a weekly rest day by the rules, so it cannot make up for another: check the date")]
    NotRest {
        /// The date that was read.
        date: Date,
    },
}

impl ProblemKind {
    /// The key of the message in `locales-calendar`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "calendar-problem-unreadable",
            Self::UnknownHoliday { .. } => "calendar-problem-unknown-holiday",
            Self::NoSuchDay { .. } => "calendar-problem-no-such-day",
            Self::BadLength { .. } => "calendar-problem-bad-length",
            Self::BadDate { .. } => "calendar-problem-bad-date",
            Self::EndsBeforeStart { .. } => "calendar-problem-ends-before-start",
            Self::Overlap { .. } => "calendar-problem-overlap",
            Self::NoWeeklyRest => "calendar-problem-no-weekly-rest",
            Self::NoSource => "calendar-problem-no-source",
            Self::YearTwice { .. } => "calendar-problem-year-twice",
            Self::NothingToDecide { .. } => "calendar-problem-nothing-to-decide",
            Self::MissesHoliday { .. } => "calendar-problem-misses-holiday",
            Self::EndsElsewhere { .. } => "calendar-problem-ends-elsewhere",
            Self::WrongYear { .. } => "calendar-problem-wrong-year",
            Self::NotWorked { .. } => "calendar-problem-not-worked",
            Self::NotRest { .. } => "calendar-problem-not-rest",
        }
    }

    /// The arguments of the message, by name.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::NoWeeklyRest | Self::NoSource => Vec::new(),
            Self::Unreadable { message } => vec![("message", message.clone())],
            Self::UnknownHoliday { key } => vec![("key", key.clone()), ("known", HOLIDAY_KEYS.join(", "))],
            Self::NoSuchDay { month, day } => vec![("month", month.to_string()), ("day", day.to_string())],
            Self::BadLength { days, before } => {
                vec![("days", days.to_string()), ("before", before.to_string())]
            }
            Self::BadDate { found } => vec![("found", found.clone())],
            Self::EndsBeforeStart { to } => vec![("to", day_month_year(*to))],
            Self::Overlap { on } => vec![("on", day_month_year(*on))],
            Self::YearTwice { year } => vec![("year", year.to_string())],
            Self::NothingToDecide { key, year } => vec![("key", key.clone()), ("year", year.to_string())],
            Self::MissesHoliday { from, days, anchor } => vec![
                ("from", day_month_year(*from)),
                ("days", days.to_string()),
                ("anchor", day_month_year(*anchor)),
            ],
            Self::EndsElsewhere { to, computed } => {
                vec![
                    ("to", day_month_year(*to)),
                    ("computed", day_month_year(*computed)),
                ]
            }
            Self::WrongYear { date, year } => {
                vec![("date", day_month_year(*date)), ("year", year.to_string())]
            }
            Self::NotWorked { date } | Self::NotRest { date } => vec![("date", day_month_year(*date))],
        }
    }
}

/// What the law says, read from `holidays.toml`.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// Without overlap in time, and not empty unless a problem was reported.
    pub weekly_rest: Vec<WeeklyRest>,
    pub holidays: Vec<HolidayRule>,
}

/// The days of validity, both included; no `to` means still in force.
#[derive(Debug, Clone, Copy)]
pub(super) struct Validity {
    pub from: Date,
    pub to: Option<Date>,
}

impl Validity {
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && self.to.is_none_or(|to| date <= to)
    }
}

#[derive(Debug, Clone)]
pub(super) struct WeeklyRest {
    pub days: Vec<Weekday>,
    pub validity: Validity,
    pub citation: String,
    /// The article under which a holiday on one of these days is compensated.
    pub compensation_citation: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CalendarKind {
    Solar,
    Lunar,
}

#[derive(Debug, Clone)]
pub(super) struct HolidayRule {
    pub key: String,
    pub calendar: CalendarKind,
    pub month: u8,
    pub day: u8,
    pub days: u8,
    pub days_before: u8,
    pub decided_yearly: bool,
    pub validity: Validity,
    pub citation: String,
    pub certain: bool,
    pub active: bool,
}

/// What was decided for one year, read from `years.toml`.
#[derive(Debug)]
pub(super) struct YearDecisions {
    pub year: i16,
    pub holidays: Vec<At<HolidayDecision>>,
    pub swaps: Vec<At<Swap>>,
    pub days_off: Vec<At<DayOff>>,
}

/// A value and the place it was read from, so that what is found wrong later can still point there.
#[derive(Debug)]
pub(super) struct At<T> {
    pub value: T,
    pub position: Position,
}

/// Line and column, from 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    line: usize,
    column: usize,
}

#[derive(Debug)]
pub(super) struct HolidayDecision {
    pub key: String,
    pub from: Date,
    pub to: Date,
    pub source: Source,
}

#[derive(Debug)]
pub(super) struct Swap {
    pub off: Date,
    pub made_up_on: Date,
    pub source: Source,
}

#[derive(Debug)]
pub(super) struct DayOff {
    pub date: Date,
    pub source: Source,
}

/// Where a decision is written, and whether that was seen.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub text: String,
    pub certain: bool,
}

impl Position {
    pub fn problem(self, file: CalendarFile, kind: ProblemKind) -> Problem {
        Problem {
            file,
            line: self.line,
            column: self.column,
            kind,
        }
    }
}

/// Reads `holidays.toml`; every problem is added to `problems`, and what is wrong is left out.
pub(super) fn read_rules(text: &str, problems: &mut Vec<Problem>) -> Rules {
    let mut reader = Reader {
        text,
        file: CalendarFile::Holidays,
        problems,
    };
    let Some(file) = reader.parse::<HolidaysFile>() else {
        return Rules::default();
    };
    let mut weekly_rest: Vec<WeeklyRest> = Vec::new();
    for entry in file.weekly_rest {
        let span = entry.span();
        if let Some(rest) = reader.weekly_rest(entry.into_inner()) {
            if let Some(on) = weekly_rest
                .iter()
                .find_map(|other| overlap(other.validity, rest.validity))
            {
                reader.report(span, ProblemKind::Overlap { on });
            }
            weekly_rest.push(rest);
        }
    }
    if weekly_rest.is_empty() {
        reader.report(0..0, ProblemKind::NoWeeklyRest);
    }
    let mut holidays: Vec<HolidayRule> = Vec::new();
    for entry in file.holiday {
        let span = entry.span();
        if let Some(rule) = reader.holiday(entry) {
            let same = holidays
                .iter()
                .filter(|other| other.key == rule.key && other.active && rule.active);
            if let Some(on) = same
                .into_iter()
                .find_map(|other| overlap(other.validity, rule.validity))
            {
                reader.report(span, ProblemKind::Overlap { on });
            }
            holidays.push(rule);
        }
    }
    Rules {
        weekly_rest,
        holidays,
    }
}

/// Reads `years.toml`; every problem is added to `problems`, and what is wrong is left out.
pub(super) fn read_years(text: &str, problems: &mut Vec<Problem>) -> Vec<YearDecisions> {
    let mut reader = Reader {
        text,
        file: CalendarFile::Years,
        problems,
    };
    let Some(file) = reader.parse::<YearsFile>() else {
        return Vec::new();
    };
    let mut years: Vec<YearDecisions> = Vec::new();
    for entry in file.year {
        let year = *entry.year.get_ref();
        if years.iter().any(|other| other.year == year) {
            reader.report(entry.year.span(), ProblemKind::YearTwice { year });
            continue;
        }
        years.push(reader.year(entry));
    }
    years
}

/// The first day on which two validities both hold.
fn overlap(one: Validity, other: Validity) -> Option<Date> {
    let on = one.from.max(other.from);
    (one.contains(on) && other.contains(on)).then_some(on)
}

/// A file being read, and where its problems go.
struct Reader<'a> {
    text: &'a str,
    file: CalendarFile,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn parse<T: for<'de> Deserialize<'de>>(&mut self) -> Option<T> {
        match toml::from_str(self.text) {
            Ok(file) => Some(file),
            Err(error) => {
                let message = error.message().to_owned();
                self.report(error.span().unwrap_or(0..0), ProblemKind::Unreadable { message });
                None
            }
        }
    }

    fn report(&mut self, span: Range<usize>, kind: ProblemKind) {
        let problem = self.position(&span).problem(self.file, kind);
        self.problems.push(problem);
    }

    fn position(&self, span: &Range<usize>) -> Position {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    fn date(&mut self, read: Spanned<Datetime>) -> Option<Date> {
        let value = read.get_ref();
        let date = value
            .date
            .filter(|_| value.time.is_none())
            .and_then(|date| {
                let year = i16::try_from(date.year).ok()?;
                Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
            })
            .filter(|date| is_covered(*date));
        if date.is_none() {
            let found = value.to_string();
            self.report(read.span(), ProblemKind::BadDate { found });
        }
        date
    }

    fn date_in(&mut self, year: i16, read: Spanned<Datetime>) -> Option<Date> {
        let span = read.span();
        let date = self.date(read)?;
        if date.year() != year {
            self.report(span, ProblemKind::WrongYear { date, year });
            return None;
        }
        Some(date)
    }

    fn validity(&mut self, from: Spanned<Datetime>, to: Option<Spanned<Datetime>>) -> Option<Validity> {
        let from = self.date(from)?;
        let Some(to) = to else {
            return Some(Validity { from, to: None });
        };
        let span = to.span();
        let to = self.date(to)?;
        if to < from {
            self.report(span, ProblemKind::EndsBeforeStart { to });
            return None;
        }
        Some(Validity { from, to: Some(to) })
    }

    fn non_empty(&mut self, text: Spanned<String>) -> String {
        if text.get_ref().trim().is_empty() {
            self.report(text.span(), ProblemKind::NoSource);
        }
        text.into_inner()
    }

    fn weekly_rest(&mut self, entry: WeeklyRestEntry) -> Option<WeeklyRest> {
        Some(WeeklyRest {
            validity: self.validity(entry.valid_from, entry.valid_to)?,
            days: entry.days.into_iter().map(WeekdayName::weekday).collect(),
            citation: self.non_empty(entry.citation),
            compensation_citation: self.non_empty(entry.compensation_citation),
        })
    }

    fn holiday(&mut self, entry: Spanned<HolidayEntry>) -> Option<HolidayRule> {
        let span = entry.span();
        let entry = entry.into_inner();
        if !HOLIDAY_KEYS.contains(&entry.key.get_ref().as_str()) {
            let key = entry.key.get_ref().clone();
            self.report(entry.key.span(), ProblemKind::UnknownHoliday { key });
        }
        if !comes_every_year(entry.calendar, entry.month, *entry.day.get_ref()) {
            let kind = ProblemKind::NoSuchDay {
                month: entry.month,
                day: *entry.day.get_ref(),
            };
            self.report(entry.day.span(), kind);
        }
        if !(1..=10).contains(&entry.days) || entry.days_before >= entry.days {
            self.report(
                span,
                ProblemKind::BadLength {
                    days: entry.days,
                    before: entry.days_before,
                },
            );
        }
        Some(HolidayRule {
            validity: self.validity(entry.valid_from, entry.valid_to)?,
            key: entry.key.into_inner(),
            calendar: entry.calendar,
            month: entry.month,
            day: entry.day.into_inner(),
            days: entry.days,
            days_before: entry.days_before,
            decided_yearly: entry.decided_yearly,
            citation: self.non_empty(entry.citation),
            certain: entry.certain,
            active: entry.active,
        })
    }

    fn year(&mut self, entry: YearEntry) -> YearDecisions {
        let year = entry.year.into_inner();
        let mut decisions = YearDecisions {
            year,
            holidays: Vec::new(),
            swaps: Vec::new(),
            days_off: Vec::new(),
        };
        for entry in entry.holiday {
            let position = self.position(&entry.span());
            let entry = entry.into_inner();
            let source = self.source(entry.source, entry.certain);
            if let (Some(from), Some(to)) = (self.date_in(year, entry.from), self.date_in(year, entry.to)) {
                let value = HolidayDecision {
                    key: entry.key,
                    from,
                    to,
                    source,
                };
                decisions.holidays.push(At { value, position });
            }
        }
        for entry in entry.swap {
            let position = self.position(&entry.span());
            let entry = entry.into_inner();
            let source = self.source(entry.source, entry.certain);
            // A day may be made up in the next year, as 2018-12-31 was in January 2019.
            if let (Some(off), Some(made_up_on)) =
                (self.date_in(year, entry.off), self.date(entry.made_up_on))
            {
                decisions.swaps.push(At {
                    value: Swap {
                        off,
                        made_up_on,
                        source,
                    },
                    position,
                });
            }
        }
        for entry in entry.day_off {
            let position = self.position(&entry.span());
            let entry = entry.into_inner();
            let source = self.source(entry.source, entry.certain);
            if let Some(date) = self.date_in(year, entry.date) {
                decisions.days_off.push(At {
                    value: DayOff { date, source },
                    position,
                });
            }
        }
        decisions
    }

    fn source(&mut self, text: Spanned<String>, certain: bool) -> Source {
        Source {
            text: self.non_empty(text),
            certain,
        }
    }
}

/// Whether a month has such a day in every year. Lunar months may end on the 29th.
fn comes_every_year(calendar: CalendarKind, month: u8, day: u8) -> bool {
    match calendar {
        CalendarKind::Lunar => (1..=12).contains(&month) && (1..=29).contains(&day),
        // 2001 is no leap year.
        CalendarKind::Solar => i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .is_some_and(|(month, day)| Date::new(2001, month, day).is_ok()),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidaysFile {
    #[serde(default)]
    weekly_rest: Vec<Spanned<WeeklyRestEntry>>,
    #[serde(default)]
    holiday: Vec<Spanned<HolidayEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WeeklyRestEntry {
    days: Vec<WeekdayName>,
    valid_from: Spanned<Datetime>,
    valid_to: Option<Spanned<Datetime>>,
    citation: Spanned<String>,
    compensation_citation: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WeekdayName {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl WeekdayName {
    fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayEntry {
    key: Spanned<String>,
    calendar: CalendarKind,
    month: u8,
    day: Spanned<u8>,
    #[serde(default = "one")]
    days: u8,
    #[serde(default)]
    days_before: u8,
    #[serde(default)]
    decided_yearly: bool,
    valid_from: Spanned<Datetime>,
    valid_to: Option<Spanned<Datetime>>,
    citation: Spanned<String>,
    certain: bool,
    #[serde(default = "yes")]
    active: bool,
}

fn one() -> u8 {
    1
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearsFile {
    #[serde(default)]
    year: Vec<YearEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearEntry {
    year: Spanned<i16>,
    #[serde(default)]
    holiday: Vec<Spanned<HolidayDecisionEntry>>,
    #[serde(default)]
    swap: Vec<Spanned<SwapEntry>>,
    #[serde(default)]
    day_off: Vec<Spanned<DayOffEntry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HolidayDecisionEntry {
    key: String,
    from: Spanned<Datetime>,
    to: Spanned<Datetime>,
    source: Spanned<String>,
    certain: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SwapEntry {
    off: Spanned<Datetime>,
    made_up_on: Spanned<Datetime>,
    source: Spanned<String>,
    certain: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DayOffEntry {
    date: Spanned<Datetime>,
    source: Spanned<String>,
    certain: bool,
}
