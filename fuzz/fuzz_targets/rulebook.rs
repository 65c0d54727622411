//! Any bytes are answered by the rulebook reader: a book, or problems that point into the file.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rulebook::{Book, Language, Rulebook};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    // A name that matches the id of a shipped book, so that seeds from `rulebooks/` are accepted whole.
    match Book::parse("2022-luat-10.toml", text) {
        Ok(book) => {
            let _ = Rulebook::new(vec![book]);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            let lines = text.split('\n').count();
            for problem in problems {
                assert!((1..=lines).contains(&problem.line));
                for language in Language::ALL {
                    assert!(!problem.in_language(language).is_empty());
                }
            }
        }
    }
});
