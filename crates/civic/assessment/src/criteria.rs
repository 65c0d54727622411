//! A set of criteria (bộ tiêu chí) as data: what is asked, what it gives, which figures speak for it, which grades there are.
//! The files are `data/criteria/*.toml`; they are checked against the catalogue of facts as a whole.

use std::{collections::BTreeSet, fmt};

use facts::{
    Catalogue,
    catalogue::{ColumnKind, Formula},
};
use serde::Deserialize;
use units::UnitKind;

/// The files that Đình is delivered with.
const DELIVERED: &[(&str, &str)] = &[
    (
        "dan-chu-o-xa.toml",
        include_str!("../../../../data/criteria/dan-chu-o-xa.toml"),
    ),
    (
        "nong-thon-moi-2021-2025.toml",
        include_str!("../../../../data/criteria/nong-thon-moi-2021-2025.toml"),
    ),
    (
        "nong-thon-moi-2026-2030.toml",
        include_str!("../../../../data/criteria/nong-thon-moi-2026-2030.toml"),
    ),
    (
        "do-thi-van-minh.toml",
        include_str!("../../../../data/criteria/do-thi-van-minh.toml"),
    ),
];

/// The most criteria of a set, and the most questions of its survey: as many as a form has names for.
pub const MOST: usize = 24;

/// The same words in the languages of Đình.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    vi: String,
    en: String,
    km: String,
}

impl Words {
    /// The words in a language (`vi`, `en`, `km`); Vietnamese for any other.
    #[must_use]
    pub fn get(&self, language: &str) -> &str {
        match language {
            "en" => &self.en,
            "km" => &self.km,
            _ => &self.vi,
        }
    }
}

/// What a set stands on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The document that says so.
    pub source: String,
    /// Whether the document was read; otherwise a place must put its own set here.
    pub certain: bool,
}

/// How a criterion is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// By points up to the criterion's most.
    Points,
    /// Met or not.
    Met,
}

/// A figure that speaks for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Key of the indicator it is counted by; none for the survey.
    pub indicator: Option<String>,
    /// Whether it is the share of answers, in the survey of the year, by people who are content.
    #[serde(default)]
    pub survey: bool,
    /// At this value or below, no point is suggested: a percentage for shares, else a number.
    pub none: i64,
    /// At this value or above, all points are.
    pub full: i64,
}

impl Evidence {
    /// What its value is kept under.
    #[must_use]
    pub fn source(&self) -> &str {
        self.indicator.as_deref().unwrap_or(SURVEY)
    }
}

/// What the survey's share is kept under.
pub const SURVEY: &str = "survey";

/// A criterion (tiêu chí).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Stable key.
    pub key: String,
    /// The most points, from 1.
    pub most: i64,
    /// What it asks.
    pub name: Words,
    /// What speaks for it.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// A grade (mức xếp loại).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// Stable key.
    pub key: String,
    /// The least sum of points for it.
    pub least: i64,
    /// What it is called.
    pub name: Words,
}

/// A question of the survey, answered from 1 to 5.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable key.
    pub key: String,
    /// What is asked.
    pub name: Words,
}

/// A set of criteria.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriteriaSet {
    /// Stable key.
    pub key: String,
    /// The step of its addresses.
    pub slug: String,
    /// What it is called.
    pub name: Words,
    /// What it is about.
    pub about: Words,
    /// What it stands on.
    pub basis: Basis,
    /// Kinds of unit it is for.
    pub kinds: Vec<UnitKind>,
    /// The first year assessed by it.
    pub from: i16,
    /// The last one; none while it is in force.
    pub until: Option<i16>,
    /// How criteria are scored.
    pub scale: Scale,
    /// The record form that a result fills; none when it is counted nowhere.
    pub record: Option<String>,
    /// The criteria.
    #[serde(rename = "criterion")]
    pub criteria: Vec<Criterion>,
    /// The grades, the highest first.
    #[serde(rename = "grade")]
    pub grades: Vec<Grade>,
    /// The questions of its survey.
    #[serde(rename = "question", default)]
    pub questions: Vec<Question>,
}

