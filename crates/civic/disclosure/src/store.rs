//! Queries. Every one names its unit, and every list has its limit.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Period, RecordId};
use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{ItemId, SightingId, SiteId},
    model::{
        Act, Attachment, By, Exemption, Hash, ItemState, Matter, NewFile, Recorded, Site, Text, Version,
        VersionState, Withdrawal,
    },
    rules::{Seen, SiteKind},
};

/// The schema of this slice.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 2_026_112_551,
        name: "public posting",
        sql: include_str!("../migrations/2026112551_disclosure.sql"),
    },
    Migration {
        version: 2_026_112_552,
        name: "followers of public posting",
        sql: include_str!("../migrations/2026112552_followers.sql"),
    },
    Migration {
        version: 2_026_112_553,
        name: "administrative procedures",
        sql: include_str!("../migrations/2026112553_procedures.sql"),
    },
    Migration {
        version: 2_026_112_613,
        name: "boards within organisations",
        sql: include_str!("../migrations/2026112613_internal.sql"),
    },
    Migration {
        version: 2_026_112_621,
        name: "what other civic functions hang on boards",
        sql: include_str!("../migrations/2026112621_boards.sql"),
    },
    Migration {
        version: 2_026_112_631,
        name: "how organisations make things known",
        sql: include_str!("../migrations/2026112631_organisations.sql"),
    },
    Migration {
        version: 2_026_112_655,
        name: "catalogues of procedures",
        sql: include_str!("../migrations/2026112655_catalogues.sql"),
    },
    Migration {
        version: 2_026_112_656,
        name: "followers of hamlets",
        sql: include_str!("../migrations/2026112656_hamlet_followers.sql"),
    },
];

/// Matters on one page of a list.
pub const PAGE: usize = 20;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("disclosure: {what}"))
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an account's identifier"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn hash(octets: Vec<u8>) -> DbResult<Hash> {
    octets.try_into().map_err(|_| damaged("a hash has not 32 octets"))
}

fn matter(row: &Row) -> DbResult<Matter> {
    let withdrawn = row
        .instant_or_none(10)?
        .map(|at| {
            Ok::<_, DbError>(Withdrawal {
                at,
                role: row.get(11)?,
                reason: row.get(12)?,
            })
        })
        .transpose()?;
    Ok(Matter {
        unit: UnitId(row.get(14)?),
        id: ItemId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        matter: row.get(1)?,
        quarter: row
            .get::<Option<i64>>(2)?
            .map(Period::from_number)
            .transpose()
            .map_err(|_| damaged("a quarter"))?,
        decided_on: row.date(3)?,
        due_on: row.date(4)?,
        state: ItemState::from_key(&row.get::<String>(5)?).ok_or_else(|| damaged("a state"))?,
        public_version: row.get(6)?,
        last_version: row.get(7)?,
        published_at: row.instant_or_none(8)?,
        changed_at: row.instant(9)?,
        withdrawn,
        archived_at: row.instant_or_none(13)?,
        hamlet: row.get::<Option<i64>>(15)?.map(UnitId),
        page: row.get(16)?,
    })
}

fn version(row: &Row, from: usize) -> DbResult<Version> {
    let approved = row
        .instant_or_none(from + 11)?
        .map(|at| {
            let account = uuid(&row.get::<Option<Vec<u8>>>(from + 9)?.unwrap_or_default())?;
            let role = row.get(from + 10)?;
            Ok::<_, DbError>(Act {
                by: By { account, role },
                at,
            })
        })
        .transpose()?;
    let published_role: String = row.get(from + 12)?;
    Ok(Version {
        number: row.get(from)?,
        state: VersionState::from_key(&row.get::<String>(from + 1)?)
            .ok_or_else(|| damaged("the state of a version"))?,
        revision: row.get(from + 2)?,
        text: Text {
            title: row.get(from + 3)?,
            summary: row.get(from + 4)?,
            body: row.get(from + 5)?,
            procedure: row
                .get::<Option<String>>(from + 16)?
                .map(|json| serde_json::from_str(&json))
                .transpose()
                .map_err(|_| damaged("a procedure"))?,
        },
        correction: row.get(from + 6)?,
        drafted: Act {
            by: By {
                account: uuid(&row.get::<Vec<u8>>(from + 7)?)?,
                role: row.get(from + 8)?,
            },
            at: row.instant(from + 15)?,
        },
        approved,
        published: row.instant_or_none(from + 13)?.map(|at| (published_role, at)),
        content_hash: row.get::<Option<Vec<u8>>>(from + 14)?.map(hash).transpose()?,
    })
}

/// A matter by its key.
///
/// # Errors
/// What the engine says.
pub async fn item(read: &mut Read, unit: UnitId, id: ItemId) -> DbResult<Option<Matter>> {
    read.one(
        "SELECT id, matter, quarter, decided_on, due_on, state, public_version, last_version, published_at, \
         changed_at, withdrawn_at, withdrawn_role, withdrawn_reason, archived_at, unit_id, hamlet_id, page \
         FROM disclosure_item WHERE unit_id = $1 AND id = $2",
        &params![unit, id],
        matter,
    )
    .await
}

