//! What is done with accounts, each in one transaction.

use std::{
    collections::BTreeSet,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use jiff::{Timestamp, ToSpan as _};
use platform::{
    access::{Actor, Held, PersonId, SessionId, Table, Territory, cookies::Cookies},
    clock::Clock,
    db::{Database, DbError, DbResult, Write},
    random::Random,
};
use units::LiveUnits;

pub use crate::store::{Account, Event, Grant, Means, Session};
use crate::{
    password::{HashError, Passwords},
    providers::Provider,
    rules,
    secrets::{Code, hash},
    settings::Settings,
    store,
};

/// The use of a session is noted once in so many seconds.
const NOTED_EVERY: i64 = 60;
/// What is over is swept away once in so many seconds.
const SWEPT_EVERY: i64 = 3_600;

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Whence {
    /// Address of the machine, when known.
    pub address: Option<IpAddr>,
    /// The mark that a browser keeps from an earlier sign-in.
    pub device: Option<String>,
    /// What the browser says of itself.
    pub user_agent: String,
}

impl Whence {
    pub(crate) fn network(&self) -> String {
        self.address.map(rules::network).unwrap_or_default()
    }

    pub(crate) fn line(&self) -> String {
        self.address.map(rules::line).unwrap_or_default()
    }

    fn device(&self) -> String {
        let (kind, browser) = rules::device(&self.user_agent);
        format!("{kind} {browser}").trim_end().to_owned()
    }
}

/// What came of an attempt to sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in: the tokens for the session's cookie and for the device's.
    Done {
        /// The session's.
        session: String,
        /// The device's.
        device: String,
    },
    /// Name or password, or the code, is wrong; which, is not told.
    Wrong,
    /// Too many attempts failed: so many seconds to wait.
    Wait(i64),
    /// The code is right, the new password can't be taken; the code remains.
    Weak(rules::Weak),
}

/// A role to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// Whose.
    pub account: PersonId,
    /// Which role, where, for which days.
    pub held: Held,
    /// Why.
    pub reason: String,
}

/// Why an account or a role was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// Who asks may not do it there, or to this account.
    #[error("not permitted there")]
    NotPermitted,
    /// The role can't be held in a unit of that level.
    #[error("the role is not held in units of that level")]
    Level,
    /// The last day lies before the first.
    #[error("the days are in no order")]
    Days,
    /// The name to sign in with is taken.
    #[error("the name is taken")]
    Taken,
    /// It was done before, or there is no such thing.
    #[error("there is nothing to do it to")]
    Gone,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A password hash could not be computed.
    #[error(transparent)]
    Hash(#[from] HashError),
}

/// Accounts, sessions, roles.
#[derive(Debug)]
pub struct Identity {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) table: Arc<Table>,
    pub(crate) settings: Settings,
    pub(crate) cookies: Cookies,
    pub(crate) random: Random,
    territory: Arc<dyn Territory>,
    pub(crate) passwords: Passwords,
    pub(crate) passkeys: Option<webauthn_rs::Webauthn>,
    pub(crate) providers: Vec<Arc<Provider>>,
    /// Roles that count only after a second factor.
    second_factor: BTreeSet<String>,
    swept: AtomicI64,
}

impl Identity {
    /// Puts the room together. `demo` accounts sign in only in the demo world, which the pages know.
    ///
    /// # Errors
    /// [`HashError`] when the settings of the password hash are impossible.
    pub fn new(
        db: Database,
        units: LiveUnits,
        clock: Arc<dyn Clock>,
        settings: Settings,
        cookies: Cookies,
        random: Random,
    ) -> Result<Self, HashError> {
        let passwords = Passwords::new(&settings, random.octets())?;
        Ok(Self {
            db,
            territory: Arc::new(units.clone()),
            units,
            clock,
            table: Table::delivered(),
            settings,
            cookies,
            random,
            passwords,
            passkeys: None,
            providers: Vec::new(),
            second_factor: BTreeSet::new(),
            swept: AtomicI64::new(0),
        })
    }

