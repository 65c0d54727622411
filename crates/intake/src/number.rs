//! Numbers as people write them in Vietnam and as spreadsheets keep them.
//!
//! The same marks mean different things: `2.374` is two thousand in Vietnamese notation and two and a bit in
//! English, `2,374` the other way round. The rules, which never guess between readings a factor of a thousand
//! apart:
//!
//! 1. Spaces (also unbreakable and thin ones) and apostrophes only ever separate thousands.
//! 2. Thousands are separated by one kind of mark, into groups of three digits after a first group of one to three
//!    that does not begin with zero.
//! 3. When both dot and comma occur, the last one, occurring once, is the decimal mark and the other separates
//!    thousands: `1.234,5` and `1,234.5` are the same number.
//! 4. One dot or comma before exactly three digits can be either. In a column of whole numbers it separates
//!    thousands. In a decimal column with fewer than three places it separates thousands too, because the column
//!    has no room for three; with three places or more it is refused. Before a scale word (`1.200 tỷ`) it is
//!    refused.
//! 5. A number that the spreadsheet itself keeps as a number has no marks to misread, but a fraction in a column
//!    of whole numbers is refused: it is often `2.374` typed into a program that took the dot for a decimal mark.

use crate::problem::Message;
use crate::text::plain;
use crate::value::{Amount, Qualifier};

/// The most digits read at all; far beyond what fits, it keeps sums below from overflowing.
const MOST_DIGITS: usize = 30;

/// The greatest whole number that a spreadsheet, which keeps 15 digits, keeps exactly.
const MOST_EXACT: f64 = 999_999_999_999_999.0;

/// Reads text in a column of whole numbers.
pub(crate) fn whole_text(text: &str) -> Result<i64, Message> {
    let numeral = Numeral::parse(text).ok_or_else(|| unreadable(text))?;
    numeral.whole()
}

/// Reads a spreadsheet's number in a column of whole numbers.
pub(crate) fn whole_number(value: f64) -> Result<i64, Message> {
    let (negative, whole, fraction) = exact_digits(value)?;
    if fraction.is_empty() {
        return to_i64(negative, &whole);
    }
    if fraction.len() > 3 {
        return Err(fractional("intake-whole-fraction", negative, &whole, &fraction));
    }
    // Kept as 2.37 the whole number meant would have been 2.370: programs drop the last zeros of a fraction.
    let grouped = format!("{whole}{fraction:0<3}");
    Err(
        fractional("intake-whole-number-cell", negative, &whole, &fraction)
            .with("whole", format!("{}{}", sign(negative), strip_zeros(&grouped))),
    )
}

/// A spreadsheet's number as Vietnamese notation writes it, without the noise beyond its 15 digits.
pub(crate) fn shown(value: f64) -> String {
    match exact_digits(value) {
        Ok((negative, whole, fraction)) if fraction.is_empty() => format!("{}{whole}", sign(negative)),
        Ok((negative, whole, fraction)) => format!("{}{whole},{fraction}", sign(negative)),
        Err(_) => value.to_string(),
    }
}

/// Reads text in a decimal column, as the number times ten to the power of `places`.
pub(crate) fn decimal_text(text: &str, places: u8) -> Result<i64, Message> {
    let numeral = Numeral::parse(text).ok_or_else(|| unreadable(text))?;
    let (whole, fraction) = match (numeral.grouped(), numeral.decimal()) {
        (Some(grouped), Some((whole, fraction))) if places >= 3 => {
            return Err(
                fractional("intake-decimal-ambiguous", numeral.negative, &whole, &fraction)
                    .with("whole", format!("{}{grouped}", sign(numeral.negative))),
            );
        }
        (Some(grouped), _) => (grouped, String::new()),
        (None, Some(decimal)) => decimal,
        (None, None) => return Err(unreadable(text)),
    };
    scaled(numeral.negative, &whole, &fraction, places)
}

/// Reads a spreadsheet's number in a decimal column, as the number times ten to the power of `places`.
pub(crate) fn decimal_number(value: f64, places: u8) -> Result<i64, Message> {
    let (negative, whole, fraction) = exact_digits(value)?;
    scaled(negative, &whole, &fraction, places)
}

