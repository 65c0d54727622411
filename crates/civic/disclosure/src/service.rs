//! What people do about matters. Every act is one transaction: record, facts and the entry in the public log.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use facts::{Catalogue, ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{Timestamp, civil::Date};
use platform::{
    calendar::WorkingCalendar,
    clock::Clock,
    db::{Database, DbError, Read, Write},
    mail::{MailError, Post},
    random::{Fill, Random},
};
use rulebook::{Language, Place, Rulebook};
use transparency::{Commitment, Entry, EntryError};
use units::{Level, LiveUnits, UnitId};

use crate::{
    content,
    follow::{Telling, note_event, note_hung, store::Happened},
    ids::{ItemId, SightingId, SiteId},
    model::{
        Act, Attachment, By, Exemption, Hash, ItemState, Matter, NewFile, Recorded, Site, Text, Version,
        VersionState,
    },
    procedures,
    rules::{self, RuleError, Seen, Sighting},
    store::{self, NewMatter, Publication},
};

/// Why an act was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such matter, version, site or sighting.
    #[error("there is no such thing in this commune")]
    Unknown,
    /// Somebody else changed it in the meantime, or it is in a state in which this can't be done.
    #[error("it was changed in the meantime, or this can't be done any more")]
    Stale,
    /// Who wrote a text may not approve it.
    #[error("who wrote the text may not approve it")]
    SamePerson,
    /// Only heads and deputies of an organisation may do it.
    #[error("only a head or deputy of the organisation may do it")]
    HeadsOnly,
    /// The law of that day is not known.
    #[error(transparent)]
    Law(#[from] RuleError),
    /// The register of records does not take it.
    #[error("the register of disclosures does not take it: {0}")]
    Form(String),
    /// The log does not take it.
    #[error(transparent)]
    Log(#[from] EntryError),
    /// The public content can't be written.
    #[error(transparent)]
    Content(#[from] serde_json::Error),
    /// A mail can't be written.
    #[error(transparent)]
    Mail(MailError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What an officer writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Key of the entry in the law's list.
    pub matter: String,
    /// The day of the decision or document.
    pub decided_on: Date,
    /// The text.
    pub text: Text,
    /// Why it replaces the version before; empty for the first.
    pub correction: String,
    /// Files that hang on it already and stay, by hash.
    pub kept: Vec<Hash>,
    /// Files that are added.
    pub added: Vec<NewFile>,
}

/// A version that is being written: what was read, so that nothing newer is overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writing {
    /// The matter.
    pub item: ItemId,
    /// Number of the version.
    pub version: i64,
    /// How often it had been saved.
    pub revision: i64,
}

/// What somebody saw at a site, to be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSighting {
    /// The matter.
    pub item: ItemId,
    /// Where.
    pub site: SiteId,
    /// What.
    pub seen: Seen,
    /// When it was so; not later than now.
    pub at: Timestamp,
    /// A photograph, without what a camera adds to it.
    pub photo: Option<NewFile>,
    /// A remark; may be empty.
    pub note: String,
}

/// A matter with everything about it.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The matter.
    pub item: Matter,
    /// All its versions, the first one first.
    pub versions: Vec<Version>,
    /// What hangs on them.
    pub attachments: Vec<Attachment>,
    /// What was seen at its sites, in order of time.
    pub sightings: Vec<Recorded>,
    /// The days on which it was broadcast.
    pub broadcast_on: BTreeSet<Date>,
    /// The commune's sites, of any day.
    pub sites: Vec<Site>,
    /// The times in which the commune has no loudspeaker system.
    pub exemptions: Vec<Exemption>,
}

impl Dossier {
    /// The version that is shown, when one is or was public.
    #[must_use]
    pub fn public(&self) -> Option<&Version> {
        self.version(self.item.public_version)
    }

    /// The newest version.
    #[must_use]
    pub fn last(&self) -> Option<&Version> {
        self.version(self.item.last_version)
    }

