//! Mail that comes in: the installation's mail server puts it into a folder (Maildir), where it is read from. No port is
//! open for it. What was read is removed; what can't be read is kept for somebody to look at.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use lettre::Address;
use mail_parser::{HeaderValue, Message, MessageParser, MimeHeaders as _};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

/// The largest message that is read, in octets.
const MOST_OCTETS: u64 = 30 << 20;
/// The most messages taken in one round.
const ROUND: usize = 100;

/// The part `[mail.inbox]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InboxSettings {
    /// The address that people write to: `kien-nghi@example.vn`. The mail server must deliver `kien-nghi+ANYTHING@example.vn`
    /// to the same folder (sub-addressing, RFC 5233).
    pub address: String,
    /// The Maildir it delivers to.
    pub folder: PathBuf,
}

impl InboxSettings {
    pub(super) fn check(&self) -> Result<(), String> {
        /// What stands behind the plus sign must have room (RFC 5321, section 4.5.3.1.1: 64 octets).
        const LONGEST_NAME: usize = 20;
        let sound = super::address(&self.address)
            .ok()
            .and_then(|address| address.split_once('@').map(|(name, _)| name.to_owned()))
            .is_some_and(|name| name.len() <= LONGEST_NAME && !name.contains('+'));
        if sound {
            Ok(())
        } else {
            Err(format!(
                "inbox.address = {:?} is no address with at most {LONGEST_NAME} letters before the @ and no plus sign",
                self.address
            ))
        }
    }
}

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its Message-ID; without one, the hash of its octets.
    pub id: String,
    /// The address of who wrote it.
    pub from: String,
    /// The name beside that; may be empty.
    pub name: String,
    /// The addresses it was sent to, the one it was delivered for first.
    pub to: Vec<String>,
    /// Its subject.
    pub subject: String,
    /// Its words as plain text, without what they quote.
    pub words: String,
    /// The pictures that came with it.
    pub pictures: Vec<Vec<u8>>,
    /// Whether a program wrote it by itself, or it came by a list: nobody answers those (RFC 3834).
    pub is_automatic: bool,
}

/// Why a message can't be read as a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterFault {
    /// It is no message.
    #[error("this is no message")]
    NoMessage,
    /// It does not say by whom it is.
    #[error("the message names no sender")]
    NoSender,
}

impl Letter {
    /// Reads a message as it came (RFC 5322 with MIME).
    ///
    /// # Errors
    /// [`LetterFault`]
    pub fn read(octets: &[u8]) -> Result<Self, LetterFault> {
        let message = MessageParser::default()
            .parse(octets)
            .ok_or(LetterFault::NoMessage)?;
        let sender = message.from().and_then(|from| from.first());
        let from = sender
            .and_then(|sender| sender.address())
            .and_then(|address| super::address(address).ok())
            .ok_or(LetterFault::NoSender)?;
        let text = message.body_text(0).unwrap_or_default();
        let pictures = message
            .attachments()
            .filter(|part| {
                part.content_type()
                    .is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"))
            })
            .map(|part| part.contents().to_vec())
            .collect();
        Ok(Self {
            id: message.message_id().map_or_else(|| hash(octets), one_line),
            from,
            name: sender
                .and_then(|sender| sender.name())
                .map(one_line)
                .unwrap_or_default(),
            to: recipients(&message),
            subject: message.subject().map(one_line).unwrap_or_default(),
            words: own_words(&text),
            pictures,
            is_automatic: is_automatic(&message),
        })
    }
}

fn hash(octets: &[u8]) -> String {
    Sha256::digest(octets)
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect()
}

/// Words on one line, without control signs.
fn one_line(words: &str) -> String {
    let plain: String = words
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn header<'a>(message: &'a Message<'_>, name: &'static str) -> Option<&'a str> {
    message.header_raw(name).map(str::trim)
}

/// The addresses a message was sent to. What the mail server says it delivered it for stands before what the sender wrote.
fn recipients(message: &Message<'_>) -> Vec<String> {
    let delivered = ["Delivered-To", "X-Original-To", "Envelope-To"]
        .into_iter()
        .filter_map(|name| header(message, name))
        .map(|value| value.trim_matches(['<', '>']).to_owned());
    let written = [message.to(), message.cc()]
        .into_iter()
        .flatten()
        .flat_map(|list| list.iter().filter_map(|one| one.address()).map(str::to_owned));
    let mut all: Vec<String> = delivered.chain(written.collect::<Vec<_>>()).collect();
    all.retain(|address| address.parse::<Address>().is_ok());
    all
}

