//! What is kept of campaigns, entries, receipts and promises.

use std::collections::BTreeMap;

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
pub use platform::access::By;
use platform::{keyed, typed_id};
use transparency::EntryId;
use units::UnitId;

use crate::{
    ledger::{Giver, Kind, Line, Purse, Use},
    rules::{Basis, State, Terms},
};

typed_id!(
    /// A campaign.
    CampaignId
);
typed_id!(
    /// A receipt.
    ReceiptId
);
typed_id!(
    /// A promise.
    PledgeId
);
typed_id!(
    /// A line of a bank's statement.
    StatementLineId
);

/// A campaign's key.
pub type Key = (UnitId, CampaignId);

/// A campaign (cuộc vận động).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: CampaignId,
    /// The hamlet, when it is one hamlet's.
    pub hamlet: Option<UnitId>,
    /// What it stands on.
    pub basis: Basis,
    /// Item of the list `contribution_purpose`.
    pub purpose: String,
    /// What it is called.
    pub title: String,
    /// First day of receiving.
    pub from: Date,
    /// The committed end: the last day of receiving.
    pub until: Date,
    /// Where it stands.
    pub state: State,
    /// What else was written down.
    pub terms: Terms,
    /// Why it was stopped, or what became of it.
    pub reason: String,
    /// Who drafted it.
    pub drafted: By,
    /// When it was opened.
    pub opened_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// Number of its last entry.
    pub last_entry: i64,
    /// The hash that chains its entries.
    pub head: Vec<u8>,
    /// Counts the times it was saved.
    pub revision: i64,
    /// When it changed last.
    pub changed_at: Timestamp,
    /// Its record among the campaigns.
    pub record: Option<RecordId>,
}

impl Campaign {
    /// Its key.
    #[must_use]
    pub fn key(&self) -> Key {
        (self.unit, self.id)
    }
}

keyed! {
    /// What an entry is.
    EntryKind {
        /// Money was given.
        Received = "received",
        /// Goods were given.
        ReceivedGoods = "received_goods",
        /// Work was given and done.
        Worked = "worked",
        /// Money came that may not be kept.
        Held = "held",
        /// A gift is to go back.
        Owed = "owed",
        /// What was owed went back.
        PaidBack = "paid_back",
        /// Goods went back.
        ReturnedGoods = "returned_goods",
        /// Money was spent.
        Spent = "spent",
        /// Goods were used or handed out.
        HandedOut = "handed_out",
        /// Money went from one purse into the other.
        Carried = "carried",
        /// Money went to another campaign.
        Sent = "sent",
        /// Money came from another campaign.
        Taken = "taken",
        /// An entry was taken back.
        Reversed = "reversed",
    }
}

impl EntryKind {
    /// Whether a wrong one can be taken back by an entry that names it. What was sent to others is sent back instead.
    #[must_use]
    pub fn can_be_reversed(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::ReceivedGoods
                | Self::Worked
                | Self::Held
                | Self::Spent
                | Self::HandedOut
                | Self::Carried
        )
    }

    /// Whether it waits for an entry that pays it back.
    #[must_use]
    pub fn is_to_be_paid_back(self) -> bool {
        matches!(self, Self::Held | Self::Owed)
    }
}

/// Who was supported: a class of the list `support_programme`, and how many. Never names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Supported {
    /// The class; empty when nobody in particular was.
    pub class: String,
    /// Households.
    pub households: i64,
    /// People.
    pub people: i64,
}

/// An entry of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number within the campaign, from 1.
    pub number: i64,
    /// What it is.
    pub kind: EntryKind,
    /// The day it is of.
    pub on: Date,
    /// When it was made.
    pub at: Timestamp,
    /// What it was for, in public words.
    pub text: String,
    /// Number and day of the document behind it.
    pub document: String,
    /// SHA-256 of the document's file.
    pub file: Option<Vec<u8>>,
    /// Its receipt.
    pub receipt: Option<ReceiptId>,
    /// The entry it reverses or pays back.
    pub about: Option<i64>,
    /// The campaign on the other side.
    pub other: Option<CampaignId>,
    /// Who was supported.
    pub supported: Supported,
    /// Cash, bank and goods after it.
    pub after: [i64; 3],
    /// The hash that chains it to those before.
    pub chain: Vec<u8>,
    /// Its name in the public log.
    pub logged: EntryId,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A receipt (biên nhận).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its identifier.
    pub id: ReceiptId,
    /// The campaign.
    pub campaign: CampaignId,
    /// The entry.
    pub entry: i64,
    /// Year of its number.
    pub year: i64,
    /// Its number in the commune and year, from 1.
    pub number: i64,
    /// Its code.
    pub code: String,
    /// What was given.
    pub kind: Kind,
    /// By what kind of giver.
    pub giver: Giver,
    /// Value in đồng.
    pub amount: i64,
    /// What of it went back, in đồng.
    pub refunded: i64,
    /// How many, of goods and days of work.
    pub quantity: i64,
    /// What was given and at what rate it was valued.
    pub what: String,
    /// When it was received.
    pub on: Date,
    /// Whether the giver asked to be named.
    pub named: bool,
    /// The entry that took it back.
    pub reversed_by: Option<i64>,
    /// Its record in the register of contributions.
    pub record: Option<RecordId>,
}