/// Reads a spreadsheet's number in a column with at most `places` decimal places, as the number times ten to the power
/// of the places that it needs, and those places.
pub(crate) fn fine_number(value: f64, places: u8) -> Result<(i64, u8), Message> {
    let (negative, whole, fraction) = exact_digits(value)?;
    // One digit more than the column holds is most often a thousands mark that the program took for a decimal one.
    match fine(negative, &whole, &fraction, places) {
        Some(fine) => fine,
        None => whole_number(value).map(|value| (value, 0)),
    }
}

/// A number times ten to the power of the places that it needs, and those places; `None` when it needs too many.
fn fine(negative: bool, whole: &str, fraction: &str, places: u8) -> Option<Result<(i64, u8), Message>> {
    let fraction = strip_end_zeros(fraction);
    let needed = u8::try_from(fraction.len())
        .ok()
        .filter(|needed| *needed <= places)?;
    Some(to_i64(negative, &format!("{whole}{fraction}")).map(|value| (value, needed)))
}

/// Reads an amount: a number with at most `places` decimal places that may be qualified, scaled by words and followed
/// by one of `units`.
pub(crate) fn amount_text(text: &str, units: &[String], places: u8) -> Result<Amount, Message> {
    if let Some(numeral) = Numeral::parse(text) {
        return numeral.fine(places).map(|(value, places)| Amount {
            value,
            places,
            unit: None,
            qualifier: Qualifier::Exact,
        });
    }
    let written = plain(text);
    let mut rest = written.trim();
    let mut qualifier = Qualifier::Exact;
    if let Some((found, after)) = leading_qualifier(rest) {
        qualifier = found.ok_or_else(|| Message::new("intake-amount-less-than"))?;
        rest = after;
    }
    let (value, places, after) = scaled_parts(rest, places)?;
    rest = after;
    let named = units
        .iter()
        .enumerate()
        .find_map(|(index, unit)| Some((index, strip_word(rest, &plain(unit))?)));
    let unit = named.map(|(index, after)| {
        rest = after;
        index
    });
    let trailing = rest.strip_prefix('+').or_else(|| strip_word(rest, "tro len"));
    if let (Some(after), Qualifier::Exact | Qualifier::AtLeast) = (trailing, qualifier) {
        qualifier = Qualifier::AtLeast;
        rest = after.trim_start();
    }
    if rest.is_empty() {
        Ok(Amount {
            value,
            places,
            unit,
            qualifier,
        })
    } else {
        Err(Message::new("intake-amount-unreadable").with("rest", rest))
    }
}

/// Words and signs before an amount. `None` stands for "less than", which has no place in reported figures: a
/// bound is given as the most it can be.
const QUALIFIERS: [(&str, Option<Qualifier>); 37] = [
    (">=", Some(Qualifier::AtLeast)),
    ("=>", Some(Qualifier::AtLeast)),
    ("≥", Some(Qualifier::AtLeast)),
    ("it nhat", Some(Qualifier::AtLeast)),
    ("toi thieu", Some(Qualifier::AtLeast)),
    ("khong duoi", Some(Qualifier::AtLeast)),
    ("khong it hon", Some(Qualifier::AtLeast)),
    ("at least", Some(Qualifier::AtLeast)),
    ("tu", Some(Qualifier::AtLeast)),
    (">", Some(Qualifier::MoreThan)),
    ("tren", Some(Qualifier::MoreThan)),
    ("nhieu hon", Some(Qualifier::MoreThan)),
    ("hon", Some(Qualifier::MoreThan)),
    ("more than", Some(Qualifier::MoreThan)),
    ("over", Some(Qualifier::MoreThan)),
    ("<=", Some(Qualifier::AtMost)),
    ("=<", Some(Qualifier::AtMost)),
    ("≤", Some(Qualifier::AtMost)),
    ("khong qua", Some(Qualifier::AtMost)),
    ("toi da", Some(Qualifier::AtMost)),
    ("nhieu nhat", Some(Qualifier::AtMost)),
    ("at most", Some(Qualifier::AtMost)),
    ("up to", Some(Qualifier::AtMost)),
    ("~", Some(Qualifier::About)),
    ("≈", Some(Qualifier::About)),
    ("khoang", Some(Qualifier::About)),
    ("gan", Some(Qualifier::About)),
    ("xap xi", Some(Qualifier::About)),
    ("uoc tinh", Some(Qualifier::About)),
    ("uoc", Some(Qualifier::About)),
    ("about", Some(Qualifier::About)),
    ("around", Some(Qualifier::About)),
    ("<", None),
    ("duoi", None),
    ("it hon", None),
    ("chua den", None),
    ("less than", None),
];

