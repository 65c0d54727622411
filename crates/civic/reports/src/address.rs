//! Addresses of reports and figures, the same on pages and in documents.

use crate::model::Boundaries;

/// The page of a report.
#[must_use]
pub fn report(slug: &str, year: i16, boundaries: Boundaries) -> String {
    format!("/bao-cao/{slug}/{year}{}", boundaries.query())
}

/// The page that opens a figure.
#[must_use]
pub fn figure(slug: &str, year: i16, boundaries: Boundaries, indicator: &str) -> String {
    format!(
        "/bao-cao/{slug}/{year}/chi-tieu/{indicator}{}",
        boundaries.query()
    )
}
