//! The texts of votes that the program asks for are there.

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
