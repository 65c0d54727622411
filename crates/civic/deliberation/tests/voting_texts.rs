//! The texts of votes: complete in every language, asked for, and none that serves nobody.

use std::{collections::BTreeSet, path::Path};

fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(std::fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn texts_of_votes_are_complete_and_used() {
    let texts = &deliberation::TEXTS[1..2];
    platform::i18n::Translations::new(&[deliberation::TEXTS]).expect("valid Fluent");
    assert_eq!(platform::i18n::incompleteness(texts), Vec::<String>::new());
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused = platform::i18n::unused_keys(texts, &[&here.join("src"), &here.join("templates")]);
    assert_eq!(unused.expect("sources can be read"), Vec::<String>::new());
}

/// A key that no file holds would show as itself.
#[test]
fn every_key_of_votes_is_defined() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&here.join("src"), &mut files);
    sources(&here.join("templates"), &mut files);
    let asked: BTreeSet<String> = files
        .iter()
        .flat_map(|text| text.split("\"voting-").skip(1))
        .filter_map(|piece| Some(format!("voting-{}", piece.split_once('"')?.0)))
        .filter(|key| !key.contains('{') && !key.contains('\n'))
        .collect();
    let defined = deliberation::TEXTS[1].vi;
    let missing: Vec<&String> = asked
        .iter()
        .filter(|key| !defined.contains(&format!("\n{key} =")))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert!(asked.len() > 150, "only {} keys were found", asked.len());
}
