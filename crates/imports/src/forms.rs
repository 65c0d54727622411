//! The forms that a file may fill: one for each record kind of the catalogue, and one for reported values.

use facts::{
    Catalogue,
    catalogue::{self, ColumnKind, Names, RecordKind, UnitOfMeasure},
    entry::LARGEST,
};
use intake::{Choice, Column, Form, Kind};
use platform::{
    i18n::{Locale, Translator},
    text::slug,
};

/// The key of the form of reported values; the other forms have the keys of their record kinds.
pub const REPORTED: &str = "reported";

/// Keys of the two answers of a flag column.
pub(crate) const YES: &str = "yes";
pub(crate) const NO: &str = "no";

/// How yes is written; the first three in Vietnamese, English and Khmer.
const YES_SPELLINGS: [&str; 8] = ["có", "yes", "មាន", "x", "đúng", "true", "1", "បាទ"];
/// How no is written; the first three in Vietnamese, English and Khmer.
const NO_SPELLINGS: [&str; 7] = ["không", "no", "គ្មាន", "sai", "false", "0", "ទេ"];

/// The most characters of a cell of words.
const LONGEST_TEXT: usize = 2_000;
/// The most characters of a name: a unit, an indicator, a hamlet, a period.
const LONGEST_NAME: usize = 300;

/// What a row of a form becomes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What<'c> {
    /// A reported value.
    Reported,
    /// A record of this kind.
    Record(&'c RecordKind),
}

impl<'c> What<'c> {
    /// The form with this key.
    pub(crate) fn of(catalogue: &'c Catalogue, key: &str) -> Option<Self> {
        if key == REPORTED {
            return Some(Self::Reported);
        }
        catalogue.record_kind(key).map(Self::Record)
    }

    /// All forms, that of reported values first.
    pub(crate) fn all(catalogue: &'c Catalogue) -> impl Iterator<Item = Self> {
        std::iter::once(Self::Reported).chain(catalogue.record_kinds().iter().map(Self::Record))
    }

