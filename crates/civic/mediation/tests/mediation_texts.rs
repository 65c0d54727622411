//! The texts of the slice: complete in every language, and none that serves nobody.

use std::path::Path;

#[test]
fn texts_are_complete_and_used() {
    platform::i18n::Translations::new(&[mediation::TEXTS]).expect("valid Fluent");
    assert_eq!(
        platform::i18n::incompleteness(mediation::TEXTS),
        Vec::<String>::new()
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused = platform::i18n::unused_keys(mediation::TEXTS, &[&here.join("src"), &here.join("templates")]);
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
            for piece in text.split("\"mediation-").skip(1) {
                let key = piece.split('"').next().unwrap_or_default();
                if !key.is_empty() && !key.ends_with('-') && !key.contains('{') {
                    found.insert(format!("mediation-{key}"));
                }
            }
            // The questions of forms name their texts.
            for piece in text.split("(\"").skip(1) {
                if let Some((name, _)) = piece.split_once("\", Ask::") {
                    found.insert(format!("mediation-field-{name}"));
                }
            }
        }
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = std::collections::BTreeSet::new();
    keys(&here.join("src"), &mut asked);
    keys(&here.join("templates"), &mut asked);
    let defined = mediation::TEXTS[0].vi;
    let missing: Vec<&String> = asked
        .iter()
        .filter(|key| !defined.contains(&format!("\n{key} =")))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert!(asked.len() > 150, "only {} keys were found", asked.len());
}

#[test]
fn every_guide_is_whole() {
    let guides = mediation::guides::Guides::delivered().expect("valid guides");
    let mut keys = Vec::new();
    for guide in guides.all() {
        keys.push(guide.key.as_str());
        assert!(guide.parts.len() >= 4, "{}", guide.key);
        assert!(guide.articles.len() >= 2, "{}", guide.key);
        for part in &guide.parts {
            assert!(!part.lines.is_empty(), "{}", guide.key);
        }
    }
    assert_eq!(keys, ["land", "inheritance", "debt", "neighbours", "family"]);
}
