//! Reported values: the real ones of 2020, and invented reports that make some contradictions to be found.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Amount, Catalogue, NewReported, Period, Qualifier, ReportedId, SourceId, store::Source};
use jiff::{Timestamp, civil::date};
use units::{UnitId, Units};

use crate::{
    DemoError, World,
    book::{Drawn, midnight},
    dice::Dice,
    world::{LAST_YEAR, PROVINCE},
};

/// A source with the values that it states.
pub(crate) struct Report {
    pub(crate) source: Source,
    pub(crate) values: Vec<NewReported>,
}

const NEWSPAPER_FILE: &str = "data/demo/an-giang-2020.csv";

#[derive(serde::Deserialize)]
struct Printed {
    unit: String,
    year: i16,
    indicator: String,
    reported: String,
    source_note: String,
}

/// The figures that Báo An Giang printed in 2022 about the year 2020: real, in the province as it was then.
///
/// # Errors
/// [`DemoError::Data`] when the shipped file is damaged.
pub(crate) fn newspaper(world: &World, units: &Units) -> Result<Report, DemoError> {
    let damaged = |reason: String| DemoError::Data {
        file: NEWSPAPER_FILE,
        reason,
    };
    let published = date(2022, 10, 7);
    let mut ids = Ids::new(world, 1, midnight(published));
    let source = Source {
        id: SourceId(ids.next()),
        title: "An Giang: Thực hiện tốt Quy chế dân chủ ở cơ sở".to_owned(),
        publisher: "Báo An Giang".to_owned(),
        published_on: Some(published),
        locator: "baoangiang.com.vn".to_owned(),
        note: String::new(),
    };
    let text = include_str!("../../../data/demo/an-giang-2020.csv");
    let mut values = Vec::new();
    for row in csv::Reader::from_reader(text.as_bytes()).deserialize() {
        let row: Printed = row.map_err(|error| damaged(error.to_string()))?;
        let unit = units
            .resolve(&row.unit, date(row.year, 12, 31))
            .map_err(|unresolved| damaged(unresolved.to_string()))?;
        let (qualifier, number) = Qualifier::split(&row.reported);
        let value = number
            .parse()
            .map_err(|error| damaged(format!("{number:?}: {error}")))?;
        // What is not exact is shown in the words of the source.
        let (as_written, note) = match qualifier {
            Qualifier::Exact => (grouped(value), row.source_note),
            _ => (row.source_note, String::new()),
        };
        values.push(NewReported {
            id: ReportedId(ids.next()),
            unit: unit.id,
            indicator: row.indicator,
            period: Period::year(row.year),
            amount: Amount { value, qualifier },
            as_written,
            note,
            source: source.id,
            batch: None,
        });
    }
    Ok(Report { source, values })
}

/// What the invented communes and the province report for the last year. Each value is what is counted from
/// records, except for [`FAULTS`].
const INDICATORS: [&str; 9] = [
    "dan_van_kheo.registered.total",
    "dan_van_kheo.registered.economy",
    "dan_van_kheo.registered.culture_society",
    "dan_van_kheo.registered.defence_security",
    "dan_van_kheo.registered.political_system",
    "dan_van_kheo.carried_out.total",
    "publicity.sessions",
    "conferences.hamlet",
    "mediation.received",
];
/// What the province alone reports, and nobody counts: members of the steering committee, and the index of
/// Decision 766 in hundredths of a point.
const PROVINCE_ONLY: [(&str, i64, &str); 2] = [
    ("leadership.steering_members", 17, "17"),
    ("procedures.index_766", 8_745, "87,45"),
];
/// How many communes report, the first by code of those whose records are all their own.
const REPORTERS: usize = 5;

/// A value that is reported otherwise than counted.
struct Fault {
    /// Which of the reporting communes.
    commune: usize,
    /// The indicator that is reported wrongly.
    indicator: &'static str,
    /// What is reported instead: the count of this indicator…
    count_of: &'static str,
    /// … and so many more.
    more: i64,
}

/// The deliberate contradictions of the last year; the only place where the world contradicts itself.
/// Each also differs from what is counted, which tells a reader on which side the mistake is.
const FAULTS: [Fault; 3] = [
    // Only that: more sessions are reported than were recorded.
    Fault {
        commune: 0,
        indicator: "publicity.sessions",
        count_of: "publicity.sessions",
        more: 6,
    },
    // The four fields do not add up to the total.
    Fault {
        commune: 1,
        indicator: "dan_van_kheo.registered.culture_society",
        count_of: "dan_van_kheo.registered.culture_society",
        more: 4,
    },
    // More models are carried out than were registered.
    Fault {
        commune: 2,
        indicator: "dan_van_kheo.carried_out.total",
        count_of: "dan_van_kheo.registered.total",
        more: 3,
    },
];

