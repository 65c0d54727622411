//! Packages on both databases: who may approve, what is paid when, what is counted, who stands twice, what is erased.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::{Arc, OnceLock};

use benefits::{
    ActError, ApplicationId, Benefits, PackageId, content,
    model::{About, Application, Means, NewObjection, NewPackage, Outcome, Package, Said, Standing, State},
    programme::Programmes,
    rules::Hindrance,
    service::{Answering, Entering, Filed},
    store,
};
use disclosure::Disclosures;
use facts::{Catalogue, boards::Boards as _};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::By,
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, Migration},
    i18n::{Locale, Translations},
    outbox::OutboxKey,
    params,
    random::Fill,
    testing::on_both,
};
use rulebook::Rulebook;
use sha2::Digest as _;
use units::{LiveUnits, SourceId, UnitId, UnitKind, Units, hamlets::NewHamlet};
use uuid::Uuid;

const MIGRATIONS: &[&[Migration]] = &[
    platform::outbox::MIGRATIONS,
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
    benefits::MIGRATIONS,
];
const MONDAY: Date = date(2026, 11, 16);
/// The fifth working day after.
const POSTED_UNTIL: Date = date(2026, 11, 23);
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const CANARY_NUMBER: &str = "091080999777";

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

fn random(seed: u64) -> Fill {
    let mut seed = seed;
    Box::new(move |octets| {
        for octet in octets {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = seed.to_be_bytes()[1];
        }
    })
}

struct World {
    db: Database,
    clock: SetClock,
    all: Benefits,
    boards: Arc<Disclosures>,
    unit: UnitId,
    other: UnitId,
    hamlet: UnitId,
}

async fn world(db: &Database) -> World {
    let units = units();
    let province = units.at("91", MONDAY).unwrap().id;
    let mut communes = units.children(province, MONDAY).map(|unit| unit.id);
    let (unit, other) = (communes.next().unwrap(), communes.next().unwrap());
    drop(communes);
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let mut write = db.write().await.unwrap();
    let source: i64 = write
        .one("SELECT MIN(id) FROM unit_source", &[], |row| row.get(0))
        .await
        .unwrap()
        .unwrap();
    let hamlets = units::hamlets::insert(
        &mut write,
        &[NewHamlet {
            commune: unit,
            code: None,
            name: "Ấp Vĩnh Thành".to_owned(),
            kind: UnitKind::Ap,
            valid_from: None,
            valid_to: None,
            source: SourceId(source),
        }],
    )
    .await
    .unwrap();
    write.commit().await.unwrap();
    let clock = SetClock::at(MONDAY, 9);
    let law = || {
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        )
    };
    let live = LiveUnits::new(units);
    let boards = Arc::new(Disclosures::new(
        db.clone(),
        live.clone(),
        law(),
        Arc::new(clock.clone()),
        random(41),
    ));
    let vietnamese = Translations::new(&[platform::i18n::TEXTS, benefits::TEXTS])
        .unwrap()
        .translator(Locale::Vi);
    let all = Benefits::new(
        db.clone(),
        live,
        Programmes::delivered().unwrap(),
        law(),
        Arc::new(clock.clone()),
        (OutboxKey::new([3; 32]), random(7)),
    )
    .boards(boards.clone(), vietnamese);
    World {
        db: db.clone(),
        clock,
        all,
        boards,
        unit,
        other,
        hamlet: hamlets[0],
    }
}

/// What makes a form this one.
fn once(number: u8) -> String {
    format!("{number:032x}")
}

fn objection(about: About, entry: Option<i64>) -> NewObjection {
    NewObjection {
        about,
        entry,
        said: Said {
            words: format!("{CANARY} có nhà lầu"),
            ..Said::default()
        },
        language: Locale::Vi,
        received_on: None,
    }
}

impl World {
    async fn opened_in(&self, unit: UnitId, programme: &str, budget: i64) -> PackageId {
        let new = NewPackage {
            programme: programme.to_owned(),
            from: date(2026, 1, 1),
            until: date(2026, 12, 31),
            budget,
            posting_days: 5,
        };
        self.all.open(unit, &new, &officer()).await.unwrap()
    }

    async fn opened(&self) -> PackageId {
        self.opened_in(self.unit, "qua-tet-ho-ngheo", 10_000_000).await
    }

