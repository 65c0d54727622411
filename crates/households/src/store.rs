//! Queries. Every one names its commune, and every list has its limit or is one hamlet's or one household's.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use platform::{
    db::{DbError, DbResult, Migration, Read, Row, Value, Write},
    params,
};
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{HouseholdId, RepresentativeId, RollId, UploadId},
    model::{By, HamletKey, Household, Person, Representative, Trace, TraceKind},
    roll::{Roll, RollEntry},
    rules::{Basis, State},
};

/// The schema of this room.
pub const MIGRATIONS: &[Migration] = &[Migration {
    version: 2_026_112_581,
    name: "households",
    sql: include_str!("../migrations/2026112581_households.sql"),
}];

/// Households on one page of a list.
pub const PAGE: usize = 50;
/// The most words one search looks for.
const MOST_WORDS: usize = 4;

fn damaged(what: &str) -> DbError {
    DbError::Damaged(format!("households: {what}"))
}

fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

fn uuid(octets: &[u8]) -> DbResult<Uuid> {
    Uuid::from_slice(octets).map_err(|_| damaged("an identifier"))
}

fn state(key: &str) -> DbResult<State> {
    State::from_key(key).ok_or_else(|| damaged("a state"))
}

/// The words of a text as they are searched for.
fn words(text: &str) -> Vec<String> {
    platform::text::fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a household is found by.
pub(crate) fn searchable(number: i64, name: &str, address: &str) -> String {
    format!(" {} ", words(&format!("{number} {name} {address}")).join(" "))
}

/// A pattern for each word sought, empty for none: numbers are meant whole, words by their beginning.
fn patterns(sought: &str) -> [String; MOST_WORDS] {
    let mut patterns = [const { String::new() }; MOST_WORDS];
    for (pattern, word) in patterns.iter_mut().zip(words(sought)) {
        let end = if word.chars().all(|c| c.is_ascii_digit()) {
            " "
        } else {
            ""
        };
        *pattern = format!("% {word}{end}%");
    }
    patterns
}

/// A query for households with who speaks for each; a macro, because a statement must be a literal.
macro_rules! households {
    ($tail:literal) => {
        concat!(
            "SELECT h.unit_id, h.hamlet_id, h.id, h.number, h.address, h.state, h.since, h.revision, r.id, \
             r.from_day, r.replaced, r.erased, r.name, r.birth_year, r.basis, r.phone FROM household h \
             JOIN household_representative r ON r.unit_id = h.unit_id AND r.hamlet_id = h.hamlet_id \
             AND r.household_id = h.id AND r.id = h.representative_id WHERE h.unit_id = $1 ",
            $tail
        )
    };
}

fn representative(row: &Row, from: usize) -> DbResult<Representative> {
    let erased: bool = row.get(from + 3)?;
    let person = Person {
        name: row.get(from + 4)?,
        birth_year: row.get(from + 5)?,
        basis: Basis::from_key(&row.get::<String>(from + 6)?).ok_or_else(|| damaged("a basis"))?,
        phone: row.get(from + 7)?,
    };
    Ok(Representative {
        id: RepresentativeId::from_bytes(&row.get::<Vec<u8>>(from)?)?,
        from: row.date(from + 1)?,
        mistaken: row.get(from + 2)?,
        person: (!erased).then_some(person),
    })
}

fn household_of(row: &Row) -> DbResult<Household> {
    Ok(Household {
        place: HamletKey {
            unit: UnitId(row.get(0)?),
            hamlet: UnitId(row.get(1)?),
        },
        id: HouseholdId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        number: row.get(3)?,
        address: row.get(4)?,
        state: state(&row.get::<String>(5)?)?,
        since: row.date(6)?,
        revision: row.get(7)?,
        representative: representative(row, 8)?,
    })
}

/// A household by its key.
///
/// # Errors
/// What the engine says.
pub async fn household(read: &mut Read, place: HamletKey, id: HouseholdId) -> DbResult<Option<Household>> {
    read.one(
        households!("AND h.hamlet_id = $2 AND h.id = $3"),
        &params![place.unit, place.hamlet, id],
        household_of,
    )
    .await
}

/// Which households are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that belong to the hamlet.
    #[default]
    Listed,
    /// Those that left its register.
    Gone,
}

