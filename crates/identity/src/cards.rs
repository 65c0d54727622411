//! Code cards (thẻ mã): printed codes, each given once and in order, as a second factor for who has no device with a
//! passkey (OWASP ASVS 5.0, 6.5). A card is printed by whoever may print the sheet to enrol with, or by its owner.

use std::fmt;

use jiff::Timestamp;
use platform::{
    access::{Actor, PersonId},
    db::DbResult,
    random::{Random, clean_code, grouped_code},
};

use crate::{
    passkeys::MeansError,
    rules,
    secrets::hash,
    service::{GrantError, Identity, SignIn, Whence},
    store::{self, cards},
};

/// How many codes a card has: one a week for most of a year.
const CODES: usize = 40;
/// How many signs a code has: 30 bits, against the few attempts that are let through.
const CODE_SIGNS: usize = 6;

/// The codes of a new card, printed once and then forgotten.
#[derive(Clone, PartialEq, Eq)]
pub struct Sheet(Vec<String>);

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sheet")
    }
}

impl Sheet {
    fn draw(random: &Random) -> Self {
        Self((0..CODES).map(|_| random.code::<CODE_SIGNS>()).collect())
    }

    /// The codes in order, each in groups of three signs, as they are printed and typed.
    pub fn codes(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|code| grouped_code(code, 3))
    }
}

/// A card, as its owner's pages tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The number of the code to be given next, from 1.
    pub next: i64,
    /// How many codes are left.
    pub left: i64,
    /// When it was made.
    pub made: Timestamp,
}

impl Identity {
    /// Somebody's card; none when there is none, or no code is left on it.
    pub(crate) async fn card(&self, owner: PersonId) -> DbResult<Option<Card>> {
        let next = cards::next(&mut self.db.read().await?, owner).await?;
        Ok(next.map(|(next, left)| Card {
            next: next.number,
            left,
            made: next.made,
        }))
    }

    async fn drawn_card(&self) -> Result<(Sheet, Vec<String>), GrantError> {
        let sheet = Sheet::draw(&self.random);
        let mut kept = Vec::with_capacity(CODES);
        for code in &sheet.0 {
            kept.push(self.passwords.hash(code, self.random.octets()).await?);
        }
        Ok((sheet, kept))
    }

    /// Makes a card for somebody for whom one might print a code to enrol with. The card before it ends.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn card_for(&self, actor: &Actor, account: PersonId) -> Result<Sheet, GrantError> {
        let held = self.held(account).await?;
        if !rules::may_enrol(actor, account, &held) {
            return Err(GrantError::NotPermitted);
        }
        let now = self.clock.now();
        let (sheet, kept) = self.drawn_card().await?;
        let event = (held.first().map_or(1, |held| held.place.unit), self.id(now));
        let mut write = self.db.write().await?;
        cards::replace(&mut write, account, kept, now).await?;
        let by = (now, Some(actor.person()));
        store::insert_event(&mut write, event, account, ("card-made", ""), by).await?;
        write.commit().await?;
        Ok(sheet)
    }

    /// Makes a card for oneself. The card before it ends.
    pub(crate) async fn own_card(&self, actor: &Actor) -> Result<Sheet, MeansError> {
        self.may_change_means(actor).await?;
        let now = self.clock.now();
        let (sheet, kept) = self.drawn_card().await?;
        let mut write = self.db.write().await?;
        cards::replace(&mut write, actor.person(), kept, now).await?;
        self.note(&mut write, actor.person(), ("card-made", ""), now)
            .await?;
        write.commit().await?;
        Ok(sheet)
    }

    /// Ends one's own card, when it may have been seen by others.
    pub(crate) async fn remove_card(&self, actor: &Actor) -> Result<(), MeansError> {
        self.may_change_means(actor).await?;
        let now = self.clock.now();
        let mut write = self.db.write().await?;
        if cards::remove(&mut write, actor.person()).await? == 0 {
            return Err(MeansError::Gone);
        }
        self.note(&mut write, actor.person(), ("card-removed", ""), now)
            .await?;
        Ok(write.commit().await?)
    }

    /// Takes the next code of somebody's card as the session's second factor. The session gets another token. A wrong
    /// code is not used up; attempts are counted as those at the password are.
    pub(crate) async fn confirm_with_card(
        &self,
        actor: &Actor,
        typed: &str,
        whence: &Whence,
    ) -> Result<SignIn, GrantError> {
        let now = self.clock.now();
        let Some(account) = self.person(actor.person()).await? else {
            return Ok(SignIn::Wrong);
        };
        let keys = match self
            .begin_attempt(&account.login, Some(&account), whence, now)
            .await?
        {
            Ok(keys) => keys,
            Err(seconds) => return Ok(SignIn::Wait(seconds)),
        };
        let next = cards::next(&mut self.db.read().await?, account.id).await?;
        let kept = next.as_ref().map(|(next, _)| next.code.clone());
        let right = self.passwords.is(kept, &clean_code(typed, CODE_SIGNS)).await?;
        let Some((next, _)) = next.filter(|_| right) else {
            return Ok(SignIn::Wrong);
        };
        let mut write = self.db.write().await?;
        if !cards::use_up(&mut write, account.id, &next, now).await? {
            return Ok(SignIn::Wrong);
        }
        Self::attempt_was_good(&mut write, &keys).await?;
        let token = self.random.token();
        store::rotate_session(&mut write, actor.session(), hash("session", &token), now, true).await?;
        write.commit().await?;
        Ok(SignIn::Done {
            session: token,
            device: String::new(),
        })
    }
}
