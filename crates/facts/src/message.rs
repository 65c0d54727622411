//! Sentences as data: a key of the Fluent files in `locales/` and typed arguments. Whoever speaks to the
//! reader turns them into text in the reader's language, with numbers and dates written as there.

use jiff::civil::Date;
use serde::Serialize;
use units::UnitId;

use crate::{amount::Amount, period::Period};

/// One sentence to be said in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Key in the Fluent files.
    pub key: &'static str,
    /// Arguments by name.
    #[serde(serialize_with = "as_map")]
    pub args: Vec<(&'static str, Arg)>,
}

/// An argument of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Arg {
    /// A number: "2.374" in Vietnamese, "2,374" in English.
    Number(i64),
    /// A number always written with its sign: "+344".
    Signed(i64),
    /// Amounts to be added: "450 + 1.193 + hơn 226".
    Sum(Vec<Amount>),
    /// Numbers to be listed: "450, 1.193".
    Numbers(Vec<i64>),
    /// An indicator, to be named from the catalogue.
    Indicator(String),
    /// A list of the catalogue, to be named from there.
    List(String),
    /// An item of a list of the catalogue.
    Item {
        /// Key of the list.
        list: String,
        /// Key of the item.
        item: String,
    },
    /// A column of a record kind, to be named from the catalogue.
    Column {
        /// Key of the record kind.
        record: String,
        /// Key of the column.
        column: String,
    },
    /// An administrative unit, to be named from the register.
    Unit(UnitId),
    /// A day.
    Date(Date),
    /// A period.
    Period(Period),
    /// Text to be shown as it is: what somebody wrote.
    Text(String),
}

impl Message {
    pub(crate) fn new(key: &'static str, args: impl IntoIterator<Item = (&'static str, Arg)>) -> Self {
        Self {
            key,
            args: args.into_iter().collect(),
        }
    }
}

fn as_map<S: serde::Serializer>(args: &[(&'static str, Arg)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(args.iter().map(|(name, value)| (name, value)))
}
