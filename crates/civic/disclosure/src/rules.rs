//! What the law asks of a notice, and whether it was done. Pure: every number comes from the rulebook, every day
//! from the caller.

use std::collections::{BTreeMap, BTreeSet};

use facts::Period;
use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::{
    calendar::{CalendarError, LastDay, Reckoning, Term, WorkingCalendar},
    clock::vietnam,
};
use rulebook::{DayKind, Days, Explanation, Item, LookupError, Place, Rulebook, Ruled};

use crate::ids::SiteId;

/// Why the law could not be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The rulebook has no answer for that day or place.
    #[error("{0}")]
    Lookup(LookupError),
    /// Counting leaves the years the calendar covers.
    #[error(transparent)]
    Calendar(#[from] CalendarError),
    /// The law's list has no such entry.
    #[error("the law's list of matters to publish has no {0:?}")]
    NoSuchItem(String),
}

impl From<LookupError> for RuleError {
    fn from(error: LookupError) -> Self {
        Self::Lookup(error)
    }
}

/// The last day on which a matter can be published in time, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Deadline<'a> {
    /// How it was counted.
    pub reckoning: Reckoning,
    /// The rule.
    pub because: Explanation<'a>,
}

impl Deadline<'_> {
    /// The last day.
    #[must_use]
    pub fn due(&self) -> Date {
        self.reckoning.due
    }
}

/// When a commune must have published what was decided on a day: Law 10/2022, Điều 12 khoản 3.
///
/// # Errors
/// [`RuleError`] when the law of that day or the calendar is not known.
pub fn commune_deadline<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    decided: Date,
) -> Result<Deadline<'a>, RuleError> {
    deadline(book, calendar, Place::Commune, decided)
}

/// When an agency must have published internally what was decided on a day: Law 10/2022, Điều 47 khoản 2.
///
/// # Errors
/// As [`commune_deadline`].
pub fn agency_deadline<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    decided: Date,
) -> Result<Deadline<'a>, RuleError> {
    deadline(book, calendar, Place::Agency, decided)
}

/// When a state enterprise must have published internally what was decided on a day: Law 10/2022, Điều 65 khoản 2.
/// A last day of rest moves to the next working day (Civil Code, Điều 148 khoản 5).
///
/// # Errors
/// As [`commune_deadline`].
pub fn state_enterprise_deadline<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    decided: Date,
) -> Result<Deadline<'a>, RuleError> {
    deadline(book, calendar, Place::StateEnterprise, decided)
}

fn deadline<'a>(
    book: &'a Rulebook,
    calendar: &WorkingCalendar,
    place: Place,
    decided: Date,
) -> Result<Deadline<'a>, RuleError> {
    let Ruled { value, because } = book.days("disclosure.deadline", place, decided)?;
    Ok(Deadline {
        reckoning: calendar.explain(decided, term(value))?,
        because,
    })
}

fn term(days: Days) -> Term {
    match days.kind {
        DayKind::Working => Term::WorkingDays(days.count),
        DayKind::Calendar => Term::CalendarDays(days.count, LastDay::NextWorkingDay),
    }
}

/// A kind of place at which notices hang, as the rulebook names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SiteKind {
    /// Trụ sở HĐND, UBND.
    Office,
    /// Nhà văn hóa.
    CultureHouse,
    /// Điểm sinh hoạt cộng đồng of a hamlet.
    CommunityPoint,
}

impl SiteKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Office, Self::CultureHouse, Self::CommunityPoint];

    /// The key in the rulebook and in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::CultureHouse => "culture_house",
            Self::CommunityPoint => "community_point",
        }
    }

    /// The kind with this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// How long a notice must hang.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasts {
    /// So many days one after another, at all its sites together.
    Days(u32),
    /// For good, updated on change.
    Permanently,
}

/// What the law asks of hanging a notice (niêm yết).
#[derive(Debug, Clone, PartialEq)]
pub struct PostingDuty<'a> {
    /// At which kinds of place; empty where the law names none (agencies, enterprises).
    pub sites: Vec<SiteKind>,
    /// How long.
    pub lasts: Lasts,
    /// The rule on the duration, or on permanent matters.
    pub because: Explanation<'a>,
}

