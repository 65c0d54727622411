//! Following a notice board by mail: asked for, confirmed from the mail, told of what happens, stopped by one click.
//!
//! Whoever asks learns nothing about an address: the answer is the same whether it is known, and only its owner gets
//! mail. An address is erased when its owner stops.

mod letter;
pub mod rules;
pub mod store;

use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use platform::{
    db::{DbResult, Read, Write},
    i18n::{Locale, Translations, Translator},
    mail::{Mail, MailError, Post},
    outbox::{self, rules::Allowance},
};
use units::{Level, Unit, UnitId};

pub(crate) use self::letter::{board_name, hamlet_board_name};
use self::{
    letter::{Letter, Told},
    rules::{Rhythm, TO_CONFIRM, digest_day, digest_due},
    store::{Event, Followed, Follower, Happened},
};
use crate::{
    ids::{FollowerId, ItemId},
    model::{ItemState, Matter},
    service::{ActError, Disclosures},
};

/// How many confirmations one address gets.
const TO_AN_ADDRESS: Allowance = Allowance {
    most: 3,
    within: SignedDuration::from_hours(24),
};
/// How many times people of one network may ask. Whole villages stand behind one address of a mobile operator.
const FROM_A_NETWORK: Allowance = Allowance {
    most: 30,
    within: SignedDuration::from_hours(1),
};
/// For how long a mail about a notice is worth reading.
const NEWS: SignedDuration = SignedDuration::from_hours(72);
/// For how many days what was told is kept: longer than a digest may be late.
const KEPT_DAYS: i64 = 30;

/// What came of asking for mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A mail is on its way, unless its owner has had enough of them today.
    Sent,
    /// Too many ask from this network.
    TooMany,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// A sound address ([`platform::mail::address`]).
    pub address: String,
    /// How often.
    pub rhythm: Rhythm,
    /// The language of the mail.
    pub language: Locale,
    /// The hamlet whose boards are followed; none for the whole board.
    pub hamlet: Option<UnitId>,
}

impl From<MailError> for ActError {
    fn from(error: MailError) -> Self {
        match error {
            MailError::Db(error) => Self::Db(error),
            other => Self::Mail(other),
        }
    }
}

/// The address of a page about a follower: `/theo-doi/UNIT/ID/TOKEN`, and for stopping `…/dung`.
fn link(post: &Post, unit: UnitId, follower: FollowerId, token: &str) -> String {
    format!("{}/theo-doi/{unit}/{follower}/{token}", post.public_address())
}

/// What the links in mail are made for.
const CONFIRM: &str = "disclosure: confirm";
const STOP: &str = "disclosure: stop";

/// What makes a link one follower's alone; `asked` makes one to confirm the newest only.
fn parts(unit: UnitId, id: FollowerId, asked: Option<(Timestamp, Rhythm)>) -> Vec<Vec<u8>> {
    let mut parts = vec![unit.0.to_be_bytes().to_vec(), id.0.as_bytes().to_vec()];
    if let Some((at, rhythm)) = asked {
        parts.push(at.as_microsecond().to_be_bytes().to_vec());
        parts.push(rhythm.key().as_bytes().to_vec());
    }
    parts
}

