//! Which days are worked.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::lunar::LunarDate;
use super::source::{
    At, CalendarFile, CalendarKind, HolidayDecision, HolidayRule, Problem, ProblemKind, Rules,
    SPECIAL_DAY_KEY, Source, WeeklyRest, YearDecisions, read_rules, read_years,
};
use super::{LAST_DAY, day_month_year};

/// What a day is to those who work the State's week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayKind {
    /// An ordinary working day (ngày làm việc).
    Working,
    /// A weekly rest day worked to make up for a day given off (ngày làm bù).
    MadeUpWorking {
        /// The day that was given off for it.
        made_up_for: Date,
    },
    /// A weekly rest day (ngày nghỉ hằng tuần), Điều 111 Bộ luật Lao động 2019.
    WeeklyRest,
    /// A working day given off, to be made up on another (ngày nghỉ hoán đổi).
    SwappedRest {
        /// The rest day on which it is worked instead.
        made_up_on: Date,
    },
    /// A public holiday (ngày nghỉ lễ, tết), Điều 112 Bộ luật Lao động 2019.
    Holiday {
        /// Which holiday: `new-year`, `lunar-new-year`, `hung-kings`, `victory-day`, `labour-day`,
        /// `national-day`, `culture-day`, or `special` for a day off decreed once.
        key: String,
        /// The holiday that fell on a weekly rest day and for which this day is off (nghỉ bù),
        /// Điều 111 khoản 3.
        compensating: Option<Date>,
    },
}

impl DayKind {
    /// Whether the day counts as a working day.
    #[must_use]
    pub fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::MadeUpWorking { .. })
    }

    /// The key of the sentence in `locales-calendar` that says what the day is.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Working => "calendar-day-working",
            Self::MadeUpWorking { .. } => "calendar-day-made-up",
            Self::WeeklyRest => "calendar-day-weekly-rest",
            Self::SwappedRest { .. } => "calendar-day-swapped",
            Self::Holiday {
                compensating: None, ..
            } => "calendar-day-holiday",
            Self::Holiday {
                compensating: Some(_),
                ..
            } => "calendar-day-compensating",
        }
    }

    /// The arguments of that sentence, by name. By `holiday` it selects the holiday's name, which alone is the
    /// message `calendar-holiday-name`.
    #[must_use]
    pub fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Working | Self::WeeklyRest => Vec::new(),
            Self::MadeUpWorking { made_up_for: date } | Self::SwappedRest { made_up_on: date } => {
                vec![("date", day_month_year(*date))]
            }
            Self::Holiday { key, compensating } => {
                let date = compensating.map(|date| ("date", day_month_year(date)));
                std::iter::once(("holiday", key.clone())).chain(date).collect()
            }
        }
    }
}

/// A day, what it is, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// What the day is.
    pub kind: DayKind,
    /// The article of law behind it; none for an ordinary working day or a decision on a single day.
    pub citation: Option<String>,
    /// The yearly announcement behind it, where there is one.
    pub source: Option<String>,
    /// Whether law and announcement were seen; false asks the reader to check.
    pub certain: bool,
}

/// What the days off of a year stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YearBasis {
    /// The Government's announcements for the year are in the data.
    Decided {
        /// Whether all of them were seen in a source that could be cited.
        certain: bool,
    },
    /// No announcement is in the data, or not for every holiday that needs one: the days are computed by the
    /// rule, and days swapped by a later decision are not known.
    Computed,
}

/// The working calendar: weekly rest, public holidays and the decisions of single years.
///
/// It answers for 1900-01-01 to 2199-12-31. The shipped data begin in 1995 with the first Labour Code;
/// before that every day counts as worked.
#[derive(Debug, Clone)]
pub struct WorkingCalendar {
    weekly_rest: Vec<WeeklyRest>,
    rules: Vec<HolidayRule>,
    days: BTreeMap<Date, SpecialDay>,
    years: BTreeMap<i16, YearBasis>,
}

