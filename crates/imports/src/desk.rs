//! The desk at which rows are understood: whose unit, which hamlet, which indicator, and whether the form is
//! filled in rightly. What is wrong is collected; what is right is handed on.

use std::collections::{BTreeSet, HashMap};

use facts::{
    Amount, Catalogue, ColumnValue, Entry, Period, Qualifier, Values,
    catalogue::{self, ColumnKind, Indicator},
};
use intake::{Row, Value};
use jiff::civil::Date;
use platform::{
    access::Actor,
    db::{DbResult, Read},
    text::{fold, slug},
};
use unicode_normalization::UnicodeNormalization as _;
use units::{
    Candidate, Level, UnitId, Units, Unresolved,
    hamlets::{self, Hamlet},
};

use crate::{
    forms::{INDICATOR, NOTE, UNIT, VALUE, What, YEAR, YES, names_unit},
    names::near,
    problem::{Arg, Expected, Problem, Problems},
};

/// Names of units kept with what they mean; a file that has more begins anew.
const KEPT_NAMES: usize = 20_000;
/// Communes whose hamlets are kept; a file that has more begins anew.
const KEPT_COMMUNES: usize = 2_000;
/// After this many different names of unknown units the file is of another kind, and looking for what each of
/// them may have meant would take long.
const MOST_UNKNOWN: usize = 50;
/// The most units offered for a name that several had.
const MOST_CANDIDATES: usize = 8;
/// Places and years that an import remembers having touched, to lead there.
const MOST_TOUCHED: usize = 20;

/// A row that was understood.
#[derive(Debug)]
pub(crate) enum Understood {
    /// It becomes a record.
    Record {
        unit: UnitId,
        hamlet: Option<UnitId>,
        entry: Entry,
    },
    /// It becomes a reported value.
    Reported {
        unit: UnitId,
        period: Period,
        indicator: String,
        amount: Amount,
        as_written: String,
        note: String,
    },
}

/// The desk for one pass over one file.
pub(crate) struct Desk<'d> {
    units: &'d Units,
    catalogue: &'d Catalogue,
    what: What<'d>,
    /// Who sends the file, when that is to be asked.
    sender: Option<&'d Actor>,
    /// Whether the sender may import for a unit.
    permitted: HashMap<UnitId, bool>,
    /// The columns of the form without those that say where a row belongs.
    columns: Vec<&'d catalogue::Column>,
    /// Key of the column that names the hamlet.
    hamlet_column: &'d str,
    indicators: HashMap<String, Vec<&'d Indicator>>,
    /// The days on which the map changed: a name means the same between two of them.
    turning_days: Vec<Date>,
    /// By stretch of days, then by name as written.
    resolved: HashMap<usize, HashMap<String, Result<UnitId, Box<Unresolved>>>>,
    names_kept: usize,
    unknown: usize,
    hamlets: HashMap<UnitId, Vec<Hamlet>>,
    /// Communes that a notice said have no hamlets.
    without_hamlets: BTreeSet<UnitId>,
    /// Which figures a file of reported values has stated so far, with their rows.
    stated: HashMap<(UnitId, Period, usize), u32>,
    /// What stops the import.
    pub(crate) problems: Problems,
    /// What the sender should know.
    pub(crate) notices: Problems,
    /// Rows understood.
    pub(crate) accepted: u64,
    /// Rows that could be read but not understood.
    pub(crate) rejected: u64,
    /// Units and years that the rows are about: the first few.
    pub(crate) touched: BTreeSet<(UnitId, i16)>,
}

