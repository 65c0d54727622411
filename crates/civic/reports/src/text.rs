//! Findings as plain lines, for the terminal.

use platform::i18n::Translator;

use crate::model::{Report, Side};

/// The findings of a report, or that there are none.
#[must_use]
pub fn findings(t: &Translator, report: &Report) -> String {
    let about = |key: &str| {
        t.format(
            key,
            &[
                ("unit", report.unit.name.as_str().into()),
                ("year", report.year.to_string().into()),
                ("count", report.findings.len().into()),
            ],
        )
    };
    if report.findings.is_empty() {
        return about("reports-check-none");
    }
    let mut lines = vec![about("reports-check-some")];
    for (number, finding) in (1..).zip(&report.findings) {
        let side = |side: &Side| format!("   {}: {} ({})", side.label, side.text, side.source);
        lines.push(format!("\n{number}. {}", finding.title));
        lines.push(side(&finding.left));
        lines.push(side(&finding.right));
        lines.push(format!("   {}", finding.arithmetic));
        lines.extend(finding.notes.iter().map(|note| format!("   {note}")));
        lines.extend(finding.explanations.iter().map(|tried| {
            let verdict = t.text(&format!("reports-verdict-{}", tried.verdict.replace('_', "-")));
            format!("   - {verdict}. {}", tried.text)
        }));
    }
    lines.join("\n")
}
