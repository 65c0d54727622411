//! What is decided and reckoned about petitions. Pure: the law, the calendar and the day come from outside.

use std::collections::BTreeSet;

use jiff::civil::Date;
use platform::{
    calendar::{CalendarError, LastDay, Reckoning, Term, WorkingCalendar},
    text::fold,
};
use rulebook::{DayKind, Days, Explanation, Item, LookupError, Place, Rulebook, Ruled};

use crate::model::{Ending, Kind, Petition, State};

/// Why the law could not be applied.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The books do not know.
    #[error(transparent)]
    Lookup(#[from] LookupError),
    /// The calendar does not reach so far.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// A key that is in no list.
    #[error("{0:?} is in no list")]
    Unknown(String),
    /// The kind has a procedure of its own.
    #[error("complaints and denunciations have procedures of their own")]
    OwnProcedure,
}

/// A last day with what it stands on.
#[derive(Debug)]
pub struct Clock<'a> {
    /// How it was counted.
    pub reckoning: Reckoning,
    /// The rule.
    pub because: Explanation<'a>,
}

impl Clock<'_> {
    /// The last day.
    #[must_use]
    pub fn due(&self) -> Date {
        self.reckoning.due
    }
}

fn term(days: Days) -> Term {
    match days.kind {
        DayKind::Working => Term::WorkingDays(days.count),
        DayKind::Calendar => Term::CalendarDays(days.count, LastDay::NextWorkingDay),
    }
}

/// The last day of a term that a topic of the rulebook sets, counted from a day, which itself does not count.
///
/// # Errors
/// [`RuleError`]
pub fn clock<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    topic: &str,
    from: Date,
) -> Result<Clock<'a>, RuleError> {
    let Ruled { value, because } = book.days(topic, Place::Any, from)?;
    Ok(Clock {
        reckoning: calendar.explain(from, term(value))?,
        because,
    })
}

/// The topic that sets the time for the answer.
///
/// # Errors
/// [`RuleError::OwnProcedure`]
pub fn answer_topic(kind: Kind) -> Result<&'static str, RuleError> {
    match kind {
        Kind::Feedback => Ok("petition.answer.feedback"),
        Kind::Petition => Ok("petition.answer.petition"),
        Kind::InformationRequest => Ok("information.request.complex"),
        Kind::Complaint | Kind::Denunciation => Err(RuleError::OwnProcedure),
    }
}

/// The last day for the answer to what came in on a day.
///
/// # Errors
/// [`RuleError`]
pub fn answer_clock<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    kind: Kind,
    from: Date,
) -> Result<Clock<'a>, RuleError> {
    clock(book, calendar, answer_topic(kind)?, from)
}

/// What a hand-over does to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The term begins anew.
    Restarts,
    /// The term goes on.
    Continues,
}

/// What handing over does to the clock, as the rulebook has it.
///
/// # Errors
/// [`RuleError`]
pub fn handover(
    book: &Rulebook,
    between_units: bool,
    on: Date,
) -> Result<(Effect, Explanation<'_>), RuleError> {
    let topic = if between_units {
        "petition.handover.between_units"
    } else {
        "petition.handover.within_unit"
    };
    let ruled = book.choice(topic, Place::Any, on)?;
    let effect = if ruled.value == "continues" {
        Effect::Continues
    } else {
        Effect::Restarts
    };
    Ok((effect, ruled.because))
}

/// A list of the rulebook.
///
/// # Errors
/// [`RuleError`]
pub fn items<'a>(book: &'a Rulebook, topic: &str, on: Date) -> Result<&'a [Item], RuleError> {
    Ok(book.items(topic, Place::Any, on)?.value)
}

/// Checks that a key stands in a list of the rulebook.
///
/// # Errors
/// [`RuleError::Unknown`]
pub fn listed<'a>(book: &'a Rulebook, topic: &str, key: &str, on: Date) -> Result<&'a Item, RuleError> {
    items(book, topic, on)?
        .iter()
        .find(|item| item.key == key)
        .ok_or_else(|| RuleError::Unknown(key.to_owned()))
}

/// How often the asker may reopen a petition.
///
/// # Errors
/// [`RuleError`]
pub fn most_reopenings(book: &Rulebook, on: Date) -> Result<u64, RuleError> {
    Ok(book
        .count("petition.reopen.times", Place::Any, on)?
        .value
        .max
        .unwrap_or(u64::MAX))
}

/// Why the asker cannot reopen a petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotReopened {
    /// It is not answered, or ended otherwise.
    State,
    /// The time is over since this day.
    Late(Date),
    /// It was reopened so often already.
    Often(u64),
}

/// Whether the asker may reopen a petition on a day.
///
/// # Errors
/// [`NotReopened`]
pub fn may_reopen(petition: &Petition, most: u64, today: Date) -> Result<(), NotReopened> {
    let answered = petition.state == State::Answered
        || (petition.state == State::Closed && petition.ending == Some(Ending::Accepted));
    match petition.open_until {
        Some(until) if answered => {
            if today > until {
                Err(NotReopened::Late(until))
            } else if petition.reopened >= most {
                Err(NotReopened::Often(most))
            } else {
                Ok(())
            }
        }
        _ => Err(NotReopened::State),
    }
}

