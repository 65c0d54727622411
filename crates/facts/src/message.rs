//! Sentences as data: a key of the Fluent files in `locales/` and typed arguments. Whoever speaks to the
//! reader turns them into text in the reader's language, with numbers and dates written as there.

use jiff::civil::Date;
use platform::i18n::Translator;
use serde::Serialize;

use crate::{
    amount::{Amount, Qualifier},
    catalogue::Catalogue,
};

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
    /// A count: "2.374" in Vietnamese, "2,374" in English.
    Number(i64),
    /// Counts to be listed: "450, 1.193".
    Numbers(Vec<i64>),
    /// Amounts to be added: "450 + 1.193 + hơn 226"; one is an amount by itself.
    Amounts {
        /// The amounts.
        amounts: Vec<Amount>,
        /// Key of their unit of measure, which says how many digits stand behind the decimal sign.
        unit: String,
    },
    /// A difference, written with its sign: "+344".
    Difference {
        /// How much.
        value: i64,
        /// Key of its unit of measure.
        unit: String,
    },
    /// An indicator, to be named from the catalogue.
    Indicator(String),
    /// Indicators to be listed.
    Indicators(Vec<String>),
    /// The items of a list of the catalogue.
    List(String),
    /// A column of a record kind, to be named from the catalogue.
    Column {
        /// Key of the record kind.
        record: String,
        /// Key of the column.
        column: String,
    },
    /// A day.
    Date(Date),
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

    /// The sentence in the reader's language.
    #[must_use]
    pub fn text(&self, translator: &Translator, catalogue: &Catalogue) -> String {
        let args: Vec<_> = self
            .args
            .iter()
            .map(|(name, arg)| (*name, arg.text(translator, catalogue)))
            .collect();
        translator.format(self.key, &args)
    }
}

impl Arg {
    fn text(&self, translator: &Translator, catalogue: &Catalogue) -> platform::i18n::Arg {
        let decimals = |unit: &str| catalogue.unit_of_measure(unit).map_or(0, |unit| unit.decimals);
        let name = |names: &crate::catalogue::Names| names.get(translator.code()).to_owned();
        let indicator = |key: &String| {
            catalogue
                .indicator(key)
                .map_or_else(|| key.clone(), |found| name(&found.names))
        };
        platform::i18n::Arg::Text(match self {
            Self::Number(number) => return platform::i18n::Arg::Number(*number),
            Self::Date(date) => return platform::i18n::Arg::Date(*date),
            Self::Text(text) => text.clone(),
            Self::Numbers(numbers) => joined(numbers.iter().map(|number| translator.number(*number)), ", "),
            Self::Amounts { amounts, unit } => joined(
                amounts
                    .iter()
                    .map(|amount| amount.text(translator, decimals(unit))),
                " + ",
            ),
            Self::Difference { value, unit } => {
                let sign = if *value > 0 { "+" } else { "" };
                format!("{sign}{}", translator.decimal(*value, decimals(unit)))
            }
            Self::Indicator(key) => indicator(key),
            Self::Indicators(keys) => joined(keys.iter().map(indicator), "; "),
            Self::List(key) => match catalogue.list(key) {
                Some(list) => joined(list.items.iter().map(|item| name(&item.names)), "; "),
                None => key.clone(),
            },
            Self::Column { record, column } => {
                let found = catalogue.record_kind(record).and_then(|kind| kind.column(column));
                found.map_or_else(|| column.clone(), |found| name(&found.names))
            }
        })
    }
}

impl Amount {
    /// The amount as the reader's language writes it: "hơn 100.000.000.000". `decimals` digits of the value
    /// stand behind the decimal sign.
    #[must_use]
    pub fn text(self, translator: &Translator, decimals: u8) -> String {
        let value = translator.decimal(self.value, decimals);
        if self.qualifier == Qualifier::Exact {
            return value;
        }
        translator.with(
            &format!("facts-amount-{}", self.qualifier.key().replace('_', "-")),
            "value",
            value,
        )
    }
}

fn joined(texts: impl Iterator<Item = String>, between: &str) -> String {
    texts.collect::<Vec<_>>().join(between)
}

fn as_map<S: serde::Serializer>(args: &[(&'static str, Arg)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(args.iter().map(|(name, value)| (name, value)))
}
