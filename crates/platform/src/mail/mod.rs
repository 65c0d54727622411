//! Mail to people: a slice puts it into the outbox in the transaction of the act it tells of, and one [`Carrier`]
//! brings it to the installation's mail server.
//!
//! * Nothing is sent twice. A mail stands in the outbox under one key; before its text is handed over it is marked as
//!   being sent, and what a crash leaves so marked may have arrived and is not sent again. All that failed before is
//!   tried again, ever more seldom, for days.
//! * Addresses are kept sealed with the key of a file that is not in the database, and erased with the mail's end.
//!   They stand in no log; of the server's answers only the number is kept.
//! * Whoever gets mail can stop it with one click, from the message itself (RFC 8058).

mod carrier;
mod inbox;
mod settings;

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use jiff::{SignedDuration, Timestamp};
use lettre::{
    Address, Message,
    message::{
        Mailbox, MultiPart, MultiPartKind, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

pub use carrier::Carrier;
pub use inbox::{Inbox, InboxSettings, Letter, LetterFault};
pub use settings::{Security, Settings};

use crate::{
    db::{DbError, Write},
    i18n::Locale,
    outbox::{self, OutboxKey, Way, rules},
    random::{Fill, Random},
};

/// What is written to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail<'a> {
    /// What makes it this one mail and no other within its unit: put in again, it is not sent again.
    pub once: &'a str,
    /// What it is about; [`outbox::forget`] drops what waits by it.
    pub about: &'a [u8],
    /// The address.
    pub to: &'a str,
    /// The line in the reader's list.
    pub subject: &'a str,
    /// The words as plain text.
    pub text: &'a str,
    /// The same words as an HTML document.
    pub html: &'a str,
    /// The language of the words.
    pub language: Locale,
    /// Where one click stops mail of this kind, when there is such a place.
    pub stop: Option<&'a str>,
    /// Where answers go, when they do not go to who the mail is from.
    pub reply_to: Option<&'a str>,
    /// The Message-ID of the mail it answers.
    pub answers: Option<&'a str>,
    /// For how long it is worth reading; then it is given up.
    pub good_for: SignedDuration,
}

/// Why a mail can't be written.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The address is none that mail can be sent to.
    #[error("this is no address for mail")]
    Address,
    /// A line of the head holds what a mail can't.
    #[error("a mail can't be written: {0}")]
    Unwritable(#[from] lettre::error::Error),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Reads an address as somebody types it: the part behind the @ is in lower case then.
///
/// # Errors
/// [`MailError::Address`] for what is none. Letters with diacritics are not taken: few servers know them.
pub fn address(typed: &str) -> Result<String, MailError> {
    /// The longest address (RFC 5321, section 4.5.3.1.3).
    const LONGEST: usize = 254;
    let typed = typed.trim();
    let (user, domain) = typed.rsplit_once('@').ok_or(MailError::Address)?;
    let sound = typed.is_ascii()
        && typed.len() <= LONGEST
        && domain.contains('.')
        && !domain.starts_with('[')
        && Address::new(user, domain).is_ok();
    if sound {
        Ok(format!("{user}@{}", domain.to_ascii_lowercase()))
    } else {
        Err(MailError::Address)
    }
}

/// The installation's post: who writes, and the key that addresses are sealed with.
pub struct Post {
    from: Mailbox,
    public_address: String,
    key: OutboxKey,
    random: Random,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post").finish_non_exhaustive()
    }
}

impl Post {
    /// Post from `from`; links in it begin with `public_address` (`https://dinh.example`).
    #[must_use]
    pub fn new(from: Mailbox, public_address: &str, key: OutboxKey, fill: Fill) -> Self {
        Self {
            from,
            public_address: public_address.to_owned(),
            key,
            random: Random::new(fill),
        }
    }

    /// The address that links in mail begin with.
    #[must_use]
    pub fn public_address(&self) -> &str {
        &self.public_address
    }

    /// Seals what must not be read in the database, as an address.
    #[must_use]
    pub fn seal(&self, open: &[u8]) -> Vec<u8> {
        self.key.seal(self.random.octets(), open)
    }

    /// Opens what [`Post::seal`] sealed; `None` when it was sealed with another key, or changed.
    #[must_use]
    pub fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        self.key.open(sealed)
    }

    /// By what an address is found again without being readable. Capital letters make no other address.
    #[must_use]
    pub fn fingerprint(&self, address: &str) -> Vec<u8> {
        self.key
            .mac("address", &[address.to_ascii_lowercase().as_bytes()])
    }

    /// By what else may be counted and must not be readable, as the network that somebody asks from.
    #[must_use]
    pub fn mark(&self, purpose: &str, what: &str) -> Vec<u8> {
        self.key.mac(purpose, &[what.as_bytes()])
    }

    /// A secret for a link that only who got the mail knows: 128 bits in hexadecimal, always the same for the same
    /// purpose and parts.
    #[must_use]
    pub fn token(&self, purpose: &str, parts: &[&[u8]]) -> String {
        let mac = self.key.mac(purpose, parts);
        mac.iter().take(16).map(|octet| format!("{octet:02x}")).collect()
    }

    /// Whether a token is the one for this purpose and parts, compared in constant time.
    #[must_use]
    pub fn knows(&self, token: &str, purpose: &str, parts: &[&[u8]]) -> bool {
        let right = self.token(purpose, parts);
        right.len() == token.len()
            && right
                .bytes()
                .zip(token.bytes())
                .fold(0, |different, (a, b)| different | (a ^ b))
                == 0
    }

    /// Puts a mail into a unit's outbox; `false` when it is there already, sent or not.
    ///
    /// # Errors
    /// [`MailError`]
    pub async fn put(
        &self,
        write: &mut Write,
        unit: i64,
        mail: &Mail<'_>,
        at: Timestamp,
    ) -> Result<bool, MailError> {
        let id = self.random.uuid(at);
        let message = self.message(id, mail, at)?;
        let mut open = mail.to.as_bytes().to_vec();
        open.push(b'\n');
        open.extend(message.formatted());
        let new = outbox::New {
            way: Way::Mail,
            unit,
            id,
            once: self.key.mac("once", &[mail.once.as_bytes()]),
            about: mail.about,
            content: self.seal(&open),
            give_up_at: at
                .saturating_add(mail.good_for.min(rules::PATIENCE))
                .unwrap_or(at),
        };
        Ok(outbox::insert(write, &new, at).await?)
    }

    /// The message as it is sent at every try: its identifier, date and octets never change.
    fn message(&self, id: uuid::Uuid, mail: &Mail<'_>, at: Timestamp) -> Result<Message, MailError> {
        let to: Address = mail.to.parse().map_err(|_| MailError::Address)?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(mail.subject)
            .date(moment(at))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .raw_header(plain_header(
                "Auto-Submitted",
                if mail.answers.is_some() {
                    "auto-replied"
                } else {
                    "auto-generated"
                },
            ))
            .raw_header(plain_header("Content-Language", mail.language.code()));
        if let Some(reply_to) = mail.reply_to {
            let address = reply_to.parse().map_err(|_| MailError::Address)?;
            message = message.reply_to(Mailbox::new(None, address));
        }
        if let Some(id) = mail.answers.filter(|id| is_message_id(id)) {
            let id = format!("<{id}>");
            message = message.in_reply_to(id.clone()).references(id);
        }
        if let Some(stop) = mail.stop {
            message = message
                .raw_header(plain_header("List-Unsubscribe", &format!("<{stop}>")))
                .raw_header(plain_header(
                    "List-Unsubscribe-Post",
                    "List-Unsubscribe=One-Click",
                ));
        }
        let part = |kind: ContentType, words: &str| SinglePart::builder().header(kind).body(words.to_owned());
        let parts = MultiPart::builder()
            .kind(MultiPartKind::Alternative)
            .boundary(format!("dinh-{}", id.simple()))
            .singlepart(part(ContentType::TEXT_PLAIN, mail.text))
            .singlepart(part(ContentType::TEXT_HTML, mail.html));
        Ok(message.multipart(parts)?)
    }
}