fn token(post: &Post, purpose: &str, parts: &[Vec<u8>]) -> String {
    post.token(purpose, &parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn knows(post: &Post, sent: &str, purpose: &str, parts: &[Vec<u8>]) -> bool {
    post.knows(
        sent,
        purpose,
        &parts.iter().map(Vec::as_slice).collect::<Vec<_>>(),
    )
}

fn stop_link(post: &Post, unit: UnitId, id: FollowerId) -> String {
    let token = token(post, STOP, &parts(unit, id, None));
    format!("{}/dung", link(post, unit, id, &token))
}

impl Disclosures {
    /// Whether boards can be followed by mail in this installation.
    #[must_use]
    pub fn sends_mail(&self) -> bool {
        self.post.is_some()
    }

    /// Somebody asks for mail about a board: the owner of the address gets a link to confirm it.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the commune has no such hamlet, and what the engine says.
    pub async fn ask_to_follow(
        &self,
        unit: &Unit,
        wish: &Wish,
        network: &str,
        t: &Translator,
    ) -> Result<Asked, ActError> {
        let post = self.post.as_deref().ok_or(ActError::Unknown)?;
        let (at, _) = self.now();
        let fingerprint = post.fingerprint(&wish.address);
        let mut write = self.db.write().await?;
        let followed = Followed {
            unit: unit.id,
            hamlet: wish.hamlet,
        };
        let board = board_of(&mut write, t, unit, wish.hamlet).await?;
        if !outbox::ask(&mut write, &post.mark("network", network), FROM_A_NETWORK, at).await? {
            return Ok(Asked::TooMany);
        }
        if !outbox::ask(&mut write, &fingerprint, TO_AN_ADDRESS, at).await? {
            write.commit().await?;
            return Ok(Asked::Sent);
        }
        let id = match store::by_address(&mut write, followed, &fingerprint).await? {
            Some(known) => {
                let asked = (wish.rhythm, wish.language);
                store::ask_again(&mut write, unit.id, known.id, asked, at).await?;
                known.id
            }
            None => {
                let new = Follower {
                    id: FollowerId(self.uuid(at)),
                    address: post.seal(wish.address.as_bytes()),
                    language: wish.language,
                    rhythm: wish.rhythm,
                    asked_at: at,
                    asked_rhythm: wish.rhythm,
                    confirmed_at: None,
                    digested_on: digest_due(at),
                    hamlet: wish.hamlet,
                };
                store::insert(&mut write, unit.id, &new, &fingerprint).await?;
                new.id
            }
        };
        let token = token(post, CONFIRM, &parts(unit.id, id, Some((at, wish.rhythm))));
        let letter = Letter::to_confirm(t, &board, wish.rhythm, &link(post, unit.id, id, &token));
        let once = format!("disclosure/confirm/{id}/{at}");
        self.put(
            &mut write,
            unit.id,
            (&once, id, &wish.address),
            (&letter, None, TO_CONFIRM),
            at,
        )
        .await?;
        write.commit().await?;
        Ok(Asked::Sent)
    }

    /// Puts a letter into the outbox.
    async fn put(
        &self,
        write: &mut Write,
        unit: UnitId,
        (once, follower, to): (&str, FollowerId, &str),
        (letter, stop, good_for): (&Letter, Option<&str>, SignedDuration),
        at: Timestamp,
    ) -> Result<(), ActError> {
        let post = self.post.as_deref().ok_or(ActError::Unknown)?;
        let (text, html) = letter
            .written(stop)
            .map_err(|error| ActError::Form(error.to_string()))?;
        let mail = Mail {
            once,
            about: follower.0.as_bytes(),
            to,
            subject: &letter.subject,
            text: &text,
            html: &html,
            language: letter.t.locale(),
            stop,
            reply_to: None,
            answers: None,
            good_for,
        };
        post.put(write, unit.0, &mail, at).await?;
        Ok(())
    }

    /// What a link to confirm is about, while it is good.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn to_confirm(
        &self,
        unit: UnitId,
        id: FollowerId,
        token: &str,
    ) -> Result<Option<Rhythm>, ActError> {
        let Some(post) = self.post.as_deref() else {
            return Ok(None);
        };
        let (at, _) = self.now();
        let known = store::by_id(&mut self.db.read().await?, unit, id).await?;
        Ok(known
            .filter(|known| {
                let asked = Some((known.asked_at, known.asked_rhythm));
                rules::can_confirm(known.asked_at, at) && knows(post, token, CONFIRM, &parts(unit, id, asked))
            })
            .map(|known| known.asked_rhythm))
    }

    /// Confirms what a link is about. Confirming twice is confirming once.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the link is not good any more.
    pub async fn confirm_following(
        &self,
        unit: UnitId,
        id: FollowerId,
        token: &str,
    ) -> Result<Rhythm, ActError> {
        let rhythm = self.to_confirm(unit, id, token).await?.ok_or(ActError::Unknown)?;
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        store::confirm(&mut write, unit, id, at, digest_due(at)).await?;
        write.commit().await?;
        Ok(rhythm)
    }

    /// Whether a link stops a follower's mail, whether or not it is stopped already.
    #[must_use]
    pub fn knows_stop(&self, unit: UnitId, id: FollowerId, token: &str) -> bool {
        let post = self.post.as_deref();
        post.is_some_and(|post| knows(post, token, STOP, &parts(unit, id, None)))
    }

    /// Stops a follower's mail, drops what waits, and erases the address. Stopping twice is stopping once.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the link is not that follower's.
    pub async fn stop_following(&self, unit: UnitId, id: FollowerId, token: &str) -> Result<(), ActError> {
        if !self.knows_stop(unit, id, token) {
            return Err(ActError::Unknown);
        }
        let (at, _) = self.now();
        let mut write = self.db.write().await?;
        erase(&mut write, unit, id, at).await?;
        write.commit().await?;
        Ok(())
    }

    /// Puts into the outbox what followers wait for: a mail for each thing that happened, and the digests that are
    /// due. Can be done again, and by several servers at once; each mail is sent once. Gives how many were put.
    ///
    /// # Errors
    /// What the engine says; what was put before stays.
    pub async fn tell_followers(&self, translations: &Translations) -> Result<usize, ActError> {
        if self.post.is_none() {
            return Ok(0);
        }
        let (at, _) = self.now();
        let due = digest_due(at);
        let mut read = self.db.read().await?;
        let untold = store::with_untold(&mut read).await?;
        let waiting = store::with_digests(&mut read, due).await?;
        let unreachable = outbox::units_with_unreachable(&mut read).await?;
        drop(read);
        for unit in unreachable {
            self.erase_unreachable(UnitId(unit), at).await?;
        }
        let mut put = 0;
        for followed in untold {
            put += self.tell_each(followed, translations, at).await?;
        }
        for followed in waiting {
            put += self.tell_daily(followed, translations, due, at).await?;
        }
        Ok(put)
    }

    /// Erases the addresses of those who never confirmed, and what every follower has been told.
    pub(crate) async fn tidy_followers(&self) -> Result<(), ActError> {
        let (at, today) = self.now();
        let mut write = self.db.write().await?;
        let before = at.saturating_sub(TO_CONFIRM).unwrap_or(at);
        store::delete_unconfirmed(&mut write, before).await?;
        store::forget_told(&mut write, today.saturating_sub(KEPT_DAYS.days())).await?;
        write.commit().await?;
        Ok(())
    }

    /// An address that does not exist any more follows nothing.
    async fn erase_unreachable(&self, unit: UnitId, at: Timestamp) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        for about in outbox::unreachable(&mut write, unit.0).await? {
            if let Ok(id) = FollowerId::from_bytes(&about) {
                erase(&mut write, unit, id, at).await?;
            }
        }
        write.commit().await?;
        Ok(())
    }

    async fn tell_each(
        &self,
        followed: Followed,
        translations: &Translations,
        at: Timestamp,
    ) -> Result<usize, ActError> {
        let mut read = self.db.read().await?;
        let events = store::untold(&mut read, followed).await?;
        let name = self.name(&mut read, followed).await?;
        drop(read);
        let mut put = 0;
        for event in events {
            let about = format!("{}/{}/{}", event.item, event.version, event.act.key());
            let mut after = None;
            loop {
                // A page of followers is one transaction; a crash between two does the first again, to no effect.
                let mut write = self.db.write().await?;
                let page = store::each(&mut write, followed, event.at, after).await?;
                let told = if page.is_empty() {
                    None
                } else {
                    self.told(&mut write, &event).await?
                };
                for follower in page.iter().filter(|_| told.is_some()) {
                    let t = translations.translator(follower.language);
                    let letter = Letter::about_one(&t, &name, told.as_ref().into_iter().collect());
                    let once = format!("disclosure/each/{}/{about}", follower.id);
                    put += usize::from(
                        self.put_news(&mut write, followed.unit, (&once, follower), &letter, at)
                            .await?,
                    );
                }
                after = page.last().map(|follower| follower.id);
                if after.is_none() {
                    store::set_told(&mut write, &event).await?;
                }
                write.commit().await?;
                if after.is_none() {
                    break;
                }
            }
        }
        Ok(put)
    }

    async fn tell_daily(
        &self,
        followed: Followed,
        translations: &Translations,
        due: Date,
        at: Timestamp,
    ) -> Result<usize, ActError> {
        let Followed { unit, hamlet } = followed;
        let covered = self.covered(unit, due);
        let name = self.name(&mut self.db.read().await?, followed).await?;
        let mut put = 0;
        loop {
            let mut write = self.db.write().await?;
            let page = store::to_digest(&mut write, followed, due).await?;
            if page.is_empty() {
                return Ok(put);
            }
            let mut digests: Vec<(Date, Vec<Told>)> = Vec::new();
            for follower in &page {
                let since = follower.digested_on;
                if !digests.iter().any(|(known, _)| *known == since) {
                    let events = match hamlet {
                        None => store::events_between(&mut write, &covered, since, due).await?,
                        Some(hamlet) => {
                            store::hamlet_events_between(&mut write, (unit, hamlet), since, due).await?
                        }
                    };
                    let mut told = Vec::new();
                    for event in events {
                        told.extend(self.told(&mut write, &event).await?);
                    }
                    digests.push((since, told));
                }
                let told = digests
                    .iter()
                    .find(|(known, _)| *known == since)
                    .map(|(_, told)| told.iter().collect::<Vec<_>>())
                    .unwrap_or_default();
                if !told.is_empty() {
                    let t = translations.translator(follower.language);
                    let letter = Letter::digest(&t, &name, due, told);
                    let once = format!("disclosure/daily/{}/{due}", follower.id);
                    put += usize::from(
                        self.put_news(&mut write, unit, (&once, follower), &letter, at)
                            .await?,
                    );
                }
                store::set_digested(&mut write, unit, follower.id, due).await?;
            }
            write.commit().await?;
        }
    }

    /// Puts news into the outbox; `false` when the address was sealed with a key that is lost.
    async fn put_news(
        &self,
        write: &mut Write,
        unit: UnitId,
        (once, follower): (&str, &Follower),
        letter: &Letter,
        at: Timestamp,
    ) -> Result<bool, ActError> {
        let post = self.post.as_deref().ok_or(ActError::Unknown)?;
        let open = post
            .open(&follower.address)
            .and_then(|octets| String::from_utf8(octets).ok());
        let Some(address) = open else {
            tracing::warn!(
                unit = unit.0,
                "the address of a follower was sealed with another key"
            );
            return Ok(false);
        };
        let stop = stop_link(post, unit, follower.id);
        let news = (letter, Some(stop.as_str()), NEWS);
        self.put(write, unit, (once, follower.id, &address), news, at)
            .await?;
        Ok(true)
    }

    /// The units on whose boards a unit's followers look: of a commune, its own and the catalogue of its province.
    fn covered(&self, unit: UnitId, day: Date) -> Vec<i64> {
        let units = self.units.current();
        let mut covered: Vec<i64> = match units.get(unit) {
            Some(found) if found.level == Level::Province => units
                .descendants(unit, day, Level::Commune)
                .iter()
                .map(|commune| commune.id.0)
                .collect(),
            _ => self.province_of(unit).iter().map(|province| province.0).collect(),
        };
        covered.push(unit.0);
        covered
    }

    /// What a board is called, or a hamlet.
    async fn name(&self, read: &mut Read, followed: Followed) -> DbResult<String> {
        if let Some(hamlet) = followed.hamlet {
            let found = units::hamlets::get(read, hamlet).await?;
            return Ok(found.map(|hamlet| hamlet.name).unwrap_or_default());
        }
        let units = self.units.current();
        let found = units.get(followed.unit).map(|unit| unit.name.clone());
        Ok(found.unwrap_or_default())
    }

    /// What a follower follows, in words; without one, the board of the unit.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn followed_board(
        &self,
        unit: &Unit,
        id: FollowerId,
        t: &Translator,
    ) -> Result<String, ActError> {
        let mut read = self.db.read().await?;
        let known = store::by_id(&mut read, unit.id, id).await?;
        board_of(&mut read, t, unit, known.and_then(|known| known.hamlet)).await
    }

    /// What there is to tell about an event today: nothing of the words of what has been withdrawn since.
    async fn told(&self, write: &mut Write, event: &Event) -> Result<Option<Told>, ActError> {
        let Some(item) = crate::store::item(write, event.unit, event.item).await? else {
            return Ok(None);
        };
        if item.state == ItemState::Withdrawn && event.act != Happened::Withdrawn {
            return Ok(None);
        }
        if let (Happened::Hung, Some(hamlet)) = (event.act, event.hamlet) {
            // It may have been recorded by mistake.
            let hung = crate::store::hamlets_hung(write, event.unit, event.item).await?;
            if !hung.contains(&hamlet) {
                return Ok(None);
            }
        }
        let followed = Followed {
            unit: event.unit,
            hamlet: event.hamlet.filter(|_| event.act == Happened::Hung),
        };
        let name = self.name(write, followed).await?;
        let versions = crate::store::versions(write, event.unit, event.item).await?;
        let public = versions
            .into_iter()
            .find(|version| version.number == item.public_version);
        let post = self.post.as_deref().ok_or(ActError::Unknown)?;
        let code = self.code(event.unit)?;
        Ok(public.map(|version| Told {
            unit: name,
            act: event.act,
            at: event.at,
            href: page(post, &code, event.item),
            text: version.text,
            correction: version.correction,
            withdrawn: item.withdrawn.map(|withdrawal| withdrawal.reason),
        }))
    }
}

