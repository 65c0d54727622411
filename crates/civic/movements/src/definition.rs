//! A movement (phong trào thi đua) as data: what is registered in it, by whom, how it is counted and who recognises it.
//! The files are `data/movements/*.toml`; they are checked against the catalogue of facts as a whole.

use std::{collections::BTreeSet, fmt};

use facts::{
    Catalogue,
    catalogue::{ColumnKind, Item, List, RecordKind},
};
use jiff::civil::Date;
use serde::Deserialize;

/// The files that Đình is delivered with.
const DELIVERED: &[(&str, &str)] = &[(
    "dan-van-kheo.toml",
    include_str!("../../../../data/movements/dan-van-kheo.toml"),
)];

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

/// What a number of the movement stands on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// The document that says so.
    pub source: String,
    /// Whether the document was read; otherwise a place must put its own rule here.
    pub certain: bool,
}

/// Which column of the record form holds what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// What the model is called: text.
    pub title: String,
    /// Nhóm danh hiệu: a choice.
    pub group: String,
    /// Lĩnh vực chính: a choice.
    pub field: String,
    /// Who holds it: a choice.
    pub holder: String,
    /// When it was registered: a date.
    pub registered_on: String,
    /// When it was carried out: a date.
    pub carried_out_on: String,
    /// When it was recognised: a date.
    pub recognised_on: String,
    /// Whether it is kept up from an earlier year: a flag.
    pub maintained: String,
}

/// The indicators that the table counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicators {
    /// Models registered.
    pub registered: String,
    /// Models carried out.
    pub carried_out: String,
    /// Models recognised.
    pub recognised: String,
    /// Models kept up from earlier years.
    pub maintained: String,
}

impl Indicators {
    /// All of them, in the order of the table.
    #[must_use]
    pub fn all(&self) -> [&str; 4] {
        [
            &self.registered,
            &self.carried_out,
            &self.recognised,
            &self.maintained,
        ]
    }
}

/// Who may hold a model.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    /// Item of the holder list.
    pub key: String,
    /// Whether it is one person: the name is then personal data, public only with written consent.
    pub person: bool,
}

/// Who registers models, and when.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// Roles in which it is done.
    pub roles: Vec<String>,
    /// Month and day, `03-31`, until which it is usually done.
    usually_until: String,
    /// What that stands on.
    pub basis: Basis,
}

/// Hội đồng xét công nhận: who reviews.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Council {
    /// How many members must vote at least.
    pub least: u32,
    /// More than this part …
    pub part: u32,
    /// … of this whole must vote for it.
    pub whole: u32,
    /// What that stands on.
    pub basis: Basis,
}

/// What a model came to, as a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureKind {
    /// Stable key.
    pub key: String,
    /// What it counts.
    pub name: Words,
    /// Key of the unit of measure in the catalogue.
    pub unit: String,
}

/// A movement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Movement {
    /// Stable key.
    pub key: String,
    /// First step of its addresses.
    pub slug: String,
    /// What it is called.
    pub name: Words,
    /// What it is about, in a sentence or two.
    pub about: Words,
    /// Key of the record form that a model fills.
    pub record: String,
    /// Its columns.
    #[serde(rename = "column")]
    pub columns: Columns,
    /// What is counted.
    #[serde(rename = "indicator")]
    pub indicators: Indicators,
    /// Who may hold a model.
    #[serde(rename = "holder")]
    pub holders: Vec<Holder>,
    /// Who registers models, and when.
    pub registration: Registration,
    /// Who reviews them.
    pub council: Council,
    /// What a model came to, in figures.
    #[serde(rename = "figure", default)]
    pub figures: Vec<FigureKind>,
}

