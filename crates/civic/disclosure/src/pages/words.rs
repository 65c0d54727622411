//! Words for states, roles, laws and files, in the reader's language.

use facts::Period;
use jiff::civil::Date;
use platform::{
    i18n::{Arg, Locale, Translator},
    page::components::{Citation, Tag, Tone},
};
use rulebook::{Explanation, Item, Language};

use crate::{
    model::{Attachment, ItemState, Matter, Site},
    rules::{BroadcastState, ClockState, Gap, Lack, Lasts, PostingClock, RuleError, SiteClock},
    standing::Standing,
};

/// The rulebook's language for a reader.
pub(super) fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// The article behind something, as a component.
pub(super) fn citation(t: &Translator, because: &Explanation<'_>) -> Citation {
    Citation::new(t, because.citation.in_language(language(t)))
}

/// The article behind an entry of the law's list: "Điều 11, khoản 2".
pub(super) fn article(t: &Translator, item: &Item) -> String {
    item.article
        .as_ref()
        .map(|article| article.in_language(language(t)))
        .unwrap_or_default()
}

/// What a role is called.
pub(super) fn role(t: &Translator, role: &str) -> String {
    t.text(&format!("disclosure-role-{role}"))
}

/// Why the law could not be applied.
pub(super) fn law_error(t: &Translator, error: &RuleError) -> String {
    match error {
        RuleError::Lookup(error) => error.in_language(language(t)),
        RuleError::Calendar(_) => t.text("disclosure-error-calendar"),
        RuleError::NoSuchItem(_) => t.text("disclosure-error-matter"),
    }
}

/// The state of a matter as a tag.
pub(super) fn state_tag(t: &Translator, state: ItemState) -> Tag {
    let tone = match state {
        ItemState::Published => Tone::Success,
        ItemState::Withdrawn => Tone::Problem,
        ItemState::Draft | ItemState::Archived => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("disclosure-state-{}", state.key())))
}

/// A quarter in words.
pub(super) fn quarter(t: &Translator, quarter: Period) -> String {
    t.format(
        "disclosure-quarter",
        &[
            (
                "quarter",
                Arg::Number(i64::from(quarter.quarter_of_year().unwrap_or_default())),
            ),
            ("year", Arg::Text(quarter.calendar_year().to_string())),
        ],
    )
}

/// The entry of the law's list that a matter belongs to, with its number: "2. Dự toán, …".
pub(super) fn matter(t: &Translator, item: &Item) -> String {
    match crate::rules::clause(item) {
        Some(clause) => format!("{clause}. {}", item.label.get(language(t))),
        None => item.label.get(language(t)).to_owned(),
    }
}

/// The title that readers see: of a withdrawn matter none of its own words.
pub(super) fn title(t: &Translator, item: &Matter, title: &str) -> String {
    if item.state == ItemState::Withdrawn {
        t.text("disclosure-withdrawn-title")
    } else {
        title.to_owned()
    }
}

/// Where the posting of a matter stands, in a few words with their tone.
pub(super) fn clock(t: &Translator, clock: &PostingClock) -> Tag {
    let days = |key: &str, count: i32| t.with(key, "count", i64::from(count));
    match clock.state {
        ClockState::Waiting if clock.was_broken() => {
            Tag::new(Tone::Problem, t.text("disclosure-clock-broken"))
        }
        ClockState::Waiting => Tag::new(Tone::Warning, t.text("disclosure-clock-waiting")),
        ClockState::Running { days_left: 0, .. } => Tag::new(Tone::Info, t.text("disclosure-clock-last-day")),
        ClockState::Running { days_left, .. } => {
            Tag::new(Tone::Info, days("disclosure-clock-left", days_left))
        }
        ClockState::Done { .. } => Tag::new(Tone::Success, t.text("disclosure-clock-done")),
        ClockState::Standing { .. } => Tag::new(Tone::Success, t.text("disclosure-clock-standing")),
    }
}

/// Until when a notice must hang, in a sentence.
pub(super) fn until(t: &Translator, standing: &Standing<'_>) -> String {
    let Some(posting) = &standing.posting else {
        return t.text("disclosure-until-no-posting");
    };
    let Some(clock) = &standing.clock else {
        return match posting.lasts {
            Lasts::Days(days) => t.with("disclosure-until-days", "count", i64::from(days)),
            Lasts::Permanently => t.text("disclosure-until-permanent"),
        };
    };
    let dates = |key: &str, since: Date, until: Date| {
        t.format(key, &[("since", Arg::Date(since)), ("until", Arg::Date(until))])
    };
    match (clock.state, posting.lasts) {
        (ClockState::Running { since, until, .. }, _) => dates("disclosure-until-running", since, until),
        (ClockState::Done { since, until }, _) => dates("disclosure-until-done", since, until),
        (ClockState::Standing { since }, _) => t.with("disclosure-until-standing", "since", since),
        (ClockState::Waiting, Lasts::Days(days)) if clock.was_broken() => {
            t.with("disclosure-until-again", "count", i64::from(days))
        }
        (ClockState::Waiting, Lasts::Days(days)) => t.with("disclosure-until-days", "count", i64::from(days)),
        (ClockState::Waiting, Lasts::Permanently) => t.text("disclosure-until-permanent"),
    }
}

