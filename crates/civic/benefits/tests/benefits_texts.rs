//! The texts of the slice: complete in every language, and none that serves nobody.

use std::path::Path;

#[test]
fn texts_are_complete_and_used() {
    platform::i18n::Translations::new(&[benefits::TEXTS]).unwrap();
    assert_eq!(
        platform::i18n::incompleteness(benefits::TEXTS),
        Vec::<String>::new()
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut unused =
        platform::i18n::unused_keys(benefits::TEXTS, &[&here.join("src"), &here.join("templates")]).unwrap();
    // The navigation is put together by the program.
    unused.retain(|key| key != "benefits-nav");
    assert_eq!(unused, Vec::<String>::new());
}
