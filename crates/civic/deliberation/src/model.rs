//! What the slice keeps: matters, support, votes, decisions, people elected.

use std::collections::BTreeMap;

use households::HouseholdId;
use jiff::{Timestamp, civil::Date};
pub use platform::access::By;
use units::UnitId;
use uuid::Uuid;

use crate::{
    ids::{MatterId, RoundId, TaskId, TermId},
    rules::{self, Count, Fate, Form, Late, Marks, Milestone, Outcome, Question, Scope, Signature},
    sittings::Sitting,
};

pub(crate) use platform::keyed;

keyed!(
    /// Who puts a matter forward (Điều 16).
    Proposer {
        /// The hamlet head, agreeing with the head of the Front board.
        HamletHead = "hamlet_head",
        /// Citizens with the consent of enough households.
        Citizens = "citizens",
        /// The commune's chair, agreeing with the chair of the Front.
        CommuneChair = "commune_chair",
    }
);

keyed!(
    /// Where a matter stands.
    MatterState {
        /// Put forward; support is gathered, or agreement is awaited.
        Proposed = "proposed",
        /// It will be voted on.
        Tabled = "tabled",
        /// The vote adopted it.
        Adopted = "adopted",
        /// The vote did not adopt it; it may be voted on again.
        NotAdopted = "not_adopted",
        /// Given up, with a reason that stays.
        Dropped = "dropped",
    }
);

keyed!(
    /// What a household consents to.
    Purpose {
        /// That the matter be tabled.
        Support = "support",
        /// That it be voted on online.
        Online = "online",
    }
);

keyed!(
    /// How a consent came.
    Channel {
        /// Signed on a list.
        Paper = "paper",
        /// Given by the representative on a page.
        Online = "online",
    }
);

keyed!(
    /// Where a vote stands.
    RoundState {
        /// Called; not yet open.
        Planned = "planned",
        /// The roll is frozen and votes come in.
        Open = "open",
        /// Counted; nothing changes any more.
        Counted = "counted",
        /// Called off, with a reason that stays.
        Cancelled = "cancelled",
    }
);

keyed!(
    /// How a meeting votes.
    Method {
        /// Biểu quyết giơ tay.
        ShowOfHands = "show_of_hands",
        /// Bỏ phiếu kín.
        SecretBallot = "secret_ballot",
    }
);

keyed!(
    /// A duty in a vote.
    Duty {
        /// Chủ trì.
        Chair = "chair",
        /// Thư ký.
        Secretary = "secretary",
        /// Thành viên Ban kiểm phiếu.
        Teller = "teller",
        /// Thành viên Tổ phát phiếu, Tổ lấy ý kiến.
        Team = "team",
        /// Đại diện hộ chứng kiến kiểm phiếu.
        Witness = "witness",
    }
);

keyed!(
    /// The kind of document a decision stands in (Điều 20).
    DecisionForm {
        /// Nghị quyết.
        Resolution = "resolution",
        /// Biên bản cuộc họp.
        Minutes = "minutes",
        /// Bản ghi nhớ.
        Memorandum = "memorandum",
        /// Bản thỏa thuận.
        Agreement = "agreement",
    }
);

keyed!(
    /// Why a decision is annulled (Điều 22).
    Ground {
        /// Nội dung trái pháp luật, đạo đức xã hội.
        ContraryToLaw = "contrary_to_law_or_morals",
        /// Vi phạm trình tự, thủ tục.
        ProcedureBreached = "procedure_breached",
        /// The community itself decided otherwise.
        Community = "community",
    }
);

keyed!(
    /// An office that people are elected to.
    Office {
        /// Trưởng thôn, ấp; Tổ trưởng tổ dân phố.
        HamletHead = "hamlet_head",
        /// Thành viên Ban Thanh tra nhân dân.
        Inspectorate = "inspectorate",
        /// Thành viên Ban Giám sát đầu tư của cộng đồng.
        InvestmentBoard = "investment_board",
    }
);

/// A matter that people discuss and decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: MatterId,
    /// The hamlet; none for a matter of the whole commune.
    pub hamlet: Option<UnitId>,
    /// Key of the entry in the law's list (Điều 15).
    pub clause: String,
    /// What it is called.
    pub title: String,
    /// What exactly is to be decided; paragraphs are separated by empty lines.
    pub proposal: String,
    /// Who put it forward.
    pub proposer: Proposer,
    /// The office that an election or a dismissal is about.
    pub office: Option<Office>,
    /// Seats of an election; 0 for other matters, dismissals (cho thôi) among them.
    pub seats: u8,
    /// Where it stands.
    pub state: MatterState,
    /// Who put it forward, and when.
    pub proposed: Act,
    /// Who agreed to table it, and when.
    pub agreed: Option<Act>,
    /// When anything about it last changed.
    pub changed_at: Timestamp,
    /// Why it was given up; empty unless it was.
    pub dropped_reason: String,
    /// Its record in the register of decisions, once a vote was counted.
    pub record: Option<facts::RecordId>,
}

