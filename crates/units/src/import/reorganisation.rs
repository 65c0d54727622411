//! A new reorganisation: which units it closes, which it opens, and what became what.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbResult, Value, Write},
    params,
};
use serde::Serialize;

use super::{
    ImportError, Outcome, Problem, first_time,
    reading::{Problems, lines},
    successions::unfit,
};
use crate::{
    Level, SourceId, Unit, UnitId, UnitKind, Units,
    official::kind_and_name,
    store::{
        INSERT_CLOSING, INSERT_STATEMENT, INSERT_UNIT, NewSource, insert_rows, next, source_id, unit_row,
    },
};

/// Headings of the file. `close` needs `code`; `open` needs `code`, `name` and `parent_code`; `link` needs
/// `code`, `new_code` and `partial`.
pub const CHANGE_COLUMNS: &[&str] = &[
    "action",
    "code",
    "name",
    "parent_code",
    "new_code",
    "partial",
    "latitude",
    "longitude",
    "area_km2",
];

/// A reorganisation to be recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NewReorganisation {
    /// What it is called.
    pub title: String,
    /// The resolution that decided it.
    pub legal_document: String,
    /// First day of the new units.
    pub effective: Date,
    /// Where its units and links are taken from.
    pub source: NewSource,
    /// What it changes.
    pub changes: Vec<ChangeRow>,
}

/// A change with its place in the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeRow {
    /// Line of the file.
    #[serde(skip)]
    pub line: u64,
    /// What is changed.
    pub change: Change,
}

/// One change of a reorganisation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A unit ends.
    Close {
        /// Its code.
        code: String,
    },
    /// A unit begins. The code's length tells its level: 2 digits a province, 3 a district, 5 a commune.
    Open {
        /// Its code.
        code: String,
        /// Its full name, which begins with its kind: "Xã Phú Hữu".
        name: String,
        /// Code of the unit it lies in; for provinces "VN".
        parent_code: String,
        /// Latitude and longitude of its centre in degrees.
        centre: Option<(f64, f64)>,
        /// Area in km².
        area_km2: Option<f64>,
    },
    /// What ends becomes what begins.
    Link {
        /// Code of the unit that ends.
        old_code: String,
        /// Code of the unit that begins.
        new_code: String,
        /// Only a part of it.
        partial: bool,
    },
}

/// Reads the changes of a reorganisation from CSV.
///
/// # Errors
/// All [`Problem`]s of the file.
pub fn read_changes(bytes: &[u8]) -> Result<Vec<ChangeRow>, Vec<Problem>> {
    let lines = lines(bytes, CHANGE_COLUMNS, &["action", "code"])?;
    let mut problems = Problems::default();
    let mut rows = Vec::with_capacity(lines.len());
    for line in &lines {
        let code = problems.text(line, "code");
        let change = match line.cell("action").to_lowercase().as_str() {
            "close" => code.map(|code| Change::Close { code }),
            "open" => {
                let name = problems.text(line, "name");
                let parent_code = problems.text(line, "parent_code");
                let latitude = problems.number(line, "latitude", -90.0..=90.0);
                let longitude = problems.number(line, "longitude", -180.0..=180.0);
                let area_km2 = problems.number(line, "area_km2", 0.0..=1_000_000.0);
                match (code, name, parent_code, latitude, longitude, area_km2) {
                    (
                        Some(code),
                        Some(name),
                        Some(parent_code),
                        Some(latitude),
                        Some(longitude),
                        Some(area_km2),
                    ) => Some(Change::Open {
                        code,
                        name,
                        parent_code,
                        centre: latitude.zip(longitude),
                        area_km2,
                    }),
                    _ => None,
                }
            }
            "link" => {
                let new_code = problems.text(line, "new_code");
                let partial = problems.flag(line, "partial");
                match (code, new_code, partial) {
                    (Some(old_code), Some(new_code), Some(partial)) => Some(Change::Link {
                        old_code,
                        new_code,
                        partial,
                    }),
                    _ => None,
                }
            }
            found => {
                problems.add(
                    Problem::new(line.number, "action", "units-import-choice")
                        .with("found", found)
                        .with("expected", "close, open, link"),
                );
                None
            }
        };
        rows.extend(change.map(|change| ChangeRow {
            line: line.number,
            change,
        }));
    }
    problems.or(rows)
}

/// Records a reorganisation.
///
/// # Errors
/// [`ImportError`]; then the transaction must not be kept.
pub async fn reorganisation(
    write: &mut Write,
    new: &NewReorganisation,
    at: Timestamp,
) -> Result<Outcome, ImportError> {
    let entries = new.changes.len();
    if !first_time(write, "reorganisation", new, entries, at).await? {
        return Ok(Outcome::Already);
    }
    let units = Units::load(write).await?;
    let source = source_id(write, &new.source).await?;
    let first = UnitId(next(write, "SELECT MAX(id) FROM unit").await?);
    let plan = Plan::make(&units, new, first, source).map_err(ImportError::Problems)?;
    plan.store(write, new, source, at).await?;
    // What can't be loaded again must not be kept.
    Units::load(write).await?;
    Ok(Outcome::Done { entries })
}

