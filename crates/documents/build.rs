//! Brings the fonts in from the packages `make setup` installs; their versions are locked in
//! `web/package-lock.json`.

use std::{env, fs, path::Path};

/// Where a font lies in `web/node_modules/@expo-google-fonts`, and the name the crate knows it by.
const FONTS: [(&str, &str); 6] = [
    ("tinos/400Regular/Tinos_400Regular.ttf", "serif.ttf"),
    (
        "tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf",
        "serif-italic.ttf",
    ),
    ("tinos/700Bold/Tinos_700Bold.ttf", "serif-bold.ttf"),
    (
        "tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf",
        "serif-bold-italic.ttf",
    ),
    (
        "noto-sans-khmer/400Regular/NotoSansKhmer_400Regular.ttf",
        "khmer.ttf",
    ),
    (
        "noto-sans-khmer/700Bold/NotoSansKhmer_700Bold.ttf",
        "khmer-bold.ttf",
    ),
];

fn main() -> Result<(), env::VarError> {
    let packages =
        Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web/node_modules/@expo-google-fonts");
    let out = env::var("OUT_DIR")?;
    for (from, to) in FONTS {
        let from = packages.join(from);
        println!("cargo::rerun-if-changed={}", from.display());
        if let Err(error) = fs::copy(&from, Path::new(&out).join(to)) {
            println!(
                "cargo::error=no font at {}: {error}; run `make setup` first",
                from.display()
            );
        }
    }
    Ok(())
}
