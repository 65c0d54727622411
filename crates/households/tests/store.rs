//! The register on both databases.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::Arc;

use households::{
    ActError, Correction, HouseholdId, Households, RollId, Seen,
    model::{By, HamletKey, NewHousehold, Person, TraceKind},
    roll,
    rules::{Refused, State},
    store::{self, Which},
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    clock::FixedClock,
    db::{Database, DbError},
    testing::on_both,
};
use units::UnitId;
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] = &[households::MIGRATIONS];
const HERE: HamletKey = HamletKey {
    unit: UnitId(30),
    hamlet: UnitId(301),
};
const BESIDE: HamletKey = HamletKey {
    unit: UnitId(30),
    hamlet: UnitId(302),
};

fn now() -> Timestamp {
    "2026-03-01T02:00:00Z".parse().unwrap()
}

struct Desk {
    all: Households,
    db: Database,
}

impl Desk {
    fn open(db: Database) -> Self {
        let mut next = 0_u64;
        let all = Households::new(
            db.clone(),
            Arc::new(FixedClock(now())),
            Box::new(move |octets| {
                next += 1;
                octets.fill(0);
                let at = octets.len() - 8;
                octets[at..].copy_from_slice(&next.to_be_bytes());
            }),
        );
        Self { all, db }
    }

    async fn list(&self, place: HamletKey, number: i64, name: &str, from: Date) -> HouseholdId {
        self.all
            .list(place, new(number, name, from), &head())
            .await
            .unwrap()
    }

    async fn seen(&self, id: HouseholdId) -> Seen {
        let mut read = self.db.read().await.unwrap();
        let household = store::household(&mut read, HERE, id).await.unwrap().unwrap();
        Seen::from(&household)
    }

    async fn count(&self, place: HamletKey, day: Date) -> i64 {
        let mut read = self.db.read().await.unwrap();
        let count = roll::count(&mut read, place, day).await.unwrap();
        let on = roll::on(&mut read, place, day).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), on.len(), "on {day}");
        count
    }

    async fn found(&self, which: Which, words: &str) -> Vec<i64> {
        let mut read = self.db.read().await.unwrap();
        let page = store::page(&mut read, HERE, (which, words), 0, 50).await.unwrap();
        page.into_iter().map(|household| household.number).collect()
    }
}

fn head() -> By {
    By {
        account: Uuid::from_u128(7),
        role: "hamlet_head".to_owned(),
    }
}

fn person(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        birth_year: Some(1970),
        ..Person::default()
    }
}

fn new(number: i64, name: &str, from: Date) -> NewHousehold {
    NewHousehold {
        number,
        address: format!("Số {number}, đường Kênh Ranh"),
        person: person(name),
        from,
    }
}

#[tokio::test]
async fn a_register_is_counted_as_of_any_day() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db);
        let by = &head();
        let (january, february) = (date(2026, 1, 5), date(2026, 2, 5));
        let first = desk.list(HERE, 1, "Trần Thị Lan", january).await;
        desk.list(HERE, 2, "Nguyễn Văn Đức", february).await;
        desk.list(BESIDE, 1, "Lê Văn Tám", january).await;
        assert_eq!(desk.count(HERE, date(2026, 1, 4)).await, 0);
        assert_eq!(desk.count(HERE, january).await, 1);
        assert_eq!(desk.count(HERE, february).await, 2);

        // It moves away, which was a mistake, then really does.
        let seen = desk.seen(first).await;
        let act = desk
            .all
            .stand(seen, State::Moved, date(2026, 2, 10), "Chuyển", by);
        act.await.unwrap();
        assert_eq!(desk.count(HERE, date(2026, 2, 9)).await, 2);
        assert_eq!(desk.count(HERE, date(2026, 2, 10)).await, 1);
        let stale = desk.all.stand(seen, State::Listed, date(2026, 2, 10), "x", by);
        assert!(matches!(stale.await, Err(ActError::Stale)));
        let seen = desk.seen(first).await;
        let twice = desk.all.stand(seen, State::Ended, date(2026, 2, 11), "x", by);
        assert!(matches!(twice.await, Err(ActError::Refused(Refused::NotListed))));
        let back = desk.all.stand(seen, State::Listed, date(2026, 2, 10), "Nhầm", by);
        back.await.unwrap();
        assert_eq!(desk.count(HERE, date(2026, 2, 10)).await, 2);
        let seen = desk.seen(first).await;
        let act = desk
            .all
            .stand(seen, State::Moved, date(2026, 2, 20), "Chuyển", by);
        act.await.unwrap();
        assert_eq!(desk.count(HERE, date(2026, 2, 19)).await, 2);
        assert_eq!(desk.count(HERE, date(2026, 2, 20)).await, 1);

        let mut read = desk.db.read().await.unwrap();
        let counts = roll::counts(&mut read, HERE.unit, date(2026, 2, 20))
            .await
            .unwrap();
        assert_eq!(counts.into_values().collect::<Vec<_>>(), [1, 1]);
        let tally = store::tally(&mut read, HERE.unit).await.unwrap();
        assert_eq!(tally[&HERE.hamlet], (1, 1));
        drop(read);
        assert_eq!(desk.found(Which::Gone, "").await, [1]);
    })
    .await;
}

