//! The calendar as its users see it: published days off, deadlines, and what a wrong file is told.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use proptest::prelude::*;

use super::*;

static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(|| WorkingCalendar::embedded().unwrap());

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Days of Monday to Friday that are off in a year, as "MM-DD".
fn weekdays_off(year: i16) -> String {
    let days = CALENDAR
        .special_days(year)
        .into_iter()
        .filter(|day| !day.kind.is_working());
    let dates: Vec<String> = days
        .filter(|day| !is_weekend(day.date))
        .map(|day| day.date.strftime("%m-%d").to_string())
        .collect();
    dates.join(" ")
}

/// The days off as they were published each year, weekends left out.
#[test]
fn published_years_have_the_days_off_that_were_kept() {
    let published = [
        (
            2018,
            "01-01 02-14 02-15 02-16 02-19 02-20 04-25 04-30 05-01 09-03 12-31",
        ),
        (
            2019,
            "01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02",
        ),
        (
            2020,
            "01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02",
        ),
        (
            2021,
            "01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03",
        ),
        (
            2022,
            "01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02",
        ),
        (
            2023,
            "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
        ),
        (
            2024,
            "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
        ),
        (
            2025,
            "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
        ),
        (
            2026,
            "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02",
        ),
    ];
    for (year, days) in published {
        assert_eq!(weekdays_off(year), days, "in {year}");
        assert_eq!(CALENDAR.year_basis(year), YearBasis::Decided { certain: true });
    }
}

#[test]
fn saturdays_worked_to_make_up_are_working_days() {
    let made_up: Vec<(Date, Date)> = (2018..=2026)
        .flat_map(|year| CALENDAR.special_days(year))
        .filter_map(|day| match day.kind {
            DayKind::MadeUpWorking { made_up_for } => Some((day.date, made_up_for)),
            _ => None,
        })
        .collect();
    let expected = [
        (date(2019, 1, 5), date(2018, 12, 31)),
        (date(2019, 5, 4), date(2019, 4, 29)),
        (date(2024, 5, 4), date(2024, 4, 29)),
        (date(2025, 4, 26), date(2025, 5, 2)),
        (date(2026, 1, 10), date(2026, 1, 2)),
        (date(2026, 8, 22), date(2026, 8, 31)),
    ];
    assert_eq!(made_up, expected);
    for (saturday, off) in expected {
        assert!(CALENDAR.is_working_day(saturday));
        assert_eq!(
            CALENDAR.day_kind(off),
            DayKind::SwappedRest { made_up_on: saturday }
        );
        assert!(CALENDAR.day(off).source.is_some());
    }
}

#[test]
fn a_year_not_announced_is_computed_and_says_so() {
    assert_eq!(CALENDAR.year_basis(2027), YearBasis::Computed);
    // Tết on Saturday 6 February: one day before, four from then, two of them compensated.
    assert_eq!(
        weekdays_off(2027),
        "01-01 02-05 02-08 02-09 02-10 02-11 04-16 04-30 05-03 09-02 09-03"
    );
    assert_eq!(
        CALENDAR
            .explain(date(2027, 3, 1), Term::WorkingDays(5))
            .unwrap()
            .computed_years,
        [2027]
    );
}

#[test]
fn older_laws_give_fewer_days() {
    // Labour Code 1994: four days of Tết, one for National Day, Hùng Kings' Day only from 2007.
    assert_eq!(
        weekdays_off(2006),
        "01-02 01-30 01-31 02-01 02-02 05-01 05-02 09-04"
    );
    assert!(weekdays_off(2007).contains("04-26"));
    // Six days were worked in the week until the autumn of 1999.
    assert_eq!(CALENDAR.day_kind(date(1999, 9, 25)), DayKind::Working);
    assert_eq!(CALENDAR.day_kind(date(1999, 10, 2)), DayKind::WeeklyRest);
}