/// What the law asks of broadcasting a notice (truyền thanh).
#[derive(Debug, Clone, PartialEq)]
pub struct BroadcastDuty<'a> {
    /// On how many consecutive days.
    pub days: u32,
    /// Whether the duty falls away where there is no loudspeaker system.
    pub only_with_system: bool,
    /// The rule on the duration.
    pub because: Explanation<'a>,
}

/// All that the law asks for one matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Duty<'a> {
    /// The matter, as the law's list names it.
    pub item: &'a Item,
    /// The rule that states the list.
    pub because: Explanation<'a>,
    /// On the portal or website.
    pub website: Option<Explanation<'a>>,
    /// On boards.
    pub posting: Option<PostingDuty<'a>>,
    /// On the intranet of an agency or enterprise, for so many consecutive days; a board does where there is none.
    pub intranet: Option<Ruled<'a, Days>>,
    /// By loudspeaker.
    pub broadcast: Option<BroadcastDuty<'a>>,
}

impl Duty<'_> {
    /// What must be hung and what broadcast, as [`lacks`] asks.
    #[must_use]
    pub fn on_site(&self) -> (Option<&PostingDuty<'_>>, Option<&BroadcastDuty<'_>>) {
        (self.posting.as_ref(), self.broadcast.as_ref())
    }
}

/// The clause (khoản) of the law that names the matter.
#[must_use]
pub fn clause(item: &Item) -> Option<&str> {
    item.article.as_ref()?.clause.as_deref()
}

/// The matters that a kind of place had to publish on a day.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn items(book: &Rulebook, place: Place, on: Date) -> Result<Ruled<'_, &[Item]>, RuleError> {
    Ok(book.items("disclosure.items", place, on)?)
}

/// What the law asked on a day for a matter of its list.
///
/// # Errors
/// [`RuleError`] when the law of that day is not in the books, or its list has no such matter.
pub fn duty<'a>(book: &'a Rulebook, place: Place, item: &str, on: Date) -> Result<Duty<'a>, RuleError> {
    let list = items(book, place, on)?;
    let entry = list
        .value
        .iter()
        .find(|entry| entry.key == item)
        .ok_or_else(|| RuleError::NoSuchItem(item.to_owned()))?;
    let chosen = |topic: &str| -> Result<Option<Explanation<'a>>, RuleError> {
        let set = ruled_here(book.set(topic, place, on))?;
        Ok(set.filter(|set| set.value.contains(item)).map(|set| set.because))
    };
    let sites = |topic: &str| -> Result<Vec<SiteKind>, RuleError> {
        let set = ruled_here(book.set(topic, place, on))?;
        Ok(set.map_or_else(Vec::new, |set| {
            set.value
                .keys
                .iter()
                .filter_map(|key| SiteKind::from_key(key))
                .collect()
        }))
    };
    let timed = ruled_here(book.days("disclosure.posting.duration", place, on))?;
    let posting = if let Some(because) = chosen("disclosure.posting.permanent.items")? {
        Some(PostingDuty {
            sites: sites("disclosure.posting.permanent.sites")?,
            lasts: Lasts::Permanently,
            because,
        })
    } else if place != Place::Commune || chosen("disclosure.posting.timed.items")?.is_some() {
        timed
            .map(|days| {
                Ok::<_, RuleError>(PostingDuty {
                    sites: sites("disclosure.posting.timed.sites")?,
                    lasts: Lasts::Days(days.value.count),
                    because: days.because,
                })
            })
            .transpose()?
    } else {
        None
    };
    let broadcast = match chosen("disclosure.loudspeaker.items")? {
        None => None,
        Some(_) => {
            let days = book.days("disclosure.loudspeaker.duration", place, on)?;
            let only = ruled_here(book.flag("disclosure.loudspeaker.only_with_system", place, on))?;
            Some(BroadcastDuty {
                days: days.value.count,
                only_with_system: only.is_some_and(|flag| flag.value),
                because: days.because,
            })
        }
    };
    Ok(Duty {
        item: entry,
        because: list.because,
        website: chosen("disclosure.website.items")?,
        posting,
        intranet: ruled_here(book.days("disclosure.intranet.duration", place, on))?,
        broadcast,
    })
}

