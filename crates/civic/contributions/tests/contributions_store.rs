//! Campaigns and their ledgers on both databases: whole acts, random ones, two at once, and a program that is killed.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::sync::{Arc, OnceLock};

use contributions::{
    ActError, CampaignId, Contributions, Key, Public, ReceiptId,
    ledger::{Account, Books, Fault, Giver, Operation, Purse, Use},
    model::{By, Counts, Donor, EntryKind, Gift, NewReceipt, NewSpending, Receipt, Supported},
    rules::{Basis, DayFault, Decision, Need, Rate, Terms},
    service::Draft,
    statement::{self, Meaning},
    store,
};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    clock::SetClock,
    db::{Database, PoolSize},
    files::NewFile,
    params,
    testing::on_both,
};
use rulebook::Rulebook;
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    contributions::MIGRATIONS,
];
const TODAY: Date = date(2026, 9, 20);

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn by(number: u128) -> By {
    By {
        account: Uuid::from_u128(number),
        role: "commune_officer".to_owned(),
    }
}

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

struct World {
    db: Database,
    clock: SetClock,
    desk: Arc<Contributions>,
    live: LiveUnits,
    unit: UnitId,
}

async fn world(db: &Database, seed: u64) -> World {
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let province = units().at("91", TODAY).unwrap().id;
    let unit = units().children(province, TODAY).next().unwrap().id;
    let clock = SetClock::at(TODAY, 9);
    let live = LiveUnits::new(units());
    let mut chance = Chance(seed);
    let desk = Contributions::new(
        db.clone(),
        live.clone(),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
        ),
        Arc::new(clock.clone()),
        Box::new(move |octets| {
            for octet in octets {
                *octet = u8::try_from(chance.next(256)).unwrap();
            }
        }),
    );
    World {
        db: db.clone(),
        clock,
        desk: Arc::new(desk),
        live,
        unit,
    }
}

fn draft(title: &str, account: &str) -> Draft {
    Draft {
        hamlet: None,
        basis: Basis::Sponsorship,
        purpose: "disaster".to_owned(),
        title: title.to_owned(),
        from: date(2026, 9, 1),
        until: date(2026, 9, 30),
        terms: Terms {
            aim: "Giúp các hộ bị tốc mái".to_owned(),
            scope: "Mọi người".to_owned(),
            method: "Có biên nhận".to_owned(),
            place: "Trụ sở".to_owned(),
            manager: "Ban vận động".to_owned(),
            bank: "Ngân hàng".to_owned(),
            account: account.to_owned(),
            ..Terms::default()
        },
    }
}

fn rate(labour: bool, vnd: i64) -> Rate {
    Rate {
        key: 0,
        labour,
        name: if labour { "Công" } else { "Tôn" }.to_owned(),
        measure: "đơn vị".to_owned(),
        vnd,
        source: "Báo giá".to_owned(),
    }
}

fn gift(gift: Gift, giver: Giver) -> NewReceipt {
    NewReceipt {
        gift,
        giver,
        on: TODAY,
        donor: Donor::default(),
        named: false,
        pledge: None,
    }
}

fn spending(from: Option<Purse>, amount: i64) -> NewSpending {
    NewSpending {
        from,
        on: Use::Support,
        amount,
        day: TODAY,
        text: "Trao tiền".to_owned(),
        document: "Danh sách ký nhận".to_owned(),
        file: NewFile {
            name: "a.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            content: b"%PDF-1.4".to_vec(),
        },
        supported: Supported {
            class: "disaster".to_owned(),
            households: 2,
            people: 7,
        },
    }
}

impl World {
    /// An open campaign with an account and two rates: goods for 100 (key 1), work for 300 (key 2).
    async fn open(&self, title: &str, account: &str) -> Key {
        let id = self
            .desk
            .draft(self.unit, &draft(title, account), by(1))
            .await
            .unwrap();
        let key = (self.unit, id);
        self.desk.state_rate(key, 1, &rate(false, 100)).await.unwrap();
        self.desk.state_rate(key, 2, &rate(true, 300)).await.unwrap();
        self.desk.open(key, 3, &by(2)).await.unwrap();
        key
    }

    async fn give(&self, key: Key, new: &NewReceipt) -> Result<Receipt, ActError> {
        let once = self.desk.once();
        self.desk.receive(key, new, &once, &by(1)).await
    }

    async fn spend(&self, key: Key, new: &NewSpending) -> Result<i64, ActError> {
        let once = self.desk.once();
        self.desk.spend(key, new, (&once, &by(1))).await
    }