#[test]
fn a_holiday_on_a_rest_day_is_compensated_and_cites_the_law() {
    let day = CALENDAR.day(date(2026, 4, 27));
    let hung_kings = "hung-kings".to_owned();
    assert_eq!(
        day.kind,
        DayKind::Holiday {
            key: hung_kings,
            compensating: Some(date(2026, 4, 26))
        }
    );
    assert_eq!(
        day.citation.as_deref(),
        Some(
            "Điểm e khoản 1 Điều 112 Bộ luật Lao động 2019; nghỉ bù theo khoản 3 Điều 111 Bộ luật Lao động 2019"
        )
    );
    // Saturday 29 and Sunday 30 April 2023 are both holidays, Monday too: the next two days make up.
    let compensated: Vec<_> = [date(2023, 5, 2), date(2023, 5, 3)]
        .map(|day| CALENDAR.day_kind(day))
        .into();
    assert!(
        matches!(&compensated[0], DayKind::Holiday { key, compensating: Some(_) } if key == "hung-kings")
    );
    assert!(
        matches!(&compensated[1], DayKind::Holiday { key, compensating: Some(_) } if key == "victory-day")
    );
}

#[test]
fn a_holiday_not_yet_law_is_worked() {
    assert!(CALENDAR.is_working_day(date(2026, 11, 24)));
}

/// Handbook rule 9: commune and agency, the 5th working day after; state enterprise, 15 calendar days.
#[test]
fn rule_09_disclosure_deadline_skips_rest_days() {
    let five = Term::WorkingDays(5);
    let due = |from| CALENDAR.deadline(from, five).unwrap();
    assert_eq!(
        due(date(2024, 6, 7)),
        date(2024, 6, 14),
        "a Friday in an ordinary week"
    );
    assert_eq!(
        due(date(2024, 2, 2)),
        date(2024, 2, 16),
        "a Friday, across Tết and its compensation"
    );
    assert_eq!(
        due(date(2024, 4, 26)),
        date(2024, 5, 7),
        "a Friday, across 30 April; Saturday 4 May is worked"
    );
    assert_eq!(
        due(date(2026, 8, 21)),
        date(2026, 8, 27),
        "a Friday; the next day is a Saturday worked"
    );
    assert_eq!(
        due(date(2018, 12, 28)),
        date(2019, 1, 7),
        "made up in the following year"
    );

    let enterprise = |last_day| {
        CALENDAR
            .deadline(date(2024, 1, 26), Term::CalendarDays(15, last_day))
            .unwrap()
    };
    assert_eq!(
        enterprise(LastDay::AsCounted),
        date(2024, 2, 10),
        "the first day of Tết"
    );
    assert_eq!(
        enterprise(LastDay::NextWorkingDay),
        date(2024, 2, 15),
        "Điều 148 khoản 5"
    );
}

#[test]
fn rule_09_explains_what_was_skipped() {
    let reckoning = CALENDAR.explain(date(2024, 4, 26), Term::WorkingDays(5)).unwrap();
    let skipped: Vec<(String, &str)> = reckoning
        .skipped
        .iter()
        .map(|day| (day.date.strftime("%d/%m").to_string(), day.kind.key()))
        .collect();
    let expected = [
        ("27/04", "calendar-day-weekly-rest"),
        ("28/04", "calendar-day-weekly-rest"),
        ("29/04", "calendar-day-swapped"),
        ("30/04", "calendar-day-holiday"),
        ("01/05", "calendar-day-holiday"),
        ("05/05", "calendar-day-weekly-rest"),
    ]
    .map(|(day, why)| (day.to_owned(), why));
    assert_eq!(skipped, expected);
    assert_eq!(reckoning.made_up.len(), 1);
    assert_eq!(reckoning.made_up[0].date, date(2024, 5, 4));
    assert!(!reckoning.needs_checking());

    let moved = CALENDAR
        .explain(date(2024, 1, 26), Term::CalendarDays(15, LastDay::NextWorkingDay))
        .unwrap();
    assert_eq!(moved.skipped.first().map(|day| day.date), Some(date(2024, 2, 10)));
    assert_eq!(moved.skipped.len(), 5);
    let counted = CALENDAR
        .explain(date(2024, 1, 26), Term::CalendarDays(15, LastDay::AsCounted))
        .unwrap();
    assert_eq!((counted.due, counted.skipped), (date(2024, 2, 10), Vec::new()));
}

