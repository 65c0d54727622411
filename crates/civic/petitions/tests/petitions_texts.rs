//! The texts of the slice: complete in every language, and none that serves nobody.

use std::path::Path;

#[test]
fn texts_are_complete_and_used() {
    platform::i18n::Translations::new(&[petitions::TEXTS]).expect("valid Fluent");
    assert_eq!(
        platform::i18n::incompleteness(petitions::TEXTS),
        Vec::<String>::new()
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused = platform::i18n::unused_keys(petitions::TEXTS, &[&here.join("src"), &here.join("templates")]);
    // Roles are named by the policy table.
    let unused: Vec<String> = unused.expect("sources can be read");
    assert_eq!(unused, Vec::<String>::new());
}

/// What the program asks for is there: a key that no file holds would show as itself.
#[test]
fn every_key_is_defined() {
    fn keys(folder: &Path, found: &mut std::collections::BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                keys(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for slice in ["petitions"] {
                for piece in text.split(&format!("\"{slice}-")).skip(1) {
                    let key = &piece[..piece.find('"').unwrap_or(0)];
                    if !key.is_empty() && !key.ends_with('-') && !key.contains('{') {
                        found.insert(format!("{slice}-{key}"));
                    }
                }
            }
        }
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = std::collections::BTreeSet::new();
    keys(&here.join("src"), &mut asked);
    keys(&here.join("templates"), &mut asked);
    let missing: Vec<&String> = asked
        .iter()
        .filter(|key| {
            !petitions::TEXTS
                .iter()
                .any(|texts| texts.vi.contains(&format!("\n{key} =")))
        })
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert!(asked.len() > 200, "only {} keys were found", asked.len());
}
