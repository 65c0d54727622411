//! Finding units by what people type: codes, names with or without diacritics, short addresses.

use std::collections::HashMap;

use jiff::civil::Date;
use platform::{
    i18n::Translator,
    text::{compose, slug},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Level, Unit, UnitId, UnitKind, Units, registry::Index};

/// How many near names are offered.
const OFFERED: usize = 5;

/// Words that people shorten, and what they stand for.
const SHORTENED: [(&str, &str); 11] = [
    ("t", "tinh"),
    ("tp", "thanh-pho"),
    ("q", "quan"),
    ("h", "huyen"),
    ("tx", "thi-xa"),
    ("x", "xa"),
    ("p", "phuong"),
    ("tt", "thi-tran"),
    ("dk", "dac-khu"),
    ("vn", "viet-nam"),
    ("vietnam", "viet-nam"),
];

/// A unit offered to a reader who must choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Candidate {
    /// Number of the unit.
    #[serde(skip)]
    pub id: UnitId,
    /// Its code, which names it without doubt on a day.
    pub code: String,
    /// Its name with those above it.
    pub path: String,
    /// First day; `None` when it is older than our data.
    pub valid_from: Option<Date>,
    /// First day on which it is no more.
    pub valid_to: Option<Date>,
}

/// Why a text names no unit on a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unresolved {
    /// Several units of the same level have that name.
    #[error("{text:?} names several units on {date}, give the code: {}", listed(.candidates))]
    Ambiguous {
        /// What was asked for.
        text: String,
        /// The day.
        date: Date,
        /// The units of that name.
        candidates: Vec<Candidate>,
    },
    /// No unit has that name on that day.
    #[error("{text:?} names no unit on {date}{}{}",
        hint("on other days it names", .other_dates), hint("near to it", .near))]
    Unknown {
        /// What was asked for.
        text: String,
        /// The day.
        date: Date,
        /// Units of that day with names near to it.
        near: Vec<Candidate>,
        /// Units that have that name on other days.
        other_dates: Vec<Candidate>,
    },
}

impl Unresolved {
    /// What was asked for.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Ambiguous { text, .. } | Self::Unknown { text, .. } => text,
        }
    }

    /// The units that may have been meant, the likeliest first.
    #[must_use]
    pub fn candidates(&self) -> Vec<&Candidate> {
        match self {
            Self::Ambiguous { candidates, .. } => candidates.iter().collect(),
            Self::Unknown {
                near, other_dates, ..
            } => near.iter().chain(other_dates).collect(),
        }
    }

    /// The reason in the reader's language, without the units that may have been meant.
    #[must_use]
    pub fn words(&self, t: &Translator) -> String {
        let (key, text, date) = match self {
            Self::Ambiguous { text, date, .. } => ("units-ambiguous", text, date),
            Self::Unknown { text, date, .. } => ("units-unknown", text, date),
        };
        t.format(key, &[("text", text.into()), ("date", (*date).into())])
    }
}

fn listed(candidates: &[Candidate]) -> String {
    let each: Vec<String> = candidates
        .iter()
        .map(|c| format!("{} {}", c.code, c.path))
        .collect();
    each.join("; ")
}

fn hint(label: &str, candidates: &[Candidate]) -> String {
    if candidates.is_empty() {
        String::new()
    } else {
        format!("; {label}: {}", listed(candidates))
    }
}

/// Names in the form in which they are compared: slugs.
#[derive(Debug)]
pub(crate) struct Names {
    /// Full names and short names.
    by_slug: HashMap<String, Vec<Index>>,
    /// For each unit, its full name with spaces for hyphens, and where its short name begins in it.
    folded: Vec<(String, usize)>,
}

