//! Every message exists in every language and needs the same arguments everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::LANGUAGES;

/// The keys of a Fluent file with the arguments each uses. The files hold one message per key, written from the start
/// of a line.
fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages = BTreeMap::new();
    let mut key = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| line.starts_with("intake-")) {
            key = name.to_owned();
        }
        if !key.is_empty() {
            let arguments: &mut BTreeSet<String> = messages.entry(key.clone()).or_default();
            arguments.extend(
                line.split("{ $")
                    .skip(1)
                    .filter_map(|rest| Some(rest.split([' ', '}']).next()?.to_owned())),
            );
        }
    }
    messages
}

/// The keys the program uses, as its source text has them.
fn used() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(path).expect("source text");
            keys.extend(
                source
                    .split("\"intake-")
                    .skip(1)
                    .filter_map(|rest| Some(format!("intake-{}", rest.split('"').next()?))),
            );
        }
    }
    keys
}

#[test]
fn every_key_is_there_in_every_language_and_none_is_left_over() {
    for (language, source) in LANGUAGES {
        let keys: BTreeSet<String> = messages(source).into_keys().collect();
        assert_eq!(keys, used(), "{language}");
    }
}

#[test]
fn every_language_uses_the_same_arguments() {
    let vietnamese = messages(LANGUAGES[0].1);
    for (language, source) in LANGUAGES {
        for (key, arguments) in messages(source) {
            assert_eq!(arguments, vietnamese[&key], "{language} {key}");
        }
    }
}