/// A rule that some kinds of place do not have.
fn ruled_here<T>(found: Result<T, LookupError>) -> Result<Option<T>, RuleError> {
    match found {
        Ok(rule) => Ok(Some(rule)),
        Err(LookupError::NoRuleForPlace { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What somebody saw at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// The notice hangs (đã dán).
    Posted,
    /// The notice is gone or can't be read any more (bị gỡ, rách). Later in the order, so that of two sightings at
    /// one instant the worse one counts.
    Missing,
}

impl Seen {
    /// The key in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Posted => "posted",
            Self::Missing => "missing",
        }
    }

    /// What has this key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Posted, Self::Missing]
            .into_iter()
            .find(|seen| seen.key() == key)
    }
}

/// A sighting of one notice at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting {
    /// Where.
    pub site: SiteId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub seen: Seen,
}

/// Days at whose end a notice hung: from the first to the day before `until`, or still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stretch {
    from: Date,
    until: Option<Date>,
}

/// Days between two stretches: the first day at whose end the notice was missing, and the day it hung again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The first day without it.
    pub from: Date,
    /// The day on which it hung again; `None` while it is missing.
    pub until: Option<Date>,
}

/// Where one site stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteClock {
    /// Which.
    pub site: SiteId,
    /// Since when it hangs there without a gap; `None` when it does not.
    pub since: Option<Date>,
    /// When it was missing after it had hung.
    pub gaps: Vec<Gap>,
}

impl SiteClock {
    /// Whether it hung here at any time.
    #[must_use]
    pub fn was_posted(&self) -> bool {
        self.since.is_some() || !self.gaps.is_empty()
    }
}

/// Where the posting of a notice stands, over all its sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// It does not hang at every site: the count has not begun, or was broken and begins anew.
    Waiting,
    /// It hangs everywhere since a day and must stay through another.
    Running {
        /// The first day at whose end it hung at all sites.
        since: Date,
        /// The last day through which it must hang.
        until: Date,
        /// Days after today up to `until`; 0 on the last day itself.
        days_left: i32,
    },
    /// It hung long enough at all sites and may come down.
    Done {
        /// The first day at whose end it hung at all sites.
        since: Date,
        /// The last day through which it had to hang.
        until: Date,
    },
    /// It hangs everywhere and stays for good.
    Standing {
        /// Since when at all sites.
        since: Date,
    },
}

/// The posting clock of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingClock {
    /// Each required site, in the order given.
    pub sites: Vec<SiteClock>,
    /// All of them together.
    pub state: ClockState,
}

impl PostingClock {
    /// Whether a gap at some site broke the count and it has to begin anew.
    #[must_use]
    pub fn was_broken(&self) -> bool {
        self.sites.iter().any(|site| !site.gaps.is_empty())
    }

    /// The day after whose end the notice has hung long enough if nothing more happens.
    #[must_use]
    pub fn fulfilled_on(&self) -> Option<Date> {
        match self.state {
            ClockState::Running { until, .. } | ClockState::Done { until, .. } => Some(until),
            ClockState::Waiting | ClockState::Standing { .. } => None,
        }
    }
}

/// The clock of a notice that must hang at all `required` sites together. The day of posting is not counted
/// (Civil Code, Điều 147 khoản 2), and the last day runs to its end (Điều 148). A day without the notice at any
/// site, judged at the end of the day, breaks the count; it begins again on the day the notice hangs everywhere
/// once more. Sightings at other sites and after today are passed over; their order does not matter.
#[must_use]
pub fn posting_clock(required: &[SiteId], sightings: &[Sighting], lasts: Lasts, today: Date) -> PostingClock {
    let mut by_site: BTreeMap<SiteId, Vec<(Timestamp, Seen)>> = BTreeMap::new();
    for sighting in sightings.iter().filter(|sighting| day(sighting.at) <= today) {
        by_site
            .entry(sighting.site)
            .or_default()
            .push((sighting.at, sighting.seen));
    }
    let mut together: Option<Vec<Stretch>> = None;
    let mut sites = Vec::with_capacity(required.len());
    for site in required {
        let stretches = stretches(by_site.remove(site).unwrap_or_default());
        sites.push(site_clock(*site, &stretches));
        together = Some(match together {
            None => stretches,
            Some(others) => overlaps(&others, &stretches),
        });
    }
    let together = together.unwrap_or_default();
    PostingClock {
        state: state(&together, lasts, today),
        sites,
    }
}

fn day(at: Timestamp) -> Date {
    vietnam().to_datetime(at).date()
}

