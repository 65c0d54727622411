//! When a meeting must have been called, and how many people a team has: Decree 59/2023, Điều 3, 4, 11.

use jiff::{ToSpan as _, civil::Date};
use rulebook::{Explanation, Place, Rulebook, Ruled};

use super::RuleError;

/// What must have gone out by when before a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Calling<'a> {
    /// The last day for the notice.
    pub notice_by: Date,
    /// The rule on the notice.
    pub notice: Explanation<'a>,
    /// The last day for the papers, where the matters ask for any.
    pub papers_by: Option<Date>,
    /// The rule on the papers.
    pub papers: Option<Explanation<'a>>,
}

/// What went out too late, or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Late {
    /// The notice of the meeting.
    Notice,
    /// The papers to each household.
    Papers,
}

impl Late {
    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Papers => "papers",
        }
    }

    /// The one with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Notice, Self::Papers]
            .into_iter()
            .find(|late| late.key() == key)
    }
}

/// By when notice and papers of a meeting must have gone out. `annual` is the hamlet's yearly conference (hội nghị định
/// kỳ), which asks for more.
///
/// # Errors
/// [`RuleError`] when the law of that day is not in the books.
pub fn calling<'a>(
    book: &'a Rulebook,
    clauses: &[&str],
    annual: bool,
    held_on: Date,
) -> Result<Calling<'a>, RuleError> {
    let notice_topic = if annual {
        "annual_conference.notice"
    } else {
        "meeting.notice"
    };
    let notice = book.days(notice_topic, Place::Hamlet, held_on)?;
    let asked = book.set("meeting.documents.matters", Place::Hamlet, held_on)?;
    let papers = if clauses.iter().any(|clause| asked.value.contains(clause)) {
        Some(book.days("meeting.documents", Place::Hamlet, held_on)?)
    } else {
        None
    };
    let before = |days: u32| held_on.saturating_sub(i64::from(days).days());
    Ok(Calling {
        notice_by: before(notice.value.count),
        notice: notice.because,
        papers_by: papers.as_ref().map(|papers| before(papers.value.count)),
        papers: papers.map(|papers| papers.because),
    })
}

impl Calling<'_> {
    /// What went out too late for the meeting, or not at all.
    #[must_use]
    pub fn late(&self, notice_on: Option<Date>, papers_on: Option<Date>) -> Vec<Late> {
        let after = |sent: Option<Date>, by: Date| sent.is_none_or(|on| on > by);
        let mut late = Vec::new();
        if after(notice_on, self.notice_by) {
            late.push(Late::Notice);
        }
        if self.papers_by.is_some_and(|by| after(papers_on, by)) {
            late.push(Late::Papers);
        }
        late
    }
}

/// Teams whose size the law states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Team {
    /// Ban kiểm phiếu of a meeting.
    Tellers,
    /// Tổ phát phiếu, thu phiếu.
    Ballot,
    /// Tổ lấy ý kiến of an online vote.
    Online,
}

/// How many people a team may have, and whether `people` fits.
///
/// # Errors
/// As [`calling`].
pub fn team_fits(book: &Rulebook, team: Team, on: Date, people: u64) -> Result<Ruled<'_, bool>, RuleError> {
    let topic = match team {
        Team::Tellers => "meeting.tellers",
        Team::Ballot => "ballot.team",
        Team::Online => "online.team",
    };
    let Ruled { value, because } = book.count(topic, Place::Hamlet, on)?;
    Ok(Ruled {
        value: value.contains(people),
        because,
    })
}

/// Whether the committee must have approved the plan of a meeting held in parts: Decree 59/2023, Điều 3 khoản 6.
///
/// # Errors
/// [`RuleError`] when the law of that day is not in the books.
pub fn clusters_need_approval(book: &Rulebook, on: Date) -> Result<Ruled<'_, bool>, RuleError> {
    Ok(book.flag("meeting.clusters.plan_approved_by_committee", Place::Hamlet, on)?)
}

/// From how many households on a hamlet may meet in parts; scattered ones may from fewer: Law 10/2022, Điều 18 khoản 3.
///
/// # Errors
/// As [`clusters_need_approval`].
pub fn clusters_from(book: &Rulebook, on: Date) -> Result<Ruled<'_, u64>, RuleError> {
    let Ruled { value, because } = book.count("decision.meeting.clusters_from", Place::Hamlet, on)?;
    Ok(Ruled {
        value: value.min,
        because,
    })
}