/// What is wrong in a movement's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is not written as movements are.
    #[error("it can't be read: {0}")]
    Syntax(String),
    /// A key or slug with other signs than small letters, digits and its separator.
    #[error("{0:?} can't be a key or a part of an address: use small letters and digits")]
    Name(String),
    /// Another movement has that key or slug.
    #[error("{0:?} belongs to another movement")]
    Taken(String),
    /// There is no such record form.
    #[error("the catalogue has no record form {0:?}")]
    Record(String),
    /// The form has no such column.
    #[error("the form has no column {0:?}")]
    Column(String),
    /// The column holds something else.
    #[error("the column {column:?} must be {wanted}")]
    ColumnKind {
        /// The column.
        column: String,
        /// What it must hold.
        wanted: &'static str,
    },
    /// The form asks for a column that a model does not fill.
    #[error("the form asks for the column {0:?}, which no model fills")]
    Unfilled(String),
    /// There is no such indicator.
    #[error("the catalogue has no indicator {0:?}")]
    Indicator(String),
    /// The holder list has no such item.
    #[error("the list of holders has no item {0:?}")]
    Holder(String),
    /// An item of the holder list is not said to be a person or not.
    #[error("say of the holder {0:?} whether it is a person")]
    HolderLeftOut(String),
    /// A key stands twice.
    #[error("{0:?} stands twice")]
    Twice(String),
    /// Nobody may register.
    #[error("name at least one role in which models are registered")]
    NoRole,
    /// The day is none of a year.
    #[error("{0:?} is no day of a year: write month and day, as 03-31")]
    Day(String),
    /// A council that can't vote, or a majority that can't be had.
    #[error("a council of at least {least} with more than {part} in {whole} can't decide")]
    Council {
        /// Least number of votes.
        least: u32,
        /// Part of the majority.
        part: u32,
        /// Whole of the majority.
        whole: u32,
    },
    /// There is no such unit of measure.
    #[error("the catalogue has no unit of measure {0:?}")]
    Unit(String),
}

/// What is wrong in the files, each fault with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<(String, Fault)>);

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

/// The movements that Đình is delivered with.
///
/// # Errors
/// [`Faults`], all at once.
pub fn delivered(catalogue: &Catalogue) -> Result<Vec<Movement>, Faults> {
    parse(DELIVERED, catalogue)
}

