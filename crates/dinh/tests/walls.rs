//! The walls of the house (ARCHITECTURE.md): which room may open a door to which.

use std::collections::{BTreeMap, BTreeSet};

/// What each room may depend on inside the house. A new room is added here when somebody moves in.
const DOORS: &[(&str, &[&str])] = &[
    (
        "bench",
        &[
            "contributions",
            "deliberation",
            "demo",
            "facts",
            "households",
            "movements",
            "platform",
            "rulebook",
            "tlog",
            "transparency",
            "units",
        ],
    ),
    (
        "assessment",
        &[
            "documents",
            "facts",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
    (
        "benefits",
        &[
            "documents",
            "facts",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
    (
        "contributions",
        &[
            "documents",
            "facts",
            "intake",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
    (
        "deliberation",
        &[
            "documents",
            "facts",
            "households",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
    ("demo", &["facts", "platform", "units"]),
    (
        "disclosure",
        &[
            "documents",
            "facts",
            "intake",
            "organisations",
            "platform",
            "rulebook",
            "tlog",
            "transparency",
            "units",
        ],
    ),
    ("documents", &[]),
    ("facts", &["platform", "units"]),
    ("households", &["intake", "platform", "units"]),
    ("identity", &["platform", "units"]),
    ("imports", &["facts", "intake", "platform", "units"]),
    ("intake", &[]),
    (
        "mediation",
        &["documents", "facts", "platform", "rulebook", "units"],
    ),
    (
        "movements",
        &["documents", "facts", "platform", "transparency", "units"],
    ),
    ("organisations", &["platform", "rulebook", "units"]),
    (
        "petitions",
        &["facts", "platform", "rulebook", "transparency", "units"],
    ),
    (
        "plans",
        &["facts", "platform", "rulebook", "transparency", "units"],
    ),
    ("platform", &[]),
    (
        "reception",
        &[
            "documents",
            "facts",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
    (
        "reports",
        &["documents", "facts", "platform", "rulebook", "units"],
    ),
    ("rulebook", &[]),
    (
        "supervision",
        &[
            "documents",
            "facts",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
    ("tlog", &[]),
    ("transparency", &["platform", "tlog", "units"]),
    ("units", &["platform"]),
    (
        "workplace",
        &[
            "documents",
            "facts",
            "organisations",
            "platform",
            "rulebook",
            "transparency",
            "units",
        ],
    ),
];

/// Rooms of pure rules: nothing that opens a socket or a database may enter, even through a library.
const PURE: &[&str] = &["documents", "intake", "rulebook", "tlog"];
const IO: &[&str] = &["axum", "hyper", "sqlx", "tokio"];

/// The machine this runs on, as cargo names it. Packages for other machines are not fetched, so they can't be asked
/// about without a network.
fn host() -> String {
    let output = std::process::Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let text = String::from_utf8(output.stdout).expect("rustc speaks UTF-8");
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .expect("rustc names its host")
        .to_owned()
}

fn metadata() -> serde_json::Value {
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            &host(),
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

fn strings<'a>(value: &'a serde_json::Value, key: &str) -> Vec<&'a str> {
    value[key]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(serde_json::Value::as_str)
        .collect()
}

#[test]
fn every_door_is_a_declared_one() {
    let metadata = metadata();
    let members: BTreeSet<&str> = strings(&metadata, "workspace_members").into_iter().collect();
    let packages: Vec<&serde_json::Value> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| members.contains(package["id"].as_str().unwrap()))
        .collect();
    let rooms: BTreeSet<&str> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    let declared: BTreeMap<&str, BTreeSet<&str>> = DOORS
        .iter()
        .map(|(room, doors)| (*room, doors.iter().copied().collect()))
        .collect();

    for package in packages {
        let room = package["name"].as_str().unwrap();
        if room == "dinh" {
            continue;
        }
        let allowed = declared
            .get(room)
            .unwrap_or_else(|| panic!("{room} is not in DOORS"));
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            let for_tests = dependency["kind"] == "dev";
            if rooms.contains(name) && !for_tests {
                assert!(
                    allowed.contains(name),
                    "{room} opens a door to {name}: not declared in DOORS"
                );
            }
        }
    }
}

#[test]
fn pure_rooms_reach_no_socket_and_no_database() {
    let metadata = metadata();
    let nodes: BTreeMap<&str, &serde_json::Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| (package["id"].as_str().unwrap(), package["name"].as_str().unwrap()))
        .collect();
    for room in PURE {
        let start = *names.iter().find(|(_, name)| *name == room).unwrap().0;
        let mut seen = BTreeSet::from([start]);
        let mut waiting = vec![start];
        while let Some(id) = waiting.pop() {
            for dependency in nodes[id]["deps"].as_array().unwrap() {
                let in_the_product = dependency["dep_kinds"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|kind| kind["kind"].is_null());
                let next = dependency["pkg"].as_str().unwrap();
                if in_the_product && seen.insert(next) {
                    assert!(
                        !IO.contains(&names[next]),
                        "{room} reaches {} through {}",
                        names[next],
                        names[id]
                    );
                    waiting.push(next);
                }
            }
        }
    }
}

#[test]
fn rules_do_no_io() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut waiting = vec![crates];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.file_name().is_some_and(|name| name == "rules.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for forbidden in ["platform::db", "axum", "sqlx", "tokio", "std::fs", "std::net"] {
                    assert!(!text.contains(forbidden), "{} uses {forbidden}", path.display());
                }
            }
        }
    }
}