    async fn enter_in(
        &self,
        (unit, package): (UnitId, PackageId),
        (name, number): (&str, &str),
        written: &[&str],
    ) -> Result<ApplicationId, ActError> {
        let found = self.package_in(unit, package).await;
        let all = Programmes::delivered().unwrap();
        let programme = all.get(&found.programme).unwrap();
        let entering = Entering {
            hamlet: self.hamlet,
            name: name.to_owned(),
            identifier: number.to_owned(),
            answers: written
                .iter()
                .enumerate()
                .map(|(at, written)| programme.answer(at, written).unwrap())
                .collect(),
        };
        self.all.enter((unit, package), None, &entering, &officer()).await
    }

    async fn enter(&self, package: PackageId, number: u32, class: &str) -> ApplicationId {
        let identifier = format!("0910{number:08}");
        let name = format!("Người {number}");
        self.enter_in((self.unit, package), (&name, &identifier), &[class, "yes", "4"])
            .await
            .unwrap()
    }

    async fn package_in(&self, unit: UnitId, id: PackageId) -> Package {
        let mut read = self.db.read().await.unwrap();
        store::package(&mut read, unit, id).await.unwrap().unwrap()
    }

    async fn package(&self, id: PackageId) -> Package {
        self.package_in(self.unit, id).await
    }

    async fn application(&self, id: ApplicationId) -> Application {
        let mut read = self.db.read().await.unwrap();
        store::application(&mut read, self.unit, id)
            .await
            .unwrap()
            .unwrap()
    }

    async fn key(&self, id: ApplicationId) -> (UnitId, ApplicationId, i64) {
        (self.unit, id, self.application(id).await.revision)
    }

    async fn post(&self, id: PackageId) {
        let key = (self.unit, id);
        let revision = self.package(id).await.revision;
        self.all.submit(key, revision, &officer()).await.unwrap();
        self.all.approve(key, revision + 1, &leader()).await.unwrap();
    }

    async fn object(&self, package: PackageId, new: &NewObjection, number: u8) -> Result<Filed, ActError> {
        self.all.object((self.unit, package), &once(number), new).await
    }

    /// Lines of the log on a package, by their acts; and whether the last one commits to what is public now.
    async fn logged(&self, id: PackageId) -> (Vec<String>, bool) {
        let mut read = self.db.read().await.unwrap();
        let lines: Vec<Vec<u8>> = read
            .all(
                "SELECT body FROM log_entry WHERE kind = 'benefit-package' AND subject_id = $1 ORDER BY at, ordered_at",
                &params![id.to_string()],
                |row| row.get(0),
            )
            .await
            .unwrap();
        drop(read);
        let lines: Vec<String> = lines
            .into_iter()
            .map(|line| String::from_utf8(line).unwrap())
            .collect();
        let package = self.package(id).await;
        let code = units().get(self.unit).unwrap().code.clone();
        let octets = content::octets(&code, &package).unwrap();
        let hash = content::hex(&sha2::Sha256::digest(&octets));
        let last = lines.last().is_some_and(|line| line.contains(&hash));
        (lines, last)
    }