    /// The version of this number.
    #[must_use]
    pub fn version(&self, number: i64) -> Option<&Version> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// What hangs on a version, in order.
    pub fn attached(&self, version: i64) -> impl Iterator<Item = &Attachment> {
        self.attachments
            .iter()
            .filter(move |attachment| attachment.version == version)
    }
}

/// Public posting in this installation.
pub struct Disclosures {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) rulebook: Arc<Rulebook>,
    pub(crate) calendar: WorkingCalendar,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) random: Random,
    pub(crate) demo: bool,
    pub(crate) public_address: Option<String>,
    pub(crate) post: Option<Arc<Post>>,
}

impl fmt::Debug for Disclosures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Disclosures").finish_non_exhaustive()
    }
}

impl Disclosures {
    /// Public posting over `db`. Identifiers are made from `clock` and `fill`.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        Self {
            db,
            units,
            catalogue,
            rulebook,
            calendar,
            clock,
            random: Random::new(fill),
            demo: false,
            public_address: None,
            post: None,
        }
    }

    /// Marks all that is recorded as invented.
    #[must_use]
    pub fn demo(mut self, demo: bool) -> Self {
        self.demo = demo;
        self
    }

    /// The address that links on paper start with (`https://dinh.example`).
    #[must_use]
    pub fn public_address(mut self, address: Option<String>) -> Self {
        self.public_address = address;
        self
    }

    /// Boards can be followed by mail.
    #[must_use]
    pub fn post(mut self, post: Option<Arc<Post>>) -> Self {
        self.post = post;
        self
    }

    /// Now, to the microsecond, and today in Vietnam.
    #[must_use]
    pub fn now(&self) -> (Timestamp, Date) {
        (self.clock.instant(), self.clock.today())
    }

    pub(crate) fn uuid(&self, at: Timestamp) -> uuid::Uuid {
        self.random.uuid(at)
    }

    pub(crate) fn act(&self, by: By) -> Act {
        Act {
            by,
            at: self.clock.instant(),
        }
    }

    /// The code of a commune.
    pub(crate) fn code(&self, unit: UnitId) -> Result<String, ActError> {
        let units = self.units.current();
        units
            .get(unit)
            .map(|unit| unit.code.clone())
            .ok_or(ActError::Unknown)
    }

    /// Reads a matter with everything about it.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn dossier(
        &self,
        read: &mut Read,
        unit: UnitId,
        id: ItemId,
    ) -> Result<Option<Dossier>, DbError> {
        let Some(item) = store::item(read, unit, id).await? else {
            return Ok(None);
        };
        Ok(Some(Dossier {
            item,
            versions: store::versions(read, unit, id).await?,
            attachments: store::attachments(read, unit, id).await?,
            sightings: store::sightings(read, unit, id).await?,
            broadcast_on: store::broadcasts(read, unit, id).await?,
            sites: store::sites(read, unit).await?,
            exemptions: store::exemptions(read, unit).await?,
        }))
    }

    /// Begins a matter with its first draft.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of the day of the decision is not known, or its list has no such matter.
    pub async fn begin(&self, unit: UnitId, draft: &Draft, by: By) -> Result<ItemId, ActError> {
        let act = self.act(by);
        let new = NewMatter {
            id: ItemId(self.uuid(act.at)),
            due_on: self.due(draft)?,
            ..new_matter(unit, draft)
        };
        let mut write = self.db.write().await?;
        store::insert_item(&mut write, &new, act.at).await?;
        let number = store::insert_version(&mut write, (unit, new.id), &draft.text, "", &act).await?;
        attach(&mut write, (unit, new.id, number), draft, act.at).await?;
        write.commit().await?;
        Ok(new.id)
    }

    /// Saves a version that is not public yet. An approval it had is void then.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it was saved by somebody else since it was read, or is public by now.
    pub async fn save(&self, unit: UnitId, writing: Writing, draft: &Draft, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let Writing {
            item: id,
            version,
            revision,
        } = writing;
        let mut write = self.db.write().await?;
        let item = store::item(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        if item.state == ItemState::Draft {
            let new = NewMatter {
                id,
                due_on: self.due(draft)?,
                ..new_matter(unit, draft)
            };
            if !store::update_item(&mut write, &new).await? {
                return Err(ActError::Stale);
            }
        }
        let key = (unit, id, version, revision);
        if !store::update_version(&mut write, key, &draft.text, &draft.correction, &act).await? {
            return Err(ActError::Stale);
        }
        attach(&mut write, (unit, id, version), draft, act.at).await?;
        write.commit().await?;
        Ok(())
    }

    pub(crate) fn due(&self, draft: &Draft) -> Result<Date, ActError> {
        rules::duty(&self.rulebook, Place::Commune, &draft.matter, draft.decided_on)?;
        Ok(rules::commune_deadline(&self.rulebook, &self.calendar, draft.decided_on)?.due())
    }

    /// Begins the correction of what is public: a new draft with the text and files of the public version.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not public, or a correction is being written already.
    pub async fn correct(&self, unit: UnitId, id: ItemId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let dossier = self
            .dossier(&mut write, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let public = dossier.public().ok_or(ActError::Stale)?;
        let unfinished =
            |version: &Version| matches!(version.state, VersionState::Draft | VersionState::Approved);
        if dossier.item.state != ItemState::Published
            || !dossier.item.is_written_here()
            || dossier.last().is_some_and(unfinished)
        {
            return Err(ActError::Stale);
        }
        let number = store::insert_version(&mut write, (unit, id), &public.text, "", &act).await?;
        let files: Vec<(Hash, String)> = dossier
            .attached(public.number)
            .map(|file| (file.hash, file.name.clone()))
            .collect();
        store::set_attachments(&mut write, (unit, id, number), &files).await?;
        write.commit().await?;
        Ok(())
    }

    /// Gives up a version that was never public.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is public.
    pub async fn give_up(&self, unit: UnitId, id: ItemId, version: i64) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        if !store::drop_version(&mut write, (unit, id, version)).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Approves what was read.
    ///
    /// # Errors
    /// [`ActError::SamePerson`] for who wrote it, [`ActError::Stale`] when it changed since it was read.
    pub async fn approve(&self, unit: UnitId, writing: Writing, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let versions = store::versions(&mut write, unit, writing.item).await?;
        let version = versions
            .iter()
            .find(|version| version.number == writing.version)
            .ok_or(ActError::Unknown)?;
        if version.drafted.by.account == act.by.account {
            return Err(ActError::SamePerson);
        }
        let key = (unit, writing.item, writing.version, writing.revision);
        if !store::approve(&mut write, key, &act).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Makes an approved version public: the matter, its facts, the words it is found by and the entry in the log.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the version is not approved, or somebody else published it just now.
    pub async fn publish(&self, unit: UnitId, id: ItemId, version: i64, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut ledger = Ledger::open(&self.db, act.at).await?;
        let dossier = self
            .dossier(ledger.write(), unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let chosen = dossier.version(version).ok_or(ActError::Unknown)?;
        self.publish_within(&mut ledger, &dossier, chosen, &act, Telling::Each)
            .await?;
        ledger.commit().await?;
        Ok(())
    }

    /// Whether a unit is a commune: a province keeps procedures here, and has none of a commune's duties.
    pub(crate) fn is_commune(&self, unit: UnitId) -> bool {
        let units = self.units.current();
        units.get(unit).is_some_and(|unit| unit.level == Level::Commune)
    }

    /// Publishes within a transaction that does more.
    pub(crate) async fn publish_within(
        &self,
        ledger: &mut Ledger,
        dossier: &Dossier,
        chosen: &Version,
        act: &Act,
        telling: Telling,
    ) -> Result<(), ActError> {
        let item = &dossier.item;
        let (unit, id) = (item.unit, item.id);
        let code = self.code(unit)?;
        let on = platform::clock::vietnam().to_datetime(act.at).date();
        let octets = content::octets(&code, item, chosen, act.at, &dossier.attachments)?;
        let hash = content::hash(&octets);
        let first = item.published_at.is_none();
        let old = store::record_of(ledger.write(), unit, id).await?;
        let record = match (first, old) {
            _ if !self.is_commune(unit) => None,
            (false, Some(record)) => Some(record),
            // What was counted as due and never published is counted as published from now on.
            (_, old) => {
                if let Some(old) = old {
                    ledger
                        .retract_record(unit, old, "Nội dung quá hạn nay đã công khai")
                        .await?;
                }
                let record = self.record(item, Some((on, &chosen.text.title)), act.at)?;
                ledger.append(std::slice::from_ref(&record)).await?;
                Some(record.id)
            }
        };
        let write = ledger.write();
        let publication = Publication {
            hash,
            act,
            on,
            record,
            watched: self.must_be_watched(item)?,
        };
        if !store::publish(write, (unit, id, chosen.number), &publication).await? {
            return Err(ActError::Stale);
        }
        let text = &chosen.text;
        let mut words = store::words(&format!("{} {} {}", text.title, text.summary, text.body));
        words.extend(text.procedure.iter().flat_map(procedures::marks));
        store::set_words(write, (unit, id), &words).await?;
        let what = if first {
            transparency::Act::Posted
        } else {
            transparency::Act::Corrected
        };
        let mut entry = Entry::new(
            &code,
            what,
            content::subject(item),
            Commitment::to(&octets),
            act.at,
        )?
        .detail("version", &chosen.number.to_string())?;
        if !item.matter.is_empty() {
            entry = entry.detail("matter", &item.matter)?;
        }
        transparency::append(write, unit, &entry).await?;
        let happened = if first {
            Happened::Posted
        } else {
            Happened::Corrected
        };
        note_event(write, item, (happened, chosen.number), act.at, telling).await?;
        Ok(())
    }

    fn must_be_watched(&self, item: &Matter) -> Result<bool, ActError> {
        if !self.is_commune(item.unit) {
            return Ok(false);
        }
        if item.quarter.is_some() {
            return Ok(true);
        }
        let duty = rules::duty(&self.rulebook, Place::Commune, &item.matter, item.decided_on)?;
        Ok(duty.posting.is_some() || duty.broadcast.is_some())
    }

    /// The record of a matter in the register of disclosures, with the day and title it was published under.
    pub(crate) fn record(
        &self,
        item: &Matter,
        published: Option<(Date, &str)>,
        at: Timestamp,
    ) -> Result<NewRecord, ActError> {
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        let kind = if item.quarter.is_some() {
            let (on, title) = published.ok_or(ActError::Stale)?;
            put("title", ColumnValue::Text(title.to_owned()));
            put("posted_on", ColumnValue::Date(on));
            "disclosure_register"
        } else {
            let duty = rules::duty(&self.rulebook, Place::Commune, &item.matter, item.decided_on)?;
            let clause = rules::clause(duty.item)
                .ok_or_else(|| ActError::Form(format!("{} has no clause", item.matter)))?;
            let title = published.map_or(duty.item.label.get(Language::Vi), |(_, title)| title);
            put("title", ColumnValue::Text(title.to_owned()));
            put("item", ColumnValue::Choice(format!("item_{clause}")));
            put("decided_on", ColumnValue::Date(item.decided_on));
            put("due_on", ColumnValue::Date(item.due_on));
            if let Some((on, _)) = published {
                put("posted_on", ColumnValue::Date(on));
                put("forms", ColumnValue::Choices(vec!["website".to_owned()]));
            }
            "disclosure"
        };
        self.new_record(item.unit, kind, &values, at)
    }

    pub(crate) fn new_record(
        &self,
        unit: UnitId,
        kind: &str,
        values: &Values,
        at: Timestamp,
    ) -> Result<NewRecord, ActError> {
        let form = self
            .catalogue
            .record_kind(kind)
            .ok_or_else(|| ActError::Form(format!("no form {kind}")))?;
        let entry = form.enter(&self.catalogue, values).map_err(|problems| {
            let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
            ActError::Form(problems.join("; "))
        })?;
        Ok(NewRecord {
            id: RecordId(self.uuid(at)),
            unit,
            hamlet: None,
            entry,
            demo: self.demo,
            batch: None,
        })
    }

    /// The public octets of a version, whose hash stands in the log.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the version was never public.
    pub fn public_octets(&self, dossier: &Dossier, version: &Version) -> Result<Vec<u8>, ActError> {
        let (_, published_at) = version.published.as_ref().ok_or(ActError::Stale)?;
        let code = self.code(dossier.item.unit)?;
        Ok(content::octets(
            &code,
            &dossier.item,
            version,
            *published_at,
            &dossier.attachments,
        )?)
    }

    /// Takes a public matter back. Its hash and the reason stay public; its text is no longer shown.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not public.
    pub async fn withdraw(&self, unit: UnitId, id: ItemId, reason: &str, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        self.withdraw_within(&mut write, (unit, id), reason, &act, Telling::Each)
            .await?;
        write.commit().await?;
        Ok(())
    }

    /// Takes back within a transaction that does more.
    pub(crate) async fn withdraw_within(
        &self,
        write: &mut Write,
        (unit, id): (UnitId, ItemId),
        reason: &str,
        act: &Act,
        telling: Telling,
    ) -> Result<(), ActError> {
        let item = store::item(write, unit, id).await?.ok_or(ActError::Unknown)?;
        if !store::withdraw(write, (unit, id), act, reason).await? {
            return Err(ActError::Stale);
        }
        self.end(write, unit, id, act, Some(reason)).await?;
        let happened = (Happened::Withdrawn, item.public_version);
        note_event(write, &item, happened, act.at, telling).await?;
        Ok(())
    }

    /// Declares the time of a public matter over. It can still be read.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it is not public.
    pub async fn archive(&self, unit: UnitId, id: ItemId, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        self.archive_within(&mut write, unit, id, &act).await?;
        write.commit().await?;
        Ok(())
    }

    pub(crate) async fn archive_within(
        &self,
        write: &mut Write,
        unit: UnitId,
        id: ItemId,
        act: &Act,
    ) -> Result<(), ActError> {
        self.end(write, unit, id, act, None).await?;
        if store::archive(write, (unit, id), act.at).await? {
            Ok(())
        } else {
            Err(ActError::Stale)
        }
    }

    /// Logs the end of a public matter, and gives up a correction that was being written.
    async fn end(
        &self,
        write: &mut Write,
        unit: UnitId,
        id: ItemId,
        act: &Act,
        withdrawn: Option<&str>,
    ) -> Result<Matter, ActError> {
        let item = store::item(write, unit, id).await?.ok_or(ActError::Unknown)?;
        let what = match withdrawn {
            Some(_) => transparency::Act::Withdrawn,
            None => transparency::Act::Archived,
        };
        let mut entry = self.entry(write, &item, what, act.at).await?;
        if let Some(reason) = withdrawn {
            entry = entry.detail("reason", reason)?;
        }
        transparency::append(write, unit, &entry).await?;
        if item.last_version != item.public_version {
            store::drop_version(write, (unit, id, item.last_version)).await?;
        }
        Ok(item)
    }

    /// An entry about what is public of a matter.
    async fn entry(
        &self,
        read: &mut Read,
        item: &Matter,
        what: transparency::Act,
        at: Timestamp,
    ) -> Result<Entry, ActError> {
        let versions = store::versions(read, item.unit, item.id).await?;
        let hash = versions
            .iter()
            .find(|version| version.number == item.public_version)
            .and_then(|version| version.content_hash)
            .ok_or(ActError::Stale)?;
        let code = self.code(item.unit)?;
        let commitment = Commitment(tlog::Hash(hash));
        Ok(Entry::new(&code, what, content::subject(item), commitment, at)?)
    }

    /// Records what somebody saw at a site, and logs it.
    ///
    /// # Errors
    /// [`ActError::Unknown`] when there is no such matter or site, [`ActError::Stale`] when the matter is not public,
    /// or the sighting is dated before its publication or after now.
    pub async fn see(&self, unit: UnitId, new: NewSighting, by: By) -> Result<SightingId, ActError> {
        let act = self.act(by);
        let mut write = self.db.write().await?;
        let item = store::item(&mut write, unit, new.item)
            .await?
            .ok_or(ActError::Unknown)?;
        let sites = store::sites(&mut write, unit).await?;
        let site = sites
            .iter()
            .find(|site| site.id == new.site)
            .ok_or(ActError::Unknown)?;
        let day = platform::clock::vietnam().to_datetime(new.at).date();
        if item.state != ItemState::Published
            || new.at > act.at
            || item.published_on().is_none_or(|published| day < published)
        {
            return Err(ActError::Stale);
        }
        let photo = match &new.photo {
            None => None,
            Some(file) => {
                let hash = content::hash(&file.content);
                store::insert_file(&mut write, unit, &hash, file, act.at).await?;
                Some(hash)
            }
        };
        let recorded = Recorded {
            id: SightingId(self.uuid(act.at)),
            item: new.item,
            site: new.site,
            seen: new.seen,
            at: new.at,
            photo,
            note: new.note,
            role: act.by.role.clone(),
            recorded_at: act.at,
            voided: None,
        };
        store::insert_sighting(&mut write, unit, &recorded, &act).await?;
        if let (Seen::Posted, Some(hamlet)) = (new.seen, site.hamlet) {
            note_hung(&mut write, &item, hamlet, act.at).await?;
        }
        let what = match new.seen {
            Seen::Posted => transparency::Act::Displayed,
            Seen::Missing => transparency::Act::Removed,
        };
        let mut entry = self
            .entry(&mut write, &item, what, act.at)
            .await?
            .detail("site", &site.name)?
            .detail("seen_at", &new.at.to_string())?
            .detail("record", &recorded.id.to_string())?;
        if let Some(hash) = &photo {
            entry = entry.detail("photo_sha256", &content::hex(hash))?;
        }
        transparency::append(&mut write, unit, &entry).await?;
        write.commit().await?;
        Ok(recorded.id)
    }

    /// Says that a sighting was recorded by mistake. It stays, with the reason, and counts no more; a clock that had
    /// stopped because of it is watched again.
    ///
    /// # Errors
    /// [`ActError::Stale`] when there is none that counts.
    pub async fn void(
        &self,
        unit: UnitId,
        item: ItemId,
        sighting: SightingId,
        reason: &str,
    ) -> Result<(), ActError> {
        let at = self.clock.instant();
        let mut write = self.db.write().await?;
        if !store::void_sighting(&mut write, (unit, item, sighting), at, reason).await? {
            return Err(ActError::Stale);
        }
        let matter = store::item(&mut write, unit, item)
            .await?
            .ok_or(ActError::Unknown)?;
        if matter.state == ItemState::Published {
            store::set_watched(&mut write, (unit, item), self.must_be_watched(&matter)?).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Notes that a matter was broadcast on a day.
    ///
    /// # Errors
    /// [`ActError::Stale`] when the matter is not public, or the day lies before its publication or after today.
    pub async fn broadcast(&self, unit: UnitId, item: ItemId, day: Date, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.clock.today();
        let mut write = self.db.write().await?;
        let matter = store::item(&mut write, unit, item)
            .await?
            .ok_or(ActError::Unknown)?;
        if matter.state != ItemState::Published
            || day > today
            || matter.published_on().is_none_or(|published| day < published)
        {
            return Err(ActError::Stale);
        }
        store::insert_broadcast(&mut write, (unit, item), day, &act).await?;
        write.commit().await?;
        Ok(())
    }

    /// Records that the commune has no loudspeaker system from today on.
    ///
    /// # Errors
    /// [`ActError::Stale`] when that is recorded already.
    pub async fn exempt(&self, unit: UnitId, reason: &str, by: By) -> Result<(), ActError> {
        let act = self.act(by);
        let today = self.clock.today();
        let mut write = self.db.write().await?;
        let exemptions = store::exemptions(&mut write, unit).await?;
        if exemptions.iter().any(|exemption| exemption.covers(today))
            || !store::insert_exemption(&mut write, unit, today, reason, &act).await?
        {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Records that the commune has a loudspeaker system from today on.
    ///
    /// # Errors
    /// [`ActError::Stale`] when it had one already.
    pub async fn end_exemption(&self, unit: UnitId) -> Result<(), ActError> {
        let today = self.clock.today();
        let mut write = self.db.write().await?;
        if !store::end_exemption(&mut write, unit, today).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }

    /// Adds boards; notices published from their first day on must hang there.
    ///
    /// # Errors
    /// [`ActError::Db`].
    pub async fn open_sites(&self, unit: UnitId, sites: &[Site]) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        for site in sites {
            store::insert_site(&mut write, unit, site).await?;
        }
        write.commit().await?;
        Ok(())
    }

    /// Closes a board from today on; nothing has to hang there any more.
    ///
    /// # Errors
    /// [`ActError::Stale`] when there is no such open board.
    pub async fn close_site(&self, unit: UnitId, site: SiteId) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        if !store::close_site(&mut write, unit, site, self.clock.today()).await? {
            return Err(ActError::Stale);
        }
        write.commit().await?;
        Ok(())
    }
}

pub(crate) fn new_matter(unit: UnitId, draft: &Draft) -> NewMatter<'_> {
    NewMatter {
        unit,
        id: ItemId(uuid::Uuid::nil()),
        matter: &draft.matter,
        quarter: None,
        decided_on: draft.decided_on,
        due_on: draft.decided_on,
        hamlet: None,
        page: None,
    }
}

/// Hangs the files of a draft on its version: those kept in their order, then those added.
async fn attach(
    write: &mut Write,
    (unit, id, version): (UnitId, ItemId, i64),
    draft: &Draft,
    at: Timestamp,
) -> Result<(), ActError> {
    let names: BTreeMap<Hash, String> = store::attachments(write, unit, id)
        .await?
        .into_iter()
        .map(|attachment| (attachment.hash, attachment.name))
        .collect();
    let mut files: Vec<(Hash, String)> = draft
        .kept
        .iter()
        .filter_map(|hash| Some((*hash, names.get(hash)?.clone())))
        .collect();
    for file in &draft.added {
        let hash = content::hash(&file.content);
        store::insert_file(write, unit, &hash, file, at).await?;
        if !files.iter().any(|(known, _)| *known == hash) {
            files.push((hash, file.name.clone()));
        }
    }
    store::set_attachments(write, (unit, id, version), &files).await?;
    Ok(())
}

/// Sightings that count, as the rules take them.
#[must_use]
pub fn counting(sightings: &[Recorded]) -> Vec<Sighting> {
    sightings
        .iter()
        .filter(|sighting| sighting.voided.is_none())
        .map(|sighting| Sighting {
            site: sighting.site,
            at: sighting.at,
            seen: sighting.seen,
        })
        .collect()
}