/// Reads movements from texts by file.
///
/// # Errors
/// [`Faults`], all of all files at once.
pub fn parse(files: &[(&str, &str)], catalogue: &Catalogue) -> Result<Vec<Movement>, Faults> {
    let mut movements: Vec<Movement> = Vec::new();
    let mut faults = Vec::new();
    for (file, text) in files {
        match toml::from_str::<Movement>(text) {
            Err(error) => faults.push(((*file).to_owned(), Fault::Syntax(error.message().to_owned()))),
            Ok(movement) => {
                let mut found = movement.faults(catalogue);
                for other in &movements {
                    if other.key == movement.key {
                        found.push(Fault::Taken(movement.key.clone()));
                    }
                    if other.slug == movement.slug {
                        found.push(Fault::Taken(movement.slug.clone()));
                    }
                }
                faults.extend(found.into_iter().map(|fault| ((*file).to_owned(), fault)));
                movements.push(movement);
            }
        }
    }
    if faults.is_empty() {
        Ok(movements)
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

/// A column that a model fills: its key, what it must hold in words, and whether it holds that.
type Wanted<'a> = (&'a String, &'static str, fn(&ColumnKind) -> bool);

impl Movement {
    fn faults(&self, catalogue: &Catalogue) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (text, separator) in [(&self.key, b'_'), (&self.slug, b'-')] {
            if !is_name(text, separator) {
                faults.push(Fault::Name(text.clone()));
            }
        }
        match catalogue.record_kind(&self.record) {
            None => faults.push(Fault::Record(self.record.clone())),
            Some(form) => {
                faults.extend(self.column_faults(form));
                faults.extend(self.holder_faults(catalogue, form));
            }
        }
        let indicators = self.indicators.all().into_iter();
        let unknown = indicators.filter(|key| catalogue.indicator(key).is_none());
        faults.extend(unknown.map(|key| Fault::Indicator(key.to_owned())));
        if self.registration.roles.is_empty() {
            faults.push(Fault::NoRole);
        }
        if self.usually_until(2000).is_none() {
            faults.push(Fault::Day(self.registration.usually_until.clone()));
        }
        let Council {
            least, part, whole, ..
        } = self.council;
        if least == 0 || whole == 0 || part >= whole {
            faults.push(Fault::Council { least, part, whole });
        }
        faults.extend(twice(self.figures.iter().map(|figure| figure.key.as_str())));
        let units = self.figures.iter().map(|figure| &figure.unit);
        let unknown = units.filter(|unit| catalogue.unit_of_measure(unit).is_none());
        faults.extend(unknown.map(|unit| Fault::Unit(unit.clone())));
        faults
    }

    fn column_faults(&self, form: &RecordKind) -> Vec<Fault> {
        let columns = &self.columns;
        let wanted: [Wanted<'_>; 8] = [
            (&columns.title, "text", |kind| *kind == ColumnKind::Text),
            (&columns.group, "a choice", |kind| {
                matches!(kind, ColumnKind::Choice(_))
            }),
            (&columns.field, "a choice", |kind| {
                matches!(kind, ColumnKind::Choice(_))
            }),
            (&columns.holder, "a choice", |kind| {
                matches!(kind, ColumnKind::Choice(_))
            }),
            (&columns.registered_on, "a date", |kind| *kind == ColumnKind::Date),
            (&columns.carried_out_on, "a date", |kind| {
                *kind == ColumnKind::Date
            }),
            (&columns.recognised_on, "a date", |kind| *kind == ColumnKind::Date),
            (&columns.maintained, "a flag", |kind| *kind == ColumnKind::Flag),
        ];
        let mut faults = twice(wanted.iter().map(|(column, _, _)| column.as_str()));
        for (column, kind, fits) in wanted {
            match form.column(column) {
                None => faults.push(Fault::Column(column.clone())),
                Some(there) if !fits(&there.kind) => faults.push(Fault::ColumnKind {
                    column: column.clone(),
                    wanted: kind,
                }),
                Some(_) => {}
            }
        }
        let unfilled = form
            .columns
            .iter()
            .filter(|there| there.required && wanted.iter().all(|(column, _, _)| **column != there.key));
        faults.extend(unfilled.map(|there| Fault::Unfilled(there.key.clone())));
        faults
    }

    fn holder_faults(&self, catalogue: &Catalogue, form: &RecordKind) -> Vec<Fault> {
        let mut faults = twice(self.holders.iter().map(|holder| holder.key.as_str()));
        let Some(list) = list_of(catalogue, form, &self.columns.holder) else {
            return faults;
        };
        let unknown = self
            .holders
            .iter()
            .filter(|holder| list.item(&holder.key).is_none());
        faults.extend(unknown.map(|holder| Fault::Holder(holder.key.clone())));
        let left_out = list.items.iter().filter(|item| self.holder(&item.key).is_none());
        faults.extend(left_out.map(|item| Fault::HolderLeftOut(item.key.clone())));
        faults
    }

    /// The day of a year until which models are usually registered.
    #[must_use]
    pub fn usually_until(&self, year: i16) -> Option<Date> {
        let (month, day) = self.registration.usually_until.split_once('-')?;
        Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
    }

    /// A kind of holder.
    #[must_use]
    pub fn holder(&self, key: &str) -> Option<&Holder> {
        self.holders.iter().find(|holder| holder.key == key)
    }

    /// A kind of figure.
    #[must_use]
    pub fn figure(&self, key: &str) -> Option<&FigureKind> {
        self.figures.iter().find(|figure| figure.key == key)
    }

    fn items<'a>(&self, catalogue: &'a Catalogue, column: &str) -> &'a [Item] {
        catalogue
            .record_kind(&self.record)
            .and_then(|form| list_of(catalogue, form, column))
            .map_or(&[], |list| &list.items)
    }

    /// Nhóm danh hiệu: the title groups.
    #[must_use]
    pub fn groups<'a>(&self, catalogue: &'a Catalogue) -> &'a [Item] {
        self.items(catalogue, &self.columns.group)
    }

    /// Lĩnh vực: the fields.
    #[must_use]
    pub fn fields<'a>(&self, catalogue: &'a Catalogue) -> &'a [Item] {
        self.items(catalogue, &self.columns.field)
    }

    /// Who may hold a model, as the list names them.
    #[must_use]
    pub fn holder_names<'a>(&self, catalogue: &'a Catalogue) -> &'a [Item] {
        self.items(catalogue, &self.columns.holder)
    }

    /// The indicator that counts a part of `whole`: the models of a group, of a field, or of both.
    #[must_use]
    pub fn part<'a>(
        &self,
        catalogue: &'a Catalogue,
        whole: &str,
        (group, field): (Option<&str>, Option<&str>),
    ) -> Option<&'a str> {
        let form = catalogue.record_kind(&self.record)?;
        let mut wanted: Vec<(&str, &str)> = Vec::new();
        for (column, item) in [(&self.columns.group, group), (&self.columns.field, field)] {
            if let Some(item) = item {
                wanted.push((list_of(catalogue, form, column)?.key.as_str(), item));
            }
        }
        if wanted.is_empty() {
            return catalogue.indicator(whole).map(|whole| whole.key.as_str());
        }
        let found = catalogue.indicators().iter().find(|indicator| {
            indicator.part_of.as_ref().is_some_and(|part| {
                part.whole == whole
                    && part.values.len() == wanted.len()
                    && wanted.iter().all(|(list, item)| {
                        part.values
                            .iter()
                            .any(|(_, in_list, value)| in_list == list && value == item)
                    })
            })
        });
        found.map(|indicator| indicator.key.as_str())
    }
}