/// Reduces the sightings at one site to the stretches of days at whose end the notice hung.
fn stretches(mut seen: Vec<(Timestamp, Seen)>) -> Vec<Stretch> {
    seen.sort_unstable();
    let last_of_day: BTreeMap<Date, Seen> = seen.into_iter().map(|(at, seen)| (day(at), seen)).collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (day, seen) in last_of_day {
        match (seen, stretches.last_mut()) {
            (Seen::Posted, Some(Stretch { until: None, .. })) | (Seen::Missing, None) => {}
            (Seen::Posted, _) => stretches.push(Stretch {
                from: day,
                until: None,
            }),
            (Seen::Missing, Some(last)) => {
                last.until.get_or_insert(day);
            }
        }
    }
    stretches
}

fn site_clock(site: SiteId, stretches: &[Stretch]) -> SiteClock {
    let gaps = stretches.iter().enumerate().filter_map(|(index, stretch)| {
        Some(Gap {
            from: stretch.until?,
            until: stretches.get(index + 1).map(|next| next.from),
        })
    });
    SiteClock {
        site,
        since: stretches
            .last()
            .filter(|last| last.until.is_none())
            .map(|last| last.from),
        gaps: gaps.collect(),
    }
}

fn overlaps(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let mut both = Vec::new();
    for a in one {
        for b in other {
            let from = a.from.max(b.from);
            let until = match (a.until, b.until) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            if until.is_none_or(|until| from < until) {
                both.push(Stretch { from, until });
            }
        }
    }
    both
}

fn state(together: &[Stretch], lasts: Lasts, today: Date) -> ClockState {
    let standing = together.iter().find(|stretch| stretch.until.is_none());
    let Lasts::Days(days) = lasts else {
        return standing.map_or(ClockState::Waiting, |stretch| ClockState::Standing {
            since: stretch.from,
        });
    };
    let last_day = |stretch: &Stretch| {
        stretch
            .from
            .checked_add(i64::from(days).days())
            .unwrap_or(Date::MAX)
    };
    let done = together
        .iter()
        .map(|stretch| (stretch, last_day(stretch)))
        .find(|(stretch, last)| *last < stretch.until.unwrap_or(today).min(today));
    if let Some((stretch, until)) = done {
        return ClockState::Done {
            since: stretch.from,
            until,
        };
    }
    standing.map_or(ClockState::Waiting, |stretch| {
        let until = last_day(stretch);
        ClockState::Running {
            since: stretch.from,
            until,
            days_left: today.until(until).map_or(0, |span| span.get_days()),
        }
    })
}

/// Where the broadcasting of a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastState {
    /// The commune has recorded that it has no loudspeaker system, and the law then asks for none.
    Exempt,
    /// So many of the consecutive days are done, counted up to today or yesterday.
    Going {
        /// Days done in a row; 0 when the row was broken or never begun.
        done: u32,
        /// Days in a row that are asked for.
        of: u32,
    },
    /// It was broadcast on enough days in a row.
    Done {
        /// The first of them.
        from: Date,
        /// The last of them.
        to: Date,
    },
}

/// The state of a broadcast duty, from the days on which the notice was broadcast.
#[must_use]
pub fn broadcast_state(
    duty: &BroadcastDuty<'_>,
    broadcast_on: &BTreeSet<Date>,
    no_system: bool,
    today: Date,
) -> BroadcastState {
    let mut run: Option<(Date, Date, u32)> = None;
    for date in broadcast_on.iter().copied().filter(|date| *date <= today) {
        run = Some(match run {
            Some((from, to, length)) if to.tomorrow().is_ok_and(|next| next == date) => {
                (from, date, length + 1)
            }
            _ => (date, date, 1),
        });
        if let Some((from, to, length)) = run
            && length >= duty.days
        {
            return BroadcastState::Done { from, to };
        }
    }
    if no_system && duty.only_with_system {
        return BroadcastState::Exempt;
    }
    // A row that ended before yesterday is broken.
    let done = run
        .filter(|(_, to, _)| to.tomorrow().is_ok_and(|next| today <= next))
        .map_or(0, |(_, _, length)| length);
    BroadcastState::Going { done, of: duty.days }
}

