//! Where a matter stands: what the law asks of it, and what was done.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rulebook::{Place, Rulebook};
use units::UnitId;

use crate::{
    ids::SiteId,
    model::{Exemption, ItemState, Matter, Site},
    rules::{
        self, BroadcastDuty, BroadcastState, ClockState, Duty, Evidence, Lack, PostingClock, PostingDuty,
        RuleError, Sighting,
    },
};

/// What the law asks of a matter, and what was done about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'a> {
    /// What the law asks; none for a register, which is no matter of the law's list.
    pub duty: Option<Duty<'a>>,
    /// How it must hang.
    pub posting: Option<PostingDuty<'a>>,
    /// The sites at which it must hang.
    pub required: Vec<SiteId>,
    /// The clock of its posting, once it is public.
    pub clock: Option<PostingClock>,
    /// Its broadcasts, once it is public.
    pub broadcast: Option<BroadcastState>,
    /// What is lacking today.
    pub lacks: Vec<Lack>,
}

impl Standing<'_> {
    /// Whether nothing on boards or loudspeakers has to be watched any more.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let hung = self
            .clock
            .as_ref()
            .is_none_or(|clock| matches!(clock.state, ClockState::Done { .. }));
        let said = !matches!(self.broadcast, Some(BroadcastState::Going { .. }));
        hung && said && self.lacks.is_empty()
    }
}

/// What was recorded about a matter's boards and broadcasts.
#[derive(Debug, Clone, Copy)]
pub struct Recorded<'r> {
    /// The commune's boards, of any day.
    pub sites: &'r [Site],
    /// What was seen of this matter.
    pub sightings: &'r [Sighting],
    /// The days on which it was broadcast.
    pub broadcast_on: &'r BTreeSet<Date>,
    /// The times in which the commune has no loudspeaker system.
    pub exemptions: &'r [Exemption],
}

/// Where a matter stands today.
///
/// # Errors
/// [`RuleError`] when the law of its day is not in the books.
pub fn standing<'a>(
    book: &'a Rulebook,
    item: &Matter,
    recorded: Recorded<'_>,
    today: Date,
) -> Result<Standing<'a>, RuleError> {
    let (duty, posting) = if item.quarter.is_some() {
        (None, Some(rules::register_duty(book, item.decided_on)?))
    } else {
        let duty = rules::duty(book, Place::Commune, &item.matter, item.decided_on)?;
        let posting = duty.posting.clone();
        (Some(duty), posting)
    };
    let published_on = item.published_on();
    let required = sites_for(
        posting.as_ref(),
        recorded.sites,
        item.hamlet,
        (published_on.unwrap_or(today), today),
    );
    let is_public = item.state == ItemState::Published;
    let clock = posting
        .as_ref()
        .filter(|posting| is_public && !posting.sites.is_empty())
        .map(|posting| rules::posting_clock(&required, recorded.sightings, posting.lasts, today));
    let broadcast_duty: Option<&BroadcastDuty<'_>> = duty.as_ref().and_then(|duty| duty.broadcast.as_ref());
    let no_system = recorded
        .exemptions
        .iter()
        .any(|exemption| exemption.covers(published_on.unwrap_or(today)));
    let broadcast = broadcast_duty
        .filter(|_| is_public)
        .map(|duty| rules::broadcast_state(duty, recorded.broadcast_on, no_system, today));
    let evidence = Evidence {
        due: item.due_on,
        published_on,
        required: &required,
        sightings: recorded.sightings,
        broadcast_on: recorded.broadcast_on,
        no_system,
    };
    let lacks = match item.state {
        ItemState::Draft | ItemState::Published => {
            rules::lacks((posting.as_ref(), broadcast_duty), &evidence, today)
        }
        ItemState::Withdrawn | ItemState::Archived => Vec::new(),
    };
    Ok(Standing {
        duty,
        posting,
        required,
        clock,
        broadcast,
        lacks,
    })
}

/// The boards at which something published on `day`, for all hamlets or for one, must hang today.
fn sites_for(
    posting: Option<&PostingDuty<'_>>,
    sites: &[Site],
    hamlet: Option<UnitId>,
    (day, today): (Date, Date),
) -> Vec<SiteId> {
    let Some(posting) = posting else {
        return Vec::new();
    };
    sites
        .iter()
        .filter(|site| site.counts_for(&posting.sites, hamlet, day, today))
        .map(|site| site.id)
        .collect()
}
