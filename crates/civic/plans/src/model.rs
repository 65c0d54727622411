//! What is kept of plans, of points of an emergency, and of projects.

use facts::RecordId;
use jiff::{Timestamp, civil::Date};
use platform::keyed;
use units::UnitId;

platform::typed_id!(
    /// A plan.
    PlanId
);
platform::typed_id!(
    /// A target of a plan.
    TargetId
);
platform::typed_id!(
    /// A task of a plan.
    TaskId
);
platform::typed_id!(
    /// A picture of a task.
    PictureId
);
platform::typed_id!(
    /// A point of an emergency.
    PointId
);
platform::typed_id!(
    /// A public investment project.
    ProjectId
);

keyed!(
    /// What kind of plan it is.
    Kind {
        /// Work that is foreseen.
        Ordinary = "ordinary",
        /// An epidemic, a flood, a fire: with points, shifts and supplies.
        Emergency = "emergency",
    }
);

keyed!(
    /// How often a plan comes again.
    Recurs {
        /// It does not.
        Never = "never",
        /// Each month.
        Monthly = "monthly",
        /// Each year.
        Yearly = "yearly",
    }
);

keyed!(
    /// Where a plan stands.
    State {
        /// It is being written.
        Draft = "draft",
        /// It is in force.
        Issued = "issued",
        /// It was evaluated.
        Closed = "closed",
    }
);

keyed!(
    /// Where a task stands.
    TaskState {
        /// It is to be done.
        Open = "open",
        /// It is done.
        Done = "done",
        /// It was given up, with a reason.
        Cancelled = "cancelled",
    }
);

keyed!(
    /// Whether a target was reached.
    Verdict {
        /// It was.
        Reached = "reached",
        /// In part.
        Partly = "partly",
        /// It was not.
        Missed = "missed",
    }
);

keyed!(
    /// What a point reports.
    EntryKind {
        /// People who come on duty.
        Shift = "shift",
        /// Supplies in or out.
        Supply = "supply",
        /// The situation of the hour.
        Situation = "situation",
    }
);

/// A plan (kế hoạch).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The unit.
    pub unit: UnitId,
    /// Its identifier.
    pub id: PlanId,
    /// What kind it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// What it stands on; may be empty.
    pub basis: String,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Date,
    /// How often it comes again.
    pub recurs: Recurs,
    /// The plan of the period before.
    pub follows: Option<PlanId>,
    /// Where it stands.
    pub state: State,
    /// When it was issued.
    pub issued_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// What came of it, in words.
    pub evaluation: String,
    /// Counts changes.
    pub revision: i64,
}

/// A target (chỉ tiêu).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its identifier.
    pub id: TargetId,
    /// What it is about.
    pub title: String,
    /// What it is measured in.
    pub measure: String,
    /// What is planned, in hundredths.
    pub planned: i64,
    /// What was reached, in hundredths.
    pub reached: Option<i64>,
    /// Whether that is enough.
    pub verdict: Option<Verdict>,
    /// Why, where it is not.
    pub why: String,
}

/// A task (nhiệm vụ).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The unit of the plan.
    pub unit: UnitId,
    /// Its identifier.
    pub id: TaskId,
    /// The plan.
    pub plan: PlanId,
    /// What is to be done.
    pub title: String,
    /// Who carries it out: an office, in words.
    pub owner: String,
    /// The unit below that carries it out, when it is one.
    pub assigned_to: Option<UnitId>,
    /// First day.
    pub begins_on: Date,
    /// Last day.
    pub due_on: Date,
    /// Where it stands.
    pub state: TaskState,
    /// How much of it is done, 0 to 100.
    pub percent: i64,
    /// When it was done.
    pub done_on: Option<Date>,
    /// Why it was given up.
    pub why: String,
    /// Its record.
    pub record: Option<RecordId>,
    /// Counts changes.
    pub revision: i64,
}

/// What was done of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub noted_on: Date,
    /// How much of it was done then.
    pub percent: i64,
    /// What.
    pub words: String,
}

/// A point of an emergency (chốt, điểm).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its identifier.
    pub id: PointId,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// When it was closed.
    pub closed_on: Option<Date>,
}

/// What a point reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The point.
    pub point: PointId,
    /// What kind of report.
    pub kind: EntryKind,
    /// The item of a supply, or the key of a situation's figure.
    pub item: String,
    /// What came in (above 0) or went out (below 0); the figure; the people on duty.
    pub amount: i64,
    /// A remark; may be empty.
    pub words: String,
    /// When it was so.
    pub noted_at: Timestamp,
}

/// A public investment project (dự án đầu tư công).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The unit.
    pub unit: UnitId,
    /// Its identifier.
    pub id: ProjectId,
    /// What it is called.
    pub title: String,
    /// Who invests.
    pub investor: String,
    /// What it stands on; may be empty.
    pub basis: String,
    /// First day.
    pub begun_on: Date,
    /// Last day.
    pub ended_on: Option<Date>,
    /// Counts changes.
    pub revision: i64,
}

/// A project's month, in đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// To be disbursed.
    pub planned: i64,
    /// Disbursed; none while nobody said.
    pub disbursed: Option<i64>,
    /// The record of what was disbursed.
    pub record: Option<RecordId>,
}

/// A project's year, in đồng.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Capital assigned.
    pub assigned: i64,
    /// The record of that.
    pub record: Option<RecordId>,
    /// Its months, those of which something is known.
    pub months: Vec<Month>,
}