/// Something that the law asked for and that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// It was not published by its deadline.
    Publication,
    /// It was never hung at this site, and the deadline has passed.
    Posting(SiteId),
    /// It hung at this site and has been missing since that day, before its time was over.
    Gap(SiteId, Date),
    /// It must be hung at sites of which the commune has named none.
    Sites,
    /// It was not broadcast on enough days in a row, and the deadline has passed.
    Broadcast,
}

impl Lack {
    /// The key of the duty that was not done, as `data/facts/disclosure.toml` lists them.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Publication => "publication",
            Self::Posting(_) | Self::Sites => "posting",
            Self::Gap(..) => "gap",
            Self::Broadcast => "broadcast",
        }
    }
}

/// What was done about one matter.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'e> {
    /// The last day for publishing it.
    pub due: Date,
    /// When it was published here, which is a website.
    pub published_on: Option<Date>,
    /// The sites it must hang at.
    pub required: &'e [SiteId],
    /// What was seen there.
    pub sightings: &'e [Sighting],
    /// The days on which it was broadcast.
    pub broadcast_on: &'e BTreeSet<Date>,
    /// Whether the commune has recorded that it has no loudspeaker system.
    pub no_system: bool,
}

/// What is lacking today. Empty while there is still time, and when all is done.
#[must_use]
pub fn lacks(
    (posting, broadcast): (Option<&PostingDuty<'_>>, Option<&BroadcastDuty<'_>>),
    evidence: &Evidence<'_>,
    today: Date,
) -> Vec<Lack> {
    let late = evidence.due < today;
    if evidence.published_on.is_none() {
        return if late { vec![Lack::Publication] } else { Vec::new() };
    }
    let mut lacks = Vec::new();
    if let Some(posting) = posting {
        if evidence.required.is_empty() && late && !posting.sites.is_empty() {
            lacks.push(Lack::Sites);
        }
        let clock = posting_clock(evidence.required, evidence.sightings, posting.lasts, today);
        if !matches!(clock.state, ClockState::Done { .. }) {
            for site in clock.sites.iter().filter(|site| site.since.is_none()) {
                match site.gaps.last() {
                    Some(gap) => lacks.push(Lack::Gap(site.site, gap.from)),
                    None if late => lacks.push(Lack::Posting(site.site)),
                    None => {}
                }
            }
        }
    }
    if let Some(broadcast) = broadcast
        && late
        && let BroadcastState::Going { done: 0, .. } =
            broadcast_state(broadcast, evidence.broadcast_on, evidence.no_system, today)
    {
        lacks.push(Lack::Broadcast);
    }
    lacks
}

/// How a register of disclosures must hang: at the sites of timed matters, until the next one replaces it
/// (Điều 13 khoản 2).
///
/// # Errors
/// [`RuleError::Lookup`] when the law of that day is not in the books.
pub fn register_duty(book: &Rulebook, on: Date) -> Result<PostingDuty<'_>, RuleError> {
    let sites = book.set("disclosure.posting.timed.sites", Place::Commune, on)?;
    let keys = sites.value.keys.iter();
    Ok(PostingDuty {
        sites: keys.filter_map(|key| SiteKind::from_key(key)).collect(),
        lasts: Lasts::Permanently,
        because: book.explain("disclosure.register.interval", Place::Commune, on)?,
    })
}

/// The quarters that have ended without a register of disclosures (danh mục, Điều 13 khoản 2), from the quarter of
/// the first disclosure on. The day a quarter ends is still within it.
///
/// # Errors
/// [`RuleError::Lookup`] when the law of today is not in the books; a rule that asks for another interval than a
/// quarter is none that this can judge, and asks for no register here.
pub fn missing_registers(
    book: &Rulebook,
    first_published: Option<Date>,
    issued: &BTreeSet<Period>,
    today: Date,
) -> Result<Vec<Period>, RuleError> {
    const QUARTER: u32 = 3;
    let interval = book.months("disclosure.register.interval", Place::Commune, today)?;
    let Some(first) = first_published.filter(|_| interval.value.count == QUARTER) else {
        return Ok(Vec::new());
    };
    let mut missing = Vec::new();
    let mut quarter = Period::of(today).previous();
    while quarter >= Period::of(first) {
        if !issued.contains(&quarter) {
            missing.push(quarter);
        }
        quarter = quarter.previous();
    }
    missing.reverse();
    Ok(missing)
}