/// Scale words without diacritics, as powers of ten.
const SCALES: [(&str, u32); 5] = [("nghin", 3), ("ngan", 3), ("trieu", 6), ("ty", 9), ("ti", 9)];

/// A billion billions; one more would not fit.
const MOST_EXPONENT: u32 = 18;

/// The qualifier that text begins with, and the text after it. `từ` (from) only counts with `trở lên` (upwards)
/// at the end: alone it begins a range.
fn leading_qualifier(text: &str) -> Option<(Option<Qualifier>, &str)> {
    QUALIFIERS.iter().find_map(|(words, qualifier)| {
        if *words == "tu" && !text.ends_with("tro len") {
            return None;
        }
        strip_word(text, words).map(|after| (*qualifier, after))
    })
}

/// `text` without `word` and the spaces after it, if it begins with it as a whole word.
fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let after = text.strip_prefix(word)?;
    let is_word = word.ends_with(char::is_alphabetic);
    if is_word && after.starts_with(char::is_alphanumeric) {
        return None;
    }
    Some(after.trim_start())
}

/// Reads `1,5 tỷ`, `2 nghìn tỷ`, `1 tỷ 200 triệu` or a plain number, and gives the text after it. A plain number may
/// have decimal places: it is given times ten to the power of those that it needs.
fn scaled_parts(text: &str, places: u8) -> Result<(i64, u8, &str), Message> {
    let mut rest = text;
    let mut sum: i128 = 0;
    let mut needed = 0;
    let mut last_exponent = None;
    while rest.starts_with(|c: char| digit(c).is_some()) {
        let end = rest
            .find(|c: char| !(digit(c).is_some() || is_separator(c)))
            .unwrap_or(rest.len());
        let written = rest[..end].trim_end_matches(is_space);
        let numeral = Numeral::parse(written).ok_or_else(|| unreadable(written))?;
        rest = rest[written.len()..].trim_start();
        let mut exponent = 0;
        while let Some((scale, after)) = SCALES
            .iter()
            .find_map(|(word, scale)| Some((*scale, strip_word(rest, word)?)))
        {
            exponent = u32::saturating_add(exponent, scale);
            rest = after;
        }
        if exponent > MOST_EXPONENT {
            return Err(Message::new("intake-number-too-big"));
        }
        let part = if exponent == 0 && last_exponent.is_none() {
            let (value, places) = numeral.fine(places)?;
            needed = places;
            i128::from(value)
        } else {
            numeral.times_ten_to(exponent)?
        };
        match last_exponent {
            None => {}
            // A further part must be scaled by less, and be less than one of the part before.
            Some(last) if 0 < exponent && exponent < last && part < 10_i128.pow(last) => {}
            Some(_) => return Err(Message::new("intake-amount-unreadable").with("rest", written)),
        }
        sum += part;
        last_exponent = Some(exponent);
        if exponent == 0 {
            break;
        }
    }
    if last_exponent.is_none() {
        return Err(Message::new("intake-amount-unreadable").with("rest", rest));
    }
    let sum = i64::try_from(sum).map_err(|_| Message::new("intake-number-too-big"))?;
    Ok((sum, needed, rest))
}

/// A written number, cut at its marks.
struct Numeral {
    negative: bool,
    /// Runs of ASCII digits, at least one, none empty.
    pieces: Vec<String>,
    /// The marks between them.
    marks: Vec<char>,
}

