//! The register as a file: reading one that somebody sent, what it would change, and writing one to take away.
//!
//! A file is all or nothing. It is read twice: once to show what it would change, and once more, against the register as
//! it stands then, when somebody confirms. A file read again after that changes nothing.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io::Cursor,
    ops::ControlFlow,
};

use intake::{Column, Form, Kind, Message, Problems, Row, Value};
use jiff::{SignedDuration, civil::Date};
use platform::text::{compose, fold, slug};
use sha2::{Digest as _, Sha256};
use units::{UnitId, hamlets::Hamlet};

use crate::{
    ids::UploadId,
    model::{By, HamletKey, Household, NewHousehold, Person, TraceKind},
    rules::{EARLIEST_BIRTH, State, is_birth_year, read_phone},
    service::{ActError, Correction, Households, differences},
    store::{self, Upload},
};

/// The largest file taken, in octets: a commune of ten thousand households fits.
pub const MOST_OCTETS: usize = 8 << 20;
/// The most rows of a file.
const MOST_ROWS: u32 = 20_000;
/// The longest name or hamlet's name, in letters.
pub(crate) const LONGEST_NAME: usize = 100;
/// The longest address, in letters.
pub(crate) const LONGEST_ADDRESS: usize = 200;
/// The greatest number of a household.
pub(crate) const GREATEST_NUMBER: i64 = 999_999_999;
/// How long a file waits to be confirmed.
const WAITS: SignedDuration = SignedDuration::from_hours(24);

const HAMLET: &str = "hamlet";
const NUMBER: &str = "number";
const NAME: &str = "name";
const BIRTH_YEAR: &str = "birth_year";
const ADDRESS: &str = "address";
const PHONE: &str = "phone";

/// The form that a file fills in, the columns in the order of the template.
pub(crate) const COLUMNS: [&str; 6] = [HAMLET, NUMBER, NAME, BIRTH_YEAR, ADDRESS, PHONE];

/// The form that a file fills in.
#[must_use]
pub fn form() -> Form {
    let text = |max_len| Kind::Text { max_len };
    let hamlet = ["Thôn/ấp", "Thôn", "Ấp", "Khóm", "Khu phố", "Tổ dân phố", "Hamlet"];
    let number = ["Số hộ", "Số thứ tự hộ", "Household number"];
    let name = [
        "Họ và tên đại diện",
        "Họ và tên đại diện hộ",
        "Đại diện hộ",
        "Họ và tên chủ hộ",
        "Representative",
    ];
    let whole = Kind::Whole {
        min: Some(1),
        max: Some(GREATEST_NUMBER),
    };
    Form::new("households", "Sổ hộ gia đình")
        .column(Column::new(HAMLET, &hamlet, text(LONGEST_NAME)).required())
        .column(Column::new(NUMBER, &number, whole).required())
        .column(Column::new(NAME, &name, text(LONGEST_NAME)).required())
        .column(Column::new(
            BIRTH_YEAR,
            &["Năm sinh", "Year of birth"],
            Kind::Year,
        ))
        .column(Column::new(
            ADDRESS,
            &["Địa chỉ", "Address"],
            text(LONGEST_ADDRESS),
        ))
        .column(Column::new(
            PHONE,
            &["Điện thoại", "Số điện thoại", "Telephone"],
            Kind::Code { digits: None },
        ))
        .ignoring_unknown()
}

/// A hamlet's register in the columns of [`form`].
pub(crate) fn rows(hamlet: &str, register: &[Household]) -> Vec<Vec<Option<Value>>> {
    let listed = register
        .iter()
        .filter(|household| household.state == State::Listed);
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    listed
        .map(|household| {
            let person = household.representative.person.clone().unwrap_or_default();
            let year = person.birth_year.and_then(|year| i16::try_from(year).ok());
            vec![
                Some(Value::Text(hamlet.to_owned())),
                Some(Value::Whole(household.number)),
                text(&person.name).map(Value::Text),
                year.map(Value::Year),
                text(&household.address).map(Value::Text),
                text(&person.phone).map(Value::Code),
            ]
        })
        .collect()
}

/// A row of a file, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    place: HamletKey,
    number: i64,
    name: String,
    birth_year: Option<i64>,
    address: String,
    phone: String,
}