    async fn books(&self, key: Key) -> Books {
        store::books(&mut self.db.read().await.unwrap(), key)
            .await
            .unwrap()
    }

    async fn counts(&self, key: Key) -> Counts {
        store::counts(&mut self.db.read().await.unwrap(), key)
            .await
            .unwrap()
    }

    async fn receipt(&self, id: ReceiptId) -> Receipt {
        store::receipt(&mut self.db.read().await.unwrap(), self.unit, id)
            .await
            .unwrap()
            .unwrap()
    }

    /// The sum of the facts of a measure that count.
    async fn counted(&self, measure: &str) -> i64 {
        let mut read = self.db.read().await.unwrap();
        let sums: Vec<i64> = read
            .all(
                "SELECT quantity FROM fact WHERE unit_id = $1 AND series LIKE $2 AND NOT withdrawn",
                &params![self.unit, format!("{measure}%")],
                |row| row.get(0),
            )
            .await
            .unwrap();
        sums.iter().sum()
    }

    async fn whole(&self) {
        let (checked, wrong) = self.desk.verify().await.unwrap();
        assert!(checked > 0);
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_campaign_opens_on_its_basis_alone_and_by_somebody_else() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 1).await;
        let mut appeal = draft("Kêu gọi", "");
        appeal.basis = Basis::Appeal;
        let id = world.desk.draft(world.unit, &appeal, by(1)).await.unwrap();
        let key = (world.unit, id);
        let same = world.desk.open(key, 1, &by(1)).await;
        assert!(matches!(same, Err(ActError::SamePerson)));
        let lacking = world.desk.open(key, 1, &by(2)).await;
        assert!(
            matches!(&lacking, Err(ActError::Lacking(needs)) if *needs == [Need::Account, Need::Notice]),
            "{lacking:?}"
        );
        appeal.terms.account = "9700 1".to_owned();
        appeal.terms.notice_on = Some(date(2026, 8, 31));
        appeal.terms.notice_number = "1/TB".to_owned();
        world.desk.correct(key, 1, &appeal, &by(1)).await.unwrap();
        assert!(matches!(
            world.desk.open(key, 1, &by(2)).await,
            Err(ActError::Stale)
        ));
        world.desk.open(key, 2, &by(2)).await.unwrap();
        let again = world.desk.draft(world.unit, &draft("Khác", "97001"), by(1)).await;
        assert!(
            matches!(again, Err(ActError::AccountTaken(other)) if other == id),
            "an account is one campaign's"
        );
        let mut households = draft("Làm đường", "");
        households.basis = Basis::Households;
        households.terms.decision = Decision {
            number: "1/NQ".to_owned(),
            on: Some(date(2026, 8, 1)),
            yes: 66,
            total: 100,
            ..Decision::default()
        };
        let road = world.desk.draft(world.unit, &households, by(1)).await.unwrap();
        let refused = world.desk.open((world.unit, road), 1, &by(2)).await;
        assert!(matches!(&refused, Err(ActError::Lacking(needs)) if *needs == [Need::Decision]));
        households.terms.decision.yes = 67;
        world
            .desk
            .correct((world.unit, road), 1, &households, &by(1))
            .await
            .unwrap();
        world.desk.open((world.unit, road), 2, &by(2)).await.unwrap();
        assert_eq!(world.counted("contribution.campaign").await, 2);
        let public = Public::campaigns(world.live.clone());
        let mut read = world.db.read().await.unwrap();
        assert_eq!(public.items(&mut read, None, 10).await.unwrap().len(), 2);
        let books = Public::books(world.live.clone());
        assert_eq!(
            books.items(&mut read, None, 10).await.unwrap().len(),
            0,
            "no entry yet"
        );
    })
    .await;
}

