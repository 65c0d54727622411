//! What a check found, in words and as JSON.

use platform::{clock::vietnam, i18n::Translator};

use super::{Fault, KeySource, Report};

/// A fault as one line: its word, what it is about, and a sentence.
#[must_use]
pub fn fault(t: &Translator, fault: &Fault) -> String {
    let (word, about, text) = (fault.word(), fault.about(), t.text(&fault.text_key()));
    if about.is_empty() {
        format!("{word}: {text}")
    } else {
        format!("{word}: {about}: {text}")
    }
}

/// What a check found, line by line: what was checked, then each fault, then the outcome.
#[must_use]
pub fn lines(t: &Translator, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let count = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    if let Some(checkpoint) = &report.checkpoint {
        lines.push(t.format(
            "transparency-verify-log",
            &[
                ("origin", checkpoint.origin.as_str().into()),
                ("size", count(checkpoint.size).into()),
                ("root", checkpoint.root.to_base64().into()),
            ],
        ));
    }
    if let Some((key, source)) = &report.key {
        let text = match source {
            KeySource::Given => "transparency-verify-key-given",
            KeySource::Remembered => "transparency-verify-key-remembered",
            KeySource::Shown => "transparency-verify-key-shown",
        };
        lines.push(t.with(text, "key", key.to_string()));
    }
    if let Some(size) = report.continues {
        lines.push(t.with("transparency-verify-continues", "size", count(size)));
    }
    for (witness, at) in &report.witnesses {
        let there = vietnam().to_datetime(*at);
        let at = format!(
            "{} {:02}:{:02}",
            t.date(there.date()),
            there.hour(),
            there.minute()
        );
        let args = [("witness", witness.as_str().into()), ("at", at.into())];
        lines.push(t.format("transparency-verify-witness", &args));
    }
    let others = report.other_signatures.saturating_sub(report.witnesses.len());
    if others > 0 {
        lines.push(t.with("transparency-verify-others", "count", others));
    }
    match report.items {
        Some(items) => lines.push(t.with("transparency-verify-items", "count", count(items))),
        None if report.faults.is_empty() => lines.push(t.text("transparency-verify-no-items")),
        None => {}
    }
    if !report.unknown_kinds.is_empty() {
        let kinds: Vec<&str> = report.unknown_kinds.iter().map(String::as_str).collect();
        lines.push(t.with("transparency-verify-unknown", "kinds", kinds.join(", ")));
    }
    lines.extend(report.faults.iter().map(|found| fault(t, found)));
    lines.push(match report.faults.len() {
        0 => t.text("transparency-verify-good"),
        faults => t.with("transparency-verify-bad", "count", faults),
    });
    lines
}

/// What a check found, for programs.
#[must_use]
pub fn json(t: &Translator, report: &Report) -> serde_json::Value {
    serde_json::json!({
        "holds": report.faults.is_empty(),
        "origin": report.checkpoint.as_ref().map(|checkpoint| &checkpoint.origin),
        "size": report.checkpoint.as_ref().map(|checkpoint| checkpoint.size),
        "root": report.checkpoint.as_ref().map(|checkpoint| checkpoint.root.to_base64()),
        "key": report.key.as_ref().map(|(key, _)| key.to_string()),
        "key_source": report.key.as_ref().map(|(_, source)| source),
        "continues": report.continues,
        "witnesses": report.witnesses.iter().map(|(witness, at)| {
            serde_json::json!({ "witness": witness, "signed_at": at })
        }).collect::<Vec<_>>(),
        "items": report.items,
        "unknown_kinds": report.unknown_kinds,
        "faults": report.faults.iter().map(|found| serde_json::json!({
            "fault": found.word(),
            "about": found.about(),
            "text": t.text(&found.text_key()),
        })).collect::<Vec<_>>(),
    })
}
