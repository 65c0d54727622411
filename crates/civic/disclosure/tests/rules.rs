//! The handbook's executable rules 9 to 12, and what must hold of any posting clock.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::{collections::BTreeSet, sync::LazyLock};

use disclosure::{
    SiteId,
    rules::{
        BroadcastState, ClockState, Evidence, Gap, Lack, Lasts, Seen, Sighting, SiteKind, agency_deadline,
        broadcast_state, commune_deadline, duty, items, lacks, missing_registers, posting_clock,
        state_enterprise_deadline,
    },
};
use facts::Period;
use jiff::{ToSpan as _, civil::Date, civil::date};
use platform::{calendar::WorkingCalendar, clock::vietnam};
use proptest::prelude::*;
use rulebook::{Language, Place, Rulebook};

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::embedded().unwrap());
static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(|| WorkingCalendar::embedded().unwrap());
/// An ordinary day under the law of 2022.
const DAY: Date = date(2025, 10, 1);
const THIRTY: Lasts = Lasts::Days(30);

fn site(number: u128) -> SiteId {
    SiteId(uuid::Uuid::from_u128(number))
}

fn seen(number: u128, seen: Seen, day: Date, hour: i8) -> Sighting {
    Sighting {
        site: site(number),
        at: vietnam().to_timestamp(day.at(hour, 0, 0, 0)).unwrap(),
        seen,
    }
}

fn days_after(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap()
}

/// Điều 12 khoản 3, Điều 47 khoản 2, Điều 65 khoản 2.
#[test]
fn rule_09_disclosure_deadline_by_kind_of_place() {
    // A Friday; Tết of 2024 lies between.
    let decided = date(2024, 2, 2);
    let commune = commune_deadline(&BOOK, &CALENDAR, decided).unwrap();
    assert_eq!(commune.due(), date(2024, 2, 16));
    assert_eq!(
        commune.because.citation.articles_in(Language::Vi),
        "Điều 12, khoản 3"
    );
    assert!(
        !commune.reckoning.skipped.is_empty(),
        "the page can show what was skipped"
    );
    let agency = agency_deadline(&BOOK, &CALENDAR, decided).unwrap();
    assert_eq!(agency.due(), date(2024, 2, 16));
    assert_eq!(
        agency.because.citation.articles_in(Language::Vi),
        "Điều 47, khoản 2"
    );
    let enterprise = state_enterprise_deadline(&BOOK, &CALENDAR, decided).unwrap();
    assert_eq!(
        enterprise.due(),
        date(2024, 2, 19),
        "15 days end on Saturday the 17th"
    );
    assert_eq!(
        enterprise.because.citation.articles_in(Language::Vi),
        "Điều 65, khoản 2"
    );
    // A Saturday worked to make up for another day counts.
    assert_eq!(
        commune_deadline(&BOOK, &CALENDAR, date(2024, 4, 26))
            .unwrap()
            .due(),
        date(2024, 5, 7)
    );
}

#[test]
fn rule_09_an_unpublished_matter_is_overdue_the_day_after() {
    let duty = duty(&BOOK, Place::Commune, "budget", DAY).unwrap();
    let due = commune_deadline(&BOOK, &CALENDAR, date(2025, 10, 3))
        .unwrap()
        .due();
    assert_eq!(due, date(2025, 10, 10));
    let evidence = Evidence {
        due,
        published_on: None,
        required: &[],
        sightings: &[],
        broadcast_on: &BTreeSet::new(),
        no_system: false,
    };
    assert_eq!(lacks(duty.on_site(), &evidence, due), []);
    assert_eq!(
        lacks(duty.on_site(), &evidence, days_after(due, 1)),
        [Lack::Publication]
    );
}