/// Where a petition stands against its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is to be done by a day.
    Still,
    /// So many days are left; 0 on the last.
    Left(i64),
    /// So many days over.
    Over(i64),
}

/// Days from one to another; negative when the other lies before.
#[must_use]
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Where a petition stands against its clock on a day.
#[must_use]
pub fn standing(petition: &Petition, today: Date) -> Standing {
    if !petition.is_open() {
        return Standing::Still;
    }
    let left = days(today, petition.due_on);
    if left < 0 {
        Standing::Over(-left)
    } else {
        Standing::Left(left)
    }
}

/// Whether a petition is to be brought to the level above on a day: it is open and its last day is over.
#[must_use]
pub fn escalates(petition: &Petition, today: Date) -> bool {
    petition.escalated_on.is_none() && matches!(standing(petition, today), Standing::Over(_))
}

/// Whether an answered petition ends on a day because nobody said anything against it.
#[must_use]
pub fn elapses(petition: &Petition, today: Date) -> bool {
    petition.state == State::Answered && petition.open_until.is_some_and(|until| today > until)
}

/// The kind that a text's words hint at: denunciation before complaint. A hint, never a verdict.
#[must_use]
pub fn hint(text: &str, complaint: &[Item], denunciation: &[Item]) -> Option<Kind> {
    let text = text.to_lowercase();
    let speaks = |items: &[Item]| {
        items
            .iter()
            .any(|item| text.contains(&item.label.get(rulebook::Language::Vi).to_lowercase()))
    };
    if speaks(denunciation) {
        Some(Kind::Denunciation)
    } else if speaks(complaint) {
        Some(Kind::Complaint)
    } else {
        None
    }
}

/// The middle of days, each with how many petitions took so long; `None` without any. Of an even number, the lower
/// of the two in the middle, so that it is a day that was really taken.
#[must_use]
pub fn median(counted: &[(i64, i64)]) -> Option<i64> {
    let total: i64 = counted.iter().map(|(_, count)| count).sum();
    let mut sorted = counted.to_vec();
    sorted.sort_unstable();
    let mut before = 0;
    sorted.into_iter().find_map(|(days, count)| {
        before += count;
        (2 * before >= total && count > 0).then_some(days)
    })
}

/// Words of a text that tell it from others, without diacritics.
fn telling(text: &str) -> BTreeSet<String> {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // Vietnamese words are mostly of two syllables, so pairs tell more than syllables do.
    words.windows(2).map(|pair| pair.join(" ")).collect()
}

/// How alike two texts are, from 0 to 1,000: the share of the shorter one's pairs of syllables that the other has too.
#[must_use]
pub fn likeness(one: &str, other: &str) -> u32 {
    let (one, other) = (telling(one), telling(other));
    let least = one.len().min(other.len());
    if least == 0 {
        return 0;
    }
    let common = one.intersection(&other).count();
    u32::try_from(common * 1_000 / least).unwrap_or_default()
}

/// From which likeness on two texts are shown side by side.
pub const ALIKE: u32 = 300;

/// The likest of some texts to one, likest first.
#[must_use]
pub fn likest<'a, T>(text: &str, among: &'a [T], words: impl Fn(&T) -> String, most: usize) -> Vec<&'a T> {
    let mut found: Vec<(u32, &T)> = among
        .iter()
        .map(|one| (likeness(text, &words(one)), one))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .collect();
    found.sort_by_key(|(likeness, _)| std::cmp::Reverse(*likeness));
    found.into_iter().take(most).map(|(_, one)| one).collect()
}

/// A kind of personal datum that a text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// A telephone number.
    Phone,
    /// Number of an identity card, passport or insurance, or another long number.
    Number,
    /// An address for mail.
    Mail,
    /// What reads like a person's name.
    Name,
    /// What reads like a house number.
    House,
}

impl Personal {
    /// What is put in its place.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Number => "number",
            Self::Mail => "mail",
            Self::Name => "name",
            Self::House => "house",
        }
    }
}

/// Where a text holds what looks like a personal datum: octets from and to, and what it looks like. In order, and none
/// within another. It finds what it can; whoever publishes reads the text all the same.
#[must_use]
pub fn personal(text: &str) -> Vec<(usize, usize, Personal)> {
    let mut found = numbers(text);
    found.extend(mails(text));
    found.extend(names(text));
    found.sort_unstable();
    let mut kept: Vec<(usize, usize, Personal)> = Vec::new();
    for (from, to, what) in found {
        match kept.last_mut() {
            Some(last) if from < last.1 => last.1 = last.1.max(to),
            _ => kept.push((from, to, what)),
        }
    }
    kept
}

/// The text with `cover` in the place of each personal datum found.
#[must_use]
pub fn redact(text: &str, cover: impl Fn(Personal) -> String) -> String {
    let mut covered = String::with_capacity(text.len());
    let mut at = 0;
    for (from, to, what) in personal(text) {
        covered.push_str(&text[at..from]);
        covered.push_str(&cover(what));
        at = to;
    }
    covered.push_str(&text[at..]);
    covered
}

