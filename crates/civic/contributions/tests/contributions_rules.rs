//! The ledger under random operations, and what the law asks of a campaign.

use contributions::{
    ledger::{Account, Books, Fault, Giver, Kind, Line, MOST, Operation, Purse, Use, changes, reversed},
    rules::{self, Basis, DayFault, Decision, Need, Rate, Terms},
};
use jiff::civil::date;
use proptest::prelude::*;
use rulebook::Rulebook;

fn purse() -> impl Strategy<Value = Purse> {
    prop::sample::select(Purse::ALL)
}

fn giver() -> impl Strategy<Value = Giver> {
    prop::sample::select(Giver::ALL)
}

fn on() -> impl Strategy<Value = Use> {
    prop::sample::select(Use::ALL)
}

fn operation() -> impl Strategy<Value = Operation> {
    let amount = prop_oneof![1_i64..2_000, Just(0), Just(-5), Just(MOST), Just(MOST + 1)];
    (amount, purse(), giver(), on(), 0..12_u8).prop_map(|(amount, purse, giver, on, which)| match which {
        0 => Operation::Receive(purse, giver, amount),
        1 => Operation::ReceiveGoods(giver, amount),
        2 => Operation::Work(giver, amount),
        3 => Operation::Hold(amount),
        4 => Operation::Owe(giver, amount),
        5 => Operation::PayBack(purse, amount),
        6 => Operation::ReturnGoods(giver, amount),
        7 => Operation::Spend(purse, on, amount),
        8 => Operation::HandOut(on, amount),
        9 => Operation::Carry(purse, amount),
        10 => Operation::Send(purse, amount),
        _ => Operation::Take(purse, amount),
    })
}

proptest! {
    #[test]
    fn a_ledger_balances_after_every_operation(operations in prop::collection::vec(operation(), 1..120)) {
        let mut books = Books::default();
        let mut entered: Vec<Vec<Line>> = Vec::new();
        for operation in operations {
            let before = books.clone();
            let done = operation.lines().and_then(|lines| books.post(&lines).map(|()| lines.to_vec()));
            match done {
                Ok(lines) => entered.push(lines),
                Err(_) => prop_assert_eq!(&books, &before, "what is refused changes nothing"),
            }
            prop_assert_eq!(books.0.values().sum::<i64>(), 0);
            prop_assert!(books.totals().balances());
            for (account, balance) in &books.0 {
                prop_assert!(account.side().takes(*balance), "{} {balance}", account.key());
            }
        }
        // Taken back from the last to the first, nothing is left.
        for lines in entered.iter().rev() {
            books.post(&reversed(lines)).unwrap();
        }
        prop_assert!(books.0.values().all(|balance| *balance == 0));
    }

    #[test]
    fn lines_that_come_to_something_are_refused(amounts in prop::collection::vec(-50_i64..50, 1..6)) {
        let all = Account::all();
        let lines: Vec<Line> = amounts
            .iter()
            .zip(&all)
            .map(|(amount, account)| Line { account: *account, amount: *amount })
            .collect();
        let fits = amounts.iter().sum::<i64>() == 0 && !amounts.contains(&0);
        prop_assert_eq!(changes(&lines).is_ok(), fits);
    }

    #[test]
    fn a_decision_carries_from_two_thirds_on(yes in 0_i64..400, total in 0_i64..400) {
        let law = Rulebook::embedded().unwrap();
        let decision = Decision {
            number: "1".to_owned(),
            on: Some(date(2026, 1, 18)),
            yes,
            total,
            ..Decision::default()
        };
        let carries = rules::carries(&law, &decision).unwrap();
        prop_assert_eq!(carries, total > 0 && yes <= total && 3 * yes >= 2 * total);
    }
}

#[test]
fn money_is_never_less_than_nothing() {
    let mut books = Books::default();
    let spend = Operation::Spend(Purse::Cash, Use::Works, 1).lines().unwrap();
    let cash = Account::Purse(Purse::Cash);
    assert_eq!(books.post(&spend), Err(Fault::TooLittle(cash)));
    let gift = Operation::Receive(Purse::Cash, Giver::Households, 1)
        .lines()
        .unwrap();
    books.post(&gift).unwrap();
    books.post(&spend).unwrap();
    assert_eq!(
        books.post(&spend),
        Err(Fault::TooLittle(cash)),
        "the đồng is spent"
    );
}