impl Matter {
    /// Whose matter it is.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match self.hamlet {
            Some(_) => Scope::Hamlet,
            None => Scope::Commune,
        }
    }

    /// What is asked: whether, or who of so many candidates.
    #[must_use]
    pub fn question(&self, candidates: usize) -> Question {
        if self.seats == 0 {
            Question::MATTER
        } else {
            Question::election(u8::try_from(candidates).unwrap_or(u8::MAX).min(32), self.seats)
        }
    }
}

/// Who did something and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who.
    pub by: By,
    /// When.
    pub at: Timestamp,
}

/// Who stands in an election.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Place on the ballot, from 0.
    pub option: u8,
    /// Name.
    pub name: String,
    /// What the list says of the person.
    pub about: String,
    /// Whether the person stood up at the meeting.
    pub self_nominated: bool,
}

/// A vote of one hamlet's households on a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// The commune.
    pub unit: UnitId,
    /// Its identifier.
    pub id: RoundId,
    /// The matter.
    pub matter: MatterId,
    /// The hamlet.
    pub hamlet: UnitId,
    /// The form.
    pub form: Form,
    /// Whether it only tells what people think.
    pub advisory: bool,
    /// Where it stands.
    pub state: RoundState,
    /// When the meeting or the collecting begins.
    pub starts_at: Timestamp,
    /// When collecting ends; of a meeting, when it begins.
    pub ends_at: Timestamp,
    /// Where the meeting is.
    pub place: String,
    /// Who called it, and when.
    pub planned: Act,
    /// The day the notice went out, and how.
    pub notice: Option<(Date, Vec<String>)>,
    /// The day the papers went to each household.
    pub papers_on: Option<Date>,
    /// The day committee and Front were told of it.
    pub reported_on: Option<Date>,
    /// The day hamlet head and Front board agreed on the form.
    pub agreed_on: Option<Date>,
    /// Whether the commune's chair chose household ballots.
    pub chosen_by_chair: bool,
    /// The roll it is counted over, how many households stand on it, and since when.
    pub opened: Option<Opened>,
    /// The day the committee approved the plan to meet in parts.
    pub clusters_approved_on: Option<Date>,
    /// What was done too late before it was opened.
    pub defects: Vec<Late>,
    /// The count.
    pub result: Option<Outturn>,
    /// Why it was called off; empty unless it was.
    pub cancelled_reason: String,
}

impl Round {
    /// The day of the vote, in Vietnam: of the meeting, or when collecting ends.
    #[must_use]
    pub fn day(&self) -> Date {
        platform::clock::vietnam().to_datetime(self.ends_at).date()
    }

    /// The day on which it begins, in Vietnam: what has to go out before is counted back from here.
    #[must_use]
    pub fn first_day(&self) -> Date {
        platform::clock::vietnam().to_datetime(self.starts_at).date()
    }
}

/// The opening of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opened {
    /// The roll.
    pub roll: households::RollId,
    /// Households on it: the whole that shares are taken of.
    pub households: u64,
    /// When.
    pub at: Timestamp,
}

/// What a vote gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outturn {
    /// How a meeting voted.
    pub method: Option<Method>,
    /// Households at the meeting.
    pub attending: Option<u64>,
    /// The count.
    pub count: Count,
    /// Who recorded it, and when.
    pub counted: Act,
}

/// Somebody with a duty in a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Which.
    pub duty: Duty,
    /// Name.
    pub name: String,
}

/// A household's place in a vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    /// The household.
    pub household: HouseholdId,
    /// Its number in the register.
    pub number: i64,
    /// The code on its paper.
    pub code: String,
    /// When it came to the meeting.
    pub attended_at: Option<Timestamp>,
    /// To which sitting; none at a meeting held in one.
    pub sitting: Option<u8>,
    /// The day its paper was handed out.
    pub handed_on: Option<Date>,
    /// The day its paper was collected.
    pub collected_on: Option<Date>,
    /// What counts.
    pub fate: Option<Fate>,
    /// Another opinion, in its own words.
    pub opinion: String,
}

/// A paper as one person read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The household whose paper it is.
    pub household: HouseholdId,
    /// Who read it.
    pub account: Uuid,
    /// What was read.
    pub fate: Fate,
}

/// The written decision of a community.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The matter.
    pub matter: MatterId,
    /// Its number within hamlet and year.
    pub number: i64,
    /// Year of the number.
    pub year: i16,
    /// What kind of document it is.
    pub form: DecisionForm,
    /// What was decided; paragraphs are separated by empty lines.
    pub text: String,
    /// The day of adoption.
    pub decided_on: Date,
    /// Who wrote it, and when it was last saved.
    pub written: Act,
    /// When all had signed and nothing changes any more.
    pub final_at: Option<Timestamp>,
    /// When it was made public.
    pub published_at: Option<Timestamp>,
    /// The day it was sent to committee and Front.
    pub sent_on: Option<Date>,
    /// The day it arrived.
    pub received_on: Option<Date>,
    /// What the authority said.
    pub answer: Option<Answer>,
    /// The date of effect that the committee set.
    pub set_for: Option<Date>,
    /// That it was annulled.
    pub annulled: Option<Annulment>,
}