/// Handbook rule 15: hamlet to commune within 5 working days, and its answer within 5 more, each counted
/// from its own event.
#[test]
fn rule_15_five_working_days_twice() {
    let decided = date(2025, 4, 25);
    let received_by = CALENDAR.add_working_days(decided, 5).unwrap();
    assert_eq!(
        received_by,
        date(2025, 5, 6),
        "26/04 worked, 28, 29, then 05/05 and 06/05"
    );
    assert_eq!(CALENDAR.add_working_days(received_by, 5), Ok(date(2025, 5, 13)));
    // Received earlier, the answer is due earlier.
    assert_eq!(
        CALENDAR.add_working_days(date(2025, 4, 28), 5),
        Ok(date(2025, 5, 8))
    );
}

/// Handbook rules 10 and 17: something that must last is counted in days, worked or not.
#[test]
fn rule_10_thirty_days_of_posting_are_calendar_days() {
    let posted = date(2025, 1, 3);
    assert_eq!(
        CALENDAR.add_calendar_days(posted, 30, LastDay::AsCounted),
        Ok(date(2025, 2, 2))
    );
}

#[test]
fn months_end_on_the_same_day_or_the_last_of_the_month() {
    let months = |from, count| CALENDAR.add_months(from, count, LastDay::AsCounted).unwrap();
    assert_eq!(months(date(2024, 1, 31), 1), date(2024, 2, 29));
    assert_eq!(months(date(2025, 11, 30), 3), date(2026, 2, 28));
    assert_eq!(months(date(2025, 10, 15), 3), date(2026, 1, 15));
    // 28 February 2026 is a Saturday.
    let settled = CALENDAR.add_months(date(2025, 11, 30), 3, LastDay::default());
    assert_eq!(settled, Ok(date(2026, 3, 2)));
}

#[test]
fn working_days_between_counts_the_last_day_and_not_the_first() {
    let between = |from, until| CALENDAR.working_days_between(from, until).unwrap();
    assert_eq!(between(date(2024, 6, 7), date(2024, 6, 14)), 5);
    assert_eq!(between(date(2024, 6, 7), date(2024, 6, 9)), 0);
    assert_eq!(between(date(2024, 6, 14), date(2024, 6, 7)), -5);
}

#[test]
fn dates_outside_the_calendar_are_refused() {
    let late = date(2199, 12, 30);
    let refused = Err(CalendarError::OutOfRange { from: late });
    assert_eq!(CALENDAR.add_working_days(late, 5), refused);
    assert_eq!(
        CALENDAR.add_calendar_days(late, u32::MAX, LastDay::AsCounted),
        refused
    );
    assert_eq!(CALENDAR.add_months(late, u32::MAX, LastDay::AsCounted), refused);
    assert!(CALENDAR.add_working_days(date(1899, 12, 31), 1).is_err());
    assert!(CALENDAR.working_days_between(date(1, 1, 1), late).is_err());
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i32..80_000).prop_map(|days| date(1970, 1, 1).saturating_add(days.days()))
}

proptest! {
    #[test]
    fn adding_then_counting_gives_the_number_back(from in any_day(), count in 0_u32..400) {
        let due = CALENDAR.add_working_days(from, count).unwrap();
        prop_assert_eq!(CALENDAR.working_days_between(from, due), Ok(i32::try_from(count).unwrap()));
        prop_assert!(count == 0 || CALENDAR.is_working_day(due));
    }

    #[test]
    fn a_later_event_or_a_longer_term_is_never_due_earlier(
        from in any_day(), later in 0_i32..30, count in 0_u32..60, more in 0_u32..20,
    ) {
        for term in [Term::WorkingDays, |n| Term::CalendarDays(n, LastDay::NextWorkingDay), |n| Term::Months(n, LastDay::AsCounted)] {
            let due = CALENDAR.deadline(from, term(count)).unwrap();
            prop_assert!(CALENDAR.deadline(from.saturating_add(later.days()), term(count)).unwrap() >= due);
            prop_assert!(CALENDAR.deadline(from, term(count + more)).unwrap() >= due);
        }
    }

    #[test]
    fn working_days_add_up(from in any_day(), one in 0_u32..60, other in 0_u32..60) {
        let at_once = CALENDAR.add_working_days(from, one + other).unwrap();
        let in_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(from, one).unwrap(), other).unwrap();
        prop_assert_eq!(at_once, in_steps);
    }

    #[test]
    fn every_day_after_the_event_is_either_counted_or_explained(from in any_day(), count in 0_u32..60) {
        let reckoning = CALENDAR.explain(from, Term::WorkingDays(count)).unwrap();
        let days = from.until(reckoning.due).unwrap().get_days();
        prop_assert_eq!(i32::try_from(count).unwrap() + i32::try_from(reckoning.skipped.len()).unwrap(), days);
    }
}