#[test]
fn kinds_are_never_added_to_each_other() {
    let mut books = Books::default();
    for operation in [
        Operation::Receive(Purse::Bank, Giver::Enterprise, 700),
        Operation::ReceiveGoods(Giver::Households, 50),
        Operation::Work(Giver::Households, 20),
        Operation::Hold(9),
    ] {
        books.post(&operation.lines().unwrap()).unwrap();
    }
    let totals = books.totals();
    assert_eq!((totals.money.given, totals.money.left), (700, 709));
    assert_eq!((totals.goods.given, totals.goods.left), (50, 50));
    assert_eq!(
        (totals.labour.given, totals.labour.spent, totals.labour.left),
        (20, 20, 0)
    );
    assert_eq!(totals.owed, 9, "what may not be kept is no gift");
    assert!(!totals.is_settled());
}

#[test]
fn accounts_are_read_by_their_keys() {
    for account in Account::all() {
        assert_eq!(Account::from_key(&account.key()), Some(account));
    }
    assert_eq!(Account::from_key("income.money"), None);
}

#[test]
fn nothing_is_received_after_the_committed_end() {
    let days = (date(2026, 9, 1), date(2026, 9, 30));
    let today = date(2026, 10, 5);
    assert_eq!(rules::received_on(date(2026, 9, 30), days, today), Ok(()));
    assert_eq!(
        rules::received_on(date(2026, 10, 1), days, today),
        Err(DayFault::AfterEnd(days.1))
    );
    assert_eq!(
        rules::received_on(date(2026, 8, 31), days, today),
        Err(DayFault::Before(days.0))
    );
    assert_eq!(
        rules::received_on(date(2026, 9, 20), days, date(2026, 9, 10)),
        Err(DayFault::Future)
    );
}

#[test]
fn each_basis_asks_for_what_the_rulebook_lists() {
    let law = Rulebook::embedded().unwrap();
    let day = date(2026, 9, 1);
    let lacking = |basis, terms: &Terms| rules::lacking(&law, (basis, day), terms).unwrap();
    let nothing = Terms::default();
    assert_eq!(
        lacking(Basis::Appeal, &nothing),
        [
            Need::Scope,
            Need::Method,
            Need::Account,
            Need::Place,
            Need::Notice
        ]
    );
    assert!(lacking(Basis::Households, &nothing).contains(&Need::Decision));
    assert!(lacking(Basis::Law, &nothing).contains(&Need::Authority));
    let mut terms = Terms {
        scope: "x".to_owned(),
        method: "x".to_owned(),
        place: "x".to_owned(),
        ..Terms::default()
    };
    assert_eq!(lacking(Basis::Sponsorship, &terms), []);
    terms.decision = Decision {
        number: "1".to_owned(),
        on: Some(date(2026, 1, 1)),
        yes: 199,
        total: 300,
        ..Decision::default()
    };
    assert_eq!(
        lacking(Basis::Households, &terms),
        [Need::Decision],
        "199 of 300 do not carry"
    );
    terms.decision.yes = 200;
    assert_eq!(lacking(Basis::Households, &terms), []);
    for &basis in Basis::ALL {
        rules::basis_rule(&law, basis, day).unwrap();
        rules::disclosed_as(&law, basis, day).unwrap();
    }
    assert_eq!(
        rules::disclosed_as(&law, Basis::Appeal, day).unwrap(),
        "disaster_support"
    );
}

#[test]
fn goods_and_work_are_worth_what_their_rate_says() {
    let rate = Rate {
        key: 1,
        labour: true,
        name: "Công".to_owned(),
        measure: "ngày".to_owned(),
        vnd: 280_000,
        source: "Nghị quyết".to_owned(),
    };
    assert_eq!(rules::value(3, &rate), Ok(840_000));
    assert_eq!(rules::value(0, &rate), Err(Fault::Amount));
    assert_eq!(
        rules::value(i64::MAX, &rate),
        Err(Fault::Amount),
        "no value runs over"
    );
    assert!(rules::values(&rate, Kind::Labour) && !rules::values(&rate, Kind::Goods));
}

#[test]
fn an_account_is_the_same_however_it_is_printed() {
    assert_eq!(
        rules::account(" 9700 2026-0914 "),
        Some("970020260914".to_owned())
    );
    assert_eq!(rules::account(" - "), None);
}