impl Names {
    pub(crate) fn build(units: &[Unit]) -> Self {
        let prefixes = UnitKind::ALL.map(|kind| (kind, slug(kind.prefix()).len()));
        let mut by_slug: HashMap<String, Vec<Index>> = HashMap::with_capacity(2 * units.len());
        let mut folded = Vec::with_capacity(units.len());
        for (index, unit) in (0..).zip(units) {
            let full = slug(&unit.name);
            let begins = if unit.short_name().len() == unit.name.len() {
                0
            } else {
                prefixes
                    .iter()
                    .find(|(kind, _)| *kind == unit.kind)
                    .map_or(0, |(_, length)| length + 1)
            };
            folded.push((full.replace('-', " "), begins));
            if let Some(short) = full.get(begins..).filter(|_| begins > 0) {
                by_slug.entry(short.to_owned()).or_default().push(index);
            }
            by_slug.entry(full).or_default().push(index);
        }
        Self { by_slug, folded }
    }

    /// The full and the short name of a unit, folded.
    fn of(&self, index: Index) -> (&str, &str) {
        let (full, begins) = &self.folded[index as usize];
        (full, full.get(*begins..).unwrap_or(full))
    }
}

/// A typed name as a slug, shortened words written out.
fn key(text: &str) -> String {
    let key = slug(text);
    for (short, long) in SHORTENED {
        if key == short && long == "viet-nam" {
            return long.to_owned();
        }
        if let Some(rest) = key.strip_prefix(short).and_then(|rest| rest.strip_prefix('-')) {
            return format!("{long}-{rest}");
        }
    }
    key
}

fn is_code(text: &str) -> bool {
    text.len() >= 2 && text.chars().all(|c| c.is_ascii_digit())
}

