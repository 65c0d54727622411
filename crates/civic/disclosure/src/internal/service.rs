//! What people do in their organisation. Every act is one transaction: record and entry in the public log.

use facts::{ColumnValue, Ledger, NewRecord, Values};
use jiff::{SignedDuration, Timestamp, civil::Date};
use transparency::{Act, Commitment, Entry, EntryId, Subject};
use units::UnitId;
use uuid::Uuid;

use super::{
    content::{SUBJECT, octets, of_published},
    model::{Draft, File, Kind, Member, Membership, Notice, Organisation, Published, Role, Showing, Text},
    rules, store,
};
use crate::{
    content::hash,
    ids::{MembershipId, NoticeId, OrganisationId, ShowingId},
    model::ItemState,
    service::{ActError, Disclosures},
};

/// For how long a code to join with is good.
const CODE_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What codes are written with: no letter is taken for a digit (Crockford's alphabet).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Letters of a code, of five bits each: too many to be guessed.
const CODE_LENGTH: usize = 16;

/// A version that is being written: what was read, so that nothing newer is overwritten or published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// The notice.
    pub notice: NoticeId,
    /// Number of the version.
    pub version: i64,
    /// How often it had been saved.
    pub revision: i64,
}

/// A way in which a notice was made known, to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewShowing {
    /// Key of the form.
    pub form: String,
    /// The day it happened, or the first on which it stood.
    pub from: Date,
    /// The last day of what stood for a while.
    pub until: Option<Date>,
    /// A remark; may be empty.
    pub note: String,
}

/// Boards within organisations.
#[derive(Debug, Clone, Copy)]
pub struct Internal<'d>(&'d Disclosures);

impl Disclosures {
    /// Boards within organisations.
    #[must_use]
    pub fn internal(&self) -> Internal<'_> {
        Internal(self)
    }
}

/// A code as it is compared: without what people put between letters, and with what they take letters for.
fn code_hash(code: &str) -> [u8; 32] {
    let letters: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    hash(letters.as_bytes())
}

