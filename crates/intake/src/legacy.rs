//! Text from before Unicode.
//!
//! Many offices still keep files typed in the 1990s' encodings. Their bytes look like Western European letters to a
//! spreadsheet: in TCVN3 (fonts named `.Vn…`, also called ABC) "Hà Nội" reads `Hµ Néi`, in VNI (fonts named
//! `VNI-…`) `Haø Noäi`. CSV files may also be in Windows-1258.
//!
//! The encoding is decided once per file. Every word with a letter outside ASCII is tried in each encoding: does it
//! come out as a Vietnamese syllable? Words that do so in exactly one encoding are evidence for it.
//!
//! - A file of text (XLSX, or CSV in a Unicode encoding) is Unicode when no word is evidence for an old encoding. It
//!   is converted, with a notice, when at least [`FEW`] different words speak for one old encoding, none for Unicode,
//!   and next to none for the other. Otherwise it is refused, naming the first cell that looks old: half
//!   converted text is worse than none.
//! - A CSV file whose bytes are not Unicode must be in one of the old encodings. It is converted, with a notice,
//!   when most of its words are syllables in one encoding and the evidence is for that one. Otherwise it is
//!   refused.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;

use crate::problem::{Message, Notice, Place, Problem};
use crate::syllable::is_syllable;

/// Different words that make an old encoding credible in text that could be Unicode.
const FEW: usize = 2;

/// How many texts are remembered so as not to weigh them again; columns repeat the same few.
const REMEMBERED: usize = 50_000;

/// How a file's letters are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lettering {
    /// As they stand.
    Unicode,
    /// As bytes of Windows-1258.
    Windows1258,
    /// As bytes of TCVN 5712:1993 VN3.
    Tcvn3,
    /// As bytes of the VNI Windows fonts.
    Vni,
}

impl Lettering {
    pub(crate) const ALL: [Self; 4] = [Self::Unicode, Self::Windows1258, Self::Tcvn3, Self::Vni];

    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Unicode => "Unicode",
            Self::Windows1258 => "Windows-1258",
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI-Windows",
        }
    }

    /// The text in Unicode. Letters that the encoding does not have stay as they are.
    pub(crate) fn decode(self, text: &str) -> Cow<'_, str> {
        if text.is_ascii() {
            return Cow::Borrowed(text);
        }
        match self {
            Self::Unicode => Cow::Borrowed(text),
            Self::Windows1258 => {
                let (bytes, _, _) = WINDOWS_1252.encode(text);
                let (decoded, _) = WINDOWS_1258.decode_without_bom_handling(&bytes);
                Cow::Owned(decoded.nfc().collect())
            }
            Self::Tcvn3 => Cow::Owned(text.chars().map(|c| tcvn3(c).unwrap_or(c)).collect()),
            Self::Vni => Cow::Owned(from_vni(text)),
        }
    }

    /// Whether `word` is a Vietnamese syllable when understood this way.
    fn makes_sense_of(self, word: &str) -> bool {
        if self == Self::Tcvn3 && word.chars().any(|c| !c.is_ascii() && tcvn3(c).is_none()) {
            return false;
        }
        is_syllable(&self.decode(word))
    }
}

/// The letter that TCVN3 has at the place of a Western European one.
fn tcvn3(c: char) -> Option<char> {
    /// TCVN 5712:1993 VN3 from 0xA1 to 0xFE; `_` where it has no letter.
    const LETTERS: &str =
        "ĂÂÊÔƠƯĐăâêôơưđ______àảãáạ_ằẳẵắ_______ặầẩẫấậè_ẻẽéẹềểễếệìỉ___ĩíịò_ỏõóọồổỗốộờởỡớợù_ủũúụừửữứựỳỷỹýỵ";
    let index = u32::from(c).checked_sub(0xa1)? as usize;
    LETTERS.chars().nth(index).filter(|letter| *letter != '_')
}

