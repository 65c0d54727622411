//! Invented packages for the demo world: one that was paid and closed, one whose list is posted with an objection to
//! answer, one that is being entered, in which somebody stands twice. All people in it are invented.

use std::sync::Arc;

use facts::{Catalogue, boards::Boards};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use platform::{
    access::By, calendar::WorkingCalendar, clock::SetClock, db::Database, i18n::Locale, i18n::Translator,
    outbox::OutboxKey,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ActError, ApplicationId, Benefits, PackageId,
    model::{About, Means, NewObjection, NewPackage, Outcome, Said},
    programme::Programmes,
    service::{Answering, Entering},
    store,
};

/// Names that are common in the Mekong delta.
const NAMES: [&str; 24] = [
    "Nguyễn Văn Hai",
    "Trần Thị Bảy",
    "Lê Văn Út",
    "Phạm Thị Năm",
    "Huỳnh Văn Tám",
    "Võ Thị Chín",
    "Đặng Văn Sáu",
    "Bùi Thị Tư",
    "Thạch Sơn",
    "Danh Thị Sa",
    "Kim Thị Hoa",
    "Sơn Văn Rên",
    "Nguyễn Thị Mười",
    "Trần Văn Ba",
    "Lê Thị Lan",
    "Phan Văn Đực",
    "Ngô Thị Bé",
    "Dương Văn Lợi",
    "Hồ Thị Nhỏ",
    "Lý Văn Khánh",
    "Cao Thị Thu",
    "Tô Văn Phước",
    "Mai Thị Điệp",
    "Châu Văn Hiền",
];

/// The household that is put on a list against the rules, by its place among the names.
const AWAY: usize = 13;

struct Teller<'a> {
    desk: &'a Benefits,
    story: &'a SetClock,
    unit: UnitId,
    hamlets: Vec<UnitId>,
    today: Date,
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(0x0d0_0080 + number),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