/// The matter that tells of a page.
///
/// # Errors
/// What the engine says.
pub async fn item_of_page(read: &mut Read, unit: UnitId, page: &str) -> DbResult<Option<ItemId>> {
    read.one(
        "SELECT id FROM disclosure_item WHERE unit_id = $1 AND page = $2",
        &params![unit, page],
        |row| ItemId::from_bytes(&row.get::<Vec<u8>>(0)?),
    )
    .await
}

/// All versions of a matter, the first one first.
///
/// # Errors
/// What the engine says.
pub async fn versions(read: &mut Read, unit: UnitId, id: ItemId) -> DbResult<Vec<Version>> {
    read.all(
        "SELECT version, state, revision, title, summary, body, correction, drafted_by, drafted_role, \
         approved_by, approved_role, approved_at, published_role, published_at, content_hash, drafted_at, \
         procedure_json FROM disclosure_version WHERE unit_id = $1 AND item_id = $2 ORDER BY version",
        &params![unit, id],
        |row| version(row, 0),
    )
    .await
}

/// What hangs on all versions of a matter, in order.
///
/// # Errors
/// What the engine says.
pub async fn attachments(read: &mut Read, unit: UnitId, id: ItemId) -> DbResult<Vec<Attachment>> {
    read.all(
        "SELECT a.version, a.hash, a.name, f.media_type, f.size FROM disclosure_attachment a \
         JOIN disclosure_file f ON f.unit_id = a.unit_id AND f.hash = a.hash \
         WHERE a.unit_id = $1 AND a.item_id = $2 ORDER BY a.version, a.position",
        &params![unit, id],
        |row| {
            Ok(Attachment {
                version: row.get(0)?,
                hash: hash(row.get(1)?)?,
                name: row.get(2)?,
                media_type: row.get(3)?,
                size: row.get(4)?,
            })
        },
    )
    .await
}

/// Which part of a commune's notice board is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Key of the entry in the law's list.
    pub matter: Option<String>,
    /// Where matters stand; every public state when none is named.
    pub state: Option<ItemState>,
    /// The first day of publication.
    pub from: Option<Date>,
    /// The last day of publication.
    pub to: Option<Date>,
    /// What matters are, beside what they say ([`crate::procedures::mark`]).
    pub mark: Option<String>,
    /// Words that must all occur; without diacritics they mean the same.
    pub words: String,
    /// The matter after which the list goes on.
    pub before: Option<(Timestamp, ItemId)>,
}

/// The words of a text as they are searched for: folded, letters and digits only, each once.
#[must_use]
pub fn words(text: &str) -> BTreeSet<String> {
    platform::text::fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST_WORD).collect())
        .collect()
}

/// The longest word kept, in letters; longer ones are found by their beginning.
const LONGEST_WORD: usize = 40;
/// The most words one search looks for; the longest of more say the most.
const MOST_WORDS: usize = 6;

/// A matter with the version of it that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The matter.
    pub item: Matter,
    /// The version: the public one, or the newest of what was never public.
    pub version: Version,
}

/// A query for matters with the version shown of each; a macro, because a statement must be a literal.
macro_rules! listed {
    ($shown:literal, $tail:literal) => {
        concat!(
            "SELECT i.id, i.matter, i.quarter, i.decided_on, i.due_on, i.state, i.public_version, i.last_version, \
             i.published_at, i.changed_at, i.withdrawn_at, i.withdrawn_role, i.withdrawn_reason, i.archived_at, \
             i.unit_id, i.hamlet_id, i.page, v.version, v.state, v.revision, v.title, v.summary, v.body, v.correction, v.drafted_by, \
             v.drafted_role, v.approved_by, v.approved_role, v.approved_at, v.published_role, v.published_at, \
             v.content_hash, v.drafted_at, v.procedure_json FROM disclosure_item i JOIN disclosure_version v \
             ON v.unit_id = i.unit_id AND v.item_id = i.id AND v.version = i.",
            $shown,
            " WHERE i.unit_id = $1 ",
            $tail
        )
    };
}

fn listed(row: &Row) -> DbResult<Listed> {
    Ok(Listed {
        item: matter(row)?,
        version: version(row, 17)?,
    })
}