    async fn paid_facts(&self) -> Vec<(String, i64)> {
        let mut read = self.db.read().await.unwrap();
        read.all(
            "SELECT series, CAST(SUM(quantity) AS BIGINT) FROM fact WHERE series LIKE 'support%' AND NOT withdrawn \
             GROUP BY series ORDER BY series",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn a_package_goes_its_way_and_its_money_balances() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened().await;
        let first = world.enter(package, 1, "poor").await;
        let second = world.enter(package, 2, "near_poor").await;
        let third = world.enter(package, 3, "poor").await;
        let out = world.enter(package, 4, "neither").await;
        assert!(!world.application(out).await.granted());
        world.post(package).await;
        let posted = world.package(package).await;
        assert_eq!((posted.entries, posted.approved), (3, 1_600_000));
        assert_eq!(posted.posted_until, Some(POSTED_UNTIL));
        assert_eq!(world.application(out).await.standing, Standing::Waiting);

        let pay = async |id, on| {
            let key = world.key(id).await;
            world.all.pay(key, (on, Means::Cash, true), &officer()).await
        };
        world.clock.set(POSTED_UNTIL, 9);
        let early = pay(first, POSTED_UNTIL).await;
        assert!(matches!(
            early,
            Err(ActError::Hindered(Hindrance::Posted(POSTED_UNTIL)))
        ));
        let after = date(2026, 11, 24);
        world.clock.set(after, 9);
        assert!(matches!(pay(first, POSTED_UNTIL).await, Err(ActError::Day)));
        assert!(matches!(pay(first, date(2026, 11, 25)).await, Err(ActError::Day)));
        assert!(
            matches!(pay(out, after).await, Err(ActError::Stale)),
            "not on the list"
        );
        pay(first, after).await.unwrap();
        assert!(matches!(pay(first, after).await, Err(ActError::Stale)), "once");
        pay(second, after).await.unwrap();
        let key = world.key(second).await;
        world.all.undo(key, &officer()).await.unwrap();
        let counted = |households, people, vnd| {
            [
                ("support.household?programme=poor".to_owned(), households),
                ("support.person?programme=poor".to_owned(), people),
                ("support.value_vnd?programme=poor".to_owned(), vnd),
            ]
        };
        assert_eq!(world.paid_facts().await, counted(1, 4, 600_000));
        let key = world.key(third).await;
        world.all.give_back(key, &officer()).await.unwrap();
        let mut read = world.db.read().await.unwrap();
        let totals = world
            .all
            .totals(&mut read, &world.package(package).await)
            .await
            .unwrap();
        drop(read);
        assert_eq!(
            (totals.paid, totals.returned, totals.outstanding()),
            (600_000, 600_000, 400_000)
        );

        let revision = world.package(package).await.revision;
        let key = (world.unit, package);
        world.all.close(key, revision, &officer()).await.unwrap();
        let closed = world.package(package).await;
        assert_eq!(
            (closed.state, closed.paid, closed.returned),
            (State::Closed, 600_000, 1_000_000)
        );
        assert_eq!(closed.paid + closed.returned, closed.approved);
        assert_eq!(world.application(second).await.standing, Standing::Returned);
        assert!(matches!(pay(second, after).await, Err(ActError::Stale)));
        let (acts, last) = world.logged(package).await;
        assert_eq!(acts.len(), 3, "opened, posted, closed: {acts:?}");
        assert!(last, "the log's last word is what is public");
        assert!(!acts.concat().contains("Người"), "nobody is named in it");
        let mut read = world.db.read().await.unwrap();
        let page = format!("/ho-tro/{}/{package}", units().get(world.unit).unwrap().code);
        let hung = world.boards.hung(&mut read, (world.unit, &page)).await.unwrap();
        assert!(hung.is_some_and(|hung| !hung.taken_down));
        let texts: Vec<String> = read
            .all("SELECT body FROM disclosure_version", &[], |row| row.get(0))
            .await
            .unwrap();
        assert_eq!(texts.len(), 2, "posted, then its results");
        assert!(
            !texts.concat().contains("Người 1"),
            "the boards keep what they show: no names"
        );
    })
    .await;
}

#[tokio::test]
async fn two_persons_and_a_budget_stand_behind_a_list() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened_in(world.unit, "qua-tet-ho-ngheo", 1_000_000).await;
        let key = (world.unit, package);
        let empty = world.all.submit(key, 1, &officer()).await;
        assert!(matches!(empty, Err(ActError::Empty)));
        world.enter(package, 1, "poor").await;
        let second = world.enter(package, 2, "poor").await;
        let over = world.all.submit(key, 1, &officer()).await;
        assert!(matches!(over, Err(ActError::OverBudget(200_000))), "{over:?}");
        let entry = world.key(second).await;
        world
            .all
            .take_out(entry, &by(3, "commune_officer"))
            .await
            .unwrap();
        assert_eq!(world.application(second).await.sealed, None, "erased at once");
        // Taken out, the same household may be entered again.
        world.enter(package, 2, "near_poor").await;
        world.all.submit(key, 1, &officer()).await.unwrap();
        for same in [officer(), by(3, "commune_leader")] {
            let refused = world.all.approve(key, 2, &same).await;
            assert!(matches!(refused, Err(ActError::SamePerson)), "{same:?}");
        }
        let silent = world.all.send_back(key, 2, " ", &leader()).await;
        assert!(matches!(silent, Err(ActError::Nothing)));
        world
            .all
            .send_back(key, 2, "Thiếu hộ ấp 2", &leader())
            .await
            .unwrap();
        assert_eq!(world.package(package).await.state, State::Open);
        let stale = world.all.approve(key, 2, &leader()).await;
        assert!(matches!(stale, Err(ActError::Stale)));
        world.all.submit(key, 3, &officer()).await.unwrap();
        let (one, other) = (leader(), by(9, "commune_leader"));
        let (a, b) = tokio::join!(world.all.approve(key, 4, &one), world.all.approve(key, 4, &other));
        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
        let wrong = NewPackage {
            programme: "qua-tet-ho-ngheo".to_owned(),
            from: date(2026, 1, 1),
            until: date(2026, 12, 31),
            budget: 1,
            posting_days: 4,
        };
        let short = world.all.open(world.unit, &wrong, &officer()).await;
        assert!(matches!(short, Err(ActError::PostingDays(5, 30))));
    })
    .await;
}