#[tokio::test]
async fn one_speaks_for_a_household_at_a_time() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db);
        let by = &head();
        let id = desk.list(HERE, 1, "Trần Thị Lan", date(2026, 1, 5)).await;
        let day = date(2026, 2, 1);
        let seen = desk.seen(id).await;
        let change = desk.all.represent(seen, person("Trần Văn Tư"), day, "Bà Lan mất", by);
        change.await.unwrap();
        let seen = desk.seen(id).await;
        let early = desk
            .all
            .represent(seen, person("X"), date(2026, 1, 31), "x", by);
        assert!(matches!(
            early.await,
            Err(ActError::Refused(Refused::TooEarly(last))) if last == day
        ));
        let future = desk
            .all
            .represent(seen, person("X"), date(2026, 3, 2), "x", by);
        assert!(matches!(future.await, Err(ActError::Refused(Refused::InFuture))));

        let mut read = desk.db.read().await.unwrap();
        let name = |entries: Vec<roll::RollEntry>| entries[0].name.clone().unwrap();
        let before = roll::on(&mut read, HERE, date(2026, 1, 31)).await.unwrap();
        assert_eq!(name(before), "Trần Thị Lan");
        assert_eq!(name(roll::on(&mut read, HERE, day).await.unwrap()), "Trần Văn Tư");
        drop(read);

        // The database itself lets nobody add a second one for the day.
        let mut write = desk.db.write().await.unwrap();
        let chance = [vec![1_u8; 16].into()];
        let second = write.execute(
            "INSERT INTO household_representative (unit_id, hamlet_id, household_id, id, from_day, replaced, name, \
             birth_year, basis, phone, erased) SELECT unit_id, hamlet_id, household_id, $1, from_day, replaced, name, \
             birth_year, basis, phone, erased FROM household_representative",
            &chance,
        );
        assert!(matches!(second.await, Err(DbError::Engine(_))));
        drop(write);

        // Who was recorded by mistake never spoke for it, and stays to be seen.
        let mend = desk.all.represent(seen, person("Trần Văn Năm"), day, "Ghi nhầm tên", by);
        mend.await.unwrap();
        let mut read = desk.db.read().await.unwrap();
        assert_eq!(name(roll::on(&mut read, HERE, day).await.unwrap()), "Trần Văn Năm");
        let all = store::representatives(&mut read, HERE, id).await.unwrap();
        let mistaken: Vec<bool> = all.iter().map(|one| one.mistaken).collect();
        assert_eq!(mistaken, [false, true, false]);
    })
    .await;
}