/// A page of what is or was public in a commune, the newest first: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn board(read: &mut Read, unit: UnitId, filter: &Filter, limit: usize) -> DbResult<Vec<Listed>> {
    let mut wanted: Vec<String> = words(&filter.words).into_iter().collect();
    wanted.sort_by_key(|word| std::cmp::Reverse(word.len()));
    wanted.truncate(MOST_WORDS - usize::from(filter.mark.is_some()));
    wanted.extend(filter.mark.clone());
    wanted.resize(MOST_WORDS, String::new());
    let (before_at, before_id) = filter.before.map_or_else(
        || (i64::MAX, Vec::new()),
        |(at, id)| (at.as_microsecond(), bytes(id.0)),
    );
    let mut values = params![
        unit,
        filter.matter.as_deref().unwrap_or_default(),
        filter.state.map(ItemState::key).unwrap_or_default(),
        filter.from.map_or(i64::MIN, platform::db::days_since_1970),
        filter.to.map_or(i64::MAX, platform::db::days_since_1970),
        before_at,
        before_id,
        i64::try_from(limit).unwrap_or(i64::MAX),
    ]
    .to_vec();
    values.extend(wanted.into_iter().map(Value::from));
    read.all(
        listed!(
            "public_version",
            "AND i.public_version > 0 AND ($2 = '' OR i.matter = $2) AND ($3 = '' OR i.state = $3) \
             AND i.published_on >= $4 AND i.published_on <= $5 \
             AND (i.published_at < $6 OR (i.published_at = $6 AND i.id < $7)) \
             AND ($9 = '' OR EXISTS (SELECT 1 FROM disclosure_word w \
                 WHERE w.unit_id = i.unit_id AND w.item_id = i.id AND w.word = $9)) \
             AND ($10 = '' OR EXISTS (SELECT 1 FROM disclosure_word w \
                 WHERE w.unit_id = i.unit_id AND w.item_id = i.id AND w.word = $10)) \
             AND ($11 = '' OR EXISTS (SELECT 1 FROM disclosure_word w \
                 WHERE w.unit_id = i.unit_id AND w.item_id = i.id AND w.word = $11)) \
             AND ($12 = '' OR EXISTS (SELECT 1 FROM disclosure_word w \
                 WHERE w.unit_id = i.unit_id AND w.item_id = i.id AND w.word = $12)) \
             AND ($13 = '' OR EXISTS (SELECT 1 FROM disclosure_word w \
                 WHERE w.unit_id = i.unit_id AND w.item_id = i.id AND w.word = $13)) \
             AND ($14 = '' OR EXISTS (SELECT 1 FROM disclosure_word w \
                 WHERE w.unit_id = i.unit_id AND w.item_id = i.id AND w.word = $14)) \
             ORDER BY i.published_at DESC, i.id DESC LIMIT $8"
        ),
        &values,
        listed,
    )
    .await
}

/// The most matters of one commune that are watched or unfinished at a time; more would be a fault in itself.
const MOST_OPEN: i64 = 1_000;

/// What is public and whose boards or broadcasts have still to be watched, the oldest first.
///
/// # Errors
/// What the engine says.
pub async fn watched(read: &mut Read, unit: UnitId) -> DbResult<Vec<Listed>> {
    read.all(
        listed!(
            "public_version",
            "AND i.watched AND i.state = 'published' ORDER BY i.published_at, i.id LIMIT $2"
        ),
        &params![unit, MOST_OPEN],
        listed,
    )
    .await
}

/// What officers have to finish: drafts, and corrections of what is public. The one due first comes first.
///
/// # Errors
/// What the engine says.
pub async fn unfinished(read: &mut Read, unit: UnitId) -> DbResult<Vec<Listed>> {
    read.all(
        listed!(
            "last_version",
            "AND i.state IN ('draft', 'published') AND v.state IN ('draft', 'approved') \
             ORDER BY i.due_on, i.id LIMIT $2"
        ),
        &params![unit, MOST_OPEN],
        listed,
    )
    .await
}

/// Everything disclosed within a quarter, in order of publication, for its register. Registers themselves and what
/// was withdrawn are in it too: the list is complete.
///
/// # Errors
/// What the engine says.
pub async fn published_between(
    read: &mut Read,
    unit: UnitId,
    first: Date,
    last: Date,
) -> DbResult<Vec<Listed>> {
    read.all(
        listed!(
            "public_version",
            "AND i.public_version > 0 AND i.published_on >= $2 AND i.published_on <= $3 \
             ORDER BY i.published_at, i.id"
        ),
        &params![unit, first, last],
        listed,
    )
    .await
}

/// The registers of a commune, the newest quarter first.
///
/// # Errors
/// What the engine says.
pub async fn registers(read: &mut Read, unit: UnitId) -> DbResult<Vec<Listed>> {
    read.all(
        listed!(
            "public_version",
            "AND i.quarter IS NOT NULL ORDER BY i.quarter DESC LIMIT $2"
        ),
        &params![unit, MOST_OPEN],
        listed,
    )
    .await
}

/// The procedures of a unit that are in force, the newest first.
///
/// # Errors
/// What the engine says.
pub async fn procedures(read: &mut Read, unit: UnitId) -> DbResult<Vec<Listed>> {
    read.all(
        listed!(
            "public_version",
            "AND i.state = 'published' AND v.procedure_json IS NOT NULL \
             ORDER BY i.published_at DESC, i.id DESC LIMIT $2"
        ),
        &params![unit, MOST_OPEN],
        listed,
    )
    .await
}

/// What is or was public and hung at the boards of a hamlet, what changed last first: at most `limit`.
///
/// # Errors
/// What the engine says.
pub async fn hung_in(read: &mut Read, unit: UnitId, hamlet: UnitId, limit: usize) -> DbResult<Vec<Listed>> {
    read.all(
        listed!(
            "public_version",
            "AND i.public_version > 0 AND EXISTS (SELECT 1 FROM disclosure_sighting g JOIN disclosure_site s \
             ON s.unit_id = g.unit_id AND s.id = g.site_id WHERE g.unit_id = i.unit_id AND g.item_id = i.id \
             AND s.hamlet_id = $2 AND g.seen = 'posted' AND g.voided_at IS NULL) \
             ORDER BY i.changed_at DESC, i.id DESC LIMIT $3"
        ),
        &params![unit, hamlet, i64::try_from(limit).unwrap_or(i64::MAX)],
        listed,
    )
    .await
}

