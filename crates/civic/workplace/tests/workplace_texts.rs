//! The texts of the slice: complete in every language, and none that serves nobody.

use std::path::Path;

#[test]
fn texts_are_complete_and_used() {
    platform::i18n::Translations::new(&[workplace::TEXTS]).unwrap();
    assert_eq!(
        platform::i18n::incompleteness(workplace::TEXTS),
        Vec::<String>::new()
    );
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unused =
        platform::i18n::unused_keys(workplace::TEXTS, &[&here.join("src"), &here.join("templates")]).unwrap();
    assert_eq!(unused, Vec::<String>::new());
}