/// Marks that VNI writes after a vowel, with what they put on it: breve or circumflex first, then the tone.
const VNI_MARKS: [(char, &[char]); 17] = [
    ('ù', &['\u{301}']),
    ('ø', &['\u{300}']),
    ('û', &['\u{309}']),
    ('õ', &['\u{303}']),
    ('ï', &['\u{323}']),
    ('â', &['\u{302}']),
    ('á', &['\u{302}', '\u{301}']),
    ('à', &['\u{302}', '\u{300}']),
    ('å', &['\u{302}', '\u{309}']),
    ('ã', &['\u{302}', '\u{303}']),
    ('ä', &['\u{302}', '\u{323}']),
    ('ê', &['\u{306}']),
    ('é', &['\u{306}', '\u{301}']),
    ('è', &['\u{306}', '\u{300}']),
    ('ú', &['\u{306}', '\u{309}']),
    ('ü', &['\u{306}', '\u{303}']),
    ('ë', &['\u{306}', '\u{323}']),
];

/// Letters that VNI keeps in one place.
const VNI_LETTERS: [(char, char); 6] = [
    ('ñ', 'đ'),
    ('ö', 'ư'),
    ('ô', 'ơ'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
];

fn from_vni(text: &str) -> String {
    let mut decomposed = String::with_capacity(text.len() * 2);
    // The vowel before, as VNI wrote it: the next letter may be its mark.
    let mut vowel = None;
    for c in text.chars() {
        let small = c.to_lowercase().next().unwrap_or(c);
        if let Some(marks) = vowel.and_then(|vowel| vni_mark(vowel, small)) {
            decomposed.extend(marks);
            vowel = None;
            continue;
        }
        vowel = Some(small).filter(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ô' | 'ö'));
        let letter = if small == 'î' {
            Some('ỵ')
        } else {
            VNI_LETTERS
                .iter()
                .find(|(vni, _)| *vni == small)
                .map(|(_, letter)| *letter)
        };
        match letter {
            Some(letter) if c == small => decomposed.push(letter),
            Some(letter) => decomposed.extend(letter.to_uppercase()),
            None => decomposed.push(c),
        }
    }
    decomposed.nfc().collect()
}

/// The marks that `mark` puts on `vowel`, if VNI writes that pair.
fn vni_mark(vowel: char, mark: char) -> Option<&'static [char]> {
    let (_, marks) = VNI_MARKS.iter().find(|(vni, _)| *vni == mark)?;
    let fits = match marks[0] {
        '\u{306}' => vowel == 'a',
        '\u{302}' => matches!(vowel, 'a' | 'e' | 'o'),
        _ => vowel != 'i',
    };
    fits.then_some(*marks)
}

/// What speaks for one encoding.
#[derive(Debug, Default)]
struct Support {
    /// Words that are syllables in it.
    words: u64,
    /// Words that are syllables in it alone.
    alone: u64,
    /// A few of the latter, to know whether they differ.
    different: HashSet<String>,
    /// The first of the latter: its cell and the cell's text.
    first: Option<(Place, String)>,
}

/// What a file's words say about its encoding.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    /// Words with letters outside ASCII.
    words: u64,
    support: [Support; 4],
    seen: HashSet<u64>,
}

impl Evidence {
    /// Weighs the words of a cell. `place` is only asked when the cell is the first evidence for an encoding.
    pub(crate) fn weigh(&mut self, text: &str, candidates: &[Lettering], place: impl Fn() -> Place) {
        if text.is_ascii() || self.seen_before(text) {
            return;
        }
        for word in words(text) {
            self.words += 1;
            // The old encodings have only one byte per letter, so such a letter was Unicode when it was typed.
            if candidates.contains(&Lettering::Unicode)
                && word.chars().any(|c| ('\u{100}'..='\u{1eff}').contains(&c))
            {
                self.add(Lettering::Unicode, true, word, text, &place);
                continue;
            }
            let mut sensible = candidates
                .iter()
                .copied()
                .filter(|lettering| lettering.makes_sense_of(word));
            let (first, second) = (sensible.next(), sensible.next());
            for lettering in first.into_iter().chain(second).chain(sensible) {
                self.add(lettering, second.is_none(), word, text, &place);
            }
        }
    }

    fn add(&mut self, lettering: Lettering, alone: bool, word: &str, text: &str, place: &impl Fn() -> Place) {
        let support = &mut self.support[lettering as usize];
        support.words += 1;
        if alone {
            support.alone += 1;
            if support.different.len() < FEW {
                support.different.insert(word.to_lowercase());
            }
            support.first.get_or_insert_with(|| (place(), text.to_owned()));
        }
    }

