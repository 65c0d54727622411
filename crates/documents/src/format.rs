//! Numbers and dates as the reader's language writes them: 2.374; 1,5 %; 07/10/2022.

use jiff::civil::Date;

use crate::{Language, Number, words};

/// A number with its grouping and decimal signs; a percentage with its sign.
pub fn number(language: Language, number: Number) -> String {
    match number {
        Number::Integer { value } => digits(language, value, 0),
        Number::Decimal { mantissa, scale } => digits(language, mantissa, scale),
        Number::Percent { mantissa, scale } => match language {
            Language::En => format!("{}%", digits(language, mantissa, scale)),
            Language::Vi | Language::Km => format!("{}\u{a0}%", digits(language, mantissa, scale)),
        },
    }
}

/// A day in figures: 07/10/2022, day first in all three languages.
pub fn date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// A day in words: "ngày 07 tháng 10 năm 2022". In Vietnamese, days below 10 and the months 1 and 2 take a
/// leading zero (NĐ 30/2020, Phụ lục I).
pub fn long_date(language: Language, date: Date) -> String {
    words::long_date(language, date)
}

fn digits(language: Language, mantissa: i64, scale: u8) -> String {
    let (group, decimal) = match language {
        Language::En => (',', '.'),
        Language::Vi | Language::Km => ('.', ','),
    };
    let scale = usize::from(scale);
    let all = format!("{:0width$}", mantissa.unsigned_abs(), width = scale + 1);
    let (whole, fraction) = all.split_at(all.len() - scale);
    let mut text = String::new();
    if mantissa < 0 {
        // The minus sign proper: a hyphen would let the line break after it.
        text.push('−');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(decimal);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn numbers_follow_the_language() {
        let cases = [
            (Language::Vi, Number::from(2_374), "2.374"),
            (Language::Vi, Number::from(-1_234_567), "−1.234.567"),
            (Language::Vi, Number::from(999), "999"),
            (
                Language::Vi,
                Number::Decimal {
                    mantissa: 5,
                    scale: 2,
                },
                "0,05",
            ),
            (
                Language::Vi,
                Number::Percent {
                    mantissa: 15,
                    scale: 1,
                },
                "1,5\u{a0}%",
            ),
            (
                Language::En,
                Number::Decimal {
                    mantissa: -1_234_567,
                    scale: 2,
                },
                "−12,345.67",
            ),
            (
                Language::En,
                Number::Percent {
                    mantissa: 15,
                    scale: 1,
                },
                "1.5%",
            ),
            (Language::Km, Number::from(2_374), "2.374"),
            (Language::Vi, Number::from(i64::MIN), "−9.223.372.036.854.775.808"),
        ];
        for (language, value, expected) in cases {
            assert_eq!(number(language, value), expected);
        }
    }

    #[test]
    fn long_dates_pad_as_the_decree_says() {
        assert_eq!(
            long_date(Language::Vi, day(2022, 10, 7)),
            "ngày 07 tháng 10 năm 2022"
        );
        assert_eq!(
            long_date(Language::Vi, day(2026, 2, 15)),
            "ngày 15 tháng 02 năm 2026"
        );
        assert_eq!(
            long_date(Language::Vi, day(2026, 3, 9)),
            "ngày 09 tháng 3 năm 2026"
        );
        assert_eq!(long_date(Language::En, day(2026, 3, 9)), "9 March 2026");
        assert_eq!(date(day(2022, 10, 7)), "07/10/2022");
    }
}