/// What changes for a household that is in the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) household: Household,
    /// What is put right: field, before, after.
    pub(crate) corrected: Vec<(&'static str, (String, String))>,
    correction: Correction,
    /// Who speaks for it from today on, when that is another person.
    pub(crate) person: Option<Person>,
}

/// What a file would change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Households that are listed.
    pub(crate) new: Vec<(HamletKey, NewHousehold)>,
    /// Households of which something changes.
    pub(crate) changes: Vec<Change>,
    /// Rows that say what stands in the register already.
    pub(crate) same: usize,
    /// Households listed in the file's hamlets of which the file says nothing: they stay.
    pub(crate) unmentioned: usize,
}

impl Plan {
    /// Whether nothing would change.
    pub(crate) fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changes.is_empty()
    }

    /// The same for plans that change the same, so that what is done is what was shown.
    pub(crate) fn fingerprint(&self) -> String {
        let hash = Sha256::digest(format!("{:?}", (&self.new, &self.changes)));
        hash.iter().map(|octet| format!("{octet:02x}")).collect()
    }
}

/// A file as it was understood.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) plan: Plan,
    pub(crate) problems: Problems,
    pub(crate) notices: Problems,
    pub(crate) rows: u64,
}

/// What a file is understood against.
#[derive(Debug, Clone)]
pub(crate) struct Against {
    /// The commune.
    pub(crate) unit: UnitId,
    /// Its hamlets.
    pub(crate) hamlets: Vec<Hamlet>,
    /// Those whose register the sender keeps.
    pub(crate) own: HashSet<UnitId>,
    /// The households in the register.
    pub(crate) register: Vec<Household>,
    /// Today.
    pub(crate) today: Date,
}

/// Reads a file and finds what it would change.
pub(crate) fn understand(octets: &[u8], name: &str, against: &Against) -> std::io::Result<Sheet> {
    let mut limits = intake::Limits::default();
    let problems = limits.problems;
    limits.file_bytes = MOST_OCTETS as u64;
    limits.unpacked_bytes = 256 << 20;
    limits.rows = MOST_ROWS;
    let options = intake::Options { sheet: None, limits };
    let mut desk = Desk {
        against,
        names: named(&against.hamlets),
        seen: HashMap::new(),
        lines: Vec::new(),
        problems: Problems::new(problems),
    };
    let reading = intake::read(
        Cursor::new(octets),
        name,
        &form(),
        &options,
        &mut |row| {
            desk.row(&row);
            ControlFlow::Continue(())
        },
        &mut |_| {},
    )?;
    let mut plan = Plan::default();
    let lines = std::mem::take(&mut desk.lines);
    for (row, line) in &lines {
        if let Some(gone) = plan_line(&mut plan, against, line) {
            let message = Message::new("households-import-gone")
                .with("number", gone.number)
                .with("hamlet", row.text(HAMLET).unwrap_or_default());
            desk.problems.push(row.problem(NUMBER, message));
        }
    }
    plan.unmentioned = unmentioned(against, &lines);
    let mut found = reading.problems;
    found.extend(desk.problems);
    Ok(Sheet {
        plan,
        problems: found,
        notices: reading.notices,
        rows: reading.rows + reading.bad_rows,
    })
}

/// The hamlets by what they may be called; two of one name are none.
fn named(hamlets: &[Hamlet]) -> HashMap<String, Option<UnitId>> {
    let mut names: HashMap<String, Option<UnitId>> = HashMap::new();
    for hamlet in hamlets {
        let prefix = slug(hamlet.kind.prefix());
        let whole = slug(&hamlet.name);
        let bare = whole.strip_prefix(&format!("{prefix}-")).map(str::to_owned);
        for name in [Some(whole), bare, hamlet.code.as_deref().map(slug)]
            .into_iter()
            .flatten()
        {
            names
                .entry(name)
                .and_modify(|known| *known = known.filter(|known| *known == hamlet.id))
                .or_insert(Some(hamlet.id));
        }
    }
    names
}

struct Desk<'a> {
    against: &'a Against,
    names: HashMap<String, Option<UnitId>>,
    /// Where each household stood in the file first.
    seen: HashMap<(UnitId, i64), u32>,
    lines: Vec<(Row, Line)>,
    problems: Problems,
}