/// The hamlets at whose boards a matter hung.
pub(crate) async fn hamlets_hung(read: &mut Read, unit: UnitId, item: ItemId) -> DbResult<Vec<UnitId>> {
    read.all(
        "SELECT DISTINCT s.hamlet_id FROM disclosure_sighting g JOIN disclosure_site s \
         ON s.unit_id = g.unit_id AND s.id = g.site_id WHERE g.unit_id = $1 AND g.item_id = $2 \
         AND g.seen = 'posted' AND g.voided_at IS NULL AND s.hamlet_id IS NOT NULL ORDER BY s.hamlet_id",
        &params![unit, item],
        |row| row.get(0).map(UnitId),
    )
    .await
}

/// The day on which the commune first disclosed anything that belongs into a register.
///
/// # Errors
/// What the engine says.
pub async fn first_published(read: &mut Read, unit: UnitId) -> DbResult<Option<Date>> {
    let day = read
        .one(
            "SELECT MIN(published_on) FROM disclosure_item WHERE unit_id = $1 AND quarter IS NULL",
            &params![unit],
            |row| row.date_or_none(0),
        )
        .await?;
    Ok(day.flatten())
}

/// The units that keep anything here, in order: communes, and provinces with their catalogues.
///
/// # Errors
/// What the engine says.
pub async fn keepers(read: &mut Read) -> DbResult<Vec<UnitId>> {
    read.all(
        "SELECT DISTINCT unit_id FROM disclosure_item ORDER BY unit_id",
        &[],
        |row| row.get(0).map(UnitId),
    )
    .await
}

/// What a commune's board holds, for a list of communes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Matters that are public now.
    pub published: i64,
    /// Duties missed and not yet made good.
    pub missed: i64,
}

/// The counts of communes; those that keep nothing are not in it.
///
/// # Errors
/// What the engine says.
pub async fn counts(read: &mut Read, units: &[i64]) -> DbResult<BTreeMap<UnitId, Counts>> {
    let mut counts: BTreeMap<UnitId, Counts> = BTreeMap::new();
    let pair = |row: &Row| Ok((UnitId(row.get(0)?), row.get::<i64>(1)?));
    let published = read
        .all_among(
            "SELECT unit_id, COUNT(*) FROM disclosure_item WHERE state = 'published' AND unit_id IN ",
            units,
            " GROUP BY unit_id",
            &[],
            pair,
        )
        .await?;
    for (unit, count) in published {
        counts.entry(unit).or_default().published = count;
    }
    let missed = read
        .all_among(
            "SELECT unit_id, COUNT(*) FROM disclosure_missed WHERE resolved_at IS NULL AND unit_id IN ",
            units,
            " GROUP BY unit_id",
            &[],
            pair,
        )
        .await?;
    for (unit, count) in missed {
        counts.entry(unit).or_default().missed = count;
    }
    Ok(counts)
}

/// The boards of a commune of any day: the office first, then in order of their names.
///
/// # Errors
/// What the engine says.
pub async fn sites(read: &mut Read, unit: UnitId) -> DbResult<Vec<Site>> {
    let mut sites = read
        .all(
            "SELECT id, kind, hamlet_id, name, opened_on, closed_on FROM disclosure_site WHERE unit_id = $1 \
             ORDER BY id",
            &params![unit],
            |row| {
                Ok(Site {
                    id: SiteId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
                    kind: SiteKind::from_key(&row.get::<String>(1)?)
                        .ok_or_else(|| damaged("the kind of a site"))?,
                    hamlet: row.get::<Option<i64>>(2)?.map(UnitId),
                    name: row.get(3)?,
                    opened_on: row.date(4)?,
                    closed_on: row.date_or_none(5)?,
                })
            },
        )
        .await?;
    sites.sort_by_cached_key(|site| (site.kind, platform::text::fold(&site.name), site.id));
    Ok(sites)
}

fn recorded(row: &Row) -> DbResult<Recorded> {
    let voided = row
        .instant_or_none(9)?
        .map(|_| row.get::<String>(10))
        .transpose()?;
    Ok(Recorded {
        item: ItemId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        id: SightingId::from_bytes(&row.get::<Vec<u8>>(1)?)?,
        site: SiteId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        seen: Seen::from_key(&row.get::<String>(3)?).ok_or_else(|| damaged("a sighting"))?,
        at: row.instant(4)?,
        photo: row.get::<Option<Vec<u8>>>(5)?.map(hash).transpose()?,
        note: row.get(6)?,
        role: row.get(7)?,
        recorded_at: row.instant(8)?,
        voided,
    })
}

/// All sightings of one matter, in order of time.
///
/// # Errors
/// What the engine says.
pub async fn sightings(read: &mut Read, unit: UnitId, id: ItemId) -> DbResult<Vec<Recorded>> {
    read.all(
        "SELECT item_id, id, site_id, seen, seen_at, photo, note, recorded_role, recorded_at, voided_at, \
         voided_reason FROM disclosure_sighting WHERE unit_id = $1 AND item_id = $2 ORDER BY seen_at, id",
        &params![unit, id],
        recorded,
    )
    .await
}

