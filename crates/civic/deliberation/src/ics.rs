//! A vote as an entry for calendars: iCalendar, RFC 5545.

use std::fmt::Write as _;

use jiff::{Timestamp, tz::TimeZone};

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What names it for ever.
    pub uid: String,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends; of a meeting, whose end nobody knows, when it begins.
    pub ends_at: Timestamp,
    /// What it is called.
    pub title: String,
    /// More about it.
    pub text: String,
    /// Where.
    pub place: String,
    /// Its page.
    pub page: String,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// The file of some entries: one vote, or each sitting of a meeting.
#[must_use]
pub fn calendar(events: &[Event]) -> String {
    let mut lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dinh//Deliberation//VI",
        "METHOD:PUBLISH",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend(events.iter().flat_map(entry));
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|line| folded(line)).collect()
}

fn entry(event: &Event) -> Vec<String> {
    let status = if event.cancelled { "CANCELLED" } else { "CONFIRMED" };
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(&event.uid)),
        format!("DTSTAMP:{}", utc(event.changed_at)),
        format!("DTSTART:{}", utc(event.starts_at)),
    ];
    if event.ends_at > event.starts_at {
        lines.push(format!("DTEND:{}", utc(event.ends_at)));
    }
    for (name, value) in [
        ("SUMMARY", &event.title),
        ("DESCRIPTION", &event.text),
        ("LOCATION", &event.place),
    ] {
        if !value.is_empty() {
            lines.push(format!("{name}:{}", escaped(value)));
        }
    }
    lines.push(format!("URL:{}", event.page));
    lines.push(format!("STATUS:{status}"));
    lines.push("END:VEVENT".to_owned());
    lines
}

/// Vietnam has one time all year, so every calendar shows an instant in UTC rightly (section 3.3.5).
fn utc(at: Timestamp) -> String {
    let there = TimeZone::UTC.to_datetime(at);
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = write!(
        text,
        "{:04}{:02}{:02}T{:02}{:02}{:02}Z",
        there.year(),
        there.month(),
        there.day(),
        there.hour(),
        there.minute(),
        there.second()
    );
    text
}

/// A text value (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// A content line of at most 75 octets each, none broken within a character (section 3.1).
fn folded(line: &str) -> String {
    const MOST: usize = 75;
    let mut folded = String::with_capacity(line.len() + 16);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > MOST {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(c);
        length += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}
