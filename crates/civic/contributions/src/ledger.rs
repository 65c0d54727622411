//! The ledger of a campaign, without a database: double entry in whole đồng.
//!
//! Debits are positive and credits negative, so the lines of an entry come to nothing, and so do the balances of a campaign.
//! Money and goods are never less than nothing, what is owed back is never more than was taken, and no more is given back
//! than was given. Work that is given is done at once: it is income and spending in one entry. Promises are in no ledger.

use std::collections::BTreeMap;

use platform::keyed;

keyed! {
    /// What is given.
    Kind {
        /// Tiền.
        Money = "money",
        /// Hiện vật.
        Goods = "goods",
        /// Ngày công.
        Labour = "labour",
    }
}

keyed! {
    /// Where money is.
    Purse {
        /// In the treasurer's box.
        Cash = "cash",
        /// In the campaign's own bank account.
        Bank = "bank",
    }
}

keyed! {
    /// Who gives: the items of the list `giver_kind`.
    Giver {
        /// Households and persons.
        Households = "households",
        /// Agencies and organisations.
        Organisation = "organisation",
        /// Enterprises.
        Enterprise = "enterprise",
        /// From outside the province.
        Outside = "outside",
    }
}

keyed! {
    /// What it is spent on.
    Use {
        /// Works: materials, hired work, machines.
        Works = "works",
        /// Handed to those it was given for.
        Support = "support",
        /// Costs of the campaign itself: carriage, the bank's fees.
        Costs = "costs",
    }
}

/// An account of a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Money that is there.
    Purse(Purse),
    /// Goods that are there, as valued.
    Goods,
    /// Money that is there and must go back.
    Owed,
    /// What was given, by whom.
    Income(Kind, Giver),
    /// What was spent, on what.
    Spent(Kind, Use),
    /// What went to other campaigns (debit) or came from them (credit).
    Moved,
}

/// What a balance may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Never less than nothing.
    Debit,
    /// Never more than nothing.
    Credit,
    /// Either.
    Either,
}

impl Side {
    /// Whether a balance may stand.
    #[must_use]
    pub fn takes(self, balance: i64) -> bool {
        match self {
            Self::Debit => balance >= 0,
            Self::Credit => balance <= 0,
            Self::Either => true,
        }
    }

    /// The sign of a balance, for the database: 1, -1, or 0 for either.
    #[must_use]
    pub fn sign(self) -> i64 {
        match self {
            Self::Debit => 1,
            Self::Credit => -1,
            Self::Either => 0,
        }
    }
}

impl Account {
    /// All accounts.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::Purse(Purse::Cash),
            Self::Purse(Purse::Bank),
            Self::Goods,
            Self::Owed,
        ];
        for &kind in Kind::ALL {
            all.extend(Giver::ALL.iter().map(|&giver| Self::Income(kind, giver)));
            all.extend(Use::ALL.iter().map(|&on| Self::Spent(kind, on)));
        }
        all.push(Self::Moved);
        all
    }

    /// The key in the database and in open data.
    #[must_use]
    pub fn key(self) -> String {
        match self {
            Self::Purse(purse) => purse.key().to_owned(),
            Self::Goods => "goods".to_owned(),
            Self::Owed => "owed".to_owned(),
            Self::Income(kind, giver) => format!("income.{}.{}", kind.key(), giver.key()),
            Self::Spent(kind, on) => format!("spent.{}.{}", kind.key(), on.key()),
            Self::Moved => "moved".to_owned(),
        }
    }

    /// The account with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().into_iter().find(|account| account.key() == key)
    }

    /// What its balance may be.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Purse(_) | Self::Goods | Self::Spent(..) => Side::Debit,
            Self::Owed | Self::Income(..) => Side::Credit,
            Self::Moved => Side::Either,
        }
    }
}

/// A line of an entry: a debit when it is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: Account,
    /// How much, in đồng; never nothing.
    pub amount: i64,
}

/// The most that one entry moves, in đồng.
pub const MOST: i64 = 1_000_000_000_000_000;

/// Why an entry is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An amount that is nothing, negative or more than [`MOST`].
    #[error("an amount must be more than nothing, and at most {MOST} đồng")]
    Amount,
    /// The lines do not come to nothing.
    #[error("the lines of an entry must come to nothing")]
    Unbalanced,
    /// There is not so much.
    #[error("the account {} does not hold so much", .0.key())]
    TooLittle(Account),
}

/// What is done with a campaign's money, goods and work. Amounts are in đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Money is given.
    Receive(Purse, Giver, i64),
    /// Goods are given, of this value.
    ReceiveGoods(Giver, i64),
    /// Work is given and done, of this value.
    Work(Giver, i64),
    /// Money came into the account that may not be kept: too late, or nobody knows what for.
    Hold(i64),
    /// A gift of money is to go back.
    Owe(Giver, i64),
    /// What is owed goes back.
    PayBack(Purse, i64),
    /// Goods go back to their giver.
    ReturnGoods(Giver, i64),
    /// Money is spent.
    Spend(Purse, Use, i64),
    /// Goods are used or handed out.
    HandOut(Use, i64),
    /// Money goes from this purse into the other one.
    Carry(Purse, i64),
    /// Money goes to another campaign.
    Send(Purse, i64),
    /// Money comes from another campaign.
    Take(Purse, i64),
}