impl Numeral {
    /// Cuts a number; `None` when there is anything else than a sign, digits and single marks between them.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(is_space);
        let bracketed = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
        let (negative, unsigned) = match bracketed {
            Some(inside) => (true, inside.trim_matches(is_space)),
            None => match text.strip_prefix(['-', '−', '–']) {
                Some(after) => (true, after.trim_start_matches(is_space)),
                None => (false, text.strip_prefix('+').unwrap_or(text)),
            },
        };
        let mut pieces = vec![String::new()];
        let mut marks = Vec::new();
        for c in unsigned.chars() {
            if let (Some(digit), Some(piece)) = (digit(c), pieces.last_mut()) {
                piece.push(digit);
            } else if is_separator(c) {
                marks.push(if is_space(c) { ' ' } else { c });
                pieces.push(String::new());
            } else {
                return None;
            }
        }
        let digits: usize = pieces.iter().map(String::len).sum();
        (pieces.iter().all(|piece| !piece.is_empty()) && digits <= MOST_DIGITS).then_some(Self {
            negative,
            pieces,
            marks,
        })
    }

    /// The digits, if every mark can separate thousands (or there is none).
    fn grouped(&self) -> Option<String> {
        grouped(&self.pieces, &self.marks)
    }

    /// The digits before and after the last mark, if it can be a decimal mark.
    fn decimal(&self) -> Option<(String, String)> {
        let (&mark, before) = self.marks.split_last()?;
        let (fraction, whole) = self.pieces.split_last()?;
        if !matches!(mark, '.' | ',') || before.contains(&mark) {
            return None;
        }
        Some((grouped(whole, before)?, fraction.clone()))
    }

    fn whole(&self) -> Result<i64, Message> {
        if let Some(digits) = self.grouped() {
            return to_i64(self.negative, &digits);
        }
        match self.decimal() {
            Some((digits, fraction)) if fraction.bytes().all(|digit| digit == b'0') => {
                to_i64(self.negative, &digits)
            }
            Some((digits, fraction)) => Err(fractional(
                "intake-whole-fraction",
                self.negative,
                &digits,
                &fraction,
            )),
            None => Err(Message::new("intake-number-groups")),
        }
    }

    /// The number times ten to the power of the places that it needs, and those places: at most `places`.
    fn fine(&self, places: u8) -> Result<(i64, u8), Message> {
        match (self.grouped(), self.decimal()) {
            (None, Some((whole, fraction))) if places > 0 => fine(self.negative, &whole, &fraction, places)
                .unwrap_or_else(|| {
                    Err(
                        fractional("intake-decimal-places", self.negative, &whole, &fraction)
                            .with("places", places),
                    )
                }),
            _ => self.whole().map(|value| (value, 0)),
        }
    }

    /// The number times a power of ten, which must come out whole.
    fn times_ten_to(&self, exponent: u32) -> Result<i128, Message> {
        if exponent == 0 {
            return self.whole().map(i128::from);
        }
        let (whole, fraction) = match (self.grouped(), self.decimal()) {
            (Some(grouped), Some((whole, fraction))) => {
                return Err(
                    fractional("intake-amount-ambiguous", self.negative, &whole, &fraction)
                        .with("whole", format!("{}{grouped}", sign(self.negative))),
                );
            }
            (Some(grouped), None) => (grouped, String::new()),
            (None, Some(decimal)) => decimal,
            (None, None) => return Err(Message::new("intake-number-groups")),
        };
        let fraction = strip_end_zeros(&fraction);
        let Some(zeros) = (exponent as usize).checked_sub(fraction.len()) else {
            return Err(fractional(
                "intake-whole-fraction",
                self.negative,
                &whole,
                fraction,
            ));
        };
        let digits = format!("{whole}{fraction}{}", "0".repeat(zeros));
        to_i64(self.negative, &digits).map(i128::from)
    }
}

fn grouped(pieces: &[String], marks: &[char]) -> Option<String> {
    let (first, rest) = pieces.split_first()?;
    if rest.is_empty() {
        return Some(first.clone());
    }
    let one_kind = marks.windows(2).all(|pair| pair[0] == pair[1]);
    let well_grouped =
        first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|piece| piece.len() == 3);
    (one_kind && well_grouped).then(|| pieces.concat())
}

