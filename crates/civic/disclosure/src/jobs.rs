//! What happens by itself: clocks that have run out, registers of ended quarters, duties that were missed. Everything
//! can be done again, by several servers at once, and is done once.

use std::collections::BTreeMap;

use facts::{ColumnValue, Ledger, Period, Values};
use jiff::{Timestamp, civil::Date};
use platform::{
    db::Read,
    i18n::{Arg, Translator},
};
use rulebook::{Language, Place};
use units::UnitId;

use crate::{
    follow::Telling,
    ids::ItemId,
    model::{Act, By, ItemState, Text},
    rules::{self, Lack},
    service::{ActError, Disclosures, counting},
    standing::{Recorded, Standing, standing},
    store::{self, Listed, NewMatter},
};

/// The role under which the program itself acts.
pub const SYSTEM_ROLE: &str = "system";

/// What a round of work did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tended {
    /// Registers issued.
    pub registers: usize,
    /// Missed duties noted for the first time.
    pub missed: usize,
    /// Missed duties that were made good.
    pub resolved: usize,
    /// Matters whose boards and broadcasts need no more watching.
    pub settled: usize,
}

/// A matter that is watched or unfinished, with where it stands.
#[derive(Debug)]
pub struct Open<'a> {
    /// The matter and its version.
    pub listed: Listed,
    /// Where it stands.
    pub standing: Standing<'a>,
}

/// A duty of a commune that was not done in time.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Missed {
    subject: String,
    duty: &'static str,
    due_on: Date,
    item: Option<ItemId>,
    clause: Option<String>,
}

