//! The octets of entries.

use jiff::Timestamp;
use proptest::prelude::*;
use transparency::{Act, Commitment, Entry, EntryError, Subject};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn notice() -> Entry {
    Entry::new(
        "30352",
        Act::Posted,
        Subject::new("notice", "0199"),
        Commitment::to(b"xin ch\xc3\xa0o"),
        at("2026-11-25T02:41:24.5Z"),
    )
    .unwrap()
}

/// Released: whoever reads the log tomorrow reads these octets.
#[test]
fn the_octets_of_version_1_stay_as_they_are() {
    let entry = notice()
        .detail("title", "Kế hoạch \"thu\" \\ chi")
        .unwrap()
        .detail("article", "11.1")
        .unwrap();
    let octets = String::from_utf8(entry.to_octets()).unwrap();
    assert_eq!(
        octets,
        r#"{"v":1,"unit":"30352","act":"posted","kind":"notice","id":"0199","content":"8aaecd06d85c7f743d3545e7b865f3053c647591f95919c1c0b003046d4757aa","at":"2026-11-25T02:41:24.5Z","details":{"article":"11.1","title":"Kế hoạch \"thu\" \\ chi"}}"#
    );
    assert_eq!(Entry::parse(octets.as_bytes()).unwrap(), entry);
    assert_eq!(entry.id().to_string().len(), 64);
}

#[test]
fn an_entry_has_one_spelling() {
    let octets = String::from_utf8(notice().to_octets()).unwrap();
    for other in [
        octets.replace(':', ": "),
        octets.replace("\"v\":1,", "").replace('}', ",\"v\":1}"),
        octets.replace("\"v\":1", "\"v\":2"),
        octets.replace("notice", "not\\u0069ce"),
        octets.replace("24.5Z", "24.50Z"),
        octets.replace("02:41:24.5Z", "09:41:24.5+07"),
        octets.replace('}', ",\"details\":{}}"),
        octets.replace('}', ",\"more\":1}"),
        octets.replace("0199", "../0199"),
        format!("{octets}\n"),
        octets.to_uppercase(),
    ] {
        assert_eq!(Entry::parse(other.as_bytes()), Err(EntryError::Octets), "{other}");
    }
}

#[test]
fn what_could_not_be_read_again_is_refused_when_it_is_written() {
    let new = |unit: &str, kind: &str, id: &str| {
        Entry::new(
            unit,
            Act::Posted,
            Subject::new(kind, id),
            Commitment::to(b""),
            at("2026-01-01T00:00:00Z"),
        )
    };
    assert!(new("30352", "notice", "a").is_ok());
    for (unit, kind, id) in [
        ("", "notice", "a"),
        ("30352", "Notice", "a"),
        ("30352", "notice", ""),
        ("30352", "notice", "a/b"),
        ("30352", "notice", "xã"),
        ("30352\"", "notice", "a"),
    ] {
        assert!(
            matches!(new(unit, kind, id), Err(EntryError::Name(_))),
            "{unit} {kind} {id}"
        );
    }
    for (name, value) in [("title", "a\nb"), ("Title", "a"), ("title", &"đ".repeat(1_001))] {
        assert!(
            matches!(notice().detail(name, value), Err(EntryError::Detail(_))),
            "{name}"
        );
    }
    let many = (0..20)
        .try_fold(notice(), |entry, n| entry.detail(&format!("d{n}"), "x"))
        .unwrap();
    assert!(many.detail("more", "x").is_err());
}

#[test]
fn decomposed_letters_are_composed() {
    let composed = notice().detail("title", "Kế hoạch").unwrap();
    let decomposed = notice().detail("title", "Kê\u{301} hoa\u{323}ch").unwrap();
    assert_eq!(composed.id(), decomposed.id());
}

proptest! {
    #[test]
    fn every_entry_is_read_as_it_was_written(
        unit in "[A-Z0-9-]{1,20}", id in "[A-Za-z0-9._-]{1,100}", micros in -1_000_000_000_000_000_i64..4_000_000_000_000_000,
        details in prop::collection::btree_map("[a-z_]{1,10}", "\\PC{0,40}", 0..5),
    ) {
        let at = Timestamp::from_microsecond(micros).unwrap();
        let mut entry = Entry::new(&unit, Act::Corrected, Subject::new("x", id), Commitment::to(b"a"), at).unwrap();
        for (name, value) in &details {
            if let Ok(longer) = entry.clone().detail(name, value) {
                entry = longer;
            }
        }
        let octets = entry.to_octets();
        prop_assert!(octets.len() <= tlog::tile::MAX_ENTRY);
        prop_assert_eq!(Entry::parse(&octets).unwrap(), entry);
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&octets).is_ok());
    }

    #[test]
    fn any_octets_are_an_entry_or_not(octets in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(entry) = Entry::parse(&octets) {
            prop_assert_eq!(entry.to_octets(), octets);
        }
    }
}