#[tokio::test]
async fn gifts_are_receipted_spent_given_back_and_taken_back() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 2).await;
        let key = world.open("Ủng hộ", "9700 2").await;
        let cash = world
            .give(key, &gift(Gift::Money(Purse::Cash, 5_000), Giver::Households))
            .await
            .unwrap();
        let bank = world
            .give(key, &gift(Gift::Money(Purse::Bank, 9_000), Giver::Enterprise))
            .await
            .unwrap();
        let goods = world
            .give(key, &gift(Gift::InKind(1, 30), Giver::Outside))
            .await
            .unwrap();
        let work = world
            .give(key, &gift(Gift::InKind(2, 4), Giver::Households))
            .await
            .unwrap();
        assert_eq!(
            [&cash, &bank, &goods, &work].map(Receipt::printed),
            ["00001/2026", "00002/2026", "00003/2026", "00004/2026"],
            "numbers have no gaps"
        );
        assert_eq!((goods.amount, work.amount), (3_000, 1_200));
        assert_eq!(world.counted("contribution.value_vnd").await, 17_000);
        assert_eq!(world.counted("contribution.labour").await, 4);
        assert_eq!(world.counted("contribution.gift").await, 4);

        let much = world.spend(key, &spending(Some(Purse::Cash), 5_001)).await;
        let cash_account = Account::Purse(Purse::Cash);
        assert!(matches!(much, Err(ActError::Ledger(Fault::TooLittle(of))) if of == cash_account));
        let spent = world
            .spend(key, &spending(Some(Purse::Cash), 2_000))
            .await
            .unwrap();
        world.spend(key, &spending(None, 1_000)).await.unwrap();
        assert_eq!(
            world.counted("contribution.spent_vnd").await,
            2_000,
            "goods are no money"
        );
        assert_eq!(world.counted("support.value_vnd").await, 3_000);
        let counts = world.counts(key).await;
        assert_eq!(
            (counts.get("households.disaster"), counts.get("people.disaster")),
            (4, 14)
        );
        assert_eq!(counts.get(Counts::DAYS), 4);

        // A part goes back now, the rest later.
        let refund = |amount, from: Option<Purse>| {
            let (desk, id) = (Arc::clone(&world.desk), bank.id);
            async move {
                let once = desk.once();
                desk.refund(key, id, (amount, from), "Theo yêu cầu", (&once, &by(1)))
                    .await
            }
        };
        refund(4_000, Some(Purse::Bank)).await.unwrap();
        assert!(matches!(
            refund(5_001, None).await,
            Err(ActError::Ledger(Fault::Amount))
        ));
        let owed = refund(5_000, None).await.unwrap();
        assert_eq!(world.books(key).await.totals().owed, 5_000);
        assert_eq!(
            world.counted("contribution.value_vnd").await,
            8_000,
            "what went back is no gift"
        );
        let once = world.desk.once();
        world
            .desk
            .pay_back(key, owed, Purse::Bank, (&once, &by(1)))
            .await
            .unwrap();
        let once = world.desk.once();
        let twice = world.desk.pay_back(key, owed, Purse::Bank, (&once, &by(1))).await;
        assert!(
            matches!(twice, Err(ActError::Stale)),
            "nothing is paid back twice"
        );

        // The spending was a mistake.
        let once = world.desk.once();
        world
            .desk
            .reverse(key, spent, "Ghi nhầm quỹ", (&once, &by(1)))
            .await
            .unwrap();
        assert_eq!(world.counted("contribution.spent_vnd").await, 0);
        assert_eq!(world.counts(key).await.get("households.disaster"), 2);
        let once = world.desk.once();
        let twice = world.desk.reverse(key, spent, "Lần nữa", (&once, &by(1))).await;
        assert!(matches!(twice, Err(ActError::Stale)));
        let once = world.desk.once();
        world
            .desk
            .reverse(key, cash.entry, "Nhầm người", (&once, &by(1)))
            .await
            .unwrap();
        assert!(world.receipt(cash.id).await.reversed_by.is_some());
        let once = world.desk.once();
        let refunded = world
            .desk
            .refund(key, cash.id, (1, None), "x", (&once, &by(1)))
            .await;
        assert!(
            matches!(refunded, Err(ActError::Stale)),
            "a receipt that was taken back gives nothing back"
        );
        let revision = store::campaign(&mut world.db.read().await.unwrap(), key)
            .await
            .unwrap()
            .unwrap()
            .revision;
        let early = world.desk.close(key, revision, "Xong", &by(2)).await;
        assert!(matches!(early, Err(ActError::NotSettled)), "goods are left");
        world.spend(key, &spending(None, 2_000)).await.unwrap();
        world
            .desk
            .close(key, revision, "Đã trao hết", &by(2))
            .await
            .unwrap();
        let closed = world
            .give(key, &gift(Gift::Money(Purse::Cash, 1), Giver::Households))
            .await;
        assert!(matches!(closed, Err(ActError::Stale)));
        world.whole().await;
    })
    .await;
}