    pub(crate) fn key(self) -> &'c str {
        match self {
            Self::Reported => REPORTED,
            Self::Record(kind) => &kind.key,
        }
    }

    pub(crate) fn name(self, t: &Translator) -> String {
        match self {
            Self::Reported => t.text("imports-form-reported"),
            Self::Record(kind) => kind.names.get(t.code()).to_owned(),
        }
    }

    /// The columns of the form: where it belongs first, then what it says.
    pub(crate) fn columns(self, catalogue: &'c Catalogue) -> impl Iterator<Item = &'c catalogue::Column> {
        let place = match self {
            Self::Reported => &[][..],
            Self::Record(_) => catalogue.place_columns(),
        };
        // A form whose own column names the hamlet does not ask for it twice.
        let hamlet = self.hamlet_column(catalogue);
        let place = place
            .iter()
            .filter(move |column| column.key != HAMLET || hamlet == HAMLET);
        place.chain(self.own_columns(catalogue))
    }

    /// The columns that say what is kept or stated.
    pub(crate) fn own_columns(self, catalogue: &'c Catalogue) -> &'c [catalogue::Column] {
        match self {
            Self::Reported => catalogue.reported_columns(),
            Self::Record(kind) => &kind.columns,
        }
    }

    /// The column that names the hamlet: a column of the form's own that has the same name, where there is one
    /// (the register of hamlet conferences calls its records by their hamlets), else that of every form.
    pub(crate) fn hamlet_column(self, catalogue: &'c Catalogue) -> &'c str {
        let of_every_form = catalogue
            .place_columns()
            .iter()
            .find(|column| column.key == HAMLET);
        let own = of_every_form.and_then(|hamlet| {
            let mut own = self.own_columns(catalogue).iter();
            own.find(|column| column.names == hamlet.names)
        });
        own.map_or(HAMLET, |column| &column.key)
    }

    /// The form as the reader of cells takes it. Headers and choices may be written in any language or by key;
    /// those of `locale` come first, for templates.
    pub(crate) fn form(self, catalogue: &Catalogue, locale: Locale) -> Form {
        let title = match self {
            Self::Reported => REPORTED,
            Self::Record(kind) => kind.names.get(locale.code()),
        };
        let mut form = Form::new(self.key(), title);
        for column in self.columns(catalogue) {
            let mut headers = spellings(&column.names, &column.key, locale);
            // A key may be the name of another column; officers write names.
            let key = slug(&column.key);
            let others = self.columns(catalogue).filter(|other| other.key != column.key);
            if others
                .flat_map(|other| [&other.names.vi, &other.names.en, &other.names.km])
                .any(|name| slug(name) == key)
            {
                headers.pop();
            }
            form = form.column(Column {
                key: column.key.clone(),
                headers,
                required: column.required,
                kind: kind(catalogue, column, locale),
            });
        }
        form
    }
}

/// The names of something, those of `locale` first, and then its key.
pub(crate) fn spellings(names: &Names, key: &str, locale: Locale) -> Vec<String> {
    let others = Locale::ALL.into_iter().filter(|other| *other != locale);
    std::iter::once(locale)
        .chain(others)
        .map(|language| names.get(language.code()).to_owned())
        .chain([key.to_owned()])
        .collect()
}

fn kind(catalogue: &Catalogue, column: &catalogue::Column, locale: Locale) -> Kind {
    match &column.kind {
        ColumnKind::Text if column.key == HAMLET => Kind::Text {
            max_len: LONGEST_NAME,
        },
        ColumnKind::Text | ColumnKind::Choices(_) => Kind::Text {
            max_len: LONGEST_TEXT,
        },
        ColumnKind::Unit | ColumnKind::Indicator | ColumnKind::Period => Kind::Text {
            max_len: LONGEST_NAME,
        },
        ColumnKind::Count => Kind::Whole {
            min: Some(0),
            max: Some(LARGEST),
        },
        ColumnKind::Money => Kind::Amount {
            places: 0,
            units: vec!["đồng".to_owned(), "VND".to_owned(), "đ".to_owned()],
        },
        ColumnKind::Date => Kind::Date,
        ColumnKind::Flag => Kind::Choice {
            values: vec![flag(YES, &YES_SPELLINGS, locale), flag(NO, &NO_SPELLINGS, locale)],
        },
        ColumnKind::Choice(list) => Kind::Choice {
            values: catalogue
                .list(list)
                .map(|list| {
                    list.items
                        .iter()
                        .map(|item| Choice {
                            key: item.key.clone(),
                            spellings: spellings(&item.names, &item.key, locale),
                        })
                        .collect()
                })
                .unwrap_or_default(),
        },
        ColumnKind::Amount => {
            let units = catalogue.units_of_measure();
            Kind::Amount {
                // What the row's own indicator holds may be less: the desk knows it.
                places: units
                    .iter()
                    .map(|unit| unit.decimals)
                    .max()
                    .map_or(0, |most| most.min(2)),
                units: units.iter().flat_map(unit_names).cloned().collect(),
            }
        }
    }
}

/// How a unit of measure may be written behind an amount.
fn unit_names(unit: &UnitOfMeasure) -> [&String; 3] {
    [&unit.names.vi, &unit.names.en, &unit.names.km]
}

/// Whether the `index`-th of the words allowed behind reported values names this unit of measure.
pub(crate) fn names_unit(catalogue: &Catalogue, index: usize, unit: &UnitOfMeasure) -> bool {
    let mut names = catalogue.units_of_measure().iter().flat_map(unit_names);
    names
        .nth(index)
        .is_some_and(|written| unit_names(unit).contains(&written))
}

fn flag(key: &str, spellings: &[&str], locale: Locale) -> Choice {
    let first = Locale::ALL.iter().position(|other| *other == locale).unwrap_or(0);
    let mut spellings: Vec<String> = spellings.iter().map(|&spelling| spelling.to_owned()).collect();
    spellings.swap(0, first);
    Choice {
        key: key.to_owned(),
        spellings,
    }
}

/// Keys of the columns that say where a row belongs and, for reported values, what it states.
pub(crate) const UNIT: &str = "unit";
pub(crate) const HAMLET: &str = "hamlet";
pub(crate) const YEAR: &str = "year";
pub(crate) const INDICATOR: &str = "indicator";
pub(crate) const VALUE: &str = "reported";
pub(crate) const NOTE: &str = "source_note";

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn no_two_columns_of_a_form_share_a_header() {
        let catalogue = Catalogue::delivered().unwrap();
        for what in What::all(&catalogue) {
            let mut seen: BTreeMap<String, String> = BTreeMap::new();
            for column in what.form(&catalogue, Locale::Vi).columns {
                for header in &column.headers {
                    let other = seen.insert(slug(header), column.key.clone());
                    assert!(
                        other.as_ref().is_none_or(|other| *other == column.key),
                        "{}: {header} heads {} and {other:?}",
                        what.key(),
                        column.key
                    );
                }
            }
        }
    }

    #[test]
    fn the_columns_that_rows_are_read_by_are_in_the_catalogue() {
        let catalogue = Catalogue::delivered().unwrap();
        let keys = |columns: &[catalogue::Column]| -> Vec<String> {
            columns.iter().map(|column| column.key.clone()).collect()
        };
        assert_eq!(keys(catalogue.place_columns()), [UNIT, HAMLET]);
        assert_eq!(
            keys(catalogue.reported_columns()),
            [UNIT, YEAR, INDICATOR, VALUE, NOTE]
        );
    }
}
