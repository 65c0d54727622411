//! Whatever text comes in, the reader answers, and points into that text.

use proptest::prelude::*;
use rulebook::{Book, SHIPPED};

const PIECES: &[&str] = &[
    "",
    "\"",
    "]",
    "= 0",
    "= -1",
    "= \"\"",
    "= {}",
    "= []",
    "\n[[rule]]\n",
    "Điều",
    "= 2023-02-30",
    "= true",
];

/// A shipped book with a stretch replaced: nearly right, so that the reader gets past the syntax.
fn damaged_book() -> impl Strategy<Value = String> {
    (
        0..SHIPPED.len(),
        any::<prop::sample::Index>(),
        0..60usize,
        prop::sample::select(PIECES),
    )
        .prop_map(|(book, at, length, piece)| {
            let text = SHIPPED[book].1;
            let start = text.floor_char_boundary(at.index(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            format!("{}{piece}{}", &text[..start], &text[end..])
        })
}

fn problems_point_into(text: &str) -> Result<(), TestCaseError> {
    let Err(problems) = Book::parse("rulebooks/2022-luat-10.toml", text) else {
        return Ok(());
    };
    prop_assert!(!problems.is_empty(), "a refused book says why");
    let lines: Vec<_> = text.split('\n').collect();
    for problem in problems {
        prop_assert!((1..=lines.len()).contains(&problem.line), "{problem}");
        let letters = lines[problem.line - 1].chars().count();
        prop_assert!((1..=letters + 1).contains(&problem.column), "{problem}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        problems_point_into(&text)?;
    }

    #[test]
    fn any_lines_of_toml_are_answered(lines in prop::collection::vec("(\\[\\[?(source|rule)\\]?\\]|[a-z_.]{1,8} ?= ?[0-9a-z\"{}\\[\\],= -]{0,20})", 0..20)) {
        problems_point_into(&lines.join("\n"))?;
    }

    #[test]
    fn damaged_books_are_answered(text in damaged_book()) {
        problems_point_into(&text)?;
    }
}