#[tokio::test]
async fn against_the_rules_is_decided_with_a_reason_and_counted() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened_in(world.unit, "sua-nha-ho-ngheo", 90_000_000).await;
        let key = (world.unit, package);
        let new = |lived| ["poor", "makeshift", "repair", lived, "no", "3"];
        let id = world
            .enter_in(key, (CANARY, CANARY_NUMBER), &new("0"))
            .await
            .unwrap();
        let silent = world.all.decide(world.key(id).await, true, "", &officer()).await;
        assert!(matches!(silent, Err(ActError::Nothing)));
        let why = "Mới chuyển về sau lũ";
        world
            .all
            .decide(world.key(id).await, true, why, &officer())
            .await
            .unwrap();
        let decided = world.application(id).await;
        assert!(decided.granted() && !decided.entitled);
        assert_eq!(decided.overridden, "commune_officer");
        assert_eq!(world.all.applicant(&decided).reason, why);
        world
            .all
            .decide(world.key(id).await, false, "", &officer())
            .await
            .unwrap();
        assert!(!world.application(id).await.granted());
        world
            .all
            .decide(world.key(id).await, true, why, &officer())
            .await
            .unwrap();
        let kept_out = world
            .enter_in(key, ("B", "091080000002"), &new("5"))
            .await
            .unwrap();
        world
            .all
            .decide(world.key(kept_out).await, true, "Đã bán nhà", &officer())
            .await
            .unwrap();
        assert!(!world.application(kept_out).await.granted());
        world.post(package).await;
        let posted = world.package(package).await;
        assert_eq!((posted.entries, posted.overridden), (1, 1));
        // Nothing of it is readable in the database.
        let mut read = world.db.read().await.unwrap();
        let sealed: Vec<Vec<u8>> = read
            .all(
                "SELECT sealed FROM benefit_application WHERE sealed IS NOT NULL",
                &[],
                |row| row.get(0),
            )
            .await
            .unwrap();
        assert_eq!(sealed.len(), 2);
        for word in [CANARY, CANARY_NUMBER, why] {
            let found = |octets: &Vec<u8>| octets.windows(word.len()).any(|part| part == word.as_bytes());
            assert!(!sealed.iter().any(found), "{word}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_objection_is_answered_and_changes_the_list() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened().await;
        let first = world.enter(package, 1, "poor").await;
        world.enter(package, 2, "poor").await;
        world.enter(package, 3, "neither").await;
        let before = world.object(package, &objection(About::Entry, Some(1)), 1).await;
        assert!(matches!(before, Err(ActError::NotPosted)));
        world.post(package).await;
        let hash = world.package(package).await.list_hash;
        let nobody = world.object(package, &objection(About::Entry, Some(3)), 1).await;
        assert!(matches!(nobody, Err(ActError::NoEntry)), "not on the list");
        let filed = world
            .object(package, &objection(About::Entry, Some(1)), 1)
            .await
            .unwrap();
        let again = world
            .object(package, &objection(About::Entry, Some(1)), 1)
            .await
            .unwrap();
        assert_eq!(
            (filed.objection.id, &filed.code),
            (again.objection.id, &again.code)
        );
        let missing = world
            .object(package, &objection(About::Absence, None), 2)
            .await
            .unwrap();
        let answer = async |filed: &Filed, outcome, number, words| {
            let answering = Answering {
                outcome,
                number,
                words,
            };
            world
                .all
                .answer((world.unit, filed.objection.id), answering, &officer())
                .await
        };
        let silent = answer(&filed, Outcome::Removed, None, " ").await;
        assert!(matches!(silent, Err(ActError::Nothing)));
        answer(&filed, Outcome::Removed, None, "Đúng, nhà khá")
            .await
            .unwrap();
        let twice = answer(&filed, Outcome::Kept, None, "Không").await;
        assert!(matches!(twice, Err(ActError::Stale)));
        assert_eq!(world.application(first).await.standing, Standing::Removed);
        let changed = world.package(package).await;
        assert_eq!((changed.entries, changed.approved), (1, 600_000));
        assert_ne!(changed.list_hash, hash);

        world.clock.set(date(2026, 11, 20), 9);
        let unfit = answer(&missing, Outcome::Added, Some(3), "Thêm").await;
        assert!(matches!(unfit, Err(ActError::NoEntry)), "not entitled");
        let late = world.enter(package, 5, "near_poor").await;
        let number = world.application(late).await.number;
        answer(&missing, Outcome::Added, Some(number), "Đã bổ sung")
            .await
            .unwrap();
        let changed = world.package(package).await;
        // Five working days from Friday the 20th, with a day off between.
        assert_eq!((changed.entries, changed.approved), (2, 1_000_000));
        assert!(
            changed.posted_until > Some(POSTED_UNTIL),
            "who was added is posted as long"
        );
        let (acts, last) = world.logged(package).await;
        assert_eq!((acts.len(), last), (4, true), "opened, posted, removed, added");
        let mut read = world.db.read().await.unwrap();
        let (found, _) = world
            .all
            .by_code(&mut read, world.unit, &missing.code)
            .await
            .unwrap();
        assert_eq!(found.outcome, Some(Outcome::Added));
        assert_eq!(world.all.said(&found).answer, "Đã bổ sung");
        drop(read);

        // One more, left open, keeps the money back.
        let open = world
            .object(package, &objection(About::Entry, Some(2)), 3)
            .await
            .unwrap();
        world.clock.set(date(2026, 12, 4), 9);
        let pay = async || {
            let key = world.key(late).await;
            world
                .all
                .pay(key, (date(2026, 12, 4), Means::Account, true), &officer())
                .await
        };
        assert!(matches!(
            pay().await,
            Err(ActError::Hindered(Hindrance::Objections(1)))
        ));
        let closed = world
            .all
            .close((world.unit, package), changed.revision, &officer())
            .await;
        assert!(matches!(closed, Err(ActError::Hindered(_))));
        answer(&open, Outcome::Kept, None, "Đã xác minh").await.unwrap();
        pay().await.unwrap();
        let revision = world.package(package).await.revision;
        let cancelled = world
            .all
            .cancel((world.unit, package), revision, "Thôi", &officer())
            .await;
        assert!(matches!(cancelled, Err(ActError::Stale)), "something was paid");
    })
    .await;
}