/// Điều 13 khoản 2.
#[test]
fn rule_10_thirty_days_together_at_every_site() {
    let required = [site(1), site(2)];
    let (first, second) = (date(2025, 10, 1), date(2025, 10, 4));
    let both = [seen(1, Seen::Posted, first, 8), seen(2, Seen::Posted, second, 8)];
    let state = |sightings: &[Sighting], today| posting_clock(&required, sightings, THIRTY, today).state;
    assert_eq!(
        state(&both[..1], first),
        ClockState::Waiting,
        "the second site lacks it"
    );
    let until = date(2025, 11, 3);
    assert_eq!(
        state(&both, second),
        ClockState::Running {
            since: second,
            until,
            days_left: 30
        }
    );
    assert_eq!(
        state(&both, until),
        ClockState::Running {
            since: second,
            until,
            days_left: 0
        },
        "the last day runs to its end"
    );
    let done = ClockState::Done { since: second, until };
    assert_eq!(state(&both, days_after(until, 1)), done);

    let taken_down = |day| {
        let mut all = both.to_vec();
        all.push(seen(2, Seen::Missing, day, 9));
        all
    };
    assert_eq!(
        state(&taken_down(until), days_after(until, 30)),
        ClockState::Waiting,
        "taken down on the last day is too early"
    );
    assert_eq!(
        state(&taken_down(days_after(until, 1)), days_after(until, 30)),
        done
    );
}

#[test]
fn rule_10_a_gap_at_any_site_restarts_the_clock() {
    let required = [site(1), site(2)];
    let start = date(2025, 10, 1);
    let mut sightings = vec![
        seen(1, Seen::Posted, start, 8),
        seen(2, Seen::Posted, start, 8),
        seen(2, Seen::Missing, date(2025, 10, 20), 15),
    ];
    let broken = posting_clock(&required, &sightings, THIRTY, date(2025, 10, 21));
    assert_eq!(broken.state, ClockState::Waiting);
    assert_eq!(
        broken.sites[1].gaps,
        [Gap {
            from: date(2025, 10, 20),
            until: None
        }]
    );
    sightings.push(seen(2, Seen::Posted, date(2025, 10, 22), 7));
    let again = posting_clock(&required, &sightings, THIRTY, date(2025, 10, 22));
    assert_eq!(
        again.state,
        ClockState::Running {
            since: date(2025, 10, 22),
            until: date(2025, 11, 21),
            days_left: 30
        }
    );
    assert!(again.was_broken());
    assert_eq!(
        again.sites[0].since,
        Some(start),
        "the other site kept it all the time"
    );

    // Torn and hung again on the same day: it hung at the end of every day.
    sightings[2] = seen(2, Seen::Missing, date(2025, 10, 22), 6);
    let mended = posting_clock(&required, &sightings, THIRTY, date(2025, 10, 22));
    assert_eq!(mended.fulfilled_on(), Some(date(2025, 10, 31)));
    assert!(!mended.was_broken());
}

#[test]
fn rule_10_permanent_matters_have_no_end_and_hang_at_the_office() {
    for item in ["regulation_and_officials", "administrative_procedures"] {
        let posting = duty(&BOOK, Place::Commune, item, DAY).unwrap().posting.unwrap();
        assert_eq!(posting.lasts, Lasts::Permanently);
        assert_eq!(posting.sites, [SiteKind::Office]);
        let hung = [seen(1, Seen::Posted, DAY, 8)];
        let state = posting_clock(&[site(1)], &hung, posting.lasts, date(2035, 1, 1)).state;
        assert_eq!(state, ClockState::Standing { since: DAY });
    }
    let timed = duty(&BOOK, Place::Commune, "budget", DAY)
        .unwrap()
        .posting
        .unwrap();
    assert_eq!(timed.lasts, THIRTY);
    assert_eq!(timed.sites, SiteKind::ALL);
    assert_eq!(
        timed.because.citation.articles_in(Language::Vi),
        "Điều 13, khoản 2"
    );
    let other = duty(&BOOK, Place::Commune, "other_by_law", DAY).unwrap();
    assert_eq!((other.posting, other.website.is_some()), (None, true));
}