/// All sightings of what is watched, in order of time.
///
/// # Errors
/// What the engine says.
pub async fn watched_sightings(read: &mut Read, unit: UnitId) -> DbResult<Vec<Recorded>> {
    read.all(
        "SELECT s.item_id, s.id, s.site_id, s.seen, s.seen_at, s.photo, s.note, s.recorded_role, s.recorded_at, \
         s.voided_at, s.voided_reason FROM disclosure_item i JOIN disclosure_sighting s \
         ON s.unit_id = i.unit_id AND s.item_id = i.id \
         WHERE i.unit_id = $1 AND i.watched AND i.state = 'published' ORDER BY s.seen_at, s.id",
        &params![unit],
        recorded,
    )
    .await
}

/// The days on which a matter was broadcast.
///
/// # Errors
/// What the engine says.
pub async fn broadcasts(read: &mut Read, unit: UnitId, id: ItemId) -> DbResult<BTreeSet<Date>> {
    let days = read
        .all(
            "SELECT day FROM disclosure_broadcast WHERE unit_id = $1 AND item_id = $2",
            &params![unit, id],
            |row| row.date(0),
        )
        .await?;
    Ok(days.into_iter().collect())
}

/// The days on which each watched matter was broadcast.
///
/// # Errors
/// What the engine says.
pub async fn watched_broadcasts(read: &mut Read, unit: UnitId) -> DbResult<BTreeMap<ItemId, BTreeSet<Date>>> {
    let rows = read
        .all(
            "SELECT b.item_id, b.day FROM disclosure_item i JOIN disclosure_broadcast b \
             ON b.unit_id = i.unit_id AND b.item_id = i.id \
             WHERE i.unit_id = $1 AND i.watched AND i.state = 'published'",
            &params![unit],
            |row| Ok((ItemId::from_bytes(&row.get::<Vec<u8>>(0)?)?, row.date(1)?)),
        )
        .await?;
    let mut days: BTreeMap<ItemId, BTreeSet<Date>> = BTreeMap::new();
    for (item, day) in rows {
        days.entry(item).or_default().insert(day);
    }
    Ok(days)
}

/// The times in which the commune has no loudspeaker system, the first one first.
///
/// # Errors
/// What the engine says.
pub async fn exemptions(read: &mut Read, unit: UnitId) -> DbResult<Vec<Exemption>> {
    read.all(
        "SELECT from_day, until_day, reason, recorded_role FROM disclosure_exemption WHERE unit_id = $1 \
         ORDER BY from_day",
        &params![unit],
        |row| {
            Ok(Exemption {
                from: row.date(0)?,
                until: row.date_or_none(1)?,
                reason: row.get(2)?,
                role: row.get(3)?,
            })
        },
    )
    .await
}

/// A file, if it hangs on a version that is or was public, or is the photograph of a sighting that counts.
/// Nothing of a matter that was withdrawn is given out.
///
/// # Errors
/// What the engine says.
pub async fn public_file(
    read: &mut Read,
    unit: UnitId,
    item: ItemId,
    file: &Hash,
) -> DbResult<Option<NewFile>> {
    read.one(
        "SELECT f.media_type, f.content, COALESCE((SELECT MIN(a.name) FROM disclosure_attachment a \
         WHERE a.unit_id = f.unit_id AND a.item_id = $2 AND a.hash = f.hash), '') \
         FROM disclosure_file f WHERE f.unit_id = $1 AND f.hash = $3 \
         AND EXISTS (SELECT 1 FROM disclosure_item i WHERE i.unit_id = $1 AND i.id = $2 \
             AND i.state IN ('published', 'archived')) \
         AND (EXISTS (SELECT 1 FROM disclosure_attachment a JOIN disclosure_version v \
             ON v.unit_id = a.unit_id AND v.item_id = a.item_id AND v.version = a.version \
             WHERE a.unit_id = $1 AND a.item_id = $2 AND a.hash = $3 AND v.state = 'published') \
           OR EXISTS (SELECT 1 FROM disclosure_sighting s \
             WHERE s.unit_id = $1 AND s.item_id = $2 AND s.photo = $3 AND s.voided_at IS NULL))",
        &params![unit, item, file.to_vec()],
        file_from,
    )
    .await
}

/// A file that hangs on any version of a matter, for officers.
///
/// # Errors
/// What the engine says.
pub async fn any_file(read: &mut Read, unit: UnitId, item: ItemId, file: &Hash) -> DbResult<Option<NewFile>> {
    read.one(
        "SELECT f.media_type, f.content, a.name FROM disclosure_file f JOIN disclosure_attachment a \
         ON a.unit_id = f.unit_id AND a.hash = f.hash \
         WHERE f.unit_id = $1 AND a.item_id = $2 AND f.hash = $3 ORDER BY a.version DESC LIMIT 1",
        &params![unit, item, file.to_vec()],
        file_from,
    )
    .await
}

fn file_from(row: &Row) -> DbResult<NewFile> {
    Ok(NewFile {
        media_type: row.get(0)?,
        content: row.get(1)?,
        name: row.get(2)?,
    })
}