/// A page of a hamlet's register, by number: at most `limit` after the one given. Words are found without diacritics in
/// number, name and address.
///
/// # Errors
/// What the engine says.
pub async fn page(
    read: &mut Read,
    place: HamletKey,
    (which, sought): (Which, &str),
    after: i64,
    limit: usize,
) -> DbResult<Vec<Household>> {
    let [first, second, third, fourth] = patterns(sought);
    read.all(
        households!(
            "AND h.hamlet_id = $2 AND (h.state = 'listed') = $3 AND h.number > $4 \
             AND ($6 = '' OR h.search LIKE $6) AND ($7 = '' OR h.search LIKE $7) \
             AND ($8 = '' OR h.search LIKE $8) AND ($9 = '' OR h.search LIKE $9) ORDER BY h.number LIMIT $5"
        ),
        &params![
            place.unit,
            place.hamlet,
            which == Which::Listed,
            after,
            i64::try_from(limit).unwrap_or(i64::MAX),
            first,
            second,
            third,
            fourth
        ],
        household_of,
    )
    .await
}

/// All households of a hamlet, or of all hamlets of a commune, by number: for files and printing.
///
/// # Errors
/// What the engine says.
pub async fn register(read: &mut Read, unit: UnitId, hamlet: Option<UnitId>) -> DbResult<Vec<Household>> {
    read.all(
        households!("AND ($2 = 0 OR h.hamlet_id = $2) ORDER BY h.hamlet_id, h.number"),
        &params![unit, hamlet.map_or(0, |hamlet| hamlet.0)],
        household_of,
    )
    .await
}

/// The number that the next household of a hamlet gets unless another is chosen.
///
/// # Errors
/// What the engine says.
pub async fn next_number(read: &mut Read, place: HamletKey) -> DbResult<i64> {
    let last = read
        .one(
            "SELECT MAX(number) FROM household WHERE unit_id = $1 AND hamlet_id = $2",
            &params![place.unit, place.hamlet],
            |row| row.get::<Option<i64>>(0),
        )
        .await?;
    Ok(last.flatten().unwrap_or(0) + 1)
}

/// Whether a number is taken by another household of the hamlet than `id`.
///
/// # Errors
/// What the engine says.
pub async fn is_taken(
    read: &mut Read,
    place: HamletKey,
    number: i64,
    id: Option<HouseholdId>,
) -> DbResult<bool> {
    let own = id.map(|id| bytes(id.0)).unwrap_or_default();
    let taken = read
        .one(
            "SELECT 1 FROM household WHERE unit_id = $1 AND hamlet_id = $2 AND number = $3 AND id <> $4",
            &params![place.unit, place.hamlet, number, own],
            |_| Ok(()),
        )
        .await?;
    Ok(taken.is_some())
}

/// How many households of each hamlet of a commune belong to it, and how many left, now.
///
/// # Errors
/// What the engine says.
pub async fn tally(read: &mut Read, unit: UnitId) -> DbResult<BTreeMap<UnitId, (i64, i64)>> {
    let mut tally: BTreeMap<UnitId, (i64, i64)> = BTreeMap::new();
    let counted = read
        .all(
            "SELECT hamlet_id, state, COUNT(*) FROM household WHERE unit_id = $1 GROUP BY hamlet_id, state",
            &params![unit],
            |row| {
                Ok((
                    UnitId(row.get(0)?),
                    state(&row.get::<String>(1)?)?,
                    row.get::<i64>(2)?,
                ))
            },
        )
        .await?;
    for (hamlet, state, count) in counted {
        let (listed, gone) = tally.entry(hamlet).or_default();
        *(if state == State::Listed { listed } else { gone }) += count;
    }
    Ok(tally)
}

/// Everybody recorded as speaking for a household, the first one first.
///
/// # Errors
/// What the engine says.
pub async fn representatives(
    read: &mut Read,
    place: HamletKey,
    id: HouseholdId,
) -> DbResult<Vec<Representative>> {
    read.all(
        "SELECT id, from_day, replaced, erased, name, birth_year, basis, phone FROM household_representative \
         WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 ORDER BY from_day, id",
        &params![place.unit, place.hamlet, id],
        |row| representative(row, 0),
    )
    .await
}

/// A household's comings and goings, the first one first; without those recorded by mistake.
///
/// # Errors
/// What the engine says.
pub async fn standings(
    read: &mut Read,
    place: HamletKey,
    id: HouseholdId,
) -> DbResult<Vec<(Date, (Uuid, State))>> {
    read.all(
        "SELECT from_day, id, state FROM household_standing \
         WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 AND NOT replaced ORDER BY from_day",
        &params![place.unit, place.hamlet, id],
        |row| {
            let turn = (uuid(&row.get::<Vec<u8>>(1)?)?, state(&row.get::<String>(2)?)?);
            Ok((row.date(0)?, turn))
        },
    )
    .await
}