impl Desk<'_> {
    fn row(&mut self, row: &Row) {
        let place = self.place(row);
        let name = self.name(row);
        let phone = self.phone(row);
        let birth_year = row.whole(BIRTH_YEAR);
        if birth_year.is_some_and(|year| !is_birth_year(year, self.against.today)) {
            let message = Message::new("households-import-birth-year")
                .with("from", EARLIEST_BIRTH)
                .with("to", self.against.today.year());
            return self.problems.push(row.problem(BIRTH_YEAR, message));
        }
        let (Some(place), Some(number), Some(name), Some(phone)) = (place, row.whole(NUMBER), name, phone)
        else {
            return;
        };
        if let Some(first) = self.seen.insert((place.hamlet, number), row.number()) {
            let message = Message::new("households-import-twice").with("first", first);
            return self.problems.push(row.problem(NUMBER, message));
        }
        let line = Line {
            place,
            number,
            name,
            birth_year,
            address: compose(row.text(ADDRESS).unwrap_or_default()),
            phone,
        };
        self.lines.push((row.clone(), line));
    }

    fn place(&mut self, row: &Row) -> Option<HamletKey> {
        let written = row.text(HAMLET)?;
        let Some(hamlet) = self.names.get(&slug(written)).copied().flatten() else {
            let all: Vec<&str> = self
                .against
                .hamlets
                .iter()
                .map(|hamlet| hamlet.name.as_str())
                .collect();
            let message = Message::new("households-import-hamlet").with("hamlets", all.join("; "));
            self.problems.push(row.problem(HAMLET, message));
            return None;
        };
        if !self.against.own.contains(&hamlet) {
            let message = Message::new("households-import-not-yours");
            self.problems.push(row.problem(HAMLET, message));
            return None;
        }
        Some(HamletKey {
            unit: self.against.unit,
            hamlet,
        })
    }

    fn name(&mut self, row: &Row) -> Option<String> {
        let written = row.text(NAME)?;
        if is_name(written) {
            return Some(compose(written));
        }
        self.problems
            .push(row.problem(NAME, Message::new("households-import-name")));
        None
    }

    fn phone(&mut self, row: &Row) -> Option<String> {
        let Some(written) = row.text(PHONE) else {
            return Some(String::new());
        };
        let phone = read_phone(written);
        if phone.is_none() {
            self.problems
                .push(row.problem(PHONE, Message::new("households-import-phone")));
        }
        phone
    }
}

/// Whether it can be what somebody is called: letters, and no digits.
pub(crate) fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !text.chars().any(|c| c.is_ascii_digit())
}

/// Adds what a row changes; gives the household back when it left the register. An empty cell leaves what stands.
fn plan_line<'a>(plan: &mut Plan, against: &'a Against, line: &Line) -> Option<&'a Household> {
    let known = against
        .register
        .binary_search_by_key(&(line.place.hamlet, line.number), |household| {
            (household.place.hamlet, household.number)
        });
    let Some(known) = known.ok().and_then(|at| against.register.get(at)) else {
        let new = NewHousehold {
            number: line.number,
            address: line.address.clone(),
            person: Person {
                name: line.name.clone(),
                birth_year: line.birth_year,
                phone: line.phone.clone(),
                ..Person::default()
            },
            from: against.today,
        };
        plan.new.push((line.place, new));
        return None;
    };
    if known.state != State::Listed {
        return Some(known);
    }
    let or = |new: &str, old: &str| if new.is_empty() { old } else { new }.to_owned();
    let old = known.representative.person.clone();
    // The same letters with other marks are the same person, written rightly; other letters are another person.
    let same_person = old
        .as_ref()
        .is_some_and(|old| fold(&old.name) == fold(&line.name));
    let kept = old.unwrap_or_default();
    let written = if same_person {
        Person {
            name: line.name.clone(),
            birth_year: line.birth_year.or(kept.birth_year),
            phone: or(&line.phone, &kept.phone),
            basis: kept.basis,
        }
    } else {
        Person {
            name: line.name.clone(),
            birth_year: line.birth_year,
            phone: line.phone.clone(),
            ..Person::default()
        }
    };
    let address = or(&line.address, &known.address);
    let mut corrected = Vec::new();
    if address != known.address {
        corrected.push(("address", (known.address.clone(), address.clone())));
    }
    if same_person {
        corrected.extend(differences(&kept, &written));
    }
    if same_person && corrected.is_empty() {
        plan.same += 1;
        return None;
    }
    plan.changes.push(Change {
        household: known.clone(),
        corrected,
        correction: Correction {
            number: known.number,
            address,
            person: if same_person { written.clone() } else { kept },
        },
        person: (!same_person).then_some(written),
    });
    None
}