#[tokio::test]
async fn many_are_paid_together_or_none_is() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened().await;
        let key = (world.unit, package);
        let first = world.enter(package, 1, "poor").await;
        world.enter(package, 2, "poor").await;
        let third = world.enter(package, 3, "near_poor").await;
        world.enter(package, 4, "neither").await;
        world.post(package).await;
        let after = date(2026, 11, 24);
        let pay = async |numbers: &[i64], on| {
            let paid = (on, Means::Cash, true);
            world.all.pay_together(key, numbers, paid, &officer()).await
        };
        let early = pay(&[1, 2, 3], MONDAY).await;
        assert!(matches!(early, Err(ActError::Hindered(Hindrance::Posted(_)))));
        world.clock.set(after, 9);
        assert!(matches!(pay(&[], after).await, Err(ActError::Nothing)));
        assert!(matches!(pay(&[1], POSTED_UNTIL).await, Err(ActError::Day)));
        let with_a_stranger = pay(&[1, 3, 4], after).await;
        assert!(
            matches!(with_a_stranger, Err(ActError::NotPayable(4))),
            "not on the list"
        );
        assert_eq!(world.application(first).await.standing, Standing::Listed);
        assert_eq!(world.paid_facts().await, [], "none was entered");
        let (a, b) = tokio::join!(pay(&[1, 3], after), pay(&[1, 3], after));
        assert!(a.is_ok() != b.is_ok(), "once: {a:?} {b:?}");
        assert_eq!(world.application(third).await.standing, Standing::Paid);
        let mut read = world.db.read().await.unwrap();
        let package = world.package(package).await;
        let totals = world.all.totals(&mut read, &package).await.unwrap();
        assert_eq!((totals.paid, totals.outstanding()), (1_000_000, 600_000));
        drop(read);
        let given: i64 = world
            .paid_facts()
            .await
            .iter()
            .filter(|(series, _)| series.starts_with("support.value_vnd"))
            .map(|(_, vnd)| vnd)
            .sum();
        assert_eq!(given, 1_000_000, "counted as often as paid");
    })
    .await;
}