/// A matter to be begun.
#[derive(Debug, Clone)]
pub(crate) struct NewMatter<'a> {
    pub unit: UnitId,
    pub id: ItemId,
    pub matter: &'a str,
    pub quarter: Option<Period>,
    pub decided_on: Date,
    pub due_on: Date,
    pub hamlet: Option<UnitId>,
    pub page: Option<&'a str>,
}

/// Begins a matter, without a version yet.
pub(crate) async fn insert_item(write: &mut Write, new: &NewMatter<'_>, at: Timestamp) -> DbResult<bool> {
    let touched = write
        .execute(
            "INSERT INTO disclosure_item (unit_id, id, matter, quarter, decided_on, due_on, state, public_version, \
             last_version, changed_at, withdrawn_role, withdrawn_reason, watched, hamlet_id, page) \
             VALUES ($1, $2, $3, $4, $5, $6, 'draft', 0, 0, $7, '', '', $8, $9, $10) \
             ON CONFLICT (unit_id, quarter) DO NOTHING",
            &params![
                new.unit,
                new.id,
                new.matter,
                new.quarter.map(Period::number),
                new.decided_on,
                new.due_on,
                at,
                false,
                new.hamlet.map(|hamlet| hamlet.0),
                new.page.map(str::to_owned)
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Changes what a matter is about, which is possible until it is public.
pub(crate) async fn update_item(write: &mut Write, new: &NewMatter<'_>) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_item SET matter = $3, decided_on = $4, due_on = $5 \
             WHERE unit_id = $1 AND id = $2 AND state = 'draft'",
            &params![new.unit, new.id, new.matter, new.decided_on, new.due_on],
        )
        .await?;
    Ok(touched == 1)
}

/// What makes a text a procedure, as the database keeps it.
fn json(text: &Text) -> DbResult<Option<String>> {
    let procedure = text.procedure.as_ref().map(serde_json::to_string);
    procedure.transpose().map_err(|error| damaged(&error.to_string()))
}

/// Adds the next version as a draft and gives its number.
pub(crate) async fn insert_version(
    write: &mut Write,
    (unit, id): (UnitId, ItemId),
    text: &Text,
    correction: &str,
    act: &Act,
) -> DbResult<i64> {
    let sql = "UPDATE disclosure_item SET last_version = last_version + 1 WHERE unit_id = $1 AND id = $2";
    write.execute(sql, &params![unit, id]).await?;
    let number = write
        .one(
            "SELECT last_version FROM disclosure_item WHERE unit_id = $1 AND id = $2",
            &params![unit, id],
            |row| row.get::<i64>(0),
        )
        .await?
        .ok_or_else(|| damaged("a matter is gone"))?;
    write
        .execute(
            "INSERT INTO disclosure_version (unit_id, item_id, version, state, revision, title, summary, body, \
             correction, drafted_by, drafted_role, drafted_at, approved_role, published_role, procedure_json) \
             VALUES ($1, $2, $3, 'draft', 1, $4, $5, $6, $7, $8, $9, $10, '', '', $11)",
            &params![
                unit,
                id,
                number,
                text.title.as_str(),
                text.summary.as_str(),
                text.body.as_str(),
                correction,
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at,
                json(text)?
            ],
        )
        .await?;
    Ok(number)
}

/// Saves a version that is not public yet; an approval it had is void. `false` when it is no longer at `revision`.
pub(crate) async fn update_version(
    write: &mut Write,
    (unit, id, version, revision): (UnitId, ItemId, i64, i64),
    text: &Text,
    correction: &str,
    act: &Act,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_version SET state = 'draft', revision = revision + 1, title = $5, summary = $6, \
             body = $7, correction = $8, drafted_by = $9, drafted_role = $10, drafted_at = $11, \
             approved_by = NULL, approved_role = '', approved_at = NULL, procedure_json = $12 \
             WHERE unit_id = $1 AND item_id = $2 AND version = $3 AND revision = $4 \
             AND state IN ('draft', 'approved')",
            &params![
                unit,
                id,
                version,
                revision,
                text.title.as_str(),
                text.summary.as_str(),
                text.body.as_str(),
                correction,
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at,
                json(text)?
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Approves what was read. `false` when it changed since, or is no draft.
pub(crate) async fn approve(
    write: &mut Write,
    (unit, id, version, revision): (UnitId, ItemId, i64, i64),
    act: &Act,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_version SET state = 'approved', approved_by = $5, approved_role = $6, \
             approved_at = $7 WHERE unit_id = $1 AND item_id = $2 AND version = $3 AND revision = $4 \
             AND state = 'draft'",
            &params![
                unit,
                id,
                version,
                revision,
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Gives a version up that was never public.
pub(crate) async fn drop_version(
    write: &mut Write,
    (unit, id, version): (UnitId, ItemId, i64),
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_version SET state = 'dropped' WHERE unit_id = $1 AND item_id = $2 AND version = $3 \
             AND state IN ('draft', 'approved')",
            &params![unit, id, version],
        )
        .await?;
    Ok(touched == 1)
}

/// What a version becomes public with.
pub(crate) struct Publication<'a> {
    pub hash: Hash,
    pub act: &'a Act,
    pub on: Date,
    /// The record that counts it; a province's procedures are counted nowhere.
    pub record: Option<RecordId>,
    pub watched: bool,
}

/// Makes an approved version the public one. `false` when it is not approved or the matter can't be published.
pub(crate) async fn publish(
    write: &mut Write,
    (unit, id, version): (UnitId, ItemId, i64),
    with: &Publication<'_>,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_version SET state = 'published', published_role = $4, published_at = $5, \
             content_hash = $6 WHERE unit_id = $1 AND item_id = $2 AND version = $3 AND state = 'approved'",
            &params![
                unit,
                id,
                version,
                with.act.by.role.as_str(),
                with.act.at,
                with.hash.to_vec()
            ],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    let record = Value::Bytes(with.record.map(|record| bytes(record.0)));
    let touched = write
        .execute(
            "UPDATE disclosure_item SET state = 'published', public_version = $3, changed_at = $4, \
             published_at = COALESCE(published_at, $4), published_on = COALESCE(published_on, $5), \
             record_id = $6, watched = $7 WHERE unit_id = $1 AND id = $2 AND state IN ('draft', 'published')",
            &params![unit, id, version, with.act.at, with.on, record, with.watched],
        )
        .await?;
    Ok(touched == 1)
}

/// The record whose facts stand for the matter, if there is one.
pub(crate) async fn record_of(read: &mut Read, unit: UnitId, id: ItemId) -> DbResult<Option<RecordId>> {
    let record = read
        .one(
            "SELECT record_id FROM disclosure_item WHERE unit_id = $1 AND id = $2",
            &params![unit, id],
            |row| row.get::<Option<Vec<u8>>>(0),
        )
        .await?;
    record
        .flatten()
        .map(|octets| RecordId::from_bytes(&octets))
        .transpose()
}

/// Notes the record whose facts stand for the matter.
pub(crate) async fn set_record(
    write: &mut Write,
    (unit, id): (UnitId, ItemId),
    record: RecordId,
) -> DbResult<()> {
    let sql = "UPDATE disclosure_item SET record_id = $3 WHERE unit_id = $1 AND id = $2";
    write.execute(sql, &params![unit, id, record]).await.map(drop)
}

/// Takes a public matter back. `false` when it is not public.
pub(crate) async fn withdraw(
    write: &mut Write,
    (unit, id): (UnitId, ItemId),
    act: &Act,
    reason: &str,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_item SET state = 'withdrawn', withdrawn_at = $3, withdrawn_role = $4, \
             withdrawn_reason = $5, changed_at = $3, watched = $6 \
             WHERE unit_id = $1 AND id = $2 AND state IN ('published', 'archived')",
            &params![unit, id, act.at, act.by.role.as_str(), reason, false],
        )
        .await?;
    if touched == 1 {
        // What was withdrawn must not be found by its words.
        set_words(write, (unit, id), &BTreeSet::new()).await?;
    }
    Ok(touched == 1)
}

/// Declares the time of a public matter over. `false` when it is not public.
pub(crate) async fn archive(
    write: &mut Write,
    (unit, id): (UnitId, ItemId),
    at: Timestamp,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_item SET state = 'archived', archived_at = $3, changed_at = $3, watched = $4 \
             WHERE unit_id = $1 AND id = $2 AND state = 'published'",
            &params![unit, id, at, false],
        )
        .await?;
    Ok(touched == 1)
}

/// Whether the boards and broadcasts of a matter have still to be watched.
pub(crate) async fn set_watched(
    write: &mut Write,
    (unit, id): (UnitId, ItemId),
    watched: bool,
) -> DbResult<()> {
    let sql = "UPDATE disclosure_item SET watched = $3 WHERE unit_id = $1 AND id = $2";
    write.execute(sql, &params![unit, id, watched]).await.map(drop)
}

/// Replaces the words by which a matter is found.
pub(crate) async fn set_words(
    write: &mut Write,
    (unit, id): (UnitId, ItemId),
    words: &BTreeSet<String>,
) -> DbResult<()> {
    let sql = "DELETE FROM disclosure_word WHERE unit_id = $1 AND item_id = $2";
    write.execute(sql, &params![unit, id]).await?;
    let rows: Vec<[Value; 3]> = words
        .iter()
        .map(|word| params![unit, word.as_str(), id])
        .collect();
    write
        .insert_many(
            "INSERT INTO disclosure_word (unit_id, word, item_id)",
            &rows,
            "ON CONFLICT (unit_id, word, item_id) DO NOTHING",
        )
        .await
        .map(drop)
}

/// Stores a file once for its unit.
pub(crate) async fn insert_file(
    write: &mut Write,
    unit: UnitId,
    hash: &Hash,
    file: &NewFile,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO disclosure_file (unit_id, hash, media_type, size, content, stored_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, hash) DO NOTHING",
            &params![
                unit,
                hash.to_vec(),
                file.media_type.as_str(),
                i64::try_from(file.content.len()).unwrap_or(i64::MAX),
                file.content.clone(),
                at
            ],
        )
        .await
        .map(drop)
}

/// Says which files hang on a version, in order, each a hash and a name. What hung on a draft before is taken off.
pub(crate) async fn set_attachments(
    write: &mut Write,
    (unit, id, version): (UnitId, ItemId, i64),
    attachments: &[(Hash, String)],
) -> DbResult<()> {
    let sql = "DELETE FROM disclosure_attachment WHERE unit_id = $1 AND item_id = $2 AND version = $3";
    write.execute(sql, &params![unit, id, version]).await?;
    let rows: Vec<[Value; 6]> = (1_i64..)
        .zip(attachments)
        .map(|(position, (hash, name))| params![unit, id, version, position, hash.to_vec(), name.as_str()])
        .collect();
    write
        .insert_many(
            "INSERT INTO disclosure_attachment (unit_id, item_id, version, position, hash, name)",
            &rows,
            "",
        )
        .await
        .map(drop)
}

/// Adds a board.
pub(crate) async fn insert_site(write: &mut Write, unit: UnitId, site: &Site) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO disclosure_site (unit_id, id, kind, hamlet_id, name, opened_on, closed_on) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                unit,
                site.id,
                site.kind.key(),
                site.hamlet.map(|hamlet| hamlet.0),
                site.name.as_str(),
                site.opened_on,
                site.closed_on
            ],
        )
        .await
        .map(drop)
}