/// The last lines of the trace of a hamlet's register, or of one household, before the one given.
///
/// # Errors
/// What the engine says.
pub async fn traces(
    read: &mut Read,
    place: HamletKey,
    household: Option<HouseholdId>,
    before: Option<Uuid>,
    limit: usize,
) -> DbResult<Vec<Trace>> {
    let before = before.map_or_else(|| vec![0xff; 17], bytes);
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let make = |row: &Row| {
        let household = row
            .get::<Option<Vec<u8>>>(1)?
            .map(|id| {
                Ok::<_, DbError>((
                    HouseholdId::from_bytes(&id)?,
                    row.get::<Option<i64>>(11)?.unwrap_or(0),
                ))
            })
            .transpose()?;
        Ok(Trace {
            id: uuid(&row.get::<Vec<u8>>(0)?)?,
            household,
            at: row.instant(2)?,
            by: By {
                account: uuid(&row.get::<Vec<u8>>(3)?)?,
                role: row.get(4)?,
            },
            kind: TraceKind::from_key(&row.get::<String>(5)?).ok_or_else(|| damaged("a kind of act"))?,
            field: row.get(6)?,
            before: row.get(7)?,
            after: row.get(8)?,
            reason: row.get(9)?,
            erased: row.get(10)?,
        })
    };
    match household {
        None => {
            read.all(
                "SELECT t.id, t.household_id, t.at, t.account, t.role, t.kind, t.field, t.before_value, \
                 t.after_value, t.reason, t.erased, h.number FROM household_trace t \
                 LEFT JOIN household h ON h.unit_id = t.unit_id AND h.hamlet_id = t.hamlet_id \
                 AND h.id = t.household_id \
                 WHERE t.unit_id = $1 AND t.hamlet_id = $2 AND t.id < $3 ORDER BY t.id DESC LIMIT $4",
                &params![place.unit, place.hamlet, before, limit],
                make,
            )
            .await
        }
        Some(id) => {
            read.all(
                "SELECT t.id, t.household_id, t.at, t.account, t.role, t.kind, t.field, t.before_value, \
                 t.after_value, t.reason, t.erased, h.number FROM household_trace t \
                 LEFT JOIN household h ON h.unit_id = t.unit_id AND h.hamlet_id = t.hamlet_id \
                 AND h.id = t.household_id \
                 WHERE t.unit_id = $1 AND t.hamlet_id = $2 AND t.household_id = $5 AND t.id < $3 \
                 ORDER BY t.id DESC LIMIT $4",
                &params![place.unit, place.hamlet, before, limit, id],
                make,
            )
            .await
        }
    }
}

/// A household as it is first stored.
pub(crate) struct First {
    pub(crate) place: HamletKey,
    pub(crate) id: HouseholdId,
    pub(crate) number: i64,
    pub(crate) address: String,
    pub(crate) from: Date,
    pub(crate) standing: Uuid,
    pub(crate) representative: RepresentativeId,
    pub(crate) person: Person,
}