impl<'d> Desk<'d> {
    pub(crate) fn new(
        units: &'d Units,
        catalogue: &'d Catalogue,
        what: What<'d>,
        sender: Option<&'d Actor>,
    ) -> Self {
        let mut indicators: HashMap<String, Vec<&Indicator>> = HashMap::new();
        for indicator in catalogue.indicators() {
            let names = [&indicator.names.vi, &indicator.names.en, &indicator.names.km];
            let spelled: BTreeSet<String> = names.into_iter().map(|name| slug(name)).collect();
            for name in spelled {
                indicators.entry(name).or_default().push(indicator);
            }
        }
        Self {
            units,
            catalogue,
            what,
            sender,
            permitted: HashMap::new(),
            columns: what.own_columns(catalogue).iter().collect(),
            hamlet_column: what.hamlet_column(catalogue),
            indicators,
            turning_days: units.turning_days().into_iter().collect(),
            resolved: HashMap::new(),
            names_kept: 0,
            unknown: 0,
            hamlets: HashMap::new(),
            without_hamlets: BTreeSet::new(),
            stated: HashMap::new(),
            problems: Problems::default(),
            notices: Problems::default(),
            accepted: 0,
            rejected: 0,
            touched: BTreeSet::new(),
        }
    }

    /// Whether there is no use in reading on.
    pub(crate) fn given_up(&self) -> bool {
        self.unknown >= MOST_UNKNOWN
    }

    /// Understands rows; those that can't be understood leave problems.
    pub(crate) async fn understand(&mut self, read: &mut Read, rows: &[Row]) -> DbResult<Vec<Understood>> {
        let mut understood = Vec::with_capacity(rows.len());
        for row in rows {
            if self.given_up() {
                break;
            }
            let one = match self.what {
                What::Reported => self.reported(row),
                What::Record(_) => self.record(read, row).await?,
            };
            let Some(one) = one else {
                self.rejected += 1;
                continue;
            };
            let (unit, year) = one.about();
            if self.touched.len() < MOST_TOUCHED {
                self.touched.insert((unit, year));
            }
            self.accepted += 1;
            understood.push(one);
        }
        Ok(understood)
    }