    /// Tells under which address people reach the server: browsers make passkeys for that address only, providers send
    /// people back to it, and roles ask for a second factor there unless the settings say otherwise.
    ///
    /// # Errors
    /// A sentence that names the setting, when the settings ask for a second factor of what is no role, or name a
    /// provider that can't work.
    pub fn reached_at(mut self, address: Option<&str>) -> Result<Self, String> {
        self.passkeys = address.and_then(crate::passkeys::site);
        self.providers = Provider::all(&self.settings, address)?;
        let known: BTreeSet<String> = match &self.settings.second_factor_roles {
            Some(roles) => roles.iter().cloned().collect(),
            None => self
                .table
                .roles()
                .iter()
                .filter(|role| role.second_factor && self.passkeys.is_some())
                .map(|role| role.key.clone())
                .collect(),
        };
        if let Some(unknown) = known.iter().find(|role| self.table.role(role).is_none()) {
            return Err(format!("second_factor_roles names {unknown:?}, which is no role"));
        }
        self.second_factor = known;
        Ok(self)
    }

    /// Whether a role counts only after a second factor.
    pub(crate) fn asks_second_factor(&self, role: &str) -> bool {
        self.second_factor.contains(role)
    }

    pub(crate) fn id(&self, at: Timestamp) -> uuid::Uuid {
        self.random.uuid(at)
    }

