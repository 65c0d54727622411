//! What a file says, as one number: two files with the same rows have the same one, whatever their names, formats,
//! column order and notation.

use std::fmt;

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::form::Form;
use crate::value::{Qualifier, Value};

/// The SHA-256 of a file's typed rows in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Builds a [`ContentHash`] row by row.
///
/// Every value is written as a letter for its kind and its content; texts are preceded by their length, so that
/// no two different contents are written alike.
pub(crate) struct Hasher(Sha256);

impl Hasher {
    pub(crate) fn new(form: &Form) -> Self {
        let mut hasher = Self(Sha256::new());
        hasher.0.update(b"dinh intake 1\n");
        hasher.text(&form.key);
        for column in &form.columns {
            hasher.text(&column.key);
        }
        hasher
    }

    pub(crate) fn row(&mut self, values: &[Option<Value>]) {
        self.0.update(b"\n");
        for value in values {
            match value {
                None => self.0.update(b"-"),
                Some(Value::Text(text)) => self.tagged_text(b"t", text),
                Some(Value::Code(text)) => self.tagged_text(b"c", text),
                Some(Value::Choice(text)) => self.tagged_text(b"k", text),
                Some(Value::Whole(value)) => self.tagged(b"w", *value),
                Some(Value::Decimal { scaled, places }) => {
                    self.tagged(b"d", *scaled);
                    self.0.update([*places]);
                }
                Some(Value::Date(day)) => {
                    self.tagged(
                        b"D",
                        i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()),
                    );
                }
                Some(Value::Year(year)) => self.tagged(b"y", i64::from(*year)),
                // The same amount in other words is the same content.
                Some(Value::Amount { amount, .. }) => {
                    self.tagged(b"a", amount.value);
                    self.0.update([amount.places]);
                    self.0.update(match amount.qualifier {
                        Qualifier::Exact => b"=",
                        Qualifier::AtLeast => b"]",
                        Qualifier::MoreThan => b">",
                        Qualifier::AtMost => b"[",
                        Qualifier::About => b"~",
                    });
                }
            }
        }
    }

    pub(crate) fn finish(self) -> ContentHash {
        ContentHash(self.0.finalize().into())
    }

    fn tagged(&mut self, tag: &[u8], value: i64) {
        self.0.update(tag);
        self.0.update(value.to_be_bytes());
    }

    fn tagged_text(&mut self, tag: &[u8], text: &str) {
        self.0.update(tag);
        self.text(text);
    }

    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }
}
