//! A calendar as other programs take it in (iCalendar, RFC 5545).

use jiff::{Timestamp, civil::Date};

/// The longest line of the format, in octets.
const LONGEST_LINE: usize = 75;
/// Minutes of a day.
const DAY_MINUTES: i64 = 24 * 60;

/// When an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// All day long.
    Day(Date),
    /// Between two minutes of a day in Vietnam, counted from midnight.
    Minutes(Date, i64, i64),
}

/// An event.
#[derive(Debug)]
pub struct Event<'a> {
    /// What makes it this one, among all of this installation.
    pub id: &'a str,
    /// Counts the times it was changed.
    pub sequence: i64,
    /// When it is.
    pub when: When,
    /// What it is called.
    pub title: &'a str,
    /// Where it is; empty for nowhere.
    pub place: &'a str,
    /// What there is to say; empty for nothing.
    pub words: &'a str,
    /// The address of its page.
    pub href: &'a str,
    /// Whether it will not be.
    pub cancelled: bool,
}

/// A calendar that is being written.
#[derive(Debug)]
pub struct Calendar {
    text: String,
    at: Timestamp,
}

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

fn local(day: Date, minutes: i64) -> String {
    // What ends with its day ends a minute before midnight here.
    let minutes = minutes.min(DAY_MINUTES - 1);
    format!("{}T{:02}{:02}00", plain(day), minutes / 60, minutes % 60)
}

fn plain(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

impl Calendar {
    /// An empty calendar of a slice, with its name, made at an instant.
    #[must_use]
    pub fn new(slice: &str, name: &str, at: Timestamp) -> Self {
        let mut calendar = Self {
            text: String::new(),
            at,
        };
        for head in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            &format!("PRODID:-//Dinh//{slice}//VI"),
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
            calendar.line(head);
        }
        calendar.line(&format!("X-WR-CALNAME:{}", escaped(name)));
        calendar
    }

    /// Writes a line, folded between letters where it is too long (section 3.1).
    fn line(&mut self, text: &str) {
        let mut used = 0;
        for sign in text.chars() {
            if used + sign.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(sign);
            used += sign.len_utf8();
        }
        self.text.push_str("\r\n");
    }

    /// Adds an event.
    #[must_use]
    pub fn event(mut self, event: &Event<'_>) -> Self {
        self.line("BEGIN:VEVENT");
        self.line(&format!("UID:{}@dinh", event.id));
        self.line(&format!("DTSTAMP:{}", self.at.strftime("%Y%m%dT%H%M%SZ")));
        self.line(&format!("SEQUENCE:{}", event.sequence));
        match event.when {
            When::Day(day) => {
                self.line(&format!("DTSTART;VALUE=DATE:{}", plain(day)));
                let end = day.tomorrow().unwrap_or(day);
                self.line(&format!("DTEND;VALUE=DATE:{}", plain(end)));
            }
            When::Minutes(day, from, to) => {
                let zone = "TZID=Asia/Ho_Chi_Minh";
                self.line(&format!("DTSTART;{zone}:{}", local(day, from)));
                self.line(&format!("DTEND;{zone}:{}", local(day, to)));
            }
        }
        self.line(&format!("SUMMARY:{}", escaped(event.title)));
        if !event.place.is_empty() {
            self.line(&format!("LOCATION:{}", escaped(event.place)));
        }
        if !event.words.is_empty() {
            self.line(&format!("DESCRIPTION:{}", escaped(event.words)));
        }
        self.line(&format!("URL:{}", event.href));
        let status = if event.cancelled { "CANCELLED" } else { "CONFIRMED" };
        self.line(&format!("STATUS:{status}"));
        self.line("END:VEVENT");
        self
    }

    /// The whole calendar.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.line("END:VCALENDAR");
        self.text
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn lines_are_short_and_whole_letters() {
        let title = "Đối thoại với người dân; giải đáp về đất đai, hộ tịch\nvà các khoản đóng góp trong năm";
        let event = Event {
            id: "a",
            sequence: 2,
            when: When::Day(date(2026, 12, 31)),
            title,
            place: "",
            words: "",
            href: "https://dinh.example/ke-hoach/30292",
            cancelled: false,
        };
        let text = Calendar::new("plans", "Kế hoạch", Timestamp::UNIX_EPOCH)
            .event(&event)
            .finish();
        assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE));
        assert!(text.contains("DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n"));
        let unfolded = text.replace("\r\n ", "");
        let wanted = "SUMMARY:Đối thoại với người dân\\; giải đáp về đất đai\\, hộ tịch\\nvà các khoản";
        assert!(unfolded.contains(wanted), "{unfolded}");
    }
}
