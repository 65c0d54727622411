//! Letters: mail that people write to a unit's address becomes a petition, and an answer to mail about one is added to it.

use jiff::SignedDuration;
use platform::{
    files,
    i18n::Locale,
    mail::{Letter, LetterFault},
    once,
    outbox::{self, rules::Allowance},
};
use std::{io, path::Path};
use units::{Level, Unit};

use crate::{
    model::{Channel, Contact, EventKind, Kind, New, Petition},
    rules,
    service::{ActError, Petitions},
    store, telling,
};

/// The most pictures taken from a letter.
const MOST_PHOTOS: usize = 3;
/// The longest words kept of a letter, in letters; what is longer is cut, and says so.
const LONGEST: usize = 5_000;
/// So many letters an address may send; what comes beyond waits for somebody to look at it.
const FROM_AN_ADDRESS: Allowance = Allowance {
    most: 20,
    within: SignedDuration::from_hours(24),
};

/// What became of the letters of a round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Letters {
    /// Became petitions.
    pub taken: usize,
    /// Were added to petitions.
    pub added: usize,
    /// Were answered with a question: nobody can tell whom they are for.
    pub puzzling: usize,
    /// Were written by programs, and dropped.
    pub automatic: usize,
    /// Were put aside for somebody to look at.
    pub aside: usize,
}