/// Stores new households, each with its first standing and representative.
pub(crate) async fn insert(write: &mut Write, new: &[First]) -> DbResult<()> {
    let rows: Vec<[Value; 10]> = new
        .iter()
        .map(|first| {
            params![
                first.place.unit,
                first.place.hamlet,
                first.id,
                first.number,
                first.address.as_str(),
                State::Listed.key(),
                first.from,
                first.representative,
                searchable(first.number, &first.person.name, &first.address),
                1_i64
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO household (unit_id, hamlet_id, id, number, address, state, since, representative_id, \
             search, revision)",
            &rows,
            "",
        )
        .await?;
    let rows: Vec<[Value; 7]> = new
        .iter()
        .map(|first| {
            params![
                first.place.unit,
                first.place.hamlet,
                first.id,
                bytes(first.standing),
                first.from,
                State::Listed.key(),
                false
            ]
        })
        .collect();
    write.insert_many(STANDING, &rows, "").await?;
    let rows: Vec<[Value; 11]> = new
        .iter()
        .map(|first| {
            representative_row(
                (first.place, first.id),
                (first.representative, first.from),
                &first.person,
            )
        })
        .collect();
    write.insert_many(REPRESENTATIVE, &rows, "").await?;
    Ok(())
}

const STANDING: &str =
    "INSERT INTO household_standing (unit_id, hamlet_id, household_id, id, from_day, state, replaced)";
const REPRESENTATIVE: &str = "INSERT INTO household_representative (unit_id, hamlet_id, household_id, id, from_day, \
                              replaced, name, birth_year, basis, phone, erased)";

fn representative_row(
    (place, household): (HamletKey, HouseholdId),
    (id, from): (RepresentativeId, Date),
    person: &Person,
) -> [Value; 11] {
    params![
        place.unit,
        place.hamlet,
        household,
        id,
        from,
        false,
        person.name.as_str(),
        person.birth_year,
        person.basis.key(),
        person.phone.as_str(),
        false
    ]
}

/// Adds a turn of the household's standing; the one of the same day, recorded by mistake, is set aside.
pub(crate) async fn add_standing(
    write: &mut Write,
    (place, household): (HamletKey, HouseholdId),
    (id, from, state): (Uuid, Date, State),
    replaced: Option<Uuid>,
) -> DbResult<()> {
    if let Some(replaced) = replaced {
        write
            .execute(
                "UPDATE household_standing SET replaced = $5 \
                 WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 AND id = $4",
                &params![place.unit, place.hamlet, household, bytes(replaced), true],
            )
            .await?;
    }
    let row = params![
        place.unit,
        place.hamlet,
        household,
        bytes(id),
        from,
        state.key(),
        false
    ];
    write.insert_many(STANDING, &[row], "").await.map(drop)
}

/// Adds a representative; the one of the same day, recorded by mistake, is set aside.
pub(crate) async fn add_representative(
    write: &mut Write,
    (place, household): (HamletKey, HouseholdId),
    (id, from, person): (RepresentativeId, Date, &Person),
    replaced: Option<RepresentativeId>,
) -> DbResult<()> {
    if let Some(replaced) = replaced {
        write
            .execute(
                "UPDATE household_representative SET replaced = $5 \
                 WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 AND id = $4",
                &params![place.unit, place.hamlet, household, replaced, true],
            )
            .await?;
    }
    let row = representative_row((place, household), (id, from), person);
    write.insert_many(REPRESENTATIVE, &[row], "").await.map(drop)
}

/// Writes what is known about a representative anew.
pub(crate) async fn update_person(
    write: &mut Write,
    (place, household): (HamletKey, HouseholdId),
    id: RepresentativeId,
    person: &Person,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE household_representative SET name = $5, birth_year = $6, basis = $7, phone = $8 \
             WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 AND id = $4",
            &params![
                place.unit,
                place.hamlet,
                household,
                id,
                person.name.as_str(),
                person.birth_year,
                person.basis.key(),
                person.phone.as_str()
            ],
        )
        .await
        .map(drop)
}

/// Writes a household anew, unless somebody else has since `household.revision` was read. Says whether it was written.
pub(crate) async fn update(write: &mut Write, household: &Household) -> DbResult<bool> {
    let name = household
        .representative
        .person
        .as_ref()
        .map_or("", |person| person.name.as_str());
    let touched = write
        .execute(
            "UPDATE household SET number = $5, address = $6, state = $7, since = $8, representative_id = $9, \
             search = $10, revision = $11 WHERE unit_id = $1 AND hamlet_id = $2 AND id = $3 AND revision = $4",
            &params![
                household.place.unit,
                household.place.hamlet,
                household.id,
                household.revision,
                household.number,
                household.address.as_str(),
                household.state.key(),
                household.since,
                household.representative.id,
                searchable(household.number, name, &household.address),
                household.revision + 1
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Erases what is known about a person, from the register and from the trace.
pub(crate) async fn erase(
    write: &mut Write,
    (place, household): (HamletKey, HouseholdId),
    id: RepresentativeId,
) -> DbResult<()> {
    write
        .execute(
            "UPDATE household_representative SET name = '', birth_year = NULL, phone = '', erased = $5 \
             WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 AND id = $4",
            &params![place.unit, place.hamlet, household, id, true],
        )
        .await?;
    // The reason of an act may name the person, so it goes from all lines of the acts about that person.
    write
        .execute(
            "UPDATE household_trace SET reason = '', erased = $5 WHERE unit_id = $1 AND hamlet_id = $2 \
             AND household_id = $3 AND act IN (SELECT act FROM household_trace WHERE unit_id = $1 \
             AND hamlet_id = $2 AND household_id = $3 AND representative_id = $4)",
            &params![place.unit, place.hamlet, household, id, true],
        )
        .await?;
    write
        .execute(
            "UPDATE household_trace SET before_value = '', after_value = '' \
             WHERE unit_id = $1 AND hamlet_id = $2 AND household_id = $3 AND representative_id = $4",
            &params![place.unit, place.hamlet, household, id],
        )
        .await
        .map(drop)
}

/// A line of the trace to be stored.
pub(crate) struct Line {
    pub(crate) place: HamletKey,
    pub(crate) id: Uuid,
    pub(crate) act: Uuid,
    pub(crate) household: Option<HouseholdId>,
    pub(crate) representative: Option<RepresentativeId>,
    pub(crate) at: Timestamp,
    pub(crate) kind: TraceKind,
    pub(crate) field: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) reason: String,
}

/// Adds lines to the trace.
pub(crate) async fn insert_traces(write: &mut Write, by: &By, lines: &[Line]) -> DbResult<()> {
    let octets = |id: Option<Uuid>| Value::Bytes(id.map(bytes));
    let rows: Vec<[Value; 15]> = lines
        .iter()
        .map(|line| {
            params![
                line.place.unit,
                line.place.hamlet,
                bytes(line.id),
                bytes(line.act),
                octets(line.household.map(|id| id.0)),
                octets(line.representative.map(|id| id.0)),
                line.at,
                bytes(by.account),
                by.role.as_str(),
                line.kind.key(),
                line.field,
                line.before.as_str(),
                line.after.as_str(),
                line.reason.as_str(),
                false
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO household_trace (unit_id, hamlet_id, id, act, household_id, representative_id, at, account, \
             role, kind, field, before_value, after_value, reason, erased)",
            &rows,
            "",
        )
        .await
        .map(drop)
}

pub(crate) async fn listed_on(read: &mut Read, place: HamletKey, day: Date) -> DbResult<Vec<RollEntry>> {
    read.all(
        "SELECT h.id, h.number, r.id, r.erased, r.name FROM household h \
         JOIN household_standing s ON s.unit_id = h.unit_id AND s.hamlet_id = h.hamlet_id AND s.household_id = h.id \
         JOIN household_representative r ON r.unit_id = h.unit_id AND r.hamlet_id = h.hamlet_id \
             AND r.household_id = h.id \
         WHERE h.unit_id = $1 AND h.hamlet_id = $2 AND s.state = 'listed' AND NOT s.replaced AND NOT r.replaced \
         AND s.from_day = (SELECT MAX(x.from_day) FROM household_standing x WHERE x.unit_id = h.unit_id \
             AND x.hamlet_id = h.hamlet_id AND x.household_id = h.id AND NOT x.replaced AND x.from_day <= $3) \
         AND r.from_day = (SELECT MAX(x.from_day) FROM household_representative x WHERE x.unit_id = h.unit_id \
             AND x.hamlet_id = h.hamlet_id AND x.household_id = h.id AND NOT x.replaced AND x.from_day <= $3) \
         ORDER BY h.number",
        &params![place.unit, place.hamlet, day],
        entry,
    )
    .await
}

fn entry(row: &Row) -> DbResult<RollEntry> {
    let erased: bool = row.get(3)?;
    let name: String = row.get(4)?;
    Ok(RollEntry {
        household: HouseholdId::from_bytes(&row.get::<Vec<u8>>(0)?)?,
        number: row.get(1)?,
        representative: RepresentativeId::from_bytes(&row.get::<Vec<u8>>(2)?)?,
        name: (!erased).then_some(name),
    })
}

pub(crate) async fn counts_on(
    read: &mut Read,
    unit: UnitId,
    hamlet: Option<UnitId>,
    day: Date,
) -> DbResult<BTreeMap<UnitId, i64>> {
    let counts = read
        .all(
            "SELECT s.hamlet_id, COUNT(*) FROM household_standing s WHERE s.unit_id = $1 \
             AND ($2 = 0 OR s.hamlet_id = $2) AND s.state = 'listed' AND NOT s.replaced AND s.from_day <= $3 \
             AND NOT EXISTS (SELECT 1 FROM household_standing n WHERE n.unit_id = s.unit_id \
                 AND n.hamlet_id = s.hamlet_id AND n.household_id = s.household_id AND NOT n.replaced \
                 AND n.from_day > s.from_day AND n.from_day <= $3) GROUP BY s.hamlet_id",
            &params![unit, hamlet.map_or(0, |hamlet| hamlet.0), day],
            |row| Ok((UnitId(row.get(0)?), row.get(1)?)),
        )
        .await?;
    Ok(counts.into_iter().collect())
}

pub(crate) async fn insert_roll(write: &mut Write, roll: &Roll) -> DbResult<()> {
    write
        .execute(
            "INSERT INTO household_roll (unit_id, id, hamlet_id, taken_at, total, salt, digest) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &params![
                roll.place.unit,
                roll.id,
                roll.place.hamlet,
                roll.taken_at,
                i64::try_from(roll.total()).unwrap_or(i64::MAX),
                roll.salt.to_vec(),
                roll.digest.to_vec()
            ],
        )
        .await?;
    let rows: Vec<[Value; 5]> = roll
        .entries
        .iter()
        .map(|entry| {
            params![
                roll.place.unit,
                roll.id,
                entry.household,
                entry.representative,
                entry.number
            ]
        })
        .collect();
    write
        .insert_many(
            "INSERT INTO household_roll_entry (unit_id, roll_id, household_id, representative_id, number)",
            &rows,
            "",
        )
        .await
        .map(drop)
}

pub(crate) async fn roll(read: &mut Read, unit: UnitId, id: RollId) -> DbResult<Option<Roll>> {
    let head = read
        .one(
            "SELECT hamlet_id, taken_at, salt, digest FROM household_roll WHERE unit_id = $1 AND id = $2",
            &params![unit, id],
            |row| {
                Ok(Roll {
                    id,
                    place: HamletKey {
                        unit,
                        hamlet: UnitId(row.get(0)?),
                    },
                    taken_at: row.instant(1)?,
                    entries: Vec::new(),
                    salt: row
                        .get::<Vec<u8>>(2)?
                        .try_into()
                        .map_err(|_| damaged("the salt of a roll"))?,
                    digest: row
                        .get::<Vec<u8>>(3)?
                        .try_into()
                        .map_err(|_| damaged("the digest of a roll"))?,
                })
            },
        )
        .await?;
    let Some(mut roll) = head else {
        return Ok(None);
    };
    roll.entries = read
        .all(
            "SELECT e.household_id, e.number, e.representative_id, r.erased, r.name FROM household_roll_entry e \
             JOIN household_representative r ON r.unit_id = e.unit_id AND r.hamlet_id = $3 \
             AND r.household_id = e.household_id AND r.id = e.representative_id \
             WHERE e.unit_id = $1 AND e.roll_id = $2 ORDER BY e.number",
            &params![unit, id, roll.place.hamlet],
            entry,
        )
        .await?;
    Ok(Some(roll))
}

/// A file that waits to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upload {
    pub(crate) id: UploadId,
    pub(crate) account: Uuid,
    pub(crate) name: String,
    pub(crate) octets: Vec<u8>,
}

/// Keeps a file, and forgets those of the commune that came before `oldest`.
pub(crate) async fn insert_upload(
    write: &mut Write,
    unit: UnitId,
    upload: &Upload,
    (at, oldest): (Timestamp, Timestamp),
) -> DbResult<()> {
    write
        .execute(
            "DELETE FROM household_upload WHERE unit_id = $1 AND at < $2",
            &params![unit, oldest],
        )
        .await?;
    write
        .execute(
            "INSERT INTO household_upload (unit_id, id, account, name, octets, at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![
                unit,
                upload.id,
                bytes(upload.account),
                upload.name.as_str(),
                upload.octets.clone(),
                at
            ],
        )
        .await
        .map(drop)
}

/// A file that came no earlier than `oldest`.
pub(crate) async fn upload(
    read: &mut Read,
    unit: UnitId,
    id: UploadId,
    oldest: Timestamp,
) -> DbResult<Option<Upload>> {
    read.one(
        "SELECT account, name, octets FROM household_upload WHERE unit_id = $1 AND id = $2 AND at >= $3",
        &params![unit, id, oldest],
        |row| {
            Ok(Upload {
                id,
                account: uuid(&row.get::<Vec<u8>>(0)?)?,
                name: row.get(1)?,
                octets: row.get(2)?,
            })
        },
    )
    .await
}

/// Forgets a file; says whether it was there.
pub(crate) async fn delete_upload(write: &mut Write, unit: UnitId, id: UploadId) -> DbResult<bool> {
    let gone = write
        .execute(
            "DELETE FROM household_upload WHERE unit_id = $1 AND id = $2",
            &params![unit, id],
        )
        .await?;
    Ok(gone == 1)
}