/// What is wrong in a set's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not written as sets are.
    #[error("it can't be read: {0}")]
    Syntax(String),
    /// A key or slug with other signs than small letters, digits and its separator.
    #[error("{0:?} can't be a key or a part of an address: use small letters and digits")]
    Name(String),
    /// Another set has that key or slug.
    #[error("{0:?} belongs to another set")]
    Taken(String),
    /// A key stands twice.
    #[error("{0:?} stands twice")]
    Twice(String),
    /// There is no criterion, or more than a form holds; or more questions than that.
    #[error("give between 1 and {MOST} criteria, and at most {MOST} questions")]
    Many,
    /// A criterion gives nothing, or more than one in a set of things that are met.
    #[error("the criterion {0:?} must give at least 1 point, and exactly 1 where it is met or not")]
    Points(String),
    /// There is no such indicator, or one that no record counts.
    #[error("the catalogue counts no indicator {0:?}")]
    Indicator(String),
    /// Evidence that is neither an indicator nor the survey, or both.
    #[error("evidence of {0:?} must name an indicator or the survey, not both")]
    Evidence(String),
    /// No value lies between none and full.
    #[error("evidence of {0:?}: `full` must be above `none`")]
    Span(String),
    /// A survey speaks for a criterion, but nothing is asked.
    #[error("{0:?} rests on the survey, which asks nothing")]
    Unasked(String),
    /// Grades that are not in falling order down to 0, or that nobody can reach.
    #[error("grades go from the highest down to 0, and none asks for more than all points ({0})")]
    Grades(i64),
    /// The form can't be filled by a result.
    #[error("the form {0:?} can't be filled by a result: it needs title, place, grade, decided_on")]
    Record(String),
    /// The form's list has no such grade.
    #[error("the form's list of grades has no {0:?}")]
    RecordGrade(String),
    /// It is for no kind of commune, or its years are none.
    #[error("name kinds of commune, and years in their order")]
    For,
}

/// What is wrong in the files, each fault with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(
    /// File and fault.
    pub Vec<(String, Fault)>,
);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (file, fault)) in self.0.iter().enumerate() {
            let separator = if at == 0 { "" } else { "; " };
            write!(f, "{separator}{file}: {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// The sets that Đình is delivered with.
///
/// # Errors
/// [`Faults`], all at once.
pub fn delivered(catalogue: &Catalogue) -> Result<Vec<CriteriaSet>, Faults> {
    parse(DELIVERED, catalogue)
}

/// Reads sets from texts by file.
///
/// # Errors
/// [`Faults`], all of all files at once.
pub fn parse(files: &[(&str, &str)], catalogue: &Catalogue) -> Result<Vec<CriteriaSet>, Faults> {
    let mut sets: Vec<CriteriaSet> = Vec::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        match toml::from_str::<CriteriaSet>(text) {
            Err(error) => faults.push(((*file).to_owned(), Fault::Syntax(error.message().to_owned()))),
            Ok(set) => {
                let mut found = set.faults(catalogue);
                for other in &sets {
                    if other.key == set.key {
                        found.push(Fault::Taken(set.key.clone()));
                    }
                    if other.slug == set.slug {
                        found.push(Fault::Taken(set.slug.clone()));
                    }
                }
                faults.extend(found.into_iter().map(|fault| ((*file).to_owned(), fault)));
                sets.push(set);
            }
        }
    }
    if faults.is_empty() {
        Ok(sets)
    } else {
        Err(Faults(faults))
    }
}

fn is_name(text: &str, separator: u8) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|octet| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == separator)
}

fn twice<'a>(keys: impl IntoIterator<Item = &'a str>) -> Vec<Fault> {
    let mut seen = BTreeSet::new();
    keys.into_iter()
        .filter(|key| !seen.insert(*key))
        .map(|key| Fault::Twice(key.to_owned()))
        .collect()
}

/// Kinds of unit on the level of communes since 2025-07-01 and before.
const COMMUNES: [UnitKind; 4] = [
    UnitKind::Commune,
    UnitKind::Ward,
    UnitKind::Township,
    UnitKind::SpecialZone,
];

/// Columns of a form that a result fills.
const FILLED: [&str; 4] = ["title", "place", "grade", "decided_on"];