#[tokio::test]
async fn what_comes_late_is_not_kept() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 3).await;
        let key = world.open("Ủng hộ", "9700 3").await;
        world.clock.set(date(2026, 10, 2), 9);
        let mut late = gift(Gift::Money(Purse::Cash, 10), Giver::Households);
        late.on = date(2026, 10, 1);
        let refused = world.give(key, &late).await;
        assert!(matches!(refused, Err(ActError::Day(DayFault::AfterEnd(_)))));
        let lines = [statement::Read {
            on: date(2026, 10, 1),
            amount: 700,
            reference: "FT1".to_owned(),
            text: "ung ho".to_owned(),
        }];
        assert_eq!(world.desk.keep_statement(key, &lines).await.unwrap(), 1);
        assert_eq!(
            world.desk.keep_statement(key, &lines).await.unwrap(),
            0,
            "the same line is known again"
        );
        let line = store::unmatched(&mut world.db.read().await.unwrap(), key, None, 9)
            .await
            .unwrap()
            .remove(0);
        let say = |meaning| {
            let (desk, id) = (Arc::clone(&world.desk), line.id);
            async move {
                let once = desk.once();
                desk.say_what(key, id, meaning, (&once, &by(1))).await
            }
        };
        let kept = say(Meaning::Gift(Giver::Outside)).await;
        assert!(matches!(kept, Err(ActError::Day(DayFault::AfterEnd(_)))));
        let held = say(Meaning::Hold).await.unwrap();
        assert!(matches!(say(Meaning::Hold).await, Err(ActError::Stale)));
        let totals = world.books(key).await.totals();
        assert_eq!(
            (totals.owed, totals.money.given),
            (700, 0),
            "it is there, and it is no gift"
        );
        assert_eq!(world.counted("contribution.value_vnd").await, 0);
        let once = world.desk.once();
        world
            .desk
            .pay_back(key, held, Purse::Bank, (&once, &by(1)))
            .await
            .unwrap();
        assert!(world.books(key).await.totals().is_settled());
        world.whole().await;
    })
    .await;
}

#[tokio::test]
async fn lines_of_a_statement_are_matched_with_promises_and_receipts() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 4).await;
        let key = world.open("Ủng hộ", "9700 4").await;
        let pledge = world
            .desk
            .pledge(key, (2_000, Giver::Households), "Người Hứa")
            .await
            .unwrap();
        let other = world
            .desk
            .pledge(key, (3_000, Giver::Households), "Người Thôi")
            .await
            .unwrap();
        world.desk.take_pledge_back(key, other.id, &by(1)).await.unwrap();
        assert_eq!(world.counts(key).await.get(Counts::PROMISED), 2_000);
        let known = world
            .give(key, &gift(Gift::Money(Purse::Bank, 5_000), Giver::Enterprise))
            .await
            .unwrap();
        let line = |amount, reference: &str, text: String| statement::Read {
            on: TODAY,
            amount,
            reference: reference.to_owned(),
            text,
        };
        let lines = [
            line(2_000, "FT1", format!("UNG HO {} .", pledge.code.to_lowercase())),
            line(5_000, "FT2", "cong ty".to_owned()),
            line(777, "FT3", "khong ro".to_owned()),
        ];
        assert_eq!(world.desk.keep_statement(key, &lines).await.unwrap(), 3);
        let mut read = world.db.read().await.unwrap();
        let waiting = store::unmatched(&mut read, key, None, 9).await.unwrap();
        let of = |reference: &str| {
            waiting
                .iter()
                .find(|line| line.reference == reference)
                .cloned()
                .unwrap()
        };
        let likely = world.desk.likely(&mut read, key, &of("FT1")).await.unwrap();
        assert_eq!(likely.pledges.len(), 1);
        assert!(likely.pledges[0].1, "its code was written");
        let likely = world.desk.likely(&mut read, key, &of("FT2")).await.unwrap();
        assert_eq!(likely.receipts.len(), 1);
        drop(read);
        for (reference, meaning) in [
            ("FT1", Meaning::Pledge(pledge.id)),
            ("FT2", Meaning::Receipt(known.id)),
        ] {
            let once = world.desk.once();
            world
                .desk
                .say_what(key, of(reference).id, meaning, (&once, &by(1)))
                .await
                .unwrap();
        }
        let once = world.desk.once();
        let again = world
            .desk
            .say_what(key, of("FT3").id, Meaning::Receipt(known.id), (&once, &by(1)))
            .await;
        assert!(matches!(again, Err(ActError::Stale)), "a receipt is one line");
        let totals = world.books(key).await.totals();
        assert_eq!(
            totals.money.given, 7_000,
            "the receipt was entered before, and once"
        );
        assert_eq!(world.counts(key).await.get(Counts::PROMISES), 0, "it was kept");
        let waiting = store::unmatched(&mut world.db.read().await.unwrap(), key, None, 9).await;
        assert_eq!(waiting.unwrap().len(), 1, "what nobody named stays to be seen");
        world.whole().await;
    })
    .await;
}

