//! Vietnamese as it is read aloud over a loudspeaker (loa truyền thanh): numbers, dates, money, times and common
//! abbreviations in words, long sentences in short pieces.
//!
//! Numbers are read as schools teach it: *mốt* after *mươi*, *lăm* after *mươi* and *mười*, *linh* for an empty ten,
//! *không trăm* for an empty hundred below a larger group: 1.000.005 is "một triệu không trăm linh năm". Four after
//! *mươi* is *tư* at the end of a number and *bốn* before *nghìn*, *triệu* and *tỷ*.

use jiff::civil::Date;

const DIGITS: [&str; 10] = [
    "không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín",
];
const BILLION: u64 = 1_000_000_000;

/// A whole number in words.
#[must_use]
pub fn number(value: u64) -> String {
    if value == 0 {
        return DIGITS[0].to_owned();
    }
    let mut words = Vec::new();
    say(value, false, &mut words);
    words.join(" ")
}

/// Says a number other than zero; `below` when a larger group was said before it.
fn say(value: u64, below: bool, words: &mut Vec<&'static str>) {
    if value >= BILLION {
        say(value / BILLION, below, words);
        unbend(words);
        words.push("tỷ");
        if !value.is_multiple_of(BILLION) {
            say(value % BILLION, true, words);
        }
        return;
    }
    let mut below = below;
    for (size, name) in [(1_000_000, Some("triệu")), (1_000, Some("nghìn")), (1, None)] {
        let group = value / size % 1_000;
        if group > 0 {
            say_group(group, below, words);
            if let Some(name) = name {
                unbend(words);
                words.push(name);
            }
            below = true;
        }
    }
}

