//! Files that people bring: what they are is told by their octets, never by their name, and what a camera or an
//! office program adds about people and places does not stay in pictures.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

/// A file to be attached or shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub media_type: String,
    /// Its octets.
    pub content: Vec<u8>,
}

/// The largest file taken, in octets.
pub const MOST_OCTETS: usize = 10 << 20;
/// The most files of one form.
pub const MOST_FILES: usize = 10;
/// The largest side of a stored picture, in pixels: enough to read a page, small enough for a phone.
const LARGEST_SIDE: u32 = 2_000;
/// The most pixels of a side that are decoded at all.
const MOST_PIXELS: u32 = 20_000;
/// The most memory that decoding takes, in octets.
const MOST_MEMORY: u64 = 256 << 20;

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    /// It holds nothing.
    #[error("the file is empty")]
    Empty,
    /// It is larger than [`MOST_OCTETS`].
    #[error("the file is too large")]
    TooLarge,
    /// It is none of the kinds that are taken.
    #[error("the file is of a kind that is not taken")]
    Kind,
    /// It holds programs (macros).
    #[error("the file holds macros")]
    Macros,
    /// It is damaged.
    #[error("the picture is damaged")]
    Damaged,
    /// There are more than [`MOST_FILES`].
    #[error("there are too many files")]
    TooMany,
}

impl FileFault {
    /// Key of the text that says so.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Empty => "shell-file-empty",
            Self::TooLarge => "shell-file-too-large",
            Self::Kind => "shell-file-kind",
            Self::Macros => "shell-file-macros",
            Self::Damaged => "shell-file-damaged",
            Self::TooMany => "shell-file-too-many",
        }
    }
}

/// Kinds of file that are taken and stay as they are: media type, ending, what the file begins with, and a name that
/// an archive of that kind has in its directory, where names stand uncompressed.
const PAPERS: [(&str, &str, &[u8], &[u8]); 5] = [
    ("application/pdf", "pdf", b"%PDF-", b""),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        ARCHIVE,
        b"word/document.xml",
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        ARCHIVE,
        b"xl/workbook.xml",
    ),
    (
        "application/vnd.oasis.opendocument.text",
        "odt",
        ARCHIVE,
        b"mimetypeapplication/vnd.oasis.opendocument.text",
    ),
    (
        "application/vnd.oasis.opendocument.spreadsheet",
        "ods",
        ARCHIVE,
        b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    ),
];
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// The part of an office file that holds programs.
const MACROS: &[u8] = b"vbaProject.bin";

/// Whether a stored kind is a picture that browsers show.
#[must_use]
pub fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/jpeg" | "image/png")
}

/// Takes a document or picture in. Pictures are drawn anew, without anything a camera wrote into them.
///
/// # Errors
/// [`FileFault`]
pub fn attachment(name: &str, octets: Vec<u8>) -> Result<NewFile, FileFault> {
    fits(&octets)?;
    let holds =
        |wanted: &[u8]| wanted.is_empty() || octets.windows(wanted.len()).any(|window| window == wanted);
    let paper = PAPERS
        .iter()
        .find(|(_, _, beginning, part)| octets.starts_with(beginning) && holds(part));
    let Some((media_type, ending, beginning, _)) = paper else {
        return picture(name, &octets);
    };
    if *beginning == ARCHIVE && holds(MACROS) {
        return Err(FileFault::Macros);
    }
    Ok(NewFile {
        name: named(name, ending),
        media_type: (*media_type).to_owned(),
        content: octets,
    })
}

/// Takes a photograph in, drawn anew without anything a camera wrote into it.
///
/// # Errors
/// [`FileFault`]
pub fn photograph(octets: &[u8]) -> Result<NewFile, FileFault> {
    fits(octets)?;
    picture("", octets)
}

fn fits(octets: &[u8]) -> Result<(), FileFault> {
    match octets.len() {
        0 => Err(FileFault::Empty),
        1..=MOST_OCTETS => Ok(()),
        _ => Err(FileFault::TooLarge),
    }
}

