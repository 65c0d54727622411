//! What kind of file it is, by its content: names lie, and an `.xls` is often a web page.

use std::io::{Read, Seek, SeekFrom};

use crate::problem::{Message, Stop};

/// Kinds of file that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A ZIP archive, which may be a workbook.
    Zip,
    /// Text, which may be CSV.
    Text,
}

/// Bytes looked at.
const HEAD: u64 = 4096;

/// Says what the file is, or refuses it with advice when it is something known that is not read.
pub(crate) fn kind_of<S: Read + Seek>(source: &mut S) -> Result<FileKind, Stop> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    source.by_ref().take(HEAD).read_to_end(&mut head)?;
    let refuse = |key| Err(Stop::refuse(Message::new(key)));
    if head.is_empty() {
        return refuse("intake-empty");
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(FileKind::Zip);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        let encrypted = holds_encrypted_package(source)?;
        return refuse(if encrypted {
            "intake-file-password"
        } else {
            "intake-file-xls"
        });
    }
    // Before the compound format, Excel wrote its records straight into the file.
    if matches!(head[..], [0x09, 0x00 | 0x02 | 0x04 | 0x08, ..]) && head.contains(&0) {
        return refuse("intake-file-xls");
    }
    if head.starts_with(b"%PDF") {
        return refuse("intake-file-pdf");
    }
    if head.starts_with(b"{\\rtf") {
        return refuse("intake-file-word");
    }
    let start = String::from_utf8_lossy(&head)
        .trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n'])
        .to_lowercase();
    if [
        "<html",
        "<!doctype",
        "<table",
        "<head",
        "<body",
        "<meta",
        "<?xml",
        "<workbook",
        "mime-version:",
    ]
    .iter()
    .any(|tag| start.starts_with(tag))
    {
        return refuse("intake-file-html");
    }
    Ok(FileKind::Text)
}

/// Whether a compound file (the container of old `.xls` files) holds an encrypted workbook: one of its streams is
/// called so, in UTF-16.
fn holds_encrypted_package<S: Read + Seek>(source: &mut S) -> Result<bool, Stop> {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    source.seek(SeekFrom::Start(0))?;
    let mut window: Vec<u8> = Vec::new();
    let mut chunk = vec![0; 64 << 10];
    loop {
        let read = source.read(&mut chunk)?;
        if read == 0 {
            return Ok(false);
        }
        window.extend_from_slice(&chunk[..read]);
        if window.windows(name.len()).any(|bytes| bytes == name) {
            return Ok(true);
        }
        // The name may lie across two chunks.
        let keep = window.len().min(name.len());
        window.drain(..window.len() - keep);
    }
}