/// Says "bốn" where the number goes on.
fn unbend(words: &mut [&'static str]) {
    if let Some(last) = words.last_mut().filter(|last| **last == "tư") {
        *last = "bốn";
    }
}

/// Says a number from 1 to 999.
fn say_group(group: u64, below: bool, words: &mut Vec<&'static str>) {
    let digit = |value: u64| DIGITS[usize::try_from(value % 10).unwrap_or_default()];
    let (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
    let with_hundreds = hundreds > 0 || below;
    if with_hundreds {
        words.extend([digit(hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && with_hundreds => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([digit(tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(digit(ones)),
    }
}

/// An amount of đồng in words.
#[must_use]
pub fn money(amount: u64) -> String {
    format!("{} đồng", number(amount))
}

/// A month in words: the fourth is "tháng tư".
fn month(value: u64) -> String {
    if value == 4 {
        "tháng tư".to_owned()
    } else {
        format!("tháng {}", number(value))
    }
}

/// A date in words, without "ngày" before it.
fn bare_date(day: u64, month_number: u64, year: Option<u64>) -> String {
    let year = year.map(|year| format!(" năm {}", number(year)));
    format!(
        "{} {}{}",
        number(day),
        month(month_number),
        year.unwrap_or_default()
    )
}

/// A date in words: "ngày bảy tháng mười năm hai nghìn không trăm hai mươi hai".
#[must_use]
pub fn date(date: Date) -> String {
    let part = |value: i16| u64::try_from(value).unwrap_or_default();
    let words = bare_date(
        part(date.day().into()),
        part(date.month().into()),
        Some(part(date.year())),
    );
    format!("ngày {words}")
}

/// Abbreviations that are said in full.
const ABBREVIATIONS: [(&str, &str); 30] = [
    ("UBND", "Ủy ban nhân dân"),
    ("HĐND", "Hội đồng nhân dân"),
    ("MTTQ", "Mặt trận Tổ quốc"),
    ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("QCDC", "Quy chế dân chủ"),
    ("TTHC", "thủ tục hành chính"),
    ("KT-XH", "kinh tế - xã hội"),
    ("NTM", "nông thôn mới"),
    ("TP", "thành phố"),
    ("QL", "quốc lộ"),
    ("BHYT", "bảo hiểm y tế"),
    ("BHXH", "bảo hiểm xã hội"),
    ("GTNT", "giao thông nông thôn"),
    ("NSNN", "ngân sách nhà nước"),
    ("QĐ", "Quyết định"),
    ("NQ", "Nghị quyết"),
    ("TB", "Thông báo"),
    ("KH", "Kế hoạch"),
    ("BC", "Báo cáo"),
    ("NĐ", "Nghị định"),
    ("CP", "Chính phủ"),
    ("TT", "Thông tư"),
    ("CT", "Chỉ thị"),
    ("TTr", "Tờ trình"),
    ("CV", "Công văn"),
    ("QH", "Quốc hội"),
    ("VNĐ", "đồng"),
    ("VND", "đồng"),
    ("đ", "đồng"),
    ("đ.", "đồng"),
];

/// Units of measure that are said in full after a number.
const UNITS: [(&str, &str); 11] = [
    ("%", "phần trăm"),
    ("km", "ki-lô-mét"),
    ("m", "mét"),
    ("m2", "mét vuông"),
    ("m²", "mét vuông"),
    ("m3", "mét khối"),
    ("m³", "mét khối"),
    ("km2", "ki-lô-mét vuông"),
    ("ha", "héc-ta"),
    ("kg", "ki-lô-gam"),
    ("g", "gam"),
];

fn full(word: &str) -> Option<&'static str> {
    ABBREVIATIONS
        .iter()
        .find(|(short, _)| *short == word)
        .map(|(_, long)| *long)
}

fn unit(word: &str) -> Option<&'static str> {
    UNITS
        .iter()
        .chain(ABBREVIATIONS.iter().filter(|(_, long)| *long == "đồng"))
        .find(|(short, _)| *short == word)
        .map(|(_, long)| *long)
}

/// Roman numerals up to twelve, as quarters and terms are numbered.
fn roman(word: &str) -> Option<u64> {
    const NUMERALS: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    (1..)
        .zip(NUMERALS)
        .find(|(_, numeral)| *numeral == word)
        .map(|(value, _)| value)
}

/// A run of text with everything in words that can be read in several ways.
#[must_use]
pub fn text(text: &str) -> String {
    let mut said: Vec<String> = Vec::new();
    for token in text.split_whitespace() {
        let token = if token == CITY { "TP" } else { token };
        let start = token
            .find(|c: char| !"(\"“‘'[".contains(c))
            .unwrap_or(token.len());
        let (before, rest) = token.split_at(start);
        let end = rest
            .rfind(|c: char| !",.;:!?)\"”’'…]".contains(c))
            .and_then(|at| Some(at + rest[at..].chars().next()?.len_utf8()))
            .unwrap_or(0);
        let (core, after) = rest.split_at(end);
        let previous = said.last().map(|word| word.to_lowercase()).unwrap_or_default();
        let core = word(core, &previous);
        said.push(format!("{before}{core}{after}"));
    }
    said.join(" ")
}

/// One word, known the word before it.
fn word(core: &str, previous: &str) -> String {
    let last_of_previous = previous.rsplit(' ').next().unwrap_or_default();
    if ["quý", "khóa", "kỳ", "lần", "đợt", "chương", "phần", "loại"].contains(&last_of_previous)
        && let Some(value) = roman(core)
    {
        // The fourth quarter is "quý tư".
        return if last_of_previous == "quý" && value == 4 {
            "tư".to_owned()
        } else {
            number(value)
        };
    }
    if !core.contains(|c: char| c.is_ascii_digit()) {
        let follows_number = DIGITS.contains(&last_of_previous)
            || ["mươi", "mười", "trăm", "nghìn", "triệu", "tỷ", "mốt", "tư", "lăm"]
                .contains(&last_of_previous);
        // A rate: "4.000 đồng/ngày".
        if follows_number
            && let Some((measure, per)) = core.split_once('/')
            && !measure.is_empty()
            && !per.is_empty()
        {
            return format!("{} mỗi {per}", unit(measure).unwrap_or(measure));
        }
        let measured = follows_number.then(|| unit(core)).flatten();
        return measured
            .or_else(|| full(core).filter(|long| *long != "đồng"))
            .map_or_else(|| symbol(core), str::to_owned);
    }
    let after_day = last_of_previous == "ngày";
    read_date(core, after_day)
        .or_else(|| read_time(core))
        .or_else(|| read_range(core))
        .or_else(|| read_amount(core))
        .unwrap_or_else(|| symbol(core))
}

/// A word of letters and abbreviations with signs between, such as the symbol of a document: 12/NQ-HĐND.
fn symbol(core: &str) -> String {
    let is_symbol =
        core.contains('/') || (core.contains('-') && core.split('-').any(|part| full(part).is_some()));
    if !is_symbol {
        return core.to_owned();
    }
    let parts: Vec<String> = core
        .split(['/', '-'])
        .filter(|part| !part.is_empty())
        .map(|part| match (full(part), read_amount(part)) {
            (Some(long), _) => long.to_owned(),
            (None, Some(words)) => words,
            (None, None) => part.to_owned(),
        })
        .collect();
    parts.join(", ")
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit())
}

/// 07/10/2022, 7-10-2022, 07/10 and 10/2022.
fn read_date(core: &str, after_day: bool) -> Option<String> {
    let parts: Vec<&str> = core.split(['/', '-']).collect();
    if !parts.iter().all(|part| all_digits(part)) {
        return None;
    }
    let values: Option<Vec<u64>> = parts.iter().map(|part| part.parse().ok()).collect();
    let prefix = if after_day { "" } else { "ngày " };
    match values?.as_slice() {
        [day @ 1..=31, month_number @ 1..=12, year @ 1_000..=9_999] => {
            Some(format!("{prefix}{}", bare_date(*day, *month_number, Some(*year))))
        }
        // Two numbers alone may also be a fraction or the number of a house: only after "ngày" they are a day.
        [day @ 1..=31, month_number @ 1..=12] if after_day => Some(bare_date(*day, *month_number, None)),
        [month_number @ 1..=12, year @ 1_000..=9_999] if core.contains('/') => {
            Some(format!("{} năm {}", month(*month_number), number(*year)))
        }
        _ => None,
    }
}

/// 7h30, 07:30, 7h, 7g30.
fn read_time(core: &str) -> Option<String> {
    let (hour, minute) = core.split_once(['h', ':', 'g'])?;
    if !all_digits(hour) || !(minute.is_empty() || all_digits(minute)) || hour.len() > 2 || minute.len() > 2 {
        return None;
    }
    let hour: u64 = hour.parse().ok()?;
    let minute: u64 = if minute.is_empty() {
        0
    } else {
        minute.parse().ok()?
    };
    if hour > 24 || minute > 59 || (core.contains(':') && core.ends_with(':')) {
        return None;
    }
    Some(if minute == 0 {
        format!("{} giờ", number(hour))
    } else {
        format!("{} giờ {} phút", number(hour), number(minute))
    })
}

/// 2021-2025, 3–5.
fn read_range(core: &str) -> Option<String> {
    let (from, to) = core.split_once(['-', '–'])?;
    if all_digits(from) && all_digits(to) {
        Some(format!("{} đến {}", read_amount(from)?, read_amount(to)?))
    } else {
        None
    }
}

/// 1.234.567, 12,5, 05, 0296 3852 123, each perhaps with a unit behind it: 12,5%, 200.000đ, 3km.
fn read_amount(core: &str) -> Option<String> {
    let end = core
        .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ','))
        .unwrap_or(core.len());
    let (figure, measure) = core.split_at(end);
    let figure = read_figure(figure)?;
    if measure.is_empty() {
        return Some(figure);
    }
    // A rate such as 200.000đ/hộ.
    let (first, per) = measure
        .split_once('/')
        .map_or((measure, ""), |(first, per)| (first, per));
    let first = unit(first)?;
    Some(if per.is_empty() {
        format!("{figure} {first}")
    } else {
        format!("{figure} {first} mỗi {per}")
    })
}

fn read_figure(figure: &str) -> Option<String> {
    let (whole, fraction) = match figure.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (figure, None),
    };
    let groups: Vec<&str> = whole.split('.').collect();
    let grouped = groups.len() > 1;
    let well_grouped = groups.iter().all(|group| all_digits(group))
        && (!grouped || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3)));
    if !well_grouped || fraction.is_some_and(|fraction| !all_digits(fraction)) {
        return None;
    }
    let digits = groups.concat();
    let one_by_one = |digits: &str| {
        digits
            .bytes()
            .map(|octet| DIGITS[usize::from(octet - b'0')])
            .collect::<Vec<_>>()
            .join(" ")
    };
    // A telephone number is said digit by digit, and so is what no one counts any more.
    let counts = !(digits.len() >= 8 && digits.starts_with('0') && !grouped);
    let words = match digits.parse() {
        Ok(value) if counts => number(value),
        _ => one_by_one(&digits),
    };
    Some(match fraction {
        // Read as a number when it is short and does not begin with zero, digit by digit otherwise.
        Some(fraction) if fraction.len() <= 2 && !fraction.starts_with('0') => {
            format!("{words} phẩy {}", number(fraction.parse().ok()?))
        }
        Some(fraction) => format!("{words} phẩy {}", one_by_one(fraction)),
        None => words,
    })
}

