//! Any bytes are answered by the reader of mail: a letter with a sound sender and a head that can't be broken out of, or none.

#![no_main]

use libfuzzer_sys::fuzz_target;
use platform::mail::{Letter, address};

fuzz_target!(|data: &[u8]| {
    let Ok(letter) = Letter::read(data) else { return };
    assert!(address(&letter.from).is_ok_and(|sound| sound == letter.from));
    for line in [&letter.id, &letter.name, &letter.subject] {
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
});
