//! Short messages to telephones (SMS) and by Zalo: one small interface, [`Gateway`], behind which an installation puts what
//! its operator has a contract for. What comes with the house is [`Spool`]: a file for every message, in a folder that
//! another program empties.
//!
//! A message is put into the outbox in the transaction of the act it tells of. Numbers and words are sealed there and
//! erased once the gateway has taken them; they stand in no log.

use std::{
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    db::{DbResult, Write},
    keyed,
    outbox::{self, Deliver, Delivery, OutboxKey, Way},
    random::{Fill, Random},
};

keyed!(
    /// By what a telephone is told.
    Channel {
        /// A short message (SMS).
        Sms = "sms",
        /// A message by Zalo, the messenger most people in Vietnam use.
        Zalo = "zalo",
    }
);

impl Channel {
    const fn way(self) -> Way {
        match self {
            Self::Sms => Way::Sms,
            Self::Zalo => Way::Zalo,
        }
    }
}

/// The part `[messages]` of the configuration file: for each channel the folder that its messages are put into. A
/// channel without a folder is not offered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Folder of short messages.
    pub sms: Option<PathBuf>,
    /// Folder of messages by Zalo.
    pub zalo: Option<PathBuf>,
}

impl Settings {
    /// The channels that are set up, with the folder of each.
    #[must_use]
    pub fn channels(&self) -> Vec<(Channel, &Path)> {
        [(Channel::Sms, &self.sms), (Channel::Zalo, &self.zalo)]
            .into_iter()
            .filter_map(|(channel, folder)| Some((channel, folder.as_deref()?)))
            .collect()
    }
}

/// A telephone number as it is called from anywhere (E.164): `+84912345678`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number that takes messages, as somebody types it: a Vietnamese mobile number of ten digits, or any number
    /// that begins with its country's code. `None` for what is none.
    #[must_use]
    pub fn read(typed: &str) -> Option<Self> {
        /// The most and the fewest digits of a number with its country's code (E.164, section 6; the fewest in use).
        const LONGEST: usize = 15;
        const SHORTEST: usize = 8;
        let plain: String = typed
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '.' | '-' | '(' | ')' | '\u{a0}'))
            .collect();
        let international = plain
            .strip_prefix('+')
            .or_else(|| plain.strip_prefix("00"))
            .map(str::to_owned);
        let digits = match international {
            Some(digits) => digits,
            // Mobile numbers begin with 03, 05, 07, 08 or 09 (numbering plan of 2018).
            None if plain.len() == 10 && plain.starts_with(['0']) => {
                let rest = plain.get(1..)?;
                if !rest.starts_with(['3', '5', '7', '8', '9']) {
                    return None;
                }
                format!("84{rest}")
            }
            None => return None,
        };
        let sound = (SHORTEST..=LONGEST).contains(&digits.len())
            && digits.bytes().all(|digit| digit.is_ascii_digit())
            && !digits.starts_with('0');
        sound.then(|| Self(format!("+{digits}")))
    }

    /// The number with its plus sign.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is told to a telephone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// What makes it this one message and no other within its unit and channel: put in again, it is not sent again.
    pub once: &'a str,
    /// What it is about; [`outbox::forget`] drops what waits by it.
    pub about: &'a [u8],
    /// By what.
    pub channel: Channel,
    /// To whom.
    pub to: &'a Phone,
    /// The words: few, without what must not be read over a shoulder.
    pub text: &'a str,
    /// For how long it is worth reading; then it is given up.
    pub good_for: SignedDuration,
}

/// A message as a gateway takes it. It is also what a file of the [`Spool`] holds, as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// The same at every try.
    pub id: Uuid,
    /// `sms` or `zalo`.
    pub channel: String,
    /// The number with its plus sign.
    pub to: String,
    /// The words.
    pub text: String,
}

/// What takes messages for a channel.
pub trait Gateway: Send + Sync + 'static {
    /// Takes a message; may take a while. The same may come again after a crash, and is known by its identifier.
    fn take(&self, parcel: &Parcel) -> Delivery;
}

/// A folder into which every message is put as a file of its own, `IDENTIFIER.json`, readable by its owner only. Who empties
/// it sees whole files only, and the same message never twice while its file is there.
#[derive(Debug, Clone)]
pub struct Spool {
    folder: PathBuf,
}

impl Spool {
    /// A spool in a folder, which is made when it is not there.
    ///
    /// # Errors
    /// When it can't be made.
    pub fn open(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    fn write(&self, parcel: &Parcel) -> io::Result<()> {
        let file = self.folder.join(format!("{}.json", parcel.id));
        let mut half = tempfile::Builder::new()
            .suffix(".part")
            .tempfile_in(&self.folder)?;
        serde_json::to_writer(&mut half, parcel)?;
        half.write_all(b"\n")?;
        half.as_file().sync_all()?;
        half.persist(file)?;
        Ok(())
    }
}

impl Gateway for Spool {
    fn take(&self, parcel: &Parcel) -> Delivery {
        match self.write(parcel) {
            Ok(()) => Delivery::Taken("file".to_owned()),
            Err(error) => {
                tracing::error!(%error, folder = %self.folder.display(), "a message can't be put into its folder");
                Delivery::Later("folder".to_owned())
            }
        }
    }
}

/// The installation's channels: messages are put into the outbox through it.
pub struct Messages {
    channels: Vec<Channel>,
    public_address: String,
    key: OutboxKey,
    random: Random,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").finish_non_exhaustive()
    }
}