#[tokio::test]
async fn corrections_leave_a_trace_and_take_no_foreign_number() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db);
        let by = &head();
        let id = desk.list(HERE, 1, "Trần Thi Lan", date(2026, 1, 5)).await;
        desk.list(HERE, 2, "Nguyễn Văn Đức", date(2026, 1, 5)).await;
        let right = |number| Correction {
            number,
            address: "Số 1, đường Kênh Ranh".to_owned(),
            person: person("Trần Thị Lan"),
        };
        let seen = desk.seen(id).await;
        let taken = desk.all.correct(seen, right(2), "Sửa", by).await;
        assert!(matches!(taken, Err(ActError::NumberTaken(2))));
        desk.all
            .correct(seen, right(3), "Viết sai dấu", by)
            .await
            .unwrap();
        // The same again changes nothing.
        let seen = desk.seen(id).await;
        desk.all
            .correct(seen, right(3), "Viết sai dấu", by)
            .await
            .unwrap();
        assert_eq!(desk.seen(id).await, seen);

        let mut read = desk.db.read().await.unwrap();
        let traces = store::traces(&mut read, HERE, Some(id), None, 50).await.unwrap();
        let lines: Vec<_> = traces
            .iter()
            .map(|line| {
                (
                    line.kind,
                    line.field.as_str(),
                    line.before.as_str(),
                    line.after.as_str(),
                )
            })
            .collect();
        assert_eq!(
            lines,
            [
                (TraceKind::Corrected, "name", "Trần Thi Lan", "Trần Thị Lan"),
                (TraceKind::Corrected, "number", "1", "3"),
                (TraceKind::Listed, "", "", ""),
            ]
        );
        assert!(traces.iter().all(|line| line.by == *by));
        drop(read);
        for (words, numbers) in [
            ("tran thi", vec![3]),
            ("duc", vec![2]),
            ("kenh ranh", vec![2, 3]),
            ("3", vec![3]),
            ("la 3", vec![3]),
            ("uc", vec![]),
            ("100%", vec![]),
        ] {
            assert_eq!(desk.found(Which::Listed, words).await, numbers, "{words}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_roll_stays_as_it_was_taken() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db);
        let by = &head();
        let id = desk.list(HERE, 1, "Trần Thị Lan", date(2026, 1, 5)).await;
        desk.list(HERE, 2, "Nguyễn Văn Đức", date(2026, 1, 5)).await;
        desk.list(BESIDE, 1, "Lê Văn Tám", date(2026, 1, 5)).await;
        let chance = (RollId(Uuid::from_u128(5)), [9; 16]);
        let mut write = desk.db.write().await.unwrap();
        let taken = roll::freeze(&mut write, HERE, now(), chance).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(taken.total(), 2);
        assert_eq!(taken.entry(id).unwrap().name.as_deref(), Some("Trần Thị Lan"));

        // Whatever becomes of the register, even for the same day.
        let day = date(2026, 3, 1);
        let seen = desk.seen(id).await;
        desk.all
            .represent(seen, person("Trần Văn Tư"), day, "Đổi", by)
            .await
            .unwrap();
        let seen = desk.seen(id).await;
        desk.all
            .stand(seen, State::Moved, day, "Chuyển", by)
            .await
            .unwrap();
        desk.list(HERE, 3, "Phạm Văn Ba", day).await;
        let mut read = desk.db.read().await.unwrap();
        let kept = roll::read(&mut read, HERE.unit, taken.id).await.unwrap().unwrap();
        assert_eq!(kept, taken);
        assert_eq!(kept.computed_digest(), kept.digest);
        assert_eq!(roll::read(&mut read, UnitId(31), taken.id).await.unwrap(), None);
        drop(read);

        // An erased name goes from the roll too, and the digest still holds.
        let seen = desk.seen(id).await;
        let first = taken.entries[0].representative;
        desk.all
            .erase(seen, first, "Đơn ngày 01/03/2026", by)
            .await
            .unwrap();
        let mut read = desk.db.read().await.unwrap();
        let kept = roll::read(&mut read, HERE.unit, taken.id).await.unwrap().unwrap();
        assert_eq!(kept.entries[0].name, None);
        assert_eq!(kept.computed_digest(), taken.digest);

        // Another salt, another digest; another household, another digest.
        let mut other = kept.clone();
        other.salt = [8; 16];
        assert_ne!(other.computed_digest(), kept.digest);
        let mut other = kept.clone();
        other.entries.pop();
        assert_ne!(other.computed_digest(), kept.digest);
    })
    .await;
}

