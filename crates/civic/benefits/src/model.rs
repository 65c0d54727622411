//! What is kept of packages, of applications to them and of objections to their lists.

use facts::RecordId;
use jiff::civil::Date;
use platform::{i18n::Locale, keyed};
use serde::{Deserialize, Serialize};
use units::UnitId;
use uuid::Uuid;

platform::typed_id!(
    /// A package.
    PackageId
);
platform::typed_id!(
    /// An application.
    ApplicationId
);
platform::typed_id!(
    /// An objection.
    ObjectionId
);

keyed!(
    /// Where a package stands.
    State {
        /// Applications are entered.
        Open = "open",
        /// The list waits for its approval.
        Submitted = "submitted",
        /// The list was approved and posted; after its time, it is paid.
        Posted = "posted",
        /// All was paid or went back to the budget.
        Closed = "closed",
        /// It will not be.
        Cancelled = "cancelled",
    }
);

keyed!(
    /// Where an application stands.
    Standing {
        /// Its list was not approved yet, or it is not on it.
        Waiting = "waiting",
        /// It is on the list, and waits for its payment.
        Listed = "listed",
        /// It was taken off the list after an objection.
        Removed = "removed",
        /// It was paid.
        Paid = "paid",
        /// It was not collected; the money went back to the budget.
        Returned = "returned",
    }
);

keyed!(
    /// By what way money was paid.
    Means {
        /// In cash.
        Cash = "cash",
        /// To an account.
        Account = "account",
    }
);

keyed!(
    /// What somebody objects to.
    About {
        /// That somebody is on the list.
        Entry = "entry",
        /// That somebody is not on it.
        Absence = "absence",
    }
);

keyed!(
    /// What came of an objection.
    Outcome {
        /// The list stays as it is.
        Kept = "kept",
        /// The entry was taken off.
        Removed = "removed",
        /// An application was put on the list.
        Added = "added",
    }
);

/// A package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: PackageId,
    /// Key of the programme.
    pub programme: String,
    /// First day of the period it is for.
    pub from: Date,
    /// Last day of the period.
    pub until: Date,
    /// đồng set aside for it.
    pub budget: i64,
    /// Working days for which its list is posted.
    pub posting_days: i64,
    /// Where it stands.
    pub state: State,
    /// The day it was opened.
    pub opened_on: Date,
    /// The account that opened it.
    pub opened_by: Uuid,
    /// The account that submitted the list.
    pub submitted_by: Option<Uuid>,
    /// The day the list was approved and posted.
    pub posted_on: Option<Date>,
    /// The last day on which the list is posted.
    pub posted_until: Option<Date>,
    /// Entries of the list.
    pub entries: i64,
    /// What they are to be paid, in đồng.
    pub approved: i64,
    /// Entries that stand on the list against the verdict of the rules, by an officer's written reason.
    pub overridden: i64,
    /// Hash of the list with its salt.
    pub list_hash: Option<Vec<u8>>,
    /// The salt; erased with the names.
    pub list_salt: Option<Vec<u8>>,
    /// The day it was closed or cancelled.
    pub ended_on: Option<Date>,
    /// What was paid when it was closed, in đồng.
    pub paid: i64,
    /// What went back to the budget, in đồng.
    pub returned: i64,
    /// Why it was cancelled, or its list sent back.
    pub reason: String,
    /// Counts the times it was changed.
    pub revision: i64,
    /// The last day on which names are kept, known once it ended.
    pub kept_until: Option<Date>,
}

/// What is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPackage {
    /// Key of the programme.
    pub programme: String,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period.
    pub until: Date,
    /// đồng set aside.
    pub budget: i64,
    /// Working days for which the list is posted.
    pub posting_days: i64,
}

/// Who applies, with what was answered. Kept sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Name of the person, or of the household's head.
    pub name: String,
    /// Number of the identity card, or of the household's book.
    pub identifier: String,
    /// Keys of questions with what was answered, as kept.
    pub answers: Vec<(String, String)>,
    /// Why an officer decided against the verdict; empty when nobody did.
    #[serde(default)]
    pub reason: String,
}

/// An application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ApplicationId,
    /// The package.
    pub package: PackageId,
    /// Its number in the package, from 1.
    pub number: i64,
    /// The hamlet.
    pub hamlet: UnitId,
    /// The [`Applicant`], sealed; none once erased.
    pub sealed: Option<Vec<u8>>,
    /// Whether the rules say that it is entitled.
    pub entitled: bool,
    /// The role in which somebody decided against the rules; empty when nobody did.
    pub overridden: String,
    /// What it comes to, in đồng.
    pub amount: i64,
    /// People it is for.
    pub persons: i64,
    /// Where it stands.
    pub standing: Standing,
    /// The day it was put on the list after an objection.
    pub added_on: Option<Date>,
    /// The day it was paid, or its money went back.
    pub settled_on: Option<Date>,
    /// By what way it was paid.
    pub means: Option<Means>,
    /// Whether the receiver signed.
    pub signed: bool,
    /// Its record of payment in the register.
    pub record: Option<RecordId>,
    /// The account that entered it or decided last.
    pub entered_by: Uuid,
    /// Counts the times it was changed.
    pub revision: i64,
}

impl Application {
    /// Whether it is to be on the list: entitled by the rules, or not and somebody decided otherwise.
    #[must_use]
    pub fn granted(&self) -> bool {
        self.entitled == self.overridden.is_empty()
    }
}

/// Who objects, and with what words. Kept sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub words: String,
    /// Name and contact; may be empty.
    pub contact: String,
    /// The answer, with its reason; empty while there is none.
    #[serde(default)]
    pub answer: String,
}

/// An objection that somebody makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewObjection {
    /// What it is about.
    pub about: About,
    /// The number of the entry.
    pub entry: Option<i64>,
    /// What is said.
    pub said: Said,
    /// The language of who objects.
    pub language: Locale,
    /// For one that came on paper and is entered by an officer: the day on which it came. Nothing for one sent now.
    pub received_on: Option<Date>,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ObjectionId,
    /// The package.
    pub package: PackageId,
    /// Hash of the code its sender has.
    pub code_hash: Vec<u8>,
    /// Hash of what makes it this one.
    pub once_hash: Vec<u8>,
    /// What it is about.
    pub about: About,
    /// The number of the entry.
    pub entry: Option<i64>,
    /// The [`Said`], sealed; none once erased.
    pub sealed: Option<Vec<u8>>,
    /// The day it came.
    pub filed_on: Date,
    /// The last day for its answer.
    pub due_on: Date,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The day of the answer.
    pub answered_on: Option<Date>,
    /// The role in which it was answered.
    pub answered_role: String,
}

/// Where else the same person stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The commune.
    pub unit: UnitId,
    /// Key of the programme.
    pub programme: String,
    /// First day of the period.
    pub from: Date,
    /// Last day of the period.
    pub until: Date,
    /// Where that application stands.
    pub standing: Standing,
    /// Whether that application is granted.
    pub granted: bool,
}