/// The one abbreviation whose full stop is part of it.
const CITY: &str = "TP.";
/// The most words of a sentence that is easily followed by ear.
const LONGEST_SENTENCE: usize = 22;

/// A text in words, as short sentences each on its own: split at ends of sentences and lines, then at commas where a
/// sentence would be longer than twenty-two words.
#[must_use]
pub fn sentences(written: &str) -> Vec<String> {
    let mut sentences = Vec::new();
    for line in written.lines() {
        let mut sentence: Vec<String> = Vec::new();
        for token in line.split_whitespace() {
            sentence.push(token.to_owned());
            let is_number_of_item = sentence.len() == 1 && all_digits(token.trim_end_matches('.'));
            let ends = token.ends_with(['.', '!', '?', ';', '…', ':']) && token != CITY && !is_number_of_item;
            if ends {
                finish(&mut sentence, &mut sentences);
            }
        }
        finish(&mut sentence, &mut sentences);
    }
    sentences
}

/// Puts a sentence into words and, if it is long, into pieces.
fn finish(sentence: &mut Vec<String>, sentences: &mut Vec<String>) {
    if sentence.is_empty() {
        return;
    }
    let said = text(&std::mem::take(sentence).join(" "));
    let count = |part: &str| part.split_whitespace().count();
    let mut piece = String::new();
    for part in said.split_inclusive(", ") {
        if !piece.is_empty() && count(&piece) + count(part) > LONGEST_SENTENCE {
            push(&piece, sentences);
            piece.clear();
        }
        piece.push_str(part);
    }
    push(&piece, sentences);
}