#[tokio::test]
async fn what_anybody_promises_is_in_no_sum_and_lapses_with_its_campaign() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 9).await;
        let key = world.open("Ủng hộ", "9700 4").await;
        let once = "0123456789abcdef0123456789abcdef";
        let promised = (2_000, Giver::Households);
        let sent = world
            .desk
            .promise(key, once, promised, "Người Hứa")
            .await
            .unwrap();
        let again = world
            .desk
            .promise(key, once, promised, "Người Hứa")
            .await
            .unwrap();
        assert_eq!(sent, again, "kept once");
        let other = "1123456789abcdef0123456789abcdef";
        let other = world.desk.promise(key, other, promised, "").await.unwrap();
        assert_ne!(sent.code, other.code);
        assert_eq!(world.counts(key).await.get(Counts::PROMISES), 0);
        world
            .desk
            .pledge(key, (3_000, Giver::Households), "Ghi tại xã")
            .await
            .unwrap();
        assert_eq!(world.counts(key).await.get(Counts::PROMISED), 3_000);
        world.desk.take_pledge_back(key, other.id, &by(1)).await.unwrap();
        assert_eq!(world.counts(key).await.get(Counts::PROMISED), 3_000);
        world.whole().await;

        // Money with its code is recognised.
        let line = statement::Read {
            on: TODAY,
            amount: 2_000,
            reference: "FT1".to_owned(),
            text: format!("UNG HO {}", sent.code),
        };
        world.desk.keep_statement(key, &[line]).await.unwrap();
        let mut read = world.db.read().await.unwrap();
        let line = store::unmatched(&mut read, key, None, 9).await.unwrap().remove(0);
        let likely = world.desk.likely(&mut read, key, &line).await.unwrap();
        assert_eq!(likely.pledges, [(sent, true)]);
        drop(read);

        let mut read = world.db.read().await.unwrap();
        let revision = store::campaign(&mut read, key).await.unwrap().unwrap().revision;
        drop(read);
        world.desk.close(key, revision, "Xong", &by(2)).await.unwrap();
        let mut read = world.db.read().await.unwrap();
        assert_eq!(store::pledges(&mut read, key, None, 9).await.unwrap(), []);
        let names: Vec<String> = read
            .all("SELECT name FROM contribution_pledge", &[], |row| row.get(0))
            .await
            .unwrap();
        assert!(names.concat().is_empty(), "who promised is forgotten: {names:?}");
        drop(read);
        assert_eq!(world.counts(key).await.get(Counts::PROMISED), 0);
        let late = world
            .desk
            .promise(key, &world.desk.once()[..32], promised, "")
            .await;
        assert!(matches!(late, Err(ActError::Stale)));
        world.whole().await;
    })
    .await;
}

#[test]
fn a_statement_is_read_whole_or_not_at_all() {
    let good = "Ngày giao dịch,Ghi nợ,Ghi có,Số tham chiếu,Diễn giải\n\
                15/09/2026,,500.000,FT1,ung ho\n16/09/2026,20.000,,FT2,phi\n";
    let sheet = statement::understand(good.as_bytes(), "a.csv").unwrap();
    assert!(sheet.problems.is_empty(), "{:?}", sheet.problems);
    assert_eq!(sheet.lines.len(), 1, "what went out is not read");
    assert_eq!(sheet.lines[0].amount, 500_000);
    let bad = "Ngày giao dịch,Số tiền,Số tham chiếu,Nội dung\n\
               15/09/2026,500.000,FT1,a\n31/02/2026,1.000,FT2,b\n15/09/2026,500.000,FT1,a\n";
    let sheet = statement::understand(bad.as_bytes(), "a.csv").unwrap();
    assert_eq!(sheet.problems.list().len(), 2, "{:?}", sheet.problems);
}

