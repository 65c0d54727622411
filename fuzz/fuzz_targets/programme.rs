//! Any bytes are answered by the reader of programmes of support: programmes that answer any answers, or a problem that
//! points into the file.

#![no_main]

// The reader alone: its crate has pages and papers, with all they stand on.
#[path = "../../crates/civic/benefits/src/expr.rs"]
mod expr;
#[path = "../../crates/civic/benefits/src/programme.rs"]
#[expect(dead_code, reason = "what pages use is not used here")]
mod programme;

use libfuzzer_sys::fuzz_target;
use programme::Programmes;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = str::from_utf8(data) else { return };
    match Programmes::load(&[("fuzz.toml", text)]) {
        Ok(programmes) => {
            for programme in programmes.iter() {
                let verdict = programme.verdict(&[]);
                assert!(verdict.failed.len() <= programme.conditions.len());
                assert!(verdict.amount >= 0);
            }
        }
        Err(problem) => assert!((1..=text.split('\n').count()).contains(&problem.line)),
    }
});