/// What is to be stored for a reorganisation.
#[derive(Default)]
struct Plan {
    closed: Vec<UnitId>,
    opened: Vec<Unit>,
    links: Vec<(UnitId, UnitId, bool)>,
}

/// Changes sorted by what they do, with their lines.
struct Sorted<'a> {
    closed: BTreeMap<&'a str, (u64, &'a Unit)>,
    opened: BTreeMap<&'a str, u64>,
}

impl Plan {
    fn make(
        units: &Units,
        new: &NewReorganisation,
        first: UnitId,
        source: SourceId,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        for (column, text) in [("title", &new.title), ("legal_document", &new.legal_document)] {
            if text.trim().is_empty() {
                problems.add(Problem::new(0, column, "units-import-empty"));
            }
        }
        if new.source.title.trim().is_empty() {
            problems.add(Problem::new(0, "source", "units-import-empty"));
        }
        if new.changes.is_empty() {
            problems.add(Problem::new(0, None, "units-import-nothing"));
        }
        let mut plan = Self::default();
        let mut sorted = Sorted {
            closed: BTreeMap::new(),
            opened: BTreeMap::new(),
        };
        for ChangeRow { line, change } in &new.changes {
            match change {
                Change::Close { code } => match closable(units, *line, code, new.effective) {
                    Ok(unit) if sorted.closed.insert(code, (*line, unit)).is_none() => {
                        plan.closed.push(unit.id);
                    }
                    Ok(_) => problems.add(twice(*line, code)),
                    Err(problem) => problems.add(problem),
                },
                Change::Open { code, .. } => {
                    if sorted.opened.insert(code, *line).is_some() {
                        problems.add(twice(*line, code));
                    }
                }
                Change::Link { .. } => {}
            }
        }
        plan.open(units, new, &sorted, (first, source), &mut problems);
        plan.link(new, &sorted, &mut problems);
        plan.complete(units, new.effective, &sorted, &mut problems);
        problems.or(plan)
    }

    /// Makes the units that begin, larger ones first, so that each finds its parent.
    fn open(
        &mut self,
        units: &Units,
        new: &NewReorganisation,
        sorted: &Sorted<'_>,
        (first, source): (UnitId, SourceId),
        problems: &mut Problems,
    ) {
        let mut rows: Vec<(Level, u64, &Change)> = Vec::new();
        for ChangeRow { line, change } in &new.changes {
            if let Change::Open { code, .. } = change {
                match level_of(code) {
                    Some(level) => rows.push((level, *line, change)),
                    None => {
                        problems.add(Problem::new(*line, "code", "units-import-code").with("found", code))
                    }
                }
            }
        }
        rows.sort_by_key(|(level, line, _)| (*level, *line));
        for (level, line, change) in rows {
            let Change::Open {
                code,
                name,
                parent_code,
                centre,
                area_km2,
            } = change
            else {
                continue;
            };
            if let Some(taken) = units.at(code, new.effective)
                && !sorted.closed.contains_key(code.as_str())
            {
                problems.add(
                    Problem::new(line, "code", "units-import-code-taken")
                        .with("found", code)
                        .with("unit", &taken.name),
                );
            }
            let parent = self
                .opened
                .iter()
                .find(|unit| unit.code == *parent_code)
                .or_else(|| {
                    let parent = units.at(parent_code, new.effective)?;
                    let goes_on =
                        parent.valid_to.is_none() && !sorted.closed.contains_key(parent_code.as_str());
                    goes_on.then_some(parent)
                });
            let Some(parent) = parent.filter(|parent| parent.level < level) else {
                problems.add(
                    Problem::new(line, "parent_code", "units-import-parent")
                        .with("found", parent_code)
                        .with("date", new.effective),
                );
                continue;
            };
            let Some((kind, name)) = kind_and_name(level, name, Some(parent.kind)) else {
                let kinds: BTreeSet<&str> = UnitKind::ALL
                    .iter()
                    .filter(|kind| kind.level() == level)
                    .map(|k| k.prefix())
                    .collect();
                problems.add(
                    Problem::new(line, "name", "units-import-kind")
                        .with("found", name)
                        .with("expected", Vec::from_iter(kinds).join(", ")),
                );
                continue;
            };
            let count = i64::try_from(self.opened.len()).unwrap_or(i64::MAX);
            let parent = parent.id;
            self.opened.push(Unit {
                id: UnitId(first.0.saturating_add(count)),
                code: code.clone(),
                name,
                kind,
                level,
                parent: Some(parent),
                valid_from: Some(new.effective),
                valid_to: None,
                centre: *centre,
                area_km2: *area_km2,
                source,
            });
        }
    }