#[tokio::test]
async fn a_form_that_is_sent_twice_is_entered_once() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 5).await;
        let key = world.open("Ủng hộ", "9700 5").await;
        let new = gift(Gift::Money(Purse::Cash, 1_000), Giver::Households);
        let officer = by(1);
        let (first, second) = tokio::join!(
            world.desk.receive(key, &new, "cùng một biểu mẫu", &officer),
            world.desk.receive(key, &new, "cùng một biểu mẫu", &officer),
        );
        let done = [first, second];
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        assert!(
            done.iter()
                .any(|done| matches!(done, Err(ActError::Before(1, Some(_)))))
        );
        assert_eq!(world.books(key).await.totals().money.given, 1_000);
        world.whole().await;
    })
    .await;
}

#[tokio::test]
async fn of_two_who_spend_the_last_dong_one_is_refused() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 6).await;
        let key = world.open("Ủng hộ", "9700 6").await;
        for round in 0..8 {
            world
                .give(key, &gift(Gift::Money(Purse::Cash, 1_000), Giver::Households))
                .await
                .unwrap();
            let all = spending(Some(Purse::Cash), 1_000);
            let (first, second) = (world.desk.once(), world.desk.once());
            let (one, other) = (by(1), by(3));
            let done = tokio::join!(
                world.desk.spend(key, &all, (&first, &one)),
                world.desk.spend(key, &all, (&second, &other)),
            );
            let done = [done.0, done.1];
            assert_eq!(
                done.iter().filter(|done| done.is_ok()).count(),
                1,
                "{round}: {done:?}"
            );
            assert!(
                done.iter()
                    .any(|done| matches!(done, Err(ActError::Ledger(Fault::TooLittle(_)))))
            );
        }
        assert_eq!(world.books(key).await.totals().money.left, 0);
        world.whole().await;
    })
    .await;
}

#[tokio::test]
async fn a_transfer_is_in_both_ledgers_or_in_neither() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 7).await;
        let (one, other) = (
            world.open("Một", "9700 71").await,
            world.open("Hai", "9700 72").await,
        );
        for key in [one, other] {
            world
                .give(key, &gift(Gift::Money(Purse::Bank, 1_000), Giver::Households))
                .await
                .unwrap();
        }
        let send = |from: Key, to: CampaignId, amount| {
            let desk = Arc::clone(&world.desk);
            async move {
                let once = desk.once();
                let words = ("Người góp đồng ý", "VB 1");
                desk.transfer(from, to, (Purse::Bank, amount), words, (&once, &by(1)))
                    .await
            }
        };
        // Both ways at once: nobody waits for ever.
        let (there, back) = tokio::join!(send(one, other.1, 300), send(other, one.1, 100));
        there.unwrap();
        back.unwrap();
        assert_eq!(world.books(one).await.totals().came, -200);
        assert_eq!(world.books(other).await.totals().came, 200);
        assert_eq!(
            world.books(other).await.totals().money.given,
            1_000,
            "what came over is no new gift"
        );
        assert_eq!(world.counted("contribution.value_vnd").await, 2_000);
        let draft = world
            .desk
            .draft(world.unit, &draft("Ba", "9700 73"), by(1))
            .await
            .unwrap();
        let before = world.books(one).await;
        assert!(matches!(send(one, draft, 1).await, Err(ActError::Stale)));
        assert!(matches!(
            send(one, other.1, 5_000).await,
            Err(ActError::Ledger(Fault::TooLittle(_)))
        ));
        assert_eq!(world.books(one).await, before);
        world.whole().await;
    })
    .await;
}