impl Receipt {
    /// Its number as it is printed: `00015/2026`.
    #[must_use]
    pub fn printed(&self) -> String {
        format!("{:05}/{}", self.number, self.year)
    }
}

/// Who gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Donor {
    /// The name; empty for somebody who did not give one.
    pub name: String,
    /// Where the giver lives or sits.
    pub address: String,
}

keyed! {
    /// What became of a promise.
    PledgeState {
        /// It stands.
        Made = "made",
        /// It was given.
        Given = "given",
        /// It was taken back; nobody asks why.
        TakenBack = "taken_back",
        /// It stood when the campaign was closed.
        Lapsed = "lapsed",
    }
}

/// A promise of money. It is in no ledger, and nobody owes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pledge {
    /// Its identifier.
    pub id: PledgeId,
    /// What the giver writes into the transfer.
    pub code: String,
    /// How much, in đồng.
    pub amount: i64,
    /// By what kind of giver.
    pub giver: Giver,
    /// The giver's name, for those who keep the campaign.
    pub name: String,
    /// When it was made.
    pub on: Date,
    /// What became of it.
    pub state: PledgeState,
    /// Whether those who keep the campaign noted it: then it is in the sum that everybody sees. What anybody sends without
    /// an account is not.
    pub counted: bool,
}

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gift {
    /// Money, into a purse, in đồng.
    Money(Purse, i64),
    /// So many of what a rate of the campaign values: goods or days of work.
    InKind(i64, i64),
}

/// A gift to be received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceipt {
    /// What.
    pub gift: Gift,
    /// By what kind of giver.
    pub giver: Giver,
    /// When.
    pub on: Date,
    /// By whom.
    pub donor: Donor,
    /// Whether the giver asked to be named in public.
    pub named: bool,
    /// The promise that it keeps.
    pub pledge: Option<PledgeId>,
}

/// What money or goods are used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSpending {
    /// From which purse; none for goods.
    pub from: Option<Purse>,
    /// On what.
    pub on: Use,
    /// How much, in đồng.
    pub amount: i64,
    /// The day.
    pub day: Date,
    /// What it was for, in public words.
    pub text: String,
    /// Number and day of the document.
    pub document: String,
    /// The document.
    pub file: platform::files::NewFile,
    /// Who was supported.
    pub supported: Supported,
}

/// A line of a bank's statement: money that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its identifier.
    pub id: StatementLineId,
    /// The day.
    pub on: Date,
    /// How much, in đồng.
    pub amount: i64,
    /// The bank's reference.
    pub reference: String,
    /// What the sender wrote.
    pub text: String,
    /// The entry that it is.
    pub entry: Option<i64>,
}

/// What is counted of a campaign besides its ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub BTreeMap<String, i64>);

impl Counts {
    /// Days of work.
    pub const DAYS: &'static str = "days";
    /// Promises that stand.
    pub const PROMISES: &'static str = "promises";
    /// What they come to, in đồng.
    pub const PROMISED: &'static str = "promised";

    /// Gifts of a kind.
    #[must_use]
    pub fn gifts(kind: &str) -> String {
        format!("gifts.{kind}")
    }

    /// Households of a class that were supported.
    #[must_use]
    pub fn households(class: &str) -> String {
        format!("households.{class}")
    }

    /// People of a class that were supported.
    #[must_use]
    pub fn people(class: &str) -> String {
        format!("people.{class}")
    }

    /// A count.
    #[must_use]
    pub fn get(&self, what: &str) -> i64 {
        self.0.get(what).copied().unwrap_or_default()
    }
}