fn list_of<'a>(catalogue: &'a Catalogue, form: &RecordKind, column: &str) -> Option<&'a List> {
    match &form.column(column)?.kind {
        ColumnKind::Choice(list) => catalogue.list(list),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use platform::access::Table;

    use super::*;

    fn catalogue() -> Catalogue {
        Catalogue::delivered().unwrap()
    }

    #[test]
    fn what_is_delivered_is_whole() {
        let catalogue = catalogue();
        for movement in delivered(&catalogue).unwrap() {
            for role in &movement.registration.roles {
                let table = Table::delivered();
                let known = table.roles().iter().find(|known| known.key == *role).unwrap();
                assert!(known.allows("movements", "register"), "{role} can't register");
            }
            let [registered, carried_out, recognised, _] = movement.indicators.all();
            for whole in [registered, carried_out, recognised] {
                for group in movement.groups(&catalogue) {
                    for field in movement.fields(&catalogue) {
                        let part = (Some(group.key.as_str()), Some(field.key.as_str()));
                        assert!(
                            movement.part(&catalogue, whole, part).is_some(),
                            "{whole} {part:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn another_movement_is_another_file() {
        let text = DELIVERED[0].1;
        let other = text
            .replace("key = \"dan_van_kheo\"\n", "key = \"dan_van_kheo_2\"\n")
            .replace("slug = \"dan-van-kheo\"", "slug = \"dan-van-kheo-2\"");
        let both = parse(&[("a", text), ("b", &other)], &catalogue()).unwrap();
        assert_eq!(both.len(), 2);
        let same = parse(&[("a", text), ("b", text)], &catalogue()).unwrap_err();
        assert_eq!(
            same.0,
            [
                ("b".to_owned(), Fault::Taken("dan_van_kheo".to_owned())),
                ("b".to_owned(), Fault::Taken("dan-van-kheo".to_owned())),
            ]
        );
    }

    #[test]
    fn every_fault_is_named() {
        let text = DELIVERED[0].1;
        let fault = |from: &str, to: &str| {
            assert!(text.contains(from), "{from} is not in the file");
            let faults = parse(&[("a", &text.replace(from, to))], &catalogue()).unwrap_err();
            faults.0.into_iter().map(|(_, fault)| fault).collect::<Vec<_>>()
        };
        assert!(matches!(fault("[council]", "[council")[..], [Fault::Syntax(_)]));
        assert_eq!(
            fault("slug = \"dan-van-kheo\"", "slug = \"Dân vận\""),
            [Fault::Name("Dân vận".to_owned())]
        );
        assert_eq!(
            fault("record = \"dan_van_kheo_model\"", "record = \"modell\""),
            [Fault::Record("modell".to_owned())]
        );
        assert_eq!(
            fault("title = \"title\"", "title = \"name\""),
            [
                Fault::Column("name".to_owned()),
                Fault::Unfilled("title".to_owned())
            ]
        );
        assert_eq!(
            fault(
                "carried_out_on = \"carried_out_on\"",
                "carried_out_on = \"group\""
            ),
            [
                Fault::Twice("group".to_owned()),
                Fault::ColumnKind {
                    column: "group".to_owned(),
                    wanted: "a date"
                }
            ]
        );
        assert_eq!(
            fault(
                "maintained = \"dan_van_kheo.maintained\"",
                "maintained = \"kept\""
            ),
            [Fault::Indicator("kept".to_owned())]
        );
        assert_eq!(
            fault("key = \"individual\"", "key = \"person\""),
            [
                Fault::Holder("person".to_owned()),
                Fault::HolderLeftOut("individual".to_owned())
            ]
        );
        assert_eq!(
            fault("roles = [\"hamlet_head\", \"commune_officer\"]", "roles = []"),
            [Fault::NoRole]
        );
        assert_eq!(fault("\"03-31\"", "\"31/3\""), [Fault::Day("31/3".to_owned())]);
        assert_eq!(
            fault("whole = 2", "whole = 1"),
            [Fault::Council {
                least: 5,
                part: 1,
                whole: 1
            }]
        );
        assert_eq!(
            fault("key = \"people\"", "key = \"days\""),
            [Fault::Twice("days".to_owned())]
        );
        assert_eq!(
            fault("unit = \"vnd\"", "unit = \"gold\""),
            [Fault::Unit("gold".to_owned())]
        );
    }
}