impl Units {
    /// The unit that a text names on a day. The text is a code ("30352"), a name with or without its kind and
    /// its diacritics ("Xã Phú Hữu", "phu huu"), a short address ("an-giang", "tinh-an-giang"), or several of
    /// them, from large to small with `/` ("an-giang/phu-huu") or from small to large with commas
    /// ("Phú Hữu, An Giang").
    ///
    /// A name written with diacritics prefers the unit that is written so; then the higher level wins, so that
    /// "Tri Tôn" is the district before the township in it.
    ///
    /// # Errors
    /// [`Unresolved`] when there is none on that day, or several on the same level.
    pub fn resolve(&self, text: &str, date: Date) -> Result<&Unit, Unresolved> {
        let parts: Vec<&str> = if text.contains('/') {
            text.split('/')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect()
        } else {
            text.rsplit(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .collect()
        };
        let named = |date: Option<Date>| {
            let mut within: Option<Vec<&Unit>> = None;
            for part in &parts {
                let found = self.named(part, date);
                within = Some(match within {
                    None => found,
                    Some(above) => found
                        .into_iter()
                        .filter(|unit| {
                            self.ancestors(unit.id)
                                .any(|a| above.iter().any(|u| u.id == a.id))
                        })
                        .collect(),
                });
            }
            within.unwrap_or_default()
        };
        let found = named(Some(date));
        match self
            .preferred(found, parts.last().copied().unwrap_or_default())
            .as_slice()
        {
            [only] => Ok(only),
            [] => Err(Unresolved::Unknown {
                text: text.to_owned(),
                date,
                near: self.near(parts.last().copied().unwrap_or_default(), date),
                other_dates: named(None).into_iter().map(|unit| self.candidate(unit)).collect(),
            }),
            several => Err(Unresolved::Ambiguous {
                text: text.to_owned(),
                date,
                candidates: several.iter().map(|unit| self.candidate(unit)).collect(),
            }),
        }
    }

    /// The units with that code or name on the day, or on any day.
    fn named(&self, text: &str, date: Option<Date>) -> Vec<&Unit> {
        let on_date = |unit: &&Unit| date.is_none_or(|date| unit.valid_on(date));
        if is_code(text) {
            return self.with_code(text).filter(on_date).collect();
        }
        let found = self.names.by_slug.get(&key(text)).into_iter().flatten();
        found.map(|&index| self.unit(index)).filter(on_date).collect()
    }

    /// Of units with the same folded name, those written as typed, then those of the highest level.
    fn preferred<'a>(&self, mut found: Vec<&'a Unit>, typed: &str) -> Vec<&'a Unit> {
        let typed = compose(typed).to_lowercase();
        if !typed.is_ascii() {
            let written =
                |unit: &&Unit| unit.name.to_lowercase() == typed || unit.short_name().to_lowercase() == typed;
            if found.iter().any(written) {
                found.retain(written);
            }
        }
        let highest = found.iter().map(|unit| unit.level).min();
        found.retain(|unit| Some(unit.level) == highest);
        found
    }

    pub(crate) fn candidate(&self, unit: &Unit) -> Candidate {
        Candidate {
            id: unit.id,
            code: unit.code.clone(),
            path: self.path(unit.id),
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
        }
    }

    /// The units of a day whose names are nearest to a mistyped one.
    fn near(&self, text: &str, date: Date) -> Vec<Candidate> {
        let typed = key(text).replace('-', " ");
        let allowed = (typed.chars().count() / 4).clamp(1, 3);
        let mut found: Vec<(usize, Level, Index)> = (0..)
            .zip(self.all())
            .filter(|(_, unit)| unit.valid_on(date))
            .filter_map(|(index, unit)| {
                let (full, short) = self.names.of(index);
                let away = distance(&typed, short).min(distance(&typed, full));
                (away <= allowed).then_some((away, unit.level, index))
            })
            .collect();
        found.sort_unstable();
        found
            .into_iter()
            .take(OFFERED)
            .map(|(_, _, index)| self.candidate(self.unit(index)))
            .collect()
    }

    /// The units of any day whose code or name, alone or with those above it, begins with every word asked for;
    /// diacritics are ignored. Best first: the name itself before one that begins with it, before one that
    /// contains it; then those written with the diacritics typed, units of today, higher levels, codes.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<&Unit> {
        let typed = slug(query).replace('-', " ");
        let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let spelled = compose(query.trim()).to_lowercase();
        let mut found: Vec<(u8, bool, bool, Level, &str, Index)> = (0..)
            .zip(self.all())
            .filter_map(|(index, unit)| {
                let (full, short) = self.names.of(index);
                let rank = if unit.code == typed || short == typed || full == typed {
                    0
                } else if short.starts_with(&typed) || full.starts_with(&typed) {
                    1
                } else if begins_each(&words, full.split(' ')) {
                    2
                } else if words.len() > 1 && self.begins_along(&words, index) {
                    3
                } else {
                    return None;
                };
                let other_marks = !spelled.is_ascii() && !unit.name.to_lowercase().contains(&spelled);
                Some((
                    rank,
                    other_marks,
                    unit.valid_to.is_some(),
                    unit.level,
                    unit.code.as_str(),
                    index,
                ))
            })
            .collect();
        found.sort_unstable();
        found
            .into_iter()
            .take(limit)
            .map(|(.., index)| self.unit(index))
            .collect()
    }

    /// Whether the first word begins a word of the unit's own name, and the others one of it or of those above.
    fn begins_along(&self, words: &[&str], index: Index) -> bool {
        if !begins_each(&words[..1], self.names.of(index).0.split(' ')) {
            return false;
        }
        let along = std::iter::successors(Some(index), |&index| self.parent_of(index));
        begins_each(words, along.flat_map(|index| self.names.of(index).0.split(' ')))
    }
}

/// Whether each of `words` begins one of `names`.
fn begins_each<'a>(words: &[&str], names: impl Iterator<Item = &'a str> + Clone) -> bool {
    words
        .iter()
        .all(|word| names.clone().any(|name| name.starts_with(word)))
}

/// How many letters must be put in, left out, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = [
        vec![0; b.len() + 1],
        (0..=b.len()).collect(),
        vec![0; b.len() + 1],
    ];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let replaced = rows[1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            rows[2][j] = replaced.min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                rows[2][j] = rows[2][j].min(rows[0][j - 2] + 1);
            }
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_slips_of_the_finger() {
        assert_eq!(distance("an giang", "an giang"), 0);
        assert_eq!(distance("an gaing", "an giang"), 1);
        assert_eq!(distance("an gian", "an giang"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("phu huu", "phu hoi"), 2);
    }

    #[test]
    fn shortened_words_are_written_out() {
        assert_eq!(key("TP. Long Xuyên"), "thanh-pho-long-xuyen");
        assert_eq!(key("VN"), "viet-nam");
        assert_eq!(key("Tân Châu"), "tan-chau");
    }
}
