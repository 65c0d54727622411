//! A sent form: its answers, and its file streamed to a temporary one.

use std::{io, path::Path, sync::Arc};

use axum::extract::{Multipart, multipart::MultipartError};
use jiff::civil::Date;
use platform::access::Actor;
use tempfile::NamedTempFile;
use tokio::io::AsyncWriteExt as _;

use crate::importer::{Options, SourceText};

/// The largest file taken, in bytes.
pub(super) const MOST_BYTES: u64 = 200 << 20;
/// The largest request taken: the file and the answers.
pub(super) const MOST_BYTES_OF_A_REQUEST: usize = (200 << 20) + (1 << 20);
/// The longest answer taken, in bytes.
const LONGEST_ANSWER: usize = 4_000;

/// A file that was sent. It is removed from the disk when nobody needs it any more.
#[derive(Debug)]
pub(super) struct Upload {
    file: NamedTempFile,
    /// What the sender calls it.
    pub(super) name: String,
}

impl Upload {
    pub(super) fn path(&self) -> &Path {
        self.file.path()
    }
}

/// What the reader chose, as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choices {
    /// Key of the form; empty to be told by the headers.
    pub(super) form: String,
    pub(super) title: String,
    pub(super) publisher: String,
    pub(super) published_on: String,
    pub(super) locator: String,
    /// Import when nothing stands in the way, rather than only check.
    pub(super) import: bool,
}

impl Choices {
    /// The day of publication; `Err` when what was written is no day.
    pub(super) fn day(&self) -> Result<Option<Date>, ()> {
        let written = self.published_on.trim();
        if written.is_empty() {
            return Ok(None);
        }
        platform::text::read_day(written).map(Some).ok_or(())
    }

    /// The options of the import of a file of this name, sent by this person.
    pub(super) fn options(&self, name: &str, sender: &Actor) -> Options {
        let trimmed = |text: &str| platform::text::compose(text.trim());
        Options {
            name: name.to_owned(),
            form: Some(self.form.clone()).filter(|form| !form.is_empty()),
            sheet: None,
            source: SourceText {
                title: trimmed(&self.title),
                publisher: trimmed(&self.publisher),
                published_on: self.day().ok().flatten(),
                locator: trimmed(&self.locator),
            },
            sender: Some(sender.clone()),
        }
    }
}

/// A form as it came in.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub(super) choices: Choices,
    /// The file, if one was chosen.
    pub(super) file: Option<Arc<Upload>>,
    /// The job whose file is meant when none was chosen anew.
    pub(super) kept: Option<uuid::Uuid>,
}

/// Why a form can't be taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotTaken {
    /// The file is larger than [`MOST_BYTES`].
    #[error("the file is larger than is taken")]
    TooLarge,
    /// The request is broken.
    #[error("the request can't be read: {0}")]
    Broken(MultipartError),
    /// The disk failed.
    #[error("the file can't be kept: {0}")]
    Disk(#[from] io::Error),
}

impl From<MultipartError> for NotTaken {
    fn from(error: MultipartError) -> Self {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Self::TooLarge
        } else {
            Self::Broken(error)
        }
    }
}

/// Takes a form in, its file piece by piece.
pub(super) async fn take(mut form: Multipart) -> Result<Sent, NotTaken> {
    let mut sent = Sent::default();
    while let Some(mut field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = file_name(field.file_name().unwrap_or_default());
            let file = NamedTempFile::new()?;
            let mut out = tokio::fs::File::from_std(file.reopen()?);
            let mut bytes = 0;
            while let Some(chunk) = field.chunk().await? {
                bytes += chunk.len() as u64;
                if bytes > MOST_BYTES {
                    return Err(NotTaken::TooLarge);
                }
                out.write_all(&chunk).await?;
            }
            out.flush().await?;
            if !file_name.is_empty() {
                sent.file = Some(Arc::new(Upload {
                    file,
                    name: file_name,
                }));
            }
            continue;
        }
        let mut answer = Vec::new();
        while let Some(chunk) = field.chunk().await? {
            if answer.len() + chunk.len() <= LONGEST_ANSWER {
                answer.extend_from_slice(&chunk);
            }
        }
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let choices = &mut sent.choices;
        match name.as_str() {
            "form" => choices.form = answer,
            "title" => choices.title = answer,
            "publisher" => choices.publisher = answer,
            "published_on" => choices.published_on = answer,
            "locator" => choices.locator = answer,
            "mode" => choices.import = answer == "import",
            "kept" => sent.kept = answer.parse().ok(),
            _ => {}
        }
    }
    Ok(sent)
}

/// The last part of a path in either notation, composed and of sensible length.
fn file_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last
        .chars()
        .filter(|c| !c.is_control())
        .take(200)
        .collect::<String>();
    platform::text::compose(kept.trim())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_of_publication_are_read_as_people_write_them() {
        let day = |written: &str| {
            Choices {
                published_on: written.to_owned(),
                ..Choices::default()
            }
            .day()
        };
        assert_eq!(day(" 07/10/2022 "), Ok(Some(date(2022, 10, 7))));
        assert_eq!(day("2022-10-07"), Ok(Some(date(2022, 10, 7))));
        assert_eq!(day(""), Ok(None));
        assert_eq!(day("31/02/2022"), Err(()));
        assert_eq!(day("07/10/22"), Err(()));
        assert_eq!(day("hôm qua"), Err(()));
    }

    #[test]
    fn file_names_lose_their_folders() {
        assert_eq!(file_name(r"C:\Tài liệu\sổ.xlsx"), "sổ.xlsx");
        assert_eq!(file_name("../../etc/passwd"), "passwd");
    }
}