    fn link(&mut self, new: &NewReorganisation, sorted: &Sorted<'_>, problems: &mut Problems) {
        for ChangeRow { line, change } in &new.changes {
            let Change::Link {
                old_code,
                new_code,
                partial,
            } = change
            else {
                continue;
            };
            let old = sorted.closed.get(old_code.as_str()).map(|(_, unit)| unit.id);
            let to = self
                .opened
                .iter()
                .find(|unit| unit.code == *new_code)
                .map(|unit| unit.id);
            if old.is_none() {
                problems
                    .add(Problem::new(*line, "code", "units-import-link-not-closed").with("found", old_code));
            }
            if to.is_none() && !sorted.opened.contains_key(new_code.as_str()) {
                problems.add(
                    Problem::new(*line, "new_code", "units-import-link-not-opened").with("found", new_code),
                );
            }
            let (Some(old), Some(to)) = (old, to) else {
                continue;
            };
            if self.links.iter().any(|link| (link.0, link.1) == (old, to)) {
                problems.add(
                    Problem::new(*line, None, "units-import-link-twice")
                        .with("old", old_code)
                        .with("new", new_code),
                );
            }
            self.links.push((old, to, *partial));
        }
    }

    /// Every commune that ends goes somewhere, every one that begins comes from somewhere, and nothing is left
    /// under a unit that ends.
    fn complete(&self, units: &Units, effective: Date, sorted: &Sorted<'_>, problems: &mut Problems) {
        let mut targets: BTreeMap<UnitId, BTreeMap<UnitId, bool>> = BTreeMap::new();
        for (old, to, partial) in &self.links {
            targets.entry(*old).or_default().insert(*to, *partial);
        }
        let none = BTreeMap::new();
        for (code, (line, unit)) in &sorted.closed {
            let links = targets.get(&unit.id).unwrap_or(&none);
            if unit.level == Level::Commune && links.is_empty() {
                problems.add(Problem::new(*line, "code", "units-import-goes-nowhere").with("found", code));
            }
            if let Some(problem) = unfit(Some(unit), *line, links) {
                problems.add(problem);
            }
            for child in units.children(unit.id, effective) {
                if !sorted.closed.contains_key(child.code.as_str()) {
                    problems.add(
                        Problem::new(*line, "code", "units-import-child-left")
                            .with("found", code)
                            .with("child", &child.code)
                            .with("unit", &child.name),
                    );
                }
            }
        }
        for unit in self.opened.iter().filter(|unit| unit.level == Level::Commune) {
            if !self.links.iter().any(|(_, to, _)| *to == unit.id) {
                let line = sorted.opened.get(unit.code.as_str()).copied().unwrap_or_default();
                problems.add(
                    Problem::new(line, "code", "units-import-comes-from-nowhere").with("found", &unit.code),
                );
            }
        }
    }

    async fn store(
        &self,
        write: &mut Write,
        new: &NewReorganisation,
        source: SourceId,
        at: Timestamp,
    ) -> DbResult<()> {
        let id = next(write, "SELECT MAX(id) FROM reorganisation").await?;
        write
            .execute(
                "INSERT INTO reorganisation (id, title, legal_document, effective, source_id, recorded_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &params![
                    id,
                    new.title.trim(),
                    new.legal_document.trim(),
                    new.effective,
                    source.0,
                    at
                ],
            )
            .await?;
        let rows: Vec<[Value; 12]> = self.opened.iter().map(|unit| unit_row(unit, Some(id))).collect();
        insert_rows(write, INSERT_UNIT, &rows).await?;
        let rows: Vec<[Value; 2]> = self.closed.iter().map(|unit| params![unit.0, id]).collect();
        insert_rows(write, INSERT_CLOSING, &rows).await?;
        let first = next(write, "SELECT MAX(id) FROM unit_succession").await?;
        let rows: Vec<[Value; 9]> = (first..)
            .zip(&self.links)
            .map(|(number, (old, to, partial))| {
                params![number, old.0, to.0, "add", *partial, id, source.0, "", at]
            })
            .collect();
        insert_rows(write, INSERT_STATEMENT, &rows).await
    }
}

/// The unit with a code that may end on a day: it exists before and on the day, and nothing else ends it.
fn closable<'a>(units: &'a Units, line: u64, code: &str, effective: Date) -> Result<&'a Unit, Problem> {
    let unit = units
        .at(code, effective)
        .filter(|unit| unit.valid_from.is_none_or(|from| from < effective));
    match unit {
        Some(Unit {
            level: Level::Country,
            ..
        })
        | None => Err(Problem::new(line, "code", "units-import-no-unit-on")
            .with("found", code)
            .with("date", effective)),
        Some(Unit {
            valid_to: Some(to), ..
        }) => Err(Problem::new(line, "code", "units-import-ends-already")
            .with("found", code)
            .with("date", to)),
        Some(unit) => Ok(unit),
    }
}

fn twice(line: u64, code: &str) -> Problem {
    Problem::new(line, "code", "units-import-code-twice").with("found", code)
}

fn level_of(code: &str) -> Option<Level> {
    if !code.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    match code.len() {
        2 => Some(Level::Province),
        3 => Some(Level::District),
        5 => Some(Level::Commune),
        _ => None,
    }
}
