//! Lists the built styles, scripts and fonts for `assets.rs`, which embeds them.

use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    println!("cargo::rerun-if-changed={}", dist.display());
    let Ok(manifest) = fs::read(dist.join("manifest.json")) else {
        println!("cargo::error=web/dist/manifest.json is missing: run `make setup` first");
        return Ok(());
    };
    let files: BTreeMap<String, String> = serde_json::from_slice(&manifest)?;

    let mut table = String::from("&[\n");
    for (logical, hashed) in files {
        let path = dist.join(&hashed).canonicalize()?;
        table += &format!(
            "File {{ logical: {logical:?}, hashed: {hashed:?}, content: include_bytes!({:?}) }},\n",
            path.display().to_string()
        );
    }
    table += "]";
    fs::write(Path::new(&env::var("OUT_DIR")?).join("assets.rs"), table)?;
    Ok(())
}