#[test]
fn rule_10_lacks_name_the_site_and_since_when() {
    let duty = duty(&BOOK, Place::Commune, "budget", DAY).unwrap();
    let due = date(2025, 10, 10);
    let evidence = |sightings: &[Sighting], today| {
        let evidence = Evidence {
            due,
            published_on: Some(date(2025, 10, 6)),
            required: &[site(1), site(2)],
            sightings,
            broadcast_on: &BTreeSet::new(),
            no_system: false,
        };
        lacks(duty.on_site(), &evidence, today)
    };
    let office = seen(1, Seen::Posted, date(2025, 10, 6), 8);
    assert_eq!(evidence(&[office], due), [], "there is still time");
    assert_eq!(evidence(&[office], days_after(due, 1)), [Lack::Posting(site(2))]);
    let torn = seen(1, Seen::Missing, date(2025, 10, 8), 8);
    assert_eq!(
        evidence(&[office, torn], due),
        [Lack::Gap(site(1), date(2025, 10, 8))],
        "a gap is lacking at once"
    );
}

/// Điều 13 khoản 3.
#[test]
fn rule_11_loudspeaker_three_days_in_a_row_for_items_7_to_12() {
    let list = items(&BOOK, Place::Commune, DAY).unwrap().value;
    let loud: Vec<&str> = list
        .iter()
        .filter_map(|item| {
            let duty = duty(&BOOK, Place::Commune, &item.key, DAY).unwrap();
            duty.broadcast.as_ref()?;
            disclosure::rules::clause(item)
        })
        .collect();
    assert_eq!(loud, ["7", "8", "9", "10", "11", "12"]);

    let fees = duty(&BOOK, Place::Commune, "fees", DAY).unwrap();
    let broadcast = fees.broadcast.as_ref().unwrap();
    let on = |days: &[i8]| {
        days.iter()
            .map(|day| date(2025, 10, *day))
            .collect::<BTreeSet<_>>()
    };
    let state = |days: &[i8], today| broadcast_state(broadcast, &on(days), false, date(2025, 10, today));
    assert_eq!(state(&[6, 7], 7), BroadcastState::Going { done: 2, of: 3 });
    assert_eq!(state(&[6, 7], 8), BroadcastState::Going { done: 2, of: 3 });
    assert_eq!(
        state(&[6, 7], 9),
        BroadcastState::Going { done: 0, of: 3 },
        "broken"
    );
    assert_eq!(state(&[6, 7, 9], 9), BroadcastState::Going { done: 1, of: 3 });
    assert_eq!(
        state(&[6, 7, 9, 10, 11], 30),
        BroadcastState::Done {
            from: date(2025, 10, 9),
            to: date(2025, 10, 11)
        }
    );
}

#[test]
fn rule_11_no_system_is_an_exemption_not_a_failure() {
    let fees = duty(&BOOK, Place::Commune, "fees", DAY).unwrap();
    let hung = [seen(1, Seen::Posted, date(2025, 10, 6), 8)];
    let (required, none) = ([site(1)], BTreeSet::new());
    let evidence = |no_system| Evidence {
        due: date(2025, 10, 10),
        published_on: Some(date(2025, 10, 6)),
        required: &required,
        sightings: &hung,
        broadcast_on: &none,
        no_system,
    };
    let today = date(2025, 10, 13);
    assert_eq!(lacks(fees.on_site(), &evidence(false), today), [Lack::Broadcast]);
    assert_eq!(lacks(fees.on_site(), &evidence(true), today), []);
    assert_eq!(
        broadcast_state(fees.broadcast.as_ref().unwrap(), &BTreeSet::new(), true, today),
        BroadcastState::Exempt
    );
    let budget = duty(&BOOK, Place::Commune, "budget", DAY).unwrap();
    assert_eq!(
        lacks(budget.on_site(), &evidence(false), today),
        [],
        "item 2 is not broadcast"
    );
}