fn picture(name: &str, octets: &[u8]) -> Result<NewFile, FileFault> {
    let mut reader = ImageReader::new(Cursor::new(octets))
        .with_guessed_format()
        .map_err(|_| FileFault::Kind)?;
    let drawn = match reader.format() {
        Some(ImageFormat::Png) => ImageFormat::Png,
        Some(ImageFormat::Jpeg | ImageFormat::WebP) => ImageFormat::Jpeg,
        _ => return Err(FileFault::Kind),
    };
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| FileFault::Damaged)?;
    // How the camera was held is the one thing kept of what it wrote: the picture is turned by it.
    let orientation = decoder.orientation().map_err(|_| FileFault::Damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(|_| FileFault::Damaged)?;
    image.apply_orientation(orientation);
    if image.width().max(image.height()) > LARGEST_SIDE {
        image = image.thumbnail(LARGEST_SIDE, LARGEST_SIDE);
    }
    let mut content = Vec::new();
    // JPEG has no transparency.
    let image = match drawn {
        ImageFormat::Jpeg => DynamicImage::ImageRgb8(image.to_rgb8()),
        _ => image,
    };
    image
        .write_to(&mut Cursor::new(&mut content), drawn)
        .map_err(|_| FileFault::Damaged)?;
    let (media_type, ending) = match drawn {
        ImageFormat::Png => ("image/png", "png"),
        _ => ("image/jpeg", "jpg"),
    };
    Ok(NewFile {
        name: named(name, ending),
        media_type: media_type.to_owned(),
        content,
    })
}

/// The longest name kept, in letters, without its ending.
const LONGEST_NAME: usize = 120;

/// A name for readers: without folders, control characters and foreign ending, with the ending of what it is.
fn named(name: &str, ending: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let stem: String = stem
        .chars()
        .filter(|c| !c.is_control() && !"\"<>:|?*".contains(*c))
        .take(LONGEST_NAME)
        .collect();
    let stem = crate::text::compose(stem.trim());
    let stem = if stem.is_empty() { "tep" } else { &stem };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg_with_exif() -> Vec<u8> {
        let mut octets = Vec::new();
        let image = DynamicImage::ImageRgb8(image::RgbImage::from_fn(40, 20, |x, _| {
            image::Rgb([u8::try_from(x * 6).unwrap_or(0), 0, 0])
        }));
        image
            .write_to(&mut Cursor::new(&mut octets), ImageFormat::Jpeg)
            .unwrap();
        // An APP1 segment right after the start: TIFF header, one entry, orientation 6 (turned by a quarter),
        // then what a camera might add.
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"GPS 10.3711,105.4329 Nguyen Van A");
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let mut with = octets[..2].to_vec();
        with.extend_from_slice(&[0xff, 0xe1]);
        with.extend_from_slice(&length);
        with.extend_from_slice(&exif);
        with.extend_from_slice(&octets[2..]);
        with
    }

    #[test]
    fn a_photograph_keeps_its_picture_and_nothing_else() {
        let taken = jpeg_with_exif();
        assert!(taken.windows(3).any(|window| window == b"GPS"));
        let kept = photograph(&taken).unwrap();
        assert_eq!(kept.media_type, "image/jpeg");
        for left in [&b"GPS"[..], b"Exif", b"Nguyen"] {
            assert!(!kept.content.windows(left.len()).any(|window| window == left));
        }
        let seen = image::load_from_memory(&kept.content).unwrap();
        assert_eq!(
            (seen.width(), seen.height()),
            (20, 40),
            "turned as the camera was held"
        );
    }

    #[test]
    fn a_file_is_what_its_octets_say() {
        let pdf = attachment("C:\\Quyết định\\so 12.exe", b"%PDF-1.7 ...".to_vec()).unwrap();
        assert_eq!(
            (pdf.name.as_str(), pdf.media_type.as_str()),
            ("so 12.pdf", "application/pdf")
        );
        for (octets, fault) in [
            (&b""[..], FileFault::Empty),
            (b"<html><script>alert(1)</script>", FileFault::Kind),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", FileFault::Kind),
            (b"MZ\x90\0", FileFault::Kind),
            (b"\x89PNG\r\n\x1a\n broken", FileFault::Damaged),
        ] {
            assert_eq!(attachment("a.pdf", octets.to_vec()), Err(fault), "{octets:?}");
        }
        assert_eq!(
            attachment("a.pdf", vec![b'%'; MOST_OCTETS + 1]),
            Err(FileFault::TooLarge)
        );
    }

    #[test]
    fn office_files_with_macros_are_refused() {
        // What the directory of an office file's archive shows of it.
        let docx = b"PK\x03\x04 ... word/document.xml ...".to_vec();
        let taken = attachment("Thông báo.docm", docx.clone()).unwrap();
        assert_eq!(taken.name, "Thông báo.docx");
        let mut with_macros = docx;
        with_macros.extend_from_slice(b"word/vbaProject.bin");
        assert_eq!(attachment("a.docx", with_macros), Err(FileFault::Macros));
    }
}