const HOLIDAYS: &str = r#"
[[weekly_rest]]
days = ["saturday", "sunday"]
valid_from = 1999-10-02
citation = "law"
compensation_citation = "law"

[[holiday]]
key = "lunar-new-year"
calendar = "lunar"
month = 1
day = 1
days = 5
days_before = 1
decided_yearly = true
valid_from = 2021-01-01
citation = "law"
certain = true
"#;

/// The first problem of two files: file, line, column and key.
fn first_problem(holidays: &str, years: &str) -> (String, &'static str) {
    let problems = WorkingCalendar::parse(holidays, years).unwrap_err();
    let Problem {
        file,
        line,
        column,
        kind,
    } = &problems[0];
    (format!("{}:{line}:{column}", file.name()), kind.key())
}

#[test]
fn an_operator_corrects_a_year_by_data() {
    let years = r#"
[[year]]
year = 2027

[[year.holiday]]
key = "lunar-new-year"
from = 2027-02-04
to = 2027-02-10
source = "Thông báo số 1"
certain = true

[[year.swap]]
off = 2027-02-11
made_up_on = 2027-02-20
source = "Thông báo số 2"
certain = false

[[year.day_off]]
date = 2027-03-01
source = "Công văn số 3"
certain = true
"#;
    let calendar = WorkingCalendar::parse(HOLIDAYS, years).unwrap();
    // Thursday 4 and Friday 5, the weekend and Monday 8 are Tết; 9 and 10 make up for the weekend.
    assert_eq!(
        calendar.add_working_days(date(2027, 2, 3), 1),
        Ok(date(2027, 2, 12))
    );
    assert!(calendar.is_working_day(date(2027, 2, 20)));
    let special = DayKind::Holiday {
        key: "special".to_owned(),
        compensating: None,
    };
    assert_eq!(calendar.day_kind(date(2027, 3, 1)), special);
    assert_eq!(
        calendar.day(date(2027, 2, 5)).source.as_deref(),
        Some("Thông báo số 1")
    );
    assert_eq!(calendar.year_basis(2027), YearBasis::Decided { certain: false });
    assert!(
        calendar
            .explain(date(2027, 2, 10), Term::WorkingDays(2))
            .unwrap()
            .needs_checking()
    );
}

#[test]
fn a_wrong_holidays_file_is_refused_with_line_and_column() {
    let with = |from: &str, to: &str| {
        assert!(HOLIDAYS.contains(from));
        first_problem(&HOLIDAYS.replacen(from, to, 1), "")
    };
    let at = |place: &str, key| (format!("holidays.toml:{place}"), key);
    assert_eq!(
        with("month = 1", "month = one"),
        at("11:9", "calendar-problem-unreadable")
    );
    assert_eq!(
        with("month = 1", "moth = 1"),
        at("11:1", "calendar-problem-unreadable")
    );
    assert_eq!(
        with("\"lunar-new-year\"", "\"tet\""),
        at("9:7", "calendar-problem-unknown-holiday")
    );
    assert_eq!(
        with("day = 1", "day = 30"),
        at("12:7", "calendar-problem-no-such-day")
    );
    assert_eq!(
        with("days_before = 1", "days_before = 5"),
        at("8:1", "calendar-problem-bad-length")
    );
    assert_eq!(
        with("2021-01-01", "2021-01-01T00:00:00"),
        at("16:14", "calendar-problem-bad-date")
    );
    assert_eq!(
        with("2021-01-01", "2021-01-01\nvalid_to = 2020-12-31"),
        at("17:12", "calendar-problem-ends-before-start")
    );
    assert_eq!(with("\"law\"", "\" \""), at("5:12", "calendar-problem-no-source"));
    assert_eq!(
        first_problem("", ""),
        at("1:1", "calendar-problem-no-weekly-rest")
    );

    let rule = &HOLIDAYS[HOLIDAYS.find("[[holiday]]").unwrap()..];
    assert_eq!(
        first_problem(&format!("{HOLIDAYS}{rule}"), ""),
        at("19:1", "calendar-problem-overlap")
    );
}