#[tokio::test]
async fn an_objection_on_paper_counts_from_the_day_on_which_it_came() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened().await;
        let first = world.enter(package, 1, "poor").await;
        let on_paper = |on| NewObjection {
            received_on: Some(on),
            ..objection(About::Entry, Some(1))
        };
        let early = world.object(package, &on_paper(MONDAY), 1).await;
        assert!(matches!(early, Err(ActError::NotPosted)));
        world.post(package).await;
        let after = date(2026, 11, 25);
        world.clock.set(after, 9);
        let now = world.object(package, &objection(About::Entry, Some(1)), 1).await;
        assert!(matches!(now, Err(ActError::NotPosted)), "no longer posted");
        for wrong in [date(2026, 11, 13), date(2026, 11, 24), date(2026, 11, 26)] {
            let refused = world.object(package, &on_paper(wrong), 1).await;
            assert!(
                matches!(refused, Err(ActError::NotReceived(MONDAY, POSTED_UNTIL))),
                "{wrong}: {refused:?}"
            );
        }
        let filed = world.object(package, &on_paper(POSTED_UNTIL), 1).await.unwrap();
        assert_eq!(filed.objection.filed_on, POSTED_UNTIL);
        assert!(filed.objection.due_on > POSTED_UNTIL);
        let key = world.key(first).await;
        let paid = world.all.pay(key, (after, Means::Cash, true), &officer()).await;
        assert!(matches!(paid, Err(ActError::Hindered(Hindrance::Objections(1)))));
    })
    .await;
}

#[tokio::test]
async fn who_stands_twice_is_found_across_programmes_and_communes() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let there = world.opened_in(world.other, "sua-nha-ho-ngheo", 90_000_000).await;
        let house = ["poor", "makeshift", "repair", "5", "no", "3"];
        world
            .enter_in((world.other, there), (CANARY, CANARY_NUMBER), &house)
            .await
            .unwrap();
        let here = world
            .opened_in(world.unit, "lao-dong-tu-do-dich-benh", 90_000_000)
            .await;
        let work = ["yes", "yes", "no", "street", "20", "0", "no", "0"];
        let key = (world.unit, here);
        // The same number, otherwise typed, under another name.
        let id = world
            .enter_in(key, ("Yến", "091.080.999.777"), &work)
            .await
            .unwrap();
        let twice = world.enter_in(key, ("Yến", CANARY_NUMBER), &work).await;
        assert!(matches!(twice, Err(ActError::Twice)));
        let application = world.application(id).await;
        assert!(!application.entitled, "the other programme excludes this one");
        let other = world.enter_in(key, ("Lan", "091080000003"), &work).await.unwrap();
        assert!(world.application(other).await.entitled);
        let mut read = world.db.read().await.unwrap();
        let found = world.all.elsewhere(&mut read, &application).await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].unit, found[0].programme.as_str()),
            (world.other, "sua-nha-ho-ngheo")
        );
        assert_eq!(store::doubled(&mut read, key).await.unwrap(), 1);
        let hashes: Vec<Vec<u8>> = read
            .all("SELECT person_hash FROM benefit_person", &[], |row| row.get(0))
            .await
            .unwrap();
        let plain = sha2::Sha256::digest(CANARY_NUMBER).to_vec();
        assert_eq!(hashes.len(), 3);
        assert!(!hashes.contains(&plain), "the hash has a key");
        drop(read);
        // A gift excludes nothing: who gets it stands twice, and is entitled.
        let gift = world.opened().await;
        let answers = ["poor", "yes", "2"];
        let id = world
            .enter_in((world.unit, gift), (CANARY, CANARY_NUMBER), &answers)
            .await
            .unwrap();
        assert!(world.application(id).await.entitled);
        let mut read = world.db.read().await.unwrap();
        let found = world
            .all
            .elsewhere(&mut read, &world.application(id).await)
            .await
            .unwrap();
        assert_eq!(found.len(), 2);
        drop(read);
        let revision = world.package_in(world.other, there).await.revision;
        world
            .all
            .cancel((world.other, there), revision, "Hết kinh phí", &officer())
            .await
            .unwrap();
        let mut read = world.db.read().await.unwrap();
        let found = world
            .all
            .elsewhere(&mut read, &world.application(id).await)
            .await
            .unwrap();
        assert_eq!(found.len(), 1, "what was cancelled does not count");
    })
    .await;
}

