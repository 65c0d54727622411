//! What a commune writes down in a year, and the days on which it does.

use facts::{Catalogue, ColumnValue, Entry, RecordId, Values};
use jiff::civil::{Date, date};
use platform::calendar::WorkingCalendar;
use units::UnitId;

use crate::{DemoError, World, dice::Dice, forms, places::Place};

/// A record of the world, not yet stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// Its identifier, made from its day and the dice.
    pub id: RecordId,
    /// The commune.
    pub unit: UnitId,
    /// Position of the hamlet among those of its [`Place`].
    pub hamlet: Option<usize>,
    /// The filled form.
    pub entry: Entry,
}

/// A form being filled in.
pub(crate) struct Form {
    kind: &'static str,
    hamlet: Option<usize>,
    values: Values,
}

impl Form {
    pub(crate) fn new(kind: &'static str) -> Self {
        Self {
            kind,
            hamlet: None,
            values: Values::new(),
        }
    }

    pub(crate) fn hamlet(self, position: usize) -> Self {
        Self {
            hamlet: Some(position),
            ..self
        }
    }

    pub(crate) fn text(self, column: &str, text: impl Into<String>) -> Self {
        self.with(column, ColumnValue::Text(text.into()))
    }

    pub(crate) fn number(self, column: &str, number: i64) -> Self {
        self.with(column, ColumnValue::Number(number))
    }

    pub(crate) fn date(self, column: &str, day: Date) -> Self {
        self.with(column, ColumnValue::Date(day))
    }

    /// Leaves the column empty without a day.
    pub(crate) fn date_if(self, column: &str, day: Option<Date>) -> Self {
        match day {
            Some(day) => self.date(column, day),
            None => self,
        }
    }

    pub(crate) fn choice(self, column: &str, item: &str) -> Self {
        self.with(column, ColumnValue::Choice(item.to_owned()))
    }

    pub(crate) fn choices(self, column: &str, items: &[&str]) -> Self {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        self.with(column, ColumnValue::Choices(items))
    }

    pub(crate) fn flag(self, column: &str, flag: bool) -> Self {
        self.with(column, ColumnValue::Flag(flag))
    }

    fn with(mut self, column: &str, value: ColumnValue) -> Self {
        self.values.insert(column.to_owned(), value);
        self
    }
}

/// How much of a year's work falls in each month.
pub(crate) type Season = [u32; 12];
/// Every month alike.
pub(crate) const EVEN: Season = [1; 12];

/// A commune's year.
pub(crate) struct Book<'a> {
    pub(crate) place: &'a Place,
    pub(crate) year: i16,
    pub(crate) dice: Dice,
    world: &'a World,
    calendar: &'a WorkingCalendar,
    forms: Vec<Form>,
}

impl<'a> Book<'a> {
    fn new(world: &'a World, calendar: &'a WorkingCalendar, place: &'a Place, year: i16) -> Self {
        let stream = place.unit.0.unsigned_abs() * 10_000 + u64::from(year.unsigned_abs());
        Self {
            place,
            year,
            dice: Dice::new(world.seed, (1 << 61) + stream),
            world,
            calendar,
            forms: Vec::new(),
        }
    }

    pub(crate) fn write(&mut self, form: Form) {
        self.forms.push(form);
    }

    /// The first and the last day of the year on which the commune exists.
    pub(crate) fn span(&self) -> (Date, Date) {
        (
            self.place.first.max(date(self.year, 1, 1)),
            self.place.last.min(self.year_end()),
        )
    }

    pub(crate) fn year_end(&self) -> Date {
        date(self.year, 12, 31)
    }

    /// The months of the year in which the commune exists; communes begin and end with a month.
    pub(crate) fn months(&self) -> std::ops::RangeInclusive<i8> {
        let (first, last) = self.span();
        first.month()..=last.month()
    }

    /// Working days on which something happens that a usual commune does `a_year` times, in order of months. Every
    /// commune does it once at least, unless the season is over when it is formed or not begun when it ends.
    pub(crate) fn days(&mut self, a_year: f64, season: &Season) -> Vec<Date> {
        let whole: u32 = season.iter().sum();
        let expected = a_year * self.place.size * f64::from(self.world.density) / f64::from(whole.max(1));
        let months: Vec<(i8, u32)> = (1..)
            .zip(*season)
            .filter(|(month, weight)| self.months().contains(month) && *weight > 0)
            .collect();
        let mut days = Vec::new();
        for (month, weight) in &months {
            let times = self.dice.times(expected * f64::from(*weight));
            days.extend((0..times).map(|_| self.working_day(*month, 1, 28)));
        }
        if days.is_empty()
            && let Some((month, _)) = months.get(self.dice.position(months.len()))
        {
            days.push(self.working_day(*month, 1, 28));
        }
        days
    }