#[test]
fn a_wrong_years_file_is_refused_with_line_and_column() {
    let with = |entry: &str| first_problem(HOLIDAYS, &format!("[[year]]\nyear = 2027\n{entry}"));
    let at = |place: &str, key| (format!("years.toml:{place}"), key);
    let tet = |key: &str, from: &str, to: &str| {
        format!(
            "[[year.holiday]]\nkey = \"{key}\"\nfrom = {from}\nto = {to}\nsource = \"s\"\ncertain = true\n"
        )
    };
    let good = tet("lunar-new-year", "2027-02-05", "2027-02-11");
    assert!(WorkingCalendar::parse(HOLIDAYS, &format!("[[year]]\nyear = 2027\n{good}")).is_ok());

    assert_eq!(
        with(&tet("national-day", "2027-09-02", "2027-09-03")),
        at("3:1", "calendar-problem-nothing-to-decide")
    );
    assert_eq!(
        with(&format!("{good}{good}")),
        at("9:1", "calendar-problem-nothing-to-decide")
    );
    assert_eq!(
        with(&tet("lunar-new-year", "2027-02-07", "2027-02-12")),
        at("3:1", "calendar-problem-misses-holiday")
    );
    assert_eq!(
        with(&tet("lunar-new-year", "2027-02-05", "2027-02-10")),
        at("3:1", "calendar-problem-ends-elsewhere")
    );
    assert_eq!(
        with(&tet("lunar-new-year", "2026-02-05", "2027-02-10")),
        at("5:8", "calendar-problem-wrong-year")
    );
    let swap = |off: &str, made_up_on: &str| {
        format!("[[year.swap]]\noff = {off}\nmade_up_on = {made_up_on}\nsource = \"s\"\ncertain = true\n")
    };
    assert_eq!(
        with(&swap("2027-03-06", "2027-03-13")),
        at("3:1", "calendar-problem-not-worked")
    );
    assert_eq!(
        with(&swap("2027-03-05", "2027-03-12")),
        at("3:1", "calendar-problem-not-rest")
    );
    let day_off = "[[year.day_off]]\ndate = 2027-03-06\nsource = \"s\"\ncertain = true\n";
    assert_eq!(with(day_off), at("3:1", "calendar-problem-not-worked"));
    assert_eq!(
        with("[[year]]\nyear = 2027\n"),
        at("4:8", "calendar-problem-year-twice")
    );
    // Characters are counted, not bytes.
    assert_eq!(with("# đình\nnăm = 1"), at("4:2", "calendar-problem-unreadable"));
}

#[test]
fn both_files_report_all_they_can() {
    let problems = WorkingCalendar::parse(
        &HOLIDAYS.replace("citation = \"law\"\n", "citation = \"\"\n"),
        "[[year]]\nyear = 2027\n[[year]]\nyear = 2027\n",
    )
    .unwrap_err();
    let keys: Vec<_> = problems.iter().map(|problem| problem.kind.key()).collect();
    let no_source = "calendar-problem-no-source";
    assert_eq!(
        keys,
        [no_source, no_source, no_source, "calendar-problem-year-twice"]
    );
    assert_eq!(
        problems[3].to_string(),
        "years.toml:4:8: the year 2027 is given twice: put its decisions together"
    );
}

/// Whatever is cut off a file, the rest is read or refused at a place in it.
#[test]
fn a_truncated_file_is_read_or_refused_at_a_place_in_it() {
    for (end, _) in HOLIDAYS.char_indices() {
        if let Err(problems) = WorkingCalendar::parse(&HOLIDAYS[..end], "") {
            let lines = HOLIDAYS[..end].split('\n').count();
            assert!(
                problems.iter().all(|problem| (1..=lines).contains(&problem.line)),
                "cut at {end}"
            );
        }
    }
}

mod texts {
    use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

    use super::super::source::HOLIDAY_KEYS;
    use super::*;

