//! Text folding: what a reader types without diacritics finds what was written with them.

use jiff::civil::Date;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Folds text for search: no diacritics, `đ` as `d`, lower case, single spaces. Both databases index this
/// column, so they give the same answers.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        let c = if c == 'đ' { 'd' } else { c };
        if !c.is_whitespace() {
            folded.push(c);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

/// A name as part of an address: folded, with every run of other characters as one hyphen.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Composes text (NFC), as Vietnamese standard TCVN 6909:2001 asks and as everything is stored.
#[must_use]
pub fn compose(text: &str) -> String {
    text.nfc().collect()
}

/// Reads a day as people write it, `07/10/2022`, or as programs do, `2022-10-07`.
#[must_use]
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let mut parts = text.split('/').map(str::trim);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    })
}

/// Writes a day as a form shows it in every language, so that [`read_day`] reads it again: `07/10/2022`.
#[must_use]
pub fn write_day(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

/// Reads a whole number as people write it: at most fifteen digits, with points, commas or spaces between groups.
#[must_use]
pub fn read_whole(written: &str) -> Option<i64> {
    const MOST_DIGITS: usize = 15;
    let digits: String = written
        .chars()
        .filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    let plain = digits.len() <= MOST_DIGITS && digits.bytes().all(|octet| octet.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// The paragraphs of a text: what empty lines separate.
#[must_use]
pub fn paragraphs(body: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in body.lines().map(str::trim) {
        let last = paragraphs.len() - 1;
        if line.is_empty() {
            paragraphs.push(String::new());
        } else {
            if !paragraphs[last].is_empty() {
                paragraphs[last].push(' ');
            }
            paragraphs[last].push_str(line);
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_without_diacritics_finds_what_was_written_with_them() {
        for (written, typed) in [
            ("Đình làng Vĩnh Hậu", "dinh lang vinh hau"),
            ("ỦY BAN  nhân dân", "uy ban nhan dan"),
            ("ĐẶC BIỆT", "dac biet"),
            ("e\u{302}\u{301}", "e"),
            ("  Phú\u{a0}Hữu ", "phu huu"),
        ] {
            assert_eq!(fold(written), typed);
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let day = Some(jiff::civil::date(2022, 10, 7));
        for written in ["07/10/2022", " 7/10/2022 ", "07 / 10 / 2022", "2022-10-07"] {
            assert_eq!(read_day(written), day, "{written}");
        }
        assert_eq!(write_day(jiff::civil::date(2022, 10, 7)), "07/10/2022");
        for wrong in ["31/02/2022", "07/10/22", "10/2022", "07/10/2022/1", "hôm qua", ""] {
            assert_eq!(read_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn slugs_are_plain_words() {
        assert_eq!(slug("Tỉnh An Giang"), "tinh-an-giang");
        assert_eq!(slug("Phường 14 (Quận 10)"), "phuong-14-quan-10");
        assert_eq!(slug("Thừa Thiên - Huế"), "thua-thien-hue");
    }
}