    fn seen_before(&mut self, text: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        let hash = hasher.finish();
        if self.seen.contains(&hash) {
            return true;
        }
        if self.seen.len() < REMEMBERED {
            self.seen.insert(hash);
        }
        false
    }

    fn of(&self, lettering: Lettering) -> &Support {
        &self.support[lettering as usize]
    }

    /// Decides for a file whose text is Unicode as far as its bytes go.
    pub(crate) fn decide_text(&self) -> Result<(Lettering, Option<Notice>), Box<Problem>> {
        let (tcvn3, vni) = (self.of(Lettering::Tcvn3), self.of(Lettering::Vni));
        if tcvn3.alone + vni.alone == 0 {
            return Ok((Lettering::Unicode, None));
        }
        let old = if tcvn3.alone >= vni.alone {
            Lettering::Tcvn3
        } else {
            Lettering::Vni
        };
        let other = tcvn3.alone.min(vni.alone);
        let support = self.of(old);
        let confident = self.of(Lettering::Unicode).alone == 0
            && support.different.len() >= FEW
            && other * 20 <= support.alone
            && support.words * 10 >= self.words * 8;
        if confident {
            Ok((old, self.notice(old)))
        } else {
            Err(self.mixed(old))
        }
    }

    /// Decides for a CSV file whose bytes are not Unicode.
    pub(crate) fn decide_bytes(&self) -> Result<(Lettering, Option<Notice>), Box<Problem>> {
        let old = [Lettering::Windows1258, Lettering::Tcvn3, Lettering::Vni];
        let best = old
            .into_iter()
            .max_by_key(|lettering| (self.of(*lettering).alone, self.of(*lettering).words));
        let best = best.unwrap_or(Lettering::Windows1258);
        let support = self.of(best);
        let others: u64 = old
            .iter()
            .filter(|other| **other != best)
            .map(|other| self.of(*other).alone)
            .sum();
        if support.alone > 0 && others * 20 <= support.alone && support.words * 10 >= self.words * 8 {
            Ok((best, self.notice(best)))
        } else {
            Err(Box::new(Problem::of_file(Message::new(
                "intake-encoding-unknown",
            ))))
        }
    }

    fn notice(&self, lettering: Lettering) -> Option<Notice> {
        let (place, text) = self.of(lettering).first.as_ref()?;
        let message = Message::new("intake-converted")
            .with("from", lettering.name())
            .with("result", lettering.decode(text));
        Some(Problem::new(place.clone(), text, message))
    }

    fn mixed(&self, old: Lettering) -> Box<Problem> {
        let (place, text) = self.of(old).first.clone().unwrap_or_default();
        let message = Message::new("intake-encoding-mixed")
            .with("from", old.name())
            .with("result", old.decode(&text))
            .with("words", self.of(old).alone)
            .with("others", self.words - self.of(old).alone);
        Box::new(Problem::new(place, &text, message))
    }
}

