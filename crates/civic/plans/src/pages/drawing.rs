//! Drawings: tasks on a line of time, and money month by month. Each stands beside a table of the same.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::{model::Task, rules::Standing};

/// Pixels of a task's line, and of its bar.
const LINE: usize = 46;
const BAR: usize = 16;
/// Letters of a task's name that a telephone shows; the table beside the drawing has all of them.
const LETTERS: usize = 32;

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn shortened(title: &str) -> String {
    if title.chars().count() <= LETTERS {
        return title.to_owned();
    }
    let kept: String = title.chars().take(LETTERS).collect();
    format!("{}…", kept.trim_end())
}

fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// Per cent of the width, in tenths: `12.5`.
fn per_cent(part: i64, whole: i64) -> String {
    let tenths = part.clamp(0, whole) * 1_000 / whole.max(1);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Tasks as bars between two days, with a line for today: those done in the first colour, on their way in the second, at risk
/// in the third, overdue in the fourth.
#[must_use]
pub(super) fn timeline(tasks: &[(&Task, Standing)], (first, last): (Date, Date), today: Date) -> String {
    let whole = days(first, last).max(1) + 1;
    let height = tasks.len() * LINE + 8;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"100%\" height=\"{height}\" font-size=\"16\">"
    );
    for (row, (task, standing)) in tasks.iter().enumerate() {
        let class = match standing {
            Standing::Done => "chart-bar",
            Standing::OnTrack | Standing::Ahead => "chart-bar-2",
            Standing::AtRisk => "chart-bar-3",
            Standing::Overdue => "chart-bar-4",
            Standing::Cancelled => continue,
        };
        let top = row * LINE;
        let begins = per_cent(days(first, task.begins_on), whole);
        let length = per_cent(days(task.begins_on, task.due_on).max(0) + 1, whole);
        let _ = write!(
            svg,
            "<text class=\"chart-label\" x=\"0\" y=\"{}\">{}</text><rect class=\"{class}\" x=\"{begins}%\" y=\"{}\" \
             width=\"{length}%\" height=\"{BAR}\" rx=\"2\"/>",
            top + 17,
            escape(&shortened(&task.title)),
            top + 23,
        );
    }
    if (first..=last).contains(&today) {
        let x = per_cent(days(first, today), whole);
        let _ = write!(
            svg,
            "<line class=\"chart-label\" x1=\"{x}%\" y1=\"0\" x2=\"{x}%\" y2=\"{height}\" stroke=\"currentColor\" \
             stroke-dasharray=\"4 3\"/>"
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Planned and disbursed month by month, as pairs of bars.
#[must_use]
pub(super) fn months(rows: &[(String, i64, i64)]) -> String {
    let longest = rows
        .iter()
        .map(|(_, planned, disbursed)| (*planned).max(*disbursed))
        .max()
        .unwrap_or(0);
    // A quarter of the width is the labels'.
    let scale = |value: i64| {
        let tenths = i128::from(value.max(0)) * 700 / i128::from(longest.max(1));
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let height = rows.len() * LINE + 8;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" width=\"100%\" height=\"{height}\" font-size=\"16\">"
    );
    for (row, (label, planned, disbursed)) in rows.iter().enumerate() {
        let top = row * LINE;
        let _ = write!(
            svg,
            "<text class=\"chart-label\" x=\"0\" y=\"{}\">{}</text><rect class=\"chart-bar\" x=\"25%\" y=\"{}\" \
             width=\"{}%\" height=\"{BAR}\"/><rect class=\"chart-bar-2\" x=\"25%\" y=\"{}\" width=\"{}%\" \
             height=\"{BAR}\"/>",
            top + 24,
            escape(label),
            top + 4,
            scale(*planned),
            top + 4 + BAR + 2,
            scale(*disbursed),
        );
    }
    svg.push_str("</svg>");
    svg
}