/// An instant as the library takes it, to the second, as mails tell it.
fn moment(at: Timestamp) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(at.as_second()).unwrap_or_default())
}

/// Whether something is a Message-ID (RFC 5322, section 3.6.4) that may be written into a head again.
fn is_message_id(id: &str) -> bool {
    const LONGEST: usize = 250;
    id.len() <= LONGEST
        && id.contains('@')
        && id
            .bytes()
            .all(|octet| octet.is_ascii_graphic() && !matches!(octet, b'<' | b'>'))
}

/// A line of the head in plain letters; it is never broken into two, which an address in it would not survive.
fn plain_header(name: &'static str, value: &str) -> HeaderValue {
    let name = HeaderName::new_from_ascii_str(name);
    HeaderValue::dangerous_new_pre_encoded(name, value.to_owned(), value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post() -> Post {
        let mut next = 0_u8;
        Post::new(
            "Bảng công khai <thong-bao@dinh.example>".parse().unwrap(),
            "https://dinh.example",
            OutboxKey::new([7; 32]),
            Box::new(move |octets| {
                next = next.wrapping_add(1);
                octets.fill(next);
            }),
        )
    }

    #[test]
    fn addresses_are_read_as_people_type_them() {
        assert_eq!(address(" An.Nguyen@Example.VN ").unwrap(), "An.Nguyen@example.vn");
        for wrong in [
            "",
            "an",
            "an@",
            "@example.vn",
            "an@example",
            "an@[127.0.0.1]",
            "an nguyen@example.vn",
            "nguyễn@example.vn",
            "a@b.vn, c@d.vn",
            "a@b.vn\r\nBcc: c@d.vn",
            &format!("{}@example.vn", "a".repeat(250)),
        ] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_address_is_found_again_whatever_its_capitals() {
        let post = post();
        assert_eq!(
            post.fingerprint("An@example.vn"),
            post.fingerprint("an@example.vn")
        );
        assert_ne!(
            post.fingerprint("an@example.vn"),
            post.fingerprint("ba@example.vn")
        );
    }

    #[test]
    fn a_link_is_good_for_its_purpose_only() {
        let post = post();
        let token = post.token("stop", &[b"1"]);
        assert_eq!(token.len(), 32);
        assert!(post.knows(&token, "stop", &[b"1"]));
        assert!(!post.knows(&token, "stop", &[b"2"]));
        assert!(!post.knows(&token, "confirm", &[b"1"]));
        assert!(!post.knows("", "stop", &[b"1"]));
    }

    #[test]
    fn a_message_says_what_it_is_and_how_to_stop_it() {
        let stop = format!(
            "https://dinh.example/cong-khai/30292/theo-doi/{}/dung",
            "a".repeat(80)
        );
        let mail = Mail {
            once: "1",
            about: b"1",
            to: "an@example.vn",
            subject: "Thông báo mới: đường bê tông dọc Kênh Ranh, xã Vĩnh Hậu\r\nBcc: x@y.vn",
            text: "Đường dài 2,4 km.\n",
            html: "<!doctype html><p>Đường dài 2,4 km.</p>",
            language: Locale::Vi,
            stop: Some(&stop),
            reply_to: Some("kien-nghi+30292@dinh.example"),
            answers: Some("7@example.vn"),
            good_for: rules::PATIENCE,
        };
        let at = "2025-10-07T03:00:00.5Z".parse().unwrap();
        let id = uuid::Uuid::from_u128(9);
        let message = post().message(id, &mail, at).unwrap();
        let text = String::from_utf8(message.formatted()).unwrap();
        assert_eq!(
            text,
            String::from_utf8(post().message(id, &mail, at).unwrap().formatted()).unwrap()
        );
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <00000000-0000-0000-0000-000000000009@dinh.example>",
            "To: an@example.vn",
            "Date: Tue, 07 Oct 2025 03:00:00 +0000",
            &format!("List-Unsubscribe: <{stop}>"),
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-replied",
            "Reply-To: kien-nghi+30292@dinh.example",
            "In-Reply-To: <7@example.vn>",
            "References: <7@example.vn>",
            "Content-Language: vi",
        ] {
            assert!(head.lines().any(|is| is == line), "{line} is not in\n{head}");
        }
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert!(text.is_ascii(), "any server takes it");
        assert!(
            body.contains("text/plain") && body.contains("text/html"),
            "{body}"
        );
    }
}