fn is_automatic(message: &Message<'_>) -> bool {
    let says = |name, words: &[&str]| {
        header(message, name).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            words.iter().any(|word| value.starts_with(word))
        })
    };
    let by_a_program =
        header(message, "Auto-Submitted").is_some_and(|value| !value.eq_ignore_ascii_case("no"));
    let bounced =
        matches!(message.return_path(), HeaderValue::Empty) && header(message, "Return-Path") == Some("<>");
    by_a_program
        || bounced
        || says("Precedence", &["bulk", "list", "junk"])
        || says("Content-Type", &["multipart/report"])
        || header(message, "List-Id").is_some()
        || header(message, "X-Auto-Response-Suppress").is_some()
}

/// What somebody wrote, without the message they answer and without a signature.
fn own_words(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines() {
        let line = line.trim_end();
        // A signature (RFC 3676, section 4.3), or the head of a quoted message as mail programs write it.
        if line == "--" || line.starts_with("-----") || line.starts_with("_____") {
            break;
        }
        if line.starts_with('>') {
            // "Vào … đã viết:" stands before what is quoted.
            while kept.last().is_some_and(|last| last.is_empty()) {
                kept.pop();
            }
            if kept.last().is_some_and(|last| last.ends_with(':')) {
                kept.pop();
            }
            continue;
        }
        kept.push(line);
    }
    kept.join("\n").trim().to_owned()
}

/// The folder that mail is delivered to.
#[derive(Debug, Clone)]
pub struct Inbox {
    folder: PathBuf,
    name: String,
    domain: String,
}

impl Inbox {
    /// The inbox of the settings; its folders are made when they are not there.
    ///
    /// # Errors
    /// When they can't be made.
    pub fn open(settings: &InboxSettings) -> io::Result<Self> {
        for part in ["new", "cur", "tmp"] {
            fs::create_dir_all(settings.folder.join(part))?;
        }
        let (name, domain) = settings.address.split_once('@').unwrap_or_default();
        Ok(Self {
            folder: settings.folder.clone(),
            name: name.to_ascii_lowercase(),
            domain: domain.to_ascii_lowercase(),
        })
    }

    /// The address with something behind its name: `kien-nghi+30292@example.vn`.
    #[must_use]
    pub fn address(&self, tag: &str) -> String {
        format!("{}+{tag}@{}", self.name, self.domain)
    }

    /// What stands behind the name in the first of our addresses that a letter was sent to; empty when nothing does, and
    /// `None` when it is for none of ours.
    #[must_use]
    pub fn tag(&self, letter: &Letter) -> Option<String> {
        letter.to.iter().find_map(|address| {
            let address = address.to_ascii_lowercase();
            let (user, domain) = address.rsplit_once('@')?;
            let (name, tag) = user.split_once('+').unwrap_or((user, ""));
            (name == self.name && domain == self.domain).then(|| tag.to_owned())
        })
    }