/// The words that can be evidence: with a letter outside ASCII beside at least one inside, and without digits at
/// their edges (`25°C`, `3m²` and `2m×3m` are no words).
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| {
        c.is_ascii() && !c.is_ascii_alphanumeric() || matches!(c, '\u{a0}' | '\u{2000}'..='\u{206f}')
    })
    .filter(|word| {
        !word.is_ascii()
            && word.bytes().any(|byte| byte.is_ascii_alphabetic())
            && !word.bytes().any(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: [Lettering; 3] = [Lettering::Unicode, Lettering::Tcvn3, Lettering::Vni];
    const BYTES: [Lettering; 3] = [Lettering::Windows1258, Lettering::Tcvn3, Lettering::Vni];

    fn evidence(texts: &[&str], candidates: &[Lettering]) -> Evidence {
        let mut evidence = Evidence::default();
        for (row, text) in (1..).zip(texts) {
            evidence.weigh(text, candidates, || Place {
                row: Some(row),
                ..Place::default()
            });
        }
        evidence
    }

    #[test]
    fn tcvn3_reads_as_unicode() {
        assert_eq!(Lettering::Tcvn3.decode("Hµ Néi"), "Hà Nội");
        assert_eq!(
            Lettering::Tcvn3.decode("Céng hoµ x· héi chñ nghÜa ViÖt Nam"),
            "Cộng hoà xã hội chủ nghĩa Việt Nam"
        );
        assert_eq!(
            Lettering::Tcvn3.decode("§éc lËp - Tù do - H¹nh phóc"),
            "Độc lập - Tự do - Hạnh phúc"
        );
        assert_eq!(Lettering::Tcvn3.decode("ng\u{ad}êi d©n"), "người dân");
    }

    #[test]
    fn vni_reads_as_unicode() {
        assert_eq!(Lettering::Vni.decode("Haø Noäi"), "Hà Nội");
        assert_eq!(
            Lettering::Vni.decode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam"
        );
        assert_eq!(
            Lettering::Vni.decode("Ñoäc laäp - Töï do - Haïnh phuùc"),
            "Độc lập - Tự do - Hạnh phúc"
        );
        assert_eq!(
            Lettering::Vni.decode("ÑÖÔØNG ÑAËNG VAÊN LAÉM"),
            "ĐƯỜNG ĐẶNG VĂN LẮM"
        );
        assert_eq!(
            Lettering::Vni.decode("kyø yù lyù myõ thò xaõ"),
            "kỳ ý lý mỹ thị xã"
        );
    }

    #[test]
    fn each_letter_of_the_language_survives_both_tables() {
        let letters = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";
        let tcvn3_bytes: String = letters
            .chars()
            .map(|letter| {
                (0xa1..=0xfe_u32)
                    .filter_map(char::from_u32)
                    .find(|c| tcvn3(*c) == Some(letter))
                    .unwrap()
            })
            .collect();
        assert_eq!(Lettering::Tcvn3.decode(&tcvn3_bytes), letters);
        let vni = "aøaûaõaùaïaêaèaúaüaéaëaâaàaåaãaáaäñeøeûeõeùeïeâeàeåeãeáeäìæóíòoøoûoõoùoïoâoàoåoãoáoäôôøôûôõôùôïuøuûuõuùuïööøöûöõöùöïyøyûyõyùî";
        assert_eq!(Lettering::Vni.decode(vni), letters);
    }

    #[test]
    fn unicode_files_stay_as_they_are() {
        for texts in [
            &["Hà Nội", "xã Vĩnh Hậu", "ấp 3"][..],
            &[
                "25°C",
                "3m²",
                "2m×3m",
                "«Paris»",
                "Citroën",
                "Müller & Söhne",
                "café",
            ][..],
            &["Ia Grai", "Đăk Pơ", "H'Đơk", "Lê Văn Tám", "hoà"][..],
            &["plain"][..],
        ] {
            let decided = evidence(texts, &TEXT).decide_text();
            assert_eq!(decided, Ok((Lettering::Unicode, None)), "{texts:?}");
        }
    }

    #[test]
    fn old_files_are_converted_with_a_notice() {
        for (texts, lettering) in [
            (&["Tªn x·", "Sè hé"][..], Lettering::Tcvn3),
            (&["Teân xaõ", "Soá hoä"][..], Lettering::Vni),
        ] {
            let (decided, notice) = evidence(texts, &TEXT).decide_text().expect("confident");
            assert_eq!(decided, lettering);
            assert_eq!(notice.expect("a notice").expected.args[1].1, "Tên xã");
        }
    }

    #[test]
    fn mixed_files_are_refused_at_the_first_old_cell() {
        let problem = evidence(&["Tên xã", "Số hộ", "Hµ Néi"], &TEXT)
            .decide_text()
            .expect_err("mixed");
        assert_eq!(problem.expected.key, "intake-encoding-mixed");
        assert_eq!((problem.place.row, problem.read.as_str()), (Some(3), "Hµ Néi"));
    }

    #[test]
    fn bytes_are_told_apart() {
        let latin = |bytes: &[u8]| WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
        let windows_1258 = latin(b"H\xe0 N\xf4\xf2i");
        for (text, lettering) in [
            (windows_1258.as_str(), Lettering::Windows1258),
            ("Hµ Néi", Lettering::Tcvn3),
            ("Haø Noäi", Lettering::Vni),
        ] {
            let (decided, _) = evidence(&[text], &BYTES).decide_bytes().expect("confident");
            assert_eq!(decided, lettering);
            assert_eq!(decided.decode(text), "Hà Nội");
        }
        assert!(evidence(&["Müller", "Söhne"], &BYTES).decide_bytes().is_err());
        assert!(evidence(&[], &BYTES).decide_bytes().is_err());
    }
}