/// Adds a sentence with a capital in front and one sign behind.
fn push(piece: &str, sentences: &mut Vec<String>) {
    let core = piece.trim().trim_end_matches([',', ';', ':', '.', ' ']);
    let mut letters = core.chars();
    let Some(first) = letters.next() else { return };
    let end = if core.ends_with(['!', '?', '…']) {
        ""
    } else {
        "."
    };
    sentences.push(format!(
        "{}{}{end}",
        first.to_uppercase().collect::<String>(),
        letters.as_str()
    ));
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_schools_teach() {
        for (value, words) in [
            (0, "không"),
            (1, "một"),
            (4, "bốn"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (25, "hai mươi lăm"),
            (31, "ba mươi mốt"),
            (55, "năm mươi lăm"),
            (100, "một trăm"),
            (101, "một trăm linh một"),
            (104, "một trăm linh bốn"),
            (105, "một trăm linh năm"),
            (110, "một trăm mười"),
            (111, "một trăm mười một"),
            (115, "một trăm mười lăm"),
            (121, "một trăm hai mươi mốt"),
            (555, "năm trăm năm mươi lăm"),
            (1_000, "một nghìn"),
            (1_001, "một nghìn không trăm linh một"),
            (1_010, "một nghìn không trăm mười"),
            (1_021, "một nghìn không trăm hai mươi mốt"),
            (1_100, "một nghìn một trăm"),
            (2_025, "hai nghìn không trăm hai mươi lăm"),
            (10_000, "mười nghìn"),
            (24_024, "hai mươi bốn nghìn không trăm hai mươi tư"),
            (21_004, "hai mươi mốt nghìn không trăm linh bốn"),
            (100_000, "một trăm nghìn"),
            (1_000_000, "một triệu"),
            (1_000_005, "một triệu không trăm linh năm"),
            (1_005_000, "một triệu không trăm linh năm nghìn"),
            (
                1_234_567,
                "một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy",
            ),
            (1_000_000_000, "một tỷ"),
            (1_000_000_001, "một tỷ không trăm linh một"),
            (2_500_000_000, "hai tỷ năm trăm triệu"),
            (1_000_000_000_000, "một nghìn tỷ"),
            (1_000_000_000_000_000_000, "một tỷ tỷ"),
        ] {
            assert_eq!(number(value), words, "{value}");
        }
        assert_eq!(money(15_000), "mười lăm nghìn đồng");
    }

    #[test]
    fn dates_are_read_in_full() {
        assert_eq!(
            date(day(2022, 10, 7)),
            "ngày bảy tháng mười năm hai nghìn không trăm hai mươi hai"
        );
        assert_eq!(
            date(day(2025, 4, 21)),
            "ngày hai mươi mốt tháng tư năm hai nghìn không trăm hai mươi lăm"
        );
        assert_eq!(
            date(day(2024, 12, 1)),
            "ngày một tháng mười hai năm hai nghìn không trăm hai mươi tư"
        );
    }

    #[test]
    fn running_text_is_put_into_words() {
        for (written, said) in [
            (
                "Ngày 07/10/2022, xã họp.",
                "Ngày bảy tháng mười năm hai nghìn không trăm hai mươi hai, xã họp.",
            ),
            (
                "Từ 1/7/2025",
                "Từ ngày một tháng bảy năm hai nghìn không trăm hai mươi lăm",
            ),
            ("ngày 02/9", "ngày hai tháng chín"),
            (
                "tháng báo cáo 04/2025",
                "tháng báo cáo tháng tư năm hai nghìn không trăm hai mươi lăm",
            ),
            ("Lúc 7h30 tại đình", "Lúc bảy giờ ba mươi phút tại đình"),
            ("Từ 13:00 đến 17h", "Từ mười ba giờ đến mười bảy giờ"),
            (
                "Thu 1.234.567 đồng",
                "Thu một triệu hai trăm ba mươi bốn nghìn năm trăm sáu mươi bảy đồng",
            ),
            ("Mỗi hộ 200.000đ.", "Mỗi hộ hai trăm nghìn đồng."),
            ("50.000 VNĐ", "năm mươi nghìn đồng"),
            ("200.000đ/hộ", "hai trăm nghìn đồng mỗi hộ"),
            ("4.000 đồng/ngày", "bốn nghìn đồng mỗi ngày"),
            ("đạt 98,5%", "đạt chín mươi tám phẩy năm phần trăm"),
            ("đạt 98,05 %", "đạt chín mươi tám phẩy không năm phần trăm"),
            ("dài 2,4 km, rộng 3m", "dài hai phẩy bốn ki-lô-mét, rộng ba mét"),
            ("trong 05 ngày", "trong năm ngày"),
            (
                "giai đoạn 2021-2025",
                "giai đoạn hai nghìn không trăm hai mươi mốt đến hai nghìn không trăm hai mươi lăm",
            ),
            ("quý III năm 2025", "quý ba năm hai nghìn không trăm hai mươi lăm"),
            ("quý IV", "quý tư"),
            (
                "UBND xã, HĐND xã (MTTQ)",
                "Ủy ban nhân dân xã, Hội đồng nhân dân xã (Mặt trận Tổ quốc)",
            ),
            (
                "Nghị quyết 12/NQ-HĐND",
                "Nghị quyết mười hai, Nghị quyết, Hội đồng nhân dân",
            ),
            ("gọi 0912345678", "gọi không chín một hai ba bốn năm sáu bảy tám"),
            ("đường QL 91", "đường quốc lộ chín mươi mốt"),
            ("Ban đ. dự án", "Ban đ. dự án"),
            ("không có số", "không có số"),
        ] {
            assert_eq!(text(written), said, "{written}");
        }
    }

    #[test]
    fn sentences_are_short_enough_to_follow() {
        let said = sentences(
            "UBND xã công khai dự toán. Tổng thu 12 tỷ đồng;\nTP. Long Xuyên hỗ trợ đường ấp Vĩnh Phú, cầu Kênh \
             Ranh, trường mẫu giáo, nhà văn hóa ấp Vĩnh Thành, hệ thống đèn đường, và trạm cấp nước sạch cho 120 hộ",
        );
        assert_eq!(
            said,
            [
                "Ủy ban nhân dân xã công khai dự toán.",
                "Tổng thu mười hai tỷ đồng.",
                "Thành phố Long Xuyên hỗ trợ đường ấp Vĩnh Phú, cầu Kênh Ranh, trường mẫu giáo, nhà văn hóa ấp Vĩnh \
                 Thành.",
                "Hệ thống đèn đường, và trạm cấp nước sạch cho một trăm hai mươi hộ.",
            ]
        );
        assert_eq!(sentences(" \n "), Vec::<String>::new());
    }

    /// Reads words back, so that no two numbers sound alike.
    fn heard(words: &str) -> u64 {
        let value = |word: &str| match word {
            "mốt" => Some(1),
            "tư" => Some(4),
            "lăm" => Some(5),
            "linh" => Some(0),
            _ => (0..)
                .zip(DIGITS)
                .find(|(_, digit)| *digit == word)
                .map(|(value, _)| value),
        };
        let (mut total, mut high, mut group, mut last) = (0_u64, 0_u64, 0_u64, 0_u64);
        for word in words.split(' ') {
            match word {
                "mươi" => (group, last) = (group + last * 10, 0),
                "mười" => group += 10,
                "trăm" => (group, last) = (group + last * 100, 0),
                "nghìn" => (high, group, last) = (high + (group + last) * 1_000, 0, 0),
                "triệu" => (high, group, last) = (high + (group + last) * 1_000_000, 0, 0),
                "tỷ" => {
                    total = (total + high + group + last) * BILLION;
                    (high, group, last) = (0, 0, 0);
                }
                other => last = value(other).unwrap(),
            }
        }
        total + high + group + last
    }

    proptest! {
        #[test]
        fn what_is_said_is_heard(value in 0..=999_999_999_999_999_u64) {
            prop_assert_eq!(heard(&number(value)), value);
        }

        #[test]
        fn any_text_is_said_without_a_digit_of_a_plain_number(words in "[a-zđăâêôơư ]{0,20}", value: u64) {
            let said = text(&format!("{words} {value} {words}"));
            prop_assert!(!said.contains(|c: char| c.is_ascii_digit()), "{}", said);
        }

        #[test]
        fn no_text_is_too_strange_to_be_said(written in "\\PC{0,60}") {
            let pieces = sentences(&written);
            prop_assert_eq!(pieces.iter().any(|piece| piece.trim().is_empty()), false);
        }
    }
}