    /// What waits to be read, the oldest first, no more than one round takes.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn waiting(&self) -> io::Result<Vec<PathBuf>> {
        let mut files: Vec<PathBuf> = fs::read_dir(self.folder.join("new"))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<_>>()?;
        files.retain(|file| file.is_file());
        files.sort();
        files.truncate(ROUND);
        Ok(files)
    }

    /// The octets of a message; `None` when it is too large.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn octets(&self, file: &Path) -> io::Result<Option<Vec<u8>>> {
        if fs::metadata(file)?.len() > MOST_OCTETS {
            return Ok(None);
        }
        fs::read(file).map(Some)
    }

    /// Removes a message that was taken in: what it says is in the database now, and personal data are kept once.
    ///
    /// # Errors
    /// When it can't be removed.
    pub fn remove(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    /// Puts a message aside, marked as one that somebody should look at.
    ///
    /// # Errors
    /// When it can't be moved.
    pub fn put_aside(&self, file: &Path) -> io::Result<()> {
        let name = file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        fs::rename(file, self.folder.join("cur").join(format!("{name}:2,F")))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn inbox() -> (tempfile::TempDir, Inbox) {
        let folder = tempfile::tempdir().unwrap();
        let inbox = Inbox::open(&InboxSettings {
            address: "kien-nghi@dinh.example".to_owned(),
            folder: folder.path().to_owned(),
        })
        .unwrap();
        (folder, inbox)
    }

    fn read(text: &str) -> Letter {
        Letter::read(text.replace('\n', "\r\n").as_bytes()).unwrap()
    }

    #[test]
    fn a_letter_in_vietnamese_is_read_with_its_pictures() {
        let letter = read(
            "Message-ID: <1@example.vn>\nFrom: =?UTF-8?B?Tmd1eeG7hW4gVsSDbiBBbg==?= <an@Example.vn>\n\
             To: kien-nghi+30292@dinh.example\nSubject: =?UTF-8?Q?=C4=90=C3=A8n_=C4=91=C6=B0=E1=BB=9Dng?=\n\
             MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\
             --b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n\
             xJDDqG4gdOG6r3QgYmEgdHXhuqduLg==\n\
             --b\nContent-Type: image/png; name=a.png\nContent-Disposition: attachment; filename=a.png\n\
             Content-Transfer-Encoding: base64\n\niVBORw==\n\
             --b\nContent-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment\n\nx\n--b--\n",
        );
        assert_eq!(letter.id, "1@example.vn");
        assert_eq!(
            (letter.name.as_str(), letter.from.as_str()),
            ("Nguyễn Văn An", "an@example.vn")
        );
        assert_eq!(letter.subject, "Đèn đường");
        assert_eq!(letter.words, "Đèn tắt ba tuần.");
        assert_eq!(letter.pictures, [b"\x89PNG".to_vec()]);
        assert!(!letter.is_automatic);
        let (_folder, inbox) = inbox();
        assert_eq!(inbox.tag(&letter).as_deref(), Some("30292"));
    }

    #[test]
    fn only_html_is_read_as_words() {
        let letter = read(
            "From: an@example.vn\nTo: x@example.vn\nContent-Type: text/html; charset=utf-8\n\n\
             <p>Đèn <b>tắt</b></p><script>alert(1)</script>\n",
        );
        assert!(letter.words.contains("Đèn tắt"), "{}", letter.words);
        assert!(!letter.words.contains('<'), "{}", letter.words);
        let (_folder, inbox) = inbox();
        assert_eq!(inbox.tag(&letter), None);
    }

    #[test]
    fn the_address_it_was_delivered_for_counts_first() {
        let (_folder, inbox) = inbox();
        let letter = read(
            "From: an@example.vn\nTo: kien-nghi@dinh.example\nDelivered-To: <Kien-Nghi+30337.2026-1.ab@dinh.example>\n\nx\n",
        );
        assert_eq!(inbox.tag(&letter).as_deref(), Some("30337.2026-1.ab"));
        let plain = read("From: an@example.vn\nTo: \"Xã\" <kien-nghi@dinh.example>\n\nx\n");
        assert_eq!(inbox.tag(&plain).as_deref(), Some(""));
        assert_eq!(inbox.address("30292"), "kien-nghi+30292@dinh.example");
    }

    #[test]
    fn programs_and_lists_are_told_from_people() {
        let head = "From: an@example.vn\nTo: b@example.vn\n";
        assert!(!read(&format!("{head}Auto-Submitted: no\n\nx\n")).is_automatic);
        for line in [
            "Auto-Submitted: auto-replied",
            "Precedence: bulk",
            "List-Id: <x.example.vn>",
            "Return-Path: <>",
            "Content-Type: multipart/report; boundary=b",
        ] {
            assert!(read(&format!("{head}{line}\n\nx\n")).is_automatic, "{line}");
        }
    }

    #[test]
    fn what_is_quoted_and_signed_is_left_out() {
        let words = own_words(
            "Vẫn chưa sửa.\n\nVào Th 5, 26 thg 11, 2026 Ủy ban đã viết:\n> Đã sửa.\n>\n> Trân trọng\n\nMong sớm sửa.\n-- \nAn\n0912345678\n",
        );
        assert_eq!(
            words,
            "Vẫn chưa sửa.\n\n\nMong sớm sửa.".replace("\n\n\n", "\n\n")
        );
    }

    #[test]
    fn what_names_no_sender_is_no_letter() {
        assert_eq!(Letter::read(b"Subject: x\r\n\r\nx"), Err(LetterFault::NoSender));
        assert!(Letter::read(b"").is_err());
        assert_eq!(
            Letter::read(b"From: \"x\" <khong phai dia chi>\r\n\r\nx"),
            Err(LetterFault::NoSender)
        );
    }

    proptest! {
        #[test]
        fn whatever_comes_is_read_or_not_and_never_breaks_a_line(head in ".{0,80}", body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut octets = format!("From: a@example.vn\r\nSubject: {head}\r\n").into_bytes();
            octets.extend(body);
            if let Ok(letter) = Letter::read(&octets) {
                for line in [&letter.id, &letter.name, &letter.subject] {
                    prop_assert!(!line.chars().any(char::is_control), "{line:?}");
                }
                prop_assert!(crate::mail::address(&letter.from).is_ok());
            }
        }
    }

    #[test]
    fn mail_is_taken_in_order_removed_or_put_aside() {
        let (folder, inbox) = inbox();
        for name in ["2", "1", "3"] {
            fs::write(folder.path().join("new").join(name), name).unwrap();
        }
        let waiting = inbox.waiting().unwrap();
        let names: Vec<_> = waiting
            .iter()
            .map(|file| inbox.octets(file).unwrap().unwrap())
            .collect();
        assert_eq!(names, [b"1", b"2", b"3"]);
        inbox.remove(&waiting[0]).unwrap();
        inbox.put_aside(&waiting[1]).unwrap();
        assert_eq!(inbox.waiting().unwrap(), waiting[2..]);
        assert!(folder.path().join("cur/2:2,F").exists());
    }
}