/// The sign and the digits before and after the decimal mark of a spreadsheet's number, rounded to the 15 digits
/// that it shows and keeps; the last zeros of the fraction are left off.
fn exact_digits(value: f64) -> Result<(bool, String, String), Message> {
    if !value.is_finite() || value.abs() > MOST_EXACT {
        return Err(Message::new("intake-number-too-big"));
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    let digits = format!("{}", rounded.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    // Fractions longer than any column holds are cut where messages would become unreadable. They are refused all the
    // same, since the mark of the cut is no zero that could be left off.
    let fraction = match fraction.get(..MOST_DIGITS) {
        Some(start) if fraction.len() > MOST_DIGITS => format!("{start}…"),
        _ => fraction.to_owned(),
    };
    Ok((rounded < 0.0, whole.to_owned(), fraction))
}

fn scaled(negative: bool, whole: &str, fraction: &str, places: u8) -> Result<i64, Message> {
    let fraction = strip_end_zeros(fraction);
    let Some(zeros) = usize::from(places).checked_sub(fraction.len()) else {
        return Err(fractional("intake-decimal-places", negative, whole, fraction).with("places", places));
    };
    to_i64(negative, &format!("{whole}{fraction}{}", "0".repeat(zeros)))
}

fn to_i64(negative: bool, digits: &str) -> Result<i64, Message> {
    let signed = if negative {
        format!("-{digits}")
    } else {
        digits.to_owned()
    };
    signed.parse().map_err(|_| Message::new("intake-number-too-big"))
}

/// A message about a number with a fraction. Its two halves are given apart, because each language has its own
/// mark between them.
fn fractional(key: &'static str, negative: bool, whole: &str, fraction: &str) -> Message {
    Message::new(key)
        .with("units", format!("{}{whole}", sign(negative)))
        .with("fraction", fraction)
}

fn sign(negative: bool) -> &'static str {
    if negative { "-" } else { "" }
}

fn unreadable(text: &str) -> Message {
    let text = text.trim();
    // The signs Vietnamese statistical tables use for "none", "not collected" and "does not apply".
    if matches!(text, "-" | "–" | "—" | "..." | "…" | "x" | "X") {
        return Message::new("intake-number-dash");
    }
    Message::new("intake-number-unreadable")
}

fn strip_zeros(digits: &str) -> &str {
    let stripped = digits.trim_start_matches('0');
    if stripped.is_empty() { "0" } else { stripped }
}

fn strip_end_zeros(fraction: &str) -> &str {
    fraction.trim_end_matches('0')
}

/// A decimal digit as ASCII; Khmer keyboards type their own.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '\u{17e0}'..='\u{17e9}' => char::from_digit(u32::from(c) - 0x17e0, 10),
        _ => None,
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2007}' | '\u{2009}')
}