/// Does something at random; whether it was done.
async fn at_random(
    world: &World,
    keys: &[Key],
    chance: &mut Chance,
    receipts: &mut Vec<(Key, Receipt)>,
) -> bool {
    let key = keys[usize::try_from(chance.next(keys.len() as u64)).unwrap()];
    let amount = i64::try_from(chance.next(900) + 1).unwrap();
    let purse = Purse::ALL[usize::try_from(chance.next(2)).unwrap()];
    let giver = Giver::ALL[usize::try_from(chance.next(4)).unwrap()];
    let once = world.desk.once();
    let officer = by(1);
    let how = (once.as_str(), &officer);
    let some_receipt = |chance: &mut Chance, receipts: &[(Key, Receipt)]| {
        let at = usize::try_from(chance.next(receipts.len().max(1) as u64)).unwrap();
        receipts.get(at).cloned()
    };
    let done = match chance.next(10) {
        0..=2 => {
            let what = match chance.next(4) {
                0 => Gift::InKind(1, amount),
                1 => Gift::InKind(2, amount % 9 + 1),
                _ => Gift::Money(purse, amount),
            };
            match world.give(key, &gift(what, giver)).await {
                Ok(receipt) => {
                    receipts.push((key, receipt));
                    Ok(0)
                }
                Err(error) => Err(error),
            }
        }
        3 | 4 => {
            let from = Some(purse).filter(|_| chance.next(3) > 0);
            world.spend(key, &spending(from, amount)).await
        }
        5 => world.desk.carry(key, (purse, amount), how).await,
        6 => {
            let to = keys[usize::try_from(chance.next(keys.len() as u64)).unwrap()].1;
            let words = ("Đồng ý", "VB");
            world.desk.transfer(key, to, (purse, amount), words, how).await
        }
        7 => match some_receipt(chance, receipts) {
            Some((key, receipt)) => {
                let from = Some(purse).filter(|_| chance.next(2) > 0);
                let part = if chance.next(2) > 0 {
                    receipt.amount
                } else {
                    amount
                };
                world
                    .desk
                    .refund(key, receipt.id, (part, from), "Theo yêu cầu", how)
                    .await
            }
            None => return false,
        },
        8 => {
            let owed = store::to_be_paid_back(&mut world.db.read().await.unwrap(), key, 9)
                .await
                .unwrap();
            match owed.first() {
                Some(entry) => world.desk.pay_back(key, entry.number, purse, how).await,
                None => return false,
            }
        }
        _ => {
            let last = store::campaign(&mut world.db.read().await.unwrap(), key)
                .await
                .unwrap()
                .unwrap()
                .last_entry;
            let number = i64::try_from(chance.next(20)).unwrap();
            world.desk.reverse(key, last - number, "Ghi nhầm", how).await
        }
    };
    match done {
        Ok(_) => true,
        Err(
            ActError::Ledger(_)
            | ActError::Stale
            | ActError::Unknown
            | ActError::Nothing
            | ActError::NoAccount,
        ) => false,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn ledgers_stay_whole_under_random_operations() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 8).await;
        let mut keys = Vec::new();
        for number in 0..3 {
            keys.push(
                world
                    .open(&format!("Quỹ {number}"), &format!("9700 8{number}"))
                    .await,
            );
        }
        let (mut chance, mut receipts, mut done) = (Chance(88), Vec::new(), 0);
        for _ in 0..260 {
            done += u32::from(at_random(&world, &keys, &mut chance, &mut receipts).await);
        }
        assert!(done > 100, "only {done} were done");
        world.whole().await;
        let (mut given, mut moved, mut spent, mut days) = (0, 0, 0, 0);
        for key in &keys {
            let totals = world.books(*key).await.totals();
            assert!(totals.balances());
            given += totals.money.given + totals.goods.given;
            spent += totals.money.spent;
            moved += totals.came;
            days += world.counts(*key).await.get(Counts::DAYS);
        }
        assert_eq!(moved, 0, "what goes to others comes from others");
        assert_eq!(
            world.counted("contribution.value_vnd").await,
            given,
            "facts are the ledger"
        );
        assert_eq!(world.counted("contribution.spent_vnd").await, spent);
        assert_eq!(world.counted("contribution.labour").await, days);
        // The database keeps what the rules without a database say.
        for key in keys {
            let mut read = world.db.read().await.unwrap();
            let entries = store::entries_after(&mut read, key, 0, 10_000).await.unwrap();
            let mut books = Books::default();
            for entry in &entries {
                books.post(&entry.lines).unwrap();
            }
            let mut stored = store::books(&mut read, key).await.unwrap();
            stored.0.retain(|_, balance| *balance != 0);
            books.0.retain(|_, balance| *balance != 0);
            assert_eq!(stored, books);
            let pages = store::entries_before(&mut read, key, i64::MAX, 7).await.unwrap();
            assert!(pages.windows(2).all(|two| two[0].number == two[1].number + 1));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_changed_behind_the_programs_back_is_found() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 9).await;
        let key = world.open("Ủng hộ", "9700 9").await;
        for amount in [1_000, 2_000] {
            world
                .give(key, &gift(Gift::Money(Purse::Cash, amount), Giver::Households))
                .await
                .unwrap();
        }
        world.whole().await;
        let mut write = world.db.write().await.unwrap();
        for (account, amount) in [("cash", 1_500_i64), ("income.money.households", -1_500)] {
            write
                .execute(
                    "UPDATE contribution_line SET amount = $3 WHERE unit_id = $1 AND number = 1 AND account = $2",
                    &params![key.0, account, amount],
                )
                .await
                .unwrap();
        }
        write.commit().await.unwrap();
        let (_, wrong) = world.desk.verify().await.unwrap();
        assert!(
            wrong.iter().any(|what| what.contains("entry 1: it was changed")),
            "{wrong:?}"
        );
        assert!(wrong.iter().any(|what| what.contains("balances")), "{wrong:?}");
    })
    .await;
}