    /// The account of this name to sign in with.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn account(&self, login: &str) -> DbResult<Option<Account>> {
        store::account_by_login(&mut self.db.read().await?, login).await
    }

    pub(crate) async fn person(&self, id: PersonId) -> DbResult<Option<Account>> {
        store::account_by_id(&mut self.db.read().await?, id).await
    }

    // Attempts: who tries what from where. A device that its owner has used before has attempts of its own, so that
    // strangers can't make its owner wait; strangers share those of the account and their own network.

    async fn attempts_of(
        &self,
        write: &mut Write,
        login: &str,
        account: Option<&Account>,
        whence: &Whence,
    ) -> DbResult<Vec<(Vec<u8>, i64)>> {
        if let (Some(account), Some(mark)) = (account, &whence.device) {
            let mark = hash("device", mark);
            if store::knows_device(write, &mark, account.id).await? {
                let own = hash(
                    "attempts of a device",
                    &format!("{} {login}", crate::secrets::hex(&mark)),
                );
                return Ok(vec![(own, self.settings.free_attempts)]);
            }
        }
        let network = whence.network();
        Ok(vec![
            (
                hash("attempts at an account", &format!("{network} {login}")),
                self.settings.free_attempts,
            ),
            (
                hash("attempts of a network", &network),
                self.settings.free_attempts_of_origin,
            ),
        ])
    }

    /// Counts an attempt before its outcome is known, so that many at once are not free; or tells how long to wait.
    pub(crate) async fn begin_attempt(
        &self,
        login: &str,
        account: Option<&Account>,
        whence: &Whence,
        now: Timestamp,
    ) -> DbResult<Result<Vec<(Vec<u8>, i64)>, i64>> {
        let mut write = self.db.write().await?;
        let keys = self.attempts_of(&mut write, login, account, whence).await?;
        self.count(write, keys, now).await
    }

    async fn count(
        &self,
        mut write: Write,
        keys: Vec<(Vec<u8>, i64)>,
        now: Timestamp,
    ) -> DbResult<Result<Vec<(Vec<u8>, i64)>, i64>> {
        let kept = self.settings.attempts_kept_hours * 3_600;
        let mut counted = Vec::new();
        for (key, free) in &keys {
            let (failures, last) = store::attempts(&mut write, key).await?.unwrap_or((0, now));
            let since = now.as_second() - last.as_second();
            let failures = if since >= kept { 0 } else { failures };
            let left = rules::wait(failures, *free, self.settings.longest_wait) - since;
            if failures > *free && left > 0 {
                return Ok(Err(left));
            }
            counted.push((key, failures + 1));
        }
        for (key, failures) in counted {
            store::count_attempt(&mut write, key, failures, now).await?;
        }
        write.commit().await?;
        Ok(Ok(keys))
    }

    /// Whose ceremonies are counted together, before it is known whose account it is: those of a device on which
    /// somebody has signed in before, or of a network.
    async fn ceremonies_of(&self, write: &mut Write, whence: &Whence) -> DbResult<Vec<u8>> {
        if let Some(mark) = &whence.device {
            let mark = hash("device", mark);
            if store::knows_any_device(write, &mark).await? {
                return Ok(hash("ceremonies of a device", &crate::secrets::hex(&mark)));
            }
        }
        Ok(hash("ceremonies of a network", &whence.network()))
    }

    /// Counts that something was asked of a stranger's browser, which costs a row until it is answered; or tells how
    /// long to wait.
    pub(crate) async fn begin_ceremony(&self, whence: &Whence) -> DbResult<Result<(), i64>> {
        let mut write = self.db.write().await?;
        let key = self.ceremonies_of(&mut write, whence).await?;
        let counted = self
            .count(
                write,
                vec![(key, self.settings.free_attempts_of_origin)],
                self.clock.now(),
            )
            .await?;
        Ok(counted.map(drop))
    }

    pub(crate) async fn ceremony_was_good(&self, write: &mut Write, whence: &Whence) -> DbResult<()> {
        let key = self.ceremonies_of(write, whence).await?;
        store::uncount_attempt(write, &key, false).await
    }

    pub(crate) async fn attempt_was_good(write: &mut Write, keys: &[(Vec<u8>, i64)]) -> DbResult<()> {
        for (place, (key, _)) in keys.iter().enumerate() {
            // Of a whole network only this attempt is taken back: one good account must not wash the others clean.
            store::uncount_attempt(write, key, place == 0).await?;
        }
        Ok(())
    }

    /// Signs somebody in with a password. An unknown name, an account without a password and a wrong password take the
    /// same time and get the same answer. `before` is the session the browser had: it ends.
    ///
    /// # Errors
    /// What the engine says, or the hash.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        whence: &Whence,
        before: Option<SessionId>,
        demo: bool,
    ) -> Result<SignIn, GrantError> {
        let now = self.clock.now();
        let login = rules::login(login).unwrap_or_default();
        let account = self
            .account(&login)
            .await?
            .filter(|account| demo || !account.demo);
        let keys = match self.begin_attempt(&login, account.as_ref(), whence, now).await? {
            Ok(keys) => keys,
            Err(seconds) => return Ok(SignIn::Wait(seconds)),
        };
        let kept = account.as_ref().and_then(|account| account.password.clone());
        let right = self.passwords.is(kept, password).await?;
        let Some(account) = account.filter(|_| right) else {
            return Ok(SignIn::Wrong);
        };
        let mut write = self.db.write().await?;
        Self::attempt_was_good(&mut write, &keys).await?;
        let done = self
            .begin_session(&mut write, account.id, whence, before, (Means::Password, now))
            .await?;
        write.commit().await?;
        self.sweep(now).await?;
        Ok(done)
    }

    pub(crate) async fn begin_session(
        &self,
        write: &mut Write,
        owner: PersonId,
        whence: &Whence,
        before: Option<SessionId>,
        (means, now): (Means, Timestamp),
    ) -> DbResult<SignIn> {
        if let Some(before) = before {
            store::end_session(write, owner, before).await?;
        }
        let token = self.random.token();
        let session = Session {
            id: SessionId(self.id(now)),
            created: now,
            used: now,
            confirmed: now,
            device: whence.device(),
            network: whence.network(),
            means,
            two_factors: means == Means::Passkey,
        };
        store::insert_session(write, hash("session", &token), owner, &session).await?;
        let device = whence.device.clone().unwrap_or_else(|| self.random.token());
        store::insert_device(write, hash("device", &device), owner, now).await?;
        Ok(SignIn::Done {
            session: token,
            device,
        })
    }

    pub(crate) async fn sweep(&self, now: Timestamp) -> DbResult<()> {
        let second = now.as_second();
        let last = self.swept.load(Ordering::Relaxed);
        if second - last < SWEPT_EVERY || self.swept.swap(second, Ordering::Relaxed) != last {
            return Ok(());
        }
        let before = |span: jiff::Span| now.checked_sub(span).unwrap_or(Timestamp::MIN);
        let mut write = self.db.write().await?;
        store::sweep(
            &mut write,
            now,
            before(self.settings.idle_minutes.minutes()),
            before(self.settings.session_hours.hours()),
            before(self.settings.attempts_kept_hours.hours()),
        )
        .await?;
        write.commit().await
    }

    /// Whom a session's token stands for. Its use is noted once a minute.
    ///
    /// # Errors
    /// What the engine says.
    pub(crate) async fn actor(&self, token: &str, whence: &Whence) -> DbResult<Option<Actor>> {
        let now = self.clock.now();
        let mut read = self.db.read().await?;
        let Some((session, person, name)) = store::session_of(&mut read, &hash("session", token)).await?
        else {
            return Ok(None);
        };
        if rules::is_over(session.created, session.used, now, &self.settings) {
            return Ok(None);
        }
        let held = store::grants(&mut read, person)
            .await?
            .into_iter()
            .map(|grant| grant.held)
            .collect();
        drop(read);
        if now.as_second() - session.used.as_second() >= NOTED_EVERY {
            let mut write = self.db.write().await?;
            store::touch_session(&mut write, session.id, now, &whence.network()).await?;
            write.commit().await?;
        }
        let rest = (
            Arc::clone(&self.table),
            Arc::clone(&self.territory),
            self.clock.today(),
        );
        let mut actor = Actor::new(person, name, session.id, held, rest);
        if !session.two_factors {
            actor = actor.withholding(|role| self.asks_second_factor(role));
        }
        Ok(Some(
            if rules::is_confirmed(session.confirmed, now, &self.settings) {
                actor.confirmed()
            } else {
                actor
            },
        ))
    }

    /// Proves again who somebody is. The session gets another token.
    ///
    /// # Errors
    /// What the engine says, or the hash.
    pub(crate) async fn confirm(
        &self,
        actor: &Actor,
        password: &str,
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
        if !self.passwords.is(account.password.clone(), password).await? {
            return Ok(SignIn::Wrong);
        }
        let mut write = self.db.write().await?;
        Self::attempt_was_good(&mut write, &keys).await?;
        let token = self.random.token();
        store::rotate_session(&mut write, actor.session(), hash("session", &token), now, false).await?;
        write.commit().await?;
        Ok(SignIn::Done {
            session: token,
            device: whence.device.clone().unwrap_or_default(),
        })
    }

    pub(crate) async fn sessions(&self, actor: &Actor) -> DbResult<Vec<Session>> {
        let now = self.clock.now();
        let mut sessions = store::sessions(&mut self.db.read().await?, actor.person()).await?;
        sessions.retain(|session| !rules::is_over(session.created, session.used, now, &self.settings));
        Ok(sessions)
    }

    pub(crate) async fn end_session(&self, actor: &Actor, id: SessionId) -> DbResult<u64> {
        let mut write = self.db.write().await?;
        let ended = store::end_session(&mut write, actor.person(), id).await?;
        write.commit().await?;
        Ok(ended)
    }

    pub(crate) async fn end_other_sessions(&self, actor: &Actor) -> DbResult<u64> {
        let mut write = self.db.write().await?;
        let ended = store::end_sessions(&mut write, actor.person(), Some(actor.session())).await?;
        write.commit().await?;
        Ok(ended)
    }

    /// Changes one's own password; all other sessions and remembered devices end, this session gets another token.
    pub(crate) async fn change_password(
        &self,
        actor: &Actor,
        password: &str,
    ) -> Result<Result<String, rules::Weak>, GrantError> {
        let now = self.clock.now();
        let account = self.person(actor.person()).await?.ok_or(GrantError::Gone)?;
        if let Err(weak) = rules::password(password, &[&account.name, &account.login], &self.settings) {
            return Ok(Err(weak));
        }
        let hashed = self.passwords.hash(password, self.random.octets()).await?;
        let token = self.random.token();
        let mut write = self.db.write().await?;
        store::set_password(&mut write, account.id, &hashed, now).await?;
        store::end_sessions(&mut write, account.id, Some(actor.session())).await?;
        store::forget_devices(&mut write, account.id).await?;
        store::drop_codes(&mut write, account.id).await?;
        store::rotate_session(&mut write, actor.session(), hash("session", &token), now, false).await?;
        self.note(&mut write, account.id, ("password", ""), now).await?;
        write.commit().await?;
        Ok(Ok(token))
    }

    /// Enrols, or recovers, with a printed code: sets the password, ends all sessions, signs in. A code that is
    /// unknown, used or over gets one answer.
    ///
    /// # Errors
    /// What the engine says, or the hash.
    pub async fn enrol(&self, typed: &str, password: &str, whence: &Whence) -> Result<SignIn, GrantError> {
        let now = self.clock.now();
        let keys = match self.begin_attempt("", None, whence, now).await? {
            Ok(keys) => keys,
            Err(seconds) => return Ok(SignIn::Wait(seconds)),
        };
        let Some((code, owner)) = self.proved_code(typed, now).await? else {
            return Ok(SignIn::Wrong);
        };
        let account = self.person(owner).await?.ok_or(GrantError::Gone)?;
        let taken = rules::password(password, &[&account.name, &account.login], &self.settings);
        let hashed = match taken {
            Ok(()) => Some(self.passwords.hash(password, self.random.octets()).await?),
            Err(_) => None,
        };
        let mut write = self.db.write().await?;
        Self::attempt_was_good(&mut write, &keys).await?;
        let done = match (taken, hashed) {
            (Err(weak), _) => SignIn::Weak(weak),
            (Ok(()), hashed) => {
                if !store::use_code(&mut write, &code.place(), now).await? {
                    return Ok(SignIn::Wrong);
                }
                store::set_password(&mut write, owner, &hashed.unwrap_or_default(), now).await?;
                store::end_sessions(&mut write, owner, None).await?;
                store::forget_devices(&mut write, owner).await?;
                self.note(&mut write, owner, ("enrolled", ""), now).await?;
                self.begin_session(&mut write, owner, whence, None, (Means::Code, now))
                    .await?
            }
        };
        write.commit().await?;
        Ok(done)
    }

    /// The code that was typed, and whose it is, while it can be used. One that is not there takes as long.
    pub(crate) async fn proved_code(
        &self,
        typed: &str,
        now: Timestamp,
    ) -> Result<Option<(Code, PersonId)>, GrantError> {
        let Some(code) = Code::read(typed) else {
            return Ok(None);
        };
        let found = store::code_at(&mut self.db.read().await?, &code.place(), now).await?;
        let (owner, kept) = found.unzip();
        let right = self.passwords.is(kept, code.secret()).await?;
        Ok(owner.filter(|_| right).map(|owner| (code, owner)))
    }

    /// All roles that an account was ever given, in order.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn grants(&self, id: PersonId) -> DbResult<Vec<Grant>> {
        store::grants(&mut self.db.read().await?, id).await
    }

    /// The roles an account holds today.
    pub(crate) async fn held(&self, id: PersonId) -> DbResult<Vec<Held>> {
        let today = self.clock.today();
        let grants = self.grants(id).await?;
        Ok(grants
            .into_iter()
            .map(|grant| grant.held)
            .filter(|held| held.on(today) || held.from > today)
            .collect())
    }

    pub(crate) async fn events(&self, id: PersonId, limit: usize) -> DbResult<Vec<Event>> {
        store::events(&mut self.db.read().await?, id, limit).await
    }

    pub(crate) async fn people_in(
        &self,
        unit: i64,
        after: uuid::Uuid,
        limit: usize,
    ) -> DbResult<Vec<(Grant, String)>> {
        store::grants_in(&mut self.db.read().await?, unit, self.clock.today(), after, limit).await
    }

    /// Whether a role can be held in a place.
    fn fits(&self, held: &Held) -> bool {
        let units = self.units.current();
        let level = match held.place.hamlet {
            Some(_) => Some("hamlet"),
            None => units
                .get(units::UnitId(held.place.unit))
                .map(|unit| unit.level.key()),
        };
        let role = self.table.role(&held.role);
        role.zip(level)
            .is_some_and(|(role, level)| role.levels.iter().any(|fitting| fitting == level))
    }

    fn check(&self, actor: &Actor, grant: &NewGrant) -> Result<(), GrantError> {
        if grant.account == actor.person() || !actor.may_grant(&grant.held.role, grant.held.place) {
            return Err(GrantError::NotPermitted);
        }
        self.check_shape(&grant.held)
    }

    fn check_shape(&self, held: &Held) -> Result<(), GrantError> {
        if !self.fits(held) {
            return Err(GrantError::Level);
        }
        if held.to.is_some_and(|to| to <= held.from) {
            return Err(GrantError::Days);
        }
        Ok(())
    }

    async fn write_grant(
        &self,
        write: &mut Write,
        grant: NewGrant,
        now: Timestamp,
        by: Option<PersonId>,
    ) -> DbResult<()> {
        let event = (grant.held.place.unit, self.id(now));
        let detail = format!("{}: {}", grant.held.role, grant.reason);
        store::insert_event(write, event, grant.account, ("granted", &detail), (now, by)).await?;
        let row = Grant {
            id: self.id(now),
            account: grant.account,
            held: grant.held,
            reason: grant.reason,
            granted_at: now,
            granted_by: by,
            ended: None,
        };
        store::insert_grant(write, &row).await
    }

    /// Makes an account for somebody who gets a role.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn create(
        &self,
        actor: &Actor,
        login: &str,
        name: &str,
        held: Held,
        reason: &str,
    ) -> Result<PersonId, GrantError> {
        let now = self.clock.now();
        let account = PersonId(self.id(now));
        let grant = NewGrant {
            account,
            held,
            reason: reason.to_owned(),
        };
        self.check(actor, &grant)?;
        let mut write = self.db.write().await?;
        self.write_account(
            &mut write,
            account,
            login,
            name,
            (now, Some(actor.person())),
            grant.held.place.unit,
        )
        .await?;
        self.write_grant(&mut write, grant, now, Some(actor.person()))
            .await?;
        write.commit().await?;
        Ok(account)
    }

    async fn write_account(
        &self,
        write: &mut Write,
        id: PersonId,
        login: &str,
        name: &str,
        (now, by): (Timestamp, Option<PersonId>),
        unit: i64,
    ) -> Result<(), GrantError> {
        if store::account_by_login(write, login).await?.is_some() {
            return Err(GrantError::Taken);
        }
        let account = Account {
            id,
            login: login.to_owned(),
            name: name.to_owned(),
            enrolled: false,
            demo: false,
            password: None,
        };
        store::insert_account(write, &account, now).await?;
        store::insert_event(write, (unit, self.id(now)), id, ("created", ""), (now, by)).await?;
        Ok(())
    }

    /// Gives somebody who has an account one more role. That person's sessions end: what they may do has changed.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn grant(&self, actor: &Actor, grant: NewGrant) -> Result<(), GrantError> {
        let now = self.clock.now();
        self.check(actor, &grant)?;
        let mut write = self.db.write().await?;
        let account = store::account_by_id(&mut write, grant.account)
            .await?
            .ok_or(GrantError::Gone)?;
        store::end_sessions(&mut write, account.id, None).await?;
        self.write_grant(&mut write, grant, now, Some(actor.person()))
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends a role from today on. That person's sessions end.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn end_grant(
        &self,
        actor: &Actor,
        account: PersonId,
        grant: uuid::Uuid,
        reason: &str,
    ) -> Result<(), GrantError> {
        let (now, today) = (self.clock.now(), self.clock.today());
        let grants = self.grants(account).await?;
        let found = grants
            .iter()
            .find(|found| found.id == grant)
            .ok_or(GrantError::Gone)?;
        if account == actor.person() || !actor.may_grant(&found.held.role, found.held.place) {
            return Err(GrantError::NotPermitted);
        }
        let mut write = self.db.write().await?;
        let key = (found.held.place.unit, found.id);
        if !store::end_grant(
            &mut write,
            key,
            today.max(found.held.from),
            now,
            actor.person(),
            reason,
        )
        .await?
        {
            return Err(GrantError::Gone);
        }
        store::end_sessions(&mut write, account, None).await?;
        let event = (found.held.place.unit, self.id(now));
        let detail = format!("{}: {reason}", found.held.role);
        store::insert_event(
            &mut write,
            event,
            account,
            ("ended", &detail),
            (now, Some(actor.person())),
        )
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends all sessions of somebody for whom one might print a code.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn sign_out_everywhere(&self, actor: &Actor, account: PersonId) -> Result<(), GrantError> {
        let held = self.held(account).await?;
        if !rules::may_enrol(actor, account, &held) {
            return Err(GrantError::NotPermitted);
        }
        let now = self.clock.now();
        let unit = held.first().map_or(1, |held| held.place.unit);
        let event = (unit, self.id(now));
        let mut write = self.db.write().await?;
        store::end_sessions(&mut write, account, None).await?;
        store::insert_event(
            &mut write,
            event,
            account,
            ("signed-out", ""),
            (now, Some(actor.person())),
        )
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// Ends all sessions of everybody, the asker's too, when an intruder may have some.
    ///
    /// # Errors
    /// [`GrantError::NotPermitted`] without the right to in the whole country.
    pub async fn sign_everybody_out(&self, actor: &Actor) -> Result<(), GrantError> {
        if !actor.may("people", "sign_all_out", units::UnitId::COUNTRY) {
            return Err(GrantError::NotPermitted);
        }
        let now = self.clock.now();
        let mut write = self.db.write().await?;
        store::end_all_sessions(&mut write).await?;
        self.note(&mut write, actor.person(), ("signed-all-out", ""), now)
            .await?;
        Ok(write.commit().await?)
    }

    /// The same for the command on the server: whoever may run it owns the machine, so nobody else is asked. How many
    /// sessions there were.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn end_all_sessions(&self) -> DbResult<u64> {
        let mut write = self.db.write().await?;
        let ended = store::end_all_sessions(&mut write).await?;
        write.commit().await?;
        Ok(ended)
    }

    /// Draws a code to be printed for somebody. Codes before it can't be used any more.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn code(&self, actor: &Actor, account: PersonId) -> Result<(Code, Timestamp), GrantError> {
        let held = self.held(account).await?;
        if !rules::may_enrol(actor, account, &held) {
            return Err(GrantError::NotPermitted);
        }
        let unit = held.first().map_or(1, |held| held.place.unit);
        let (code, kept) = self.draw_code().await?;
        let mut write = self.db.write().await?;
        let by = Some(actor.person());
        let expires = self
            .write_code(&mut write, (&code, &kept), account, unit, by)
            .await?;
        write.commit().await?;
        Ok((code, expires))
    }

    /// A new code, and what is kept to prove it with.
    async fn draw_code(&self) -> Result<(Code, String), HashError> {
        let code = Code::draw(&self.random);
        let kept = self.passwords.hash(code.secret(), self.random.octets()).await?;
        Ok((code, kept))
    }

    async fn write_code(
        &self,
        write: &mut Write,
        (code, kept): (&Code, &str),
        account: PersonId,
        unit: i64,
        by: Option<PersonId>,
    ) -> DbResult<Timestamp> {
        let now = self.clock.now();
        let expires = now
            .checked_add(self.settings.code_hours.hours())
            .unwrap_or(Timestamp::MAX);
        store::insert_code(write, (code.place(), kept), account, now, expires).await?;
        store::insert_event(write, (unit, self.id(now)), account, ("code", ""), (now, by)).await?;
        Ok(expires)
    }

    /// Makes an administrator, for the command on the server; or, for one who is there already, a new code. Whoever
    /// may run the command owns the machine, so nobody else is asked.
    ///
    /// # Errors
    /// [`GrantError`]; then nothing was changed.
    pub async fn create_administrator(
        &self,
        login: &str,
        name: &str,
        unit: units::UnitId,
    ) -> Result<(Code, Timestamp), GrantError> {
        let (now, from) = (self.clock.now(), self.clock.today());
        let held = Held {
            role: "administrator".to_owned(),
            place: unit.into(),
            from,
            to: None,
        };
        self.check_shape(&held)?;
        let (code, kept) = self.draw_code().await?;
        let mut write = self.db.write().await?;
        let known = store::account_by_login(&mut write, login).await?;
        let account = match known {
            Some(known) => {
                let held = store::grants(&mut write, known.id).await?;
                if !held
                    .iter()
                    .any(|grant| grant.held.role == "administrator" && grant.held.on(from))
                {
                    return Err(GrantError::Taken);
                }
                known.id
            }
            None => {
                let account = PersonId(self.id(now));
                self.write_account(&mut write, account, login, name, (now, None), unit.0)
                    .await?;
                let grant = NewGrant {
                    account,
                    held,
                    reason: "dinh admin create".to_owned(),
                };
                self.write_grant(&mut write, grant, now, None).await?;
                account
            }
        };
        let expires = self
            .write_code(&mut write, (&code, &kept), account, unit.0, None)
            .await?;
        write.commit().await?;
        Ok((code, expires))
    }

    /// Makes accounts of the demo world, all with one password, unless they are there. Some hold no role.
    pub(crate) async fn create_demo(
        &self,
        people: Vec<(&str, String, Option<Held>)>,
        password: &str,
    ) -> Result<(), GrantError> {
        let now = self.clock.now();
        let hashed = self.passwords.hash(password, self.random.octets()).await?;
        let mut write = self.db.write().await?;
        for (login, name, held) in people {
            if store::account_by_login(&mut write, login).await?.is_some() {
                continue;
            }
            let account = Account {
                id: PersonId(self.id(now)),
                login: login.to_owned(),
                name,
                enrolled: true,
                demo: true,
                password: Some(hashed.clone()),
            };
            store::insert_account(&mut write, &account, now).await?;
            if let Some(held) = held {
                let grant = NewGrant {
                    account: account.id,
                    held,
                    reason: "demo".to_owned(),
                };
                self.write_grant(&mut write, grant, now, None).await?;
            }
        }
        write.commit().await?;
        Ok(())
    }
}

/// The unit under which the trace of an account's own acts is kept: that of its first role; the country's without any.
pub(crate) fn home(grants: &[Grant]) -> i64 {
    grants.first().map_or(1, |grant| grant.held.place.unit)
}