    /// How many times something is done that every commune does once on an occasion, except in so many of a hundred
    /// cases; more often in a dense world.
    pub(crate) fn once(&mut self, percent: i64) -> usize {
        (0..self.world.density)
            .filter(|_| self.dice.chance(percent))
            .count()
    }

    /// A working day of a month between two days of it, or the day drawn when it has no working day near.
    pub(crate) fn working_day(&mut self, month: i8, first: i64, last: i64) -> Date {
        let day = i8::try_from(self.dice.between(first, last)).unwrap_or(1);
        let drawn = date(self.year, month, day);
        let (begin, end) = self.span();
        let near = |step: i32| {
            (0..14)
                .map(|days| plus(drawn, step * days))
                .find(|day| self.calendar.is_working_day(*day))
        };
        near(1)
            .filter(|day| day.month() == month && *day <= end)
            .or_else(|| near(-1))
            .filter(|day| *day >= begin)
            .unwrap_or(drawn)
    }

    /// The end of a term of working days that begins after a day.
    pub(crate) fn term(&self, from: Date, working_days: u32) -> Date {
        self.calendar
            .add_working_days(from, working_days)
            .unwrap_or_else(|_| plus(from, 7))
    }

    /// A day so many days later, unless the world has ended by then. It may be a day on which the commune has
    /// ended: those who come after it finish its books.
    pub(crate) fn later(&mut self, from: Date, least: i64, most: i64) -> Option<Date> {
        let day = self.days_after(from, least, most);
        (day <= self.world.last_day()).then_some(day)
    }

    /// A day so many days later within the same year and the commune's days.
    pub(crate) fn later_here(&mut self, from: Date, least: i64, most: i64) -> Option<Date> {
        let day = self.days_after(from, least, most);
        (day <= self.span().1).then_some(day)
    }

    fn days_after(&mut self, from: Date, least: i64, most: i64) -> Date {
        let days = self.dice.between(least, most);
        plus(from, i32::try_from(days).unwrap_or(0))
    }

    /// A day on which something was set up that the commune has from the beginning: in the year before the world
    /// for an older commune, in its first weeks for a new one. `None` except in its first year.
    pub(crate) fn founding_day(&mut self) -> Option<Date> {
        if self.place.first.year() != self.year {
            return None;
        }
        Some(if self.place.older {
            let month = i8::try_from(self.dice.between(1, 12)).unwrap_or(1);
            let day = i8::try_from(self.dice.between(1, 28)).unwrap_or(1);
            date(self.year - 1, month, day)
        } else {
            self.days_after(self.place.first, 0, 24)
        })
    }

    /// The last day of what ends with the commune.
    pub(crate) fn closing_day(&self) -> Option<Date> {
        self.place.ends.then_some(self.place.last)
    }

    /// The position of one of the hamlets.
    pub(crate) fn any_hamlet(&mut self) -> usize {
        self.dice.position(self.place.hamlets.len())
    }

    /// The registers of which a newspaper printed real figures for An Giang in 2020 stay empty there in that
    /// year, so that nothing invented is held against them.
    pub(crate) fn is_left_to_the_newspaper(&self) -> bool {
        self.place.old_an_giang && self.year == 2020
    }

    fn drawn(&mut self, catalogue: &Catalogue, form: Form) -> Result<Drawn, DemoError> {
        let wrong = |reason: String| DemoError::Form {
            kind: form.kind,
            reason,
        };
        let kind = catalogue
            .record_kind(form.kind)
            .ok_or_else(|| wrong("the catalogue has no such form".to_owned()))?;
        let entry = kind.enter(catalogue, &form.values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            wrong(problems.join("; "))
        })?;
        // Between 7:00 and 17:00 in Vietnam.
        let second = self.dice.between(0, 36_000);
        let written = midnight(entry.date) + jiff::SignedDuration::from_secs(second);
        Ok(Drawn {
            id: RecordId(platform::id::uuid_v7(written, self.dice.octets())),
            unit: self.place.unit,
            hamlet: form.hamlet,
            entry,
        })
    }
}

/// The beginning of a day in universal time, which is 7:00 in Vietnam.
pub(crate) fn midnight(day: Date) -> jiff::Timestamp {
    let days = day.duration_since(date(1970, 1, 1)).as_secs();
    jiff::Timestamp::from_second(days).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// So many days later, or the same day at the end of time.
pub(crate) fn plus(day: Date, days: i32) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// All records of a place, year by year. Pure: nothing but the arguments decides about them.
pub fn records<'a>(
    world: &'a World,
    catalogue: &'a Catalogue,
    calendar: &'a WorkingCalendar,
    place: &'a Place,
) -> impl Iterator<Item = Result<Vec<Drawn>, DemoError>> + 'a {
    (place.first.year()..=place.last.year()).map(move |year| {
        let mut book = Book::new(world, calendar, place, year);
        forms::fill(&mut book);
        std::mem::take(&mut book.forms)
            .into_iter()
            .map(|form| book.drawn(catalogue, form))
            .collect()
    })
}