impl Messages {
    /// Messages by these channels; links in them begin with `public_address`.
    #[must_use]
    pub fn new(channels: Vec<Channel>, public_address: &str, key: OutboxKey, fill: Fill) -> Self {
        Self {
            channels,
            public_address: public_address.to_owned(),
            key,
            random: Random::new(fill),
        }
    }

    /// The channels that are set up.
    #[must_use]
    pub fn channels(&self) -> &[Channel] {
        &self.channels
    }

    /// The address that links in messages begin with.
    #[must_use]
    pub fn public_address(&self) -> &str {
        &self.public_address
    }

    /// Puts a message into a unit's outbox; `false` when it is there already, or its channel is not set up any more.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn put(
        &self,
        write: &mut Write,
        unit: i64,
        message: &Message<'_>,
        at: Timestamp,
    ) -> DbResult<bool> {
        if !self.channels.contains(&message.channel) {
            return Ok(false);
        }
        let open = format!("{}\n{}", message.to.as_str(), message.text);
        let once = [message.channel.key().as_bytes(), message.once.as_bytes()];
        let new = outbox::New {
            way: message.channel.way(),
            unit,
            id: self.random.uuid(at),
            once: self.key.mac("message-once", &once),
            about: message.about,
            content: self.key.seal(self.random.octets(), open.as_bytes()),
            give_up_at: at
                .saturating_add(message.good_for.min(outbox::rules::PATIENCE))
                .unwrap_or(at),
        };
        outbox::insert(write, &new, at).await
    }
}

/// Brings messages of one channel to its gateway.
pub struct Messenger {
    channel: Channel,
    gateway: Arc<dyn Gateway>,
}

impl fmt::Debug for Messenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messenger").finish_non_exhaustive()
    }
}

impl Messenger {
    /// A messenger.
    #[must_use]
    pub fn new(channel: Channel, gateway: Arc<dyn Gateway>) -> Self {
        Self { channel, gateway }
    }
}

impl Deliver for Messenger {
    fn way(&self) -> Way {
        self.channel.way()
    }

    fn deliver(&self, id: Uuid, content: &[u8], _at: Timestamp) -> Delivery {
        let read = std::str::from_utf8(content)
            .ok()
            .and_then(|text| text.split_once('\n'));
        let Some((to, text)) = read else {
            return Delivery::Refused("unreadable".to_owned());
        };
        self.gateway.take(&Parcel {
            id,
            channel: self.channel.key().to_owned(),
            to: to.to_owned(),
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, number) in [
            ("0912 345 678", "+84912345678"),
            ("0376.123.456", "+84376123456"),
            ("+84 912-345-678", "+84912345678"),
            ("0084912345678", "+84912345678"),
            ("+855 12 345 678", "+85512345678"),
        ] {
            assert_eq!(Phone::read(typed).unwrap().as_str(), number, "{typed}");
        }
        for wrong in [
            "",
            "912345678",
            "0296 3852 346",
            "0212345678",
            "09123456789",
            "0912 345 67a",
            "+0912345678",
            "+84",
            "+1234567890123456",
            "113",
        ] {
            assert_eq!(Phone::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_message_in_the_folder_is_whole_and_there_once() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(&folder.path().join("sms")).unwrap();
        let parcel = Parcel {
            id: Uuid::from_u128(7),
            channel: "sms".to_owned(),
            to: "+84912345678".to_owned(),
            text: "Kiến nghị 12/2026 đã được trả lời.".to_owned(),
        };
        for _ in 0..2 {
            assert_eq!(spool.take(&parcel), Delivery::Taken("file".to_owned()));
        }
        let files: Vec<_> = fs::read_dir(folder.path().join("sms"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        assert_eq!(files.len(), 1);
        let read: Parcel = serde_json::from_slice(&fs::read(&files[0]).unwrap()).unwrap();
        assert_eq!(read, parcel);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&files[0]).unwrap().permissions().mode() & 0o077, 0);
        }
    }

    #[test]
    fn a_folder_that_is_gone_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let spool = Spool::open(&folder.path().join("sms")).unwrap();
        fs::remove_dir(folder.path().join("sms")).unwrap();
        let messenger = Messenger::new(Channel::Sms, Arc::new(spool));
        let told = messenger.deliver(Uuid::nil(), "+84912345678\nx".as_bytes(), Timestamp::UNIX_EPOCH);
        assert_eq!(told, Delivery::Later("folder".to_owned()));
    }
}