#[tokio::test]
async fn a_name_is_shown_only_while_it_is_asked_for() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db, 10).await;
        let key = world.open("Ủng hộ", "9700 10").await;
        let mut named = gift(Gift::Money(Purse::Cash, 1_000), Giver::Households);
        named.donor.name = "Một người".to_owned();
        let receipt = world.give(key, &named).await.unwrap();
        assert!(!receipt.named);
        world.desk.name(key, receipt.id, true).await.unwrap();
        assert!(world.receipt(receipt.id).await.named);
        assert!(matches!(
            world.desk.name(key, receipt.id, true).await,
            Err(ActError::Stale)
        ));
        world.desk.name(key, receipt.id, false).await.unwrap();
        let nobody = world
            .give(key, &gift(Gift::Money(Purse::Cash, 1), Giver::Households))
            .await
            .unwrap();
        let unknown = world.desk.name(key, nobody.id, true).await;
        assert!(matches!(unknown, Err(ActError::Stale)), "no name is known");
        let entries = store::entries_after(&mut world.db.read().await.unwrap(), key, 0, 9)
            .await
            .unwrap();
        assert_eq!(entries[0].kind, EntryKind::Received);
        assert!(
            entries
                .iter()
                .all(|entry| !format!("{entry:?}").contains("Một người"))
        );
        // The operation that the entry is.
        let lines = Operation::Receive(Purse::Cash, Giver::Households, 1_000)
            .lines()
            .unwrap();
        assert_eq!(entries[0].lines, lines);
    })
    .await;
}

/// Works on the database that the environment names until it is killed; does nothing in an ordinary run.
#[tokio::test]
async fn a_victim_works_until_it_is_killed() {
    let Ok(address) = std::env::var("CONTRIBUTIONS_VICTIM") else {
        return;
    };
    let db = Database::open(&address, PoolSize::default()).await.unwrap();
    let mut read = db.read().await.unwrap();
    let campaigns = store::public_after(&mut read, None, 10).await.unwrap();
    drop(read);
    let keys: Vec<Key> = campaigns.iter().map(|campaign| campaign.key()).collect();
    let entries = campaigns.iter().map(|campaign| campaign.last_entry).sum::<i64>();
    let seed = u64::try_from(entries).unwrap() + 1_000;
    let world = world(&db, seed).await;
    let (mut chance, mut receipts) = (Chance(seed), Vec::new());
    loop {
        at_random(&world, &keys, &mut chance, &mut receipts).await;
    }
}

/// How many entries the ledgers have.
async fn made(db: &Database) -> i64 {
    let mut read = db.read().await.unwrap();
    let campaigns = store::public_after(&mut read, None, 10).await.unwrap();
    campaigns.iter().map(|campaign| campaign.last_entry).sum()
}

#[tokio::test]
async fn ledgers_stay_whole_when_the_program_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", folder.path().join("d.db").display());
    let db = Database::open(&address, PoolSize::default()).await.unwrap();
    db.migrate(MIGRATIONS).await.unwrap();
    let first = world(&db, 11).await;
    for number in 0..2 {
        first
            .open(&format!("Quỹ {number}"), &format!("9700 11{number}"))
            .await;
    }
    let mut entries = 0;
    for round in 0..6_u64 {
        let mut victim = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_victim_works_until_it_is_killed"])
            .env("CONTRIBUTIONS_VICTIM", &address)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // A busy machine takes its time until the victim works at all.
        while made(&db).await == entries && victim.try_wait().unwrap().is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500 + 137 * round)).await;
        assert!(
            victim.try_wait().unwrap().is_none(),
            "it still worked when it was killed"
        );
        victim.kill().unwrap();
        victim.wait().unwrap();
        let again = Database::open(&address, PoolSize::default()).await.unwrap();
        let after = world(&again, 12).await;
        after.whole().await;
        let now = made(&again).await;
        assert!(now > entries, "nothing was done in round {round}");
        entries = now;
        again.close().await;
    }
}