fn is_separator(c: char) -> bool {
    is_space(c) || matches!(c, '.' | ',' | '\'' | '’')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key<T: std::fmt::Debug>(result: Result<T, Message>) -> &'static str {
        result.expect_err("should be refused").key
    }

    #[test]
    fn whole_numbers_in_every_notation() {
        for (text, value) in [
            ("2374", 2374),
            ("2.374", 2374),
            ("2,374", 2374),
            ("2 374", 2374),
            ("2\u{a0}374", 2374),
            ("2\u{202f}374", 2374),
            ("2'374", 2374),
            ("1.234.567", 1_234_567),
            ("1,234,567", 1_234_567),
            ("1.234,00", 1234),
            ("1,234.00", 1234),
            ("2374,0", 2374),
            ("2374.000", 2374),
            ("-5", -5),
            ("−1.000", -1000),
            ("(1.234)", -1234),
            ("+7", 7),
            ("007", 7),
            ("0", 0),
            ("១២", 12),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ] {
            assert_eq!(whole_text(text), Ok(value), "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_that_are_not() {
        for (text, expected) in [
            ("2.37", "intake-whole-fraction"),
            ("0.374", "intake-whole-fraction"),
            ("2,5", "intake-whole-fraction"),
            ("1.234,5", "intake-whole-fraction"),
            ("1.23.456", "intake-number-groups"),
            ("1.234 567", "intake-number-groups"),
            ("1234.567.890", "intake-number-groups"),
            ("hai", "intake-number-unreadable"),
            ("1..2", "intake-number-unreadable"),
            ("12%", "intake-number-unreadable"),
            ("-", "intake-number-dash"),
            ("…", "intake-number-dash"),
            ("9223372036854775808", "intake-number-too-big"),
            ("9999999999999999999999999999999999", "intake-number-unreadable"),
        ] {
            assert_eq!(key(whole_text(text)), expected, "{text:?}");
        }
    }

    #[test]
    fn a_fraction_kept_as_a_number_is_refused_with_both_readings() {
        assert_eq!(whole_number(2374.0), Ok(2374));
        assert_eq!(whole_number(2_373.999_999_999_999_5), Ok(2374));
        assert_eq!(whole_number(-0.0), Ok(0));
        let message = whole_number(2.374).expect_err("ambiguous");
        assert_eq!(message.key, "intake-whole-number-cell");
        let args = |units: &str, fraction: &str, whole: &str| {
            [
                ("units", units.to_owned()),
                ("fraction", fraction.to_owned()),
                ("whole", whole.to_owned()),
            ]
        };
        assert_eq!(message.args, args("2", "374", "2374"));
        let message = whole_number(-0.05).expect_err("ambiguous");
        assert_eq!(message.args, args("-0", "05", "-50"));
        assert_eq!(key(whole_number(2.3745)), "intake-whole-fraction");
        assert_eq!(key(whole_number(1e15)), "intake-number-too-big");
        assert_eq!(key(whole_number(f64::NAN)), "intake-number-too-big");
    }

    #[test]
    fn decimals_decide_by_their_places() {
        for (text, places, scaled) in [
            ("12,5", 2, 1250),
            ("12.5", 2, 1250),
            ("1.234,5", 2, 123_450),
            ("1,234.5", 2, 123_450),
            ("1.234", 2, 123_400),
            ("1.200", 2, 120_000),
            ("1 234", 3, 1_234_000),
            ("1.234.567", 3, 1_234_567_000),
            ("0,125", 3, 125),
            ("1234,567", 3, 1_234_567),
            ("5,0000", 2, 500),
            ("(0,5)", 1, -5),
        ] {
            assert_eq!(decimal_text(text, places), Ok(scaled), "{text:?}");
        }
        assert_eq!(key(decimal_text("1.234", 3)), "intake-decimal-ambiguous");
        assert_eq!(key(decimal_text("1,200", 3)), "intake-decimal-ambiguous");
        assert_eq!(key(decimal_text("0,125", 2)), "intake-decimal-places");
        assert_eq!(key(decimal_text("1,2,3", 2)), "intake-number-unreadable");
        assert_eq!(decimal_number(0.1 + 0.2, 1), Ok(3));
        assert_eq!(key(decimal_number(0.125, 2)), "intake-decimal-places");
        assert_eq!(key(decimal_number(1e-40, 2)), "intake-decimal-places");
    }

    #[test]
    fn amounts_in_words() {
        use Qualifier::{About, AtLeast, AtMost, Exact, MoreThan};
        let units = ["đồng".to_owned(), "VNĐ".to_owned(), "hộ gia đình".to_owned()];
        for (text, value, qualifier) in [
            ("2374", 2374, Exact),
            ("2.374", 2374, Exact),
            (">100000000000", 100_000_000_000, MoreThan),
            (">= 5", 5, AtLeast),
            ("≥5", 5, AtLeast),
            ("<=7", 7, AtMost),
            ("~5", 5, About),
            ("trên 100", 100, MoreThan),
            ("Hơn 100 tỷ đồng", 100_000_000_000, MoreThan),
            ("khoảng 1.200", 1200, About),
            ("ít nhất 3", 3, AtLeast),
            ("từ 5 hộ gia đình trở lên", 5, AtLeast),
            ("50 trở lên", 50, AtLeast),
            ("100+", 100, AtLeast),
            ("gần 100", 100, About),
            ("không quá 30 triệu", 30_000_000, AtMost),
            ("1,5 tỷ", 1_500_000_000, Exact),
            ("1.5 tỉ VNĐ", 1_500_000_000, Exact),
            ("2 nghìn tỷ đồng", 2_000_000_000_000, Exact),
            ("1 tỷ 200 triệu đồng", 1_200_000_000, Exact),
            ("15 ngàn", 15_000, Exact),
            ("1200 tỷ", 1_200_000_000_000, Exact),
            ("1.234.567 nghìn", 1_234_567_000, Exact),
            ("(12)", -12, Exact),
        ] {
            assert_eq!(
                amount_text(text, &units, 0),
                Ok(Amount {
                    value,
                    places: 0,
                    unit: amount_text(text, &units, 0).ok().and_then(|amount| amount.unit),
                    qualifier
                }),
                "{text:?}"
            );
        }
        for (text, expected) in [
            ("1.200 tỷ", "intake-amount-ambiguous"),
            ("1,200 tỷ", "intake-amount-ambiguous"),
            ("dưới 100", "intake-amount-less-than"),
            ("<100", "intake-amount-less-than"),
            ("5 con bò", "intake-amount-unreadable"),
            ("1 tỷ 200", "intake-amount-unreadable"),
            ("200 triệu 1 tỷ", "intake-amount-unreadable"),
            ("từ 5", "intake-amount-unreadable"),
            ("5 - 10", "intake-amount-unreadable"),
            ("nhiều", "intake-amount-unreadable"),
            ("0,0000000001 tỷ", "intake-whole-fraction"),
            ("99999999999 tỷ", "intake-number-too-big"),
            ("9 tỷ tỷ tỷ tỷ tỷ tỷ tỷ", "intake-number-too-big"),
            ("0 tỷ tỷ tỷ tỷ tỷ 5 nghìn", "intake-number-too-big"),
        ] {
            assert_eq!(key(amount_text(text, &units, 0)), expected, "{text:?}");
        }
    }

    #[test]
    fn amounts_with_decimals_keep_the_places_they_need() {
        use Qualifier::{About, AtLeast, Exact};
        let units = ["người".to_owned(), "%".to_owned()];
        for (text, value, places, unit, qualifier) in [
            ("98,5 %", 985, 1, Some(1), Exact),
            ("98.5%", 985, 1, Some(1), Exact),
            ("98,50", 985, 1, None, Exact),
            ("98,00 %", 98, 0, Some(1), Exact),
            ("98", 98, 0, None, Exact),
            ("0,25", 25, 2, None, Exact),
            ("khoảng 7,25 %", 725, 2, Some(1), About),
            ("từ 95,5% trở lên", 955, 1, Some(1), AtLeast),
            ("1.234,5", 12_345, 1, None, Exact),
            ("2.374", 2374, 0, None, Exact),
            ("2.374 người", 2374, 0, Some(0), Exact),
            ("1,5 triệu người", 1_500_000, 0, Some(0), Exact),
        ] {
            assert_eq!(
                amount_text(text, &units, 2),
                Ok(Amount {
                    value,
                    places,
                    unit,
                    qualifier
                }),
                "{text:?}"
            );
        }
        for (text, expected) in [
            ("98,5555 %", "intake-decimal-places"),
            ("0,374", "intake-decimal-places"),
            ("98,5 % %", "intake-amount-unreadable"),
        ] {
            assert_eq!(key(amount_text(text, &units, 2)), expected, "{text:?}");
        }
        assert_eq!(key(amount_text("98,5 %", &units, 0)), "intake-whole-fraction");
        assert_eq!(fine_number(98.5, 2), Ok((985, 1)));
        assert_eq!(fine_number(98.0, 2), Ok((98, 0)));
        assert_eq!(key(fine_number(2.374, 2)), "intake-whole-number-cell");
        assert_eq!(key(fine_number(98.5, 0)), "intake-whole-number-cell");
    }

    fn group(digits: &str, mark: char) -> String {
        let mut grouped = String::new();
        for (index, c) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(mark);
            }
            grouped.push(c);
        }
        grouped
    }

    proptest! {
        #[test]
        fn a_whole_number_reads_back_in_either_notation(value: i64, mark in prop::sample::select(vec!['.', ',', ' ', '\u{a0}', '\''])) {
            let sign = if value < 0 { "-" } else { "" };
            let written = format!("{sign}{}", group(&value.unsigned_abs().to_string(), mark));
            prop_assert_eq!(whole_text(&written), Ok(value));
        }

        #[test]
        fn a_decimal_reads_back_in_either_notation(scaled in -999_999_999_999_i64..999_999_999_999, english: bool) {
            let (thousands, decimal) = if english { (',', '.') } else { ('.', ',') };
            let digits = format!("{:03}", scaled.unsigned_abs());
            let (whole, fraction) = digits.split_at(digits.len() - 2);
            let sign = if scaled < 0 { "-" } else { "" };
            let written = format!("{sign}{}{decimal}{fraction}", group(whole, thousands));
            prop_assert_eq!(decimal_text(&written, 2), Ok(scaled));
        }

        #[test]
        fn a_shown_decimal_is_never_read_as_another_number(scaled: i64, places in 0_u8..=9) {
            let shown = crate::value::Value::Decimal { scaled, places }.to_string();
            match decimal_text(&shown, places) {
                Ok(read) => prop_assert_eq!(read, scaled),
                Err(message) => prop_assert_eq!(message.key, "intake-decimal-ambiguous"),
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,40}", places in 0_u8..=9) {
            let _ = (whole_text(&text), decimal_text(&text, places), amount_text(&text, &["đồng".to_owned()], places));
        }

        #[test]
        fn no_number_makes_the_reader_panic(value: f64, places in 0_u8..=9) {
            let _ = (whole_number(value), decimal_number(value, places));
        }
    }
}