impl Operation {
    /// The lines of its entry.
    ///
    /// # Errors
    /// [`Fault::Amount`]
    pub fn lines(self) -> Result<[Line; 2], Fault> {
        use Account::{Goods, Income, Moved, Owed, Purse as In, Spent};
        let (debit, credit, amount) = match self {
            Self::Receive(purse, giver, amount) => (In(purse), Income(Kind::Money, giver), amount),
            Self::ReceiveGoods(giver, amount) => (Goods, Income(Kind::Goods, giver), amount),
            Self::Work(giver, amount) => (
                Spent(Kind::Labour, Use::Works),
                Income(Kind::Labour, giver),
                amount,
            ),
            Self::Hold(amount) => (In(Purse::Bank), Owed, amount),
            Self::Owe(giver, amount) => (Income(Kind::Money, giver), Owed, amount),
            Self::PayBack(purse, amount) => (Owed, In(purse), amount),
            Self::ReturnGoods(giver, amount) => (Income(Kind::Goods, giver), Goods, amount),
            Self::Spend(purse, on, amount) => (Spent(Kind::Money, on), In(purse), amount),
            Self::HandOut(on, amount) => (Spent(Kind::Goods, on), Goods, amount),
            Self::Carry(Purse::Cash, amount) => (In(Purse::Bank), In(Purse::Cash), amount),
            Self::Carry(Purse::Bank, amount) => (In(Purse::Cash), In(Purse::Bank), amount),
            Self::Send(purse, amount) => (Moved, In(purse), amount),
            Self::Take(purse, amount) => (In(purse), Moved, amount),
        };
        if !(1..=MOST).contains(&amount) {
            return Err(Fault::Amount);
        }
        Ok([
            Line {
                account: debit,
                amount,
            },
            Line {
                account: credit,
                amount: -amount,
            },
        ])
    }
}

/// The lines that take an entry back.
#[must_use]
pub fn reversed(lines: &[Line]) -> Vec<Line> {
    let taken_back = |line: &Line| Line {
        account: line.account,
        amount: -line.amount,
    };
    lines.iter().map(taken_back).collect()
}

/// What an entry changes, by account; accounts in their order.
///
/// # Errors
/// [`Fault::Amount`], [`Fault::Unbalanced`]
pub fn changes(lines: &[Line]) -> Result<BTreeMap<Account, i64>, Fault> {
    let mut changes = BTreeMap::new();
    let mut sum = 0_i64;
    for line in lines {
        if line.amount == 0 || line.amount.abs() > MOST {
            return Err(Fault::Amount);
        }
        sum += line.amount;
        *changes.entry(line.account).or_default() += line.amount;
    }
    if sum == 0 && !lines.is_empty() {
        Ok(changes)
    } else {
        Err(Fault::Unbalanced)
    }
}

/// The balances of a campaign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books(pub BTreeMap<Account, i64>);

impl Books {
    /// The balance of an account.
    #[must_use]
    pub fn balance(&self, account: Account) -> i64 {
        self.0.get(&account).copied().unwrap_or_default()
    }

    /// Enters lines, or changes nothing.
    ///
    /// # Errors
    /// [`Fault`]
    pub fn post(&mut self, lines: &[Line]) -> Result<(), Fault> {
        let mut after = self.0.clone();
        for (account, change) in changes(lines)? {
            let balance = after.entry(account).or_default();
            *balance = balance.checked_add(change).ok_or(Fault::Amount)?;
            if !account.side().takes(*balance) {
                return Err(Fault::TooLittle(account));
            }
        }
        self.0 = after;
        Ok(())
    }

    /// What they come to, by kind.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let sum = |of: &dyn Fn(Account) -> bool| -> i64 {
            self.0
                .iter()
                .filter(|(account, _)| of(**account))
                .map(|(_, balance)| balance)
                .sum()
        };
        let given = |kind| -sum(&|account| matches!(account, Account::Income(of, _) if of == kind));
        let spent = |kind| sum(&|account| matches!(account, Account::Spent(of, _) if of == kind));
        Totals {
            money: Total {
                given: given(Kind::Money),
                spent: spent(Kind::Money),
                left: sum(&|account| matches!(account, Account::Purse(_))),
            },
            goods: Total {
                given: given(Kind::Goods),
                spent: spent(Kind::Goods),
                left: self.balance(Account::Goods),
            },
            labour: Total {
                given: given(Kind::Labour),
                spent: spent(Kind::Labour),
                left: 0,
            },
            owed: -self.balance(Account::Owed),
            came: -self.balance(Account::Moved),
        }
    }
}

/// What was given, spent and is left, of one kind, in đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Given, without what went back.
    pub given: i64,
    /// Spent.
    pub spent: i64,
    /// There.
    pub left: i64,
}

/// What the balances of a campaign come to. Kinds are never added to each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Money.
    pub money: Total,
    /// Goods, as valued.
    pub goods: Total,
    /// Work, as valued.
    pub labour: Total,
    /// Money that is there and must go back.
    pub owed: i64,
    /// What came from other campaigns less what went to them.
    pub came: i64,
}

impl Totals {
    /// Whether it balances to the đồng: what was given and came, less what was spent, is there or owed; of every kind.
    #[must_use]
    pub fn balances(&self) -> bool {
        self.money.given + self.came + self.owed - self.money.spent == self.money.left
            && self.goods.given - self.goods.spent == self.goods.left
            && self.labour.given == self.labour.spent
    }

    /// Whether nothing is left to be decided about.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.money.left == 0 && self.goods.left == 0 && self.owed == 0
    }
}
