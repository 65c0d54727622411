//! Writes the sample documents of the tests into a folder, to be looked at, and says how long each took:
//! `cargo run -p documents --example sample -- FOLDER`.

use std::{env, error::Error, fs, path::PathBuf, time::Instant};

use documents::{Document, docx, pdf, xlsx};

#[path = "../tests/documents/sample.rs"]
mod sample;

type Writer = fn(&Document) -> Result<Vec<u8>, documents::Error>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args().nth(1).ok_or("name the folder to write to")?);
    fs::create_dir_all(&folder)?;
    let documents = [
        ("report", sample::report()),
        ("khmer", sample::khmer()),
        ("long-400", sample::long(400)),
        ("long-5000", sample::long(5_000)),
    ];
    let writers: [(&str, Writer); 3] = [("pdf", pdf), ("docx", docx), ("xlsx", xlsx)];
    for (name, document) in &documents {
        for (extension, write) in writers {
            // The first document of a kind pays for loading fonts; the second tells the usual price.
            let started = Instant::now();
            write(document)?;
            let first = started.elapsed();
            let again = Instant::now();
            let mut changed = document.clone();
            changed.title.push('.');
            write(&changed)?;
            let second = again.elapsed();
            let bytes = write(document)?;
            fs::write(folder.join(format!("{name}.{extension}")), &bytes)?;
            println!(
                "{name}.{extension}: {first:.1?} first, {second:.1?} then, {} bytes",
                bytes.len()
            );
        }
    }
    Ok(())
}