/// Why a letter can't be taken now.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// The folder can't be read or written.
    #[error("the inbox: {0}")]
    Io(#[from] io::Error),
    /// What it asks for could not be done.
    #[error(transparent)]
    Act(#[from] ActError),
}

/// What became of a letter.
enum Became {
    Petition,
    Addition,
    Question,
    Nothing,
    Aside,
}

/// What a letter's address says it is for.
struct Meant<'a> {
    unit: &'a str,
    about: Option<((i64, i64), &'a str)>,
}

impl<'a> Meant<'a> {
    /// Reads `30292`, or `30292.2026-12.SECRET`.
    fn read(tag: &'a str) -> Self {
        let mut parts = tag.splitn(3, '.');
        let unit = parts.next().unwrap_or_default();
        let about = parts.next().zip(parts.next()).and_then(|(number, secret)| {
            let (year, number) = number.split_once('-')?;
            Some(((year.parse().ok()?, number.parse().ok()?), secret))
        });
        Self { unit, about }
    }
}

impl Petitions {
    /// Reads what waits in the inbox. A letter is removed once what it says is kept; after a crash it is read again and kept
    /// once.
    ///
    /// # Errors
    /// [`LetterError`]; letters before the one that failed are done with.
    pub async fn read_letters(&self) -> Result<Letters, LetterError> {
        let mut letters = Letters::default();
        let Some(inbox) = self.telling().and_then(|telling| telling.inbox.as_ref()) else {
            return Ok(letters);
        };
        for file in inbox.waiting()? {
            match self.read_file(&file).await? {
                Became::Petition => letters.taken += 1,
                Became::Addition => letters.added += 1,
                Became::Question => letters.puzzling += 1,
                Became::Nothing => letters.automatic += 1,
                Became::Aside => {
                    letters.aside += 1;
                    inbox.put_aside(&file)?;
                    continue;
                }
            }
            inbox.remove(&file)?;
        }
        Ok(letters)
    }

    async fn read_file(&self, file: &Path) -> Result<Became, LetterError> {
        let Some(inbox) = self.telling().and_then(|telling| telling.inbox.as_ref()) else {
            return Ok(Became::Aside);
        };
        let Some(octets) = inbox.octets(file)? else {
            return Ok(Became::Aside);
        };
        let letter = match Letter::read(&octets) {
            Ok(letter) => letter,
            Err(LetterFault::NoMessage | LetterFault::NoSender) => return Ok(Became::Aside),
        };
        if letter.is_automatic {
            return Ok(Became::Nothing);
        }
        let tag = inbox.tag(&letter).unwrap_or_default();
        Ok(self.take_letter(&letter, &Meant::read(&tag)).await?)
    }

    async fn take_letter(&self, letter: &Letter, meant: &Meant<'_>) -> Result<Became, ActError> {
        let Some(telling) = self.telling() else {
            return Ok(Became::Aside);
        };
        let Some(post) = &telling.post else {
            return Ok(Became::Aside);
        };
        let (at, today) = self.now();
        let once = telling::letter_once(post, letter);
        let unit: Option<Unit> = self
            .units
            .current()
            .resolve(meant.unit, today)
            .ok()
            .filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
            .cloned();
        let known = match &unit {
            Some(unit) => {
                let hash = once::hashed("petition-once", &once);
                store::by_once(&mut self.db.read().await?, unit.id, &hash).await?
            }
            None => None,
        };
        // Counted where it is new: what is read again after a crash takes nobody's turn.
        if known.is_none() {
            let mut write = self.db.write().await?;
            let who = post.mark("petition-letters", &letter.from);
            if !outbox::ask(&mut write, &who, FROM_AN_ADDRESS, at).await? {
                return Ok(Became::Aside);
            }
            write.commit().await?;
        }
        let Some(unit) = unit else {
            return self.ask_back(letter, "petitions-letter-no-unit").await;
        };
        if let Some((number, secret)) = meant.about {
            let mut read = self.db.read().await?;
            let about = store::by_number(&mut read, unit.id, number)
                .await?
                .filter(|petition| telling::reply_secret(post, petition) == secret);
            drop(read);
            if let Some(petition) = about {
                return self.add_letter(letter, &petition).await;
            }
        }
        if letter.words.is_empty() && letter.subject.is_empty() {
            return self.ask_back(letter, "petitions-letter-empty").await;
        }
        self.submit_letter(letter, &unit, &once).await
    }

    async fn submit_letter(&self, letter: &Letter, unit: &Unit, once: &str) -> Result<Became, ActError> {
        let words = if letter.words.is_empty() {
            letter.subject.clone()
        } else {
            shortened(&letter.words)
        };
        let title = if letter.subject.is_empty() {
            rules::title_of(&words)
        } else {
            rules::title_of(&letter.subject)
        };
        // The list ends with what is none of the others; whoever looks at it first finds the right one.
        let category = self.items("petition.categories")?.last();
        let new = New {
            kind: Kind::Feedback,
            category: category.map(|item| item.key.clone()).unwrap_or_default(),
            title,
            words,
            hamlet: None,
            place: String::new(),
            pin: None,
            may_publish: false,
            channel: Channel::Mail,
            contact: Some(Contact {
                name: letter.name.chars().take(150).collect(),
                phone: String::new(),
                mail: Some(letter.from.clone()),
                language: Locale::Vi,
                tell_by: Vec::new(),
            }),
            photos: drawn(letter).await,
        };
        let hint = self.hint(&format!("{} {}", new.title, new.words));
        // Nobody's machine worked for it: somebody looks at it first.
        let sent = self.submit(unit.id, once, &new, false).await?;
        let mut write = self.db.write().await?;
        let petition = store::petition(&mut write, sent.key)
            .await?
            .ok_or(ActError::Unknown)?;
        if let Some(telling) = self.telling() {
            telling
                .confirm(&mut write, (unit, &petition, &sent), letter, hint)
                .await?;
        }
        write.commit().await?;
        Ok(Became::Petition)
    }

    /// Adds a letter to the petition it is about, wherever that was handed in the meantime.
    async fn add_letter(&self, letter: &Letter, about: &Petition) -> Result<Became, ActError> {
        let words = shortened(&letter.words);
        if words.is_empty() {
            return self.ask_back(letter, "petitions-letter-empty").await;
        }
        let mut write = self.db.write().await?;
        let petition = self.at_its_end(&mut write, about.key()).await?;
        if !petition.takes_more() {
            drop(write);
            return self.ask_back(letter, "petitions-letter-closed").await;
        }
        let note = store::events(&mut write, petition.key()).await?;
        // Delivered again after a crash, it says the same.
        let known = note
            .iter()
            .any(|event| event.kind == EventKind::Added && event.note == words);
        if !known {
            self.add(&mut write, &petition, &words).await?;
        }
        write.commit().await?;
        Ok(Became::Addition)
    }

    /// Answers a letter with what has to be known first. It stands in the outbox of the country, since it is no unit's.
    async fn ask_back(&self, letter: &Letter, key: &str) -> Result<Became, ActError> {
        let at = self.now().0;
        let country = self.units.current().country().clone();
        let Some(telling) = self.telling() else {
            return Ok(Became::Aside);
        };
        let mut write = self.db.write().await?;
        telling.puzzled(&mut write, &country, (letter, key), at).await?;
        write.commit().await?;
        Ok(Became::Question)
    }
}

/// The pictures of a letter that are some, drawn anew without what cameras note in them.
async fn drawn(letter: &Letter) -> Vec<files::NewFile> {
    let mut photos = Vec::new();
    for picture in &letter.pictures {
        if photos.len() == MOST_PHOTOS {
            break;
        }
        if picture.len() > files::MOST_OCTETS {
            continue;
        }
        let octets = picture.clone();
        // Drawing a picture anew takes a while: it must not hold up others.
        if let Ok(Ok(photo)) = tokio::task::spawn_blocking(move || files::photograph(&octets)).await {
            photos.push(photo);
        }
    }
    photos
}

fn shortened(words: &str) -> String {
    let words = platform::text::compose(words);
    if words.chars().count() <= LONGEST {
        return words;
    }
    let kept: String = words.chars().take(LONGEST).collect();
    format!("{kept} …")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_whom_a_letter_is_for_and_about_what() {
        let meant = Meant::read("30292");
        assert_eq!((meant.unit, meant.about), ("30292", None));
        let meant = Meant::read("30292.2026-12.ab12");
        assert_eq!((meant.unit, meant.about), ("30292", Some(((2026, 12), "ab12"))));
        for wrong in ["30292.2026.ab", "30292.2026-x.ab", "30292.2026-12"] {
            assert_eq!(Meant::read(wrong).about, None, "{wrong}");
        }
        assert_eq!(Meant::read("").unit, "");
    }

    #[test]
    fn what_is_too_long_says_that_it_was_cut() {
        assert_eq!(shortened("Đèn tắt."), "Đèn tắt.");
        let long = shortened(&"đ".repeat(LONGEST + 1));
        assert_eq!(long.chars().count(), LONGEST + 2);
        assert!(long.ends_with(" …"));
    }
}