impl Internal<'_> {
    /// Registers an organisation with its seat in a unit.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the unit has one of that name.
    pub async fn register(&self, unit: UnitId, kind: Kind, name: &str) -> Result<OrganisationId, ActError> {
        let (at, today) = self.0.now();
        let new = Organisation {
            unit,
            id: OrganisationId(self.0.uuid(at)),
            kind,
            name: name.to_owned(),
            opened_on: today,
            closed_on: None,
        };
        let mut write = self.0.db.write().await?;
        let known = store::organisations(&mut write, unit).await?;
        if known.iter().any(|known| known.name == new.name) {
            return Err(ActError::Stale);
        }
        store::insert_organisation(&mut write, &new).await?;
        write.commit().await?;
        Ok(new.id)
    }

    /// Closes an organisation: nobody belongs to it any more.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is closed.
    pub async fn close(&self, unit: UnitId, id: OrganisationId) -> Result<(), ActError> {
        let (_, today) = self.0.now();
        let mut write = self.0.db.write().await?;
        if !store::close_organisation(&mut write, (unit, id), today).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Makes a code with which one person joins once. It is told here and kept nowhere.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn code(&self, of: &Organisation, role: Role, by: Uuid) -> Result<String, ActError> {
        let (at, _) = self.0.now();
        let octets: [u8; CODE_LENGTH] = self.0.random.octets();
        let letters = octets.map(|octet| char::from(LETTERS[usize::from(octet % 32)]));
        let code = platform::random::grouped_code(&letters.iter().collect::<String>(), 4);
        let mut write = self.0.db.write().await?;
        let expires = at.saturating_add(CODE_LASTS).unwrap_or(at);
        store::insert_code(&mut write, of, (code_hash(&code), role), by, expires).await?;
        write.commit().await?;
        Ok(code)
    }

    /// Somebody joins with a code. Who belongs to the organisation already takes the role that the code is for.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the code is wrong, spent or too old.
    pub async fn join(&self, code: &str, account: Uuid, name: &str) -> Result<Organisation, ActError> {
        let (at, today) = self.0.now();
        let mut write = self.0.db.write().await?;
        let (organisation, role) = store::spend_code(&mut write, code_hash(code), at)
            .await?
            .ok_or(ActError::Unknown)?;
        let known = store::members(&mut write, &organisation).await?;
        if let Some(member) = known.iter().find(|member| member.account == account) {
            store::end_member(&mut write, &organisation, member.id, today).await?;
        }
        let new = Member {
            id: MembershipId(self.0.uuid(at)),
            account,
            name: name.to_owned(),
            role,
            from: today,
        };
        store::insert_member(&mut write, &organisation, &new).await?;
        write.commit().await?;
        Ok(organisation)
    }

    /// The organisations that an account belongs to.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn of(&self, account: Uuid) -> Result<Vec<Membership>, ActError> {
        let mut read = self.0.db.read().await?;
        Ok(store::memberships(&mut read, account).await?)
    }

    /// Ends somebody's time in the organisation: a head anybody's, everybody their own.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`], or [`ActError::Stale`] when it has ended.
    pub async fn end_membership(&self, who: &Membership, id: MembershipId) -> Result<(), ActError> {
        if !who.is_head() && who.member.id != id {
            return Err(ActError::HeadsOnly);
        }
        let (_, today) = self.0.now();
        let mut write = self.0.db.write().await?;
        if !store::end_member(&mut write, &who.organisation, id, today).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    fn due(&self, kind: Kind, draft: &Draft) -> Result<Date, ActError> {
        crate::rules::duty(&self.0.rulebook, kind.place(), &draft.matter, draft.decided_on)?;
        Ok(rules::deadline(&self.0.rulebook, &self.0.calendar, kind, draft.decided_on)?.due())
    }

    /// Begins a notice with its first draft.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day of the decision is not known, or its list has no such matter.
    pub async fn begin(&self, who: &Membership, draft: &Draft) -> Result<NoticeId, ActError> {
        let (at, _) = self.0.now();
        let of = &who.organisation;
        let id = NoticeId(self.0.uuid(at));
        let due = self.due(of.kind, draft)?;
        let mut write = self.0.db.write().await?;
        store::insert_notice(&mut write, of, (id, draft, due)).await?;
        let by = (who.member.account, at);
        if !store::insert_version(&mut write, (of.unit, id, 1), &draft.text, by).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(id)
    }

    /// Saves what is being written.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it was saved since it was read, or is published by now.
    pub async fn save(&self, who: &Membership, writing: Writing, draft: &Draft) -> Result<(), ActError> {
        let (at, _) = self.0.now();
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        let file = store::file(&mut write, of, writing.notice)
            .await?
            .ok_or(ActError::Unknown)?;
        if file.notice.state == ItemState::Draft {
            let due = self.due(of.kind, draft)?;
            if !store::update_notice(&mut write, of.unit, (writing.notice, draft, due)).await? {
                return Err(ActError::Stale);
            }
        }
        let key = ((of.unit, writing.notice, writing.version), writing.revision);
        let by = (who.member.account, at);
        if !store::update_version(&mut write, key, &draft.text, by).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Gives up what was being written.
    ///
    /// # Errors
    /// [`ActError::Stale`] when nothing is.
    pub async fn give_up(&self, who: &Membership, id: NoticeId) -> Result<(), ActError> {
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        let file = store::file(&mut write, of, id).await?.ok_or(ActError::Unknown)?;
        let draft = file.draft().ok_or(ActError::Stale)?;
        if !store::drop_version(&mut write, (of.unit, id, draft.number)).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Begins the correction of what is published: a new draft with its text.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not published, or a correction is being written.
    pub async fn correct(&self, who: &Membership, id: NoticeId) -> Result<(), ActError> {
        let (at, _) = self.0.now();
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        let file = store::file(&mut write, of, id).await?.ok_or(ActError::Unknown)?;
        let public = file.public().ok_or(ActError::Stale)?;
        if file.notice.state != ItemState::Published || file.draft().is_some() {
            return Err(ActError::Stale);
        }
        let text = Text {
            correction: String::new(),
            ..public.text.clone()
        };
        let key = (of.unit, id, file.notice.last_version + 1);
        if !store::insert_version(&mut write, key, &text, (who.member.account, at)).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Publishes to the people of the organisation what was read, and leaves a salted commitment in the public log.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`] for staff, [`ActError::SamePerson`] for who wrote it, [`ActError::Stale`] when it
    /// changed since it was read or a correction gives no reason.
    pub async fn publish(&self, who: &Membership, writing: Writing) -> Result<(), ActError> {
        if !who.is_head() {
            return Err(ActError::HeadsOnly);
        }
        let (at, _) = self.0.now();
        let of = &who.organisation;
        let mut ledger = Ledger::open(&self.0.db, at).await?;
        let write = ledger.write();
        let file = store::file(write, of, writing.notice)
            .await?
            .ok_or(ActError::Unknown)?;
        let draft = file
            .draft()
            .filter(|draft| draft.number == writing.version && draft.revision == writing.revision)
            .ok_or(ActError::Stale)?;
        if draft.drafted_by == who.member.account {
            return Err(ActError::SamePerson);
        }
        let first = file.notice.published_at.is_none();
        if !first && draft.text.correction.is_empty() {
            return Err(ActError::Stale);
        }
        let salt: [u8; 32] = self.0.random.octets();
        let octets = octets(of, &file.notice, draft, (at, &salt))?;
        let act = if first { Act::Posted } else { Act::Corrected };
        let entry = self.entry(of, &file, act, &octets, at)?;
        let published = Published {
            by: who.member.account,
            at,
            salt,
            entry: transparency::append(write, of.unit, &entry).await?,
        };
        let key = ((of.unit, writing.notice, writing.version), writing.revision);
        if !store::publish(write, key, &published).await? {
            return Err(ActError::Stale);
        }
        if first {
            self.count(&mut ledger, of, &file.notice, at).await?;
        }
        ledger.commit().await?;
        Ok(())
    }

    /// Counts what was published just now for the first time: what was missed is made good.
    async fn count(
        &self,
        ledger: &mut Ledger,
        of: &Organisation,
        notice: &Notice,
        at: Timestamp,
    ) -> Result<(), ActError> {
        if let Some(old) = store::record_of(ledger.write(), of.unit, notice.id).await? {
            ledger
                .retract_record(of.unit, old, "Nội dung quá hạn nay đã công khai")
                .await?;
        }
        let on = platform::clock::vietnam().to_datetime(at).date();
        let record = self.record(of, notice, Some(on), at)?;
        ledger.append(std::slice::from_ref(&record)).await?;
        store::set_record(ledger.write(), (of.unit, notice.id), record.id).await?;
        store::resolve_missed(ledger.write(), (of.unit, notice.id), at).await?;
        Ok(())
    }

    /// The record of a notice in the facts: its kind of organisation and its days, no word of what it says.
    fn record(
        &self,
        of: &Organisation,
        notice: &Notice,
        posted: Option<Date>,
        at: Timestamp,
    ) -> Result<NewRecord, ActError> {
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        put("workplace", ColumnValue::Choice(of.kind.workplace().to_owned()));
        put("decided_on", ColumnValue::Date(notice.decided_on));
        put("due_on", ColumnValue::Date(notice.due_on));
        if let Some(on) = posted {
            put("posted_on", ColumnValue::Date(on));
        }
        self.0.new_record(of.unit, "internal_disclosure", &values, at)
    }

    /// Notes in every organisation what is past its last day and not published, once. Gives how many were noted and
    /// how many of those noted before were made good or given up.
    ///
    /// # Errors
    /// What the engine says; units done before stay done.
    pub async fn tend(&self) -> Result<(usize, usize), ActError> {
        let units = store::units(&mut self.0.db.read().await?).await?;
        let mut all = (0, 0);
        for unit in units {
            let (missed, resolved) = self.tend_unit(unit).await?;
            all.0 += missed;
            all.1 += resolved;
        }
        Ok(all)
    }

    async fn tend_unit(&self, unit: UnitId) -> Result<(usize, usize), ActError> {
        let (at, today) = self.0.now();
        let mut ledger = Ledger::open(&self.0.db, at).await?;
        let mut noted = store::open_missed(ledger.write(), unit).await?;
        let mut missed = 0;
        for of in store::organisations(ledger.write(), unit).await? {
            for notice in store::overdue(ledger.write(), &of, today).await? {
                if let Some(known) = noted.iter().position(|id| *id == notice.id) {
                    noted.swap_remove(known);
                    continue;
                }
                let mut values = Values::new();
                let workplace = of.kind.workplace().to_owned();
                values.insert("workplace".to_owned(), ColumnValue::Choice(workplace));
                values.insert("due_on".to_owned(), ColumnValue::Date(notice.due_on));
                let record = self.0.new_record(unit, "internal_missed", &values, at)?;
                let about = (notice.id, notice.due_on);
                if store::insert_missed(ledger.write(), &of, about, record.id, at).await? {
                    // What should be known by now counts as due.
                    let due = self.record(&of, &notice, None, at)?;
                    store::set_record(ledger.write(), (unit, notice.id), due.id).await?;
                    ledger.append(&[record, due]).await?;
                    missed += 1;
                }
            }
        }
        let resolved = noted.len();
        for id in noted {
            store::resolve_missed(ledger.write(), (unit, id), at).await?;
        }
        ledger.commit().await?;
        Ok((missed, resolved))
    }

    /// Records how a notice was made known besides the board here.
    ///
    /// # Errors
    /// [`ActError::Law`] for a form that the law of today does not name, [`ActError::Stale`] when the notice is not
    /// published, or the days lie before the decision, after today or the wrong way round.
    pub async fn show(&self, who: &Membership, id: NoticeId, new: NewShowing) -> Result<(), ActError> {
        let (at, today) = self.0.now();
        let of = &who.organisation;
        let forms = rules::forms(&self.0.rulebook, of.kind, today)?;
        if !forms.value.iter().any(|form| form.key == new.form) {
            return Err(crate::rules::RuleError::NoSuchItem(new.form).into());
        }
        let mut write = self.0.db.write().await?;
        let file = store::file(&mut write, of, id).await?.ok_or(ActError::Unknown)?;
        let notice = &file.notice;
        let until = new.until.filter(|_| rules::lasts(&new.form));
        if notice.state != ItemState::Published
            || new.from < notice.decided_on
            || new.from > today
            || until.is_some_and(|until| until < new.from || until > today)
        {
            return Err(ActError::Stale);
        }
        let showing = Showing {
            id: ShowingId(self.0.uuid(at)),
            form: new.form,
            from: new.from,
            until,
            note: new.note,
            recorded_at: at,
        };
        store::insert_showing(&mut write, (of.unit, id), &showing, who.member.account).await?;
        write.commit().await?;
        Ok(())
    }

    /// Notes that something hangs no more after today.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when the organisation has no such notice, [`ActError::Stale`] when nothing hangs.
    pub async fn take_down(
        &self,
        who: &Membership,
        id: NoticeId,
        showing: ShowingId,
    ) -> Result<(), ActError> {
        let (_, today) = self.0.now();
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        store::file(&mut write, of, id).await?.ok_or(ActError::Unknown)?;
        if !store::end_showing(&mut write, (of.unit, id, showing), today).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Says that a way was recorded by mistake. It stays in the database and is shown no more.
    ///
    /// # Errors
    /// As [`Internal::take_down`].
    pub async fn void_showing(
        &self,
        who: &Membership,
        id: NoticeId,
        showing: ShowingId,
    ) -> Result<(), ActError> {
        let (at, _) = self.0.now();
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        store::file(&mut write, of, id).await?.ok_or(ActError::Unknown)?;
        if !store::void_showing(&mut write, (of.unit, id, showing), at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// What the public log says of a notice: no title, no reason, and nothing by which the organisation is found.
    fn entry(
        &self,
        of: &Organisation,
        file: &File,
        act: Act,
        octets: &[u8],
        at: Timestamp,
    ) -> Result<Entry, ActError> {
        let subject = Subject::new(SUBJECT, file.notice.id.to_string());
        Ok(
            Entry::new(&self.0.code(of.unit)?, act, subject, Commitment::to(octets), at)?
                .detail("place", of.kind.key())?
                .detail("matter", &file.notice.matter)?,
        )
    }

    /// Takes back what was published; the reason stays for the people of the organisation.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`] for staff, [`ActError::Stale`] when it is not published.
    pub async fn withdraw(&self, who: &Membership, id: NoticeId, reason: &str) -> Result<(), ActError> {
        let (at, _) = self.0.now();
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        self.leave(&mut write, who, (id, Act::Withdrawn), at).await?;
        if !store::withdraw(&mut write, (of.unit, id), reason, at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Ends a notice that has stood as long as the law asks. It can still be read.
    ///
    /// # Errors
    /// [`ActError::HeadsOnly`] for staff, [`ActError::Stale`] when it is not published or its time is not over.
    pub async fn end(&self, who: &Membership, id: NoticeId) -> Result<(), ActError> {
        let (at, today) = self.0.now();
        let of = &who.organisation;
        let mut write = self.0.db.write().await?;
        let file = self.leave(&mut write, who, (id, Act::Archived), at).await?;
        let notice = &file.notice;
        let published = notice.published_on().ok_or(ActError::Stale)?;
        let days = rules::stands(&self.0.rulebook, of.kind, &notice.matter, notice.decided_on)?;
        let over = days.is_none_or(|days| rules::last_day(published, days.value) < today);
        if !over || !store::end(&mut write, (of.unit, id), at).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Logs that what is published is so no more; a correction that was being written is given up.
    async fn leave(
        &self,
        write: &mut platform::db::Write,
        who: &Membership,
        (id, act): (NoticeId, Act),
        at: Timestamp,
    ) -> Result<File, ActError> {
        if !who.is_head() {
            return Err(ActError::HeadsOnly);
        }
        let of = &who.organisation;
        let file = store::file(write, of, id).await?.ok_or(ActError::Unknown)?;
        let (version, published) = file
            .public()
            .and_then(|version| Some((version, version.published.as_ref()?)))
            .ok_or(ActError::Stale)?;
        let octets = of_published(of, &file.notice, version, published)?;
        let entry = self.entry(of, &file, act, &octets, at)?;
        let _: EntryId = transparency::append(write, of.unit, &entry).await?;
        if let Some(draft) = file.draft() {
            store::drop_version(write, (of.unit, id, draft.number)).await?;
        }
        Ok(file)
    }
}