/// Digits, with spaces, dots and dashes between them; what is money, a day or a year is none.
fn numbers(text: &str) -> Vec<(usize, usize, Personal)> {
    let octets = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < octets.len() {
        let starts = octets[at].is_ascii_digit()
            || (octets[at] == b'+' && octets.get(at + 1).is_some_and(u8::is_ascii_digit));
        if !starts {
            at += 1;
            continue;
        }
        let from = at;
        let mut to = at + 1;
        let mut end = to;
        while end < octets.len() {
            let octet = octets[end];
            if octet.is_ascii_digit() {
                to = end + 1;
            } else if !matches!(octet, b' ' | b'.' | b'-') || end + 1 > to + 1 {
                break;
            }
            end += 1;
        }
        let digits: String = text[from..to].chars().filter(char::is_ascii_digit).collect();
        let phone = (digits.starts_with('0') && (9..=11).contains(&digits.len()))
            || (digits.starts_with("84") && (11..=12).contains(&digits.len()) && octets[from] == b'+')
            || ((digits.starts_with("1800") || digits.starts_with("1900")) && digits.len() == 8);
        // "1.250.000.000" is money; an identity number has no such groups.
        let grouped =
            text[from..to].split('.').skip(1).all(|group| group.len() == 3) && text[from..to].contains('.');
        if phone {
            found.push((from, to, Personal::Phone));
        } else if digits.len() >= 9 && !grouped {
            found.push((from, to, Personal::Number));
        } else if to - from == digits.len() && ends_with_house(&text[..from]) {
            let tail = text[to..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '/'))
                .map_or(text.len(), |end| to + end);
            found.push((from, tail, Personal::House));
            to = tail;
        }
        at = to;
    }
    found
}

/// Whether a house number follows.
fn ends_with_house(before: &str) -> bool {
    let before = before.trim_end().to_lowercase();
    ["số nhà", "nhà số"].iter().any(|word| before.ends_with(word))
}

fn mails(text: &str) -> Vec<(usize, usize, Personal)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
    text.match_indices('@')
        .filter_map(|(at, _)| {
            let from = at
                - text[..at]
                    .chars()
                    .rev()
                    .take_while(|c| is_part(*c))
                    .map(char::len_utf8)
                    .sum::<usize>();
            let to = at
                + 1
                + text[at + 1..]
                    .chars()
                    .take_while(|c| is_part(*c))
                    .map(char::len_utf8)
                    .sum::<usize>();
            let to = at + 1 + text[at + 1..to].trim_end_matches('.').len();
            (from < at && text[at + 1..to].contains('.')).then_some((from, to, Personal::Mail))
        })
        .collect()
}

/// Family names by which most people of the country are called.
const FAMILIES: [&str; 36] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô",
    "Dương", "Lý", "Trương", "Đinh", "Đoàn", "Lâm", "Mai", "Trịnh", "Đào", "Cao", "Lương", "Tạ", "Thái",
    "Chau", "Néang", "Thạch", "Danh", "Lưu", "Tô", "Quách", "Tăng", "Phùng",
];
/// Words before a name.
const TITLES: [&str; 18] = [
    "ông",
    "bà",
    "anh",
    "chị",
    "cô",
    "chú",
    "bác",
    "em",
    "cháu",
    "dì",
    "cậu",
    "thầy",
    "tên",
    "đồng chí",
    "họ tên",
    "tôi là",
    "tên là",
    "bị hại",
];

/// A family name with one to four capitalised words after it, or capitalised words after a title.
fn names(text: &str) -> Vec<(usize, usize, Personal)> {
    let words: Vec<(usize, &str)> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    // A name's words stand one space apart.
    let follows = |(at, word): (usize, &str), next: (usize, &str)| {
        next.0 == at + word.len() + 1 && text[at + word.len()..next.0] == *" "
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let (at, word) = words[index];
        if !capital(word) {
            index += 1;
            continue;
        }
        let mut last = index;
        while last + 1 < words.len()
            && last - index < 4
            && capital(words[last + 1].1)
            && follows(words[last], words[last + 1])
        {
            last += 1;
        }
        let before = text[..at].trim_end().to_lowercase();
        let titled = TITLES.iter().any(|title| {
            before
                .strip_suffix(title)
                .is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
        });
        let family = FAMILIES.contains(&word) && last > index;
        if family || titled {
            found.push((at, words[last].0 + words[last].1.len(), Personal::Name));
        }
        index = last + 1;
    }
    found
}

/// The first line of a description, or its beginning.
#[must_use]
pub fn title_of(description: &str) -> String {
    const LONGEST_TITLE: usize = 100;
    let line = description.lines().next().unwrap_or_default().trim();
    if line.chars().count() <= LONGEST_TITLE {
        return line.to_owned();
    }
    let begins: String = line.chars().take(LONGEST_TITLE).collect();
    let whole = begins
        .rsplit_once(' ')
        .map_or(begins.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}