fn page(post: &Post, code: &str, item: ItemId) -> String {
    format!("{}/cong-khai/{code}/{item}", post.public_address())
}

/// To whom something that happened is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Telling {
    /// To everybody, by a mail of its own to those who want one for each.
    Each,
    /// With all else of the day only: a whole catalogue would be a flood of mails.
    Together,
}

/// Notes for followers what happened to a matter, in the transaction of the act.
pub(crate) async fn note_event(
    write: &mut Write,
    item: &Matter,
    (act, version): (Happened, i64),
    at: Timestamp,
    telling: Telling,
) -> DbResult<()> {
    let mut event = Event {
        unit: item.unit,
        item: item.id,
        version,
        act,
        at,
        digest_on: digest_day(at),
        hamlet: None,
    };
    store::insert_event(write, &event, telling == Telling::Together).await?;
    if act == Happened::Posted {
        return Ok(());
    }
    for hamlet in crate::store::hamlets_hung(write, item.unit, item.id).await? {
        event.hamlet = Some(hamlet);
        store::insert_event(write, &event, telling == Telling::Together).await?;
    }
    Ok(())
}

/// Notes for followers of a hamlet that a matter was hung at its board, in the transaction of the act.
pub(crate) async fn note_hung(
    write: &mut Write,
    item: &Matter,
    hamlet: UnitId,
    at: Timestamp,
) -> DbResult<()> {
    let event = Event {
        unit: item.unit,
        item: item.id,
        version: item.public_version,
        act: Happened::Hung,
        at,
        digest_on: digest_day(at),
        hamlet: Some(hamlet),
    };
    store::insert_event(write, &event, false).await
}

/// What is followed, in words.
async fn board_of(
    read: &mut Read,
    t: &Translator,
    unit: &Unit,
    hamlet: Option<UnitId>,
) -> Result<String, ActError> {
    let Some(hamlet) = hamlet else {
        return Ok(board_name(t, unit));
    };
    let found = units::hamlets::get(read, hamlet)
        .await?
        .filter(|hamlet| hamlet.commune == unit.id)
        .ok_or(ActError::Unknown)?;
    Ok(hamlet_board_name(t, unit, &found.name))
}

async fn erase(write: &mut Write, unit: UnitId, id: FollowerId, at: Timestamp) -> Result<(), ActError> {
    outbox::forget(write, unit.0, id.0.as_bytes(), at).await?;
    store::delete(write, unit, id).await?;
    Ok(())
}