#[tokio::test]
async fn an_application_is_corrected_until_it_is_on_a_list() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened().await;
        let key = (world.unit, package);
        let id = world.enter(package, 1, "neither").await;
        let all = Programmes::delivered().unwrap();
        let programme = all.get("qua-tet-ho-ngheo").unwrap();
        let entering = |class: &str, number: &str| Entering {
            hamlet: world.hamlet,
            name: CANARY.to_owned(),
            identifier: number.to_owned(),
            answers: [class, "yes", "3"]
                .iter()
                .enumerate()
                .map(|(at, written)| programme.answer(at, written).unwrap())
                .collect(),
        };
        let correct = async |revision, entering: &Entering| {
            world
                .all
                .enter(key, Some((id, revision)), entering, &officer())
                .await
        };
        correct(1, &entering("poor", "091000000001")).await.unwrap();
        let corrected = world.application(id).await;
        assert_eq!(
            (corrected.number, corrected.amount, corrected.revision),
            (1, 600_000, 2)
        );
        let stale = correct(1, &entering("poor", "091000000001")).await;
        assert!(matches!(stale, Err(ActError::Stale)));
        world.enter(package, 2, "poor").await;
        let taken = correct(2, &entering("poor", "091000000002")).await;
        assert!(matches!(taken, Err(ActError::Twice)));
        let malformed = correct(2, &entering("poor", "12")).await;
        assert!(matches!(malformed, Err(ActError::Identifier)));
        world.post(package).await;
        let listed = correct(3, &entering("poor", "091000000001")).await;
        assert!(matches!(listed, Err(ActError::Stale)));
    })
    .await;
}

#[tokio::test]
async fn names_go_with_their_time_and_hashes_after_them() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let package = world.opened().await;
        let id = world.enter(package, 1, "poor").await;
        world.post(package).await;
        let filed = world
            .object(package, &objection(About::Absence, None), 1)
            .await
            .unwrap();
        let answering = Answering {
            outcome: Outcome::Kept,
            number: None,
            words: "Đã xem",
        };
        world
            .all
            .answer((world.unit, filed.objection.id), answering, &officer())
            .await
            .unwrap();
        world.clock.set(date(2026, 11, 24), 9);
        let revision = world.package(package).await.revision;
        world
            .all
            .close((world.unit, package), revision, &officer())
            .await
            .unwrap();
        world.clock.set(date(2027, 2, 22), 9);
        assert_eq!(world.all.tend().await.unwrap().forgotten, 0, "ninety days");
        world.clock.set(date(2027, 2, 23), 9);
        let tended = world.all.tend().await.unwrap();
        assert_eq!((tended.forgotten, tended.hashes), (1, 0));
        let application = world.application(id).await;
        assert_eq!(application.sealed, None);
        assert_eq!(world.all.applicant(&application).name, "");
        let kept = world.package(package).await;
        assert_eq!(kept.list_salt, None, "nobody can try names out any more");
        assert!(kept.list_hash.is_some());
        assert!(
            world.logged(package).await.1,
            "what is public stays as it was logged"
        );
        let mut read = world.db.read().await.unwrap();
        let (found, _) = world
            .all
            .by_code(&mut read, world.unit, &filed.code)
            .await
            .unwrap();
        assert_eq!(found.sealed, None);
        drop(read);
        world.clock.set(date(2027, 11, 24), 9);
        assert_eq!(world.all.tend().await.unwrap().hashes, 0, "a year");
        world.clock.set(date(2027, 11, 25), 9);
        assert_eq!(world.all.tend().await.unwrap().hashes, 1);
    })
    .await;
}