/// What flowed in the last year, by unit and series.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<UnitId, BTreeMap<String, i64>>);

impl Tally {
    pub(crate) fn add(&mut self, drawn: &Drawn) {
        for fact in &drawn.entry.facts {
            if !fact.stock && fact.date.year() == LAST_YEAR {
                let series = self.0.entry(drawn.unit).or_default();
                match series.get_mut(&fact.series) {
                    Some(sum) => *sum += fact.quantity,
                    None => {
                        series.insert(fact.series.clone(), fact.quantity);
                    }
                }
            }
        }
    }

    fn count(&self, catalogue: &Catalogue, units: &BTreeSet<UnitId>, indicator: &str) -> i64 {
        let series = catalogue.series_of(indicator);
        let of_unit = units.iter().filter_map(|unit| self.0.get(unit));
        of_unit
            .flat_map(|sums| series.iter().filter_map(|series| sums.get(series)))
            .sum()
    }
}

/// The invented reports for the last year: of some communes, and of the province.
///
/// # Errors
/// [`DemoError::NoProvince`] when the registry does not know An Giang of 2025.
pub(crate) fn invented(
    world: &World,
    units: &Units,
    catalogue: &Catalogue,
    tally: &Tally,
) -> Result<Vec<Report>, DemoError> {
    let last_day = world.last_day();
    let province = units.at(PROVINCE, last_day).ok_or(DemoError::NoProvince)?;
    let communes = units
        .children(province.id, last_day)
        .take(world.communes)
        .map(|unit| (unit, units.contributors(unit.id, last_day)))
        .filter(|(_, contributors)| contributors.shared.is_empty())
        .take(REPORTERS);
    let mut ids = Ids::new(world, 2, world.entered_at());
    let mut reports = Vec::new();
    let mut reporters: Vec<_> = communes
        .map(|(unit, contributors)| (unit, contributors.whole))
        .collect();
    reporters.push((province, units.contributors(province.id, last_day).whole));
    for (position, (unit, contributors)) in reporters.iter().enumerate() {
        let of_province = unit.id == province.id;
        let counted = INDICATORS.map(|indicator| {
            let fault = FAULTS
                .iter()
                .find(|fault| !of_province && fault.commune == position && fault.indicator == indicator);
            let (count_of, more) = fault.map_or((indicator, 0), |fault| (fault.count_of, fault.more));
            let value = tally.count(catalogue, contributors, count_of) + more;
            (indicator, value, grouped(value))
        });
        let mut stated = counted.to_vec();
        if of_province {
            stated.extend(
                PROVINCE_ONLY.map(|(indicator, value, written)| (indicator, value, written.to_owned())),
            );
        }
        let source = Source {
            id: SourceId(ids.next()),
            title: format!("Báo cáo minh họa năm {LAST_YEAR} của {}", unit.name),
            publisher: "Đình, dữ liệu minh họa".to_owned(),
            published_on: Some(last_day),
            locator: String::new(),
            note: "Số liệu bịa ra để minh họa, không phải số liệu của địa phương.".to_owned(),
        };
        let values = stated
            .into_iter()
            .map(|(indicator, value, as_written)| NewReported {
                id: ReportedId(ids.next()),
                unit: unit.id,
                indicator: indicator.to_owned(),
                period: Period::year(LAST_YEAR),
                amount: Amount::exact(value),
                as_written,
                note: String::new(),
                source: source.id,
                batch: None,
            });
        let values = values.collect();
        reports.push(Report { source, values });
    }
    Ok(reports)
}

/// Identifiers of sources and values.
struct Ids {
    at: Timestamp,
    dice: Dice,
}

impl Ids {
    fn new(world: &World, stream: u64, at: Timestamp) -> Self {
        Self {
            at,
            dice: Dice::new(world.seed, (1 << 62) + stream),
        }
    }

    fn next(&mut self) -> uuid::Uuid {
        platform::id::uuid_v7(self.at, self.dice.octets())
    }
}

/// A number as Vietnamese prints it: 2.374.
fn grouped(value: i64) -> String {
    let digits = value.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push('.');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_as_in_vietnamese() {
        for (value, written) in [(0, "0"), (274, "274"), (2_374, "2.374"), (1_000_000, "1.000.000")] {
            assert_eq!(grouped(value), written);
        }
    }
}