    fn problem(&mut self, row: &Row, column: &str, key: &'static str, args: Vec<(&'static str, Arg)>) {
        self.problems.push(at(row, column, Expected::Import(key, args)));
    }

    fn reported(&mut self, row: &Row) -> Option<Understood> {
        let period = self.period(row);
        let indicator = self.indicator(row);
        let amount = row.amount(VALUE);
        let unit = self.unit(row, end_of_year(period?))?;
        let (period, (place, indicator), amount) = (period?, indicator?, amount?);
        let measured = self.catalogue.unit_of_measure(&indicator.unit);
        let decimals = measured.map_or(0, |unit| unit.decimals);
        let unit_of_measure = Arg::Measured(indicator.unit.clone());
        if let (Some(index), Some(measured)) = (amount.unit, measured)
            && !names_unit(self.catalogue, index, measured)
        {
            self.problem(row, VALUE, "imports-value-unit", vec![("unit", unit_of_measure)]);
            return None;
        }
        let Some(missing) = decimals.checked_sub(amount.places) else {
            let args = vec![
                ("unit", unit_of_measure),
                ("places", number(usize::from(decimals))),
            ];
            self.problem(row, VALUE, "imports-value-places", args);
            return None;
        };
        let Some(value) = amount.value.checked_mul(10_i64.pow(u32::from(missing))) else {
            self.problem(row, VALUE, "imports-value-too-large", Vec::new());
            return None;
        };
        if value < 0 {
            self.problem(row, VALUE, "imports-value-negative", Vec::new());
            return None;
        }
        if let Some(first) = self.stated.insert((unit, period, place), row.number()) {
            self.problem(
                row,
                INDICATOR,
                "imports-stated-twice",
                vec![("row", Arg::Text(first.to_string()))],
            );
            return None;
        }
        Some(Understood::Reported {
            unit,
            period,
            indicator: indicator.key.clone(),
            amount: Amount {
                value,
                qualifier: qualifier(amount.qualifier),
            },
            as_written: row.amount_written(VALUE).unwrap_or_default().to_owned(),
            note: row.text(NOTE).unwrap_or_default().to_owned(),
        })
    }

    fn period(&mut self, row: &Row) -> Option<Period> {
        let written = row.text(YEAR)?;
        let period = read_period(written);
        if period.is_none() {
            self.problem(row, YEAR, "imports-period", Vec::new());
        }
        period
    }

    /// The indicator with its place in the catalogue.
    fn indicator(&mut self, row: &Row) -> Option<(usize, &'d Indicator)> {
        let written = row.text(INDICATOR)?;
        let found = match self.catalogue.indicator(written.trim()) {
            Some(indicator) => vec![indicator],
            None => self.indicators.get(&slug(written)).cloned().unwrap_or_default(),
        };
        match found[..] {
            [indicator] => {
                let all = self.catalogue.indicators();
                all.iter()
                    .position(|one| std::ptr::eq(one, indicator))
                    .map(|place| (place, indicator))
            }
            [] => {
                let names = self.catalogue.indicators().iter();
                let names =
                    names.flat_map(|one| [one.names.vi.as_str(), one.names.en.as_str(), one.key.as_str()]);
                let candidates = offered(&near(written, names));
                self.problem(
                    row,
                    INDICATOR,
                    "imports-indicator-unknown",
                    vec![("near", candidates)],
                );
                None
            }
            _ => {
                let keys: Vec<&str> = found.iter().map(|one| one.key.as_str()).collect();
                let keys = Arg::Text(keys.join("; "));
                self.problem(
                    row,
                    INDICATOR,
                    "imports-indicator-ambiguous",
                    vec![("keys", keys)],
                );
                None
            }
        }
    }

    /// The unit that the row names on a day.
    fn unit(&mut self, row: &Row, date: Date) -> Option<UnitId> {
        let written = row.text(UNIT)?;
        let stretch = self.turning_days.partition_point(|day| *day <= date);
        let known = self.resolved.get(&stretch).and_then(|names| names.get(written));
        let mut last = false;
        let known = match known {
            Some(known) => known,
            None => {
                if self.names_kept >= KEPT_NAMES {
                    self.resolved.clear();
                    self.names_kept = 0;
                }
                self.names_kept += 1;
                let found = self
                    .units
                    .resolve(written, date)
                    .map(|unit| unit.id)
                    .map_err(Box::new);
                self.unknown += usize::from(found.is_err());
                last = found.is_err() && self.unknown >= MOST_UNKNOWN;
                let names = self.resolved.entry(stretch).or_default();
                names.entry(written.to_owned()).or_insert(found)
            }
        };
        match known {
            Ok(unit) => {
                let unit = *unit;
                self.is_the_sender_s(row, unit).then_some(unit)
            }
            Err(unresolved) => {
                let problem = at(row, UNIT, unresolved_text(unresolved, date));
                self.problems.push(problem);
                if last {
                    let count = vec![("count", number(MOST_UNKNOWN))];
                    self.problem(row, UNIT, "imports-too-many-unknown", count);
                }
                None
            }
        }
    }

    /// Whether the sender may import for a unit; leaves a problem otherwise.
    fn is_the_sender_s(&mut self, row: &Row, unit: UnitId) -> bool {
        let Some(sender) = self.sender else {
            return true;
        };
        let permitted = *self
            .permitted
            .entry(unit)
            .or_insert_with(|| sender.may("imports", "import", unit));
        if !permitted {
            let name = Arg::Text(self.units.path(unit));
            self.problem(row, UNIT, "imports-unit-not-yours", vec![("unit", name)]);
        }
        permitted
    }

    async fn record(&mut self, read: &mut Read, row: &Row) -> DbResult<Option<Understood>> {
        let What::Record(kind) = self.what else {
            return Ok(None);
        };
        let values = self.values(row);
        let Some(date) = row.date(&kind.date) else {
            return Ok(None);
        };
        let unit = self.commune(row, date);
        let hamlet = match (unit, row.text(self.hamlet_column)) {
            (Some(commune), Some(written)) => self.hamlet(read, row, commune, date, written).await?,
            _ => Some(None),
        };
        let Some(values) = values else {
            return Ok(None);
        };
        match kind.enter(self.catalogue, &values) {
            Ok(entry) => Ok(match (unit, hamlet) {
                (Some(unit), Some(hamlet)) => Some(Understood::Record { unit, hamlet, entry }),
                _ => None,
            }),
            Err(problems) => {
                for problem in problems {
                    self.problems
                        .push(at(row, &problem.column, Expected::Form(problem.message())));
                }
                Ok(None)
            }
        }
    }

    /// The commune whose record the row is, or the province or former district for records of its own bodies.
    fn commune(&mut self, row: &Row, date: Date) -> Option<UnitId> {
        let id = self.unit(row, date)?;
        let unit = self.units.get(id)?;
        // Many districts are called like a township in them: only its code or its full name means the district.
        let as_district = || {
            let written = row.text(UNIT).unwrap_or_default();
            written.trim() == unit.code || slug(written).starts_with(&slug(&unit.name))
        };
        if matches!(unit.level, Level::Commune | Level::Province)
            || unit.level == Level::District && as_district()
        {
            return Some(id);
        }
        let name = Arg::Text(unit.name.clone());
        self.problem(row, UNIT, "imports-unit-level", vec![("unit", name)]);
        None
    }

    /// The hamlet; inside, `None` when the commune has no hamlets recorded. Outside, `None` after a problem.
    async fn hamlet(
        &mut self,
        read: &mut Read,
        row: &Row,
        commune: UnitId,
        date: Date,
        written: &str,
    ) -> DbResult<Option<Option<UnitId>>> {
        if !self.hamlets.contains_key(&commune) {
            if self.hamlets.len() >= KEPT_COMMUNES {
                self.hamlets.clear();
            }
            self.hamlets.insert(commune, hamlets::all(read, commune).await?);
        }
        let all = self.hamlets.get(&commune).map(Vec::as_slice).unwrap_or_default();
        let there: Vec<&Hamlet> = all
            .iter()
            .filter(|hamlet| {
                hamlet.valid_from.is_none_or(|from| from <= date)
                    && hamlet.valid_to.is_none_or(|to| date < to)
            })
            .collect();
        let name = || {
            Arg::Text(
                self.units
                    .get(commune)
                    .map(|unit| unit.name.clone())
                    .unwrap_or_default(),
            )
        };
        if there.is_empty() {
            if self.without_hamlets.insert(commune) {
                let args = vec![("unit", name())];
                self.notices.push(at(
                    row,
                    self.hamlet_column,
                    Expected::Import("imports-no-hamlets", args),
                ));
            }
            return Ok(Some(None));
        }
        let found: Vec<&Hamlet> = there
            .iter()
            .copied()
            .filter(|hamlet| is_called(hamlet, written))
            .collect();
        if let [only] = found[..] {
            return Ok(Some(Some(only.id)));
        }
        let candidates = if found.is_empty() {
            near(written, there.iter().map(|hamlet| hamlet.name.as_str()))
        } else {
            found.iter().map(|hamlet| hamlet.name.as_str()).collect()
        };
        let args = vec![("unit", name()), ("near", offered(&candidates))];
        self.problem(row, self.hamlet_column, "imports-hamlet-unknown", args);
        Ok(None)
    }

    /// The columns of the form, read into their kinds; `None` after a problem.
    fn values(&mut self, row: &Row) -> Option<Values> {
        let mut values = Values::new();
        let mut sound = true;
        let columns = std::mem::take(&mut self.columns);
        for column in &columns {
            let Some(value) = row.get(&column.key) else {
                continue;
            };
            match self.value(column, value) {
                Ok(value) => {
                    values.insert(column.key.clone(), value);
                }
                Err(expected) => {
                    self.problems.push(at(row, &column.key, expected));
                    sound = false;
                }
            }
        }
        self.columns = columns;
        sound.then_some(values)
    }

    fn value(&self, column: &catalogue::Column, value: &Value) -> Result<ColumnValue, Expected> {
        Ok(match (&column.kind, value) {
            (ColumnKind::Choices(list), Value::Text(text)) => {
                let list = self.catalogue.list(list);
                let mut items = Vec::new();
                for written in text
                    .split([';', '\n'])
                    .map(str::trim)
                    .filter(|written| !written.is_empty())
                {
                    match list.and_then(|list| list.find(written)) {
                        Some(item) => items.push(item.key.clone()),
                        None => return Err(not_in_list(list, written)),
                    }
                }
                ColumnValue::Choices(items)
            }
            (ColumnKind::Flag, Value::Choice(answer)) => ColumnValue::Flag(answer == YES),
            (_, Value::Choice(item)) => ColumnValue::Choice(item.clone()),
            (_, Value::Text(text) | Value::Code(text)) => ColumnValue::Text(text.clone()),
            (_, Value::Whole(number)) => ColumnValue::Number(*number),
            (_, Value::Date(date)) => ColumnValue::Date(*date),
            (_, Value::Amount { amount, .. }) if amount.qualifier == intake::Qualifier::Exact => {
                ColumnValue::Number(amount.value)
            }
            (_, Value::Amount { .. }) => return Err(Expected::Import("imports-not-exact", Vec::new())),
            (_, Value::Decimal { scaled, .. }) => ColumnValue::Number(*scaled),
            (_, Value::Year(year)) => ColumnValue::Number(i64::from(*year)),
        })
    }
}

