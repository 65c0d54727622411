use documents::{Error, Link};
use proptest::prelude::*;

#[test]
fn only_absolute_addresses_that_cannot_run_are_linked() {
    for good in [
        "https://dinh.example/a?b=c#d",
        "HTTP://dinh.example",
        "mailto:xa@dinh.example",
    ] {
        assert_eq!(Link::parse(good).unwrap().as_str(), good);
    }
    let long = format!("https://dinh.example/{}", "a".repeat(2_100));
    for bad in [
        "",
        "/bao-cao/an-giang/2020",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://a b",
        &long,
    ] {
        assert!(matches!(Link::parse(bad), Err(Error::Link { .. })), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_address_breaks_the_check(address in "\\PC{0,40}") {
        if let Ok(link) = Link::parse(address) {
            prop_assert!(link.as_str().contains(':'));
        }
    }
}