/// How one board stands.
pub(super) fn site_state(t: &Translator, site: &SiteClock, clock: &PostingClock) -> Tag {
    match (site.since, &clock.state) {
        (Some(_), ClockState::Done { .. }) => Tag::new(Tone::Success, t.text("disclosure-site-enough")),
        (Some(_), ClockState::Running { days_left, .. }) => Tag::new(
            Tone::Success,
            t.with("disclosure-site-hangs-left", "count", i64::from(*days_left)),
        ),
        (Some(_), _) => Tag::new(Tone::Success, t.text("disclosure-site-hangs")),
        (None, ClockState::Done { .. }) => Tag::new(Tone::Info, t.text("disclosure-site-down")),
        (None, _) if site.was_posted() => Tag::new(Tone::Problem, t.text("disclosure-site-missing")),
        (None, _) => Tag::new(Tone::Warning, t.text("disclosure-site-not-yet")),
    }
}

/// The times in which a notice was missing at a board.
pub(super) fn gaps(t: &Translator, gaps: &[Gap]) -> String {
    gaps.iter()
        .map(|gap| match gap.until {
            Some(until) => t.format(
                "disclosure-gap-closed",
                &[("from", Arg::Date(gap.from)), ("until", Arg::Date(until))],
            ),
            None => t.with("disclosure-gap-open", "from", gap.from),
        })
        .collect::<Vec<_>>()
        .join("; ")
}

/// Where the broadcasting of a matter stands.
pub(super) fn broadcast(t: &Translator, state: BroadcastState) -> String {
    match state {
        BroadcastState::Exempt => t.text("disclosure-broadcast-exempt"),
        BroadcastState::Going { done, of } => t.format(
            "disclosure-broadcast-going",
            &[("done", Arg::Number(done.into())), ("of", Arg::Number(of.into()))],
        ),
        BroadcastState::Done { from, to } => t.format(
            "disclosure-broadcast-done",
            &[("from", Arg::Date(from)), ("to", Arg::Date(to))],
        ),
    }
}

/// What is lacking, and whose duty it is to mend it.
pub(super) fn lack(
    t: &Translator,
    lack: Lack,
    item: &Matter,
    sites: &[Site],
    committee: &str,
) -> (String, String) {
    let name = |id| {
        sites
            .iter()
            .find(|site| site.id == id)
            .map(|site| site.name.clone())
            .unwrap_or_default()
    };
    let at_office = |id| sites.iter().any(|site| site.id == id && site.hamlet.is_none());
    let duty_at = |id| {
        if at_office(id) {
            committee.to_owned()
        } else {
            t.with("disclosure-duty-head", "committee", committee)
        }
    };
    match lack {
        Lack::Publication => (
            t.with("disclosure-lack-publication", "due", item.due_on),
            committee.to_owned(),
        ),
        Lack::Posting(site) => (
            t.format(
                "disclosure-lack-posting",
                &[("site", Arg::Text(name(site))), ("due", Arg::Date(item.due_on))],
            ),
            duty_at(site),
        ),
        Lack::Gap(site, since) => (
            t.format(
                "disclosure-lack-gap",
                &[("site", Arg::Text(name(site))), ("since", Arg::Date(since))],
            ),
            duty_at(site),
        ),
        Lack::Sites => (t.text("disclosure-lack-sites"), committee.to_owned()),
        Lack::Broadcast => (
            t.with("disclosure-lack-broadcast", "due", item.due_on),
            committee.to_owned(),
        ),
    }
}

/// How large a file is.
pub(super) fn size(t: &Translator, octets: i64) -> String {
    const KIB: i64 = 1_024;
    if octets < KIB * KIB {
        format!("{} KB", t.number(octets.div_euclid(KIB).max(1)))
    } else {
        format!("{} MB", t.decimal(octets * 10 / (KIB * KIB), 1))
    }
}

/// What a file is.
pub(super) fn kind(t: &Translator, attachment: &Attachment) -> String {
    let ending = attachment.name.rsplit('.').next().unwrap_or_default();
    format!("{}, {}", ending.to_uppercase(), size(t, attachment.size))
}
