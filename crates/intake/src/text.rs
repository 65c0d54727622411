//! Text as it should be kept, and text as it should be compared.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};

/// Folds text for comparison: no Latin diacritics, case, punctuation or invisible characters, `đ` as `d`, single
/// spaces between words. Marks of other scripts stay: in Khmer they are vowels.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text
        .nfd()
        .filter(|c| !is_latin_mark(*c) && !is_invisible(*c))
        .flat_map(char::to_lowercase)
    {
        let c = if c == 'đ' { 'd' } else { c };
        if c.is_alphanumeric() || is_combining_mark(c) {
            folded.push(c);
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Lower case without Latin diacritics, but with its punctuation: for numbers in words.
pub(crate) fn plain(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_latin_mark(*c) && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Makes text fit to keep: composed (NFC), trimmed, single spaces, line breaks as `\n`, nothing invisible.
///
/// # Errors
///
/// The control character that the text holds: nobody typed it, so the file was damaged on its way.
pub(crate) fn clean(text: &str) -> Result<String, char> {
    let composed: std::borrow::Cow<'_, str> = if text.is_ascii() || is_nfc(text) {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    };
    let mut clean = String::with_capacity(composed.len());
    let mut chars = composed.chars().peekable();
    let mut last_visible = None;
    while let Some(c) = chars.next() {
        match c {
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => {
                if c == '\r' {
                    chars.next_if_eq(&'\n');
                }
                clean.truncate(clean.trim_end_matches(' ').len());
                clean.push('\n');
            }
            // In Khmer a zero-width space or joiner between two letters is spelling; elsewhere it is debris.
            c if is_invisible(c) => {
                let in_khmer =
                    last_visible.is_some_and(is_khmer) && chars.peek().copied().is_some_and(is_khmer);
                if in_khmer && matches!(c, '\u{200b}'..='\u{200d}') {
                    clean.push(c);
                }
                continue;
            }
            c if c == '\t' || c.is_whitespace() && c != '\u{85}' => {
                if !clean.is_empty() && !clean.ends_with([' ', '\n']) {
                    clean.push(' ');
                }
            }
            c if c.is_control() => return Err(c),
            c => clean.push(c),
        }
        last_visible = Some(c);
    }
    let kept = clean.trim();
    if kept.len() != clean.len() {
        clean = kept.to_owned();
    }
    Ok(clean)
}

/// Whether letters were lost when the file was saved: the replacement character, or a question mark inside a
/// word, which is what programs write for a letter their encoding does not have ("Vi?t Nam"). Addresses on the web
/// may hold question marks.
pub(crate) fn has_lost_letters(text: &str) -> bool {
    if text.contains('\u{fffd}') {
        return true;
    }
    if !text.contains('?') {
        return false;
    }
    text.split_whitespace()
        .filter(|word| !word.contains(['/', '=', ':']))
        .any(|word| {
            let chars: Vec<char> = word.chars().collect();
            chars
                .windows(3)
                .any(|w| w[0].is_alphabetic() && w[1] == '?' && w[2].is_alphabetic())
        })
}

fn is_latin_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_khmer(c: char) -> bool {
    ('\u{1780}'..='\u{17ff}').contains(&c)
}

/// Zero-width characters, soft hyphens and the controls that turn the direction of writing, which can make a
/// reader see another text than the one kept.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_compare_without_diacritics_case_and_punctuation() {
        for (written, folded) in [
            ("Tên xã/phường:", "ten xa phuong"),
            ("TÊN XÃ / PHƯỜNG", "ten xa phuong"),
            ("Đơn vị\r\n(tính)", "don vi tinh"),
            ("te\u{302}n\u{200b}  xa\u{303}", "ten xa"),
            ("ឃុំ", "ឃុំ"),
            ("", ""),
        ] {
            assert_eq!(fold(written), folded, "{written:?}");
        }
    }

    #[test]
    fn kept_text_is_composed_and_has_nothing_invisible() {
        for (read, kept) in [
            ("  Phu\u{301}  Hu\u{31b}\u{303}u ", "Phú Hữu"),
            ("a\u{a0}b\tc", "a b c"),
            ("hàng 1 \r\nhàng 2\rhàng 3", "hàng 1\nhàng 2\nhàng 3"),
            ("\u{feff}ấp\u{200b} 1\u{202e}", "ấp 1"),
            ("ភូមិ\u{200b}ថ្មី", "ភូមិ\u{200b}ថ្មី"),
            ("Xà\u{ad}Tón", "XàTón"),
        ] {
            assert_eq!(clean(read).as_deref(), Ok(kept), "{read:?}");
        }
        assert_eq!(clean("a\u{7}b"), Err('\u{7}'));
        assert_eq!(clean("a\u{85}b"), Err('\u{85}'));
    }

    #[test]
    fn lost_letters_are_noticed() {
        assert!(has_lost_letters("Vi?t Nam"));
        assert!(has_lost_letters("H\u{fffd} Nội"));
        assert!(!has_lost_letters("Có phải không?"));
        assert!(!has_lost_letters("https://dinh.example/a?b=c"));
    }
}