/// Closes a board from a day on. `false` when there is no such open board.
pub(crate) async fn close_site(write: &mut Write, unit: UnitId, site: SiteId, on: Date) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_site SET closed_on = $3 WHERE unit_id = $1 AND id = $2 AND closed_on IS NULL",
            &params![unit, site, on],
        )
        .await?;
    Ok(touched == 1)
}

/// Adds a sighting.
pub(crate) async fn insert_sighting(
    write: &mut Write,
    unit: UnitId,
    sighting: &Recorded,
    act: &Act,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO disclosure_sighting (unit_id, item_id, id, site_id, seen, seen_at, photo, note, \
             recorded_by, recorded_role, recorded_at, voided_reason) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')",
            &params![
                unit,
                sighting.item,
                sighting.id,
                sighting.site,
                sighting.seen.key(),
                sighting.at,
                Value::Bytes(sighting.photo.map(|hash| hash.to_vec())),
                sighting.note.as_str(),
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await
        .map(drop)
}

/// Says that a sighting was recorded by mistake. `false` when there is none that counts.
pub(crate) async fn void_sighting(
    write: &mut Write,
    (unit, item, id): (UnitId, ItemId, SightingId),
    at: Timestamp,
    reason: &str,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_sighting SET voided_at = $4, voided_reason = $5 \
             WHERE unit_id = $1 AND item_id = $2 AND id = $3 AND voided_at IS NULL",
            &params![unit, item, id, at, reason],
        )
        .await?;
    Ok(touched == 1)
}

