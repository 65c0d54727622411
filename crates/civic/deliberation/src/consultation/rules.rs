//! What is reckoned about a text and the opinions on it. Pure.

use super::model::{Group, Outcome};

/// A text as numbered passages: what empty lines separate, or, in a text without any, its lines. So both a letter typed
/// here and one pasted from a word processor fall into their paragraphs.
#[must_use]
pub fn passages(text: &str) -> Vec<String> {
    let by_empty_lines = text.trim().lines().any(|line| line.trim().is_empty());
    let mut passages = Vec::new();
    let mut current = String::new();
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            passages.push(std::mem::take(&mut current));
            continue;
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(line);
        if !by_empty_lines {
            passages.push(std::mem::take(&mut current));
        }
    }
    passages.push(current);
    passages.retain(|passage| !passage.is_empty());
    passages
}

/// How many people object to what stays as it was: those who disagree, in groups that are explained and not accepted.
#[must_use]
pub fn unheeded(groups: &[Group]) -> u64 {
    groups
        .iter()
        .filter(|group| matches!(group.answer, Some((Outcome::Explained, _))))
        .map(|group| group.tally.disagree)
        .sum()
}

/// Whether the decision differs from what most said: more than half of all opinions object to what stays as it was.
#[must_use]
pub fn against_majority(unheeded: u64, opinions: u64) -> bool {
    2 * u128::from(unheeded) > u128::from(opinions)
}

/// How a passage of the final text compares with the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Word for word the same.
    Kept,
    /// Other words.
    Changed,
    /// Left out.
    Dropped,
    /// New.
    Added,
}

/// Compares a passage with what became of it.
#[must_use]
pub fn fate(draft: &str, final_text: &str) -> Fate {
    if draft.is_empty() {
        Fate::Added
    } else if final_text.is_empty() {
        Fate::Dropped
    } else if draft == final_text {
        Fate::Kept
    } else {
        Fate::Changed
    }
}

/// A stretch of words in a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the older words.
    Gone(String),
    /// Only in the newer words.
    New(String),
}

/// Words beyond which two texts are shown one after the other instead of word by word: the table of the comparison
/// grows with the product.
const MOST_WORDS: usize = 1_500;

/// Compares two texts word by word: the longest common subsequence, with neighbouring pieces of a kind joined.
#[must_use]
pub fn compare(was: &str, became: &str) -> Vec<Piece> {
    let (old, new): (Vec<&str>, Vec<&str>) = (
        was.split_whitespace().collect(),
        became.split_whitespace().collect(),
    );
    if old.len() > MOST_WORDS || new.len() > MOST_WORDS {
        return vec![Piece::Gone(was.to_owned()), Piece::New(became.to_owned())];
    }
    // common[i][j]: length of the longest common subsequence of old[i..] and new[j..].
    let width = new.len() + 1;
    let mut common = vec![0_u16; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = if old[i] == new[j] {
                common[(i + 1) * width + j + 1] + 1
            } else {
                common[(i + 1) * width + j].max(common[i * width + j + 1])
            };
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            push(&mut pieces, Piece::Same(old[i].to_owned()));
            (i, j) = (i + 1, j + 1);
        } else if j == new.len()
            || (i < old.len() && common[(i + 1) * width + j] >= common[i * width + j + 1])
        {
            push(&mut pieces, Piece::Gone(old[i].to_owned()));
            i += 1;
        } else {
            push(&mut pieces, Piece::New(new[j].to_owned()));
            j += 1;
        }
    }
    pieces
}

fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    let joined = match (pieces.last_mut(), &piece) {
        (Some(Piece::Same(text)), Piece::Same(word))
        | (Some(Piece::Gone(text)), Piece::Gone(word))
        | (Some(Piece::New(text)), Piece::New(word)) => {
            text.push(' ');
            text.push_str(word);
            true
        }
        _ => false,
    };
    if !joined {
        pieces.push(piece);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_falls_into_its_paragraphs() {
        assert_eq!(passages("Một.\nHai.\n"), ["Một.", "Hai."]);
        assert_eq!(passages("Một\ntiếp.\n\n\n Hai. "), ["Một tiếp.", "Hai."]);
        assert_eq!(passages(" \n\n"), Vec::<String>::new());
    }

    #[test]
    fn more_than_half_is_the_majority_and_half_is_not() {
        assert!(!against_majority(0, 0));
        assert!(!against_majority(5, 10));
        assert!(against_majority(6, 11));
    }

    #[test]
    fn what_changed_is_shown_word_by_word() {
        let words = |text: &str| text.to_owned();
        assert_eq!(
            compare("đóng cửa lúc 22 giờ", "đóng cửa lúc 21 giờ mỗi đêm"),
            [
                Piece::Same(words("đóng cửa lúc")),
                Piece::Gone(words("22")),
                Piece::New(words("21")),
                Piece::Same(words("giờ")),
                Piece::New(words("mỗi đêm")),
            ]
        );
    }

    proptest! {
        /// Nothing is lost in a comparison: each side can be read from it.
        #[test]
        fn a_comparison_holds_both_sides(was in "([a-c] ){0,12}", became in "([a-c] ){0,12}") {
            let side = |new: bool| {
                compare(&was, &became)
                    .into_iter()
                    .filter_map(|piece| match piece {
                        Piece::Same(text) => Some(text),
                        Piece::Gone(text) => (!new).then_some(text),
                        Piece::New(text) => new.then_some(text),
                    })
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            prop_assert_eq!(side(false), was.split_whitespace().collect::<Vec<_>>().join(" "));
            prop_assert_eq!(side(true), became.split_whitespace().collect::<Vec<_>>().join(" "));
        }

        /// Passages pasted back give the same passages: what an officer edits does not fall apart.
        #[test]
        fn passages_can_be_edited_again(text in "([a-z ]{0,5}\n){0,10}") {
            let first = passages(&text);
            if first.len() > 1 {
                prop_assert_eq!(passages(&first.join("\n\n")), first);
            }
        }
    }
}
