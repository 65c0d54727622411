//! Which form a file fills, told by its headers.

use std::collections::BTreeSet;

use facts::Catalogue;
use intake::{Column, Form, Kind};
use platform::{i18n::Locale, text::slug};

use crate::{
    forms::{UNIT, What, spellings},
    problem::{Arg, Problem},
};

/// A form that makes the reader name all headers of the file and read none of its rows: it knows the column that
/// every form has, and asks for one that no file can have.
pub(crate) fn probe(catalogue: &Catalogue) -> Form {
    let units = catalogue
        .place_columns()
        .iter()
        .chain(catalogue.reported_columns());
    let headers = units
        .filter(|column| column.key == UNIT)
        .flat_map(|column| spellings(&column.names, &column.key, Locale::Vi))
        .collect();
    Form::new("probe", "probe")
        .column(Column {
            key: UNIT.to_owned(),
            headers,
            required: true,
            kind: Kind::Text { max_len: 1 },
        })
        .column(Column::new(NO_HEADER, &[], Kind::Text { max_len: 1 }).required())
}

/// The key of the column that no file can have.
const NO_HEADER: &str = "no-header";

/// How many headers a probe reports: more than a sheet may have columns.
pub(crate) const MOST_HEADERS: usize = 512;

/// The headers that a probe met, or what is wrong with the file as a whole.
pub(crate) fn headers(reading: &intake::Reading) -> Result<BTreeSet<String>, Vec<Problem>> {
    let mut met = BTreeSet::new();
    let mut wrong = Vec::new();
    let mut has_table = false;
    for problem in reading.problems.list() {
        match problem.expected.key {
            "intake-column-unknown" => {
                met.insert(slug(problem.place.header.as_deref().unwrap_or_default()));
            }
            "intake-column-missing" => has_table = true,
            // It would name the column that no file can have.
            "intake-no-header" => wrong.push(Problem::of_file("imports-no-header", Vec::new())),
            _ => wrong.push(Problem::from(problem.clone())),
        }
    }
    if has_table { Ok(met) } else { Err(wrong) }
}

/// The form that these headers fit: all its required columns are there, and no other form knows more of them.
pub(crate) fn fitting<'c>(
    catalogue: &'c Catalogue,
    headers: &BTreeSet<String>,
) -> Result<What<'c>, Box<Problem>> {
    let mut fit: Vec<(usize, What<'c>)> = Vec::new();
    let mut nearest: Vec<(usize, What<'c>)> = Vec::new();
    for what in What::all(catalogue) {
        let (mut known, mut missing) = (0, 0);
        for column in what.columns(catalogue).filter(|column| column.key != UNIT) {
            let there = spellings(&column.names, &column.key, Locale::Vi)
                .iter()
                .any(|header| headers.contains(&slug(header)));
            known += usize::from(there);
            missing += usize::from(column.required && !there);
        }
        if missing == 0 {
            fit.push((known, what));
        } else if known > 0 {
            nearest.push((known, what));
        }
    }
    let best = fit.iter().map(|(known, _)| *known).max();
    fit.retain(|(known, _)| Some(*known) == best);
    let (key, args) = match fit[..] {
        [(_, only)] => return Ok(only),
        [] if nearest.is_empty() => ("imports-form-none", Vec::new()),
        [] => {
            nearest.sort_by_key(|(known, _)| std::cmp::Reverse(*known));
            nearest.truncate(3);
            ("imports-form-nearest", vec![("near", keys(&nearest))])
        }
        _ => ("imports-form-several", vec![("forms", keys(&fit))]),
    };
    Err(Box::new(Problem::of_file(key, args)))
}

fn keys(forms: &[(usize, What<'_>)]) -> Arg {
    Arg::Forms(forms.iter().map(|(_, what)| what.key().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headers_of_a_form_tell_which_it_is() {
        let catalogue = Catalogue::delivered().unwrap();
        for what in What::all(&catalogue) {
            for required_only in [false, true] {
                let headers = what
                    .columns(&catalogue)
                    .filter(|column| !required_only || column.required)
                    .map(|column| slug(&column.names.vi))
                    .collect();
                match fitting(&catalogue, &headers) {
                    Ok(found) => assert_eq!(found.key(), what.key()),
                    Err(problem) => assert!(required_only, "{}: {problem:?}", what.key()),
                }
            }
        }
    }
}