fn unmentioned(against: &Against, lines: &[(Row, Line)]) -> usize {
    let mut mentioned: BTreeMap<UnitId, HashSet<i64>> = BTreeMap::new();
    for (_, line) in lines {
        mentioned
            .entry(line.place.hamlet)
            .or_default()
            .insert(line.number);
    }
    let listed = against.register.iter();
    listed
        .filter(|household| household.state == State::Listed)
        .filter(|household| {
            let numbers = mentioned.get(&household.place.hamlet);
            numbers.is_some_and(|numbers| !numbers.contains(&household.number))
        })
        .count()
}

/// What came of confirming a file.
#[derive(Debug)]
pub(crate) enum Confirmed {
    /// It was done: so many households listed, so many changed.
    Done { new: usize, changed: usize },
    /// It would no longer do what was shown.
    Otherwise,
}

impl Households {
    /// Keeps a file until it is confirmed.
    pub(crate) async fn keep(
        &self,
        unit: UnitId,
        (name, octets): (String, Vec<u8>),
        by: &By,
    ) -> Result<UploadId, ActError> {
        let at = self.clock.now();
        let upload = Upload {
            id: UploadId(self.uuid(at)),
            account: by.account,
            name,
            octets,
        };
        let mut write = self.db.write().await?;
        store::insert_upload(&mut write, unit, &upload, (at, at - WAITS)).await?;
        write.commit().await?;
        Ok(upload.id)
    }

    /// The file that somebody sent and has not yet confirmed.
    pub(crate) async fn kept(&self, unit: UnitId, id: UploadId, by: &By) -> Result<Upload, ActError> {
        let mut read = self.db.read().await?;
        let upload = store::upload(&mut read, unit, id, self.clock.now() - WAITS).await?;
        upload
            .filter(|upload| upload.account == by.account)
            .ok_or(ActError::Unknown)
    }

    /// Gives a file up.
    pub(crate) async fn give_up(&self, unit: UnitId, id: UploadId) -> Result<(), ActError> {
        let mut write = self.db.write().await?;
        store::delete_upload(&mut write, unit, id).await?;
        write.commit().await?;
        Ok(())
    }

    /// Does what a file says, when that is still what was shown.
    pub(crate) async fn apply(
        &self,
        upload: Upload,
        mut against: Against,
        shown: &str,
        by: &By,
    ) -> Result<Confirmed, ActError> {
        let mut act = self.begin(TraceKind::Imported, upload.name.clone());
        let mut write = self.db.write().await?;
        if !store::delete_upload(&mut write, against.unit, upload.id).await? {
            return Err(ActError::Unknown);
        }
        against.register = store::register(&mut write, against.unit, None).await?;
        let today = against.today;
        let read = tokio::task::spawn_blocking(move || understand(&upload.octets, &upload.name, &against));
        let Ok(Ok(sheet)) = read.await else {
            return Ok(Confirmed::Otherwise);
        };
        let plan = sheet.plan;
        if !sheet.problems.is_empty() || plan.fingerprint() != shown {
            return Ok(Confirmed::Otherwise);
        }
        let (new, changed) = (plan.new.len(), plan.changes.len());
        let mut firsts = Vec::with_capacity(new);
        for (place, new) in plan.new {
            let first = self.first(place, new, act.at);
            act.note(self, place, Some(first.id));
            firsts.push(first);
        }
        store::insert(&mut write, &firsts).await?;
        for change in plan.changes {
            let mut household = change.household;
            if !change.corrected.is_empty() {
                act.goes_on(TraceKind::Corrected);
                let key = (household.place, household.id);
                self.correct_in(&mut write, &mut act, household, change.correction)
                    .await?;
                household = store::household(&mut write, key.0, key.1)
                    .await?
                    .ok_or(ActError::Unknown)?;
            }
            if let Some(person) = change.person {
                act.goes_on(TraceKind::Represented);
                self.represent_in(&mut write, &mut act, household, (person, today))
                    .await?;
            }
        }
        act.commit(write, by).await?;
        Ok(Confirmed::Done { new, changed })
    }
}