impl Understood {
    /// The unit and the year it is about.
    fn about(&self) -> (UnitId, i16) {
        match self {
            Self::Record { unit, entry, .. } => (*unit, entry.date.year()),
            Self::Reported { unit, period, .. } => (*unit, period.calendar_year()),
        }
    }
}

/// The last day of the year in which a period lies: units of reported values are those of that day.
fn end_of_year(period: Period) -> Date {
    Period::year(period.calendar_year()).last_day()
}

/// Whether a hamlet is written so: by its code, or by its name with or without its kind. Without diacritics any
/// letters match; with them, "Vĩnh Thạnh" is not "Vĩnh Thành".
fn is_called(hamlet: &Hamlet, written: &str) -> bool {
    if hamlet.code.as_deref() == Some(written) {
        return true;
    }
    let form = if written.is_ascii() { fold } else { spelling };
    let (full, kind, wanted) = (form(&hamlet.name), form(hamlet.kind.prefix()), form(written));
    let short = full.strip_prefix(&kind).map(str::trim_start);
    full == wanted || short == Some(wanted.as_str())
}

/// A name in lower case with the tone of each word put behind it: "Hòa" and "Hoà" are spelled alike.
fn spelling(name: &str) -> String {
    /// Grave, acute, tilde, hook above, dot below.
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let lower = name.to_lowercase();
    let words = lower.split_whitespace().map(|word| {
        let (tones, mut letters): (String, String) = word.nfd().partition(|c| TONES.contains(c));
        letters.push_str(&tones);
        letters
    });
    words.collect::<Vec<_>>().join(" ")
}