impl Decision {
    /// What happened to it since it was adopted, as the rule on its effect asks.
    #[must_use]
    pub fn since(&self) -> rules::Recognition {
        rules::Recognition {
            answered: self.answer.as_ref().map(|answer| (answer.outcome, answer.on)),
            set_for: self.set_for,
            annulled_on: self.annulled.as_ref().map(|annulment| annulment.on),
        }
    }
}

/// What an authority said of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Recognised, or refused.
    pub outcome: Outcome,
    /// When.
    pub on: Date,
    /// Why it was refused; may be empty otherwise.
    pub reasons: String,
    /// Key of the role that said so.
    pub role: String,
}

/// That a decision was annulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annulment {
    /// When.
    pub on: Date,
    /// On which ground.
    pub ground: Ground,
    /// Why.
    pub reasons: String,
    /// Key of the role that did it.
    pub role: String,
}

/// A signature below a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// In which capacity.
    pub kind: Signature,
    /// Name.
    pub name: String,
    /// Whose household, for representatives.
    pub household: Option<HouseholdId>,
    /// When.
    pub on: Date,
}

/// Something to be done to carry a decision out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its identifier.
    pub id: TaskId,
    /// What is to be done.
    pub what: String,
    /// Who does it: a group or office, never a private person's name on a public page.
    pub who: String,
    /// By when.
    pub due_on: Date,
    /// Money set aside for it, in đồng.
    pub money: i64,
    /// When it was done.
    pub done_on: Option<Date>,
    /// How it went, in order of time.
    pub progress: Vec<Progress>,
}

impl Task {
    /// Spent so far, in đồng.
    #[must_use]
    pub fn spent(&self) -> i64 {
        self.progress.iter().map(|progress| progress.spent).sum()
    }
}

/// News of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// When.
    pub on: Date,
    /// What was done.
    pub note: String,
    /// Money spent with it, in đồng.
    pub spent: i64,
    /// Key of the role that says so.
    pub role: String,
}

/// Somebody's time in an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeTerm {
    /// Its identifier.
    pub id: TermId,
    /// The hamlet whose head it is, or that sent the member.
    pub hamlet: Option<UnitId>,
    /// The office.
    pub office: Office,
    /// Who.
    pub name: String,
    /// First day.
    pub begins_on: Date,
    /// First day on which it is over.
    pub ends_on: Option<Date>,
    /// The election.
    pub matter: Option<MatterId>,
    /// When and why it ended before.
    pub ended: Option<(Date, String)>,
}

/// A fate as it is stored: a word, and marks.
pub(crate) fn fate_to_columns(fate: Option<Fate>) -> (&'static str, i64) {
    match fate {
        None => ("", 0),
        Some(Fate::Marked(marks)) => ("marked", i64::from(marks.0)),
        Some(Fate::Spoiled) => ("spoiled", 0),
        Some(Fate::Missing) => ("missing", 0),
        Some(Fate::Refused) => ("refused", 0),
    }
}

/// Reads what [`fate_to_columns`] wrote; `None` when it is something else.
pub(crate) fn fate_from_columns(word: &str, marks: i64) -> Option<Option<Fate>> {
    Some(match word {
        "" => None,
        "marked" => Some(Fate::Marked(Marks(u32::try_from(marks).ok()?))),
        "spoiled" => Some(Fate::Spoiled),
        "missing" => Some(Fate::Missing),
        "refused" => Some(Fate::Refused),
        _ => return None,
    })
}

/// Everything about a matter.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The matter.
    pub matter: Matter,
    /// Who stands, in an election.
    pub candidates: Vec<Candidate>,
    /// The steps before an election that were done.
    pub milestones: Vec<(Milestone, Date)>,
    /// The votes, the first one first.
    pub rounds: Vec<Round>,
    /// The sittings of meetings that are held in parts.
    pub sittings: Vec<Sitting>,
    /// The written decision.
    pub decision: Option<Decision>,
    /// The signatures below it.
    pub signatures: Vec<Signed>,
    /// What is done to carry it out.
    pub tasks: Vec<Task>,
}

impl Dossier {
    /// What is asked.
    #[must_use]
    pub fn question(&self) -> Question {
        self.matter.question(self.candidates.len())
    }

    /// The sittings of a vote, by number; none of a meeting held in one.
    pub fn sittings_of(&self, round: RoundId) -> impl Iterator<Item = &Sitting> {
        self.sittings.iter().filter(move |sitting| sitting.round == round)
    }

    /// The binding votes that count: of each hamlet the last one counted.
    #[must_use]
    pub fn deciding(&self) -> Vec<&Round> {
        let last: BTreeMap<UnitId, &Round> = self.counted().map(|(round, _)| (round.hamlet, round)).collect();
        last.into_values().collect()
    }

    /// The votes that bind and were counted, the first one first.
    pub fn counted(&self) -> impl Iterator<Item = (&Round, &Outturn)> {
        self.rounds
            .iter()
            .filter(|round| !round.advisory)
            .filter_map(|round| Some((round, round.result.as_ref()?)))
    }
}