/// Điều 13 khoản 2.
#[test]
fn rule_12_quarterly_register_is_missed_when_a_quarter_has_ended_without_it() {
    let quarter = |year, number| Period::quarter(year, number).unwrap();
    let missing = |first, issued: &[Period], today| {
        missing_registers(&BOOK, first, &issued.iter().copied().collect(), today).unwrap()
    };
    let first = Some(date(2025, 2, 10));
    assert_eq!(
        missing(first, &[], date(2025, 3, 31)),
        [],
        "the quarter's last day"
    );
    assert_eq!(missing(first, &[], date(2025, 4, 1)), [quarter(2025, 1)]);
    assert_eq!(
        missing(first, &[quarter(2025, 2)], date(2025, 10, 1)),
        [quarter(2025, 1), quarter(2025, 3)]
    );
    assert_eq!(
        missing(None, &[], date(2025, 10, 1)),
        [],
        "nothing was ever disclosed"
    );
}

fn any_sighting() -> impl Strategy<Value = Sighting> {
    (1..4_u128, 0..70_i64, 0..24_i8, any::<bool>()).prop_map(|(number, offset, hour, posted)| {
        let what = if posted { Seen::Posted } else { Seen::Missing };
        seen(number, what, days_after(date(2025, 9, 1), offset), hour)
    })
}

/// The day on which it is fulfilled; never, when it is not.
fn fulfilled(sightings: &[Sighting], today: Date) -> Date {
    posting_clock(&[site(1), site(2), site(3)], sightings, Lasts::Days(10), today)
        .fulfilled_on()
        .unwrap_or(Date::MAX)
}

proptest! {
    #[test]
    fn a_gap_never_shortens(
        sightings in prop::collection::vec(any_sighting(), 0..30),
        gap in any_sighting(),
        today in 0..90_i64,
    ) {
        let today = days_after(date(2025, 9, 1), today);
        let mut with_gap = sightings.clone();
        with_gap.push(Sighting { seen: Seen::Missing, ..gap });
        prop_assert!(fulfilled(&with_gap, today) >= fulfilled(&sightings, today));
    }

    #[test]
    fn more_evidence_of_hanging_never_delays(
        sightings in prop::collection::vec(any_sighting(), 0..30),
        more in any_sighting(),
        today in 0..90_i64,
    ) {
        let today = days_after(date(2025, 9, 1), today);
        let mut with_more = sightings.clone();
        with_more.push(Sighting { seen: Seen::Posted, ..more });
        prop_assert!(fulfilled(&with_more, today) <= fulfilled(&sightings, today));
    }

    #[test]
    fn order_does_not_matter(
        sightings in prop::collection::vec(any_sighting(), 0..30),
        swaps in prop::collection::vec((0..30_usize, 0..30_usize), 0..20),
        today in 0..90_i64,
    ) {
        let today = days_after(date(2025, 9, 1), today);
        let mut shuffled = sightings.clone();
        for (one, other) in swaps {
            if one < shuffled.len() && other < shuffled.len() {
                shuffled.swap(one, other);
            }
        }
        let clock = |sightings: &[Sighting]| posting_clock(&[site(1), site(2)], sightings, THIRTY, today);
        prop_assert_eq!(clock(&shuffled), clock(&sightings));
    }

    #[test]
    fn what_is_done_stays_done(
        sightings in prop::collection::vec(any_sighting(), 0..30),
        later in any_sighting(),
    ) {
        let today = days_after(date(2025, 9, 1), 75);
        let before = fulfilled(&sightings, today);
        let mut all = sightings;
        all.push(Sighting { at: seen(1, Seen::Posted, today, 9).at, ..later });
        if before < today {
            prop_assert_eq!(fulfilled(&all, today), before);
        }
    }
}
