//! Whether a word can be a Vietnamese syllable. Nearly every sequence of letters cannot, which makes this a sharp
//! test of whether text was decoded rightly: `Hà Nội` is two syllables, `Hµ Néi` is none.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// Initial consonants, longest first.
const ONSETS: [&str; 27] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x",
];

/// Everything that can follow the initial consonant, without tone, by its first vowel.
const RHYMES: &str = "\
    a ai ao au ay ac ach am an ang anh ap at \
    ăc ăm ăn ăng ăp ăt \
    âu ây âc âm ân âng âp ât \
    e eo ec em en eng ep et \
    ê êu êch êm ên êng ênh êp êt \
    i ia iu ich im in inh ip it iêu iêc iêm iên iêng iêp iêt \
    o oi oc om on ong op ot oong ooc oa oai oao oay oac oach oam oan oang oanh oap oat oăc oăm oăn oăng oăt \
    oe oeo oen oet \
    ô ôi ôc ôm ôn ông ôp ôt \
    ơ ơi ơm ơn ơp ơt \
    u ua ui uc um un ung up ut uâ uây uân uâng uât uê uêch uênh uên uơ uôi uôc uôm uôn uông uôt \
    uy uya uyên uyêt uyt uych uynh uyu \
    ư ưa ưi ưu ưc ưm ưn ưng ưt ươi ươu ươc ươm ươn ương ươp ươt \
    y yêu yêm yên yêng yêt";

/// Whether `word` has the shape of one Vietnamese syllable, in either case and with the tone mark on any vowel
/// (`hòa`, `hoà`).
pub(crate) fn is_syllable(word: &str) -> bool {
    let Some((letters, tone)) = without_tone(word) else {
        return false;
    };
    if is_rhyme(&letters, tone) {
        return true;
    }
    ONSETS.iter().any(|onset| letters.strip_prefix(onset).is_some_and(|rhyme| is_rhyme(rhyme, tone)))
        // In gì, gìn, giếng the i belongs to both halves.
        || letters.strip_prefix('g').is_some_and(|rhyme| rhyme.starts_with('i') && is_rhyme(rhyme, tone))
}

fn is_rhyme(rhyme: &str, tone: Option<char>) -> bool {
    // A syllable closed by a stop has the rising or the heavy tone, no other.
    let stopped = rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch");
    let tone_fits = !stopped || matches!(tone, Some('\u{301}' | '\u{323}'));
    !rhyme.is_empty() && tone_fits && RHYMES.split(' ').any(|known| known == rhyme)
}

/// The letters in lower case without the tone mark, and the tone mark; `None` when there are two.
fn without_tone(word: &str) -> Option<(String, Option<char>)> {
    let mut letters = String::with_capacity(word.len());
    let mut tone = None;
    for c in word.chars().flat_map(char::to_lowercase).nfd() {
        match c {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                if tone.replace(c).is_some() {
                    return None;
                }
            }
            // Breve, circumflex and horn make other letters; the tone may stand before them after decomposition.
            '\u{302}' | '\u{306}' | '\u{31b}' => {
                let letter = compose(letters.pop()?, c)?;
                letters.push(letter);
            }
            c => letters.push(c),
        }
    }
    Some((letters, tone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_words_are_syllables() {
        for word in "Hà Nội xã phường thị trấn Đồng Tháp quốc giếng gì giữ nghị quyết khuya Hoà hòa ỦY thuế nguyễn Thoại \
            ngoằn yêu ý đường tiếng Việt quý quả bướu rượu Phước khoẻ quyền"
            .split_whitespace()
        {
            assert!(is_syllable(word), "{word}");
            let decomposed: String = word.nfd().collect();
            assert!(is_syllable(&decomposed), "{word} decomposed");
        }
    }

    #[test]
    fn other_words_are_not() {
        for word in "Hµ Néi x· Haø Noäi ñöôøng hộii càt Müller Zoë Citroën fà đ·n àá ngk".split_whitespace()
        {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