/// Notes a day of broadcasting; noted twice it is one.
pub(crate) async fn insert_broadcast(
    write: &mut Write,
    (unit, item): (UnitId, ItemId),
    day: Date,
    act: &Act,
) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO disclosure_broadcast (unit_id, item_id, day, recorded_by, recorded_role, recorded_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, item_id, day) DO NOTHING",
            &params![
                unit,
                item,
                day,
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await
        .map(drop)
}

/// Begins a time without a loudspeaker system. `false` when one begins on that day already.
pub(crate) async fn insert_exemption(
    write: &mut Write,
    unit: UnitId,
    from: Date,
    reason: &str,
    act: &Act,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "INSERT INTO disclosure_exemption (unit_id, from_day, reason, recorded_by, recorded_role, recorded_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, from_day) DO NOTHING",
            &params![
                unit,
                from,
                reason,
                bytes(act.by.account),
                act.by.role.as_str(),
                act.at
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Ends the time without a loudspeaker system. `false` when there is none.
pub(crate) async fn end_exemption(write: &mut Write, unit: UnitId, until: Date) -> DbResult<bool> {
    let touched = write
        .execute(
            "UPDATE disclosure_exemption SET until_day = $2 WHERE unit_id = $1 AND until_day IS NULL",
            &params![unit, until],
        )
        .await?;
    Ok(touched > 0)
}

/// The duties that were missed and are not made good yet, by subject.
pub(crate) async fn open_missed(read: &mut Read, unit: UnitId) -> DbResult<BTreeSet<String>> {
    let subjects = read
        .all(
            "SELECT subject FROM disclosure_missed WHERE unit_id = $1 AND resolved_at IS NULL",
            &params![unit],
            |row| row.get(0),
        )
        .await?;
    Ok(subjects.into_iter().collect())
}

/// Notes a missed duty once. `false` when it was noted before.
pub(crate) async fn insert_missed(
    write: &mut Write,
    unit: UnitId,
    (subject, duty, due_on): (&str, &str, Date),
    record: RecordId,
    at: Timestamp,
) -> DbResult<bool> {
    let touched = write
        .execute(
            "INSERT INTO disclosure_missed (unit_id, subject, duty, due_on, record_id, noted_at) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (unit_id, subject) DO NOTHING",
            &params![unit, subject, duty, due_on, record, at],
        )
        .await?;
    Ok(touched == 1)
}

/// Notes that a missed duty was made good.
pub(crate) async fn resolve_missed(
    write: &mut Write,
    unit: UnitId,
    subject: &str,
    at: Timestamp,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE disclosure_missed SET resolved_at = $3 WHERE unit_id = $1 AND subject = $2",
            &params![unit, subject, at],
        )
        .await
        .map(drop)
}