impl CriteriaSet {
    /// All points together.
    #[must_use]
    pub fn most(&self) -> i64 {
        self.criteria.iter().map(|criterion| criterion.most).sum()
    }

    /// Whether a kind of unit is assessed by it in a year.
    #[must_use]
    pub fn is_for(&self, kind: UnitKind, year: i16) -> bool {
        self.kinds.contains(&kind) && year >= self.from && self.until.is_none_or(|until| year <= until)
    }

    /// A grade.
    #[must_use]
    pub fn grade(&self, key: &str) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.key == key)
    }

    /// A criterion.
    #[must_use]
    pub fn criterion(&self, key: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == key)
    }

    /// Whether the survey speaks for one of its criteria, or is asked at all.
    #[must_use]
    pub fn has_survey(&self) -> bool {
        !self.questions.is_empty()
    }

    fn faults(&self, catalogue: &Catalogue) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (text, separator) in [(&self.key, b'_'), (&self.slug, b'-')] {
            if !is_name(text, separator) {
                faults.push(Fault::Name(text.clone()));
            }
        }
        if !(1..=MOST).contains(&self.criteria.len()) || self.questions.len() > MOST {
            faults.push(Fault::Many);
        }
        let no_commune = self.kinds.is_empty() || self.kinds.iter().any(|kind| !COMMUNES.contains(kind));
        if no_commune || self.until.is_some_and(|until| until < self.from) {
            faults.push(Fault::For);
        }
        faults.extend(twice(self.criteria.iter().map(|one| one.key.as_str())));
        faults.extend(twice(self.grades.iter().map(|one| one.key.as_str())));
        faults.extend(twice(self.questions.iter().map(|one| one.key.as_str())));
        for criterion in &self.criteria {
            faults.extend(self.criterion_faults(catalogue, criterion));
        }
        let falling = self.grades.windows(2).all(|two| two[0].least > two[1].least);
        let ends = self.grades.last().is_some_and(|last| last.least == 0);
        let reached = self
            .grades
            .first()
            .is_some_and(|first| first.least <= self.most());
        if !falling || !ends || !reached {
            faults.push(Fault::Grades(self.most()));
        }
        faults.extend(self.record_faults(catalogue));
        faults
    }

    fn criterion_faults(&self, catalogue: &Catalogue, criterion: &Criterion) -> Vec<Fault> {
        let mut faults = Vec::new();
        let right = match self.scale {
            Scale::Points => criterion.most >= 1,
            Scale::Met => criterion.most == 1,
        };
        if !right {
            faults.push(Fault::Points(criterion.key.clone()));
        }
        faults.extend(twice(criterion.evidence.iter().map(Evidence::source)));
        for evidence in &criterion.evidence {
            if evidence.indicator.is_some() == evidence.survey {
                faults.push(Fault::Evidence(criterion.key.clone()));
            }
            if evidence.full <= evidence.none {
                faults.push(Fault::Span(criterion.key.clone()));
            }
            if evidence.survey && self.questions.is_empty() {
                faults.push(Fault::Unasked(criterion.key.clone()));
            }
            if let Some(key) = &evidence.indicator
                && !catalogue
                    .indicator(key)
                    .is_some_and(|indicator| !matches!(indicator.formula, Formula::Reported))
            {
                faults.push(Fault::Indicator(key.clone()));
            }
        }
        faults
    }

    fn record_faults(&self, catalogue: &Catalogue) -> Vec<Fault> {
        let Some(record) = &self.record else {
            return Vec::new();
        };
        let wrong = || vec![Fault::Record(record.clone())];
        let Some(form) = catalogue.record_kind(record) else {
            return wrong();
        };
        let unfilled = form
            .columns
            .iter()
            .any(|column| column.required && !FILLED.contains(&column.key.as_str()));
        if unfilled || FILLED.iter().any(|key| form.column(key).is_none()) {
            return wrong();
        }
        let list = form.column("grade").and_then(|column| match &column.kind {
            ColumnKind::Choice(list) => catalogue.list(list),
            _ => None,
        });
        let Some(list) = list else { return wrong() };
        self.grades
            .iter()
            .filter(|grade| list.item(&grade.key).is_none())
            .map(|grade| Fault::RecordGrade(grade.key.clone()))
            .collect()
    }
}