impl Teller<'_> {
    fn at(&self, days_ago: i64, hour: i8) {
        self.story.set(self.today.saturating_sub(days_ago.days()), hour);
    }

    async fn open(&self, programme: &str, budget: i64) -> Result<PackageId, ActError> {
        let year = self.today.year();
        let new = NewPackage {
            programme: programme.to_owned(),
            from: date(year, 1, 1),
            until: date(year, 12, 31),
            budget,
            posting_days: 5,
        };
        self.desk.open(self.unit, &new, &officer()).await
    }

    /// Enters somebody of the list of names, with the answers as they are kept.
    async fn enter(
        &self,
        package: PackageId,
        person: usize,
        written: &[&str],
    ) -> Result<ApplicationId, ActError> {
        let mut read = self.desk.db.read().await?;
        let found = store::package(&mut read, self.unit, package)
            .await?
            .ok_or(ActError::Unknown)?;
        drop(read);
        let programme = self
            .desk
            .programmes
            .get(&found.programme)
            .ok_or(ActError::Unknown)?;
        let answers = written
            .iter()
            .enumerate()
            .filter_map(|(at, written)| programme.answer(at, written).ok())
            .collect();
        let entering = Entering {
            // Most live in the first hamlets, so that their numbers are shown.
            hamlet: self.hamlets[person % self.hamlets.len().min(2)],
            name: NAMES[person % NAMES.len()].to_owned(),
            identifier: format!("0910{:08}", 70_000_001 + person),
            answers,
        };
        self.desk
            .enter((self.unit, package), None, &entering, &officer())
            .await
    }

    async fn revision(&self, package: PackageId) -> Result<i64, ActError> {
        let mut read = self.desk.db.read().await?;
        let package = store::package(&mut read, self.unit, package)
            .await?
            .ok_or(ActError::Unknown)?;
        Ok(package.revision)
    }

    async fn post(&self, package: PackageId) -> Result<(), ActError> {
        let key = (self.unit, package);
        let revision = self.revision(package).await?;
        self.desk.submit(key, revision, &officer()).await?;
        self.desk.approve(key, revision + 1, &leader()).await
    }

    fn objection(about: About, entry: Option<i64>, words: &str) -> NewObjection {
        NewObjection {
            about,
            entry,
            said: Said {
                words: words.to_owned(),
                ..Said::default()
            },
            language: Locale::Vi,
            received_on: None,
        }
    }

    /// House repair: posted, objected to, paid, closed.
    async fn repaired(&self) -> Result<(), ActError> {
        self.at(60, 8);
        let package = self.open("sua-nha-ho-ngheo", 700_000_000).await?;
        for person in 0..14 {
            let works = if person % 3 == 0 { "build" } else { "repair" };
            let house = if person % 3 == 0 { "makeshift" } else { "leaking" };
            let lived = if person == 5 { "0" } else { "12" };
            self.enter(package, person, &["poor", house, works, lived, "no", "4"])
                .await?;
        }
        self.at(57, 9);
        self.post(package).await?;
        self.at(55, 10);
        let words = "Nhà hộ này mới xây năm ngoái, còn chắc chắn.";
        let once = self.desk.once();
        let new = Self::objection(About::Entry, Some(9), words);
        let filed = self.desk.object((self.unit, package), &once, &new).await?;
        self.at(53, 9);
        let answering = Answering {
            outcome: Outcome::Removed,
            number: None,
            words: "Đã đến xem: nhà còn chắc chắn. Đã rút khỏi danh sách.",
        };
        self.desk
            .answer((self.unit, filed.objection.id), answering, &officer())
            .await?;
        self.at(40, 9);
        let mut read = self.desk.db.read().await?;
        let listed = store::listed(&mut read, (self.unit, package), 0, 100).await?;
        drop(read);
        let paid_on = self.today.saturating_sub(40.days());
        for application in listed.iter().filter(|application| application.number != 12) {
            let key = (self.unit, application.id, application.revision);
            self.desk
                .pay(key, (paid_on, Means::Account, true), &officer())
                .await?;
        }
        self.at(20, 9);
        let revision = self.revision(package).await?;
        self.desk.close((self.unit, package), revision, &officer()).await
    }

    /// The gift at Tết: its list hangs today.
    async fn posted(&self) -> Result<(), ActError> {
        self.at(9, 8);
        let package = self.open("qua-tet-ho-ngheo", 15_000_000).await?;
        for person in 0..NAMES.len() {
            let class = match person % 5 {
                0 | 1 | 3 => "poor",
                2 => "near_poor",
                _ => "neither",
            };
            let here = if person == AWAY { "no" } else { "yes" };
            // Some of them were helped with their houses before.
            let id = self.enter(package, person + 10, &[class, here, "5"]).await?;
            if person == AWAY {
                let why = "Người lớn đi làm ăn xa; ông bà và hai cháu nhỏ vẫn ở nhà, hoàn cảnh khó khăn.";
                let mut read = self.desk.db.read().await?;
                let found = store::application(&mut read, self.unit, id).await?;
                drop(read);
                let revision = found.ok_or(ActError::Unknown)?.revision;
                self.desk
                    .decide((self.unit, id, revision), true, why, &officer())
                    .await?;
            }
        }
        self.at(2, 9);
        self.post(package).await?;
        self.at(1, 9);
        let words = "Gia đình tôi là hộ cận nghèo, có sổ năm nay, mà không thấy tên trong danh sách.";
        let once = self.desk.once();
        let new = Self::objection(About::Absence, None, words);
        self.desk.object((self.unit, package), &once, &new).await?;
        Ok(())
    }

    /// Support in an epidemic: being entered, with somebody whom another programme excludes.
    async fn entered(&self) -> Result<(), ActError> {
        self.at(1, 14);
        let package = self.open("lao-dong-tu-do-dich-benh", 50_000_000).await?;
        for (person, work, days, income) in [
            (1, "street", "20", "900000"),
            (40, "porter", "18", "1200000"),
            (41, "helper", "10", "800000"),
            (42, "other", "30", "0"),
        ] {
            let answers = ["yes", "yes", "no", work, days, income, "no", "1"];
            self.enter(package, person, &answers).await?;
        }
        Ok(())
    }
}

/// Tells of packages in the first commune with a hamlet; nothing when it was told already.
///
/// # Errors
/// [`ActError`]
pub async fn tell(
    (db, units): (&Database, &LiveUnits),
    programmes: Programmes,
    (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    (boards, vietnamese): (impl FnOnce(SetClock) -> Arc<dyn Boards>, Translator),
    (key, communes, today): (OutboxKey, &[UnitId], Date),
) -> Result<(), ActError> {
    let mut read = db.read().await?;
    let mut told = None;
    for unit in communes {
        let hamlets = units::hamlets::page(&mut read, *unit, today, None, 6).await?;
        if !hamlets.is_empty() {
            told = Some((*unit, hamlets));
            break;
        }
    }
    let Some((unit, hamlets)) = told else {
        return Ok(());
    };
    if !store::packages(&mut read, unit, 1).await?.is_empty() {
        return Ok(());
    }
    drop(read);
    let story = SetClock::default();
    let mut drawn = 0_u64;
    let desk = Benefits::new(
        db.clone(),
        units.clone(),
        programmes,
        (catalogue, rulebook, calendar),
        Arc::new(story.clone()),
        (
            key,
            Box::new(move |octets| {
                drawn += 1;
                let mut count = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                for octet in octets.iter_mut().rev() {
                    *octet = count.to_le_bytes()[0];
                    count = count.rotate_right(7);
                }
            }),
        ),
    )
    .boards(boards(story.clone()), vietnamese)
    .demo(true);
    let teller = Teller {
        desk: &desk,
        story: &story,
        unit,
        hamlets: hamlets.into_iter().map(|hamlet| hamlet.id).collect(),
        today,
    };
    teller.repaired().await?;
    teller.posted().await?;
    teller.entered().await
}