fn at(row: &Row, column: &str, expected: Expected) -> Problem {
    let read = row.get(column).map(ToString::to_string).unwrap_or_default();
    Problem::new(row.place(column), &read, expected)
}

fn number(value: usize) -> Arg {
    Arg::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

fn offered(names: &[&str]) -> Arg {
    Arg::Text(if names.is_empty() {
        "–".to_owned()
    } else {
        names.join("; ")
    })
}

fn not_in_list(list: Option<&catalogue::List>, written: &str) -> Expected {
    let items = list.map(|list| list.items.as_slice()).unwrap_or_default();
    let accepted: Vec<&str> = items.iter().map(|item| item.names.vi.as_str()).collect();
    Expected::Import(
        "imports-not-in-list",
        vec![
            ("given", Arg::Text(written.to_owned())),
            ("accepted", Arg::Text(accepted.join("; "))),
        ],
    )
}

fn unresolved_text(unresolved: &Unresolved, date: Date) -> Expected {
    let listed = |candidates: &[Candidate]| {
        let mut each: Vec<String> = candidates
            .iter()
            .take(MOST_CANDIDATES)
            .map(|candidate| format!("{} ({})", candidate.path, candidate.code))
            .collect();
        if candidates.len() > MOST_CANDIDATES {
            each.push("…".to_owned());
        }
        Arg::Text(each.join("; "))
    };
    let date = ("date", Arg::Date(date));
    match unresolved {
        Unresolved::Ambiguous { candidates, .. } => Expected::Import(
            "imports-unit-ambiguous",
            vec![date, ("candidates", listed(candidates))],
        ),
        Unresolved::Unknown { other_dates, .. } if !other_dates.is_empty() => Expected::Import(
            "imports-unit-other-days",
            vec![date, ("others", listed(other_dates))],
        ),
        Unresolved::Unknown { near, .. } if !near.is_empty() => {
            Expected::Import("imports-unit-near", vec![date, ("near", listed(near))])
        }
        Unresolved::Unknown { .. } => Expected::Import("imports-unit-unknown", vec![date]),
    }
}

fn qualifier(qualifier: intake::Qualifier) -> Qualifier {
    match qualifier {
        intake::Qualifier::Exact => Qualifier::Exact,
        intake::Qualifier::AtLeast => Qualifier::AtLeast,
        intake::Qualifier::MoreThan => Qualifier::MoreThan,
        intake::Qualifier::AtMost => Qualifier::AtMost,
        intake::Qualifier::About => Qualifier::About,
    }
}

/// Reads a year or a quarter as people write it: `2020`, `năm 2020`, `2020-Q3`, `quý III/2020`, `Q3 2020`.
fn read_period(written: &str) -> Option<Period> {
    let written = slug(written);
    let mut year = None;
    let mut quarter = None;
    let mut expects_quarter = false;
    for word in written.split('-') {
        let parsed = word
            .strip_prefix('q')
            .filter(|rest| !rest.is_empty() && *rest != "uy");
        match (word, parsed) {
            ("nam" | "year" | "quy" | "quarter" | "q", _) => {
                expects_quarter = matches!(word, "quy" | "quarter" | "q");
                continue;
            }
            (_, Some(rest)) if quarter.is_none() => quarter = Some(quarter_number(rest)?),
            (word, None) if expects_quarter && quarter.is_none() => quarter = Some(quarter_number(word)?),
            (word, None) if word.len() == 4 && year.is_none() => {
                year = word
                    .parse::<i16>()
                    .ok()
                    .filter(|year| (1900..=2099).contains(year));
                year?;
            }
            _ => return None,
        }
        expects_quarter = false;
    }
    match quarter {
        None => year.map(Period::year),
        Some(quarter) => Period::quarter(year?, quarter),
    }
}

fn quarter_number(word: &str) -> Option<u8> {
    match word {
        "1" | "i" => Some(1),
        "2" | "ii" => Some(2),
        "3" | "iii" => Some(3),
        "4" | "iv" => Some(4),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_alike_wherever_the_tone_is_put() {
        assert_eq!(spelling("Ấp Hòa Thuỷ"), spelling("ấp  Hoà Thủy"));
        assert_ne!(spelling("Vĩnh Thạnh"), spelling("Vĩnh Thành"));
        assert_ne!(spelling("Ấp Tân"), spelling("Ấp Tấn"));
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        let quarter = Period::quarter(2020, 3);
        for (written, period) in [
            ("2020", Some(Period::year(2020))),
            ("Năm 2020", Some(Period::year(2020))),
            ("2020-Q3", quarter),
            ("Quý III/2020", quarter),
            ("quý 3 năm 2020", quarter),
            ("Q3 2020", quarter),
            ("20", None),
            ("2.020", None),
            ("2020-Q5", None),
            ("2020 2021", None),
            ("quý III", None),
            ("01/2020", None),
            ("", None),
        ] {
            assert_eq!(read_period(written), period, "{written:?}");
        }
    }
}