/// A day that differs from its place in the week.
#[derive(Debug, Clone)]
struct SpecialDay {
    kind: DayKind,
    /// Index into the rules.
    rule: Option<usize>,
    source: Option<Source>,
}

impl WorkingCalendar {
    /// The calendar of the data shipped with the program, `data/calendar/`.
    ///
    /// # Errors
    /// Never with the data as released, which a test reads; the type is that of [`Self::parse`], because the
    /// operator's own files take the same way.
    pub fn embedded() -> Result<Self, Vec<Problem>> {
        Self::parse(
            include_str!("../../../../data/calendar/holidays.toml"),
            include_str!("../../../../data/calendar/years.toml"),
        )
    }

    /// Reads a calendar from the texts of `holidays.toml` and `years.toml`.
    ///
    /// # Errors
    /// Everything that is wrong, with file, line and column. What only shows when the years are laid out (a
    /// swapped day that is not worked anyway) is reported once the files by themselves are in order.
    pub fn parse(holidays_toml: &str, years_toml: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let rules = read_rules(holidays_toml, &mut problems);
        let years = read_years(years_toml, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let calendar = Self::lay_out(rules, &years, &mut problems);
        if problems.is_empty() {
            Ok(calendar)
        } else {
            Err(problems)
        }
    }

    /// What a day is.
    #[must_use]
    pub fn day_kind(&self, date: Date) -> DayKind {
        match self.days.get(&date) {
            Some(day) => day.kind.clone(),
            None if self.weekly_rest_on(date).is_some() => DayKind::WeeklyRest,
            None => DayKind::Working,
        }
    }

    /// Whether a day is worked: neither weekly rest nor holiday nor given off, or made up for another.
    #[must_use]
    pub fn is_working_day(&self, date: Date) -> bool {
        match self.days.get(&date) {
            Some(day) => day.kind.is_working(),
            None => self.weekly_rest_on(date).is_none(),
        }
    }

    /// A day with what it stands on.
    #[must_use]
    pub fn day(&self, date: Date) -> Day {
        let kind = self.day_kind(date);
        let Some(special) = self.days.get(&date) else {
            let citation = self.weekly_rest_on(date).map(|rest| rest.citation.clone());
            return Day {
                date,
                kind,
                citation,
                source: None,
                certain: true,
            };
        };
        let rule = special.rule.and_then(|index| self.rules.get(index));
        let compensation = match &kind {
            DayKind::Holiday {
                compensating: Some(holiday),
                ..
            } => self.weekly_rest_on(*holiday),
            _ => None,
        };
        let citation = rule.map(|rule| match compensation {
            Some(rest) => format!("{}; {}", rule.citation, rest.compensation_citation),
            None => rule.citation.clone(),
        });
        Day {
            date,
            kind,
            citation,
            source: special.source.as_ref().map(|source| source.text.clone()),
            certain: rule.is_none_or(|rule| rule.certain)
                && special.source.as_ref().is_none_or(|source| source.certain),
        }
    }

    /// The days of a year that differ from their place in the week, in order: holidays, compensation, days
    /// given off and days made up.
    #[must_use]
    pub fn special_days(&self, year: i16) -> Vec<Day> {
        let dates = self.days.keys().filter(|date| date.year() == year);
        dates.map(|date| self.day(*date)).collect()
    }

    /// What the days off of a year stand on.
    #[must_use]
    pub fn year_basis(&self, year: i16) -> YearBasis {
        self.years.get(&year).copied().unwrap_or(YearBasis::Computed)
    }

    fn weekly_rest_on(&self, date: Date) -> Option<&WeeklyRest> {
        self.weekly_rest
            .iter()
            .find(|rest| rest.validity.contains(date))
            .filter(|rest| rest.days.contains(&date.weekday()))
    }

    /// Lays the rules out over all years, applies the decisions, and reports those that cannot be applied.
    fn lay_out(rules: Rules, years: &[YearDecisions], problems: &mut Vec<Problem>) -> Self {
        let mut calendar = Self {
            weekly_rest: rules.weekly_rest,
            rules: rules.holidays,
            days: BTreeMap::new(),
            years: BTreeMap::new(),
        };
        calendar.place_holidays(years, problems);
        calendar.place_compensation();
        calendar.check_announced_ends(years, problems);
        calendar.place_single_days(years, problems);
        for year in years {
            calendar.years.insert(year.year, calendar.basis_of(year));
        }
        calendar
    }

    /// Places every holiday in force on its date, or where its year's decision puts it.
    fn place_holidays(&mut self, years: &[YearDecisions], problems: &mut Vec<Problem>) {
        let mut decisions: BTreeMap<(i16, &str), &At<HolidayDecision>> = BTreeMap::new();
        for year in years {
            for decision in &year.holidays {
                let key = decision.value.key.as_str();
                if decisions.insert((year.year, key), decision).is_some() {
                    problems.push(nothing_to_decide(decision, year.year));
                }
            }
        }
        for (index, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.active) {
            for (year, anchor) in rule.anchors() {
                let decision = if rule.decided_yearly {
                    decisions.remove(&(year, rule.key.as_str()))
                } else {
                    None
                };
                let first = match decision {
                    Some(decision) => decision.value.from,
                    None => days_later(anchor, -i64::from(rule.days_before)),
                };
                let off = (0..i64::from(rule.days)).map(|offset| days_later(first, offset));
                if let Some(decision) = decision.filter(|_| !off.clone().any(|date| date == anchor)) {
                    let kind = ProblemKind::MissesHoliday {
                        from: first,
                        days: rule.days,
                        anchor,
                    };
                    problems.push(decision.position.problem(CalendarFile::Years, kind));
                }
                for date in off {
                    // Should two holidays ever meet, the day is off once, for the one listed first.
                    self.days.entry(date).or_insert_with(|| SpecialDay {
                        kind: DayKind::Holiday {
                            key: rule.key.clone(),
                            compensating: None,
                        },
                        rule: Some(index),
                        source: decision.map(|decision| decision.value.source.clone()),
                    });
                }
            }
        }
        for ((year, _), decision) in decisions {
            problems.push(nothing_to_decide(decision, year));
        }
    }

    /// Gives the next working day off for every holiday on a weekly rest day (Điều 111 khoản 3), in the order
    /// of the days: two rest days in a row are compensated on the next two working days.
    fn place_compensation(&mut self) {
        let fallen: Vec<Date> = self
            .days
            .keys()
            .copied()
            .filter(|date| self.weekly_rest_on(*date).is_some())
            .collect();
        for holiday in fallen {
            let mut date = days_later(holiday, 1);
            while !self.is_working_day(date) {
                date = days_later(date, 1);
            }
            let Some(SpecialDay {
                kind: DayKind::Holiday { key, .. },
                rule,
                source,
            }) = self.days.get(&holiday)
            else {
                continue;
            };
            let day = SpecialDay {
                kind: DayKind::Holiday {
                    key: key.clone(),
                    compensating: Some(holiday),
                },
                rule: *rule,
                source: source.clone(),
            };
            self.days.insert(date, day);
        }
    }

    /// Checks the last day an announcement gives against the one the rule leads to: a slip of the pen in the
    /// data shows here.
    fn check_announced_ends(&self, years: &[YearDecisions], problems: &mut Vec<Problem>) {
        for year in years {
            for decision in &year.holidays {
                let HolidayDecision { key: decided, to, .. } = &decision.value;
                let is_of_decision = |day: &SpecialDay| match &day.kind {
                    DayKind::Holiday { key, .. } => key == decided && day.source.is_some(),
                    _ => false,
                };
                let last = self
                    .days
                    .iter()
                    .rev()
                    .find(|(date, day)| date.year() == year.year && is_of_decision(day));
                if let Some((computed, _)) = last.filter(|(computed, _)| *computed != to) {
                    let kind = ProblemKind::EndsElsewhere {
                        to: *to,
                        computed: *computed,
                    };
                    problems.push(decision.position.problem(CalendarFile::Years, kind));
                }
            }
        }
    }

    /// Places the days off decreed once, the days given off and the days that make up for them.
    fn place_single_days(&mut self, years: &[YearDecisions], problems: &mut Vec<Problem>) {
        for year in years {
            for day_off in &year.days_off {
                let date = day_off.value.date;
                let kind = DayKind::Holiday {
                    key: SPECIAL_DAY_KEY.to_owned(),
                    compensating: None,
                };
                if self.day_kind(date) != DayKind::Working {
                    problems.push(
                        day_off
                            .position
                            .problem(CalendarFile::Years, ProblemKind::NotWorked { date }),
                    );
                }
                self.place_single_day(date, kind, &day_off.value.source);
            }
            for swap in &year.swaps {
                let (off, made_up_on) = (swap.value.off, swap.value.made_up_on);
                if self.day_kind(off) != DayKind::Working {
                    let kind = ProblemKind::NotWorked { date: off };
                    problems.push(swap.position.problem(CalendarFile::Years, kind));
                }
                if self.day_kind(made_up_on) != DayKind::WeeklyRest {
                    let kind = ProblemKind::NotRest { date: made_up_on };
                    problems.push(swap.position.problem(CalendarFile::Years, kind));
                }
                self.place_single_day(off, DayKind::SwappedRest { made_up_on }, &swap.value.source);
                let made_up = DayKind::MadeUpWorking { made_up_for: off };
                self.place_single_day(made_up_on, made_up, &swap.value.source);
            }
        }
    }

    fn place_single_day(&mut self, date: Date, kind: DayKind, source: &Source) {
        self.days.insert(
            date,
            SpecialDay {
                kind,
                rule: None,
                source: Some(source.clone()),
            },
        );
    }

    fn basis_of(&self, year: &YearDecisions) -> YearBasis {
        let is_decided = |rule: &HolidayRule| {
            year.holidays
                .iter()
                .any(|decision| decision.value.key == rule.key)
        };
        let undecided = self.rules.iter().any(|rule| {
            rule.active && rule.decided_yearly && rule.anchor_in(year.year).is_some() && !is_decided(rule)
        });
        if undecided {
            return YearBasis::Computed;
        }
        let holidays = year.holidays.iter().map(|decision| &decision.value.source);
        let swaps = year.swaps.iter().map(|swap| &swap.value.source);
        let days_off = year.days_off.iter().map(|day_off| &day_off.value.source);
        YearBasis::Decided {
            certain: holidays.chain(swaps).chain(days_off).all(|source| source.certain),
        }
    }
}

impl HolidayRule {
    /// The dates of the holiday itself while the rule is in force, by year.
    fn anchors(&self) -> impl Iterator<Item = (i16, Date)> {
        let last = self.validity.to.unwrap_or(LAST_DAY);
        (self.validity.from.year()..=last.year())
            .filter_map(|year| self.anchor_in(year).map(|anchor| (year, anchor)))
    }

    /// The date of the holiday itself in a year, if the rule is in force on it. A lunar date is never in a
    /// leap month.
    fn anchor_in(&self, year: i16) -> Option<Date> {
        let anchor = match self.calendar {
            CalendarKind::Solar => {
                Date::new(year, i8::try_from(self.month).ok()?, i8::try_from(self.day).ok()?).ok()?
            }
            CalendarKind::Lunar => LunarDate::new(year, self.month, false, self.day).ok()?.to_solar(),
        };
        self.validity.contains(anchor).then_some(anchor)
    }
}

fn nothing_to_decide(decision: &At<HolidayDecision>, year: i16) -> Problem {
    let kind = ProblemKind::NothingToDecide {
        key: decision.value.key.clone(),
        year,
    };
    decision.position.problem(CalendarFile::Years, kind)
}

/// The date so many days later, within the range jiff knows, which is wider than the calendar's.
pub(super) fn days_later(date: Date, days: i64) -> Date {
    date.saturating_add(jiff::SignedDuration::from_hours(days * 24))
}