#[tokio::test]
async fn what_is_erased_is_nowhere_left() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db);
        let by = &head();
        let id = desk.list(HERE, 1, "Canhdevat Lan", date(2026, 1, 5)).await;
        let seen = desk.seen(id).await;
        let mut right = person("Canhdevat Lành");
        right.phone = "0912345678".to_owned();
        let correction = Correction {
            number: 1,
            address: String::new(),
            person: right,
        };
        desk.all
            .correct(seen, correction, "Bà Canhdevat báo", by)
            .await
            .unwrap();
        let seen = desk.seen(id).await;
        let day = date(2026, 2, 1);
        let change = desk
            .all
            .represent(seen, person("Trần Văn Tư"), day, "Bà Canhdevat mất", by);
        change.await.unwrap();
        let mut read = desk.db.read().await.unwrap();
        let first = store::representatives(&mut read, HERE, id).await.unwrap()[0].id;
        drop(read);
        let seen = desk.seen(id).await;
        desk.all.erase(seen, first, "Theo đơn", by).await.unwrap();
        let seen = desk.seen(id).await;
        let again = desk.all.erase(seen, first, "Theo đơn", by).await;
        assert!(matches!(again, Err(ActError::Unknown)));

        let mut read = desk.db.read().await.unwrap();
        let traces = store::traces(&mut read, HERE, Some(id), None, 50).await.unwrap();
        let people = store::representatives(&mut read, HERE, id).await.unwrap();
        let all = format!("{traces:?} {people:?}");
        assert!(!all.contains("Canhdevat") && !all.contains("0912345678"), "{all}");
        assert!(all.contains("Trần Văn Tư") && all.contains("Theo đơn"));
        assert_eq!(people.len(), 2);
        drop(read);
        assert_eq!(desk.found(Which::Listed, "canhdevat").await, Vec::<i64>::new());
        assert_eq!(desk.count(HERE, date(2026, 1, 20)).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_account_speaks_for_a_household_until_its_representative_changes() {
    on_both(MIGRATIONS, |db| async move {
        let desk = Desk::open(db);
        let by = &head();
        let id = desk.list(HERE, 1, "Trần Thị Lan", date(2026, 1, 5)).await;
        let (lan, other) = (Uuid::from_u128(70), Uuid::from_u128(71));
        let speaks = async |account| {
            let mut read = desk.db.read().await.unwrap();
            households::link::of(&mut read, HERE.unit, account).await.unwrap()
        };
        let old = desk.all.offer_link(desk.seen(id).await, by).await.unwrap();
        let code = desk.all.offer_link(desk.seen(id).await, by).await.unwrap();
        let take = async |code: &str, account| desk.all.take_link(HERE.unit, code, account).await;
        assert!(
            matches!(take(&old, lan).await, Err(ActError::Unknown)),
            "a newer code was offered"
        );
        assert!(matches!(
            take("ABCD-EFGH-JKLM", lan).await,
            Err(ActError::Unknown)
        ));
        take(&code.to_lowercase(), lan).await.unwrap();
        assert!(
            matches!(take(&code, other).await, Err(ActError::Unknown)),
            "taken once"
        );
        assert_eq!(
            (speaks(lan).await[0].household, speaks(lan).await[0].number),
            (id, 1)
        );
        assert!(speaks(other).await.is_empty());

        // Somebody else takes over with a code of their own.
        let code = desk.all.offer_link(desk.seen(id).await, by).await.unwrap();
        take(&code, other).await.unwrap();
        assert!(speaks(lan).await.is_empty());
        let link = speaks(other).await[0].id;
        assert!(matches!(
            desk.all.end_link(HERE.unit, link, lan).await,
            Err(ActError::Unknown)
        ));

        let seen = desk.seen(id).await;
        let change = desk
            .all
            .represent(seen, person("Trần Văn Tư"), date(2026, 2, 1), "Bà Lan mất", by);
        change.await.unwrap();
        assert!(
            speaks(other).await.is_empty(),
            "another one represents the household now"
        );
    })
    .await;
}