    fn bundle(text: &str) -> FluentBundle<FluentResource> {
        let resource = FluentResource::try_new(text.to_owned()).unwrap();
        let mut bundle = FluentBundle::default();
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap();
        bundle
    }

    fn languages() -> [(&'static str, FluentBundle<FluentResource>); 3] {
        [
            ("vi", bundle(include_str!("../../locales-calendar/vi.ftl"))),
            ("en", bundle(include_str!("../../locales-calendar/en.ftl"))),
            ("km", bundle(include_str!("../../locales-calendar/km.ftl"))),
        ]
    }

    /// Formats a message and fails on anything missing in it.
    fn format(
        bundle: &FluentBundle<FluentResource>,
        key: &str,
        args: impl IntoIterator<Item = (&'static str, String)>,
    ) -> String {
        let pattern = bundle.get_message(key).and_then(|message| message.value());
        let args: FluentArgs = args.into_iter().collect();
        let mut errors = Vec::new();
        let text = bundle
            .format_pattern(pattern.expect(key), Some(&args), &mut errors)
            .into_owned();
        assert!(errors.is_empty(), "{key}: {errors:?}");
        text
    }

    #[test]
    fn every_holiday_has_its_own_name_in_every_language() {
        for (language, bundle) in languages() {
            let name = |key: &str| format(&bundle, "calendar-holiday-name", [("holiday", key.to_owned())]);
            let mut names: Vec<String> = HOLIDAY_KEYS.iter().map(|key| name(key)).collect();
            names.push(name("special"));
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{language}");
        }
    }

    #[test]
    fn every_kind_of_day_and_term_has_a_sentence() {
        let holiday = |compensating| DayKind::Holiday {
            key: "national-day".to_owned(),
            compensating,
        };
        let day = date(2024, 9, 1);
        for (_, bundle) in languages() {
            for kind in [
                DayKind::Working,
                DayKind::MadeUpWorking { made_up_for: day },
                DayKind::WeeklyRest,
                DayKind::SwappedRest { made_up_on: day },
                holiday(None),
                holiday(Some(day)),
            ] {
                format(&bundle, kind.key(), kind.args());
            }
            for term in [
                Term::WorkingDays(5),
                Term::CalendarDays(15, LastDay::AsCounted),
                Term::Months(3, LastDay::AsCounted),
            ] {
                format(&bundle, term.key(), [("count", term.count().to_string())]);
            }
        }
        let vi = bundle(include_str!("../../locales-calendar/vi.ftl"));
        let compensating = holiday(Some(day));
        assert_eq!(
            format(&vi, compensating.key(), compensating.args()),
            "Quốc khánh: nghỉ bù cho ngày 01/09/2024 trùng ngày nghỉ hằng tuần"
        );
    }

    #[test]
    fn every_problem_and_error_has_a_sentence() {
        let day = date(2027, 2, 6);
        let key = || "tet".to_owned();
        let problems = [
            ProblemKind::Unreadable { message: key() },
            ProblemKind::UnknownHoliday { key: key() },
            ProblemKind::NoSuchDay { month: 2, day: 30 },
            ProblemKind::BadLength { days: 1, before: 1 },
            ProblemKind::BadDate { found: key() },
            ProblemKind::EndsBeforeStart { to: day },
            ProblemKind::Overlap { on: day },
            ProblemKind::NoWeeklyRest,
            ProblemKind::NoSource,
            ProblemKind::YearTwice { year: 2027 },
            ProblemKind::NothingToDecide {
                key: key(),
                year: 2027,
            },
            ProblemKind::MissesHoliday {
                from: day,
                days: 5,
                anchor: day,
            },
            ProblemKind::EndsElsewhere {
                to: day,
                computed: day,
            },
            ProblemKind::WrongYear {
                date: day,
                year: 2026,
            },
            ProblemKind::NotWorked { date: day },
            ProblemKind::NotRest { date: day },
        ];
        let errors = [
            CalendarError::OutOfRange { from: day },
            CalendarError::NoSuchLunarDate {
                year: 2026,
                month: 6,
                leap: true,
                day: 1,
            },
        ];
        for (_, bundle) in languages() {
            for problem in &problems {
                format(&bundle, problem.key(), problem.args());
            }
            for error in &errors {
                format(&bundle, error.key(), error.args());
            }
        }
    }
}