impl Disclosures {
    /// All matters of a commune that are unfinished or watched, in the order of their deadlines.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of a matter's day is not in the books, and what the engine says.
    pub async fn open_matters(
        &self,
        read: &mut Read,
        unit: UnitId,
        today: Date,
    ) -> Result<Vec<Open<'_>>, ActError> {
        let sites = store::sites(read, unit).await?;
        let exemptions = store::exemptions(read, unit).await?;
        let mut sightings: BTreeMap<ItemId, Vec<crate::model::Recorded>> = BTreeMap::new();
        for sighting in store::watched_sightings(read, unit).await? {
            sightings.entry(sighting.item).or_default().push(sighting);
        }
        let broadcasts = store::watched_broadcasts(read, unit).await?;
        let drafts = store::unfinished(read, unit).await?;
        let drafts = drafts
            .into_iter()
            .filter(|draft| draft.item.state == ItemState::Draft);
        let mut open = Vec::new();
        for listed in store::watched(read, unit).await?.into_iter().chain(drafts) {
            let id = listed.item.id;
            let seen = sightings.remove(&id).unwrap_or_default();
            let recorded = Recorded {
                sites: &sites,
                sightings: &counting(&seen),
                broadcast_on: broadcasts
                    .get(&id)
                    .unwrap_or(const { &std::collections::BTreeSet::new() }),
                exemptions: &exemptions,
            };
            let standing = standing(&self.rulebook, &listed.item, recorded, today)?;
            open.push(Open { listed, standing });
        }
        open.sort_by_key(|open| (open.listed.item.due_on, open.listed.item.id));
        Ok(open)
    }

    /// The quarters of a commune that have ended without their register.
    ///
    /// # Errors
    /// [`ActError::Law`] when the law of today is not in the books, and what the engine says.
    pub async fn missing_registers(
        &self,
        read: &mut Read,
        unit: UnitId,
        today: Date,
    ) -> Result<Vec<Period>, ActError> {
        let first = store::first_published(read, unit).await?;
        let issued = store::registers(read, unit).await?;
        let issued = issued
            .iter()
            .filter_map(|register| register.item.quarter)
            .collect();
        Ok(rules::missing_registers(&self.rulebook, first, &issued, today)?)
    }

    /// Does in every commune what has to be done by itself. `t` is Vietnamese, the language of the registers.
    ///
    /// # Errors
    /// What the engine says; communes done before stay done.
    pub async fn tend(&self, t: &Translator) -> Result<Tended, ActError> {
        let keepers = store::keepers(&mut self.db.read().await?).await?;
        let mut all = Tended::default();
        for unit in keepers.into_iter().filter(|unit| self.is_commune(*unit)) {
            let one = self.tend_commune(unit, t).await?;
            all.registers += one.registers;
            all.missed += one.missed;
            all.resolved += one.resolved;
            all.settled += one.settled;
        }
        let (missed, resolved) = self.internal().tend().await?;
        all.missed += missed;
        all.resolved += resolved;
        self.tidy_followers().await?;
        Ok(all)
    }

    /// As [`Disclosures::tend`], in one commune.
    ///
    /// # Errors
    /// As [`Disclosures::tend`].
    pub async fn tend_commune(&self, unit: UnitId, t: &Translator) -> Result<Tended, ActError> {
        let (at, today) = self.now();
        let mut tended = Tended::default();
        let mut read = self.db.read().await?;
        let quarters = self.missing_registers(&mut read, unit, today).await?;
        drop(read);
        for quarter in quarters {
            if self.issue_register(unit, quarter, t).await? {
                tended.registers += 1;
            }
        }

        let mut ledger = Ledger::open(&self.db, at).await?;
        let open = self.open_matters(ledger.write(), unit, today).await?;
        for open in &open {
            if open.listed.item.state == ItemState::Published && open.standing.is_settled() {
                store::set_watched(ledger.write(), (unit, open.listed.item.id), false).await?;
                tended.settled += 1;
            }
        }
        let mut noted = store::open_missed(ledger.write(), unit).await?;
        for missed in open.iter().flat_map(missed) {
            if noted.remove(&missed.subject) {
                continue;
            }
            if self.note(&mut ledger, unit, &missed, &open, at).await? {
                tended.missed += 1;
            }
        }
        // What was noted before and is not lacking any more was made good.
        for subject in noted {
            store::resolve_missed(ledger.write(), unit, &subject, at).await?;
            tended.resolved += 1;
        }
        ledger.commit().await?;
        Ok(tended)
    }

    /// Notes a missed duty with the record that counts it.
    async fn note(
        &self,
        ledger: &mut Ledger,
        unit: UnitId,
        missed: &Missed,
        open: &[Open<'_>],
        at: Timestamp,
    ) -> Result<bool, ActError> {
        let mut values = Values::new();
        values.insert("duty".to_owned(), ColumnValue::Choice(missed.duty.to_owned()));
        values.insert("due_on".to_owned(), ColumnValue::Date(missed.due_on));
        if let Some(clause) = &missed.clause {
            values.insert("item".to_owned(), ColumnValue::Choice(format!("item_{clause}")));
        }
        let record = self.new_record(unit, "disclosure_missed", &values, at)?;
        let about = (missed.subject.as_str(), missed.duty, missed.due_on);
        if !store::insert_missed(ledger.write(), unit, about, record.id, at).await? {
            return Ok(false);
        }
        ledger.append(&[record]).await?;
        // What should be public by now counts as due, though nothing of it is public yet.
        let unpublished = open
            .iter()
            .find(|open| missed.duty == Lack::Publication.key() && Some(open.listed.item.id) == missed.item);
        if let Some(open) = unpublished {
            let due = self.record(&open.listed.item, None, at)?;
            ledger.append(std::slice::from_ref(&due)).await?;
            store::set_record(ledger.write(), (unit, open.listed.item.id), due.id).await?;
        }
        Ok(true)
    }

    /// Writes and posts the register of a quarter (danh mục công khai), unless it is there. Registers before it have
    /// had their time.
    async fn issue_register(&self, unit: UnitId, quarter: Period, t: &Translator) -> Result<bool, ActError> {
        let (at, _) = self.now();
        let act = Act {
            by: By {
                account: uuid::Uuid::nil(),
                role: SYSTEM_ROLE.to_owned(),
            },
            at,
        };
        let mut ledger = Ledger::open(&self.db, at).await?;
        let write = ledger.write();
        let new = NewMatter {
            unit,
            id: ItemId(self.uuid(at)),
            matter: "",
            quarter: Some(quarter),
            decided_on: quarter.last_day(),
            due_on: rules::commune_deadline(&self.rulebook, &self.calendar, quarter.last_day())?.due(),
            hamlet: None,
            page: None,
        };
        if !store::insert_item(write, &new, at).await? {
            return Ok(false);
        }
        let text = self.register_text(write, unit, quarter, t).await?;
        let key = (unit, new.id);
        let number = store::insert_version(write, key, &text, "", &act).await?;
        store::approve(write, (unit, new.id, number, 1), &act).await?;
        for register in store::registers(write, unit).await? {
            if register.item.state == ItemState::Published && register.item.quarter < Some(quarter) {
                self.archive_within(write, unit, register.item.id, &act).await?;
            }
        }
        let dossier = self
            .dossier(write, unit, new.id)
            .await?
            .ok_or(ActError::Unknown)?;
        let version = dossier.last().ok_or(ActError::Unknown)?;
        self.publish_within(&mut ledger, &dossier, version, &act, Telling::Each)
            .await?;
        ledger.commit().await?;
        Ok(true)
    }

    async fn register_text(
        &self,
        read: &mut Read,
        unit: UnitId,
        quarter: Period,
        t: &Translator,
    ) -> Result<Text, ActError> {
        let first = quarter.previous().last_day().tomorrow().unwrap_or(Date::MIN);
        let items = store::published_between(read, unit, first, quarter.last_day()).await?;
        let items: Vec<&Listed> = items
            .iter()
            .filter(|listed| listed.item.quarter.is_none())
            .collect();
        let units = self.units.current();
        let commune = units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        let named = [
            (
                "quarter",
                Arg::Number(i64::from(quarter.quarter_of_year().unwrap_or_default())),
            ),
            ("year", Arg::Text(quarter.calendar_year().to_string())),
            ("commune", Arg::Text(commune.clone())),
            ("count", Arg::from(items.len())),
        ];
        let mut lines = Vec::new();
        for (number, listed) in (1_i64..).zip(items) {
            lines.push(self.register_line(listed, number, t)?);
        }
        if lines.is_empty() {
            let committee = t.with("disclosure-committee", "commune", units::in_text(&commune));
            lines.push(t.with("disclosure-register-nothing", "committee", committee));
        }
        Ok(Text {
            title: t.format("disclosure-register-title", &named),
            summary: t.format("disclosure-register-summary", &named),
            body: lines.join("\n\n"),
            procedure: None,
        })
    }

    fn register_line(&self, listed: &Listed, number: i64, t: &Translator) -> Result<String, ActError> {
        let item = &listed.item;
        let duty = rules::duty(&self.rulebook, Place::Commune, &item.matter, item.decided_on)?;
        let mut forms = vec!["portal"];
        forms.extend(duty.posting.is_some().then_some("posting"));
        forms.extend(duty.broadcast.is_some().then_some("loudspeaker"));
        let list = self
            .rulebook
            .items("disclosure.forms", Place::Commune, item.decided_on)
            .map_err(rules::RuleError::from)?;
        let forms: Vec<&str> = list
            .value
            .iter()
            .filter(|form| forms.contains(&form.key.as_str()))
            .map(|form| form.label.get(Language::Vi))
            .collect();
        // What was withdrawn is in the list, without its words.
        let title = if item.state == ItemState::Withdrawn {
            t.text("disclosure-withdrawn-title")
        } else {
            listed.version.text.title.clone()
        };
        let article = duty.item.article.as_ref();
        Ok(t.format(
            "disclosure-register-line",
            &[
                ("number", Arg::Number(number)),
                ("title", Arg::Text(title)),
                (
                    "article",
                    Arg::Text(article.map(ToString::to_string).unwrap_or_default()),
                ),
                ("forms", Arg::Text(forms.join("; "))),
                ("date", Arg::Date(item.published_on().unwrap_or(item.due_on))),
            ],
        ))
    }
}

/// The missed duties of a matter, each named so that it is noted once.
fn missed(open: &Open<'_>) -> Vec<Missed> {
    let item = &open.listed.item;
    let duty = open.standing.duty.as_ref();
    let clause = duty.and_then(|duty| rules::clause(duty.item)).map(str::to_owned);
    open.standing
        .lacks
        .iter()
        .map(|lack| {
            let (place, due_on) = match lack {
                Lack::Publication | Lack::Broadcast | Lack::Sites => (String::new(), item.due_on),
                Lack::Posting(site) => (format!("/{site}"), item.due_on),
                Lack::Gap(site, since) => (format!("/{site}/{since}"), *since),
            };
            Missed {
                subject: format!("{}/{}{place}", item.id, lack.key()),
                duty: lack.key(),
                due_on,
                item: Some(item.id),
                clause: clause.clone(),
            }
        })
        .collect()
}
