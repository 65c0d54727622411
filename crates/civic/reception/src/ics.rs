//! The calendar as other programs take it in (iCalendar, RFC 5545).

use jiff::{Timestamp, civil::Date};

use crate::{
    model::{Session, State},
    rules,
};

/// The longest line of the format, in octets.
const LONGEST_LINE: usize = 75;

/// Text as the format writes it (section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// Writes a line, folded between letters where it is too long (section 3.1).
fn line(calendar: &mut String, text: &str) {
    let mut used = 0;
    for sign in text.chars() {
        if used + sign.len_utf8() > LONGEST_LINE {
            calendar.push_str("\r\n ");
            used = 1;
        }
        calendar.push(sign);
        used += sign.len_utf8();
    }
    calendar.push_str("\r\n");
}

fn local(day: Date, minutes: i64) -> String {
    // A session that ends with its day ends a minute before midnight here.
    let minutes = minutes.min(rules::DAY_MINUTES - 1);
    format!(
        "{:04}{:02}{:02}T{:02}{:02}00",
        day.year(),
        day.month(),
        day.day(),
        minutes / 60,
        minutes % 60
    )
}

/// A calendar of sessions. `title` is what a session is called, and `at` when the calendar was made.
#[must_use]
pub fn calendar(
    name: &str,
    sessions: &[Session],
    title: impl Fn(&Session) -> String,
    href: impl Fn(&Session) -> String,
    at: Timestamp,
) -> String {
    let mut text = String::new();
    for head in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dinh//reception//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Ho_Chi_Minh",
        "BEGIN:STANDARD",
        "DTSTART:19750613T000000",
        "TZOFFSETFROM:+0700",
        "TZOFFSETTO:+0700",
        "TZNAME:+07",
        "END:STANDARD",
        "END:VTIMEZONE",
    ] {
        line(&mut text, head);
    }
    line(&mut text, &format!("X-WR-CALNAME:{}", escaped(name)));
    for session in sessions {
        line(&mut text, "BEGIN:VEVENT");
        line(&mut text, &format!("UID:{}@dinh", session.id));
        line(&mut text, &format!("DTSTAMP:{}", at.strftime("%Y%m%dT%H%M%SZ")));
        line(&mut text, &format!("SEQUENCE:{}", session.revision));
        let zone = "TZID=Asia/Ho_Chi_Minh";
        line(
            &mut text,
            &format!("DTSTART;{zone}:{}", local(session.held_on, session.starts)),
        );
        line(
            &mut text,
            &format!("DTEND;{zone}:{}", local(session.held_on, rules::ends(session))),
        );
        line(&mut text, &format!("SUMMARY:{}", escaped(&title(session))));
        line(&mut text, &format!("LOCATION:{}", escaped(&session.place)));
        if !session.reason.is_empty() {
            line(&mut text, &format!("DESCRIPTION:{}", escaped(&session.reason)));
        }
        line(&mut text, &format!("URL:{}", href(session)));
        let status = if session.state == State::Cancelled {
            "CANCELLED"
        } else {
            "CONFIRMED"
        };
        line(&mut text, &format!("STATUS:{status}"));
        line(&mut text, "END:VEVENT");
    }
    line(&mut text, "END:VCALENDAR");
    text
}
